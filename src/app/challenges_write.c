/* SPDX-License-Identifier: MIT */
/* Challenges for people, for spreadsheets and for programs: one grid of cells, written in three
 * ways. */

#include "app/challenges.h"
#include "value/date.h"
#include "value/money.h"

#include <inttypes.h>

enum { CELLS = 18 };

static const char *const names[CELLS] = {
    "number", "period", "payment", "payer",    "payee",  "value", "reason",    "rule", "reference",
    "owner",  "due",    "state",   "accepted", "upheld", "by",    "raised by", "note", "answer"};

static const char *state_of(
    const ac_challenges_shown *shown,
    const ac_challenge *of,
    const ac_reply *reply,
    const ac_resolution *end)
{
    if (end != NULL) {
        return end->upheld == 0           ? "not upheld"
               : end->upheld == of->value ? "upheld"
                                          : "upheld in part";
    }
    if (reply != NULL) {
        return "replied";
    }
    return of->due.day < shown->today.day ? "overdue" : "open";
}

static ac_text money(ac_arena *arena, const ac_challenges_shown *shown, int64_t minor)
{
    AC_SCOPED_BUFFER(text, 60);
    ac_money_add_decimal(&text, (accord_money){minor}, shown->syntax->money_places);
    return ac_text_copy(arena, ac_buffer_text(&text));
}

static void fill(
    ac_arena *arena, const ac_challenges_shown *shown, const ac_challenge *of, ac_text cells[CELLS])
{
    const ac_text none = AC_TEXT("");
    const ac_reply *reply = ac_challenge_reply(shown->all, of);
    const ac_resolution *end = ac_challenge_resolution(shown->all, of);
    AC_SCOPED_BUFFER(number, 30);
    AC_SCOPED_BUFFER(due, 20);
    ac_buffer_addf(&number, "%" PRId64, of->number);
    ac_date_add_iso(&due, of->due);
    const ac_text made[CELLS] = {
        ac_text_copy(arena, ac_buffer_text(&number)),
        of->period,
        of->code,
        of->payer,
        of->payee,
        money(arena, shown, of->value),
        of->reason,
        of->rule,
        of->reference,
        of->owner,
        ac_text_copy(arena, ac_buffer_text(&due)),
        ac_text_of(state_of(shown, of, reply, end)),
        reply == NULL ? none : money(arena, shown, reply->accepted),
        end == NULL ? none : money(arena, shown, end->upheld),
        end == NULL ? none : end->way,
        of->person,
        of->note,
        reply == NULL ? none : reply->answer};
    for (size_t i = 0; i < CELLS; i++) {
        cells[i] = made[i];
    }
}

static bool is_shown(const ac_challenges_shown *shown, const ac_challenge *of)
{
    return shown->period.size == 0 || ac_text_equal(shown->period, of->period);
}

void ac_challenges_add_csv(ac_buffer *text, const ac_challenges_shown *shown)
{
    AC_SCOPED_ARENA(scratch);
    for (size_t i = 0; i < CELLS; i++) {
        ac_buffer_addf(text, "%s%s", i == 0 ? "" : ",", names[i]);
    }
    ac_buffer_add_char(text, '\n');
    for (size_t k = 0; k < shown->all->count; k++) {
        ac_text cells[CELLS];
        if (!is_shown(shown, &shown->all->list[k])) {
            continue;
        }
        fill(&scratch, shown, &shown->all->list[k], cells);
        for (size_t i = 0; i < CELLS; i++) {
            ac_buffer_add_csv(text, cells[i]);
            ac_buffer_add_char(text, i + 1 < CELLS ? ',' : '\n');
        }
    }
}

void ac_challenges_add_json(ac_buffer *text, const ac_challenges_shown *shown)
{
    AC_SCOPED_ARENA(scratch);
    bool first = true;
    ac_buffer_add_char(text, '[');
    for (size_t k = 0; k < shown->all->count; k++) {
        ac_text cells[CELLS];
        if (!is_shown(shown, &shown->all->list[k])) {
            continue;
        }
        fill(&scratch, shown, &shown->all->list[k], cells);
        ac_buffer_add_z(text, first ? "\n  {" : ",\n  {");
        for (size_t i = 0; i < CELLS; i++) {
            ac_buffer_addf(text, "%s\"%s\": ", i == 0 ? "" : ", ", names[i]);
            ac_buffer_add_json(text, cells[i]);
        }
        ac_buffer_add_char(text, '}');
        first = false;
    }
    ac_buffer_add_z(text, "\n]\n");
}

void ac_challenges_add_table(ac_buffer *text, const ac_challenges_shown *shown)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    for (size_t k = 0; k < shown->all->count; k++) {
        const ac_challenge *of = &shown->all->list[k];
        ac_text cells[CELLS];
        if (!is_shown(shown, of)) {
            continue;
        }
        count++;
        fill(&scratch, shown, of, cells);
        ac_buffer_addf(
            text, "%s%.*s  %.*s, %.*s to %.*s: %.*s, %.*s; %.*s\n", of->shadow ? "[shadow] " : "",
            AC_TEXT_ARG(cells[0]), AC_TEXT_ARG(cells[2]), AC_TEXT_ARG(cells[3]),
            AC_TEXT_ARG(cells[4]), AC_TEXT_ARG(cells[5]), AC_TEXT_ARG(cells[6]),
            AC_TEXT_ARG(cells[11]));
        ac_buffer_addf(
            text, "   %.*s sees to it by %.*s; raised by %.*s", AC_TEXT_ARG(cells[9]),
            AC_TEXT_ARG(cells[10]), AC_TEXT_ARG(of->rule.size > 0 ? of->rule : of->person));
        if (of->note.size > 0) {
            ac_buffer_addf(text, ": %.*s", AC_TEXT_ARG(of->note));
        }
        ac_buffer_add_char(text, '\n');
        const ac_reply *reply = ac_challenge_reply(shown->all, of);
        const ac_resolution *end = ac_challenge_resolution(shown->all, of);
        if (reply != NULL) {
            ac_buffer_addf(
                text, "   %.*s replied: %.*s, %.*s accepted: %.*s\n", AC_TEXT_ARG(reply->person),
                AC_TEXT_ARG(reply->answer), AC_TEXT_ARG(cells[12]), AC_TEXT_ARG(reply->evidence));
        }
        if (end != NULL) {
            ac_buffer_addf(
                text, "   %.*s resolved it: %.*s upheld%s%.*s: %.*s\n", AC_TEXT_ARG(end->person),
                AC_TEXT_ARG(cells[13]), end->way.size > 0 ? ", by " : "", AC_TEXT_ARG(end->way),
                AC_TEXT_ARG(end->note));
        }
    }
    if (count == 0) {
        ac_buffer_add_z(text, "Nothing was challenged\n");
    }
}
