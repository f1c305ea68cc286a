/* SPDX-License-Identifier: MIT */
/* Borrowed text: comparing, cutting, UTF-8, distance. */

#include "accord_test.h"
#include "base/text.h"

#include <string.h>

static const ac_text none = {NULL, 0};

static void texts_are_equal_by_their_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        bool equal;
        bool ignoring_case;
        int order;
    } cases[] = {
        {"",         "",         true,  true,  0 },
        {"a",        "",         false, false, 1 },
        {"a",        "b",        false, false, -1},
        {"A",        "a",        false, true,  -1},
        {"ab",       "a",        false, false, 1 },
        {"Site",     "sITE",     false, true,  -1},
        {"\xC3\xA9", "\xC3\x89", false, false, 1 },
        {"[",        "{",        false, false, -1},
        {"\xFF",     "a",        false, false, 1 },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_text a = ac_text_of(cases[i].a);
        ac_text b = ac_text_of(cases[i].b);
        assert_int_equal(ac_text_equal(a, b), cases[i].equal);
        assert_int_equal(ac_text_is(a, cases[i].b), cases[i].equal);
        assert_int_equal(ac_text_equal_ignoring_case(a, b), cases[i].ignoring_case);
        int order = ac_text_compare(a, b);
        assert_int_equal((order > 0) - (order < 0), cases[i].order);
        int reverse = ac_text_compare(b, a);
        assert_int_equal((reverse > 0) - (reverse < 0), -cases[i].order);
    }
}

static void the_text_of_nothing_is_empty(void **state)
{
    (void)state;
    assert_true(ac_text_equal(none, ac_text_of(NULL)));
    assert_true(ac_text_equal(none, AC_TEXT("")));
    assert_int_equal(ac_text_compare(none, AC_TEXT("")), 0);
    assert_int_equal(ac_text_slice(none, 0, 3).size, 0);
    assert_int_equal(ac_text_trim(none).size, 0);
    assert_int_equal(ac_text_utf8_fault(none), 0);
    assert_int_equal(ac_text_distance(none, AC_TEXT("ab"), 5), 2);
    assert_true(ac_text_starts(AC_TEXT("a"), none));
    assert_true(ac_text_ends(none, none));
    AC_SCOPED_ARENA(arena);
    assert_string_equal(ac_text_terminated(&arena, none), "");
}

static void starts_and_ends_are_found(void **state)
{
    (void)state;
    assert_true(ac_text_starts(AC_TEXT("activity.csv"), AC_TEXT("act")));
    assert_false(ac_text_starts(AC_TEXT("ac"), AC_TEXT("act")));
    assert_true(ac_text_ends(AC_TEXT("activity.csv"), AC_TEXT(".csv")));
    assert_false(ac_text_ends(AC_TEXT("csv"), AC_TEXT(".csv")));
    assert_false(ac_text_ends(AC_TEXT("activity.CSV"), AC_TEXT(".csv")));
}

static void slices_stay_within_the_text(void **state)
{
    (void)state;
    static const struct {
        size_t from;
        size_t until;
        const char *expected;
    } cases[] = {
        {0,  3,   "abc"},
        {1,  2,   "b"  },
        {1,  99,  "bc" },
        {99, 100, ""   },
        {2,  1,   ""   },
        {3,  3,   ""   },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_text slice = ac_text_slice(AC_TEXT("abc"), cases[i].from, cases[i].until);
        assert_true(ac_text_is(slice, cases[i].expected));
    }
}

static void trimming_takes_spaces_and_tabs_at_both_ends_only(void **state)
{
    (void)state;
    assert_true(ac_text_is(ac_text_trim(AC_TEXT(" \ta b\t ")), "a b"));
    assert_true(ac_text_is(ac_text_trim(AC_TEXT(" \t ")), ""));
    assert_true(ac_text_is(ac_text_trim(AC_TEXT("\na\n")), "\na\n"));
}

static void copies_do_not_share_bytes(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    char bytes[] = "site";
    ac_text copy = ac_text_copy(&arena, (ac_text){bytes, 4});
    memset(bytes, 'x', 4);
    assert_true(ac_text_is(copy, "site"));
    assert_int_equal(copy.at[4], '\0');
}

static void the_first_fault_in_utf8_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        const char *text;
        size_t fault;
    } cases[] = {
        {"plain",                      "abc",              3},
        {"two bytes",                  "\xC2\xA3",         2},
        {"three bytes",                "\xE2\x82\xAC",     3},
        {"four bytes",                 "\xF0\x9F\x98\x80", 4},
        {"last of all",                "\xF4\x8F\xBF\xBF", 4},
        {"last before the surrogates", "\xED\x9F\xBF",     3},
        {"Windows-1252",               "caf\xE9",          3},
        {"pound of Latin-1",
         "\xA3"
         "5",                                              0},
        {"cut short",                  "ab\xE2\x82",       2},
        {"cut short by a letter",      "\xE2\x82z",        0},
        {"overlong slash",             "\xC0\xAF",         0},
        {"overlong in three",          "\xE0\x80\xAF",     0},
        {"overlong in four",           "\xF0\x80\x80\xAF", 0},
        {"surrogate",                  "a\xED\xA0\x80",    1},
        {"past the last",              "\xF4\x90\x80\x80", 0},
        {"no lead",                    "\xF5\x80\x80\x80", 0},
        {"fourth byte wrong",          "\xF0\x9F\x98z",    0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        size_t fault = ac_text_utf8_fault(ac_text_of(cases[i].text));
        if (fault != cases[i].fault) {
            fail_msg("%s: %zu", cases[i].what, fault);
        }
    }
    assert_int_equal(ac_text_utf8_fault((ac_text){"\xE2\x82\xAC", 2}), 0);
}

static void distance_counts_edits_up_to_the_most(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        unsigned most;
        unsigned distance;
    } cases[] = {
        {"gian",   "gain",    2, 1},
        {"ab",     "ba",      2, 1},
        {"abcd",   "badc",    4, 2},
        {"ca",     "abc",     4, 3},
        {"tariff", "tariff",  2, 0},
        {"tarif",  "tariff",  2, 1},
        {"tarrif", "tariff",  2, 2},
        {"site",   "size",    2, 1},
        {"",       "abc",     5, 3},
        {"abc",    "",        2, 3},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 2, 3},
        {"abcdef", "uvwxyz",  2, 3},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_text a = ac_text_of(cases[i].a);
        ac_text b = ac_text_of(cases[i].b);
        assert_int_equal(ac_text_distance(a, b, cases[i].most), cases[i].distance);
        assert_int_equal(ac_text_distance(b, a, cases[i].most), cases[i].distance);
    }
    char word[64];
    memset(word, 'a', sizeof word);
    ac_text longest = {word, 63};
    ac_text longer = {word, 64};
    assert_int_equal(ac_text_distance(longest, longest, 2), 0);
    assert_int_equal(ac_text_distance(longer, longest, 2), 3);
}

static void hashes_of_different_texts_differ(void **state)
{
    (void)state;
    assert_true(ac_text_hash(AC_TEXT("site")) == ac_text_hash((ac_text){"sites", 4}));
    assert_true(ac_text_hash(AC_TEXT("site")) != ac_text_hash(AC_TEXT("sitf")));
    assert_true(ac_text_hash(AC_TEXT("ab")) != ac_text_hash(AC_TEXT("ba")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_equal_by_their_bytes),
        cmocka_unit_test(the_text_of_nothing_is_empty),
        cmocka_unit_test(starts_and_ends_are_found),
        cmocka_unit_test(slices_stay_within_the_text),
        cmocka_unit_test(trimming_takes_spaces_and_tabs_at_both_ends_only),
        cmocka_unit_test(copies_do_not_share_bytes),
        cmocka_unit_test(the_first_fault_in_utf8_is_found),
        cmocka_unit_test(distance_counts_edits_up_to_the_most),
        cmocka_unit_test(hashes_of_different_texts_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
