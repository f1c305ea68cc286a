/* SPDX-License-Identifier: MIT */
/* Reads levels, then inputs one after another: each into a cube, and from the cube into facts. */

#include "app/load.h"

#include "app/load_inside.h"
#include "cube/standing.h"

#include <stdio.h>

/* The cubes of an input: of the rows that count, and where rows of another layout follow these, of
 * those. */
typedef struct input_cubes {
    ac_cube *counted;
    ac_cube *followers;   /* or NULL */
    accord_status sealed; /* ACCORD_ENO: too many rows of one of them were refused */
} input_cubes;

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

/* Whether rows that may follow those of a period have come: else all that happened would seem to be
 * followed by nothing, or by the little that came in the next. */
static bool can_be_followed(const input_cubes *from, int32_t period)
{
    return from->followers == NULL || ac_cube_received(from->followers, period);
}

static accord_status fill_input(
    const ac_loading *loading,
    const ac_load_plan *of,
    const input_cubes *from,
    uint32_t quantity,
    ac_fact_input *input)
{
    ac_arena *arena = loading->arena;
    const ac_cube_plan *plan = &of->cube;
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
        bool whole = can_be_followed(from, period);
        received[p] = whole && ac_cube_received(from->counted, period);
        for (uint64_t m = 0; m < count; m++, at++) {
            ac_cell cell = whole ? ac_cube_cell(from->counted, members, period)
                                 : (ac_cell){.value = AC_RATIONAL_ZERO};
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

static accord_status new_cube(
    const ac_loading *loading,
    const ac_load_plan *plan,
    ac_cube *followed,
    bool append,
    ac_cube **cube)
{
    const ac_load_options *options = loading->options;
    const ac_cube_options cube_options = {
        .progress = options->progress,
        .refused_path = options->refused_path,
        .refused_append = append,
        .identifiers_bytes = options->identifiers_bytes,
        .threads = options->threads,
        .temporary_folder = options->temporary_folder,
        .refuse_at_most = options->refuse_at_most};
    return followed == NULL
               ? ac_cube_new(&plan->cube, plan->layout, &cube_options, cube, loading->error)
               : ac_cube_new_followers(&plan->cube, &cube_options, followed, cube, loading->error);
}

static accord_status
make_cubes(const ac_loading *loading, uint32_t quantity, const ac_load_plan *plan, input_cubes *to)
{
    const ac_load_plan *followers = plan->followers;
    /* What follows is read first, and its refused rows stand first in the file of them. */
    bool before = followers != NULL && ac_load_reads_rows(followers);
    accord_status status =
        new_cube(loading, plan, NULL, loading->refused_opened || before, &to->counted);
    if (status.code == ACCORD_OK && followers != NULL) {
        status = new_cube(loading, followers, to->counted, loading->refused_opened, &to->followers);
    }
    if (status.code == ACCORD_EINPUT) {
        char message[ACCORD_MESSAGE_BYTES];
        (void)snprintf(message, sizeof message, "%s", loading->error->message);
        return ac_load_fail(
            loading, loading->program->quantities[quantity].clause, "cannot be read: %s", message);
    }
    return status;
}

/* Seals a cube. That too many rows were refused is kept for the end; the first such cube is told.
 */
static accord_status seal(ac_loading *loading, ac_cube *cube, input_cubes *of)
{
    accord_error error = {0};
    accord_status status = ac_cube_seal(cube, &error);
    if (status.code == ACCORD_ENO && of->sealed.code == ACCORD_ENO) {
        return ac_ok();
    }
    if (status.code != ACCORD_OK) {
        *loading->error = error;
    }
    if (status.code == ACCORD_ENO) {
        of->sealed = status;
        return ac_ok();
    }
    return status;
}

/* What follows is read first, and is whole before the rows that it follows are counted. */
static accord_status
read_cubes(ac_loading *loading, uint32_t quantity, const ac_load_plan *plan, input_cubes *to)
{
    const ac_load_options *options = loading->options;
    if (to->followers != NULL) {
        AC_TRY(ac_load_read(loading, plan->followers, to->followers));
        AC_TRY(seal(loading, to->followers, to));
    }
    if (options->begun != NULL && !plan->pulled) {
        options->begun(options->begun_self, quantity, to->counted);
    }
    if (options->standing_path != NULL && !plan->pulled) {
        ac_cube_write_standing(to->counted, options->standing_path);
    }
    AC_TRY(ac_load_read(loading, plan, to->counted));
    return seal(loading, to->counted, to);
}

static accord_status take_cubes(
    ac_loading *loading,
    const ac_load_plan *plan,
    const input_cubes *from,
    ac_fact_input *input,
    ac_load_input *account)
{
    accord_error filling = {0};
    accord_error *kept = loading->error;
    loading->error = &filling;
    ac_load_take_account(loading, plan, from->counted, account, input);
    if (from->followers != NULL) {
        ac_load_take_account(loading, plan->followers, from->followers, account, input);
    }
    accord_status status = fill_input(loading, plan, from, account->quantity, input);
    loading->error = kept;
    if (status.code != ACCORD_OK) {
        *kept = filling;
    }
    return status;
}

/* Reads one input. Gives ACCORD_ENO, with everything filled, where too many rows were refused. */
static accord_status
load_input(ac_loading *loading, uint32_t quantity, ac_fact_input *input, ac_load_input *account)
{
    const ac_load_options *options = loading->options;
    ac_load_plan plan;
    input_cubes cubes = {.sealed = ac_ok()};
    AC_TRY(ac_load_plan_make(loading, quantity, &plan));
    ac_load_take_frozen(loading, quantity, &plan);
    accord_status status = make_cubes(loading, quantity, &plan, &cubes);
    if (status.code == ACCORD_OK) {
        status = read_cubes(loading, quantity, &plan, &cubes);
    }
    if (status.code == ACCORD_OK) {
        status = take_cubes(loading, &plan, &cubes, input, account);
    }
    if (status.code == ACCORD_OK && options->sealed != NULL) {
        options->sealed(options->sealed_self, quantity, cubes.counted);
    }
    ac_cube_free(cubes.followers);
    ac_cube_free(cubes.counted);
    return status.code == ACCORD_OK ? cubes.sealed : status;
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
