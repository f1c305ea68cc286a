/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_NAMES_H
#define AC_BASE_NAMES_H
/* A table from names to small numbers: level members, column headings, quantities. Lookups do not
 * depend on the order in which names were added, and nothing is ever listed in hash order. */

#include "base/arena.h"
#include "base/text.h"

typedef struct ac_name_slot {
    ac_text name;
    uint32_t value;
    bool taken;
} ac_name_slot;

typedef struct ac_names {
    ac_arena *arena;
    ac_name_slot *slots; /* [capacity], a power of two */
    size_t capacity;
    size_t count;
} ac_names;

#define AC_NAME_NONE UINT32_MAX

void ac_names_init(ac_names *names, ac_arena *arena);

/* Adds a name (its bytes are borrowed for the arena's life). Returns false, and changes nothing, if
 * it is there already. */
bool ac_names_add(ac_names *names, ac_text name, uint32_t value);

/* Returns the name's value, or AC_NAME_NONE. */
uint32_t ac_names_find(const ac_names *names, ac_text name);

/* Returns the value of the nearest name within two edits (a third of its length), or AC_NAME_NONE;
 * of equally near ones, the first by bytes. */
uint32_t ac_names_nearest(const ac_names *names, ac_text name);

/* Returns that name itself, or the empty text. */
ac_text ac_names_near(const ac_names *names, ac_text name);

#endif
