/* SPDX-License-Identifier: MIT */
/* Files of members with dates (R49), and rows of members that are not open: what is wrong, and
 * where. */

#include "accord_test.h"
#include "app/run.h"
#include "test_files.h"

#include <string.h>

static const char contract[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2014-09-30, years from 1 April\n"
    "1.1 commissioner C \"C\"\n"
    "1.2 level practice from \"practices.csv\", opened, closed and succeeded by date\n"
    "1.3 unit patient\n"
    "1.4 input seen : patient flow by practice, month from \"seen.csv\"\n"
    "1.5 input score : % rate by practice, month from \"score.csv\"\n"
    "2.1 all : patient flow by month = total seen over practice\n";

static const char good_members[] = "practice,opened,closed,successor\n"
                                   "P1,,2014-06-15,P3\n"
                                   "P2,,2014-05-31,\n"
                                   "P3,2014-06-16,,\n";

static const char good_rows[] = "practice,month,seen\n"
                                "P1,2014-04,1\nP2,2014-05,2\nP1,2014-08,4\nP3,2014-06,8\n";

typedef struct fault {
    const char *file;
    const char *text;
    accord_status_code code;
    const char *message;
    uint64_t line;
    uint64_t column;
} fault;

#define MEMBERS "practice,opened,closed,successor\n"
#define ROWS    "practice,month,seen\n"
#define SCORES  "practice,month,score\n"

static const fault faults[] = {
    {"practices.csv", good_members,                                                        ACCORD_OK,     "",                        0, 0},
    {"practices.csv", "practice,opened,closed\nP1,,\n",                                    ACCORD_EINPUT, "no column \"successor\"", 1,
     1                                                                                                                                   },
    {"practices.csv", MEMBERS "P1,,31/06/2014,\nP2,,,\nP3,,,\n",                           ACCORD_EINPUT,
     "closed of practice P1 is no date",                                                                                             2, 3},
    {"practices.csv", MEMBERS "P1,soon,,\nP2,,,\nP3,,,\n",                                 ACCORD_EINPUT,
     "opened of practice P1 is no date",                                                                                             2, 2},
    {"practices.csv", MEMBERS "P2,,,\nP1,2014-05-01,2014-04-30,\nP3,,,\n",                 ACCORD_EINPUT,
     "P1 closes before it opens (2014-05-01)",                                                                                       3, 3},
    {"practices.csv", MEMBERS "P1,,,P3\nP2,,,\nP3,,,\n",                                   ACCORD_EINPUT, "it has no closing day",   2,
     4                                                                                                                                   },
    {"practices.csv", MEMBERS "P1,,2014-04-30,P4\nP2,,,\nP3,,,\n",                         ACCORD_EINPUT, "no such member",
     2,                                                                                                                                 4},
    {"practices.csv", MEMBERS "P1,,2014-04-30,P1\nP2,,,\nP3,,,\n",                         ACCORD_EINPUT, "that is itself",
     2,                                                                                                                                 4},
    {"practices.csv", MEMBERS "P1,,2014-04-30,P3\nP2,,,\nP3,2014-05-02,,\n",               ACCORD_EINPUT,
     "that one opens on 2014-05-02 (line 4)",                                                                                        2, 4},
    {"practices.csv", MEMBERS "P1,,2014-04-30,P3\nP2,,,\nP3,2014-05-01,,\n",               ACCORD_OK,     "",                        0, 0},
    {"practices.csv", MEMBERS "P1,,2014-06-30,P3\nP2,,,\nP3,,2014-06-29,\n",               ACCORD_EINPUT,
     "that one closed before it, on 2014-06-29 (line 4)",                                                                            2, 4},
    {"practices.csv", MEMBERS "P1,,2014-06-30,P2\nP2,,2014-06-30,P3\nP3,,2014-06-30,P1\n",
     ACCORD_EINPUT,                                                                                       "would be its own",        2, 4},
    {"practices.csv", MEMBERS "P1,,2014-06-30,P2\nP2,,2014-06-30,P3\nP3,,2014-06-30,P2\n",
     ACCORD_EINPUT,                                                                                       "P2 cannot be succeeded",  3, 4},
    {"practices.csv", MEMBERS "P1,,2014-06-30,P3\nP1,,2014-06-30,P2\nP3,,,\nP2,,,\n",      ACCORD_EINPUT,
     "was listed in line 2",                                                                                                         3, 1},
    {"seen.csv",      ROWS "P2,2014-06,1\n",                                               ACCORD_ENO,    "R-CLOSED in 1 row",       0, 0},
    {"score.csv",     SCORES "P1,2014-07,90%\n",                                           ACCORD_ENO,    "R-CLOSED in 1 row",       0, 0},
    {"score.csv",     SCORES "P1,2014-06,90%\n",                                           ACCORD_OK,     "",                        0, 0},
    {"seen.csv",      ROWS "P3,2014-05,1\n",                                               ACCORD_ENO,    "R-UNOPENED in 1 row",     0, 0},
    {"seen.csv",      ROWS "P3,2014-06,1\nP1,2014-09,1\nP2,2014-05,1\n",                   ACCORD_OK,     "",                        0, 0},
};

static void what_is_wrong_with_members_is_said_at_its_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(faults); i++) {
        test_folder folder;
        test_folder_make(&folder);
        AC_SCOPED_ARENA(arena);
        const fault *one = &faults[i];
        bool members = strcmp(one->file, "practices.csv") == 0;
        bool alone = members && one->code == ACCORD_OK && i > 0;
        (void)test_write(&folder, "contract.accord", ac_text_of(contract));
        (void)test_write(&folder, "practices.csv", ac_text_of(members ? one->text : good_members));
        (void)test_write(
            &folder, "seen.csv",
            ac_text_of(
                alone                                ? ROWS "P2,2014-05,2\n"
                : strcmp(one->file, "seen.csv") == 0 ? one->text
                                                     : good_rows));
        (void)test_write(
            &folder, "score.csv",
            ac_text_of(strcmp(one->file, "score.csv") == 0 ? one->text : SCORES));
        ac_run run = {0};
        accord_error error = {0};
        const char *path =
            ac_text_terminated(&arena, ac_text_of(test_path(&folder, "contract.accord")));
        assert_accord_ok(ac_run_read(&run, &arena, path, &error), error);
        const ac_load_options options = {.data_folder = folder.path};
        accord_status status = ac_run_load(&run, &options, &error);
        bool said = strstr(error.message, one->message) != NULL;
        bool placed = one->line == 0 || (error.line == one->line && error.column == one->column);
        if (status.code != one->code || !said || !placed) {
            fail_msg(
                "case %zu: %d at %s:%llu:%llu: %s", i, (int)status.code, error.file,
                (unsigned long long)error.line, (unsigned long long)error.column, error.message);
        }
        (void)unlink(test_path(&folder, "contract.accord"));
        (void)unlink(test_path(&folder, "practices.csv"));
        (void)unlink(test_path(&folder, "seen.csv"));
        (void)unlink(test_path(&folder, "score.csv"));
        test_remove(&folder, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_with_members_is_said_at_its_line_and_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
