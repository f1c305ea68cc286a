/* SPDX-License-Identifier: MIT */
/* Clauses that cannot bind: a limit that never or always acts, a gate that is always met or always
 * missed, a case or band that is never or always taken, an `unless` that never or always replaces.
 * Only what is proved by the ranges of the text is said. */

#include "lang/checker.h"
#include "lang/ranges.h"

typedef struct dead_check {
    ac_checker *checker;
    const ac_program *program;
    const ac_ranges *ranges;
    bool *seen; /* [node_count] */
} dead_check;

static void add_end(ac_buffer *words, const ac_type *type, ac_rational end, ac_arena *arena)
{
    ac_rational shown = type->percent ? ac_rational_multiply(arena, end, ac_rational_of(100)) : end;
    ac_rational_add_exact(words, shown);
    ac_buffer_add_z(words, type->percent ? "%" : "");
}

/* "seen is never below 0", for the note. */
static ac_text range_words(dead_check *dead, ac_node_id id)
{
    ac_interval range = dead->ranges->nodes[id];
    const ac_type *type = &dead->program->nodes[id].type;
    ac_text named = ac_node_words(dead->checker, id);
    ac_arena *arena = dead->checker->diagnostics->arena;
    AC_SCOPED_BUFFER(words, 1000);
    ac_buffer_addf(&words, "%.*s ", AC_TEXT_ARG(named));
    if (ac_interval_is_point(range)) {
        ac_buffer_add_z(&words, "is always ");
        add_end(&words, type, range.low, arena);
    } else {
        ac_buffer_add_z(&words, "is never ");
        if (!range.no_low) {
            ac_buffer_add_z(&words, "below ");
            add_end(&words, type, range.low, arena);
        }
        ac_buffer_add_z(&words, ac_interval_is_bounded(range) ? " or " : "");
        if (!range.no_high) {
            ac_buffer_add_z(&words, "above ");
            add_end(&words, type, range.high, arena);
        }
    }
    return ac_text_copy(arena, ac_buffer_text(&words));
}

static ac_diagnostic *warn(dead_check *dead, ac_span span, const char *what, const char *mend)
{
    ac_diagnostic *fault = ac_fault(dead->checker, AC_DEAD, span, "%s", what);
    fault->mend = ac_text_of(mend);
    return fault;
}

static void check_limit(dead_check *dead, const ac_node *node)
{
    bool below = node->op == AC_OP_NOT_BELOW;
    ac_interval left = dead->ranges->nodes[node->left];
    ac_interval right = dead->ranges->nodes[node->right];
    ac_interval kept =
        below ? ac_interval_at_least(left, right) : ac_interval_at_least(right, left);
    ac_interval acts = below ? ac_interval_more(right, left) : ac_interval_more(left, right);
    bool never = !ac_interval_may_fail(kept);
    bool always = !ac_interval_may_fail(acts);
    if (!never && !always) {
        return;
    }
    ac_diagnostic *fault = warn(
        dead, node->expr->right->span,
        never ? "this limit never acts" : "this limit always acts, and what it limits never counts",
        never ? "delete it, or mend the amount that it was to limit"
              : "mend the limit, or write its amount in place of the whole");
    fault->note = range_words(dead, node->left);
}

/* A gate that is always met or missed is told itself, and not wherever it is asked. */
static bool asks_gate(const dead_check *dead, ac_node_id condition)
{
    const ac_node *node = &dead->program->nodes[condition];
    while (node->op == AC_OP_NOT) {
        node = &dead->program->nodes[node->left];
    }
    return node->op == AC_OP_GATE;
}

static void check_unless(dead_check *dead, const ac_node *node)
{
    if (asks_gate(dead, node->third)) {
        return;
    }
    ac_interval condition = dead->ranges->nodes[node->third];
    if (!ac_interval_may_fail(condition)) {
        (void)warn(
            dead, node->expr->third->span, "this condition always holds, so nothing is replaced",
            "delete 'unless', or mend its condition");
    } else if (!ac_interval_may_hold(condition)) {
        (void)warn(
            dead, node->expr->third->span,
            "this condition never holds, so the whole is always replaced", "mend the condition");
    }
}

static void check_cases(dead_check *dead, const ac_node *node)
{
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id condition = dead->program->arguments[node->argument + 2 * i + 1];
        if (condition == AC_NODE_NONE) {
            return;
        }
        ac_interval applies = dead->ranges->nodes[condition];
        if (asks_gate(dead, condition)) {
            continue;
        }
        if (!ac_interval_may_hold(applies)) {
            (void)warn(
                dead, node->expr->cases[i].span, "this case never applies",
                "delete it, or mend its condition");
        } else if (!ac_interval_may_fail(applies)) {
            (void)warn(
                dead, node->expr->cases[i].span,
                i + 1 < node->argument_count ? "this case always applies, and those after it never"
                                             : "this case always applies",
                "mend its condition");
            return;
        }
    }
}

static void check_bands(dead_check *dead, const ac_node *node)
{
    const ac_band_set *set = &dead->program->bands[node->index];
    const ac_clause *clause = ac_clause_at(dead->program, set->clause);
    ac_interval x = dead->ranges->nodes[node->left];
    for (uint32_t i = 0; i < set->count && i < clause->band_count; i++) {
        const ac_band *band = &set->bands[i];
        int over = x.no_high ? 1 : ac_rational_compare(x.high, band->from);
        /* Part by part a band counts for all that lies above it, and for nothing at its start. */
        bool above = over < 0 || (over == 0 && band->part && i > 0);
        bool below = !x.no_low && !band->open && !band->part &&
                     ac_rational_compare(x.low, band->until) >= (band->until_included ? 1 : 0);
        if (above || below) {
            ac_diagnostic *fault = warn(
                dead, clause->bands[i].span, "nothing ever falls in this band",
                "delete it, or mend what the bands are of");
            fault->note = range_words(dead, node->left);
        }
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void check_node(dead_check *dead, ac_node_id id)
{
    if (id == AC_NODE_NONE || dead->seen[id]) {
        return;
    }
    dead->seen[id] = true;
    const ac_node *node = &dead->program->nodes[id];
    check_node(dead, node->left);
    check_node(dead, node->right);
    check_node(dead, node->third);
    for (uint32_t i = 0; i < node->argument_count * 2; i++) {
        check_node(dead, dead->program->arguments[node->argument + i]);
    }
    switch ((int)node->op) {
    case AC_OP_NOT_BELOW:
    case AC_OP_NOT_ABOVE:
        check_limit(dead, node);
        break;
    case AC_OP_UNLESS:
        check_unless(dead, node);
        break;
    case AC_OP_CASES:
        check_cases(dead, node);
        break;
    case AC_OP_BANDS:
        check_bands(dead, node);
        break;
    default:
        break;
    }
}

static void check_versions(dead_check *dead, const ac_version *versions, uint32_t count, bool gate)
{
    for (uint32_t v = 0; v < count; v++) {
        if (versions[v].root == AC_NODE_NONE) {
            continue;
        }
        dead->checker->clause = ac_clause_at(dead->program, versions[v].clause);
        check_node(dead, versions[v].root);
        ac_interval condition = dead->ranges->nodes[versions[v].root];
        if (gate && !ac_interval_may_fail(condition)) {
            (void)warn(
                dead, dead->checker->clause->value->span, "this gate is always met",
                "mend its condition, or delete the gate");
        } else if (gate && !ac_interval_may_hold(condition)) {
            (void)warn(
                dead, dead->checker->clause->value->span, "this gate is always missed",
                "mend its condition, or delete the gate");
        }
    }
}

void ac_check_dead(ac_checker *checker, const ac_program *program)
{
    dead_check dead = {.checker = checker, .program = program};
    dead.ranges = ac_ranges_of(checker->arena, program);
    dead.seen = AC_NEW_ARRAY(checker->arena, bool, program->node_count);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        const ac_quantity *quantity = &program->quantities[i];
        if (quantity->kind == AC_QUANTITY_FORMULA) {
            check_versions(&dead, quantity->versions, quantity->version_count, false);
        }
    }
    for (uint32_t i = 0; i < program->gate_count; i++) {
        check_versions(&dead, program->gates[i].versions, program->gates[i].version_count, true);
    }
    for (uint32_t i = 0; i < program->pay_count; i++) {
        for (uint32_t v = 0; v < program->pays[i].version_count; v++) {
            checker->clause = ac_clause_at(program, program->pays[i].versions[v].clause);
            check_node(&dead, program->pays[i].versions[v].amount);
        }
    }
}
