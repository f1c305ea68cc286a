/* SPDX-License-Identifier: MIT */
/* Conditions: or < and < not < for every < comparison. */

#include "lang/parser.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_NESTING_MAX deep */

/* 'tier is high, low or none': a comma or 'or' goes on with the list before a code, but not before
 * a limit ('rounded to') or another condition ('or seen > 5'). */
static bool goes_on_with_codes(const ac_parser *parser)
{
    static const char *const limits[] = {"rounded",   "not",    "or",  "monthly",
                                         "quarterly", "yearly", "once"};
    if (!ac_sees(parser, 0, ",") && !ac_sees(parser, 0, "or")) {
        return false;
    }
    const ac_token *next = ac_peek(parser, 1);
    if (next->kind != AC_TOKEN_WORD) {
        return (next->kind == AC_TOKEN_NUMBER || next->kind == AC_TOKEN_STRING) &&
               !ac_sees(parser, 2, "unless");
    }
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (ac_text_is(next->text, limits[i])) {
            return false;
        }
    }
    static const char *const conditions[] = {"is",      "met",    "missed", "undecided",
                                             "between", "within", "at",     "in"};
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
        if (ac_sees(parser, 2, conditions[i])) {
            return false;
        }
    }
    const ac_token *after = ac_peek(parser, 2);
    return after->kind != AC_TOKEN_SIGN || ac_text_is(after->text, ",") ||
           ac_text_is(after->text, ")");
}

static const ac_expr *parse_is(ac_parser *parser, const ac_expr *left, size_t first)
{
    bool negated = ac_accept(parser, "not");
    ac_word_list words = {0};
    ac_word_list_add(parser, &words, ac_take_code(parser));
    while (goes_on_with_codes(parser)) {
        ac_take(parser);
        ac_word_list_add(parser, &words, ac_take_code(parser));
    }
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_IS, first);
    expr->left = left;
    expr->words = ac_words_of(words);
    if (!negated) {
        return ac_seal_expr(parser, expr);
    }
    ac_expr *not_expr = ac_new_expr(parser, AC_EXPR_NOT, first);
    not_expr->left = expr;
    return ac_seal_expr(parser, not_expr);
}

static const ac_expr *
parse_between(ac_parser *parser, const ac_expr *left, size_t first, bool between)
{
    const ac_expr *low = ac_parse_sum(parser);
    ac_expect(parser, between ? "and" : "of");
    const ac_expr *high = ac_parse_sum(parser);
    if (high == NULL) {
        return NULL;
    }
    ac_expr *expr = ac_new_expr(parser, between ? AC_EXPR_BETWEEN : AC_EXPR_WITHIN, first);
    expr->left = left;
    expr->right = low;
    expr->third = high;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_comparison(ac_parser *parser)
{
    static const struct {
        const char *sign;
        ac_expr_op op;
    } signs[] = {
        {">=", AC_EXPR_AT_LEAST},
        {"<=", AC_EXPR_AT_MOST },
        {">",  AC_EXPR_MORE    },
        {"<",  AC_EXPR_LESS    },
        {"=",  AC_EXPR_EQUAL   }
    };
    size_t first = parser->at;
    const ac_expr *left = ac_parse_sum(parser);
    if (left == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (ac_accept(parser, signs[i].sign)) {
            const ac_expr *right = ac_parse_sum(parser);
            return right == NULL ? NULL : ac_binary_expr(parser, signs[i].op, left, right);
        }
    }
    if (ac_accept(parser, "is")) {
        return parse_is(parser, left, first);
    }
    if (ac_accept(parser, "between")) {
        return parse_between(parser, left, first, true);
    }
    if (ac_accept(parser, "within")) {
        return parse_between(parser, left, first, false);
    }
    return left;
}

static const ac_expr *parse_quantified(ac_parser *parser)
{
    size_t first = parser->at;
    const ac_expr *expr = parse_comparison(parser);
    while (expr != NULL && ac_sees(parser, 0, "for")) {
        ac_take(parser);
        bool any = ac_accept(parser, "any");
        if (!any) {
            ac_expect(parser, "every");
        }
        ac_words words = ac_parse_dims(parser);
        ac_expr *quantified = ac_new_expr(parser, any ? AC_EXPR_FOR_ANY : AC_EXPR_FOR_EVERY, first);
        quantified->left = expr;
        quantified->words = words;
        expr = ac_seal_expr(parser, quantified);
    }
    return parser->failed ? NULL : expr;
}

static const ac_expr *parse_not(ac_parser *parser)
{
    size_t first = parser->at;
    if (!ac_accept(parser, "not")) {
        return parse_quantified(parser);
    }
    if (!ac_parse_deeper(parser)) {
        return NULL;
    }
    const ac_expr *operand = parse_not(parser);
    parser->depth--;
    if (operand == NULL) {
        return NULL;
    }
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_NOT, first);
    expr->left = operand;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_and(ac_parser *parser)
{
    const ac_expr *left = parse_not(parser);
    while (left != NULL && ac_accept(parser, "and")) {
        const ac_expr *right = parse_not(parser);
        left = right == NULL ? NULL : ac_binary_expr(parser, AC_EXPR_AND, left, right);
    }
    return left;
}

const ac_expr *ac_parse_condition(ac_parser *parser)
{
    const ac_expr *left = parse_and(parser);
    while (left != NULL && ac_accept(parser, "or")) {
        const ac_expr *right = parse_and(parser);
        left = right == NULL ? NULL : ac_binary_expr(parser, AC_EXPR_OR, left, right);
    }
    return left;
}

/* NOLINTEND(misc-no-recursion) */
