/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_EMBEDDED_H
#define AC_APP_EMBEDDED_H
/* Files of the repository that the program carries: the layouts that come with accord, and the
 * contracts of the demonstration. Made by tools/embed.py when accord is built. */

#include <stddef.h>

typedef struct ac_embedded_file {
    const char *name; /* its path in the repository: "layouts/outpatients.layout" */
    size_t size_bytes;
    const char *bytes;
} ac_embedded_file;

extern const ac_embedded_file ac_embedded_files[]; /* [ac_embedded_count], sorted by name */
extern const size_t ac_embedded_count;

#endif
