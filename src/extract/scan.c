/* SPDX-License-Identifier: MIT */
/* Scanning in blocks of 64 bytes: a bit for each delimiter, quote and line end, then from bit to
 * bit. Relies on AC_SCAN_SLACK_BYTES readable bytes after the end; bits past the end are masked
 * off. */

#include "extract/scan.h"

#include "base/limits.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };
_Static_assert(BLOCK <= AC_SCAN_SLACK_BYTES, "a block that begins before the end may be loaded");

/* Returns a bit for each byte of a block that is a delimiter, a quote or a line end. */
static uint64_t marks_of(const char *at, char delimiter)
{
    uint64_t marks = 0;
#ifdef __SSE2__
    const __m128i delimiters = _mm_set1_epi8(delimiter);
    const __m128i quotes = _mm_set1_epi8('"');
    const __m128i ends = _mm_set1_epi8('\n');
    for (unsigned i = 0; i < BLOCK / 16; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + (size_t)16 * i));
        __m128i found = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters), _mm_cmpeq_epi8(bytes, quotes)),
            _mm_cmpeq_epi8(bytes, ends));
        marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(found) << (16 * i);
    }
#else
    for (unsigned i = 0; i < BLOCK; i++) {
        bool mark = at[i] == delimiter || at[i] == '"' || at[i] == '\n';
        marks |= (uint64_t)mark << i;
    }
#endif
    return marks;
}

void ac_scan_rare(const char *at, size_t size, bool *high, bool *nul)
{
    *high = false;
    *nul = false;
    size_t i = 0;
#ifdef __SSE2__
    __m128i all = _mm_setzero_si128();
    __m128i zeros = _mm_setzero_si128();
    for (; i + 16 <= size; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        all = _mm_or_si128(all, bytes);
        zeros = _mm_or_si128(zeros, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
    }
    *high = _mm_movemask_epi8(all) != 0;
    *nul = _mm_movemask_epi8(zeros) != 0;
#endif
    for (; i < size; i++) {
        *high = *high || (unsigned char)at[i] >= 0x80;
        *nul = *nul || at[i] == '\0';
    }
}

/* Where the scanner stands. */
typedef struct walker {
    ac_scan *scan;
    const char *at;
    size_t size;
    bool at_end;
    size_t from;    /* the field begins here */
    size_t block;   /* the block whose marks are in `marks` begins here */
    uint64_t marks; /* those not yet visited */
} walker;

typedef enum step { STEP_ON, STEP_DONE, STEP_MORE } step;

static step fail(walker *walk, const char *fault)
{
    walk->scan->fault = fault;
    walk->scan->fault_field = walk->scan->field_count;
    return STEP_DONE;
}

/* Loads the marks at `position` and after. */
static void load(walker *walk, size_t position)
{
    walk->block = position;
    walk->marks = 0;
    if (position < walk->size) {
        walk->marks = marks_of(walk->at + position, walk->scan->delimiter);
        size_t left = walk->size - position;
        if (left < BLOCK) {
            walk->marks &= (UINT64_C(1) << left) - 1;
        }
    }
}

/* Returns where the next mark is, or `size`. */
static size_t next_mark(walker *walk)
{
    while (walk->marks == 0) {
        if (walk->size - walk->block <= BLOCK) {
            return walk->size;
        }
        load(walk, walk->block + BLOCK);
    }
    size_t position = walk->block + (size_t)__builtin_ctzll(walk->marks);
    walk->marks &= walk->marks - 1;
    return position;
}

static step add_field(walker *walk, size_t from, size_t until)
{
    if (until - from > AC_FIELD_BYTES_MAX) {
        return fail(walk, "R-LONG");
    }
    ac_scan *scan = walk->scan;
    if (scan->field_count < scan->fields_max) {
        scan->fields[scan->field_count] = (ac_text){walk->at + from, until - from};
    }
    scan->field_count++;
    return STEP_ON;
}

static step end_row(walker *walk, size_t raw_bytes, size_t size_bytes)
{
    walk->scan->raw_bytes = raw_bytes;
    walk->scan->size_bytes = size_bytes;
    walk->scan->line_ended = size_bytes > 0 && walk->at[size_bytes - 1] == '\n';
    return STEP_DONE;
}

/* The data held end inside a field. */
static step run_out(walker *walk, bool in_quotes)
{
    if (walk->size - walk->from > (size_t)AC_FIELD_BYTES_MAX + 2) {
        return fail(walk, "R-LONG");
    }
    if (!walk->at_end) {
        return STEP_MORE;
    }
    return in_quotes ? fail(walk, "R-TRUNCATED") : STEP_DONE;
}

/* After a closing quote: a delimiter, a line end or the end of the data, and nothing else. */
static step after_quotes(walker *walk, size_t position)
{
    const char *at = walk->at;
    size_t size = walk->size;
    if (position < size && at[position] == walk->scan->delimiter) {
        walk->from = position + 1;
        load(walk, position + 1);
        return STEP_ON;
    }
    size_t end = position;
    if (end < size && at[end] == '\r') {
        end++;
    }
    if (end == size) {
        return walk->at_end ? end_row(walk, position, size) : STEP_MORE;
    }
    if (at[end] == '\n') {
        return end_row(walk, position, end + 1);
    }
    walk->scan->field_count--; /* the fault is in the field just added */
    return fail(walk, "R-QUOTE");
}

/* A field that begins with a quote, at `from`. */
static step scan_quoted(walker *walk)
{
    size_t position = walk->from + 1;
    walk->scan->quoted = true;
    for (;;) {
        const char *quote = memchr(walk->at + position, '"', walk->size - position);
        if (quote == NULL) {
            return run_out(walk, true);
        }
        position = (size_t)(quote - walk->at) + 1;
        if (position < walk->size && walk->at[position] == '"') {
            position++;
            continue;
        }
        if (position == walk->size && !walk->at_end) {
            return run_out(walk, true);
        }
        step taken = add_field(walk, walk->from + 1, position - 1);
        return taken == STEP_ON ? after_quotes(walk, position) : taken;
    }
}

/* The row ends at `position` in a field without quotes; a CR before the line end is not data. */
static step end_plain(walker *walk, size_t position)
{
    bool carriage_return = position > walk->from && walk->at[position - 1] == '\r';
    size_t until = carriage_return ? position - 1 : position;
    step taken = add_field(walk, walk->from, until);
    size_t size_bytes = position < walk->size ? position + 1 : position;
    return taken == STEP_ON ? end_row(walk, until, size_bytes) : taken;
}

static step scan_field(walker *walk)
{
    size_t position = next_mark(walk);
    if (position == walk->size) {
        step ran_out = run_out(walk, false);
        return ran_out == STEP_DONE && walk->scan->fault == NULL ? end_plain(walk, position)
                                                                 : ran_out;
    }
    char mark = walk->at[position];
    if (mark == walk->scan->delimiter) {
        step taken = add_field(walk, walk->from, position);
        walk->from = position + 1;
        return taken;
    }
    if (mark == '\n') {
        return end_plain(walk, position);
    }
    /* Where the field is too long that is its fault, wherever what is held ends. */
    bool is_long = position - walk->from > AC_FIELD_BYTES_MAX;
    return position == walk->from ? scan_quoted(walk) : fail(walk, is_long ? "R-LONG" : "R-QUOTE");
}

bool ac_scan_row(ac_scan *scan, const char *at, size_t size, bool at_end)
{
    scan->field_count = 0;
    scan->raw_bytes = 0;
    scan->size_bytes = 0;
    scan->line_ended = false;
    scan->quoted = false;
    scan->fault = NULL;
    scan->fault_field = 0;
    walker walk = {.scan = scan, .at = at, .size = size, .at_end = at_end};
    load(&walk, 0);
    step taken = STEP_ON;
    while (taken == STEP_ON) {
        taken = scan_field(&walk);
    }
    return taken == STEP_DONE;
}
