/* SPDX-License-Identifier: MIT */
/* Layout text as an outsider can write it: it is read whole or refused with a place in it. */

#include "base/assert.h"
#include "extract/layout.h"
#include "fuzz.h"

static void check_layout(const ac_layout *layout)
{
    ac_assert(layout->name.size > 0);
    ac_assert(layout->field_count > 0);
    ac_assert(ac_rational_sign(layout->refuse_at_most) >= 0);
    ac_assert(ac_rational_compare(layout->refuse_at_most, AC_RATIONAL_ONE) <= 0);
    for (size_t i = 0; i < layout->field_count; i++) {
        const ac_layout_field *field = &layout->fields[i];
        ac_assert(ac_layout_find(layout, field->name) == field);
        ac_assert((field->column.size == 0) == (field->type == AC_FIELD_CONSTANT));
        bool has_codes = field->type == AC_FIELD_CONSTANT || field->type == AC_FIELD_YES_WHEN;
        ac_assert((field->code_count > 0) == has_codes);
    }
    for (size_t i = 0; i < layout->identifier_count; i++) {
        ac_assert(ac_layout_find(layout, layout->identifier[i]) != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_layout layout = {0};
    ac_text text = {(const char *)bytes, size};
    accord_status status = ac_layout_parse(&arena, text, "fuzz.layout", &layout, &error);
    if (status.code == ACCORD_OK) {
        check_layout(&layout);
        return 0;
    }
    ac_assert(status.code == error.code);
    ac_assert(error.message[0] != '\0');
    ac_assert(layout.field_count == 0);
    return 0;
}
