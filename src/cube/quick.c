/* SPDX-License-Identifier: MIT */
/* From a plan to tables. Each table gives what rows.c would: it is made by asking the same
 * questions of every code there is. */

#include "cube/quick.h"

#include "base/assert.h"
#include "extract/value.h"
#include "value/date.h"

enum { QUICK_DAYS_MAX = 200 * 366 };

static bool is_code_of(ac_text text, const ac_text *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ac_text_equal(text, codes[i])) {
            return true;
        }
    }
    return false;
}

/* Starts a look-up of a field: the marks of "no value" first, since they are no codes. */
static void start_look(
    ac_cube *cube, ac_quick_look *look, const ac_want *want, uint32_t otherwise, uint32_t missing)
{
    *look = (ac_quick_look){
        .want = want, .want_index = (size_t)(want - cube->wants), .absent = missing};
    ac_codes_init(&look->codes, &cube->arena, otherwise);
    bool constant = want->type == AC_FIELD_CONSTANT;
    for (size_t i = 0; i < cube->layout->missing_count && !constant; i++) {
        ac_codes_add(&look->codes, cube->layout->missing[i], missing);
    }
}

/* A field of type "yes when" has two values and is never missing. */
static void
look_yes_when(ac_cube *cube, ac_quick_look *look, const ac_want *want, uint32_t yes, uint32_t no)
{
    start_look(cube, look, want, no, no);
    for (size_t i = 0; i < want->field->code_count; i++) {
        ac_codes_add(&look->codes, want->field->codes[i], yes);
    }
}

/* A constant is the same for every row. */
static void settle_constant(ac_quick_look *look)
{
    if (look->want->type == AC_FIELD_CONSTANT) {
        char bytes[8] = {0};
        ac_text text = look->want->field->codes[0];
        if (text.size <= sizeof bytes) {
            memcpy(bytes, text.at, text.size);
            text.at = bytes;
        }
        look->absent = ac_codes_find(&look->codes, text);
    }
}

static void make_is(ac_cube *cube, const ac_test *test, ac_quick_look *look)
{
    const ac_want *want = test->want;
    if (want->type == AC_FIELD_YES_WHEN) {
        bool yes = is_code_of(AC_TEXT("yes"), test->codes, test->code_count);
        bool no = is_code_of(AC_TEXT("no"), test->codes, test->code_count);
        look_yes_when(cube, look, want, yes ? 1 : 0, no ? 1 : 0);
        return;
    }
    start_look(cube, look, want, 0, 0);
    for (size_t i = 0; i < test->code_count; i++) {
        ac_codes_add(&look->codes, test->codes[i], 1);
    }
    settle_constant(look);
}

static void make_yes(ac_cube *cube, const ac_test *test, ac_quick_look *look)
{
    static const char *const words[] = {"yes",  "Yes",  "YES",  "no",    "No",    "NO",
                                        "true", "True", "TRUE", "false", "False", "FALSE",
                                        "y",    "Y",    "n",    "N",     "1",     "0"};
    if (test->want->type == AC_FIELD_YES_WHEN) {
        look_yes_when(cube, look, test->want, 1, 0);
        return;
    }
    start_look(cube, look, test->want, AC_QUICK_LONG, 0);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        bool yes = false;
        bool known = ac_yes_no_read(ac_text_of(words[i]), &yes);
        ac_assert(known);
        ac_codes_add(&look->codes, ac_text_of(words[i]), yes ? 1 : 0);
    }
    settle_constant(look);
}

/* Any text but a mark of "no value"; of the type "yes when", too, it is the column that is asked.
 */
static void make_given(ac_cube *cube, const ac_test *test, ac_quick_look *look)
{
    start_look(cube, look, test->want, 1, 0);
    settle_constant(look);
}

static void make_leaf(ac_cube *cube, const ac_test *test, ac_quick_look *look)
{
    if (test->op == AC_WHERE_IS) {
        make_is(cube, test, look);
    } else if (test->op == AC_WHERE_GIVEN) {
        make_given(cube, test, look);
    } else {
        make_yes(cube, test, look);
    }
}

/* NOLINTBEGIN(misc-no-recursion): to AC_HEIGHT_MAX, checked when the condition was compiled */
/* Makes the tests of a condition, the last first, so that each knows where to go on; returns the
 * first to ask. */
static uint32_t
make_tests(ac_cube *cube, ac_quick *quick, const ac_test *test, uint32_t no, uint32_t yes)
{
    switch (test->op) {
    case AC_WHERE_IS:
    case AC_WHERE_YES:
    case AC_WHERE_GIVEN: {
        ac_quick_test *made = &quick->tests[quick->test_count];
        make_leaf(cube, test, &made->look);
        made->next[0] = no;
        made->next[1] = yes;
        made->next[2] = AC_QUICK_UNTOLD;
        return (uint32_t)quick->test_count++;
    }
    case AC_WHERE_NOT:
        return make_tests(cube, quick, test->left, yes, no);
    case AC_WHERE_AND:
        return make_tests(
            cube, quick, test->left, no, make_tests(cube, quick, test->right, no, yes));
    case AC_WHERE_OR:
        return make_tests(
            cube, quick, test->left, make_tests(cube, quick, test->right, no, yes), yes);
    }
    return AC_QUICK_TRUE;
}

static size_t count_tests(const ac_test *test)
{
    if (test == NULL) {
        return 0;
    }
    return ac_where_is_leaf(test->op) ? 1 : count_tests(test->left) + count_tests(test->right);
}
/* NOLINTEND(misc-no-recursion) */

static uint32_t offset_of(const ac_cube_axis *axis, ac_text code)
{
    uint32_t member = ac_names_find(axis->key->members, code);
    if (member != AC_NAME_NONE) {
        return (uint32_t)(member * axis->stride);
    }
    return axis->key->unlisted == AC_UNLISTED_SET_ASIDE ? AC_QUICK_ASIDE : AC_QUICK_LONG;
}

static void make_key(ac_cube *cube, const ac_cube_axis *axis, ac_quick_look *look)
{
    const ac_names *members = axis->key->members;
    bool aside = axis->key->unlisted == AC_UNLISTED_SET_ASIDE;
    if (axis->want->type == AC_FIELD_YES_WHEN) {
        look_yes_when(
            cube, look, axis->want, offset_of(axis, AC_TEXT("yes")),
            offset_of(axis, AC_TEXT("no")));
        return;
    }
    start_look(cube, look, axis->want, aside ? AC_QUICK_ASIDE : AC_QUICK_LONG, AC_QUICK_LONG);
    for (size_t i = 0; i < members->capacity; i++) {
        if (members->slots[i].taken) {
            ac_codes_add(
                &look->codes, members->slots[i].name, offset_of(axis, members->slots[i].name));
        }
    }
    settle_constant(look);
}

/* The place of every day from the first of January of the first year that is asked for to the end
 * of the last. */
static void make_days(ac_cube *cube, ac_quick_days *days)
{
    const ac_calendar *calendar = cube->plan->calendar;
    ac_period_kind kind = cube->plan->period_kind;
    if (cube->span_count == 0) {
        return;
    }
    const struct ac_period_span *last = &cube->spans[cube->span_count - 1];
    int32_t last_period = last->first + last->count - 1;
    int first_year = ac_date_to_parts(ac_period_from(calendar, kind, cube->spans[0].first)).year;
    int last_year = ac_date_to_parts(ac_period_until(calendar, kind, last_period)).year;
    accord_date first = {0};
    accord_date until = {0};
    bool known = ac_date_of(first_year, 1, 1, &first) && ac_date_of(last_year, 12, 31, &until);
    if (!known || until.day - first.day > QUICK_DAYS_MAX) {
        return;
    }
    days->first_year = (uint32_t)first_year;
    days->year_count = (uint32_t)(last_year - first_year) + 1;
    size_t count = (size_t)days->year_count * 12 * AC_QUICK_MONTH_DAYS;
    days->places = AC_NEW_ARRAY(&cube->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        size_t month = i / AC_QUICK_MONTH_DAYS;
        int day = (int)(i % AC_QUICK_MONTH_DAYS);
        accord_date date = {0};
        int32_t place = 0;
        bool asked =
            ac_date_of(first_year + (int)(month / 12), (int)(month % 12) + 1, day, &date) &&
            ac_cube_period_place(cube, ac_period_of(calendar, kind, date), &place);
        days->places[i] = asked ? (uint32_t)place : AC_QUICK_LONG;
    }
}

/* Fields whose text is made, rather than found in the file, take the long way where it is read. */
static bool is_found(const ac_want *want)
{
    return want->type != AC_FIELD_YES_WHEN && want->type != AC_FIELD_CONSTANT;
}

static bool can_be_quick(const ac_cube *cube)
{
    /* Members that come and go are looked at by the long way alone (lives.c). */
    if (cube->plan->lives != NULL) {
        return false;
    }
    /* Rows that follow others, or take them back, are told from the rest there, too. */
    if (cube->following != NULL || cube->deletion_want != NULL) {
        return false;
    }
    if (!cube->adds_up || cube->cell_count >= AC_QUICK_ASIDE ||
        (cube->period_want != NULL && !is_found(cube->period_want))) {
        return false;
    }
    for (size_t i = 0; i < cube->identity_count; i++) {
        if (cube->identity[i]->type == AC_FIELD_YES_WHEN) {
            return false;
        }
    }
    const ac_want *value = cube->value_want;
    return value == NULL ||
           (is_found(value) && value->type != AC_FIELD_PERCENT && !cube->plan->percent);
}

const ac_quick *ac_quick_new(ac_cube *cube)
{
    if (!can_be_quick(cube)) {
        return NULL;
    }
    ac_quick *quick = AC_NEW(&cube->arena, ac_quick);
    quick->cube = cube;
    for (size_t i = 0; i < cube->layout->missing_count; i++) {
        size_t size = cube->layout->missing[i].size;
        quick->missing_sizes |= UINT64_C(1) << (size < 63 ? size : 63);
    }
    quick->tests = AC_NEW_ARRAY(&cube->arena, ac_quick_test, count_tests(cube->where));
    quick->first_test = cube->where == NULL
                            ? AC_QUICK_TRUE
                            : make_tests(cube, quick, cube->where, AC_QUICK_FALSE, AC_QUICK_TRUE);
    quick->keys = AC_NEW_ARRAY(&cube->arena, ac_quick_look, cube->plan->key_count);
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        make_key(cube, &cube->axes[i], &quick->keys[i]);
    }
    if (cube->period_want != NULL) {
        quick->period_index = (size_t)(cube->period_want - cube->wants);
    }
    if (cube->period_want != NULL && cube->period_want->type == AC_FIELD_DATE) {
        make_days(cube, &quick->days);
    }
    if (cube->value_want != NULL) {
        quick->value_index = (size_t)(cube->value_want - cube->wants);
    }
    for (size_t i = 0; i < cube->identity_count; i++) {
        quick->identity_index[i] = (size_t)(cube->identity[i] - cube->wants);
    }
    return quick;
}
