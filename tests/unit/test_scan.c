/* SPDX-License-Identifier: MIT */
/* Rows counted by several threads, in pieces of any size, by any instruction set: the same cells,
 * counts, hashes and refused rows as the reader that takes one row after another. */

#include "accord_test.h"
#include "base/file.h"
#include "cube/cube.h"
#include "extract/marks.h"
#include "packers.h"
#include "random.h"
#include "test_files.h"

#include <stdlib.h>
#include <string.h>

typedef struct test_world {
    ac_arena arena;
    ac_names practices;
    ac_names sites;
    ac_text labels[2][3];
    ac_cube_key keys[2];
    ac_calendar calendar;
    ac_layout layout;
    ac_where tests[11];
    ac_cube_plan plan;
    bool dated; /* the files take the place of one another for some days */
    ac_cube_life practice_lives[3];
    const ac_cube_life *lives[2];
    accord_error error;
} test_world;

#define FIELDS                                        \
    "layout 1\n"                                      \
    "name extract\n"                                  \
    "missing \"\" \"-\" \"no value at all\"\n"        \
    "field practice : code from \"Practice\"\n"       \
    "field site : code from \"Site\"\n"               \
    "field seen : date dd/mm/yyyy from \"Seen\"\n"    \
    "field attended : code from \"Attended\"\n"       \
    "field urgent : yes or no from \"Urgent\"\n"      \
    "field first : yes when \"Attended\" is 5 or 6\n" \
    "field id : code from \"Id\"\n"                   \
    "field provider is RWE\n"                         \
    "field tariff : number from \"Tariff\"\n"         \
    "field absent : code from \"Absent\", optional\n"

static const char *const layouts[] = {FIELDS, FIELDS "identifier id, provider\n"};

#define HEADING "Practice,Seen,Attended,Urgent,Site,Tariff,Id\r\n"

static void set_up(test_world *world, ac_measure measure, size_t layout)
{
    static const ac_text attended[] = {
        {"5", 1},
        {"6", 1}
    };
    static const ac_text absent[] = {
        {"x", 1}
    };
    memset(world, 0, sizeof *world);
    ac_arena_init(&world->arena);
    ac_names_init(&world->practices, &world->arena);
    ac_names_init(&world->sites, &world->arena);
    (void)ac_names_add(&world->practices, AC_TEXT("C82009"), 2);
    (void)ac_names_add(&world->practices, AC_TEXT("C82001"), 1);
    (void)ac_names_add(&world->practices, AC_TEXT("A \"quoted\" practice"), 0);
    (void)ac_names_add(&world->sites, AC_TEXT("RWEAA"), 0);
    (void)ac_names_add(&world->sites, AC_TEXT("CLINIC OF LONG NAME"), 1);
    world->labels[0][0] = AC_TEXT("A \"quoted\" practice");
    world->labels[0][1] = AC_TEXT("C82001");
    world->labels[0][2] = AC_TEXT("C82009");
    world->labels[1][0] = AC_TEXT("hospital");
    world->labels[1][1] = AC_TEXT("community");
    world->keys[0] = (ac_cube_key){
        AC_TEXT("practice"), AC_TEXT("practice"), &world->practices, world->labels[0], 3,
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
            &world->arena, ac_text_of(layouts[layout]), "extract.layout", &world->layout,
            &world->error),
        world->error);
    /* attended is 5 or 6 and not (urgent or absent is x or first is given and not tariff is given)
     */
    world->tests[0] = (ac_where){AC_WHERE_IS, AC_TEXT("attended"), attended, 2, NULL, NULL};
    world->tests[1] = (ac_where){.op = AC_WHERE_YES, .field = AC_TEXT("urgent")};
    world->tests[2] = (ac_where){AC_WHERE_IS, AC_TEXT("absent"), absent, 1, NULL, NULL};
    world->tests[3] =
        (ac_where){.op = AC_WHERE_OR, .left = &world->tests[1], .right = &world->tests[2]};
    world->tests[6] = (ac_where){.op = AC_WHERE_GIVEN, .field = AC_TEXT("first")};
    world->tests[7] = (ac_where){.op = AC_WHERE_GIVEN, .field = AC_TEXT("tariff")};
    world->tests[8] = (ac_where){.op = AC_WHERE_NOT, .left = &world->tests[7]};
    world->tests[9] =
        (ac_where){.op = AC_WHERE_AND, .left = &world->tests[6], .right = &world->tests[8]};
    world->tests[10] =
        (ac_where){.op = AC_WHERE_OR, .left = &world->tests[3], .right = &world->tests[9]};
    world->tests[4] = (ac_where){.op = AC_WHERE_NOT, .left = &world->tests[10]};
    world->tests[5] =
        (ac_where){.op = AC_WHERE_AND, .left = &world->tests[0], .right = &world->tests[4]};
    world->plan = (ac_cube_plan){
        .input = AC_TEXT("seen"),
        .calendar = &world->calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("seen"),
        .spans = {{ac_term_first(&world->calendar, AC_PERIOD_MONTH), 60}},
        .span_count = 1,
        .keys = world->keys,
        .key_count = 2,
        .where = &world->tests[5],
        .measure = measure,
        .value_field = AC_TEXT("tariff"),
        .amount = true};
}

static accord_date day_of(int year, int month, int day)
{
    accord_date date = {0};
    assert_true(ac_date_of(year, month, day, &date));
    return date;
}

/* Practices that are open for a part of the time only; the first of them is taken over. */
static void let_practices_live(test_world *world)
{
    accord_date always = day_of(1990, 1, 1);
    accord_date never = day_of(2100, 1, 1);
    world->practice_lives[0] = (ac_cube_life){always, never, false};
    world->practice_lives[1] = (ac_cube_life){always, day_of(2014, 6, 30), true};
    world->practice_lives[2] = (ac_cube_life){day_of(2014, 1, 1), never, false};
    world->lives[0] = world->practice_lives;
    world->plan.lives = world->lives;
}

/* ---- Hostile rows ---- */

static void add_any(ac_buffer *bytes, test_random *random, const char *const *pool, size_t count)
{
    ac_buffer_add_z(bytes, pool[test_random_below(random, count)]);
}

#define ANY(pool) add_any(bytes, random, pool, ARRAY_COUNT(pool))

static void add_row(ac_buffer *bytes, test_random *random)
{
    static const char *const practices[] = {
        "C82009",
        "C82001",
        "C82009",
        "\"C82001\"",
        " C82009 ",
        "",
        "-",
        "C8200",
        "\"A \"\"quoted\"\" practice\"",
        "no value at all"};
    static const char *const days[] = {"01/04/2014", "31/12/2015",  "\"15/06/2013\"", "31/02/2014",
                                       "1/4/2014",   "01-04-2014",  "01/04/2030",     "",
                                       "29/02/2016", " 02/03/2014", "2014-04-01"};
    static const char *const attended[] = {"5", "6", "5", "3", "\"5\"", "", " 6"};
    static const char *const urgent[] = {"no", "N", "0", "yes", "nO", "perhaps", "", "no"};
    static const char *const sites[] = {"RWEAA", "CLINIC OF LONG NAME", "\"RWEAA\"", "OTHER", ""};
    static const char *const tariffs[] = {"12.5",      "100",     "0.0001",
                                          "-3",        "0.00001", "1,000.00",
                                          "\"1,000\"", "£12",     "99999999999999999999",
                                          "12%",       "",        "7.",
                                          ".5",        "abc"};
    static const char *const odd[] = {"\"",          "\"\"",    "x\"y",     "\n",
                                      "\r",          "\r\n",    ",",        "\"a\nb\"",
                                      "\"a\r\nb\"",  "\xA3",    "\xC2\xA3", "\"unclosed",
                                      "\"closed\"x", "\"a\"\r", "\"a\"\rb"};
    ANY(practices);
    ac_buffer_add_char(bytes, ',');
    ANY(days);
    ac_buffer_add_char(bytes, ',');
    ANY(attended);
    ac_buffer_add_char(bytes, ',');
    ANY(urgent);
    ac_buffer_add_char(bytes, ',');
    ANY(sites);
    ac_buffer_add_char(bytes, ',');
    ANY(tariffs);
    ac_buffer_addf(bytes, ",%u", (unsigned)test_random_below(random, 200));
    switch (test_random_below(random, 24)) {
    case 0:
        ANY(odd);
        break;
    case 1:
        ac_buffer_add(bytes, (ac_text){"\0", 1});
        break;
    case 2:
        ac_buffer_add_z(bytes, ",another");
        break;
    case 3:
        ac_buffer_add_z(bytes, "\n\n\r\n");
        break;
    default:
        break;
    }
    ac_buffer_add_z(bytes, test_random_below(random, 2) == 0 ? "\n" : "\r\n");
}

/* Mostly plain rows with few faults, or nothing but trouble, or with lines longer than is read. */
static void make_rows(ac_buffer *bytes, test_random *random, bool long_lines)
{
    static const char plain[] = "C82009,01/04/2014,5,no,RWEAA,12.50,";
    unsigned rows = (unsigned)test_random_below(random, 250);
    unsigned trouble = (unsigned)test_random_below(random, 4);
    ac_buffer_add_z(bytes, HEADING);
    for (unsigned i = 0; i < rows; i++) {
        if (test_random_below(random, 10) < trouble * 3) {
            add_row(bytes, random);
        } else {
            ac_buffer_addf(bytes, "%s%u\n", plain, i);
        }
        if (long_lines && test_random_below(random, 300) == 0) {
            ac_buffer_add_z(bytes, test_random_below(random, 2) == 0 ? "C82009,\"" : "C82009,");
            ac_buffer_add_repeated(bytes, 'x', 60000 + test_random_below(random, 20000));
            ac_buffer_add_z(bytes, test_random_below(random, 2) == 0 ? "\"" : "\"y\n");
        }
    }
    if (test_random_below(random, 3) == 0) {
        ac_buffer_add_z(bytes, plain);
    }
}

/* ---- All that can be seen of a cube ---- */

static void add_counts(ac_buffer *shown, const ac_cube *cube)
{
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    ac_buffer_addf(
        shown,
        "%llu rows, %llu counted, %llu aside, %llu not, %llu + %llu other, %llu none, "
        "%llu refused\n",
        (unsigned long long)counts->rows, (unsigned long long)counts->counted,
        (unsigned long long)counts->superseded, (unsigned long long)counts->not_where,
        (unsigned long long)counts->other_code[0], (unsigned long long)counts->other_code[1],
        (unsigned long long)counts->no_value, (unsigned long long)counts->refused);
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(cube, &count);
    for (size_t i = 0; i < count; i++) {
        char hex[AC_HASH_HEX_BYTES];
        ac_hash_hex(&files[i].hash, hex);
        ac_buffer_addf(
            shown, "%.*s %s %llu bytes, %llu rows, %llu, %llu, %llu\n", AC_TEXT_ARG(files[i].path),
            hex, (unsigned long long)files[i].size_bytes, (unsigned long long)files[i].rows,
            (unsigned long long)files[i].counted, (unsigned long long)files[i].set_aside,
            (unsigned long long)files[i].refused);
    }
}

static void show_cube(ac_buffer *shown, const ac_cube *cube, const test_world *world)
{
    size_t count = 0;
    ac_cube_add_text(shown, cube);
    add_counts(shown, cube);
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    for (size_t i = 0; i < count; i++) {
        ac_buffer_addf(
            shown, "%.*s:%llu:%u %.*s <%.*s> %s %.*s\n", AC_TEXT_ARG(refused[i].file),
            (unsigned long long)refused[i].line, refused[i].column, AC_TEXT_ARG(refused[i].heading),
            AC_TEXT_ARG(refused[i].value), refused[i].reason, AC_TEXT_ARG(refused[i].message));
    }
    int32_t first = world->plan.spans[0].first;
    for (int32_t i = 0; i < world->plan.spans[0].count; i++) {
        ac_buffer_add_char(shown, ac_cube_received(cube, first + i) ? '1' : '0');
    }
}

typedef struct way {
    bool one_by_one;
    ac_marks_path path;
    unsigned threads;
    size_t piece_bytes;
} way;

/* Reads files: one gives way for some days, one speaks for two years, the others stand. */
static void read_dated(ac_cube *cube, const char *const *paths, size_t count, accord_error *error)
{
    const ac_day_span aside[] = {
        {day_of(2013, 6,  1),  day_of(2013, 7, 1) },
        {day_of(2015, 12, 30), day_of(2016, 2, 29)}
    };
    const ac_day_span covers = {day_of(2013, 4, 1), day_of(2015, 4, 1)};
    const ac_cube_dates dates[] = {
        {.aside = aside, .aside_count = 2},
        {.covers = &covers             }
    };
    for (size_t i = 0; i < count; i++) {
        ac_cube_set_dates(cube, i < ARRAY_COUNT(dates) ? &dates[i] : NULL);
        assert_accord_ok(ac_cube_read(cube, paths[i], error), *error);
    }
    ac_cube_set_dates(cube, NULL);
}

/* Reads files one way; adds all that can be seen, and the file of refused rows. */
static void read_one_way(
    test_world *world, const way *how, const char *const *paths, size_t count, ac_buffer *shown)
{
    test_folder folder;
    test_folder_make(&folder);
    const char *refused = ac_file_join(&world->arena, folder.path, "refused.csv");
    const ac_cube_options options = {
        .refused_path = refused,
        .refuse_at_most = &AC_RATIONAL_ONE,
        .threads = how->threads,
        .one_by_one = how->one_by_one,
        .marks_path = how->path,
        .piece_bytes = how->piece_bytes};
    ac_cube *cube = NULL;
    ac_text text = {0};
    accord_error *error = &world->error;
    assert_accord_ok(
        ac_cube_new(&world->plan, &world->layout, &options, &cube, error), world->error);
    if (world->dated) {
        read_dated(cube, paths, count, error);
    } else {
        assert_accord_ok(ac_cube_read_files(cube, paths, count, error), world->error);
    }
    assert_accord_ok(ac_cube_seal(cube, error), world->error);
    show_cube(shown, cube, world);
    ac_cube_free(cube);
    assert_accord_ok(
        ac_file_read(refused, (size_t)1 << 28, &world->arena, &text, error), world->error);
    ac_buffer_add(shown, text);
    test_remove(&folder, "refused.csv");
    test_remove(&folder, NULL);
}

static const way ways[] = {
    {false, AC_MARKS_PORTABLE, 1, 1    },
    {false, AC_MARKS_PORTABLE, 1, 0    },
    {false, AC_MARKS_PORTABLE, 7, 900  },
    {false, AC_MARKS_AVX2,     1, 64   },
    {false, AC_MARKS_AVX2,     2, 1500 },
    {false, AC_MARKS_AVX512,   1, 333  },
    {false, AC_MARKS_AVX512,   7, 4096 },
    {false, AC_MARKS_BEST,     2, 65536},
    {false, AC_MARKS_BEST,     2, 0    },
};

enum { FILES = 3, ROUNDS = 24 };

static void fail_difference(const char *expected, const char *got, const way *how, unsigned round)
{
    size_t at = 0;
    while (expected[at] == got[at]) {
        at++;
    }
    size_t from = at < 200 ? 0 : at - 200;
    fail_msg(
        "round %u, path %d, %u threads, pieces of %zu: expected\n%.400s\ngot\n%.400s", round,
        (int)how->path, how->threads, how->piece_bytes, expected + from, got + from);
}

/* Writes a file as it stands, or packed. */
static const char *write_any(test_folder *folder, const char *name, ac_text bytes, size_t how)
{
    size_t way_of = how % (ARRAY_COUNT(test_packers) + 1);
    if (way_of == ARRAY_COUNT(test_packers)) {
        return test_write(folder, name, bytes);
    }
    size_t most = 2 * bytes.size + 1000;
    char *packed = malloc(most);
    assert_non_null(packed);
    size_t size = test_packers[way_of].pack(packed, most, bytes);
    const char *path = test_write(folder, name, (ac_text){packed, size});
    free(packed);
    return path;
}

static void any_way_of_reading_gives_the_same(void **state)
{
    (void)state;
    test_random random = test_random_start("scan");
    test_folder folder;
    test_folder_make(&folder);
    unsigned gave_way = 0;
    unsigned unopened = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        test_world world;
        set_up(&world, round % 2 == 0 ? AC_MEASURE_COUNT : AC_MEASURE_SUM, round / 2 % 2);
        world.plan.may_be_negative = round % 3 == 0;
        world.keys[0].unlisted = round % 5 == 0 ? AC_UNLISTED_SET_ASIDE : AC_UNLISTED_REFUSE;
        world.dated = round % 7 == 3;
        if (round % 7 == 5) {
            let_practices_live(&world);
        }
        const char *paths[FILES] = {0};
        for (size_t i = 0; i < FILES; i++) {
            AC_SCOPED_BUFFER(bytes, (size_t)1 << 28);
            char name[20];
            (void)snprintf(name, sizeof name, "%zu.csv", i);
            make_rows(&bytes, &random, round % 4 == 0);
            const char *path = write_any(&folder, name, ac_buffer_text(&bytes), round + i);
            paths[i] = ac_text_copy(&world.arena, (ac_text){path, strlen(path) + 1}).at;
        }
        AC_SCOPED_BUFFER(expected, (size_t)1 << 28);
        read_one_way(&world, &(way){.one_by_one = true}, paths, FILES, &expected);
        bool superseded = strstr(expected.bytes, ", 0 aside") == NULL;
        assert_true(world.dated || !superseded);
        gave_way += superseded ? 1 : 0;
        unopened += strstr(expected.bytes, "R-UNOPENED") != NULL ? 1 : 0;
        for (size_t i = 0; i < ARRAY_COUNT(ways); i++) {
            AC_SCOPED_BUFFER(got, (size_t)1 << 28);
            bool small = ways[i].piece_bytes > 0 && ways[i].piece_bytes < 4000;
            if (ac_marks_finder(ways[i].path) == NULL || (small && round % 4 == 0)) {
                continue; /* this processor cannot, or it would take minutes */
            }
            read_one_way(&world, &ways[i], paths, FILES, &got);
            if (!ac_text_equal(ac_buffer_text(&expected), ac_buffer_text(&got))) {
                fail_difference(expected.bytes, got.bytes, &ways[i], round);
            }
        }
        ac_arena_done(&world.arena);
    }
    assert_true(gave_way > 0 && unopened > 0); /* that is, there was something to get wrong */
    for (size_t i = 0; i < FILES; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "%zu.csv", i);
        test_remove(&folder, name);
    }
    test_remove(&folder, NULL);
}

/* Thousands of files of a few rows: all are read, each has its own hash, in the order given. */
static void thousands_of_small_files(void **state)
{
    (void)state;
    enum { SMALL = 2000 };
    test_world world;
    test_folder folder;
    test_folder_make(&folder);
    set_up(&world, AC_MEASURE_SUM, 1);
    const char *paths[SMALL] = {0};
    char name[20];
    for (size_t i = 0; i < SMALL; i++) {
        AC_SCOPED_BUFFER(bytes, 4096);
        ac_buffer_add_z(&bytes, HEADING);
        for (size_t row = 0; row < i % 4; row++) {
            /* In every hundredth file the identifiers of the file before come again. */
            ac_buffer_addf(
                &bytes, "C82009,%02zu/05/2013,5,no,RWEAA,%zu.25,I%zu-%zu\r\n", i % 28 + 1, i,
                i % 100 == 99 ? i - 1 : i, row);
        }
        (void)snprintf(name, sizeof name, "%zu.csv", i);
        const char *path = test_write(&folder, name, ac_buffer_text(&bytes));
        paths[i] = ac_text_copy(&world.arena, (ac_text){path, strlen(path) + 1}).at;
    }
    AC_SCOPED_BUFFER(expected, (size_t)1 << 28);
    AC_SCOPED_BUFFER(got, (size_t)1 << 28);
    read_one_way(&world, &(way){.one_by_one = true}, paths, SMALL, &expected);
    read_one_way(&world, &(way){.path = AC_MARKS_BEST, .threads = 7}, paths, SMALL, &got);
    assert_non_null(strstr(expected.bytes, "3000 rows, 2960 counted"));
    assert_string_equal(expected.bytes, got.bytes);
    for (size_t i = 0; i < SMALL; i++) {
        (void)snprintf(name, sizeof name, "%zu.csv", i);
        test_remove(&folder, name);
    }
    test_remove(&folder, NULL);
    ac_arena_done(&world.arena);
}

/* The marks themselves, over bytes that mean nothing. */
static void every_instruction_set_finds_the_same_marks(void **state)
{
    (void)state;
    enum { SIZE = 3000, ROOM = SIZE + 2 * AC_MARKS_SLACK };
    static const char alphabet[] = ",\n\"\r a\xC3,,aaaa\n";
    static const ac_marks_path paths[] = {AC_MARKS_AVX2, AC_MARKS_AVX512};
    test_random random = test_random_start("marks");
    static char bytes[SIZE + AC_MARKS_SLACK];
    static uint32_t ends[2][ROOM];
    static uint32_t rows[2][ROOM];
    for (unsigned round = 0; round < 3000; round++) {
        size_t size = test_random_below(&random, SIZE);
        size_t from = test_random_below(&random, size + 1);
        unsigned quotes = round % 3 == 0 ? 1 : 0;
        for (size_t i = 0; i < sizeof bytes; i++) {
            char c = alphabet[test_random_below(&random, sizeof alphabet)]; /* its NUL too */
            bytes[i] = c == '"' && quotes == 0 && test_random_below(&random, 50) > 0 ? 'b' : c;
        }
        uint64_t rare[2][2] = {{0}};
        ac_marks plain = {.ends = ends[0], .rows = rows[0], .rare = rare[0]};
        bool whole = ac_marks_find_portable(&plain, bytes, from, size, ',');
        for (size_t i = 0; i < ARRAY_COUNT(paths); i++) {
            ac_marks_find *find = ac_marks_finder(paths[i]);
            memset(rare[1], 0, sizeof rare[1]);
            ac_marks other = {.ends = ends[1], .rows = rows[1], .rare = rare[1]};
            if (find == NULL) {
                continue;
            }
            assert_int_equal(find(&other, bytes, from, size, ','), whole);
            assert_int_equal(other.end_count, plain.end_count);
            assert_int_equal(other.row_count, plain.row_count);
            assert_memory_equal(ends[0], ends[1], plain.end_count * sizeof ends[0][0]);
            assert_memory_equal(rows[0], rows[1], plain.row_count * sizeof rows[0][0]);
            for (size_t at = from; at < size && whole; at++) {
                bool is_rare = bytes[at] == '\0' || (unsigned char)bytes[at] >= 0x80;
                bool seen = ((rare[0][at >> 12] & rare[1][at >> 12]) >> (at >> 6 & 63) & 1) != 0;
                assert_true(!is_rare || seen);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instruction_set_finds_the_same_marks),
        cmocka_unit_test(any_way_of_reading_gives_the_same),
        cmocka_unit_test(thousands_of_small_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
