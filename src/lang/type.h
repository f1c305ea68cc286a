/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_TYPE_H
#define AC_LANG_TYPE_H
/* What a value is: its unit, its kind, its grain, and when it is known. Two values meet only where
 * these fit; docs/manual/rules.md is the table of rules that type.c and the checker follow. */

#include "base/buffer.h"
#include "lang/syntax.h"

enum { AC_UNIT_BASES_MAX = 8 };

/* A product of base units with powers, sorted by base; empty for a plain ratio. */
typedef struct ac_unit {
    uint8_t count;
    struct {
        uint16_t base; /* index of a declared unit */
        int8_t power;  /* never 0 */
    } of[AC_UNIT_BASES_MAX];
} ac_unit;

typedef uint32_t ac_level_set; /* bit i: level i of the contract */

/* When a value can be known. */
typedef enum ac_known {
    AC_KNOWN_ALWAYS, /* from the beginning: a table, a number, a year before the term */
    AC_KNOWN_START,  /* when the period `known_from` that holds it starts */
    AC_KNOWN_END     /* `freeze_days` after its own period has ended */
} ac_known;

typedef struct ac_type {
    bool unknown; /* a fault was reported; nothing more is said about it */
    ac_unit unit;
    bool percent; /* shown in % */
    ac_kind kind;
    ac_level_set levels;
    ac_period_kind period;
    bool dated; /* no period of its own, yet it changes by date: takes the period of its context */
    ac_known known;
    ac_period_kind known_from;
    uint32_t freeze_days;
    bool literal;     /* a number of the text: of any kind and grain */
    bool zero;        /* the number 0, which fits any unit */
    bool whole_money; /* always in whole pence (or what the money line names) */
    ac_words choices; /* ONE_OF */
} ac_type;

bool ac_unit_equal(const ac_unit *a, const ac_unit *b);
/* a * b^power; false if it would have too many bases. */
bool ac_unit_multiply(const ac_unit *a, const ac_unit *b, int power, ac_unit *product);

static inline bool ac_type_is_amount(const ac_type *type)
{
    return type->kind == AC_KIND_FLOW || type->kind == AC_KIND_STOCK;
}

/* Takes into `type` when `other`, which it is made from, is known. */
void ac_type_learn(ac_type *type, const ac_type *other);

const char *ac_kind_name(ac_kind kind);

/* "GBP/attendance"; "ratio" or "%" for none. */
void ac_unit_add(ac_buffer *buffer, const ac_unit *unit, bool percent, const ac_text *bases);

#endif
