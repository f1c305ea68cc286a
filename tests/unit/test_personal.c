/* SPDX-License-Identifier: MIT */
/* Columns that say who a patient is: by heading, by content, in a layout and in a file. */

#include "accord_test.h"
#include "extract/personal.h"
#include "test_files.h"

#include <string.h>

static void headings_are_known_in_any_dress(void **state)
{
    (void)state;
    static const struct {
        const char *heading;
        ac_personal what;
    } cases[] = {
        {"NHSNumber",                      AC_PERSONAL_NHS_NUMBER      },
        {"NHS NUMBER",                     AC_PERSONAL_NHS_NUMBER      },
        {"nhs_no",                         AC_PERSONAL_NHS_NUMBER      },
        {"Patient NHS Number (10 digits)", AC_PERSONAL_NHS_NUMBER      },
        {"DateofBirth",                    AC_PERSONAL_BIRTH_DATE      },
        {"PERSON BIRTH DATE",              AC_PERSONAL_BIRTH_DATE      },
        {"dob",                            AC_PERSONAL_BIRTH_DATE      },
        {"Postcode",                       AC_PERSONAL_POSTCODE        },
        {"POSTCODE OF USUAL ADDRESS",      AC_PERSONAL_POSTCODE        },
        {"PatientUsualAddress",            AC_PERSONAL_ADDRESS         },
        {"PersonFamilyName",               AC_PERSONAL_NAME            },
        {"Surname",                        AC_PERSONAL_NAME            },
        {"LocalPatientIdentifier",         AC_PERSONAL_LOCAL_IDENTIFIER},
        {"Patient NHS No.",                AC_PERSONAL_NHS_NUMBER      },
        {"PtNHSNo",                        AC_PERSONAL_NHS_NUMBER      },
        {"mother_nhs_num",                 AC_PERSONAL_NHS_NUMBER      },
        {"pat_dob",                        AC_PERSONAL_BIRTH_DATE      },
        {"PatDOB",                         AC_PERSONAL_BIRTH_DATE      },
        {"DOB (dd/mm/yyyy)",               AC_PERSONAL_BIRTH_DATE      },
        {"BirthDt",                        AC_PERSONAL_BIRTH_DATE      },
        {"Patient's name",                 AC_PERSONAL_NAME            },
        {"Name of patient",                AC_PERSONAL_NAME            },
        {"Pt Name",                        AC_PERSONAL_NAME            },
        {"hosp no",                        AC_PERSONAL_LOCAL_IDENTIFIER},
        {"MRN",                            AC_PERSONAL_LOCAL_IDENTIFIER},
 /* Not who the patient is. */
        {"NHSNumberTraceStatus",           AC_PERSONAL_NOT             },
        {"Areacodederivedfrompostcode",    AC_PERSONAL_NOT             },
        {"ElectoralWardfrompostcode",      AC_PERSONAL_NOT             },
        {"PCTfrompostcode",                AC_PERSONAL_NOT             },
        {"YearofBirth",                    AC_PERSONAL_NOT             },
        {"MonthofBirth",                   AC_PERSONAL_NOT             },
        {"AddressFormatCode",              AC_PERSONAL_NOT             },
        {"PracticeCodeofRegisteredGP",     AC_PERSONAL_NOT             },
        {"Practice postcode",              AC_PERSONAL_NOT             },
        {"AppointmentDate",                AC_PERSONAL_NOT             },
        {"AttendanceIdentifier",           AC_PERSONAL_NOT             },
        {"Dobson clinic",                  AC_PERSONAL_NOT             },
        {"NHS notified",                   AC_PERSONAL_NOT             },
        {"NHSNotified",                    AC_PERSONAL_NOT             },
        {"BirthWeight",                    AC_PERSONAL_NOT             },
        {"Department name",                AC_PERSONAL_NOT             },
        {"Hospital notes received",        AC_PERSONAL_NOT             },
        {"",                               AC_PERSONAL_NOT             },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_personal found = ac_personal_heading(ac_text_of(cases[i].heading));
        if (found != cases[i].what) {
            fail_msg("\"%s\" is taken for %s", cases[i].heading, ac_personal_words(found));
        }
    }
}

/* 943 476 5919 is the example of the NHS Data Dictionary; the rest are of the 999 range, which is
 * never given to anybody. */
static void nhs_numbers_have_a_check_digit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is;
    } cases[] = {
        {"9434765919",   true },
        {"943 476 5919", true },
        {"943-476-5919", true },
        {" 9434765919 ", true },
        {"9434765918",   false},
        {"943476591",    false},
        {"94347659190",  false},
        {"94 34765919",  false},
        {"9999999999",   true },
        {"0000000000",   true },
        {"9990000000",   false},
        {"A434765919",   false},
        {"",             false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        if (ac_personal_is_nhs_number(ac_text_of(cases[i].text)) != cases[i].is) {
            fail_msg("\"%s\" should be %s", cases[i].text, cases[i].is ? "one" : "none");
        }
    }
}

static void nhs_numbers_are_seen_among_words(void **state)
{
    (void)state;
    static const char *const good[] = {
        "rang 943 476 5919 today", "9434765919 seen", "seen (9434765919)", "no: 943-476-5919."};
    static const char *const bad[] = {
        "9434765919",        "RWE-9434765919",   "order 9434765918 sent",
        "ref A9434765919 x", "call 09434765919", ""};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        assert_true(ac_personal_in_words(ac_text_of(good[i])));
    }
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        assert_false(ac_personal_in_words(ac_text_of(bad[i])));
    }
}

static void postcodes_are_whole_ones(void **state)
{
    (void)state;
    static const char *const good[] = {"LE1 5WW", "SW1A 1AA", "M1 1AE",
                                       "EC1A1BB", "le15ww",   "CR2 6XH"};
    static const char *const bad[] = {"LE1", "330",    "C82001",  "RWEAA",
                                      "H1",  "Y00123", "2014-04", "RT5"};
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        assert_true(ac_personal_is_postcode(ac_text_of(good[i])));
    }
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        assert_false(ac_personal_is_postcode(ac_text_of(bad[i])));
    }
}

static const char mapped[] = "layout 1\n"
                             "name visits\n"
                             "%s"
                             "field day : date yyyy-mm-dd from \"Day\"\n"
                             "field who : code from \"%s\"\n";

static accord_status parse(
    ac_arena *arena, const char *basis, const char *column, ac_layout *layout, accord_error *error)
{
    char text[400];
    (void)snprintf(text, sizeof text, mapped, basis, column);
    return ac_layout_parse(arena, ac_text_of(text), "v.layout", layout, error);
}

static void a_layout_names_a_legal_basis(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_layout layout = {0};
    accord_error error = {0};
    assert_int_equal(parse(&arena, "", "NHSNumber", &layout, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "holds NHS numbers"));
    assert_non_null(strstr(error.message, "legal basis"));
    assert_int_equal(error.line, 4);
    assert_accord_ok(
        parse(&arena, "legal basis \"section 251\"\n", "NHSNumber", &layout, &error), error);
    assert_true(ac_text_is(layout.legal_basis, "section 251"));
    assert_int_equal(
        parse(&arena, "legal basis \" \"\n", "NHSNumber", &layout, &error).code, ACCORD_EINPUT);
    assert_int_equal(
        parse(&arena, "legal basis \"a\"\nlegal basis \"b\"\n", "X", &layout, &error).code,
        ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "said twice"));
}

static void a_file_is_looked_into_whatever_its_headings_say(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *basis;
        const char *text;
        accord_status_code code;
    } cases[] = {
        {"numbers",      "",                       "Day,Ref\n2014-04-01,943 476 5919\n2014-04-02,9434765919\n", ACCORD_EINPUT},
        {"with a basis", "legal basis \"s251\"\n", "Day,Ref\n2014-04-01,9434765919\n",                          ACCORD_OK    },
        {"other digits", "",                       "Day,Ref\n2014-04-01,9434765919\n2014-04-02,9434765918\n",   ACCORD_OK    },
        {"not mapped",   "",                       "Day,Ref,N\n2014-04-01,A1,9434765919\n",                     ACCORD_OK    },
        {"no rows",      "",                       "Day,Ref\n",                                                 ACCORD_OK    },
        {"bad rows",     "",                       "Day,Ref\n2014-04-01\n\"x\n",                                ACCORD_OK    },
    };
    test_folder folder;
    test_folder_make(&folder);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_layout layout = {0};
        accord_error error = {0};
        assert_accord_ok(parse(&arena, cases[i].basis, "ref", &layout, &error), error);
        const char *path = test_write(&folder, "v.csv", ac_text_of(cases[i].text));
        accord_status status = ac_personal_check_file(path, &layout, &error);
        if (status.code != cases[i].code) {
            fail_msg("%s: %s", cases[i].name, error.message);
        }
    }
    test_remove(&folder, "v.csv");
    test_remove(&folder, NULL);
}

/* NHS numbers stand for some patients and local numbers for the rest; of ten-digit numbers that are
 * something else one in eleven is an NHS number by chance. */
static void nhs_numbers_are_seen_beside_other_numbers(void **state)
{
    (void)state;
    static const struct {
        int of_nhs;
        int of_ten_digits;
        int others;
        ac_personal what;
    } cases[] = {
        {5, 0,  190, AC_PERSONAL_NHS_NUMBER},
        {5, 5,  0,   AC_PERSONAL_NHS_NUMBER},
        {4, 0,  190, AC_PERSONAL_NOT       },
        {4, 0,  0,   AC_PERSONAL_NHS_NUMBER},
        {5, 45, 0,   AC_PERSONAL_NOT       },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_personal_count count = {0};
        for (int n = 0; n < cases[i].of_nhs; n++) {
            ac_personal_add(&count, AC_TEXT("943 476 5919"));
        }
        for (int n = 0; n < cases[i].of_ten_digits; n++) {
            ac_personal_add(&count, AC_TEXT("9434765918"));
        }
        for (int n = 0; n < cases[i].others; n++) {
            ac_personal_add(&count, AC_TEXT("H1234567"));
        }
        if (ac_personal_content(&count) != cases[i].what) {
            fail_msg("case %zu is taken for another", i);
        }
    }
}

/* Local numbers come first, as in a file that was sorted. */
static void a_file_is_looked_into_at_places_within(void **state)
{
    (void)state;
    static const struct {
        const char *late;
        bool refused;
    } cases[] = {
        {"9434765919",             true },
        {"rang 943 476 5919 once", true },
        {"9434765918",             false},
        {"\"H1\n,9434765918",      false},
    };
    test_folder folder;
    test_folder_make(&folder);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(text, 8000000);
        ac_layout layout = {0};
        accord_error error = {0};
        ac_buffer_add_z(
            &text, "\xEF\xBB\xBF"
                   "Day,Ref\n");
        for (int row = 0; row < 60000; row++) {
            ac_buffer_addf(&text, "2014-04-01,%s\n", row < 30000 ? "H1234567" : cases[i].late);
        }
        assert_accord_ok(parse(&arena, "", "ref", &layout, &error), error);
        const char *path = test_write(&folder, "v.csv", ac_buffer_text(&text));
        bool refused = ac_personal_check_file(path, &layout, &error).code != ACCORD_OK;
        if (refused != cases[i].refused ||
            (refused && strstr(error.message, "NHS number") == NULL)) {
            fail_msg("\"%s\": %s", cases[i].late, error.message);
        }
    }
    test_remove(&folder, "v.csv");
    test_remove(&folder, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_are_known_in_any_dress),
        cmocka_unit_test(nhs_numbers_have_a_check_digit),
        cmocka_unit_test(nhs_numbers_are_seen_among_words),
        cmocka_unit_test(postcodes_are_whole_ones),
        cmocka_unit_test(nhs_numbers_are_seen_beside_other_numbers),
        cmocka_unit_test(a_layout_names_a_legal_basis),
        cmocka_unit_test(a_file_is_looked_into_whatever_its_headings_say),
        cmocka_unit_test(a_file_is_looked_into_at_places_within),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
