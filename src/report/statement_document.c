/* SPDX-License-Identifier: MIT */
/* The first words of a statement, and what stands in it in which order. */

#include "contract/words.h"
#include "report/statement_document_inside.h"

const char *ac_statement_mark(const ac_statement_set *set, const ac_statement_filter *filter)
{
    size_t shown = 0;
    size_t shadow = 0;
    for (size_t i = 0; i < set->payment_count; i++) {
        if (ac_payment_is_shown(set, &set->payments[i], filter)) {
            shown++;
            shadow += set->payments[i].shadow ? 1 : 0;
        }
    }
    if (shadow == 0) {
        return NULL;
    }
    return shadow == shown ? "SHADOW: nothing is to be paid"
                           : "SHADOW: rows marked so are not to be paid";
}

void ac_stating_money(
    const ac_stating *on, const ac_grid *grid, ac_grid_cell *cell, ac_rational minor)
{
    AC_SCOPED_BUFFER(words, 400);
    ac_money_add_exact(&words, on->program, minor);
    ac_grid_set(grid, cell, ac_buffer_text(&words));
}

/* Whether words hold a number of their own, and not as a part of a name. */
static bool has_figure(ac_text words)
{
    for (size_t i = 0; i < words.size; i++) {
        char before = i == 0 ? ' ' : words.at[i - 1];
        bool in_word =
            ac_is_letter(before) || ac_is_digit(before) || before == '-' || before == '_';
        if (ac_is_digit(words.at[i]) && !in_word) {
            return true;
        }
    }
    return false;
}

void ac_stating_name(const ac_stating *on, ac_buffer *words, uint32_t clause)
{
    const ac_clause *of = ac_clause_at(on->program, clause);
    AC_SCOPED_BUFFER(name, AC_STATING_WORDS);
    ac_words_add(&name, ac_span_text(on->program->syntax->source, of->value->span));
    if (on->to_member && has_figure(ac_buffer_text(&name))) {
        ac_buffer_addf(words, "as clause %.*s says", AC_TEXT_ARG(of->number));
    } else {
        ac_buffer_add(words, ac_buffer_text(&name));
    }
}

void ac_stating_clause(
    const ac_stating *on, const ac_grid *grid, ac_grid_cell *cell, uint32_t clause)
{
    AC_SCOPED_BUFFER(place, 40);
    ac_buffer_addf(&place, "clause-%u", clause);
    ac_grid_set(grid, cell, ac_clause_at(on->program, clause)->number);
    cell->to = ac_text_copy(on->arena, ac_buffer_text(&place));
}

ac_text ac_stating_state(const ac_payment *payment)
{
    return payment->shadow ? AC_TEXT("SHADOW") : ac_text_of(ac_payment_standing_name(payment));
}

/* ---- The first words ---- */

/* "Z91003 (The Surgery)", or all. */
static void add_who(ac_buffer *words, const ac_stating *on)
{
    ac_text code = on->filter->party;
    if (code.size == 0) {
        ac_buffer_add_z(words, "all parties");
        return;
    }
    uint32_t level = 0;
    uint32_t member = 0;
    ac_party_find(on->set, code, &level, &member);
    ac_text name = ac_party_name(on->set, level, member);
    ac_buffer_add(words, code);
    if (name.size > 0) {
        ac_buffer_addf(words, " (%.*s)", AC_TEXT_ARG(name));
    }
}

static void add_period(ac_buffer *words, const ac_stating *on)
{
    if (on->filter->period_said) {
        ac_period_add(words, &on->program->syntax->calendar, on->filter->kind, on->filter->period);
    } else {
        ac_buffer_add_z(words, "the whole term");
    }
}

static ac_rational size_of(const ac_stating *on, ac_rational amount)
{
    return ac_rational_sign(amount) < 0 ? ac_rational_negate(on->arena, amount) : amount;
}

/* What all of it comes to for one party. */
static void add_net(const ac_stating *on)
{
    size_t count = 0;
    const ac_party_total *totals = ac_party_totals(on->arena, on->set, on->filter, &count);
    ac_rational due = AC_RATIONAL_ZERO;
    ac_rational shadow = AC_RATIONAL_ZERO;
    bool moves = false;
    for (size_t i = 0; i < count; i++) {
        due = ac_rational_add(on->arena, due, ac_sums_net(on->arena, totals[i].due));
        shadow = ac_rational_add(on->arena, shadow, ac_sums_net(on->arena, totals[i].shadow));
        moves = moves || ac_rational_sign(totals[i].due[AC_RECEIVES]) != 0;
    }
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_text code = on->filter->party;
    int sign = ac_rational_sign(due);
    if (sign == 0 && moves) {
        ac_buffer_addf(&words, "%.*s receives as much as it pays and passes on", AC_TEXT_ARG(code));
    } else if (sign == 0) {
        ac_buffer_addf(&words, "Nothing is due to or from %.*s", AC_TEXT_ARG(code));
    } else {
        ac_buffer_addf(&words, "%.*s is to %s ", AC_TEXT_ARG(code), sign < 0 ? "pay" : "receive");
        ac_money_add_exact(&words, on->program, size_of(on, due));
    }
    ac_document_add(on->document, AC_BLOCK_BIG, ac_buffer_text(&words));
    sign = ac_rational_sign(shadow);
    if (sign != 0) {
        ac_buffer_clear(&words);
        ac_buffer_addf(
            &words, "In shadow, which is a rehearsal, %.*s would %s ", AC_TEXT_ARG(code),
            sign < 0 ? "pay" : "receive");
        ac_money_add_exact(&words, on->program, size_of(on, shadow));
        ac_buffer_add_z(&words, ": nothing of that is paid.");
        ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
    }
}

/* What all payments come to. */
static void add_all(const ac_stating *on)
{
    ac_rational sums[2] = {AC_RATIONAL_ZERO, AC_RATIONAL_ZERO};
    size_t counts[2] = {0};
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *of = &on->set->payments[i];
        if (of->state == AC_VALUE_KNOWN && ac_payment_is_shown(on->set, of, on->filter)) {
            ac_rational amount = ac_rational_of(of->amount.minor);
            sums[of->shadow] = ac_rational_add(on->arena, sums[of->shadow], amount);
            counts[of->shadow]++;
        }
    }
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_buffer_addf(&words, "%zu payment%s, ", counts[false], counts[false] == 1 ? "" : "s");
    ac_money_add_exact(&words, on->program, sums[false]);
    ac_buffer_add_z(&words, " in all");
    ac_document_add(on->document, AC_BLOCK_BIG, ac_buffer_text(&words));
    if (counts[true] > 0) {
        ac_buffer_clear(&words);
        ac_buffer_addf(&words, "In shadow, and so not paid: %zu, ", counts[true]);
        ac_money_add_exact(&words, on->program, sums[true]);
        ac_buffer_add_z(&words, " in all.");
        ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
    }
}

static void add_unknown(const ac_stating *on)
{
    size_t unknown = 0;
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *of = &on->set->payments[i];
        bool shown = ac_payment_is_shown(on->set, of, on->filter);
        unknown += shown && of->state != AC_VALUE_KNOWN ? 1 : 0;
    }
    if (unknown > 0) {
        AC_SCOPED_BUFFER(words, 200);
        ac_buffer_addf(
            &words, "%zu payment%s not yet known, and so not in that: see what may still change.",
            unknown, unknown == 1 ? " is" : "s are");
        ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
    }
}

/* The first page: what is due, and why; what changed, and what may. */
static void add_first(const ac_stating *on)
{
    ac_document_add(on->document, AC_BLOCK_SECTION, on->document->title);
    bool all = on->filter->party.size == 0;
    if (all) {
        add_all(on);
    } else {
        add_net(on);
    }
    add_unknown(on);
    if (all) {
        ac_stating_totals(
            on, AC_STATING_PARTIES, AC_TEXT("What each party is to pay and to receive"));
    } else {
        ac_stating_due(
            on, on->filter->party,
            AC_TEXT("What is due, to and from whom, and when; minus is what it pays"));
    }
    ac_stating_why(on);
    ac_stating_changed(on);
    ac_stating_open(on);
}

/* A section for each party, and one for all members. */
static void add_parties(const ac_stating *on)
{
    for (uint32_t p = 0; p < on->program->party_count; p++) {
        const ac_party *party = &on->program->parties[p];
        AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
        ac_buffer_addf(&words, "%.*s (%.*s)", AC_TEXT_ARG(party->code), AC_TEXT_ARG(party->title));
        ac_document_add(on->document, AC_BLOCK_SECTION, ac_buffer_text(&words));
        ac_buffer_clear(&words);
        ac_buffer_addf(
            &words, "What is due to and from %.*s; minus is what it pays",
            AC_TEXT_ARG(party->code));
        ac_stating_due(on, party->code, ac_buffer_text(&words));
    }
    ac_document_add(on->document, AC_BLOCK_SECTION, AC_TEXT("Members"));
    ac_stating_totals(on, AC_STATING_MEMBERS, AC_TEXT("What each member is to pay and to receive"));
}

void ac_statement_document(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    ac_document *document)
{
    const ac_syntax *syntax = set->program->syntax;
    ac_stating on = {
        .arena = arena,
        .program = set->program,
        .set = set,
        .filter = filter,
        .document = document};
    if (filter->party.size > 0) {
        uint32_t level = 0;
        uint32_t member = 0;
        ac_party_find(set, filter->party, &level, &member);
        on.to_member = !ac_level_is_of_parties(set->program, level);
    }
    AC_SCOPED_BUFFER(title, AC_STATING_WORDS);
    ac_buffer_add_z(&title, "Statement for ");
    add_who(&title, &on);
    ac_buffer_add_z(&title, ", ");
    add_period(&title, &on);
    *document = (ac_document){
        .arena = arena,
        .title = ac_text_copy(arena, ac_buffer_text(&title)),
        .over = syntax->title,
        .mark = ac_statement_mark(set, filter)};
    ac_buffer_clear(&title);
    ac_buffer_addf(
        &title, "%.*s, %s%.*s, ", AC_TEXT_ARG(syntax->code),
        filter->party.size > 0 ? "statement for " : "statement of all parties",
        AC_TEXT_ARG(filter->party));
    add_period(&title, &on);
    document->under = ac_text_copy(arena, ac_buffer_text(&title));
    add_first(&on);
    ac_document_add(document, AC_BLOCK_NEW_PAGE, AC_TEXT(""));
    if (filter->party.size == 0) {
        add_parties(&on);
    }
    ac_stating_lines(&on);
    ac_stating_clauses(&on);
    ac_stating_checks(&on);
    ac_stating_receipt(&on);
}
