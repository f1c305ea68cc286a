/* SPDX-License-Identifier: MIT */
/* What each definition needs, and the order in which all can be computed. Definitions that need
 * each other form a group (Tarjan's strongly connected components, without recursion, since a
 * contract may be long); a group is good only if the ring passes through an earlier period. */

#include "lang/checker.h"

static void
push(ac_checker *checker, uint32_t **list, uint32_t *count, uint32_t *capacity, uint32_t value)
{
    for (uint32_t i = 0; i < *count; i++) {
        if ((*list)[i] == value) {
            return;
        }
    }
    size_t room = *capacity;
    AC_RESERVE(checker->arena, *list, *count, room);
    *capacity = (uint32_t)room;
    (*list)[(*count)++] = value;
}

static void add_need(ac_checker *checker, ac_definition *definition, ac_text name, bool lagged)
{
    uint32_t needed = ac_names_find(&checker->names, name);
    if (needed == AC_NAME_NONE) {
        return; /* the lowering says so */
    }
    if (lagged) {
        push(
            checker, &definition->lagged, &definition->lagged_count, &definition->lagged_capacity,
            needed);
    } else {
        push(
            checker, &definition->needs, &definition->need_count, &definition->need_capacity,
            needed);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void walk(ac_checker *checker, ac_definition *definition, const ac_expr *expr, bool lagged)
{
    if (expr == NULL) {
        return;
    }
    if (expr->op == AC_EXPR_NAME || expr->op == AC_EXPR_GATE) {
        add_need(checker, definition, expr->name.text, lagged);
    }
    bool later = lagged || expr->op == AC_EXPR_PREVIOUS;
    walk(checker, definition, expr->left, later);
    walk(checker, definition, expr->right, lagged);
    walk(checker, definition, expr->third, lagged);
    for (size_t i = 0; i < expr->case_count; i++) {
        walk(checker, definition, expr->cases[i].value, lagged);
        walk(checker, definition, expr->cases[i].condition, lagged);
    }
}

void ac_find_needs(ac_checker *checker)
{
    for (size_t d = 0; d < checker->definition_count; d++) {
        ac_definition *definition = &checker->definitions[d];
        for (uint32_t v = 0; v < definition->clause_count; v++) {
            const ac_clause *clause = &checker->syntax->clauses[definition->clauses[v]];
            walk(checker, definition, clause->value, false);
            if (clause->kind == AC_CLAUSE_BANDS) {
                add_need(checker, definition, clause->of.text, false);
            }
        }
    }
}

typedef struct tarjan {
    ac_checker *checker;
    uint32_t *index; /* [definitions], 0: not seen */
    uint32_t *low;   /* [definitions] */
    uint32_t *edge;  /* [definitions], the next edge to follow */
    bool *waiting;   /* [definitions], on `stack` */
    uint32_t *stack; /* of definitions whose group is not known */
    uint32_t stack_count;
    uint32_t *path; /* the walk */
    uint32_t path_count;
    uint32_t next;
} tarjan;

static bool next_edge(tarjan *walker, uint32_t from, uint32_t *to)
{
    const ac_definition *definition = &walker->checker->definitions[from];
    uint32_t edge = walker->edge[from]++;
    if (edge < definition->need_count) {
        *to = definition->needs[edge];
        return true;
    }
    edge -= definition->need_count;
    if (edge < definition->lagged_count) {
        *to = definition->lagged[edge];
        return true;
    }
    return false;
}

static void enter(tarjan *walker, uint32_t definition)
{
    walker->next++;
    walker->index[definition] = walker->next;
    walker->low[definition] = walker->next;
    walker->waiting[definition] = true;
    walker->stack[walker->stack_count++] = definition;
    walker->path[walker->path_count++] = definition;
}

static void report_ring(ac_checker *checker, const uint32_t *left, uint32_t count)
{
    /* Follow needs within what is left until a definition comes again: that is a ring. */
    AC_SCOPED_BUFFER(words, 2000);
    uint32_t at = left[0];
    for (uint32_t i = 1; i < count; i++) {
        at = left[i] < at ? left[i] : at;
    }
    uint32_t first = at;
    for (uint32_t step = 0; step <= count; step++) {
        const ac_definition *definition = &checker->definitions[at];
        ac_buffer_addf(
            &words, "%s%.*s (%.*s)", step == 0 ? "" : " needs ", AC_TEXT_ARG(definition->name),
            AC_TEXT_ARG(checker->syntax->clauses[definition->clause].number));
        if (step > 0 && at == first) {
            break;
        }
        for (uint32_t n = 0; n < definition->need_count; n++) {
            bool within = false;
            for (uint32_t i = 0; i < count; i++) {
                within = within || left[i] == definition->needs[n];
            }
            if (within) {
                at = definition->needs[n];
                break;
            }
        }
    }
    const ac_definition *definition = &checker->definitions[first];
    checker->clause = &checker->syntax->clauses[definition->clause];
    ac_diagnostic *fault = ac_fault(
        checker, AC_CYCLE, checker->clause->name.span, "a ring of quantities: %.*s",
        AC_TEXT_ARG(ac_buffer_text(&words)));
    if (definition->need_count > 0 && count > 1) {
        ac_fault_other(checker, fault, checker->definitions[left[count - 1]].clause);
    }
    fault->mend = AC_TEXT("take one of them from an earlier period: 'NAME at previous month'");
}

/* Orders a group by what is needed of the same period; what cannot be ordered is a ring. */
static void order_group(ac_checker *checker, uint32_t *group, uint32_t count)
{
    uint32_t done = 0;
    bool moved = true;
    while (done < count && moved) {
        moved = false;
        for (uint32_t i = done; i < count; i++) {
            const ac_definition *definition = &checker->definitions[group[i]];
            bool ready = true;
            for (uint32_t n = 0; n < definition->need_count; n++) {
                for (uint32_t k = done; k < count; k++) {
                    ready = ready && definition->needs[n] != group[k];
                }
            }
            if (ready) {
                uint32_t kept = group[i];
                for (uint32_t k = i; k > done; k--) {
                    group[k] = group[k - 1];
                }
                group[done++] = kept;
                moved = true;
                break;
            }
        }
    }
    if (done < count) {
        report_ring(checker, group + done, count - done);
        for (uint32_t i = 0; i < count; i++) {
            checker->definitions[group[i]].ring = true;
        }
    }
}

static void add_step(ac_checker *checker, const uint32_t *group, uint32_t count, bool through_time)
{
    AC_RESERVE(checker->arena, checker->steps, checker->step_count, checker->step_capacity);
    ac_step *step = &checker->steps[checker->step_count++];
    *step = (ac_step){.members = group, .count = count, .through_time = through_time};
}

static void leave_group(tarjan *walker, uint32_t root)
{
    ac_checker *checker = walker->checker;
    uint32_t from = walker->stack_count;
    while (walker->stack[from - 1] != root) {
        from--;
    }
    from--;
    uint32_t count = walker->stack_count - from;
    uint32_t *group = AC_NEW_ARRAY(checker->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        uint32_t member = walker->stack[from + i];
        walker->waiting[member] = false;
        while (at > 0 && group[at - 1] > member) {
            group[at] = group[at - 1];
            at--;
        }
        group[at] = member;
    }
    walker->stack_count = from;
    const ac_definition *definition = &checker->definitions[root];
    bool self = false;
    for (uint32_t i = 0; i < definition->need_count; i++) {
        self = self || definition->needs[i] == root;
    }
    bool through_time = count > 1;
    for (uint32_t i = 0; i < definition->lagged_count; i++) {
        through_time = through_time || definition->lagged[i] == root;
    }
    if (count > 1 || self) {
        order_group(checker, group, count);
    }
    add_step(checker, group, count, through_time);
}

static void walk_from(tarjan *walker, uint32_t start)
{
    enter(walker, start);
    while (walker->path_count > 0) {
        uint32_t at = walker->path[walker->path_count - 1];
        uint32_t to = 0;
        if (next_edge(walker, at, &to)) {
            if (walker->index[to] == 0) {
                enter(walker, to);
            } else if (walker->waiting[to] && walker->index[to] < walker->low[at]) {
                walker->low[at] = walker->index[to];
            }
            continue;
        }
        walker->path_count--;
        if (walker->path_count > 0) {
            uint32_t above = walker->path[walker->path_count - 1];
            if (walker->low[at] < walker->low[above]) {
                walker->low[above] = walker->low[at];
            }
        }
        if (walker->low[at] == walker->index[at]) {
            leave_group(walker, at);
        }
    }
}

void ac_order(ac_checker *checker)
{
    size_t count = checker->definition_count;
    tarjan walker = {.checker = checker};
    walker.index = AC_NEW_ARRAY(checker->arena, uint32_t, count);
    walker.low = AC_NEW_ARRAY(checker->arena, uint32_t, count);
    walker.edge = AC_NEW_ARRAY(checker->arena, uint32_t, count);
    walker.waiting = AC_NEW_ARRAY(checker->arena, bool, count);
    walker.stack = AC_NEW_ARRAY(checker->arena, uint32_t, count);
    walker.path = AC_NEW_ARRAY(checker->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        if (walker.index[i] == 0) {
            walk_from(&walker, i);
        }
    }
}
