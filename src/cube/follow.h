/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_FOLLOW_H
#define AC_CUBE_FOLLOW_H
/* Rows that count only where another row follows them: of the same person (whatever fields have to
 * be the same), within so many days. Nothing can be said of a row before all are read, so rows
 * become records of 56 bytes, which are sorted in bounded memory (base/sorter.h) and looked at
 * when the cube is sealed. The result does not depend on the order of files or rows.
 *
 * A row is followed where there is one that follows, on its own day or up to `days` later. A row
 * does not follow itself, nor does one with its identifier, which is the same row sent again. What
 * follows is judged by its condition, these fields and its date, whatever else may be wrong. Among
 * followed rows with one identifier the least by cell and value counts; the others are repeats.
 *
 * What follows may be of another layout. It is then read into a cube of its own, which gives its
 * records to the sorting of the first; identifiers of two layouts have nothing to do with each
 * other. */

#include "cube/inside.h"

/* What a row is for a plan of this kind. */
typedef struct ac_link {
    ac_answer follows; /* whether the condition of what follows holds for it */
    bool read;         /* all of these are known */
    ac_identity key;   /* of what has to be the same */
    ac_identity identity;
    accord_date day;
} ac_link;

/* Finds the fields of the plan; cube->following is NULL where it asks for no such rows.
 *
 * errors  ACCORD_EINPUT  the layout has no such field; the period is read from no date; what is to
 *                        be the same in rows of two layouts is no code
 */
accord_status ac_following_new(
    ac_cube *cube, size_t memory_bytes, const char *temporary_folder, accord_error *error);
void ac_following_free(ac_cube *cube);

/* Whether the row may follow others: NO (always, where rows of another layout do), YES, or FAULT,
 * which is left pending. */
ac_answer ac_link_follows(ac_cube *cube, const ac_row *row);

/* Reads the rest of a link; a fault may be left pending.
 *
 * in  identity  of the row; passed over where rows have none
 */
void ac_link_read(ac_cube *cube, const ac_row *row, ac_identity identity, ac_link *link);

/* Keeps a row that follows others, if it does, and one that counts if it is followed. What goes
 * wrong is told by ac_following_end. */
void ac_following_let_follow(ac_cube *cube, const ac_link *link);
void ac_following_add(ac_cube *cube, const ac_link *link, uint32_t cell, int64_t amount);

/* Puts the rows that are followed into their cells. Of a cube whose rows only follow those of
 * another, says whether all of them were kept.
 *
 * errors  ACCORD_EIO  a temporary file could not be written or read
 */
accord_status ac_following_end(ac_cube *cube, accord_error *error);

#endif
