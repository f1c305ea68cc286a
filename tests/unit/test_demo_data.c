/* SPDX-License-Identifier: MIT */
/* The demonstration data: the same bytes from the same seed, wherever they are written. That the
 * counts are those of the clause is for tests/conformance/demo_counts.py. */

#include "accord_test.h"
#include "app/demo_data.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES_MAX  ((size_t)64 * 1024 * 1024)
#define FOLDER_TEMPLATE "/tmp/accord-demo-XXXXXX"

static const char *const names[] = {
    "README.txt",
    "fft.csv",
    "lists.csv",
    "outpatients-2013-14.csv",
    "outpatients-2014-15.csv",
    "outpatients-2015-16.csv",
    "outpatients-2016-17.csv",
    "practices.csv",
    "rtt.csv",
    "sites.csv",
};

/* Of the files above, one after another, for AC_DEMO_SEED: LC_ALL=C; cat * | sha256sum. */
static const char known_hash[] = "a27856384861e062b2841675ed1d5a622a0e2e047df27616e9ef0eee8b73faec";

static void make_folder(char folder[sizeof FOLDER_TEMPLATE])
{
    memcpy(folder, FOLDER_TEMPLATE, sizeof FOLDER_TEMPLATE);
    assert_non_null(mkdtemp(folder));
}

/* Hashes the files and removes them. */
static void hash_and_remove(const char *folder, char hex[AC_HASH_HEX_BYTES])
{
    ac_hasher hasher;
    ac_hasher_init(&hasher);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        AC_SCOPED_ARENA(arena);
        accord_error error = {0};
        ac_text text = {0};
        const char *path = ac_file_join(&arena, folder, names[i]);
        assert_accord_ok(ac_file_read(path, FILE_BYTES_MAX, &arena, &text, &error), error);
        ac_hasher_add(&hasher, text);
        assert_int_equal(remove(path), 0);
    }
    ac_hash hash = ac_hasher_end(&hasher);
    ac_hash_hex(&hash, hex);
    assert_int_equal(rmdir(folder), 0);
}

typedef struct progress_seen {
    uint64_t done;
    uint64_t total;
    unsigned calls;
} progress_seen;

static void see_progress(void *context, uint64_t done, uint64_t total)
{
    progress_seen *seen = context;
    assert_true(done > seen->done);
    *seen = (progress_seen){done, total, seen->calls + 1};
}

static void the_known_seed_gives_the_known_bytes(void **state)
{
    (void)state;
    char folder[sizeof FOLDER_TEMPLATE];
    char hex[AC_HASH_HEX_BYTES];
    accord_error error = {0};
    progress_seen seen = {0};
    ac_demo_progress progress = {see_progress, &seen};
    make_folder(folder);
    assert_accord_ok(ac_demo_write(folder, AC_DEMO_SEED, &progress, &error), error);
    hash_and_remove(folder, hex);
    assert_string_equal(hex, known_hash);
    assert_true(seen.calls > 1);
    assert_true(seen.done == seen.total);
}

static void another_seed_gives_other_bytes(void **state)
{
    (void)state;
    char folder[sizeof FOLDER_TEMPLATE];
    char hex[AC_HASH_HEX_BYTES];
    accord_error error = {0};
    make_folder(folder);
    assert_accord_ok(ac_demo_write(folder, AC_DEMO_SEED + 1, NULL, &error), error);
    hash_and_remove(folder, hex);
    assert_string_not_equal(hex, known_hash);
}

static void a_folder_that_cannot_be_made_is_said(void **state)
{
    (void)state;
    accord_error error = {0};
    accord_status status = ac_demo_write("/dev/null/demo", AC_DEMO_SEED, NULL, &error);
    assert_int_equal(status.code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "/dev/null"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_known_seed_gives_the_known_bytes),
        cmocka_unit_test(another_seed_gives_other_bytes),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
