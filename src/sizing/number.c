/* SPDX-License-Identifier: MIT */
/* Numbers as text. */

#include "sizing/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS_MOST = 340, TEXT_BYTES = 2 * DIGITS_MOST };

static double rounded(double value, int places)
{
    double scale = pow(10, places);
    double whole = round(value * scale);
    return fabs(whole) < 0.5 ? 0 : whole / scale;
}

void ac_add_plain(ac_buffer *buffer, double value, int places)
{
    if (isfinite(value)) {
        ac_buffer_addf(buffer, "%.*f", places, rounded(value, places));
    }
}

void ac_add_number(ac_buffer *buffer, double value, int places)
{
    char digits[DIGITS_MOST];
    if (!isfinite(value)) {
        ac_buffer_add_z(buffer, "none");
        return;
    }
    double shown = rounded(value, places);
    int size = snprintf(digits, sizeof digits, "%.*f", places, fabs(shown));
    size_t whole = strcspn(digits, ".");
    if (size < 0 || (size_t)size >= sizeof digits) {
        return;
    }
    ac_buffer_add_z(buffer, shown < 0 ? "-" : "");
    for (size_t i = 0; i < (size_t)size; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) {
            ac_buffer_add_char(buffer, ',');
        }
        ac_buffer_add_char(buffer, digits[i]);
    }
}

void ac_add_cell(ac_buffer *buffer, int width, double value, int places)
{
    AC_SCOPED_BUFFER(text, TEXT_BYTES);
    ac_add_number(&text, value, places);
    ac_buffer_addf(buffer, " %*.*s", width, AC_TEXT_ARG(ac_buffer_text(&text)));
}

void ac_add_json_number(ac_buffer *buffer, const char *name, double value, int places)
{
    ac_buffer_addf(buffer, "\"%s\": ", name);
    if (isfinite(value)) {
        ac_add_plain(buffer, value, places);
    } else {
        ac_buffer_add_z(buffer, "null");
    }
}
