/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_MARKUP_H
#define AC_EXTRACT_MARKUP_H
/* XML of a workbook's parts as a run of elements and text. A document type, and with it every
 * entity of a file's own, is refused; nothing outside the part is ever looked at. */

#include "extract/parts.h"

/* Names come without their prefix: "sheet" for "x:sheet". Attributes are name, value, name, value,
 * NULL. */
typedef struct ac_markup {
    accord_status (*open)(
        void *self, const char *name, const char *const *attributes, accord_error *error);
    accord_status (*text)(void *self, ac_text text, accord_error *error);
    accord_status (*close)(void *self, const char *name, accord_error *error);
    void *self;
} ac_markup;

/* Reads a part through.
 *
 * errors  ACCORD_EINPUT  it is not well-formed, or has a document type
 *         ACCORD_ELIMIT  elements nest deeper than AC_WORKBOOK_NESTING_MAX
 *         and those of ac_parts_read and of the three functions
 */
accord_status
ac_markup_read(ac_parts *parts, const char *name, const ac_markup *markup, accord_error *error);

/* The value of an attribute, or NULL; the name without its prefix. */
const char *ac_markup_attribute(const char *const *attributes, const char *name);

bool ac_markup_is(const char *name, const char *expected);

#endif
