/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_HTML_H
#define AC_REPORT_HTML_H
/* Writes HTML that is right by construction: elements and attributes come from two fixed tables,
 * every piece of text is escaped, end tags are written in the order that is due, and what is not
 * escaped can only be a literal of our own source. */

#include "base/buffer.h"

typedef enum ac_html_element {
#define AC_HTML_ELEMENT(identifier, name, end) AC_HTML_##identifier,
#include "report/html_elements.def"
#undef AC_HTML_ELEMENT
} ac_html_element;

typedef enum ac_html_attribute {
#define AC_HTML_ATTRIBUTE(identifier, name, before) AC_HTML_ATTRIBUTE_##identifier,
#include "report/html_attributes.def"
#undef AC_HTML_ATTRIBUTE
} ac_html_attribute;

#define AC_HTML_DEPTH_MAX 2048u /* elements open at once */

typedef struct ac_html {
    ac_buffer *buffer;
    bool in_tag; /* the last start tag may still take attributes */
    ac_html_element open[AC_HTML_DEPTH_MAX];
    size_t depth;
} ac_html;

/* Begins a page: the doctype. */
void ac_html_begin(ac_html *html, ac_buffer *buffer);

/* Opens an element. One that is void is closed at once. */
void ac_html_open(ac_html *html, ac_html_element element);

/* Gives an attribute to the element just opened. */
void ac_html_attribute_add(ac_html *html, ac_html_attribute attribute, ac_text value);

/* Adds text, escaped. Bytes that are no UTF-8, control characters and marks that turn the direction
 * of writing are written out as U+FFFD or by their number, so that nobody is shown another text
 * than there is. */
void ac_html_text(ac_html *html, ac_text text);

/* Closes the element opened last, which must be this one. */
void ac_html_close(ac_html *html, ac_html_element element);

/* An element with a class and text. */
void ac_html_add(ac_html *html, ac_html_element element, const char *class_name, ac_text text);

/* Opens an element with a class. */
void ac_html_open_as(ac_html *html, ac_html_element element, const char *class_name);

/* Adds a literal as it is. `"" literal` does not compile where it is none. */
#define AC_HTML_RAW(html, literal) \
    ac_html_raw_literal((html), ((ac_text){"" literal, sizeof("" literal) - 1}))
void ac_html_raw_literal(ac_html *html, ac_text literal);

/* Every element must be closed. */
void ac_html_end(ac_html *html);

#endif
