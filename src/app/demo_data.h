/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DEMO_DATA_H
#define AC_APP_DEMO_DATA_H
/* The data of the demonstration alliance: 93 invented practices, two specialties that move from
 * hospital to community sites, a baseline year and three years of outpatient attendances in the
 * columns of the national extract. Drawn from a seed with whole numbers only, so that the same seed
 * gives the same bytes on every machine. Nobody is described: the columns of persons are empty. */

#include "base/status.h"

#include <stdint.h>

/* The seed whose data the manual and the examples speak of. */
#define AC_DEMO_SEED UINT64_C(20140401)

/* The first line of README.txt, by which a folder of the demonstration is known. */
#define AC_DEMO_TITLE "The demonstration alliance"

/* Told now and then how far the writing is. `done` and `total` count attendances; the last call has
 * done == total. */
typedef struct ac_demo_progress {
    void (*report)(void *context, uint64_t done_rows, uint64_t total_rows); /* may be NULL */
    void *context;
} ac_demo_progress;

/* Writes the data of the demonstration alliance: practices.csv, sites.csv, lists.csv, rtt.csv,
 * fft.csv, README.txt and one outpatients-YYYY-YY.csv a year. The contract is not written here.
 *
 * in      folder    made if it is not there; files of the same names are replaced
 *         seed      any; AC_DEMO_SEED unless the user asks for another
 *         progress  may be NULL
 * errors  ACCORD_EIO  the folder or a file cannot be written; the message names it
 * cost    about half a million rows and 115 MB, some 40 MB of memory
 */
accord_status ac_demo_write(
    const char *folder, uint64_t seed, const ac_demo_progress *progress, accord_error *error);

#endif
