/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_SESSION_H
#define AC_CLI_SESSION_H
/* What the words of accord session share. */

#include "app/sessions.h"
#include "cli/say.h"

/* The value of an option without spaces around it; empty if it was not given. */
ac_text ac_session_text(const ac_arguments *arguments, const char *option);

/* Reads --doctor, --request, --site, --date and --part.
 *
 * errors  ACCORD_EINPUT  the date is none
 */
accord_status ac_session_filter_read(
    const ac_arguments *arguments, ac_session_filter *filter, accord_error *error);

/* accord session list, calendar and verify. */
ac_exit ac_session_look(const ac_arguments *arguments, ac_moment now);

#endif
