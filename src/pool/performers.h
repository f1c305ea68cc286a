/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_PERFORMERS_H
#define AC_POOL_PERFORMERS_H
/* A published performers list against the doctors of a pool: which rows of gates.csv it confirms,
 * ends and begins. History is kept by dates: no row is deleted, and one that no longer holds ends
 * the day before the next state begins.
 *
 * source  NHS (Performers Lists) (England) Regulations 2013, SI 2013/335 */

#include "base/names.h"
#include "pool/pool.h"

typedef enum ac_list_field {
#define AC_LIST_FIELD(identifier, word, headings) AC_LIST_##identifier,
#define AC_LIST_STATUS(word, state)
#include "pool/performers.def"
#undef AC_LIST_FIELD
#undef AC_LIST_STATUS
    AC_LIST_FIELDS
} ac_list_field;

/* What a user says of a list: "status=List status" of a column, "on list=included" of a status.
 * Those of the user go before those of performers.def. */
typedef struct ac_list_naming {
    const char *const *columns; /* [column_count] */
    size_t column_count;
    const char *const *statuses; /* [status_count] */
    size_t status_count;
} ac_list_naming;

typedef struct ac_list {
    const ac_pool *pool;
    const ac_list_naming *naming;
    ac_pool_sheet sheet;       /* its rows are put in once they have been read */
    size_t at[AC_LIST_FIELDS]; /* which column each field is; its column_count if none */
    ac_names by_gmc;           /* doctors */
    ac_names by_number;
} ac_list;

/* Finds the columns of a list by its headings, and checks what the user says of it.
 *
 * in      sheet  the list with its headings
 * errors  ACCORD_EINPUT  a column that was named is not there; there is no status, or neither a GMC
 *                        nor a performers number; a state that is none
 */
accord_status ac_list_init(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_list_naming *naming,
    const ac_pool_sheet *sheet,
    ac_list *list,
    accord_error *error);

/* Whether a row of the list has the number of a doctor of the pool. */
bool ac_list_is_ours(const ac_list *list, const ac_text *cells);

/* What becomes of a doctor who is not on the list. */
typedef enum ac_list_missing {
    AC_MISSING_ASK, /* a fault, if the doctor stands in gates.csv as included */
    AC_MISSING_END, /* inclusion ends the day before the list was looked at */
    AC_MISSING_KEEP /* nothing changes; told */
} ac_list_missing;

typedef struct ac_list_look {
    accord_date on;
    ac_text by;
    ac_text source;
    ac_list_missing missing;
} ac_list_look;

typedef enum ac_list_outcome {
    AC_LIST_CONFIRMED,
    AC_LIST_CHANGED, /* another state than before, or the first */
    AC_LIST_ENDED,   /* not on the list, and not included any more */
    AC_LIST_ABSENT   /* not on the list, and nothing to change or kept */
} ac_list_outcome;

typedef struct ac_list_change {
    uint32_t doctor;
    ac_list_outcome outcome;
    ac_text words; /* what is so now, and what was */
} ac_list_change;

/* Compares, and makes the new rows of gates.csv.
 *
 * in      list   with the rows that are ours; more do no harm
 *         gates  as it was read for the list's pool
 * out     changed  the whole of gates.csv
 *         changes  [doctors of the pool], by doctor
 *         faults   of the list's rows, by its file and line: two rows of one number, a status that
 *                  is not known, a name or a number that is another's, dates that cannot be; a
 *                  doctor who is missing, if that is asked
 * errors  ACCORD_ENO  there are faults
 */
accord_status ac_list_apply(
    ac_arena *arena,
    const ac_list *list,
    const ac_pool_sheet *gates,
    const ac_list_look *look,
    ac_pool_sheet *changed,
    ac_list_change *changes,
    ac_pool_faults *faults);

/* Whether a name on a list may be that of a doctor: the same family name, and the same first
 * letter of the given name where both have one. Titles, case, hyphens and apostrophes do not
 * matter. An empty name may be anyone's.
 *
 * in  family  empty: the last word of `given`, or what stands before its comma
 */
bool ac_list_same_person(ac_text doctor, ac_text family, ac_text given);

#endif
