/* SPDX-License-Identifier: MIT */
/* One row: its period, whether it is concerned at all, its cell, its value. A row that is not of
 * this contract is set aside even where something in it is wrong; any other with a fault is
 * refused. */

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

/* As text_of, for codes: a field of type "yes when" is "yes" or "no", always. */
static bool code_of(const ac_cube *cube, const ac_want *want, const ac_row *row, ac_text *text)
{
    bool there = text_of(cube, want, row, text);
    if (want->type != AC_FIELD_YES_WHEN) {
        return there;
    }
    bool yes = there && is_one_of(*text, want->field->codes, want->field->code_count);
    *text = yes ? AC_TEXT("yes") : AC_TEXT("no");
    return true;
}

bool ac_cube_row_text(const ac_cube *cube, const ac_want *want, const ac_row *row, ac_text *text)
{
    return code_of(cube, want, row, text);
}

static void fault_missing(ac_cube *cube, const ac_want *want)
{
    ac_cube_fault(cube, AC_REFUSAL_MISSING, want, "%.*s has no value", AC_TEXT_ARG(want->name));
}

typedef enum answer { ANSWER_NO, ANSWER_YES, ANSWER_NONE, ANSWER_FAULT } answer;

static answer read_yes_no(ac_cube *cube, const ac_want *want, const ac_row *row)
{
    ac_text text = {0};
    bool yes = false;
    if (!code_of(cube, want, row, &text)) {
        return ANSWER_NONE;
    }
    if (!ac_yes_no_read(text, &yes)) {
        ac_cube_fault(
            cube, AC_REFUSAL_YES_NO, want, "%.*s is to be yes or no, true or false, y or n, 1 or 0",
            AC_TEXT_ARG(want->name));
        return ANSWER_FAULT;
    }
    return yes ? ANSWER_YES : ANSWER_NO;
}

/* Judges a condition: NO, YES or FAULT.
 * NOLINTNEXTLINE(misc-no-recursion): to AC_HEIGHT_MAX, checked when it was compiled */
static answer judge(ac_cube *cube, const ac_test *test, const ac_row *row)
{
    ac_text text = {0};
    answer left = ANSWER_NO;
    switch (test->op) {
    case AC_WHERE_IS:
        return code_of(cube, test->want, row, &text) &&
                       is_one_of(text, test->codes, test->code_count)
                   ? ANSWER_YES
                   : ANSWER_NO;
    case AC_WHERE_YES:
        left = read_yes_no(cube, test->want, row);
        return left == ANSWER_NONE ? ANSWER_NO : left;
    case AC_WHERE_NOT:
        left = judge(cube, test->left, row);
        return left == ANSWER_FAULT ? left : left == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
    case AC_WHERE_AND:
        left = judge(cube, test->left, row);
        return left == ANSWER_YES ? judge(cube, test->right, row) : left;
    case AC_WHERE_OR:
        left = judge(cube, test->left, row);
        return left == ANSWER_NO ? judge(cube, test->right, row) : left;
    }
    return ANSWER_NO;
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

/* Reads the row's period; its place is from 0. False leaves a fault pending. */
static bool read_period(ac_cube *cube, const ac_row *row, int32_t *place)
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
    if (!code_of(cube, want, row, &text)) {
        fault_missing(cube, want);
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

/* Finds the row's members; returns false if a key sets the row aside. Faults are left pending. */
static bool find_members(ac_cube *cube, const ac_row *row, size_t *cell)
{
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        ac_text code = {0};
        if (!code_of(cube, axis->want, row, &code)) {
            fault_missing(cube, axis->want);
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

/* Judges a number that was read against its field and the plan; false leaves a fault pending. */
static bool check_number(ac_cube *cube, const ac_want *want, ac_number *number)
{
    const char *name = want->name.at;
    int size = (int)want->name.size;
    ac_arena *arena = &cube->numbers;
    bool whole = want->type == AC_FIELD_WHOLE;
    if (whole && (number->percent_sign || !ac_rational_is_whole(number->value))) {
        ac_cube_fault(
            cube, AC_REFUSAL_NUMBER, want, "%.*s is to be a whole number, such as 12", size, name);
        return false;
    }
    if (cube->plan->amount && number->percent_sign) {
        ac_cube_fault(
            cube, AC_REFUSAL_NUMBER, want, "%.*s is an amount, and no percentage of anything", size,
            name);
        return false;
    }
    if (want->type == AC_FIELD_PERCENT && !number->percent_sign) {
        number->value = ac_rational_divide(arena, number->value, ac_rational_of(100));
    } else if (
        cube->plan->percent && !number->percent_sign &&
        (ac_rational_compare(number->value, ac_rational_of(2)) > 0 ||
         ac_rational_compare(number->value, ac_rational_of(-2)) < 0)) {
        ac_cube_fault(
            cube, AC_REFUSAL_PERCENT, want,
            "%.*s is a share: it is not clear whether this is a percentage or a ratio", size, name);
        return false;
    }
    if (ac_rational_compare(number->value, ac_rational_of(AC_BELIEVED_MAX)) >= 0 ||
        ac_rational_compare(number->value, ac_rational_of(-AC_BELIEVED_MAX)) <= 0) {
        ac_cube_fault(
            cube, AC_REFUSAL_LARGE, want,
            "%.*s is to be below 1,000,000,000,000,000, which no figure of a health service is",
            size, name);
        return false;
    }
    if (!cube->plan->may_be_negative && ac_rational_sign(number->value) < 0) {
        ac_cube_fault(
            cube, AC_REFUSAL_NEGATIVE, want, "%.*s is negative, and may not be", size, name);
        return false;
    }
    return true;
}

typedef enum taken { TAKEN_VALUE, TAKEN_NONE, TAKEN_FAULT } taken;

static taken read_number(ac_cube *cube, const ac_row *row, ac_rational *value)
{
    const ac_want *want = cube->value_want;
    ac_text text = {0};
    ac_number number = {.value = AC_RATIONAL_ZERO};
    if (!code_of(cube, want, row, &text)) {
        return TAKEN_NONE;
    }
    if (!ac_number_read(&cube->numbers, text, &number)) {
        ac_cube_fault(
            cube, AC_REFUSAL_NUMBER, want,
            "%.*s is to be a number, such as 1234.5, 1,234.50, \xC2\xA3"
            "12, (12.50) or 95%%",
            AC_TEXT_ARG(want->name));
        return TAKEN_FAULT;
    }
    if (!check_number(cube, want, &number)) {
        return TAKEN_FAULT;
    }
    *value = number.value;
    return TAKEN_VALUE;
}

static taken read_choice(ac_cube *cube, const ac_row *row, ac_rational *value)
{
    const ac_cube_plan *plan = cube->plan;
    ac_text text = {0};
    if (!code_of(cube, cube->value_want, row, &text)) {
        return TAKEN_NONE;
    }
    for (size_t i = 0; i < plan->choice_count; i++) {
        if (ac_text_equal(text, plan->choices[i])) {
            *value = ac_rational_of((int64_t)i);
            return TAKEN_VALUE;
        }
    }
    AC_SCOPED_BUFFER(list, 300);
    for (size_t i = 0; i < plan->choice_count; i++) {
        ac_buffer_addf(&list, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(plan->choices[i]));
    }
    ac_cube_fault(
        cube, AC_REFUSAL_CHOICE, cube->value_want, "%.*s is to be one of: %.*s",
        AC_TEXT_ARG(cube->value_want->name), AC_TEXT_ARG(ac_buffer_text(&list)));
    return TAKEN_FAULT;
}

static taken read_value(ac_cube *cube, const ac_row *row, ac_rational *value)
{
    answer said = ANSWER_NO;
    taken got = TAKEN_VALUE;
    switch (cube->plan->measure) {
    case AC_MEASURE_COUNT:
        *value = AC_RATIONAL_ONE;
        return TAKEN_VALUE;
    case AC_MEASURE_SUM:
        got = read_number(cube, row, value);
        if (got == TAKEN_NONE) {
            fault_missing(cube, cube->value_want);
            return TAKEN_FAULT;
        }
        return got;
    case AC_MEASURE_VALUE:
        return read_number(cube, row, value);
    case AC_MEASURE_YES_NO:
        said = read_yes_no(cube, cube->value_want, row);
        *value = ac_rational_of(said == ANSWER_YES ? 1 : 0);
        return said == ANSWER_NONE ? TAKEN_NONE : said == ANSWER_FAULT ? TAKEN_FAULT : TAKEN_VALUE;
    case AC_MEASURE_ONE_OF:
        return read_choice(cube, row, value);
    }
    return TAKEN_NONE;
}

/* Hashes the row's identifier, and has the table ready for it. False leaves a fault pending. */
static bool read_identity(ac_cube *cube, const ac_row *row, ac_identity *identity)
{
    ac_text parts[AC_LAYOUT_IDENTIFIER_MAX];
    for (size_t i = 0; i < cube->identity_count; i++) {
        if (!code_of(cube, cube->identity[i], row, &parts[i])) {
            fault_missing(cube, cube->identity[i]);
            return false;
        }
    }
    *identity = ac_identity_of(parts, cube->identity_count);
    ac_duplicates_expect(&cube->duplicates, *identity);
    return true;
}

/* Looks whether a row of the same identifier was counted. Returns false if this one is refused; the
 * lesser of the two then stays in the cells. */
static bool check_identity(ac_cube *cube, ac_identity identity, uint32_t cell, int64_t amount)
{
    ac_kept kept = {0};
    if (!ac_duplicates_add(&cube->duplicates, identity, &kept)) {
        int64_t kept_amount = kept.amount == NULL ? amount : *kept.amount;
        bool less = cell < *kept.cell;
        if (cell == *kept.cell) {
            less = ac_cube_amount_compare(cube, amount, kept_amount) < 0;
        }
        if (less) {
            ac_cube_take_out(cube, *kept.cell, kept_amount);
            ac_cube_put_in(cube, cell, amount);
        }
        ac_cube_fault(
            cube, AC_REFUSAL_DUPLICATE, cube->identity[0],
            "a row with the same identifier was counted already");
        if (!less) {
            return false;
        }
    }
    *kept.cell = cell;
    if (kept.amount != NULL) {
        *kept.amount = amount;
    }
    return !cube->pending.is;
}

/* Adds the members and the period of a cell: "C83001, 2014-04". */
static void add_cell_name(ac_buffer *name, const ac_cube *cube, size_t cell)
{
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        size_t member = cell / axis->stride % axis->key->member_count;
        ac_buffer_addf(name, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(axis->key->labels[member]));
    }
    int32_t place = (int32_t)(cell % (size_t)cube->period_count);
    for (size_t i = 0; i < cube->span_count && cube->period_want != NULL; i++) {
        if (place < cube->spans[i].count) {
            ac_buffer_add_z(name, cube->plan->key_count == 0 ? "" : ", ");
            ac_period_add(
                name, cube->plan->calendar, cube->plan->period_kind, cube->spans[i].first + place);
            return;
        }
        place -= cube->spans[i].count;
    }
}

/* A cell that takes one row has one: the lesser value stays. */
static bool check_repeat(ac_cube *cube, size_t cell, ac_rational value)
{
    if (cube->rows[cell] == 0) {
        return true;
    }
    if (ac_rational_compare(value, cube->values[cell]) < 0) {
        cube->values[cell] = value;
    }
    AC_SCOPED_BUFFER(name, 200);
    add_cell_name(&name, cube, cell);
    ac_cube_fault(
        cube, AC_REFUSAL_REPEAT, cube->value_want, "another row gives the value of %.*s",
        AC_TEXT_ARG(ac_buffer_text(&name)));
    return false;
}

static void take_value(ac_cube *cube, const ac_row *row, size_t cell, ac_identity identity)
{
    ac_rational value = AC_RATIONAL_ZERO;
    taken got = read_value(cube, row, &value);
    if (got == TAKEN_NONE) {
        cube->missing[cell] += cube->missing[cell] < UINT32_MAX ? 1 : 0;
        cube->counts.no_value++;
        cube->file->set_aside++;
        return;
    }
    bool counts = got == TAKEN_VALUE;
    int64_t amount = counts && cube->adds_up ? ac_cube_amount_of(cube, value) : 0;
    if (counts && !cube->adds_up) {
        counts = check_repeat(cube, cell, value);
    } else if (counts && cube->identity_count > 0) {
        counts = check_identity(cube, identity, (uint32_t)cell, amount);
    }
    if (!counts) {
        ac_cube_refuse_pending(cube, row);
        return;
    }
    if (cube->adds_up) {
        ac_cube_put_in(cube, (uint32_t)cell, amount);
    } else {
        cube->values[cell] = value;
        cube->rows[cell] = 1;
    }
    cube->counts.counted++;
    cube->file->counted++;
}

/* Files that were joined have the heading of the second among their rows, with its byte order mark.
 */
static bool repeats_heading(const ac_cube *cube, const ac_row *row)
{
    const ac_row *heading = ac_reader_heading(cube->reader);
    if (row->field_count != heading->field_count) {
        return false;
    }
    for (size_t i = 0; i < row->field_count; i++) {
        ac_text text = row->fields[i];
        if (i == 0 && ac_text_starts(text, AC_TEXT("\xEF\xBB\xBF"))) {
            text = ac_text_slice(text, 3, text.size);
        }
        if (!ac_text_equal_ignoring_case(ac_text_trim(text), ac_text_trim(heading->fields[i]))) {
            return false;
        }
    }
    return true;
}

/* The last line may be cut inside its last field, which cannot be seen: a layout can have it
 * refused, and else it is told. */
static void take_unended(ac_cube *cube)
{
    cube->file->unended = !cube->layout->refuse_unended;
    if (cube->layout->refuse_unended) {
        ac_cube_fault(
            cube, AC_REFUSAL_TRUNCATED, NULL,
            "the last line has no line end, so it may be cut off, which this layout refuses");
    }
}

void ac_cube_take_row(ac_cube *cube, const ac_row *row)
{
    cube->counts.rows++;
    cube->file->rows++;
    ac_dating dating = cube->dates == NULL ? AC_DATING_TAKEN : ac_cube_date_row(cube, row);
    if (dating == AC_DATING_SUPERSEDED) {
        cube->counts.superseded++;
        cube->file->superseded++;
        return;
    }
    if (row->fault != NULL) {
        ac_cube_refuse_unreadable(cube, row);
        return;
    }
    cube->pending.is = false;
    if (row->unended) {
        take_unended(cube);
    }
    bool concerned = cube->where == NULL || judge(cube, cube->where, row) != ANSWER_NO;
    ac_identity identity = {0};
    if (concerned && cube->identity_count > 0) {
        (void)read_identity(cube, row, &identity);
    }
    if (concerned && dating == AC_DATING_OUTSIDE) {
        ac_cube_fault_outside(cube);
    }
    int32_t place = 0;
    if (read_period(cube, row, &place) && dating == AC_DATING_TAKEN) {
        cube->received[place] = true;
    }
    if (cube->pending.is && repeats_heading(cube, row)) {
        cube->pending.is = false;
        ac_cube_fault(
            cube, AC_REFUSAL_HEADING, NULL, "%s", ac_refusal_sentence(AC_REFUSAL_HEADING));
        ac_cube_refuse_pending(cube, row);
        return;
    }
    if (!concerned) {
        cube->counts.not_where++;
        cube->file->set_aside++;
        return;
    }
    size_t cell = (size_t)place;
    if (!find_members(cube, row, &cell)) {
        cube->file->set_aside++;
        return;
    }
    ac_cube_check_lives(cube, cell, place);
    if (cube->pending.is) {
        ac_cube_refuse_pending(cube, row);
        return;
    }
    take_value(cube, row, cell, identity);
    ac_cube_tidy_numbers(cube);
}
