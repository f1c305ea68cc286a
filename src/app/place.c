/* SPDX-License-Identifier: MIT */
/* Finds a value by what people write. */

#include "app/place.h"

#include <string.h>

static void set_place(const ac_program *program, ac_value_place *place)
{
    place->at = (ac_coordinates){{0}};
    place->period = 0;
    switch (place->kind) {
    case AC_PLACE_QUANTITY:
        place->period_kind = program->quantities[place->index].period;
        return;
    case AC_PLACE_GATE:
        place->period_kind = program->gates[place->index].period;
        return;
    case AC_PLACE_PAYMENT:
        place->period_kind = program->pays[place->index].period;
        return;
    }
}

accord_status
ac_place_find_value(const ac_run *run, ac_text value, ac_value_place *place, accord_error *error)
{
    const ac_program *program = run->contract.program;
    ac_value_place found = {.kind = AC_PLACE_PAYMENT, .index = ac_find_pay(program, value)};
    if (found.index == AC_NONE) {
        const ac_value_pick *pick = NULL;
        size_t count = 0;
        AC_TRY(ac_values_pick(run, &value, 1, &pick, &count, error));
        found.kind = pick->is_gate ? AC_PLACE_GATE : AC_PLACE_QUANTITY;
        found.index = pick->index;
    }
    set_place(program, &found);
    *place = found;
    return ac_ok();
}

/* The levels of a value, in the order in which its clause names them; returns how many. */
static size_t levels_in_order(
    const ac_program *program, const ac_value_place *place, uint32_t levels[AC_LEVELS_MAX])
{
    ac_words by = {0};
    ac_level_set left = 0;
    size_t count = 0;
    if (place->kind == AC_PLACE_QUANTITY) {
        const ac_quantity *quantity = &program->quantities[place->index];
        by = ac_clause_at(program, quantity->clause)->type.by;
        left = quantity->type.levels;
    } else if (place->kind == AC_PLACE_PAYMENT) {
        left = program->nodes[program->pays[place->index].versions[0].amount].type.levels;
    }
    for (size_t i = 0; i < by.count; i++) {
        uint32_t level = ac_find_level(program, by.list[i].text);
        if (level != AC_NONE && (left & (1u << level)) != 0) {
            levels[count++] = level;
            left &= ~(1u << level);
        }
    }
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((left & (1u << i)) != 0) {
            levels[count++] = i;
        }
    }
    return count;
}

static accord_status fail_form(
    const ac_run *run,
    const uint32_t *levels,
    size_t count,
    const ac_value_place *place,
    accord_error *error)
{
    const ac_program *program = run->contract.program;
    AC_SCOPED_BUFFER(form, 300);
    for (size_t i = 0; i < count; i++) {
        ac_buffer_addf(
            &form, "%s%.*s", i == 0 ? "" : ",", AC_TEXT_ARG(program->levels[levels[i]].name));
    }
    if (place->kind == AC_PLACE_PAYMENT) {
        ac_buffer_addf(&form, "%s[party or member]", count == 0 ? "" : ",");
        count++;
    }
    if (place->period_kind != AC_PERIOD_NONE) {
        ac_buffer_addf(
            &form, "%s%s", count == 0 ? "" : ",", ac_period_kind_name(place->period_kind));
    }
    return ac_fail(
        error, ACCORD_EINPUT, "--at is to be %.*s for this value",
        AC_TEXT_ARG(ac_buffer_text(&form)));
}

/* Takes the text up to the next comma. */
static ac_text take_word(ac_text *text)
{
    const char *comma = text->size == 0 ? NULL : memchr(text->at, ',', text->size);
    size_t size = comma == NULL ? text->size : (size_t)(comma - text->at);
    ac_text word = ac_text_trim(ac_text_slice(*text, 0, size));
    *text = ac_text_slice(*text, comma == NULL ? size : size + 1, text->size);
    return word;
}

/* Periods of a kind, the last one included. */
typedef struct place_span {
    const ac_calendar *calendar;
    ac_period_kind kind;
    int32_t first;
    int32_t last;
} place_span;

static accord_status
check_span(const place_span *span, int32_t period, const char *of, accord_error *error)
{
    if (period >= span->first && period <= span->last) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(text, 200);
    ac_buffer_add_z(&text, "there is no ");
    ac_period_add(&text, span->calendar, span->kind, period);
    ac_buffer_addf(&text, " of this %s: it runs from ", of);
    ac_period_add(&text, span->calendar, span->kind, span->first);
    ac_buffer_add_z(&text, " to ");
    ac_period_add(&text, span->calendar, span->kind, span->last);
    return ac_fail(error, ACCORD_EINPUT, "%.*s", AC_TEXT_ARG(ac_buffer_text(&text)));
}

static place_span span_of_term(const ac_run *run, ac_period_kind kind)
{
    const ac_calendar *calendar = &run->contract.program->syntax->calendar;
    int32_t first = ac_term_first(calendar, kind);
    return (place_span){calendar, kind, first, first + ac_term_count(calendar, kind) - 1};
}

accord_status
ac_place_check_term(const ac_run *run, ac_period_kind kind, int32_t period, accord_error *error)
{
    const place_span span = span_of_term(run, kind);
    return check_span(&span, period, "contract", error);
}

/* Widens a span by the periods of its kind in which a value has periods of its own. */
static void widen(place_span *span, const ac_column *column)
{
    if (column->period == AC_PERIOD_NONE || column->periods == 0 || column->period > span->kind) {
        return;
    }
    int32_t last = column->first + (int32_t)column->periods - 1;
    int32_t from = ac_period_within(span->calendar, column->period, column->first, span->kind);
    int32_t until = ac_period_within(span->calendar, column->period, last, span->kind);
    span->first = from < span->first ? from : span->first;
    span->last = until > span->last ? until : span->last;
}

accord_status
ac_place_check_period(const ac_run *run, const ac_values_options *options, accord_error *error)
{
    if (!options->period_said) {
        return ac_ok();
    }
    place_span span = span_of_term(run, options->period_kind);
    for (size_t i = 0; i < options->pick_count; i++) {
        const ac_value_pick *pick = &options->picks[i];
        if (!pick->is_gate) {
            widen(&span, &run->evaluation->quantities[pick->index]);
        }
    }
    bool one = options->pick_count == 1;
    return check_span(&span, options->period, one ? "value" : "contract", error);
}

static accord_status
read_period(const ac_run *run, ac_text text, ac_value_place *place, accord_error *error)
{
    const ac_calendar *calendar = &run->contract.program->syntax->calendar;
    ac_period_kind kind = place->period_kind;
    int32_t period = 0;
    AC_TRY(ac_period_parse(calendar, kind, text, &period, error));
    int32_t first = ac_term_first(calendar, kind);
    int32_t count = ac_term_count(calendar, kind);
    if (place->kind == AC_PLACE_QUANTITY && run->evaluation != NULL) {
        const ac_column *column = &run->evaluation->quantities[place->index];
        first = column->first;
        count = (int32_t)column->periods;
    }
    const place_span span = {calendar, kind, first, first + count - 1};
    AC_TRY(check_span(&span, period, "value", error));
    place->period = period;
    return ac_ok();
}

accord_status
ac_place_find_at(const ac_run *run, ac_text at, ac_value_place *place, accord_error *error)
{
    const ac_program *program = run->contract.program;
    uint32_t levels[AC_LEVELS_MAX] = {0};
    size_t count = levels_in_order(program, place, levels);
    bool has_period = place->period_kind != AC_PERIOD_NONE;
    size_t words = at.size == 0 ? 0 : 1;
    for (size_t i = 0; i < at.size; i++) {
        words += at.at[i] == ',' ? 1 : 0;
    }
    size_t wanted = count + (has_period ? 1 : 0);
    bool part = place->kind == AC_PLACE_PAYMENT && words == wanted + 1;
    if (words != wanted && !part) {
        return fail_form(run, levels, count, place, error);
    }
    ac_value_place made = *place;
    if (part) {
        made.who = take_word(&at);
    }
    for (size_t i = 0; i < count; i++) {
        ac_text code = take_word(&at);
        uint32_t member = ac_fact_member(run->load->facts, levels[i], code);
        if (member == AC_NONE) {
            return ac_fail(
                error, ACCORD_EINPUT, "%.*s is no %.*s of the contract", AC_TEXT_ARG(code),
                AC_TEXT_ARG(program->levels[levels[i]].name));
        }
        made.at.members[levels[i]] = member;
    }
    if (has_period) {
        AC_TRY(read_period(run, take_word(&at), &made, error));
    }
    *place = made;
    return ac_ok();
}
