/* SPDX-License-Identifier: MIT */
/* The rules of members that come and go (R45 to R48), written once. Relies on the loader for
 * successors that close no ring. */

#include "contract/lives.h"

#include "base/assert.h"

ac_level_set ac_dated_levels(const ac_program *program, const ac_facts *facts)
{
    ac_level_set dated = 0;
    for (uint32_t i = 0; i < program->level_count; i++) {
        dated |= facts->levels[i].lives != NULL ? 1u << i : 0;
    }
    return dated;
}

uint32_t ac_holder(const ac_fact_level *level, uint32_t member, accord_date day)
{
    for (uint32_t steps = 0; steps <= level->count; steps++) {
        const ac_fact_life *life = &level->lives[member];
        if (life->successor == AC_NONE || life->closed.day >= day.day) {
            return member;
        }
        member = life->successor;
    }
    AC_NEVER("successors close no ring: the loader looked");
}

bool ac_members_day(
    const ac_calendar *calendar,
    ac_known known,
    ac_period_kind kind,
    int32_t period,
    accord_date *day)
{
    if (kind == AC_PERIOD_NONE) {
        return false;
    }
    *day = ac_period_first(calendar, kind, period);
    if (known == AC_KNOWN_END) {
        *day = ac_period_last(calendar, kind, period);
    }
    return true;
}

ac_known ac_known_of(const ac_program *program, const ac_node *node)
{
    return node->op == AC_OP_QUANTITY ? program->quantities[node->index].type.known
                                      : node->type.known;
}

uint32_t ac_parent_in(
    const ac_program *program,
    const ac_facts *facts,
    const ac_node *node,
    uint32_t member,
    int32_t period)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_fact_level *above = &facts->levels[node->level_to];
    uint32_t parent = facts->levels[node->index].parents[member];
    accord_date day = {0};
    bool dated = above->lives != NULL &&
                 ac_members_day(calendar, ac_known_of(program, node), node->period, period, &day);
    return dated ? ac_holder(above, parent, day) : parent;
}

/* Rates, conditions and choices stay a member's own for as long as it is there at all. */
static ac_presence presence_of_life(
    const ac_fact_life *life, accord_date first, accord_date last, accord_date day, bool amount)
{
    if (life->opened.day > last.day) {
        return AC_UNOPENED;
    }
    if (life->closed.day < first.day) {
        return life->successor == AC_NONE ? AC_ENDED : AC_SUCCEEDED;
    }
    if (amount && life->successor != AC_NONE && life->closed.day < day.day) {
        return AC_SUCCEEDED;
    }
    return life->opened.day <= day.day && life->closed.day >= day.day ? AC_PRESENT : AC_PARTLY;
}

ac_presence ac_presence_of(
    const ac_program *program,
    const ac_facts *facts,
    const ac_type *type,
    const ac_coordinates *at,
    ac_period_kind kind,
    int32_t period)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    ac_presence least = AC_PRESENT;
    accord_date day = {0};
    if (!ac_members_day(calendar, type->known, kind, period, &day)) {
        return AC_PRESENT;
    }
    accord_date first = ac_period_first(calendar, kind, period);
    accord_date last = ac_period_last(calendar, kind, period);
    for (uint32_t i = 0; i < program->level_count; i++) {
        const ac_fact_level *level = &facts->levels[i];
        if ((type->levels & (1u << i)) == 0 || level->lives == NULL) {
            continue;
        }
        ac_presence here = presence_of_life(
            &level->lives[at->members[i]], first, last, day, ac_type_is_amount(type));
        least = here > least ? here : least;
    }
    return least;
}

bool ac_is_away(const ac_node *node, ac_presence presence)
{
    if (presence != AC_ENDED) {
        return presence >= AC_SUCCEEDED;
    }
    switch ((int)node->op) {
    case AC_OP_SAME:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_PREVIOUS:
    case AC_OP_CUMULATIVE:
        return false;
    default:
        return node->type.kind != AC_KIND_STOCK;
    }
}

ac_reader ac_reader_of(const ac_program *program, const ac_node *node, int32_t period)
{
    return (ac_reader){ac_known_of(program, node), node->period, period};
}

bool ac_moves(
    const ac_program *program,
    ac_level_set dated,
    const ac_reader *reader,
    const ac_node *read,
    int32_t read_period,
    accord_date *day)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    accord_date earlier = {INT32_MIN};
    if ((read->type.levels & dated) == 0 || !ac_type_is_amount(&read->type) ||
        !ac_members_day(calendar, reader->known, reader->kind, reader->period, day)) {
        return false;
    }
    (void)ac_members_day(calendar, ac_known_of(program, read), read->period, read_period, &earlier);
    return earlier.day < day->day;
}

ac_coordinates ac_holders(
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set dated,
    const ac_coordinates *at,
    accord_date day)
{
    ac_coordinates held = *at;
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((dated & (1u << i)) != 0) {
            held.members[i] = ac_holder(&facts->levels[i], at->members[i], day);
        }
    }
    return held;
}

ac_held ac_held_by(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set dated,
    const ac_coordinates *at,
    accord_date day)
{
    uint64_t places = ac_members_of(program, facts, dated);
    ac_held held = {0};
    size_t capacity = 0;
    for (uint64_t m = 0; m < places; m++) {
        ac_coordinates picked = ac_member_coordinates(program, facts, dated, m);
        ac_coordinates from = *at;
        for (uint32_t i = 0; i < program->level_count; i++) {
            if ((dated & (1u << i)) != 0) {
                from.members[i] = picked.members[i];
            }
        }
        ac_coordinates by = ac_holders(program, facts, dated, &from, day);
        if (ac_member_index(program, facts, dated, &by) ==
            ac_member_index(program, facts, dated, at)) {
            AC_RESERVE(arena, held.places, held.count, capacity);
            held.places[held.count++] = from;
        }
    }
    return held;
}
