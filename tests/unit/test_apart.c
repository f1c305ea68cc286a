/* SPDX-License-Identifier: MIT */
/* Work in a child: its answer, and every way in which it can end without one. */

#include "accord_test.h"
#include "extract/apart.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static void answer(void *self, int pipe)
{
    const char *text = self;
    ac_apart_write(pipe, text, strlen(text));
}

static void crash(void *self, int pipe)
{
    (void)self;
    ac_apart_write(pipe, "half", 4);
    (void)raise(SIGBUS);
}

static void hang(void *self, int pipe)
{
    (void)self;
    (void)pipe;
    for (;;) {
        (void)pause();
    }
}

/* A driver that lets no alarm through. */
static void hang_deaf(void *self, int pipe)
{
    (void)signal(SIGALRM, SIG_IGN);
    hang(self, pipe);
}

static accord_status read_from(
    void (*work)(void *self, int pipe), char *self, char *bytes, size_t size, accord_error *error)
{
    ac_apart apart;
    accord_status status = ac_apart_start(&apart, "the driver", 1, work, self, error);
    assert_accord_ok(status, *error);
    status = ac_apart_read(&apart, bytes, size, error);
    ac_apart_done(&apart);
    return status;
}

static void an_answer_comes_through(void **state)
{
    (void)state;
    char said[] = "all of it";
    char bytes[sizeof said] = {0};
    accord_error error = {0};
    assert_accord_ok(read_from(answer, said, bytes, sizeof said - 1, &error), error);
    assert_string_equal(bytes, said);
}

static void a_child_that_ends_early_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*work)(void *self, int pipe);
        const char *said;
    } cases[] = {
        {"short",   answer,    "the driver ended before its answer did (exit 0)"     },
        {"crashes", crash,     "the driver crashed (signal 7)"                       },
        {"hangs",   hang,
         "gave no whole answer in 1 seconds and was ended: allow more with --timeout"},
        {"deaf",    hang_deaf, "gave no whole answer in 1 seconds and was ended"     },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char said[] = "part";
        char bytes[100] = {0};
        accord_error error = {0};
        accord_status status = read_from(cases[i].work, said, bytes, sizeof bytes, &error);
        assert_int_equal(status.code, ACCORD_EIO);
        if (strstr(error.message, cases[i].said) == NULL) {
            fail_msg("%s: \"%s\"", cases[i].name, error.message);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_comes_through),
        cmocka_unit_test(a_child_that_ends_early_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
