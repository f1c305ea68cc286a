/* SPDX-License-Identifier: MIT */
/* The files of a settlement in place of those that a command is given. */

#include "cli/stored.h"

#include "base/assert.h"
#include "value/date.h"

#include <inttypes.h>

static const ac_option data_option = {.name = "--data", .argument = "DIR"};
static const ac_option known_option = AC_KNOWN_BY_OPTION;
static const ac_option period_option = {.name = "--period", .argument = "PERIOD"};

typedef struct stored {
    ac_arguments arguments; /* which name a contract, --data and --known-by */
    ac_books_folder folder;
    bool laid_out;
    ac_settled *settled;
    bool wants_causes; /* of its adjustments */
} stored;

ac_exit ac_stored_misuse(const ac_arguments *given, const char *words)
{
    accord_error error = {0};
    (void)ac_fail(&error, ACCORD_EINPUT, "accord %s %s", given->command, words);
    return ac_say_misuse(given->command, &error);
}

/* Whether what is given goes together. */
static ac_exit check_given(const ac_arguments *given, bool store)
{
    bool data = ac_argument_of(given, "--data") != NULL;
    if (!store) {
        if (ac_argument_of(given, "--settlement") != NULL) {
            return ac_stored_misuse(given, "takes --settlement with --store only");
        }
        return given->file_count == 1 && data
                   ? AC_EXIT_DONE
                   : ac_stored_misuse(given, "needs a contract and --data DIR, or --store STORE");
    }
    if (given->file_count > 0 || data || ac_argument_of(given, "--known-by") != NULL ||
        ac_argument_of(given, "--layouts") != NULL || ac_argument_of(given, "--rows") != NULL) {
        return ac_stored_misuse(
            given,
            "takes contract, data, layouts and the day from the settlement of a store: leave "
            "out the contract, --data, --rows, --layouts and --known-by");
    }
    return AC_EXIT_DONE;
}

/* The number that was asked for; below nought where none was. */
static accord_status
asked_number(const ac_arguments *given, const char *option, int64_t *number, accord_error *error)
{
    const char *text = ac_argument_of(given, option);
    *number = -1;
    return text == NULL ? ac_ok() : ac_whole_number(option, text, INT32_MAX, number, error);
}

static void add_known(ac_buffer *words, const ac_settlement *list, size_t count)
{
    for (size_t i = 0; list != NULL && i < count; i++) {
        ac_buffer_addf(
            words, "%s%" PRId64 " (%.*s)", i == 0 ? "" : ", ", list[i].number,
            AC_TEXT_ARG(list[i].period));
    }
}

accord_status ac_stored_choose(
    const ac_arguments *given,
    const char *option,
    const ac_settlement *list,
    size_t count,
    const ac_settlement **chosen,
    accord_error *error)
{
    int64_t number = 0;
    AC_TRY(asked_number(given, option, &number, error));
    const char *period = number >= 0 ? NULL : ac_argument_of(given, "--period");
    *chosen = NULL;
    for (size_t i = 0; i < count; i++) {
        bool is = number >= 0 ? list[i].number == number
                              : period == NULL || ac_text_is(list[i].period, period);
        bool closed = *chosen != NULL && (*chosen)->closing > 0 && period != NULL;
        *chosen = is && !closed ? &list[i] : *chosen;
    }
    if (*chosen != NULL) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(known, 400);
    add_known(&known, list, count);
    return ac_fail(
        error, ACCORD_EINPUT, "there is no such settlement in the store; there %s %s",
        count == 0 ? "is" : "are", count == 0 ? "none yet: accord settle makes one" : known.bytes);
}

void ac_stored_say(const ac_arguments *given, const ac_settlement *of)
{
    if (ac_argument_of(given, "--quiet") != NULL) {
        return;
    }
    AC_SCOPED_BUFFER(words, 400);
    ac_buffer_addf(
        &words, "accord: settlement %" PRId64 " of %.*s, as known by ", of->number,
        AC_TEXT_ARG(of->period));
    ac_date_add_iso(&words, of->known_by);
    if (of->closing > 0) {
        ac_buffer_addf(&words, ", closed by %.*s", AC_TEXT_ARG(of->closed_by));
    } else {
        ac_buffer_addf(&words, ", not closed");
    }
    ac_say("%s", words.bytes);
}

/* Lays the settlement out and names its files in the place of those given. */
static accord_status lay_out(
    const ac_arguments *given,
    ac_arena *arena,
    const ac_books *books,
    stored *out,
    accord_error *error)
{
    const ac_settlement *list = NULL;
    const ac_settlement *of = NULL;
    size_t count = 0;
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    AC_TRY(ac_stored_choose(given, "--settlement", list, count, &of, error));
    ac_assert(of != NULL);
    AC_TRY(ac_settled_read(arena, books->db, of, &out->settled, error));
    if (out->wants_causes) {
        AC_TRY(ac_settled_find_causes(arena, books, of, out->settled, error));
    }
    const ac_books_view view = ac_settlement_view(of);
    AC_TRY(ac_books_folder_scratch(arena, books->db, books->scratch, &view, &out->folder, error));
    out->laid_out = true;
    ac_stored_say(given, of);
    AC_SCOPED_BUFFER(day, 40);
    ac_date_add_iso(&day, of->known_by);
    ac_argument *made = AC_NEW_ARRAY(arena, ac_argument, given->count + 3);
    for (size_t i = 0; i < given->count; i++) {
        made[i] = given->list[i];
    }
    made[given->count] = (ac_argument){&data_option, out->folder.data};
    made[given->count + 1] =
        (ac_argument){&known_option, ac_text_terminated(arena, ac_buffer_text(&day))};
    /* Last, so that a period that was asked for goes before it. */
    made[given->count + 2] = (ac_argument){&period_option, ac_text_terminated(arena, of->period)};
    const char **files = AC_NEW_ARRAY(arena, const char *, 1);
    files[0] = out->folder.contract;
    out->arguments = *given;
    out->arguments.list = made;
    out->arguments.count = given->count + 3;
    out->arguments.files = files;
    out->arguments.file_count = 1;
    return ac_ok();
}

static ac_exit begin(const ac_arguments *given, bool wants_causes, ac_arena *arena, stored *out)
{
    accord_error error = {0};
    ac_books books;
    bool store = ac_books_are_meant(given);
    *out = (stored){.arguments = *given, .wants_causes = wants_causes};
    ac_exit result = check_given(given, store);
    if (result != AC_EXIT_DONE || !store) {
        return result;
    }
    result = ac_books_open_reading(given, arena, &books);
    if (result == AC_EXIT_DONE) {
        accord_status status = ac_db_begin_read(books.db, &error);
        if (status.code == ACCORD_OK) {
            status = lay_out(given, arena, &books, out, &error);
        }
        result = status.code == ACCORD_OK ? AC_EXIT_DONE : ac_data_fail(given, &error);
    }
    ac_db_close(books.db);
    return result;
}

ac_exit ac_stored_run(const ac_arguments *given, bool wants_causes, ac_stored_command *command)
{
    AC_SCOPED_ARENA(arena);
    stored of;
    ac_exit result = begin(given, wants_causes, &arena, &of);
    if (result == AC_EXIT_DONE) {
        result = command(&of.arguments, &arena, of.settled);
    }
    if (of.laid_out) {
        ac_books_folder_remove(&of.folder);
    }
    return result;
}
