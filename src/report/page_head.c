/* SPDX-License-Identifier: MIT */
#include "report/explain_inside.h"

static void add_meta(ac_html *html, ac_html_attribute attribute, ac_text name, ac_text content)
{
    ac_html_open(html, AC_HTML_META);
    ac_html_attribute_add(html, attribute, name);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CONTENT, content);
    AC_HTML_RAW(html, "\n");
}

void ac_page_head_begin(ac_html *html, ac_text title)
{
    ac_html_open(html, AC_HTML_HEAD);
    ac_html_open(html, AC_HTML_META);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CHARSET, AC_TEXT("utf-8"));
    AC_HTML_RAW(html, "\n");
    /* Nothing is run and nothing is fetched, whatever text may stand on the page. */
    add_meta(
        html, AC_HTML_ATTRIBUTE_HTTP_EQUIV, AC_TEXT("Content-Security-Policy"),
        AC_TEXT("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                "form-action 'none'"));
    add_meta(
        html, AC_HTML_ATTRIBUTE_NAME, AC_TEXT("viewport"),
        AC_TEXT("width=device-width, initial-scale=1"));
    ac_html_add(html, AC_HTML_TITLE, NULL, title);
}

void ac_page_body_begin(ac_html *html, ac_text skip)
{
    ac_html_open(html, AC_HTML_BODY);
    ac_html_open_as(html, AC_HTML_A, "skip");
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_HREF, AC_TEXT("main"));
    ac_html_text(html, skip);
    ac_html_close(html, AC_HTML_A);
}

void ac_page_contract(ac_html *html, ac_text title)
{
    ac_html_open(html, AC_HTML_HEADER);
    ac_html_open(html, AC_HTML_P);
    ac_html_add(html, AC_HTML_BDI, "contract", title);
    ac_html_close(html, AC_HTML_P);
    ac_html_close(html, AC_HTML_HEADER);
}

void ac_page_main_begin(ac_html *html)
{
    ac_html_open(html, AC_HTML_MAIN);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_ID, AC_TEXT("main"));
}
