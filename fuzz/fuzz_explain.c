/* SPDX-License-Identifier: MIT */
/* Contract text, laid out anew and explained over made-up facts as they are known on some day: any
 * bytes end in faults or in reasons, what is laid out is laid out the same again and means the
 * same, and every reason can be written in both forms. */

#include "base/assert.h"
#include "contract/doubts.h"
#include "contract/explain.h"
#include "contract/knowledge.h"
#include "fuzz.h"
#include "lang/format.h"
#include "made_facts.h"

enum { WRITTEN_MOST = 1 << 22, QUANTITIES_MOST = 40, CELLS_MOST = 20000, MEMBERS_MOST = 200 };

static ac_text format(ac_text source, ac_arena *arena, ac_buffer *out, bool *good)
{
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    *good = ac_format(source, out, &diagnostics).code == ACCORD_OK;
    return ac_buffer_text(out);
}

static void hold_format(ac_text source, ac_arena *arena, const ac_program *program)
{
    AC_SCOPED_BUFFER(once, WRITTEN_MOST);
    AC_SCOPED_BUFFER(twice, WRITTEN_MOST);
    bool good = false;
    ac_text first = format(source, arena, &once, &good);
    if (!good) {
        ac_assert(program == NULL || once.overflowed);
        return;
    }
    ac_text second = format(first, arena, &twice, &good);
    ac_assert(good);
    ac_assert(ac_text_equal(first, second));
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    const ac_program *again = ac_compile(arena, first, &diagnostics);
    ac_assert((again == NULL) == (program == NULL));
    ac_assert(program == NULL || again->node_count == program->node_count);
}

/* Few enough to evaluate and explain many times a second. */
static bool is_small(const ac_program *program)
{
    uint64_t cells = 0;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        uint64_t members = 1;
        for (uint32_t level = 0; level < program->level_count; level++) {
            if ((program->quantities[i].type.levels & (1u << level)) != 0) {
                const ac_level *of = &program->levels[level];
                bool large = of->member_count > MEMBERS_MOST || of->members_said > MEMBERS_MOST;
                members *= large ? CELLS_MOST : (of->kind == AC_LEVEL_FILE ? 3 : of->member_count);
            }
        }
        cells += members * (uint64_t)ac_term_count(&program->syntax->calendar, AC_PERIOD_MONTH);
    }
    return cells < CELLS_MOST;
}

static void explain(const ac_evaluation *evaluation, ac_explain_subject *subject, size_t turn)
{
    AC_SCOPED_BUFFER(text, WRITTEN_MOST);
    AC_SCOPED_BUFFER(json, WRITTEN_MOST);
    ac_explain_options options = {
        .depth_max = 1 + (uint32_t)(turn % 5), .children_max = 1 + (uint32_t)(turn % 7)};
    bool told = ac_explain_add(&text, evaluation, subject, &options, NULL).code == ACCORD_OK;
    options.json = true;
    bool written = ac_explain_add(&json, evaluation, subject, &options, NULL).code == ACCORD_OK;
    ac_assert(told == written || text.overflowed || json.overflowed);
}

static void explain_all(const ac_program *program, const ac_evaluation *evaluation, size_t turn)
{
    for (uint32_t q = 0; q < program->quantity_count && q < QUANTITIES_MOST; q++) {
        const ac_column *column = &evaluation->quantities[q];
        ac_explain_subject subject = {.kind = AC_EXPLAIN_QUANTITY, .index = q};
        subject.period = column->first + (int32_t)(turn % (column->periods + 1));
        explain(evaluation, &subject, turn + q);
    }
    for (uint32_t g = 0; g < program->gate_count && g < QUANTITIES_MOST; g++) {
        ac_explain_subject subject = {.kind = AC_EXPLAIN_GATE, .index = g};
        subject.period_kind = program->gates[g].each ? program->gates[g].period : AC_PERIOD_MONTH;
        subject.period =
            ac_term_first(&program->syntax->calendar, subject.period_kind) + (int32_t)(turn % 5);
        explain(evaluation, &subject, turn + g);
    }
}

static void tell_doubts(ac_arena *arena, const ac_program *program, const ac_facts *facts)
{
    AC_SCOPED_BUFFER(told, WRITTEN_MOST);
    size_t count = 0;
    const ac_doubt *doubts = ac_doubts_find(arena, program, facts, &count);
    for (size_t i = 0; i < count; i++) {
        ac_doubt_add(&told, program, facts, &doubts[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AC_SCOPED_ARENA(arena);
    ac_text source = {(const char *)bytes, size};
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &arena);
    const ac_program *program = ac_compile(&arena, source, &diagnostics);
    hold_format(source, &arena, program);
    if (program == NULL || !is_small(program)) {
        return 0;
    }
    ac_facts facts = *made_facts(&arena, program, &(made_options){3, 60, size + 1});
    accord_date by = {program->syntax->calendar.term_from.day + (int32_t)(size % 900)};
    if (size % 3 > 0) {
        facts.knowledge = ac_knowledge_make(&arena, program, by, size % 3 == 1, NULL, 0);
    }
    uint64_t undecided = facts.knowledge == NULL ? 0 : facts.knowledge->gates_undecided;
    ac_evaluation *evaluation = NULL;
    if (ac_evaluate(&arena, program, &facts, undecided, &evaluation, NULL).code == ACCORD_OK) {
        explain_all(program, evaluation, size);
        tell_doubts(&arena, program, &facts);
    }
    return 0;
}
