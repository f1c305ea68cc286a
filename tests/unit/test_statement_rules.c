/* SPDX-License-Identifier: MIT */
/* Rules of the manual that a second reading of it found statements to break: what is told first of
 * what is not known, when a period that the term cuts has ended, how checks see gates at dates. */

#include "accord_test.h"
#include "statement_case.h"
#include "value/date.h"

static ac_statement_set *
state_of(ac_arena *arena, const char *clauses, const given inputs[INPUTS_MOST])
{
    const char *const pieces[] = {sole, clauses};
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(arena, pieces, 2, inputs, &set, &error), error);
    return set;
}

/* Of a later member, or of a later weight (R21): P0001 waits for a share of June, and P0002 lacks a
 * figure that should be there. */
static void a_fault_is_told_before_a_figure_that_has_yet_to_come(void **state)
{
    (void)state;
    static const struct {
        const char *clauses;
        given inputs[INPUTS_MOST];
    } cases[] = {
        {"1.23 input share : % rate by month from \"share.csv\"\n"
         "1.24 input own : GBP flow by practice, month from \"own.csv\"\n"
         "2.2 pay own * share, rounded to pence to each practice, monthly, 0 days after month\n", {{"share", "1 0.5 ?"}, {"own", "1 1 1 1 1 1 1 ! 1"}}},
        {LIST PAY "1.23 input share : % rate by month from \"share.csv\", taken at month start\n"
                  "2.3 heads : patient stock by practice, month = list * share\n"
                  "2.4 split P to practice by heads" EQUALLY,
         {{"pot", "1 1 1"}, {"share", "1 1 ?"}, {"list", "1 1 1 1 1 1 1 ! 1"}}                                                                                 },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_statement_set *set = state_of(&arena, cases[i].clauses, cases[i].inputs);
        assert_int_equal(set->payment_count, 3);
        assert_int_equal(set->payments[0].state, AC_VALUE_KNOWN);
        assert_int_equal(set->payments[1].state, AC_VALUE_KNOWN);
        const ac_payment *june = &set->payments[2];
        assert_true(ac_note_is_fault(june->evaluation, june->state));
    }
}

/* The year has only the months that lie in the term (R38), which ends on 30 June. */
static void a_payment_of_a_year_that_the_term_cuts_is_due_after_the_term(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    const given inputs[INPUTS_MOST] = {
        {"pot", "1 2 3"}
    };
    ac_statement_set *set = state_of(
        &arena,
        "2.2 pay total pot over year, rounded to pence, yearly, 10 days after year\n"
        "2.3 shadow until 2014-06-30\n",
        inputs);
    assert_int_equal(set->payment_count, 1);
    AC_SCOPED_BUFFER(text, 100);
    ac_date_add_iso(&text, set->payments[0].due);
    assert_string_equal(text.bytes, "2014-07-10");
    assert_true(set->payments[0].shadow);
}

/* The quarter ends on the gate's date, its first month does not (R19). */
static void a_check_of_every_payment_sees_a_gate_as_its_period_does(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    const given inputs[INPUTS_MOST] = {
        {"pot", "1 2 3"}
    };
    ac_statement_set *set = state_of(
        &arena,
        "2.2 pay total pot over quarter, rounded to pence, quarterly, 10 days after quarter\n"
        "2.3 gate g at 2014-06-30 : 1 > 0\n"
        "2.4 check g met every payment\n",
        inputs);
    assert_int_equal(set->check_count, 1);
    assert_int_equal(set->broken_checks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_is_told_before_a_figure_that_has_yet_to_come),
        cmocka_unit_test(a_payment_of_a_year_that_the_term_cuts_is_due_after_the_term),
        cmocka_unit_test(a_check_of_every_payment_sees_a_gate_as_its_period_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
