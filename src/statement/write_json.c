/* SPDX-License-Identifier: MIT */
/* A statement as JSON: one object, its keys always in the same order. An amount is written twice:
 * as a decimal string, which no reader turns into a binary fraction, and as a whole number of
 * minor units. */

#include "contract/doubts.h"
#include "statement/digest.h"
#include "statement/inside.h"
#include "value/date.h"

#include <inttypes.h>

static void add_key(ac_buffer *buffer, const char *key)
{
    ac_buffer_addf(buffer, "\"%s\": ", key);
}

static void add_text(ac_buffer *buffer, const char *key, ac_text text)
{
    add_key(buffer, key);
    ac_buffer_add_json(buffer, text);
}

static void add_hash(ac_buffer *buffer, const ac_hash *hash)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash_hex(hash, hex);
    add_text(buffer, "sha256", ac_text_of(hex));
}

static void add_money(ac_buffer *buffer, const ac_program *program, accord_money amount)
{
    add_key(buffer, "amount");
    ac_buffer_add_char(buffer, '"');
    ac_money_add_plain(buffer, program, amount);
    ac_buffer_addf(buffer, "\", \"minor\": %" PRId64, amount.minor);
}

static void add_exact(ac_buffer *buffer, const char *key, ac_rational number)
{
    add_key(buffer, key);
    ac_buffer_add_char(buffer, '"');
    ac_rational_add_exact(buffer, number);
    ac_buffer_add_char(buffer, '"');
}

/* Parts that the filter's party has nothing to do with are left out. */
static void add_parts(
    ac_buffer *buffer,
    const ac_statement_set *set,
    const char *key,
    const ac_parts *parts,
    ac_text party)
{
    add_key(buffer, key);
    ac_buffer_add_char(buffer, '[');
    const char *between = "";
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        if (party.size > 0 && !ac_part_is(set, part, party)) {
            continue;
        }
        ac_buffer_addf(buffer, "%s{", between);
        add_text(buffer, "party", ac_part_code(set, part));
        ac_buffer_add_z(buffer, ", ");
        add_text(buffer, "level", set->program->levels[part->level].name);
        ac_buffer_add_z(buffer, ", ");
        add_exact(buffer, "weight", part->weight);
        ac_buffer_add_z(buffer, ", ");
        add_money(buffer, set->program, part->amount);
        ac_buffer_add_char(buffer, '}');
        between = ", ";
    }
    ac_buffer_add_char(buffer, ']');
}

static void
add_legs(ac_buffer *buffer, const ac_statement_set *set, const ac_payment *payment, ac_text party)
{
    add_key(buffer, "legs");
    ac_buffer_add_char(buffer, '[');
    const char *between = "";
    for (size_t i = 0; i < payment->payers.count; i++) {
        for (size_t j = 0; j < payment->payees.count; j++) {
            const ac_part_of *from = &payment->payers.list[i];
            const ac_part_of *to = &payment->payees.list[j];
            if (party.size > 0 && !ac_part_is(set, from, party) && !ac_part_is(set, to, party)) {
                continue;
            }
            ac_buffer_addf(buffer, "%s{", between);
            add_text(buffer, "from", ac_part_code(set, from));
            ac_buffer_add_z(buffer, ", ");
            add_text(buffer, "to", ac_part_code(set, to));
            ac_buffer_add_z(buffer, ", ");
            add_money(buffer, set->program, payment->legs[i * payment->payees.count + j]);
            ac_buffer_add_char(buffer, '}');
            between = ", ";
        }
    }
    ac_buffer_add_char(buffer, ']');
}

static void
add_passes(ac_buffer *buffer, const ac_statement_set *set, const ac_payment *payment, ac_text party)
{
    add_key(buffer, "passed");
    ac_buffer_add_char(buffer, '[');
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        const ac_party *from = &set->program->parties[pass->party];
        bool whole = ac_text_equal(from->code, party);
        ac_buffer_add_z(buffer, p == 0 ? "{" : ", {");
        add_text(buffer, "from", from->code);
        ac_buffer_add_z(buffer, ", ");
        add_text(buffer, "clause", ac_clause_at(set->program, pass->parts.clause)->number);
        ac_buffer_add_z(buffer, ", ");
        add_money(buffer, set->program, pass->amount);
        ac_buffer_add_z(buffer, ", ");
        add_parts(buffer, set, "to", &pass->parts, whole ? (ac_text){"", 0} : party);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_char(buffer, ']');
}

static void add_payment(
    ac_buffer *buffer, const ac_statement_set *set, const ac_payment *payment, ac_text party)
{
    const ac_program *program = set->program;
    AC_SCOPED_BUFFER(words, AC_CONTRACT_BYTES_MAX);
    ac_buffer_add_z(buffer, "{");
    add_text(buffer, "clause", ac_clause_at(program, payment->clause)->number);
    ac_buffer_add_z(buffer, ", ");
    ac_payment_name_add(&words, program, payment);
    add_text(buffer, "pays", ac_buffer_text(&words));
    ac_buffer_add_z(buffer, ", ");
    ac_buffer_clear(&words);
    ac_payment_period_add(&words, program, payment);
    add_text(buffer, "period", ac_buffer_text(&words));
    ac_buffer_add_z(buffer, ", \"due\": \"");
    ac_date_add_iso(buffer, payment->due);
    ac_buffer_addf(buffer, "\", \"shadow\": %s, ", payment->shadow ? "true" : "false");
    add_text(buffer, "state", ac_text_of(ac_payment_state_name(payment)));
    ac_buffer_add_z(buffer, ", ");
    if (payment->standing != AC_STANDING_UNSAID) {
        add_text(buffer, "standing", ac_text_of(ac_payment_standing_name(payment)));
        ac_buffer_add_z(buffer, ", ");
    }
    if (payment->state != AC_VALUE_KNOWN) {
        ac_buffer_clear(&words);
        ac_note_add(&words, payment->evaluation, payment->state);
        add_text(buffer, "why", ac_buffer_text(&words));
        ac_buffer_add_char(buffer, '}');
        return;
    }
    add_money(buffer, program, payment->amount);
    ac_buffer_add_z(buffer, ", \"paid\": \"");
    accord_money nothing = {0};
    ac_money_add_plain(buffer, program, payment->shadow ? nothing : payment->amount);
    ac_buffer_add_z(buffer, "\",\n      ");
    add_parts(buffer, set, "payers", &payment->payers, party);
    ac_buffer_add_z(buffer, ",\n      ");
    add_parts(buffer, set, "payees", &payment->payees, party);
    ac_buffer_add_z(buffer, ",\n      ");
    add_legs(buffer, set, payment, party);
    ac_buffer_add_z(buffer, ",\n      ");
    add_passes(buffer, set, payment, party);
    ac_buffer_add_char(buffer, '}');
}

static void add_contract(ac_buffer *buffer, const ac_program *program)
{
    const ac_syntax *syntax = program->syntax;
    ac_hash hash = ac_hash_of(syntax->source);
    add_text(buffer, "accord", AC_TEXT(ACCORD_VERSION));
    ac_buffer_add_z(buffer, ",\n  \"contract\": {");
    add_text(buffer, "code", syntax->code);
    ac_buffer_add_z(buffer, ", ");
    add_text(buffer, "title", syntax->title);
    ac_buffer_add_z(buffer, ", ");
    add_text(buffer, "currency", syntax->currency);
    ac_buffer_addf(buffer, ", \"decimals\": %d, ", syntax->money_places);
    add_hash(buffer, &hash);
    ac_buffer_add_char(buffer, '}');
}

/* When a file became known, where a manifest says. */
static void add_known(ac_buffer *buffer, const ac_fact_file *file)
{
    if (!file->known_said) {
        return;
    }
    ac_buffer_addf(buffer, ", \"superseded\": %" PRIu64 ", \"known\": \"", file->superseded);
    ac_date_add_iso(buffer, file->known);
    ac_buffer_add_z(buffer, "\", ");
    add_text(buffer, "as", file->stands.size > 0 ? file->stands : file->name);
    ac_buffer_add_z(buffer, ", ");
    add_text(buffer, "stage", file->stage.size > 0 ? file->stage : AC_TEXT(""));
}

static void add_known_by(ac_buffer *buffer, const ac_knowledge *knowledge)
{
    if (knowledge == NULL) {
        return;
    }
    ac_buffer_add_z(buffer, knowledge->by_said ? "\"known-by\": \"" : "\"last-known\": \"");
    ac_date_add_iso(buffer, knowledge->by);
    ac_buffer_add_z(buffer, "\",\n  ");
}

static void
add_gates(ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_program *program = set->program;
    const ac_gate_line *lines = ac_gate_lines(&scratch, set, filter, &count);
    ac_buffer_add_z(buffer, "\"gates\": [");
    for (size_t i = 0; i < count; i++) {
        const ac_gate *gate = &program->gates[lines[i].gate];
        AC_SCOPED_BUFFER(period, 60);
        ac_period_add(&period, &program->syntax->calendar, lines[i].kind, lines[i].period);
        ac_buffer_add_z(buffer, i == 0 ? "\n    {" : ",\n    {");
        add_text(buffer, "gate", gate->name);
        ac_buffer_add_z(buffer, ", ");
        add_text(buffer, "clause", ac_clause_at(program, gate->clause)->number);
        ac_buffer_add_z(buffer, ", ");
        add_text(buffer, "period", ac_buffer_text(&period));
        ac_buffer_add_z(buffer, ", ");
        add_text(buffer, "state", ac_text_of(lines[i].state));
        ac_buffer_add_z(buffer, ", \"decided\": \"");
        ac_date_add_iso(buffer, lines[i].decided);
        ac_buffer_add_z(buffer, "\"}");
    }
    ac_buffer_add_char(buffer, ']');
}

static void add_files(ac_buffer *buffer, const ac_statement_set *set)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_fact_file *files = ac_fact_files(&scratch, set->program, set->facts, &count);
    ac_buffer_add_z(buffer, "\"files\": [");
    for (size_t f = 0; f < count; f++) {
        ac_buffer_add_z(buffer, f == 0 ? "\n    {" : ",\n    {");
        add_text(buffer, "name", files[f].name);
        ac_buffer_add_z(buffer, ", ");
        add_hash(buffer, &files[f].hash);
        ac_buffer_addf(
            buffer, ", \"rows\": %" PRIu64 ", \"counted\": %" PRIu64 ", \"refused\": %" PRIu64,
            files[f].rows, files[f].counted, files[f].refused);
        add_known(buffer, &files[f]);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_char(buffer, ']');
}

static void add_doubts(ac_buffer *buffer, const ac_statement_set *set)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_doubt *doubts = ac_doubts_find(&scratch, set->program, set->facts, &count);
    ac_buffer_add_z(buffer, "\"doubts\": [");
    for (size_t i = 0; i < count; i++) {
        AC_SCOPED_BUFFER(words, 2000);
        ac_doubt_add(&words, set->program, set->facts, &doubts[i]);
        ac_buffer_add_z(buffer, i == 0 ? "\n    " : ",\n    ");
        ac_buffer_add_json(buffer, ac_buffer_text(&words));
    }
    ac_buffer_add_char(buffer, ']');
}

static void add_check(
    ac_buffer *buffer,
    const ac_statement_set *set,
    const ac_check *check,
    const ac_check_result *result)
{
    const ac_program *program = set->program;
    AC_SCOPED_BUFFER(words, 2000);
    ac_period_add(&words, &program->syntax->calendar, result->kind, result->period);
    ac_buffer_add_z(buffer, "{");
    add_text(buffer, "clause", ac_clause_at(program, check->clause)->number);
    ac_buffer_add_z(buffer, ", ");
    if (result->by_payment) {
        uint32_t clause = set->payments[result->payment].clause;
        add_text(buffer, "payment", ac_clause_at(program, clause)->number);
        ac_buffer_add_z(buffer, ", ");
    }
    add_text(buffer, "period", ac_buffer_text(&words));
    ac_buffer_add_z(buffer, ", ");
    if (result->state == AC_VALUE_KNOWN) {
        ac_buffer_addf(buffer, "\"holds\": %s}", result->holds ? "true" : "false");
        return;
    }
    ac_buffer_clear(&words);
    ac_note_add(&words, set->evaluation, result->state);
    ac_buffer_add_z(buffer, "\"holds\": null, ");
    add_text(buffer, "why", ac_buffer_text(&words));
    ac_buffer_add_char(buffer, '}');
}

void ac_statement_add_json(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    ac_buffer_add_z(buffer, "{\n  ");
    add_contract(buffer, set->program);
    ac_buffer_add_z(buffer, ",\n  ");
    add_known_by(buffer, set->facts->knowledge);
    add_files(buffer, set);
    ac_buffer_add_z(buffer, ",\n  \"payments\": [");
    const char *between = "\n    ";
    for (size_t i = 0; i < set->payment_count; i++) {
        if (ac_payment_is_shown(set, &set->payments[i], filter)) {
            ac_buffer_add_z(buffer, between);
            add_payment(buffer, set, &set->payments[i], filter->party);
            between = ",\n    ";
        }
    }
    ac_buffer_add_z(buffer, "],\n  \"checks\": [");
    for (size_t i = 0; i < set->check_count; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "\n    " : ",\n    ");
        const ac_check_result *result = &set->checks[i];
        add_check(buffer, set, &set->program->checks[result->check], result);
    }
    ac_buffer_add_z(buffer, "],\n  \"assumptions\": [");
    for (size_t i = 0; i < set->assumption_count; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "\n    " : ",\n    ");
        const ac_check_result *result = &set->assumptions[i];
        add_check(buffer, set, &set->program->assumptions[result->check], result);
    }
    ac_buffer_add_z(buffer, "],\n  ");
    add_gates(buffer, set, filter);
    ac_buffer_add_z(buffer, ",\n  ");
    if (set->retro_count > 0) {
        ac_retro_add_json(buffer, set, filter->party);
    }
    ac_digest_add_json(buffer, set, filter);
    ac_buffer_add_z(buffer, ",\n  ");
    add_doubts(buffer, set);
    ac_buffer_add_z(buffer, "\n}\n");
}
