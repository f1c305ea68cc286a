/* SPDX-License-Identifier: MIT */
/* Tie-outs for people, for spreadsheets and for programs. The CSV is also what a closing keeps. */

#include "app/tieouts.h"

#include <inttypes.h>

const char *ac_tieout_state_name(ac_tieout_state state)
{
    static const char *const names[] = {
        [AC_TIEOUT_HOLDS] = "holds",
        [AC_TIEOUT_DIFFERS] = "differs",
        [AC_TIEOUT_WAIVED] = "waived",
        [AC_TIEOUT_NOT_JUDGED] = "not judged"};
    return names[state];
}

void ac_tieouts_add_count(ac_buffer *text, const ac_tieouts *tieouts)
{
    static const char *const words[][2] = {
        [AC_TIEOUT_HOLDS] = {"holds",          "hold"           },
        [AC_TIEOUT_DIFFERS] = {"differs",        "differ"         },
        [AC_TIEOUT_WAIVED] = {"was waived",     "were waived"    },
        [AC_TIEOUT_NOT_JUDGED] = {"was not judged", "were not judged"}
    };
    size_t counts[AC_TIEOUT_NOT_JUDGED + 1] = {0};
    bool first = true;
    for (size_t i = 0; i < tieouts->count; i++) {
        counts[tieouts->list[i].state]++;
    }
    for (size_t i = 0; i <= AC_TIEOUT_NOT_JUDGED; i++) {
        if (counts[i] > 0) {
            ac_buffer_addf(
                text, "%s%zu %s", first ? "" : ", ", counts[i], words[i][counts[i] == 1 ? 0 : 1]);
            first = false;
        }
    }
}

/* ---- For people ---- */

static void add_padded(ac_buffer *text, ac_text words, size_t width, bool right)
{
    size_t pad = words.size < width ? width - words.size : 0;
    ac_buffer_add_repeated(text, ' ', right ? pad : 0);
    ac_buffer_add(text, words);
    ac_buffer_add_repeated(text, ' ', right ? 0 : pad);
}

static void add_term(ac_buffer *text, const ac_tieout_term *term)
{
    AC_SCOPED_BUFFER(named, 400);
    ac_buffer_add(&named, term->part);
    if (term->source.size > 0) {
        ac_buffer_addf(&named, " (%.*s)", AC_TEXT_ARG(term->source));
    }
    ac_buffer_add_z(text, term->right ? "  right  " : "  left   ");
    add_padded(text, ac_buffer_text(&named), 40, false);
    add_padded(text, term->amount, 18, true);
    ac_buffer_add_char(text, '\n');
}

static void add_waiver(ac_buffer *text, const ac_waiver *waiver)
{
    if (waiver != NULL) {
        ac_buffer_addf(text, "  waived by %.*s at ", AC_TEXT_ARG(waiver->person));
        ac_seconds_add(text, waiver->at);
        ac_buffer_addf(text, ": %.*s\n", AC_TEXT_ARG(waiver->reason));
    }
}

static void add_one(ac_buffer *text, const ac_tieout *one)
{
    ac_buffer_addf(text, "\n%.*s", AC_TEXT_ARG(one->name));
    if (one->party.size > 0) {
        ac_buffer_addf(text, " of %.*s", AC_TEXT_ARG(one->party));
    }
    ac_buffer_addf(text, ": %s", ac_tieout_state_name(one->state));
    if (one->state == AC_TIEOUT_DIFFERS || one->state == AC_TIEOUT_WAIVED) {
        ac_buffer_addf(text, ", a difference of %.*s", AC_TEXT_ARG(one->difference));
    }
    if (one->why.size > 0) {
        ac_buffer_addf(text, ": %.*s", AC_TEXT_ARG(one->why));
    }
    ac_buffer_add_char(text, '\n');
    for (size_t i = 0; i < one->term_count; i++) {
        add_term(text, &one->terms[i]);
    }
    if (one->state != AC_TIEOUT_NOT_JUDGED) {
        ac_buffer_addf(
            text, "  in all  left %.*s, right %.*s\n", AC_TEXT_ARG(one->left),
            AC_TEXT_ARG(one->right));
    }
    add_waiver(text, one->first);
    add_waiver(text, one->second);
    if (one->state == AC_TIEOUT_DIFFERS && one->first != NULL) {
        ac_buffer_add_z(text, "  another person has to waive it, too\n");
    }
}

void ac_tieouts_add_table(ac_buffer *text, const ac_tieouts *tieouts)
{
    ac_buffer_addf(
        text, "Tie-outs of %.*s, settlement %" PRId64 ": ", AC_TEXT_ARG(tieouts->period),
        tieouts->settlement);
    ac_tieouts_add_count(text, tieouts);
    ac_buffer_add_char(text, '\n');
    for (size_t i = 0; i < tieouts->count; i++) {
        add_one(text, &tieouts->list[i]);
    }
}

/* ---- CSV: a line for each part, each side and each difference ---- */

static void add_row(
    ac_buffer *text,
    const ac_tieouts *all,
    const ac_tieout *one,
    const ac_text *fields,
    size_t count)
{
    const ac_text heads[] = {one->name, one->party, all->period};
    for (size_t i = 0; i < 3; i++) {
        ac_buffer_add_csv(text, heads[i]);
        ac_buffer_add_char(text, ',');
    }
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_csv(text, fields[i]);
        ac_buffer_add_char(text, i + 1 < count ? ',' : '\n');
    }
}

void ac_tieouts_add_csv(ac_buffer *text, const ac_tieouts *tieouts)
{
    const ac_text none = AC_TEXT("");
    ac_buffer_add_z(
        text, "tie-out,party,period,side,part,source,amount,state,why,waived by,and by,lines\n");
    for (size_t i = 0; i < tieouts->count; i++) {
        const ac_tieout *one = &tieouts->list[i];
        for (size_t k = 0; k < one->term_count; k++) {
            const ac_tieout_term *term = &one->terms[k];
            ac_text side = term->right ? AC_TEXT("right") : AC_TEXT("left");
            const ac_text fields[] = {side, term->part, term->source, term->amount, none,
                                      none, none,       none,         none};
            add_row(text, tieouts, one, fields, 9);
        }
        const ac_text left[] = {
            AC_TEXT("left"), AC_TEXT("total"), none, one->left, none, none, none, none, none};
        const ac_text right[] = {
            AC_TEXT("right"), AC_TEXT("total"), none, one->right, none, none, none, none, none};
        if (one->state != AC_TIEOUT_NOT_JUDGED) {
            add_row(text, tieouts, one, left, 9);
            add_row(text, tieouts, one, right, 9);
        }
        const ac_text last[] = {
            AC_TEXT("difference"),
            none,
            none,
            one->difference,
            ac_text_of(ac_tieout_state_name(one->state)),
            one->why,
            one->first == NULL ? none : one->first->person,
            one->second == NULL ? none : one->second->person,
            ac_text_of(one->lines)};
        add_row(text, tieouts, one, last, 9);
    }
}

/* ---- JSON ---- */

static void add_member(ac_buffer *text, const char *name, ac_text value)
{
    ac_buffer_addf(text, "\"%s\": ", name);
    ac_buffer_add_json(text, value);
    ac_buffer_add_z(text, ", ");
}

static void add_waivers(ac_buffer *text, const ac_tieout *one)
{
    const ac_waiver *const waivers[] = {one->first, one->second};
    ac_buffer_add_z(text, "\"waivers\": [");
    for (size_t i = 0; i < 2 && waivers[i] != NULL; i++) {
        AC_SCOPED_BUFFER(when, 40);
        ac_seconds_add(&when, waivers[i]->at);
        ac_buffer_add_z(text, i == 0 ? "{" : ", {");
        add_member(text, "person", waivers[i]->person);
        add_member(text, "reason", waivers[i]->reason);
        ac_buffer_addf(text, "\"at\": \"%s\"}", when.bytes);
    }
    ac_buffer_add_char(text, ']');
}

void ac_tieouts_add_json(ac_buffer *text, const ac_tieouts *tieouts)
{
    ac_buffer_add_z(text, "{");
    add_member(text, "period", tieouts->period);
    ac_buffer_addf(text, "\"settlement\": %" PRId64 ", \"tieouts\": [", tieouts->settlement);
    for (size_t i = 0; i < tieouts->count; i++) {
        const ac_tieout *one = &tieouts->list[i];
        ac_buffer_add_z(text, i == 0 ? "\n  {" : ",\n  {");
        add_member(text, "tieout", one->name);
        add_member(text, "party", one->party);
        add_member(text, "state", ac_text_of(ac_tieout_state_name(one->state)));
        add_member(text, "why", one->why);
        add_member(text, "left", one->left);
        add_member(text, "right", one->right);
        add_member(text, "difference", one->difference);
        add_member(text, "lines", ac_text_of(one->lines));
        ac_buffer_add_z(text, "\"parts\": [");
        for (size_t k = 0; k < one->term_count; k++) {
            ac_buffer_add_z(text, k == 0 ? "{" : ", {");
            add_member(text, "part", one->terms[k].part);
            add_member(text, "source", one->terms[k].source);
            add_member(text, "amount", one->terms[k].amount);
            ac_buffer_addf(text, "\"side\": \"%s\"}", one->terms[k].right ? "right" : "left");
        }
        ac_buffer_add_z(text, "], ");
        add_waivers(text, one);
        ac_buffer_add_char(text, '}');
    }
    ac_buffer_add_z(text, "\n]}\n");
}
