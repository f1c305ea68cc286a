/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_RUN_H
#define AC_APP_RUN_H
/* One run over a contract and a data folder: read, load, evaluate, state. Each step needs the one
 * before it; what a step makes lives in the run's arena. */

#include "app/contract_file.h"
#include "app/load.h"
#include "contract/evaluate.h"
#include "contract/scales.h"
#include "statement/bounds.h"
#include "statement/post.h"
#include "statement/proofs.h"
#include "statement/statement.h"

typedef struct ac_run {
    ac_arena *arena;
    ac_contract_file contract;
    const ac_load *load;
    ac_evaluation *evaluation;
    ac_statement_set *statement;
} ac_run;

/* Reads the contract.
 *
 * errors  ACCORD_EIO  it cannot be read
 *         ACCORD_ENO  it has faults; `run->contract.diagnostics` has them
 */
accord_status
ac_run_read(ac_run *run, ac_arena *arena, const char *contract_path, accord_error *error);

/* The same as the contract was known by the end of a day; NULL: all of it. */
accord_status ac_run_read_known(
    ac_run *run,
    ac_arena *arena,
    const char *contract_path,
    const accord_date *known_by,
    accord_error *error);

/* Loads the data. Fails as ac_load_data; after ACCORD_ENO `run->load` is there.
 *
 * in  options  its contract_path need not be set
 */
accord_status ac_run_load(ac_run *run, const ac_load_options *options, accord_error *error);

/* Evaluates everything. Fails as ac_evaluate. */
accord_status ac_run_evaluate(ac_run *run, accord_error *error);

/* retro.c: prices each variation that takes effect before it was signed. The run is stated. Fails
 * as ac_statement_make and ac_statement_retro. */
accord_status ac_run_price_retro(ac_run *run, accord_error *error);

/* Works out every payment, and prices such variations. Fails as ac_statement_make. */
accord_status ac_run_state(ac_run *run, accord_error *error);

/* Works out every payment as it will be made: a gate at a date whose data are not frozen yet is not
 * held undecided, as a statement of the day holds it, because it is decided in every future. What
 * bounds are drawn from. Fails as ac_statement_make. */
accord_status ac_run_state_ahead(ac_run *run, accord_error *error);

/* Posts what is due to a ledger of the run's arena. Fails as ac_statement_post. */
accord_status ac_run_post(
    const ac_run *run,
    const ac_statement_filter *filter,
    bool shadow,
    ac_ledger *ledger,
    accord_error *error);

/* Finds an input by its name, for load options.
 *
 * errors  ACCORD_EINPUT  there is none of that name; the message says which is near
 */
accord_status
ac_run_find_input(const ac_run *run, ac_text name, uint32_t *quantity, accord_error *error);

/* Reads a period of any kind as people write it.
 *
 * errors  ACCORD_EINPUT  it is none; the message shows the forms
 */
accord_status ac_run_find_period(
    const ac_run *run, ac_text text, ac_period_kind *kind, int32_t *period, accord_error *error);

/* Checks that a code is a party's or a member's.
 *
 * errors  ACCORD_EINPUT  it is neither
 */
accord_status ac_run_find_party(const ac_run *run, ac_text code, accord_error *error);

/* Adds, for people, one line a fault of the evaluation, the first `most` of them. */
void ac_run_add_faults(ac_buffer *buffer, const ac_run *run, size_t most);

/* Adds, for people, one line a payment that is at fault; returns how many there are. */
size_t ac_run_add_payment_faults(ac_buffer *buffer, const ac_run *run);

/* Adds, for people, one line a check that does not hold. */
void ac_run_add_broken_checks(ac_buffer *buffer, const ac_run *run);

/* Marks the inputs that count or sum rows, [quantity_count]; returns how many there are. */
size_t ac_run_counted_inputs(const ac_run *run, bool *wanted);

ac_text ac_run_input_name(const ac_run *run, const ac_load_input *input);

/* ---- account.c ---- */

/* Adds, for people, what became of the rows that were read. */
void ac_run_add_account(ac_buffer *buffer, const ac_run *run);

/* Adds, for people, one line a doubt about the data, the first `most` of them; nothing if there is
 * none. */
void ac_run_add_doubts(ac_buffer *buffer, const ac_run *run, size_t most);

/* Adds, for people, one line a reason for which rows were refused: the first is the most frequent.
 */
void ac_run_add_reasons(ac_buffer *buffer, const ac_run *run);

/* Adds, for people, the first refused rows: file, line, column, what is wrong and what to do. */
void ac_run_add_refused(ac_buffer *buffer, const ac_run *run, size_t most);

#endif
