/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TEST_H
#define ACCORD_TEST_H
/* The one header a test includes first: cmocka 1.1.5 must follow these, in this order. */

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "accord/error.h"

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Fails the test, saying why, unless `call` (which fills `error`) succeeded. */
#define assert_accord_ok(call, error)                   \
    do {                                                \
        if ((call).code != ACCORD_OK) {                 \
            fail_msg("%s: %s", #call, (error).message); \
        }                                               \
    } while (0)

#endif
