/* SPDX-License-Identifier: MIT */
/* Replays inputs through a fuzz target without libFuzzer: each argument is a file, or a folder all
 * of whose files are taken in the order of their names. Fails if there is not one input. */

#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int replay_file(const char *path, unsigned *replayed)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    unsigned char *bytes = NULL;
    size_t size = 0;
    size_t capacity = 0;
    size_t got = 0;
    do {
        if (size == capacity) {
            capacity = capacity == 0 ? 4096 : capacity * 2;
            unsigned char *larger = realloc(bytes, capacity);
            if (larger == NULL) {
                perror(path);
                abort();
            }
            bytes = larger;
        }
        got = fread(bytes + size, 1, capacity - size, file);
        size += got;
    } while (got > 0);
    int failed = ferror(file) != 0;
    (void)fclose(file);

    /* An exact copy, so that a sanitizer sees a read past the end. */
    unsigned char *exact = malloc(size == 0 ? 1 : size);
    if (exact == NULL) {
        perror(path);
        abort();
    }
    memcpy(exact, bytes, size);
    free(bytes);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    (*replayed)++;
    return failed;
}

static int replay_folder(const char *path, unsigned *replayed)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) {
        perror(path);
        return 1;
    }
    int failed = 0;
    for (int i = 0; i < count; i++) {
        char name[4096];
        int length = snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (length < 0 || (size_t)length >= sizeof name) {
            (void)fprintf(stderr, "%s: the path is too long\n", entries[i]->d_name);
            failed = 1;
        } else if (entries[i]->d_name[0] != '.') {
            failed |= replay_file(name, replayed);
        }
        free(entries[i]);
    }
    free(entries);
    return failed;
}

int main(int argc, char **argv)
{
    unsigned replayed = 0;
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        struct stat found;
        if (stat(argv[i], &found) != 0) {
            perror(argv[i]);
            failed = 1;
        } else {
            failed |= S_ISDIR(found.st_mode) ? replay_folder(argv[i], &replayed)
                                             : replay_file(argv[i], &replayed);
        }
    }
    (void)printf("%u inputs replayed\n", replayed);
    return failed || replayed == 0 ? 1 : 0;
}
