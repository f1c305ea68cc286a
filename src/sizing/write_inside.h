/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_WRITE_INSIDE_H
#define AC_SIZING_WRITE_INSIDE_H
/* What the forms of a sizing share. */

#include "sizing/write.h"

/* A column of the curve. A width of 0 is left out of the table for people. */
typedef struct ac_outcome_column {
    const char *name; /* of CSV and JSON */
    const char *heading;
    int width;
    int places;
    double (*of)(const ac_sizing_told *told, const ac_size_outcome *o);
} ac_outcome_column;

extern const ac_outcome_column ac_outcome_columns[];
extern const size_t ac_outcome_column_count;

void ac_sizing_add_parts(ac_buffer *b, const ac_sizing_parts *parts);
void ac_sizing_add_json_parts(ac_buffer *b, const ac_sizing_parts *parts);
void ac_sizing_add_csv(ac_buffer *b, const ac_sizing_told *t);
void ac_sizing_add_json(ac_buffer *b, const ac_sizing_told *t);

#endif
