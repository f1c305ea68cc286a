/* SPDX-License-Identifier: MIT */
/* Draws and writes the pool. A stream of chance for each table, so that a change in one moves no
 * other; places lie on a map whose unit is a minute by road. */

#include "app/demo_pool.h"

#include "app/demo_random.h"
#include "app/demo_world.h"
#include "base/assert.h"
#include "base/file.h"
#include "value/date.h"

#include <stdlib.h>

enum {
    DOCTORS = 60,
    TOWNS = 12,
    DAYS = 91,
    FILE_BYTES_MAX = 1 << 20,
    PLACES = 30,
    CONTRACTS,
    LEAVE,
    GATES,
    WISHES,
    REQUESTS,
};

/* The doctors with something of their own; the others follow from the order. */
enum {
    SUSPENDED = 7,
    CONDITIONS = 16,
    APPLIES = 23,
    UNINSURED = 31,
    ENDS = 40,
    BEGINS = 41,
    NO_SURGERY = 50
};

typedef struct place {
    int32_t x;
    int32_t y;
} place;

typedef struct pool {
    const ac_demo_world *world;
    uint64_t seed;
    accord_date first;
    place towns[TOWNS];
    place sites[AC_DEMO_PRACTICES];
} pool;

static const char *const towns[TOWNS] = {"Ashhaven",  "Beckport",  "Cliffbourne", "Downlow",
                                         "Eastwell",  "Fairlight", "Greycombe",   "Hailsford",
                                         "Ironmarsh", "Kelling",   "Lowfield",    "Marlhurst"};
static const char *const names[] = {"Adair",  "Bennet", "Carey", "Dorsey", "Ewing",
                                    "Farrow", "Gould",  "Hale",  "Ismay",  "Joyce",
                                    "Kerr",   "Lowry",  "Munro", "Nash",   "Orme"};
static const char *const given[] = {"A", "B", "C", "D"};
static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"};
static const char *const parts[] = {"morning", "afternoon"};
static const char *const systems[] = {"Alder", "Birch", "Cedar"};

static ac_demo_random chance(const pool *p, uint64_t purpose)
{
    return ac_demo_random_of(p->seed, purpose);
}

static int32_t minutes(place a, place b)
{
    return 4 + abs(a.x - b.x) + abs(a.y - b.y);
}

static void draw_places(pool *p)
{
    ac_demo_random random = chance(p, PLACES);
    for (size_t i = 0; i < TOWNS; i++) {
        p->towns[i] = (place){
            (int32_t)(i % 4) * 18 + ac_demo_between(&random, 0, 6),
            (int32_t)(i / 4) * 14 + ac_demo_between(&random, 0, 6)};
    }
    for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        place town = p->towns[i % TOWNS];
        p->sites[i] = (place){
            town.x + ac_demo_between(&random, -5, 5), town.y + ac_demo_between(&random, -5, 5)};
    }
}

/* A date so many days after the first of the quarter. */
static void add_day(ac_buffer *b, const pool *p, int32_t days)
{
    ac_date_add_iso(b, (accord_date){p->first.day + days});
}

static size_t town_of(size_t doctor)
{
    return doctor * 7 % TOWNS;
}

static void add_sites(ac_buffer *b, const pool *p)
{
    ac_buffer_add_z(b, "site,name,opens,closes,system\n");
    for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        const ac_demo_practice *practice = &p->world->practices[i];
        ac_buffer_addf(b, "%s,%s,,,%s\n", practice->code, practice->name, systems[i % 3]);
    }
}

static void add_travel(ac_buffer *b, const pool *p)
{
    ac_buffer_add_z(b, "from,to,minutes\n");
    for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        const char *code = p->world->practices[i].code;
        for (size_t t = 0; t < TOWNS; t++) {
            ac_buffer_addf(b, "%s,%s,%d\n", towns[t], code, minutes(p->towns[t], p->sites[i]));
        }
        for (size_t j = i + 1; j < AC_DEMO_PRACTICES; j++) {
            ac_buffer_addf(
                b, "%s,%s,%d\n", code, p->world->practices[j].code,
                minutes(p->sites[i], p->sites[j]));
        }
    }
}

static void add_doctors(ac_buffer *b, const pool *p)
{
    (void)p;
    ac_buffer_add_z(
        b, "doctor,name,home,gmc number,performers number,opted out of 48 hours,drives\n");
    for (size_t i = 0; i < DOCTORS; i++) {
        ac_buffer_addf(
            b, "D%02zu,Dr %s. %s,%s,%07zu,PL%04zu,%s,%s\n", i + 1, given[i / 15], names[i % 15],
            towns[town_of(i)], 9100001 + i, i + 1, i % 9 == 0 ? "yes" : "no",
            i % 12 == 7 ? "no" : "yes");
    }
}

/* Kinds of contract, by turns: portfolio GPs of 3 to 8 sessions, some newly qualified (a session of
 * their own education each week), some on the retention scheme (4 at most), some near retirement.
 */
static void add_contracts(ac_buffer *b, const pool *p)
{
    ac_demo_random random = chance(p, CONTRACTS);
    ac_buffer_add_z(
        b, "doctor,from,until,basis,sessions a week,cpd sessions a week,extra sessions a week,"
           "terms\n");
    for (int32_t i = 0; i < DOCTORS; i++) {
        bool retained = i % 10 == 3;
        bool retiring = i % 10 == 6;
        bool newly = i % 5 == 2;
        int32_t sessions = retained   ? ac_demo_between(&random, 2, 4)
                           : retiring ? ac_demo_between(&random, 2, 3)
                                      : ac_demo_between(&random, 4, 8);
        int32_t extra = retained || retiring ? 0 : ac_demo_between(&random, 0, 2);
        ac_buffer_addf(b, "D%02d,", i + 1);
        add_day(b, p, i == BEGINS ? 28 : -200);
        ac_buffer_add_char(b, ',');
        if (i == ENDS || newly || retained) {
            add_day(b, p, i == ENDS ? 62 : newly ? 500 : 1500);
        }
        ac_buffer_addf(
            b, ",trust,%d,%d,%d,%s\n", sessions, newly || sessions > 5 ? 1 : 0, extra,
            retained   ? "retention scheme"
            : retiring ? "near retirement"
            : newly    ? "newly qualified"
                       : "");
    }
}

/* The retention scheme as it was then; the other two are the trust's own. */
static void add_terms(ac_buffer *b, const pool *p)
{
    (void)p;
    ac_buffer_add_z(
        b, "terms,sessions a week,sessions a week at most,extra sessions a week at most,"
           "years at most,learning minutes a year,evenings and nights,on call,source\n"
           "retention scheme,,4,0,5,,,,National GP Retention Scheme\n"
           "retention scheme,2,,,,2875,,,11.5 sessions of learning a year\n"
           "retention scheme,3,,,,4000,,,16 sessions of learning a year\n"
           "retention scheme,4,,,,5750,,,23 sessions of learning a year\n"
           "newly qualified,,8,2,2,,,no,the trust's own\n"
           "near retirement,,3,0,,,no,,the trust's own\n");
}

static void add_portfolio(ac_buffer *b, const pool *p)
{
    (void)p;
    ac_buffer_add_z(b, "doctor,weekday,part,from,until,what,minutes\n");
    for (size_t i = 0; i < DOCTORS; i += 3) {
        ac_buffer_addf(
            b, "D%02zu,%s,%s,,,%s,240\n", i + 1, weekdays[i / 3 % 5], parts[i / 15 % 2],
            i % 2 == 0 ? "hospital" : "clinic");
    }
}

/* A week for most, at half term or at Easter for some, and no two spans of one doctor that meet. */
static void add_leave(ac_buffer *b, const pool *p)
{
    ac_demo_random random = chance(p, LEAVE);
    ac_buffer_add_z(b, "doctor,from,until,kind\n");
    for (size_t i = 0; i < DOCTORS; i++) {
        int32_t week = i % 6 == 0   ? 6 /* half term, 15 to 19 February */
                       : i % 6 == 1 ? 12
                                    : ac_demo_between(&random, 0, 11);
        ac_buffer_addf(b, "D%02zu,", i + 1);
        add_day(b, p, week * 7);
        ac_buffer_add_char(b, ',');
        add_day(b, p, week * 7 + (i % 4 == 3 ? 1 : 4));
        ac_buffer_add_z(b, i % 4 == 3 ? ",study\n" : ",annual\n");
    }
}

static void add_holidays(ac_buffer *b, const pool *p)
{
    (void)p;
    ac_buffer_add_z(
        b, "date,name\n2016-01-01,New Year's Day\n2016-03-25,Good Friday\n"
           "2016-03-28,Easter Monday\n");
}

/* Those who take evenings: a doctor with rows here has no other times. */
static void add_availability(ac_buffer *b, const pool *p)
{
    (void)p;
    ac_buffer_add_z(b, "doctor,weekday,part\n");
    for (size_t i = 0; i < DOCTORS; i += 2) {
        for (size_t day = 0; day < 5; day++) {
            bool off = (i / 2 + day) % 7 == 0;
            for (size_t part = 0; part < 2 && !off; part++) {
                ac_buffer_addf(b, "D%02zu,%s,%s\n", i + 1, weekdays[day], parts[part]);
            }
            if (i % 4 == 0 && (i / 4 + day) % 2 == 0) {
                ac_buffer_addf(b, "D%02zu,%s,evening\n", i + 1, weekdays[day]);
            }
        }
    }
}

static void add_skills(ac_buffer *b, const pool *p)
{
    (void)p;
    ac_buffer_add_z(
        b, "skill,name\ndermatology,Dermatology with extended role\n"
           "minor-surgery,Minor surgery\n");
}

static void add_doctor_skills(ac_buffer *b, const pool *p)
{
    ac_buffer_add_z(b, "doctor,skill,from,until\n");
    for (size_t i = 0; i < DOCTORS; i++) {
        if (i % 5 == 1) {
            ac_buffer_addf(b, "D%02zu,dermatology,2014-01-01,\n", i + 1);
        }
        if (i % 4 == 2) {
            ac_buffer_addf(b, "D%02zu,minor-surgery,2014-01-01,", i + 1);
            if (i == 22) {
                add_day(b, p, 40); /* not renewed */
            }
            ac_buffer_add_char(b, '\n');
        }
    }
}

static void add_wishes(ac_buffer *b, const pool *p)
{
    static const char *const wishes[] = {"known", "known", "prefer", "avoid", "never"};
    ac_demo_random random = chance(p, WISHES);
    ac_buffer_add_z(b, "doctor,site,wish\n");
    for (size_t i = 0; i < DOCTORS; i++) {
        size_t near = town_of(i);
        for (size_t j = 0; j < 5; j++) {
            size_t site = (near + (size_t)TOWNS * (j + i % 2)) % AC_DEMO_PRACTICES;
            ac_buffer_addf(
                b, "D%02zu,%s,%s\n", i + 1, p->world->practices[site].code,
                wishes[(j + ac_demo_below(&random, 2)) % 5]);
        }
    }
}

static void add_gate(
    ac_buffer *b, const pool *p, size_t doctor, const char *gate, const char *state, int32_t until)
{
    ac_buffer_addf(b, "D%02zu,%s,%s,2012-04-01,", doctor + 1, gate, state);
    if (until != 0) {
        add_day(b, p, until);
    }
    ac_buffer_add_z(b, ",,,,check of December,M. Lane,2015-12-14,\n");
}

static void add_listing(ac_buffer *b, const pool *p, size_t doctor)
{
    if (doctor == SUSPENDED) {
        add_gate(b, p, doctor, "performers list", "included", 27);
        ac_buffer_addf(b, "D%02zu,performers list,suspended,", doctor + 1);
        add_day(b, p, 28);
        ac_buffer_add_z(b, ",,,,,published list,M. Lane,2016-02-01,\n");
    } else if (doctor == CONDITIONS) {
        ac_buffer_addf(
            b,
            "D%02zu,performers list,included with conditions,2012-04-01,,%s,,supervised there "
            "only,published list,M. Lane,2015-12-14,\n",
            doctor + 1, p->world->practices[town_of(doctor)].code);
    } else if (doctor == NO_SURGERY) {
        ac_buffer_addf(
            b,
            "D%02zu,performers list,included with conditions,2012-04-01,,,,no minor surgery,"
            "published list,M. Lane,2015-12-14,minor-surgery\n",
            doctor + 1);
    } else if (doctor == APPLIES) {
        add_gate(b, p, doctor, "performers list", "applied", 20);
        ac_buffer_addf(b, "D%02zu,performers list,included,", doctor + 1);
        add_day(b, p, 21);
        ac_buffer_add_z(b, ",,,,,published list,M. Lane,2015-12-14,\n");
    } else {
        add_gate(b, p, doctor, "performers list", "included", 0);
    }
}

static void add_gates(ac_buffer *b, const pool *p)
{
    static const char *const held[] = {"gmc", "dbs", "indemnity", "right to work", "training"};
    ac_demo_random random = chance(p, GATES);
    ac_buffer_add_z(
        b, "doctor,gate,state,from,until,site,system,condition,source,checked by,checked on,"
           "not skill\n");
    for (size_t i = 0; i < DOCTORS; i++) {
        add_listing(b, p, i);
        for (size_t g = 0; g < 5; g++) {
            bool ends = i == UNINSURED && g == 2;
            bool renewed = ac_demo_below(&random, 12) == 0;
            add_gate(b, p, i, held[g], "held", ends ? 41 : renewed ? DAYS + 60 : 0);
        }
        for (size_t s = 0; s < 3; s++) {
            if (i % 4 != 1 || s != 2) { /* some have no login of the third system */
                ac_buffer_addf(
                    b, "D%02zu,login,held,2014-04-01,,,%s,,,M. Lane,2015-12-14,\n", i + 1,
                    systems[s]);
            }
        }
    }
}

static void
add_request(ac_buffer *b, const pool *p, ac_demo_random *random, size_t site, size_t number)
{
    static const uint16_t kinds[] = {70, 18, 12}; /* weekly, any half-days, some evenings */
    static const char *const urgencies[] = {"routine", "routine", "soon", "urgent"};
    static const char *const reasons[] = {"leave", "sickness", "other"};
    size_t kind = ac_demo_pick(random, kinds, 3);
    int32_t from = ac_demo_below(random, 4) == 0 ? ac_demo_between(random, 0, 5) * 7 : 0;
    int32_t weeks = from > 0 || ac_demo_below(random, 5) == 0 ? ac_demo_between(random, 4, 7) : 13;
    bool skilled = ac_demo_below(random, 11) == 0;
    ac_buffer_addf(
        b, "%s-%zu,%s,%s,", p->world->practices[site].code, number + 1,
        p->world->practices[site].code, kind == 1 ? "any" : "weekly");
    add_day(b, p, from);
    ac_buffer_add_char(b, ',');
    int32_t last = from + weeks * 7 - 1;
    add_day(b, p, last < DAYS ? last : DAYS - 1);
    if (kind == 1) {
        ac_buffer_addf(b, ",,,%d,,", ac_demo_between(random, 1, 2));
    } else {
        bool evening = kind == 2 && number == 0;
        ac_buffer_addf(
            b, ",%s,%s,1,,", weekdays[ac_demo_below(random, 5)],
            evening ? "evening" : parts[ac_demo_below(random, 2)]);
    }
    ac_buffer_addf(
        b, "%s,%s,16,15,,%s,%s,%s,10,%s\n",
        !skilled                        ? ""
        : ac_demo_below(random, 2) == 0 ? "dermatology"
                                        : "minor-surgery",
        urgencies[ac_demo_below(random, 4)], weeks == 13 ? "vacancy" : reasons[weeks % 3],
        number == 1 && site % 3 == 0 ? "2" : "", number == 0 && site % 8 == 0 ? "yes" : "no",
        site % 5 == 4 ? "no" : "yes");
}

/* Some 250 sessions a week. */
static void add_requests(ac_buffer *b, const pool *p)
{
    ac_demo_random random = chance(p, REQUESTS);
    ac_buffer_add_z(
        b, "request,site,pattern,from,until,weekday,part,sessions,minutes,skill,urgency,"
           "appointments,interval minutes,bank holidays,reason,home visits,on call,admin minutes,"
           "parking\n");
    for (size_t site = 0; site < AC_DEMO_PRACTICES; site++) {
        size_t count = 2 + ac_demo_below(&random, 3);
        for (size_t i = 0; i < count; i++) {
            add_request(b, p, &random, site, i);
        }
    }
}

static const struct {
    const char *name;
    void (*add)(ac_buffer *buffer, const pool *pool);
} files[] = {
    {"sites.csv",         add_sites        },
    {"travel.csv",        add_travel       },
    {"doctors.csv",       add_doctors      },
    {"contracts.csv",     add_contracts    },
    {"terms.csv",         add_terms        },
    {"portfolio.csv",     add_portfolio    },
    {"leave.csv",         add_leave        },
    {"bank-holidays.csv", add_holidays     },
    {"availability.csv",  add_availability },
    {"skills.csv",        add_skills       },
    {"doctor-skills.csv", add_doctor_skills},
    {"preferences.csv",   add_wishes       },
    {"gates.csv",         add_gates        },
    {"requests.csv",      add_requests     },
};

accord_status ac_demo_write_pool(const char *folder, uint64_t seed, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    pool p = {.world = ac_demo_world_draw(&arena, seed), .seed = seed};
    accord_status status =
        ac_date_parse(AC_TEXT("2016-01-04"), AC_DATE_ISO, &p.first, NULL); /* a Monday */
    ac_assert(status.code == ACCORD_OK);
    draw_places(&p);
    AC_TRY(ac_file_make_folder(folder, error));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        AC_SCOPED_BUFFER(buffer, FILE_BYTES_MAX);
        files[i].add(&buffer, &p);
        ac_assert(!buffer.overflowed);
        AC_TRY(ac_file_write(
            ac_file_join(&arena, folder, files[i].name), ac_buffer_text(&buffer), error));
    }
    return ac_ok();
}
