/* SPDX-License-Identifier: MIT */
/* Gates as a statement shows them: undecided, met or missed, with the day on which their data
 * freeze and they are decided. */

#include "contract/knowledge.h"
#include "statement/inside.h"
#include "value/date.h"

static const char *const states[] = {
    [AC_GATE_UNDECIDED] = "undecided", [AC_GATE_MET] = "met", [AC_GATE_MISSED] = "missed"};

/* The state as the last period of the term sees a gate at a date: those before the date see it
 * undecided whatever it comes to. */
static const char *
state_of(const ac_evaluation *evaluation, uint32_t gate, ac_period_kind kind, int32_t period)
{
    ac_gate_state state = AC_GATE_UNDECIDED;
    uint32_t unknown = ac_gate_value(evaluation, gate, kind, period, &state);
    if (unknown != AC_VALUE_KNOWN) {
        return ac_note_is_fault(evaluation, unknown) ? "at fault" : "not yet known";
    }
    return states[state];
}

static bool
is_within(const ac_program *program, const ac_statement_filter *filter, const ac_gate_line *line)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    return !filter->period_said || line->kind == AC_PERIOD_NONE ||
           (line->kind <= filter->kind &&
            ac_period_within(calendar, line->kind, line->period, filter->kind) == filter->period);
}

/* A gate in a period of its kind, or at its date. */
static ac_gate_line line_of(const ac_statement_set *set, uint32_t gate, int32_t period)
{
    const ac_gate *of = &set->program->gates[gate];
    ac_period_kind kind = of->each ? of->period : AC_PERIOD_TERM;
    return (ac_gate_line){
        .gate = gate,
        .kind = of->each ? kind : AC_PERIOD_NONE,
        .period = period,
        .state = state_of(set->evaluation, gate, kind, period),
        .decided = ac_gate_decided(set->program, gate, kind, period)};
}

/* A gate each period is not listed where its data have yet to come. */
static bool
is_listed(const ac_statement_set *set, const ac_statement_filter *filter, const ac_gate_line *line)
{
    bool yet = set->program->gates[line->gate].each &&
               ac_text_is(ac_text_of(line->state), "not yet known");
    return !yet && is_within(set->program, filter, line);
}

typedef struct line_list {
    ac_gate_line *list;
    size_t count;
    size_t capacity;
} line_list;

static void list_gate(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    uint32_t index,
    line_list *lines)
{
    const ac_gate *gate = &set->program->gates[index];
    const ac_calendar *calendar = &set->program->syntax->calendar;
    ac_period_kind kind = gate->each ? gate->period : AC_PERIOD_TERM;
    int32_t first = ac_term_first(calendar, kind);
    int32_t until = first + ac_term_count(calendar, kind);
    for (int32_t period = first; period < until; period++) {
        ac_gate_line line = line_of(set, index, period);
        if (is_listed(set, filter, &line)) {
            AC_RESERVE(arena, lines->list, lines->count, lines->capacity);
            lines->list[lines->count++] = line;
        }
    }
}

const ac_gate_line *ac_gate_lines(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count)
{
    line_list lines = {0};
    for (uint32_t g = 0; g < set->program->gate_count; g++) {
        list_gate(arena, set, filter, g, &lines);
    }
    *count = lines.count;
    return lines.list;
}

static bool is_to_come(const ac_statement_set *set, accord_date day)
{
    const ac_knowledge *knowledge = set->facts->knowledge;
    return knowledge != NULL && knowledge->by_said && day.day > knowledge->by.day;
}

void ac_gates_add(ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_gate_line *lines = ac_gate_lines(&scratch, set, filter, &count);
    ac_buffer_add_z(buffer, count > 0 ? "\nGates\n" : "");
    for (size_t i = 0; i < count; i++) {
        const ac_gate_line *line = &lines[i];
        const ac_gate *gate = &set->program->gates[line->gate];
        ac_buffer_addf(
            buffer, "  %.*s  %.*s", AC_TEXT_ARG(ac_clause_at(set->program, gate->clause)->number),
            AC_TEXT_ARG(gate->name));
        if (line->kind != AC_PERIOD_NONE) {
            ac_buffer_add_z(buffer, " for ");
            ac_period_add(buffer, &set->program->syntax->calendar, line->kind, line->period);
        } else {
            ac_buffer_add_z(buffer, " at ");
            ac_date_add_words(buffer, gate->date);
        }
        bool open = gate->each || ac_text_is(ac_text_of(line->state), states[AC_GATE_UNDECIDED]);
        const char *word = !is_to_come(set, line->decided) ? "decided on "
                           : open                          ? "to be decided on "
                                                           : "decided by frozen files, ahead of ";
        ac_buffer_addf(buffer, ": %s, %s", line->state, word);
        ac_date_add_words(buffer, line->decided);
        ac_buffer_add_char(buffer, '\n');
    }
}

bool ac_payment_asks_gate(const ac_program *program, const ac_payment *payment, uint32_t gate)
{
    const ac_pay *pay = &program->pays[payment->pay];
    accord_date last = ac_period_last(&program->syntax->calendar, pay->period, payment->period);
    return gate < 64 && (pay->gates >> gate & 1) != 0 && !program->gates[gate].each &&
           last.day >= program->gates[gate].date.day;
}

void ac_payment_gate_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_payment *payment, uint32_t index)
{
    const ac_program *program = set->program;
    const ac_gate *gate = &program->gates[index];
    ac_buffer_addf(buffer, "gate %.*s ", AC_TEXT_ARG(gate->name));
    bool open = (payment->gates_undecided >> index & 1) != 0;
    if (!open) {
        const char *state = state_of(
            payment->evaluation, index, program->pays[payment->pay].period, payment->period);
        ac_buffer_addf(buffer, "is %s, decided on ", state);
        ac_date_add_words(buffer, gate->decided);
        return;
    }
    ac_buffer_add_z(buffer, "is decided on ");
    ac_date_add_words(buffer, gate->decided);
    bool late = gate->decided.day > payment->due.day;
    ac_buffer_add_z(
        buffer, late ? ", after this is due: taken as undecided"
                     : ", when its data freeze: taken as undecided until then");
}

/* ---- Decided otherwise ---- */

static bool is_decided(const char *state)
{
    return state == states[AC_GATE_MET] || state == states[AC_GATE_MISSED];
}

/* The same gate in the same period of another run, whose contract may have others beside it. */
static const ac_gate_line *find_same(
    const ac_statement_set *set,
    const ac_gate_line *lines,
    size_t count,
    ac_text name,
    const ac_gate_line *of)
{
    for (size_t i = 0; i < count; i++) {
        if (ac_text_equal(set->program->gates[lines[i].gate].name, name) &&
            lines[i].kind == of->kind && lines[i].period == of->period) {
            return &lines[i];
        }
    }
    return NULL;
}

static ac_text when_of(ac_arena *arena, const ac_program *program, const ac_gate_line *line)
{
    AC_SCOPED_BUFFER(text, 100);
    if (line->kind == AC_PERIOD_NONE) {
        ac_date_add_iso(&text, program->gates[line->gate].date);
    } else {
        ac_period_add(&text, &program->syntax->calendar, line->kind, line->period);
    }
    return ac_text_copy(arena, ac_buffer_text(&text));
}

const ac_gate_change *ac_gate_changes(
    ac_arena *arena, const ac_statement_set *before, const ac_statement_set *now, size_t *count)
{
    const ac_statement_filter all = {.party = AC_TEXT("")};
    size_t was_count = 0;
    size_t is_count = 0;
    const ac_gate_line *was = ac_gate_lines(arena, before, &all, &was_count);
    const ac_gate_line *is = ac_gate_lines(arena, now, &all, &is_count);
    ac_gate_change *made = AC_NEW_ARRAY(arena, ac_gate_change, is_count);
    *count = 0;
    for (size_t i = 0; i < is_count; i++) {
        const ac_gate *gate = &now->program->gates[is[i].gate];
        const ac_gate_line *same = find_same(before, was, was_count, gate->name, &is[i]);
        if (same == NULL || ac_text_is(ac_text_of(same->state), is[i].state) ||
            !(is_decided(same->state) || (!gate->each && is_decided(is[i].state)))) {
            continue;
        }
        made[(*count)++] = (ac_gate_change){
            .gate = gate->name,
            .clause = ac_clause_at(now->program, gate->clause)->number,
            .period = when_of(arena, now->program, &is[i]),
            .was = same->state,
            .is = is[i].state};
    }
    return made;
}

void ac_gate_change_add(ac_buffer *buffer, const ac_gate_change *change)
{
    ac_buffer_addf(
        buffer, "gate %.*s for %.*s (clause %.*s) was %s, and is %s", AC_TEXT_ARG(change->gate),
        AC_TEXT_ARG(change->period), AC_TEXT_ARG(change->clause), change->was, change->is);
}

void ac_gate_changes_add_json(ac_buffer *buffer, const ac_gate_change *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "{\"gate\": " : ", {\"gate\": ");
        ac_buffer_add_json(buffer, list[i].gate);
        ac_buffer_add_z(buffer, ", \"clause\": ");
        ac_buffer_add_json(buffer, list[i].clause);
        ac_buffer_add_z(buffer, ", \"period\": ");
        ac_buffer_add_json(buffer, list[i].period);
        ac_buffer_addf(buffer, ", \"was\": \"%s\", \"is\": \"%s\"}", list[i].was, list[i].is);
    }
}
