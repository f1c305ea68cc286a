/* SPDX-License-Identifier: MIT */
/* Double entry: what is taken, what is refused, and that a refusal leaves nothing behind. */

#include "accord_test.h"
#include "ledger/ledger.h"

#include <string.h>

enum { LINES_MOST = 4 };

/* A ledger with two accounts: 0 is a cost of A, 1 is what A owes B. */
static ac_ledger two_accounts(ac_arena *arena, bool shadow)
{
    ac_ledger ledger;
    ac_ledger_init(&ledger, arena, AC_TEXT("GBP"), 2, shadow);
    assert_int_equal(
        ac_ledger_account(&ledger, AC_ACCOUNT_EXPENSE, AC_TEXT("A"), AC_TEXT("clause 1")), 0);
    assert_int_equal(ac_ledger_due_to(&ledger, AC_TEXT("A"), AC_TEXT("B")), 1);
    return ledger;
}

static ac_entry entry_of(int32_t day, const ac_posting *postings, size_t count)
{
    return (ac_entry){
        .date = {day},
        .code = AC_TEXT("1 2014-04"),
        .title = AC_TEXT("due"),
        .postings = postings,
        .count = count};
}

static void an_entry_that_adds_to_zero_is_taken(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_ledger ledger = two_accounts(&arena, false);
    const ac_posting lines[] = {
        {.account = 0, .amount = {500} },
        {.account = 1, .amount = {-500}}
    };
    ac_entry entry = entry_of(10, lines, 2);
    accord_error error = {0};
    assert_accord_ok(ac_ledger_post(&ledger, &entry, &error), error);
    assert_accord_ok(ac_ledger_post(&ledger, &entry, &error), error);
    assert_int_equal(ledger.entry_count, 2);
    assert_int_equal(ledger.accounts[0].balance.minor, 1000);
    assert_int_equal(ledger.accounts[1].balance.minor, -1000);
    assert_int_equal(ledger.entries[0].postings[1].balance.minor, -500);
    assert_int_equal(ledger.entries[1].postings[1].balance.minor, -1000);
}

static void what_is_refused_changes_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        int32_t day;
        ac_posting lines[LINES_MOST];
        size_t count;
        accord_status_code code;
    } cases[] = {
        {"does not balance",
         10, {{.account = 0, .amount = {500}}, {.account = 1, .amount = {-499}}},
         2, ACCORD_EINPUT},
        {"does not balance",
         10, {{.account = 0, .amount = {INT64_MAX}}, {.account = 1, .amount = {INT64_MIN}}},
         2, ACCORD_EINPUT},
        {"dated before",
         9,  {{.account = 0, .amount = {1}}, {.account = 1, .amount = {-1}}},
         2, ACCORD_EINPUT},
        {"too large",
         10, {{.account = 1, .amount = {-INT64_MAX}},
          {.account = 0, .amount = {INT64_MAX - 1}},
          {.account = 0, .amount = {1}}},
         3, ACCORD_ERANGE},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_ledger ledger = two_accounts(&arena, false);
        const ac_posting lines[] = {
            {.account = 0, .amount = {500} },
            {.account = 1, .amount = {-500}}
        };
        ac_entry first = entry_of(10, lines, 2);
        accord_error error = {0};
        assert_accord_ok(ac_ledger_post(&ledger, &first, &error), error);
        ac_entry entry = entry_of(cases[i].day, cases[i].lines, cases[i].count);
        assert_int_equal(ac_ledger_post(&ledger, &entry, &error).code, cases[i].code);
        assert_non_null(strstr(error.message, cases[i].why));
        assert_int_equal(ledger.entry_count, 1);
        assert_int_equal(ledger.accounts[0].balance.minor, 500);
        assert_int_equal(ledger.accounts[1].balance.minor, -500);
    }
}

static void lines_of_nothing_are_not_kept(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_ledger ledger = two_accounts(&arena, false);
    const ac_posting lines[] = {
        {.account = 0, .amount = {0} },
        {.account = 0, .amount = {7} },
        {.account = 1, .amount = {-7}}
    };
    accord_error error = {0};
    ac_entry nothing = entry_of(10, lines, 1);
    assert_accord_ok(ac_ledger_post(&ledger, &nothing, &error), error);
    assert_int_equal(ledger.entry_count, 0);
    ac_entry some = entry_of(10, lines, 3);
    assert_accord_ok(ac_ledger_post(&ledger, &some, &error), error);
    assert_int_equal(ledger.entries[0].count, 2);
}

static void accounts_are_opened_once_and_known_by_name(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_ledger ledger = two_accounts(&arena, false);
    assert_int_equal(ac_ledger_due_to(&ledger, AC_TEXT("A"), AC_TEXT("B")), 1);
    assert_int_equal(ac_ledger_due_from(&ledger, AC_TEXT("B"), AC_TEXT("A")), 2);
    assert_int_equal(ledger.account_count, 3);
    assert_true(ac_text_is(ledger.accounts[1].full, "liabilities:A:due to B"));
    assert_true(ac_text_is(ledger.accounts[2].full, "assets:B:due from A"));
    ac_ledger shadow = two_accounts(&arena, true);
    assert_true(ac_text_is(shadow.accounts[1].full, "shadow:liabilities:A:due to B"));
}

static void disagreement_of_balances_is_told(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 10000);
    ac_ledger ledger = two_accounts(&arena, false);
    uint32_t due = ac_ledger_due_from(&ledger, AC_TEXT("B"), AC_TEXT("A"));
    const ac_posting one_side[] = {
        {.account = 0, .amount = {500} },
        {.account = 1, .amount = {-500}}
    };
    uint32_t income = ac_ledger_account(&ledger, AC_ACCOUNT_INCOME, AC_TEXT("B"), AC_TEXT("x"));
    const ac_posting other_side[] = {
        {.account = due,    .amount = {500} },
        {.account = income, .amount = {-500}}
    };
    accord_error error = {0};
    ac_entry first = entry_of(10, one_side, 2);
    assert_accord_ok(ac_ledger_post(&ledger, &first, &error), error);
    ac_ledger_add_balances(&text, &ledger, AC_TEXT("T"));
    assert_non_null(strstr(text.bytes, "A and B do not agree\n"));
    assert_non_null(strstr(text.bytes, "of 1 pairs, 0 agree"));
    ac_entry second = entry_of(11, other_side, 2);
    assert_accord_ok(ac_ledger_post(&ledger, &second, &error), error);
    ac_buffer_clear(&text);
    ac_ledger_add_balances(&text, &ledger, AC_TEXT("T"));
    assert_null(strstr(text.bytes, "do not agree"));
    assert_non_null(strstr(text.bytes, "of 1 pairs, 1 agree"));
}

static void no_text_of_a_contract_breaks_the_journal(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 10000);
    ac_ledger ledger = two_accounts(&arena, false);
    const ac_posting lines[] = {
        {.account = 0, .amount = {500} },
        {.account = 1, .amount = {-500}}
    };
    ac_entry entry = entry_of(0, lines, 2);
    entry.title = AC_TEXT("a\n2014-01-01 forged ; note | other");
    accord_error error = {0};
    assert_accord_ok(ac_ledger_post(&ledger, &entry, &error), error);
    ac_ledger_add_journal(&text, &ledger, AC_TEXT("T\nx"), AC_JOURNAL_HLEDGER);
    assert_string_equal(
        text.bytes, "; T x\n\n"
                    "commodity GBP\n    format GBP 1000.00\n\n"
                    "account expenses:A:clause 1\n"
                    "account liabilities:A:due to B\n"
                    "\n1970-01-01 (1 2014-04) a 2014-01-01 forged   note   other\n"
                    "    expenses:A:clause 1  GBP 5.00 = GBP 5.00\n"
                    "    liabilities:A:due to B  GBP -5.00 = GBP -5.00\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_that_adds_to_zero_is_taken),
        cmocka_unit_test(what_is_refused_changes_nothing),
        cmocka_unit_test(lines_of_nothing_are_not_kept),
        cmocka_unit_test(accounts_are_opened_once_and_known_by_name),
        cmocka_unit_test(disagreement_of_balances_is_told),
        cmocka_unit_test(no_text_of_a_contract_breaks_the_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
