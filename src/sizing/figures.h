/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_FIGURES_H
#define AC_SIZING_FIGURES_H
/* The figures by which a pool is sized, each with where it comes from: an option, a row of
 * sizing.csv, or an assumption of pool/sizing.def. */

#include "pool/pool.h"
#include "sizing/demand.h"

#define AC_FIGURE_NONE (-1.0)

typedef enum ac_figure_from {
    AC_FIGURE_ASSUMED,
    AC_FIGURE_FILE,
    AC_FIGURE_OPTION,
    AC_FIGURE_FITTED
} ac_figure_from;

typedef struct ac_figure {
    double value; /* AC_FIGURE_NONE: none */
    ac_figure_from from;
    ac_text source; /* words */
} ac_figure;

typedef struct ac_figures {
    ac_figure list[AC_SIZINGS];
} ac_figures;

double ac_decimal(int64_t scaled); /* of a cell in millionths; AC_FIGURE_NONE below 0 */

static inline double ac_quotient(int64_t a, int64_t b)
{
    return (double)a / (double)b;
}

const char *ac_figure_word(ac_pool_sizing figure);    /* "price pence" */
const char *ac_figure_from_word(ac_figure_from from); /* "assumption" */

/* The figures as they stand on a day; texts in the arena, or borrowed of the pool. */
void ac_figures_read(ac_arena *arena, const ac_pool *pool, accord_date on, ac_figures *figures);

/* Sets one by words: "price pence=37500".
 *
 * errors  ACCORD_EINPUT  no such figure; no number; outside its limits
 */
accord_status
ac_figures_set(ac_arena *arena, ac_text words, ac_figures *figures, accord_error *error);

/* The demand that the figures and what was asked for make together: given, or fitted. A figure
 * that is fitted instead of assumed is marked so, with its value. */
void ac_demand_of(ac_arena *arena, const ac_asked *asked, ac_figures *figures, ac_demand *demand);

#endif
