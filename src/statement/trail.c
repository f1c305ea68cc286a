/* SPDX-License-Identifier: MIT */
/* Follows a part of a payment back through its splits. The amounts are those of the statement; the
 * exact share is computed again from the weights, and has to cut to them. */

#include "statement/trail.h"

#include "base/assert.h"
#include "base/names.h"
#include "statement/inside.h"

typedef struct tracker {
    ac_arena *arena;
    const ac_statement_set *set;
    ac_trail_step *list;
    size_t count;
    size_t capacity;
} tracker;

static const ac_part_of *find_part(const tracker *on, const ac_parts *parts, ac_text who)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        ac_text code = ac_member_code(on->set->program, on->set->facts, part->level, part->member);
        if (ac_text_equal(code, who)) {
            return part;
        }
    }
    return NULL;
}

static ac_rational minor_units(ac_arena *arena, int places)
{
    ac_rational unit = AC_RATIONAL_ONE;
    for (int i = 0; i < places; i++) {
        unit = ac_rational_multiply(arena, unit, ac_rational_of(10));
    }
    return unit;
}

/* Whole x weight / sum of weights, and the same cut to whole minor units. */
static void work_out(const tracker *on, const ac_parts *parts, ac_trail_step *step)
{
    ac_arena *arena = on->arena;
    ac_rational sum = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < parts->count; i++) {
        sum = ac_rational_add(arena, sum, parts->list[i].weight);
    }
    ac_assert(ac_rational_sign(sum) > 0);
    ac_rational minor =
        ac_rational_multiply(arena, ac_rational_of(step->whole.minor), step->weight);
    minor = ac_rational_divide(arena, minor, sum);
    ac_rational cut = ac_rational_round(arena, minor, 0, ACCORD_DOWN);
    bool fits = ac_rational_to_scaled(cut, 0, &step->cut.minor);
    ac_assert(fits);
    int places = on->set->program->syntax->money_places;
    step->weights = sum;
    step->exact = ac_rational_divide(arena, minor, minor_units(arena, places));
}

static void add_step(tracker *on, const ac_parts *parts, const ac_trail_step *begun)
{
    const ac_part_of *part = find_part(on, parts, begun->who);
    if (part == NULL) {
        return;
    }
    ac_trail_step step = *begun;
    step.amount = part->amount;
    step.clause = parts->clause;
    step.equally = parts->equally;
    step.parts = parts->count;
    step.weight = part->weight;
    if (parts->clause != AC_NONE && !parts->equally) {
        work_out(on, parts, &step);
    }
    AC_RESERVE(on->arena, on->list, on->count, on->capacity);
    on->list[on->count++] = step;
}

/* Of a payment to each member the payees are as many as the members, and have no split. */
static void add_all(tracker *on, const ac_payment *payment)
{
    const ac_parts *sides[] = {&payment->payers, &payment->payees};
    size_t count = on->set->program->pays[payment->pay].to_level == AC_NONE ? 2 : 1;
    for (size_t side = 0; side < count; side++) {
        for (size_t i = 0; i < sides[side]->count; i++) {
            const ac_part_of *part = &sides[side]->list[i];
            ac_trail_step step = {
                .way = side == 0 ? AC_TRAIL_PAYS : AC_TRAIL_PAID, .whole = payment->amount};
            step.who = ac_member_code(on->set->program, on->set->facts, part->level, part->member);
            add_step(on, sides[side], &step);
        }
    }
}

static void name_parts(const tracker *on, ac_names *names, const ac_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        ac_text code = ac_member_code(on->set->program, on->set->facts, part->level, part->member);
        (void)ac_names_add(names, code, 0);
    }
}

static accord_status
no_part(const tracker *on, const ac_payment *payment, ac_text who, accord_error *error)
{
    ac_names names;
    ac_names_init(&names, on->arena);
    name_parts(on, &names, &payment->payers);
    name_parts(on, &names, &payment->payees);
    for (size_t i = 0; i < payment->pass_count; i++) {
        name_parts(on, &names, &payment->passes[i].parts);
    }
    ac_text near = ac_names_near(&names, who);
    return ac_fail(
        error, ACCORD_EINPUT, "%.*s has no part in clause %.*s%s%.*s%s", AC_TEXT_ARG(who),
        AC_TEXT_ARG(on->set->program->pays[payment->pay].number),
        near.size > 0 ? "; did you mean " : "", AC_TEXT_ARG(near), near.size > 0 ? "?" : "");
}

/* Where a party has what it passes on: from others who pass on to it, and from the payment.
 * NOLINTNEXTLINE(misc-no-recursion): parties close no ring (R31), so at most once for each stage */
static void add_sources(tracker *on, const ac_payment *payment, uint32_t party)
{
    ac_text code = on->set->program->parties[party].code;
    for (size_t i = 0; i < payment->pass_count; i++) {
        const ac_pass *pass = &payment->passes[i];
        if (pass->party != party && find_part(on, &pass->parts, code) != NULL) {
            ac_trail_step step = {.way = AC_TRAIL_PASSED, .who = code, .whole = pass->amount};
            add_step(on, &pass->parts, &step);
            add_sources(on, payment, pass->party);
        }
    }
    ac_trail_step paid = {.way = AC_TRAIL_PAID, .who = code, .whole = payment->amount};
    add_step(on, &payment->payees, &paid);
}

/* What is passed on to somebody, and how those who pass it on came by it. */
static void add_passed(tracker *on, const ac_payment *payment, ac_text who)
{
    for (size_t i = 0; i < payment->pass_count; i++) {
        const ac_pass *pass = &payment->passes[i];
        if (find_part(on, &pass->parts, who) == NULL) {
            continue;
        }
        bool keeps = ac_text_equal(on->set->program->parties[pass->party].code, who);
        ac_trail_step step = {
            .way = keeps ? AC_TRAIL_KEEPS : AC_TRAIL_PASSED, .who = who, .whole = pass->amount};
        add_step(on, &pass->parts, &step);
        if (!keeps) {
            add_sources(on, payment, pass->party);
        }
    }
}

accord_status ac_trail_make(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_payment *payment,
    ac_text who,
    ac_trail *trail,
    accord_error *error)
{
    tracker on = {.arena = arena, .set = set};
    const ac_program *program = set->program;
    if (who.size == 0) {
        add_all(&on, payment);
        *trail = (ac_trail){.payment = payment, .steps = on.list, .count = on.count};
        return ac_ok();
    }
    add_passed(&on, payment, who);
    bool each = program->pays[payment->pay].to_level != AC_NONE;
    ac_trail_step pays = {.way = AC_TRAIL_PAYS, .who = who, .whole = payment->amount};
    add_step(&on, &payment->payers, &pays);
    if (!each) {
        ac_trail_step paid = {.way = AC_TRAIL_PAID, .who = who, .whole = payment->amount};
        add_step(&on, &payment->payees, &paid);
    }
    if (on.count == 0 && (!each || find_part(&on, &payment->payees, who) == NULL)) {
        return no_part(&on, payment, who, error);
    }
    *trail = (ac_trail){.payment = payment, .steps = on.list, .count = on.count};
    return ac_ok();
}

const char *ac_trail_verb(const ac_trail *trail, const ac_trail_step *step)
{
    static const char *const verbs[][2][2] = {
        [AC_TRAIL_PASSED] = {{"is passed", "would be passed"}, {"gives back", "would give back"}},
        [AC_TRAIL_KEEPS] = {{"keeps", "would keep"},          {"bears", "would bear"}          },
        [AC_TRAIL_PAID] = {{"is paid", "would be paid"},     {"repays", "would repay"}        },
        [AC_TRAIL_PAYS] = {{"pays", "would pay"},            {"is repaid", "would be repaid"} }
    };
    return verbs[step->way][step->amount.minor < 0][trail->payment->shadow];
}

void ac_trail_amount_add(ac_buffer *buffer, const ac_program *program, accord_money amount)
{
    bool negated = amount.minor < 0 && amount.minor > INT64_MIN;
    ac_money_add(buffer, program, (accord_money){negated ? -amount.minor : amount.minor});
}

void ac_trail_numbers_add(ac_buffer *buffer, const ac_program *program, const ac_trail_step *step)
{
    AC_SCOPED_ARENA(arena);
    ac_money_add(buffer, program, step->whole);
    ac_buffer_add_z(buffer, " * ");
    ac_rational_add_exact(buffer, step->weight);
    ac_buffer_add_z(buffer, " / ");
    ac_rational_add_exact(buffer, step->weights);
    ac_buffer_add_z(buffer, " = ");
    ac_rational shown = ac_rational_round(&arena, step->exact, 6, ACCORD_DOWN);
    if (ac_rational_compare(shown, step->exact) != 0) {
        ac_buffer_add_z(buffer, "about ");
    }
    ac_rational_add_exact(buffer, shown);
    ac_buffer_add_z(buffer, ", cut to ");
    ac_money_add(buffer, program, step->cut);
    ac_text word = program->syntax->money_word;
    if (step->amount.minor == step->cut.minor) {
        ac_buffer_addf(buffer, "; no odd %.*s falls here", AC_TEXT_ARG(word));
        return;
    }
    ac_buffer_addf(
        buffer, "; one of the odd %.*s falls here, by its remainder: ", AC_TEXT_ARG(word));
    ac_money_add(buffer, program, step->amount);
}
