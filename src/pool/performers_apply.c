/* SPDX-License-Identifier: MIT */
/* Compares what a list says with gates.csv. A row that the list confirms has been looked at again;
 * one that it contradicts ends, and another begins. Inclusion with conditions is never signed here:
 * that a condition is kept wants a person's own look (judge.c). */

#include "pool/gates.h"
#include "pool/performers_inside.h"

#include <inttypes.h>

enum { WORDS_BYTES = 4000 };

typedef struct applying {
    ac_pool_gates gates;
    const ac_list *list;
    const ac_list_look *look;
} applying;

static ac_text state_word(ac_pool_state state)
{
    return ac_pool_word(ac_text_of(AC_POOL_STATES), (int64_t)state);
}

static ac_text code_of(const applying *on, uint32_t doctor)
{
    return ac_pool_row_of(on->list->pool, AC_POOL_DOCTORS, doctor)->cells[0].text;
}

/* The next of a doctor's rows of the list that is in force on a day, or NULL. */
static const ac_pool_row *
row_in_force(const applying *on, uint32_t doctor, accord_date day, uint32_t *index)
{
    return ac_pool_gates_in_force(&on->gates, doctor, AC_GATE_LIST, day, index);
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
    bool moved =
        entry->has_until && row->cells[AC_IN_GATES_UNTIL].number != (int64_t)entry->until.day;
    if (moved) {
        *ac_pool_gates_cell(&on->gates, row, AC_IN_GATES_UNTIL) =
            ac_pool_gates_day(&on->gates, entry->until);
    }
    *ac_pool_gates_cell(&on->gates, row, AC_IN_GATES_SOURCE) = on->look->source;
    *ac_pool_gates_cell(&on->gates, row, AC_IN_GATES_CHECKED_ON) =
        ac_pool_gates_day(&on->gates, on->look->on);
    if (entry->state != AC_STATE_CONDITIONS) {
        *ac_pool_gates_cell(&on->gates, row, AC_IN_GATES_CHECKED_BY) = on->look->by;
    }
    return moved;
}

static void begin_row(applying *on, uint32_t doctor, const ac_list_entry *entry, accord_date begins)
{
    const size_t *at = on->gates.at;
    ac_text *cells = ac_pool_gates_add(&on->gates);
    cells[at[AC_IN_GATES_DOCTOR]] = code_of(on, doctor);
    cells[at[AC_IN_GATES_GATE]] =
        ac_pool_word(ac_text_of(AC_POOL_GATES_WORDS), (int64_t)AC_GATE_LIST);
    cells[at[AC_IN_GATES_STATE]] = state_word(entry->state);
    cells[at[AC_IN_GATES_FROM]] = ac_pool_gates_day(&on->gates, begins);
    cells[at[AC_IN_GATES_UNTIL]] =
        entry->has_until ? ac_pool_gates_day(&on->gates, entry->until) : (ac_text){"", 0};
    cells[at[AC_IN_GATES_SOURCE]] = on->look->source;
    cells[at[AC_IN_GATES_CHECKED_ON]] = ac_pool_gates_day(&on->gates, on->look->on);
    if (entry->state == AC_STATE_CONDITIONS) {
        cells[at[AC_IN_GATES_CONDITION]] = entry->conditions;
    } else {
        cells[at[AC_IN_GATES_CHECKED_BY]] = on->look->by;
    }
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
    if (ac_state_keeps_away(row->cells[AC_IN_GATES_STATE].number) &&
        !ac_state_keeps_away((int64_t)entry->state)) {
        ac_pool_fault_add(
            on->gates.faults, on->gates.before, row->line,
            on->gates.pool->tables[AC_POOL_GATES].columns[AC_IN_GATES_STATE],
            "doctor %.*s is %.*s here, and %.*s on the list (line %" PRIu64
            "), which may be out of date; ask it, and end this row by hand with the answer as its "
            "source",
            AC_TEXT_ARG(row->cells[0].text), AC_TEXT_ARG(row->cells[AC_IN_GATES_STATE].text),
            AC_TEXT_ARG(state_word(entry->state)), entry->line);
        return;
    }
    ac_pool_gates_end(&on->gates, row, begins, were);
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
            on->gates.faults, &on->list->sheet, entry->line, 0,
            "what the list says of doctor %.*s ended on %.*s; ask what holds now",
            AC_TEXT_ARG(code_of(on, doctor)),
            AC_TEXT_ARG(ac_pool_gates_day(&on->gates, entry->until)));
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
        ac_buffer_addf(&words, " from %.*s", AC_TEXT_ARG(ac_pool_gates_day(&on->gates, begins)));
    }
    if (entry->has_until && (moved || !same)) {
        ac_buffer_addf(
            &words, " until %.*s", AC_TEXT_ARG(ac_pool_gates_day(&on->gates, entry->until)));
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
    ac_pool_gates_add_later(&on->gates, doctor, AC_GATE_LIST, day, &words);
    change->words = ac_text_copy(on->gates.arena, ac_buffer_text(&words));
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
            ac_pool_gates_end(&on->gates, row, on->look->on, &words);
        } else if (on->look->missing == AC_MISSING_KEEP) {
            ac_buffer_addf(
                &words, "; kept as %.*s from %.*s: ask the list",
                AC_TEXT_ARG(state_word((ac_pool_state)state)),
                AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
        } else {
            ac_pool_fault_add(
                on->gates.faults, on->gates.before, row->line,
                on->gates.pool->tables[AC_POOL_GATES].columns[AC_IN_GATES_STATE],
                "doctor %.*s stands here as %.*s and is not on the list%s; ask the list, then give "
                "--missing end or --missing keep, or mend the number in doctors.csv",
                AC_TEXT_ARG(code_of(on, doctor)), AC_TEXT_ARG(state_word((ac_pool_state)state)),
                numbered ? "" : " (doctors.csv has no number of this doctor)");
        }
    }
    ac_buffer_add_z(&words, included ? "" : "; gates.csv does not say that it is included either");
    change->words = ac_text_copy(on->gates.arena, ac_buffer_text(&words));
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
    size_t before = faults->found;
    applying on = {
        .gates =
            {.arena = arena,
                    .pool = list->pool,
                    .before = gates,
                    .who = "the list",
                    .faults = faults},
        .list = list,
        .look = look
    };
    ac_list_read(list, entries, faults);
    if (faults->found > before) {
        return (accord_status){ACCORD_ENO};
    }
    ac_pool_gates_begin(&on.gates);
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
    *changed = *ac_pool_gates_done(&on.gates);
    return ac_ok();
}
