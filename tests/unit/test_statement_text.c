/* SPDX-License-Identifier: MIT */
/* Statements as people and programs read them: text, CSV, JSON, filters, and amounts of money. */

#include "accord_test.h"
#include "statement_case.h"

static const char written_clauses[] =
    LIST PAY "2.3 shadow until 2014-04-30\n2.4 split payer WL 50%, ELR 50%" TAIL
             "2.5 split payee GPCO 50%, ACUTE 50%" TAIL "2.6 split GPCO to practice by list" EQUALLY
             "9.1 check total paid >= 0 GBP every payment\n";

static const ac_statement_set *written(ac_arena *arena)
{
    const char *const pieces[] = {many, written_clauses};
    static const given inputs[INPUTS_MOST] = {
        {"pot",  "1234.5 -20.02 ?"  },
        {"list", "1 1 0 1 1 0 1 1 0"}
    };
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(make(arena, pieces, 2, inputs, &set, &error), error);
    return set;
}

static void text_says_who_pays_whom(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 10000);
    const ac_statement_set *set = written(&arena);
    ac_statement_add_text(&text, set, &(ac_statement_filter){0});
    static const char expected[] =
        "T  Test\n\n"
        "[shadow] 2.2  due\n"
        "[shadow]      2014-04, due 10 May 2014: \xC2\xA3"
        "1,234.50 (in shadow: nothing is paid)\n"
        "[shadow]      ELR would pay ACUTE \xC2\xA3"
        "308.63\n"
        "[shadow]      ELR would pay GPCO \xC2\xA3"
        "308.62\n"
        "[shadow]      WL would pay ACUTE \xC2\xA3"
        "308.62\n"
        "[shadow]      WL would pay GPCO \xC2\xA3"
        "308.63\n"
        "[shadow]      GPCO would pass on \xC2\xA3"
        "617.25 to each practice (clause 2.6):\n"
        "[shadow]        P0001  \xC2\xA3"
        "308.63   P0002  \xC2\xA3"
        "308.62   P0003    \xC2\xA3"
        "0.00\n"
        "\n"
        "2.2  due\n"
        "     2014-05, due 10 June 2014: \xC2\xA3"
        "20.02 is repaid\n"
        "     ACUTE repays ELR \xC2\xA3"
        "5.01\n"
        "     GPCO repays ELR \xC2\xA3"
        "5.00\n"
        "     ACUTE repays WL \xC2\xA3"
        "5.00\n"
        "     GPCO repays WL \xC2\xA3"
        "5.01\n"
        "     GPCO is repaid \xC2\xA3"
        "10.01 by each practice (clause 2.6):\n"
        "       P0001  \xC2\xA3"
        "5.01   P0002  \xC2\xA3"
        "5.00   P0003  \xC2\xA3"
        "0.00\n"
        "\n"
        "2.2  due, 2014-06, due 10 July 2014: not yet known: clause 1.11: pot for 2014-06 has not "
        "been received\n\n"
        "Totals by year\n"
        "  2014/15  WL is repaid \xC2\xA3"
        "10.01\n"
        "  2014/15  ELR is repaid \xC2\xA3"
        "10.01\n"
        "  2014/15  GPCO repays \xC2\xA3"
        "10.01, takes back \xC2\xA3"
        "10.01\n"
        "  2014/15  ACUTE repays \xC2\xA3"
        "10.01\n"
        "  2014/15  every practice together repays \xC2\xA3"
        "10.01\n"
        "  in shadow, and so not counted: 1\n"
        "  not known, and so not counted: 1\n\n"
        "Checks\n"
        "  9.1  total paid >= 0 GBP: holds for 1, BROKEN for 1: 2.2 2014-05\n\n"
        "Receipt\n";
    assert_true(text.size_bytes > strlen(expected));
    text.bytes[strlen(expected)] = '\0';
    assert_string_equal(text.bytes, expected);
}

static void csv_has_a_line_for_every_part_of_one_party(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 10000);
    const ac_statement_set *set = written(&arena);
    ac_statement_add_csv(&text, set, &(ac_statement_filter){.party = AC_TEXT("GPCO")});
    assert_string_equal(
        text.bytes, "clause,period,due,shadow,state,role,party,counterparty,amount,paid\n"
                    "2.2,2014-04,2014-05-10,yes,known,payee,GPCO,,617.25,0.00\n"
                    "2.2,2014-04,2014-05-10,yes,known,leg,ELR,GPCO,308.62,0.00\n"
                    "2.2,2014-04,2014-05-10,yes,known,leg,WL,GPCO,308.63,0.00\n"
                    "2.2,2014-04,2014-05-10,yes,known,practice,P0001,GPCO,308.63,0.00\n"
                    "2.2,2014-04,2014-05-10,yes,known,practice,P0002,GPCO,308.62,0.00\n"
                    "2.2,2014-04,2014-05-10,yes,known,practice,P0003,GPCO,0.00,0.00\n"
                    "2.2,2014-05,2014-06-10,no,known,payee,GPCO,,-10.01,-10.01\n"
                    "2.2,2014-05,2014-06-10,no,known,leg,ELR,GPCO,-5.00,-5.00\n"
                    "2.2,2014-05,2014-06-10,no,known,leg,WL,GPCO,-5.01,-5.01\n"
                    "2.2,2014-05,2014-06-10,no,known,practice,P0001,GPCO,-5.01,-5.01\n"
                    "2.2,2014-05,2014-06-10,no,known,practice,P0002,GPCO,-5.00,-5.00\n"
                    "2.2,2014-05,2014-06-10,no,known,practice,P0003,GPCO,0.00,0.00\n"
                    "2.2,2014-06,2014-07-10,no,not yet known,payment,,,,\n");
}

static void a_filter_takes_periods_that_lie_within(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 10000);
    const ac_statement_set *set = written(&arena);
    ac_statement_filter filter = {
        .period_said = true, .kind = AC_PERIOD_MONTH, .party = AC_TEXT("P0001")};
    filter.period = 2014 * 12 + 4;
    ac_statement_add_csv(&text, set, &filter);
    assert_string_equal(
        text.bytes, "clause,period,due,shadow,state,role,party,counterparty,amount,paid\n"
                    "2.2,2014-05,2014-06-10,no,known,practice,P0001,GPCO,-5.01,-5.01\n");
    ac_buffer_clear(&text);
    filter.kind = AC_PERIOD_QUARTER;
    filter.period = ac_period_within(
        &set->program->syntax->calendar, AC_PERIOD_MONTH, filter.period, AC_PERIOD_QUARTER);
    ac_statement_add_csv(&text, set, &filter);
    assert_non_null(strstr(text.bytes, "2.2,2014-04,"));
    assert_non_null(strstr(text.bytes, "2.2,2014-06,"));
}

static void json_gives_amounts_as_text_and_minor_units(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 20000);
    const ac_statement_set *set = written(&arena);
    ac_statement_add_json(&text, set, &(ac_statement_filter){0});
    static const char *const pieces[] = {
        "\"contract\": {\"code\": \"T\", \"title\": \"Test\", \"currency\": \"GBP\", "
        "\"decimals\": 2, \"sha256\": \"",
        "{\"clause\": \"2.2\", \"pays\": \"due\", \"period\": \"2014-05\", "
        "\"due\": \"2014-06-10\", \"shadow\": false, \"state\": \"known\", "
        "\"amount\": \"-20.02\", \"minor\": -2002, "
        "\"paid\": \"-20.02\"",
        "{\"from\": \"ELR\", \"to\": \"GPCO\", \"amount\": \"-5.00\", \"minor\": -500}",
        "{\"party\": \"P0001\", \"level\": \"practice\", \"weight\": \"1\", \"amount\": \"-5.01\", "
        "\"minor\": -501}",
        "\"state\": \"not yet known\", "
        "\"why\": \"clause 1.11: pot for 2014-06 has not been received\"}",
        "{\"clause\": \"9.1\", \"payment\": \"2.2\", \"period\": \"2014-05\", \"holds\": false}"};
    for (size_t i = 0; i < ARRAY_COUNT(pieces); i++) {
        if (strstr(text.bytes, pieces[i]) == NULL) {
            fail_msg("%s is not in\n%s", pieces[i], text.bytes);
        }
    }
}

static void the_receipt_names_every_file_once(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 20000);
    const ac_statement_set *set = written(&arena);
    /* Two inputs of one file, and another file of the same name. */
    ac_fact_file files[2] = {
        {.name = AC_TEXT("a.csv"), .hash = ac_hash_of(AC_TEXT("a")), .rows = 3, .counted = 2},
        {.name = AC_TEXT("a.csv"), .hash = ac_hash_of(AC_TEXT("b")), .rows = 1, .refused = 1}
    };
    ac_fact_input inputs[16];
    assert_true(set->program->quantity_count <= ARRAY_COUNT(inputs));
    memcpy(inputs, set->facts->inputs, set->program->quantity_count * sizeof *inputs);
    for (uint32_t q = 0; q < set->program->quantity_count; q++) {
        inputs[q].files = files;
        inputs[q].file_count = 2;
    }
    ac_facts facts = *set->facts;
    facts.inputs = inputs;
    ac_statement_set with_files = *set;
    with_files.facts = &facts;
    ac_statement_add_text(&text, &with_files, &(ac_statement_filter){0});
    const char *receipt = strstr(text.bytes, "  file ");
    assert_non_null(receipt);
    assert_string_equal(
        receipt,
        "  file      a.csv: 3 rows, 2 counted, 0 refused\n"
        "            sha256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n"
        "  file      a.csv: 1 rows, 0 counted, 1 refused\n"
        "            sha256 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d\n"
        "  accord    " ACCORD_VERSION "\n");
}

static void money_reads_as_people_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *money;
        int64_t minor;
        const char *shown;
        const char *plain;
    } cases[] = {
        {"GBP in whole pence",   123450,
         "\xC2\xA3"
         "1,234.50",                                     "1234.50"              },
        {"GBP in whole pence",   -2000,
         "-\xC2\xA3"
         "20.00",                                        "-20.00"               },
        {"GBP in whole pence",   0,
         "\xC2\xA3"
         "0.00",                                         "0.00"                 },
        {"GBP in whole pence",   -1,
         "-\xC2\xA3"
         "0.01",                                         "-0.01"                },
        {"GBP in whole pence",   INT64_MIN,
         "-\xC2\xA3"
         "92,233,720,368,547,758.08",                    "-92233720368547758.08"},
        {"USD in whole dollars", 1000,      "USD 1,000", "1000"                 },
        {"USD in whole dollars", -7,        "-USD 7",    "-7"                   },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(text, 1000);
        ac_buffer_addf(
            &text,
            "accord 1\ncontract T \"Test\"\nterm 2014-04-01 to 2014-06-30, years from 1 April\n"
            "money %s, halves away from zero\n",
            cases[i].money);
        ac_diagnostics diagnostics;
        ac_diagnostics_init(&diagnostics, &arena);
        const ac_program *program =
            ac_compile(&arena, ac_text_copy(&arena, ac_buffer_text(&text)), &diagnostics);
        assert_non_null(program);
        accord_money amount = {cases[i].minor};
        ac_buffer_clear(&text);
        ac_money_add(&text, program, amount);
        assert_string_equal(text.bytes, cases[i].shown);
        ac_buffer_clear(&text);
        ac_money_add_plain(&text, program, amount);
        assert_string_equal(text.bytes, cases[i].plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_says_who_pays_whom),
        cmocka_unit_test(csv_has_a_line_for_every_part_of_one_party),
        cmocka_unit_test(a_filter_takes_periods_that_lie_within),
        cmocka_unit_test(json_gives_amounts_as_text_and_minor_units),
        cmocka_unit_test(the_receipt_names_every_file_once),
        cmocka_unit_test(money_reads_as_people_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
