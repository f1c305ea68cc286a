/* SPDX-License-Identifier: MIT */
/* Parts of a payment as ranges: each between the exact share cut to whole units and one unit more,
 * and never past the whole. */

#include "statement/bound_parts.h"

void ac_part_bounds_add(ac_arena *scratch, ac_part_bounds *all, ac_part_bound one)
{
    AC_RESERVE(scratch, all->list, all->count, all->capacity);
    all->list[all->count++] = one;
}

/* A share of whole minor units, by largest remainder: the exact share cut to whole units, or one
 * more, and never past the whole. */
static ac_interval part_of(ac_arena *arena, ac_interval amount, ac_interval share)
{
    ac_interval cut = ac_interval_multiply(arena, amount, share);
    if (!cut.no_low) {
        cut.low = ac_rational_floor(arena, cut.low);
    }
    if (!cut.no_high) {
        ac_rational down = ac_rational_floor(arena, ac_rational_negate(arena, cut.high));
        cut.high = ac_rational_negate(arena, down);
    }
    return cut;
}

/* The shares that weights give, each with a range: w / (w + the others). Where all may be zero they
 * are equal then. */
static void
share_weights(ac_arena *arena, const ac_interval *weights, size_t count, ac_interval *shares)
{
    ac_interval sum = ac_interval_of(AC_RATIONAL_ZERO);
    for (size_t i = 0; i < count; i++) {
        sum = ac_interval_add(arena, sum, weights[i]);
    }
    bool exact = ac_interval_is_point(sum);
    bool may_be_zero = !sum.no_low && ac_rational_sign(sum.low) <= 0;
    ac_rational equal = ac_rational_of_ratio(arena, 1, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        ac_interval own = weights[i];
        ac_interval share = ac_interval_between(AC_RATIONAL_ZERO, AC_RATIONAL_ONE);
        ac_rational others_low = ac_rational_subtract(arena, sum.low, own.low);
        if (exact && !may_be_zero) {
            share = ac_interval_of(ac_rational_divide(arena, own.low, sum.low));
        } else if (exact) {
            share = ac_interval_of(equal);
        } else {
            /* The least of it is with its least weight and the most of the others, and so on. */
            if (!sum.no_high && ac_rational_sign(own.low) > 0) {
                ac_rational others = ac_rational_subtract(arena, sum.high, own.high);
                share.low =
                    ac_rational_divide(arena, own.low, ac_rational_add(arena, own.low, others));
            }
            if (!own.no_high && ac_rational_sign(others_low) > 0) {
                share.high = ac_rational_divide(
                    arena, own.high, ac_rational_add(arena, own.high, others_low));
            }
            share = may_be_zero ? ac_interval_hull(share, ac_interval_of(equal)) : share;
        }
        shares[i] = share;
    }
}

/* The members of the level that a split is to, each with its share. */
typedef struct weighed {
    const ac_part_of *members; /* [count] */
    ac_interval *shares;       /* [count] */
    size_t count;
} weighed;

static weighed weigh(
    const ac_making *making,
    ac_arena *scratch,
    const ac_draft *draft,
    ac_bounds *bounds,
    const ac_split *split)
{
    weighed all = {0};
    all.members = ac_list_members(making, draft, split->to_level, &all.count);
    all.shares = AC_NEW_ARRAY(scratch, ac_interval, all.count);
    ac_interval *weights = AC_NEW_ARRAY(scratch, ac_interval, all.count);
    int32_t period = ac_draft_period(making, draft, split->weights);
    const ac_reader reader = {draft->known, draft->kind, draft->payment->period};
    for (size_t i = 0; i < all.count; i++) {
        ac_coordinates at = {{0}};
        at.members[all.members[i].level] = all.members[i].member;
        ac_bound weight = ac_bound_seen(bounds, scratch, &reader, split->weights, &at, period);
        /* A negative weight is refused, so that no payment has one. */
        weights[i] = ac_interval_meet(weight.range, ac_interval_from(AC_RATIONAL_ZERO));
    }
    if (all.count > 0) {
        share_weights(scratch, weights, all.count, all.shares);
    }
    return all; /* a period in which nobody is there is refused when it is known */
}

void ac_share_bounds(
    const ac_making *making,
    ac_arena *scratch,
    const ac_draft *draft,
    ac_bounds *bounds,
    const ac_sharing *how,
    ac_part_bounds *all)
{
    const ac_program *program = making->program;
    ac_part_bound one = {
        .role = how->role, .paid = how->paid, .lacks = how->lacks, .shares = how->shares};
    if (how->split == NULL) {
        one.level = how->sole_level;
        one.amount = how->amount;
        one.share = how->share;
        one.roundings = how->roundings;
        ac_part_bounds_add(scratch, all, one);
        return;
    }
    const ac_split *split = how->split;
    one.roundings = how->roundings + 1;
    for (uint32_t i = 0; i < split->share_count; i++) {
        const ac_party *party = &program->parties[split->shares[i].party];
        ac_interval share = ac_interval_of(split->shares[i].share);
        one.level = party->level;
        one.member = party->member;
        one.amount = part_of(scratch, how->amount, share);
        one.share = ac_interval_multiply(scratch, how->share, share);
        ac_part_bounds_add(scratch, all, one);
    }
    if (split->share_count > 0) {
        return;
    }
    weighed all_weighed = weigh(making, scratch, draft, bounds, split);
    for (size_t i = 0; i < all_weighed.count; i++) {
        one.level = all_weighed.members[i].level;
        one.member = all_weighed.members[i].member;
        one.amount = part_of(scratch, how->amount, all_weighed.shares[i]);
        one.share = ac_interval_multiply(scratch, how->share, all_weighed.shares[i]);
        ac_part_bounds_add(scratch, all, one);
    }
}

/* ---- Stages ---- */

typedef struct stage {
    const ac_split *split; /* NULL: it keeps what it receives */
    bool done;
} stage;

typedef struct passing {
    const ac_making *making;
    ac_arena *scratch;
    const ac_draft *draft;
    ac_bounds *bounds;
    stage *stages; /* [party_count] */
} passing;

/* Whether another party has yet to pass something on to this one. */
static bool waits(const passing *on, uint32_t party)
{
    const ac_program *program = on->making->program;
    for (uint32_t p = 0; p < program->party_count; p++) {
        const ac_split *split = on->stages[p].split;
        bool to_come = p != party && split != NULL && !on->stages[p].done;
        if (to_come && ac_split_shares_to(split, party, &program->parties[party])) {
            return true;
        }
    }
    return false;
}

/* All that a party receives, as what it is to share out; whether there is any. */
static bool
gather_received(const passing *on, uint32_t index, const ac_part_bounds *all, ac_sharing *how)
{
    const ac_party *party = &on->making->program->parties[index];
    bool some = false;
    for (size_t i = 0; i < all->count; i++) {
        const ac_part_bound *part = &all->list[i];
        if (part->role != AC_BOUND_IS_PAID || part->level != party->level ||
            part->member != party->member) {
            continue;
        }
        how->amount = some ? ac_interval_add(on->scratch, how->amount, part->amount) : part->amount;
        how->share = some ? ac_interval_add(on->scratch, how->share, part->share) : part->share;
        how->paid = part->paid;
        how->lacks = some && how->lacks != AC_NONE ? how->lacks : part->lacks;
        how->roundings += part->roundings;
        how->shares = part->shares;
        some = true;
    }
    return some;
}

static void pass_on(const passing *on, uint32_t index, ac_part_bounds *all)
{
    const ac_party *party = &on->making->program->parties[index];
    ac_sharing how = {.split = on->stages[index].split, .role = AC_BOUND_IS_PAID};
    if (!gather_received(on, index, all, &how)) {
        return;
    }
    size_t first = all->count;
    ac_share_bounds(on->making, on->scratch, on->draft, on->bounds, &how, all);
    for (size_t i = first; i < all->count; i++) {
        ac_part_bound *part = &all->list[i];
        bool kept = part->level == party->level && part->member == party->member;
        part->role = kept ? AC_BOUND_KEEPS : AC_BOUND_IS_PAID;
    }
}

void ac_pass_bounds(
    const ac_making *making,
    ac_arena *scratch,
    const ac_draft *draft,
    ac_bounds *bounds,
    ac_part_bounds *all)
{
    const ac_program *program = making->program;
    passing on = {making, scratch, draft, bounds, NULL};
    on.stages = AC_NEW_ARRAY(scratch, stage, program->party_count);
    for (uint32_t p = 0; p < program->party_count; p++) {
        on.stages[p].split =
            ac_split_in_force(program, program->pass_splits, program->pass_split_count, p, draft);
    }
    /* Each round ends with one party fewer that waits, since they close no ring. */
    for (uint32_t round = 0; round < program->party_count; round++) {
        for (uint32_t p = 0; p < program->party_count; p++) {
            stage *at = &on.stages[p];
            if (at->split != NULL && !at->done && !waits(&on, p)) {
                at->done = true;
                pass_on(&on, p, all);
            }
        }
    }
}
