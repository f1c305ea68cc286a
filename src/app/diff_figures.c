/* SPDX-License-Identifier: MIT */
/* A run as lines of figures, each told from others by what it is of, in words: places in columns
 * and indices mean nothing in another program. */

#include "app/diff_inside.h"

void ac_diff_lines_init(ac_diff_lines *lines, ac_arena *arena)
{
    *lines = (ac_diff_lines){.arena = arena};
    ac_names_init(&lines->names, arena);
}

/* One figure of a run. */
typedef struct figure {
    ac_rational number;
    bool known;
    bool there;
} figure;

typedef struct taking {
    ac_diff_lines *lines;
    const ac_statement_set *set;
    figure *figures; /* [count], by line */
    size_t count;
    size_t capacity;
} taking;

static ac_text key_of(ac_arena *arena, const ac_diff_line *line)
{
    AC_SCOPED_BUFFER(key, SIZE_MAX / 4);
    ac_buffer_addf(&key, "%d\n%d\n%.*s\n", line->role, line->shadow, AC_TEXT_ARG(line->what));
    ac_buffer_addf(&key, "%d %d\n", line->kind, line->number);
    ac_buffer_addf(&key, "%.*s\n%.*s", AC_TEXT_ARG(line->level), AC_TEXT_ARG(line->who));
    return ac_text_copy(arena, ac_buffer_text(&key));
}

static size_t place_of(taking *on, const ac_diff_line *line)
{
    ac_diff_lines *lines = on->lines;
    ac_text key = key_of(lines->arena, line);
    uint32_t place = ac_names_find(&lines->names, key);
    if (place != AC_NAME_NONE) {
        return place;
    }
    AC_RESERVE(lines->arena, lines->list, lines->count, lines->capacity);
    place = (uint32_t)lines->count++;
    (void)ac_names_add(&lines->names, key, place);
    ac_diff_line *made = &lines->list[place];
    *made = *line;
    made->what = ac_text_copy(lines->arena, line->what);
    made->level = ac_text_copy(lines->arena, line->level);
    made->who = ac_text_copy(lines->arena, line->who);
    return place;
}

static void put(taking *on, const ac_diff_line *line, figure value)
{
    size_t place = place_of(on, line);
    while (on->count <= place) {
        AC_RESERVE(on->lines->arena, on->figures, on->count, on->capacity);
        on->figures[on->count++] = (figure){.number = AC_RATIONAL_ZERO};
    }
    /* Two parties may pass parts of one payment on to the same member: these add up. */
    figure *at = &on->figures[place];
    if (value.known) {
        ac_rational sum = ac_rational_add(on->lines->arena, at->number, value.number);
        at->number = ac_rational_copy(on->lines->arena, sum);
    }
    at->known = value.known;
    at->there = true;
}

/* ---- Payments ---- */

static ac_text code_of(const ac_statement_set *set, const ac_part_of *part)
{
    const ac_level *of = &set->program->levels[part->level];
    return of->kind == AC_LEVEL_FILE ? set->facts->levels[part->level].codes[part->member]
                                     : of->members[part->member];
}

static void put_parts(taking *on, ac_diff_line line, ac_diff_role role, const ac_parts *parts)
{
    line.role = role;
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        line.who = code_of(on->set, part);
        line.level =
            role == AC_DIFF_PASSED ? on->set->program->levels[part->level].name : AC_TEXT("");
        put(on, &line, (figure){ac_rational_of(part->amount.minor), true, true});
    }
}

static void put_payment(taking *on, const ac_payment *payment)
{
    const ac_program *program = on->set->program;
    const ac_pay *pay = &program->pays[payment->pay];
    ac_diff_line line = {
        .role = AC_DIFF_PAYMENT,
        .what = ac_clause_at(program, payment->clause)->number,
        .kind = pay->period,
        .number = payment->period,
        .shadow = payment->shadow,
        .level = AC_TEXT(""),
        .who = AC_TEXT("")};
    AC_SCOPED_BUFFER(period, 60);
    ac_period_add(&period, &program->syntax->calendar, pay->period, payment->period);
    line.period = ac_text_copy(on->lines->arena, ac_buffer_text(&period));
    bool known = payment->state == AC_VALUE_KNOWN;
    put(on, &line, (figure){ac_rational_of(payment->amount.minor), known, true});
    put_parts(on, line, AC_DIFF_PAYER, &payment->payers);
    put_parts(on, line, AC_DIFF_PAYEE, &payment->payees);
    for (size_t p = 0; p < payment->pass_count; p++) {
        put_parts(on, line, AC_DIFF_PASSED, &payment->passes[p].parts);
    }
}

/* ---- Values ---- */

static void put_value(taking *on, uint32_t index)
{
    const ac_program *program = on->set->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_column *column = &on->set->evaluation->quantities[index];
    ac_diff_line line = {
        .role = AC_DIFF_VALUE,
        .what = program->quantities[index].name,
        .kind = column->period,
        .level = AC_TEXT("")};
    for (uint32_t p = 0; p < column->periods; p++) {
        line.number = column->first + (int32_t)p;
        AC_SCOPED_BUFFER(period, 60);
        ac_period_add(&period, calendar, column->period, line.number);
        line.period = ac_text_copy(on->lines->arena, ac_buffer_text(&period));
        for (uint64_t m = 0; m < column->members; m++) {
            uint64_t at = p * column->members + m;
            ac_coordinates members =
                ac_member_coordinates(program, on->set->facts, column->levels, m);
            AC_SCOPED_BUFFER(who, 400);
            ac_member_add(&who, program, on->set->facts, column->levels, &members, '/');
            line.who = ac_buffer_text(&who);
            bool known = column->states[at] == AC_VALUE_KNOWN;
            put(on, &line, (figure){column->numbers[at], known, true});
        }
    }
}

ac_diff_figures ac_diff_take(
    ac_diff_lines *lines, const ac_statement_set *set, const ac_text *values, size_t value_count)
{
    taking on = {.lines = lines, .set = set};
    for (size_t i = 0; i < set->payment_count; i++) {
        put_payment(&on, &set->payments[i]);
    }
    for (size_t i = 0; i < value_count; i++) {
        uint32_t index = ac_find_quantity(set->program, values[i]);
        if (index != AC_NONE) {
            put_value(&on, index);
        }
    }
    ac_diff_figures made = {.count = on.count};
    made.numbers = AC_NEW_ARRAY(lines->arena, ac_rational, on.count);
    made.there = AC_NEW_ARRAY(lines->arena, bool, on.count);
    made.known = AC_NEW_ARRAY(lines->arena, bool, on.count);
    for (size_t i = 0; i < on.count; i++) {
        made.numbers[i] = on.figures[i].number;
        made.known[i] = on.figures[i].known;
        made.there[i] = on.figures[i].there;
    }
    return made;
}
