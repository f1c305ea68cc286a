/* SPDX-License-Identifier: MIT */
/* Prices the variations that take effect before they were signed: by computing with each of them
 * and without it, the others being there on both sides. */

#include "app/run.h"

static accord_status price(ac_run *run, uint32_t variation, ac_retro *retro, accord_error *error)
{
    const ac_syntax *syntax = run->contract.program->syntax;
    AC_SCOPED_ARENA(scratch);
    bool *without = AC_NEW_ARRAY(&scratch, bool, syntax->variation_count);
    without[variation] = true;
    ac_diagnostics *diagnostics = AC_NEW(&scratch, ac_diagnostics);
    ac_diagnostics_init(diagnostics, &scratch);
    const ac_program *program =
        ac_compile(&scratch, ac_contract_without(&scratch, syntax, without), diagnostics);
    *retro = (ac_retro){.variation = variation};
    if (program == NULL) {
        return ac_ok();
    }
    ac_statement_set *set = NULL;
    AC_TRY(ac_statement_make(&scratch, program, run->load->facts, &set, error));
    return ac_statement_retro(run->arena, run->statement, set, variation, retro, error);
}

accord_status ac_run_price_retro(ac_run *run, accord_error *error)
{
    const ac_syntax *syntax = run->contract.program->syntax;
    ac_retro *list = AC_NEW_ARRAY(run->arena, ac_retro, syntax->variation_count);
    size_t count = 0;
    for (uint32_t i = 0; i < syntax->variation_count; i++) {
        const ac_variation *variation = &syntax->variations[i];
        if (variation->effective.day < variation->signed_on.day) {
            AC_TRY(price(run, i, &list[count], error));
            count++;
        }
    }
    run->statement->retro = list;
    run->statement->retro_count = count;
    return ac_ok();
}
