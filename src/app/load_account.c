/* SPDX-License-Identifier: MIT */
/* What became of the rows of an input, kept beyond its cubes. Where rows of another layout follow
 * those that count, both stand in one account: every row of every file of the input. */

#include "app/folder.h"
#include "app/load_inside.h"

#include <stdlib.h>
#include <string.h>

static void
add_files(const ac_loading *loading, const ac_cube *cube, ac_load_input *account, ac_fact_input *to)
{
    ac_arena *arena = loading->arena;
    size_t more = 0;
    const ac_cube_file *files = ac_cube_files(cube, &more);
    size_t before = account->file_count;
    ac_cube_file *copies = AC_NEW_ARRAY(arena, ac_cube_file, before + more);
    ac_fact_file *facts = AC_NEW_ARRAY(arena, ac_fact_file, before + more);
    for (size_t i = 0; i < before; i++) {
        copies[i] = account->files[i];
        facts[i] = to->files[i];
    }
    for (size_t i = 0; i < more; i++) {
        ac_cube_file *copy = &copies[before + i];
        *copy = files[i];
        copy->path = ac_text_copy(arena, files[i].path);
        facts[before + i] = (ac_fact_file){
            .name = ac_file_name_of(copy->path),
            .hash = copy->hash,
            .rows = copy->rows,
            .counted = copy->counted,
            .superseded = copy->superseded,
            .refused = copy->refused};
        ac_load_tell_known(loading, copy->path, &facts[before + i]);
    }
    account->files = copies;
    account->file_count = before + more;
    to->files = facts;
    to->file_count = before + more;
}

static void add_reasons(ac_arena *arena, const ac_cube *cube, ac_load_input *account)
{
    size_t more = 0;
    const ac_refused_count *by = ac_cube_refused_by_reason(cube, &more);
    size_t count = account->refused_by_count;
    ac_refused_count *all = AC_NEW_ARRAY(arena, ac_refused_count, count + more);
    for (size_t i = 0; i < count; i++) {
        all[i] = account->refused_by[i];
    }
    for (size_t i = 0; i < more; i++) {
        size_t at = 0;
        while (at < count && strcmp(all[at].reason, by[i].reason) != 0) {
            at++;
        }
        all[at].reason = by[i].reason;
        all[at].rows += by[i].rows;
        count += at == count ? 1 : 0;
    }
    if (count > 1) {
        qsort(all, count, sizeof *all, ac_refused_count_compare);
    }
    account->refused_by = all;
    account->refused_by_count = count;
}

static void add_refused(ac_arena *arena, const ac_cube *cube, ac_load_input *account)
{
    size_t more = 0;
    const ac_refused_row *rows = ac_cube_refused(cube, &more);
    size_t before = account->refused_count;
    ac_refused_row *copies = AC_NEW_ARRAY(arena, ac_refused_row, before + more);
    for (size_t i = 0; i < before; i++) {
        copies[i] = account->refused[i];
    }
    for (size_t i = 0; i < more; i++) {
        ac_refused_row *copy = &copies[before + i];
        *copy = rows[i];
        copy->file = ac_text_copy(arena, rows[i].file);
        copy->heading = ac_text_copy(arena, rows[i].heading);
        copy->value = ac_text_copy(arena, rows[i].value);
        copy->message = ac_text_copy(arena, rows[i].message);
        copy->mend = ac_text_copy(arena, rows[i].mend);
    }
    account->refused = copies;
    account->refused_count = before + more;
}

static void begin(ac_arena *arena, const ac_load_plan *plan, const ac_cube *cube, ac_load_input *to)
{
    ac_text *levels = AC_NEW_ARRAY(arena, ac_text, plan->cube.key_count);
    for (size_t i = 0; i < plan->cube.key_count; i++) {
        levels[i] = plan->cube.keys[i].level;
    }
    to->layout = plan->layout->name;
    to->hash = ac_cube_hash(cube);
    to->key_levels = levels;
    to->key_count = plan->cube.key_count;
}

void ac_load_take_account(
    const ac_loading *loading,
    const ac_load_plan *plan,
    const ac_cube *cube,
    ac_load_input *account,
    ac_fact_input *input)
{
    if (!plan->follows) {
        begin(loading->arena, plan, cube, account);
    }
    ac_cube_counts_add(&account->counts, ac_cube_get_counts(cube));
    add_reasons(loading->arena, cube, account);
    add_refused(loading->arena, cube, account);
    add_files(loading, cube, account, input);
}
