/* SPDX-License-Identifier: MIT */
/* accord mend: puts rows that were refused, and mended, back where they stood. */

#include "app/mend.h"
#include "base/limits.h"
#include "cli/say.h"

static ac_exit run_mend(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    const ac_mended_file *files = NULL;
    size_t count = 0;
    const char *folder = ac_argument_of(arguments, "-o");
    if (ac_mend(&arena, arguments->files[0], folder, &files, &count, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        const ac_mended_file *file = &files[i];
        ac_buffer_addf(
            &text, "%.*s: %llu row%s put back, %llu taken out; to take the place of %.*s\n",
            AC_TEXT_ARG(file->to), (unsigned long long)file->put_back,
            file->put_back == 1 ? "" : "s", (unsigned long long)file->taken_out,
            AC_TEXT_ARG(file->from));
    }
    if (count == 0) {
        ac_buffer_addf(&text, "%s lists no row\n", arguments->files[0]);
    }
    ac_put_shown(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    {.name = "-o", .argument = "DIR", .needed = true},
};

const ac_command ac_command_mend = {
    "mend", {options, sizeof options / sizeof options[0], 1, 1},
     run_mend
};
