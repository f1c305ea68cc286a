/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_ASSERT_H
#define AC_BASE_ASSERT_H
/* Assertions are for our own mistakes, never for input, and stay on in releases. */

_Noreturn void ac_assert_failed(const char *expression, const char *file, int line);

/* Ends the process with one line: memory could not be had. The store is safe at any instant. */
_Noreturn void ac_out_of_memory(unsigned long size_bytes);

#define ac_assert(expression) \
    ((expression) ? (void)0 : ac_assert_failed(#expression, __FILE__, __LINE__))

/* For a place that is never reached, with the reason. */
#define AC_NEVER(why) ac_assert_failed((why), __FILE__, __LINE__)

#endif
