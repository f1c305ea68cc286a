/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_ROTA_H
#define AC_REPORT_ROTA_H
/* A rota as people read it: weeks with a row for each person or part of the day, sessions that are
 * not met, checks that end. Whoever makes it has found the words; these files write them as a page
 * for screen and paper, as sheets, as rows and as text. What a mark means stands in the words too.
 */

#include "accord/date.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "report/sheet.h"

enum { AC_ROTA_DAYS = 7 };

typedef enum ac_rota_mark {
    AC_ROTA_PLAIN,
    AC_ROTA_UNMET,
    AC_ROTA_ENDING, /* a check ends */
    AC_ROTA_AWAY,   /* leave, a hospital session */
    AC_ROTA_MARKS
} ac_rota_mark;

typedef struct ac_rota_item {
    ac_text text;
    ac_rota_mark mark;
} ac_rota_item;

typedef struct ac_rota_cell {
    ac_rota_item *items; /* [count] */
    size_t count;
    size_t capacity;
} ac_rota_cell;

typedef struct ac_rota_row {
    ac_text name;
    ac_rota_cell notes; /* under the name: of the whole week */
    ac_rota_cell days[AC_ROTA_DAYS];
} ac_rota_row;

typedef struct ac_rota_day {
    accord_date date;
    bool shown;      /* in the period, and a weekday or a day with something on it */
    bool is_holiday; /* a bank holiday, of that name */
    ac_text holiday;
} ac_rota_day;

typedef struct ac_rota_week {
    ac_rota_day days[AC_ROTA_DAYS]; /* from Monday */
    ac_rota_row *rows;              /* [row_count] */
    size_t row_count;
} ac_rota_week;

/* A session that somebody works, or sessions that nobody does. */
typedef struct ac_rota_session {
    ac_text doctor; /* "": not met */
    ac_text doctor_name;
    ac_text request;
    ac_text site;
    ac_text site_name;
    accord_date date; /* or the first that it could have */
    bool any_time;    /* not met, at any of several times up to `last` */
    accord_date last;
    ac_text part;   /* "" with any_time */
    ac_text starts; /* "08:30" */
    uint32_t minutes;
    uint32_t sessions; /* 1, or how many are not met */
    ac_text workload;  /* what is to be done in it; "" where the request does not say */
    ac_text why;       /* not met: what keeps the doctors from it */
} ac_rota_session;

typedef struct ac_rota_check {
    ac_text doctor;
    ac_text doctor_name;
    ac_text check;    /* "indemnity" */
    accord_date ends; /* the last day that it holds */
    uint32_t booked;  /* sessions of the rota after it */
} ac_rota_check;

typedef struct ac_rota {
    ac_arena *arena;
    ac_text of; /* "the pool", "Dr Avery (AVERY)" */
    accord_date from;
    accord_date last;
    accord_date today;
    uint32_t check_days; /* checks are told that end so many days from today, or in the period */
    ac_text rows_are;    /* "Doctor" or "Part of the day" */
    ac_rota_week *weeks;
    size_t week_count;
    ac_rota_session *sessions; /* by date, then part, site and doctor */
    size_t session_count;
    ac_rota_session *unmet;
    size_t unmet_count;
    ac_rota_check *checks; /* by the day on which they end */
    size_t check_count;
} ac_rota;

/* The lines of a cell, parted by semicolons. */
void ac_rota_add_items(ac_buffer *buffer, const ac_rota_cell *cell);

/* Adds a line to a cell; the text is borrowed. */
void ac_rota_add(ac_arena *arena, ac_rota_cell *cell, ac_text text, ac_rota_mark mark);

/* "Sessions of the pool, 5 January 2015 to 1 February 2015". */
void ac_rota_add_title(ac_buffer *buffer, const ac_rota *rota);

/* "3 sessions of 39 are not met". */
void ac_rota_add_count(ac_buffer *buffer, const ac_rota *rota);

/* The last day on which the end of a check is told: of the period, or so many days from today. */
accord_date ac_rota_checks_until(const ac_rota *rota);

/* "Monday 5 January". */
void ac_rota_add_day(ac_buffer *buffer, accord_date date, bool with_year);
void ac_rota_add_day_heading(ac_buffer *buffer, const ac_rota_day *day); /* with its holiday */

/* When sessions are that are not met: "Thursday 29 January 2015 morning", or between two days. */
void ac_rota_add_when(ac_buffer *buffer, const ac_rota_session *session);

/* ---- rota_page.c ---- */

/* Adds one page that stands alone, without a script; on paper, A4 across.
 *
 * errors  ACCORD_ELIMIT  it is longer than the buffer may be
 */
accord_status ac_rota_page_add(ac_buffer *buffer, const ac_rota *rota, accord_error *error);

/* ---- rota_document.c ---- */

/* Writes the rota as PDF on A4. The same rota gives the same bytes.
 *
 * errors  ACCORD_EIO  it cannot be written
 */
accord_status ac_rota_write_pdf(const char *path, const ac_rota *rota, accord_error *error);

/* ---- rota_sheets.c ---- */
enum { AC_ROTA_SHEETS = 4 };
void ac_rota_sheets(const ac_rota *rota, ac_sheet sheets[AC_ROTA_SHEETS]);

/* ---- rota_text.c ---- */
void ac_rota_add_csv(ac_buffer *buffer, const ac_rota *rota);
void ac_rota_add_text(ac_buffer *buffer, const ac_rota *rota);

#endif
