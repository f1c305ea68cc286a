/* SPDX-License-Identifier: MIT */
/* Finds what people name: a quantity, a gate, or anything that a clause number stands for. */

#include "app/place_inside.h"

const ac_check *ac_place_check(const ac_program *program, const ac_value_place *place)
{
    return place->kind == AC_PLACE_CHECK ? &program->checks[place->index]
                                         : &program->assumptions[place->index];
}

/* The periods that a check is asked for in: those of its condition where they lie within its own.
 */
static ac_period_kind period_of_check(const ac_program *program, const ac_check *check)
{
    const ac_node *condition = &program->nodes[check->condition];
    ac_period_kind own =
        condition->type.period == AC_PERIOD_NONE ? AC_PERIOD_NONE : condition->period;
    bool finer = own != AC_PERIOD_NONE && (check->period == AC_PERIOD_NONE || own < check->period);
    return finer ? own : check->period;
}

static void set_place(const ac_program *program, ac_value_place *place)
{
    place->at = (ac_coordinates){{0}};
    place->period = 0;
    switch (place->kind) {
    case AC_PLACE_QUANTITY:
        place->period_kind = program->quantities[place->index].period;
        return;
    case AC_PLACE_GATE:
        place->period_kind = program->gates[place->index].period;
        return;
    case AC_PLACE_PAYMENT:
        place->period_kind = program->pays[place->index].period;
        return;
    case AC_PLACE_CHECK:
    case AC_PLACE_ASSUMPTION:
        place->period_kind = period_of_check(program, ac_place_check(program, place));
        return;
    }
}

static uint32_t
find_check(const ac_program *program, const ac_check *list, uint32_t count, ac_text number)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ac_text_equal(ac_clause_at(program, list[i].clause)->number, number)) {
            return i;
        }
    }
    return AC_NONE;
}

static const ac_clause *find_clause(const ac_program *program, ac_text number)
{
    for (size_t i = 0; i < program->syntax->clause_count; i++) {
        if (ac_text_equal(program->syntax->clauses[i].number, number)) {
            return &program->syntax->clauses[i];
        }
    }
    return NULL;
}

/* A clause that has no figure of its own: says where its figures are seen. */
static accord_status
fail_clause(const ac_program *program, const ac_clause *clause, accord_error *error)
{
    switch (clause->kind) {
    case AC_CLAUSE_SPLIT:
        return ac_fail(
            error, ACCORD_EINPUT,
            "clause %.*s is a split: ask for the payment that it shares out, with whose part: "
            "--value %.*s --at PARTY-OR-MEMBER,PERIOD",
            AC_TEXT_ARG(clause->number),
            AC_TEXT_ARG(program->pay_count > 0 ? program->pays[0].number : AC_TEXT("CLAUSE")));
    case AC_CLAUSE_SHADOW:
        return ac_fail(
            error, ACCORD_EINPUT,
            "clause %.*s is the shadow: a payment in it is explained with it, and pays nothing",
            AC_TEXT_ARG(clause->number));
    case AC_CLAUSE_PARTY:
    case AC_CLAUSE_LEVEL:
    case AC_CLAUSE_UNIT:
        return ac_fail(
            error, ACCORD_EINPUT, "clause %.*s is a %s: it has no figure to explain",
            AC_TEXT_ARG(clause->number),
            clause->kind == AC_CLAUSE_PARTY   ? "party"
            : clause->kind == AC_CLAUSE_LEVEL ? "level"
                                              : "unit");
    case AC_CLAUSE_PAY:
    case AC_CLAUSE_CHECK:
    case AC_CLAUSE_ASSUME:
    case AC_CLAUSE_INPUT:
    case AC_CLAUSE_TABLE:
    case AC_CLAUSE_BANDS:
    case AC_CLAUSE_QUANTITY:
    case AC_CLAUSE_GATE:
        break;
    }
    return ac_ok();
}

accord_status
ac_place_find_value(const ac_run *run, ac_text value, ac_value_place *place, accord_error *error)
{
    const ac_program *program = run->contract.program;
    ac_value_place found = {.kind = AC_PLACE_PAYMENT, .index = ac_find_pay(program, value)};
    if (found.index == AC_NONE) {
        found.kind = AC_PLACE_CHECK;
        found.index = find_check(program, program->checks, program->check_count, value);
    }
    if (found.index == AC_NONE) {
        found.kind = AC_PLACE_ASSUMPTION;
        found.index = find_check(program, program->assumptions, program->assumption_count, value);
    }
    if (found.index == AC_NONE) {
        const ac_clause *clause = find_clause(program, value);
        if (clause != NULL) {
            AC_TRY(fail_clause(program, clause, error));
        }
        const ac_value_pick *pick = NULL;
        size_t count = 0;
        AC_TRY(ac_values_pick(run, &value, 1, &pick, &count, error));
        found.kind = pick->is_gate ? AC_PLACE_GATE : AC_PLACE_QUANTITY;
        found.index = pick->index;
    }
    set_place(program, &found);
    *place = found;
    return ac_ok();
}
