/* SPDX-License-Identifier: MIT */
/* What became of the rows that were read, in words. */

#include "app/run.h"
#include "contract/doubts.h"

/* Adds one count of rows, where there are any. */
static void add_rows(ac_buffer *buffer, uint64_t rows, const char *what, ac_text of)
{
    if (rows > 0) {
        AC_SCOPED_BUFFER(number, 40);
        ac_rational_add_decimal(&number, ac_rational_of((int64_t)rows), 0, true);
        ac_buffer_addf(
            buffer, "  %14.*s  %s%.*s\n", AC_TEXT_ARG(ac_buffer_text(&number)), what,
            AC_TEXT_ARG(of));
    }
}

static const char *reason_sentence(const char *code)
{
    static const struct {
        const char *code;
        const char *sentence;
    } reasons[] = {
#define AC_REFUSAL(name, code, sentence, mend) {code, sentence},
#include "cube/refusals.def"
#undef AC_REFUSAL
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (ac_text_is(ac_text_of(code), reasons[i].code)) {
            return reasons[i].sentence;
        }
    }
    return "";
}

static void add_input(ac_buffer *buffer, const ac_run *run, const ac_load_input *input)
{
    const ac_text none = AC_TEXT("");
    const ac_program *program = run->contract.program;
    const ac_cube_counts *counts = &input->counts;
    ac_buffer_addf(
        buffer, "%.*s, from %zu file%s\n", AC_TEXT_ARG(program->quantities[input->quantity].name),
        input->file_count, input->file_count == 1 ? "" : "s");
    add_rows(buffer, counts->rows, "rows read", none);
    add_rows(buffer, counts->counted, "counted", none);
    add_rows(buffer, counts->superseded, "set aside: superseded by a later file", none);
    add_rows(buffer, counts->deletions, "set aside: takes back a row sent before", none);
    add_rows(buffer, counts->not_where, "set aside: not what the clause counts", none);
    add_rows(buffer, counts->not_followed, "set aside: not followed by what is to follow", none);
    add_rows(buffer, counts->may_follow, "set aside: may follow what is counted", none);
    add_rows(buffer, counts->repeated, "set aside: one with its identifier counts", none);
    for (size_t i = 0; i < input->key_count; i++) {
        add_rows(buffer, counts->other_code[i], "set aside: another ", input->key_levels[i]);
    }
    add_rows(buffer, counts->no_value, "set aside: no value given", none);
    for (size_t i = 0; i < input->refused_by_count; i++) {
        const ac_refused_count *by = &input->refused_by[i];
        AC_SCOPED_BUFFER(what, 200);
        ac_buffer_addf(&what, "refused, %s: %s", by->reason, reason_sentence(by->reason));
        add_rows(buffer, by->rows, what.bytes, none);
    }
}

void ac_run_add_account(ac_buffer *buffer, const ac_run *run)
{
    for (size_t i = 0; i < run->load->input_count; i++) {
        add_input(buffer, run, &run->load->inputs[i]);
    }
}

void ac_run_add_reasons(ac_buffer *buffer, const ac_run *run)
{
    static const char *const codes[] = {
#define AC_REFUSAL(name, code, sentence, mend) code,
#include "cube/refusals.def"
#undef AC_REFUSAL
    };
    enum { CODES = sizeof codes / sizeof codes[0] };
    uint64_t rows[CODES] = {0};
    for (size_t i = 0; i < run->load->input_count; i++) {
        const ac_load_input *input = &run->load->inputs[i];
        for (size_t j = 0; j < input->refused_by_count; j++) {
            for (size_t c = 0; c < CODES; c++) {
                bool same = ac_text_is(ac_text_of(input->refused_by[j].reason), codes[c]);
                rows[c] += same ? input->refused_by[j].rows : 0;
            }
        }
    }
    for (;;) {
        size_t most = 0;
        for (size_t c = 1; c < CODES; c++) {
            most = rows[c] > rows[most] ? c : most;
        }
        if (rows[most] == 0) {
            return;
        }
        AC_SCOPED_BUFFER(what, 200);
        ac_buffer_addf(&what, "refused, %s: %s", codes[most], reason_sentence(codes[most]));
        add_rows(buffer, rows[most], what.bytes, AC_TEXT(""));
        rows[most] = 0;
    }
}

void ac_run_add_refused(ac_buffer *buffer, const ac_run *run, size_t most)
{
    size_t shown = 0;
    uint64_t all = 0;
    for (size_t i = 0; i < run->load->input_count; i++) {
        const ac_load_input *input = &run->load->inputs[i];
        all += input->counts.refused;
        for (size_t j = 0; j < input->refused_count && shown < most; j++, shown++) {
            const ac_refused_row *row = &input->refused[j];
            ac_buffer_addf(
                buffer, "%.*s:%llu:%u: refused, %s: %.*s", AC_TEXT_ARG(row->file),
                (unsigned long long)row->line, row->column == 0 ? 1 : row->column, row->reason,
                AC_TEXT_ARG(row->message));
            if (row->value.size > 0) {
                ac_buffer_addf(buffer, " (it is \"%.*s\")", AC_TEXT_ARG(row->value));
            }
            ac_buffer_addf(buffer, "; %.*s\n", AC_TEXT_ARG(row->mend));
        }
    }
    if (all > shown && shown > 0) {
        ac_buffer_addf(
            buffer, "and %llu more (--refused FILE writes all of them)\n",
            (unsigned long long)(all - shown));
    }
}

static void add_file_doubt(ac_buffer *buffer, const ac_cube_file *file)
{
    ac_buffer_addf(
        buffer, "%s  %.*s ", buffer->size_bytes == 0 ? "" : "\n", AC_TEXT_ARG(file->path));
    if (file->rows == 0) {
        ac_buffer_add_z(buffer, "has a heading and no rows");
    } else {
        ac_buffer_add_z(
            buffer, "has no line end after its last line, which was read as it stands: "
                    "see that it is not cut off");
    }
}

/* Adds a line for each file that may not be whole, once, whichever inputs read it. */
static void add_file_doubts(ac_buffer *buffer, const ac_run *run)
{
    AC_SCOPED_ARENA(scratch);
    ac_names told;
    ac_names_init(&told, &scratch);
    for (size_t i = 0; i < run->load->input_count; i++) {
        const ac_load_input *input = &run->load->inputs[i];
        for (size_t j = 0; j < input->file_count; j++) {
            const ac_cube_file *file = &input->files[j];
            if ((file->rows == 0 || file->unended) && ac_names_add(&told, file->path, 0)) {
                add_file_doubt(buffer, file);
            }
        }
    }
}

void ac_run_add_doubts(ac_buffer *buffer, const ac_run *run, size_t most)
{
    add_file_doubts(buffer, run);
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_program *program = run->contract.program;
    const ac_facts *facts = run->load->facts;
    const ac_doubt *doubts = ac_doubts_find(&scratch, program, facts, &count);
    for (size_t i = 0; i < count && i < most; i++) {
        ac_buffer_addf(buffer, "%s  ", buffer->size_bytes == 0 ? "" : "\n");
        ac_doubt_add(buffer, program, facts, &doubts[i]);
    }
    if (count > most) {
        ac_buffer_addf(buffer, "\n  and %zu more", count - most);
    }
}
