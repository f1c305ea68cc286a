/* SPDX-License-Identifier: MIT */
/* What is frozen, decided and final by a day. */

#include "accord_test.h"
#include "contract/knowledge.h"
#include "value/date.h"

static const char contract[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2015-03-31, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner C \"Commissioner\"\n"
    "1.2 provider P \"Provider\"\n"
    "1.3 unit attendance, patient\n"
    "2.1 input seen : attendance flow by month from \"seen.csv\", freeze 42 days after month\n"
    "2.2 input list : patient stock by quarter from \"list.csv\", taken at quarter start\n"
    "2.3 input plan : GBP flow by quarter from \"plan.csv\", taken at quarter start\n"
    "2.4 table price : GBP/attendance rate always : 10.00\n"
    "3.1 gate early at 2014-06-30 : cumulative seen since start >= 10 attendance\n"
    "3.2 gate late at 2014-09-30 : list >= 100 patient\n"
    "3.3 gate each-one each quarter : list >= 100 patient\n"
    "3.4 rate : % rate by quarter = first that applies\n"
    "      60% when early met and late met\n"
    "      55% when each-one met\n"
    "      50% otherwise\n"
    "3.5 fee : GBP flow by quarter = total (seen * price) over quarter * rate, rounded to pence\n"
    "4.1 pay fee, quarterly, 60 days after quarter\n"
    "3.6 due : GBP flow by quarter = plan, rounded to pence\n"
    "4.2 pay due, quarterly, 10 days after quarter\n";

typedef struct world {
    ac_arena arena;
    const ac_program *program;
} world;

static void set_up(world *of)
{
    ac_arena_init(&of->arena);
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &of->arena);
    of->program = ac_compile(&of->arena, AC_TEXT(contract), &diagnostics);
    if (of->program == NULL) {
        AC_SCOPED_BUFFER(faults, 4000);
        ac_diagnostics_add_text(&faults, &diagnostics, AC_TEXT(contract), "test");
        fail_msg("%s", faults.bytes);
    }
}

static accord_date day_of(const char *text)
{
    accord_date day = {0};
    accord_error error = {0};
    assert_accord_ok(ac_date_parse(ac_text_of(text), AC_DATE_ISO, &day, &error), error);
    return day;
}

typedef struct knowledge_case {
    const char *name;
    const char *by;
    const char *seen_until; /* frozen by files, or NULL */
    bool final[2];          /* of the first quarter: the fee, the plan */
    unsigned undecided;     /* bit 0: early, bit 1: late */
} knowledge_case;

static const knowledge_case cases[] = {
    {"before the term the plan is not there",     "2014-03-31", NULL,         {false, false}, 3},
    {"a plan is frozen when its quarter begins",  "2014-04-01", NULL,         {false, true},  3},
    {"one day before the data of June freeze",    "2014-08-10", NULL,         {false, true},  3},
    {"on the day they freeze",                    "2014-08-11", NULL,         {true, true},   2},
    {"a file of stage freeze comes sooner",       "2014-07-20", "2014-07-01", {true, true},   2},
    {"one that leaves out the last day does not", "2014-07-20", "2014-06-30", {false, true},  3},
    {"both gates are decided",                    "2014-09-30", NULL,         {true, true},   0},
};

static void data_freeze_by_days_or_by_files(void **state)
{
    (void)state;
    world of;
    set_up(&of);
    int32_t quarter = ac_term_first(&of.program->syntax->calendar, AC_PERIOD_QUARTER);
    uint32_t seen = ac_find_quantity(of.program, AC_TEXT("seen"));
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const knowledge_case *at = &cases[i];
        ac_frozen_days files = {.quantity = seen};
        if (at->seen_until != NULL) {
            files.until = day_of(at->seen_until);
        }
        const ac_knowledge *made = ac_knowledge_make(
            &of.arena, of.program, day_of(at->by), true, &files, at->seen_until == NULL ? 0 : 1);
        for (uint32_t pay = 0; pay < 2; pay++) {
            const accord_date due = day_of("2014-08-29");
            if (ac_knowledge_is_final(of.program, made, pay, quarter, due) != at->final[pay]) {
                fail_msg("%s: payment %u", at->name, pay);
            }
        }
        if (made->gates_undecided != at->undecided) {
            fail_msg("%s: gates %llx", at->name, (unsigned long long)made->gates_undecided);
        }
    }
    ac_arena_done(&of.arena);
}

/* The gate of June, asked by a payment of the second quarter, freezes later than the payment. */
static void a_payment_is_not_final_while_its_gate_is_open(void **state)
{
    (void)state;
    static const char slow[] =
        "accord 1\n"
        "contract T \"Test\"\n"
        "term 2014-04-01 to 2015-03-31, years from 1 April\n"
        "1.1 commissioner C \"Commissioner\"\n"
        "1.2 provider P \"Provider\"\n"
        "2.1 input due : GBP flow by quarter from \"due.csv\", freeze 10 days after quarter\n"
        "2.2 input share : % rate by quarter from \"share.csv\", freeze 50 days after quarter\n"
        "3.1 gate good at 2014-06-30 : share >= 90%\n"
        "3.2 fee : GBP flow by quarter = first that applies\n"
        "      due when good met\n"
        "      due / 2 otherwise,\n"
        "      rounded to pence\n"
        "4.1 pay fee, quarterly, 60 days after quarter\n";
    AC_SCOPED_ARENA(arena);
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &arena);
    const ac_program *program = ac_compile(&arena, AC_TEXT(slow), &diagnostics);
    assert_non_null(program);
    int32_t quarter = ac_term_first(&program->syntax->calendar, AC_PERIOD_QUARTER);
    static const struct {
        const char *by;
        const char *due;
        bool final;
    } days[] = {
        {"2014-08-18", "2014-08-29", false}, /* the gate is decided on the 19th */
        {"2014-08-19", "2014-08-29", true },
        {"2014-07-15", "2014-07-31", true }, /* due before: it sees the gate undecided for good */
        {"2014-07-09", "2014-07-31", false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(days); i++) {
        for (int said = 0; said < 2; said++) {
            const ac_knowledge *made =
                ac_knowledge_make(&arena, program, day_of(days[i].by), said == 1, NULL, 0);
            bool final = ac_knowledge_is_final(program, made, 0, quarter, day_of(days[i].due));
            assert_int_equal(final, days[i].final);
        }
    }
}

static void nothing_is_held_undecided_where_no_day_was_asked_for(void **state)
{
    (void)state;
    world of;
    set_up(&of);
    const ac_knowledge *made =
        ac_knowledge_make(&of.arena, of.program, day_of("2014-04-01"), false, NULL, 0);
    assert_int_equal(made->gates_undecided, 0);
    ac_arena_done(&of.arena);
}

static void a_gate_is_decided_when_its_data_freeze(void **state)
{
    (void)state;
    world of;
    set_up(&of);
    static const struct {
        uint32_t gate;
        const char *decided;
    } gates[] = {
        {0, "2014-08-11"},
        {1, "2014-09-30"},
        {2, "2014-07-01"}
    };
    int32_t quarter = ac_term_first(&of.program->syntax->calendar, AC_PERIOD_QUARTER) + 1;
    for (size_t i = 0; i < ARRAY_COUNT(gates); i++) {
        accord_date decided =
            ac_gate_decided(of.program, gates[i].gate, AC_PERIOD_QUARTER, quarter);
        assert_int_equal(decided.day, day_of(gates[i].decided).day);
    }
    ac_arena_done(&of.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_freeze_by_days_or_by_files),
        cmocka_unit_test(a_payment_is_not_final_while_its_gate_is_open),
        cmocka_unit_test(nothing_is_held_undecided_where_no_day_was_asked_for),
        cmocka_unit_test(a_gate_is_decided_when_its_data_freeze),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
