/* SPDX-License-Identifier: MIT */
/* Places in columns: mixed radix over the levels of a set, the last level fastest. */

#include "contract/facts.h"

uint64_t ac_members_of(const ac_program *program, const ac_facts *facts, ac_level_set levels)
{
    uint64_t count = 1;
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((levels & (1u << i)) != 0) {
            count *= facts->levels[i].count;
        }
    }
    return count;
}

uint64_t ac_member_index(
    const ac_program *program, const ac_facts *facts, ac_level_set levels, const ac_coordinates *at)
{
    uint64_t index = 0;
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((levels & (1u << i)) != 0) {
            index = index * facts->levels[i].count + at->members[i];
        }
    }
    return index;
}

ac_coordinates ac_member_coordinates(
    const ac_program *program, const ac_facts *facts, ac_level_set levels, uint64_t index)
{
    ac_coordinates at = {{0}};
    for (uint32_t i = program->level_count; i > 0; i--) {
        uint32_t count = facts->levels[i - 1].count;
        if ((levels & (1u << (i - 1))) != 0 && count > 0) {
            at.members[i - 1] = (uint32_t)(index % count);
            index /= count;
        }
    }
    return at;
}

void ac_member_add(
    ac_buffer *buffer,
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set levels,
    const ac_coordinates *at,
    char between)
{
    bool first = true;
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((levels & (1u << i)) == 0) {
            continue;
        }
        if (!first) {
            ac_buffer_add_char(buffer, between);
        }
        ac_buffer_add(buffer, facts->levels[i].codes[at->members[i]]);
        first = false;
    }
}

uint32_t ac_fact_member(const ac_facts *facts, uint32_t level, ac_text code)
{
    const ac_fact_level *found = &facts->levels[level];
    for (uint32_t i = 0; i < found->count; i++) {
        if (ac_text_equal(found->codes[i], code)) {
            return i;
        }
    }
    return AC_NONE;
}
