/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_LIBRARY_H
#define AC_BASE_LIBRARY_H
/* Libraries that few commands need. Linked, each would be loaded by every command with all that it
 * draws in (of libpq: LDAP and Kerberos), which takes longer than most commands do; so they are
 * opened by the first call that needs them.
 *
 * A file that uses one lists its functions in a .def, of which it makes a struct of pointers:
 *
 *     typedef struct pq_functions {
 *     #define AC_FUNCTION(name) __typeof__(name) *(name);
 *     #include "store/libpq.def"
 *     #undef AC_FUNCTION
 *     } pq_functions;
 *
 * and, of the same list, their names in the same order. */

#include "base/status.h"

#include <stddef.h>

typedef struct ac_library {
    const char *file;         /* "libpq.so.5" */
    const char *package;      /* of Debian, which has it: "libpq5" */
    const char *const *names; /* [count] */
    size_t count;
} ac_library;

/* Opens a library, for good, and finds its functions.
 *
 * out     functions  a struct of so many pointers to functions, in the order of the names; left as
 *                    it is if the first is there already
 * errors  ACCORD_EIO  the library is not there, or lacks a function: names the package
 */
accord_status ac_library_open(
    const ac_library *library, void *functions, size_t functions_bytes, accord_error *error);

#endif
