/* SPDX-License-Identifier: MIT */
/* A layout, a NUL byte, and a file of rows, all as an outsider can send them, through the reader
 * into cubes that count, sum and take values. Every row must be accounted for, and reading twice
 * must give the same. Without a NUL, or with no layout before it, the rows are read with the
 * plain layout. */

#include "base/assert.h"
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

static void check_counts(const ac_cube *cube)
{
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    uint64_t sum = counts->counted + counts->not_where + counts->no_value + counts->refused;
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

/* Returns whether the file could be read at all. */
static bool hash_rows(
    const ac_cube_plan *plan, const ac_layout *layout, ac_text rows, bool twice, ac_hash *hash)
{
    ac_cube *cube = NULL;
    accord_error error = {0};
    if (ac_cube_new(plan, layout, NULL, &cube, &error).code != ACCORD_OK) {
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
        accord_status sealed = ac_cube_seal(cube, &error);
        ac_assert(sealed.code == ACCORD_OK || sealed.code == ACCORD_ENO);
        check_counts(cube);
        *hash = ac_cube_hash(cube);
    } else {
        ac_assert(read.code == ACCORD_EINPUT);
        ac_assert(error.message[0] != '\0');
    }
    ac_cube_free(cube);
    return readable;
}

static void check_plan(const ac_cube_plan *plan, const ac_layout *layout, ac_text rows)
{
    ac_hash first = {{0}};
    ac_hash second = {{0}};
    /* Where each identifier counts once, a second time adds nothing. */
    bool adds = plan->measure == AC_MEASURE_COUNT || plan->measure == AC_MEASURE_SUM;
    bool twice = adds && layout->identifier_count > 0;
    if (hash_rows(plan, layout, rows, false, &first)) {
        bool again = hash_rows(plan, layout, rows, twice, &second);
        ac_assert(again);
        ac_assert(memcmp(first.bytes, second.bytes, AC_HASH_BYTES) == 0);
    }
}

static void check_rows(const fuzz_world *world, const ac_layout *layout, ac_text rows)
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
        check_plan(&plan, layout, rows);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ac_text input = {(const char *)bytes, size};
    const char *end = size == 0 ? NULL : memchr(bytes, '\0', size);
    size_t layout_size = end == NULL ? 0 : (size_t)(end - input.at);
    ac_text rows = end == NULL ? input : ac_text_slice(input, layout_size + 1, size);
    fuzz_world world;
    set_up(&world);
    ac_layout layout = ac_layout_plain();
    bool readable = true;
    if (layout_size > 0) {
        ac_text text = ac_text_slice(input, 0, layout_size);
        readable = ac_layout_parse(&world.arena, text, "f", &layout, NULL).code == ACCORD_OK;
    }
    if (readable) {
        check_rows(&world, &layout, rows);
    }
    ac_arena_done(&world.arena);
    return 0;
}
