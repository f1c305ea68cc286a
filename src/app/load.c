/* SPDX-License-Identifier: MIT */
/* Reads levels, then inputs one after another: each into a cube, and from the cube into facts. */

#include "app/load.h"

#include "app/folder.h"
#include "app/load_inside.h"
#include "app/pulled.h"
#include "cube/changes.h"
#include "cube/standing.h"
#include "extract/personal.h"
#include "extract/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The facts' column covers the term and the earlier years, and what lies between. */
static void set_range(const ac_loading *loading, const ac_quantity *quantity, ac_fact_input *input)
{
    const ac_calendar *calendar = &loading->program->syntax->calendar;
    input->first = 0;
    input->periods = 1;
    if (quantity->period == AC_PERIOD_NONE) {
        return;
    }
    int32_t first = ac_term_first(calendar, quantity->period);
    int32_t until = first + ac_term_count(calendar, quantity->period);
    for (uint32_t i = 0; i < quantity->earlier_count; i++) {
        first = quantity->earlier[i].first < first ? quantity->earlier[i].first : first;
    }
    input->first = first;
    input->periods = (uint32_t)(until - first);
}

/* The next combination of members, the last key fastest, as facts are laid out. */
static void step(const ac_cube_plan *plan, uint32_t *members)
{
    for (size_t i = plan->key_count; i > 0; i--) {
        if (++members[i - 1] < plan->keys[i - 1].member_count) {
            return;
        }
        members[i - 1] = 0;
    }
}

static accord_status fill_input(
    const ac_loading *loading,
    const ac_cube_plan *plan,
    const ac_cube *cube,
    uint32_t quantity,
    ac_fact_input *input)
{
    ac_arena *arena = loading->arena;
    set_range(loading, &loading->program->quantities[quantity], input);
    uint64_t count = ac_members_of(
        loading->program, loading->facts, loading->program->quantities[quantity].type.levels);
    if (count > AC_CELLS_MAX / (uint64_t)input->periods) {
        return ac_fail(
            loading->error, ACCORD_ELIMIT, "%.*s would have more than %u values",
            AC_TEXT_ARG(plan->input), AC_CELLS_MAX);
    }
    size_t cells = (size_t)count * input->periods;
    ac_rational *values = AC_NEW_ARRAY(arena, ac_rational, cells);
    uint8_t *states = AC_NEW_ARRAY(arena, uint8_t, cells);
    uint64_t *rows = AC_NEW_ARRAY(arena, uint64_t, cells);
    bool *received = AC_NEW_ARRAY(arena, bool, input->periods);
    size_t at = 0;
    for (uint32_t p = 0; p < input->periods; p++) {
        int32_t period = input->first + (int32_t)p;
        uint32_t members[AC_LEVELS_MAX] = {0};
        received[p] = ac_cube_received(cube, period);
        for (uint64_t m = 0; m < count; m++, at++) {
            ac_cell cell = ac_cube_cell(cube, members, period);
            bool there = cell.rows > 0 && !cell.missing;
            values[at] = there ? ac_rational_copy(arena, cell.value) : AC_RATIONAL_ZERO;
            states[at] = there ? AC_FACT_PRESENT : cell.missing ? AC_FACT_MISSING : AC_FACT_ABSENT;
            rows[at] = cell.rows;
            step(plan, members);
        }
    }
    input->given = true;
    input->members = (uint32_t)count;
    input->values = values;
    input->states = states;
    input->rows = rows;
    input->received = received;
    return ac_ok();
}

static void copy_files(
    const ac_loading *loading, const ac_cube *cube, ac_load_input *account, ac_fact_input *input)
{
    ac_arena *arena = loading->arena;
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(cube, &count);
    ac_cube_file *copies = AC_NEW_ARRAY(arena, ac_cube_file, count);
    ac_fact_file *facts = AC_NEW_ARRAY(arena, ac_fact_file, count);
    for (size_t i = 0; i < count; i++) {
        copies[i] = files[i];
        copies[i].path = ac_text_copy(arena, files[i].path);
        facts[i] = (ac_fact_file){
            .name = ac_file_name_of(copies[i].path),
            .hash = files[i].hash,
            .rows = files[i].rows,
            .counted = files[i].counted,
            .superseded = files[i].superseded,
            .refused = files[i].refused};
        ac_load_tell_known(loading, files[i].path, &facts[i]);
    }
    account->files = copies;
    account->file_count = count;
    input->files = facts;
    input->file_count = count;
}

static void copy_refused(ac_arena *arena, const ac_cube *cube, ac_load_input *account)
{
    size_t count = 0;
    const ac_refused_count *by = ac_cube_refused_by_reason(cube, &count);
    ac_refused_count *by_copies = AC_NEW_ARRAY(arena, ac_refused_count, count);
    for (size_t i = 0; i < count; i++) {
        by_copies[i] = by[i];
    }
    account->refused_by = by_copies;
    account->refused_by_count = count;
    const ac_refused_row *rows = ac_cube_refused(cube, &count);
    ac_refused_row *copies = AC_NEW_ARRAY(arena, ac_refused_row, count);
    for (size_t i = 0; i < count; i++) {
        copies[i] = rows[i];
        copies[i].file = ac_text_copy(arena, rows[i].file);
        copies[i].heading = ac_text_copy(arena, rows[i].heading);
        copies[i].value = ac_text_copy(arena, rows[i].value);
        copies[i].message = ac_text_copy(arena, rows[i].message);
        copies[i].mend = ac_text_copy(arena, rows[i].mend);
    }
    account->refused = copies;
    account->refused_count = count;
}

static void
take_account(ac_arena *arena, const ac_load_plan *plan, const ac_cube *cube, ac_load_input *account)
{
    ac_text *levels = AC_NEW_ARRAY(arena, ac_text, plan->cube.key_count);
    for (size_t i = 0; i < plan->cube.key_count; i++) {
        levels[i] = plan->cube.keys[i].level;
    }
    account->layout = plan->layout->name;
    account->hash = ac_cube_hash(cube);
    account->counts = *ac_cube_get_counts(cube);
    account->key_levels = levels;
    account->key_count = plan->cube.key_count;
    copy_refused(arena, cube, account);
}

/* Whether rows of a file change others, or are changed. */
static bool is_changing(const ac_seen_file *file)
{
    return file->changed_by > 0 || file->submission->kind == AC_SUBMISSION_CHANGE;
}

/* Whether not all rows of a file may stand. */
static bool is_dated(const ac_seen_file *file)
{
    return file->dates.whole_aside || file->dates.aside_count > 0 || file->dates.covers != NULL ||
           is_changing(file);
}

/* A pipe or a device may have no end, and cannot be read twice. */
static accord_status check_regular(const char *path, accord_error *error)
{
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        return ac_fail(
            error, ACCORD_EIO, "cannot read %s: it is a pipe or a device and no file", path);
    }
    return ac_ok();
}

static int compare_hashes(const void *a, const void *b)
{
    const ac_cube_file *left = *(const ac_cube_file *const *)a;
    const ac_cube_file *right = *(const ac_cube_file *const *)b;
    int order = memcmp(&left->hash, &right->hash, sizeof left->hash);
    return order != 0 ? order : (left > right) - (left < right);
}

/* The same bytes under two names would count every row twice, and without an identifier no row
 * shows it. */
static accord_status
check_twice(const ac_loading *loading, const ac_load_plan *plan, const ac_cube *cube)
{
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(cube, &count);
    if (!plan->counts || plan->layout->identifier_count > 0 || count < 2) {
        return ac_ok();
    }
    const ac_cube_file **sorted = AC_NEW_ARRAY(loading->arena, const ac_cube_file *, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &files[i];
    }
    qsort(sorted, count, sizeof(const ac_cube_file *), compare_hashes);
    for (size_t i = 1; i < count; i++) {
        const ac_cube_file *one = sorted[i - 1];
        const ac_cube_file *other = sorted[i];
        if (one->rows > 0 && memcmp(&one->hash, &other->hash, sizeof one->hash) == 0) {
            return ac_fail(
                loading->error, ACCORD_EINPUT,
                "%.*s and %.*s hold the same bytes, so that each of %llu rows would count twice: "
                "take one of the files away",
                AC_TEXT_ARG(one->path), AC_TEXT_ARG(other->path), (unsigned long long)one->rows);
        }
    }
    return ac_ok();
}

/* Standard input, of which the first bytes were kept so that they can be looked at here. */
static accord_status read_standard(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    ac_text head = plan->given->head;
    AC_TRY(ac_personal_check_head(head, AC_STANDARD_INPUT, plan->layout, loading->error));
    loading->refused_opened = true;
    return ac_cube_read_standard(cube, head, loading->error);
}

/* Each file of cells counts for the periods in which it stands. */
static accord_status read_cells(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    for (size_t i = 0; i < plan->file_count; i++) {
        const ac_seen_file *file = plan->files[i];
        AC_TRY(ac_pulled_read(
            loading->arena, file->path, &plan->cube, plan->layout, &file->dates, cube,
            loading->error));
    }
    return ac_ok();
}

/* By name, the last known first. */
static int compare_changing(const void *a, const void *b)
{
    const ac_submission *left = (*(const ac_seen_file *const *)a)->submission;
    const ac_submission *right = (*(const ac_seen_file *const *)b)->submission;
    int order = ac_text_compare(left->stands, right->stands);
    if (order != 0 || left->known.day == right->known.day) {
        return order != 0 ? order : ac_text_compare(left->file, right->file);
    }
    return left->known.day > right->known.day ? -1 : 1;
}

/* Reads files of which some change rows of others: of each name the last known first, each held
 * against the identifiers of those known after it. Of two that became known on one day neither is a
 * change. */
static accord_status read_changing(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    const ac_seen_file **files =
        AC_NEW_ARRAY(loading->arena, const ac_seen_file *, plan->file_count);
    ac_changes *changes = NULL;
    accord_status status = ac_ok();
    size_t count = 0;
    for (size_t i = 0; i < plan->file_count; i++) {
        if (is_changing(plan->files[i])) {
            files[count++] = plan->files[i];
        }
    }
    qsort(files, count, sizeof(const ac_seen_file *), compare_changing);
    for (size_t i = 0; i < count && status.code == ACCORD_OK; i++) {
        const ac_submission *of = files[i]->submission;
        if (i == 0 || !ac_text_equal(of->stands, files[i - 1]->submission->stands)) {
            ac_changes_free(changes);
            changes = ac_changes_new();
        }
        ac_cube_dates dates = files[i]->dates;
        dates.changes = changes;
        dates.change = of->kind == AC_SUBMISSION_CHANGE;
        ac_changes_next_file(changes);
        ac_cube_set_dates(cube, &dates);
        status = ac_cube_read(cube, files[i]->path, loading->error);
    }
    ac_cube_set_dates(cube, NULL);
    ac_changes_free(changes);
    return status;
}

/* Files whose rows count for some days or periods only, and change no row of another file. */
static accord_status read_dated(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    for (size_t i = 0; i < plan->file_count; i++) {
        if (is_dated(plan->files[i]) && !is_changing(plan->files[i])) {
            ac_cube_set_dates(cube, &plan->files[i]->dates);
            AC_TRY(ac_cube_read(cube, plan->files[i]->path, loading->error));
        }
    }
    return ac_ok();
}

/* Files whose rows all stand are read together; a row's place among files changes no figure. */
static accord_status read_files(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    const ac_load_options *options = loading->options;
    if (plan->counts && options->fill != NULL) {
        loading->refused_opened = loading->refused_opened || options->refused_path != NULL;
        return options->fill(options->fill_self, &plan->cube, plan->layout, cube, loading->error);
    }
    if (plan->pulled) {
        return read_cells(loading, plan, cube);
    }
    const char **together = AC_NEW_ARRAY(loading->arena, const char *, plan->file_count);
    size_t count = 0;
    for (size_t i = 0; i < plan->file_count; i++) {
        AC_TRY(check_regular(plan->files[i]->path, loading->error));
        AC_TRY(ac_personal_check_file(plan->files[i]->path, plan->layout, loading->error));
        if (!is_dated(plan->files[i])) {
            together[count++] = plan->files[i]->path;
        }
    }
    if (plan->given != NULL && plan->given->standard) {
        AC_TRY(read_standard(loading, plan, cube));
    }
    loading->refused_opened = loading->refused_opened || plan->file_count > 0;
    AC_TRY(ac_cube_read_files(cube, together, count, loading->error));
    AC_TRY(check_twice(loading, plan, cube));
    AC_TRY(read_dated(loading, plan, cube));
    return read_changing(loading, plan, cube);
}

/* Reads one input. Gives ACCORD_ENO, with everything filled, where too many rows were refused. */
static accord_status
load_input(ac_loading *loading, uint32_t quantity, ac_fact_input *input, ac_load_input *account)
{
    const ac_load_options *options = loading->options;
    ac_load_plan plan;
    AC_TRY(ac_load_plan_make(loading, quantity, &plan));
    ac_load_take_frozen(loading, quantity, &plan);
    const ac_cube_options cube_options = {
        .progress = options->progress,
        .refused_path = options->refused_path,
        .refused_append = loading->refused_opened,
        .identifiers_bytes = options->identifiers_bytes,
        .threads = options->threads,
        .temporary_folder = options->temporary_folder,
        .refuse_at_most = options->refuse_at_most};
    ac_cube *cube = NULL;
    accord_status status =
        ac_cube_new(&plan.cube, plan.layout, &cube_options, &cube, loading->error);
    if (status.code == ACCORD_EINPUT) {
        char message[ACCORD_MESSAGE_BYTES];
        (void)snprintf(message, sizeof message, "%s", loading->error->message);
        return ac_load_fail(
            loading, loading->program->quantities[quantity].clause, "cannot be read: %s", message);
    }
    AC_TRY(status);
    if (options->begun != NULL && !plan.pulled) {
        options->begun(options->begun_self, quantity, cube);
    }
    if (options->standing_path != NULL && !plan.pulled) {
        ac_cube_write_standing(cube, options->standing_path);
    }
    status = read_files(loading, &plan, cube);
    accord_status sealed = ac_ok();
    if (status.code == ACCORD_OK) {
        sealed = ac_cube_seal(cube, loading->error);
        status = sealed.code == ACCORD_ENO ? ac_ok() : sealed;
    }
    if (status.code == ACCORD_OK) {
        accord_error filling = {0};
        accord_error *kept = loading->error;
        loading->error = &filling;
        take_account(loading->arena, &plan, cube, account);
        copy_files(loading, cube, account, input);
        status = fill_input(loading, &plan.cube, cube, quantity, input);
        loading->error = kept;
        if (status.code != ACCORD_OK) {
            *kept = filling;
        } else if (options->sealed != NULL) {
            options->sealed(options->sealed_self, quantity, cube);
        }
    }
    ac_cube_free(cube);
    return status.code == ACCORD_OK ? sealed : status;
}

/* Goes on where too many rows of an input were refused, so that all that is refused is known. */
static accord_status load_inputs(ac_loading *loading, ac_fact_input *inputs, ac_load *load)
{
    const ac_program *program = loading->program;
    const bool *wanted = loading->options->inputs_wanted;
    ac_load_input *accounts = AC_NEW_ARRAY(loading->arena, ac_load_input, program->quantity_count);
    accord_error first = {0};
    load->inputs = accounts;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (program->quantities[i].kind != AC_QUANTITY_INPUT || (wanted != NULL && !wanted[i])) {
            continue;
        }
        ac_load_input *account = &accounts[load->input_count++];
        account->quantity = i;
        accord_status status = load_input(loading, i, &inputs[i], account);
        if (status.code != ACCORD_OK && status.code != ACCORD_ENO) {
            return status;
        }
        if (status.code == ACCORD_ENO && first.code == ACCORD_OK) {
            first = *loading->error;
        }
    }
    if (first.code == ACCORD_OK) {
        return ac_ok();
    }
    *loading->error = first;
    return (accord_status){ACCORD_ENO};
}

/* The files that are known: those of the folder, as its manifest says, or those given. */
static accord_status see_files(ac_loading *loading, ac_load *load)
{
    const ac_load_options *options = loading->options;
    ac_manifest *manifest = AC_NEW(loading->arena, ac_manifest);
    loading->seen = options->seen;
    loading->seen_count = options->seen_count;
    *manifest = (ac_manifest){
        .folder = options->data_folder,
        .path = AC_MANIFEST_NAME,
        .list = options->others,
        .count = options->other_count};
    if (options->seen == NULL) {
        AC_TRY(ac_manifest_read(loading->arena, options->data_folder, manifest, loading->error));
        loading->seen =
            ac_manifest_seen(loading->arena, manifest, options->known_by, &loading->seen_count);
    }
    loading->manifest = manifest;
    load->manifest = manifest;
    load->seen = loading->seen;
    load->seen_count = loading->seen_count;
    return ac_ok();
}

accord_status ac_load_data(
    ac_arena *arena,
    const ac_program *program,
    const ac_load_options *options,
    const ac_load **load,
    accord_error *error)
{
    accord_error unseen = {0};
    ac_load *made = AC_NEW(arena, ac_load);
    ac_facts *facts = AC_NEW(arena, ac_facts);
    ac_fact_input *inputs = AC_NEW_ARRAY(arena, ac_fact_input, program->quantity_count);
    ac_loading loading = {
        .arena = arena,
        .program = program,
        .options = options,
        .levels = AC_NEW_ARRAY(arena, ac_fact_level, program->level_count),
        .member_names = AC_NEW_ARRAY(arena, ac_names, program->level_count),
        .frozen = AC_NEW_ARRAY(arena, ac_frozen_days, program->quantity_count),
        .facts = facts,
        .refused_opened = options->refused_append,
        .error = error == NULL ? &unseen : error};
    facts->levels = loading.levels;
    facts->inputs = inputs;
    made->facts = facts;
    const ac_layout_places places = {
        options->layout_folders, options->layout_folder_count, options->data_folder,
        options->contract_path};
    AC_TRY(ac_layouts_read(arena, &places, &loading.layouts, loading.error));
    AC_TRY(see_files(&loading, made));
    AC_TRY(ac_load_levels(&loading));
    accord_status status = load_inputs(&loading, inputs, made);
    facts->code_files = loading.code_files;
    facts->code_file_count = loading.code_file_count;
    facts->knowledge = ac_load_knowledge(&loading);
    if (status.code == ACCORD_OK || status.code == ACCORD_ENO) {
        *load = made;
    }
    return status;
}
