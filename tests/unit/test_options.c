/* SPDX-License-Identifier: MIT */
/* The arguments of commands, and that their tables are those of the manual. */

#include "accord_test.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/help_page.h"

#include <stdio.h>
#include <string.h>

static const ac_option options[] = {
    {.name = "--data",  .argument = "DIR", .needed = true},
    {.name = "--value",   .argument = "NAME", .repeated = true},
    {.name = "--format", .argument = "text|csv"},
    {.name = "--quiet"},
};

static const ac_option_table table = {options, ARRAY_COUNT(options), 1, 2};

#define WORDS_MAX 8

typedef struct reading_case {
    const char *name;
    const char *words[WORDS_MAX]; /* NULL ends */
    const char *message;          /* NULL: read */
} reading_case;

static const reading_case cases[] = {
    {"value apart",        {"f", "--data", "d"},                           NULL                       },
    {"value joined",       {"--data=d", "f"},                              NULL                       },
    {"an empty value",     {"--data=", "f"},                               NULL                       },
    {"two dashes end",     {"--data", "d", "--", "--value"},               NULL                       },
    {"a lone dash",        {"--data", "d", "-"},                           NULL                       },
    {"repeated",           {"--data", "d", "f", "--value=a", "--value=b"}, NULL                       },
    {"left out",           {"f"},                                          "needs --data DIR"         },
    {"no value",           {"f", "--data"},                                "--data needs a value"     },
    {"no file",            {"--data", "d"},                                "needs a file"             },
    {"files too many",     {"--data=d", "a", "b", "c"},                    "\"c\""                    },
    {"twice",              {"--data=d", "--data=e", "f"},                  "may be given once"        },
    {"near",               {"--date=d", "f"},                              "did you mean --data?"     },
    {"far",                {"--somewhere", "f"},                           "has no option --somewhere"},
    {"a word not listed",  {"--data=d", "--format", "cs", "f"},            "one of text|csv"          },
    {"a word that begins", {"--data=d", "--format=text|csv", "f"},         "one of text|csv"          },
    {"a flag's value",     {"--data=d", "--quiet=yes", "f"},               "takes no value"           },
};

static accord_status
read_words(ac_arena *arena, const char *const *words, ac_arguments *arguments, accord_error *error)
{
    char *copies[WORDS_MAX + 1] = {0};
    int count = 0;
    while (count < WORDS_MAX && words[count] != NULL) {
        copies[count] = ac_text_terminated(arena, ac_text_of(words[count]));
        count++;
    }
    const ac_words_given given = {count, copies};
    return ac_arguments_read(arena, "test", &table, &given, arguments, error);
}

static void arguments_are_read_by_their_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        accord_error error = {0};
        ac_arguments arguments = {0};
        accord_status status = read_words(&arena, cases[i].words, &arguments, &error);
        if (cases[i].message == NULL) {
            assert_accord_ok(status, error);
            assert_int_equal(arguments.file_count, 1);
            assert_non_null(ac_argument_of(&arguments, "--data"));
        } else if (strstr(error.message, cases[i].message) == NULL) {
            fail_msg("%s: \"%s\"", cases[i].name, error.message);
        }
    }
}

static void repeated_values_come_in_their_order(void **state)
{
    (void)state;
    static const char *const words[WORDS_MAX] = {"--value=a", "--data=d", "f", "--value", "b"};
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_arguments arguments = {0};
    size_t count = 0;
    assert_accord_ok(read_words(&arena, words, &arguments, &error), error);
    const char *const *values = ac_arguments_of(&arena, &arguments, "--value", &count);
    assert_int_equal(count, 2);
    assert_string_equal(values[0], "a");
    assert_string_equal(values[1], "b");
}

/* How many options a page explains: their headings are set in by two and begin with a dash. */
static size_t options_of_page(const char *text)
{
    size_t count = 0;
    for (const char *at = strstr(text, "\nOptions\n"); at != NULL; at = strstr(at + 1, "\n  -")) {
        count += strncmp(at, "\n  -", 4) == 0 ? 1 : 0;
    }
    return count;
}

static void tables_of_options_are_those_of_the_manual(void **state)
{
    (void)state;
    assert_int_equal(ac_command_count, ac_help_page_count);
    for (size_t i = 0; i < ac_command_count; i++) {
        const ac_command *command = ac_commands[i];
        const ac_help_page *page = ac_help_find(command->name);
        assert_non_null(page);
        for (size_t j = 0; j < command->options.count; j++) {
            const ac_option *option = &command->options.list[j];
            char heading[200];
            (void)snprintf(
                heading, sizeof heading, "\n  %s%s%s\n", option->name,
                option->argument == NULL ? "" : " ",
                option->argument == NULL ? "" : option->argument);
            if (strstr(page->text, heading) == NULL) {
                fail_msg("the page of %s has no heading%s", command->name, heading);
            }
            char bracketed[100];
            const char *after = option->argument == NULL ? "]" : " ";
            (void)snprintf(bracketed, sizeof bracketed, "[%s%s", option->name, after);
            assert_int_equal(strstr(page->usage, bracketed) == NULL, option->needed);
        }
        assert_int_equal(options_of_page(page->text), command->options.count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_are_read_by_their_table),
        cmocka_unit_test(repeated_values_come_in_their_order),
        cmocka_unit_test(tables_of_options_are_those_of_the_manual),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
