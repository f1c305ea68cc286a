/* SPDX-License-Identifier: MIT */
/* Files by which tie-outs are judged, line by line: a line that does not fit the contract is named,
 * and nothing of its file is kept. */

#include "app/folder.h"
#include "app/table.h"
#include "app/tieouts.h"
#include "app/tieouts_parts.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/personal.h"
#include "extract/value.h"

#include <string.h>

enum { PART, PARTY, VALUE, VALUE_COLUMNS, PERIOD = VALUE, AMOUNT, REFERENCE, TOTAL_COLUMNS };

enum { REFERENCE_MOST = 100 };

typedef struct reading {
    ac_arena *arena;
    const ac_books *books;
    const ac_run *run; /* the contract in its last version */
    bool totals;
    const ac_control *before; /* [before_count] */
    size_t before_count;
    const ac_settlement *settlements; /* [settlement_count] */
    size_t settlement_count;
    ac_table table;
    ac_control_line *lines; /* [count] */
    size_t count;
    size_t closed; /* of periods that are closed already */
    accord_error *error;
} reading;

/* ---- Parts ---- */

const ac_tieout_part ac_tieout_parts[] = {
    {"aggregate",     "aggregate",                 true,  true,  true },
    {"patient-level", "patient level",             true,  true,  true },
    {"drugs",         "amount of drugs",           true,  true,  true },
    {"devices",       "amount of devices",         true,  true,  true },
    {"invoice",       "invoice",                   true,  false, true },
    {"practices",     "total of practices",        false, true,  true },
    {"unattributed",  "unattributed total",        false, true,  true },
    {"commissioner",  "total of the commissioner", false, true,  true },
    {"activity",      "activity",                  false, true,  false},
    {"movement",      "movement",                  false, false, true },
};
const size_t ac_tieout_part_count = sizeof ac_tieout_parts / sizeof ac_tieout_parts[0];

const ac_tieout_part *ac_tieout_part_find(ac_text name)
{
    for (size_t i = 0; i < ac_tieout_part_count; i++) {
        if (ac_text_is(name, ac_tieout_parts[i].name)) {
            return &ac_tieout_parts[i];
        }
    }
    return NULL;
}

uint32_t ac_tieout_quantity(const ac_program *program, ac_text name)
{
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (ac_text_equal(program->quantities[i].name, name)) {
            return i;
        }
    }
    return AC_NONE;
}

bool ac_tieout_is_money(const ac_program *program, uint32_t quantity)
{
    const ac_unit *unit = &program->quantities[quantity].type.unit;
    return unit->count == 1 && unit->of[0].base == 0 && unit->of[0].power == 1;
}

static accord_status take_part(const reading *r, size_t row, const ac_tieout_part **part)
{
    ac_text said = r->table.rows[row].cells[PART];
    *part = ac_tieout_part_find(said);
    if (*part != NULL && (r->totals ? (*part)->stated : (*part)->valued)) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(list, 200);
    for (size_t i = 0; i < ac_tieout_part_count; i++) {
        if (r->totals ? ac_tieout_parts[i].stated : ac_tieout_parts[i].valued) {
            ac_buffer_addf(
                &list, "%s%s", list.size_bytes == 0 ? "" : ", ", ac_tieout_parts[i].name);
        }
    }
    return ac_table_fail(
        &r->table, row, PART, r->error, "\"%.*s\" is no part that can be %s: %s are",
        AC_TEXT_ARG(said), r->totals ? "stated as a total" : "a value of the contract", list.bytes);
}

static accord_status check_party(const reading *r, size_t row)
{
    const ac_program *program = r->run->contract.program;
    ac_text said = r->table.rows[row].cells[PARTY];
    AC_SCOPED_BUFFER(list, 200);
    for (uint32_t i = 0; i < program->party_count; i++) {
        if (ac_text_equal(program->parties[i].code, said)) {
            return ac_ok();
        }
        ac_buffer_addf(&list, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(program->parties[i].code));
    }
    return said.size == 0 ? ac_ok()
                          : ac_table_fail(
                                &r->table, row, PARTY, r->error,
                                "%.*s is no party of the contract (%s are): a row of totals does "
                                "not belong here",
                                AC_TEXT_ARG(said), list.bytes);
}

/* ---- Values ---- */

static accord_status check_value(const reading *r, size_t row, const ac_tieout_part *part)
{
    const ac_program *program = r->run->contract.program;
    ac_text said = r->table.rows[row].cells[VALUE];
    uint32_t quantity = ac_tieout_quantity(program, said);
    if (quantity == AC_NONE) {
        return ac_table_fail(
            &r->table, row, VALUE, r->error,
            "the contract has no value %.*s; accord eval without --value lists them",
            AC_TEXT_ARG(said));
    }
    const ac_type *type = &program->quantities[quantity].type;
    if (type->kind != AC_KIND_FLOW || type->period == AC_PERIOD_NONE) {
        return ac_table_fail(
            &r->table, row, VALUE, r->error,
            "%.*s is no flow of periods, and cannot be added up over one", AC_TEXT_ARG(said));
    }
    if (part->money && !ac_tieout_is_money(program, quantity)) {
        return ac_table_fail(
            &r->table, row, VALUE, r->error, "%.*s is not in %.*s, and %s is an amount of money",
            AC_TEXT_ARG(said), AC_TEXT_ARG(program->syntax->currency), part->name);
    }
    return ac_ok();
}

/* ---- Totals ---- */

static accord_status take_period(reading *r, size_t row, ac_control_line *line)
{
    const ac_calendar *calendar = &r->run->contract.program->syntax->calendar;
    ac_period_kind kind = AC_PERIOD_NONE;
    int32_t period = 0;
    accord_error why = {0};
    AC_SCOPED_BUFFER(text, 100);
    ac_text said = r->table.rows[row].cells[PERIOD];
    if (ac_run_find_period(r->run, said, &kind, &period, &why).code != ACCORD_OK) {
        return ac_table_fail(&r->table, row, PERIOD, r->error, "%s", why.message);
    }
    if (period < ac_term_first(calendar, kind) ||
        period >= ac_term_first(calendar, kind) + ac_term_count(calendar, kind)) {
        return ac_table_fail(
            &r->table, row, PERIOD, r->error, "%.*s is outside the term of the contract",
            AC_TEXT_ARG(said));
    }
    ac_period_add(&text, calendar, kind, period);
    line->period = ac_text_copy(r->arena, ac_buffer_text(&text));
    for (size_t i = 0; i < r->settlement_count; i++) {
        ac_period_kind of = AC_PERIOD_NONE;
        int32_t closed = 0;
        if (r->settlements[i].closing > 0 &&
            ac_run_find_period(r->run, r->settlements[i].period, &of, &closed, NULL).code ==
                ACCORD_OK &&
            kind <= of && ac_period_within(calendar, kind, period, of) == closed) {
            r->closed++;
            break;
        }
    }
    return ac_ok();
}

static accord_status
take_amount(const reading *r, size_t row, const ac_tieout_part *part, ac_control_line *line)
{
    const ac_syntax *syntax = r->run->contract.program->syntax;
    ac_text said = r->table.rows[row].cells[AMOUNT];
    ac_number number;
    int64_t minor = 0;
    if (!ac_number_read(r->arena, said, &number) || number.percent_sign) {
        return ac_table_fail(
            &r->table, row, AMOUNT, r->error,
            "\"%.*s\" is no amount: write it as 1234.50, or -1234.50 for a credit",
            AC_TEXT_ARG(said));
    }
    if (!ac_rational_to_scaled(number.value, part->money ? syntax->money_places : 6, &minor)) {
        return ac_table_fail(
            &r->table, row, AMOUNT, r->error,
            "%.*s is no amount in whole %.*s: it has more decimals than %d, or is too large",
            AC_TEXT_ARG(said), part->money ? (int)syntax->money_word.size : 5,
            part->money ? syntax->money_word.at : "units", part->money ? syntax->money_places : 6);
    }
    AC_SCOPED_BUFFER(text, 200);
    ac_rational_add_exact(&text, number.value);
    line->amount = ac_text_copy(r->arena, ac_buffer_text(&text));
    return ac_ok();
}

static bool same_total(const ac_control_line *a, const ac_control_line *b)
{
    return ac_text_equal(a->part, b->part) && ac_text_equal(a->party, b->party) &&
           ac_text_equal(a->reference, b->reference) && ac_text_equal(a->period, b->period);
}

/* The same total twice would count twice: what tells them apart is the reference. */
static accord_status check_new(const reading *r, size_t row, const ac_control_line *line)
{
    for (size_t i = 0; i < r->count; i++) {
        if (same_total(&r->lines[i], line)) {
            return ac_table_fail(
                &r->table, row, PART, r->error,
                "line %lld states the %.*s of %.*s already, under the same reference",
                (long long)r->lines[i].line, AC_TEXT_ARG(line->part), AC_TEXT_ARG(line->period));
        }
    }
    for (size_t i = 0; i < r->before_count; i++) {
        for (size_t j = 0; j < r->before[i].count; j++) {
            if (same_total(&r->before[i].lines[j], line)) {
                return ac_table_fail(
                    &r->table, row, PART, r->error,
                    "the %.*s of %.*s was stated before, under the same reference, in %.*s: what "
                    "corrects it is stated as a credit or a debit with a reference of its own",
                    AC_TEXT_ARG(line->part), AC_TEXT_ARG(line->period),
                    AC_TEXT_ARG(r->before[i].name));
            }
        }
    }
    return ac_ok();
}

static accord_status take_reference(const reading *r, size_t row, ac_control_line *line)
{
    line->reference = r->table.rows[row].cells[REFERENCE];
    if (line->reference.size > REFERENCE_MOST || ac_personal_is_nhs_number(line->reference) ||
        ac_personal_in_words(line->reference)) {
        return ac_table_fail(
            &r->table, row, REFERENCE, r->error,
            "a reference has up to %d bytes, and no NHS number in it", REFERENCE_MOST);
    }
    return ac_ok();
}

/* ---- A file ---- */

static accord_status check_once(const reading *r, size_t row, const ac_control_line *line)
{
    for (size_t i = 0; i < r->count; i++) {
        const ac_control_line *other = &r->lines[i];
        if (ac_text_equal(other->part, line->part) && ac_text_equal(other->party, line->party) &&
            ac_text_equal(other->value, line->value)) {
            return ac_table_fail(
                &r->table, row, VALUE, r->error,
                "line %lld says the same, and it would count twice", (long long)other->line);
        }
    }
    return ac_ok();
}

static accord_status take_row(reading *r, size_t row)
{
    const ac_tieout_part *part = NULL;
    ac_text none = AC_TEXT("");
    AC_TRY(take_part(r, row, &part));
    AC_TRY(check_party(r, row));
    ac_control_line line = {
        .line = (int64_t)r->table.rows[row].line,
        .part = ac_text_of(part->name),
        .party = r->table.rows[row].cells[PARTY],
        .value = none,
        .period = none,
        .amount = none,
        .reference = none};
    if (r->totals) {
        AC_TRY(take_period(r, row, &line));
        AC_TRY(take_amount(r, row, part, &line));
        AC_TRY(take_reference(r, row, &line));
        AC_TRY(check_new(r, row, &line));
    } else {
        AC_TRY(check_value(r, row, part));
        line.value = r->table.rows[row].cells[VALUE];
        AC_TRY(check_once(r, row, &line));
    }
    r->lines[r->count++] = line;
    return ac_ok();
}

/* Totals add up, so that the same file twice would count twice; of values the last file counts. */
static accord_status check_new_file(const reading *r, const char *path)
{
    char source[AC_HASH_HEX_BYTES];
    ac_hash_hex(&r->table.hash, source);
    for (size_t i = 0; r->totals && i < r->before_count; i++) {
        if (ac_text_is(r->before[i].source, source)) {
            AC_SCOPED_BUFFER(when, 40);
            ac_seconds_add(&when, r->before[i].at);
            return ac_fail(
                r->error, ACCORD_EINPUT,
                "%s: this very file was brought in before as %.*s, by %.*s at %s", path,
                AC_TEXT_ARG(r->before[i].name), AC_TEXT_ARG(r->before[i].person), when.bytes);
        }
    }
    return ac_ok();
}

static accord_status read_file(reading *r, const char *path)
{
    const ac_table_column values[VALUE_COLUMNS] = {
        [PART] = {{AC_TEXT("part")},  false, false},
        [PARTY] = {{AC_TEXT("party")}, true,  false},
        [VALUE] = {{AC_TEXT("value")}, false, false}
    };
    const ac_table_column totals[TOTAL_COLUMNS] = {
        [PART] = {{AC_TEXT("part")},      false, false},
        [PARTY] = {{AC_TEXT("party")},     true,  false},
        [PERIOD] = {{AC_TEXT("period")},    false, false},
        [AMOUNT] = {{AC_TEXT("amount")},    false, false},
        [REFERENCE] = {{AC_TEXT("reference")}, true,  false}
    };
    const ac_layout plain = ac_layout_plain();
    const ac_table_wanted wanted = {
        .path = path,
        .layout = &plain,
        .columns = r->totals ? totals : values,
        .column_count = r->totals ? TOTAL_COLUMNS : VALUE_COLUMNS};
    AC_TRY(ac_table_read(r->arena, &wanted, &r->table, r->error));
    if (r->table.row_count == 0) {
        return ac_fail(r->error, ACCORD_EINPUT, "%s has a heading and no lines", path);
    }
    AC_TRY(check_new_file(r, path));
    r->lines = AC_NEW_ARRAY(r->arena, ac_control_line, r->table.row_count);
    r->count = 0;
    r->closed = 0;
    for (size_t row = 0; row < r->table.row_count; row++) {
        AC_TRY(take_row(r, row));
    }
    return ac_ok();
}

static accord_status bring(reading *r, const char *path, ac_buffer *talk, ac_anchor *anchor)
{
    ac_db *db = r->books->db;
    char source[AC_HASH_HEX_BYTES];
    char hex[AC_HASH_HEX_BYTES];
    AC_TRY(ac_control_list(r->arena, db, &r->before, &r->before_count, r->error));
    AC_TRY(read_file(r, path));
    ac_hash_hex(&r->table.hash, source);
    const ac_control control = {
        .number = (int64_t)r->before_count + 1,
        .kind = r->totals ? AC_TEXT("control-totals") : AC_TEXT("tie-outs"),
        .name = ac_file_name_of(ac_text_of(path)),
        .source = ac_text_of(source),
        .person = r->books->person,
        .at = r->books->at,
        .lines = r->lines,
        .count = r->count};
    AC_TRY(ac_control_add(db, &control, r->error));
    ac_control_hash(&control, hex);
    AC_TRY(ac_books_note(r->books, "control", ac_text_of(hex), control.kind, anchor, r->error));
    ac_buffer_addf(
        talk, "%s: kept %zu line%s of %s\n", path, r->count, r->count == 1 ? "" : "s",
        r->totals ? "control totals" : "tie-outs");
    if (r->closed > 0) {
        ac_buffer_addf(
            talk, "%s: %zu of them of periods that are closed, where they change nothing\n", path,
            r->closed);
    }
    return ac_ok();
}

/* NOLINTNEXTLINE(readability-function-size): what is brought, what is said of it, its anchor */
accord_status ac_tieouts_bring(
    ac_arena *arena,
    const ac_books *books,
    const ac_import *import,
    bool totals,
    ac_buffer *talk,
    ac_anchor *anchor,
    accord_error *error)
{
    ac_run run = {0};
    reading r = {.arena = arena, .books = books, .run = &run, .totals = totals, .error = error};
    AC_TRY(ac_books_contract(arena, books, &run, error));
    AC_TRY(ac_settlement_list(arena, books->db, &r.settlements, &r.settlement_count, error));
    for (size_t i = 0; i < import->path_count; i++) {
        AC_TRY(bring(&r, import->paths[i], talk, anchor));
    }
    return ac_ok();
}
