/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_STATUS_H
#define AC_BASE_STATUS_H
/* Making and passing on an accord_status. */

#include "accord/error.h"

#define AC_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* The one macro that returns: passes a failure up, untouched. */
#define AC_TRY(call)                           \
    do {                                       \
        accord_status ac_try_status = (call);  \
        if (ac_try_status.code != ACCORD_OK) { \
            return ac_try_status;              \
        }                                      \
    } while (0)

static inline accord_status ac_ok(void)
{
    return (accord_status){ACCORD_OK};
}

/* Fills `error` (which may be NULL) with a code and a sentence, no place, and returns the status.
 */
accord_status ac_fail(accord_error *error, accord_status_code code, const char *format, ...)
    AC_PRINTF(3, 4);

/* Why the system refused, by the number that it left in errno: "No space left on device". */
#define AC_ERRNO_BYTES 128u
const char *ac_errno_words(int number, char reason[AC_ERRNO_BYTES]);

/* Adds the place to an error already filled; `error` and `file` may be NULL. */
void ac_error_place(accord_error *error, const char *file, uint64_t line, uint64_t column);

#endif
