/* SPDX-License-Identifier: MIT */
/* When members open and close and who has what they had (R49). What is wrong here would move money
 * between practices, so the first fault ends the run, at its line and column. */

#include "app/load_inside.h"
#include "contract/lives.h"
#include "value/date.h"

typedef struct lives_work {
    ac_loading *loading;
    const ac_level *level;
    const ac_table *table;
    const size_t *order;
    ac_fact_level *made;
    ac_fact_life *lives;
} lives_work;

static ac_text cell_of(const lives_work *work, uint32_t member, size_t column)
{
    return work->table->rows[work->order[member]].cells[column];
}

static unsigned long long line_of(const lives_work *work, uint32_t member)
{
    return (unsigned long long)work->table->rows[work->order[member]].line;
}

/* The form of dates that the file's layout gives the column; without a layout, yyyy-mm-dd. */
static ac_date_format format_of(const lives_work *work, size_t column)
{
    const ac_layout *layout = work->table->layout;
    if (layout->name.size == 0) {
        return AC_DATE_ISO;
    }
    const ac_layout_field *field = ac_layout_find(layout, work->table->names[column]);
    return field != NULL && field->type == AC_FIELD_DATE ? field->date_format : AC_DATE_ISO;
}

static accord_status
read_day(const lives_work *work, uint32_t member, size_t column, accord_date *day)
{
    ac_text text = cell_of(work, member, column);
    accord_error wrong = {0};
    if (text.size == 0 ||
        ac_date_parse(text, format_of(work, column), day, &wrong).code == ACCORD_OK) {
        return ac_ok();
    }
    return ac_table_fail(
        work->table, work->order[member], column, work->loading->error,
        "%.*s of %.*s %.*s is no date: %s", AC_TEXT_ARG(work->table->names[column]),
        AC_TEXT_ARG(work->level->name), AC_TEXT_ARG(work->made->codes[member]), wrong.message);
}

static accord_status read_dates(const lives_work *work, uint32_t member)
{
    ac_fact_life *life = &work->lives[member];
    *life = (ac_fact_life){{INT32_MIN}, {INT32_MAX}, AC_NONE};
    AC_TRY(read_day(work, member, AC_MEMBER_OPENED, &life->opened));
    AC_TRY(read_day(work, member, AC_MEMBER_CLOSED, &life->closed));
    if (life->closed.day < life->opened.day) {
        return ac_table_fail(
            work->table, work->order[member], AC_MEMBER_CLOSED, work->loading->error,
            "%.*s %.*s closes before it opens (%.*s): correct one of the dates; closed is the last "
            "day it is open",
            AC_TEXT_ARG(work->level->name), AC_TEXT_ARG(work->made->codes[member]),
            AC_TEXT_ARG(cell_of(work, member, AC_MEMBER_OPENED)));
    }
    return ac_ok();
}

static accord_status fail_successor(const lives_work *work, uint32_t member, const char *why)
{
    return ac_table_fail(
        work->table, work->order[member], AC_MEMBER_SUCCESSOR, work->loading->error,
        "%.*s %.*s cannot be succeeded by %.*s: %s", AC_TEXT_ARG(work->level->name),
        AC_TEXT_ARG(work->made->codes[member]),
        AC_TEXT_ARG(cell_of(work, member, AC_MEMBER_SUCCESSOR)), why);
}

/* Members are in the order of their codes. */
static uint32_t find_member(const lives_work *work, ac_text code)
{
    uint32_t from = 0;
    uint32_t until = work->made->count;
    while (from < until) {
        uint32_t middle = from + (until - from) / 2;
        int order = ac_text_compare(work->made->codes[middle], code);
        if (order == 0) {
            return middle;
        }
        from = order < 0 ? middle + 1 : from;
        until = order < 0 ? until : middle;
    }
    return AC_NONE;
}

static accord_status read_successor(const lives_work *work, uint32_t member)
{
    ac_fact_life *life = &work->lives[member];
    ac_text code = cell_of(work, member, AC_MEMBER_SUCCESSOR);
    if (code.size == 0) {
        return ac_ok();
    }
    uint32_t successor = find_member(work, code);
    if (life->closed.day == INT32_MAX) {
        return fail_successor(
            work, member, "it has no closing day: fill in closed, or leave the successor empty");
    }
    if (successor == AC_NONE) {
        return fail_successor(
            work, member, "the file has no such member: correct the code, or add its row");
    }
    if (successor == member) {
        return fail_successor(
            work, member, "that is itself: name the other member, or leave both empty");
    }
    const ac_fact_life *next = &work->lives[successor];
    AC_SCOPED_BUFFER(why, 200);
    if (next->opened.day > life->closed.day + 1) {
        ac_buffer_add_z(&why, "that one opens on ");
        ac_date_add_iso(&why, next->opened);
        ac_buffer_addf(
            &why, " (line %llu), and nobody would hold what it had before: correct a date",
            line_of(work, successor));
        return fail_successor(work, member, why.bytes);
    }
    if (next->closed.day < life->closed.day) {
        ac_buffer_add_z(&why, "that one closed before it, on ");
        ac_date_add_iso(&why, next->closed);
        ac_buffer_addf(
            &why, " (line %llu): name the member that took over", line_of(work, successor));
        return fail_successor(work, member, why.bytes);
    }
    life->successor = successor;
    return ac_ok();
}

/* Two that close on one day may still name each other, and more may do so in a ring. */
static accord_status check_ring(const lives_work *work, uint32_t member)
{
    uint32_t at = member;
    for (uint32_t steps = 0; at != AC_NONE && steps <= work->made->count; steps++) {
        at = work->lives[at].successor; /* a ring further on is found from one of its own */
        if (at == member) {
            return fail_successor(
                work, member,
                "by way of successors it would be its own: leave the last one's successor empty");
        }
    }
    return ac_ok();
}

accord_status ac_load_lives(
    ac_loading *loading,
    const ac_level *level,
    const ac_table *table,
    const size_t *order,
    ac_fact_level *made)
{
    ac_fact_life *lives = AC_NEW_ARRAY(loading->arena, ac_fact_life, made->count);
    const lives_work work = {loading, level, table, order, made, lives};
    for (uint32_t i = 0; i < made->count; i++) {
        AC_TRY(read_dates(&work, i));
    }
    for (uint32_t i = 0; i < made->count; i++) {
        AC_TRY(read_successor(&work, i));
    }
    for (uint32_t i = 0; i < made->count; i++) {
        AC_TRY(check_ring(&work, i));
    }
    made->lives = lives;
    return ac_ok();
}
