/* SPDX-License-Identifier: MIT */
/* Which files changed between two runs: by the names they stand for, their bytes, and which of
 * their rows stand. */

#include "app/diff_inside.h"

#include <string.h>

typedef struct stream_list {
    ac_arena *arena;
    ac_diff_stream *list;
    size_t count;
    size_t capacity;
} stream_list;

/* The file of a run's receipt that a seen file is, or NULL if the run does not read it. */
static const ac_fact_file *read_as(const ac_run *run, const ac_seen_file *seen)
{
    const ac_facts *facts = run->load->facts;
    ac_text name = seen->submission->file;
    for (size_t i = 0; i < facts->code_file_count; i++) {
        if (ac_text_equal(facts->code_files[i].name, name)) {
            return &facts->code_files[i];
        }
    }
    for (uint32_t q = 0; q < run->contract.program->quantity_count; q++) {
        if (run->contract.program->quantities[q].kind != AC_QUANTITY_INPUT) {
            continue;
        }
        for (size_t f = 0; f < facts->inputs[q].file_count; f++) {
            if (ac_text_equal(facts->inputs[q].files[f].name, name)) {
                return &facts->inputs[q].files[f];
            }
        }
    }
    return NULL;
}

static ac_diff_stream *find_stream(const stream_list *all, ac_text stands)
{
    for (size_t i = 0; i < all->count; i++) {
        if (ac_text_equal(all->list[i].stands, stands)) {
            return &all->list[i];
        }
    }
    return NULL;
}

static void meet_streams(stream_list *all, const ac_run *run)
{
    for (size_t i = 0; i < run->load->seen_count; i++) {
        const ac_seen_file *seen = &run->load->seen[i];
        ac_text stands = seen->submission->stands;
        if (read_as(run, seen) != NULL && find_stream(all, stands) == NULL) {
            AC_RESERVE(all->arena, all->list, all->count, all->capacity);
            size_t at = all->count++;
            while (at > 0 && ac_text_compare(all->list[at - 1].stands, stands) > 0) {
                all->list[at] = all->list[at - 1];
                at--;
            }
            all->list[at] = (ac_diff_stream){.stands = stands, .group = AC_DIFF_LISTS};
        }
    }
}

/* ---- What it is read for ---- */

static bool reads(const ac_run *run, uint32_t quantity, ac_text stands)
{
    const ac_fact_input *input = &run->load->facts->inputs[quantity];
    for (size_t f = 0; f < input->file_count; f++) {
        const ac_fact_file *file = &input->files[f];
        if (ac_text_equal(file->stands.size > 0 ? file->stands : file->name, stands)) {
            return true;
        }
    }
    return false;
}

/* Names the inputs, and sees whether any of them is more than a stock. */
static void describe(ac_arena *arena, const ac_run runs[2], ac_diff_stream *stream)
{
    AC_SCOPED_BUFFER(names, 400);
    for (int side = 1; side >= 0; side--) {
        const ac_program *program = runs[side].contract.program;
        for (uint32_t q = 0; q < program->quantity_count; q++) {
            const ac_quantity *quantity = &program->quantities[q];
            bool there =
                side == 0 && ac_find_quantity(runs[1].contract.program, quantity->name) != AC_NONE;
            if (quantity->kind != AC_QUANTITY_INPUT || there ||
                !reads(&runs[side], q, stream->stands)) {
                continue;
            }
            ac_buffer_addf(
                &names, "%s%.*s", names.size_bytes > 0 ? ", " : "", AC_TEXT_ARG(quantity->name));
            if (quantity->type.kind != AC_KIND_STOCK) {
                stream->group = AC_DIFF_DATA;
            }
        }
    }
    AC_SCOPED_BUFFER(label, 600);
    ac_buffer_add(&label, stream->stands);
    if (names.size_bytes > 0) {
        ac_buffer_addf(&label, " (%s)", names.bytes);
    }
    stream->label = ac_text_copy(arena, ac_buffer_text(&label));
}

/* ---- Whether it changed ---- */

static const ac_seen_file *nth_of(const ac_run *run, ac_text stands, size_t nth)
{
    for (size_t i = 0; i < run->load->seen_count; i++) {
        const ac_seen_file *seen = &run->load->seen[i];
        if (ac_text_equal(seen->submission->stands, stands) && nth-- == 0) {
            return seen;
        }
    }
    return NULL;
}

static bool same_span(const ac_day_span *a, const ac_day_span *b)
{
    return a->from.day == b->from.day && a->until.day == b->until.day;
}

static bool same_dates(const ac_cube_dates *a, const ac_cube_dates *b)
{
    bool same = a->whole_aside == b->whole_aside && a->aside_count == b->aside_count &&
                a->adds == b->adds && (a->covers == NULL) == (b->covers == NULL);
    same = same && (a->covers == NULL || same_span(a->covers, b->covers));
    for (size_t i = 0; same && i < a->aside_count; i++) {
        same = same_span(&a->aside[i], &b->aside[i]);
    }
    return same;
}

static bool same_file(const ac_run runs[2], const ac_seen_file *a, const ac_seen_file *b)
{
    const ac_submission *left = a->submission;
    const ac_submission *right = b->submission;
    if (!same_dates(&a->dates, &b->dates) || !ac_text_equal(left->file, right->file) ||
        left->known.day != right->known.day || left->stage != right->stage ||
        left->kind != right->kind || a->changed_by != b->changed_by) {
        return false;
    }
    if (strcmp(a->path, b->path) == 0) {
        return true;
    }
    const ac_fact_file *before = read_as(&runs[0], a);
    const ac_fact_file *after = read_as(&runs[1], b);
    return before != NULL && after != NULL &&
           memcmp(before->hash.bytes, after->hash.bytes, AC_HASH_BYTES) == 0;
}

static bool has_changed(const ac_run runs[2], ac_text stands)
{
    for (size_t n = 0;; n++) {
        const ac_seen_file *before = nth_of(&runs[0], stands, n);
        const ac_seen_file *after = nth_of(&runs[1], stands, n);
        if (before == NULL || after == NULL) {
            return before != after;
        }
        if (!same_file(runs, before, after)) {
            return true;
        }
    }
}

ac_diff_streams ac_diff_streams_find(ac_arena *arena, const ac_run runs[2])
{
    stream_list all = {.arena = arena};
    meet_streams(&all, &runs[0]);
    meet_streams(&all, &runs[1]);
    for (size_t i = 0; i < all.count; i++) {
        describe(arena, runs, &all.list[i]);
        all.list[i].changed = has_changed(runs, all.list[i].stands);
        all.list[i].taken = !all.list[i].changed;
    }
    return (ac_diff_streams){all.list, all.count};
}

const ac_seen_file *ac_diff_streams_seen(
    ac_arena *arena, const ac_run runs[2], const ac_diff_streams *streams, size_t *count)
{
    const ac_load *loads[2] = {runs[0].load, runs[1].load};
    const stream_list all = {.list = streams->list, .count = streams->count};
    ac_seen_file *seen =
        AC_NEW_ARRAY(arena, ac_seen_file, loads[0]->seen_count + loads[1]->seen_count);
    *count = 0;
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < loads[side]->seen_count; i++) {
            const ac_seen_file *file = &loads[side]->seen[i];
            const ac_diff_stream *stream = find_stream(&all, file->submission->stands);
            bool from_new = stream == NULL || stream->taken;
            if (from_new == (side == 1)) {
                seen[(*count)++] = *file;
            }
        }
    }
    return seen;
}
