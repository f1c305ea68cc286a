/* SPDX-License-Identifier: MIT */
/* accord layout: proposes how the columns of a file are to be read. */

#include "app/guess.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/say.h"

#include <string.h>

static ac_exit run_layout(const ac_arguments *arguments)
{
    accord_error error = {0};
    AC_SCOPED_BUFFER(text, AC_LAYOUT_BYTES_MAX);
    const char *out = ac_argument_of(arguments, "-o");
    if (strcmp(arguments->files[0], "guess") != 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "a layout can be guessed: accord layout guess FILE, not \"%.60s\"",
            arguments->files[0]);
        return ac_say_misuse(arguments->command, &error);
    }
    ac_text name = ac_text_of(ac_argument_of(arguments, "--name"));
    accord_status status = ac_guess_layout(arguments->files[1], name, &text, &error);
    if (status.code == ACCORD_OK && out != NULL && ac_file_exists(out)) {
        status = ac_fail(
            &error, ACCORD_EIO, "%s is there already: take it away first, or name another file",
            out);
    } else if (status.code == ACCORD_OK && out != NULL) {
        status = ac_file_write(out, ac_buffer_text(&text), &error);
    } else if (status.code == ACCORD_OK) {
        ac_put_shown(ac_buffer_text(&text));
    }
    return status.code == ACCORD_OK ? AC_EXIT_DONE : ac_say_error(&error);
}

static const ac_option options[] = {
    {.name = "--name", .argument = "NAME"},
    {.name = "-o",     .argument = "OUT" },
};

const ac_command ac_command_layout = {
    "layout", {options, sizeof options / sizeof options[0], 2, 2},
     run_layout
};
