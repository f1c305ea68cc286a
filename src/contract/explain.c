/* SPDX-License-Identifier: MIT */
/* Explains a value: has the tree of its reasons made (explain_reasons.c, explain_leaves.c) and
 * written. Everything lies in an arena of its own, also the numbers and notes that computing
 * single values gives. */

#include "base/assert.h"
#include "contract/explain_leaves.h"

enum { DEPTH_MOST = 200 };

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

static accord_status
check_place(const ac_explainer *x, const ac_explain_subject *of, accord_error *error)
{
    ac_level_set levels = 0;
    int32_t first = 0;
    int32_t count = 1;
    if (of->period_kind != AC_PERIOD_NONE) {
        first = ac_term_first(x->calendar, of->period_kind);
        count = ac_term_count(x->calendar, of->period_kind);
    }
    if (of->kind == AC_EXPLAIN_QUANTITY) {
        const ac_column *column = &x->evaluation.quantities[of->index];
        levels = column->levels;
        first = column->first;
        count = (int32_t)column->periods;
    } else if (of->kind == AC_EXPLAIN_NODE) {
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

/* The subject with the period kind that it has. */
static ac_explain_subject settle(const ac_evaluation *evaluation, const ac_explain_subject *subject)
{
    ac_explain_subject of = *subject;
    if (of.kind == AC_EXPLAIN_QUANTITY) {
        of.period_kind = evaluation->quantities[of.index].period;
    } else if (of.kind == AC_EXPLAIN_NODE) {
        of.period_kind = evaluation->program->nodes[of.index].period;
    }
    if (of.period_kind == AC_PERIOD_NONE) {
        of.period = 0;
    }
    return of;
}

static void
make_reasons(ac_explainer *x, ac_reason *top, const ac_explain_subject *of, uint32_t depth_asked)
{
    uint32_t depth = depth_asked == 0 ? AC_EXPLAIN_DEPTH : depth_asked;
    depth = depth > DEPTH_MOST ? DEPTH_MOST : depth;
    switch (of->kind) {
    case AC_EXPLAIN_QUANTITY:
        ac_explain_quantity(x, top, &(ac_used){of->index, &of->at, of->period}, depth, true);
        break;
    case AC_EXPLAIN_GATE:
        ac_explain_gate(x, top, of->index, of->period_kind, of->period, depth);
        break;
    case AC_EXPLAIN_NODE: {
        ac_spot root = {.node = of->index, .at = of->at, .period = of->period};
        ac_explain_node(x, top, &root, of->clause, depth);
        break;
    }
    }
    ac_assert(top->child_count == 1);
}

accord_status ac_explain_make(
    ac_arena *arena,
    const ac_evaluation *evaluation,
    const ac_explain_subject *subject,
    const ac_explain_options *options,
    const ac_explanation **made,
    accord_error *error)
{
    static const ac_explain_options plain = {0};
    options = options == NULL ? &plain : options;
    ac_explanation *whole = AC_NEW(arena, ac_explanation);
    ac_explainer *x = &whole->x;
    ac_explainer_init(x, arena, evaluation, options);
    ac_explain_subject of = settle(evaluation, subject);
    AC_TRY(check_place(x, &of, error));
    if (of.kind == AC_EXPLAIN_NODE && options->payments == NULL &&
        has_payment(x->program, of.index)) {
        return ac_fail(error, ACCORD_EINPUT, "payments are needed to explain a check of payments");
    }
    ac_reason top = {.record = AC_NONE};
    make_reasons(x, &top, &of, options->depth_max);
    if (of.kind == AC_EXPLAIN_NODE && of.told_elsewhere) {
        top.children[0]->period_kind = of.told_kind;
        top.children[0]->period = of.told;
    }
    whole->root = top.children[0];
    whole->receipt = !options->receipt_left_out;
    whole->files = ac_fact_files(arena, x->program, x->facts, &whole->file_count);
    *made = whole;
    return ac_ok();
}

accord_status ac_explain_add(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    const ac_explain_subject *subject,
    const ac_explain_options *options,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    const ac_explanation *made = NULL;
    AC_TRY(ac_explain_make(&arena, evaluation, subject, options, &made, error));
    if (options != NULL && options->json) {
        ac_buffer_add_char(buffer, '{');
        ac_explanation_add_json(buffer, made);
        ac_buffer_add_char(buffer, '}');
    } else {
        ac_explanation_add_text(buffer, made);
        ac_explanation_add_receipt(buffer, made);
    }
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the explanation is longer than %zu bytes; ask for less depth",
            buffer->most_bytes);
    }
    return ac_ok();
}
