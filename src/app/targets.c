/* SPDX-License-Identifier: MIT */
/* Compares a file to be written with every file that a run reads, by device and inode. What cannot
 * be looked at is passed over here: loading fails on it before it writes anything. */

#include "app/targets.h"

#include "app/folder.h"
#include "app/layouts.h"
#include "base/file.h"

#include <sys/stat.h>

typedef struct target {
    ac_arena *arena;
    const ac_run *run;
    const ac_load_options *options;
    const char *option;
    const char *path;
    struct stat about;
    accord_error *error;
} target;

static bool is_target(const target *at, const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && about.st_dev == at->about.st_dev &&
           about.st_ino == at->about.st_ino;
}

static accord_status fail_read(const target *at, const ac_clause *clause, ac_text file)
{
    return ac_fail(
        at->error, ACCORD_EINPUT,
        "%s would overwrite %s, which is %.*s that clause %.*s reads: name another file",
        at->option, at->path, AC_TEXT_ARG(file), AC_TEXT_ARG(clause->number));
}

static accord_status check_file(const target *at, const ac_clause *clause, ac_text file)
{
    if (file.size == 0) {
        return ac_ok();
    }
    const char *name = ac_text_terminated(at->arena, file);
    bool same = is_target(at, ac_file_join(at->arena, at->options->data_folder, name));
    return same ? fail_read(at, clause, file) : ac_ok();
}

/* The files of a source are told by its layout. */
static accord_status
check_source(const target *at, const ac_clause *clause, const ac_layout *layout)
{
    const char *folder = at->options->data_folder;
    const char **names = NULL;
    size_t count = 0;
    if (ac_folder_list(at->arena, folder, &names, &count, NULL).code != ACCORD_OK) {
        return ac_ok();
    }
    for (size_t i = 0; i < count; i++) {
        ac_text name = ac_text_of(names[i]);
        if (ac_layout_reads(layout, name) &&
            is_target(at, ac_file_join(at->arena, folder, names[i]))) {
            return fail_read(at, clause, name);
        }
    }
    return ac_ok();
}

static accord_status
check_clause(const target *at, const ac_clause *clause, const ac_layouts *layouts)
{
    AC_TRY(check_file(at, clause, clause->file.text));
    AC_TRY(check_file(at, clause, clause->input.file.text));
    const ac_counting *counting = clause->input.counting;
    if (counting == NULL) {
        return ac_ok();
    }
    for (size_t i = 0; i < counting->level_count; i++) {
        AC_TRY(check_file(at, clause, counting->levels[i].file.text));
    }
    const ac_layout *layout = ac_layouts_named(layouts, counting->source.text);
    return layout == NULL ? ac_ok() : check_source(at, clause, layout);
}

static accord_status check_layouts_in(const target *at, const char *folder)
{
    const char **names = NULL;
    size_t count = 0;
    if (!ac_folder_exists(folder) ||
        ac_folder_list(at->arena, folder, &names, &count, NULL).code != ACCORD_OK) {
        return ac_ok();
    }
    for (size_t i = 0; i < count; i++) {
        if (ac_text_ends(ac_text_of(names[i]), AC_TEXT(".layout")) &&
            is_target(at, ac_file_join(at->arena, folder, names[i]))) {
            return ac_fail(
                at->error, ACCORD_EINPUT,
                "%s would overwrite %s, which is a layout: name another file", at->option,
                at->path);
        }
    }
    return ac_ok();
}

static accord_status check_layouts(const target *at)
{
    const ac_load_options *options = at->options;
    for (size_t i = 0; i < options->layout_folder_count; i++) {
        AC_TRY(check_layouts_in(at, options->layout_folders[i]));
    }
    AC_TRY(check_layouts_in(at, options->data_folder));
    const char *own = ac_file_folder(at->arena, at->run->contract.path);
    AC_TRY(check_layouts_in(at, own));
    return check_layouts_in(at, ac_file_join(at->arena, own, "layouts"));
}

/* Where a folder has a manifest, files are read under other names than clauses give. */
static accord_status check_manifest(const target *at)
{
    const char *folder = at->options->data_folder;
    const char **names = NULL;
    size_t count = 0;
    if (!ac_file_exists(ac_file_join(at->arena, folder, AC_MANIFEST_NAME)) ||
        ac_folder_list(at->arena, folder, &names, &count, NULL).code != ACCORD_OK) {
        return ac_ok();
    }
    for (size_t i = 0; i < count; i++) {
        if (is_target(at, ac_file_join(at->arena, folder, names[i]))) {
            return ac_fail(
                at->error, ACCORD_EINPUT,
                "%s would overwrite %s, which is of the data folder that a manifest tells of: name "
                "another file",
                at->option, at->path);
        }
    }
    return ac_ok();
}

accord_status ac_target_check(
    const ac_run *run,
    const ac_load_options *options,
    const char *option,
    const char *path,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    target at = {
        .arena = &arena,
        .run = run,
        .options = options,
        .option = option,
        .path = path,
        .error = error};
    if (stat(path, &at.about) != 0) {
        return ac_ok();
    }
    if (is_target(&at, run->contract.path)) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s would overwrite the contract, %s: name another file", option,
            path);
    }
    AC_TRY(check_layouts(&at));
    ac_layouts layouts = {0};
    const ac_layout_places places = {
        options->layout_folders, options->layout_folder_count, options->data_folder,
        run->contract.path};
    if (ac_layouts_read(&arena, &places, &layouts, NULL).code != ACCORD_OK) {
        layouts = (ac_layouts){0};
    }
    AC_TRY(check_manifest(&at));
    const ac_syntax *syntax = run->contract.program->syntax;
    for (size_t i = 0; i < syntax->clause_count; i++) {
        AC_TRY(check_clause(&at, &syntax->clauses[i], &layouts));
    }
    return ac_ok();
}
