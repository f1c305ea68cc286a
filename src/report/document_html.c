/* SPDX-License-Identifier: MIT */
/* A document as one page of HTML that stands alone: no script, no other file, a policy that allows
 * nothing else. On paper each page has its number and, in shadow, its mark. */

#include "report/document.h"
#include "report/explain_inside.h"

typedef struct writing {
    ac_html *html;
    const ac_document *of;
    size_t sections;
    bool in_section;
    bool new_page;        /* the next section begins one */
    ac_html_element list; /* UL or DL that is open; SECTION: none */
} writing;

static void end_list(writing *out)
{
    if (out->list != AC_HTML_SECTION) {
        ac_html_close(out->html, out->list);
        out->list = AC_HTML_SECTION;
    }
}

static void begin_list(writing *out, ac_html_element list)
{
    if (out->list != list) {
        end_list(out);
        ac_html_open(out->html, list);
        out->list = list;
    }
}

static void end_section(writing *out)
{
    end_list(out);
    if (out->in_section) {
        ac_html_close(out->html, AC_HTML_SECTION);
        out->in_section = false;
    }
}

static void begin_section(writing *out, ac_text heading)
{
    AC_SCOPED_BUFFER(id, 40);
    end_section(out);
    ac_buffer_addf(&id, "part-%zu", ++out->sections);
    bool first = out->sections == 1;
    ac_html_element level = first ? AC_HTML_H1 : AC_HTML_H2;
    ac_html_open(out->html, AC_HTML_SECTION);
    if (first || out->new_page) {
        ac_html_attribute_add(
            out->html, AC_HTML_ATTRIBUTE_CLASS, first ? AC_TEXT("answer") : AC_TEXT("new-page"));
    }
    ac_html_attribute_add(out->html, AC_HTML_ATTRIBUTE_ARIA_LABELLEDBY, ac_buffer_text(&id));
    ac_html_open(out->html, level);
    ac_html_attribute_add(out->html, AC_HTML_ATTRIBUTE_ID, ac_buffer_text(&id));
    ac_html_text(out->html, heading);
    ac_html_close(out->html, level);
    out->in_section = true;
    out->new_page = false;
}

/* ---- Tables ---- */

static void add_classes(ac_html *html, const ac_grid_column *column)
{
    const char *name = column->number ? "number" : column->mono ? "hash" : "whole";
    if (column->number || column->mono || column->whole) {
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CLASS, ac_text_of(name));
    }
}

static void add_cell_text(ac_html *html, const ac_grid *grid, const ac_grid_cell *cell)
{
    if (cell->to.size == 0) {
        ac_html_text(html, cell->text);
        return;
    }
    ac_html_open(html, AC_HTML_A);
    ac_html_attribute_add(
        html, grid->files ? AC_HTML_ATTRIBUTE_HREF_BESIDE : AC_HTML_ATTRIBUTE_HREF, cell->to);
    ac_html_text(html, cell->text);
    ac_html_close(html, AC_HTML_A);
}

static void add_row(ac_html *html, const ac_grid *grid, size_t row)
{
    ac_html_open(html, AC_HTML_TR);
    if (grid->sums[row]) {
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CLASS, AC_TEXT("sum"));
    }
    for (size_t c = 0; c < grid->column_count; c++) {
        ac_html_element element = c == 0 ? AC_HTML_TH : AC_HTML_TD;
        ac_html_open(html, element);
        if (c == 0) {
            ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("row"));
        }
        add_classes(html, &grid->columns[c]);
        add_cell_text(html, grid, &grid->cells[row * grid->column_count + c]);
        ac_html_close(html, element);
    }
    ac_html_close(html, AC_HTML_TR);
    AC_HTML_RAW(html, "\n");
}

static void add_grid(ac_html *html, const ac_grid *grid)
{
    ac_html_open_as(html, AC_HTML_DIV, "wide");
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ROLE, AC_TEXT("region"));
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ARIA_LABEL, grid->caption);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_TABINDEX, AC_TEXT("0"));
    ac_html_open(html, AC_HTML_TABLE);
    ac_html_add(html, AC_HTML_CAPTION, NULL, grid->caption);
    ac_html_open(html, AC_HTML_THEAD);
    ac_html_open(html, AC_HTML_TR);
    for (size_t c = 0; c < grid->column_count; c++) {
        ac_html_open(html, AC_HTML_TH);
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_SCOPE, AC_TEXT("col"));
        add_classes(html, &grid->columns[c]);
        ac_html_text(html, ac_text_of(grid->columns[c].heading));
        ac_html_close(html, AC_HTML_TH);
    }
    ac_html_close(html, AC_HTML_TR);
    ac_html_close(html, AC_HTML_THEAD);
    ac_html_open(html, AC_HTML_TBODY);
    for (size_t row = 0; row < grid->row_count; row++) {
        add_row(html, grid, row);
    }
    ac_html_close(html, AC_HTML_TBODY);
    ac_html_close(html, AC_HTML_TABLE);
    ac_html_close(html, AC_HTML_DIV);
}

/* ---- Blocks ---- */

static void open_placed(ac_html *html, ac_html_element element, const ac_block *block)
{
    ac_html_open(html, element);
    if (block->place.size > 0) {
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ID, block->place);
    }
}

static void add_term(writing *out, const ac_block *block)
{
    begin_list(out, AC_HTML_DL);
    open_placed(out->html, AC_HTML_DT, block);
    ac_html_text(out->html, block->term);
    ac_html_close(out->html, AC_HTML_DT);
    ac_html_add(out->html, AC_HTML_DD, NULL, block->text);
}

static void add_block(writing *out, const ac_block *block)
{
    ac_html *html = out->html;
    if (block->kind != AC_BLOCK_ITEM && block->kind != AC_BLOCK_TERM) {
        end_list(out);
    }
    switch (block->kind) {
    case AC_BLOCK_SECTION:
        begin_section(out, block->text);
        break;
    case AC_BLOCK_NEW_PAGE:
        out->new_page = true;
        break;
    case AC_BLOCK_HEADING:
        open_placed(html, AC_HTML_H3, block);
        ac_html_text(html, block->text);
        ac_html_close(html, AC_HTML_H3);
        break;
    case AC_BLOCK_BIG:
        ac_html_add(html, AC_HTML_P, "big", block->text);
        break;
    case AC_BLOCK_TEXT:
        ac_html_add(html, AC_HTML_P, NULL, block->text);
        break;
    case AC_BLOCK_NOTE:
        ac_html_add(html, AC_HTML_P, "note", block->text);
        break;
    case AC_BLOCK_QUOTE:
        ac_html_add(html, AC_HTML_BLOCKQUOTE, "wording", block->text);
        break;
    case AC_BLOCK_ITEM:
        begin_list(out, AC_HTML_UL);
        ac_html_add(html, AC_HTML_LI, NULL, block->text);
        break;
    case AC_BLOCK_TERM:
        add_term(out, block);
        break;
    case AC_BLOCK_TABLE:
        add_grid(html, block->grid);
        break;
    }
}

/* ---- The page ---- */

static void add_body(writing *out)
{
    ac_html *html = out->html;
    ac_page_body_begin(html, AC_TEXT("Skip to the answer"));
    ac_page_contract(html, out->of->over);
    ac_page_main_begin(html);
    if (out->of->mark != NULL) {
        ac_html_add(html, AC_HTML_P, "mark", ac_text_of(out->of->mark));
    }
    for (size_t i = 0; i < out->of->count && !html->buffer->overflowed; i++) {
        add_block(out, &out->of->blocks[i]);
    }
    end_section(out);
    ac_html_close(html, AC_HTML_MAIN);
    if (out->of->mark != NULL) {
        ac_html_open_as(html, AC_HTML_DIV, "stamp");
        ac_html_text(html, AC_TEXT("SHADOW"));
        ac_html_close(html, AC_HTML_DIV);
    }
    ac_html_close(html, AC_HTML_BODY);
}

static void add_style(ac_html *html, bool shadow)
{
    ac_html_open(html, AC_HTML_STYLE);
    ac_page_style_add(html);
    if (shadow) {
        AC_HTML_RAW(
            html, "@media print{@page{@top-center{content:\"SHADOW\";"
                  "font:700 11pt Arial,sans-serif}}}");
    }
    AC_HTML_RAW(
        html,
        ".mark{background:#212b32;color:#fff;font-weight:700;padding:.75rem 1rem;margin:0 0 1rem}"
        ".stamp{display:none}"
        "section>.wide{margin:0 0 1rem}.whole{overflow-wrap:normal}"
        ".wording{margin:0 0 .75rem}"
        "thead th{overflow-wrap:normal}tbody th{font-weight:400}"
        "tr.sum th,tr.sum td{font-weight:700;border-top:2px solid #212b32}"
        "@media print{"
        "@page{size:A4;margin:18mm 15mm;@bottom-right{content:\"page \" counter(page) \" of \" "
        "counter(pages);font:9pt Arial,sans-serif}}"
        ".new-page{break-before:page}.answer{border-left:0}"
        ".mark{border:2px solid #212b32;color:#212b32;background:#fff}"
        ".stamp{display:block;position:fixed;top:45%;left:0;right:0;text-align:center;"
        "font:700 96pt Arial,sans-serif;color:rgba(33,43,50,.13);transform:rotate(-35deg);"
        "z-index:9}"
        "table{font-size:9pt}thead{display:table-header-group}th,td{padding:.2rem .5rem .2rem 0}"
        "caption,thead{break-after:avoid}tbody tr:first-child{break-before:avoid}"
        "a{color:#212b32;text-decoration:none}}");
    ac_html_close(html, AC_HTML_STYLE);
}

void ac_document_add_html(ac_buffer *buffer, const ac_document *document)
{
    AC_SCOPED_ARENA(scratch);
    ac_html *html = AC_NEW(&scratch, ac_html);
    writing out = {.html = html, .of = document, .list = AC_HTML_SECTION};
    ac_html_begin(html, buffer);
    ac_html_open(html, AC_HTML_HTML);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_LANG, AC_TEXT("en-GB"));
    ac_page_head_begin(html, document->title);
    add_style(html, document->mark != NULL);
    ac_html_close(html, AC_HTML_HEAD);
    add_body(&out);
    ac_html_close(html, AC_HTML_HTML);
    ac_html_end(html);
}
