/* SPDX-License-Identifier: MIT */
/* Growing text: its maximum, and the escapings for CSV and JSON. */

#include "accord_test.h"
#include "base/buffer.h"

static void parts_are_joined_and_terminated(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 100);
    assert_int_equal(ac_buffer_text(&buffer).size, 0);
    ac_buffer_add(&buffer, AC_TEXT("ab"));
    ac_buffer_add(&buffer, (ac_text){NULL, 0});
    ac_buffer_add_z(&buffer, "cd");
    ac_buffer_add_z(&buffer, NULL);
    ac_buffer_add_char(&buffer, 'e');
    ac_buffer_add_repeated(&buffer, 'f', 3);
    ac_buffer_addf(&buffer, "%d-%s", 42, "g");
    assert_string_equal(buffer.bytes, "abcdefff42-g");
    assert_true(ac_text_is(ac_buffer_text(&buffer), "abcdefff42-g"));
    assert_false(buffer.overflowed);
    ac_buffer_clear(&buffer);
    assert_int_equal(ac_buffer_text(&buffer).size, 0);
}

static void what_is_past_the_maximum_is_dropped_and_remembered(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 5);
    ac_buffer_add_z(&buffer, "abcde");
    assert_false(buffer.overflowed);
    ac_buffer_add_z(&buffer, "");
    assert_false(buffer.overflowed);
    ac_buffer_add_char(&buffer, 'f');
    assert_true(buffer.overflowed);
    assert_string_equal(buffer.bytes, "abcde");
    ac_buffer_clear(&buffer);
    assert_false(buffer.overflowed);
    ac_buffer_add_z(&buffer, "abc");
    ac_buffer_addf(&buffer, "%d", 4567);
    assert_true(buffer.overflowed);
    assert_string_equal(buffer.bytes, "abc");
    ac_buffer_add_z(&buffer, "defg");
    assert_string_equal(buffer.bytes, "abcde");
}

static void a_buffer_of_nothing_takes_nothing(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 0);
    ac_buffer_add_z(&buffer, "a");
    ac_buffer_addf(&buffer, "%s", "a");
    assert_true(buffer.overflowed);
    assert_int_equal(ac_buffer_text(&buffer).size, 0);
}

static void a_buffer_is_done_twice(void **state)
{
    (void)state;
    ac_buffer buffer;
    ac_buffer_init(&buffer, 10);
    ac_buffer_add_z(&buffer, "a");
    ac_buffer_done(&buffer);
    ac_buffer_done(&buffer);
    assert_null(buffer.bytes);
}

static void a_long_text_is_built_of_short_ones(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 1000000);
    for (int i = 0; i < 100000; i++) {
        ac_buffer_addf(&buffer, "%d", i % 10);
    }
    ac_text text = ac_buffer_text(&buffer);
    assert_int_equal(text.size, 100000);
    for (size_t i = 0; i < text.size; i++) {
        assert_int_equal(text.at[i], '0' + (char)(i % 10));
    }
}

static void csv_fields_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        const char *expected;
    } cases[] = {
        {"",           ""                  },
        {"Main Site",  "Main Site"         },
        {"a,b",        "\"a,b\""           },
        {"say \"a\"",  "\"say \"\"a\"\"\"" },
        {"two\nlines", "\"two\nlines\""    },
        {"two\r",      "\"two\r\""         },
        {"=1+1",       "'=1+1"             },
        {"=A1,\"x\"",  "\"'=A1,\"\"x\"\"\""},
        {"@SUM",       "'@SUM"             },
        {"+44 1",      "'+44 1"            },
        {"-",          "'-"                },
        {"-12.50",     "-12.50"            },
        {"+3",         "+3"                },
        {"-2/3",       "-2/3"              },
        {"-1-1",       "'-1-1"             },
        {"\ta",        "'\ta"              },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(buffer, 100);
        ac_buffer_add_csv(&buffer, ac_text_of(cases[i].field));
        assert_true(ac_text_is(ac_buffer_text(&buffer), cases[i].expected));
    }
}

static void what_leads_a_field_is_taken_away_again(void **state)
{
    (void)state;
    static const char *const fields[][2] = {
        {"'=1+1", "=1+1"},
        {"'\ta",  "\ta" },
        {"'-1-1", "-1-1"},
        {"'-",    "-"   },
        {"'-12",  "'-12"}, /* a number is not led */
        {"'tis",  "'tis"},
        {"'",     "'"   },
        {"",      ""    },
    };
    for (size_t i = 0; i < ARRAY_COUNT(fields); i++) {
        assert_true(ac_text_is(ac_csv_unled(ac_text_of(fields[i][0])), fields[i][1]));
    }
}

static void a_field_is_taken_as_it_was_added(void **state)
{
    (void)state;
    static const char *const fields[] = {"",     "plain",      "a,b", "say \"so\"", "\"",
                                         "\"\"", "two\nlines", ",",   "\n"};
    AC_SCOPED_ARENA(arena);
    for (size_t i = 0; i < ARRAY_COUNT(fields); i++) {
        for (size_t j = 0; j < ARRAY_COUNT(fields); j++) {
            AC_SCOPED_BUFFER(line, 100);
            size_t at = 0;
            ac_text field;
            ac_buffer_add_csv(&line, ac_text_of(fields[i]));
            ac_buffer_add_char(&line, ',');
            ac_buffer_add_csv(&line, ac_text_of(fields[j]));
            ac_buffer_add_char(&line, '\n');
            assert_true(ac_csv_take(&arena, ac_buffer_text(&line), &at, &field));
            assert_true(ac_text_is(field, fields[i]));
            assert_int_equal(line.bytes[at], ',');
            at++;
            assert_true(ac_csv_take(&arena, ac_buffer_text(&line), &at, &field));
            assert_true(ac_text_is(field, fields[j]));
            assert_int_equal(at, line.size_bytes - 1);
        }
    }
}

static void a_field_that_is_not_whole_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        size_t at;
    } cases[] = {
        {"\"",       1},
        {"\"a",      2},
        {"\"a\"b,c", 3},
        {"\"a\"\"",  4},
    };
    AC_SCOPED_ARENA(arena);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        size_t at = 0;
        ac_text field;
        assert_false(ac_csv_take(&arena, ac_text_of(cases[i].csv), &at, &field));
        assert_int_equal(at, cases[i].at);
    }
    size_t at = 2;
    ac_text field;
    assert_true(ac_csv_take(&arena, AC_TEXT("a,"), &at, &field)); /* an empty one ends the text */
    assert_int_equal(field.size, 0);
}

static void json_strings_are_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"",            "\"\""                     },
        {"caf\xC3\xA9", "\"caf\xC3\xA9\""          },
        {"a\"b\\c",     "\"a\\\"b\\\\c\""          },
        {"a\nb",        "\"a\\nb\""                },
        {"\t\x01\x7F",  "\"\\u0009\\u0001\\u007f\""},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(buffer, 100);
        ac_buffer_add_json(&buffer, ac_text_of(cases[i].text));
        assert_string_equal(buffer.bytes, cases[i].expected);
    }
    AC_SCOPED_BUFFER(buffer, 100);
    ac_buffer_add_json(&buffer, (ac_text){"a\0b", 3});
    assert_string_equal(buffer.bytes, "\"a\\u0000b\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_joined_and_terminated),
        cmocka_unit_test(what_is_past_the_maximum_is_dropped_and_remembered),
        cmocka_unit_test(a_buffer_of_nothing_takes_nothing),
        cmocka_unit_test(a_buffer_is_done_twice),
        cmocka_unit_test(a_long_text_is_built_of_short_ones),
        cmocka_unit_test(csv_fields_are_quoted_where_they_must_be),
        cmocka_unit_test(what_leads_a_field_is_taken_away_again),
        cmocka_unit_test(a_field_is_taken_as_it_was_added),
        cmocka_unit_test(a_field_that_is_not_whole_is_told),
        cmocka_unit_test(json_strings_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
