/* SPDX-License-Identifier: MIT */
/* Arenas: a chain of blocks, each piece cut from the newest; a piece too large gets its own block.
 */

#include "base/arena.h"

#include "base/assert.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef ACCORD_STRESS
enum { BLOCK_BYTES = 64 };
#else
enum { BLOCK_BYTES = 64 * 1024 };
#endif

struct ac_arena_block {
    ac_arena_block *older;
    size_t size_bytes;
    size_t used_bytes;
    alignas(max_align_t) unsigned char bytes[];
};

void ac_arena_init(ac_arena *arena)
{
    *arena = (ac_arena){0};
}

void ac_arena_done(ac_arena *arena)
{
    ac_arena_block *block = arena->newest;
    while (block != NULL) {
        ac_arena_block *older = block->older;
        free(block);
        block = older;
    }
    *arena = (ac_arena){0};
}

static ac_arena_block *add_block(ac_arena *arena, size_t size_bytes)
{
    if (size_bytes > SIZE_MAX - sizeof(ac_arena_block)) {
        ac_out_of_memory(size_bytes);
    }
    ac_arena_block *block = calloc(1, sizeof *block + size_bytes);
    if (block == NULL) {
        ac_out_of_memory(size_bytes);
    }
    block->size_bytes = size_bytes;
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

/* Blocks double up to 1 MiB, so that a large phase makes few calls and a small one takes little. */
static size_t next_block_bytes(const ac_arena *arena, size_t wanted)
{
#ifdef ACCORD_SLOW_ASSERT
    (void)arena;
    return wanted; /* each piece on its own, for the sanitizers */
#else
    size_t size = arena->newest == NULL ? BLOCK_BYTES : arena->newest->size_bytes * 2;
    size_t most = (size_t)BLOCK_BYTES * 16;
    if (size > most) {
        size = most;
    }
    return wanted > size ? wanted : size;
#endif
}

void *ac_arena_alloc(ac_arena *arena, size_t count, size_t size)
{
    size_t wanted = 0;
    if (__builtin_mul_overflow(count, size, &wanted) || wanted > SIZE_MAX / 2) {
        ac_out_of_memory(SIZE_MAX);
    }
    size_t align = alignof(max_align_t);
    size_t padded = (wanted + align - 1) / align * align;
    if (padded == 0) {
        padded = align;
    }
    ac_arena_block *block = arena->newest;
    if (block == NULL || block->size_bytes - block->used_bytes < padded) {
        block = add_block(arena, next_block_bytes(arena, padded));
    }
    void *piece = block->bytes + block->used_bytes;
    block->used_bytes += padded;
    arena->used_bytes += padded;
    return piece;
}

void *ac_arena_grow(ac_arena *arena, const void *old, size_t count_old, size_t count, size_t size)
{
    ac_assert(count >= count_old);
    void *grown = ac_arena_alloc(arena, count, size);
    if (count_old > 0) {
        memcpy(grown, old, count_old * size);
    }
    return grown;
}
