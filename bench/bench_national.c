/* SPDX-License-Identifier: MIT */
/* Counts an extract of make_extract into the cube of a nation, once, and says what that took:
 *   bench_national EXTRACT... LISTS [--threads N] [--practices] [--once] [--memory MIB]
 * [--unhashed]
 *                  [--text FILE]
 * Count and sum of tariff by practice, treatment function, month, setting and kind of attendance,
 * of attended rows. --practices: all 7,000 practices, not the 100 members; --once: each identifier
 * once, in a file in /tmp above MIB of memory; --unhashed: without the SHA-256 of each file. One
 * line of JSON on stdout; run.py reads it.
 */

#include "base/file.h"
#include "cube/cube.h"
#include "extract/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const char layout_text[] = "layout 1\n"
                                  "name national\n"
                                  "refuse at most 1%%\n"
                                  "%sfield gp-practice : code from \"gp_practice\"\n"
                                  "field function : code from \"tfc\"\n"
                                  "field site : code from \"site_code\"\n"
                                  "field seen : date yyyy-mm-dd from \"appt_date\"\n"
                                  "field attended : code from \"attend_code\"\n"
                                  "field first : code from \"first_attendance\"\n"
                                  "field tariff : number from \"tariff_gbp\"\n"
                                  "field id : code from \"attendance_id\"\n";

static void must(accord_status status, const accord_error *error)
{
    if (status.code != ACCORD_OK) {
        (void)fprintf(stderr, "bench_national: %s\n", error->message);
        exit(1);
    }
}

static double seconds_of(clockid_t of)
{
    struct timespec now;
    (void)clock_gettime(of, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A key whose members are the second column of a list, in the order in which they first come. */
static ac_cube_key key_of(ac_arena *arena, const char *path, const char *level, const char *field)
{
    enum { MEMBERS_MAX = 8000 };
    accord_error error;
    ac_reader *reader = NULL;
    ac_names *codes = AC_NEW(arena, ac_names);
    ac_names *members = AC_NEW(arena, ac_names);
    ac_text *labels = AC_NEW_ARRAY(arena, ac_text, MEMBERS_MAX);
    ac_names_init(codes, arena);
    ac_names_init(members, arena);
    must(ac_reader_open(path, ',', &reader, &error), &error);
    for (;;) {
        const ac_row *row = NULL;
        must(ac_reader_next(reader, &row, &error), &error);
        if (row == NULL) {
            break;
        }
        ac_text member = ac_text_copy(arena, row->fields[1]);
        uint32_t next = (uint32_t)members->count;
        if (ac_names_add(members, member, next)) {
            labels[next] = member;
        }
        (void)ac_names_add(
            codes, ac_text_copy(arena, row->fields[0]), ac_names_find(members, member));
    }
    ac_reader_close(reader);
    return (ac_cube_key){ac_text_of(level),        ac_text_of(field),    codes, labels,
                         (uint32_t)members->count, AC_UNLISTED_SET_ASIDE};
}

static ac_cube_key function_key(ac_arena *arena)
{
    static const int functions[] = {
        100, 101, 103, 104, 106, 107, 108, 110, 120, 130, 140, 143, 150, 160, 170, 180,
        190, 191, 211, 214, 215, 216, 217, 219, 251, 252, 254, 255, 257, 258, 259, 263,
        290, 291, 300, 301, 302, 303, 304, 306, 307, 308, 313, 314, 315, 320, 324, 330,
        331, 340, 341, 342, 343, 350, 352, 360, 361, 370, 371, 400, 401, 410, 420, 421,
        422, 424, 430, 450, 501, 502, 503, 560, 650, 651, 652, 653, 654, 656, 800, 822};
    enum { COUNT = sizeof functions / sizeof functions[0] };
    ac_names *codes = AC_NEW(arena, ac_names);
    ac_text *labels = AC_NEW_ARRAY(arena, ac_text, COUNT);
    ac_names_init(codes, arena);
    for (uint32_t i = 0; i < COUNT; i++) {
        char text[8];
        (void)snprintf(text, sizeof text, "%d", functions[i]);
        labels[i] = ac_text_copy(arena, ac_text_of(text));
        (void)ac_names_add(codes, labels[i], i);
    }
    return (ac_cube_key){AC_TEXT("function"),  AC_TEXT("function"), codes, labels, COUNT,
                         AC_UNLISTED_SET_ASIDE};
}

/* First attendances, follow-ups, and both by telephone together. */
static ac_cube_key kind_key(ac_arena *arena)
{
    static const ac_text labels[] = {
        {"first",     5},
        {"follow-up", 9},
        {"telephone", 9}
    };
    ac_names *codes = AC_NEW(arena, ac_names);
    ac_names_init(codes, arena);
    (void)ac_names_add(codes, AC_TEXT("1"), 0);
    (void)ac_names_add(codes, AC_TEXT("2"), 1);
    (void)ac_names_add(codes, AC_TEXT("3"), 2);
    (void)ac_names_add(codes, AC_TEXT("4"), 2);
    return (ac_cube_key){AC_TEXT("kind"),      AC_TEXT("first"), codes, labels, 3,
                         AC_UNLISTED_SET_ASIDE};
}

typedef struct words {
    const char *paths[4096];
    size_t path_count;
    const char *lists;
    const char *text;
    unsigned threads;
    uint64_t memory_mib;
    bool practices;
    bool once;
    bool unhashed;
} words;

static words read_words(int count, char **list)
{
    words said = {.threads = 2};
    for (int i = 1; i < count; i++) {
        if (strcmp(list[i], "--threads") == 0 && i + 1 < count) {
            said.threads = (unsigned)strtoul(list[++i], NULL, 10);
        } else if (strcmp(list[i], "--text") == 0 && i + 1 < count) {
            said.text = list[++i];
        } else if (strcmp(list[i], "--memory") == 0 && i + 1 < count) {
            said.memory_mib = strtoul(list[++i], NULL, 10);
        } else if (strcmp(list[i], "--practices") == 0) {
            said.practices = true;
        } else if (strcmp(list[i], "--once") == 0) {
            said.once = true;
        } else if (strcmp(list[i], "--unhashed") == 0) {
            said.unhashed = true;
        } else if (said.path_count < 4096) {
            said.paths[said.path_count++] = list[i];
        }
    }
    if (said.path_count < 2) {
        (void)fprintf(stderr, "usage: bench_national EXTRACT... LISTS [option...]\n");
        exit(2);
    }
    said.lists = said.paths[--said.path_count];
    return said;
}

static void write_text(const ac_cube *cube, const char *path)
{
    accord_error error;
    AC_SCOPED_BUFFER(text, (size_t)1 << 31);
    ac_cube_add_text(&text, cube);
    must(ac_file_write(path, ac_buffer_text(&text), &error), &error);
}

int main(int count, char **list)
{
    static words said;
    said = read_words(count, list);
    AC_SCOPED_ARENA(arena);
    accord_error error;
    AC_SCOPED_BUFFER(text, 4096);
    ac_buffer_addf(&text, layout_text, said.once ? "identifier id\n" : "");
    ac_layout layout;
    must(ac_layout_parse(&arena, ac_buffer_text(&text), "national", &layout, &error), &error);
    accord_date from = {0};
    accord_date last = {0};
    (void)ac_date_of(2012, 4, 1, &from);
    (void)ac_date_of(2019, 3, 31, &last);
    ac_calendar calendar;
    must(ac_calendar_make(from, last, 4, 1, &calendar, &error), &error);
    const char *practices =
        ac_file_join(&arena, said.lists, said.practices ? "practices.csv" : "members.csv");
    const ac_cube_key keys[] = {
        key_of(&arena, practices, "practice", "gp-practice"),
        function_key(&arena),
        key_of(&arena, ac_file_join(&arena, said.lists, "sites.csv"), "setting", "site"),
        kind_key(&arena),
    };
    static const ac_text attended[] = {
        {"5", 1},
        {"6", 1}
    };
    const ac_where where = {AC_WHERE_IS, AC_TEXT("attended"), attended, 2, NULL, NULL};
    const ac_cube_plan plan = {
        .input = AC_TEXT("cost"),
        .calendar = &calendar,
        .period_kind = AC_PERIOD_MONTH,
        .period_field = AC_TEXT("seen"),
        .spans = {{ac_term_first(&calendar, AC_PERIOD_MONTH), 84}},
        .span_count = 1,
        .keys = keys,
        .key_count = sizeof keys / sizeof keys[0],
        .where = &where,
        .measure = AC_MEASURE_SUM,
        .value_field = AC_TEXT("tariff")};
    const ac_cube_options options = {
        .identifiers_bytes = said.memory_mib << 20,
        .temporary_folder = "/tmp",
        .threads = said.threads,
        .unhashed = said.unhashed,
        .refused_path = ac_file_join(&arena, said.lists, "refused.csv")};
    ac_cube *cube = NULL;
    double wall = seconds_of(CLOCK_MONOTONIC);
    must(ac_cube_new(&plan, &layout, &options, &cube, &error), &error);
    must(ac_cube_read_files(cube, said.paths, said.path_count, &error), &error);
    double read_wall = seconds_of(CLOCK_MONOTONIC) - wall;
    double read_processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    must(ac_cube_seal(cube, &error), &error);
    wall = seconds_of(CLOCK_MONOTONIC) - wall;
    double processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    if (said.text != NULL) {
        write_text(cube, said.text);
    }
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    (void)printf(
        "{\"rows\": %llu, \"counted\": %llu, \"refused\": %llu, \"read_wall\": %.3f, "
        "\"read_processor\": %.3f, \"wall\": %.3f, \"processor\": %.3f, \"megabytes\": %.1f}\n",
        (unsigned long long)counts->rows, (unsigned long long)counts->counted,
        (unsigned long long)counts->refused, read_wall, read_processor, wall, processor,
        (double)usage.ru_maxrss * 1024 / 1e6);
    ac_cube_free(cube);
    return 0;
}
