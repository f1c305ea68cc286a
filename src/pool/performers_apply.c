/* SPDX-License-Identifier: MIT */
/* Compares what a list says with gates.csv. A row that the list confirms has been looked at again;
 * one that it contradicts ends, and another begins. Inclusion with conditions is never signed here:
 * that a condition is kept wants a person's own look (judge.c). */

#include "base/assert.h"
#include "pool/columns.h"
#include "pool/performers_inside.h"
#include "value/date.h"

#include <inttypes.h>

enum { WORDS_BYTES = 4000 };

typedef struct applying {
    ac_arena *arena;
    const ac_list *list;
    const ac_list_look *look;
    ac_pool_sheet *gates;    /* the new ones */
    ac_pool_sheet_row *rows; /* of them */
    size_t row_capacity;
    size_t at[AC_POOL_COLUMNS_MOST]; /* where each column of gates.csv stands in them */
    const ac_pool_sheet *before;
    ac_pool_faults *faults;
} applying;

static ac_text day_text(const applying *on, accord_date date)
{
    AC_SCOPED_BUFFER(text, 40);
    ac_date_add_iso(&text, date);
    return ac_text_copy(on->arena, ac_buffer_text(&text));
}

static accord_date day_before(accord_date date)
{
    return (accord_date){date.day - 1};
}

static ac_text state_word(ac_pool_state state)
{
    return ac_pool_word(ac_text_of(AC_POOL_STATES), (int64_t)state);
}

static ac_text code_of(const applying *on, uint32_t doctor)
{
    return ac_pool_row_of(on->list->pool, AC_POOL_DOCTORS, doctor)->cells[0].text;
}

static size_t index_of(const applying *on, const ac_pool_row *row)
{
    return (size_t)(row - on->list->pool->tables[AC_POOL_GATES].rows);
}

static ac_text *cell_of(const applying *on, size_t row, size_t column)
{
    /* Rows are copied once, by copy_gates, into cells of our own. */
    ac_text *cells = AC_NEW_ARRAY(on->arena, ac_text, on->gates->column_count);
    ac_assert(on->rows != NULL);
    for (size_t i = 0; i < on->gates->column_count; i++) {
        cells[i] = on->rows[row].cells[i];
    }
    on->rows[row].cells = cells;
    return &cells[on->at[column]];
}

/* Takes the old rows over, with a column for all that is to be written. */
static void copy_gates(applying *on)
{
    size_t count = 0;
    const ac_pool_column *columns = ac_pool_columns(AC_POOL_GATES, &count);
    const ac_pool_sheet *before = on->before;
    ac_text *headings = AC_NEW_ARRAY(on->arena, ac_text, before->column_count + count);
    *on->gates = *before;
    for (size_t i = 0; i < before->column_count; i++) {
        headings[i] = before->headings[i];
    }
    on->gates->headings = headings;
    for (size_t i = 0; i < count; i++) {
        on->at[i] = ac_pool_column_named(on->gates, ac_text_of(columns[i].heading));
        if (on->at[i] == on->gates->column_count) {
            headings[on->gates->column_count++] = ac_text_of(columns[i].heading);
        }
    }
    on->gates->row_count = 0;
    for (size_t r = 0; r < before->row_count; r++) {
        ac_text *cells = AC_NEW_ARRAY(on->arena, ac_text, on->gates->column_count);
        for (size_t c = 0; c < before->column_count; c++) {
            cells[c] = before->rows[r].cells[c];
        }
        AC_RESERVE(on->arena, on->rows, on->gates->row_count, on->row_capacity);
        on->rows[on->gates->row_count++] = (ac_pool_sheet_row){before->rows[r].line, cells};
    }
}

static void
end_row(const applying *on, const ac_pool_row *row, accord_date begins, ac_buffer *words)
{
    accord_date last = day_before(begins);
    int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
    ac_text state = state_word((ac_pool_state)row->cells[AC_IN_GATES_STATE].number);
    if (last.day < row->cells[AC_IN_GATES_FROM].number) {
        ac_pool_fault_add(
            on->faults, on->before, row->line, 0,
            "it says %.*s from %.*s, and the list says otherwise from %.*s, which is not after it; "
            "ask which day is right, and mend the row",
            AC_TEXT_ARG(state), AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text),
            AC_TEXT_ARG(day_text(on, begins)));
        return;
    }
    if (until == AC_POOL_ABSENT || until > last.day) {
        *cell_of(on, index_of(on, row), AC_IN_GATES_UNTIL) = day_text(on, last);
    }
    ac_buffer_addf(
        words, "; was %.*s from %.*s", AC_TEXT_ARG(state),
        AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
}

/* The next of a doctor's rows of the list that is in force on a day, or NULL. */
static const ac_pool_row *
row_in_force(const applying *on, uint32_t doctor, accord_date day, uint32_t *index)
{
    const ac_pool_row *row = NULL;
    while ((row = ac_pool_doctor_row(on->list->pool, AC_POOL_GATES, doctor, *index)) != NULL) {
        ++*index;
        if (row->cells[AC_IN_GATES_GATE].number == AC_GATE_LIST &&
            ac_pool_holds(row, AC_IN_GATES_FROM, AC_IN_GATES_UNTIL, day)) {
            return row;
        }
    }
    return NULL;
}

/* A state that is known already for days to come. */
static void add_later(const applying *on, uint32_t doctor, accord_date day, ac_buffer *words)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0;
         (row = ac_pool_doctor_row(on->list->pool, AC_POOL_GATES, doctor, i)) != NULL; i++) {
        if (row->cells[AC_IN_GATES_GATE].number == AC_GATE_LIST &&
            row->cells[AC_IN_GATES_FROM].number > day.day) {
            ac_buffer_addf(
                words, "; line %" PRIu64 " of gates.csv says %.*s from %.*s: look at it", row->line,
                AC_TEXT_ARG(row->cells[AC_IN_GATES_STATE].text),
                AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
        }
    }
}

static bool says_the_same(const ac_pool_row *row, const ac_list_entry *entry)
{
    return row->cells[AC_IN_GATES_STATE].number == (int64_t)entry->state &&
           (entry->state != AC_STATE_CONDITIONS ||
            ac_text_equal(row->cells[AC_IN_GATES_CONDITION].text, entry->conditions));
}

/* Marks a row as looked at. Returns whether its last day is another now. */
static bool confirm(const applying *on, const ac_pool_row *row, const ac_list_entry *entry)
{
    size_t index = index_of(on, row);
    bool moved =
        entry->has_until && row->cells[AC_IN_GATES_UNTIL].number != (int64_t)entry->until.day;
    if (moved) {
        *cell_of(on, index, AC_IN_GATES_UNTIL) = day_text(on, entry->until);
    }
    *cell_of(on, index, AC_IN_GATES_SOURCE) = on->look->source;
    *cell_of(on, index, AC_IN_GATES_CHECKED_ON) = day_text(on, on->look->on);
    if (entry->state != AC_STATE_CONDITIONS) {
        *cell_of(on, index, AC_IN_GATES_CHECKED_BY) = on->look->by;
    }
    return moved;
}

static void begin_row(applying *on, uint32_t doctor, const ac_list_entry *entry, accord_date begins)
{
    ac_text *cells = AC_NEW_ARRAY(on->arena, ac_text, on->gates->column_count);
    AC_RESERVE(on->arena, on->rows, on->gates->row_count, on->row_capacity);
    ac_assert(on->rows != NULL); /* room was made */
    on->rows[on->gates->row_count++] = (ac_pool_sheet_row){0, cells};
    cells[on->at[AC_IN_GATES_DOCTOR]] = code_of(on, doctor);
    cells[on->at[AC_IN_GATES_GATE]] =
        ac_pool_word(ac_text_of(AC_POOL_GATES_WORDS), (int64_t)AC_GATE_LIST);
    cells[on->at[AC_IN_GATES_STATE]] = state_word(entry->state);
    cells[on->at[AC_IN_GATES_FROM]] = day_text(on, begins);
    cells[on->at[AC_IN_GATES_UNTIL]] =
        entry->has_until ? day_text(on, entry->until) : (ac_text){"", 0};
    cells[on->at[AC_IN_GATES_SOURCE]] = on->look->source;
    cells[on->at[AC_IN_GATES_CHECKED_ON]] = day_text(on, on->look->on);
    if (entry->state == AC_STATE_CONDITIONS) {
        cells[on->at[AC_IN_GATES_CONDITION]] = entry->conditions;
    } else {
        cells[on->at[AC_IN_GATES_CHECKED_BY]] = on->look->by;
    }
}

static bool keeps_away(int64_t state)
{
    return state == AC_STATE_SUSPENDED || state == AC_STATE_REMOVED;
}

/* Ends what the list contradicts, but never a suspension or a removal that it does not know: a
 * published list is not always current. */
static void contradict(
    const applying *on,
    const ac_pool_row *row,
    const ac_list_entry *entry,
    accord_date begins,
    ac_buffer *were)
{
    if (keeps_away(row->cells[AC_IN_GATES_STATE].number) && !keeps_away((int64_t)entry->state)) {
        ac_pool_fault_add(
            on->faults, on->before, row->line, 0,
            "doctor %.*s is %.*s here, and %.*s on the list (line %" PRIu64
            "), which may be out of date; ask it, and end this row by hand with the answer as its "
            "source",
            AC_TEXT_ARG(row->cells[0].text), AC_TEXT_ARG(row->cells[AC_IN_GATES_STATE].text),
            AC_TEXT_ARG(state_word(entry->state)), entry->line);
        return;
    }
    end_row(on, row, begins, were);
}

static void
apply_entry(applying *on, uint32_t doctor, const ac_list_entry *entry, ac_list_change *change)
{
    AC_SCOPED_BUFFER(words, WORDS_BYTES);
    AC_SCOPED_BUFFER(were, WORDS_BYTES);
    accord_date begins = entry->has_from ? entry->from : on->look->on;
    accord_date day = begins.day > on->look->on.day ? begins : on->look->on; /* when it holds */
    const ac_pool_row *row = NULL;
    bool same = false;
    bool moved = false;
    if (entry->has_until && entry->until.day < on->look->on.day) {
        ac_pool_fault_add(
            on->faults, &on->list->sheet, entry->line, 0,
            "what the list says of doctor %.*s ended on %.*s; ask what holds now",
            AC_TEXT_ARG(code_of(on, doctor)), AC_TEXT_ARG(day_text(on, entry->until)));
        return;
    }
    for (uint32_t i = 0; (row = row_in_force(on, doctor, day, &i)) != NULL;) {
        if (says_the_same(row, entry)) {
            same = true;
            moved = confirm(on, row, entry) || moved;
        }
    }
    for (uint32_t i = 0; (row = row_in_force(on, doctor, day, &i)) != NULL;) {
        if (!says_the_same(row, entry)) {
            contradict(on, row, entry, same ? day : begins, &were);
        }
    }
    ac_buffer_addf(&words, "%.*s", AC_TEXT_ARG(state_word(entry->state)));
    if (!same) {
        begin_row(on, doctor, entry, begins);
        ac_buffer_addf(&words, " from %.*s", AC_TEXT_ARG(day_text(on, begins)));
    }
    if (entry->has_until && (moved || !same)) {
        ac_buffer_addf(&words, " until %.*s", AC_TEXT_ARG(day_text(on, entry->until)));
    }
    if (!same && entry->state == AC_STATE_CONDITIONS) {
        ac_buffer_addf(
            &words,
            " (%.*s): kept from every session until somebody enters the sites that it allows, or "
            "signs under \"checked by\", in gates.csv",
            AC_TEXT_ARG(entry->conditions));
    }
    change->outcome = same && !moved && were.size_bytes == 0 ? AC_LIST_CONFIRMED : AC_LIST_CHANGED;
    ac_buffer_add_z(&words, change->outcome == AC_LIST_CONFIRMED ? ", as before" : "");
    ac_buffer_add(&words, ac_buffer_text(&were));
    add_later(on, doctor, day, &words);
    change->words = ac_text_copy(on->arena, ac_buffer_text(&words));
}

/* A doctor who is not on the list. */
static void apply_missing(applying *on, uint32_t doctor, ac_list_change *change)
{
    AC_SCOPED_BUFFER(words, WORDS_BYTES);
    const ac_pool_row *of = ac_pool_row_of(on->list->pool, AC_POOL_DOCTORS, doctor);
    const ac_pool_row *row = NULL;
    bool numbered = of->cells[AC_IN_DOCTORS_GMC].text.size > 0 ||
                    of->cells[AC_IN_DOCTORS_LIST_NUMBER].text.size > 0;
    bool included = false;
    change->outcome = AC_LIST_ABSENT;
    ac_buffer_add_z(&words, "not on the list");
    ac_buffer_add_z(&words, numbered ? "" : " (doctors.csv has no number of this doctor)");
    for (uint32_t i = 0; (row = row_in_force(on, doctor, on->look->on, &i)) != NULL;) {
        int64_t state = row->cells[AC_IN_GATES_STATE].number;
        if (state != AC_STATE_INCLUDED && state != AC_STATE_CONDITIONS) {
            continue;
        }
        included = true;
        if (on->look->missing == AC_MISSING_END) {
            change->outcome = AC_LIST_ENDED;
            end_row(on, row, on->look->on, &words);
        } else if (on->look->missing == AC_MISSING_KEEP) {
            ac_buffer_addf(
                &words, "; kept as %.*s from %.*s: ask the list",
                AC_TEXT_ARG(state_word((ac_pool_state)state)),
                AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
        } else {
            ac_pool_fault_add(
                on->faults, on->before, row->line, 0,
                "doctor %.*s stands here as %.*s and is not on the list%s; ask the list, then give "
                "--missing end or --missing keep, or mend the number in doctors.csv",
                AC_TEXT_ARG(code_of(on, doctor)), AC_TEXT_ARG(state_word((ac_pool_state)state)),
                numbered ? "" : " (doctors.csv has no number of this doctor)");
        }
    }
    ac_buffer_add_z(&words, included ? "" : "; gates.csv does not say that it is included either");
    change->words = ac_text_copy(on->arena, ac_buffer_text(&words));
}

/* NOLINTNEXTLINE(readability-function-size): a list and gates.csv go in, sheet and changes out */
accord_status ac_list_apply(
    ac_arena *arena,
    const ac_list *list,
    const ac_pool_sheet *gates,
    const ac_list_look *look,
    ac_pool_sheet *changed,
    ac_list_change *changes,
    ac_pool_faults *faults)
{
    uint32_t doctors = list->pool->tables[AC_POOL_DOCTORS].count;
    ac_list_entry *entries = AC_NEW_ARRAY(arena, ac_list_entry, doctors);
    ac_pool_sheet made = {0};
    size_t before = faults->found;
    applying on = {
        .arena = arena,
        .list = list,
        .look = look,
        .gates = &made,
        .before = gates,
        .faults = faults};
    ac_list_read(list, entries, faults);
    if (faults->found > before) {
        return (accord_status){ACCORD_ENO};
    }
    copy_gates(&on);
    for (uint32_t d = 0; d < doctors; d++) {
        changes[d] = (ac_list_change){.doctor = d};
        if (entries[d].line > 0) {
            apply_entry(&on, d, &entries[d], &changes[d]);
        } else {
            apply_missing(&on, d, &changes[d]);
        }
    }
    if (faults->found > before) {
        return (accord_status){ACCORD_ENO};
    }
    made.rows = on.rows;
    *changed = made;
    return ac_ok();
}
