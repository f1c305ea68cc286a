/* SPDX-License-Identifier: MIT */
/* Formulas and conditions, by recursive descent. From loose to tight:
 *   value      cases or condition, then limits after commas
 *   condition  or < and < not < comparison
 *   sum        + -        product  * /        postfix  (member), at ..., in same ...
 *   primary    numbers, names, brackets, total, cumulative, change in, lesser of, average
 * Every way down into another level passes through `deeper`, which holds AC_NESTING_MAX. */

#include "lang/parser.h"

static const ac_expr *parse_sum(ac_parser *parser);

static ac_expr *new_expr(ac_parser *parser, ac_expr_op op, size_t first_token)
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
static const ac_expr *seal(ac_parser *parser, ac_expr *expr)
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

static const ac_expr *
binary(ac_parser *parser, ac_expr_op op, const ac_expr *left, const ac_expr *right)
{
    ac_expr *expr = AC_NEW(parser->arena, ac_expr);
    *expr = (ac_expr){.op = op, .left = left, .right = right, .number = AC_RATIONAL_ZERO};
    expr->span = ac_span_join(left->span, right->span);
    return seal(parser, expr);
}

static bool deeper(ac_parser *parser)
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

ac_words ac_parse_dims(ac_parser *parser)
{
    ac_word_list words = {0};
    ac_word_list_add(parser, &words, ac_take_word(parser, "a level or a period"));
    /* A comma goes on with the list only before a word that is not the beginning of a limit. */
    while (ac_sees(parser, 0, ",") && ac_peek(parser, 1)->kind == AC_TOKEN_WORD &&
           !ac_sees(parser, 1, "not") && !ac_sees(parser, 1, "or") &&
           !ac_sees(parser, 1, "rounded") && !ac_sees(parser, 1, "pence") &&
           !ac_sees(parser, 1, "monthly") && !ac_sees(parser, 1, "quarterly") &&
           !ac_sees(parser, 1, "yearly") && !ac_sees(parser, 1, "once") &&
           !ac_sees(parser, 1, "ties")) {
        ac_take(parser);
        ac_word_list_add(parser, &words, ac_take_word(parser, "a level or a period"));
    }
    return ac_words_of(words);
}

ac_unit_syntax ac_parse_unit(ac_parser *parser)
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
    } while (ac_accept(parser, "/"));
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
        unit = ac_parse_unit(parser);
    }
    ac_expr *expr = new_expr(parser, AC_EXPR_NUMBER, first);
    expr->number = number;
    expr->percent = percent;
    expr->unit = unit;
    return seal(parser, expr);
}

static const ac_expr *parse_total(ac_parser *parser)
{
    size_t first = parser->at - 1;
    const ac_expr *operand = ac_parse_operand(parser);
    bool over = ac_accept(parser, "over");
    if (!over && !ac_accept(parser, "by")) {
        /* 'total paid', 'total received': whole without saying over what. */
        ac_expr *all = new_expr(parser, AC_EXPR_TOTAL, first);
        all->left = operand;
        return seal(parser, all);
    }
    ac_words words = {0};
    if (over) {
        words = ac_parse_dims(parser);
    } else {
        ac_word_list one = {0};
        ac_word_list_add(parser, &one, ac_take_word(parser, "a level"));
        words = ac_words_of(one);
    }
    ac_expr *expr = new_expr(parser, over ? AC_EXPR_TOTAL : AC_EXPR_TOTAL_BY, first);
    expr->left = operand;
    expr->words = words;
    return seal(parser, expr);
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
    ac_expr *expr = new_expr(parser, op, first);
    expr->left = operand;
    expr->period = since;
    return seal(parser, expr);
}

static const ac_expr *parse_pair(ac_parser *parser, ac_expr_op op, size_t first)
{
    ac_expect(parser, "of");
    const ac_expr *left = ac_parse_operand(parser);
    ac_expect(parser, "and");
    const ac_expr *right = ac_parse_operand(parser);
    ac_expr *expr = new_expr(parser, op, first);
    expr->left = left;
    expr->right = right;
    return seal(parser, expr);
}

static const ac_expr *parse_average(ac_parser *parser, size_t first)
{
    const ac_expr *left = ac_parse_operand(parser);
    ac_expect(parser, "weighted");
    ac_expect(parser, "by");
    const ac_expr *right = ac_parse_operand(parser);
    ac_expect(parser, "over");
    ac_words words = ac_parse_dims(parser);
    ac_expr *expr = new_expr(parser, AC_EXPR_AVERAGE, first);
    expr->left = left;
    expr->right = right;
    expr->words = words;
    return seal(parser, expr);
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
    return seal(parser, expr);
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
    ac_expr *expr = new_expr(parser, op, first);
    expr->name = name;
    expr->state = state;
    return seal(parser, expr);
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
        ac_expr *expr = new_expr(parser, AC_EXPR_NEGATE, first);
        expr->left = operand;
        return seal(parser, expr);
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
    ac_expr *expr = new_expr(parser, AC_EXPR_SELECT, first);
    expr->left = left;
    expr->words = ac_words_of(words);
    return seal(parser, expr);
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
    ac_expr *expr = new_expr(parser, AC_EXPR_SAME, first);
    expr->left = left;
    expr->period = kind;
    expr->year = year;
    return seal(parser, expr);
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
    ac_expr *expr = new_expr(parser, op, first);
    expr->left = left;
    expr->period = kind;
    expr->date = date;
    return seal(parser, expr);
}

const ac_expr *ac_parse_operand(ac_parser *parser)
{
    if (!deeper(parser)) {
        return NULL;
    }
    size_t first = parser->at;
    const ac_expr *expr = parse_primary(parser);
    while (!parser->failed) {
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
        left = binary(parser, times ? AC_EXPR_MULTIPLY : AC_EXPR_DIVIDE, left, right);
    }
    return left;
}

static const ac_expr *parse_sum(ac_parser *parser)
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
        left = binary(parser, plus ? AC_EXPR_ADD : AC_EXPR_SUBTRACT, left, right);
    }
    return left;
}

static const ac_expr *parse_is(ac_parser *parser, const ac_expr *left, size_t first)
{
    bool negated = ac_accept(parser, "not");
    ac_word_list words = {0};
    do {
        ac_word_list_add(parser, &words, ac_take_code(parser));
    } while (ac_accept(parser, ",") || ac_accept(parser, "or"));
    ac_expr *expr = new_expr(parser, AC_EXPR_IS, first);
    expr->left = left;
    expr->words = ac_words_of(words);
    if (!negated) {
        return seal(parser, expr);
    }
    ac_expr *not_expr = new_expr(parser, AC_EXPR_NOT, first);
    not_expr->left = expr;
    return seal(parser, not_expr);
}

static const ac_expr *
parse_between(ac_parser *parser, const ac_expr *left, size_t first, bool between)
{
    const ac_expr *low = parse_sum(parser);
    ac_expect(parser, between ? "and" : "of");
    const ac_expr *high = parse_sum(parser);
    if (high == NULL) {
        return NULL;
    }
    ac_expr *expr = new_expr(parser, between ? AC_EXPR_BETWEEN : AC_EXPR_WITHIN, first);
    expr->left = left;
    expr->right = low;
    expr->third = high;
    return seal(parser, expr);
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
    const ac_expr *left = parse_sum(parser);
    if (left == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (ac_accept(parser, signs[i].sign)) {
            const ac_expr *right = parse_sum(parser);
            return right == NULL ? NULL : binary(parser, signs[i].op, left, right);
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
        ac_expr *quantified = new_expr(parser, any ? AC_EXPR_FOR_ANY : AC_EXPR_FOR_EVERY, first);
        quantified->left = expr;
        quantified->words = words;
        expr = seal(parser, quantified);
    }
    return parser->failed ? NULL : expr;
}

static const ac_expr *parse_not(ac_parser *parser)
{
    size_t first = parser->at;
    if (!ac_accept(parser, "not")) {
        return parse_quantified(parser);
    }
    if (!deeper(parser)) {
        return NULL;
    }
    const ac_expr *operand = parse_not(parser);
    parser->depth--;
    if (operand == NULL) {
        return NULL;
    }
    ac_expr *expr = new_expr(parser, AC_EXPR_NOT, first);
    expr->left = operand;
    return seal(parser, expr);
}

static const ac_expr *parse_and(ac_parser *parser)
{
    const ac_expr *left = parse_not(parser);
    while (left != NULL && ac_accept(parser, "and")) {
        const ac_expr *right = parse_not(parser);
        left = right == NULL ? NULL : binary(parser, AC_EXPR_AND, left, right);
    }
    return left;
}

const ac_expr *ac_parse_condition(ac_parser *parser)
{
    const ac_expr *left = parse_and(parser);
    while (left != NULL && ac_accept(parser, "or")) {
        const ac_expr *right = parse_and(parser);
        left = right == NULL ? NULL : binary(parser, AC_EXPR_OR, left, right);
    }
    return left;
}

/* first that applies: value when condition, ..., value otherwise */
static const ac_expr *parse_cases(ac_parser *parser, size_t first)
{
    ac_case *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool in_cases = parser->in_cases;
    parser->in_cases = true;
    while (!ac_at_end(parser) && !ac_sees(parser, 0, ",") && !ac_sees(parser, 0, ")")) {
        size_t case_first = parser->at;
        const ac_expr *value = parse_sum(parser);
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
    ac_expr *expr = new_expr(parser, AC_EXPR_CASES, first);
    expr->cases = list;
    expr->case_count = count;
    return seal(parser, expr);
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
    } else {
        expr->rounding_said = false;
    }
}

static const ac_expr *parse_rounded(ac_parser *parser, const ac_expr *left, size_t first)
{
    ac_expect(parser, "to");
    ac_expr *expr = new_expr(parser, AC_EXPR_ROUNDED, first);
    expr->left = left;
    if (ac_peek(parser, 0)->kind == AC_TOKEN_NUMBER) {
        uint32_t places = ac_take_count(parser, "a number of places");
        if (places > 18) {
            ac_parse_fault(parser, AC_LIMIT, ac_span_since(parser, first), "at most 18 places");
        }
        expr->places = (int)places;
        if (!ac_accept(parser, "place")) {
            ac_expect(parser, "places");
        }
    } else {
        expr->to_money = true;
        expr->name = ac_take_word(parser, "pence, or a number of places");
    }
    parse_rounding_way(parser, expr);
    expr->span = ac_span_since(parser, first);
    return seal(parser, expr);
}

static const ac_expr *parse_or_where(ac_parser *parser, const ac_expr *left, size_t first)
{
    const ac_expr *other = parse_sum(parser);
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
    ac_expr *expr = new_expr(parser, op, first);
    expr->left = left;
    expr->right = other;
    return seal(parser, expr);
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
    const ac_expr *other = parse_sum(parser);
    ac_expect(parser, "unless");
    const ac_expr *condition = ac_parse_condition(parser);
    ac_expr *expr = new_expr(parser, AC_EXPR_UNLESS, first);
    expr->left = left;
    expr->right = other;
    expr->third = condition;
    return seal(parser, expr);
}

static const ac_expr *parse_limit(ac_parser *parser, const ac_expr *left, size_t first)
{
    bool below = ac_sees(parser, 2, "below");
    if (ac_sees(parser, 1, "not") && (below || ac_sees(parser, 2, "above"))) {
        parser->at += 3;
        const ac_expr *limit = parse_sum(parser);
        ac_expr *expr = new_expr(parser, below ? AC_EXPR_NOT_BELOW : AC_EXPR_NOT_ABOVE, first);
        expr->left = left;
        expr->right = limit;
        return seal(parser, expr);
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
    if (!deeper(parser)) {
        return NULL;
    }
    size_t first = parser->at;
    const ac_expr *expr = NULL;
    if (ac_sees(parser, 0, "first") && ac_sees(parser, 1, "that") &&
        ac_sees(parser, 2, "applies")) {
        parser->at += 3;
        expr = parse_cases(parser, first);
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
