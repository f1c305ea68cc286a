/* SPDX-License-Identifier: MIT */
/* Large pages are asked for, and it does not matter whether they are given. */

/* NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): glibc's own */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, madvise */

#include "base/pages.h"

#include "base/assert.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PAGE_BYTES = 2 << 20 };

/* The bytes to be mapped, in whole pages; 0: they come from the heap. */
static size_t mapped_bytes(size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - 2 * (size_t)PAGE_BYTES) {
        ac_out_of_memory(SIZE_MAX);
    }
    return bytes < PAGE_BYTES ? 0 : (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
}

/* Maps a page more than is wanted, so that whole pages can be cut out of it. */
static char *map(size_t bytes)
{
    char *at =
        mmap(NULL, bytes + PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) {
        ac_out_of_memory(bytes);
    }
    size_t before = (PAGE_BYTES - (uintptr_t)at % PAGE_BYTES) % PAGE_BYTES;
    if (before > 0) {
        (void)munmap(at, before);
    }
    (void)munmap(at + before + bytes, PAGE_BYTES - before);
    (void)madvise(at + before, bytes, MADV_HUGEPAGE);
    return at + before;
}

void *ac_pages_new(size_t count, size_t size)
{
    size_t bytes = mapped_bytes(count, size);
    void *made = bytes > 0 ? map(bytes) : calloc(count == 0 ? 1 : count, size);
    if (made == NULL) {
        ac_out_of_memory(count * size);
    }
    return made;
}

void ac_pages_free(void *pages, size_t count, size_t size)
{
    size_t bytes = mapped_bytes(count, size);
    if (pages == NULL || bytes == 0) {
        free(pages);
    } else {
        (void)munmap(pages, bytes);
    }
}
