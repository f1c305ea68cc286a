/* SPDX-License-Identifier: MIT */
/* The weeks of a rota: a row for each doctor, or for each part of the day at one site. */

#include "app/roster_show_inside.h"
#include "base/limits.h"
#include "pool/columns.h"
#include "pool/judge.h"

#include <inttypes.h>

enum { WORKING_DAYS = 5 };

/* The index of a day in a week, or AC_ROTA_DAYS. */
static size_t day_in(const ac_rota_week *week, accord_date date)
{
    int64_t at = (int64_t)date.day - week->days[0].date.day;
    return at >= 0 && at < AC_ROTA_DAYS ? (size_t)at : AC_ROTA_DAYS;
}

static ac_text site_words(const ac_rota_session *session)
{
    return session->site_name.size > 0 ? session->site_name : session->site;
}

static ac_text capital(const ac_showing *on, ac_text word)
{
    char *copy = ac_text_terminated(on->arena, word);
    if (copy[0] >= 'a' && copy[0] <= 'z') {
        copy[0] = (char)(copy[0] - 'a' + 'A');
    }
    return (ac_text){copy, word.size};
}

static void
add_line(const ac_showing *on, ac_rota_cell *cell, const ac_buffer *words, ac_rota_mark mark)
{
    ac_rota_add(on->arena, cell, ac_show_kept(on, words), mark);
}

static void add_holiday(const ac_showing *on, ac_rota_day *day)
{
    const ac_pool_rows *table = &on->pool->tables[AC_POOL_HOLIDAYS];
    day->is_holiday = ac_pool_is_holiday(on->pool, day->date);
    for (uint32_t i = 0; i < table->count; i++) {
        if (table->rows[i].cells[AC_IN_HOLIDAYS_DATE].number == (int64_t)day->date.day) {
            day->holiday = table->rows[i].cells[AC_IN_HOLIDAYS_NAME].text;
        }
    }
}

static void set_days(const ac_showing *on, ac_rota_week *week, accord_date monday)
{
    const ac_rota *rota = on->rota;
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        ac_rota_day *day = &week->days[d];
        day->date.day = monday.day + (int32_t)d;
        day->shown =
            d < WORKING_DAYS && day->date.day >= rota->from.day && day->date.day <= rota->last.day;
        add_holiday(on, day);
    }
    for (size_t i = 0; i < rota->session_count + rota->unmet_count; i++) {
        const ac_rota_session *session =
            i < rota->session_count ? &rota->sessions[i] : &rota->unmet[i - rota->session_count];
        size_t at = day_in(week, session->date);
        if (at < AC_ROTA_DAYS) {
            week->days[at].shown = true;
        }
    }
}

/* ---- A row for each doctor ---- */

static void
add_suspension(const ac_showing *on, uint32_t doctor, accord_date date, ac_rota_cell *cell)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(on->pool, AC_POOL_GATES, doctor, i)) != NULL;
         i++) {
        int64_t state = row->cells[AC_IN_GATES_STATE].number;
        if ((state == AC_STATE_SUSPENDED || state == AC_STATE_REMOVED) &&
            ac_pool_holds(row, AC_IN_GATES_FROM, AC_IN_GATES_UNTIL, date)) {
            ac_text words = state == AC_STATE_SUSPENDED ? AC_TEXT("Suspended") : AC_TEXT("Removed");
            ac_rota_add(on->arena, cell, words, AC_ROTA_AWAY);
            return;
        }
    }
}

static void add_away(const ac_showing *on, uint32_t doctor, accord_date date, ac_rota_cell *cell)
{
    const ac_pool_row *row = NULL;
    add_suspension(on, doctor, date, cell);
    for (uint32_t i = 0; (row = ac_pool_doctor_row(on->pool, AC_POOL_LEAVE, doctor, i)) != NULL;
         i++) {
        if (ac_pool_holds(row, AC_IN_LEAVE_FROM, AC_IN_LEAVE_UNTIL, date)) {
            AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
            ac_text kind = row->cells[AC_IN_LEAVE_KIND].text;
            ac_buffer_addf(&words, "Leave%s%.*s", kind.size > 0 ? ": " : "", AC_TEXT_ARG(kind));
            add_line(on, cell, &words, AC_ROTA_AWAY);
        }
    }
    for (uint32_t i = 0; (row = ac_pool_doctor_row(on->pool, AC_POOL_PORTFOLIO, doctor, i)) != NULL;
         i++) {
        if (row->cells[AC_IN_PORTFOLIO_WEEKDAY].number == (int64_t)ac_weekday_of(date) &&
            ac_pool_holds(row, AC_IN_PORTFOLIO_FROM, AC_IN_PORTFOLIO_UNTIL, date)) {
            AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
            ac_text part =
                ac_text_of(on->problem->part_names[row->cells[AC_IN_PORTFOLIO_PART].number]);
            ac_buffer_addf(
                &words, "%.*s: own %.*s session", AC_TEXT_ARG(capital(on, part)),
                AC_TEXT_ARG(row->cells[AC_IN_PORTFOLIO_WHAT].text));
            add_line(on, cell, &words, AC_ROTA_AWAY);
        }
    }
}

static void
add_check_notes(const ac_showing *on, ac_text doctor, const ac_rota_week *week, ac_rota_cell *notes)
{
    for (size_t i = 0; i < on->rota->check_count; i++) {
        const ac_rota_check *check = &on->rota->checks[i];
        if (ac_text_equal(check->doctor, doctor)) {
            AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
            bool over = check->ends.day < week->days[0].date.day;
            ac_buffer_addf(
                &words, "%s: %.*s, last day ", over ? "Ended" : "Ends", AC_TEXT_ARG(check->check));
            ac_rota_add_day(&words, check->ends, true);
            add_line(on, notes, &words, AC_ROTA_ENDING);
        }
    }
}

/* Whether the doctor has anything to do with a week: a contract on a day of it, or a session. */
static bool has_week(const ac_showing *on, uint32_t doctor, const ac_rota_week *week)
{
    bool has = false;
    for (size_t d = 0; d < AC_ROTA_DAYS && !has; d++) {
        has = week->days[d].shown && ac_pool_contract(on->pool, doctor, week->days[d].date) != NULL;
    }
    return has || on->doctor == doctor;
}

static void add_doctor(const ac_showing *on, uint32_t doctor, ac_rota_week *week)
{
    const ac_doctor *of = &on->problem->doctors[doctor];
    ac_rota_row *row = &week->rows[week->row_count++];
    row->name = ac_show_named(on, of->name, of->code);
    add_check_notes(on, of->code, week, &row->notes);
    for (size_t i = 0; i < on->rota->session_count; i++) {
        const ac_rota_session *session = &on->rota->sessions[i];
        size_t at = day_in(week, session->date);
        if (at < AC_ROTA_DAYS && ac_text_equal(session->doctor, of->code)) {
            AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
            ac_buffer_addf(
                &words, "%.*s %.*s: %.*s", AC_TEXT_ARG(capital(on, session->part)),
                AC_TEXT_ARG(session->starts), AC_TEXT_ARG(site_words(session)));
            if (on->doctor == doctor && session->workload.size > 0) {
                ac_buffer_addf(&words, " (%.*s)", AC_TEXT_ARG(session->workload));
            }
            add_line(on, &row->days[at], &words, AC_ROTA_PLAIN);
        }
    }
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        if (week->days[d].shown) {
            add_away(on, doctor, week->days[d].date, &row->days[d]);
        }
    }
}

static void add_unmet_words(
    const ac_showing *on, const ac_rota_session *session, bool with_site, ac_rota_cell *cell)
{
    AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(
        &words, "Not met: %" PRIu32 " %s%.*s", session->sessions,
        session->any_time ? "at any time" : "", AC_TEXT_ARG(session->part));
    if (with_site) {
        ac_buffer_addf(&words, ", %.*s", AC_TEXT_ARG(site_words(session)));
    }
    add_line(on, cell, &words, AC_ROTA_UNMET);
}

static void add_unmet_row(const ac_showing *on, ac_rota_week *week)
{
    ac_rota_row *row = &week->rows[week->row_count];
    bool any = false;
    row->name = AC_TEXT("Nobody");
    for (size_t i = 0; i < on->rota->unmet_count; i++) {
        const ac_rota_session *session = &on->rota->unmet[i];
        size_t at = day_in(week, session->date);
        if (at < AC_ROTA_DAYS) {
            any = true;
            add_unmet_words(on, session, true, session->any_time ? &row->notes : &row->days[at]);
        }
    }
    week->row_count += any ? 1 : 0;
}

/* ---- A row for each part of the day at a site ---- */

static void add_part(const ac_showing *on, uint32_t part, ac_rota_week *week)
{
    ac_text name = ac_text_of(on->problem->part_names[part]);
    ac_rota_row *row = &week->rows[week->row_count];
    bool any = part < 2; /* mornings and afternoons always, so that an empty one is seen */
    row->name = capital(on, name);
    for (size_t i = 0; i < on->rota->session_count; i++) {
        const ac_rota_session *session = &on->rota->sessions[i];
        size_t at = day_in(week, session->date);
        if (at < AC_ROTA_DAYS && ac_text_equal(session->part, name)) {
            AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
            ac_text who = session->doctor_name.size > 0 ? session->doctor_name : session->doctor;
            ac_buffer_addf(&words, "%.*s: %.*s", AC_TEXT_ARG(session->starts), AC_TEXT_ARG(who));
            add_line(on, &row->days[at], &words, AC_ROTA_PLAIN);
            any = true;
        }
    }
    for (size_t i = 0; i < on->rota->unmet_count; i++) {
        const ac_rota_session *session = &on->rota->unmet[i];
        size_t at = day_in(week, session->date);
        if (at < AC_ROTA_DAYS && !session->any_time && ac_text_equal(session->part, name)) {
            add_unmet_words(on, session, false, &row->days[at]);
            any = true;
        }
    }
    week->row_count += any ? 1 : 0;
}

static void add_any_time_row(const ac_showing *on, ac_rota_week *week)
{
    ac_rota_row *row = &week->rows[week->row_count];
    row->name = AC_TEXT("At any time");
    for (size_t i = 0; i < on->rota->unmet_count; i++) {
        const ac_rota_session *session = &on->rota->unmet[i];
        if (session->any_time && day_in(week, session->date) < AC_ROTA_DAYS) {
            add_unmet_words(on, session, false, &row->notes);
        }
    }
    week->row_count += row->notes.count > 0 ? 1 : 0;
}

static void add_rows(const ac_showing *on, ac_rota_week *week)
{
    week->rows = AC_NEW_ARRAY(
        on->arena, ac_rota_row, (size_t)on->problem->doctor_count + AC_POOL_PART_COUNT + 2);
    if (on->site != AC_SHOW_ALL) {
        for (uint32_t part = 0; part < on->problem->part_count; part++) {
            add_part(on, part, week);
        }
        add_any_time_row(on, week);
        return;
    }
    add_unmet_row(on, week);
    for (uint32_t d = 0; d < on->problem->doctor_count; d++) {
        if ((on->doctor == AC_SHOW_ALL || on->doctor == d) && has_week(on, d, week)) {
            add_doctor(on, d, week);
        }
    }
}

void ac_show_add_weeks(const ac_showing *on)
{
    ac_rota *rota = on->rota;
    accord_date monday = {rota->from.day - (int32_t)ac_weekday_of(rota->from)};
    size_t weeks = (size_t)(rota->last.day - monday.day) / AC_ROTA_DAYS + 1;
    rota->weeks = AC_NEW_ARRAY(on->arena, ac_rota_week, weeks);
    for (size_t w = 0; w < weeks; w++) {
        ac_rota_week *week = &rota->weeks[rota->week_count++];
        set_days(on, week, (accord_date){monday.day + (int32_t)w * AC_ROTA_DAYS});
        add_rows(on, week);
    }
}
