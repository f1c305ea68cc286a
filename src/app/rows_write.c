/* SPDX-License-Identifier: MIT */
/* The rows behind a cell as a table, as CSV and as JSON. Where they are withheld each form says so,
 * and how many limits apply: a reader of any of them cannot take it for no rows. */

#include "app/folder.h"
#include "app/rows.h"
#include "base/limits.h"

enum { PSEUDONYM_CHARACTERS = 20 };

/* A column: the file, the line, the pseudonym, or a field of the layout. */
typedef struct column {
    ac_text heading;
    size_t field; /* FILE_NAME, LINE, PSEUDONYM, or FIELD and its place */
    size_t width;
} column;

enum { FILE_NAME, LINE, PSEUDONYM, FIELD };

typedef struct sheet {
    const ac_rows *rows;
    ac_arena *arena;
    column *columns; /* [column_count] */
    size_t column_count;
} sheet;

static bool has_pseudonyms(const ac_rows *rows)
{
    return rows->options.pseudonym_key.size > 0 && rows->listed.identifier_count > 0;
}

static void make_columns(sheet *all)
{
    const ac_listed *listed = &all->rows->listed;
    all->columns = AC_NEW_ARRAY(all->arena, column, listed->field_count + FIELD);
    all->columns[all->column_count++] = (column){.heading = AC_TEXT("file"), .field = FILE_NAME};
    all->columns[all->column_count++] = (column){.heading = AC_TEXT("line"), .field = LINE};
    if (has_pseudonyms(all->rows)) {
        all->columns[all->column_count++] =
            (column){.heading = AC_TEXT("pseudonym"), .field = PSEUDONYM};
    }
    for (size_t i = 0; i < listed->field_count; i++) {
        if (all->rows->shown[i]) {
            all->columns[all->column_count++] =
                (column){.heading = listed->fields[i]->name, .field = FIELD + i};
        }
    }
}

/* The parts of an identifier, each led by its size, under the key. */
static ac_text pseudonym_of(const sheet *all, const ac_listed_row *row)
{
    AC_SCOPED_BUFFER(whole, AC_ROW_BYTES_MAX);
    char hex[AC_HASH_HEX_BYTES];
    for (size_t i = 0; i < all->rows->listed.identifier_count; i++) {
        ac_buffer_addf(&whole, "%zu:", row->identifier[i].size);
        ac_buffer_add(&whole, row->identifier[i]);
    }
    ac_hash hash = ac_hash_keyed(all->rows->options.pseudonym_key, ac_buffer_text(&whole));
    ac_hash_hex(&hash, hex);
    return ac_text_copy(all->arena, (ac_text){hex, PSEUDONYM_CHARACTERS});
}

/* The text of a cell; .at is NULL where there is no value. */
static ac_text text_at(const sheet *all, size_t i, const column *in)
{
    const ac_listed_row *row = &all->rows->listed.rows[i];
    if (in->field >= FIELD) {
        return row->values[in->field - FIELD];
    }
    if (in->field == FILE_NAME) {
        return ac_file_name_of(row->file);
    }
    if (in->field == PSEUDONYM) {
        return pseudonym_of(all, row);
    }
    AC_SCOPED_BUFFER(line, 40);
    ac_buffer_addf(&line, "%llu", (unsigned long long)row->line);
    return ac_text_copy(all->arena, ac_buffer_text(&line));
}

/* ---- What is said of them ---- */

/* Adds "seen at Z91003, dermatology, 2014-04". */
static void add_cell(ac_buffer *buffer, const ac_rows *rows)
{
    const ac_run *run = rows->run;
    const ac_program *program = run->contract.program;
    const ac_quantity *of = &program->quantities[rows->place.index];
    const char *between = " at ";
    ac_buffer_add(buffer, of->name);
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((of->type.levels & (1u << i)) != 0) {
            ac_text code = run->load->facts->levels[i].codes[rows->place.at.members[i]];
            ac_buffer_addf(buffer, "%s%.*s", between, AC_TEXT_ARG(code));
            between = ", ";
        }
    }
    if (of->period != AC_PERIOD_NONE) {
        ac_buffer_add_z(buffer, between);
        ac_period_add(buffer, &program->syntax->calendar, of->period, rows->place.period);
    }
}

/* Adds ": 1 limit applies". */
static void add_withheld(ac_buffer *buffer, const ac_rows *rows)
{
    size_t count = rows->limit_count;
    ac_buffer_addf(
        buffer, "rows are withheld: %zu limit%s to fewer than %llu rows appl%s", count,
        count == 1 ? "" : "s", (unsigned long long)rows->options.fewest, count == 1 ? "ies" : "y");
}

void ac_rows_add_notes(ac_buffer *buffer, const ac_rows *rows)
{
    const ac_listed *listed = &rows->listed;
    if (rows->limit_count > 0 || listed->row_count == 0) {
        return;
    }
    if (rows->identifiers_hidden > 0) {
        ac_buffer_addf(
            buffer,
            "fields of the identifier are left out: %zu; the file and the line lead to the row%s\n",
            rows->identifiers_hidden,
            has_pseudonyms(rows) ? "" : ", and --pseudonym-key gives it a pseudonym");
    }
    if (listed->personal_count > 0) {
        ac_buffer_addf(
            buffer, "fields that say who a patient is are left out, always: %zu\n",
            listed->personal_count);
    }
    if (rows->values_hidden > 0) {
        ac_buffer_addf(
            buffer, "values that look like an NHS number or a postcode are withheld: %zu\n",
            rows->values_hidden);
    }
}

/* ---- The three forms ---- */

static size_t characters(ac_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

static void add_padded(ac_buffer *buffer, const sheet *all, ac_text text, const column *in)
{
    bool last = in == &all->columns[all->column_count - 1];
    size_t width = characters(text);
    size_t room = in->width > width ? in->width - width : 0;
    ac_buffer_add_repeated(buffer, ' ', in->field == LINE ? room : 0);
    ac_buffer_add(buffer, text);
    ac_buffer_add_repeated(buffer, ' ', in->field == LINE || last ? 0 : room);
    ac_buffer_add_z(buffer, last ? "\n" : "  ");
}

static void add_table(ac_buffer *buffer, const sheet *all)
{
    const ac_rows *rows = all->rows;
    size_t count = rows->listed.row_count;
    add_cell(buffer, rows);
    ac_buffer_add_z(buffer, ": ");
    if (rows->limit_count > 0) {
        add_withheld(buffer, rows);
        ac_buffer_add_char(buffer, '\n');
        for (size_t i = 0; i < rows->limit_count; i++) {
            ac_buffer_addf(buffer, "- %.*s\n", AC_TEXT_ARG(rows->limits[i]));
        }
        return;
    }
    ac_buffer_addf(buffer, "%zu row%s\n", count, count == 1 ? "" : "s");
    for (size_t c = 0; c < all->column_count && count > 0; c++) {
        column *of = &all->columns[c];
        of->width = characters(of->heading);
        for (size_t i = 0; i < count; i++) {
            size_t width = characters(text_at(all, i, of));
            of->width = width > of->width ? width : of->width;
        }
    }
    for (size_t c = 0; c < all->column_count && count > 0; c++) {
        add_padded(buffer, all, all->columns[c].heading, &all->columns[c]);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < all->column_count; c++) {
            add_padded(buffer, all, text_at(all, i, &all->columns[c]), &all->columns[c]);
        }
    }
    ac_rows_add_notes(buffer, rows);
}

static void add_csv(ac_buffer *buffer, const sheet *all)
{
    const ac_rows *rows = all->rows;
    if (rows->limit_count > 0) {
        ac_buffer_add_z(buffer, "withheld\n");
        for (size_t i = 0; i < rows->limit_count; i++) {
            ac_buffer_add_csv(buffer, rows->limits[i]);
            ac_buffer_add_char(buffer, '\n');
        }
        return;
    }
    for (size_t c = 0; c < all->column_count; c++) {
        ac_buffer_add_z(buffer, c == 0 ? "" : ",");
        ac_buffer_add_csv(buffer, all->columns[c].heading);
    }
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < rows->listed.row_count; i++) {
        for (size_t c = 0; c < all->column_count; c++) {
            ac_buffer_add_z(buffer, c == 0 ? "" : ",");
            ac_buffer_add_csv(buffer, text_at(all, i, &all->columns[c]));
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

static void add_json_row(ac_buffer *buffer, const sheet *all, size_t i)
{
    ac_buffer_add_z(buffer, i == 0 ? "\n    {" : ",\n    {");
    for (size_t c = 0; c < all->column_count; c++) {
        const column *of = &all->columns[c];
        ac_text text = text_at(all, i, of);
        ac_buffer_add_z(buffer, c == 0 ? "" : ", ");
        ac_buffer_add_json(buffer, of->heading);
        ac_buffer_add_z(buffer, ": ");
        if (of->field == LINE) {
            ac_buffer_add(buffer, text);
        } else if (text.at == NULL) {
            ac_buffer_add_z(buffer, "null");
        } else {
            ac_buffer_add_json(buffer, text);
        }
    }
    ac_buffer_add_char(buffer, '}');
}

static void add_json_files(ac_buffer *buffer, const ac_rows *rows)
{
    const ac_fact_input *input = &rows->run->load->facts->inputs[rows->place.index];
    ac_buffer_add_z(buffer, "  \"files\": [");
    for (size_t i = 0; i < input->file_count; i++) {
        char hex[AC_HASH_HEX_BYTES];
        ac_hash_hex(&input->files[i].hash, hex);
        ac_buffer_add_z(buffer, i == 0 ? "{\"name\": " : ", {\"name\": ");
        ac_buffer_add_json(buffer, input->files[i].name);
        ac_buffer_addf(buffer, ", \"sha256\": \"%s\"}", hex);
    }
    ac_buffer_add_z(buffer, "],\n");
}

static void add_json(ac_buffer *buffer, const sheet *all)
{
    const ac_rows *rows = all->rows;
    AC_SCOPED_BUFFER(cell, AC_FACT_FILE_BYTES_MAX);
    add_cell(&cell, rows);
    ac_buffer_add_z(buffer, "{\n  \"cell\": ");
    ac_buffer_add_json(buffer, ac_buffer_text(&cell));
    ac_buffer_add_z(buffer, ",\n");
    add_json_files(buffer, rows);
    if (rows->limit_count > 0) {
        ac_buffer_add_z(buffer, "  \"withheld\": [");
        for (size_t i = 0; i < rows->limit_count; i++) {
            ac_buffer_add_z(buffer, i == 0 ? "\n    " : ",\n    ");
            ac_buffer_add_json(buffer, rows->limits[i]);
        }
        ac_buffer_add_z(buffer, "\n  ],\n  \"count\": null,\n  \"rows\": null\n}\n");
        return;
    }
    ac_buffer_addf(
        buffer,
        "  \"withheld\": [],\n  \"identifier-fields-left-out\": %zu,\n"
        "  \"personal-fields-left-out\": %zu,\n  \"values-withheld\": %zu,\n"
        "  \"count\": %zu,\n  \"rows\": [",
        rows->identifiers_hidden, rows->listed.personal_count, rows->values_hidden,
        rows->listed.row_count);
    for (size_t i = 0; i < rows->listed.row_count; i++) {
        add_json_row(buffer, all, i);
    }
    ac_buffer_add_z(buffer, rows->listed.row_count == 0 ? "]\n}\n" : "\n  ]\n}\n");
}

accord_status
ac_rows_add(ac_buffer *buffer, const ac_rows *rows, ac_rows_format format, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    sheet all = {.rows = rows, .arena = &arena};
    make_columns(&all);
    switch (format) {
    case AC_ROWS_TABLE:
        add_table(buffer, &all);
        break;
    case AC_ROWS_CSV:
        add_csv(buffer, &all);
        break;
    case AC_ROWS_JSON:
        add_json(buffer, &all);
        break;
    }
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "that is more text than accord writes: ask for a smaller cell");
    }
    return ac_ok();
}
