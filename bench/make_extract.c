/* SPDX-License-Identifier: MIT */
/* Makes an outpatient extract of a nation: 28 columns, about 163 bytes a row, seven years from
 * April 2012, 7,000 practices of which 100 have 60% of the rows, 60 sites, 80 treatment functions.
 * The same bytes from the same seed, on every machine. make_extract ROWS [--seed N] [--quotes
 * some|all] [--crlf] [--bad PER-MILLION]
 *                [--again PER-MILLION] [--lists FOLDER] > extract.csv
 * --lists writes what the benchmark counts by: practices.csv (all), members.csv (the 100) and
 * sites.csv. No row is of a real person: all is drawn. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PRACTICES = 7000,
    MEMBERS = 100,
    SITES = 60,
    PROVIDERS = 25,
    FUNCTIONS = 80,
    DAYS = 2556,
    YEARS = 7,
    BUFFER = 4 << 20,
    ROW_MAX = 1024
};

static const int functions[FUNCTIONS] = {
    100, 101, 103, 104, 106, 107, 108, 110, 120, 130, 140, 143, 150, 160, 170, 180,
    190, 191, 211, 214, 215, 216, 217, 219, 251, 252, 254, 255, 257, 258, 259, 263,
    290, 291, 300, 301, 302, 303, 304, 306, 307, 308, 313, 314, 315, 320, 324, 330,
    331, 340, 341, 342, 343, 350, 352, 360, 361, 370, 371, 400, 401, 410, 420, 421,
    422, 424, 430, 450, 501, 502, 503, 560, 650, 651, 652, 653, 654, 656, 800, 822};

static const char heading[] =
    "attendance_id,patient_pseudo,appt_date,attend_code,first_attendance,tfc,main_spec,"
    "provider_code,site_code,gp_practice,hrg,tariff_gbp,mff,referral_source,referral_date,priority,"
    "outcome,procedure1,diagnosis1,sex,age,ethnic,lsoa,commissioner,consultant,admin_category,"
    "medium,clinic_name";

typedef struct world {
    uint64_t state; /* SplitMix64 */
    char practices[PRACTICES][8];
    char providers[PROVIDERS][8];
    char sites[SITES][8];
    char days[DAYS][12];
    int year_first[YEARS + 1];
    int quotes; /* 0 none, 1 where needed, 2 all */
    char *at;
} world;

static uint64_t draw(world *made)
{
    uint64_t z = (made->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static unsigned below(world *made, unsigned many)
{
    return (unsigned)((draw(made) >> 32) * many >> 32);
}

static void make_world(world *made)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int i = 0; i < PRACTICES; i++) {
        (void)snprintf(
            made->practices[i], 8, "%c%05d", "ABCDEFGHJKLMNPY"[i % 15],
            10000 + i * 7919 % 80000 + i / 15 % 7);
    }
    for (int i = 0; i < PROVIDERS; i++) {
        (void)snprintf(made->providers[i], 8, "R%c%c", 'A' + i % 24, "0123456789TVX"[i * 5 % 13]);
    }
    for (int i = 0; i < SITES; i++) {
        (void)snprintf(
            made->sites[i], 8, "%.3s%c%c", made->providers[i % PROVIDERS], "0123456789"[i % 10],
            "ACEGTX"[i / 10 % 6]);
    }
    int year = 2012;
    int month = 4;
    int day = 1;
    for (int i = 0, years = 0; i < DAYS; i++) {
        if (month == 4 && day == 1) {
            made->year_first[years++] = i;
        }
        (void)snprintf(
            made->days[i], 12, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
            (unsigned)day % 100);
        if (++day > month_days[month - 1] + (month == 2 && year % 4 == 0 ? 1 : 0)) {
            day = 1;
            month = month % 12 + 1;
            year += month == 1 ? 1 : 0;
        }
    }
    made->year_first[YEARS] = DAYS;
}

static void put(world *made, const char *text, size_t size)
{
    if (made->quotes == 2) {
        *made->at++ = '"';
    }
    memcpy(made->at, text, size);
    made->at += size;
    if (made->quotes == 2) {
        *made->at++ = '"';
    }
    *made->at++ = ',';
}

static void put_number(world *made, uint64_t number, unsigned width)
{
    char digits[24];
    unsigned at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || sizeof digits - at < width);
    put(made, digits + at, sizeof digits - at);
}

static void put_letter(world *made, char first, unsigned many)
{
    char letter = (char)(first + (int)below(made, many));
    put(made, &letter, 1);
}

static void put_code(world *made, char letter, unsigned number, int width)
{
    char code[24];
    int size = snprintf(code, sizeof code, "%c%0*u", letter, width, number);
    put(made, code, (size_t)size);
}

/* A clinic, the last column; two of eight names need quotes. */
static void put_clinic(world *made)
{
    static const char *const names[] = {"General clinic", "Ophthalmology, follow up",
                                        "T&O fracture",   "ENT, audiology",
                                        "Physio MSK",     "Dermatology",
                                        "Cardiology",     "Paeds general"};
    const char *name = names[made->quotes == 0 ? below(made, 4) * 2 : below(made, 8)];
    bool quoted = made->quotes == 2 || strchr(name, ',') != NULL;
    size_t size = strlen(name);
    if (quoted) {
        *made->at++ = '"';
    }
    memcpy(made->at, name, size);
    made->at += size;
    if (quoted) {
        *made->at++ = '"';
    }
}

/* One row; `bad`: 0, or 1 to 3 for what is wrong with it. */
static void put_row(world *made, uint64_t id, int year, unsigned bad)
{
    int practice =
        below(made, 1000) < 600 ? (int)below(made, MEMBERS) : (int)below(made, PRACTICES);
    /* By the identifier, so that a row that comes again has the same one. */
    unsigned site = (unsigned)((id * UINT64_C(0x9E3779B97F4A7C15) >> 40) % SITES);
    const char *provider = made->providers[site % PROVIDERS];
    int first = made->year_first[year];
    int day = first + (int)below(made, (unsigned)(made->year_first[year + 1] - first));
    /* A few functions have most of the rows: the least of two drawn. */
    unsigned one = below(made, FUNCTIONS);
    unsigned two = below(made, FUNCTIONS);
    int function = functions[one < two ? one : two];
    char text[40];
    int size = snprintf(
        text, sizeof text, "%.3s%013llu", provider,
        (unsigned long long)(id * UINT64_C(2654435761) % UINT64_C(9999999999971)));
    put(made, text, (size_t)size);
    size = snprintf(text, sizeof text, "%016llX", (unsigned long long)(draw(made) >> 12));
    put(made, text, (size_t)size);
    put(made, bad == 1 ? "2015-13-41" : made->days[day], 10);
    put(made, &"5555555555555556643332"[below(made, 22)], 1);
    put(made, &"11122222222222234"[below(made, 17)], 1);
    put_number(made, (uint64_t)function, 1);
    put_number(made, (uint64_t)function, 1);
    put(made, provider, 3);
    put(made, made->sites[site], 5);
    put(made, made->practices[practice], 6);
    put_code(made, 'W', 1000 + below(made, 300), 4);
    size = snprintf(text, sizeof text, "%u.%02u", 35 + below(made, 600), below(made, 100));
    put(made, bad == 2 ? "n/a" : text, bad == 2 ? 3 : (size_t)size);
    size = snprintf(text, sizeof text, "1.%04u", below(made, 3000));
    put(made, text, (size_t)size);
    put_number(made, 1 + below(made, 17), 2);
    int referred = day - (int)below(made, 90);
    put(made, made->days[referred < 0 ? 0 : referred], 10);
    put_letter(made, '1', 3);
    put_letter(made, '1', 3);
    if (below(made, 5) == 0) {
        put_code(made, 'E', below(made, 1000), 3);
    } else {
        put(made, "", 0);
    }
    put(made, "", 0);
    put_letter(made, '1', 2);
    put_number(made, below(made, 100), 1);
    put_letter(made, 'A', 16);
    size = snprintf(text, sizeof text, "E0%07u", 1000000 + below(made, 2000) * 13);
    put(made, text, (size_t)size);
    put(made, "08V", 3);
    put_code(made, 'C', 1000000 + below(made, 900) * 911, 7);
    put(made, "01", 2);
    put_letter(made, '1', 4);
    if (bad == 3) {
        put(made, "x", 1); /* one column too many */
    }
    put_clinic(made);
}

static void write_all(const char *at, size_t size)
{
    while (size > 0) {
        ssize_t written = write(STDOUT_FILENO, at, size);
        if (written < 0) {
            perror("make_extract");
            exit(1);
        }
        at += written;
        size -= (size_t)written;
    }
}

static void write_list(const char *folder, const char *name, const world *made, int count)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    bool sites = strcmp(name, "sites") == 0;
    (void)fputs(sites ? "code,setting\n" : "code,member\n", file);
    for (int i = 0; i < count; i++) {
        (void)fprintf(
            file, "%s,%s\n", sites ? made->sites[i] : made->practices[i],
            !sites            ? made->practices[i]
            : i * 37 % 10 < 3 ? "community"
                              : "acute");
    }
    (void)fclose(file);
}

typedef struct options {
    uint64_t rows;
    uint64_t seed;
    unsigned bad;
    unsigned again;
    bool crlf;
    const char *lists;
} options;

static options read_options(int count, char **words, world *made)
{
    options said = {.seed = 42};
    said.rows = count > 1 ? strtoull(words[1], NULL, 10) : 0;
    for (int i = 2; i < count; i++) {
        bool has_next = i + 1 < count;
        if (strcmp(words[i], "--crlf") == 0) {
            said.crlf = true;
        } else if (strcmp(words[i], "--seed") == 0 && has_next) {
            said.seed = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--quotes") == 0 && has_next) {
            made->quotes = strcmp(words[++i], "all") == 0 ? 2 : 1;
        } else if (strcmp(words[i], "--bad") == 0 && has_next) {
            said.bad = (unsigned)strtoul(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--again") == 0 && has_next) {
            said.again = (unsigned)strtoul(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--lists") == 0 && has_next) {
            said.lists = words[++i];
        } else {
            (void)fprintf(stderr, "make_extract: what is %s?\n", words[i]);
            exit(2);
        }
    }
    return said;
}

int main(int count, char **words)
{
    static world made;
    options said = read_options(count, words, &made);
    char *buffer = malloc(BUFFER + ROW_MAX);
    if (buffer == NULL) {
        return 1;
    }
    make_world(&made);
    if (said.lists != NULL) {
        write_list(said.lists, "practices", &made, PRACTICES);
        write_list(said.lists, "members", &made, MEMBERS);
        write_list(said.lists, "sites", &made, SITES);
    }
    made.state = said.seed;
    made.at = buffer;
    memcpy(made.at, heading, sizeof heading - 1);
    made.at += sizeof heading - 1;
    for (uint64_t i = 0;; i++) {
        if (said.crlf) {
            *made.at++ = '\r';
        }
        *made.at++ = '\n';
        if (made.at - buffer > BUFFER - ROW_MAX || i == said.rows) {
            write_all(buffer, (size_t)(made.at - buffer));
            made.at = buffer;
        }
        if (i == said.rows) {
            break;
        }
        bool again = i > 1000 && below(&made, 1000000) < said.again;
        unsigned bad = below(&made, 1000000) < said.bad ? 1 + below(&made, 3) : 0;
        uint64_t id = again ? i - 1 - below(&made, 1000) : i;
        put_row(&made, id, (int)(i * YEARS / said.rows), bad);
    }
    free(buffer);
    return 0;
}
