/* SPDX-License-Identifier: MIT */
/* Reads at which members and period a value is asked for. */

#include "app/place.h"

#include "app/place_inside.h"
#include "base/names.h"
#include "value/date.h"

#include <string.h>

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
    } else if (place->kind != AC_PLACE_GATE) {
        left = program->nodes[ac_place_check(program, place)->condition].type.levels;
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

static bool is_of_payment(const ac_program *program, const ac_value_place *place)
{
    return place->kind == AC_PLACE_CHECK &&
           ac_place_check(program, place)->scope == AC_CHECK_PAYMENT;
}

/* What --at is to be, and how that looks for the first member and period. */
static accord_status fail_form(
    const ac_run *run,
    const uint32_t *levels,
    size_t count,
    const ac_value_place *place,
    accord_error *error)
{
    const ac_program *program = run->contract.program;
    AC_SCOPED_BUFFER(form, 400);
    AC_SCOPED_BUFFER(such, 400);
    const char *between = "";
    if (is_of_payment(program, place)) {
        ac_buffer_add_z(&form, "clause of a payment");
        ac_buffer_add(&such, program->pays[0].number);
        between = ",";
    }
    if (place->kind == AC_PLACE_PAYMENT) {
        ac_buffer_add_z(&form, count == 0 ? "[party or member]" : "[party or member],");
    }
    for (size_t i = 0; i < count; i++) {
        ac_buffer_addf(&form, "%s%.*s", between, AC_TEXT_ARG(program->levels[levels[i]].name));
        const ac_fact_level *level = &run->load->facts->levels[levels[i]];
        ac_text code = level->count > 0 ? level->codes[0] : (ac_text){"", 0};
        ac_buffer_addf(&such, "%s%.*s", between, AC_TEXT_ARG(code));
        between = ",";
    }
    ac_period_kind kind =
        is_of_payment(program, place) ? program->pays[0].period : place->period_kind;
    if (kind != AC_PERIOD_NONE) {
        ac_buffer_addf(
            &form, "%s%s", form.size_bytes == 0 ? "" : ",",
            is_of_payment(program, place) ? "period" : ac_period_kind_name(kind));
        ac_buffer_add_z(&such, between);
        const ac_calendar *calendar = &program->syntax->calendar;
        ac_period_add(&such, calendar, kind, ac_term_first(calendar, kind));
    }
    if (form.size_bytes == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "--at is to be empty for this value (--at \"\"): it has no "
            "member and no period");
    }
    return ac_fail(
        error, ACCORD_EINPUT, "--at is to be %.*s for this value, such as \"%.*s\"",
        AC_TEXT_ARG(ac_buffer_text(&form)), AC_TEXT_ARG(ac_buffer_text(&such)));
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

/* A gate at a date may be asked for by its date. */
static bool is_date_of_gate(const ac_run *run, const ac_value_place *place, ac_text text)
{
    const ac_program *program = run->contract.program;
    if (place->kind != AC_PLACE_GATE || program->gates[place->index].each) {
        return false;
    }
    AC_SCOPED_BUFFER(date, 40);
    ac_date_add_iso(&date, program->gates[place->index].date);
    return ac_text_equal(ac_buffer_text(&date), text);
}

static accord_status
read_period(const ac_run *run, ac_text text, ac_value_place *place, accord_error *error)
{
    const ac_calendar *calendar = &run->contract.program->syntax->calendar;
    ac_period_kind kind = place->period_kind;
    if (is_date_of_gate(run, place, text)) {
        place->period = run->contract.program->gates[place->index].at;
        return ac_ok();
    }
    int32_t period = 0;
    AC_TRY(ac_period_parse(calendar, kind, text, &period, error));
    int32_t first = ac_term_first(calendar, kind);
    int32_t count = ac_term_count(calendar, kind);
    const ac_quantity *quantity =
        place->kind == AC_PLACE_QUANTITY ? &run->contract.program->quantities[place->index] : NULL;
    if (quantity != NULL && run->evaluation == NULL) { /* before the data are read */
        for (uint32_t i = 0; i < quantity->earlier_count; i++) {
            int32_t earlier = quantity->earlier[i].first;
            count += earlier < first ? first - earlier : 0;
            first = earlier < first ? earlier : first;
        }
    } else if (quantity != NULL) {
        const ac_column *column = &run->evaluation->quantities[place->index];
        first = column->first;
        count = (int32_t)column->periods;
    }
    const place_span span = {calendar, kind, first, first + count - 1};
    AC_TRY(check_span(&span, period, "value", error));
    place->period = period;
    return ac_ok();
}

static accord_status
read_member(const ac_run *run, uint32_t level, ac_text code, uint32_t *member, accord_error *error)
{
    const ac_fact_level *of = &run->load->facts->levels[level];
    uint32_t found = ac_fact_member(run->load->facts, level, code);
    if (found != AC_NONE) {
        *member = found;
        return ac_ok();
    }
    AC_SCOPED_ARENA(scratch);
    ac_names names;
    ac_names_init(&names, &scratch);
    for (uint32_t i = 0; i < of->count; i++) {
        (void)ac_names_add(&names, of->codes[i], i);
    }
    ac_text near = ac_names_near(&names, code);
    return ac_fail(
        error, ACCORD_EINPUT, "%.*s is no %.*s of the contract%s%.*s%s", AC_TEXT_ARG(code),
        AC_TEXT_ARG(run->contract.program->levels[level].name),
        near.size > 0 ? "; did you mean " : "", AC_TEXT_ARG(near), near.size > 0 ? "?" : "");
}

/* Reads the clause of the payment that a check of every payment is asked for. */
static accord_status
read_pay(const ac_run *run, ac_text number, ac_value_place *place, accord_error *error)
{
    const ac_program *program = run->contract.program;
    uint32_t pay = ac_find_pay(program, number);
    if (pay == AC_NONE) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%.*s is no clause that pays: this check is of every payment, and --at begins with one",
            AC_TEXT_ARG(number));
    }
    place->pay = pay;
    place->period_kind = program->pays[pay].period;
    return ac_ok();
}

/* Takes the version of a check that is in force in the period. */
static void settle_check(const ac_program *program, ac_value_place *place)
{
    const ac_check *asked = ac_place_check(program, place);
    if (place->period_kind == AC_PERIOD_NONE) {
        return;
    }
    const ac_check *list = place->kind == AC_PLACE_CHECK ? program->checks : program->assumptions;
    uint32_t count =
        place->kind == AC_PLACE_CHECK ? program->check_count : program->assumption_count;
    accord_date from =
        ac_period_from(&program->syntax->calendar, place->period_kind, place->period);
    for (uint32_t i = 0; i < count; i++) {
        bool same = ac_text_equal(
            ac_clause_at(program, list[i].clause)->number,
            ac_clause_at(program, asked->clause)->number);
        if (same && list[i].effective.day <= from.day && from.day < list[i].until.day) {
            place->index = i;
        }
    }
}

accord_status
ac_place_find_at(const ac_run *run, ac_text at, ac_value_place *place, accord_error *error)
{
    const ac_program *program = run->contract.program;
    uint32_t levels[AC_LEVELS_MAX] = {0};
    size_t count = levels_in_order(program, place, levels);
    bool of_payment = is_of_payment(program, place);
    bool has_period = place->period_kind != AC_PERIOD_NONE || of_payment;
    size_t words = at.size == 0 ? 0 : 1;
    for (size_t i = 0; i < at.size; i++) {
        words += at.at[i] == ',' ? 1 : 0;
    }
    size_t wanted = count + (has_period ? 1 : 0) + (of_payment ? 1 : 0);
    bool part = place->kind == AC_PLACE_PAYMENT && words == wanted + 1;
    if (words != wanted && !part) {
        return fail_form(run, levels, count, place, error);
    }
    ac_value_place made = *place;
    if (part) {
        made.who = take_word(&at);
    }
    if (of_payment) {
        AC_TRY(read_pay(run, take_word(&at), &made, error));
    }
    for (size_t i = 0; i < count; i++) {
        AC_TRY(read_member(run, levels[i], take_word(&at), &made.at.members[levels[i]], error));
    }
    if (made.period_kind != AC_PERIOD_NONE) {
        AC_TRY(read_period(run, take_word(&at), &made, error));
    }
    if (made.kind == AC_PLACE_CHECK || made.kind == AC_PLACE_ASSUMPTION) {
        settle_check(program, &made);
    }
    *place = made;
    return ac_ok();
}
