/* SPDX-License-Identifier: MIT */
/* accord demo: a whole alliance that never was, written and settled. */

#include "app/demo.h"
#include "base/limits.h"
#include "cli/data.h"

static ac_exit settle(const ac_demo_paths *paths, ac_cli_progress *progress, ac_arena *arena)
{
    accord_error error = {0};
    ac_run run = {0};
    ac_cli_progress_init(progress, progress->quiet);
    const ac_load_options options = {
        .data_folder = paths->folder,
        .progress = &progress->reading,
        .refused_path = paths->refused};
    accord_status status = ac_run_read(&run, arena, paths->contract, &error);
    if (status.code == ACCORD_OK) {
        status = ac_run_load(&run, &options, &error);
    }
    ac_cli_progress_end(progress);
    if (status.code == ACCORD_OK) {
        status = ac_run_state(&run, &error);
    }
    if (status.code == ACCORD_OK) {
        status = ac_demo_write_results(paths, &run, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(page, AC_FACT_FILE_BYTES_MAX);
    ac_demo_add_page(&page, paths, &run, "accord");
    ac_put(ac_buffer_text(&page));
    return AC_EXIT_DONE;
}

static ac_exit run_demo(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    const char *folder = ac_argument_of(arguments, "--dir");
    const char *seed = ac_argument_of(arguments, "--seed");
    int64_t number = (int64_t)AC_DEMO_SEED;
    if (seed != NULL &&
        ac_whole_number("--seed", seed, INT64_MAX, &number, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_demo_paths paths = ac_demo_paths_of(&arena, folder == NULL ? "demo-alliance" : folder);
    if (ac_demo_check_folder(&paths, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    ac_cli_progress progress;
    ac_cli_progress_init(&progress, ac_argument_of(arguments, "--quiet") != NULL);
    accord_status status =
        ac_demo_write_alliance(&paths, (uint64_t)number, &progress.writing, &error);
    ac_cli_progress_end(&progress);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return settle(&paths, &progress, &arena);
}

static const ac_option options[] = {
    {.name = "--dir",  .argument = "DIR"},
    {.name = "--seed",                .argument = "N"},
    {.name = "--quiet"},
};

const ac_command ac_command_demo = {
    "demo", {options, sizeof options / sizeof options[0], 0, 0},
     run_demo
};
