/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_TURN_H
#define AC_STORE_TURN_H
/* Taking turns at a file. SQLite lets whoever asks at the right instant go first, so that a process
 * with one transaction after another can keep others waiting for good. Who begins a transaction
 * stands at a turnstile: only who stands there may ask SQLite for its lock, and so who has just
 * written comes after who waits.
 *
 * The turnstile is flock(2) on the store's folder: a lock on the store itself would be lost or
 * would lose SQLite's own when one of two descriptors is closed, and a file beside it would stay
 * behind. It ends with its process. Where it cannot be had, nothing but fairness is missing. */

#include <stdbool.h>

/* A descriptor of the folder of a file, or -1. */
int ac_turn_open(const char *path);

/* Waits for the turn, at most so long; false if it did not come. */
bool ac_turn_take(int turn, int seconds_most);
void ac_turn_leave(int turn);

#endif
