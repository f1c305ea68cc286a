/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_INSTANCE_H
#define AC_POOL_INSTANCE_H
/* Published shift-scheduling cases in the text form of the Nottingham benchmark (Curtois and Qu,
 * "Computational results on new staff scheduling benchmark instances", 2014): sections of lines
 * with fields parted by commas. */

#include "base/status.h"
#include "pool/problem.h"

/* Reads an instance as a problem.
 *
 * in      bytes  the file; borrowed for the arena's life
 *         path   its name, for messages
 * errors  ACCORD_EINPUT  a line that cannot be read: file, line, field, and what was expected
 *         ACCORD_ELIMIT  more days, shifts or staff than base/limits.h allows
 */
accord_status ac_instance_read(
    ac_arena *arena, ac_text bytes, const char *path, ac_problem *problem, accord_error *error);

/* Reads a published roster of that instance: a line a person, two characters a day, as the
 * benchmark's own files have it; the last such block counts. The placements are in the arena.
 *
 * errors  ACCORD_EINPUT  a person or a shift that the instance has not; no roster at all
 */
accord_status ac_instance_read_roster(
    ac_arena *arena,
    ac_text bytes,
    const char *path,
    const ac_problem *problem,
    ac_placement **placements,
    uint32_t *count,
    accord_error *error);

bool ac_instance_is(ac_text bytes); /* it begins, after comments, with SECTION_HORIZON */

#endif
