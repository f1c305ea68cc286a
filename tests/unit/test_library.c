/* SPDX-License-Identifier: MIT */
/* Libraries that are opened by the first call that needs them, and what is said of those that are
 * not there. */

#include "accord_test.h"
#include "base/library.h"

#include <string.h>

typedef struct two_functions {
    double (*cos)(double);
    double (*floor)(double);
} two_functions;

static void functions_are_found_once(void **state)
{
    (void)state;
    accord_error error = {0};
    static const char *const names[] = {"cos", "floor"};
    const ac_library maths = {"libm.so.6", "libc6", names, 2};
    two_functions found = {0};
    assert_accord_ok(ac_library_open(&maths, &found, sizeof found, &error), error);
    assert_true(found.floor(2.5) > 1.5 && found.floor(2.5) < 2.5);
    const two_functions before = found;
    const ac_library other = {"libnowhere.so.1", "libnowhere1", names, 2};
    assert_accord_ok(ac_library_open(&other, &found, sizeof found, &error), error);
    assert_memory_equal(&before, &found, sizeof found);
}

static void what_is_not_there_is_named_with_its_package(void **state)
{
    (void)state;
    accord_error error = {0};
    static const char *const names[] = {"cos", "no_such_function"};
    const ac_library nowhere = {"libnowhere.so.1", "libnowhere1", names, 2};
    two_functions found = {0};
    assert_int_equal(ac_library_open(&nowhere, &found, sizeof found, &error).code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "libnowhere.so.1 cannot be opened"));
    assert_non_null(strstr(error.message, "install the package libnowhere1"));
    const ac_library maths = {"libm.so.6", "libc6", names, 2};
    assert_int_equal(ac_library_open(&maths, &found, sizeof found, &error).code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "has no no_such_function"));
    assert_null(found.cos); /* as long as one is missing, it is not open */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_found_once),
        cmocka_unit_test(what_is_not_there_is_named_with_its_package),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
