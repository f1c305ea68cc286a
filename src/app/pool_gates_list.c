/* SPDX-License-Identifier: MIT */
/* Every check of every doctor, how it stands on a day, and the checks that a doctor lacks. */

#include "app/pool_gates.h"
#include "base/names.h"
#include "pool/columns.h"
#include "pool/gates.h"
#include "pool/judge.h"
#include "value/date.h"

static const size_t shown_columns[] = {
    AC_IN_GATES_SYSTEM, AC_IN_GATES_STATE,      AC_IN_GATES_FROM,      AC_IN_GATES_UNTIL,
    AC_IN_GATES_SITE,   AC_IN_GATES_CONDITION,  AC_IN_GATES_NOT_SKILL, AC_IN_GATES_NOT_DUTY,
    AC_IN_GATES_SOURCE, AC_IN_GATES_CHECKED_BY, AC_IN_GATES_CHECKED_ON};
enum { SHOWN = sizeof shown_columns / sizeof shown_columns[0] };

typedef struct listing {
    const ac_pool *pool;
    const ac_gates_shown *shown;
    ac_buffer *to;
} listing;

static ac_text gate_word(int64_t gate)
{
    return ac_pool_word(ac_text_of(AC_POOL_GATES_WORDS), gate);
}

/* "in force", "ends in 9 days", "ended", "to come". */
static void add_standing(ac_buffer *b, const ac_gates_shown *shown, const ac_pool_row *row)
{
    int64_t from = row->cells[AC_IN_GATES_FROM].number;
    int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
    if (from > shown->on.day) {
        ac_buffer_add_z(b, "to come");
    } else if (until != AC_POOL_ABSENT && until < shown->on.day) {
        ac_buffer_add_z(b, "ended");
    } else if (until != AC_POOL_ABSENT && until - shown->on.day <= shown->days) {
        int32_t left = (int32_t)(until - shown->on.day);
        ac_buffer_addf(
            b, left == 0 ? "ends today" : "ends in %d day%s", left, left == 1 ? "" : "s");
    } else {
        ac_buffer_add_z(b, "in force");
    }
}

static void add_csv_row(const listing *on, uint32_t doctor, const ac_pool_row *row)
{
    ac_buffer_add_csv(on->to, ac_pool_row_of(on->pool, AC_POOL_DOCTORS, doctor)->cells[0].text);
    ac_buffer_addf(on->to, ",%.*s,", AC_TEXT_ARG(gate_word(row->cells[AC_IN_GATES_GATE].number)));
    add_standing(on->to, on->shown, row);
    for (size_t i = 0; i < SHOWN; i++) {
        const ac_pool_cell *cell = &row->cells[shown_columns[i]];
        bool day = shown_columns[i] == AC_IN_GATES_FROM || shown_columns[i] == AC_IN_GATES_UNTIL ||
                   shown_columns[i] == AC_IN_GATES_CHECKED_ON;
        ac_buffer_add_char(on->to, ',');
        if (day && cell->number != AC_POOL_ABSENT) {
            ac_date_add_iso(on->to, (accord_date){(int32_t)cell->number});
        } else {
            ac_buffer_add_csv(on->to, cell->text);
        }
    }
    ac_buffer_add_char(on->to, '\n');
}

static void add_named(ac_buffer *b, const char *before, ac_text text)
{
    if (text.size > 0) {
        ac_buffer_addf(b, "%s%.*s", before, AC_TEXT_ARG(text));
    }
}

static void add_row(const listing *on, const ac_pool_row *row)
{
    ac_buffer *b = on->to;
    const ac_pool_cell *cells = row->cells;
    ac_buffer_addf(
        b, "  %-17.*s %-13.*s from %.*s", AC_TEXT_ARG(gate_word(cells[AC_IN_GATES_GATE].number)),
        AC_TEXT_ARG(cells[AC_IN_GATES_STATE].text), AC_TEXT_ARG(cells[AC_IN_GATES_FROM].text));
    add_named(b, " until ", cells[AC_IN_GATES_UNTIL].text);
    ac_buffer_add_z(b, ", ");
    add_standing(b, on->shown, row);
    add_named(b, "; of ", cells[AC_IN_GATES_SYSTEM].text);
    add_named(b, "; at ", cells[AC_IN_GATES_SITE].text);
    add_named(b, "; ", cells[AC_IN_GATES_CONDITION].text);
    add_named(b, "; not ", cells[AC_IN_GATES_NOT_SKILL].text);
    add_named(b, "; not ", cells[AC_IN_GATES_NOT_DUTY].text);
    add_named(b, "; ", cells[AC_IN_GATES_SOURCE].text);
    add_named(b, "; checked by ", cells[AC_IN_GATES_CHECKED_BY].text);
    add_named(b, " on ", cells[AC_IN_GATES_CHECKED_ON].text);
    ac_buffer_add_char(b, '\n');
}

static void add_missing(const listing *on, uint32_t doctor, ac_pool_gate_kind gate, ac_text system)
{
    if (on->shown->csv) {
        ac_buffer_add_csv(on->to, ac_pool_row_of(on->pool, AC_POOL_DOCTORS, doctor)->cells[0].text);
        ac_buffer_addf(on->to, ",%.*s,missing,", AC_TEXT_ARG(gate_word((int64_t)gate)));
        ac_buffer_add_csv(on->to, system);
        ac_buffer_add_z(on->to, ",,,,,,,,,,\n");
    } else {
        ac_buffer_addf(on->to, "  %-17.*s missing", AC_TEXT_ARG(gate_word((int64_t)gate)));
        add_named(on->to, "; of ", system);
        ac_buffer_add_char(on->to, '\n');
    }
}

/* What the judgement of a session would look for on the day. */
static void add_lacking(const listing *on, const ac_names *systems, uint32_t doctor)
{
    for (int gate = AC_GATE_LIST; gate < AC_GATE_LOGIN; gate++) {
        if (!ac_pool_holds_gate(
                on->pool, doctor, (ac_pool_gate_kind)gate, (ac_text){0}, on->shown->on)) {
            add_missing(on, doctor, (ac_pool_gate_kind)gate, AC_TEXT(""));
        }
    }
    const ac_pool_rows *sites = &on->pool->tables[AC_POOL_SITES];
    for (uint32_t i = 0; i < sites->count; i++) {
        ac_text system = sites->rows[i].cells[AC_IN_SITES_SYSTEM].text;
        bool first = system.size > 0 && ac_names_find(systems, system) == i;
        if (first && !ac_pool_holds_gate(on->pool, doctor, AC_GATE_LOGIN, system, on->shown->on)) {
            add_missing(on, doctor, AC_GATE_LOGIN, system);
        }
    }
}

static void add_doctor(const listing *on, const ac_names *systems, uint32_t doctor)
{
    const ac_pool_row *of = ac_pool_row_of(on->pool, AC_POOL_DOCTORS, doctor);
    const ac_pool_row *row = NULL;
    if (!on->shown->csv) {
        ac_buffer_add(on->to, of->cells[0].text);
        add_named(on->to, ", ", of->cells[AC_IN_DOCTORS_NAME].text);
        ac_buffer_add_char(on->to, '\n');
    }
    for (uint32_t i = 0; (row = ac_pool_doctor_row(on->pool, AC_POOL_GATES, doctor, i)) != NULL;
         i++) {
        if (on->shown->csv) {
            add_csv_row(on, doctor, row);
        } else {
            add_row(on, row);
        }
    }
    add_lacking(on, systems, doctor);
}

accord_status ac_gates_list(
    ac_arena *arena,
    const char *folder,
    const ac_gates_shown *shown,
    ac_buffer *buffer,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool pool = {0};
    ac_pool_period always = {.today = {INT32_MIN}}; /* requests of the past are nothing here */
    listing on = {&pool, shown, buffer};
    uint32_t one = 0;
    ac_names systems;
    AC_TRY(ac_pool_folder_read(arena, folder, &always, &pool, faults, error));
    if (shown->doctor != NULL) {
        AC_TRY(ac_gates_doctor(&pool, shown->doctor, &one, error));
    }
    ac_names_init(&systems, arena);
    for (uint32_t i = 0; i < pool.tables[AC_POOL_SITES].count; i++) {
        (void)ac_names_add(
            &systems, ac_pool_row_of(&pool, AC_POOL_SITES, i)->cells[AC_IN_SITES_SYSTEM].text, i);
    }
    if (shown->csv) {
        ac_buffer_add_z(
            buffer, "doctor,gate,standing,system,state,from,until,site,condition,not skill,"
                    "not duty,source,checked by,checked on\n");
    }
    for (uint32_t d = 0; d < pool.tables[AC_POOL_DOCTORS].count; d++) {
        if (shown->doctor == NULL || d == one) {
            add_doctor(&on, &systems, d);
        }
    }
    return ac_ok();
}
