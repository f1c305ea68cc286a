/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_COMMANDS_H
#define AC_CLI_COMMANDS_H
/* The commands, and what becomes of the process. */

#include "cli/options.h"

typedef enum ac_exit {
    AC_EXIT_DONE = 0,
    AC_EXIT_FAILED = 1,
    AC_EXIT_MISUSED = 2,
    AC_EXIT_NO = 3 /* nothing failed, and the answer is no */
} ac_exit;

typedef struct ac_command {
    const char *name;
    ac_option_table options;
    ac_exit (*run)(const ac_arguments *arguments);
} ac_command;

#define AC_COMMAND(name) extern const ac_command ac_command_##name;
#include "cli/commands.def"
#undef AC_COMMAND

extern const ac_command *const ac_commands[]; /* [ac_command_count], sorted by name */
extern const size_t ac_command_count;

const ac_command *ac_command_find(const char *name); /* or NULL */

/* Runs accord with its arguments, the program's own name first. */
ac_exit ac_cli(int count, char **words);

#endif
