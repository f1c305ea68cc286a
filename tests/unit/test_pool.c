/* SPDX-License-Identifier: MIT */
/* The session pool: every bad input is told with its place and a way out, nothing is half imported,
 * and the one function that lets a doctor come to a session keeps the wrong ones out. */

#include "accord_test.h"
#include "base/buffer.h"
#include "pool/build.h"
#include "pool/instance.h"
#include "pool/judge.h"
#include "pool/performers.h"
#include "value/date.h"

#include <stdio.h>

enum { CELLS = 16, ROWS = 12 };

/* A file in the small: a heading and rows, parted by ';' and '|'. */
static void make_sheet(ac_arena *arena, const char *name, const char *text, ac_pool_sheet *sheet)
{
    ac_text all = ac_text_of(text);
    ac_pool_sheet_row *rows = AC_NEW_ARRAY(arena, ac_pool_sheet_row, ROWS);
    size_t from = 0;
    *sheet = (ac_pool_sheet){.path = name, .rows = rows};
    for (uint64_t line = 1; from <= all.size; line++) {
        ac_text *cells = AC_NEW_ARRAY(arena, ac_text, CELLS);
        size_t count = 0;
        size_t at = from;
        for (; at <= all.size; at++) {
            bool end = at == all.size || all.at[at] == ';';
            if (end || all.at[at] == '|') {
                cells[count++] = ac_text_slice(all, from, at);
                from = at + 1;
            }
            if (end) {
                break;
            }
        }
        if (line == 1) {
            sheet->headings = cells;
            sheet->column_count = count;
        } else {
            rows[sheet->row_count++] = (ac_pool_sheet_row){line, cells};
        }
    }
}

static const char *const good[AC_POOL_TABLES] = {
    [AC_POOL_SKILLS] = "skill;dermatology",
    [AC_POOL_SITES] = "site|closes|system;P1|2015-02-01|;P2||EMIS",
    [AC_POOL_DOCTORS] = "doctor|home|gmc number|performers number;A|X|1|11;B|X|2|12",
    [AC_POOL_CONTRACTS] = "doctor|from|until|basis|sessions a "
                          "week;A|2014-01-01||trust|9;B|2014-01-01|2015-01-31|standard|5",
    [AC_POOL_GATES] = "doctor|gate|state|from|until|site|system|condition|checked by;"
                      "A|performers list|included|2010-01-01|||||;A|gmc|held|2010-01-01|||||;"
                      "A|dbs|held|2010-01-01|||||;A|indemnity|held|2010-01-01|||||;"
                      "A|right to work|held|2010-01-01|||||;A|training|held|2010-01-01|||||",
    [AC_POOL_TRAVEL] = "from|to|minutes;X|P1|10;X|P2|20;P1|P2|15",
    [AC_POOL_REQUESTS] = "request|site|pattern|from|until|weekday|part|sessions|minutes|skill;"
                         "R|P1|fixed|2015-01-05|||morning|1||",
};

static const ac_pool_period period = {.from = {16440}, .until = {16468}, .today = {16430}};

/* The good files, but for those that are said. */
static void make_sheets(
    ac_arena *arena, const char *const said[AC_POOL_TABLES], ac_pool_sheet sheets[AC_POOL_TABLES])
{
    for (ac_pool_table i = 0; i < AC_POOL_TABLES; i++) {
        const char *text = said[i] != NULL ? said[i] : good[i];
        if (text != NULL) {
            make_sheet(arena, ac_pool_file(i), text, &sheets[i]);
        }
    }
}

static accord_status read_with(
    ac_arena *arena, ac_pool_table table, const char *text, ac_pool *pool, ac_pool_faults *faults)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    const char *said[AC_POOL_TABLES] = {0};
    said[table] = text;
    make_sheets(arena, said, sheets);
    *faults = (ac_pool_faults){.arena = arena};
    return ac_pool_read(arena, sheets, &period, pool, faults);
}

/* clang-format off */
static const struct {
    ac_pool_table table;
    const char *text;
    const char *expected;
} bad_inputs[] = {
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions|skill;R|P1|fixed|2015-01-05|morning|1|dermatolgy",
     "requests.csv:2:7: skill \"dermatolgy\" is not in skills.csv (did you mean "
     "dermatology?); add it there, "
     "or mend the code\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions|minutes;R|P1|fixed|2015-01-05|morning|1|0",
     "requests.csv:2:7: minutes \"0\" must be a whole number from 30 to 690\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions|minutes;R|P1|fixed|2015-01-05|morning|1|720",
     "requests.csv:2:7: minutes \"720\" must be a whole number from 30 to 690\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions;R|P1|fixed|2014-12-01|morning|1",
     "requests.csv:2:4: the request is in the past: today is 2014-12-26. Mend its date or "
     "leave it out\n"},
    {AC_POOL_TRAVEL, "minutes|to|from;10|P9|X",
     "travel.csv:2:2: \"P9\" is neither a site of sites.csv nor a home of doctors.csv; mend it "
     "here or "
     "there, or leave the row out\n"},
    {AC_POOL_SKILLS, "skill|name|Skill;dermatology||",
     "skills.csv:1:3: there are two columns \"skill\"; leave one out\n"},
    {AC_POOL_HOLIDAYS,  "date;2015-01-05",
     "requests.csv:2:4: 2015-01-05 is a bank holiday; write yes under \"bank holidays\" if it "
     "is meant\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|until|weekday|part|sessions;"
     "R|P1|weekly|2015-01-05|2015-02-09|Monday|morning|1",
     "requests.csv:2:5: site P1 is not open then (opens \"\", closes \"2015-02-01\"); end the "
     "request "
     "before it closes\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|weekday|part|sessions;R|P1|fixed|2015-01-05|Tuesday|morning|1",
     "requests.csv:2:5: 2015-01-05 is no Tuesday;"
     " mend the date or the weekday\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions|appointments|interval minutes;"
     "R|P1|fixed|2015-01-05|morning|1|20|15",
     "requests.csv:2:7: 20 appointments of 15 minutes do not fit in a session of 250 "
     "minutes; mend one of the three\n"},
    {AC_POOL_CONTRACTS,
     "doctor|from|until|basis|sessions a week;A|2014-01-01||trust|9;A|2015-01-01||trust|8",
     "contracts.csv:3:2: doctor A has two contracts at one time; line 2 covers some of the "
     "same days. "
     "End the earlier one the day before this begins\n"},
    {AC_POOL_CONTRACTS,
     "doctor|from|until|basis|sessions a week;A|2015-01-01|2014-01-01|trust|9",
     "contracts.csv:2:3: it ends (2014-01-01) before it begins (2015-01-01); mend one of the "
     "dates\n"},
    {AC_POOL_DOCTORS,   "doctor|home|gmc number|performers number;A|X|1|11;B|X|2|11",
     "doctors.csv:3:4: performers number 11 is that of doctor A too (line 2): ask which of "
     "the two it "
     "belongs to\n"},
    {AC_POOL_DOCTORS,   "doctor|home;A|X;A|X;B|X",
     "doctors.csv:3:1: doctor \"A\" stands on line 2 already;"
     " leave one out\n"},
    {AC_POOL_PORTFOLIO,
     "doctor|weekday|part|what;A|Monday|morning|hospital;A|Monday|morning|clinic",
     "portfolio.csv:3:1: doctor A is in two hospital or clinic sessions at one time; line 2 "
     "covers some "
     "of the same days. End the earlier one the day before this begins\n"},
    {AC_POOL_PINS,
     "doctor|request|date|part;A|R|2015-01-05|morning;A|R|2015-01-05|"
     "morning",
     "fixed.csv:3:1: doctor A is fixed in two places at one time (line 2 too); leave one "
     "out\n"},
    {AC_POOL_GATES,     "doctor|gate|state|from;A|performers list|held|2015-01-01",
     "gates.csv:2:3: the performers list is not \"held\": say included, suspended or another "
     "state of "
     "the list\n"},
    {AC_POOL_GATES,     "doctor|gate|state|from;A|login|held|2015-01-01",
     "gates.csv:2: a login needs the clinical system it is for; write it here\n"},
    {AC_POOL_GATES,     "doctor|gate|state|from|not skill;A|gmc|held|2015-01-01|dermatology",
     "gates.csv:2:5: only conditions forbid something: leave it empty, or say \"included with "
     "conditions\"\n"},
    {AC_POOL_GATES,     "doctor|gate|state|from|condition|not duty;"
     "A|gmc|included with conditions|2015-01-01|none|nights",
     "gates.csv:2:6: not duty \"nights\" must be one of: on call|home visits|unsupervised\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions|appointments|interval minutes|admin minutes;"
     "R|P1|fixed|2015-01-05|morning|1|15|15|30",
     "requests.csv:2:9: 15 appointments of 15 minutes leave 25 of a session of 250 minutes, "
     "not 30; mend one of them\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions|home visits|on call;"
     "R|P1|fixed|2015-01-05|morning|1|some|maybe",
     "requests.csv:2:7: home visits \"some\" must be a whole number from 0 to 30\n"
     "requests.csv:2:8: on call \"maybe\" must be one of: no|yes\n"},
    {AC_POOL_LEAVE,     "doctor|from|until;A|31/02/2015|2015-03-01",
     "leave.csv:2:2: from \"31/02/2015\" is no day of the calendar; write it as "
     "2015-01-05\n"},
    {AC_POOL_LEAVE,     "doctor|until;A|2015-03-01",
     "leave.csv:1: there is no column \"from\";"
     " it is needed\n"},
    {AC_POOL_CONTRACTS,
     "doctor|from|basis|sessions a week|cpd sessions a week;A|2014-01-01|trust|4|5",
     "contracts.csv:2:5: 5 sessions of learning are more than the contract's 4; mend one of "
     "the two\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|until|weekday|part|sessions;"
     "R|P1|weekly|2015-01-07|2015-01-12|Tuesday|morning|1",
     "requests.csv:2:6: no Tuesday lies between its first day and its last; mend the weekday "
     "or the dates\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|until|part|sessions;R|P1|any|2015-01-05|2015-01-12|morning|6",
     "requests.csv:2:7: a week has 5 such half-days, and a request for any of them has one "
     "doctor at a time; ask for the others in a row of their own\n"},
    {AC_POOL_REQUESTS,
     "request|site|pattern|from|part|sessions;R/2015-01-12|P1|fixed|2015-01-05|morning|1",
     "requests.csv:2:1: code \"R/2015-01-12\" ends in a date, as that of one week of a request "
     "does; choose another\n"},
    {AC_POOL_DOCTORS,   "doctor|home;A|X;B|Y",
     "doctors.csv:3:2: no row of travel.csv begins or ends at \"Y\"; add the minutes from "
     "there, or mend the place\n"},
    {AC_POOL_TRAVEL,    "from|to|minutes;X|P1|10;P1|X|12;X|P1|11",
     "travel.csv:4:3: line 2 has 10 minutes for the same journey; leave one out\n"},
    {AC_POOL_ROOMS,
     "site|weekday|part|rooms;P1|Monday|morning|1;P1|Monday|afternoon|1;P1|Monday|morning|2",
     "rooms.csv:4:1: line 2 has the rooms of the same site and time; leave one out, or write "
     "their sum\n"},
    {AC_POOL_PREFERENCES,
     "doctor|site|wish;A|P1|known;A|P1|prefer;A|P1|never",
     "preferences.csv:4:3: line 3 says prefer of the same site; ask the doctor, and leave one "
     "out\n"},
    {AC_POOL_TRAVEL,    "from|to|minutes;X|P9|10",
     "travel.csv:2:2: \"P9\" is neither a site of sites.csv nor a home of doctors.csv; mend it "
     "here or "
     "there, or leave the row out\n"},
};
/* clang-format on */

static void bad_input_is_told_with_its_place_and_a_way_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(bad_inputs); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(text, 20000);
        ac_pool pool = {0};
        ac_pool_faults faults;
        accord_status status =
            read_with(&arena, bad_inputs[i].table, bad_inputs[i].text, &pool, &faults);
        ac_pool_faults_add_text(&text, &faults);
        assert_int_equal(status.code, ACCORD_ENO);
        assert_string_equal(text.bytes, bad_inputs[i].expected);
        assert_int_equal(pool.tables[AC_POOL_DOCTORS].count, 0); /* nothing half imported */
    }
}

static void all_faults_are_told_in_one_pass(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_pool pool = {0};
    ac_pool_faults faults;
    accord_status status = read_with(
        &arena, AC_POOL_REQUESTS,
        "request|site|pattern|from|part|sessions;R|P9|fixed|2015-01-05|dusk|0;R|P1|fixed|"
        "2014-01-05|morning|1",
        &pool, &faults);
    assert_int_equal(status.code, ACCORD_ENO);
    assert_int_equal(faults.found, 5); /* site, part, sessions; the code again; in the past */
}

static void names_are_compared_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *doctor;
        const char *family; /* "": the whole name is `given` */
        const char *given;
        bool same;
    } cases[] = {
        {"Dr Avery",         "",            "AVERY",            true },
        {"Dr B. Avery",      "Avery",       "Beth Mary",        true },
        {"Dr B. Avery",      "Avery",       "",                 true },
        {"Dr B. Avery",      "Avery",       "Carol",            false},
        {"Dr B. Avery",      "",            "Avery, Beth",      true },
        {"Avery, Dr Beth",   "",            "Dr Beth Avery",    true },
        {"Dr B. Avery",      "",            "Prof B Averys",    false},
        {"Dr McAvery",       "Avery",       "",                 false},
        {"Dr J O'Brien",     "OBRIEN",      "Jo",               true },
        {"Dr A Smith-Jones", "Smith Jones", "Ann",              true },
        {"Dr A Smith Jones", "Smith-Jones", "Ann",              true },
        {"Dr M de la Cruz",  "",            "Maria de la Cruz", true },
        {"Dr M de la Cruz",  "de la Cruz",  "Maria",            true },
        {"Dr AyÃ©ry",      "AyÃ©ry",    "",                 true },
        {"",                 "Avery",       "Beth",             true },
        {"Dr Avery",         "",            "",                 true },
        {"Dr",               "Avery",       "",                 true },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        bool same = ac_list_same_person(
            ac_text_of(cases[i].doctor), ac_text_of(cases[i].family), ac_text_of(cases[i].given));
        if (same != cases[i].same) {
            fail_msg("%s / %s / %s", cases[i].doctor, cases[i].family, cases[i].given);
        }
    }
}

/* What doctor A is told of a session, with files in the place of the good ones. */
static ac_rule judged_with(const char *const said[AC_POOL_TABLES], const ac_pool_session *session)
{
    AC_SCOPED_ARENA(arena);
    ac_pool pool = {0};
    ac_pool_faults faults = {.arena = &arena};
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    make_sheets(&arena, said, sheets);
    assert_int_equal(ac_pool_read(&arena, sheets, &period, &pool, &faults).code, ACCORD_OK);
    return ac_pool_judge(&pool, 0, session, 10);
}

/* What the gates say of a session of no particular kind. */
static ac_rule judged(const char *gates, const char *contracts, accord_date on, uint32_t site)
{
    const ac_pool_session session = {
        .on = on, .site = site, .skill = AC_POOL_ABSENT, .home_minutes_most = 60};
    const char *said[AC_POOL_TABLES] = {[AC_POOL_GATES] = gates, [AC_POOL_CONTRACTS] = contracts};
    return judged_with(said, &session);
}

#define GATES_HEADING "doctor|gate|state|from|until|site|system|condition|checked by;"
#define CHECKS                                                                                 \
    ";A|gmc|held|2010-01-01|||||;A|dbs|held|2010-01-01|||||;A|indemnity|held|2010-01-01|||||;" \
    "A|right to work|held|2010-01-01|||||;A|training|held|2010-01-01|||||"
/* Signed conditions that forbid a skill or a duty. */
#define GATES_WITH(forbidden)                                                          \
    "doctor|gate|state|from|condition|checked by|not skill|not duty;"                  \
    "A|performers list|included with conditions|2010-01-01|some|M. Lane" forbidden     \
    ";A|gmc|held|2010-01-01||||;A|dbs|held|2010-01-01||||;A|indemnity|held|2010-01-01" \
    "||||;A|right to work|held|2010-01-01||||;A|training|held|2010-01-01||||"
#define TRUST "doctor|from|until|basis|sessions a week;A|2014-01-01||trust|9"
#define NEW_CONTRACT                           \
    "doctor|from|basis|sessions a week|terms;" \
    "A|2014-01-01|trust|9|new;B|2014-01-01|trust|9|"
#define STANDARD "doctor|from|until|basis|sessions a week;A|2014-01-01||standard|9"

static void the_list_is_judged_on_the_day_of_the_session(void **state)
{
    (void)state;
    static const accord_date monday = {16440};     /* 5 January 2015 */
    static const accord_date may_2024 = {19870};   /* 27 May 2024, a Monday */
    static const accord_date before_may = {19866}; /* Thursday 23 May 2024 */
    static const struct {
        const char *list;
        const char *contract;
        const accord_date *on;
        ac_rule rule;
    } cases[] = {
        {"A|performers list|included|2010-01-01|||||"
         "",                                                                              TRUST,    &monday,     AC_RULE_NONE     },
        {"A|performers list|included|2015-01-06|||||"
         "",                                                                              TRUST,    &monday,     AC_RULE_UNLISTED },
        {"A|performers list|included|2010-01-01|2015-01-04||||"
         "",                                                                              TRUST,    &monday,     AC_RULE_UNLISTED },
        {"A|performers list|applied|2010-01-01|||||"
         "",                                                                              TRUST,    &monday,     AC_RULE_UNLISTED },
        {"A|performers list|applied|2010-01-01|||||"
         "",                                                                              TRUST,    &may_2024,   AC_RULE_NONE     },
        {"A|performers list|applied|2010-01-01|||||"
         "",                                                                              TRUST,    &before_may, AC_RULE_UNLISTED },
        {"A|performers list|applied|2010-01-01|||||"
         "",                                                                              STANDARD, &may_2024,   AC_RULE_UNLISTED },
        {"A|performers list|refused|2010-01-01|||||"
         "",                                                                              TRUST,    &may_2024,   AC_RULE_UNLISTED },
        {"A|performers list|suspended|2010-01-01|||||"
         "",                                                                              TRUST,    &may_2024,   AC_RULE_SUSPENDED},
        {"A|performers list|removed|2010-01-01|||||"
         "",                                                                              TRUST,    &may_2024,   AC_RULE_SUSPENDED},
        {"A|performers list|included|2010-01-01|||||;A|performers "
         "list|suspended|2015-01-05|2015-01-05||||",                                      TRUST,    &monday,     AC_RULE_SUSPENDED},
        {"A|performers list|suspended|2014-01-05|||||;A|performers list|included|2015-01-01|||||",
         TRUST,                                                                                              &monday,     AC_RULE_SUSPENDED},
        {"A|performers list|included with conditions|2010-01-01||P1||no minor surgery|"
         "",                                                                              TRUST,    &monday,     AC_RULE_NONE     },
        {"A|performers list|included with conditions|2010-01-01||P2||no minor surgery|"
         "",                                                                              TRUST,    &monday,     AC_RULE_CONDITION},
        {"A|performers list|included with conditions|2010-01-01||||no minor surgery|"
         "",                                                                              TRUST,    &monday,     AC_RULE_CONDITION},
        {"A|performers list|included with conditions|2010-01-01||||no minor surgery|"
         "M. Lane",                                                                       TRUST,    &monday,     AC_RULE_NONE     },
        {"A|performers list|included with conditions|2010-01-01||||no minor surgery|M. Lane;"
         "A|gmc|included with conditions|2010-01-01||||supervised|",                      TRUST,    &monday,     AC_RULE_CONDITION},
        {"A|performers list|included with conditions|2010-01-01||||no minor surgery|M. Lane;"
         "A|performers list|included with conditions|2012-01-01||||supervised|",          TRUST,    &monday,     AC_RULE_CONDITION},
        {"A|performers list|included with conditions|2010-01-01||P1||no minor surgery|;"
         "A|gmc|included with conditions|2010-01-01||P2||supervised|",                    TRUST,    &monday,     AC_RULE_CONDITION},
        {"A|performers list|included with conditions|2010-01-01||P1||no minor surgery|;"
         "A|gmc|included with conditions|2010-01-01||P1||supervised|",                    TRUST,    &monday,     AC_RULE_NONE     },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char gates[800];
        (void)snprintf(gates, sizeof gates, GATES_HEADING "%s" CHECKS, cases[i].list);
        ac_rule rule = judged(gates, cases[i].contract, *cases[i].on, 0);
        if (rule != cases[i].rule) {
            fail_msg("case %zu: %s", i, ac_rule_code(rule));
        }
    }
}

static void a_check_that_is_missing_or_has_run_out_keeps_the_doctor_away(void **state)
{
    (void)state;
    static const accord_date monday = {16440};
    const char *listed = GATES_HEADING "A|performers list|included|2010-01-01|||||" CHECKS;
    assert_int_equal(judged(listed, TRUST, monday, 0), AC_RULE_NONE);
    assert_int_equal(judged(listed, TRUST, monday, 1), AC_RULE_GATE); /* no login for EMIS */
    assert_int_equal(
        judged(
            GATES_HEADING
            "A|performers list|included|2010-01-01|||||;A|login|held|2010-01-01|||emis||" CHECKS,
            TRUST, monday, 1),
        AC_RULE_NONE);
    assert_int_equal(
        judged(
            GATES_HEADING "A|performers list|included|2010-01-01|||||;A|gmc|held|2010-01-01|||||",
            TRUST, monday, 0),
        AC_RULE_GATE);
    assert_int_equal(
        judged(listed, "doctor|from|until|basis|sessions a week;A|2015-01-06||trust|9", monday, 0),
        AC_RULE_NO_CONTRACT);
}

static void what_is_to_be_done_in_a_session_is_judged(void **state)
{
    (void)state;
    const ac_pool_session plain = {.on = {16440}, .skill = AC_POOL_ABSENT, .home_minutes_most = 60};
    ac_pool_session visits = plain;
    ac_pool_session on_call = plain;
    ac_pool_session login = plain;
    ac_pool_session skin = plain;
    ac_pool_session watched = plain;
    watched.supervised = true;
    visits.visits = true;
    on_call.on_call = true;
    login.system = AC_TEXT("EMIS");
    skin.skill = 0;
    const char *stays = "doctor|home|drives;A|X|no;B|X|yes";
    const char *never = "terms|on call;new|no";
    const char *surgery = GATES_WITH("|dermatology|");
    const char *calls = GATES_WITH("||on call");
    const char *homes = GATES_WITH("||home visits");
    const char *alone = GATES_WITH("||unsupervised");
    const struct {
        const char *doctors;
        const char *terms;
        const char *gates;
        const ac_pool_session *session;
        ac_rule rule;
    } cases[] = {
        {NULL,  NULL,                    NULL,    &visits,  AC_RULE_NONE     },
        {NULL,  NULL,                    NULL,    &on_call, AC_RULE_NONE     },
        {NULL,  NULL,                    NULL,    &login,   AC_RULE_GATE     },
        {NULL,  NULL,                    NULL,    &skin,    AC_RULE_SKILL    },
        {stays, NULL,                    NULL,    &visits,  AC_RULE_VISITS   },
        {stays, NULL,                    NULL,    &on_call, AC_RULE_NONE     },
        {NULL,  never,                   NULL,    &on_call, AC_RULE_ON_CALL  },
        {NULL,  never,                   NULL,    &visits,  AC_RULE_NONE     },
        {NULL,  "terms|on call;new|yes", NULL,    &on_call, AC_RULE_NONE     },
        {NULL,  NULL,                    surgery, &plain,   AC_RULE_NONE     },
        {NULL,  NULL,                    surgery, &skin,    AC_RULE_CONDITION},
        {NULL,  NULL,                    calls,   &visits,  AC_RULE_NONE     },
        {NULL,  NULL,                    calls,   &on_call, AC_RULE_CONDITION},
        {NULL,  NULL,                    homes,   &visits,  AC_RULE_CONDITION},
        {NULL,  NULL,                    homes,   &on_call, AC_RULE_NONE     },
        {NULL,  NULL,                    alone,   &plain,   AC_RULE_CONDITION},
        {NULL,  NULL,                    alone,   &watched, AC_RULE_NONE     },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const char *said[AC_POOL_TABLES] = {
            [AC_POOL_DOCTORS] = cases[i].doctors,
            [AC_POOL_TERMS] = cases[i].terms,
            [AC_POOL_GATES] = cases[i].gates,
            [AC_POOL_CONTRACTS] = cases[i].terms == NULL ? NULL : NEW_CONTRACT};
        ac_rule rule = judged_with(said, cases[i].session);
        assert_string_equal(ac_rule_code(rule), ac_rule_code(cases[i].rule));
    }
}

static void nights_of_clock_changes_are_an_hour_off(void **state)
{
    (void)state;
    static const struct {
        int year, month, day, minutes;
    } cases[] = {
        {2015, 3,  28, -60},
        {2015, 10, 24, 60 },
        {2015, 3,  27, 0  },
        {2015, 3,  29, 0  },
        {2015, 10, 17, 0  },
        {2016, 10, 29, 60 }
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        accord_date date = {0};
        assert_true(ac_date_of(cases[i].year, cases[i].month, cases[i].day, &date));
        assert_int_equal(ac_pool_clock_change(date), cases[i].minutes);
    }
}

static void a_contract_leaves_fewer_sessions_in_weeks_of_leave(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_pool pool = {0};
    ac_pool_faults faults;
    ac_problem problem = {0};
    accord_error error = {0};
    assert_int_equal(
        read_with(
            &arena, AC_POOL_LEAVE, "doctor|from|until;A|2015-01-06|2015-01-09", &pool, &faults)
            .code,
        ACCORD_OK);
    assert_accord_ok(ac_pool_build(&arena, &pool, &period, &problem, &error), error);
    int64_t weeks[4] = {0};
    size_t found = 0;
    for (uint32_t i = 0; i < problem.counter_count; i++) {
        if (problem.counters[i].doctor == 0 && problem.counters[i].rule == AC_RULE_WEEK_MOST) {
            weeks[found++] = problem.counters[i].most;
        }
    }
    assert_int_equal(found, 4);
    assert_int_equal(weeks[0], 2); /* 9 x 250 / 5 = 450 minutes: 2 sessions */
    assert_int_equal(weeks[1], 9);
    assert_int_equal(problem.request_count, 1);
    assert_int_equal(problem.duties[0].day, 0);
    assert_int_equal(ac_refusal_of(&problem, 0, 0), AC_RULE_NONE);
    assert_int_equal(ac_refusal_of(&problem, 1, 0), AC_RULE_UNLISTED);
}

static void a_faulty_instance_is_told_by_line_and_field(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
        uint64_t line;
    } cases[] = {
        {"SECTION_HORIZON\n7\nSECTION_WARDS\n1\n",
         "\"SECTION_WARDS\" is no section of a shift-scheduling case; the first is "
         "SECTION_HORIZON",                                                                                                                                                             3},
        {"SECTION_HORIZON\n7\n",                                                                                      "i has 0 lines under SECTION_SHIFTS; from 1 to 63 were expected",
         0                                                                                                                                                                               },
        {"SECTION_HORIZON\nx\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,,0,0,5,2,2,1\nSECTION_COVER\n0,D,1,100,1\n",
         "field 1 of this line of SECTION_HORIZON: a whole number from 0 to 1000000 was "
         "expected",                                                                                                                                                                    2},
        {"SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,,0,0,5,2,2,1\nSECTION_COVER\n7,D,1,100,1\n",
         "field 1 of this line of SECTION_COVER: a day of the horizon was expected; the first "
         "is 0",                                                                                                                                                                        8},
        {"SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,,0,0,5,2,2,1\nSECTION_COVER\n0,D,1,100,1,9\n",
         "field 1 of this line of SECTION_COVER: five fields were expected: day, shift, needed, "
         "two weights",                                                                                                                                                                 8},
        {"SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\nA,,0,0,5,2,2,1,4\nSECTION_COVER\n0,D,1,9,1\n",
         "field 1 of this line of SECTION_STAFF: eight fields were expected: a name, limits of "
         "shifts, and six numbers",                                                                                                                                                     6},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        accord_error error = {0};
        accord_status status =
            ac_instance_read(&arena, ac_text_of(cases[i].text), "i", &problem, &error);
        assert_int_equal(status.code, ACCORD_EINPUT);
        assert_string_equal(error.message, cases[i].expected);
        assert_int_equal(error.line, cases[i].line);
    }
}

/* Marks, ends of lines, blanks, comments and sections without a line, as the published files and
 * those who edit them have them. */
static void an_instance_is_read_whatever_its_line_ends(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    accord_error error = {0};
    ac_text text = AC_TEXT(
        "\xEF\xBB\xBF# made up\r\n\r\nSECTION_HORIZON\r\n# days\r\n14\r\nSECTION_SHIFTS\r\nE1,480,"
        "\r\n L2 , 600 , E1|L2 \r\nSECTION_STAFF\r\nA, E1=14|L2=0 ,4320,3360,5,2,2,1\r\n"
        "SECTION_DAYS_OFF\r\nA,0,13\r\nSECTION_SHIFT_ON_REQUESTS\r\nA,2,E1,3\r\n"
        "SECTION_SHIFT_OFF_REQUESTS\r\nSECTION_COVER\r\n0,E1,5,100,1\r\n13,L2,2,50,2");
    assert_true(ac_instance_is(text));
    assert_accord_ok(ac_instance_read(&arena, text, "i", &p, &error), error);
    assert_int_equal(p.day_count, 14);
    assert_int_equal(p.kind_count, 2);
    assert_int_equal(p.kinds[1].minutes, 600);
    assert_int_equal(p.kinds[1].not_next_day, 3);
    assert_int_equal(p.constant_cost, 3);
    assert_int_equal(p.requests[27].needed, 2);
    assert_int_equal(p.requests[27].over_cost, 2);
    assert_int_equal(ac_refusal_of(&p, 0, 26), AC_RULE_DAY_OFF);
    assert_int_equal(ac_refusal_of(&p, 0, 3), AC_RULE_KIND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_input_is_told_with_its_place_and_a_way_out),
        cmocka_unit_test(all_faults_are_told_in_one_pass),
        cmocka_unit_test(names_are_compared_as_people_write_them),
        cmocka_unit_test(the_list_is_judged_on_the_day_of_the_session),
        cmocka_unit_test(what_is_to_be_done_in_a_session_is_judged),
        cmocka_unit_test(a_check_that_is_missing_or_has_run_out_keeps_the_doctor_away),
        cmocka_unit_test(nights_of_clock_changes_are_an_hour_off),
        cmocka_unit_test(a_contract_leaves_fewer_sessions_in_weeks_of_leave),
        cmocka_unit_test(a_faulty_instance_is_told_by_line_and_field),
        cmocka_unit_test(an_instance_is_read_whatever_its_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
