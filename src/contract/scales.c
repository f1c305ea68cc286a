/* SPDX-License-Identifier: MIT */
/* Scales from the formulas: a sum has the least common multiple of its parts' scales, a product
 * their product, a rounded value that of its places; a division by a number of the text multiplies,
 * one by data leaves no scale until the value is rounded. Sizes are from the bounds. */

#include "contract/scales.h"

#include "base/assert.h"
#include "base/whole.h"

#define SCALE_MAX (INT64_C(1) << 62)

/* A scale, or the reason why there is none. */
typedef struct parts {
    int64_t scale; /* 0: none */
    ac_scale_fit why;
    uint32_t clause;
} parts;

typedef struct scaling {
    const ac_bounds *bounds;
    const ac_program *program;
    parts *quantities; /* [quantity_count] */
    uint32_t clause;   /* at hand */
} scaling;

static parts fixed(int64_t scale)
{
    return (parts){.scale = scale};
}

static parts none(const scaling *s, ac_scale_fit why)
{
    return (parts){.why = why, .clause = s->clause};
}

static parts product(const scaling *s, parts a, parts b)
{
    if (a.scale == 0 || b.scale == 0) {
        return a.scale == 0 ? a : b;
    }
    int64_t scale = 0;
    bool large = __builtin_mul_overflow(a.scale, b.scale, &scale) || scale > SCALE_MAX;
    return large ? none(s, AC_SCALE_FINE) : fixed(scale);
}

/* The least common multiple: every multiple of either part is one of it. */
static parts both(const scaling *s, parts a, parts b)
{
    if (a.scale == 0 || b.scale == 0) {
        return a.scale == 0 ? a : b;
    }
    return product(s, a, fixed(b.scale / ac_common_divisor(a.scale, b.scale)));
}

static parts of_number(const scaling *s, ac_rational number)
{
    bool small = number.denominator != 0 && number.denominator <= SCALE_MAX;
    return small ? fixed(number.denominator) : none(s, AC_SCALE_FINE);
}

static parts of_places(int places)
{
    int64_t scale = 1;
    for (int i = 0; i < places; i++) {
        scale *= 10; /* at most 18 places */
    }
    return fixed(scale);
}

static parts of_bands(const scaling *s, const ac_band_set *set, parts x)
{
    AC_SCOPED_ARENA(scratch);
    parts all = fixed(1);
    for (uint32_t i = 0; i < set->count; i++) {
        const ac_band *band = &set->bands[i];
        all = both(s, all, of_number(s, band->value));
        if (!ac_band_slopes(band)) {
            continue;
        }
        ac_rational slope = ac_band_slope(&scratch, band);
        parts run = both(s, x, of_number(s, band->from));
        all = both(s, all, product(s, of_number(s, slope), run));
    }
    return all;
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static parts of_node(const scaling *s, ac_node_id id);

static parts of_quotient(const scaling *s, const ac_node *node)
{
    const ac_node *by = &s->program->nodes[node->right];
    AC_SCOPED_ARENA(scratch);
    if (by->op != AC_OP_NUMBER || ac_rational_sign(by->number) == 0) {
        return none(s, AC_SCALE_DIVIDED);
    }
    ac_rational inverse = ac_rational_divide(&scratch, AC_RATIONAL_ONE, by->number);
    return product(s, of_node(s, node->left), of_number(s, inverse));
}

static parts of_node(const scaling *s, ac_node_id id)
{
    const ac_node *node = &s->program->nodes[id];
    switch ((int)node->op) {
    case AC_OP_NUMBER:
        return of_number(s, node->number);
    case AC_OP_QUANTITY:
        return s->quantities[node->index];
    case AC_OP_MULTIPLY:
        return product(s, of_node(s, node->left), of_node(s, node->right));
    case AC_OP_DIVIDE:
        return of_quotient(s, node);
    case AC_OP_ROUND:
        return of_places(node->places);
    case AC_OP_BANDS:
        return of_bands(s, &s->program->bands[node->index], of_node(s, node->left));
    case AC_OP_UNLESS:
        return both(s, of_node(s, node->left), of_node(s, node->right));
    case AC_OP_CASES: {
        parts all = fixed(1);
        for (uint32_t i = 0; i < node->argument_count; i++) {
            ac_node_id value = s->program->arguments[node->argument + 2 * i];
            all = both(s, all, of_node(s, value));
        }
        return all;
    }
    default:
        break;
    }
    if (node->type.kind == AC_KIND_YES_NO || node->type.kind == AC_KIND_ONE_OF) {
        return fixed(1);
    }
    parts left = of_node(s, node->left);
    return node->right == AC_NODE_NONE ? left : both(s, left, of_node(s, node->right));
}

/* NOLINTEND(misc-no-recursion) */

static parts of_input(const scaling *s, uint32_t index)
{
    const ac_column *column = &s->bounds->evaluation->quantities[index];
    parts all = fixed(1);
    for (uint64_t i = 0; i < column->members * column->periods; i++) {
        if (column->states[i] == AC_VALUE_KNOWN) {
            all = both(s, all, of_number(s, column->numbers[i]));
        }
    }
    return all;
}

static parts of_versions(const scaling *from, const ac_quantity *quantity)
{
    scaling s = *from;
    parts all = fixed(1);
    for (uint32_t v = 0; v < quantity->version_count; v++) {
        s.clause = quantity->versions[v].clause;
        all = both(&s, all, of_node(&s, quantity->versions[v].root));
    }
    return all;
}

static void find_scales(scaling *s)
{
    const ac_program *program = s->program;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        s->clause = program->quantities[i].clause;
        /* A table's cells are all in its column, as an input's received figures are. */
        s->quantities[i] = program->quantities[i].kind == AC_QUANTITY_FORMULA
                               ? none(s, AC_SCALE_CARRIED)
                               : of_input(s, i);
    }
    for (uint32_t k = 0; k < program->step_count; k++) {
        const ac_step *step = &program->steps[k];
        /* Of those that need each other across time, one has a scale only if it is rounded; then
         * the others may have one, too. */
        uint32_t looks = step->through_time ? step->count : 1;
        for (uint32_t i = 0; i < step->count * looks; i++) {
            uint32_t member = step->members[i % step->count];
            if (member < program->quantity_count &&
                program->quantities[member].kind == AC_QUANTITY_FORMULA) {
                s->quantities[member] = of_versions(s, &program->quantities[member]);
            }
        }
    }
}

/* ---- Sizes ---- */

static ac_rational size_of(ac_arena *arena, ac_rational value)
{
    return ac_rational_sign(value) < 0 ? ac_rational_negate(arena, value) : value;
}

static ac_scale judge(ac_arena *arena, const scaling *s, uint32_t index)
{
    const ac_column *shape = &s->bounds->evaluation->quantities[index];
    const ac_bound *values = s->bounds->quantities[index].values;
    parts of = s->quantities[index];
    ac_scale scale = {.fit = of.why, .scale = of.scale, .most = AC_RATIONAL_ZERO, .lacks = AC_NONE};
    scale.clause = of.clause;
    for (uint64_t i = 0; i < shape->members * shape->periods; i++) {
        if (values[i].none) {
            continue;
        }
        if (!ac_interval_is_bounded(values[i].range)) {
            scale.fit = of.scale == 0 ? of.why : AC_SCALE_UNBOUND;
            scale.lacks = values[i].lacks;
            return scale;
        }
        ac_rational low = size_of(arena, values[i].range.low);
        ac_rational high = size_of(arena, values[i].range.high);
        ac_rational most = ac_rational_compare(low, high) > 0 ? low : high;
        scale.most = ac_rational_compare(most, scale.most) > 0 ? most : scale.most;
    }
    if (of.scale == 0) {
        return scale;
    }
    ac_rational size = ac_rational_multiply(arena, scale.most, ac_rational_of(of.scale));
    ac_rational whole = ac_rational_floor(arena, size);
    scale.bits = ac_rational_sign(whole) == 0 ? 0 : (uint32_t)ac_rational_bits(whole);
    scale.fit = scale.bits <= 63 ? AC_SCALE_64 : scale.bits <= 127 ? AC_SCALE_128 : AC_SCALE_LARGE;
    return scale;
}

const ac_scale *ac_scales_of(ac_arena *arena, const ac_bounds *bounds)
{
    const ac_program *program = bounds->program;
    scaling s = {.bounds = bounds, .program = program};
    s.quantities = AC_NEW_ARRAY(arena, parts, program->quantity_count);
    find_scales(&s);
    ac_scale *scales = AC_NEW_ARRAY(arena, ac_scale, program->quantity_count);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        scales[i] = judge(arena, &s, i);
    }
    return scales;
}

/* ---- In words ---- */

static void add_fit(ac_buffer *buffer, const ac_program *program, const ac_scale *scale)
{
    switch (scale->fit) {
    case AC_SCALE_64:
        ac_buffer_addf(buffer, "fits 64 bits (%u and a sign)", scale->bits);
        return;
    case AC_SCALE_128:
        ac_buffer_addf(buffer, "fits 128 bits (%u and a sign)", scale->bits);
        return;
    case AC_SCALE_LARGE:
        ac_buffer_addf(buffer, "may overflow: %u bits and a sign", scale->bits);
        return;
    case AC_SCALE_UNBOUND:
        ac_buffer_add_z(buffer, "may overflow: no assumption bounds ");
        if (scale->lacks == AC_NONE) {
            ac_buffer_add_z(buffer, "it");
        } else {
            ac_buffer_add(buffer, program->quantities[scale->lacks].name);
        }
        return;
    case AC_SCALE_DIVIDED:
        ac_buffer_addf(
            buffer, "no fixed scale: clause %.*s divides by data and does not round",
            AC_TEXT_ARG(ac_clause_at(program, scale->clause)->number));
        return;
    case AC_SCALE_CARRIED:
        ac_buffer_addf(
            buffer, "no fixed scale: clause %.*s is carried on from period to period, unrounded",
            AC_TEXT_ARG(ac_clause_at(program, scale->clause)->number));
        return;
    case AC_SCALE_FINE:
        ac_buffer_addf(
            buffer, "no fixed scale: that of clause %.*s is over 62 bits",
            AC_TEXT_ARG(ac_clause_at(program, scale->clause)->number));
        return;
    }
    AC_NEVER("every fit has its words");
}

void ac_scales_add(ac_buffer *buffer, const ac_program *program, const ac_scale *scales)
{
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        const ac_quantity *quantity = &program->quantities[i];
        const ac_scale *scale = &scales[i];
        ac_buffer_addf(
            buffer, "P-OVERFLOW  clause %.*s  %.*s: ",
            AC_TEXT_ARG(ac_clause_at(program, quantity->clause)->number),
            AC_TEXT_ARG(quantity->name));
        if (scale->scale > 0 && scale->fit <= AC_SCALE_LARGE) {
            ac_buffer_addf(buffer, "whole multiples of 1/%lld, at most ", (long long)scale->scale);
            ac_rational_add_decimal(buffer, scale->most, 2, true);
            ac_buffer_add_z(buffer, "; ");
        }
        add_fit(buffer, program, scale);
        ac_buffer_add_char(buffer, '\n');
    }
}
