/* SPDX-License-Identifier: MIT */
/* The proof that no payment gains or loses a penny on its way. It rests on three facts: each split
 * in force is one (ac_split_on), its shares are the whole (E-SHARES) or are weights, and a split by
 * largest remainder gives out exactly what it is given (value/split.h, asserted at run time). */

#include "statement/proofs.h"

#include "base/assert.h"

/* The splits of a payment in one of its periods, of every stage. */
typedef struct chain {
    const ac_split *payer;
    const ac_split *payee;
    const ac_split **passes; /* [party_count], NULL where nothing comes or nothing is passed on */
} chain;

static chain chain_on(ac_arena *arena, const ac_program *program, uint32_t index, accord_date day)
{
    const ac_pay *pay = &program->pays[index];
    const ac_reached of = ac_reached_of(program);
    bool *reached = AC_NEW_ARRAY(arena, bool, program->party_count);
    chain on = {.passes = AC_NEW_ARRAY(arena, const ac_split *, program->party_count)};
    on.payer = ac_split_on(
        program->syntax, program->payer_splits, program->payer_split_count, AC_NONE, index, day);
    on.payee = pay->to_level != AC_NONE ? NULL
                                        : ac_split_on(
                                              program->syntax, program->payee_splits,
                                              program->payee_split_count, AC_NONE, index, day);
    ac_parties_reached(&of, index, day, reached);
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (reached[p]) {
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

/* Those to whom a split goes; what a party names for itself it keeps, and is not among them. */
static void add_split(ac_buffer *buffer, const ac_program *program, const ac_split *split)
{
    const char *between = "";
    for (uint32_t i = 0; i < split->share_count; i++) {
        if (split->shares[i].party != split->from_party) {
            ac_buffer_addf(
                buffer, "%s%.*s", between,
                AC_TEXT_ARG(program->parties[split->shares[i].party].code));
            between = ", ";
        }
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

static bool keeps(const ac_split *split)
{
    for (uint32_t i = 0; i < split->share_count; i++) {
        if (split->shares[i].party == split->from_party) {
            return true;
        }
    }
    return false;
}

static void add_passes(ac_buffer *buffer, const ac_program *program, const chain *on)
{
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (on->passes[p] == NULL) {
            continue;
        }
        ac_buffer_addf(
            buffer, "; %.*s's part = %spassed on to ", AC_TEXT_ARG(program->parties[p].code),
            keeps(on->passes[p]) ? "what it keeps and what is " : "");
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

/* One line for each time in which the splits of a payment are the same; periods that are not paid
 * end one. */
static void add_pay(ac_buffer *buffer, ac_arena *arena, const ac_program *program, uint32_t index)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_pay *pay = &program->pays[index];
    int32_t first = ac_term_first(calendar, pay->period);
    int32_t until = first + ac_term_count(calendar, pay->period);
    chain held = {0};
    int32_t begun = until; /* of the line at hand; none is begun */
    for (int32_t p = first; p < until; p++) {
        bool paid = ac_pay_is_paid(calendar, pay, p);
        chain now = {0};
        if (paid) {
            now = chain_on(arena, program, index, ac_period_from(calendar, pay->period, p));
        }
        bool on = paid && begun < p && same_chain(program, &held, &now);
        if (!on && begun < p) {
            add_chain(buffer, program, index, &held, begun, p - 1);
        }
        if (!on) {
            begun = paid ? p : until;
            held = now;
        }
    }
    if (begun < until) {
        add_chain(buffer, program, index, &held, begun, until - 1);
    }
}

void ac_proofs_add(ac_buffer *buffer, const ac_program *program)
{
    AC_SCOPED_ARENA(arena);
    for (uint32_t i = 0; i < program->pay_count; i++) {
        add_pay(buffer, &arena, program, i);
    }
}
