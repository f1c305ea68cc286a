/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_SAY_H
#define AC_CLI_SAY_H
/* What is asked for goes to standard output, all talk to standard error. */

#include "base/buffer.h"
#include "cli/commands.h"

/* Writes to standard output. Whether that went well is looked at once, by ac_put_end. */
void ac_put(ac_text text);

/* Likewise for people: control characters become '?', as in all that is said. */
void ac_put_shown(ac_text text);

/* One of the two, for all of a text; fails where it was too much to be held. */
ac_exit ac_put_all(const ac_buffer *text, bool shown);

/* Ends the output; AC_EXIT_FAILED, with a message, if not all of it could be written. */
ac_exit ac_put_end(ac_exit so_far);

/* Text of users may hold bytes that a terminal obeys: what is shown for such a byte is '?'. */
char ac_shown_char(char c);

/* Says a line on standard error; the line end is added. Control characters become '?'. */
void ac_say(const char *format, ...) AC_PRINTF(1, 2);
void ac_say_text(ac_text text); /* no line end is added */

/* Says an error with its place, and returns the exit that it means. */
ac_exit ac_say_error(const accord_error *error);

/* Says an error of usage, with a way to the help page. */
ac_exit ac_say_misuse(const char *command, const accord_error *error);

#endif
