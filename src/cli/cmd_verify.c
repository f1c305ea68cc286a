/* SPDX-License-Identifier: MIT */
/* accord verify: whether a store holds what it held. */

#include "base/file.h"
#include "base/limits.h"
#include "cli/books.h"

#include <string.h>

enum { ANCHOR_FILE_BYTES = 1 << 20 };

/* The end of a line, "anchor COUNT HASH", as accord says it; other lines are passed over. */
static bool read_anchor(ac_arena *arena, ac_text line, ac_anchor *anchor)
{
    const char *at = strstr(ac_text_terminated(arena, line), "anchor ");
    if (at == NULL) {
        return false;
    }
    ac_text rest = ac_text_of(at + strlen("anchor "));
    size_t digits = 0;
    while (digits < rest.size && digits < 18 && ac_is_digit(rest.at[digits])) {
        anchor->count = anchor->count * 10 + (rest.at[digits] - '0');
        digits++;
    }
    ac_text hash = ac_text_trim(ac_text_slice(rest, digits, rest.size));
    if (anchor->count < 1 || hash.size != AC_HASH_HEX_BYTES - 1) {
        return false;
    }
    memcpy(anchor->hash, hash.at, hash.size);
    anchor->hash[hash.size] = '\0';
    return true;
}

/* NOLINTNEXTLINE(readability-function-size): one pass over the lines of a file */
static accord_status read_anchors(
    ac_arena *arena, const char *path, const ac_anchor **list, size_t *count, accord_error *error)
{
    ac_text text;
    ac_anchor *made = NULL;
    size_t capacity = 0;
    AC_TRY(ac_file_read(path, ANCHOR_FILE_BYTES, arena, &text, error));
    size_t from = 0;
    for (size_t i = 0; i <= text.size; i++) {
        if (i == text.size || text.at[i] == '\n') {
            ac_anchor anchor = {0};
            if (read_anchor(arena, ac_text_slice(text, from, i), &anchor)) {
                AC_RESERVE(arena, made, *count, capacity);
                made[(*count)++] = anchor;
            }
            from = i + 1;
        }
    }
    if (*count == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has no anchor: a line such as \"anchor 12 9f86d0...\", as accord says it after "
            "each change",
            path);
    }
    *list = made;
    return ac_ok();
}

static ac_exit run_verify(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_books books;
    ac_books_verified verified;
    const ac_anchor *anchors = NULL;
    size_t count = 0;
    const char *path = ac_argument_of(arguments, "--anchor");
    if (path != NULL && read_anchors(&arena, path, &anchors, &count, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_exit result = ac_books_open_reading(arguments, &arena, &books);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    accord_status status = ac_books_verify(&books, anchors, count, &verified, &error);
    ac_db_close(books.db);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    ac_buffer_addf(
        &text,
        "The store holds what it held: %zu files, %zu entries of the ledger, %zu closed periods "
        "settled anew with no difference%s\nanchor %lld %s\n",
        verified.files, verified.entries, verified.closings,
        count == 0 ? "; no anchor was given, so that an old copy could not be told" : "",
        (long long)verified.end.count, verified.end.hash);
    ac_put(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    AC_STORE_OPTION,
    {.name = "--anchor", .argument = "FILE"},
};

const ac_command ac_command_verify = {
    "verify", {options, sizeof options / sizeof options[0], 0, 0},
     run_verify
};
