/* SPDX-License-Identifier: MIT */
/* An explanation for people: a line a value, its clause, formula and numbers under it, then what it
 * used, each a step further in. What a clause says is said once; later values of it refer back. */

#include "contract/explain_tree.h"
#include "value/date.h"

/* Under a figure the beginning of a hash is enough: the receipt has the whole. */
enum { LABEL = 9, HASH_BEGINNING = 16 };

typedef struct page {
    ac_buffer *buffer;
    const ac_explanation *of;
    const ac_explainer *x;
} page;

static void begin_line(const page *on, size_t indent, const char *label)
{
    ac_buffer_add_repeated(on->buffer, ' ', indent);
    ac_buffer_addf(on->buffer, "%-*s", LABEL, label);
}

static void add_line(const page *on, size_t indent, const char *label, ac_text words)
{
    if (words.size > 0) {
        begin_line(on, indent, label);
        ac_buffer_add(on->buffer, words);
        ac_buffer_add_char(on->buffer, '\n');
    }
}

static bool has_unit(const ac_type *type)
{
    return type->kind <= AC_KIND_STOCK && type->unit.count > 0;
}

static void add_value(const page *on, const ac_reason *reason)
{
    ac_buffer *buffer = on->buffer;
    bool known = reason->value.state == AC_VALUE_KNOWN;
    if (reason->kind == AC_REASON_GATE && known) {
        ac_buffer_addf(buffer, ": %.*s", AC_TEXT_ARG(reason->word));
        return;
    }
    bool number = known && reason->type->kind <= AC_KIND_STOCK;
    ac_buffer_add_z(buffer, number ? " = " : ": ");
    ac_explain_value_add(buffer, on->x, reason->type, reason->value);
    if (!number) {
        return;
    }
    if (has_unit(reason->type)) {
        ac_buffer_add_char(buffer, ' ');
        ac_unit_add(buffer, &reason->type->unit, false, on->x->program->bases);
    }
    if (ac_explain_ends(on->x, reason->type, reason->value.number)) {
        return;
    }
    if (ac_rational_bits(reason->value.number) > AC_EXPLAIN_BITS_SHOWN) {
        ac_buffer_add_z(buffer, " (a fraction of many digits)");
        return;
    }
    ac_buffer_add_z(buffer, " (exactly ");
    ac_rational_add_exact(buffer, reason->value.number);
    ac_buffer_add_char(buffer, ')');
}

static void add_head(const page *on, const ac_reason *reason)
{
    ac_buffer *buffer = on->buffer;
    if (reason->kind == AC_REASON_REST) {
        ac_buffer_addf(buffer, "and %llu more", (unsigned long long)reason->more);
        if (reason->type->kind <= AC_KIND_STOCK) {
            add_value(on, reason);
        }
        ac_buffer_add_char(buffer, '\n');
        return;
    }
    bool named = reason->kind <= AC_REASON_GATE;
    ac_buffer_add_z(buffer, reason->kind == AC_REASON_GATE ? "gate " : named ? "" : "'");
    ac_buffer_add(buffer, reason->name);
    ac_buffer_add_z(buffer, named ? "" : "'");
    if (reason->levels != 0) {
        ac_buffer_add_z(buffer, " of ");
        ac_member_add(buffer, on->x->program, on->x->facts, reason->levels, &reason->at, '/');
    }
    if (reason->period_kind != AC_PERIOD_NONE) {
        ac_buffer_add_z(buffer, " for ");
        ac_period_add(buffer, on->x->calendar, reason->period_kind, reason->period);
    }
    add_value(on, reason);
    ac_buffer_add_z(buffer, reason->above ? "; see above\n" : "\n");
}

static void add_clause(const page *on, const ac_reason *reason, size_t indent)
{
    if (reason->clause == AC_NONE) {
        return;
    }
    const ac_clause *clause = ac_clause_at(on->x->program, reason->clause);
    begin_line(on, indent, "clause");
    ac_buffer_add(on->buffer, clause->number);
    if (clause->variation == 0) {
        ac_buffer_add_z(on->buffer, ", as signed");
    } else {
        const ac_variation *variation = &on->x->program->syntax->variations[clause->variation - 1];
        ac_buffer_addf(on->buffer, ", as restated by %.*s, signed ", AC_TEXT_ARG(variation->label));
        ac_date_add_iso(on->buffer, variation->signed_on);
        ac_buffer_add_z(on->buffer, ", in force from ");
        ac_date_add_iso(on->buffer, variation->effective);
    }
    ac_buffer_add_z(on->buffer, reason->fresh ? "\n" : "; its words are above\n");
    if (reason->fresh) {
        add_line(on, indent, "wording", clause->wording);
        bool text = clause->value == NULL;
        add_line(on, indent, text ? "text" : "formula", reason->formula);
    }
}

static void add_file(const page *on, const ac_fact_file *file, size_t digits)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash_hex(&file->hash, hex);
    ac_buffer_addf(
        on->buffer, "%.*s, sha-256 %.*s, %llu rows", AC_TEXT_ARG(file->name), (int)digits, hex,
        (unsigned long long)file->rows);
    if (file->superseded > 0) {
        ac_buffer_addf(on->buffer, ", %llu superseded", (unsigned long long)file->superseded);
    }
    if (file->counted > 0 || file->refused > 0) {
        ac_buffer_addf(
            on->buffer, ", %llu counted, %llu refused", (unsigned long long)file->counted,
            (unsigned long long)file->refused);
    }
    ac_fact_file_known_add(on->buffer, file);
    ac_buffer_add_char(on->buffer, '\n');
}

static void add_because(const page *on, const ac_reason *reason, size_t indent)
{
    bool says = reason->kind != AC_REASON_SUM && reason->kind != AC_REASON_PART;
    if (reason->value.state != AC_VALUE_KNOWN && says) {
        begin_line(on, indent, "because");
        ac_note_add(on->buffer, &on->x->evaluation, reason->value.state);
        ac_buffer_add_char(on->buffer, '\n');
    }
}

static void add_body(const page *on, const ac_reason *reason, size_t indent)
{
    add_because(on, reason, indent);
    add_clause(on, reason, indent);
    bool same = reason->fresh && ac_text_equal(reason->numbers, reason->formula);
    add_line(on, indent, "numbers", same ? (ac_text){"", 0} : reason->numbers);
    for (size_t i = 0; i < reason->step_count; i++) {
        add_line(on, indent, i == 0 ? "so" : "", reason->steps[i]);
    }
    for (size_t i = 0; reason->source != NULL && reason->fresh && i < reason->source->file_count;
         i++) {
        begin_line(on, indent, i == 0 ? "files" : "");
        add_file(on, &reason->source->files[i], HASH_BEGINNING);
    }
    if (reason->cut) {
        add_line(
            on, indent, "", AC_TEXT("(what it was made from lies deeper: --depth N shows more)"));
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as explain_leaves.c lets it be */
static void add_reason(const page *on, const ac_reason *reason, size_t indent)
{
    add_head(on, reason);
    if (reason->above || reason->kind == AC_REASON_REST) {
        return;
    }
    add_body(on, reason, indent);
    for (size_t i = 0; i < reason->child_count && !on->buffer->overflowed; i++) {
        ac_buffer_add_repeated(on->buffer, ' ', indent);
        ac_buffer_add_z(on->buffer, "- ");
        add_reason(on, reason->children[i], indent + 2);
    }
}

static void add_variations(const page *on)
{
    const ac_syntax *syntax = on->x->program->syntax;
    for (size_t i = 0; i < syntax->variation_count; i++) {
        begin_line(on, 2, i == 0 ? "varied" : "");
        ac_explain_variation_add(on->buffer, on->of, &syntax->variations[i]);
        ac_buffer_add_char(on->buffer, '\n');
    }
}

static void add_receipt(const page *on)
{
    const ac_syntax *syntax = on->x->program->syntax;
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(syntax->source);
    ac_hash_hex(&hash, hex);
    ac_buffer_add_z(on->buffer, "\nReceipt\n");
    begin_line(on, 2, "contract");
    ac_buffer_addf(
        on->buffer, "%.*s %.*s\n", AC_TEXT_ARG(syntax->code), AC_TEXT_ARG(syntax->title));
    begin_line(on, 2, "text");
    ac_buffer_addf(on->buffer, "sha-256 %s\n", hex);
    add_variations(on);
    if (on->x->facts->knowledge != NULL) {
        begin_line(on, 2, "known by");
        ac_explain_known_add(on->buffer, on->x->facts->knowledge);
        ac_buffer_add_char(on->buffer, '\n');
    }
    for (size_t i = 0; i < on->of->file_count; i++) {
        begin_line(on, 2, i == 0 ? "files" : "");
        add_file(on, &on->of->files[i], AC_HASH_HEX_BYTES - 1);
    }
    begin_line(on, 2, "accord");
    ac_buffer_add_z(on->buffer, ACCORD_VERSION "\n");
}

void ac_explanation_add_text(ac_buffer *buffer, const ac_explanation *explanation)
{
    page on = {.buffer = buffer, .of = explanation, .x = &explanation->x};
    add_reason(&on, explanation->root, 2);
}

void ac_explanation_add_receipt(ac_buffer *buffer, const ac_explanation *explanation)
{
    page on = {.buffer = buffer, .of = explanation, .x = &explanation->x};
    if (explanation->receipt) {
        add_receipt(&on);
    }
}
