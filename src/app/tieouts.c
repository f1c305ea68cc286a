/* SPDX-License-Identifier: MIT */
/* Tie-outs are judged: each side is added up exactly from values of the contract and stated totals,
 * money is rounded once to what an invoice can say, and the two have to be the same. */

#include "app/tieouts.h"

#include "app/tieouts_parts.h"
#include "base/assert.h"
#include "base/limits.h"
#include "contract/lives.h"
#include "value/money.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TERMS_MOST = 4 };

typedef enum term_at { AS_KNOWN, WITHOUT_FREEZE } term_at;

typedef struct form_term {
    const char *part;
    bool right;
    bool less;
    bool needed;
    term_at at;
} form_term;

typedef struct form {
    const char *name;
    form_term terms[TERMS_MOST]; /* up to the first without a part */
} form;

/* "The ACM total must equal the invoice"; "PLCM must equal ACM less drugs and devices" (the NHS
 * Data Dictionary, contract monitoring); practices and what has none are the commissioner's whole;
 * what was flexed and what moved is what was frozen. */
static const form forms[] = {
    {"invoice",
     {{"aggregate", false, false, true, AS_KNOWN}, {"invoice", true, false, true, AS_KNOWN}}},
    {"patient-level",
     {{"patient-level", false, false, true, AS_KNOWN},
      {"aggregate", true, false, true, AS_KNOWN},
      {"drugs", true, true, false, AS_KNOWN},
      {"devices", true, true, false, AS_KNOWN}}                                             },
    {"practices",
     {{"practices", false, false, true, AS_KNOWN},
      {"unattributed", false, false, false, AS_KNOWN},
      {"commissioner", true, false, true, AS_KNOWN}}                                        },
    {"movement",
     {{"activity", false, false, true, WITHOUT_FREEZE},
      {"movement", false, false, true, AS_KNOWN},
      {"activity", true, false, true, AS_KNOWN}}                                            },
};
enum { FORMS = sizeof forms / sizeof forms[0] };

/* A line that speaks for the period: a value, or a total within it. */
typedef struct given {
    const ac_control_line *line;
    ac_rational amount; /* of a total */
} given;

typedef struct judging {
    ac_arena *arena;
    const ac_books *books;
    const ac_books_settled *settled;
    const ac_tieouts_asked *asked;
    given *given; /* [given_count] */
    size_t given_count;
    size_t given_capacity;
    const ac_waiver *waivers; /* [waiver_count] */
    size_t waiver_count;
    ac_run flexed; /* the period without its freeze files; loaded when it is first asked for */
    bool is_flexed;
    ac_tieouts *out;
    ac_tieout *list;
    size_t capacity;
    accord_error *error;
} judging;

/* One tie-out as it is added up. */
typedef struct adding {
    judging *j;
    const form *form;
    ac_tieout *made;
    ac_tieout_term *terms;
    size_t capacity;
    bool money;
    bool valued;
    ac_unit unit; /* of its values */
    ac_rational sides[2];
    ac_rational parts[TERMS_MOST]; /* what each term of the form comes to */
} adding;

static ac_text said(ac_arena *arena, const char *format, ...) AC_PRINTF(2, 3);

static ac_text said(ac_arena *arena, const char *format, ...)
{
    char words[ACCORD_MESSAGE_BYTES];
    va_list more;
    va_start(more, format);
    (void)vsnprintf(words, sizeof words, format, more);
    va_end(more);
    return ac_text_copy(arena, ac_text_of(words));
}

static const ac_program *program_of(const judging *j)
{
    return j->settled->run.contract.program;
}

/* ---- What was brought in ---- */

static bool is_within(
    const ac_program *program, const ac_statement_filter *of, ac_period_kind kind, int32_t period)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    return kind <= of->kind && ac_period_within(calendar, kind, period, of->kind) == of->period;
}

static accord_status take_line(judging *j, const ac_control_line *line)
{
    given made = {.line = line, .amount = AC_RATIONAL_ZERO};
    if (line->value.size == 0) {
        ac_period_kind kind = AC_PERIOD_NONE;
        int32_t period = 0;
        AC_TRY(ac_run_find_period(&j->settled->run, line->period, &kind, &period, j->error));
        if (!is_within(program_of(j), &j->settled->filter, kind, period)) {
            return ac_ok();
        }
        AC_TRY(ac_rational_parse_exact(j->arena, line->amount, &made.amount, j->error));
    }
    AC_RESERVE(j->arena, j->given, j->given_count, j->given_capacity);
    j->given[j->given_count++] = made;
    return ac_ok();
}

/* Of files of values the last; of totals all. */
static accord_status gather(judging *j)
{
    const ac_control *list = NULL;
    const ac_control *values = NULL;
    size_t count = 0;
    AC_TRY(ac_control_list(j->arena, j->books->db, &list, &count, j->error));
    while (count > 0 && j->asked->controls >= 0 && list[count - 1].number > j->asked->controls) {
        count--;
    }
    j->out->controls = count > 0 ? list[count - 1].number : 0;
    for (size_t i = 0; i < count; i++) {
        values = ac_text_is(list[i].kind, "tie-outs") ? &list[i] : values;
    }
    for (size_t i = 0; i < count; i++) {
        bool counts = ac_text_is(list[i].kind, "control-totals") || &list[i] == values;
        for (size_t k = 0; counts && k < list[i].count; k++) {
            AC_TRY(take_line(j, &list[i].lines[k]));
        }
    }
    AC_TRY(ac_waiver_list(j->arena, j->books->db, &j->waivers, &j->waiver_count, j->error));
    while (j->waiver_count > 0 && j->asked->waivers >= 0 &&
           j->waivers[j->waiver_count - 1].number > j->asked->waivers) {
        j->waiver_count--;
    }
    j->out->waivers = j->waiver_count > 0 ? j->waivers[j->waiver_count - 1].number : 0;
    return ac_ok();
}

/* ---- The period without its freeze files ---- */

static accord_status load_flexed(judging *j, const ac_day_span *days)
{
    const ac_books_settled *settled = j->settled;
    const ac_books_view view = {
        .upto = settled->upto, .known_by = &settled->known_by, .unfrozen = days};
    ac_books_folder folder;
    AC_TRY(ac_books_folder_scratch(
        j->arena, j->books->db, j->books->scratch, &view, &folder, j->error));
    const ac_load_options options = {
        .data_folder = folder.data, .known_by = &settled->known_by, .threads = 1};
    accord_status status =
        ac_run_read_known(&j->flexed, j->arena, folder.contract, &settled->known_by, j->error);
    if (status.code == ACCORD_OK) {
        status = ac_run_load(&j->flexed, &options, j->error);
    }
    if (status.code == ACCORD_OK) {
        status = ac_run_evaluate(&j->flexed, j->error);
    }
    ac_books_folder_remove(&folder);
    return status;
}

/* Loads it; `why` says where nothing was frozen, so that there is nothing to compare. */
static accord_status flex(judging *j, ac_text *why)
{
    const ac_books_settled *settled = j->settled;
    const ac_calendar *calendar = &program_of(j)->syntax->calendar;
    const ac_day_span days = {
        ac_period_from(calendar, settled->filter.kind, settled->filter.period),
        ac_period_until(calendar, settled->filter.kind, settled->filter.period)};
    const ac_stored_file *files = NULL;
    size_t count = 0;
    bool frozen = false;
    AC_TRY(ac_stored_file_list(j->arena, j->books->db, &files, &count, j->error));
    for (size_t i = 0; i < count; i++) {
        frozen = frozen ||
                 (files[i].number <= settled->upto && files[i].known.day <= settled->known_by.day &&
                  files[i].covers_said && ac_books_is_frozen_in(&files[i], &days));
    }
    if (!frozen) {
        *why = AC_TEXT("no file of stage freeze covers a day of it");
    } else if (!j->is_flexed) {
        AC_TRY(load_flexed(j, &days));
        j->is_flexed = true;
    }
    return ac_ok();
}

/* ---- Adding up ---- */

/* Exact; money with all its decimals where it needs no more. */
static ac_text amount_text(const adding *a, ac_rational amount)
{
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    int64_t minor = 0;
    int places = program_of(a->j)->syntax->money_places;
    if (a->money && ac_rational_to_scaled(amount, places, &minor)) {
        ac_rational_add_decimal(&text, amount, places, false);
    } else {
        ac_rational_add_exact(&text, amount);
    }
    return ac_text_copy(a->j->arena, ac_buffer_text(&text));
}

static void
add_term(adding *a, size_t term, const ac_control_line *line, ac_rational amount, const char *part)
{
    ac_arena *arena = a->j->arena;
    const form_term *of = &a->form->terms[term];
    amount = of->less ? ac_rational_negate(arena, amount) : amount;
    AC_RESERVE(arena, a->terms, a->made->term_count, a->capacity);
    a->terms[a->made->term_count++] = (ac_tieout_term){
        .right = of->right,
        .part = ac_text_of(part),
        .source = line->value.size > 0 ? line->value : line->reference,
        .amount = amount_text(a, amount)};
    a->sides[of->right] = ac_rational_add(arena, a->sides[of->right], amount);
    a->parts[term] = ac_rational_add(arena, a->parts[term], amount);
}

void ac_tieouts_total(
    ac_arena *arena,
    const ac_run *run,
    const ac_statement_filter *filter,
    uint32_t quantity,
    ac_rational *sum,
    ac_text *why)
{
    const ac_program *program = run->contract.program;
    const ac_evaluation *evaluation =
        run->statement != NULL ? run->statement->evaluation : run->evaluation;
    const ac_column *column = &evaluation->quantities[quantity];
    const ac_type *type = &program->quantities[quantity].type;
    for (uint32_t p = 0; p < column->periods; p++) {
        int32_t period = column->first + (int32_t)p;
        for (uint64_t m = 0;
             is_within(program, filter, column->period, period) && m < column->members; m++) {
            uint64_t at = p * column->members + m;
            if (column->states[at] == AC_VALUE_KNOWN) {
                *sum = ac_rational_add(arena, *sum, column->numbers[at]);
                continue;
            }
            ac_coordinates place =
                ac_member_coordinates(program, run->load->facts, column->levels, m);
            ac_presence presence =
                ac_presence_of(program, run->load->facts, type, &place, column->period, period);
            if (presence < AC_ENDED && why->size == 0) {
                AC_SCOPED_BUFFER(note, ACCORD_MESSAGE_BYTES);
                ac_note_add(&note, evaluation, column->states[at]);
                *why = ac_text_copy(arena, ac_buffer_text(&note));
            }
        }
    }
}

static accord_status add_value(adding *a, size_t term, const ac_control_line *line)
{
    judging *j = a->j;
    const ac_program *program = program_of(j);
    const form_term *of = &a->form->terms[term];
    uint32_t quantity = ac_tieout_quantity(program, line->value);
    ac_rational sum = AC_RATIONAL_ZERO;
    if (quantity == AC_NONE) {
        return ac_fail(
            j->error, ACCORD_EINPUT,
            "the %.*s of tie-outs is the value %.*s, which the contract does not have: bring in "
            "tie-outs that go with it (accord import --kind tie-outs)",
            AC_TEXT_ARG(line->part), AC_TEXT_ARG(line->value));
    }
    const ac_type *type = &program->quantities[quantity].type;
    if (program->quantities[quantity].period > j->settled->filter.kind) {
        a->made->why = said(
            j->arena, "%.*s is by %s, which is longer", AC_TEXT_ARG(line->value),
            ac_period_kind_name(program->quantities[quantity].period));
        return ac_ok();
    }
    if (a->valued && !ac_unit_equal(&a->unit, &type->unit)) {
        a->made->why =
            said(j->arena, "%.*s is in another unit than the rest", AC_TEXT_ARG(line->value));
        return ac_ok();
    }
    a->valued = true;
    a->unit = type->unit;
    a->money = a->money || ac_tieout_is_money(program, quantity);
    if (of->at == WITHOUT_FREEZE) {
        AC_TRY(flex(j, &a->made->why));
        if (a->made->why.size > 0) {
            return ac_ok();
        }
    }
    ac_tieouts_total(
        j->arena, of->at == WITHOUT_FREEZE ? &j->flexed : &j->settled->run, &j->settled->filter,
        quantity, &sum, &a->made->why);
    add_term(
        a, term, line, sum,
        strcmp(of->part, "activity") != 0 ? of->part
        : of->at == WITHOUT_FREEZE        ? "flex"
                                          : "freeze");
    return ac_ok();
}

/* The sum of all that stands for one term of a form. */
static accord_status add_part(adding *a, size_t term)
{
    judging *j = a->j;
    const form_term *of = &a->form->terms[term];
    bool there = false;
    for (size_t i = 0; i < j->given_count && a->made->why.size == 0; i++) {
        const ac_control_line *line = j->given[i].line;
        if (!ac_text_is(line->part, of->part) || !ac_text_equal(line->party, a->made->party)) {
            continue;
        }
        there = true;
        if (line->value.size > 0) {
            AC_TRY(add_value(a, term, line));
        } else {
            add_term(a, term, line, j->given[i].amount, of->part);
        }
    }
    if (!there && of->needed && a->made->why.size == 0) {
        a->made->why = said(
            j->arena, "no %s was brought in", ac_tieout_part_find(ac_text_of(of->part))->words);
    }
    return ac_ok();
}

/* ---- What it comes to ---- */

/* What a difference looks like, where it looks like one of the usual mistakes. */
static ac_text guess(const adding *a)
{
    ac_arena *arena = a->j->arena;
    ac_rational two = ac_rational_of(2);
    ac_rational left = a->sides[0];
    ac_rational right = a->sides[1];
    ac_rational apart = ac_rational_subtract(arena, left, right);
    if (strcmp(a->form->name, "patient-level") == 0) {
        ac_rational less = ac_rational_add(arena, a->parts[2], a->parts[3]);
        if (ac_rational_sign(less) != 0 &&
            ac_rational_compare(ac_rational_negate(arena, less), apart) == 0) {
            return AC_TEXT("drugs and devices are in the patient-level figures");
        }
    }
    if (ac_rational_compare(left, ac_rational_negate(arena, right)) == 0) {
        return AC_TEXT("one side has the other sign");
    }
    if (ac_rational_compare(left, ac_rational_multiply(arena, two, right)) == 0 ||
        ac_rational_compare(right, ac_rational_multiply(arena, two, left)) == 0) {
        return AC_TEXT("one side is twice the other: a row of totals among rows?");
    }
    return AC_TEXT("");
}

static void conclude(adding *a)
{
    ac_arena *arena = a->j->arena;
    ac_tieout *made = a->made;
    int places = program_of(a->j)->syntax->money_places;
    if (made->why.size > 0) {
        made->state = AC_TIEOUT_NOT_JUDGED;
        made->left = made->right = made->difference = AC_TEXT("");
        return;
    }
    for (int side = 0; side < 2 && a->money; side++) {
        a->sides[side] = ac_rational_round(arena, a->sides[side], places, ACCORD_HALF_AWAY);
    }
    ac_rational apart = ac_rational_subtract(arena, a->sides[0], a->sides[1]);
    made->left = amount_text(a, a->sides[0]);
    made->right = amount_text(a, a->sides[1]);
    made->difference = amount_text(a, apart);
    made->state = ac_rational_sign(apart) == 0 ? AC_TIEOUT_HOLDS : AC_TIEOUT_DIFFERS;
    if (made->state == AC_TIEOUT_DIFFERS) {
        made->why = guess(a);
    }
}

/* All that was compared and what it came to: what a waiver is of. */
static void hash_lines(const judging *j, ac_tieout *made)
{
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    const ac_text heads[] = {made->name, made->party, j->settled->period,
                             made->left, made->right, made->difference};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        ac_buffer_add_json(&text, heads[i]);
        ac_buffer_add_char(&text, '\n');
    }
    for (size_t i = 0; i < made->term_count; i++) {
        const ac_tieout_term *term = &made->terms[i];
        const ac_text parts[] = {term->part, term->source, term->amount};
        ac_buffer_add_char(&text, term->right ? 'r' : 'l');
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            ac_buffer_add_char(&text, ' ');
            ac_buffer_add_json(&text, parts[k]);
        }
        ac_buffer_add_char(&text, '\n');
    }
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, made->lines);
}

/* Two words of different people, of this settlement and of these lines. */
static void find_waivers(const judging *j, ac_tieout *made)
{
    for (size_t i = 0; i < j->waiver_count; i++) {
        const ac_waiver *one = &j->waivers[i];
        bool of_this = one->settlement == j->asked->settlement &&
                       ac_text_equal(one->sha256, j->asked->sha256) &&
                       ac_text_equal(one->tieout, made->name) &&
                       ac_text_equal(one->party, made->party) &&
                       ac_text_is(one->lines, made->lines);
        if (of_this && made->first == NULL) {
            made->first = one;
        } else if (
            of_this && made->second == NULL && !ac_text_equal(one->person, made->first->person)) {
            made->second = one;
        }
    }
    if (made->state == AC_TIEOUT_DIFFERS && made->second != NULL) {
        made->state = AC_TIEOUT_WAIVED;
    }
}

/* ---- All of them ---- */

static accord_status judge_one(judging *j, const form *of, ac_text party)
{
    AC_RESERVE(j->arena, j->list, j->out->count, j->capacity);
    ac_tieout *made = &j->list[j->out->count++];
    *made = (ac_tieout){.name = ac_text_of(of->name), .party = party, .why = AC_TEXT("")};
    adding a = {
        .j = j, .form = of, .made = made, .sides = {AC_RATIONAL_ZERO, AC_RATIONAL_ZERO}
    };
    for (size_t i = 0; i < TERMS_MOST; i++) {
        a.parts[i] = AC_RATIONAL_ZERO;
    }
    for (size_t i = 0; i < TERMS_MOST && of->terms[i].part != NULL; i++) {
        const ac_tieout_part *part = ac_tieout_part_find(ac_text_of(of->terms[i].part));
        ac_assert(part != NULL);
        a.money = a.money || part->money;
        AC_TRY(add_part(&a, i));
    }
    made->terms = a.terms;
    conclude(&a);
    hash_lines(j, made);
    find_waivers(j, made);
    j->out->differing += made->state == AC_TIEOUT_DIFFERS ? 1 : 0;
    return ac_ok();
}

static bool is_of(const form *of, ac_text part)
{
    for (size_t i = 0; i < TERMS_MOST && of->terms[i].part != NULL; i++) {
        if (ac_text_is(part, of->terms[i].part)) {
            return true;
        }
    }
    return false;
}

static int compare_texts(const void *left, const void *right)
{
    return ac_text_compare(*(const ac_text *)left, *(const ac_text *)right);
}

/* Whose figures a form has, by code; nobody's where there are none. */
static size_t parties_of(const judging *j, const form *of, ac_text *parties)
{
    size_t count = 0;
    size_t kept = 0;
    for (size_t i = 0; i < j->given_count; i++) {
        if (is_of(of, j->given[i].line->part)) {
            parties[count++] = j->given[i].line->party;
        }
    }
    if (count == 0) {
        parties[count++] = AC_TEXT("");
    }
    qsort(parties, count, sizeof *parties, compare_texts);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !ac_text_equal(parties[i], parties[kept - 1])) {
            parties[kept++] = parties[i];
        }
    }
    return kept;
}

accord_status ac_tieouts_judge(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_settled *settled,
    const ac_tieouts_asked *asked,
    ac_tieouts *tieouts,
    accord_error *error)
{
    accord_error unseen = {0};
    ac_tieouts made = {.period = settled->period, .settlement = asked->settlement};
    judging j = {
        .arena = arena,
        .books = books,
        .settled = settled,
        .asked = asked,
        .out = &made,
        .error = error == NULL ? &unseen : error};
    AC_TRY(gather(&j));
    ac_text *parties = AC_NEW_ARRAY(arena, ac_text, j.given_count + 1);
    for (size_t i = 0; i < FORMS; i++) {
        size_t count = parties_of(&j, &forms[i], parties);
        for (size_t k = 0; k < count; k++) {
            AC_TRY(judge_one(&j, &forms[i], parties[k]));
        }
    }
    made.list = j.list;
    *tieouts = made;
    return ac_ok();
}
