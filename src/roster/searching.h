/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_SEARCHING_H
#define AC_ROSTER_SEARCHING_H
/* What the annealing (search.c) and its moves (moves.c, moves_line.c) share. */

#include "base/random.h"
#include "roster/search.h"

enum { AC_UNDO_MOST = 128, AC_SINCE_MOST = 8192 };

typedef struct ac_undo {
    uint32_t doctor;
    uint32_t slot;
    uint32_t duty; /* held before */
} ac_undo;

typedef struct ac_searching {
    ac_state *state;
    uint64_t random;
    int64_t allowance; /* by which the move at hand may make the roster dearer */
    ac_undo undo[AC_UNDO_MOST];
    uint32_t undo_count;
    uint32_t since[AC_SINCE_MOST]; /* doctor-times changed since the best was kept */
    uint32_t since_count;          /* AC_SINCE_MOST: too many to tell */
} ac_searching;

static inline uint64_t ac_random(ac_searching *s)
{
    return ac_random_next(&s->random);
}

static inline uint32_t ac_below(ac_searching *s, uint32_t limit) /* 0 to limit - 1 */
{
    return ac_random_below(&s->random, limit);
}

/* Changes the state so that it can be undone; false, without a change, where a session is fixed by
 * hand, or the move has grown too long. */
bool ac_try_set(ac_searching *s, uint32_t doctor, uint32_t slot, uint32_t duty);

/* One random move. Returns false if it changed nothing. */
bool ac_move_pool(ac_searching *s);
bool ac_move_line(ac_searching *s);
bool ac_move_of_line(ac_searching *s, uint32_t doctor); /* within the line of that doctor */

/* Lays lines of days (lines.c), each as lawful as can be, where days are free. */
void ac_lines_begin(ac_searching *s);

#endif
