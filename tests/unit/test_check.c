/* SPDX-License-Identifier: MIT */
/* What the checker says of small contracts: every fault, at its clause, and none where there is
 * none. */

#include "accord_test.h"
#include "base/limits.h"
#include "lang/program.h"

#include <string.h>

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
    {"a number with a unit is divided by a number",
     "2.1 x : GBP flow "
     "by month = 1,200 GBP / 12\n",                                                                                                          ""                                   },
    {"a unit's stroke touches its words",
     "2.1 x : GBP flow "
     "by month = 2 GBP/attendance * seen\n",                                                                                                 ""                                   },
    {"a list of choices ends before a limit",
     "2.1 x : GBP flow by month = 5 GBP, 0 unless t is A, rounded to pence\n",                                                               ""                                   },
    {"a list of choices ends before another condition",
     "2.1 x : ratio by month = first that applies\n"
     "      1 when t is A or seen > 5 attendance 2 otherwise\n",                                                                             ""                                   },
    {"a case may begin with a bracket",
     "2.1 a : yes or no by month = t is A\n"
     "2.2 x : ratio by month = first that applies\n      1 when a\n      (2 - 3) otherwise\n",                                               ""                                   },
    {"freeze days go round a ring in time",
     "2.1 x : GBP flow by month = 2% * due at previous month,\n"
     "      or 0 where there is no earlier month,\n"
     "      rounded to pence\n"
     "2.2 due : GBP flow by month = seen * 2 GBP/attendance + x, rounded to pence\n"
     "3.1 pay x, monthly, 0 days after month\n",                                                                                             "E-FUTURE@3.1"                       },
    {"the same ring, paid when it has frozen",
     "2.1 x : GBP flow by month = 2% * due at previous month,\n"
     "      or 0 where there is no earlier month,\n"
     "      rounded to pence\n"
     "2.2 due : GBP flow by month = seen * 2 GBP/attendance + x, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n",                                                                                            ""                                   },
    {"a ring within a period",
     "2.1 x : ratio by "
     "month = y\n2.2 y : ratio by month = x\n",                                                                                              "E-CYCLE@2.1"                        },
    {"a table changes where its period begins",
     "2.1 table q : % rate by year from 2014-04-01 : 40% from 2015-07-15 : 50%\n",                                                           "E-TABLE@2.1"                        },
    {"a plain number where a percentage is declared",
     "2.1 table q : % "
     "rate always : 40\n",                                                                                                                   "E-UNIT@2.1"                         },
    {"a percentage where a price is declared",
     "2.1 table q : "
     "GBP/patient always : 61%\n",                                                                                                           "E-UNIT@2.1"                         },
    {"days are counted after the period that is paid for",
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 30 days after quarter\n",                                                       "E-GRAIN@3.1"                        },
    {"freshness is of the input's own period",
     "2.1 input z : patient stock by month from \"z.csv\", freeze 3 days after year\n",                                                      "E-GRAIN@2.1"                        },
    {"one shadow",
     "2.1 shadow until "
     "2014-06-30\n2.2 shadow until 2014-07-31\n",                                                                                            "E-CLAUSE@2.2"                       },
    {"a name of the language",
     "2.1 total : ratio "
     "by year = 1\n",                                                                                                                        "E-NAME@2.1"                         },
    {"a split of a payment that another split takes",
     "2.1 x : GBP flow by year = 5 GBP\n2.2 y : GBP flow by quarter = 5 GBP\n"
     "3.1 pay x, yearly, 30 days after year\n3.2 pay y, quarterly, 30 days after quarter\n"
     "3.3 split payer by total list by commissioner, or equally when all are zero,\n"
     "      pence by largest remainder\n"
     "3.4 split payer of 3.1 C 100%, pence by largest remainder\n",                                                                          ""                                   },
    {"the same payment split twice",
     "2.1 x : GBP flow by year = 5 GBP\n3.1 pay x, yearly, 30 days after year\n"
     "3.2 split payee of 3.1 P 100%, pence by largest remainder\n"
     "3.3 split payee of 3.1 P 100%, pence by largest remainder\n",                                                                          "E-CONFLICT@3.3"                     },
    {"cases without order that meet at one number",
     "2.1 x : ratio by month = the one that applies\n"
     "      1 when seen <= 400 attendance 2 when seen >= 400 attendance\n",                                                                  "E-CONFLICT@2.1"                     },
    {"cases without order that exclude each other and cover all",
     "2.1 x : ratio by month = the one that applies\n"
     "      1 when seen < 400 attendance 2 when 400 attendance <= seen\n",                                                                   ""                                   },
    {"cases without order that leave a gap",
     "2.1 x : ratio by month = the one that applies\n"
     "      1 when seen < 400 attendance 2 when seen > 400 attendance\n",                                                                    "E-GAP@2.1"                          },
    {"between, its ends, and what is left",
     "2.1 x : ratio by month = the one that applies\n"
     "      1 when seen between 10 attendance and 20 attendance\n"
     "      2 when seen > 20 attendance and t is A 3 otherwise\n",                                                                           ""                                   },
    {"two amounts compared either way about",
     "2.1 y : attendance flow by month = seen * 2\n"
     "2.2 x : ratio by month = the one that applies\n"
     "      1 when seen > y 2 when y > seen 3 when seen = y\n",                                                                              ""                                   },
    {"choices that share one",
     "2.1 x : ratio by month = the one that applies\n"
     "      1 when t is A 2 when (t is A, B) and seen > 5 attendance 3 otherwise\n",                                                         "E-CONFLICT@2.1"                     },
    {"what is not compared may both be so",
     "2.1 a : yes or no by month = t is A\n"
     "2.2 b : yes or no by month = seen > 5 attendance\n"
     "2.3 x : ratio by month = the one that applies\n      1 when a 2 when b 3 otherwise\n",                                                 "E-CONFLICT@2.3"                     },
    {"a condition and its opposite",
     "2.1 a : yes or no by month = t is A\n"
     "2.2 x : ratio by month = the one that applies\n      1 when a 2 when not a\n",                                                         ""                                   },
    {"a case that contradicts itself",
     "2.1 x : ratio by month = the one that applies\n"
     "      1 when seen < 5 attendance and seen > 6 attendance 2 otherwise\n",                                                               "E-UNREACHABLE@2.1"                  },
    {"a gate is in one state at a time",
     "2.1 gate g at 2014-12-31 : seen >= 5 attendance\n"
     "2.2 x : ratio by quarter = the one that applies\n"
     "      1 when g met 2 when g missed 3 when g undecided\n",                                                                              ""                                   },
    {"two variations of one day",
     "2.1 x : ratio by month = 1\nVARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 x : ratio by month = 2\nVARIATION 2 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 x : ratio by month = 3\n",                                                                                                         "E-CONFLICT@2.1"                     },
    {"of two variations effective on one day the later signed goes before",
     "2.1 x : ratio by month = 1\nVARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 x : ratio by month = 2\nVARIATION 2 signed 2014-05-08 effective 2014-06-01\n"
     "2.1 x : ratio by month = 3\n",                                                                                                         ""                                   },
    {"odd money by a unit of money",
     "2.1 x : GBP flow by year = 5 GBP\n3.1 pay x, yearly, 30 days after year\n"
     "3.2 split payee P 100%, bananas by largest remainder\n",                                                                               "E-SYNTAX@3.2"                       },
    {"a variation keeps a gate's date",
     "2.1 gate g at 2015-03-31 : seen >= 5 attendance\n"
     "VARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 gate g at 2015-06-30 : seen >= 5 attendance\n",                                                                                    "E-VARIATION@2.1"                    },
    {"a table says a member twice",
     "2.0 level site : north, south\n"
     "2.1 table q : % rate by site always : north 40%, north 50%\n",                                                                         "E-TABLE@2.1"                        },
    {"a variation of a party is told once",
     "2.1 x : ratio by month = 1\nVARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "1.1 commissioner C \"Another\"\n",                                                                                                     "E-VARIATION@1.1"                    },
    {"a variation restates a clause once",
     "2.1 x : ratio by month = 1\nVARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "2.1 x : ratio by month = 2\n2.1 x : ratio by month = 3\n",                                                                             "E-CLAUSE@2.1"                       },
    {"words above no clause",                                               "2.1 x : ratio by month = 1\n> and that is all\n",
     "E-SYNTAX@contract"                                                                                                                                                          },
    {"in advance, on what is known at the start",
     "2.1 x : GBP flow by quarter\n"
     "      = change in (total list over practice * 2 GBP/patient) since quarter start,\n"
     "      rounded to pence\n"
     "3.1 pay x, quarterly, on day 10 of quarter\n",                                                                                         ""                                   },
    {"before the period, on what is known at its start",
     "2.1 x : GBP flow by quarter\n"
     "      = change in (total list over practice * 2 GBP/patient) since quarter start,\n"
     "      rounded to pence\n"
     "3.1 pay x, quarterly, 1 day before quarter\n",                                                                                         "E-FUTURE@3.1"                       },
    {"in advance, on what is known at the end",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, on day 28 of month\n",                                                                                             "E-FUTURE@3.1"                       },
    {"weights of a payment in advance",
     "1.8 input w : patient stock by practice, month from \"w.csv\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, on day 1 of month\n"
     "3.2 split payee by w, or equally when all are zero, pence by largest remainder\n",                                                     "E-FUTURE@3.2"                       },
    {"not every month has a day 29",
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, on day 29 of month\n",                                                          "E-TERM@3.1"                         },
    {"paid from within a month",
     "2.1 x : GBP flow by month = 5 GBP\n"
     "3.1 pay x, monthly, 5 days after month, from 2014-05-02\n",                                                                            "E-TERM@3.1"                         },
    {"paid until within a quarter",
     "2.1 x : GBP flow by quarter = 5 GBP\n"
     "3.1 pay x, quarterly, 5 days after quarter, until 2014-05-31\n",                                                                       "E-TERM@3.1"                         },
    {"paid in no month of the term",
     "2.1 x : GBP flow by month = 5 GBP\n"
     "3.1 pay x, monthly, 5 days after month, from 2016-04-01\n",                                                                            "E-TERM@3.1"                         },
    {"what is passed on comes back",
     "1.8 provider Q \"Q\"\n1.9 provider R \"R\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P P 10%, Q 90%, pence by largest remainder\n"
     "3.4 split Q R 100%, pence by largest remainder\n"
     "3.5 split R P 100%, pence by largest remainder\n",                                                                                     "E-CYCLE@3.3 E-CYCLE@3.4 E-CYCLE@3.5"},
    {"what is passed on to a level of parties comes back",
     "1.8 partner Q \"Q\"\n1.9 input ref : attendance flow by partner, month from \"r.csv\",\n"
     "      freeze 90 days after month\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 100 days after month\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P to partner by ref, or equally when all are zero, pence by largest remainder\n"
     "3.4 split Q P 100%, pence by largest remainder\n",                                                                                     "E-CYCLE@3.3 E-CYCLE@3.4"            },
    {"what is passed on of another payment comes back",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 pay x, monthly, 6 days after month\n"
     "3.3 split payee P 60%, Q 40%, pence by largest remainder\n"
     "3.4 split P of 3.1 P 10%, Q 90%, pence by largest remainder\n"
     "3.5 split Q of 3.2 P 100%, pence by largest remainder\n",                                                                              ""                                   },
    {"a party's part needs shares or a level",
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 split P by list, pence by largest remainder\n",                                                                                    "E-SYNTAX@3.2"                       },
    {"shares of a lead provider add to all of it",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 5 days after month\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P Q 90%, pence by largest remainder\n",                                                                                      "E-SHARES@3.3"                       },
    {"bands in parts are an amount of an amount",
     "2.1 r : ratio by month = 3\n"
     "2.2 bands b : ratio of r from 0 : 1 from 2 : 3 each part at its own rate\n",                                                           "E-KIND@2.2"                         },
    {"bands in parts have no ends",
     "2.1 bands b : GBP flow by month of seen\n"
     "      from 0 to 9 : 1.00 from 9 : 3.00 each part at its own rate\n",                                                                   "E-BANDS@2.1"                        },
    {"bands in parts at a percentage of something else",
     "2.1 bands b : GBP flow by month of seen from 0 : 10% each part at its own rate\n",                                                     "E-UNIT@2.1"                         },
    {"who is succeeded is closed",                                          "1.8 level ward from \"w.csv\", opened and succeeded by date\n",
     "E-SYNTAX@1.8"                                                                                                                                                               },
    {"dates of members in other words",
     "1.8 level ward from \"w.csv\", 3 members, closed by date, each under one commissioner\n",                                              ""                                   },
    {"an unknown name in a condition is told once",
     "2.1 x : ratio by month = first that applies\n"
     "      1 when nosuch is A 2 when nosuch is B 3 otherwise\n",                                                                            "E-NAME@2.1 E-NAME@2.1"              },
};

/* A level whose members come and go. */
#define DATED                                                               \
    "1.8 level site from \"s.csv\", opened, closed and succeeded by date\n" \
    "1.9 input went : patient flow by site, quarter from \"w.csv\"\n"

static const check_case dead_cases[] = {
    {"a count is not negative",
     "2.1 x "
     ": attendance flow by month = seen * 2, not below 0\n",                                  "W-DEAD@2.1"},
    {"a difference may be",
     "2.1 x "
     ": attendance flow by month = seen - 5 attendance, not below 0\n",                       ""          },
    {"money of an input may be negative",
     "2.1 input m : GBP flow by month from \"m.csv\"\n2.2 x : GBP flow by month = m, not below "
     "0\n",                                                                                   ""          },
    {"an input that may be negative",
     "2.1 input m : attendance flow by month from \"m.csv\", may be negative\n"
     "2.2 x : attendance flow by month = m, not below 0\n",                                   ""          },
    {"a member of a table is its own cells",
     "2.0 level site : north, south\n"
     "2.1 table p : GBP/patient by site from 2014-04-01 : north 5.00, south 1.00 from "
     "2015-04-01 : north 6.00\n"
     "2.2 x : GBP/patient by month = p(north) - p(south), not below 4 GBP/patient\n"
     "2.3 y : GBP/patient by month = p(north) - p(south), not below 4.50 GBP/patient\n",      "W-DEAD@2.2"},
    {"a limit that always acts",
     "2.1 x : attendance flow by month = 0 - seen, not below 1 attendance\n",                 "W-DEAD@2.1"},
    {"what is assumed of a sum",
     "2.1 x : patient stock by quarter = total list over practice, not above 900 patient\n"
     "2.2 y : patient stock by quarter = total list over practice, not above 899 patient\n"
     "3.1 assume total list over practice between 0 and 900 patient\n",                       "W-DEAD@2.1"},
    {"what is assumed of one month holds of the months before the term only by chance",
     "2.1 x : attendance flow by month = seen in same month of 2013/14, not above 900 attendance\n"
     "3.1 assume seen <= 900 attendance\n",                                                   ""          },
    {"an assumption that leans on itself",
     "2.1 x : patient stock by practice, quarter = list, not above 5 patient\n"
     "3.1 assume list within 3% of list at previous quarter\n",                               ""          },
    {"a gate that is always met",
     "2.1 "
     "gate g each month : seen >= 0 attendance\n",                                            "W-DEAD@2.1"},
    {"a gate that is always missed is told once, not at the case that waits for it",
     "2.1 gate g at 2014-12-31 : seen < 0 attendance\n"
     "2.2 x : ratio by quarter = first that applies 2 when g met 1 otherwise\n",              "W-DEAD@2.1"},
    {"a case that never applies",
     "2.1 x : ratio by month = first that applies 1 when seen < 0 attendance 2 otherwise\n",  "W-DEAD@2.1"},
    {"a case that always applies",
     "2.1 x : ratio by month = first that applies 1 when seen >= 0 attendance 2 otherwise\n", "W-DEAD@2.1"},
    {"unless",
     "2.1 x "
     ": GBP flow by month = 5 GBP, 0 unless seen >= 0 attendance\n",                          "W-DEAD@2.1"},
    {"the last limit on a ladder acts",
     "2.1 bands x : GBP flow by month of seen from 0 : 5.00 from 9 : 2.00 each part at its own "
     "rate\n"
     "2.2 y : GBP flow by month = x, not above 500 GBP\n",                                    ""          },
    {"what always lies above a rung has passed through it",
     "2.1 n : attendance flow by month = seen, not below 9 attendance\n"
     "2.2 bands x : GBP flow by month of n from 0 : 5.00 from 5 : 2.00 each part at its own "
     "rate\n",                                                                                ""          },
    {"a rung that nothing reaches",
     "2.1 n : attendance flow by month = seen, not above 5 attendance\n"
     "2.2 bands x : GBP flow by month of n from 0 : 5.00 from 5 : 2.00 each part at its own "
     "rate\n",                                                                                "W-DEAD@2.2"},
    {"rounding to tens moves a limit",
     "2.1 x : GBP flow by month = seen * 1 GBP/attendance, not above 96 GBP, rounded to 10 "
     "pounds\n"
     "2.2 y : GBP flow by month = x, not above 99 GBP\n"
     "2.3 z : GBP flow by month = x, not above 100 GBP\n",                                    "W-DEAD@2.3"},
    {"a successor may hold more than each had",
     DATED "2.1 x : patient flow by site, quarter = went, not above 9 patient\n"
           "2.2 y : patient flow by site, quarter = x at previous quarter, or 0 where there is no "
           "earlier quarter\n"
           "2.3 z : patient flow by site, quarter = y, not above 9 patient\n"
           "2.4 u : patient flow by site, quarter = x, not above 9 patient\n",                "W-DEAD@2.4"},
    {"nothing is assumed of a part of a period",
     DATED "2.1 x : patient flow by site, quarter = went, not above 9 patient\n"
           "3.1 assume went <= 9 patient\n",                                                  ""          },
    {"a band that nothing falls in",
     "2.1 n : patient stock by quarter = total list over practice\n"
     "2.2 bands b : % rate of n from 0 to 10 : 1% from 11 to 20 : 2%\n"
     "3.1 assume total list over practice <= 9 patient\n",                                    "W-DEAD@2.2"},
    {"a band below what can be",
     "2.1 n : attendance flow by month = 3 attendance + seen\n"
     "2.2 bands b : % rate of n from 0 : 1% from 2 : 2% from 5 : 3%\n",                       "W-DEAD@2.2"},
    {"rounding keeps order",
     "2.1 x : attendance flow by month = 2.4 attendance - seen, rounded to 0 places up, not "
     "above 3 attendance\n"
     "2.2 y : attendance flow by month = 2.4 attendance - seen, rounded to 0 places up, not "
     "above 2 attendance\n",                                                                  "W-DEAD@2.1"},
    {"a cumulative of one year may be twelve times a month",
     "2.1 x : GBP stock by month = cumulative y since year start, not above 60 GBP\n"
     "2.2 y : GBP flow by month = 5 GBP\n"
     "2.3 z : GBP stock by month = cumulative y since year start, not above 59 GBP\n",        "W-DEAD@2.1"},
};

/* The codes of a list, those that begin so, with their clauses. */
static void add_codes(ac_buffer *found, const ac_diagnostics *diagnostics, const char *begins)
{
    for (size_t d = 0; d < diagnostics->count; d++) {
        const ac_diagnostic *fault = &diagnostics->list[d];
        const char *code = ac_diagnostic_name(fault->code);
        if (strncmp(code, begins, strlen(begins)) == 0) {
            ac_buffer_addf(
                found, "%s%s@%.*s", found->size_bytes > 0 ? " " : "", code,
                AC_TEXT_ARG(fault->clause));
        }
    }
}

static void assert_codes(const check_case *one, const char *begins)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, (size_t)1 << 20);
    ac_buffer_add_z(&text, head);
    ac_buffer_add_z(&text, one->clauses);
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &arena);
    (void)ac_compile(&arena, ac_buffer_text(&text), &diagnostics);
    AC_SCOPED_BUFFER(found, 4000);
    ac_buffer_add_z(&found, "");
    add_codes(&found, &diagnostics, begins);
    if (diagnostics.errors > 0) {
        add_codes(&found, &diagnostics, "E-");
    }
    print_message("# %s\n", one->name);
    assert_string_equal(found.bytes, one->faults);
}

static const check_case other_cases[] = {
    {"a payment that nothing bounds",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n3.2 assume total list over practice <= 5 "
     "patient\n",                                                                              "B-BOUND@3.1"   },
    {"a contract that assumes nothing asks for no bounds",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n",                                              ""              },
    {"a payment that an assumption bounds",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n3.2 assume seen <= 5 attendance\n",             ""              },
    {"a payment that its own limits bound",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, not above 9 GBP, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n3.2 assume total list over practice <= 5 "
     "patient\n",                                                                              ""              },
    {"an assumption that leans on last year's figures",
     "2.1 x : GBP flow by month = seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, 90 days after month\n"
     "3.2 assume seen between 0 and 2 * seen in same month of 2013/14\n",                      ""              },
    {"a division by what may be nought",
     "2.1 r : ratio by quarter = total list over practice at 2014-04-01 / total list over "
     "practice\n"
     "2.2 base : GBP flow by quarter = 5 GBP\n"
     "2.3 x : GBP flow by quarter = base * r, rounded to pence\n"
     "3.1 pay x, quarterly, 90 days after quarter\n3.2 assume list between 0 and 9 patient\n", "B-BOUND@3.1"   },
    {"a variation that takes a split away",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n3.1 pay x, monthly, 30 days after month\n"
     "3.2 pay x, monthly, 60 days after month\n"
     "3.3 split payee of 3.1 and 3.2 P 50%, Q 50%, pence by largest remainder\n"
     "VARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "3.3 split payee of 3.2 P 50%, Q 50%, pence by largest remainder\n",                      "P-CONSERVE@3.1"},
    {"a part passed on by one that is never paid",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by quarter = 5 GBP\n3.1 pay x, quarterly, 30 days after quarter\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split Q to practice by list, or equally when all are zero, pence by largest "
     "remainder\n",                                                                            "P-CONSERVE@3.3"},
    {"a payment of what a successor holds",
     DATED "2.1 x : GBP flow by site, quarter = went at previous quarter * 1 GBP/patient,\n"
           "      or 0 where there is no earlier quarter, rounded to pence\n"
           "3.1 pay x to each site, quarterly, 90 days after quarter\n"
           "3.2 assume went between 0 and 9 patient\n",                                        ""              },
    {"bounded parts of a ladder",
     "2.1 bands y : GBP flow by month of seen from 0 : 5.00 from 9 : 2.00 each part at its own "
     "rate\n"
     "2.2 x : GBP flow by month = y, rounded to 5 pounds half down\n"
     "3.1 pay x, monthly, 90 days after month\n3.2 assume seen <= 5 attendance\n",             ""              },
    {"a split is taken away when nothing is paid any more",
     "1.8 provider Q \"Q\"\n"
     "2.1 x : GBP flow by month = 5 GBP\n"
     "3.1 pay x, monthly, 30 days after month, until 2014-05-31\n"
     "3.2 pay x, monthly, 60 days after month\n"
     "3.3 split payee of 3.1 and 3.2 P 50%, Q 50%, pence by largest remainder\n"
     "VARIATION 1 signed 2014-05-01 effective 2014-06-01\n"
     "3.3 split payee of 3.2 P 50%, Q 50%, pence by largest remainder\n",                      ""              },
    {"a part passed on to one that passes on",
     "1.8 provider Q \"Q\"\n1.9 partner R \"R\"\n"
     "2.1 x : GBP flow by quarter = 5 GBP\n3.1 pay x, quarterly, 30 days after quarter\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P P 10%, Q 90%, pence by largest remainder\n"
     "3.4 split Q R 100%, pence by largest remainder\n"
     "3.5 split R to practice by list, or equally when all are zero, pence by largest "
     "remainder\n",                                                                            ""              },
    {"a part of another payment passed on",
     "1.8 provider Q \"Q\"\n1.9 partner R \"R\"\n"
     "2.1 x : GBP flow by quarter = 5 GBP\n3.1 pay x, quarterly, 30 days after quarter\n"
     "3.15 pay x, quarterly, 40 days after quarter\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P of 3.1 P 10%, Q 90%, pence by largest remainder\n"
     "3.4 split Q of 3.15 R 100%, pence by largest remainder\n",                               "P-CONSERVE@3.4"},
    {"a part passed on by the only provider",
     "2.1 x : GBP flow by quarter = 5 GBP\n3.1 pay x, quarterly, 30 days after quarter\n"
     "3.3 split P to practice by list, or equally when all are zero, pence by largest "
     "remainder\n",                                                                            ""              },
};

#define PAID                                                                \
    "1.8 input ref : attendance flow by practice, quarter from \"r.csv\"\n" \
    "1.9 input good : % rate by quarter from \"g.csv\"\n"                   \
    "3.1 pay x to each practice, quarterly, 100 days after quarter\n"

static const check_case incentive_cases[] = {
    {"more for more",
     PAID "2.1 x : GBP flow by practice, quarter = ref * 2 GBP/attendance, rounded to pence\n", ""               },
    {"more for less",
     PAID "2.1 x : GBP flow by practice, quarter = 9 GBP - ref * 2 GBP/attendance, not below 0, "
          "rounded to pence\n",                                                                 "W-INCENTIVE@3.1"},
    {"less than a baseline, times a price below nought",
     PAID "2.1 x : GBP flow by practice, quarter\n"
          "      = (ref in same quarter of 2013/14 - ref) * -2 GBP/attendance, rounded to "
          "pence\n",                                                                            ""               },
    {"more for less, if quality is met",
     PAID "2.0 gate q each quarter : good >= 90%\n"
          "2.1 x : GBP flow by practice, quarter = 9 GBP - ref * 2 GBP/attendance, 0 unless q met, "
          "rounded to pence\n",                                                                 ""               },
    {"a reward for a count below a line: that is no gate of quality",
     PAID "2.0 gate q each quarter : total ref over practice <= 50 attendance\n"
          "2.1 x : GBP flow by practice, quarter = ref * 3 GBP/attendance, 0 unless q met, rounded "
          "to pence\n",                                                                         "W-INCENTIVE@3.1"},
    {"a factor of quality",
     PAID
     "2.1 x : GBP flow by practice, quarter = (9 GBP - ref * 2 GBP/attendance) * good, rounded "
     "to pence\n",                                                                              ""               },
    {"bands that fall",
     PAID "2.0 bands fee : GBP/attendance of ref from 0 : 5.00 from 100 : 2.00\n"
          "2.1 x : GBP flow by practice, quarter = ref * fee, rounded to pence\n",              "W-INCENTIVE@3.1"},
    {"bands that rise",
     PAID "2.0 bands fee : GBP/attendance of ref from 0 : 2.00 from 100 : 5.00\n"
          "2.1 x : GBP flow by practice, quarter = ref * fee, rounded to pence\n",              ""               },
    {"a case",
     PAID "2.1 x : GBP flow by practice, quarter = first that applies\n"
          "      90 GBP when ref < 5 attendance 80 GBP otherwise\n",                            "W-INCENTIVE@3.1"},
    {"nobody who counts is paid",
     "2.1 x : GBP flow by month = 900 GBP - seen * 2 GBP/attendance, rounded to pence\n"
     "3.1 pay x, monthly, 100 days after month\n",                                              ""               },
    {"through a company",
     "1.8 input ref : attendance flow by practice, quarter from \"r.csv\"\n"
     "2.1 x : GBP flow by quarter = 900 GBP - total ref over practice * 2 GBP/attendance, "
     "rounded to pence\n"
     "3.1 pay x, quarterly, 100 days after quarter\n"
     "3.2 split P to practice by list, or equally when all are zero, pence by largest "
     "remainder\n",                                                                             "W-INCENTIVE@3.1"},
    {"through a company of companies",
     "1.8 input ref : attendance flow by practice, quarter from \"r.csv\"\n"
     "1.9 provider Q \"Q\"\n1.91 partner R \"R\"\n"
     "2.1 x : GBP flow by quarter = 900 GBP - total ref over practice * 2 GBP/attendance, "
     "rounded to pence\n"
     "3.1 pay x, quarterly, 100 days after quarter\n"
     "3.15 pay x, quarterly, 110 days after quarter\n"
     "3.2 split payee P 100%, pence by largest remainder\n"
     "3.3 split P of 3.1 P 10%, Q 90%, pence by largest remainder\n"
     "3.4 split Q of 3.1 R 100%, pence by largest remainder\n"
     "3.5 split R of 3.1 to practice by list, or equally when all are zero, pence by largest "
     "remainder\n",                                                                             "W-INCENTIVE@3.1"},
    {"a count by parties that are paid by shares",
     "1.8 provider Q \"Q\"\n"
     "1.9 input ref : attendance flow by provider, quarter from \"r.csv\"\n"
     "2.1 x : GBP flow by quarter = 900 GBP - total ref over provider * 2 GBP/attendance, "
     "rounded to pence\n"
     "3.1 pay x, quarterly, 100 days after quarter\n"
     "3.2 split payee P 50%, Q 50%, pence by largest remainder\n",                              "W-INCENTIVE@3.1"},
    {"a ladder whose last rung falls",
     PAID "2.0 bands fee : GBP flow by practice, quarter of ref\n"
          "      from 0 : 5.00 from 100 : -2.00 each part at its own rate\n"
          "2.1 x : GBP flow by practice, quarter = fee, rounded to pence\n",                    "W-INCENTIVE@3.1"},
    {"a ladder whose rungs pay less and less",
     PAID "2.0 bands fee : GBP flow by practice, quarter of ref\n"
          "      from 0 : 5.00 from 100 : 2.00 from 200 : 0 each part at its own rate\n"
          "2.1 x : GBP flow by practice, quarter = fee, rounded to pence\n",                    ""               },
    {"a weight that grows as the count falls",
     "1.8 input ref : attendance flow by practice, quarter from \"r.csv\"\n"
     "2.0 w : attendance flow by practice, quarter = 900 attendance - ref, not below 0\n"
     "2.1 x : GBP flow by quarter = 900 GBP\n3.1 pay x, quarterly, 100 days after quarter\n"
     "3.2 split P to practice by w, or equally when all are zero, pence by largest "
     "remainder\n",                                                                             "W-INCENTIVE@3.2"},
};

static void what_rewards_less_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(incentive_cases); i++) {
        assert_codes(&incentive_cases[i], "W-INCENTIVE");
    }
}

static void what_may_be_lost_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(other_cases); i++) {
        assert_codes(&other_cases[i], other_cases[i].faults[0] == 'P' ? "P-" : "B-");
    }
}

static void what_cannot_bind_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(dead_cases); i++) {
        assert_codes(&dead_cases[i], "W-DEAD");
    }
}

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

/* A clause whose name and file's name are of so many characters. */
static void assert_lengths(size_t name, size_t file, const char *faults)
{
    AC_SCOPED_BUFFER(clauses, 8000);
    ac_buffer_add_z(&clauses, "2.1 input ");
    for (size_t i = 0; i < name; i++) {
        ac_buffer_add_char(&clauses, 'z');
    }
    ac_buffer_add_z(&clauses, " : patient stock by month from \"");
    for (size_t i = 0; i < file; i++) {
        ac_buffer_add_char(&clauses, 'f');
    }
    ac_buffer_add_z(&clauses, "\", freeze 3 days after month\n");
    const check_case one = {"lengths", clauses.bytes, faults};
    assert_codes(&one, "W-DEAD"); /* and all errors */
}

static void words_and_quotations_have_limits(void **state)
{
    (void)state;
    assert_lengths(AC_WORD_BYTES_MAX, 60, "");
    assert_lengths(AC_WORD_BYTES_MAX + 1, 60, "E-LIMIT@2.1");
    assert_lengths(5, 240, "");
    assert_lengths(5, AC_QUOTED_BYTES_MAX + 1, "E-LIMIT@2.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_quotations_have_limits),
        cmocka_unit_test(every_fault_is_told_at_its_clause),
        cmocka_unit_test(what_cannot_bind_is_told),
        cmocka_unit_test(what_may_be_lost_is_told),
        cmocka_unit_test(what_rewards_less_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
