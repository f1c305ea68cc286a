/* SPDX-License-Identifier: MIT */
/* One group of rows: its period, whether it is concerned, its cell, its sum. The order in which
 * things are looked at is that of cube/rows.c, since the first thing wrong with a row is the reason
 * for which it is refused; a test holds the two together over many random rows. */

#include "cube/groups.h"

#include "base/assert.h"
#include "cube/groups_inside.h"
#include "extract/value.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

ac_groups *ac_groups_new(
    ac_cube *cube, const ac_cube_plan *plan, const ac_layout *layout, const ac_sql_shape *shape)
{
    ac_groups *groups = calloc(1, sizeof *groups);
    if (groups == NULL) {
        ac_out_of_memory(sizeof *groups);
    }
    ac_arena_init(&groups->arena);
    groups->cube = cube;
    groups->plan = plan;
    groups->layout = layout;
    groups->shape = shape;
    return groups;
}

void ac_groups_free(ac_groups *groups)
{
    if (groups != NULL) {
        ac_arena_done(&groups->arena);
        free(groups);
    }
}

void ac_groups_fault(
    ac_groups *groups,
    ac_refusal reason,
    const ac_layout_field *field,
    ac_text value,
    const char *format,
    ...)
{
    if (groups->refused) {
        return;
    }
    groups->refused = true;
    groups->fault_reason = reason;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(groups->message, sizeof groups->message, format, arguments);
    va_end(arguments);
    groups->fault = (ac_refused_group){
        .heading = field == NULL ? AC_TEXT("") : field->column,
        .value = value.at == NULL ? AC_TEXT("") : ac_text_slice(value, 0, 60)};
}

static void fault_missing(ac_groups *groups, const ac_layout_field *field)
{
    ac_groups_fault(
        groups, AC_REFUSAL_MISSING, field, AC_TEXT(""), "%.*s has no value",
        AC_TEXT_ARG(field->name));
}

void ac_groups_refuse(ac_groups *groups, uint64_t rows)
{
    ac_assert(groups->refused);
    groups->counts.refused += rows;
    groups->refused_by[groups->fault_reason] += rows;
    ac_refused_group *made = &groups->fault;
    made->reason = ac_refusal_code(groups->fault_reason);
    made->message = ac_text_of(groups->message);
    made->rows = rows;
    ac_refused_group *kept = NULL;
    for (size_t i = 0; i < groups->list_count && kept == NULL; i++) {
        bool same = strcmp(groups->list[i].reason, made->reason) == 0 &&
                    ac_text_equal(groups->list[i].heading, made->heading);
        kept = same ? &groups->list[i] : NULL;
    }
    if (kept == NULL) {
        AC_RESERVE(&groups->arena, groups->list, groups->list_count, groups->list_capacity);
        kept = &groups->list[groups->list_count++];
        *kept = (ac_refused_group){.rows = 0};
    } else if (ac_text_compare(made->value, kept->value) >= 0) {
        kept->rows += rows;
        return;
    }
    made->rows += kept->rows;
    made->message = ac_text_copy(&groups->arena, made->message);
    made->value = ac_text_copy(&groups->arena, made->value);
    *kept = *made;
}

/* ---- Reading a row of the answer ---- */

static ac_text value_at(const ac_groups *groups, int at)
{
    return at == AC_SQL_NOWHERE ? (ac_text){NULL, 0} : groups->row->values[at];
}

/* The text of a field as a file would give it; false if there is no value. */
static bool text_of(const ac_groups *groups, const ac_layout_field *field, int at, ac_text *text)
{
    if (field->type == AC_FIELD_CONSTANT) {
        *text = field->codes[0];
        return true;
    }
    *text = value_at(groups, at);
    if (field->type == AC_FIELD_YES_WHEN) {
        *text = text->at == NULL ? AC_TEXT("no") : *text;
        return true;
    }
    if (text->at == NULL) {
        return false;
    }
    *text = ac_text_trim(*text);
    for (size_t i = 0; i < groups->layout->missing_count; i++) {
        if (ac_text_equal(*text, groups->layout->missing[i])) {
            return false;
        }
    }
    return true;
}

static accord_status fail_shape(accord_error *error)
{
    return ac_fail(error, ACCORD_EIO, "the database's answer is not what was asked for");
}

/* Reads a number of rows or a state. A driver may write 3 as 3.0. */
static accord_status read_count(ac_groups *groups, int at, uint64_t *count, accord_error *error)
{
    ac_text text = ac_text_trim(value_at(groups, at));
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t whole = 0;
    AC_SCOPED_ARENA(scratch);
    if (text.size == 0 || ac_rational_parse(&scratch, text, &value, NULL).code != ACCORD_OK ||
        !ac_rational_to_scaled(value, 0, &whole) || whole < 0) {
        return fail_shape(error);
    }
    *count = (uint64_t)whole;
    return ac_ok();
}

/* ---- Judging it ---- */

static bool is_asked(const ac_cube_plan *plan, int32_t period)
{
    for (size_t i = 0; i < plan->span_count; i++) {
        if (period >= plan->spans[i].first &&
            period - plan->spans[i].first < plan->spans[i].count) {
            return true;
        }
    }
    return false;
}

/* Reads the period; false leaves a fault. */
static bool read_period(ac_groups *groups, int32_t *period)
{
    const ac_cube_plan *plan = groups->plan;
    *period = 0;
    if (plan->period_kind == AC_PERIOD_NONE) {
        return true;
    }
    const ac_layout_field *field = ac_layout_find(groups->layout, plan->period_field);
    ac_text text = {0};
    accord_error error = {0};
    if (!text_of(groups, field, groups->shape->period, &text)) {
        fault_missing(groups, field);
        return false;
    }
    bool number = groups->shape->period_is_number;
    if (number && ac_text_is(text, "1")) {
        ac_groups_fault(
            groups, AC_REFUSAL_PERIOD, field, AC_TEXT(""),
            "the date is outside the contract's term and the years it asks for");
        return false;
    }
    if (number || field->type == AC_FIELD_DATE) {
        accord_date date = {0};
        ac_date_format format = number ? AC_DATE_COMPACT : field->date_format;
        if (ac_date_parse(text, format, &date, &error).code != ACCORD_OK) {
            ac_groups_fault(groups, AC_REFUSAL_DATE, field, text, "%s", error.message);
            return false;
        }
        *period = ac_period_of(plan->calendar, plan->period_kind, date);
    } else if (
        ac_period_parse(plan->calendar, plan->period_kind, text, period, &error).code !=
        ACCORD_OK) {
        ac_groups_fault(groups, AC_REFUSAL_PERIOD, field, text, "%s", error.message);
        return false;
    }
    if (!is_asked(plan, *period)) {
        AC_SCOPED_BUFFER(shown, 100);
        ac_period_add(&shown, plan->calendar, plan->period_kind, *period);
        ac_groups_fault(
            groups, AC_REFUSAL_PERIOD, field, text,
            "%s is outside the contract's term and the years it asks for", shown.bytes);
        return false;
    }
    return true;
}

/* Finds the members; false if a key sets the rows aside. Faults are left. */
static bool find_members(ac_groups *groups, uint32_t *members)
{
    const ac_cube_plan *plan = groups->plan;
    for (size_t i = 0; i < plan->key_count; i++) {
        const ac_cube_key *key = &plan->keys[i];
        const ac_layout_field *field = ac_layout_find(groups->layout, key->field);
        ac_text code = {0};
        if (!text_of(groups, field, groups->shape->keys[i], &code)) {
            fault_missing(groups, field);
            continue;
        }
        members[i] = ac_names_find(key->members, code);
        if (members[i] != AC_NAME_NONE) {
            continue;
        }
        if (key->unlisted == AC_UNLISTED_SET_ASIDE) {
            groups->counts.other_code[i] += groups->rows;
            return false;
        }
        bool other = ac_text_equal(code, groups->shape->other);
        ac_text shown = other ? AC_TEXT("(codes that are not listed)") : ac_text_slice(code, 0, 60);
        ac_groups_fault(
            groups, AC_REFUSAL_MEMBER, field, shown, "unknown %.*s", AC_TEXT_ARG(key->level));
    }
    return true;
}

static void fault_state(ac_groups *groups, const ac_layout_field *field, uint64_t state)
{
    const ac_text none = AC_TEXT("");
    const ac_text name = field->name;
    switch (state) {
    case AC_SQL_VALUE_MISSING:
        fault_missing(groups, field);
        return;
    case AC_SQL_VALUE_NOT_WHOLE:
        ac_groups_fault(
            groups, AC_REFUSAL_NUMBER, field, none, "%.*s is to be a whole number, such as 12",
            AC_TEXT_ARG(name));
        return;
    case AC_SQL_VALUE_NEGATIVE:
        ac_groups_fault(
            groups, AC_REFUSAL_NEGATIVE, field, none, "%.*s is negative, and may not be",
            AC_TEXT_ARG(name));
        return;
    default:
        ac_groups_fault(
            groups, AC_REFUSAL_PERCENT, field, none,
            "%.*s is a share: it is not clear whether this is a percentage or a ratio",
            AC_TEXT_ARG(name));
        return;
    }
}

/* The sum of a group whose rows all have the text of the layout. */
static void sum_constant(ac_groups *groups, const ac_layout_field *field, ac_rational *sum)
{
    ac_number number = {.value = AC_RATIONAL_ZERO};
    if (field->type != AC_FIELD_CONSTANT) {
        fault_missing(groups, field);
        return;
    }
    if (!ac_number_read(&groups->arena, field->codes[0], &number)) {
        ac_groups_fault(
            groups, AC_REFUSAL_NUMBER, field, field->codes[0], "%.*s is to be a number",
            AC_TEXT_ARG(field->name));
        return;
    }
    if (!groups->plan->may_be_negative && ac_rational_sign(number.value) < 0) {
        fault_state(groups, field, AC_SQL_VALUE_NEGATIVE);
        return;
    }
    *sum =
        ac_rational_multiply(&groups->arena, number.value, ac_rational_of((int64_t)groups->rows));
}

/* Refuses those rows of the group whose value is not one, and takes them off its rows. */
static accord_status
refuse_values(ac_groups *groups, const ac_layout_field *field, accord_error *error)
{
    for (size_t i = 1; i < AC_SQL_STATES; i++) {
        uint64_t rows = 0;
        if (groups->shape->states[i] == AC_SQL_NOWHERE) {
            continue;
        }
        AC_TRY(read_count(groups, groups->shape->states[i], &rows, error));
        if (rows == 0) {
            continue;
        }
        if (i == AC_SQL_VALUE_INEXACT) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "the column \"%.*s\" holds numbers that are not whole, and this database adds them "
                "up as floating point: keep whole pence in a column, and name it in the layout",
                AC_TEXT_ARG(field->column));
        }
        if (rows > groups->rows) {
            return fail_shape(error);
        }
        fault_state(groups, field, i);
        ac_groups_refuse(groups, rows);
        groups->rows -= rows;
        groups->refused = false;
    }
    return ac_ok();
}

/* Reads the sum of the rows that have a value; none may be left. */
static accord_status read_sum(ac_groups *groups, ac_rational *sum, accord_error *error)
{
    const ac_layout_field *field = ac_layout_find(groups->layout, groups->plan->value_field);
    if (groups->shape->constant_value) {
        sum_constant(groups, field, sum);
        return ac_ok();
    }
    AC_TRY(refuse_values(groups, field, error));
    if (groups->rows == 0) {
        return ac_ok();
    }
    ac_text text = ac_text_trim(value_at(groups, groups->shape->sum));
    if (text.size == 0 || ac_rational_parse(&groups->arena, text, sum, NULL).code != ACCORD_OK) {
        return fail_shape(error);
    }
    if (field->type == AC_FIELD_PERCENT) {
        *sum = ac_rational_divide(&groups->arena, *sum, ac_rational_of(100));
    }
    return ac_ok();
}

/* Looks whether the identifier is there. `shown` says that it may not be the only one. */
static accord_status
read_identity(ac_groups *groups, bool *shown, ac_identity *identity, accord_error *error)
{
    const ac_sql_shape *shape = groups->shape;
    const ac_layout *layout = groups->layout;
    ac_text parts[AC_LAYOUT_IDENTIFIER_MAX] = {{0}};
    uint64_t said = 0;
    *shown = false;
    if (shape->shown == AC_SQL_NOWHERE) {
        return ac_ok();
    }
    AC_TRY(read_count(groups, shape->shown, &said, error));
    *shown = said == 1;
    for (size_t i = 0; i < layout->identifier_count; i++) {
        const ac_layout_field *field = ac_layout_find(layout, layout->identifier[i]);
        bool absent = field->type != AC_FIELD_CONSTANT && shape->identity[i] == AC_SQL_NOWHERE;
        if (absent || (*shown && !text_of(groups, field, shape->identity[i], &parts[i]))) {
            fault_missing(groups, field);
            return ac_ok();
        }
    }
    if (*shown) {
        *identity = ac_identity_of(parts, layout->identifier_count);
    }
    return ac_ok();
}

static accord_status add_repeat(ac_groups *groups, const ac_group_repeat *made, accord_error *error)
{
    if (groups->repeat_count == AC_PULLED_REPEATS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "more than %u kinds of rows share identifiers: is the identifier of the layout the "
            "right one?",
            AC_PULLED_REPEATS_MAX);
    }
    AC_RESERVE(&groups->arena, groups->repeats, groups->repeat_count, groups->repeat_capacity);
    groups->repeats[groups->repeat_count++] = *made;
    return ac_ok();
}

static accord_status take_concerned(
    ac_groups *groups,
    int32_t period,
    const uint32_t *members,
    const ac_identity *identity, /* NULL: it stands once */
    accord_error *error)
{
    ac_rational sum = ac_rational_of((int64_t)groups->rows);
    if (groups->plan->measure == AC_MEASURE_SUM) {
        AC_TRY(read_sum(groups, &sum, error));
    }
    if (groups->refused) {
        ac_groups_refuse(groups, groups->rows);
        return ac_ok();
    }
    if (groups->not_followed) {
        groups->counts.not_followed += groups->rows;
        return ac_ok();
    }
    if (groups->rows == 0) {
        return ac_ok();
    }
    if (identity == NULL) {
        groups->counts.counted += groups->rows;
        return ac_cube_give_cell(groups->cube, members, period, groups->rows, sum, error);
    }
    size_t keys = groups->plan->key_count;
    uint32_t *kept = AC_NEW_ARRAY(&groups->arena, uint32_t, keys);
    memcpy(kept, members, keys * sizeof *kept);
    const ac_group_repeat made = {
        .identity = *identity,
        .members = kept,
        .period = period,
        .value = ac_rational_divide(&groups->arena, sum, ac_rational_of((int64_t)groups->rows)),
        .rows = groups->rows,
        .key_count = keys};
    return add_repeat(groups, &made, error);
}

accord_status ac_groups_take(ac_groups *groups, const ac_odbc_row *row, accord_error *error)
{
    const ac_sql_shape *shape = groups->shape;
    uint64_t judged = 1;
    int32_t period = 0;
    bool shown = false;
    ac_identity identity = {0};
    uint32_t members[AC_LEVELS_MAX] = {0};
    if (row->count != (size_t)shape->columns) {
        return fail_shape(error);
    }
    groups->row = row;
    groups->refused = false;
    if (row->values[shape->rows].at == NULL) {
        return ac_ok(); /* a table without rows, where nothing is grouped by */
    }
    AC_TRY(read_count(groups, shape->rows, &groups->rows, error));
    if (groups->rows == 0) {
        return ac_ok();
    }
    groups->counts.rows += groups->rows;
    if (shape->judged != AC_SQL_NOWHERE) {
        AC_TRY(read_count(groups, shape->judged, &judged, error));
    }
    if (judged == AC_SQL_UNSURE) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%.*s: rows have a day with a time or a zone behind it, in a form of which the "
            "database cannot tell whether files may have it: pull from a view that gives the day "
            "alone",
            AC_TEXT_ARG(groups->plan->input));
    }
    groups->not_followed = judged == AC_SQL_NOT_FOLLOWED;
    bool only_follows = judged >= AC_SQL_ONLY_LACKS;
    if (judged == AC_SQL_UNREADABLE || judged == AC_SQL_ONLY_UNREADABLE) {
        ac_groups_fault(
            groups, AC_REFUSAL_YES_NO, NULL, AC_TEXT(""),
            "a field of the condition is to be yes or no, true or false, y or n, 1 or 0");
    } else if (judged == AC_SQL_LACKS || judged == AC_SQL_ONLY_LACKS) {
        ac_groups_fault(
            groups, AC_REFUSAL_MISSING, NULL, AC_TEXT(""),
            "a field by which it is known what follows what has no value");
    }
    if (judged > AC_SQL_ASIDE && !only_follows) {
        AC_TRY(read_identity(groups, &shown, &identity, error));
    }
    if (read_period(groups, &period)) {
        (void)ac_cube_give_received(groups->cube, period);
    }
    if (judged == AC_SQL_ASIDE) {
        groups->counts.not_where += groups->rows;
        return ac_ok();
    }
    if (only_follows) {
        if (!groups->refused) {
            return fail_shape(error); /* what the database takes for no day is one */
        }
        ac_groups_refuse(groups, groups->rows);
        return ac_ok();
    }
    if (!find_members(groups, members)) {
        return ac_ok();
    }
    if (groups->refused) {
        ac_groups_refuse(groups, groups->rows);
        return ac_ok();
    }
    return take_concerned(groups, period, members, shown ? &identity : NULL, error);
}
