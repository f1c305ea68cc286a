/* SPDX-License-Identifier: MIT */
/* Draws each attendance of the demonstration (where, how, on which day, what is wrong with it) and
 * writes the four yearly files of the extract, in the order of the days. */

#include "app/demo_world.h"
#include "base/assert.h"
#include "base/file.h"

#include <stdio.h>

#define PURPOSE_ROWS        UINT64_C(1000) /* plus the month */
#define YEAR_BYTES_MAX      ((size_t)128 * 1024 * 1024)
#define CARRIED_MAX         4096u
#define DEFECTS_PER_MILLION 4000u /* of the rows that would count */
#define QUOTED_PER_MILLION  1000u

/* One file ends its lines as Windows does and one begins with a byte order mark, as extracts do. */
static const ac_demo_file_form forms[AC_DEMO_MONTHS / 12] = {
    {"\n",   false},
    {"\r\n", false},
    {"\n",   true },
    {"\n",   false},
};

/* What is moved by the alliance, per thousand of what the hospital would have seen, by quarter from
 * April 2014. In the seventh quarter community clinics closed for a while and some came back. */
static const uint16_t shifts[AC_DEMO_MOVED][AC_DEMO_QUARTERS - 4] = {
    {40, 85, 120, 150, 215, 265, 175, 310, 350, 368, 376, 382},
    {25, 52, 74,  90,  135, 172, 112, 210, 246, 257, 262, 265},
};

/* Routine, urgent, urgent suspected cancer: per hundred. */
static const uint16_t priorities[AC_DEMO_SPECIALTIES][3] = {
    {78, 10, 12},
    {84, 15, 1 },
    {74, 12, 14},
    {88, 11, 1 },
    {80, 10, 10},
    {83, 17, 0 },
};

/* Attendance codes 2 to 7 (cancelled by the patient, did not attend, cancelled by the provider, on
 * time, late but seen, too late): per thousand, by setting. */
static const uint16_t attended[3][6] = {
    {35, 75, 30, 800, 50, 10},
    {35, 66, 25, 820, 46, 8 },
    {35, 40, 20, 880, 22, 3 },
};

/* First, follow-up, the same not face to face, administrative event: per thousand. */
static const uint16_t firsts[AC_DEMO_SPECIALTIES][5] = {
    {380, 550, 20, 45, 5},
    {290, 660, 10, 35, 5},
    {400, 540, 15, 40, 5},
    {360, 590, 10, 35, 5},
    {410, 540, 10, 35, 5},
    {350, 570, 25, 50, 5},
};

static const uint16_t source_weights[AC_DEMO_SPECIALTIES][4] = {
    {76, 18, 6,  0 },
    {48, 16, 8,  28},
    {72, 20, 8,  0 },
    {66, 24, 10, 0 },
    {74, 18, 8,  0 },
    {70, 22, 8,  0 },
};

static const uint16_t group_weights[4] = {88, 5, 4, 3};

/* By ac_demo_defect, from the first that is one. */
static const uint16_t defect_weights[] = {20, 15, 8, 25, 15, 17};

/* The rows of one file in the making. */
typedef struct demo_year {
    const ac_demo_world *world;
    const ac_demo_file_form *form;
    ac_buffer *buffer;
    uint64_t record;                     /* of the whole extract: the last one written */
    uint32_t numbers[AC_DEMO_PROVIDERS]; /* given out so far */
    ac_demo_attendance *carried;         /* [CARRIED_MAX] to be sent again with the next year */
    size_t carried_count;
} demo_year;

static uint8_t draw_site(ac_demo_random *random, ac_demo_setting setting)
{
    uint32_t at = ac_demo_below(random, 100);
    uint8_t site = 0;
    for (;; site++) {
        ac_assert(site < AC_DEMO_SITES);
        if (ac_demo_sites[site].setting != setting) {
            continue;
        }
        if (at < ac_demo_sites[site].weight) {
            return site;
        }
        at -= ac_demo_sites[site].weight;
    }
}

/* Suspected cancers always go to the hospital; so does all that the alliance does not move, but for
 * what patients choose elsewhere. */
static ac_demo_setting draw_setting(
    ac_demo_random *random, const ac_demo_practice *practice, const ac_demo_attendance *attendance)
{
    uint32_t elsewhere = 34u + attendance->month / 6u;
    if (attendance->priority == 3) {
        return AC_DEMO_HOSPITAL;
    }
    if (ac_demo_below(random, 1000) < elsewhere) {
        return AC_DEMO_ELSEWHERE;
    }
    if (attendance->specialty >= AC_DEMO_MOVED) {
        return AC_DEMO_HOSPITAL;
    }
    uint32_t before = practice->community[attendance->specialty];
    uint32_t shift = 0;
    if (attendance->month >= 12) {
        shift = shifts[attendance->specialty][(attendance->month - 12u) / 3u] * practice->uptake;
    }
    uint32_t community = before * 1000 + (1000 - before) * shift / 1000;
    return ac_demo_below(random, 1000000) < community ? AC_DEMO_COMMUNITY : AC_DEMO_HOSPITAL;
}

/* The rows that the demonstration contract counts. They alone are spoilt, so that the number
 * refused does not depend on when a reader looks: before or after it asks whether a row counts. */
static bool would_count(const ac_demo_attendance *attendance)
{
    return (attendance->attended == 5 || attendance->attended == 6) && attendance->first <= 4 &&
           attendance->priority != 3 && attendance->specialty < AC_DEMO_MOVED &&
           ac_demo_sites[attendance->site].setting != AC_DEMO_ELSEWHERE;
}

static ac_demo_attendance
draw_attendance(ac_demo_random *random, const ac_demo_world *world, ac_demo_attendance attendance)
{
    size_t specialty = attendance.specialty;
    attendance.priority = (uint8_t)(1 + ac_demo_pick(random, priorities[specialty], 3));
    ac_demo_setting setting =
        draw_setting(random, &world->practices[attendance.practice], &attendance);
    attendance.site = draw_site(random, setting);
    attendance.attended = (uint8_t)(2 + ac_demo_pick(random, attended[setting], 6));
    attendance.first = (uint8_t)(1 + ac_demo_pick(random, firsts[specialty], 5));
    attendance.source = (uint8_t)ac_demo_pick(random, source_weights[specialty], 4);
    attendance.group = (uint8_t)ac_demo_pick(random, group_weights, 4);
    uint32_t quoted = ac_demo_below(random, 1000000);
    attendance.clinic = quoted < QUOTED_PER_MILLION ? (uint8_t)(1 + quoted % 4) : 0;
    uint32_t spoilt = ac_demo_below(random, 1000000);
    if (spoilt < DEFECTS_PER_MILLION && would_count(&attendance)) {
        attendance.defect = (uint8_t)(1 + ac_demo_pick(random, defect_weights, 6));
    }
    return attendance;
}

/* Draws a month's attendances and shuffles them within each day; returns how many. */
static size_t draw_month(
    ac_demo_random *random, const ac_demo_world *world, size_t month, ac_demo_attendance *rows)
{
    uint8_t days[31];
    uint32_t day_count = (uint32_t)ac_demo_working_days(month, days);
    size_t count = 0;
    for (size_t p = 0; p < AC_DEMO_PRACTICES; p++) {
        for (size_t s = 0; s < AC_DEMO_SPECIALTIES; s++) {
            for (uint32_t i = 0; i < world->attendances[month][p][s]; i++) {
                ac_demo_attendance start = {
                    .month = (uint8_t)month,
                    .practice = (uint8_t)p,
                    .specialty = (uint8_t)s,
                    .day = days[ac_demo_below(random, day_count)],
                };
                rows[count++] = draw_attendance(random, world, start);
            }
        }
    }
    for (size_t i = count; i > 1; i--) {
        size_t j = ac_demo_below(random, (uint32_t)i);
        ac_demo_attendance held = rows[i - 1];
        rows[i - 1] = rows[j];
        rows[j] = held;
    }
    return count;
}

static void add_row(demo_year *year, const ac_demo_attendance *attendance)
{
    year->record++;
    ac_demo_add_row(year->buffer, year->world, attendance, year->record, year->form);
}

/* Numbers and writes the rows of one day. A row of the last quarter that is sent twice comes again
 * with the next year's file, which is how late resubmissions do; another follows at once. */
static void add_day(demo_year *year, ac_demo_attendance *rows, size_t count, uint8_t day)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].day != day) {
            continue;
        }
        rows[i].number = ++year->numbers[ac_demo_sites[rows[i].site].provider];
        add_row(year, &rows[i]);
        if (rows[i].defect != AC_DEMO_REPEATED) {
            continue;
        }
        bool again_next_year = rows[i].month % 12 >= 9 && rows[i].month < AC_DEMO_MONTHS - 12;
        if (!again_next_year) {
            add_row(year, &rows[i]);
        } else if (year->carried_count < CARRIED_MAX) {
            year->carried[year->carried_count++] = rows[i];
        }
    }
}

static void tell(const ac_demo_progress *progress, uint64_t done, uint64_t total)
{
    if (progress != NULL && progress->report != NULL) {
        progress->report(progress->context, done, total);
    }
}

static size_t month_total(const ac_demo_world *world, size_t month)
{
    size_t total = 0;
    for (size_t p = 0; p < AC_DEMO_PRACTICES; p++) {
        for (size_t s = 0; s < AC_DEMO_SPECIALTIES; s++) {
            total += world->attendances[month][p][s];
        }
    }
    return total;
}

static accord_status write_year(const char *folder, size_t place, ac_text text, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    char name[40];
    (void)snprintf(
        name, sizeof name, "outpatients-20%zu-%zu.csv", (size_t)13 + place, (size_t)14 + place);
    return ac_file_write(ac_file_join(&scratch, folder, name), text, error);
}

/* Begins a file with its heading and what the year before left to be sent again. */
static void begin_year(demo_year *year, size_t place)
{
    year->form = &forms[place];
    ac_buffer_clear(year->buffer);
    ac_demo_add_heading(year->buffer, year->form);
    for (size_t i = 0; i < year->carried_count; i++) {
        add_row(year, &year->carried[i]);
    }
    year->carried_count = 0;
}

/* Returns how many attendances the month has. */
static size_t add_month(demo_year *year, size_t month)
{
    AC_SCOPED_ARENA(scratch);
    ac_demo_random random = ac_demo_random_of(year->world->seed, PURPOSE_ROWS + month);
    size_t total = month_total(year->world, month);
    ac_demo_attendance *rows = AC_NEW_ARRAY(&scratch, ac_demo_attendance, total);
    size_t count = draw_month(&random, year->world, month, rows);
    ac_assert(count == total);
    for (uint8_t day = 1; day <= 31; day++) {
        add_day(year, rows, count, day);
    }
    return count;
}

accord_status ac_demo_write_extract(
    const char *folder,
    const ac_demo_world *world,
    const ac_demo_progress *progress,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(buffer, YEAR_BYTES_MAX);
    demo_year year = {
        .world = world,
        .buffer = &buffer,
        .carried = AC_NEW_ARRAY(&arena, ac_demo_attendance, CARRIED_MAX),
    };
    uint64_t done = 0;
    for (size_t place = 0; place < AC_DEMO_MONTHS / 12; place++) {
        begin_year(&year, place);
        for (size_t month = place * 12; month < place * 12 + 12; month++) {
            done += add_month(&year, month);
            tell(progress, done, world->total);
        }
        ac_assert(!buffer.overflowed);
        AC_TRY(write_year(folder, place, ac_buffer_text(&buffer), error));
    }
    return ac_ok();
}
