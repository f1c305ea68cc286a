/* SPDX-License-Identifier: MIT */
/* Published rosters of a shift-scheduling case, as text. */

#include "pool/instance_rows.h"

#include <string.h>

/* Gives the next line of a text, without its end; false at the end of the text. */
bool ac_instance_next_line(ac_text bytes, size_t *at, ac_text *found)
{
    if (*at == 0 && ac_text_starts(bytes, AC_TEXT("\xEF\xBB\xBF"))) {
        *at = 3; /* a mark of UTF-8 */
    }
    if (*at >= bytes.size) {
        return false;
    }
    const char *end = memchr(bytes.at + *at, '\n', bytes.size - *at);
    size_t until = end == NULL ? bytes.size : (size_t)(end - bytes.at);
    *found = ac_text_slice(bytes, *at, until);
    if (found->size > 0 && found->at[found->size - 1] == '\r') {
        found->size--;
    }
    *at = until + 1;
    return true;
}

/* Reads one line of a roster. Returns false if it is none: no name of a person and a colon. */
static bool
read_roster_line(const ac_problem *problem, ac_text text, uint32_t *person, ac_text *cells)
{
    const char *colon = memchr(text.at, ':', text.size);
    if (colon == NULL) {
        return false;
    }
    size_t at = (size_t)(colon - text.at);
    *person = ac_problem_doctor(problem, ac_text_trim(ac_text_slice(text, 0, at)));
    *cells = ac_text_slice(text, at + 2 < text.size ? at + 2 : text.size, text.size);
    return *person != UINT32_MAX;
}

static ac_text cell_of(ac_text cells, size_t day)
{
    size_t until = day * 2 + 2 < cells.size ? day * 2 + 2 : cells.size;
    ac_text cell = ac_text_trim(ac_text_slice(cells, day * 2 < until ? day * 2 : until, until));
    if (cell.size > 0 && cell.at[cell.size - 1] == '=') {
        cell.size--;
    }
    return cell;
}

/* Adds what one line places; fails at a shift that the instance has not, or at too many. */
static accord_status add_cells(
    const ac_problem *problem, uint32_t person, ac_text cells, ac_placement *list, uint32_t *found)
{
    for (uint32_t day = 0; day < problem->day_count; day++) {
        ac_text cell = cell_of(cells, day);
        uint32_t kind = 0;
        if (cell.size == 0 || ac_text_is(cell, ".")) {
            continue;
        }
        while (kind < problem->kind_count && !ac_text_equal(problem->kinds[kind].code, cell)) {
            kind++;
        }
        if (kind == problem->kind_count || *found == problem->doctor_count * problem->day_count) {
            return (accord_status){ACCORD_EINPUT};
        }
        list[(*found)++] = (ac_placement){person, day * problem->kind_count + kind};
    }
    return ac_ok();
}

/* NOLINTNEXTLINE(readability-function-size): one pass over the lines of a file */
accord_status ac_instance_read_roster(
    ac_arena *arena,
    ac_text bytes,
    const char *path,
    const ac_problem *problem,
    ac_placement **placements,
    uint32_t *count,
    accord_error *error)
{
    ac_placement *list =
        AC_NEW_ARRAY(arena, ac_placement, (size_t)problem->doctor_count * problem->day_count);
    uint32_t found = 0;
    bool any = false;
    size_t at = 0;
    ac_text text = {0};
    for (uint64_t number = 1; ac_instance_next_line(bytes, &at, &text); number++) {
        uint32_t person = 0;
        ac_text cells = {0};
        if (!read_roster_line(problem, text, &person, &cells)) {
            continue;
        }
        found = person == 0 ? 0 : found; /* a block begins with the first person */
        any = true;
        if (add_cells(problem, person, cells, list, &found).code != ACCORD_OK) {
            accord_status failed = ac_fail(
                error, ACCORD_EINPUT,
                "a day of %.*s holds what is no shift of the instance, or a line stands twice",
                AC_TEXT_ARG(problem->doctors[person].code));
            ac_error_place(error, path, number, 1);
            return failed;
        }
    }
    if (!any) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has no roster of this instance: a line for each person was expected, a name, a "
            "colon and two characters a day",
            path);
    }
    *placements = list;
    *count = found;
    return ac_ok();
}
