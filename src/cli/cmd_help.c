/* SPDX-License-Identifier: MIT */
/* accord help: the page of a command, or of accord itself. */

#include "cli/help_page.h"
#include "cli/say.h"

static ac_exit run(const ac_arguments *arguments)
{
    return ac_help_put(arguments->file_count == 0 ? NULL : arguments->files[0]);
}

const ac_command ac_command_help = {
    "help", {NULL, 0, 0, 1},
     run
};
