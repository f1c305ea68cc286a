/* SPDX-License-Identifier: MIT */
/* One numbered clause: its first word says which form it has; a name and a colon begin a quantity.
 */

#include "lang/parser.h"

typedef struct clause_form {
    const char *word;
    ac_clause_kind kind;
    void (*parse)(ac_parser *, ac_clause *);
} clause_form;

void ac_parse_type(ac_parser *parser, ac_type_syntax *type)
{
    size_t first = parser->at;
    *type = (ac_type_syntax){.kind = AC_KIND_RATE};
    if (ac_accept_two(parser, "yes", "or")) {
        ac_expect(parser, "no");
        type->kind = AC_KIND_YES_NO;
    } else if (ac_accept_two(parser, "one", "of")) {
        ac_word_list choices = {0};
        do {
            ac_word_list_add(parser, &choices, ac_take_code(parser));
        } while (ac_accept(parser, ",") || ac_accept(parser, "or"));
        type->kind = AC_KIND_ONE_OF;
        type->choices = ac_words_of(choices);
    } else {
        type->unit = ac_parse_unit(parser, false);
        if (ac_accept(parser, "flow")) {
            type->kind = AC_KIND_FLOW;
        } else if (ac_accept(parser, "stock")) {
            type->kind = AC_KIND_STOCK;
        } else {
            (void)ac_accept(parser, "rate");
        }
    }
    if (ac_accept(parser, "by")) {
        type->by = ac_parse_dims(parser);
    }
    type->span = ac_span_since(parser, first);
}

static void parse_party(ac_parser *parser, ac_clause *clause)
{
    clause->role = parser->statement->tokens[0].text;
    clause->name = ac_take_word(parser, "the party's code");
    clause->title = ac_take_string(parser, "the party's name in quotes").text;
}

/* opened, closed and succeeded by date */
static bool parse_dated(ac_parser *parser, ac_clause *clause)
{
    size_t first = parser->at;
    bool said = false;
    for (;;) {
        bool *word = ac_sees(parser, 0, "opened")      ? &clause->opened
                     : ac_sees(parser, 0, "closed")    ? &clause->closed
                     : ac_sees(parser, 0, "succeeded") ? &clause->succeeded
                                                       : NULL;
        if (word == NULL) {
            break;
        }
        said = true;
        *word = true;
        ac_take(parser);
        if (ac_sees(parser, 0, "by")) {
            break;
        }
        if (!ac_accept(parser, ",")) {
            ac_expect(parser, "and");
        }
    }
    if (!said) {
        return false;
    }
    ac_expect(parser, "by");
    ac_expect(parser, "date");
    if (clause->succeeded && !clause->closed) {
        ac_parse_fault(
            parser, AC_SYNTAX, ac_span_since(parser, first),
            "who is succeeded is closed first: write 'closed and succeeded by date'");
    }
    return true;
}

/* level practice from "practices.csv", 93 members, each under one commissioner,
 * opened, closed and succeeded by date */
static void parse_level(ac_parser *parser, ac_clause *clause)
{
    clause->name = ac_take_word(parser, "the level's name");
    if (ac_accept(parser, ":")) {
        ac_word_list members = {0};
        do {
            ac_word_list_add(parser, &members, ac_take_word(parser, "a member of the level"));
        } while (ac_accept(parser, ","));
        clause->members = ac_words_of(members);
        return;
    }
    ac_expect(parser, "from");
    clause->file = ac_take_string(parser, "a file name in quotes");
    while (ac_accept(parser, ",")) {
        if (ac_accept(parser, "each")) {
            ac_expect(parser, "under");
            ac_expect(parser, "one");
            clause->under = ac_take_word(parser, "a level");
        } else if (!parse_dated(parser, clause)) {
            clause->member_count = ac_take_count(
                parser,
                "a number of members, 'each under one' or 'opened, closed and succeeded by date'");
            if (!ac_accept(parser, "member")) {
                ac_expect(parser, "members");
            }
        }
    }
}

static void parse_units(ac_parser *parser, ac_clause *clause)
{
    ac_word_list units = {0};
    do {
        ac_word_list_add(parser, &units, ac_take_word(parser, "a unit"));
    } while (ac_accept(parser, ","));
    clause->members = ac_words_of(units);
}

static ac_table_cell parse_cell(ac_parser *parser)
{
    size_t first = parser->at;
    ac_table_cell cell = {.percent = false};
    ac_word_list members = {0};
    while (ac_peek(parser, 0)->kind == AC_TOKEN_WORD ||
           ac_peek(parser, 0)->kind == AC_TOKEN_STRING) {
        ac_word_list_add(parser, &members, ac_take_code(parser));
    }
    cell.members = ac_words_of(members);
    cell.value = ac_take_number(parser, &cell.percent);
    cell.span = ac_span_since(parser, first);
    return cell;
}

static ac_table_row parse_row(ac_parser *parser)
{
    size_t first = parser->at;
    ac_table_row row = {.always = false};
    if (ac_accept(parser, "always")) {
        row.always = true;
    } else {
        ac_expect(parser, "from");
        row.from = ac_take_date(parser);
    }
    ac_expect(parser, ":");
    ac_table_cell *cells = NULL;
    size_t count = 0;
    size_t capacity = 0;
    do {
        AC_RESERVE(parser->arena, cells, count, capacity);
        cells[count++] = parse_cell(parser);
    } while (!parser->failed && ac_accept(parser, ","));
    row.cells = cells;
    row.cell_count = count;
    row.span = ac_span_since(parser, first);
    return row;
}

static void parse_table(ac_parser *parser, ac_clause *clause)
{
    clause->name = ac_take_word(parser, "the table's name");
    ac_expect(parser, ":");
    ac_parse_type(parser, &clause->type);
    ac_table_row *rows = NULL;
    size_t count = 0;
    size_t capacity = 0;
    do {
        AC_RESERVE(parser->arena, rows, count, capacity);
        rows[count++] = parse_row(parser);
    } while (!parser->failed && !ac_at_end(parser));
    clause->rows = rows;
    clause->row_count = count;
}

/* from 500 to 999 : 12.2% to 8.7% */
static ac_band_syntax parse_band(ac_parser *parser)
{
    size_t first = parser->at;
    ac_band_syntax band = {.until_said = false};
    ac_expect(parser, "from");
    band.from = ac_take_number(parser, NULL);
    if (ac_accept(parser, "to")) {
        band.until_said = true;
        band.until = ac_take_number(parser, NULL);
    }
    ac_expect(parser, ":");
    band.value = ac_take_number(parser, &band.percent);
    if (ac_accept(parser, "to")) {
        band.line = true;
        band.value_until = ac_take_number(parser, NULL);
    }
    band.span = ac_span_since(parser, first);
    return band;
}

static void parse_bands(ac_parser *parser, ac_clause *clause)
{
    clause->name = ac_take_word(parser, "the bands' name");
    ac_expect(parser, ":");
    ac_parse_type(parser, &clause->type);
    ac_expect(parser, "of");
    clause->of = ac_take_word(parser, "the quantity whose bands these are");
    ac_band_syntax *bands = NULL;
    size_t count = 0;
    size_t capacity = 0;
    do {
        AC_RESERVE(parser->arena, bands, count, capacity);
        bands[count++] = parse_band(parser);
        (void)ac_accept(parser, ",");
    } while (!parser->failed && ac_sees(parser, 0, "from"));
    if (ac_accept(parser, "straight")) {
        ac_expect(parser, "lines");
        ac_expect(parser, "between");
        clause->straight_lines = true;
    } else if (ac_accept_two(parser, "each", "part")) {
        ac_expect(parser, "at");
        ac_expect(parser, "its");
        ac_expect(parser, "own");
        ac_expect(parser, "rate");
        clause->each_part = true;
    }
    clause->bands = bands;
    clause->band_count = count;
}

static void parse_gate(ac_parser *parser, ac_clause *clause)
{
    clause->name = ac_take_word(parser, "the gate's name");
    clause->period = AC_PERIOD_NONE;
    if (ac_accept(parser, "each")) {
        clause->gate_each = true;
        clause->period = ac_take_period(parser);
    } else if (ac_accept(parser, "at")) {
        clause->date = ac_take_date(parser);
    } else {
        ac_expected(parser, "'each' and a period, or 'at' and a date");
    }
    ac_expect(parser, ":");
    clause->value = ac_parse_condition(parser);
}

static void parse_shadow(ac_parser *parser, ac_clause *clause)
{
    ac_expect(parser, "until");
    clause->date = ac_take_date(parser);
}

static void parse_shares(ac_parser *parser, ac_split_syntax *split)
{
    ac_share_syntax *shares = NULL;
    size_t count = 0;
    size_t capacity = 0;
    do {
        AC_RESERVE(parser->arena, shares, count, capacity);
        ac_word party = ac_take_word(parser, "a party and its share");
        shares[count++] = (ac_share_syntax){party, ac_take_number(parser, NULL)};
        bool more = ac_sees(parser, 0, ",") && ac_peek(parser, 2)->kind == AC_TOKEN_PERCENT;
        if (!more) {
            break;
        }
        ac_take(parser);
    } while (!parser->failed);
    split->shares = shares;
    split->share_count = count;
}

/* ..., or equally when all are zero, pence by largest remainder, ties by code */
static void parse_split_tail(ac_parser *parser, ac_split_syntax *split)
{
    while (!ac_at_end(parser)) {
        ac_expect(parser, ",");
        if (ac_accept_two(parser, "or", "equally")) {
            ac_expect(parser, "when");
            ac_expect(parser, "all");
            ac_expect(parser, "are");
            ac_expect(parser, "zero");
            split->equally = true;
        } else if (ac_accept(parser, "ties")) {
            ac_expect(parser, "by");
            ac_expect(parser, "code");
        } else {
            ac_word odd = ac_take_word(
                parser,
                "'or equally when all are zero', 'pence by largest remainder' or 'ties by code'");
            if (ac_money_word_places(odd.text) < 0) {
                ac_parse_fault(
                    parser, AC_SYNTAX, odd.span,
                    "expected 'pence by largest remainder' or the like, but found '%.*s'",
                    AC_TEXT_ARG(odd.text));
            }
            ac_expect(parser, "by");
            ac_expect(parser, "largest");
            ac_expect(parser, "remainder");
            split->remainder_said = true;
        }
    }
}

/* 7.3, or 7.3a: the letter is a word of its own that touches the number. */
ac_word ac_take_clause_number(ac_parser *parser)
{
    const ac_token *token = ac_peek(parser, 0);
    ac_word number = {token->text, token->span};
    if (token->kind != AC_TOKEN_NUMBER) {
        ac_expected(parser, "the number of a clause that pays");
        return number;
    }
    ac_take(parser);
    const ac_token *letter = ac_peek(parser, 0);
    if (letter->kind == AC_TOKEN_WORD && letter->text.size == 1 &&
        letter->span.from == token->span.until) {
        ac_take(parser);
        number.text.size += letter->text.size; /* they are neighbours in the source */
        number.span.until = letter->span.until;
    }
    return number;
}

/* split payer by ..., split payee of 7.3 GPCO 50%, ..., split GPCO to practice by ... */
static void parse_split(ac_parser *parser, ac_clause *clause)
{
    ac_split_syntax *split = &clause->split;
    split->who = ac_take_word(parser, "payer, payee or a party");
    if (ac_accept(parser, "of")) {
        ac_word_list of = {0};
        do {
            ac_word_list_add(parser, &of, ac_take_clause_number(parser));
        } while (ac_accept(parser, "and"));
        split->of = ac_words_of(of);
    }
    if (ac_accept(parser, "to")) {
        split->to = ac_take_word(parser, "a level");
    }
    if (ac_accept(parser, "by")) {
        clause->value = ac_parse_operand(parser);
    } else {
        parse_shares(parser, split);
    }
    parse_split_tail(parser, split);
}

static void parse_check(ac_parser *parser, ac_clause *clause)
{
    clause->period = AC_PERIOD_NONE;
    clause->scope = AC_CHECK_PAYMENT;
    /* 'total received over year between ...': the period is read as part of the total; checker.c.
     */
    clause->value = ac_parse_condition(parser);
    if (ac_accept(parser, "every")) {
        if (ac_accept(parser, "payment")) {
            return;
        }
        clause->scope = AC_CHECK_EVERY_PERIOD;
        clause->period = ac_take_period(parser);
    } else if (ac_accept(parser, "over")) {
        clause->scope = AC_CHECK_OVER_PERIOD;
        clause->period = ac_take_period(parser);
    } else {
        clause->scope = AC_CHECK_OVER_PERIOD;
    }
}

static void parse_assume(ac_parser *parser, ac_clause *clause)
{
    clause->period = AC_PERIOD_NONE;
    clause->scope = AC_CHECK_OVER_PERIOD;
    clause->value = ac_parse_condition(parser);
}

static void parse_quantity(ac_parser *parser, ac_clause *clause)
{
    clause->name = ac_take_word(parser, "a name, or a word that begins a clause");
    ac_expect(parser, ":");
    ac_parse_type(parser, &clause->type);
    ac_expect(parser, "=");
    clause->value = ac_parse_value(parser);
}

static const clause_form forms[] = {
    {"commissioner", AC_CLAUSE_PARTY,  parse_party   },
    {"provider",     AC_CLAUSE_PARTY,  parse_party   },
    {"partner",      AC_CLAUSE_PARTY,  parse_party   },
    {"level",        AC_CLAUSE_LEVEL,  parse_level   },
    {"unit",         AC_CLAUSE_UNIT,   parse_units   },
    {"input",        AC_CLAUSE_INPUT,  ac_parse_input},
    {"table",        AC_CLAUSE_TABLE,  parse_table   },
    {"bands",        AC_CLAUSE_BANDS,  parse_bands   },
    {"gate",         AC_CLAUSE_GATE,   parse_gate    },
    {"shadow",       AC_CLAUSE_SHADOW, parse_shadow  },
    {"pay",          AC_CLAUSE_PAY,    ac_parse_pay  },
    {"split",        AC_CLAUSE_SPLIT,  parse_split   },
    {"check",        AC_CLAUSE_CHECK,  parse_check   },
    {"assume",       AC_CLAUSE_ASSUME, parse_assume  },
};

static const clause_form *find_form(const ac_parser *parser)
{
    if (ac_sees(parser, 1, ":")) {
        return NULL; /* a quantity may be called anything */
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (ac_sees(parser, 0, forms[i].word)) {
            return &forms[i];
        }
    }
    return NULL;
}

void ac_parse_clause(ac_parser *parser, ac_clause *clause)
{
    const clause_form *form = find_form(parser);
    if (form != NULL) {
        parser->at++;
        clause->kind = form->kind;
        form->parse(parser, clause);
    } else {
        clause->kind = AC_CLAUSE_QUANTITY;
        parse_quantity(parser, clause);
    }
    if (!parser->failed && !ac_at_end(parser)) {
        ac_expected(parser, "the end of the clause");
    }
    clause->broken = parser->failed;
}
