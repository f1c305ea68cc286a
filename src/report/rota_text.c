/* SPDX-License-Identifier: MIT */
/* A rota as rows for programs, and as lines for a terminal. */

#include "report/rota.h"
#include "value/date.h"

#include <inttypes.h>

static void add_field(ac_buffer *buffer, ac_text text)
{
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, text);
}

static void add_session(ac_buffer *buffer, const ac_rota_session *session)
{
    ac_date_add_iso(buffer, session->date);
    add_field(buffer, session->part);
    add_field(buffer, session->starts);
    ac_buffer_addf(buffer, ",%" PRIu32, session->minutes);
    add_field(buffer, session->site);
    add_field(buffer, session->site_name);
    add_field(buffer, session->request);
    add_field(buffer, session->doctor);
    add_field(buffer, session->doctor_name);
    ac_buffer_addf(
        buffer, ",%s,%" PRIu32 ",", session->doctor.size > 0 ? "met" : "not met",
        session->sessions);
    if (session->any_time) {
        ac_date_add_iso(buffer, session->last);
    }
    add_field(buffer, session->why);
    add_field(buffer, session->workload);
    ac_buffer_add_char(buffer, '\n');
}

void ac_rota_add_csv(ac_buffer *buffer, const ac_rota *rota)
{
    ac_buffer_add_z(
        buffer, "date,part,starts,minutes,site,site name,request,doctor,name,state,sessions,"
                "or up to,why not met,workload\n");
    for (size_t i = 0; i < rota->session_count; i++) {
        add_session(buffer, &rota->sessions[i]);
    }
    for (size_t i = 0; i < rota->unmet_count; i++) {
        add_session(buffer, &rota->unmet[i]);
    }
}

static void add_row(ac_buffer *buffer, const ac_rota_week *week, const ac_rota_row *row)
{
    ac_buffer_addf(buffer, "  %.*s\n", AC_TEXT_ARG(row->name));
    if (row->notes.count > 0) {
        ac_buffer_add_z(buffer, "    ");
        ac_rota_add_items(buffer, &row->notes);
        ac_buffer_add_char(buffer, '\n');
    }
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        if (row->days[d].count > 0) {
            ac_buffer_add_z(buffer, "    ");
            ac_rota_add_day(buffer, week->days[d].date, false);
            ac_buffer_add_z(buffer, ": ");
            ac_rota_add_items(buffer, &row->days[d]);
            ac_buffer_add_char(buffer, '\n');
        }
    }
}

static void add_week(ac_buffer *buffer, const ac_rota_week *week)
{
    ac_buffer_add_z(buffer, "\nWeek of ");
    ac_rota_add_day(buffer, week->days[0].date, true);
    ac_buffer_add_char(buffer, '\n');
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        if (week->days[d].shown && week->days[d].is_holiday) {
            ac_buffer_add_z(buffer, "  ");
            ac_rota_add_day(buffer, week->days[d].date, false);
            ac_buffer_addf(buffer, ": bank holiday %.*s\n", AC_TEXT_ARG(week->days[d].holiday));
        }
    }
    for (size_t r = 0; r < week->row_count; r++) {
        add_row(buffer, week, &week->rows[r]);
    }
}

void ac_rota_add_text(ac_buffer *buffer, const ac_rota *rota)
{
    ac_rota_add_title(buffer, rota);
    ac_buffer_add_z(buffer, "\n");
    ac_rota_add_count(buffer, rota);
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < rota->week_count; i++) {
        add_week(buffer, &rota->weeks[i]);
    }
    ac_buffer_add_z(buffer, rota->unmet_count > 0 ? "\nNot met\n" : "");
    for (size_t i = 0; i < rota->unmet_count; i++) {
        const ac_rota_session *one = &rota->unmet[i];
        ac_buffer_addf(
            buffer, "  %.*s, %" PRIu32 " at %.*s, ", AC_TEXT_ARG(one->request), one->sessions,
            AC_TEXT_ARG(one->site_name.size > 0 ? one->site_name : one->site));
        ac_rota_add_when(buffer, one);
        ac_buffer_addf(buffer, ": %.*s\n", AC_TEXT_ARG(one->why));
    }
    ac_buffer_add_z(buffer, rota->check_count > 0 ? "\nChecks that end\n" : "");
    for (size_t i = 0; i < rota->check_count; i++) {
        const ac_rota_check *one = &rota->checks[i];
        ac_buffer_addf(
            buffer, "  %.*s %.*s: %.*s, last day ", AC_TEXT_ARG(one->doctor),
            AC_TEXT_ARG(one->doctor_name), AC_TEXT_ARG(one->check));
        ac_rota_add_day(buffer, one->ends, true);
        ac_buffer_addf(buffer, "; sessions after it: %" PRIu32 "\n", one->booked);
    }
}
