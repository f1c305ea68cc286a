/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_LOAD_INSIDE_H
#define AC_APP_LOAD_INSIDE_H
/* What the files load*.c share. */

#include "app/layouts.h"
#include "app/load.h"
#include "app/table.h"

typedef struct ac_loading {
    ac_arena *arena;
    const ac_program *program;
    const ac_load_options *options;
    ac_layouts layouts;
    ac_fact_level *levels;  /* [level_count] */
    ac_names *member_names; /* [level_count], code -> member */
    ac_facts *facts;
    ac_fact_file *code_files; /* [code_file_count], read so far */
    size_t code_file_count;
    size_t code_file_capacity;
    bool refused_opened; /* a cube has begun the file of refused rows */
    accord_error *error;
} ac_loading;

/* How an input is to be read. */
typedef struct ac_load_plan {
    ac_cube_plan cube;
    const ac_layout *layout;
    const char *const *paths; /* [path_count] */
    size_t path_count;
    bool counts;        /* it counts or sums rows */
    const char *pulled; /* cells that stand in place of them (app/pulled.h), or NULL */
} ac_load_plan;

/* Reads the columns of a file of codes and keeps the file for the receipt. Fails as
 * ac_table_read. */
accord_status ac_load_table(ac_loading *loading, const ac_table_wanted *wanted, ac_table *table);

/* load_levels.c: finds the members of every level, and their names for look-up. */
accord_status ac_load_levels(ac_loading *loading);

/* load_plan.c: turns the input clause of a quantity into a plan, and finds its files. */
accord_status ac_load_plan_make(ac_loading *loading, uint32_t index, ac_load_plan *plan);

/* Fails at a clause of the contract: "clause 1.6 ..." with the contract's file:line:column. */
accord_status ac_load_fail(const ac_loading *loading, uint32_t clause, const char *format, ...)
    AC_PRINTF(3, 4);

/* Gives the path of a file that a clause names, which must be in the data folder. */
accord_status
ac_load_path(const ac_loading *loading, uint32_t clause, ac_text file, const char **path);

#endif
