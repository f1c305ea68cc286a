/* SPDX-License-Identifier: MIT */
/* The operations behind a formula's numbers, for a reader that computes them again: each has its
 * name, what it came to as an exact fraction, and its operands in `of`. Where a formula reads a
 * named value or adds many, the operation names it, and the tree of reasons has it. */

#include "contract/explain_tree.h"

static const char *operation_of(ac_opcode op)
{
    switch ((int)op) {
    case AC_OP_QUANTITY:
        return "value";
    case AC_OP_GATE:
        return "gate";
    case AC_OP_NEGATE:
        return "negative";
    case AC_OP_TOTAL_BY:
        return "total";
    case AC_OP_PAYMENT:
        return "payment";
    case AC_OP_SELECT:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_SAME:
    case AC_OP_PREVIOUS:
        return "elsewhere";
    default:
        return ac_opcode_word(op);
    }
}

static void add_result(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_type *type = &ac_spot_node(x, spot)->type;
    ac_value value = ac_spot_value(x, spot);
    if (value.state != AC_VALUE_KNOWN) {
        bool fault = ac_note_is_fault(&x->evaluation, value.state);
        ac_buffer_addf(buffer, ",\"state\":\"%s\"", fault ? "at fault" : "not yet known");
    } else if (type->kind <= AC_KIND_STOCK) {
        ac_buffer_add_z(buffer, ",\"exact\":\"");
        ac_rational_add_exact(buffer, value.number);
        ac_buffer_add_char(buffer, '"');
    } else {
        AC_SCOPED_BUFFER(word, 64 << 10);
        ac_explain_value_add(&word, x, type, value);
        ac_buffer_add_z(buffer, ",\"value\":");
        ac_buffer_add_json(buffer, ac_buffer_text(&word));
    }
}

static void add_where(ac_buffer *buffer, const ac_explainer *x, const ac_explain_where *where)
{
    ac_buffer_add_char(buffer, ',');
    ac_explain_where_add(buffer, x, where);
}

static void add_name(ac_buffer *buffer, ac_text name)
{
    ac_buffer_add_z(buffer, ",\"name\":");
    ac_buffer_add_json(buffer, name);
}

static void add_quantity(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    uint32_t index = ac_spot_node(x, spot)->index;
    const ac_column *column = &x->evaluation.quantities[index];
    ac_explain_where where = {
        column->levels, &spot->at, column->period, ac_spot_quantity_period(x, spot)};
    add_name(buffer, x->program->quantities[index].name);
    add_where(buffer, x, &where);
}

static void add_gate(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    static const char *const states[] = {"undecided", "met", "missed"};
    const ac_node *node = ac_spot_node(x, spot);
    ac_gate_state state = AC_GATE_UNDECIDED;
    uint32_t unknown =
        ac_gate_value(&x->evaluation, node->index, node->period, spot->period, &state);
    add_name(buffer, x->program->gates[node->index].name);
    ac_buffer_addf(buffer, ",\"asked\":\"%s\"", states[node->state]);
    if (unknown == AC_VALUE_KNOWN) {
        ac_buffer_addf(buffer, ",\"is\":\"%s\"", states[state]);
    }
}

static void add_sum(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    (void)ac_spot_parts(x, &scratch, spot, &count);
    ac_explain_where where = {node->type.levels, &spot->at, node->period, spot->period};
    add_name(buffer, ac_explain_sum_name(x, node));
    add_where(buffer, x, &where);
    ac_buffer_addf(buffer, ",\"count\":%zu", count);
}

static void add_number(ac_buffer *buffer, const char *key, ac_rational number)
{
    ac_buffer_addf(buffer, ",\"%s\":\"", key);
    ac_rational_add_exact(buffer, number);
    ac_buffer_add_char(buffer, '"');
}

static void add_band(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot left = ac_spot_operand(x, spot, node->left);
    ac_value of = ac_spot_value(x, &left);
    const ac_band *band = NULL;
    if (of.state == AC_VALUE_KNOWN) {
        band = ac_explain_band(&x->program->bands[node->index], of.number);
    }
    if (band == NULL) {
        return;
    }
    add_number(buffer, "from", band->from);
    add_number(buffer, "gives", band->value);
    if (!band->open) {
        add_number(buffer, "until", band->until);
    }
    if (band->line) {
        add_number(buffer, "gives_at_end", band->value_until);
    }
}

static void add_choices(ac_buffer *buffer, const ac_explainer *x, const ac_node *node)
{
    const ac_words *choices = &x->program->nodes[node->left].type.choices;
    const char *before = ",\"asked\":[";
    for (size_t i = 0; i < choices->count; i++) {
        if ((node->mask >> i & 1) != 0) {
            ac_buffer_add_z(buffer, before);
            ac_buffer_add_json(buffer, choices->list[i].text);
            before = ",";
        }
    }
    ac_buffer_add_char(buffer, ']');
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

/* A list of operations under a key. */
static void add_list(
    ac_buffer *buffer, const ac_explainer *x, const char *key, const ac_spot *list, size_t count)
{
    ac_buffer_addf(buffer, ",\"%s\":[", key);
    for (size_t i = 0; i < count && !buffer->overflowed; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "" : ",");
        ac_explain_computed_add(buffer, x, &list[i]);
    }
    ac_buffer_add_char(buffer, ']');
}

static void add_cases(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    uint32_t chosen = ac_spot_case(x, spot);
    uint32_t count = ac_spot_node(x, spot)->argument_count;
    AC_SCOPED_ARENA(scratch);
    ac_spot *tried = AC_NEW_ARRAY(&scratch, ac_spot, count);
    size_t made = 0;
    for (uint32_t i = 0; i < count && (chosen == AC_NONE || i <= chosen); i++) {
        made += ac_spot_case_condition(x, spot, i, &tried[made]) ? 1 : 0;
        if (made > 0 && ac_spot_value(x, &tried[made - 1]).state != AC_VALUE_KNOWN) {
            break;
        }
    }
    add_list(buffer, x, "tried", tried, made);
    if (chosen != AC_NONE) {
        ac_spot value = ac_spot_case_value(x, spot, chosen);
        ac_buffer_addf(buffer, ",\"case\":%u", chosen + 1);
        add_list(buffer, x, "of", &value, 1);
    }
}

static void add_operands(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot of[3];
    size_t count = 0;
    switch ((int)node->op) {
    case AC_OP_CASES:
        add_cases(buffer, x, spot);
        return;
    case AC_OP_CHANGE:
        of[count++] = ac_spot_operand(x, spot, node->left);
        count += ac_spot_before(x, spot, &of[1]) ? 1 : 0;
        break;
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER: {
        ac_spot left = ac_spot_operand(x, spot, node->left);
        (void)ac_spot_chosen(x, spot, &of[count++]);
        if (of[0].node == node->right) {
            add_list(buffer, x, "instead_of", &left, 1);
        }
        break;
    }
    case AC_OP_UNLESS: {
        ac_spot condition = ac_spot_operand(x, spot, node->third);
        add_list(buffer, x, "tried", &condition, 1);
        of[count++] = ac_spot_operand(x, spot, node->left);
        of[count++] = ac_spot_operand(x, spot, node->right);
        break;
    }
    default:
        of[count++] = ac_spot_operand(x, spot, node->left);
        if (node->right != AC_NODE_NONE) {
            of[count++] = ac_spot_operand(x, spot, node->right);
        }
        break;
    }
    add_list(buffer, x, "of", of, count);
}

void ac_explain_computed_add(ac_buffer *buffer, const ac_explainer *x, const ac_spot *from)
{
    ac_spot spot;
    if (!ac_spot_end(x, from, &spot)) {
        spot = *from; /* it leads to no member or period, and is not known */
    }
    const ac_node *node = ac_spot_node(x, &spot);
    ac_buffer_addf(buffer, "{\"op\":\"%s\"", operation_of(node->op));
    add_result(buffer, x, &spot);
    if (ac_spot_is_sum(x, &spot)) {
        add_sum(buffer, x, &spot);
        ac_buffer_add_char(buffer, '}');
        return;
    }
    switch ((int)node->op) {
    case AC_OP_QUANTITY:
        add_quantity(buffer, x, &spot);
        break;
    case AC_OP_GATE:
        add_gate(buffer, x, &spot);
        break;
    case AC_OP_ROUND:
        ac_buffer_addf(
            buffer, ",\"places\":%d,\"way\":\"%s\"", node->places,
            ac_rounding_words(node->rounding));
        break;
    case AC_OP_BANDS:
        add_band(buffer, x, &spot);
        break;
    case AC_OP_IS:
        add_choices(buffer, x, node);
        break;
    default:
        break;
    }
    if (node->left != AC_NODE_NONE && !ac_spot_is_pick(x, &spot)) {
        add_operands(buffer, x, &spot);
    } else if (node->op == AC_OP_CASES) {
        add_cases(buffer, x, &spot);
    }
    ac_buffer_add_char(buffer, '}');
}

/* NOLINTEND(misc-no-recursion) */
