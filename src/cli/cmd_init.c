/* SPDX-License-Identifier: MIT */
/* accord init: makes a store, and its first person. */

#include "cli/books.h"

#include <unistd.h>

static ac_exit run_init(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_anchor anchor;
    bool made = false;
    const char *code = ac_books_said(arguments, "--as", "ACCORD_AS");
    const char *key = ac_books_said(arguments, "--key", "ACCORD_KEY");
    ac_new_person first = {
        .code = ac_text_of(code), .name = ac_text_of(ac_argument_of(arguments, "--name"))};
    if (code == NULL || key == NULL) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "accord init needs --as CODE (or ACCORD_AS) and --key FILE (or ACCORD_KEY)");
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_books_key(&arena, key, true, &first.secret, &made, &error);
    first.drawn = made;
    if (status.code == ACCORD_OK) {
        status = ac_books_init(arguments->files[0], &first, ac_books_now(), &anchor, &error);
    }
    if (status.code != ACCORD_OK) {
        if (made) {
            (void)unlink(key);
        }
        return ac_say_error(&error);
    }
    ac_say(
        "accord: %s is made, and %s may act on it by the key %s%s", arguments->files[0], code, key,
        made ? ", which is made too: keep it" : "");
    ac_books_say_anchor(&anchor);
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    {.name = "--as",   .argument = "CODE"},
    {.name = "--name", .argument = "NAME", .needed = true},
    {.name = "--key",                .argument = "FILE"                   },
};

const ac_command ac_command_init = {
    "init", {options, sizeof options / sizeof options[0], 1, 1},
     run_init
};
