/* SPDX-License-Identifier: MIT */
/* An explanation for programs: the tree as nested objects. Numbers are texts, so that none loses a
 * digit: `value` as people read it, `exact` as "12.5" or "1/3", both null where it is not known. */

#include "contract/explain_tree.h"
#include "value/date.h"

typedef struct page {
    ac_buffer *buffer;
    const ac_explanation *of;
    const ac_explainer *x;
} page;

static const char *const kinds[] = {
    [AC_REASON_INPUT] = "input", [AC_REASON_TABLE] = "table", [AC_REASON_FORMULA] = "formula",
    [AC_REASON_GATE] = "gate",   [AC_REASON_NODE] = "value",  [AC_REASON_SUM] = "sum",
    [AC_REASON_PART] = "part",   [AC_REASON_REST] = "rest"};

static void add_key(const page *on, const char *key)
{
    ac_buffer_addf(on->buffer, ",\"%s\":", key);
}

static void add_text(const page *on, const char *key, ac_text text)
{
    add_key(on, key);
    ac_buffer_add_json(on->buffer, text);
}

static void add_count(const page *on, const char *key, uint64_t count)
{
    add_key(on, key);
    ac_buffer_addf(on->buffer, "%llu", (unsigned long long)count);
}

static void add_date(const page *on, const char *key, accord_date date)
{
    add_key(on, key);
    ac_buffer_add_char(on->buffer, '"');
    ac_date_add_iso(on->buffer, date);
    ac_buffer_add_char(on->buffer, '"');
}

static void add_exact(const page *on, ac_rational number)
{
    ac_buffer_add_char(on->buffer, '"');
    ac_rational_add_exact(on->buffer, number);
    ac_buffer_add_char(on->buffer, '"');
}

static void add_clause(const page *on, const ac_reason *reason)
{
    if (reason->clause == AC_NONE) {
        return;
    }
    const ac_clause *clause = ac_clause_at(on->x->program, reason->clause);
    add_text(on, "clause", clause->number);
    if (clause->wording.size > 0) {
        add_text(on, "wording", clause->wording);
    }
    if (clause->variation > 0) {
        const ac_variation *variation = &on->x->program->syntax->variations[clause->variation - 1];
        add_key(on, "variation");
        ac_buffer_add_z(on->buffer, "{\"number\":");
        ac_buffer_add_json(on->buffer, variation->number);
        add_date(on, "signed", variation->signed_on);
        add_date(on, "effective", variation->effective);
        ac_buffer_add_char(on->buffer, '}');
    }
}

void ac_explain_where_add(ac_buffer *buffer, const ac_explainer *x, const ac_explain_where *where)
{
    const char *between = "";
    ac_buffer_add_z(buffer, "\"members\":{");
    for (uint32_t i = 0; i < x->program->level_count; i++) {
        if ((where->levels & (1u << i)) != 0) {
            ac_buffer_add_z(buffer, between);
            ac_buffer_add_json(buffer, x->program->levels[i].name);
            ac_buffer_add_char(buffer, ':');
            ac_buffer_add_json(buffer, x->facts->levels[i].codes[where->at->members[i]]);
            between = ",";
        }
    }
    ac_buffer_add_z(buffer, "},\"period\":");
    if (where->kind == AC_PERIOD_NONE) {
        ac_buffer_add_z(buffer, "null");
        return;
    }
    ac_buffer_add_char(buffer, '"');
    ac_period_add(buffer, x->calendar, where->kind, where->period);
    ac_buffer_add_char(buffer, '"');
}

static void add_place(const page *on, const ac_reason *reason)
{
    ac_explain_where where = {reason->levels, &reason->at, reason->period_kind, reason->period};
    ac_buffer_add_char(on->buffer, ',');
    ac_explain_where_add(on->buffer, on->x, &where);
}

static void add_value(const page *on, const ac_reason *reason)
{
    bool number = reason->type->kind <= AC_KIND_STOCK;
    if (reason->value.state != AC_VALUE_KNOWN) {
        bool fault = ac_note_is_fault(&on->x->evaluation, reason->value.state);
        add_text(on, "state", fault ? AC_TEXT("at fault") : AC_TEXT("not yet known"));
        add_key(on, "value");
        ac_buffer_add_z(on->buffer, "null,\"exact\":null");
        AC_SCOPED_BUFFER(because, 4000);
        ac_note_add(&because, &on->x->evaluation, reason->value.state);
        add_text(on, "because", ac_buffer_text(&because));
    } else {
        add_text(on, "state", AC_TEXT("known"));
        AC_SCOPED_BUFFER(value, (size_t)1 << 20);
        ac_explain_value_add(&value, on->x, reason->type, reason->value);
        bool gate = reason->kind == AC_REASON_GATE;
        add_text(on, "value", gate ? reason->word : ac_buffer_text(&value));
        add_key(on, "exact");
        if (number) {
            add_exact(on, reason->value.number);
        } else {
            ac_buffer_add_z(on->buffer, "null");
        }
    }
    if (number) {
        AC_SCOPED_BUFFER(unit, 4000);
        ac_unit_add(&unit, &reason->type->unit, reason->type->percent, on->x->program->bases);
        add_text(on, "unit", ac_buffer_text(&unit));
    }
}

static void add_file(const page *on, const ac_fact_file *file)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash_hex(&file->hash, hex);
    ac_buffer_add_z(on->buffer, "{\"name\":");
    ac_buffer_add_json(on->buffer, file->name);
    add_text(on, "sha256", ac_text_of(hex));
    add_count(on, "rows", file->rows);
    add_count(on, "counted", file->counted);
    add_count(on, "refused", file->refused);
    if (file->known_said) {
        add_count(on, "superseded", file->superseded);
        add_date(on, "known", file->known);
        add_text(on, "as", file->stands.size > 0 ? file->stands : file->name);
        add_text(on, "stage", file->stage.size > 0 ? file->stage : AC_TEXT(""));
    }
    ac_buffer_add_char(on->buffer, '}');
}

static void add_files(const page *on, const ac_fact_file *files, size_t count)
{
    add_key(on, "files");
    ac_buffer_add_char(on->buffer, '[');
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(on->buffer, i == 0 ? "" : ",");
        add_file(on, &files[i]);
    }
    ac_buffer_add_char(on->buffer, ']');
}

static void add_working(const page *on, const ac_reason *reason)
{
    if (reason->formula.size > 0) {
        add_text(on, "formula", reason->formula);
    }
    if (reason->numbers.size > 0) {
        add_text(on, "numbers", reason->numbers);
    }
    if (reason->step_count > 0) {
        add_key(on, "steps");
        for (size_t i = 0; i < reason->step_count; i++) {
            ac_buffer_add_char(on->buffer, i == 0 ? '[' : ',');
            ac_buffer_add_json(on->buffer, reason->steps[i]);
        }
        ac_buffer_add_char(on->buffer, ']');
    }
    for (size_t i = 0; i < reason->rounded_count; i++) {
        const ac_rounded *rounded = &reason->rounded[i];
        ac_buffer_add_z(on->buffer, i == 0 ? ",\"rounding\":[" : ",");
        ac_buffer_add_z(on->buffer, "{\"before\":");
        add_exact(on, rounded->before);
        add_key(on, "after");
        add_exact(on, rounded->after);
        ac_buffer_addf(on->buffer, ",\"places\":%d", rounded->places);
        add_text(on, "way", ac_text_of(ac_rounding_words(rounded->way)));
        ac_buffer_add_z(on->buffer, i + 1 == reason->rounded_count ? "}]" : "}");
    }
    if (reason->computed.node != AC_NODE_NONE) {
        add_key(on, "computed");
        ac_explain_computed_add(on->buffer, on->x, &reason->computed);
    }
    if (reason->source != NULL && !reason->above) {
        add_count(on, "rows", reason->rows);
        add_files(on, reason->source->files, reason->source->file_count);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as explain_leaves.c lets it be */
static void add_reason(const page *on, const ac_reason *reason)
{
    ac_buffer_addf(on->buffer, "{\"kind\":\"%s\"", kinds[reason->kind]);
    if (reason->kind == AC_REASON_REST) {
        add_count(on, "more", reason->more);
        add_value(on, reason);
        ac_buffer_add_char(on->buffer, '}');
        return;
    }
    add_text(on, "name", reason->name);
    add_clause(on, reason);
    add_place(on, reason);
    add_value(on, reason);
    add_working(on, reason);
    ac_buffer_add_z(on->buffer, reason->above ? ",\"see_above\":true" : "");
    ac_buffer_add_z(on->buffer, reason->cut ? ",\"left_out\":true" : "");
    ac_buffer_add_z(on->buffer, ",\"children\":[");
    for (size_t i = 0; i < reason->child_count && !on->buffer->overflowed; i++) {
        ac_buffer_add_z(on->buffer, i == 0 ? "" : ",");
        add_reason(on, reason->children[i]);
    }
    ac_buffer_add_z(on->buffer, "]}");
}

static void add_variations(const page *on)
{
    const ac_syntax *syntax = on->x->program->syntax;
    add_key(on, "variations");
    ac_buffer_add_char(on->buffer, '[');
    for (size_t i = 0; i < syntax->variation_count; i++) {
        const ac_variation *variation = &syntax->variations[i];
        ac_buffer_add_z(on->buffer, i == 0 ? "{\"number\":" : ",{\"number\":");
        ac_buffer_add_json(on->buffer, variation->number);
        add_date(on, "signed", variation->signed_on);
        add_date(on, "effective", variation->effective);
        AC_SCOPED_BUFFER(words, 400);
        ac_explain_variation_add(&words, on->of, variation);
        add_text(on, "words", ac_buffer_text(&words));
        ac_buffer_add_char(on->buffer, '}');
    }
    ac_buffer_add_char(on->buffer, ']');
}

static void add_receipt(const page *on)
{
    const ac_syntax *syntax = on->x->program->syntax;
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(syntax->source);
    ac_hash_hex(&hash, hex);
    ac_buffer_add_z(on->buffer, ",\"receipt\":{\"contract\":");
    ac_buffer_add_json(on->buffer, syntax->code);
    add_text(on, "title", syntax->title);
    add_text(on, "sha256", ac_text_of(hex));
    add_variations(on);
    const ac_knowledge *knowledge = on->x->facts->knowledge;
    if (knowledge != NULL) {
        add_date(on, knowledge->by_said ? "known-by" : "last-known", knowledge->by);
    }
    add_files(on, on->of->files, on->of->file_count);
    add_text(on, "accord", AC_TEXT(ACCORD_VERSION));
    ac_buffer_add_char(on->buffer, '}');
}

void ac_explanation_add_json(ac_buffer *buffer, const ac_explanation *explanation)
{
    page on = {.buffer = buffer, .of = explanation, .x = &explanation->x};
    ac_buffer_add_z(buffer, "\"explanation\":");
    add_reason(&on, explanation->root);
    if (explanation->receipt) {
        add_receipt(&on);
    }
}
