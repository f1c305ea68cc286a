/* SPDX-License-Identifier: MIT */
/* The whole text: head lines, parts, variations, and each clause handed to parse_clause.c. */

#include "base/assert.h"
#include "lang/parser.h"
#include "value/date.h"

#include <string.h>

enum { HEAD_LINES = 4, LINE_FORMS = 6 }; /* accord, contract, term, money: once each */

typedef struct file_parser {
    ac_arena *arena;
    ac_diagnostics *diagnostics;
    ac_syntax *syntax;
    ac_part *parts;
    size_t part_capacity;
    ac_variation *variations;
    size_t variation_capacity;
    ac_clause *clauses;
    size_t clause_capacity;
    bool seen[LINE_FORMS]; /* in the order of parse_head */
    accord_date term_from;
    accord_date term_last;
    int year_month;
    int year_day;
} file_parser;

int ac_money_word_places(ac_text word)
{
    static const struct {
        const char *word;
        int places;
    } words[] = {
        {"pence",   2},
        {"penny",   2},
        {"cents",   2},
        {"cent",    2},
        {"pounds",  0},
        {"dollars", 0},
        {"euros",   0},
        {"yen",     0},
        {"units",   0}
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (ac_text_is(word, words[i].word)) {
            return words[i].places;
        }
    }
    return -1;
}

static void parse_version(file_parser *file, ac_parser *parser)
{
    (void)file; /* only its presence matters */
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind != AC_TOKEN_NUMBER || !ac_text_is(token->text, "1")) {
        ac_parse_fault(
            parser, AC_SYNTAX, token->span,
            "this accord reads version 1 of the language: 'accord 1'");
    }
    ac_take(parser);
}

static void parse_contract_line(file_parser *file, ac_parser *parser)
{
    file->syntax->code = ac_take_word(parser, "the contract's code").text;
    file->syntax->title = ac_take_string(parser, "the contract's title in quotes").text;
}

/* term 2014-04-01 to 2021-03-31, years from 1 April */
static void parse_term(file_parser *file, ac_parser *parser)
{
    file->term_from = ac_take_date(parser);
    ac_expect(parser, "to");
    file->term_last = ac_take_date(parser);
    file->year_day = 1;
    file->year_month = 4;
    if (ac_accept(parser, ",")) {
        ac_expect(parser, "years");
        ac_expect(parser, "from");
        file->year_day =
            (int)ac_take_count(parser, "the day and month when years begin, such as 1 April");
        ac_word month = ac_take_word(parser, "a month");
        file->year_month = ac_month_named(month.text);
        if (file->year_month == 0) {
            ac_parse_fault(
                parser, AC_SYNTAX, month.span, "'%.*s' is not a month", AC_TEXT_ARG(month.text));
        }
    }
    if (parser->failed) {
        return;
    }
    accord_error error;
    accord_status status = ac_calendar_make(
        file->term_from, file->term_last, file->year_month, file->year_day, &file->syntax->calendar,
        &error);
    file->syntax->calendar_good = status.code == ACCORD_OK;
    if (!file->syntax->calendar_good) {
        ac_parse_fault(parser, AC_TERM, parser->statement->span, "%s", error.message);
    }
}

static void parse_rounding_words(file_parser *file, ac_parser *parser)
{
    ac_syntax *syntax = file->syntax;
    if (ac_accept(parser, "halves")) {
        if (ac_accept_two(parser, "to", "even")) {
            syntax->rounding = ACCORD_HALF_EVEN;
            return;
        }
        ac_expect(parser, "away");
        ac_expect(parser, "from");
        ac_expect(parser, "zero");
        syntax->rounding = ACCORD_HALF_AWAY;
    } else if (ac_accept_two(parser, "toward", "zero")) {
        syntax->rounding = ACCORD_DOWN;
    } else {
        ac_expected(parser, "'halves away from zero', 'halves to even' or 'toward zero'");
    }
}

/* money GBP in whole pence, halves away from zero */
static void parse_money(file_parser *file, ac_parser *parser)
{
    ac_syntax *syntax = file->syntax;
    syntax->currency = ac_take_word(parser, "a currency such as GBP").text;
    ac_expect(parser, "in");
    ac_expect(parser, "whole");
    ac_word word = ac_take_word(parser, "pence, pounds, cents or dollars");
    syntax->money_word = word.text;
    syntax->money_places = ac_money_word_places(word.text);
    if (syntax->money_places < 0) {
        ac_parse_fault(
            parser, AC_SYNTAX, word.span, "'%.*s' is not a unit of money that accord knows",
            AC_TEXT_ARG(word.text));
        syntax->money_places = 2;
    }
    if (ac_accept(parser, ",")) {
        parse_rounding_words(file, parser);
    }
}

/* PART 2 DATA AND PRICES: the title is the rest of the line. */
static void parse_part(file_parser *file, ac_parser *parser)
{
    ac_syntax *syntax = file->syntax;
    AC_RESERVE(file->arena, file->parts, syntax->part_count, file->part_capacity);
    ac_part *part = &file->parts[syntax->part_count++];
    *part = (ac_part){
        .number = {"", 0}
    };
    const ac_token *number = ac_take(parser);
    part->number = number->text;
    ac_span title = ac_peek(parser, 0)->span;
    while (!ac_at_end(parser)) {
        title = ac_span_join(title, ac_take(parser)->span);
    }
    part->title = ac_span_text(syntax->source, title);
    syntax->parts = file->parts;
}

/* VARIATION 1 signed 2018-02-20 effective 2018-04-01 */
static void parse_variation(file_parser *file, ac_parser *parser)
{
    ac_syntax *syntax = file->syntax;
    AC_RESERVE(file->arena, file->variations, syntax->variation_count, file->variation_capacity);
    ac_variation *variation = &file->variations[syntax->variation_count++];
    *variation = (ac_variation){.span = parser->statement->span};
    variation->number = ac_take(parser)->text;
    variation->label =
        ac_diagnostic_text(file->diagnostics, "variation %.*s", AC_TEXT_ARG(variation->number));
    ac_expect(parser, "signed");
    variation->signed_on = ac_take_date(parser);
    ac_expect(parser, "effective");
    variation->effective = ac_take_date(parser);
    syntax->variations = file->variations;
}

static void parse_head(file_parser *file, const ac_statement *statement)
{
    static const struct {
        const char *word;
        void (*parse)(file_parser *, ac_parser *);
        bool free_end; /* reads all that follows */
    } lines[LINE_FORMS] = {
        {"accord",    parse_version,       false},
        {"contract",  parse_contract_line, false},
        {"term",      parse_term,          false},
        {"money",     parse_money,         false},
        {"PART",      parse_part,          true },
        {"VARIATION", parse_variation,     false},
    };
    ac_parser parser = {
        .arena = file->arena, .diagnostics = file->diagnostics, .statement = statement};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (ac_accept(&parser, lines[i].word)) {
            bool once = i < HEAD_LINES;
            if (once && file->seen[i]) {
                ac_parse_fault(
                    &parser, AC_CLAUSE, statement->span, "a second '%s' line; one is enough",
                    lines[i].word);
                return;
            }
            file->seen[i] = true;
            lines[i].parse(file, &parser);
            if (!parser.failed && !ac_at_end(&parser)) {
                ac_expected(&parser, "the end of the line");
            }
            return;
        }
    }
    ac_parse_fault(
        &parser, AC_SYNTAX, ac_peek(&parser, 0)->span,
        "a line begins with a clause number, 'contract', 'term', 'money', PART or VARIATION; "
        "a line that continues a clause is indented");
}

static void parse_numbered(file_parser *file, const ac_statement *statement)
{
    ac_syntax *syntax = file->syntax;
    AC_RESERVE(file->arena, file->clauses, syntax->clause_count, file->clause_capacity);
    ac_assert(file->clauses != NULL);
    ac_clause *clause = &file->clauses[syntax->clause_count++];
    *clause = (ac_clause){
        .number = statement->number,
        .span = statement->span,
        .wording = statement->wording,
        .part = (uint32_t)syntax->part_count,
        .variation = (uint32_t)syntax->variation_count};
    ac_parser parser = {
        .arena = file->arena, .diagnostics = file->diagnostics, .statement = statement};
    ac_diagnostics silent = {.arena = file->arena};
    if (statement->broken) {
        parser.diagnostics = &silent; /* its fault is told; only its name is wanted */
    }
    ac_parse_clause(&parser, clause);
    clause->broken = clause->broken || statement->broken;
    syntax->clauses = file->clauses;
}

static void check_head(file_parser *file)
{
    ac_span start = {0, 0};
    ac_text clause = AC_TEXT("contract");
    if (!file->seen[0]) {
        ac_diagnose(
            file->diagnostics, AC_SYNTAX, clause, start, "the first line must be 'accord 1'");
    } else if (!file->seen[2]) {
        ac_diagnose(
            file->diagnostics, AC_SYNTAX, clause, start,
            "no term is given; write: term 2014-04-01 to 2021-03-31, years from 1 April");
    } else if (!file->seen[1]) {
        ac_diagnose(
            file->diagnostics, AC_SYNTAX, clause, start,
            "the contract has no name; write: contract CODE \"title\"");
    }
    if (!file->seen[3]) {
        file->syntax->currency = AC_TEXT("GBP");
        file->syntax->money_word = AC_TEXT("pence");
        file->syntax->money_places = 2;
        file->syntax->rounding = ACCORD_HALF_AWAY;
    }
}

static ac_text check_source(file_parser *file, ac_text source)
{
    ac_text clause = AC_TEXT("contract");
    ac_span start = {0, 0};
    if (source.size > AC_CONTRACT_BYTES_MAX) {
        ac_diagnose(
            file->diagnostics, AC_LIMIT, clause, start, "the text is larger than %u bytes",
            AC_CONTRACT_BYTES_MAX);
        return (ac_text){"", 0};
    }
    size_t fault = ac_text_utf8_fault(source);
    if (fault < source.size) {
        ac_span span = {(uint32_t)fault, (uint32_t)fault + 1};
        ac_diagnose(
            file->diagnostics, AC_LEX, clause, span,
            "the text is not UTF-8 from here; save it as UTF-8");
        return ac_text_slice(source, 0, fault);
    }
    if (ac_text_trim(source).size == 0) {
        ac_diagnose(file->diagnostics, AC_SYNTAX, clause, start, "the contract is empty");
    }
    return source;
}

const ac_syntax *ac_parse(ac_arena *arena, ac_text source, ac_diagnostics *diagnostics)
{
    ac_syntax *syntax = AC_NEW(arena, ac_syntax);
    file_parser file = {.arena = arena, .diagnostics = diagnostics, .syntax = syntax};
    syntax->source = check_source(&file, source);
    ac_statements statements = ac_lex(arena, syntax->source, diagnostics);
    for (size_t i = 0; i < statements.count; i++) {
        const ac_statement *statement = &statements.list[i];
        if (statement->number.size > 0) {
            parse_numbered(&file, statement);
        } else if (!statement->broken) {
            parse_head(&file, statement);
        }
    }
    check_head(&file);
    if (!syntax->calendar_good) {
        accord_date from = {0};
        accord_date last = {0};
        (void)ac_date_of(2000, 4, 1, &from);
        (void)ac_date_of(2001, 3, 31, &last);
        accord_status status = ac_calendar_make(from, last, 4, 1, &syntax->calendar, NULL);
        (void)status.code; /* a stand-in, so that the rest can be checked all the same */
    }
    return syntax;
}
