/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DEMO_H
#define AC_APP_DEMO_H
/* The demonstration: an invented alliance written to a folder, settled, and told in a page. */

#include "app/demo_data.h"
#include "app/run.h"

/* Where its files are; all in the folder. */
typedef struct ac_demo_paths {
    const char *folder;
    const char *contract;  /* contract.accord: counts the extracts */
    const char *llr;       /* contract-by-activity.accord: the same, from activity.csv */
    const char *refused;   /* refused.csv */
    const char *statement; /* statement.txt */
    const char *csv;       /* statement.csv */
    const char *pool;      /* pool, a folder of its own */
    const char *roster;    /* roster.csv: of the pool's quarter */
} ac_demo_paths;

ac_demo_paths ac_demo_paths_of(ac_arena *arena, const char *folder);

/* Checks, before anything is written, that nothing of a user's would be overwritten: a folder that
 * holds a file of a name that the demonstration uses must be one that it wrote, which the first
 * line of its README.txt tells.
 *
 * errors  ACCORD_EINPUT  the folder is somebody's own, or ""
 */
accord_status ac_demo_check_folder(const ac_demo_paths *paths, accord_error *error);

/* Writes the data and the contracts. Fails as ac_demo_write. */
accord_status ac_demo_write_alliance(
    const ac_demo_paths *paths,
    uint64_t seed,
    const ac_demo_progress *progress,
    accord_error *error);

/* Writes the statements of a run, and activity.csv from what it counted.
 *
 * errors  ACCORD_EIO  a file cannot be written
 */
accord_status
ac_demo_write_results(const ac_demo_paths *paths, const ac_run *run, accord_error *error);

/* Adds the page: rows read and what became of them, the payments of the last quarter that is known,
 * and the commands to go on with. `program` is how accord was called. */
void ac_demo_add_page(
    ac_buffer *buffer, const ac_demo_paths *paths, const ac_run *run, const char *program);

#endif
