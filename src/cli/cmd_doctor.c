/* SPDX-License-Identifier: MIT */
/* accord doctor: what is wrong with the machine or a store. */

#include "app/doctor.h"
#include "cli/books.h"

#include <string.h>

static void say_text(const ac_diagnosis *diagnosis, ac_buffer *text)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const ac_finding *one = &diagnosis->list[i];
        ac_buffer_addf(
            text, "%-5s  %-17s  %.*s\n", ac_health_word(one->health), one->what,
            AC_TEXT_ARG(one->found));
        if (one->mend.size > 0) {
            ac_buffer_addf(text, "%-5s  %-17s  to mend it: %.*s\n", "", "", AC_TEXT_ARG(one->mend));
        }
    }
    ac_buffer_addf(text, "%s\n", diagnosis->wrong ? "Something is wrong." : "Nothing is wrong.");
}

static void say_json(const ac_diagnosis *diagnosis, ac_buffer *text)
{
    ac_buffer_addf(text, "{\"well\": %s, \"findings\": [", diagnosis->wrong ? "false" : "true");
    for (size_t i = 0; i < diagnosis->count; i++) {
        const ac_finding *one = &diagnosis->list[i];
        ac_buffer_addf(
            text, "%s\n  {\"health\": \"%s\", \"what\": \"%s\", \"found\": ", i == 0 ? "" : ",",
            ac_health_word(one->health), one->what);
        ac_buffer_add_json(text, one->found);
        ac_buffer_add(text, AC_TEXT(", \"mend\": "));
        ac_buffer_add_json(text, one->mend);
        ac_buffer_add_char(text, '}');
    }
    ac_buffer_add(text, AC_TEXT("\n]}\n"));
}

static ac_exit run_doctor(const ac_arguments *arguments)
{
    enum { TEXT_BYTES = 1 << 16 };
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, TEXT_BYTES);
    ac_diagnosis diagnosis;
    const char *where = ac_books_said(arguments, "--store", "ACCORD_STORE");
    const char *format = ac_argument_of(arguments, "--format");
    ac_doctor_look(&arena, where, ac_books_now(), ac_books_scratch(), &diagnosis);
    if (format != NULL && strcmp(format, "json") == 0) {
        say_json(&diagnosis, &text);
        ac_put(ac_buffer_text(&text));
    } else {
        say_text(&diagnosis, &text);
        ac_put_shown(ac_buffer_text(&text));
    }
    return diagnosis.wrong ? AC_EXIT_NO : AC_EXIT_DONE;
}

static const ac_option options[] = {
    AC_STORE_OPTION,
    {.name = "--format", .argument = "text|json"},
};

const ac_command ac_command_doctor = {
    "doctor", {options, sizeof options / sizeof options[0], 0, 0},
     run_doctor
};
