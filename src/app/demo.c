/* SPDX-License-Identifier: MIT */
/* Writes the demonstration alliance with its contracts, and tells what came of settling it. */

#include "app/demo.h"

#include "app/demo_pool.h"
#include "app/demo_worked.h"
#include "app/embedded.h"
#include "app/folder.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/date.h"

ac_demo_paths ac_demo_paths_of(ac_arena *arena, const char *folder)
{
    return (ac_demo_paths){
        .folder = folder,
        .contract = ac_file_join(arena, folder, "contract.accord"),
        .llr = ac_file_join(arena, folder, "contract-by-activity.accord"),
        .refused = ac_file_join(arena, folder, "refused.csv"),
        .statement = ac_file_join(arena, folder, "statement.txt"),
        .csv = ac_file_join(arena, folder, "statement.csv"),
        .pool = ac_file_join(arena, folder, "pool"),
        .roster = ac_file_join(arena, folder, "roster.csv")};
}

static ac_text embedded(const char *name)
{
    for (size_t i = 0; i < ac_embedded_count; i++) {
        if (ac_text_is(ac_text_of(name), ac_embedded_files[i].name)) {
            return (ac_text){ac_embedded_files[i].bytes, ac_embedded_files[i].size_bytes};
        }
    }
    ac_assert(false);
    return AC_TEXT("");
}

static bool is_demo_name(ac_text name)
{
    static const char *const names[] = {
        "README.txt",
        "activity.csv",
        "contract-by-activity.accord",
        "contract.accord",
        "fft.csv",
        "lists.csv",
        "pool",
        "practices.csv",
        "refused.csv",
        "roster.csv",
        "rtt.csv",
        "sites.csv",
        "statement.csv",
        "statement.txt"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (ac_text_is(name, names[i])) {
            return true;
        }
    }
    return ac_text_starts(name, AC_TEXT("outpatients-")) && ac_text_ends(name, AC_TEXT(".csv"));
}

accord_status ac_demo_check_folder(const ac_demo_paths *paths, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    if (paths->folder[0] == '\0') {
        return ac_fail(error, ACCORD_EINPUT, "--dir is the name of a folder, not \"\"");
    }
    const char **names = NULL;
    size_t count = 0;
    ac_text readme = {0};
    const char *path = ac_file_join(&scratch, paths->folder, "README.txt");
    if (!ac_folder_exists(paths->folder) ||
        (ac_file_exists(path) &&
         ac_file_read(path, AC_CONTRACT_BYTES_MAX, &scratch, &readme, NULL).code == ACCORD_OK &&
         ac_text_starts(readme, AC_TEXT(AC_DEMO_TITLE "\n")))) {
        return ac_ok();
    }
    AC_TRY(ac_folder_list(&scratch, paths->folder, &names, &count, error));
    for (size_t i = 0; i < count; i++) {
        if (is_demo_name(ac_text_of(names[i]))) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s holds a file %s that the demonstration did not write and would overwrite: "
                "choose another folder with --dir",
                paths->folder, names[i]);
        }
    }
    return ac_ok();
}

accord_status ac_demo_write_alliance(
    const ac_demo_paths *paths,
    uint64_t seed,
    const ac_demo_progress *progress,
    accord_error *error)
{
    /* README.txt is the first file of all, so that a run cut short leaves a folder of its own. */
    AC_TRY(ac_demo_write(paths->folder, seed, progress, error));
    AC_TRY(ac_file_write(paths->contract, embedded("examples/demo/contract.accord"), error));
    AC_TRY(ac_file_write(paths->llr, embedded("examples/llr/contract.accord"), error));
    AC_TRY(ac_demo_write_pool(paths->pool, seed, error));
    return ac_demo_write_worked(paths->pool, paths->roster, seed, error);
}

/* The counted input as a file of its own, noughts of the months received too. */
static void add_activity(ac_buffer *buffer, const ac_run *run, uint32_t quantity)
{
    const ac_program *program = run->contract.program;
    const ac_facts *facts = run->load->facts;
    const ac_quantity *of = &program->quantities[quantity];
    const ac_fact_input *input = &facts->inputs[quantity];
    for (uint32_t i = 0; i < program->level_count; i++) {
        if ((of->type.levels & (1u << i)) != 0) {
            ac_buffer_addf(buffer, "%.*s,", AC_TEXT_ARG(program->levels[i].name));
        }
    }
    ac_buffer_addf(buffer, "%s,%.*s\n", ac_period_kind_name(of->period), AC_TEXT_ARG(of->name));
    for (uint64_t m = 0; m < input->members; m++) {
        ac_coordinates at = ac_member_coordinates(program, facts, of->type.levels, m);
        for (uint32_t p = 0; p < input->periods; p++) {
            if (!input->received[p]) {
                continue;
            }
            ac_member_add(buffer, program, facts, of->type.levels, &at, ',');
            ac_buffer_add_char(buffer, ',');
            ac_period_add(
                buffer, &program->syntax->calendar, of->period, input->first + (int32_t)p);
            ac_buffer_add_char(buffer, ',');
            ac_rational_add_exact(buffer, input->values[(size_t)p * input->members + m]);
            ac_buffer_add_char(buffer, '\n');
        }
    }
}

accord_status
ac_demo_write_results(const ac_demo_paths *paths, const ac_run *run, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_statement_filter all = {.party = AC_TEXT("")};
    ac_statement_add_text(&text, run->statement, &all);
    AC_TRY(ac_file_write(paths->statement, ac_buffer_text(&text), error));
    ac_buffer_clear(&text);
    ac_statement_add_csv(&text, run->statement, &all);
    AC_TRY(ac_file_write(paths->csv, ac_buffer_text(&text), error));
    ac_buffer_clear(&text);
    uint32_t seen = ac_find_quantity(run->contract.program, AC_TEXT("seen"));
    ac_assert(seen != AC_NONE);
    add_activity(&text, run, seen);
    const char *path = ac_file_join(&scratch, paths->folder, "activity.csv");
    return ac_file_write(path, ac_buffer_text(&text), error);
}

/* The quarter of the last quarterly payment that is known; false if none is. */
static bool last_known_quarter(const ac_run *run, int32_t *quarter)
{
    bool found = false;
    for (size_t i = 0; i < run->statement->payment_count; i++) {
        const ac_payment *payment = &run->statement->payments[i];
        bool quarterly = run->contract.program->pays[payment->pay].period == AC_PERIOD_QUARTER;
        if (quarterly && payment->state == AC_VALUE_KNOWN &&
            (!found || payment->period > *quarter)) {
            *quarter = payment->period;
            found = true;
        }
    }
    return found;
}

static void add_parts(ac_buffer *buffer, const ac_run *run, const ac_parts *parts, const char *lead)
{
    const ac_facts *facts = run->load->facts;
    ac_buffer_add_z(buffer, lead);
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        ac_buffer_addf(
            buffer, "%s%.*s ", i == 0 ? "" : ", ",
            AC_TEXT_ARG(facts->levels[part->level].codes[part->member]));
        ac_money_add(buffer, run->contract.program, part->amount);
    }
    ac_buffer_add_char(buffer, '\n');
}

static void add_payment(ac_buffer *buffer, const ac_run *run, const ac_payment *payment)
{
    const ac_program *program = run->contract.program;
    ac_buffer_addf(
        buffer, "  clause %.*s for ", AC_TEXT_ARG(ac_clause_at(program, payment->clause)->number));
    ac_period_add(
        buffer, &program->syntax->calendar, program->pays[payment->pay].period, payment->period);
    ac_buffer_add_z(buffer, ", due ");
    ac_date_add_words(buffer, payment->due);
    ac_buffer_add_z(buffer, payment->shadow ? " (shadow: pays nil): " : ": ");
    ac_money_add(buffer, program, payment->amount);
    ac_buffer_add_char(buffer, '\n');
    add_parts(buffer, run, &payment->payers, "      from ");
    add_parts(buffer, run, &payment->payees, "      to   ");
    for (size_t i = 0; i < payment->pass_count; i++) {
        const ac_pass *pass = &payment->passes[i];
        ac_buffer_addf(
            buffer, "      %.*s passes on ", AC_TEXT_ARG(program->parties[pass->party].code));
        ac_money_add(buffer, program, pass->amount);
        ac_buffer_addf(buffer, " to %zu members, to the penny\n", pass->parts.count);
    }
}

static void add_quarter(ac_buffer *buffer, const ac_run *run)
{
    const ac_program *program = run->contract.program;
    const ac_calendar *calendar = &program->syntax->calendar;
    int32_t quarter = 0;
    if (!last_known_quarter(run, &quarter)) {
        return;
    }
    ac_buffer_add_z(buffer, "Payments for ");
    ac_period_add(buffer, calendar, AC_PERIOD_QUARTER, quarter);
    ac_buffer_add_z(buffer, ", the last quarter that is known\n");
    for (size_t i = 0; i < run->statement->payment_count; i++) {
        const ac_payment *payment = &run->statement->payments[i];
        ac_period_kind kind = program->pays[payment->pay].period;
        if (kind <= AC_PERIOD_QUARTER && payment->state == AC_VALUE_KNOWN &&
            ac_period_within(calendar, kind, payment->period, AC_PERIOD_QUARTER) == quarter) {
            add_payment(buffer, run, payment);
        }
    }
    ac_buffer_addf(
        buffer, "  %zu of %zu checks hold\n\n",
        run->statement->check_count - run->statement->broken_checks, run->statement->check_count);
}

void ac_demo_add_page(
    ac_buffer *buffer, const ac_demo_paths *paths, const ac_run *run, const char *program)
{
    const char *contract = paths->contract;
    const char *data = paths->folder;
    ac_buffer_addf(
        buffer,
        "The demonstration alliance is in %s/. Nobody in it is real, and its prices are "
        "illustrative.\n\n",
        paths->folder);
    ac_run_add_account(buffer, run);
    ac_buffer_addf(buffer, "  refused rows are in %s, each with its mend\n\n", paths->refused);
    add_quarter(buffer, run);
    ac_buffer_addf(buffer, "All statements: %s, %s\n\nTo go on:\n", paths->statement, paths->csv);
    ac_buffer_addf(buffer, "  %s check %s\n", program, contract);
    ac_buffer_addf(
        buffer, "  %s eval %s --data %s --value moved --value achieved\n", program, contract, data);
    ac_buffer_addf(
        buffer, "  %s explain %s --data %s --value net --at \"2016/17 Q4\"\n", program, contract,
        data);
    ac_buffer_addf(
        buffer, "  %s statement %s --data %s --period \"2016/17 Q4\"\n", program, contract, data);
    ac_buffer_addf(
        buffer,
        "\nIts session pool, 60 doctors for the 93 practices from 4 January to 3 April 2016, is in "
        "%s/:\n  %s pool check %s " AC_DEMO_POOL_PERIOD "\n  %s roster solve %s " AC_DEMO_POOL_WEEK
        " --seconds 5\n",
        paths->pool, program, paths->pool, program, paths->pool);
    ac_buffer_addf(
        buffer,
        "\nA roster of it is %s; what was worked by it, looked back at and charged is there too:\n"
        "  %s roster show %s %s " AC_DEMO_POOL_PERIOD " --doctor D01\n"
        "  %s recharge check %s --month 2016-01\n"
        "  %s pool review %s --from 2016-01-04 --weeks 13\n"
        "  %s pool size %s --from 2016-01-04 --weeks 13\n",
        paths->roster, program, paths->pool, paths->roster, program, paths->pool, program,
        paths->pool, program, paths->pool);
}
