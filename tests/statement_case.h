/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TESTS_STATEMENT_CASE_H
#define ACCORD_TESTS_STATEMENT_CASE_H
/* Small contracts over figures written out by hand, for tests of statements. */

#include "accord_test.h"
#include "made_facts.h"
#include "number.h"
#include "statement/statement.h"

#include <inttypes.h>
#include <string.h>

enum { INPUTS_MOST = 4 };

/* The values of an input, period by period and member by member: "?" in a period that has not been
 * received, "!" for a figure that should be there. */
typedef struct given {
    const char *input;
    const char *values;
} given;

static const char head[] = "accord 1\n"
                           "contract T \"Test\"\n"
                           "term 2014-04-01 to 2014-06-30, years from 1 April\n"
                           "money GBP in whole pence, halves away from zero\n"
                           "1.9 unit patient\n"
                           "1.10 level practice from \"practices.csv\"\n"
                           "1.11 input pot : GBP flow by month from \"pot.csv\"\n";

/* One commissioner and one provider. */
static const char sole[] = "1.1 commissioner C \"C\"\n1.2 provider P \"P\"\n";

/* Two of each, in an order that is not that of their codes. */
static const char many[] = "1.1 commissioner WL \"WL\"\n1.2 commissioner ELR \"ELR\"\n"
                           "1.3 provider GPCO \"GPCO\"\n1.4 provider ACUTE \"ACUTE\"\n";

static inline const ac_program *compile(ac_arena *arena, const char *const *pieces, size_t count)
{
    AC_SCOPED_BUFFER(text, (size_t)1 << 20);
    ac_buffer_add_z(&text, head);
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(&text, pieces[i] == NULL ? "" : pieces[i]);
    }
    ac_text source = ac_text_copy(arena, ac_buffer_text(&text));
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    const ac_program *program = ac_compile(arena, source, &diagnostics);
    if (program == NULL) {
        AC_SCOPED_BUFFER(faults, 4000);
        ac_diagnostics_add_text(&faults, &diagnostics, source, "test");
        fail_msg("%s", faults.bytes);
    }
    return program;
}

static inline void
give(ac_arena *arena, const ac_program *program, ac_fact_input *inputs, given from)
{
    uint32_t q = ac_find_quantity(program, ac_text_of(from.input));
    assert_int_not_equal(q, AC_NONE);
    ac_fact_input *input = &inputs[q];
    size_t cells = (size_t)input->periods * input->members;
    ac_rational *values = AC_NEW_ARRAY(arena, ac_rational, cells);
    uint8_t *states = AC_NEW_ARRAY(arena, uint8_t, cells);
    bool *received = AC_NEW_ARRAY(arena, bool, input->periods);
    const char *at = from.values;
    for (size_t i = 0; i < cells; i++) {
        size_t length = strcspn(at, " ");
        assert_true(length > 0);
        received[i / input->members] = *at != '?';
        states[i] = *at == '?' ? AC_FACT_ABSENT : *at == '!' ? AC_FACT_MISSING : AC_FACT_PRESENT;
        values[i] = AC_RATIONAL_ZERO;
        if (states[i] == AC_FACT_PRESENT) {
            values[i] = number(arena, ac_text_terminated(arena, (ac_text){at, length}));
        }
        at += length;
        at += strspn(at, " ");
    }
    assert_int_equal(*at, '\0');
    input->values = values;
    input->states = states;
    input->received = received;
}

static inline accord_status make(
    ac_arena *arena,
    const char *const *pieces,
    size_t piece_count,
    const given *inputs,
    ac_statement_set **set,
    accord_error *error)
{
    const ac_program *program = compile(arena, pieces, piece_count);
    made_options options = {.members = 3, .received_pct = 100, .seed = 1};
    const ac_facts *made = made_facts(arena, program, &options);
    ac_fact_input *given_inputs = AC_NEW_ARRAY(arena, ac_fact_input, program->quantity_count);
    memcpy(given_inputs, made->inputs, program->quantity_count * sizeof *given_inputs);
    for (size_t i = 0; i < INPUTS_MOST && inputs[i].input != NULL; i++) {
        give(arena, program, given_inputs, inputs[i]);
    }
    ac_facts *facts = AC_NEW(arena, ac_facts);
    *facts = (ac_facts){.levels = made->levels, .inputs = given_inputs};
    return ac_statement_make(arena, program, facts, set, error);
}

#define DUE  "2.1 due : GBP flow by month = pot, rounded to pence\n"
#define PAY  DUE "2.2 pay due, monthly, 10 days after month\n"
#define TAIL ", pence by largest remainder, ties by code\n"
#define LIST \
    "1.20 input list : patient stock by practice, month from \"list.csv\", taken at month start\n"
#define WEIGHT                                                                     \
    "1.21 input weight : patient stock by commissioner, quarter from \"w.csv\",\n" \
    "      taken at quarter start\n"
#define EQUALLY ", or equally when all are zero" TAIL

#endif
