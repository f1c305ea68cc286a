/* SPDX-License-Identifier: MIT */
/* Formulas, by recursive descent. From loose to tight:
 *   value      cases or condition, then limits after commas      (parse_value.c)
 *   condition  or < and < not < comparison                       (parse_condition.c)
 *   sum        + -        product  * /        operand  (member), at ..., in same ...
 *   primary    numbers, names, brackets, total, cumulative, change in, lesser of, average
 * Every way down into another level passes through ac_parse_deeper, which holds AC_NESTING_MAX. */

#include "lang/parser.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_NESTING_MAX deep */

ac_words ac_parse_dims(ac_parser *parser)
{
    ac_word_list words = {0};
    ac_word_list_add(parser, &words, ac_take_word(parser, "a level or a period"));
    /* A comma goes on with the list only before a word that is not the beginning of a limit. */
    while (ac_sees(parser, 0, ",") && ac_peek(parser, 1)->kind == AC_TOKEN_WORD &&
           !ac_sees(parser, 1, "not") && !ac_sees(parser, 1, "or") &&
           !ac_sees(parser, 1, "rounded") && !ac_sees(parser, 3, "largest") &&
           !ac_sees(parser, 1, "monthly") && !ac_sees(parser, 1, "quarterly") &&
           !ac_sees(parser, 1, "yearly") && !ac_sees(parser, 1, "once") &&
           !ac_sees(parser, 1, "ties")) {
        ac_take(parser);
        ac_word_list_add(parser, &words, ac_take_word(parser, "a level or a period"));
    }
    return ac_words_of(words);
}

/* A unit's stroke touches the words on both sides; a division stands between spaces. */
static bool accept_stroke(ac_parser *parser, bool tight)
{
    const ac_token *stroke = ac_peek(parser, 0);
    const ac_token *before = parser->at > 0 ? &parser->statement->tokens[parser->at - 1] : stroke;
    if (tight && stroke->span.from != before->span.until) {
        return false;
    }
    return ac_accept(parser, "/");
}

ac_unit_syntax ac_parse_unit(ac_parser *parser, bool tight)
{
    size_t first = parser->at;
    ac_unit_syntax unit = {.percent = false};
    if (ac_accept(parser, "%")) {
        unit.percent = true;
        unit.span = ac_span_since(parser, first);
        return unit;
    }
    ac_unit_word *list = AC_NEW_ARRAY(parser->arena, ac_unit_word, 8);
    int power = 1;
    do {
        if (unit.count == 8) {
            ac_expected(parser, "at most eight units");
            break;
        }
        list[unit.count++] = (ac_unit_word){ac_take_word(parser, "a unit, '%' or 'ratio'"), power};
        power = -1;
    } while (accept_stroke(parser, tight));
    unit.list = list;
    unit.span = ac_span_since(parser, first);
    return unit;
}

/* After a number: 250,000 GBP, 96.00 GBP/attendance. Words of the language are not units. */
static bool sees_unit(const ac_parser *parser)
{
    static const char *const reserved[] = {
        "when",  "otherwise", "unless", "places",  "days",     "and", "or",   "of",
        "over",  "by",        "since",  "where",   "weighted", "for", "in",   "at",
        "every", "between",   "within", "members", "to",       "not", "total"};
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind != AC_TOKEN_WORD || (parser->in_cases && token->starts_line)) {
        return false;
    }
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        if (ac_text_is(token->text, reserved[i])) {
            return false;
        }
    }
    return true;
}

static const ac_expr *parse_number(ac_parser *parser)
{
    size_t first = parser->at;
    bool percent = false;
    ac_rational number = ac_take_number(parser, &percent);
    ac_unit_syntax unit = {.count = 0};
    if (!percent && sees_unit(parser)) {
        unit = ac_parse_unit(parser, true);
    }
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_NUMBER, first);
    expr->number = number;
    expr->percent = percent;
    expr->unit = unit;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_total(ac_parser *parser)
{
    size_t first = parser->at - 1;
    const ac_expr *operand = ac_parse_operand(parser);
    bool over = ac_accept(parser, "over");
    if (!over && !ac_accept(parser, "by")) {
        /* 'total paid', 'total received': whole without saying over what. */
        ac_expr *all = ac_new_expr(parser, AC_EXPR_TOTAL, first);
        all->left = operand;
        return ac_seal_expr(parser, all);
    }
    ac_words words = {0};
    if (over) {
        words = ac_parse_dims(parser);
    } else {
        ac_word_list one = {0};
        ac_word_list_add(parser, &one, ac_take_word(parser, "a level"));
        words = ac_words_of(one);
    }
    ac_expr *expr = ac_new_expr(parser, over ? AC_EXPR_TOTAL : AC_EXPR_TOTAL_BY, first);
    expr->left = operand;
    expr->words = words;
    return ac_seal_expr(parser, expr);
}

static ac_period_kind parse_since(ac_parser *parser)
{
    ac_expect(parser, "since");
    if (ac_accept(parser, "start")) {
        return AC_PERIOD_TERM;
    }
    ac_period_kind kind = ac_take_period(parser);
    ac_expect(parser, "start");
    return kind;
}

static const ac_expr *parse_running(ac_parser *parser, ac_expr_op op, size_t first)
{
    const ac_expr *operand = ac_parse_operand(parser);
    ac_period_kind since = parse_since(parser);
    ac_expr *expr = ac_new_expr(parser, op, first);
    expr->left = operand;
    expr->period = since;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_pair(ac_parser *parser, ac_expr_op op, size_t first)
{
    ac_expect(parser, "of");
    const ac_expr *left = ac_parse_operand(parser);
    ac_expect(parser, "and");
    const ac_expr *right = ac_parse_operand(parser);
    ac_expr *expr = ac_new_expr(parser, op, first);
    expr->left = left;
    expr->right = right;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_average(ac_parser *parser, size_t first)
{
    const ac_expr *left = ac_parse_operand(parser);
    ac_expect(parser, "weighted");
    ac_expect(parser, "by");
    const ac_expr *right = ac_parse_operand(parser);
    ac_expect(parser, "over");
    ac_words words = ac_parse_dims(parser);
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_AVERAGE, first);
    expr->left = left;
    expr->right = right;
    expr->words = words;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_brackets(ac_parser *parser, size_t first)
{
    bool in_cases = parser->in_cases;
    parser->in_cases = false;
    const ac_expr *inner = ac_parse_value(parser);
    parser->in_cases = in_cases;
    ac_expect(parser, ")");
    if (inner == NULL) {
        return NULL;
    }
    ac_expr *expr = AC_NEW(parser->arena, ac_expr);
    *expr = *inner;
    expr->span = ac_span_since(parser, first);
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_name(ac_parser *parser)
{
    size_t first = parser->at;
    ac_word name = ac_take_word(parser, "a number, a name or a formula");
    ac_expr_op op = AC_EXPR_NAME;
    ac_gate_state state = AC_GATE_UNDECIDED;
    if (ac_text_is(name.text, "received") && ac_sees(parser, 0, "by")) {
        ac_take(parser);
        name = ac_take_word(parser, "a party");
        op = AC_EXPR_RECEIVED_BY;
    } else if (ac_accept(parser, "met")) {
        op = AC_EXPR_GATE;
        state = AC_GATE_MET;
    } else if (ac_accept(parser, "missed")) {
        op = AC_EXPR_GATE;
        state = AC_GATE_MISSED;
    } else if (ac_accept(parser, "undecided")) {
        op = AC_EXPR_GATE;
    }
    ac_expr *expr = ac_new_expr(parser, op, first);
    expr->name = name;
    expr->state = state;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_primary(ac_parser *parser)
{
    size_t first = parser->at;
    const ac_token *token = ac_peek(parser, 0);
    if (token->kind == AC_TOKEN_NUMBER || token->kind == AC_TOKEN_PERCENT) {
        return parse_number(parser);
    }
    if (ac_accept(parser, "(")) {
        return parse_brackets(parser, first);
    }
    if (ac_accept(parser, "-")) {
        const ac_expr *operand = ac_parse_operand(parser);
        ac_expr *expr = ac_new_expr(parser, AC_EXPR_NEGATE, first);
        expr->left = operand;
        return ac_seal_expr(parser, expr);
    }
    if (ac_accept(parser, "total")) {
        return parse_total(parser);
    }
    if (ac_accept(parser, "cumulative")) {
        return parse_running(parser, AC_EXPR_CUMULATIVE, first);
    }
    if (ac_accept_two(parser, "change", "in")) {
        return parse_running(parser, AC_EXPR_CHANGE, first);
    }
    if (ac_sees(parser, 1, "of") &&
        (ac_sees(parser, 0, "lesser") || ac_sees(parser, 0, "greater"))) {
        bool lesser = ac_accept(parser, "lesser");
        if (!lesser) {
            ac_take(parser);
        }
        return parse_pair(parser, lesser ? AC_EXPR_LESSER : AC_EXPR_GREATER, first);
    }
    if (ac_accept(parser, "average")) {
        return parse_average(parser, first);
    }
    return parse_name(parser);
}

static const ac_expr *parse_select(ac_parser *parser, const ac_expr *left, size_t first)
{
    ac_word_list words = {0};
    do {
        ac_word_list_add(parser, &words, ac_take_code(parser));
    } while (ac_accept(parser, ","));
    ac_expect(parser, ")");
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_SELECT, first);
    expr->left = left;
    expr->words = ac_words_of(words);
    return ac_seal_expr(parser, expr);
}

static int32_t take_year(ac_parser *parser)
{
    const ac_token *token = ac_peek(parser, 0);
    bool slashed = token->kind == AC_TOKEN_YEAR;
    bool plain = token->kind == AC_TOKEN_NUMBER && token->text.size == 4;
    if (!slashed && !plain) {
        ac_expected(parser, "a year such as 2013/14");
        return 0;
    }
    parser->at++;
    int32_t year = 0;
    for (size_t i = 0; i < 4; i++) {
        year = year * 10 + (token->text.at[i] - '0');
    }
    if (slashed) {
        int32_t next = (token->text.at[5] - '0') * 10 + (token->text.at[6] - '0');
        if (next != (year + 1) % 100) {
            ac_parse_fault(
                parser, AC_LEX, token->span, "%.*s is not a year and the next; write %d/%02d",
                AC_TEXT_ARG(token->text), year, (year + 1) % 100);
        }
    }
    return year;
}

static const ac_expr *parse_same(ac_parser *parser, const ac_expr *left, size_t first)
{
    ac_expect(parser, "same");
    ac_period_kind kind = ac_take_period(parser);
    ac_expect(parser, "of");
    int32_t year = take_year(parser);
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_SAME, first);
    expr->left = left;
    expr->period = kind;
    expr->year = year;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_at(ac_parser *parser, const ac_expr *left, size_t first)
{
    ac_expr_op op = AC_EXPR_AT_DATE;
    ac_period_kind kind = AC_PERIOD_NONE;
    accord_date date = {0};
    if (ac_accept(parser, "previous")) {
        op = AC_EXPR_PREVIOUS;
        kind = ac_take_period(parser);
    } else if (ac_peek(parser, 0)->kind == AC_TOKEN_WORD) {
        op = AC_EXPR_AT_START;
        kind = ac_take_period(parser);
        ac_expect(parser, "start");
    } else {
        date = ac_take_date(parser);
    }
    ac_expr *expr = ac_new_expr(parser, op, first);
    expr->left = left;
    expr->period = kind;
    expr->date = date;
    return ac_seal_expr(parser, expr);
}

const ac_expr *ac_parse_operand(ac_parser *parser)
{
    if (!ac_parse_deeper(parser)) {
        return NULL;
    }
    size_t first = parser->at;
    const ac_expr *expr = parse_primary(parser);
    while (!parser->failed) {
        if (parser->in_cases && ac_peek(parser, 0)->starts_line) {
            break; /* the next case */
        }
        if (expr->op != AC_EXPR_NUMBER && ac_accept(parser, "(")) {
            expr = parse_select(parser, expr, first);
        } else if (ac_sees(parser, 0, "in") && ac_sees(parser, 1, "same")) {
            ac_take(parser);
            expr = parse_same(parser, expr, first);
        } else if (ac_accept(parser, "at")) {
            expr = parse_at(parser, expr, first);
        } else {
            break;
        }
    }
    parser->depth--;
    return parser->failed ? NULL : expr;
}

static const ac_expr *parse_product(ac_parser *parser)
{
    const ac_expr *left = ac_parse_operand(parser);
    while (left != NULL) {
        bool times = ac_accept(parser, "*");
        if (!times && !ac_accept(parser, "/")) {
            break;
        }
        const ac_expr *right = ac_parse_operand(parser);
        if (right == NULL) {
            return NULL;
        }
        left = ac_binary_expr(parser, times ? AC_EXPR_MULTIPLY : AC_EXPR_DIVIDE, left, right);
    }
    return left;
}

const ac_expr *ac_parse_sum(ac_parser *parser)
{
    const ac_expr *left = parse_product(parser);
    while (left != NULL) {
        if (parser->in_cases && ac_peek(parser, 0)->starts_line) {
            break;
        }
        bool plus = ac_accept(parser, "+");
        if (!plus && !ac_accept(parser, "-")) {
            break;
        }
        const ac_expr *right = parse_product(parser);
        if (right == NULL) {
            return NULL;
        }
        left = ac_binary_expr(parser, plus ? AC_EXPR_ADD : AC_EXPR_SUBTRACT, left, right);
    }
    return left;
}

/* NOLINTEND(misc-no-recursion) */
