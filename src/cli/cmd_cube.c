/* SPDX-License-Identifier: MIT */
/* accord cube: extracts counted into sealed cells, whose hash anyone can check. */

#include "base/file.h"
#include "base/limits.h"
#include "cli/data.h"

#include <string.h>

static void take_cube(void *self, uint32_t quantity, const ac_cube *cube)
{
    (void)quantity;
    ac_cube_add_text(self, cube);
}

static ac_exit choose_inputs(const ac_arguments *arguments, const ac_run *run, bool *wanted)
{
    accord_error error = {0};
    const char *name = ac_argument_of(arguments, "--input");
    if (name == NULL) {
        if (ac_run_counted_inputs(run, wanted) > 0) {
            return AC_EXIT_DONE;
        }
        (void)ac_fail(
            &error, ACCORD_EINPUT, "the contract counts no rows: name an input with --input NAME");
        return ac_say_misuse(arguments->command, &error);
    }
    uint32_t input = 0;
    if (ac_run_find_input(run, ac_text_of(name), &input, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    wanted[input] = true;
    return AC_EXIT_DONE;
}

/* Reads where the rows that stand are to be written: they are those of one input. */
static ac_exit read_standing(
    const ac_arguments *arguments, const ac_run *run, const bool *wanted, ac_load_options *more)
{
    accord_error error = {0};
    size_t inputs = 0;
    for (uint32_t i = 0; i < run->contract.program->quantity_count; i++) {
        inputs += wanted[i] ? 1 : 0;
    }
    more->standing_path = ac_argument_of(arguments, "--standing");
    if (more->standing_path == NULL) {
        return AC_EXIT_DONE;
    }
    if (inputs != 1) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "--standing writes the rows that one input reads: name it with --input NAME");
        return ac_say_misuse(arguments->command, &error);
    }
    if (strcmp(more->standing_path, ac_argument_of(arguments, "-o")) == 0) {
        (void)ac_fail(&error, ACCORD_EINPUT, "-o and --standing cannot be the same file");
        return ac_say_misuse(arguments->command, &error);
    }
    return AC_EXIT_DONE;
}

static void add_hash(ac_buffer *buffer, const ac_hash *hash, ac_text of)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash_hex(hash, hex);
    ac_buffer_addf(buffer, "%s  %.*s\n", hex, AC_TEXT_ARG(of));
}

/* Writes the cells, and says what they were made of: on the stream that they are not on. */
static ac_exit put_cells(const ac_run *run, const char *out, ac_text cells)
{
    accord_error error = {0};
    bool on_stdout = strcmp(out, "-") == 0;
    if (on_stdout) {
        ac_put(cells);
    } else if (ac_file_write(out, cells, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_run_add_account(&text, run);
    for (size_t i = 0; i < run->load->input_count && run->load->input_count > 1; i++) {
        const ac_load_input *input = &run->load->inputs[i];
        add_hash(&text, &input->hash, ac_run_input_name(run, input));
    }
    ac_hash whole = ac_hash_of(cells);
    add_hash(&text, &whole, ac_text_of(out));
    if (on_stdout) {
        ac_say_text(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    return AC_EXIT_DONE;
}

static ac_exit run_cube(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(cells, AC_FACT_FILE_BYTES_MAX);
    ac_run run = {0};
    ac_exit result = ac_data_contract(arguments, &arena, &run);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    bool *wanted = AC_NEW_ARRAY(&arena, bool, run.contract.program->quantity_count);
    result = choose_inputs(arguments, &run, wanted);
    if (result == AC_EXIT_DONE) {
        result = ac_data_out(arguments, &run);
    }
    ac_load_options more = {.inputs_wanted = wanted, .sealed = take_cube, .sealed_self = &cells};
    if (result == AC_EXIT_DONE) {
        result = read_standing(arguments, &run, wanted, &more);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, &more);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (cells.overflowed) {
        ac_say("accord: that is more text than accord writes: name an input with --input NAME");
        return AC_EXIT_FAILED;
    }
    return put_cells(&run, ac_argument_of(arguments, "-o"), ac_buffer_text(&cells));
}

static const ac_option options[] = {
    AC_DATA_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "-o", .argument = "OUT", .needed = true},
    {.name = "--standing",            .argument = "FILE"         },
    {.name = "--input",            .argument = "NAME"   },
};

const ac_command ac_command_cube = {
    "cube", {options, sizeof options / sizeof options[0], 1, 1},
     run_cube
};
