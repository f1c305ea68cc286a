/* SPDX-License-Identifier: MIT */
/* Payments in advance and of a part of the term, lead providers who pass on in stages, and
 * statements over members that come and go: worked out by hand. */

#include "contract/lives.h"
#include "statement_case.h"
#include "value/date.h"

static void add_parts(ac_buffer *text, const ac_statement_set *set, const ac_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        ac_text code = set->facts->levels[part->level].codes[part->member];
        ac_buffer_addf(text, " %.*s %" PRId64, AC_TEXT_ARG(code), part->amount.minor);
    }
}

/* "2014-04 due 2014-04-15: P 123 | P > P0001 100 P0002 23", one line a payment. */
static void add_set(ac_buffer *text, const ac_statement_set *set)
{
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        ac_period_kind kind = set->program->pays[payment->pay].period;
        ac_period_add(text, &set->program->syntax->calendar, kind, payment->period);
        ac_buffer_add_z(text, " due ");
        ac_date_add_iso(text, payment->due);
        ac_buffer_add_char(text, ':');
        add_parts(text, set, &payment->payees);
        for (size_t p = 0; p < payment->pass_count; p++) {
            ac_text from = set->program->parties[payment->passes[p].party].code;
            ac_buffer_addf(text, " | %.*s >", AC_TEXT_ARG(from));
            add_parts(text, set, &payment->passes[p].parts);
        }
        ac_buffer_add_char(text, '\n');
    }
}

static void assert_case(
    const char *parties, const char *clauses, given first, given second, const char *expected)
{
    AC_SCOPED_ARENA(arena);
    const char *const pieces[] = {parties, clauses};
    const given inputs[INPUTS_MOST] = {first, second};
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(&arena, pieces, 2, inputs, &set, &error), error);
    AC_SCOPED_BUFFER(text, 10000);
    ac_buffer_add_z(&text, "");
    add_set(&text, set);
    assert_string_equal(text.bytes, expected);
    assert_int_equal(set->broken_checks, 0);
}

static void payments_in_advance_are_due_in_or_before_their_period(void **state)
{
    (void)state;
    given none = {NULL, NULL};
    assert_case(
        sole,
        "2.1 fee : GBP flow by month = 5 GBP, rounded to pence\n"
        "2.2 pay fee, monthly, on day 15 of month\n",
        none, none,
        "2014-04 due 2014-04-15: P 500\n2014-05 due 2014-05-15: P 500\n"
        "2014-06 due 2014-06-15: P 500\n");
    assert_case(
        sole,
        "2.1 fee : GBP flow by quarter = 5 GBP, rounded to pence\n"
        "2.2 pay fee, quarterly, 1 day before quarter\n",
        none, none, "2014/15 Q1 due 2014-03-31: P 500\n");
    assert_case(
        sole,
        "1.20 input list : patient stock by practice, month from \"list.csv\",\n"
        "      taken at month start\n"
        "2.1 fee : GBP flow by month\n"
        "      = change in (total list over practice * 2 GBP/patient) since month start,\n"
        "      rounded to pence\n"
        "2.2 pay fee, monthly, on day 1 of month\n",
        (given){"list", "1 1 1 2 2 2 3 3 3"}, none,
        "2014-04 due 2014-04-01: P 600\n2014-05 due 2014-05-01: P 1200\n"
        "2014-06 due 2014-06-01: P 1800\n");
}

static void only_periods_between_from_and_until_are_paid(void **state)
{
    (void)state;
    given pot = {"pot", "1 2 4"};
    given none = {NULL, NULL};
    assert_case(
        sole, DUE "2.2 pay due, monthly, 10 days after month, from 2014-05-01\n", pot, none,
        "2014-05 due 2014-06-10: P 200\n2014-06 due 2014-07-10: P 400\n");
    assert_case(
        sole,
        DUE "2.2 pay due, monthly, 10 days after month, until 2014-04-30\n"
            "9.1 check total paid over quarter = 1 GBP\n",
        pot, none, "2014-04 due 2014-05-10: P 100\n");
    assert_case(
        sole, DUE "2.2 pay due, monthly, 10 days after month, from 2014-05-01 until 2014-05-31\n",
        pot, none, "2014-05 due 2014-06-10: P 200\n");
}

#define LEAD                                                                       \
    "1.1 commissioner C \"C\"\n1.2 provider LEAD \"Lead\"\n1.3 provider N \"N\"\n" \
    "1.4 provider S \"S\"\n1.5 partner PPG \"PPG\"\n"

static void a_lead_provider_keeps_its_fee_and_passes_on_stage_after_stage(void **state)
{
    (void)state;
    assert_case(
        LEAD,
        "1.20 input list : patient stock by practice, month from \"list.csv\",\n"
        "      taken at month start\n" PAY "3.1 split payee LEAD 90%, S 10%" TAIL
        "3.2 split N to practice by list, or equally when all are zero" TAIL
        "3.3 split LEAD LEAD 2.5%, N 60%, S 37.5%" TAIL "3.4 split S S 50%, N 40%, PPG 10%" TAIL
        "9.1 check total paid = total received every payment\n"
        "9.2 check total passed over practice = received by N every payment\n"
        "9.3 check received by PPG <= 10% * received by S + 0.01 GBP every payment\n",
        (given){"pot", "10.01 0 -0.07"}, (given){"list", "1 1 1 1 1 1 1 1 1"},
        /* Of 901, LEAD keeps 22.525, N has 540.6, S 337.875; S has 100 + 338 and keeps half. */
        "2014-04 due 2014-05-10: LEAD 901 S 100 | LEAD > LEAD 22 N 541 S 338"
        " | S > N 175 PPG 44 S 219 | N > P0001 239 P0002 239 P0003 238\n"
        "2014-05 due 2014-06-10: LEAD 0 S 0 | LEAD > LEAD 0 N 0 S 0"
        " | S > N 0 PPG 0 S 0 | N > P0001 0 P0002 0 P0003 0\n"
        "2014-06 due 2014-07-10: LEAD -6 S -1 | LEAD > LEAD 0 N -4 S -2"
        " | S > N -1 PPG 0 S -2 | N > P0001 -2 P0002 -2 P0003 -1\n");
}

/* Three practices: the first is succeeded by the third in mid-May, the second closes in April with
 * nobody after it. Amounts and parts go to those who are there. */
static void statements_pay_those_who_are_there(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    const char *const pieces[] = {
        sole, LIST "1.22 input own : GBP flow by practice, month from \"own.csv\"\n"
                   "2.1 due : GBP flow by practice, month = own, rounded to pence\n"
                   "2.2 pay due to each practice, monthly, 10 days after month\n"
                   "2.3 all : GBP flow by month = pot, rounded to pence\n"
                   "2.4 pay all, monthly, 20 days after month\n"
                   "2.5 split payee of 2.4 by list, or equally when all are zero" TAIL
                   "2.6 flat : GBP flow by month = 9 GBP, rounded to pence\n"
                   "2.7 pay flat, monthly, on day 28 of month\n"
                   "2.8 split payee of 2.7 by list, or equally when all are zero" TAIL
                   "9.1 check list > 0 every month\n"
                   "9.2 check own >= 1 GBP every month\n"};
    const ac_program *program = compile(&arena, pieces, 2);
    made_options options = {.members = 3, .received_pct = 100, .seed = 1};
    const ac_facts *made = made_facts(&arena, program, &options);
    ac_fact_input *inputs = AC_NEW_ARRAY(&arena, ac_fact_input, program->quantity_count);
    memcpy(inputs, made->inputs, program->quantity_count * sizeof *inputs);
    give(&arena, program, inputs, (given){"pot", "6 6 6"});
    give(&arena, program, inputs, (given){"list", "1 2 3 1 0 1 0 0 2"});
    give(&arena, program, inputs, (given){"own", "1 2 3 4 0 5 6 0 7"});
    accord_date may = {0};
    accord_date april = {0};
    assert_true(ac_date_of(2014, 5, 14, &may));
    assert_true(ac_date_of(2014, 4, 20, &april));
    ac_fact_life lives[] = {
        {{INT32_MIN}, may,         2      },
        {{INT32_MIN}, april,       AC_NONE},
        {{INT32_MIN}, {INT32_MAX}, AC_NONE},
    };
    ac_fact_level *levels = AC_NEW_ARRAY(&arena, ac_fact_level, program->level_count);
    memcpy(levels, made->levels, program->level_count * sizeof *levels);
    levels[ac_find_level(program, AC_TEXT("practice"))].lives = lives;
    const ac_facts facts = {.levels = levels, .inputs = inputs};
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_statement_make(&arena, program, &facts, &set, &error), error);
    assert_int_equal(set->broken_checks, 0); /* nor are members looked at who are not there */
    AC_SCOPED_BUFFER(text, 4000);
    add_set(&text, set);
    /* In May what is known at its end is P0003's, with the list of both; what is paid in advance is
     * shared by the lists of 1 May. */
    assert_string_equal(
        text.bytes, "2014-04 due 2014-04-28: P0001 150 P0002 300 P0003 450\n"
                    "2014-04 due 2014-05-10: P0001 100 P0002 200 P0003 300\n"
                    "2014-04 due 2014-05-20: P0001 100 P0002 200 P0003 300\n"
                    "2014-05 due 2014-05-28: P0001 450 P0003 450\n"
                    "2014-05 due 2014-06-10: P0003 900\n"
                    "2014-05 due 2014-06-20: P0003 600\n"
                    "2014-06 due 2014-06-28: P0003 900\n"
                    "2014-06 due 2014-07-10: P0003 1300\n"
                    "2014-06 due 2014-07-20: P0003 600\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payments_in_advance_are_due_in_or_before_their_period),
        cmocka_unit_test(only_periods_between_from_and_until_are_paid),
        cmocka_unit_test(a_lead_provider_keeps_its_fee_and_passes_on_stage_after_stage),
        cmocka_unit_test(statements_pay_those_who_are_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
