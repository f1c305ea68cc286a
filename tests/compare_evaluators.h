/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TESTS_COMPARE_EVALUATORS_H
#define ACCORD_TESTS_COMPARE_EVALUATORS_H
/* Holds the evaluation by columns to the one that computes a value at a time. */

#include "accord_test.h"
#include "contract/evaluate.h"
#include "lang/ranges.h"

/* Holds every value of every formula to the walk of its own formula, and to the range that the text
 * alone gives it. */
static inline size_t compare_all(const ac_program *program, ac_evaluation *evaluation)
{
    size_t compared = 0;
    ac_trace trace = {.evaluation = evaluation};
    const ac_ranges *ranges = ac_ranges_of(evaluation->arena, program);
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_quantity *quantity = &program->quantities[q];
        if (quantity->kind != AC_QUANTITY_FORMULA) {
            continue;
        }
        const ac_column *column = &evaluation->quantities[q];
        for (uint64_t i = 0; i < column->members * column->periods; i++) {
            int32_t period = column->first + (int32_t)(i / column->members);
            ac_coordinates at = ac_member_coordinates(
                program, evaluation->facts, column->levels, i % column->members);
            ac_value value = ac_quantity_worked(&trace, q, &at, period);
            bool known = column->states[i] == AC_VALUE_KNOWN;
            assert_int_equal(known, value.state == AC_VALUE_KNOWN);
            if (known) {
                assert_true(ac_interval_has(ranges->quantities[q], column->numbers[i]));
                assert_int_equal(ac_rational_compare(column->numbers[i], value.number), 0);
            } else {
                assert_int_equal(
                    ac_note_is_fault(evaluation, column->states[i]),
                    ac_note_is_fault(evaluation, value.state));
            }
            compared++;
        }
    }
    return compared;
}

#endif
