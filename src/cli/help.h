/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_HELP_H
#define AC_CLI_HELP_H
/* The help pages, made from docs/manual/cli/ by tools/make_help.py when accord is built; the manual
 * pages and the shell completion are made from the same files. */

#include <stddef.h>

/* One page; every text is NUL-terminated and none is NULL. */
typedef struct ac_help_page {
    const char *command; /* "eval" */
    const char *summary; /* one line without a full stop */
    const char *usage;   /* "accord eval FILE --data DIR ...", one line */
    const char *text;    /* the whole page as `accord help eval` shows it, usage and all, wrapped to
                          * 79 columns; ends with a line end */
} ac_help_page;

extern const ac_help_page ac_help_pages[]; /* [ac_help_page_count], sorted by command */
extern const size_t ac_help_page_count;

/* The page of accord itself, with the list of commands. */
extern const ac_help_page ac_help_overview;

#endif
