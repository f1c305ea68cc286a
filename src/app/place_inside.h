/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_PLACE_INSIDE_H
#define AC_APP_PLACE_INSIDE_H
/* What place.c and place_find.c share. */

#include "app/place.h"

/* The check or assumption of a place. */
const ac_check *ac_place_check(const ac_program *program, const ac_value_place *place);

#endif
