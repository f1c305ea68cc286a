/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DEMO_POOL_H
#define AC_APP_DEMO_POOL_H
/* The session pool of the demonstration: 60 invented doctors for the 93 practices of its alliance,
 * in a quarter with an Easter in it (13 weeks from Monday 4 January 2016). Some doctors are newly
 * qualified, on the retention scheme or near retirement; some checks expire in the quarter, one
 * doctor is suspended in it, one is listed with conditions and one still applies. */

#include "base/status.h"

#include <stdint.h>

#define AC_DEMO_POOL_PERIOD "--from 2016-01-04 --weeks 13 --today 2016-01-01"
#define AC_DEMO_POOL_WEEK   "--from 2016-01-04 --weeks 1 --today 2016-01-01"

/* Writes the files of the pool into a folder, which is made if it is not there.
 *
 * errors  ACCORD_EIO  it or a file cannot be written
 */
accord_status ac_demo_write_pool(const char *folder, uint64_t seed, accord_error *error);

#endif
