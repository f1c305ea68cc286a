/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_APART_H
#define AC_EXTRACT_APART_H
/* Work done in a child process, whose answer comes through a pipe: what crashes, hangs or leaks
 * there (a driver of somebody else's) ends the child and not accord. */

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum { AC_APART_HELD_BYTES = 64 * 1024 };

typedef struct ac_apart {
    int process; /* 0: none runs */
    int pipe;    /* the child's answers are read here */
    uint32_t seconds;
    const char *what;               /* "the ODBC driver", for messages; borrowed */
    char held[AC_APART_HELD_BYTES]; /* read and not yet taken: [begin, end) */
    size_t begin;
    size_t end;
} ac_apart;

/* Starts `work` in a child, which writes to `pipe` and ends when it returns. After `seconds` the
 * child is ended by a signal, whatever it does.
 *
 * errors  ACCORD_EIO  no process or pipe can be had
 */
accord_status ac_apart_start(
    ac_apart *apart,
    const char *what,
    uint32_t seconds,
    void (*work)(void *self, int pipe),
    void *self,
    accord_error *error);

/* Reads so many bytes of the answer.
 *
 * errors  ACCORD_EIO  the child ended before, or did not answer in time: the message says which
 */
accord_status ac_apart_read(ac_apart *apart, void *to, size_t size_bytes, accord_error *error);

/* Ends the child if it still runs. Takes a zeroed one too. */
void ac_apart_done(ac_apart *apart);

/* In the child: writes all bytes; ends the child where nobody reads any more. */
void ac_apart_write(int pipe, const void *from, size_t size_bytes);

#endif
