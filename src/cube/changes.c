/* SPDX-License-Identifier: MIT */
/* A table of identifiers, each with the number of the first file that has it. */

#include "cube/changes.h"

#include "base/assert.h"

#include <stdlib.h>

struct ac_changes {
    ac_duplicates seen; /* in place of a cell, the number of the file */
    uint32_t file;
};

ac_changes *ac_changes_new(void)
{
    ac_changes *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    ac_duplicates_init(&made->seen, false);
    return made;
}

void ac_changes_free(ac_changes *changes)
{
    if (changes != NULL) {
        ac_duplicates_done(&changes->seen);
        free(changes);
    }
}

void ac_changes_next_file(ac_changes *changes)
{
    changes->file++;
}

void ac_changes_add(ac_changes *changes, ac_identity identity)
{
    ac_kept kept = {0};
    const ac_counted row = {.identity = identity, .cell = changes->file};
    (void)ac_duplicates_add(&changes->seen, &row, &kept);
}

bool ac_changes_hold(const ac_changes *changes, ac_identity identity)
{
    uint32_t file = 0;
    return ac_duplicates_find(&changes->seen, identity, &file) && file < changes->file;
}
