/* SPDX-License-Identifier: MIT */
/* What is passed on: from a party to the members of a level, or to other parties, who may pass on
 * in their turn. A party passes on once for each payment, when all that it receives has come.
 * Relies on the checker for parties that close no ring. */

#include "base/assert.h"
#include "statement/inside.h"

/* A party of the program in the payment at hand. */
typedef struct stage {
    const ac_split *split; /* NULL: it keeps what it receives */
    bool reached;          /* it receives something of the payment, nought included */
    bool done;
    int64_t received; /* minor units */
} stage;

bool ac_pass_keeps(const ac_program *program, const ac_pass *pass, const ac_part_of *part)
{
    const ac_party *party = &program->parties[pass->party];
    return part->level == party->level && part->member == party->member;
}

/* The party that a part goes to; AC_NONE for a member of another level. */
static uint32_t party_of(const ac_program *program, const ac_part_of *part)
{
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (program->parties[p].level == part->level &&
            program->parties[p].member == part->member) {
            return p;
        }
    }
    return AC_NONE;
}

static void receive(const ac_program *program, stage *stages, const ac_part_of *part)
{
    uint32_t party = party_of(program, part);
    if (party != AC_NONE) {
        stages[party].reached = true;
        bool overflowed = __builtin_add_overflow(
            stages[party].received, part->amount.minor, &stages[party].received);
        ac_assert(!overflowed);
    }
}

int64_t ac_received_by(const ac_program *program, const ac_payment *payment, uint32_t party)
{
    int64_t sum = 0;
    for (size_t i = 0; i < payment->payees.count; i++) {
        const ac_part_of *part = &payment->payees.list[i];
        sum += party_of(program, part) == party ? part->amount.minor : 0;
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        for (size_t i = 0; i < pass->parts.count && pass->party != party; i++) {
            const ac_part_of *part = &pass->parts.list[i];
            sum += party_of(program, part) == party ? part->amount.minor : 0;
        }
    }
    return sum;
}

/* Whether another party has yet to pass something on to this one. */
static bool waits(const ac_program *program, const stage *stages, uint32_t party)
{
    for (uint32_t p = 0; p < program->party_count; p++) {
        const ac_split *split = stages[p].split;
        bool to_come = p != party && split != NULL && !stages[p].done;
        if (to_come && ac_split_shares_to(split, party, &program->parties[party])) {
            return true;
        }
    }
    return false;
}

/* Whoever a split that cannot be made yet would give something is reached by the payment too: a
 * fault in what they pass on is told before a figure yet to come. */
static void reach_all(const ac_program *program, stage *stages, uint32_t from)
{
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (p != from && ac_split_shares_to(stages[from].split, p, &program->parties[p])) {
            stages[p].reached = true;
        }
    }
}

static accord_status
pass_on(const ac_making *making, ac_draft *draft, stage *stages, uint32_t party, ac_pass *pass)
{
    const ac_program *program = making->program;
    *pass = (ac_pass){.party = party, .amount = {stages[party].received}};
    AC_TRY(ac_share_by(making, draft, stages[party].split, pass->amount, &pass->parts));
    if (draft->payment->state != AC_VALUE_KNOWN) {
        reach_all(program, stages, party);
        return ac_ok();
    }
    for (size_t i = 0; i < pass->parts.count; i++) {
        if (!ac_pass_keeps(program, pass, &pass->parts.list[i])) {
            receive(program, stages, &pass->parts.list[i]);
        }
    }
    return ac_ok();
}

/* The parties in the order of the payees first, as they are listed, then all others. */
static uint32_t *in_order(const ac_making *making, const ac_payment *payment, ac_arena *arena)
{
    const ac_program *program = making->program;
    uint32_t *order = AC_NEW_ARRAY(arena, uint32_t, program->party_count);
    bool *there = AC_NEW_ARRAY(arena, bool, program->party_count);
    uint32_t count = 0;
    for (size_t i = 0; i < payment->payees.count; i++) {
        uint32_t party = party_of(program, &payment->payees.list[i]);
        if (party != AC_NONE && !there[party]) {
            there[party] = true;
            order[count++] = party;
        }
    }
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (!there[p]) {
            order[count++] = p;
        }
    }
    return order;
}

accord_status ac_share_passes(const ac_making *making, ac_draft *draft)
{
    AC_SCOPED_ARENA(scratch);
    const ac_program *program = making->program;
    ac_payment *payment = draft->payment;
    stage *stages = AC_NEW_ARRAY(&scratch, stage, program->party_count);
    ac_pass *passes = AC_NEW_ARRAY(making->arena, ac_pass, program->party_count);
    const uint32_t *order = in_order(making, payment, &scratch);
    size_t count = 0;
    for (uint32_t p = 0; p < program->party_count; p++) {
        stages[p].split =
            ac_split_in_force(program, program->pass_splits, program->pass_split_count, p, draft);
    }
    for (size_t i = 0; i < payment->payees.count; i++) {
        receive(program, stages, &payment->payees.list[i]);
    }
    /* Each round ends with one party fewer that waits, since they close no ring. */
    for (uint32_t round = 0; round < program->party_count; round++) {
        for (uint32_t i = 0; i < program->party_count; i++) {
            uint32_t party = order[i];
            stage *at = &stages[party];
            if (at->split == NULL || at->done || waits(program, stages, party)) {
                continue;
            }
            at->done = true;
            if (!at->reached) {
                continue;
            }
            AC_TRY(pass_on(making, draft, stages, party, &passes[count++]));
        }
    }
    for (uint32_t p = 0; p < program->party_count; p++) {
        bool left = stages[p].split != NULL && stages[p].reached && !stages[p].done;
        ac_assert(!left);
    }
    if (payment->state == AC_VALUE_KNOWN) {
        payment->passes = passes;
        payment->pass_count = count;
    }
    return ac_ok();
}
