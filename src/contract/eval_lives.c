/* SPDX-License-Identifier: MIT */
/* Columns over members that come and go: rows as a later day sees them, and what is taken away at
 * members that are not there. Without dated levels a row is given back as it is. */

#include "contract/eval.h"

static bool is_dated(const ac_eval *eval, ac_level_set levels)
{
    return (levels & eval->evaluation->dated) != 0;
}

/* Whether anybody was succeeded on a day from `from` on and before `until`. */
static bool
someone_moves(const ac_eval *eval, ac_level_set dated, accord_date from, accord_date until)
{
    for (uint32_t i = 0; i < eval->program->level_count; i++) {
        const ac_fact_level *level = &eval->facts->levels[i];
        for (uint32_t m = 0; (dated & (1u << i)) != 0 && m < level->count; m++) {
            const ac_fact_life *life = &level->lives[m];
            if (life->successor != AC_NONE && life->closed.day >= from.day &&
                life->closed.day < until.day) {
                return true;
            }
        }
    }
    return false;
}

ac_seen ac_eval_move(ac_eval *eval, ac_level_set levels, ac_seen row, accord_date day)
{
    ac_level_set dated = levels & eval->evaluation->dated;
    accord_date always = {INT32_MIN};
    if (dated == 0 || !someone_moves(eval, dated, always, day)) {
        return row;
    }
    uint64_t members = ac_members_of(eval->program, eval->facts, levels);
    ac_rational *numbers = AC_NEW_ARRAY(eval->scratch, ac_rational, members);
    uint32_t *states = AC_NEW_ARRAY(eval->scratch, uint32_t, members);
    for (uint64_t m = 0; m < members; m++) {
        numbers[m] = AC_RATIONAL_ZERO;
    }
    for (uint64_t m = 0; m < members; m++) {
        ac_coordinates at = ac_member_coordinates(eval->program, eval->facts, levels, m);
        at = ac_holders(eval->program, eval->facts, dated, &at, day);
        uint64_t to = ac_member_index(eval->program, eval->facts, levels, &at);
        if (states[to] != AC_VALUE_KNOWN || row.states[m] != AC_VALUE_KNOWN) {
            states[to] = ac_state_join(eval->evaluation, states[to], row.states[m]);
        } else {
            numbers[to] = ac_rational_add(eval->scratch, numbers[to], row.numbers[m]);
        }
    }
    return (ac_seen){numbers, states};
}

ac_seen ac_eval_seen(
    ac_eval *eval,
    const ac_node *reader,
    int32_t period,
    const ac_node *read,
    const ac_column *column,
    uint64_t row)
{
    ac_seen seen = {column->numbers + row, column->states + row};
    if (!is_dated(eval, read->type.levels)) {
        return seen;
    }
    int32_t read_period = column->first + (int32_t)(row / column->members);
    accord_date day = {0};
    const ac_reader as = ac_reader_of(eval->program, reader, period);
    if (!ac_moves(eval->program, eval->evaluation->dated, &as, read, read_period, &day)) {
        return seen;
    }
    return ac_eval_move(eval, read->type.levels, seen, day);
}

void ac_eval_take_away(
    ac_eval *eval, const ac_node *node, int32_t first, ac_column *column, bool spread)
{
    if (!is_dated(eval, node->type.levels) || column->period == AC_PERIOD_NONE) {
        return;
    }
    for (uint32_t p = 0; p < column->periods; p++) {
        for (uint64_t m = 0; m < column->members; m++) {
            ac_coordinates at =
                ac_member_coordinates(eval->program, eval->facts, column->levels, m);
            ac_presence presence = ac_presence_of(
                eval->program, eval->facts, &node->type, &at, column->period, first + (int32_t)p);
            uint64_t place = p * column->members + m;
            bool away = spread ? presence >= AC_ENDED : ac_is_away(node, presence);
            bool excused = ac_note_is_excused(eval->evaluation, presence, column->states[place]);
            if (away || excused) {
                column->numbers[place] = AC_RATIONAL_ZERO;
                column->states[place] = AC_VALUE_KNOWN;
            }
        }
    }
}
