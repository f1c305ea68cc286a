/* SPDX-License-Identifier: MIT */
/* Reads contract text from a file and compiles it. */

#include "app/contract_file.h"

#include "base/file.h"
#include "base/limits.h"

accord_status ac_contract_file_read(
    ac_arena *arena, const char *path, ac_contract_file *file, accord_error *error)
{
    ac_text text = {0};
    AC_TRY(ac_file_read(path, AC_CONTRACT_BYTES_MAX, arena, &text, error));
    ac_diagnostics *diagnostics = AC_NEW(arena, ac_diagnostics);
    ac_diagnostics_init(diagnostics, arena);
    const ac_program *program = ac_compile(arena, text, diagnostics);
    ac_diagnostics_sort(diagnostics);
    *file = (ac_contract_file){
        .path = path,
        .text = text,
        .hash = ac_hash_of(text),
        .diagnostics = diagnostics,
        .program = program};
    return ac_ok();
}
