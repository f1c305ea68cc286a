/* SPDX-License-Identifier: MIT */
/* Which row holds on a day, and the words of months: what all prices rest on. */

#include "accord_test.h"
#include "recharge/bill.h"
#include "recharge/pricing.h"

enum { ROWS = 6, OPEN = 0 };

static const ac_dated_form form = {
    AC_POOL_VAT, {AC_IN_VAT_SITE}, 1, AC_IN_VAT_FROM, AC_IN_VAT_UNTIL};

/* Days are plain numbers here; OPEN is no last day. */
typedef struct made_row {
    int64_t site; /* 0: for all */
    int64_t from;
    int64_t until;
} made_row;

static void make_pool(ac_arena *arena, const made_row *rows, size_t count, ac_pool *pool)
{
    ac_pool_rows *table = &pool->tables[AC_POOL_VAT];
    *pool = (ac_pool){0};
    table->path = "vat.csv";
    table->rows = AC_NEW_ARRAY(arena, ac_pool_row, count);
    for (size_t i = 0; i < count; i++) {
        ac_pool_cell *cells = table->rows[i].cells;
        table->rows[i].line = i + 2;
        cells[AC_IN_VAT_SITE].number = rows[i].site == 0 ? AC_POOL_ABSENT : rows[i].site;
        cells[AC_IN_VAT_FROM].number = rows[i].from;
        cells[AC_IN_VAT_UNTIL].number = rows[i].until == OPEN ? AC_POOL_ABSENT : rows[i].until;
        table->count++;
    }
}

static void a_row_holds_from_its_first_day_to_its_last(void **state)
{
    (void)state;
    static const made_row rows[ROWS] = {
        {0, 100, 199 },
        {7, 150, 159 },
        {0, 50,  99  },
        {0, 210, OPEN},
        {7, 300, OPEN},
        {3, 1,   1   }
    };
    static const struct {
        int64_t site;
        int32_t day;
        uint64_t line;   /* 0: none holds */
        uint64_t before; /* the one that has ended */
    } cases[] = {
        {0, 49,   0, 0},
        {0, 50,   4, 0},
        {0, 99,   4, 0},
        {0, 100,  2, 0},
        {0, 199,  2, 0},
        {0, 200,  0, 2},
        {0, 209,  0, 2},
        {0, 9999, 5, 0},
        {7, 149,  0, 0},
        {7, 150,  3, 0},
        {7, 160,  0, 3},
        {7, 300,  6, 0},
        {3, 1,    7, 0},
        {3, 2,    0, 7},
        {9, 150,  0, 0}
    };
    AC_SCOPED_ARENA(arena);
    ac_pool pool;
    ac_dated dated;
    ac_pool_faults faults = {.arena = &arena};
    make_pool(&arena, rows, ROWS, &pool);
    ac_dated_make(&arena, &pool, &form, &dated, &faults);
    assert_int_equal(faults.found, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t key = cases[i].site == 0 ? AC_POOL_ABSENT : cases[i].site;
        const ac_pool_row *before = NULL;
        const ac_pool_row *row = ac_dated_find(&dated, &key, (accord_date){cases[i].day}, &before);
        assert_int_equal(row == NULL ? 0 : row->line, cases[i].line);
        assert_int_equal(before == NULL ? 0 : before->line, cases[i].before);
    }
}

static void rows_that_hold_on_one_day_are_told(void **state)
{
    (void)state;
    static const struct {
        made_row rows[3];
        size_t faults;
        uint64_t line; /* of the first */
    } cases[] = {
        {{{0, 1, 9}, {0, 10, 19}, {0, 20, OPEN}},    0, 0},
        {{{0, 1, 10}, {0, 10, 19}, {0, 20, OPEN}},   1, 3},
        {{{0, 1, OPEN}, {0, 5, 6}, {0, 20, 30}},     2, 3}, /* also where another lies between */
        {{{0, 20, OPEN}, {0, 1, 20}, {0, 40, 50}},   2, 2},
        {{{1, 1, OPEN}, {2, 1, OPEN}, {0, 1, OPEN}}, 0, 0},
        {{{0, 9, 8}, {0, 10, 19}, {1, 1, 2}},        1, 2}, /* it ends before it begins */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AC_SCOPED_ARENA(arena);
        ac_pool pool;
        ac_dated dated;
        ac_pool_faults faults = {.arena = &arena};
        make_pool(&arena, cases[i].rows, 3, &pool);
        ac_dated_make(&arena, &pool, &form, &dated, &faults);
        assert_int_equal(faults.found, cases[i].faults);
        if (faults.found > 0) {
            assert_int_equal(faults.list[0].line, cases[i].line);
        }
    }
}

static void months_are_read_back_as_they_are_written(void **state)
{
    (void)state;
    for (int32_t month = 1900 * 12; month < 2100 * 12; month++) {
        AC_SCOPED_BUFFER(text, 20);
        int32_t again = 0;
        ac_month_add(&text, month);
        assert_int_equal(ac_month_parse(ac_buffer_text(&text), &again, NULL).code, ACCORD_OK);
        assert_int_equal(again, month);
        assert_int_equal(ac_month_of(ac_month_first(month)), month);
        assert_int_equal(ac_month_of((accord_date){ac_month_first(month).day - 1}), month - 1);
    }
}

static void an_item_says_what_it_is_by_its_first_word(void **state)
{
    (void)state;
    static const struct {
        const char *item;
        ac_item_kind kind;
    } cases[] = {
        {"timesheet T1",               AC_ITEM_TIMESHEET   },
        {"cancellation 12",            AC_ITEM_CANCELLATION},
        {"unallocated 2015-01 G81001", AC_ITEM_UNALLOCATED },
        {"trust 2015-01",              AC_ITEM_TRUST       },
        {"reserve 2015-01",            AC_ITEM_RESERVE     },
        {"set-aside 2015-01-01",       AC_ITEM_SET_ASIDE   },
        {"trustworthy",                AC_ITEM_KINDS       },
        {"trust",                      AC_ITEM_KINDS       },
        {"",                           AC_ITEM_KINDS       },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(ac_item_kind_of(ac_text_of(cases[i].item)), cases[i].kind);
    }
}

static void pounds_keep_all_their_decimals(void **state)
{
    (void)state;
    static const struct {
        int64_t millionths;
        const char *text;
    } cases[] = {
        {0,         "0.00"    },
        {319000000, "319.00"  },
        {76500000,  "76.50"   },
        {77125000,  "77.125"  },
        {1,         "0.000001"},
        {10000,     "0.01"    },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AC_SCOPED_BUFFER(text, 60);
        ac_pounds_add(&text, cases[i].millionths);
        assert_true(ac_text_is(ac_buffer_text(&text), cases[i].text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_holds_from_its_first_day_to_its_last),
        cmocka_unit_test(rows_that_hold_on_one_day_are_told),
        cmocka_unit_test(months_are_read_back_as_they_are_written),
        cmocka_unit_test(an_item_says_what_it_is_by_its_first_word),
        cmocka_unit_test(pounds_keep_all_their_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
