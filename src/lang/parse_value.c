/* SPDX-License-Identifier: MIT */
/* The value of a clause: cases or a formula, then the limits after its commas, from left to right.
 */

#include "lang/parser.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_NESTING_MAX deep */

/* first that applies, the one that applies: value when condition, ..., value otherwise */
static const ac_expr *parse_cases(ac_parser *parser, size_t first, bool unordered)
{
    ac_case *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool in_cases = parser->in_cases;
    parser->in_cases = true;
    while (!ac_at_end(parser) && !ac_sees(parser, 0, ",") && !ac_sees(parser, 0, ")")) {
        size_t case_first = parser->at;
        const ac_expr *value = ac_parse_sum(parser);
        const ac_expr *condition = NULL;
        if (!ac_accept(parser, "otherwise")) {
            if (!ac_sees(parser, 0, "when")) {
                ac_expected(parser, "'when' and a condition, or 'otherwise'");
            }
            ac_take(parser);
            condition = ac_parse_condition(parser);
        }
        AC_RESERVE(parser->arena, list, count, capacity);
        list[count++] = (ac_case){value, condition, ac_span_since(parser, case_first)};
    }
    parser->in_cases = in_cases;
    if (count == 0) {
        ac_expected(parser, "a case: a value, 'when' and a condition");
    }
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_CASES, first);
    expr->cases = list;
    expr->case_count = count;
    expr->unordered = unordered;
    return ac_seal_expr(parser, expr);
}

static void parse_rounding_way(ac_parser *parser, ac_expr *expr)
{
    expr->rounding_said = true;
    if (ac_accept_two(parser, "toward", "zero") || ac_accept(parser, "down")) {
        expr->rounding = ACCORD_DOWN;
    } else if (ac_accept(parser, "up")) {
        expr->rounding = ACCORD_UP;
    } else if (ac_accept_two(parser, "half", "even")) {
        expr->rounding = ACCORD_HALF_EVEN;
    } else if (ac_accept_two(parser, "half", "up") || ac_accept_two(parser, "half", "away")) {
        expr->rounding = ACCORD_HALF_AWAY;
    } else if (ac_accept_two(parser, "half", "down")) {
        expr->rounding = ACCORD_HALF_DOWN;
    } else {
        expr->rounding_said = false;
    }
}

/* 6 places; 5 pounds */
static void parse_places(ac_parser *parser, ac_expr *expr, size_t first)
{
    uint32_t count = ac_take_count(parser, "a number of places, or of pounds");
    if (ac_accept(parser, "place") || ac_accept(parser, "places")) {
        expr->places = (int)count;
        if (count > 18) {
            ac_parse_fault(parser, AC_LIMIT, ac_span_since(parser, first), "at most 18 places");
        }
        return;
    }
    expr->to_money = true;
    expr->step = count;
    expr->name = ac_take_word(parser, "places, or the word of the money line");
    if (count == 0 || count > 1000000) {
        ac_parse_fault(
            parser, AC_LIMIT, ac_span_since(parser, first), "rounded to 1 to 1,000,000 of them");
    }
}

static const ac_expr *parse_rounded(ac_parser *parser, const ac_expr *left, size_t first)
{
    ac_expect(parser, "to");
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_ROUNDED, first);
    expr->left = left;
    if (ac_peek(parser, 0)->kind == AC_TOKEN_NUMBER) {
        parse_places(parser, expr, first);
    } else {
        expr->to_money = true;
        expr->name = ac_take_word(parser, "pence, or a number of places");
    }
    parse_rounding_way(parser, expr);
    expr->span = ac_span_since(parser, first);
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_or_where(ac_parser *parser, const ac_expr *left, size_t first)
{
    const ac_expr *other = ac_parse_sum(parser);
    ac_expect(parser, "where");
    ac_expr_op op = AC_EXPR_OR_DIVIDED;
    if (ac_accept(parser, "there")) {
        op = AC_EXPR_OR_EARLIER;
        ac_expect(parser, "is");
        ac_expect(parser, "no");
        ac_expect(parser, "earlier");
        (void)ac_take_period(parser);
    } else {
        ac_expect(parser, "that");
        ac_expect(parser, "cannot");
        ac_expect(parser, "be");
        ac_expect(parser, "divided");
    }
    ac_expr *expr = ac_new_expr(parser, op, first);
    expr->left = left;
    expr->right = other;
    return ac_seal_expr(parser, expr);
}

/* `0 unless quality met` begins like any sum; it is a limit only if 'unless' follows. */
static const ac_expr *try_unless(ac_parser *parser, const ac_expr *left, size_t first)
{
    const ac_token *token = ac_peek(parser, 1);
    if (token->kind != AC_TOKEN_NUMBER && token->kind != AC_TOKEN_PERCENT &&
        !ac_sees(parser, 1, "-")) {
        return NULL;
    }
    ac_take(parser);
    const ac_expr *other = ac_parse_sum(parser);
    ac_expect(parser, "unless");
    const ac_expr *condition = ac_parse_condition(parser);
    ac_expr *expr = ac_new_expr(parser, AC_EXPR_UNLESS, first);
    expr->left = left;
    expr->right = other;
    expr->third = condition;
    return ac_seal_expr(parser, expr);
}

static const ac_expr *parse_limit(ac_parser *parser, const ac_expr *left, size_t first)
{
    bool below = ac_sees(parser, 2, "below");
    if (ac_sees(parser, 1, "not") && (below || ac_sees(parser, 2, "above"))) {
        parser->at += 3;
        const ac_expr *limit = ac_parse_sum(parser);
        ac_expr *expr = ac_new_expr(parser, below ? AC_EXPR_NOT_BELOW : AC_EXPR_NOT_ABOVE, first);
        expr->left = left;
        expr->right = limit;
        return ac_seal_expr(parser, expr);
    }
    if (ac_sees(parser, 1, "rounded")) {
        parser->at += 2;
        return parse_rounded(parser, left, first);
    }
    if (ac_sees(parser, 1, "or") && !ac_sees(parser, 2, "equally")) {
        parser->at += 2;
        return parse_or_where(parser, left, first);
    }
    return try_unless(parser, left, first);
}

const ac_expr *ac_parse_value(ac_parser *parser)
{
    if (!ac_parse_deeper(parser)) {
        return NULL;
    }
    size_t first = parser->at;
    const ac_expr *expr = NULL;
    if (ac_sees(parser, 0, "first") && ac_sees(parser, 1, "that") &&
        ac_sees(parser, 2, "applies")) {
        parser->at += 3;
        expr = parse_cases(parser, first, false);
    } else if (
        ac_sees(parser, 0, "the") && ac_sees(parser, 1, "one") && ac_sees(parser, 2, "that") &&
        ac_sees(parser, 3, "applies")) {
        parser->at += 4;
        expr = parse_cases(parser, first, true);
    } else {
        expr = ac_parse_condition(parser);
    }
    while (!parser->failed && ac_sees(parser, 0, ",")) {
        const ac_expr *limited = parse_limit(parser, expr, first);
        if (limited == NULL) {
            break;
        }
        expr = limited;
    }
    parser->depth--;
    return parser->failed ? NULL : expr;
}

/* NOLINTEND(misc-no-recursion) */
