/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_XLSX_INSIDE_H
#define AC_EXTRACT_XLSX_INSIDE_H
/* What the files that read workbooks share. */

#include "base/buffer.h"
#include "extract/parts.h"
#include "extract/xlsx.h"

/* How a style shows a number. */
typedef struct ac_xlsx_style {
    bool is_date;
    uint32_t zeros; /* at least so many digits, as 00000 asks for; 0: as many as it has */
} ac_xlsx_style;

struct ac_xlsx {
    ac_parts *parts;
    ac_arena *arena;
    const char *path;
    const char *strings_part; /* or NULL */
    const char *styles_part;  /* or NULL */
    bool from_1904;           /* days are counted from 1904, as old Macs did */
    ac_xlsx_sheet *sheets;    /* [sheet_count] */
    size_t sheet_count;
    ac_text *strings; /* [string_count] */
    size_t string_count;
    ac_xlsx_style *styles; /* [style_count] */
    size_t style_count;
};

/* ---- xlsx_value.c: what is in a cell ---- */

/* Writes a number as people see it: without an exponent, rounded to 15 digits. False if it is
 * none, or has more than 40 digits. */
bool ac_xlsx_add_number(ac_buffer *buffer, ac_text text);

/* The day of a number of days; false if it is none. */
bool ac_xlsx_day_of(ac_text number, bool from_1904, accord_date *date);

/* How a format shows a number: by its own code, or by the number of one that is built in. */
ac_xlsx_style ac_xlsx_style_of(uint32_t number, const char *code);

/* A text without _xHHHH_ for a character, and without white space at its ends. */
ac_text ac_xlsx_text_of(ac_arena *arena, ac_text text);

/* Reads a whole number of at most 9 digits; false if it is none. */
bool ac_xlsx_whole(const char *text, uint32_t *number);

/* ---- xlsx_strings.c: texts and styles of the whole workbook ---- */
accord_status ac_xlsx_read_strings(ac_xlsx *book, accord_error *error);
accord_status ac_xlsx_read_styles(ac_xlsx *book, accord_error *error);

#endif
