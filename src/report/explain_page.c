/* SPDX-License-Identifier: MIT */
/* The page of an explanation: the figure and why in one sentence, the splits of a payment, the
 * reasons (explain_tree.c), and the receipt. */

#include "report/explain_page.h"

#include "report/explain_inside.h"
#include "value/date.h"

enum { WORDS_MAX = 1 << 20 };

static void open_section(ac_page *on, ac_text title, const char *class_name)
{
    AC_SCOPED_BUFFER(id, 40);
    ac_buffer_addf(&id, "part-%zu", ++on->sections);
    ac_html_open(on->html, AC_HTML_SECTION);
    if (class_name != NULL) {
        ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_CLASS, ac_text_of(class_name));
    }
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_ARIA_LABELLEDBY, ac_buffer_text(&id));
    ac_html_open(on->html, on->sections == 1 ? AC_HTML_H1 : AC_HTML_H2);
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_ID, ac_buffer_text(&id));
    ac_html_text(on->html, title);
    ac_html_close(on->html, on->sections == 1 ? AC_HTML_H1 : AC_HTML_H2);
}

static void close_section(ac_page *on)
{
    ac_html_close(on->html, AC_HTML_SECTION);
}

/* A payment to each member is as many amounts, and what is shared is their sum. */
static bool is_to_each(const ac_page *on)
{
    const ac_trail *trail = on->of->trail;
    return trail != NULL && on->program->pays[trail->payment->pay].to_level != AC_NONE;
}

/* ---- The answer ---- */

static const ac_trail_step *step_asked(const ac_page *on)
{
    const ac_trail *trail = on->of->trail;
    bool asked = trail != NULL && trail->count > 0 && on->of->who.size > 0;
    return asked ? &trail->steps[0] : NULL;
}

static void add_title(const ac_page *on, ac_buffer *title, const ac_reason *root)
{
    if (on->of->trail != NULL) {
        const ac_payment *payment = on->of->trail->payment;
        bool whole = on->of->who.size == 0;
        ac_buffer_addf(
            title, "Why %.*s%sclause %.*s", AC_TEXT_ARG(on->of->who),
            whole ? "the payment of " : " has its part of ",
            AC_TEXT_ARG(on->program->pays[payment->pay].number));
    } else {
        ac_buffer_addf(
            title, "Why %s%.*s", root->kind == AC_REASON_GATE ? "gate " : "",
            AC_TEXT_ARG(root->name));
        if (on->of->about != NULL) {
            ac_text number = on->program->pays[on->of->about->pay].number;
            ac_buffer_addf(title, ", of the payment of clause %.*s,", AC_TEXT_ARG(number));
        }
    }
    if (root->levels != 0) {
        ac_buffer_add_z(title, " of ");
        ac_member_add(title, on->program, on->x->facts, root->levels, &root->at, '/');
    }
    if (root->period_kind != AC_PERIOD_NONE) {
        ac_buffer_add_z(title, " for ");
        ac_period_add(title, on->x->calendar, root->period_kind, root->period);
    }
}

static void add_words_of_clause(ac_buffer *words, const ac_page *on, const ac_reason *root)
{
    bool has_clause = root->clause != AC_NONE;
    ac_text number =
        has_clause ? ac_clause_at(on->program, root->clause)->number : (ac_text){"", 0};
    switch (root->kind) {
    case AC_REASON_INPUT:
    case AC_REASON_TABLE:
        ac_buffer_addf(words, "Clause %.*s says where it comes from", AC_TEXT_ARG(number));
        for (size_t i = 0; i < root->step_count; i++) {
            ac_buffer_addf(words, "; %.*s", AC_TEXT_ARG(root->steps[i]));
        }
        ac_buffer_add_char(words, '.');
        return;
    case AC_REASON_GATE:
    case AC_REASON_FORMULA:
    case AC_REASON_NODE:
    case AC_REASON_SUM:
    case AC_REASON_PART:
    case AC_REASON_REST:
        break;
    }
    bool asks = root->type->kind == AC_KIND_YES_NO;
    ac_buffer_addf(
        words, "Clause %.*s %s %.*s", AC_TEXT_ARG(number), asks ? "asks for" : "says",
        AC_TEXT_ARG(root->formula));
    if (root->numbers.size > 0 && !ac_text_equal(root->numbers, root->formula)) {
        ac_buffer_addf(words, "; with the numbers: %.*s", AC_TEXT_ARG(root->numbers));
    }
    ac_buffer_add_char(words, '.');
}

static void add_why(const ac_page *on, const ac_reason *root)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    const ac_trail_step *step = step_asked(on);
    if (root->value.state != AC_VALUE_KNOWN) {
        bool fault = ac_note_is_fault(&on->x->evaluation, root->value.state);
        ac_buffer_addf(&words, "It is %s, because ", fault ? "at fault" : "not yet known");
        ac_note_add(&words, &on->x->evaluation, root->value.state);
        ac_buffer_add_char(&words, '.');
    } else if (step != NULL && step->clause == AC_NONE) {
        ac_buffer_add_z(
            &words, "It is the only one on its side of the payment, and takes all of it.");
    } else if (step != NULL) {
        ac_text number = ac_clause_at(on->program, step->clause)->number;
        ac_buffer_addf(&words, "Clause %.*s shares ", AC_TEXT_ARG(number));
        ac_trail_amount_add(&words, on->program, step->whole);
        ac_buffer_addf(
            &words, " among %zu%s", step->parts, step->equally ? ", equally." : " by weight: ");
        if (!step->equally) {
            ac_trail_numbers_add(&words, on->program, step);
            ac_buffer_add_char(&words, '.');
        }
    } else {
        add_words_of_clause(&words, on, root);
    }
    ac_html_add(on->html, AC_HTML_P, "why", ac_buffer_text(&words));
}

static void add_due(const ac_page *on)
{
    const ac_trail *trail = on->of->trail;
    if (trail == NULL) {
        return;
    }
    AC_SCOPED_BUFFER(words, 400);
    ac_buffer_add_z(&words, "Due ");
    ac_date_add_words(&words, trail->payment->due);
    if (trail->payment->shadow) {
        ac_buffer_add_z(&words, ", in shadow: it is worked out, and nothing is paid");
    }
    ac_buffer_add_char(&words, '.');
    ac_html_add(on->html, AC_HTML_P, "due", ac_buffer_text(&words));
}

static void add_answer(ac_page *on, const ac_reason *root, ac_text title)
{
    open_section(on, title, "answer");
    ac_html_open_as(on->html, AC_HTML_P, "big");
    const ac_trail_step *step = step_asked(on);
    if (step != NULL) {
        AC_SCOPED_BUFFER(words, 400);
        ac_buffer_addf(
            &words, "%.*s %s ", AC_TEXT_ARG(step->who), ac_trail_verb(on->of->trail, step));
        ac_trail_amount_add(&words, on->program, step->amount);
        ac_html_text(on->html, ac_buffer_text(&words));
    } else {
        ac_page_figure(on, root);
    }
    ac_html_close(on->html, AC_HTML_P);
    add_why(on, root);
    add_due(on);
    close_section(on);
}

/* ---- Splits ---- */

static void add_step(const ac_page *on, const ac_trail_step *step)
{
    const ac_trail *trail = on->of->trail;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_buffer_addf(&words, "%.*s %s ", AC_TEXT_ARG(step->who), ac_trail_verb(trail, step));
    ac_trail_amount_add(&words, on->program, step->amount);
    ac_html_add(on->html, AC_HTML_H3, "part", ac_buffer_text(&words));
    if (step->clause == AC_NONE) {
        ac_html_add(on->html, AC_HTML_P, NULL, AC_TEXT("It is the only one on its side."));
        return;
    }
    ac_html_open(on->html, AC_HTML_DL);
    const ac_clause *clause = ac_clause_at(on->program, step->clause);
    ac_text text = ac_explain_words(on->x, clause->span);
    ac_page_term(on, "Clause", "clause", text);
    ac_page_term(on, "Agreed wording", "wording", clause->wording);
    ac_buffer_clear(&words);
    if (step->equally) {
        ac_buffer_addf(&words, "all weights are zero: equal parts of %zu", step->parts);
    } else {
        ac_trail_numbers_add(&words, on->program, step);
    }
    ac_page_term(on, "With the numbers", "numbers-of-part", ac_buffer_text(&words));
    ac_html_close(on->html, AC_HTML_DL);
}

static void add_splits(ac_page *on)
{
    const ac_trail *trail = on->of->trail;
    if (trail == NULL || trail->count == 0) {
        return;
    }
    open_section(
        on,
        is_to_each(on) ? AC_TEXT("All of them together")
                       : AC_TEXT("How it is shared, to the odd penny"),
        NULL);
    for (size_t i = 0; i < trail->count; i++) {
        add_step(on, &trail->steps[i]);
    }
    close_section(on);
}

/* ---- Receipt ---- */

static void add_count(const ac_page *on, uint64_t count)
{
    AC_SCOPED_BUFFER(words, 40);
    ac_rational_add_decimal(&words, ac_rational_of((int64_t)count), 0, true);
    ac_html_add(on->html, AC_HTML_TD, "number", ac_buffer_text(&words));
}

static void add_heading(const ac_page *on, const char *class_name, ac_text words)
{
    ac_html_open(on->html, AC_HTML_TH);
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("col"));
    if (class_name != NULL) {
        ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_CLASS, ac_text_of(class_name));
    }
    ac_html_text(on->html, words);
    ac_html_close(on->html, AC_HTML_TH);
}

static void add_file(const ac_page *on, const ac_fact_file *file)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash_hex(&file->hash, hex);
    ac_html_open(on->html, AC_HTML_TR);
    ac_html_open(on->html, AC_HTML_TH);
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("row"));
    ac_html_add(on->html, AC_HTML_BDI, "file", file->name);
    AC_SCOPED_BUFFER(known, WORDS_MAX);
    ac_fact_file_known_add(&known, file);
    if (file->superseded > 0) {
        ac_buffer_addf(&known, ", %llu rows superseded", (unsigned long long)file->superseded);
    }
    ac_html_text(on->html, ac_buffer_text(&known));
    ac_html_close(on->html, AC_HTML_TH);
    add_count(on, file->rows);
    add_count(on, file->counted);
    add_count(on, file->refused);
    ac_html_add(on->html, AC_HTML_TD, "hash", ac_text_of(hex));
    ac_html_close(on->html, AC_HTML_TR);
}

static void add_files(const ac_page *on)
{
    const ac_explanation *of = on->of->explanation;
    ac_html_open_as(on->html, AC_HTML_DIV, "wide");
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_ROLE, AC_TEXT("region"));
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_ARIA_LABEL, AC_TEXT("Files that were read"));
    ac_html_attribute_add(on->html, AC_HTML_ATTRIBUTE_TABINDEX, AC_TEXT("0"));
    ac_html_open(on->html, AC_HTML_TABLE);
    ac_html_add(on->html, AC_HTML_CAPTION, NULL, AC_TEXT("Files that were read"));
    ac_html_open(on->html, AC_HTML_THEAD);
    ac_html_open(on->html, AC_HTML_TR);
    add_heading(on, NULL, AC_TEXT("File"));
    add_heading(on, "number", AC_TEXT("Rows"));
    add_heading(on, "number", AC_TEXT("Counted"));
    add_heading(on, "number", AC_TEXT("Refused"));
    add_heading(on, NULL, AC_TEXT("SHA-256"));
    ac_html_close(on->html, AC_HTML_TR);
    ac_html_close(on->html, AC_HTML_THEAD);
    ac_html_open(on->html, AC_HTML_TBODY);
    for (size_t i = 0; i < of->file_count; i++) {
        add_file(on, &of->files[i]);
    }
    ac_html_close(on->html, AC_HTML_TBODY);
    ac_html_close(on->html, AC_HTML_TABLE);
    ac_html_close(on->html, AC_HTML_DIV);
}

static void add_receipt(ac_page *on)
{
    const ac_syntax *syntax = on->program->syntax;
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(syntax->source);
    ac_hash_hex(&hash, hex);
    open_section(on, AC_TEXT("Receipt"), NULL);
    ac_html_add(
        on->html, AC_HTML_P, NULL,
        AC_TEXT("What this page was made from. The same text, files and program give the same "
                "page; sha256sum says whether yours are the same."));
    ac_html_open(on->html, AC_HTML_DL);
    ac_page_term(on, "Contract", "title", syntax->title);
    ac_page_term(on, "Its code", "code", syntax->code);
    ac_page_term(on, "SHA-256 of its text", "hash", ac_text_of(hex));
    ac_html_add(on->html, AC_HTML_DT, NULL, AC_TEXT("Variations"));
    ac_html_open(on->html, AC_HTML_DD);
    ac_html_open(on->html, AC_HTML_UL);
    for (size_t i = 0; i < syntax->variation_count; i++) {
        AC_SCOPED_BUFFER(words, WORDS_MAX);
        ac_explain_variation_add(&words, on->of->explanation, &syntax->variations[i]);
        ac_html_add(on->html, AC_HTML_LI, "variation", ac_buffer_text(&words));
    }
    if (syntax->variation_count == 0) {
        ac_html_add(on->html, AC_HTML_LI, NULL, AC_TEXT("none: the contract is as first signed"));
    }
    ac_html_close(on->html, AC_HTML_UL);
    ac_html_close(on->html, AC_HTML_DD);
    const ac_knowledge *knowledge = on->of->explanation->x.facts->knowledge;
    if (knowledge != NULL) {
        AC_SCOPED_BUFFER(day, WORDS_MAX);
        ac_explain_known_add(&day, knowledge);
        ac_page_term(on, "Known by", "known", ac_buffer_text(&day));
    }
    ac_page_term(on, "Program", "program", AC_TEXT("accord " ACCORD_VERSION));
    ac_html_close(on->html, AC_HTML_DL);
    if (on->of->explanation->file_count > 0) {
        add_files(on);
    }
    close_section(on);
}

/* ---- The page ---- */

static void add_head(const ac_page *on, ac_text title)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_buffer_addf(
        &words, "%.*s - %.*s", AC_TEXT_ARG(title), AC_TEXT_ARG(on->program->syntax->code));
    ac_page_head_begin(on->html, ac_buffer_text(&words));
    ac_page_style(on->html);
    ac_html_close(on->html, AC_HTML_HEAD);
}

static void add_body(ac_page *on, const ac_reason *root, ac_text title)
{
    ac_html *html = on->html;
    ac_page_body_begin(html, AC_TEXT("Skip to the answer"));
    ac_page_contract(html, on->program->syntax->title);
    ac_page_main_begin(html);
    add_answer(on, root, title);
    add_splits(on);
    bool part = on->of->who.size > 0;
    open_section(
        on,
        !part            ? AC_TEXT("Step by step")
        : is_to_each(on) ? AC_TEXT("The amount of one, step by step")
                         : AC_TEXT("The whole payment, step by step"),
        NULL);
    ac_html_add(
        html, AC_HTML_P, "note",
        AC_TEXT("Each line opens: its clause, its formula with the names and with the numbers, and "
                "under it what it used."));
    ac_page_tree(on, root);
    close_section(on);
    add_receipt(on);
    ac_html_close(html, AC_HTML_MAIN);
    ac_html_close(html, AC_HTML_BODY);
}

accord_status
ac_explain_page_add(ac_buffer *buffer, const ac_explain_page *page, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(title, WORDS_MAX);
    const ac_explainer *x = &page->explanation->x;
    ac_html *html = AC_NEW(&scratch, ac_html);
    ac_page on = {.html = html, .of = page, .x = x, .program = x->program, .scratch = &scratch};
    on.shown = AC_NEW_ARRAY(&scratch, bool, x->record_count);
    const ac_reason *root = page->explanation->root;
    add_title(&on, &title, root);
    ac_html_begin(html, buffer);
    ac_html_open(html, AC_HTML_HTML);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_LANG, AC_TEXT("en-GB"));
    add_head(&on, ac_buffer_text(&title));
    add_body(&on, root, ac_buffer_text(&title));
    ac_html_close(html, AC_HTML_HTML);
    ac_html_end(html);
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the explanation is longer than %zu bytes; ask for less depth",
            buffer->most_bytes);
    }
    return ac_ok();
}
