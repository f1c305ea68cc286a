/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_HELP_PAGE_H
#define AC_CLI_HELP_PAGE_H
/* Showing the pages of cli/help.h. */

#include "cli/commands.h"
#include "cli/help.h"

/* Writes the page of a command to standard output, or that of accord itself for NULL. */
ac_exit ac_help_put(const char *command);

/* The page of a command, or NULL. */
const ac_help_page *ac_help_find(const char *command);

#endif
