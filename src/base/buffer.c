/* SPDX-License-Identifier: MIT */
/* Growing text with a maximum, and the two escapings that accord's outputs need. */

#include "base/buffer.h"

#include "base/assert.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ac_buffer_init(ac_buffer *buffer, size_t most_bytes)
{
    *buffer = (ac_buffer){.most_bytes = most_bytes};
}

void ac_buffer_done(ac_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (ac_buffer){0};
}

void ac_buffer_clear(ac_buffer *buffer)
{
    buffer->size_bytes = 0;
    buffer->overflowed = false;
}

/* Makes room for `more` bytes and the NUL; returns how many of them fit under the maximum. */
static size_t reserve(ac_buffer *buffer, size_t more)
{
    size_t room = buffer->most_bytes - buffer->size_bytes;
    if (more > room) {
        buffer->overflowed = true;
        more = room;
    }
    size_t needed = buffer->size_bytes + more + 1;
    if (needed > buffer->capacity_bytes) {
        size_t capacity = buffer->capacity_bytes * 2;
        size_t start = AC_ARRAY_START;
        capacity = capacity < start ? start : capacity;
        capacity = capacity < needed ? needed : capacity;
        char *bytes = realloc(buffer->bytes, capacity);
        if (bytes == NULL) {
            ac_out_of_memory(capacity);
        }
        buffer->bytes = bytes;
        buffer->capacity_bytes = capacity;
    }
    return more;
}

void ac_buffer_add(ac_buffer *buffer, ac_text text)
{
    size_t fits = reserve(buffer, text.size);
    if (fits > 0) {
        memcpy(buffer->bytes + buffer->size_bytes, text.at, fits);
    }
    buffer->size_bytes += fits;
    buffer->bytes[buffer->size_bytes] = '\0';
}

char *ac_buffer_extend(ac_buffer *buffer, size_t more)
{
    if (reserve(buffer, more) < more) {
        return NULL;
    }
    buffer->size_bytes += more;
    buffer->bytes[buffer->size_bytes] = '\0';
    return buffer->bytes + buffer->size_bytes - more;
}

void ac_buffer_add_z(ac_buffer *buffer, const char *terminated)
{
    ac_buffer_add(buffer, ac_text_of(terminated));
}

void ac_buffer_add_char(ac_buffer *buffer, char c)
{
    ac_buffer_add(buffer, (ac_text){&c, 1});
}

void ac_buffer_add_repeated(ac_buffer *buffer, char c, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_char(buffer, c);
    }
}

void ac_buffer_addf(ac_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    ac_assert(length >= 0);
    size_t wanted = (size_t)length;
    if (reserve(buffer, wanted) == wanted) {
        (void)vsnprintf(buffer->bytes + buffer->size_bytes, wanted + 1, format, again);
        buffer->size_bytes += wanted;
    }
    va_end(again);
}

static bool is_number(ac_text field)
{
    for (size_t i = 0; i < field.size; i++) {
        char c = field.at[i];
        bool sign = i == 0 && (c == '-' || c == '+') && field.size > 1;
        if (!sign && c != '.' && c != '/' && (c < '0' || c > '9')) {
            return false;
        }
    }
    return field.size > 0;
}

/* Whether a spreadsheet would run it. */
static bool would_run(ac_text field)
{
    return field.size > 0 && strchr("=+-@\t", field.at[0]) != NULL && !is_number(field);
}

ac_text ac_csv_unled(ac_text field)
{
    bool led =
        field.size > 1 && field.at[0] == '\'' && would_run(ac_text_slice(field, 1, field.size));
    return led ? ac_text_slice(field, 1, field.size) : field;
}

static bool ends_field(ac_text csv, size_t at)
{
    return at >= csv.size || csv.at[at] == ',' || csv.at[at] == '\n';
}

bool ac_csv_take(ac_arena *arena, ac_text csv, size_t *at, ac_text *field)
{
    size_t i = *at;
    if (i >= csv.size || csv.at[i] != '"') {
        while (!ends_field(csv, i)) {
            i++;
        }
        *field = ac_text_slice(csv, *at, i);
        *at = i;
        return true;
    }
    size_t closed = ++i; /* where its last mark stands */
    size_t marks = 0;    /* within it, each of which is two */
    while (closed < csv.size &&
           (csv.at[closed] != '"' || (closed + 1 < csv.size && csv.at[closed + 1] == '"'))) {
        marks += csv.at[closed] == '"' ? 1 : 0;
        closed += csv.at[closed] == '"' ? 2 : 1;
    }
    ac_text inside = ac_text_slice(csv, i, closed);
    *field = inside;
    if (marks > 0) {
        char *bytes = AC_NEW_ARRAY(arena, char, inside.size - marks);
        size_t size = 0;
        for (size_t j = 0; j < inside.size; j++) {
            bytes[size++] = inside.at[j];
            j += inside.at[j] == '"' ? 1 : 0;
        }
        *field = (ac_text){bytes, size};
    }
    *at = closed < csv.size ? closed + 1 : closed;
    return closed < csv.size && ends_field(csv, *at);
}

void ac_buffer_add_csv(ac_buffer *buffer, ac_text field)
{
    bool quote = false;
    for (size_t i = 0; i < field.size; i++) {
        char c = field.at[i];
        quote = quote || c == '"' || c == ',' || c == '\n' || c == '\r';
    }
    bool formula = would_run(field);
    if (quote) {
        ac_buffer_add_char(buffer, '"');
    }
    if (formula) {
        ac_buffer_add_char(buffer, '\'');
    }
    for (size_t i = 0; i < field.size; i++) {
        if (field.at[i] == '"') {
            ac_buffer_add_char(buffer, '"');
        }
        ac_buffer_add_char(buffer, field.at[i]);
    }
    if (quote) {
        ac_buffer_add_char(buffer, '"');
    }
}

void ac_buffer_add_json(ac_buffer *buffer, ac_text text)
{
    ac_buffer_add_char(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\') {
            ac_buffer_add_char(buffer, '\\');
            ac_buffer_add_char(buffer, (char)c);
        } else if (c == '\n') {
            ac_buffer_add_z(buffer, "\\n");
        } else if (c < 0x20 || c == 0x7F) {
            ac_buffer_addf(buffer, "\\u%04x", c);
        } else {
            ac_buffer_add_char(buffer, (char)c);
        }
    }
    ac_buffer_add_char(buffer, '"');
}

ac_text ac_buffer_text(const ac_buffer *buffer)
{
    return buffer->bytes == NULL ? (ac_text){"", 0} : (ac_text){buffer->bytes, buffer->size_bytes};
}
