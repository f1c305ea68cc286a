/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_TIEOUTS_PARTS_H
#define AC_APP_TIEOUTS_PARTS_H
/* The parts that tie-outs are made of, written once. */

#include "app/run.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ac_tieout_part {
    const char *name;
    const char *words; /* "no ... was brought in" */
    bool money;        /* always an amount of money */
    bool valued;       /* may be a value of the contract */
    bool stated;       /* may be a total that somebody states */
} ac_tieout_part;

extern const ac_tieout_part ac_tieout_parts[]; /* [ac_tieout_part_count] */
extern const size_t ac_tieout_part_count;

const ac_tieout_part *ac_tieout_part_find(ac_text name); /* or NULL */

/* The quantity of that name, or AC_NONE. */
uint32_t ac_tieout_quantity(const ac_program *program, ac_text name);

/* Whether a quantity is money, which a part may have to be. */
bool ac_tieout_is_money(const ac_program *program, uint32_t quantity);

#endif
