/* SPDX-License-Identifier: MIT */
/* Explains a value: has the tree of its reasons made (explain_reasons.c, explain_leaves.c) and
 * written. Everything lies in an arena of its own, also the numbers and notes that computing
 * single values gives. */

#include "base/assert.h"
#include "contract/explain_leaves.h"

enum { DEPTH_MOST = 200 };

typedef struct subject {
    ac_reason_kind kind; /* FORMULA for any quantity, GATE, NODE */
    uint32_t index;
    uint32_t clause; /* NODE */
    ac_coordinates at;
    ac_period_kind period_kind;
    int32_t period;
} subject;

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static bool has_payment(const ac_program *program, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return false;
    }
    const ac_node *node = &program->nodes[id];
    bool has = node->op == AC_OP_PAYMENT || has_payment(program, node->left) ||
               has_payment(program, node->right) || has_payment(program, node->third);
    for (uint32_t i = 0; i < node->argument_count * 2; i++) {
        has = has || has_payment(program, program->arguments[node->argument + i]);
    }
    return has;
}

static accord_status check_place(const ac_explainer *x, const subject *of, accord_error *error)
{
    ac_level_set levels = 0;
    int32_t first = 0;
    int32_t count = 1;
    if (of->period_kind != AC_PERIOD_NONE) {
        first = ac_term_first(x->calendar, of->period_kind);
        count = ac_term_count(x->calendar, of->period_kind);
    }
    if (of->kind == AC_REASON_FORMULA) {
        const ac_column *column = &x->evaluation.quantities[of->index];
        levels = column->levels;
        first = column->first;
        count = (int32_t)column->periods;
    } else if (of->kind == AC_REASON_NODE) {
        levels = x->program->nodes[of->index].type.levels;
    }
    for (uint32_t i = 0; i < x->program->level_count; i++) {
        if ((levels & (1u << i)) != 0 && of->at.members[i] >= x->facts->levels[i].count) {
            return ac_fail(
                error, ACCORD_EINPUT, "there is no such member of %.*s",
                AC_TEXT_ARG(x->program->levels[i].name));
        }
    }
    if (of->period >= first && (int64_t)of->period < (int64_t)first + count) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(words, 200);
    ac_period_add(&words, x->calendar, of->period_kind, first);
    ac_buffer_add_z(&words, " to ");
    ac_period_add(&words, x->calendar, of->period_kind, first + count - 1);
    return ac_fail(
        error, ACCORD_EINPUT, "there is no value for that period; there are values for %s",
        words.bytes);
}

void ac_explainer_init(
    ac_explainer *x,
    ac_arena *arena,
    const ac_evaluation *evaluation,
    const ac_explain_options *options)
{
    *x = (ac_explainer){
        .arena = arena,
        .evaluation = *evaluation,
        .program = evaluation->program,
        .facts = evaluation->facts,
        .calendar = &evaluation->program->syntax->calendar,
        .children_max = options->children_max == 0 ? AC_EXPLAIN_CHILDREN : options->children_max};
    /* Full, so that the first new note moves them all into this arena. */
    x->evaluation.note_capacity = x->evaluation.note_count;
    x->evaluation.arena = arena;
    x->trace = (ac_trace){.evaluation = &x->evaluation, .payments = options->payments};
    x->clause_shown = AC_NEW_ARRAY(arena, bool, evaluation->program->syntax->clause_count);
    ac_names_init(&x->names, arena);
}

static accord_status explain(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    subject of,
    const ac_explain_options *asked,
    bool json,
    accord_error *error)
{
    ac_explain_options options = {0};
    if (asked != NULL) {
        options = *asked;
    }
    AC_SCOPED_ARENA(arena);
    ac_explainer x;
    ac_explainer_init(&x, &arena, evaluation, &options);
    if (of.period_kind == AC_PERIOD_NONE) {
        of.period = 0;
    }
    AC_TRY(check_place(&x, &of, error));
    if (of.kind == AC_REASON_NODE && options.payments == NULL && has_payment(x.program, of.index)) {
        return ac_fail(error, ACCORD_EINPUT, "payments are needed to explain a check of payments");
    }
    uint32_t depth = options.depth_max == 0 ? AC_EXPLAIN_DEPTH : options.depth_max;
    depth = depth > DEPTH_MOST ? DEPTH_MOST : depth;
    ac_reason top = {.record = AC_NONE};
    if (of.kind == AC_REASON_FORMULA) {
        ac_used used = {of.index, &of.at, of.period};
        ac_explain_quantity(&x, &top, &used, depth, true);
    } else if (of.kind == AC_REASON_GATE) {
        ac_explain_gate(&x, &top, of.index, of.period_kind, of.period, depth);
    } else {
        ac_spot root = {.node = of.index, .at = of.at, .period = of.period};
        ac_explain_node(&x, &top, &root, of.clause, depth);
    }
    ac_assert(top.child_count == 1);
    if (json) {
        ac_explain_write_json(buffer, &x, top.children[0], !options.receipt_left_out);
    } else {
        ac_explain_write_text(buffer, &x, top.children[0], !options.receipt_left_out);
    }
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the explanation is longer than %zu bytes; ask for less depth",
            buffer->most_bytes);
    }
    return ac_ok();
}

static subject quantity_subject(
    const ac_evaluation *evaluation, uint32_t quantity, const ac_coordinates *at, int32_t period)
{
    return (subject){
        .kind = AC_REASON_FORMULA,
        .index = quantity,
        .at = *at,
        .period_kind = evaluation->quantities[quantity].period,
        .period = period};
}

/* NOLINTBEGIN(readability-function-size): what, where, when and how, each of its own type but two
 */

accord_status ac_explain_add_text(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t quantity,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error)
{
    subject of = quantity_subject(evaluation, quantity, at, period);
    return explain(buffer, evaluation, of, options, false, error);
}

accord_status ac_explain_add_json(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t quantity,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error)
{
    subject of = quantity_subject(evaluation, quantity, at, period);
    return explain(buffer, evaluation, of, options, true, error);
}

accord_status ac_explain_node_add_text(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    ac_node_id node,
    uint32_t clause,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error)
{
    subject of = {
        .kind = AC_REASON_NODE,
        .index = node,
        .clause = clause,
        .at = *at,
        .period_kind = evaluation->program->nodes[node].period,
        .period = period};
    return explain(buffer, evaluation, of, options, false, error);
}

accord_status ac_explain_gate_add_text(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t gate,
    ac_period_kind kind,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error)
{
    subject of = {.kind = AC_REASON_GATE, .index = gate, .period_kind = kind, .period = period};
    return explain(buffer, evaluation, of, options, false, error);
}

accord_status ac_explain_node_add_json(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    ac_node_id node,
    uint32_t clause,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error)
{
    subject of = {
        .kind = AC_REASON_NODE,
        .index = node,
        .clause = clause,
        .at = *at,
        .period_kind = evaluation->program->nodes[node].period,
        .period = period};
    return explain(buffer, evaluation, of, options, true, error);
}

accord_status ac_explain_gate_add_json(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t gate,
    ac_period_kind kind,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error)
{
    subject of = {.kind = AC_REASON_GATE, .index = gate, .period_kind = kind, .period = period};
    return explain(buffer, evaluation, of, options, true, error);
}

/* NOLINTEND(readability-function-size) */
