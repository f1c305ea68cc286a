/* SPDX-License-Identifier: MIT */
/* Gathers layouts from folders and from the program itself. */

#include "app/layouts.h"

#include "app/embedded.h"
#include "app/folder.h"
#include "base/file.h"
#include "base/limits.h"

typedef struct gathering {
    ac_arena *arena;
    ac_layout *list;
    size_t count;
    size_t capacity;
    accord_error *error;
} gathering;

static accord_status add_layout(gathering *all, ac_text text, const char *path)
{
    AC_RESERVE(all->arena, all->list, all->count, all->capacity);
    AC_TRY(ac_layout_parse(all->arena, text, path, &all->list[all->count], all->error));
    all->count++;
    return ac_ok();
}

static accord_status add_folder(gathering *all, const char *folder)
{
    const char **names = NULL;
    size_t count = 0;
    AC_TRY(ac_folder_list(all->arena, folder, &names, &count, all->error));
    for (size_t i = 0; i < count; i++) {
        if (!ac_text_ends(ac_text_of(names[i]), AC_TEXT(".layout"))) {
            continue;
        }
        const char *path = ac_file_join(all->arena, folder, names[i]);
        ac_text text = {0};
        AC_TRY(ac_file_read(path, AC_LAYOUT_BYTES_MAX, all->arena, &text, all->error));
        AC_TRY(add_layout(all, text, path));
    }
    return ac_ok();
}

static accord_status add_folder_if_there(gathering *all, const char *folder)
{
    return ac_folder_exists(folder) ? add_folder(all, folder) : ac_ok();
}

static accord_status add_embedded(gathering *all)
{
    for (size_t i = 0; i < ac_embedded_count; i++) {
        const ac_embedded_file *file = &ac_embedded_files[i];
        if (ac_text_ends(ac_text_of(file->name), AC_TEXT(".layout"))) {
            AC_TRY(add_layout(all, (ac_text){file->bytes, file->size_bytes}, file->name));
        }
    }
    return ac_ok();
}

accord_status ac_layouts_read(
    ac_arena *arena, const ac_layout_places *places, ac_layouts *layouts, accord_error *error)
{
    gathering all = {.arena = arena, .error = error};
    for (size_t i = 0; i < places->folder_count; i++) {
        AC_TRY(add_folder(&all, places->folders[i]));
    }
    AC_TRY(add_folder(&all, places->data_folder));
    const char *own = ac_file_folder(arena, places->contract_path);
    AC_TRY(add_folder_if_there(&all, own));
    AC_TRY(add_folder_if_there(&all, ac_file_join(arena, own, "layouts")));
    AC_TRY(add_embedded(&all));
    ac_layout *plain = AC_NEW(arena, ac_layout);
    *plain = ac_layout_plain();
    *layouts = (ac_layouts){.list = all.list, .count = all.count, .plain = plain};
    return ac_ok();
}

const ac_layout *ac_layouts_of_file(const ac_layouts *layouts, ac_text file_name)
{
    for (size_t i = 0; i < layouts->count; i++) {
        if (ac_layout_reads(&layouts->list[i], file_name)) {
            return &layouts->list[i];
        }
    }
    return layouts->plain;
}

const ac_layout *ac_layouts_named(const ac_layouts *layouts, ac_text name)
{
    for (size_t i = 0; i < layouts->count; i++) {
        if (ac_text_equal(layouts->list[i].name, name)) {
            return &layouts->list[i];
        }
    }
    return NULL;
}
