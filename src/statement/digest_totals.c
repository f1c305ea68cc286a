/* SPDX-License-Identifier: MIT */
/* What each party and member pays, receives and passes on, by year: the sums of the sheet Totals of
 * a workbook, which a spreadsheet adds up again. */

#include "statement/digest.h"
#include "statement/inside.h"

#include <stdlib.h>

static void add_to(ac_arena *arena, ac_rational *sum, accord_money amount)
{
    *sum = ac_rational_add(arena, *sum, ac_rational_of(amount.minor));
}

static void set_nil(ac_rational sums[AC_SUMS])
{
    for (int i = 0; i < AC_SUMS; i++) {
        sums[i] = AC_RATIONAL_ZERO;
    }
}

bool ac_payment_sums(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_payment *payment,
    ac_text code,
    ac_rational sums[AC_SUMS])
{
    const ac_parts *sides[] = {&payment->payers, &payment->payees};
    bool found = false;
    set_nil(sums);
    for (int side = AC_PAYS; side <= AC_RECEIVES; side++) {
        for (size_t i = 0; i < sides[side]->count; i++) {
            const ac_part_of *part = &sides[side]->list[i];
            if (ac_part_is(set, part, code)) {
                add_to(arena, &sums[side], part->amount);
                found = true;
            }
        }
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        bool passes = ac_text_equal(set->program->parties[pass->party].code, code);
        for (size_t i = 0; i < pass->parts.count; i++) {
            const ac_part_of *part = &pass->parts.list[i];
            bool own = ac_part_is(set, part, code);
            if (own != passes) {
                add_to(arena, &sums[passes ? AC_PASSES_ON : AC_RECEIVES], part->amount);
                found = true;
            }
        }
    }
    return found;
}

ac_rational ac_sums_net(ac_arena *arena, const ac_rational sums[AC_SUMS])
{
    ac_rational net = ac_rational_subtract(arena, sums[AC_RECEIVES], sums[AC_PAYS]);
    return ac_rational_subtract(arena, net, sums[AC_PASSES_ON]);
}

bool ac_level_is_of_parties(const ac_program *program, uint32_t level)
{
    return program->levels[level].kind == AC_LEVEL_PARTY;
}

ac_text ac_party_name(const ac_statement_set *set, uint32_t level, uint32_t member)
{
    const ac_program *program = set->program;
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (program->parties[p].level == level && program->parties[p].member == member) {
            return program->parties[p].title;
        }
    }
    bool named =
        program->levels[level].kind == AC_LEVEL_FILE && set->facts->levels[level].names != NULL;
    return named ? set->facts->levels[level].names[member] : AC_TEXT("");
}

void ac_party_find(const ac_statement_set *set, ac_text code, uint32_t *level, uint32_t *member)
{
    for (*level = 0; *level < set->program->level_count; (*level)++) {
        *member = ac_fact_member(set->facts, *level, code);
        if (*member != AC_NONE) {
            return;
        }
    }
    *level = 0;
    *member = 0;
}

/* ---- The list ---- */

/* One part, before those of a party and year are added up. */
typedef struct stake {
    const ac_part_of *part;
    ac_text code;
    int32_t year;
    int sum; /* AC_PAYS ... */
    bool shadow;
    accord_money amount;
} stake;

typedef struct stakes {
    ac_arena *arena;
    const ac_statement_set *set;
    ac_text only; /* "" or the one party */
    stake *list;
    size_t count;
    size_t capacity;
} stakes;

static void add_stake(stakes *all, const stake *of)
{
    if (all->only.size > 0 && !ac_text_equal(all->only, of->code)) {
        return;
    }
    AC_RESERVE(all->arena, all->list, all->count, all->capacity);
    all->list[all->count++] = *of;
}

static void add_side(stakes *all, stake like, const ac_parts *parts, int sum)
{
    like.sum = sum;
    for (size_t i = 0; i < parts->count; i++) {
        like.part = &parts->list[i];
        like.code = ac_part_code(all->set, like.part);
        like.amount = like.part->amount;
        add_stake(all, &like);
    }
}

static void add_pass(stakes *all, stake like, const ac_pass *pass)
{
    const ac_party *party = &all->set->program->parties[pass->party];
    ac_part_of *from = AC_NEW(all->arena, ac_part_of);
    *from = (ac_part_of){.level = party->level, .member = party->member};
    for (size_t i = 0; i < pass->parts.count; i++) {
        const ac_part_of *part = &pass->parts.list[i];
        if (ac_part_is(all->set, part, party->code)) {
            continue;
        }
        like.amount = part->amount;
        like.part = part;
        like.code = ac_part_code(all->set, part);
        like.sum = AC_RECEIVES;
        add_stake(all, &like);
        like.part = from;
        like.code = party->code;
        like.sum = AC_PASSES_ON;
        add_stake(all, &like);
    }
}

static void add_payment(stakes *all, const ac_payment *payment)
{
    const ac_program *program = all->set->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    accord_date last =
        ac_period_last(calendar, program->pays[payment->pay].period, payment->period);
    stake like = {.year = ac_period_of(calendar, AC_PERIOD_YEAR, last), .shadow = payment->shadow};
    add_side(all, like, &payment->payers, AC_PAYS);
    add_side(all, like, &payment->payees, AC_RECEIVES);
    for (size_t p = 0; p < payment->pass_count; p++) {
        add_pass(all, like, &payment->passes[p]);
    }
}

static int compare_stakes(const void *left, const void *right)
{
    const stake *a = left;
    const stake *b = right;
    int order = ac_text_compare(a->code, b->code);
    return order != 0 ? order : (a->year > b->year) - (a->year < b->year);
}

/* Parties first; then level by level, by code. */
static int compare_totals(const void *left, const void *right)
{
    const ac_party_total *a = left;
    const ac_party_total *b = right;
    if (a->level != b->level) {
        return a->level < b->level ? -1 : 1;
    }
    int order = ac_text_compare(a->code, b->code);
    return order != 0 ? order : (a->year > b->year) - (a->year < b->year);
}

const ac_party_total *ac_party_totals(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count)
{
    stakes all = {.arena = arena, .set = set, .only = filter->party};
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (payment->state == AC_VALUE_KNOWN && ac_payment_is_shown(set, payment, filter)) {
            add_payment(&all, payment);
        }
    }
    if (all.count > 1) {
        qsort(all.list, all.count, sizeof *all.list, compare_stakes);
    }
    ac_party_total *totals = AC_NEW_ARRAY(arena, ac_party_total, all.count);
    *count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const stake *of = &all.list[i];
        ac_party_total *total = *count > 0 ? &totals[*count - 1] : NULL;
        if (total == NULL || total->year != of->year || !ac_text_equal(total->code, of->code)) {
            total = &totals[(*count)++];
            *total = (ac_party_total){
                .level = of->part->level,
                .member = of->part->member,
                .code = of->code,
                .year = of->year};
            set_nil(total->due);
            set_nil(total->shadow);
        }
        if (of->part->level < total->level) { /* one code on two levels is one party */
            total->level = of->part->level;
            total->member = of->part->member;
        }
        add_to(arena, &(of->shadow ? total->shadow : total->due)[of->sum], of->amount);
    }
    if (*count > 1) {
        qsort(totals, *count, sizeof *totals, compare_totals);
    }
    return totals;
}
