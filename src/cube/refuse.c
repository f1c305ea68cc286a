/* SPDX-License-Identifier: MIT */
/* Rows that are refused: counted by reason, the first ones kept for the screen, all written to a
 * file with what is wrong and what to do about it. That file holds rows as they stand: it can be
 * read and written by its owner alone. */

#include "base/assert.h"
#include "cube/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

enum { VALUE_CHARACTERS_MAX = 40, LINE_BYTES_MAX = 4 * AC_ROW_BYTES_MAX };

static const struct {
    const char *code;
    const char *sentence;
    const char *mend;
} refusals[] = {
#define AC_REFUSAL(name, code, sentence, mend) {code, sentence, mend},
#include "cube/refusals.def"
#undef AC_REFUSAL
};

const char *ac_refusal_code(ac_refusal reason)
{
    return refusals[reason].code;
}

const char *ac_refusal_sentence(ac_refusal reason)
{
    return refusals[reason].sentence;
}

void ac_cube_fault(ac_cube *cube, ac_refusal reason, const ac_want *want, const char *format, ...)
{
    ac_pending *pending = &cube->pending;
    if (pending->is) {
        return;
    }
    *pending = (ac_pending){.is = true, .reason = reason, .want = want};
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(pending->message, sizeof pending->message, format, arguments);
    va_end(arguments);
}

void ac_cube_fault_missing(ac_cube *cube, const ac_want *want)
{
    ac_cube_fault(cube, AC_REFUSAL_MISSING, want, "%.*s has no value", AC_TEXT_ARG(want->name));
}

void ac_cube_fault_duplicate(ac_cube *cube)
{
    ac_cube_fault(
        cube, AC_REFUSAL_DUPLICATE, cube->identity[0],
        "a row with the same identifier was counted already");
}

/* Adds text of which nothing is known: what is not UTF-8, and NUL, become U+FFFD. At most so many
 * characters, then an ellipsis. */
static void add_clean(ac_buffer *buffer, ac_text text, size_t characters_most)
{
    size_t characters = 0;
    while (text.size > 0) {
        if (characters++ == characters_most) {
            ac_buffer_add_z(buffer, "\xE2\x80\xA6");
            return;
        }
        bool ascii = (unsigned char)text.at[0] < 0x80;
        size_t size = 1;
        while (!ascii && size < text.size && size < 4 &&
               ((unsigned char)text.at[size] & 0xC0) == 0x80) {
            size++;
        }
        ac_text character = {text.at, size};
        if (text.at[0] == '\0' || ac_text_utf8_fault(character) < size) {
            size = 1;
            character = AC_TEXT("\xEF\xBF\xBD");
        }
        ac_buffer_add(buffer, character);
        text = ac_text_slice(text, size, text.size);
    }
}

/* Every field in quotes is plain CSV; the row is given as it stands, so that it can be mended. */
static void add_quoted(ac_buffer *line, ac_text text)
{
    ac_buffer_add_char(line, '"');
    for (size_t i = 0; i < text.size; i++) {
        ac_buffer_add_char(line, text.at[i]);
        if (text.at[i] == '"') {
            ac_buffer_add_char(line, '"');
        }
    }
    ac_buffer_add_char(line, '"');
}

static void write_refused(ac_cube *cube, const ac_refused_row *refused, ac_text raw)
{
    AC_SCOPED_BUFFER(clean, LINE_BYTES_MAX);
    AC_SCOPED_BUFFER(line, LINE_BYTES_MAX);
    add_clean(&clean, raw, SIZE_MAX);
    ac_buffer_add_csv(&line, refused->file);
    ac_buffer_addf(&line, ",%llu,%u,", (unsigned long long)refused->line, refused->column);
    ac_buffer_add_csv(&line, refused->heading);
    ac_buffer_add_char(&line, ',');
    ac_buffer_add_csv(&line, refused->value);
    ac_buffer_addf(&line, ",%s,", refused->reason);
    ac_buffer_add_csv(&line, refused->message);
    ac_buffer_add_char(&line, ',');
    ac_buffer_add_csv(&line, refused->mend);
    ac_buffer_addf(&line, ",%llu,", (unsigned long long)ac_row_lines_in(raw.at, raw.size) + 1);
    add_quoted(&line, ac_buffer_text(&clean));
    ac_buffer_add_char(&line, '\n');
    ac_text text = ac_buffer_text(&line);
    size_t written = fwrite(text.at, 1, text.size, cube->refused_file);
    cube->refused_file_broken = cube->refused_file_broken || written != text.size;
}

static void keep_refused(ac_cube *cube, const ac_refused_row *refused)
{
    ac_refused_row kept = *refused;
    kept.heading = ac_text_copy(&cube->arena, refused->heading);
    kept.value = ac_text_copy(&cube->arena, refused->value);
    kept.message = ac_text_copy(&cube->arena, refused->message);
    AC_RESERVE(&cube->arena, cube->refused, cube->refused_count, cube->refused_capacity);
    cube->refused[cube->refused_count++] = kept;
}

static void refuse(ac_cube *cube, const ac_row *row, uint32_t column, ac_refusal reason)
{
    cube->counts.refused++;
    cube->file->refused++;
    cube->refused_by[reason]++;
    bool keep = cube->refused_count < AC_REFUSED_KEPT_MAX;
    if (!keep && cube->refused_file == NULL) {
        return;
    }
    static const ac_row unknown = {.field_count = 0};
    const ac_row *heading = cube->reader == NULL ? &unknown : ac_reader_heading(cube->reader);
    ac_refused_row refused = {
        .file = cube->file->path,
        .line = row->line,
        .heading = AC_TEXT(""),
        .reason = ac_refusal_code(reason),
        .message = ac_text_of(cube->pending.message),
        .mend = ac_text_of(refusals[reason].mend)};
    AC_SCOPED_BUFFER(value, (size_t)4 * VALUE_CHARACTERS_MAX + 4);
    AC_SCOPED_BUFFER(message, (size_t)3 * ACCORD_MESSAGE_BYTES);
    add_clean(&message, refused.message, SIZE_MAX);
    refused.message = ac_buffer_text(&message);
    if (column != AC_COLUMN_NONE && cube->reader != NULL) {
        refused.column = column + 1;
        if (column < heading->field_count) {
            refused.heading = heading->fields[column];
        }
        if (column < row->field_count) {
            add_clean(&value, ac_text_trim(row->fields[column]), VALUE_CHARACTERS_MAX);
        }
    }
    refused.value = ac_buffer_text(&value);
    if (keep) {
        keep_refused(cube, &refused);
    }
    if (cube->refused_file != NULL) {
        write_refused(cube, &refused, row->raw);
    }
}

void ac_cube_refuse_pending(ac_cube *cube, const ac_row *row)
{
    const ac_pending *pending = &cube->pending;
    ac_assert(pending->is);
    refuse(
        cube, row, pending->want == NULL ? AC_COLUMN_NONE : pending->want->column, pending->reason);
}

ac_refusal ac_refusal_of(ac_text code)
{
    ac_refusal reason = AC_REFUSAL_QUOTE;
    while (reason < AC_REFUSAL_COUNT && !ac_text_is(code, refusals[reason].code)) {
        reason++;
    }
    return reason;
}

accord_status ac_cube_check_limits(const ac_layout *layout, accord_error *error)
{
    for (size_t i = 0; i < layout->limit_count; i++) {
        const ac_layout_limit *limit = &layout->limits[i];
        if (ac_refusal_of(limit->reason) != AC_REFUSAL_COUNT) {
            continue;
        }
        AC_SCOPED_BUFFER(codes, 400);
        for (ac_refusal reason = AC_REFUSAL_QUOTE; reason < AC_REFUSAL_COUNT; reason++) {
            ac_buffer_addf(&codes, "%s%s", reason == 0 ? "" : ", ", refusals[reason].code);
        }
        return ac_fail(
            error, ACCORD_EINPUT, "%.*s:%u: no row is refused for \"%.*s\"; the reasons are %s",
            AC_TEXT_ARG(layout->path), limit->line,
            AC_TEXT_ARG(ac_text_slice(limit->reason, 0, 40)), codes.bytes);
    }
    return ac_ok();
}

void ac_cube_refuse_unreadable(ac_cube *cube, const ac_row *row)
{
    ac_refusal reason = ac_refusal_of(ac_text_of(row->fault));
    ac_assert(reason < AC_REFUSAL_COUNT);
    const char *sentence = ac_refusal_sentence(reason);
    size_t columns = ac_reader_heading(cube->reader)->field_count;
    bool by_column = reason != AC_REFUSAL_COLUMNS && reason != AC_REFUSAL_TRUNCATED;
    cube->pending.is = false;
    if (reason == AC_REFUSAL_COLUMNS) {
        ac_cube_fault(
            cube, reason, NULL, "the row has %zu columns and the heading has %zu", row->fault_field,
            columns);
    } else if (reason == AC_REFUSAL_LONG) {
        ac_cube_fault(
            cube, reason, NULL, "a field is longer than %u bytes, or its row than %u",
            AC_FIELD_BYTES_MAX, AC_ROW_BYTES_MAX);
    } else {
        ac_cube_fault(cube, reason, NULL, "%s", sentence);
    }
    uint32_t column = by_column ? (uint32_t)row->fault_field : AC_COLUMN_NONE;
    refuse(cube, row, column, reason);
}

static accord_status fail_refused(const ac_cube *cube, int number, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "cannot write the refused rows to %s: %s", cube->refused_path,
        ac_errno_words(number, reason));
}

accord_status ac_cube_open_refused(ac_cube *cube, accord_error *error)
{
    static const char heading[] = "file,line,column,heading,value,reason,message,mend,lines,row\n";
    if (cube->refused_path == NULL || cube->refused_file != NULL) {
        return ac_ok();
    }
    int how = cube->refused_append ? O_APPEND : O_TRUNC;
    int file = open(cube->refused_path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600);
    if (file < 0) {
        return fail_refused(cube, errno, error);
    }
    cube->refused_file = fdopen(file, "wb");
    if (cube->refused_file == NULL ||
        (!cube->refused_append && fputs(heading, cube->refused_file) < 0)) {
        accord_status failed = fail_refused(cube, errno, error);
        if (cube->refused_file == NULL) {
            (void)close(file);
        }
        return failed;
    }
    return ac_ok();
}

accord_status ac_cube_close_refused(ac_cube *cube, accord_error *error)
{
    if (cube->refused_file == NULL) {
        return ac_ok();
    }
    bool broken = cube->refused_file_broken;
    errno = EIO;
    bool closed = fclose(cube->refused_file) == 0;
    cube->refused_file = NULL;
    return closed && !broken ? ac_ok() : fail_refused(cube, errno, error);
}
