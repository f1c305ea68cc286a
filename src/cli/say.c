/* SPDX-License-Identifier: MIT */
/* The two streams. */

#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): of stdout, one too */
static int put_error;

void ac_put(ac_text text)
{
    if (put_error != 0) {
        return;
    }
    errno = 0;
    if (fwrite(text.at, 1, text.size, stdout) != text.size) {
        put_error = errno == 0 ? EIO : errno;
    }
}

ac_exit ac_put_end(ac_exit so_far)
{
    errno = 0;
    if (put_error == 0 && (fflush(stdout) != 0 || ferror(stdout) != 0)) {
        put_error = errno == 0 ? EIO : errno;
    }
    if (put_error == 0) {
        return so_far;
    }
    char reason[128];
    if (strerror_r(put_error, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", put_error);
    }
    /* Who closed the pipe knows that the rest was not read. */
    if (put_error != EPIPE) {
        ac_say("accord: cannot write the output: %s", reason);
    }
    return AC_EXIT_FAILED;
}

void ac_say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
}

void ac_say_text(ac_text text)
{
    (void)fwrite(text.at, 1, text.size, stderr);
}

ac_exit ac_say_error(const accord_error *error)
{
    if (error->file[0] == '\0') {
        ac_say("accord: %s", error->message);
    } else {
        ac_say(
            "%s:%llu:%llu: %s", error->file, (unsigned long long)error->line,
            (unsigned long long)(error->column == 0 ? 1 : error->column), error->message);
    }
    return error->code == ACCORD_ENO ? AC_EXIT_NO : AC_EXIT_FAILED;
}

ac_exit ac_say_misuse(const char *command, const accord_error *error)
{
    ac_say("accord: %s", error->message);
    ac_say("accord help %s shows how it is used", command);
    return AC_EXIT_MISUSED;
}
