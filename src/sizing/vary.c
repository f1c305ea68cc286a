/* SPDX-License-Identifier: MIT */
/* One figure at a time, in the same scenarios. */

#include "sizing/vary.h"

#include <math.h>
#include <stdlib.h>

/* A figure is multiplied, or has something added. */
static const struct {
    ac_pool_sizing figure;
    double times;
    double plus;
} steps[] = {
    {AC_SIZE_PRICE,       0.95, 0   },
    {AC_SIZE_PRICE,       1.05, 0   },
    {AC_SIZE_COST,        0.95, 0   },
    {AC_SIZE_COST,        1.05, 0   },
    {AC_SIZE_IDLE_VALUE,  0,    0   },
    {AC_SIZE_IDLE_VALUE,  2,    0   },
    {AC_SIZE_UNMET_VALUE, 1,    5000},
    {AC_SIZE_BACKFILL,    1,    50  },
    {AC_SIZE_SICKNESS,    1,    -2  },
    {AC_SIZE_SICKNESS,    1,    2   },
    {AC_SIZE_CANCELLED,   1,    10  },
    {AC_SIZE_HANDED_BACK, 1,    50  },
    {AC_SIZE_TAKE_UP,     0.9,  0   },
    {AC_SIZE_TAKE_UP,     1.1,  0   },
    {AC_SIZE_SHOCK,       1,    -5  },
    {AC_SIZE_SHOCK,       1,    5   },
};

static int by_effect(const void *a, const void *b)
{
    const ac_varied *x = a;
    const ac_varied *y = b;
    double x_off = fabs(x->best.profit.value - x->before.profit.value);
    double y_off = fabs(y->best.profit.value - y->before.profit.value);
    int effect = (y_off > x_off) - (y_off < x_off);
    int figure = (x->figure > y->figure) - (x->figure < y->figure);
    return effect != 0   ? effect
           : figure != 0 ? figure
                         : (x->value > y->value) - (x->value < y->value);
}

static bool may_be(const ac_figures *figures, ac_pool_sizing figure, double value)
{
    return value >= 0 && ac_sizing_holds(figure, (int64_t)(value * 1e6)) &&
           fabs(value - figures->list[figure].value) > 1e-9;
}

accord_status ac_sizing_vary(
    ac_arena *arena,
    const ac_asked *asked,
    const ac_figures *figures,
    const ac_sizing_options *options,
    ac_what_if *variation,
    accord_error *error)
{
    ac_sizing_options few = *options;
    ac_what_if made = {.count = 0};
    ac_size_outcome before;
    ac_figures as_they_are = *figures;
    ac_demand demand;
    few.scenarios = few.scenarios < AC_VARIED_SCENARIOS ? few.scenarios : AC_VARIED_SCENARIOS;
    few.size_count = 0;
    few.idle_count = 0;
    ac_demand_of(arena, asked, &as_they_are, &demand);
    AC_TRY(ac_sizing_best(arena, &as_they_are, &demand, &few, &before, error));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        ac_pool_sizing figure = steps[i].figure;
        double value = figures->list[figure].value * steps[i].times + steps[i].plus;
        ac_figures other = *figures;
        bool used = (!demand.given || figure != AC_SIZE_SHOCK) &&
                    (options->need != NULL || figure != AC_SIZE_HANDED_BACK);
        if (!used || !may_be(figures, figure, value)) {
            continue;
        }
        other.list[figure].value = value;
        other.list[figure].from = AC_FIGURE_OPTION;
        if (other.list[AC_SIZE_COST].value <= other.list[AC_SIZE_IDLE_VALUE].value) {
            continue;
        }
        ac_varied *one = &made.list[made.count++];
        *one = (ac_varied){.figure = figure, .value = value, .before = before};
        ac_demand_of(arena, asked, &other, &demand);
        AC_TRY(ac_sizing_best(arena, &other, &demand, &few, &one->best, error));
    }
    qsort(made.list, made.count, sizeof made.list[0], by_effect);
    *variation = made;
    return ac_ok();
}
