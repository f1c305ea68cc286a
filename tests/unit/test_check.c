/* SPDX-License-Identifier: MIT */
/* What the checker says of small contracts: every fault, at its clause, and none where there is
 * none. */

#include "accord_test.h"
#include "lang/program.h"

static const char head[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2016-03-31, years from 1 April\n"
    "money GBP in whole pence\n"
    "1.1 commissioner C \"Commissioner\"\n"
    "1.2 provider P \"Provider\"\n"
    "1.3 unit attendance, patient\n"
    "1.4 level practice from \"practices.csv\", each under one commissioner\n"
    "1.5 input seen : attendance flow by month from \"seen.csv\",\n"
    "      freeze 90 days after month\n"
    "1.6 input t : one of A, B by month from \"t.csv\", taken at month start\n"
    "1.7 input list : patient stock by practice, quarter from \"list.csv\",\n"
    "      taken at quarter start\n";

typedef struct check_case {
    const char *name;
    const char *clauses;
    const char
        *faults; /* "CODE@clause ..." of errors, in the order of the text; "" if there is none */
} check_case;

static const check_case cases[] = {
    {"a number with a unit is divided by a number",        "2.1 x : GBP flow by month = 1,200 GBP / 12\n",
     ""                                                                                                                                                          },
    {"a unit's stroke touches its words",                  "2.1 x : GBP flow by month = 2 GBP/attendance * seen\n",
     ""                                                                                                                                                          },
    {"a list of choices ends before a limit",
     "2.1 x : GBP flow by month = 5 GBP, 0 unless t is A, rounded to pence\n",                                              ""                                   },
    {"a list of choices ends before another condition",
     "2.1 x : ratio by month = first that applies\n"
     "      1 when t is A or seen > 5 attendance 2 otherwise\n",                                                            ""                                   },
    {"a case may begin with a bracket",
     "2.1 a : yes or no by month = t is A\n"
     "2.2 x : ratio by month = first that applies\n      1 when a\n      (2 - 3) otherwise\n",                              ""                                   },
    {"freeze days go round a ring in time",
     "2.1 x : GBP flow by month = 2% * due at previous month,\n"
     "      or 0 where there is no earlier month,\n"
     "      rounded to pence\n"
     "2.2 due : GBP flow by month = seen * 2 GBP/attendance + x, rounded to pence\n"
     "3.1 pay x, monthly, 0 days after month\n",                                                                            "E-FUTURE@3.1"                       },
    {"the same ring, paid when it has frozen",
     "2.1 x : GBP flow by month = 2% * due at previous month,\n"
     "      or 0 where there is no earlier month,\n"
     "      rounded to pence\n"
     "2.2 due : GBP flow by month = seen * 2 GBP/attendance + x, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n",                                                                           ""                                   },
    {"a ring within a period",                             "2.1 x : ratio by month = y\n2.2 y : ratio by month = x\n",
     "E-CYCLE@2.1"                                                                                                                                               },
    {"a table changes where its period begins",
     "2.1 table q : % rate by year from 2014-04-01 : 40% from 2015-07-15 : 50%\n",                                          "E-TABLE@2.1"                        },
    {"a plain number where a percentage is declared",      "2.1 table q : % rate always : 40\n",
     "E-UNIT@2.1"                                                                                                                                                },
    {"a percentage where a price is declared",             "2.1 table q : GBP/patient always : 61%\n",
     "E-UNIT@2.1"                                                                                                                                                },
    {"days are counted after the period that is paid for",
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 30 days after quarter\n",                                      "E-GRAIN@3.1"                        },
    {"freshness is of the input's own period",
     "2.1 input z : patient stock by month from \"z.csv\", freeze 3 days after year\n",                                     "E-GRAIN@2.1"                        },
    {"one shadow",                                         "2.1 shadow until 2014-06-30\n2.2 shadow until 2014-07-31\n",    "E-CLAUSE@2.2"                       },
    {"a name of the language",                             "2.1 total : ratio by year = 1\n",                               "E-NAME@2.1"                         },
    {"a split of a payment that another split takes",
     "2.1 x : GBP flow by year = 5 GBP\n2.2 y : GBP flow by quarter = 5 GBP\n"
     "3.1 pay x, yearly, 30 days after year\n3.2 pay y, quarterly, 30 days after quarter\n"
     "3.3 split payer by total list by commissioner, or equally when all are zero,\n"
     "      pence by largest remainder\n"
     "3.4 split payer of 3.1 C 100%, pence by largest remainder\n",                                                         ""                                   },
    {"the same payment split twice",
     "2.1 x : GBP flow by year = 5 GBP\n3.1 pay x, yearly, 30 days after year\n"
     "3.2 split payee of 3.1 P 100%, pence by largest remainder\n"
     "3.3 split payee of 3.1 P 100%, pence by largest remainder\n",                                                         "E-SHARES@3.3"                       },
    {"odd money by a unit of money",
     "2.1 x : GBP flow by year = 5 GBP\n3.1 pay x, yearly, 30 days after year\n"
     "3.2 split payee P 100%, bananas by largest remainder\n",                                                              "E-SYNTAX@3.2"                       },
    {"a variation keeps a gate's date",
     "2.1 gate g at 2015-03-31 : seen >= 5 attendance\n"
     "VARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 gate g at 2015-06-30 : seen >= 5 attendance\n",                                                                   "E-VARIATION@2.1"                    },
    {"a variation restates a clause once",
     "2.1 x : ratio by month = 1\nVARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 x : ratio by month = 2\n2.1 x : ratio by month = 3\n",                                                            "E-CLAUSE@2.1"                       },
    {"words above no clause",                              "2.1 x : ratio by month = 1\n> and that is all\n",
     "E-SYNTAX@contract"                                                                                                                                         },
    {"in advance, on what is known at the start",
     "2.1 x : GBP flow by quarter\n"
     "      = change in (total list over practice * 2 GBP/patient) since quarter start,\n"
     "      rounded to pence\n"
     "3.1 pay x, quarterly, on day 10 of quarter\n",                                                                        ""                                   },
    {"before the period, on what is known at its start",
     "2.1 x : GBP flow by quarter\n"
     "      = change in (total list over practice * 2 GBP/patient) since quarter start,\n"
     "      rounded to pence\n"
     "3.1 pay x, quarterly, 1 day before quarter\n",                                                                        "E-FUTURE@3.1"                       },
    {"in advance, on what is known at the end",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, on day 28 of month\n",                                                                            "E-FUTURE@3.1"                       },
    {"weights of a payment in advance",
     "1.8 input w : patient stock by practice, month from \"w.csv\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, on day 1 of month\n"
     "3.2 split payee by w, or equally when all are zero, pence by largest remainder\n",                                    "E-FUTURE@3.2"                       },
    {"not every month has a day 29",
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, on day 29 of month\n",                                         "E-TERM@3.1"                         },
    {"paid from within a month",
     "2.1 x : GBP flow by month = 5 GBP\n"
     "3.1 pay x, monthly, 5 days after month, from 2014-05-02\n",                                                           "E-TERM@3.1"                         },
    {"paid until within a quarter",
     "2.1 x : GBP flow by quarter = 5 GBP\n"
     "3.1 pay x, quarterly, 5 days after quarter, until 2014-05-31\n",                                                      "E-TERM@3.1"                         },
    {"paid in no month of the term",
     "2.1 x : GBP flow by month = 5 GBP\n"
     "3.1 pay x, monthly, 5 days after month, from 2016-04-01\n",                                                           "E-TERM@3.1"                         },
    {"what is passed on comes back",
     "1.8 provider Q \"Q\"\n1.9 provider R \"R\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P P 10%, Q 90%, pence by largest remainder\n"
     "3.4 split Q R 100%, pence by largest remainder\n"
     "3.5 split R P 100%, pence by largest remainder\n",                                                                    "E-CYCLE@3.3 E-CYCLE@3.4 E-CYCLE@3.5"},
    {"what is passed on of another payment comes back",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 pay x, monthly, 6 days after month\n"
     "3.3 split payee P 100%, pence by largest remainder\n"
     "3.4 split P of 3.1 P 10%, Q 90%, pence by largest remainder\n"
     "3.5 split Q of 3.2 P 100%, pence by largest remainder\n",                                                             ""                                   },
    {"a party's part needs shares or a level",
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 split P by list, pence by largest remainder\n",                                                                   "E-SYNTAX@3.2"                       },
    {"shares of a lead provider add to all of it",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P Q 90%, pence by largest remainder\n",                                                                     "E-SHARES@3.3"                       },
    {"bands in parts are an amount of an amount",
     "2.1 r : ratio by month = 3\n"
     "2.2 bands b : ratio of r from 0 : 1 from 2 : 3 each part at its own rate\n",                                          "E-KIND@2.2"                         },
    {"bands in parts have no ends",
     "2.1 bands b : GBP flow by month of seen\n"
     "      from 0 to 9 : 1.00 from 9 : 3.00 each part at its own rate\n",                                                  "E-BANDS@2.1"                        },
    {"bands in parts at a percentage of something else",
     "2.1 bands b : GBP flow by month of seen from 0 : 10% each part at its own rate\n",                                    "E-UNIT@2.1"                         },
    {"who is succeeded is closed",                         "1.8 level ward from \"w.csv\", opened and succeeded by date\n",
     "E-SYNTAX@1.8"                                                                                                                                              },
    {"dates of members in other words",
     "1.8 level ward from \"w.csv\", 3 members, closed by date, each under one commissioner\n",                             ""                                   },
    {"an unknown name in a condition is told once",
     "2.1 x : ratio by month = first that applies\n"
     "      1 when nosuch is A 2 when nosuch is B 3 otherwise\n",                                                           "E-NAME@2.1 E-NAME@2.1"              },
};

static void every_fault_is_told_at_its_clause(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(text, (size_t)1 << 20);
        ac_buffer_add_z(&text, head);
        ac_buffer_add_z(&text, cases[i].clauses);
        ac_diagnostics diagnostics;
        ac_diagnostics_init(&diagnostics, &arena);
        const ac_program *program = ac_compile(&arena, ac_buffer_text(&text), &diagnostics);
        AC_SCOPED_BUFFER(found, 4000);
        ac_buffer_add_z(&found, "");
        for (size_t d = 0; d < diagnostics.count; d++) {
            const ac_diagnostic *fault = &diagnostics.list[d];
            if (ac_diagnostic_is_error(fault->code)) {
                ac_buffer_addf(
                    &found, "%s%s@%.*s", found.size_bytes > 0 ? " " : "",
                    ac_diagnostic_name(fault->code), AC_TEXT_ARG(fault->clause));
            }
        }
        print_message("# %s\n", cases[i].name);
        assert_string_equal(found.bytes, cases[i].faults);
        assert_int_equal(program == NULL, cases[i].faults[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_is_told_at_its_clause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
