/* SPDX-License-Identifier: MIT */
/* The small files of the demonstration alliance: members, sites, lists, quality figures, and the
 * text that says what all of it is. */

#include "app/demo_world.h"
#include "base/text.h"

enum { PURPOSE_WAITS = 11, PURPOSE_FRIENDS = 12 };

#define BASELINE_QUARTERS 4 /* of 2013/14, before the term: used for the counts only */
#define TERM_QUARTERS     (AC_DEMO_QUARTERS - BASELINE_QUARTERS)

/* Tenths of a per cent, by quarter from April 2014; the seed moves them by up to 0.2, which never
 * carries one over the contract's 92% or 90%. */
static const int32_t dermatology_waits[TERM_QUARTERS] = {942, 948, 951, 938, 946, 940,
                                                         936, 944, 947, 941, 945, 939};
static const int32_t ophthalmology_waits[TERM_QUARTERS] = {936, 941, 933, 928, 938, 914,
                                                           931, 929, 935, 928, 932, 933};
static const int32_t friends[TERM_QUARTERS] = {921, 918, 894, 915, 923, 920,
                                               914, 926, 919, 896, 913, 922};

static void add_quarter(ac_buffer *buffer, size_t term_quarter)
{
    size_t month = (term_quarter + BASELINE_QUARTERS) * 3;
    ac_buffer_addf(buffer, "%d-%02d-01", ac_demo_year(month), ac_demo_month(month));
}

static void add_percent(ac_buffer *buffer, int32_t tenths)
{
    ac_buffer_addf(buffer, "%d.%d%%", (int)(tenths / 10), (int)(tenths % 10));
}

void ac_demo_add_practices(ac_buffer *buffer, const ac_demo_world *world)
{
    ac_buffer_add_z(buffer, "practice,name,commissioner\n");
    for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        const ac_demo_practice *practice = &world->practices[i];
        ac_buffer_addf(
            buffer, "%s,%s,%s\n", practice->code, practice->name, practice->commissioner);
    }
}

void ac_demo_add_sites(ac_buffer *buffer, const ac_demo_world *world)
{
    (void)world;
    ac_buffer_add_z(buffer, "site,setting,name\n");
    for (size_t i = 0; i < AC_DEMO_SITES; i++) {
        const ac_demo_site *site = &ac_demo_sites[i];
        if (site->setting != AC_DEMO_ELSEWHERE) {
            const char *setting = site->setting == AC_DEMO_HOSPITAL ? "hospital" : "community";
            ac_buffer_addf(buffer, "%s,%s,%s\n", site->code, setting, site->name);
        }
    }
}

void ac_demo_add_lists(ac_buffer *buffer, const ac_demo_world *world)
{
    ac_buffer_add_z(buffer, "practice,quarter,list,weighted-list\n");
    for (size_t q = 0; q < TERM_QUARTERS; q++) {
        for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
            const ac_demo_practice *practice = &world->practices[i];
            ac_buffer_addf(buffer, "%s,", practice->code);
            add_quarter(buffer, q);
            ac_buffer_addf(
                buffer, ",%u,%u\n", (unsigned)practice->list[q + BASELINE_QUARTERS],
                (unsigned)practice->weighted[q + BASELINE_QUARTERS]);
        }
    }
}

void ac_demo_add_waits(ac_buffer *buffer, const ac_demo_world *world)
{
    ac_demo_random random = ac_demo_random_of(world->seed, PURPOSE_WAITS);
    ac_buffer_add_z(buffer, "specialty,quarter,waits\n");
    for (size_t q = 0; q < TERM_QUARTERS; q++) {
        ac_buffer_add_z(buffer, "dermatology,");
        add_quarter(buffer, q);
        ac_buffer_add_char(buffer, ',');
        add_percent(buffer, dermatology_waits[q] + ac_demo_between(&random, -2, 2));
        ac_buffer_add_z(buffer, "\nophthalmology,");
        add_quarter(buffer, q);
        ac_buffer_add_char(buffer, ',');
        add_percent(buffer, ophthalmology_waits[q] + ac_demo_between(&random, -2, 2));
        ac_buffer_add_char(buffer, '\n');
    }
}

void ac_demo_add_friends(ac_buffer *buffer, const ac_demo_world *world)
{
    ac_demo_random random = ac_demo_random_of(world->seed, PURPOSE_FRIENDS);
    ac_buffer_add_z(buffer, "quarter,friends\n");
    for (size_t q = 0; q < TERM_QUARTERS; q++) {
        add_quarter(buffer, q);
        ac_buffer_add_char(buffer, ',');
        add_percent(buffer, friends[q] + ac_demo_between(&random, -2, 2));
        ac_buffer_add_char(buffer, '\n');
    }
}

static const char readme[] = AC_DEMO_TITLE
    "\n"
    "==========================\n"
    "\n"
    "All of this is invented: the codes and names of practices, sites and providers, their lists,\n"
    "their activity and every price that a contract beside these files states. Prices are\n"
    "illustrative. No person is described: every row stands for nobody, and the columns of the\n"
    "extract that would identify a patient are empty.\n"
    "\n"
    "practices.csv    practice, name, commissioner: the 93 members, 48 under WL and 45 under ELR\n"
    "sites.csv        site, setting, name: where the alliance sees patients; activity at other\n"
    "                 sites was chosen elsewhere by patients and is set aside\n"
    "lists.csv        practice, quarter, list, weighted-list: patients on the quarter's first day\n"
    "rtt.csv          specialty, quarter, waits: share of patients seen within 18 weeks\n"
    "fft.csv          quarter, friends: share who would recommend the service\n"
    "outpatients-*    outpatient attendances in the columns of the national extract (CDS 020):\n"
    "                 2013/14, the baseline, and 2014/15 to 2016/17\n"
    "pool/            a session pool: 60 doctors for these practices, 13 weeks from 4 January\n"
    "                 2016; contracts, leave, checks of which some expire, what is asked for;\n"
    "                 what was worked, rates, looks back at sessions, prices of locums\n"
    "roster.csv       a roster of that quarter, by which the timesheets were worked\n"
    "\n"
    "The last month received is March 2017; later periods are not yet known.\n"
    "\n"
    "About one row in five hundred is wrong on purpose, as in real extracts: days that do not\n"
    "exist (31/02/2015), years of two digits, dates far outside the contract, practices that are\n"
    "empty or not members, and attendances sent twice, in one file or again in the next year's.\n"
    "An attendance is told by its provider and its identifier together: each provider counts\n"
    "from 1. One file has CRLF line ends and one begins with a byte order mark; a few clinic\n"
    "codes hold commas, quotes or line ends.\n";

void ac_demo_add_readme(ac_buffer *buffer, const ac_demo_world *world)
{
    ac_buffer_add_z(buffer, readme);
    ac_buffer_addf(buffer, "\nSeed %llu.\n", (unsigned long long)world->seed);
}
