/* SPDX-License-Identifier: MIT */
/* Patterns are expanded here, and sorted by bytes, so that neither a shell's limit on its command
 * line nor its locale has a part in it. */

#include "app/given_files.h"

#include "app/folder.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/source.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { HEAD_BYTES = 1 << 20 };

typedef struct giving {
    ac_arena *arena;
    const ac_given_asked *asked;
    ac_given_files *list;
    size_t count;
    size_t capacity;
    size_t file_count; /* of all layouts */
    accord_error *error;
} giving;

/* Whether rows of a layout are counted, or follow those that are. */
static bool reads(const ac_counting *counting, ac_text layout)
{
    return ac_text_equal(counting->source.text, layout) ||
           (counting->followed != NULL && ac_text_equal(counting->followed->source.text, layout));
}

/* How many of the inputs that are read count rows of a layout. */
static size_t count_inputs(const giving *g, ac_text layout)
{
    size_t count = 0;
    for (uint32_t i = 0; i < g->asked->program->quantity_count; i++) {
        const ac_quantity *quantity = &g->asked->program->quantities[i];
        bool wanted = g->asked->wanted == NULL || g->asked->wanted[i];
        if (wanted && quantity->kind == AC_QUANTITY_INPUT) {
            const ac_counting *counting =
                ac_clause_at(g->asked->program, quantity->clause)->input.counting;
            count += counting != NULL && reads(counting, layout) ? 1 : 0;
        }
    }
    return count;
}

static ac_given_files *of_layout(giving *g, ac_text layout)
{
    for (size_t i = 0; i < g->count; i++) {
        if (ac_text_equal(g->list[i].layout, layout)) {
            return &g->list[i];
        }
    }
    AC_RESERVE(g->arena, g->list, g->count, g->capacity);
    g->list[g->count] = (ac_given_files){.layout = layout};
    return &g->list[g->count++];
}

/* ---- Standard input ---- */

static accord_status give_standard(giving *g, ac_given_files *to, size_t inputs)
{
    for (size_t i = 0; i < g->count; i++) {
        if (g->list[i].standard != NULL) {
            return ac_fail(
                g->error, ACCORD_EINPUT, "%s gives standard input twice, and it can be read once",
                g->asked->option);
        }
    }
    ac_standard *standard = AC_NEW(g->arena, ac_standard);
    AC_TRY(ac_standard_begin(g->arena, HEAD_BYTES, standard, g->error));
    if (inputs > 1) {
        AC_TRY(ac_standard_keep(standard, g->asked->temporary_folder, g->error));
    }
    to->standard = standard;
    return ac_ok();
}

/* ---- Files ---- */

static int compare_paths(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

static accord_status give_file(giving *g, ac_given_files *to, const char *path)
{
    if (++g->file_count > AC_GIVEN_FILES_MAX) {
        return ac_fail(
            g->error, ACCORD_ELIMIT, "%s gives more than %u files: join some of them",
            g->asked->option, AC_GIVEN_FILES_MAX);
    }
    ac_submission *submission = AC_NEW(g->arena, ac_submission);
    ac_seen_file *file = AC_NEW(g->arena, ac_seen_file);
    file->path = ac_text_terminated(g->arena, ac_text_of(path));
    file->submission = submission;
    submission->file = ac_file_name_of(ac_text_of(file->path));
    submission->stands = submission->file;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant */
    AC_RESERVE(g->arena, to->files, to->count, to->capacity);
    to->files[to->count++] = file;
    return ac_ok();
}

static accord_status give_found(giving *g, ac_given_files *to, const glob_t *found)
{
    qsort(found->gl_pathv, found->gl_pathc, sizeof *found->gl_pathv, compare_paths);
    for (size_t i = 0; i < found->gl_pathc; i++) {
        AC_TRY(give_file(g, to, found->gl_pathv[i]));
    }
    return ac_ok();
}

static accord_status give_pattern(giving *g, ac_given_files *to, const char *pattern)
{
    glob_t found = {0};
    errno = 0;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no thread runs yet; no "~" is expanded */
    int result = glob(pattern, GLOB_ERR | GLOB_NOSORT, NULL, &found);
    int number = errno;
    accord_status status;
    if (result == 0) {
        status = give_found(g, to, &found);
    } else if (result == GLOB_NOMATCH) {
        status = ac_fail(
            g->error, ACCORD_EINPUT, "%s %.*s=%s: %s", g->asked->option, AC_TEXT_ARG(to->layout),
            pattern,
            strpbrk(pattern, "*?[") == NULL ? "there is no such file" : "no file fits the pattern");
    } else {
        char reason[AC_ERRNO_BYTES];
        status = ac_fail(
            g->error, ACCORD_EIO, "%s %.*s=%s: a folder of the pattern cannot be read: %s",
            g->asked->option, AC_TEXT_ARG(to->layout), pattern, ac_errno_words(number, reason));
    }
    globfree(&found);
    return status;
}

static accord_status give(giving *g, const char *said)
{
    const char *equals = strchr(said, '=');
    if (equals == NULL || equals == said || equals[1] == '\0') {
        return ac_fail(
            g->error, ACCORD_EINPUT,
            "%s is LAYOUT=FILE, such as outpatients=\"sent/*.csv.gz\" or outpatients=- for "
            "standard input, not \"%.200s\"",
            g->asked->option, said);
    }
    ac_text layout = {said, (size_t)(equals - said)};
    size_t inputs = count_inputs(g, layout);
    if (inputs == 0) {
        return ac_fail(
            g->error, ACCORD_EINPUT, "%s %.200s: no input that is asked for counts rows of %.*s",
            g->asked->option, said, AC_TEXT_ARG(layout));
    }
    ac_given_files *to = of_layout(g, layout);
    if (strcmp(equals + 1, "-") == 0) {
        return give_standard(g, to, inputs);
    }
    return ac_file_exists(equals + 1) ? give_file(g, to, equals + 1)
                                      : give_pattern(g, to, equals + 1);
}

/* ---- The whole ---- */

typedef struct place {
    dev_t device;
    ino_t number;
    const char *path;
} place;

static int compare_places(const void *a, const void *b)
{
    const place *left = a;
    const place *right = b;
    if (left->device != right->device) {
        return left->device < right->device ? -1 : 1;
    }
    if (left->number != right->number) {
        return left->number < right->number ? -1 : 1;
    }
    return strcmp(left->path, right->path);
}

/* Two patterns may fit one file, and a link is the file that it leads to. What cannot be looked at
 * fails when it is read. */
static accord_status check_once(const giving *g, const ac_given_files *given)
{
    place *places = AC_NEW_ARRAY(g->arena, place, given->count);
    size_t count = 0;
    for (size_t i = 0; i < given->count; i++) {
        struct stat about;
        if (stat(given->files[i]->path, &about) == 0) {
            places[count++] = (place){about.st_dev, about.st_ino, given->files[i]->path};
        }
    }
    if (count > 1) {
        qsort(places, count, sizeof *places, compare_places);
    }
    for (size_t i = 1; i < count; i++) {
        const place *before = &places[i - 1];
        if (before->device != places[i].device || before->number != places[i].number) {
            continue;
        }
        bool same = strcmp(before->path, places[i].path) == 0;
        return ac_fail(
            g->error, ACCORD_EINPUT, "%s gives %s twice%s%s: its rows would count twice",
            g->asked->option, before->path, same ? "" : ", also as ", same ? "" : places[i].path);
    }
    return ac_ok();
}

accord_status ac_given_files_read(
    ac_arena *arena,
    const ac_given_asked *asked,
    const ac_given_files **list,
    size_t *count,
    accord_error *error)
{
    giving g = {.arena = arena, .asked = asked, .error = error};
    for (size_t i = 0; i < asked->said_count; i++) {
        AC_TRY(give(&g, asked->said[i]));
    }
    for (size_t i = 0; i < g.count; i++) {
        AC_TRY(check_once(&g, &g.list[i]));
    }
    *list = g.list;
    *count = g.count;
    return ac_ok();
}

const ac_given_files *ac_given_files_of(const ac_given_files *list, size_t count, ac_text layout)
{
    for (size_t i = 0; i < count; i++) {
        if (ac_text_equal(list[i].layout, layout)) {
            return &list[i];
        }
    }
    return NULL;
}

accord_status ac_given_files_check_target(
    const ac_given_files *list,
    size_t count,
    const char *option,
    const char *path,
    accord_error *error)
{
    struct stat written;
    if (path == NULL || stat(path, &written) != 0) {
        return ac_ok();
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < list[i].count; j++) {
            struct stat read;
            const char *given = list[i].files[j]->path;
            if (stat(given, &read) == 0 && read.st_dev == written.st_dev &&
                read.st_ino == written.st_ino) {
                return ac_fail(
                    error, ACCORD_EINPUT,
                    "%s would overwrite %s, which is a file of rows that is read: name another "
                    "file",
                    option, path);
            }
        }
    }
    return ac_ok();
}
