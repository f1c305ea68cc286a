/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_EXPLAIN_INSIDE_H
#define AC_REPORT_EXPLAIN_INSIDE_H
/* What the files of an explanation's page share, and a document's page of it. */

#include "contract/explain_tree.h"
#include "report/explain_page.h"
#include "report/html.h"

typedef struct ac_page {
    ac_html *html;
    const ac_explain_page *of;
    const ac_explainer *x;
    const ac_program *program;
    bool *shown;       /* [record_count of x], which records have an anchor on the page */
    uint32_t deep;     /* reasons around the one being written */
    size_t sections;   /* so far */
    ac_arena *scratch; /* for the page's own numbers */
} ac_page;

/* A row of a list of terms. */
void ac_page_term(const ac_page *on, const char *term, const char *class_name, ac_text words);

/* A value and its unit, or what its state is. */
void ac_page_figure(const ac_page *on, const ac_reason *reason);

/* "of dermatology for 2016/17 Q4"; nothing for a figure of no member and no period. */
void ac_page_where(const ac_page *on, const ac_reason *reason);

/* ---- explain_tree.c ---- */
void ac_page_tree(ac_page *on, const ac_reason *root);

/* ---- explain_style.c ---- */
void ac_page_style(ac_html *html);     /* the element */
void ac_page_style_add(ac_html *html); /* its rules, which other pages have too */

/* ---- page_head.c ---- */

/* Begins the head of a page: what a browser may do with it, and its title. */
void ac_page_head_begin(ac_html *html, ac_text title);

/* Begins the body, with the way past what stands before the main part: `skip` is its words. */
void ac_page_body_begin(ac_html *html, ac_text skip);
void ac_page_contract(ac_html *html, ac_text title); /* above the main part: of what the page is */
void ac_page_main_begin(ac_html *html);

#endif
