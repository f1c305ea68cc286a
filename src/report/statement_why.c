/* SPDX-License-Identifier: MIT */
/* Why a statement says what it says: the clauses, the main parts and the splits; what changed since
 * the period before; and what may still change. */

#include "contract/explain_tree.h"
#include "report/statement_document_inside.h"
#include "statement/trail.h"
#include "value/date.h"

static const ac_grid_column part_columns[] = {
    {"Made of", false, false, false},
    {"Clause",  false, false, true },
    {"Value",   true,  false, false},
};
static const ac_grid_column change_columns[] = {
    {"Clause",     false, false, true },
    {"For",        false, false, false},
    {"Before",     true,  false, false},
    {"Now",        true,  false, false},
    {"Difference", true,  false, false},
};
static const ac_grid_column adjustment_columns[] = {
    {"Payment",     false, false, false},
    {"In books of", false, false, false},
    {"Was",         true,  false, false},
    {"Is now",      true,  false, false},
    {"Difference",  true,  false, false},
    {"Because",     false, false, false},
    {"State",       false, false, true },
};

#define COLUMNS(list) list, sizeof(list) / sizeof((list)[0])

static void say(const ac_stating *on, ac_block_kind kind, const ac_buffer *words)
{
    ac_document_add(on->document, kind, ac_buffer_text(words));
}

/* ---- Why ---- */

/* The last payment of a clause that is known and shown; NULL where none is. */
static const ac_payment *last_of(const ac_stating *on, uint32_t pay)
{
    const ac_payment *last = NULL;
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *of = &on->set->payments[i];
        bool later = last == NULL || of->period > last->period;
        if (of->pay == pay && of->state == AC_VALUE_KNOWN && later &&
            ac_payment_is_shown(on->set, of, on->filter)) {
            last = of;
        }
    }
    return last;
}

static ac_node_id amount_of(const ac_stating *on, const ac_payment *payment)
{
    const ac_pay *pay = &on->program->pays[payment->pay];
    for (uint32_t i = 0; i < pay->version_count; i++) {
        if (pay->versions[i].clause == payment->clause) {
            return pay->versions[i].amount;
        }
    }
    return AC_NODE_NONE;
}

static void
add_part(const ac_stating *on, ac_grid *grid, const ac_explainer *x, const ac_reason *of)
{
    ac_grid_cell *cells = ac_grid_row(grid);
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_grid_set(grid, &cells[0], of->name);
    if (of->clause != AC_NONE) {
        ac_stating_clause(on, grid, &cells[1], of->clause);
    }
    ac_explain_value_add(&words, x, of->type, of->value);
    if (of->value.state == AC_VALUE_KNOWN && of->type->unit.count > 0 &&
        of->type->kind != AC_KIND_YES_NO) {
        ac_buffer_add_char(&words, ' ');
        ac_unit_add(&words, &of->type->unit, false, on->program->bases);
    }
    ac_grid_set(grid, &cells[2], ac_buffer_text(&words));
}

/* The main parts of a payment's amount, as an explanation has them. For parties alone. */
static void add_parts(const ac_stating *on, const ac_payment *payment)
{
    const ac_pay *pay = &on->program->pays[payment->pay];
    ac_node_id amount = amount_of(on, payment);
    if (amount == AC_NODE_NONE || pay->to_level != AC_NONE) {
        return;
    }
    ac_period_kind kind = on->program->nodes[amount].type.period;
    int32_t period = payment->period;
    if (kind < pay->period) {
        const ac_calendar *calendar = &on->program->syntax->calendar;
        period = ac_period_first_in(calendar, pay->period, payment->period, kind);
    }
    const ac_explain_subject subject = {
        .kind = AC_EXPLAIN_NODE, .index = amount, .clause = payment->clause, .period = period};
    const ac_explain_options options = {.depth_max = 1};
    const ac_explanation *made = NULL;
    if (ac_explain_make(on->arena, payment->evaluation, &subject, &options, &made, NULL).code !=
        ACCORD_OK) {
        return; /* then accord explain says why */
    }
    const ac_reason *root = made->root;
    if (root->child_count == 0) {
        return;
    }
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_buffer_addf(&words, "Main parts of clause %.*s for ", AC_TEXT_ARG(pay->number));
    ac_payment_period_add(&words, on->program, payment);
    if (root->numbers.size > 0) {
        ac_buffer_addf(&words, ": %.*s", AC_TEXT_ARG(root->numbers));
    }
    ac_grid *grid = ac_document_grid(on->document, ac_buffer_text(&words), COLUMNS(part_columns));
    for (size_t i = 0; i < root->child_count; i++) {
        if (root->children[i]->kind != AC_REASON_REST) {
            add_part(on, grid, &made->x, root->children[i]);
        }
    }
}

/* How somebody came by its part: each split, with its numbers for a party. */
static void add_trail(const ac_stating *on, const ac_payment *payment)
{
    ac_trail trail;
    ac_text code = on->filter->party;
    if (ac_trail_make(on->arena, on->set, payment, code, &trail, NULL).code != ACCORD_OK) {
        return;
    }
    for (size_t i = 0; i < trail.count; i++) {
        const ac_trail_step *step = &trail.steps[i];
        AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
        ac_buffer_add_z(&words, "For ");
        ac_payment_period_add(&words, on->program, payment);
        ac_buffer_addf(&words, ": %.*s %s ", AC_TEXT_ARG(step->who), ac_trail_verb(&trail, step));
        ac_trail_amount_add(&words, on->program, step->amount);
        if (step->clause == AC_NONE) {
            ac_buffer_add_z(&words, ": it is the only one on its side.");
        } else {
            ac_text number = ac_clause_at(on->program, step->clause)->number;
            ac_buffer_addf(&words, ", its part by clause %.*s of ", AC_TEXT_ARG(number));
            ac_trail_amount_add(&words, on->program, step->whole);
            ac_buffer_addf(&words, " shared among %zu", step->parts);
            if (!on->to_member && !step->equally) {
                ac_buffer_add_z(&words, ": ");
                ac_trail_numbers_add(&words, on->program, step);
            }
            ac_buffer_add_z(&words, step->equally ? ", equally." : ".");
        }
        say(on, AC_BLOCK_ITEM, &words);
    }
}

static void add_pay(const ac_stating *on, const ac_payment *payment)
{
    const ac_clause *clause = ac_clause_at(on->program, payment->clause);
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_buffer_addf(&words, "Clause %.*s: ", AC_TEXT_ARG(clause->number));
    ac_stating_name(on, &words, payment->clause);
    say(on, AC_BLOCK_HEADING, &words);
    if (clause->wording.size > 0) {
        ac_document_add(on->document, AC_BLOCK_QUOTE, clause->wording);
    }
    if (!on->to_member) {
        add_parts(on, payment);
    }
    if (on->filter->party.size > 0) {
        add_trail(on, payment);
    }
}

void ac_stating_why(const ac_stating *on)
{
    bool some = false;
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("Why"));
    for (uint32_t pay = 0; pay < on->program->pay_count; pay++) {
        const ac_payment *last = last_of(on, pay);
        if (last != NULL) {
            add_pay(on, last);
            some = true;
        }
    }
    ac_document_add(
        on->document, AC_BLOCK_NOTE,
        some ? AC_TEXT("Of each clause the last payment is told; accord explain tells any of them, "
                       "step by step.")
             : AC_TEXT("Nothing is known yet of what is asked for."));
}

/* ---- What changed ---- */

static void
set_side(const ac_stating *on, const ac_grid *grid, ac_grid_cell *cell, const ac_change_side *side)
{
    AC_SCOPED_BUFFER(words, 400);
    if (side->payments == side->unknown) {
        ac_buffer_add_z(&words, side->payments == 0 ? "none" : "not yet known");
    } else {
        ac_money_add_exact(&words, on->program, side->amount);
        ac_buffer_add_z(&words, side->unknown > 0 ? " so far" : "");
    }
    ac_buffer_add_z(&words, side->shadow ? " SHADOW" : "");
    ac_grid_set(grid, cell, ac_buffer_text(&words));
}

static void add_change(const ac_stating *on, ac_grid *grid, const ac_change *of)
{
    const ac_calendar *calendar = &on->program->syntax->calendar;
    ac_grid_cell *cells = ac_grid_row(grid);
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_stating_clause(on, grid, &cells[0], of->clause);
    ac_period_add(&words, calendar, of->kind, of->period);
    ac_buffer_add_z(&words, " against ");
    ac_period_add(&words, calendar, of->kind, of->period - 1);
    ac_grid_set(grid, &cells[1], ac_buffer_text(&words));
    set_side(on, grid, &cells[2], &of->before);
    set_side(on, grid, &cells[3], &of->now);
    if (of->known) {
        ac_stating_money(on, grid, &cells[4], of->difference);
    } else {
        ac_grid_set(grid, &cells[4], AC_TEXT("not yet known"));
    }
}

/* Whether an adjustment is of the reader's books; of all statements, of a party's. */
static bool is_shown(const ac_stating *on, const ac_adjustment *of)
{
    if (on->filter->party.size > 0) {
        return ac_text_equal(of->owner, on->filter->party);
    }
    uint32_t level = 0;
    uint32_t member = 0;
    ac_party_find(on->set, of->owner, &level, &member);
    return ac_level_is_of_parties(on->program, level);
}

static void add_adjustments(const ac_stating *on)
{
    const ac_settled *settled = on->set->settled;
    ac_grid *grid = NULL;
    for (size_t i = 0; settled != NULL && i < settled->adjustment_count; i++) {
        const ac_adjustment *of = &settled->adjustments[i];
        if (!is_shown(on, of)) {
            continue;
        }
        if (grid == NULL) {
            grid = ac_document_grid(
                on->document,
                AC_TEXT("Adjustments of periods that were closed before, and challenges"),
                COLUMNS(adjustment_columns));
        }
        ac_grid_cell *cells = ac_grid_row(grid);
        ac_grid_set(grid, &cells[0], of->code);
        ac_grid_set(grid, &cells[1], of->owner);
        ac_stating_money(on, grid, &cells[2], of->was);
        ac_stating_money(on, grid, &cells[3], of->is);
        ac_stating_money(on, grid, &cells[4], ac_rational_subtract(on->arena, of->is, of->was));
        AC_SCOPED_BUFFER(because, AC_STATING_WORDS);
        ac_adjustment_causes_add(&because, on->program, of);
        if (because.size_bytes == 0) {
            ac_buffer_add(&because, of->title); /* of a challenge, what became of it */
        }
        ac_grid_set(grid, &cells[5], ac_buffer_text(&because));
        ac_grid_set(grid, &cells[6], of->shadow ? AC_TEXT("SHADOW") : AC_TEXT(""));
    }
    if (settled != NULL && grid == NULL) {
        ac_document_add(
            on->document, AC_BLOCK_TEXT,
            AC_TEXT("No payment of a period that was closed before is adjusted."));
    }
}

/* What came to be known has decided a gate otherwise, and so moved what is adjusted. */
static void add_gates(const ac_stating *on)
{
    const ac_settled *settled = on->set->settled;
    for (size_t i = 0; settled != NULL && i < settled->gate_count; i++) {
        AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
        ac_buffer_add_z(&words, "Decided otherwise by what came to be known: ");
        ac_gate_change_add(&words, &settled->gates[i]);
        ac_buffer_add_char(&words, '.');
        ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
    }
}

static void add_retro(const ac_stating *on)
{
    for (size_t i = 0; i < on->set->retro_count; i++) {
        AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
        ac_retro_add(&words, on->set, &on->set->retro[i], on->filter->party);
        say(on, AC_BLOCK_TEXT, &words);
    }
}

void ac_stating_changed(const ac_stating *on)
{
    size_t count = 0;
    const ac_change *changes = ac_changes(on->arena, on->set, on->filter, &count);
    ac_document_add(
        on->document, AC_BLOCK_SECTION, AC_TEXT("What changed since the period before"));
    if (count == 0) {
        ac_document_add(
            on->document, AC_BLOCK_TEXT, AC_TEXT("There is no period before to hold it against."));
    } else {
        ac_grid *grid = ac_document_grid(
            on->document,
            on->filter->party.size > 0
                ? AC_TEXT("By payment, what is received less what is paid and passed on")
                : AC_TEXT("By payment, the whole amount"),
            COLUMNS(change_columns));
        for (size_t i = 0; i < count; i++) {
            add_change(on, grid, &changes[i]);
        }
    }
    add_adjustments(on);
    add_gates(on);
    add_retro(on);
}

/* ---- What may still change ---- */

void ac_stating_open(const ac_stating *on)
{
    size_t count = 0;
    const ac_open_item *items = ac_open_items(on->arena, on->set, on->filter, &count);
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("What may still change"));
    for (size_t i = 0; i < count; i++) {
        ac_document_add(on->document, AC_BLOCK_ITEM, items[i].words);
    }
    if (count == 0) {
        ac_document_add(
            on->document, AC_BLOCK_TEXT,
            AC_TEXT("Nothing: all that it rests on is frozen, and every gate that it asks is "
                    "decided."));
    }
}
