/* SPDX-License-Identifier: MIT */
/* Reads the list, of which only the rows of our doctors are kept, has it compared, and looks at the
 * sessions of a roster before and after: by the one judgement that makes rosters. */

#include "app/pool_performers.h"

#include "app/folder.h"
#include "app/pool_folder.h"
#include "app/pool_gates.h"
#include "app/roster_run.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/lock.h"
#include "extract/reader.h"
#include "pool/build.h"
#include "value/date.h"

#include <inttypes.h>

enum { HASH_SHOWN = 16 };

typedef struct list_reading {
    ac_arena *arena;
    const ac_performers *performers;
    ac_reader *reader;
    ac_pool_faults *faults;
    accord_error *error;
} list_reading;

static const ac_text *copy_cells(ac_arena *arena, const ac_row *row)
{
    ac_text *cells = AC_NEW_ARRAY(arena, ac_text, row->field_count);
    for (size_t i = 0; i < row->field_count; i++) {
        cells[i] = ac_text_copy(arena, row->fields[i]);
    }
    return cells;
}

/* Reads on from the heading. A row that cannot be read may be one of ours, so it is a fault. */
static accord_status read_rows(const list_reading *on, ac_list *list)
{
    ac_pool_sheet_row *rows = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (true) {
        const ac_row *row = NULL;
        AC_TRY(ac_reader_next(on->reader, &row, on->error));
        if (row == NULL) {
            list->sheet.rows = rows;
            list->sheet.row_count = count;
            return ac_ok();
        }
        if (row->fault != NULL) {
            ac_pool_fault_add(
                on->faults, &list->sheet, row->line, 0, "the row cannot be read: %s",
                ac_pool_row_fault(row->fault));
        } else if (ac_list_is_ours(list, row->fields)) {
            AC_RESERVE(on->arena, rows, count, capacity);
            rows[count++] = (ac_pool_sheet_row){row->line, copy_cells(on->arena, row)};
        }
    }
}

/* After the last row. */
static ac_text source_of(const list_reading *on)
{
    const ac_performers *performers = on->performers;
    if (performers->source != NULL) {
        return ac_text_of(performers->source);
    }
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_reader_hash(on->reader);
    ac_hash_hex(&hash, hex);
    AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(
        &words, "%.*s, SHA-256 %.*s", AC_TEXT_ARG(ac_file_name_of(ac_text_of(performers->list))),
        HASH_SHOWN, hex);
    return ac_text_copy(on->arena, ac_buffer_text(&words));
}

static accord_status
read_list(list_reading *on, const ac_pool *pool, ac_list *list, ac_text *source)
{
    const ac_performers *performers = on->performers;
    AC_TRY(ac_reader_open(performers->list, ',', &on->reader, on->error));
    const ac_row *heading = ac_reader_heading(on->reader);
    ac_pool_sheet sheet = {
        .path = performers->list,
        .headings = copy_cells(on->arena, heading),
        .column_count = heading->field_count};
    accord_status status =
        ac_list_init(on->arena, pool, &performers->naming, &sheet, list, on->error);
    if (status.code == ACCORD_OK) {
        status = read_rows(on, list);
    }
    if (status.code == ACCORD_OK) {
        *source = source_of(on);
    }
    ac_reader_close(on->reader);
    return status;
}

/* Sessions of the roster that the doctor could work before, and cannot now. */
static accord_status tell_sessions(
    ac_arena *arena,
    const ac_performers *performers,
    const ac_pool *before,
    const ac_pool *after,
    ac_buffer *told,
    accord_error *error)
{
    ac_problem was = {0};
    ac_problem is = {0};
    ac_roster roster = {0};
    uint32_t affected = 0;
    if (performers->roster == NULL) {
        return ac_ok();
    }
    AC_TRY(ac_pool_build(arena, before, &performers->period, &was, error));
    AC_TRY(ac_pool_build(arena, after, &performers->period, &is, error));
    AC_TRY(ac_roster_read(arena, &is, performers->roster, &roster, error));
    for (uint32_t i = 0; i < roster.count; i++) {
        const ac_placement *one = &roster.placements[i];
        ac_rule rule = ac_refusal_of(&is, one->doctor, one->duty);
        if (rule == AC_RULE_NONE || ac_refusal_of(&was, one->doctor, one->duty) != AC_RULE_NONE) {
            continue;
        }
        affected++;
        ac_buffer_addf(
            told, "booked: %.*s, %.*s, ", AC_TEXT_ARG(is.doctors[one->doctor].code),
            AC_TEXT_ARG(is.requests[is.duties[one->duty].request].code));
        ac_problem_add_when(told, &is, &is.duties[one->duty]);
        ac_buffer_addf(told, ": the doctor %s\n", ac_rule_sentence(rule));
    }
    ac_buffer_addf(
        told, "%" PRIu32 " of %" PRIu32 " booked sessions cannot be worked any more%s\n", affected,
        roster.count,
        affected > 0 ? "; accord roster who ranks who could take each, accord roster solve --keep "
                       "makes another roster"
                     : "");
    return ac_ok();
}

static void tell_changes(
    const ac_pool *pool, const ac_list_change *changes, const ac_list *list, ac_buffer *told)
{
    size_t counts[AC_LIST_ABSENT + 1] = {0};
    uint32_t doctors = pool->tables[AC_POOL_DOCTORS].count;
    for (uint32_t i = 0; i < doctors; i++) {
        const ac_pool_row *of = ac_pool_row_of(pool, AC_POOL_DOCTORS, changes[i].doctor);
        counts[changes[i].outcome]++;
        ac_buffer_addf(
            told, "%.*s%s%.*s: %.*s\n", AC_TEXT_ARG(of->cells[0].text),
            of->cells[AC_IN_DOCTORS_NAME].text.size > 0 ? ", " : "",
            AC_TEXT_ARG(of->cells[AC_IN_DOCTORS_NAME].text), AC_TEXT_ARG(changes[i].words));
    }
    bool named = list->at[AC_LIST_NAME] < list->sheet.column_count ||
                 list->at[AC_LIST_FAMILY] < list->sheet.column_count;
    if (!named) {
        ac_buffer_add_z(
            told, "the list has no column that is known for names: only numbers were compared; "
                  "name it with --column \"name=HEADING\"\n");
    }
    ac_buffer_addf(
        told, "%" PRIu32 " doctors: %zu as before, %zu changed, %zu not on the list\n", doctors,
        counts[AC_LIST_CONFIRMED], counts[AC_LIST_CHANGED] + counts[AC_LIST_ENDED],
        counts[AC_LIST_ENDED] + counts[AC_LIST_ABSENT]);
}

static accord_status run_list(
    ac_arena *arena,
    const ac_performers *performers,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    ac_pool before = {0};
    ac_pool after = {0};
    ac_list list = {0};
    /* Requests of the past are nothing to a list. */
    ac_pool_period period = performers->period;
    period.today.day = INT32_MIN;
    AC_TRY(ac_pool_folder_sheets(arena, performers->folder, sheets, faults, error));
    AC_TRY(ac_pool_read(arena, sheets, &period, &before, faults));
    ac_list_look look = {
        .on = performers->on, .by = ac_text_of(performers->by), .missing = performers->missing};
    list_reading on = {.arena = arena, .performers = performers, .faults = faults, .error = error};
    AC_TRY(read_list(&on, &before, &list, &look.source));
    ac_list_change *changes =
        AC_NEW_ARRAY(arena, ac_list_change, before.tables[AC_POOL_DOCTORS].count);
    AC_TRY(ac_list_apply(
        arena, &list, &sheets[AC_POOL_GATES], &look, &sheets[AC_POOL_GATES], changes, faults));
    AC_TRY(ac_pool_read(arena, sheets, &period, &after, faults));
    if (faults->found > 0) {
        return (accord_status){ACCORD_ENO};
    }
    tell_changes(&before, changes, &list, told);
    AC_TRY(tell_sessions(arena, performers, &before, &after, told, error));
    return performers->dry_run
               ? ac_ok()
               : ac_gates_file_write(arena, performers->folder, &sheets[AC_POOL_GATES], error);
}

accord_status ac_performers_run(
    ac_arena *arena,
    const ac_performers *performers,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    int lock = AC_LOCK_NONE;
    if (!performers->dry_run) {
        AC_TRY(ac_gates_file_lock(arena, performers->folder, &lock, error));
    }
    accord_status status = run_list(arena, performers, faults, told, error);
    ac_lock_leave(&lock);
    return status;
}
