/* SPDX-License-Identifier: MIT */
/* The reasons of an explanation, each a line that opens: its clause, wording, formula and numbers,
 * what was decided and rounded on the way, and under it what it used. */

#include "report/explain_inside.h"
#include "value/date.h"

/* Browsers nest at most 512 elements, and a reason takes three. OPEN of them stand open. */
enum { REASONS_DEEP = 110, OPEN = 2, WORDS_MAX = 1 << 20 };

void ac_page_term(const ac_page *on, const char *term, const char *class_name, ac_text words)
{
    if (words.size == 0) {
        return;
    }
    ac_html_add(on->html, AC_HTML_DT, NULL, ac_text_of(term));
    ac_html_open(on->html, AC_HTML_DD);
    ac_html_add(on->html, AC_HTML_SPAN, class_name, words);
    ac_html_close(on->html, AC_HTML_DD);
}

static bool is_number(const ac_reason *reason)
{
    return reason->value.state == AC_VALUE_KNOWN && reason->type->kind <= AC_KIND_STOCK;
}

void ac_page_figure(const ac_page *on, const ac_reason *reason)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    bool known = reason->value.state == AC_VALUE_KNOWN;
    if (reason->kind == AC_REASON_GATE && known) {
        ac_html_add(on->html, AC_HTML_SPAN, "value state", reason->word);
        return;
    }
    ac_explain_value_add(&words, on->x, reason->type, reason->value);
    const char *class_name = known ? "value" : "value state";
    ac_html_add(on->html, AC_HTML_SPAN, class_name, ac_buffer_text(&words));
    if (is_number(reason) && reason->type->unit.count > 0) {
        ac_buffer_clear(&words);
        ac_unit_add(&words, &reason->type->unit, false, on->program->bases);
        ac_html_text(on->html, AC_TEXT(" "));
        ac_html_add(on->html, AC_HTML_SPAN, "unit", ac_buffer_text(&words));
    }
}

void ac_page_where(const ac_page *on, const ac_reason *reason)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    if (reason->levels != 0) {
        ac_html_text(on->html, AC_TEXT(" of "));
        ac_member_add(&words, on->program, on->x->facts, reason->levels, &reason->at, '/');
        ac_html_add(on->html, AC_HTML_BDI, NULL, ac_buffer_text(&words));
    }
    if (reason->period_kind != AC_PERIOD_NONE) {
        ac_buffer_clear(&words);
        ac_period_add(&words, on->x->calendar, reason->period_kind, reason->period);
        ac_html_text(on->html, AC_TEXT(" for "));
        ac_html_text(on->html, ac_buffer_text(&words));
    }
}

static void add_clause(const ac_page *on, const ac_reason *reason)
{
    if (reason->clause == AC_NONE) {
        return;
    }
    const ac_clause *clause = ac_clause_at(on->program, reason->clause);
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_buffer_add(&words, clause->number);
    if (clause->variation == 0) {
        ac_buffer_add_z(&words, ", as signed");
    } else {
        const ac_variation *variation = &on->program->syntax->variations[clause->variation - 1];
        ac_buffer_addf(&words, ", as restated by %.*s, signed ", AC_TEXT_ARG(variation->label));
        ac_date_add_iso(&words, variation->signed_on);
        ac_buffer_add_z(&words, ", in force from ");
        ac_date_add_iso(&words, variation->effective);
    }
    ac_page_term(on, "Clause", "clause", ac_buffer_text(&words));
    if (reason->fresh && clause->wording.size > 0) {
        ac_html_add(on->html, AC_HTML_DT, NULL, AC_TEXT("Agreed wording"));
        ac_html_open(on->html, AC_HTML_DD);
        ac_html_add(on->html, AC_HTML_BLOCKQUOTE, "wording", clause->wording);
        ac_html_close(on->html, AC_HTML_DD);
    }
}

static void add_code(const ac_page *on, const char *term, const char *class_name, ac_text words)
{
    if (words.size > 0) {
        ac_html_add(on->html, AC_HTML_DT, NULL, ac_text_of(term));
        ac_html_open(on->html, AC_HTML_DD);
        ac_html_add(on->html, AC_HTML_CODE, class_name, words);
        ac_html_close(on->html, AC_HTML_DD);
    }
}

static void add_formula(const ac_page *on, const ac_reason *reason)
{
    bool text =
        reason->clause != AC_NONE && ac_clause_at(on->program, reason->clause)->value == NULL;
    if (!text) {
        add_code(on, "Formula", "formula", reason->formula);
    } else if (reason->fresh) {
        add_code(on, "Text", "formula", reason->formula);
    }
    add_code(on, "With the numbers", "numbers", reason->numbers);
}

static void add_steps(const ac_page *on, const ac_reason *reason)
{
    if (reason->step_count == 0) {
        return;
    }
    ac_html_add(on->html, AC_HTML_DT, NULL, AC_TEXT("So"));
    ac_html_open(on->html, AC_HTML_DD);
    ac_html_open(on->html, AC_HTML_UL);
    for (size_t i = 0; i < reason->step_count; i++) {
        ac_html_add(on->html, AC_HTML_LI, "step", reason->steps[i]);
    }
    ac_html_close(on->html, AC_HTML_UL);
    ac_html_close(on->html, AC_HTML_DD);
}

/* The whole fraction where the figure above is shortened, and what that is in pence. The rounding
 * to pence is of this page alone, so that an amount can be read. */
static void add_exact(const ac_page *on, const ac_reason *reason)
{
    if (!is_number(reason)) {
        return;
    }
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_rational number = reason->value.number;
    if (!ac_explain_ends(on->x, reason->type, number)) {
        if (ac_rational_bits(number) > AC_EXPLAIN_BITS_SHOWN) {
            ac_buffer_add_z(&words, "a fraction of many digits");
        } else {
            ac_rational_add_exact(&words, number);
        }
        ac_page_term(on, "Exactly", "exact", ac_buffer_text(&words));
    }
    if (!ac_explain_is_money(reason->type)) {
        return;
    }
    int places = on->program->syntax->money_places;
    ac_rational round =
        ac_rational_round(on->scratch, number, places, on->program->syntax->rounding);
    ac_buffer_clear(&words);
    int64_t minor = 0;
    if (ac_rational_compare(round, number) != 0 && ac_rational_to_scaled(round, places, &minor)) {
        ac_buffer_add_z(&words, "about ");
        ac_money_add(&words, on->program, (accord_money){minor});
        ac_buffer_add_z(&words, " (for reading: no clause rounds here)");
        ac_page_term(on, "In money", "money", ac_buffer_text(&words));
    }
}

static void add_files(const ac_page *on, const ac_reason *reason)
{
    if (reason->source == NULL || reason->source->file_count == 0) {
        return;
    }
    ac_html_add(on->html, AC_HTML_DT, NULL, AC_TEXT("Files"));
    ac_html_open(on->html, AC_HTML_DD);
    ac_html_open(on->html, AC_HTML_UL);
    for (size_t i = 0; i < reason->source->file_count; i++) {
        const ac_fact_file *file = &reason->source->files[i];
        AC_SCOPED_BUFFER(words, 400);
        ac_html_open(on->html, AC_HTML_LI);
        ac_html_add(on->html, AC_HTML_BDI, NULL, file->name);
        ac_buffer_addf(&words, ", %llu rows", (unsigned long long)file->rows);
        if (file->counted > 0 || file->refused > 0) {
            ac_buffer_addf(
                &words, ", %llu counted, %llu refused", (unsigned long long)file->counted,
                (unsigned long long)file->refused);
        }
        ac_html_text(on->html, ac_buffer_text(&words));
        ac_html_close(on->html, AC_HTML_LI);
    }
    ac_html_close(on->html, AC_HTML_UL);
    ac_html_close(on->html, AC_HTML_DD);
}

static void add_because(const ac_page *on, const ac_reason *reason)
{
    bool says = reason->kind != AC_REASON_SUM && reason->kind != AC_REASON_PART;
    if (reason->value.state != AC_VALUE_KNOWN && says) {
        AC_SCOPED_BUFFER(words, WORDS_MAX);
        ac_note_add(&words, &on->x->evaluation, reason->value.state);
        ac_page_term(on, "Because", "because", ac_buffer_text(&words));
    }
}

static void add_body(const ac_page *on, const ac_reason *reason)
{
    ac_html_open_as(on->html, AC_HTML_DIV, "body");
    if (reason->kind != AC_REASON_REST) {
        ac_html_open(on->html, AC_HTML_DL);
        add_because(on, reason);
        add_clause(on, reason);
        add_formula(on, reason);
        add_steps(on, reason);
        add_exact(on, reason);
        add_files(on, reason);
        ac_html_close(on->html, AC_HTML_DL);
    }
    if (reason->cut) {
        ac_html_add(
            on->html, AC_HTML_P, "note",
            AC_TEXT("What it was made from lies deeper: --depth shows more."));
    }
    ac_html_close(on->html, AC_HTML_DIV);
}

static void add_line(ac_page *on, const ac_reason *reason)
{
    if (reason->kind == AC_REASON_REST) {
        AC_SCOPED_BUFFER(words, 100);
        ac_buffer_addf(&words, "and %llu more", (unsigned long long)reason->more);
        ac_html_text(on->html, ac_buffer_text(&words));
    } else {
        bool named = reason->kind <= AC_REASON_GATE;
        ac_html_text(on->html, reason->kind == AC_REASON_GATE ? AC_TEXT("gate ") : AC_TEXT(""));
        ac_html_add(on->html, named ? AC_HTML_BDI : AC_HTML_CODE, "name", reason->name);
        ac_page_where(on, reason);
    }
    if (reason->kind == AC_REASON_REST && reason->type->kind > AC_KIND_STOCK) {
        return;
    }
    bool number = is_number(reason);
    ac_html_text(on->html, number ? AC_TEXT(" = ") : AC_TEXT(": "));
    ac_html_open_as(on->html, AC_HTML_SPAN, "figure");
    ac_page_figure(on, reason);
    ac_html_close(on->html, AC_HTML_SPAN);
}

static void add_anchor(ac_page *on, const ac_reason *reason, ac_html_attribute attribute)
{
    AC_SCOPED_BUFFER(id, 40);
    ac_buffer_addf(&id, "r%u", reason->record);
    ac_html_attribute_add(on->html, attribute, ac_buffer_text(&id));
}

/* A reason that is explained elsewhere, or has nothing behind it. */
static void add_leaf(ac_page *on, const ac_reason *reason)
{
    ac_html_open_as(on->html, AC_HTML_DIV, "leaf");
    add_line(on, reason);
    if (reason->above) {
        ac_html_text(on->html, AC_TEXT("; "));
        ac_html_open(on->html, AC_HTML_A);
        add_anchor(on, reason, AC_HTML_ATTRIBUTE_HREF);
        ac_html_text(on->html, AC_TEXT("see above: "));
        ac_html_text(on->html, reason->name);
        ac_page_where(on, reason);
        ac_html_close(on->html, AC_HTML_A);
    }
    ac_html_close(on->html, AC_HTML_DIV);
}

/* NOLINTBEGIN(misc-no-recursion): REASONS_DEEP deep */

static void add_reason(ac_page *on, const ac_reason *reason);

static void add_children(ac_page *on, const ac_reason *reason)
{
    if (reason->child_count == 0) {
        return;
    }
    if (on->deep >= REASONS_DEEP) {
        ac_html_add(
            on->html, AC_HTML_P, "note",
            AC_TEXT("More lies under this than a page can nest: --format text has it all."));
        return;
    }
    ac_html_open_as(on->html, AC_HTML_UL, "under");
    on->deep++;
    for (size_t i = 0; i < reason->child_count && !on->html->buffer->overflowed; i++) {
        add_reason(on, reason->children[i]);
    }
    on->deep--;
    ac_html_close(on->html, AC_HTML_UL);
}

static void add_reason(ac_page *on, const ac_reason *reason)
{
    ac_html_open(on->html, AC_HTML_LI);
    if (reason->record != AC_NONE && !reason->above && !on->shown[reason->record]) {
        on->shown[reason->record] = true;
        add_anchor(on, reason, AC_HTML_ATTRIBUTE_ID);
    }
    if (reason->above || reason->kind == AC_REASON_REST) {
        add_leaf(on, reason);
    } else {
        ac_html_open(on->html, AC_HTML_DETAILS);
        if (on->deep < OPEN) {
            ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_OPEN, AC_TEXT(""));
        }
        ac_html_open(on->html, AC_HTML_SUMMARY);
        add_line(on, reason);
        ac_html_close(on->html, AC_HTML_SUMMARY);
        add_body(on, reason);
        add_children(on, reason);
        ac_html_close(on->html, AC_HTML_DETAILS);
    }
    ac_html_close(on->html, AC_HTML_LI);
}

/* NOLINTEND(misc-no-recursion) */

void ac_page_tree(ac_page *on, const ac_reason *root)
{
    ac_html_open_as(on->html, AC_HTML_UL, "tree");
    add_reason(on, root);
    ac_html_close(on->html, AC_HTML_UL);
}
