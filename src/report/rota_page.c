/* SPDX-License-Identifier: MIT */
/* A rota as one page. Colours and spacing follow the NHS design system, whose typeface needs a
 * licence: Arial stands in for it. Wide tables scroll on their own from 320 pixels; on paper it is
 * A4 across, each week on a page of its own. */

#include "report/explain_inside.h"
#include "report/rota.h"

#include <inttypes.h>

enum { WORDS_BYTES = 1 << 16 };

/* How a mark looks; what it means stands in the words. */
static const char *const mark_classes[AC_ROTA_MARKS] = {"plain", "unmet", "ending", "away"};

static void add_style(ac_html *html)
{
    ac_html_open(html, AC_HTML_STYLE);
    AC_HTML_RAW(
        html, "*{box-sizing:border-box}"
              "body{margin:0;background:#f0f4f5;color:#212b32;font:1rem/1.5 Arial,sans-serif;"
              "overflow-wrap:anywhere}"
              ".skip{position:absolute;left:-999rem}"
              ".skip:focus{position:static;display:block;padding:.5rem 1rem}"
              "header{background:#005eb8;color:#fff;padding:1rem}"
              "header p{margin:0 auto;max-width:90rem}"
              "main{max-width:92rem;margin:0 auto;padding:1rem}"
              "h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0}"
              "h2{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem}"
              "section{background:#fff;border:1px solid #d8dde0;padding:1rem;margin:0 0 1rem}"
              ".answer{border-left:.5rem solid #005eb8}"
              ".big{font-size:1.5rem;line-height:1.3;font-weight:700;margin:.25rem 0}"
              "a{color:#005eb8;display:inline-block;padding:.25rem 0}"
              "a:focus,.wide:focus{outline:4px solid #ffeb3b;background:#ffeb3b;color:#212b32;"
              "box-shadow:0 4px 0 0 #212b32}"
              ".wide:focus{background:#fff}"
              "section>ul{padding-left:1.25rem}"
              ".wide{overflow-x:auto}"
              "table{border-collapse:collapse;width:100%}"
              "caption{text-align:left;font-weight:700;padding-bottom:.5rem}"
              "th,td{text-align:left;vertical-align:top;padding:.375rem .5rem;"
              "border:1px solid #d8dde0;font-size:.9375rem;line-height:1.35}"
              "thead th{background:#f0f4f5}"
              "table.week{table-layout:fixed;min-width:58rem}"
              "th.number,td.number{text-align:right;white-space:nowrap}");
    AC_HTML_RAW(
        html, "td ul,th ul{list-style:none;margin:0;padding:0}"
              "th ul{font-weight:400}"
              "li+li{margin-top:.25rem}"
              "li.unmet{background:#fff;border:2px solid #d5281b;padding:.125rem .25rem;"
              "font-weight:700}"
              "li.ending{background:#fff4d6;border:1px dashed #7a5c00;padding:.125rem .25rem}"
              "li.away{color:#425563;font-style:italic}"
              "thead th.holiday{background:#d9e9f7;border-bottom:3px double #005eb8}"
              "@media print{"
              "@page{size:A4 landscape;margin:10mm}"
              "body{background:#fff;font-size:9pt}"
              "header{background:#fff;color:#212b32;border-bottom:2px solid #005eb8;"
              "padding:0 0 .25rem}"
              "main{max-width:none;padding:.25rem 0}section{border:0;padding:0;margin:0}"
              ".skip,.contents{display:none}"
              "section.week+section.week{break-before:page}table.week{min-width:0}"
              "th,td{font-size:8pt;padding:2pt 3pt}"
              "thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}"
              ".wide{overflow:visible}}");
    ac_html_close(html, AC_HTML_STYLE);
}

/* A section with its heading, to which its place leads. */
static void
open_section(ac_html *html, const char *class_name, const char *place, ac_text heading, bool first)
{
    ac_html_open_as(html, AC_HTML_SECTION, class_name);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ARIA_LABELLEDBY, ac_text_of(place));
    ac_html_open(html, first ? AC_HTML_H1 : AC_HTML_H2);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ID, ac_text_of(place));
    ac_html_text(html, heading);
    ac_html_close(html, first ? AC_HTML_H1 : AC_HTML_H2);
}

static void open_table(ac_html *html, const char *class_name, ac_text caption)
{
    ac_html_open_as(html, AC_HTML_DIV, "wide");
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ROLE, AC_TEXT("region"));
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ARIA_LABEL, caption);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_TABINDEX, AC_TEXT("0"));
    ac_html_open_as(html, AC_HTML_TABLE, class_name);
    ac_html_add(html, AC_HTML_CAPTION, NULL, caption);
    ac_html_open(html, AC_HTML_THEAD);
    ac_html_open(html, AC_HTML_TR);
}

static void end_headings(ac_html *html)
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

static void add_heading(ac_html *html, const char *scope, const char *class_name, ac_text text)
{
    ac_html_open_as(html, AC_HTML_TH, class_name);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, ac_text_of(scope));
    ac_html_add(html, AC_HTML_BDI, NULL, text);
    ac_html_close(html, AC_HTML_TH);
}

static void add_items(ac_html *html, const ac_rota_cell *cell)
{
    if (cell->count == 0) {
        return;
    }
    ac_html_open(html, AC_HTML_UL);
    for (size_t i = 0; i < cell->count; i++) {
        ac_html_open_as(html, AC_HTML_LI, mark_classes[cell->items[i].mark]);
        ac_html_add(html, AC_HTML_BDI, NULL, cell->items[i].text);
        ac_html_close(html, AC_HTML_LI);
    }
    ac_html_close(html, AC_HTML_UL);
}

static void add_row(ac_html *html, const ac_rota_week *week, const ac_rota_row *row)
{
    ac_html_open(html, AC_HTML_TR);
    ac_html_open_as(html, AC_HTML_TH, "who");
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("row"));
    ac_html_add(html, AC_HTML_BDI, NULL, row->name);
    add_items(html, &row->notes);
    ac_html_close(html, AC_HTML_TH);
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        if (week->days[d].shown) {
            ac_html_open(html, AC_HTML_TD);
            add_items(html, &row->days[d]);
            ac_html_close(html, AC_HTML_TD);
        }
    }
    ac_html_close(html, AC_HTML_TR);
    AC_HTML_RAW(html, "\n");
}

static void add_week_place(ac_buffer *place, size_t week)
{
    ac_buffer_addf(place, "week-%zu", week + 1);
}

static void add_week_name(ac_buffer *name, const ac_rota_week *week)
{
    ac_buffer_add_z(name, "Week of ");
    ac_rota_add_day(name, week->days[0].date, true);
}

static void add_week(ac_html *html, const ac_rota *rota, size_t at)
{
    const ac_rota_week *week = &rota->weeks[at];
    AC_SCOPED_BUFFER(place, 40);
    AC_SCOPED_BUFFER(name, 100);
    add_week_place(&place, at);
    add_week_name(&name, week);
    open_section(html, "week", place.bytes, ac_buffer_text(&name), false);
    AC_SCOPED_BUFFER(caption, WORDS_BYTES);
    ac_buffer_addf(&caption, "Sessions of %.*s, w", AC_TEXT_ARG(rota->of));
    ac_buffer_add(&caption, ac_text_slice(ac_buffer_text(&name), 1, name.size_bytes));
    open_table(html, "week", ac_buffer_text(&caption));
    add_heading(html, "col", "who", rota->rows_are);
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        const ac_rota_day *day = &week->days[d];
        AC_SCOPED_BUFFER(words, WORDS_BYTES);
        if (!day->shown) {
            continue;
        }
        ac_rota_add_day_heading(&words, day);
        add_heading(html, "col", day->is_holiday ? "holiday" : "day", ac_buffer_text(&words));
    }
    end_headings(html);
    for (size_t r = 0; r < week->row_count; r++) {
        add_row(html, week, &week->rows[r]);
    }
    close_table(html);
    ac_html_close(html, AC_HTML_SECTION);
}

static void add_whole(ac_html *html, uint64_t number)
{
    AC_SCOPED_BUFFER(words, 40);
    ac_buffer_addf(&words, "%" PRIu64, number);
    ac_html_add(html, AC_HTML_TD, "number", ac_buffer_text(&words));
}

static void add_unmet(ac_html *html, const ac_rota *rota)
{
    static const char *const headings[] = {"Request", "Site", "When", "Sessions", "Why"};
    open_section(html, "unmet-list", "not-met", AC_TEXT("Not met"), false);
    open_table(
        html, "list", AC_TEXT("Sessions that nobody works, and what keeps the doctors from them"));
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        add_heading(html, "col", i == 3 ? "number" : "text", ac_text_of(headings[i]));
    }
    end_headings(html);
    for (size_t i = 0; i < rota->unmet_count; i++) {
        const ac_rota_session *one = &rota->unmet[i];
        AC_SCOPED_BUFFER(when, 200);
        ac_rota_add_when(&when, one);
        ac_html_open(html, AC_HTML_TR);
        add_heading(html, "row", "text", one->request);
        ac_html_add(html, AC_HTML_TD, NULL, one->site_name.size > 0 ? one->site_name : one->site);
        ac_html_add(html, AC_HTML_TD, NULL, ac_buffer_text(&when));
        add_whole(html, one->sessions);
        ac_html_add(html, AC_HTML_TD, NULL, one->why);
        ac_html_close(html, AC_HTML_TR);
    }
    close_table(html);
    ac_html_close(html, AC_HTML_SECTION);
}

static void add_checks(ac_html *html, const ac_rota *rota)
{
    static const char *const headings[] = {"Doctor", "Check", "Last day", "Sessions after it"};
    AC_SCOPED_BUFFER(caption, 200);
    ac_buffer_add_z(&caption, "Checks that end by ");
    ac_rota_add_day(&caption, ac_rota_checks_until(rota), true);
    open_section(html, "check-list", "checks", AC_TEXT("Checks that end"), false);
    open_table(html, "list", ac_buffer_text(&caption));
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        add_heading(html, "col", i == 3 ? "number" : "text", ac_text_of(headings[i]));
    }
    end_headings(html);
    for (size_t i = 0; i < rota->check_count; i++) {
        const ac_rota_check *one = &rota->checks[i];
        AC_SCOPED_BUFFER(who, WORDS_BYTES);
        AC_SCOPED_BUFFER(ends, 100);
        ac_buffer_addf(
            &who, "%.*s%s%.*s", AC_TEXT_ARG(one->doctor_name), one->doctor_name.size > 0 ? " " : "",
            AC_TEXT_ARG(one->doctor));
        ac_rota_add_day(&ends, one->ends, true);
        ac_html_open(html, AC_HTML_TR);
        add_heading(html, "row", "text", ac_buffer_text(&who));
        ac_html_add(html, AC_HTML_TD, NULL, one->check);
        ac_html_add(html, AC_HTML_TD, NULL, ac_buffer_text(&ends));
        add_whole(html, one->booked);
        ac_html_close(html, AC_HTML_TR);
    }
    close_table(html);
    ac_html_close(html, AC_HTML_SECTION);
}

static void add_link(ac_html *html, const char *place, ac_text words)
{
    ac_html_open(html, AC_HTML_LI);
    ac_html_open(html, AC_HTML_A);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_HREF, ac_text_of(place));
    ac_html_text(html, words);
    ac_html_close(html, AC_HTML_A);
    ac_html_close(html, AC_HTML_LI);
}

static void add_answer(ac_html *html, const ac_rota *rota, ac_text title)
{
    AC_SCOPED_BUFFER(count, 200);
    open_section(html, "answer", "title", title, true);
    ac_rota_add_count(&count, rota);
    ac_html_add(html, AC_HTML_P, "big", ac_buffer_text(&count));
    ac_html_open_as(html, AC_HTML_UL, "contents");
    for (size_t i = 0; i < rota->week_count; i++) {
        AC_SCOPED_BUFFER(place, 40);
        AC_SCOPED_BUFFER(name, 100);
        add_week_place(&place, i);
        add_week_name(&name, &rota->weeks[i]);
        add_link(html, place.bytes, ac_buffer_text(&name));
    }
    if (rota->unmet_count > 0) {
        add_link(html, "not-met", AC_TEXT("Not met"));
    }
    if (rota->check_count > 0) {
        add_link(html, "checks", AC_TEXT("Checks that end"));
    }
    ac_html_close(html, AC_HTML_UL);
    ac_html_close(html, AC_HTML_SECTION);
}

static void add_body(ac_html *html, const ac_rota *rota, ac_text title)
{
    ac_page_body_begin(html, AC_TEXT("Skip to the sessions"));
    ac_html_open(html, AC_HTML_HEADER);
    ac_html_add(html, AC_HTML_P, NULL, AC_TEXT("Session pool"));
    ac_html_close(html, AC_HTML_HEADER);
    ac_page_main_begin(html);
    add_answer(html, rota, title);
    for (size_t i = 0; i < rota->week_count; i++) {
        add_week(html, rota, i);
    }
    if (rota->unmet_count > 0) {
        add_unmet(html, rota);
    }
    if (rota->check_count > 0) {
        add_checks(html, rota);
    }
    ac_html_close(html, AC_HTML_MAIN);
    ac_html_close(html, AC_HTML_BODY);
}

accord_status ac_rota_page_add(ac_buffer *buffer, const ac_rota *rota, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(title, WORDS_BYTES);
    ac_html *html = AC_NEW(&scratch, ac_html);
    ac_rota_add_title(&title, rota);
    ac_html_begin(html, buffer);
    ac_html_open(html, AC_HTML_HTML);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_LANG, AC_TEXT("en-GB"));
    ac_page_head_begin(html, ac_buffer_text(&title));
    add_style(html);
    ac_html_close(html, AC_HTML_HEAD);
    add_body(html, rota, ac_buffer_text(&title));
    ac_html_close(html, AC_HTML_HTML);
    ac_html_end(html);
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "the page is longer than %zu bytes; show fewer weeks, a doctor or "
            "a site",
            buffer->most_bytes);
    }
    return ac_ok();
}
