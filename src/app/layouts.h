/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_LAYOUTS_H
#define AC_APP_LAYOUTS_H
/* The layouts that may read a contract's files, and which of them does. */

#include "extract/layout.h"

typedef struct ac_layouts {
    const ac_layout *list; /* [count], the first that fits is taken */
    size_t count;
    const ac_layout *plain;
} ac_layouts;

/* Where layouts are looked for. */
typedef struct ac_layout_places {
    const char *const *folders; /* [folder_count], each must be there; the others may hold none */
    size_t folder_count;
    const char *data_folder;
    const char *contract_path;
} ac_layout_places;

/* Reads every "*.layout" of these places, in this order: the folders named, the data folder, the
 * contract's own, `layouts` in that, and those that come with accord.
 *
 * errors  ACCORD_EIO     a folder or file cannot be read
 *         ACCORD_EINPUT  a layout has a fault: path:line:column
 */
accord_status ac_layouts_read(
    ac_arena *arena, const ac_layout_places *places, ac_layouts *layouts, accord_error *error);

/* The layout of a file, by its name alone; the plain one where none says that it reads it. */
const ac_layout *ac_layouts_of_file(const ac_layouts *layouts, ac_text file_name);

/* The layout of a name that rows are counted of, or NULL. */
const ac_layout *ac_layouts_named(const ac_layouts *layouts, ac_text name);

#endif
