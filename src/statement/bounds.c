/* SPDX-License-Identifier: MIT */
/* Bounds of what is paid, through the splits to each party and member. Every combination of the
 * gates at dates that are not decided yet is looked at in turn, and the worst and best of all is
 * taken. A sum over a year is bounded in two ways, both sound: payment by payment, and as one share
 * of the sum of the amounts, in which what is paid on account and taken off again cancels, with
 * what the share of each payment may be off that one share. */

#include "statement/bounds.h"

#include "base/assert.h"
#include "statement/bound_parts.h"

enum { OPEN_GATES_MAX = 6 };

/* One year, or the term, of one subject, in one future. */
typedef struct bucket {
    ac_interval parts; /* the sum of its parts, payment by payment */
    ac_interval rest;  /* of those, such as are in no sum below: of payments to each */
    uint32_t lacks;
    bool fault;
    uint32_t shared;   /* payments that are shared out and in which it has a part */
    uint64_t pays;     /* their clauses */
    ac_rational share; /* of the first; any number serves, one near all of them serves best */
    ac_interval off;   /* the sum of (own share - share) x amount: nil where all are the same */
    ac_rational slack; /* minor units by which roundings of parts may be off the share */
    ac_bound_sum *own; /* amounts that are paid to it itself, `to each` */
} bucket;

/* One year, or the term, of the payments of some clauses that are shared out. */
typedef struct year_sum {
    uint64_t pays;
    uint32_t year;
    uint32_t count; /* payments */
    ac_interval range;
} year_sum;

typedef struct view {
    uint64_t undecided;
    ac_bounds *bounds;
} view;

typedef struct bounding {
    ac_arena *arena;   /* of the result */
    ac_arena *scratch; /* of one future */
    const ac_statement_set *set;
    const ac_program *program;
    const ac_facts *facts;
    ac_making making; /* for what share.c asks */
    ac_bound_set *out;
    size_t *place;          /* [2][level_count]: the first subject of a level, or SIZE_MAX */
    size_t keepers;         /* the first subject that keeps a part of what it passes on */
    const uint32_t **ranks; /* [level_count]: of a member in code order */
    view *views;            /* of one future */
    size_t view_count;
    size_t view_capacity;
    uint64_t fixed;
    uint64_t met;
    bucket *buckets; /* [subject_count][year_count + 1] */
    year_sum *sums;  /* [sum_count], those asked for */
    size_t sum_count;
    size_t sum_capacity;
    ac_rational unit; /* minor units in one of the currency */
} bounding;

/* ---- Subjects ---- */

static void
add_level(bounding *b, ac_bound_subject *list, size_t *count, uint32_t role, uint32_t level)
{
    size_t members = 0;
    const ac_part_of *of = ac_list_all_members(b->arena, b->program, b->facts, level, &members);
    uint32_t *ranks = AC_NEW_ARRAY(b->arena, uint32_t, members);
    b->place[role * b->program->level_count + level] = *count;
    for (size_t i = 0; i < members; i++) {
        ranks[of[i].member] = (uint32_t)i;
        list[(*count)++] = (ac_bound_subject){(ac_bound_role)role, level, of[i].member};
    }
    b->ranks[level] = ranks;
}

static bool is_paid_level(const ac_program *program, uint32_t level)
{
    bool found = program->levels[level].kind == AC_LEVEL_PARTY;
    for (uint32_t i = 0; i < program->pay_count; i++) {
        found = found || program->pays[i].to_level == level;
    }
    for (uint32_t i = 0; i < program->pass_split_count; i++) {
        found = found || program->pass_splits[i].to_level == level;
    }
    return found;
}

/* Whether a party names itself where it passes on. */
static bool keeps_a_part(const ac_program *program, uint32_t party)
{
    const ac_party *is = &program->parties[party];
    for (uint32_t i = 0; i < program->pass_split_count; i++) {
        const ac_split *split = &program->pass_splits[i];
        bool own = split->from_party == party && split->to_level == is->level;
        for (uint32_t k = 0; split->from_party == party && k < split->share_count; k++) {
            own = own || split->shares[k].party == party;
        }
        if (own) {
            return true;
        }
    }
    return false;
}

static void find_subjects(bounding *b)
{
    uint32_t levels = b->program->level_count;
    size_t most = b->program->party_count;
    for (uint32_t i = 0; i < levels; i++) {
        most += 2 * (size_t)b->facts->levels[i].count;
    }
    ac_bound_subject *list = AC_NEW_ARRAY(b->arena, ac_bound_subject, most);
    size_t count = 0;
    b->place = AC_NEW_ARRAY(b->arena, size_t, (size_t)levels * 2);
    b->ranks = AC_NEW_ARRAY(b->arena, const uint32_t *, levels);
    for (uint32_t role = 0; role < 2; role++) {
        for (uint32_t i = 0; i < levels; i++) {
            bool party = b->program->levels[i].kind == AC_LEVEL_PARTY;
            if (role == AC_BOUND_PAYS ? party : is_paid_level(b->program, i)) {
                add_level(b, list, &count, role, i);
            }
        }
    }
    b->keepers = count;
    for (uint32_t p = 0; p < b->program->party_count; p++) {
        const ac_party *party = &b->program->parties[p];
        if (keeps_a_part(b->program, p)) {
            list[count++] = (ac_bound_subject){AC_BOUND_KEEPS, party->level, party->member};
        }
    }
    b->out->subjects = list;
    b->out->subject_count = count;
}

/* ---- Payments ---- */

static ac_bounds *view_of(bounding *b, const ac_payment *payment)
{
    for (size_t i = 0; i < b->view_count; i++) {
        if (b->views[i].undecided == payment->gates_undecided) {
            return b->views[i].bounds;
        }
    }
    AC_RESERVE(b->scratch, b->views, b->view_count, b->view_capacity);
    uint64_t fixed = b->fixed & ~payment->gates_undecided;
    view *made = &b->views[b->view_count++];
    *made = (view){
        payment->gates_undecided,
        ac_bounds_of(b->scratch, payment->evaluation, fixed, b->met & fixed)};
    return made->bounds;
}

static ac_node_id amount_of(const bounding *b, const ac_payment *payment)
{
    const ac_pay *pay = &b->program->pays[payment->pay];
    for (uint32_t v = 0; v < pay->version_count; v++) {
        if (pay->versions[v].clause == payment->clause) {
            return pay->versions[v].amount;
        }
    }
    AC_NEVER("a payment's clause is one of its versions");
}

static ac_interval in_minor(const bounding *b, ac_interval amount)
{
    return ac_interval_multiply(b->scratch, amount, ac_interval_of(b->unit));
}

/* The parts of a payment that is known, as they are stated. */
static void add_known(bounding *b, ac_part_bounds *all, const ac_parts *parts, ac_bound_role role)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *of = &parts->list[i];
        ac_part_bound one = {
            .role = role, .level = of->level, .member = of->member, .lacks = AC_NONE};
        one.amount = ac_interval_of(ac_rational_of(of->amount.minor));
        ac_part_bounds_add(b->scratch, all, one);
    }
}

static void add_stated(bounding *b, const ac_payment *payment, ac_part_bounds *all)
{
    add_known(b, all, &payment->payers, AC_BOUND_PAYS);
    add_known(b, all, &payment->payees, AC_BOUND_IS_PAID);
    bool each = b->program->pays[payment->pay].to_level != AC_NONE;
    for (size_t i = all->count - payment->payees.count; each && i < all->count; i++) {
        all->list[i].own = true;
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        size_t first = all->count;
        add_known(b, all, &pass->parts, AC_BOUND_IS_PAID);
        for (size_t i = 0; i < pass->parts.count; i++) {
            bool kept = ac_pass_keeps(b->program, pass, &pass->parts.list[i]);
            all->list[first + i].role = kept ? AC_BOUND_KEEPS : AC_BOUND_IS_PAID;
        }
    }
}

static const ac_split *payer_split(const bounding *b, const ac_draft *draft)
{
    return ac_split_in_force(
        b->program, b->program->payer_splits, b->program->payer_split_count, AC_NONE, draft);
}

/* One amount for all, shared out over payers and payees. */
static ac_bound bound_whole(
    bounding *b, const ac_draft *draft, ac_bounds *bounds, ac_node_id node, ac_part_bounds *all)
{
    ac_coordinates nowhere = {{0}};
    int32_t period = ac_draft_period(&b->making, draft, node);
    ac_bound amount = ac_bound_at(bounds, b->scratch, node, &nowhere, period);
    ac_sharing how = {
        .role = AC_BOUND_PAYS,
        .split = payer_split(b, draft),
        .sole_level = AC_LEVEL_COMMISSIONER,
        .amount = in_minor(b, amount.range),
        .share = ac_interval_of(AC_RATIONAL_ONE),
        .paid = in_minor(b, amount.range),
        .lacks = amount.lacks,
        .shares = true};
    ac_share_bounds(&b->making, b->scratch, draft, bounds, &how, all);
    how.role = AC_BOUND_IS_PAID;
    how.sole_level = AC_LEVEL_PROVIDER;
    how.split = ac_split_in_force(
        b->program, b->program->payee_splits, b->program->payee_split_count, AC_NONE, draft);
    ac_share_bounds(&b->making, b->scratch, draft, bounds, &how, all);
    ac_pass_bounds(&b->making, b->scratch, draft, bounds, all);
    return amount;
}

/* An amount for each member; what is paid and what is repaid are each split over the payers. */
static ac_bound bound_each(
    bounding *b,
    const ac_draft *draft,
    ac_bounds *bounds,
    ac_node_id node,
    uint32_t level,
    ac_part_bounds *all)
{
    ac_interval zero = ac_interval_of(AC_RATIONAL_ZERO);
    ac_interval sides[2] = {zero, zero};
    ac_bound whole = {.range = zero, .lacks = AC_NONE};
    int32_t period = ac_draft_period(&b->making, draft, node);
    size_t count = 0;
    const ac_part_of *there = ac_list_members(&b->making, draft, level, &count);
    for (size_t i = 0; i < count; i++) {
        ac_coordinates at = {{0}};
        at.members[level] = there[i].member;
        ac_bound amount = ac_bound_at(bounds, b->scratch, node, &at, period);
        ac_part_bound one = {
            .role = AC_BOUND_IS_PAID,
            .level = level,
            .member = there[i].member,
            .amount = in_minor(b, amount.range),
            .share = ac_interval_of(AC_RATIONAL_ONE),
            .lacks = amount.lacks,
            .own = true};
        ac_part_bounds_add(b->scratch, all, one);
        sides[0] = ac_interval_add(b->scratch, sides[0], ac_interval_greater(one.amount, zero));
        sides[1] = ac_interval_add(b->scratch, sides[1], ac_interval_lesser(one.amount, zero));
        whole.none = whole.none || amount.none;
        whole.lacks = whole.lacks == AC_NONE ? amount.lacks : whole.lacks;
    }
    ac_pass_bounds(&b->making, b->scratch, draft, bounds, all);
    for (int side = 0; side < 2; side++) {
        ac_sharing how = {
            .role = AC_BOUND_PAYS,
            .split = payer_split(b, draft),
            .sole_level = AC_LEVEL_COMMISSIONER,
            .amount = sides[side],
            .share = ac_interval_of(AC_RATIONAL_ONE),
            .lacks = whole.lacks};
        ac_share_bounds(&b->making, b->scratch, draft, bounds, &how, all);
    }
    return whole;
}

/* ---- Years ---- */

static bucket *bucket_of(const bounding *b, const ac_part_bound *of, uint32_t year)
{
    size_t subject = b->keepers;
    if (of->role == AC_BOUND_KEEPS) {
        while (b->out->subjects[subject].level != of->level ||
               b->out->subjects[subject].member != of->member) {
            subject++; /* there is one for each party that names itself */
        }
    } else {
        subject = b->place[(size_t)of->role * b->program->level_count + of->level] +
                  b->ranks[of->level][of->member];
    }
    return &b->buckets[subject * (b->out->year_count + 1) + year];
}

static void add_to_bucket(bounding *b, bucket *to, const ac_part_bound *one, uint32_t pay)
{
    to->parts = ac_interval_add(b->scratch, to->parts, one->amount);
    to->lacks = to->lacks == AC_NONE ? one->lacks : to->lacks;
    if (!one->shares) {
        to->rest = one->own ? to->rest : ac_interval_add(b->scratch, to->rest, one->amount);
        return;
    }
    if (to->shared == 0) {
        ac_rational ends = ac_rational_add(b->scratch, one->share.low, one->share.high);
        to->share = ac_rational_divide(b->scratch, ends, ac_rational_of(2));
    }
    ac_interval off = ac_interval_subtract(b->scratch, one->share, ac_interval_of(to->share));
    to->off =
        ac_interval_add(b->scratch, to->off, ac_interval_multiply(b->scratch, off, one->paid));
    to->slack = ac_rational_add(b->scratch, to->slack, ac_rational_of(one->roundings));
    to->shared++;
    to->pays |= pay < 64 ? UINT64_C(1) << pay : 0;
}

static ac_bound_sum *new_sum(bounding *b)
{
    ac_bound_sum *sum = AC_NEW(b->scratch, ac_bound_sum);
    *sum = (ac_bound_sum){.arena = b->scratch, .constant = AC_RATIONAL_ZERO};
    return sum;
}

/* Takes what is paid to each member itself into its own sum. */
static void add_own(
    bounding *b,
    const ac_draft *draft,
    ac_bounds *bounds,
    ac_node_id node,
    const ac_part_bounds *all,
    uint32_t year)
{
    uint32_t level = b->program->pays[draft->payment->pay].to_level;
    for (size_t i = 0; i < all->count; i++) {
        const ac_part_bound *one = &all->list[i];
        if (!one->own) {
            continue;
        }
        bucket *to = bucket_of(b, one, year);
        to->own = to->own == NULL ? new_sum(b) : to->own;
        ac_coordinates at = {{0}};
        at.members[level] = one->member;
        ac_bound_sum_add(to->own, bounds, node, &at, ac_draft_period(&b->making, draft, node));
    }
}

static uint32_t year_of(const bounding *b, const ac_payment *payment)
{
    ac_period_kind kind = b->program->pays[payment->pay].period;
    int32_t year = b->out->first_year;
    if (kind < AC_PERIOD_TERM) {
        year =
            ac_period_within(&b->program->syntax->calendar, kind, payment->period, AC_PERIOD_YEAR);
    }
    return (uint32_t)(year - b->out->first_year);
}

static ac_draft draft_of(const bounding *b, ac_payment *payment)
{
    ac_period_kind kind = b->program->pays[payment->pay].period;
    accord_date from = ac_period_from(&b->program->syntax->calendar, kind, payment->period);
    return (ac_draft){
        .payment = payment,
        .kind = kind,
        .from = from,
        .known = ac_known_of(b->program, &b->program->nodes[amount_of(b, payment)])};
}

static void bound_payment(bounding *b, const ac_payment *payment, bool shown_fault)
{
    const ac_pay *pay = &b->program->pays[payment->pay];
    ac_payment kept = *payment;
    ac_draft draft = draft_of(b, &kept);
    ac_bounds *bounds = view_of(b, payment);
    ac_node_id node = amount_of(b, payment);
    ac_part_bounds parts = {0};
    bool each = pay->to_level != AC_NONE;
    ac_bound whole = each ? bound_each(b, &draft, bounds, node, pay->to_level, &parts)
                          : bound_whole(b, &draft, bounds, node, &parts);
    ac_part_bounds stated = {0};
    if (payment->state == AC_VALUE_KNOWN) {
        add_stated(b, payment, &stated);
    }
    uint32_t at[2] = {year_of(b, payment), b->out->year_count};
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < parts.count; i++) {
            bucket *to = bucket_of(b, &parts.list[i], at[k]);
            ac_part_bound one = parts.list[i];
            one.amount = stated.count > 0 ? ac_interval_of(AC_RATIONAL_ZERO) : one.amount;
            add_to_bucket(b, to, &one, payment->pay);
            to->fault = to->fault || shown_fault || whole.none;
        }
        for (size_t i = 0; i < stated.count; i++) {
            bucket *to = bucket_of(b, &stated.list[i], at[k]);
            to->parts = ac_interval_add(b->scratch, to->parts, stated.list[i].amount);
            if (each && !stated.list[i].own) {
                to->rest = ac_interval_add(b->scratch, to->rest, stated.list[i].amount);
            }
        }
        if (each) {
            add_own(b, &draft, bounds, node, &parts, at[k]);
        }
    }
}

/* ---- One future ---- */

/* The sum of the amounts of some pay clauses in one year, or in the term. */
static const year_sum *sum_of(bounding *b, uint64_t pays, uint32_t year)
{
    for (size_t i = 0; i < b->sum_count; i++) {
        if (b->sums[i].pays == pays && b->sums[i].year == year) {
            return &b->sums[i];
        }
    }
    AC_RESERVE(b->scratch, b->sums, b->sum_count, b->sum_capacity);
    year_sum *made = &b->sums[b->sum_count++];
    *made = (year_sum){.pays = pays, .year = year};
    ac_bound_sum *sum = new_sum(b);
    for (size_t i = 0; i < b->set->payment_count; i++) {
        ac_payment payment = b->set->payments[i];
        bool asked = !payment.shadow && payment.pay < 64 && (pays >> payment.pay & 1) != 0 &&
                     (year == b->out->year_count || year_of(b, &payment) == year);
        if (asked) {
            ac_draft draft = draft_of(b, &payment);
            ac_coordinates nowhere = {{0}};
            ac_node_id node = amount_of(b, &payment);
            ac_bound_sum_add(
                sum, view_of(b, &payment), node, &nowhere,
                ac_draft_period(&b->making, &draft, node));
            made->count++;
        }
    }
    made->range = in_minor(b, ac_bound_sum_range(sum).range);
    return made;
}

static ac_interval range_of_bucket(bounding *b, const bucket *from, uint32_t year)
{
    ac_interval range = from->parts;
    bool has_own = from->own != NULL;
    if ((from->shared == 0 && !has_own) || ac_interval_is_point(range)) {
        return range;
    }
    ac_interval sum = from->rest;
    if (from->shared > 0) {
        const year_sum *paid = sum_of(b, from->pays, year);
        if (paid->count != from->shared) {
            return range; /* it has no part in some of them */
        }
        ac_interval slack =
            ac_interval_between(ac_rational_negate(b->scratch, from->slack), from->slack);
        ac_interval share =
            ac_interval_multiply(b->scratch, ac_interval_of(from->share), paid->range);
        sum = ac_interval_add(b->scratch, sum, share);
        sum = ac_interval_add(b->scratch, sum, slack);
        sum = ac_interval_add(b->scratch, sum, from->off);
    }
    if (has_own) {
        sum = ac_interval_add(b->scratch, sum, in_minor(b, ac_bound_sum_range(from->own).range));
    }
    return ac_interval_meet(range, sum);
}

static void collect(bounding *b, ac_bound_result *results, bool first)
{
    uint32_t years = b->out->year_count + 1;
    ac_interval term = ac_interval_of(AC_RATIONAL_ZERO); /* the sum of the years */
    for (size_t i = 0; i < b->out->subject_count * years; i++) {
        const bucket *from = &b->buckets[i];
        uint32_t y = (uint32_t)(i % years);
        ac_interval range = range_of_bucket(b, from, y);
        term = y == 0 ? ac_interval_of(AC_RATIONAL_ZERO) : term;
        if (y + 1 < years) {
            term = ac_interval_add(b->scratch, term, range);
        } else {
            range = ac_interval_meet(range, term);
        }
        ac_bound_result *to = &results[i];
        range = first ? range : ac_interval_hull(to->range, range);
        to->range = ac_interval_copy(b->arena, range);
        to->fault = to->fault || from->fault;
        to->lacks = first || to->lacks == AC_NONE ? from->lacks : to->lacks;
        to->lacks = ac_interval_is_bounded(to->range) ? AC_NONE : to->lacks;
    }
}

/* Adds up every payment with some gates taken as met or missed; returns whether that may be. */
static bool bound_future(bounding *b, ac_bound_result *results, bool first)
{
    uint32_t years = b->out->year_count + 1;
    size_t count = b->out->subject_count * years;
    b->buckets = AC_NEW_ARRAY(b->scratch, bucket, count);
    for (size_t i = 0; i < count; i++) {
        b->buckets[i] = (bucket){
            .parts = ac_interval_of(AC_RATIONAL_ZERO),
            .rest = ac_interval_of(AC_RATIONAL_ZERO),
            .lacks = AC_NONE,
            .share = AC_RATIONAL_ZERO,
            .off = ac_interval_of(AC_RATIONAL_ZERO),
            .slack = AC_RATIONAL_ZERO};
    }
    b->sums = NULL;
    b->sum_count = 0;
    b->sum_capacity = 0;
    b->views = NULL;
    b->view_count = 0;
    b->view_capacity = 0;
    for (size_t i = 0; i < b->set->payment_count; i++) {
        const ac_payment *payment = &b->set->payments[i];
        if (payment->shadow) {
            continue; /* it pays nil */
        }
        bound_payment(b, payment, ac_note_is_fault(payment->evaluation, payment->state));
        for (size_t v = 0; v < b->view_count; v++) {
            if (!b->views[v].bounds->possible) {
                return false;
            }
        }
    }
    collect(b, results, first);
    return true;
}

ac_bound_set *ac_bounds_make(ac_arena *arena, const ac_statement_set *set)
{
    const ac_calendar *calendar = &set->program->syntax->calendar;
    ac_bound_set *out = AC_NEW(arena, ac_bound_set);
    *out = (ac_bound_set){
        .program = set->program,
        .facts = set->facts,
        .first_year = ac_term_first(calendar, AC_PERIOD_YEAR),
        .year_count = (uint32_t)ac_term_count(calendar, AC_PERIOD_YEAR)};
    bounding b = {
        .arena = arena, .set = set, .program = set->program, .facts = set->facts, .out = out};
    b.making = (ac_making){.arena = arena, .program = set->program, .facts = set->facts};
    b.unit = AC_RATIONAL_ONE;
    for (int i = 0; i < set->program->syntax->money_places; i++) {
        b.unit = ac_rational_multiply(arena, b.unit, ac_rational_of(10));
    }
    find_subjects(&b);
    size_t count = out->subject_count * (out->year_count + 1);
    ac_bound_result *results = AC_NEW_ARRAY(arena, ac_bound_result, count);
    uint64_t open = ac_bounds_open_gates(set->evaluation, OPEN_GATES_MAX);
    /* Every subset of the open gates as those that are met: (met - open) & open is the next. */
    uint64_t met = 0;
    do {
        AC_SCOPED_ARENA(scratch);
        b.scratch = &scratch;
        b.fixed = open;
        b.met = met;
        out->futures += bound_future(&b, results, out->futures == 0) ? 1 : 0;
        met = (met - open) & open;
    } while (met != 0);
    if (out->futures == 0) {
        /* No future is as assumed: the data contradict the assumptions. Nothing is fixed then. */
        AC_SCOPED_ARENA(scratch);
        b.scratch = &scratch;
        b.fixed = 0;
        b.met = 0;
        (void)bound_future(&b, results, true);
    }
    out->results = results;
    return out;
}
