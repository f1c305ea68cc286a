/* SPDX-License-Identifier: MIT */
/* Lays out the text of a contract's file, and says where it differs. */

#include "app/format_file.h"

#include "base/file.h"
#include "base/limits.h"
#include "lang/format.h"

static uint64_t first_difference(ac_text a, ac_text b)
{
    uint64_t line = 1;
    for (size_t i = 0; i < a.size && i < b.size; i++) {
        if (a.at[i] != b.at[i]) {
            return line;
        }
        line += a.at[i] == '\n' ? 1 : 0;
    }
    return a.size == b.size ? 0 : line;
}

accord_status
ac_format_file_read(ac_arena *arena, const char *path, ac_format_file *file, accord_error *error)
{
    ac_format_file read = {
        .canonical = {"", 0},
          .faults = {"", 0}
    };
    AC_TRY(ac_file_read(path, AC_CONTRACT_BYTES_MAX, arena, &read.text, error));
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    AC_SCOPED_BUFFER(canonical, AC_CONTRACT_BYTES_MAX);
    accord_status status = ac_format(read.text, &canonical, &diagnostics);
    if (status.code == ACCORD_ELIMIT) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s would be longer than accord reads when laid out", path);
    }
    if (status.code == ACCORD_OK) {
        read.canonical = ac_text_copy(arena, ac_buffer_text(&canonical));
        read.first_line = first_difference(read.text, read.canonical);
    } else {
        AC_SCOPED_BUFFER(faults, AC_FACT_FILE_BYTES_MAX);
        ac_diagnostics_add_text(&faults, &diagnostics, read.text, path);
        read.faults = ac_text_copy(arena, ac_buffer_text(&faults));
    }
    *file = read;
    return ac_ok();
}

accord_status
ac_format_file_write(const char *path, const ac_format_file *file, accord_error *error)
{
    return file->first_line == 0 ? ac_ok() : ac_file_write(path, file->canonical, error);
}
