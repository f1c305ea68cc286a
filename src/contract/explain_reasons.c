/* SPDX-License-Identifier: MIT */
/* A reason for each definition that a value used: where it is, what it comes to, its clause, its
 * formula with the numbers. What has been explained once is not explained again. */

#include "contract/explain_leaves.h"
#include "contract/knowledge.h"
#include "value/date.h"

enum { WORDS_MAX = 64 << 10 };

ac_reason *ac_reason_new(ac_explainer *x, ac_reason_kind kind)
{
    ac_reason *reason = AC_NEW(x->arena, ac_reason);
    reason->kind = kind;
    reason->clause = AC_NONE;
    reason->record = AC_NONE;
    reason->computed.node = AC_NODE_NONE;
    x->made++;
    return reason;
}

void ac_reason_add(ac_explainer *x, ac_reason *parent, ac_reason *child)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant */
    AC_RESERVE(x->arena, parent->children, parent->child_count, parent->child_capacity);
    parent->children[parent->child_count++] = child;
}

void ac_reason_place(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    reason->levels = node->type.levels;
    reason->at = spot->at;
    reason->period_kind = node->period;
    reason->period = spot->period;
    reason->type = &node->type;
    reason->value = ac_spot_value(x, spot);
}

void ac_reason_numbers(ac_explainer *x, ac_reason *reason, const ac_spot *spot)
{
    AC_SCOPED_BUFFER(numbers, WORDS_MAX);
    ac_explain_numbers_add(&numbers, x, spot);
    reason->computed = *spot;
    reason->numbers = ac_text_copy(x->arena, ac_buffer_text(&numbers));
}

/* The record of a definition at a place; made when first asked for. */
static uint32_t record_of(ac_explainer *x, uint32_t definition, uint64_t member, int32_t period)
{
    AC_SCOPED_BUFFER(key, 100);
    ac_buffer_addf(&key, "%u/%llu/%d", definition, (unsigned long long)member, period);
    uint32_t found = ac_names_find(&x->names, ac_buffer_text(&key));
    if (found == AC_NAME_NONE) {
        AC_RESERVE(x->arena, x->records, x->record_count, x->record_capacity);
        found = (uint32_t)x->record_count++;
        x->records[found] = (ac_record){.begun = false};
        (void)ac_names_add(&x->names, ac_text_copy(x->arena, ac_buffer_text(&key)), found);
    }
    return found;
}

static bool has_record(const ac_reason *parent, uint32_t record)
{
    for (size_t i = 0; i < parent->child_count; i++) {
        if (parent->children[i]->record == record) {
            return true;
        }
    }
    return false;
}

/* Whether what lies behind a record is above, at least as deep as it would be shown here. */
static bool is_above(const ac_explainer *x, uint32_t record, uint32_t depth)
{
    const ac_record *kept = &x->records[record];
    return kept->begun && (kept->complete || kept->depth >= depth);
}

static void finish(ac_explainer *x, ac_reason *reason, uint32_t depth)
{
    reason->complete = !reason->cut;
    for (size_t i = 0; i < reason->child_count; i++) {
        reason->complete = reason->complete && reason->children[i]->complete;
    }
    if (reason->record != AC_NONE) {
        x->records[reason->record] =
            (ac_record){.begun = true, .complete = reason->complete, .depth = depth};
    }
}

static void open_clause(ac_explainer *x, ac_reason *reason)
{
    if (reason->clause == AC_NONE) {
        return;
    }
    const ac_clause *clause = ac_clause_at(x->program, reason->clause);
    reason->fresh = !x->clause_shown[reason->clause];
    x->clause_shown[reason->clause] = true;
    reason->formula =
        ac_explain_words(x, clause->value == NULL ? clause->span : clause->value->span);
}

/* NOLINTBEGIN(misc-no-recursion): ac_explain_leaves bounds it */

/* A formula and what it used. */
static void open_formula(ac_explainer *x, ac_reason *reason, const ac_spot *root, uint32_t depth)
{
    open_clause(x, reason);
    ac_reason_numbers(x, reason, root);
    ac_explain_steps(x, reason, root);
    bool leaf = x->program->nodes[root->node].op == AC_OP_NUMBER;
    if (depth == 0) {
        reason->cut = !leaf;
    } else {
        ac_explain_leaves(x, reason, root, depth - 1, true);
    }
}

static void open_quantity(ac_explainer *x, ac_reason *reason, uint32_t index, uint32_t depth)
{
    const ac_quantity *quantity = &x->program->quantities[index];
    if (quantity->kind == AC_QUANTITY_INPUT) {
        ac_explain_input(x, reason, index);
        open_clause(x, reason);
        return;
    }
    if (quantity->kind == AC_QUANTITY_TABLE) {
        ac_explain_table(x, reason, index);
        open_clause(x, reason);
        return;
    }
    if (ac_explain_away(x, reason)) {
        return;
    }
    const ac_version *version = ac_version_at(
        x->program, quantity->versions, quantity->version_count, reason->period_kind,
        reason->period);
    reason->clause = version->clause;
    ac_spot root = {.node = version->root, .at = reason->at};
    root.period = ac_read_period(
        x->calendar, reason->period_kind, reason->period, x->program->nodes[root.node].period);
    open_formula(x, reason, &root, depth);
}

void ac_explain_quantity(
    ac_explainer *x, ac_reason *parent, const ac_used *used, uint32_t depth, bool once)
{
    static const ac_reason_kind kinds[] = {
        [AC_QUANTITY_INPUT] = AC_REASON_INPUT,
        [AC_QUANTITY_TABLE] = AC_REASON_TABLE,
        [AC_QUANTITY_FORMULA] = AC_REASON_FORMULA};
    uint32_t index = used->quantity;
    const ac_quantity *quantity = &x->program->quantities[index];
    const ac_column *column = &x->evaluation.quantities[index];
    uint64_t member = ac_member_index(x->program, x->facts, column->levels, used->at);
    uint32_t record = record_of(x, index, member, used->period);
    if (once && has_record(parent, record)) {
        return;
    }
    ac_reason *reason = ac_reason_new(x, kinds[quantity->kind]);
    reason->record = record;
    reason->name = quantity->name;
    reason->clause = quantity->clause;
    reason->levels = column->levels;
    reason->at = *used->at;
    reason->period_kind = column->period;
    reason->period = used->period;
    reason->type = &quantity->type;
    reason->value = ac_quantity_value(&x->evaluation, index, used->at, used->period);
    if (is_above(x, record, depth)) {
        reason->above = true;
        reason->complete = x->records[record].complete;
    } else {
        open_quantity(x, reason, index, depth);
        finish(x, reason, depth);
    }
    ac_reason_add(x, parent, reason);
}

/* The period that asks whether a gate is met. */
typedef struct seen_from {
    ac_period_kind kind;
    int32_t period;
} seen_from;

/* A gate each period is decided with the data of its period. */
static void
step_gate_each(ac_explainer *x, ac_reason *reason, const ac_gate *gate, const seen_from *seen)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    uint32_t index = (uint32_t)(gate - x->program->gates);
    ac_buffer_add_z(&words, "decided by data that freeze on ");
    ac_date_add_iso(&words, ac_gate_decided(x->program, index, seen->kind, seen->period));
    ac_explain_step(x, reason, &words);
}

/* Says when a gate at a date is decided, or why it is not. */
static void step_gate(
    ac_explainer *x, ac_reason *reason, const ac_gate *gate, const seen_from *seen, bool decided)
{
    if (gate->each) {
        step_gate_each(x, reason, gate, seen);
        return;
    }
    accord_date last = ac_period_last(x->calendar, seen->kind, seen->period);
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    if (decided) {
        ac_buffer_add_z(&words, "decided at ");
        ac_date_add_iso(&words, gate->date);
        ac_buffer_add_z(&words, " by data that freeze on ");
        ac_date_add_iso(&words, gate->decided);
    } else if (last.day < gate->date.day) {
        ac_buffer_add_z(&words, "applies to periods that end on or after ");
        ac_date_add_iso(&words, gate->date);
        ac_buffer_add_z(&words, ", and ");
        ac_period_add(&words, x->calendar, seen->kind, seen->period);
        ac_buffer_add_z(&words, " does not");
    } else {
        const ac_knowledge *knowledge = x->facts->knowledge;
        bool open = knowledge != NULL &&
                    (knowledge->gates_undecided >> (gate - x->program->gates) & 1) != 0;
        if (open) {
            ac_buffer_add_z(&words, "not decided by ");
            ac_date_add_iso(&words, knowledge->by);
        } else {
            ac_buffer_add_z(&words, "not decided when this is paid");
        }
        ac_buffer_add_z(&words, ": its data freeze on ");
        ac_date_add_iso(&words, gate->decided);
    }
    ac_explain_step(x, reason, &words);
}

void ac_explain_gate(
    ac_explainer *x,
    ac_reason *parent,
    uint32_t index,
    ac_period_kind kind,
    int32_t period,
    uint32_t depth)
{
    static const char *const states[] = {"undecided", "met", "missed"};
    const ac_gate *gate = &x->program->gates[index];
    ac_gate_state state = AC_GATE_UNDECIDED;
    uint32_t unknown = ac_gate_value(&x->evaluation, index, kind, period, &state);
    bool decided = unknown != AC_VALUE_KNOWN || state != AC_GATE_UNDECIDED;
    int32_t read = gate->each ? ac_read_period(x->calendar, kind, period, gate->period) : gate->at;
    uint32_t record =
        record_of(x, x->program->quantity_count + index, decided ? 0 : 1, decided ? read : 0);
    if (has_record(parent, record)) {
        return;
    }
    const ac_version *version =
        ac_version_at(x->program, gate->versions, gate->version_count, gate->period, read);
    ac_spot root = {.node = version->root};
    root.period =
        ac_read_period(x->calendar, gate->period, read, x->program->nodes[root.node].period);
    ac_reason *reason = ac_reason_new(x, AC_REASON_GATE);
    reason->record = record;
    reason->name = gate->name;
    reason->clause = version->clause;
    reason->period_kind = gate->each ? gate->period : AC_PERIOD_NONE;
    reason->period = read;
    reason->type = &x->program->nodes[root.node].type;
    reason->word = ac_text_of(states[state]);
    reason->value = (ac_value){ac_rational_of(state == AC_GATE_MET ? 1 : 0), unknown};
    if (is_above(x, record, depth)) {
        reason->above = true;
        reason->complete = x->records[record].complete;
        ac_reason_add(x, parent, reason);
        return;
    }
    seen_from seen = {kind, period};
    step_gate(x, reason, gate, &seen, decided);
    if (decided) {
        open_formula(x, reason, &root, depth);
    } else {
        open_clause(x, reason);
    }
    finish(x, reason, depth);
    ac_reason_add(x, parent, reason);
}

void ac_explain_node(
    ac_explainer *x, ac_reason *parent, const ac_spot *root, uint32_t clause, uint32_t depth)
{
    ac_reason *reason = ac_reason_new(x, AC_REASON_NODE);
    reason->clause = clause;
    reason->name = ac_explain_words(x, ac_spot_node(x, root)->expr->span);
    ac_reason_place(x, reason, root);
    open_formula(x, reason, root, depth);
    finish(x, reason, depth);
    ac_reason_add(x, parent, reason);
}

/* NOLINTEND(misc-no-recursion) */
