/* SPDX-License-Identifier: MIT */
/* Arenas: pieces are zeroed, aligned and apart, whatever their sizes. */

#include "accord_test.h"
#include "base/arena.h"
#include "random.h"

#include <stdalign.h>
#include <string.h>

static void an_arena_that_gave_nothing_is_done_twice(void **state)
{
    (void)state;
    ac_arena arena;
    ac_arena_init(&arena);
    ac_arena_done(&arena);
    ac_arena_done(&arena);
    assert_null(arena.newest);
}

static void a_piece_of_nothing_is_still_a_piece(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    assert_non_null(ac_arena_alloc(&arena, 0, 8));
    assert_non_null(ac_arena_alloc(&arena, 8, 0));
    assert_non_null(ac_arena_grow(&arena, NULL, 0, 0, 8));
}

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    enum { PIECES = 2000, MOST_BYTES = 3000 };
    test_random random = test_random_start("pieces_are_zeroed_aligned_and_apart");
    AC_SCOPED_ARENA(arena);
    static unsigned char *pieces[PIECES];
    static size_t sizes[PIECES];
    size_t sum = 0;
    for (size_t i = 0; i < PIECES; i++) {
        sizes[i] = (size_t)test_random_below(&random, i % 10 == 0 ? MOST_BYTES : 40);
        pieces[i] = AC_NEW_ARRAY(&arena, unsigned char, sizes[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal(pieces[i][j], 0);
        }
        memset(pieces[i], (int)(i % 251) + 1, sizes[i]);
        sum += sizes[i];
    }
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal(pieces[i][j], (int)(i % 251) + 1);
        }
    }
    assert_true(arena.used_bytes >= sum);
}

static void a_piece_larger_than_any_block_is_given(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    size_t size = (size_t)5 << 20;
    char *small = AC_NEW(&arena, char);
    char *large = AC_NEW_ARRAY(&arena, char, size);
    memset(large, 1, size);
    assert_int_equal(*small, 0);
    assert_int_equal(*AC_NEW(&arena, char), 0);
}

static void growing_keeps_what_was_there_and_zeroes_the_rest(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    int *old = AC_NEW_ARRAY(&arena, int, 2);
    old[0] = 1;
    old[1] = 2;
    const int *grown = ac_arena_grow(&arena, old, 2, 5, sizeof *old);
    const int expected[] = {1, 2, 0, 0, 0};
    assert_memory_equal(grown, expected, sizeof expected);
    assert_int_equal(old[1], 2);
}

static void an_array_takes_one_after_another(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    size_t *array = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < 10000; i++) {
        AC_RESERVE(&arena, array, count, capacity);
        array[count++] = i;
    }
    assert_true(capacity >= count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(array[i], i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_that_gave_nothing_is_done_twice),
        cmocka_unit_test(a_piece_of_nothing_is_still_a_piece),
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_piece_larger_than_any_block_is_given),
        cmocka_unit_test(growing_keeps_what_was_there_and_zeroes_the_rest),
        cmocka_unit_test(an_array_takes_one_after_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
