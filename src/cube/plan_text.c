/* SPDX-License-Identifier: MIT */
/* A plan as text, so that cells counted elsewhere are used for the clause, the layout and the
 * members that they were counted for, and for no other. */

#include "cube/given.h"

#include <stdlib.h>

static void add_quoted(ac_buffer *buffer, ac_text text)
{
    ac_buffer_add_char(buffer, ' ');
    ac_buffer_add_json(buffer, text);
}

static void add_all(ac_buffer *buffer, const ac_text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_quoted(buffer, texts[i]);
    }
}

static void add_field(ac_buffer *buffer, const ac_layout *layout, ac_text name)
{
    const ac_layout_field *field = ac_layout_find(layout, name);
    ac_buffer_add_z(buffer, "field");
    add_quoted(buffer, name);
    if (field != NULL) {
        add_quoted(buffer, field->column);
        ac_buffer_addf(
            buffer, " %d %d %d", (int)field->type, (int)field->date_format,
            field->optional ? 1 : 0);
        add_all(buffer, field->codes, field->code_count);
    }
    ac_buffer_add_char(buffer, '\n');
}

/* NOLINTNEXTLINE(misc-no-recursion): to AC_HEIGHT_MAX, checked when the cube was made */
static void add_where(ac_buffer *buffer, const ac_layout *layout, const ac_where *where)
{
    if (where == NULL) {
        return;
    }
    ac_buffer_addf(buffer, "where %d", (int)where->op);
    add_all(buffer, where->codes, where->code_count);
    ac_buffer_add_char(buffer, '\n');
    if (ac_where_is_leaf(where->op)) {
        add_field(buffer, layout, where->field);
    }
    add_where(buffer, layout, where->left);
    add_where(buffer, layout, where->right);
}

static int compare_slots(const void *a, const void *b)
{
    const ac_name_slot *left = *(const ac_name_slot *const *)a;
    const ac_name_slot *right = *(const ac_name_slot *const *)b;
    return ac_text_compare(left->name, right->name);
}

static void add_key(ac_buffer *buffer, const ac_layout *layout, const ac_cube_key *key)
{
    AC_SCOPED_ARENA(scratch);
    ac_buffer_addf(buffer, "key %d", key->unlisted == AC_UNLISTED_REFUSE ? 0 : 1);
    add_quoted(buffer, key->level);
    ac_buffer_add_char(buffer, '\n');
    add_field(buffer, layout, key->field);
    const ac_name_slot **sorted =
        AC_NEW_ARRAY(&scratch, const ac_name_slot *, key->members->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < key->members->capacity; i++) {
        if (key->members->slots[i].taken) {
            sorted[count++] = &key->members->slots[i];
        }
    }
    qsort(sorted, count, sizeof(ac_name_slot *), compare_slots);
    for (size_t i = 0; i < count; i++) {
        add_quoted(buffer, sorted[i]->name);
        add_quoted(buffer, key->labels[sorted[i]->value]);
        ac_buffer_add_char(buffer, '\n');
    }
}

static void add_same(ac_buffer *buffer, const ac_layout *layout, const ac_cube_followed *followed)
{
    for (size_t i = 0; i < followed->same_count; i++) {
        add_field(buffer, layout, followed->same[i]);
    }
}

static void
add_followed(ac_buffer *buffer, const ac_layout *layout, const ac_cube_followed *followed)
{
    ac_buffer_addf(buffer, "followed %u\n", followed->days);
    add_same(buffer, layout, followed);
    if (followed->layout != NULL) {
        layout = followed->layout;
        ac_buffer_add_z(buffer, "by");
        add_quoted(buffer, layout->name);
        ac_buffer_add_char(buffer, ' ');
        add_field(buffer, layout, followed->day_field);
        add_same(buffer, layout, followed);
        ac_buffer_add_z(buffer, "missing");
        add_all(buffer, layout->missing, layout->missing_count);
        ac_buffer_add_char(buffer, '\n');
    }
    add_where(buffer, layout, followed->where);
}

void ac_cube_add_plan(ac_buffer *buffer, const ac_cube_plan *plan, const ac_layout *layout)
{
    const ac_calendar *calendar = plan->calendar;
    ac_buffer_addf(
        buffer, "plan %d %d %d %d", (int)plan->measure, plan->percent ? 1 : 0, plan->amount ? 1 : 0,
        plan->may_be_negative ? 1 : 0);
    add_quoted(buffer, plan->input);
    ac_buffer_addf(
        buffer, "\nperiod %d %d %d", (int)plan->period_kind, calendar->start_month,
        calendar->start_day);
    for (size_t i = 0; i < plan->span_count; i++) {
        ac_buffer_addf(buffer, " %d %d", plan->spans[i].first, plan->spans[i].count);
    }
    ac_buffer_add_char(buffer, '\n');
    if (plan->period_kind != AC_PERIOD_NONE) {
        add_field(buffer, layout, plan->period_field);
    }
    if (plan->measure == AC_MEASURE_SUM) {
        add_field(buffer, layout, plan->value_field);
    }
    for (size_t i = 0; i < plan->key_count; i++) {
        add_key(buffer, layout, &plan->keys[i]);
    }
    add_where(buffer, layout, plan->where);
    if (plan->followed != NULL) {
        add_followed(buffer, layout, plan->followed);
    }
    ac_buffer_add_z(buffer, "missing");
    add_all(buffer, layout->missing, layout->missing_count);
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < layout->identifier_count; i++) {
        ac_buffer_add_z(buffer, "identifier ");
        add_field(buffer, layout, layout->identifier[i]);
    }
}
