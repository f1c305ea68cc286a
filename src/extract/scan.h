/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_SCAN_H
#define AC_EXTRACT_SCAN_H
/* Finds the fields of one row of CSV in memory. It keeps no state: a row that is cut off by the end
 * of what is held is scanned again from its start when more is there. */

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* The scanner loads whole blocks: so many bytes past the end must be readable, whatever they
 * hold. */
#define AC_SCAN_SLACK_BYTES 64u

typedef struct ac_scan {
    char delimiter;     /* in */
    ac_text *fields;    /* in: room for fields_max; out: unquoted, `""` not yet undone */
    size_t fields_max;  /* in */
    size_t field_count; /* found; only the first fields_max of them are in `fields` */
    size_t raw_bytes;   /* of the row without its line end */
    size_t size_bytes;  /* of the row with it */
    bool line_ended;    /* false: the data ended first */
    bool quoted;        /* some field stood in quotes */
    const char *fault;  /* NULL, R-QUOTE, R-LONG or R-TRUNCATED */
    size_t fault_field;
} ac_scan;

/* Scans the row that begins at `at`.
 *
 * in   at, size  what is held, from the row's first byte; AC_SCAN_SLACK_BYTES are readable after it
 *      at_end    no more follows
 * out  false: more is needed (never where at_end)
 */
bool ac_scan_row(ac_scan *scan, const char *at, size_t size, bool at_end);

/* Looks for bytes that most rows do not hold: beyond ASCII (UTF-8 is to be checked), and NUL. */
void ac_scan_rare(const char *at, size_t size, bool *high, bool *nul);

#endif
