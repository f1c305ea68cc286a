/* SPDX-License-Identifier: MIT */
/* Measures the path from a file to sealed cells: 2,000,000 rows of 28 columns, about 160 bytes
 * each, made here from a seed, counted by practice, specialty, setting and month with every
 * identifier checked for duplicates and the file hashed. Says rows a second of processor time on
 * one core and peak memory; ends with 1 if either misses what is stated: 1,000,000 rows a second
 * within 100 MB. */

#include "base/file.h"
#include "cube/cube.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 2000000, PRACTICES = 93, SITES = 6, DAYS = 84 * 28 };

static const double rows_per_second_min = 1e6;
static const double megabytes_max = 100;

static const char layout_text[] =
    "layout 1\n"
    "name outpatients\n"
    "refuse at most 1%\n"
    "identifier attendance-identifier, provider\n"
    "field gp-practice : code from \"PracticeCodeofRegisteredGP\"\n"
    "field treatment-function : code from \"TreatmentFunctionCode\"\n"
    "field site : code from \"SiteCodeofTreatment\"\n"
    "field appointment-date : date yyyy-mm-dd from \"AppointmentDate\"\n"
    "field attended : code from \"AttendedorDidNotAttend\"\n"
    "field first-attendance : code from \"FirstAttendance\"\n"
    "field urgent-cancer : yes when \"PriorityType\" is 3\n"
    "field provider : code from \"OrganisationCodeCodeofProvider\"\n"
    "field attendance-identifier : code from \"AttendanceIdentifier\"\n";

static const char heading[] =
    "GeneratedRecordIdentifier,CDStype,Updatetype,Extractdatetime,ReportperiodStartDate,"
    "OrganisationcodeSenderoftransaction,Sex,EthnicCategory,ConsultantCode,MainSpecialtyCode,"
    "TreatmentFunctionCode,AttendanceIdentifier,AdministrativeCategory,AttendedorDidNotAttend,"
    "FirstAttendance,OutcomeofAttendance,AppointmentDate,AppointmentTime,"
    "OrganisationCodeCodeofProvider,OrganisationCodeCodeofCommissioner,SiteCodeofTreatment,"
    "PracticeCodeofRegisteredGP,PriorityType,SourceofReferralForOutpatients,HRGCode,"
    "ReferralRequestReceivedDate,ClinicCode,ReferralToTreatmentPeriodStatus\n";

/* SplitMix64: the same rows everywhere. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static unsigned below(uint64_t *state, unsigned many)
{
    return (unsigned)(next_random(state) % many);
}

static int write_row(FILE *file, uint64_t *state, int number)
{
    static const char *const functions[] = {"330", "130", "330", "130", "330", "110"};
    unsigned day = below(state, DAYS);
    unsigned year = 2014 + day / 336;
    unsigned month = day / 28 % 12 + 1;
    unsigned date = day % 28 + 1;
    const char *function = functions[below(state, 6)];
    return fprintf(
        file,
        "%010d,020,9,2014-05-06 09:30:00,2014-04-01,RWE00,%u,A,C%07u,%s,%s,A%09d,01,%u,%u,%u,"
        "%u-%02u-%02u,%02u:15,RWE,03W,RWE%02u,C82%03u,%u,03,WF01%c,2014-03-%02u,CL%03u,10\n",
        number, 1 + below(state, 2), below(state, 9999999), function, function, number,
        below(state, 10) == 0 ? 3 : 5, 1 + below(state, 2), 1 + below(state, 3), year, month, date,
        8 + below(state, 9), below(state, SITES), below(state, PRACTICES), 1 + below(state, 2),
        (char)('A' + below(state, 2)), 1 + below(state, 28), below(state, 400));
}

static uint64_t write_rows(const char *path)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fputs(heading, file) < 0) {
        perror(path);
        exit(1);
    }
    uint64_t state = 20140401;
    uint64_t bytes = sizeof heading - 1;
    for (int i = 0; i < ROWS; i++) {
        bytes += (uint64_t)write_row(file, &state, i);
    }
    if (fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    return bytes;
}

static ac_text code_of(ac_arena *arena, const char *format, unsigned number)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%s%03u", format, number);
    return ac_text_copy(arena, ac_text_of(text));
}

/* Ends the program where a step that cannot fail here did. */
static void must(accord_status status, const accord_error *error)
{
    if (status.code != ACCORD_OK) {
        (void)fprintf(stderr, "bench_extract: %s\n", error->message);
        exit(1);
    }
}

typedef struct bench_keys {
    ac_cube_key at[3];
    ac_names practices;
    ac_names specialties;
    ac_names settings;
    ac_text practice_labels[PRACTICES];
} bench_keys;

static void make_keys(ac_arena *arena, bench_keys *keys)
{
    static const ac_text specialties[] = {
        {"dermatology",   11},
        {"ophthalmology", 13}
    };
    static const ac_text settings[] = {
        {"hospital",  8},
        {"community", 9},
        {"alliance",  8}
    };
    ac_names_init(&keys->practices, arena);
    ac_names_init(&keys->specialties, arena);
    ac_names_init(&keys->settings, arena);
    for (unsigned i = 0; i < PRACTICES; i++) {
        keys->practice_labels[i] = code_of(arena, "C82", i);
        (void)ac_names_add(&keys->practices, keys->practice_labels[i], i);
    }
    (void)ac_names_add(&keys->specialties, AC_TEXT("330"), 0);
    (void)ac_names_add(&keys->specialties, AC_TEXT("130"), 1);
    for (unsigned i = 0; i < SITES; i++) {
        char site[8];
        (void)snprintf(site, sizeof site, "RWE%02u", i);
        (void)ac_names_add(&keys->settings, ac_text_copy(arena, ac_text_of(site)), i % 3);
    }
    keys->at[0] = (ac_cube_key){AC_TEXT("practice"), AC_TEXT("gp-practice"),
                                &keys->practices,    keys->practice_labels,
                                PRACTICES,           AC_UNLISTED_REFUSE};
    keys->at[1] = (ac_cube_key){
        AC_TEXT("specialty"), AC_TEXT("treatment-function"), &keys->specialties, specialties, 2,
        AC_UNLISTED_SET_ASIDE};
    keys->at[2] = (ac_cube_key){AC_TEXT("setting"),   AC_TEXT("site"), &keys->settings, settings, 3,
                                AC_UNLISTED_SET_ASIDE};
}

static const ac_text attended_codes[] = {
    {"5", 1},
    {"6", 1}
};
static const ac_text first_codes[] = {
    {"1", 1},
    {"2", 1},
    {"3", 1},
    {"4", 1}
};

/* Counts the file and returns the processor seconds that took. */
static double count_rows(const char *path, uint64_t *counted)
{
    AC_SCOPED_ARENA(arena);
    accord_error error;
    ac_layout layout;
    must(ac_layout_parse(&arena, AC_TEXT(layout_text), "bench", &layout, &error), &error);
    accord_date from = {0};
    accord_date last = {0};
    (void)ac_date_of(2014, 1, 1, &from);
    (void)ac_date_of(2020, 12, 31, &last);
    ac_calendar calendar;
    must(ac_calendar_make(from, last, 1, 1, &calendar, &error), &error);
    bench_keys *keys = AC_NEW(&arena, bench_keys);
    make_keys(&arena, keys);
    ac_where attended = {AC_WHERE_IS, AC_TEXT("attended"), attended_codes, 2, NULL, NULL};
    ac_where first = {AC_WHERE_IS, AC_TEXT("first-attendance"), first_codes, 4, NULL, NULL};
    ac_where urgent = {.op = AC_WHERE_YES, .field = AC_TEXT("urgent-cancer")};
    ac_where routine = {.op = AC_WHERE_NOT, .left = &urgent};
    ac_where both = {.op = AC_WHERE_AND, .left = &attended, .right = &first};
    ac_where all = {.op = AC_WHERE_AND, .left = &both, .right = &routine};
    ac_cube_plan plan = {
        .input = AC_TEXT("seen"),
        .calendar = &calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("appointment-date"),
        .spans = {{ac_term_first(&calendar, AC_PERIOD_MONTH), 84}},
        .span_count = 1,
        .keys = keys->at,
        .key_count = 3,
        .where = &all,
        .measure = AC_MEASURE_COUNT};
    ac_cube *cube = NULL;
    clock_t before = clock();
    must(ac_cube_new(&plan, &layout, NULL, &cube, &error), &error);
    must(ac_cube_read(cube, path, &error), &error);
    must(ac_cube_seal(cube, &error), &error);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    *counted = ac_cube_get_counts(cube)->counted;
    ac_cube_free(cube);
    return seconds;
}

/* Returns the processor seconds that hashing as many bytes takes: a part of what is measured. */
static double hash_seconds(uint64_t bytes)
{
    static char block[64 * 1024];
    ac_hasher hasher;
    ac_hasher_init(&hasher);
    clock_t before = clock();
    for (uint64_t done = 0; done < bytes; done += sizeof block) {
        ac_hasher_add(&hasher, (ac_text){block, sizeof block});
    }
    (void)ac_hasher_end(&hasher);
    return (double)(clock() - before) / CLOCKS_PER_SEC;
}

int main(void)
{
    AC_SCOPED_ARENA(arena);
    const char *folder = getenv("TMPDIR");
    char *path = ac_file_join(
        &arena, folder == NULL || folder[0] == '\0' ? "/tmp" : folder, "accord_bench_XXXXXX");
    int file = mkstemp(path);
    if (file < 0) {
        perror(path);
        return 1;
    }
    (void)close(file);
    uint64_t bytes = write_rows(path);
    uint64_t counted = 0;
    double seconds = count_rows(path, &counted);
    (void)unlink(path);
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    double rate = ROWS / seconds;
    double megabytes = (double)usage.ru_maxrss * 1024 / 1e6;
    (void)printf(
        "extract to cube: %d rows of %.0f bytes, %llu counted\n"
        "  speed   %9.0f rows a second of processor time, %.2f of the stated %.0f\n"
        "  hashing %9.0f %% of that time is the SHA-256 of the file\n"
        "  memory  %9.1f MB at most, %.2f of the stated %.0f\n",
        ROWS, (double)bytes / ROWS, (unsigned long long)counted, rate, rate / rows_per_second_min,
        rows_per_second_min, 100 * hash_seconds(bytes) / seconds, megabytes,
        megabytes / megabytes_max, megabytes_max);
    return rate >= rows_per_second_min && megabytes <= megabytes_max ? 0 : 1;
}
