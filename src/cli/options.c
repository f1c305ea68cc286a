/* SPDX-License-Identifier: MIT */
/* Reads arguments by a table. An option whose argument is lower-case words and bars takes one of
 * these words. */

#include "cli/options.h"

#include "base/text.h"

#include <string.h>

typedef struct reading {
    ac_arena *arena;
    const char *command;
    const ac_option_table *table;
    ac_argument *list;
    size_t count;
    size_t capacity;
    const char **files;
    size_t file_count;
    accord_error *error;
} reading;

static const ac_option *find_option(const ac_option_table *table, ac_text name)
{
    for (size_t i = 0; i < table->count; i++) {
        if (ac_text_is(name, table->list[i].name)) {
            return &table->list[i];
        }
    }
    return NULL;
}

static accord_status fail_unknown(const reading *in, ac_text name)
{
    const char *best = "";
    unsigned distance = (unsigned)(name.size / 3) + 1;
    for (size_t i = 0; i < in->table->count; i++) {
        ac_text known = ac_text_of(in->table->list[i].name);
        unsigned now = ac_text_distance(known, name, distance);
        if (now < distance) {
            distance = now;
            best = in->table->list[i].name;
        }
    }
    return ac_fail(
        in->error, ACCORD_EINPUT, "accord %s has no option %.*s%s%s%s", in->command,
        AC_TEXT_ARG(name), best[0] == '\0' ? "" : "; did you mean ", best,
        best[0] == '\0' ? "" : "?");
}

static bool was_given(const reading *in, const ac_option *option)
{
    for (size_t i = 0; i < in->count; i++) {
        if (in->list[i].option == option) {
            return true;
        }
    }
    return false;
}

/* Whether the argument is a choice of words, such as text|json. */
static bool is_choice(const char *argument)
{
    return strchr(argument, '|') != NULL && argument[0] >= 'a' && argument[0] <= 'z';
}

static bool is_word_of(const char *words, const char *value)
{
    size_t size = strlen(value);
    while (size > 0) {
        const char *bar = strchr(words, '|');
        size_t word = bar == NULL ? strlen(words) : (size_t)(bar - words);
        if (word == size && memcmp(words, value, size) == 0) {
            return true;
        }
        if (bar == NULL) {
            break;
        }
        words = bar + 1;
    }
    return false;
}

static accord_status add_value(reading *in, const ac_option *option, const char *value)
{
    if (!option->repeated && was_given(in, option)) {
        return ac_fail(in->error, ACCORD_EINPUT, "%s may be given once", option->name);
    }
    if (option->argument != NULL && is_choice(option->argument) &&
        !is_word_of(option->argument, value)) {
        return ac_fail(
            in->error, ACCORD_EINPUT, "%s is one of %s, not \"%.60s\"", option->name,
            option->argument, value);
    }
    AC_RESERVE(in->arena, in->list, in->count, in->capacity);
    in->list[in->count++] = (ac_argument){option, value};
    return ac_ok();
}

/* Takes an option at words[*at], and its value. */
static accord_status take_option(reading *in, int count, char **words, int *at)
{
    const char *word = words[*at];
    const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    ac_text name = ac_text_of(word);
    if (equals != NULL) {
        name.size = (size_t)(equals - word);
    }
    const ac_option *option = find_option(in->table, name);
    if (option == NULL) {
        return fail_unknown(in, name);
    }
    if (option->argument == NULL) {
        if (equals != NULL) {
            return ac_fail(in->error, ACCORD_EINPUT, "%s takes no value", option->name);
        }
        return add_value(in, option, "");
    }
    if (equals != NULL) {
        return add_value(in, option, equals + 1);
    }
    if (*at + 1 >= count) {
        return ac_fail(
            in->error, ACCORD_EINPUT, "%s needs a value: %s %s", option->name, option->name,
            option->argument);
    }
    *at += 1;
    return add_value(in, option, words[*at]);
}

static accord_status check_all(const reading *in)
{
    const ac_option_table *table = in->table;
    for (size_t i = 0; i < table->count; i++) {
        const ac_option *option = &table->list[i];
        if (option->needed && !was_given(in, option)) {
            return ac_fail(
                in->error, ACCORD_EINPUT, "accord %s needs %s %s", in->command, option->name,
                option->argument == NULL ? "" : option->argument);
        }
    }
    if (in->file_count < table->files_least) {
        return ac_fail(in->error, ACCORD_EINPUT, "accord %s needs a file", in->command);
    }
    if (in->file_count > table->files_most) {
        return ac_fail(
            in->error, ACCORD_EINPUT, "accord %s does not know what to do with \"%.80s\"",
            in->command, in->files[table->files_most]);
    }
    return ac_ok();
}

accord_status ac_arguments_read(
    ac_arena *arena,
    const char *command,
    const ac_option_table *table,
    const ac_words_given *given,
    ac_arguments *arguments,
    accord_error *error)
{
    reading in = {.arena = arena, .command = command, .table = table, .error = error};
    bool only_files = false;
    int count = given->count;
    char **words = given->list;
    in.files = AC_NEW_ARRAY(arena, const char *, (size_t)count + 1);
    for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) {
            *arguments = (ac_arguments){.command = command, .help = true};
            return ac_ok();
        }
    }
    for (int i = 0; i < count; i++) {
        if (!only_files && strcmp(words[i], "--") == 0) {
            only_files = true;
        } else if (!only_files && words[i][0] == '-' && words[i][1] != '\0') {
            AC_TRY(take_option(&in, count, words, &i));
        } else {
            in.files[in.file_count++] = words[i];
        }
    }
    AC_TRY(check_all(&in));
    *arguments = (ac_arguments){
        .command = command,
        .list = in.list,
        .count = in.count,
        .files = in.files,
        .file_count = in.file_count};
    return ac_ok();
}

const char *ac_argument_of(const ac_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (strcmp(arguments->list[i].option->name, name) == 0) {
            return arguments->list[i].value;
        }
    }
    return NULL;
}

const char *const *
ac_arguments_of(ac_arena *arena, const ac_arguments *arguments, const char *name, size_t *count)
{
    const char **values = AC_NEW_ARRAY(arena, const char *, arguments->count);
    *count = 0;
    for (size_t i = 0; i < arguments->count; i++) {
        if (strcmp(arguments->list[i].option->name, name) == 0) {
            values[(*count)++] = arguments->list[i].value;
        }
    }
    return values;
}
