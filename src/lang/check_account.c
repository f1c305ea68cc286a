/* SPDX-License-Identifier: MIT */
/* Payments on account: what is paid ahead of a later payment, which takes it into account. The
 * ledger holds it in accounts of its own until the later payment is posted, so that every period
 * has to have one, which comes no earlier, goes to the same, and takes the amount off. */

#include "lang/checker.h"

/* A version of a payment on account, and the payment that takes it into account. */
typedef struct on_account {
    ac_checker *checker;
    const ac_program *program;
    uint32_t pay;
    uint32_t later;
    const ac_pay_version *version;
    ac_span span; /* of the later payment's number, as written */
} on_account;

/* ---- Period by period ---- */

static ac_diagnostic *fault_period(const on_account *on, int32_t period, const char *what)
{
    const ac_pay *pay = &on->program->pays[on->pay];
    const ac_pay *later = &on->program->pays[on->later];
    AC_SCOPED_BUFFER(words, 100);
    ac_period_add(&words, &on->checker->syntax->calendar, pay->period, period);
    ac_diagnostic *fault = ac_fault(
        on->checker, AC_ACCOUNT, on->span, "what is paid for %.*s %s clause %.*s",
        AC_TEXT_ARG(ac_buffer_text(&words)), what, AC_TEXT_ARG(later->number));
    ac_fault_other(on->checker, fault, later->versions[0].clause);
    return fault;
}

static bool in_shadow(const ac_program *program, accord_date last)
{
    return program->has_shadow && last.day <= program->shadow_until.day;
}

/* The first period that the later payment does not go with is told. */
static void check_periods(const on_account *on)
{
    const ac_program *program = on->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_pay *pay = &program->pays[on->pay];
    const ac_pay *later = &program->pays[on->later];
    int32_t first = ac_term_first(calendar, pay->period);
    for (int32_t p = first; p < first + ac_term_count(calendar, pay->period); p++) {
        accord_date from = ac_period_from(calendar, pay->period, p);
        if (ac_pay_version_on(pay, from) != on->version || !ac_pay_is_paid(calendar, pay, p)) {
            continue;
        }
        int32_t in = ac_period_of(calendar, later->period, from);
        accord_date last = ac_period_last(calendar, later->period, in);
        if (!ac_pay_is_paid(calendar, later, in)) {
            fault_period(on, p, "is taken into account by no payment of")->mend =
                AC_TEXT("let both begin and end together, by 'from' and 'until'");
            return;
        }
        if (in_shadow(program, ac_period_last(calendar, pay->period, p)) !=
            in_shadow(program, last)) {
            fault_period(on, p, "is in shadow, and so not paid, but taken off by")->mend =
                AC_TEXT("let the shadow end with a period of the later payment");
            return;
        }
        if (ac_pay_due(calendar, later, in).day < ac_pay_due(calendar, pay, p).day) {
            fault_period(on, p, "falls due after it is taken into account by")->mend =
                AC_TEXT("pay it earlier, or what takes it into account later");
            return;
        }
    }
}

/* ---- What is taken off ---- */

typedef struct search {
    const ac_program *program;
    bool *seen; /* [quantity_count] */
    uint32_t *waiting;
    size_t count;
} search;

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void find_names(search *in, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return;
    }
    const ac_node *node = &in->program->nodes[id];
    if (node->op == AC_OP_QUANTITY && !in->seen[node->index]) {
        in->seen[node->index] = true;
        in->waiting[in->count++] = node->index;
    }
    find_names(in, node->left);
    find_names(in, node->right);
    find_names(in, node->third);
    for (uint32_t i = 0; i < node->argument_count * 2; i++) {
        find_names(in, in->program->arguments[node->argument + i]);
    }
}

/* Whether an amount needs a value, by itself or by other values. */
static bool needs(const ac_checker *checker, const ac_program *program, ac_node_id id, uint32_t of)
{
    search in = {
        .program = program,
        .seen = AC_NEW_ARRAY(checker->arena, bool, program->quantity_count),
        .waiting = AC_NEW_ARRAY(checker->arena, uint32_t, program->quantity_count)};
    find_names(&in, id);
    while (in.count > 0 && !in.seen[of]) {
        const ac_quantity *quantity = &program->quantities[in.waiting[--in.count]];
        for (uint32_t v = 0; v < quantity->version_count; v++) {
            find_names(&in, quantity->versions[v].root);
        }
    }
    return in.seen[of];
}

/* An amount that is one named value has to stand in what takes it into account. */
static void check_taken_off(const on_account *on)
{
    const ac_program *program = on->program;
    const ac_pay *later = &program->pays[on->later];
    const ac_node *amount = &program->nodes[on->version->amount];
    for (uint32_t v = 0; amount->op == AC_OP_QUANTITY && v < later->version_count; v++) {
        if (!needs(on->checker, program, later->versions[v].amount, amount->index)) {
            ac_text name = program->quantities[amount->index].name;
            ac_diagnostic *fault = ac_fault(
                on->checker, AC_ACCOUNT, on->span,
                "clause %.*s does not take '%.*s' off, so it would be paid twice",
                AC_TEXT_ARG(later->number), AC_TEXT_ARG(name));
            ac_fault_other(on->checker, fault, later->versions[v].clause);
            fault->mend = ac_diagnostic_text(
                on->checker->diagnostics, "let it pay '... - total %.*s over %s'",
                AC_TEXT_ARG(name), ac_period_kind_name(later->period));
            return;
        }
    }
}

/* ---- The whole ---- */

static void check_version(ac_checker *checker, const ac_program *program, uint32_t pay, uint32_t v)
{
    const ac_pay_version *version = &program->pays[pay].versions[v];
    const ac_clause *clause = ac_clause_at(program, version->clause);
    const ac_word *word = &clause->account_of;
    if (word->text.size == 0) {
        return;
    }
    checker->clause = clause;
    on_account on = {checker, program, pay, ac_find_pay(program, word->text), version, word->span};
    if (on.later == AC_NONE) {
        ac_fault(
            checker, AC_NAME, word->span, "clause %.*s does not pay anything",
            AC_TEXT_ARG(word->text));
        return;
    }
    const ac_pay *later = &program->pays[on.later];
    const char *wrong = NULL;
    if (ac_pay_is_on_account(program, on.later)) {
        wrong = "is paid on account itself";
    } else if (later->to_level != program->pays[pay].to_level) {
        wrong = "does not pay the same";
    } else if (later->period < program->pays[pay].period) {
        wrong = "pays for shorter periods";
    }
    if (wrong != NULL) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_ACCOUNT, word->span, "clause %.*s %s, and cannot take it into account",
            AC_TEXT_ARG(word->text), wrong);
        ac_fault_other(checker, fault, later->versions[0].clause);
        fault->mend = AC_TEXT("name the later payment that takes this one off");
        return;
    }
    check_periods(&on);
    check_taken_off(&on);
}

void ac_check_account(ac_checker *checker, const ac_program *program)
{
    for (uint32_t i = 0; i < program->pay_count; i++) {
        for (uint32_t v = 0; v < program->pays[i].version_count; v++) {
            check_version(checker, program, i, v);
        }
    }
}
