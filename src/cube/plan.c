/* SPDX-License-Identifier: MIT */
/* From the names that a contract says to the fields of a layout, once; and from those to the
 * columns of a file, for each file. */

#include "base/assert.h"
#include "cube/inside.h"

#include <string.h>

static const ac_text plain_value = {"value", 5};

/* With the plain layout, headings are the names but for case, '-', '_' and space. */
static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '-' || c == '_' ? ' ' : c;
}

static ac_text fold(ac_arena *arena, ac_text text)
{
    text = ac_text_trim(text);
    char *bytes = AC_NEW_ARRAY(arena, char, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        bytes[i] = folded(text.at[i]);
    }
    return (ac_text){bytes, text.size};
}

static bool is_plain(const ac_cube *cube)
{
    return cube->layout->name.size == 0;
}

/* The name of the nearest field of the layout, for "did you mean"; "" if none is near. */
static ac_text nearest_field(const ac_layout *layout, ac_text name)
{
    ac_text best = AC_TEXT("");
    unsigned best_distance = (unsigned)(name.size / 3) + 1;
    for (size_t i = 0; i < layout->field_count; i++) {
        unsigned distance = ac_text_distance(layout->fields[i].name, name, best_distance);
        if (distance < best_distance) {
            best = layout->fields[i].name;
            best_distance = distance;
        }
    }
    return best;
}

/* Finds or adds a wanted field; room for it was made before, so pointers stay good. */
accord_status ac_cube_want_field(ac_cube *cube, ac_text name, ac_want **want, accord_error *error)
{
    for (size_t i = 0; i < cube->want_count; i++) {
        if (ac_text_equal(cube->wants[i].name, name)) {
            *want = &cube->wants[i];
            return ac_ok();
        }
    }
    ac_want made = {.name = name, .type = AC_FIELD_CODE, .column = AC_COLUMN_NONE};
    if (!is_plain(cube)) {
        made.field = ac_layout_find(cube->layout, name);
        if (made.field == NULL) {
            ac_text near = nearest_field(cube->layout, name);
            return ac_fail(
                error, ACCORD_EINPUT, "the layout %.*s has no field %.*s, which %.*s reads%s%.*s%s",
                AC_TEXT_ARG(cube->layout->name), AC_TEXT_ARG(name), AC_TEXT_ARG(cube->plan->input),
                near.size > 0 ? "; did you mean " : "", AC_TEXT_ARG(near),
                near.size > 0 ? "?" : "");
        }
        made.type = made.field->type;
        made.date_format = made.field->date_format;
    }
    ac_assert(cube->want_count < cube->want_capacity);
    *want = &cube->wants[cube->want_count++];
    **want = made;
    return ac_ok();
}

static accord_status too_deep(accord_error *error)
{
    return ac_fail(
        error, ACCORD_ELIMIT, "a condition has more than %u levels; split it", AC_HEIGHT_MAX);
}

/* NOLINTBEGIN(misc-no-recursion): to AC_HEIGHT_MAX, which count_leaves checks */
/* How many leaves a condition has; the depth is checked once, here. */
static accord_status
count_leaves(const ac_where *where, unsigned depth, size_t *leaves, accord_error *error)
{
    if (where == NULL) {
        return ac_ok();
    }
    if (depth > AC_HEIGHT_MAX) {
        return too_deep(error);
    }
    *leaves += ac_where_is_leaf(where->op) ? 1 : 0;
    AC_TRY(count_leaves(where->left, depth + 1, leaves, error));
    return count_leaves(where->right, depth + 1, leaves, error);
}

accord_status ac_cube_compile_where(
    ac_cube *cube, const ac_where *where, const ac_test **test, accord_error *error)
{
    if (where == NULL) {
        *test = NULL;
        return ac_ok();
    }
    ac_test *made = AC_NEW(&cube->arena, ac_test);
    *made = (ac_test){.op = where->op, .codes = where->codes, .code_count = where->code_count};
    if (ac_where_is_leaf(where->op)) {
        ac_want *want = NULL;
        AC_TRY(ac_cube_want_field(cube, where->field, &want, error));
        made->want = want;
    } else {
        AC_TRY(ac_cube_compile_where(cube, where->left, &made->left, error));
        AC_TRY(ac_cube_compile_where(cube, where->right, &made->right, error));
    }
    *test = made;
    return ac_ok();
}
/* NOLINTEND(misc-no-recursion) */

static accord_status compile_keys(ac_cube *cube, accord_error *error)
{
    const ac_cube_plan *plan = cube->plan;
    cube->axes = AC_NEW_ARRAY(&cube->arena, ac_cube_axis, plan->key_count);
    for (size_t i = 0; i < plan->key_count; i++) {
        ac_want *want = NULL;
        AC_TRY(ac_cube_want_field(cube, plan->keys[i].field, &want, error));
        cube->axes[i] = (ac_cube_axis){.want = want, .key = &plan->keys[i]};
    }
    return ac_ok();
}

/* A VALUE cell takes one row, so its members and period are the identifier; only where rows add up
 * is another one looked at. */
static accord_status compile_identity(ac_cube *cube, accord_error *error)
{
    ac_measure measure = cube->plan->measure;
    if (measure != AC_MEASURE_COUNT && measure != AC_MEASURE_SUM) {
        return ac_ok();
    }
    size_t count = cube->layout->identifier_count;
    cube->identity = AC_NEW_ARRAY(&cube->arena, ac_want *, count);
    for (size_t i = 0; i < count; i++) {
        AC_TRY(ac_cube_want_field(cube, cube->layout->identifier[i], &cube->identity[i], error));
    }
    cube->identity_count = count;
    return ac_ok();
}

accord_status ac_cube_compile(ac_cube *cube, accord_error *error)
{
    const ac_cube_plan *plan = cube->plan;
    size_t leaves = 0;
    AC_TRY(count_leaves(plan->where, 0, &leaves, error));
    if (plan->followed != NULL) {
        AC_TRY(count_leaves(plan->followed->where, 0, &leaves, error));
        leaves += plan->followed->same_count;
    }
    cube->want_capacity = plan->key_count + leaves + cube->layout->identifier_count + 3;
    cube->wants = AC_NEW_ARRAY(&cube->arena, ac_want, cube->want_capacity);
    if (plan->period_kind != AC_PERIOD_NONE) {
        AC_TRY(ac_cube_want_field(cube, plan->period_field, &cube->period_want, error));
    }
    AC_TRY(compile_keys(cube, error));
    AC_TRY(ac_cube_compile_where(cube, plan->where, &cube->where, error));
    AC_TRY(compile_identity(cube, error));
    if (cube->layout->deletion.size > 0) {
        AC_TRY(ac_cube_want_field(cube, cube->layout->deletion, &cube->deletion_want, error));
    }
    if (plan->measure != AC_MEASURE_COUNT) {
        AC_TRY(ac_cube_want_field(cube, plan->value_field, &cube->value_want, error));
        cube->value_want->is_value = true;
    }
    return ac_ok();
}

static ac_text column_name(const ac_want *want)
{
    return want->field == NULL ? want->name : want->field->column;
}

/* Which delimiter stands in a heading that the layout's own did not divide; NULL: none. */
static const char *other_delimiter(ac_text heading)
{
    static const struct {
        char delimiter;
        const char *word;
    } delimiters[] = {
        {';',  "semicolon"},
        {'\t', "tab"      },
        {'|',  "pipe"     },
        {',',  "comma"    }
    };
    for (size_t i = 0; i < sizeof delimiters / sizeof delimiters[0]; i++) {
        if (memchr(heading.at, delimiters[i].delimiter, heading.size) != NULL) {
            return delimiters[i].word;
        }
    }
    return NULL;
}

/* Says which heading is nearest, or which there are. */
static void add_hint(ac_text column, const ac_row *heading, ac_buffer *hint)
{
    AC_SCOPED_ARENA(scratch);
    ac_text wanted = fold(&scratch, column);
    size_t best = SIZE_MAX;
    unsigned best_distance = (unsigned)(wanted.size / 3) + 2;
    for (size_t i = 0; i < heading->field_count; i++) {
        ac_text folded_heading = fold(&scratch, heading->fields[i]);
        unsigned distance = ac_text_distance(folded_heading, wanted, best_distance);
        if (distance < best_distance) {
            best = i;
            best_distance = distance;
        }
    }
    if (best != SIZE_MAX) {
        ac_buffer_addf(
            hint, "; did you mean \"%.*s\"?", AC_TEXT_ARG(ac_text_trim(heading->fields[best])));
        return;
    }
    const char *other = heading->field_count == 1 ? other_delimiter(heading->raw) : NULL;
    if (other != NULL) {
        ac_buffer_addf(
            hint, "; it seems to be separated by %ss: say delimiter %s in a layout", other, other);
        return;
    }
    ac_buffer_add_z(hint, "; its columns are");
    for (size_t i = 0; i < heading->field_count && !hint->overflowed; i++) {
        ac_buffer_addf(hint, "%s %.*s", i == 0 ? "" : ",", AC_TEXT_ARG(heading->fields[i]));
    }
}

static accord_status
fail_column(const ac_want *want, const ac_row *heading, const char *path, accord_error *error)
{
    AC_SCOPED_BUFFER(hint, 240);
    ac_text column = column_name(want);
    add_hint(column, heading, &hint);
    bool same = want->field == NULL;
    ac_text name = same ? AC_TEXT("") : want->name;
    return ac_fail(
        error, ACCORD_EINPUT, "%s has no column \"%.*s\"%s%.*s%s%s", path, AC_TEXT_ARG(column),
        same ? "" : " (", AC_TEXT_ARG(name), same ? "" : ")", hint.bytes == NULL ? "" : hint.bytes);
}

/* Finds the one column of a name; AC_COLUMN_NONE if there is none, an error if there are two. */
static accord_status find_column(
    const ac_cube *cube,
    ac_text name,
    const ac_row *heading,
    uint32_t *column,
    const char *path,
    accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_text wanted = is_plain(cube) ? fold(&scratch, name) : ac_text_trim(name);
    *column = AC_COLUMN_NONE;
    for (size_t i = 0; i < heading->field_count; i++) {
        ac_text found = ac_text_trim(heading->fields[i]);
        found = is_plain(cube) ? fold(&scratch, found) : found;
        if (!ac_text_equal_ignoring_case(found, wanted)) {
            continue;
        }
        if (*column != AC_COLUMN_NONE) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s has the column \"%.*s\" twice (columns %u and %zu): leave one out", path,
                AC_TEXT_ARG(name), *column + 1, i + 1);
        }
        *column = (uint32_t)i;
    }
    return ac_ok();
}

static accord_status bind_want(
    const ac_cube *cube,
    const ac_want *want,
    const ac_row *heading,
    const char *path,
    uint32_t *column,
    accord_error *error)
{
    *column = AC_COLUMN_NONE;
    if (want->type == AC_FIELD_CONSTANT) {
        return ac_ok();
    }
    AC_TRY(find_column(cube, column_name(want), heading, column, path, error));
    bool found = *column != AC_COLUMN_NONE;
    if (!found && want->field == NULL && want->is_value) {
        AC_TRY(find_column(cube, plain_value, heading, column, path, error));
        found = *column != AC_COLUMN_NONE;
    }
    bool optional = want->field != NULL && want->field->optional;
    return found || optional ? ac_ok() : fail_column(want, heading, path, error);
}

accord_status ac_cube_bind(
    const ac_cube *cube,
    const ac_row *heading,
    const char *path,
    uint32_t *columns,
    accord_error *error)
{
    for (size_t i = 0; i < cube->want_count; i++) {
        AC_TRY(bind_want(cube, &cube->wants[i], heading, path, &columns[i], error));
    }
    return ac_ok();
}
