/* SPDX-License-Identifier: MIT */
/* What all who look at a problem share: names of rules, words for a time and an amount. */

#include "pool/problem.h"

#include "value/date.h"

#include <inttypes.h>
#include <string.h>

static const char *const rule_codes[] = {
    "",
#define AC_RULE(identifier, code, sentence) code,
#include "pool/rules.def"
#undef AC_RULE
};

static const char *const rule_sentences[] = {
    "",
#define AC_RULE(identifier, code, sentence) sentence,
#include "pool/rules.def"
#undef AC_RULE
};

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

const char *ac_rule_code(ac_rule rule)
{
    return rule < AC_RULES ? rule_codes[rule] : "";
}

const char *ac_rule_sentence(ac_rule rule)
{
    return rule < AC_RULES ? rule_sentences[rule] : "";
}

size_t ac_problem_lawful_pairs(const ac_problem *problem)
{
    size_t pairs = 0;
    for (size_t i = 0; i < (size_t)problem->doctor_count * problem->duty_count; i++) {
        pairs += problem->refusals[i] == AC_RULE_NONE ? 1 : 0;
    }
    return pairs;
}

void ac_problem_tables(ac_arena *arena, ac_problem *problem)
{
    size_t pairs = (size_t)problem->doctor_count * problem->duty_count;
    size_t places = (size_t)problem->doctor_count * problem->site_count;
    problem->week_count =
        problem->day_count == 0 ? 0 : ac_week_of(problem, problem->day_count - 1) + 1;
    problem->refusals = AC_NEW_ARRAY(arena, uint8_t, pairs);
    problem->pair_costs = AC_NEW_ARRAY(arena, int32_t, pairs);
    problem->travel_minutes =
        AC_NEW_ARRAY(arena, uint32_t, (size_t)problem->site_count * problem->site_count);
    problem->trip_costs = AC_NEW_ARRAY(arena, int32_t, places);
    problem->new_site_costs = AC_NEW_ARRAY(arena, int32_t, places);
}

void ac_problem_add_when(ac_buffer *buffer, const ac_problem *problem, const ac_duty *duty)
{
    if (!problem->dated) {
        ac_buffer_addf(
            buffer, "day %" PRIu32 " %.*s", duty->day,
            AC_TEXT_ARG(problem->kinds[duty->kind].code));
        return;
    }
    ac_buffer_addf(buffer, "%s ", weekdays[(duty->day + problem->weekday) % 7]);
    ac_date_add_words(buffer, (accord_date){problem->first.day + (int32_t)duty->day});
    ac_buffer_addf(buffer, " %s", problem->part_names[duty->part]);
}

void ac_problem_add_cost(ac_buffer *buffer, const ac_problem *problem, int64_t cost)
{
    if (!problem->is_money) {
        ac_buffer_addf(buffer, "%" PRId64, cost);
        return;
    }
    uint64_t size = cost < 0 ? (uint64_t)0 - (uint64_t)cost : (uint64_t)cost;
    ac_buffer_addf(
        buffer, "%sGBP %" PRIu64 ".%02u", cost < 0 ? "-" : "", size / 100, (unsigned)(size % 100));
}

uint32_t ac_problem_doctor(const ac_problem *problem, ac_text code)
{
    for (uint32_t i = 0; i < problem->doctor_count; i++) {
        if (ac_text_equal(problem->doctors[i].code, code)) {
            return i;
        }
    }
    return UINT32_MAX;
}

uint32_t ac_problem_request(const ac_problem *problem, ac_text code)
{
    for (uint32_t i = 0; i < problem->request_count; i++) {
        if (ac_text_equal(problem->requests[i].code, code)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static uint8_t *copy_refusals(ac_arena *arena, const ac_problem *problem)
{
    size_t pairs = (size_t)problem->doctor_count * problem->duty_count;
    uint8_t *refusals = AC_NEW_ARRAY(arena, uint8_t, pairs);
    if (pairs > 0) {
        memcpy(refusals, problem->refusals, pairs);
    }
    return refusals;
}

void ac_problem_withdraw(
    ac_arena *arena, const ac_problem *problem, const ac_withdrawal *what, ac_problem *changed)
{
    uint8_t *refusals = copy_refusals(arena, problem);
    for (uint32_t i = 0; i < problem->duty_count; i++) {
        const ac_duty *duty = &problem->duties[i];
        if (duty->day >= what->day_from && duty->day < what->day_until) {
            refusals[ac_pair_of(problem, what->doctor, i)] = (uint8_t)what->why;
        }
    }
    *changed = *problem;
    changed->refusals = refusals;
}

void ac_problem_leave_out(
    ac_arena *arena, const ac_problem *problem, const bool *out, ac_problem *less)
{
    AC_SCOPED_ARENA(scratch);
    size_t cells = (size_t)problem->doctor_count * problem->duty_count;
    bool *pinned = AC_NEW_ARRAY(&scratch, bool, cells);
    uint8_t *refusals = copy_refusals(arena, problem);
    uint32_t pair = 0;
    for (uint32_t i = 0; i < problem->pin_count; i++) {
        pinned[ac_pair_of(problem, problem->pins[i].doctor, problem->pins[i].duty)] = true;
    }
    for (size_t i = 0; i < cells; i++) {
        if (problem->refusals[i] == AC_RULE_NONE && out[pair++] && !pinned[i]) {
            refusals[i] = AC_RULE_UNAVAILABLE;
        }
    }
    *less = *problem;
    less->refusals = refusals;
}
