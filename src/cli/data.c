/* SPDX-License-Identifier: MIT */
/* Contract and data, as the options of a command name them. */

#include "cli/data.h"

#include "app/folder.h"
#include "app/place.h"
#include "app/pulled.h"
#include "app/targets.h"
#include "base/limits.h"
#include "cli/books.h"
#include "value/date.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY_UNKNOWN (UINT64_C(1) << 30)

enum { REFUSED_SHOWN = 20, DOUBTS_SHOWN = 12, DOUBTS_BYTES = 8000 };

ac_exit
ac_data_filter(const ac_arguments *arguments, const ac_run *run, ac_statement_filter *filter)
{
    accord_error error = {0};
    const char *party = ac_argument_of(arguments, "--party");
    if (party != NULL && party[0] == '\0') {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "--party is the code of a party or member, not \"\"; leave it out for all of them");
        return ac_say_misuse(arguments->command, &error);
    }
    filter->party = ac_text_of(party);
    ac_exit result =
        ac_data_period(arguments, run, &filter->period_said, &filter->kind, &filter->period);
    if (result == AC_EXIT_DONE && filter->period_said &&
        ac_place_check_term(run, filter->kind, filter->period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    return result;
}

ac_exit
ac_data_party(const ac_arguments *arguments, const ac_run *run, const ac_statement_filter *filter)
{
    accord_error error = {0};
    if (filter->party.size > 0 && ac_run_find_party(run, filter->party, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    return AC_EXIT_DONE;
}

ac_exit ac_data_fail(const ac_arguments *arguments, const accord_error *error)
{
    return error->code == ACCORD_EINPUT ? ac_say_misuse(arguments->command, error)
                                        : ac_say_error(error);
}

accord_status ac_whole_number(
    const char *option, const char *text, int64_t most, int64_t *number, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t whole = 0;
    bool good = ac_rational_parse(&scratch, ac_text_of(text), &value, NULL).code == ACCORD_OK &&
                ac_rational_to_scaled(value, 0, &whole) && whole >= 0 && whole <= most;
    if (!good) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s is a whole number from 0 to %lld, not \"%.60s\"", option,
            (long long)most, text);
    }
    *number = whole;
    return ac_ok();
}

accord_status
ac_data_day(const char *option, const char *text, accord_date *day, accord_error *error)
{
    ac_text date = ac_text_trim(ac_text_of(text));
    if (ac_date_parse(date, AC_DATE_ISO, day, NULL).code == ACCORD_OK ||
        ac_date_parse(date, AC_DATE_WORDS, day, NULL).code == ACCORD_OK) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT, "%s is a date such as 2016-05-20, not \"%.60s\"", option, text);
}

/* --known-by, of the commands that have it. */
static accord_status read_known_by(
    const ac_arguments *arguments,
    accord_date *day,
    const accord_date **known_by,
    accord_error *error)
{
    *known_by = NULL;
    for (size_t i = 0; i < arguments->count; i++) {
        if (strcmp(arguments->list[i].option->name, "--known-by") == 0) {
            AC_TRY(ac_data_day("--known-by", arguments->list[i].value, day, error));
            *known_by = day;
        }
    }
    return ac_ok();
}

/* Files of a folder with a manifest that it does not speak of. */
static void say_unlisted(const ac_run *run)
{
    const ac_manifest *manifest = run->load->manifest;
    AC_SCOPED_BUFFER(names, 400);
    size_t count = 0;
    for (size_t i = 0; i < manifest->count && manifest->there; i++) {
        const ac_submission *of = &manifest->list[i];
        bool beside = ac_text_ends(of->file, AC_TEXT(".layout")) ||
                      ac_text_ends(of->file, AC_TEXT(".pulled.csv")) ||
                      ac_text_ends(of->file, AC_TEXT(".pulled.sql"));
        if (!of->listed && !beside) {
            ac_buffer_addf(&names, "%s%.*s", count == 0 ? "" : ", ", AC_TEXT_ARG(of->file));
            count++;
        }
    }
    if (count > 0) {
        ac_say(
            "accord: %s does not list %s: taken as known always", manifest->path,
            names.overflowed ? "some files of the folder" : names.bytes);
    }
}

ac_exit ac_data_contract(const ac_arguments *arguments, ac_arena *arena, ac_run *run)
{
    accord_error error = {0};
    accord_date day = {0};
    const accord_date *known_by = NULL;
    if (read_known_by(arguments, &day, &known_by, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    return ac_data_contract_of(arena, arguments->files[0], known_by, run);
}

ac_exit
ac_data_contract_of(ac_arena *arena, const char *path, const accord_date *known_by, ac_run *run)
{
    accord_error error = {0};
    accord_status status = ac_run_read_known(run, arena, path, known_by, &error);
    if (status.code == ACCORD_OK) {
        return AC_EXIT_DONE;
    }
    if (status.code == ACCORD_ENO) {
        AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
        ac_diagnostics_add_text(&text, run->contract.diagnostics, run->contract.text, path);
        ac_say_text(ac_buffer_text(&text));
    }
    return ac_say_error(&error);
}

/* Reads a share such as 0.5%. */
static accord_status
read_share(const char *text, ac_arena *arena, ac_rational *share, accord_error *error)
{
    ac_text number = ac_text_trim(ac_text_of(text));
    bool percent = ac_text_ends(number, AC_TEXT("%"));
    ac_rational hundred = ac_rational_of(100);
    ac_rational value = AC_RATIONAL_ZERO;
    number.size -= percent ? 1 : 0;
    bool good = percent &&
                ac_rational_parse(arena, ac_text_trim(number), &value, NULL).code == ACCORD_OK &&
                ac_rational_sign(value) >= 0 && ac_rational_compare(value, hundred) <= 0;
    if (!good) {
        return ac_fail(
            error, ACCORD_EINPUT, "--refuse-at-most is a percentage such as 0.5%%, not \"%.60s\"",
            text);
    }
    *share = ac_rational_divide(arena, value, hundred);
    return ac_ok();
}

uint64_t ac_data_memory(void)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long bytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? (uint64_t)pages * (uint64_t)bytes / 4 : MEMORY_UNKNOWN;
}

/* Reads --memory: a whole number and K, M or G. */
static accord_status
read_memory(const ac_arguments *arguments, uint64_t *bytes, accord_error *error)
{
    const char *text = ac_argument_of(arguments, "--memory");
    *bytes = ac_data_memory();
    if (text == NULL) {
        return ac_ok();
    }
    AC_SCOPED_ARENA(scratch);
    ac_text number = ac_text_trim(ac_text_of(text));
    char unit = number.size == 0 ? '\0' : number.at[number.size - 1];
    unsigned shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
    number.size -= shift > 0 ? 1 : 0;
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t whole = 0;
    bool good = shift > 0 && ac_rational_parse(&scratch, number, &value, NULL).code == ACCORD_OK &&
                ac_rational_to_scaled(value, 0, &whole) && whole > 0 && whole < 1 << 20;
    if (!good) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "--memory is a whole number and K, M or G, such as 512M, not \"%.60s\"", text);
    }
    *bytes = (uint64_t)whole << shift;
    return ac_ok();
}

/* Reads --threads; without it, as many as the machine has processors. */
static accord_status
read_threads(const ac_arguments *arguments, unsigned *threads, accord_error *error)
{
    const char *text = ac_argument_of(arguments, "--threads");
    int64_t number = sysconf(_SC_NPROCESSORS_ONLN);
    if (text != NULL) {
        AC_TRY(ac_whole_number("--threads", text, AC_THREADS_MAX, &number, error));
    }
    number = number < 1 ? 1 : number;
    *threads = number > AC_THREADS_MAX ? AC_THREADS_MAX : (unsigned)number;
    return ac_ok();
}

static uint64_t refused_rows(const ac_run *run)
{
    uint64_t refused = 0;
    for (size_t i = 0; i < run->load->input_count; i++) {
        refused += run->load->inputs[i].counts.refused;
    }
    return refused;
}

/* Whether a row that was refused was read now, and can be written; of cells it was let go before.
 */
static bool can_write(const ac_run *run)
{
    bool some = false;
    for (size_t i = 0; i < run->load->input_count; i++) {
        const ac_load_input *input = &run->load->inputs[i];
        for (size_t j = 0; j < input->file_count; j++) {
            AC_SCOPED_ARENA(scratch);
            const char *path = ac_text_terminated(&scratch, input->files[j].path);
            some = some || (input->files[j].refused > 0 && !ac_pulled_is_file(path));
        }
    }
    return some;
}

/* Says what was refused: the rows themselves where they stop the run, else how many. */
static void say_refused(const ac_run *run, const ac_load_options *options, bool stops)
{
    bool written = run->load != NULL && can_write(run);
    const char *refused_path = written ? options->refused_path : NULL;
    const char *hint = written                 ? "; --refused FILE writes them"
                       : options->fill == NULL ? " when their files were counted"
                                               : "";
    uint64_t refused = run->load == NULL ? 0 : refused_rows(run);
    if (refused == 0) {
        return;
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (stops) {
        ac_run_add_refused(&text, run, REFUSED_SHOWN);
    } else {
        ac_say(
            "%llu row%s refused%s%s", (unsigned long long)refused, refused == 1 ? " was" : "s were",
            refused_path == NULL ? hint : ", written to ",
            refused_path == NULL ? "" : refused_path);
    }
    ac_run_add_reasons(&text, run);
    ac_say_text(ac_buffer_text(&text));
    if (refused_path != NULL) {
        ac_say("accord mend %s -o DIR puts its rows back once they are mended", refused_path);
    }
}

static void set_folders(const ac_arguments *arguments, const ac_run *run, ac_load_options *options)
{
    options->data_folder = ac_argument_of(arguments, "--data");
    options->layout_folders =
        ac_arguments_of(run->arena, arguments, "--layouts", &options->layout_folder_count);
}

ac_exit ac_data_target(const ac_arguments *arguments, const ac_run *run, const char *option)
{
    accord_error error = {0};
    ac_load_options options = {0};
    const char *path = ac_argument_of(arguments, option);
    set_folders(arguments, run, &options);
    if (path == NULL || ac_target_check(run, &options, option, path, &error).code == ACCORD_OK) {
        return AC_EXIT_DONE;
    }
    return ac_data_fail(arguments, &error);
}

ac_exit ac_data_out(const ac_arguments *arguments, const ac_run *run)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    const char *refused = ac_argument_of(arguments, "--refused");
    if (out == NULL || strcmp(out, "-") == 0) {
        return AC_EXIT_DONE;
    }
    if (refused != NULL && strcmp(refused, out) == 0) {
        (void)ac_fail(&error, ACCORD_EINPUT, "-o and --refused cannot be the same file");
        return ac_say_misuse(arguments->command, &error);
    }
    return ac_data_target(arguments, run, "-o");
}

/* What the options say of how the data are read. */
static accord_status read_how(
    const ac_arguments *arguments, const ac_run *run, ac_load_options *options, accord_error *error)
{
    const char *share = ac_argument_of(arguments, "--refuse-at-most");
    if (share != NULL) {
        ac_rational *most = AC_NEW(run->arena, ac_rational);
        AC_TRY(read_share(share, run->arena, most, error));
        options->refuse_at_most = most;
    }
    AC_TRY(read_memory(arguments, &options->identifiers_bytes, error));
    options->temporary_folder = ac_books_scratch();
    AC_TRY(read_threads(arguments, &options->threads, error));
    set_folders(arguments, run, options);
    options->refused_path = ac_argument_of(arguments, "--refused");
    return read_known_by(arguments, AC_NEW(run->arena, accord_date), &options->known_by, error);
}

static ac_exit check_folder(const ac_load_options *options)
{
    if (!ac_folder_exists(options->data_folder)) {
        ac_say("accord: there is no folder %s", options->data_folder);
        return AC_EXIT_FAILED;
    }
    return AC_EXIT_DONE;
}

ac_exit ac_data_members(const ac_arguments *arguments, ac_run *run)
{
    accord_error error = {0};
    ac_load_options options = {0};
    if (read_how(arguments, run, &options, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = check_folder(&options);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    options.refused_path = NULL;
    options.inputs_wanted = AC_NEW_ARRAY(run->arena, bool, run->contract.program->quantity_count);
    return ac_run_load(run, &options, &error).code == ACCORD_OK ? AC_EXIT_DONE
                                                                : ac_say_error(&error);
}

/* Reads which files of rows are given in place of those of the data folder; none of them may be one
 * that is written. */
static accord_status read_given(
    const ac_arguments *arguments, const ac_run *run, ac_load_options *options, accord_error *error)
{
    static const char *const written[] = {"-o", "--refused"};
    ac_given_asked asked = {
        .program = run->contract.program,
        .wanted = options->inputs_wanted,
        .option = "--rows",
        .temporary_folder = options->temporary_folder};
    asked.said = ac_arguments_of(run->arena, arguments, asked.option, &asked.said_count);
    AC_TRY(ac_given_files_read(run->arena, &asked, &options->given, &options->given_count, error));
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        AC_TRY(ac_given_files_check_target(
            options->given, options->given_count, written[i], ac_argument_of(arguments, written[i]),
            error));
    }
    return ac_ok();
}

ac_exit ac_data_load(const ac_arguments *arguments, ac_run *run, const ac_load_options *more)
{
    accord_error error = {0};
    ac_load_options options = {0};
    if (more != NULL) {
        options = *more;
    }
    if (read_how(arguments, run, &options, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    bool quiet = ac_argument_of(arguments, "--quiet") != NULL;
    ac_exit ready = check_folder(&options);
    if (ready == AC_EXIT_DONE) {
        ready = ac_data_target(arguments, run, "--refused");
    }
    if (ready == AC_EXIT_DONE && read_given(arguments, run, &options, &error).code != ACCORD_OK) {
        ready = ac_data_fail(arguments, &error);
    }
    if (ready != AC_EXIT_DONE) {
        return ready;
    }
    ac_cli_progress progress;
    ac_cli_progress_init(&progress, quiet);
    options.progress = &progress.reading;
    accord_status status = ac_run_load(run, &options, &error);
    ac_cli_progress_end(&progress);
    if (status.code == ACCORD_ENO || !quiet) {
        say_refused(run, &options, status.code == ACCORD_ENO);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (!quiet) {
        say_unlisted(run);
    }
    AC_SCOPED_BUFFER(doubts, DOUBTS_BYTES);
    ac_run_add_doubts(&doubts, run, DOUBTS_SHOWN);
    if (doubts.size_bytes > 0) {
        ac_say("accord: data to look at:\n%s", doubts.bytes);
    }
    return AC_EXIT_DONE;
}

ac_exit ac_data_period(
    const ac_arguments *arguments,
    const ac_run *run,
    bool *said,
    ac_period_kind *kind,
    int32_t *period)
{
    accord_error error = {0};
    const char *text = ac_argument_of(arguments, "--period");
    *said = text != NULL;
    if (text == NULL) {
        return AC_EXIT_DONE;
    }
    accord_status status = ac_run_find_period(run, ac_text_of(text), kind, period, &error);
    return status.code == ACCORD_OK ? AC_EXIT_DONE : ac_say_misuse(arguments->command, &error);
}
