/* SPDX-License-Identifier: MIT */
/* From a folder of files to facts: members, layouts, values, and every way in which files are not
 * what the contract says. */

#include "accord_test.h"
#include "app/place.h"
#include "app/targets.h"
#include "base/file.h"
#include "test_files.h"

#include <string.h>

static const char contract[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2014-06-30, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner WL \"West\"\n"
    "1.2 commissioner ELR \"East\"\n"
    "1.3 provider P \"Provider\"\n"
    "1.4 level practice from \"practices.csv\", 2 members, each under one commissioner\n"
    "1.5 level setting : hospital, community\n"
    "1.6 unit attendance, patient\n"
    "1.7 input list : patient stock by practice, quarter from \"lists.csv\",\n"
    "      taken at quarter start\n"
    "1.8 input seen : attendance flow by practice, setting, month\n"
    "      counts rows of visits\n"
    "      where kind is 1 or 2\n"
    "      practice by gp-practice from \"practices.csv\"\n"
    "      setting by site from \"sites.csv\", other sites set aside\n"
    "      month by day\n"
    "      freeze 10 days after month\n"
    "2.1 all : attendance flow by month = total seen over practice, setting\n"
    "2.2 lists : patient stock by quarter = total list over practice\n";

static const char layout[] = "layout 1\n"
                             "name visits \"Visits\"\n"
                             "files \"visits*.csv\"\n"
                             "missing \"\" \"-\"\n"
                             "refuse at most 50%\n"
                             "field gp-practice : code from \"GP\"\n"
                             "field site : code from \"Site\"\n"
                             "field kind : code from \"Kind\"\n"
                             "field day : date yyyy-mm-dd from \"Day\"\n";

typedef struct world {
    test_folder folder;
    ac_arena arena;
    ac_run run;
    accord_error error;
} world;

static const struct {
    const char *name;
    const char *text;
} good[] = {
    {"contract.accord", contract                                                          },
    {"visits.layout",   layout                                                            },
    {"practices.csv",   "Practice,name,Commissioner\nP2,Second,ELR\nP1,First,WL\n"        },
    {"sites.csv",       "site,setting\nH1,hospital\nC1,community\nC2,community\n"         },
    {"lists.csv",       "practice,quarter,list\nP1,2014/15 Q1,\"1,000\"\nP2,2014/15 Q1,\n"},
    {"visits-1.csv",
     "GP,Site,Kind,Day\nP1,H1,1,2014-04-01\nP1,C1,2,2014-04-30\nP2,C2,1,2014-05-01\n"     },
    {"visits-2.csv",
     "GP,Site,Kind,Day\nP1,H1,1,2014-04-02\nP1,X9,1,2014-04-02\nP9,H1,1,2014-04-02\n"
     "P1,H1,3,2014-04-02\n"                                                               },
};

/* Writes the good files, one of them replaced (or left out, for an empty text). */
static void set_up(world *w, const char *name, const char *text)
{
    *w = (world){0};
    ac_arena_init(&w->arena);
    test_folder_make(&w->folder);
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        bool other = name != NULL && strcmp(good[i].name, name) == 0;
        const char *written = other ? text : good[i].text;
        if (written[0] != '\0') {
            (void)test_write(&w->folder, good[i].name, ac_text_of(written));
        }
    }
}

static accord_status load(world *w)
{
    const char *path =
        ac_text_terminated(&w->arena, ac_text_of(test_path(&w->folder, "contract.accord")));
    AC_TRY(ac_run_read(&w->run, &w->arena, path, &w->error));
    const ac_load_options options = {.data_folder = w->folder.path};
    return ac_run_load(&w->run, &options, &w->error);
}

static void tear_down(world *w)
{
    for (size_t i = 0; i < ARRAY_COUNT(good); i++) {
        (void)unlink(test_path(&w->folder, good[i].name));
    }
    test_remove(&w->folder, NULL);
    ac_arena_done(&w->arena);
}

static ac_rational value_at(const world *w, const char *name, uint64_t member, uint32_t period)
{
    uint32_t quantity = ac_find_quantity(w->run.contract.program, ac_text_of(name));
    const ac_fact_input *input = &w->run.load->facts->inputs[quantity];
    return input->values[period * input->members + member];
}

static ac_fact_state state_at(const world *w, const char *name, uint64_t member, uint32_t period)
{
    uint32_t quantity = ac_find_quantity(w->run.contract.program, ac_text_of(name));
    const ac_fact_input *input = &w->run.load->facts->inputs[quantity];
    return (ac_fact_state)input->states[period * input->members + member];
}

static void load_makes_facts_of_a_folder(void **state)
{
    (void)state;
    world w;
    set_up(&w, NULL, NULL);
    assert_accord_ok(load(&w), w.error);
    const ac_program *program = w.run.contract.program;
    const ac_facts *facts = w.run.load->facts;
    const ac_fact_level *practices = &facts->levels[ac_find_level(program, AC_TEXT("practice"))];
    assert_int_equal(practices->count, 2);
    assert_true(ac_text_is(practices->codes[0], "P1"));
    assert_true(ac_text_is(practices->names[1], "Second"));
    assert_true(practices->parents[0] != practices->parents[1]);
    /* Members of seen: P1 hospital, P1 community, P2 hospital, P2 community. */
    assert_int_equal(ac_rational_compare(value_at(&w, "seen", 0, 0), ac_rational_of(2)), 0);
    assert_int_equal(ac_rational_compare(value_at(&w, "seen", 1, 0), ac_rational_of(1)), 0);
    assert_int_equal(ac_rational_compare(value_at(&w, "seen", 3, 1), ac_rational_of(1)), 0);
    assert_int_equal(state_at(&w, "seen", 2, 0), AC_FACT_ABSENT);
    const ac_fact_input *seen = &facts->inputs[ac_find_quantity(program, AC_TEXT("seen"))];
    assert_true(seen->received[0] && seen->received[1] && !seen->received[2]);
    assert_int_equal(seen->file_count, 2);
    assert_true(ac_text_is(seen->files[0].name, "visits-1.csv"));
    const ac_load_input *account = &w.run.load->inputs[1];
    assert_int_equal(account->counts.rows, 7);
    assert_int_equal(account->counts.counted, 4);
    assert_int_equal(account->counts.not_where, 1);
    assert_int_equal(account->counts.refused, 1);
    tear_down(&w);
}

static void load_tells_a_missing_value_from_no_row(void **state)
{
    (void)state;
    world w;
    set_up(&w, NULL, NULL);
    assert_accord_ok(load(&w), w.error);
    assert_int_equal(state_at(&w, "list", 0, 0), AC_FACT_PRESENT);
    assert_int_equal(state_at(&w, "list", 1, 0), AC_FACT_MISSING);
    assert_int_equal(ac_rational_compare(value_at(&w, "list", 0, 0), ac_rational_of(1000)), 0);
    tear_down(&w);
}

/* What is wrong with one file; `place` is the end of error.file, with line and column. */
static const struct {
    const char *file;
    const char *text; /* "": left out */
    accord_status_code code;
    const char *message;
    uint64_t line;
    uint64_t column;
} bad[] = {
    {"practices.csv", "",                                          ACCORD_EINPUT, "clause 1.4 reads practices.csv, which is not in",   8,  1},
    {"practices.csv", "practice,commissioner\nP1,WL\n",            ACCORD_EINPUT, "has 2 members",                                     8,  1},
    {"practices.csv", "practice,commissioner\n",                   ACCORD_EINPUT, "lists no practice",                                 8,  1},
    {"practices.csv", "practice,commissioner\nP1,WL\nP1,ELR\n",    ACCORD_EINPUT, "in line 2 already",
     3,                                                                                                                                    1},
    {"practices.csv", "practice,commissioner\nP1,WL\nP2,XX\n",     ACCORD_EINPUT,
     "XX is no commissioner",                                                                                                          3,  2},
    {"practices.csv", "practice,commissioner\nP1,WL\n,ELR\n",      ACCORD_EINPUT,
     "practice has no value",                                                                                                          3,  1},
    {"practices.csv", "code,commissioner\nP1,WL\n",                ACCORD_EINPUT, "no column \"practice\"",                            1,  1},
    {"practices.csv", "practice,commissioner\nP1,WL\nP2\n",        ACCORD_EINPUT, "R-COLUMNS",                                         3,  1},
    {"sites.csv",     "site,setting\nH1,clinic\n",                 ACCORD_EINPUT, "clinic is no setting",                              2,  2},
    {"sites.csv",     "site,setting\nH1,hospital\nH1,community\n", ACCORD_EINPUT, "listed before",                                     3,
     1                                                                                                                                      },
    {"lists.csv",     "",                                          ACCORD_EINPUT, "clause 1.7 reads lists.csv, which is not in",       11, 1},
    {"lists.csv",     "practice,quarter,size\nP1,2014/15 Q1,3\n",  ACCORD_EINPUT, "no column \"list\"",
     0,                                                                                                                                    0},
    {"lists.csv",     "practice,quarter,list\nP9,2014/15 Q1,3\n",  ACCORD_ENO,    "R-MEMBER",                                          0,  0},
    {"visits.layout", "",                                          ACCORD_EINPUT, "reads rows of visits, and no layout has that name", 13,
     1                                                                                                                                      },
    {"visits.layout", "layout 1\nname visits\nfield x\n",          ACCORD_EINPUT, "",                                                  0,  0},
};

static void load_says_what_is_wrong_and_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        world w;
        set_up(&w, bad[i].file, bad[i].text);
        accord_status status = load(&w);
        bool said = strstr(w.error.message, bad[i].message) != NULL;
        bool placed =
            bad[i].line == 0 || (w.error.line == bad[i].line && w.error.column == bad[i].column);
        if (status.code != bad[i].code || !said || !placed) {
            fail_msg(
                "case %zu: %d at %s:%llu:%llu: %s", i, (int)status.code, w.error.file,
                (unsigned long long)w.error.line, (unsigned long long)w.error.column,
                w.error.message);
        }
        tear_down(&w);
    }
}

static void load_needs_a_file_for_what_is_counted(void **state)
{
    (void)state;
    world w;
    set_up(&w, "visits-1.csv", "");
    (void)unlink(test_path(&w.folder, "visits-2.csv"));
    assert_int_equal(load(&w).code, ACCORD_EINPUT);
    assert_non_null(strstr(w.error.message, "has no file named visits*.csv"));
    tear_down(&w);
}

/* What follows --value and --at, and what is said of it; NULL: it is found. */
static const struct {
    const char *value;
    const char *at;
    const char *message;
} places[] = {
    {"seen",  "P2,community,2014-05",      NULL                                  },
    {"1.8",   " P2 , community , 2014-05", NULL                                  },
    {"all",   "2014-05",                   NULL                                  },
    {"lists", "2014/15 Q1",                NULL                                  },
    {"list",  "P1,2014/15 Q1",             NULL                                  },
    {"sean",  "",                          "did you mean seen?"                  },
    {"9.9",   "",                          "no clause 9.9: they run from 1.1 to" },
    {"seen",  "P2,2014-05",                "--at is to be practice,setting,month"},
    {"seen",  "",                          "--at is to be practice,setting,month"},
    {"seen",  "community,P2,2014-05",      "community is no practice"            },
    {"seen",  "P22,community,2014-05",     "did you mean P2?"                    },
    {"1.3",   "",                          "is a party: it has no figure"        },
    {"esen",  "",                          "did you mean seen?"                  },
    {"none",  "",                          "accord eval without --value lists"   },
    {"all",   "2014/15 Q1",                ""                                    },
    {"all",   "2014-07",                   "it runs from 2014-04 to 2014-06"     },
};

static void place_is_found_as_people_write_it(void **state)
{
    (void)state;
    world w;
    set_up(&w, NULL, NULL);
    assert_accord_ok(load(&w), w.error);
    for (size_t i = 0; i < ARRAY_COUNT(places); i++) {
        ac_value_place place = {0};
        accord_status status =
            ac_place_find_value(&w.run, ac_text_of(places[i].value), &place, &w.error);
        if (status.code == ACCORD_OK) {
            status = ac_place_find_at(&w.run, ac_text_of(places[i].at), &place, &w.error);
        }
        if (places[i].message == NULL) {
            assert_accord_ok(status, w.error);
        } else if (status.code == ACCORD_OK || strstr(w.error.message, places[i].message) == NULL) {
            fail_msg("case %zu: \"%s\"", i, w.error.message);
        }
    }
    tear_down(&w);
}

static void target_is_none_of_the_files_that_are_read(void **state)
{
    static const struct {
        const char *name;
        const char *message; /* NULL: it may be written */
    } targets[] = {
        {"contract.accord", "the contract"         },
        {"visits.layout",   "a layout"             },
        {"practices.csv",   "that clause 1.4 reads"},
        {"lists.csv",       "that clause 1.7 reads"},
        {"sites.csv",       "that clause 1.8 reads"},
        {"visits-2.csv",    "is visits-2.csv that" },
        {"refused.csv",     NULL                   },
        {"none/sites.csv",  NULL                   },
    };
    (void)state;
    world w;
    set_up(&w, NULL, NULL);
    assert_accord_ok(load(&w), w.error);
    const ac_load_options options = {.data_folder = w.folder.path};
    (void)test_write(&w.folder, "refused.csv", AC_TEXT("file,line\n"));
    for (size_t i = 0; i < ARRAY_COUNT(targets); i++) {
        const char *path = ac_file_join(&w.arena, w.folder.path, targets[i].name);
        accord_status status = ac_target_check(&w.run, &options, "--refused", path, &w.error);
        if (targets[i].message == NULL) {
            assert_accord_ok(status, w.error);
        } else if (
            status.code != ACCORD_EINPUT || strstr(w.error.message, targets[i].message) == NULL) {
            fail_msg("%s: \"%s\"", targets[i].name, w.error.message);
        }
    }
    (void)unlink(test_path(&w.folder, "refused.csv"));
    tear_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_makes_facts_of_a_folder),
        cmocka_unit_test(load_tells_a_missing_value_from_no_row),
        cmocka_unit_test(load_says_what_is_wrong_and_where),
        cmocka_unit_test(load_needs_a_file_for_what_is_counted),
        cmocka_unit_test(place_is_found_as_people_write_it),
        cmocka_unit_test(target_is_none_of_the_files_that_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
