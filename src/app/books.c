/* SPDX-License-Identifier: MIT */
/* Stores are made, the people who act on them come and go, and what is settled is kept. Each change
 * ends in the chain. */

#include "app/books.h"

#include "value/date.h"
#include "value/moment.h"

#include <unistd.h>

accord_status ac_books_note(
    const ac_books *books,
    const char *action,
    ac_text subject,
    ac_text detail,
    ac_anchor *anchor,
    accord_error *error)
{
    const ac_audit_entry entry = {
        .at = books->at,
        .person = books->person,
        .action = ac_text_of(action),
        .subject = subject,
        .detail = detail};
    return ac_audit_add(books->db, &entry, anchor, error);
}

void ac_books_person_hash(const ac_person *person, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    const ac_text fields[] = {person->code, person->name, person->verifier};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        ac_buffer_add_json(&text, fields[i]);
        ac_buffer_add_char(&text, '\n');
    }
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
}

/* Adds a person, and to the chain what is kept of them. */
static accord_status add_person(
    const ac_books *books, const ac_new_person *person, ac_anchor *anchor, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    const ac_person *list = NULL;
    size_t count = 0;
    char hex[AC_HASH_HEX_BYTES] = "";
    AC_TRY(ac_person_add(books->db, person, books->at, error));
    AC_TRY(ac_person_list(&scratch, books->db, &list, &count, error));
    for (size_t i = 0; i < count; i++) {
        if (ac_text_equal(list[i].code, person->code)) {
            ac_books_person_hash(&list[i], hex);
        }
    }
    return ac_books_note(books, "person add", person->code, ac_text_of(hex), anchor, error);
}

static accord_status
make(const ac_books *books, const ac_new_person *first, ac_anchor *anchor, accord_error *error)
{
    char identifier[AC_STORE_IDENTIFIER_BYTES];
    ac_seconds made_at = 0;
    AC_TRY(ac_db_begin_write(books->db, error));
    AC_TRY(ac_store_make(books->db, books->at, error));
    AC_TRY(ac_store_identity(books->db, identifier, &made_at, error));
    AC_TRY(ac_books_note(books, "init", ac_text_of(identifier), AC_TEXT(""), anchor, error));
    AC_TRY(add_person(books, first, anchor, error));
    return ac_db_commit(books->db, error);
}

accord_status ac_books_init(
    const char *where,
    const ac_new_person *first,
    ac_seconds at,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_SCOPED_DB(db);
    const ac_db_options options = {.where = where, .create = true};
    AC_TRY(ac_person_check_new(first, error));
    AC_TRY(ac_db_open(&options, &db, error));
    const ac_books books = {.db = db, .person = first->code, .at = at};
    accord_status status = make(&books, first, anchor, error);
    if (status.code != ACCORD_OK) {
        ac_db_undo(db);
        (void)unlink(where); /* an address of a server is no path, and is not there */
    }
    return status;
}

accord_status ac_books_begin(const ac_books *books, accord_error *error)
{
    AC_TRY(ac_db_begin_write(books->db, error));
    accord_status status = ac_person_check(books->db, books->person, books->secret, error);
    if (status.code != ACCORD_OK) {
        ac_db_undo(books->db);
    }
    return status;
}

accord_status ac_books_end(const ac_books *books, accord_status status, accord_error *error)
{
    if (status.code != ACCORD_OK) {
        ac_db_undo(books->db);
        return status;
    }
    return ac_db_commit(books->db, error);
}

accord_status ac_books_person_add(
    const ac_books *books, const ac_new_person *person, ac_anchor *anchor, accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, add_person(books, person, anchor, error), error);
}

static size_t count_acting(const ac_person *list, size_t count)
{
    size_t acting = 0;
    for (size_t i = 0; i < count; i++) {
        acting += list[i].ended ? 0 : 1;
    }
    return acting;
}

static accord_status
end_person(const ac_books *books, ac_text code, ac_anchor *anchor, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    const ac_person *list = NULL;
    size_t count = 0;
    AC_TRY(ac_person_end(books->db, code, books->at, error));
    AC_TRY(ac_person_list(&scratch, books->db, &list, &count, error));
    if (count_acting(list, count) == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%.*s is the last who may act: add another person first, or nobody can use the store",
            AC_TEXT_ARG(code));
    }
    return ac_books_note(books, "person end", code, AC_TEXT(""), anchor, error);
}

accord_status
ac_books_person_end(const ac_books *books, ac_text code, ac_anchor *anchor, accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, end_person(books, code, anchor, error), error);
}

/* ---- Settlements ---- */

/* No closing looks from an earlier day than the one before, so that a day to come would keep every
 * other period open until it is there. */
static accord_status check_come(const ac_books *books, accord_date known_by, accord_error *error)
{
    if (known_by.day <= ac_moment_london_day(books->at).day) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(day, 20);
    ac_date_add_iso(&day, known_by);
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s has not come yet, and nobody knows what will be known by then: name a day that has "
        "come, or look ahead with --dry-run",
        day.bytes);
}

accord_status ac_books_keep_settlement(
    const ac_books *books, const ac_books_settled *settled, int64_t *number, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    char hex[AC_HASH_HEX_BYTES];
    char hex_row[AC_HASH_HEX_BYTES];
    const ac_settlement *list = NULL;
    size_t count = 0;
    AC_TRY(check_come(books, settled->known_by, error));
    AC_TRY(ac_document_keep(books->db, settled->text, hex, error));
    AC_TRY(ac_settlement_list(&scratch, books->db, &list, &count, error));
    const ac_settlement made = {
        .number = (int64_t)count + 1,
        .period = settled->period,
        .known_by = settled->known_by,
        .upto = settled->upto,
        .disputes = settled->disputes,
        .accrues = settled->accrues,
        .keeps_due = settled->accrues,
        .sha256 = ac_text_of(hex),
        .person = books->person,
        .at = books->at};
    AC_TRY(ac_settlement_add(books->db, &made, error));
    *number = made.number;
    ac_settlement_hash(&made, hex_row);
    AC_TRY(ac_books_note(books, "settle", made.sha256, made.period, NULL, error));
    return ac_books_note(books, "settlement", ac_text_of(hex_row), made.period, NULL, error);
}
