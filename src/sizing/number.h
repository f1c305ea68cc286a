/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_NUMBER_H
#define AC_SIZING_NUMBER_H
/* Forecasts as text: rounded, never "-0", and in words where there is no number. */

#include "base/buffer.h"

/* 81023.4 with 0 places: "81,023". Not a number: "none". */
void ac_add_number(ac_buffer *buffer, double value, int places);

/* The same without commas, for files; not a number: nothing. */
void ac_add_plain(ac_buffer *buffer, double value, int places);

/* Right-aligned in a column of that width, after a space. */
void ac_add_cell(ac_buffer *buffer, int width, double value, int places);

/* "name": value, or null where it is not a number. */
void ac_add_json_number(ac_buffer *buffer, const char *name, double value, int places);

#endif
