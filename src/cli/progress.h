/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_PROGRESS_H
#define AC_CLI_PROGRESS_H
/* How long work goes on: a bar on a terminal, a plain line a file in a pipe, nothing when quiet. */

#include "app/demo_data.h"
#include "app/load.h"
#include "app/statement_file.h"

typedef struct ac_cli_progress {
    bool quiet;
    bool terminal;
    bool drawn;       /* a bar stands on the line */
    int64_t began_ms; /* the file */
    int64_t drawn_ms;
    int64_t ended_ms;    /* the file before it */
    char file[200];      /* that is being read */
    uint64_t said_bytes; /* of the file when its line was said */
    ac_progress reading;
    ac_demo_progress writing;
    ac_each_progress stating;
} ac_cli_progress;

void ac_cli_progress_init(ac_cli_progress *progress, bool quiet);
void ac_cli_progress_end(ac_cli_progress *progress); /* clears the bar */

#endif
