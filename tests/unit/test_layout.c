/* SPDX-License-Identifier: MIT */
/* Layout text: all that may be said, and what is said about each fault. */

#include "accord_test.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/layout.h"

#include <stdlib.h>
#include <string.h>

static const char whole[] =
    "# An extract.\n"
    "layout 1\n"
    "name outpatients \"SUS outpatients, \"\"national\"\" names\"\n"
    "files \"outpatients*.csv\", \"op-????.csv\"\r\n"
    "files \"late/*.csv\"\n"
    "delimiter semicolon\n"
    "missing \"\" \"-\" \"*\"\n"
    "refuse at most 1.5%\n"
    "identifier attendance-identifier, provider\n"
    "\n"
    "field gp-practice : code from \"Practice Code\"   # of the registered GP\n"
    "field seen : date yyyy-mm-dd from \"A\"\n"
    "field seen-2: date yyyymmdd from \"B\", optional\n"
    "field seen-3 : date dd/mm/yyyy from \"C\"\n"
    "field seen-4 : date mm/dd/yyyy from \"D\"\n"
    "field seen-5 : date d month yyyy from \"E\"\n"
    "field month : period from \"Month\"\n"
    "field tariff : number from \"Tariff\", optional\n"
    "field visits : whole from \"Visits\"\n"
    "field quality : percent from \"QualScore\"\n"
    "field urgent-cancer : yes when \"PriorityType\" is 3\n"
    "field attended : yes when \"Attended\" is 5, \"6\" or 7, optional\n"
    "field track-2 : yes or no from \"Current_Track_2\"\n"
    "field attendance-identifier : code from \"Id\"\n"
    "field provider : code from \"Provider\"\n"
    "field year is 2022\n"
    "field region is \"East Midlands\"";

static ac_layout parse_whole(ac_arena *arena)
{
    ac_layout layout = {0};
    accord_error error;
    assert_accord_ok(ac_layout_parse(arena, AC_TEXT(whole), "a.layout", &layout, &error), error);
    return layout;
}

static void layout_holds_all_that_was_said(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_layout layout = parse_whole(&arena);
    assert_true(ac_text_is(layout.name, "outpatients"));
    assert_true(ac_text_is(layout.title, "SUS outpatients, \"national\" names"));
    assert_true(ac_text_is(layout.path, "a.layout"));
    assert_int_equal(layout.delimiter, ';');
    assert_int_equal(layout.file_count, 3);
    assert_int_equal(layout.missing_count, 3);
    assert_true(ac_text_is(layout.missing[2], "*"));
    assert_int_equal(layout.identifier_count, 2);
    assert_true(ac_text_is(layout.identifier[1], "provider"));
    ac_rational share = ac_rational_of_ratio(&arena, 15, 1000);
    assert_int_equal(ac_rational_compare(layout.refuse_at_most, share), 0);
    assert_int_equal(layout.field_count, 17);
}

static void layout_field_has_its_type_column_and_place(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *column;
        ac_field_type type;
        ac_date_format format;
        bool optional;
        size_t codes;
        uint32_t line;
    } cases[] = {
        {"gp-practice",   "Practice Code",   AC_FIELD_CODE,     AC_DATE_ISO,     false, 0, 11},
        {"seen",          "A",               AC_FIELD_DATE,     AC_DATE_ISO,     false, 0, 12},
        {"seen-2",        "B",               AC_FIELD_DATE,     AC_DATE_COMPACT, true,  0, 13},
        {"seen-3",        "C",               AC_FIELD_DATE,     AC_DATE_DMY,     false, 0, 14},
        {"seen-4",        "D",               AC_FIELD_DATE,     AC_DATE_MDY,     false, 0, 15},
        {"seen-5",        "E",               AC_FIELD_DATE,     AC_DATE_WORDS,   false, 0, 16},
        {"month",         "Month",           AC_FIELD_PERIOD,   AC_DATE_ISO,     false, 0, 17},
        {"tariff",        "Tariff",          AC_FIELD_NUMBER,   AC_DATE_ISO,     true,  0, 18},
        {"visits",        "Visits",          AC_FIELD_WHOLE,    AC_DATE_ISO,     false, 0, 19},
        {"quality",       "QualScore",       AC_FIELD_PERCENT,  AC_DATE_ISO,     false, 0, 20},
        {"urgent-cancer", "PriorityType",    AC_FIELD_YES_WHEN, AC_DATE_ISO,     false, 1, 21},
        {"attended",      "Attended",        AC_FIELD_YES_WHEN, AC_DATE_ISO,     true,  3, 22},
        {"track-2",       "Current_Track_2", AC_FIELD_YES_NO,   AC_DATE_ISO,     false, 0, 23},
        {"year",          "",                AC_FIELD_CONSTANT, AC_DATE_ISO,     false, 1, 26},
        {"region",        "",                AC_FIELD_CONSTANT, AC_DATE_ISO,     false, 1, 27},
    };
    AC_SCOPED_ARENA(arena);
    ac_layout layout = parse_whole(&arena);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const ac_layout_field *field = ac_layout_find(&layout, ac_text_of(cases[i].name));
        assert_non_null(field);
        assert_true(ac_text_is(field->column, cases[i].column));
        assert_int_equal(field->type, cases[i].type);
        assert_int_equal(field->date_format, cases[i].format);
        assert_int_equal(field->optional, cases[i].optional);
        assert_int_equal(field->code_count, cases[i].codes);
        assert_int_equal(field->line, cases[i].line);
    }
    assert_null(ac_layout_find(&layout, AC_TEXT("practice")));
    assert_true(ac_text_is(ac_layout_find(&layout, AC_TEXT("region"))->codes[0], "East Midlands"));
}

static void layout_reads_files_of_its_patterns(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_layout layout = parse_whole(&arena);
    assert_true(ac_layout_reads(&layout, AC_TEXT("outpatients-2014.csv")));
    assert_true(ac_layout_reads(&layout, AC_TEXT("data/outpatients.csv")));
    assert_true(ac_layout_reads(&layout, AC_TEXT("op-2014.csv")));
    assert_true(ac_layout_reads(&layout, AC_TEXT("op-2014.csv.gz")));
    assert_true(ac_layout_reads(&layout, AC_TEXT("outpatients-2014.csv.zst")));
    assert_false(ac_layout_reads(&layout, AC_TEXT("op-2014.csv.zip")));
    assert_false(ac_layout_reads(&layout, AC_TEXT("op-20145.csv")));
    assert_false(ac_layout_reads(&layout, AC_TEXT("inpatients.csv")));
    ac_layout plain = ac_layout_plain();
    assert_false(ac_layout_reads(&plain, AC_TEXT("anything.csv")));
}

static void plain_layout_refuses_nothing_and_has_no_fields(void **state)
{
    (void)state;
    ac_layout plain = ac_layout_plain();
    assert_int_equal(plain.name.size, 0);
    assert_int_equal(plain.delimiter, ',');
    assert_int_equal(plain.missing_count, 1);
    assert_int_equal(plain.missing[0].size, 0);
    assert_int_equal(ac_rational_sign(plain.refuse_at_most), 0);
    assert_int_equal(plain.field_count + plain.identifier_count, 0);
}

#define HEAD "layout 1\nname x\n"

static const struct fault_case {
    const char *text;
    uint64_t line;
    uint64_t column;
    const char *says;
} fault_cases[] = {
    {"",                                                                  0, 0,  "layout 1"                          },
    {"name x\n",                                                          1, 1,  "expected layout, not \"name\""     },
    {"layout 2\n",                                                        1, 8,  "expected 1, not \"2\""             },
    {"layout 1\nfield a is 1\n",                                          2, 13, "expected a name"                   },
    {HEAD,                                                                2, 7,  "expected a field"                  },
    {HEAD "name y\n",                                                     3, 1,  "said twice"                        },
    {HEAD "colour red\n",                                                 3, 1,  "expected name, files"              },
    {HEAD "delimiter dot\n",                                              3, 11, "comma, semicolon, tab or pipe"     },
    {HEAD "delimiter tab tab\n",                                          3, 15, "end of the line"                   },
    {HEAD "files x.csv\n",                                                3, 7,  "in quotes"                         },
    {HEAD "missing -\n",                                                  3, 9,  "in quotes"                         },
    {HEAD "refuse at most 1\n",                                           3, 16, "such as 1%"                        },
    {HEAD "refuse at most 101%\n",                                        3, 16, "such as 1%"                        },
    {HEAD "refuse at most -1%\n",                                         3, 16, "such as 1%"                        },
    {HEAD "refuse 1%\n",                                                  3, 8,  "or unended last line, not"         },
    {HEAD "refuse at most 1% for members\n",                              3, 23, "a reason, such as R-MEMBER"        },
    {HEAD "refuse at most 1% of R-DATE\n",                                3, 19, "end of the line"                   },
    {HEAD "refuse unended line\n",                                        3, 16, "expected last"                     },
    {HEAD "refuse at most 1% for R-DATE\nrefuse at most 2% for R-DATE\n", 4, 23,
     "has a limit already"                                                                                           },
    {HEAD "field a : code from \"A\nfield b",                             3, 21, "not closed"                        },
    {HEAD "field a : text from \"A\"\n",                                  3, 11, "code, whole, number"               },
    {HEAD "field a : code \"A\"\n",                                       3, 16, "expected from"                     },
    {HEAD "field a : code from A\n",                                      3, 21, "heading in quotes"                 },
    {HEAD "field a : code from \"\"\n",                                   3, 21, "not a column's heading"            },
    {HEAD "field a : date from \"A\"\n",                                  3, 16, "yyyy-mm-dd, yyyymmdd"              },
    {HEAD "field a : yes \"A\" is 3\n",                                   3, 15, "yes when"                          },
    {HEAD "field a : yes when \"A\" are 3\n",                             3, 24, "expected is"                       },
    {HEAD "field a : yes when \"A\" is\n",                                3, 26, "a code"                            },
    {HEAD "field a : code from \"A\", maybe\n",                           3, 26, "expected optional"                 },
    {HEAD "field 2a is 1\n",                                              3, 7,  "a name of letters"                 },
    {HEAD "field a- is 1\n",                                              3, 7,  "a name of letters"                 },
    {HEAD "field a_b is 1\n",                                             3, 7,  "a name of letters"                 },
    {HEAD "field a code\n",                                               3, 9,  "\":\" and a type"                  },
    {HEAD "field a is 1\nfield a is 2\n",                                 4, 7,  "\"a\" is a field already"          },
    {HEAD "deletion b\nidentifier a\nfield a is 1\n",                     3, 1,  "\"b\" is to be a field of type yes"},
    {HEAD "deletion a\nidentifier a\nfield a is 1\n",                     3, 1,  "\"a\" is to be a field of type yes"},
    {HEAD "deletion a\nfield a : yes or no from \"A\"\n",                 3, 1,
     "name its fields, such as identifier"                                                                           },
    {HEAD "deletion a\ndeletion a\nfield a is 1\n",                       4, 1,  "\"deletion\" is said twice"        },
    {HEAD "identifier b\nfield a is 1\n",                                 3, 1,  "\"b\" is in the identifier"        },
};

static void layout_fault_names_its_place_and_what_was_expected(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(fault_cases); i++) {
        const struct fault_case *test = &fault_cases[i];
        AC_SCOPED_ARENA(arena);
        ac_layout layout = {0};
        accord_error error;
        accord_status status =
            ac_layout_parse(&arena, ac_text_of(test->text), "a.layout", &layout, &error);
        if (status.code != ACCORD_EINPUT || strstr(error.message, test->says) == NULL ||
            error.line != test->line || (test->column != 0 && error.column != test->column)) {
            fail_msg(
                "%s\n%d at %d:%d: %s", test->text, status.code, (int)error.line, (int)error.column,
                error.message);
        }
        assert_string_equal(error.file, "a.layout");
        assert_int_equal(layout.field_count, 0);
    }
}

static void layout_too_large_or_not_text_is_refused(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, (size_t)2 * AC_LAYOUT_BYTES_MAX);
    ac_layout layout = {0};
    accord_error error;
    ac_buffer_add_repeated(&text, '\n', (size_t)AC_LAYOUT_BYTES_MAX + 1);
    assert_int_equal(
        ac_layout_parse(&arena, ac_buffer_text(&text), "a", &layout, &error).code, ACCORD_ELIMIT);
    assert_int_equal(
        ac_layout_parse(&arena, AC_TEXT("layout 1 # \xA3\n"), "a", &layout, &error).code,
        ACCORD_EINPUT);
}

static void layout_with_a_nul_byte_is_refused(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_layout layout = {0};
    accord_error error;
    assert_int_equal(
        ac_layout_parse(&arena, AC_TEXT("layout 1\nname a\0b\n"), "a", &layout, &error).code,
        ACCORD_EINPUT);
}

/* What accord brings along: it can be read, and maps nothing that says who a patient is. */
static void layouts_of_the_project_map_no_personal_column(void **state)
{
    (void)state;
    static const char *const personal[] = {"NHSNumber", "Name",  "Address",
                                           "Postcode",  "Birth", "PatientIdentifier",
                                           "Initials",  "Title"};
    const char *root = getenv("ACCORD_SOURCE");
    if (root == NULL) {
        skip();
    }
    AC_SCOPED_ARENA(arena);
    char *folder = ac_file_join(&arena, root, "layouts");
    char *path = ac_file_join(&arena, folder, "outpatients.layout");
    ac_text text = {0};
    ac_layout layout = {0};
    accord_error error;
    assert_accord_ok(ac_file_read(path, AC_LAYOUT_BYTES_MAX, &arena, &text, &error), error);
    assert_accord_ok(ac_layout_parse(&arena, text, path, &layout, &error), error);
    for (size_t i = 0; i < layout.field_count; i++) {
        for (size_t j = 0; j < ARRAY_COUNT(personal); j++) {
            assert_null(strstr(layout.fields[i].column.at, personal[j]));
        }
    }
    assert_true(ac_layout_reads(&layout, AC_TEXT("outpatients-2014-04.csv")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_holds_all_that_was_said),
        cmocka_unit_test(layout_field_has_its_type_column_and_place),
        cmocka_unit_test(layout_reads_files_of_its_patterns),
        cmocka_unit_test(plain_layout_refuses_nothing_and_has_no_fields),
        cmocka_unit_test(layout_fault_names_its_place_and_what_was_expected),
        cmocka_unit_test(layout_too_large_or_not_text_is_refused),
        cmocka_unit_test(layout_with_a_nul_byte_is_refused),
        cmocka_unit_test(layouts_of_the_project_map_no_personal_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
