/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_FONTS_H
#define AC_REPORT_FONTS_H
/* The fonts that the program carries, Liberation Sans (SIL Open Font License), whose letters are as
 * wide as Arial's. Made by tools/embed_fonts.py from Debian's package when accord is built. */

#include <stddef.h>

typedef struct ac_embedded_font {
    const char *bytes;
    size_t size_bytes;
} ac_embedded_font;

extern const ac_embedded_font ac_embedded_fonts[]; /* by ac_font */

#endif
