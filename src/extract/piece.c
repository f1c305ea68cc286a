/* SPDX-License-Identifier: MIT */
/* Pieces of a file: filled, searched, and put in order. */

#include "extract/piece.h"

#include "base/assert.h"

#include <stdlib.h>
#include <string.h>

static void *allocate(size_t size)
{
    void *bytes = malloc(size);
    if (bytes == NULL) {
        ac_out_of_memory(size);
    }
    return bytes;
}

void ac_piece_init(ac_piece *piece, size_t capacity)
{
    *piece = (ac_piece){.own_capacity = capacity};
    piece->own = allocate(capacity + AC_MARKS_SLACK);
    memset(piece->own, 0, capacity + AC_MARKS_SLACK);
}

void ac_piece_done(ac_piece *piece)
{
    free(piece->own);
    free(piece->joined);
    *piece = (ac_piece){0};
}

/* Where the last line ends, or `size` if none does. */
static size_t after_last_line(const char *at, size_t size)
{
    for (size_t i = size; i > 0; i--) {
        if (at[i - 1] == '\n') {
            return i;
        }
    }
    return size;
}

void ac_left_put(ac_left *left, ac_text bytes)
{
    if (left->end + bytes.size > left->capacity) {
        left->capacity = (left->end + bytes.size) * 2;
        char *larger = realloc(left->bytes, left->capacity);
        if (larger == NULL) {
            ac_out_of_memory(left->capacity);
        }
        left->bytes = larger;
    }
    if (bytes.size > 0) {
        memcpy(left->bytes + left->end, bytes.at, bytes.size);
        left->end += bytes.size;
    }
}

void ac_left_done(ac_left *left)
{
    free(left->bytes);
    *left = (ac_left){0};
}

/* Takes bytes off the front. */
static size_t take_left(ac_left *left, char *into, size_t most)
{
    size_t held = left->end - left->begin;
    size_t taken = held < most ? held : most;
    if (taken > 0) {
        memcpy(into, left->bytes + left->begin, taken);
        left->begin += taken;
    }
    if (left->begin == left->end) {
        left->begin = 0;
        left->end = 0;
    }
    return taken;
}

/* Puts back the end of what was taken, or puts what was read after it, in front of the rest. */
static void give_back(ac_left *left, ac_text bytes)
{
    if (left->end > 0) {
        ac_assert(left->begin >= bytes.size);
        left->begin -= bytes.size;
        memcpy(left->bytes + left->begin, bytes.at, bytes.size);
    } else {
        ac_left_put(left, bytes);
    }
}

accord_status ac_piece_fill(ac_piece *piece, ac_source *source, ac_left *left, accord_error *error)
{
    size_t got = 0;
    size_t size = take_left(left, piece->own, piece->own_capacity);
    size_t room = piece->own_capacity - size;
    AC_TRY(ac_source_read(source, piece->own + size, room, &got, error));
    size += got;
    piece->last = got < room;
    piece->own_size = piece->last ? size : after_last_line(piece->own, size);
    piece->done_bytes = ac_source_done_bytes(source);
    if (piece->own_size < size) {
        give_back(left, (ac_text){piece->own + piece->own_size, size - piece->own_size});
    }
    free(piece->joined);
    piece->joined = NULL;
    piece->held = (ac_text){piece->own, piece->own_size};
    piece->first = 0;
    return ac_ok();
}

void ac_searcher_init(
    ac_searcher *searcher, ac_arena *arena, ac_marks_find *find, char delimiter, size_t columns)
{
    *searcher = (ac_searcher){.find = find, .delimiter = delimiter};
    ac_row_maker_init(&searcher->maker, arena, delimiter);
    searcher->maker.columns = columns;
}

static void free_marks(ac_marks *marks)
{
    free(marks->ends);
    free(marks->rows);
    free(marks->rare);
    *marks = (ac_marks){0};
}

void ac_searcher_done(ac_searcher *searcher)
{
    free_marks(&searcher->marks);
    ac_row_maker_done(&searcher->maker);
}

/* Every byte may end a field and a row; pages that are not written take no memory. */
static void make_room(ac_searcher *searcher, size_t size)
{
    ac_marks *marks = &searcher->marks;
    if (size > searcher->room_bytes || marks->ends == NULL) {
        size_t room = size + 2 * (size_t)AC_MARKS_SLACK;
        free_marks(marks);
        marks->ends = allocate(room * sizeof *marks->ends);
        marks->rows = allocate(room * sizeof *marks->rows);
        marks->rare = allocate((size / 4096 + 2) * sizeof *marks->rare);
        searcher->room_bytes = size;
    }
    marks->end_count = 1;
    marks->row_count = 0;
    memset(marks->rare, 0, (size / 4096 + 2) * sizeof *marks->rare);
}

/* Takes back the marks after the last row; returns where the next row begins. */
static size_t take_back(ac_marks *marks, size_t first)
{
    if (marks->row_count == 0) {
        marks->end_count = 1;
        return first;
    }
    uint32_t end = marks->rows[marks->row_count - 1] & ~AC_ROW_ODD;
    marks->end_count = (size_t)end + 1;
    return (size_t)marks->ends[end] + 1;
}

void ac_piece_search(ac_piece *piece, ac_searcher *searcher)
{
    ac_marks *marks = &searcher->marks;
    ac_row_maker *maker = &searcher->maker;
    ac_text held = piece->held;
    size_t from = piece->first;
    uint64_t odd_rows = 0;
    uint64_t odd_lines = 0;
    piece->passing = false;
    make_room(searcher, held.size);
    marks->ends[0] = (uint32_t)from - 1;
    while (from < held.size) {
        (void)searcher->find(marks, held.at, from, held.size, searcher->delimiter);
        from = take_back(marks, piece->first);
        if (from == held.size) {
            break;
        }
        ac_text rest = {held.at + from, held.size - from};
        if (ac_row_empty_line(rest, piece->last) < 0 || !ac_row_make(maker, rest, piece->last, 0)) {
            break;
        }
        marks->ends[marks->end_count] = (uint32_t)(from + maker->size_bytes - 1);
        marks->rows[marks->row_count++] = (uint32_t)marks->end_count++ | AC_ROW_ODD;
        odd_rows++;
        odd_lines += maker->lines;
        from += maker->size_bytes;
        if (maker->passing) {
            const char *line_end = memchr(held.at + from, '\n', held.size - from);
            piece->passing = line_end == NULL;
            from = line_end == NULL ? held.size : (size_t)(line_end - held.at) + 1;
            odd_lines += line_end == NULL ? 0 : 1;
            marks->ends[marks->end_count - 1] = (uint32_t)(from - 1);
        }
    }
    piece->until = from;
    piece->lines = marks->row_count - odd_rows + odd_lines;
}

/* Puts the start of a row that the pieces before left in front of this piece. */
static void join(ac_piece *piece, const ac_chain *chain)
{
    size_t size = chain->tail_size + piece->own_size;
    piece->joined = allocate(size + AC_MARKS_SLACK);
    memcpy(piece->joined, chain->tail, chain->tail_size);
    memcpy(piece->joined + chain->tail_size, piece->own, piece->own_size);
    memset(piece->joined + size, 0, AC_MARKS_SLACK);
    piece->held = (ac_text){piece->joined, size};
}

void ac_piece_follow(ac_piece *piece, ac_chain *chain, ac_searcher *searcher)
{
    uint64_t passed = 0;
    piece->line = chain->line;
    if (chain->tail_size > 0) {
        join(piece, chain);
        ac_piece_search(piece, searcher);
    } else if (chain->passing) {
        const char *line_end = memchr(piece->held.at, '\n', piece->held.size);
        passed = line_end == NULL ? 0 : 1;
        piece->first =
            line_end == NULL ? piece->held.size : (size_t)(line_end - piece->held.at) + 1;
        ac_piece_search(piece, searcher);
        piece->passing = piece->passing || line_end == NULL;
    }
    piece->lines += passed;
    chain->passing = piece->passing;
    chain->line = piece->line + piece->lines;
    ac_text rest = ac_text_slice(piece->held, piece->until, piece->held.size);
    free(chain->tail);
    chain->tail = NULL;
    chain->tail_size = rest.size;
    if (rest.size > 0) {
        chain->tail = allocate(rest.size);
        memcpy(chain->tail, rest.at, rest.size);
    }
}

void ac_chain_done(ac_chain *chain)
{
    free(chain->tail);
    *chain = (ac_chain){0};
}
