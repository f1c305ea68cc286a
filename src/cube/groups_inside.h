/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_GROUPS_INSIDE_H
#define AC_CUBE_GROUPS_INSIDE_H
/* What groups.c, which takes one group after another, and groups_end.c share. */

#include "cube/groups.h"
#include "cube/inside.h"

/* Rows that may share an identifier, of one cell and value. */
typedef struct ac_group_repeat {
    ac_identity identity;
    const uint32_t *members; /* [key_count] */
    int32_t period;
    ac_rational value; /* of each row */
    uint64_t rows;
    size_t key_count; /* the same in all: qsort has no context */
} ac_group_repeat;

struct ac_groups {
    ac_cube *cube;
    const ac_cube_plan *plan;
    const ac_layout *layout;
    const ac_sql_shape *shape;
    ac_arena arena;
    const ac_odbc_row *row; /* being taken */
    uint64_t rows;          /* it stands for */
    bool refused;           /* a fault was found */
    bool not_followed;      /* no row follows them that is to */
    ac_refused_group fault;
    ac_refusal fault_reason;
    char message[ACCORD_MESSAGE_BYTES];
    ac_cube_counts counts;
    uint64_t refused_by[AC_REFUSAL_COUNT];
    ac_group_repeat *repeats;
    size_t repeat_count;
    size_t repeat_capacity;
    ac_refused_group *list;
    size_t list_count;
    size_t list_capacity;
};

/* Notes what is wrong with the group; the first fault stays. */
void ac_groups_fault(
    ac_groups *groups,
    ac_refusal reason,
    const ac_layout_field *field,
    ac_text value,
    const char *format,
    ...) AC_PRINTF(5, 6);

/* Refuses so many rows of the group, for that fault. */
void ac_groups_refuse(ac_groups *groups, uint64_t rows);

#endif
