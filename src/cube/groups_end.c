/* SPDX-License-Identifier: MIT */
/* When all groups are taken: of rows with one identifier one stays; and the account. */

#include "cube/groups_inside.h"

#include <stdlib.h>
#include <string.h>

static int compare_repeats(const void *a, const void *b)
{
    const ac_group_repeat *left = a;
    const ac_group_repeat *right = b;
    if (left->identity.high != right->identity.high) {
        return left->identity.high < right->identity.high ? -1 : 1;
    }
    if (left->identity.low != right->identity.low) {
        return left->identity.low < right->identity.low ? -1 : 1;
    }
    for (size_t i = 0; i < left->key_count; i++) {
        if (left->members[i] != right->members[i]) {
            return left->members[i] < right->members[i] ? -1 : 1;
        }
    }
    if (left->period != right->period) {
        return left->period < right->period ? -1 : 1;
    }
    return ac_rational_compare(left->value, right->value);
}

static bool same_identity(const ac_group_repeat *a, const ac_group_repeat *b)
{
    return a->identity.high == b->identity.high && a->identity.low == b->identity.low;
}

/* Of each identifier the first row, which is the least, goes into its cell; the rest are refused.
 */
static accord_status settle_repeats(ac_groups *groups, accord_error *error)
{
    size_t count = groups->repeat_count;
    if (count == 0) {
        return ac_ok();
    }
    qsort(groups->repeats, count, sizeof *groups->repeats, compare_repeats);
    const ac_layout_field *field = ac_layout_find(groups->layout, groups->layout->identifier[0]);
    for (size_t from = 0, until = 0; from < count; from = until) {
        const ac_group_repeat *least = &groups->repeats[from];
        uint64_t rows = 0;
        for (; until < count && same_identity(&groups->repeats[until], least); until++) {
            rows += groups->repeats[until].rows;
        }
        groups->counts.counted++;
        AC_TRY(
            ac_cube_give_cell(groups->cube, least->members, least->period, 1, least->value, error));
        if (groups->plan->followed != NULL) {
            groups->counts.repeated += rows - 1;
        } else if (rows > 1) {
            groups->refused = false;
            ac_groups_fault(
                groups, AC_REFUSAL_DUPLICATE, field, AC_TEXT(""),
                "a row with the same identifier was counted already");
            ac_groups_refuse(groups, rows - 1);
        }
    }
    return ac_ok();
}

static int compare_refused(const void *a, const void *b)
{
    const ac_refused_group *left = a;
    const ac_refused_group *right = b;
    int order = strcmp(left->reason, right->reason);
    return order == 0 ? ac_text_compare(left->heading, right->heading) : order;
}

accord_status ac_groups_end(ac_groups *groups, const ac_cube_file *source, accord_error *error)
{
    ac_refused_count by[AC_REFUSAL_COUNT];
    AC_TRY(settle_repeats(groups, error));
    for (ac_refusal reason = 0; reason < AC_REFUSAL_COUNT; reason++) {
        by[reason] = (ac_refused_count){ac_refusal_code(reason), groups->refused_by[reason]};
    }
    const ac_cube_counts *counts = &groups->counts;
    ac_cube_file file = *source;
    file.rows = counts->rows;
    file.counted = counts->counted;
    file.refused = counts->refused;
    file.set_aside = counts->rows - counts->counted - counts->refused;
    ac_cube_give_account(groups->cube, &file, counts, by, AC_REFUSAL_COUNT);
    if (groups->list_count > 0) {
        qsort(groups->list, groups->list_count, sizeof *groups->list, compare_refused);
    }
    return ac_ok();
}

const ac_refused_group *ac_groups_refused(const ac_groups *groups, size_t *count)
{
    *count = groups->list_count;
    return groups->list;
}
