/* SPDX-License-Identifier: MIT */
/* Accounts and entries. Every entry adds to zero before it is taken, so all balances together do
 * too; that is asserted each time. */

#include "ledger/ledger.h"

#include "base/assert.h"
#include "base/limits.h"
#include "value/date.h"

__extension__ typedef __int128 wide;

const char *ac_account_class_word(ac_account_class class)
{
    static const char *const words[AC_ACCOUNT_CLASSES] = {
        [AC_ACCOUNT_ASSET] = "assets",
        [AC_ACCOUNT_LIABILITY] = "liabilities",
        [AC_ACCOUNT_INCOME] = "income",
        [AC_ACCOUNT_EXPENSE] = "expenses",
    };
    return words[class];
}

void ac_ledger_init(ac_ledger *ledger, ac_arena *arena, ac_text currency, int places, bool shadow)
{
    *ledger = (ac_ledger){.arena = arena, .currency = currency, .places = places, .shadow = shadow};
    ac_names_init(&ledger->names, arena);
}

/* A rehearsal has a root of its own, so that no report of the one takes in a line of the other. */
static void add_full_name(ac_buffer *full, const ac_ledger *ledger, const ac_account *wanted)
{
    ac_buffer_addf(
        full, "%s%s:%.*s:%.*s", ledger->shadow ? "shadow:" : "",
        ac_account_class_word(wanted->class), AC_TEXT_ARG(wanted->owner),
        AC_TEXT_ARG(wanted->name));
    ac_assert(!full->overflowed);
}

static uint32_t open_account(ac_ledger *ledger, const ac_account *wanted)
{
    AC_SCOPED_BUFFER(full, AC_FIELD_BYTES_MAX);
    add_full_name(&full, ledger, wanted);
    uint32_t found = ac_names_find(&ledger->names, ac_buffer_text(&full));
    if (found != AC_NAME_NONE) {
        return found;
    }
    AC_RESERVE(ledger->arena, ledger->accounts, ledger->account_count, ledger->account_capacity);
    uint32_t index = (uint32_t)ledger->account_count;
    ledger->accounts[ledger->account_count++] = (ac_account){
        .full = ac_text_copy(ledger->arena, ac_buffer_text(&full)),
        .class = wanted->class,
        .owner = ac_text_copy(ledger->arena, wanted->owner),
        .name = ac_text_copy(ledger->arena, wanted->name),
        .counterparty = ac_text_copy(ledger->arena, wanted->counterparty)};
    bool added = ac_names_add(&ledger->names, ledger->accounts[index].full, index);
    ac_assert(added);
    return index;
}

uint32_t ac_ledger_account(ac_ledger *ledger, ac_account_class class, ac_text owner, ac_text name)
{
    return open_account(ledger, &(ac_account){.class = class, .owner = owner, .name = name});
}

static void add_due_name(ac_buffer *name, ac_account_class class, ac_text counterparty)
{
    ac_buffer_addf(
        name, "due %s %.*s", class == AC_ACCOUNT_ASSET ? "from" : "to", AC_TEXT_ARG(counterparty));
}

static uint32_t
open_due(ac_ledger *ledger, ac_account_class class, ac_text owner, ac_text counterparty)
{
    AC_SCOPED_BUFFER(name, AC_FIELD_BYTES_MAX);
    add_due_name(&name, class, counterparty);
    return open_account(
        ledger, &(ac_account){
                    .class = class,
                    .owner = owner,
                    .name = ac_buffer_text(&name),
                    .counterparty = counterparty});
}

uint32_t ac_ledger_due_from(ac_ledger *ledger, ac_text owner, ac_text counterparty)
{
    return open_due(ledger, AC_ACCOUNT_ASSET, owner, counterparty);
}

uint32_t ac_ledger_due_to(ac_ledger *ledger, ac_text owner, ac_text counterparty)
{
    return open_due(ledger, AC_ACCOUNT_LIABILITY, owner, counterparty);
}

accord_money ac_ledger_balance_from(const ac_ledger *ledger, ac_text owner, ac_text counterparty)
{
    AC_SCOPED_BUFFER(name, AC_FIELD_BYTES_MAX);
    AC_SCOPED_BUFFER(full, AC_FIELD_BYTES_MAX);
    add_due_name(&name, AC_ACCOUNT_ASSET, counterparty);
    add_full_name(
        &full, ledger,
        &(ac_account){.class = AC_ACCOUNT_ASSET, .owner = owner, .name = ac_buffer_text(&name)});
    uint32_t found = ac_names_find(&ledger->names, ac_buffer_text(&full));
    if (found == AC_NAME_NONE) {
        return (accord_money){0};
    }
    return ledger->accounts[found].balance;
}

static accord_status check_date(const ac_ledger *ledger, const ac_entry *entry, accord_error *error)
{
    if (ledger->entry_count == 0 ||
        ledger->entries[ledger->entry_count - 1].date.day <= entry->date.day) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(last, 20);
    ac_date_add_iso(&last, ledger->entries[ledger->entry_count - 1].date);
    return ac_fail(
        error, ACCORD_EINPUT,
        "the entry %.*s is dated before the last entry, of %.*s; a ledger is only added to",
        AC_TEXT_ARG(entry->code), AC_TEXT_ARG(ac_buffer_text(&last)));
}

/* Whether the lines add to zero. Each line fits in 64 bits, so the sum of any number of them that
 * memory holds fits in 128. */
static accord_status check_sum(const ac_ledger *ledger, const ac_entry *entry, accord_error *error)
{
    wide sum = 0;
    for (size_t i = 0; i < entry->count; i++) {
        ac_assert(entry->postings[i].account < ledger->account_count);
        sum += entry->postings[i].amount.minor;
    }
    if (sum != 0) {
        return ac_fail(
            error, ACCORD_EINPUT, "the entry %.*s does not balance: its lines do not add to zero",
            AC_TEXT_ARG(entry->code));
    }
    return ac_ok();
}

/* Writes the lines and the balances that they leave; takes back what it has changed if one does not
 * fit. */
static accord_status
post_lines(ac_ledger *ledger, const ac_entry *entry, ac_posting *lines, accord_error *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < entry->count; i++) {
        ac_posting line = entry->postings[i];
        if (line.amount.minor == 0) {
            continue;
        }
        ac_account *account = &ledger->accounts[line.account];
        if (__builtin_add_overflow(
                account->balance.minor, line.amount.minor, &line.balance.minor)) {
            while (kept > 0) {
                kept--;
                ledger->accounts[lines[kept].account].balance.minor -= lines[kept].amount.minor;
            }
            return ac_fail(
                error, ACCORD_ERANGE, "the balance of %.*s is too large to be kept",
                AC_TEXT_ARG(account->full));
        }
        account->balance = line.balance;
        lines[kept++] = line;
    }
    return ac_ok();
}

accord_status ac_ledger_post(ac_ledger *ledger, const ac_entry *entry, accord_error *error)
{
    AC_TRY(check_date(ledger, entry, error));
    AC_TRY(check_sum(ledger, entry, error));
    size_t count = 0;
    for (size_t i = 0; i < entry->count; i++) {
        count += entry->postings[i].amount.minor != 0;
    }
    if (count == 0) {
        return ac_ok();
    }
    ac_posting *lines = AC_NEW_ARRAY(ledger->arena, ac_posting, count);
    AC_TRY(post_lines(ledger, entry, lines, error));
    AC_RESERVE(ledger->arena, ledger->entries, ledger->entry_count, ledger->entry_capacity);
    ledger->entries[ledger->entry_count++] = (ac_entry){
        .date = entry->date,
        .code = ac_text_copy(ledger->arena, entry->code),
        .title = ac_text_copy(ledger->arena, entry->title),
        .postings = lines,
        .count = count};
    return ac_ok();
}
