/* SPDX-License-Identifier: MIT */
/* Solves the demonstration's quarter, and draws what came of it. Every price, decision and name is
 * invented. */

#include "app/demo_worked.h"

#include "app/demo_pool.h"
#include "app/demo_random.h"
#include "app/demo_world.h"
#include "app/pool_folder.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "roster/write.h"
#include "value/date.h"

#include <inttypes.h>

enum {
    WORKED = 60,
    LOOKED_BACK,
    LOCUMS,
    MOVES = 20000,
    WEEKS = 13,
    LOCUMS_A_WEEK = 7,
    SLIP = 33,         /* the price with a nought too many */
    KEYS_QUARTER = 11, /* January 2016, from April 2013 */
    LATE_DAYS = 70,    /* from here on some practices have not confirmed yet */
};

typedef struct worked {
    const ac_demo_world *world;
    const ac_problem *problem;
    const ac_roster *roster;
    const bool *sick; /* [roster] */
} worked;

static const char *const managers[] = {"P. Reed", "S. Cole", "H. Grant", "L. Dale", "R. Finch"};

static const ac_duty *duty_of(const worked *w, uint32_t i)
{
    return &w->problem->duties[w->roster->placements[i].duty];
}

/* The doctor, the request, the date and the part of the day, each with a comma after it. */
static void add_session(ac_buffer *b, const worked *w, uint32_t i)
{
    const ac_problem *p = w->problem;
    const ac_duty *duty = duty_of(w, i);
    ac_buffer_addf(
        b, "%.*s,%.*s,", AC_TEXT_ARG(p->doctors[w->roster->placements[i].doctor].code),
        AC_TEXT_ARG(p->requests[duty->request].code));
    ac_date_add_iso(b, (accord_date){p->first.day + (int32_t)duty->day});
    ac_buffer_addf(b, ",%s,", p->part_names[duty->part]);
}

static void add_timesheets(ac_buffer *b, const worked *w)
{
    ac_demo_random random = ac_demo_random_of(w->world->seed, WORKED);
    ac_buffer_add_z(
        b, "timesheet,doctor,request,date,part,minutes,miles,confirmed by,confirmed on,"
           "reference\n");
    for (uint32_t i = 0; i < w->roster->count; i++) {
        const ac_duty *duty = duty_of(w, i);
        int32_t overrun = ac_demo_below(&random, 4) == 0 ? ac_demo_between(&random, -2, 7) * 5 : 0;
        uint32_t tenths = 20 + (w->roster->placements[i].doctor * 31 + duty->site * 17) % 150;
        bool confirmed = duty->day < LATE_DAYS || ac_demo_below(&random, 8) != 0;
        int32_t after = ac_demo_between(&random, 0, 6);
        if (w->sick[i]) {
            continue;
        }
        ac_buffer_addf(b, "T%04" PRIu32 ",", i + 1);
        add_session(b, w, i);
        ac_buffer_addf(
            b, "%" PRId32 ",%" PRIu32 ".%" PRIu32 ",", (int32_t)duty->minutes + overrun,
            tenths / 10, tenths % 10);
        if (confirmed) {
            ac_buffer_addf(b, "%s,", managers[duty->site % 5]);
            ac_date_add_iso(b, (accord_date){w->problem->first.day + (int32_t)duty->day + after});
            ac_buffer_add_z(b, ",\n");
        } else {
            ac_buffer_add_z(b, ",,\n");
        }
    }
}

/* One session in eight. */
static void add_lookback(ac_buffer *b, const worked *w)
{
    static const char *const words[] = {"yes", "partly", "no"};
    static const uint16_t weights[] = {72, 17, 11};
    static const int32_t least[] = {13, 7, 2};
    ac_demo_random random = ac_demo_random_of(w->world->seed, LOOKED_BACK);
    ac_buffer_add_z(
        b, "doctor,request,date,part,needed,appointments,filled,did not attend,contacts,source\n");
    for (uint32_t i = 0; i < w->roster->count; i++) {
        if (w->sick[i] || ac_demo_below(&random, 8) != 0) {
            continue;
        }
        size_t needed = ac_demo_pick(&random, weights, 3);
        int32_t filled = least[needed] + ac_demo_between(&random, 0, 3);
        int32_t absent = ac_demo_between(&random, 0, 2);
        add_session(b, w, i);
        ac_buffer_addf(
            b, "%s,16,%" PRId32 ",%" PRId32 ",%" PRId32 ",appointment book\n", words[needed],
            filled, absent, filled - absent + ac_demo_between(&random, 0, 2));
    }
}

static void add_locums(ac_buffer *b, const worked *w)
{
    static const char *const words[] = {"quoted", "paid", "modelled"};
    static const char *const sources[] = {
        "agency by telephone", "practice's invoice", "mean of the agency's list"};
    static const uint16_t weights[] = {60, 32, 8};
    ac_demo_random random = ac_demo_random_of(w->world->seed, LOCUMS);
    ac_buffer_add_z(b, "date,site,pounds,basis,source\n");
    for (int32_t i = 0; i < WEEKS * LOCUMS_A_WEEK; i++) {
        size_t basis = ac_demo_pick(&random, weights, 3);
        const char *site = w->world->practices[ac_demo_below(&random, AC_DEMO_PRACTICES)].code;
        int32_t pounds = ac_demo_between(&random, 345, 400);
        int32_t day = i / LOCUMS_A_WEEK * 7 + ac_demo_between(&random, 0, 4);
        ac_date_add_iso(b, (accord_date){w->problem->first.day + day});
        ac_buffer_addf(
            b, ",%s,%" PRId32 ",%s,%s\n", basis == 2 ? "" : site, i == SLIP ? pounds * 10 : pounds,
            words[basis], sources[basis]);
    }
}

static void add_keys(ac_buffer *b, const worked *w)
{
    ac_buffer_add_z(b, "site,from,until,list size\n");
    for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        const ac_demo_practice *practice = &w->world->practices[i];
        ac_buffer_addf(
            b, "%s,2016-01-01,,%" PRIu32 "\n", practice->code, practice->list[KEYS_QUARTER]);
    }
}

/* What does not hang on the roster. */
static const struct {
    const char *name;
    const char *text;
} prices[] = {
    {"rates.csv",    "kind,site,skill,from,until,unit,pounds,overrun pounds an hour\n"
                  "weekday,,,2015-04-01,,session,300.00,72.00\n"
                  "weekday,,dermatology,2015-04-01,,session,345.00,82.80\n"
                  "out of hours,,,2015-04-01,,hour,96.00,96.00\n"
                  "bank holiday,,,2015-04-01,,hour,115.00,115.00\n"                           },
    {"charges.csv",  "charge,site,from,until,value\n"
                    "on-costs percent,,2015-04-01,,14.3\n"
                    "administration percent,,2015-04-01,,4\n"
                    "travel pence a mile,,2015-04-01,,45\n"                                 },
    {"vat.csv",      "basis,percent,site,from,until,source,reference,decided by,decided on\n"
                "exempt,,,2015-04-01,,made-up ruling for the demonstration,DEMO 1/2015,"
                "M. Lane,2015-03-20\n"                                                          },
    {"issuer.csv",   "issuer,name,address,vat number,prefix,payment days\n"
                   "DEMO,Demonstration Healthcare Trust,\"1 Sea Road, Ashhaven\",,DEMO-,30\n"},
    {"carrying.csv",
     "from,until,carried by,key,cost pounds a session,reserve pounds,decided by,decided on\n"
     "2016-01-01,2016-02-29,reserve,,309.57,60000.00,alliance board,2015-12-01\n"
     "2016-03-01,,pooled by key,list size,309.57,,alliance board,2015-12-01\n"                                 },
    {"ladder.csv",   "from,cancelled by,notice days,notice hours,share percent\n"
                   "2015-04-01,practice,14,,0\n"
                   "2015-04-01,practice,,24,50\n"
                   "2015-04-01,practice,,0,100\n"
                   "2015-04-01,doctor,,0,0\n"
                   "2015-04-01,trust,,0,0\n"                                                 },
    {"sizing.csv",   "figure,from,value,source\n"
                   "price pence,,36000,invented for the demonstration\n"
                   "unmet value pence,,5000,invented for the demonstration\n"
                   "cancelled percent,,4,invented for the demonstration\n"
                   "late percent,,60,invented for the demonstration\n"                       },
};

static const struct {
    const char *name;
    void (*add)(ac_buffer *buffer, const worked *worked);
} files[] = {
    {"timesheets.csv", add_timesheets},
    {"lookback.csv",   add_lookback  },
    {"locums.csv",     add_locums    },
    {"keys.csv",       add_keys      },
};

/* The quarter's roster: repeatable, since moves are counted and no clock is looked at. */
static accord_status
solve(ac_arena *arena, const char *folder, ac_problem *problem, ac_solution *solution)
{
    ac_pool_period period = {0};
    ac_pool_faults faults = {.arena = arena};
    ac_solve_options options = {
        .search = {.seed = 1, .moves = MOVES}
    };
    accord_status status = ac_date_parse(AC_TEXT("2016-01-04"), AC_DATE_ISO, &period.from, NULL);
    ac_assert(status.code == ACCORD_OK);
    period.until = (accord_date){period.from.day + WEEKS * 7};
    period.today = (accord_date){period.from.day - 3};
    AC_TRY(ac_pool_problem_read(arena, folder, &period, problem, &faults, NULL));
    return ac_roster_solve(arena, problem, &options, solution, NULL);
}

/* Three of a hundred were not worked, for their doctors were ill. */
static bool *draw_sick(ac_arena *arena, uint64_t seed, uint32_t count)
{
    ac_demo_random random = ac_demo_random_of(seed, WORKED + 10);
    bool *sick = AC_NEW_ARRAY(arena, bool, count);
    for (uint32_t i = 0; i < count; i++) {
        sick[i] = ac_demo_below(&random, 100) < 3;
    }
    return sick;
}

accord_status ac_demo_write_worked(
    const char *folder, const char *roster_path, uint64_t seed, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(buffer, AC_FACT_FILE_BYTES_MAX);
    ac_problem problem = {0};
    ac_solution solution = {0};
    accord_status status = solve(&arena, folder, &problem, &solution);
    if (status.code != ACCORD_OK) {
        return ac_fail(error, status.code, "%s cannot be solved", folder);
    }
    worked w = {
        .world = ac_demo_world_draw(&arena, seed),
        .problem = &problem,
        .roster = &solution.roster,
        .sick = draw_sick(&arena, seed, solution.roster.count)};
    ac_solution_add(&buffer, &problem, &solution, AC_ROSTER_CSV);
    AC_TRY(ac_file_write(roster_path, ac_buffer_text(&buffer), error));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        ac_buffer_clear(&buffer);
        files[i].add(&buffer, &w);
        ac_assert(!buffer.overflowed);
        AC_TRY(ac_file_write(
            ac_file_join(&arena, folder, files[i].name), ac_buffer_text(&buffer), error));
    }
    for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
        AC_TRY(ac_file_write(
            ac_file_join(&arena, folder, prices[i].name), ac_text_of(prices[i].text), error));
    }
    return ac_ok();
}
