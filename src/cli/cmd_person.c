/* SPDX-License-Identifier: MIT */
/* accord person: who may act on a store. */

#include "base/limits.h"
#include "cli/books.h"

#include <string.h>
#include <unistd.h>

static ac_exit misuse(const ac_arguments *arguments, const char *words)
{
    accord_error error = {0};
    (void)ac_fail(&error, ACCORD_EINPUT, "%s", words);
    return ac_say_misuse(arguments->command, &error);
}

static ac_exit add(const ac_arguments *arguments, ac_arena *arena, const ac_books *books)
{
    accord_error error = {0};
    ac_anchor anchor;
    bool made = false;
    const char *name = ac_argument_of(arguments, "--name");
    const char *key = ac_argument_of(arguments, "--new-key");
    if (name == NULL || key == NULL) {
        return misuse(arguments, "accord person add CODE needs --name NAME and --new-key FILE");
    }
    ac_new_person person = {.code = ac_text_of(arguments->files[1]), .name = ac_text_of(name)};
    accord_status status = ac_books_key(arena, key, true, &person.secret, &made, &error);
    person.drawn = made;
    if (status.code == ACCORD_OK) {
        status = ac_books_person_add(books, &person, &anchor, &error);
    }
    if (status.code != ACCORD_OK) {
        if (made) {
            (void)unlink(key);
        }
        return ac_say_error(&error);
    }
    ac_say("accord: %s may act by the key %s", arguments->files[1], key);
    ac_books_say_anchor(&anchor);
    return AC_EXIT_DONE;
}

static ac_exit end(const ac_arguments *arguments, const ac_books *books)
{
    accord_error error = {0};
    ac_anchor anchor;
    accord_status status =
        ac_books_person_end(books, ac_text_of(arguments->files[1]), &anchor, &error);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_say("accord: %s may act no more", arguments->files[1]);
    ac_books_say_anchor(&anchor);
    return AC_EXIT_DONE;
}

static ac_exit list_all(ac_arena *arena, const ac_books *books)
{
    accord_error error = {0};
    const ac_person *list = NULL;
    size_t count = 0;
    accord_status status = ac_db_begin_read(books->db, &error);
    if (status.code == ACCORD_OK) {
        status = ac_person_list(arena, books->db, &list, &count, &error);
        ac_db_undo(books->db);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_buffer_add_z(&text, "code,name,acts\n");
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_csv(&text, list[i].code);
        ac_buffer_add_char(&text, ',');
        ac_buffer_add_csv(&text, list[i].name);
        ac_buffer_add_z(&text, list[i].ended ? ",no\n" : ",yes\n");
    }
    ac_put_shown(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static ac_exit run_person(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    ac_books books;
    const char *what = arguments->files[0];
    bool lists = strcmp(what, "list") == 0;
    bool adds = strcmp(what, "add") == 0;
    if (!lists && !adds && strcmp(what, "end") != 0) {
        return misuse(
            arguments, "say what is to be done: accord person add CODE, end CODE, or list");
    }
    if (arguments->file_count != (lists ? 1 : 2)) {
        return misuse(
            arguments,
            lists ? "accord person list takes no code" : "accord person add and end need a CODE");
    }
    ac_exit result = lists ? ac_books_open_reading(arguments, &arena, &books)
                           : ac_books_open_acting(arguments, &arena, &books);
    if (result == AC_EXIT_DONE) {
        result = lists  ? list_all(&arena, &books)
                 : adds ? add(arguments, &arena, &books)
                        : end(arguments, &books);
    }
    ac_db_close(books.db);
    return result;
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    {.name = "--name",    .argument = "NAME"},
    {.name = "--new-key", .argument = "FILE"},
};

const ac_command ac_command_person = {
    "person", {options, sizeof options / sizeof options[0], 1, 2},
     run_person
};
