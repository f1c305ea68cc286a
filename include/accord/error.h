/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_ERROR_H
#define ACCORD_ERROR_H
/* How a function of accord says that it failed: a status that must be looked at, and an error that
 * can be shown to the person whose data or contract it was. */

#include <stdint.h>

/* clang refuses a call whose status is dropped; gcc knows the attribute for functions only. */
#if defined(__clang__)
#define ACCORD_MUST_USE __attribute__((warn_unused_result))
#else
#define ACCORD_MUST_USE
#endif

/* A status is a struct of one field, so that it can never be taken for a count or a truth value. */
typedef enum accord_status_code {
    ACCORD_OK = 0,
    ACCORD_EINPUT, /* the user's data or text is wrong: the error says where and what was expected
                    */
    ACCORD_ERANGE, /* a number does not fit where it has to go */
    ACCORD_ELIMIT, /* a stated limit of accord was reached (base/limits.h) */
    ACCORD_EIO,    /* the world failed: a file, a stream, a disk */
    ACCORD_ENO     /* nothing failed, and the answer is no: faults found, too many rows refused */
} accord_status_code;

typedef struct ACCORD_MUST_USE accord_status {
    accord_status_code code;
} accord_status;

#define ACCORD_MESSAGE_BYTES 512
#define ACCORD_PLACE_BYTES   256

/* What went wrong, in one sentence for the user. `file` is "" and `line`, `column` are 0 where they
 * mean nothing; lines and columns count from 1, columns in bytes. */
typedef struct accord_error {
    accord_status_code code;
    char message[ACCORD_MESSAGE_BYTES];
    char file[ACCORD_PLACE_BYTES];
    uint64_t line;
    uint64_t column;
} accord_error;

#endif
