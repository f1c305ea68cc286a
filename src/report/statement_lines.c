/* SPDX-License-Identifier: MIT */
/* What follows the first page of a statement: every line, the words of the clauses, what the checks
 * came to, and the receipt. */

#include "base/hash.h"
#include "base/limits.h"
#include "contract/explain_tree.h"
#include "contract/words.h"
#include "report/statement_document_inside.h"
#include "value/date.h"

static const ac_grid_column line_columns[] = {
    {"Clause", false, false, true },
    {"Period", false, false, true },
    {"Due",    false, false, true },
    {"What",   false, false, false},
    {"From",   false, false, false},
    {"To",     false, false, false},
    {"Amount", true,  false, false},
    {"State",  false, false, true },
};
static const ac_grid_column file_columns[] = {
    {"File",    false, false, false},
    {"Rows",    true,  false, false},
    {"Counted", true,  false, false},
    {"Refused", true,  false, false},
    {"SHA-256", false, true,  false},
};
static const ac_grid_column member_file_columns[] = {
    {"File",    false, false, false},
    {"SHA-256", false, true,  false},
};

#define COLUMNS(list) list, sizeof(list) / sizeof((list)[0])

/* ---- Lines ---- */

typedef struct listing {
    const ac_stating *on;
    ac_grid *grid;
    const ac_payment *payment;
} listing;

static void
add_line(const listing *to, const char *what, ac_text from, ac_text into, accord_money amount)
{
    const ac_stating *on = to->on;
    ac_text only = on->filter->party;
    if (only.size > 0 && !ac_text_equal(only, from) && !ac_text_equal(only, into)) {
        return;
    }
    ac_grid_cell *cells = ac_grid_row(to->grid);
    AC_SCOPED_BUFFER(words, 100);
    ac_stating_clause(on, to->grid, &cells[0], to->payment->clause);
    ac_payment_period_add(&words, on->program, to->payment);
    ac_grid_set(to->grid, &cells[1], ac_buffer_text(&words));
    ac_buffer_clear(&words);
    ac_date_add_iso(&words, to->payment->due);
    ac_grid_set(to->grid, &cells[2], ac_buffer_text(&words));
    ac_grid_set(to->grid, &cells[3], ac_text_of(what));
    ac_grid_set(to->grid, &cells[4], from);
    ac_grid_set(to->grid, &cells[5], into);
    ac_stating_money(on, to->grid, &cells[6], ac_rational_of(amount.minor));
    ac_grid_set(to->grid, &cells[7], ac_stating_state(to->payment));
}

static void add_payment(const listing *to)
{
    const ac_payment *payment = to->payment;
    const ac_statement_set *set = to->on->set;
    for (size_t i = 0; i < payment->payers.count; i++) {
        for (size_t j = 0; j < payment->payees.count; j++) {
            add_line(
                to, "pays", ac_part_code(set, &payment->payers.list[i]),
                ac_part_code(set, &payment->payees.list[j]),
                payment->legs[i * payment->payees.count + j]);
        }
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        ac_text from = to->on->program->parties[pass->party].code;
        for (size_t i = 0; i < pass->parts.count; i++) {
            const ac_part_of *part = &pass->parts.list[i];
            bool keeps = ac_part_is(set, part, from);
            add_line(
                to, keeps ? "keeps" : "passes on", from, ac_part_code(set, part), part->amount);
        }
    }
}

void ac_stating_lines(const ac_stating *on)
{
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("Line by line"));
    if (on->filter->party.size > 0) {
        AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
        uint32_t level = 0;
        uint32_t member = 0;
        ac_party_find(on->set, on->filter->party, &level, &member);
        bool party = ac_level_is_of_parties(on->program, level);
        ac_buffer_addf(&words, "Totals of %.*s by year", AC_TEXT_ARG(on->filter->party));
        ac_stating_totals(
            on, party ? AC_STATING_PARTIES : AC_STATING_MEMBERS, ac_buffer_text(&words));
    }
    listing to = {.on = on};
    to.grid = ac_document_grid(
        on->document, AC_TEXT("Who pays whom; minus is what is repaid"), COLUMNS(line_columns));
    for (size_t i = 0; i < on->set->payment_count; i++) {
        to.payment = &on->set->payments[i];
        if (to.payment->state == AC_VALUE_KNOWN &&
            ac_payment_is_shown(on->set, to.payment, on->filter)) {
            add_payment(&to);
        }
    }
}

/* ---- Clauses ---- */

/* Marks the clauses that rows of this document lead to. */
static void mark_linked(const ac_stating *on, bool *wanted)
{
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *of = &on->set->payments[i];
        if (!ac_payment_is_shown(on->set, of, on->filter)) {
            continue;
        }
        wanted[of->clause] = true;
        const uint32_t splits[] = {of->payers.clause, of->payees.clause};
        for (size_t s = 0; s < 2 && of->state == AC_VALUE_KNOWN; s++) {
            if (splits[s] != AC_NONE) {
                wanted[splits[s]] = true;
            }
        }
        for (size_t p = 0; p < of->pass_count; p++) {
            wanted[of->passes[p].parts.clause] = true;
        }
    }
    for (uint32_t g = 0; g < on->program->gate_count; g++) {
        wanted[on->program->gates[g].clause] = true;
    }
    for (size_t b = 0; b < on->document->count; b++) {
        const ac_grid *grid = on->document->blocks[b].grid;
        for (size_t i = 0; grid != NULL && i < grid->row_count * grid->column_count; i++) {
            ac_text to = grid->cells[i].to;
            uint32_t clause = 0;
            for (size_t k = sizeof "clause-" - 1; k < to.size; k++) {
                clause = clause * 10 + (uint32_t)(to.at[k] - '0');
            }
            if (to.size > 0) {
                wanted[clause] = true;
            }
        }
    }
}

/* Whether a clause's text may be shown: always, but to a member only where it holds no figure. */
static void add_clause(const ac_stating *on, uint32_t index)
{
    const ac_clause *clause = ac_clause_at(on->program, index);
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    AC_SCOPED_BUFFER(place, 40);
    ac_buffer_addf(&place, "clause-%u", index);
    ac_buffer_addf(&words, "Clause %.*s", AC_TEXT_ARG(clause->number));
    ac_document_add(on->document, AC_BLOCK_HEADING, ac_buffer_text(&words));
    on->document->blocks[on->document->count - 1].place =
        ac_text_copy(on->arena, ac_buffer_text(&place));
    ac_buffer_clear(&words);
    if (on->to_member) {
        bool named = clause->value != NULL;
        if (named) {
            ac_stating_name(on, &words, index);
        }
    } else {
        ac_words_add(&words, ac_span_text(on->program->syntax->source, clause->span));
    }
    if (words.size_bytes > 0) {
        ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
    }
    if (clause->wording.size > 0) {
        ac_document_add(on->document, AC_BLOCK_QUOTE, clause->wording);
    }
}

void ac_stating_clauses(const ac_stating *on)
{
    size_t count = on->program->syntax->clause_count;
    bool *wanted = AC_NEW_ARRAY(on->arena, bool, count);
    mark_linked(on, wanted);
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("What the contract says"));
    for (uint32_t i = 0; i < count; i++) {
        if (wanted[i]) {
            add_clause(on, i);
        }
    }
}

/* ---- Checks ---- */

static void add_broken(const ac_stating *on, const ac_check_result *result)
{
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    uint32_t clause = on->program->checks[result->check].clause;
    ac_buffer_addf(
        &words, "Check %.*s does not hold", AC_TEXT_ARG(ac_clause_at(on->program, clause)->number));
    if (result->by_payment) {
        const ac_payment *of = &on->set->payments[result->payment];
        ac_text number = ac_clause_at(on->program, of->clause)->number;
        ac_buffer_addf(&words, " at payment %.*s for ", AC_TEXT_ARG(number));
        ac_payment_period_add(&words, on->program, of);
    } else if (result->kind != AC_PERIOD_NONE) {
        ac_buffer_add_z(&words, " for ");
        ac_period_add(&words, &on->program->syntax->calendar, result->kind, result->period);
    }
    ac_buffer_add_char(&words, '.');
    ac_document_add(on->document, AC_BLOCK_ITEM, ac_buffer_text(&words));
}

void ac_stating_checks(const ac_stating *on)
{
    size_t holds = 0;
    size_t unknown = 0;
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("Checks of the contract"));
    for (size_t i = 0; i < on->set->check_count; i++) {
        const ac_check_result *result = &on->set->checks[i];
        bool known = result->state == AC_VALUE_KNOWN;
        unknown += known ? 0 : 1;
        holds += known && result->holds ? 1 : 0;
    }
    AC_SCOPED_BUFFER(words, 400);
    ac_buffer_addf(
        &words, "Over the whole term: %zu hold, %zu do not, %zu are not yet known.", holds,
        on->set->check_count - holds - unknown, unknown);
    ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
    for (size_t i = 0; i < on->set->check_count; i++) {
        const ac_check_result *result = &on->set->checks[i];
        if (result->state == AC_VALUE_KNOWN && !result->holds) {
            add_broken(on, result);
        }
    }
}

/* ---- The receipt ---- */

static void set_count(const ac_grid *grid, ac_grid_cell *cell, uint64_t count)
{
    AC_SCOPED_BUFFER(words, 40);
    ac_rational_add_decimal(&words, ac_rational_of((int64_t)count), 0, true);
    ac_grid_set(grid, cell, ac_buffer_text(&words));
}

static void add_file(const ac_stating *on, ac_grid *grid, const ac_fact_file *file)
{
    char hex[AC_HASH_HEX_BYTES];
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_hash_hex(&file->hash, hex);
    ac_buffer_add(&words, file->name);
    ac_fact_file_known_add(&words, file);
    ac_grid_cell *cells = ac_grid_row(grid);
    ac_grid_set(grid, &cells[0], ac_buffer_text(&words));
    if (!on->to_member) {
        set_count(grid, &cells[1], file->rows);
        set_count(grid, &cells[2], file->counted);
        set_count(grid, &cells[3], file->refused);
    }
    ac_grid_set(grid, &cells[grid->column_count - 1], ac_text_of(hex));
}

static void add_variations(const ac_stating *on)
{
    const ac_syntax *syntax = on->program->syntax;
    for (size_t i = 0; i < syntax->variation_count; i++) {
        const ac_variation *of = &syntax->variations[i];
        AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
        ac_buffer_addf(&words, "%.*s, signed ", AC_TEXT_ARG(of->label));
        ac_date_add_words(&words, of->signed_on);
        ac_buffer_add_z(&words, ", in force from ");
        ac_date_add_words(&words, of->effective);
        ac_document_term(on->document, "Varied by", ac_buffer_text(&words));
    }
    if (syntax->variation_count == 0) {
        ac_document_term(
            on->document, "Varied by", AC_TEXT("nothing: the contract is as first signed"));
    }
}

static void add_run(const ac_stating *on)
{
    const ac_settled *settled = on->set->settled;
    const ac_knowledge *knowledge = on->set->facts->knowledge;
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    if (settled != NULL) {
        ac_settled_add(&words, settled);
        ac_document_term(on->document, "Settlement", ac_buffer_text(&words));
        ac_document_term(on->document, "SHA-256 of what it posts", settled->sha256);
    }
    if (knowledge != NULL) {
        ac_buffer_clear(&words);
        ac_explain_known_add(&words, knowledge);
        ac_document_term(on->document, "Known by", ac_buffer_text(&words));
    }
    ac_document_term(on->document, "Program", AC_TEXT("accord " ACCORD_VERSION));
}

void ac_stating_receipt(const ac_stating *on)
{
    const ac_syntax *syntax = on->program->syntax;
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(syntax->source);
    ac_hash_hex(&hash, hex);
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("Receipt"));
    ac_document_add(
        on->document, AC_BLOCK_TEXT,
        AC_TEXT("What this statement was made from. The same text, files and program give the same "
                "statement; sha256sum says whether yours are the same."));
    ac_document_term(on->document, "Contract", syntax->title);
    ac_document_term(on->document, "Its code", syntax->code);
    ac_document_term(on->document, "SHA-256 of its text", ac_text_of(hex));
    add_variations(on);
    add_run(on);
    size_t count = 0;
    const ac_fact_file *files = ac_fact_files(on->arena, on->program, on->set->facts, &count);
    if (count == 0) {
        return;
    }
    ac_grid *grid =
        on->to_member
            ? ac_document_grid(
                  on->document, AC_TEXT("Files that were read"), COLUMNS(member_file_columns))
            : ac_document_grid(
                  on->document, AC_TEXT("Files that were read"), COLUMNS(file_columns));
    for (size_t f = 0; f < count; f++) {
        add_file(on, grid, &files[f]);
    }
}
