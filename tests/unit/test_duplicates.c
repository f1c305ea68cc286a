/* SPDX-License-Identifier: MIT */
/* Rows that share an identifier: which of them are listed behind a cell, and what becomes of them
 * where memory does not hold their identifiers. Made rows, with one identifier in several cells,
 * values and files, are held against what a plain walk over them gives, and a cube whose
 * identifiers went to a file against one whose identifiers did not. */

#include "accord_test.h"
#include "base/file.h"
#include "cube/listing.h"
#include "random.h"
#include "test_files.h"

#include <string.h>

enum { PRACTICES = 4, MONTHS = 6, FILES = 3, ROWS = 400, IDENTIFIERS = 500 };

static const char *const names[FILES] = {"a.csv", "b.csv", "c.csv"};

/* A row as it was made. */
typedef struct made_row {
    unsigned practice;
    unsigned month;
    unsigned identifier;
    unsigned amount; /* place in `amounts` */
    unsigned file;
    unsigned line;
    bool aside; /* set aside by the condition */
} made_row;

/* By size. The second is no whole number of ten-thousandths. */
static const struct {
    const char *text;
    int64_t hundred_thousandths;
} amounts[] = {
    {"-3",        -300000  },
    {"0.00001",   1        },
    {"12.50",     1250000  },
    {"12.5",      1250000  },
    {"\"1,000\"", 100000000}
};

typedef struct test_world {
    ac_arena arena;
    ac_names practices;
    ac_text labels[PRACTICES];
    ac_cube_key key;
    ac_calendar calendar;
    ac_layout layout;
    ac_where attended;
    ac_cube_plan plan;
    made_row rows[FILES * ROWS];
    test_folder folder;
    const char *paths[FILES];
    accord_error error;
} test_world;

static const char layout_text[] = "layout 1\n"
                                  "name extract\n"
                                  "identifier id, provider\n"
                                  "refuse at most 100%\n"
                                  "legal basis \"a test\"\n"
                                  "field practice : code from \"Practice\"\n"
                                  "field patient : code from \"NHSNumber\"\n"
                                  "field seen : date yyyy-mm-dd from \"Seen\"\n"
                                  "field attended : code from \"Attended\"\n"
                                  "field first : yes when \"Attended\" is 5\n"
                                  "field id : code from \"Id\"\n"
                                  "field provider is RWE\n"
                                  "field tariff : number from \"Tariff\"\n"
                                  "field absent : code from \"Absent\", optional\n";

static void set_up(test_world *world, ac_measure measure)
{
    static const char *const codes[PRACTICES] = {"C82001", "C82002", "C82003", "C82004"};
    static const ac_text attended[] = {
        {"5", 1}
    };
    memset(world, 0, sizeof *world);
    test_folder_make(&world->folder);
    ac_arena_init(&world->arena);
    ac_names_init(&world->practices, &world->arena);
    for (uint32_t i = 0; i < PRACTICES; i++) {
        world->labels[i] = ac_text_of(codes[i]);
        (void)ac_names_add(&world->practices, world->labels[i], i);
    }
    world->key = (ac_cube_key){AC_TEXT("practice"), AC_TEXT("practice"), &world->practices,
                               world->labels,       PRACTICES,           AC_UNLISTED_REFUSE};
    accord_date from = {0};
    accord_date last = {0};
    assert_true(ac_date_of(2014, 4, 1, &from));
    assert_true(ac_date_of(2015, 3, 31, &last));
    assert_accord_ok(
        ac_calendar_make(from, last, 4, 1, &world->calendar, &world->error), world->error);
    assert_accord_ok(
        ac_layout_parse(
            &world->arena, AC_TEXT(layout_text), "extract.layout", &world->layout, &world->error),
        world->error);
    world->attended = (ac_where){AC_WHERE_IS, AC_TEXT("attended"), attended, 1, NULL, NULL};
    world->plan = (ac_cube_plan){
        .input = AC_TEXT("seen"),
        .calendar = &world->calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("seen"),
        .spans = {{ac_term_first(&world->calendar, AC_PERIOD_MONTH), MONTHS}},
        .span_count = 1,
        .keys = &world->key,
        .key_count = 1,
        .where = &world->attended,
        .measure = measure,
        .value_field = AC_TEXT("tariff"),
        .amount = true,
        .may_be_negative = true};
}

static void tear_down(test_world *world)
{
    for (size_t i = 0; i < FILES && world->paths[i] != NULL; i++) {
        test_remove(&world->folder, names[i]);
    }
    test_remove(&world->folder, NULL);
    ac_arena_done(&world->arena);
}

/* Makes the files. */
static void make_rows(test_world *world, test_random *random)
{
    for (unsigned f = 0; f < FILES; f++) {
        AC_SCOPED_BUFFER(text, 1 << 22);
        ac_buffer_add_z(&text, "NHSNumber,Practice,Seen,Attended,Tariff,Id\n");
        for (unsigned i = 0; i < ROWS; i++) {
            made_row *row = &world->rows[f * ROWS + i];
            *row = (made_row){
                .practice = (unsigned)test_random_below(random, PRACTICES),
                .month = (unsigned)test_random_below(random, MONTHS),
                .identifier = (unsigned)test_random_below(random, IDENTIFIERS),
                .amount = (unsigned)test_random_below(random, ARRAY_COUNT(amounts)),
                .file = f,
                .line = i + 2,
                .aside = test_random_below(random, 8) == 0};
            ac_buffer_addf(
                &text, "9434765919,%.*s,2014-%02u-01,%s,%s,%u\n",
                AC_TEXT_ARG(world->labels[row->practice]), row->month + 4, row->aside ? "3" : "5",
                amounts[row->amount].text, row->identifier);
        }
        const char *path = test_write(&world->folder, names[f], ac_buffer_text(&text));
        world->paths[f] = ac_text_terminated(&world->arena, ac_text_of(path));
    }
}

/* Whether `a` goes before `b` among rows of one identifier: by cell, then value, then reading. */
static bool goes_before(const test_world *world, const made_row *a, const made_row *b)
{
    unsigned left = a->practice * MONTHS + a->month;
    unsigned right = b->practice * MONTHS + b->month;
    if (left != right) {
        return left < right;
    }
    bool sums = world->plan.measure == AC_MEASURE_SUM;
    int64_t of_a = sums ? amounts[a->amount].hundred_thousandths : 0;
    int64_t of_b = sums ? amounts[b->amount].hundred_thousandths : 0;
    return of_a != of_b ? of_a < of_b : a < b;
}

/* The row that stays of those with an identifier, or NULL. */
static const made_row *kept_row(const test_world *world, unsigned identifier)
{
    const made_row *kept = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(world->rows); i++) {
        const made_row *row = &world->rows[i];
        bool is = !row->aside && row->identifier == identifier;
        kept = is && (kept == NULL || goes_before(world, row, kept)) ? row : kept;
    }
    return kept;
}

/* The rows that stay in a cell, in the order of reading. */
static size_t
expected_rows(const test_world *world, unsigned practice, unsigned month, const made_row **expected)
{
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(world->rows); i++) {
        const made_row *row = &world->rows[i];
        if (!row->aside && row->practice == practice && row->month == month &&
            kept_row(world, row->identifier) == row) {
            expected[count++] = row;
        }
    }
    return count;
}

static ac_cube *
read_cell(test_world *world, const ac_cube_options *options, unsigned practice, unsigned month)
{
    ac_cube *cube = NULL;
    const uint32_t member = practice;
    int32_t period = world->plan.spans[0].first + (int32_t)month;
    assert_accord_ok(
        ac_cube_new(&world->plan, &world->layout, options, &cube, &world->error), world->error);
    assert_true(ac_cube_list_cell(cube, &member, period));
    assert_accord_ok(ac_cube_read_files(cube, world->paths, FILES, &world->error), world->error);
    assert_accord_ok(ac_cube_seal(cube, &world->error), world->error);
    return cube;
}

static void
check_cell(test_world *world, const ac_cube_options *options, unsigned practice, unsigned month)
{
    AC_SCOPED_ARENA(scratch);
    const made_row *expected[FILES * ROWS];
    size_t count = expected_rows(world, practice, month, expected);
    ac_cube *cube = read_cell(world, options, practice, month);
    const uint32_t member = practice;
    ac_cell cell = ac_cube_cell(cube, &member, world->plan.spans[0].first + (int32_t)month);
    ac_listed listed;
    assert_accord_ok(ac_cube_listed(cube, &listed, &world->error), world->error);
    assert_int_equal(cell.rows, count);
    assert_int_equal(listed.row_count, count);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(ac_text_is(listed.rows[i].file, world->paths[expected[i]->file]));
        assert_int_equal(listed.rows[i].line, expected[i]->line);
        sum += amounts[expected[i]->amount].hundred_thousandths;
    }
    if (world->plan.measure == AC_MEASURE_SUM) {
        ac_rational total = ac_rational_of_ratio(&scratch, sum, 100000);
        assert_int_equal(ac_rational_compare(cell.value, total), 0);
    }
    ac_cube_free(cube);
}

static void rows_listed_are_those_that_count(void **state)
{
    (void)state;
    static const struct {
        bool one_by_one;
        unsigned threads;
        size_t piece_bytes;
        uint64_t identifiers_bytes;
    } ways[] = {
        {true,  1, 0,    0     },
        {false, 1, 0,    0     },
        {false, 2, 97,   0     },
        {false, 7, 1000, 0     },
        {false, 2, 97,   1     },
        {true,  1, 0,    300000}
    };
    test_random random = test_random_start(__func__);
    for (int measure = 0; measure < 2; measure++) {
        test_world *world = malloc(sizeof *world);
        assert_non_null(world);
        set_up(world, measure == 0 ? AC_MEASURE_COUNT : AC_MEASURE_SUM);
        make_rows(world, &random);
        for (unsigned i = 0; i < PRACTICES * MONTHS; i++) {
            size_t way = i % ARRAY_COUNT(ways);
            const ac_cube_options options = {
                .one_by_one = ways[way].one_by_one,
                .threads = ways[way].threads,
                .piece_bytes = ways[way].piece_bytes,
                .identifiers_bytes = ways[way].identifiers_bytes,
                .temporary_folder = world->folder.path};
            check_cell(world, &options, i / MONTHS, i % MONTHS);
        }
        tear_down(world);
        free(world);
    }
}

/* ---- Identifiers that memory does not hold ---- */

static ac_cube *read_bounded(test_world *world, const ac_cube_options *options)
{
    ac_cube *cube = NULL;
    assert_accord_ok(
        ac_cube_new(&world->plan, &world->layout, options, &cube, &world->error), world->error);
    assert_accord_ok(ac_cube_read_files(cube, world->paths, FILES, &world->error), world->error);
    assert_accord_ok(ac_cube_seal(cube, &world->error), world->error);
    return cube;
}

static int compare_texts(const void *a, const void *b)
{
    return ac_text_compare(*(const ac_text *)a, *(const ac_text *)b);
}

/* The lines of the file of refused rows but its heading, sorted. */
static size_t read_lines(test_world *world, const char *path, ac_text **lines)
{
    ac_text text = {0};
    size_t count = 0;
    assert_accord_ok(
        ac_file_read(path, 1 << 24, &world->arena, &text, &world->error), world->error);
    *lines = AC_NEW_ARRAY(&world->arena, ac_text, text.size);
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\n') {
            (*lines)[count++] = ac_text_slice(text, from, i);
            from = i + 1;
        }
    }
    assert_true(count > 0);
    qsort(*lines + 1, count - 1, sizeof **lines, compare_texts);
    return count;
}

static void assert_same_refused(test_world *world, const char *left, const char *right)
{
    ac_text *ours = NULL;
    ac_text *theirs = NULL;
    size_t count = read_lines(world, left, &ours);
    assert_int_equal(read_lines(world, right, &theirs), count);
    assert_true(count > ROWS); /* the made rows have many duplicates */
    for (size_t i = 0; i < count; i++) {
        assert_true(ac_text_equal(ours[i], theirs[i]));
    }
}

static void assert_same_cube(const ac_cube *left, const ac_cube *right)
{
    AC_SCOPED_BUFFER(ours, 1 << 20);
    AC_SCOPED_BUFFER(theirs, 1 << 20);
    ac_cube_add_text(&ours, left);
    ac_cube_add_text(&theirs, right);
    assert_string_equal(ours.bytes, theirs.bytes);
    ac_hash hash = ac_cube_hash(left);
    ac_hash other = ac_cube_hash(right);
    assert_memory_equal(hash.bytes, other.bytes, AC_HASH_BYTES);
    assert_memory_equal(
        ac_cube_get_counts(left), ac_cube_get_counts(right), sizeof(ac_cube_counts));
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(left, &count);
    const ac_cube_file *others = ac_cube_files(right, &count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(files[i].rows, others[i].rows);
        assert_int_equal(files[i].counted, others[i].counted);
        assert_int_equal(files[i].set_aside, others[i].set_aside);
        assert_int_equal(files[i].refused, others[i].refused);
    }
    const ac_refused_count *reasons = ac_cube_refused_by_reason(left, &count);
    size_t other_count = 0;
    const ac_refused_count *other_reasons = ac_cube_refused_by_reason(right, &other_count);
    assert_int_equal(count, other_count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(reasons[i].reason, other_reasons[i].reason);
        assert_int_equal(reasons[i].rows, other_reasons[i].rows);
    }
}

static void cells_are_the_same_where_identifiers_go_to_a_file(void **state)
{
    (void)state;
    /* A part of the table has 64 slots of 16 or 24 bytes at first: with 1 byte the second row goes
     * to the file, with the others some hundred do not. */
    static const struct {
        bool one_by_one;
        unsigned threads;
        size_t piece_bytes;
        uint64_t identifiers_bytes;
    } ways[] = {
        {true,  1, 0,    1     },
        {false, 1, 0,    1     },
        {false, 2, 97,   1     },
        {false, 7, 1000, 1     },
        {false, 2, 500,  150000},
        {true,  1, 0,    150000},
        {false, 7, 61,   290000}
    };
    test_random random = test_random_start(__func__);
    for (int round = 0; round < 4; round++) {
        test_world *world = malloc(sizeof *world);
        assert_non_null(world);
        set_up(world, round % 2 == 0 ? AC_MEASURE_COUNT : AC_MEASURE_SUM);
        make_rows(world, &random);
        const char *whole = ac_text_terminated(
            &world->arena, ac_text_of(test_path(&world->folder, "whole-refused.csv")));
        const char *apart =
            ac_text_terminated(&world->arena, ac_text_of(test_path(&world->folder, "refused.csv")));
        ac_cube *reference =
            read_bounded(world, &(ac_cube_options){.one_by_one = true, .refused_path = whole});
        for (size_t i = 0; i < ARRAY_COUNT(ways); i++) {
            const ac_cube_options options = {
                .one_by_one = ways[i].one_by_one,
                .threads = ways[i].threads,
                .piece_bytes = ways[i].piece_bytes,
                .identifiers_bytes = ways[i].identifiers_bytes,
                .temporary_folder = world->folder.path,
                .refused_path = i % 2 == 0 ? apart : NULL};
            ac_cube *cube = read_bounded(world, &options);
            assert_same_cube(cube, reference);
            if (options.refused_path != NULL) {
                assert_same_refused(world, apart, whole);
            }
            ac_cube_free(cube);
        }
        ac_cube_free(reference);
        test_remove(&world->folder, "refused.csv");
        test_remove(&world->folder, "whole-refused.csv");
        tear_down(world); /* fails if a temporary file is left in the folder */
        free(world);
    }
}

static void rows_in_memory_are_refused_by_their_lines(void **state)
{
    (void)state;
    test_world *world = malloc(sizeof *world);
    assert_non_null(world);
    set_up(world, AC_MEASURE_COUNT);
    const ac_cube_options options = {
        .identifiers_bytes = 1, .temporary_folder = world->folder.path};
    ac_cube *cube = NULL;
    assert_accord_ok(
        ac_cube_new(&world->plan, &world->layout, &options, &cube, &world->error), world->error);
    assert_accord_ok(
        ac_cube_read_text(
            cube,
            AC_TEXT("NHSNumber,Practice,Seen,Attended,Tariff,Id\n"
                    "1,C82001,2014-04-01,5,1,A\n"
                    "1,C82001,2014-04-01,5,1,B\n"
                    "1,C82001,2014-04-01,5,1,A\n"),
            "t.csv", &world->error),
        world->error);
    assert_accord_ok(ac_cube_seal(cube, &world->error), world->error);
    size_t count = 0;
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    assert_int_equal(count, 1);
    assert_int_equal(refused->line, 4);
    assert_string_equal(refused->reason, "R-DUPLICATE");
    assert_int_equal(ac_cube_get_counts(cube)->counted, 2);
    ac_cube_free(cube);
    tear_down(world);
    free(world);
}

static void what_the_file_cannot_hold_ends_with_one_sentence(void **state)
{
    (void)state;
    test_random random = test_random_start(__func__);
    test_world *world = malloc(sizeof *world);
    assert_non_null(world);
    set_up(world, AC_MEASURE_SUM);
    make_rows(world, &random);
    for (int way = 0; way < 2; way++) {
        const ac_cube_options options = {
            .one_by_one = way == 0, .identifiers_bytes = 1, .temporary_folder = "/nowhere/at/all"};
        ac_cube *cube = NULL;
        assert_accord_ok(
            ac_cube_new(&world->plan, &world->layout, &options, &cube, &world->error),
            world->error);
        accord_status status = ac_cube_read_files(cube, world->paths, FILES, &world->error);
        assert_int_equal(status.code, ACCORD_EIO);
        assert_non_null(strstr(world->error.message, "temporary file in /nowhere/at/all"));
        assert_non_null(strstr(world->error.message, "TMPDIR"));
        ac_cube_free(cube);
    }
    tear_down(world);
    free(world);
}

/* ---- What a list leaves out ---- */

static void fields_listed_never_say_who_a_patient_is(void **state)
{
    (void)state;
    test_random random = test_random_start(__func__);
    test_world *world = malloc(sizeof *world);
    assert_non_null(world);
    set_up(world, AC_MEASURE_SUM);
    make_rows(world, &random);
    ac_cube *cube = read_cell(world, NULL, 0, 0);
    ac_listed listed;
    assert_accord_ok(ac_cube_listed(cube, &listed, &world->error), world->error);
    assert_int_equal(listed.personal_count, 1);
    assert_int_equal(listed.field_count, world->layout.field_count - 1);
    assert_true(listed.row_count > 0);
    for (size_t i = 0; i < listed.row_count; i++) {
        const ac_text *values = listed.rows[i].values;
        for (size_t f = 0; f < listed.field_count; f++) {
            bool absent = ac_text_is(listed.fields[f]->name, "absent");
            assert_true((values[f].at == NULL) == absent);
            assert_false(ac_text_is(values[f], "9434765919"));
        }
        assert_true(ac_text_is(values[0], "C82001"));
        assert_true(ac_text_is(values[3], "yes"));
        assert_true(ac_text_is(listed.rows[i].identifier[1], "RWE"));
    }
    ac_cube_free(cube);
    tear_down(world);
    free(world);
}

static void a_period_that_is_not_asked_for_has_no_list(void **state)
{
    (void)state;
    test_world *world = malloc(sizeof *world);
    assert_non_null(world);
    set_up(world, AC_MEASURE_COUNT);
    ac_cube *cube = NULL;
    const uint32_t member = 0;
    assert_accord_ok(
        ac_cube_new(&world->plan, &world->layout, NULL, &cube, &world->error), world->error);
    assert_false(ac_cube_list_cell(cube, &member, world->plan.spans[0].first - 1));
    ac_cube_free(cube);
    tear_down(world);
    free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_listed_are_those_that_count),
        cmocka_unit_test(cells_are_the_same_where_identifiers_go_to_a_file),
        cmocka_unit_test(rows_in_memory_are_refused_by_their_lines),
        cmocka_unit_test(what_the_file_cannot_hold_ends_with_one_sentence),
        cmocka_unit_test(fields_listed_never_say_who_a_patient_is),
        cmocka_unit_test(a_period_that_is_not_asked_for_has_no_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
