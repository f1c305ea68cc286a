/* SPDX-License-Identifier: MIT */
/* Documents by the hash of their bytes, and the names under which they were brought in. */

#include "base/limits.h"
#include "store/store.h"
#include "value/date.h"

#include <inttypes.h>

void ac_seconds_add(ac_buffer *buffer, ac_seconds at)
{
    enum { DAY = 86400 };
    int64_t second = at % DAY;
    if (second < 0) {
        second += DAY;
    }
    accord_date day = {(int32_t)((at - second) / DAY)};
    ac_date_add_iso(buffer, day);
    ac_buffer_addf(
        buffer, "T%02d:%02d:%02dZ", (int)(second / 3600), (int)(second / 60 % 60),
        (int)(second % 60));
}

static accord_status
refuse_same(ac_db *db, const ac_stored_file *submission, ac_text source, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    enum { NO_DAY = -2000000000 }; /* as in the query */
    const ac_db_value values[] = {
        ac_db_text(submission->name), ac_db_text(source), ac_db_text(submission->plan),
        ac_db_integer(submission->covers_said ? submission->covers_from.day : NO_DAY),
        ac_db_text(submission->stage)};
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_SUBMISSION_SAME, values, 5, &rows, error));
    if (rows.count == 0) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(when, 40);
    ac_seconds_add(&when, ac_db_cell(&rows, 0, 3)->integer);
    bool counted = submission->account.size > 0; /* its name is of cells, which nobody brought */
    return ac_fail(
        error, ACCORD_EINPUT,
        "this very file was brought in before%s%.*s, by %.*s at %.*s (number %" PRId64
        "); nothing was changed",
        counted ? "" : " as ", counted ? 0 : (int)submission->name.size, submission->name.at,
        AC_TEXT_ARG(ac_db_cell(&rows, 0, 2)->bytes), AC_TEXT_ARG(ac_buffer_text(&when)),
        ac_db_cell(&rows, 0, 0)->integer);
}

/* Keeps the bytes, unless they are kept already under another name. */
static accord_status keep(ac_db *db, const char *hex, ac_text bytes, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    const ac_db_value key[] = {ac_db_text(ac_text_of(hex))};
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_DOCUMENT_HAS, key, 1, &rows, error));
    if (rows.count > 0) {
        return ac_ok();
    }
    const ac_db_value values[] = {key[0], ac_db_blob(bytes), ac_db_integer((int64_t)bytes.size)};
    return ac_db_run(db, AC_QUERY_DOCUMENT_ADD, values, 3, error);
}

static accord_status check_size(ac_text name, ac_text bytes, accord_error *error)
{
    if (bytes.size > AC_DOCUMENT_BYTES_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%.*s has %zu bytes; a store keeps files of up to %u",
            AC_TEXT_ARG(name), bytes.size, AC_DOCUMENT_BYTES_MAX);
    }
    return ac_ok();
}

accord_status
ac_document_keep(ac_db *db, ac_text bytes, char sha256[AC_HASH_HEX_BYTES], accord_error *error)
{
    AC_TRY(check_size(AC_TEXT("what is to be kept"), bytes, error));
    ac_hash hash = ac_hash_of(bytes);
    ac_hash_hex(&hash, sha256);
    return keep(db, sha256, bytes, error);
}

static ac_db_value day_or_null(bool said, accord_date day)
{
    return said ? ac_db_integer(day.day) : (ac_db_value){.kind = AC_DB_NULL};
}

accord_status
ac_stored_file_add(ac_db *db, ac_stored_file *submission, ac_text bytes, accord_error *error)
{
    AC_TRY(check_size(submission->name, bytes, error));
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(bytes);
    ac_hash_hex(&hash, hex);
    ac_text source = submission->source.size > 0 ? submission->source : ac_text_of(hex);
    AC_TRY(refuse_same(db, submission, source, error));
    AC_TRY(keep(db, hex, bytes, error));
    const ac_db_value values[] = {
        ac_db_text(submission->name),
        ac_db_text(submission->kind),
        ac_db_text(ac_text_of(hex)),
        ac_db_integer(submission->known.day),
        ac_db_text(submission->person),
        ac_db_integer(submission->at),
        day_or_null(submission->covers_said, submission->covers_from),
        day_or_null(submission->covers_said, submission->covers_until),
        ac_db_integer(submission->adds ? 1 : 0),
        ac_db_text(submission->stage),
        ac_db_text(source),
        submission->account.size > 0 ? ac_db_text(submission->account)
                                     : (ac_db_value){.kind = AC_DB_NULL},
        ac_db_text(submission->plan)};
    return ac_db_run(db, AC_QUERY_SUBMISSION_ADD, values, sizeof values / sizeof values[0], error);
}

static ac_stored_file stored_file_of(const ac_db_rows *rows, size_t i)
{
    const ac_db_value *from = ac_db_cell(rows, i, 7);
    return (ac_stored_file){
        .number = ac_db_cell(rows, i, 0)->integer,
        .name = ac_db_cell(rows, i, 1)->bytes,
        .kind = ac_db_cell(rows, i, 2)->bytes,
        .sha256 = ac_db_cell(rows, i, 3)->bytes,
        .known = {(int32_t)ac_db_cell(rows, i, 4)->integer},
        .person = ac_db_cell(rows, i, 5)->bytes,
        .at = ac_db_cell(rows, i, 6)->integer,
        .covers_said = from->kind != AC_DB_NULL,
        .covers_from = {(int32_t)from->integer},
        .covers_until = {(int32_t)ac_db_cell(rows, i, 8)->integer},
        .adds = ac_db_cell(rows, i, 9)->integer != 0,
        .stage = ac_db_cell(rows, i, 10)->bytes,
        .source = ac_db_cell(rows, i, 11)->bytes,
        .account = ac_db_cell(rows, i, 12)->bytes,
        .plan = ac_db_cell(rows, i, 13)->bytes};
}

accord_status ac_stored_file_list(
    ac_arena *arena, ac_db *db, const ac_stored_file **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_SUBMISSION_LIST, NULL, 0, &rows, error));
    ac_stored_file *submissions = AC_NEW_ARRAY(arena, ac_stored_file, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        submissions[i] = stored_file_of(&rows, i);
    }
    *list = submissions;
    *count = rows.count;
    return ac_ok();
}

accord_status
ac_document_get(ac_arena *arena, ac_db *db, ac_text sha256, ac_text *bytes, accord_error *error)
{
    const ac_db_value values[] = {ac_db_text(sha256)};
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_DOCUMENT_GET, values, 1, &rows, error));
    if (rows.count == 0) {
        return ac_fail(
            error, ACCORD_ENO, "the document %.*s is not in the store", AC_TEXT_ARG(sha256));
    }
    ac_text found = ac_db_cell(&rows, 0, 0)->bytes;
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(found);
    ac_hash_hex(&hash, hex);
    if (!ac_text_is(sha256, hex)) {
        return ac_fail(
            error, ACCORD_ENO,
            "the document %.*s is not what was brought in: its bytes were changed",
            AC_TEXT_ARG(sha256));
    }
    *bytes = found;
    return ac_ok();
}

static accord_status check_has(ac_db *db, ac_text sha256, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    const ac_db_value values[] = {ac_db_text(sha256)};
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_DOCUMENT_HAS, values, 1, &rows, error));
    return rows.count > 0 ? ac_ok()
                          : ac_fail(
                                error, ACCORD_ENO, "the document %.*s is not in the store",
                                AC_TEXT_ARG(sha256));
}

accord_status ac_document_check_all(ac_db *db, size_t *count, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    const ac_stored_file *list = NULL;
    ac_db_rows documents;
    AC_TRY(ac_db_select(&arena, db, AC_QUERY_DOCUMENT_LIST, NULL, 0, &documents, error));
    for (size_t i = 0; i < documents.count; i++) {
        AC_SCOPED_ARENA(scratch);
        ac_text sha256 = ac_db_cell(&documents, i, 0)->bytes;
        ac_text bytes = AC_TEXT("");
        AC_TRY(ac_document_get(&scratch, db, sha256, &bytes, error));
        if (ac_db_cell(&documents, i, 1)->integer != (int64_t)bytes.size) {
            return ac_fail(
                error, ACCORD_ENO, "the document %.*s has another size than the store says",
                AC_TEXT_ARG(sha256));
        }
    }
    AC_TRY(ac_stored_file_list(&arena, db, &list, count, error));
    for (size_t i = 0; i < *count; i++) {
        AC_TRY(check_has(db, list[i].sha256, error));
        if (list[i].account.size > 0) {
            AC_TRY(check_has(db, list[i].account, error));
        }
    }
    return ac_ok();
}
