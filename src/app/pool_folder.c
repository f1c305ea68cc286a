/* SPDX-License-Identifier: MIT */
/* Finds the files of a pool by their names and hands their rows over as they stand. */

#include "app/pool_folder.h"

#include "app/folder.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/reader.h"
#include "pool/build.h"
#include "pool/columns.h"
#include "pool/instance.h"
#include "value/date.h"

#include <inttypes.h>

typedef struct sheet_reading {
    ac_arena *arena;
    ac_pool_sheet *sheet;
    ac_pool_sheet_row *rows;
    size_t capacity;
    ac_pool_faults *faults;
} sheet_reading;

static ac_text *copy_cells(ac_arena *arena, const ac_row *row)
{
    ac_text *cells = AC_NEW_ARRAY(arena, ac_text, row->field_count);
    for (size_t i = 0; i < row->field_count; i++) {
        cells[i] = ac_text_copy(arena, row->fields[i]);
    }
    return cells;
}

const char *ac_pool_row_fault(const char *fault)
{
    static const struct {
        const char *code;
        const char *words;
    } all[] = {
        {"R-QUOTE",     "a quotation mark is not closed, or stands within a field"},
        {"R-UTF8",      "it is not UTF-8; save the file as CSV UTF-8"             },
        {"R-NUL",       "it holds a NUL byte"                                     },
        {"R-LONG",      "it is too long"                                          },
        {"R-COLUMNS",   "it has not as many fields as the heading"                },
        {"R-TRUNCATED", "the file ends within it"                                 },
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (ac_text_is(ac_text_of(fault), all[i].code)) {
            return all[i].words;
        }
    }
    return fault;
}

static accord_status read_rows(sheet_reading *work, ac_reader *reader, accord_error *error)
{
    ac_pool_sheet *sheet = work->sheet;
    const ac_row *row = ac_reader_heading(reader);
    sheet->headings = copy_cells(work->arena, row);
    sheet->column_count = row->field_count;
    while (true) {
        AC_TRY(ac_reader_next(reader, &row, error));
        if (row == NULL) {
            break;
        }
        if (row->fault != NULL) {
            ac_pool_fault_add(
                work->faults, sheet, row->line, 0, "the row cannot be read: %s",
                ac_pool_row_fault(row->fault));
            continue;
        }
        if (sheet->row_count == AC_POOL_ROWS_MAX) {
            return ac_fail(
                error, ACCORD_ELIMIT, "%s has more than %u rows", sheet->path, AC_POOL_ROWS_MAX);
        }
        AC_RESERVE(work->arena, work->rows, sheet->row_count, work->capacity);
        work->rows[sheet->row_count++] =
            (ac_pool_sheet_row){row->line, copy_cells(work->arena, row)};
    }
    sheet->rows = work->rows;
    return ac_ok();
}

accord_status ac_pool_sheet_read(
    ac_arena *arena,
    const char *folder,
    const char *name,
    ac_pool_sheet *sheet,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_reader *reader = NULL;
    char *path = ac_file_join(arena, folder, name);
    if (!ac_file_exists(path)) {
        return ac_ok();
    }
    sheet->path = path;
    AC_TRY(ac_reader_open(path, ',', &reader, error));
    sheet_reading work = {.arena = arena, .sheet = sheet, .faults = faults};
    accord_status status = read_rows(&work, reader, error);
    ac_reader_close(reader);
    return status;
}

accord_status ac_pool_folder_sheets(
    ac_arena *arena,
    const char *folder,
    ac_pool_sheet *sheets,
    ac_pool_faults *faults,
    accord_error *error)
{
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        if (sheets[table].path == NULL) {
            AC_TRY(ac_pool_sheet_read(
                arena, folder, ac_pool_file(table), &sheets[table], faults, error));
        }
    }
    return ac_ok();
}

accord_status ac_pool_folder_read(
    ac_arena *arena,
    const char *folder,
    const ac_pool_period *period,
    ac_pool *pool,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    if (!ac_folder_exists(folder)) {
        return ac_fail(error, ACCORD_EIO, "there is no folder %s", folder);
    }
    AC_TRY(ac_pool_folder_sheets(arena, folder, sheets, faults, error));
    return ac_pool_read(arena, sheets, period, pool, faults);
}

/* Days are written as 2015-01-05, however they stood; all else as it is. */
static void add_cell(ac_buffer *buffer, const ac_pool_column *column, ac_text text)
{
    accord_date date;
    if (column != NULL && column->type == AC_POOL_TYPE_DATE && text.size > 0 &&
        (ac_date_parse(text, AC_DATE_ISO, &date, NULL).code == ACCORD_OK ||
         ac_date_parse(text, AC_DATE_DMY, &date, NULL).code == ACCORD_OK)) {
        ac_date_add_iso(buffer, date);
        return;
    }
    ac_buffer_add_csv(buffer, text);
}

void ac_pool_add_csv(ac_buffer *buffer, ac_pool_table table, const ac_pool_sheet *sheet)
{
    size_t count = 0;
    const ac_pool_column *known = ac_pool_columns(table, &count);
    for (size_t c = 0; c < sheet->column_count; c++) {
        ac_buffer_add_z(buffer, c == 0 ? "" : ",");
        ac_buffer_add_csv(buffer, ac_text_trim(sheet->headings[c]));
    }
    ac_buffer_add_char(buffer, '\n');
    for (size_t r = 0; r < sheet->row_count; r++) {
        for (size_t c = 0; c < sheet->column_count; c++) {
            const ac_pool_column *column = NULL;
            for (size_t k = 0; k < count; k++) {
                if (ac_pool_same_words(
                        ac_text_trim(sheet->headings[c]), ac_text_of(known[k].heading))) {
                    column = &known[k];
                }
            }
            ac_buffer_add_z(buffer, c == 0 ? "" : ",");
            add_cell(buffer, column, ac_text_trim(sheet->rows[r].cells[c]));
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

/* Sessions fixed by hand, in the order of their rows, as the problem has those of its days. */
static void check_pins(
    const ac_pool *pool,
    const ac_pool_period *period,
    const ac_problem *problem,
    ac_pool_faults *faults)
{
    const ac_pool_rows *table = &pool->tables[AC_POOL_PINS];
    uint32_t pin = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        int64_t day = row->cells[AC_IN_PINS_DATE].number;
        if (day < period->from.day || day >= period->until.day) {
            continue;
        }
        const ac_placement *one = &problem->pins[pin++];
        ac_rule rule = ac_refusal_of(problem, one->doctor, one->duty);
        if (rule != AC_RULE_NONE) {
            ac_pool_row_fault_add(
                faults, pool, AC_POOL_PINS, row, AC_IN_PINS_DOCTOR,
                "doctor %.*s %s, and cannot keep this session; leave the row out, or mend what is "
                "in the way",
                AC_TEXT_ARG(row->cells[AC_IN_PINS_DOCTOR].text), ac_rule_sentence(rule));
        }
    }
}

accord_status ac_pool_problem_check(
    ac_arena *arena,
    const char *path,
    const ac_pool_period *period,
    ac_problem *problem,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool pool = {0};
    if (!ac_folder_exists(path)) {
        return ac_pool_problem_read(arena, path, period, problem, faults, error);
    }
    AC_TRY(ac_pool_folder_read(arena, path, period, &pool, faults, error));
    AC_TRY(ac_pool_build(arena, &pool, period, problem, error));
    check_pins(&pool, period, problem, faults);
    return faults->found == 0 ? ac_ok() : (accord_status){ACCORD_ENO};
}

accord_status ac_pool_problem_read(
    ac_arena *arena,
    const char *path,
    const ac_pool_period *period,
    ac_problem *problem,
    ac_pool_faults *faults,
    accord_error *error)
{
    if (ac_folder_exists(path)) {
        ac_pool pool = {0};
        AC_TRY(ac_pool_folder_read(arena, path, period, &pool, faults, error));
        return ac_pool_build(arena, &pool, period, problem, error);
    }
    ac_text bytes = {0};
    AC_TRY(ac_file_read(path, AC_LAYOUT_BYTES_MAX, arena, &bytes, error));
    if (!ac_instance_is(bytes)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is neither a folder of a pool nor a shift-scheduling case that begins with "
            "SECTION_HORIZON",
            path);
    }
    return ac_instance_read(arena, bytes, path, problem, error);
}

void ac_pool_add_summary(ac_buffer *buffer, const ac_problem *problem)
{
    uint32_t needed = 0;
    uint32_t alone = 0;
    for (uint32_t i = 0; i < problem->request_count; i++) {
        needed += problem->requests[i].needed;
    }
    for (uint32_t i = 0; i < problem->request_count; i++) {
        const ac_request *request = &problem->requests[i];
        bool any = false;
        for (uint32_t j = 0; j < request->duty_count; j++) {
            for (uint32_t d = 0; d < problem->doctor_count && !any; d++) {
                any = ac_refusal_of(problem, d, request->duty_first + j) == AC_RULE_NONE;
            }
        }
        alone += any ? 0 : 1;
    }
    ac_buffer_addf(
        buffer,
        "%" PRIu32 " doctors, %" PRIu32 " sites, %" PRIu32 " days: %" PRIu32
        " requests for %" PRIu32 " sessions; %" PRIu32 " requests that no doctor may work\n",
        problem->doctor_count, problem->site_count, problem->day_count, problem->request_count,
        needed, alone);
}
