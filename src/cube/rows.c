/* SPDX-License-Identifier: MIT */
/* What becomes of one row: counted, set aside or refused. A row that is not of this contract is set
 * aside even where something in it is wrong; any other with a fault is refused. */

#include "base/assert.h"
#include "base/limits.h"
#include "cube/changes.h"
#include "cube/follow.h"
#include "cube/inside.h"

/* Hashes the row's identifier, and has the table ready for it. False leaves a fault pending. */
static bool read_identity(ac_cube *cube, const ac_row *row, ac_identity *identity)
{
    ac_text parts[AC_LAYOUT_IDENTIFIER_MAX];
    for (size_t i = 0; i < cube->identity_count; i++) {
        if (!ac_cube_row_text(cube, cube->identity[i], row, &parts[i])) {
            ac_cube_fault_missing(cube, cube->identity[i]);
            return false;
        }
    }
    *identity = ac_identity_of(parts, cube->identity_count);
    ac_duplicates_expect(&cube->duplicates, *identity);
    return true;
}

/* Looks whether a row of the same identifier was counted. Returns false if this one is refused; the
 * lesser of the two then stays in the cells. */
static bool check_identity(ac_cube *cube, const ac_counted *row)
{
    ac_kept kept = {0};
    if (ac_duplicates_add(&cube->duplicates, row, &kept)) {
        return true;
    }
    if (ac_cube_goes_first(cube, row->cell, row->amount, &kept)) {
        ac_cube_take_out(cube, *kept.cell, kept.amount == NULL ? row->amount : *kept.amount);
        ac_cube_put_in(cube, row->cell, row->amount);
        *kept.cell = row->cell;
        if (kept.amount != NULL) {
            *kept.amount = row->amount;
        }
    }
    ac_cube_fault_duplicate(cube);
    return false;
}

/* Adds the members and the period of a cell: "C83001, 2014-04". */
static void add_cell_name(ac_buffer *name, const ac_cube *cube, size_t cell)
{
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        const ac_cube_axis *axis = &cube->axes[i];
        size_t member = cell / axis->stride % axis->key->member_count;
        ac_buffer_addf(name, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(axis->key->labels[member]));
    }
    int32_t place = (int32_t)(cell % (size_t)cube->period_count);
    for (size_t i = 0; i < cube->span_count && cube->period_want != NULL; i++) {
        if (place < cube->spans[i].count) {
            ac_buffer_add_z(name, cube->plan->key_count == 0 ? "" : ", ");
            ac_period_add(
                name, cube->plan->calendar, cube->plan->period_kind, cube->spans[i].first + place);
            return;
        }
        place -= cube->spans[i].count;
    }
}

/* A cell that takes one row has one: the lesser value stays. */
static bool check_repeat(ac_cube *cube, size_t cell, ac_rational value)
{
    if (cube->rows[cell] == 0) {
        return true;
    }
    if (ac_rational_compare(value, cube->values[cell]) < 0) {
        cube->values[cell] = value;
    }
    AC_SCOPED_BUFFER(name, 200);
    add_cell_name(&name, cube, cell);
    ac_cube_fault(
        cube, AC_REFUSAL_REPEAT, cube->value_want, "another row gives the value of %.*s",
        AC_TEXT_ARG(ac_buffer_text(&name)));
    return false;
}

static void
take_value(ac_cube *cube, const ac_row *row, size_t cell, ac_identity identity, const ac_link *link)
{
    ac_rational value = AC_RATIONAL_ZERO;
    ac_taken got = ac_cube_row_value(cube, row, &value);
    if (got == AC_TAKEN_NONE) {
        cube->missing[cell] += cube->missing[cell] < UINT32_MAX ? 1 : 0;
        cube->counts.no_value++;
        cube->file->set_aside++;
        return;
    }
    bool counts = got == AC_TAKEN_VALUE;
    int64_t amount = counts && cube->adds_up ? ac_cube_amount_of(cube, value) : 0;
    if (counts && cell == cube->listed_cell) {
        ac_listing_note(cube, row, identity, amount);
    }
    if (counts && !cube->adds_up) {
        counts = check_repeat(cube, cell, value);
    } else if (counts && cube->following != NULL) {
        ac_following_add(cube, link, (uint32_t)cell, amount);
        return;
    } else if (counts && cube->identity_count > 0) {
        const ac_counted counted = {
            .identity = identity,
            .cell = (uint32_t)cell,
            .amount = amount,
            .place = ac_cube_place_of(cube, row->line)};
        counts = check_identity(cube, &counted);
    }
    if (!counts) {
        ac_cube_refuse_pending(cube, row);
        return;
    }
    if (cube->adds_up) {
        ac_cube_put_in(cube, (uint32_t)cell, amount);
    } else {
        cube->values[cell] = value;
        cube->rows[cell] = 1;
    }
    cube->counts.counted++;
    cube->file->counted++;
}

/* Files that were joined have the heading of the second among their rows, with its byte order mark.
 */
static bool repeats_heading(const ac_cube *cube, const ac_row *row)
{
    const ac_row *heading = ac_reader_heading(cube->reader);
    if (row->field_count != heading->field_count) {
        return false;
    }
    for (size_t i = 0; i < row->field_count; i++) {
        ac_text text = row->fields[i];
        if (i == 0 && ac_text_starts(text, AC_TEXT("\xEF\xBB\xBF"))) {
            text = ac_text_slice(text, 3, text.size);
        }
        if (!ac_text_equal_ignoring_case(ac_text_trim(text), ac_text_trim(heading->fields[i]))) {
            return false;
        }
    }
    return true;
}

/* The last line may be cut inside its last field, which cannot be seen: a layout can have it
 * refused, and else it is told. */
static void take_unended(ac_cube *cube)
{
    cube->file->unended = !cube->layout->refuse_unended;
    if (cube->layout->refuse_unended) {
        ac_cube_fault(
            cube, AC_REFUSAL_TRUNCATED, NULL,
            "the last line has no line end, so it may be cut off, which this layout refuses");
    }
}

/* Whether a row of a file known later has the identifier of this one; adds it where this file
 * changes others. One whose identifier lacks a value changes nothing and stands. */
static bool is_changed(ac_cube *cube, const ac_row *row)
{
    ac_text parts[AC_LAYOUT_IDENTIFIER_MAX];
    ac_changes *changes = cube->dates == NULL ? NULL : cube->dates->changes;
    if (changes == NULL || row->fault != NULL) {
        return false;
    }
    for (size_t i = 0; i < cube->identity_count; i++) {
        if (!ac_cube_row_text(cube, cube->identity[i], row, &parts[i])) {
            return false;
        }
    }
    ac_identity identity = ac_identity_of(parts, cube->identity_count);
    bool changed = ac_changes_hold(changes, identity);
    if (cube->dates->change) {
        ac_changes_add(changes, identity);
    }
    return changed;
}

static void supersede(ac_cube *cube)
{
    cube->counts.superseded++;
    cube->file->superseded++;
}

/* A changed row says no more what was done, but its file still speaks for its period. */
static void supersede_changed(ac_cube *cube, const ac_row *row)
{
    int32_t place = 0;
    cube->pending.is = false;
    if (ac_cube_row_period(cube, row, &place)) {
        cube->received[place] = true;
    }
    supersede(cube);
}

/* Takes a row that takes back another; false: it does not. */
static bool take_deletion(ac_cube *cube, const ac_row *row)
{
    if (cube->deletion_want == NULL ||
        ac_cube_row_yes_no(cube, cube->deletion_want, row) != AC_ANSWER_YES) {
        return false;
    }
    if (cube->dates != NULL && cube->dates->change) {
        cube->counts.deletions++;
        cube->file->set_aside++;
        return true;
    }
    cube->pending.is = false;
    ac_cube_fault(
        cube, AC_REFUSAL_DELETION, cube->deletion_want, "%s",
        ac_refusal_sentence(AC_REFUSAL_DELETION));
    ac_cube_refuse_pending(cube, row);
    return true;
}

/* Reads what a row that counts and one that follows others have in common. */
static void
look_at(ac_cube *cube, const ac_row *row, ac_dating dating, ac_identity *identity, ac_link *link)
{
    bool known = cube->identity_count == 0 || read_identity(cube, row, identity);
    bool cut = row->unended && cube->layout->refuse_unended;
    if (known && !cut && cube->following != NULL) {
        ac_link_read(cube, row, *identity, link);
    }
    if (dating == AC_DATING_OUTSIDE) {
        ac_cube_fault_outside(cube);
        link->read = false;
    }
}

void ac_cube_take_row(ac_cube *cube, const ac_row *row)
{
    cube->counts.rows++;
    cube->file->rows++;
    ac_dating dating = cube->dates == NULL ? AC_DATING_TAKEN : ac_cube_date_row(cube, row);
    bool changed = is_changed(cube, row);
    if (dating == AC_DATING_SUPERSEDED) {
        supersede(cube);
        return;
    }
    if (changed) {
        supersede_changed(cube, row);
        return;
    }
    if (row->fault != NULL) {
        ac_cube_refuse_unreadable(cube, row);
        return;
    }
    cube->pending.is = false;
    if (row->unended) {
        take_unended(cube);
    }
    if (take_deletion(cube, row)) {
        return;
    }
    bool concerned = cube->follows == NULL && ac_cube_row_concerned(cube, row);
    ac_link link = {.follows = ac_link_follows(cube, row)};
    ac_identity identity = {0};
    if (concerned || link.follows != AC_ANSWER_NO) {
        look_at(cube, row, dating, &identity, &link);
    }
    bool cannot_follow = link.follows != AC_ANSWER_NO && !concerned && cube->pending.is;
    ac_following_let_follow(cube, &link);
    int32_t place = 0;
    if (ac_cube_row_period(cube, row, &place) && dating == AC_DATING_TAKEN) {
        cube->received[place] = true;
    }
    if (cube->pending.is && repeats_heading(cube, row)) {
        cube->pending.is = false;
        ac_cube_fault(
            cube, AC_REFUSAL_HEADING, NULL, "%s", ac_refusal_sentence(AC_REFUSAL_HEADING));
        ac_cube_refuse_pending(cube, row);
        return;
    }
    if (cannot_follow) {
        ac_cube_refuse_pending(cube, row);
        return;
    }
    if (!concerned) {
        bool follows = cube->follows != NULL && link.follows == AC_ANSWER_YES;
        cube->counts.may_follow += follows ? 1 : 0;
        cube->counts.not_where += follows ? 0 : 1;
        cube->file->set_aside++;
        return;
    }
    size_t cell = (size_t)place;
    if (!ac_cube_row_members(cube, row, &cell)) {
        cube->file->set_aside++;
        return;
    }
    ac_cube_check_lives(cube, cell, place);
    if (cube->pending.is) {
        ac_cube_refuse_pending(cube, row);
        return;
    }
    take_value(cube, row, cell, identity, &link);
    ac_cube_tidy_numbers(cube);
}
