/* SPDX-License-Identifier: MIT */
/* Keeping faults and showing them: as text with the words underlined, and as JSON for editors. */

#include "lang/diagnostics.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    bool is_error;
} codes[] = {
#define AC_DIAGNOSTIC(identifier, code, is_error, catches) [AC_##identifier] = {code, is_error},
#include "lang/diagnostics.def"
#undef AC_DIAGNOSTIC
};

const char *ac_diagnostic_name(ac_diagnostic_code code)
{
    return codes[code].name;
}

bool ac_diagnostic_is_error(ac_diagnostic_code code)
{
    return codes[code].is_error;
}

void ac_diagnostics_init(ac_diagnostics *diagnostics, ac_arena *arena)
{
    *diagnostics = (ac_diagnostics){.arena = arena};
}

AC_PRINTF(2, 0)
static ac_text format_text(ac_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    size_t size = length > 0 ? (size_t)length : 0;
    char *bytes = AC_NEW_ARRAY(arena, char, size + 1);
    (void)vsnprintf(bytes, size + 1, format, again);
    va_end(again);
    return (ac_text){bytes, size};
}

ac_text ac_diagnostic_text(ac_diagnostics *diagnostics, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ac_text text = format_text(diagnostics->arena, format, arguments);
    va_end(arguments);
    return text;
}

static ac_diagnostic *
find_same(ac_diagnostics *diagnostics, ac_diagnostic_code code, ac_text clause, ac_span span)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        ac_diagnostic *old = &diagnostics->list[i];
        if (old->code == code && old->span.from == span.from && old->span.until == span.until &&
            ac_text_equal(old->clause, clause)) {
            return old;
        }
    }
    return NULL;
}

ac_diagnostic *ac_diagnose(
    ac_diagnostics *diagnostics,
    ac_diagnostic_code code,
    ac_text clause,
    ac_span span,
    const char *format,
    ...)
{
    if (find_same(diagnostics, code, clause, span) != NULL) {
        return AC_NEW(diagnostics->arena, ac_diagnostic);
    }
    if (codes[code].is_error) {
        diagnostics->errors++;
    } else {
        diagnostics->warnings++;
    }
    if (diagnostics->count == AC_DIAGNOSTICS_MAX) {
        return AC_NEW(diagnostics->arena, ac_diagnostic);
    }
    AC_RESERVE(diagnostics->arena, diagnostics->list, diagnostics->count, diagnostics->capacity);
    ac_diagnostic *added = &diagnostics->list[diagnostics->count++];
    *added = (ac_diagnostic){.code = code, .clause = clause, .span = span};
    va_list arguments;
    va_start(arguments, format);
    added->message = format_text(diagnostics->arena, format, arguments);
    va_end(arguments);
    return added;
}

static int compare(const void *left, const void *right)
{
    const ac_diagnostic *a = left;
    const ac_diagnostic *b = right;
    if (a->span.from != b->span.from) {
        return a->span.from < b->span.from ? -1 : 1;
    }
    return (a->code > b->code) - (a->code < b->code);
}

void ac_diagnostics_sort(ac_diagnostics *diagnostics)
{
    if (diagnostics->count > 1) {
        qsort(diagnostics->list, diagnostics->count, sizeof *diagnostics->list, compare);
    }
}

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Adds `size` bytes of a line as they are or, with `mark`, one mark for each character. */
static void add_shown(ac_buffer *buffer, const char *bytes, size_t size, bool utf8, char mark)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        bool shown = c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0x80 && utf8);
        if (mark == '\0') {
            ac_buffer_add_char(buffer, shown ? (char)c : '?');
        } else if (!(utf8 && continues_character(bytes[i]))) {
            ac_buffer_add_char(buffer, c == '\t' && mark == ' ' ? '\t' : mark);
        }
    }
}

/* Shows the line of a span, cut to a window round it, with the span underlined. What is no
 * character of UTF-8 is shown as '?'. */
static void add_line(ac_buffer *buffer, ac_text source, ac_span span)
{
    enum { WIDEST = 110, BEFORE = 80 };
    uint32_t line_from = 0;
    ac_text line = ac_line_of(source, span.from, &line_from);
    bool utf8 = ac_text_utf8_fault(line) == line.size;
    size_t from = span.from - line_from;
    from = from > line.size ? line.size : from; /* a line end has places, and shows nothing */
    size_t cut = from > BEFORE ? from - BEFORE : 0;
    size_t end = line.size > cut + WIDEST ? cut + WIDEST : line.size;
    while (utf8 && cut < from && continues_character(line.at[cut])) {
        cut++;
    }
    while (utf8 && end < line.size && continues_character(line.at[end])) {
        end++;
    }
    size_t until = span.until > line_from + line.size ? line.size : span.until - line_from;
    until = until > end ? end : until;
    ac_buffer_add_z(buffer, cut > 0 ? "   ..." : "   ");
    add_shown(buffer, line.at + cut, end - cut, utf8, '\0');
    ac_buffer_add_z(buffer, end < line.size ? "...\n" : "\n");
    ac_buffer_add_z(buffer, cut > 0 ? "      " : "   ");
    add_shown(buffer, line.at + cut, from - cut, utf8, ' ');
    if (until > from) {
        add_shown(buffer, line.at + from, until - from, utf8, '~');
    } else {
        ac_buffer_add_char(buffer, '~');
    }
    ac_buffer_add_char(buffer, '\n');
}

static void add_one(ac_buffer *buffer, const ac_diagnostic *fault, ac_text source, const char *path)
{
    ac_place place = ac_place_of(source, fault->span.from);
    bool numbered = fault->clause.size > 0 && ac_is_digit(fault->clause.at[0]);
    ac_buffer_addf(
        buffer, "%s  %s%.*s  %.*s\n", codes[fault->code].name, numbered ? "clause " : "",
        AC_TEXT_ARG(fault->clause), AC_TEXT_ARG(fault->message));
    ac_buffer_addf(buffer, "   %s:%u:%u\n", path, place.line, place.column);
    add_line(buffer, source, fault->span);
    if (fault->note.size > 0) {
        ac_buffer_addf(buffer, "   %.*s\n", AC_TEXT_ARG(fault->note));
    }
    if (fault->other_clause.size > 0) {
        ac_buffer_addf(buffer, "   see clause %.*s:\n", AC_TEXT_ARG(fault->other_clause));
        if (fault->other_span.until > fault->other_span.from) {
            add_line(buffer, source, fault->other_span);
        }
    }
    if (fault->mend.size > 0) {
        ac_buffer_addf(buffer, "   to mend it: %.*s\n", AC_TEXT_ARG(fault->mend));
    }
    ac_buffer_add_char(buffer, '\n');
}

void ac_diagnostics_add_text(
    ac_buffer *buffer, const ac_diagnostics *diagnostics, ac_text source, const char *path)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        add_one(buffer, &diagnostics->list[i], source, path);
    }
    size_t found = diagnostics->errors + diagnostics->warnings;
    if (found > diagnostics->count) {
        ac_buffer_addf(buffer, "... and %zu more\n", found - diagnostics->count);
    }
}

static void add_json_member(ac_buffer *buffer, const char *name, ac_text value)
{
    ac_buffer_addf(buffer, ", \"%s\": ", name);
    ac_buffer_add_json(buffer, value);
}

void ac_diagnostics_add_json(
    ac_buffer *buffer, const ac_diagnostics *diagnostics, ac_text source, const char *path)
{
    ac_buffer_add_char(buffer, '[');
    for (size_t i = 0; i < diagnostics->count; i++) {
        const ac_diagnostic *fault = &diagnostics->list[i];
        ac_place from = ac_place_of(source, fault->span.from);
        ac_place until = ac_place_of(source, fault->span.until);
        ac_buffer_addf(
            buffer, "%s\n  {\"code\": \"%s\", \"severity\": \"%s\"", i == 0 ? "" : ",",
            codes[fault->code].name, codes[fault->code].is_error ? "error" : "warning");
        add_json_member(buffer, "file", ac_text_of(path));
        add_json_member(buffer, "clause", fault->clause);
        ac_buffer_addf(
            buffer, ", \"line\": %u, \"column\": %u, \"end_line\": %u, \"end_column\": %u",
            from.line, from.column, until.line, until.column);
        add_json_member(buffer, "message", fault->message);
        add_json_member(buffer, "other_clause", fault->other_clause);
        add_json_member(buffer, "note", fault->note);
        add_json_member(buffer, "mend", fault->mend);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_z(buffer, diagnostics->count == 0 ? "]\n" : "\n]\n");
}
