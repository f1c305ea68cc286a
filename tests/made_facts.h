/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TESTS_MADE_FACTS_H
#define ACCORD_TESTS_MADE_FACTS_H
/* Facts made up for any program, from a seed: members "P0001" ..., whole numbers for flows and
 * stocks, hundredths for rates, all months received up to a share of the term. For tests and
 * benchmarks. */

#include "contract/facts.h"

#include <stdio.h>

typedef struct made_options {
    uint32_t members;      /* of each level from a file */
    uint32_t received_pct; /* how much of the term has been received, in hundredths */
    uint64_t seed;
} made_options;

static inline uint64_t made_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Of members with dates every third opens in the second quarter of the term and every fourth closes
 * in its fifth month, to be succeeded by the first that stays. */
static inline const ac_fact_life *
made_lives(ac_arena *arena, const ac_program *program, const ac_level *declared, uint32_t count)
{
    if (!declared->opened && !declared->closed) {
        return NULL;
    }
    int32_t first = program->syntax->calendar.term_from.day;
    ac_fact_life *lives = AC_NEW_ARRAY(arena, ac_fact_life, count);
    for (uint32_t i = 0; i < count; i++) {
        lives[i] = (ac_fact_life){{INT32_MIN}, {INT32_MAX}, AC_NONE};
        lives[i].opened.day = declared->opened && i % 3 == 2 ? first + 100 : INT32_MIN;
        if (declared->closed && i % 4 == 1) {
            lives[i].closed.day = first + 140;
            lives[i].successor = declared->succeeded && i % 8 == 1 ? 0 : AC_NONE;
        }
    }
    return lives;
}

static inline void made_level(
    ac_arena *arena,
    const ac_program *program,
    uint32_t index,
    const made_options *options,
    ac_fact_level *level,
    const ac_fact_level *levels)
{
    const ac_level *declared = &program->levels[index];
    if (declared->kind != AC_LEVEL_FILE) {
        *level = (ac_fact_level){.codes = declared->members, .count = declared->member_count};
        return;
    }
    uint32_t count = declared->members_said > 0 ? declared->members_said : options->members;
    ac_text *codes = AC_NEW_ARRAY(arena, ac_text, count);
    uint32_t *parents = AC_NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        char *code = AC_NEW_ARRAY(arena, char, 16);
        (void)snprintf(code, 16, "P%04u", i + 1);
        codes[i] = ac_text_of(code);
        if (declared->under != AC_NONE) {
            parents[i] = i % levels[declared->under].count;
        }
    }
    *level = (ac_fact_level){
        .codes = codes,
        .count = count,
        .parents = declared->under == AC_NONE ? NULL : parents,
        .lives = made_lives(arena, program, declared, count)};
}

static inline ac_rational made_value(ac_arena *arena, const ac_type *type, uint64_t *state)
{
    uint64_t drawn = made_next(state);
    if (type->kind == AC_KIND_YES_NO) {
        return ac_rational_of((int64_t)(drawn % 2));
    }
    if (type->kind == AC_KIND_ONE_OF) {
        return ac_rational_of((int64_t)(drawn % type->choices.count));
    }
    if (type->kind == AC_KIND_RATE) {
        return ac_rational_of_ratio(arena, (int64_t)(850 + drawn % 150), 1000);
    }
    return ac_rational_of(
        (int64_t)(type->kind == AC_KIND_STOCK ? 2000 + drawn % 9000 : drawn % 23));
}

static inline void made_input(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    uint32_t index,
    const made_options *options,
    ac_fact_input *input)
{
    const ac_quantity *quantity = &program->quantities[index];
    const ac_calendar *calendar = &program->syntax->calendar;
    int32_t first = 0;
    int32_t count = 1;
    int32_t received = 1;
    if (quantity->period != AC_PERIOD_NONE) {
        int32_t term = ac_term_count(calendar, quantity->period);
        first = ac_term_first(calendar, quantity->period);
        received = (int32_t)((int64_t)term * (int64_t)options->received_pct / 100);
        count = term;
        for (uint32_t i = 0; i < quantity->earlier_count; i++) {
            int32_t earlier = first - quantity->earlier[i].first;
            if (earlier > 0) {
                first -= earlier;
                count += earlier;
                received += earlier;
            }
        }
    }
    uint64_t members = ac_members_of(program, facts, quantity->type.levels);
    uint64_t cells = members * (uint64_t)count;
    ac_rational *values = AC_NEW_ARRAY(arena, ac_rational, cells);
    uint8_t *states = AC_NEW_ARRAY(arena, uint8_t, cells);
    uint64_t *rows = AC_NEW_ARRAY(arena, uint64_t, cells);
    bool *got = AC_NEW_ARRAY(arena, bool, (size_t)count);
    uint64_t state = options->seed * 977 + index + 1;
    for (int32_t p = 0; p < count; p++) {
        got[p] = p < received;
        for (uint64_t m = 0; m < members; m++) {
            uint64_t at = (uint64_t)p * members + m;
            values[at] = made_value(arena, &quantity->type, &state);
            bool absent = quantity->type.kind == AC_KIND_FLOW && made_next(&state) % 9 == 0;
            states[at] = absent || !got[p] ? AC_FACT_ABSENT : AC_FACT_PRESENT;
            rows[at] = absent ? 0 : 1;
        }
    }
    *input = (ac_fact_input){
        .given = true,
        .first = first,
        .periods = (uint32_t)count,
        .members = (uint32_t)members,
        .values = values,
        .states = states,
        .rows = rows,
        .received = got};
}

static inline const ac_facts *
made_facts(ac_arena *arena, const ac_program *program, const made_options *options)
{
    ac_facts *facts = AC_NEW(arena, ac_facts);
    ac_fact_level *levels = AC_NEW_ARRAY(arena, ac_fact_level, program->level_count);
    ac_fact_input *inputs = AC_NEW_ARRAY(arena, ac_fact_input, program->quantity_count);
    for (uint32_t i = 0; i < program->level_count; i++) {
        made_level(arena, program, i, options, &levels[i], levels);
    }
    facts->levels = levels;
    facts->inputs = inputs;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (program->quantities[i].kind == AC_QUANTITY_INPUT) {
            made_input(arena, program, facts, i, options, &inputs[i]);
        }
    }
    return facts;
}

#endif
