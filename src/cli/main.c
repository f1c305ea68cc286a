/* SPDX-License-Identifier: MIT */
/* The program. A reader that closes the pipe early is an error of writing, not the end by a signal.
 */

#include "cli/commands.h"

#include <signal.h>

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN);
    return (int)ac_cli(argc, argv);
}
