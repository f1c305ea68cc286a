/* SPDX-License-Identifier: MIT */
/* What of a statement may still come out otherwise, and until when. */

#include "contract/knowledge.h"
#include "statement/digest.h"
#include "statement/inside.h"
#include "value/date.h"

enum { WORDS_MAX = 1 << 20 };

typedef struct opening {
    ac_arena *arena;
    const ac_statement_set *set;
    const ac_statement_filter *filter;
    ac_open_item *list;
    size_t count;
    size_t capacity;
} opening;

const char *ac_open_kind_name(ac_open_kind kind)
{
    static const char *const names[] = {
        [AC_OPEN_UNKNOWN] = "not known",     [AC_OPEN_PROVISIONAL] = "provisional",
        [AC_OPEN_GATE] = "gate undecided",   [AC_OPEN_UNSAID] = "not said",
        [AC_OPEN_NOT_CLOSED] = "not closed", [AC_OPEN_CLOSED] = "closed"};
    return names[kind];
}

static ac_open_item *
add_item(opening *on, ac_open_kind kind, ac_text clause, const ac_buffer *words)
{
    AC_RESERVE(on->arena, on->list, on->count, on->capacity);
    ac_open_item *item = &on->list[on->count++];
    *item = (ac_open_item){
        .kind = kind, .clause = clause, .words = ac_text_copy(on->arena, ac_buffer_text(words))};
    return item;
}

/* Payments of one clause that are open in the same way: the first of them, the last, how many. */
typedef struct group {
    const ac_payment *first;
    const ac_payment *last;
    size_t count;
} group;

static bool is_open(const ac_payment *payment, ac_open_kind kind)
{
    bool known = payment->state == AC_VALUE_KNOWN;
    return kind == AC_OPEN_UNKNOWN ? !known : known && payment->standing == AC_STANDING_PROVISIONAL;
}

static group group_of(const opening *on, uint32_t pay, ac_open_kind kind)
{
    group found = {0};
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *payment = &on->set->payments[i];
        if (payment->pay == pay && is_open(payment, kind) &&
            ac_payment_is_shown(on->set, payment, on->filter)) {
            found.first = found.count == 0 ? payment : found.first;
            found.last = payment;
            found.count++;
        }
    }
    return found;
}

static void add_which(ac_buffer *words, const opening *on, const group *of)
{
    const ac_program *program = on->set->program;
    ac_text number = ac_clause_at(program, of->first->clause)->number;
    ac_buffer_addf(words, "Payment %.*s for ", AC_TEXT_ARG(number));
    ac_payment_period_add(words, program, of->first);
    if (of->count > 1) {
        ac_buffer_addf(words, " and %zu more periods, until ", of->count - 1);
        ac_payment_period_add(words, program, of->last);
        ac_buffer_add_char(words, ',');
    }
}

static void add_unknown(opening *on, const group *of)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    const ac_payment *first = of->first;
    bool fault = ac_note_is_fault(first->evaluation, first->state);
    add_which(&words, on, of);
    ac_buffer_add_z(&words, fault ? " cannot be worked out: " : " is not yet known: ");
    ac_note_add(&words, first->evaluation, first->state);
    ac_buffer_add_z(&words, of->count > 1 ? ". The first is due " : ". It is due ");
    ac_date_add_words(&words, first->due);
    ac_buffer_add_char(&words, '.');
    ac_text number = ac_clause_at(on->set->program, first->clause)->number;
    add_item(on, AC_OPEN_UNKNOWN, number, &words);
}

static void add_provisional(opening *on, const group *of)
{
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    const ac_program *program = on->set->program;
    accord_date freezes = ac_pay_freezes(program, of->last->pay, of->last->period);
    add_which(&words, on, of);
    ac_buffer_add_z(
        &words, " is provisional: it rests on data that may still be corrected, until they freeze "
                "on ");
    ac_date_add_words(&words, freezes);
    ac_buffer_add_char(&words, '.');
    ac_text number = ac_clause_at(program, of->first->clause)->number;
    ac_open_item *item = add_item(on, AC_OPEN_PROVISIONAL, number, &words);
    item->day_said = true;
    item->day = freezes;
}

/* A gate at a date that a payment shown takes as undecided. */
static void add_gate(opening *on, uint32_t index)
{
    const ac_program *program = on->set->program;
    const ac_gate *gate = &program->gates[index];
    AC_SCOPED_BUFFER(clauses, WORDS_MAX);
    const ac_payment *last = NULL;
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *payment = &on->set->payments[i];
        bool open = (payment->gates_undecided >> index & 1) != 0;
        if (!open || !ac_payment_asks_gate(program, payment, index) ||
            !ac_payment_is_shown(on->set, payment, on->filter)) {
            continue;
        }
        if (last == NULL || last->pay != payment->pay) {
            ac_text number = ac_clause_at(program, payment->clause)->number;
            ac_buffer_addf(&clauses, "%s%.*s", last == NULL ? "" : ", ", AC_TEXT_ARG(number));
        }
        last = payment;
    }
    if (last == NULL) {
        return;
    }
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_buffer_addf(
        &words, "Gate %.*s, which payment %.*s asks, is taken as undecided; it is decided on ",
        AC_TEXT_ARG(gate->name), AC_TEXT_ARG(ac_buffer_text(&clauses)));
    ac_date_add_words(&words, gate->decided);
    ac_buffer_add_char(&words, '.');
    ac_open_item *item =
        add_item(on, AC_OPEN_GATE, ac_clause_at(program, gate->clause)->number, &words);
    item->day_said = true;
    item->day = gate->decided;
}

static void add_settlement(opening *on)
{
    const ac_settled *settled = on->set->settled;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    if (settled == NULL) {
        return;
    }
    if (settled->closing > 0) {
        ac_buffer_addf(
            &words,
            "%.*s is closed, by %.*s: these figures stay. What is known later is adjusted when a "
            "later period is closed.",
            AC_TEXT_ARG(settled->period), AC_TEXT_ARG(settled->closed_by));
        add_item(on, AC_OPEN_CLOSED, AC_TEXT(""), &words);
    } else {
        ac_buffer_addf(
            &words,
            "%.*s is not closed: until one person approves this settlement and another closes it, "
            "nothing of it is to be paid and it may be settled anew.",
            AC_TEXT_ARG(settled->period));
        add_item(on, AC_OPEN_NOT_CLOSED, AC_TEXT(""), &words);
    }
}

const ac_open_item *ac_open_items(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count)
{
    const ac_program *program = set->program;
    opening on = {.arena = arena, .set = set, .filter = filter};
    add_settlement(&on);
    for (uint32_t pay = 0; pay < program->pay_count; pay++) {
        group unknown = group_of(&on, pay, AC_OPEN_UNKNOWN);
        if (unknown.count > 0) {
            add_unknown(&on, &unknown);
        }
        group provisional = group_of(&on, pay, AC_OPEN_PROVISIONAL);
        if (provisional.count > 0) {
            add_provisional(&on, &provisional);
        }
    }
    for (uint32_t g = 0; g < program->gate_count && g < 64; g++) {
        add_gate(&on, g);
    }
    if (set->facts->knowledge == NULL) {
        AC_SCOPED_BUFFER(words, WORDS_MAX);
        ac_buffer_add_z(
            &words, "Nothing says when the data became known, so it cannot be told which of them "
                    "are frozen: a manifest.csv in the data folder, or a store, says it.");
        add_item(&on, AC_OPEN_UNSAID, AC_TEXT(""), &words);
    }
    *count = on.count;
    return on.list;
}
