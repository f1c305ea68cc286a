/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_KNOWLEDGE_H
#define AC_CONTRACT_KNOWLEDGE_H
/* What a payment or a gate rests on, and whether that is frozen by a day. */

#include "contract/facts.h"

/* Days of activity that a file has frozen, whatever the freeze days of the contract say. */
typedef struct ac_frozen_days {
    uint32_t quantity;
    accord_date until; /* periods that end by this day are frozen; this day not included */
} ac_frozen_days;

/* Works out what is frozen by the end of a day: a period's data are, when the freeze days that the
 * input's clause gives have passed since its end, or a file of stage freeze was seen.
 *
 * in      by, by_said  as in ac_knowledge
 *         files        [file_count], by files of stage freeze
 * returns the knowledge, in `arena`
 */
const ac_knowledge *ac_knowledge_make(
    ac_arena *arena,
    const ac_program *program,
    accord_date by,
    bool by_said,
    const ac_frozen_days *files,
    size_t file_count);

/* Whether all that a payment of a period rests on is frozen, and the gates that it asks are decided
 * as far as they will be when it is due: it is final, else provisional. */
bool ac_knowledge_is_final(
    const ac_program *program,
    const ac_knowledge *knowledge,
    uint32_t pay,
    int32_t period,
    accord_date due);

/* By which day all that a payment of a period rests on is frozen, by the freeze days of the
 * contract; files of stage freeze may come sooner. */
accord_date ac_pay_freezes(const ac_program *program, uint32_t pay, int32_t period);

/* When a gate is decided, as a period of some kind sees it: when the data of its condition freeze.
 */
accord_date
ac_gate_decided(const ac_program *program, uint32_t index, ac_period_kind kind, int32_t period);

#endif
