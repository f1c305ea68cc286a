/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing; grows at half full. */

#include "base/names.h"

#include "base/assert.h"

void ac_names_init(ac_names *names, ac_arena *arena)
{
    *names = (ac_names){.arena = arena};
}

static size_t slot_of(const ac_names *names, ac_text name)
{
    size_t mask = names->capacity - 1;
    size_t at = (size_t)ac_text_hash(name) & mask;
    while (names->slots[at].taken && !ac_text_equal(names->slots[at].name, name)) {
        at = (at + 1) & mask;
    }
    return at;
}

static void grow(ac_names *names)
{
    ac_names larger = {.arena = names->arena, .count = names->count};
    larger.capacity = names->capacity == 0 ? AC_ARRAY_START : names->capacity * 2;
    larger.slots = AC_NEW_ARRAY(names->arena, ac_name_slot, larger.capacity);
    for (size_t i = 0; i < names->capacity; i++) {
        if (names->slots[i].taken) {
            larger.slots[slot_of(&larger, names->slots[i].name)] = names->slots[i];
        }
    }
    *names = larger;
}

bool ac_names_add(ac_names *names, ac_text name, uint32_t value)
{
    ac_assert(value != AC_NAME_NONE);
    if (names->count * 2 >= names->capacity) {
        grow(names);
    }
    ac_name_slot *slot = &names->slots[slot_of(names, name)];
    if (slot->taken) {
        return false;
    }
    *slot = (ac_name_slot){name, value, true};
    names->count++;
    return true;
}

uint32_t ac_names_find(const ac_names *names, ac_text name)
{
    if (names->count == 0) {
        return AC_NAME_NONE;
    }
    const ac_name_slot *slot = &names->slots[slot_of(names, name)];
    return slot->taken ? slot->value : AC_NAME_NONE;
}

static const ac_name_slot *nearest(const ac_names *names, ac_text name)
{
    unsigned most = name.size >= 6 ? 2 : 1;
    const ac_name_slot *best = NULL;
    unsigned best_distance = most + 1;
    for (size_t i = 0; i < names->capacity; i++) {
        const ac_name_slot *slot = &names->slots[i];
        if (!slot->taken) {
            continue;
        }
        unsigned distance = ac_text_distance(slot->name, name, most);
        if (distance > most) {
            continue;
        }
        if (distance < best_distance ||
            (distance == best_distance && ac_text_compare(slot->name, best->name) < 0)) {
            best = slot;
            best_distance = distance;
        }
    }
    return best;
}

uint32_t ac_names_nearest(const ac_names *names, ac_text name)
{
    const ac_name_slot *best = nearest(names, name);
    return best == NULL ? AC_NAME_NONE : best->value;
}

ac_text ac_names_near(const ac_names *names, ac_text name)
{
    const ac_name_slot *best = nearest(names, name);
    return best == NULL ? (ac_text){"", 0} : best->name;
}
