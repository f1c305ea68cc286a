/* SPDX-License-Identifier: MIT */
/* Statuses and errors: filled in one place so that a message is always terminated and bounded. */

#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

accord_status ac_fail(accord_error *error, accord_status_code code, const char *format, ...)
{
    if (error != NULL) {
        memset(error, 0, sizeof *error);
        error->code = code;
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return (accord_status){code};
}

const char *ac_errno_words(int number, char reason[AC_ERRNO_BYTES])
{
    if (strerror_r(number, reason, AC_ERRNO_BYTES) != 0) {
        (void)snprintf(reason, AC_ERRNO_BYTES, "error %d", number);
    }
    return reason;
}

void ac_error_place(accord_error *error, const char *file, uint64_t line, uint64_t column)
{
    if (error == NULL) {
        return;
    }
    (void)snprintf(error->file, sizeof error->file, "%s", file == NULL ? "" : file);
    error->line = line;
    error->column = column;
}
