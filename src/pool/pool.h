/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_POOL_H
#define AC_POOL_POOL_H
/* The pool as its files say it: doctors with dated contracts, checks and skills; sites; requests.
 * Rows come in plain, from whoever read the files; every fault of every file is found in one pass,
 * and nothing is used unless all is good. */

#include "accord/date.h"

#include "base/buffer.h"
#include "base/status.h"

#define AC_POOL_WEEKDAYS         "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
#define AC_POOL_PARTS            "morning|afternoon|evening|night"
#define AC_POOL_GATES_WORDS      "performers list|gmc|dbs|indemnity|right to work|training|login"
#define AC_POOL_CANCELLED_BY     "practice|doctor|trust"
#define AC_POOL_DUTIES_FORBIDDEN "on call|home visits|unsupervised"
#define AC_POOL_REASONS          "vacancy|leave|sickness|other"
#define AC_POOL_LOCUM_BASES      "quoted|paid|modelled"
#define AC_POOL_STATES \
    "held|included|included with conditions|applied|deferred|refused|suspended|removed|withdrawn"
#define AC_POOL_RATE_KINDS   "weekday|out of hours|bank holiday"
#define AC_POOL_CHARGE_WORDS "on-costs percent|administration percent|travel pence a mile"
#define AC_POOL_VAT_WORDS    "exempt|standard rated|outside the scope"

enum { AC_POOL_EVENING = 2, AC_POOL_PART_COUNT = 4, AC_POOL_COLUMNS_MOST = 24 };

typedef enum ac_pool_gate_kind {
    AC_GATE_LIST,
    AC_GATE_GMC,
    AC_GATE_DBS,
    AC_GATE_INDEMNITY,
    AC_GATE_RIGHT,
    AC_GATE_TRAINING,
    AC_GATE_LOGIN
} ac_pool_gate_kind;

typedef enum ac_pool_state {
    AC_STATE_HELD,
    AC_STATE_INCLUDED,
    AC_STATE_CONDITIONS,
    AC_STATE_APPLIED,
    AC_STATE_DEFERRED,
    AC_STATE_REFUSED,
    AC_STATE_SUSPENDED,
    AC_STATE_REMOVED,
    AC_STATE_WITHDRAWN
} ac_pool_state;

/* What conditions forbid, in the order of AC_POOL_DUTIES_FORBIDDEN. */
typedef enum ac_pool_forbidden {
    AC_FORBIDS_ON_CALL,
    AC_FORBIDS_VISITS,
    AC_FORBIDS_UNSUPERVISED /* where no supervisor is */
} ac_pool_forbidden;

typedef enum ac_pool_wish {
    AC_WISH_KNOWN,
    AC_WISH_PREFER,
    AC_WISH_AVOID,
    AC_WISH_NEVER
} ac_pool_wish;
typedef enum ac_pool_pattern {
    AC_PATTERN_FIXED,
    AC_PATTERN_WEEKLY,
    AC_PATTERN_ANY
} ac_pool_pattern;
enum { AC_BASIS_TRUST = 1 };
enum { AC_REASON_VACANCY = 0 };
typedef enum ac_rate_kind {
    AC_RATE_WEEKDAY,
    AC_RATE_OUT_OF_HOURS,
    AC_RATE_BANK_HOLIDAY
} ac_rate_kind;
typedef enum ac_charge_kind {
    AC_CHARGE_ON_COSTS,
    AC_CHARGE_ADMIN,
    AC_CHARGE_TRAVEL
} ac_charge_kind;
typedef enum ac_vat_basis { AC_VAT_EXEMPT, AC_VAT_STANDARD, AC_VAT_OUTSIDE } ac_vat_basis;
enum { AC_UNIT_HOUR = 1 };
typedef enum ac_carrier { AC_CARRIER_TRUST, AC_CARRIER_POOLED, AC_CARRIER_RESERVE } ac_carrier;
typedef enum ac_carrying_key { AC_KEY_EQUAL, AC_KEY_LIST_SIZE, AC_KEY_REQUESTED } ac_carrying_key;

typedef enum ac_pool_table {
#define AC_POOL_TABLE(identifier, file, needed, note) AC_POOL_##identifier,
#define AC_POOL_COLUMN(table, identifier, heading, type, needed, low, high, words, note)
#include "pool/tables.def"
#undef AC_POOL_TABLE
#undef AC_POOL_COLUMN
    AC_POOL_TABLES
} ac_pool_table;

/* Columns of each table, from 0: AC_IN_DOCTORS_HOME. */
#define AC_POOL_TABLE(identifier, file, needed, note) \
    }                                                 \
    ;                                                 \
    enum {
#define AC_POOL_COLUMN(table, identifier, heading, type, needed, low, high, words, note) \
    AC_IN_##table##_##identifier,
enum {
    AC_POOL_FIRST_ENUM,
#include "pool/tables.def"
};
#undef AC_POOL_TABLE
#undef AC_POOL_COLUMN

typedef enum ac_pool_setting {
#define AC_POOL_SETTING(identifier, word, value) AC_SET_##identifier,
#include "pool/settings.def"
#undef AC_POOL_SETTING
    AC_SETTINGS
} ac_pool_setting;

typedef enum ac_pool_sizing {
#define AC_POOL_SIZING(identifier, word, value, low, high, source) AC_SIZE_##identifier,
#include "pool/sizing.def"
#undef AC_POOL_SIZING
    AC_SIZINGS
} ac_pool_sizing;

/* A figure by which a pool is sized, as sizing.def has it. */
typedef struct ac_sizing_rule {
    const char *word;
    int64_t value; /* in millionths, without a row; below 0: none */
    int64_t low;   /* whole */
    int64_t high;
    const char *source;
} ac_sizing_rule;

extern const ac_sizing_rule ac_sizing_rules[AC_SIZINGS];

/* Whether a value in millionths lies within the limits of a figure. */
bool ac_sizing_holds(ac_pool_sizing figure, int64_t value);

const char *ac_pool_file(ac_pool_table table); /* "doctors.csv" */
bool ac_pool_file_needed(ac_pool_table table);

/* A file as it was read: a heading and rows of cells. Zeroed: it is not there. */
typedef struct ac_pool_sheet_row {
    uint64_t line;
    const ac_text *cells; /* [column_count] */
} ac_pool_sheet_row;

typedef struct ac_pool_sheet {
    const char *path; /* NULL: not there; in a workbook, the sheet's name */
    bool in_workbook; /* places are told as a spreadsheet shows them */
    const ac_text *headings;
    size_t column_count;
    const ac_pool_sheet_row *rows;
    size_t row_count;
} ac_pool_sheet;

/* The bytes of a cell that whoever read it has found at fault, and told: it is not looked at
 * again. */
extern const char ac_pool_told[];

#define AC_POOL_ABSENT         INT64_MIN
#define AC_POOL_DECIMAL_PLACES 6

/* A cell that was checked: a day, a number, millionths of a decimal, the index of a word, or of the
 * row that is meant. */
typedef struct ac_pool_cell {
    int64_t number; /* AC_POOL_ABSENT where it is empty */
    ac_text text;
} ac_pool_cell;

typedef struct ac_pool_row {
    uint64_t line;
    ac_pool_cell cells[AC_POOL_COLUMNS_MOST];
} ac_pool_row;

typedef struct ac_pool_rows {
    ac_pool_row *rows;
    uint32_t count;
    const char *path;                       /* NULL: there is no such file */
    uint32_t columns[AC_POOL_COLUMNS_MOST]; /* of the file, from 1; 0: not there */
} ac_pool_rows;

typedef struct ac_pool {
    ac_pool_rows tables[AC_POOL_TABLES];
    /* Rows of tables whose first column is a doctor, by doctor: those of doctor d are
     * order[table][first[table][d]] up to order[table][first[table][d + 1]]. NULL for others. */
    uint32_t *first[AC_POOL_TABLES];
    uint32_t *order[AC_POOL_TABLES];
} ac_pool;

/* What is wrong with a cell, and a way out. */
typedef struct ac_pool_fault {
    const char *file;
    bool in_workbook;
    uint64_t line;   /* 0: of the file as a whole */
    uint32_t column; /* from 1; 0: of the row as a whole */
    ac_text message;
} ac_pool_fault;

typedef struct ac_pool_faults {
    ac_arena *arena;
    ac_pool_fault *list;
    size_t count;
    size_t capacity;
    size_t found; /* listed or not */
} ac_pool_faults;

void ac_pool_fault_add(
    ac_pool_faults *faults,
    const ac_pool_sheet *sheet,
    uint64_t line,
    uint32_t column,
    const char *format,
    ...) AC_PRINTF(5, 6);
/* A fault of a row of the pool, or of a cell of it; AC_POOL_COLUMNS_MOST is the row as a whole. */
void ac_pool_row_fault_add(
    ac_pool_faults *faults,
    const ac_pool *pool,
    ac_pool_table table,
    const ac_pool_row *row,
    size_t column,
    const char *format,
    ...) AC_PRINTF(6, 7);
void ac_pool_faults_add_text(ac_buffer *buffer, const ac_pool_faults *faults);

/* The letters of a column, from 1: "C" of 3, "AA" of 27; nothing of 0. */
void ac_pool_add_column_letters(ac_buffer *buffer, uint32_t column);

/* What a row's number is called. */
static inline const char *ac_pool_line_word(const ac_pool_sheet *sheet)
{
    return sheet->in_workbook ? "row" : "line";
}

/* The days that are planned. */
typedef struct ac_pool_period {
    accord_date from;
    accord_date until;
    accord_date today; /* no request may lie before it */
} ac_pool_period;

/* Reads all files of a pool.
 *
 * in      sheets  [AC_POOL_TABLES]; borrowed for the arena's life
 * out     pool    filled only if there is no fault
 *         faults  added to
 * errors  ACCORD_ENO  there are faults
 */
accord_status ac_pool_read(
    ac_arena *arena,
    const ac_pool_sheet *sheets,
    const ac_pool_period *period,
    ac_pool *pool,
    ac_pool_faults *faults);

/* A figure of rules.csv on a day, or what it is without a row. */
int64_t ac_pool_figure(const ac_pool *pool, ac_pool_setting setting, accord_date on);

static inline const ac_pool_row *
ac_pool_row_of(const ac_pool *pool, ac_pool_table table, size_t row)
{
    return &pool->tables[table].rows[row];
}

#define AC_POOL_NO_ROW UINT32_MAX

/* The row of a table whose key a code is, or AC_POOL_NO_ROW. */
uint32_t ac_pool_find(const ac_pool *pool, ac_pool_table table, ac_text code);

/* Row `index` of a doctor's rows in a table, or NULL past the last. */
static inline const ac_pool_row *
ac_pool_doctor_row(const ac_pool *pool, ac_pool_table table, uint32_t doctor, uint32_t index)
{
    uint32_t at = pool->first[table][doctor] + index;
    return at < pool->first[table][doctor + 1] ? &pool->tables[table].rows[pool->order[table][at]]
                                               : NULL;
}

static inline uint32_t ac_weekday_of(accord_date date) /* 0 is Monday */
{
    return (uint32_t)((((int64_t)date.day + 3) % 7 + 7) % 7);
}

/* Whether a day lies in the dates of a row; a date that is absent is no limit. Both are
 * included. */
static inline bool
ac_pool_holds(const ac_pool_row *row, size_t from_column, size_t until_column, accord_date on)
{
    int64_t from = row->cells[from_column].number;
    int64_t until = row->cells[until_column].number;
    return (from == AC_POOL_ABSENT || from <= on.day) &&
           (until == AC_POOL_ABSENT || on.day <= until);
}

#endif
