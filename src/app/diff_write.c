/* SPDX-License-Identifier: MIT */
/* A difference for people, for spreadsheets and for programs. Every line with a part is written:
 * what it was, each cause's part in the order of the steps, what it is. */

#include "app/diff.h"

typedef struct page {
    ac_buffer *buffer;
    const ac_diff *diff;
    const ac_diff_filter *filter;
} page;

static bool has_parts(const ac_diff *diff, const ac_diff_line *line)
{
    bool some = line->known[0] != line->known[1] || line->there[0] != line->there[1];
    for (size_t c = 0; c < diff->cause_count && !some; c++) {
        some = ac_rational_sign(line->parts[c]) != 0;
    }
    return some;
}

static bool is_named(const ac_diff_line *line, const ac_names *codes)
{
    AC_SCOPED_BUFFER(code, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(&code, "%.*s %.*s", AC_TEXT_ARG(line->what), AC_TEXT_ARG(line->period));
    return ac_names_find(codes, ac_buffer_text(&code)) != AC_NAME_NONE;
}

bool ac_diff_is_shown(const ac_diff *diff, const ac_diff_line *line, const ac_diff_filter *filter)
{
    const ac_calendar *calendar = &diff->program->syntax->calendar;
    if (!has_parts(diff, line) ||
        (filter->party.size > 0 && !ac_text_equal(line->who, filter->party)) ||
        (filter->codes != NULL && !is_named(line, filter->codes))) {
        return false;
    }
    if (!filter->period_said || line->kind == AC_PERIOD_NONE) {
        return true;
    }
    return line->kind <= filter->kind &&
           ac_period_within(calendar, line->kind, line->number, filter->kind) == filter->period;
}

static const char *role_name(ac_diff_role role)
{
    static const char *const names[] = {
        [AC_DIFF_PAYMENT] = "payment", [AC_DIFF_PAYER] = "payer", [AC_DIFF_PAYEE] = "payee",
        [AC_DIFF_PASSED] = "passed",   [AC_DIFF_VALUE] = "value",
    };
    return names[role];
}

/* "practice" for what is passed on to one. */
static ac_text role_text(const ac_diff_line *line)
{
    return line->role == AC_DIFF_PASSED ? line->level : ac_text_of(role_name(line->role));
}

/* Money as a plain decimal, a value as it is, exactly. */
static void add_plain(ac_buffer *buffer, const ac_diff *diff, ac_diff_role role, ac_rational number)
{
    int64_t minor = 0;
    if (role != AC_DIFF_VALUE && ac_rational_to_scaled(number, 0, &minor)) {
        ac_money_add_plain(buffer, diff->program, (accord_money){minor});
    } else {
        ac_rational_add_exact(buffer, number);
    }
}

/* ---- Text ---- */

/* For people; `sign` puts a plus before what is more. */
static void add_shown(const page *on, ac_diff_role role, ac_rational number, bool sign)
{
    int64_t minor = 0;
    ac_buffer_add_z(on->buffer, sign && ac_rational_sign(number) > 0 ? "+" : "");
    if (role != AC_DIFF_VALUE && ac_rational_to_scaled(number, 0, &minor)) {
        ac_money_add(on->buffer, on->diff->program, (accord_money){minor});
        return;
    }
    AC_SCOPED_BUFFER(exact, SIZE_MAX / 4);
    ac_rational_add_exact(&exact, number);
    enum { SHOWN_BYTES = 30, PLACES = 8 };
    if (exact.size_bytes <= SHOWN_BYTES) {
        ac_buffer_add(on->buffer, ac_buffer_text(&exact));
    } else {
        ac_buffer_add_char(on->buffer, '~');
        ac_rational_add_decimal(on->buffer, number, PLACES, false);
    }
}

static void add_end(const page *on, const ac_diff_line *line, int side)
{
    if (!line->there[side]) {
        ac_buffer_add_z(on->buffer, "not there");
    } else if (!line->known[side]) {
        ac_buffer_add_z(on->buffer, "not known");
    } else {
        add_shown(on, line->role, side == 0 ? line->was : line->is, false);
    }
}

static void add_parts(const page *on, ac_diff_role role, const ac_rational *parts)
{
    for (size_t c = 0; c < on->diff->cause_count; c++) {
        if (ac_rational_sign(parts[c]) != 0) {
            ac_buffer_add_z(on->buffer, "         ");
            add_shown(on, role, parts[c], true);
            ac_buffer_addf(on->buffer, "  by %.*s\n", AC_TEXT_ARG(on->diff->causes[c].label));
        }
    }
}

static void add_name(const page *on, const ac_diff_line *line)
{
    static const char *const verbs[] = {
        [AC_DIFF_PAYMENT] = "in all",
        [AC_DIFF_PAYER] = "paid by",
        [AC_DIFF_PAYEE] = "received by",
        [AC_DIFF_PASSED] = "passed to",
        [AC_DIFF_VALUE] = ""};
    ac_buffer *buffer = on->buffer;
    ac_buffer_addf(buffer, "     %s", verbs[line->role]);
    ac_buffer_addf(
        buffer, "%s%.*s", line->role != AC_DIFF_VALUE && line->who.size > 0 ? " " : "",
        AC_TEXT_ARG(line->who));
    ac_buffer_add_z(buffer, line->role == AC_DIFF_VALUE && line->who.size == 0 ? "value" : "");
    ac_buffer_add_z(buffer, line->shadow ? ", in shadow" : "");
}

static void add_line(const page *on, const ac_diff_line *line)
{
    AC_SCOPED_ARENA(scratch);
    add_name(on, line);
    ac_buffer_add_z(on->buffer, ": was ");
    add_end(on, line, 0);
    ac_buffer_add_z(on->buffer, ", is ");
    add_end(on, line, 1);
    ac_rational change = ac_rational_subtract(&scratch, line->is, line->was);
    ac_buffer_add_z(on->buffer, ": ");
    if (ac_rational_sign(change) == 0) {
        ac_buffer_add_z(on->buffer, "no change");
    } else {
        add_shown(on, line->role, change, true);
    }
    ac_buffer_add_char(on->buffer, '\n');
    add_parts(on, line->role, line->parts);
}

static void add_causes(const page *on)
{
    const ac_diff *diff = on->diff;
    ac_buffer_add_z(
        on->buffer, diff->cause_count == 0
                        ? "Nothing changed that computes anything.\n"
                        : "Causes, each put in the place of what was, in this order\n");
    for (size_t c = 0; c < diff->cause_count; c++) {
        const ac_diff_cause *cause = &diff->causes[c];
        ac_buffer_addf(
            on->buffer, "  %-8s  %.*s%s\n", ac_diff_group_name(cause->group),
            AC_TEXT_ARG(cause->label), cause->has_effect ? "" : ": changes no amount");
    }
    for (size_t i = 0; i < diff->gate_count; i++) {
        ac_buffer_add_z(on->buffer, "  decided   ");
        ac_gate_change_add(on->buffer, &diff->gates[i]);
        ac_buffer_add_char(on->buffer, '\n');
    }
    for (size_t i = 0; i < diff->reworded_count; i++) {
        ac_buffer_addf(
            on->buffer, "  reworded  %.*s: means the same, the cause of nothing\n",
            AC_TEXT_ARG(diff->reworded[i]));
    }
}

/* Of all payments shown that are not in shadow; false if there is none. */
static bool total(const page *on, ac_arena *arena, ac_diff_line *sum)
{
    bool some = false;
    const ac_diff *diff = on->diff;
    ac_rational *parts = AC_NEW_ARRAY(arena, ac_rational, diff->cause_count);
    for (size_t c = 0; c < diff->cause_count; c++) {
        parts[c] = AC_RATIONAL_ZERO;
    }
    *sum = (ac_diff_line){
        .role = AC_DIFF_PAYMENT,
        .there = {true, true},
        .known = {true, true},
        .was = AC_RATIONAL_ZERO,
        .is = AC_RATIONAL_ZERO,
        .who = AC_TEXT(""),
        .parts = parts
    };
    for (size_t i = 0; i < diff->line_count; i++) {
        const ac_diff_line *line = &diff->lines[i];
        if (line->role != AC_DIFF_PAYMENT || line->shadow ||
            !ac_diff_is_shown(diff, line, on->filter)) {
            continue;
        }
        some = true;
        sum->was = ac_rational_add(arena, sum->was, line->was);
        sum->is = ac_rational_add(arena, sum->is, line->is);
        for (size_t c = 0; c < diff->cause_count; c++) {
            parts[c] = ac_rational_add(arena, parts[c], line->parts[c]);
        }
    }
    return some;
}

void ac_diff_add_text(ac_buffer *buffer, const ac_diff *diff, const ac_diff_filter *filter)
{
    const page on = {buffer, diff, filter};
    const ac_syntax *syntax = diff->program->syntax;
    ac_buffer_addf(buffer, "%.*s  %.*s\n\n", AC_TEXT_ARG(syntax->code), AC_TEXT_ARG(syntax->title));
    add_causes(&on);
    const ac_diff_line *before = NULL;
    for (size_t i = 0; i < diff->line_count; i++) {
        const ac_diff_line *line = &diff->lines[i];
        if (!ac_diff_is_shown(diff, line, filter)) {
            continue;
        }
        if (before == NULL || !ac_text_equal(before->what, line->what) ||
            !ac_text_equal(before->period, line->period)) {
            ac_buffer_addf(
                buffer, "\n%.*s  %.*s\n", AC_TEXT_ARG(line->what), AC_TEXT_ARG(line->period));
        }
        add_line(&on, line);
        before = line;
    }
    if (before == NULL) {
        ac_buffer_add_z(buffer, "\nNo figure differs.\n");
        return;
    }
    AC_SCOPED_ARENA(scratch);
    ac_diff_line sum;
    if (filter->party.size == 0 && total(&on, &scratch, &sum)) {
        ac_buffer_add_z(buffer, "\nPayments that differ, together\n");
        add_line(&on, &sum);
    }
}

/* ---- CSV ---- */

static void add_row(
    const page *on,
    const ac_diff_line *line,
    const char *group,
    ac_text cause,
    const ac_rational *number)
{
    ac_buffer *buffer = on->buffer;
    ac_buffer_add_csv(buffer, line->what);
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, role_text(line));
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, line->who);
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, line->period);
    ac_buffer_addf(buffer, ",%s,%s,", line->shadow ? "yes" : "no", group);
    ac_buffer_add_csv(buffer, cause);
    ac_buffer_add_char(buffer, ',');
    if (number != NULL) {
        add_plain(buffer, on->diff, line->role, *number);
    }
    ac_buffer_add_char(buffer, '\n');
}

void ac_diff_add_csv(ac_buffer *buffer, const ac_diff *diff, const ac_diff_filter *filter)
{
    const page on = {buffer, diff, filter};
    ac_buffer_add_z(buffer, "what,role,party,period,shadow,group,cause,amount\n");
    for (size_t i = 0; i < diff->line_count; i++) {
        const ac_diff_line *line = &diff->lines[i];
        if (!ac_diff_is_shown(diff, line, filter)) {
            continue;
        }
        const ac_text none = AC_TEXT("");
        add_row(&on, line, "was", none, line->known[0] ? &line->was : NULL);
        for (size_t c = 0; c < diff->cause_count; c++) {
            if (ac_rational_sign(line->parts[c]) != 0) {
                add_row(
                    &on, line, ac_diff_group_name(diff->causes[c].group), diff->causes[c].label,
                    &line->parts[c]);
            }
        }
        add_row(&on, line, "is", none, line->known[1] ? &line->is : NULL);
    }
}

/* ---- JSON ---- */

static void add_key(ac_buffer *buffer, const char *key, ac_text text)
{
    ac_buffer_addf(buffer, "\"%s\": ", key);
    ac_buffer_add_json(buffer, text);
}

static void
add_number(const page *on, const char *key, ac_diff_role role, ac_rational number, bool known)
{
    ac_buffer_addf(on->buffer, ", \"%s\": ", key);
    if (!known) {
        ac_buffer_add_z(on->buffer, "null");
        return;
    }
    ac_buffer_add_char(on->buffer, '"');
    add_plain(on->buffer, on->diff, role, number);
    ac_buffer_add_char(on->buffer, '"');
}

static void add_line_json(const page *on, const ac_diff_line *line)
{
    AC_SCOPED_ARENA(scratch);
    ac_buffer *buffer = on->buffer;
    ac_buffer_add_char(buffer, '{');
    add_key(buffer, "what", line->what);
    ac_buffer_add_z(buffer, ", ");
    add_key(buffer, "role", role_text(line));
    ac_buffer_add_z(buffer, ", ");
    add_key(buffer, "party", line->who);
    ac_buffer_add_z(buffer, ", ");
    add_key(buffer, "period", line->period);
    ac_buffer_addf(buffer, ", \"shadow\": %s", line->shadow ? "true" : "false");
    add_number(on, "was", line->role, line->was, line->known[0]);
    add_number(on, "is", line->role, line->is, line->known[1]);
    ac_rational change = ac_rational_subtract(&scratch, line->is, line->was);
    add_number(on, "change", line->role, change, true);
    ac_buffer_add_z(buffer, ", \"parts\": [");
    const char *between = "";
    for (size_t c = 0; c < on->diff->cause_count; c++) {
        if (ac_rational_sign(line->parts[c]) != 0) {
            ac_buffer_addf(buffer, "%s{\"cause\": %zu", between, c);
            add_number(on, "amount", line->role, line->parts[c], true);
            ac_buffer_add_char(buffer, '}');
            between = ", ";
        }
    }
    ac_buffer_add_z(buffer, "]}");
}

void ac_diff_add_json(ac_buffer *buffer, const ac_diff *diff, const ac_diff_filter *filter)
{
    const page on = {buffer, diff, filter};
    ac_buffer_add_z(buffer, "{\n  ");
    add_key(buffer, "contract", diff->program->syntax->code);
    ac_buffer_add_z(buffer, ",\n  \"causes\": [");
    for (size_t c = 0; c < diff->cause_count; c++) {
        const ac_diff_cause *cause = &diff->causes[c];
        ac_buffer_add_z(buffer, c == 0 ? "\n    {" : ",\n    {");
        add_key(buffer, "group", ac_text_of(ac_diff_group_name(cause->group)));
        ac_buffer_add_z(buffer, ", ");
        add_key(buffer, "cause", cause->label);
        ac_buffer_addf(buffer, ", \"effect\": %s}", cause->has_effect ? "true" : "false");
    }
    ac_buffer_add_z(buffer, "],\n  \"reworded\": [");
    for (size_t i = 0; i < diff->reworded_count; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "" : ", ");
        ac_buffer_add_json(buffer, diff->reworded[i]);
    }
    ac_buffer_add_z(buffer, "],\n  \"gates\": [");
    ac_gate_changes_add_json(buffer, diff->gates, diff->gate_count);
    ac_buffer_add_z(buffer, "],\n  \"lines\": [");
    const char *between = "\n    ";
    for (size_t i = 0; i < diff->line_count; i++) {
        if (ac_diff_is_shown(diff, &diff->lines[i], filter)) {
            ac_buffer_add_z(buffer, between);
            add_line_json(&on, &diff->lines[i]);
            between = ",\n    ";
        }
    }
    ac_buffer_add_z(buffer, "]\n}\n");
}
