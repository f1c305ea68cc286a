/* SPDX-License-Identifier: MIT */
#include "base/temporary.h"

#include "base/arena.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int ac_temporary_open(const char *folder)
{
    AC_SCOPED_ARENA(scratch);
    char *path = ac_file_join(&scratch, folder, "accord-XXXXXX");
    int file = mkstemp(path);
    if (file >= 0 && (unlink(path) != 0 || fcntl(file, F_SETFD, FD_CLOEXEC) != 0)) {
        int number = errno;
        (void)close(file);
        errno = number;
        return -1;
    }
    return file;
}

bool ac_temporary_write(int file, const char *bytes, size_t size, off_t place)
{
    for (size_t done = 0; done < size;) {
        ssize_t wrote = pwrite(file, bytes + done, size - done, place + (off_t)done);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        done += wrote < 0 ? 0 : (size_t)wrote;
    }
    return true;
}

bool ac_temporary_read(int file, char *bytes, size_t size, off_t place)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = pread(file, bytes + done, size - done, place + (off_t)done);
        if (got == 0) {
            errno = EIO;
        }
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        done += got < 0 ? 0 : (size_t)got;
    }
    return true;
}
