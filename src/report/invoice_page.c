/* SPDX-License-Identifier: MIT */
/* What a practice gets: who charges whom, each line with its session and how it comes about, the
 * sums by VAT basis with the evidence for it, and by which line of the record it can be found
 * again. */

#include "report/invoice_page.h"

#include "report/html.h"
#include "value/date.h"
#include "value/rational.h"

enum { WORDS_BYTES = 1 << 16 };

/* Colours follow the NHS design system, as on other pages; on paper each document is apart. */
static void add_style(ac_html *html)
{
    ac_html_open(html, AC_HTML_STYLE);
    AC_HTML_RAW(
        html, "*{box-sizing:border-box}"
              "body{margin:0;background:#f0f4f5;color:#212b32;font:1rem/1.5 Arial,sans-serif;"
              "overflow-wrap:anywhere}"
              "main{max-width:62rem;margin:0 auto;padding:1rem}"
              "section{background:#fff;border:1px solid #d8dde0;border-top:.5rem solid #005eb8;"
              "padding:1rem;margin:0 0 1rem}"
              "h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}"
              "dl{display:grid;grid-template-columns:11rem minmax(0,1fr);margin:0 0 1rem}"
              "dt,dd{margin:0;padding:.25rem 0;border-bottom:1px solid #d8dde0}"
              "dt{font-weight:700;padding-right:1rem}"
              ".wide{overflow-x:auto;margin:0 0 1rem}"
              ".wide:focus{outline:4px solid #ffeb3b;box-shadow:0 4px 0 0 #212b32}"
              "table{border-collapse:collapse;width:100%}"
              "caption{text-align:left;font-weight:700;padding-bottom:.5rem}"
              "th,td{text-align:left;vertical-align:top;padding:.375rem .75rem .375rem 0;"
              "border-bottom:1px solid #d8dde0}"
              ".number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
              "th.number{white-space:normal}"
              ".day{white-space:nowrap}"
              ".how{color:#425563;font-size:.875em}"
              ".sum{font-weight:700}"
              ".mark{border:2px solid #d5281b;padding:.25rem .5rem;font-weight:700}"
              ".note{color:#425563;font-size:.875em;margin:0}"
              "@media (max-width:40rem){dl{display:block}dt{border:0;padding-bottom:0}}"
              "@media print{@page{size:A4;margin:15mm}body{background:#fff;font-size:9.5pt}"
              "main{max-width:none;padding:0}"
              "section{border:0;border-top:2px solid #005eb8;padding:.5rem 0;margin:0;"
              "break-after:page}"
              "section:last-child{break-after:auto}"
              "tr,dt,dd{break-inside:avoid}.wide{overflow:visible}}");
    ac_html_close(html, AC_HTML_STYLE);
}

static void add_term(ac_html *html, const char *term, ac_text words)
{
    if (words.size > 0) {
        ac_html_add(html, AC_HTML_DT, NULL, ac_text_of(term));
        ac_html_open(html, AC_HTML_DD);
        ac_html_add(html, AC_HTML_BDI, NULL, words);
        ac_html_close(html, AC_HTML_DD);
    }
}

static void add_day_term(ac_html *html, const char *term, accord_date day)
{
    AC_SCOPED_BUFFER(words, 60);
    ac_date_add_words(&words, day);
    add_term(html, term, ac_buffer_text(&words));
}

static void add_heading(ac_html *html, const char *class_name, const char *words)
{
    ac_html_open(html, AC_HTML_TH);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("col"));
    if (class_name != NULL) {
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CLASS, ac_text_of(class_name));
    }
    ac_html_text(html, ac_text_of(words));
    ac_html_close(html, AC_HTML_TH);
}

static void add_amount(ac_buffer *words, accord_money amount)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational_add_decimal(words, ac_rational_of_ratio(&scratch, amount.minor, 100), 2, true);
}

static void add_pounds(ac_html *html, accord_money amount)
{
    AC_SCOPED_BUFFER(words, 60);
    add_amount(&words, amount);
    ac_html_add(html, AC_HTML_TD, "number", ac_buffer_text(&words));
}

/* A table in a box that scrolls where it is too wide. */
static void open_table(ac_html *html, const char *what, const ac_document *document)
{
    AC_SCOPED_BUFFER(caption, WORDS_BYTES);
    ac_buffer_addf(&caption, "%s of %.*s, in pounds", what, AC_TEXT_ARG(document->number));
    ac_html_open_as(html, AC_HTML_DIV, "wide");
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ROLE, AC_TEXT("region"));
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ARIA_LABEL, ac_buffer_text(&caption));
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_TABINDEX, AC_TEXT("0"));
    ac_html_open(html, AC_HTML_TABLE);
    ac_html_add(html, AC_HTML_CAPTION, NULL, ac_buffer_text(&caption));
    ac_html_open(html, AC_HTML_THEAD);
    ac_html_open(html, AC_HTML_TR);
}

static void begin_rows(ac_html *html)
{
    ac_html_close(html, AC_HTML_TR);
    ac_html_close(html, AC_HTML_THEAD);
    ac_html_open(html, AC_HTML_TBODY);
}

static void close_table(ac_html *html)
{
    ac_html_close(html, AC_HTML_TBODY);
    ac_html_close(html, AC_HTML_TABLE);
    ac_html_close(html, AC_HTML_DIV);
}

/* "standard rated, 20%" */
static void add_basis(ac_html *html, const ac_charge *line)
{
    ac_html_text(html, line->basis);
    if (line->percent.size > 0) {
        ac_html_text(html, AC_TEXT(", "));
        ac_html_text(html, line->percent);
        ac_html_text(html, AC_TEXT("%"));
    }
}

static void add_line(ac_html *html, const ac_charge *line)
{
    AC_SCOPED_BUFFER(day, 40);
    AC_SCOPED_BUFFER(session, WORDS_BYTES);
    ac_date_add_words(&day, line->on);
    ac_html_open(html, AC_HTML_TR);
    ac_html_open(html, AC_HTML_TH);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("row"));
    ac_html_add(html, AC_HTML_SPAN, "day", ac_buffer_text(&day));
    if (line->part.size > 0) {
        ac_html_text(html, AC_TEXT(", "));
        ac_html_text(html, line->part);
    }
    ac_html_close(html, AC_HTML_TH);
    ac_html_open(html, AC_HTML_TD);
    ac_buffer_add(&session, line->item);
    if (line->doctor.size > 0) {
        ac_buffer_addf(
            &session, ": doctor %.*s, request %.*s", AC_TEXT_ARG(line->doctor),
            AC_TEXT_ARG(line->request));
    }
    ac_html_add(html, AC_HTML_BDI, NULL, ac_buffer_text(&session));
    ac_html_add(html, AC_HTML_DIV, "how", line->what);
    ac_html_close(html, AC_HTML_TD);
    add_pounds(html, line->net);
    ac_html_open(html, AC_HTML_TD);
    add_basis(html, line);
    ac_html_close(html, AC_HTML_TD);
    add_pounds(html, line->vat);
    ac_html_close(html, AC_HTML_TR);
}

static void add_lines(ac_html *html, const ac_document *document)
{
    open_table(html, "Lines", document);
    add_heading(html, NULL, "Day");
    add_heading(html, NULL, "What is charged");
    add_heading(html, "number", "Net");
    add_heading(html, NULL, "VAT basis");
    add_heading(html, "number", "VAT");
    begin_rows(html);
    for (size_t i = 0; i < document->count; i++) {
        add_line(html, &document->lines[i]);
    }
    close_table(html);
}

static void add_sum_row(ac_html *html, const ac_charge *of, const ac_amounts *amounts)
{
    ac_html_open(html, AC_HTML_TR);
    if (of == NULL) {
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CLASS, AC_TEXT("sum"));
    }
    ac_html_open(html, AC_HTML_TH);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("row"));
    if (of == NULL) {
        ac_html_text(html, AC_TEXT("In all"));
    } else {
        add_basis(html, of);
    }
    ac_html_close(html, AC_HTML_TH);
    add_pounds(html, amounts->net);
    add_pounds(html, amounts->vat);
    add_pounds(html, amounts->total);
    ac_html_open(html, AC_HTML_TD);
    ac_html_add(html, AC_HTML_BDI, NULL, of == NULL ? (ac_text){"", 0} : of->evidence);
    ac_html_close(html, AC_HTML_TD);
    ac_html_close(html, AC_HTML_TR);
}

static void add_sums(ac_html *html, const ac_document *document)
{
    AC_SCOPED_ARENA(scratch);
    const ac_vat_sum *sums = NULL;
    size_t count = ac_document_vat(&scratch, document, &sums);
    ac_amounts all = ac_document_amounts(document);
    open_table(html, "VAT", document);
    add_heading(html, NULL, "Basis");
    add_heading(html, "number", "Net");
    add_heading(html, "number", "VAT");
    add_heading(html, "number", "Total");
    add_heading(html, NULL, "Evidence");
    begin_rows(html);
    for (size_t i = 0; i < count; i++) {
        add_sum_row(html, sums[i].first, &sums[i].amounts);
    }
    add_sum_row(html, NULL, &all);
    close_table(html);
}

/* "Credit note ESX-000005" */
static void add_title(ac_html *html, const ac_document *document, size_t index)
{
    static const char *const titles[AC_DOCUMENT_KINDS] = {
        [AC_DOCUMENT_INVOICE] = "Invoice",
        [AC_DOCUMENT_CREDIT] = "Credit note",
        [AC_DOCUMENT_SUPPLEMENT] = "Supplementary invoice",
        [AC_DOCUMENT_REVERSAL] = "Carrying note reversed",
        [AC_DOCUMENT_CARRYING] = "Carrying note",
    };
    AC_SCOPED_BUFFER(words, WORDS_BYTES);
    AC_SCOPED_BUFFER(id, 40);
    ac_buffer_addf(&words, "%s %.*s", titles[document->kind], AC_TEXT_ARG(document->number));
    ac_buffer_addf(&id, "document-%zu", index + 1);
    ac_html_open(html, AC_HTML_SECTION);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ARIA_LABELLEDBY, ac_buffer_text(&id));
    ac_html_open(html, AC_HTML_H1);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ID, ac_buffer_text(&id));
    ac_html_text(html, ac_buffer_text(&words));
    ac_html_close(html, AC_HTML_H1);
}

static void add_document(ac_html *html, const ac_document *document, size_t index, bool recorded)
{
    AC_SCOPED_BUFFER(month, 20);
    AC_SCOPED_BUFFER(found, 200);
    AC_SCOPED_BUFFER(total, 80);
    bool owed = document->kind == AC_DOCUMENT_INVOICE || document->kind == AC_DOCUMENT_SUPPLEMENT;
    ac_month_add(&month, document->month);
    ac_buffer_add_z(&total, "GBP ");
    add_amount(&total, ac_document_amounts(document).total);
    add_title(html, document, index);
    if (!recorded) {
        ac_html_add(
            html, AC_HTML_P, "mark", AC_TEXT("Draft: it is not in the record and was not sent"));
    }
    ac_html_open(html, AC_HTML_DL);
    add_term(html, "From", document->from);
    add_term(html, "To", document->to);
    add_term(html, "Site", document->site);
    add_term(html, "Month", ac_buffer_text(&month));
    add_day_term(html, "Date", document->date);
    if (owed) {
        add_day_term(html, "To be paid by", document->due);
    }
    add_term(html, owed ? "To be paid" : "In all", ac_buffer_text(&total));
    add_term(html, "Corrects", document->corrects);
    ac_html_close(html, AC_HTML_DL);
    add_lines(html, document);
    add_sums(html, document);
    if (recorded) {
        ac_buffer_addf(
            &found, "The last of its lines in the record has the SHA-256 %.*s.",
            AC_TEXT_ARG(document->anchor));
        ac_html_add(html, AC_HTML_P, "note", ac_buffer_text(&found));
    }
    ac_html_close(html, AC_HTML_SECTION);
}

static void add_meta(ac_html *html, ac_html_attribute which, const char *name, const char *content)
{
    ac_html_open(html, AC_HTML_META);
    ac_html_attribute_add(html, which, ac_text_of(name));
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CONTENT, ac_text_of(content));
}

static void add_head(ac_html *html, const ac_documents *documents)
{
    AC_SCOPED_BUFFER(title, WORDS_BYTES);
    if (documents->count == 1) {
        ac_buffer_add(&title, documents->list[0].number);
    } else {
        ac_buffer_addf(&title, "%zu invoices and credit notes", documents->count);
    }
    ac_html_open(html, AC_HTML_HEAD);
    ac_html_open(html, AC_HTML_META);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CHARSET, AC_TEXT("utf-8"));
    /* Nothing is run and nothing is fetched, whatever text may stand on the page. */
    add_meta(
        html, AC_HTML_ATTRIBUTE_HTTP_EQUIV, "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
    add_meta(html, AC_HTML_ATTRIBUTE_NAME, "viewport", "width=device-width, initial-scale=1");
    ac_html_add(html, AC_HTML_TITLE, NULL, ac_buffer_text(&title));
    add_style(html);
    ac_html_close(html, AC_HTML_HEAD);
}

accord_status ac_invoice_page_add(
    ac_buffer *buffer, const ac_documents *documents, bool recorded, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_html *html = AC_NEW(&scratch, ac_html);
    ac_html_begin(html, buffer);
    ac_html_open(html, AC_HTML_HTML);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_LANG, AC_TEXT("en-GB"));
    add_head(html, documents);
    ac_html_open(html, AC_HTML_BODY);
    ac_html_open(html, AC_HTML_MAIN);
    for (size_t i = 0; i < documents->count; i++) {
        add_document(html, &documents->list[i], i, recorded);
    }
    if (documents->count == 0) {
        ac_html_add(html, AC_HTML_P, NULL, AC_TEXT("There is no invoice and no credit note."));
    }
    ac_html_close(html, AC_HTML_MAIN);
    ac_html_close(html, AC_HTML_BODY);
    ac_html_close(html, AC_HTML_HTML);
    ac_html_end(html);
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the page is longer than %zu bytes; choose a month or a site",
            buffer->most_bytes);
    }
    return ac_ok();
}
