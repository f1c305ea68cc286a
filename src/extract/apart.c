/* SPDX-License-Identifier: MIT */
/* A child process and its pipe. The child's time is kept by its own alarm; should a driver have
 * blocked that, the parent's wait ends a little later and the child is killed. */

#include "extract/apart.h"

#include "base/assert.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GRACE_SECONDS = 2, EXIT_UNREAD = 1 };

static accord_status fail_errno(const char *what, int number, accord_error *error)
{
    char reason[128];
    if (strerror_r(number, reason, sizeof reason) != 0) {
        reason[0] = '\0';
    }
    return ac_fail(error, ACCORD_EIO, "%s: %s", what, reason);
}

/* Signals as they are by default: no handler of ours is for the driver's faults. */
static void set_signals(uint32_t seconds)
{
    sigset_t none;
    struct sigaction usual = {.sa_handler = SIG_DFL};
    (void)sigemptyset(&none);
    static const int reset[] = {SIGALRM, SIGPIPE, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    for (size_t i = 0; i < sizeof reset / sizeof reset[0]; i++) {
        (void)sigaction(reset[i], &usual, NULL);
    }
    (void)pthread_sigmask(SIG_SETMASK, &none, NULL);
    (void)alarm(seconds);
}

accord_status ac_apart_start(
    ac_apart *apart,
    const char *what,
    uint32_t seconds,
    void (*work)(void *self, int pipe),
    void *self,
    accord_error *error)
{
    int ends[2];
    ac_assert(seconds > 0);
    if (pipe(ends) != 0) {
        return fail_errno("no pipe can be had", errno, error);
    }
    pid_t process = fork();
    if (process < 0) {
        int number = errno;
        (void)close(ends[0]);
        (void)close(ends[1]);
        return fail_errno("no process can be had", number, error);
    }
    if (process == 0) {
        (void)close(ends[0]);
        set_signals(seconds);
        work(self, ends[1]);
        /* Not exit: what the parent has yet to write out is not the child's to write. */
        _exit(0);
    }
    (void)close(ends[1]);
    apart->process = process;
    apart->pipe = ends[0];
    apart->seconds = seconds;
    apart->what = what;
    apart->begin = 0;
    apart->end = 0;
    return ac_ok();
}

static void wait_for(ac_apart *apart, int *how)
{
    while (waitpid(apart->process, how, 0) < 0 && errno == EINTR) {
    }
    apart->process = 0;
    (void)close(apart->pipe);
}

/* The pipe ended before the answer did: says how the child came to its end. */
static accord_status fail_ended(ac_apart *apart, accord_error *error)
{
    int how = 0;
    wait_for(apart, &how);
    if (WIFSIGNALED(how) && (WTERMSIG(how) == SIGALRM || WTERMSIG(how) == SIGKILL)) {
        return ac_fail(
            error, ACCORD_EIO,
            "%s gave no whole answer in %u seconds and was ended: allow more with --timeout",
            apart->what, apart->seconds);
    }
    if (WIFSIGNALED(how)) {
        return ac_fail(
            error, ACCORD_EIO,
            "%s crashed (signal %d); accord itself is not harmed: look for a newer driver",
            apart->what, WTERMSIG(how));
    }
    return ac_fail(
        error, ACCORD_EIO, "%s ended before its answer did (exit %d)", apart->what,
        WIFEXITED(how) ? WEXITSTATUS(how) : 0);
}

static accord_status wait_for_more(ac_apart *apart, accord_error *error)
{
    struct pollfd waited = {.fd = apart->pipe, .events = POLLIN};
    int limit = (int)(apart->seconds > 100000 ? 100000 : apart->seconds) + GRACE_SECONDS;
    int ready = poll(&waited, 1, limit * 1000);
    if (ready < 0 && errno != EINTR) {
        return fail_errno("the answer cannot be waited for", errno, error);
    }
    if (ready == 0) {
        (void)kill(apart->process, SIGKILL);
        return fail_ended(apart, error);
    }
    return ac_ok();
}

static accord_status fill(ac_apart *apart, accord_error *error)
{
    for (;;) {
        AC_TRY(wait_for_more(apart, error));
        ssize_t got = read(apart->pipe, apart->held, sizeof apart->held);
        if (got == 0) {
            return fail_ended(apart, error);
        }
        if (got > 0) {
            apart->begin = 0;
            apart->end = (size_t)got;
            return ac_ok();
        }
        if (errno != EINTR) {
            return fail_errno("the answer cannot be read", errno, error);
        }
    }
}

accord_status ac_apart_read(ac_apart *apart, void *to, size_t size_bytes, accord_error *error)
{
    char *at = to;
    while (size_bytes > 0) {
        if (apart->begin == apart->end) {
            AC_TRY(fill(apart, error));
        }
        size_t held = apart->end - apart->begin;
        size_t part = held < size_bytes ? held : size_bytes;
        memcpy(at, apart->held + apart->begin, part);
        apart->begin += part;
        at += part;
        size_bytes -= part;
    }
    return ac_ok();
}

void ac_apart_done(ac_apart *apart)
{
    if (apart->process == 0) {
        return;
    }
    int how = 0;
    (void)kill(apart->process, SIGKILL);
    wait_for(apart, &how);
}

void ac_apart_write(int pipe, const void *from, size_t size_bytes)
{
    const char *at = from;
    while (size_bytes > 0) {
        ssize_t put = write(pipe, at, size_bytes);
        if (put < 0 && errno != EINTR) {
            _exit(EXIT_UNREAD);
        }
        if (put > 0) {
            at += put;
            size_bytes -= (size_t)put;
        }
    }
}
