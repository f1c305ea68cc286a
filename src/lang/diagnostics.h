/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_DIAGNOSTICS_H
#define AC_LANG_DIAGNOSTICS_H
/* Faults of a contract: a list, kept while checking goes on, shown in the order of the text. */

#include "base/buffer.h"
#include "lang/source.h"

typedef enum ac_diagnostic_code {
#define AC_DIAGNOSTIC(identifier, code, is_error, catches) AC_##identifier,
#include "lang/diagnostics.def"
#undef AC_DIAGNOSTIC
    AC_DIAGNOSTIC_CODES
} ac_diagnostic_code;

typedef struct ac_diagnostic {
    ac_diagnostic_code code;
    ac_text clause;       /* "6.2", "variation 1", "contract" */
    ac_span span;         /* what is underlined */
    ac_text message;      /* one plain sentence */
    ac_text other_clause; /* the other clause involved, "" if none */
    ac_span other_span;
    ac_text note; /* what the other clause has to do with it; "" if none */
    ac_text mend; /* what to write instead; "" if there is nothing to suggest */
} ac_diagnostic;

typedef struct ac_diagnostics {
    ac_arena *arena;
    ac_diagnostic *list; /* [count], in the order found until ac_diagnostics_sort */
    size_t count;
    size_t capacity;
    size_t errors;   /* found in all, listed or not */
    size_t warnings; /* likewise */
} ac_diagnostics;

const char *ac_diagnostic_name(ac_diagnostic_code code); /* "E-UNIT" */
bool ac_diagnostic_is_error(ac_diagnostic_code code);

void ac_diagnostics_init(ac_diagnostics *diagnostics, ac_arena *arena);

/* Adds a fault and returns it for its other parts to be filled. Past AC_DIAGNOSTICS_MAX faults are
 * counted, and the one returned is scratch. A fault of the same code at the same place is not
 * repeated. */
ac_diagnostic *ac_diagnose(
    ac_diagnostics *diagnostics,
    ac_diagnostic_code code,
    ac_text clause,
    ac_span span,
    const char *format,
    ...) AC_PRINTF(5, 6);

/* Text made in the list's arena, for the parts of a diagnostic. */
ac_text ac_diagnostic_text(ac_diagnostics *diagnostics, const char *format, ...) AC_PRINTF(2, 3);

void ac_diagnostics_sort(ac_diagnostics *diagnostics);

/* Writes all of them as people read them: code, clause, sentence, the line underlined, note, mend.
 */
void ac_diagnostics_add_text(
    ac_buffer *buffer, const ac_diagnostics *diagnostics, ac_text source, const char *path);

/* Writes a JSON array, one object a fault. */
void ac_diagnostics_add_json(
    ac_buffer *buffer, const ac_diagnostics *diagnostics, ac_text source, const char *path);

#endif
