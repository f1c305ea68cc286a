/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_SESSIONS_SWAP_H
#define AC_APP_SESSIONS_SWAP_H
/* Swaps between two doctors: proposed, agreed to by both, and undone until notified. */

#include "app/sessions.h"

/* Proposes that the doctor of the session that is meant gives it to another; who gives one in
 * return, if one is meant by `in_return`. It is judged as if both had agreed now.
 *
 * in      in_return  of which `doctor` is who takes the session; the rest is empty for a gift
 * out     reasons    where the answer is no: the rules that would be broken, a line each
 * errors  ACCORD_EINPUT  as ac_sessions_order; ACCORD_ENO  a rule would be broken
 */
accord_status ac_sessions_propose(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_session_filter *in_return,
    ac_buffer *said,
    ac_buffer *reasons,
    accord_error *error);

/* A doctor agrees to a swap (ACCEPTED) or refuses it (DECLINED). When both have agreed the sessions
 * move.
 *
 * in      number  of the swap: of the event that proposed it
 * errors  ACCORD_EINPUT  there is none, it is over, the doctor has no part in it or has agreed, or
 *                        one of the sessions has changed since
 */
accord_status ac_sessions_answer(
    ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t number,
    ac_buffer *said,
    accord_error *error);

/* Takes back a swap by which a booking came to its state: all of it.
 *
 * errors  ACCORD_EINPUT  one of its sessions has changed since
 */
accord_status ac_sessions_undo_swap(
    ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t number,
    ac_buffer *said,
    accord_error *error);

/* Lists the swaps that wait for an answer, a line each. */
void ac_sessions_list_swaps(ac_buffer *buffer, const ac_sessions *sessions, bool json);

#endif
