/* SPDX-License-Identifier: MIT */
/* The store, over whichever database the test run names: SQLite in a folder of its own, or, where
 * ACCORD_TEST_POSTGRES is the address of a server with the schemas s0, s1, ..., PostgreSQL. */

#include "accord_test.h"
#include "store/store.h"
#include "test_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHERE_BYTES = 600, NOON = 43200 };

static const ac_text secret = {"correct horse battery", 21};

static test_folder folder;
static int places = 0;

/* A place where there is no store yet; another each time. */
static void new_place(char where[WHERE_BYTES])
{
    const char *server = getenv("ACCORD_TEST_POSTGRES");
    if (server != NULL) {
        (void)snprintf(where, WHERE_BYTES, "%s&options=-csearch_path%%3Ds%d", server, places++);
        return;
    }
    char name[20];
    (void)snprintf(name, sizeof name, "%d.db", places++);
    (void)snprintf(where, WHERE_BYTES, "%s", test_path(&folder, name));
}

static int make_folder(void **state)
{
    (void)state;
    test_folder_make(&folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    for (int i = 0; i < places && getenv("ACCORD_TEST_POSTGRES") == NULL; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "%d.db", i);
        test_remove(&folder, name);
    }
    test_remove(&folder, NULL);
    return 0;
}

static ac_db *open_at(const char *where, bool create)
{
    ac_db *db = NULL;
    accord_error error = {0};
    ac_db_options options = {.where = where, .create = create, .wait_seconds = 1};
    assert_accord_ok(ac_db_open(&options, &db, &error), error);
    return db;
}

static ac_db *new_store(void)
{
    char where[WHERE_BYTES];
    new_place(where);
    return open_at(where, true);
}

#define WRITE(db)                                                           \
    do {                                                                    \
        accord_error write_error = {0};                                     \
        assert_accord_ok(ac_db_begin_write(db, &write_error), write_error); \
    } while (0)
#define COMMIT(db)                                                       \
    do {                                                                 \
        accord_error commit_error = {0};                                 \
        assert_accord_ok(ac_db_commit(db, &commit_error), commit_error); \
    } while (0)

static void add_person(ac_db *db, const char *code)
{
    accord_error error = {0};
    const ac_new_person person = {ac_text_of(code), AC_TEXT("A Person"), secret, false};
    assert_accord_ok(ac_person_add(db, &person, NOON, &error), error);
}

static void every_query_fits_the_tables(void **state)
{
    (void)state;
    accord_error error = {0};
    AC_SCOPED_ARENA(arena);
    ac_db *db = new_store();
    assert_accord_ok(ac_db_prepare_all(db, &error), error);
    WRITE(db);
    assert_accord_ok(ac_db_check_whole(db, &error), error);
    assert_true(ac_db_version(&arena, db).size > 8);
    ac_db_close(db);
}

static void a_store_is_made_once_and_opened_again(void **state)
{
    (void)state;
    char where[WHERE_BYTES];
    new_place(where);
    accord_error error = {0};
    ac_db *db = NULL;
    ac_db_options options = {.where = where, .wait_seconds = 1};
    assert_int_not_equal(ac_db_open(&options, &db, &error).code, ACCORD_OK);
    db = open_at(where, true);
    WRITE(db);
    assert_accord_ok(ac_store_make(db, NOON, &error), error);
    ac_seconds made_at = 0;
    char identifier[AC_STORE_IDENTIFIER_BYTES];
    assert_accord_ok(ac_store_identity(db, identifier, &made_at, &error), error);
    COMMIT(db);
    ac_db_close(db);
    options.create = true;
    assert_int_equal(ac_db_open(&options, &db, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "there is a store already"));
    db = open_at(where, false);
    WRITE(db);
    char again[AC_STORE_IDENTIFIER_BYTES];
    assert_accord_ok(ac_store_identity(db, again, &made_at, &error), error);
    assert_string_equal(identifier, again);
    ac_db_close(db);
}

static void what_is_not_committed_is_not_there(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_db *db = new_store();
    const ac_person *people = NULL;
    size_t count = 0;
    WRITE(db);
    add_person(db, "ada");
    ac_db_undo(db);
    assert_accord_ok(ac_db_begin_read(db, &error), error);
    assert_accord_ok(ac_person_list(&arena, db, &people, &count, &error), error);
    assert_int_equal(count, 0);
    ac_db_close(db);
}

static void one_writes_at_a_time_and_the_other_is_told(void **state)
{
    (void)state;
    char where[WHERE_BYTES];
    new_place(where);
    accord_error error = {0};
    ac_db *first = open_at(where, true);
    ac_db *second = open_at(where, false);
    WRITE(first);
    assert_int_equal(ac_db_begin_write(second, &error).code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "another accord has been writing"));
    add_person(first, "ada");
    COMMIT(first);
    WRITE(second);
    const ac_new_person again = {AC_TEXT("ada"), AC_TEXT("B"), secret, false};
    assert_int_equal(ac_person_add(second, &again, NOON, &error).code, ACCORD_EINPUT);
    ac_db_close(second);
    ac_db_close(first);
}

static void only_a_person_with_their_secret_may_act(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_db *db = new_store();
    WRITE(db);
    add_person(db, "ada");
    add_person(db, "bob@trust.nhs.uk");
    assert_accord_ok(ac_person_check(db, AC_TEXT("ada"), secret, &error), error);
    assert_int_equal(
        ac_person_check(db, AC_TEXT("ada"), AC_TEXT("correct horse batterx"), &error).code,
        ACCORD_ENO);
    assert_int_equal(ac_person_check(db, AC_TEXT("eve"), secret, &error).code, ACCORD_ENO);
    assert_accord_ok(ac_person_end(db, AC_TEXT("ada"), NOON + 1, &error), error);
    assert_int_equal(ac_person_check(db, AC_TEXT("ada"), secret, &error).code, ACCORD_ENO);
    assert_int_equal(ac_person_end(db, AC_TEXT("ada"), NOON + 2, &error).code, ACCORD_EINPUT);
    const ac_person *people = NULL;
    size_t count = 0;
    assert_accord_ok(ac_person_list(&arena, db, &people, &count, &error), error);
    assert_int_equal(count, 2);
    assert_true(people[0].ended);
    assert_true(ac_text_is(people[1].code, "bob@trust.nhs.uk"));
    static const struct {
        const char *code;
        const char *name;
        const char *secret;
    } refused[] = {
        {"",     "N", "long enough secret"},
        {"a b",  "N", "long enough secret"},
        {"a\nb", "N", "long enough secret"},
        {"c",    " ", "long enough secret"},
        {"c",    "N", "short"             },
        {"ada",  "N", "long enough secret"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++) {
        const ac_new_person person = {
            ac_text_of(refused[i].code), ac_text_of(refused[i].name), ac_text_of(refused[i].secret),
            i % 2 == 0};
        assert_int_equal(ac_person_add(db, &person, NOON, &error).code, ACCORD_EINPUT);
    }
    ac_db_close(db);
}

/* A secret that was drawn is kept by a quick hash, any other by a slow one; both alone let act. */
static void a_drawn_secret_is_kept_by_a_quick_hash(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_db *db = new_store();
    char drawn[AC_HASH_HEX_BYTES];
    char other[AC_HASH_HEX_BYTES];
    ac_secret_draw(drawn);
    ac_secret_draw(other);
    WRITE(db);
    add_person(db, "chose");
    const ac_new_person person = {AC_TEXT("drew"), AC_TEXT("B"), ac_text_of(drawn), true};
    assert_accord_ok(ac_person_add(db, &person, NOON, &error), error);
    const ac_person *people = NULL;
    size_t count = 0;
    assert_accord_ok(ac_person_list(&arena, db, &people, &count, &error), error);
    assert_int_equal(count, 2);
    assert_true(ac_text_starts(people[0].verifier, AC_TEXT("$argon2id$v=19$m=65536,")));
    assert_true(ac_text_starts(people[1].verifier, AC_TEXT("$argon2id$v=19$m=8,")));
    assert_accord_ok(ac_person_check(db, AC_TEXT("drew"), ac_text_of(drawn), &error), error);
    assert_int_equal(
        ac_person_check(db, AC_TEXT("drew"), ac_text_of(other), &error).code, ACCORD_ENO);
    assert_int_equal(
        ac_person_check(db, AC_TEXT("chose"), ac_text_of(drawn), &error).code, ACCORD_ENO);
    ac_db_close(db);
}

static void a_file_is_kept_once_under_a_name(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_db *db = new_store();
    WRITE(db);
    add_person(db, "ada");
    static const char bytes[] = "a,b\n1,\0\xff\n'\\x";
    ac_text whole = {bytes, sizeof bytes - 1};
    ac_stored_file submission = {
        .name = AC_TEXT("lists.csv"),
        .kind = AC_TEXT("data"),
        .known = {16000},
        .person = AC_TEXT("ada"),
        .at = NOON};
    assert_accord_ok(ac_stored_file_add(db, &submission, whole, &error), error);
    assert_int_equal(ac_stored_file_add(db, &submission, whole, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "by ada at 1970-01-01T12:00:00Z (number 1)"));
    submission.name = AC_TEXT("other.csv");
    assert_accord_ok(ac_stored_file_add(db, &submission, whole, &error), error);
    submission.name = AC_TEXT("empty.csv");
    assert_accord_ok(ac_stored_file_add(db, &submission, AC_TEXT(""), &error), error);
    const ac_stored_file *list = NULL;
    size_t count = 0;
    assert_accord_ok(ac_stored_file_list(&arena, db, &list, &count, &error), error);
    assert_int_equal(count, 3);
    assert_int_equal(list[2].number, 3);
    assert_int_equal(list[0].known.day, 16000);
    assert_true(ac_text_equal(list[0].sha256, list[1].sha256));
    ac_text found;
    assert_accord_ok(ac_document_get(&arena, db, list[1].sha256, &found, &error), error);
    assert_true(ac_text_equal(found, whole));
    assert_accord_ok(ac_document_check_all(db, &count, &error), error);
    submission.name = AC_TEXT("by nobody");
    submission.person = AC_TEXT("eve");
    assert_int_equal(ac_stored_file_add(db, &submission, AC_TEXT("x"), &error).code, ACCORD_ENO);
    ac_db_close(db);
}

static void the_chain_holds_what_was_done(void **state)
{
    (void)state;
    accord_error error = {0};
    ac_db *db = new_store();
    ac_anchor anchors[3];
    ac_anchor end;
    WRITE(db);
    assert_accord_ok(ac_audit_check(db, NULL, 0, &end, &error), error);
    assert_int_equal(end.count, 0);
    for (int i = 0; i < 3; i++) {
        const ac_audit_entry entry = {
            .at = NOON + i,
            .person = AC_TEXT("ada"),
            .action = AC_TEXT("import"),
            .subject = AC_TEXT("x\n\"y"),
            .detail = AC_TEXT("")};
        assert_accord_ok(ac_audit_add(db, &entry, &anchors[i], &error), error);
        assert_int_equal(anchors[i].count, i + 1);
    }
    const ac_audit_entry early = {.at = NOON - 3601, .person = AC_TEXT("ada")};
    assert_int_equal(ac_audit_add(db, &early, NULL, &error).code, ACCORD_EINPUT);
    assert_non_null(strstr(error.message, "clock of this machine is behind"));
    COMMIT(db);
    WRITE(db);
    assert_accord_ok(ac_audit_check(db, anchors, 3, &end, &error), error);
    assert_int_equal(end.count, 3);
    assert_string_equal(end.hash, anchors[2].hash);
    ac_anchor other = anchors[1];
    other.hash[0] = other.hash[0] == '0' ? '1' : '0';
    assert_int_equal(ac_audit_check(db, &other, 1, &end, &error).code, ACCORD_ENO);
    assert_non_null(strstr(error.message, "entry 2 of the audit chain is not the one"));
    other.count = 4;
    assert_int_equal(ac_audit_check(db, &other, 1, &end, &error).code, ACCORD_ENO);
    assert_non_null(strstr(error.message, "cut short"));
    ac_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_fits_the_tables),
        cmocka_unit_test(a_store_is_made_once_and_opened_again),
        cmocka_unit_test(what_is_not_committed_is_not_there),
        cmocka_unit_test(one_writes_at_a_time_and_the_other_is_told),
        cmocka_unit_test(only_a_person_with_their_secret_may_act),
        cmocka_unit_test(a_drawn_secret_is_kept_by_a_quick_hash),
        cmocka_unit_test(a_file_is_kept_once_under_a_name),
        cmocka_unit_test(the_chain_holds_what_was_done),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
