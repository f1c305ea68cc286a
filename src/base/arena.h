/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_ARENA_H
#define AC_BASE_ARENA_H
/* Memory by phase: a compile, an evaluation, a statement each allocates from the arena it is given
 * and frees nothing; whoever made the arena ends it. Pieces are zeroed. Running out ends the
 * process. In a debug or stress build every piece is its own malloc, so that AddressSanitizer sees
 * its ends. */

#include <stddef.h>

typedef struct ac_arena_block ac_arena_block;

typedef struct ac_arena {
    ac_arena_block *newest; /* NULL until the first piece */
    size_t used_bytes;      /* all pieces given out so far */
} ac_arena;

void ac_arena_init(ac_arena *arena);
void ac_arena_done(ac_arena *arena); /* takes a zeroed arena too; frees every piece */

/* Returns `count` zeroed elements of `size` bytes, aligned for any type; never NULL, also for 0. */
void *ac_arena_alloc(ac_arena *arena, size_t count, size_t size);

/* Returns a larger array with the first `count_old` elements copied; the old piece stays until the
 * arena ends, so grow by doubling. */
void *ac_arena_grow(ac_arena *arena, const void *old, size_t count_old, size_t count, size_t size);

#define AC_NEW(arena, type)              ((type *)ac_arena_alloc((arena), 1, sizeof(type)))
#define AC_NEW_ARRAY(arena, type, count) ((type *)ac_arena_alloc((arena), (count), sizeof(type)))

/* Makes room for one more at the end of an arena array kept as (pointer, count, capacity). */
#define AC_RESERVE(arena, array, count, capacity)                                                \
    do {                                                                                         \
        if ((count) == (capacity)) {                                                             \
            size_t ac_reserve_new = (capacity) == 0 ? AC_ARRAY_START : (size_t)(capacity)*2;     \
            (array) = ac_arena_grow((arena), (array), (count), ac_reserve_new, sizeof *(array)); \
            (capacity) = ac_reserve_new;                                                         \
        }                                                                                        \
    } while (0)

#ifdef ACCORD_STRESS
#define AC_ARRAY_START 2u
#else
#define AC_ARRAY_START 16u
#endif

/* Ends an arena when it goes out of scope: `AC_SCOPED_ARENA(scratch);`
 * NOLINTBEGIN(bugprone-macro-parentheses): a name that is declared cannot stand in brackets */
#define AC_SCOPED_ARENA(name)                              \
    __attribute__((cleanup(ac_arena_done))) ac_arena name; \
    ac_arena_init(&name)
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
