/* SPDX-License-Identifier: MIT */
/* The end of a statement for people: totals by year and party, what the checks came to, and the
 * receipt by which anyone can do the sum again. */

#include "contract/doubts.h"
#include "contract/words.h"
#include "statement/inside.h"
#include "value/date.h"

#include <inttypes.h>

/* What one party, or the members of one level together, paid and received in a year. */
typedef struct total {
    ac_rational sums[3]; /* paid, received, passed on */
} total;

enum { PAID, RECEIVED, PASSED };

typedef struct totals {
    ac_arena *arena;
    const ac_statement_set *set;
    ac_text party; /* "" or the only one totalled */
    int32_t first_year;
    size_t years;
    size_t rows;  /* parties, then levels; or one */
    total *cells; /* [years x rows] */
} totals;

static size_t row_of(const totals *all, const ac_part_of *part)
{
    const ac_program *program = all->set->program;
    if (all->party.size > 0) {
        return ac_part_is(all->set, part, all->party) ? 0 : SIZE_MAX;
    }
    for (uint32_t p = 0; p < program->party_count; p++) {
        if (program->parties[p].level == part->level &&
            program->parties[p].member == part->member) {
            return p;
        }
    }
    return program->party_count + part->level;
}

static void add_to(totals *all, size_t year, const ac_part_of *part, int which, accord_money amount)
{
    size_t row = row_of(all, part);
    if (row == SIZE_MAX) {
        return;
    }
    ac_rational *sum = &all->cells[year * all->rows + row].sums[which];
    *sum = ac_rational_add(all->arena, *sum, ac_rational_of(amount.minor));
}

static void add_parts(totals *all, size_t year, const ac_parts *parts, int which)
{
    for (size_t i = 0; i < parts->count; i++) {
        add_to(all, year, &parts->list[i], which, parts->list[i].amount);
    }
}

/* A payment counts in the year in which its period ends. */
static void add_payment(totals *all, const ac_payment *payment)
{
    const ac_program *program = all->set->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    accord_date last =
        ac_period_last(calendar, program->pays[payment->pay].period, payment->period);
    size_t year = (size_t)(ac_period_of(calendar, AC_PERIOD_YEAR, last) - all->first_year);
    add_parts(all, year, &payment->payers, PAID);
    add_parts(all, year, &payment->payees, RECEIVED);
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_party *party = &program->parties[payment->passes[p].party];
        ac_part_of from = {.level = party->level, .member = party->member};
        const ac_pass *pass = &payment->passes[p];
        for (size_t i = 0; i < pass->parts.count; i++) {
            const ac_part_of *part = &pass->parts.list[i];
            if (!ac_pass_keeps(program, pass, part)) {
                add_to(all, year, &from, PASSED, part->amount);
                add_to(all, year, part, RECEIVED, part->amount);
            }
        }
    }
}

static void add_row_name(ac_buffer *buffer, const totals *all, size_t row)
{
    const ac_program *program = all->set->program;
    if (all->party.size > 0) {
        ac_buffer_add(buffer, all->party);
    } else if (row < program->party_count) {
        ac_buffer_add(buffer, program->parties[row].code);
    } else {
        ac_buffer_addf(
            buffer, "every %.*s together",
            AC_TEXT_ARG(program->levels[row - program->party_count].name));
    }
}

static void add_row(ac_buffer *buffer, const totals *all, size_t year, size_t row)
{
    static const char *const words[][2] = {
        {"pays",      "is repaid" },
        {"receives",  "repays"    },
        {"passes on", "takes back"}
    };
    const total *cell = &all->cells[year * all->rows + row];
    const char *between = "";
    bool some = false;
    for (int i = 0; i < 3; i++) {
        some = some || ac_rational_sign(cell->sums[i]) != 0;
    }
    if (!some) {
        return;
    }
    const ac_program *program = all->set->program;
    ac_buffer_add_z(buffer, "  ");
    ac_period_add(
        buffer, &program->syntax->calendar, AC_PERIOD_YEAR, all->first_year + (int32_t)year);
    ac_buffer_add_z(buffer, "  ");
    add_row_name(buffer, all, row);
    for (int i = 0; i < 3; i++) {
        int sign = ac_rational_sign(cell->sums[i]);
        if (sign != 0) {
            AC_SCOPED_ARENA(scratch);
            ac_rational size =
                sign < 0 ? ac_rational_negate(&scratch, cell->sums[i]) : cell->sums[i];
            ac_buffer_addf(buffer, "%s %s ", between, words[i][sign < 0]);
            ac_money_add_exact(buffer, program, size);
            between = ",";
        }
    }
    ac_buffer_add_char(buffer, '\n');
}

static void init_totals(totals *all)
{
    const ac_program *program = all->set->program;
    all->first_year = ac_term_first(&program->syntax->calendar, AC_PERIOD_YEAR);
    all->years = (size_t)ac_term_count(&program->syntax->calendar, AC_PERIOD_YEAR);
    all->rows = all->party.size > 0 ? 1 : (size_t)program->party_count + program->level_count;
    all->cells = AC_NEW_ARRAY(all->arena, total, all->years * all->rows);
    for (size_t i = 0; i < all->years * all->rows; i++) {
        for (int k = 0; k < 3; k++) {
            all->cells[i].sums[k] = AC_RATIONAL_ZERO;
        }
    }
}

static void
add_totals(ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    AC_SCOPED_ARENA(scratch);
    totals all = {.arena = &scratch, .set = set, .party = filter->party};
    init_totals(&all);
    size_t unknown = 0;
    size_t shadow = 0;
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (!ac_payment_is_shown(set, payment, filter)) {
            continue;
        }
        unknown += payment->state != AC_VALUE_KNOWN ? 1 : 0;
        shadow += payment->state == AC_VALUE_KNOWN && payment->shadow ? 1 : 0;
        if (payment->state == AC_VALUE_KNOWN && !payment->shadow) {
            add_payment(&all, payment);
        }
    }
    ac_buffer_add_z(buffer, "Totals by year\n");
    for (size_t year = 0; year < all.years; year++) {
        for (size_t row = 0; row < all.rows; row++) {
            add_row(buffer, &all, year, row);
        }
    }
    if (shadow > 0) {
        ac_buffer_addf(buffer, "  in shadow, and so not counted: %zu\n", shadow);
    }
    if (unknown > 0) {
        ac_buffer_addf(buffer, "  not known, and so not counted: %zu\n", unknown);
    }
}

/* ---- Checks ---- */

static void add_place(ac_buffer *buffer, const ac_statement_set *set, const ac_check_result *result)
{
    const ac_program *program = set->program;
    if (result->by_payment) {
        uint32_t clause = set->payments[result->payment].clause;
        ac_buffer_addf(buffer, " %.*s", AC_TEXT_ARG(ac_clause_at(program, clause)->number));
    }
    if (result->kind != AC_PERIOD_NONE) {
        ac_buffer_add_char(buffer, ' ');
        ac_period_add(buffer, &program->syntax->calendar, result->kind, result->period);
    }
}

/* The results of one check or assumption. */
typedef struct judged {
    const ac_clause *clause;
    const ac_check_result *results; /* [count], of all */
    size_t count;
    uint32_t check;
    const char *broken_word;
} judged;

static void add_broken(ac_buffer *buffer, const ac_statement_set *set, const judged *of)
{
    const char *between = "";
    for (size_t i = 0; i < of->count; i++) {
        const ac_check_result *result = &of->results[i];
        if (result->check == of->check && result->state == AC_VALUE_KNOWN && !result->holds) {
            ac_buffer_add_z(buffer, between);
            add_place(buffer, set, result);
            between = ",";
        }
    }
}

static void add_check(ac_buffer *buffer, const ac_statement_set *set, const judged *of)
{
    size_t held = 0;
    size_t broken = 0;
    size_t unknown = 0;
    for (size_t i = 0; i < of->count; i++) {
        const ac_check_result *result = &of->results[i];
        if (result->check == of->check) {
            bool known = result->state == AC_VALUE_KNOWN;
            held += known && result->holds ? 1 : 0;
            broken += known && !result->holds ? 1 : 0;
            unknown += known ? 0 : 1;
        }
    }
    ac_buffer_addf(buffer, "  %.*s  ", AC_TEXT_ARG(of->clause->number));
    ac_words_add(buffer, ac_span_text(set->program->syntax->source, of->clause->value->span));
    ac_buffer_addf(buffer, ": holds for %zu", held);
    if (unknown > 0) {
        ac_buffer_addf(buffer, ", not known for %zu", unknown);
    }
    if (broken > 0) {
        ac_buffer_addf(buffer, ", %s for %zu:", of->broken_word, broken);
    }
    add_broken(buffer, set, of);
    ac_buffer_add_char(buffer, '\n');
}

static void add_checks(ac_buffer *buffer, const ac_statement_set *set)
{
    const ac_program *program = set->program;
    if (program->check_count > 0) {
        ac_buffer_add_z(buffer, "\nChecks\n");
    }
    for (uint32_t i = 0; i < program->check_count; i++) {
        judged of = {
            ac_clause_at(program, program->checks[i].clause), set->checks, set->check_count, i,
            "BROKEN"};
        add_check(buffer, set, &of);
    }
    if (program->assumption_count > 0) {
        ac_buffer_add_z(buffer, "\nAssumptions\n");
    }
    for (uint32_t i = 0; i < program->assumption_count; i++) {
        judged of = {
            ac_clause_at(program, program->assumptions[i].clause), set->assumptions,
            set->assumption_count, i, "does NOT hold"};
        add_check(buffer, set, &of);
    }
}

static void add_doubts(ac_buffer *buffer, const ac_statement_set *set)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_doubt *doubts = ac_doubts_find(&scratch, set->program, set->facts, &count);
    if (count > 0) {
        ac_buffer_add_z(buffer, "\nData to look at\n");
    }
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(buffer, "  ");
        ac_doubt_add(buffer, set->program, set->facts, &doubts[i]);
        ac_buffer_add_char(buffer, '\n');
    }
}

static void add_retro(ac_buffer *buffer, const ac_statement_set *set, ac_text party)
{
    if (set->retro_count > 0) {
        ac_buffer_add_z(buffer, "\nVariations signed after they take effect\n");
    }
    for (size_t i = 0; i < set->retro_count; i++) {
        ac_retro_add(buffer, set, &set->retro[i], party);
    }
}

/* ---- The receipt ---- */

static void add_known_by(ac_buffer *buffer, const ac_knowledge *knowledge)
{
    if (knowledge == NULL) {
        return;
    }
    ac_buffer_add_z(buffer, "  known by  ");
    ac_buffer_add_z(buffer, knowledge->by_said ? "" : "any day; the last file became known on ");
    ac_date_add_iso(buffer, knowledge->by);
    ac_buffer_add_char(buffer, '\n');
}

static void add_receipt(ac_buffer *buffer, const ac_statement_set *set)
{
    AC_SCOPED_ARENA(scratch);
    const ac_syntax *syntax = set->program->syntax;
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(syntax->source);
    ac_hash_hex(&hash, hex);
    ac_buffer_addf(buffer, "Receipt\n  contract  %.*s\n", AC_TEXT_ARG(syntax->title));
    ac_buffer_addf(buffer, "            sha256 %s\n", hex);
    add_known_by(buffer, set->facts->knowledge);
    size_t count = 0;
    const ac_fact_file *files = ac_fact_files(&scratch, set->program, set->facts, &count);
    for (size_t f = 0; f < count; f++) {
        ac_hash_hex(&files[f].hash, hex);
        ac_buffer_addf(buffer, "  file      %.*s", AC_TEXT_ARG(files[f].name));
        ac_fact_file_known_add(buffer, &files[f]);
        ac_buffer_addf(
            buffer, ": %" PRIu64 " rows, %" PRIu64 " counted, ", files[f].rows, files[f].counted);
        if (files[f].superseded > 0) {
            ac_buffer_addf(buffer, "%" PRIu64 " superseded, ", files[f].superseded);
        }
        ac_buffer_addf(buffer, "%" PRIu64 " refused\n", files[f].refused);
        ac_buffer_addf(buffer, "            sha256 %s\n", hex);
    }
    ac_buffer_add_z(buffer, "  accord    " ACCORD_VERSION "\n");
}

void ac_summary_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    add_totals(buffer, set, filter);
    ac_gates_add(buffer, set, filter);
    add_checks(buffer, set);
    add_doubts(buffer, set);
    add_retro(buffer, set, filter->party);
    ac_buffer_add_char(buffer, '\n');
    add_receipt(buffer, set);
}
