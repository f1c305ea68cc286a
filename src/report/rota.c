/* SPDX-License-Identifier: MIT */
/* The words that all forms of a rota share. */

#include "report/rota.h"

#include "value/date.h"

#include <inttypes.h>

void ac_rota_add(ac_arena *arena, ac_rota_cell *cell, ac_text text, ac_rota_mark mark)
{
    AC_RESERVE(arena, cell->items, cell->count, cell->capacity);
    cell->items[cell->count++] = (ac_rota_item){text, mark};
}

void ac_rota_add_items(ac_buffer *buffer, const ac_rota_cell *cell)
{
    for (size_t i = 0; i < cell->count; i++) {
        ac_buffer_addf(buffer, "%s%.*s", i > 0 ? "; " : "", AC_TEXT_ARG(cell->items[i].text));
    }
}

void ac_rota_add_day(ac_buffer *buffer, accord_date date, bool with_year)
{
    static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    AC_SCOPED_BUFFER(words, 60);
    ac_date_add_words(&words, date);
    ac_text text = ac_buffer_text(&words);
    if (!with_year) {
        text = ac_text_slice(text, 0, text.size - (sizeof " 2015" - 1));
    }
    /* 1 January 1970 was a Thursday. */
    size_t weekday = (size_t)(((int64_t)date.day + 3) % 7 + 7) % 7;
    ac_buffer_addf(buffer, "%s %.*s", weekdays[weekday], AC_TEXT_ARG(text));
}

void ac_rota_add_day_heading(ac_buffer *buffer, const ac_rota_day *day)
{
    ac_rota_add_day(buffer, day->date, false);
    if (day->is_holiday) {
        ac_buffer_addf(
            buffer, ", bank holiday%s%.*s", day->holiday.size > 0 ? ": " : "",
            AC_TEXT_ARG(day->holiday));
    }
}

void ac_rota_add_title(ac_buffer *buffer, const ac_rota *rota)
{
    ac_buffer_addf(buffer, "Sessions of %.*s, ", AC_TEXT_ARG(rota->of));
    ac_date_add_words(buffer, rota->from);
    ac_buffer_add_z(buffer, " to ");
    ac_date_add_words(buffer, rota->last);
}

void ac_rota_add_count(ac_buffer *buffer, const ac_rota *rota)
{
    uint64_t unmet = 0;
    for (size_t i = 0; i < rota->unmet_count; i++) {
        unmet += rota->unmet[i].sessions;
    }
    uint64_t all = rota->session_count + unmet;
    if (unmet == 0) {
        ac_buffer_addf(buffer, "All %" PRIu64 " sessions are met", all);
    } else {
        ac_buffer_addf(
            buffer, "%" PRIu64 " of %" PRIu64 " sessions %s not met", unmet, all,
            unmet == 1 ? "is" : "are");
    }
}

void ac_rota_add_when(ac_buffer *buffer, const ac_rota_session *session)
{
    if (session->any_time) {
        ac_buffer_add_z(buffer, "any time from ");
    }
    ac_rota_add_day(buffer, session->date, true);
    if (session->any_time) {
        ac_buffer_add_z(buffer, " to ");
        ac_rota_add_day(buffer, session->last, true);
    } else {
        ac_buffer_addf(buffer, " %.*s", AC_TEXT_ARG(session->part));
    }
}

accord_date ac_rota_checks_until(const ac_rota *rota)
{
    int32_t days = rota->today.day + (int32_t)rota->check_days;
    return (accord_date){days > rota->last.day ? days : rota->last.day};
}
