/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_TARGETS_H
#define AC_APP_TARGETS_H
/* Files that a run is asked to write are never ones that it reads. */

#include "app/run.h"

/* Checks, before anything is written, that a file to be written is not the contract, a file that
 * the contract reads from the data folder, or a layout: under whatever name, for the file itself
 * is compared.
 *
 * in      run      read; its data need not be loaded
 *         options  data_folder and layout_folders are looked at
 *         option   how the file was asked for, such as "--refused"
 *         path     it need not be there
 * errors  ACCORD_EINPUT  it is one; the message says which, and the clause that reads it
 */
accord_status ac_target_check(
    const ac_run *run,
    const ac_load_options *options,
    const char *option,
    const char *path,
    accord_error *error);

#endif
