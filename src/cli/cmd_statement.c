/* SPDX-License-Identifier: MIT */
/* accord statement: what each party and practice is due. */

#include "app/statement_file.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/stored.h"

/* What is asked for. */
typedef struct asked {
    const ac_arguments *arguments;
    ac_statement_form form;
    const char *out;  /* -o, or NULL */
    const char *each; /* --each, or NULL */
    ac_statement_filter filter;
} asked;

static ac_exit misuse(const asked *of, const char *words)
{
    accord_error error = {0};
    (void)ac_fail(&error, ACCORD_EINPUT, "%s", words);
    return ac_say_misuse(of->arguments->command, &error);
}

static ac_exit judge(const ac_run *run)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    size_t faults = ac_run_add_payment_faults(&text, run);
    ac_run_add_broken_checks(&text, run);
    ac_say_text(ac_buffer_text(&text));
    if (faults > 0) {
        return AC_EXIT_FAILED;
    }
    return run->statement->broken_checks > 0 ? AC_EXIT_NO : AC_EXIT_DONE;
}

static ac_exit put_each(const asked *of, const ac_run *run)
{
    accord_error error = {0};
    ac_cli_progress progress;
    bool quiet = ac_argument_of(of->arguments, "--quiet") != NULL;
    ac_cli_progress_init(&progress, quiet);
    const ac_each each = {
        .folder = of->each,
        .replace = ac_argument_of(of->arguments, "--replace") != NULL,
        .form = of->form,
        .progress = &progress.stating};
    size_t count = 0;
    accord_status status = ac_statement_write_each(run, &of->filter, &each, &count, &error);
    ac_cli_progress_end(&progress);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (!quiet) {
        ac_say("accord: %zu statements are in %s: open its index.html", count, of->each);
    }
    return judge(run);
}

static ac_exit put_file(const asked *of, const ac_run *run)
{
    accord_error error = {0};
    if (ac_statement_write(run, &of->filter, of->form, of->out, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (ac_statement_name_hides_shadow(run, &of->filter, of->out)) {
        ac_say(
            "accord: it has payments in shadow, of which nothing is to be paid, and its name does "
            "not say so: call it shadow");
    }
    return judge(run);
}

static ac_exit put(const asked *of, const ac_run *run)
{
    if (of->each != NULL) {
        return put_each(of, run);
    }
    if (of->out != NULL) {
        return put_file(of, run);
    }
    accord_error error = {0};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (ac_statement_add(&text, run, &of->filter, of->form, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (of->form == AC_STATEMENT_TEXT) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    return judge(run);
}

static ac_exit check_given(const asked *of)
{
    accord_error error = {0};
    bool replace = ac_argument_of(of->arguments, "--replace") != NULL;
    if (of->each == NULL) {
        if (replace) {
            return misuse(of, "--replace goes with --each DIR");
        }
        if (ac_statement_form_is_bytes(of->form) && of->out == NULL) {
            AC_SCOPED_BUFFER(words, 200);
            const char *name = ac_statement_form_name(of->form);
            ac_buffer_addf(
                &words,
                "--format %s needs -o FILE, the file to be written, such as -o statement.%s, or "
                "--each DIR",
                name, name);
            return misuse(of, words.bytes);
        }
        return AC_EXIT_DONE;
    }
    if (of->out != NULL || of->filter.party.size > 0) {
        return misuse(
            of, "--each DIR writes a file for every party and member: leave out -o and --party");
    }
    const ac_each each = {.folder = of->each, .replace = replace, .form = of->form};
    if (ac_each_check(&each, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return AC_EXIT_DONE;
}

static ac_exit read_asked(const ac_arguments *arguments, const ac_run *run, asked *of)
{
    *of = (asked){
        .arguments = arguments,
        .form = ac_statement_form_named(ac_argument_of(arguments, "--format")),
        .out = ac_argument_of(arguments, "-o"),
        .each = ac_argument_of(arguments, "--each"),
        .filter = {.party = AC_TEXT("")}};
    ac_exit result = ac_data_filter(arguments, run, &of->filter);
    if (result == AC_EXIT_DONE) {
        result = check_given(of);
    }
    return result == AC_EXIT_DONE ? ac_data_target(arguments, run, "-o") : result;
}

static ac_exit state(const ac_arguments *arguments, ac_arena *arena, const ac_settled *settled)
{
    accord_error error = {0};
    ac_run run = {0};
    asked of;
    ac_exit result = ac_data_contract(arguments, arena, &run);
    if (result == AC_EXIT_DONE) {
        result = read_asked(arguments, &run, &of);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (ac_data_party(arguments, &run, &of.filter) != AC_EXIT_DONE) {
        return AC_EXIT_MISUSED;
    }
    if (ac_run_state(&run, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    run.statement->settled = settled;
    return put(&of, &run);
}

static ac_exit run_statement(const ac_arguments *given)
{
    /* Text and CSV do not say what is adjusted. */
    ac_statement_form form = ac_statement_form_named(ac_argument_of(given, "--format"));
    return ac_stored_run(given, form != AC_STATEMENT_TEXT && form != AC_STATEMENT_CSV, state);
}

static const ac_option options[] = {
    AC_STORED_OPTIONS,
    {.name = "--period",  .argument = "PERIOD"},
    {.name = "--party",                   .argument = "CODE"},
    {.name = "--format",.argument = "text|csv|json|xlsx|html|pdf"},
    {.name = "-o",  .argument = "OUT"},
    {.name = "--each",                   .argument = "DIR"},
    {.name = "--replace"},
};

const ac_command ac_command_statement = {
    "statement", {options, sizeof options / sizeof options[0], 0, 1},
     run_statement
};
