/* SPDX-License-Identifier: MIT */
/* Names to numbers: found again whatever else was added, and the nearest to a slip of the pen. */

#include "accord_test.h"
#include "base/buffer.h"
#include "base/names.h"

static void nothing_is_found_in_an_empty_table(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_names names;
    ac_names_init(&names, &arena);
    assert_int_equal(ac_names_find(&names, AC_TEXT("a")), AC_NAME_NONE);
    assert_int_equal(ac_names_nearest(&names, AC_TEXT("a")), AC_NAME_NONE);
    assert_int_equal(ac_names_near(&names, AC_TEXT("a")).size, 0);
    assert_true(ac_names_add(&names, AC_TEXT("gain"), 7));
    assert_int_equal(ac_names_nearest(&names, AC_TEXT("gian")), 7);
    assert_true(ac_text_is(ac_names_near(&names, AC_TEXT("gian")), "gain"));
}

static void a_name_is_added_once(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_names names;
    ac_names_init(&names, &arena);
    assert_true(ac_names_add(&names, AC_TEXT("site"), 1));
    assert_false(ac_names_add(&names, AC_TEXT("site"), 2));
    assert_true(ac_names_add(&names, AC_TEXT("Site"), 3));
    assert_true(ac_names_add(&names, AC_TEXT(""), 4));
    assert_int_equal(ac_names_find(&names, AC_TEXT("site")), 1);
    assert_int_equal(ac_names_find(&names, AC_TEXT("Site")), 3);
    assert_int_equal(ac_names_find(&names, AC_TEXT("")), 4);
    assert_int_equal(names.count, 3);
}

static ac_text name_of(ac_arena *arena, uint32_t number)
{
    AC_SCOPED_BUFFER(buffer, 100);
    ac_buffer_addf(&buffer, "P%05u", number * 7919u % 100000u);
    return ac_text_copy(arena, ac_buffer_text(&buffer));
}

static void many_names_are_all_found_and_no_others(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    AC_SCOPED_ARENA(arena);
    ac_names names;
    ac_names_init(&names, &arena);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(ac_names_add(&names, name_of(&arena, i), i));
    }
    assert_int_equal(names.count, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(ac_names_find(&names, name_of(&arena, i)), i);
        assert_int_equal(ac_names_find(&names, name_of(&arena, MANY + i)), AC_NAME_NONE);
    }
}

static void the_nearest_name_does_not_depend_on_the_order_of_adding(void **state)
{
    (void)state;
    static const struct {
        const char *asked;
        uint32_t nearest;
    } cases[] = {
        {"tariff",          2           },
        {"tarif",           2           },
        {"tarrif",          2           },
        {"cat",             0           },
        {"bat",             0           },
        {"dog",             AC_NAME_NONE},
        {"carts",           1           },
        {"market force",    3           },
        {"unlike anything", AC_NAME_NONE},
    };
    static const char *const all[] = {"cat", "cart", "tariff", "market forces"};
    for (size_t first = 0; first < ARRAY_COUNT(all); first++) {
        AC_SCOPED_ARENA(arena);
        ac_names names;
        ac_names_init(&names, &arena);
        for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
            size_t at = (first + i) % ARRAY_COUNT(all);
            assert_true(ac_names_add(&names, ac_text_of(all[at]), (uint32_t)at));
        }
        for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
            uint32_t nearest = ac_names_nearest(&names, ac_text_of(cases[i].asked));
            assert_int_equal(nearest, cases[i].nearest);
        }
    }
}

static void of_equally_near_names_the_first_by_bytes_is_given(void **state)
{
    (void)state;
    for (int reversed = 0; reversed < 2; reversed++) {
        AC_SCOPED_ARENA(arena);
        ac_names names;
        ac_names_init(&names, &arena);
        assert_true(ac_names_add(&names, reversed ? AC_TEXT("rat") : AC_TEXT("bat"), 1));
        assert_true(ac_names_add(&names, reversed ? AC_TEXT("bat") : AC_TEXT("rat"), 2));
        assert_int_equal(ac_names_nearest(&names, AC_TEXT("cat")), reversed ? 2 : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found_in_an_empty_table),
        cmocka_unit_test(a_name_is_added_once),
        cmocka_unit_test(many_names_are_all_found_and_no_others),
        cmocka_unit_test(the_nearest_name_does_not_depend_on_the_order_of_adding),
        cmocka_unit_test(of_equally_near_names_the_first_by_bytes_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
