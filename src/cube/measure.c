/* SPDX-License-Identifier: MIT */
/* What a row adds to its cell: its number, its yes or no, its choice, judged against the field and
 * the plan. */

#include "base/limits.h"
#include "cube/inside.h"
#include "extract/value.h"

/* Judges a number that was read against its field and the plan; false leaves a fault pending. */
static bool check_number(ac_cube *cube, const ac_want *want, ac_number *number)
{
    const char *name = want->name.at;
    int size = (int)want->name.size;
    ac_arena *arena = &cube->numbers;
    bool whole = want->type == AC_FIELD_WHOLE;
    if (whole && (number->percent_sign || !ac_rational_is_whole(number->value))) {
        ac_cube_fault(
            cube, AC_REFUSAL_NUMBER, want, "%.*s is to be a whole number, such as 12", size, name);
        return false;
    }
    if (cube->plan->amount && number->percent_sign) {
        ac_cube_fault(
            cube, AC_REFUSAL_NUMBER, want, "%.*s is an amount, and no percentage of anything", size,
            name);
        return false;
    }
    if (want->type == AC_FIELD_PERCENT && !number->percent_sign) {
        number->value = ac_rational_divide(arena, number->value, ac_rational_of(100));
    } else if (
        cube->plan->percent && !number->percent_sign &&
        (ac_rational_compare(number->value, ac_rational_of(2)) > 0 ||
         ac_rational_compare(number->value, ac_rational_of(-2)) < 0)) {
        ac_cube_fault(
            cube, AC_REFUSAL_PERCENT, want,
            "%.*s is a share: it is not clear whether this is a percentage or a ratio", size, name);
        return false;
    }
    if (ac_rational_compare(number->value, ac_rational_of(AC_BELIEVED_MAX)) >= 0 ||
        ac_rational_compare(number->value, ac_rational_of(-AC_BELIEVED_MAX)) <= 0) {
        ac_cube_fault(
            cube, AC_REFUSAL_LARGE, want,
            "%.*s is to be below 1,000,000,000,000,000, which no figure of a health service is",
            size, name);
        return false;
    }
    if (!cube->plan->may_be_negative && ac_rational_sign(number->value) < 0) {
        ac_cube_fault(
            cube, AC_REFUSAL_NEGATIVE, want, "%.*s is negative, and may not be", size, name);
        return false;
    }
    return true;
}

static ac_taken read_number(ac_cube *cube, const ac_row *row, ac_rational *value)
{
    const ac_want *want = cube->value_want;
    ac_text text = {0};
    ac_number number = {.value = AC_RATIONAL_ZERO};
    if (!ac_cube_row_text(cube, want, row, &text)) {
        return AC_TAKEN_NONE;
    }
    if (!ac_number_read(&cube->numbers, text, &number)) {
        ac_cube_fault(
            cube, AC_REFUSAL_NUMBER, want,
            "%.*s is to be a number, such as 1234.5, 1,234.50, \xC2\xA3"
            "12, (12.50) or 95%%",
            AC_TEXT_ARG(want->name));
        return AC_TAKEN_FAULT;
    }
    if (!check_number(cube, want, &number)) {
        return AC_TAKEN_FAULT;
    }
    *value = number.value;
    return AC_TAKEN_VALUE;
}

static ac_taken read_choice(ac_cube *cube, const ac_row *row, ac_rational *value)
{
    const ac_cube_plan *plan = cube->plan;
    ac_text text = {0};
    if (!ac_cube_row_text(cube, cube->value_want, row, &text)) {
        return AC_TAKEN_NONE;
    }
    for (size_t i = 0; i < plan->choice_count; i++) {
        if (ac_text_equal(text, plan->choices[i])) {
            *value = ac_rational_of((int64_t)i);
            return AC_TAKEN_VALUE;
        }
    }
    AC_SCOPED_BUFFER(list, 300);
    for (size_t i = 0; i < plan->choice_count; i++) {
        ac_buffer_addf(&list, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(plan->choices[i]));
    }
    ac_cube_fault(
        cube, AC_REFUSAL_CHOICE, cube->value_want, "%.*s is to be one of: %.*s",
        AC_TEXT_ARG(cube->value_want->name), AC_TEXT_ARG(ac_buffer_text(&list)));
    return AC_TAKEN_FAULT;
}

ac_taken ac_cube_row_value(ac_cube *cube, const ac_row *row, ac_rational *value)
{
    ac_answer said = AC_ANSWER_NO;
    ac_taken got = AC_TAKEN_VALUE;
    switch (cube->plan->measure) {
    case AC_MEASURE_COUNT:
        *value = AC_RATIONAL_ONE;
        return AC_TAKEN_VALUE;
    case AC_MEASURE_SUM:
        got = read_number(cube, row, value);
        if (got == AC_TAKEN_NONE) {
            ac_cube_fault_missing(cube, cube->value_want);
            return AC_TAKEN_FAULT;
        }
        return got;
    case AC_MEASURE_VALUE:
        return read_number(cube, row, value);
    case AC_MEASURE_YES_NO:
        said = ac_cube_row_yes_no(cube, cube->value_want, row);
        *value = ac_rational_of(said == AC_ANSWER_YES ? 1 : 0);
        return said == AC_ANSWER_NONE    ? AC_TAKEN_NONE
               : said == AC_ANSWER_FAULT ? AC_TAKEN_FAULT
                                         : AC_TAKEN_VALUE;
    case AC_MEASURE_ONE_OF:
        return read_choice(cube, row, value);
    }
    return AC_TAKEN_NONE;
}
