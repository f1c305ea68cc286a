/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TEST_NUMBER_H
#define ACCORD_TEST_NUMBER_H
/* Exact numbers as texts in tests. Included after accord_test.h. */

#include "accord_test.h"
#include "base/buffer.h"
#include "value/rational.h"

static inline ac_rational number(ac_arena *arena, const char *text)
{
    ac_rational value = AC_RATIONAL_ZERO;
    accord_error error = {0};
    assert_accord_ok(ac_rational_parse_exact(arena, ac_text_of(text), &value, &error), error);
    return value;
}

static inline void assert_exact(ac_rational value, const char *expected)
{
    AC_SCOPED_BUFFER(written, 10000);
    ac_rational_add_exact(&written, value);
    assert_string_equal(written.bytes, expected);
}

#endif
