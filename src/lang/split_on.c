/* SPDX-License-Identifier: MIT */
/* Which split shares out a payment. The checker asks whether there is one at all times; a statement
 * asks which it is. */

#include "base/assert.h"
#include "lang/program.h"

static bool names_pay(const ac_split *split, uint32_t pay)
{
    for (uint32_t i = 0; i < split->of_count; i++) {
        if (split->of[i] == pay) {
            return true;
        }
    }
    return false;
}

/* Whether no later version of the same clause is in force on the day. */
static bool
is_in_force(const ac_syntax *syntax, const ac_split *list, size_t count, size_t at, accord_date day)
{
    ac_assert(at < count);
    if (list[at].effective.day > day.day) {
        return false;
    }
    ac_text number = syntax->clauses[list[at].clause].number;
    for (size_t i = 0; i < count; i++) {
        bool same = ac_text_equal(syntax->clauses[list[i].clause].number, number);
        bool later = list[i].effective.day > list[at].effective.day ||
                     (i > at && list[i].effective.day == list[at].effective.day);
        if (same && later && list[i].effective.day <= day.day) {
            return false;
        }
    }
    return true;
}

const ac_split *ac_split_on(
    const ac_syntax *syntax,
    const ac_split *list,
    size_t count,
    uint32_t from_party,
    uint32_t pay,
    accord_date day)
{
    const ac_split *found = NULL;
    for (size_t i = 0; i < count; i++) {
        const ac_split *split = &list[i];
        bool named = names_pay(split, pay);
        if (split->from_party != from_party || (split->of_count > 0 && !named) ||
            !is_in_force(syntax, list, count, i, day)) {
            continue;
        }
        if (found == NULL || (named && found->of_count == 0)) {
            found = split;
        }
    }
    return found;
}
