/* SPDX-License-Identifier: MIT */
/* The ledger as a plain-text journal. Both hledger and ledger read it, add it up again and hold it
 * to the balance that stands after each line; only the words for a currency's form differ. */

#include "ledger/ledger.h"
#include "value/date.h"
#include "value/money.h"

/* Text of a contract, kept to one line; a semicolon would begin a comment. */
static void add_words(ac_buffer *buffer, ac_text words)
{
    for (size_t i = 0; i < words.size; i++) {
        char c = words.at[i];
        bool kept = (unsigned char)c >= ' ' && c != ';' && c != '|' && c != '\x7f';
        ac_buffer_add_char(buffer, kept ? c : ' ');
    }
}

static void add_amount(ac_buffer *buffer, const ac_ledger *ledger, accord_money amount)
{
    ac_buffer_add(buffer, ledger->currency);
    ac_buffer_add_char(buffer, ' ');
    ac_money_add_decimal(buffer, amount, ledger->places);
}

static void add_currency(ac_buffer *buffer, const ac_ledger *ledger, ac_journal_format format)
{
    ac_buffer_addf(
        buffer, "commodity %.*s\n    format %.*s 1000", AC_TEXT_ARG(ledger->currency),
        AC_TEXT_ARG(ledger->currency));
    if (ledger->places > 0) {
        ac_buffer_add_char(buffer, '.');
        ac_buffer_add_repeated(buffer, '0', (size_t)ledger->places);
    } else if (format == AC_JOURNAL_HLEDGER) {
        ac_buffer_add_char(buffer, '.'); /* it wants a decimal mark, with nothing after it */
    }
    ac_buffer_add_z(buffer, "\n\n");
}

static void add_entry(ac_buffer *buffer, const ac_ledger *ledger, const ac_entry *entry)
{
    ac_buffer_add_char(buffer, '\n');
    ac_date_add_iso(buffer, entry->date);
    ac_buffer_add_z(buffer, " (");
    add_words(buffer, entry->code);
    ac_buffer_add_z(buffer, ") ");
    add_words(buffer, entry->title);
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < entry->count; i++) {
        const ac_posting *line = &entry->postings[i];
        ac_buffer_add_z(buffer, "    ");
        ac_buffer_add(buffer, ledger->accounts[line->account].full);
        ac_buffer_add_z(buffer, "  ");
        add_amount(buffer, ledger, line->amount);
        ac_buffer_add_z(buffer, " = ");
        add_amount(buffer, ledger, line->balance);
        ac_buffer_add_char(buffer, '\n');
    }
}

void ac_ledger_add_journal(
    ac_buffer *buffer, const ac_ledger *ledger, ac_text heading, ac_journal_format format)
{
    ac_buffer_add_z(buffer, "; ");
    add_words(buffer, heading);
    ac_buffer_add_z(
        buffer,
        ledger->shadow ? "\n; SHADOW: a rehearsal, of which nothing is payable\n\n" : "\n\n");
    add_currency(buffer, ledger, format);
    for (size_t a = 0; a < ledger->account_count; a++) {
        ac_buffer_addf(buffer, "account %.*s\n", AC_TEXT_ARG(ledger->accounts[a].full));
    }
    for (size_t e = 0; e < ledger->entry_count; e++) {
        add_entry(buffer, ledger, &ledger->entries[e]);
    }
}
