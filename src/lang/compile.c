/* SPDX-License-Identifier: MIT */
/* The way from text to program, in its order: parse, declare, find what needs what, order, check
 * each definition, check the payments, and mark what is used. */

#include "lang/checker.h"

const char *ac_opcode_word(ac_opcode op)
{
    static const char *const words[] = {
#define AC_OPCODE(identifier, word, gives) [AC_OP_##identifier] = (word),
#include "lang/opcodes.def"
#undef AC_OPCODE
    };
    return words[op];
}

/* Marks what a node reaches. The list of quantities still to be walked stands in for recursion over
 * definitions; within one formula the recursion is bounded by AC_HEIGHT_MAX. */
typedef struct marker {
    ac_checker *checker;
    uint32_t *waiting; /* definitions' quantities to walk */
    size_t count;
    bool *gates; /* [gate_count] */
} marker;

static void mark_quantity(marker *mark, uint32_t index)
{
    ac_quantity *quantity = &mark->checker->quantities[index];
    if (!quantity->used) {
        quantity->used = true;
        mark->waiting[mark->count++] = index;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void mark_node(marker *mark, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return;
    }
    const ac_node node = *ac_node_at(mark->checker, id);
    if (node.op == AC_OP_QUANTITY) {
        mark_quantity(mark, node.index);
    }
    if (node.op == AC_OP_GATE && !mark->gates[node.index]) {
        mark->gates[node.index] = true;
        const ac_gate *gate = &mark->checker->gates[node.index];
        for (uint32_t v = 0; v < gate->version_count; v++) {
            mark_node(mark, gate->versions[v].root); /* a gate's condition may hold gates: few */
        }
    }
    mark_node(mark, node.left);
    mark_node(mark, node.right);
    mark_node(mark, node.third);
    for (uint32_t i = 0; i < node.argument_count * 2; i++) {
        mark_node(mark, mark->checker->arguments[node.argument + i]);
    }
}

static void mark_roots(marker *mark, const ac_program *program)
{
    ac_checker *checker = mark->checker;
    for (size_t i = 0; i < checker->pay_count; i++) {
        for (uint32_t v = 0; v < checker->pays[i].version_count; v++) {
            mark_node(mark, checker->pays[i].versions[v].amount);
        }
    }
    const ac_split *const lists[] = {
        program->payer_splits, program->payee_splits, program->pass_splits};
    const uint32_t counts[] = {
        program->payer_split_count, program->payee_split_count, program->pass_split_count};
    for (int k = 0; k < 3; k++) {
        for (uint32_t i = 0; i < counts[k]; i++) {
            mark_node(mark, lists[k][i].weights);
        }
    }
    for (size_t i = 0; i < checker->check_count; i++) {
        mark_node(mark, checker->checks[i].condition);
    }
    for (size_t i = 0; i < checker->assumption_count; i++) {
        mark_node(mark, checker->assumptions[i].condition);
    }
}

static void warn_unused(ac_checker *checker, const ac_program *program)
{
    marker mark = {.checker = checker};
    mark.waiting = AC_NEW_ARRAY(checker->arena, uint32_t, checker->quantity_count);
    mark.gates = AC_NEW_ARRAY(checker->arena, bool, checker->gate_count);
    mark_roots(&mark, program);
    while (mark.count > 0) {
        const ac_quantity quantity = checker->quantities[mark.waiting[--mark.count]];
        for (uint32_t v = 0; v < quantity.version_count; v++) {
            mark_node(&mark, quantity.versions[v].root);
        }
    }
    for (size_t i = 0; i < checker->quantity_count; i++) {
        const ac_quantity *quantity = &checker->quantities[i];
        checker->clause = &checker->syntax->clauses[quantity->clause];
        if (!quantity->used) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_UNUSED, checker->clause->name.span,
                "'%.*s' reaches no payment, gate or check", AC_TEXT_ARG(quantity->name));
            fault->mend = AC_TEXT("delete it, or leave it if it is only to be shown");
        }
    }
    for (size_t i = 0; i < checker->gate_count; i++) {
        checker->clause = &checker->syntax->clauses[checker->gates[i].clause];
        if (!mark.gates[i]) {
            ac_fault(
                checker, AC_UNUSED, checker->clause->name.span, "gate '%.*s' decides nothing",
                AC_TEXT_ARG(checker->gates[i].name));
        }
    }
}

/* Steps name definitions; a program knows quantities and gates. */
static void finish_steps(ac_checker *checker)
{
    for (size_t i = 0; i < checker->step_count; i++) {
        ac_step *step = &checker->steps[i];
        uint32_t *members = AC_NEW_ARRAY(checker->arena, uint32_t, step->count);
        for (uint32_t k = 0; k < step->count; k++) {
            const ac_definition *definition = &checker->definitions[step->members[k]];
            uint32_t offset = definition->is_gate ? (uint32_t)checker->quantity_count : 0;
            members[k] = definition->index + offset;
        }
        step->members = members;
    }
}

static void fill_program(ac_checker *checker, ac_program *program)
{
    program->syntax = checker->syntax;
    program->bases = checker->bases;
    program->base_count = (uint32_t)checker->base_count;
    program->levels = checker->levels;
    program->level_count = (uint32_t)checker->level_count;
    program->parties = checker->parties;
    program->party_count = (uint32_t)checker->party_count;
    program->quantities = checker->quantities;
    program->quantity_count = (uint32_t)checker->quantity_count;
    program->gates = checker->gates;
    program->gate_count = (uint32_t)checker->gate_count;
    program->bands = checker->bands;
    program->band_count = (uint32_t)checker->band_count;
    program->nodes = checker->nodes;
    program->node_count = (uint32_t)checker->node_count;
    program->arguments = checker->arguments;
    program->steps = checker->steps;
    program->step_count = (uint32_t)checker->step_count;
    program->pays = checker->pays;
    program->pay_count = (uint32_t)checker->pay_count;
    program->checks = checker->checks;
    program->check_count = (uint32_t)checker->check_count;
    program->assumptions = checker->assumptions;
    program->assumption_count = (uint32_t)checker->assumption_count;
}

/* When a group's values are known, as one number that only grows while it is being found out. */
static uint64_t knowledge_of(const ac_checker *checker, const ac_step *step)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < step->count; i++) {
        const ac_definition *definition = &checker->definitions[step->members[i]];
        const ac_type *type = definition->is_gate ? &checker->gates[definition->index].type
                                                  : &checker->quantities[definition->index].type;
        uint32_t finer = type->known == AC_KNOWN_START ? AC_PERIOD_NONE - type->known_from : 0;
        sum += type->freeze_days + 10 * (uint64_t)type->known + finer;
    }
    return sum;
}

/* Members that need each other across time are checked until nothing more is learnt of when they
 * are known: each look carries the freeze days of one a step further round the ring. */
static void check_step(ac_checker *checker, const ac_step *step)
{
    uint64_t before = 0;
    for (uint32_t look = 0; look <= step->count + 1; look++) {
        for (uint32_t i = 0; i < step->count; i++) {
            ac_check_definition(checker, step->members[i]);
        }
        uint64_t now = knowledge_of(checker, step);
        if (!step->through_time || (look > 0 && now == before)) {
            break;
        }
        before = now;
    }
    /* Members of a ring within one period are unknown to all else. */
    for (uint32_t i = 0; i < step->count; i++) {
        const ac_definition *definition = &checker->definitions[step->members[i]];
        if (definition->ring && definition->is_gate) {
            checker->gates[definition->index].type.unknown = true;
        } else if (definition->ring) {
            checker->quantities[definition->index].type.unknown = true;
        }
    }
}

const ac_program *ac_compile(ac_arena *arena, ac_text source, ac_diagnostics *diagnostics)
{
    ac_checker checker = {.arena = arena, .diagnostics = diagnostics};
    checker.syntax = ac_parse(arena, source, diagnostics);
    ac_program *program = AC_NEW(arena, ac_program);
    ac_declare(&checker);
    ac_find_needs(&checker);
    ac_order(&checker);
    checker.definition_gates = AC_NEW_ARRAY(arena, uint64_t, checker.definition_count);
    for (size_t i = 0; i < checker.step_count; i++) {
        check_step(&checker, &checker.steps[i]);
    }
    ac_check_payments(&checker, program);
    if (diagnostics->errors == 0) {
        warn_unused(&checker, program);
    }
    if (diagnostics->errors > 0) {
        ac_diagnostics_sort(diagnostics);
        return NULL;
    }
    finish_steps(&checker);
    fill_program(&checker, program);
    ac_check_account(&checker, program);
    if (diagnostics->errors > 0) {
        ac_diagnostics_sort(diagnostics);
        return NULL;
    }
    ac_check_dead(&checker, program);
    ac_check_bound(&checker, program);
    ac_check_incentive(&checker, program);
    ac_diagnostics_sort(diagnostics);
    return program;
}

uint32_t ac_find_quantity(const ac_program *program, ac_text name)
{
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (ac_text_equal(program->quantities[i].name, name)) {
            return i;
        }
    }
    return AC_NONE;
}

uint32_t ac_find_level(const ac_program *program, ac_text name)
{
    for (uint32_t i = 0; i < program->level_count; i++) {
        if (ac_text_equal(program->levels[i].name, name)) {
            return i;
        }
    }
    return AC_NONE;
}

uint32_t ac_find_pay(const ac_program *program, ac_text number)
{
    for (uint32_t i = 0; i < program->pay_count; i++) {
        if (ac_text_equal(program->pays[i].number, number)) {
            return i;
        }
    }
    return AC_NONE;
}

const ac_clause *ac_clause_at(const ac_program *program, uint32_t index)
{
    return &program->syntax->clauses[index];
}
