/* SPDX-License-Identifier: MIT */
/* The nodes of formulas: made, joined, and sealed with their height, which is bounded so that every
 * later walk over a tree may recurse. */

#include "lang/parser.h"

ac_expr *ac_new_expr(ac_parser *parser, ac_expr_op op, size_t first_token)
{
    ac_expr *expr = AC_NEW(parser->arena, ac_expr);
    expr->op = op;
    expr->span = ac_span_since(parser, first_token);
    expr->number = AC_RATIONAL_ZERO;
    return expr;
}

static uint32_t height_of(const ac_expr *expr)
{
    return expr == NULL ? 0 : expr->height;
}

/* Ends the making of a node: its height is known once its parts are. */
const ac_expr *ac_seal_expr(ac_parser *parser, ac_expr *expr)
{
    uint32_t height = height_of(expr->left);
    const ac_expr *const others[] = {expr->right, expr->third};
    for (size_t i = 0; i < 2; i++) {
        height = height_of(others[i]) > height ? height_of(others[i]) : height;
    }
    for (size_t i = 0; i < expr->case_count; i++) {
        const ac_expr *value = expr->cases[i].value;
        const ac_expr *condition = expr->cases[i].condition;
        height = height_of(value) > height ? height_of(value) : height;
        height = height_of(condition) > height ? height_of(condition) : height;
    }
    expr->height = height + 1;
    if (expr->height > AC_HEIGHT_MAX) {
        ac_parse_fault(
            parser, AC_LIMIT, expr->span, "a formula of more than %u steps; name parts of it",
            AC_HEIGHT_MAX);
    }
    return expr;
}

const ac_expr *
ac_binary_expr(ac_parser *parser, ac_expr_op op, const ac_expr *left, const ac_expr *right)
{
    ac_expr *expr = AC_NEW(parser->arena, ac_expr);
    *expr = (ac_expr){.op = op, .left = left, .right = right, .number = AC_RATIONAL_ZERO};
    expr->span = ac_span_join(left->span, right->span);
    return ac_seal_expr(parser, expr);
}

bool ac_parse_deeper(ac_parser *parser)
{
    if (parser->depth >= AC_NESTING_MAX) {
        ac_parse_fault(
            parser, AC_LIMIT, ac_peek(parser, 0)->span,
            "formulas inside one another more than %u deep", AC_NESTING_MAX);
        return false;
    }
    parser->depth++;
    return true;
}
