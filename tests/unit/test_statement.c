/* SPDX-License-Identifier: MIT */
/* Statements of small contracts, worked out by hand: which split, which version, which view of a
 * gate, what is not yet known, what the checks say; and that no penny is lost, on payments made
 * up. */

#include "accord_test.h"
#include "random.h"
#include "statement_case.h"
#include "value/date.h"

static void add_parts(ac_buffer *text, const ac_statement_set *set, const ac_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        ac_text code = set->facts->levels[part->level].codes[part->member];
        ac_buffer_addf(text, " %.*s %" PRId64, AC_TEXT_ARG(code), part->amount.minor);
    }
    ac_buffer_add_z(text, parts->equally ? " equally" : "");
}

/* "2.2 2014-04 shadow: C 123 > P 123 | P > P0001 100 P0002 23", one line a payment. */
static void add_set(ac_buffer *text, const ac_statement_set *set)
{
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        const ac_pay *clause = &set->program->pays[payment->pay];
        ac_buffer_addf(text, "%.*s ", AC_TEXT_ARG(clause->number));
        ac_period_add(text, &set->program->syntax->calendar, clause->period, payment->period);
        ac_buffer_add_z(text, payment->shadow ? " shadow:" : ":");
        if (payment->state != AC_VALUE_KNOWN) {
            bool fault = ac_note_is_fault(payment->evaluation, payment->state);
            ac_buffer_add_z(text, fault ? " !\n" : " ?\n");
            continue;
        }
        add_parts(text, set, &payment->payers);
        ac_buffer_add_z(text, " >");
        add_parts(text, set, &payment->payees);
        for (size_t p = 0; p < payment->pass_count; p++) {
            ac_text from = set->program->parties[payment->passes[p].party].code;
            ac_buffer_addf(text, " | %.*s >", AC_TEXT_ARG(from));
            add_parts(text, set, &payment->passes[p].parts);
        }
        ac_buffer_add_char(text, '\n');
    }
}

typedef struct statement_case {
    const char *parties;
    const char *clauses;
    given inputs[INPUTS_MOST];
    const char *expected;
} statement_case;

static void assert_case(const statement_case *one)
{
    AC_SCOPED_ARENA(arena);
    const char *const pieces[] = {one->parties, one->clauses};
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(&arena, pieces, 2, one->inputs, &set, &error), error);
    AC_SCOPED_BUFFER(text, 10000);
    add_set(&text, set);
    assert_string_equal(text.bytes, one->expected);
}

static void a_sole_party_pays_and_is_paid_all(void **state)
{
    (void)state;
    assert_case(&(statement_case){
        sole,
        PAY,
        {{"pot", "1.234 0 -4.56"}},
        "2.2 2014-04: C 123 > P 123\n"
        "2.2 2014-05: C 0 > P 0\n"
        "2.2 2014-06: C -456 > P -456\n"});
}

static void splits_share_by_shares_and_weights_with_ties_by_code(void **state)
{
    (void)state;
    static const statement_case cases[] = {
        {many,
         WEIGHT PAY "2.3 split payer by weight" EQUALLY "2.4 split payee GPCO 50%, ACUTE 50%" TAIL,
         /* The weights of ELR, then of WL: members of a level are in code order. */
         {{"pot", "1.01 -1.01 10"}, {"weight", "1 3"}},
         "2.2 2014-04: ELR 25 WL 76 > ACUTE 51 GPCO 50\n"
         "2.2 2014-05: ELR -25 WL -76 > ACUTE -51 GPCO -50\n"
         "2.2 2014-06: ELR 250 WL 750 > ACUTE 500 GPCO 500\n"                                  },
        {many,
         WEIGHT PAY "2.3 split payer by weight" EQUALLY "2.4 split payee ACUTE 0%, GPCO 100%" TAIL,
         {{"pot", "0.03 0.02 0"}, {"weight", "0 0"}},
         "2.2 2014-04: ELR 2 WL 1 equally > ACUTE 0 GPCO 3\n"
         "2.2 2014-05: ELR 1 WL 1 equally > ACUTE 0 GPCO 2\n"
         "2.2 2014-06: ELR 0 WL 0 equally > ACUTE 0 GPCO 0\n"                                  },
        {sole,
         LIST PAY "2.3 split P to practice by list" EQUALLY,
         {{"pot", "1 -1 0.01"}, {"list", "1 1 1 0 2 2 0 0 0"}},
         "2.2 2014-04: C 100 > P 100 | P > P0001 34 P0002 33 P0003 33\n"
         "2.2 2014-05: C -100 > P -100 | P > P0001 0 P0002 -50 P0003 -50\n"
         "2.2 2014-06: C 1 > P 1 | P > P0001 1 P0002 0 P0003 0 equally\n"                      },
 /* A part is passed on as it was rounded, and only the part of the party that passes on. */
        {many,
         LIST PAY "2.3 split payer WL 100%, ELR 0%" TAIL "2.4 split payee GPCO 50%, ACUTE 50%" TAIL
                  "2.5 split GPCO to practice by list" EQUALLY,
         {{"pot", "1.01 2 3"}, {"list", "1 1 1 1 1 1 1 1 1"}},
         "2.2 2014-04: ELR 0 WL 101 > ACUTE 51 GPCO 50 | GPCO > P0001 17 P0002 17 P0003 16\n"
         "2.2 2014-05: ELR 0 WL 200 > ACUTE 100 GPCO 100 | GPCO > P0001 34 P0002 33 P0003 33\n"
         "2.2 2014-06: ELR 0 WL 300 > ACUTE 150 GPCO 150 | GPCO > P0001 50 P0002 50 P0003 50\n"},
 /* Weights that change by date are those of the day on which the period begins. */
        {many,
         "1.22 table size : patient stock by commissioner\n"
         "      from 2014-04-01 : WL 3, ELR 1\n"
         "      from 2014-06-01 : WL 1, ELR 3\n" PAY "2.3 split payer by size" EQUALLY
         "2.4 split payee GPCO 50%, ACUTE 50%" TAIL,
         {{"pot", "1 1 1"}},
         "2.2 2014-04: ELR 25 WL 75 > ACUTE 50 GPCO 50\n"
         "2.2 2014-05: ELR 25 WL 75 > ACUTE 50 GPCO 50\n"
         "2.2 2014-06: ELR 75 WL 25 > ACUTE 50 GPCO 50\n"                                      },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_case(&cases[i]);
    }
}

static void shadow_is_stated_to_its_last_day(void **state)
{
    (void)state;
    assert_case(&(statement_case){
        sole,
        PAY "2.3 shadow until 2014-05-31\n",
        {{"pot", "1 2 3"}},
        "2.2 2014-04 shadow: C 100 > P 100\n"
        "2.2 2014-05 shadow: C 200 > P 200\n"
        "2.2 2014-06: C 300 > P 300\n"});
    assert_case(&(statement_case){
        sole,
        PAY "2.3 shadow until 2014-05-30\n",
        {{"pot", "1 2 3"}},
        "2.2 2014-04 shadow: C 100 > P 100\n"
        "2.2 2014-05: C 200 > P 200\n"
        "2.2 2014-06: C 300 > P 300\n"});
}

#define EACH                                                          \
    "2.0 input own : GBP flow by practice, month from \"own.csv\"\n"  \
    "2.1 due : GBP flow by practice, month = own, rounded to pence\n" \
    "2.2 pay due to each practice, monthly, 10 days after month\n"

static void a_payment_to_each_member_has_its_own_amounts(void **state)
{
    (void)state;
    /* In June one practice is paid 3 and another repays 3: each side is split over the payers. */
    assert_case(&(statement_case){
        many,
        EACH "2.3 split payer WL 50%, ELR 50%" TAIL,
        {{"own", "0.03 0.05 0 -0.01 -0.02 0 0.03 -0.03 0"}},
        "2.2 2014-04: ELR 4 WL 4 > P0001 3 P0002 5 P0003 0\n"
        "2.2 2014-05: ELR -2 WL -1 > P0001 -1 P0002 -2 P0003 0\n"
        "2.2 2014-06: ELR 0 WL 0 > P0001 3 P0002 -3 P0003 0\n"});
}

static void a_split_of_a_payment_beats_the_general_one(void **state)
{
    (void)state;
    assert_case(&(statement_case){
        many,
        PAY "2.3 pay due + due, monthly, 20 days after month\n"
            "2.4 split payee GPCO 100%, ACUTE 0%" TAIL
            "2.5 split payee of 2.3 ACUTE 100%, GPCO 0%" TAIL
            "2.6 split payer WL 100%, ELR 0%" TAIL,
        {{"pot", "1 2 ?"}},
        "2.2 2014-04: ELR 0 WL 100 > ACUTE 0 GPCO 100\n"
        "2.3 2014-04: ELR 0 WL 200 > ACUTE 200 GPCO 0\n"
        "2.2 2014-05: ELR 0 WL 200 > ACUTE 0 GPCO 200\n"
        "2.3 2014-05: ELR 0 WL 400 > ACUTE 400 GPCO 0\n"
        "2.2 2014-06: ?\n"
        "2.3 2014-06: ?\n"});
}

static void a_variation_holds_for_periods_that_start_on_its_date(void **state)
{
    (void)state;
    static const struct {
        const char *effective;
        const char *expected;
    } cases[] = {
        {"2014-05-01", "2.2 2014-04: ELR 0 WL 100 > ACUTE 50 GPCO 50\n"
                       "2.2 2014-05: ELR 100 WL 0 > ACUTE 50 GPCO 50\n"
                       "2.2 2014-06: ELR 100 WL 0 > ACUTE 50 GPCO 50\n"},
        {"2014-05-02", "2.2 2014-04: ELR 0 WL 100 > ACUTE 50 GPCO 50\n"
                       "2.2 2014-05: ELR 0 WL 100 > ACUTE 50 GPCO 50\n"
                       "2.2 2014-06: ELR 100 WL 0 > ACUTE 50 GPCO 50\n"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(clauses, 4000);
        ac_buffer_addf(
            &clauses,
            PAY
            "2.3 split payer WL 100%%, ELR 0%%" TAIL "2.4 split payee GPCO 50%%, ACUTE 50%%" TAIL
            "VARIATION 1 signed 2014-04-20 effective %s\n2.3 split payer WL 0%%, ELR 100%%" TAIL,
            cases[i].effective);
        assert_case(&(statement_case){many, clauses.bytes, {{"pot", "1 1 1"}}, cases[i].expected});
    }
}

static void a_varied_payment_is_due_and_worked_out_by_its_version(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    const char *const pieces[] = {
        sole, PAY, "VARIATION 1 signed 2014-04-20 effective 2014-06-01\n",
        "2.2 pay due + due, monthly, 20 days after month\n"};
    const given inputs[INPUTS_MOST] = {
        {"pot", "1 1 1"}
    };
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(&arena, pieces, 4, inputs, &set, &error), error);
    AC_SCOPED_BUFFER(text, 1000);
    for (size_t i = 0; i < set->payment_count; i++) {
        ac_date_add_iso(&text, set->payments[i].due);
        ac_buffer_addf(&text, " %" PRId64 "\n", set->payments[i].amount.minor);
    }
    assert_string_equal(text.bytes, "2014-05-10 100\n2014-06-10 100\n2014-07-20 200\n");
}

static void a_gate_is_undecided_for_a_payment_due_before_its_data_freeze(void **state)
{
    (void)state;
    /* Decided on 11 June: after 10 May and 10 June, before 10 July. */
    static const statement_case one = {
        sole,
        "2.0 input wait : % rate by month from \"wait.csv\", freeze 42 days after month\n"
        "2.1 gate g at 2014-04-30 : wait >= 90%\n"
        "2.2 share : % rate by month = first that applies\n"
        "      60% when g met\n"
        "      50% when g missed\n"
        "      40% otherwise\n"
        "2.3 due : GBP flow by month = pot * share, rounded to pence\n"
        "2.4 pay due, monthly, 10 days after month\n",
        {{"pot", "1 1 1"}, {"wait", "0.95 ? ?"}},
        "2.4 2014-04: C 40 > P 40\n"
        "2.4 2014-05: C 40 > P 40\n"
        "2.4 2014-06: C 60 > P 60\n"
    };
    assert_case(&one);
    AC_SCOPED_ARENA(arena);
    const char *const pieces[] = {one.parties, one.clauses};
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(&arena, pieces, 2, one.inputs, &set, &error), error);
    assert_int_equal(set->payments[0].gates_undecided, 1);
    assert_ptr_equal(set->payments[0].evaluation, set->payments[1].evaluation);
    assert_int_equal(set->payments[2].gates_undecided, 0);
    assert_ptr_equal(set->payments[2].evaluation, set->evaluation);
}

static void what_is_not_known_is_never_stated_in_part(void **state)
{
    (void)state;
    static const statement_case cases[] = {
        {sole,
         PAY,                                                                                       {{"pot", "? 1 !"}},
         "2.2 2014-04: ?\n2.2 2014-05: C 100 > P 100\n2.2 2014-06: !\n"},
 /* Weights of a month not received, and one that should be there. */
        {sole,
         LIST PAY "2.3 split P to practice by list" EQUALLY,
         {{"pot", "1 1 1"}, {"list", "1 1 1 1 ! 1 ? ? ?"}},
         "2.2 2014-04: C 100 > P 100 | P > P0001 34 P0002 33 P0003 33\n"
         "2.2 2014-05: !\n"
         "2.2 2014-06: ?\n"                                            },
        {many,
         WEIGHT PAY "2.3 split payer by weight" EQUALLY "2.4 split payee GPCO 50%, ACUTE 50%" TAIL,
         {{"pot", "1 1 1"}, {"weight", "? ?"}},
         "2.2 2014-04: ?\n2.2 2014-05: ?\n2.2 2014-06: ?\n"            },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_case(&cases[i]);
    }
}

static void what_cannot_be_shared_out_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *clauses;
        given inputs[INPUTS_MOST];
        accord_status_code code;
        const char *message;
    } cases[] = {
        {LIST PAY "2.3 split P to practice by list" EQUALLY,
         {{"pot", "1 1 1"}, {"list", "1 1 1 1 -1 1 1 1 1"}},
         ACCORD_EINPUT, "clause 2.3 cannot share out clause 2.2 for 2014-05: the weight of P0002 is negative"},
        {PAY,
         {{"pot", "1 1000000000000000000 1"}},
         ACCORD_ERANGE, "the amount of clause 2.2 for 2014-05 is too large to be paid"                       },
        {EACH,
         {{"own", "90000000000000000 90000000000000000 -90000000000000000 0 0 0 0 0 0"}},
         ACCORD_ERANGE, "the amount of clause 2.2 for 2014-04 is too large to be paid"                       },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        const char *const pieces[] = {sole, cases[i].clauses};
        ac_statement_set *set = NULL;
        accord_error error = {0};
        accord_status status = make(&arena, pieces, 2, cases[i].inputs, &set, &error);
        assert_int_equal(status.code, cases[i].code);
        assert_string_equal(error.message, cases[i].message);
        assert_null(set);
    }
}

/* "h" holds, "b" broken, "?" not yet known, in the order of the results. */
static void assert_checks(const statement_case *one)
{
    AC_SCOPED_ARENA(arena);
    const char *const pieces[] = {one->parties, one->clauses};
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(&arena, pieces, 2, one->inputs, &set, &error), error);
    AC_SCOPED_BUFFER(text, 1000);
    size_t broken = 0;
    for (size_t i = 0; i < set->check_count; i++) {
        const ac_check_result *result = &set->checks[i];
        bool known = result->state == AC_VALUE_KNOWN;
        ac_buffer_add_char(&text, !known ? '?' : result->holds ? 'h' : 'b');
        broken += known && !result->holds ? 1 : 0;
    }
    assert_string_equal(text.bytes, one->expected);
    assert_int_equal(set->broken_checks, broken);
}

static void checks_hold_break_and_wait(void **state)
{
    (void)state;
    static const statement_case cases[] = {
        {sole,
         PAY "9.1 check total paid = total received every payment\n",
         {{"pot", "1 2 ?"}},
         "hh"                                                                                                                                     },
        {sole, PAY "9.1 check total paid <= 150 GBP over quarter\n",                      {{"pot", "100 50 0"}},                             "h"  },
        {sole, PAY "9.1 check total paid <= 150 GBP over quarter\n",                      {{"pot", "100 50 0.01"}},                          "b"  },
        {sole, PAY "9.1 check total paid <= 150 GBP over quarter\n",                      {{"pot", "100 ? 100"}},                            "?"  },
        {sole, PAY "9.1 check total paid <= 75 GBP every month\n",                        {{"pot", "100 75 ?"}},                             "bh?"},
        {sole,
         PAY "2.3 shadow until 2014-04-30\n9.1 check total paid <= 75 GBP every month\n",
         {{"pot", "100 75 ?"}},
         "bh?"                                                                                                                                    },
        {sole,
         LIST PAY "2.3 split P to practice by list" EQUALLY
                  "9.1 check total passed over practice = received by P every payment\n"
                  "9.2 check total passed over practice = 2 GBP every payment\n",         {{"pot", "1 2 3"}, {"list", "1 1 1 1 1 1 1 1 1"}},
         "hhhbhb"                                                                                                                                 },
        {many,
         PAY "2.3 split payer WL 100%, ELR 0%" TAIL "2.4 split payee GPCO 25%, ACUTE 75%" TAIL
             "9.1 check received by GPCO = 1 GBP every payment\n",                        {{"pot", "4 8 4.01"}},
         "hbh"                                                                                                                                    },
        {sole,
         "1.22 table cap : GBP flow from 2014-04-01 : 1 from 2014-06-01 : 2\n" PAY
         "9.1 check total paid <= cap every payment\n",                                   {{"pot", "1 2 2"}},
         "hbh"                                                                                                                                    },
 /* One that breaks for some member is broken, and one that may yet break is not known. */
        {sole,
         LIST PAY "2.3 split P to practice by list" EQUALLY
                  "9.1 check list >= 2 patient every month\n",                            {{"pot", "1 1 1"}, {"list", "2 3 4 2 1 3 ? ? ?"}},
         "hb?"                                                                                                                                    },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_checks(&cases[i]);
    }
}

/* ---- The laws, on made-up payments ---- */

static int64_t sum_of(const ac_parts *parts)
{
    int64_t sum = 0;
    for (size_t i = 0; i < parts->count; i++) {
        sum += parts->list[i].amount.minor;
    }
    return sum;
}

static void assert_conserved(const ac_payment *payment)
{
    assert_int_equal(payment->state, AC_VALUE_KNOWN);
    assert_int_equal(sum_of(&payment->payers), payment->amount.minor);
    assert_int_equal(sum_of(&payment->payees), payment->amount.minor);
    for (size_t i = 0; i < payment->payers.count; i++) {
        int64_t row = 0;
        for (size_t j = 0; j < payment->payees.count; j++) {
            row += payment->legs[i * payment->payees.count + j].minor;
        }
        assert_int_equal(row, payment->payers.list[i].amount.minor);
    }
    for (size_t j = 0; j < payment->payees.count; j++) {
        int64_t column = 0;
        for (size_t i = 0; i < payment->payers.count; i++) {
            int64_t leg = payment->legs[i * payment->payees.count + j].minor;
            int64_t whole = payment->payees.list[j].amount.minor;
            assert_true(leg == 0 || (leg < 0) == (whole < 0));
            column += leg;
        }
        assert_int_equal(column, payment->payees.list[j].amount.minor);
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        assert_int_equal(sum_of(&payment->passes[p].parts), payment->passes[p].amount.minor);
    }
}

static void
add_random(test_random *random, ac_buffer *text, size_t count, bool negative, uint64_t limit)
{
    for (size_t i = 0; i < count; i++) {
        bool minus = negative && test_random_below(random, 2) == 0;
        bool none = test_random_below(random, 5) == 0;
        uint64_t whole = none ? 0 : test_random_below(random, limit);
        uint64_t part = none ? 0 : test_random_below(random, 1000);
        ac_buffer_addf(
            text, "%s%s%" PRIu64 ".%03" PRIu64, i == 0 ? "" : " ", minus ? "-" : "", whole, part);
    }
}

static void no_penny_is_lost_in_2000_payments(void **state)
{
    (void)state;
    static const char clauses[] = WEIGHT LIST PAY
        "3.0 input own : GBP flow by practice, month from \"own.csv\"\n"
        "3.1 each : GBP flow by practice, month = own, rounded to pence\n"
        "3.2 pay each to each practice, monthly, 10 days after month\n"
        "4.1 split payer by weight" EQUALLY "4.2 split payee GPCO 61.7%, ACUTE 38.3%" TAIL
        "4.3 split GPCO to practice by list" EQUALLY
        "9.1 check total paid = total received every payment\n"
        "9.2 check total passed over practice = received by GPCO every payment\n"
        "9.3 check total paid over quarter = total received over quarter\n";
    test_random random = test_random_start("statement");
    size_t payments = 0;
    for (size_t i = 0; i < 334; i++) {
        AC_SCOPED_ARENA(arena);
        char values[INPUTS_MOST][500];
        const size_t counts[INPUTS_MOST] = {3, 2, 9, 9};
        for (size_t k = 0; k < INPUTS_MOST; k++) {
            AC_SCOPED_BUFFER(text, 499);
            bool amounts = k == 0 || k == 3;
            uint64_t limit = amounts && i % 7 == 0 ? 3 : 1000000;
            add_random(&random, &text, counts[k], amounts, limit);
            memcpy(values[k], text.bytes, text.size_bytes + 1);
        }
        const given inputs[INPUTS_MOST] = {
            {"pot",    values[0]},
            {"weight", values[1]},
            {"list",   values[2]},
            {"own",    values[3]}
        };
        const char *const pieces[] = {many, clauses};
        ac_statement_set *set = NULL;
        accord_error error = {0};
        assert_accord_ok(make(&arena, pieces, 2, inputs, &set, &error), error);
        for (size_t p = 0; p < set->payment_count; p++) {
            assert_conserved(&set->payments[p]);
        }
        assert_int_equal(set->broken_checks, 0);
        payments += set->payment_count;
    }
    assert_true(payments >= 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sole_party_pays_and_is_paid_all),
        cmocka_unit_test(splits_share_by_shares_and_weights_with_ties_by_code),
        cmocka_unit_test(shadow_is_stated_to_its_last_day),
        cmocka_unit_test(a_payment_to_each_member_has_its_own_amounts),
        cmocka_unit_test(a_split_of_a_payment_beats_the_general_one),
        cmocka_unit_test(a_variation_holds_for_periods_that_start_on_its_date),
        cmocka_unit_test(a_varied_payment_is_due_and_worked_out_by_its_version),
        cmocka_unit_test(a_gate_is_undecided_for_a_payment_due_before_its_data_freeze),
        cmocka_unit_test(what_is_not_known_is_never_stated_in_part),
        cmocka_unit_test(what_cannot_be_shared_out_is_refused),
        cmocka_unit_test(checks_hold_break_and_wait),
        cmocka_unit_test(no_penny_is_lost_in_2000_payments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
