/* SPDX-License-Identifier: MIT */
/* Explanations: whole texts for a small contract over figures written out by hand. */

#include "accord_test.h"
#include "contract/explain.h"
#include "made_facts.h"

#include <string.h>

enum { TEXT_MAX = 1 << 22 };

static const char contract[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2014-09-30, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner C \"Commissioner\"\n"
    "1.2 provider P \"Provider\"\n"
    "1.3 unit attendance\n"
    "1.4 level clinic from \"clinics.csv\"\n"
    "> What was seen, as the clinics count it.\n"
    "2.1 input seen : attendance flow by clinic, month from \"seen.csv\"\n"
    "2.2 table price : GBP/attendance rate\n"
    "      from 2014-04-01 : 10.005\n"
    "      from 2014-07-01 : 12\n"
    "2.3 all : attendance flow by quarter = total seen over clinic, quarter\n"
    "2.4 gate busy each quarter : all >= 12 attendance\n"
    "2.5 gate half at 2014-09-30 : all >= 1,000 attendance\n"
    "3.1 share : % rate by quarter = first that applies\n"
    "      90% when half met\n"
    "      50% when busy met\n"
    "      25% otherwise\n"
    "3.2 worth : GBP flow by quarter = all * price * share / 3, not above 40 GBP,\n"
    "      not below 1 GBP, rounded to pence\n"
    "3.3 bands grade : % rate of all\n"
    "      from 0 to 10 : 0% to 50%\n"
    "      from 10 to 100 : 50% to 95%\n"
    "3.4 part : % rate by clinic, month = seen / seen, or 0 where that cannot be divided\n"
    "9.1 pay worth, quarterly, 30 days after quarter\n"
    "VARIATION 1 signed 2014-06-01 effective 2014-07-01\n"
    "2.3 all : attendance flow by quarter = total seen over clinic, quarter * 2\n";

static const ac_program *compile(ac_arena *arena, ac_text source)
{
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    const ac_program *program = ac_compile(arena, source, &diagnostics);
    if (program == NULL) {
        AC_SCOPED_BUFFER(faults, 8000);
        ac_diagnostics_add_text(&faults, &diagnostics, source, "test");
        fail_msg("%s", faults.bytes);
    }
    return program;
}

/* Two clinics; five months received of six; in June no row speaks of the second. */
static ac_evaluation *small(ac_arena *arena)
{
    static const int64_t seen[5][2] = {
        {5, 1},
        {3, 2},
        {4, 0},
        {2, 2},
        {1, 1}
    };
    static const ac_text codes[] = {
        {"NORTH", 5},
        {"SOUTH", 5}
    };
    const ac_program *program = compile(arena, AC_TEXT(contract));
    const ac_facts *made = made_facts(arena, program, &(made_options){2, 100, 1});
    uint32_t q = ac_find_quantity(program, AC_TEXT("seen"));
    ac_rational *values = AC_NEW_ARRAY(arena, ac_rational, 10);
    uint8_t *states = AC_NEW_ARRAY(arena, uint8_t, 10);
    uint64_t *rows = AC_NEW_ARRAY(arena, uint64_t, 10);
    bool *received = AC_NEW_ARRAY(arena, bool, 5);
    for (size_t i = 0; i < 10; i++) {
        values[i] = ac_rational_of(seen[i / 2][i % 2]);
        rows[i] = (uint64_t)seen[i / 2][i % 2];
        states[i] = rows[i] == 0 ? AC_FACT_ABSENT : AC_FACT_PRESENT;
        received[i / 2] = true;
    }
    ac_fact_file *file = AC_NEW(arena, ac_fact_file);
    *file = (ac_fact_file){.name = AC_TEXT("seen.csv"), .rows = 21, .counted = 20, .refused = 1};
    file->hash = ac_hash_of(AC_TEXT("abc"));
    ac_fact_input *inputs = AC_NEW_ARRAY(arena, ac_fact_input, program->quantity_count);
    inputs[q] = (ac_fact_input){
        .given = true,
        .first = ac_term_first(&program->syntax->calendar, AC_PERIOD_MONTH),
        .periods = 5,
        .members = 2,
        .values = values,
        .states = states,
        .rows = rows,
        .received = received,
        .files = file,
        .file_count = 1};
    ac_fact_level *levels = AC_NEW_ARRAY(arena, ac_fact_level, program->level_count);
    for (uint32_t i = 0; i < program->level_count; i++) {
        bool from_file = program->levels[i].kind == AC_LEVEL_FILE;
        levels[i] = from_file ? (ac_fact_level){.codes = codes, .count = 2} : made->levels[i];
    }
    ac_facts *facts = AC_NEW(arena, ac_facts);
    *facts = (ac_facts){.levels = levels, .inputs = inputs};
    ac_evaluation *evaluation = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_evaluate(arena, program, facts, 0, &evaluation, &error), error);
    return evaluation;
}

static int32_t period_of(const ac_evaluation *evaluation, uint32_t quantity, const char *words)
{
    int32_t period = 0;
    accord_error error = {0};
    assert_accord_ok(
        ac_period_parse(
            &evaluation->program->syntax->calendar, evaluation->quantities[quantity].period,
            ac_text_of(words), &period, &error),
        error);
    return period;
}

/* Adds an explanation, which must succeed. */
static void explain(
    ac_buffer *text,
    const ac_evaluation *evaluation,
    const ac_explain_subject *subject,
    const ac_explain_options *options)
{
    accord_error error = {0};
    assert_accord_ok(ac_explain_add(text, evaluation, subject, options, &error), error);
}

static void assert_refused(
    ac_buffer *text,
    const ac_evaluation *evaluation,
    const ac_explain_subject *subject,
    accord_status_code code,
    const char *message)
{
    accord_error error = {0};
    accord_status status = ac_explain_add(text, evaluation, subject, NULL, &error);
    assert_int_equal(status.code, code);
    assert_string_equal(error.message, message);
}

static void assert_explained(
    const char *name, const char *period, ac_explain_options options, const char *expected)
{
    AC_SCOPED_ARENA(arena);
    ac_evaluation *evaluation = small(&arena);
    uint32_t q = ac_find_quantity(evaluation->program, ac_text_of(name));
    assert_int_not_equal(q, AC_NONE);
    options.receipt_left_out = true;
    ac_explain_subject subject = {
        .kind = AC_EXPLAIN_QUANTITY, .index = q, .period = period_of(evaluation, q, period)};
    subject.at.members[ac_find_level(evaluation->program, AC_TEXT("clinic"))] = 1; /* SOUTH */
    AC_SCOPED_BUFFER(text, TEXT_MAX);
    explain(&text, evaluation, &subject, &options);
    assert_string_equal(text.bytes, expected);
}

static void a_formula_is_shown_with_its_numbers_cases_limits_and_rounding(void **state)
{
    (void)state;
    assert_explained(
        "worth", "2014/15 Q1", (ac_explain_options){.depth_max = 2},
        "worth for 2014/15 Q1 = 25.01 GBP\n"
        "  clause   3.2, as signed\n"
        "  formula  all * price * share / 3, not above 40 GBP, not below 1 GBP, rounded to "
        "pence\n"
        "  numbers  15 * 10.005 * 50% / 3, not above 40, not below 1, rounded to 2 places\n"
        "  so       limit, not above 40: does not touch 25.0125\n"
        "           limit, not below 1: does not touch 25.0125\n"
        "           rounded to 2 places, halves away from zero: 25.0125 becomes 25.01\n"
        "  - all for 2014/15 Q1 = 15 attendance\n"
        "    clause   2.3, as signed\n"
        "    formula  total seen over clinic, quarter\n"
        "    numbers  [total of 6: 15]\n"
        "    - 'total seen over clinic, quarter' for 2014/15 Q1 = 15 attendance\n"
        "      so       the sum of 6 values\n"
        "      - seen of NORTH for 2014-04 = 5 attendance\n"
        "        clause   2.1, as signed\n"
        "        wording  What was seen, as the clinics count it.\n"
        "        text     2.1 input seen : attendance flow by clinic, month from \"seen.csv\"\n"
        "        so       from 5 rows\n"
        "        files    seen.csv, sha-256 ba7816bf8f01cfea, 21 rows, 20 counted, 1 refused\n"
        "      - seen of NORTH for 2014-06 = 4 attendance\n"
        "        clause   2.1, as signed; its words are above\n"
        "        so       from 4 rows\n"
        "      - seen of NORTH for 2014-05 = 3 attendance\n"
        "        clause   2.1, as signed; its words are above\n"
        "        so       from 3 rows\n"
        "      - seen of SOUTH for 2014-05 = 2 attendance\n"
        "        clause   2.1, as signed; its words are above\n"
        "        so       from 2 rows\n"
        "      - seen of SOUTH for 2014-04 = 1 attendance\n"
        "        clause   2.1, as signed; its words are above\n"
        "        so       from 1 row\n"
        "      - seen of SOUTH for 2014-06 = 0 attendance\n"
        "        clause   2.1, as signed; its words are above\n"
        "        so       received, no rows\n"
        "  - price for 2014-04 = 10.005 GBP/attendance\n"
        "    clause   2.2, as signed\n"
        "    text     2.2 table price : GBP/attendance rate from 2014-04-01 : 10.005 from "
        "2014-07-01 : 12\n"
        "    so       the table's row from 2014-04-01\n"
        "  - share for 2014/15 Q1 = 50%\n"
        "    clause   3.1, as signed\n"
        "    formula  first that applies 90% when half met 50% when busy met 25% otherwise\n"
        "    numbers  50%\n"
        "    so       case 1, 90% when half met: does not apply (half met [no: undecided])\n"
        "             case 2, 50% when busy met: applies (busy met [yes])\n"
        "    - gate half: undecided\n"
        "      clause   2.5, as signed\n"
        "      formula  all >= 1,000 attendance\n"
        "      so       applies to periods that end on or after 2014-09-30, and 2014/15 Q1 "
        "does not\n"
        "    - gate busy for 2014/15 Q1: met\n"
        "      clause   2.4, as signed\n"
        "      formula  all >= 12 attendance\n"
        "      numbers  15 >= 12\n"
        "      so       decided by data that freeze on 2014-06-30\n"
        "               (what it was made from lies deeper: --depth N shows more)\n");
}

static void a_total_shows_its_largest_parts_and_the_rest(void **state)
{
    (void)state;
    assert_explained(
        "all", "2014/15 Q1", (ac_explain_options){.children_max = 2},
        "all for 2014/15 Q1 = 15 attendance\n"
        "  clause   2.3, as signed\n"
        "  formula  total seen over clinic, quarter\n"
        "  numbers  [total of 6: 15]\n"
        "  - 'total seen over clinic, quarter' for 2014/15 Q1 = 15 attendance\n"
        "    so       the sum of 6 values\n"
        "    - seen of NORTH for 2014-04 = 5 attendance\n"
        "      clause   2.1, as signed\n"
        "      wording  What was seen, as the clinics count it.\n"
        "      text     2.1 input seen : attendance flow by clinic, month from \"seen.csv\"\n"
        "      so       from 5 rows\n"
        "      files    seen.csv, sha-256 ba7816bf8f01cfea, 21 rows, 20 counted, 1 refused\n"
        "    - seen of NORTH for 2014-06 = 4 attendance\n"
        "      clause   2.1, as signed; its words are above\n"
        "      so       from 4 rows\n"
        "    - and 4 more = 6 attendance\n");
}

static void a_band_shows_its_line(void **state)
{
    (void)state;
    assert_explained(
        "grade", "2014/15 Q1", (ac_explain_options){.depth_max = 1},
        "grade for 2014/15 Q1 = 52.5%\n"
        "  clause   3.3, as signed\n"
        "  text     3.3 bands grade : % rate of all from 0 to 10 : 0% to 50% from 10 to 100 : "
        "50% to 95%\n"
        "  numbers  the band of 15\n"
        "  so       15 lies in the band from 10 to 100: 50% + (95% - 50%) * (15 - 10) / (100 "
        "- 10) = 52.5%\n"
        "  - all for 2014/15 Q1 = 15 attendance\n"
        "    clause   2.3, as signed\n"
        "    formula  total seen over clinic, quarter\n"
        "    numbers  [total of 6: 15]\n"
        "             (what it was made from lies deeper: --depth N shows more)\n");
}

static void a_clause_that_a_variation_restates_says_so(void **state)
{
    (void)state;
    assert_explained(
        "all", "2014/15 Q2", (ac_explain_options){.children_max = 1},
        "all for 2014/15 Q2: not yet known\n"
        "  because  clause 2.1: seen for 2014-09 has not been received\n"
        "  clause   2.3, as restated by variation 1, signed 2014-06-01, in force from "
        "2014-07-01\n"
        "  formula  total seen over clinic, quarter * 2\n"
        "  numbers  [total of 6: not yet known] * 2\n"
        "  - 'total seen over clinic, quarter' for 2014/15 Q2: not yet known\n"
        "    so       the sum of 6 values\n"
        "    - seen of NORTH for 2014-09: not yet known\n"
        "      because  clause 2.1: seen for 2014-09 has not been received\n"
        "      clause   2.1, as signed\n"
        "      wording  What was seen, as the clinics count it.\n"
        "      text     2.1 input seen : attendance flow by clinic, month from \"seen.csv\"\n"
        "      so       not received\n"
        "      files    seen.csv, sha-256 ba7816bf8f01cfea, 21 rows, 20 counted, 1 refused\n"
        "    - and 5 more: not yet known\n");
}

static void what_has_not_come_is_named_on_the_way_to_it(void **state)
{
    (void)state;
    assert_explained(
        "worth", "2014/15 Q2", (ac_explain_options){.children_max = 1, .depth_max = 2},
        "worth for 2014/15 Q2: not yet known\n"
        "  because  clause 2.1: seen for 2014-09 has not been received\n"
        "  clause   3.2, as signed\n"
        "  formula  all * price * share / 3, not above 40 GBP, not below 1 GBP, rounded to "
        "pence\n"
        "  numbers  [not yet known] * 12 * [not yet known] / 3, not above 40, not below 1, "
        "rounded to 2 places\n"
        "  - all for 2014/15 Q2: not yet known\n"
        "    because  clause 2.1: seen for 2014-09 has not been received\n"
        "    clause   2.3, as restated by variation 1, signed 2014-06-01, in force from "
        "2014-07-01\n"
        "    formula  total seen over clinic, quarter * 2\n"
        "    numbers  [total of 6: not yet known] * 2\n"
        "    - 'total seen over clinic, quarter' for 2014/15 Q2: not yet known\n"
        "      so       the sum of 6 values\n"
        "      - seen of NORTH for 2014-09: not yet known\n"
        "        because  clause 2.1: seen for 2014-09 has not been received\n"
        "        clause   2.1, as signed\n"
        "        wording  What was seen, as the clinics count it.\n"
        "        text     2.1 input seen : attendance flow by clinic, month from \"seen.csv\"\n"
        "        so       not received\n"
        "        files    seen.csv, sha-256 ba7816bf8f01cfea, 21 rows, 20 counted, 1 refused\n"
        "      - and 5 more: not yet known\n"
        "  - price for 2014-07 = 12 GBP/attendance\n"
        "    clause   2.2, as signed\n"
        "    text     2.2 table price : GBP/attendance rate from 2014-04-01 : 10.005 from "
        "2014-07-01 : 12\n"
        "    so       the table's row from 2014-07-01\n"
        "  - share for 2014/15 Q2: not yet known\n"
        "    because  clause 2.1: seen for 2014-09 has not been received\n"
        "    clause   3.1, as signed\n"
        "    formula  first that applies 90% when half met 50% when busy met 25% otherwise\n"
        "    numbers  [not yet known]\n"
        "    so       case 1, 90% when half met: cannot be said yet (half met [not yet known])\n"
        "    - gate half: not yet known\n"
        "      because  clause 2.1: seen for 2014-09 has not been received\n"
        "      clause   2.5, as signed\n"
        "      formula  all >= 1,000 attendance\n"
        "      numbers  [not yet known] >= 1,000\n"
        "      so       decided at 2014-09-30 by data that freeze on 2014-09-30\n"
        "               (what it was made from lies deeper: --depth N shows more)\n");
}

static void what_cannot_be_divided_shows_what_stands_instead(void **state)
{
    (void)state;
    assert_explained(
        "part", "2014-06", (ac_explain_options){0},
        "part of SOUTH for 2014-06 = 0%\n"
        "  clause   3.4, as signed\n"
        "  formula  seen / seen, or 0 where that cannot be divided\n"
        "  numbers  0\n"
        "  so       0 / 0 cannot be divided, and 0 stands instead\n"
        "  - seen of SOUTH for 2014-06 = 0 attendance\n"
        "    clause   2.1, as signed\n"
        "    wording  What was seen, as the clinics count it.\n"
        "    text     2.1 input seen : attendance flow by clinic, month from \"seen.csv\"\n"
        "    so       received, no rows\n"
        "    files    seen.csv, sha-256 ba7816bf8f01cfea, 21 rows, 20 counted, 1 refused\n");
}

static void a_gate_at_a_date_is_explained_as_a_period_sees_it(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_evaluation *evaluation = small(&arena);
    const ac_calendar *calendar = &evaluation->program->syntax->calendar;
    ac_explain_subject gate = {
        .kind = AC_EXPLAIN_GATE,
        .index = 1,
        .period_kind = AC_PERIOD_QUARTER,
        .period = ac_term_first(calendar, AC_PERIOD_QUARTER)};
    AC_SCOPED_BUFFER(text, TEXT_MAX);
    ac_explain_options options = {.depth_max = 1, .receipt_left_out = true};
    for (int32_t i = 0; i < 2; i++) {
        explain(&text, evaluation, &gate, &options);
        gate.period++;
    }
    assert_string_equal(
        text.bytes,
        "gate half: undecided\n"
        "  clause   2.5, as signed\n"
        "  formula  all >= 1,000 attendance\n"
        "  so       applies to periods that end on or after 2014-09-30, and 2014/15 Q1 does "
        "not\n"
        "gate half: not yet known\n"
        "  because  clause 2.1: seen for 2014-09 has not been received\n"
        "  clause   2.5, as signed\n"
        "  formula  all >= 1,000 attendance\n"
        "  numbers  [not yet known] >= 1,000\n"
        "  so       decided at 2014-09-30 by data that freeze on 2014-09-30\n"
        "  - all for 2014/15 Q2: not yet known\n"
        "    because  clause 2.1: seen for 2014-09 has not been received\n"
        "    clause   2.3, as restated by variation 1, signed 2014-06-01, in force from "
        "2014-07-01\n"
        "    formula  total seen over clinic, quarter * 2\n"
        "    numbers  [total of 6: not yet known] * 2\n"
        "             (what it was made from lies deeper: --depth N shows more)\n");
}

static void the_amount_of_a_payment_is_explained_in_json_with_its_receipt(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_evaluation *evaluation = small(&arena);
    const ac_pay_version *pay = &evaluation->program->pays[0].versions[0];
    ac_explain_subject amount = {
        .kind = AC_EXPLAIN_NODE,
        .index = pay->amount,
        .clause = pay->clause,
        .period = ac_term_first(&evaluation->program->syntax->calendar, AC_PERIOD_QUARTER)};
    AC_SCOPED_BUFFER(text, TEXT_MAX);
    explain(&text, evaluation, &amount, &(ac_explain_options){.json = true, .depth_max = 1});
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(AC_TEXT(contract));
    ac_hash_hex(&hash, hex);
    assert_non_null(strstr(text.bytes, hex));
    char *receipt = strstr(text.bytes, ",\"receipt\":");
    assert_non_null(receipt);
    *receipt = '\0';
    assert_string_equal(
        text.bytes,
        "{\"explanation\":{\"kind\":\"value\",\"name\":\"worth\",\"clause\":\"9.1\",\"mem"
        "bers\":{},\"period\":\"2014/15 Q1\",\"state\":\"known\",\"value\":\"25.01\",\"ex"
        "act\":\"25.01\",\"unit\":\"GBP\",\"formula\":\"worth\",\"numbers\":\"25.01\",\"c"
        "omputed\":{\"op\":\"value\",\"exact\":\"25.01\",\"name\":\"worth\",\"members\":{"
        "},\"period\":\"2014/15 Q1\"},\"children\":[{\"kind\":\"formula\",\"name\":\"wort"
        "h\",\"clause\":\"3.2\",\"members\":{},\"period\":\"2014/15 Q1\",\"state\":\"know"
        "n\",\"value\":\"25.01\",\"exact\":\"25.01\",\"unit\":\"GBP\",\"formula\":\"all *"
        " price * share / 3, not above 40 GBP, not below 1 GBP, rounded to pence\",\"numb"
        "ers\":\"15 * 10.005 * 50% / 3, not above 40, not below 1, rounded to 2 places\","
        "\"steps\":[\"limit, not above 40: does not touch 25.0125\",\"limit, not below 1:"
        " does not touch 25.0125\",\"rounded to 2 places, halves away from zero: 25.0125 "
        "becomes 25.01\"],\"rounding\":[{\"before\":\"25.0125\",\"after\":\"25.01\",\"pla"
        "ces\":2,\"way\":\"halves away from zero\"}],\"computed\":{\"op\":\"rounded to\","
        "\"exact\":\"25.01\",\"places\":2,\"way\":\"halves away from zero\",\"of\":[{\"op"
        "\":\"not below\",\"exact\":\"25.0125\",\"of\":[{\"op\":\"not above\",\"exact\":"
        "\"25.0125\",\"of\":[{\"op\":\"/\",\"exact\":\"25.0125\",\"of\":[{\"op\":\"*\",\""
        "exact\":\"75.0375\",\"of\":[{\"op\":\"*\",\"exact\":\"150.075\",\"of\":[{\"op\":"
        "\"value\",\"exact\":\"15\",\"name\":\"all\",\"members\":{},\"period\":\"2014/15 "
        "Q1\"},{\"op\":\"value\",\"exact\":\"10.005\",\"name\":\"price\",\"members\":{},"
        "\"period\":\"2014-04\"}]},{\"op\":\"value\",\"exact\":\"0.5\",\"name\":\"share\""
        ",\"members\":{},\"period\":\"2014/15 Q1\"}]},{\"op\":\"number\",\"exact\":\"3\"}"
        "]},{\"op\":\"number\",\"exact\":\"40\"}]},{\"op\":\"number\",\"exact\":\"1\"}]}]"
        "},\"left_out\":true,\"children\":[]}]}");
}

static void a_place_that_is_not_there_is_refused(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_evaluation *evaluation = small(&arena);
    uint32_t q = ac_find_quantity(evaluation->program, AC_TEXT("seen"));
    int32_t first = evaluation->quantities[q].first;
    uint32_t clinic = ac_find_level(evaluation->program, AC_TEXT("clinic"));
    ac_explain_subject subject = {.kind = AC_EXPLAIN_QUANTITY, .index = q, .period = first + 6};
    AC_SCOPED_BUFFER(text, TEXT_MAX);
    assert_refused(
        &text, evaluation, &subject, ACCORD_EINPUT,
        "there is no value for that period; there are values for 2014-04 to 2014-09");
    subject.period = first;
    subject.at.members[clinic] = 2;
    assert_refused(&text, evaluation, &subject, ACCORD_EINPUT, "there is no such member of clinic");
    subject.at.members[clinic] = 1;
    AC_SCOPED_BUFFER(tiny, 50);
    assert_refused(
        &tiny, evaluation, &subject, ACCORD_ELIMIT,
        "the explanation is longer than 50 bytes; ask for less depth");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_is_shown_with_its_numbers_cases_limits_and_rounding),
        cmocka_unit_test(a_total_shows_its_largest_parts_and_the_rest),
        cmocka_unit_test(a_band_shows_its_line),
        cmocka_unit_test(a_clause_that_a_variation_restates_says_so),
        cmocka_unit_test(what_has_not_come_is_named_on_the_way_to_it),
        cmocka_unit_test(what_cannot_be_divided_shows_what_stands_instead),
        cmocka_unit_test(a_gate_at_a_date_is_explained_as_a_period_sees_it),
        cmocka_unit_test(the_amount_of_a_payment_is_explained_in_json_with_its_receipt),
        cmocka_unit_test(a_place_that_is_not_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
