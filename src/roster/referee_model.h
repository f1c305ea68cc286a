/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_REFEREE_MODEL_H
#define AC_ROSTER_REFEREE_MODEL_H
/* The model that the referee's adapter hands to CBC. */

#include "base/library.h"
#include "roster/cbc.def"
#include "roster/referee.h"

#include <coin/Cbc_C_Interface.h>

#define AC_NO_COLUMN (-1)

AC_LIBRARY_FUNCTIONS(ac_cbc_functions, AC_LIBCBC);

typedef struct ac_referee_model {
    const ac_cbc_functions *lib;
    ac_arena *arena;
    const ac_problem *problem;
    const bool *left_out; /* [ac_part_count], or NULL */
    Cbc_Model *cbc;
    int column_count;
    int *pair_columns; /* [doctor x duty] or AC_NO_COLUMN */
    int *days;         /* [day], of the doctor at hand: 1 if there is a session */
    int *row_columns;  /* room for a row */
    double *row_values;
    int row_count;
    int row_most;
} ac_referee_model;

/* Makes the columns and rows of a problem in a new model of CBC. */
void ac_referee_build(ac_referee_model *model);

#endif
