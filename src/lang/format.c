/* SPDX-License-Identifier: MIT */
/* The lines of a contract: blank, comment, agreed wording, or part of a statement. Relies on the
 * lexer for tokens and on the parser for what they mean (format_marks.c); format_write.c writes
 * statements. */

#include "lang/format.h"

#include "base/assert.h"
#include "lang/formatter.h"

typedef enum line_kind { LINE_BLANK, LINE_COMMENT, LINE_WORDING, LINE_CODE } line_kind;

typedef struct format_line {
    line_kind kind;
    bool indented;
    ac_text
        text; /* COMMENT: with its '#', WORDING: without its '>', CODE: the comment at its end */
    size_t statement;
    size_t from; /* CODE: tokens [from, until) of the statement; from 0 its number, too */
    size_t until;
} format_line;

typedef struct formatter {
    ac_arena *arena;
    ac_text source;
    ac_statements statements;
    format_line *lines;
    size_t count;
    size_t capacity;
    size_t next_statement;
    size_t next_token; /* of the statement before next_statement */
} formatter;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static ac_text trim(ac_text text)
{
    while (text.size > 0 && is_space(text.at[text.size - 1])) {
        text.size--;
    }
    while (text.size > 0 && is_space(text.at[0])) {
        text = ac_text_slice(text, 1, text.size);
    }
    return text;
}

static void add_line(formatter *format, format_line line)
{
    AC_RESERVE(format->arena, format->lines, format->count, format->capacity);
    format->lines[format->count++] = line;
}

/* The first words of a clause belong beside its number, unless a comment stands between. */
static bool join_number(formatter *format, const format_line *line)
{
    size_t last = format->count;
    while (last > 0 && format->lines[last - 1].kind == LINE_BLANK) {
        last--;
    }
    ac_assert(last > 0);
    format_line *before = &format->lines[last - 1];
    bool alone = before->kind == LINE_CODE && before->statement == line->statement &&
                 before->until == 0 && before->text.size == 0;
    if (alone) {
        before->until = line->until;
        before->text = line->text;
        format->count = last;
    }
    return alone;
}

static void add_code_line(formatter *format, ac_span span, bool indented)
{
    if (!indented) {
        format->next_statement++;
        format->next_token = 0;
    }
    ac_assert(format->next_statement > 0);
    const ac_statement *statement = &format->statements.list[format->next_statement - 1];
    uint32_t written = span.from;
    if (!indented && statement->number.size > 0) {
        written += (uint32_t)statement->number.size;
    }
    format_line line = {
        .kind = LINE_CODE,
        .indented = indented,
        .statement = format->next_statement - 1,
        .from = format->next_token};
    while (format->next_token < statement->token_count &&
           statement->tokens[format->next_token].span.from < span.until) {
        written = statement->tokens[format->next_token].span.until;
        format->next_token++;
    }
    line.until = format->next_token;
    line.text = trim(ac_span_text(format->source, (ac_span){written, span.until}));
    if (!indented || line.from > 0 || !join_number(format, &line)) {
        add_line(format, line);
    }
}

/* Sorts the lines as the lexer does. */
static void read_lines(formatter *format)
{
    ac_text source = format->source;
    uint32_t at = ac_text_starts(source, AC_TEXT("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < source.size) {
        uint32_t until = at;
        while (until < source.size && source.at[until] != '\n') {
            until++;
        }
        ac_text line = ac_span_text(source, (ac_span){at, until});
        bool indented = line.size > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
        ac_text words = trim(line);
        if (words.size == 0) {
            add_line(format, (format_line){.kind = LINE_BLANK});
        } else if (words.at[0] == '#') {
            add_line(
                format, (format_line){.kind = LINE_COMMENT, .indented = indented, .text = words});
        } else if (line.at[0] == '>') {
            words = trim(ac_text_slice(line, 1, line.size));
            add_line(format, (format_line){.kind = LINE_WORDING, .text = words});
        } else {
            add_code_line(format, (ac_span){at, until}, indented);
        }
        at = until + 1;
    }
}

typedef enum column_kind { COLUMNS_NONE, COLUMNS_PARTY, COLUMNS_MEMBERS } column_kind;

/* Parties, and levels whose members are listed, stand in columns with their neighbours. */
static column_kind columns_of(const ac_statement *statement)
{
    const ac_token *tokens = statement->tokens;
    if (statement->number.size == 0 || statement->token_count < 3 ||
        tokens[0].kind != AC_TOKEN_WORD || tokens[1].kind != AC_TOKEN_WORD) {
        return COLUMNS_NONE;
    }
    if (ac_text_is(tokens[0].text, "level")) {
        bool listed = tokens[2].kind == AC_TOKEN_SIGN && ac_text_is(tokens[2].text, ":");
        return listed ? COLUMNS_MEMBERS : COLUMNS_NONE;
    }
    bool party = ac_text_is(tokens[0].text, "commissioner") ||
                 ac_text_is(tokens[0].text, "provider") || ac_text_is(tokens[0].text, "partner");
    return party && tokens[2].kind == AC_TOKEN_STRING ? COLUMNS_PARTY : COLUMNS_NONE;
}

/* Widths of what stands before the columns of a statement: its first words and the code after them.
 */
static void widths_of(const ac_statement *statement, column_kind kind, uint32_t widths[3])
{
    uint32_t first =
        ac_format_columns(statement->number) + 1 + ac_format_columns(statement->tokens[0].text);
    uint32_t second = ac_format_columns(statement->tokens[1].text);
    widths[0] = 0;
    widths[1] = kind == COLUMNS_PARTY ? first : 0;
    widths[2] = kind == COLUMNS_PARTY ? second : first + 1 + second;
}

/* Pads the statements of lines [from, until), all of one kind. */
static void
pad_group(const formatter *format, size_t from, size_t until, column_kind kind, ac_format_pad *pads)
{
    uint32_t most[3] = {0, 0, 0};
    uint32_t widths[3];
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = from; i < until; i++) {
            size_t statement = format->lines[i].statement;
            widths_of(&format->statements.list[statement], kind, widths);
            for (int k = 0; k < 3; k++) {
                if (pass == 0) {
                    most[k] = widths[k] > most[k] ? widths[k] : most[k];
                } else {
                    pads[statement].before[k] = most[k] - widths[k];
                }
            }
        }
    }
}

static ac_format_pad *make_pads(const formatter *format)
{
    ac_format_pad *pads = AC_NEW_ARRAY(format->arena, ac_format_pad, format->statements.count);
    size_t from = 0;
    column_kind kind = COLUMNS_NONE;
    for (size_t i = 0; i <= format->count; i++) {
        column_kind now = COLUMNS_NONE;
        if (i < format->count && format->lines[i].kind == LINE_CODE) {
            const format_line *line = &format->lines[i];
            if (line->indented && kind != COLUMNS_NONE) {
                continue; /* goes on with the statement before */
            }
            now = line->indented ? COLUMNS_NONE
                                 : columns_of(&format->statements.list[line->statement]);
        }
        if (now != kind) {
            if (kind != COLUMNS_NONE) {
                pad_group(format, from, i, kind, pads);
            }
            kind = now;
            from = i;
        }
    }
    return pads;
}

static void write_code(ac_format_writer *writer, const format_line *line)
{
    ac_format_put(writer, line->from, line->until);
    if (line->text.size > 0) {
        ac_buffer_add_z(writer->out, "  ");
        ac_buffer_add(writer->out, line->text);
    }
}

static void write_lines(const formatter *format, const uint8_t *marks, ac_buffer *out)
{
    const ac_format_pad *pads = make_pads(format);
    ac_format_writer writer = {.source = format->source, .marks = marks, .out = out};
    bool blank = false;
    bool any = false;
    for (size_t i = 0; i < format->count; i++) {
        const format_line *line = &format->lines[i];
        if (line->kind == LINE_BLANK) {
            blank = any;
            continue;
        }
        ac_buffer_add_z(out, blank ? "\n" : "");
        blank = false;
        any = true;
        if (line->kind == LINE_COMMENT) {
            ac_buffer_add_z(out, line->indented ? "      " : "");
            ac_buffer_add(out, line->text);
        } else if (line->kind == LINE_WORDING) {
            ac_buffer_add_z(out, line->text.size > 0 ? "> " : ">");
            ac_buffer_add(out, line->text);
        } else {
            if (!line->indented) {
                ac_format_begin(
                    &writer, &format->statements.list[line->statement], pads[line->statement]);
            }
            write_code(&writer, line);
        }
        ac_buffer_add_char(out, '\n');
    }
}

/* Whether the text could be read; faults of what it means are no matter here. */
static bool was_read(const ac_diagnostics *diagnostics)
{
    bool read = diagnostics->errors + diagnostics->warnings <= diagnostics->count;
    for (size_t i = 0; i < diagnostics->count; i++) {
        ac_diagnostic_code code = diagnostics->list[i].code;
        read = read && code != AC_LEX && code != AC_SYNTAX && code != AC_LIMIT;
    }
    return read;
}

accord_status ac_format(ac_text source, ac_buffer *out, ac_diagnostics *diagnostics)
{
    ac_arena *arena = diagnostics->arena;
    const ac_syntax *syntax = ac_parse(arena, source, diagnostics);
    if (!was_read(diagnostics)) {
        ac_diagnostics_sort(diagnostics);
        return ac_fail(NULL, ACCORD_ENO, "the text has faults");
    }
    ac_diagnostics silent; /* what the parser's own lexing found is listed already */
    ac_diagnostics_init(&silent, arena);
    formatter format = {.arena = arena, .source = syntax->source};
    format.statements = ac_lex(arena, syntax->source, &silent);
    read_lines(&format);
    const uint8_t *marks = ac_format_marks(arena, syntax, &format.statements);
    write_lines(&format, marks, out);
    return out->overflowed ? ac_fail(NULL, ACCORD_ELIMIT, "the text is too long") : ac_ok();
}
