/* SPDX-License-Identifier: MIT */
/* Places in columns: mixed radix over the levels of a set, the last level fastest. */

#include "contract/facts.h"

#include "value/date.h"

#include <string.h>

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

typedef struct file_list {
    ac_fact_file *list;
    size_t count;
    size_t capacity;
} file_list;

static void add_file(ac_arena *arena, file_list *all, const ac_fact_file *file)
{
    for (size_t i = 0; i < all->count; i++) {
        const ac_fact_file *known = &all->list[i];
        if (ac_text_equal(known->name, file->name) &&
            memcmp(known->hash.bytes, file->hash.bytes, AC_HASH_BYTES) == 0) {
            return;
        }
    }
    AC_RESERVE(arena, all->list, all->count, all->capacity);
    all->list[all->count++] = *file;
}

const ac_fact_file *
ac_fact_files(ac_arena *arena, const ac_program *program, const ac_facts *facts, size_t *count)
{
    file_list all = {0};
    for (size_t i = 0; i < facts->code_file_count; i++) {
        add_file(arena, &all, &facts->code_files[i]);
    }
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        if (program->quantities[q].kind != AC_QUANTITY_INPUT) {
            continue;
        }
        for (size_t f = 0; f < facts->inputs[q].file_count; f++) {
            add_file(arena, &all, &facts->inputs[q].files[f]);
        }
    }
    *count = all.count;
    return all.list;
}

void ac_fact_file_known_add(ac_buffer *buffer, const ac_fact_file *file)
{
    if (file->stands.size > 0) {
        ac_buffer_addf(buffer, ", as %.*s", AC_TEXT_ARG(file->stands));
    }
    if (file->known_said) {
        ac_buffer_add_z(buffer, ", known ");
        ac_date_add_iso(buffer, file->known);
    }
    if (file->stage.size > 0) {
        ac_buffer_addf(buffer, ", %.*s", AC_TEXT_ARG(file->stage));
    }
}
