/* SPDX-License-Identifier: MIT */
/* The HTML writer: what is text stays text, and elements are closed. */

#include "accord_test.h"
#include "report/html.h"

#include <string.h>

static const struct {
    const char *text;
    const char *written;
} texts[] = {
    {"plain, 1 + 2 = 3",                      "plain, 1 + 2 = 3"                                 },
    {"<script>alert('1')</script>",           "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"  },
    {"a & b &amp; \"c\"",                     "a &amp; b &amp;amp; &quot;c&quot;"                },
    {"caf\xC3\xA9 \xC2\xA3 \xF0\x9F\x98\x80", "caf\xC3\xA9 \xC2\xA3 \xF0\x9F\x98\x80"            },
    {"a\xE2\x80\xAEtxt.exe",                  "a[U+202E]txt.exe"                                 },
    {"a\xE2\x81\xA6z\xE2\x81\xA9",            "a[U+2066]z[U+2069]"                               },
    {"\xE2\x80\x8B\xEF\xBB\xBF",              "[U+200B][U+FEFF]"                                 },
    {"a\tb\nc",                               "a\tb\nc"                                          },
    {"bell\a esc\x1B[0m \x7F \xC2\x85",
     "bell\xEF\xBF\xBD esc\xEF\xBF\xBD[0m \xEF\xBF\xBD \xEF\xBF\xBD"                             },
    {"\xFF\xC3(\xE2\x82",                     "\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"",                                      ""                                                 },
};

static void text_is_escaped_and_what_is_hidden_is_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        AC_SCOPED_BUFFER(buffer, 1000);
        AC_SCOPED_BUFFER(expected, 1000);
        static ac_html html;
        ac_html_begin(&html, &buffer);
        ac_html_add(&html, AC_HTML_P, NULL, ac_text_of(texts[i].text));
        ac_html_open(&html, AC_HTML_SPAN);
        ac_html_attribute_add(&html, AC_HTML_ATTRIBUTE_ID, ac_text_of(texts[i].text));
        ac_html_close(&html, AC_HTML_SPAN);
        ac_html_end(&html);
        ac_buffer_addf(
            &expected, "<!DOCTYPE html>\n<p>%s</p><span id=\"%s\"></span>\n", texts[i].written,
            texts[i].written);
        assert_string_equal(buffer.bytes, expected.bytes);
    }
}

static void elements_nest_and_void_ones_are_not_closed(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 1000);
    static ac_html html;
    ac_html_begin(&html, &buffer);
    ac_html_open(&html, AC_HTML_HEAD);
    ac_html_open(&html, AC_HTML_META);
    ac_html_attribute_add(&html, AC_HTML_ATTRIBUTE_CHARSET, AC_TEXT("utf-8"));
    AC_HTML_RAW(&html, "\n");
    ac_html_close(&html, AC_HTML_HEAD);
    ac_html_open_as(&html, AC_HTML_A, "skip");
    ac_html_attribute_add(&html, AC_HTML_ATTRIBUTE_HREF, AC_TEXT("javascript:alert(1)"));
    ac_html_text(&html, AC_TEXT("x"));
    ac_html_close(&html, AC_HTML_A);
    ac_html_end(&html);
    assert_string_equal(
        buffer.bytes, "<!DOCTYPE html>\n<head><meta charset=\"utf-8\">\n</head>"
                      "<a class=\"skip\" href=\"#javascript:alert(1)\">x</a>\n");
}

static void a_full_buffer_is_told(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 30);
    static ac_html html;
    ac_html_begin(&html, &buffer);
    ac_html_add(&html, AC_HTML_P, "long", AC_TEXT("more text than there is room for"));
    ac_html_end(&html);
    assert_true(buffer.overflowed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_and_what_is_hidden_is_shown),
        cmocka_unit_test(elements_nest_and_void_ones_are_not_closed),
        cmocka_unit_test(a_full_buffer_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
