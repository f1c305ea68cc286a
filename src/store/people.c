/* SPDX-License-Identifier: MIT */
/* People and their secrets; this file alone includes sodium.h. */

#include "base/assert.h"
#include "base/limits.h"
#include "store/store.h"

#include <sodium.h>
#include <string.h>

enum { SECRET_BYTES_LEAST = 12 };

static void begin_sodium(void)
{
    int begun = sodium_init(); /* 0, or 1 where it was begun before */
    ac_assert(begun >= 0);
}

/* ---- The store's own identifier: random, so that a copy is told from another ---- */

accord_status ac_store_make(ac_db *db, ac_seconds at, accord_error *error)
{
    unsigned char bytes[(AC_STORE_IDENTIFIER_BYTES - 1) / 2];
    char identifier[AC_STORE_IDENTIFIER_BYTES];
    begin_sodium();
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2hex(identifier, sizeof identifier, bytes, sizeof bytes);
    const ac_db_value values[] = {ac_db_text(ac_text_of(identifier)), ac_db_integer(at)};
    return ac_db_run(db, AC_QUERY_STORE_ADD, values, 2, error);
}

accord_status ac_store_identity(
    ac_db *db, char identifier[AC_STORE_IDENTIFIER_BYTES], ac_seconds *made_at, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(ac_db_select(&scratch, db, AC_QUERY_STORE_GET, NULL, 0, &rows, error));
    if (rows.count != 1 || ac_db_cell(&rows, 0, 0)->bytes.size != AC_STORE_IDENTIFIER_BYTES - 1) {
        return ac_fail(error, ACCORD_ENO, "the store has lost what it is: restore a backup");
    }
    memcpy(identifier, ac_db_cell(&rows, 0, 0)->bytes.at, AC_STORE_IDENTIFIER_BYTES - 1);
    identifier[AC_STORE_IDENTIFIER_BYTES - 1] = '\0';
    *made_at = ac_db_cell(&rows, 0, 1)->integer;
    return ac_ok();
}

void ac_secret_draw(char secret[AC_HASH_HEX_BYTES])
{
    unsigned char bytes[(AC_HASH_HEX_BYTES - 1) / 2];
    begin_sodium();
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2hex(secret, AC_HASH_HEX_BYTES, bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
}

/* ---- People ---- */

static bool code_will_do(ac_text code)
{
    static const char others[] = "._-@";
    if (code.size == 0 || code.size > 64) {
        return false;
    }
    for (size_t i = 0; i < code.size; i++) {
        char c = code.at[i];
        bool kept = ac_is_letter(c) || ac_is_digit(c) || (c != '\0' && strchr(others, c) != NULL);
        if (!kept) {
            return false;
        }
    }
    return true;
}

accord_status ac_person_check_new(const ac_new_person *person, accord_error *error)
{
    ac_text code = person->code;
    size_t secret_bytes = person->secret.size;
    if (!code_will_do(code)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "\"%.*s\" will not do as the code of a person: up to 64 letters, digits and . _ - @ "
            "are expected, such as ada.lovelace",
            AC_TEXT_ARG(ac_text_slice(code, 0, code.size < 70 ? code.size : 70)));
    }
    if (ac_text_trim(person->name).size == 0 || person->name.size > 200) {
        return ac_fail(
            error, ACCORD_EINPUT, "the name of %.*s has to be 1 to 200 bytes long",
            AC_TEXT_ARG(code));
    }
    if (secret_bytes < SECRET_BYTES_LEAST || secret_bytes > AC_SECRET_BYTES_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT, "a secret has to be %d to %u bytes long", SECRET_BYTES_LEAST,
            AC_SECRET_BYTES_MAX);
    }
    return ac_ok();
}

/* What is kept of a secret. */
static bool hash_secret(ac_text secret, bool drawn, char verifier[crypto_pwhash_STRBYTES])
{
    begin_sodium();
    return crypto_pwhash_str(
               verifier, secret.at, secret.size,
               drawn ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE,
               drawn ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

static accord_status
find_person(ac_arena *arena, ac_db *db, ac_text code, ac_db_rows *rows, accord_error *error)
{
    const ac_db_value values[] = {ac_db_text(code)};
    return ac_db_select(arena, db, AC_QUERY_PERSON_GET, values, 1, rows, error);
}

accord_status
ac_person_add(ac_db *db, const ac_new_person *person, ac_seconds at, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_TRY(ac_person_check_new(person, error));
    ac_db_rows rows;
    AC_TRY(find_person(&scratch, db, person->code, &rows, error));
    if (rows.count > 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is a person %.*s already; a code is never given to another",
            AC_TEXT_ARG(person->code));
    }
    char verifier[crypto_pwhash_STRBYTES];
    if (!hash_secret(person->secret, person->drawn, verifier)) {
        return ac_fail(error, ACCORD_EIO, "there is not enough memory to keep a secret: 64 MB");
    }
    const ac_db_value values[] = {
        ac_db_text(person->code), ac_db_text(person->name), ac_db_text(ac_text_of(verifier)),
        ac_db_integer(at)};
    return ac_db_run(db, AC_QUERY_PERSON_ADD, values, 4, error);
}

accord_status ac_person_check(ac_db *db, ac_text code, ac_text secret, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(find_person(&scratch, db, code, &rows, error));
    bool good = false;
    begin_sodium();
    if (rows.count == 1 && ac_db_cell(&rows, 0, 4)->kind == AC_DB_NULL) {
        const char *verifier = ac_text_terminated(&scratch, ac_db_cell(&rows, 0, 2)->bytes);
        good = crypto_pwhash_str_verify(verifier, secret.at, secret.size) == 0;
    }
    if (!good) {
        /* Whoever may not act waits as long, so that the time tells nothing of who is there. */
        char unused[crypto_pwhash_STRBYTES];
        (void)hash_secret(secret, false, unused);
        return ac_fail(
            error, ACCORD_ENO,
            "%.*s may not act here: there is no such person, they have left, or that is not their "
            "secret",
            AC_TEXT_ARG(ac_text_slice(code, 0, code.size < 70 ? code.size : 70)));
    }
    return ac_ok();
}

accord_status ac_person_end(ac_db *db, ac_text code, ac_seconds at, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_db_rows rows;
    AC_TRY(find_person(&scratch, db, code, &rows, error));
    if (rows.count == 0 || ac_db_cell(&rows, 0, 4)->kind != AC_DB_NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "there is nobody of the code %.*s who may act",
            AC_TEXT_ARG(code));
    }
    const ac_db_value values[] = {ac_db_integer(at), ac_db_text(code)};
    return ac_db_run(db, AC_QUERY_PERSON_END, values, 2, error);
}

accord_status ac_person_list(
    ac_arena *arena, ac_db *db, const ac_person **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_PERSON_LIST, NULL, 0, &rows, error));
    ac_person *people = AC_NEW_ARRAY(arena, ac_person, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        people[i] = (ac_person){
            .code = ac_db_cell(&rows, i, 0)->bytes,
            .name = ac_db_cell(&rows, i, 1)->bytes,
            .verifier = ac_db_cell(&rows, i, 2)->bytes,
            .added_at = ac_db_cell(&rows, i, 3)->integer,
            .ended = ac_db_cell(&rows, i, 4)->kind != AC_DB_NULL,
            .ended_at = ac_db_cell(&rows, i, 4)->integer};
    }
    *list = people;
    *count = rows.count;
    return ac_ok();
}
