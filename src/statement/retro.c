/* SPDX-License-Identifier: MIT */
/* A variation signed after it takes effect: what it changes of payments that were due by the day of
 * signing. Exact, for both sides are whole statements, and only the pence are subtracted. */

#include "base/assert.h"
#include "statement/inside.h"
#include "value/date.h"

#include <stdlib.h>

typedef struct pricing {
    ac_arena *arena;
    const ac_statement_set *set;
    ac_retro_part *parts; /* [count] */
    size_t count;
    size_t capacity;
    bool overflowed;
} pricing;

static void add_to(int64_t *sum, int64_t minor, bool *overflowed)
{
    *overflowed = __builtin_add_overflow(*sum, minor, sum) || *overflowed;
}

static void add_part(pricing *all, bool pays, const ac_part_of *part, int sign)
{
    for (size_t i = 0; i < all->count; i++) {
        ac_retro_part *known = &all->parts[i];
        if (known->pays == pays && known->level == part->level && known->member == part->member) {
            add_to(&known->change.minor, sign * part->amount.minor, &all->overflowed);
            return;
        }
    }
    AC_RESERVE(all->arena, all->parts, all->count, all->capacity);
    all->parts[all->count++] = (ac_retro_part){
        .pays = pays,
        .level = part->level,
        .member = part->member,
        .change = {sign * part->amount.minor}};
}

static void add_payment(pricing *all, const ac_payment *payment, int sign)
{
    for (size_t i = 0; i < payment->payers.count; i++) {
        add_part(all, true, &payment->payers.list[i], sign);
    }
    for (size_t i = 0; i < payment->payees.count; i++) {
        add_part(all, false, &payment->payees.list[i], sign);
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        for (size_t i = 0; i < payment->passes[p].parts.count; i++) {
            add_part(all, false, &payment->passes[p].parts.list[i], sign);
        }
    }
}

static bool same_parts(const ac_parts *a, const ac_parts *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        const ac_part_of *left = &a->list[i];
        const ac_part_of *right = &b->list[i];
        if (left->level != right->level || left->member != right->member ||
            left->amount.minor != right->amount.minor) {
            return false;
        }
    }
    return true;
}

static bool same_payment(const ac_payment *a, const ac_payment *b)
{
    if (a->amount.minor != b->amount.minor || a->pass_count != b->pass_count ||
        !same_parts(&a->payers, &b->payers) || !same_parts(&a->payees, &b->payees)) {
        return false;
    }
    for (size_t p = 0; p < a->pass_count; p++) {
        if (!same_parts(&a->passes[p].parts, &b->passes[p].parts)) {
            return false;
        }
    }
    return true;
}

static const ac_payment *find(const ac_statement_set *set, const ac_payment *other)
{
    for (size_t i = 0; i < set->payment_count; i++) {
        if (set->payments[i].pay == other->pay && set->payments[i].period == other->period) {
            return &set->payments[i];
        }
    }
    return NULL;
}

static ac_text code_of(const pricing *all, const ac_retro_part *part)
{
    return ac_member_code(all->set->program, all->set->facts, part->level, part->member);
}

/* Drops what does not change, and puts the rest in order: insertion, for the lists are short or
 * nearly sorted. */
static void settle_parts(pricing *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        ac_retro_part part = all->parts[i];
        if (part.change.minor == 0) {
            continue;
        }
        size_t at = kept++;
        while (at > 0) {
            const ac_retro_part *before = &all->parts[at - 1];
            bool later = before->pays != part.pays ? part.pays
                         : before->level != part.level
                             ? before->level > part.level
                             : ac_text_compare(code_of(all, before), code_of(all, &part)) > 0;
            if (!later) {
                break;
            }
            all->parts[at] = all->parts[at - 1];
            at--;
        }
        all->parts[at] = part;
    }
    all->count = kept;
}

accord_status ac_statement_retro(
    ac_arena *arena,
    const ac_statement_set *with,
    const ac_statement_set *without,
    uint32_t variation,
    ac_retro *retro,
    accord_error *error)
{
    accord_date signed_on = with->program->syntax->variations[variation].signed_on;
    pricing all = {.arena = arena, .set = with};
    ac_retro made = {.variation = variation, .priced = true};
    for (size_t i = 0; i < without->payment_count; i++) {
        const ac_payment *before = &without->payments[i];
        const ac_payment *after = find(with, before);
        ac_assert(after != NULL);
        if (before->due.day > signed_on.day || before->shadow) {
            continue;
        }
        if (before->state != AC_VALUE_KNOWN || after->state != AC_VALUE_KNOWN) {
            made.unknown++;
            continue;
        }
        made.payments++;
        made.changed += same_payment(before, after) ? 0 : 1;
        add_to(&made.change.minor, after->amount.minor, &all.overflowed);
        add_to(&made.change.minor, -before->amount.minor, &all.overflowed);
        add_payment(&all, after, 1);
        add_payment(&all, before, -1);
    }
    if (all.overflowed) {
        return ac_fail(
            error, ACCORD_ERANGE, "what %.*s changes is too large to be added up",
            AC_TEXT_ARG(with->program->syntax->variations[variation].label));
    }
    settle_parts(&all);
    made.parts = all.parts;
    made.part_count = all.count;
    *retro = made;
    return ac_ok();
}

bool ac_retro_part_is_shown(const ac_statement_set *set, const ac_retro_part *part, ac_text party)
{
    ac_text code = ac_member_code(set->program, set->facts, part->level, part->member);
    return party.size == 0 || ac_text_equal(code, party);
}

static void add_line(ac_buffer *buffer, const ac_statement_set *set, const ac_retro_part *part)
{
    bool less = part->change.minor < 0;
    accord_money size = {less ? -part->change.minor : part->change.minor};
    ac_text code = ac_member_code(set->program, set->facts, part->level, part->member);
    ac_buffer_addf(
        buffer, "    %.*s %s ", AC_TEXT_ARG(code),
        part->pays ? "would have paid" : "would have received");
    ac_money_add(buffer, set->program, size);
    ac_buffer_add_z(buffer, less ? " less\n" : " more\n");
}

void ac_retro_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_retro *retro, ac_text party)
{
    const ac_variation *variation = &set->program->syntax->variations[retro->variation];
    ac_buffer_addf(buffer, "  W-RETRO %.*s takes effect on ", AC_TEXT_ARG(variation->label));
    ac_date_add_iso(buffer, variation->effective);
    ac_buffer_add_z(buffer, " and was signed on ");
    ac_date_add_iso(buffer, variation->signed_on);
    if (!retro->priced) {
        ac_buffer_add_z(
            buffer, "; what it changes cannot be told: without it the contract has faults\n");
        return;
    }
    ac_buffer_addf(
        buffer, ": of %zu payment%s due by then it changes %zu", retro->payments,
        retro->payments == 1 ? "" : "s", retro->changed);
    if (retro->changed > 0) {
        ac_buffer_add_z(buffer, ", by ");
        ac_money_add(buffer, set->program, retro->change);
        ac_buffer_add_z(buffer, " in all");
    }
    if (retro->unknown > 0) {
        ac_buffer_addf(buffer, " (%zu not known)", retro->unknown);
    }
    ac_buffer_add_char(buffer, '\n');
    for (size_t i = 0; i < retro->part_count; i++) {
        if (ac_retro_part_is_shown(set, &retro->parts[i], party)) {
            add_line(buffer, set, &retro->parts[i]);
        }
    }
}
