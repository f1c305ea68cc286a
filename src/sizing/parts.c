/* SPDX-License-Identifier: MIT */
/* Sizes parts of a pool, and writes them for people and for programs. */

#include "sizing/parts.h"

#include "sizing/number.h"
#include "sizing/write_inside.h"

#include <inttypes.h>
#include <math.h>

enum { SHORTAGES_SHOWN = 12 };

accord_status ac_sizing_size_parts(
    ac_arena *arena,
    const ac_figures *figures,
    const ac_sizing_options *options,
    ac_sizing_parts *parts,
    accord_error *error)
{
    ac_sizing_options few = *options;
    few.scenarios = few.scenarios < AC_PART_SCENARIOS ? few.scenarios : AC_PART_SCENARIOS;
    few.size_count = 0;
    few.idle_count = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        ac_sized_part *part = &parts->list[i];
        ac_figures own = *figures;
        ac_demand demand;
        ac_demand_of(arena, part->asked, &own, &demand);
        AC_TRY(ac_sizing_best(arena, &own, &demand, &few, &part->best, error));
    }
    return ac_ok();
}

/* What is told of a part, for all forms. */
static const struct {
    const char *name;
    const char *heading;
    int width;
    int places;
} columns[] = {
    {"asked_a_week",     "asked",      7,  1},
    {"on_offer_today",   "today",      7,  1},
    {"best",             "best",       6,  0},
    {"used_a_week",      "used",       7,  1},
    {"idle_a_week",      "idle",       6,  1},
    {"idle_worst",       "idle worst", 10, 1},
    {"unmet_a_week",     "unmet",      7,  1},
    {"met_percent",      "met %",      6,  1},
    {"profit",           "profit",     9,  0},
    {"loss_percent",     "loss %",     6,  1},
    {"worst",            "worst",      9,  0},
    {"break_even_price", "break-even", 10, 2},
    {"risk_price",       "risk price", 10, 2},
};
enum { COLUMNS = sizeof columns / sizeof columns[0], NAME_WIDTH = 18, PROFIT_COLUMN = 8 };

static void values_of(const ac_sized_part *part, double values[COLUMNS])
{
    const ac_size_outcome *o = &part->best;
    const double all[COLUMNS] = {
        part->asked_a_week,
        part->on_offer,
        o->sessions,
        o->used,
        o->idle,
        o->idle_worst,
        o->unmet,
        100 * o->met,
        o->profit.value,
        100 * o->loss.value,
        o->tail.value,
        o->has_break_even ? o->break_even : (double)NAN,
        o->has_risk_price ? o->risk_price : (double)NAN};
    for (size_t i = 0; i < COLUMNS; i++) {
        values[i] = all[i];
    }
}

static ac_text name_of(const ac_sized_part *part)
{
    return part->name.size > 0 ? part->name
           : part->of_skill    ? AC_TEXT("no skill")
                               : AC_TEXT("no base");
}

static void add_table(ac_buffer *b, const ac_sizing_parts *parts, bool of_skill)
{
    uint32_t sessions = 0;
    double profit = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        const ac_sized_part *part = &parts->list[i];
        double values[COLUMNS];
        if (part->of_skill != of_skill) {
            continue;
        }
        if (count++ == 0) {
            ac_buffer_addf(b, "\n %-*s", NAME_WIDTH, of_skill ? "skill" : "base");
            for (size_t c = 0; c < COLUMNS; c++) {
                ac_buffer_addf(b, " %*s", columns[c].width, columns[c].heading);
            }
        }
        ac_buffer_addf(b, "\n %-*.*s", NAME_WIDTH, AC_TEXT_ARG(name_of(part)));
        values_of(part, values);
        for (size_t c = 0; c < COLUMNS; c++) {
            ac_add_cell(b, columns[c].width, values[c], columns[c].places);
        }
        sessions += part->best.sessions;
        profit += values[PROFIT_COLUMN];
    }
    if (count > 1) {
        ac_buffer_addf(
            b, "\n apart they would best have %" PRIu32 " sessions a week and GBP ", sessions);
        ac_add_number(b, profit, 0);
        ac_buffer_add_z(b, " a period");
    }
    ac_buffer_add_z(b, count > 0 ? "\n" : "");
}

static void add_shortage(ac_buffer *b, const ac_shortage *s)
{
    ac_buffer_addf(b, "  %s", s->when);
    if (s->skill.size > 0) {
        ac_buffer_addf(b, ", %.*s", AC_TEXT_ARG(s->skill));
    }
    if (s->base.size > 0) {
        ac_buffer_addf(b, ", about %.*s", AC_TEXT_ARG(s->base));
    }
    ac_buffer_addf(
        b,
        ": %" PRIu32 " of %" PRIu32 " sessions; doctors who may work some of them: %" PRIu32 "\n",
        s->missing, s->asked, s->doctors);
}

void ac_sizing_add_parts(ac_buffer *b, const ac_sizing_parts *parts)
{
    ac_buffer_add_z(
        b, "\nby base and by skill, each sized alone with its own demand (in fewer scenarios; of a "
           "week, GBP of the period; a base has the sites that it is nearest to)\n");
    if (parts->too_many_bases) {
        ac_buffer_addf(
            b,
            " doctors live in %" PRIu32 " places, too many to size one by one: give home towns "
            "in doctors.csv\n",
            parts->bases);
    }
    add_table(b, parts, false);
    add_table(b, parts, true);
    ac_buffer_addf(
        b,
        "\nshort in the weeks looked at, whoever is placed where (by flow): %" PRIu32 " of %" PRIu32
        " sessions\n",
        parts->missing, parts->asked);
    for (uint32_t i = 0; i < parts->shortage_count && i < SHORTAGES_SHOWN; i++) {
        add_shortage(b, &parts->shortages[i]);
    }
    if (parts->shortage_count > SHORTAGES_SHOWN) {
        ac_buffer_addf(
            b, "  and %" PRIu32 " more kinds of sessions\n",
            parts->shortage_count - SHORTAGES_SHOWN);
    }
}

void ac_sizing_add_json_parts(ac_buffer *b, const ac_sizing_parts *parts)
{
    ac_buffer_add_z(b, "  \"parts\": [");
    for (uint32_t i = 0; i < parts->count; i++) {
        const ac_sized_part *part = &parts->list[i];
        double values[COLUMNS];
        ac_buffer_addf(
            b, "%s\n    {\"of\": \"%s\", \"name\": ", i == 0 ? "" : ",",
            part->of_skill ? "skill" : "base");
        ac_buffer_add_json(b, part->name);
        values_of(part, values);
        for (size_t c = 0; c < COLUMNS; c++) {
            ac_buffer_add_z(b, ", ");
            ac_add_json_number(b, columns[c].name, values[c], columns[c].places);
        }
        ac_buffer_add_char(b, '}');
    }
    ac_buffer_addf(
        b, "\n  ],\n  \"short\": {\"asked\": %" PRIu32 ", \"missing\": %" PRIu32 ", \"kinds\": [",
        parts->asked, parts->missing);
    for (uint32_t i = 0; i < parts->shortage_count; i++) {
        const ac_shortage *s = &parts->shortages[i];
        ac_buffer_addf(b, "%s\n    {\"when\": \"%s\", \"skill\": ", i == 0 ? "" : ",", s->when);
        ac_buffer_add_json(b, s->skill);
        ac_buffer_add_z(b, ", \"base\": ");
        ac_buffer_add_json(b, s->base);
        ac_buffer_addf(
            b, ", \"asked\": %" PRIu32 ", \"missing\": %" PRIu32 ", \"doctors\": %" PRIu32 "}",
            s->asked, s->missing, s->doctors);
    }
    ac_buffer_add_z(b, "\n  ]},\n");
}
