/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_VARY_H
#define AC_SIZING_VARY_H
/* What the best size and its profit would be if one figure were another: which assumptions matter
 * (a tornado, largest first). */

#include "sizing/size.h"

enum { AC_VARIED_MOST = 20, AC_VARIED_SCENARIOS = 500 };

typedef struct ac_varied {
    ac_pool_sizing figure;
    double value;           /* that it is set to */
    ac_size_outcome before; /* the best with the figures as they are, in the same few scenarios */
    ac_size_outcome best;
} ac_varied;

typedef struct ac_what_if {
    ac_varied list[AC_VARIED_MOST];
    size_t count;
} ac_what_if;

/* Varies prices by a twentieth, and others by steps that are told. A value outside its limits, or
 * at which any number would pay, is left out. Errors as ac_sizing_run. */
accord_status ac_sizing_vary(
    ac_arena *arena,
    const ac_asked *asked,
    const ac_figures *figures,
    const ac_sizing_options *options,
    ac_what_if *variation,
    accord_error *error);

#endif
