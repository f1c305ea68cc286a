/* SPDX-License-Identifier: MIT */
/* accord format: contract text in its canonical layout. */

#include "app/format_file.h"
#include "cli/say.h"

static ac_exit run(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_format_file file = {0};
    const char *path = arguments->files[0];
    bool check = ac_argument_of(arguments, "--check") != NULL;
    bool write = ac_argument_of(arguments, "--write") != NULL;
    if (check && write) {
        accord_status status =
            ac_fail(&error, ACCORD_EINPUT, "--check changes no file, so --write cannot go with it");
        (void)status.code;
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_format_file_read(&arena, path, &file, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (file.faults.size > 0) {
        ac_say_text(file.faults);
        return AC_EXIT_NO;
    }
    if (check && file.first_line > 0) {
        ac_say(
            "%s:%llu:1: this line is the first that accord format would lay out otherwise", path,
            (unsigned long long)file.first_line);
        return AC_EXIT_NO;
    }
    if (write && ac_format_file_write(path, &file, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (!check && !write) {
        ac_put(file.canonical);
    }
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    {.name = "--check"},
    {.name = "--write"},
};

const ac_command ac_command_format = {
    "format", {options, sizeof options / sizeof options[0], 1, 1},
     run
};
