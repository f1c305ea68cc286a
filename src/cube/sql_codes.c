/* SPDX-License-Identifier: MIT */
/* Codes in SQL: those of members, and one for all others. */

#include "base/limits.h"
#include "cube/sql_inside.h"

#include <stdlib.h>

typedef struct coded {
    ac_text code;
    uint32_t member;
} coded;

static int compare_coded(const void *a, const void *b)
{
    const coded *left = a;
    const coded *right = b;
    if (left->member != right->member) {
        return left->member < right->member ? -1 : 1;
    }
    return ac_text_compare(left->code, right->code);
}

static coded *list_codes(ac_arena *arena, const ac_names *names, size_t *count)
{
    coded *list = AC_NEW_ARRAY(arena, coded, names->count + 1);
    *count = 0;
    for (size_t i = 0; i < names->capacity; i++) {
        if (names->slots[i].taken) {
            list[(*count)++] = (coded){names->slots[i].name, names->slots[i].value};
        }
    }
    qsort(list, *count, sizeof *list, compare_coded);
    return list;
}

/* Several codes of a member become the first of them; a member's only code stays as it is. */
static void add_members(
    const ac_sql_writer *writer, ac_buffer *text, ac_text operand, const coded *codes, size_t count)
{
    ac_text *list = AC_NEW_ARRAY(writer->arena, ac_text, count + 1);
    size_t single = 0;
    for (size_t from = 0, until = 0; from < count; from = until) {
        while (until < count && codes[until].member == codes[from].member) {
            until++;
        }
        if (until - from == 1) {
            list[single++] = codes[from].code;
        }
    }
    if (single > 0) {
        ac_buffer_addf(text, "\n           WHEN %.*s IN ", AC_TEXT_ARG(operand));
        ac_sql_add_list(writer, text, list, single);
        ac_buffer_addf(text, " THEN %.*s", AC_TEXT_ARG(operand));
    }
    for (size_t from = 0, until = 0; from < count; from = until) {
        size_t several = 0;
        while (until < count && codes[until].member == codes[from].member) {
            list[several++] = codes[until++].code;
        }
        if (several > 1) {
            ac_buffer_addf(text, "\n           WHEN %.*s IN ", AC_TEXT_ARG(operand));
            ac_sql_add_list(writer, text, list, several);
            ac_buffer_add_z(text, " THEN ");
            ac_sql_add_literal(writer, text, list[0]);
        }
    }
}

void ac_sql_add_named(
    const ac_sql_writer *writer,
    const ac_cube_key *key,
    ac_text operand,
    ac_text other,
    ac_buffer *text)
{
    size_t count = 0;
    const coded *codes = list_codes(writer->arena, key->members, &count);
    bool listed = count <= AC_SQL_CODES_MAX;
    if (!listed && writer->plan->where == NULL) {
        ac_buffer_add(text, operand);
        return;
    }
    ac_buffer_add_z(text, "CASE");
    if (writer->plan->where != NULL) {
        ac_buffer_add_z(text, " WHEN a_judged = 0 THEN NULL");
    }
    if (listed) {
        ac_buffer_add_z(text, " WHEN ");
        ac_sql_add_missing(writer, text, operand);
        ac_buffer_add_z(text, " THEN NULL");
        add_members(writer, text, operand, codes, count);
        ac_buffer_add_z(text, "\n           ELSE ");
        ac_sql_add_literal(writer, text, other);
    } else {
        ac_buffer_addf(text, " ELSE %.*s", AC_TEXT_ARG(operand));
    }
    ac_buffer_add_z(text, " END");
}

ac_text ac_sql_choose_other(const ac_sql_writer *writer)
{
    const ac_cube_plan *plan = writer->plan;
    for (unsigned n = 1;; n++) {
        AC_SCOPED_BUFFER(text, 40);
        ac_buffer_addf(&text, n == 1 ? "(other)" : "(other %u)", n);
        bool taken = false;
        for (size_t i = 0; i < plan->key_count; i++) {
            taken = taken ||
                    ac_names_find(plan->keys[i].members, ac_buffer_text(&text)) != AC_NAME_NONE;
        }
        if (!taken) {
            return ac_text_copy(writer->arena, ac_buffer_text(&text));
        }
    }
}
