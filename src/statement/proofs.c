/* SPDX-License-Identifier: MIT */
/* The proof that no payment gains or loses a penny on its way. It rests on three facts: each split
 * in force is one (ac_split_on), its shares are the whole (E-SHARES) or are weights, and a split by
 * largest remainder gives out exactly what it is given (value/split.h, asserted at run time). */

#include "statement/proofs.h"

#include "base/assert.h"

/* The splits of a payment in one of its periods. */
typedef struct chain {
    const ac_split *payer;
    const ac_split *payee;
    const ac_split **passes; /* [party_count], NULL where nothing is passed on */
} chain;

static bool is_paid(const ac_program *program, const ac_pay *pay, const ac_split *payee, uint32_t p)
{
    const ac_party *party = &program->parties[p];
    if (pay->to_level != AC_NONE) {
        return pay->to_level == party->level;
    }
    if (payee == NULL) {
        return party->level == 1; /* the sole provider */
    }
    for (uint32_t i = 0; i < payee->share_count; i++) {
        if (payee->shares[i].party == p) {
            return true;
        }
    }
    return payee->share_count == 0 && payee->to_level == party->level;
}

static chain chain_on(ac_arena *arena, const ac_program *program, uint32_t index, accord_date day)
{
    const ac_pay *pay = &program->pays[index];
    chain on = {.passes = AC_NEW_ARRAY(arena, const ac_split *, program->party_count)};
    on.payer = ac_split_on(
        program->syntax, program->payer_splits, program->payer_split_count, AC_NONE, index, day);
    on.payee = pay->to_level != AC_NONE ? NULL
                                        : ac_split_on(
                                              program->syntax, program->payee_splits,
                                              program->payee_split_count, AC_NONE, index, day);
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (is_paid(program, pay, on.payee, p)) {
            on.passes[p] = ac_split_on(
                program->syntax, program->pass_splits, program->pass_split_count, p, index, day);
        }
    }
    return on;
}

static bool same_chain(const ac_program *program, const chain *a, const chain *b)
{
    bool same = a->payer == b->payer && a->payee == b->payee;
    for (uint32_t p = 0; p < program->party_count; p++) {
        same = same && a->passes[p] == b->passes[p];
    }
    return same;
}

static void add_split(ac_buffer *buffer, const ac_program *program, const ac_split *split)
{
    for (uint32_t i = 0; i < split->share_count; i++) {
        ac_buffer_addf(
            buffer, "%s%.*s", i == 0 ? "" : ", ",
            AC_TEXT_ARG(program->parties[split->shares[i].party].code));
    }
    if (split->share_count == 0) {
        ac_buffer_addf(buffer, "each %.*s", AC_TEXT_ARG(program->levels[split->to_level].name));
    }
    ac_buffer_addf(
        buffer, " (%.*s, %s)", AC_TEXT_ARG(ac_clause_at(program, split->clause)->number),
        split->share_count > 0 ? "shares of 100%" : "weights");
}

static void add_side(ac_buffer *buffer, const ac_program *program, const ac_split *split, int level)
{
    if (split != NULL) {
        add_split(buffer, program, split);
        return;
    }
    ac_assert(program->levels[level].member_count == 1); /* or the checker tells E-PARTY */
    ac_buffer_addf(buffer, "%.*s (the only one)", AC_TEXT_ARG(program->levels[level].members[0]));
}

static void add_passes(ac_buffer *buffer, const ac_program *program, const chain *on)
{
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (on->passes[p] == NULL) {
            continue;
        }
        ac_buffer_addf(
            buffer, "; %.*s's part = passed on to ", AC_TEXT_ARG(program->parties[p].code));
        add_split(buffer, program, on->passes[p]);
    }
}

static void add_chain(
    ac_buffer *buffer,
    const ac_program *program,
    uint32_t index,
    const chain *on,
    int32_t first,
    int32_t last)
{
    const ac_pay *pay = &program->pays[index];
    const ac_calendar *calendar = &program->syntax->calendar;
    ac_buffer_addf(buffer, "P-CONSERVE  clause %.*s  paid by ", AC_TEXT_ARG(pay->number));
    add_side(buffer, program, on->payer, 0);
    ac_buffer_add_z(buffer, " = received by ");
    if (pay->to_level != AC_NONE) {
        ac_buffer_addf(
            buffer, "each %.*s (an amount for each, the payers' the sum of them)",
            AC_TEXT_ARG(program->levels[pay->to_level].name));
    } else {
        add_side(buffer, program, on->payee, 1);
    }
    add_passes(buffer, program, on);
    ac_buffer_add_z(buffer, ", because each split gives out its whole, from ");
    ac_period_add(buffer, calendar, pay->period, first);
    ac_buffer_add_z(buffer, " to ");
    ac_period_add(buffer, calendar, pay->period, last);
    ac_buffer_add_char(buffer, '\n');
}

void ac_proofs_add(ac_buffer *buffer, const ac_program *program)
{
    AC_SCOPED_ARENA(arena);
    const ac_calendar *calendar = &program->syntax->calendar;
    for (uint32_t i = 0; i < program->pay_count; i++) {
        ac_period_kind kind = program->pays[i].period;
        int32_t first = ac_term_first(calendar, kind);
        int32_t until = first + ac_term_count(calendar, kind);
        int32_t begun = first;
        chain held = chain_on(&arena, program, i, ac_period_from(calendar, kind, first));
        for (int32_t p = first + 1; p < until; p++) {
            chain now = chain_on(&arena, program, i, ac_period_from(calendar, kind, p));
            if (!same_chain(program, &held, &now)) {
                add_chain(buffer, program, i, &held, begun, p - 1);
                held = now;
                begun = p;
            }
        }
        add_chain(buffer, program, i, &held, begun, until - 1);
    }
}
