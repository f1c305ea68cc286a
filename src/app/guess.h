/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_GUESS_H
#define AC_APP_GUESS_H
/* A layout proposed for a file, from its heading and its first rows. Nothing is guessed in silence:
 * each field says what speaks against it, and columns that say who a patient is are left out. */

#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

/* Adds the text of a layout that reads the file; it parses as a layout.
 *
 * in      path  of the file
 *         name  of the layout; "" to make one of the file's name
 * errors  ACCORD_EIO     it cannot be read
 *         ACCORD_EINPUT  it is no CSV: empty, UTF-16, a workbook; or no column of it may be mapped;
 *                        or the name is none
 */
accord_status
ac_guess_layout(const char *path, ac_text name, ac_buffer *layout, accord_error *error);

#endif
