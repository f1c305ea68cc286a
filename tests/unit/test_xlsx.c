/* SPDX-License-Identifier: MIT */
/* What a workbook refuses, and that a refusal leaves the file that was there. */

#include "accord_test.h"
#include "base/file.h"
#include "report/sheet.h"
#include "test_files.h"

#include <string.h>

static const ac_column_style columns[] = {
    {"Code",   10},
    {"Amount", 16}
};

static accord_status write_one(const char *path, int64_t minor, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    ac_sheet sheet;
    ac_sheet_init(&sheet, &arena, "Lines", columns, 2);
    ac_sheet_cell *row = ac_sheet_row(&sheet);
    row[0] = ac_sheet_text(AC_TEXT("=1+1")); /* text of others is never a formula */
    row[1] = ac_sheet_money((accord_money){minor});
    const ac_workbook workbook = {
        .sheets = &sheet, .sheet_count = 1, .title = AC_TEXT("T"), .money_places = 2};
    return ac_xlsx_write(path, &workbook, error);
}

static void amounts_of_fifteen_digits_are_written_and_longer_ones_refused(void **state)
{
    (void)state;
    static const struct {
        int64_t minor;
        accord_status_code code;
    } cases[] = {
        {0,                 ACCORD_OK    },
        {999999999999999,   ACCORD_OK    },
        {-999999999999999,  ACCORD_OK    },
        {1000000000000000,  ACCORD_ERANGE},
        {-1000000000000000, ACCORD_ERANGE},
        {INT64_MIN,         ACCORD_ERANGE},
    };
    test_folder folder;
    test_folder_make(&folder);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        accord_error error = {0};
        const char *path = test_write(&folder, "a.xlsx", AC_TEXT("as it was"));
        assert_int_equal(write_one(path, cases[i].minor, &error).code, cases[i].code);
        ac_text now = {0};
        assert_accord_ok(ac_file_read(path, 1u << 20, &arena, &now, &error), error);
        assert_int_equal(ac_text_is(now, "as it was"), cases[i].code != ACCORD_OK);
        if (cases[i].code != ACCORD_OK) {
            assert_non_null(strstr(error.message, "15 digits"));
        }
    }
    test_remove(&folder, "a.xlsx");
    test_remove(&folder, NULL); /* fails if a part of a file was left */
}

static void a_place_that_cannot_be_written_is_told(void **state)
{
    (void)state;
    accord_error error = {0};
    assert_int_equal(write_one("/nowhere/a.xlsx", 1, &error).code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "No such file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_of_fifteen_digits_are_written_and_longer_ones_refused),
        cmocka_unit_test(a_place_that_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
