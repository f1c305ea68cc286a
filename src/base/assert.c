/* SPDX-License-Identifier: MIT */
/* The two ways in which accord ends the process by itself. */

#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

void ac_assert_failed(const char *expression, const char *file, int line)
{
    (void)fprintf(stderr, "accord: internal fault at %s:%d: %s\n", file, line, expression);
    abort();
}

void ac_out_of_memory(unsigned long size_bytes)
{
    (void)fprintf(stderr, "accord: out of memory (%lu bytes asked for)\n", size_bytes);
    exit(1); /* NOLINT(concurrency-mt-unsafe): nothing of accord runs at exit */
}
