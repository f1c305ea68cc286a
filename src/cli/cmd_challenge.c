/* SPDX-License-Identifier: MIT */
/* accord challenge: what a payer does not agree is due, until it is resolved. */

#include "app/challenges.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"
#include "value/date.h"

#include <string.h>

typedef ac_exit action(const ac_arguments *arguments, ac_arena *arena, ac_books *books);

typedef struct verb {
    const char *name;
    bool numbered; /* takes the number of a challenge */
    bool acts;
    action *run;
    const char *needed[5]; /* options, up to NULL */
} verb;

static ac_text said(const ac_arguments *arguments, const char *option)
{
    return ac_text_of(ac_argument_of(arguments, option));
}

static ac_exit misuse(const ac_arguments *arguments, const char *words)
{
    accord_error error = {0};
    (void)ac_fail(&error, ACCORD_EINPUT, "%s", words);
    return ac_say_misuse(arguments->command, &error);
}

static ac_exit end(accord_status status, const accord_error *error, const ac_anchor *anchor)
{
    if (status.code != ACCORD_OK) {
        return ac_say_error(error);
    }
    ac_books_say_anchor(anchor);
    return AC_EXIT_DONE;
}

/* ---- What can be done ---- */

static ac_exit raise_by_rules(
    const ac_arguments *arguments, ac_arena *arena, ac_books *books, const ac_raising *raising)
{
    accord_error error = {0};
    ac_anchor anchor = {0};
    AC_SCOPED_BUFFER(talk, AC_ROW_BYTES_MAX);
    accord_status status = ac_challenges_raise_by_rules(
        arena, books, raising, ac_argument_of(arguments, "--rules"), &talk, &anchor, &error);
    ac_say_text(ac_buffer_text(&talk));
    if (status.code == ACCORD_OK && anchor.count == 0) {
        ac_say("accord: nothing was raised");
        return AC_EXIT_DONE;
    }
    if (status.code != ACCORD_OK && talk.size_bytes > 0) {
        ac_say("accord: nothing was kept");
    }
    return end(status, &error, &anchor);
}

static ac_exit raise_one(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    static const char *const needed[] = {"--payment", "--payer", "--payee", "--value", "--reason"};
    accord_error error = {0};
    ac_challenge raised;
    ac_anchor anchor;
    const char *due = ac_argument_of(arguments, "--due");
    ac_raising raising = {
        .period = said(arguments, "--period"),
        .payment = said(arguments, "--payment"),
        .payer = said(arguments, "--payer"),
        .payee = said(arguments, "--payee"),
        .value = said(arguments, "--value"),
        .reason = said(arguments, "--reason"),
        .reference = said(arguments, "--reference"),
        .owner = said(arguments, "--owner"),
        .due_said = due != NULL,
        .note = said(arguments, "--note")};
    bool rules = ac_argument_of(arguments, "--rules") != NULL;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (rules == (ac_argument_of(arguments, needed[i]) != NULL)) {
            return misuse(
                arguments, "accord challenge raise needs --payment, --payer, --payee, --value and "
                           "--reason, or in their place --rules FILE");
        }
    }
    if (due != NULL && ac_data_day("--due", due, &raising.due, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (rules) {
        return raise_by_rules(arguments, arena, books, &raising);
    }
    accord_status status = ac_challenges_raise(arena, books, &raising, &raised, &anchor, &error);
    if (status.code == ACCORD_OK) {
        ac_say(
            "accord: challenge %lld is raised of %.*s; settle %.*s anew, so that it is held when "
            "the period is closed",
            (long long)raised.number, AC_TEXT_ARG(raised.code), AC_TEXT_ARG(raised.period));
    }
    return end(status, &error, &anchor);
}

static accord_status number_of(const ac_arguments *arguments, int64_t *number, accord_error *error)
{
    return ac_whole_number("a challenge", arguments->files[1], INT32_MAX, number, error);
}

static ac_exit reply(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    accord_error error = {0};
    ac_anchor anchor;
    char hex[AC_HASH_HEX_BYTES];
    const char *path = ac_argument_of(arguments, "--evidence-file");
    ac_replying replying = {
        .answer = said(arguments, "--answer"),
        .accepted = said(arguments, "--accepted"),
        .evidence = said(arguments, "--evidence"),
        .file = AC_TEXT("")};
    if (number_of(arguments, &replying.challenge, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (path != NULL) {
        ac_text bytes;
        if (ac_file_read(path, AC_DOCUMENT_BYTES_MAX, arena, &bytes, &error).code != ACCORD_OK) {
            return ac_say_error(&error);
        }
        ac_hash hash = ac_hash_of(bytes);
        ac_hash_hex(&hash, hex);
        replying.file = ac_text_of(hex);
    }
    return end(ac_challenges_reply(arena, books, &replying, &anchor, &error), &error, &anchor);
}

static ac_exit resolve(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    accord_error error = {0};
    ac_anchor anchor;
    ac_resolving resolving = {
        .upheld = said(arguments, "--upheld"),
        .way = said(arguments, "--by"),
        .note = said(arguments, "--note")};
    if (number_of(arguments, &resolving.challenge, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    return end(ac_challenges_resolve(arena, books, &resolving, &anchor, &error), &error, &anchor);
}

static void say_deadline(const ac_deadline_asked *of)
{
    AC_SCOPED_BUFFER(words, 400);
    ac_buffer_addf(
        &words, "accord: %.*s may be challenged until ", AC_TEXT_ARG(of->deadline.period));
    ac_date_add_iso(&words, of->deadline.challenge_by);
    ac_buffer_add_z(&words, ", and replies are expected by ");
    ac_date_add_iso(&words, of->deadline.reply_by);
    if (of->calendar != NULL) {
        ac_buffer_addf(&words, ": counted by %s from ", of->calendar);
        ac_date_add_iso(&words, of->flex);
        ac_buffer_add_z(&words, ", when its flex figures became known");
    }
    ac_say("%s", words.bytes);
}

static ac_exit deadline(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    accord_error error = {0};
    ac_anchor anchor;
    const char *challenge_by = ac_argument_of(arguments, "--challenge-by");
    const char *reply_by = ac_argument_of(arguments, "--reply-by");
    ac_deadline_asked asked = {
        .deadline = {.period = said(arguments, "--period")},
        .calendar = ac_argument_of(arguments, "--calendar")};
    bool both = challenge_by != NULL && reply_by != NULL;
    bool any = challenge_by != NULL || reply_by != NULL;
    if (asked.calendar != NULL ? any : !both) {
        return misuse(
            arguments, "accord challenge deadline needs --challenge-by and --reply-by, or in their "
                       "place --calendar FILE");
    }
    if (both &&
        (ac_data_day("--challenge-by", challenge_by, &asked.deadline.challenge_by, &error).code !=
             ACCORD_OK ||
         ac_data_day("--reply-by", reply_by, &asked.deadline.reply_by, &error).code != ACCORD_OK)) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_challenges_set_deadline(arena, books, &asked, &anchor, &error);
    if (status.code == ACCORD_OK) {
        say_deadline(&asked);
    }
    return end(status, &error, &anchor);
}

static ac_exit list_all(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    accord_error error = {0};
    ac_challenges all;
    ac_run run = {0};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const char *format = ac_argument_of(arguments, "--format");
    accord_status status = ac_db_begin_read(books->db, &error);
    if (status.code == ACCORD_OK) {
        status = ac_books_contract(arena, books, &run, &error);
    }
    if (status.code == ACCORD_OK) {
        status = ac_challenges_read(arena, books->db, &all, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    const ac_challenges_shown shown = {
        &all, said(arguments, "--period"), ac_books_today(), run.contract.program->syntax};
    if (format != NULL && strcmp(format, "csv") == 0) {
        ac_challenges_add_csv(&text, &shown);
        ac_put(ac_buffer_text(&text));
    } else if (format != NULL && strcmp(format, "json") == 0) {
        ac_challenges_add_json(&text, &shown);
        ac_put(ac_buffer_text(&text));
    } else {
        ac_challenges_add_table(&text, &shown);
        ac_put_shown(ac_buffer_text(&text));
    }
    return AC_EXIT_DONE;
}

/* ---- The command ---- */

static const verb verbs[] = {
    {"list",     false, false, list_all,  {NULL}                          },
    {"raise",    false, true,  raise_one, {"--period", "--owner", NULL}   },
    {"reply",    true,  true,  reply,     {"--answer", "--evidence", NULL}},
    {"resolve",  true,  true,  resolve,   {"--upheld", "--note", NULL}    },
    {"deadline", false, true,  deadline,  {"--period", NULL}              },
};

static ac_exit run_challenge(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    ac_books books;
    const verb *found = NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        found = strcmp(verbs[i].name, arguments->files[0]) == 0 ? &verbs[i] : found;
    }
    if (found == NULL) {
        return misuse(
            arguments,
            "say what is to be done: accord challenge list, raise, reply NUMBER, resolve "
            "NUMBER, or deadline");
    }
    if (arguments->file_count != (found->numbered ? 2 : 1)) {
        return misuse(
            arguments, found->numbered
                           ? "accord challenge reply and resolve need a NUMBER"
                           : "accord challenge list, raise and deadline take no number");
    }
    for (size_t i = 0; found->needed[i] != NULL; i++) {
        if (ac_argument_of(arguments, found->needed[i]) == NULL) {
            accord_error error = {0};
            (void)ac_fail(
                &error, ACCORD_EINPUT, "accord challenge %s needs %s", found->name,
                found->needed[i]);
            return ac_say_misuse(arguments->command, &error);
        }
    }
    ac_exit result = found->acts ? ac_books_open_acting(arguments, &arena, &books)
                                 : ac_books_open_reading(arguments, &arena, &books);
    if (result == AC_EXIT_DONE) {
        result = found->run(arguments, &arena, &books);
    }
    ac_db_close(books.db);
    return result;
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    {.name = "--period",        .argument = "PERIOD"              },
    {.name = "--payment",       .argument = "CODE"                },
    {.name = "--payer",         .argument = "CODE"                },
    {.name = "--payee",         .argument = "CODE"                },
    {.name = "--value",         .argument = "AMOUNT"              },
    {.name = "--reason",        .argument = "REASON"              },
    {.name = "--reference",     .argument = "TEXT"                },
    {.name = "--rules",         .argument = "FILE"                },
    {.name = "--owner",         .argument = "CODE"                },
    {.name = "--due",           .argument = "DATE"                },
    {.name = "--note",          .argument = "TEXT"                },
    {.name = "--answer",        .argument = "accept|partly|reject"},
    {.name = "--accepted",      .argument = "AMOUNT"              },
    {.name = "--evidence",      .argument = "TEXT"                },
    {.name = "--evidence-file", .argument = "FILE"                },
    {.name = "--upheld",        .argument = "AMOUNT"              },
    {.name = "--by",            .argument = "credit|data"         },
    {.name = "--challenge-by",  .argument = "DATE"                },
    {.name = "--reply-by",      .argument = "DATE"                },
    {.name = "--calendar",      .argument = "FILE"                },
    {.name = "--format",        .argument = "table|csv|json"      },
};

const ac_command ac_command_challenge = {
    "challenge", {options, sizeof options / sizeof options[0], 1, 2},
     run_challenge
};
