/* SPDX-License-Identifier: MIT */
/* Data that may not be whole: what is doubted, and that whole data are not. */

#include "accord_test.h"
#include "contract/doubts.h"
#include "made_facts.h"

static const char text[] = "accord 1\n"
                           "contract T \"Test\"\n"
                           "term 2014-04-01 to 2015-03-31, years from 1 April\n"
                           "money GBP in whole pence\n"
                           "1.1 unit attendance\n"
                           "1.2 level practice from \"practices.csv\"\n"
                           "1.3 level setting : hospital, community\n"
                           "1.4 input seen : attendance flow by practice, setting, month\n"
                           "      from \"seen.csv\"\n";

enum { PRACTICES = 40, MONTHS = 12, MEMBERS = PRACTICES * 2 };

typedef struct doubt_case {
    const char *name;
    int month;   /* which month is changed */
    int setting; /* which setting loses its rows; 2: both; -1: none */
    int kept;    /* rows kept all the same */
    bool received;
    const char *doubts;
} doubt_case;

static const doubt_case cases[] = {
    {"whole data",                    3,  -1, 0, true,  ""                                          },
    {"a month with a few late rows",  3,  2,  5, true,
     "clause 1.4: seen for 2014-07 has 5 rows where 80 are usual: is a file missing?\n"
     "clause 1.4: seen of community for 2014-07 has 0 rows where 40 are usual: is a file missing?\n"},
    {"a feed that did not come",      5,  0,  0, true,
     "clause 1.4: seen of hospital for 2014-09 has 0 rows where 40 are usual: is a file missing?\n" },
    {"a hole",                        4,  2,  0, false,
     "clause 1.4: seen for 2014-08 has not been received, though later figures have\n"              },
    {"months that have not come yet", 11, 2,  0, false, ""                                          },
};

static void spoil(const doubt_case *one, uint64_t *rows)
{
    int kept = one->kept;
    for (int m = 0; m < MEMBERS; m++) {
        bool hit = one->setting == 2 || m % 2 == one->setting;
        if (hit && !(kept > 0 && m % 2 == 0)) {
            rows[one->month * MEMBERS + m] = 0;
        } else if (hit) {
            kept--;
        }
    }
}

static void data_that_may_not_be_whole_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_diagnostics diagnostics;
        ac_diagnostics_init(&diagnostics, &arena);
        const ac_program *program = ac_compile(&arena, AC_TEXT(text), &diagnostics);
        assert_non_null(program);
        const ac_facts *made = made_facts(&arena, program, &(made_options){PRACTICES, 100, 7});
        ac_fact_input seen = made->inputs[0];
        assert_int_equal(seen.members, MEMBERS);
        uint64_t *rows = AC_NEW_ARRAY(&arena, uint64_t, MEMBERS * MONTHS);
        bool *received = AC_NEW_ARRAY(&arena, bool, MONTHS);
        for (int m = 0; m < MONTHS; m++) {
            received[m] = m != cases[i].month || cases[i].received;
        }
        for (int m = 0; m < MEMBERS * MONTHS; m++) {
            rows[m] = 1;
        }
        spoil(&cases[i], rows);
        seen.rows = rows;
        seen.received = received;
        ac_facts facts = {.levels = made->levels, .inputs = &seen};
        size_t count = 0;
        const ac_doubt *doubts = ac_doubts_find(&arena, program, &facts, &count);
        AC_SCOPED_BUFFER(told, 4000);
        ac_buffer_add_z(&told, "");
        for (size_t d = 0; d < count; d++) {
            ac_doubt_add(&told, program, &facts, &doubts[d]);
            ac_buffer_add_char(&told, '\n');
        }
        print_message("# %s\n", cases[i].name);
        assert_string_equal(told.bytes, cases[i].doubts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_that_may_not_be_whole_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
