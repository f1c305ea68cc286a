/* SPDX-License-Identifier: MIT */
/* Each definition in its turn: its formula in every version, held against the type it declares. */

#include "lang/checker.h"

static bool
declared_unit(ac_checker *checker, const ac_type *declared, const ac_type *found, ac_span span)
{
    bool truth = declared->kind == AC_KIND_YES_NO;
    if (truth != (found->kind == AC_KIND_YES_NO) || declared->kind == AC_KIND_ONE_OF ||
        found->kind == AC_KIND_ONE_OF) {
        ac_fault(
            checker, AC_KIND, span, "declared as '%.*s' but the formula gives '%.*s'",
            AC_TEXT_ARG(ac_type_words(checker, declared)),
            AC_TEXT_ARG(ac_type_words(checker, found)));
        return false;
    }
    if (truth || (found->literal && found->zero) || ac_unit_equal(&declared->unit, &found->unit)) {
        return true;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_UNIT, span, "declared in %.*s but the formula gives %.*s",
        AC_TEXT_ARG(ac_unit_words(checker, declared)), AC_TEXT_ARG(ac_unit_words(checker, found)));
    if (found->literal) {
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "write the unit after the number: '... %.*s'",
            AC_TEXT_ARG(ac_unit_words(checker, declared)));
    }
    return false;
}

static bool
declared_grain(ac_checker *checker, const ac_type *declared, ac_node_id root, ac_span span)
{
    const ac_type *found = ac_type_at(checker, root);
    bool amounts = ac_type_is_amount(declared);
    bool levels = (found->levels & ~declared->levels) == 0;
    bool period =
        declared->period <= found->period || (found->dated && declared->period == AC_PERIOD_NONE);
    if (amounts && !found->literal) {
        levels = levels && found->levels == declared->levels;
        period = found->period == declared->period;
    }
    if (!levels) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GRAIN, span, "declared by %.*s but the formula is by %.*s",
            AC_TEXT_ARG(
                declared->levels == 0 ? AC_TEXT("no level")
                                      : ac_level_words(checker, declared->levels)),
            AC_TEXT_ARG(
                found->levels == 0 ? AC_TEXT("no level") : ac_level_words(checker, found->levels)));
        fault->mend = AC_TEXT("name a member in brackets, or total over the level");
        return false;
    }
    if (!period) {
        ac_fault(
            checker, AC_GRAIN, span, "declared %s%s but the formula is %s%s",
            declared->period == AC_PERIOD_NONE ? "without a period" : "by ",
            ac_period_kind_name(declared->period),
            found->period == AC_PERIOD_NONE ? "without a period" : "by ",
            ac_period_kind_name(found->period));
        return false;
    }
    return ac_check_known(checker, root, declared->period);
}

/* What turns one kind into another. */
static ac_text kind_mend(ac_kind declared, ac_kind found)
{
    if (declared == AC_KIND_FLOW && found == AC_KIND_STOCK) {
        return AC_TEXT(
            "what is due for holding it through the period is 'change in ... since month "
            "start' of a stock declared in a clause of its own");
    }
    if (declared == AC_KIND_STOCK && found == AC_KIND_FLOW) {
        return AC_TEXT("accumulate it: 'cumulative ... since year start'");
    }
    if (found == AC_KIND_RATE) {
        return AC_TEXT(
            "multiply the rate by an amount, or by a number with a unit: '(1 point) * ...'");
    }
    return AC_TEXT("declare it a rate, or leave out the division");
}

static bool check_declared(ac_checker *checker, const ac_type *declared, ac_node_id root)
{
    const ac_type *found = ac_type_at(checker, root);
    const ac_expr *expr = ac_node_at(checker, root)->expr;
    if (found->unknown || declared->unknown) {
        return false;
    }
    if (!declared_unit(checker, declared, found, expr->span)) {
        return false;
    }
    bool truth = declared->kind == AC_KIND_YES_NO;
    if (!truth && !found->literal && found->kind != declared->kind) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, expr->span, "declared a %s but the formula gives a %s ('%.*s')",
            ac_kind_name(declared->kind), ac_kind_name(found->kind),
            AC_TEXT_ARG(ac_type_words(checker, found)));
        fault->mend = kind_mend(declared->kind, found->kind);
        return false;
    }
    if (found->dated && declared->period == AC_PERIOD_NONE && checker->saw_date_gate) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GRAIN, expr->span,
            "the value changes when a gate is decided, so it needs a period");
        fault->mend = AC_TEXT("declare it 'by quarter' or 'by month'");
        return false;
    }
    return declared_grain(checker, declared, root, expr->span);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static bool divides_unrounded(ac_checker *checker, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return false;
    }
    const ac_node node = *ac_node_at(checker, id);
    if (node.op == AC_OP_ROUND || node.op == AC_OP_QUANTITY || node.type.kind > AC_KIND_STOCK) {
        return false;
    }
    if (node.op == AC_OP_DIVIDE && !ac_type_at(checker, node.right)->literal) {
        return true;
    }
    for (uint32_t i = 0; i < node.argument_count; i++) {
        if (divides_unrounded(checker, checker->arguments[node.argument + 2 * i])) {
            return true;
        }
    }
    return divides_unrounded(checker, node.left) || divides_unrounded(checker, node.right);
}

static void check_precision(ac_checker *checker, const ac_type *declared, ac_node_id root)
{
    bool by_file = false;
    for (uint32_t i = 0; i < checker->level_count; i++) {
        bool held = (declared->levels & (1u << i)) != 0;
        by_file = by_file || (held && checker->levels[i].kind == AC_LEVEL_FILE);
    }
    if (!by_file || !divides_unrounded(checker, root)) {
        return;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_PRECISION, ac_node_at(checker, root)->expr->span,
        "a division by each member's own data is not rounded: totals get a denominator for each");
    fault->mend = AC_TEXT("say to how many places: ', rounded to 6 places'");
}

static ac_node_id lower_bands(ac_checker *checker, const ac_clause *clause, uint32_t clause_index)
{
    ac_expr *name = AC_NEW(checker->arena, ac_expr);
    *name = (ac_expr){
        .op = AC_EXPR_NAME,
        .name = clause->of,
        .span = clause->of.span,
        .number = AC_RATIONAL_ZERO};
    ac_node_id left = ac_lower(checker, name);
    ac_type type = *ac_type_at(checker, left);
    uint32_t set = ac_check_bands(checker, clause, clause_index, &type);
    if (type.unknown) {
        return left;
    }
    if (type.kind > AC_KIND_STOCK) {
        ac_fault(checker, AC_KIND, clause->of.span, "bands are of a number");
        return ac_unknown_node(checker, name);
    }
    if (clause->each_part && (!ac_type_is_amount(&type) || type.kind != clause->type.kind)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, clause->type.span,
            "where each part has its own rate, bands of a %s are a %s", ac_kind_name(type.kind),
            ac_kind_name(type.kind == AC_KIND_STOCK ? AC_KIND_STOCK : AC_KIND_FLOW));
        fault->mend = AC_TEXT("bands of a flow are a flow, of a stock a stock; of a rate there are "
                              "no parts");
        return ac_unknown_node(checker, name);
    }
    ac_unit none = {0};
    type.kind = AC_KIND_RATE;
    type.unit = none;
    (void)ac_resolve_unit(checker, &clause->type.unit, &type.unit);
    type.kind = clause->type.kind;
    type.percent = clause->type.unit.percent;
    type.whole_money = false;
    ac_node node = {
        .op = AC_OP_BANDS,
        .type = type,
        .left = left,
        .right = AC_NODE_NONE,
        .third = AC_NODE_NONE,
        .index = set,
        .number = AC_RATIONAL_ZERO,
        .expr = name};
    return ac_add_node(checker, node);
}

static void check_mid_period(ac_checker *checker, const ac_clause *clause, ac_period_kind period)
{
    if (clause->variation == 0 || period == AC_PERIOD_NONE) {
        return;
    }
    const ac_calendar *calendar = &checker->syntax->calendar;
    const ac_variation *variation = &checker->syntax->variations[clause->variation - 1];
    int32_t at = ac_period_of(calendar, period, variation->effective);
    if (ac_period_from(calendar, period, at).day == variation->effective.day) {
        return;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_VARIATION, clause->span,
        "the variation takes effect inside a %s, and the clause has one value for the whole %s",
        ac_period_kind_name(period), ac_period_kind_name(period));
    fault->mend = ac_diagnostic_text(
        checker->diagnostics, "make it effective on the first day of a %s",
        ac_period_kind_name(period));
}

/* Two types that a variation must leave as they were. */
static bool same_declaration(const ac_type *a, const ac_type *b)
{
    return a->kind == b->kind && a->levels == b->levels && a->period == b->period &&
           ac_unit_equal(&a->unit, &b->unit);
}

static ac_node_id
check_version(ac_checker *checker, const ac_clause *clause, uint32_t index, ac_type *declared)
{
    ac_type own = {0};
    if (!ac_resolve_type(checker, &clause->type, &own)) {
        return AC_NODE_NONE;
    }
    ac_node_id root = clause->kind == AC_CLAUSE_BANDS ? lower_bands(checker, clause, index)
                                                      : ac_lower(checker, clause->value);
    if (clause->kind == AC_CLAUSE_BANDS && own.levels == 0 && own.period == AC_PERIOD_NONE) {
        own.levels = ac_type_at(checker, root)->levels; /* bands are held as what they are of */
        own.period = ac_type_at(checker, root)->period;
    }
    if (clause->variation == 0) {
        *declared = own;
    } else if (!same_declaration(&own, declared)) {
        ac_fault(
            checker, AC_VARIATION, clause->type.span,
            "the variation declares '%.*s', and the clause was signed as '%.*s'",
            AC_TEXT_ARG(ac_type_words(checker, &own)),
            AC_TEXT_ARG(ac_type_words(checker, declared)));
        return AC_NODE_NONE;
    }
    if (!check_declared(checker, declared, root)) {
        return AC_NODE_NONE;
    }
    check_precision(checker, declared, root);
    check_mid_period(checker, clause, declared->period);
    ac_period_kind context = declared->period;
    if (context == AC_PERIOD_NONE && ac_type_at(checker, root)->dated) {
        context = AC_PERIOD_MONTH;
        declared->dated = true;
    }
    ac_adapt(checker, root, context);
    return root;
}

static void check_formula(ac_checker *checker, ac_definition *definition, ac_quantity *quantity)
{
    ac_version *versions = AC_NEW_ARRAY(checker->arena, ac_version, definition->clause_count);
    uint32_t count = 0;
    ac_type type = quantity->type;
    ac_type learnt = {.known_from = AC_PERIOD_TERM, .whole_money = true};
    for (uint32_t v = 0; v < definition->clause_count; v++) {
        uint32_t index = definition->clauses[v];
        const ac_clause *clause = &checker->syntax->clauses[index];
        checker->clause = clause;
        checker->saw_date_gate = false;
        ac_node_id root = check_version(checker, clause, index, &type);
        if (root == AC_NODE_NONE) {
            quantity->type.unknown = true;
            continue;
        }
        const ac_type *found = ac_type_at(checker, root);
        ac_type_learn(&learnt, found);
        learnt.whole_money = learnt.whole_money && found->whole_money;
        versions[count++] = (ac_version){
            .clause = index,
            .variation = clause->variation,
            .effective = ac_effective_of(checker, clause),
            .root = root};
    }
    if (quantity->type.unknown) {
        return;
    }
    type.known = learnt.known;
    type.known_from = learnt.known_from;
    type.freeze_days = learnt.freeze_days;
    type.whole_money = learnt.whole_money;
    quantity->type = type;
    quantity->period = type.dated ? AC_PERIOD_MONTH : type.period;
    quantity->versions = versions;
    quantity->version_count = count;
}

static void check_data(ac_checker *checker, ac_definition *definition, ac_quantity *quantity)
{
    ac_version *versions = AC_NEW_ARRAY(checker->arena, ac_version, definition->clause_count);
    for (uint32_t v = 0; v < definition->clause_count; v++) {
        uint32_t index = definition->clauses[v];
        const ac_clause *clause = &checker->syntax->clauses[index];
        checker->clause = clause;
        versions[v] = (ac_version){
            .clause = index,
            .variation = clause->variation,
            .effective = ac_effective_of(checker, clause),
            .root = AC_NODE_NONE};
        ac_type own = {0};
        bool same = v == 0 || (ac_resolve_type(checker, &clause->type, &own) &&
                               same_declaration(&own, &quantity->type));
        if (!same) {
            ac_fault(
                checker, AC_VARIATION, clause->type.span,
                "the variation changes what the table holds");
        } else if (quantity->kind == AC_QUANTITY_TABLE) {
            ac_check_table(checker, clause, &quantity->type);
            check_mid_period(checker, clause, quantity->type.period);
        } else {
            ac_check_input(checker, clause, &quantity->type);
        }
    }
    quantity->versions = versions;
    quantity->version_count = definition->clause_count;
    const ac_clause *first = &checker->syntax->clauses[quantity->clause];
    ac_type *type = &quantity->type;
    if (quantity->kind == AC_QUANTITY_TABLE) {
        if (type->kind == AC_KIND_YES_NO || type->kind == AC_KIND_ONE_OF) {
            ac_fault(checker, AC_KIND, first->type.span, "a table holds numbers");
            type->unknown = true;
        }
        bool changes = first->row_count > 1 || quantity->version_count > 1;
        type->dated = type->period == AC_PERIOD_NONE && changes;
        type->known = AC_KNOWN_ALWAYS;
        quantity->period = type->dated ? AC_PERIOD_MONTH : type->period;
        return;
    }
    bool always = type->period == AC_PERIOD_NONE;
    type->known = always                        ? AC_KNOWN_ALWAYS
                  : first->input.taken_at_start ? AC_KNOWN_START
                                                : AC_KNOWN_END;
    type->known_from = type->known == AC_KNOWN_START ? type->period : AC_PERIOD_TERM;
    type->freeze_days = type->known == AC_KNOWN_END ? first->input.freeze_days : 0;
}

/* The condition of one version of a gate; AC_NODE_NONE where it has a fault. */
static ac_node_id
check_gate_version(ac_checker *checker, const ac_clause *clause, const ac_gate *gate)
{
    ac_node_id root = ac_lower(checker, clause->value);
    const ac_type *found = ac_type_at(checker, root);
    ac_span span = clause->value == NULL ? clause->span : clause->value->span;
    if (found->unknown) {
        return AC_NODE_NONE;
    }
    if (found->kind != AC_KIND_YES_NO) {
        ac_fault(checker, AC_KIND, span, "a gate needs a condition, such as '... >= 90%%'");
        return AC_NODE_NONE;
    }
    if (found->levels != 0) {
        ac_text levels = ac_level_words(checker, found->levels);
        ac_diagnostic *fault = ac_fault(
            checker, AC_GRAIN, span, "a gate is one for all, and this condition differs by %.*s",
            AC_TEXT_ARG(levels));
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "say '... for every %.*s', or name a member in brackets",
            AC_TEXT_ARG(levels));
        return AC_NODE_NONE;
    }
    if (gate->each && found->period < gate->period) {
        ac_fault(
            checker, AC_GRAIN, span, "the gate is decided each %s, and the condition is by %s",
            ac_period_kind_name(gate->period), ac_period_kind_name(found->period));
        return AC_NODE_NONE;
    }
    if (gate->each) {
        (void)ac_check_known(checker, root, gate->period);
        ac_adapt(checker, root, gate->period);
    } else if (found->dated) {
        ac_adapt(checker, root, AC_PERIOD_MONTH);
    }
    return root;
}

/* When a gate at a date is decided: its condition is looked at once, in the last of its periods
 * that ends by the date, when the data of that period freeze. */
static void date_gate(ac_checker *checker, ac_gate *gate)
{
    const ac_calendar *calendar = &checker->syntax->calendar;
    const ac_node *root = ac_node_at(checker, gate->versions[0].root);
    gate->period = root->period == AC_PERIOD_NONE ? AC_PERIOD_MONTH : root->period;
    gate->at = ac_period_of(calendar, gate->period, gate->date);
    if (ac_period_last(calendar, gate->period, gate->at).day > gate->date.day) {
        gate->at--;
    }
    accord_date last = ac_period_last(calendar, gate->period, gate->at);
    gate->decided = (accord_date){last.day + (int32_t)gate->type.freeze_days};
    if (gate->date.day < calendar->term_from.day || gate->date.day >= calendar->term_until.day) {
        ac_fault(checker, AC_TERM, checker->clause->span, "the gate's date is outside the term");
    } else if (gate->at < ac_term_first(calendar, gate->period)) {
        ac_fault(
            checker, AC_TERM, checker->clause->span,
            "no period of the condition has ended by the gate's date");
    }
}

static void check_gate(ac_checker *checker, ac_definition *definition, ac_gate *gate)
{
    ac_version *versions = AC_NEW_ARRAY(checker->arena, ac_version, definition->clause_count);
    uint32_t count = 0;
    for (uint32_t v = 0; v < definition->clause_count; v++) {
        uint32_t index = definition->clauses[v];
        const ac_clause *clause = &checker->syntax->clauses[index];
        checker->clause = clause;
        ac_node_id root = check_gate_version(checker, clause, gate);
        if (root == AC_NODE_NONE) {
            gate->type.unknown = true;
            return;
        }
        ac_type_learn(&gate->type, ac_type_at(checker, root));
        versions[count++] = (ac_version){
            .clause = index,
            .variation = clause->variation,
            .effective = ac_effective_of(checker, clause),
            .root = root};
    }
    gate->versions = versions;
    gate->version_count = count;
    if (!gate->each) {
        date_gate(checker, gate);
    }
}

void ac_check_definition(ac_checker *checker, uint32_t index)
{
    ac_definition *definition = &checker->definitions[index];
    checker->knowledge_matters = !definition->ring && checker->syntax->calendar_good;
    checker->gates_used = 0;
    if (definition->is_gate) {
        ac_gate *gate = &checker->gates[definition->index];
        if (!definition->broken) {
            check_gate(checker, definition, gate);
        } else {
            gate->type.unknown = true;
        }
    } else {
        ac_quantity *quantity = &checker->quantities[definition->index];
        if (definition->broken) {
            quantity->type.unknown = true;
        } else if (quantity->kind == AC_QUANTITY_FORMULA) {
            check_formula(checker, definition, quantity);
        } else if (!quantity->type.unknown) {
            check_data(checker, definition, quantity);
        }
    }
    definition->typed = true;
    checker->definition_gates[index] = checker->gates_used;
}
