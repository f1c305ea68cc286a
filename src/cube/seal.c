/* SPDX-License-Identifier: MIT */
/* The end of a cube: its canonical text, the hash of that, the reasons sorted, and whether too many
 * rows were refused. The text is by member code and period, so no order of reading shows in it. */

#include "base/assert.h"
#include "cube/inside.h"

#include <stdlib.h>
#include <string.h>

enum { PART_BYTES = 64 * 1024 };

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

static ac_rational value_of(const ac_cube *cube, size_t cell)
{
    return cube->values == NULL ? ac_rational_of((int64_t)cube->rows[cell]) : cube->values[cell];
}

static void add_heading(ac_buffer *text, const ac_cube *cube)
{
    ac_buffer_add_z(text, "input");
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        ac_buffer_add_char(text, ',');
        ac_buffer_add_csv(text, cube->plan->keys[i].level);
    }
    if (cube->plan->period_kind != AC_PERIOD_NONE) {
        ac_buffer_addf(text, ",%s", ac_period_kind_name(cube->plan->period_kind));
    }
    ac_buffer_add_z(text, ",value,rows\n");
}

/* Adds the lines of one combination of members, by period; `at` holds places in each axis' order.
 * */
static void add_lines(ac_buffer *text, const ac_cube *cube, const uint32_t *at)
{
    size_t cell = 0;
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        cell += cube->axes[i].order[at[i]] * cube->axes[i].stride;
    }
    for (size_t span = 0; span < cube->span_count; span++) {
        for (int32_t j = 0; j < cube->spans[span].count; j++, cell++) {
            bool missing = cube->rows[cell] == 0;
            if (missing && (cube->missing == NULL || cube->missing[cell] == 0)) {
                continue;
            }
            ac_buffer_add_csv(text, cube->plan->input);
            for (size_t i = 0; i < cube->plan->key_count; i++) {
                ac_buffer_add_char(text, ',');
                ac_buffer_add_csv(text, cube->axes[i].key->labels[cube->axes[i].order[at[i]]]);
            }
            if (cube->plan->period_kind != AC_PERIOD_NONE) {
                ac_buffer_add_char(text, ',');
                ac_period_add(
                    text, cube->plan->calendar, cube->plan->period_kind,
                    cube->spans[span].first + j);
            }
            ac_buffer_add_char(text, ',');
            uint64_t rows = missing ? cube->missing[cell] : cube->rows[cell];
            if (!missing) {
                ac_rational_add_exact(text, value_of(cube, cell));
            }
            ac_buffer_addf(text, ",%llu\n", (unsigned long long)rows);
        }
    }
}

/* The next combination of members, the last axis fastest; false after the last. */
static bool step(const ac_cube *cube, uint32_t *at)
{
    for (size_t i = cube->plan->key_count; i > 0; i--) {
        if (++at[i - 1] < cube->plan->keys[i - 1].member_count) {
            return true;
        }
        at[i - 1] = 0;
    }
    return false;
}

/* Adds all text; with a hasher, hands it over in parts instead of holding it. */
static void add_all(ac_buffer *text, const ac_cube *cube, ac_hasher *hasher)
{
    uint32_t at[AC_LEVELS_MAX] = {0};
    add_heading(text, cube);
    if (cube->cell_count > 0) {
        do {
            add_lines(text, cube, at);
            if (hasher != NULL && text->size_bytes >= PART_BYTES) {
                ac_hasher_add(hasher, ac_buffer_text(text));
                ac_buffer_clear(text);
            }
        } while (step(cube, at));
    }
    if (hasher != NULL) {
        ac_hasher_add(hasher, ac_buffer_text(text));
    }
}

void ac_cube_add_text(ac_buffer *buffer, const ac_cube *cube)
{
    ac_assert(cube->sealed);
    add_all(buffer, cube, NULL);
}

static int compare_reasons(const void *a, const void *b)
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
    qsort(cube->by_reason, cube->by_reason_count, sizeof *cube->by_reason, compare_reasons);
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

static accord_status judge_refused(const ac_cube *cube, accord_error *error)
{
    const ac_cube_counts *counts = &cube->counts;
    if (counts->refused == 0) {
        return ac_ok();
    }
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
    ac_refusal reason = 0;
    while (strcmp(ac_refusal_code(reason), top->reason) != 0) {
        reason++;
    }
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
    cube->sealed = true;
    ac_duplicates_done(&cube->duplicates);
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        sort_members(cube, &cube->axes[i]);
    }
    sort_reasons(cube);
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    ac_hasher hasher;
    ac_hasher_init(&hasher);
    add_all(&text, cube, &hasher);
    cube->hash = ac_hasher_end(&hasher);
    AC_TRY(ac_cube_close_refused(cube, error));
    return judge_refused(cube, error);
}
