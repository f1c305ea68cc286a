/* SPDX-License-Identifier: MIT */
/* The joint states of conditions. A gate is undecided, met or missed; a one-of value is each of its
 * choices; a number compared with constants lies at one of them or in one of the regions between;
 * of two amounts compared with each other one is less, or they are equal; anything else is so or
 * not so. Variables are taken as free of each other, but for gates at dates: what is found not to
 * be so is never so, while a state that is tried need not ever be. */

#include "lang/states.h"

#include <string.h>

enum { VARIABLES_MAX = 12, STATES_MAX = 24, JOINT_MAX = 20000 };

typedef enum variable_kind {
    VARIABLE_GATE,
    VARIABLE_CHOICE,
    VARIABLE_NUMBER,
    VARIABLE_ORDER,
    VARIABLE_TRUTH
} variable_kind;

typedef struct variable {
    variable_kind kind;
    ac_text words; /* what is compared, as written */
    ac_text other; /* ORDER: what it is compared with */
    const ac_gate *gate;
    uint32_t states;
    ac_words choices;
    ac_rational
        bounds[STATES_MAX / 2]; /* NUMBER: rising; states are below, at, between, at ... above */
    ac_text bound_words[STATES_MAX / 2];
    uint32_t bound_count;
} variable;

struct ac_states {
    ac_checker *checker;
    variable variables[VARIABLES_MAX];
    uint32_t count;
    uint32_t state[VARIABLES_MAX];
    bool seen[VARIABLES_MAX]; /* looked at by ac_states_hold */
    bool begun;
    bool too_large;
};

/* Two amounts, one of which is compared with the other. */
typedef struct comparison {
    ac_expr_op op;
    const ac_expr *left;
    const ac_expr *right;
} comparison;

enum { ORDER_LESS, ORDER_EQUAL, ORDER_MORE, ORDERS };

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Whether the bracket that a text begins with ends with it. */
static bool is_bracketed(ac_text text)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.size; i++) {
        quoted = quoted != (text.at[i] == '"');
        depth += !quoted && text.at[i] == '(' ? 1 : 0;
        if (!quoted && text.at[i] == ')' && --depth == 0) {
            return i + 1 == text.size;
        }
        if (depth == 0) {
            return false;
        }
    }
    return false;
}

/* The words of a formula, without brackets around the whole of it. */
static ac_text words_of(const ac_states *all, const ac_expr *expr)
{
    ac_text words = ac_span_text(all->checker->syntax->source, expr->span);
    while (is_bracketed(words)) {
        words = (ac_text){words.at + 1, words.size - 2};
        while (words.size > 0 && is_space(words.at[0])) {
            words = (ac_text){words.at + 1, words.size - 1};
        }
        while (words.size > 0 && is_space(words.at[words.size - 1])) {
            words.size--;
        }
    }
    return words;
}

/* Whether two texts are the same words, however they are spaced. */
static bool same_words(ac_text a, ac_text b)
{
    size_t i = 0;
    size_t k = 0;
    while (i < a.size && k < b.size) {
        bool space = is_space(a.at[i]);
        if (space != is_space(b.at[k]) || (!space && a.at[i] != b.at[k])) {
            return false;
        }
        do {
            i++;
        } while (space && i < a.size && is_space(a.at[i]));
        do {
            k++;
        } while (space && k < b.size && is_space(b.at[k]));
    }
    return i == a.size && k == b.size;
}

static variable *find_variable(ac_states *all, variable_kind kind, ac_text words, ac_text other)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->variables[i].kind == kind && same_words(all->variables[i].words, words) &&
            same_words(all->variables[i].other, other)) {
            return &all->variables[i];
        }
    }
    if (all->begun || all->count == VARIABLES_MAX) {
        all->too_large = true;
        return NULL;
    }
    variable *added = &all->variables[all->count++];
    *added = (variable){.kind = kind, .words = words, .other = other, .states = 2};
    return added;
}

static variable *find_plain(ac_states *all, variable_kind kind, ac_text words)
{
    return find_variable(all, kind, words, (ac_text){"", 0});
}

static bool is_comparison(const ac_expr *expr)
{
    return expr->op >= AC_EXPR_AT_LEAST && expr->op <= AC_EXPR_EQUAL;
}

/* A number of the text, with its sign. */
static bool is_constant(ac_states *all, const ac_expr *expr, ac_rational *number)
{
    bool negative = expr->op == AC_EXPR_NEGATE;
    const ac_expr *bare = negative ? expr->left : expr;
    if (bare->op != AC_EXPR_NUMBER) {
        return false;
    }
    *number = negative ? ac_rational_negate(all->checker->arena, bare->number) : bare->number;
    return true;
}

static comparison mirrored(comparison of)
{
    static const ac_expr_op mirrors[] = {
        [AC_EXPR_AT_LEAST] = AC_EXPR_AT_MOST,
        [AC_EXPR_AT_MOST] = AC_EXPR_AT_LEAST,
        [AC_EXPR_MORE] = AC_EXPR_LESS,
        [AC_EXPR_LESS] = AC_EXPR_MORE,
        [AC_EXPR_EQUAL] = AC_EXPR_EQUAL};
    return (comparison){mirrors[of.op], of.right, of.left};
}

/* The comparisons that a condition is made of: one, or the two of `between`; 0 if it is none. */
static size_t comparisons_of(const ac_expr *expr, comparison list[2])
{
    if (is_comparison(expr)) {
        list[0] = (comparison){expr->op, expr->left, expr->right};
        return 1;
    }
    if (expr->op == AC_EXPR_BETWEEN) {
        list[0] = (comparison){AC_EXPR_AT_LEAST, expr->left, expr->right};
        list[1] = (comparison){AC_EXPR_AT_MOST, expr->left, expr->third};
        return 2;
    }
    return 0;
}

static void add_bound(ac_states *all, variable *number, ac_rational bound, ac_text words)
{
    uint32_t at = 0;
    while (at < number->bound_count && ac_rational_compare(number->bounds[at], bound) < 0) {
        at++;
    }
    if (at < number->bound_count && ac_rational_compare(number->bounds[at], bound) == 0) {
        return;
    }
    if (number->bound_count * 2 + 3 > STATES_MAX) {
        all->too_large = true;
        return;
    }
    for (uint32_t i = number->bound_count; i > at; i--) {
        number->bounds[i] = number->bounds[i - 1];
        number->bound_words[i] = number->bound_words[i - 1];
    }
    number->bounds[at] = bound;
    number->bound_words[at] = words;
    number->bound_count++;
    number->states = number->bound_count * 2 + 1;
}

/* The variable of two amounts compared, written either way about. */
static const variable *find_order(const ac_states *all, comparison of, bool *turned)
{
    ac_text left = words_of(all, of.left);
    ac_text right = words_of(all, of.right);
    for (uint32_t i = 0; i < all->count; i++) {
        const variable *order = &all->variables[i];
        *turned = same_words(order->words, right) && same_words(order->other, left);
        bool same = same_words(order->words, left) && same_words(order->other, right);
        if (order->kind == VARIABLE_ORDER && (same || *turned)) {
            return order;
        }
    }
    return NULL;
}

static void collect_comparison(ac_states *all, comparison of)
{
    ac_rational bound = AC_RATIONAL_ZERO;
    if (is_constant(all, of.left, &bound)) {
        of = mirrored(of);
    }
    if (is_constant(all, of.right, &bound)) {
        variable *number = find_plain(all, VARIABLE_NUMBER, words_of(all, of.left));
        if (number != NULL) {
            add_bound(all, number, bound, words_of(all, of.right));
        }
        return;
    }
    bool turned = false;
    if (find_order(all, of, &turned) != NULL) {
        return;
    }
    variable *order =
        find_variable(all, VARIABLE_ORDER, words_of(all, of.left), words_of(all, of.right));
    if (order != NULL) {
        order->states = ORDERS;
    }
}

static void collect_gate(ac_states *all, const ac_expr *expr)
{
    variable *gate = find_plain(all, VARIABLE_GATE, expr->name.text);
    uint32_t found = ac_names_find(&all->checker->names, expr->name.text);
    if (gate != NULL && found != AC_NAME_NONE && all->checker->definitions[found].is_gate) {
        gate->gate = &all->checker->gates[all->checker->definitions[found].index];
        gate->states = 3;
    }
}

static void collect_choice(ac_states *all, const ac_expr *expr)
{
    variable *choice = find_plain(all, VARIABLE_CHOICE, words_of(all, expr->left));
    const ac_definition *of = ac_definition_of(all->checker, words_of(all, expr->left));
    if (choice != NULL && of != NULL && !of->is_gate) {
        choice->choices = all->checker->quantities[of->index].type.choices;
        choice->states = (uint32_t)choice->choices.count;
        all->too_large = all->too_large || choice->choices.count > STATES_MAX;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void collect(ac_states *all, const ac_expr *expr)
{
    if (expr == NULL || all->too_large) {
        return;
    }
    comparison list[2];
    size_t compared = comparisons_of(expr, list);
    if (expr->op == AC_EXPR_AND || expr->op == AC_EXPR_OR || expr->op == AC_EXPR_NOT) {
        collect(all, expr->left);
        collect(all, expr->right);
    } else if (expr->op == AC_EXPR_GATE) {
        collect_gate(all, expr);
    } else if (expr->op == AC_EXPR_IS) {
        collect_choice(all, expr);
    } else if (compared > 0) {
        for (size_t i = 0; i < compared; i++) {
            collect_comparison(all, list[i]);
        }
    } else {
        (void)find_plain(all, VARIABLE_TRUTH, words_of(all, expr));
    }
}

static uint32_t state_of(ac_states *all, const variable *of)
{
    if (of == NULL) {
        return 0;
    }
    all->seen[of - all->variables] = true;
    return all->state[of - all->variables];
}

static bool order_holds(ac_expr_op op, int order)
{
    switch ((int)op) {
    case AC_EXPR_AT_LEAST:
        return order >= 0;
    case AC_EXPR_AT_MOST:
        return order <= 0;
    case AC_EXPR_MORE:
        return order > 0;
    case AC_EXPR_LESS:
        return order < 0;
    default:
        return order == 0;
    }
}

/* Of a number, state 2i + 1 is "at bound i"; 2i is "below bound i, above the one before". */
static bool comparison_holds(ac_states *all, comparison of)
{
    ac_rational bound = AC_RATIONAL_ZERO;
    if (is_constant(all, of.left, &bound)) {
        of = mirrored(of);
    }
    if (!is_constant(all, of.right, &bound)) {
        bool turned = false;
        const variable *order = find_order(all, of, &turned);
        int is = (int)state_of(all, order) - ORDER_EQUAL;
        return order != NULL && order_holds(of.op, turned ? -is : is);
    }
    const variable *number = find_plain(all, VARIABLE_NUMBER, words_of(all, of.left));
    uint32_t at = 0;
    while (number != NULL && at < number->bound_count &&
           ac_rational_compare(number->bounds[at], bound) != 0) {
        at++;
    }
    return number != NULL && order_holds(of.op, (int)state_of(all, number) - (int)(at * 2 + 1));
}

static bool choice_holds(ac_states *all, const ac_expr *expr)
{
    const variable *found = find_plain(all, VARIABLE_CHOICE, words_of(all, expr->left));
    uint32_t state = state_of(all, found);
    for (size_t i = 0; found != NULL && state < found->choices.count && i < expr->words.count;
         i++) {
        if (ac_text_equal(expr->words.list[i].text, found->choices.list[state].text)) {
            return true;
        }
    }
    return false;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
bool ac_states_hold(ac_states *all, const ac_expr *expr)
{
    if (expr->op == AC_EXPR_AND || expr->op == AC_EXPR_OR) {
        bool left = ac_states_hold(all, expr->left);
        bool right = ac_states_hold(all, expr->right);
        return expr->op == AC_EXPR_AND ? left && right : left || right;
    }
    if (expr->op == AC_EXPR_NOT) {
        return !ac_states_hold(all, expr->left);
    }
    if (expr->op == AC_EXPR_GATE) {
        const variable *gate = find_plain(all, VARIABLE_GATE, expr->name.text);
        return state_of(all, gate) == (uint32_t)expr->state;
    }
    if (expr->op == AC_EXPR_IS) {
        return choice_holds(all, expr);
    }
    comparison list[2];
    size_t compared = comparisons_of(expr, list);
    for (size_t i = 0; i < compared; i++) {
        if (!comparison_holds(all, list[i])) {
            return false;
        }
    }
    return compared > 0 || state_of(all, find_plain(all, VARIABLE_TRUTH, words_of(all, expr))) == 1;
}

/* A gate each period is never undecided (R18); of two at dates, the later cannot be decided while
 * the earlier is not. */
static bool is_possible(const ac_states *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const ac_gate *late = all->variables[i].gate;
        if (late != NULL && late->each && all->state[i] == AC_GATE_UNDECIDED) {
            return false;
        }
        if (late == NULL || late->each || all->state[i] == AC_GATE_UNDECIDED) {
            continue;
        }
        for (uint32_t k = 0; k < all->count; k++) {
            const ac_gate *early = all->variables[k].gate;
            if (early != NULL && !early->each && early->date.day <= late->date.day &&
                early->decided.day <= late->decided.day && all->state[k] == AC_GATE_UNDECIDED) {
                return false;
            }
        }
    }
    return true;
}

static bool step(ac_states *all)
{
    if (!all->begun) {
        all->begun = true;
        return true;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        if (++all->state[i] < all->variables[i].states) {
            return true;
        }
        all->state[i] = 0;
    }
    all->begun = false; /* after the last, it begins again */
    return false;
}

bool ac_states_next(ac_states *all)
{
    while (step(all)) {
        if (is_possible(all)) {
            return true;
        }
    }
    return false;
}

ac_states *ac_states_of(ac_checker *checker, const ac_case *cases, size_t count)
{
    ac_states *all = AC_NEW(checker->arena, ac_states);
    all->checker = checker;
    for (size_t i = 0; i < count; i++) {
        collect(all, cases[i].condition);
    }
    return all;
}

bool ac_states_can_be_tried(const ac_states *all)
{
    uint64_t joint = 1;
    for (uint32_t i = 0; i < all->count && joint <= JOINT_MAX; i++) {
        joint *= all->variables[i].states == 0 ? 1 : all->variables[i].states;
    }
    return !all->too_large && joint <= JOINT_MAX;
}

/* ---- In words ---- */

static void add_number_state(ac_buffer *buffer, const variable *number, uint32_t state)
{
    uint32_t at = state / 2;
    if (state % 2 == 1) {
        ac_buffer_addf(buffer, " = %.*s", AC_TEXT_ARG(number->bound_words[at]));
    } else if (at == 0) {
        ac_buffer_addf(buffer, " < %.*s", AC_TEXT_ARG(number->bound_words[0]));
    } else if (at == number->bound_count) {
        ac_buffer_addf(buffer, " > %.*s", AC_TEXT_ARG(number->bound_words[at - 1]));
    } else {
        ac_buffer_addf(
            buffer, " lies between %.*s and %.*s", AC_TEXT_ARG(number->bound_words[at - 1]),
            AC_TEXT_ARG(number->bound_words[at]));
    }
}

static void add_state(ac_buffer *buffer, const variable *of, uint32_t state)
{
    static const char *const gates[] = {
        [AC_GATE_UNDECIDED] = "undecided", [AC_GATE_MET] = "met", [AC_GATE_MISSED] = "missed"};
    static const char *const orders[] = {
        [ORDER_LESS] = "<", [ORDER_EQUAL] = "=", [ORDER_MORE] = ">"};
    if (of->kind == VARIABLE_TRUTH && state == 0) {
        ac_buffer_add_z(buffer, "not ");
    }
    ac_buffer_add(buffer, of->words);
    if (of->kind == VARIABLE_GATE) {
        ac_buffer_addf(buffer, " %s", gates[state]);
    } else if (of->kind == VARIABLE_CHOICE && state < of->choices.count) {
        ac_buffer_addf(buffer, " is %.*s", AC_TEXT_ARG(of->choices.list[state].text));
    } else if (of->kind == VARIABLE_NUMBER) {
        add_number_state(buffer, of, state);
    } else if (of->kind == VARIABLE_ORDER) {
        ac_buffer_addf(buffer, " %s %.*s", orders[state], AC_TEXT_ARG(of->other));
    }
}

static ac_text seen_words(const ac_states *all)
{
    AC_SCOPED_BUFFER(words, 4000);
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->seen[i]) {
            ac_buffer_add_z(&words, words.size_bytes > 0 ? " and " : "");
            add_state(&words, &all->variables[i], all->state[i]);
        }
    }
    return ac_text_copy(all->checker->diagnostics->arena, ac_buffer_text(&words));
}

ac_text ac_states_words(ac_states *all, const ac_expr *first, const ac_expr *second)
{
    memset(all->seen, 0, sizeof all->seen);
    (void)ac_states_hold(all, first); /* it marks what it looks at */
    (void)ac_states_hold(all, second);
    return seen_words(all);
}

ac_text ac_states_all_words(ac_states *all)
{
    memset(all->seen, 1, sizeof all->seen);
    return seen_words(all);
}
