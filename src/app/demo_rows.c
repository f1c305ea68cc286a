/* SPDX-License-Identifier: MIT */
/* One attendance as a row of the national outpatient extract. The columns are in demo_columns.def;
 * those that would tell of a person stay empty. Codes are those of the NHS Data Dictionary but for
 * organisations, which are invented. Relies on no locale: numbers are written digit by digit. */

#include "app/demo_world.h"
#include "base/assert.h"
#include "base/text.h"

#include <string.h>

typedef enum demo_part {
    DEMO_EMPTY,
    DEMO_RECORD,
    DEMO_CDS_TYPE,
    DEMO_UNIQUE,
    DEMO_APPLICABLE,
    DEMO_TREATMENT_FUNCTION,
    DEMO_ATTENDANCE,
    DEMO_ATTENDED,
    DEMO_FIRST,
    DEMO_DATE,
    DEMO_CLINIC,
    DEMO_PROVIDER,
    DEMO_COMMISSIONER,
    DEMO_SITE,
    DEMO_PRACTICE,
    DEMO_PRIORITY,
    DEMO_SOURCE,
    DEMO_HRG
} demo_part;

#define AC_DEMO_COLUMN(name, part) DEMO_##part,
static const uint8_t column_parts[] = {
#include "app/demo_columns.def"
};
#undef AC_DEMO_COLUMN

#define AC_DEMO_COLUMN(name, part) "," #name
static const char column_names[] =
#include "app/demo_columns.def"
    ;
#undef AC_DEMO_COLUMN

static const char *const treatment_functions[AC_DEMO_SPECIALTIES] = {"330", "130", "100",
                                                                     "110", "120", "320"};

/* General practitioner, consultant, other, optometrist. */
static const char *const sources[] = {"03", "05", "97", "07"};

static const char *const clinic_prefixes[AC_DEMO_SPECIALTIES] = {"DER", "EYE", "SUR",
                                                                 "ORT", "ENT", "CAR"};

/* What people do type into a free field. */
static const char *const clinic_texts[] = {
    "\"Level 1, room 2\"", "\"\"\"See and treat\"\" list\"", "\"Overflow list\nafternoon\"",
    "\"Clinic N\xC2\xBA 3, upper floor\""};

/* By first-attendance code 1 to 4, then one or several professionals. */
static const char *const consultation_groups[4][2] = {
    {"WF01B", "WF02B"},
    {"WF01A", "WF02A"},
    {"WF01D", "WF02D"},
    {"WF01C", "WF02C"},
};

static const char *const procedure_groups[AC_DEMO_MOVED][2] = {
    {"JC42A", "JC43A"},
    {"BZ86B", "BZ87A"},
};

/* A row is built here first: it is short, and each field a few bytes. */
typedef struct demo_line {
    char bytes[1024];
    size_t size;
} demo_line;

static void add_char(demo_line *line, char c)
{
    ac_assert(line->size < sizeof line->bytes);
    line->bytes[line->size++] = c;
}

static void add_z(demo_line *line, const char *terminated)
{
    size_t size = strlen(terminated);
    ac_assert(size <= sizeof line->bytes - line->size);
    memcpy(line->bytes + line->size, terminated, size);
    line->size += size;
}

static void add_digits(demo_line *line, uint64_t number, size_t digits)
{
    ac_assert(digits <= sizeof line->bytes - line->size);
    for (size_t i = digits; i > 0; i--) {
        line->bytes[line->size + i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    line->size += digits;
}

static void add_iso(demo_line *line, int year, int month, int day)
{
    add_digits(line, (uint64_t)year, 4);
    add_char(line, '-');
    add_digits(line, (uint64_t)month, 2);
    add_char(line, '-');
    add_digits(line, (uint64_t)day, 2);
}

/* Half of the impossible dates are written as people write them, half as the extract does. */
static void add_date(demo_line *line, const ac_demo_attendance *attendance)
{
    int year = ac_demo_year(attendance->month);
    int month = ac_demo_month(attendance->month);
    bool odd = attendance->number % 2 == 1;
    if (attendance->defect == AC_DEMO_NO_SUCH_DAY && odd) {
        add_iso(line, year, 2, 31);
    } else if (attendance->defect == AC_DEMO_NO_SUCH_DAY) {
        add_z(line, "31/02/");
        add_digits(line, (uint64_t)year, 4);
    } else if (attendance->defect == AC_DEMO_TWO_DIGIT_YEAR) {
        add_digits(line, attendance->day, 2);
        add_char(line, '/');
        add_digits(line, (uint64_t)month, 2);
        add_char(line, '/');
        add_digits(line, (uint64_t)year, 2);
    } else if (attendance->defect == AC_DEMO_OUTSIDE_YEARS && odd) {
        add_z(line, "1900-01-01");
    } else if (attendance->defect == AC_DEMO_OUTSIDE_YEARS) {
        add_iso(line, 2031, month, attendance->day > 28 ? 28 : attendance->day);
    } else {
        add_iso(line, year, month, attendance->day);
    }
}

/* V81999 is the national code for "practice not known". */
static void
add_practice(demo_line *line, const ac_demo_world *world, const ac_demo_attendance *attendance)
{
    if (attendance->defect == AC_DEMO_EMPTY_PRACTICE) {
        return;
    }
    if (attendance->defect == AC_DEMO_UNKNOWN_PRACTICE) {
        add_z(line, attendance->number % 2 == 1 ? "V81999" : "Z99104");
        return;
    }
    add_z(line, world->practices[attendance->practice].code);
}

static void add_clinic(demo_line *line, const ac_demo_attendance *attendance)
{
    if (attendance->clinic > 0) {
        size_t texts = sizeof clinic_texts / sizeof clinic_texts[0];
        add_z(line, clinic_texts[(attendance->clinic - 1u) % texts]);
        return;
    }
    add_z(line, clinic_prefixes[attendance->specialty]);
    add_digits(line, attendance->site, 2);
}

/* Only what was attended is grouped; an administrative event (5) is not a consultation. */
static void add_group(demo_line *line, const ac_demo_attendance *attendance)
{
    bool attended = attendance->attended == 5 || attendance->attended == 6;
    if (!attended || attendance->first > 4) {
        return;
    }
    if (attendance->group > 1 && attendance->specialty < AC_DEMO_MOVED && attendance->first < 3) {
        add_z(line, procedure_groups[attendance->specialty][attendance->group & 1u]);
    } else {
        add_z(line, consultation_groups[attendance->first - 1][attendance->group & 1u]);
    }
}

/* The month's file is sent on the 18th of the next one. */
static void add_applicable(demo_line *line, const ac_demo_attendance *attendance)
{
    size_t next = attendance->month + 1u;
    add_iso(line, ac_demo_year(next), ac_demo_month(next), 18);
    add_z(line, " 06:00:00");
}

static void add_attendance_number(demo_line *line, const ac_demo_attendance *attendance)
{
    add_char(line, 'A');
    add_digits(line, attendance->number, 7);
}

static void add_part(
    demo_line *line,
    demo_part part,
    const ac_demo_world *world,
    const ac_demo_attendance *attendance,
    uint64_t record)
{
    const ac_demo_site *site = &ac_demo_sites[attendance->site];
    switch (part) {
    case DEMO_EMPTY:
        break;
    case DEMO_RECORD: /* twelve digits: ten could be taken for an NHS number */
        add_digits(line, UINT64_C(700000000000) + record, 12);
        break;
    case DEMO_CDS_TYPE:
        add_z(line, "020");
        break;
    case DEMO_UNIQUE:
        add_char(line, 'B');
        add_z(line, ac_demo_providers[site->provider]);
        add_attendance_number(line, attendance);
        break;
    case DEMO_APPLICABLE:
        add_applicable(line, attendance);
        break;
    case DEMO_TREATMENT_FUNCTION:
        add_z(line, treatment_functions[attendance->specialty]);
        break;
    case DEMO_ATTENDANCE:
        add_attendance_number(line, attendance);
        break;
    case DEMO_ATTENDED:
        add_digits(line, attendance->attended, 1);
        break;
    case DEMO_FIRST:
        add_digits(line, attendance->first, 1);
        break;
    case DEMO_DATE:
        add_date(line, attendance);
        break;
    case DEMO_CLINIC:
        add_clinic(line, attendance);
        break;
    case DEMO_PROVIDER:
        add_z(line, ac_demo_providers[site->provider]);
        break;
    case DEMO_COMMISSIONER:
        add_z(line, world->practices[attendance->practice].commissioner);
        break;
    case DEMO_SITE:
        add_z(line, site->code);
        break;
    case DEMO_PRACTICE:
        add_practice(line, world, attendance);
        break;
    case DEMO_PRIORITY:
        add_digits(line, attendance->priority, 1);
        break;
    case DEMO_SOURCE:
        add_z(line, sources[attendance->source]);
        break;
    case DEMO_HRG:
        add_group(line, attendance);
        break;
    }
}

void ac_demo_add_heading(ac_buffer *buffer, const ac_demo_file_form *form)
{
    if (form->byte_order_mark) {
        ac_buffer_add_z(buffer, "\xEF\xBB\xBF");
    }
    ac_buffer_add_z(buffer, column_names + 1);
    ac_buffer_add_z(buffer, form->line_end);
}

void ac_demo_add_row(
    ac_buffer *buffer,
    const ac_demo_world *world,
    const ac_demo_attendance *attendance,
    uint64_t record,
    const ac_demo_file_form *form)
{
    demo_line line;
    line.size = 0;
    for (size_t i = 0; i < sizeof column_parts; i++) {
        if (i > 0) {
            add_char(&line, ',');
        }
        if (column_parts[i] != DEMO_EMPTY) {
            add_part(&line, (demo_part)column_parts[i], world, attendance, record);
        }
    }
    add_z(&line, form->line_end);
    ac_buffer_add(buffer, (ac_text){line.bytes, line.size});
}
