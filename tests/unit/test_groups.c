/* SPDX-License-Identifier: MIT */
/* Groups of rows from a database are judged as rows of a file are. Many random rows, good and bad,
 * are read as a file, and given one by one as groups; the cubes and their accounts are the same. */

#include "accord_test.h"
#include "base/buffer.h"
#include "cube/groups.h"
#include "random.h"

#include <string.h>

enum { ROWS = 4000, KEYS = 2, COLUMNS = 8 };

static const char layout_text[] = "layout 1\n"
                                  "name visits\n"
                                  "missing \"\" \"-\"\n"
                                  "refuse at most 100%\n"
                                  "identifier visit, provider\n"
                                  "field practice : code from \"GP\"\n"
                                  "field site : code from \"Site\"\n"
                                  "field day : date yyyy-mm-dd from \"Day\"\n"
                                  "field attended : code from \"Attended\"\n"
                                  "field visit : code from \"Id\"\n"
                                  "field tariff : number from \"Tariff\"\n"
                                  "field provider is RWE\n";

typedef struct world {
    ac_arena arena;
    ac_names practices;
    ac_names sites;
    ac_text practice_labels[2];
    ac_text site_labels[2];
    ac_cube_key keys[KEYS];
    ac_calendar calendar;
    ac_layout layout;
    ac_where where;
    ac_text attended[2];
    ac_cube_plan plan;
    ac_sql_shape shape;
} world;

static void set_up(world *w, bool sums)
{
    accord_error error = {0};
    accord_date from = {0};
    accord_date last = {0};
    memset(w, 0, sizeof *w);
    ac_arena_init(&w->arena);
    ac_names_init(&w->practices, &w->arena);
    ac_names_init(&w->sites, &w->arena);
    (void)ac_names_add(&w->practices, AC_TEXT("P1"), 0);
    (void)ac_names_add(&w->practices, AC_TEXT("P2"), 1);
    (void)ac_names_add(&w->practices, AC_TEXT("P2B"), 1);
    (void)ac_names_add(&w->sites, AC_TEXT("H1"), 0);
    (void)ac_names_add(&w->sites, AC_TEXT("C1"), 1);
    w->practice_labels[0] = AC_TEXT("P1");
    w->practice_labels[1] = AC_TEXT("P2");
    w->site_labels[0] = AC_TEXT("hospital");
    w->site_labels[1] = AC_TEXT("community");
    w->keys[0] = (ac_cube_key){
        AC_TEXT("practice"), AC_TEXT("practice"), &w->practices, w->practice_labels, 2,
        AC_UNLISTED_REFUSE};
    w->keys[1] = (ac_cube_key){AC_TEXT("setting"),   AC_TEXT("site"), &w->sites, w->site_labels, 2,
                               AC_UNLISTED_SET_ASIDE};
    assert_true(ac_date_of(2014, 4, 1, &from) && ac_date_of(2015, 3, 31, &last));
    assert_accord_ok(ac_calendar_make(from, last, 4, 1, &w->calendar, &error), error);
    assert_accord_ok(
        ac_layout_parse(&w->arena, AC_TEXT(layout_text), "v.layout", &w->layout, &error), error);
    w->attended[0] = AC_TEXT("5");
    w->attended[1] = AC_TEXT("6");
    w->where = (ac_where){
        .op = AC_WHERE_IS, .field = AC_TEXT("attended"), .codes = w->attended, .code_count = 2};
    w->plan = (ac_cube_plan){
        .input = AC_TEXT("seen"),
        .calendar = &w->calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("day"),
        .spans = {{ac_term_first(&w->calendar, AC_PERIOD_MONTH), 12}},
        .span_count = 1,
        .keys = w->keys,
        .key_count = KEYS,
        .where = &w->where,
        .measure = sums ? AC_MEASURE_SUM : AC_MEASURE_COUNT,
        .value_field = AC_TEXT("tariff")};
    w->shape = (ac_sql_shape){
        .judged = 0,
        .period = 1,
        .keys = {2, 3             },
        .shown = 4,
        .identity = {5, AC_SQL_NOWHERE},
        .rows = 6,
        .sum = sums ? 7 : AC_SQL_NOWHERE,
        .columns = sums ? COLUMNS + 2 : COLUMNS - 1,
        .other = AC_TEXT("(other)")
    };
    for (size_t i = 0; i < AC_SQL_STATES; i++) {
        w->shape.states[i] = AC_SQL_NOWHERE;
    }
    if (sums) {
        w->shape.states[AC_SQL_VALUE_MISSING] = 8;
        w->shape.states[AC_SQL_VALUE_NEGATIVE] = 9;
    }
}

static const char *pick(test_random *random, const char *const *list, size_t count)
{
    return list[test_random_below(random, count)];
}

/* One row, in both of its forms. */
static void add_row(world *w, test_random *random, ac_buffer *file, ac_groups *groups)
{
    static const char *const practices[] = {"P1", "P2", "P2B", "P9", "", "-", " P1"};
    static const char *const sites[] = {"H1", "C1", "C1", "Z9", ""};
    static const char *const days[] = {"2014-04-01", "2014-04-30", "2015-03-31", "2014-05-05",
                                       "2014-02-01", "2014-02-31", "",           "x"};
    static const char *const attended[] = {"5", "6", "5", "7", ""};
    static const char *const tariffs[] = {"1", "12.50", "0", "96.10", "", "-3"};
    const char *practice = pick(random, practices, ARRAY_COUNT(practices));
    const char *site = pick(random, sites, ARRAY_COUNT(sites));
    const char *day = pick(random, days, ARRAY_COUNT(days));
    const char *seen = pick(random, attended, ARRAY_COUNT(attended));
    const char *tariff = pick(random, tariffs, ARRAY_COUNT(tariffs));
    char id[20];
    uint64_t number = test_random_below(random, ROWS);
    (void)snprintf(id, sizeof id, "%llu", (unsigned long long)number);
    id[0] = number < 50 ? '\0' : id[0];
    ac_buffer_addf(file, "%s,%s,%s,%s,%s,%s\n", practice, site, day, seen, id, tariff);
    bool concerned = seen[0] == '5' || seen[0] == '6';
    bool none = tariff[0] == '\0';
    bool negative = tariff[0] == '-' && tariff[1] != '\0';
    const ac_text values[COLUMNS + 2] = {
        ac_text_of(concerned ? "1" : "0"),
        ac_text_of(day),
        ac_text_of(practice),
        ac_text_of(site),
        AC_TEXT("1"),
        ac_text_of(id),
        AC_TEXT("1"),
        none || negative ? (ac_text){NULL, 0}
            : ac_text_of(tariff),
        ac_text_of(none ? "1" : "0"),
        ac_text_of(negative ? "1" : "0")
    };
    const ac_odbc_row row = {values, (size_t)w->shape.columns};
    accord_error error = {0};
    assert_accord_ok(ac_groups_take(groups, &row, &error), error);
}

static void assert_same(const ac_cube *left, const ac_cube *right)
{
    AC_SCOPED_BUFFER(a, 1 << 24);
    AC_SCOPED_BUFFER(b, 1 << 24);
    ac_cube_add_text(&a, left);
    ac_cube_add_text(&b, right);
    assert_string_equal(a.bytes, b.bytes);
    assert_memory_equal(
        ac_cube_get_counts(left), ac_cube_get_counts(right), sizeof(ac_cube_counts));
    size_t left_count = 0;
    size_t right_count = 0;
    const ac_refused_count *left_by = ac_cube_refused_by_reason(left, &left_count);
    const ac_refused_count *right_by = ac_cube_refused_by_reason(right, &right_count);
    assert_int_equal(left_count, right_count);
    assert_true(left_count >= 5);
    for (size_t i = 0; i < left_count; i++) {
        assert_string_equal(left_by[i].reason, right_by[i].reason);
        assert_int_equal(left_by[i].rows, right_by[i].rows);
    }
}

static void groups_are_judged_as_rows(void **state)
{
    (void)state;
    for (int sums = 0; sums < 2; sums++) {
        world w;
        set_up(&w, sums == 1);
        test_random random = test_random_start(sums == 1 ? "sums" : "counts");
        accord_error error = {0};
        ac_cube *of_file = NULL;
        ac_cube *of_groups = NULL;
        AC_SCOPED_BUFFER(file, 1 << 24);
        assert_accord_ok(ac_cube_new(&w.plan, &w.layout, NULL, &of_file, &error), error);
        assert_accord_ok(ac_cube_new(&w.plan, &w.layout, NULL, &of_groups, &error), error);
        ac_groups *groups = ac_groups_new(of_groups, &w.plan, &w.layout, &w.shape);
        ac_buffer_add_z(&file, "GP,Site,Day,Attended,Id,Tariff\n");
        for (int i = 0; i < ROWS; i++) {
            add_row(&w, &random, &file, groups);
        }
        const ac_cube_file source = {.path = AC_TEXT("nhs.visits")};
        assert_accord_ok(ac_groups_end(groups, &source, &error), error);
        assert_accord_ok(ac_cube_read_text(of_file, ac_buffer_text(&file), "v.csv", &error), error);
        assert_accord_ok(ac_cube_seal(of_file, &error), error);
        assert_accord_ok(ac_cube_seal(of_groups, &error), error);
        assert_same(of_file, of_groups);
        for (int32_t month = 0; month < 12; month++) {
            int32_t period = w.plan.spans[0].first + month;
            assert_int_equal(
                ac_cube_received(of_file, period), ac_cube_received(of_groups, period));
        }
        ac_groups_free(groups);
        ac_cube_free(of_file);
        ac_cube_free(of_groups);
        ac_arena_done(&w.arena);
    }
}

static void an_answer_of_another_shape_is_not_taken(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *judged;
        const char *rows;
        size_t columns;
    } cases[] = {
        {"a column short",    "1", "1",   COLUMNS - 2},
        {"no number of rows", "1", "x",   COLUMNS - 1},
        {"half a row",        "1", "1.5", COLUMNS - 1},
        {"less than none",    "1", "-1",  COLUMNS - 1},
        {"not judged",        "",  "1",   COLUMNS - 1},
    };
    world w;
    set_up(&w, false);
    accord_error error = {0};
    ac_cube *cube = NULL;
    assert_accord_ok(ac_cube_new(&w.plan, &w.layout, NULL, &cube, &error), error);
    ac_groups *groups = ac_groups_new(cube, &w.plan, &w.layout, &w.shape);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const ac_text values[COLUMNS - 1] = {
            ac_text_of(cases[i].judged),
            AC_TEXT("2014-04-01"),
            AC_TEXT("P1"),
            AC_TEXT("H1"),
            AC_TEXT("0"),
            {NULL, 0},
            ac_text_of(cases[i].rows)
        };
        const ac_odbc_row row = {values, cases[i].columns};
        accord_status status = ac_groups_take(groups, &row, &error);
        if (status.code != ACCORD_EIO) {
            fail_msg("%s was taken", cases[i].name);
        }
    }
    ac_groups_free(groups);
    ac_cube_free(cube);
    ac_arena_done(&w.arena);
}

static void a_table_has_a_name(void **state)
{
    (void)state;
    static const char *const good[] = {"visits",         "nhs.visits",  "a.b.c.d",
                                       "\"SUS visits\"", "nhs.\"a.b\"", "_x1"};
    static const char *const bad[] = {"",    "a b",  "a.",     ".a", "a..b", "a.b.c.d.e", "a;b",
                                      "\"a", "\"\"", "a\"b\"", "1a", "a'b",  "\"a\"b",    "a-b"};
    accord_error error = {0};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        assert_accord_ok(ac_sql_check_table(ac_text_of(good[i]), &error), error);
    }
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        if (ac_sql_check_table(ac_text_of(bad[i]), &error).code != ACCORD_EINPUT) {
            fail_msg("\"%s\" is taken for a table", bad[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_judged_as_rows),
        cmocka_unit_test(an_answer_of_another_shape_is_not_taken),
        cmocka_unit_test(a_table_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
