/* SPDX-License-Identifier: MIT */
/* Follows each booking through the rows of events.csv to how it stands at the end. The chain of the
 * record is looked after where it is written; this reads what it says. */

#include "recharge/events.h"

#include "base/limits.h"
#include "base/names.h"
#include "recharge/pricing.h"
#include "value/date.h"
#include "value/rational.h"

#include <inttypes.h>

typedef enum column {
    NUMBER,
    EVENT,
    DOCTOR,
    REQUEST,
    DATE,
    PART,
    MINUTES,
    OF,
    CANCELLED_BY,
    NOTICE,
    SHARE,
    COLUMNS
} column;

static const char *const headings[COLUMNS] = {
    "number",  "event", "doctor",       "request",      "date",         "part",
    "minutes", "of",    "cancelled by", "notice hours", "share percent"};

/* Rows that set how a booking stands; others (published, proposed, agreed, refused) set nothing. */
static const char *const setting[] = {"offered",   "accepted", "declined", "notified",
                                      "cancelled", "given",    "taken"};

typedef struct reading {
    ac_arena *arena;
    const ac_pool_sheet *sheet;
    size_t columns[COLUMNS];
    ac_names bookings;  /* key : index of standing */
    uint32_t *standing; /* [booking], the row + 1 that says how it stands; 0: there is none */
    uint32_t *before;   /* [row], how its booking stood before it, likewise */
    ac_names numbers;   /* of events : row */
    ac_pool_faults *faults;
} reading;

static ac_text cell(const reading *r, size_t row, column which)
{
    return ac_text_trim(r->sheet->rows[row].cells[r->columns[which]]);
}

static void tell(const reading *r, size_t row, column which, const char *expected)
{
    ac_text text = cell(r, row, which);
    ac_pool_fault_add(
        r->faults, r->sheet, r->sheet->rows[row].line, (uint32_t)r->columns[which] + 1,
        "%s \"%.*s\" is not %s, as accord session writes it; the record was changed by hand",
        headings[which], AC_TEXT_ARG(text), expected);
}

static bool find_columns(reading *r)
{
    bool whole = true;
    for (size_t c = 0; c < COLUMNS; c++) {
        size_t at = 0;
        while (at < r->sheet->column_count &&
               !ac_text_is(ac_text_trim(r->sheet->headings[at]), headings[c])) {
            at++;
        }
        r->columns[c] = at;
        if (at == r->sheet->column_count) {
            ac_pool_fault_add(
                r->faults, r->sheet, 1, 0, "there is no column \"%s\", which accord session writes",
                headings[c]);
            whole = false;
        }
    }
    return whole;
}

static uint32_t booking_of(reading *r, size_t row)
{
    AC_SCOPED_BUFFER(key, AC_ROW_BYTES_MAX);
    ac_buffer_addf(
        &key, "%.*s\n%.*s\n%.*s\n%.*s", AC_TEXT_ARG(cell(r, row, DOCTOR)),
        AC_TEXT_ARG(cell(r, row, REQUEST)), AC_TEXT_ARG(cell(r, row, DATE)),
        AC_TEXT_ARG(cell(r, row, PART)));
    ac_text text = ac_buffer_text(&key);
    uint32_t found = ac_names_find(&r->bookings, text);
    if (found == AC_NAME_NONE) {
        found = (uint32_t)r->bookings.count;
        (void)ac_names_add(&r->bookings, ac_text_copy(r->arena, text), found);
    }
    return found;
}

static bool sets(ac_text event)
{
    bool found = false;
    for (size_t i = 0; i < sizeof setting / sizeof setting[0]; i++) {
        found = found || ac_text_is(event, setting[i]);
    }
    return found;
}

static void follow(reading *r, size_t row)
{
    ac_text event = cell(r, row, EVENT);
    (void)ac_names_add(&r->numbers, cell(r, row, NUMBER), (uint32_t)row);
    bool undone = ac_text_is(event, "undone");
    if (!undone && !sets(event)) {
        return;
    }
    uint32_t booking = booking_of(r, row);
    r->before[row] = r->standing[booking];
    r->standing[booking] = (uint32_t)row + 1;
    if (undone) {
        uint32_t of = ac_names_find(&r->numbers, cell(r, row, OF));
        if (of == AC_NAME_NONE || of == row) {
            tell(r, row, OF, "the number of an earlier event");
            return;
        }
        r->standing[booking] = r->before[of];
    }
}

static int64_t number_of(const reading *r, size_t row, column which, int64_t most)
{
    ac_text text = cell(r, row, which);
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t number = 0;
    if (ac_rational_parse(r->arena, text, &value, NULL).code != ACCORD_OK ||
        !ac_rational_to_scaled(value, 0, &number) || number < 0 || number > most) {
        tell(r, row, which, "a whole number in its limits");
        return 0;
    }
    return number;
}

static int64_t part_of(const reading *r, size_t row)
{
    int64_t part = ac_part_named(cell(r, row, PART));
    if (part == AC_POOL_ABSENT) {
        tell(r, row, PART, "a part of the day");
        return 0;
    }
    return part;
}

static ac_cancellation cancellation_of(const reading *r, size_t row)
{
    ac_cancellation made = {
        .path = r->sheet->path,
        .line = r->sheet->rows[row].line,
        .number = cell(r, row, NUMBER),
        .doctor = cell(r, row, DOCTOR),
        .request = cell(r, row, REQUEST),
        .part = part_of(r, row),
        .minutes = number_of(r, row, MINUTES, 1440),
        .by_practice = ac_text_is(cell(r, row, CANCELLED_BY), "practice"),
        .share = AC_POOL_ABSENT,
        .notice_hours = cell(r, row, NOTICE)};
    if (ac_date_parse(cell(r, row, DATE), AC_DATE_ISO, &made.on, NULL).code != ACCORD_OK) {
        tell(r, row, DATE, "a day like 2015-01-05");
    }
    if (cell(r, row, SHARE).size > 0) {
        made.share = number_of(r, row, SHARE, 100);
    }
    return made;
}

void ac_cancellations_read(
    ac_arena *arena,
    const ac_pool_sheet *sheet,
    ac_pool_faults *faults,
    const ac_cancellation **list,
    size_t *count)
{
    reading r = {.arena = arena, .sheet = sheet, .faults = faults};
    *list = NULL;
    *count = 0;
    if (sheet->path == NULL || !find_columns(&r)) {
        return;
    }
    ac_names_init(&r.bookings, arena);
    ac_names_init(&r.numbers, arena);
    r.standing = AC_NEW_ARRAY(arena, uint32_t, sheet->row_count);
    r.before = AC_NEW_ARRAY(arena, uint32_t, sheet->row_count);
    for (size_t i = 0; i < sheet->row_count; i++) {
        follow(&r, i);
    }
    bool *stands = AC_NEW_ARRAY(arena, bool, sheet->row_count);
    for (size_t i = 0; i < r.bookings.count; i++) {
        if (r.standing[i] > 0) {
            stands[r.standing[i] - 1] = true;
        }
    }
    ac_cancellation *made = AC_NEW_ARRAY(arena, ac_cancellation, sheet->row_count);
    for (size_t i = 0; i < sheet->row_count; i++) {
        if (stands[i] && ac_text_is(cell(&r, i, EVENT), "cancelled")) {
            made[(*count)++] = cancellation_of(&r, i);
        }
    }
    *list = made;
}
