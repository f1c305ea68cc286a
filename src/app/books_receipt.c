/* SPDX-License-Identifier: MIT */
/* All that a settlement rests on and would post, as one text: what is approved is its hash, and
 * what settles anew has to come to its bytes. */

#include "app/books.h"
#include "value/date.h"

#include <inttypes.h>

static void add_entry(ac_buffer *text, const ac_kept_entry *entry)
{
    for (size_t i = 0; i < entry->count; i++) {
        const ac_kept_posting *line = &entry->postings[i];
        ac_buffer_addf(
            text, "%s,%.*s,", entry->shadow ? "shadow" : "live", AC_TEXT_ARG(entry->kind));
        ac_date_add_iso(text, entry->date);
        const ac_text fields[] = {entry->code, entry->title, line->class,
                                  line->owner, line->name,   line->counterparty};
        for (size_t j = 0; j < sizeof fields / sizeof fields[0]; j++) {
            ac_buffer_add_char(text, ',');
            ac_buffer_add_csv(text, fields[j]);
        }
        ac_buffer_addf(text, ",%" PRId64 "\n", line->amount);
    }
}

static void add_receipt(
    const ac_books_folder *folder, ac_text head, const ac_books_settled *settled, ac_buffer *text)
{
    ac_buffer_add_z(text, "item,value\nperiod,");
    ac_buffer_add_csv(text, settled->period);
    ac_buffer_add_z(text, "\nknown-by,");
    ac_date_add_iso(text, settled->known_by);
    ac_buffer_addf(
        text, "\nstanding,%s\ncontract,%.*s\nledger,%.*s\n",
        settled->provisional ? "provisional" : "final", AC_TEXT_ARG(folder->contract_hash),
        AC_TEXT_ARG(head));
    if (settled->accrues) {
        ac_buffer_add_z(text, "what is provisional,accrued\n");
    }
    if (settled->disputes.challenges > 0) {
        ac_buffer_addf(
            text, "challenges,%lld\nresolutions,%lld\n", (long long)settled->disputes.challenges,
            (long long)settled->disputes.resolutions);
    }
    for (size_t i = 0; i < folder->file_count; i++) {
        const ac_stored_file *file = &folder->files[i];
        if (file->known.day <= settled->known_by.day) {
            ac_buffer_addf(
                text, "file,%lld %.*s %.*s\n", (long long)file->number, AC_TEXT_ARG(file->sha256),
                AC_TEXT_ARG(file->name));
        }
    }
}

accord_status ac_books_settled_write(
    ac_arena *arena,
    const ac_books_folder *folder,
    ac_text head,
    ac_books_settled *settled,
    accord_error *error)
{
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    add_receipt(folder, head, settled, &text);
    ac_buffer_add_char(&text, '\n');
    ac_statement_add_csv(&text, settled->run.statement, &settled->filter);
    ac_buffer_add_z(
        &text, "\nledger,kind,date,code,title,class,owner,account,counterparty,amount\n");
    for (size_t i = 0; i < settled->count; i++) {
        add_entry(&text, &settled->entries[i]);
    }
    if (text.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "the settlement is larger than a store keeps");
    }
    settled->text = ac_text_copy(arena, ac_buffer_text(&text));
    ac_hash hash = ac_hash_of(settled->text);
    ac_hash_hex(&hash, settled->hash);
    return ac_ok();
}
