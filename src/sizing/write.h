/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_WRITE_H
#define AC_SIZING_WRITE_H
/* A sizing for people, for a spreadsheet (a row for each size) and for programs. */

#include "base/buffer.h"
#include "sizing/parts.h"
#include "sizing/vary.h"

typedef enum ac_sizing_format { AC_SIZING_TABLE, AC_SIZING_CSV, AC_SIZING_JSON } ac_sizing_format;

/* All that a sizing is told from. */
typedef struct ac_sizing_told {
    const ac_figures *figures;
    const ac_asked *asked;
    const ac_demand *demand;
    const ac_sizing_options *options;
    const ac_sizing *sizing;
    const ac_what_if *variation;
    const ac_sizing_parts *parts; /* NULL: demand is given, and not by practice */
    accord_date fitted_from;
    uint32_t contracted; /* sessions a week, of the doctors */
    uint32_t doctors;    /* with a contract */
} ac_sizing_told;

void ac_sizing_add(ac_buffer *buffer, const ac_sizing_told *told, ac_sizing_format format);

#endif
