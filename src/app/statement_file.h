/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_STATEMENT_FILE_H
#define AC_APP_STATEMENT_FILE_H
/* Statements as files, in every form that they have: one, or one for each party and member. */

#include "app/run.h"

typedef enum ac_statement_form {
    AC_STATEMENT_TEXT,
    AC_STATEMENT_CSV,
    AC_STATEMENT_JSON,
    AC_STATEMENT_HTML,
    AC_STATEMENT_XLSX, /* these two are bytes for a file */
    AC_STATEMENT_PDF,
    AC_STATEMENT_FORMS
} ac_statement_form;

const char *ac_statement_form_name(ac_statement_form form); /* "text", "csv" ... */

/* The form of a name; NULL gives text, a name that is none AC_STATEMENT_FORMS. */
ac_statement_form ac_statement_form_named(const char *name);

/* Whether it is written to a file alone, and never to a terminal. */
bool ac_statement_form_is_bytes(ac_statement_form form);

/* Adds a statement that is text.
 *
 * errors  ACCORD_ELIMIT  it is longer than the buffer
 */
accord_status ac_statement_add(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_statement_filter *filter,
    ac_statement_form form,
    accord_error *error);

/* Writes a statement, whole or not at all.
 *
 * errors  ACCORD_EIO     it cannot be written
 *         ACCORD_ELIMIT  it is too long
 *         ACCORD_ERANGE  a workbook: an amount has more than 15 digits
 */
accord_status ac_statement_write(
    const ac_run *run,
    const ac_statement_filter *filter,
    ac_statement_form form,
    const char *path,
    accord_error *error);

/* Whether a statement has payments in shadow, and a file's name does not say so. */
bool ac_statement_name_hides_shadow(
    const ac_run *run, const ac_statement_filter *filter, const char *path);

/* ---- statement_each.c ---- */

typedef struct ac_each_progress {
    void (*report)(void *self, uint64_t done, uint64_t total);
    void *self;
} ac_each_progress;

typedef struct ac_each {
    const char *folder;
    bool replace; /* statements that accord wrote there before */
    ac_statement_form form;
    const ac_each_progress *progress; /* or NULL */
} ac_each;

/* Checks, before anything is worked out, that the folder may be written.
 *
 * errors  ACCORD_EINPUT  it is there and not empty, or with `replace` holds other files
 */
accord_status ac_each_check(const ac_each *each, accord_error *error);

/* Writes the statement of every party, and of every member that has a part, to a folder, with a
 * page that lists them: all of them or none.
 *
 * in      filter  without a party
 * out     count   how many statements
 * errors  as ac_each_check and ac_statement_write
 */
accord_status ac_statement_write_each(
    const ac_run *run,
    const ac_statement_filter *filter,
    const ac_each *each,
    size_t *count,
    accord_error *error);

#endif
