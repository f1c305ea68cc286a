/* SPDX-License-Identifier: MIT */
/* Looking at and taking the tokens of one statement. */

#include "lang/parser.h"

#include "value/date.h"

#include <stdarg.h>
#include <stdio.h>

const ac_token *ac_peek(const ac_parser *parser, size_t ahead)
{
    const ac_statement *statement = parser->statement;
    size_t at = parser->at + ahead;
    if (parser->failed || at >= statement->token_count) {
        at = statement->token_count;
    }
    return &statement->tokens[at];
}

const ac_token *ac_take(ac_parser *parser)
{
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind != AC_TOKEN_END) {
        parser->at++;
    }
    return token;
}

bool ac_at_end(const ac_parser *parser)
{
    return ac_peek(parser, 0)->kind == AC_TOKEN_END;
}

bool ac_sees(const ac_parser *parser, size_t ahead, const char *word)
{
    const ac_token *token = ac_peek(parser, ahead);
    bool plain = token->kind == AC_TOKEN_WORD || token->kind == AC_TOKEN_SIGN;
    return plain && ac_text_is(token->text, word);
}

bool ac_accept(ac_parser *parser, const char *word)
{
    if (!ac_sees(parser, 0, word)) {
        return false;
    }
    parser->at++;
    return true;
}

bool ac_accept_two(ac_parser *parser, const char *first, const char *second)
{
    if (!ac_sees(parser, 0, first) || !ac_sees(parser, 1, second)) {
        return false;
    }
    parser->at += 2;
    return true;
}

void ac_parse_fault(
    ac_parser *parser, ac_diagnostic_code code, ac_span span, const char *format, ...)
{
    if (parser->failed) {
        return;
    }
    char message[ACCORD_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    ac_diagnose(parser->diagnostics, code, parser->statement->clause, span, "%s", message);
    parser->failed = true;
}

void ac_expected(ac_parser *parser, const char *what)
{
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind == AC_TOKEN_END) {
        ac_span span = {token->span.from, token->span.from};
        ac_parse_fault(parser, AC_SYNTAX, span, "the clause ends where %s was expected", what);
        return;
    }
    ac_text shown = token->text.size > 40 ? ac_text_slice(token->text, 0, 40) : token->text;
    ac_parse_fault(
        parser, AC_SYNTAX, token->span, "expected %s but found '%.*s'", what, AC_TEXT_ARG(shown));
}

void ac_expect(ac_parser *parser, const char *word)
{
    if (!ac_accept(parser, word)) {
        char quoted[64];
        (void)snprintf(quoted, sizeof quoted, "'%s'", word);
        ac_expected(parser, quoted);
    }
}

/* Takes a token of one kind; a fault, and an empty word there, if another stands there. */
static ac_word take_kind(ac_parser *parser, ac_token_kind kind, const char *what)
{
    const ac_token *token = ac_peek(parser, 0);
    ac_word word = {.span = token->span, .text = token->text};
    if (token->kind != kind) {
        ac_expected(parser, what);
        word.text = AC_TEXT("");
        return word;
    }
    parser->at++;
    return word;
}

ac_word ac_take_word(ac_parser *parser, const char *what)
{
    return take_kind(parser, AC_TOKEN_WORD, what);
}

ac_word ac_take_string(ac_parser *parser, const char *what)
{
    return take_kind(parser, AC_TOKEN_STRING, what);
}

ac_word ac_take_code(ac_parser *parser)
{
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind != AC_TOKEN_WORD && token->kind != AC_TOKEN_NUMBER &&
        token->kind != AC_TOKEN_STRING) {
        ac_expected(parser, "a code (a word, a number, or text in quotes)");
        return (ac_word){
            {"", 0},
            token->span
        };
    }
    parser->at++;
    return (ac_word){token->text, token->span};
}

static int number_of(ac_text digits)
{
    int value = 0;
    for (size_t i = 0; i < digits.size && value < 100000; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') {
            return -1;
        }
        value = value * 10 + (digits.at[i] - '0');
    }
    return value;
}

/* 1 April 2014 */
static accord_date take_date_in_words(ac_parser *parser)
{
    const ac_token *first = ac_peek(parser, 0);
    int day = number_of(first->text);
    int month = ac_month_named(ac_peek(parser, 1)->text);
    int year = number_of(ac_peek(parser, 2)->text);
    accord_date date = {0};
    if (!ac_date_of(year, month, day, &date)) {
        ac_span span = ac_span_join(first->span, ac_peek(parser, 2)->span);
        ac_parse_fault(
            parser, AC_LEX, span, "there is no such day; write 2014-04-01 or 1 April 2014");
    }
    parser->at += 3;
    return date;
}

accord_date ac_take_date(ac_parser *parser)
{
    const ac_token *token = ac_peek(parser, 0);
    accord_date date = {0};
    if (token->kind == AC_TOKEN_NUMBER && ac_peek(parser, 1)->kind == AC_TOKEN_WORD &&
        ac_month_named(ac_peek(parser, 1)->text) > 0 &&
        ac_peek(parser, 2)->kind == AC_TOKEN_NUMBER) {
        return take_date_in_words(parser);
    }
    if (token->kind != AC_TOKEN_DATE) {
        ac_expected(parser, "a date such as 2014-04-01 or 1 April 2014");
        return date;
    }
    accord_error error;
    if (ac_date_parse(token->text, AC_DATE_ISO, &date, &error).code != ACCORD_OK) {
        ac_parse_fault(parser, AC_LEX, token->span, "%s", error.message);
    }
    parser->at++;
    return date;
}

/* The number of a NUMBER or PERCENT token, its thousands separators dropped. */
static ac_rational number_token(ac_parser *parser, const ac_token *token)
{
    char digits[AC_NUMBER_TEXT_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < token->text.size; i++) {
        char c = token->text.at[i];
        if (c == ',' || c == '%') {
            continue;
        }
        if (count == AC_NUMBER_TEXT_MAX) {
            ac_parse_fault(
                parser, AC_LIMIT, token->span, "a number of more digits than accord reads");
            return AC_RATIONAL_ZERO;
        }
        digits[count++] = c;
    }
    ac_rational value = AC_RATIONAL_ZERO;
    accord_error error;
    if (ac_rational_parse(parser->arena, (ac_text){digits, count}, &value, &error).code !=
        ACCORD_OK) {
        ac_parse_fault(parser, AC_LEX, token->span, "%s", error.message);
        return AC_RATIONAL_ZERO;
    }
    if (token->kind == AC_TOKEN_PERCENT) {
        value = ac_rational_divide(parser->arena, value, ac_rational_of(100));
    }
    return value;
}

ac_rational ac_take_number(ac_parser *parser, bool *percent)
{
    bool negative = ac_accept(parser, "-");
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind != AC_TOKEN_NUMBER && token->kind != AC_TOKEN_PERCENT) {
        ac_expected(parser, "a number");
        return AC_RATIONAL_ZERO;
    }
    parser->at++;
    if (percent != NULL) {
        *percent = token->kind == AC_TOKEN_PERCENT;
    }
    ac_rational value = number_token(parser, token);
    return negative ? ac_rational_negate(parser->arena, value) : value;
}

uint32_t ac_take_count(ac_parser *parser, const char *what)
{
    const ac_token *token = ac_peek(parser, 0);
    int value = token->kind == AC_TOKEN_NUMBER ? number_of(token->text) : -1;
    if (value < 0 || value > 99999) {
        ac_expected(parser, what);
        return 0;
    }
    parser->at++;
    return (uint32_t)value;
}

bool ac_period_word(ac_text word, ac_period_kind *kind)
{
    for (int k = AC_PERIOD_MONTH; k <= AC_PERIOD_TERM; k++) {
        if (ac_text_is(word, ac_period_kind_name((ac_period_kind)k))) {
            *kind = (ac_period_kind)k;
            return true;
        }
    }
    return false;
}

ac_period_kind ac_take_period(ac_parser *parser)
{
    ac_period_kind kind = AC_PERIOD_NONE;
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind != AC_TOKEN_WORD || !ac_period_word(token->text, &kind)) {
        ac_expected(parser, "month, quarter, year or term");
        return kind;
    }
    parser->at++;
    return kind;
}

ac_span ac_span_since(const ac_parser *parser, size_t first_token)
{
    const ac_token *tokens = parser->statement->tokens;
    size_t last = parser->at > first_token ? parser->at - 1 : first_token;
    return ac_span_join(tokens[first_token].span, tokens[last].span);
}

void ac_word_list_add(ac_parser *parser, ac_word_list *words, ac_word word)
{
    AC_RESERVE(parser->arena, words->list, words->count, words->capacity);
    words->list[words->count++] = word;
}

ac_words ac_words_of(ac_word_list words)
{
    return (ac_words){words.list, words.count};
}
