/* SPDX-License-Identifier: MIT */
/* The chain of what was done. Each entry's hash is over the hash before it and its own fields, so
 * that a change, a removal, an insertion or a swap breaks the chain from there on. A chain cut
 * short at its end, or an old copy of it, is whole in itself: only an anchor that was kept
 * elsewhere tells.
 */

#include "base/limits.h"
#include "store/store.h"

#include <inttypes.h>
#include <string.h>

/* Fields as JSON strings, so that no two entries have the same text. */
static void add_fields(ac_buffer *buffer, int64_t number, const ac_audit_entry *entry)
{
    ac_buffer_addf(buffer, "%" PRId64 "\n%" PRId64 "\n", number, entry->at);
    const ac_text fields[] = {entry->person, entry->action, entry->subject, entry->detail};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        ac_buffer_add_json(buffer, fields[i]);
        ac_buffer_add_char(buffer, '\n');
    }
}

static void hash_entry(
    const char *before, int64_t number, const ac_audit_entry *entry, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    ac_buffer_addf(&text, "%s\n", before);
    add_fields(&text, number, entry);
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
}

static void take_hash(char hex[AC_HASH_HEX_BYTES], ac_text text)
{
    size_t size = text.size < AC_HASH_HEX_BYTES ? text.size : AC_HASH_HEX_BYTES - 1;
    memcpy(hex, text.at, size);
    hex[size] = '\0';
}

accord_status ac_audit_end(ac_db *db, ac_anchor *anchor, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_AUDIT_LAST, NULL, 0, &rows, error));
    *anchor = (ac_anchor){0};
    if (rows.count > 0) {
        anchor->count = ac_db_cell(&rows, 0, 0)->integer;
        take_hash(anchor->hash, ac_db_cell(&rows, 0, 1)->bytes);
    }
    return ac_ok();
}

/* A clock that was put back would tell of things in another order than they were done. Who waited
 * for another, or counted rows for a while, took the time before that. */
static accord_status check_clock(ac_db *db, ac_seconds at, accord_error *error)
{
    enum { WAITED_SECONDS_MOST = 3600 };
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_AUDIT_LAST, NULL, 0, &rows, error));
    if (rows.count == 0 || ac_db_cell(&rows, 0, 2)->integer - WAITED_SECONDS_MOST <= at) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(last, 40);
    ac_seconds_add(&last, ac_db_cell(&rows, 0, 2)->integer);
    return ac_fail(
        error, ACCORD_EINPUT,
        "the clock of this machine is behind the last entry of the audit chain (%s): set it right "
        "first",
        last.bytes);
}

accord_status
ac_audit_add(ac_db *db, const ac_audit_entry *entry, ac_anchor *anchor, accord_error *error)
{
    ac_anchor end;
    AC_TRY(check_clock(db, entry->at, error));
    AC_TRY(ac_audit_end(db, &end, error));
    char hex[AC_HASH_HEX_BYTES];
    hash_entry(end.hash, end.count + 1, entry, hex);
    const ac_db_value values[] = {ac_db_integer(end.count + 1), ac_db_integer(entry->at),
                                  ac_db_text(entry->person),    ac_db_text(entry->action),
                                  ac_db_text(entry->subject),   ac_db_text(entry->detail),
                                  ac_db_text(ac_text_of(hex))};
    AC_TRY(ac_db_run(db, AC_QUERY_AUDIT_ADD, values, 7, error));
    if (anchor != NULL) {
        anchor->count = end.count + 1;
        memcpy(anchor->hash, hex, sizeof hex);
    }
    return ac_ok();
}

static accord_status
check_anchors(const ac_anchor *anchors, size_t count, const ac_anchor *at, accord_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (anchors[i].count == at->count && strcmp(anchors[i].hash, at->hash) != 0) {
            return ac_fail(
                error, ACCORD_ENO,
                "entry %" PRId64 " of the audit chain is not the one whose hash was kept (%s): the "
                "store is another one, or was changed",
                at->count, anchors[i].hash);
        }
    }
    return ac_ok();
}

static accord_status
check_entry(const ac_db_rows *rows, size_t row, ac_anchor *end, accord_error *error)
{
    const ac_audit_entry entry = {
        .at = ac_db_cell(rows, row, 1)->integer,
        .person = ac_db_cell(rows, row, 2)->bytes,
        .action = ac_db_cell(rows, row, 3)->bytes,
        .subject = ac_db_cell(rows, row, 4)->bytes,
        .detail = ac_db_cell(rows, row, 5)->bytes};
    int64_t number = ac_db_cell(rows, row, 0)->integer;
    if (number != end->count + 1) {
        return ac_fail(
            error, ACCORD_ENO, "entry %" PRId64 " of the audit chain is not there: it was removed",
            end->count + 1);
    }
    char hex[AC_HASH_HEX_BYTES];
    hash_entry(end->hash, number, &entry, hex);
    if (!ac_text_is(ac_db_cell(rows, row, 6)->bytes, hex)) {
        return ac_fail(
            error, ACCORD_ENO,
            "entry %" PRId64 " of the audit chain does not follow from the one before it: it was "
            "changed, or one was put in or taken out before it",
            number);
    }
    end->count = number;
    memcpy(end->hash, hex, sizeof hex);
    return ac_ok();
}

accord_status ac_audit_check(
    ac_db *db, const ac_anchor *anchors, size_t count, ac_anchor *end, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_AUDIT_LIST, NULL, 0, &rows, error));
    *end = (ac_anchor){0};
    for (size_t row = 0; row < rows.count; row++) {
        AC_TRY(check_entry(&rows, row, end, error));
        AC_TRY(check_anchors(anchors, count, end, error));
    }
    for (size_t i = 0; i < count; i++) {
        if (anchors[i].count > end->count) {
            return ac_fail(
                error, ACCORD_ENO,
                "the audit chain has %" PRId64 " entries, and entry %" PRId64
                " was kept: it was cut short, or an old copy was put in its place",
                end->count, anchors[i].count);
        }
    }
    return ac_ok();
}

accord_status ac_audit_list(
    ac_arena *arena, ac_db *db, const ac_audit_entry **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_AUDIT_LIST, NULL, 0, &rows, error));
    ac_audit_entry *made = AC_NEW_ARRAY(arena, ac_audit_entry, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_audit_entry){
            .at = ac_db_cell(&rows, i, 1)->integer,
            .person = ac_db_cell(&rows, i, 2)->bytes,
            .action = ac_db_cell(&rows, i, 3)->bytes,
            .subject = ac_db_cell(&rows, i, 4)->bytes,
            .detail = ac_db_cell(&rows, i, 5)->bytes};
    }
    *list = made;
    *count = rows.count;
    return ac_ok();
}
