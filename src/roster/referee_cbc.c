/* SPDX-License-Identifier: MIT */
/* The referee by COIN-OR CBC, in a child process. The child writes its answer to a pipe; the
 * parent waits as long as it was told and then ends it, since CBC's own limit of time does not
 * hold while it solves the first relaxation. A starting roster is never given: Cbc_setMIPStart
 * of 2.10.8 crashes. What is asked is built by referee_model.c. A bound is lowered to the next
 * whole number below less a thousandth, and costs are whole. */

#include "base/library.h"
#include "base/limits.h"
#include "roster/referee_model.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): set once */
AC_LIBRARY(ac_cbc_functions, cbc, AC_LIBCBC, "libCbcSolver.so.3", "coinor-libcbc3")

enum { GRACE_MS = 1500 };

/* What comes through the pipe first; the placements follow. */
typedef struct message {
    uint32_t answer;
    uint32_t count;
    int64_t bound;
    uint32_t bounded;
} message;

static bool put(int to, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t done = write(to, at, size);
        if (done <= 0) {
            return false;
        }
        at += done;
        size -= (size_t)done;
    }
    return true;
}

/* In the child: never returns. */
_Noreturn static void solve(ac_referee_model *m, uint32_t seconds, int to)
{
    const ac_problem *p = m->problem;
    /* CBC may print whatever it was told. */
    (void)freopen("/dev/null", "w", stdout);
    ac_referee_build(m);
    m->lib->Cbc_setMaximumSeconds(m->cbc, seconds);
    m->lib->Cbc_setParameter(m->cbc, "randomCbcSeed", "1");
    (void)m->lib->Cbc_solve(m->cbc);
    message say = {.answer = AC_REFEREE_NOTHING};
    const double *found = m->lib->Cbc_bestSolution(m->cbc);
    int64_t constant = p->constant_cost + (int64_t)p->kept_count * p->move_cost;
    double bound = m->lib->Cbc_getBestPossibleObjValue(m->cbc);
    if (m->lib->Cbc_isProvenInfeasible(m->cbc) != 0) {
        say.answer = AC_REFEREE_INFEASIBLE;
    } else if (bound > -1e15 && bound < 1e15) {
        say.bounded = 1;
        say.bound = (int64_t)ceil(bound - 1e-3) + constant;
    }
    if (say.answer != AC_REFEREE_INFEASIBLE && found != NULL) {
        bool proven = m->lib->Cbc_isProvenOptimal(m->cbc) != 0;
        say.answer = proven ? AC_REFEREE_OPTIMAL : AC_REFEREE_FOUND;
        for (size_t i = 0; i < (size_t)p->doctor_count * p->duty_count; i++) {
            say.count +=
                m->pair_columns[i] != AC_NO_COLUMN && found[m->pair_columns[i]] > 0.5 ? 1 : 0;
        }
    }
    bool good = put(to, &say, sizeof say);
    for (size_t i = 0; good && say.count > 0 && i < (size_t)p->doctor_count * p->duty_count; i++) {
        if (m->pair_columns[i] != AC_NO_COLUMN && found[m->pair_columns[i]] > 0.5) {
            ac_placement one = {(uint32_t)(i / p->duty_count), (uint32_t)(i % p->duty_count)};
            good = put(to, &one, sizeof one);
        }
    }
    _exit(good ? 0 : 1);
}

/* Waits until all of the bytes are there, the pipe ends or the time is up. */
static bool get(int from, void *bytes, size_t size, int wait_ms)
{
    char *at = bytes;
    while (size > 0) {
        struct pollfd ready = {.fd = from, .events = POLLIN};
        int count = poll(&ready, 1, wait_ms);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        ssize_t done = count > 0 ? read(from, at, size) : 0;
        if (done <= 0) {
            return false;
        }
        at += done;
        size -= (size_t)done;
    }
    return true;
}

static void
hear(ac_arena *arena, const ac_problem *p, int from, uint32_t seconds, ac_ruling *ruling)
{
    message said = {0};
    if (!get(from, &said, sizeof said, (int)(seconds * 1000) + GRACE_MS) ||
        said.count > p->doctor_count * p->duty_count) {
        return;
    }
    ac_placement *list = AC_NEW_ARRAY(arena, ac_placement, said.count);
    if (said.count > 0 && !get(from, list, said.count * sizeof *list, GRACE_MS)) {
        return;
    }
    for (uint32_t i = 0; i < said.count; i++) {
        if (list[i].doctor >= p->doctor_count || list[i].duty >= p->duty_count) {
            return;
        }
    }
    *ruling = (ac_ruling){
        (ac_referee_answer)said.answer, {list, said.count},
         said.bounded != 0, said.bound
    };
}

accord_status ac_referee_ask(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t seconds,
    const bool *left_out,
    ac_ruling *ruling,
    accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_referee_model m = {.lib = &cbc, .arena = &scratch, .problem = problem, .left_out = left_out};
    int ends[2];
    *ruling = (ac_ruling){0};
    if ((size_t)problem->doctor_count * problem->duty_count > AC_REFEREE_PAIRS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "%u doctors and %u sessions are more than the referee takes; ask it "
            "about one week",
            problem->doctor_count, problem->duty_count);
    }
    AC_TRY(open_cbc(error));
    if (pipe(ends) != 0) {
        return ac_fail(error, ACCORD_EIO, "no pipe to the referee (error %d)", errno);
    }
    pid_t child = fork();
    if (child < 0) {
        int why = errno;
        (void)close(ends[0]);
        (void)close(ends[1]);
        return ac_fail(error, ACCORD_EIO, "no process for the referee (error %d)", why);
    }
    if (child == 0) {
        (void)close(ends[0]);
        solve(&m, seconds, ends[1]);
    }
    (void)close(ends[1]);
    hear(arena, problem, ends[0], seconds, ruling);
    (void)close(ends[0]);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
    return ac_ok();
}
