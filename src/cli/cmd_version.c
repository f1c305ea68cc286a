/* SPDX-License-Identifier: MIT */
/* accord version: which accord this is. */

#include "cli/say.h"

static ac_exit run(const ac_arguments *arguments)
{
    (void)arguments;
    ac_put(AC_TEXT("accord " ACCORD_VERSION ", contract language 1\n"));
    return AC_EXIT_DONE;
}

const ac_command ac_command_version = {
    "version", {NULL, 0, 0, 0},
     run
};
