/* SPDX-License-Identifier: MIT */
/* Parts of the problem are left out by halves, quarters and so on down to one at a time, and stay
 * out as long as what is left still clashes. What is needed for a clash stays needed when more is
 * left out, so one pass over single parts ends with a set of which each is needed. */

#include "roster/clash.h"

#include "value/date.h"

#include <inttypes.h>

enum { DAYS_TOLD = 3 };

typedef struct clashing {
    const ac_problem *problem;
    uint32_t seconds;
    bool *left_out; /* [ac_part_count] */
    accord_error *error;
} clashing;

/* Whether it is proven that what is left cannot be kept together. */
static accord_status clashes(const clashing *work, bool *proven)
{
    AC_SCOPED_ARENA(arena);
    ac_ruling ruling = {0};
    AC_TRY(
        ac_referee_ask(&arena, work->problem, work->seconds, work->left_out, &ruling, work->error));
    *proven = ruling.answer == AC_REFEREE_INFEASIBLE;
    return ac_ok();
}

/* Leaves out runs of `size` parts of those that are still in, where that can be. */
static accord_status
leave_out(clashing *work, size_t *in, size_t *count, size_t size, const ac_stop *stop, bool *ended)
{
    size_t kept = 0;
    for (size_t from = 0; from < *count; from += size) {
        size_t until = from + size < *count ? from + size : *count;
        bool still = false;
        *ended = *ended || ac_stop_asked(stop);
        if (!*ended) {
            for (size_t i = from; i < until; i++) {
                work->left_out[in[i]] = true;
            }
            AC_TRY(clashes(work, &still));
        }
        for (size_t i = from; i < until && !still; i++) {
            work->left_out[in[i]] = false;
            in[kept++] = in[i];
        }
    }
    *count = kept;
    return ac_ok();
}

accord_status ac_roster_clash(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t seconds,
    const ac_stop *stop,
    ac_clash *clash,
    accord_error *error)
{
    size_t parts = ac_part_count(problem);
    ac_problem free_of_cost = *problem; /* whether a roster is lawful does not depend on costs */
    free_of_cost.requests = AC_NEW_ARRAY(arena, ac_request, problem->request_count);
    for (uint32_t i = 0; i < problem->request_count; i++) {
        free_of_cost.requests[i] = problem->requests[i];
        free_of_cost.requests[i].under_cost = 0;
        free_of_cost.requests[i].over_cost = 0;
    }
    clashing work = {&free_of_cost, seconds, AC_NEW_ARRAY(arena, bool, parts), error};
    ac_clash found = {.parts = AC_NEW_ARRAY(arena, bool, parts)};
    AC_TRY(clashes(&work, &found.proven));
    size_t *in = AC_NEW_ARRAY(arena, size_t, parts);
    size_t count = 0;
    bool ended = false;
    for (size_t i = 0; i < parts && found.proven; i++) {
        in[count++] = i;
    }
    size_t size = (count + 1) / 2;
    while (count > 0 && size > 0) {
        AC_TRY(leave_out(&work, in, &count, size, stop, &ended));
        size = size == 1 ? 0 : (size + 1) / 2;
    }
    for (size_t i = 0; i < count; i++) {
        found.parts[in[i]] = true;
    }
    found.count = count;
    found.least = found.proven && !ended;
    *clash = found;
    return ac_ok();
}

static void add_day(ac_buffer *buffer, const ac_problem *p, uint32_t day)
{
    if (p->dated) {
        ac_date_add_iso(buffer, (accord_date){p->first.day + (int32_t)day});
    } else {
        ac_buffer_addf(buffer, "day %" PRIu32, day);
    }
}

/* "(at least 3360 minutes, 2015-01-05 to 2015-01-18)", of the counters of that rule. */
static void add_counters(ac_buffer *buffer, const ac_problem *p, uint32_t doctor, ac_rule rule)
{
    static const char *const units[] = {"sessions", "minutes", "days", "weekends"};
    uint32_t told = 0;
    for (uint32_t i = 0; i < p->counter_count; i++) {
        const ac_counter *c = &p->counters[i];
        if (c->doctor != doctor || c->rule != rule || !c->hard || told++ >= DAYS_TOLD) {
            continue;
        }
        bool most = c->most != AC_NO_LIMIT;
        ac_buffer_addf(
            buffer, "%s%s %" PRId64 " %s, ", told == 1 ? " (" : "; ", most ? "at most" : "at least",
            most ? c->most : c->least, units[c->unit]);
        add_day(buffer, p, c->day_from);
        ac_buffer_add_z(buffer, " to ");
        add_day(buffer, p, c->day_until - 1);
    }
    if (told > DAYS_TOLD) {
        ac_buffer_addf(buffer, "; and %" PRIu32 " more", told - DAYS_TOLD);
    }
    ac_buffer_add_z(buffer, told > 0 ? ")" : "");
}

/* "(on 2015-01-05)": the days on which a rule refuses the doctor any session. */
static void add_refused(ac_buffer *buffer, const ac_problem *p, uint32_t doctor, ac_rule rule)
{
    uint32_t told = 0;
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < p->duty_count; i++) {
        if (ac_refusal_of(p, doctor, i) != rule || p->duties[i].day == last) {
            continue;
        }
        last = p->duties[i].day;
        if (told++ < DAYS_TOLD) {
            ac_buffer_add_z(buffer, told == 1 ? " (on " : ", ");
            add_day(buffer, p, last);
        }
    }
    if (told > DAYS_TOLD) {
        ac_buffer_add_z(buffer, " and more days");
    }
    ac_buffer_add_z(buffer, told > 0 ? ")" : "");
}

static void add_limit(ac_buffer *buffer, const ac_problem *p, uint32_t doctor, ac_rule rule)
{
    const ac_doctor *who = &p->doctors[doctor];
    uint32_t figure = rule == AC_RULE_RUN_MOST    ? who->run_most
                      : rule == AC_RULE_RUN_LEAST ? who->run_least
                      : rule == AC_RULE_OFF_LEAST ? who->off_least
                      : rule == AC_RULE_DAY_MOST  ? who->day_most
                                                  : 0;
    if (figure > 0) {
        ac_buffer_addf(
            buffer, " (%s %" PRIu32 ")",
            rule == AC_RULE_RUN_MOST || rule == AC_RULE_DAY_MOST ? "at most" : "at least", figure);
    }
}

static void add_of_doctor(ac_buffer *buffer, const ac_problem *p, uint32_t doctor, ac_rule rule)
{
    const ac_doctor *who = &p->doctors[doctor];
    ac_buffer_addf(buffer, "doctor %.*s", AC_TEXT_ARG(who->code));
    if (who->name.size > 0 && !ac_text_equal(who->name, who->code)) {
        ac_buffer_addf(buffer, " (%.*s)", AC_TEXT_ARG(who->name));
    }
    ac_buffer_addf(buffer, ": %s, not one who %s", ac_rule_code(rule), ac_rule_sentence(rule));
    add_limit(buffer, p, doctor, rule);
    add_counters(buffer, p, doctor, rule);
    add_refused(buffer, p, doctor, rule);
    ac_buffer_add_char(buffer, '\n');
}

void ac_clash_add(ac_buffer *buffer, const ac_problem *problem, const ac_clash *clash)
{
    const ac_problem *p = problem;
    for (uint32_t i = 0; i < p->pin_count; i++) {
        if (clash->parts[ac_part_of_pin(p, i)]) {
            const ac_duty *duty = &p->duties[p->pins[i].duty];
            ac_buffer_addf(
                buffer, "fixed by hand: doctor %.*s for request %.*s, ",
                AC_TEXT_ARG(p->doctors[p->pins[i].doctor].code),
                AC_TEXT_ARG(p->requests[duty->request].code));
            ac_problem_add_when(buffer, p, duty);
            ac_buffer_add_char(buffer, '\n');
        }
    }
    for (uint32_t i = 0; i < p->request_count; i++) {
        if (clash->parts[ac_part_of_request(p, i)]) {
            ac_buffer_addf(
                buffer, "request %.*s: takes no more sessions than it asks for, %" PRIu32 "\n",
                AC_TEXT_ARG(p->requests[i].code), p->requests[i].needed);
        }
    }
    for (uint32_t i = 0; i < p->room_count; i++) {
        if (clash->parts[ac_part_of_room(p, i)]) {
            ac_buffer_addf(
                buffer, "site %.*s: rooms on ", AC_TEXT_ARG(p->sites[p->rooms[i].site].code));
            add_day(buffer, p, p->rooms[i].day);
            ac_buffer_addf(
                buffer, " %s: %" PRIu32 "\n", p->part_names[p->rooms[i].part], p->rooms[i].most);
        }
    }
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        for (ac_rule rule = AC_RULE_NONE + 1; rule < AC_RULES; rule++) {
            if (clash->parts[ac_part_of_doctor(d, rule)]) {
                add_of_doctor(buffer, p, d, rule);
            }
        }
    }
}
