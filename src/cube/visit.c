/* SPDX-License-Identifier: MIT */
/* The short way itself: row after row of a searched piece, only the columns that the plan reads, in
 * place. Whatever is not as the tables know it makes the row one for the long way. */

#include "base/assert.h"
#include "base/limits.h"
#include "cube/quick.h"
#include "value/date.h"

#include <stdlib.h>

/* The row being looked at. */
typedef struct visit {
    const ac_quick *quick;
    const uint32_t *columns; /* of the file, by want */
    const char *bytes;       /* of the piece */
    const uint32_t *ends;    /* [column_count], of the row's fields */
    uint32_t start;          /* of the row */
    uint32_t last;           /* its last column */
} visit;

/* The text of a column as it stands between delimiters, out of its quotes and without the spaces
 * around it; false: it holds `""`, which is undone on the long way. */
static inline bool text_at(const visit *row, uint32_t column, ac_text *text)
{
    uint32_t from = column == 0 ? row->start : row->ends[column - 1] + 1;
    uint32_t until = row->ends[column];
    const char *at = row->bytes + from;
    size_t size = until - from;
    if (column == row->last && size > 0 && at[size - 1] == '\r') {
        size--;
    }
    if (size > 0 && __builtin_expect(at[0] == '"', 0)) {
        at++;
        size -= 2;
        if (size > 0 && memchr(at, '"', size) != NULL) {
            return false;
        }
    }
    *text = (ac_text){at, size};
    if (size > 0 && __builtin_expect(at[0] <= ' ' || at[size - 1] <= ' ', 0)) {
        *text = ac_text_trim(*text);
    }
    return true;
}

static inline uint32_t look_up(const visit *row, const ac_quick_look *look)
{
    uint32_t column = row->columns[look->want_index];
    ac_text text = {0};
    if (__builtin_expect(column == AC_COLUMN_NONE, 0)) {
        return look->absent;
    }
    return text_at(row, column, &text) ? ac_codes_find(&look->codes, text) : AC_QUICK_LONG;
}

/* The text of a field that has a value, as text_at; false also where it has none. */
static inline bool value_at(const visit *row, size_t want_index, ac_text *text)
{
    const ac_cube *cube = row->quick->cube;
    const ac_want *want = &cube->wants[want_index];
    uint32_t column = row->columns[want_index];
    if (want->type == AC_FIELD_CONSTANT) {
        *text = want->field->codes[0];
        return true;
    }
    if (column == AC_COLUMN_NONE || !text_at(row, column, text)) {
        return false;
    }
    const ac_layout *layout = cube->layout;
    if (__builtin_expect(
            (row->quick->missing_sizes >> (text->size < 63 ? text->size : 63)) & 1, 0) == 0) {
        return true;
    }
    for (size_t i = 0; i < layout->missing_count; i++) {
        const ac_text *mark = &layout->missing[i];
        if (text->size == mark->size && (text->size == 0 || ac_text_equal(*text, *mark))) {
            return false;
        }
    }
    return true;
}

/* Makes of eight digits, the first in the lowest byte, four numbers below 100, in bytes 0, 2, 4 and
 * 6; false: not all are digits. */
static inline bool pairs_of(uint64_t digits, uint64_t *pairs)
{
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    uint64_t values = digits - zeros;
    /* Below '0' the difference has a high bit, above '9' the sum; of bytes that are neither a digit
     * the lowest is not touched by what the others carry. */
    uint64_t odd =
        ((digits + UINT64_C(0x4646464646464646)) | values) & UINT64_C(0x8080808080808080);
    *pairs = values * 10 + (values >> 8);
    return odd == 0;
}

/* Where year, month and day stand in the forms of fixed width. */
typedef struct date_form {
    uint8_t size;
    uint8_t year;
    uint8_t month;
    uint8_t day;
    uint8_t mark[2]; /* of the separators; equal to `size`: none */
    char separator;
} date_form;

static const date_form date_forms[] = {
    [AC_DATE_ISO] = {10, 0, 5, 8, {4, 7}, '-'},
      [AC_DATE_COMPACT] = {8,  0, 4, 6, {8, 8}, 0  },
    [AC_DATE_DMY] = {10, 6, 3, 0, {2, 5}, '/'},
      [AC_DATE_MDY] = {10, 6, 0, 3, {2, 5}, '/'},
    [AC_DATE_WORDS] = {0,  0, 0, 0, {0, 0}, 0  },
};

/* The place of a day written in its plainest form; AC_QUICK_LONG where it is not. */
static inline uint32_t plain_day(const ac_quick_days *days, ac_date_format format, ac_text text)
{
    const date_form *form = &date_forms[format];
    const char *at = text.at;
    if (text.size != form->size || text.size == 0) {
        return AC_QUICK_LONG;
    }
    uint64_t pairs = 0;
    uint64_t written = ac_code_word(at + form->year, 4) | ac_code_word(at + form->month, 2) << 32 |
                       ac_code_word(at + form->day, 2) << 48;
    bool digits = pairs_of(written, &pairs);
    unsigned year = (unsigned)(pairs & 255) * 100 + (unsigned)(pairs >> 16 & 255);
    unsigned month = (unsigned)(pairs >> 32 & 255) - 1;
    unsigned day = (unsigned)(pairs >> 48 & 255) - 1;
    digits = digits && (form->mark[0] == form->size || (at[form->mark[0]] == form->separator &&
                                                        at[form->mark[1]] == form->separator));
    unsigned place = (year - (unsigned)days->first_year) * 12 + month;
    if (!digits || month > 11 || place >= days->month_count || day >= days->month_days[place]) {
        return AC_QUICK_LONG;
    }
    return days->places[days->month_first[place] + day];
}

/* A period or a date in any other form: read as fields.c does. */
static uint32_t dressed_period(const ac_cube *cube, ac_text text)
{
    const ac_want *want = cube->period_want;
    const ac_calendar *calendar = cube->plan->calendar;
    ac_period_kind kind = cube->plan->period_kind;
    int32_t period = 0;
    int32_t place = 0;
    if (want->type == AC_FIELD_DATE) {
        accord_date date = {0};
        if (ac_date_parse(text, want->date_format, &date, NULL).code != ACCORD_OK) {
            return AC_QUICK_LONG;
        }
        period = ac_period_of(calendar, kind, date);
    } else if (ac_period_parse(calendar, kind, text, &period, NULL).code != ACCORD_OK) {
        return AC_QUICK_LONG;
    }
    return ac_cube_period_place(cube, period, &place) ? (uint32_t)place : AC_QUICK_LONG;
}

static inline uint32_t period_of(const visit *row)
{
    const ac_quick *quick = row->quick;
    const ac_cube *cube = quick->cube;
    ac_text text = {0};
    if (cube->period_want == NULL) {
        return 0;
    }
    if (!value_at(row, quick->period_index, &text)) {
        return AC_QUICK_LONG;
    }
    if (cube->period_want->type == AC_FIELD_DATE) {
        uint32_t place = plain_day(&quick->days, cube->period_want->date_format, text);
        if (place != AC_QUICK_LONG) {
            return place;
        }
    }
    return dressed_period(cube, text);
}

/* Reads one to five digits, a point and two digits, as nearly all amounts of money are written. */
static inline bool pence_of(ac_text text, int64_t *amount)
{
    uint64_t pairs = 0;
    if (text.size < 4 || text.size > 8 || text.at[text.size - 3] != '.') {
        return false;
    }
    /* Moved up to end in the highest byte, the point taken out, zeros written before. */
    uint64_t word = ac_code_word(text.at, 8) << (8 * (8 - text.size));
    uint64_t digits = (word & UINT64_C(0xFFFF000000000000)) | (word & UINT64_C(0xFFFFFFFFFF)) << 8 |
                      UINT64_C(0x3030303030303030) >> (8 * (text.size - 1));
    if (!pairs_of(digits, &pairs)) {
        return false;
    }
    uint64_t pounds = (pairs & 255) * 10000 + (pairs >> 16 & 255) * 100 + (pairs >> 32 & 255);
    *amount = (int64_t)((pounds * 100 + (pairs >> 48 & 255)) * 100);
    return true;
}

/* Reads [-]digits[.digits], of at most AC_AMOUNT_PLACES places, as ten-thousandths. */
static inline bool amount_of(const visit *row, int64_t *amount)
{
    enum { DIGITS_MAX = 14 };
    static const int64_t scales[AC_AMOUNT_PLACES + 1] = {10000, 1000, 100, 10, 1};
    const ac_cube *cube = row->quick->cube;
    ac_text text = {0};
    if (!value_at(row, row->quick->value_index, &text) || text.size > DIGITS_MAX + 2) {
        return false;
    }
    if (cube->value_want->type != AC_FIELD_WHOLE && pence_of(text, amount)) {
        return true;
    }
    size_t at = text.size > 0 && text.at[0] == '-' ? 1 : 0;
    bool negative = at == 1;
    int64_t number = 0;
    size_t point = text.size;
    for (; at < text.size; at++) {
        unsigned digit = (unsigned)(unsigned char)text.at[at] - '0';
        if (digit <= 9) {
            number = number * 10 + digit;
        } else if (text.at[at] == '.' && point == text.size) {
            point = at;
        } else {
            return false;
        }
    }
    size_t places = point == text.size ? 0 : text.size - point - 1;
    size_t digits = text.size - (negative ? 1 : 0) - (point == text.size ? 0 : 1);
    bool whole = cube->value_want->type == AC_FIELD_WHOLE;
    if (digits == 0 || digits > DIGITS_MAX || places > AC_AMOUNT_PLACES || (whole && places > 0) ||
        (negative && !cube->plan->may_be_negative)) {
        return false;
    }
    *amount = (negative ? -number : number) * scales[places];
    return true;
}

static inline uint32_t ask(const visit *row)
{
    const ac_quick *quick = row->quick;
    uint32_t test = quick->first_test;
    while (test < AC_QUICK_FALSE) {
        uint32_t answer = look_up(row, &quick->tests[test].look);
        if (answer > 1) {
            return AC_QUICK_LONG;
        }
        test = quick->tests[test].next[answer];
    }
    return test == AC_QUICK_TRUE ? 1 : 0;
}

static inline bool identity_of(const visit *row, ac_identity *identity)
{
    const ac_quick *quick = row->quick;
    size_t count = quick->cube->identity_count;
    ac_text parts[AC_LAYOUT_IDENTIFIER_MAX];
    for (size_t i = 0; i < count; i++) {
        if (!value_at(row, quick->identity_index[i], &parts[i])) {
            return false;
        }
    }
    *identity = ac_identity_of(parts, count);
    return true;
}

/* Takes one row: counted, set aside, or (false) left to the long way. */
static inline bool take(const visit *row, ac_takes *takes)
{
    const ac_quick *quick = row->quick;
    const ac_cube *cube = quick->cube;
    uint32_t concerned = ask(row);
    uint32_t place = period_of(row);
    if (concerned == AC_QUICK_LONG || place == AC_QUICK_LONG) {
        return false;
    }
    uint32_t cell = place;
    size_t aside = SIZE_MAX;
    for (size_t i = 0; concerned == 1 && i < cube->plan->key_count && aside == SIZE_MAX; i++) {
        uint32_t offset = look_up(row, &quick->keys[i]);
        if (offset == AC_QUICK_LONG) {
            return false;
        }
        aside = offset == AC_QUICK_ASIDE ? i : SIZE_MAX;
        cell += offset;
    }
    if (concerned == 1 && aside == SIZE_MAX) {
        size_t at = takes->count;
        if ((cube->value_want != NULL && !amount_of(row, &takes->amounts[at])) ||
            (cube->identity_count > 0 && !identity_of(row, &takes->identities[at]))) {
            return false;
        }
        takes->cells[at] = cell;
        takes->at[at] = row->start;
        takes->count++;
    } else if (concerned == 1) {
        takes->other_code[aside]++;
    } else {
        takes->not_where++;
    }
    takes->received[place] = true;
    takes->rows++;
    return true;
}

static void *allocate(size_t count, size_t size)
{
    void *bytes = malloc(count * size);
    if (bytes == NULL) {
        ac_out_of_memory(count * size);
    }
    return bytes;
}

static void make_room(const ac_cube *cube, ac_takes *takes, size_t rows)
{
    if (takes->received == NULL) {
        takes->received = allocate((size_t)cube->period_count + 1, sizeof *takes->received);
    }
    if (rows > takes->capacity || takes->cells == NULL) {
        free(takes->cells);
        free(takes->at);
        free(takes->amounts);
        free(takes->identities);
        takes->capacity = rows + rows / 2 + 64;
        takes->cells = allocate(takes->capacity, sizeof *takes->cells);
        takes->at = allocate(takes->capacity, sizeof *takes->at);
        takes->amounts =
            cube->value_want == NULL ? NULL : allocate(takes->capacity, sizeof *takes->amounts);
        takes->identities =
            cube->identity_count == 0 ? NULL : allocate(takes->capacity, sizeof *takes->identities);
    }
    memset(takes->received, 0, (size_t)cube->period_count);
    memset(takes->other_code, 0, sizeof takes->other_code);
    takes->count = 0;
    takes->rows = 0;
    takes->not_where = 0;
}

static bool has_rare(const ac_marks *marks, uint32_t from, uint32_t until)
{
    for (uint32_t block = from >> 6; block <= until >> 6; block++) {
        if ((marks->rare[block >> 6] >> (block & 63) & 1) != 0) {
            return true;
        }
    }
    return false;
}

/* An empty line is no row. */
static bool is_empty(const char *bytes, uint32_t start, uint32_t end)
{
    return end == start || (end == start + 1 && bytes[start] == '\r');
}

void ac_quick_visit(
    const ac_quick *quick,
    const ac_piece *piece,
    const ac_searcher *searcher,
    const uint32_t *columns,
    ac_takes *takes)
{
    const ac_marks *marks = &searcher->marks;
    uint32_t column_count = (uint32_t)searcher->maker.columns;
    visit row = {
        .quick = quick,
        .columns = columns,
        .bytes = piece->held.at,
        .start = (uint32_t)piece->first,
        .last = column_count - 1};
    make_room(quick->cube, takes, marks->row_count);
    uint32_t first_end = 0;
    for (size_t i = 0; i < marks->row_count; i++) {
        uint32_t end_index = marks->rows[i] & ~AC_ROW_ODD;
        uint32_t end = marks->ends[end_index];
        uint32_t fields = end_index - first_end + 1;
        bool plain = (marks->rows[i] & AC_ROW_ODD) == 0;
        row.ends = marks->ends + first_end;
        if (plain && fields == 1 && is_empty(row.bytes, row.start, end)) {
            first_end = end_index + 1;
            row.start = end + 1;
            continue;
        }
        plain = plain && fields == column_count && end - row.start <= AC_FIELD_BYTES_MAX;
        if (plain && __builtin_expect(has_rare(marks, row.start, end), 0)) {
            plain = ac_row_is_text((ac_text){row.bytes + row.start, end - row.start});
        }
        if (!plain || !take(&row, takes)) {
            takes->cells[takes->count] = AC_QUICK_LONG;
            takes->at[takes->count++] = row.start;
        }
        first_end = end_index + 1;
        row.start = end + 1;
    }
}

void ac_takes_done(ac_takes *takes)
{
    free(takes->cells);
    free(takes->at);
    free(takes->amounts);
    free(takes->identities);
    free(takes->received);
    *takes = (ac_takes){0};
}
