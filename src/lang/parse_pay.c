/* SPDX-License-Identifier: MIT */
/* pay advance to each practice, monthly, 15 days after month, from 2025-04-01 until 2026-03-31,
 * on account of 7.4 */

#include "lang/parser.h"

static const char *const frequency_words[] = {"monthly", "quarterly", "yearly", "once"};
static const ac_period_kind frequency_kinds[] = {
    AC_PERIOD_MONTH, AC_PERIOD_QUARTER, AC_PERIOD_YEAR, AC_PERIOD_TERM};

/* The period that days are counted from is the one that is paid. */
static void take_paid_period(ac_parser *parser, const ac_clause *clause, const char *how)
{
    const ac_token *token = ac_peek(parser, 0);
    if (ac_take_period(parser) != frequency_kinds[clause->frequency]) {
        ac_parse_fault(
            parser, AC_GRAIN, token->span, "paid %s, so the days are counted %s the %s",
            frequency_words[clause->frequency], how,
            ac_period_kind_name(frequency_kinds[clause->frequency]));
    }
}

/* 14 days after freeze; 10 days before quarter; on day 15 of month */
static void parse_due(ac_parser *parser, ac_clause *clause)
{
    clause->due = AC_DUE_AFTER;
    if (ac_accept(parser, "on")) {
        clause->due = AC_DUE_ON;
        ac_expect(parser, "day");
        clause->days = ac_take_count(parser, "a day of the period");
        ac_expect(parser, "of");
        take_paid_period(parser, clause, "from the first of");
        return;
    }
    clause->days = ac_take_count(parser, "a number of days, or 'on day'");
    if (!ac_accept(parser, "day")) {
        ac_expect(parser, "days");
    }
    if (ac_accept(parser, "before")) {
        clause->due = AC_DUE_BEFORE;
        take_paid_period(parser, clause, "before");
        return;
    }
    ac_expect(parser, "after");
    clause->after_freeze = ac_accept(parser, "freeze");
    if (!clause->after_freeze) {
        take_paid_period(parser, clause, "after");
    }
}

static void parse_paid_span(ac_parser *parser, ac_clause *clause)
{
    size_t first = parser->at;
    clause->paid_from_said = ac_accept(parser, "from");
    if (clause->paid_from_said) {
        clause->paid_from = ac_take_date(parser);
    }
    clause->paid_until_said = ac_accept(parser, "until");
    if (clause->paid_until_said) {
        clause->paid_until = ac_take_date(parser);
    }
    if (!clause->paid_from_said && !clause->paid_until_said) {
        ac_expected(
            parser, "'from' or 'until' and a date, or 'on account of' and the number of a clause");
        return;
    }
    clause->paid_span = ac_span_since(parser, first);
}

void ac_parse_pay(ac_parser *parser, ac_clause *clause)
{
    clause->value = ac_parse_value(parser);
    if (ac_accept_two(parser, "to", "each")) {
        clause->to_each = ac_take_word(parser, "a level");
    }
    ac_expect(parser, ",");
    bool found = false;
    for (int i = 0; i < 4 && !found; i++) {
        found = ac_accept(parser, frequency_words[i]);
        clause->frequency = (ac_frequency)i;
    }
    if (!found) {
        ac_expected(parser, "monthly, quarterly, yearly or once");
    }
    ac_expect(parser, ",");
    parse_due(parser, clause);
    bool more = ac_accept(parser, ",");
    if (more && !ac_sees(parser, 0, "on")) {
        parse_paid_span(parser, clause);
        more = ac_accept(parser, ",");
    }
    if (more) {
        ac_expect(parser, "on");
        ac_expect(parser, "account");
        ac_expect(parser, "of");
        clause->account_of = ac_take_clause_number(parser);
    }
}
