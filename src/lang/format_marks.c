/* SPDX-License-Identifier: MIT */
/* From the tree to marks on the text: only the parser knows which minus is a sign, which stroke is
 * of a unit, and where a case begins. */

#include "lang/formatter.h"

typedef struct marker {
    uint8_t *marks;
} marker;

static void mark_first(marker *mark, ac_span span, int flags)
{
    mark->marks[span.from] |= (uint8_t)flags;
}

static void mark_last(marker *mark, ac_span span, int flags)
{
    if (span.until > span.from) {
        mark->marks[span.until - 1] |= (uint8_t)flags;
    }
}

/* All of a span but its first byte: what stands in it touches. */
static void mark_touching(marker *mark, ac_span span)
{
    for (uint32_t at = span.from + 1; at < span.until; at++) {
        mark->marks[at] |= AC_MARK_TIGHT;
    }
}

static bool token_is(const ac_token *token, const char *word)
{
    bool plain = token->kind == AC_TOKEN_WORD || token->kind == AC_TOKEN_SIGN;
    return plain && ac_text_is(token->text, word);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void mark_expr(marker *mark, const ac_expr *expr)
{
    if (expr == NULL) {
        return;
    }
    if (expr->op == AC_EXPR_NEGATE) {
        mark_first(mark, expr->span, AC_MARK_NEGATIVE);
    } else if (expr->op == AC_EXPR_SELECT) {
        mark_last(mark, expr->left->span, AC_MARK_SELECT);
    } else if (expr->op == AC_EXPR_NUMBER && expr->unit.count > 0) {
        mark_touching(mark, expr->unit.span);
    }
    mark_expr(mark, expr->left);
    mark_expr(mark, expr->right);
    mark_expr(mark, expr->third);
    for (size_t i = 0; i < expr->case_count; i++) {
        mark_expr(mark, expr->cases[i].value);
        mark_expr(mark, expr->cases[i].condition);
    }
}

/* The cases of a clause stand inside the limits that follow them. */
static void mark_cases(marker *mark, const ac_expr *expr)
{
    while (expr != NULL && (expr->op == AC_EXPR_NOT_BELOW || expr->op == AC_EXPR_NOT_ABOVE ||
                            expr->op == AC_EXPR_UNLESS || expr->op == AC_EXPR_OR_DIVIDED ||
                            expr->op == AC_EXPR_OR_EARLIER || expr->op == AC_EXPR_ROUNDED)) {
        expr = expr->left;
    }
    if (expr == NULL || expr->op != AC_EXPR_CASES) {
        return;
    }
    for (size_t i = 0; i < expr->case_count; i++) {
        mark_first(mark, expr->cases[i].span, AC_MARK_BREAK | AC_MARK_ITEM);
    }
    mark_last(mark, expr->cases[expr->case_count - 1].span, AC_MARK_ITEM_END);
}

/* In rows, bands and shares a minus is always of the number that follows. */
static void mark_signs(marker *mark, const ac_statement *statement)
{
    for (size_t i = 0; i < statement->token_count; i++) {
        if (token_is(&statement->tokens[i], "-")) {
            mark_first(mark, statement->tokens[i].span, AC_MARK_NEGATIVE);
        }
    }
}

/* from 0 to 99 : 1%, one a line, and what follows the last. */
static void mark_bands(marker *mark, const ac_clause *clause, const ac_statement *statement)
{
    mark_signs(mark, statement);
    for (size_t i = 0; i < clause->band_count; i++) {
        mark_first(mark, clause->bands[i].span, AC_MARK_BREAK | AC_MARK_ITEM);
    }
    /* straight lines between; each part at its own rate */
    size_t words = clause->straight_lines ? 3 : clause->each_part ? 6 : 0;
    if (words > 0) {
        mark_last(mark, clause->bands[clause->band_count - 1].span, AC_MARK_ITEM_END);
        mark_first(mark, statement->tokens[statement->token_count - words].span, AC_MARK_BREAK);
    }
}

static bool begins_freshness(const ac_statement *statement, size_t at)
{
    const ac_token *token = &statement->tokens[at];
    return token_is(token, "flex") || token_is(token, "freeze") ||
           (token_is(token, "taken") && token_is(token + 1, "at")) ||
           (token_is(token, "may") && token_is(token + 1, "be"));
}

/* practice by gp-practice from "practices.csv", one a line, and how fresh it is on a line of its
 * own. The tree keeps neither the word of the period nor the order of these lines, so the tokens
 * are read: a line begins one before each 'by' that follows the type's. */
static void mark_counting(marker *mark, const ac_clause *clause, const ac_statement *statement)
{
    const ac_token *tokens = statement->tokens;
    size_t at = 0;
    while (at < statement->token_count && tokens[at].span.from < clause->type.span.until) {
        at++;
    }
    size_t first = at;
    bool any = false;
    const ac_followed *followed = clause->input.counting->followed;
    for (; at < statement->token_count; at++) {
        bool inside = followed != NULL && tokens[at].span.from >= followed->span.from &&
                      tokens[at].span.from < followed->span.until;
        if (inside) {
            mark_first(mark, followed->span, AC_MARK_BREAK);
            continue;
        }
        bool is_field = at > first && token_is(&tokens[at - 1], "by");
        if (!is_field && at + 2 < statement->token_count && token_is(&tokens[at + 1], "by")) {
            mark_first(mark, tokens[at].span, AC_MARK_BREAK | AC_MARK_ITEM);
            any = true;
        } else if (token_is(&tokens[at], ":")) {
            mark_first(mark, tokens[at].span, AC_MARK_TIGHT);
        } else if (any && !is_field && begins_freshness(statement, at)) {
            mark_first(mark, tokens[at].span, AC_MARK_BREAK);
            mark_last(mark, tokens[at - 1].span, AC_MARK_ITEM_END);
            return;
        }
    }
}

static void mark_table(marker *mark, const ac_clause *clause, const ac_statement *statement)
{
    mark_signs(mark, statement);
    for (size_t i = 0; i < clause->row_count; i++) {
        mark_first(mark, clause->rows[i].span, AC_MARK_BREAK | AC_MARK_ROW);
    }
}

static void mark_split(marker *mark, const ac_clause *clause, const ac_statement *statement)
{
    for (size_t i = 0; i < clause->split.of.count; i++) {
        mark_touching(mark, clause->split.of.list[i].span);
    }
    if (clause->split.share_count > 0) {
        mark_signs(mark, statement);
    }
}

static void mark_clause(marker *mark, const ac_clause *clause, const ac_statement *statement)
{
    if (clause->type.unit.count > 0) {
        mark_touching(mark, clause->type.unit.span);
    }
    mark_expr(mark, clause->value);
    mark_cases(mark, clause->value);
    if (clause->kind == AC_CLAUSE_QUANTITY) {
        mark_last(mark, clause->type.span, AC_MARK_DEFINES);
    } else if (clause->kind == AC_CLAUSE_TABLE) {
        mark_table(mark, clause, statement);
    } else if (clause->kind == AC_CLAUSE_BANDS) {
        mark_bands(mark, clause, statement);
    } else if (clause->kind == AC_CLAUSE_SPLIT) {
        mark_split(mark, clause, statement);
    } else if (clause->kind == AC_CLAUSE_INPUT && clause->input.counting != NULL) {
        mark_counting(mark, clause, statement);
    }
}

uint8_t *ac_format_marks(ac_arena *arena, const ac_syntax *syntax, const ac_statements *statements)
{
    marker mark = {AC_NEW_ARRAY(arena, uint8_t, syntax->source.size + 1)};
    size_t clause = 0; /* the tree has one for each numbered statement, in their order */
    for (size_t i = 0; i < statements->count && clause < syntax->clause_count; i++) {
        if (statements->list[i].number.size > 0) {
            mark_clause(&mark, &syntax->clauses[clause], &statements->list[i]);
            clause++;
        }
    }
    return mark.marks;
}
