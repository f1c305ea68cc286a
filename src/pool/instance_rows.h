/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_INSTANCE_ROWS_H
#define AC_POOL_INSTANCE_ROWS_H
/* The lines of a published case, section by section (instance_rows.c), for instance.c, which says
 * in which order they are read. */

#include "base/names.h"
#include "pool/instance.h"

enum { AC_INSTANCE_COUNTERS_A_PERSON = 3 + AC_KINDS_MOST };

typedef enum ac_instance_section {
    AC_SECTION_NONE,
    AC_SECTION_HORIZON,
    AC_SECTION_SHIFTS,
    AC_SECTION_STAFF,
    AC_SECTION_DAYS_OFF,
    AC_SECTION_ON,
    AC_SECTION_OFF,
    AC_SECTION_COVER,
    AC_SECTIONS
} ac_instance_section;

extern const char *const ac_instance_sections[AC_SECTIONS];

typedef struct ac_instance_line {
    ac_text text;
    uint64_t number;
    ac_instance_section section;
} ac_instance_line;

typedef struct ac_instance_reading {
    ac_arena *arena;
    const char *path;
    ac_instance_line *lines; /* [count], without comments, headings and empty ones */
    size_t count;
    size_t capacity;
    size_t of[AC_SECTIONS]; /* lines of each */
    ac_names people;
    ac_names shifts;
    bool *covered; /* [duty] */
    ac_problem *problem;
    accord_error *error;
} ac_instance_reading;

/* Says what is wrong with a field of a line, counted from 0. */
accord_status ac_instance_fail(
    const ac_instance_reading *work, const ac_instance_line *at, size_t field, const char *what);

/* The next line of a text, without its end; false at the end of the text. */
bool ac_instance_next_line(ac_text bytes, size_t *at, ac_text *found);

/* Each reads one line of its section. Shifts are read twice: what may not follow one may be listed
 * after it. `index` is the line's number within the section. */
accord_status
ac_instance_read_shift(ac_instance_reading *work, const ac_instance_line *at, uint32_t index);
accord_status
ac_instance_read_follow(ac_instance_reading *work, const ac_instance_line *at, uint32_t index);
accord_status
ac_instance_read_person(ac_instance_reading *work, const ac_instance_line *at, uint32_t index);
accord_status ac_instance_read_days_off(ac_instance_reading *work, const ac_instance_line *at);
accord_status ac_instance_read_wish(ac_instance_reading *work, const ac_instance_line *at);
accord_status ac_instance_read_cover(ac_instance_reading *work, const ac_instance_line *at);
accord_status
ac_instance_read_horizon(ac_instance_reading *work, const ac_instance_line *at, uint32_t index);

#endif
