/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_ROSTER_RUN_H
#define AC_APP_ROSTER_RUN_H
/* Rosters: solve a problem within a time, check a roster from a file, rank doctors for a
 * session. */

#include "app/pool_folder.h"
#include "roster/clash.h"
#include "roster/why.h"
#include "roster/write.h"

typedef struct ac_roster_options {
    uint64_t seed;
    int64_t moves;    /* 0: as many as fit in the time */
    uint32_t seconds; /* 0: no limit; then `moves` is given */
    uint32_t referee_seconds;
    const char *kept_path; /* a roster that is to be changed as little as can be; or NULL */
    int64_t (*now_ms)(void);
    void (*tell)(void *self, int64_t moves, int64_t cost, int64_t hard); /* or NULL */
    void *tell_self;
} ac_roster_options;

/* Solves. With a roster to keep, what can stay stays: each session of it that is not held any more
 * costs the problem's price of a move, and the solution counts them.
 *
 * errors  of reading the roster, and of ac_roster_solve
 */
accord_status ac_roster_run_solve(
    ac_arena *arena,
    ac_problem *problem,
    const ac_roster_options *options,
    ac_solution *solution,
    accord_error *error);

/* Reads a roster: the CSV that accord writes, or the lines of a published one.
 *
 * errors  ACCORD_EIO     it cannot be read
 *         ACCORD_EINPUT  a row names a doctor or a session that the problem has not: file, line
 */
accord_status ac_roster_read(
    ac_arena *arena,
    const ac_problem *problem,
    const char *path,
    ac_roster *roster,
    accord_error *error);

/* Reads a roster as CSV and passes over what lies outside the days of the problem: a week of a
 * quarter's roster.
 *
 * errors  as ac_roster_read
 */
accord_status ac_roster_read_within(
    ac_arena *arena,
    const ac_problem *problem,
    const char *path,
    ac_roster *roster,
    accord_error *error);

/* Ranks the doctors for each session of a request, and why not the others.
 *
 * errors  ACCORD_EINPUT  no such request
 */
accord_status ac_roster_add_who(
    ac_buffer *buffer,
    const ac_problem *problem,
    const ac_roster *roster,
    ac_text request,
    accord_error *error);

#endif
