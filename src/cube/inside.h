/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_INSIDE_H
#define AC_CUBE_INSIDE_H
/* What the files of cube/ share: the compiled plan, the cells, and the row being read. */

#include "base/arena.h"
#include "cube/cells.h"
#include "cube/cube.h"
#include "cube/duplicates.h"
#include "extract/marks.h"
#include "extract/reader.h"

#include <stdio.h>

typedef enum ac_refusal {
#define AC_REFUSAL(name, code, sentence, mend) AC_REFUSAL_##name,
#include "cube/refusals.def"
#undef AC_REFUSAL
    AC_REFUSAL_COUNT
} ac_refusal;

#define AC_COLUMN_NONE UINT32_MAX
#define AC_CELL_NONE   UINT32_MAX

typedef struct ac_listing ac_listing;
typedef struct ac_standing ac_standing;

/* A field that the plan reads, and where it stands in the file being read. */
typedef struct ac_want {
    ac_text name;
    ac_field_type type;
    ac_date_format date_format;
    const ac_layout_field *field; /* NULL with the plain layout: the column of that name */
    bool is_value;                /* plain: the column "value" will do */
    uint32_t column;              /* AC_COLUMN_NONE: a constant, or an optional column not there */
} ac_want;

/* A condition, its fields found. */
typedef struct ac_test {
    ac_where_op op;
    const ac_want *want;  /* IS, YES, GIVEN */
    const ac_text *codes; /* IS: [code_count] */
    size_t code_count;
    const struct ac_test *left;
    const struct ac_test *right;
} ac_test;

/* A key of the plan, its field found. */
typedef struct ac_cube_axis {
    const ac_want *want;
    const ac_cube_key *key;
    size_t stride;         /* cells from one member to the next */
    const uint32_t *order; /* [member_count], members sorted by label; made at the sealing */
} ac_cube_axis;

/* The first thing wrong with the row being read; it is refused for it unless it is set aside. */
typedef struct ac_pending {
    bool is;
    ac_refusal reason;
    const ac_want *want; /* NULL: the row as a whole */
    char message[ACCORD_MESSAGE_BYTES];
} ac_pending;

/* A file, or bytes in memory under a name, or standard input behind bytes in memory. */
typedef struct ac_cube_input {
    const char *path;
    bool in_memory;
    bool standard;
    ac_text bytes;
} ac_cube_input;

struct ac_cube {
    const ac_cube_plan *plan;
    const ac_layout *layout;
    const ac_progress *progress;
    const char *refused_path;
    bool refused_append;
    ac_rational refuse_at_most;
    bool limits_lifted;        /* the share was given, whatever the layout says: by reason, too */
    ac_arena arena;            /* all but the numbers */
    ac_arena numbers;          /* what the cells and `duplicates` hold; see ac_cube_tidy_numbers */
    size_t numbers_kept_bytes; /* of `numbers`, after the last tidying */

    ac_want *wants; /* [want_count] */
    size_t want_count;
    size_t want_capacity;
    ac_want *period_want;   /* NULL for kind NONE */
    ac_want *value_want;    /* NULL for COUNT */
    ac_cube_axis *axes;     /* [plan->key_count] */
    const ac_test *where;   /* NULL: every row */
    ac_want *deletion_want; /* NULL: no row takes back another */
    ac_want **identity;     /* [identity_count]; 0: rows are not checked for duplicates */
    size_t identity_count;
    struct ac_following *following; /* NULL: a row counts whatever follows; see follow.h */
    struct ac_cube *follows; /* whose rows those that are read here may follow; NULL: they count */

    struct ac_period_span spans[4]; /* sorted, apart from one another */
    size_t span_count;
    int32_t period_count;
    size_t cell_count; /* members x periods; the period is innermost */
    bool adds_up;      /* COUNT and SUM: `cells`; the others: the three arrays after it */
    ac_cells cells;
    uint32_t *rows;         /* [cell_count], owned */
    ac_rational *values;    /* [cell_count], owned; valid where rows > 0 */
    uint32_t *missing;      /* [cell_count], owned, rows without a value */
    ac_cells beside;        /* cells with a fraction beside their sum: its place in `fractions` */
    ac_rational *fractions; /* [fraction_count] */
    size_t fraction_count;
    size_t fraction_capacity;
    ac_rational *odd_amounts; /* [odd_count]; see amounts.c */
    size_t odd_count;
    size_t odd_capacity;
    bool *received; /* [period_count] */
    ac_duplicates duplicates;
    ac_listing *listing;          /* NULL: no rows are listed */
    ac_standing *standing;        /* NULL: the rows that stand are not written */
    uint32_t listed_cell;         /* whose rows are; AC_CELL_NONE */
    const struct ac_quick *quick; /* NULL: every row takes the long way; see quick.h */
    unsigned threads;
    ac_marks_path marks_path;
    size_t piece_bytes;
    bool unhashed;

    const ac_cube_dates *dates; /* of the file being read, or NULL */
    ac_pending pending;
    const ac_reader *reader; /* of the file being read */
    ac_cube_file *file;      /* being read */
    ac_cube_file *files;
    size_t file_count;
    size_t file_capacity;
    ac_cube_counts counts;

    FILE *refused_file;
    bool refused_file_broken;
    ac_refused_row *refused; /* [refused_count], the first ones */
    size_t refused_count;
    size_t refused_capacity;
    uint64_t refused_by[AC_REFUSAL_COUNT];
    ac_refused_count by_reason[AC_REFUSAL_COUNT]; /* sorted at the sealing */
    size_t by_reason_count;

    bool sealed;
    ac_hash hash;
};

/* plan.c: finds the fields of the plan in the layout.
 *
 * errors  ACCORD_EINPUT  the layout has no such field
 *         ACCORD_ELIMIT  a condition too deep
 */
accord_status ac_cube_compile(ac_cube *cube, accord_error *error);

/* Parts of it: a field that the plan reads, for which ac_cube_compile made room; a condition. */
accord_status ac_cube_want_field(ac_cube *cube, ac_text name, ac_want **want, accord_error *error);
accord_status ac_cube_compile_where(
    ac_cube *cube, const ac_where *where, const ac_test **test, accord_error *error);

/* Finds the columns of the wanted fields in a file's heading.
 *
 * out     columns  [want_count]
 * errors  ACCORD_EINPUT  a column is not there, or twice
 */
accord_status ac_cube_bind(
    const ac_cube *cube,
    const ac_row *heading,
    const char *path,
    uint32_t *columns,
    accord_error *error);

/* amounts.c: what a row adds, as one word. */
#define AC_AMOUNT_PLACES 4
int64_t ac_cube_amount_of(ac_cube *cube, ac_rational value);
ac_rational ac_cube_amount_value(ac_cube *cube, int64_t amount);
int ac_cube_amount_compare(ac_cube *cube, int64_t left, int64_t right);

/* Where a tally cannot hold the sum. */
void ac_cube_add_odd(ac_cube *cube, ac_tally *tally, uint32_t cell, int64_t amount);
void ac_cube_take_out(ac_cube *cube, uint32_t cell, int64_t amount);

static inline void ac_cube_put_in(ac_cube *cube, uint32_t cell, int64_t amount)
{
    ac_tally *tally = ac_cells_at(&cube->cells, cell);
    int64_t sum = 0;
    tally->rows++;
    /* Amounts that are places in a list are below any that is added up. */
    if (__builtin_expect(amount < -(INT64_C(1) << 61), 0) ||
        __builtin_add_overflow(tally->sum, amount, &sum) || sum == INT64_MIN) {
        ac_cube_add_odd(cube, tally, cell, amount);
        return;
    }
    tally->sum = sum;
}

/* Joins each fraction with the tally that it stands beside; then the totals may be asked for. */
void ac_cube_seal_amounts(ac_cube *cube);

/* The value of a cell of a sealed cube that adds up. */
ac_rational ac_cube_total(const ac_cube *cube, uint32_t cell, const ac_tally *tally);

/* text.c: adds the canonical text; with a hasher, hands it over in parts instead of keeping it. */
void ac_cube_write_text(ac_buffer *text, const ac_cube *cube, ac_hasher *hasher);

/* crew.c: reads files by several threads. See ac_cube_read_files. */
accord_status
ac_cube_read_by_crew(ac_cube *cube, const ac_cube_input *inputs, size_t count, accord_error *error);

/* Opens what is read; see ac_reader_open. */
accord_status ac_cube_open_input(
    const ac_cube *cube, const ac_cube_input *input, ac_reader **reader, accord_error *error);

/* Notes the file that is read from now on, whose columns are known. */
accord_status ac_cube_begin_file(
    ac_cube *cube,
    const ac_reader *reader,
    const ac_cube_input *input,
    const uint32_t *columns,
    accord_error *error);

/* lives.c: leaves a fault pending where a member of the cell was not open in the period. */
void ac_cube_check_lives(ac_cube *cube, size_t cell, int32_t place);

/* rows.c: counts, sets aside or refuses one row. */
void ac_cube_take_row(ac_cube *cube, const ac_row *row);

/* fields.c: what a row says. The text that a field has in it, false if there is no value; a field
 * of type "yes when" is "yes" or "no", always. */
bool ac_cube_row_text(const ac_cube *cube, const ac_want *want, const ac_row *row, ac_text *text);

/* Those from here on leave a fault pending for what cannot be read. */
typedef enum ac_answer {
    AC_ANSWER_NO,
    AC_ANSWER_YES,
    AC_ANSWER_NONE, /* there is no value */
    AC_ANSWER_FAULT
} ac_answer;
ac_answer ac_cube_row_yes_no(ac_cube *cube, const ac_want *want, const ac_row *row);

/* Judges a condition of the plan: NO, YES or FAULT. */
ac_answer ac_cube_row_judge(ac_cube *cube, const ac_test *test, const ac_row *row);

/* False only where the condition sets the row aside. */
bool ac_cube_row_concerned(ac_cube *cube, const ac_row *row);

/* The row's period, as its place from 0; false if there is a fault. */
bool ac_cube_row_period(ac_cube *cube, const ac_row *row, int32_t *place);

/* Adds the row's members to the number of its cell; false if a key sets the row aside. */
bool ac_cube_row_members(ac_cube *cube, const ac_row *row, size_t *cell);

/* measure.c: what a row adds to its cell. */
typedef enum ac_taken { AC_TAKEN_VALUE, AC_TAKEN_NONE, AC_TAKEN_FAULT } ac_taken;
ac_taken ac_cube_row_value(ac_cube *cube, const ac_row *row, ac_rational *value);

/* listing.c. The columns of a file; a row that may stay in the listed cell; and, while the table of
 * identifiers is there, which of them are in it; at last, those that stay. */
void ac_listing_begin_file(ac_listing *listing, const ac_row *heading);
void ac_listing_note(ac_cube *cube, const ac_row *row, ac_identity identity, int64_t amount);
uint32_t ac_listing_last(const ac_listing *listing); /* the number of the row noted last */
void ac_listing_stay(ac_listing *listing, uint32_t number);
void ac_listing_settle(ac_cube *cube);
void ac_listing_end(ac_cube *cube);

/* standing.c. A file whose columns are known; a row of it, once it was taken; at last, what went
 * wrong: where anything did, the file is not there. */
void ac_standing_begin_file(const ac_cube *cube);
void ac_standing_take(const ac_cube *cube, const ac_row *row);
accord_status ac_standing_end(ac_standing *standing, accord_error *error);
void ac_standing_free(ac_standing *standing);

/* spilled.c. Where a row of the file being read stands in the order of reading. */
uint64_t ac_cube_place_of(const ac_cube *cube, uint64_t line);

/* Whether a row is less, by cell and value, than what was kept of one with its identifier. */
bool ac_cube_goes_first(ac_cube *cube, uint32_t cell, int64_t amount, const ac_kept *kept);

/* Ends what is to be said of identifiers: after it each cell has those rows that stay.
 *
 * errors  ACCORD_EIO  the temporary file of identifiers, or a file that is read again
 */
accord_status ac_cube_settle_identities(ac_cube *cube, accord_error *error);

/* dates.c: what the date of a row makes of it. */
typedef enum ac_dating { AC_DATING_TAKEN, AC_DATING_SUPERSEDED, AC_DATING_OUTSIDE } ac_dating;
ac_dating ac_cube_date_row(const ac_cube *cube, const ac_row *row);

/* Leaves a fault pending: the row is dated outside what its file covers. */
void ac_cube_fault_outside(ac_cube *cube);

/* Says whether a period is asked for, and its place among those that are. */
bool ac_cube_period_place(const ac_cube *cube, int32_t period, int32_t *place);

/* Frees the numbers that no cell holds any more, when they have become many. */
void ac_cube_tidy_numbers(ac_cube *cube);

/* refuse.c. The first fault of a row stays, later ones are not looked at. */
void ac_cube_fault(ac_cube *cube, ac_refusal reason, const ac_want *want, const char *format, ...)
    AC_PRINTF(4, 5);
void ac_cube_fault_duplicate(ac_cube *cube);
void ac_cube_fault_missing(ac_cube *cube, const ac_want *want);
void ac_cube_refuse_pending(ac_cube *cube, const ac_row *row);
void ac_cube_refuse_unreadable(ac_cube *cube, const ac_row *row);
const char *ac_refusal_code(ac_refusal reason);
const char *ac_refusal_sentence(ac_refusal reason);

/* AC_REFUSAL_COUNT: there is none of that code. */
ac_refusal ac_refusal_of(ac_text code);

/* errors  ACCORD_EINPUT  a limit of the layout is for a reason that there is not */
accord_status ac_cube_check_limits(const ac_layout *layout, accord_error *error);

/* errors  ACCORD_EIO  the file of refused rows cannot be written */
accord_status ac_cube_open_refused(ac_cube *cube, accord_error *error);
accord_status ac_cube_close_refused(ac_cube *cube, accord_error *error);

#endif
