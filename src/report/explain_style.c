/* SPDX-License-Identifier: MIT */
/* What an explanation's page looks like. Colours and spacing follow the NHS design system, whose
 * typeface needs a licence: Arial stands in for it. It works from 320 pixels, at 400% and on paper,
 * where everything that is closed is printed open. */

#include "report/explain_inside.h"

static void screen(ac_html *html)
{
    AC_HTML_RAW(
        html, "*{box-sizing:border-box}"
              "body{margin:0;background:#f0f4f5;color:#212b32;font:1rem/1.5 Arial,sans-serif;"
              "overflow-wrap:anywhere}"
              ".skip{position:absolute;left:-999rem}"
              ".skip:focus{position:static;display:block;padding:.5rem 1rem;background:#ffeb3b;"
              "color:#212b32}"
              "header{background:#005eb8;color:#fff;padding:1rem}"
              "header p{margin:0 auto;max-width:60rem}"
              "main{max-width:62rem;margin:0 auto;padding:1rem}"
              "h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0}"
              "h2{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem}"
              "h3{font-size:1.125rem;line-height:1.4;margin:1rem 0 .5rem}"
              "section{background:#fff;border:1px solid #d8dde0;padding:1rem;margin:0 0 1rem}"
              ".answer{border-left:.5rem solid #005eb8}"
              ".big{font-size:2.25rem;line-height:1.2;font-weight:700;margin:.25rem 0}"
              ".why{font-size:1.125rem;max-width:48rem}"
              ".value,.number{font-variant-numeric:tabular-nums}"
              "code{font:.9375rem/1.5 Consolas,Menlo,monospace;white-space:pre-wrap}"
              "blockquote{margin:0;padding-left:.75rem;border-left:.25rem solid #aeb7bd}"
              "dl{display:grid;grid-template-columns:11rem minmax(0,1fr);margin:0}"
              "dt,dd{margin:0;padding:.375rem 0;border-bottom:1px solid #d8dde0}"
              "dt{font-weight:700;padding-right:1rem}"
              "dd ul{margin:0;padding-left:1.25rem}");
}

static void tree_and_tables(ac_html *html)
{
    AC_HTML_RAW(
        html,
        ".tree,.under{list-style:none;margin:0;padding:0}"
        ".under{border-left:2px solid #aeb7bd;margin-left:.5rem;padding-left:.75rem}"
        ".under .under .under .under .under{margin-left:0;padding-left:.25rem}"
        ".tree>li,.under>li{margin:.375rem 0}"
        "summary,.leaf{padding:.375rem .25rem;min-height:2rem}"
        "summary{cursor:pointer;color:#005eb8}"
        "summary:hover{background:#f0f4f5}"
        "summary .figure,.leaf .figure{color:#212b32;font-weight:700}"
        ".body{padding:0 0 .5rem 1rem}"
        ".state{border:1px solid currentColor;padding:0 .375rem;color:#212b32;background:#fff}"
        "a{color:#005eb8}"
        "a:focus,summary:focus,.wide:focus{outline:4px solid #ffeb3b;outline-offset:0;"
        "background:#ffeb3b;color:#212b32;box-shadow:0 4px 0 0 #212b32}"
        ".wide:focus{background:#fff}"
        ".wide{overflow-x:auto}"
        "table{border-collapse:collapse;width:100%}"
        "caption{text-align:left;font-weight:700;padding-bottom:.5rem}"
        "th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;"
        "border-bottom:1px solid #d8dde0}"
        "th.number,td.number{text-align:right;white-space:nowrap}"
        "td.hash{font:.8125rem/1.5 Consolas,Menlo,monospace;min-width:17rem}"
        ".note{color:#425563;margin:.25rem 0}");
}

void ac_page_style(ac_html *html)
{
    ac_html_open(html, AC_HTML_STYLE);
    ac_page_style_add(html);
    ac_html_close(html, AC_HTML_STYLE);
}

void ac_page_style_add(ac_html *html)
{
    screen(html);
    tree_and_tables(html);
    AC_HTML_RAW(
        html,
        "@media (max-width:40rem){"
        "h1{font-size:1.5rem}.big{font-size:1.75rem}main{padding:.5rem}section{padding:.75rem}"
        "dl{display:block}dt{border:0;padding-bottom:0}dd{padding-top:0}"
        ".under{margin-left:0;padding-left:.375rem}"
        ".under .under .under{border-left-width:1px;padding-left:.125rem}"
        ".body{padding-left:.25rem}}"
        "@media print{"
        "@page{margin:15mm}"
        "body{background:#fff;font-size:10pt}"
        "header{background:#fff;color:#212b32;border-bottom:2px solid #005eb8;padding:0 0 .5rem}"
        "main{max-width:none;padding:.5rem 0}section{border:0;padding:0}"
        ".skip{display:none}"
        "details::details-content{content-visibility:visible!important;display:block!important;"
        "height:auto!important}"
        "details>*{display:block}summary{list-style:none;color:#212b32}"
        "summary,tr,dt{break-inside:avoid}summary,h2,h3,dt{break-after:avoid}"
        ".wide{overflow:visible}td.hash{min-width:0;font-size:7pt}"
        ".under{margin-left:0;padding-left:.375rem}}");
}
