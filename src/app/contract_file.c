/* SPDX-License-Identifier: MIT */
/* Reads contract text from a file and compiles it. */

#include "app/contract_file.h"

#include "base/file.h"
#include "base/limits.h"

/* Where the line of a variation begins. */
static size_t line_of(const ac_syntax *syntax, size_t variation)
{
    size_t at = syntax->variations[variation].span.from;
    while (at > 0 && syntax->source.at[at - 1] != '\n') {
        at--;
    }
    return at;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A text without the empty lines at its end. */
static ac_text without_empty_lines(ac_text text)
{
    size_t end = text.size;
    size_t line = end;
    while (end > 0 && is_blank(text.at[end - 1])) {
        end--;
        line = text.at[end] == '\n' ? end + 1 : line;
    }
    return ac_text_slice(text, 0, end == 0 ? 0 : line);
}

ac_text ac_contract_without(ac_arena *arena, const ac_syntax *syntax, const bool *without)
{
    AC_SCOPED_BUFFER(kept, SIZE_MAX / 4);
    size_t from = 0;
    bool some = false;
    for (size_t i = 0; i < syntax->variation_count; i++) {
        size_t line = line_of(syntax, i);
        size_t next =
            i + 1 < syntax->variation_count ? line_of(syntax, i + 1) : syntax->source.size;
        if (without[i]) {
            ac_text before = ac_text_slice(syntax->source, from, line);
            ac_buffer_add(&kept, without_empty_lines(before));
            from = next;
            some = true;
        }
    }
    if (!some) {
        return syntax->source;
    }
    ac_buffer_add(&kept, ac_text_slice(syntax->source, from, syntax->source.size));
    return ac_text_copy(arena, ac_buffer_text(&kept));
}

static const ac_program *compile(ac_arena *arena, ac_text text, ac_diagnostics **diagnostics)
{
    *diagnostics = AC_NEW(arena, ac_diagnostics);
    ac_diagnostics_init(*diagnostics, arena);
    const ac_program *program = ac_compile(arena, text, *diagnostics);
    ac_diagnostics_sort(*diagnostics);
    return program;
}

/* The text as it was by the end of a day. One that cannot be parsed is given as it is: its faults
 * are told then. */
static ac_text text_by(ac_arena *arena, ac_text text, accord_date known_by)
{
    AC_SCOPED_ARENA(scratch);
    ac_diagnostics *diagnostics = AC_NEW(&scratch, ac_diagnostics);
    ac_diagnostics_init(diagnostics, &scratch);
    const ac_syntax *syntax = ac_parse(&scratch, text, diagnostics);
    bool *later = AC_NEW_ARRAY(&scratch, bool, syntax->variation_count);
    for (size_t i = 0; i < syntax->variation_count && diagnostics->errors == 0; i++) {
        later[i] = syntax->variations[i].signed_on.day > known_by.day;
    }
    return ac_contract_without(arena, syntax, later);
}

accord_status ac_contract_file_read_known(
    ac_arena *arena,
    const char *path,
    const accord_date *known_by,
    ac_contract_file *file,
    accord_error *error)
{
    ac_text text = {0};
    AC_TRY(ac_file_read(path, AC_CONTRACT_BYTES_MAX, arena, &text, error));
    if (known_by != NULL) {
        text = text_by(arena, text, *known_by);
    }
    *file = (ac_contract_file){.path = path, .text = text, .hash = ac_hash_of(text)};
    file->program = compile(arena, text, &file->diagnostics);
    return ac_ok();
}

accord_status ac_contract_file_read(
    ac_arena *arena, const char *path, ac_contract_file *file, accord_error *error)
{
    return ac_contract_file_read_known(arena, path, NULL, file, error);
}
