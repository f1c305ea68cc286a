/* SPDX-License-Identifier: MIT */
/* The clauses that name data: inputs read from a file or counted from rows, tables, bands. */

#include "lang/parser.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_NESTING_MAX deep */

static const ac_row_condition *parse_row_or(ac_parser *parser);

static ac_row_condition *row_condition(ac_parser *parser, ac_row_op op)
{
    ac_row_condition *condition = AC_NEW(parser->arena, ac_row_condition);
    condition->op = op;
    return condition;
}

/* 'followed within 90 days' is no code. */
static bool begins_followed(const ac_parser *parser, size_t ahead)
{
    return ac_sees(parser, ahead, "followed") && ac_sees(parser, ahead + 1, "within");
}

/* attended is 5 or 6; a comma or 'or' goes on with the codes only before a code. */
static void parse_row_codes(ac_parser *parser, ac_row_condition *condition)
{
    ac_word_list codes = {0};
    ac_word_list_add(parser, &codes, ac_take_code(parser));
    for (;;) {
        bool joins = ac_sees(parser, 0, ",") || ac_sees(parser, 0, "or");
        const ac_token *next = ac_peek(parser, 1);
        /* 'or referred is yes' begins another condition, 'or 6' goes on with the codes. */
        bool code = next->kind == AC_TOKEN_NUMBER || next->kind == AC_TOKEN_STRING ||
                    (next->kind == AC_TOKEN_WORD && !ac_sees(parser, 1, "not") &&
                     !ac_sees(parser, 2, "is") && !begins_followed(parser, 1));
        if (!joins || !code) {
            break;
        }
        ac_take(parser);
        ac_word_list_add(parser, &codes, ac_take_code(parser));
    }
    condition->codes = ac_words_of(codes);
}

static const ac_row_condition *negation_of(ac_parser *parser, const ac_row_condition *condition)
{
    ac_row_condition *negated = row_condition(parser, AC_ROW_NOT);
    negated->left = condition;
    return negated;
}

/* attended is 5 or 6; attended is not given; urgent-cancer. A code "given" stands in quotes. */
static const ac_row_condition *parse_row_leaf(ac_parser *parser)
{
    ac_row_condition *leaf = row_condition(parser, AC_ROW_YES);
    leaf->field = ac_take_word(parser, "a field of the rows");
    if (!ac_accept(parser, "is")) {
        return leaf;
    }
    bool negative = ac_accept(parser, "not");
    if (ac_accept(parser, "given")) {
        leaf->op = AC_ROW_GIVEN;
    } else {
        leaf->op = AC_ROW_IS;
        parse_row_codes(parser, leaf);
    }
    return negative ? negation_of(parser, leaf) : leaf;
}

static const ac_row_condition *parse_row_primary(ac_parser *parser)
{
    if (parser->depth >= AC_NESTING_MAX) {
        ac_parse_fault(
            parser, AC_LIMIT, ac_peek(parser, 0)->span,
            "conditions inside one another more than %u deep", AC_NESTING_MAX);
        return NULL;
    }
    parser->depth++;
    const ac_row_condition *result = NULL;
    if (ac_accept(parser, "not")) {
        result = negation_of(parser, parse_row_primary(parser));
    } else if (ac_accept(parser, "(")) {
        result = parse_row_or(parser);
        ac_expect(parser, ")");
    } else {
        result = parse_row_leaf(parser);
    }
    parser->depth--;
    return result;
}

static const ac_row_condition *parse_row_chain(
    ac_parser *parser, ac_row_op op, const char *word, const ac_row_condition *(*part)(ac_parser *))
{
    const ac_row_condition *left = part(parser);
    uint32_t count = 0;
    while (!parser->failed && ac_accept(parser, word)) {
        if (++count > AC_HEIGHT_MAX) {
            ac_parse_fault(parser, AC_LIMIT, ac_peek(parser, 0)->span, "too many conditions");
        }
        ac_row_condition *joined = row_condition(parser, op);
        joined->left = left;
        joined->right = part(parser);
        left = joined;
    }
    return left;
}

static const ac_row_condition *parse_row_and(ac_parser *parser)
{
    return parse_row_chain(parser, AC_ROW_AND, "and", parse_row_primary);
}

static const ac_row_condition *parse_row_or(ac_parser *parser)
{
    return parse_row_chain(parser, AC_ROW_OR, "or", parse_row_and);
}

/* NOLINTEND(misc-no-recursion) */

/* Whether the words after a comma say how fresh the figures are: 'freeze 42 days after month' is no
 * member 'freeze' with the code 42. */
static bool freshness_follows(const ac_parser *parser)
{
    bool days = ac_sees(parser, 3, "days") || ac_sees(parser, 3, "day");
    return (days && (ac_sees(parser, 1, "flex") || ac_sees(parser, 1, "freeze"))) ||
           (ac_sees(parser, 1, "taken") && ac_sees(parser, 2, "at")) ||
           (ac_sees(parser, 1, "may") && ac_sees(parser, 2, "be"));
}

/* dermatology 330, ophthalmology 130 or 131 */
static void parse_listed_codes(ac_parser *parser, ac_counted_level *level)
{
    ac_word_list members = {0};
    ac_word_list codes = {0};
    for (;;) {
        ac_word member = ac_take_word(parser, "a member and its code");
        do {
            ac_word_list_add(parser, &members, member);
            ac_word_list_add(parser, &codes, ac_take_code(parser));
        } while (ac_accept(parser, "or"));
        bool more = ac_sees(parser, 0, ",") && ac_peek(parser, 1)->kind == AC_TOKEN_WORD &&
                    !ac_sees(parser, 1, "other") && !freshness_follows(parser);
        if (!more) {
            break;
        }
        ac_take(parser);
    }
    level->members = ac_words_of(members);
    level->codes = ac_words_of(codes);
}

static ac_counted_level parse_counted_level(ac_parser *parser, ac_word name)
{
    ac_counted_level level = {.level = name};
    level.field = ac_take_word(parser, "a field of the rows");
    if (ac_accept(parser, "from")) {
        level.file = ac_take_string(parser, "a file name in quotes");
    } else if (ac_accept(parser, ":")) {
        parse_listed_codes(parser, &level);
        level.others_set_aside = true;
    }
    if (ac_sees(parser, 0, ",") && ac_sees(parser, 1, "other")) {
        ac_take(parser);
        ac_take(parser);
        (void)ac_take_word(parser, "what others are set aside, such as 'other sites set aside'");
        ac_expect(parser, "set");
        ac_expect(parser, "aside");
        level.others_set_aside = true;
    }
    return level;
}

static uint32_t take_days(ac_parser *parser)
{
    uint32_t days = ac_take_count(parser, "a number of days");
    if (!ac_accept(parser, "day")) {
        ac_expect(parser, "days");
    }
    return days;
}

/* followed within 90 days by rows of the same person and treatment-function where site is H1; by
 * rows of hospital-visits of the same person dated by visit-date */
static const ac_followed *parse_followed(ac_parser *parser)
{
    ac_followed *followed = AC_NEW(parser->arena, ac_followed);
    ac_word_list same = {0};
    followed->span = ac_peek(parser, 0)->span;
    ac_expect(parser, "followed");
    ac_expect(parser, "within");
    followed->days = take_days(parser);
    ac_expect(parser, "by");
    ac_expect(parser, "rows");
    ac_expect(parser, "of");
    if (!ac_sees(parser, 0, "the") || !ac_sees(parser, 1, "same")) {
        followed->source = ac_take_word(parser, "'the same', or the name of a layout");
        ac_expect(parser, "of");
    }
    ac_expect(parser, "the");
    ac_expect(parser, "same");
    do {
        followed->span.until = ac_peek(parser, 0)->span.until;
        ac_word_list_add(parser, &same, ac_take_word(parser, "a field that both rows have"));
    } while (ac_accept(parser, ",") || ac_accept(parser, "and"));
    followed->same = ac_words_of(same);
    if (ac_accept(parser, "dated")) {
        ac_expect(parser, "by");
        followed->day = ac_take_word(parser, "the field that dates what follows");
    }
    if (ac_accept(parser, "where")) {
        followed->where = parse_row_or(parser);
    }
    return followed;
}

static void parse_counting(ac_parser *parser, ac_clause *clause, bool sums)
{
    ac_counting *counting = AC_NEW(parser->arena, ac_counting);
    counting->period = AC_PERIOD_NONE;
    if (sums) {
        counting->sum_field = ac_take_word(parser, "the field to sum");
        ac_expect(parser, "of");
    }
    ac_expect(parser, "rows");
    ac_expect(parser, "of");
    counting->source = ac_take_word(parser, "the name of a layout, such as outpatients");
    if (ac_accept(parser, "where")) {
        counting->where = parse_row_or(parser);
    }
    if (ac_sees(parser, 0, ",") && begins_followed(parser, 1)) {
        ac_take(parser);
    }
    if (begins_followed(parser, 0)) {
        counting->followed = parse_followed(parser);
    }
    ac_counted_level *levels = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (!ac_at_end(parser) && ac_sees(parser, 1, "by")) {
        ac_word name = ac_take_word(parser, "a level or a period");
        ac_expect(parser, "by");
        ac_period_kind period = AC_PERIOD_NONE;
        if (ac_period_word(name.text, &period)) {
            counting->period = period;
            counting->period_field = ac_take_word(parser, "a date field of the rows");
            continue;
        }
        AC_RESERVE(parser->arena, levels, count, capacity);
        levels[count++] = parse_counted_level(parser, name);
    }
    counting->levels = levels;
    counting->level_count = count;
    clause->input.counting = counting;
}

static void take_named_period(ac_parser *parser, ac_clause *clause)
{
    clause->input.counted_span = ac_peek(parser, 0)->span;
    clause->input.counted_after = ac_take_period(parser);
}

/* flex 20 days after month, freeze 42 days after month, taken at quarter start, may be negative */
static void parse_freshness(ac_parser *parser, ac_clause *clause)
{
    ac_accept(parser, ",");
    while (!ac_at_end(parser)) {
        bool flex = ac_accept(parser, "flex");
        if (flex || ac_accept(parser, "freeze")) {
            uint32_t days = take_days(parser);
            ac_expect(parser, "after");
            take_named_period(parser, clause);
            if (flex) {
                clause->input.flex_days = days;
            } else {
                clause->input.freeze_days = days;
            }
        } else if (ac_accept_two(parser, "taken", "at")) {
            take_named_period(parser, clause);
            clause->input.taken_at_start = ac_accept(parser, "start");
            if (!clause->input.taken_at_start) {
                ac_expect(parser, "end");
            }
        } else if (ac_accept_two(parser, "may", "be")) {
            ac_expect(parser, "negative");
            clause->input.may_be_negative = true;
        } else {
            ac_expected(
                parser, "'flex N days after', 'freeze N days after', 'taken at ... start' or "
                        "'may be negative'");
        }
        if (!ac_accept(parser, ",") && !ac_at_end(parser)) {
            ac_expected(parser, "a comma or the end of the clause");
        }
    }
}

void ac_parse_input(ac_parser *parser, ac_clause *clause)
{
    clause->input.counted_after = AC_PERIOD_NONE;
    clause->name = ac_take_word(parser, "the input's name");
    ac_expect(parser, ":");
    ac_parse_type(parser, &clause->type);
    if (ac_accept(parser, "from")) {
        clause->input.file = ac_take_string(parser, "a file name in quotes");
    } else if (ac_accept(parser, "counts")) {
        parse_counting(parser, clause, false);
    } else if (ac_accept(parser, "sums")) {
        parse_counting(parser, clause, true);
    } else {
        ac_expected(parser, "'from' and a file name, 'counts rows of', or 'sums ... of rows of'");
    }
    parse_freshness(parser, clause);
}
