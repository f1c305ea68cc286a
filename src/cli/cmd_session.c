/* SPDX-License-Identifier: MIT */
/* accord session: offers the sessions of a roster, and keeps what becomes of each. */

#include "app/sessions_calendar.h"
#include "app/sessions_list.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"
#include "cli/pool.h"
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
    {"publish",  AC_EVENT_PUBLISHED, 3, ORDERS "--from --weeks "               },
    {"offer",    AC_EVENT_OFFERED,   2, ORDERS SELECTED                        },
    {"accept",   AC_EVENT_ACCEPTED,  2, ORDERS SELECTED "--all "               },
    {"decline",  AC_EVENT_DECLINED,  2, ORDERS SELECTED "--all "               },
    {"undo",     AC_EVENT_UNDONE,    2, ORDERS SELECTED "--all "               },
    {"notify",   AC_EVENT_NOTIFIED,  2, ORDERS SELECTED "--all "               },
    {"cancel",   AC_EVENT_CANCELLED, 2, ORDERS SELECTED "--all --cancelled-by "},
    {"list",     AC_EVENTS,          2, SELECTED " --now --state --format "    },
    {"calendar", AC_EVENTS,          2, " --doctor --site --each -o --now "    },
    {"verify",   AC_EVENTS,          2, " --now --anchor "                     },
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

static ac_text text_of(const ac_arguments *arguments, const char *option)
{
    return ac_text_trim(ac_text_of(ac_argument_of(arguments, option)));
}

static accord_status
read_filter(const ac_arguments *arguments, ac_session_filter *filter, accord_error *error)
{
    const char *date = ac_argument_of(arguments, "--date");
    const char *part = ac_argument_of(arguments, "--part");
    *filter = (ac_session_filter){
        .doctor = text_of(arguments, "--doctor"),
        .request = text_of(arguments, "--request"),
        .site = text_of(arguments, "--site"),
        .dated = date != NULL,
        .parted = part != NULL};
    if (part != NULL) {
        filter->part = (uint32_t)ac_part_named(ac_text_of(part)); /* the options checked it */
    }
    return date == NULL ? ac_ok() : ac_data_day("--date", date, &filter->on, error);
}

static ac_roster_format format_of(const ac_arguments *arguments)
{
    const char *format = ac_argument_of(arguments, "--format");
    if (format == NULL || strcmp(format, "table") == 0) {
        return AC_ROSTER_TABLE;
    }
    return strcmp(format, "csv") == 0 ? AC_ROSTER_CSV : AC_ROSTER_JSON;
}

static ac_exit put(const ac_buffer *text, bool shown)
{
    if (text->overflowed) {
        ac_say("accord: there is more text than can be written");
        return AC_EXIT_FAILED;
    }
    if (shown) {
        ac_put_shown(ac_buffer_text(text));
    } else {
        ac_put(ac_buffer_text(text));
    }
    return AC_EXIT_DONE;
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
} ordering;

static accord_status
give(ac_sessions *sessions, const ordering *what, ac_buffer *said, accord_error *error)
{
    if (what->order.kind == AC_EVENT_PUBLISHED) {
        return ac_sessions_publish(
            sessions, &what->order, &what->days, what->roster_path, said, error);
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
    status = give(sessions, what, &said, &error);
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
    return put(&said, true);
}

static ac_exit run_order(const ac_arguments *arguments, const word *asked, ac_moment now)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_sessions sessions = {.lock = -1};
    ordering what = {
        .order =
            {.kind = asked->kind,
                    .by = text_of(arguments, "--by"),
                    .reason = text_of(arguments, "--reason"),
                    .all = ac_argument_of(arguments, "--all") != NULL,
                    .whom = AC_CANCELLED_BY_NOBODY},
        .roster_path = arguments->file_count > 2 ? arguments->files[2] : NULL
    };
    (void)ac_cancelled_by_named(text_of(arguments, "--cancelled-by"), &what.order.whom);
    if (read_filter(arguments, &what.order.filter, &error).code != ACCORD_OK ||
        read_days(arguments, now, &what.days, &error).code != ACCORD_OK) {
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

/* ---- Looking ---- */

static ac_exit list(const ac_arguments *arguments, ac_sessions *sessions)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_book_standing standing = {0};
    ac_text state = text_of(arguments, "--state");
    ac_sessions_shown shown = {
        .format = format_of(arguments), .booked = ac_text_is(state, "booked")};
    shown.stated = state.size > 0 && !shown.booked;
    while (shown.stated && !ac_text_is(state, ac_booking_state_word(shown.state))) {
        shown.state++; /* the table of options checked that it is one */
    }
    if (read_filter(arguments, &shown.filter, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_sessions_standing(sessions, &standing, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_sessions_list(&text, sessions, &standing, &shown);
    return put(&text, shown.format == AC_ROSTER_TABLE);
}

/* Whether a line of the record, once told as its last, is still in it. */
static bool holds_anchor(const ac_sessions *sessions, const char *anchor)
{
    ac_text rest = sessions->bytes;
    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        size_t size = end == NULL ? rest.size : (size_t)(end - rest.at) + 1;
        char hex[AC_HASH_HEX_BYTES];
        ac_hash hash = ac_hash_of(ac_text_slice(rest, 0, size));
        ac_hash_hex(&hash, hex);
        if (strcmp(hex, anchor) == 0) {
            return true;
        }
        rest = ac_text_slice(rest, size, rest.size);
    }
    return false;
}

static ac_exit verify(const ac_arguments *arguments, ac_sessions *sessions)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_book_standing standing = {0};
    char hex[AC_HASH_HEX_BYTES];
    const char *anchor = ac_argument_of(arguments, "--anchor");
    if (anchor != NULL && !holds_anchor(sessions, anchor)) {
        ac_say(
            "%s: no line has the hash %.70s: the record was cut short, or is another's",
            sessions->path, anchor);
        return AC_EXIT_NO;
    }
    if (ac_sessions_standing(sessions, &standing, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_hash_hex(&sessions->record.last, hex);
    ac_buffer_addf(
        &text, "%s: %" PRIu32 " events, whole; the last line's hash is %s\n", sessions->path,
        sessions->record.count, hex);
    ac_exit result = put(&text, true);
    if (standing.fallen + standing.other_count == 0) {
        return result;
    }
    ac_buffer_clear(&text);
    ac_sessions_add_fallen(&text, sessions, &standing);
    ac_say_text(ac_buffer_text(&text));
    ac_say("what is booked breaks these rules, as the pool is now");
    return AC_EXIT_NO;
}

/* To a file that is not read, or to standard output. */
static ac_exit
put_calendar(const ac_arguments *arguments, const ac_sessions *sessions, const ac_buffer *text)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (out == NULL || text->overflowed) {
        return put(text, false);
    }
    bool written = ac_sessions_check_target(sessions, out, &error).code == ACCORD_OK &&
                   ac_file_write(out, ac_buffer_text(text), &error).code == ACCORD_OK;
    return written ? AC_EXIT_DONE : ac_say_error(&error);
}

static ac_exit calendar(const ac_arguments *arguments, ac_sessions *sessions)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    uint32_t count = 0;
    ac_text doctor = text_of(arguments, "--doctor");
    ac_text site = text_of(arguments, "--site");
    const char *each = ac_argument_of(arguments, "--each");
    if ((doctor.size > 0) + (site.size > 0) + (each != NULL) != 1 ||
        (each != NULL && ac_argument_of(arguments, "-o") != NULL)) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "whose calendar? Say --doctor or --site (and -o with a file), or --each with a folder");
        return ac_say_misuse(arguments->command, &error);
    }
    if (each != NULL) {
        accord_status status = ac_sessions_calendars(sessions, each, &count, &error);
        ac_buffer_addf(&text, "%" PRIu32 " calendars written to %s\n", count, each);
        return status.code == ACCORD_OK ? put(&text, true) : ac_say_error(&error);
    }
    ac_pool_table of = doctor.size > 0 ? AC_POOL_DOCTORS : AC_POOL_SITES;
    ac_text code = doctor.size > 0 ? doctor : site;
    if (ac_sessions_calendar(sessions, of, code, &text, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return put_calendar(arguments, sessions, &text);
}

static ac_exit run_look(const ac_arguments *arguments, ac_moment now)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_sessions sessions = {.lock = -1};
    ac_pool_faults faults = {.arena = &arena};
    bool verifies = strcmp(arguments->files[0], "verify") == 0;
    bool calendars = strcmp(arguments->files[0], "calendar") == 0;
    accord_status status =
        ac_sessions_open(&arena, arguments->files[1], now, AC_SESSIONS_READ, &sessions, &error);
    if (status.code != ACCORD_OK) {
        ac_sessions_close(&sessions);
        (void)ac_say_error(&error);
        return verifies && error.line > 0 ? AC_EXIT_NO : AC_EXIT_FAILED;
    }
    status = ac_sessions_read_pool(&sessions, &faults, &error);
    ac_exit result = status.code != ACCORD_OK ? ac_cli_say_pool(status, &faults, &error)
                     : verifies               ? verify(arguments, &sessions)
                     : calendars              ? calendar(arguments, &sessions)
                                              : list(arguments, &sessions);
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
    return asked == NULL || asked->kind == AC_EVENTS ? run_look(arguments, now)
                                                     : run_order(arguments, asked, now);
}

static const ac_option options[] = {
    {.name = "--by",                       .argument = "NAME"                           },
    {.name = "--doctor",                   .argument = "CODE"                           },
    {.name = "--request",                  .argument = "CODE"                           },
    {.name = "--site",                     .argument = "CODE"                           },
    {.name = "--date",                     .argument = "DATE"                           },
    {.name = "--part",                     .argument = "morning|afternoon|evening|night"},
    {.name = "--all"                     },
    {.name = "--cancelled-by", .argument = "practice|doctor|trust"                                             },
    {.name = "--reason",                  .argument = "TEXT"},
    {.name = "--from",                  .argument = "DATE"                                             },
    {.name = "--weeks",                     .argument = "N"},
    {.name = "--now",                .argument = "MOMENT"                                             },
    {.name = "--dry-run"                                   },
    {.name = "--state",                                    .argument = "booked|offered|accepted|declined|notified|cancelled|given"},
    {.name = "--each",                                    .argument = "DIR"                             },
    {.name = "-o",                                    .argument = "OUT"                                                                 },
    {.name = "--anchor",                                    .argument = "HASH"                                        },
    {.name = "--format",                                    .argument = "table|csv|json"},
};

const ac_command ac_command_session = {
    "session", {options, sizeof options / sizeof options[0], 2, 3},
     run_session
};
