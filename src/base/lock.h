/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_LOCK_H
#define AC_BASE_LOCK_H
/* Keeping another process out while a file is read and written anew. */

#include "base/status.h"

#define AC_LOCK_NONE (-1)

/* Locks a file, which is made if it is not there, and waits for whoever has it. The lock ends with
 * the process, however that ends.
 *
 * out     lock  to be left by ac_lock_leave; AC_LOCK_NONE on failure
 * errors  ACCORD_EIO  it cannot be made; another has had it for so many seconds
 */
accord_status ac_lock_take(const char *path, unsigned seconds, int *lock, accord_error *error);

void ac_lock_leave(int *lock); /* takes AC_LOCK_NONE too */

#endif
