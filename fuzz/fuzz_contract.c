/* SPDX-License-Identifier: MIT */
/* Contract text through check to evaluation over made-up facts: any bytes end in faults or in
 * values, and where there are values both evaluators give the same. What was made up is then partly
 * forgotten: the bounds of the rest, and the proofs, end too, and what was known lies within them.
 */

#include "base/assert.h"
#include "contract/evaluate.h"
#include "contract/scales.h"
#include "fuzz.h"
#include "made_facts.h"
#include "statement/bounds.h"
#include "statement/proofs.h"

/* Enough to reach every opcode, small enough to stay quick. */
static bool is_small(const ac_program *program)
{
    uint64_t cells = 0;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        const ac_quantity *quantity = &program->quantities[i];
        uint64_t members = 1;
        for (uint32_t level = 0; level < program->level_count; level++) {
            if ((quantity->type.levels & (1u << level)) != 0) {
                const ac_level *declared = &program->levels[level];
                members *= declared->kind == AC_LEVEL_FILE ? 2 : declared->member_count;
            }
        }
        cells += members * (uint64_t)ac_term_count(&program->syntax->calendar, AC_PERIOD_MONTH);
    }
    return cells < 20000;
}

static void compare_first_members(const ac_program *program, ac_evaluation *evaluation)
{
    ac_trace trace = {.evaluation = evaluation};
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_quantity *quantity = &program->quantities[q];
        const ac_column *column = &evaluation->quantities[q];
        for (uint32_t p = 0;
             quantity->kind == AC_QUANTITY_FORMULA && column->members > 0 && p < column->periods;
             p++) {
            int32_t period = column->first + (int32_t)p;
            ac_coordinates at = {{0}};
            ac_value value = ac_quantity_worked(&trace, q, &at, period);
            uint64_t place = (uint64_t)p * column->members;
            bool known = column->states[place] == AC_VALUE_KNOWN;
            ac_assert(known == (value.state == AC_VALUE_KNOWN));
            ac_assert(!known || ac_rational_compare(column->numbers[place], value.number) == 0);
        }
    }
}

/* The places that bounds are worked out at, over all combinations of gates: a payment a period. */
static bool is_quick(const ac_program *program)
{
    uint64_t payments = 0;
    for (uint32_t i = 0; i < program->pay_count; i++) {
        payments += (uint64_t)ac_term_count(&program->syntax->calendar, program->pays[i].period);
    }
    return payments < 100 && program->gate_count <= 3 &&
           ac_term_count(&program->syntax->calendar, AC_PERIOD_MONTH) <= 30;
}

/* What is known is one number, and lies within what is said of it. */
static void bound_all(ac_arena *arena, const ac_program *program, const ac_facts *facts)
{
    AC_SCOPED_BUFFER(text, (size_t)1 << 22);
    accord_error error = {0};
    ac_statement_set *set = NULL;
    ac_proofs_add(&text, program);
    if (!is_quick(program) ||
        ac_statement_make(arena, program, facts, &set, &error).code != ACCORD_OK) {
        return;
    }
    const ac_bounds *values = ac_bounds_of(arena, set->evaluation, 0, 0);
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_column *column = &set->evaluation->quantities[q];
        for (uint64_t i = 0; i < column->members * column->periods; i++) {
            const ac_bound *bound = &values->quantities[q].values[i];
            ac_assert(
                column->states[i] != AC_VALUE_KNOWN ||
                (ac_interval_is_point(bound->range) &&
                 ac_interval_has(bound->range, column->numbers[i])));
        }
    }
    ac_scales_add(&text, program, ac_scales_of(arena, values));
    const ac_bound_set *bounds = ac_bounds_make(arena, set);
    ac_bounds_add_csv(&text, bounds, &(ac_bound_filter){.party = AC_TEXT(""), .each = true});
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AC_SCOPED_ARENA(arena);
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &arena);
    ac_text source = {(const char *)bytes, size};
    const ac_program *program = ac_compile(&arena, source, &diagnostics);
    AC_SCOPED_BUFFER(shown, (size_t)1 << 20);
    ac_diagnostics_add_text(&shown, &diagnostics, source, "fuzz");
    ac_diagnostics_add_json(&shown, &diagnostics, source, "fuzz");
    ac_assert((program == NULL) == (diagnostics.errors > 0));
    if (program == NULL || !is_small(program)) {
        return 0;
    }
    const ac_facts *facts = made_facts(&arena, program, &(made_options){2, 70, size + 1});
    bool few = true;
    for (uint32_t i = 0; i < program->level_count; i++) {
        few = few && facts->levels[i].count <= 200;
    }
    ac_evaluation *evaluation = NULL;
    if (few && ac_evaluate(&arena, program, facts, 0, &evaluation, NULL).code == ACCORD_OK) {
        compare_first_members(program, evaluation);
        bound_all(&arena, program, facts);
        bound_all(&arena, program, made_facts(&arena, program, &(made_options){3, 30, size + 2}));
    }
    return 0;
}
