/* SPDX-License-Identifier: MIT */
/* The HTML writer. That elements nest is asserted: a page that does not is our own mistake. */

#include "report/html.h"

#include "base/assert.h"
#include "report/code_point.h"

typedef enum html_end { CLOSED, VOID } html_end;

static const struct html_kind {
    const char *name;
    html_end end;
} elements[] = {
#define AC_HTML_ELEMENT(identifier, name, end) {name, end},
#include "report/html_elements.def"
#undef AC_HTML_ELEMENT
};

static const struct html_named {
    const char *name;
    const char *before;
} attributes[] = {
#define AC_HTML_ATTRIBUTE(identifier, name, before) {name, before},
#include "report/html_attributes.def"
#undef AC_HTML_ATTRIBUTE
};

static void end_tag(ac_html *html)
{
    if (html->in_tag) {
        ac_buffer_add_char(html->buffer, '>');
        html->in_tag = false;
    }
}

void ac_html_begin(ac_html *html, ac_buffer *buffer)
{
    html->buffer = buffer;
    html->in_tag = false;
    html->depth = 0;
    ac_buffer_add_z(buffer, "<!DOCTYPE html>\n");
}

void ac_html_open(ac_html *html, ac_html_element element)
{
    end_tag(html);
    ac_buffer_addf(html->buffer, "<%s", elements[element].name);
    html->in_tag = true;
    if (elements[element].end == CLOSED) {
        ac_assert(html->depth < AC_HTML_DEPTH_MAX);
        html->open[html->depth++] = element;
    }
}

static void add_escaped(ac_buffer *buffer, ac_text text)
{
    while (text.size > 0) {
        size_t bytes = 0;
        uint32_t point = ac_code_point(text, &bytes);
        switch (point) {
        case '&':
            ac_buffer_add_z(buffer, "&amp;");
            break;
        case '<':
            ac_buffer_add_z(buffer, "&lt;");
            break;
        case '>':
            ac_buffer_add_z(buffer, "&gt;");
            break;
        case '"':
            ac_buffer_add_z(buffer, "&quot;");
            break;
        case '\'':
            ac_buffer_add_z(buffer, "&#39;");
            break;
        default:
            if (point == 0xFFFD || ac_code_point_is_control(point)) {
                ac_buffer_add_z(buffer, "\xEF\xBF\xBD");
            } else if (ac_code_point_is_hidden(point)) {
                ac_buffer_addf(buffer, "[U+%04X]", (unsigned)point);
            } else {
                ac_buffer_add(buffer, ac_text_slice(text, 0, bytes));
            }
            break;
        }
        text = ac_text_slice(text, bytes, text.size);
    }
}

void ac_html_attribute_add(ac_html *html, ac_html_attribute attribute, ac_text value)
{
    ac_assert(html->in_tag);
    const struct html_named *named = &attributes[attribute];
    ac_buffer_addf(html->buffer, " %s=\"%s", named->name, named->before);
    add_escaped(html->buffer, value);
    ac_buffer_add_char(html->buffer, '"');
}

void ac_html_text(ac_html *html, ac_text text)
{
    end_tag(html);
    /* What stands in a style is not text, and escapes mean nothing there. */
    ac_assert(html->depth > 0);
    ac_assert(html->open[html->depth - 1] != AC_HTML_STYLE);
    add_escaped(html->buffer, text);
}

void ac_html_close(ac_html *html, ac_html_element element)
{
    end_tag(html);
    ac_assert(html->depth > 0);
    ac_assert(html->open[html->depth - 1] == element);
    html->depth--;
    ac_buffer_addf(html->buffer, "</%s>", elements[element].name);
}

void ac_html_open_as(ac_html *html, ac_html_element element, const char *class_name)
{
    ac_html_open(html, element);
    ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CLASS, ac_text_of(class_name));
}

void ac_html_add(ac_html *html, ac_html_element element, const char *class_name, ac_text text)
{
    ac_html_open(html, element);
    if (class_name != NULL) {
        ac_html_attribute_add(html, AC_HTML_ATTRIBUTE_CLASS, ac_text_of(class_name));
    }
    ac_html_text(html, text);
    ac_html_close(html, element);
}

void ac_html_raw_literal(ac_html *html, ac_text literal)
{
    end_tag(html);
    ac_buffer_add(html->buffer, literal);
}

void ac_html_end(ac_html *html)
{
    end_tag(html);
    ac_assert(html->depth == 0);
    ac_buffer_add_char(html->buffer, '\n');
}
