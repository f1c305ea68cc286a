/* SPDX-License-Identifier: MIT */
/* Rows that count where another follows them, held to a slow and simple reading: every row is
 * compared with every other. Random rows, good and bad, in one file and in several, in any order,
 * held in memory and put into a temporary file. And the sorter beneath. */

#include "accord_test.h"
#include "base/buffer.h"
#include "base/sorter.h"
#include "cube/cube.h"
#include "random.h"

#include <string.h>

enum { ROWS = 400, WORLDS = 60, PRACTICES = 3, MONTHS = 12, FILES = 3 };

static const char layout_start[] = "layout 1\n"
                                   "name visits\n"
                                   "missing \"\" \"-\"\n"
                                   "refuse at most 100%\n";
static const char layout_fields[] = "field practice : code from \"GP\"\n"
                                    "field person : code from \"Person\"\n"
                                    "field service : code from \"TFC\"\n"
                                    "field site : code from \"Site\"\n"
                                    "field day : date yyyy-mm-dd from \"Day\"\n"
                                    "field urgent : yes or no from \"Urgent\"\n"
                                    "field visit : code from \"Id\"\n"
                                    "field tariff : number from \"Tariff\"\n";
#define HEADING "GP,Person,TFC,Site,Day,Urgent,Id,Tariff\n"

/* One row as it is meant. */
typedef struct visit {
    uint32_t practice; /* PRACTICES: unknown */
    uint32_t person;   /* 0: none */
    uint32_t service;
    uint32_t site; /* 1 community, 2 hospital, 3 another */
    accord_date day;
    bool day_read;
    uint32_t urgent; /* 0 no, 1 yes, 2 cannot be read */
    uint32_t id;     /* 0: none */
    uint32_t tariff; /* in pounds */
    char text[120];
} visit;

typedef struct world {
    ac_arena arena;
    ac_names practices;
    ac_text labels[PRACTICES];
    ac_cube_key key;
    ac_calendar calendar;
    ac_layout layout;
    ac_text sites[2];
    ac_where first;
    ac_where hospital;
    ac_where urgent;
    ac_where hospital_and_urgent;
    ac_text same[2];
    ac_cube_followed followed;
    ac_cube_plan plan;
    bool identified;
    bool urgent_asked;
    visit rows[ROWS];
} world;

/* ---- A world ---- */

static void draw_row(world *w, test_random *random, visit *row)
{
    static const char *const practices[] = {"P1", "P2", "P3", "P9"};
    static const char *const sites[] = {"", "C1", "H1", "X1"};
    static const char *const answers[] = {"no", "yes", "perhaps"};
    uint64_t odd = test_random_below(random, 40);
    accord_date first = {0};
    assert_true(ac_date_of(2014, 3, 1, &first)); /* a month before the term, to one after it */
    *row = (visit){
        .practice = odd == 0 ? PRACTICES : (uint32_t)test_random_below(random, PRACTICES),
        .person = odd == 1 ? 0 : 1 + (uint32_t)test_random_below(random, 25),
        .service = 1 + (uint32_t)test_random_below(random, 2),
        .site = 1 + (uint32_t)test_random_below(random, 3),
        .day = {first.day + (int32_t)test_random_below(random, 14 * 30)},
        .day_read = odd != 2,
        .urgent = odd == 3 ? 2 : (uint32_t)test_random_below(random, 2),
        .id = odd == 4 ? 0 : 1 + (uint32_t)test_random_below(random, ROWS),
        .tariff = (uint32_t)test_random_below(random, 3)};
    AC_SCOPED_BUFFER(day, 20);
    ac_date_add_iso(&day, row->day);
    char person[20] = "-";
    char id[20] = "";
    if (row->person > 0) {
        (void)snprintf(person, sizeof person, "N%u", row->person);
    }
    if (row->id > 0) {
        (void)snprintf(id, sizeof id, "%u", row->id);
    }
    int size = snprintf(
        row->text, sizeof row->text, "%s,%s,33%u,%s,%s,%s,%s,%u\n", practices[row->practice],
        person, row->service, sites[row->site], row->day_read ? day.bytes : "2014-02-30",
        answers[row->urgent], id, row->tariff);
    assert_in_range(size, 1, sizeof row->text - 1);
    (void)w;
}

static void set_up(world *w, test_random *random)
{
    accord_error error = {0};
    accord_date from = {0};
    accord_date last = {0};
    static const char *const names[] = {"P1", "P2", "P3"};
    memset(w, 0, sizeof *w);
    ac_arena_init(&w->arena);
    ac_names_init(&w->practices, &w->arena);
    for (uint32_t i = 0; i < PRACTICES; i++) {
        (void)ac_names_add(&w->practices, ac_text_of(names[i]), i);
        w->labels[i] = ac_text_of(names[i]);
    }
    w->key = (ac_cube_key){AC_TEXT("practice"), AC_TEXT("practice"), &w->practices,
                           w->labels,           PRACTICES,           AC_UNLISTED_REFUSE};
    assert_true(ac_date_of(2014, 4, 1, &from) && ac_date_of(2015, 3, 31, &last));
    assert_accord_ok(ac_calendar_make(from, last, 4, 1, &w->calendar, &error), error);
    w->identified = test_random_below(random, 2) == 0;
    AC_SCOPED_BUFFER(layout, 4096);
    ac_buffer_addf(
        &layout, "%s%s%s", layout_start, w->identified ? "identifier visit\n" : "", layout_fields);
    assert_accord_ok(
        ac_layout_parse(
            &w->arena, ac_text_copy(&w->arena, ac_buffer_text(&layout)), "v.layout", &w->layout,
            &error),
        error);
    w->sites[0] = AC_TEXT("C1");
    w->sites[1] = AC_TEXT("H1");
    /* Of community sites, or of any. */
    w->first =
        (ac_where){.op = AC_WHERE_IS, .field = AC_TEXT("site"), .codes = w->sites, .code_count = 1};
    w->hospital = (ac_where){
        .op = AC_WHERE_IS, .field = AC_TEXT("site"), .codes = w->sites + 1, .code_count = 1};
    w->urgent = (ac_where){.op = AC_WHERE_YES, .field = AC_TEXT("urgent")};
    w->hospital_and_urgent =
        (ac_where){.op = AC_WHERE_AND, .left = &w->hospital, .right = &w->urgent};
    w->same[0] = AC_TEXT("person");
    w->same[1] = AC_TEXT("service");
    w->urgent_asked = test_random_below(random, 2) == 0;
    bool any = test_random_below(random, 3) == 0;
    static const uint32_t days[] = {0, 1, 7, 30, 365};
    w->followed = (ac_cube_followed){
        .days = days[test_random_below(random, ARRAY_COUNT(days))],
        .same = w->same,
        .same_count = 2,
        .where = any               ? NULL
                 : w->urgent_asked ? &w->hospital_and_urgent
                                   : &w->hospital};
    w->plan = (ac_cube_plan){
        .input = AC_TEXT("onward"),
        .calendar = &w->calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("day"),
        .spans = {{ac_term_first(&w->calendar, AC_PERIOD_MONTH), MONTHS}},
        .span_count = 1,
        .keys = &w->key,
        .key_count = 1,
        .where = test_random_below(random, 3) == 0 ? NULL : &w->first,
        .followed = &w->followed,
        .measure = test_random_below(random, 2) == 0 ? AC_MEASURE_SUM : AC_MEASURE_COUNT,
        .value_field = AC_TEXT("tariff")};
    for (size_t i = 0; i < ROWS; i++) {
        draw_row(w, random, &w->rows[i]);
    }
}

/* ---- The simple reading ---- */

typedef struct answer {
    uint64_t rows[PRACTICES][MONTHS];
    uint64_t sums[PRACTICES][MONTHS];
    uint64_t counted;
    uint64_t not_followed;
    uint64_t repeated;
    uint64_t refused;
    uint64_t not_where;
} answer;

static bool counts(const world *w, const visit *row)
{
    return w->plan.where == NULL || row->site == 1;
}

static bool may_follow(const world *w, const visit *row)
{
    bool asked = w->followed.where == &w->hospital_and_urgent;
    return w->followed.where == NULL || (row->site == 2 && (!asked || row->urgent != 0));
}

static int month_of(const world *w, const visit *row)
{
    return ac_period_of(&w->calendar, AC_PERIOD_MONTH, row->day) - w->plan.spans[0].first;
}

static bool is_refused(const world *w, const visit *row)
{
    bool first = counts(w, row);
    bool asked = w->followed.where == &w->hospital_and_urgent;
    bool unclear = asked && row->site == 2 && row->urgent == 2;
    bool lacks = row->person == 0 || !row->day_read || (w->identified && row->id == 0);
    int month = month_of(w, row);
    bool outside = month < 0 || month >= MONTHS;
    return ((first || may_follow(w, row)) && (lacks || unclear)) ||
           (first && (row->practice == PRACTICES || outside));
}

static bool follows(const world *w, const visit *row, const visit *other)
{
    int32_t later = other->day.day - row->day.day;
    bool known = other->day_read && !(w->identified && other->id == 0);
    bool asked = w->followed.where == &w->hospital_and_urgent;
    return other != row && may_follow(w, other) && known && !(asked && other->urgent == 2) &&
           other->person == row->person && other->service == row->service && later >= 0 &&
           later <= (int32_t)w->followed.days && !(w->identified && other->id == row->id);
}

/* Whether `row` stays before `other`, of two with one identifier. */
static bool goes_before(const world *w, const visit *row, const visit *other)
{
    if (row->practice != other->practice) {
        return row->practice < other->practice;
    }
    if (month_of(w, row) != month_of(w, other)) {
        return month_of(w, row) < month_of(w, other);
    }
    if (w->plan.measure == AC_MEASURE_SUM && row->tariff != other->tariff) {
        return row->tariff < other->tariff;
    }
    return row < other;
}

static void read_simply(const world *w, answer *a)
{
    bool followed[ROWS] = {false};
    memset(a, 0, sizeof *a);
    for (size_t i = 0; i < ROWS; i++) {
        const visit *row = &w->rows[i];
        if (is_refused(w, row)) {
            a->refused++;
        } else if (!counts(w, row)) {
            a->not_where++;
        } else {
            for (size_t j = 0; j < ROWS; j++) {
                followed[i] = followed[i] || follows(w, row, &w->rows[j]);
            }
            a->not_followed += followed[i] ? 0 : 1;
        }
    }
    for (size_t i = 0; i < ROWS; i++) {
        bool stays = followed[i];
        for (size_t j = 0; j < ROWS && w->identified; j++) {
            bool other = followed[j] && j != i && w->rows[j].id == w->rows[i].id;
            stays = stays && !(other && goes_before(w, &w->rows[j], &w->rows[i]));
        }
        a->repeated += followed[i] && !stays ? 1 : 0;
        if (stays) {
            int month = month_of(w, &w->rows[i]);
            a->counted++;
            a->rows[w->rows[i].practice][month]++;
            a->sums[w->rows[i].practice][month] +=
                w->plan.measure == AC_MEASURE_SUM ? w->rows[i].tariff : 1;
        }
    }
}

/* ---- Both ---- */

static void assert_same(const world *w, const ac_cube *cube, const answer *a)
{
    const ac_cube_counts *got = ac_cube_get_counts(cube);
    assert_int_equal(got->rows, ROWS);
    assert_int_equal(got->refused, a->refused);
    assert_int_equal(got->not_where, a->not_where);
    assert_int_equal(got->not_followed, a->not_followed);
    assert_int_equal(got->repeated, a->repeated);
    assert_int_equal(got->counted, a->counted);
    for (uint32_t p = 0; p < PRACTICES; p++) {
        for (int m = 0; m < MONTHS; m++) {
            ac_cell cell = ac_cube_cell(cube, &p, w->plan.spans[0].first + m);
            assert_int_equal(cell.rows, a->rows[p][m]);
            assert_true(
                ac_rational_compare(cell.value, ac_rational_of((int64_t)a->sums[p][m])) == 0);
        }
    }
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(cube, &count);
    uint64_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        counted += files[i].counted;
        assert_int_equal(files[i].rows, files[i].counted + files[i].set_aside + files[i].refused);
    }
    assert_int_equal(counted, a->counted);
}

/* The rows as so many files, in an order drawn by chance. */
static ac_cube *read_cube(
    const world *w, test_random *random, size_t file_count, size_t sort_bytes, unsigned threads)
{
    accord_error error = {0};
    const ac_cube_options options = {.sort_bytes = sort_bytes, .threads = threads};
    ac_cube *cube = NULL;
    size_t order[ROWS];
    assert_accord_ok(ac_cube_new(&w->plan, &w->layout, &options, &cube, &error), error);
    for (size_t i = 0; i < ROWS; i++) {
        size_t at = (size_t)test_random_below(random, i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (size_t f = 0; f < file_count; f++) {
        AC_SCOPED_BUFFER(text, 1 << 20);
        ac_buffer_add_z(&text, HEADING);
        for (size_t i = f; i < ROWS; i += file_count) {
            ac_buffer_add_z(&text, w->rows[order[i]].text);
        }
        assert_accord_ok(ac_cube_read_text(cube, ac_buffer_text(&text), "v.csv", &error), error);
    }
    assert_accord_ok(ac_cube_seal(cube, &error), error);
    return cube;
}

static void followed_rows_are_those_of_a_simple_reading(void **state)
{
    (void)state;
    test_random random = test_random_start("followed rows");
    uint64_t counted = 0;
    uint64_t repeated = 0;
    for (int i = 0; i < WORLDS; i++) {
        static world w;
        static answer a;
        static const size_t held[] = {0, 300, 5000};
        static const unsigned threads[] = {1, 2, 7};
        set_up(&w, &random);
        read_simply(&w, &a);
        ac_hash hash = {{0}};
        for (size_t way = 0; way < 3; way++) {
            ac_cube *cube =
                read_cube(&w, &random, 1 + way * (FILES - 1) / 2, held[way], threads[way]);
            ac_hash got = ac_cube_hash(cube);
            assert_same(&w, cube, &a);
            assert_true(way == 0 || memcmp(&got, &hash, sizeof hash) == 0);
            hash = got;
            ac_cube_free(cube);
        }
        counted += a.counted;
        repeated += a.repeated;
        ac_arena_done(&w.arena);
    }
    assert_true(counted > 1000);
    assert_true(repeated > 20);
}

static void a_period_that_is_no_date_is_refused(void **state)
{
    (void)state;
    test_random random = test_random_start("no date");
    static world w;
    accord_error error = {0};
    ac_cube *cube = NULL;
    set_up(&w, &random);
    w.plan.period_field = AC_TEXT("service");
    assert_int_equal(ac_cube_new(&w.plan, &w.layout, NULL, &cube, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "no date"));
    w.plan.period_field = AC_TEXT("day");
    w.same[1] = AC_TEXT("servise");
    assert_int_equal(ac_cube_new(&w.plan, &w.layout, NULL, &cube, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "did you mean service?"));
    ac_arena_done(&w.arena);
}

/* ---- Rows of another layout that follow ---- */

static const char hospital_layout[] = "layout 1\n"
                                      "name hospital\n"
                                      "missing \"?\"\n"
                                      "refuse at most 100%\n"
                                      "field person : code from \"Pseudonym\"\n"
                                      "field service : code from \"Specialty\"\n"
                                      "field site : code from \"Where\"\n"
                                      "field seen : date dd/mm/yyyy from \"Seen\"\n"
                                      "field urgent : yes or no from \"Urgent\"\n";

/* All rows as the other layout has them. */
static void add_hospital_text(const world *w, ac_buffer *text)
{
    static const char *const sites[] = {"", "C1", "H1", "X1"};
    static const char *const answers[] = {"no", "yes", "perhaps"};
    ac_buffer_add_z(text, "Seen,Where,Urgent,Specialty,Pseudonym\n");
    for (size_t i = 0; i < ROWS; i++) {
        const visit *row = &w->rows[i];
        AC_SCOPED_BUFFER(day, 20);
        AC_SCOPED_BUFFER(person, 20);
        ac_date_add_iso(&day, row->day);
        ac_buffer_addf(&person, row->person == 0 ? "?" : "N%u", row->person);
        ac_buffer_addf(
            text, "%.2s/%.2s/%.4s,%s,%s,33%u,%s\n", row->day_read ? day.bytes + 8 : "32",
            day.bytes + 5, day.bytes, sites[row->site], answers[row->urgent], row->service,
            person.bytes);
    }
}

static ac_cube *read_apart(world *w, const ac_layout *hospital, test_random *random)
{
    accord_error error = {0};
    ac_cube_plan plan = {0};
    const ac_cube_options options = {
        .sort_bytes = 1 + (size_t)test_random_below(random, 5000),
        .threads = 1 + (unsigned)test_random_below(random, 7)};
    ac_cube *cube = NULL;
    ac_cube *followers = NULL;
    AC_SCOPED_BUFFER(text, 1 << 20);
    w->followed.layout = hospital;
    w->followed.day_field = AC_TEXT("seen");
    assert_accord_ok(ac_cube_new(&w->plan, &w->layout, &options, &cube, &error), error);
    ac_cube_plan_followers(&w->plan, &plan);
    assert_accord_ok(ac_cube_new_followers(&plan, &options, cube, &followers, &error), error);
    add_hospital_text(w, &text);
    assert_accord_ok(ac_cube_read_text(followers, ac_buffer_text(&text), "h.csv", &error), error);
    assert_accord_ok(ac_cube_seal(followers, &error), error);
    const ac_cube_counts *of = ac_cube_get_counts(followers);
    assert_int_equal(of->rows, ROWS);
    assert_int_equal(of->rows, of->may_follow + of->not_where + of->refused);
    uint64_t may_follow = 0;
    for (size_t i = 0; i < ROWS; i++) {
        const visit *row = &w->rows[i];
        bool asked = !w->urgent_asked || row->urgent == 1;
        bool fits = row->site == 2 && asked && row->person > 0 && row->day_read;
        may_follow += fits ? 1 : 0;
    }
    assert_int_equal(of->may_follow, may_follow);
    ac_buffer_clear(&text);
    ac_buffer_add_z(&text, HEADING);
    for (size_t i = 0; i < ROWS; i++) {
        ac_buffer_add_z(&text, w->rows[i].text);
    }
    assert_accord_ok(ac_cube_read_text(cube, ac_buffer_text(&text), "v.csv", &error), error);
    assert_accord_ok(ac_cube_seal(cube, &error), error);
    ac_cube_free(followers);
    return cube;
}

/* A row of the community and one of the hospital are never the same row, so that it does not matter
 * whether both stand in one extract or each in one of its own. */
static void rows_of_another_layout_follow_as_those_of_one(void **state)
{
    (void)state;
    test_random random = test_random_start("another layout");
    accord_error error = {0};
    uint64_t counted = 0;
    for (int i = 0; i < WORLDS; i++) {
        static world w;
        ac_layout hospital = {0};
        set_up(&w, &random);
        w.plan.where = &w.first;
        w.followed.where = w.urgent_asked ? &w.hospital_and_urgent : &w.hospital;
        w.layout.identifier_count = 0;
        assert_accord_ok(
            ac_layout_parse(&w.arena, ac_text_of(hospital_layout), "h.layout", &hospital, &error),
            error);
        ac_cube *one = read_cube(&w, &random, 1, 0, 1);
        ac_cube *two = read_apart(&w, &hospital, &random);
        ac_hash hashes[] = {ac_cube_hash(one), ac_cube_hash(two)};
        assert_memory_equal(&hashes[0], &hashes[1], sizeof hashes[0]);
        assert_int_equal(
            ac_cube_get_counts(one)->not_followed, ac_cube_get_counts(two)->not_followed);
        counted += ac_cube_get_counts(two)->counted;
        ac_cube_free(one);
        ac_cube_free(two);
        ac_arena_done(&w.arena);
    }
    assert_true(counted > 300);
}

static void what_is_the_same_in_two_layouts_is_a_code(void **state)
{
    (void)state;
    test_random random = test_random_start("no code");
    static world w;
    accord_error error = {0};
    ac_cube_plan plan = {0};
    ac_layout hospital = {0};
    ac_cube *cube = NULL;
    ac_cube *followers = NULL;
    set_up(&w, &random);
    assert_accord_ok(
        ac_layout_parse(&w.arena, ac_text_of(hospital_layout), "h.layout", &hospital, &error),
        error);
    w.followed.layout = &hospital;
    w.followed.day_field = AC_TEXT("seen");
    w.same[1] = AC_TEXT("urgent");
    assert_int_equal(ac_cube_new(&w.plan, &w.layout, NULL, &cube, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "urgent is to be the same in rows of two layouts"));
    w.same[1] = AC_TEXT("service");
    w.followed.day_field = AC_TEXT("site");
    assert_accord_ok(ac_cube_new(&w.plan, &w.layout, NULL, &cube, &error), error);
    ac_cube_plan_followers(&w.plan, &plan);
    assert_int_equal(
        ac_cube_new_followers(&plan, NULL, cube, &followers, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "site is no date in the layout hospital"));
    ac_cube_free(cube);
    ac_arena_done(&w.arena);
}

/* ---- The sorter ---- */

static int compare_numbers(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void records_come_back_sorted(void **state)
{
    (void)state;
    test_random random = test_random_start("sorter");
    static const size_t counts[] = {0, 1, 2, 3, 100, 5000};
    static const size_t held[] = {1, 64, 1000, 1 << 20};
    for (size_t i = 0; i < ARRAY_COUNT(counts) * ARRAY_COUNT(held); i++) {
        size_t count = counts[i / ARRAY_COUNT(held)];
        accord_error error = {0};
        ac_sorter *sorter =
            ac_sorter_new(sizeof(uint64_t), compare_numbers, held[i % ARRAY_COUNT(held)], NULL);
        uint64_t sum = 0;
        for (size_t j = 0; j < count; j++) {
            uint64_t number = test_random_below(&random, 1000);
            sum += number;
            assert_accord_ok(ac_sorter_add(sorter, &number, &error), error);
        }
        uint64_t last = 0;
        size_t got = 0;
        for (const void *next = NULL;; got++) {
            assert_accord_ok(ac_sorter_next(sorter, &next, &error), error);
            if (next == NULL) {
                break;
            }
            uint64_t number = *(const uint64_t *)next;
            assert_true(number >= last);
            last = number;
            sum -= number;
        }
        assert_int_equal(got, count);
        assert_int_equal(sum, 0);
        ac_sorter_free(sorter);
    }
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    accord_error error = {0};
    ac_sorter *sorter = ac_sorter_new(sizeof(uint64_t), compare_numbers, 1, "/nowhere/at/all");
    accord_status status = {ACCORD_OK};
    for (uint64_t i = 0; i < 3 && status.code == ACCORD_OK; i++) {
        status = ac_sorter_add(sorter, &i, &error);
    }
    assert_int_equal(status.code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "/nowhere/at/all"));
    ac_sorter_free(sorter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(followed_rows_are_those_of_a_simple_reading),
        cmocka_unit_test(a_period_that_is_no_date_is_refused),
        cmocka_unit_test(rows_of_another_layout_follow_as_those_of_one),
        cmocka_unit_test(what_is_the_same_in_two_layouts_is_a_code),
        cmocka_unit_test(records_come_back_sorted),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
