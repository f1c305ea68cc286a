/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_PAGES_H
#define AC_BASE_PAGES_H
/* Memory for a table that is larger than any cache and is looked into here and there: in pages of 2
 * MiB, where the system has them. With pages of 4 KiB most look-ups wait for the table of pages as
 * long as for the memory itself. */

#include <stddef.h>

/* Zeroed memory for `count` elements; where it is little, from the heap. Never NULL. */
void *ac_pages_new(size_t count, size_t size);

/* Frees it; the same count and size are given again. Takes NULL. */
void ac_pages_free(void *pages, size_t count, size_t size);

#endif
