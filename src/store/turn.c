/* SPDX-License-Identifier: MIT */
#include "store/turn.h"

#include "base/arena.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>

int ac_turn_open(const char *path)
{
    AC_SCOPED_ARENA(scratch);
    return open(ac_file_folder(&scratch, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool ac_turn_take(int turn, int seconds_most)
{
    enum { TRIES_A_SECOND = 500 };
    const struct timespec pause = {.tv_nsec = 1000000000 / TRIES_A_SECOND};
    long tries = (long)seconds_most * TRIES_A_SECOND;
    while (turn >= 0 && flock(turn, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return true; /* no such locks on this file system */
        }
        if (tries-- <= 0) {
            return false;
        }
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

void ac_turn_leave(int turn)
{
    if (turn >= 0) {
        (void)flock(turn, LOCK_UN);
    }
}
