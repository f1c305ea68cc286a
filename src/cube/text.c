/* SPDX-License-Identifier: MIT */
/* The canonical text of a sealed cube, by member code and period, so that no order of reading shows
 * in it. A cell's rank is its place in that order. */

#include "base/assert.h"
#include "base/pages.h"
#include "cube/inside.h"

#include <stdlib.h>
#include <string.h>

enum { PART_BYTES = 64 * 1024, DIGITS_MAX = 24 };

/* What is the same for many lines is made once. */
typedef struct writer {
    const ac_cube *cube;
    ac_buffer *text;
    ac_hasher *hasher;              /* NULL: the text is kept */
    ac_text *periods;               /* [period_count], each with a comma after it */
    ac_text *labels[AC_LEVELS_MAX]; /* of each key, [member_count], likewise */
    ac_text input;                  /* likewise */
    ac_buffer prefix;               /* input and members of the combination below */
    size_t combination;             /* rank / period_count; SIZE_MAX: none yet */
    size_t first_cell;              /* of the combination */
} writer;

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

/* A field as it stands in a line, with the comma after it. */
static ac_text as_field(ac_arena *arena, ac_text field)
{
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    ac_buffer_add_csv(&text, field);
    ac_buffer_add_char(&text, ',');
    return ac_text_copy(arena, ac_buffer_text(&text));
}

/* The input, and the members' labels in their order. */
static void make_labels(writer *to, ac_arena *arena)
{
    to->input = as_field(arena, to->cube->plan->input);
    for (size_t i = 0; i < to->cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &to->cube->axes[i];
        to->labels[i] = AC_NEW_ARRAY(arena, ac_text, axis->key->member_count);
        for (uint32_t j = 0; j < axis->key->member_count; j++) {
            to->labels[i][j] = as_field(arena, axis->key->labels[axis->order[j]]);
        }
    }
}

static void make_periods(writer *to, ac_arena *arena)
{
    const ac_cube *cube = to->cube;
    size_t place = 0;
    to->periods = AC_NEW_ARRAY(arena, ac_text, (size_t)cube->period_count);
    for (size_t span = 0; span < cube->span_count; span++) {
        for (int32_t i = 0; i < cube->spans[span].count; i++, place++) {
            AC_SCOPED_BUFFER(text, 100);
            if (cube->plan->period_kind != AC_PERIOD_NONE) {
                ac_period_add(
                    &text, cube->plan->calendar, cube->plan->period_kind,
                    cube->spans[span].first + i);
                ac_buffer_add_char(&text, ',');
            }
            to->periods[place] = ac_text_copy(arena, ac_buffer_text(&text));
        }
    }
}

/* Goes to the combination of members of a rank. */
static void go_to(writer *to, size_t combination)
{
    const ac_cube *cube = to->cube;
    size_t cell = 0;
    uint32_t rank = (uint32_t)(combination * (size_t)cube->period_count);
    if (combination == to->combination) {
        return;
    }
    to->combination = combination;
    ac_buffer_clear(&to->prefix);
    ac_buffer_add(&to->prefix, to->input);
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        uint32_t at = rank / (uint32_t)axis->stride % axis->key->member_count;
        cell += axis->order[at] * axis->stride;
        ac_buffer_add(&to->prefix, to->labels[i][at]);
    }
    to->first_cell = cell;
}

/* Writes a whole number before `end`; returns where it begins. */
static char *put_whole(char *end, uint64_t number)
{
    do {
        *--end = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return end;
}

/* Writes ten-thousandths as ac_rational_add_exact would: no zeros at the end. */
static char *put_sum(char *end, int64_t sum)
{
    uint64_t magnitude = sum < 0 ? UINT64_C(0) - (uint64_t)sum : (uint64_t)sum;
    unsigned places = (unsigned)(magnitude % 10000);
    if (places > 0) {
        unsigned digits = 4;
        for (; places % 10 == 0; places /= 10) {
            digits--;
        }
        for (; digits > 0; digits--, places /= 10) {
            *--end = (char)('0' + places % 10);
        }
        *--end = '.';
    }
    end = put_whole(end, magnitude / 10000);
    if (sum < 0) {
        *--end = '-';
    }
    return end;
}

/* Writes ",rows" and the line end before `end`. */
static char *put_rows(char *end, uint64_t rows)
{
    *--end = '\n';
    end = put_whole(end, rows);
    *--end = ',';
    return end;
}

/* Adds what a cell of the combination comes to, in its period. */
static void add_line(writer *to, size_t place, ac_text value, uint64_t rows)
{
    char line[DIGITS_MAX];
    char *end = line + sizeof line;
    char *from = put_rows(end, rows);
    ac_buffer_add(to->text, ac_buffer_text(&to->prefix));
    ac_buffer_add(to->text, to->periods[place]);
    ac_buffer_add(to->text, value);
    ac_buffer_add(to->text, (ac_text){from, (size_t)(end - from)});
}

/* As add_line, of cells that add up. */
static void add_tally(writer *to, size_t place, const ac_tally *tally)
{
    const ac_cube *cube = to->cube;
    uint32_t cell = (uint32_t)(to->first_cell + place);
    if (cube->plan->measure != AC_MEASURE_COUNT && cube->beside.capacity > 0 &&
        ac_cells_find(&cube->beside, cell) != NULL) {
        AC_SCOPED_BUFFER(value, SIZE_MAX / 4);
        ac_rational_add_exact(&value, ac_cube_total(cube, cell, tally));
        add_line(to, place, ac_buffer_text(&value), tally->rows);
        return;
    }
    char figures[2 * DIGITS_MAX];
    char *end = figures + sizeof figures;
    bool counts = cube->plan->measure == AC_MEASURE_COUNT;
    char *from = put_rows(end, tally->rows);
    from = counts ? put_whole(from, tally->rows) : put_sum(from, tally->sum);
    ac_text prefix = ac_buffer_text(&to->prefix);
    ac_text period = to->periods[place];
    size_t size = (size_t)(end - from);
    char *line = ac_buffer_extend(to->text, prefix.size + period.size + size);
    if (line != NULL) {
        memcpy(line, prefix.at, prefix.size);
        memcpy(line + prefix.size, period.at, period.size);
        memcpy(line + prefix.size + period.size, from, size);
    }
}

static void add_value(writer *to, size_t place)
{
    const ac_cube *cube = to->cube;
    size_t cell = to->first_cell + place;
    if (cube->rows[cell] > 0) {
        AC_SCOPED_BUFFER(value, SIZE_MAX / 4);
        ac_rational_add_exact(&value, cube->values[cell]);
        add_line(to, place, ac_buffer_text(&value), cube->rows[cell]);
    } else if (cube->missing[cell] > 0) {
        add_line(to, place, AC_TEXT(""), cube->missing[cell]);
    }
}

/* Hands over what is written once it is enough. */
static void hand_over(writer *to)
{
    if (to->hasher != NULL && to->text->size_bytes >= PART_BYTES) {
        ac_hasher_add(to->hasher, ac_buffer_text(to->text));
        ac_buffer_clear(to->text);
    }
}

/* Adds the lines of all cells, one combination of members after another. */
static void add_all(writer *to)
{
    const ac_cube *cube = to->cube;
    size_t periods = (size_t)cube->period_count;
    for (size_t combination = 0; combination * periods < cube->cell_count; combination++) {
        go_to(to, combination);
        for (size_t place = 0; place < periods; place++) {
            if (!cube->adds_up) {
                add_value(to, place);
            } else if (cube->cells.slots[to->first_cell + place].rows > 0) {
                add_tally(to, place, &cube->cells.slots[to->first_cell + place]);
            }
        }
        hand_over(to);
    }
}

/* Ranks are sorted by so many bits at a time. */
enum { DIGIT_BITS = 10, DIGITS = 1 << DIGIT_BITS, DIGIT_MOST = 4 };

/* Cells that are looked up, of which most that can be are not, with their rank in place of their
 * number; and how many have each digit of it. */
typedef struct few {
    ac_tally *cells; /* [count], owned; room for cells->count */
    size_t count;
    size_t digit_count;
    size_t starts[DIGIT_MOST][DIGITS];
} few;

/* The rank of a cell: the places of its members in the order of their codes. */
static uint32_t rank_of(const ac_cube *cube, const uint32_t *const *places, uint32_t cell)
{
    ac_assert(cube->period_count > 0); /* else there is no cell */
    uint32_t rank = cell % (uint32_t)cube->period_count;
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        ac_assert(axis->key->member_count > 0);
        uint32_t stride = (uint32_t)axis->stride;
        rank += places[i][cell / stride % axis->key->member_count] * stride;
    }
    return rank;
}

static size_t digit_of(uint32_t rank, size_t digit)
{
    return rank >> (digit * DIGIT_BITS) & (DIGITS - 1);
}

/* Takes the cells out of the table that have rows. */
static void take_few(const ac_cube *cube, few *taken)
{
    AC_SCOPED_ARENA(scratch);
    const uint32_t *places[AC_LEVELS_MAX] = {0};
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        uint32_t *made = AC_NEW_ARRAY(&scratch, uint32_t, axis->key->member_count);
        for (uint32_t j = 0; j < axis->key->member_count; j++) {
            made[axis->order[j]] = j;
        }
        places[i] = made;
    }
    for (size_t most = cube->cell_count; most > 0; most >>= DIGIT_BITS) {
        taken->digit_count++;
    }
    for (size_t i = 0; i < cube->cells.capacity; i++) {
        const ac_tally *slot = &cube->cells.slots[i];
        if (slot->cell != 0 && slot->rows > 0) {
            uint32_t rank = rank_of(cube, places, slot->cell - 1);
            taken->cells[taken->count] = *slot;
            taken->cells[taken->count++].cell = rank;
            for (size_t digit = 0; digit < taken->digit_count; digit++) {
                taken->starts[digit][digit_of(rank, digit)]++;
            }
        }
    }
}

/* Sorts them, one digit after the other from the lowest, from one array to the other and back. The
 * cells themselves are moved: to go from a sorted list to millions of them, wherever they are,
 * takes five times as long. */
static void sort_few(few *taken, ac_tally **other)
{
    for (size_t digit = 0; digit < taken->digit_count; digit++) {
        size_t *starts = taken->starts[digit];
        size_t before = 0;
        for (size_t i = 0; i < DIGITS; i++) {
            size_t here = starts[i];
            starts[i] = before;
            before += here;
        }
        for (size_t i = 0; i < taken->count; i++) {
            (*other)[starts[digit_of(taken->cells[i].cell, digit)]++] = taken->cells[i];
        }
        ac_tally *swapped = taken->cells;
        taken->cells = *other;
        *other = swapped;
    }
}

static void add_few(writer *to)
{
    const ac_cube *cube = to->cube;
    size_t room = cube->cells.count;
    few taken = {.cells = ac_pages_new(room, sizeof(ac_tally))};
    ac_tally *other = ac_pages_new(room, sizeof(ac_tally));
    take_few(cube, &taken);
    sort_few(&taken, &other);
    ac_pages_free(other, room, sizeof(ac_tally));
    for (size_t i = 0; i < taken.count; i++) {
        uint32_t rank = taken.cells[i].cell;
        go_to(to, rank / (uint32_t)cube->period_count);
        add_tally(to, rank % (uint32_t)cube->period_count, &taken.cells[i]);
        hand_over(to);
    }
    ac_pages_free(taken.cells, room, sizeof(ac_tally));
}

void ac_cube_write_text(ac_buffer *text, const ac_cube *cube, ac_hasher *hasher)
{
    AC_SCOPED_ARENA(scratch);
    writer to = {.cube = cube, .text = text, .hasher = hasher, .combination = SIZE_MAX};
    ac_buffer_init(&to.prefix, SIZE_MAX / 4);
    make_periods(&to, &scratch);
    make_labels(&to, &scratch);
    add_heading(text, cube);
    if (cube->adds_up && !cube->cells.dense) {
        add_few(&to);
    } else {
        add_all(&to);
    }
    if (hasher != NULL) {
        ac_hasher_add(hasher, ac_buffer_text(text));
    }
    ac_buffer_done(&to.prefix);
}
