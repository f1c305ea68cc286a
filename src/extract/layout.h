/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_LAYOUT_H
#define AC_EXTRACT_LAYOUT_H
/* A layout says how the columns of a file become named, typed fields, so that a contract names
 * fields and never columns. Layout text, one statement a line, '#' comments:
 *
 *   layout 1
 *   name outpatients "SUS outpatient extract (CDS 020), national column names"
 *   files "outpatients*.csv"                 files it reads; several patterns may be given
 *   delimiter comma                          comma, semicolon, tab, pipe; comma unless said
 *   missing "" "-" "*"                       marks for "no value"; "" unless said
 *   refuse at most 1%                        share of rows that may be refused; 0% unless said
 *   refuse at most 0.1% for R-MEMBER         ... and of that reason
 *   refuse unended last line                 a file whose last line has no end may be cut off
 *   identifier attendance-identifier         fields that together may occur once among counted rows
 *   deletion taken-back                      a yes-or-no field: the row takes back what was sent
 *   legal basis "section 251"                needed to map a column that says who a patient is
 *   field gp-practice      : code from "PracticeCodeofRegisteredGP"
 *   field appointment-date : date yyyy-mm-dd from "AppointmentDate"
 *   field tariff           : number from "Tariff", optional
 *   field quality-score    : percent from "QualScore"
 *   field urgent-cancer    : yes when "PriorityType" is 3
 *   field track-2          : yes or no from "Current_Track_2"
 *   field year             is 2022
 *
 * Types: code (text, trimmed, kept as it is), whole (whole number), number (decimal; thousands
 * separators, currency signs, brackets for negatives and a trailing % allowed), percent (92.5 and
 * 92.5% both mean 0.925), yes or no, date FORMAT (yyyy-mm-dd, yyyymmdd, dd/mm/yyyy, mm/dd/yyyy, d
 * month yyyy), period (month, quarter or year as people write it; value/period.h). `optional`
 * allows the column itself to be absent; its values are then missing. */

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "value/date.h"
#include "value/rational.h"

enum { AC_LAYOUT_IDENTIFIER_MAX = 16 }; /* fields of one identifier */

typedef enum ac_field_type {
    AC_FIELD_CODE,
    AC_FIELD_WHOLE,
    AC_FIELD_NUMBER,
    AC_FIELD_PERCENT,
    AC_FIELD_YES_NO,
    AC_FIELD_DATE,
    AC_FIELD_PERIOD,
    AC_FIELD_YES_WHEN, /* yes where the column holds one of `codes` */
    AC_FIELD_CONSTANT  /* the same text, `codes[0]`, for every row */
} ac_field_type;

typedef struct ac_layout_field {
    ac_text name;   /* as contracts say it: gp-practice */
    ac_text column; /* heading in the file; compared ignoring case and outer spaces */
    ac_field_type type;
    ac_date_format date_format;
    bool optional;
    const ac_text *codes; /* [code_count] */
    size_t code_count;
    uint32_t line; /* of the layout, for messages */
} ac_layout_field;

/* How many rows may be refused for one reason. */
typedef struct ac_layout_limit {
    ac_text reason;    /* "R-MEMBER" */
    ac_rational share; /* of the rows of one run */
    uint32_t line;     /* of the layout, for messages */
} ac_layout_limit;

typedef struct ac_layout {
    ac_text name; /* "" for the plain layout, whose fields are the file's own headings */
    ac_text title;
    ac_text path;         /* for messages */
    const ac_text *files; /* [file_count], patterns of fnmatch(3) */
    size_t file_count;
    char delimiter;
    const ac_text *missing; /* [missing_count] */
    size_t missing_count;
    ac_text legal_basis;        /* for columns that say who a patient is; "" where none is named */
    ac_rational refuse_at_most; /* share of the rows of one run */
    const ac_layout_limit *limits; /* [limit_count] */
    size_t limit_count;
    bool refuse_unended;       /* the last line, where it has no line end */
    const ac_text *identifier; /* [identifier_count], names of fields */
    size_t identifier_count;
    ac_text deletion; /* the field that is yes where a row takes one back; "" where none is */
    const ac_layout_field *fields; /* [field_count] */
    size_t field_count;
} ac_layout;

/* Reads layout text. All that it holds lives in `arena` (the text is copied).
 *
 * errors  ACCORD_EINPUT  with path:line and what was expected
 */
accord_status ac_layout_parse(
    ac_arena *arena, ac_text text, const char *path, ac_layout *layout, accord_error *error);

/* The plain layout: comma, "" missing, nothing refused, no identifier; a field wanted by a plan
 * is the column of the same heading (ignoring case; '-', '_' and space are the same), read as the
 * plan asks. */
ac_layout ac_layout_plain(void);

/* Whether the layout is of a file of that name; .gz or .zst behind it says only how it is packed.
 */
bool ac_layout_reads(const ac_layout *layout, ac_text file_name);

const ac_layout_field *ac_layout_find(const ac_layout *layout, ac_text field); /* or NULL */

#endif
