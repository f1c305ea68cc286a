/* SPDX-License-Identifier: MIT */
/* Writes solutions and verdicts. */

#include "roster/write.h"

#include "roster/why.h"
#include "value/date.h"

#include <inttypes.h>

enum { UNMET_SHOWN = 20, BROKEN_SHOWN = 50 };

static void add_date(ac_buffer *buffer, const ac_problem *p, const ac_duty *duty)
{
    if (p->dated) {
        ac_date_add_iso(buffer, (accord_date){p->first.day + (int32_t)duty->day});
    } else {
        ac_buffer_addf(buffer, "%" PRIu32, duty->day);
    }
}

static ac_text site_code(const ac_problem *p, const ac_duty *duty)
{
    ac_text none = {0};
    return duty->site == AC_NO_SITE ? none : p->sites[duty->site].code;
}

static void add_rows(ac_buffer *buffer, const ac_problem *p, const ac_roster *roster)
{
    ac_buffer_add_z(buffer, "doctor,request,site,date,part,kind,minutes\n");
    for (uint32_t i = 0; i < roster->count; i++) {
        const ac_duty *duty = &p->duties[roster->placements[i].duty];
        ac_buffer_add_csv(buffer, p->doctors[roster->placements[i].doctor].code);
        ac_buffer_add_char(buffer, ',');
        ac_buffer_add_csv(buffer, p->requests[duty->request].code);
        ac_buffer_add_char(buffer, ',');
        ac_buffer_add_csv(buffer, site_code(p, duty));
        ac_buffer_add_char(buffer, ',');
        add_date(buffer, p, duty);
        ac_buffer_addf(buffer, ",%s,", p->part_names[duty->part]);
        ac_buffer_add_csv(buffer, p->kinds[duty->kind].code);
        ac_buffer_addf(buffer, ",%" PRIu32 "\n", duty->minutes);
    }
}

static void add_json_pair(ac_buffer *buffer, const char *name, ac_text value)
{
    ac_buffer_addf(buffer, "\"%s\": ", name);
    ac_buffer_add_json(buffer, value);
}

static void add_json_costs(ac_buffer *buffer, const ac_verdict *verdict)
{
    ac_buffer_addf(buffer, "  \"cost\": %" PRId64 ",\n  \"costs\": {", verdict->costs.total);
    for (ac_cost_part i = 0; i < AC_COST_PARTS; i++) {
        ac_buffer_addf(
            buffer, "%s\"%s\": %" PRId64, i == 0 ? "" : ", ", ac_cost_word(i),
            verdict->costs.parts[i]);
    }
    ac_buffer_addf(
        buffer,
        "},\n  \"sessions\": %" PRIu32 ",\n  \"unmet\": %" PRIu32 ",\n  \"moved\": %" PRIu32 ",\n",
        verdict->costs.needed, verdict->costs.unmet, verdict->costs.moved);
}

static void add_json_broken(ac_buffer *buffer, const ac_problem *p, const ac_verdict *verdict)
{
    ac_buffer_add_z(buffer, "  \"broken\": [");
    for (uint32_t i = 0; i < verdict->broken_count; i++) {
        AC_SCOPED_BUFFER(words, 4096);
        ac_broken_add(&words, p, &verdict->broken[i]);
        ac_buffer_addf(
            buffer, "%s\n    {\"rule\": \"%s\", ", i == 0 ? "" : ",",
            ac_rule_code(verdict->broken[i].rule));
        add_json_pair(buffer, "words", ac_buffer_text(&words));
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_addf(buffer, "%s]", verdict->broken_count > 0 ? "\n  " : "");
}

static void add_json(ac_buffer *buffer, const ac_problem *p, const ac_solution *s)
{
    ac_buffer_add_z(buffer, "{\n");
    add_json_costs(buffer, &s->verdict);
    AC_SCOPED_BUFFER(coverage, 40);
    if (s->cover.proven) {
        ac_buffer_addf(&coverage, "%" PRId64, s->cover.cost);
    } else {
        ac_buffer_add_z(&coverage, "null");
    }
    ac_buffer_addf(
        buffer,
        "  \"lawful\": %s,\n  \"optimal\": %s,\n  \"coverage_bound\": %.*s"
        ",\n  \"bound\": %" PRId64 ",\n  \"bound_by\": \"%s\",\n  \"seed\": %" PRIu64
        ",\n  \"moves\": %" PRId64 ",\n",
        s->lawful ? "true" : "false", s->optimal ? "true" : "false",
        AC_TEXT_ARG(ac_buffer_text(&coverage)), s->bound, ac_proof_word(s->proof), s->seed,
        s->moves);
    add_json_broken(buffer, p, &s->verdict);
    ac_buffer_add_z(buffer, ",\n  \"roster\": [");
    for (uint32_t i = 0; i < s->roster.count; i++) {
        const ac_duty *duty = &p->duties[s->roster.placements[i].duty];
        ac_buffer_addf(buffer, "%s\n    {", i == 0 ? "" : ",");
        add_json_pair(buffer, "doctor", p->doctors[s->roster.placements[i].doctor].code);
        ac_buffer_add_z(buffer, ", ");
        add_json_pair(buffer, "request", p->requests[duty->request].code);
        ac_buffer_add_z(buffer, ", ");
        add_json_pair(buffer, "site", site_code(p, duty));
        ac_buffer_add_z(buffer, ", \"date\": \"");
        add_date(buffer, p, duty);
        ac_buffer_addf(buffer, "\", \"part\": \"%s\", ", p->part_names[duty->part]);
        add_json_pair(buffer, "kind", p->kinds[duty->kind].code);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_z(buffer, "\n  ]\n}\n");
}

static void add_costs(ac_buffer *buffer, const ac_problem *p, const ac_costs *costs)
{
    for (ac_cost_part i = 0; i < AC_COST_PARTS; i++) {
        if (costs->parts[i] != 0) {
            ac_buffer_addf(buffer, "  %-34s ", ac_cost_word(i));
            ac_problem_add_cost(buffer, p, costs->parts[i]);
            ac_buffer_add_char(buffer, '\n');
        }
    }
    ac_buffer_addf(buffer, "  %-34s ", "cost in all");
    ac_problem_add_cost(buffer, p, costs->total);
    ac_buffer_addf(
        buffer, "\n%" PRIu32 " sessions asked for, %" PRIu32 " not met\n", costs->needed,
        costs->unmet);
}

static void add_broken(ac_buffer *buffer, const ac_problem *p, const ac_verdict *verdict)
{
    for (uint32_t i = 0; i < verdict->broken_count && i < BROKEN_SHOWN; i++) {
        ac_buffer_add_z(buffer, "broken: ");
        ac_broken_add(buffer, p, &verdict->broken[i]);
        ac_buffer_add_char(buffer, '\n');
    }
    if (verdict->broken_count > BROKEN_SHOWN) {
        ac_buffer_addf(buffer, "and %u more\n", verdict->broken_count - BROKEN_SHOWN);
    }
}

static void add_gap(ac_buffer *buffer, int64_t cost, int64_t bound)
{
    if (bound > 0 && cost >= bound) {
        int64_t tenths = (cost - bound) * 1000 / bound;
        ac_buffer_addf(
            buffer, " (at most %" PRId64 ".%" PRId64 "%% above it)", tenths / 10, tenths % 10);
    }
}

static void add_bounds(ac_buffer *buffer, const ac_problem *p, const ac_solution *s)
{
    bool best = s->verdict.costs.parts[AC_COST_UNMET] == s->cover.cost;
    if (s->cover.proven) {
        ac_buffer_add_z(buffer, "coverage: no roster leaves unmet less than ");
        ac_problem_add_cost(buffer, p, s->cover.cost);
        ac_buffer_add_z(buffer, best ? ", as this one does: proven by flow\n" : ", by flow");
    } else if (s->proof != AC_PROOF_LINES) {
        ac_buffer_add_z(
            buffer, "coverage: nothing is proven; the time was up before the flow was\n");
    }
    if (s->cover.proven && !best) {
        add_gap(buffer, s->verdict.costs.parts[AC_COST_UNMET], s->cover.cost);
        ac_buffer_add_char(buffer, '\n');
    }
    if (s->proof != AC_PROOF_NONE) {
        ac_buffer_add_z(
            buffer, s->optimal ? "whole: proven optimal by " : "whole: no roster costs less than ");
        if (!s->optimal) {
            ac_problem_add_cost(buffer, p, s->bound);
            ac_buffer_add_z(buffer, ", by ");
        }
        ac_buffer_add_z(buffer, ac_proof_word(s->proof));
        if (!s->optimal) {
            add_gap(buffer, s->verdict.costs.total, s->bound);
        }
        ac_buffer_add_char(buffer, '\n');
    }
    ac_buffer_addf(
        buffer, "repeat with --seed %" PRIu64 " --moves %" PRId64 "\n", s->seed, s->moves);
}

static void add_unmet(ac_buffer *buffer, const ac_problem *p, const ac_solution *s)
{
    AC_SCOPED_ARENA(arena);
    uint32_t *held = AC_NEW_ARRAY(&arena, uint32_t, p->request_count);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < s->roster.count; i++) {
        held[p->duties[s->roster.placements[i].duty].request]++;
    }
    for (uint32_t i = 0; i < p->request_count && shown < UNMET_SHOWN; i++) {
        const ac_request *r = &p->requests[i];
        if (held[i] >= r->needed || r->under_cost == 0) {
            continue;
        }
        ac_buffer_addf(
            buffer, "not met: request %.*s, %u of %u, ", AC_TEXT_ARG(r->code), r->needed - held[i],
            r->needed);
        ac_problem_add_when(buffer, p, &p->duties[r->duty_first]);
        ac_buffer_addf(buffer, "%s. Doctors: ", r->duty_count > 1 ? " and other times" : "");
        ac_roster_add_unmet(buffer, p, &s->roster, i);
        ac_buffer_add_char(buffer, '\n');
        shown++;
    }
    if (p->dated) {
        if (s->cover.proven) {
            ac_roster_add_cut(buffer, p, &s->cover);
        }
    }
}

/* A line a doctor, the kind of each day: for rosters of one session a day. */
static void add_lines(ac_buffer *buffer, const ac_problem *p, const ac_roster *roster)
{
    AC_SCOPED_ARENA(arena);
    uint32_t *held = AC_NEW_ARRAY(&arena, uint32_t, (size_t)p->doctor_count * p->day_count);
    for (uint32_t i = 0; i < roster->count; i++) {
        const ac_placement *one = &roster->placements[i];
        held[(size_t)one->doctor * p->day_count + p->duties[one->duty].day] = one->duty + 1;
    }
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        ac_buffer_addf(buffer, "%3.*s: ", AC_TEXT_ARG(p->doctors[d].code));
        for (uint32_t day = 0; day < p->day_count; day++) {
            uint32_t duty = held[(size_t)d * p->day_count + day];
            if (duty == 0) {
                ac_buffer_add_z(buffer, " .");
            } else {
                ac_text code = p->kinds[p->duties[duty - 1].kind].code;
                ac_buffer_addf(buffer, "%s%.*s", code.size < 2 ? " " : "", AC_TEXT_ARG(code));
            }
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

static void add_table(ac_buffer *buffer, const ac_problem *p, const ac_solution *s)
{
    if (!p->dated) {
        add_lines(buffer, p, &s->roster);
    }
    for (uint32_t i = 0; p->dated && i < s->roster.count; i++) {
        const ac_placement *one = &s->roster.placements[i];
        const ac_duty *duty = &p->duties[one->duty];
        ac_text code = p->requests[duty->request].code;
        ac_text site = site_code(p, duty);
        add_date(buffer, p, duty);
        ac_buffer_addf(
            buffer, " %-9s  %-8.*s %-24.*s %.*s\n", p->part_names[duty->part], AC_TEXT_ARG(site),
            AC_TEXT_ARG(code), AC_TEXT_ARG(p->doctors[one->doctor].code));
    }
    add_costs(buffer, p, &s->verdict.costs);
    add_broken(buffer, p, &s->verdict);
    if (s->infeasible) {
        ac_buffer_add_z(buffer, "no roster keeps every rule: proven by the referee (CBC)\n");
    }
    add_bounds(buffer, p, s);
    add_unmet(buffer, p, s);
}

void ac_solution_add(
    ac_buffer *buffer,
    const ac_problem *problem,
    const ac_solution *solution,
    ac_roster_format format)
{
    switch (format) {
    case AC_ROSTER_TABLE:
        add_table(buffer, problem, solution);
        return;
    case AC_ROSTER_CSV:
        add_rows(buffer, problem, &solution->roster);
        return;
    case AC_ROSTER_JSON:
        add_json(buffer, problem, solution);
        return;
    }
}

void ac_verdict_add(
    ac_buffer *buffer,
    const ac_problem *problem,
    const ac_verdict *verdict,
    ac_roster_format format)
{
    switch (format) {
    case AC_ROSTER_TABLE:
        add_costs(buffer, problem, &verdict->costs);
        add_broken(buffer, problem, verdict);
        return;
    case AC_ROSTER_CSV:
        ac_buffer_add_z(buffer, "rule,words\n");
        for (uint32_t i = 0; i < verdict->broken_count; i++) {
            AC_SCOPED_BUFFER(words, 4096);
            ac_broken_add(&words, problem, &verdict->broken[i]);
            ac_buffer_addf(buffer, "%s,", ac_rule_code(verdict->broken[i].rule));
            ac_buffer_add_csv(buffer, ac_buffer_text(&words));
            ac_buffer_add_char(buffer, '\n');
        }
        return;
    case AC_ROSTER_JSON:
        ac_buffer_add_z(buffer, "{\n");
        add_json_costs(buffer, verdict);
        add_json_broken(buffer, problem, verdict);
        ac_buffer_add_z(buffer, "\n}\n");
        return;
    }
}
