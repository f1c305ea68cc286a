/* SPDX-License-Identifier: MIT */
#include "pool/terms.h"

#include "base/whole.h"
#include "pool/columns.h"
#include "value/date.h"

#include <inttypes.h>

static int64_t or_none(const ac_pool_row *row, size_t column)
{
    int64_t number = row->cells[column].number;
    return number == AC_POOL_ABSENT ? INT64_MAX : number;
}

static bool is_of(const ac_pool_row *terms, const ac_pool_row *contract)
{
    int64_t sessions = terms->cells[AC_IN_TERMS_SESSIONS].number;
    return ac_pool_same_words(
               terms->cells[AC_IN_TERMS_TERMS].text, contract->cells[AC_IN_CONTRACTS_TERMS].text) &&
           (sessions == AC_POOL_ABSENT ||
            sessions == contract->cells[AC_IN_CONTRACTS_SESSIONS].number);
}

static void add_row(ac_terms *sum, const ac_pool_row *row)
{
    int64_t learning = row->cells[AC_IN_TERMS_LEARNING].number;
    sum->sessions_most = ac_least(sum->sessions_most, or_none(row, AC_IN_TERMS_SESSIONS_MOST));
    sum->extra_most = ac_least(sum->extra_most, or_none(row, AC_IN_TERMS_EXTRA_MOST));
    sum->years_most = ac_least(sum->years_most, or_none(row, AC_IN_TERMS_YEARS_MOST));
    sum->learning = learning > sum->learning ? learning : sum->learning;
    sum->evenings = sum->evenings && row->cells[AC_IN_TERMS_EVENINGS].number != 0;
    sum->on_call = sum->on_call && row->cells[AC_IN_TERMS_ON_CALL].number != 0;
}

ac_terms ac_pool_terms(const ac_pool *pool, const ac_pool_row *contract, accord_date on)
{
    ac_terms sum = {INT64_MAX, INT64_MAX, INT64_MAX, 0, true, true};
    bool named = contract->cells[AC_IN_CONTRACTS_TERMS].text.size > 0;
    for (uint32_t i = 0; named && i < pool->tables[AC_POOL_TERMS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(pool, AC_POOL_TERMS, i);
        if (is_of(row, contract) && ac_pool_holds(row, AC_IN_TERMS_FROM, AC_IN_TERMS_UNTIL, on)) {
            add_row(&sum, row);
        }
    }
    return sum;
}

/* ---- What a contract says, held to its terms ---- */

typedef struct checking {
    const ac_pool_sheet *sheets;
    const ac_pool *pool;
    ac_pool_faults *faults;
    const ac_pool_row *contract;
} checking;

#define FAULT(work, column, ...)                                                    \
    ac_pool_fault_add(                                                              \
        (work)->faults, &(work)->sheets[AC_POOL_CONTRACTS], (work)->contract->line, \
        (work)->pool->tables[AC_POOL_CONTRACTS].columns[column], __VA_ARGS__)

static bool are_known(const checking *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_TERMS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_TERMS, i);
        if (ac_pool_same_words(
                row->cells[AC_IN_TERMS_TERMS].text,
                work->contract->cells[AC_IN_CONTRACTS_TERMS].text)) {
            return true;
        }
    }
    return false;
}

/* The first day of the doctor's contracts of the same terms. */
static int64_t begun(const checking *work)
{
    const ac_pool_cell *cells = work->contract->cells;
    int64_t first = cells[AC_IN_CONTRACTS_FROM].number;
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_CONTRACTS].count; i++) {
        const ac_pool_cell *other = ac_pool_row_of(work->pool, AC_POOL_CONTRACTS, i)->cells;
        bool same = other[AC_IN_CONTRACTS_DOCTOR].number == cells[AC_IN_CONTRACTS_DOCTOR].number &&
                    other[AC_IN_CONTRACTS_FROM].number != AC_POOL_ABSENT &&
                    ac_pool_same_words(
                        other[AC_IN_CONTRACTS_TERMS].text, cells[AC_IN_CONTRACTS_TERMS].text);
        first = same ? ac_least(first, other[AC_IN_CONTRACTS_FROM].number) : first;
    }
    return first;
}

/* A contract that goes on is held to its limit of years at the first day of each row of terms. */
static void check_years(const checking *work, const ac_terms *terms)
{
    const ac_pool_cell *cells = work->contract->cells;
    if (terms->years_most == INT64_MAX) {
        return;
    }
    ac_date_parts first = ac_date_to_parts((accord_date){(int32_t)begun(work)});
    int day = first.month == 2 && first.day == 29 ? 28 : first.day;
    accord_date last = {0};
    if (!ac_date_of(first.year + (int)terms->years_most, first.month, day, &last)) {
        return;
    }
    last.day--;
    if (or_none(work->contract, AC_IN_CONTRACTS_UNTIL) > last.day) {
        AC_SCOPED_BUFFER(text, 40);
        ac_date_add_iso(&text, last);
        FAULT(
            work, AC_IN_CONTRACTS_UNTIL,
            "terms \"%.*s\" last %" PRId64 " years at most, which end on %.*s; end the contract by "
            "then, and let another follow it",
            AC_TEXT_ARG(cells[AC_IN_CONTRACTS_TERMS].text), terms->years_most,
            AC_TEXT_ARG(ac_buffer_text(&text)));
    }
}

/* Holds the contract to the terms of one day; true if it told a fault. */
static bool check_day(const checking *work, accord_date on)
{
    const ac_pool_cell *cells = work->contract->cells;
    ac_text name = cells[AC_IN_CONTRACTS_TERMS].text;
    ac_terms terms = ac_pool_terms(work->pool, work->contract, on);
    size_t before = work->faults->found;
    int64_t sessions = cells[AC_IN_CONTRACTS_SESSIONS].number;
    int64_t extra = cells[AC_IN_CONTRACTS_OVERTIME].number;
    if (sessions != AC_POOL_ABSENT && sessions > terms.sessions_most) {
        FAULT(
            work, AC_IN_CONTRACTS_SESSIONS,
            "terms \"%.*s\" allow %" PRId64 " sessions a week at most, not %" PRId64
            "; mend the sessions, or the dates of the contract or of its terms",
            AC_TEXT_ARG(name), terms.sessions_most, sessions);
    }
    if (extra != AC_POOL_ABSENT && extra > terms.extra_most) {
        FAULT(
            work, AC_IN_CONTRACTS_OVERTIME,
            "terms \"%.*s\" allow %" PRId64 " extra sessions a week at most, not %" PRId64
            "; mend the extra sessions, or the dates of the contract or of its terms",
            AC_TEXT_ARG(name), terms.extra_most, extra);
    }
    check_years(work, &terms);
    return work->faults->found > before;
}

/* Terms change on the first day of a row of terms.csv, and on the day after its last: each such
 * day of the contract is looked at, and its own first. */
static void check_contract(const checking *work)
{
    const ac_pool_row *contract = work->contract;
    int64_t from = contract->cells[AC_IN_CONTRACTS_FROM].number;
    int64_t until = or_none(contract, AC_IN_CONTRACTS_UNTIL);
    bool told = from == AC_POOL_ABSENT || check_day(work, (accord_date){(int32_t)from});
    for (uint32_t i = 0; !told && i < work->pool->tables[AC_POOL_TERMS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_TERMS, i);
        int64_t begins = row->cells[AC_IN_TERMS_FROM].number;
        int64_t ends = or_none(row, AC_IN_TERMS_UNTIL);
        const int64_t days[] = {begins, ends == INT64_MAX ? AC_POOL_ABSENT : ends + 1};
        for (size_t d = 0; !told && d < sizeof days / sizeof days[0]; d++) {
            told = days[d] != AC_POOL_ABSENT && days[d] > from && days[d] <= until &&
                   check_day(work, (accord_date){(int32_t)days[d]});
        }
    }
}

void ac_pool_check_terms(const ac_pool_sheet *sheets, const ac_pool *pool, ac_pool_faults *faults)
{
    for (uint32_t i = 0; i < pool->tables[AC_POOL_CONTRACTS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(pool, AC_POOL_CONTRACTS, i);
        const checking work = {sheets, pool, faults, row};
        ac_text name = row->cells[AC_IN_CONTRACTS_TERMS].text;
        if (name.size == 0 || row->cells[AC_IN_CONTRACTS_DOCTOR].number == AC_POOL_ABSENT) {
            continue;
        }
        if (!are_known(&work)) {
            FAULT(
                &work, AC_IN_CONTRACTS_TERMS,
                "terms \"%.*s\" are not in terms.csv; add their limits there, or mend them",
                AC_TEXT_ARG(name));
            continue;
        }
        check_contract(&work);
    }
}
