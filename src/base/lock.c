/* SPDX-License-Identifier: MIT */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

enum { TRIES_A_SECOND = 20, NANOSECONDS = 1000000000 };

static bool try_lock(int file)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(file, F_SETLK, &whole) == 0;
}

static accord_status wait_for(const char *path, unsigned seconds, int file, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    for (unsigned tries = 0; !try_lock(file); tries++) {
        struct timespec pause = {0, NANOSECONDS / TRIES_A_SECOND};
        if (errno != EAGAIN && errno != EACCES) {
            return ac_fail(
                error, ACCORD_EIO, "cannot lock %s: %s", path, ac_errno_words(errno, reason));
        }
        if (tries == seconds * TRIES_A_SECOND) {
            return ac_fail(
                error, ACCORD_EIO,
                "another has been writing for %u seconds and holds %s; nothing was changed: try "
                "again",
                seconds, path);
        }
        (void)nanosleep(&pause, NULL);
    }
    return ac_ok();
}

accord_status ac_lock_take(const char *path, unsigned seconds, int *lock, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    *lock = AC_LOCK_NONE;
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        return ac_fail(
            error, ACCORD_EIO, "cannot write %s: %s", path, ac_errno_words(errno, reason));
    }
    accord_status status = wait_for(path, seconds, file, error);
    if (status.code != ACCORD_OK) {
        (void)close(file);
        return status;
    }
    *lock = file;
    return ac_ok();
}

void ac_lock_leave(int *lock)
{
    if (*lock != AC_LOCK_NONE) {
        (void)close(*lock);
        *lock = AC_LOCK_NONE;
    }
}
