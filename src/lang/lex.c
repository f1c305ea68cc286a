/* SPDX-License-Identifier: MIT */
/* Lines first, then tokens: the line structure alone says where a statement ends, so one broken
 * statement never hides the faults of the next. */

#include "lang/lex.h"

#include "base/limits.h"

#include <string.h>

typedef struct lexer {
    ac_arena *arena;
    ac_text source;
    ac_diagnostics *diagnostics;
    uint32_t at;
    ac_token *tokens; /* of all statements, one after another */
    size_t token_count;
    size_t token_capacity;
    size_t tokens_in_all;
    ac_statement *list;
    size_t count;
    size_t capacity;
    ac_buffer wording; /* lines of '>' waiting for their clause */
    size_t clauses;
} lexer;

static char peek(const lexer *lex, uint32_t ahead)
{
    size_t at = (size_t)lex->at + ahead;
    return at < lex->source.size ? lex->source.at[at] : '\0';
}

static uint32_t digits_at(const lexer *lex, uint32_t ahead)
{
    uint32_t count = 0;
    while (ac_is_digit(peek(lex, ahead + count))) {
        count++;
    }
    return count;
}

/* 2014-04-01 */
static uint32_t date_length(const lexer *lex)
{
    bool is = digits_at(lex, 0) == 4 && peek(lex, 4) == '-' && digits_at(lex, 5) == 2 &&
              peek(lex, 7) == '-' && digits_at(lex, 8) == 2;
    return is ? 10 : 0;
}

/* 2013/14 */
static uint32_t year_length(const lexer *lex)
{
    return digits_at(lex, 0) == 4 && peek(lex, 4) == '/' && digits_at(lex, 5) == 2 ? 7 : 0;
}

/* 1,234.50: a comma belongs to the number only before exactly three digits. */
static uint32_t number_length(const lexer *lex)
{
    uint32_t length = digits_at(lex, 0);
    while (peek(lex, length) == ',' && digits_at(lex, length + 1) == 3) {
        length += 4;
    }
    while (peek(lex, length) == '.' && ac_is_digit(peek(lex, length + 1))) {
        length += 1 + digits_at(lex, length + 1); /* more than one point: the number of a clause */
    }
    return length;
}

static uint32_t word_length(const lexer *lex)
{
    uint32_t length = 1;
    for (;;) {
        char c = peek(lex, length);
        char next = peek(lex, length + 1);
        bool hyphen = c == '-' && (ac_is_letter(next) || ac_is_digit(next));
        if (!ac_is_letter(c) && !ac_is_digit(c) && c != '_' && !hyphen) {
            return length;
        }
        length++;
    }
}

static uint32_t string_length(const lexer *lex)
{
    uint32_t length = 1;
    for (;;) {
        char c = peek(lex, length);
        if (c == '"') {
            return length + 1;
        }
        bool control = (unsigned char)c < 0x20 || c == 0x7F;
        if (control || (size_t)lex->at + length >= lex->source.size) {
            return 0;
        }
        length++;
    }
}

static uint32_t sign_length(const lexer *lex)
{
    char c = peek(lex, 0);
    if ((c == '>' || c == '<') && peek(lex, 1) == '=') {
        return 2;
    }
    return c != '\0' && strchr("+-*/=(),:><%", c) != NULL ? 1 : 0;
}

static void fault_here(
    lexer *lex,
    ac_statement *statement,
    ac_diagnostic_code code,
    uint32_t length,
    const char *message)
{
    ac_span span = {lex->at, lex->at + length};
    ac_diagnose(lex->diagnostics, code, statement->clause, span, "%s", message);
    statement->broken = true;
}

static void add_token(lexer *lex, ac_token token)
{
    AC_RESERVE(lex->arena, lex->tokens, lex->token_count, lex->token_capacity);
    lex->tokens[lex->token_count++] = token;
    lex->tokens_in_all++;
}

static uint32_t classify(const lexer *lex, ac_token_kind *kind)
{
    char c = peek(lex, 0);
    uint32_t length = 0;
    if (ac_is_digit(c)) {
        if ((length = date_length(lex)) > 0) {
            *kind = AC_TOKEN_DATE;
        } else if ((length = year_length(lex)) > 0) {
            *kind = AC_TOKEN_YEAR;
        } else {
            length = number_length(lex);
            bool percent = peek(lex, length) == '%';
            *kind = percent ? AC_TOKEN_PERCENT : AC_TOKEN_NUMBER;
            length += percent ? 1 : 0;
        }
    } else if (ac_is_letter(c)) {
        *kind = AC_TOKEN_WORD;
        length = word_length(lex);
    } else if (c == '"') {
        *kind = AC_TOKEN_STRING;
        length = string_length(lex);
    } else {
        *kind = AC_TOKEN_SIGN;
        length = sign_length(lex);
    }
    return length;
}

static void lex_fault(lexer *lex, ac_statement *statement)
{
    char c = peek(lex, 0);
    if (c == '"') {
        fault_here(
            lex, statement, AC_LEX, 1,
            "this quotation has no end on its line, or a control character in it");
        return;
    }
    uint32_t length = 1;
    while (((unsigned char)peek(lex, length) & 0xC0) == 0x80) {
        length++; /* the rest of a UTF-8 sequence */
    }
    ac_span span = {lex->at, lex->at + length};
    ac_text shown = ac_span_text(lex->source, span);
    if ((unsigned char)c < 0x20) {
        ac_diagnose(
            lex->diagnostics, AC_LEX, statement->clause, span,
            "a control character (code %u) stands here", (unsigned)(unsigned char)c);
    } else {
        ac_diagnose(
            lex->diagnostics, AC_LEX, statement->clause, span,
            "the language has no character '%.*s' outside quotation marks", AC_TEXT_ARG(shown));
    }
    statement->broken = true;
}

static bool at_line_end(const lexer *lex)
{
    char c = peek(lex, 0);
    return (size_t)lex->at >= lex->source.size || c == '\n' || (c == '\r' && peek(lex, 1) == '\n');
}

static void skip_line(lexer *lex)
{
    while ((size_t)lex->at < lex->source.size && lex->source.at[lex->at] != '\n') {
        lex->at++;
    }
    lex->at += (size_t)lex->at < lex->source.size ? 1 : 0;
}

/* Whether a word or a quotation is longer than a person would write or read; says so. */
static bool is_too_long(lexer *lex, ac_statement *statement, ac_token_kind kind, uint32_t length)
{
    if (kind == AC_TOKEN_WORD && length > AC_WORD_BYTES_MAX) {
        fault_here(lex, statement, AC_LIMIT, length, "a word of more than 100 characters");
        return true;
    }
    if (kind == AC_TOKEN_STRING && length > AC_QUOTED_BYTES_MAX + 2) {
        fault_here(
            lex, statement, AC_LIMIT, length,
            "more than 1,000 bytes between quotation marks; agreed wording goes on lines of "
            "its own, after '>'");
        return true;
    }
    return false;
}

/* Reads the tokens of the rest of a line into the statement. */
static void lex_line(lexer *lex, ac_statement *statement)
{
    bool first = true;
    while (!at_line_end(lex)) {
        char c = peek(lex, 0);
        if (c == ' ' || c == '\t') {
            lex->at++;
            continue;
        }
        if (c == '#') {
            break;
        }
        if (lex->tokens_in_all >= AC_TOKENS_MAX) {
            fault_here(lex, statement, AC_LIMIT, 1, "the text has more words than accord reads");
            break;
        }
        ac_token_kind kind = AC_TOKEN_END;
        uint32_t length = classify(lex, &kind);
        if (length == 0) {
            lex_fault(lex, statement);
            break;
        }
        if (is_too_long(lex, statement, kind, length)) {
            break;
        }
        ac_span span = {lex->at, lex->at + length};
        ac_text text = ac_span_text(lex->source, span);
        if (kind == AC_TOKEN_STRING) {
            text = ac_text_slice(text, 1, text.size - 1);
        }
        add_token(lex, (ac_token){kind, first, span, text});
        statement->span.until = span.until;
        first = false;
        lex->at += length;
    }
    skip_line(lex);
}

/* The number that begins a clause: digits in groups joined by points, at the line's start. */
static uint32_t clause_number_length(const lexer *lex)
{
    uint32_t length = digits_at(lex, 0);
    while (length > 0 && peek(lex, length) == '.' && ac_is_digit(peek(lex, length + 1))) {
        length += 1 + digits_at(lex, length + 1);
    }
    if (length > 0 && ac_is_letter(peek(lex, length))) {
        length++; /* 6.5a, as variations insert them */
    }
    char after = peek(lex, length);
    bool ends = after == ' ' || after == '\t' || after == '\n' || after == '\r' || after == '\0';
    return ends ? length : 0;
}

static ac_statement *begin_statement(lexer *lex)
{
    AC_RESERVE(lex->arena, lex->list, lex->count, lex->capacity);
    ac_statement *statement = &lex->list[lex->count++];
    *statement = (ac_statement){
        .span = {lex->at, lex->at},
          .clause = AC_TEXT("contract")
    };
    lex->tokens = NULL;
    lex->token_count = 0;
    lex->token_capacity = 0;
    return statement;
}

static void end_statement(lexer *lex)
{
    if (lex->count == 0) {
        return;
    }
    ac_statement *statement = &lex->list[lex->count - 1];
    if (statement->tokens != NULL) {
        return;
    }
    uint32_t until = statement->span.until;
    statement->token_count = lex->token_count;
    add_token(
        lex, (ac_token){
                 AC_TOKEN_END, true, {until, until},
                   {"",    0    }
    });
    statement->tokens = lex->tokens;
}

static void take_wording(lexer *lex, ac_statement *statement)
{
    statement->wording = ac_text_copy(lex->arena, ac_buffer_text(&lex->wording));
    ac_buffer_clear(&lex->wording);
}

static void read_wording(lexer *lex)
{
    lex->at++;
    uint32_t from = lex->at;
    while (!at_line_end(lex)) {
        lex->at++;
    }
    ac_text words = ac_text_trim(ac_span_text(lex->source, (ac_span){from, lex->at}));
    if (lex->wording.size_bytes > 0 && words.size > 0) {
        ac_buffer_add_char(&lex->wording, ' ');
    }
    ac_buffer_add(&lex->wording, words);
    skip_line(lex);
}

/* A line that is not indented. */
static void read_start(lexer *lex)
{
    end_statement(lex);
    ac_statement *statement = begin_statement(lex);
    uint32_t length = clause_number_length(lex);
    if (length > 0) {
        statement->number = ac_span_text(lex->source, (ac_span){lex->at, lex->at + length});
        statement->clause = statement->number;
        statement->span.until = lex->at + length;
        take_wording(lex, statement);
        lex->clauses++;
        if (lex->clauses > AC_CLAUSES_MAX) {
            fault_here(
                lex, statement, AC_LIMIT, length, "the text has more clauses than accord reads");
        }
        lex->at += length;
    }
    lex_line(lex, statement);
}

static void read_continuation(lexer *lex)
{
    if (lex->count == 0) {
        ac_statement *statement = begin_statement(lex);
        fault_here(
            lex, statement, AC_SYNTAX, 1,
            "an indented line continues a statement, and none has begun: begin with 'accord 1'");
    }
    lex_line(lex, &lex->list[lex->count - 1]);
}

static bool line_is_blank(const lexer *lex)
{
    uint32_t ahead = 0;
    while (peek(lex, ahead) == ' ' || peek(lex, ahead) == '\t') {
        ahead++;
    }
    char c = peek(lex, ahead);
    bool end = (size_t)lex->at + ahead >= lex->source.size;
    return end || c == '\n' || c == '#' || (c == '\r' && peek(lex, ahead + 1) == '\n');
}

ac_statements ac_lex(ac_arena *arena, ac_text source, ac_diagnostics *diagnostics)
{
    lexer lex = {.arena = arena, .source = source, .diagnostics = diagnostics};
    ac_buffer_init(&lex.wording, AC_CONTRACT_BYTES_MAX);
    if (ac_text_starts(source, AC_TEXT("\xEF\xBB\xBF"))) {
        lex.at = 3;
    }
    while ((size_t)lex.at < source.size) {
        char c = peek(&lex, 0);
        if (line_is_blank(&lex)) {
            skip_line(&lex);
        } else if (c == '>') {
            read_wording(&lex);
        } else if (c == ' ' || c == '\t') {
            read_continuation(&lex);
        } else {
            read_start(&lex);
        }
    }
    end_statement(&lex);
    if (lex.wording.size_bytes > 0) {
        ac_span end = {(uint32_t)source.size, (uint32_t)source.size};
        ac_diagnose(
            diagnostics, AC_SYNTAX, AC_TEXT("contract"), end,
            "the agreed words (lines of '>') at the end stand above no clause");
    }
    ac_buffer_done(&lex.wording);
    return (ac_statements){lex.list, lex.count};
}
