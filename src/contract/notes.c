/* SPDX-License-Identifier: MIT */
/* Notes on values that are not known, and how they read. */

#include "contract/notes.h"

#include "base/assert.h"

uint32_t ac_note_new(ac_evaluation *evaluation, ac_note note)
{
    AC_RESERVE(
        evaluation->arena, evaluation->notes, evaluation->note_count, evaluation->note_capacity);
    if (evaluation->note_count == 0) {
        evaluation->note_count = 1; /* 0 says known; there is always room for two */
    }
    evaluation->notes[evaluation->note_count] = note;
    ac_assert(evaluation->note_count < UINT32_MAX);
    return (uint32_t)evaluation->note_count++;
}

bool ac_note_is_fault(const ac_evaluation *evaluation, uint32_t state)
{
    return state != AC_VALUE_KNOWN && evaluation->notes[state].kind != AC_NOTE_NOT_YET;
}

bool ac_note_is_excused(const ac_evaluation *evaluation, ac_presence presence, uint32_t state)
{
    if (!ac_note_is_fault(evaluation, state)) {
        return false;
    }
    ac_note_kind kind = evaluation->notes[state].kind;
    bool led_to = kind == AC_NOTE_DIVIDED || kind == AC_NOTE_EARLIER || kind == AC_NOTE_BANDS;
    return presence == AC_PARTLY || (presence == AC_ENDED && led_to);
}

/* Whether the clause that is being computed may yet mend a fault by 'or ... where ...'. */
static bool may_be_mended(const ac_evaluation *evaluation, uint32_t state)
{
    const ac_note *note = &evaluation->notes[state];
    return (note->kind == AC_NOTE_DIVIDED || note->kind == AC_NOTE_EARLIER) && !note->reached;
}

/* How early a state is told: a fault that stays, one that may be mended, a figure yet to come. */
static int told_at(const ac_evaluation *evaluation, uint32_t state)
{
    if (!ac_note_is_fault(evaluation, state)) {
        return 2;
    }
    return may_be_mended(evaluation, state) ? 1 : 0;
}

uint32_t ac_state_join(const ac_evaluation *evaluation, uint32_t left, uint32_t right)
{
    if (left == AC_VALUE_KNOWN || right == AC_VALUE_KNOWN) {
        return left == AC_VALUE_KNOWN ? right : left;
    }
    return told_at(evaluation, right) < told_at(evaluation, left) ? right : left;
}

void ac_note_reached(ac_evaluation *evaluation, uint32_t state)
{
    if (!ac_note_is_fault(evaluation, state) || evaluation->notes[state].reached) {
        return;
    }
    evaluation->notes[state].reached = true;
    AC_RESERVE(
        evaluation->arena, evaluation->faults, evaluation->fault_count, evaluation->fault_capacity);
    evaluation->faults[evaluation->fault_count++] = state;
}

static void add_place(ac_buffer *buffer, const ac_evaluation *evaluation, const ac_note *note)
{
    const ac_calendar *calendar = &evaluation->program->syntax->calendar;
    if (note->levels != 0) {
        ac_buffer_add_z(buffer, " of ");
        ac_member_add(buffer, evaluation->program, evaluation->facts, note->levels, &note->at, '/');
    }
    if (note->period_kind != AC_PERIOD_NONE) {
        ac_buffer_add_z(buffer, " for ");
        ac_period_add(buffer, calendar, note->period_kind, note->period);
    }
}

void ac_note_add(ac_buffer *buffer, const ac_evaluation *evaluation, uint32_t state)
{
    if (state == AC_VALUE_KNOWN) {
        return;
    }
    const ac_note *note = &evaluation->notes[state];
    const ac_program *program = evaluation->program;
    if (note->quantity != AC_NONE) {
        const ac_quantity *quantity = &program->quantities[note->quantity];
        ac_buffer_addf(
            buffer, "clause %.*s: %.*s",
            AC_TEXT_ARG(ac_clause_at(program, quantity->clause)->number),
            AC_TEXT_ARG(quantity->name));
    } else {
        ac_buffer_add_z(buffer, "the formula");
    }
    add_place(buffer, evaluation, note);
    switch (note->kind) {
    case AC_NOTE_NOT_YET:
        ac_buffer_add_z(buffer, " has not been received");
        return;
    case AC_NOTE_MISSING:
        ac_buffer_add_z(buffer, " is missing; it should be there");
        return;
    case AC_NOTE_DIVIDED:
        ac_buffer_add_z(buffer, " divides by zero in '");
        break;
    case AC_NOTE_EARLIER:
        ac_buffer_add_z(buffer, " needs a period before the term in '");
        break;
    case AC_NOTE_BANDS:
        ac_buffer_add_z(buffer, " lies outside all bands: '");
        break;
    case AC_NOTE_TOO_LONG:
        ac_buffer_add_z(buffer, " has more digits than accord computes with in '");
        break;
    }
    const ac_expr *expr = program->nodes[note->node].expr;
    ac_text words = ac_span_text(program->syntax->source, expr->span);
    ac_buffer_add(buffer, ac_text_slice(words, 0, 80));
    ac_buffer_add_char(buffer, '\'');
}
