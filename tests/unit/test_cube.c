/* SPDX-License-Identifier: MIT */
/* From rows to sealed cells: what counts, what is set aside, what is refused and what is said. */

#include "accord_test.h"
#include "base/file.h"
#include "cube/cube.h"
#include "extract/reader.h"
#include "test_files.h"

#include <string.h>

/* A contract of two practices and two settings, from April 2013 to March 2021. */
typedef struct test_world {
    ac_arena arena;
    ac_names practices;
    ac_names sites;
    ac_text labels[2][2];
    ac_cube_key keys[2];
    ac_calendar calendar;
    ac_layout layout;
    ac_cube_plan plan;
    accord_error error;
} test_world;

static const char layout_text[] = "layout 1\n"
                                  "name extract\n"
                                  "identifier id, provider\n"
                                  "field practice : code from \"Practice\"\n"
                                  "field site : code from \"Site\"\n"
                                  "field seen : date dd/mm/yyyy from \"Seen\"\n"
                                  "field attended : code from \"Attended\"\n"
                                  "field urgent : yes or no from \"Urgent\"\n"
                                  "field id : code from \"Id\"\n"
                                  "field provider is RWE\n"
                                  "field tariff : number from \"Tariff\", optional\n"
                                  "field visits : whole from \"Visits\", optional\n"
                                  "field score : percent from \"Score\", optional\n";

#define HEADING "Practice,Site,Seen,Attended,Urgent,Id\n"

static void set_up(test_world *world)
{
    memset(world, 0, sizeof *world);
    ac_arena_init(&world->arena);
    ac_names_init(&world->practices, &world->arena);
    ac_names_init(&world->sites, &world->arena);
    (void)ac_names_add(&world->practices, AC_TEXT("C82009"), 0);
    (void)ac_names_add(&world->practices, AC_TEXT("C82001"), 1);
    (void)ac_names_add(&world->practices, AC_TEXT("C82001B"), 1); /* a branch of it */
    (void)ac_names_add(&world->sites, AC_TEXT("RWEAA"), 0);
    (void)ac_names_add(&world->sites, AC_TEXT("CLINIC"), 1);
    world->labels[0][0] = AC_TEXT("C82009");
    world->labels[0][1] = AC_TEXT("C82001");
    world->labels[1][0] = AC_TEXT("hospital");
    world->labels[1][1] = AC_TEXT("community");
    world->keys[0] = (ac_cube_key){
        AC_TEXT("practice"), AC_TEXT("practice"), &world->practices, world->labels[0], 2,
        AC_UNLISTED_REFUSE};
    world->keys[1] =
        (ac_cube_key){AC_TEXT("setting"),   AC_TEXT("site"), &world->sites, world->labels[1], 2,
                      AC_UNLISTED_SET_ASIDE};
    accord_date from = {0};
    accord_date last = {0};
    assert_true(ac_date_of(2013, 4, 1, &from));
    assert_true(ac_date_of(2021, 3, 31, &last));
    assert_accord_ok(
        ac_calendar_make(from, last, 4, 1, &world->calendar, &world->error), world->error);
    assert_accord_ok(
        ac_layout_parse(
            &world->arena, AC_TEXT(layout_text), "extract.layout", &world->layout, &world->error),
        world->error);
    world->plan = (ac_cube_plan){
        .input = AC_TEXT("seen"),
        .calendar = &world->calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("seen"),
        .spans = {{ac_term_first(&world->calendar, AC_PERIOD_MONTH), 96}},
        .span_count = 1,
        .keys = world->keys,
        .key_count = 2};
}

static void tear_down(test_world *world)
{
    ac_arena_done(&world->arena);
}

/* The plain layout, and the value of each practice by month. */
static void set_up_plain(test_world *world, ac_measure measure)
{
    set_up(world);
    world->layout = ac_layout_plain();
    world->plan.input = AC_TEXT("quality-score");
    world->plan.period_field = AC_TEXT("month");
    world->plan.key_count = 1;
    world->plan.measure = measure;
    world->plan.value_field = AC_TEXT("quality-score");
}

static ac_cube *new_cube(test_world *world)
{
    ac_cube *cube = NULL;
    assert_accord_ok(
        ac_cube_new(&world->plan, &world->layout, NULL, &cube, &world->error), world->error);
    return cube;
}

static void read_text(test_world *world, ac_cube *cube, const char *text)
{
    assert_accord_ok(
        ac_cube_read_text(cube, ac_text_of(text), "t.csv", &world->error), world->error);
}

static void assert_text(const ac_cube *cube, const char *expected)
{
    AC_SCOPED_BUFFER(text, 1 << 20);
    ac_cube_add_text(&text, cube);
    assert_string_equal(text.bytes, expected);
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash sealed = ac_cube_hash(cube);
    assert_memory_equal(hash.bytes, sealed.bytes, AC_HASH_BYTES);
}

static void cube_counts_rows_into_cells(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    ac_cube *cube = new_cube(&world);
    read_text(
        &world, cube,
        HEADING "C82009,RWEAA,01/04/2014,5,no,1\n"
                "C82009,RWEAA,30/4/2014,5,no,2\n"
                "C82001, CLINIC ,01/05/2014,5,no,3\n"
                "C82001B,CLINIC,02/05/2014,5,no,4\n"
                "C82009,OTHER,01/06/2014,5,no,5\n");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    assert_text(
        cube, "input,practice,setting,month,value,rows\n"
              "seen,C82001,community,2014-05,2,2\n"
              "seen,C82009,hospital,2014-04,2,2\n");
    int32_t april = 2014 * 12 + 3;
    ac_cell cell = ac_cube_cell(cube, (const uint32_t[]){0, 0}, april);
    assert_int_equal(cell.rows, 2);
    assert_int_equal(ac_rational_compare(cell.value, ac_rational_of(2)), 0);
    assert_int_equal(ac_cube_cell(cube, (const uint32_t[]){0, 1}, april).rows, 0);
    assert_int_equal(ac_cube_cell(cube, (const uint32_t[]){0, 0}, april - 100).rows, 0);
    assert_true(ac_cube_received(cube, april));
    assert_true(ac_cube_received(cube, april + 2)); /* by a row that was set aside */
    assert_false(ac_cube_received(cube, april + 3));
    assert_false(ac_cube_received(cube, april - 100));
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    assert_int_equal(counts->rows, 5);
    assert_int_equal(counts->counted, 4);
    assert_int_equal(counts->other_code[1], 1);
    assert_int_equal(counts->refused, 0);
    size_t count = 0;
    const ac_cube_file *file = ac_cube_files(cube, &count);
    assert_int_equal(count, 1);
    assert_true(ac_text_is(file->path, "t.csv"));
    assert_int_equal(file->rows, 5);
    assert_int_equal(file->counted, 4);
    assert_int_equal(file->set_aside, 1);
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_counts_only_rows_of_its_condition(void **state)
{
    (void)state;
    static const ac_text codes[] = {
        {"5", 1},
        {"6", 1}
    };
    ac_where attended = {AC_WHERE_IS, AC_TEXT("attended"), codes, 2, NULL, NULL};
    ac_where urgent = {.op = AC_WHERE_YES, .field = AC_TEXT("urgent")};
    ac_where routine = {.op = AC_WHERE_NOT, .left = &urgent};
    ac_where both = {.op = AC_WHERE_AND, .left = &attended, .right = &routine};
    ac_where either = {.op = AC_WHERE_OR, .left = &attended, .right = &urgent};
    static const char rows[] = HEADING "C82009,RWEAA,01/04/2014,5,no,1\n"
                                       "C82009,RWEAA,01/04/2014,6,N,2\n"
                                       "C82009,RWEAA,01/04/2014,05,no,3\n"
                                       "C82009,RWEAA,01/04/2014,,no,4\n"
                                       "C82009,RWEAA,01/04/2014,5,YES,5\n"
                                       "C82009,RWEAA,01/04/2014,5,,6\n"
                                       "unknown,RWEAA,01/04/1066,7,1,7\n";
    static const struct {
        const char *name;
        unsigned counted;
    } expected[] = {
        {"attended is 5 or 6 and not urgent", 3},
        {"attended or urgent",                4}
    };
    for (size_t i = 0; i < 2; i++) {
        test_world world;
        set_up(&world);
        world.plan.where = i == 0 ? &both : &either;
        ac_cube *cube = new_cube(&world);
        read_text(&world, cube, rows);
        accord_status sealed = ac_cube_seal(cube, &world.error);
        const ac_cube_counts *counts = ac_cube_get_counts(cube);
        assert_int_equal(counts->counted, expected[i].counted);
        assert_int_equal(counts->refused, i); /* the last row, where it is concerned at all */
        assert_int_equal(sealed.code, i == 0 ? ACCORD_OK : ACCORD_ENO);
        assert_int_equal(counts->not_where, counts->rows - counts->counted - counts->refused);
        ac_cube_free(cube);
        tear_down(&world);
    }
}

/* Whatever the value is, and whether or not the field could be read as its type says. */
static void a_field_is_given_where_it_has_a_value(void **state)
{
    (void)state;
    static const char rows[] = HEADING "C82009,RWEAA,01/04/2014,5,no,1\n"
                                       "C82009,RWEAA,01/04/2014,05,perhaps,2\n"
                                       "C82009,RWEAA,01/04/2014,given,,3\n"
                                       "C82009,RWEAA,01/04/2014,-,,4\n"
                                       "C82009,RWEAA,01/04/2014,  ,no,5\n";
    static const struct {
        const char *field;
        unsigned given;
    } expected[] = {
        {"attended", 4},
        {"urgent",   3},
        {"tariff",   0}
    };
    for (size_t i = 0; i < 2 * ARRAY_COUNT(expected); i++) {
        test_world world;
        set_up(&world);
        ac_where given = {.op = AC_WHERE_GIVEN, .field = ac_text_of(expected[i / 2].field)};
        ac_where not_given = {.op = AC_WHERE_NOT, .left = &given};
        unsigned counted = i % 2 == 0 ? expected[i / 2].given : 5 - expected[i / 2].given;
        world.plan.where = i % 2 == 0 ? &given : &not_given;
        ac_cube *cube = new_cube(&world);
        read_text(&world, cube, rows);
        assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
        assert_int_equal(ac_cube_get_counts(cube)->counted, counted);
        assert_int_equal(ac_cube_get_counts(cube)->not_where, 5 - counted);
        ac_cube_free(cube);
        tear_down(&world);
    }
}

/* Each case is one bad row after a good one; plans differ in what they measure. */
typedef struct refused_case {
    const char *row; /* after its heading */
    const char *reason;
    uint32_t column;
    const char *heading;
    const char *value;
    const char *says;
} refused_case;

static void assert_refused(test_world *world, const char *heading, const refused_case *test)
{
    AC_SCOPED_BUFFER(text, 1 << 20);
    ac_cube *cube = new_cube(world);
    ac_buffer_add_z(&text, heading);
    ac_buffer_add_z(&text, test->row);
    accord_error *error = &world->error;
    assert_accord_ok(ac_cube_read_text(cube, ac_buffer_text(&text), "t.csv", error), *error);
    assert_int_equal(ac_cube_seal(cube, error).code, ACCORD_ENO);
    size_t count = 0;
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ac_cube_get_counts(cube)->refused, 1);
    if (strcmp(refused->reason, test->reason) != 0 || refused->column != test->column ||
        !ac_text_is(refused->heading, test->heading) || !ac_text_is(refused->value, test->value) ||
        strstr(refused->message.at, test->says) == NULL || refused->mend.size == 0) {
        fail_msg(
            "%s: %s in column %u (%.*s), \"%.*s\": %.*s", test->row, refused->reason,
            refused->column, AC_TEXT_ARG(refused->heading), AC_TEXT_ARG(refused->value),
            AC_TEXT_ARG(refused->message));
    }
    assert_true(ac_text_is(refused->file, "t.csv"));
    const ac_refused_count *reasons = ac_cube_refused_by_reason(cube, &count);
    assert_int_equal(count, 1);
    assert_string_equal(reasons->reason, test->reason);
    ac_cube_free(cube);
}

static const refused_case count_cases[] = {
    {"Practice,Site,Seen,Attended,Urgent,Id\n",                                     "R-HEADING",   0, "",         "",                                                     "heading stands again"           },
    {"C82009,RWEAA,31/02/2014,5,no,1\n",                                            "R-DATE",      3, "Seen",     "31/02/2014",                                           "31"                             },
    {"C82009,RWEAA,01/04/14,5,no,1\n",                                              "R-DATE",      3, "Seen",     "01/04/14",                                             "digits"                         },
    {"C82009,RWEAA,2014-04-01,5,no,1\n",                                            "R-DATE",      3, "Seen",     "2014-04-01",                                           "2014-04-01"                     },
    {"C82009,RWEAA,01/03/2012,5,no,1\n",                                            "R-PERIOD",    3, "Seen",     "01/03/2012",
     "2012-03 is outside the contract's term and the years it asks for (2013-04 to 2021-03)"                                                                                                               },
    {"C82009,RWEAA,01/04/2021,5,no,1\n",                                            "R-PERIOD",    3, "Seen",     "01/04/2021",                                           "2021-04"                        },
    {"C82009,RWEAA,,5,no,1\n",                                                      "R-MISSING",   3, "Seen",     "",                                                     "seen has no value"              },
    {",RWEAA,01/04/2014,5,no,1\n",                                                  "R-MISSING",   1, "Practice", "",                                                     "practice has no value"          },
    {"C82009,,01/04/2014,5,no,1\n",                                                 "R-MISSING",   2, "Site",     "",                                                     "site has no value"              },
    {"C82009,RWEAA,01/04/2014,5,no, \n",                                            "R-MISSING",   6, "Id",       "",                                                     "id has no value"                },
    {"C99999,RWEAA,01/04/2014,5,no,1\n",                                            "R-MEMBER",    1, "Practice", "C99999",
     "unknown practice C99999"                                                                                                                                                                             },
    {"c82009,RWEAA,01/04/2014,5,no,1\n",                                            "R-MEMBER",    1, "Practice", "c82009",                                               "c82009"                         },
    {"C82009,RWEAA,01/04/2014,5,perhaps,1\n",                                       "R-YES-NO",    5, "Urgent",   "perhaps",                                              "yes or no"                      },
    {"C82009,RWEAA,01/04/2014,5,no\n",                                              "R-COLUMNS",   0, "",         "",                                                     "5 columns and the heading has 6"},
    {"C82009,RWEAA,01/04/2014,5,no,1,2\n",                                          "R-COLUMNS",   0, "",         "",                                                     "7 columns"                      },
    {"C82009,RWEAA,01/04/2014,5",                                                   "R-TRUNCATED", 0, "",         "",                                                     "ends in the middle"             },
    {"C82009,RWEAA,01/04/2014,5,\"no",                                              "R-TRUNCATED", 0, "",         "",                                                     "ends in the middle"             },
    {"C82009,RW\"E,01/04/2014,5,no,1\n",                                            "R-QUOTE",     2, "Site",     "",                                                     "quote"                          },
    {"C82009,RW\xA3,01/04/2014,5,no,1\n",                                           "R-UTF8",      2, "Site",     "RW\xEF\xBF\xBD",                                       "UTF-8"                          },
    {"C82009-and-something-that-is-far-too-long-to-show,RWEAA,01/04/2014,5,no,1\n", "R-MEMBER",    1,
     "Practice",                                                                                                  "C82009-and-something-that-is-far-too-lon\xE2\x80\xA6", "unknown practice"               },
};

static void cube_refuses_a_row_it_cannot_count_and_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(count_cases); i++) {
        test_world world;
        ac_where urgent = {.op = AC_WHERE_YES, .field = AC_TEXT("urgent")};
        ac_where routine = {.op = AC_WHERE_NOT, .left = &urgent};
        set_up(&world);
        world.plan.where = &routine;
        assert_refused(&world, HEADING "C82009,RWEAA,01/04/2014,5,no,0\n", &count_cases[i]);
        tear_down(&world);
    }
}

static const struct {
    const char *field;
    const char *heading;
    refused_case test;
} sum_cases[] = {
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,12.5e3\n", "R-NUMBER", 7, "Tariff", "12.5e3",
      "tariff is to be a number"}                                                          },
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,#N/A\n", "R-NUMBER", 7, "Tariff", "#N/A", "1,234.50"}    },
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,\"1,23\"\n", "R-NUMBER", 7, "Tariff", "1,23", "number"}  },
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,--1\n", "R-NUMBER", 7, "Tariff", "--1", "number"}        },
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,\n", "R-MISSING", 7, "Tariff", "", "tariff has no value"}},
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,(12.50)\n", "R-NEGATIVE", 7, "Tariff", "(12.50)",
      "tariff is negative"}                                                                },
    {"tariff",
     "Tariff", {"C82009,RWEAA,01/04/2014,5,no,1,1000000000000000\n", "R-LARGE", 7, "Tariff",
      "1000000000000000", "to be below"}                                                   },
    {"visits",
     "Visits", {"C82009,RWEAA,01/04/2014,5,no,1,-1\n", "R-NEGATIVE", 7, "Visits", "-1",
      "visits is negative"}                                                                },
    {"visits",
     "Visits", {"C82009,RWEAA,01/04/2014,5,no,1,1.5\n", "R-NUMBER", 7, "Visits", "1.5", "whole number"}  },
    {"visits",
     "Visits", {"C82009,RWEAA,01/04/2014,5,no,1,100%\n", "R-NUMBER", 7, "Visits", "100%", "whole number"}},
};

static void cube_refuses_a_row_it_cannot_sum_and_says_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(sum_cases); i++) {
        test_world world;
        char heading[200];
        set_up(&world);
        world.plan.measure = AC_MEASURE_SUM;
        world.plan.value_field = ac_text_of(sum_cases[i].field);
        (void)snprintf(
            heading, sizeof heading,
            "Practice,Site,Seen,Attended,Urgent,Id,%s\nC82009,RWEAA,01/04/2014,5,no,0,1\n",
            sum_cases[i].heading);
        assert_refused(&world, heading, &sum_cases[i].test);
        tear_down(&world);
    }
}

static void cube_sums_exactly(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    world.plan.measure = AC_MEASURE_SUM;
    world.plan.value_field = AC_TEXT("tariff");
    world.plan.may_be_negative = true;
    ac_cube *cube = new_cube(&world);
    read_text(
        &world, cube,
        "Practice,Site,Seen,Attended,Urgent,Id,Tariff\n"
        "C82009,RWEAA,01/04/2014,5,no,1,0.1\n"
        "C82009,RWEAA,01/04/2014,5,no,2,0.2\n"
        "C82009,RWEAA,01/04/2014,5,no,3,\"\xC2\xA3"
        "1,000\"\n"
        "C82009,RWEAA,01/04/2014,5,no,4,(0.05)\n"
        "C82001,RWEAA,01/04/2014,5,no,5,999999999999999\n"
        "C82001,RWEAA,01/04/2014,5,no,6,999999999999999.5\n");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    assert_text(
        cube, "input,practice,setting,month,value,rows\n"
              "seen,C82001,hospital,2014-04,1999999999999998.5,2\n"
              "seen,C82009,hospital,2014-04,1000.25,4\n");
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_sets_aside_or_refuses_an_unlisted_site_as_told(void **state)
{
    (void)state;
    for (int refuse = 0; refuse < 2; refuse++) {
        test_world world;
        set_up(&world);
        world.keys[1].unlisted = refuse == 1 ? AC_UNLISTED_REFUSE : AC_UNLISTED_SET_ASIDE;
        ac_cube *cube = new_cube(&world);
        /* Set aside even though its practice is unknown and its date is none. */
        read_text(&world, cube, HEADING "C99999,ELSEWHERE,99/99/2014,5,no,1\n");
        assert_int_equal(
            ac_cube_seal(cube, &world.error).code, refuse == 1 ? ACCORD_ENO : ACCORD_OK);
        const ac_cube_counts *counts = ac_cube_get_counts(cube);
        assert_int_equal(counts->refused, refuse);
        assert_int_equal(counts->other_code[1], 1 - refuse);
        ac_cube_free(cube);
        tear_down(&world);
    }
}

static const struct {
    const char *name;
    const char *rows;
    const char *text; /* the cells, or NULL where a row is refused */
    const char *reason;
} plain_cases[] = {
    {"a column of the input's name",          "Practice,MONTH,Quality_Score\nC82009,2014-04,0.95\n",
     "quality-score,C82009,2014-04,0.95,1\n",                                                                         NULL        },
    {"a column named value",                  "value,practice,month\n92%,C82009,Apr 2014\n",
     "quality-score,C82009,2014-04,0.92,1\n",                                                                         NULL        },
    {"its own name before value",             "value,practice,month,quality score\n9,C82009,2014-04,1.5\n",
     "quality-score,C82009,2014-04,1.5,1\n",                                                                          NULL        },
    {"a missing value is a cell without one", "practice,month,value\nC82009,2014-04,\n",
     "quality-score,C82009,2014-04,,1\n",                                                                             NULL        },
    {"two is the most a ratio may be",        "practice,month,value\nC82009,2014-04,2\n",
     "quality-score,C82009,2014-04,2,1\n",                                                                            NULL        },
    {"a percentage or a ratio",               "practice,month,value\nC82009,2014-04,95\n",                      NULL, "R-PERCENT" },
    {"negative",                              "practice,month,value\nC82009,2014-04,-0.5\n",                    NULL, "R-NEGATIVE"},
    {"a bad month",                           "practice,month,value\nC82009,April,0.5\n",                       NULL, "R-PERIOD"  },
    {"a month of a two-digit year",           "practice,month,value\nC82009,Apr-14,0.5\n",                      NULL, "R-PERIOD"  },
    {"a second row",                          "practice,month,value\nC82009,2014-04,0.5\nC82009,2014-04,0.4\n", NULL,
     "R-REPEAT"                                                                                                                   },
};

static void cube_reads_plain_values_by_heading(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(plain_cases); i++) {
        test_world world;
        set_up_plain(&world, AC_MEASURE_VALUE);
        world.plan.percent = true;
        ac_cube *cube = new_cube(&world);
        read_text(&world, cube, plain_cases[i].rows);
        accord_status sealed = ac_cube_seal(cube, &world.error);
        if (plain_cases[i].reason == NULL) {
            char text[200];
            assert_accord_ok(sealed, world.error);
            (void)snprintf(
                text, sizeof text, "input,practice,month,value,rows\n%s", plain_cases[i].text);
            assert_text(cube, text);
            assert_true(ac_cube_received(cube, 2014 * 12 + 3));
        } else {
            size_t count = 0;
            const ac_refused_row *refused = ac_cube_refused(cube, &count);
            assert_int_equal(count, 1);
            assert_string_equal(refused->reason, plain_cases[i].reason);
        }
        ac_cube_free(cube);
        tear_down(&world);
    }
}

static void cube_tells_a_missing_value_from_no_row_and_a_value_from_both(void **state)
{
    (void)state;
    test_world world;
    set_up_plain(&world, AC_MEASURE_VALUE);
    ac_cube *cube = new_cube(&world);
    read_text(
        &world, cube,
        "practice,month,value\nC82009,2014-04,\nC82001,2014-04,\nC82001,2014-04,3\n"
        "C82001,2014-04, \n");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    int32_t april = 2014 * 12 + 3;
    ac_cell without = ac_cube_cell(cube, (const uint32_t[]){0}, april);
    assert_true(without.missing);
    assert_int_equal(without.rows, 1);
    ac_cell with = ac_cube_cell(cube, (const uint32_t[]){1}, april);
    assert_false(with.missing);
    assert_int_equal(with.rows, 1);
    assert_int_equal(ac_rational_compare(with.value, ac_rational_of(3)), 0);
    ac_cell none = ac_cube_cell(cube, (const uint32_t[]){0}, april + 1);
    assert_false(none.missing);
    assert_int_equal(none.rows, 0);
    assert_int_equal(ac_cube_get_counts(cube)->no_value, 3);
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_takes_percent_yes_no_and_choices_as_values(void **state)
{
    (void)state;
    static const ac_text choices[] = {
        {"red",   3},
        {"amber", 5},
        {"green", 5}
    };
    static const struct {
        ac_measure measure;
        const char *rows;
        const char *value; /* NULL: refused */
    } cases[] = {
        {AC_MEASURE_YES_NO, "practice,month,value\nC82009,2014-04,Yes\n",   "1" },
        {AC_MEASURE_YES_NO, "practice,month,value\nC82009,2014-04,false\n", "0" },
        {AC_MEASURE_YES_NO, "practice,month,value\nC82009,2014-04,maybe\n", NULL},
        {AC_MEASURE_ONE_OF, "practice,month,value\nC82009,2014-04,amber\n", "1" },
        {AC_MEASURE_ONE_OF, "practice,month,value\nC82009,2014-04,blue\n",  NULL},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        test_world world;
        set_up_plain(&world, cases[i].measure);
        world.plan.choices = choices;
        world.plan.choice_count = 3;
        ac_cube *cube = new_cube(&world);
        read_text(&world, cube, cases[i].rows);
        accord_status sealed = ac_cube_seal(cube, &world.error);
        assert_int_equal(sealed.code, cases[i].value == NULL ? ACCORD_ENO : ACCORD_OK);
        if (cases[i].value != NULL) {
            AC_SCOPED_BUFFER(shown, 100);
            ac_cell cell = ac_cube_cell(cube, (const uint32_t[]){0}, 2014 * 12 + 3);
            ac_rational_add_exact(&shown, cell.value);
            assert_string_equal(shown.bytes, cases[i].value);
        }
        ac_cube_free(cube);
        tear_down(&world);
    }
}

static void cube_reads_a_layout_percent_either_way(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    world.plan.measure = AC_MEASURE_VALUE;
    world.plan.value_field = AC_TEXT("score");
    world.plan.percent = true;
    ac_cube *cube = new_cube(&world);
    read_text(
        &world, cube,
        "Practice,Site,Seen,Attended,Urgent,Id,Score\n"
        "C82009,RWEAA,01/04/2014,5,no,1,92.5\n"
        "C82001,RWEAA,01/04/2014,5,no,1,92.5%\n");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    assert_text(
        cube, "input,practice,setting,month,value,rows\n"
              "seen,C82001,hospital,2014-04,0.925,1\n"
              "seen,C82009,hospital,2014-04,0.925,1\n");
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_without_periods_has_one_value_for_always(void **state)
{
    (void)state;
    test_world world;
    set_up_plain(&world, AC_MEASURE_VALUE);
    world.plan.period_kind = AC_PERIOD_NONE;
    world.plan.span_count = 0;
    ac_cube *cube = new_cube(&world);
    assert_false(ac_cube_received(cube, 0));
    read_text(&world, cube, "practice,value\nC82009,7\n");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    assert_text(cube, "input,practice,value,rows\nquality-score,C82009,7,1\n");
    assert_int_equal(ac_cube_cell(cube, (const uint32_t[]){0}, 0).rows, 1);
    assert_true(ac_cube_received(cube, 0));
    ac_cube_free(cube);
    tear_down(&world);
}

static const struct {
    bool plain;
    const char *heading;
    const char *says;
} heading_cases[] = {
    {false, "",                                             "t.csv is empty"                                        },
    {false, "Site,Seen,Id\n",                               "t.csv has no column \"Practice\" (practice)"           },
    {false, "Practise,Site,Seen,Id\n",                      "did you mean \"Practise\"?"                            },
    {false, "Practice,Site,Seen,Id,practice \n",            "the column \"Practice\" twice (columns 1 and 5)"       },
    {false, "Practice;Site;Seen;Id\n",                      "semicolons"                                            },
    {true,  "practice,month,score\n",                       "t.csv has no column \"quality-score\"; its columns are"},
    {true,  "practice,mouth,value\n",                       "did you mean \"mouth\"?"                               },
    {true,  "practice,month,Quality Score,quality_score\n", "twice"                                                 },
    {true,  "practice,month,value,VALUE\n",                 "twice"                                                 },
};

static void cube_names_the_column_that_a_file_lacks_or_has_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(heading_cases); i++) {
        test_world world;
        if (heading_cases[i].plain) {
            set_up_plain(&world, AC_MEASURE_VALUE);
        } else {
            set_up(&world);
        }
        ac_cube *cube = new_cube(&world);
        ac_text text = ac_text_of(heading_cases[i].heading);
        accord_status status = ac_cube_read_text(cube, text, "t.csv", &world.error);
        if (status.code != ACCORD_EINPUT ||
            strstr(world.error.message, heading_cases[i].says) == NULL) {
            fail_msg("%s: %d, %s", text.at, status.code, world.error.message);
        }
        size_t count = 0;
        (void)ac_cube_files(cube, &count);
        assert_int_equal(count, 0);
        ac_cube_free(cube);
        tear_down(&world);
    }
}

static void cube_reads_a_heading_without_rows_and_columns_twice_that_are_not_read(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    ac_cube *cube = new_cube(&world);
    read_text(&world, cube, "Practice,x,x,Site,Seen,Attended,Urgent,Id");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    assert_text(cube, "input,practice,setting,month,value,rows\n");
    assert_int_equal(ac_cube_get_counts(cube)->rows, 0);
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_plan_of_a_field_that_the_layout_lacks_is_refused(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    world.keys[0].field = AC_TEXT("practise");
    ac_cube *cube = NULL;
    assert_int_equal(
        ac_cube_new(&world.plan, &world.layout, NULL, &cube, &world.error).code, ACCORD_EINPUT);
    assert_non_null(strstr(world.error.message, "did you mean practice?"));
    tear_down(&world);
}

static void cube_of_too_many_cells_is_refused(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    world.keys[0].member_count = AC_MEMBERS_MAX;
    world.keys[1].member_count = AC_MEMBERS_MAX;
    ac_cube *cube = NULL;
    assert_int_equal(
        ac_cube_new(&world.plan, &world.layout, NULL, &cube, &world.error).code, ACCORD_ELIMIT);
    tear_down(&world);
}

static void cube_counts_an_attendance_in_two_files_once(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    ac_cube *cube = new_cube(&world);
    test_folder folder;
    test_folder_make(&folder);
    static const char rows[] = HEADING "C82009,RWEAA,01/04/2014,5,no,A1\n"
                                       "C82009,RWEAA,01/04/2014,5,no,A2\n";
    const char *names[] = {"flex.csv", "freeze.csv"};
    for (size_t i = 0; i < 2; i++) {
        const char *path = test_write(&folder, names[i], AC_TEXT(rows));
        assert_accord_ok(ac_cube_read(cube, path, &world.error), world.error);
    }
    assert_int_equal(ac_cube_seal(cube, &world.error).code, ACCORD_ENO);
    assert_non_null(strstr(world.error.message, "2 of 4 rows were refused (50%), and at most 0%"));
    assert_non_null(strstr(world.error.message, "R-DUPLICATE in 2 rows"));
    assert_text(
        cube, "input,practice,setting,month,value,rows\nseen,C82009,hospital,2014-04,2,2\n");
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(cube, &count);
    assert_int_equal(count, 2);
    assert_int_equal(files[0].refused, 0);
    assert_int_equal(files[1].refused, 2);
    assert_memory_equal(files[0].hash.bytes, files[1].hash.bytes, AC_HASH_BYTES);
    ac_cube_free(cube);
    for (size_t i = 0; i < 2; i++) {
        test_remove(&folder, names[i]);
    }
    test_remove(&folder, NULL);
    tear_down(&world);
}

static void cube_refuses_up_to_the_share_allowed(void **state)
{
    (void)state;
    static const struct {
        int64_t percent;
        accord_status_code code;
    } cases[] = {
        {0,   ACCORD_ENO},
        {9,   ACCORD_ENO},
        {10,  ACCORD_OK },
        {100, ACCORD_OK }
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        test_world world;
        set_up(&world);
        ac_rational share = ac_rational_of_ratio(&world.arena, cases[i].percent, 100);
        ac_cube_options options = {.refuse_at_most = &share};
        ac_cube *cube = NULL;
        assert_accord_ok(
            ac_cube_new(&world.plan, &world.layout, &options, &cube, &world.error), world.error);
        AC_SCOPED_BUFFER(text, 10000);
        ac_buffer_add_z(&text, HEADING "C99999,RWEAA,01/04/2014,5,no,0\n");
        for (int row = 1; row < 10; row++) {
            ac_buffer_addf(&text, "C82009,RWEAA,01/04/2014,5,no,%d\n", row);
        }
        read_text(&world, cube, text.bytes);
        assert_int_equal(ac_cube_seal(cube, &world.error).code, cases[i].code);
        assert_int_equal(ac_cube_get_counts(cube)->counted, 9);
        ac_cube_free(cube);
        tear_down(&world);
    }
}

static void cube_writes_refused_rows_so_that_they_can_be_mended(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    test_folder folder;
    test_folder_make(&folder);
    ac_cube_options options = {.refused_path = test_path(&folder, "refused.csv")};
    ac_cube *cube = NULL;
    assert_accord_ok(
        ac_cube_new(&world.plan, &world.layout, &options, &cube, &world.error), world.error);
    read_text(
        &world, cube,
        HEADING "\"C82009\",RWEAA,31/02/2014,5,\"n\"\"o\",1\n"
                "C99999,RWEAA,01/04/2014,5,no,2\n");
    assert_int_equal(ac_cube_seal(cube, &world.error).code, ACCORD_ENO);
    ac_cube_free(cube);
    ac_reader *reader = NULL;
    const ac_row *row = NULL;
    assert_accord_ok(ac_reader_open(options.refused_path, ',', &reader, &world.error), world.error);
    assert_true(ac_text_is(
        ac_reader_heading(reader)->raw,
        "file,line,column,heading,value,reason,message,mend,lines,row"));
    assert_accord_ok(ac_reader_next(reader, &row, &world.error), world.error);
    assert_true(ac_text_is(row->fields[0], "t.csv"));
    assert_true(ac_text_is(row->fields[1], "2"));
    assert_true(ac_text_is(row->fields[2], "3"));
    assert_true(ac_text_is(row->fields[3], "Seen"));
    assert_true(ac_text_is(row->fields[4], "31/02/2014"));
    assert_true(ac_text_is(row->fields[5], "R-DATE"));
    assert_true(ac_text_is(row->fields[8], "1"));
    assert_true(ac_text_is(row->fields[9], "\"C82009\",RWEAA,31/02/2014,5,\"n\"\"o\",1"));
    assert_accord_ok(ac_reader_next(reader, &row, &world.error), world.error);
    assert_true(ac_text_is(row->fields[5], "R-MEMBER"));
    assert_accord_ok(ac_reader_next(reader, &row, &world.error), world.error);
    assert_null(row);
    ac_reader_close(reader);
    test_remove(&folder, "refused.csv");
    test_remove(&folder, NULL);
    tear_down(&world);
}

static void cube_counts_all_refused_rows_and_keeps_the_first(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    ac_cube *cube = new_cube(&world);
    AC_SCOPED_BUFFER(text, 1 << 20);
    ac_buffer_add_z(&text, HEADING);
    for (unsigned i = 0; i < AC_REFUSED_KEPT_MAX + 500; i++) {
        ac_buffer_addf(&text, "C99999,RWEAA,01/04/2014,5,no,%u\n", i);
    }
    ac_buffer_add_z(&text, "C82009,RWEAA,1/1/01,5,no,1\n");
    read_text(&world, cube, text.bytes);
    assert_int_equal(ac_cube_seal(cube, &world.error).code, ACCORD_ENO);
    size_t count = 0;
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    assert_int_equal(count, AC_REFUSED_KEPT_MAX);
    assert_int_equal(refused[count - 1].line, AC_REFUSED_KEPT_MAX + 1);
    const ac_refused_count *reasons = ac_cube_refused_by_reason(cube, &count);
    assert_int_equal(count, 2);
    assert_string_equal(reasons[0].reason, "R-MEMBER");
    assert_int_equal(reasons[0].rows, AC_REFUSED_KEPT_MAX + 500);
    assert_string_equal(reasons[1].reason, "R-DATE");
    assert_int_equal(ac_cube_get_counts(cube)->refused, AC_REFUSED_KEPT_MAX + 501);
    ac_cube_free(cube);
    tear_down(&world);
}

typedef struct test_reports {
    unsigned count;
    uint64_t rows;
} test_reports;

static void
add_report(void *self, ac_text file, uint64_t done_bytes, uint64_t total_bytes, uint64_t rows)
{
    test_reports *reports = self;
    assert_true(ac_text_is(file, "t.csv"));
    assert_true(done_bytes <= total_bytes);
    reports->count++;
    reports->rows = rows;
}

static void cube_says_how_reading_goes_on(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    test_reports seen = {0};
    ac_progress progress = {add_report, &seen};
    ac_cube_options options = {.progress = &progress};
    ac_cube *cube = NULL;
    assert_accord_ok(
        ac_cube_new(&world.plan, &world.layout, &options, &cube, &world.error), world.error);
    AC_SCOPED_BUFFER(text, (size_t)16 << 20);
    ac_buffer_add_z(&text, HEADING);
    unsigned rows = 0;
    for (; text.size_bytes < (size_t)9 << 20; rows++) {
        ac_buffer_addf(&text, "C82009,ELSEWHERE,01/04/2014,5,no,%u", rows);
        ac_buffer_add_repeated(&text, '0', 400);
        ac_buffer_add_char(&text, '\n');
    }
    assert_accord_ok(
        ac_cube_read_text(cube, ac_buffer_text(&text), "t.csv", &world.error), world.error);
    assert_int_equal(seen.rows, rows);
    assert_int_equal(seen.count, 3); /* at 4 MB, 8 MB and the end */
    ac_cube_free(cube);
    tear_down(&world);
}

/* The same rows in the order that `step` gives, over `files` files: rows repeat identifiers, in
 * other cells and with other values, and all sums are of different denominators. */
static ac_hash hash_of_rows(test_world *world, unsigned step, unsigned files, ac_measure measure)
{
    enum { ROWS = 997 }; /* prime: any step visits all */
    ac_cube *cube = new_cube(world);
    unsigned done = 0;
    for (unsigned file = 0; file < files; file++) {
        AC_SCOPED_BUFFER(text, 1 << 20);
        ac_buffer_add_z(&text, "Practice,Site,Seen,Attended,Urgent,Id,Tariff\n");
        unsigned until = ROWS * (file + 1) / files;
        for (; done < until; done++) {
            unsigned row = done * step % ROWS;
            ac_buffer_addf(
                &text, "%s,%s,%02u/%02u/2014,5,no,%u,%u.%u\n", row % 3 == 0 ? "C82009" : "C82001",
                row % 5 == 0 ? "CLINIC" : "RWEAA", row % 28 + 1, row % 7 + 4,
                measure == AC_MEASURE_VALUE ? row : row % 600, row % 11, row % 89 + 1);
        }
        assert_accord_ok(
            ac_cube_read_text(cube, ac_buffer_text(&text), "t.csv", &world->error), world->error);
    }
    assert_int_equal(ac_cube_seal(cube, &world->error).code, ACCORD_ENO);
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    assert_int_equal(counts->rows, ROWS);
    assert_int_equal(counts->counted, measure == AC_MEASURE_VALUE ? 28 : 600);
    assert_int_equal(counts->refused, ROWS - counts->counted);
    ac_hash hash = ac_cube_hash(cube);
    ac_cube_free(cube);
    return hash;
}

static void cube_hash_does_not_depend_on_the_order_of_rows_or_files(void **state)
{
    (void)state;
    static const ac_measure measures[] = {AC_MEASURE_COUNT, AC_MEASURE_SUM, AC_MEASURE_VALUE};
    static const unsigned steps[] = {1, 2, 41, 500, 996};
    for (size_t i = 0; i < ARRAY_COUNT(measures); i++) {
        test_world world;
        set_up(&world);
        world.plan.measure = measures[i];
        world.plan.value_field = AC_TEXT("tariff");
        ac_hash first = hash_of_rows(&world, 1, 1, measures[i]);
        for (size_t j = 0; j < ARRAY_COUNT(steps); j++) {
            for (unsigned files = 1; files < 4; files++) {
                ac_hash hash = hash_of_rows(&world, steps[j], files, measures[i]);
                assert_memory_equal(hash.bytes, first.bytes, AC_HASH_BYTES);
            }
        }
        tear_down(&world);
    }
}

static void cube_sums_numbers_too_large_for_a_word_in_any_order(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    world.plan.measure = AC_MEASURE_SUM;
    world.plan.value_field = AC_TEXT("tariff");
    ac_cube *cube = new_cube(&world);
    AC_SCOPED_BUFFER(text, 1 << 20);
    ac_buffer_add_z(&text, "Practice,Site,Seen,Attended,Urgent,Id,Tariff\n");
    for (unsigned i = 0; i < 400; i++) {
        ac_buffer_addf(&text, "C82009,RWEAA,01/04/2014,5,no,%u,999999999999999.25\n", i);
    }
    read_text(&world, cube, text.bytes);
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    AC_SCOPED_BUFFER(shown, 1000);
    ac_rational_add_exact(
        &shown, ac_cube_cell(cube, (const uint32_t[]){0, 0}, 2014 * 12 + 3).value);
    assert_string_equal(shown.bytes, "399999999999999700");
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_names_all_spans_that_are_asked_for(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    int32_t april_2013 = 2013 * 12 + 3;
    world.plan.spans[0].first = april_2013 + 36;
    world.plan.spans[0].count = 12;
    world.plan.spans[1].first = april_2013;
    world.plan.spans[1].count = 1;
    world.plan.spans[2].first = april_2013 + 40;
    world.plan.spans[2].count = 20;
    world.plan.span_count = 3;
    static const refused_case outside = {
        "C82009,RWEAA,01/05/2013,5,no,1\n", "R-PERIOD", 3, "Seen", "01/05/2013",
        "(2013-04, 2016-04 to 2018-03)"};
    assert_refused(&world, HEADING "C82009,RWEAA,01/04/2013,5,no,0\n", &outside);
    tear_down(&world);
}

static accord_date day(int year, int month, int number)
{
    accord_date made = {0};
    assert_true(ac_date_of(year, month, number, &made));
    return made;
}

static void cube_sets_superseded_rows_aside_by_their_days(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    ac_cube *cube = new_cube(&world);
    const ac_day_span april = {day(2014, 4, 10), day(2014, 5, 1)};
    const ac_cube_dates old_dates = {.aside = &april, .aside_count = 1};
    const ac_cube_dates new_dates = {.covers = &april};
    ac_cube_set_dates(cube, &old_dates);
    read_text(
        &world, cube,
        HEADING "C82009,RWEAA,09/04/2014,5,no,1\n"
                "C82009,RWEAA,10/04/2014,5,no,2\n"
                "UNKNOWN,RWEAA,30/04/2014,5,no,3\n" /* superseded, whatever is wrong with it */
                "C82009,RWEAA,01/05/2014,5,no,4\n"
                "C82009,RWEAA,31/04/2014,5,no,5\n");
    ac_cube_set_dates(cube, &new_dates);
    read_text(
        &world, cube,
        HEADING "C82009,RWEAA,30/04/2014,5,no,2\n" /* its identifier was superseded, not counted */
                "C82009,RWEAA,01/05/2014,5,no,6\n");
    ac_cube_set_dates(cube, NULL);
    read_text(&world, cube, HEADING "C82001,CLINIC,30/04/2014,5,no,7\n");
    assert_int_equal(ac_cube_seal(cube, &world.error).code, ACCORD_ENO);
    assert_text(
        cube, "input,practice,setting,month,value,rows\n"
              "seen,C82001,community,2014-04,1,1\n"
              "seen,C82009,hospital,2014-04,2,2\n"
              "seen,C82009,hospital,2014-05,1,1\n");
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    assert_int_equal(counts->rows, 8);
    assert_int_equal(counts->counted, 4);
    assert_int_equal(counts->superseded, 2);
    assert_int_equal(counts->refused, 2);
    size_t count = 0;
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    assert_int_equal(count, 2);
    assert_string_equal(refused[0].reason, "R-DATE");
    assert_string_equal(refused[1].reason, "R-COVERS");
    assert_int_equal(refused[1].line, 3);
    const ac_cube_file *files = ac_cube_files(cube, &count);
    assert_int_equal(files[0].superseded, 2);
    assert_int_equal(files[1].superseded, 0);
    ac_cube_free(cube);
    tear_down(&world);
}

static void cube_receives_the_periods_that_a_file_covers(void **state)
{
    (void)state;
    test_world world;
    set_up(&world);
    ac_cube *cube = new_cube(&world);
    const ac_day_span spring = {day(2014, 4, 10), day(2014, 7, 1)};
    const ac_cube_dates dates = {.covers = &spring};
    ac_cube_set_dates(cube, &dates);
    read_text(&world, cube, HEADING);
    const ac_cube_dates whole = {.whole_aside = true};
    ac_cube_set_dates(cube, &whole);
    read_text(&world, cube, HEADING "C82009,RWEAA,01/08/2014,5,no,1\nC82009,RWEAA\n");
    assert_accord_ok(ac_cube_seal(cube, &world.error), world.error);
    int32_t may = ac_period_of(&world.calendar, AC_PERIOD_MONTH, day(2014, 5, 1));
    assert_false(ac_cube_received(cube, may - 1)); /* of April it covers a part */
    assert_true(ac_cube_received(cube, may));
    assert_true(ac_cube_received(cube, may + 1));
    assert_false(ac_cube_received(cube, may + 2));
    assert_false(ac_cube_received(cube, may + 3)); /* its only row is superseded */
    assert_int_equal(ac_cube_get_counts(cube)->superseded, 2);
    ac_cube_free(cube);
    tear_down(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cube_counts_rows_into_cells),
        cmocka_unit_test(cube_counts_only_rows_of_its_condition),
        cmocka_unit_test(a_field_is_given_where_it_has_a_value),
        cmocka_unit_test(cube_refuses_a_row_it_cannot_count_and_says_why),
        cmocka_unit_test(cube_refuses_a_row_it_cannot_sum_and_says_why),
        cmocka_unit_test(cube_sums_exactly),
        cmocka_unit_test(cube_sets_aside_or_refuses_an_unlisted_site_as_told),
        cmocka_unit_test(cube_reads_plain_values_by_heading),
        cmocka_unit_test(cube_tells_a_missing_value_from_no_row_and_a_value_from_both),
        cmocka_unit_test(cube_takes_percent_yes_no_and_choices_as_values),
        cmocka_unit_test(cube_reads_a_layout_percent_either_way),
        cmocka_unit_test(cube_without_periods_has_one_value_for_always),
        cmocka_unit_test(cube_names_the_column_that_a_file_lacks_or_has_twice),
        cmocka_unit_test(cube_reads_a_heading_without_rows_and_columns_twice_that_are_not_read),
        cmocka_unit_test(cube_plan_of_a_field_that_the_layout_lacks_is_refused),
        cmocka_unit_test(cube_of_too_many_cells_is_refused),
        cmocka_unit_test(cube_counts_an_attendance_in_two_files_once),
        cmocka_unit_test(cube_refuses_up_to_the_share_allowed),
        cmocka_unit_test(cube_writes_refused_rows_so_that_they_can_be_mended),
        cmocka_unit_test(cube_counts_all_refused_rows_and_keeps_the_first),
        cmocka_unit_test(cube_says_how_reading_goes_on),
        cmocka_unit_test(cube_hash_does_not_depend_on_the_order_of_rows_or_files),
        cmocka_unit_test(cube_sums_numbers_too_large_for_a_word_in_any_order),
        cmocka_unit_test(cube_names_all_spans_that_are_asked_for),
        cmocka_unit_test(cube_sets_superseded_rows_aside_by_their_days),
        cmocka_unit_test(cube_receives_the_periods_that_a_file_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
