/* SPDX-License-Identifier: MIT */
/* Rows of challenges. What is written and what is hashed is one list of values. */

#include "store/challenges.h"

#include "base/limits.h"

#include <inttypes.h>

/* Text as JSON strings, so that no two rows have the same. */
static void hash_values(const ac_db_value *values, size_t count, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (values[i].kind == AC_DB_INTEGER) {
            ac_buffer_addf(&text, "%" PRId64 "\n", values[i].integer);
        } else {
            ac_buffer_add_json(&text, values[i].bytes);
            ac_buffer_add_char(&text, '\n');
        }
    }
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
}

#define DEADLINE_VALUES(d)                                                                     \
    ac_db_integer((d)->number), ac_db_text((d)->period), ac_db_integer((d)->challenge_by.day), \
        ac_db_integer((d)->reply_by.day), ac_db_text((d)->person), ac_db_integer((d)->at)
enum { DEADLINE_COLUMNS = 6 };

accord_status ac_deadline_add(ac_db *db, const ac_deadline *deadline, accord_error *error)
{
    const ac_db_value values[DEADLINE_COLUMNS] = {DEADLINE_VALUES(deadline)};
    return ac_db_run(db, AC_QUERY_DEADLINE_ADD, values, DEADLINE_COLUMNS, error);
}

void ac_deadline_hash(const ac_deadline *deadline, char hex[AC_HASH_HEX_BYTES])
{
    const ac_db_value values[DEADLINE_COLUMNS] = {DEADLINE_VALUES(deadline)};
    hash_values(values, DEADLINE_COLUMNS, hex);
}

#define CHALLENGE_VALUES(c)                                                                 \
    ac_db_integer((c)->number), ac_db_text((c)->period), ac_db_text((c)->code),             \
        ac_db_integer((c)->shadow ? 1 : 0), ac_db_text((c)->payer), ac_db_text((c)->payee), \
        ac_db_integer((c)->value), ac_db_text((c)->reason), ac_db_text((c)->rule),          \
        ac_db_text((c)->reference), ac_db_text((c)->owner), ac_db_integer((c)->due.day),    \
        ac_db_text((c)->note), ac_db_text((c)->person), ac_db_integer((c)->at)
enum { CHALLENGE_COLUMNS = 15 };

accord_status ac_challenge_add(ac_db *db, const ac_challenge *challenge, accord_error *error)
{
    const ac_db_value values[CHALLENGE_COLUMNS] = {CHALLENGE_VALUES(challenge)};
    return ac_db_run(db, AC_QUERY_CHALLENGE_ADD, values, CHALLENGE_COLUMNS, error);
}

void ac_challenge_hash(const ac_challenge *challenge, char hex[AC_HASH_HEX_BYTES])
{
    const ac_db_value values[CHALLENGE_COLUMNS] = {CHALLENGE_VALUES(challenge)};
    hash_values(values, CHALLENGE_COLUMNS, hex);
}

#define REPLY_VALUES(r)                                                                 \
    ac_db_integer((r)->number), ac_db_integer((r)->challenge), ac_db_text((r)->answer), \
        ac_db_integer((r)->accepted), ac_db_text((r)->evidence), ac_db_text((r)->file), \
        ac_db_text((r)->person), ac_db_integer((r)->at)
enum { REPLY_COLUMNS = 8 };

accord_status ac_reply_add(ac_db *db, const ac_reply *reply, accord_error *error)
{
    const ac_db_value values[REPLY_COLUMNS] = {REPLY_VALUES(reply)};
    return ac_db_run(db, AC_QUERY_REPLY_ADD, values, REPLY_COLUMNS, error);
}

void ac_reply_hash(const ac_reply *reply, char hex[AC_HASH_HEX_BYTES])
{
    const ac_db_value values[REPLY_COLUMNS] = {REPLY_VALUES(reply)};
    hash_values(values, REPLY_COLUMNS, hex);
}

#define RESOLUTION_VALUES(r)                                                               \
    ac_db_integer((r)->number), ac_db_integer((r)->challenge), ac_db_integer((r)->upheld), \
        ac_db_text((r)->way), ac_db_text((r)->note), ac_db_text((r)->person),              \
        ac_db_integer((r)->at)
enum { RESOLUTION_COLUMNS = 7 };

accord_status ac_resolution_add(ac_db *db, const ac_resolution *resolution, accord_error *error)
{
    const ac_db_value values[RESOLUTION_COLUMNS] = {RESOLUTION_VALUES(resolution)};
    return ac_db_run(db, AC_QUERY_RESOLUTION_ADD, values, RESOLUTION_COLUMNS, error);
}

void ac_resolution_hash(const ac_resolution *resolution, char hex[AC_HASH_HEX_BYTES])
{
    const ac_db_value values[RESOLUTION_COLUMNS] = {RESOLUTION_VALUES(resolution)};
    hash_values(values, RESOLUTION_COLUMNS, hex);
}

/* ---- Reading ---- */

static int64_t integer_at(const ac_db_rows *rows, size_t row, size_t column)
{
    return ac_db_cell(rows, row, column)->integer;
}

static ac_text text_at(const ac_db_rows *rows, size_t row, size_t column)
{
    return ac_db_cell(rows, row, column)->bytes;
}

static accord_date day_at(const ac_db_rows *rows, size_t row, size_t column)
{
    return (accord_date){(int32_t)integer_at(rows, row, column)};
}

static accord_status
read_deadlines(ac_arena *arena, ac_db *db, ac_challenges *out, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_DEADLINE_LIST, NULL, 0, &rows, error));
    ac_deadline *made = AC_NEW_ARRAY(arena, ac_deadline, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_deadline){
            .number = integer_at(&rows, i, 0),
            .period = text_at(&rows, i, 1),
            .challenge_by = day_at(&rows, i, 2),
            .reply_by = day_at(&rows, i, 3),
            .person = text_at(&rows, i, 4),
            .at = integer_at(&rows, i, 5)};
    }
    out->deadlines = made;
    out->deadline_count = rows.count;
    return ac_ok();
}

static accord_status read_list(ac_arena *arena, ac_db *db, ac_challenges *out, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_CHALLENGE_LIST, NULL, 0, &rows, error));
    ac_challenge *made = AC_NEW_ARRAY(arena, ac_challenge, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_challenge){
            .number = integer_at(&rows, i, 0),
            .period = text_at(&rows, i, 1),
            .code = text_at(&rows, i, 2),
            .shadow = integer_at(&rows, i, 3) != 0,
            .payer = text_at(&rows, i, 4),
            .payee = text_at(&rows, i, 5),
            .value = integer_at(&rows, i, 6),
            .reason = text_at(&rows, i, 7),
            .rule = text_at(&rows, i, 8),
            .reference = text_at(&rows, i, 9),
            .owner = text_at(&rows, i, 10),
            .due = day_at(&rows, i, 11),
            .note = text_at(&rows, i, 12),
            .person = text_at(&rows, i, 13),
            .at = integer_at(&rows, i, 14)};
    }
    out->list = made;
    out->count = rows.count;
    return ac_ok();
}

static accord_status
read_replies(ac_arena *arena, ac_db *db, ac_challenges *out, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_REPLY_LIST, NULL, 0, &rows, error));
    ac_reply *made = AC_NEW_ARRAY(arena, ac_reply, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_reply){
            .number = integer_at(&rows, i, 0),
            .challenge = integer_at(&rows, i, 1),
            .answer = text_at(&rows, i, 2),
            .accepted = integer_at(&rows, i, 3),
            .evidence = text_at(&rows, i, 4),
            .file = text_at(&rows, i, 5),
            .person = text_at(&rows, i, 6),
            .at = integer_at(&rows, i, 7)};
    }
    out->replies = made;
    out->reply_count = rows.count;
    return ac_ok();
}

static accord_status
read_resolutions(ac_arena *arena, ac_db *db, ac_challenges *out, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_RESOLUTION_LIST, NULL, 0, &rows, error));
    ac_resolution *made = AC_NEW_ARRAY(arena, ac_resolution, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_resolution){
            .number = integer_at(&rows, i, 0),
            .challenge = integer_at(&rows, i, 1),
            .upheld = integer_at(&rows, i, 2),
            .way = text_at(&rows, i, 3),
            .note = text_at(&rows, i, 4),
            .person = text_at(&rows, i, 5),
            .at = integer_at(&rows, i, 6)};
    }
    out->resolutions = made;
    out->resolution_count = rows.count;
    return ac_ok();
}

accord_status
ac_challenges_read(ac_arena *arena, ac_db *db, ac_challenges *challenges, accord_error *error)
{
    ac_challenges made = {0};
    AC_TRY(read_deadlines(arena, db, &made, error));
    AC_TRY(read_list(arena, db, &made, error));
    AC_TRY(read_replies(arena, db, &made, error));
    AC_TRY(read_resolutions(arena, db, &made, error));
    *challenges = made;
    return ac_ok();
}
