/* SPDX-License-Identifier: MIT */
/* The exact evaluator: held, value by value, to the one that computes one value at a time, and to
 * the rules on what is missing, not yet known, early or divided by zero. */

#include "accord_test.h"
#include "base/file.h"
#include "compare_evaluators.h"
#include "made_facts.h"

#include <stdlib.h>

static const char head[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2016-03-31, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner C \"Commissioner\"\n"
    "1.2 provider P \"Provider\"\n"
    "1.3 unit attendance, patient\n"
    "1.4 level practice from \"practices.csv\"\n"
    "1.5 input seen : attendance flow by practice, month from \"seen.csv\"\n"
    "1.6 input list : patient stock by practice, quarter from \"list.csv\",\n"
    "      taken at quarter start\n";

static const ac_program *compile(ac_arena *arena, const char *clauses)
{
    AC_SCOPED_BUFFER(text, (size_t)1 << 20);
    ac_buffer_add_z(&text, head);
    ac_buffer_add_z(&text, clauses);
    ac_text source = ac_text_copy(arena, ac_buffer_text(&text));
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    const ac_program *program = ac_compile(arena, source, &diagnostics);
    if (program == NULL) {
        AC_SCOPED_BUFFER(faults, 4000);
        ac_diagnostics_add_text(&faults, &diagnostics, source, "test");
        fail_msg("%s", faults.bytes);
    }
    return program;
}

static ac_evaluation *evaluate(ac_arena *arena, const ac_program *program, const ac_facts *facts)
{
    ac_evaluation *evaluation = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_evaluate(arena, program, facts, 0, &evaluation, &error), error);
    return evaluation;
}

static void the_two_evaluators_agree_on_the_leicestershire_contract(void **state)
{
    (void)state;
    static const made_options cases[] = {
        {7,  100, 1},
        {3,  45,  2},
        {93, 100, 3},
        {1,  12,  4}
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_text source;
        accord_error error = {0};
        const char *root = getenv("ACCORD_SOURCE");
        char *path =
            ac_file_join(&arena, root == NULL ? "." : root, "examples/llr/contract.accord");
        assert_accord_ok(ac_file_read(path, (size_t)1 << 20, &arena, &source, &error), error);
        ac_diagnostics diagnostics;
        ac_diagnostics_init(&diagnostics, &arena);
        const ac_program *program = ac_compile(&arena, source, &diagnostics);
        assert_non_null(program);
        const ac_facts *facts = made_facts(&arena, program, &cases[i]);
        ac_evaluation *evaluation = evaluate(&arena, program, facts);
        assert_true(compare_all(program, evaluation) > 1000);
        assert_int_equal(evaluation->fault_count, 0);
    }
}

/* The value of `q` (by quarter unless said otherwise) of the first practice, as text. */
static void assert_values(const char *clauses, made_options made, const char *expected)
{
    AC_SCOPED_ARENA(arena);
    const ac_program *program = compile(&arena, clauses);
    const ac_facts *facts = made_facts(&arena, program, &made);
    ac_evaluation *evaluation = evaluate(&arena, program, facts);
    (void)compare_all(program, evaluation);
    uint32_t q = ac_find_quantity(program, AC_TEXT("q"));
    assert_int_not_equal(q, AC_NONE);
    const ac_column *column = &evaluation->quantities[q];
    AC_SCOPED_BUFFER(text, 4000);
    for (uint32_t p = 0; p < column->periods; p++) {
        uint64_t at = (uint64_t)p * column->members;
        if (p > 0) {
            ac_buffer_add_char(&text, ' ');
        }
        if (column->states[at] == AC_VALUE_KNOWN) {
            ac_rational_add_exact(&text, column->numbers[at]);
        } else {
            ac_buffer_add_char(&text, ac_note_is_fault(evaluation, column->states[at]) ? '!' : '?');
        }
    }
    assert_string_equal(text.bytes, expected);
}

static void a_value_is_what_its_clause_says(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *clauses;
        uint32_t received_pct;
        const char *expected;
    } cases[] = {
        {"number of the text",                                                    "2.1 q : ratio by year = 3 - 1\n",                                  100, "2 2"                                  },
        {"cumulative since year start",
         "2.1 one : patient flow by quarter = 1 patient\n"
         "2.2 q : patient stock by quarter = cumulative one since year start\n",                                                                      100, "1 2 3 4 1 2 3 4"                      },
        {"cumulative since start",
         "2.1 one : patient flow by quarter = 1 patient\n"
         "2.2 q : patient stock by quarter = cumulative one since start\n",                                                                           100, "1 2 3 4 5 6 7 8"                      },
        {"change undoes cumulative",
         "2.1 one : patient flow by quarter = 5 patient\n"
         "2.2 run : patient stock by quarter\n"
         "      = cumulative one since year start, not above 12 patient\n"
         "2.3 q : patient flow by quarter = change in run since year start\n",                                                                        100, "5 5 2 0 5 5 2 0"                      },
        {"through time: what is left is carried on",
         "2.1 q : GBP stock by quarter\n"
         "      = q at previous quarter * 1.5, or 8 GBP where there is no earlier quarter\n",                                                         100, "8 12 18 27 40.5 60.75 91.125 136.6875"},
        {"division by zero, with a way out",
         "2.1 nought : patient flow by year = 0\n"
         "2.2 q : ratio by year = nought / nought, or 7 where that cannot be divided\n",                                                              100, "7 7"                                  },
        {"division by zero, with none",
         "2.1 nought : patient flow by year = 0\n"
         "2.2 q : ratio by year = nought / nought\n",                                                                                                 100, "! !"                                  },
        {"a fault of another clause is not mended here",
         "2.1 nought : patient flow by year = 0\n"
         "2.2 bad : ratio by year = nought / nought\n"
         "2.3 q : ratio by year = bad, or 7 where that cannot be divided\n",                                                                          100, "! !"                                  },
        {"not yet received",
         "2.1 q : attendance flow by year = total seen over practice, year * 0\n",                                                                    60,  "0 ?"                                  },
        {"unless",
         "2.1 gate g each year : 1 > 2\n2.2 q : GBP flow by year = 5 GBP, 2 GBP unless g met\n",                                                      100, "2 2"                                  },
        {"a gate at a date",
         "2.1 gate g at 2015-03-31 : 1 > 0\n"
         "2.2 q : ratio by quarter = first that applies 3 when g met 2 when g missed 1 otherwise\n",                                                  100, "1 1 1 3 3 3 3 3"                      },
        {"dated table",
         "2.1 table price : GBP/patient from 2014-04-01 : 2.00 from 2015-01-01 : 3.00\n"
         "2.2 q : GBP/patient by quarter = price * 2\n",                                                                                              100, "4 4 4 6 6 6 6 6"                      },
        {"of cases without order one that holds is taken, whatever is not known",
         "2.1 x : ratio by year = 20\n"
         "2.2 u : yes or no by year = total seen over practice, year > 5 attendance\n"
         "2.3 q : ratio by year = the one that applies\n"
         "      1 when (u or x < 10) and (not u or x < 10) 2 when x >= 10\n",                                                                         60,  "2 2"                                  },
        {"of cases in order an earlier one must be known",
         "2.1 x : ratio by year = 20\n"
         "2.2 u : yes or no by year = total seen over practice, year > 5 attendance\n"
         "2.3 q : ratio by year = first that applies\n"
         "      1 when (u or x < 10) and (not u or x < 10) 2 when x >= 10\n",                                                                         60,  "2 ?"                                  },
        {"variation",
         "2.1 q : ratio by quarter = 1\n"
         "VARIATION 1 signed 2014-09-01 effective 2014-10-01\n2.1 q : ratio by quarter = 2\n"
         "VARIATION 2 signed 2015-09-01 effective 2015-10-01\n2.1 q : ratio by quarter = 3\n",                                                        100, "1 1 2 2 2 2 3 3"                      },
        {"bands with straight lines",
         "2.1 n : patient stock by year = 750 patient\n"
         "2.2 bands q : % rate of n from 0 to 499 : 12% from 500 to 1,000 : 12% to 8%\n",                                                             100, "0.1 0.1"                              },
        {"rounding",                                                              "2.1 q : GBP by year = 2.345 GBP, rounded to pence\n",              100, "2.35 2.35"                            },
        {"rounding half even",                                                    "2.1 q : GBP by year = 2.345 GBP, rounded to pence half even\n",    100,
         "2.34 2.34"                                                                                                                                                                              },
        {"rounding toward zero",                                                  "2.1 q : GBP by year = -2.349 GBP, rounded to pence toward zero\n",
         100,                                                                                                                                              "-2.34 -2.34"                          },
        {"rounding up",                                                           "2.1 q : GBP by year = 2.341 GBP, rounded to pence up\n",           100, "2.35 2.35"                            },
        {"rounding half down",                                                    "2.1 q : GBP by year = 2.345 GBP, rounded to pence half down\n",    100,
         "2.34 2.34"                                                                                                                                                                              },
        {"rounding to fives, tens, hundreds",
         "2.1 a : GBP by year = 2,347.50 GBP, rounded to 5 pounds\n"
         "2.2 b : GBP by year = -45 GBP, rounded to 10 pounds half even\n"
         "2.3 c : GBP by year = 12,350 GBP, rounded to 100 pounds half down\n"
         "2.4 d : GBP by year = 0.33 GBP, rounded to 5 pence\n"
         "2.5 q : GBP by year = a * 1,000,000 + b * 10,000 + c + d\n",                                                                                100, "2349612300.35 2349612300.35"          },
        {"bands, each part at its own rate",
         "2.1 n : attendance flow by quarter = 3 attendance\n"
         "2.2 s : attendance stock by quarter = cumulative n since year start\n"
         "2.3 bands q : GBP stock by quarter of s\n"
         "      from 0 : 40.00 from 5 : 28.50 from 9 : 10.00 each part at its own rate\n",                                                            100, "120 228.5 314 344 120 228.5 314 344"  },
        {"a part of what lies above",
         "2.1 n : GBP flow by year = 1,250 GBP\n"
         "2.2 bands q : GBP flow by year of n\n"
         "      from 0 : 0% from 1,000 : 30% each part at its own rate\n",                                                                            100, "75 75"                                },
        {"total by the level above",
         "2.1 w : patient stock by practice, quarter = list * 0 + 2 patient\n"
         "2.2 q : patient stock by quarter = total w over practice\n",                                                                                100, "6 6 6 6 6 6 6 6"                      },
        {"average with weights",
         "2.1 r : ratio by practice, quarter = 2\n"
         "2.2 q : ratio by quarter = average r weighted by list over practice\n",                                                                     100, "2 2 2 2 2 2 2 2"                      },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        print_message("# %s\n", cases[i].name);
        assert_values(
            cases[i].clauses, (made_options){3, cases[i].received_pct, 5}, cases[i].expected);
    }
}

static void words_for_a_division_mend_no_other_fault_beside_it(void **state)
{
    (void)state;
    static const char *const formulas[] = {"nought / nought + bad", "bad + nought / nought"};
    for (size_t i = 0; i < ARRAY_COUNT(formulas); i++) {
        AC_SCOPED_BUFFER(clauses, 1000);
        ac_buffer_addf(
            &clauses,
            "2.1 nought : patient flow by year = 0\n"
            "2.2 one : ratio by year = 1, not below 1\n"
            "2.3 bad : ratio by year = one at previous year\n"
            "2.4 q : ratio by year = %s, or 7 where that cannot be divided\n",
            formulas[i]);
        assert_values(clauses.bytes, (made_options){3, 100, 5}, "! 7");
    }
}

static void a_rate_of_a_quarter_follows_a_price_that_changes_within_it(void **state)
{
    (void)state;
    assert_values(
        "2.1 table price : GBP/patient from 2014-04-01 : 10 from 2014-05-01 : 20\n"
        "2.2 growth : ratio by quarter = 1, not below 1\n"
        "2.3 of-month : GBP/patient rate by month = price * growth\n"
        "2.4 one : patient flow by month = 1 patient\n"
        "2.5 q : GBP flow by year = total (one * of-month + one * (growth * price)) over year\n",
        (made_options){3, 100, 5}, "460 480");
    /* An amount is of its own period: it has the price of the first month of its quarter. */
    assert_values(
        "2.1 table price : GBP/patient from 2014-04-01 : 10 from 2014-05-01 : 20\n"
        "2.2 one : patient flow by quarter = 1 patient\n"
        "2.3 q : GBP flow by year = total (one * price) over year\n",
        (made_options){3, 100, 5}, "70 80");
}

/* A table is known always (R12), so a date after the first period may be asked for (R16). */
static void a_table_has_its_value_at_any_date_of_the_term(void **state)
{
    (void)state;
    assert_values(
        "2.1 table price : GBP/patient from 2014-04-01 : 10 from 2014-05-01 : 20\n"
        "2.2 q : GBP/patient rate by year = price at 2014-05-15\n",
        (made_options){3, 100, 5}, "20 20");
}

static void a_missing_list_is_a_fault_that_names_member_and_period(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    const ac_program *program =
        compile(&arena, "2.1 q : patient stock by quarter = total list over practice\n");
    const ac_facts *facts = made_facts(&arena, program, &(made_options){3, 100, 5});
    const ac_fact_input *list = &facts->inputs[ac_find_quantity(program, AC_TEXT("list"))];
    uint8_t *states = AC_NEW_ARRAY(&arena, uint8_t, list->members * list->periods);
    for (uint32_t i = 0; i < list->members * list->periods; i++) {
        states[i] = i == 4 ? AC_FACT_ABSENT : AC_FACT_PRESENT;
    }
    ac_fact_input holed = *list;
    holed.states = states;
    ac_fact_input *inputs = AC_NEW_ARRAY(&arena, ac_fact_input, program->quantity_count);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        inputs[i] = &facts->inputs[i] == list ? holed : facts->inputs[i];
    }
    ac_facts with_hole = {.levels = facts->levels, .inputs = inputs};
    ac_evaluation *evaluation = evaluate(&arena, program, &with_hole);
    assert_int_equal(evaluation->fault_count, 1);
    AC_SCOPED_BUFFER(text, 1000);
    ac_note_add(&text, evaluation, evaluation->faults[0]);
    assert_string_equal(
        text.bytes, "clause 1.6: list of P0002 for 2014/15 Q2 is missing; it should be there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_two_evaluators_agree_on_the_leicestershire_contract),
        cmocka_unit_test(a_value_is_what_its_clause_says),
        cmocka_unit_test(words_for_a_division_mend_no_other_fault_beside_it),
        cmocka_unit_test(a_rate_of_a_quarter_follows_a_price_that_changes_within_it),
        cmocka_unit_test(a_table_has_its_value_at_any_date_of_the_term),
        cmocka_unit_test(a_missing_list_is_a_fault_that_names_member_and_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
