/* SPDX-License-Identifier: MIT */
/* The store, the person and the key, from options or the environment. A secret is never an option:
 * others on the machine would see it. */

#include "cli/books.h"

#include "base/file.h"
#include "base/limits.h"
#include "value/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *ac_books_said(const ac_arguments *arguments, const char *option, const char *variable)
{
    const char *said = ac_argument_of(arguments, option);
    if (said == NULL) {
        said = getenv(variable); /* NOLINT(concurrency-mt-unsafe): nothing here sets any */
    }
    return said == NULL || said[0] == '\0' ? NULL : said;
}

bool ac_books_are_meant(const ac_arguments *arguments)
{
    bool other = arguments->file_count > 0 || ac_argument_of(arguments, "--data") != NULL;
    return ac_argument_of(arguments, "--store") != NULL ||
           (!other && ac_books_said(arguments, "--store", "ACCORD_STORE") != NULL);
}

ac_seconds ac_books_now(void)
{
    return (ac_seconds)time(NULL);
}

accord_date ac_books_today(void)
{
    return ac_moment_london_day(ac_books_now());
}

/* ---- Keys ---- */

static accord_status
make_key(ac_arena *arena, const char *path, ac_text *secret, accord_error *error)
{
    char drawn[AC_HASH_HEX_BYTES];
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return ac_fail(
            error, ACCORD_EIO, "cannot make the key %s: %s", path,
            errno == ENOENT ? "there is no such folder" : "it may not be written there");
    }
    ac_secret_draw(drawn);
    drawn[AC_HASH_HEX_BYTES - 1] = '\n';
    bool good = write(file, drawn, sizeof drawn) == (ssize_t)sizeof drawn && fsync(file) == 0;
    good = close(file) == 0 && good;
    if (!good) {
        (void)unlink(path);
        return ac_fail(error, ACCORD_EIO, "cannot write the key %s", path);
    }
    *secret = ac_text_copy(arena, (ac_text){drawn, AC_HASH_HEX_BYTES - 1});
    return ac_ok();
}

accord_status ac_books_key(
    ac_arena *arena, const char *path, bool make, ac_text *secret, bool *made, accord_error *error)
{
    struct stat about;
    *made = false;
    if (make && stat(path, &about) != 0 && errno == ENOENT) {
        AC_TRY(make_key(arena, path, secret, error));
        *made = true;
        return ac_ok();
    }
    AC_TRY(ac_file_read(path, AC_SECRET_BYTES_MAX, arena, secret, error));
    if (stat(path, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "others may read the key %s: run chmod 600 on it, and think of it as known", path);
    }
    while (secret->size > 0 && strchr("\r\n", secret->at[secret->size - 1]) != NULL) {
        secret->size--;
    }
    if (secret->size == 0) {
        return ac_fail(error, ACCORD_EINPUT, "the key %s is empty", path);
    }
    return ac_ok();
}

/* ---- Stores ---- */

static accord_status
find_store(const ac_arguments *arguments, ac_db_options *options, accord_error *error)
{
    options->where = ac_books_said(arguments, "--store", "ACCORD_STORE");
    if (options->where == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "which store? Say it with --store, or in ACCORD_STORE: a file, or postgresql://...");
    }
    return ac_ok();
}

static accord_status
find_person(const ac_arguments *arguments, ac_arena *arena, ac_books *books, accord_error *error)
{
    bool made = false;
    const char *key = ac_books_said(arguments, "--key", "ACCORD_KEY");
    const char *person = ac_books_said(arguments, "--as", "ACCORD_AS");
    if (person == NULL || key == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "who does this? Say your code with --as (or ACCORD_AS), and the file of your key with "
            "--key (or ACCORD_KEY)");
    }
    books->person = ac_text_of(person);
    return ac_books_key(arena, key, false, &books->secret, &made, error);
}

const char *ac_books_scratch(void)
{
    const char *scratch = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): as above */
    return scratch == NULL || scratch[0] == '\0' ? "/tmp" : scratch;
}

static void begin(ac_books *books)
{
    *books = (ac_books){.person = AC_TEXT(""), .at = ac_books_now(), .scratch = ac_books_scratch()};
}

static ac_exit fail_open(const ac_arguments *arguments, const accord_error *error)
{
    return error->code == ACCORD_EINPUT ? ac_say_misuse(arguments->command, error)
                                        : ac_say_error(error);
}

ac_exit ac_books_open_acting(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    accord_error error = {0};
    ac_db_options options = {0};
    begin(books);
    if (find_store(arguments, &options, &error).code != ACCORD_OK ||
        find_person(arguments, arena, books, &error).code != ACCORD_OK) {
        return fail_open(arguments, &error);
    }
    return ac_db_open(&options, &books->db, &error).code == ACCORD_OK ? AC_EXIT_DONE
                                                                      : ac_say_error(&error);
}

ac_exit ac_books_open_reading(const ac_arguments *arguments, ac_arena *arena, ac_books *books)
{
    accord_error error = {0};
    ac_db_options options = {.read_only = true};
    (void)arena;
    begin(books);
    if (find_store(arguments, &options, &error).code != ACCORD_OK) {
        return fail_open(arguments, &error);
    }
    return ac_db_open(&options, &books->db, &error).code == ACCORD_OK ? AC_EXIT_DONE
                                                                      : ac_say_error(&error);
}

void ac_books_say_anchor(const ac_anchor *anchor)
{
    ac_say("accord: anchor %lld %s", (long long)anchor->count, anchor->hash);
}
