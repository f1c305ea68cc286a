/* SPDX-License-Identifier: MIT */
/* A rota as sheets: its weeks as they are printed, and its sessions as rows to be sorted and
 * counted. */

#include "report/rota.h"

enum { WORDS_BYTES = 1 << 16 };

static const ac_column_style week_columns[] = {
    {"Week of",   14},
    {"Who",       26},
    {"Notes",     26},
    {"Monday",    26},
    {"Tuesday",   26},
    {"Wednesday", 26},
    {"Thursday",  26},
    {"Friday",    26},
    {"Saturday",  20},
    {"Sunday",    20}
};
enum { WHO = 1, NOTES = 2, FIRST_DAY = 3 };

static const ac_column_style session_columns[] = {
    {"Date",      14},
    {"Part",      12},
    {"Starts",    9 },
    {"Minutes",   9 },
    {"Site",      12},
    {"Site name", 28},
    {"Request",   26},
    {"Doctor",    12},
    {"Name",      22},
    {"Workload",  50}
};

static const ac_column_style unmet_columns[] = {
    {"Date",             14},
    {"Or up to",         14},
    {"Part",             12},
    {"Site",             12},
    {"Site name",        28},
    {"Request",          26},
    {"Sessions not met", 10},
    {"Why",              80},
    {"Workload",         50}
};

static const ac_column_style check_columns[] = {
    {"Last day",          14},
    {"Check",             20},
    {"Doctor",            12},
    {"Name",              22},
    {"Sessions after it", 12}
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static ac_text words_of(const ac_rota *rota, const ac_rota_cell *cell)
{
    AC_SCOPED_BUFFER(words, WORDS_BYTES);
    ac_rota_add_items(&words, cell);
    return ac_text_copy(rota->arena, ac_buffer_text(&words));
}

static ac_sheet_cell text_cell(ac_text text)
{
    if (text.size == 0) {
        return (ac_sheet_cell){.kind = AC_SHEET_EMPTY};
    }
    return ac_sheet_text(text);
}

static void add_holidays(const ac_rota *rota, const ac_rota_week *week, ac_sheet *sheet)
{
    ac_sheet_cell *row = NULL;
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        if (!week->days[d].is_holiday || !week->days[d].shown) {
            continue;
        }
        if (row == NULL) {
            row = ac_sheet_row(sheet);
            row[0] = ac_sheet_date(week->days[0].date);
            row[WHO] = ac_sheet_text(AC_TEXT("Bank holiday"));
        }
        AC_SCOPED_BUFFER(words, WORDS_BYTES);
        ac_buffer_addf(&words, "Bank holiday: %.*s", AC_TEXT_ARG(week->days[d].holiday));
        row[FIRST_DAY + d] = ac_sheet_text(ac_text_copy(rota->arena, ac_buffer_text(&words)));
    }
}

static void add_weeks(const ac_rota *rota, ac_sheet *sheet)
{
    ac_sheet_init(sheet, rota->arena, "Weeks", week_columns, COUNT(week_columns));
    for (size_t w = 0; w < rota->week_count; w++) {
        const ac_rota_week *week = &rota->weeks[w];
        add_holidays(rota, week, sheet);
        for (size_t r = 0; r < week->row_count; r++) {
            ac_sheet_cell *row = ac_sheet_row(sheet);
            row[0] = ac_sheet_date(week->days[0].date);
            row[WHO] = text_cell(week->rows[r].name);
            row[NOTES] = text_cell(words_of(rota, &week->rows[r].notes));
            for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
                row[FIRST_DAY + d] = text_cell(words_of(rota, &week->rows[r].days[d]));
            }
        }
    }
}

static void add_sessions(const ac_rota *rota, ac_sheet *sheet)
{
    ac_sheet_init(sheet, rota->arena, "Sessions", session_columns, COUNT(session_columns));
    for (size_t i = 0; i < rota->session_count; i++) {
        const ac_rota_session *one = &rota->sessions[i];
        ac_sheet_cell *row = ac_sheet_row(sheet);
        row[0] = ac_sheet_date(one->date);
        row[1] = text_cell(one->part);
        row[2] = text_cell(one->starts);
        row[3] = ac_sheet_whole(one->minutes);
        row[4] = text_cell(one->site);
        row[5] = text_cell(one->site_name);
        row[6] = text_cell(one->request);
        row[7] = text_cell(one->doctor);
        row[8] = text_cell(one->doctor_name);
        row[9] = text_cell(one->workload);
    }
}

static void add_unmet(const ac_rota *rota, ac_sheet *sheet)
{
    ac_sheet_init(sheet, rota->arena, "Not met", unmet_columns, COUNT(unmet_columns));
    for (size_t i = 0; i < rota->unmet_count; i++) {
        const ac_rota_session *one = &rota->unmet[i];
        ac_sheet_cell *row = ac_sheet_row(sheet);
        row[0] = ac_sheet_date(one->date);
        if (one->any_time) {
            row[1] = ac_sheet_date(one->last);
        }
        row[2] = text_cell(one->part);
        row[3] = text_cell(one->site);
        row[4] = text_cell(one->site_name);
        row[5] = text_cell(one->request);
        row[6] = ac_sheet_whole(one->sessions);
        row[7] = text_cell(one->why);
        row[8] = text_cell(one->workload);
    }
}

static void add_checks(const ac_rota *rota, ac_sheet *sheet)
{
    ac_sheet_init(sheet, rota->arena, "Checks that end", check_columns, COUNT(check_columns));
    for (size_t i = 0; i < rota->check_count; i++) {
        const ac_rota_check *one = &rota->checks[i];
        ac_sheet_cell *row = ac_sheet_row(sheet);
        row[0] = ac_sheet_date(one->ends);
        row[1] = text_cell(one->check);
        row[2] = text_cell(one->doctor);
        row[3] = text_cell(one->doctor_name);
        row[4] = ac_sheet_whole(one->booked);
    }
}

void ac_rota_sheets(const ac_rota *rota, ac_sheet sheets[AC_ROTA_SHEETS])
{
    add_weeks(rota, &sheets[0]);
    add_sessions(rota, &sheets[1]);
    add_unmet(rota, &sheets[2]);
    add_checks(rota, &sheets[3]);
}
