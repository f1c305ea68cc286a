/* SPDX-License-Identifier: MIT */
/* The two streams. */

#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

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

char ac_shown_char(char c)
{
    unsigned char byte = (unsigned char)c;
    bool control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    return control ? '?' : c;
}

static char *shown_copy(ac_arena *arena, ac_text text)
{
    char *shown = AC_NEW_ARRAY(arena, char, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        shown[i] = ac_shown_char(text.at[i]);
    }
    return shown;
}

void ac_put_shown(ac_text text)
{
    AC_SCOPED_ARENA(scratch);
    ac_put((ac_text){shown_copy(&scratch, text), text.size});
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
    char reason[AC_ERRNO_BYTES];
    /* Who closed the pipe knows that the rest was not read. */
    if (put_error != EPIPE) {
        ac_say("accord: cannot write the output: %s", ac_errno_words(put_error, reason));
    }
    return AC_EXIT_FAILED;
}

void ac_say(const char *format, ...)
{
    AC_SCOPED_ARENA(scratch);
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    size_t room = (size < 0 ? 0 : (size_t)size) + 1;
    char *line = AC_NEW_ARRAY(&scratch, char, room);
    va_start(arguments, format);
    (void)vsnprintf(line, room, format, arguments);
    va_end(arguments);
    ac_say_text((ac_text){line, room - 1});
    (void)fputc('\n', stderr);
}

void ac_say_text(ac_text text)
{
    AC_SCOPED_ARENA(scratch);
    (void)fwrite(shown_copy(&scratch, text), 1, text.size, stderr);
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

ac_exit ac_put_all(const ac_buffer *text, bool shown)
{
    if (text->overflowed) {
        ac_say("accord: there is more text than can be written");
        return AC_EXIT_FAILED;
    }
    if (shown) {
        ac_put_shown(ac_buffer_text(text));
    } else {
        ac_put(ac_buffer_text(text));
    }
    return AC_EXIT_DONE;
}
