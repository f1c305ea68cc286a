/* SPDX-License-Identifier: MIT */
/* Rows of tie-outs, and the hashes by which the audit chain holds them. */

#include "store/tieouts.h"

#include "base/limits.h"

#include <inttypes.h>

/* Text as JSON strings, so that no two rows have the same. */
static void add_texts(ac_buffer *buffer, const ac_text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_json(buffer, texts[i]);
        ac_buffer_add_char(buffer, '\n');
    }
}

static void end_hash(const ac_buffer *buffer, char hex[AC_HASH_HEX_BYTES])
{
    ac_hash hash = ac_hash_of(ac_buffer_text(buffer));
    ac_hash_hex(&hash, hex);
}

/* ---- Files ---- */

accord_status ac_control_add(ac_db *db, const ac_control *control, accord_error *error)
{
    const ac_db_value values[] = {ac_db_integer(control->number), ac_db_text(control->kind),
                                  ac_db_text(control->name),      ac_db_text(control->source),
                                  ac_db_text(control->person),    ac_db_integer(control->at)};
    AC_TRY(ac_db_run(db, AC_QUERY_CONTROL_ADD, values, 6, error));
    for (size_t i = 0; i < control->count; i++) {
        const ac_control_line *line = &control->lines[i];
        const ac_db_value cells[] = {ac_db_integer(control->number), ac_db_integer(line->line),
                                     ac_db_text(line->part),         ac_db_text(line->party),
                                     ac_db_text(line->value),        ac_db_text(line->period),
                                     ac_db_text(line->amount),       ac_db_text(line->reference)};
        AC_TRY(ac_db_run(db, AC_QUERY_CONTROL_LINE_ADD, cells, 8, error));
    }
    return ac_ok();
}

static ac_control_line line_of(const ac_db_rows *rows, size_t i)
{
    return (ac_control_line){
        .line = ac_db_cell(rows, i, 1)->integer,
        .part = ac_db_cell(rows, i, 2)->bytes,
        .party = ac_db_cell(rows, i, 3)->bytes,
        .value = ac_db_cell(rows, i, 4)->bytes,
        .period = ac_db_cell(rows, i, 5)->bytes,
        .amount = ac_db_cell(rows, i, 6)->bytes,
        .reference = ac_db_cell(rows, i, 7)->bytes};
}

accord_status ac_control_list(
    ac_arena *arena, ac_db *db, const ac_control **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    ac_db_rows lines;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_CONTROL_LIST, NULL, 0, &rows, error));
    AC_TRY(ac_db_select(arena, db, AC_QUERY_CONTROL_LINE_LIST, NULL, 0, &lines, error));
    ac_control *made = AC_NEW_ARRAY(arena, ac_control, rows.count);
    ac_control_line *all = AC_NEW_ARRAY(arena, ac_control_line, lines.count);
    for (size_t i = 0; i < lines.count; i++) {
        all[i] = line_of(&lines, i);
    }
    size_t at = 0;
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_control){
            .number = ac_db_cell(&rows, i, 0)->integer,
            .kind = ac_db_cell(&rows, i, 1)->bytes,
            .name = ac_db_cell(&rows, i, 2)->bytes,
            .source = ac_db_cell(&rows, i, 3)->bytes,
            .person = ac_db_cell(&rows, i, 4)->bytes,
            .at = ac_db_cell(&rows, i, 5)->integer,
            .lines = all + at};
        for (; at < lines.count && ac_db_cell(&lines, at, 0)->integer == made[i].number; at++) {
            made[i].count++;
        }
    }
    if (at < lines.count) {
        return ac_fail(
            error, ACCORD_ENO,
            "the store has lines of control file %" PRId64 ", which is not there",
            ac_db_cell(&lines, at, 0)->integer);
    }
    *list = made;
    *count = rows.count;
    return ac_ok();
}

void ac_control_hash(const ac_control *control, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    const ac_text texts[] = {control->kind, control->name, control->source, control->person};
    ac_buffer_addf(&text, "%" PRId64 " %" PRId64 "\n", control->number, control->at);
    add_texts(&text, texts, sizeof texts / sizeof texts[0]);
    for (size_t i = 0; i < control->count; i++) {
        const ac_control_line *line = &control->lines[i];
        const ac_text of_line[] = {line->part,   line->party,  line->value,
                                   line->period, line->amount, line->reference};
        ac_buffer_addf(&text, "%" PRId64 "\n", line->line);
        add_texts(&text, of_line, sizeof of_line / sizeof of_line[0]);
    }
    end_hash(&text, hex);
}

/* ---- Waivers ---- */

accord_status ac_waiver_add(ac_db *db, const ac_waiver *waiver, accord_error *error)
{
    const ac_db_value values[] = {ac_db_integer(waiver->number),  ac_db_integer(waiver->settlement),
                                  ac_db_text(waiver->sha256),     ac_db_text(waiver->tieout),
                                  ac_db_text(waiver->party),      ac_db_text(waiver->lines),
                                  ac_db_text(waiver->difference), ac_db_text(waiver->reason),
                                  ac_db_text(waiver->person),     ac_db_integer(waiver->at)};
    return ac_db_run(db, AC_QUERY_WAIVER_ADD, values, sizeof values / sizeof values[0], error);
}

accord_status ac_waiver_list(
    ac_arena *arena, ac_db *db, const ac_waiver **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_WAIVER_LIST, NULL, 0, &rows, error));
    ac_waiver *made = AC_NEW_ARRAY(arena, ac_waiver, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_waiver){
            .number = ac_db_cell(&rows, i, 0)->integer,
            .settlement = ac_db_cell(&rows, i, 1)->integer,
            .sha256 = ac_db_cell(&rows, i, 2)->bytes,
            .tieout = ac_db_cell(&rows, i, 3)->bytes,
            .party = ac_db_cell(&rows, i, 4)->bytes,
            .lines = ac_db_cell(&rows, i, 5)->bytes,
            .difference = ac_db_cell(&rows, i, 6)->bytes,
            .reason = ac_db_cell(&rows, i, 7)->bytes,
            .person = ac_db_cell(&rows, i, 8)->bytes,
            .at = ac_db_cell(&rows, i, 9)->integer};
    }
    *list = made;
    *count = rows.count;
    return ac_ok();
}

void ac_waiver_hash(const ac_waiver *waiver, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    const ac_text texts[] = {waiver->sha256,     waiver->tieout, waiver->party, waiver->lines,
                             waiver->difference, waiver->reason, waiver->person};
    ac_buffer_addf(
        &text, "%" PRId64 " %" PRId64 " %" PRId64 "\n", waiver->number, waiver->settlement,
        waiver->at);
    add_texts(&text, texts, sizeof texts / sizeof texts[0]);
    end_hash(&text, hex);
}

/* ---- What closings found ---- */

accord_status ac_tied_add(ac_db *db, const ac_tied *tied, accord_error *error)
{
    const ac_db_value values[] = {
        ac_db_integer(tied->closing), ac_db_integer(tied->controls), ac_db_integer(tied->waivers),
        ac_db_text(tied->sha256)};
    return ac_db_run(db, AC_QUERY_TIED_ADD, values, 4, error);
}

accord_status
ac_tied_list(ac_arena *arena, ac_db *db, const ac_tied **list, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(arena, db, AC_QUERY_TIED_LIST, NULL, 0, &rows, error));
    ac_tied *made = AC_NEW_ARRAY(arena, ac_tied, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        made[i] = (ac_tied){
            .closing = ac_db_cell(&rows, i, 0)->integer,
            .controls = ac_db_cell(&rows, i, 1)->integer,
            .waivers = ac_db_cell(&rows, i, 2)->integer,
            .sha256 = ac_db_cell(&rows, i, 3)->bytes};
    }
    *list = made;
    *count = rows.count;
    return ac_ok();
}

void ac_tied_hash(const ac_tied *tied, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    ac_buffer_addf(
        &text, "%" PRId64 " %" PRId64 " %" PRId64 " %.*s\n", tied->closing, tied->controls,
        tied->waivers, AC_TEXT_ARG(tied->sha256));
    end_hash(&text, hex);
}
