/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_PARTS_H
#define AC_SIZING_PARTS_H
/* Parts of a pool, each sized as if it stood alone: the sessions that ask for one skill, and the
 * practices and doctors of one base. And what falls short whatever is done. */

#include "sizing/size.h"

enum { AC_PART_SCENARIOS = 500 };

typedef struct ac_sized_part {
    bool of_skill; /* else of a base */
    ac_text name;
    const ac_asked *asked; /* its own sessions */
    double asked_a_week;
    double on_offer; /* today, of a week: of its doctors */
    ac_size_outcome best;
} ac_sized_part;

/* Sessions of one kind that no roster of the weeks looked at can meet. */
typedef struct ac_shortage {
    ac_text skill; /* empty: none is asked for */
    ac_text base;  /* empty: the site has none */
    const char *when;
    uint32_t asked;
    uint32_t missing;
    uint32_t doctors; /* who may work some of them */
} ac_shortage;

typedef struct ac_sizing_parts {
    ac_sized_part *list; /* [count], those of bases first */
    uint32_t count;
    uint32_t bases;         /* homes of doctors */
    bool too_many_bases;    /* to be sized one by one */
    ac_shortage *shortages; /* [shortage_count], the most missing first */
    uint32_t shortage_count;
    uint32_t asked;
    uint32_t missing;
} ac_sizing_parts;

/* Finds the best size of each part by itself, in the same scenarios as others, but fewer.
 *
 * in      figures  before any of them was fitted
 * errors  of ac_sizing_best
 */
accord_status ac_sizing_size_parts(
    ac_arena *arena,
    const ac_figures *figures,
    const ac_sizing_options *options,
    ac_sizing_parts *parts,
    accord_error *error);

#endif
