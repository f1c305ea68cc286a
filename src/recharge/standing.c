/* SPDX-License-Identifier: MIT */
#include "recharge/standing.h"

static bool is_reverse(const ac_standing_line *line, const ac_bill *by, const ac_charge *back)
{
    return ac_text_equal(line->document->number, by->corrects) &&
           line->charge->net.minor == -back->net.minor &&
           line->charge->vat.minor == -back->vat.minor &&
           ac_text_equal(line->charge->basis, back->basis) &&
           ac_text_equal(line->charge->site, back->site);
}

static bool follow(ac_standing *standing, const ac_bill *document, const ac_charge *charge)
{
    uint32_t found = ac_names_find(&standing->items, charge->item);
    ac_standing_line *last = found == AC_NAME_NONE ? NULL : &standing->lines[standing->last[found]];
    bool stands = last != NULL && !last->taken_back;
    if (ac_bill_takes_back(document->kind)) {
        if (!stands || !is_reverse(last, document, charge)) {
            return false;
        }
        last->taken_back = true;
        return true;
    }
    if (stands) {
        return false;
    }
    if (found == AC_NAME_NONE) {
        found = (uint32_t)standing->items.count;
        (void)ac_names_add(&standing->items, charge->item, found);
    }
    standing->last[found] = (uint32_t)standing->count;
    standing->lines[standing->count++] = (ac_standing_line){document, charge, false, false};
    return true;
}

bool ac_standing_make(
    ac_arena *arena, const ac_bills *documents, ac_standing *standing, size_t *fault_row)
{
    size_t rows = 0;
    size_t row = 0;
    for (size_t d = 0; d < documents->count; d++) {
        rows += documents->list[d].count;
    }
    *standing = (ac_standing){
        .last = AC_NEW_ARRAY(arena, uint32_t, rows),
        .lines = AC_NEW_ARRAY(arena, ac_standing_line, rows)};
    ac_names_init(&standing->items, arena);
    for (size_t d = 0; d < documents->count; d++) {
        const ac_bill *document = &documents->list[d];
        for (size_t i = 0; i < document->count; i++, row++) {
            if (!follow(standing, document, &document->lines[i])) {
                *fault_row = row;
                return false;
            }
        }
    }
    return true;
}

ac_standing_line *ac_standing_find(const ac_standing *standing, ac_text item)
{
    uint32_t found = ac_names_find(&standing->items, item);
    ac_standing_line *last = found == AC_NAME_NONE ? NULL : &standing->lines[standing->last[found]];
    return last == NULL || last->taken_back ? NULL : last;
}
