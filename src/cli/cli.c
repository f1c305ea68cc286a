/* SPDX-License-Identifier: MIT */
/* Finds the command, reads its arguments, runs it, and ends the output. */

#include "base/text.h"
#include "cli/commands.h"
#include "cli/help_page.h"
#include "cli/say.h"

#include <string.h>

const ac_command *const ac_commands[] = {
#define AC_COMMAND(name) &ac_command_##name,
#include "cli/commands.def"
#undef AC_COMMAND
};

const size_t ac_command_count = sizeof ac_commands / sizeof ac_commands[0];

const ac_command *ac_command_find(const char *name)
{
    for (size_t i = 0; i < ac_command_count; i++) {
        if (strcmp(ac_commands[i]->name, name) == 0) {
            return ac_commands[i];
        }
    }
    return NULL;
}

const ac_help_page *ac_help_find(const char *command)
{
    for (size_t i = 0; i < ac_help_page_count; i++) {
        if (strcmp(ac_help_pages[i].command, command) == 0) {
            return &ac_help_pages[i];
        }
    }
    return NULL;
}

static ac_exit say_no_command(const char *name)
{
    ac_text wanted = ac_text_of(name);
    unsigned distance = (unsigned)(wanted.size / 3) + 2;
    const char *best = "";
    for (size_t i = 0; i < ac_command_count; i++) {
        unsigned now = ac_text_distance(ac_text_of(ac_commands[i]->name), wanted, distance);
        if (now < distance) {
            distance = now;
            best = ac_commands[i]->name;
        }
    }
    ac_say(
        "accord: there is no command %.60s%s%s%s", name, best[0] == '\0' ? "" : "; did you mean ",
        best, best[0] == '\0' ? "" : "?");
    ac_say("accord help lists them");
    return AC_EXIT_MISUSED;
}

ac_exit ac_help_put(const char *command)
{
    const ac_help_page *page = command == NULL ? &ac_help_overview : ac_help_find(command);
    if (page == NULL) {
        return say_no_command(command);
    }
    ac_put(ac_text_of(page->text));
    return AC_EXIT_DONE;
}

static ac_exit run_command(const ac_command *command, int count, char **words)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_arguments arguments = {0};
    const ac_words_given given = {count, words};
    accord_status status =
        ac_arguments_read(&arena, command->name, &command->options, &given, &arguments, &error);
    if (status.code != ACCORD_OK) {
        return ac_say_misuse(command->name, &error);
    }
    return arguments.help ? ac_help_put(command->name) : command->run(&arguments);
}

ac_exit ac_cli(int count, char **words)
{
    if (count < 2) {
        ac_say_text(ac_text_of(ac_help_overview.text));
        return AC_EXIT_MISUSED;
    }
    const char *name = words[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        return ac_put_end(ac_help_put(NULL));
    }
    if (strcmp(name, "--version") == 0) {
        name = "version";
    }
    const ac_command *command = ac_command_find(name);
    if (command == NULL) {
        return say_no_command(name);
    }
    return ac_put_end(run_command(command, count - 2, words + 2));
}
