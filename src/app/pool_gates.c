/* SPDX-License-Identifier: MIT */
/* One look at one check of one doctor: what the words mean, the rows before and after, and the file
 * with what it was before. */

#include "app/pool_gates.h"

#include "app/folder.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/lock.h"
#include "pool/gates.h"
#include "value/date.h"

#include <inttypes.h>
#include <stdio.h>

#define LOCK_FILE "gates.lock"
#define UNDO_FILE "gates.undo"

/* ---- the file ---- */

accord_status
ac_gates_file_lock(ac_arena *arena, const char *folder, int *lock, accord_error *error)
{
    if (!ac_folder_exists(folder)) {
        return ac_fail(error, ACCORD_EIO, "%s is no folder of a session pool", folder);
    }
    return ac_lock_take(
        ac_file_join(arena, folder, LOCK_FILE), AC_RECORD_WAIT_SECONDS, lock, error);
}

static void hash_of(ac_text text, char hex[AC_HASH_HEX_BYTES])
{
    ac_hash hash = ac_hash_of(text);
    ac_hash_hex(&hash, hex);
}

accord_status ac_gates_file_write(
    ac_arena *arena, const char *folder, const ac_pool_sheet *gates, accord_error *error)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    AC_SCOPED_BUFFER(undo, AC_FACT_FILE_BYTES_MAX);
    char hex[AC_HASH_HEX_BYTES];
    ac_text before = {0};
    const char *path = ac_file_join(arena, folder, ac_pool_file(AC_POOL_GATES));
    ac_pool_add_csv(&text, AC_POOL_GATES, gates);
    AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, arena, &before, error));
    hash_of(ac_buffer_text(&text), hex);
    ac_buffer_addf(&undo, "%s\n", hex);
    ac_buffer_add(&undo, before);
    if (text.overflowed || undo.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "%s would be too long", path);
    }
    AC_TRY(
        ac_file_write_synced(ac_file_join(arena, folder, UNDO_FILE), ac_buffer_text(&undo), error));
    return ac_file_write_synced(path, ac_buffer_text(&text), error);
}

accord_status
ac_gates_file_undo(ac_arena *arena, const char *folder, bool dry_run, accord_error *error)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_text now = {0};
    ac_text undo = {0};
    const char *path = ac_file_join(arena, folder, ac_pool_file(AC_POOL_GATES));
    const char *undo_path = ac_file_join(arena, folder, UNDO_FILE);
    if (!ac_file_exists(undo_path)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has nothing to take back: nothing was written to gates.csv, or it was undone "
            "already",
            folder);
    }
    AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, arena, &now, error));
    AC_TRY(ac_file_read(undo_path, AC_FACT_FILE_BYTES_MAX, arena, &undo, error));
    hash_of(now, hex);
    if (undo.size < AC_HASH_HEX_BYTES || undo.at[AC_HASH_HEX_BYTES - 1] != '\n' ||
        !ac_text_is((ac_text){undo.at, AC_HASH_HEX_BYTES - 1}, hex)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has changed since accord wrote it; mend the row there, or write a new look", path);
    }
    if (dry_run) {
        return ac_ok();
    }
    ac_text before = {undo.at + AC_HASH_HEX_BYTES, undo.size - AC_HASH_HEX_BYTES};
    AC_TRY(ac_file_write_synced(path, before, error));
    (void)remove(undo_path); /* left behind, it fits gates.csv no more */
    return ac_ok();
}

/* ---- one look ---- */

accord_status
ac_gates_doctor(const ac_pool *pool, const char *code, uint32_t *doctor, accord_error *error)
{
    *doctor = ac_pool_find(pool, AC_POOL_DOCTORS, ac_text_of(code));
    if (*doctor != AC_POOL_NO_ROW) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "doctor \"%s\" is not in doctors.csv; mend --doctor, or add a row there", code);
}

static accord_status word_of(
    const char *option, const char *word, const char *words, int64_t *index, accord_error *error)
{
    *index = ac_pool_word_index(ac_text_of(words), ac_text_of(word));
    return *index != AC_POOL_ABSENT
               ? ac_ok()
               : ac_fail(error, ACCORD_EINPUT, "%s \"%s\" is none of %s", option, word, words);
}

static accord_status check_state(const ac_pool_gate_look *look, accord_error *error)
{
    bool list = look->gate == AC_GATE_LIST;
    if (list && look->state == AC_STATE_HELD) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "the performers list is not \"held\": say --state included, suspended or another state "
            "of the list");
    }
    if ((!list && look->state == AC_STATE_INCLUDED) ||
        (!list && look->gate != AC_GATE_GMC && look->state == AC_STATE_CONDITIONS)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "inclusion is a state of the performers list alone; say --state held, or what came of "
            "the check instead");
    }
    return ac_ok();
}

/* What goes with some gates and states, and what is needed by them. */
static accord_status
check_parts(const ac_gate_order *order, const ac_pool_gate_look *look, accord_error *error)
{
    bool login = look->gate == AC_GATE_LOGIN;
    bool conditions = look->state == AC_STATE_CONDITIONS;
    if (login != (order->system != NULL)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            login ? "a login needs --system, the clinical system it is for"
                  : "--system goes with --gate login alone; leave it out");
    }
    if (conditions != (order->condition != NULL)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            conditions ? "inclusion with conditions needs their text: --condition"
                       : "--condition goes with --state \"included with conditions\" alone; leave "
                         "it out");
    }
    const struct {
        const char *said;
        const char *option;
    } of_conditions[] = {
        {order->site,      "--site"     },
        {order->not_skill, "--not-skill"},
        {order->not_duty,  "--not-duty" }
    };
    for (size_t i = 0; i < sizeof of_conditions / sizeof of_conditions[0]; i++) {
        if (of_conditions[i].said != NULL && !conditions) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s goes with --state \"included with conditions\" alone; leave it out",
                of_conditions[i].option);
        }
    }
    return ac_ok();
}

static accord_status check_days(const ac_gate_order *order, accord_error *error)
{
    AC_SCOPED_BUFFER(days, 100);
    if (order->on.day > order->today.day) {
        ac_date_add_iso(&days, order->on);
        return ac_fail(
            error, ACCORD_EINPUT,
            "--checked-on %.*s lies after today: nobody has looked then; mend it, or --today",
            AC_TEXT_ARG(ac_buffer_text(&days)));
    }
    if (order->has_until && order->until.day < order->from.day) {
        ac_date_add_iso(&days, order->until);
        return ac_fail(
            error, ACCORD_EINPUT,
            "--until %.*s lies before the day from which it is said to hold; mend it, or --from",
            AC_TEXT_ARG(ac_buffer_text(&days)));
    }
    return ac_ok();
}

/* Whether a code is one of a table's; NULL is none, and right. */
static accord_status check_code(
    const ac_pool *pool,
    ac_pool_table of,
    const char *option,
    const char *code,
    accord_error *error)
{
    return code == NULL || ac_pool_find(pool, of, ac_text_of(code)) != AC_POOL_NO_ROW
               ? ac_ok()
               : ac_fail(
                     error, ACCORD_EINPUT, "%s \"%s\" is not in %s; mend it, or add a row there",
                     option, code, ac_pool_file(of));
}

static accord_status read_look(
    const ac_gate_order *order, const ac_pool *pool, ac_pool_gate_look *look, accord_error *error)
{
    int64_t gate = 0;
    int64_t state = AC_STATE_HELD;
    AC_TRY(ac_gates_doctor(pool, order->doctor, &look->doctor, error));
    AC_TRY(word_of("--gate", order->gate, AC_POOL_GATES_WORDS, &gate, error));
    if (order->state != NULL) {
        AC_TRY(word_of("--state", order->state, AC_POOL_STATES, &state, error));
    }
    look->gate = (ac_pool_gate_kind)gate;
    look->state = (ac_pool_state)state;
    AC_TRY(check_state(look, error));
    AC_TRY(check_parts(order, look, error));
    AC_TRY(check_days(order, error));
    AC_TRY(check_code(pool, AC_POOL_SITES, "--site", order->site, error));
    AC_TRY(check_code(pool, AC_POOL_SKILLS, "--not-skill", order->not_skill, error));
    if (order->not_duty != NULL) {
        int64_t duty = 0;
        AC_TRY(word_of("--not-duty", order->not_duty, AC_POOL_DUTIES_FORBIDDEN, &duty, error));
    }
    look->from = order->from;
    look->has_until = order->has_until;
    look->until = order->until;
    look->on = order->on;
    look->lifts = order->lift;
    look->site = ac_text_of(order->site);
    look->system = ac_text_of(order->system);
    look->condition = ac_text_of(order->condition);
    look->not_skill = ac_text_of(order->not_skill);
    look->not_duty = ac_text_of(order->not_duty);
    look->source = ac_text_of(order->source);
    look->by = ac_text_of(order->by);
    return ac_ok();
}

static accord_status record(
    ac_arena *arena,
    const ac_gate_order *order,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    ac_pool before = {0};
    ac_pool after = {0};
    ac_pool_gate_look look = {0};
    ac_pool_period always = {.today = {INT32_MIN}}; /* requests of the past are nothing here */
    AC_TRY(ac_pool_folder_sheets(arena, order->folder, sheets, faults, error));
    AC_TRY(ac_pool_read(arena, sheets, &always, &before, faults));
    AC_TRY(read_look(order, &before, &look, error));
    const ac_pool_sheet gates = sheets[AC_POOL_GATES];
    ac_pool_gates edit = {
        .arena = arena, .pool = &before, .before = &gates, .who = "this look", .faults = faults};
    const ac_pool_row *of = ac_pool_row_of(&before, AC_POOL_DOCTORS, look.doctor);
    ac_text name = of->cells[AC_IN_DOCTORS_NAME].text;
    ac_buffer_addf(
        told, "%.*s%s%.*s: ", AC_TEXT_ARG(of->cells[0].text), name.size > 0 ? ", " : "",
        AC_TEXT_ARG(name));
    AC_TRY(ac_pool_gate_record(&edit, &look, &sheets[AC_POOL_GATES], told));
    ac_buffer_add_char(told, '\n');
    AC_TRY(ac_pool_read(arena, sheets, &always, &after, faults));
    return order->dry_run
               ? ac_ok()
               : ac_gates_file_write(arena, order->folder, &sheets[AC_POOL_GATES], error);
}

accord_status ac_gate_order_run(
    ac_arena *arena,
    const ac_gate_order *order,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    int lock = AC_LOCK_NONE;
    if (!order->dry_run) {
        AC_TRY(ac_gates_file_lock(arena, order->folder, &lock, error));
    }
    accord_status status = record(arena, order, faults, told, error);
    ac_lock_leave(&lock);
    return status;
}
