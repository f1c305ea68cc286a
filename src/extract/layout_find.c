/* SPDX-License-Identifier: MIT */
/* What a layout says to whoever has it: which files it reads, which field has a name; and the plain
 * one, which maps nothing. */

#include "extract/layout.h"

#include <fnmatch.h>
#include <string.h>

ac_layout ac_layout_plain(void)
{
    static const ac_text none = {"", 0};
    return (ac_layout){
        .name = none,
        .title = none,
        .path = none,
        .legal_basis = none,
        .deletion = none,
        .delimiter = ',',
        .missing = &none,
        .missing_count = 1,
        .refuse_at_most = AC_RATIONAL_ZERO};
}

const ac_layout_field *ac_layout_find(const ac_layout *layout, ac_text field)
{
    for (size_t i = 0; i < layout->field_count; i++) {
        if (ac_text_equal(layout->fields[i].name, field)) {
            return &layout->fields[i];
        }
    }
    return NULL;
}

bool ac_layout_reads(const ac_layout *layout, ac_text file_name)
{
    AC_SCOPED_ARENA(scratch);
    static const ac_text packed[] = {
        {".gz",  3},
        {".zst", 4}
    };
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++) {
        if (ac_text_ends(file_name, packed[i])) {
            file_name.size -= packed[i].size;
            break;
        }
    }
    const char *path = ac_text_terminated(&scratch, file_name);
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    for (size_t i = 0; i < layout->file_count; i++) {
        const char *pattern = ac_text_terminated(&scratch, layout->files[i]);
        if (fnmatch(pattern, name, 0) == 0) {
            return true;
        }
    }
    return false;
}
