/* SPDX-License-Identifier: MIT */
/* What a row says: the text of its fields, whether the condition holds, its period, its members.
 * What cannot be read is left pending as a fault, with what it may have been meant for. */

#include "base/assert.h"
#include "base/limits.h"
#include "cube/inside.h"
#include "extract/value.h"

enum { CODE_BYTES_MAX = 20, LOST_ZEROS_MAX = 4 };

/* Most fields have no spaces around them: that is seen without a call. */
static ac_text trimmed(ac_text text)
{
    bool plain = text.size == 0 || (text.at[0] > ' ' && text.at[text.size - 1] > ' ');
    return plain ? text : ac_text_trim(text);
}

/* The text of a field; false if there is no value. */
static bool text_of(const ac_cube *cube, const ac_want *want, const ac_row *row, ac_text *text)
{
    if (want->type == AC_FIELD_CONSTANT) {
        *text = want->field->codes[0];
        return true;
    }
    if (want->column == AC_COLUMN_NONE) {
        return false;
    }
    *text = trimmed(row->fields[want->column]);
    const ac_layout *layout = cube->layout;
    for (size_t i = 0; i < layout->missing_count; i++) {
        const ac_text *mark = &layout->missing[i];
        if (text->size == mark->size && (text->size == 0 || ac_text_equal(*text, *mark))) {
            return false;
        }
    }
    return true;
}

static bool is_one_of(ac_text text, const ac_text *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const ac_text *code = &codes[i];
        if (text.size == code->size && (text.size == 0 || text.at[0] == code->at[0]) &&
            ac_text_equal(text, *code)) {
            return true;
        }
    }
    return false;
}

bool ac_cube_row_text(const ac_cube *cube, const ac_want *want, const ac_row *row, ac_text *text)
{
    bool there = text_of(cube, want, row, text);
    if (want->type != AC_FIELD_YES_WHEN) {
        return there;
    }
    bool yes = there && is_one_of(*text, want->field->codes, want->field->code_count);
    *text = yes ? AC_TEXT("yes") : AC_TEXT("no");
    return true;
}

ac_answer ac_cube_row_yes_no(ac_cube *cube, const ac_want *want, const ac_row *row)
{
    ac_text text = {0};
    bool yes = false;
    if (!ac_cube_row_text(cube, want, row, &text)) {
        return AC_ANSWER_NONE;
    }
    if (!ac_yes_no_read(text, &yes)) {
        ac_cube_fault(
            cube, AC_REFUSAL_YES_NO, want, "%.*s is to be yes or no, true or false, y or n, 1 or 0",
            AC_TEXT_ARG(want->name));
        return AC_ANSWER_FAULT;
    }
    return yes ? AC_ANSWER_YES : AC_ANSWER_NO;
}

/* Judges a condition: NO, YES or FAULT.
 * NOLINTNEXTLINE(misc-no-recursion): to AC_HEIGHT_MAX, checked when it was compiled */
ac_answer ac_cube_row_judge(ac_cube *cube, const ac_test *test, const ac_row *row)
{
    ac_text text = {0};
    ac_answer left = AC_ANSWER_NO;
    switch (test->op) {
    case AC_WHERE_IS:
        return ac_cube_row_text(cube, test->want, row, &text) &&
                       is_one_of(text, test->codes, test->code_count)
                   ? AC_ANSWER_YES
                   : AC_ANSWER_NO;
    case AC_WHERE_GIVEN:
        return text_of(cube, test->want, row, &text) ? AC_ANSWER_YES : AC_ANSWER_NO;
    case AC_WHERE_YES:
        left = ac_cube_row_yes_no(cube, test->want, row);
        return left == AC_ANSWER_NONE ? AC_ANSWER_NO : left;
    case AC_WHERE_NOT:
        left = ac_cube_row_judge(cube, test->left, row);
        return left == AC_ANSWER_FAULT ? left
               : left == AC_ANSWER_YES ? AC_ANSWER_NO
                                       : AC_ANSWER_YES;
    case AC_WHERE_AND:
        left = ac_cube_row_judge(cube, test->left, row);
        return left == AC_ANSWER_YES ? ac_cube_row_judge(cube, test->right, row) : left;
    case AC_WHERE_OR:
        left = ac_cube_row_judge(cube, test->left, row);
        return left == AC_ANSWER_NO ? ac_cube_row_judge(cube, test->right, row) : left;
    }
    return AC_ANSWER_NO;
}

bool ac_cube_row_concerned(ac_cube *cube, const ac_row *row)
{
    return cube->where == NULL || ac_cube_row_judge(cube, cube->where, row) != AC_ANSWER_NO;
}

bool ac_cube_period_place(const ac_cube *cube, int32_t period, int32_t *place)
{
    int32_t before = 0;
    for (size_t i = 0; i < cube->span_count; i++) {
        int32_t first = cube->spans[i].first;
        if (period >= first && period - first < cube->spans[i].count) {
            *place = before + (period - first);
            return true;
        }
        before += cube->spans[i].count;
    }
    return false;
}

static void fault_period(ac_cube *cube, int32_t period)
{
    const ac_calendar *calendar = cube->plan->calendar;
    ac_period_kind kind = cube->plan->period_kind;
    AC_SCOPED_BUFFER(message, ACCORD_MESSAGE_BYTES);
    ac_period_add(&message, calendar, kind, period);
    ac_buffer_add_z(&message, " is outside the contract's term and the years it asks for (");
    for (size_t i = 0; i < cube->span_count; i++) {
        int32_t first = cube->spans[i].first;
        ac_buffer_add_z(&message, i == 0 ? "" : ", ");
        ac_period_add(&message, calendar, kind, first);
        if (cube->spans[i].count > 1) {
            ac_buffer_add_z(&message, " to ");
            ac_period_add(&message, calendar, kind, first + cube->spans[i].count - 1);
        }
    }
    ac_buffer_add_char(&message, ')');
    ac_cube_fault(cube, AC_REFUSAL_PERIOD, cube->period_want, "%s", message.bytes);
}

bool ac_cube_row_period(ac_cube *cube, const ac_row *row, int32_t *place)
{
    const ac_want *want = cube->period_want;
    const ac_calendar *calendar = cube->plan->calendar;
    ac_period_kind kind = cube->plan->period_kind;
    *place = 0;
    if (want == NULL) {
        return true;
    }
    ac_text text = {0};
    accord_error error;
    int32_t period = 0;
    if (!ac_cube_row_text(cube, want, row, &text)) {
        ac_cube_fault_missing(cube, want);
        return false;
    }
    if (want->type == AC_FIELD_DATE) {
        accord_date date = {0};
        if (ac_date_parse(text, want->date_format, &date, &error).code != ACCORD_OK) {
            ac_cube_fault(cube, AC_REFUSAL_DATE, want, "%s", error.message);
            return false;
        }
        period = ac_period_of(calendar, kind, date);
    } else if (ac_period_parse(calendar, kind, text, &period, &error).code != ACCORD_OK) {
        ac_cube_fault(cube, AC_REFUSAL_PERIOD, want, "%s", error.message);
        return false;
    }
    if (!ac_cube_period_place(cube, period, place)) {
        fault_period(cube, period);
        return false;
    }
    return true;
}

/* Adds what the code may have been before a spreadsheet or a person changed it, if that is listed:
 * in capitals, with its leading zeros, without signs that are not seen. */
static void add_meant(ac_buffer *hint, const ac_cube_axis *axis, ac_text code)
{
    AC_SCOPED_BUFFER(plain, CODE_BYTES_MAX);
    for (size_t i = 0; i < code.size; i++) {
        static const char *const unseen[] = {"\xC2\xA0", "\xEF\xBB\xBF", "\xE2\x80\x8B"};
        size_t skip = 0;
        for (size_t j = 0; j < sizeof unseen / sizeof unseen[0]; j++) {
            ac_text mark = ac_text_of(unseen[j]);
            skip = ac_text_starts(ac_text_slice(code, i, code.size), mark) ? mark.size : skip;
        }
        char c = code.at[i];
        if (skip > 0) {
            i += skip - 1;
        } else if (c != ' ') {
            ac_buffer_add_char(&plain, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
        }
    }
    for (int zeros = 0; zeros <= LOST_ZEROS_MAX; zeros++) {
        AC_SCOPED_BUFFER(meant, CODE_BYTES_MAX + LOST_ZEROS_MAX);
        ac_buffer_addf(&meant, "%.*s", zeros, "0000");
        ac_buffer_add(&meant, ac_buffer_text(&plain));
        ac_text text = ac_buffer_text(&meant);
        if (text.size > 0 && ac_names_find(axis->key->members, text) != AC_NAME_NONE) {
            ac_buffer_addf(
                hint, ": %.*s is listed, and codes are compared letter by letter",
                AC_TEXT_ARG(text));
            return;
        }
    }
}

static void fault_member(ac_cube *cube, const ac_cube_axis *axis, ac_text code)
{
    AC_SCOPED_BUFFER(hint, 200);
    ac_text shown = ac_text_slice(code, 0, 60);
    if (code.size > 0 && (code.at[0] == '=' || code.at[0] == '@')) {
        ac_buffer_add_z(&hint, ": it is a formula, and no code");
    } else if (
        ac_text_equal_ignoring_case(ac_text_slice(code, 0, 5), AC_TEXT("total")) ||
        ac_text_equal_ignoring_case(ac_text_slice(code, 0, 11), AC_TEXT("grand total"))) {
        ac_buffer_add_z(&hint, ": it seems to be a row of totals, which is to be left out");
    } else if (code.size <= CODE_BYTES_MAX) {
        add_meant(&hint, axis, code);
    }
    ac_cube_fault(
        cube, AC_REFUSAL_MEMBER, axis->want, "unknown %.*s %.*s%s", AC_TEXT_ARG(axis->key->level),
        AC_TEXT_ARG(shown), hint.bytes == NULL ? "" : hint.bytes);
}

bool ac_cube_row_members(ac_cube *cube, const ac_row *row, size_t *cell)
{
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        ac_text code = {0};
        if (!ac_cube_row_text(cube, axis->want, row, &code)) {
            ac_cube_fault_missing(cube, axis->want);
            continue;
        }
        uint32_t member = ac_names_find(axis->key->members, code);
        if (member != AC_NAME_NONE) {
            ac_assert(member < axis->key->member_count);
            *cell += member * axis->stride;
        } else if (axis->key->unlisted == AC_UNLISTED_SET_ASIDE) {
            cube->counts.other_code[i]++;
            return false;
        } else {
            fault_member(cube, axis, code);
        }
    }
    return true;
}
