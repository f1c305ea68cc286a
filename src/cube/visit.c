/* SPDX-License-Identifier: MIT */
/* The short way itself: the rows of a searched piece, only the columns that the plan reads, in
 * place. Whatever is not as the tables know it makes the row one for the long way. */

#include "base/assert.h"
#include "base/limits.h"
#include "cube/plain.h"
#include "cube/quick.h"
#include "value/date.h"

#include <stdlib.h>

/* So many rows are looked at together: their bytes and what is kept of them stay in the first
 * cache. */
#ifdef ACCORD_STRESS
enum { BATCH_ROWS = 3 };
#else
enum { BATCH_ROWS = 96 };
#endif

/* Some rows of a piece. Each step goes through one column of all that are still going, so that
 * whether a row goes on is a number in the next list and no branch: that every second row counts is
 * what a processor cannot guess. */
typedef struct batch {
    const ac_quick *quick;
    const uint32_t *columns; /* of the file, by want */
    const char *bytes;       /* of the piece */
    const uint32_t *ends;    /* of the piece's fields; each begins behind the one before */
    uint32_t last;           /* the last column */
    uint32_t count;
    uint32_t going_count;
    uint32_t going[BATCH_ROWS]; /* [going_count] rows, in their order */
    uint32_t first[BATCH_ROWS]; /* of a row's fields, among `ends` */
    uint32_t line[BATCH_ROWS];  /* from that where the piece begins */
    uint32_t test[BATCH_ROWS];  /* the next of the condition */
    uint32_t cell[BATCH_ROWS];  /* or AC_QUICK_LONG, AC_QUICK_ASIDE */
    uint32_t found[BATCH_ROWS]; /* [going_count], by the field last looked up */
    uint32_t take[BATCH_ROWS];  /* which of the takes is its */
} batch;

/* A column of the piece: its fields end at `ends`, from the first field of a row on. */
typedef struct column {
    const char *bytes;
    const uint32_t *ends;
} column;

static inline column column_of(const batch *rows, uint32_t index)
{
    return (column){rows->bytes, rows->ends + index};
}

/* The bytes of a field as they stand between delimiters; of the last, a CR may be among them. */
static inline ac_text bare_at(column in, uint32_t first)
{
    uint32_t from = in.ends[(size_t)first - 1] + 1;
    return (ac_text){in.bytes + from, in.ends[first] - from};
}

/* The text of a column, out of its quotes and without the spaces around it; false: it holds `""`,
 * which is undone on the long way. */
static bool text_at(const batch *rows, uint32_t row, uint32_t index, ac_text *text)
{
    *text = bare_at(column_of(rows, index), rows->first[row]);
    if (index == rows->last && text->size > 0 && text->at[text->size - 1] == '\r') {
        text->size--;
    }
    if (text->size > 0 && text->at[0] == '"') {
        *text = (ac_text){text->at + 1, text->size - 2};
        if (text->size > 0 && memchr(text->at, '"', text->size) != NULL) {
            return false;
        }
    }
    if (text->size > 0 && (text->at[0] <= ' ' || text->at[text->size - 1] <= ' ')) {
        *text = ac_text_trim(*text);
    }
    return true;
}

/* What a field gives, whatever it stands in. */
__attribute__((noinline)) static uint32_t
look_up_dressed(const batch *rows, uint32_t row, const ac_quick_look *look)
{
    ac_text text = {0};
    uint32_t index = rows->columns[look->want_index];
    if (index == AC_COLUMN_NONE) {
        return look->absent;
    }
    return text_at(rows, row, index, &text) ? ac_codes_find(&look->codes, text) : AC_QUICK_LONG;
}

/* Whether a text of a size may be a mark of "no value". */
static inline bool may_be_missing(const ac_quick *quick, size_t size)
{
    return (quick->missing_sizes >> (size < 63 ? size : 63) & 1) != 0;
}

/* The text of a field that has a value, as text_at; false also where it has none. */
static bool value_at(const batch *rows, uint32_t row, size_t want_index, ac_text *text)
{
    const ac_cube *cube = rows->quick->cube;
    const ac_want *want = &cube->wants[want_index];
    uint32_t index = rows->columns[want_index];
    if (want->type == AC_FIELD_CONSTANT) {
        *text = want->field->codes[0];
        return true;
    }
    if (index == AC_COLUMN_NONE || !text_at(rows, row, index, text)) {
        return false;
    }
    const ac_layout *layout = cube->layout;
    for (size_t i = 0; may_be_missing(rows->quick, text->size) && i < layout->missing_count; i++) {
        if (ac_text_equal(*text, layout->missing[i])) {
            return false;
        }
    }
    return true;
}

/* Looks a field up in all rows that are going. */
static void look_up(batch *rows, const ac_quick_look *look)
{
    const ac_codes codes = look->codes;
    uint32_t index = rows->columns[look->want_index];
    bool there = index != AC_COLUMN_NONE;
    const column in = column_of(rows, there ? index : 0);
    uint32_t count = rows->going_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = rows->going[i];
        uint32_t found = 0;
        bool told = there && ac_codes_find_bare(&codes, bare_at(in, rows->first[row]), &found);
        rows->found[i] = __builtin_expect(told, 1) ? found : look_up_dressed(rows, row, look);
    }
}

/* Asks a test of the rows whose next it is. */
static void take_test(batch *rows, uint32_t index)
{
    const ac_quick_test *test = &rows->quick->tests[index];
    look_up(rows, &test->look);
    for (uint32_t i = 0; i < rows->going_count; i++) {
        uint32_t row = rows->going[i];
        uint32_t answer = rows->found[i] < 2 ? rows->found[i] : 2;
        bool asked = rows->test[row] == index;
        rows->test[row] = ac_code_choose(asked, test->next[answer], rows->test[row]);
    }
}

/* A period or a date in any form: read as fields.c does. */
__attribute__((noinline)) static uint32_t dressed_period(const batch *rows, uint32_t row)
{
    const ac_cube *cube = rows->quick->cube;
    const ac_want *want = cube->period_want;
    const ac_calendar *calendar = cube->plan->calendar;
    ac_period_kind kind = cube->plan->period_kind;
    ac_text text = {0};
    int32_t period = 0;
    int32_t place = 0;
    if (!value_at(rows, row, rows->quick->period_index, &text)) {
        return AC_QUICK_LONG;
    }
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

/* Puts the rows that are going into the cells of their periods.
 *
 * in  form  of days, where they are nearly always written in one; or NULL */
__attribute__((always_inline)) static inline void
take_periods_as(batch *rows, const ac_plain_form *form)
{
    const ac_quick *quick = rows->quick;
    const ac_quick_days days = quick->days;
    const column in = column_of(rows, form == NULL ? 0 : rows->columns[quick->period_index]);
    for (uint32_t i = 0; i < rows->going_count; i++) {
        uint32_t row = rows->going[i];
        uint32_t place = AC_QUICK_LONG;
        if (form != NULL) {
            place = ac_plain_day(&days, form, bare_at(in, rows->first[row]));
        }
        if (__builtin_expect(place == AC_QUICK_LONG, 0)) {
            place = dressed_period(rows, row);
        }
        rows->cell[row] = place;
    }
}

static void take_periods(batch *rows)
{
    const ac_quick *quick = rows->quick;
    const ac_want *want = quick->cube->period_want;
    if (want == NULL) {
        for (uint32_t i = 0; i < rows->going_count; i++) {
            rows->cell[rows->going[i]] = 0;
        }
        return;
    }
    bool known =
        want->type == AC_FIELD_DATE && rows->columns[quick->period_index] != AC_COLUMN_NONE;
    switch (known ? want->date_format : AC_DATE_WORDS) {
    case AC_DATE_ISO:
        take_periods_as(rows, may_be_missing(quick, ac_plain_iso.size) ? NULL : &ac_plain_iso);
        return;
    case AC_DATE_COMPACT:
        take_periods_as(
            rows, may_be_missing(quick, ac_plain_compact.size) ? NULL : &ac_plain_compact);
        return;
    case AC_DATE_DMY:
        take_periods_as(rows, may_be_missing(quick, ac_plain_dmy.size) ? NULL : &ac_plain_dmy);
        return;
    case AC_DATE_MDY:
        take_periods_as(rows, may_be_missing(quick, ac_plain_mdy.size) ? NULL : &ac_plain_mdy);
        return;
    case AC_DATE_WORDS:
        take_periods_as(rows, NULL);
        return;
    }
}

/* Those rows go on whose condition holds. */
static void take_concerned(batch *rows, ac_takes *takes)
{
    uint32_t going = 0;
    uint32_t not_where = 0;
    for (uint32_t i = 0; i < rows->going_count; i++) {
        uint32_t row = rows->going[i];
        uint32_t place = rows->cell[row];
        uint32_t fails = rows->test[row] == AC_QUICK_FALSE;
        bool odd = (rows->test[row] == AC_QUICK_UNTOLD) | (place == AC_QUICK_LONG);
        takes->received[place == AC_QUICK_LONG ? takes->nowhere : place] = true;
        if (__builtin_expect(odd, 0)) {
            rows->cell[row] = AC_QUICK_LONG;
            continue;
        }
        rows->cell[row] = ac_code_choose(fails, AC_QUICK_ASIDE, place);
        rows->going[going] = row;
        going += 1 - fails;
        not_where += fails;
    }
    rows->going_count = going;
    takes->not_where += not_where;
}

/* Adds what a key gives to the cells of the rows that are going; returns how many it sets aside. */
static uint32_t take_key(batch *rows, const ac_quick_look *look)
{
    uint32_t going = 0;
    uint32_t aside = 0;
    look_up(rows, look);
    for (uint32_t i = 0; i < rows->going_count; i++) {
        uint32_t row = rows->going[i];
        uint32_t offset = rows->found[i];
        uint32_t goes = offset < AC_QUICK_ASIDE;
        rows->cell[row] = ac_code_choose(goes, rows->cell[row] + offset, offset);
        rows->going[going] = row;
        going += goes;
        aside += offset == AC_QUICK_ASIDE;
    }
    rows->going_count = going;
    return aside;
}

/* Keeps the rows that are not set aside. */
static void keep(batch *rows, ac_takes *takes)
{
    size_t count = takes->count;
    uint64_t told = 0;
    for (uint32_t row = 0; row < rows->count; row++) {
        uint32_t cell = rows->cell[row];
        rows->take[row] = (uint32_t)count;
        takes->cells[count] = cell;
        takes->at[count] = rows->ends[rows->first[row] - 1] + 1;
        takes->lines[count] = rows->line[row];
        count += cell != AC_QUICK_ASIDE;
        told += cell != AC_QUICK_LONG;
    }
    takes->count = count;
    takes->rows += told;
}

static bool amount_of(const batch *rows, uint32_t row, int64_t *amount)
{
    const ac_cube *cube = rows->quick->cube;
    bool whole = cube->value_want->type == AC_FIELD_WHOLE;
    ac_text text = {0};
    return value_at(rows, row, rows->quick->value_index, &text) &&
           ((!whole && ac_plain_pence(text, amount)) ||
            ac_plain_amount(text, whole, cube->plan->may_be_negative, amount));
}

/* Leaves a row that was kept to the long way. */
static void let_go(const batch *rows, uint32_t row, ac_takes *takes)
{
    takes->rows -= takes->cells[rows->take[row]] == AC_QUICK_LONG ? 0 : 1;
    takes->cells[rows->take[row]] = AC_QUICK_LONG;
}

/* Reads what the rows that are still going add. */
static void take_amounts(const batch *rows, ac_takes *takes)
{
    const ac_quick *quick = rows->quick;
    uint32_t index = rows->columns[quick->value_index];
    const column in = column_of(rows, index == AC_COLUMN_NONE ? 0 : index);
    bool pence = index != AC_COLUMN_NONE && quick->cube->value_want->type != AC_FIELD_WHOLE &&
                 (quick->missing_sizes >> AC_PLAIN_PENCE_MIN & 31) == 0;
    for (uint32_t i = 0; i < rows->going_count; i++) {
        uint32_t row = rows->going[i];
        int64_t *amount = &takes->amounts[rows->take[row]];
        bool is = pence && ac_plain_pence(bare_at(in, rows->first[row]), amount);
        if (__builtin_expect(!is, 0) && !amount_of(rows, row, amount)) {
            let_go(rows, row, takes);
        }
    }
}

/* Reads who the rows that are still going are. */
static void take_identities(const batch *rows, ac_takes *takes)
{
    const ac_quick *quick = rows->quick;
    size_t count = quick->cube->identity_count;
    ac_text parts[AC_LAYOUT_IDENTIFIER_MAX];
    for (uint32_t i = 0; i < rows->going_count; i++) {
        uint32_t row = rows->going[i];
        bool is = true;
        for (size_t j = 0; j < count; j++) {
            is = is && value_at(rows, row, quick->identity_index[j], &parts[j]);
        }
        if (is) {
            takes->identities[rows->take[row]] = ac_identity_of(parts, count);
        } else {
            let_go(rows, row, takes);
        }
    }
}

/* Takes a batch: each row counted, set aside, or left to the long way. */
static void take(batch *rows, ac_takes *takes)
{
    const ac_quick *quick = rows->quick;
    for (size_t i = quick->test_count; i > 0; i--) {
        take_test(rows, (uint32_t)i - 1);
    }
    take_periods(rows);
    take_concerned(rows, takes);
    for (size_t i = 0; i < quick->cube->plan->key_count; i++) {
        takes->other_code[i] += take_key(rows, &quick->keys[i]);
    }
    keep(rows, takes);
    if (takes->amounts != NULL) {
        take_amounts(rows, takes);
    }
    if (takes->identities != NULL) {
        take_identities(rows, takes);
    }
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
    takes->nowhere = (size_t)cube->period_count;
    if (takes->received == NULL) {
        takes->received = allocate(takes->nowhere + 1, sizeof *takes->received);
    }
    if (rows > takes->capacity || takes->cells == NULL) {
        free(takes->cells);
        free(takes->at);
        free(takes->lines);
        free(takes->amounts);
        free(takes->identities);
        takes->capacity = rows + rows / 2 + 64;
        takes->cells = allocate(takes->capacity, sizeof *takes->cells);
        takes->at = allocate(takes->capacity, sizeof *takes->at);
        takes->lines = allocate(takes->capacity, sizeof *takes->lines);
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

/* The first byte, from one on, that may be rare: where its 64 begin; UINT32_MAX: there is none. */
static uint32_t next_rare(const ac_marks *marks, uint32_t from, size_t size)
{
    uint32_t block = from >> 6;
    for (uint64_t word = marks->rare[block >> 6] >> (block & 63) << (block & 63);;
         word = marks->rare[block >> 6]) {
        if (word != 0) {
            block = (block & ~UINT32_C(63)) + (uint32_t)__builtin_ctzll(word);
            return block << 6 > from ? block << 6 : from;
        }
        block = (block | 63) + 1;
        if ((size_t)block << 6 >= size) {
            return UINT32_MAX;
        }
    }
}

static uint32_t lines_in(const char *bytes, uint32_t from, uint32_t until)
{
    return (uint32_t)ac_row_lines_in(bytes + from, until - from);
}

/* An empty line is no row. */
static bool is_empty(const char *bytes, uint32_t start, uint32_t end)
{
    return end == start || (end == start + 1 && bytes[start] == '\r');
}

/* What has been reached in a piece. */
typedef struct reached {
    size_t row;    /* of the marks, the next */
    uint32_t line; /* where that begins */
    uint32_t rare; /* see next_rare */
} reached;

/* Begins a batch with the next rows of a piece. */
static void begin(batch *rows, const ac_marks *marks, size_t size, reached *next)
{
    const uint32_t *ends = marks->ends;
    const uint32_t *row_ends = marks->rows;
    size_t until = next->row + BATCH_ROWS;
    until = until < marks->row_count ? until : marks->row_count;
    uint32_t first = next->row == 0 ? 1 : (row_ends[next->row - 1] & ~AC_ROW_ODD) + 1;
    uint32_t count = 0;
    uint32_t going = 0;
    for (size_t i = next->row; i < until; i++) {
        uint32_t start = ends[first - 1] + 1;
        uint32_t end = ends[row_ends[i] & ~AC_ROW_ODD];
        bool odd = (row_ends[i] & AC_ROW_ODD) != 0;
        bool empty = row_ends[i] == first && is_empty(rows->bytes, start, end);
        bool plain = (row_ends[i] == first + rows->last) & (end - start <= AC_FIELD_BYTES_MAX);
        if (__builtin_expect(next->rare <= end, 0)) {
            plain = plain && ac_row_is_text((ac_text){rows->bytes + start, end - start});
            next->rare = next_rare(marks, end + 1, size);
        }
        rows->first[count] = first;
        rows->line[count] = next->line;
        rows->test[count] = rows->quick->first_test;
        rows->cell[count] = AC_QUICK_LONG;
        rows->going[going] = count;
        going += plain & !empty;
        count += !empty;
        first = (row_ends[i] & ~AC_ROW_ODD) + 1;
        next->line += __builtin_expect(odd, 0) ? lines_in(rows->bytes, start, end + 1) : 1;
    }
    rows->count = count;
    rows->going_count = going;
    next->row = until;
}

void ac_quick_visit(
    const ac_quick *quick,
    const ac_piece *piece,
    const ac_searcher *searcher,
    const uint32_t *columns,
    ac_takes *takes)
{
    const ac_marks *marks = &searcher->marks;
    batch rows;
    rows.quick = quick;
    rows.columns = columns;
    rows.bytes = piece->held.at;
    rows.ends = marks->ends;
    rows.last = (uint32_t)searcher->maker.columns - 1;
    make_room(quick->cube, takes, marks->row_count);
    reached next = {
        .line = lines_in(rows.bytes, 0, (uint32_t)piece->first),
        .rare = next_rare(marks, (uint32_t)piece->first, piece->held.size)};
    while (next.row < marks->row_count) {
        begin(&rows, marks, piece->held.size, &next);
        take(&rows, takes);
    }
}

void ac_takes_done(ac_takes *takes)
{
    free(takes->cells);
    free(takes->at);
    free(takes->lines);
    free(takes->amounts);
    free(takes->identities);
    free(takes->received);
    *takes = (ac_takes){0};
}
