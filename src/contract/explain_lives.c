/* SPDX-License-Identifier: MIT */
/* Members that come and go, in explanations: whose figures are in a value that its holder has from
 * others, and why a member has none. Relies on lives.h for who holds what. */

#include "contract/explain_leaves.h"
#include "contract/lives.h"
#include "value/date.h"

enum { WORDS_MAX = 16 << 10 };

void ac_spot_read_by(const ac_explainer *x, const ac_spot *from, ac_spot *to)
{
    const ac_node *reader = ac_spot_node(x, from);
    to->seen = x->evaluation.dated != 0;
    to->reader = ac_reader_of(x->program, reader, from->period);
}

ac_spot *ac_spot_held(const ac_explainer *x, ac_arena *arena, const ac_spot *spot, size_t *count)
{
    const ac_node *read = ac_spot_node(x, spot);
    ac_level_set dated = x->evaluation.dated;
    accord_date day = {0};
    *count = 0;
    if (!spot->seen || !ac_moves(x->program, dated, &spot->reader, read, spot->period, &day)) {
        return NULL;
    }
    const ac_held held =
        ac_held_by(arena, x->program, x->facts, read->type.levels & dated, &spot->at, day);
    bool itself =
        held.count == 1 && ac_member_index(x->program, x->facts, dated, &held.places[0]) ==
                               ac_member_index(x->program, x->facts, dated, &spot->at);
    if (itself) {
        return NULL;
    }
    ac_spot *spots = AC_NEW_ARRAY(arena, ac_spot, held.count + 1);
    for (size_t i = 0; i < held.count; i++) {
        spots[i] = (ac_spot){.node = spot->node, .at = held.places[i], .period = spot->period};
    }
    *count = held.count;
    return spots;
}

bool ac_spot_is_held(const ac_explainer *x, const ac_spot *spot)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    return ac_spot_held(x, &scratch, spot, &count) != NULL;
}

void ac_explain_codes_add(
    ac_buffer *words,
    const ac_explainer *x,
    const ac_spot *spots,
    size_t count,
    ac_level_set levels)
{
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(words, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        ac_member_add(words, x->program, x->facts, levels, &spots[i].at, '/');
    }
}

void ac_explain_held_words(ac_buffer *words, const ac_explainer *x, const ac_spot *spot)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_spot *held = ac_spot_held(x, &scratch, spot, &count);
    ac_level_set dated = ac_spot_node(x, spot)->type.levels & x->evaluation.dated;
    accord_date day = {0};
    (void)ac_members_day(
        x->calendar, spot->reader.known, spot->reader.kind, spot->reader.period, &day);
    if (count == 0) {
        ac_member_add(words, x->program, x->facts, dated, &spot->at, '/');
        ac_buffer_add_z(words, " held nothing on ");
    } else {
        ac_buffer_add_z(words, "what ");
        ac_explain_codes_add(words, x, held, count, dated);
        ac_buffer_add_z(words, " had, held by ");
        ac_member_add(words, x->program, x->facts, dated, &spot->at, '/');
        ac_buffer_add_z(words, " on ");
    }
    ac_date_add_iso(words, day);
}

bool ac_explain_away(ac_explainer *x, ac_reason *reason)
{
    ac_level_set dated = reason->levels & x->evaluation.dated;
    if (dated == 0 || reason->type == NULL || reason->period_kind == AC_PERIOD_NONE) {
        return false;
    }
    ac_presence presence = ac_presence_of(
        x->program, x->facts, reason->type, &reason->at, reason->period_kind, reason->period);
    if (presence < AC_ENDED || reason->value.state != AC_VALUE_KNOWN ||
        ac_rational_sign(reason->value.number) != 0) {
        return false;
    }
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    for (uint32_t i = 0; i < x->program->level_count; i++) {
        if ((dated & (1u << i)) == 0) {
            continue;
        }
        const ac_fact_level *level = &x->facts->levels[i];
        const ac_fact_life *life = &level->lives[reason->at.members[i]];
        ac_buffer_addf(
            &words, "%s%.*s %s on ", words.size_bytes == 0 ? "" : "; ",
            AC_TEXT_ARG(level->codes[reason->at.members[i]]),
            presence == AC_UNOPENED ? "opened" : "closed");
        ac_date_add_iso(&words, presence == AC_UNOPENED ? life->opened : life->closed);
        if (presence == AC_SUCCEEDED && life->successor != AC_NONE) {
            ac_buffer_addf(
                &words, " and is succeeded by %.*s", AC_TEXT_ARG(level->codes[life->successor]));
        }
    }
    ac_buffer_add_z(&words, ": it has no figure here");
    ac_explain_step(x, reason, &words);
    reason->complete = true;
    return true;
}

ac_spot *
ac_explain_rows_of(const ac_explainer *x, ac_arena *arena, const ac_reason *reason, size_t *count)
{
    ac_level_set dated = reason->levels & x->evaluation.dated;
    accord_date day = {0};
    *count = 0;
    if (dated == 0 || !ac_type_is_amount(reason->type) ||
        !ac_members_day(
            x->calendar, reason->type->known, reason->period_kind, reason->period, &day)) {
        return NULL;
    }
    const ac_held held = ac_held_by(arena, x->program, x->facts, dated, &reason->at, day);
    ac_spot *spots = AC_NEW_ARRAY(arena, ac_spot, held.count + 1);
    for (size_t i = 0; i < held.count; i++) {
        spots[i].at = held.places[i];
    }
    *count = held.count;
    return spots;
}
