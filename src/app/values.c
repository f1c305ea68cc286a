/* SPDX-License-Identifier: MIT */
/* Values as a grid of texts, then written in one of three forms. */

#include "app/values.h"

#include "base/assert.h"
#include "base/limits.h"
#include "contract/knowledge.h"
#include "contract/lives.h"
#include "value/date.h"

#include <string.h>

enum { EXACT_SHOWN_BYTES = 24, LONG_PLACES = 8 };

/* One line of the grid. */
typedef struct line {
    const ac_value_pick *pick;
    ac_coordinates at;
    ac_text period;
    ac_text value;   /* "" where it is not known */
    ac_text decided; /* of a gate: when its data freeze; "" of others */
    uint32_t state;
    ac_presence presence;
} line;

typedef struct grid {
    const ac_run *run;
    const ac_values_options *options;
    ac_arena *arena;
    ac_level_set levels; /* that any pick has */
    line *lines;         /* [count] */
    size_t count;
    size_t capacity;
} grid;

static ac_text name_of(const ac_program *program, const ac_value_pick *pick)
{
    return pick->is_gate ? program->gates[pick->index].name : program->quantities[pick->index].name;
}

static ac_level_set levels_of(const ac_program *program, const ac_value_pick *pick)
{
    return pick->is_gate ? 0 : program->quantities[pick->index].type.levels;
}

/* ---- Cells ---- */

static void add_number(ac_buffer *text, const grid *all, const ac_type *type, ac_rational number)
{
    bool table = all->options->format == AC_VALUES_TABLE;
    bool percent = table && type->percent;
    int decimals = all->options->decimals;
    if (percent) {
        number = ac_rational_multiply(all->arena, number, ac_rational_of(100));
    }
    if (decimals != AC_DECIMALS_EXACT) {
        ac_rational_add_decimal(text, number, decimals, table);
    } else {
        ac_rational_add_exact(text, number);
        /* Of a fraction that does not end, people see a part; the other forms give all of it. */
        bool ends = text->size_bytes == 0 || memchr(text->bytes, '/', text->size_bytes) == NULL;
        if (table && (!ends || text->size_bytes > EXACT_SHOWN_BYTES)) {
            ac_buffer_clear(text);
            ac_buffer_add_char(text, '~');
            ac_rational_add_decimal(text, number, LONG_PLACES, false);
        }
    }
    if (percent) {
        ac_buffer_add_char(text, '%');
    }
}

static ac_text value_text(const grid *all, const ac_type *type, ac_rational number)
{
    if (type->kind == AC_KIND_YES_NO) {
        return ac_rational_sign(number) != 0 ? AC_TEXT("yes") : AC_TEXT("no");
    }
    int64_t choice = 0;
    if (type->kind == AC_KIND_ONE_OF && ac_rational_to_scaled(number, 0, &choice)) {
        ac_assert(choice >= 0 && (size_t)choice < type->choices.count);
        return type->choices.list[choice].text;
    }
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    add_number(&text, all, type, number);
    return ac_text_copy(all->arena, ac_buffer_text(&text));
}

static line *new_line(grid *all, const ac_value_pick *pick, ac_text period)
{
    AC_RESERVE(all->arena, all->lines, all->count, all->capacity);
    line *made = &all->lines[all->count++];
    *made = (line){.pick = pick, .period = period, .value = AC_TEXT("")};
    return made;
}

static bool is_asked(const grid *all, ac_period_kind kind, int32_t period)
{
    const ac_values_options *options = all->options;
    if (!options->period_said || kind == AC_PERIOD_NONE) {
        return true;
    }
    const ac_calendar *calendar = &all->run->contract.program->syntax->calendar;
    return kind <= options->period_kind &&
           ac_period_within(calendar, kind, period, options->period_kind) == options->period;
}

static ac_text period_text(const grid *all, ac_period_kind kind, int32_t period)
{
    AC_SCOPED_BUFFER(text, 60);
    ac_period_add(&text, &all->run->contract.program->syntax->calendar, kind, period);
    return ac_text_copy(all->arena, ac_buffer_text(&text));
}

static void take_quantity(grid *all, const ac_value_pick *pick)
{
    const ac_program *program = all->run->contract.program;
    const ac_facts *facts = all->run->load->facts;
    const ac_column *column = &all->run->evaluation->quantities[pick->index];
    const ac_type *type = &program->quantities[pick->index].type;
    for (uint32_t p = 0; p < column->periods; p++) {
        int32_t period = column->first + (int32_t)p;
        if (!is_asked(all, column->period, period)) {
            continue;
        }
        ac_text written = period_text(all, column->period, period);
        for (uint64_t m = 0; m < column->members; m++) {
            uint64_t from = p * column->members + m;
            line *made = new_line(all, pick, written);
            made->at = ac_member_coordinates(program, facts, column->levels, m);
            made->state = column->states[from];
            made->presence =
                ac_presence_of(program, facts, type, &made->at, column->period, period);
            bool away = made->presence >= AC_ENDED && ac_rational_sign(column->numbers[from]) == 0;
            if (made->state == AC_VALUE_KNOWN && !away) {
                made->value = value_text(all, type, column->numbers[from]);
            }
        }
    }
}

static void take_gate(grid *all, const ac_value_pick *pick)
{
    static const char *const states[] = {
        [AC_GATE_UNDECIDED] = "undecided", [AC_GATE_MET] = "met", [AC_GATE_MISSED] = "missed"};
    const ac_program *program = all->run->contract.program;
    const ac_calendar *calendar = &program->syntax->calendar;
    ac_period_kind kind = program->gates[pick->index].period;
    kind = kind == AC_PERIOD_NONE ? AC_PERIOD_TERM : kind;
    int32_t first = ac_term_first(calendar, kind);
    int32_t count = ac_term_count(calendar, kind);
    for (int32_t period = first; period < first + count; period++) {
        if (!is_asked(all, kind, period)) {
            continue;
        }
        ac_gate_state state = AC_GATE_UNDECIDED;
        line *made = new_line(all, pick, period_text(all, kind, period));
        made->state = ac_gate_value(all->run->evaluation, pick->index, kind, period, &state);
        if (made->state == AC_VALUE_KNOWN) {
            made->value = ac_text_of(states[state]);
        }
        AC_SCOPED_BUFFER(day, 20);
        ac_date_add_iso(&day, ac_gate_decided(program, pick->index, kind, period));
        made->decided = ac_text_copy(all->arena, ac_buffer_text(&day));
    }
}

/* ---- Columns ---- */

typedef enum column_kind {
    COLUMN_NAME,
    COLUMN_LEVEL,
    COLUMN_PERIOD,
    COLUMN_VALUE,
    COLUMN_STATUS
} column_kind;

typedef struct column {
    column_kind kind;
    uint32_t level;
    ac_text heading;
    size_t width; /* characters */
} column;

#define COLUMNS_MAX (AC_LEVELS_MAX + 4)

static size_t make_columns(const grid *all, column columns[COLUMNS_MAX])
{
    const ac_program *program = all->run->contract.program;
    size_t count = 0;
    if (all->options->pick_count > 1) {
        columns[count++] = (column){COLUMN_NAME, 0, AC_TEXT("name"), 0};
    }
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((all->levels & (1u << i)) != 0) {
            columns[count++] = (column){COLUMN_LEVEL, i, program->levels[i].name, 0};
        }
    }
    columns[count++] = (column){COLUMN_PERIOD, 0, AC_TEXT("period"), 0};
    columns[count++] = (column){COLUMN_VALUE, 0, AC_TEXT("value"), 0};
    columns[count++] = (column){COLUMN_STATUS, 0, AC_TEXT("status"), 0};
    return count;
}

static void add_status(ac_buffer *buffer, const grid *all, const line *of)
{
    const ac_evaluation *evaluation = all->run->evaluation;
    if (of->state == AC_VALUE_KNOWN) {
        ac_buffer_add_z(
            buffer, of->presence == AC_UNOPENED ? "not open"
                    : of->presence >= AC_ENDED  ? "closed"
                                                : "known");
        return;
    }
    bool fault = ac_note_is_fault(evaluation, of->state);
    ac_buffer_add_z(buffer, fault ? "fault: " : "not yet known: ");
    ac_note_add(buffer, evaluation, of->state);
}

/* Whether a gate's data freeze after the day that is looked from. */
static bool is_to_come(const grid *all, const line *of)
{
    const ac_knowledge *knowledge = all->run->load->facts->knowledge;
    accord_date day = {0};
    return knowledge != NULL && knowledge->by_said &&
           ac_date_parse(of->decided, AC_DATE_ISO, &day, NULL).code == ACCORD_OK &&
           day.day > knowledge->by.day;
}

/* The text of a cell; a status is made in `scratch`. */
static ac_text cell_text(const grid *all, const line *of, const column *in, ac_buffer *scratch)
{
    const ac_program *program = all->run->contract.program;
    switch (in->kind) {
    case COLUMN_NAME:
        return name_of(program, of->pick);
    case COLUMN_LEVEL:
        if ((levels_of(program, of->pick) & (1u << in->level)) == 0) {
            return AC_TEXT("");
        }
        return all->run->load->facts->levels[in->level].codes[of->at.members[in->level]];
    case COLUMN_PERIOD:
        return of->period;
    case COLUMN_VALUE:
        return of->value;
    case COLUMN_STATUS:
        break;
    }
    ac_buffer_clear(scratch);
    add_status(scratch, all, of);
    /* For people; to a program a status is one of a few words. */
    if (of->pick->is_gate && all->options->format == AC_VALUES_TABLE) {
        ac_buffer_addf(
            scratch, ", %s on %.*s", is_to_come(all, of) ? "to be decided" : "decided",
            AC_TEXT_ARG(of->decided));
    }
    return ac_buffer_text(scratch);
}

/* ---- The three forms ---- */

static void add_csv(ac_buffer *buffer, const grid *all)
{
    column columns[COLUMNS_MAX];
    size_t count = make_columns(all, columns);
    AC_SCOPED_BUFFER(scratch, 4096);
    for (size_t c = 0; c < count; c++) {
        ac_buffer_add_z(buffer, c == 0 ? "" : ",");
        ac_buffer_add_csv(buffer, columns[c].heading);
    }
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < all->count; i++) {
        for (size_t c = 0; c < count; c++) {
            ac_buffer_add_z(buffer, c == 0 ? "" : ",");
            ac_buffer_add_csv(buffer, cell_text(all, &all->lines[i], &columns[c], &scratch));
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

static size_t characters(ac_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

static void add_padded(ac_buffer *buffer, ac_text text, const column *in)
{
    size_t width = characters(text);
    size_t room = in->width > width ? in->width - width : 0;
    if (in->kind == COLUMN_VALUE) {
        ac_buffer_add_repeated(buffer, ' ', room);
        ac_buffer_add(buffer, text);
    } else {
        ac_buffer_add(buffer, text);
        ac_buffer_add_repeated(buffer, ' ', in->kind == COLUMN_STATUS ? 0 : room);
    }
}

static void add_table(ac_buffer *buffer, const grid *all)
{
    column columns[COLUMNS_MAX];
    size_t count = make_columns(all, columns);
    AC_SCOPED_BUFFER(scratch, 4096);
    for (size_t c = 0; c < count; c++) {
        columns[c].width = characters(columns[c].heading);
        for (size_t i = 0; i < all->count && columns[c].kind != COLUMN_STATUS; i++) {
            size_t width = characters(cell_text(all, &all->lines[i], &columns[c], &scratch));
            columns[c].width = width > columns[c].width ? width : columns[c].width;
        }
    }
    for (size_t c = 0; c < count; c++) {
        ac_buffer_add_z(buffer, c == 0 ? "" : "  ");
        add_padded(buffer, columns[c].heading, &columns[c]);
    }
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < all->count; i++) {
        for (size_t c = 0; c < count; c++) {
            ac_buffer_add_z(buffer, c == 0 ? "" : "  ");
            add_padded(buffer, cell_text(all, &all->lines[i], &columns[c], &scratch), &columns[c]);
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

static void add_json_members(ac_buffer *buffer, const grid *all, const line *of)
{
    const ac_program *program = all->run->contract.program;
    ac_level_set levels = levels_of(program, of->pick);
    bool first = true;
    ac_buffer_add_z(buffer, ", \"members\": {");
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((levels & (1u << i)) != 0) {
            ac_buffer_add_z(buffer, first ? "" : ", ");
            ac_buffer_add_json(buffer, program->levels[i].name);
            ac_buffer_add_z(buffer, ": ");
            ac_buffer_add_json(buffer, all->run->load->facts->levels[i].codes[of->at.members[i]]);
            first = false;
        }
    }
    ac_buffer_add_char(buffer, '}');
}

static void add_json(ac_buffer *buffer, const grid *all)
{
    AC_SCOPED_BUFFER(scratch, 4096);
    ac_buffer_add_char(buffer, '[');
    for (size_t i = 0; i < all->count; i++) {
        const line *of = &all->lines[i];
        ac_buffer_add_z(buffer, i == 0 ? "\n  {\"name\": " : ",\n  {\"name\": ");
        ac_buffer_add_json(buffer, name_of(all->run->contract.program, of->pick));
        add_json_members(buffer, all, of);
        ac_buffer_add_z(buffer, ", \"period\": ");
        ac_buffer_add_json(buffer, of->period);
        ac_buffer_add_z(buffer, ", \"value\": ");
        if (of->value.size > 0) {
            ac_buffer_add_json(buffer, of->value);
        } else {
            ac_buffer_add_z(buffer, "null");
        }
        if (of->pick->is_gate) {
            ac_buffer_add_z(buffer, ", \"decided\": ");
            ac_buffer_add_json(buffer, of->decided);
        }
        ac_buffer_clear(&scratch);
        add_status(&scratch, all, of);
        ac_buffer_add_z(buffer, ", \"status\": ");
        ac_buffer_add_json(buffer, ac_buffer_text(&scratch));
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_z(buffer, all->count == 0 ? "]\n" : "\n]\n");
}

accord_status ac_values_add(
    ac_buffer *buffer, const ac_run *run, const ac_values_options *options, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    grid all = {.run = run, .options = options, .arena = &arena};
    for (size_t i = 0; i < options->pick_count; i++) {
        const ac_value_pick *pick = &options->picks[i];
        all.levels |= levels_of(run->contract.program, pick);
        if (pick->is_gate) {
            take_gate(&all, pick);
        } else {
            take_quantity(&all, pick);
        }
    }
    switch (options->format) {
    case AC_VALUES_TABLE:
        add_table(buffer, &all);
        break;
    case AC_VALUES_CSV:
        add_csv(buffer, &all);
        break;
    case AC_VALUES_JSON:
        add_json(buffer, &all);
        break;
    }
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "that is more text than accord writes: ask for fewer values");
    }
    return ac_ok();
}
