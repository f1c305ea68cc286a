/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DEMO_WORKED_H
#define AC_APP_DEMO_WORKED_H
/* What came of the demonstration's quarter: a roster, the sessions that were worked by it, what
 * they are charged at, sessions that were looked back at, prices of locums. */

#include "base/status.h"

#include <stdint.h>

/* Solves the pool that ac_demo_write_pool wrote, and writes the roster, and into the pool's folder
 * timesheets, prices, keys, looks back, locums and figures for sizing.
 *
 * errors  ACCORD_EIO  a file cannot be written or read again
 */
accord_status ac_demo_write_worked(
    const char *folder, const char *roster_path, uint64_t seed, accord_error *error);

#endif
