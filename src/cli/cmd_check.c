/* SPDX-License-Identifier: MIT */
/* accord check: every fault of contract text, before any data are needed. */

#include "app/run.h"
#include "base/limits.h"
#include "cli/retro.h"
#include "cli/say.h"

#include <string.h>

/* Adds the objects of one file to a JSON array of all files: what stands between its brackets. */
static void add_json(ac_buffer *all, const ac_contract_file *file)
{
    AC_SCOPED_BUFFER(array, AC_FACT_FILE_BYTES_MAX);
    ac_diagnostics_add_json(&array, file->diagnostics, file->text, file->path);
    ac_text text = ac_buffer_text(&array);
    while (text.size > 0 && text.at[text.size - 1] != ']') {
        text.size--;
    }
    text = ac_text_slice(text, 1, text.size - 1);
    while (text.size > 0 && text.at[text.size - 1] == '\n') {
        text.size--;
    }
    if (text.size > 0) {
        ac_buffer_add_z(all, all->size_bytes > 0 ? "," : "");
        ac_buffer_add(all, text);
    }
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void say_summary(const ac_contract_file *file)
{
    size_t errors = file->diagnostics->errors;
    size_t warnings = file->diagnostics->warnings;
    if (file->program == NULL) {
        ac_say(
            "%s: %zu fault%s, %zu warning%s", file->path, errors, plural(errors), warnings,
            plural(warnings));
        return;
    }
    const ac_program *program = file->program;
    size_t clauses = program->syntax->clause_count;
    ac_say(
        "%s: good; %zu clause%s, %u quantit%s, %u payment%s, %zu warning%s", file->path, clauses,
        plural(clauses), program->quantity_count, program->quantity_count == 1 ? "y" : "ies",
        program->pay_count, plural(program->pay_count), warnings, plural(warnings));
}

static ac_exit run(const ac_arguments *arguments)
{
    if (arguments->file_count > 1 && ac_argument_of(arguments, "--data") != NULL) {
        accord_error error = {0};
        (void)ac_fail(&error, ACCORD_EINPUT, "--data is of one contract: name one file");
        return ac_say_misuse(arguments->command, &error);
    }
    const char *format = ac_argument_of(arguments, "--format");
    bool json = format != NULL && strcmp(format, "json") == 0;
    ac_exit result = AC_EXIT_DONE;
    AC_SCOPED_BUFFER(objects, AC_FACT_FILE_BYTES_MAX);
    for (size_t i = 0; i < arguments->file_count; i++) {
        AC_SCOPED_ARENA(arena);
        ac_contract_file file = {0};
        accord_error error = {0};
        accord_status status = ac_contract_file_read(&arena, arguments->files[i], &file, &error);
        if (status.code != ACCORD_OK) {
            (void)ac_say_error(&error);
            result = AC_EXIT_FAILED;
            continue;
        }
        if (json) {
            add_json(&objects, &file);
        } else {
            AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
            ac_diagnostics_add_text(&text, file.diagnostics, file.text, file.path);
            if (file.program != NULL && ac_argument_of(arguments, "--proofs") != NULL) {
                ac_proofs_add(&text, file.program);
            }
            ac_put_shown(ac_buffer_text(&text));
        }
        say_summary(&file);
        if (file.program != NULL && ac_argument_of(arguments, "--data") != NULL) {
            result = ac_retro_check(arguments, result);
        }
        if (file.program == NULL && result == AC_EXIT_DONE) {
            result = AC_EXIT_NO;
        }
    }
    if (json) {
        ac_put(AC_TEXT("["));
        ac_put(ac_buffer_text(&objects));
        ac_put(objects.size_bytes > 0 ? AC_TEXT("\n]\n") : AC_TEXT("]\n"));
    }
    return result;
}

static const ac_option options[] = {
    {.name = "--format",  .argument = "text|json"},
    {.name = "--data",                   .argument = "DIR"},
    {.name = "--layouts",.argument = "DIR", .repeated = true},
    {.name = "--proofs"}
};

const ac_command ac_command_check = {
    "check", {options, sizeof options / sizeof options[0], 1, SIZE_MAX},
     run
};
