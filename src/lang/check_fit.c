/* SPDX-License-Identifier: MIT */
/* Whether two values may meet: the same unit, kind and grain, and each known by then. The rules are
 * those of docs/manual/rules.md. */

#include "lang/checker.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

/* Logic and choices are looked at part by part: a gate at a date among them is known by its date,
 * in any period, and makes no figure of a longer period late. */
static bool is_of_parts(ac_opcode op)
{
    return op == AC_OP_NOT || op == AC_OP_AND || op == AC_OP_OR || op == AC_OP_UNLESS ||
           op == AC_OP_CASES;
}

static bool are_parts_known(ac_checker *checker, const ac_node *node, ac_period_kind period)
{
    const ac_node_id operands[] = {node->left, node->right, node->third};
    bool known = true;
    for (size_t i = 0; known && i < 3; i++) {
        known = operands[i] == AC_NODE_NONE || ac_check_known(checker, operands[i], period);
    }
    for (uint32_t i = 0; known && i < node->argument_count * 2; i++) {
        ac_node_id part = checker->arguments[node->argument + i];
        known = part == AC_NODE_NONE || ac_check_known(checker, part, period);
    }
    return known;
}

bool ac_check_known(ac_checker *checker, ac_node_id operand, ac_period_kind period)
{
    const ac_node *node = ac_node_at(checker, operand);
    const ac_type *type = &node->type;
    if (is_of_parts(node->op)) {
        return are_parts_known(checker, node, period);
    }
    if (!checker->knowledge_matters || type->unknown || type->period == AC_PERIOD_NONE ||
        period == AC_PERIOD_NONE || type->period <= period) {
        return true;
    }
    bool from_start = type->known == AC_KNOWN_ALWAYS ||
                      (type->known == AC_KNOWN_START && type->known_from >= type->period);
    if (from_start) {
        return true;
    }
    const char *kind = ac_period_kind_name(type->period);
    ac_diagnostic *fault = ac_fault(
        checker, AC_FUTURE, node->expr->span, "uses a whole-%s figure before that %s has ended",
        kind, kind);
    fault->mend = ac_diagnostic_text(
        checker->diagnostics,
        "use a figure known when the %s starts ('at %s start'), or one of a shorter period", kind,
        kind);
    const ac_node *named = node;
    while (named->op != AC_OP_QUANTITY && named->left != AC_NODE_NONE) {
        const ac_node *left = ac_node_at(checker, named->left);
        const ac_node *right =
            named->right == AC_NODE_NONE ? left : ac_node_at(checker, named->right);
        named = left->type.period == type->period ? left : right;
    }
    if (named->op == AC_OP_QUANTITY) {
        const ac_quantity *quantity = &checker->quantities[named->index];
        fault->note = ac_diagnostic_text(
            checker->diagnostics, "%.*s is known only after the %s has ended (clause %.*s)",
            AC_TEXT_ARG(quantity->name), kind,
            AC_TEXT_ARG(checker->syntax->clauses[quantity->clause].number));
        ac_fault_other(checker, fault, quantity->clause);
    }
    return false;
}

/* NOLINTEND(misc-no-recursion) */

static bool
fit_units(ac_checker *checker, const ac_type *a, const ac_type *b, const char *what, ac_span span)
{
    bool numbers = a->kind <= AC_KIND_STOCK && b->kind <= AC_KIND_STOCK;
    if (!numbers && a->kind != b->kind) {
        ac_fault(
            checker, AC_KIND, span, "cannot %s %.*s and %.*s", what,
            AC_TEXT_ARG(ac_unit_words(checker, a)), AC_TEXT_ARG(ac_unit_words(checker, b)));
        return false;
    }
    if (!numbers) {
        ac_fault(
            checker, AC_KIND, span, "cannot %s values of %.*s; they are not numbers", what,
            AC_TEXT_ARG(ac_unit_words(checker, a)));
        return false;
    }
    if ((a->literal && a->zero) || (b->literal && b->zero) || ac_unit_equal(&a->unit, &b->unit)) {
        return true;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_UNIT, span, "cannot %s %.*s and %.*s", what,
        AC_TEXT_ARG(ac_unit_words(checker, a)), AC_TEXT_ARG(ac_unit_words(checker, b)));
    if (a->literal || b->literal) {
        const ac_type *other = a->literal ? b : a;
        fault->mend = ac_diagnostic_text(
            checker->diagnostics,
            "a number other than 0 needs its unit: write it after the number, as in '5,000 %.*s'",
            AC_TEXT_ARG(ac_unit_words(checker, other)));
    }
    return false;
}

bool ac_type_is_bare(const ac_type *type)
{
    return type->literal && type->levels == 0 && type->period == AC_PERIOD_NONE;
}

/* A stock of a shorter period against a figure of the whole longer one, known from its start (R7).
 */
static bool fit_limit_period(ac_checker *checker, ac_node_id left, ac_node_id right)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    return a->kind == AC_KIND_STOCK && ac_type_is_amount(b) && a->period < b->period &&
           b->period != AC_PERIOD_NONE && a->levels == b->levels;
}

static bool fit_grain(
    ac_checker *checker,
    ac_node_id left,
    ac_node_id right,
    const char *what,
    ac_fit fit,
    ac_span span)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    if (ac_type_is_bare(a) || ac_type_is_bare(b)) {
        return true;
    }
    if (fit == AC_FIT_LIMIT && fit_limit_period(checker, left, right)) {
        return ac_check_known(checker, right, a->period);
    }
    bool amounts = ac_type_is_amount(a) || ac_type_is_amount(b);
    if (!a->literal && !b->literal && amounts && a->kind != b->kind) {
        ac_fault(
            checker, AC_KIND, span, "cannot %s a %s ('%.*s') and a %s ('%.*s')", what,
            ac_kind_name(a->kind), AC_TEXT_ARG(ac_type_words(checker, a)), ac_kind_name(b->kind),
            AC_TEXT_ARG(ac_type_words(checker, b)));
        return false;
    }
    /* Amounts are of one grain exactly; a rate says the same at every finer grain (R6). */
    ac_level_set both = a->levels & b->levels;
    bool levels = a->levels == b->levels || (!amounts && (both == a->levels || both == b->levels));
    bool periods = a->period == b->period || !amounts;
    if (!levels || !periods) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GRAIN, span, "cannot %s '%.*s' and '%.*s': they are held at different %s",
            what, AC_TEXT_ARG(ac_type_words(checker, a)), AC_TEXT_ARG(ac_type_words(checker, b)),
            levels ? "periods" : "levels");
        fault->mend =
            AC_TEXT("bring both to one grain first, with 'total ... over' or a member in brackets");
        return false;
    }
    ac_period_kind period = ac_finer(a->period, b->period);
    return ac_check_known(checker, left, period) && ac_check_known(checker, right, period);
}

bool ac_check_fit(
    ac_checker *checker,
    ac_node_id left,
    ac_node_id right,
    const char *what,
    ac_fit fit,
    ac_span span)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    if (a->unknown || b->unknown) {
        return false;
    }
    return fit_units(checker, a, b, what, span) && fit_grain(checker, left, right, what, fit, span);
}

/* The type of a value made of two that fit: the finer grain, known when both are. */
ac_type ac_merge(ac_checker *checker, ac_node_id left, ac_node_id right)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    const ac_type *main = a->literal && (!b->literal || (a->zero && b->unit.count > 0)) ? b : a;
    ac_type type = *main;
    type.levels = a->levels | b->levels;
    type.period = a->kind == AC_KIND_STOCK && fit_limit_period(checker, left, right)
                      ? a->period
                      : ac_finer(a->period, b->period);
    type.known = AC_KNOWN_ALWAYS;
    type.known_from = AC_PERIOD_TERM;
    type.freeze_days = 0;
    ac_type_learn(&type, a);
    ac_type_learn(&type, b);
    type.literal = a->literal && b->literal;
    type.zero = false;
    type.percent = a->percent || b->percent;
    type.whole_money = a->whole_money && b->whole_money;
    type.dated = type.period == AC_PERIOD_NONE && (a->dated || b->dated);
    if (type.period != AC_PERIOD_NONE) {
        ac_adapt(checker, left, type.period);
        ac_adapt(checker, right, type.period);
    }
    return type;
}
