/* SPDX-License-Identifier: MIT */
/* Lists a folder. The order of the system's own listing never shows. */

#include "app/folder.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

static accord_status fail_folder(const char *path, int number, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "cannot read the folder %s: %s", path, ac_errno_words(number, reason));
}

/* What is called as a file of rows is listed whatever it is, so that a link to nothing or a folder
 * of that name is told when it is read, and not passed over. */
static bool is_listed(const char *whole, const char *name)
{
    static const char *const ends[] = {".csv", ".gz", ".zst"};
    struct stat about;
    bool rows = false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        rows = rows || ac_text_ends(ac_text_of(name), ac_text_of(ends[i]));
    }
    return name[0] != '.' && (rows || (stat(whole, &about) == 0 && S_ISREG(about.st_mode)));
}

/* in  all  what begins with a dot, folders and links too, but `.` and `..` */
static accord_status list(
    ac_arena *arena,
    const char *path,
    bool all,
    const char ***names,
    size_t *count,
    accord_error *error)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return fail_folder(path, errno, error);
    }
    const char **found = NULL;
    size_t size = 0;
    size_t capacity = 0;
    for (;;) {
        errno = 0;
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this function's own */
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            break;
        }
        const char *whole = ac_file_join(arena, path, entry->d_name);
        bool dots = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (all ? !dots : is_listed(whole, entry->d_name)) {
            AC_RESERVE(arena, found, size, capacity);
            found[size++] = ac_text_terminated(arena, ac_text_of(entry->d_name));
        }
    }
    int broken = errno;
    (void)closedir(folder);
    if (broken != 0) {
        return fail_folder(path, broken, error);
    }
    if (size > 0) {
        qsort(found, size, sizeof *found, compare_names);
    }
    *names = found;
    *count = size;
    return ac_ok();
}

accord_status ac_folder_list(
    ac_arena *arena, const char *path, const char ***names, size_t *count, accord_error *error)
{
    return list(arena, path, false, names, count, error);
}

accord_status ac_folder_list_all(
    ac_arena *arena, const char *path, const char ***names, size_t *count, accord_error *error)
{
    return list(arena, path, true, names, count, error);
}

bool ac_folder_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

ac_text ac_file_name_of(ac_text path)
{
    size_t from = path.size;
    while (from > 0 && path.at[from - 1] != '/') {
        from--;
    }
    return ac_text_slice(path, from, path.size);
}
