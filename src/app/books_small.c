/* SPDX-License-Identifier: MIT */
/* Small files are kept as they are, and for good. So each is read as a settlement will read it
 * before it is kept, and one that could not be read is refused by the name its user knows. */

#include "app/books_count.h"
#include "base/file.h"

#include <string.h>

enum { REFUSED_SHOWN = 20 };

/* Rows are not read now: only the lists of codes that their clauses name. */
static accord_status fill_nothing(
    void *self,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    ac_cube *cube,
    accord_error *error)
{
    (void)self;
    (void)plan;
    (void)layout;
    (void)cube;
    (void)error;
    return ac_ok();
}

/* The inputs that read a file of that name, or take codes from it. */
static void mark_inputs(const ac_run *run, ac_text stands, bool *wanted)
{
    const ac_program *program = run->contract.program;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        wanted[i] =
            program->quantities[i].kind == AC_QUANTITY_INPUT &&
            ac_books_names_file(ac_clause_at(program, program->quantities[i].clause), stands);
    }
}

/* The files that are seen, with this one in the place of all others of its name. */
static const ac_seen_file *
see(ac_arena *arena,
    const ac_manifest *manifest,
    const ac_books_small *small,
    const char *path,
    size_t *count)
{
    size_t all = 0;
    const ac_seen_file *list = ac_manifest_seen(arena, manifest, NULL, &all);
    ac_seen_file *seen = AC_NEW_ARRAY(arena, ac_seen_file, all + 1);
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        const ac_submission *of = list[i].submission;
        if (!ac_text_equal(of->stands, small->stands)) {
            seen[(*count)++] = list[i];
        } else if (ac_text_is(of->file, small->file)) {
            seen[(*count)++] = (ac_seen_file){
                .submission = of,
                .path = path,
                .dates = {.covers = of->covers_said ? &of->covers : NULL}};
        }
    }
    return seen;
}

static uint64_t refused_of(const ac_run *run, const char *path)
{
    uint64_t refused = 0;
    for (size_t i = 0; run->load != NULL && i < run->load->input_count; i++) {
        const ac_load_input *input = &run->load->inputs[i];
        for (size_t j = 0; j < input->file_count; j++) {
            refused += ac_text_is(input->files[j].path, path) ? input->files[j].refused : 0;
        }
    }
    return refused;
}

/* What else is missing or wrong is not this file's fault, and may be brought in later. */
static bool is_of(const accord_error *found, const char *path, const char *laid_out)
{
    return strcmp(found->file, path) == 0 || strstr(found->message, path) != NULL ||
           strstr(found->message, laid_out) != NULL;
}

accord_status ac_books_check_small(
    ac_arena *arena,
    const ac_books_folder *folder,
    const ac_books_small *small,
    ac_buffer *talk,
    bool *refused,
    accord_error *error)
{
    ac_run run = {0};
    ac_manifest manifest;
    accord_error found = {0};
    const char *path = NULL;
    AC_TRY(ac_books_whole_path(arena, small->path, &path, error));
    AC_TRY(ac_run_read(&run, arena, folder->contract, error));
    if (ac_manifest_read(arena, folder->data, &manifest, NULL).code != ACCORD_OK) {
        return ac_ok(); /* said when all files are in */
    }
    bool *wanted = AC_NEW_ARRAY(arena, bool, run.contract.program->quantity_count);
    mark_inputs(&run, small->stands, wanted);
    ac_load_options options = {
        .data_folder = folder->data,
        .inputs_wanted = wanted,
        .fill = fill_nothing,
        .refused_path = small->refused_path,
        .refused_append = small->refused_append,
        .others = manifest.list,
        .other_count = manifest.count,
        .threads = 1};
    options.seen = see(arena, &manifest, small, path, &options.seen_count);
    accord_status status = ac_run_load(&run, &options, &found);
    bool some = refused_of(&run, path) > 0;
    if (some) {
        ac_run_add_account(talk, &run);
        ac_run_add_refused(talk, &run, REFUSED_SHOWN);
        *refused = true;
    }
    if (status.code == ACCORD_OK || !(some || is_of(&found, path, small->file))) {
        return ac_ok();
    }
    ac_books_folder_unname(folder, &found);
    if (error != NULL) {
        *error = found;
    }
    return status;
}
