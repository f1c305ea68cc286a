/* SPDX-License-Identifier: MIT */
/* The checks of a contract over its payments: of every payment by itself, or of all whose periods
 * lie within a quarter or a year. They look at what was computed, in shadow too. Payments are
 * summed in exact numbers, so that no sum overflows. */

#include "base/assert.h"
#include "contract/lives.h"
#include "contract/notes.h"
#include "contract/reach.h"
#include "statement/check_view.h"
#include "statement/inside.h"

/* What a check looks at: one payment, or all within the period it asks for. */
typedef struct sight {
    ac_arena *arena;
    const ac_statement_set *set;
    ac_evaluation *view;   /* takes the notes of payments that are not known ... */
    const uint32_t *notes; /* ... or has them: [payment_count], the state of each payment in it */
    const ac_payment *one;
} sight;

/* Copies the note of another evaluation; one of the same evaluation stays. */
static uint32_t adopt_note(ac_evaluation *view, const ac_evaluation *from, uint32_t state)
{
    return state == AC_VALUE_KNOWN || view == from ? state : ac_note_new(view, from->notes[state]);
}

static ac_rational add_amount(ac_arena *arena, ac_rational sum, accord_money amount)
{
    return ac_rational_add(arena, sum, ac_rational_of(amount.minor));
}

static ac_rational add_parts(ac_arena *arena, ac_rational sum, const ac_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        sum = add_amount(arena, sum, parts->list[i].amount);
    }
    return sum;
}

static ac_rational add_passes(
    ac_arena *arena,
    ac_rational sum,
    const ac_program *program,
    const ac_payment *payment,
    uint32_t level)
{
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_parts *parts = &payment->passes[p].parts;
        for (size_t i = 0; i < parts->count; i++) {
            bool keeps = ac_pass_keeps(program, &payment->passes[p], &parts->list[i]);
            if (!keeps && (level == AC_NONE || parts->list[i].level == level)) {
                sum = add_amount(arena, sum, parts->list[i].amount);
            }
        }
    }
    return sum;
}

static ac_rational
add_payment(const sight *sees, ac_rational sum, const ac_payment *payment, const ac_node *node)
{
    ac_arena *arena = sees->arena;
    const ac_program *program = sees->set->program;
    switch (node->payment) {
    case AC_PAYMENT_PAID:
        return add_parts(arena, sum, &payment->payers);
    case AC_PAYMENT_RECEIVED:
        if (node->index != AC_NONE) {
            return add_amount(
                arena, sum, (accord_money){ac_received_by(program, payment, node->index)});
        }
        return add_parts(arena, sum, &payment->payees);
    case AC_PAYMENT_PASSED:
        break;
    }
    return add_passes(arena, sum, program, payment, node->index);
}

/* Whether a payment's own period lies within this one; every one does where there is no period. */
static bool lies_within(
    const ac_program *program, const ac_payment *payment, ac_period_kind kind, int32_t period)
{
    ac_period_kind own = program->pays[payment->pay].period;
    if (kind == AC_PERIOD_NONE) {
        return true;
    }
    return own <= kind &&
           ac_period_within(&program->syntax->calendar, own, payment->period, kind) == period;
}

/* The ac_payment_source of checks: a sum in the contract's currency. */
static ac_value sum_payments(void *self, const ac_node *node, ac_period_kind kind, int32_t period)
{
    const sight *sees = self;
    const ac_program *program = sees->set->program;
    ac_rational sum = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < sees->set->payment_count; i++) {
        const ac_payment *payment = &sees->set->payments[i];
        bool seen =
            sees->one == NULL ? lies_within(program, payment, kind, period) : sees->one == payment;
        if (!seen) {
            continue;
        }
        if (payment->state != AC_VALUE_KNOWN) {
            uint32_t state = sees->notes != NULL
                                 ? sees->notes[i]
                                 : adopt_note(sees->view, payment->evaluation, payment->state);
            return (ac_value){AC_RATIONAL_ZERO, state};
        }
        sum = add_payment(sees, sum, payment, node);
    }
    int64_t unit = 1;
    for (int i = 0; i < program->syntax->money_places; i++) {
        unit *= 10;
    }
    return (ac_value){ac_rational_divide(sees->arena, sum, ac_rational_of(unit)), AC_VALUE_KNOWN};
}

/* Whether a condition holds for every member it is held by, in one period of its own kind. One that
 * fails settles it, whatever else is not known. */
static void judge(sight *sees, const ac_check *check, int32_t period, ac_check_result *result)
{
    const ac_program *program = sees->set->program;
    const ac_facts *facts = sees->set->facts;
    const ac_payment_source source = {.self = sees, .sum = sum_payments};
    ac_trace trace = {.evaluation = sees->view, .payments = &source};
    if (sees->one != NULL) {
        trace.of_payment = true;
        trace.paid_kind = program->pays[sees->one->pay].period;
        trace.paid_period = sees->one->period;
    }
    ac_level_set levels = program->nodes[check->condition].type.levels;
    uint64_t members = ac_members_of(program, facts, levels);
    for (uint64_t m = 0; m < members; m++) {
        ac_coordinates at = ac_member_coordinates(program, facts, levels, m);
        ac_type type = program->nodes[check->condition].type;
        type.known = ac_known_of(program, &program->nodes[check->condition]);
        ac_period_kind kind = program->nodes[check->condition].period;
        if (ac_presence_of(program, facts, &type, &at, kind, period) != AC_PRESENT) {
            continue;
        }
        ac_value value = ac_node_value(&trace, check->condition, &at, period);
        if (value.state != AC_VALUE_KNOWN) {
            result->state = result->state == AC_VALUE_KNOWN ? value.state : result->state;
        } else if (ac_rational_sign(value.number) == 0) {
            result->holds = false;
        }
    }
}

/* Judges a check in every period of its condition's kind that lies within, or holds, this one. */
static void judge_within(
    sight *sees,
    const ac_check *check,
    ac_period_kind kind,
    int32_t period,
    ac_check_result *result)
{
    const ac_calendar *calendar = &sees->set->program->syntax->calendar;
    ac_period_kind own = sees->set->program->nodes[check->condition].period;
    result->holds = true;
    result->state = AC_VALUE_KNOWN;
    ac_range read = {period, 1};
    if (own != AC_PERIOD_NONE && kind != AC_PERIOD_NONE) {
        read = own < kind ? ac_read_within(calendar, kind, period, own)
                          : (ac_range){ac_read_period(calendar, kind, period, own), 1};
    }
    if (sees->set->program->nodes[check->condition].type.period == AC_PERIOD_NONE) {
        read.count = 1; /* what only changes by date is taken where the period begins */
    }
    for (int32_t i = 0; i < read.count; i++) {
        judge(sees, check, read.first + i, result);
    }
    if (!result->holds) {
        result->state = AC_VALUE_KNOWN;
    } else if (result->state != AC_VALUE_KNOWN) {
        result->holds = false;
    }
}

typedef struct results {
    ac_check_result *list;
    size_t count;
    size_t capacity;
    size_t broken;
} results;

static void add_result(ac_arena *arena, results *all, ac_check_result result)
{
    AC_RESERVE(arena, all->list, all->count, all->capacity);
    all->list[all->count++] = result;
    all->broken += result.state == AC_VALUE_KNOWN && !result.holds ? 1 : 0;
}

/* Whether a check is in force on the first day of a period: a variation may have restated it. */
static bool
in_force(const ac_program *program, const ac_check *check, ac_period_kind kind, int32_t period)
{
    accord_date from = ac_period_from(&program->syntax->calendar, kind, period);
    return check->effective.day <= from.day && from.day < check->until.day;
}

/* Of every payment known. Its own view of the gates is what it is judged by; a note goes to the
 * ordinary view, so that all results are read alike. */
static void check_each_payment(
    const ac_making *making, const ac_statement_set *set, uint32_t index, results *all)
{
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        const ac_program *program = making->program;
        ac_period_kind kind = program->pays[payment->pay].period;
        if (payment->state != AC_VALUE_KNOWN ||
            !in_force(program, &program->checks[index], kind, payment->period)) {
            continue;
        }
        ac_evaluation *view = making->views[0].evaluation;
        for (size_t v = 0; v < making->view_count; v++) {
            ac_evaluation *kept = making->views[v].evaluation;
            view = kept == payment->evaluation ? kept : view;
        }
        ac_assert(view == payment->evaluation);
        sight sees = {.arena = making->arena, .set = set, .view = view, .one = payment};
        ac_check_result result = {.check = index, .by_payment = true, .payment = i};
        result.kind = kind;
        result.period = payment->period;
        judge_within(&sees, &making->program->checks[index], result.kind, result.period, &result);
        result.state = adopt_note(making->views[0].evaluation, view, result.state);
        add_result(making->arena, all, result);
    }
}

static void check_each_period(
    const ac_making *making,
    const ac_statement_set *set,
    const ac_check *check,
    uint32_t index,
    results *all)
{
    const ac_calendar *calendar = &making->program->syntax->calendar;
    bool always = check->period == AC_PERIOD_NONE;
    int32_t first = always ? 0 : ac_term_first(calendar, check->period);
    int32_t count = always ? 1 : ac_term_count(calendar, check->period);
    for (int32_t i = 0; i < count; i++) {
        if (!in_force(making->program, check, check->period, first + i)) {
            continue;
        }
        sight sees = {.arena = making->arena, .set = set, .view = making->views[0].evaluation};
        ac_check_result result = {.check = index, .kind = check->period, .period = first + i};
        judge_within(&sees, check, check->period, first + i, &result);
        add_result(making->arena, all, result);
    }
}

void ac_statement_check(const ac_making *making, ac_statement_set *set)
{
    results all = {0};
    for (uint32_t c = 0; c < making->program->check_count; c++) {
        if (making->program->checks[c].scope == AC_CHECK_PAYMENT) {
            check_each_payment(making, set, c, &all);
        } else {
            check_each_period(making, set, &making->program->checks[c], c, &all);
        }
    }
    set->checks = all.list;
    set->check_count = all.count;
    set->broken_checks = all.broken;
    results assumed = {0};
    for (uint32_t c = 0; c < making->program->assumption_count; c++) {
        check_each_period(making, set, &making->program->assumptions[c], c, &assumed);
    }
    set->assumptions = assumed.list;
    set->assumption_count = assumed.count;
}

const ac_check_view *
ac_check_view_make(ac_arena *arena, const ac_statement_set *set, const ac_payment *one)
{
    ac_check_view *made = AC_NEW(arena, ac_check_view);
    const ac_evaluation *from = one == NULL ? set->evaluation : one->evaluation;
    made->evaluation = *from;
    made->evaluation.arena = arena;
    /* Full, so that the first new note moves them all into this arena. */
    made->evaluation.note_capacity = from->note_count;
    uint32_t *notes = AC_NEW_ARRAY(arena, uint32_t, set->payment_count);
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        notes[i] = payment->evaluation == from
                       ? payment->state
                       : adopt_note(&made->evaluation, payment->evaluation, payment->state);
    }
    sight *sees = AC_NEW(arena, sight);
    *sees =
        (sight){.arena = arena, .set = set, .view = &made->evaluation, .notes = notes, .one = one};
    made->payments = (ac_payment_source){.self = sees, .sum = sum_payments};
    return made;
}
