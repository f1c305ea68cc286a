/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DEMO_WORLD_H
#define AC_APP_DEMO_WORLD_H
/* What the files of the demonstration alliance have in common: its practices, sites and calendar,
 * and how many attendances each practice has in each month. Only demo_*.c includes this. */

#include "app/demo_data.h"
#include "app/demo_random.h"
#include "base/arena.h"
#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AC_DEMO_PRACTICES   93
#define AC_DEMO_WL          48 /* of them under WL, the others under ELR */
#define AC_DEMO_SPECIALTIES 6  /* the first two are those that the alliance moves */
#define AC_DEMO_MOVED       2
#define AC_DEMO_MONTHS      48 /* from April 2013; the last one received is March 2017 */
#define AC_DEMO_QUARTERS    16
#define AC_DEMO_SITES       15
#define AC_DEMO_PROVIDERS   5

typedef enum ac_demo_setting {
    AC_DEMO_HOSPITAL,
    AC_DEMO_COMMUNITY,
    AC_DEMO_ELSEWHERE /* chosen by the patient, outside the alliance: not in sites.csv */
} ac_demo_setting;

typedef struct ac_demo_site {
    const char *code;
    const char *name;
    ac_demo_setting setting;
    uint8_t provider; /* place in ac_demo_providers */
    uint16_t weight;  /* share of the activity of its setting; 100 together */
} ac_demo_site;

typedef struct ac_demo_practice {
    char code[8];
    const char *name;
    const char *commissioner;
    uint32_t list[AC_DEMO_QUARTERS]; /* patients at the quarter's first day */
    uint32_t weighted[AC_DEMO_QUARTERS];
    uint16_t
        demand[AC_DEMO_SPECIALTIES];   /* per thousand of what its list would lead one to expect */
    uint16_t community[AC_DEMO_MOVED]; /* per thousand, in the community before the alliance */
    uint16_t uptake;                   /* per thousand of the alliance's shift */
} ac_demo_practice;

typedef struct ac_demo_world {
    uint64_t seed;
    ac_demo_practice practices[AC_DEMO_PRACTICES];
    uint16_t attendances[AC_DEMO_MONTHS][AC_DEMO_PRACTICES][AC_DEMO_SPECIALTIES];
    uint64_t total;
} ac_demo_world;

extern const ac_demo_site ac_demo_sites[AC_DEMO_SITES];
extern const char *const ac_demo_providers[AC_DEMO_PROVIDERS];

/* Draws the practices and the counts. */
ac_demo_world *ac_demo_world_draw(ac_arena *arena, uint64_t seed);

/* The calendar year and month of a month counted from April 2013. */
int ac_demo_year(size_t month);
int ac_demo_month(size_t month); /* 1 to 12 */

/* Fills `days` with the days of the month that are neither weekend nor bank holiday. */
size_t ac_demo_working_days(size_t month, uint8_t days[31]);

/* The small files. */
void ac_demo_add_practices(ac_buffer *buffer, const ac_demo_world *world);
void ac_demo_add_sites(ac_buffer *buffer, const ac_demo_world *world);
void ac_demo_add_lists(ac_buffer *buffer, const ac_demo_world *world);
void ac_demo_add_waits(ac_buffer *buffer, const ac_demo_world *world);
void ac_demo_add_friends(ac_buffer *buffer, const ac_demo_world *world);
void ac_demo_add_readme(ac_buffer *buffer, const ac_demo_world *world);

/* What is wrong with a row of the extract, put there so that there is something to refuse. */
typedef enum ac_demo_defect {
    AC_DEMO_SOUND,
    AC_DEMO_NO_SUCH_DAY,      /* 31/02/2015, 2015-02-31 */
    AC_DEMO_TWO_DIGIT_YEAR,   /* 14/05/15 */
    AC_DEMO_OUTSIDE_YEARS,    /* 2031-05-14, 1900-01-01 */
    AC_DEMO_UNKNOWN_PRACTICE, /* not in practices.csv */
    AC_DEMO_EMPTY_PRACTICE,
    AC_DEMO_REPEATED /* sound, and sent twice: in the same file or again in the next year's */
} ac_demo_defect;

/* One attendance as drawn. Codes are places in the tables of demo_rows.c. */
typedef struct ac_demo_attendance {
    uint32_t number; /* of its provider */
    uint8_t month;   /* from April 2013 */
    uint8_t day;
    uint8_t practice;
    uint8_t specialty;
    uint8_t site;
    uint8_t attended; /* the national code: 2 to 7 */
    uint8_t first;    /* the national code: 1 to 5 */
    uint8_t priority; /* the national code: 1 to 3 */
    uint8_t source;
    uint8_t
        group; /* healthcare resource group: 0 single professional, 1 several, 2 and 3 procedure */
    uint8_t clinic; /* 0 a plain clinic code, 1 and up a text that needs quotes */
    uint8_t defect; /* ac_demo_defect */
} ac_demo_attendance;

/* How one file of the extract is written. */
typedef struct ac_demo_file_form {
    const char *line_end; /* "\n" or "\r\n" */
    bool byte_order_mark;
} ac_demo_file_form;

void ac_demo_add_heading(ac_buffer *buffer, const ac_demo_file_form *form);
void ac_demo_add_row(
    ac_buffer *buffer,
    const ac_demo_world *world,
    const ac_demo_attendance *attendance,
    uint64_t record,
    const ac_demo_file_form *form);

/* Writes the four yearly files of the extract into the folder.
 *
 * errors  ACCORD_EIO  a file cannot be written
 */
accord_status ac_demo_write_extract(
    const char *folder,
    const ac_demo_world *world,
    const ac_demo_progress *progress,
    accord_error *error);

#endif
