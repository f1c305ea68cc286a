/* SPDX-License-Identifier: MIT */
/* What was decided on the way to a value: which case applied and why the ones before did not,
 * whether a limit bit, which band a number fell in, what was rounded and which way. In the order of
 * computing. */

#include "base/assert.h"
#include "contract/explain_tree.h"

enum { WORDS_MAX = 64 << 10 };

void ac_explain_step(ac_explainer *x, ac_reason *reason, const ac_buffer *words)
{
    AC_RESERVE(x->arena, reason->steps, reason->step_count, reason->step_capacity);
    reason->steps[reason->step_count++] = ac_text_copy(x->arena, ac_buffer_text(words));
}

static void add_known(ac_buffer *words, const ac_explainer *x, const ac_spot *spot)
{
    ac_explain_value_add(words, x, &ac_spot_node(x, spot)->type, ac_spot_value(x, spot));
}

static void step_case(ac_explainer *x, ac_reason *reason, const ac_spot *spot, uint32_t i)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_spot condition;
    ac_spot value = ac_spot_case_value(x, spot, i);
    ac_text written = ac_explain_words(x, ac_spot_node(x, &value)->expr->span);
    ac_buffer_addf(&words, "case %u, %.*s ", i + 1, AC_TEXT_ARG(written));
    if (!ac_spot_case_condition(x, spot, i, &condition)) {
        ac_buffer_add_z(&words, "otherwise: applies");
        ac_explain_step(x, reason, &words);
        return;
    }
    ac_value is = ac_spot_value(x, &condition);
    bool known = is.state == AC_VALUE_KNOWN;
    bool yes = known && ac_rational_sign(is.number) != 0;
    written = ac_explain_words(x, ac_spot_node(x, &condition)->expr->span);
    ac_buffer_addf(&words, "when %.*s: ", AC_TEXT_ARG(written));
    ac_buffer_add_z(&words, yes ? "applies" : known ? "does not apply" : "cannot be said yet");
    ac_buffer_add_z(&words, " (");
    ac_explain_numbers_add(&words, x, &condition);
    ac_buffer_add_char(&words, ')');
    ac_explain_step(x, reason, &words);
}

static void step_limit(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot left = ac_spot_operand(x, spot, node->left);
    ac_spot right = ac_spot_operand(x, spot, node->right);
    ac_value a = ac_spot_value(x, &left);
    ac_value b = ac_spot_value(x, &right);
    if (a.state != AC_VALUE_KNOWN || b.state != AC_VALUE_KNOWN) {
        return;
    }
    int order = ac_rational_compare(a.number, b.number);
    bool bites = node->op == AC_OP_NOT_ABOVE ? order > 0 : order < 0;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_buffer_addf(&words, "limit, %s ", ac_opcode_word(node->op));
    add_known(&words, x, &right);
    ac_buffer_add_z(&words, bites ? ": takes the place of " : ": does not touch ");
    add_known(&words, x, &left);
    ac_explain_step(x, reason, &words);
}

static void step_lesser(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    ac_value value = ac_spot_value(x, spot);
    if (value.state != AC_VALUE_KNOWN) {
        return;
    }
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_explain_numbers_add(&words, x, spot);
    ac_buffer_add_z(&words, ": ");
    add_known(&words, x, spot);
    ac_explain_step(x, reason, &words);
}

static void step_unless(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot condition = ac_spot_operand(x, spot, node->third);
    ac_spot left = ac_spot_operand(x, spot, node->left);
    ac_spot right = ac_spot_operand(x, spot, node->right);
    ac_value is = ac_spot_value(x, &condition);
    if (is.state != AC_VALUE_KNOWN) {
        return;
    }
    bool yes = ac_rational_sign(is.number) != 0;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_text written = ac_explain_words(x, ac_spot_node(x, &condition)->expr->span);
    ac_buffer_addf(&words, "unless %.*s: ", AC_TEXT_ARG(written));
    if (yes) {
        ac_buffer_add_z(&words, "it is so, and ");
        add_known(&words, x, &left);
        ac_buffer_add_z(&words, " stands");
    } else {
        ac_buffer_add_z(&words, "it is not so, and ");
        add_known(&words, x, &right);
        ac_buffer_add_z(&words, " takes the place of ");
        add_known(&words, x, &left);
    }
    ac_explain_step(x, reason, &words);
}

static void step_mended(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    ac_spot chosen;
    const ac_node *node = ac_spot_node(x, spot);
    if (!ac_spot_chosen(x, spot, &chosen) || chosen.node != node->right) {
        return;
    }
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    if (node->op == AC_OP_OR_DIVIDED) {
        ac_spot left = ac_spot_operand(x, spot, node->left);
        ac_explain_numbers_add(&words, x, &left);
        ac_buffer_add_z(&words, " cannot be divided, and ");
    } else {
        ac_buffer_add_z(&words, "there is no earlier period, and ");
    }
    add_known(&words, x, &chosen);
    ac_buffer_add_z(&words, " stands instead");
    ac_explain_step(x, reason, &words);
}

static void step_round(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot left = ac_spot_operand(x, spot, node->left);
    ac_value before = ac_spot_value(x, &left);
    ac_value after = ac_spot_value(x, spot);
    if (before.state != AC_VALUE_KNOWN || after.state != AC_VALUE_KNOWN) {
        return;
    }
    ac_rounded made = {
        .before = before.number,
        .after = after.number,
        .places = node->places,
        .way = node->rounding};
    AC_RESERVE(x->arena, reason->rounded, reason->rounded_count, reason->rounded_capacity);
    reason->rounded[reason->rounded_count++] = made;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_explain_rounded_add(&words, node);
    ac_buffer_addf(&words, ", %s: ", ac_rounding_words(node->rounding));
    add_known(&words, x, &left);
    bool whole = ac_explain_ends(x, &node->type, before.number);
    if (!whole && ac_rational_bits(before.number) <= AC_EXPLAIN_BITS_SHOWN) {
        ac_buffer_add_z(&words, " (exactly ");
        ac_rational_add_exact(&words, before.number);
        ac_buffer_add_char(&words, ')');
    }
    if (ac_rational_compare(before.number, after.number) == 0) {
        ac_buffer_add_z(&words, " stays");
    } else {
        ac_buffer_add_z(&words, " becomes ");
        add_known(&words, x, spot);
    }
    ac_explain_step(x, reason, &words);
}

/* Where one band ends and the next begins at the same number, it belongs to the next. */
const ac_band *ac_explain_band(const ac_band_set *set, ac_rational number)
{
    for (uint32_t i = set->count; i > 0; i--) {
        const ac_band *band = &set->bands[i - 1];
        if (ac_rational_compare(number, band->from) < 0) {
            continue;
        }
        int most = band->until_included ? 0 : -1;
        bool in = band->open || ac_rational_compare(number, band->until) <= most;
        return in ? band : NULL;
    }
    return NULL;
}

static void step_band(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
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
    const ac_type *in = &ac_spot_node(x, &left)->type;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_explain_value_add(&words, x, in, of);
    ac_buffer_add_z(&words, " lies in the band from ");
    ac_explain_value_add(&words, x, in, (ac_value){.number = band->from});
    if (!band->open) {
        ac_buffer_add_z(&words, band->until_included ? " to " : " to below ");
        ac_explain_value_add(&words, x, in, (ac_value){.number = band->until});
    }
    ac_buffer_add_z(&words, ": ");
    ac_explain_value_add(&words, x, &node->type, (ac_value){.number = band->value});
    if (band->part) {
        ac_buffer_add_z(&words, " for all below, and (");
        ac_explain_value_add(&words, x, in, of);
        ac_buffer_add_z(&words, " - ");
        ac_explain_value_add(&words, x, in, (ac_value){.number = band->from});
        ac_buffer_add_z(&words, ") * ");
        ac_rational_add_exact(&words, band->rate);
        ac_buffer_add_z(&words, ": ");
        add_known(&words, x, spot);
    }
    if (band->line && ac_rational_compare(band->from, band->until) != 0) {
        ac_buffer_add_z(&words, " + (");
        ac_explain_value_add(&words, x, &node->type, (ac_value){.number = band->value_until});
        ac_buffer_add_z(&words, " - ");
        ac_explain_value_add(&words, x, &node->type, (ac_value){.number = band->value});
        ac_buffer_add_z(&words, ") * (");
        ac_explain_value_add(&words, x, in, of);
        ac_buffer_add_z(&words, " - ");
        ac_explain_value_add(&words, x, in, (ac_value){.number = band->from});
        ac_buffer_add_z(&words, ") / (");
        ac_explain_value_add(&words, x, in, (ac_value){.number = band->until});
        ac_buffer_add_z(&words, " - ");
        ac_explain_value_add(&words, x, in, (ac_value){.number = band->from});
        ac_buffer_add_z(&words, ") = ");
        add_known(&words, x, spot);
    }
    ac_explain_step(x, reason, &words);
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static void step_operand(ac_explainer *x, ac_reason *reason, const ac_spot *spot, ac_node_id id)
{
    if (id != AC_NODE_NONE) {
        ac_spot operand = ac_spot_operand(x, spot, id);
        ac_explain_steps(x, reason, &operand);
    }
}

static void step_cases(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    uint32_t chosen = ac_spot_case(x, spot);
    uint32_t count = ac_spot_node(x, spot)->argument_count;
    for (uint32_t i = 0; i < count && (chosen == AC_NONE || i <= chosen); i++) {
        ac_spot condition;
        bool asks = ac_spot_case_condition(x, spot, i, &condition);
        if (asks) {
            ac_explain_steps(x, reason, &condition);
        }
        step_case(x, reason, spot, i);
        if (asks && chosen == AC_NONE && ac_spot_value(x, &condition).state != AC_VALUE_KNOWN) {
            return;
        }
    }
    if (chosen != AC_NONE) {
        ac_spot value = ac_spot_case_value(x, spot, chosen);
        ac_explain_steps(x, reason, &value);
    }
}

void ac_explain_steps(ac_explainer *x, ac_reason *reason, const ac_spot *from)
{
    ac_spot end;
    if (!ac_spot_end(x, from, &end) || ac_spot_is_sum(x, &end) || ac_spot_is_held(x, &end)) {
        return;
    }
    const ac_spot *spot = &end;
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot chosen;
    switch ((int)node->op) {
    case AC_OP_CASES:
        step_cases(x, reason, spot);
        return;
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER:
        (void)ac_spot_chosen(x, spot, &chosen);
        ac_explain_steps(x, reason, &chosen);
        step_mended(x, reason, spot);
        return;
    case AC_OP_CHANGE:
        step_operand(x, reason, spot, node->left);
        return;
    default:
        break;
    }
    step_operand(x, reason, spot, node->left);
    step_operand(x, reason, spot, node->right);
    step_operand(x, reason, spot, node->third);
    switch ((int)node->op) {
    case AC_OP_NOT_ABOVE:
    case AC_OP_NOT_BELOW:
        step_limit(x, reason, spot);
        break;
    case AC_OP_LESSER:
    case AC_OP_GREATER:
        step_lesser(x, reason, spot);
        break;
    case AC_OP_UNLESS:
        step_unless(x, reason, spot);
        break;
    case AC_OP_ROUND:
        step_round(x, reason, spot);
        break;
    case AC_OP_BANDS:
        step_band(x, reason, spot);
        break;
    default:
        break;
    }
}

/* NOLINTEND(misc-no-recursion) */
