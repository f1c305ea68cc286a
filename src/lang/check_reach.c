/* SPDX-License-Identifier: MIT */
/* What reaches over members and time: a member in brackets and another period here; totals and
 * running sums in check_total.c. */

#include "lang/checker.h"

/* The level of `levels` that has the member; a level from a file may have any. */
static uint32_t level_with(ac_checker *checker, ac_level_set levels, ac_text name, uint32_t *member)
{
    uint32_t from_file = AC_NONE;
    for (uint32_t i = 0; i < checker->level_count; i++) {
        if ((levels & (1u << i)) == 0) {
            continue;
        }
        *member = ac_resolve_member(checker, i, name);
        if (*member != AC_NONE) {
            return i;
        }
        if (checker->levels[i].kind == AC_LEVEL_FILE && from_file == AC_NONE) {
            from_file = i;
        }
    }
    return from_file;
}

static void fault_no_member(ac_checker *checker, const ac_word *word, const ac_type *type)
{
    ac_diagnostic *fault = NULL;
    for (uint32_t i = 0; i < checker->level_count; i++) {
        if (ac_resolve_member(checker, i, word->text) != AC_NONE) {
            fault = ac_fault(
                checker, AC_GRAIN, word->span,
                "'%.*s' is a member of %.*s, and '%.*s' is not held by it", AC_TEXT_ARG(word->text),
                AC_TEXT_ARG(checker->levels[i].name), AC_TEXT_ARG(ac_type_words(checker, type)));
            ac_fault_other(checker, fault, checker->levels[i].clause);
            return;
        }
    }
    fault = ac_fault(
        checker, AC_NAME, word->span, "'%.*s' is not a member of %.*s", AC_TEXT_ARG(word->text),
        AC_TEXT_ARG(
            type->levels == 0 ? AC_TEXT("any level of this value")
                              : ac_level_words(checker, type->levels)));
    for (uint32_t i = 0; i < checker->level_count; i++) {
        for (uint32_t m = 0; (type->levels & (1u << i)) != 0 && m < checker->levels[i].member_count;
             m++) {
            ac_text member = checker->levels[i].members[m];
            if (ac_text_distance(member, word->text, 2) <= 2) {
                fault->mend = ac_diagnostic_text(
                    checker->diagnostics, "did you mean '%.*s'?", AC_TEXT_ARG(member));
            }
        }
    }
}

static ac_node_id lower_select(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id operand = ac_lower(checker, expr->left);
    for (size_t i = 0; i < expr->words.count; i++) {
        ac_type type = *ac_type_at(checker, operand);
        if (type.unknown) {
            return operand;
        }
        uint32_t member = AC_NONE;
        uint32_t level = level_with(checker, type.levels, expr->words.list[i].text, &member);
        if (level == AC_NONE) {
            fault_no_member(checker, &expr->words.list[i], &type);
            return ac_unknown_node(checker, expr);
        }
        type.levels &= ~(1u << level);
        ac_node node = ac_reach_node(AC_OP_SELECT, type, expr, operand);
        node.index = level;
        node.member = member;
        node.code = expr->words.list[i].text;
        operand = ac_add_node(checker, node);
    }
    return operand;
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

/* Periods of one kind as periods of another, finer or coarser. */
static ac_period_span_asked as_kind(
    const ac_calendar *calendar, ac_period_kind from, ac_period_span_asked span, ac_period_kind to)
{
    int32_t last = span.first + span.count - 1;
    if (to >= from) {
        int32_t first = ac_period_within(calendar, from, span.first, to);
        return (ac_period_span_asked){
            first, ac_period_within(calendar, from, last, to) - first + 1};
    }
    int32_t first = ac_period_first_in(calendar, from, span.first, to);
    int32_t until =
        ac_period_first_in(calendar, from, last, to) + ac_period_count_in(calendar, from, last, to);
    return (ac_period_span_asked){first, until - first};
}

/* Notes the earlier periods that an input is asked for, so that their rows are let in. */
static bool ask_quantity(
    ac_checker *checker, const ac_node *node, ac_period_kind kind, ac_period_span_asked span)
{
    ac_quantity *quantity = &checker->quantities[node->index];
    if (quantity->type.period == AC_PERIOD_NONE && !quantity->type.dated) {
        return true;
    }
    if (quantity->kind != AC_QUANTITY_INPUT) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_FUTURE, node->expr->span,
            "'%.*s' has no value before the term; only inputs may have earlier data",
            AC_TEXT_ARG(quantity->name));
        ac_fault_other(checker, fault, quantity->clause);
        return false;
    }
    span = as_kind(&checker->syntax->calendar, kind, span, quantity->period);
    for (uint32_t i = 0; i < quantity->earlier_count; i++) {
        if (quantity->earlier[i].first == span.first && quantity->earlier[i].count == span.count) {
            return true;
        }
    }
    if (quantity->earlier_count == AC_EARLIER_MAX) {
        ac_fault(
            checker, AC_LIMIT, node->expr->span,
            "more than %u earlier spans of one input are asked for", AC_EARLIER_MAX);
        return false;
    }
    quantity->earlier[quantity->earlier_count++] = span;
    return true;
}

/* Before the term only inputs have values: no formula, no gate, and nothing that runs from the
 * start of the term or looks back further. */
static bool
ask_earlier(ac_checker *checker, ac_node_id id, ac_period_kind kind, ac_period_span_asked span)
{
    if (id == AC_NODE_NONE) {
        return true;
    }
    const ac_node node = *ac_node_at(checker, id);
    if (node.op == AC_OP_QUANTITY) {
        return ask_quantity(checker, &node, kind, span);
    }
    if (node.op == AC_OP_AT_PERIOD || node.op == AC_OP_SAME) {
        return true; /* it reads a period of its own */
    }
    bool runs = node.op == AC_OP_CUMULATIVE || node.op == AC_OP_CHANGE;
    if (node.op == AC_OP_GATE || node.op == AC_OP_PREVIOUS ||
        (runs && node.since == AC_PERIOD_TERM)) {
        ac_fault(checker, AC_FUTURE, node.expr->span, "this has no value before the term");
        return false;
    }
    bool good = ask_earlier(checker, node.left, kind, span);
    good = ask_earlier(checker, node.right, kind, span) && good;
    good = ask_earlier(checker, node.third, kind, span) && good;
    for (uint32_t i = 0; i < node.argument_count * 2; i++) {
        good = ask_earlier(checker, checker->arguments[node.argument + i], kind, span) && good;
    }
    return good;
}

/* NOLINTEND(misc-no-recursion) */

/* Whether an operand has a value in each of the periods that the words name; a dated one takes
 * them. */
static bool is_held_by(ac_checker *checker, const ac_expr *expr, ac_node_id operand, ac_type *type)
{
    if (type->dated) {
        ac_adapt(checker, operand, expr->period);
        type->period = expr->period;
        type->dated = false;
    }
    if (type->period == expr->period) {
        return true;
    }
    ac_fault(
        checker, AC_GRAIN, expr->span, "'%.*s' is not held by %s",
        AC_TEXT_ARG(ac_type_words(checker, type)), ac_period_kind_name(expr->period));
    return false;
}

/* in same month of 2013/14 */
static ac_node_id lower_same(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    const ac_calendar *calendar = &checker->syntax->calendar;
    if (!is_held_by(checker, expr, left, &type)) {
        return ac_unknown_node(checker, expr);
    }
    int32_t first = ac_period_first_in(calendar, AC_PERIOD_YEAR, expr->year, expr->period);
    int32_t count = ac_period_count_in(calendar, AC_PERIOD_YEAR, expr->year, expr->period);
    int32_t term_first = ac_term_first(calendar, expr->period);
    int32_t term_until = term_first + ac_term_count(calendar, expr->period);
    int32_t term_year = ac_term_first(calendar, AC_PERIOD_YEAR);
    bool late = expr->year > term_year || first + count > term_until;
    if (late && !checker->syntax->calendar_good) {
        return ac_unknown_node(checker, expr); /* the term is at fault */
    }
    if (late) {
        ac_fault(
            checker, AC_FUTURE, expr->span,
            "earlier periods would use figures of %d, before they are known", expr->year);
        return ac_unknown_node(checker, expr);
    }
    if (first < term_first) {
        int32_t before = term_first - first < count ? term_first - first : count;
        if (!ask_earlier(checker, left, expr->period, (ac_period_span_asked){first, before})) {
            return ac_unknown_node(checker, expr);
        }
    }
    if (expr->year < term_year) {
        type.known = AC_KNOWN_ALWAYS;
        type.known_from = AC_PERIOD_TERM;
        type.freeze_days = 0;
    }
    ac_node node = ac_reach_node(AC_OP_SAME, type, expr, left);
    node.at = expr->year;
    return ac_add_node(checker, node);
}

/* list at 2014-04-01: the value of the period that holds the date. */
static ac_node_id lower_at_date(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    const ac_calendar *calendar = &checker->syntax->calendar;
    if (type.dated) {
        ac_adapt(checker, left, AC_PERIOD_MONTH);
        type.period = AC_PERIOD_MONTH;
    }
    if (type.period == AC_PERIOD_NONE) {
        ac_fault(
            checker, AC_GRAIN, expr->span,
            "this value is the same at every date; leave the date out");
        return ac_unknown_node(checker, expr);
    }
    int32_t at = ac_period_of(calendar, type.period, expr->date);
    int32_t first = ac_term_first(calendar, type.period);
    if (at < first && !ask_earlier(checker, left, type.period, (ac_period_span_asked){at, 1})) {
        return ac_unknown_node(checker, expr);
    }
    bool gate_date = checker->clause->kind == AC_CLAUSE_GATE && !checker->clause->gate_each &&
                     expr->date.day <= checker->clause->date.day;
    if (at != first && !checker->syntax->calendar_good) {
        return ac_unknown_node(checker, expr); /* the term is at fault */
    }
    bool after = at >= first + ac_term_count(calendar, type.period);
    bool later = at > first && type.known != AC_KNOWN_ALWAYS; /* a table is known always (R12) */
    if (after || (later && checker->knowledge_matters && !gate_date)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_FUTURE, expr->span,
            "the periods before that date would use a figure that is not known yet");
        fault->mend = AC_TEXT("use a date at or before the start of the term");
        return ac_unknown_node(checker, expr);
    }
    if (type.known != AC_KNOWN_END || at < first) {
        type.known = AC_KNOWN_ALWAYS;
        type.known_from = AC_PERIOD_TERM;
    }
    ac_node node = ac_reach_node(AC_OP_AT_PERIOD, type, expr, left);
    node.type.period = AC_PERIOD_NONE;
    node.type.dated = false;
    node.at = at;
    return ac_add_node(checker, node);
}

/* growth at year start: the value of the first of its periods within the year. */
static ac_node_id lower_at_start(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    if (type.dated) {
        ac_adapt(checker, left, AC_PERIOD_MONTH);
        type.period = AC_PERIOD_MONTH;
        type.dated = false;
    }
    if (type.period == AC_PERIOD_NONE || type.period > expr->period) {
        ac_fault(
            checker, AC_GRAIN, expr->span, "'%.*s' has no value at the start of a %s",
            AC_TEXT_ARG(ac_type_words(checker, &type)), ac_period_kind_name(expr->period));
        return ac_unknown_node(checker, expr);
    }
    if (type.kind == AC_KIND_FLOW) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, expr->span, "a flow ('%.*s') is of a whole period, not of its start",
            AC_TEXT_ARG(ac_type_words(checker, &type)));
        fault->mend = AC_TEXT("only a stock or a rate has a value at a moment");
        return ac_unknown_node(checker, expr);
    }
    type.period = expr->period;
    if (type.known == AC_KNOWN_START) {
        type.known_from = expr->period;
    }
    return ac_add_node(checker, ac_reach_node(AC_OP_AT_START, type, expr, left));
}

static ac_node_id lower_previous(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    if (!is_held_by(checker, expr, left, &type)) {
        return ac_unknown_node(checker, expr);
    }
    if (type.known == AC_KNOWN_END && type.freeze_days == 0) {
        type.known = AC_KNOWN_START;
        type.known_from = expr->period;
    }
    return ac_add_node(checker, ac_reach_node(AC_OP_PREVIOUS, type, expr, left));
}

ac_node_id ac_lower_reach(ac_checker *checker, const ac_expr *expr)
{
    switch ((int)expr->op) {
    case AC_EXPR_SELECT:
        return lower_select(checker, expr);
    case AC_EXPR_SAME:
        return lower_same(checker, expr);
    case AC_EXPR_AT_DATE:
        return lower_at_date(checker, expr);
    case AC_EXPR_AT_START:
        return lower_at_start(checker, expr);
    case AC_EXPR_PREVIOUS:
        return lower_previous(checker, expr);
    case AC_EXPR_TOTAL:
        return ac_lower_total(checker, expr);
    case AC_EXPR_TOTAL_BY:
        return ac_lower_total_by(checker, expr);
    case AC_EXPR_AVERAGE:
        return ac_lower_average(checker, expr);
    default:
        return ac_lower_running(checker, expr);
    }
}
