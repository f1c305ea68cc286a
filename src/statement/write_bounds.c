/* SPDX-License-Identifier: MIT */
/* Bounds as text for people, as CSV and as JSON. */

#include "base/assert.h"
#include "statement/bounds.h"
#include "statement/inside.h"

#include <stdio.h>

typedef struct line {
    const ac_bound_set *set;
    const ac_bound_subject *subject;
    const ac_bound_result *result;
    ac_text party;
    ac_text year;
} line;

static bool is_exact(const ac_bound_result *result)
{
    return !result->fault && ac_interval_is_point(result->range);
}

static const char *state_of(const ac_bound_result *result)
{
    if (result->fault) {
        return "at fault";
    }
    if (is_exact(result)) {
        return "exact";
    }
    return ac_interval_is_bounded(result->range) ? "bounded" : "unbounded";
}

static const char *role_of(const ac_bound_subject *subject)
{
    static const char *const words[] = {
        [AC_BOUND_PAYS] = "pays", [AC_BOUND_IS_PAID] = "is paid", [AC_BOUND_KEEPS] = "keeps"};
    return words[subject->role];
}

/* One end as a plain decimal; nothing where there is none. */
static void add_end(ac_buffer *buffer, const ac_bound_set *set, ac_rational end, bool none)
{
    int64_t minor = 0;
    if (none) {
        return;
    }
    if (ac_rational_to_scaled(end, 0, &minor)) {
        ac_money_add_plain(buffer, set->program, (accord_money){minor});
        return;
    }
    AC_SCOPED_ARENA(scratch);
    ac_rational unit = AC_RATIONAL_ONE;
    for (int i = 0; i < set->program->syntax->money_places; i++) {
        unit = ac_rational_multiply(&scratch, unit, ac_rational_of(10));
    }
    ac_rational_add_decimal(
        buffer, ac_rational_divide(&scratch, end, unit), set->program->syntax->money_places, false);
}

static void add_lacks(ac_buffer *buffer, const ac_bound_set *set, uint32_t lacks)
{
    if (lacks != AC_NONE) {
        const ac_quantity *input = &set->program->quantities[lacks];
        ac_buffer_addf(
            buffer, "%.*s (clause %.*s)", AC_TEXT_ARG(input->name),
            AC_TEXT_ARG(ac_clause_at(set->program, input->clause)->number));
    }
}

static bool is_shown(const ac_bound_set *set, size_t subject, const ac_bound_filter *filter)
{
    const ac_bound_subject *of = &set->subjects[subject];
    ac_text code = ac_member_code(set->program, set->facts, of->level, of->member);
    if (filter->party.size > 0) {
        return ac_text_equal(code, filter->party);
    }
    if (set->program->levels[of->level].kind == AC_LEVEL_FILE && !filter->each) {
        return false;
    }
    /* A party that neither pays nor is paid anything, ever, is left out. */
    const ac_bound_result *term = &set->results[(subject + 1) * (set->year_count + 1) - 1];
    return !is_exact(term) || ac_rational_sign(term->range.low) != 0;
}

typedef void (*line_writer)(ac_buffer *buffer, const line *one);

static size_t each_line(
    ac_buffer *buffer, const ac_bound_set *set, const ac_bound_filter *filter, line_writer write)
{
    size_t count = 0;
    for (size_t i = 0; i < set->subject_count; i++) {
        if (!is_shown(set, i, filter)) {
            continue;
        }
        for (uint32_t y = 0; y <= set->year_count; y++) {
            AC_SCOPED_BUFFER(year, 100);
            bool term = y == set->year_count;
            ac_period_add(
                &year, &set->program->syntax->calendar, term ? AC_PERIOD_TERM : AC_PERIOD_YEAR,
                term ? 0 : set->first_year + (int32_t)y);
            line one = {
                set, &set->subjects[i], &set->results[i * (set->year_count + 1) + y],
                ac_member_code(
                    set->program, set->facts, set->subjects[i].level, set->subjects[i].member),
                ac_buffer_text(&year)};
            write(buffer, &one);
            count++;
        }
    }
    return count;
}

/* ---- Text ---- */

static void add_cell(ac_buffer *buffer, const line *one, ac_rational end, bool none)
{
    AC_SCOPED_BUFFER(amount, 200);
    if (none) {
        ac_buffer_add_z(&amount, "no bound");
    } else {
        ac_money_add_exact(&amount, one->set->program, end);
    }
    /* The pound sign is two bytes and one column. */
    bool pound = !none && ac_text_is(one->set->program->syntax->currency, "GBP");
    int width = 18 + (pound ? 1 : 0);
    ac_buffer_addf(buffer, " %*s", width, amount.bytes);
}

static void write_text(ac_buffer *buffer, const line *one)
{
    const ac_bound_result *result = one->result;
    ac_buffer_addf(
        buffer, "%-10.*s %-8s %-9.*s", AC_TEXT_ARG(one->party), role_of(one->subject),
        AC_TEXT_ARG(one->year));
    if (result->fault) {
        ac_buffer_add_z(buffer, "  cannot be worked out: data that should be there are missing\n");
        return;
    }
    add_cell(buffer, one, result->range.low, result->range.no_low);
    if (is_exact(result)) {
        ac_buffer_add_z(buffer, "  exact\n");
        return;
    }
    add_cell(buffer, one, result->range.high, result->range.no_high);
    if (result->lacks != AC_NONE) {
        ac_buffer_add_z(buffer, "  no assumption bounds ");
        add_lacks(buffer, one->set, result->lacks);
    }
    ac_buffer_add_char(buffer, '\n');
}

void ac_bounds_add_text(
    ac_buffer *buffer, const ac_bound_set *bounds, const ac_bound_filter *filter)
{
    ac_buffer_addf(buffer, "%-10s %-8s %-9s %18s %18s\n", "party", "", "year", "lowest", "highest");
    (void)each_line(buffer, bounds, filter, write_text);
    bool lacking = false;
    for (size_t i = 0; i < bounds->subject_count * (bounds->year_count + 1); i++) {
        lacking = lacking || bounds->results[i].lacks != AC_NONE;
    }
    if (lacking) {
        ac_buffer_add_z(
            buffer, "What has no bound needs a clause such as 'assume ... between 0 and ...' of "
                    "the input that is named.\n");
    }
}

/* ---- CSV and JSON ---- */

static void write_csv(ac_buffer *buffer, const line *one)
{
    const ac_bound_result *result = one->result;
    ac_buffer_add_csv(buffer, one->party);
    ac_buffer_addf(buffer, ",%s,%.*s,", role_of(one->subject), AC_TEXT_ARG(one->year));
    add_end(buffer, one->set, result->range.low, result->fault || result->range.no_low);
    ac_buffer_add_char(buffer, ',');
    add_end(buffer, one->set, result->range.high, result->fault || result->range.no_high);
    ac_buffer_addf(buffer, ",%s,", state_of(result));
    AC_SCOPED_BUFFER(lacks, 400);
    ac_buffer_add_z(&lacks, "");
    add_lacks(&lacks, one->set, result->lacks);
    ac_buffer_add_csv(buffer, ac_buffer_text(&lacks));
    ac_buffer_add_char(buffer, '\n');
}

void ac_bounds_add_csv(ac_buffer *buffer, const ac_bound_set *bounds, const ac_bound_filter *filter)
{
    ac_buffer_add_z(buffer, "party,role,year,lowest,highest,state,lacks\n");
    (void)each_line(buffer, bounds, filter, write_csv);
}

static void add_json_end(
    ac_buffer *buffer, const ac_bound_set *set, const char *name, ac_rational end, bool none)
{
    ac_buffer_addf(buffer, ",\"%s\":", name);
    if (none) {
        ac_buffer_add_z(buffer, "null");
        return;
    }
    ac_buffer_add_char(buffer, '"');
    add_end(buffer, set, end, false);
    ac_buffer_add_char(buffer, '"');
}

static void write_json(ac_buffer *buffer, const line *one)
{
    const ac_bound_result *result = one->result;
    ac_buffer_add_z(buffer, "{\"party\":");
    ac_buffer_add_json(buffer, one->party);
    ac_buffer_addf(buffer, ",\"role\":\"%s\",\"year\":", role_of(one->subject));
    ac_buffer_add_json(buffer, one->year);
    bool fault = result->fault;
    add_json_end(buffer, one->set, "lowest", result->range.low, fault || result->range.no_low);
    add_json_end(buffer, one->set, "highest", result->range.high, fault || result->range.no_high);
    ac_buffer_addf(buffer, ",\"state\":\"%s\"", state_of(result));
    if (result->lacks != AC_NONE) {
        const ac_quantity *input = &one->set->program->quantities[result->lacks];
        ac_buffer_add_z(buffer, ",\"lacks\":{\"input\":");
        ac_buffer_add_json(buffer, input->name);
        ac_buffer_add_z(buffer, ",\"clause\":");
        ac_buffer_add_json(buffer, ac_clause_at(one->set->program, input->clause)->number);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_z(buffer, "},\n");
}

void ac_bounds_add_json(
    ac_buffer *buffer, const ac_bound_set *bounds, const ac_bound_filter *filter)
{
    ac_buffer_add_z(buffer, "{\"contract\":");
    ac_buffer_add_json(buffer, bounds->program->syntax->code);
    ac_buffer_addf(buffer, ",\"futures\":%u,\"bounds\":[\n", bounds->futures);
    if (each_line(buffer, bounds, filter, write_json) > 0) {
        ac_assert(buffer->size_bytes >= 2 || buffer->overflowed);
        if (!buffer->overflowed) {
            buffer->size_bytes -= 2; /* the comma after the last, and its line end */
            buffer->bytes[buffer->size_bytes] = '\0';
        }
        ac_buffer_add_char(buffer, '\n');
    }
    ac_buffer_add_z(buffer, "]}\n");
}
