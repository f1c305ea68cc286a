/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_LOAD_H
#define AC_APP_LOAD_H
/* From a data folder to the facts of a program: the members of its levels and the values of its
 * inputs, each through a layout and a sealed cube, with an account of every row. */

#include "app/given_files.h"
#include "app/manifest.h"
#include "contract/facts.h"
#include "cube/cube.h"

typedef struct ac_load_options {
    const char *data_folder;
    const char *contract_path; /* for messages, and to look for layouts beside it */
    const char *const *layout_folders;
    size_t layout_folder_count;
    const ac_progress *progress;       /* may be NULL */
    const char *refused_path;          /* may be NULL; see ac_cube_options */
    bool refused_append;               /* rows of another load stand there already */
    const ac_rational *refuse_at_most; /* of each input, whatever the layout says; may be NULL */
    uint64_t identifiers_bytes;        /* see ac_cube_options. No result depends on it */
    const char *temporary_folder;      /* for what is too much to be held; NULL: /tmp */
    unsigned threads;                  /* that may read at once; 0: one. No result depends on it */
    const bool *inputs_wanted; /* [program->quantity_count]; the others are not read; NULL: all */
    /* Fills the cube of an input that counts or sums rows, in place of its files; NULL: files are
     * read. */
    accord_status (*fill)(
        void *self,
        const ac_cube_plan *plan,
        const ac_layout *layout,
        ac_cube *cube,
        accord_error *error);
    void *fill_self;
    /* Told of each input's cube before rows of files are read into it; may be NULL. */
    void (*begun)(void *self, uint32_t quantity, ac_cube *cube);
    void *begun_self;
    /* Told of each input's cube before it is freed; may be NULL. */
    void (*sealed)(void *self, uint32_t quantity, const ac_cube *cube);
    void *sealed_self;
    /* Of the one input that is wanted, the rows that stand are written here; may be NULL; see
     * cube/standing.h. */
    const char *standing_path;
    const accord_date *known_by; /* only files known by the end of this day; NULL: all */
    const ac_given_files *given; /* [given_count], in place of the folder's files of a layout */
    size_t given_count;
    /* The files to read, [seen_count], in place of those of the folder; NULL: those. */
    const ac_seen_file *seen;
    size_t seen_count;
    const ac_submission
        *others; /* [other_count], with `seen`: all files that are or will be there */
    size_t other_count;
} ac_load_options;

/* What became of the rows of one input. */
typedef struct ac_load_input {
    uint32_t quantity; /* index of the program's quantities */
    ac_text layout;    /* "" for the plain one */
    ac_hash hash;      /* of the sealed cells */
    ac_cube_counts counts;
    const ac_text *key_levels; /* [key_count], for counts.other_code */
    size_t key_count;
    const ac_cube_file *files; /* [file_count] */
    size_t file_count;
    const ac_refused_count *refused_by; /* [refused_by_count], most frequent first */
    size_t refused_by_count;
    const ac_refused_row *refused; /* [refused_count], the first ones */
    size_t refused_count;
} ac_load_input;

typedef struct ac_load {
    const ac_facts *facts;
    const ac_load_input *inputs; /* [input_count], in the order of the program */
    size_t input_count;
    const ac_manifest *manifest; /* of the data folder; its list is empty where `seen` was given */
    const ac_seen_file *seen;    /* [seen_count] */
    size_t seen_count;
} ac_load;

/* Reads all that a program needs from a data folder.
 *
 * out     load    all that it points to lives in `arena`
 * errors  ACCORD_EIO     a folder or file cannot be read
 *         ACCORD_EINPUT  a file is not there, lacks a column, or lists members wrongly; a source
 *                        has no layout or no file: names the clause, or file:line:column
 *         ACCORD_ELIMIT  too many members or cells
 *         ACCORD_ENO     more rows were refused than may be: the first such input is named, and
 *                        `load` is given all the same
 */
accord_status ac_load_data(
    ac_arena *arena,
    const ac_program *program,
    const ac_load_options *options,
    const ac_load **load,
    accord_error *error);

#endif
