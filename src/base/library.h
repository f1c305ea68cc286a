/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_LIBRARY_H
#define AC_BASE_LIBRARY_H
/* Libraries that few commands need. Linked, each would be loaded by every command with all that it
 * draws in (of libpq: LDAP and Kerberos), which takes longer than most commands do; so they are
 * opened by the first call that needs them.
 *
 * A file that uses one has its functions from a list, such as store/libpq.def, and says what it is:
 *
 *     AC_LIBRARY_FUNCTIONS(pq_functions, AC_LIBPQ);
 *     AC_LIBRARY(pq_functions, pq, AC_LIBPQ, "libpq.so.5", "libpq5")
 *
 * Once open_pq(error) has succeeded, pq.PQexec(...) is a call. */

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

/* A struct of pointers to the functions of a list, each of the type that its header gives it. */
#define AC_LIBRARY_POINTER(name) __typeof__(name) *(name);
#define AC_LIBRARY_FUNCTIONS(type, list) \
    typedef struct type {                \
        list(AC_LIBRARY_POINTER)         \
    } type

/* Such a struct, and what opens the library for it. */
#define AC_LIBRARY_NAME(name) #name,
#define AC_LIBRARY(type, variable, list, file, package)                                  \
    static type variable;                                                                \
    static accord_status open_##variable(accord_error *error)                            \
    {                                                                                    \
        static const char *const names[] = {list(AC_LIBRARY_NAME)};                      \
        const ac_library library = {file, package, names, sizeof names / sizeof *names}; \
        return ac_library_open(&library, &(variable), sizeof(variable), error);          \
    }

#endif
