/* SPDX-License-Identifier: MIT */
/* accord session: offers the sessions of a roster, and keeps what becomes of each. */

#include "app/sessions_swap.h"
#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"
#include "cli/pool.h"
#include "cli/session.h"
#include "value/date.h"

#include <inttypes.h>
#include <string.h>

/* A word of the command: what it orders, and which options it takes. */
typedef struct word {
    const char *name;
    ac_event_kind kind; /* AC_EVENTS: it orders nothing */
    size_t files;       /* with the word itself */
    const char *options;
} word;

#define ORDERS   " --by --reason --now --dry-run "
#define SELECTED " --doctor --request --site --date --part "

static const word words[] = {
    {"publish",  AC_EVENT_PUBLISHED, 3, ORDERS "--from --weeks "                                   },
    {"offer",    AC_EVENT_OFFERED,   2, ORDERS SELECTED                                            },
    {"accept",   AC_EVENT_ACCEPTED,  2, ORDERS SELECTED "--all --swap "                            },
    {"decline",  AC_EVENT_DECLINED,  2, ORDERS SELECTED "--all --swap "                            },
    {"undo",     AC_EVENT_UNDONE,    2, ORDERS SELECTED "--all "                                   },
    {"notify",   AC_EVENT_NOTIFIED,  2, ORDERS SELECTED "--all "                                   },
    {"cancel",   AC_EVENT_CANCELLED, 2, ORDERS SELECTED "--all --cancelled-by "                    },
    {"swap",     AC_EVENT_PROPOSED,  2, ORDERS SELECTED "--to --for-request --for-date --for-part "},
    {"list",     AC_EVENTS,          2, SELECTED " --now --state --format "                        },
    {"calendar", AC_EVENTS,          2, " --doctor --site --each -o --now "                        },
    {"verify",   AC_EVENTS,          2, " --now --anchor "                                         },
};

enum { WORDS = sizeof words / sizeof words[0], WEEK_DAYS = 7 };

static const word *word_named(const char *name)
{
    for (size_t i = 0; i < WORDS; i++) {
        if (strcmp(words[i].name, name) == 0) {
            return &words[i];
        }
    }
    return NULL;
}

static accord_status
check_usage(const ac_arguments *arguments, const word *asked, accord_error *error)
{
    if (asked == NULL) {
        AC_SCOPED_BUFFER(known, 400);
        for (size_t i = 0; i < WORDS; i++) {
            ac_buffer_addf(
                &known, "%s%s",
                i == 0           ? ""
                : i + 1 == WORDS ? " or "
                                 : ", ",
                words[i].name);
        }
        return ac_fail(
            error, ACCORD_EINPUT, "accord session can %.*s, not \"%.60s\"",
            AC_TEXT_ARG(ac_buffer_text(&known)), arguments->files[0]);
    }
    if (arguments->file_count != asked->files) {
        return ac_fail(
            error, ACCORD_EINPUT, "accord session %s needs the folder of a pool%s", asked->name,
            asked->files == 3 ? ", and a roster" : ", and no other file");
    }
    for (size_t i = 0; i < arguments->count; i++) {
        AC_SCOPED_BUFFER(name, 60);
        ac_buffer_addf(&name, " %s ", arguments->list[i].option->name);
        ac_buffer_add_char(&name, '\0');
        if (strstr(asked->options, ac_buffer_text(&name).at) == NULL) {
            return ac_fail(
                error, ACCORD_EINPUT, "accord session %s takes no %s", asked->name,
                arguments->list[i].option->name);
        }
    }
    if (asked->kind != AC_EVENTS && ac_argument_of(arguments, "--by") == NULL) {
        return ac_fail(error, ACCORD_EINPUT, "who orders this? Say it with --by");
    }
    if (asked->kind == AC_EVENT_CANCELLED && (ac_argument_of(arguments, "--cancelled-by") == NULL ||
                                              ac_argument_of(arguments, "--reason") == NULL)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "say who cancels, with --cancelled-by practice, doctor or trust, and why, with "
            "--reason");
    }
    return ac_ok();
}

static accord_status read_now(const ac_arguments *arguments, ac_moment *now, accord_error *error)
{
    const char *said = ac_argument_of(arguments, "--now");
    *now = ac_books_now();
    return said == NULL ? ac_ok() : ac_moment_parse(ac_text_of(said), now, error);
}

/* ---- Orders ---- */

/* The days that a roster was solved for, as accord roster has them. */
static accord_status
read_days(const ac_arguments *arguments, ac_moment now, ac_published *days, accord_error *error)
{
    const char *from = ac_argument_of(arguments, "--from");
    const char *weeks = ac_argument_of(arguments, "--weeks");
    int64_t count = AC_CLI_WEEKS;
    accord_date today = ac_moment_london_day(now);
    days->from.day = today.day + WEEK_DAYS - (int32_t)ac_weekday_of(today);
    if (from != NULL) {
        AC_TRY(ac_data_day("--from", from, &days->from, error));
    }
    if (weeks != NULL) {
        AC_TRY(ac_whole_number("--weeks", weeks, AC_CLI_WEEKS_MOST, &count, error));
    }
    if (count == 0) {
        return ac_fail(error, ACCORD_EINPUT, "--weeks 0 publishes nothing; give 1 or more");
    }
    days->until.day = days->from.day + (int32_t)count * WEEK_DAYS;
    return ac_ok();
}

typedef struct ordering {
    ac_session_order order;
    ac_published days; /* of PUBLISHED */
    const char *roster_path;
    ac_session_filter in_return; /* of PROPOSED */
    int64_t swap;                /* that is answered; 0: none */
} ordering;

static accord_status give(
    ac_sessions *sessions,
    const ordering *what,
    ac_buffer *said,
    ac_buffer *reasons,
    accord_error *error)
{
    if (what->order.kind == AC_EVENT_PUBLISHED) {
        return ac_sessions_publish(
            sessions, &what->order, &what->days, what->roster_path, said, error);
    }
    if (what->order.kind == AC_EVENT_PROPOSED) {
        return ac_sessions_propose(sessions, &what->order, &what->in_return, said, reasons, error);
    }
    if (what->swap > 0) {
        return ac_sessions_answer(sessions, &what->order, (uint32_t)what->swap, said, error);
    }
    return ac_sessions_order(sessions, &what->order, said, error);
}

static ac_exit give_and_save(ac_sessions *sessions, const ordering *what)
{
    AC_SCOPED_BUFFER(said, AC_FACT_FILE_BYTES_MAX);
    AC_SCOPED_BUFFER(reasons, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_pool_faults faults = {.arena = sessions->arena};
    accord_status status = ac_sessions_read_pool(sessions, &faults, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    status = give(sessions, what, &said, &reasons, &error);
    if (status.code == ACCORD_OK) {
        status = ac_sessions_save(sessions, &reasons, &error);
    }
    if (status.code != ACCORD_OK) {
        ac_say_text(ac_buffer_text(&reasons));
        return ac_say_error(&error);
    }
    if (sessions->mode == AC_SESSIONS_REHEARSE) {
        ac_say("a rehearsal: nothing was written");
    }
    return ac_put_all(&said, true);
}

/* Who takes the session, and what that doctor gives in return. */
static accord_status read_swap(const ac_arguments *arguments, ordering *what, accord_error *error)
{
    const char *date = ac_argument_of(arguments, "--for-date");
    const char *part = ac_argument_of(arguments, "--for-part");
    const char *swap = ac_argument_of(arguments, "--swap");
    what->in_return = (ac_session_filter){
        .doctor = ac_session_text(arguments, "--to"),
        .request = ac_session_text(arguments, "--for-request"),
        .dated = date != NULL,
        .parted = part != NULL};
    if (what->order.kind == AC_EVENT_PROPOSED &&
        (what->in_return.doctor.size == 0 || what->order.filter.request.size == 0)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "a swap names a --request and a doctor --to whom it goes; and --for-request, if that "
            "doctor gives one in return");
    }
    if (what->in_return.request.size == 0 && (date != NULL || part != NULL)) {
        return ac_fail(
            error, ACCORD_EINPUT, "--for-date and --for-part are of a --for-request; name it");
    }
    if (part != NULL) {
        what->in_return.part = (uint32_t)ac_part_named(ac_text_of(part));
    }
    if (date != NULL) {
        AC_TRY(ac_data_day("--for-date", date, &what->in_return.on, error));
    }
    if (swap == NULL) {
        return ac_ok();
    }
    AC_TRY(ac_whole_number("--swap", swap, AC_BOOKING_EVENTS_MAX, &what->swap, error));
    if (what->swap == 0 || what->order.filter.doctor.size == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "which doctor answers which swap? Say --doctor, and --swap with its number");
    }
    return ac_ok();
}

static ac_exit run_order(const ac_arguments *arguments, const word *asked, ac_moment now)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_sessions sessions = {.lock = -1};
    ordering what = {
        .order =
            {.kind = asked->kind,
                    .by = ac_session_text(arguments, "--by"),
                    .reason = ac_session_text(arguments, "--reason"),
                    .all = ac_argument_of(arguments, "--all") != NULL,
                    .whom = AC_CANCELLED_BY_NOBODY},
        .roster_path = arguments->file_count > 2 ? arguments->files[2] : NULL
    };
    (void)ac_cancelled_by_named(ac_session_text(arguments, "--cancelled-by"), &what.order.whom);
    if (ac_session_filter_read(arguments, &what.order.filter, &error).code != ACCORD_OK ||
        read_days(arguments, now, &what.days, &error).code != ACCORD_OK ||
        read_swap(arguments, &what, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    bool dry = ac_argument_of(arguments, "--dry-run") != NULL;
    ac_sessions_mode mode = dry ? AC_SESSIONS_REHEARSE : AC_SESSIONS_WRITE;
    accord_status status =
        ac_sessions_open(&arena, arguments->files[1], now, mode, &sessions, &error);
    ac_exit result =
        status.code == ACCORD_OK ? give_and_save(&sessions, &what) : ac_say_error(&error);
    ac_sessions_close(&sessions);
    return result;
}

static ac_exit run_session(const ac_arguments *arguments)
{
    accord_error error = {0};
    ac_moment now = 0;
    const word *asked = word_named(arguments->files[0]);
    if (check_usage(arguments, asked, &error).code != ACCORD_OK ||
        read_now(arguments, &now, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    return asked == NULL || asked->kind == AC_EVENTS ? ac_session_look(arguments, now)
                                                     : run_order(arguments, asked, now);
}

static const ac_option options[] = {
    {.name = "--by",                                 .argument = "NAME"                           },
    {.name = "--doctor",                             .argument = "CODE"                           },
    {.name = "--request",                            .argument = "CODE"                           },
    {.name = "--site",                               .argument = "CODE"                           },
    {.name = "--date",                               .argument = "DATE"                           },
    {.name = "--part",                               .argument = "morning|afternoon|evening|night"},
    {.name = "--all"                               },
    {.name = "--to",                            .argument = "CODE"                                             },
    {.name = "--for-request",                            .argument = "CODE"},
    {.name = "--for-date",                            .argument = "DATE"                                             },
    {.name = "--for-part", .argument = "morning|afternoon|evening|night"},
    {.name = "--swap",                               .argument = "N"                                             },
    {.name = "--cancelled-by",           .argument = "practice|doctor|trust"},
    {.name = "--reason",                            .argument = "TEXT"                                             },
    {.name = "--from",                            .argument = "DATE"},
    {.name = "--weeks",                               .argument = "N"                                             },
    {.name = "--now",                          .argument = "MOMENT"},
    {.name = "--dry-run"                                             },
    {.name = "--state",                                              .argument = "booked|offered|accepted|declined|notified|cancelled|given"                                             },
    {.name = "--each",                                              .argument = "DIR"                             },
    {.name = "-o",                                              .argument = "OUT"                              },
    {.name = "--anchor",                                              .argument = "HASH"                                                  },
    {.name = "--format",                                              .argument = "table|csv|json"                                           },
};

const ac_command ac_command_session = {
    "session", {options, sizeof options / sizeof options[0], 2, 3},
     run_session
};
