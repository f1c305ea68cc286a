/* SPDX-License-Identifier: MIT */
/* What rows say of places together: homes, journeys, rooms and wishes. Cells that were at fault are
 * passed over. */

#include "base/names.h"
#include "pool/columns.h"
#include "pool/read.h"

#include <inttypes.h>

enum { KEY_BYTES = 1000 };

typedef struct checking {
    ac_arena *arena;
    const ac_pool_sheet *sheets;
    const ac_pool *pool;
    ac_pool_faults *faults;
} checking;

#define PLACE_FAULT(work, table, row, column, ...)           \
    ac_pool_fault_add(                                       \
        (work)->faults, &(work)->sheets[table], (row)->line, \
        (work)->pool->tables[table].columns[column], __VA_ARGS__)

static const char *line_word(const checking *work, ac_pool_table table)
{
    return ac_pool_line_word(&work->sheets[table]);
}

static void add_names(const checking *work, ac_pool_table table, size_t column, ac_names *names)
{
    for (uint32_t i = 0; i < work->pool->tables[table].count; i++) {
        ac_text text = ac_pool_row_of(work->pool, table, i)->cells[column].text;
        if (text.size > 0) {
            (void)ac_names_add(names, text, i);
        }
    }
}

static void
check_place(const checking *work, const ac_names *places, const ac_pool_row *row, size_t column)
{
    ac_text text = row->cells[column].text;
    if (text.size > 0 && ac_names_find(places, text) == AC_NAME_NONE) {
        PLACE_FAULT(
            work, AC_POOL_TRAVEL, row, column,
            "\"%.*s\" is neither a site of sites.csv nor a home of doctors.csv; mend it here or "
            "there, or leave the row out",
            AC_TEXT_ARG(text));
    }
}

/* A journey twice; the way back may have its own minutes. */
static void check_journey(const checking *work, ac_names *journeys, uint32_t index)
{
    const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_TRAVEL, index);
    AC_SCOPED_BUFFER(key, KEY_BYTES);
    ac_buffer_addf(
        &key, "%.*s\n%.*s", AC_TEXT_ARG(row->cells[AC_IN_TRAVEL_FROM].text),
        AC_TEXT_ARG(row->cells[AC_IN_TRAVEL_TO].text));
    if (ac_names_add(journeys, ac_text_copy(work->arena, ac_buffer_text(&key)), index)) {
        return;
    }
    const ac_pool_row *first =
        ac_pool_row_of(work->pool, AC_POOL_TRAVEL, ac_names_find(journeys, ac_buffer_text(&key)));
    int64_t minutes = row->cells[AC_IN_TRAVEL_MINUTES].number;
    if (minutes != AC_POOL_ABSENT && first->cells[AC_IN_TRAVEL_MINUTES].number != AC_POOL_ABSENT &&
        minutes != first->cells[AC_IN_TRAVEL_MINUTES].number) {
        PLACE_FAULT(
            work, AC_POOL_TRAVEL, row, AC_IN_TRAVEL_MINUTES,
            "%s %" PRIu64 " has %" PRId64 " minutes for the same journey; leave one out",
            line_word(work, AC_POOL_TRAVEL), first->line,
            first->cells[AC_IN_TRAVEL_MINUTES].number);
    }
}

static void check_travel(const checking *work)
{
    ac_names places;
    ac_names journeys;
    ac_names_init(&places, work->arena);
    ac_names_init(&journeys, work->arena);
    add_names(work, AC_POOL_SITES, AC_IN_SITES_SITE, &places);
    add_names(work, AC_POOL_DOCTORS, AC_IN_DOCTORS_HOME, &places);
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_TRAVEL].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_TRAVEL, i);
        check_place(work, &places, row, AC_IN_TRAVEL_FROM);
        check_place(work, &places, row, AC_IN_TRAVEL_TO);
        check_journey(work, &journeys, i);
    }
}

/* A home from which no journey is known keeps its doctor from every site. */
static void check_homes(const checking *work)
{
    ac_names known;
    ac_names_init(&known, work->arena);
    if (work->pool->tables[AC_POOL_TRAVEL].count == 0) {
        return;
    }
    add_names(work, AC_POOL_TRAVEL, AC_IN_TRAVEL_FROM, &known);
    add_names(work, AC_POOL_TRAVEL, AC_IN_TRAVEL_TO, &known);
    add_names(work, AC_POOL_SITES, AC_IN_SITES_SITE, &known);
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_DOCTORS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_DOCTORS, i);
        ac_text home = row->cells[AC_IN_DOCTORS_HOME].text;
        if (home.size > 0 && ac_names_find(&known, home) == AC_NAME_NONE) {
            PLACE_FAULT(
                work, AC_POOL_DOCTORS, row, AC_IN_DOCTORS_HOME,
                "no row of travel.csv begins or ends at \"%.*s\"; add the minutes from there, or "
                "mend the place",
                AC_TEXT_ARG(home));
        }
    }
}

/* What makes two rows speak of the same thing: cells that are numbers or indices. */
static uint32_t
first_alike(const checking *work, ac_names *seen, const int64_t key[3], uint32_t index)
{
    AC_SCOPED_BUFFER(text, KEY_BYTES);
    ac_buffer_addf(&text, "%" PRId64 "/%" PRId64 "/%" PRId64, key[0], key[1], key[2]);
    (void)ac_names_add(seen, ac_text_copy(work->arena, ac_buffer_text(&text)), index);
    return ac_names_find(seen, ac_buffer_text(&text));
}

static void check_rooms(const checking *work)
{
    ac_names seen;
    ac_names_init(&seen, work->arena);
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_ROOMS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_ROOMS, i);
        const int64_t key[] = {
            row->cells[AC_IN_ROOMS_SITE].number, row->cells[AC_IN_ROOMS_WEEKDAY].number,
            row->cells[AC_IN_ROOMS_PART].number};
        bool whole =
            key[0] != AC_POOL_ABSENT && key[1] != AC_POOL_ABSENT && key[2] != AC_POOL_ABSENT;
        uint32_t first = whole ? first_alike(work, &seen, key, i) : i;
        if (first != i) {
            PLACE_FAULT(
                work, AC_POOL_ROOMS, row, AC_IN_ROOMS_SITE,
                "%s %" PRIu64 " has the rooms of the same site and time; leave one out, or write "
                "their sum",
                line_word(work, AC_POOL_ROOMS),
                ac_pool_row_of(work->pool, AC_POOL_ROOMS, first)->line);
        }
    }
}

/* A doctor knows a site, and has one wish of it besides. */
static void check_wishes(const checking *work)
{
    enum { KNOWN = 0 };
    ac_names seen;
    ac_names_init(&seen, work->arena);
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_PREFERENCES].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_PREFERENCES, i);
        int64_t wish = row->cells[AC_IN_PREFERENCES_WISH].number;
        const int64_t key[] = {
            row->cells[AC_IN_PREFERENCES_DOCTOR].number, row->cells[AC_IN_PREFERENCES_SITE].number,
            0};
        bool whole = key[0] != AC_POOL_ABSENT && key[1] != AC_POOL_ABSENT && wish != AC_POOL_ABSENT;
        uint32_t at = whole && wish != KNOWN ? first_alike(work, &seen, key, i) : i;
        const ac_pool_row *first = ac_pool_row_of(work->pool, AC_POOL_PREFERENCES, at);
        if (first->cells[AC_IN_PREFERENCES_WISH].number != wish) {
            PLACE_FAULT(
                work, AC_POOL_PREFERENCES, row, AC_IN_PREFERENCES_WISH,
                "%s %" PRIu64 " says %.*s of the same site; ask the doctor, and leave one out",
                line_word(work, AC_POOL_PREFERENCES), first->line,
                AC_TEXT_ARG(first->cells[AC_IN_PREFERENCES_WISH].text));
        }
    }
}

void ac_pool_check_places(
    ac_arena *arena, const ac_pool_sheet *sheets, const ac_pool *pool, ac_pool_faults *faults)
{
    const checking work = {arena, sheets, pool, faults};
    check_travel(&work);
    check_homes(&work);
    check_rooms(&work);
    check_wishes(&work);
}
