/* SPDX-License-Identifier: MIT */
/* The parent's side of a question: takes the child's messages one after another. */

#include "base/assert.h"
#include "base/limits.h"
#include "extract/apart.h"
#include "extract/odbc_inside.h"

#include <stdlib.h>

void ac_odbc_add_attribute(ac_buffer *buffer, const char *name, ac_text value)
{
    ac_buffer_addf(buffer, "%s={", name);
    for (size_t i = 0; i < value.size; i++) {
        ac_buffer_add_char(buffer, value.at[i]);
        if (value.at[i] == '}') {
            ac_buffer_add_char(buffer, '}');
        }
    }
    ac_buffer_add_char(buffer, '}');
}

typedef struct parent {
    ac_apart *apart;
    ac_arena *arena;
    const ac_odbc_question *question;
    ac_odbc_answer *answer;
    char *bytes; /* of the row being taken, owned */
    size_t capacity;
    ac_text values[AC_PULLED_COLUMNS_MAX];
    accord_error *error;
} parent;

static accord_status get_number(parent *p, int32_t *number)
{
    return ac_apart_read(p->apart, number, sizeof *number, p->error);
}

static accord_status get_text(parent *p, ac_text *text)
{
    int32_t size = 0;
    AC_TRY(get_number(p, &size));
    if (size < 0 || (uint32_t)size > AC_SQL_BYTES_MAX) {
        return ac_fail(p->error, ACCORD_EIO, "the driver's answer is not whole");
    }
    char *bytes = AC_NEW_ARRAY(p->arena, char, (size_t)size + 1);
    AC_TRY(ac_apart_read(p->apart, bytes, (size_t)size, p->error));
    *text = (ac_text){bytes, (size_t)size};
    return ac_ok();
}

static accord_status get_fault(parent *p)
{
    int32_t code = 0;
    ac_text message = {0};
    AC_TRY(get_number(p, &code));
    AC_TRY(get_text(p, &message));
    bool known = code == ACCORD_EINPUT || code == ACCORD_ELIMIT;
    return ac_fail(
        p->error, known ? (accord_status_code)code : ACCORD_EIO, "%.*s", AC_TEXT_ARG(message));
}

/* Takes a row into one piece of memory that is used again for the next. */
static accord_status get_row(parent *p)
{
    int32_t count = 0;
    AC_TRY(get_number(p, &count));
    if (count < 0 || count > AC_PULLED_COLUMNS_MAX) {
        return ac_fail(p->error, ACCORD_EIO, "the driver's answer is not whole");
    }
    size_t most = (size_t)count * 4 * AC_PULLED_VALUE_MAX + 1;
    if (p->capacity < most) {
        free(p->bytes);
        p->bytes = malloc(most);
        if (p->bytes == NULL) {
            ac_out_of_memory(most);
        }
        p->capacity = most;
    }
    size_t at = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t size = 0;
        AC_TRY(get_number(p, &size));
        if (size == AC_ODBC_NULL_SIZE) {
            p->values[i] = (ac_text){NULL, 0};
            continue;
        }
        if (size < 0 || (size_t)size > most - at) {
            return ac_fail(p->error, ACCORD_EIO, "the driver's answer is not whole");
        }
        AC_TRY(ac_apart_read(p->apart, p->bytes + at, (size_t)size, p->error));
        p->values[i] = (ac_text){p->bytes + at, (size_t)size};
        at += (size_t)size;
    }
    const ac_odbc_row row = {p->values, (size_t)count};
    p->answer->rows++;
    return p->question->take(p->question->self, &row, p->error);
}

static accord_status get_columns(parent *p)
{
    int32_t count = 0;
    AC_TRY(get_number(p, &count));
    if (count < 0 || (uint32_t)count > AC_COLUMNS_MAX) {
        return ac_fail(p->error, ACCORD_EIO, "the table has more than %u columns", AC_COLUMNS_MAX);
    }
    ac_odbc_column *columns = AC_NEW_ARRAY(p->arena, ac_odbc_column, (size_t)count);
    for (int32_t i = 0; i < count; i++) {
        int32_t kind = 0;
        AC_TRY(get_number(p, &kind));
        columns[i].kind = (ac_odbc_kind)kind;
        AC_TRY(get_text(p, &columns[i].name));
        AC_TRY(get_text(p, &columns[i].type));
    }
    return p->question->described(p->question->self, columns, (size_t)count, p->error);
}

static accord_status receive_one(parent *p, char kind)
{
    switch (kind) {
    case 'V': /* the server, a text */
        return get_text(p, &p->answer->server);
    case 'D': /* the driver, a text */
        return get_text(p, &p->answer->driver);
    case 'T': /* the time, a text */
        return get_text(p, &p->answer->time);
    case 'S': /* the statement, a text */
        return get_text(p, &p->answer->sql);
    case 'C': /* the columns: how many, then of each its kind, its name and its type */
        return get_columns(p);
    case 'R': /* a row: how many values, then each as a text */
        return get_row(p);
    case 'F': /* a fault: its code, and a text */
        return get_fault(p);
    default:
        return ac_fail(p->error, ACCORD_EIO, "the driver's answer is not whole");
    }
}

/* Takes messages until 'E', the end, or a fault. */
static accord_status receive(parent *p)
{
    for (;;) {
        char kind = 0;
        AC_TRY(ac_apart_read(p->apart, &kind, 1, p->error));
        if (kind == 'E') {
            return ac_ok();
        }
        AC_TRY(receive_one(p, kind));
    }
}

accord_status ac_odbc_ask(
    ac_arena *arena, const ac_odbc_question *question, ac_odbc_answer *answer, accord_error *error)
{
    ac_apart apart;
    apart.process = 0;
    ac_odbc_answer made = {0};
    accord_error unseen = {0};
    ac_odbc_question asked = *question;
    parent p = {
        .apart = &apart,
        .arena = arena,
        .question = question,
        .answer = &made,
        .error = error == NULL ? &unseen : error};
    AC_TRY(ac_apart_start(
        &apart, "the ODBC driver", question->timeout_seconds, ac_odbc_work, &asked, p.error));
    accord_status status = receive(&p);
    ac_apart_done(&apart);
    free(p.bytes);
    if (status.code == ACCORD_OK) {
        *answer = made;
    }
    return status;
}
