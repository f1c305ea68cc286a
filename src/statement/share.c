/* SPDX-License-Identifier: MIT */
/* Sharing a payment out: which split is in force, what each party or member is weighed by, and the
 * parts, always listed and shared in the order of their codes, so that ties go by code. Relies on
 * ac_money_split, which loses no penny. */

#include "base/assert.h"
#include "contract/lives.h"
#include "contract/notes.h"
#include "contract/reach.h"
#include "statement/inside.h"

#include <stdlib.h>

/* A party or member with its code beside it, for sorting. */
typedef struct coded {
    ac_text code;
    ac_part_of part;
} coded;

static int compare_codes(const void *left, const void *right)
{
    const coded *a = left;
    const coded *b = right;
    int order = ac_text_compare(a->code, b->code);
    if (order == 0 && a->part.level != b->part.level) {
        order = a->part.level < b->part.level ? -1 : 1;
    }
    if (order != 0) {
        return order;
    }
    return (a->part.member > b->part.member) - (a->part.member < b->part.member);
}

static ac_part_of *in_code_order(ac_arena *arena, coded *list, size_t count)
{
    if (count > 1) {
        qsort(list, count, sizeof *list, compare_codes);
    }
    ac_part_of *parts = AC_NEW_ARRAY(arena, ac_part_of, count);
    for (size_t i = 0; i < count; i++) {
        parts[i] = list[i].part;
    }
    return parts;
}

ac_text
ac_member_code(const ac_program *program, const ac_facts *facts, uint32_t level, uint32_t member)
{
    const ac_level *of = &program->levels[level];
    return of->kind == AC_LEVEL_FILE ? facts->levels[level].codes[member] : of->members[member];
}

/* Whether a member is there in the payment's period. */
static bool
is_there(const ac_making *making, const ac_draft *draft, uint32_t level, uint32_t member)
{
    const ac_type amount = {.kind = AC_KIND_FLOW, .levels = 1u << level, .known = draft->known};
    ac_coordinates at = {{0}};
    at.members[level] = member;
    return ac_presence_of(
               making->program, making->facts, &amount, &at, draft->kind, draft->payment->period) <
           AC_ENDED;
}

ac_part_of *
ac_list_members(const ac_making *making, const ac_draft *draft, uint32_t level, size_t *count)
{
    AC_SCOPED_ARENA(scratch);
    const ac_program *program = making->program;
    const ac_level *of = &program->levels[level];
    uint32_t members =
        of->kind == AC_LEVEL_FILE ? making->facts->levels[level].count : of->member_count;
    coded *list = AC_NEW_ARRAY(&scratch, coded, members);
    size_t listed = 0;
    for (uint32_t m = 0; m < members; m++) {
        if (is_there(making, draft, level, m)) {
            list[listed].code = ac_member_code(program, making->facts, level, m);
            list[listed++].part =
                (ac_part_of){.level = level, .member = m, .weight = AC_RATIONAL_ONE};
        }
    }
    *count = listed;
    return in_code_order(making->arena, list, listed);
}

ac_part_of *ac_list_all_members(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    uint32_t level,
    size_t *count)
{
    AC_SCOPED_ARENA(scratch);
    const ac_level *of = &program->levels[level];
    uint32_t members = of->kind == AC_LEVEL_FILE ? facts->levels[level].count : of->member_count;
    coded *list = AC_NEW_ARRAY(&scratch, coded, members);
    for (uint32_t m = 0; m < members; m++) {
        list[m].code = ac_member_code(program, facts, level, m);
        list[m].part = (ac_part_of){.level = level, .member = m, .weight = AC_RATIONAL_ONE};
    }
    *count = members;
    return in_code_order(arena, list, members);
}

static ac_part_of *list_shares(const ac_making *making, const ac_split *split, size_t *count)
{
    AC_SCOPED_ARENA(scratch);
    const ac_program *program = making->program;
    coded *list = AC_NEW_ARRAY(&scratch, coded, split->share_count);
    for (uint32_t i = 0; i < split->share_count; i++) {
        const ac_party *party = &program->parties[split->shares[i].party];
        list[i].code = party->code;
        list[i].part = (ac_part_of){
            .level = party->level, .member = party->member, .weight = split->shares[i].share};
    }
    *count = split->share_count;
    return in_code_order(making->arena, list, *count);
}

int64_t ac_parts_sum(const ac_parts *parts)
{
    int64_t sum = 0;
    for (size_t i = 0; i < parts->count; i++) {
        bool overflowed = __builtin_add_overflow(sum, parts->list[i].amount.minor, &sum);
        ac_assert(!overflowed);
    }
    return sum;
}

static ac_text number_of(const ac_program *program, uint32_t clause)
{
    return ac_clause_at(program, clause)->number;
}

/* Says that a split cannot be made, naming its clause, the payment's and the period. */
static accord_status
refuse(const ac_making *making, const ac_draft *draft, const ac_split *split, const char *why)
{
    AC_SCOPED_BUFFER(period, 100);
    const ac_program *program = making->program;
    ac_period_add(&period, &program->syntax->calendar, draft->kind, draft->payment->period);
    return ac_fail(
        making->error, ACCORD_EINPUT, "clause %.*s cannot share out clause %.*s for %.*s: %s",
        AC_TEXT_ARG(number_of(program, split->clause)),
        AC_TEXT_ARG(number_of(program, draft->payment->clause)),
        AC_TEXT_ARG(ac_buffer_text(&period)), why);
}

/* ---- Which split ---- */

const ac_split *ac_split_in_force(
    const ac_program *program,
    const ac_split *list,
    uint32_t count,
    uint32_t from_party,
    const ac_draft *draft)
{
    return ac_split_on(program->syntax, list, count, from_party, draft->payment->pay, draft->from);
}

/* ---- What it is shared by ---- */

int32_t ac_draft_period(const ac_making *making, const ac_draft *draft, ac_node_id node)
{
    const ac_calendar *calendar = &making->program->syntax->calendar;
    ac_period_kind kind = making->program->nodes[node].period;
    int32_t period = draft->payment->period;
    if (kind < draft->kind) {
        return ac_read_within(calendar, draft->kind, period, kind).first;
    }
    return ac_read_period(calendar, draft->kind, period, kind);
}

/* Fills the weights of the parts. Leaves the payment with the note of one that is not known, a
 * fault before a figure yet to come. */
static void weigh(
    const ac_making *making, ac_draft *draft, const ac_split *split, ac_part_of *list, size_t count)
{
    int32_t period = ac_draft_period(making, draft, split->weights);
    ac_trace trace = {.evaluation = draft->view};
    const ac_reader reader = {draft->known, draft->kind, draft->payment->period};
    for (size_t i = 0; i < count; i++) {
        ac_coordinates at = {{0}};
        at.members[list[i].level] = list[i].member;
        ac_value weight = ac_node_value_seen(&trace, &reader, split->weights, &at, period);
        uint32_t *state = &draft->payment->state;
        *state = ac_state_join(draft->view, *state, weight.state);
        list[i].weight = weight.number;
    }
}

static accord_status settle_weights(
    const ac_making *making, const ac_draft *draft, const ac_split *split, ac_parts *parts)
{
    bool some = false;
    for (size_t i = 0; i < parts->count; i++) {
        int sign = ac_rational_sign(parts->list[i].weight);
        if (sign < 0) {
            AC_SCOPED_BUFFER(why, 300);
            ac_text code = ac_member_code(
                making->program, making->facts, parts->list[i].level, parts->list[i].member);
            ac_buffer_addf(&why, "the weight of %.*s is negative", AC_TEXT_ARG(code));
            return refuse(making, draft, split, why.bytes);
        }
        some = some || sign > 0;
    }
    if (parts->count == 0) {
        return refuse(
            making, draft, split, "the level has no members that are there in that period");
    }
    if (!some && !split->equally) {
        return refuse(
            making, draft, split,
            "every weight is zero, and the clause does not say what happens then");
    }
    parts->equally = !some;
    return ac_ok();
}

/* Shares an amount over a list whose weights are set. */
accord_status
ac_split_amount(const ac_making *making, accord_money amount, ac_part_of *list, size_t count)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational *weights = AC_NEW_ARRAY(&scratch, ac_rational, count);
    accord_money *shares = AC_NEW_ARRAY(&scratch, accord_money, count);
    for (size_t i = 0; i < count; i++) {
        weights[i] = list[i].weight;
    }
    AC_TRY(ac_money_split(amount, weights, count, shares, making->error));
    for (size_t i = 0; i < count; i++) {
        list[i].amount = shares[i];
    }
    return ac_ok();
}

accord_status ac_share_by(
    const ac_making *making,
    ac_draft *draft,
    const ac_split *split,
    accord_money amount,
    ac_parts *parts)
{
    ac_parts made = {.clause = split->clause};
    ac_part_of *list = NULL;
    if (split->share_count > 0) {
        list = list_shares(making, split, &made.count);
    } else {
        list = ac_list_members(making, draft, split->to_level, &made.count);
        weigh(making, draft, split, list, made.count);
        if (draft->payment->state != AC_VALUE_KNOWN) {
            return ac_ok();
        }
    }
    made.list = list;
    AC_TRY(settle_weights(making, draft, split, &made));
    for (size_t i = 0; made.equally && i < made.count; i++) {
        list[i].weight = AC_RATIONAL_ONE;
    }
    AC_TRY(ac_split_amount(making, amount, list, made.count));
    ac_assert(ac_parts_sum(&made) == amount.minor);
    *parts = made;
    return ac_ok();
}

/* The whole to the only party of a level. */
static accord_status share_to_sole(
    const ac_making *making,
    const ac_draft *draft,
    uint32_t level,
    accord_money amount,
    ac_parts *parts)
{
    const ac_program *program = making->program;
    if (program->levels[level].member_count != 1) {
        /* A variation may have taken the split of this payment away. */
        AC_SCOPED_BUFFER(period, 100);
        ac_period_add(&period, &program->syntax->calendar, draft->kind, draft->payment->period);
        return ac_fail(
            making->error, ACCORD_EINPUT, "no clause in force says who %s clause %.*s for %.*s",
            level == AC_LEVEL_COMMISSIONER ? "pays" : "is paid by",
            AC_TEXT_ARG(number_of(program, draft->payment->clause)),
            AC_TEXT_ARG(ac_buffer_text(&period)));
    }
    ac_part_of *list = AC_NEW(making->arena, ac_part_of);
    *list = (ac_part_of){.level = level, .amount = amount, .weight = AC_RATIONAL_ONE};
    *parts = (ac_parts){.list = list, .count = 1, .clause = AC_NONE};
    return ac_ok();
}

accord_status
ac_share_payers(const ac_making *making, ac_draft *draft, accord_money amount, ac_parts *parts)
{
    const ac_program *program = making->program;
    const ac_split *split = ac_split_in_force(
        program, program->payer_splits, program->payer_split_count, AC_NONE, draft);
    return split == NULL ? share_to_sole(making, draft, AC_LEVEL_COMMISSIONER, amount, parts)
                         : ac_share_by(making, draft, split, amount, parts);
}

accord_status
ac_share_payees(const ac_making *making, ac_draft *draft, accord_money amount, ac_parts *parts)
{
    const ac_program *program = making->program;
    const ac_split *split = ac_split_in_force(
        program, program->payee_splits, program->payee_split_count, AC_NONE, draft);
    return split == NULL ? share_to_sole(making, draft, AC_LEVEL_PROVIDER, amount, parts)
                         : ac_share_by(making, draft, split, amount, parts);
}
