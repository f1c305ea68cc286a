/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_GATES_H
#define AC_APP_POOL_GATES_H
/* The checks of a pool's doctors: one look written into gates.csv, taken back, or all of them
 * listed. Whoever writes gates.csv comes through here. */

#include "app/pool_folder.h"

/* Keeps others from gates.csv until ac_lock_leave.
 *
 * errors  ACCORD_EIO  there is no such folder; another is writing all the time
 */
accord_status
ac_gates_file_lock(ac_arena *arena, const char *folder, int *lock, accord_error *error);

/* Puts new rows in the place of gates.csv, at once; what was there stays beside it for one undo.
 *
 * errors  ACCORD_EIO     it cannot be written; the old file stands
 *         ACCORD_ELIMIT  it would be too long
 */
accord_status ac_gates_file_write(
    ac_arena *arena, const char *folder, const ac_pool_sheet *gates, accord_error *error);

/* Takes the last writing of gates.csv back.
 *
 * errors  ACCORD_EINPUT  nothing to take back; gates.csv has changed since
 *         ACCORD_EIO     it cannot be read or written
 */
accord_status
ac_gates_file_undo(ac_arena *arena, const char *folder, bool dry_run, accord_error *error);

/* One look as a person gives it: words; NULL for what was not said. */
typedef struct ac_gate_order {
    const char *folder;
    const char *doctor;
    const char *gate;
    const char *state; /* NULL: held */
    const char *site;
    const char *system;
    const char *condition;
    const char *not_skill;
    const char *not_duty;
    const char *source;
    const char *by;
    accord_date on;
    accord_date from;
    bool has_until;
    accord_date until;
    accord_date today;
    bool lift;    /* a suspension or a removal may be ended */
    bool dry_run; /* nothing is written */
} ac_gate_order;

/* Writes a look into gates.csv, if nothing is at fault before and after it.
 *
 * out     faults  of the pool
 *         told    what is so now, and what was
 * errors  ACCORD_ENO     there are faults; nothing was written
 *         ACCORD_EINPUT  the order itself: which word is meant, and what it may be
 *         ACCORD_EIO     something cannot be read or written
 */
accord_status ac_gate_order_run(
    ac_arena *arena,
    const ac_gate_order *order,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error);

/* Which checks are listed. */
typedef struct ac_gates_shown {
    const char *doctor; /* NULL: of all */
    accord_date on;     /* what holds on this day */
    int32_t days;       /* what ends within so many is marked */
    bool csv;
} ac_gates_shown;

/* Lists every check with its dates, source, who and when; and the checks that a doctor lacks.
 *
 * errors  as ac_pool_folder_read
 *         ACCORD_EINPUT  no such doctor
 */
accord_status ac_gates_list(
    ac_arena *arena,
    const char *folder,
    const ac_gates_shown *shown,
    ac_buffer *buffer,
    ac_pool_faults *faults,
    accord_error *error);

/* The row of a doctor.
 *
 * errors  ACCORD_EINPUT  there is none of that code
 */
accord_status
ac_gates_doctor(const ac_pool *pool, const char *code, uint32_t *doctor, accord_error *error);

#endif
