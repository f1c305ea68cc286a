/* SPDX-License-Identifier: MIT */
/* Members that open, close and are succeeded: whatever the dates, a look back loses nothing and
 * counts nothing twice, running sums undo themselves, and both evaluators say the same. */

#include "accord_test.h"
#include "compare_evaluators.h"
#include "contract/explain.h"
#include "contract/lives.h"
#include "made_facts.h"
#include "random.h"
#include "value/date.h"

#include <string.h>

static const char rules[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2016-03-31, years from 1 April\n"
    "1.1 commissioner C \"C\"\n"
    "1.2 commissioner D \"D\"\n"
    "1.3 unit patient\n"
    "1.4 level network from \"n.csv\", each under one commissioner, closed and succeeded by date\n"
    "1.4a level practice from \"p.csv\", each under one network,\n"
    "      opened, closed and succeeded by date\n"
    "1.5 level kind : a, b\n"
    "1.6 input seen : patient flow by practice, month from \"s.csv\"\n"
    "1.7 input cases : patient flow by practice, kind, month from \"c.csv\"\n"
    "1.8 input list : patient stock by practice, quarter from \"l.csv\", taken at quarter start\n"
    "1.9 input score : % rate by practice, quarter from \"r.csv\"\n"
    "1.10 input once : patient stock by practice from \"o.csv\"\n"
    "1.11 input heads : patient flow by practice, year from \"y.csv\", taken at year start\n"
    /* What is added up after looking back is what was there (R46). */
    "2.1 same-a : patient flow by month = total (seen in same month of 2013/14) over practice\n"
    "2.2 same-b : patient flow by month = (total seen over practice) in same month of 2013/14\n"
    "2.3 past-a : patient flow by month\n"
    "      = total (cases at previous month) over practice, kind,\n"
    "        or 0 where there is no earlier month\n"
    "2.4 past-b : patient flow by month = (total cases over practice, kind) at previous month,\n"
    "      or 0 where there is no earlier month\n"
    "2.5 run-a : patient stock by month = total (cumulative seen since start) over practice\n"
    "2.6 run-b : patient stock by month = cumulative total seen over practice since start\n"
    "2.7 yearly-a : patient flow by year = total (total seen over year) over practice\n"
    "2.8 yearly-b : patient flow by year = total seen over practice, year\n"
    "2.9 fixed-a : patient stock = total (list at 2014-04-01) over practice\n"
    "2.10 fixed-b : patient stock = (total list over practice) at 2014-04-01\n"
    "2.11 named : patient stock by practice, month = cumulative seen since start\n"
    "2.12 named-a : patient stock by month = total named over practice\n"
    "2.13 start-a : patient stock by year = total (list at year start) over practice\n"
    "2.14 start-b : patient stock by year = (total list over practice) at year start\n"
    "2.15 nets-a : patient stock by quarter = total (total list by network) over network\n"
    "2.16 nets-b : patient stock by quarter = total list over practice\n"
    "2.17 payers-a : patient flow by month\n"
    "      = total (total (total seen by network) by commissioner) over commissioner\n"
    "2.18 payers-b : patient flow by month = total seen over practice\n"
    /* Member by member, running and changing undo each other (R17, R46). */
    "3.1 undo-a : patient flow by practice, month\n"
    "      = change in (cumulative seen since year start) since year start\n"
    "3.2 undo-b : patient flow by practice, month = seen\n"
    /* Forms held only to the second evaluator. */
    "4.1 grown : ratio by practice, quarter = list / list at 2014-04-01,\n"
    "      or 1 where that cannot be divided\n"
    "4.2 base : patient flow by practice, month = seen in same month of 2013/14 * grown\n"
    "4.3 short : patient flow by practice, month = base - seen, not below 0\n"
    "4.4 most : patient stock by practice = once, not above 9,000 patient\n"
    "4.5 left : patient flow by practice, quarter\n"
    "      = left at previous quarter + total seen over quarter,\n"
    "      or 3 patient where there is no earlier quarter\n"
    "4.6 all-well : yes or no by quarter = score >= 86% for every practice\n"
    "4.7 one-well : yes or no by quarter = score > 99% for any practice\n"
    "4.8 by-net : patient stock by network, quarter = total list by network\n"
    "4.8a by-payer : patient stock by commissioner, quarter = total by-net by commissioner\n"
    "4.9 tier : ratio by practice, quarter = first that applies\n"
    "      2 when score > 92%\n"
    "      1 otherwise\n"
    "4.10 flat : patient flow by practice, month = 5 patient\n"
    "4.11 mean : % rate by quarter = average score weighted by list over practice,\n"
    "      or 0% where that cannot be divided\n"
    "4.12 per-list : patient flow by practice, month = seen * (seen / base),\n"
    "      or 0 where that cannot be divided\n"
    "4.13 wide : patient stock by practice, month = cumulative (seen + base) since start,\n"
    "      not above 800 patient\n"
    "4.14 step : patient flow by practice, month = change in wide since quarter start\n"
    "4.15 heads-in : patient flow by practice, year = heads * score at year start\n";

static const ac_program *compile(ac_arena *arena, const char *source)
{
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    const ac_program *program = ac_compile(arena, ac_text_of(source), &diagnostics);
    if (program == NULL) {
        AC_SCOPED_BUFFER(faults, 4000);
        ac_diagnostics_add_text(&faults, &diagnostics, ac_text_of(source), "test");
        fail_msg("%s", faults.bytes);
    }
    return program;
}

static int32_t day_of(int year, int month, int day)
{
    accord_date date = {0};
    assert_true(ac_date_of(year, month, day, &date));
    return date.day;
}

/* Dates drawn so that some open and some close in the year before and the two of the term; who
 * closes later, or on the same day and stands later, may follow. */
static void draw_lives(test_random *random, ac_fact_life *lives, uint32_t count)
{
    int32_t first = day_of(2013, 4, 1);
    for (uint32_t i = 0; i < count; i++) {
        lives[i] = (ac_fact_life){{INT32_MIN}, {INT32_MAX}, AC_NONE};
        if (test_random_below(random, 3) == 0) {
            lives[i].opened.day = first + (int32_t)test_random_below(random, 1000);
        }
        if (test_random_below(random, 2) == 0) {
            int32_t from = lives[i].opened.day == INT32_MIN ? first : lives[i].opened.day;
            lives[i].closed.day = from + (int32_t)test_random_below(random, 700);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t to = (uint32_t)test_random_below(random, count);
        bool later = lives[to].closed.day > lives[i].closed.day ||
                     (lives[to].closed.day == lives[i].closed.day && to > i);
        if (lives[i].closed.day != INT32_MAX && later &&
            lives[to].opened.day <= lives[i].closed.day + 1) {
            lives[i].successor = to;
        }
    }
}

/* The made facts, with these dates of practices; networks, where there are any, close by
 * `networks`, and always stay somebody's. */
static const ac_facts *facts_with(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *made,
    ac_fact_life *lives,
    ac_fact_life *networks)
{
    ac_fact_level *levels = AC_NEW_ARRAY(arena, ac_fact_level, program->level_count);
    memcpy(levels, made->levels, program->level_count * sizeof *levels);
    levels[ac_find_level(program, AC_TEXT("practice"))].lives = lives;
    uint32_t network = ac_find_level(program, AC_TEXT("network"));
    if (network != AC_NONE) {
        levels[network].lives = networks;
    }
    ac_facts *facts = AC_NEW(arena, ac_facts);
    *facts = (ac_facts){.levels = levels, .inputs = made->inputs};
    return facts;
}

static ac_evaluation *evaluate(ac_arena *arena, const ac_program *program, const ac_facts *facts)
{
    ac_evaluation *evaluation = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_evaluate(arena, program, facts, 0, &evaluation, &error), error);
    return evaluation;
}

/* Two quantities of one grain have the same value everywhere. */
static void
assert_alike(const ac_program *program, const ac_evaluation *evaluation, ac_text a, ac_text b)
{
    const ac_column *left = &evaluation->quantities[ac_find_quantity(program, a)];
    const ac_column *right = &evaluation->quantities[ac_find_quantity(program, b)];
    assert_int_equal(left->members * left->periods, right->members * right->periods);
    for (uint64_t i = 0; i < left->members * left->periods; i++) {
        bool known = left->states[i] == AC_VALUE_KNOWN;
        assert_int_equal(known, right->states[i] == AC_VALUE_KNOWN);
        if (known && ac_rational_compare(left->numbers[i], right->numbers[i]) != 0) {
            fail_msg(
                "%.*s and %.*s differ at member %u, period %u", AC_TEXT_ARG(a), AC_TEXT_ARG(b),
                (unsigned)(i % left->members), (unsigned)(i / left->members));
        }
    }
}

static void whatever_the_dates_nothing_is_lost_and_both_evaluators_agree(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
    } laws[] = {
        {"same-a",   "same-b"  },
        {"past-a",   "past-b"  },
        {"run-a",    "run-b"   },
        {"named-a",  "run-b"   },
        {"yearly-a", "yearly-b"},
        {"fixed-a",  "fixed-b" },
        {"nets-a",   "nets-b"  },
        {"payers-a", "payers-b"},
        {"start-a",  "start-b" },
        {"undo-a",   "undo-b"  },
    };
    test_random random = test_random_start("lives");
    for (uint32_t round = 0; round < 24; round++) {
        AC_SCOPED_ARENA(arena);
        const ac_program *program = compile(&arena, rules);
        made_options options = {
            .members = 1 + (uint32_t)test_random_below(&random, 9),
            .received_pct = round % 4 == 3 ? 60 : 100,
            .seed = round + 1};
        const ac_facts *made = made_facts(&arena, program, &options);
        ac_fact_life *lives = AC_NEW_ARRAY(&arena, ac_fact_life, options.members);
        ac_fact_life *networks = AC_NEW_ARRAY(&arena, ac_fact_life, options.members);
        draw_lives(&random, lives, options.members);
        draw_lives(&random, networks, options.members);
        for (uint32_t i = 0; i < options.members; i++) {
            networks[i].opened.day = INT32_MIN;
            bool ends = networks[i].closed.day != INT32_MAX && networks[i].successor == AC_NONE;
            networks[i].closed.day = ends ? INT32_MAX : networks[i].closed.day;
        }
        const ac_facts *facts = facts_with(&arena, program, made, lives, networks);
        ac_evaluation *evaluation = evaluate(&arena, program, facts);
        assert_true(compare_all(program, evaluation) > 0);
        for (size_t i = 0; i < ARRAY_COUNT(laws); i++) {
            assert_alike(program, evaluation, ac_text_of(laws[i].a), ac_text_of(laws[i].b));
        }
        assert_int_equal(evaluation->fault_count, 0);
    }
}

static void dates_that_change_nothing_change_no_number(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    const ac_program *program = compile(&arena, rules);
    made_options options = {.members = 5, .received_pct = 80, .seed = 7};
    const ac_facts *made = made_facts(&arena, program, &options);
    ac_fact_life lives[5];
    for (size_t i = 0; i < ARRAY_COUNT(lives); i++) {
        lives[i] = (ac_fact_life){{INT32_MIN}, {INT32_MAX}, AC_NONE};
    }
    ac_evaluation *without =
        evaluate(&arena, program, facts_with(&arena, program, made, NULL, NULL));
    ac_evaluation *with = evaluate(&arena, program, facts_with(&arena, program, made, lives, NULL));
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_column *a = &without->quantities[q];
        const ac_column *b = &with->quantities[q];
        for (uint64_t i = 0; i < a->members * a->periods; i++) {
            assert_int_equal(a->states[i] == AC_VALUE_KNOWN, b->states[i] == AC_VALUE_KNOWN);
            assert_int_equal(ac_rational_compare(a->numbers[i], b->numbers[i]), 0);
        }
    }
}

/* The example of the manual: the first two merge into the third on 1 October, the first of them in
 * mid-September, and the fourth closes in June. */
static const char merger[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2015-03-31, years from 1 April\n"
    "1.1 commissioner C \"C\"\n"
    "1.2 unit patient\n"
    "1.3 level practice from \"p.csv\", closed and succeeded by date\n"
    "1.4 input seen : patient flow by practice, month from \"s.csv\"\n"
    "2.1 before : patient flow by practice, month = seen at previous month,\n"
    "      or 0 where there is no earlier month\n"
    "2.2 so-far : patient stock by practice, month\n"
    "      = cumulative seen since quarter start\n"
    "2.3 rate : ratio by practice, month = 3\n"
    "2.4 quarterly : patient flow by practice, quarter = total seen over quarter\n";

typedef struct merged {
    const ac_program *program;
    const ac_facts *facts;
    ac_evaluation *evaluation;
} merged;

static merged make_merger(ac_arena *arena)
{
    merged made = {.program = compile(arena, merger)};
    made_options options = {.members = 4, .received_pct = 100, .seed = 1};
    ac_fact_life *lives = AC_NEW_ARRAY(arena, ac_fact_life, 4);
    lives[0] = (ac_fact_life){{INT32_MIN}, {day_of(2014, 9, 15)}, 2};
    lives[1] = (ac_fact_life){{INT32_MIN}, {day_of(2014, 9, 30)}, 2};
    lives[2] = (ac_fact_life){{INT32_MIN}, {INT32_MAX}, AC_NONE};
    lives[3] = (ac_fact_life){{INT32_MIN}, {day_of(2014, 6, 10)}, AC_NONE};
    made.facts =
        facts_with(arena, made.program, made_facts(arena, made.program, &options), lives, NULL);
    made.evaluation = evaluate(arena, made.program, made.facts);
    return made;
}

static void explanations_say_whose_figures_are_in_a_sum(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t month; /* of the term, from 0 */
        uint32_t member;
        const char *says;
    } cases[] = {
        {"before", 6, 2, "what P0001, P0002 and P0003 had, held by P0003 on 2014-10-01"          },
        {"before", 6, 2, "- seen of P0002 for 2014-09 = "                                        },
        {"seen",   6, 2, "from 2 rows of P0001 and P0003"                                        },
        {"seen",   6, 0, "P0001 closed on 2014-09-15 and is succeeded by P0003: it has no figure"},
        {"rate",   6, 1, "P0002 closed on 2014-09-30 and is succeeded by P0003: it has no figure"},
        {"rate",   4, 3, "P0004 closed on 2014-06-10: it has no figure"                          },
        {"so-far", 5, 2, "what P0001 and P0003 had, held by P0003 on 2014-09-30"                 },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        merged made = make_merger(&arena);
        ac_explain_subject subject = {
            .kind = AC_EXPLAIN_QUANTITY,
            .index = ac_find_quantity(made.program, ac_text_of(cases[i].name))};
        uint32_t level = ac_find_level(made.program, AC_TEXT("practice"));
        subject.at.members[level] = cases[i].member;
        subject.period =
            ac_term_first(&made.program->syntax->calendar, AC_PERIOD_MONTH) + cases[i].month;
        AC_SCOPED_BUFFER(text, 100000);
        accord_error error = {0};
        assert_accord_ok(ac_explain_add(&text, made.evaluation, &subject, NULL, &error), error);
        if (strstr(text.bytes, cases[i].says) == NULL) {
            fail_msg("'%s' is not in:\n%s", cases[i].says, text.bytes);
        }
    }
}

static void successors_hold_what_was_earlier(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    merged made = make_merger(&arena);
    const ac_program *program = made.program;
    const ac_facts *facts = made.facts;
    ac_evaluation *evaluation = made.evaluation;
    const ac_fact_input *seen = &facts->inputs[ac_find_quantity(program, AC_TEXT("seen"))];
    static const struct {
        const char *name;
        uint32_t period; /* of the term, from 0 */
        uint32_t member;
        uint32_t months[2]; /* first, and how many, whose rows of ... */
        uint32_t members;   /* ... these members (bits) are in it; 0: the number `is` */
        int64_t is;
    } cases[] = {
        {"seen",      5, 0, {5, 1}, 0,       0},
        {"seen",      5, 1, {5, 1}, 1u << 1, 0},
        {"seen",      5, 2, {5, 1}, 5,       0}, /* P1 closed in mid-month: September is P3's */
        {"seen",      6, 2, {6, 1}, 7,       0}, /* late rows that name P1, P2 */
        {"seen",      2, 3, {2, 1}, 8,       0}, /* to the end of the month in which it closed */
        {"seen",      3, 3, {3, 1}, 0,       0},
        {"before",    6, 2, {5, 1}, 7,       0},
        {"before",    6, 1, {5, 1}, 0,       0},
        {"before",    5, 2, {4, 1}, 4,       0}, /* known on 1 September, and P1's on that day */
        {"before",    5, 0, {4, 1}, 1,       0},
        {"before",    3, 3, {2, 1}, 8,       0}, /* nobody after it: still its own */
        {"so-far",    5, 2, {3, 3}, 5,       0},
        {"so-far",    5, 1, {3, 3}, 2,       0},
        {"rate",      5, 0, {0, 0}, 0,       3}, /* there for a part of September */
        {"rate",      6, 0, {0, 0}, 0,       0},
        {"rate",      3, 3, {0, 0}, 0,       0},
        {"quarterly", 1, 2, {3, 3}, 5,       0},
        {"quarterly", 1, 1, {3, 3}, 2,       0},
        {"quarterly", 2, 2, {6, 3}, 7,       0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        print_message("# %s at %u of member %u\n", cases[i].name, cases[i].period, cases[i].member);
        uint32_t q = ac_find_quantity(program, ac_text_of(cases[i].name));
        const ac_column *column = &evaluation->quantities[q];
        uint64_t at = (uint64_t)cases[i].period * column->members + cases[i].member;
        ac_rational expected = ac_rational_of(cases[i].is);
        for (uint32_t p = 0; p < cases[i].months[1]; p++) {
            for (uint32_t m = 0; m < 4; m++) {
                uint32_t from = (cases[i].months[0] + p) * 4 + m;
                if ((cases[i].members >> m & 1) != 0 && seen->states[from] == AC_FACT_PRESENT) {
                    expected = ac_rational_add(&arena, expected, seen->values[from]);
                }
            }
        }
        assert_int_equal(column->states[at], AC_VALUE_KNOWN);
        assert_int_equal(ac_rational_compare(column->numbers[at], expected), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_the_dates_nothing_is_lost_and_both_evaluators_agree),
        cmocka_unit_test(dates_that_change_nothing_change_no_number),
        cmocka_unit_test(explanations_say_whose_figures_are_in_a_sum),
        cmocka_unit_test(successors_hold_what_was_earlier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
