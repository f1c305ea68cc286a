/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_MANIFEST_H
#define AC_APP_MANIFEST_H
/* When each file of a data folder became known, and which later file takes the place of which
 * earlier one for which days: the file manifest.csv of the folder. Whoever keeps submissions
 * elsewhere gives the same plain list. */

#include "base/arena.h"
#include "base/hash.h"
#include "cube/cube.h"

#define AC_MANIFEST_NAME "manifest.csv"

typedef enum ac_submission_kind {
    AC_SUBMISSION_BULK,  /* takes the place of earlier ones over the days it covers */
    AC_SUBMISSION_NET,   /* adds to what is there */
    AC_SUBMISSION_CHANGE /* each row takes the place of earlier ones with its identifier */
} ac_submission_kind;

typedef enum ac_submission_stage {
    AC_STAGE_UNSAID,
    AC_STAGE_FLEX,
    AC_STAGE_FREEZE
} ac_submission_stage;

/* One file. */
typedef struct ac_submission {
    ac_text file;   /* its name in the folder */
    ac_text stands; /* the name by which the contract or a layout knows it: its own, unless `as`
                       says another. Files that stand for one name are submissions of one thing */
    bool listed;    /* false: no line of a manifest speaks of it, and it is known always */
    accord_date known;
    bool covers_said; /* false: all of what it stands for */
    ac_day_span covers;
    ac_submission_kind kind;
    ac_submission_stage stage;
    uint64_t line; /* of the manifest; 0 where it is not listed */
    uint32_t covers_column;
    uint32_t kind_column;
} ac_submission;

typedef struct ac_manifest {
    const char *folder;
    const char *path;          /* of manifest.csv */
    bool there;                /* false: the folder has none, and every file is known always */
    const ac_submission *list; /* [count], every file of the folder, by name */
    size_t count;
    accord_date latest; /* the last day on which a listed file became known */
} ac_manifest;

/* Lists a folder and reads its manifest, if it has one.
 *
 * out     manifest  in `arena`
 * errors  ACCORD_EIO     the folder or the manifest cannot be read
 *         ACCORD_EINPUT  file:line:column of the manifest: a file that is not there or listed
 *                        twice; a date that cannot be read; days that end before they begin; two
 *                        bulk files known on one day for the same days; a change and another file
 *                        of one name known on one day; a freeze before its flex, or two; a word
 *                        that is no kind or stage
 */
accord_status
ac_manifest_read(ac_arena *arena, const char *folder, ac_manifest *manifest, accord_error *error);

/* A file that is seen. */
typedef struct ac_seen_file {
    const ac_submission *submission;
    const char *path;
    ac_cube_dates dates; /* which of its rows still stand, by their days */
    size_t changed_by;   /* seen files of kind change that became known later under its name */
} ac_seen_file;

/* The files that are seen at the end of a day, by name, and what of each is superseded by then: the
 * days of every bulk file that stands for the same name and became known later.
 *
 * in      known_by  NULL: every file
 * returns [count], in `arena`; files wholly superseded are among them
 */
const ac_seen_file *ac_manifest_seen(
    ac_arena *arena, const ac_manifest *manifest, const accord_date *known_by, size_t *count);

/* Fails at the line of a submission. */
accord_status ac_manifest_fail(
    const char *path,
    const ac_submission *submission,
    uint32_t column,
    accord_error *error,
    const char *format,
    ...) AC_PRINTF(5, 6);

#endif
