/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_CONTRACT_FILE_H
#define AC_APP_CONTRACT_FILE_H
/* A contract as a file: its text, what is wrong with it, and its program if nothing is. */

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"
#include "lang/program.h"

typedef struct ac_contract_file {
    const char *path;
    ac_text text;
    ac_hash hash;                /* of the text's bytes */
    ac_diagnostics *diagnostics; /* sorted */
    const ac_program *program;   /* NULL where a fault is an error */
} ac_contract_file;

/* Reads and compiles a contract. That it has faults is no failure here: see `program`.
 *
 * in      path  borrowed for as long as the contract lives
 * out     file  all that it points to lives in `arena`
 * errors  ACCORD_EIO    it cannot be read
 *         ACCORD_ELIMIT it is larger than AC_CONTRACT_BYTES_MAX
 */
accord_status ac_contract_file_read(
    ac_arena *arena, const char *path, ac_contract_file *file, accord_error *error);

/* The same as it was known by the end of a day: text and hash are without the variations that were
 * signed later, as if they had not been added to the file. NULL: all of it. */
accord_status ac_contract_file_read_known(
    ac_arena *arena,
    const char *path,
    const accord_date *known_by,
    ac_contract_file *file,
    accord_error *error);

/* The text of a contract without some of its variations, and without the empty lines before each.
 *
 * in      without  [syntax->variation_count]
 * returns the text itself, or a copy in `arena`
 */
ac_text ac_contract_without(ac_arena *arena, const ac_syntax *syntax, const bool *without);

#endif
