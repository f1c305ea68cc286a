/* SPDX-License-Identifier: MIT */
/* The pounds of W-RETRO: a statement is made, and only that part of it is told. */

#include "cli/retro.h"

#include "app/folder.h"
#include "app/run.h"
#include "base/limits.h"

ac_exit ac_retro_check(const ac_arguments *arguments, ac_exit so_far)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    ac_load_options options = {.data_folder = ac_argument_of(arguments, "--data")};
    options.layout_folders =
        ac_arguments_of(&arena, arguments, "--layouts", &options.layout_folder_count);
    if (!ac_folder_exists(options.data_folder)) {
        ac_say("accord: there is no folder %s", options.data_folder);
        return AC_EXIT_FAILED;
    }
    accord_status status = ac_run_read(&run, &arena, arguments->files[0], &error);
    status = status.code == ACCORD_OK ? ac_run_load(&run, &options, &error) : status;
    status = status.code == ACCORD_OK ? ac_run_state(&run, &error) : status;
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    for (size_t i = 0; i < run.statement->retro_count; i++) {
        ac_retro_add(&text, run.statement, &run.statement->retro[i], AC_TEXT(""));
    }
    ac_say_text(ac_buffer_text(&text));
    return so_far;
}
