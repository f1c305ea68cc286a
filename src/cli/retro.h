/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_RETRO_H
#define AC_CLI_RETRO_H
/* What `accord check --data` tells of variations signed after they take effect. */

#include "cli/say.h"

/* Computes the contract that was checked over the data of --data, and says on stderr what each such
 * variation changes of payments due by the day it was signed.
 *
 * in      so_far  how the command ends without this
 */
ac_exit ac_retro_check(const ac_arguments *arguments, ac_exit so_far);

#endif
