/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_STANDING_H
#define AC_CUBE_STANDING_H
/* The rows that stand, as one file: those of all files that are read but for what later ones
 * supersede and what takes others back. So submissions that change one another row by row become
 * one that can be sent whole. Rows are copied byte for byte, also those that are refused. */

#include "cube/cube.h"

/* Says, before the first file is read, that the rows that stand are to be written to a file, which
 * may not be there yet and which its owner alone may read. Sealing the cube fails where a file has
 * other columns than the one before it, and where a row could not be told apart from the next, for
 * then nobody knows whether it stands; nothing is left there then.
 *
 * in  path  borrowed until the cube is freed
 */
void ac_cube_write_standing(ac_cube *cube, const char *path);

#endif
