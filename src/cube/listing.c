/* SPDX-License-Identifier: MIT */
/* Every row that would count in the cell is noted as it is read. Which of them stay is known when
 * all files are read: of the rows with one identifier none where a lesser cell has it, else the
 * least by value, the one read first where values are the same. Of rows that have to be followed
 * those stay that follow.c says. */

#include "cube/listing.h"

#include "base/assert.h"
#include "cube/inside.h"
#include "extract/personal.h"

#include <stdlib.h>

typedef struct candidate {
    ac_listed_row row;
    ac_identity identity;
    int64_t amount;
    size_t read; /* its place in the order of reading */
    bool stays;  /* its cell has its identifier */
} candidate;

struct ac_listing {
    const ac_layout_field **fields; /* [field_count] */
    ac_want *wants;                 /* [field_count], of the file being read */
    size_t field_count;
    size_t personal_count;
    candidate *candidates; /* [candidate_count] */
    size_t candidate_count;
    size_t candidate_capacity;
    bool too_many;
    ac_listed_row *rows; /* [row_count], those that stay; made at the end */
    size_t row_count;
};

bool ac_cube_list_cell(ac_cube *cube, const uint32_t *members, int32_t period)
{
    const ac_layout *layout = cube->layout;
    int32_t place = 0;
    bool always = cube->plan->period_kind == AC_PERIOD_NONE;
    ac_assert(cube->adds_up);
    ac_assert(cube->file_count == 0);
    if (!always && !ac_cube_period_place(cube, period, &place)) {
        return false;
    }
    ac_listing *made = AC_NEW(&cube->arena, ac_listing);
    made->fields = AC_NEW_ARRAY(&cube->arena, const ac_layout_field *, layout->field_count);
    made->wants = AC_NEW_ARRAY(&cube->arena, ac_want, layout->field_count);
    for (size_t i = 0; i < layout->field_count; i++) {
        const ac_layout_field *field = &layout->fields[i];
        if (ac_personal_heading(field->column) != AC_PERSONAL_NOT) {
            made->personal_count++;
            continue;
        }
        made->wants[made->field_count] =
            (ac_want){.name = field->name, .type = field->type, .field = field};
        made->fields[made->field_count++] = field;
    }
    size_t cell = (size_t)place;
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        ac_assert(members[i] < cube->plan->keys[i].member_count);
        cell += members[i] * cube->axes[i].stride;
    }
    cube->listing = made;
    cube->listed_cell = (uint32_t)cell;
    return true;
}

void ac_listing_begin_file(ac_listing *listing, const ac_row *heading)
{
    for (size_t i = 0; i < listing->field_count; i++) {
        ac_want *want = &listing->wants[i];
        want->column = AC_COLUMN_NONE;
        for (size_t j = 0; j < heading->field_count && want->column == AC_COLUMN_NONE; j++) {
            bool same = want->type != AC_FIELD_CONSTANT &&
                        ac_text_equal_ignoring_case(
                            ac_text_trim(heading->fields[j]), ac_text_trim(want->field->column));
            want->column = same ? (uint32_t)j : AC_COLUMN_NONE;
        }
    }
}

static ac_text text_in(ac_cube *cube, const ac_want *want, const ac_row *row)
{
    ac_text text = {0};
    return ac_cube_row_text(cube, want, row, &text) ? ac_text_copy(&cube->arena, text)
                                                    : (ac_text){NULL, 0};
}

void ac_listing_note(ac_cube *cube, const ac_row *row, ac_identity identity, int64_t amount)
{
    ac_listing *listing = cube->listing;
    if (listing->candidate_count == AC_ROWS_LISTED_MAX) {
        listing->too_many = true;
        return;
    }
    AC_RESERVE(
        &cube->arena, listing->candidates, listing->candidate_count, listing->candidate_capacity);
    candidate *made = &listing->candidates[listing->candidate_count];
    ac_text *values = AC_NEW_ARRAY(&cube->arena, ac_text, listing->field_count);
    ac_text *identifier = AC_NEW_ARRAY(&cube->arena, ac_text, cube->identity_count);
    for (size_t i = 0; i < listing->field_count; i++) {
        values[i] = text_in(cube, &listing->wants[i], row);
    }
    for (size_t i = 0; i < cube->identity_count; i++) {
        identifier[i] = text_in(cube, cube->identity[i], row);
    }
    *made = (candidate){
        .row = {cube->file->path, row->line, values, identifier},
        .identity = identity,
        .amount = amount,
        .read = listing->candidate_count++,
        .stays = cube->identity_count == 0 && cube->following == NULL
    };
}

uint32_t ac_listing_last(const ac_listing *listing)
{
    return (uint32_t)listing->candidate_count - 1;
}

void ac_listing_stay(ac_listing *listing, uint32_t number)
{
    ac_assert(number < listing->candidate_count);
    listing->candidates[number].stays = true;
}

void ac_listing_settle(ac_cube *cube)
{
    ac_listing *listing = cube->listing;
    for (size_t i = 0; listing != NULL && i < listing->candidate_count; i++) {
        candidate *of = &listing->candidates[i];
        uint32_t cell = 0;
        if (!of->stays && ac_duplicates_find(&cube->duplicates, of->identity, &cell)) {
            of->stays = cell == cube->listed_cell;
        }
    }
}

static int compare_identities(const candidate *a, const candidate *b)
{
    if (a->identity.high != b->identity.high) {
        return a->identity.high < b->identity.high ? -1 : 1;
    }
    return (a->identity.low > b->identity.low) - (a->identity.low < b->identity.low);
}

static int compare_candidates(const void *a, const void *b)
{
    const candidate *left = a;
    const candidate *right = b;
    int order = compare_identities(left, right);
    return order != 0 ? order : (left->read > right->read) - (left->read < right->read);
}

static int compare_read(const void *a, const void *b)
{
    const candidate *left = a;
    const candidate *right = b;
    return (left->read > right->read) - (left->read < right->read);
}

/* Leaves one candidate an identifier. */
static void keep_least(ac_cube *cube)
{
    ac_listing *listing = cube->listing;
    size_t kept = 0;
    if (listing->candidate_count == 0) {
        return;
    }
    qsort(
        listing->candidates, listing->candidate_count, sizeof *listing->candidates,
        compare_candidates);
    for (size_t i = 0; i < listing->candidate_count; i++) {
        const candidate *of = &listing->candidates[i];
        candidate *last = kept == 0 ? NULL : &listing->candidates[kept - 1];
        bool again = last != NULL && compare_identities(last, of) == 0;
        if (!again) {
            listing->candidates[kept++] = *of;
        } else if (ac_cube_amount_compare(cube, of->amount, last->amount) < 0) {
            *last = *of;
        }
    }
    listing->candidate_count = kept;
    qsort(listing->candidates, listing->candidate_count, sizeof *listing->candidates, compare_read);
}

void ac_listing_end(ac_cube *cube)
{
    ac_listing *listing = cube->listing;
    if (listing == NULL) {
        return;
    }
    if (cube->identity_count > 0 && cube->following == NULL) {
        keep_least(cube);
    }
    listing->rows = AC_NEW_ARRAY(&cube->arena, ac_listed_row, listing->candidate_count);
    for (size_t i = 0; i < listing->candidate_count; i++) {
        if (listing->candidates[i].stays) {
            listing->rows[listing->row_count++] = listing->candidates[i].row;
        }
    }
}

accord_status ac_cube_listed(const ac_cube *cube, ac_listed *listed, accord_error *error)
{
    const ac_listing *listing = cube->listing;
    ac_assert(cube->sealed);
    ac_assert(listing != NULL);
    if (listing->too_many) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "more than %u rows were read for this one cell: that is no list for people; ask for a "
            "cell of fewer rows",
            AC_ROWS_LISTED_MAX);
    }
    *listed = (ac_listed){
        .fields = listing->fields,
        .field_count = listing->field_count,
        .personal_count = listing->personal_count,
        .identifier_fields = cube->layout->identifier,
        .identifier_count = cube->identity_count,
        .rows = listing->rows,
        .row_count = listing->row_count};
    return ac_ok();
}
