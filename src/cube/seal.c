/* SPDX-License-Identifier: MIT */
/* The end of a cube: the hash of its canonical text (text.c), the reasons sorted, and whether too
 * many rows were refused. */

#include "base/assert.h"
#include "cube/follow.h"
#include "cube/given.h"
#include "cube/inside.h"

#include <stdlib.h>
#include <string.h>

typedef struct labelled {
    ac_text label;
    uint32_t member;
} labelled;

static int compare_labels(const void *a, const void *b)
{
    const labelled *left = a;
    const labelled *right = b;
    int order = ac_text_compare(left->label, right->label);
    return order != 0 ? order : (left->member > right->member) - (left->member < right->member);
}

static void sort_members(ac_cube *cube, ac_cube_axis *axis)
{
    AC_SCOPED_ARENA(scratch);
    uint32_t count = axis->key->member_count;
    labelled *list = AC_NEW_ARRAY(&scratch, labelled, count);
    uint32_t *order = AC_NEW_ARRAY(&cube->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        list[i] = (labelled){axis->key->labels[i], i};
    }
    qsort(list, count, sizeof *list, compare_labels);
    for (uint32_t i = 0; i < count; i++) {
        order[i] = list[i].member;
    }
    axis->order = order;
}

void ac_cube_add_text(ac_buffer *buffer, const ac_cube *cube)
{
    ac_assert(cube->sealed);
    ac_cube_write_text(buffer, cube, NULL);
}

int ac_refused_count_compare(const void *a, const void *b)
{
    const ac_refused_count *left = a;
    const ac_refused_count *right = b;
    if (left->rows != right->rows) {
        return left->rows < right->rows ? 1 : -1;
    }
    return strcmp(left->reason, right->reason);
}

static void sort_reasons(ac_cube *cube)
{
    for (ac_refusal reason = 0; reason < AC_REFUSAL_COUNT; reason++) {
        if (cube->refused_by[reason] > 0) {
            cube->by_reason[cube->by_reason_count++] =
                (ac_refused_count){ac_refusal_code(reason), cube->refused_by[reason]};
        }
    }
    qsort(
        cube->by_reason, cube->by_reason_count, sizeof *cube->by_reason, ac_refused_count_compare);
}

/* Adds a share as a percentage, with as many places as it takes not to say 0. */
static void add_share(ac_buffer *buffer, ac_arena *arena, ac_rational share)
{
    ac_rational percent = ac_rational_multiply(arena, share, ac_rational_of(100));
    bool small = ac_rational_compare(percent, ac_rational_of_ratio(arena, 1, 100)) < 0;
    bool whole = ac_rational_is_whole(percent);
    ac_rational_add_decimal(buffer, percent, whole ? 0 : small ? 6 : 2, false);
    ac_buffer_add_char(buffer, '%');
}

/* A limit for one reason is judged before that of all. */
static accord_status judge_reasons(const ac_cube *cube, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    const ac_layout *layout = cube->layout;
    for (size_t i = 0; i < layout->limit_count && !cube->limits_lifted; i++) {
        const ac_layout_limit *limit = &layout->limits[i];
        ac_refusal reason = ac_refusal_of(limit->reason);
        uint64_t rows = cube->refused_by[reason];
        ac_rational share =
            ac_rational_of_ratio(&scratch, (int64_t)rows, (int64_t)cube->counts.rows);
        if (ac_rational_compare(share, limit->share) <= 0) {
            continue;
        }
        AC_SCOPED_BUFFER(was, 40);
        AC_SCOPED_BUFFER(most, 40);
        add_share(&was, &scratch, share);
        add_share(&most, &scratch, limit->share);
        return ac_fail(
            error, ACCORD_ENO,
            "%.*s: %llu of %llu rows were refused for %.*s (%s), and at most %s may be (%.*s:%u): "
            "%s",
            AC_TEXT_ARG(cube->plan->input), (unsigned long long)rows,
            (unsigned long long)cube->counts.rows, AC_TEXT_ARG(limit->reason), was.bytes,
            most.bytes, AC_TEXT_ARG(layout->path), limit->line, ac_refusal_sentence(reason));
    }
    return ac_ok();
}

static accord_status judge_refused(const ac_cube *cube, accord_error *error)
{
    const ac_cube_counts *counts = &cube->counts;
    if (counts->refused == 0) {
        return ac_ok();
    }
    AC_TRY(judge_reasons(cube, error));
    AC_SCOPED_ARENA(scratch);
    ac_rational share =
        ac_rational_of_ratio(&scratch, (int64_t)counts->refused, (int64_t)counts->rows);
    if (ac_rational_compare(share, cube->refuse_at_most) <= 0) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(was, 40);
    AC_SCOPED_BUFFER(most, 40);
    add_share(&was, &scratch, share);
    add_share(&most, &scratch, cube->refuse_at_most);
    const ac_refused_count *top = &cube->by_reason[0];
    ac_refusal reason = ac_refusal_of(ac_text_of(top->reason));
    return ac_fail(
        error, ACCORD_ENO,
        "%.*s: %llu of %llu rows were refused (%s), and at most %s may be; most often %s in "
        "%llu rows: %s",
        AC_TEXT_ARG(cube->plan->input), (unsigned long long)counts->refused,
        (unsigned long long)counts->rows, was.bytes, most.bytes, top->reason,
        (unsigned long long)top->rows, ac_refusal_sentence(reason));
}

accord_status ac_cube_seal(ac_cube *cube, accord_error *error)
{
    ac_assert(!cube->sealed);
    AC_TRY(ac_following_end(cube, error));
    cube->sealed = true;
    AC_TRY(ac_cube_settle_identities(cube, error));
    ac_duplicates_done(&cube->duplicates);
    ac_listing_end(cube);
    ac_cube_seal_amounts(cube);
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        sort_members(cube, &cube->axes[i]);
    }
    sort_reasons(cube);
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    ac_hasher hasher;
    ac_hasher_init(&hasher);
    ac_cube_write_text(&text, cube, &hasher);
    cube->hash = ac_hasher_end(&hasher);
    AC_TRY(ac_cube_close_refused(cube, error));
    if (cube->standing != NULL) {
        AC_TRY(ac_standing_end(cube->standing, error));
    }
    return judge_refused(cube, error);
}
