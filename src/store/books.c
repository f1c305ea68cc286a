/* SPDX-License-Identifier: MIT */
/* Settlements by number, and the entries of the ledger in a chain: the hash of each is over the
 * hash before it, its own fields and its lines. */

#include "store/books.h"

#include "base/limits.h"

#include <inttypes.h>
#include <string.h>

/* ---- Settlements ---- */

static ac_settlement settlement_of(const ac_db_rows *rows, size_t i)
{
    return (ac_settlement){
        .number = ac_db_cell(rows, i, 0)->integer,
        .period = ac_db_cell(rows, i, 1)->bytes,
        .known_by = {(int32_t)ac_db_cell(rows,       i, 2)->integer },
        .upto = ac_db_cell(rows, i, 3)->integer,
        .sha256 = ac_db_cell(rows, i, 4)->bytes,
        .person = ac_db_cell(rows, i, 5)->bytes,
        .at = ac_db_cell(rows, i, 6)->integer,
        .approved_sha256 = ac_db_cell(rows, i, 7)->bytes,
        .approved_by = ac_db_cell(rows, i, 8)->bytes,
        .approved_at = ac_db_cell(rows, i, 9)->integer,
        .closing = ac_db_cell(rows, i, 10)->integer,
        .closed_by = ac_db_cell(rows, i, 11)->bytes,
        .closed_at = ac_db_cell(rows, i, 12)->integer,
        .closed_period = ac_db_cell(rows, i, 13)->bytes,
        .disputes =
            { .challenges = ac_db_cell(rows, i, 14)->integer,
                     .resolutions = ac_db_cell(rows, i, 15)->integer},
        .accrues = ac_db_cell(rows, i, 16)->integer != 0,
        .keeps_due = ac_db_cell(rows, i, 17)->integer != 0
    };
}

accord_status ac_settlement_list(
    ac_arena *arena, ac_db *db, const ac_settlement **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_SETTLEMENT_LIST, NULL, 0, &rows, error));
    ac_settlement *made = AC_NEW_ARRAY(arena, ac_settlement, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = settlement_of(&rows, i);
    }
    *list = made;
    *count = rows.count;
    return ac_ok();
}

const ac_settlement *ac_settlement_closed(const ac_settlement *list, size_t count, ac_text period)
{
    const ac_settlement *closed = NULL;
    for (size_t i = 0; i < count; i++) {
        bool here = list[i].closing > 0 && ac_text_equal(list[i].period, period);
        closed = here ? &list[i] : closed;
    }
    return closed;
}

accord_status ac_settlement_add(ac_db *db, const ac_settlement *settlement, accord_error *error)
{
    const ac_db_value values[] = {
        ac_db_integer(settlement->number),
        ac_db_text(settlement->period),
        ac_db_integer(settlement->known_by.day),
        ac_db_integer(settlement->upto),
        ac_db_text(settlement->sha256),
        ac_db_text(settlement->person),
        ac_db_integer(settlement->at),
        ac_db_integer(settlement->disputes.challenges),
        ac_db_integer(settlement->disputes.resolutions),
        ac_db_integer(settlement->accrues ? 1 : 0),
        ac_db_integer(settlement->keeps_due ? 1 : 0)};
    return ac_db_run(db, AC_QUERY_SETTLEMENT_ADD, values, sizeof values / sizeof values[0], error);
}

void ac_settlement_hash(const ac_settlement *settlement, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    const ac_text texts[] = {settlement->period, settlement->sha256, settlement->person};
    ac_buffer_addf(
        &text, "%" PRId64 " %" PRId32 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "%s%s\n",
        settlement->number, settlement->known_by.day, settlement->upto, settlement->at,
        settlement->disputes.challenges, settlement->disputes.resolutions,
        settlement->accrues ? " accrues" : "", settlement->keeps_due ? " keeps due" : "");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ac_buffer_add_json(&text, texts[i]);
        ac_buffer_add_char(&text, '\n');
    }
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
}

accord_status ac_approval_add(
    ac_db *db, const ac_settlement *settlement, ac_text person, ac_seconds at, accord_error *error)
{
    const ac_db_value values[] = {
        ac_db_integer(settlement->number), ac_db_text(settlement->sha256), ac_db_text(person),
        ac_db_integer(at)};
    return ac_db_run(db, AC_QUERY_APPROVAL_ADD, values, 4, error);
}

accord_status ac_closing_add(
    ac_db *db,
    int64_t number,
    const ac_settlement *settlement,
    ac_text person,
    ac_seconds at,
    accord_error *error)
{
    const ac_db_value values[] = {
        ac_db_integer(number), ac_db_text(settlement->period), ac_db_integer(settlement->number),
        ac_db_text(person), ac_db_integer(at)};
    return ac_db_run(db, AC_QUERY_CLOSING_ADD, values, 5, error);
}

/* ---- The ledger ---- */

/* Text as JSON strings, so that no two entries have the same. */
static void hash_entry(ac_text before, const ac_kept_entry *entry, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    ac_buffer_addf(
        &text, "%.*s\n%" PRId64 "\n%" PRId64 "\n%s\n%" PRId32 "\n", AC_TEXT_ARG(before),
        entry->number, entry->closing, entry->shadow ? "shadow" : "live", entry->date.day);
    const ac_text fields[] = {entry->kind, entry->code, entry->title};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        ac_buffer_add_json(&text, fields[i]);
        ac_buffer_add_char(&text, '\n');
    }
    for (size_t i = 0; i < entry->count; i++) {
        const ac_kept_posting *line = &entry->postings[i];
        const ac_text parts[] = {line->class, line->owner, line->name, line->counterparty};
        for (size_t j = 0; j < sizeof parts / sizeof parts[0]; j++) {
            ac_buffer_add_json(&text, parts[j]);
            ac_buffer_add_char(&text, ' ');
        }
        ac_buffer_addf(&text, "%" PRId64 "\n", line->amount);
    }
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
}

static accord_status
add_postings(ac_db *db, const ac_kept_entry *entry, int64_t number, accord_error *error)
{
    for (size_t i = 0; i < entry->count; i++) {
        const ac_kept_posting *line = &entry->postings[i];
        const ac_db_value values[] = {ac_db_integer(number),      ac_db_integer((int64_t)i + 1),
                                      ac_db_text(line->class),    ac_db_text(line->owner),
                                      ac_db_text(line->name),     ac_db_text(line->counterparty),
                                      ac_db_integer(line->amount)};
        AC_TRY(ac_db_run(db, AC_QUERY_POSTING_ADD, values, 7, error));
    }
    return ac_ok();
}

accord_status ac_entry_add(ac_db *db, const ac_kept_entry *entry, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_ENTRY_LAST, NULL, 0, &rows, error));
    ac_text before = rows.count > 0 ? ac_db_cell(&rows, 0, 1)->bytes : AC_TEXT("");
    ac_kept_entry made = *entry;
    made.number = rows.count > 0 ? ac_db_cell(&rows, 0, 0)->integer + 1 : 1;
    char hex[AC_HASH_HEX_BYTES];
    hash_entry(before, &made, hex);
    const ac_db_value values[] = {
        ac_db_integer(made.number),
        ac_db_integer(made.closing),
        ac_db_text(made.shadow ? AC_TEXT("shadow") : AC_TEXT("live")),
        ac_db_text(made.kind),
        ac_db_integer(made.date.day),
        ac_db_text(made.code),
        ac_db_text(made.title),
        ac_db_text(ac_text_of(hex))};
    AC_TRY(ac_db_run(db, AC_QUERY_ENTRY_ADD, values, 8, error));
    return add_postings(db, &made, made.number, error);
}

static ac_kept_entry entry_of(const ac_db_rows *rows, size_t i)
{
    return (ac_kept_entry){
        .number = ac_db_cell(rows, i, 0)->integer,
        .closing = ac_db_cell(rows, i, 1)->integer,
        .shadow = ac_text_is(ac_db_cell(rows, i, 2)->bytes, "shadow"),
        .kind = ac_db_cell(rows, i, 3)->bytes,
        .date = {(int32_t)ac_db_cell(rows, i, 4)->integer},
        .code = ac_db_cell(rows, i, 5)->bytes,
        .title = ac_db_cell(rows, i, 6)->bytes,
        .hash = ac_db_cell(rows, i, 7)->bytes};
}

/* Takes the lines of an entry, which follow one another, and holds them to adding up to zero. */
static accord_status take_postings(
    ac_arena *arena, const ac_db_rows *rows, size_t *at, ac_kept_entry *entry, accord_error *error)
{
    size_t until = *at;
    while (until < rows->count && ac_db_cell(rows, until, 0)->integer == entry->number) {
        until++;
    }
    ac_kept_posting *lines = AC_NEW_ARRAY(arena, ac_kept_posting, until - *at);
    int64_t sum = 0;
    bool fits = true;
    for (size_t i = *at; i < until; i++) {
        ac_kept_posting *line = &lines[entry->count++];
        *line = (ac_kept_posting){
            .class = ac_db_cell(rows, i, 2)->bytes,
            .owner = ac_db_cell(rows, i, 3)->bytes,
            .name = ac_db_cell(rows, i, 4)->bytes,
            .counterparty = ac_db_cell(rows, i, 5)->bytes,
            .amount = ac_db_cell(rows, i, 6)->integer};
        fits = fits && !__builtin_add_overflow(sum, line->amount, &sum);
    }
    entry->postings = lines;
    *at = until;
    if (!fits || sum != 0) {
        return ac_fail(
            error, ACCORD_ENO, "entry %" PRId64 " of the ledger (%.*s) does not add up to zero",
            entry->number, AC_TEXT_ARG(entry->code));
    }
    return ac_ok();
}

static accord_status
check_entry(const ac_kept_entry *entry, int64_t number, ac_text before, accord_error *error)
{
    char hex[AC_HASH_HEX_BYTES];
    if (entry->number != number) {
        return ac_fail(
            error, ACCORD_ENO, "entry %" PRId64 " of the ledger is not there: it was removed",
            number);
    }
    hash_entry(before, entry, hex);
    if (!ac_text_is(entry->hash, hex)) {
        return ac_fail(
            error, ACCORD_ENO,
            "entry %" PRId64 " of the ledger (%.*s) does not follow from the one before it: it was "
            "changed, or one was put in or taken out before it",
            number, AC_TEXT_ARG(entry->code));
    }
    return ac_ok();
}

accord_status ac_entry_list(
    ac_arena *arena,
    ac_db *db,
    const ac_kept_entry **list,
    size_t *count,
    char head[AC_HASH_HEX_BYTES],
    accord_error *error)
{
    ac_db_rows rows;
    ac_db_rows lines;
    size_t at = 0;
    ac_text before = AC_TEXT("");
    AC_TRY(ac_db_select(arena, db, AC_QUERY_ENTRY_LIST, NULL, 0, &rows, error));
    AC_TRY(ac_db_select(arena, db, AC_QUERY_POSTING_LIST, NULL, 0, &lines, error));
    ac_kept_entry *made = AC_NEW_ARRAY(arena, ac_kept_entry, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = entry_of(&rows, i);
        AC_TRY(take_postings(arena, &lines, &at, &made[i], error));
        AC_TRY(check_entry(&made[i], (int64_t)i + 1, before, error));
        before = made[i].hash;
    }
    if (at < lines.count) {
        return ac_fail(
            error, ACCORD_ENO, "the ledger has lines of entry %" PRId64 ", which is not there",
            ac_db_cell(&lines, at, 0)->integer);
    }
    memcpy(head, before.at, before.size);
    head[before.size] = '\0';
    *list = made;
    *count = rows.count;
    return ac_ok();
}
