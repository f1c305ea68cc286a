/* SPDX-License-Identifier: MIT */
/* The first page of a statement for programs. */

#include "statement/digest.h"
#include "statement/inside.h"
#include "value/date.h"
#include "value/money.h"

#include <inttypes.h>

typedef struct writing {
    ac_buffer *buffer;
    ac_arena *arena;
    const ac_statement_set *set;
    const ac_statement_filter *filter;
} writing;

/* An amount as a decimal string and as a whole number of minor units, as everywhere in it. */
static void add_amount(const writing *out, const char *key, ac_rational minor)
{
    int places = out->set->program->syntax->money_places;
    ac_buffer_addf(out->buffer, ", \"%s\": {\"amount\": \"", key);
    ac_rational major = ac_money_major(out->arena, minor, places);
    ac_rational_add_decimal(out->buffer, major, places, false);
    ac_buffer_add_z(out->buffer, "\", \"minor\": ");
    ac_rational_add_exact(out->buffer, minor);
    ac_buffer_add_char(out->buffer, '}');
}

static void add_text(const writing *out, const char *key, ac_text text)
{
    ac_buffer_addf(out->buffer, ", \"%s\": ", key);
    ac_buffer_add_json(out->buffer, text);
}

static void add_period(const writing *out, const char *key, ac_period_kind kind, int32_t period)
{
    AC_SCOPED_BUFFER(text, 100);
    ac_period_add(&text, &out->set->program->syntax->calendar, kind, period);
    add_text(out, key, ac_buffer_text(&text));
}

static void add_totals(const writing *out)
{
    static const char *const keys[] = {"pays", "receives", "passes-on"};
    size_t count = 0;
    const ac_party_total *list = ac_party_totals(out->arena, out->set, out->filter, &count);
    ac_buffer_add_z(out->buffer, "\"totals\": [");
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(out->buffer, i == 0 ? "\n    {\"party\": " : ",\n    {\"party\": ");
        ac_buffer_add_json(out->buffer, list[i].code);
        add_text(out, "level", out->set->program->levels[list[i].level].name);
        add_period(out, "year", AC_PERIOD_YEAR, list[i].year);
        for (int k = 0; k < AC_SUMS; k++) {
            add_amount(out, keys[k], list[i].due[k]);
        }
        add_amount(out, "net", ac_sums_net(out->arena, list[i].due));
        add_amount(out, "shadow-net", ac_sums_net(out->arena, list[i].shadow));
        ac_buffer_add_char(out->buffer, '}');
    }
    ac_buffer_add_char(out->buffer, ']');
}

static void add_side(
    const writing *out,
    const char *key,
    const ac_change *of,
    const ac_change_side *side,
    int32_t period)
{
    AC_SCOPED_BUFFER(text, 100);
    ac_period_add(&text, &out->set->program->syntax->calendar, of->kind, period);
    ac_buffer_addf(out->buffer, ", \"%s\": {\"period\": ", key);
    ac_buffer_add_json(out->buffer, ac_buffer_text(&text));
    ac_buffer_addf(
        out->buffer, ", \"payments\": %zu, \"unknown\": %zu, \"shadow\": %s", side->payments,
        side->unknown, side->shadow ? "true" : "false");
    add_amount(out, "of-known", side->amount);
    ac_buffer_add_char(out->buffer, '}');
}

static void add_changes(const writing *out)
{
    size_t count = 0;
    const ac_change *list = ac_changes(out->arena, out->set, out->filter, &count);
    ac_buffer_add_z(out->buffer, ",\n  \"changes\": [");
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(out->buffer, i == 0 ? "\n    {\"clause\": " : ",\n    {\"clause\": ");
        ac_buffer_add_json(out->buffer, ac_clause_at(out->set->program, list[i].clause)->number);
        add_side(out, "before", &list[i], &list[i].before, list[i].period - 1);
        add_side(out, "now", &list[i], &list[i].now, list[i].period);
        if (list[i].known) {
            add_amount(out, "difference", list[i].difference);
        } else {
            ac_buffer_add_z(out->buffer, ", \"difference\": null");
        }
        ac_buffer_add_char(out->buffer, '}');
    }
    ac_buffer_add_char(out->buffer, ']');
}

static void add_settlement(const writing *out)
{
    const ac_settled *settled = out->set->settled;
    if (settled == NULL) {
        return;
    }
    ac_buffer_addf(
        out->buffer, ",\n  \"settlement\": {\"number\": %" PRId64 ", \"closing\": %" PRId64,
        settled->number, settled->closing);
    add_text(out, "period", settled->period);
    add_text(out, "closed-by", settled->closed_by);
    add_text(out, "sha256", settled->sha256);
    ac_buffer_add_z(out->buffer, "},\n  \"adjustments\": [");
    const char *between = "";
    for (size_t i = 0; i < settled->adjustment_count; i++) {
        const ac_adjustment *of = &settled->adjustments[i];
        if (out->filter->party.size > 0 && !ac_text_equal(of->owner, out->filter->party)) {
            continue;
        }
        ac_buffer_addf(out->buffer, "%s\n    {\"payment\": ", between);
        ac_buffer_add_json(out->buffer, of->code);
        add_text(out, "party", of->owner);
        add_text(out, "title", of->title);
        ac_buffer_addf(out->buffer, ", \"shadow\": %s", of->shadow ? "true" : "false");
        add_amount(out, "was", of->was);
        add_amount(out, "is", of->is);
        ac_buffer_add_z(out->buffer, ", \"causes\": [");
        for (size_t c = 0; c < of->cause_count; c++) {
            ac_buffer_add_z(out->buffer, c == 0 ? "{\"cause\": " : ", {\"cause\": ");
            ac_buffer_add_json(out->buffer, of->causes[c].label);
            add_amount(out, "part", of->causes[c].amount);
            ac_buffer_add_char(out->buffer, '}');
        }
        ac_buffer_add_z(out->buffer, "]}");
        between = ",";
    }
    ac_buffer_add_z(out->buffer, "],\n  \"gates-decided-otherwise\": [");
    ac_gate_changes_add_json(out->buffer, settled->gates, settled->gate_count);
    ac_buffer_add_z(out->buffer, "],\n  \"due-by-closing\": [");
    between = "";
    for (size_t i = 0; i < settled->due_count; i++) {
        const ac_settled_due *of = &settled->due[i];
        if (out->filter->party.size == 0 || ac_text_equal(of->owner, out->filter->party)) {
            ac_buffer_addf(out->buffer, "%s\n    {\"party\": ", between);
            ac_buffer_add_json(out->buffer, of->owner);
            add_amount(out, "due", of->amount);
            ac_buffer_add_char(out->buffer, '}');
            between = ",";
        }
    }
    ac_buffer_add_char(out->buffer, ']');
}

static void add_open(const writing *out)
{
    size_t count = 0;
    const ac_open_item *list = ac_open_items(out->arena, out->set, out->filter, &count);
    ac_buffer_add_z(out->buffer, ",\n  \"may-change\": [");
    for (size_t i = 0; i < count; i++) {
        ac_buffer_addf(
            out->buffer, "%s\n    {\"why\": \"%s\"", i == 0 ? "" : ",",
            ac_open_kind_name(list[i].kind));
        add_text(out, "clause", list[i].clause);
        if (list[i].day_said) {
            ac_buffer_add_z(out->buffer, ", \"until\": \"");
            ac_date_add_iso(out->buffer, list[i].day);
            ac_buffer_add_char(out->buffer, '"');
        }
        add_text(out, "words", list[i].words);
        ac_buffer_add_char(out->buffer, '}');
    }
    ac_buffer_add_char(out->buffer, ']');
}

void ac_digest_add_json(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    AC_SCOPED_ARENA(arena);
    const writing out = {.buffer = buffer, .arena = &arena, .set = set, .filter = filter};
    add_totals(&out);
    add_changes(&out);
    add_settlement(&out);
    add_open(&out);
}
