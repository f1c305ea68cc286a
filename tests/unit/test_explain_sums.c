/* SPDX-License-Identifier: MIT */
/* Every sum of an explanation of the contract of Leicestershire is what stands under it, and
 * explaining leaves the evaluation as it was. */

#include "accord_test.h"
#include "base/file.h"
#include "contract/explain_leaves.h"
#include "made_facts.h"

#include <stdlib.h>

/* Returns how many sums lie in a tree, each of which must be what stands under it. */
static size_t check_sums(ac_arena *arena, const ac_reason *reason)
{
    size_t sums = 0;
    ac_rational sum = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < reason->child_count; i++) {
        sums += check_sums(arena, reason->children[i]);
        sum = ac_rational_add(arena, sum, reason->children[i]->value.number);
    }
    bool amount = reason->kind == AC_REASON_SUM && reason->type->kind <= AC_KIND_STOCK;
    if (!amount || reason->value.state != AC_VALUE_KNOWN) {
        return sums;
    }
    assert_int_equal(ac_rational_compare(sum, reason->value.number), 0);
    return sums + 1;
}

static void what_stands_under_a_sum_adds_up_to_it(void **state)
{
    (void)state;
    static const made_options cases[] = {
        {93, 100, 3},
        {93, 60,  4}
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_text source;
        accord_error error = {0};
        const char *root = getenv("ACCORD_SOURCE");
        char *path =
            ac_file_join(&arena, root == NULL ? "." : root, "examples/llr/contract.accord");
        assert_accord_ok(ac_file_read(path, (size_t)1 << 20, &arena, &source, &error), error);
        ac_diagnostics diagnostics;
        ac_diagnostics_init(&diagnostics, &arena);
        const ac_program *program = ac_compile(&arena, source, &diagnostics);
        assert_non_null(program);
        const ac_facts *facts = made_facts(&arena, program, &cases[i]);
        ac_evaluation *evaluation = NULL;
        assert_accord_ok(ac_evaluate(&arena, program, facts, 0, &evaluation, &error), error);
        uint32_t q = ac_find_quantity(program, AC_TEXT("share-due"));
        const ac_column *column = &evaluation->quantities[q];
        size_t notes = evaluation->note_count;
        size_t sums = 0;
        for (uint32_t p = 0; p < column->periods; p += 3) {
            AC_SCOPED_ARENA(scratch);
            ac_explainer x;
            ac_explainer_init(&x, &scratch, evaluation, &(ac_explain_options){0});
            ac_reason top = {.record = AC_NONE};
            ac_coordinates at = {{0}};
            ac_used used = {q, &at, column->first + (int32_t)p};
            ac_explain_quantity(&x, &top, &used, 9, true);
            sums += check_sums(&scratch, top.children[0]);
        }
        assert_true(sums > 100);
        assert_int_equal(evaluation->note_count, notes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_under_a_sum_adds_up_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
