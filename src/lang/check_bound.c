/* SPDX-License-Identifier: MIT */
/* Payments without a worst case: of a contract that assumes anything at all, each payment whose
 * amount has no end on one side, with the input that no assumption bounds. A contract without a
 * clause `assume` asks for no bounds, and is not told. */

#include "lang/checker.h"
#include "lang/ranges.h"

typedef struct search {
    const ac_program *program;
    const ac_ranges *ranges;
} search;

/* The first named value without an end within a formula that has none, or AC_NONE. */
/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static uint32_t open_name(const search *in, ac_node_id id)
{
    if (id == AC_NODE_NONE || ac_interval_is_bounded(in->ranges->nodes[id])) {
        return AC_NONE;
    }
    const ac_node *node = &in->program->nodes[id];
    if (node->op == AC_OP_QUANTITY) {
        return node->index;
    }
    const ac_node_id ids[] = {node->left, node->right, node->third};
    uint32_t found = AC_NONE;
    for (size_t i = 0; i < 3 && found == AC_NONE; i++) {
        found = open_name(in, ids[i]);
    }
    for (uint32_t i = 0; i < node->argument_count && found == AC_NONE; i++) {
        found = open_name(in, in->program->arguments[node->argument + 2 * i]);
    }
    return found;
}

/* The input to which a formula without an end leads, or AC_NONE: from name to name, each of them
 * without an end, at most once round a ring. */
static uint32_t find_open(const search *in, ac_node_id id)
{
    const ac_program *program = in->program;
    uint32_t index = open_name(in, id);
    for (uint32_t i = 0; index != AC_NONE && i <= program->quantity_count; i++) {
        const ac_quantity *quantity = &program->quantities[index];
        if (quantity->kind != AC_QUANTITY_FORMULA) {
            return index;
        }
        index = AC_NONE;
        for (uint32_t v = 0; v < quantity->version_count && index == AC_NONE; v++) {
            index = open_name(in, quantity->versions[v].root);
        }
    }
    return AC_NONE;
}

static void check_amount(ac_checker *checker, const search *in, const ac_pay_version *version)
{
    ac_interval range = in->ranges->nodes[version->amount];
    if (ac_interval_is_bounded(range)) {
        return;
    }
    checker->clause = ac_clause_at(in->program, version->clause);
    uint32_t open = find_open(in, version->amount);
    if (open == AC_NONE) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_BOUND, checker->clause->value->span,
            "this payment has no worst case: it divides by something that may come near nought");
        fault->mend = AC_TEXT("limit it: 'not above ...', 'not below ...'");
        return;
    }
    const ac_quantity *input = &in->program->quantities[open];
    ac_diagnostic *fault = ac_fault(
        checker, AC_BOUND, checker->clause->value->span,
        "this payment has no worst case: no assumption bounds '%.*s'", AC_TEXT_ARG(input->name));
    ac_fault_other(checker, fault, input->clause);
    fault->mend = ac_diagnostic_text(
        checker->diagnostics,
        "add a clause such as 'assume %.*s between 0 and ...', or limit the payment",
        AC_TEXT_ARG(input->name));
}

void ac_check_bound(ac_checker *checker, const ac_program *program)
{
    if (program->assumption_count == 0) {
        return;
    }
    search in = {.program = program};
    in.ranges = ac_ranges_of_ends(checker->arena, program);
    for (uint32_t i = 0; i < program->pay_count; i++) {
        for (uint32_t v = 0; v < program->pays[i].version_count; v++) {
            check_amount(checker, &in, &program->pays[i].versions[v]);
        }
    }
}
