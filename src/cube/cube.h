/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_CUBE_H
#define AC_CUBE_CUBE_H
/* Rows counted, summed or taken into cells: members of the contract's own levels, by period. A cube
 * is built from a plan (what the contract's input clause says), fed files one after another, and
 * sealed. The sealed cells, and their hash, do not depend on the order of files or of rows. */

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/status.h"
#include "base/text.h"
#include "extract/layout.h"
#include "extract/marks.h"
#include "value/period.h"
#include "value/rational.h"

/* What becomes of a row whose code is not listed. */
typedef enum ac_unlisted {
    AC_UNLISTED_REFUSE,   /* refused: unknown practice */
    AC_UNLISTED_SET_ASIDE /* not of this contract (another specialty, another site): counted so */
} ac_unlisted;

/* When a member is open: rows of other periods are refused, but for those of a closed member whose
 * successor takes them over. */
typedef struct ac_cube_life {
    accord_date opened; /* the first day */
    accord_date closed; /* the last day */
    bool succeeded;
} ac_cube_life;

/* One level of the cells: which field gives the code, and which member each code is. */
typedef struct ac_cube_key {
    ac_text level;           /* "practice": for messages and the sealed file */
    ac_text field;           /* "gp-practice" */
    const ac_names *members; /* code -> member; several codes may give one member */
    const ac_text *labels;   /* [member_count], the members' own codes, in the level's order */
    uint32_t member_count;
    ac_unlisted unlisted;
} ac_cube_key;

/* A condition on a row, as a tree. A field without a value makes "is" false. */
typedef enum ac_where_op {
    AC_WHERE_IS,
    AC_WHERE_YES,
    AC_WHERE_NOT,
    AC_WHERE_AND,
    AC_WHERE_OR,
    AC_WHERE_GIVEN /* the field has a value */
} ac_where_op;

typedef struct ac_where {
    ac_where_op op;
    ac_text field;        /* IS, YES, GIVEN */
    const ac_text *codes; /* IS: [code_count]; "05" and "5" are not the same code */
    size_t code_count;
    const struct ac_where *left;  /* NOT, AND, OR */
    const struct ac_where *right; /* AND, OR */
} ac_where;

/* Whether an operation asks about a field, and not about other conditions. */
static inline bool ac_where_is_leaf(ac_where_op op)
{
    return op == AC_WHERE_IS || op == AC_WHERE_YES || op == AC_WHERE_GIVEN;
}

/* What has to follow a row for it to count: see cube/follow.h. */
typedef struct ac_cube_followed {
    uint32_t days;           /* from the row's own day; 0: on that day */
    const ac_text *same;     /* [same_count], fields that are the same in both rows */
    size_t same_count;       /* at most AC_FOLLOWED_FIELDS_MAX */
    const ac_where *where;   /* of the row that follows; NULL: any */
    const ac_layout *layout; /* of the rows that follow; NULL: the plan's own rows */
    ac_text day_field;       /* of that layout: the day of such a row */
} ac_cube_followed;

/* What a row adds to its cell. */
typedef enum ac_measure {
    AC_MEASURE_COUNT,  /* 1 */
    AC_MEASURE_SUM,    /* the number in `value_field`; a missing one refuses the row */
    AC_MEASURE_VALUE,  /* the cell is the number; a second row for it is refused; see ac_cell */
    AC_MEASURE_YES_NO, /* as VALUE: 1 or 0 */
    AC_MEASURE_ONE_OF  /* as VALUE: the index of the text in `choices`; any other text is refused */
} ac_measure;

typedef struct ac_cube_plan {
    ac_text input; /* its name in the contract, for messages and the sealed file */
    const ac_calendar *calendar;
    ac_period_kind period_kind; /* AC_PERIOD_NONE: one value for always */
    ac_text period_field;       /* a date or a period; "" where the kind is NONE */
    /* Periods that are asked for: [first, first + count) of each span; a row outside all is
     * refused, and the refusal says which are asked for. */
    struct ac_period_span {
        int32_t first;
        int32_t count;
    } spans[4];
    size_t span_count;
    const ac_cube_key *keys; /* [key_count], in the contract's order of levels */
    size_t key_count;
    /* [key_count], each [member_count] or NULL; NULL: all members are open always */
    const ac_cube_life *const *lives;
    const ac_where *where;            /* NULL: every row */
    const ac_cube_followed *followed; /* NULL: whatever follows; else COUNT or SUM, by a date */
    ac_measure measure;
    ac_text value_field;    /* SUM, VALUE, YES_NO, ONE_OF */
    const ac_text *choices; /* ONE_OF: [choice_count] */
    size_t choice_count;
    bool percent; /* VALUE with no layout: the unit is a ratio shown in %; see AC_REFUSED_PERCENT */
    bool amount;  /* VALUE: its unit is no ratio, and a number with a % sign is refused */
    bool may_be_negative;
} ac_cube_plan;

/* One cell of a sealed cube. */
typedef struct ac_cell {
    ac_rational value;
    uint64_t rows; /* rows behind it; 0: there is no such cell */
    bool missing; /* rows speak of it and none gives a value; `value` is then 0 and means nothing */
} ac_cell;

/* A file that was read. */
typedef struct ac_cube_file {
    ac_text path;
    ac_hash hash; /* SHA-256 of its bytes */
    uint64_t size_bytes;
    uint64_t rows;      /* data rows, the heading not counted */
    uint64_t counted;   /* rows that went into cells */
    uint64_t set_aside; /* by the condition, by a key, or for want of a value */
    uint64_t superseded;
    uint64_t refused;
    bool in_memory; /* or from standard input: it cannot be read again */
    bool unended;   /* its last line has no line end, and was not refused for that */
} ac_cube_file;

/* rows = counted + superseded + deletions + not_where + not_followed + may_follow + repeated + sum
 * of other_code + no_value + refused. */
typedef struct ac_cube_counts {
    uint64_t rows;
    uint64_t counted;
    uint64_t superseded;   /* dated where a later file takes the place of this one, or changed by a
                              row of one */
    uint64_t deletions;    /* take back what was sent before, and are not counted */
    uint64_t not_where;    /* set aside by the condition */
    uint64_t not_followed; /* set aside: no row follows it that is to */
    uint64_t may_follow;   /* set aside: of another layout, it may follow rows and is not counted */
    uint64_t repeated;     /* set aside: followed, and one with its identifier counts */
    uint64_t other_code[AC_LEVELS_MAX]; /* set aside by a key, by its place */
    uint64_t no_value;                  /* set aside: VALUE, YES_NO or ONE_OF without a value */
    uint64_t refused;
} ac_cube_counts;

/* Reasons for refusing a row; each has a stable code and a mend (cube/refusals.def). */
typedef struct ac_refused_row {
    ac_text file;
    uint64_t line;      /* where the row begins, from 1 */
    uint32_t column;    /* which column of the file, from 1; 0: the row as a whole */
    ac_text heading;    /* of that column; "" for the row */
    ac_text value;      /* shortened */
    const char *reason; /* "R-DATE", "R-MEMBER", "R-PERIOD", ... */
    ac_text message;    /* what is wrong and what was expected, one sentence */
    ac_text mend;       /* what to do about it */
} ac_refused_row;

typedef struct ac_refused_count {
    const char *reason;
    uint64_t rows;
} ac_refused_count;

typedef struct ac_cube ac_cube;

/* How reading goes on; called about every 4 MB and at each file's end. */
typedef struct ac_progress {
    void (*report)(
        void *self, ac_text file, uint64_t done_bytes, uint64_t total_bytes, uint64_t rows);
    void *self;
} ac_progress;

typedef struct ac_cube_options {
    const ac_progress *progress; /* may be NULL */
    /* Refused rows are written here as CSV, readable by the user alone (they are rows of patients);
     * NULL: not written. */
    const char *refused_path;
    bool refused_append;               /* to what another cube has written there */
    const ac_rational *refuse_at_most; /* overrides the layout's share; may be NULL */
    const char *temporary_folder;      /* for what memory does not hold; NULL: /tmp */
    /* Identifiers of rows that take more memory than this go to a temporary file; 0: they never
     * do. No cell depends on it; refused rows of one identifier are then told after all others,
     * and where rows came from memory or standard input, without their words. */
    uint64_t identifiers_bytes;
    unsigned threads; /* that may read at once, at most AC_THREADS_MAX; 0: one. Nothing that the
                         cube gives depends on it */
    /* For tests and measurement; nothing that the cube gives depends on the first three. */
    bool one_by_one;          /* every row takes the long way, as the reference */
    ac_marks_path marks_path; /* must be one that the processor has */
    size_t piece_bytes;       /* of one piece of a file; 0: as is best */
    bool unhashed;            /* the hash of each file is left zero */
    size_t sort_bytes;        /* of rows that may be followed, held in memory; 0: as is best */
} ac_cube_options;

/* Makes an empty cube. The plan and all it points to are borrowed until ac_cube_free.
 *
 * errors  ACCORD_ELIMIT  more cells than AC_CUBE_CELLS_MAX where rows add up, else AC_CELLS_MAX
 *         ACCORD_EINPUT  the plan reads a field that the layout does not have
 */
accord_status ac_cube_new(
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_cube_options *options,
    ac_cube **cube,
    accord_error *error);
void ac_cube_free(ac_cube *cube);

/* Where the rows that follow are of another layout: the plan by which they are read, which counts
 * nothing; it borrows what `plan` does. */
void ac_cube_plan_followers(const ac_cube_plan *plan, ac_cube_plan *followers);

/* Makes a cube for such a plan: what is read into it may follow the rows of `followed`. It is read
 * like any other and sealed before `followed` is.
 *
 * in      plan   borrowed, as the layout is, until the cube is freed
 * errors  ACCORD_EINPUT  the layout has no such field; what is to be the same in both rows is no
 *                        code in one of them
 */
accord_status ac_cube_new_followers(
    const ac_cube_plan *plan,
    const ac_cube_options *options,
    ac_cube *followed,
    ac_cube **cube,
    accord_error *error);

/* Days of activity, [from, until). */
typedef struct ac_day_span {
    accord_date from;
    accord_date until;
} ac_day_span;

/* Which rows of a file are taken, by their dates. A row without a date of its own has the first day
 * of its period. */
typedef struct ac_cube_dates {
    bool whole_aside;         /* every row is superseded, dated or not */
    const ac_day_span *aside; /* [aside_count]: rows dated in one are superseded */
    size_t aside_count;
    /* The file speaks for these days, or NULL: a row that counts and is dated elsewhere is refused,
     * and its periods within them are received, rows or none ... */
    const ac_day_span *covers;
    bool adds; /* ... but not where the file only adds to others, or changes them */
    /* The identifiers of files known later: rows that have one are superseded; NULL: none do ... */
    struct ac_changes *changes;
    bool change; /* ... and those of this file are added to them */
} ac_cube_dates;

/* Says how the files read from here on are dated; NULL: every row is taken. Borrowed until the next
 * call. Dates are not looked at where the plan has no period, but for `whole_aside`. */
void ac_cube_set_dates(ac_cube *cube, const ac_cube_dates *dates);

/* Reads one file of rows into the cube; gzip and zstd are unpacked. Rows that cannot be read are
 * refused and the reading goes on. Among COUNT and SUM rows with one identifier (as the layout
 * says) that with the least cell and value stays, and any other is refused; of two rows for one
 * VALUE cell the least value stays. After a failure the cube holds a part of the file and is only
 * to be freed.
 *
 * errors  ACCORD_EIO     the file cannot be read, or that of refused rows not be written
 *         ACCORD_EINPUT  no row of it can be: no heading, a heading missing or twice, UTF-16,
 *                        binary; packed bytes that are cut off or corrupt
 *         ACCORD_ELIMIT  it unpacks to too much, or has more rows than AC_CUBE_ROWS_MAX
 */
accord_status ac_cube_read(ac_cube *cube, const char *path, accord_error *error);

/* Reads files one after another, as ac_cube_read; several at once where there are threads. The
 * result is that of reading them in this order. */
accord_status
ac_cube_read_files(ac_cube *cube, const char *const *paths, size_t count, accord_error *error);

/* The same over standard input, of which `head` was read already. */
accord_status ac_cube_read_standard(ac_cube *cube, ac_text head, accord_error *error);

/* The same over bytes in memory. */
accord_status
ac_cube_read_text(ac_cube *cube, ac_text bytes, const char *name, accord_error *error);

/* Ends the reading: sorts, hashes, and judges the share of refused rows.
 *
 * errors  ACCORD_ENO  more rows were refused than the limit; the message gives both shares. The
 *                     cube is sealed and may be looked at all the same
 *         ACCORD_EIO  the file of refused rows cannot be written
 */
accord_status ac_cube_seal(ac_cube *cube, accord_error *error);

/* Of a sealed cube. `members` are indices by key, [key_count]. Borrowed; a cell with rows 0 if
 * none. */
ac_cell ac_cube_cell(const ac_cube *cube, const uint32_t *members, int32_t period);

/* Whether any row of that period was read, counted or not. For kind NONE: whether any row was. */
bool ac_cube_received(const ac_cube *cube, int32_t period);

ac_hash ac_cube_hash(const ac_cube *cube);
const ac_cube_counts *ac_cube_get_counts(const ac_cube *cube);
const ac_cube_file *ac_cube_files(const ac_cube *cube, size_t *count);
const ac_refused_row *ac_cube_refused(const ac_cube *cube, size_t *count); /* the first ones */
const ac_refused_count *ac_cube_refused_by_reason(const ac_cube *cube, size_t *count);

/* Adds the sealed cells as canonical text, one line each, sorted by member code and period:
 * heading "input,LEVEL...,PERIOD KIND,value,rows"; for kind NONE there is no column of periods. The
 * cube's hash is the SHA-256 of this text. A missing cell has an empty value. */
void ac_cube_add_text(ac_buffer *buffer, const ac_cube *cube);

#endif
