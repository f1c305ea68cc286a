/* SPDX-License-Identifier: MIT */
/* The algebra of units, and how knowledge combines. */

#include "lang/type.h"

bool ac_unit_equal(const ac_unit *a, const ac_unit *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (uint8_t i = 0; i < a->count; i++) {
        if (a->of[i].base != b->of[i].base || a->of[i].power != b->of[i].power) {
            return false;
        }
    }
    return true;
}

static bool unit_push(ac_unit *unit, uint16_t base, int power)
{
    if (power == 0) {
        return true;
    }
    if (unit->count == AC_UNIT_BASES_MAX || power > INT8_MAX || power < INT8_MIN) {
        return false;
    }
    unit->of[unit->count].base = base;
    unit->of[unit->count].power = (int8_t)power;
    unit->count++;
    return true;
}

bool ac_unit_multiply(const ac_unit *a, const ac_unit *b, int power, ac_unit *product)
{
    ac_unit result = {0};
    uint8_t i = 0;
    uint8_t j = 0;
    bool fits = true;
    while (i < a->count || j < b->count) {
        bool from_a = j == b->count || (i < a->count && a->of[i].base <= b->of[j].base);
        bool from_b = i == a->count || (j < b->count && b->of[j].base <= a->of[i].base);
        uint16_t base = from_a ? a->of[i].base : b->of[j].base;
        int sum = (from_a ? a->of[i].power : 0) + (from_b ? power * b->of[j].power : 0);
        i = (uint8_t)(i + (from_a ? 1 : 0));
        j = (uint8_t)(j + (from_b ? 1 : 0));
        fits = fits && unit_push(&result, base, sum);
    }
    *product = result;
    return fits;
}

void ac_type_learn(ac_type *type, const ac_type *other)
{
    if (other->known > type->known) {
        type->known = other->known;
        type->known_from = other->known_from;
    } else if (
        other->known == type->known && other->known == AC_KNOWN_START &&
        other->known_from < type->known_from) {
        type->known_from = other->known_from;
    }
    if (other->freeze_days > type->freeze_days) {
        type->freeze_days = other->freeze_days;
    }
}

const char *ac_kind_name(ac_kind kind)
{
    switch (kind) {
    case AC_KIND_RATE:
        return "rate";
    case AC_KIND_FLOW:
        return "flow";
    case AC_KIND_STOCK:
        return "stock";
    case AC_KIND_YES_NO:
        return "yes or no";
    case AC_KIND_ONE_OF:
        return "one of";
    }
    return "";
}

void ac_unit_add(ac_buffer *buffer, const ac_unit *unit, bool percent, const ac_text *bases)
{
    bool above = false;
    for (uint8_t i = 0; i < unit->count; i++) {
        for (int k = 0; k < unit->of[i].power; k++) {
            ac_buffer_addf(
                buffer, "%s%.*s", above ? "." : "", AC_TEXT_ARG(bases[unit->of[i].base]));
            above = true;
        }
    }
    if (unit->count == 0) {
        ac_buffer_add_z(buffer, percent ? "%" : "ratio");
    } else if (!above) {
        ac_buffer_add_char(buffer, '1');
    }
    for (uint8_t i = 0; i < unit->count; i++) {
        for (int k = 0; k > unit->of[i].power; k--) {
            ac_buffer_addf(buffer, "/%.*s", AC_TEXT_ARG(bases[unit->of[i].base]));
        }
    }
}
