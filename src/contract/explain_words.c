/* SPDX-License-Identifier: MIT */
/* Values as people read them, and formulas with the numbers in the place of the names. A formula
 * keeps its shape: only what was chosen is written of cases, and a total is written as what it came
 * to. */

#include "base/limits.h"
#include "contract/explain_tree.h"
#include "contract/words.h"

enum { PLACES_SHOWN = 10, PLACES_ABOUT = 6 };

ac_text ac_explain_words(const ac_explainer *x, ac_span span)
{
    AC_SCOPED_BUFFER(words, AC_CONTRACT_BYTES_MAX);
    ac_words_add(&words, ac_span_text(x->program->syntax->source, span));
    return ac_text_copy(x->arena, ac_buffer_text(&words));
}

const char *ac_rounding_words(accord_rounding way)
{
    switch (way) {
    case ACCORD_HALF_AWAY:
        return "halves away from zero";
    case ACCORD_HALF_EVEN:
        return "halves to the even neighbour";
    case ACCORD_DOWN:
        return "toward zero";
    case ACCORD_UP:
        return "away from zero";
    case ACCORD_HALF_DOWN:
        return "halves toward zero";
    }
    return "";
}

void ac_explain_rounded_add(ac_buffer *buffer, const ac_node *node)
{
    ac_buffer_add_z(buffer, "rounded to ");
    if (node->step > 0) {
        ac_buffer_addf(buffer, "multiples of %u", node->step);
    } else {
        ac_buffer_addf(buffer, "%d places", node->places);
    }
}

bool ac_explain_is_money(const ac_type *type)
{
    return type->unit.count == 1 && type->unit.of[0].base == 0 && type->unit.of[0].power == 1;
}

/* The fewest decimals that show a number whole, or -1. */
static int places_of(const ac_explainer *x, const ac_type *type, ac_rational number)
{
    int least = ac_explain_is_money(type) && !type->literal ? x->program->syntax->money_places : 0;
    for (int places = least; places <= PLACES_SHOWN; places++) {
        ac_rational round = ac_rational_round(x->arena, number, places, ACCORD_DOWN);
        if (ac_rational_compare(round, number) == 0) {
            return places;
        }
    }
    return -1;
}

static ac_rational as_shown(const ac_explainer *x, const ac_type *type, ac_rational number)
{
    return type->percent ? ac_rational_multiply(x->arena, number, ac_rational_of(100)) : number;
}

bool ac_explain_ends(const ac_explainer *x, const ac_type *type, ac_rational number)
{
    return places_of(x, type, as_shown(x, type, number)) >= 0;
}

void ac_explain_value_add(
    ac_buffer *buffer, const ac_explainer *x, const ac_type *type, ac_value value)
{
    if (value.state != AC_VALUE_KNOWN) {
        bool fault = ac_note_is_fault(&x->evaluation, value.state);
        ac_buffer_add_z(buffer, fault ? "at fault" : "not yet known");
        return;
    }
    if (type->kind == AC_KIND_YES_NO) {
        ac_buffer_add_z(buffer, ac_rational_sign(value.number) != 0 ? "yes" : "no");
        return;
    }
    int64_t choice = 0;
    if (type->kind == AC_KIND_ONE_OF && ac_rational_to_scaled(value.number, 0, &choice) &&
        choice >= 0 && (uint64_t)choice < type->choices.count) {
        ac_buffer_add(buffer, type->choices.list[choice].text);
        return;
    }
    ac_rational number = as_shown(x, type, value.number);
    int places = places_of(x, type, number);
    ac_buffer_add_z(buffer, places < 0 ? "about " : "");
    ac_rational_add_decimal(buffer, number, places < 0 ? PLACES_ABOUT : places, true);
    ac_buffer_add_z(buffer, type->percent ? "%" : "");
}

static void add_value(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    ac_value value = ac_spot_value(x, spot);
    bool known = value.state == AC_VALUE_KNOWN;
    ac_buffer_add_z(buffer, known ? "" : "[");
    ac_explain_value_add(buffer, x, &ac_spot_node(x, spot)->type, value);
    ac_buffer_add_z(buffer, known ? "" : "]");
}

/* How tightly an operation binds: an operand that binds less is put in brackets. */
static int strength(ac_opcode op)
{
    switch ((int)op) {
    case AC_OP_CASES:
    case AC_OP_NOT_BELOW:
    case AC_OP_NOT_ABOVE:
    case AC_OP_UNLESS:
    case AC_OP_ROUND:
        return 0;
    case AC_OP_OR:
        return 1;
    case AC_OP_AND:
        return 2;
    case AC_OP_NOT:
        return 3;
    case AC_OP_AT_LEAST:
    case AC_OP_AT_MOST:
    case AC_OP_MORE:
    case AC_OP_LESS:
    case AC_OP_EQUAL:
    case AC_OP_IS:
        return 4;
    case AC_OP_ADD:
    case AC_OP_SUBTRACT:
    case AC_OP_CHANGE:
        return 5;
    case AC_OP_MULTIPLY:
    case AC_OP_DIVIDE:
        return 6;
    case AC_OP_NEGATE:
        return 7;
    default:
        return 8;
    }
}

/* 3 - -2 is hard to read. */
static bool is_negative(const ac_explainer *x, const ac_spot *spot)
{
    ac_opcode op = ac_spot_node(x, spot)->op;
    if (op != AC_OP_NUMBER && op != AC_OP_QUANTITY && op != AC_OP_PAYMENT) {
        return false;
    }
    ac_value value = ac_spot_value(x, spot);
    return value.state == AC_VALUE_KNOWN && ac_rational_sign(value.number) < 0;
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static void add_spot(ac_buffer *buffer, const ac_explainer *x, const ac_spot *from, int least);

static void
add_operand(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot, ac_node_id id, int least)
{
    ac_spot operand = ac_spot_operand(x, spot, id);
    add_spot(buffer, x, &operand, least);
}

static void add_infix(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    int own = strength(node->op);
    /* a - (b - c) keeps its brackets, and so does a / (b * c). */
    bool one_way = node->op == AC_OP_SUBTRACT || node->op == AC_OP_DIVIDE;
    add_operand(buffer, x, spot, node->left, own);
    ac_buffer_addf(buffer, " %s ", ac_opcode_word(node->op));
    add_operand(buffer, x, spot, node->right, own + (one_way ? 1 : 0));
}

static void add_sum(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    (void)ac_spot_parts(x, &scratch, spot, &count);
    bool truth = node->op == AC_OP_FOR_EVERY || node->op == AC_OP_FOR_ANY;
    ac_buffer_addf(
        buffer, "[%s%s %zu: ", truth ? "" : ac_opcode_word(node->op),
        node->op == AC_OP_FOR_EVERY ? "for every one of"
        : node->op == AC_OP_FOR_ANY ? "for any of"
                                    : " of",
        count);
    ac_explain_value_add(buffer, x, &node->type, ac_spot_value(x, spot));
    ac_buffer_add_char(buffer, ']');
}

static void add_gate(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    static const char *const states[] = {"undecided", "met", "missed"};
    const ac_node *node = ac_spot_node(x, spot);
    ac_gate_state state = AC_GATE_UNDECIDED;
    uint32_t unknown =
        ac_gate_value(&x->evaluation, node->index, node->period, spot->period, &state);
    ac_buffer_addf(
        buffer, "%.*s %s [", AC_TEXT_ARG(x->program->gates[node->index].name), states[node->state]);
    if (unknown != AC_VALUE_KNOWN) {
        bool fault = ac_note_is_fault(&x->evaluation, unknown);
        ac_buffer_add_z(buffer, fault ? "at fault" : "not yet known");
    } else if (state == node->state) {
        ac_buffer_add_z(buffer, "yes");
    } else {
        ac_buffer_addf(buffer, "no: %s", states[state]);
    }
    ac_buffer_add_char(buffer, ']');
}

static void add_is(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    const ac_words *choices = &x->program->nodes[node->left].type.choices;
    add_operand(buffer, x, spot, node->left, strength(node->op));
    const char *before = " is ";
    for (size_t i = 0; i < choices->count; i++) {
        if ((node->mask >> i & 1) != 0) {
            ac_buffer_addf(buffer, "%s%.*s", before, AC_TEXT_ARG(choices->list[i].text));
            before = " or ";
        }
    }
}

static void add_change(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    ac_spot before;
    add_operand(buffer, x, spot, ac_spot_node(x, spot)->left, strength(AC_OP_SUBTRACT));
    if (ac_spot_before(x, spot, &before)) {
        ac_buffer_add_z(buffer, " - ");
        add_spot(buffer, x, &before, strength(AC_OP_SUBTRACT) + 1);
    }
}

/* What stands after a comma. */
static void add_limit(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    add_operand(buffer, x, spot, node->left, 0);
    if (node->op == AC_OP_ROUND) {
        ac_buffer_add_z(buffer, ", ");
        ac_explain_rounded_add(buffer, node);
        return;
    }
    ac_buffer_addf(buffer, ", %s", node->op == AC_OP_UNLESS ? "" : ac_opcode_word(node->op));
    ac_buffer_add_z(buffer, node->op == AC_OP_UNLESS ? "" : " ");
    add_operand(buffer, x, spot, node->right, strength(AC_OP_ADD));
    if (node->op == AC_OP_UNLESS) {
        ac_buffer_add_z(buffer, " unless ");
        add_operand(buffer, x, spot, node->third, strength(AC_OP_OR));
    }
}

static void add_chosen(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot, int least)
{
    ac_spot chosen;
    if (ac_spot_node(x, spot)->op == AC_OP_CASES) {
        uint32_t i = ac_spot_case(x, spot);
        if (i == AC_NONE) {
            add_value(buffer, x, spot);
            return;
        }
        chosen = ac_spot_case_value(x, spot, i);
    } else {
        (void)ac_spot_chosen(x, spot, &chosen);
    }
    add_spot(buffer, x, &chosen, least);
}

static void add_node(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    switch ((int)node->op) {
    case AC_OP_GATE:
        add_gate(buffer, x, spot);
        break;
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
    case AC_OP_CUMULATIVE:
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        add_sum(buffer, x, spot);
        break;
    case AC_OP_CHANGE:
        add_change(buffer, x, spot);
        break;
    case AC_OP_LESSER:
    case AC_OP_GREATER:
        ac_buffer_addf(buffer, "%s ", ac_opcode_word(node->op));
        add_operand(buffer, x, spot, node->left, 8);
        ac_buffer_add_z(buffer, " and ");
        add_operand(buffer, x, spot, node->right, 8);
        break;
    case AC_OP_NEGATE:
    case AC_OP_NOT:
        ac_buffer_add_z(buffer, node->op == AC_OP_NOT ? "not " : "-");
        add_operand(buffer, x, spot, node->left, strength(node->op) + 1);
        break;
    case AC_OP_IS:
        add_is(buffer, x, spot);
        break;
    case AC_OP_NOT_BELOW:
    case AC_OP_NOT_ABOVE:
    case AC_OP_UNLESS:
    case AC_OP_ROUND:
        add_limit(buffer, x, spot);
        break;
    case AC_OP_BANDS:
        ac_buffer_add_z(buffer, "the band of ");
        add_operand(buffer, x, spot, node->left, 8);
        break;
    case AC_OP_NUMBER:
    case AC_OP_QUANTITY:
    case AC_OP_PAYMENT:
        add_value(buffer, x, spot);
        break;
    default:
        add_infix(buffer, x, spot);
        break;
    }
}

static void add_spot(ac_buffer *buffer, const ac_explainer *x, const ac_spot *from, int least)
{
    ac_spot spot;
    if (!ac_spot_end(x, from, &spot)) {
        add_value(buffer, x, from);
        return;
    }
    if (ac_spot_is_held(x, &spot)) {
        add_value(buffer, x, &spot);
        return;
    }
    ac_opcode op = ac_spot_node(x, &spot)->op;
    if (op == AC_OP_CASES || op == AC_OP_OR_DIVIDED || op == AC_OP_OR_EARLIER) {
        add_chosen(buffer, x, &spot, least);
        return;
    }
    ac_spot before;
    bool whole = op == AC_OP_CHANGE && !ac_spot_before(x, &spot, &before);
    bool brackets =
        (strength(op) < least && !whole) || (least > strength(AC_OP_ADD) && is_negative(x, &spot));
    ac_buffer_add_z(buffer, brackets ? "(" : "");
    add_node(buffer, x, &spot);
    ac_buffer_add_z(buffer, brackets ? ")" : "");
}

/* NOLINTEND(misc-no-recursion) */

void ac_explain_numbers_add(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    add_spot(buffer, x, spot, 0);
}
