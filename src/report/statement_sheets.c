/* SPDX-License-Identifier: MIT */
/* A statement as sheets. Every sum that a reader sees is a formula over the sheet Lines, so that a
 * spreadsheet adds it up again; beside it stands the sum that accord made, which must be the same.
 */

#include "base/hash.h"
#include "base/limits.h"
#include "contract/explain_tree.h"
#include "contract/words.h"
#include "report/statement_inside.h"
#include "statement/shown.h"
#include "value/date.h"

static const ac_column_style payment_columns[] = {
    {"No.",                   6 },
    {"Clause",                10},
    {"What is paid",          44},
    {"Agreed wording",        40},
    {"Period",                12},
    {"Due",                   13},
    {"State",                 16},
    {"Shadow",                9 },
    {"Amount",                16},
    {"To be paid",            16},
    {"Payers add to",         16},
    {"Payees add to",         16},
    {"Agrees",                9 },
    {"What is not known yet", 40},
};
static const ac_column_style line_columns[] = {
    {"Clause",        10},
    {"Period",        12},
    {"Year",          10},
    {"Due",           13},
    {"Shadow",        9 },
    {"Role",          14},
    {"Party",         14},
    {"Counterparty",  14},
    {"Amount",        16},
    {"To be paid",    16},
    {"Payment no.",   11},
    {"Total no.",     11},
    {"Passed on no.", 11},
};
static const ac_column_style total_columns[] = {
    {"No.",             6 },
    {"Party or member", 18},
    {"Year",            10},
    {"Pays",            16},
    {"Receives",        16},
    {"Passes on",       16},
    {"Net",             16},
};
static const ac_column_style change_columns[] = {
    {"Kind",              12},
    {"Clause or payment", 18},
    {"In books of",       14},
    {"Period before",     14},
    {"Period",            14},
    {"Before",            16},
    {"Now",               16},
    {"Difference",        16},
    {"Shadow",            9 },
    {"Note",              40},
};
static const ac_column_style open_columns[] = {
    {"Why",    16},
    {"Clause", 10},
    {"Until",  13},
    {"Says",   90},
};
static const ac_column_style check_columns[] = {
    {"Clause",  10},
    {"Kind",    12},
    {"Says",    70},
    {"Payment", 10},
    {"Period",  12},
    {"Result",  16},
};
static const ac_column_style note_columns[] = {
    {"What", 26},
    {"Is",   90},
};

#define COLUMNS(list) list, sizeof(list) / sizeof((list)[0])

/* Texts that live as long as the sheets. */
static ac_sheet_cell kept(const ac_sheets_writing *out, const ac_buffer *text)
{
    return ac_sheet_text(ac_text_copy(out->arena, ac_buffer_text(text)));
}

static ac_text number_of(const ac_sheets_writing *out, uint32_t clause)
{
    return ac_clause_at(out->set->program, clause)->number;
}

static ac_sheet_cell period_cell(const ac_sheets_writing *out, const ac_payment *payment)
{
    AC_SCOPED_BUFFER(period, 100);
    ac_payment_period_add(&period, out->set->program, payment);
    return kept(out, &period);
}

/* The year in which its period ends, in which it counts. */
static ac_sheet_cell year_cell(const ac_sheets_writing *out, const ac_payment *payment)
{
    const ac_program *program = out->set->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    accord_date last =
        ac_period_last(calendar, program->pays[payment->pay].period, payment->period);
    AC_SCOPED_BUFFER(year, 100);
    ac_period_add(&year, calendar, AC_PERIOD_YEAR, ac_period_of(calendar, AC_PERIOD_YEAR, last));
    return kept(out, &year);
}

static accord_money paid_of(const ac_payment *payment, accord_money amount)
{
    if (payment->shadow) {
        amount.minor = 0;
    }
    return amount;
}

/* ---- Lines ---- */

/* A part of a payment that is being written. */
typedef struct line {
    const ac_payment *payment;
    int64_t number; /* of its row in Payments */
    ac_text role;
    ac_text party;
    ac_text counterparty;
    accord_money amount;
} line;

static void add_line(const ac_sheets_writing *out, const line *of)
{
    ac_text only = out->filter->party;
    if (only.size > 0 && !ac_text_equal(only, of->party) &&
        !ac_text_equal(only, of->counterparty)) {
        return;
    }
    ac_sheet_cell *row = ac_sheet_row(&out->sheets[AC_SHEET_LINES]);
    row[0] = ac_sheet_text(number_of(out, of->payment->clause));
    row[1] = period_cell(out, of->payment);
    row[2] = year_cell(out, of->payment);
    row[3] = ac_sheet_date(of->payment->due);
    row[4] = ac_sheet_text(of->payment->shadow ? AC_TEXT("yes") : AC_TEXT("no"));
    row[5] = ac_sheet_text(of->role);
    row[6] = ac_sheet_text(of->party);
    row[7] = ac_sheet_text(of->counterparty);
    row[8] = ac_sheet_money(of->amount);
    row[9] = ac_sheet_money(paid_of(of->payment, of->amount));
    row[10] = ac_sheet_whole(of->number);
}

/* One line a part; `like` has what all of them share. */
static void add_parts(const ac_sheets_writing *out, line like, const ac_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        like.party = ac_part_code(out->set, &parts->list[i]);
        like.amount = parts->list[i].amount;
        add_line(out, &like);
    }
}

static void add_legs(const ac_sheets_writing *out, line like)
{
    const ac_payment *payment = like.payment;
    like.role = AC_TEXT("leg");
    for (size_t i = 0; i < payment->payers.count; i++) {
        like.party = ac_part_code(out->set, &payment->payers.list[i]);
        for (size_t j = 0; j < payment->payees.count; j++) {
            like.counterparty = ac_part_code(out->set, &payment->payees.list[j]);
            like.amount = payment->legs[i * payment->payees.count + j];
            add_line(out, &like);
        }
    }
}

static void add_lines(const ac_sheets_writing *out, const ac_payment *payment, int64_t number)
{
    line like = {.payment = payment, .number = number, .counterparty = AC_TEXT("")};
    like.role = AC_TEXT("payer");
    add_parts(out, like, &payment->payers);
    like.role = AC_TEXT("payee");
    add_parts(out, like, &payment->payees);
    add_legs(out, like);
    like.role = AC_TEXT("passed on");
    for (size_t p = 0; p < payment->pass_count; p++) {
        like.counterparty = out->set->program->parties[payment->passes[p].party].code;
        add_parts(out, like, &payment->passes[p].parts);
    }
}

/* ---- Payments ---- */

static void add_sumifs(ac_buffer *formula, const ac_summed *sum, const char *role, size_t last)
{
    ac_buffer_addf(
        formula,
        "SUMIFS(Lines!$%s$2:$%s$%zu,Lines!$%s$2:$%s$%zu,$A%zu,Lines!$" LINE_ROLE "$2:$" LINE_ROLE
        "$%zu,\"%s\")",
        sum->of, sum->of, last, sum->by, sum->by, last, sum->row, last, role);
}

ac_sheet_cell ac_sum_formula(const ac_sheets_writing *out, const ac_summed *sum)
{
    size_t last = out->sheets[AC_SHEET_LINES].row_count + 1; /* the first row is its heading */
    AC_SCOPED_BUFFER(formula, 800);
    ac_buffer_add_char(&formula, '=');
    add_sumifs(&formula, sum, sum->role, last);
    if (sum->or_role != NULL) {
        ac_buffer_add_char(&formula, '+');
        add_sumifs(&formula, sum, sum->or_role, last);
    }
    return (ac_sheet_cell){
        .kind = AC_SHEET_FORMULA_MONEY,
        .text = ac_text_copy(out->arena, ac_buffer_text(&formula)),
        .money = sum->money};
}

static void add_amounts(
    const ac_sheets_writing *out, const ac_payment *payment, ac_sheet_cell *cells, size_t row)
{
    cells[8] = ac_sheet_money(payment->amount);
    cells[9] = ac_sheet_money(paid_of(payment, payment->amount));
    if (out->filter->party.size > 0) {
        return; /* the lines of one party alone do not add up to the payment */
    }
    ac_summed sum = {LINE_PAYMENT, LINE_AMOUNT, "payer", NULL, row, payment->amount};
    cells[10] = ac_sum_formula(out, &sum);
    sum.role = "payee";
    cells[11] = ac_sum_formula(out, &sum);
    AC_SCOPED_BUFFER(formula, 200);
    ac_buffer_addf(
        &formula, "=IF(AND(ROUND(I%zu-K%zu,3)=0,ROUND(I%zu-L%zu,3)=0),\"yes\",\"NO\")", row, row,
        row, row);
    cells[12] = (ac_sheet_cell){
        .kind = AC_SHEET_FORMULA_TEXT,
        .text = ac_text_copy(out->arena, ac_buffer_text(&formula)),
        .result = AC_TEXT("yes")};
}

static void add_payment(const ac_sheets_writing *out, const ac_payment *payment)
{
    const ac_program *program = out->set->program;
    ac_sheet *sheet = &out->sheets[AC_SHEET_PAYMENTS];
    AC_SCOPED_BUFFER(name, AC_CONTRACT_BYTES_MAX);
    ac_sheet_cell *cells = ac_sheet_row(sheet);
    ac_payment_name_add(&name, program, payment);
    cells[0] = ac_sheet_whole((int64_t)sheet->row_count);
    cells[1] = ac_sheet_text(number_of(out, payment->clause));
    cells[2] = kept(out, &name);
    cells[3] = ac_sheet_text(ac_clause_at(program, payment->clause)->wording);
    cells[4] = period_cell(out, payment);
    cells[5] = ac_sheet_date(payment->due);
    cells[6] = ac_sheet_text(ac_text_of(ac_payment_state_name(payment)));
    cells[7] = ac_sheet_text(payment->shadow ? AC_TEXT("yes") : AC_TEXT("no"));
    if (payment->state == AC_VALUE_KNOWN) {
        add_amounts(out, payment, cells, sheet->row_count + 1);
    } else {
        AC_SCOPED_BUFFER(why, AC_CONTRACT_BYTES_MAX);
        ac_note_add(&why, payment->evaluation, payment->state);
        cells[13] = kept(out, &why);
    }
}

/* ---- Checks ---- */

typedef struct judged {
    const char *kind;
    const ac_check *checks;
    const ac_check_result *results;
    size_t count;
} judged;

static void add_checks(const ac_sheets_writing *out, const judged *of)
{
    const ac_program *program = out->set->program;
    for (size_t i = 0; i < of->count; i++) {
        const ac_check_result *result = &of->results[i];
        const ac_clause *clause = ac_clause_at(program, of->checks[result->check].clause);
        AC_SCOPED_BUFFER(says, AC_CONTRACT_BYTES_MAX);
        AC_SCOPED_BUFFER(period, 100);
        ac_words_add(&says, ac_span_text(program->syntax->source, clause->value->span));
        if (result->kind != AC_PERIOD_NONE) {
            ac_period_add(&period, &program->syntax->calendar, result->kind, result->period);
        }
        ac_sheet_cell *cells = ac_sheet_row(&out->sheets[AC_SHEET_CHECKS]);
        cells[0] = ac_sheet_text(clause->number);
        cells[1] = ac_sheet_text(ac_text_of(of->kind));
        cells[2] = kept(out, &says);
        if (result->by_payment) {
            cells[3] = ac_sheet_text(number_of(out, out->set->payments[result->payment].clause));
        }
        cells[4] = kept(out, &period);
        bool known = result->state == AC_VALUE_KNOWN;
        const char *word = result->holds ? "holds" : "does NOT hold";
        cells[5] = ac_sheet_text(ac_text_of(known ? word : "not known"));
    }
}

/* ---- Notes ---- */

static void add_note(const ac_sheets_writing *out, const char *what, ac_text is)
{
    ac_sheet_cell *cells = ac_sheet_row(&out->sheets[AC_SHEET_NOTES]);
    cells[0] = ac_sheet_text(ac_text_of(what));
    cells[1] = ac_sheet_text(is);
}

static void add_hash(const ac_sheets_writing *out, const char *what, const ac_hash *hash)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash_hex(hash, hex);
    add_note(out, what, ac_text_copy(out->arena, ac_text_of(hex)));
}

static void add_file(const ac_sheets_writing *out, const ac_fact_file *file)
{
    AC_SCOPED_BUFFER(text, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(
        &text, "%.*s: %llu rows, %llu counted, %llu refused", AC_TEXT_ARG(file->name),
        (unsigned long long)file->rows, (unsigned long long)file->counted,
        (unsigned long long)file->refused);
    add_note(out, "File", kept(out, &text).text);
    add_hash(out, "its SHA-256", &file->hash);
}

/* The version of the contract: what it is varied by. */
static void add_variations(const ac_sheets_writing *out)
{
    const ac_syntax *syntax = out->set->program->syntax;
    for (size_t i = 0; i < syntax->variation_count; i++) {
        AC_SCOPED_BUFFER(text, AC_FIELD_BYTES_MAX);
        ac_buffer_addf(&text, "%.*s, signed ", AC_TEXT_ARG(syntax->variations[i].label));
        ac_date_add_iso(&text, syntax->variations[i].signed_on);
        ac_buffer_add_z(&text, ", in force from ");
        ac_date_add_iso(&text, syntax->variations[i].effective);
        add_note(out, "Varied by", kept(out, &text).text);
    }
}

/* The settlement, and the day that it looks from. */
static void add_run(const ac_sheets_writing *out)
{
    const ac_settled *settled = out->set->settled;
    const ac_knowledge *knowledge = out->set->facts->knowledge;
    AC_SCOPED_BUFFER(text, AC_FIELD_BYTES_MAX);
    if (settled != NULL) {
        ac_settled_add(&text, settled);
        add_note(out, "Settlement", kept(out, &text).text);
        add_note(out, "SHA-256 of what it posts", settled->sha256);
    }
    if (knowledge != NULL) {
        ac_buffer_clear(&text);
        ac_explain_known_add(&text, knowledge);
        add_note(out, "Known by", kept(out, &text).text);
    }
}

static void add_notes(const ac_sheets_writing *out)
{
    const ac_syntax *syntax = out->set->program->syntax;
    ac_hash hash = ac_hash_of(syntax->source);
    add_note(out, "Contract", syntax->code);
    add_note(out, "Title", syntax->title);
    add_hash(out, "SHA-256 of its text", &hash);
    add_variations(out);
    add_run(out);
    add_note(out, "Currency", syntax->currency);
    add_note(out, "Party", out->filter->party.size == 0 ? AC_TEXT("all") : out->filter->party);
    size_t count = 0;
    const ac_fact_file *files =
        ac_fact_files(out->arena, out->set->program, out->set->facts, &count);
    for (size_t f = 0; f < count; f++) {
        add_file(out, &files[f]);
    }
    add_note(out, "accord", AC_TEXT(ACCORD_VERSION));
    add_note(
        out, "Amounts",
        AC_TEXT("positive where payers pay, negative where they are repaid; exact to the penny"));
    add_note(
        out, "Shadow",
        AC_TEXT("computed and shown, and nothing is to be paid: the column To be paid is nil"));
    add_note(
        out, "Sums",
        AC_TEXT("sums in Payments and Totals are formulas over Lines; change a line and they "
                "follow, and Agrees says NO"));
}

void ac_statement_sheets(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    ac_sheet sheets[AC_STATEMENT_SHEETS])
{
    const ac_program *program = set->program;
    ac_sheets_writing out = {.arena = arena, .set = set, .filter = filter, .sheets = sheets};
    ac_sheet_init(&sheets[AC_SHEET_PAYMENTS], arena, "Payments", COLUMNS(payment_columns));
    ac_sheet_init(&sheets[AC_SHEET_LINES], arena, "Lines", COLUMNS(line_columns));
    ac_sheet_init(&sheets[AC_SHEET_TOTALS], arena, "Totals", COLUMNS(total_columns));
    ac_sheet_init(&sheets[AC_SHEET_CHANGES], arena, "Changes", COLUMNS(change_columns));
    ac_sheet_init(&sheets[AC_SHEET_OPEN], arena, "May change", COLUMNS(open_columns));
    ac_sheet_init(&sheets[AC_SHEET_CHECKS], arena, "Checks", COLUMNS(check_columns));
    ac_sheet_init(&sheets[AC_SHEET_NOTES], arena, "Notes", COLUMNS(note_columns));
    /* Lines first: the formulas of Payments name their last row. */
    for (int pass = 0; pass < 2; pass++) {
        int64_t number = 0;
        for (size_t i = 0; i < set->payment_count; i++) {
            const ac_payment *payment = &set->payments[i];
            if (!ac_payment_is_shown(set, payment, filter)) {
                continue;
            }
            if (pass == 0) {
                add_lines(&out, payment, ++number);
            } else {
                add_payment(&out, payment);
            }
        }
    }
    ac_sheet_add_totals(&out);
    ac_sheet_add_changes(&out);
    ac_sheet_add_open(&out);
    add_checks(&out, &(judged){"check", program->checks, set->checks, set->check_count});
    add_checks(
        &out,
        &(judged){"assumption", program->assumptions, set->assumptions, set->assumption_count});
    add_notes(&out);
}
