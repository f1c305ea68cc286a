/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_ROSTER_SHOW_H
#define AC_APP_ROSTER_SHOW_H
/* A roster of a pool as a rota that people read. */

#include "app/roster_run.h"
#include "report/rota.h"

typedef struct ac_roster_show {
    const char *folder;
    const char *roster; /* sessions outside the period are passed over */
    ac_pool_period period;
    const char *doctor; /* one of the two, or both NULL: the whole pool */
    const char *site;
    uint32_t check_days; /* tell checks that end so many days from today */
} ac_roster_show;

/* Reads the files and puts the rota together.
 *
 * out     rota    filled only if nothing is at fault
 *         faults  of the pool
 * errors  ACCORD_ENO     there are faults
 *         ACCORD_EINPUT  no such doctor or site; the roster names what the pool has not
 *         and those of reading
 */
accord_status ac_roster_show_make(
    ac_arena *arena,
    const ac_roster_show *show,
    ac_rota *rota,
    ac_pool_faults *faults,
    accord_error *error);

/* Writes the rota as a workbook.
 *
 * errors  of ac_xlsx_write
 */
accord_status ac_roster_show_workbook(const char *path, const ac_rota *rota, accord_error *error);

#endif
