/* SPDX-License-Identifier: MIT */
/* The steps of a run, one after another, and finding what the user named. */

#include "app/run.h"

accord_status
ac_run_read(ac_run *run, ac_arena *arena, const char *contract_path, accord_error *error)
{
    return ac_run_read_known(run, arena, contract_path, NULL, error);
}

accord_status ac_run_read_known(
    ac_run *run,
    ac_arena *arena,
    const char *contract_path,
    const accord_date *known_by,
    accord_error *error)
{
    *run = (ac_run){.arena = arena};
    AC_TRY(ac_contract_file_read_known(arena, contract_path, known_by, &run->contract, error));
    if (run->contract.program != NULL) {
        return ac_ok();
    }
    size_t errors = run->contract.diagnostics->errors;
    return ac_fail(
        error, ACCORD_ENO, "%s has %zu fault%s: mend %s first (accord check %s shows them)",
        contract_path, errors, errors == 1 ? "" : "s", errors == 1 ? "it" : "them", contract_path);
}

accord_status ac_run_load(ac_run *run, const ac_load_options *options, accord_error *error)
{
    ac_load_options all = *options;
    all.contract_path = run->contract.path;
    return ac_load_data(run->arena, run->contract.program, &all, &run->load, error);
}

accord_status ac_run_evaluate(ac_run *run, accord_error *error)
{
    const ac_facts *facts = run->load->facts;
    uint64_t undecided = facts->knowledge == NULL ? 0 : facts->knowledge->gates_undecided;
    return ac_evaluate(
        run->arena, run->contract.program, facts, undecided, &run->evaluation, error);
}

accord_status ac_run_state(ac_run *run, accord_error *error)
{
    AC_TRY(ac_statement_make(
        run->arena, run->contract.program, run->load->facts, &run->statement, error));
    return ac_run_price_retro(run, error);
}

accord_status ac_run_state_ahead(ac_run *run, accord_error *error)
{
    ac_facts *facts = AC_NEW(run->arena, ac_facts);
    *facts = *run->load->facts;
    if (facts->knowledge != NULL) {
        ac_knowledge *knowledge = AC_NEW(run->arena, ac_knowledge);
        *knowledge = *facts->knowledge;
        knowledge->gates_undecided = 0;
        facts->knowledge = knowledge;
    }
    return ac_statement_make(run->arena, run->contract.program, facts, &run->statement, error);
}

accord_status ac_run_post(
    const ac_run *run,
    const ac_statement_filter *filter,
    bool shadow,
    ac_ledger *ledger,
    accord_error *error)
{
    return ac_statement_post(run->arena, run->statement, filter, shadow, ledger, error);
}

accord_status
ac_run_find_input(const ac_run *run, ac_text name, uint32_t *quantity, accord_error *error)
{
    const ac_program *program = run->contract.program;
    AC_SCOPED_ARENA(scratch);
    ac_names names;
    ac_names_init(&names, &scratch);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (program->quantities[i].kind == AC_QUANTITY_INPUT) {
            (void)ac_names_add(&names, program->quantities[i].name, i);
        }
    }
    uint32_t found = ac_names_find(&names, name);
    if (found != AC_NAME_NONE) {
        *quantity = found;
        return ac_ok();
    }
    uint32_t near = ac_names_nearest(&names, name);
    ac_text guess = near == AC_NAME_NONE ? AC_TEXT("") : program->quantities[near].name;
    return ac_fail(
        error, ACCORD_EINPUT, "the contract has no input %.*s%s%.*s%s", AC_TEXT_ARG(name),
        near == AC_NAME_NONE ? "" : "; did you mean ", AC_TEXT_ARG(guess),
        near == AC_NAME_NONE ? "" : "?");
}

accord_status ac_run_find_period(
    const ac_run *run, ac_text text, ac_period_kind *kind, int32_t *period, accord_error *error)
{
    static const ac_period_kind kinds[] = {
        AC_PERIOD_MONTH, AC_PERIOD_QUARTER, AC_PERIOD_YEAR, AC_PERIOD_TERM};
    const ac_calendar *calendar = &run->contract.program->syntax->calendar;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        accord_status status = ac_period_parse(calendar, kinds[i], text, period, NULL);
        if (status.code == ACCORD_OK) {
            *kind = kinds[i];
            return ac_ok();
        }
    }
    AC_SCOPED_BUFFER(forms, 100);
    for (size_t i = 0; i < 3; i++) {
        ac_buffer_add_z(&forms, i == 0 ? "" : i == 1 ? ", " : " or ");
        ac_period_add(&forms, calendar, kinds[i], ac_term_first(calendar, kinds[i]));
    }
    return ac_fail(
        error, ACCORD_EINPUT, "\"%.*s\" is no period: write it as %.*s", AC_TEXT_ARG(text),
        AC_TEXT_ARG(ac_buffer_text(&forms)));
}

accord_status ac_run_find_party(const ac_run *run, ac_text code, accord_error *error)
{
    const ac_program *program = run->contract.program;
    for (uint32_t i = 0; i < program->level_count; i++) {
        if (ac_fact_member(run->load->facts, i, code) != AC_NONE) {
            return ac_ok();
        }
    }
    AC_SCOPED_BUFFER(list, 200);
    for (uint32_t i = 0; i < program->party_count; i++) {
        ac_buffer_addf(&list, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(program->parties[i].code));
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s is no party and no member of the contract; its parties are %.*s", AC_TEXT_ARG(code),
        AC_TEXT_ARG(ac_buffer_text(&list)));
}

void ac_run_add_faults(ac_buffer *buffer, const ac_run *run, size_t most)
{
    const ac_evaluation *evaluation = run->evaluation;
    for (size_t i = 0; i < evaluation->fault_count && i < most; i++) {
        ac_note_add(buffer, evaluation, evaluation->faults[i]);
        ac_buffer_add_char(buffer, '\n');
    }
    if (evaluation->fault_count > most) {
        ac_buffer_addf(buffer, "and %zu more\n", evaluation->fault_count - most);
    }
}

size_t ac_run_add_payment_faults(ac_buffer *buffer, const ac_run *run)
{
    const ac_program *program = run->contract.program;
    size_t faults = 0;
    for (size_t i = 0; i < run->statement->payment_count; i++) {
        const ac_payment *payment = &run->statement->payments[i];
        if (!ac_note_is_fault(payment->evaluation, payment->state)) {
            continue;
        }
        faults++;
        ac_buffer_addf(
            buffer, "payment %.*s for ",
            AC_TEXT_ARG(ac_clause_at(program, payment->clause)->number));
        ac_period_add(
            buffer, &program->syntax->calendar, program->pays[payment->pay].period,
            payment->period);
        ac_buffer_add_z(buffer, " cannot be worked out: ");
        ac_note_add(buffer, payment->evaluation, payment->state);
        ac_buffer_add_char(buffer, '\n');
    }
    return faults;
}

void ac_run_add_broken_checks(ac_buffer *buffer, const ac_run *run)
{
    const ac_program *program = run->contract.program;
    for (size_t i = 0; i < run->statement->check_count; i++) {
        const ac_check_result *result = &run->statement->checks[i];
        if (result->state != AC_VALUE_KNOWN || result->holds) {
            continue;
        }
        const ac_clause *clause = ac_clause_at(program, program->checks[result->check].clause);
        ac_buffer_addf(buffer, "check %.*s does not hold", AC_TEXT_ARG(clause->number));
        ac_period_kind kind = result->kind;
        int32_t period = result->period;
        if (result->by_payment) {
            const ac_payment *payment = &run->statement->payments[result->payment];
            kind = program->pays[payment->pay].period;
            period = payment->period;
            ac_buffer_addf(
                buffer, " at payment %.*s",
                AC_TEXT_ARG(ac_clause_at(program, payment->clause)->number));
        }
        ac_buffer_add_z(buffer, kind == AC_PERIOD_NONE ? "" : " for ");
        ac_period_add(buffer, &program->syntax->calendar, kind, period);
        ac_buffer_add_char(buffer, '\n');
    }
}

size_t ac_run_counted_inputs(const ac_run *run, bool *wanted)
{
    const ac_program *program = run->contract.program;
    size_t count = 0;
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        const ac_quantity *quantity = &program->quantities[i];
        wanted[i] = quantity->kind == AC_QUANTITY_INPUT &&
                    ac_clause_at(program, quantity->clause)->input.counting != NULL;
        count += wanted[i] ? 1 : 0;
    }
    return count;
}

ac_text ac_run_input_name(const ac_run *run, const ac_load_input *input)
{
    return run->contract.program->quantities[input->quantity].name;
}
