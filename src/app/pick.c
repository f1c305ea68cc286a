/* SPDX-License-Identifier: MIT */
/* Finds quantities and gates by their names or by the numbers of their clauses. */

#include "app/values.h"
#include "base/assert.h"

/* Finds by the number of a clause, of any version that a variation gave it. */
static bool find_clause(const ac_program *program, ac_text number, ac_value_pick *pick)
{
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (ac_text_equal(ac_clause_at(program, program->quantities[i].clause)->number, number)) {
            *pick = (ac_value_pick){.index = i};
            return true;
        }
    }
    for (uint32_t i = 0; i < program->gate_count; i++) {
        if (ac_text_equal(ac_clause_at(program, program->gates[i].clause)->number, number)) {
            *pick = (ac_value_pick){.is_gate = true, .index = i};
            return true;
        }
    }
    return false;
}

static const char *kind_of(const ac_clause *clause)
{
    switch (clause->kind) {
    case AC_CLAUSE_PARTY:
        return "a party";
    case AC_CLAUSE_LEVEL:
        return "a level";
    case AC_CLAUSE_UNIT:
        return "a unit";
    case AC_CLAUSE_SHADOW:
        return "a shadow";
    case AC_CLAUSE_PAY:
        return "a payment";
    case AC_CLAUSE_SPLIT:
        return "a split";
    case AC_CLAUSE_CHECK:
        return "a check";
    case AC_CLAUSE_ASSUME:
        return "an assumption";
    case AC_CLAUSE_INPUT:
    case AC_CLAUSE_TABLE:
    case AC_CLAUSE_BANDS:
    case AC_CLAUSE_QUANTITY:
    case AC_CLAUSE_GATE:
        break;
    }
    return "a clause";
}

static ac_value_pick pick_of(const ac_program *program, uint32_t known)
{
    bool is_gate = known >= program->quantity_count;
    return (ac_value_pick){
        .is_gate = is_gate, .index = is_gate ? known - program->quantity_count : known};
}

static accord_status fail_number(const ac_program *program, ac_text said, accord_error *error)
{
    const ac_syntax *syntax = program->syntax;
    ac_assert(syntax->clause_count > 0);
    size_t last = 0; /* of the contract as signed: variations restate what is above */
    for (size_t i = 0; i < syntax->clause_count; i++) {
        last = syntax->clauses[i].variation == 0 ? i : last;
    }
    return ac_fail(
        error, ACCORD_EINPUT, "the contract has no clause %.*s: they run from %.*s to %.*s",
        AC_TEXT_ARG(said), AC_TEXT_ARG(syntax->clauses[0].number),
        AC_TEXT_ARG(syntax->clauses[last].number));
}

static accord_status
fail_unknown(const ac_program *program, ac_text said, const ac_names *known, accord_error *error)
{
    for (size_t i = 0; i < program->syntax->clause_count; i++) {
        const ac_clause *clause = &program->syntax->clauses[i];
        if (ac_text_equal(clause->number, said)) {
            return ac_fail(
                error, ACCORD_EINPUT, "clause %.*s is %s, not a value%s", AC_TEXT_ARG(said),
                kind_of(clause),
                clause->kind == AC_CLAUSE_PAY ? ": accord explain and accord statement show it"
                                              : "");
        }
    }
    if (said.size > 0 && ac_is_digit(said.at[0])) {
        return fail_number(program, said, error);
    }
    ac_text guess = AC_TEXT("");
    uint32_t near = ac_names_nearest(known, said);
    if (near != AC_NAME_NONE) {
        ac_value_pick pick = pick_of(program, near);
        guess =
            pick.is_gate ? program->gates[pick.index].name : program->quantities[pick.index].name;
    }
    return ac_fail(
        error, ACCORD_EINPUT, "the contract has no value %.*s; %s%.*s%s", AC_TEXT_ARG(said),
        guess.size > 0 ? "did you mean " : "accord eval without --value lists them all",
        AC_TEXT_ARG(guess), guess.size > 0 ? "?" : "");
}

accord_status ac_values_pick(
    const ac_run *run,
    const ac_text *names,
    size_t name_count,
    const ac_value_pick **picks,
    size_t *pick_count,
    accord_error *error)
{
    const ac_program *program = run->contract.program;
    uint32_t quantities = program->quantity_count;
    size_t room = name_count == 0 ? quantities : name_count;
    ac_value_pick *made = AC_NEW_ARRAY(run->arena, ac_value_pick, room);
    size_t count = 0;
    AC_SCOPED_ARENA(scratch);
    ac_names known;
    ac_names_init(&known, &scratch);
    for (uint32_t i = 0; i < quantities; i++) {
        (void)ac_names_add(&known, program->quantities[i].name, i);
        if (name_count == 0 && program->quantities[i].kind == AC_QUANTITY_FORMULA) {
            made[count++] = (ac_value_pick){.index = i};
        }
    }
    for (uint32_t i = 0; i < program->gate_count; i++) {
        (void)ac_names_add(&known, program->gates[i].name, quantities + i);
    }
    for (size_t i = 0; i < name_count; i++) {
        uint32_t found = ac_names_find(&known, names[i]);
        ac_value_pick *pick = &made[count++];
        if (found != AC_NAME_NONE) {
            *pick = pick_of(program, found);
        } else if (!find_clause(program, names[i], pick)) {
            return fail_unknown(program, names[i], &known, error);
        }
    }
    *picks = made;
    *pick_count = count;
    return ac_ok();
}
