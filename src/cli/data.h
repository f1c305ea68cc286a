/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_DATA_H
#define AC_CLI_DATA_H
/* What all commands over a contract and a data folder share. */

#include "app/run.h"
#include "cli/progress.h"
#include "cli/say.h"

/* clang-format off: lists of rows for a table */
/* How data are read, wherever they are. */
#define AC_READING_OPTIONS                                                                \
    {.name = "--rows", .argument = "LAYOUT=FILE", .repeated = true},                      \
        {.name = "--layouts", .argument = "DIR", .repeated = true},                       \
        {.name = "--refused", .argument = "FILE"},                                        \
        {.name = "--refuse-at-most", .argument = "PERCENT"},                              \
        {.name = "--memory", .argument = "SIZE"}, {.name = "--threads", .argument = "N"}, \
    {                                                                                     \
        .name = "--quiet"                                                                 \
    }

#define AC_DATA_OPTIONS {.name = "--data", .argument = "DIR", .needed = true}, AC_READING_OPTIONS
/* clang-format on */

/* The option of commands that look from a day: what the contract and the data were by then. */
#define AC_KNOWN_BY_OPTION                       \
    {                                            \
        .name = "--known-by", .argument = "DATE" \
    }

/* Reads the contract, as it was known by the day of --known-by; says its faults. */
ac_exit ac_data_contract(const ac_arguments *arguments, ac_arena *arena, ac_run *run);

/* Reads a contract as it was known by the end of a day (NULL: all of it); says its faults. */
ac_exit
ac_data_contract_of(ac_arena *arena, const char *path, const accord_date *known_by, ac_run *run);

/* Loads the data as the options say; says what was refused. `more` gives inputs_wanted and sealed;
 * it may be NULL. */
ac_exit ac_data_load(const ac_arguments *arguments, ac_run *run, const ac_load_options *more);

/* Loads the members of the levels alone, for what --at names; says nothing but errors. */
ac_exit ac_data_members(const ac_arguments *arguments, ac_run *run);

/* Checks that the file of -o, if it was given, is none that the run reads, and not that of
 * --refused. */
ac_exit ac_data_out(const ac_arguments *arguments, const ac_run *run);

/* Checks that the file which `option` names, if it was given, is none that the run reads. */
ac_exit ac_data_target(const ac_arguments *arguments, const ac_run *run, const char *option);

/* Reads --period; `said` is false if it was not given. */
ac_exit ac_data_period(
    const ac_arguments *arguments,
    const ac_run *run,
    bool *said,
    ac_period_kind *kind,
    int32_t *period);

/* Reads --period and --party, as far as can be told before the data are read. */
ac_exit
ac_data_filter(const ac_arguments *arguments, const ac_run *run, ac_statement_filter *filter);

/* Checks, once the members are known, that --party names a party or a member. */
ac_exit
ac_data_party(const ac_arguments *arguments, const ac_run *run, const ac_statement_filter *filter);

/* Says an error that is a misuse where it is one of input, else as ac_say_error. */
ac_exit ac_data_fail(const ac_arguments *arguments, const accord_error *error);

/* Reads a date: 2016-05-20, or 20 May 2016.
 *
 * errors  ACCORD_EINPUT  it is none
 */
accord_status
ac_data_day(const char *option, const char *text, accord_date *day, accord_error *error);

/* The memory that the identifiers of rows may take where --memory does not say it: a quarter of the
 * machine's. */
uint64_t ac_data_memory(void);

/* Reads a whole number from 0 to `most`.
 *
 * errors  ACCORD_EINPUT  it is none
 */
accord_status ac_whole_number(
    const char *option, const char *text, int64_t most, int64_t *number, accord_error *error);

#endif
