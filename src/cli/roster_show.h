/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_ROSTER_SHOW_H
#define AC_CLI_ROSTER_SHOW_H
/* accord roster show: a roster as people read it. */

#include "cli/pool.h"

ac_exit
ac_cli_roster_show(const ac_arguments *arguments, ac_arena *arena, const ac_pool_period *period);

#endif
