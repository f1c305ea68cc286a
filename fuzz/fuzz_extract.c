/* SPDX-License-Identifier: MIT */
/* A layout, a NUL byte, and a file of rows, all as an outsider can send them, through the reader
 * into cubes that count, sum and take values. Every row must be accounted for, and reading twice
 * must give the same, and so must every instruction set and pieces of any size. Without a NUL, or
 * with no layout before it, the rows are read with the plain layout. What comes after a byte 1 and
 * a line end is a file that changes the rows before it. */

#include "base/assert.h"
#include "cube/changes.h"
#include "cube/cube.h"
#include "extract/reader.h"
#include "fuzz.h"

#include <string.h>

static const ac_text labels[] = {
    {"a", 1},
    {"b", 1}
};
static const ac_text yes_codes[] = {
    {"5", 1},
    {"6", 1}
};

/* What the plans of all measures share. */
typedef struct fuzz_world {
    ac_arena arena;
    ac_names members;
    ac_calendar calendar;
    ac_cube_key keys[2];
    ac_where attended;
    ac_where urgent;
    ac_where where;
    ac_where given[4]; /* not (attended is given) or urgent is given */
    ac_cube_followed followed;
} fuzz_world;

static void set_up(fuzz_world *world)
{
    memset(world, 0, sizeof *world);
    ac_arena_init(&world->arena);
    ac_names_init(&world->members, &world->arena);
    (void)ac_names_add(&world->members, labels[0], 0);
    (void)ac_names_add(&world->members, labels[1], 1);
    accord_date from = {0};
    accord_date last = {0};
    (void)ac_date_of(2014, 4, 1, &from);
    (void)ac_date_of(2016, 3, 31, &last);
    accord_status made = ac_calendar_make(from, last, 4, 1, &world->calendar, NULL);
    ac_assert(made.code == ACCORD_OK);
    world->keys[0] = (ac_cube_key){
        AC_TEXT("practice"), AC_TEXT("practice"), &world->members, labels, 2, AC_UNLISTED_REFUSE};
    world->keys[1] = (ac_cube_key){
        AC_TEXT("site"), AC_TEXT("site"), &world->members, labels, 2, AC_UNLISTED_SET_ASIDE};
    world->attended = (ac_where){
        .op = AC_WHERE_IS, .field = AC_TEXT("attended"), .codes = yes_codes, .code_count = 2};
    world->urgent = (ac_where){.op = AC_WHERE_YES, .field = AC_TEXT("urgent")};
    world->where = (ac_where){.op = AC_WHERE_OR, .left = &world->attended, .right = &world->urgent};
}

static void set_up_forms(fuzz_world *world)
{
    static const ac_text same[] = {
        {"person", 6}
    };
    ac_where *given = world->given;
    given[0] = (ac_where){.op = AC_WHERE_GIVEN, .field = AC_TEXT("attended")};
    given[1] = (ac_where){.op = AC_WHERE_NOT, .left = &given[0]};
    given[2] = (ac_where){.op = AC_WHERE_GIVEN, .field = AC_TEXT("urgent")};
    given[3] = (ac_where){.op = AC_WHERE_OR, .left = &given[1], .right = &given[2]};
    world->followed =
        (ac_cube_followed){.days = 30, .same = same, .same_count = 1, .where = &world->attended};
}

static void check_counts(const ac_cube *cube)
{
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    uint64_t sum = counts->counted + counts->superseded + counts->deletions + counts->not_where +
                   counts->not_followed + counts->may_follow + counts->repeated + counts->no_value +
                   counts->refused;
    for (size_t i = 0; i < AC_LEVELS_MAX; i++) {
        sum += counts->other_code[i];
    }
    ac_assert(sum == counts->rows);
    size_t count = 0;
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    ac_assert(count <= counts->refused);
    for (size_t i = 0; i < count; i++) {
        ac_assert(ac_text_utf8_fault(refused[i].message) == refused[i].message.size);
        ac_assert(ac_text_utf8_fault(refused[i].value) == refused[i].value.size);
        ac_assert(ac_text_utf8_fault(refused[i].heading) == refused[i].heading.size);
        ac_assert(refused[i].line > 1);
    }
}

static void seal(ac_cube *cube)
{
    accord_error error = {0};
    accord_status sealed = ac_cube_seal(cube, &error);
    ac_assert(sealed.code == ACCORD_OK || sealed.code == ACCORD_ENO);
    check_counts(cube);
}

/* The hash of all that a cube shows: its cells, its counts and its refused rows. */
static ac_hash hash_all(const ac_cube *cube)
{
    AC_SCOPED_BUFFER(text, (size_t)1 << 28);
    size_t count = 0;
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    ac_cube_add_text(&text, cube);
    ac_buffer_addf(
        &text, "%llu %llu %llu %llu %llu\n", (unsigned long long)counts->rows,
        (unsigned long long)counts->not_where, (unsigned long long)counts->no_value,
        (unsigned long long)counts->not_followed, (unsigned long long)counts->repeated);
    const ac_refused_row *refused = ac_cube_refused(cube, &count);
    for (size_t i = 0; i < count; i++) {
        ac_buffer_addf(
            &text, "%llu %u %s %.*s %.*s\n", (unsigned long long)refused[i].line, refused[i].column,
            refused[i].reason, AC_TEXT_ARG(refused[i].value), AC_TEXT_ARG(refused[i].message));
    }
    return ac_hash_of(ac_buffer_text(&text));
}

typedef struct seen {
    ac_hash cells;
    ac_hash all;
} seen;

/* Returns whether the file could be read at all. */
static bool hash_rows(
    const ac_cube_plan *plan,
    const ac_layout *layout,
    ac_text rows,
    const ac_cube_options *options,
    bool twice,
    seen *hashes)
{
    ac_cube *cube = NULL;
    accord_error error = {0};
    if (ac_cube_new(plan, layout, options, &cube, &error).code != ACCORD_OK) {
        ac_assert(error.code == ACCORD_EINPUT);
        return false;
    }
    accord_status read = ac_cube_read_text(cube, rows, "fuzz.csv", &error);
    if (twice && read.code == ACCORD_OK) {
        read = ac_cube_read_text(cube, rows, "again.csv", &error);
        ac_assert(read.code == ACCORD_OK);
    }
    bool readable = read.code == ACCORD_OK;
    if (readable) {
        seal(cube);
        *hashes = (seen){ac_cube_hash(cube), hash_all(cube)};
    } else {
        ac_assert(read.code == ACCORD_EINPUT || read.code == ACCORD_ELIMIT);
        ac_assert(error.message[0] != '\0');
    }
    ac_cube_free(cube);
    return readable;
}

static void check_plan(const ac_cube_plan *plan, const ac_layout *layout, ac_text rows)
{
    static const ac_marks_path paths[] = {AC_MARKS_PORTABLE, AC_MARKS_AVX2, AC_MARKS_AVX512};
    seen first = {0};
    seen second = {0};
    /* Where each identifier counts once, a second time adds nothing. */
    bool adds = plan->measure == AC_MEASURE_COUNT || plan->measure == AC_MEASURE_SUM;
    bool twice = adds && layout->identifier_count > 0;
    if (!hash_rows(plan, layout, rows, &(ac_cube_options){.one_by_one = true}, false, &first)) {
        return;
    }
    bool again = hash_rows(plan, layout, rows, NULL, twice, &second);
    ac_assert(again);
    ac_assert(memcmp(&first.cells, &second.cells, sizeof first.cells) == 0);
    for (size_t i = 0; adds && i < sizeof paths / sizeof paths[0]; i++) {
        if (ac_marks_finder(paths[i]) == NULL) {
            continue; /* this processor cannot */
        }
        ac_cube_options options = {
            .marks_path = paths[i], .piece_bytes = 1 + (rows.size * 7 + i * 131) % 300};
        again = hash_rows(plan, layout, rows, &options, false, &second);
        ac_assert(again);
        ac_assert(memcmp(&first, &second, sizeof first) == 0);
    }
}

/* Rows that count where others follow them: the same whatever memory holds, and a second time adds
 * nothing where each identifier counts once. */
static void check_followed(const ac_cube_plan *plan, const ac_layout *layout, ac_text rows)
{
    seen first = {0};
    seen second = {0};
    const ac_cube_options little = {.sort_bytes = 1};
    if (!hash_rows(plan, layout, rows, NULL, false, &first)) {
        return;
    }
    bool again = hash_rows(plan, layout, rows, &little, false, &second);
    ac_assert(again);
    ac_assert(memcmp(&first, &second, sizeof first) == 0);
    if (layout->identifier_count > 0) {
        again = hash_rows(plan, layout, rows, &little, true, &second);
        ac_assert(again);
        ac_assert(memcmp(&first.cells, &second.cells, sizeof first.cells) == 0);
    }
}

/* Counts rows that the same rows follow, read as if they were of another layout, so many times. */
static bool hash_apart(
    const ac_cube_plan *plan,
    const ac_layout *layout,
    ac_text rows,
    const ac_cube_options *options,
    int times,
    ac_hash *cells)
{
    ac_cube *cube = NULL;
    ac_cube *followers = NULL;
    ac_cube_plan later = {0};
    accord_error error = {0};
    if (ac_cube_new(plan, layout, options, &cube, &error).code != ACCORD_OK) {
        return false;
    }
    ac_cube_plan_followers(plan, &later);
    accord_status status = ac_cube_new_followers(&later, options, cube, &followers, &error);
    for (int i = 0; i < times && status.code == ACCORD_OK; i++) {
        status = ac_cube_read_text(followers, rows, "later.csv", &error);
    }
    if (status.code == ACCORD_OK) {
        seal(followers);
        status = ac_cube_read_text(cube, rows, "fuzz.csv", &error);
    }
    if (status.code == ACCORD_OK) {
        seal(cube);
        *cells = ac_cube_hash(cube);
    }
    ac_cube_free(followers);
    ac_cube_free(cube);
    return status.code == ACCORD_OK;
}

/* What follows is looked for, and not counted: a second time it changes nothing. */
static void check_apart(const ac_cube_plan *of, const ac_layout *layout, ac_text rows)
{
    ac_hash first;
    ac_hash second;
    ac_cube_followed followed = *of->followed;
    ac_cube_plan plan = *of;
    followed.layout = layout;
    followed.day_field = plan.period_field;
    plan.followed = &followed;
    if (!hash_apart(&plan, layout, rows, NULL, 1, &first)) {
        return;
    }
    bool again = hash_apart(&plan, layout, rows, &(ac_cube_options){.sort_bytes = 1}, 2, &second);
    ac_assert(again);
    ac_assert(memcmp(&first, &second, sizeof first) == 0);
}

/* Reads a file and, before it, the one that changes it, as often as it is sent. */
static bool hash_changed(
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_text *files,
    size_t times,
    ac_hash *cells)
{
    ac_cube *cube = NULL;
    accord_error error = {0};
    if (ac_cube_new(plan, layout, NULL, &cube, &error).code != ACCORD_OK) {
        return false;
    }
    ac_changes *changes = ac_changes_new();
    accord_status read = ac_ok();
    for (size_t i = 0; i <= times && read.code == ACCORD_OK; i++) {
        const ac_cube_dates dates = {.changes = changes, .change = i < times, .adds = i < times};
        ac_changes_next_file(changes);
        ac_cube_set_dates(cube, &dates);
        read = ac_cube_read_text(cube, files[i < times ? 1 : 0], "fuzz.csv", &error);
        ac_cube_set_dates(cube, NULL);
    }
    if (read.code == ACCORD_OK) {
        seal(cube);
        *cells = ac_cube_hash(cube);
    }
    ac_cube_free(cube);
    ac_changes_free(changes);
    return read.code == ACCORD_OK;
}

/* A change that is sent again, as it is or as what it changes, changes nothing. */
static void check_changed(const ac_cube_plan *plan, const ac_layout *layout, const ac_text *files)
{
    ac_hash first;
    ac_hash second;
    if (files[1].size == 0 || layout->identifier_count == 0 ||
        !hash_changed(plan, layout, files, 1, &first)) {
        return;
    }
    bool again = hash_changed(plan, layout, files, 2, &second);
    ac_assert(again);
    ac_assert(memcmp(&first, &second, sizeof first) == 0);
}

/* What an input may say of its rows, over the ways in which it counts them. */
static void
check_forms(const fuzz_world *world, const ac_cube_plan *of, const ac_layout *layout, ac_text rows)
{
    ac_cube_plan plan = *of;
    plan.where = &world->given[3];
    check_plan(&plan, layout, rows);
    plan.followed = &world->followed;
    check_followed(&plan, layout, rows);
    plan.where = &world->where;
    check_followed(&plan, layout, rows);
    check_apart(&plan, layout, rows);
}

static void check_rows(const fuzz_world *world, const ac_layout *layout, const ac_text *files)
{
    static const ac_measure measures[] = {
        AC_MEASURE_COUNT, AC_MEASURE_SUM, AC_MEASURE_VALUE, AC_MEASURE_YES_NO, AC_MEASURE_ONE_OF};
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        bool values = i >= 2;
        ac_cube_plan plan = {
            .input = AC_TEXT("seen"),
            .calendar = &world->calendar,
            .period_kind = i == 3 ? AC_PERIOD_NONE : AC_PERIOD_MONTH,
            .period_field = AC_TEXT("month"),
            .spans = {{ac_term_first(&world->calendar, AC_PERIOD_MONTH), 24}},
            .span_count = 1,
            .keys = world->keys,
            .key_count = values ? 1 : 2,
            .where = values ? NULL : &world->where,
            .measure = measures[i],
            .value_field = AC_TEXT("n"),
            .choices = labels,
            .choice_count = 2,
            .percent = values,
            .may_be_negative = i == 1};
        check_plan(&plan, layout, files[0]);
        if (!values) {
            check_forms(world, &plan, layout, files[0]);
            check_changed(&plan, layout, files);
        }
    }
}

/* What is sent later stands behind a byte 1 and a line end. */
static void split_files(ac_text rows, ac_text *files)
{
    files[0] = rows;
    files[1] = (ac_text){0};
    for (size_t i = 0; i + 1 < rows.size && files[1].size == 0; i++) {
        if (rows.at[i] == '\x01' && rows.at[i + 1] == '\n') {
            files[0] = ac_text_slice(rows, 0, i);
            files[1] = ac_text_slice(rows, i + 2, rows.size);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ac_text input = {(const char *)bytes, size};
    const char *end = size == 0 ? NULL : memchr(bytes, '\0', size);
    size_t layout_size = end == NULL ? 0 : (size_t)(end - input.at);
    ac_text rows = end == NULL ? input : ac_text_slice(input, layout_size + 1, size);
    fuzz_world world;
    ac_text files[2];
    set_up(&world);
    set_up_forms(&world);
    split_files(rows, files);
    ac_layout layout = ac_layout_plain();
    bool readable = true;
    if (layout_size > 0) {
        ac_text text = ac_text_slice(input, 0, layout_size);
        readable = ac_layout_parse(&world.arena, text, "f", &layout, NULL).code == ACCORD_OK;
    }
    if (readable) {
        check_rows(&world, &layout, files);
    }
    ac_arena_done(&world.arena);
    return 0;
}
