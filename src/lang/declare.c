/* SPDX-License-Identifier: MIT */
/* The first look at every clause: numbers used once, variations of clauses that are there, parties,
 * levels and units, and each quantity and gate by name, so that formulas may refer forward. */

#include "lang/checker.h"

static const char *const party_levels[] = {"commissioner", "provider", "partner"};
enum { PARTY_LEVELS = 3 };

ac_definition *ac_definition_of(ac_checker *checker, ac_text name)
{
    uint32_t index = ac_names_find(&checker->names, name);
    return index == AC_NAME_NONE ? NULL : &checker->definitions[index];
}

/* One variation restates a clause once. */
static void check_restated_once(ac_checker *checker, uint32_t index)
{
    const ac_clause *clause = &checker->syntax->clauses[index];
    for (uint32_t i = index; i > 0; i--) {
        const ac_clause *before = &checker->syntax->clauses[i - 1];
        if (before->variation != clause->variation) {
            return;
        }
        if (ac_text_equal(before->number, clause->number)) {
            ac_span span = {clause->span.from, clause->span.from + (uint32_t)clause->number.size};
            ac_fault(
                checker, AC_CLAUSE, span, "the variation restates clause %.*s twice",
                AC_TEXT_ARG(clause->number));
            return;
        }
    }
}

/* Of two variations of a clause, the one effective later is in force, and of two effective on one
 * day the one signed later; where both days are the same, nothing says which. */
static void check_restated_apart(ac_checker *checker, uint32_t index)
{
    const ac_syntax *syntax = checker->syntax;
    const ac_clause *clause = &syntax->clauses[index];
    const ac_variation *own = &syntax->variations[clause->variation - 1];
    for (uint32_t i = 0; i < index; i++) {
        const ac_clause *before = &syntax->clauses[i];
        if (before->variation == 0 || before->variation == clause->variation ||
            !ac_text_equal(before->number, clause->number)) {
            continue;
        }
        const ac_variation *other = &syntax->variations[before->variation - 1];
        if (other->effective.day == own->effective.day &&
            other->signed_on.day == own->signed_on.day) {
            ac_span span = {clause->span.from, clause->span.from + (uint32_t)clause->number.size};
            ac_diagnostic *fault = ac_fault(
                checker, AC_CONFLICT, span,
                "%.*s and %.*s both restate clause %.*s, signed and effective on the same days",
                AC_TEXT_ARG(other->label), AC_TEXT_ARG(own->label), AC_TEXT_ARG(clause->number));
            ac_fault_other(checker, fault, i);
            fault->mend = AC_TEXT("restate it in one of them only");
            return;
        }
    }
}

static void number_clauses(ac_checker *checker)
{
    const ac_syntax *syntax = checker->syntax;
    for (uint32_t i = 0; i < syntax->clause_count; i++) {
        const ac_clause *clause = &syntax->clauses[i];
        checker->clause = clause;
        if (clause->variation > 0) {
            check_restated_once(checker, i);
            check_restated_apart(checker, i);
            continue;
        }
        if (!ac_names_add(&checker->clause_numbers, clause->number, i)) {
            ac_span span = {clause->span.from, clause->span.from + (uint32_t)clause->number.size};
            ac_diagnostic *fault = ac_fault(
                checker, AC_CLAUSE, span, "the number %.*s is used twice",
                AC_TEXT_ARG(clause->number));
            ac_fault_other(checker, fault, ac_names_find(&checker->clause_numbers, clause->number));
            fault->mend = AC_TEXT("give the second clause a number of its own");
        }
    }
}

/* A variation restates a clause that is there, of the same form and name. */
static bool check_restatement(ac_checker *checker, const ac_clause *clause)
{
    ac_span span = {clause->span.from, clause->span.from + (uint32_t)clause->number.size};
    uint32_t index = ac_names_find(&checker->clause_numbers, clause->number);
    if (index == AC_NAME_NONE) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_VARIATION, span, "the variation restates clause %.*s, which is not there",
            AC_TEXT_ARG(clause->number));
        uint32_t near = ac_names_nearest(&checker->clause_numbers, clause->number);
        if (near != AC_NAME_NONE) {
            fault->mend = ac_diagnostic_text(
                checker->diagnostics, "did you mean %.*s?",
                AC_TEXT_ARG(checker->syntax->clauses[near].number));
        }
        return false;
    }
    const ac_clause *first = &checker->syntax->clauses[index];
    if (clause->broken || first->broken) {
        return false;
    }
    bool may = first->kind >= AC_CLAUSE_TABLE && first->kind != AC_CLAUSE_SHADOW;
    bool same = clause->kind == first->kind && ac_text_equal(clause->name.text, first->name.text) &&
                clause->gate_each == first->gate_each && clause->scope == first->scope &&
                (clause->kind != AC_CLAUSE_GATE || clause->date.day == first->date.day) &&
                (clause->kind != AC_CLAUSE_GATE || clause->period == first->period);
    if (may && same) {
        return true;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_VARIATION, span,
        may ? "the variation turns clause %.*s into something else; it must keep its form, "
              "its name and its dates"
            : "clause %.*s cannot be varied: parties, levels, units, inputs and shadow are for the "
              "whole term",
        AC_TEXT_ARG(clause->number));
    ac_fault_other(checker, fault, index);
    return false;
}

static void check_variations(ac_checker *checker)
{
    const ac_syntax *syntax = checker->syntax;
    for (size_t i = 0; i < syntax->variation_count; i++) {
        const ac_variation *variation = &syntax->variations[i];
        if (variation->effective.day >= variation->signed_on.day) {
            continue;
        }
        ac_diagnostic *fault = ac_diagnose(
            checker->diagnostics, AC_RETRO, variation->label, variation->span,
            "effective before it was signed: payments already made will change");
        fault->mend =
            AC_TEXT("if that is meant, leave it so; the correction is stated with its cause");
    }
}

/* A variation that restates a party, level or unit is told as such, and not of its name. */
static bool is_restated(const ac_clause *clause, const ac_names *names, ac_text name)
{
    return clause->variation > 0 && ac_names_find(names, name) != AC_NAME_NONE;
}

static void declare_party(ac_checker *checker, const ac_clause *clause)
{
    if (is_restated(clause, &checker->party_names, clause->name.text)) {
        return;
    }
    if (ac_names_find(&checker->party_names, clause->name.text) != AC_NAME_NONE) {
        ac_fault(
            checker, AC_NAME, clause->name.span, "the party %.*s is there already",
            AC_TEXT_ARG(clause->name.text));
        return;
    }
    AC_RESERVE(checker->arena, checker->parties, checker->party_count, checker->party_capacity);
    ac_party *party = &checker->parties[checker->party_count];
    *party = (ac_party){.code = clause->name.text, .title = clause->title, .level = 0};
    for (uint32_t i = 0; i < PARTY_LEVELS; i++) {
        if (ac_text_is(clause->role, party_levels[i])) {
            party->level = i;
        }
    }
    ac_names_add(&checker->party_names, party->code, (uint32_t)checker->party_count);
    checker->party_count++;
}

/* Members of party levels are the parties of that role, by code: ties are by code. */
static void make_party_levels(ac_checker *checker)
{
    for (uint32_t level = 0; level < PARTY_LEVELS; level++) {
        ac_text *members = AC_NEW_ARRAY(checker->arena, ac_text, checker->party_count);
        uint32_t count = 0;
        for (size_t i = 0; i < checker->party_count; i++) {
            if (checker->parties[i].level == level) {
                uint32_t at = count++;
                while (at > 0 && ac_text_compare(members[at - 1], checker->parties[i].code) > 0) {
                    members[at] = members[at - 1];
                    at--;
                }
                members[at] = checker->parties[i].code;
            }
        }
        for (size_t i = 0; i < checker->party_count; i++) {
            for (uint32_t at = 0; at < count && checker->parties[i].level == level; at++) {
                if (ac_text_equal(members[at], checker->parties[i].code)) {
                    checker->parties[i].member = at;
                }
            }
        }
        ac_level made = {.name = ac_text_of(party_levels[level]), .kind = AC_LEVEL_PARTY};
        made.clause = AC_NONE;
        made.members = members;
        made.member_count = count;
        made.under = AC_NONE;
        checker->levels[level] = made;
        ac_names_add(&checker->level_names, made.name, level);
    }
    checker->level_count = PARTY_LEVELS;
}

/* The members of a listed level, once each. */
static const ac_text *level_members(ac_checker *checker, const ac_clause *clause, uint32_t *count)
{
    *count = 0;
    ac_text *members = AC_NEW_ARRAY(checker->arena, ac_text, clause->members.count);
    ac_names seen;
    ac_names_init(&seen, checker->arena);
    for (size_t i = 0; i < clause->members.count; i++) {
        const ac_word *word = &clause->members.list[i];
        if (!ac_names_add(&seen, word->text, (uint32_t)i)) {
            ac_fault(
                checker, AC_NAME, word->span, "the member %.*s is listed twice",
                AC_TEXT_ARG(word->text));
            continue;
        }
        members[(*count)++] = word->text;
    }
    return members;
}

static void declare_level(ac_checker *checker, const ac_clause *clause, uint32_t index)
{
    ac_text name = clause->name.text;
    ac_period_kind period = AC_PERIOD_NONE;
    if (is_restated(clause, &checker->level_names, name)) {
        return;
    }
    if (ac_period_word(name, &period) ||
        ac_names_find(&checker->level_names, name) != AC_NAME_NONE) {
        ac_fault(
            checker, AC_NAME, clause->name.span, "the level %.*s is there already",
            AC_TEXT_ARG(name));
        return;
    }
    if (checker->level_count == AC_LEVELS_MAX) {
        ac_fault(
            checker, AC_LIMIT, clause->name.span, "a contract has at most %u levels",
            AC_LEVELS_MAX);
        return;
    }
    ac_level level = {.name = name, .clause = index, .under = AC_NONE};
    /* Of one that does not parse only its fault is told, and not every clause that names it. */
    bool members_lost = clause->broken && clause->members.count == 0;
    if (clause->file.text.size > 0 || members_lost) {
        level.kind = AC_LEVEL_FILE;
        level.file = clause->file.text;
        level.members_said = clause->member_count;
        level.opened = clause->opened;
        level.closed = clause->closed;
        level.succeeded = clause->succeeded;
        if (clause->under.text.size > 0) {
            level.under = ac_names_find(&checker->level_names, clause->under.text);
            if (level.under == AC_NAME_NONE) {
                ac_fault(
                    checker, AC_NAME, clause->under.span,
                    "there is no level '%.*s' above this clause", AC_TEXT_ARG(clause->under.text));
            }
        }
    } else {
        level.kind = AC_LEVEL_LISTED;
        level.members = level_members(checker, clause, &level.member_count);
    }
    ac_names_add(&checker->level_names, name, (uint32_t)checker->level_count);
    checker->levels[checker->level_count++] = level;
}

static void add_base(ac_checker *checker, ac_text name)
{
    AC_RESERVE(checker->arena, checker->bases, checker->base_count, checker->base_capacity);
    ac_names_add(&checker->base_names, name, (uint32_t)checker->base_count);
    checker->bases[checker->base_count++] = name;
}

static void declare_units(ac_checker *checker, const ac_clause *clause)
{
    for (size_t i = 0; i < clause->members.count; i++) {
        const ac_word *word = &clause->members.list[i];
        if (is_restated(clause, &checker->base_names, word->text)) {
            continue;
        }
        if (ac_names_find(&checker->base_names, word->text) != AC_NAME_NONE) {
            ac_fault(
                checker, AC_NAME, word->span, "the unit %.*s is there already",
                AC_TEXT_ARG(word->text));
        } else if (checker->base_count < UINT16_MAX) {
            add_base(checker, word->text);
        }
    }
}

bool ac_resolve_unit(ac_checker *checker, const ac_unit_syntax *syntax, ac_unit *unit)
{
    ac_unit result = {0};
    for (size_t i = 0; i < syntax->count; i++) {
        const ac_word *word = &syntax->list[i].word;
        if (ac_text_is(word->text, "ratio")) {
            continue;
        }
        uint32_t base = ac_names_find(&checker->base_names, word->text);
        if (base == AC_NAME_NONE) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_UNIT, word->span, "'%.*s' is not a declared unit",
                AC_TEXT_ARG(word->text));
            uint32_t near = ac_names_nearest(&checker->base_names, word->text);
            fault->mend = near == AC_NAME_NONE ? ac_diagnostic_text(
                                                     checker->diagnostics, "declare it: unit %.*s",
                                                     AC_TEXT_ARG(word->text))
                                               : ac_diagnostic_text(
                                                     checker->diagnostics, "did you mean '%.*s'?",
                                                     AC_TEXT_ARG(checker->bases[near]));
            return false;
        }
        ac_unit one = {.count = 1};
        one.of[0].base = (uint16_t)base;
        one.of[0].power = 1;
        if (!ac_unit_multiply(&result, &one, syntax->list[i].power, &result)) {
            ac_fault(checker, AC_UNIT, syntax->span, "a unit of too many parts");
            return false;
        }
    }
    *unit = result;
    return true;
}

bool ac_resolve_dims(
    ac_checker *checker, ac_words words, ac_level_set *levels, ac_period_kind *period)
{
    *levels = 0;
    *period = AC_PERIOD_NONE;
    bool good = true;
    for (size_t i = 0; i < words.count; i++) {
        const ac_word *word = &words.list[i];
        ac_period_kind kind = AC_PERIOD_NONE;
        uint32_t level = ac_names_find(&checker->level_names, word->text);
        if (ac_period_word(word->text, &kind)) {
            if (*period != AC_PERIOD_NONE) {
                ac_fault(checker, AC_GRAIN, word->span, "two periods are named; one is enough");
                good = false;
            }
            *period = kind;
        } else if (level == AC_NAME_NONE) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_NAME, word->span, "'%.*s' is not a level or a period",
                AC_TEXT_ARG(word->text));
            uint32_t near = ac_names_nearest(&checker->level_names, word->text);
            if (near != AC_NAME_NONE) {
                fault->mend = ac_diagnostic_text(
                    checker->diagnostics, "did you mean '%.*s'?",
                    AC_TEXT_ARG(checker->levels[near].name));
            }
            good = false;
        } else {
            *levels |= 1u << level;
        }
    }
    return good;
}

bool ac_resolve_type(ac_checker *checker, const ac_type_syntax *syntax, ac_type *type)
{
    *type = (ac_type){
        .kind = syntax->kind,
        .period = AC_PERIOD_NONE,
        .known_from = AC_PERIOD_TERM,
        .percent = syntax->unit.percent,
        .choices = syntax->choices};
    bool unit = ac_resolve_unit(checker, &syntax->unit, &type->unit);
    bool dims = ac_resolve_dims(checker, syntax->by, &type->levels, &type->period);
    if (syntax->kind == AC_KIND_ONE_OF && syntax->choices.count > 64) {
        ac_fault(checker, AC_LIMIT, syntax->span, "at most 64 choices");
        return false;
    }
    return unit && dims;
}

uint32_t ac_resolve_member(ac_checker *checker, uint32_t level, ac_text name)
{
    const ac_level *found = &checker->levels[level];
    for (uint32_t i = 0; i < found->member_count; i++) {
        if (ac_text_equal(found->members[i], name)) {
            return i;
        }
    }
    return AC_NONE;
}

static void declare_definition(ac_checker *checker, const ac_clause *clause, uint32_t index)
{
    static const char *const reserved[] = {"paid",  "received",   "passed",  "payer", "payee",
                                           "total", "cumulative", "average", "not"};
    bool is_gate = clause->kind == AC_CLAUSE_GATE;
    bool taken = false;
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        taken = taken || ac_text_is(clause->name.text, reserved[i]);
    }
    if (taken) {
        ac_fault(
            checker, AC_NAME, clause->name.span, "'%.*s' is a word of the language",
            AC_TEXT_ARG(clause->name.text));
        return;
    }
    uint32_t at = (uint32_t)checker->definition_count;
    if (!ac_names_add(&checker->names, clause->name.text, at)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_NAME, clause->name.span, "'%.*s' is declared already",
            AC_TEXT_ARG(clause->name.text));
        uint32_t first = ac_names_find(&checker->names, clause->name.text);
        ac_fault_other(checker, fault, checker->definitions[first].clause);
        return;
    }
    AC_RESERVE(
        checker->arena, checker->definitions, checker->definition_count,
        checker->definition_capacity);
    ac_definition *definition = &checker->definitions[checker->definition_count++];
    *definition = (ac_definition){
        .is_gate = is_gate, .name = clause->name.text, .clause = index, .broken = clause->broken};
    if (is_gate) {
        definition->index = (uint32_t)checker->gate_count;
        AC_RESERVE(checker->arena, checker->gates, checker->gate_count, checker->gate_capacity);
        checker->gates[checker->gate_count++] = (ac_gate){
            .name = clause->name.text,
            .clause = index,
            .each = clause->gate_each,
            .period = clause->period,
            .date = clause->date,
            .type = {.unknown = clause->broken, .kind = AC_KIND_YES_NO, .period = clause->period}
        };
        return;
    }
    definition->index = (uint32_t)checker->quantity_count;
    AC_RESERVE(
        checker->arena, checker->quantities, checker->quantity_count, checker->quantity_capacity);
    ac_quantity *quantity = &checker->quantities[checker->quantity_count++];
    *quantity = (ac_quantity){.name = clause->name.text, .clause = index};
    quantity->kind = clause->kind == AC_CLAUSE_INPUT   ? AC_QUANTITY_INPUT
                     : clause->kind == AC_CLAUSE_TABLE ? AC_QUANTITY_TABLE
                                                       : AC_QUANTITY_FORMULA;
    if (clause->broken || !ac_resolve_type(checker, &clause->type, &quantity->type)) {
        quantity->type.unknown = true;
    }
    quantity->period = quantity->type.period;
}

/* Collects, for each definition, its clause and those of variations, by effective date. */
static void collect_versions(ac_checker *checker)
{
    const ac_syntax *syntax = checker->syntax;
    for (size_t d = 0; d < checker->definition_count; d++) {
        ac_definition *definition = &checker->definitions[d];
        const ac_clause *first = &syntax->clauses[definition->clause];
        uint32_t *clauses = AC_NEW_ARRAY(checker->arena, uint32_t, syntax->variation_count + 1);
        uint32_t count = 0;
        clauses[count++] = definition->clause;
        for (uint32_t i = definition->clause + 1;
             syntax->variation_count > 0 && i < syntax->clause_count; i++) {
            const ac_clause *clause = &syntax->clauses[i];
            if (clause->variation == 0 || clause->broken || clause->kind != first->kind ||
                !ac_text_equal(clause->number, first->number) ||
                !ac_text_equal(clause->name.text, first->name.text) ||
                count > syntax->variation_count) {
                continue;
            }
            accord_date effective = syntax->variations[clause->variation - 1].effective;
            uint32_t at = count++;
            while (
                at > 1 &&
                syntax->variations[syntax->clauses[clauses[at - 1]].variation - 1].effective.day >
                    effective.day) {
                clauses[at] = clauses[at - 1];
                at--;
            }
            clauses[at] = i;
        }
        definition->clauses = clauses;
        definition->clause_count = count;
    }
}

void ac_declare(ac_checker *checker)
{
    const ac_syntax *syntax = checker->syntax;
    checker->levels = AC_NEW_ARRAY(checker->arena, ac_level, AC_LEVELS_MAX);
    ac_names_init(&checker->base_names, checker->arena);
    ac_names_init(&checker->level_names, checker->arena);
    ac_names_init(&checker->party_names, checker->arena);
    ac_names_init(&checker->names, checker->arena);
    ac_names_init(&checker->clause_numbers, checker->arena);
    number_clauses(checker);
    check_variations(checker);
    add_base(checker, syntax->currency);
    for (uint32_t i = 0; i < syntax->clause_count; i++) {
        checker->clause = &syntax->clauses[i];
        bool named = !checker->clause->broken || checker->clause->name.text.size > 0;
        if (checker->clause->kind == AC_CLAUSE_PARTY && named) {
            declare_party(checker, checker->clause);
        } else if (checker->clause->kind == AC_CLAUSE_UNIT) {
            declare_units(checker, checker->clause);
        }
    }
    make_party_levels(checker);
    for (uint32_t i = 0; i < syntax->clause_count; i++) {
        checker->clause = &syntax->clauses[i];
        bool named = !checker->clause->broken || checker->clause->name.text.size > 0;
        if (checker->clause->kind == AC_CLAUSE_LEVEL && named) {
            declare_level(checker, checker->clause, i);
        }
    }
    for (uint32_t i = 0; i < syntax->clause_count; i++) {
        const ac_clause *clause = &syntax->clauses[i];
        checker->clause = clause;
        if (clause->variation > 0) {
            (void)check_restatement(checker, clause);
            continue;
        }
        bool defines = clause->kind == AC_CLAUSE_INPUT || clause->kind == AC_CLAUSE_TABLE ||
                       clause->kind == AC_CLAUSE_BANDS || clause->kind == AC_CLAUSE_QUANTITY ||
                       clause->kind == AC_CLAUSE_GATE;
        if (defines && clause->name.text.size > 0) {
            declare_definition(checker, clause, i);
        }
    }
    collect_versions(checker);
}
