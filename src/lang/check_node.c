/* SPDX-License-Identifier: MIT */
/* The nodes of the program being made, the faults found in it, and the words for types in messages.
 */

#include "base/assert.h"
#include "lang/checker.h"

#include <stdarg.h>
#include <stdio.h>

ac_node_id ac_add_node(ac_checker *checker, ac_node node)
{
    AC_RESERVE(checker->arena, checker->nodes, checker->node_count, checker->node_capacity);
    node.period = node.type.period;
    checker->nodes[checker->node_count] = node;
    return (ac_node_id)checker->node_count++;
}

ac_node *ac_node_at(ac_checker *checker, ac_node_id id)
{
    ac_assert(id < checker->node_count);
    return &checker->nodes[id];
}

const ac_type *ac_type_at(const ac_checker *checker, ac_node_id id)
{
    ac_assert(id < checker->node_count);
    return &checker->nodes[id].type;
}

ac_node_id ac_unknown_node(ac_checker *checker, const ac_expr *expr)
{
    ac_type type = {.unknown = true, .period = AC_PERIOD_NONE};
    return ac_add_node(checker, ac_new_node(AC_OP_NUMBER, type, expr));
}

ac_node ac_new_node(ac_opcode op, ac_type type, const ac_expr *expr)
{
    return (ac_node){
        .op = op,
        .type = type,
        .left = AC_NODE_NONE,
        .right = AC_NODE_NONE,
        .third = AC_NODE_NONE,
        .index = AC_NONE,
        .member = AC_NONE,
        .number = AC_RATIONAL_ZERO,
        .expr = expr};
}

ac_node ac_reach_node(ac_opcode op, ac_type type, const ac_expr *expr, ac_node_id left)
{
    ac_node node = ac_new_node(op, type, expr);
    node.left = left;
    return node;
}

ac_period_kind ac_finer(ac_period_kind a, ac_period_kind b)
{
    return a < b ? a : b;
}

ac_diagnostic *
ac_fault(ac_checker *checker, ac_diagnostic_code code, ac_span span, const char *format, ...)
{
    char message[ACCORD_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return ac_diagnose(checker->diagnostics, code, checker->clause->number, span, "%s", message);
}

void ac_fault_other(ac_checker *checker, ac_diagnostic *fault, uint32_t clause)
{
    if (clause == AC_NONE || clause >= checker->syntax->clause_count) {
        return;
    }
    const ac_clause *other = &checker->syntax->clauses[clause];
    fault->other_clause = other->number;
    fault->other_span = (ac_span){other->span.from, other->span.until};
}

ac_text ac_level_words(ac_checker *checker, ac_level_set levels)
{
    AC_SCOPED_BUFFER(words, 1000);
    for (uint32_t i = 0; i < checker->level_count; i++) {
        if ((levels & (1u << i)) != 0) {
            ac_buffer_addf(
                &words, "%s%.*s", words.size_bytes > 0 ? ", " : "",
                AC_TEXT_ARG(checker->levels[i].name));
        }
    }
    return ac_text_copy(checker->diagnostics->arena, ac_buffer_text(&words));
}

ac_text ac_unit_words(ac_checker *checker, const ac_type *type)
{
    AC_SCOPED_BUFFER(words, 1000);
    if (type->kind == AC_KIND_YES_NO || type->kind == AC_KIND_ONE_OF) {
        ac_buffer_add_z(&words, type->kind == AC_KIND_YES_NO ? "yes or no" : "one of a list");
    } else {
        ac_unit_add(&words, &type->unit, type->percent, checker->bases);
    }
    return ac_text_copy(checker->diagnostics->arena, ac_buffer_text(&words));
}

ac_text ac_type_words(ac_checker *checker, const ac_type *type)
{
    AC_SCOPED_BUFFER(words, 1000);
    ac_buffer_add(&words, ac_unit_words(checker, type));
    if (type->kind <= AC_KIND_STOCK && !type->literal) {
        ac_buffer_addf(&words, " %s", ac_kind_name(type->kind));
    }
    ac_text levels = ac_level_words(checker, type->levels);
    if (levels.size > 0 || type->period != AC_PERIOD_NONE) {
        ac_buffer_addf(&words, " by %.*s", AC_TEXT_ARG(levels));
    }
    if (type->period != AC_PERIOD_NONE) {
        ac_buffer_addf(
            &words, "%s%s", levels.size > 0 ? ", " : "", ac_period_kind_name(type->period));
    }
    return ac_text_copy(checker->diagnostics->arena, ac_buffer_text(&words));
}

/* The words of the text that a node was made from, for messages. */
ac_text ac_node_words(ac_checker *checker, ac_node_id id)
{
    const ac_expr *expr = ac_node_at(checker, id)->expr;
    ac_text words =
        expr == NULL ? (ac_text){"", 0} : ac_span_text(checker->syntax->source, expr->span);
    return words.size > 60 ? ac_text_slice(words, 0, 60) : words;
}

/* Whether an operation only joins its operands, in whatever period it is asked for. */
static bool joins_operands(ac_opcode op)
{
    switch ((int)op) {
    case AC_OP_NUMBER:
    case AC_OP_QUANTITY:
    case AC_OP_GATE:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_SAME:
    case AC_OP_PREVIOUS:
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
    case AC_OP_BANDS:
    case AC_OP_PAYMENT:
        return false;
    default:
        return true;
    }
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

/* Whether a value changes by date within its own period: a price that changes in May, times a
 * growth of the quarter, says something else in May than in April. An amount does not: it is of one
 * period exactly (R6). */
static bool changes_within(ac_checker *checker, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return false;
    }
    const ac_node *node = ac_node_at(checker, id);
    if (node->type.dated || ac_type_is_amount(&node->type) || !joins_operands(node->op)) {
        return node->type.dated;
    }
    bool found = changes_within(checker, node->left) || changes_within(checker, node->right) ||
                 changes_within(checker, node->third);
    for (uint32_t i = 0; !found && i < node->argument_count * 2; i++) {
        found = changes_within(checker, checker->arguments[node->argument + i]);
    }
    return found;
}

void ac_adapt(ac_checker *checker, ac_node_id id, ac_period_kind period)
{
    if (id == AC_NODE_NONE || period == AC_PERIOD_NONE) {
        return;
    }
    ac_node *node = ac_node_at(checker, id);
    if (period >= node->period || !changes_within(checker, id)) {
        return;
    }
    node->period = period;
    ac_adapt(checker, node->left, period);
    ac_adapt(checker, node->right, period);
    ac_adapt(checker, node->third, period);
    for (uint32_t i = 0; i < node->argument_count * 2; i++) {
        ac_adapt(checker, checker->arguments[node->argument + i], period);
    }
}

/* NOLINTEND(misc-no-recursion) */

accord_date ac_effective_of(const ac_checker *checker, const ac_clause *clause)
{
    if (clause->variation == 0) {
        return (accord_date){INT32_MIN};
    }
    return checker->syntax->variations[clause->variation - 1].effective;
}
