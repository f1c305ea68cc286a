/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_CHANGES_H
#define AC_CUBE_CHANGES_H
/* The identifiers of rows in files that change what was sent before, row by row: a row of a file
 * that became known earlier does not stand where one of them has its identifier. Files come the
 * last known first, so that each is held against those known after it alone. */

#include "cube/duplicates.h"

typedef struct ac_changes ac_changes;

ac_changes *ac_changes_new(void);
void ac_changes_free(ac_changes *changes); /* takes NULL */

/* Goes on to the next file, which became known before all those that were read. */
void ac_changes_next_file(ac_changes *changes);

/* Adds a row of the file, which changes those of later calls. */
void ac_changes_add(ac_changes *changes, ac_identity identity);

/* Whether a file before this one has the identifier. */
bool ac_changes_hold(const ac_changes *changes, ac_identity identity);

#endif
