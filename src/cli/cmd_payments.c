/* SPDX-License-Identifier: MIT */
/* accord payments: the payment file of a closed period. */

#include "app/payments.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"

/* A file of payments is never written over: it may have been sent. */
static ac_exit put(const ac_arguments *arguments, const ac_buffer *text)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (text->overflowed) {
        ac_say("accord: that is more text than accord writes");
        return AC_EXIT_FAILED;
    }
    if (out == NULL) {
        ac_put(ac_buffer_text(text));
        return AC_EXIT_DONE;
    }
    bool written = ac_file_check_new(out, &error).code == ACCORD_OK &&
                   ac_file_write(out, ac_buffer_text(text), &error).code == ACCORD_OK;
    return written ? AC_EXIT_DONE : ac_say_error(&error);
}

static ac_exit run_payments(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_books books;
    const ac_payments_asked asked = {
        .period = ac_text_of(ac_argument_of(arguments, "--period")),
        .net = ac_argument_of(arguments, "--net") != NULL};
    ac_exit result = ac_books_open_reading(arguments, &arena, &books);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    accord_status status = ac_db_begin_read(books.db, &error);
    if (status.code == ACCORD_OK) {
        status = ac_payments_add_csv(&arena, &books, &asked, &text, &error);
    }
    ac_db_close(books.db);
    return status.code == ACCORD_OK ? put(arguments, &text) : ac_say_error(&error);
}

static const ac_option options[] = {
    AC_STORE_OPTION,
    {.name = "--period", .argument = "PERIOD", .needed = true},
    {.name = "--net"                 },
    {.name = "-o",       .argument = "OUT"                       },
};

const ac_command ac_command_payments = {
    "payments", {options, sizeof options / sizeof options[0], 0, 0},
     run_payments
};
