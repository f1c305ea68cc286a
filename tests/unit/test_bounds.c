/* SPDX-License-Identifier: MIT */
/* Bounds hold what comes: futures drawn at random within the assumptions are evaluated exactly and
 * stated, and every value and every sum lies within what was guaranteed. And a case worked by hand,
 * whose bounds are the tightest there are. */

#include "accord_test.h"
#include "base/file.h"
#include "contract/scales.h"
#include "lang/ranges.h"
#include "made_facts.h"
#include "random.h"
#include "statement/bounds.h"

#include <string.h>

enum { FUTURES = 60 };

static const ac_program *compile(ac_arena *arena, ac_text source)
{
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    const ac_program *program = ac_compile(arena, source, &diagnostics);
    if (program == NULL) {
        AC_SCOPED_BUFFER(faults, 4000);
        ac_diagnostics_add_text(&faults, &diagnostics, source, "test");
        fail_msg("%s", faults.bytes);
    }
    return program;
}

static ac_text leicestershire(ac_arena *arena)
{
    ac_text source;
    accord_error error = {0};
    const char *root = getenv("ACCORD_SOURCE");
    char *path = ac_file_join(arena, root == NULL ? "." : root, "examples/llr/contract.accord");
    assert_accord_ok(ac_file_read(path, (size_t)1 << 20, arena, &source, &error), error);
    /* Three practices do as well as 93. */
    static const char many[] = ", 93 members";
    char *text = AC_NEW_ARRAY(arena, char, source.size + 1);
    memcpy(text, source.at, source.size);
    char *found = strstr(text, many);
    assert_non_null(found);
    memset(found, ' ', sizeof many - 1);
    return ac_text_of(text);
}

static ac_statement_set *state(ac_arena *arena, const ac_program *program, const ac_facts *facts)
{
    ac_statement_set *set = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_statement_make(arena, program, facts, &set, &error), error);
    return set;
}

/* ---- Futures ---- */

/* A number from 0 to 1, often one of the two. */
static ac_rational part(ac_arena *arena, test_random *random)
{
    uint64_t drawn = test_random_below(random, 6);
    if (drawn < 2) {
        return ac_rational_of((int64_t)drawn);
    }
    return ac_rational_of_ratio(arena, (int64_t)test_random_below(random, 101), 100);
}

static ac_rational between(ac_arena *arena, test_random *random, ac_rational low, ac_rational high)
{
    ac_rational width = ac_rational_subtract(arena, high, low);
    return ac_rational_add(arena, low, ac_rational_multiply(arena, width, part(arena, random)));
}

/* Facts whose values may be set. */
typedef struct future {
    ac_facts facts;
    ac_rational **values; /* [quantity_count], of inputs */
    uint8_t **states;
    bool **received;
} future;

/* The same facts, to be changed; `open`: all has come, and what had not is still to be filled in.
 */
static future *copied(ac_arena *arena, const ac_program *program, const ac_facts *facts, bool open)
{
    future *made = AC_NEW(arena, future);
    made->facts = *facts;
    ac_fact_input *inputs = AC_NEW_ARRAY(arena, ac_fact_input, program->quantity_count);
    made->values = AC_NEW_ARRAY(arena, ac_rational *, program->quantity_count);
    made->states = AC_NEW_ARRAY(arena, uint8_t *, program->quantity_count);
    made->received = AC_NEW_ARRAY(arena, bool *, program->quantity_count);
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_fact_input *from = &facts->inputs[q];
        inputs[q] = *from;
        if (program->quantities[q].kind != AC_QUANTITY_INPUT) {
            continue;
        }
        size_t cells = (size_t)from->members * from->periods;
        made->values[q] = AC_NEW_ARRAY(arena, ac_rational, cells);
        made->states[q] = AC_NEW_ARRAY(arena, uint8_t, cells);
        made->received[q] = AC_NEW_ARRAY(arena, bool, from->periods);
        for (size_t i = 0; i < cells; i++) {
            bool came = from->received[i / from->members];
            made->values[q][i] = from->values[i];
            made->states[q][i] = came || !open ? from->states[i] : (uint8_t)AC_FACT_PRESENT;
            made->received[q][i / from->members] = came || open;
        }
        inputs[q].values = made->values[q];
        inputs[q].states = made->states[q];
        inputs[q].received = made->received[q];
    }
    made->facts.inputs = inputs;
    return made;
}

/* A cell of an input, to be set. */
static ac_rational *cell(const future *in, uint32_t input, uint32_t period, uint64_t member)
{
    return &in->values[input][(size_t)period * in->facts.inputs[input].members + member];
}

static void draw_plain(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    const future *drawn,
    test_random *random)
{
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_fact_input *of = &facts->inputs[q];
        for (uint32_t p = 0; program->quantities[q].kind == AC_QUANTITY_INPUT && p < of->periods;
             p++) {
            for (uint32_t m = 0; !of->received[p] && m < of->members; m++) {
                const ac_type *type = &program->quantities[q].type;
                ac_rational most = ac_rational_of(40);
                if (type->kind == AC_KIND_YES_NO || type->kind == AC_KIND_ONE_OF) {
                    int64_t choices =
                        type->kind == AC_KIND_YES_NO ? 2 : (int64_t)type->choices.count;
                    *cell(drawn, q, p, m) =
                        ac_rational_of((int64_t)test_random_below(random, (uint64_t)choices));
                    continue;
                }
                most = type->kind == AC_KIND_RATE ? AC_RATIONAL_ONE : most;
                *cell(drawn, q, p, m) = between(arena, random, AC_RATIONAL_ZERO, most);
            }
        }
    }
}

/* 8.6: each list within 3% of the one before. */
static void draw_lists(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    const future *drawn,
    test_random *random)
{
    uint32_t list = ac_find_quantity(program, AC_TEXT("list"));
    const ac_fact_input *of = &facts->inputs[list];
    for (uint32_t p = 1; p < of->periods; p++) {
        for (uint32_t m = 0; !of->received[p] && m < of->members; m++) {
            ac_rational before = *cell(drawn, list, p - 1, m);
            *cell(drawn, list, p, m) = between(
                arena, random,
                ac_rational_multiply(arena, before, ac_rational_of_ratio(arena, 97, 100)),
                ac_rational_multiply(arena, before, ac_rational_of_ratio(arena, 103, 100)));
        }
    }
}

static ac_rational sum_of(
    ac_arena *arena,
    const ac_evaluation *evaluation,
    const char *name,
    uint32_t specialty,
    int32_t month)
{
    const ac_program *program = evaluation->program;
    uint32_t quantity = ac_find_quantity(program, ac_text_of(name));
    uint32_t practice = ac_find_level(program, AC_TEXT("practice"));
    ac_rational sum = AC_RATIONAL_ZERO;
    for (uint32_t m = 0; m < evaluation->facts->levels[practice].count; m++) {
        ac_coordinates at = {{0}};
        at.members[practice] = m;
        at.members[ac_find_level(program, AC_TEXT("specialty"))] = specialty;
        ac_value value = ac_quantity_value(evaluation, quantity, &at, month);
        if (value.state != AC_VALUE_KNOWN) {
            AC_SCOPED_BUFFER(note, 1000);
            ac_note_add(&note, evaluation, value.state);
            fail_msg("%s", note.bytes);
        }
        sum = ac_rational_add(arena, sum, value.number);
    }
    return sum;
}

/* 8.4 and 8.5: what all practices together may come to, shared out among them at random. */
static void draw_seen(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    const future *drawn,
    test_random *random)
{
    uint32_t seen = ac_find_quantity(program, AC_TEXT("seen"));
    uint32_t practice = ac_find_level(program, AC_TEXT("practice"));
    const ac_fact_input *of = &facts->inputs[seen];
    ac_evaluation *evaluation = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_evaluate(arena, program, &drawn->facts, 0, &evaluation, &error), error);
    ac_rational share = ac_rational_of_ratio(arena, 3, 2);
    uint64_t members = ac_members_of(program, facts, program->quantities[seen].type.levels);
    for (uint32_t p = 0; p < of->periods; p++) {
        for (uint64_t m = 0; !of->received[p] && m < members; m++) {
            ac_coordinates at =
                ac_member_coordinates(program, facts, program->quantities[seen].type.levels, m);
            if (at.members[practice] > 0) {
                continue;
            }
            uint32_t specialty = at.members[ac_find_level(program, AC_TEXT("specialty"))];
            bool hospital = at.members[ac_find_level(program, AC_TEXT("setting"))] == 0;
            int32_t month = of->first + (int32_t)p;
            const char *base = hospital ? "hospital-base" : "community-base";
            ac_rational most = ac_rational_multiply(
                arena, share, sum_of(arena, evaluation, base, specialty, month));
            if (!hospital) {
                most = ac_rational_add(
                    arena, most, sum_of(arena, evaluation, "baseline", specialty, month));
            }
            ac_rational left = between(arena, random, AC_RATIONAL_ZERO, most);
            for (uint32_t i = 0; i < facts->levels[practice].count; i++) {
                bool last = i + 1 == facts->levels[practice].count;
                ac_rational own = last ? left : between(arena, random, AC_RATIONAL_ZERO, left);
                left = ac_rational_subtract(arena, left, own);
                at.members[practice] = i;
                uint64_t to =
                    ac_member_index(program, facts, program->quantities[seen].type.levels, &at);
                *cell(drawn, seen, p, to) = own;
            }
        }
    }
}

/* ---- What is held to what ---- */

static void hold_values(const ac_bounds *bounds, const ac_evaluation *exact, size_t *open)
{
    const ac_program *program = exact->program;
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_column *column = &exact->quantities[q];
        for (uint64_t i = 0; i < column->members * column->periods; i++) {
            const ac_bound *bound = &bounds->quantities[q].values[i];
            if (column->states[i] != AC_VALUE_KNOWN) {
                continue;
            }
            bool held = !bound->none && ac_interval_has(bound->range, column->numbers[i]);
            if (!held) {
                AC_SCOPED_BUFFER(number, 4000);
                ac_rational_add_exact(&number, column->numbers[i]);
                ac_buffer_add_z(&number, " of ");
                ac_rational_add_exact(&number, bound->range.low);
                ac_buffer_add_z(&number, " to ");
                ac_rational_add_exact(&number, bound->range.high);
                fail_msg(
                    "%.*s of member %u, period %u is out of its bounds: %s",
                    AC_TEXT_ARG(program->quantities[q].name), (unsigned)(i % column->members),
                    (unsigned)(i / column->members), number.bytes);
            }
            *open += ac_interval_is_point(bound->range) ? 0 : 1;
        }
    }
}

/* Every value of the term lies within what the text alone says of it. */
static void hold_ranges(const ac_ranges *ranges, const ac_evaluation *exact)
{
    const ac_program *program = exact->program;
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_column *column = &exact->quantities[q];
        ac_period_kind kind = column->period;
        int32_t first =
            kind == AC_PERIOD_NONE ? 0 : ac_term_first(&program->syntax->calendar, kind);
        for (uint64_t i = 0; i < column->members * column->periods; i++) {
            bool term = column->first + (int32_t)(i / column->members) >= first;
            if (term && column->states[i] == AC_VALUE_KNOWN &&
                !ac_interval_has(ranges->quantities[q], column->numbers[i])) {
                AC_SCOPED_BUFFER(number, 4000);
                ac_rational_add_exact(&number, column->numbers[i]);
                fail_msg(
                    "%.*s may be %s, the text says not", AC_TEXT_ARG(program->quantities[q].name),
                    number.bytes);
            }
        }
    }
}

static void add_paid(
    const ac_bound_set *bounds,
    int64_t *sums,
    const ac_parts *parts,
    ac_bound_role role,
    uint32_t year)
{
    for (size_t i = 0; i < parts->count; i++) {
        for (size_t s = 0; s < bounds->subject_count; s++) {
            const ac_bound_subject *subject = &bounds->subjects[s];
            if (subject->role == role && subject->level == parts->list[i].level &&
                subject->member == parts->list[i].member) {
                sums[s * (bounds->year_count + 1) + year] += parts->list[i].amount.minor;
                sums[s * (bounds->year_count + 1) + bounds->year_count] +=
                    parts->list[i].amount.minor;
            }
        }
    }
}

/* What is passed on; what the party names for itself is what it keeps. */
static void add_passed(
    const ac_bound_set *bounds,
    int64_t *sums,
    const ac_statement_set *set,
    const ac_pass *pass,
    uint32_t year)
{
    const ac_party *party = &set->program->parties[pass->party];
    for (size_t i = 0; i < pass->parts.count; i++) {
        const ac_part_of *part = &pass->parts.list[i];
        const ac_parts one = {.list = part, .count = 1};
        bool kept = part->level == party->level && part->member == party->member;
        add_paid(bounds, sums, &one, kept ? AC_BOUND_KEEPS : AC_BOUND_IS_PAID, year);
    }
}

static void
hold_sums(ac_arena *arena, const ac_bound_set *bounds, const ac_statement_set *set, size_t *bounded)
{
    size_t count = bounds->subject_count * (bounds->year_count + 1);
    int64_t *sums = AC_NEW_ARRAY(arena, int64_t, count);
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        assert_int_equal(payment->state, AC_VALUE_KNOWN);
        if (payment->shadow) {
            continue;
        }
        int32_t year = ac_period_within(
            &set->program->syntax->calendar, set->program->pays[payment->pay].period,
            payment->period, AC_PERIOD_YEAR);
        uint32_t at = (uint32_t)(year - bounds->first_year);
        add_paid(bounds, sums, &payment->payers, AC_BOUND_PAYS, at);
        add_paid(bounds, sums, &payment->payees, AC_BOUND_IS_PAID, at);
        for (size_t p = 0; p < payment->pass_count; p++) {
            add_passed(bounds, sums, set, &payment->passes[p], at);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const ac_bound_result *result = &bounds->results[i];
        assert_false(result->fault);
        if (!ac_interval_has(result->range, ac_rational_of(sums[i]))) {
            AC_SCOPED_BUFFER(text, AC_DIAGNOSTICS_MAX * 1000);
            ac_bounds_add_csv(
                &text, bounds, &(ac_bound_filter){.party = AC_TEXT(""), .each = true});
            fail_msg("line %zu comes to %lld\n%s", i, (long long)sums[i], text.bytes);
        }
        *bounded += ac_interval_is_bounded(result->range) ? 1 : 0;
    }
}

/* What had come may break an assumption; what is drawn may not, or the test would show nothing. */
static size_t hold_assumptions(const ac_statement_set *set, const ac_facts *facts)
{
    uint32_t seen = ac_find_quantity(set->program, AC_TEXT("seen"));
    uint32_t list = ac_find_quantity(set->program, AC_TEXT("list"));
    size_t held = 0;
    for (size_t i = 0; i < set->assumption_count; i++) {
        const ac_check_result *result = &set->assumptions[i];
        const ac_fact_input *input = &facts->inputs[result->kind == AC_PERIOD_MONTH ? seen : list];
        if (!input->received[result->period - input->first]) {
            assert_int_equal(result->state, AC_VALUE_KNOWN);
            assert_true(result->holds);
            held++;
        }
    }
    return held;
}

static void the_leicestershire_contract_stays_within_its_bounds(void **unused)
{
    (void)unused;
    test_random random = test_random_start("bounds");
    static const uint32_t received[] = {0, 38, 55, 80};
    for (size_t c = 0; c < ARRAY_COUNT(received); c++) {
        AC_SCOPED_ARENA(arena);
        const ac_program *program = compile(&arena, leicestershire(&arena));
        made_options made = {3, received[c], 7 + c};
        future *begun = copied(&arena, program, made_facts(&arena, program, &made), false);
        uint32_t list = ac_find_quantity(program, AC_TEXT("list"));
        begun->received[list][0] = true; /* the first lists are there on the first day */
        memset(begun->states[list], AC_FACT_PRESENT, made.members);
        const ac_facts *facts = &begun->facts;
        ac_statement_set *now = state(&arena, program, facts);
        ac_bound_set *bounds = ac_bounds_make(&arena, now);
        ac_bounds *values = ac_bounds_of(&arena, now->evaluation, 0, 0);
        size_t open = 0;
        size_t bounded = 0;
        for (int i = 0; i < FUTURES; i++) {
            AC_SCOPED_ARENA(scratch);
            future *drawn = copied(&scratch, program, facts, true);
            draw_plain(&scratch, program, facts, drawn, &random);
            draw_lists(&scratch, program, facts, drawn, &random);
            draw_seen(&scratch, program, facts, drawn, &random);
            ac_statement_set *set = state(&scratch, program, &drawn->facts);
            assert_true(hold_assumptions(set, facts) > 0);
            hold_values(values, set->evaluation, &open);
            hold_sums(&scratch, bounds, set, &bounded);
        }
        assert_true(open > 1000);
        assert_int_equal(bounded, FUTURES * bounds->subject_count * (bounds->year_count + 1));
    }
}

/* ---- Other shapes ---- */

/* What is known is a whole multiple of its quantity's parts, and no larger than said. */
static void hold_scales(ac_arena *arena, const ac_bounds *bounds)
{
    const ac_program *program = bounds->program;
    const ac_scale *scales = ac_scales_of(arena, bounds);
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_column *column = &bounds->evaluation->quantities[q];
        for (uint64_t i = 0; i < column->members * column->periods; i++) {
            if (column->states[i] != AC_VALUE_KNOWN || scales[q].scale == 0) {
                continue;
            }
            ac_rational whole =
                ac_rational_multiply(arena, column->numbers[i], ac_rational_of(scales[q].scale));
            assert_true(ac_rational_is_whole(whole));
            if (scales[q].fit <= AC_SCALE_LARGE) {
                assert_true(ac_rational_bits(whole) <= scales[q].bits || scales[q].bits == 0);
            }
        }
    }
}

static const char parties[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2016-03-31, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner WL \"WL\"\n1.2 commissioner ELR \"ELR\"\n"
    "1.3 provider P \"P\"\n1.4 provider Q \"Q\"\n"
    "1.5 unit attendance, patient\n"
    "1.6 level practice from \"practices.csv\", each under one commissioner\n"
    "2.1 input seen : attendance flow by practice, month from \"seen.csv\"\n"
    "2.2 input list : patient stock by practice, quarter from \"list.csv\", taken at quarter "
    "start\n"
    "2.3 input good : % rate by quarter from \"good.csv\"\n"
    "2.4 input tier : one of low, high by quarter from \"tier.csv\"\n"
    "2.5 input open : yes or no by quarter from \"open.csv\"\n"
    "2.6 all-seen : attendance flow by quarter = total seen over practice, quarter\n"
    "8.1 assume seen between 0 and 40 attendance\n"
    "8.2 assume list between 0 and 40 patient\n"
    "8.3 assume good between 0 and 100%\n"
    "5.1 split payer by total list by commissioner, or equally when all are zero,\n"
    "      pence by largest remainder\n";

static const struct {
    const char *name;
    const char *clauses;
} shapes[] = {
    {"to each, of either sign",
     "3.1 due : GBP flow by practice, month\n"
     "      = (seen - 15 attendance) * 3.33 GBP/attendance, rounded to pence\n"
     "4.1 pay due to each practice, monthly, 9 days after month\n"},
    {"shares, a gate, cases and choices",
     "3.1 gate year-1 at 2015-03-31 : good >= 50%\n"
     "3.2 gate well each quarter : good >= 30% and open\n"
     "3.3 rate : GBP/attendance by quarter = first that applies\n"
     "      7.77 GBP/attendance when year-1 met and tier is high\n"
     "      5.55 GBP/attendance when year-1 missed or all-seen > 200 attendance\n"
     "      1.11 GBP/attendance otherwise\n"
     "3.4 due : GBP flow by quarter = all-seen * rate, 100 GBP unless well met,\n"
     "      not above 900 GBP, rounded to pence\n"
     "4.1 pay due, quarterly, 9 days after quarter\n"
     "4.2 split payee P 33.3%, Q 66.7%, pence by largest remainder\n"
     "4.3 split Q to practice by list, or equally when all are zero, pence by largest "
     "remainder\n"                                                },
    {"the one that applies, bands and division",
     "3.1 bands pounds : GBP/attendance of good from 0% to 40% : 2.00 to 9.00 from 40% to 80% : "
     "9.00 to 1.00\n"
     "      from 80% to 100% : 4.00\n"
     "3.2 rate : GBP/attendance by quarter = the one that applies\n"
     "      pounds when tier is low  -1.50 GBP/attendance when tier is high\n"
     "3.3 mean : ratio by quarter = total list over practice / total list over practice at "
     "2014-04-01,\n"
     "      or 2 where that cannot be divided, not above 3\n"
     "3.4 due : GBP flow by quarter = all-seen * rate * mean, rounded to pence\n"
     "4.1 pay due, quarterly, 9 days after quarter\n4.2 split payee P 50%, Q 50%, pence by "
     "largest remainder\n"                                        },
    {"an assumption between a year and its quarters, and between all and each",
     "2.7 input yearly : % rate by year from \"y.csv\"\n"
     "2.8 input own : % rate by practice, quarter from \"o.csv\"\n"
     "8.4 assume good * 0 <= yearly\n8.5 assume own * 0 <= good\n"
     "8.6 assume own between 0 and 100%\n"
     "3.1 due : GBP flow by quarter = all-seen * good * 1 GBP/attendance, rounded to pence\n"
     "3.2 more : GBP flow by quarter = all-seen * own(P0001) * 1 GBP/attendance,\n"
     "      rounded to pence\n"
     "3.3 most : GBP flow by year = total due over year * (100% - yearly), not above 50 GBP,\n"
     "      not below -50 GBP, rounded to pence\n"
     "4.1 pay due + more, quarterly, 9 days after quarter\n"
     "4.2 pay most, yearly, 9 days after year\n"
     "4.25 split payer of 4.2 WL 50%, ELR 50%, pence by largest remainder\n"
     "4.3 split payee P 25%, Q 75%, pence by largest remainder\n" },
    {"through time, on account and a change",
     "3.1 carried : GBP stock by quarter\n"
     "      = carried at previous quarter * 0.5 + cumulative part since year start,\n"
     "      or 8 GBP where there is no earlier quarter, not above 700 GBP, rounded to pence\n"
     "3.2 part : GBP flow by quarter = all-seen * 1.25 GBP/attendance - 60 GBP\n"
     "3.3 advance : GBP flow by month = total seen over practice * 0.50 GBP/attendance, rounded "
     "to pence\n"
     "4.1 pay advance, monthly, 9 days after month\n"
     "4.2 pay change in carried since year start - total advance over quarter, quarterly, 9 "
     "days after quarter\n"
     "4.3 split payee P 25%, Q 75%, pence by largest remainder\n" },
};

static void every_shape_stays_within_its_bounds(void **unused)
{
    (void)unused;
    test_random random = test_random_start("bounds");
    static const uint32_t received[] = {0, 30, 60};
    for (size_t k = 0; k < ARRAY_COUNT(shapes) * ARRAY_COUNT(received); k++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(text, (size_t)1 << 16);
        ac_buffer_add_z(&text, parties);
        ac_buffer_add_z(&text, shapes[k % ARRAY_COUNT(shapes)].clauses);
        print_message("# %s\n", shapes[k % ARRAY_COUNT(shapes)].name);
        const ac_program *program = compile(&arena, ac_buffer_text(&text));
        made_options made = {4, received[k / ARRAY_COUNT(shapes)], 5 + k};
        const ac_facts *facts = made_facts(&arena, program, &made);
        ac_statement_set *now = state(&arena, program, facts);
        ac_bound_set *bounds = ac_bounds_make(&arena, now);
        ac_bounds *values = ac_bounds_of(&arena, now->evaluation, 0, 0);
        const ac_ranges *ranges = ac_ranges_of(&arena, program);
        hold_scales(&arena, values);
        size_t open = 0;
        size_t bounded = 0;
        for (int i = 0; i < FUTURES; i++) {
            AC_SCOPED_ARENA(scratch);
            future *drawn = copied(&scratch, program, facts, true);
            draw_plain(&scratch, program, facts, drawn, &random);
            ac_statement_set *set = state(&scratch, program, &drawn->facts);
            hold_values(values, set->evaluation, &open);
            hold_sums(&scratch, bounds, set, &bounded);
            if (made.received_pct == 0) { /* what has come may break an assumption */
                hold_ranges(ranges, set->evaluation);
            }
        }
        assert_true(open > 0);
        assert_int_equal(bounded, FUTURES * bounds->subject_count * (bounds->year_count + 1));
    }
}

/* ---- Members that come and go, stages, and payments of a part of the term ---- */

static const char dated[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2016-03-31, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner WL \"WL\"\n1.2 commissioner ELR \"ELR\"\n"
    "1.3 provider P \"P\"\n1.4 provider Q \"Q\"\n1.45 partner R \"R\"\n"
    "1.5 unit attendance, patient\n"
    "1.6 level practice from \"practices.csv\", each under one commissioner,\n"
    "      opened, closed and succeeded by date\n"
    "2.1 input seen : attendance flow by practice, month from \"seen.csv\"\n"
    "2.2 input list : patient stock by practice, quarter from \"list.csv\", taken at quarter "
    "start\n"
    "2.3 input good : % rate by practice, quarter from \"good.csv\"\n"
    "2.6 all-seen : attendance flow by quarter = total seen over practice, quarter\n"
    "8.1 assume seen between 0 and 40 attendance\n"
    "8.2 assume list between 1 patient and 40 patient\n"
    "8.3 assume good between 10% and 100%\n"
    "5.1 split payer by total list by commissioner, or equally when all are zero,\n"
    "      pence by largest remainder\n";

static const struct {
    const char *name;
    const char *clauses;
} dated_shapes[] = {
    {"to each, what a successor holds",
     "3.1 before : attendance flow by practice, month = seen at previous month,\n"
     "      or 0 where there is no earlier month\n"
     "3.2 run : attendance stock by practice, month = cumulative seen since year start,\n"
     "      not above 90 attendance\n"
     "3.3 due : GBP flow by practice, month\n"
     "      = (change in run since year start - before) * 3.33 GBP/attendance, rounded to 5 pence\n"
     "3.4 bands tier : ratio by practice, quarter of good from 10% : 5 from 50% to 100% : 6\n"
     "4.1 pay due to each practice, monthly, 9 days after month\n"},
    {"a share of each by its list and its growth",
     "3.1 grown : ratio by practice, quarter = list / list at 2014-04-01,\n"
     "      or 1 where that cannot be divided, not above 3, rounded to 6 places\n"
     "3.2 weight : patient stock by practice, quarter = list * grown\n"
     "3.3 due : GBP flow by quarter = all-seen * 2.17 GBP/attendance, rounded to pence\n"
     "4.1 pay due, quarterly, 9 days after quarter\n"
     "4.2 split payee P 33.3%, Q 66.7%, pence by largest remainder\n"
     "4.3 split Q to practice by weight, or equally when all are zero, pence by largest "
     "remainder\n"                                                },
    {"stages, of which some is kept",
     "3.1 bands pounds : GBP flow by quarter of all-seen\n"
     "      from 0 : 2.00 from 100 : 3.50 from 300 : 0.70 each part at its own rate\n"
     "3.2 due : GBP flow by quarter = pounds - 100 GBP, rounded to 5 pounds half down\n"
     "4.1 pay due, quarterly, 9 days after quarter, from 2014-10-01 until 2015-12-31\n"
     "2.9 table flat : GBP flow by quarter\n      from 2014-04-01 : 10.05 from 2015-01-01 : 20.10\n"
     "4.15 pay flat, rounded to pence, quarterly, 5 days before quarter\n"
     "4.16 split payer of 4.15 WL 50%, ELR 50%, pence by largest remainder\n"
     "4.17 split R of 4.15 ROOM 100%, pence by largest remainder\n"
     "1.46 partner ROOM \"Room\"\n"
     "4.2 split payee P 40%, Q 60%, pence by largest remainder\n"
     "4.3 split P P 10%, Q 30%, R 60%, pence by largest remainder\n"
     "4.4 split Q Q 5%, R 95%, pence by largest remainder\n"
     "4.5 split R to practice by list, or equally when all are zero, pence by largest "
     "remainder\n"                                                },
    {"in advance by the quarter before, and the rest of it from a day on",
     "3.1 on-seen : GBP flow by practice, quarter\n"
     "      = (total seen over quarter) at previous quarter * 1.11 GBP/attendance,\n"
     "      or 5 GBP where there is no earlier quarter, rounded to pence\n"
     "3.2 on-good : GBP flow by practice, quarter\n"
     "      = total seen over quarter * good * 1 GBP/attendance, 0 GBP unless good >= 40%,\n"
     "      not above 50 GBP, rounded to pence\n"
     "3.3 well : yes or no by quarter = good >= 20% for every practice\n"
     "3.4 all : GBP flow by quarter = total (on-good - on-seen) over practice, 7 GBP unless well\n"
     "4.1 pay on-seen to each practice, quarterly, on day 1 of quarter, until 2015-06-30\n"
     "4.11 split payer of 4.1 WL 25%, ELR 75%, pence by largest remainder\n"
     "4.2 pay on-good to each practice, quarterly, 5 days after quarter, from 2015-04-01\n"
     "4.3 pay all, quarterly, 9 days after quarter\n"
     "4.4 split payee of 4.3 by list, or equally when all are zero, pence by largest "
     "remainder\n"                                                },
};

/* Six of whom some open and close within the term, at the end of a month and within one, with
 * somebody after them or nobody; `ends`: only at the end of a quarter. */
static void draw_lives(
    ac_arena *arena, const ac_program *program, ac_facts *facts, test_random *random, bool ends)
{
    uint32_t practice = ac_find_level(program, AC_TEXT("practice"));
    ac_fact_level *levels = AC_NEW_ARRAY(arena, ac_fact_level, program->level_count);
    memcpy(levels, facts->levels, program->level_count * sizeof *levels);
    ac_fact_life *lives = AC_NEW_ARRAY(arena, ac_fact_life, levels[practice].count);
    for (uint32_t i = 0; i < levels[practice].count; i++) {
        lives[i] = (ac_fact_life){{INT32_MIN}, {INT32_MAX}, AC_NONE};
        int32_t first = program->syntax->calendar.term_from.day;
        int32_t drawn = first + (int32_t)test_random_below(random, 640);
        if (ends) {
            int32_t quarter = ac_term_first(&program->syntax->calendar, AC_PERIOD_QUARTER) +
                              (int32_t)test_random_below(random, 7);
            drawn = ac_period_last(&program->syntax->calendar, AC_PERIOD_QUARTER, quarter).day;
        }
        if (i > 0 && i % 3 == 0) {
            lives[i].opened.day = ends ? drawn + 1 : drawn;
        } else if (i > 0 && test_random_below(random, 4) > 0) {
            lives[i].closed.day = drawn;
            lives[i].successor = test_random_below(random, 3) > 0 ? 0 : AC_NONE;
        }
    }
    levels[practice].lives = lives;
    facts->levels = levels;
}

/* Who is not there has no figure, but a row that names one who was succeeded is counted to its
 * holder; nothing is assumed of one who is there for a part of the period. */
static void draw_rows(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    const future *drawn,
    test_random *random)
{
    uint32_t practice = ac_find_level(program, AC_TEXT("practice"));
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_quantity *quantity = &program->quantities[q];
        const ac_fact_input *of = &facts->inputs[q];
        for (uint32_t p = 0; quantity->kind == AC_QUANTITY_INPUT && p < of->periods; p++) {
            for (uint32_t m = 0; !of->received[p] && m < of->members; m++) {
                ac_coordinates at = {{0}};
                at.members[practice] = m;
                int32_t period = of->first + (int32_t)p;
                ac_presence presence = ac_presence_of(
                    program, &drawn->facts, &quantity->type, &at, quantity->period, period);
                size_t place = (size_t)p * of->members + m;
                if (presence == AC_PARTLY && quantity->type.kind != AC_KIND_RATE) {
                    drawn->values[q][place] =
                        ac_rational_multiply(arena, drawn->values[q][place], ac_rational_of(9));
                }
                bool none = presence == AC_PARTLY && test_random_below(random, 3) == 0;
                if (none || presence >= AC_ENDED) {
                    drawn->states[q][place] = AC_FACT_ABSENT;
                }
                if (presence != AC_SUCCEEDED || !ac_type_is_amount(&quantity->type)) {
                    continue;
                }
                accord_date day = {0};
                (void)ac_members_day(
                    &program->syntax->calendar, quantity->type.known, quantity->period, period,
                    &day);
                uint32_t holder = ac_holder(&drawn->facts.levels[practice], m, day);
                ac_rational *held = cell(drawn, q, p, holder);
                ac_rational own = between(arena, random, AC_RATIONAL_ZERO, *held);
                *held = ac_rational_subtract(arena, *held, own);
                drawn->values[q][place] = own;
                drawn->states[q][place] = AC_FACT_PRESENT;
            }
        }
    }
}

/* Draws nothing below an assumption that has a low end. */
static void
raise_rates(ac_arena *arena, const ac_program *program, const ac_facts *facts, const future *drawn)
{
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_type *type = &program->quantities[q].type;
        const ac_fact_input *of = &facts->inputs[q];
        ac_rational least = type->kind == AC_KIND_RATE    ? ac_rational_of_ratio(arena, 1, 10)
                            : type->kind == AC_KIND_STOCK ? AC_RATIONAL_ONE
                                                          : AC_RATIONAL_ZERO;
        for (uint32_t i = 0;
             program->quantities[q].kind == AC_QUANTITY_INPUT && i < of->periods * of->members;
             i++) {
            if (!of->received[i / of->members] &&
                ac_rational_compare(drawn->values[q][i], least) < 0) {
                drawn->values[q][i] = least;
            }
        }
    }
}

static void members_that_come_and_go_stay_within_their_bounds(void **unused)
{
    (void)unused;
    test_random random = test_random_start("bounds");
    static const uint32_t received[] = {0, 30, 60};
    for (size_t k = 0; k < ARRAY_COUNT(dated_shapes) * ARRAY_COUNT(received) * 2; k++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(text, (size_t)1 << 16);
        size_t shape = k % ARRAY_COUNT(dated_shapes);
        bool ends = k < ARRAY_COUNT(dated_shapes) * ARRAY_COUNT(received);
        ac_buffer_add_z(&text, dated);
        ac_buffer_add_z(&text, dated_shapes[shape].clauses);
        print_message("# %s\n", dated_shapes[shape].name);
        const ac_program *program = compile(&arena, ac_buffer_text(&text));
        made_options made = {
            6, received[k / ARRAY_COUNT(dated_shapes) % ARRAY_COUNT(received)], 5 + k};
        ac_facts facts = *made_facts(&arena, program, &made);
        draw_lives(&arena, program, &facts, &random, ends);
        ac_statement_set *now = state(&arena, program, &facts);
        ac_bound_set *bounds = ac_bounds_make(&arena, now);
        ac_bounds *values = ac_bounds_of(&arena, now->evaluation, 0, 0);
        const ac_ranges *ranges = ac_ranges_of(&arena, program);
        hold_scales(&arena, values);
        size_t open = 0;
        size_t bounded = 0;
        for (int i = 0; i < FUTURES; i++) {
            AC_SCOPED_ARENA(scratch);
            future *drawn = copied(&scratch, program, &facts, true);
            draw_plain(&scratch, program, &facts, drawn, &random);
            raise_rates(&scratch, program, &facts, drawn);
            draw_rows(&scratch, program, &facts, drawn, &random);
            ac_statement_set *set = state(&scratch, program, &drawn->facts);
            hold_values(values, set->evaluation, &open);
            hold_sums(&scratch, bounds, set, &bounded);
            if (made.received_pct == 0) { /* what has come may break an assumption */
                hold_ranges(ranges, set->evaluation);
            }
        }
        assert_true(open > 0);
        size_t all = FUTURES * bounds->subject_count * (bounds->year_count + 1);
        assert_true(ends ? bounded == all : bounded <= all);
    }
}

/* ---- By hand ---- */

/* One year of four quarters, of which the first has come: 100 attendances at 2.00, so 200.00.
 * At most 150 in each of the others: 0 to 300.00 each, the year to date not above 700.00, and what
 * is due is its change. P has 60%: of 200.00 to 700.00, 120.00 to 420.00. In all 60% of the
 * advances of 10.00 a quarter and of what is due less them: they cancel. */
static const char by_hand[] =
    "accord 1\n"
    "contract T \"Test\"\n"
    "term 2014-04-01 to 2015-03-31, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "1.1 commissioner C \"C\"\n1.2 provider P \"P\"\n1.3 provider Q \"Q\"\n"
    "1.4 unit attendance\n"
    "2.1 input seen : attendance flow by quarter from \"seen.csv\"\n"
    "2.2 input other : attendance flow by quarter from \"other.csv\"\n"
    "3.1 earned : GBP stock by quarter = cumulative worth since year start,\n"
    "      not above 700 GBP, rounded to pence\n"
    "3.2 worth : GBP flow by quarter = seen * 2.00 GBP/attendance\n"
    "3.3 advance : GBP flow by quarter = 10 GBP\n"
    "3.4 extra : GBP flow by quarter = other * 1.00 GBP/attendance, rounded to pence\n"
    "4.1 pay advance, quarterly, 1 day after quarter\n"
    "4.2 pay change in earned since year start - advance, quarterly, 9 days after quarter\n"
    "4.3 split payee P 60%, Q 40%, pence by largest remainder\n"
    "8.1 assume seen <= 150 attendance\n";

static void assert_bounds(const char *clauses, const char *expected)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, (size_t)1 << 16);
    ac_buffer_add_z(&text, by_hand);
    ac_buffer_add_z(&text, clauses);
    const ac_program *program = compile(&arena, ac_buffer_text(&text));
    made_options made = {1, 25, 1};
    future *begun = copied(&arena, program, made_facts(&arena, program, &made), false);
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        if (program->quantities[q].kind == AC_QUANTITY_INPUT) {
            *cell(begun, q, 0, 0) = ac_rational_of(100);
            begun->states[q][0] = AC_FACT_PRESENT;
        }
    }
    ac_bound_set *bounds = ac_bounds_make(&arena, state(&arena, program, &begun->facts));
    AC_SCOPED_BUFFER(found, 4000);
    ac_bounds_add_csv(&found, bounds, &(ac_bound_filter){.party = AC_TEXT("")});
    assert_string_equal(found.bytes, expected);
}

static void a_capped_year_is_bounded_by_its_cap_to_the_rounding_of_shares(void **unused)
{
    (void)unused;
    /* Four advances and four balances, each part cut to whole pence: 60% of 700.00 and at most
     * 8 pence more or less. */
    assert_bounds(
        "", "party,role,year,lowest,highest,state,lacks\n"
            "C,pays,2014/15,200.00,700.00,bounded,\n"
            "C,pays,term,200.00,700.00,bounded,\n"
            "P,is paid,2014/15,119.92,420.08,bounded,\n"
            "P,is paid,term,119.92,420.08,bounded,\n"
            "Q,is paid,2014/15,79.92,280.08,bounded,\n"
            "Q,is paid,term,79.92,280.08,bounded,\n");
}

static void what_no_assumption_bounds_is_named(void **unused)
{
    (void)unused;
    assert_bounds(
        "4.4 pay extra, quarterly, 9 days after quarter\n"
        "4.5 split payee of 4.4 Q 100%, pence by largest remainder\n",
        "party,role,year,lowest,highest,state,lacks\n"
        "C,pays,2014/15,300.00,,unbounded,other (clause 2.2)\n"
        "C,pays,term,300.00,,unbounded,other (clause 2.2)\n"
        "P,is paid,2014/15,119.92,420.08,bounded,\n"
        "P,is paid,term,119.92,420.08,bounded,\n"
        "Q,is paid,2014/15,179.88,,unbounded,other (clause 2.2)\n"
        "Q,is paid,term,179.88,,unbounded,other (clause 2.2)\n");
}

static void what_fits_whole_numbers_is_proved(void **unused)
{
    (void)unused;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, (size_t)1 << 16);
    ac_buffer_add_z(&text, by_hand);
    ac_buffer_add_z(
        &text, "3.5 half : GBP flow by quarter = worth / 8 * 0.5\n"
               "3.6 ratio-of : ratio by quarter = seen / seen at 2014-04-01\n"
               "3.7 near : ratio by quarter = ratio-of, rounded to 3 places, not above 2\n"
               "3.8 vast : ratio by quarter = near * 99,999,999,999,999,999\n"
               "3.9 grows : ratio by quarter\n"
               "      = grows at previous quarter / 3, or 1 where there is no earlier quarter\n");
    const ac_program *program = compile(&arena, ac_buffer_text(&text));
    made_options made = {1, 25, 1};
    future *begun = copied(&arena, program, made_facts(&arena, program, &made), false);
    uint32_t seen = ac_find_quantity(program, AC_TEXT("seen"));
    *cell(begun, seen, 0, 0) = ac_rational_of(100);
    begun->states[seen][0] = AC_FACT_PRESENT;
    ac_evaluation *evaluation = NULL;
    accord_error error = {0};
    assert_accord_ok(ac_evaluate(&arena, program, &begun->facts, 0, &evaluation, &error), error);
    const ac_bounds *bounds = ac_bounds_of(&arena, evaluation, 0, 0);
    AC_SCOPED_BUFFER(found, 8000);
    ac_scales_add(&found, program, ac_scales_of(&arena, bounds));
    assert_string_equal(
        found.bytes,
        "P-OVERFLOW  clause 2.1  seen: whole multiples of 1/1, at most 150.00; fits 64 bits (8 "
        "and a sign)\n"
        "P-OVERFLOW  clause 2.2  other: may overflow: no assumption bounds other\n"
        "P-OVERFLOW  clause 3.1  earned: whole multiples of 1/100, at most 700.00; fits 64 bits "
        "(17 and a sign)\n"
        "P-OVERFLOW  clause 3.2  worth: whole multiples of 1/1, at most 300.00; fits 64 bits (9 "
        "and a sign)\n"
        "P-OVERFLOW  clause 3.3  advance: whole multiples of 1/1, at most 10.00; fits 64 bits "
        "(4 and a sign)\n"
        "P-OVERFLOW  clause 3.4  extra: may overflow: no assumption bounds other\n"
        "P-OVERFLOW  clause 3.5  half: whole multiples of 1/16, at most 18.75; fits 64 bits (9 "
        "and a sign)\n"
        "P-OVERFLOW  clause 3.6  ratio-of: no fixed scale: clause 3.6 divides by data and does "
        "not round\n"
        "P-OVERFLOW  clause 3.7  near: whole multiples of 1/1000, at most 1.50; fits 64 bits "
        "(11 and a sign)\n"
        "P-OVERFLOW  clause 3.8  vast: whole multiples of 1/1000, at most "
        "149,999,999,999,999,998.50; fits 128 bits (68 and a sign)\n"
        "P-OVERFLOW  clause 3.9  grows: no fixed scale: clause 3.9 is carried on from period to "
        "period, unrounded\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_leicestershire_contract_stays_within_its_bounds),
        cmocka_unit_test(every_shape_stays_within_its_bounds),
        cmocka_unit_test(members_that_come_and_go_stay_within_their_bounds),
        cmocka_unit_test(a_capped_year_is_bounded_by_its_cap_to_the_rounding_of_shares),
        cmocka_unit_test(what_no_assumption_bounds_is_named),
        cmocka_unit_test(what_fits_whole_numbers_is_proved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
