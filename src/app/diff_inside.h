/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DIFF_INSIDE_H
#define AC_APP_DIFF_INSIDE_H
/* What the files diff*.c share. */

#include "app/diff_text.h"

/* diff_comparable.c: holds the two runs against each other.
 *
 * errors  ACCORD_EINPUT  another term, currency or levels; a value that one of them does not have
 */
accord_status
ac_diff_check_comparable(const ac_diff_options *options, const ac_run runs[2], accord_error *error);

/* The figures of one run, by line. */
typedef struct ac_diff_figures {
    ac_rational *numbers; /* [count]; nought where there is none */
    bool *there;          /* [count] */
    bool *known;          /* [count] */
    size_t count;
} ac_diff_figures;

/* All lines that any run has, in the order in which they were met. */
typedef struct ac_diff_lines {
    ac_arena *arena;
    ac_diff_line *list; /* [count] */
    size_t count;
    size_t capacity;
    ac_names names; /* of what tells a line from others -> its place */
} ac_diff_lines;

void ac_diff_lines_init(ac_diff_lines *lines, ac_arena *arena);

/* diff_figures.c: takes the payments and the values asked for of a run; lines that are new are
 * added. A value that the program lacks is passed over. */
ac_diff_figures ac_diff_take(
    ac_diff_lines *lines, const ac_statement_set *set, const ac_text *values, size_t value_count);

/* What was submitted under one name, on each side. */
typedef struct ac_diff_stream {
    ac_text stands;
    ac_text label;       /* with the inputs that it is read for */
    ac_diff_group group; /* LISTS or DATA */
    bool changed;
    bool taken; /* from the new side */
} ac_diff_stream;

typedef struct ac_diff_streams {
    ac_diff_stream *list; /* [count], those that are read, by name */
    size_t count;
} ac_diff_streams;

/* diff_streams.c: compares the files that two runs read. */
ac_diff_streams ac_diff_streams_find(ac_arena *arena, const ac_run runs[2]);

/* The files of a step: of each name from the side that `taken` says. */
const ac_seen_file *ac_diff_streams_seen(
    ac_arena *arena, const ac_run runs[2], const ac_diff_streams *streams, size_t *count);

#endif
