/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TEST_FILES_H
#define ACCORD_TEST_FILES_H
/* A folder of its own for a test that needs files. Include after accord_test.h. */

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TEST_PATH_BYTES 256

typedef struct test_folder {
    char path[TEST_PATH_BYTES];
    char file[TEST_PATH_BYTES + 64]; /* the path last made */
} test_folder;

static inline void test_folder_make(test_folder *folder)
{
    const char *base = getenv("TMPDIR");
    (void)snprintf(
        folder->path, sizeof folder->path, "%s/accord_test_XXXXXX",
        base == NULL || base[0] == '\0' ? "/tmp" : base);
    assert_non_null(mkdtemp(folder->path));
}

static inline const char *test_path(test_folder *folder, const char *name)
{
    (void)snprintf(folder->file, sizeof folder->file, "%s/%s", folder->path, name);
    return folder->file;
}

static inline const char *test_write(test_folder *folder, const char *name, ac_text bytes)
{
    FILE *file = fopen(test_path(folder, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
    return folder->file;
}

/* Takes away a file of the folder, and the folder when `name` is NULL. */
static inline void test_remove(test_folder *folder, const char *name)
{
    int failed = name == NULL ? rmdir(folder->path) : unlink(test_path(folder, name));
    assert_int_equal(failed, 0);
}

#endif
