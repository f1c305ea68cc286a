/* SPDX-License-Identifier: MIT */
/* The figures of sizing.def as a table. */

#include "pool/pool.h"

#define MILLIONTHS(value) ((int64_t)((value)*1e6 + 0.5))

const ac_sizing_rule ac_sizing_rules[AC_SIZINGS] = {
#define AC_POOL_SIZING(identifier, word, value, low, high, source) \
    {word, MILLIONTHS(value), low, high, source},
#include "pool/sizing.def"
#undef AC_POOL_SIZING
};

bool ac_sizing_holds(ac_pool_sizing figure, int64_t value)
{
    const ac_sizing_rule *rule = &ac_sizing_rules[figure];
    return value >= rule->low * 1000000 && value <= rule->high * 1000000;
}
