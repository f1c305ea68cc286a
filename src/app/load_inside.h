/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_LOAD_INSIDE_H
#define AC_APP_LOAD_INSIDE_H
/* What the files load*.c share. */

#include "app/layouts.h"
#include "app/load.h"
#include "app/table.h"
#include "contract/knowledge.h"
#include "cube/given.h"

typedef struct ac_loading {
    ac_arena *arena;
    const ac_program *program;
    const ac_load_options *options;
    ac_layouts layouts;
    ac_fact_level *levels;  /* [level_count] */
    ac_names *member_names; /* [level_count], code -> member */
    ac_facts *facts;
    ac_fact_file *code_files; /* [code_file_count], read so far */
    size_t code_file_count;
    size_t code_file_capacity;
    const ac_manifest *manifest;
    const ac_seen_file *seen; /* [seen_count], the files that are known */
    size_t seen_count;
    ac_frozen_days *frozen; /* [frozen_count], by files of stage freeze; room for every quantity */
    size_t frozen_count;
    bool refused_opened; /* a cube has begun the file of refused rows */
    accord_error *error;
} ac_loading;

/* How an input is to be read. */
typedef struct ac_load_plan {
    ac_cube_plan cube;
    const ac_layout *layout;
    const ac_seen_file *const *files; /* [file_count]; none: every one is yet to come */
    size_t file_count;
    const ac_given_files *given; /* what `files` are of, where they were named; else NULL */
    bool counts;                 /* it counts or sums rows */
    bool pulled;                 /* `files` are cells that stand in place of rows (app/pulled.h) */
    bool follows;                /* its rows follow those of another layout, and do not count */
    const struct ac_load_plan *followers; /* how such rows are read; NULL: there are none */
} ac_load_plan;

/* Reads the columns of a file of codes and keeps the file for the receipt. Fails as
 * ac_table_read. */
accord_status ac_load_table(ac_loading *loading, const ac_table_wanted *wanted, ac_table *table);

/* load_levels.c: finds the members of every level, and their names for look-up. */
accord_status ac_load_levels(ac_loading *loading);

/* The columns of a file of members. */
enum {
    AC_MEMBER_CODE,
    AC_MEMBER_PARENT,
    AC_MEMBER_NAME,
    AC_MEMBER_OPENED,
    AC_MEMBER_CLOSED,
    AC_MEMBER_SUCCESSOR
};

/* load_lives.c: when the members of a level open and close and who succeeds them. `order` gives the
 * row of each member.
 *
 * errors  ACCORD_EINPUT  R49: file:line:column, and what to do
 */
accord_status ac_load_lives(
    ac_loading *loading,
    const ac_level *level,
    const ac_table *table,
    const size_t *order,
    ac_fact_level *made);

/* load_plan.c: turns the input clause of a quantity into a plan, and finds its files. */
accord_status ac_load_plan_make(ac_loading *loading, uint32_t index, ac_load_plan *plan);

/* Fails at a clause of the contract: "clause 1.6 ..." with the contract's file:line:column. */
accord_status ac_load_fail(const ac_loading *loading, uint32_t clause, const char *format, ...)
    AC_PRINTF(3, 4);

/* load_read.c: whether a plan has files, or standard input, to read now. */
bool ac_load_reads_rows(const ac_load_plan *plan);

/* Reads the files of a plan, or what takes their place. */
accord_status ac_load_read(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube);

/* load_account.c: what became of the rows of an input, and the files that it was read from. Of each
 * cube in turn, the first being that of the rows that count. */
void ac_load_take_account(
    const ac_loading *loading,
    const ac_load_plan *plan,
    const ac_cube *cube,
    ac_load_input *account,
    ac_fact_input *input);

/* load_seen.c: gives the path of a file of codes that a clause names: of what was submitted under
 * that name, the last that is seen. It must be there, and stand whole. */
accord_status
ac_load_path(const ac_loading *loading, uint32_t clause, ac_text file, const char **path);

/* Finds the files that stand for one name, or (`layout` given) that a layout reads. None may be
 * seen where some are yet to come. */
accord_status ac_load_seen(
    const ac_loading *loading,
    uint32_t clause,
    ac_text file,
    const ac_layout *layout,
    ac_load_plan *plan);

/* Says of a file that was read when it became known, if a manifest does. */
void ac_load_tell_known(const ac_loading *loading, ac_text path, ac_fact_file *file);

/* load_known.c: takes what files of stage freeze have frozen of an input. */
void ac_load_take_frozen(ac_loading *loading, uint32_t quantity, const ac_load_plan *plan);

/* What is known by the day asked for, or by the manifest's last; NULL where neither is there. */
const ac_knowledge *ac_load_knowledge(const ac_loading *loading);

/* Holds the days that files cover against the periods of what is read from them, and their kind
 * against how it is read. */
accord_status ac_load_check_covers(const ac_loading *loading, const ac_load_plan *plan);

#endif
