/* SPDX-License-Identifier: MIT */
#include "base/library.h"

#include "base/assert.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

/* POSIX says that a pointer from dlsym may be one to a function, C does not: bytes are copied. */
static bool is_open(const void *functions)
{
    void *first = NULL;
    memcpy(&first, functions, sizeof first);
    return first != NULL;
}

accord_status ac_library_open(
    const ac_library *library, void *functions, size_t functions_bytes, accord_error *error)
{
    ac_assert(functions_bytes == library->count * sizeof(void *));
    if (is_open(functions)) {
        return ac_ok();
    }
    void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        return ac_fail(
            error, ACCORD_EIO, "%s cannot be opened: install the package %s", library->file,
            library->package);
    }
    /* The first one last: where it is there, all are. */
    for (size_t i = library->count; i > 0; i--) {
        void *function = dlsym(handle, library->names[i - 1]);
        if (function == NULL) {
            return ac_fail(
                error, ACCORD_EIO, "%s has no %s: install the package %s of Debian 12",
                library->file, library->names[i - 1], library->package);
        }
        memcpy((char *)functions + (i - 1) * sizeof function, &function, sizeof function);
    }
    return ac_ok();
}
