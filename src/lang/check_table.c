/* SPDX-License-Identifier: MIT */
/* What the text itself gives as data: dated tables without holes, bands without gaps, and inputs
 * whose counting fits their type. */

#include "lang/checker.h"
#include "value/date.h"

/* The levels of a type, in order; returns how many. */
static uint32_t level_list(const ac_checker *checker, ac_level_set levels, uint32_t *list)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < checker->level_count; i++) {
        if ((levels & (1u << i)) != 0) {
            list[count++] = i;
        }
    }
    return count;
}

/* Which combination of members a cell is for; AC_NONE (with a fault) if none. */
static uint32_t
combination(ac_checker *checker, const ac_table_cell *cell, const uint32_t *levels, uint32_t count)
{
    uint32_t members[AC_LEVELS_MAX];
    for (uint32_t i = 0; i < count; i++) {
        members[i] = AC_NONE;
    }
    for (size_t w = 0; w < cell->members.count; w++) {
        const ac_word *word = &cell->members.list[w];
        bool found = false;
        for (uint32_t i = 0; i < count && !found; i++) {
            uint32_t member = ac_resolve_member(checker, levels[i], word->text);
            if (member != AC_NONE && members[i] == AC_NONE) {
                members[i] = member;
                found = true;
            }
        }
        if (!found) {
            ac_fault(
                checker, AC_NAME, word->span, "'%.*s' is not a member of a level of this table",
                AC_TEXT_ARG(word->text));
            return AC_NONE;
        }
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (members[i] == AC_NONE) {
            ac_fault(
                checker, AC_TABLE, cell->span, "this value does not say which %.*s it is for",
                AC_TEXT_ARG(checker->levels[levels[i]].name));
            return AC_NONE;
        }
        at = at * checker->levels[levels[i]].member_count + members[i];
    }
    return at;
}

static ac_text
combination_words(ac_checker *checker, uint32_t at, const uint32_t *levels, uint32_t count)
{
    ac_text names[AC_LEVELS_MAX];
    for (uint32_t i = count; i > 0; i--) {
        const ac_level *level = &checker->levels[levels[i - 1]];
        names[i - 1] = level->members[at % level->member_count];
        at /= level->member_count;
    }
    AC_SCOPED_BUFFER(words, 1000);
    for (uint32_t i = 0; i < count; i++) {
        ac_buffer_addf(&words, "%s%.*s", i == 0 ? "" : " ", AC_TEXT_ARG(names[i]));
    }
    return ac_text_copy(checker->diagnostics->arena, ac_buffer_text(&words));
}

static void check_holes(
    ac_checker *checker,
    const ac_clause *clause,
    const int32_t *earliest,
    uint32_t cells,
    const uint32_t *levels,
    uint32_t count)
{
    accord_date start = checker->syntax->calendar.term_from;
    for (uint32_t i = 0; i < cells; i++) {
        if (earliest[i] <= start.day) {
            continue;
        }
        ac_text words = combination_words(checker, i, levels, count);
        ac_span span = clause->row_count > 0 ? clause->rows[0].span : clause->span;
        AC_SCOPED_BUFFER(dates, 200);
        ac_date_add_iso(&dates, start);
        ac_diagnostic *fault = NULL;
        if (earliest[i] == INT32_MAX) {
            fault = ac_fault(
                checker, AC_TABLE, span, "no value for %.*s",
                AC_TEXT_ARG(words.size > 0 ? words : AC_TEXT("the term")));
        } else {
            ac_buffer_add_z(&dates, " and ");
            ac_date_add_iso(&dates, (accord_date){earliest[i]});
            fault = ac_fault(
                checker, AC_TABLE, span, "%.*s%shas no value between %.*s", AC_TEXT_ARG(words),
                words.size > 0 ? " " : "the table ", AC_TEXT_ARG(ac_buffer_text(&dates)));
        }
        fault->mend = AC_TEXT("give every combination a value from the first day of the term");
        return; /* one hole shows what is wrong; the others follow from it */
    }
}

/* 40 where a % is meant would be 4,000%, and 61% of a price is no price. */
static void check_percent(
    ac_checker *checker, const ac_type *type, ac_rational value, bool percent, ac_span span)
{
    if (percent && type->unit.count > 0) {
        ac_fault(
            checker, AC_UNIT, span, "a percentage where %.*s is declared",
            AC_TEXT_ARG(ac_unit_words(checker, type)));
    } else if (!percent && type->percent && ac_rational_sign(value) != 0) {
        ac_diagnostic *fault =
            ac_fault(checker, AC_UNIT, span, "a plain number where a percentage is declared");
        fault->mend = AC_TEXT("write it with its sign, such as 40%, or declare a ratio");
    }
}

/* A table of a period has one value for the whole of it, so it changes only where one begins. */
static void check_row_date(ac_checker *checker, const ac_table_row *row, const ac_type *type)
{
    const ac_calendar *calendar = &checker->syntax->calendar;
    if (row->always || type->period == AC_PERIOD_NONE || row->from.day <= calendar->term_from.day) {
        return;
    }
    int32_t period = ac_period_of(calendar, type->period, row->from);
    if (ac_period_from(calendar, type->period, period).day == row->from.day) {
        return;
    }
    const char *kind = ac_period_kind_name(type->period);
    ac_diagnostic *fault = ac_fault(
        checker, AC_TABLE, row->span,
        "these values begin inside a %s, and the table has one value for the whole %s", kind, kind);
    fault->mend = ac_diagnostic_text(
        checker->diagnostics,
        "begin on the first day of a %s, or leave '%s' out of the table's type", kind, kind);
}

void ac_check_table(ac_checker *checker, const ac_clause *clause, const ac_type *type)
{
    uint32_t levels[AC_LEVELS_MAX];
    uint32_t count = level_list(checker, type->levels, levels);
    uint64_t cells = 1;
    for (uint32_t i = 0; i < count; i++) {
        const ac_level *level = &checker->levels[levels[i]];
        if (level->kind == AC_LEVEL_FILE) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_TABLE, clause->type.span,
                "the members of %.*s are in a file, so its values are too",
                AC_TEXT_ARG(level->name));
            fault->mend = AC_TEXT("declare an input from a file instead of a table");
            return;
        }
        cells *= level->member_count;
    }
    if (cells > 100000) {
        ac_fault(checker, AC_LIMIT, clause->type.span, "a table of more than 100,000 values");
        return;
    }
    int32_t *earliest = AC_NEW_ARRAY(checker->arena, int32_t, cells);
    size_t *row_of =
        AC_NEW_ARRAY(checker->arena, size_t, cells); /* the last, from 1, that has it */
    for (uint64_t i = 0; i < cells; i++) {
        earliest[i] = INT32_MAX;
    }
    bool good = true;
    for (size_t r = 0; r < clause->row_count; r++) {
        const ac_table_row *row = &clause->rows[r];
        int32_t from = row->always ? checker->syntax->calendar.term_from.day : row->from.day;
        if (r > 0 && (row->always || row->from.day <= clause->rows[r - 1].from.day)) {
            ac_fault(checker, AC_TABLE, row->span, "the dates of a table must rise");
        }
        check_row_date(checker, row, type);
        for (size_t c = 0; c < row->cell_count; c++) {
            check_percent(
                checker, type, row->cells[c].value, row->cells[c].percent, row->cells[c].span);
            uint32_t at = combination(checker, &row->cells[c], levels, count);
            if (at != AC_NONE && row_of[at] == r + 1) {
                ac_text words = combination_words(checker, at, levels, count);
                ac_fault(
                    checker, AC_TABLE, row->cells[c].span, "a second value%s%.*s of the same day",
                    words.size > 0 ? " for " : "", AC_TEXT_ARG(words));
                good = false; /* what it was meant for has none */
            }
            good = good && at != AC_NONE;
            if (at != AC_NONE) {
                row_of[at] = r + 1;
            }
            if (at != AC_NONE && from < earliest[at]) {
                earliest[at] = from;
            }
        }
    }
    if (good && checker->syntax->calendar_good) {
        check_holes(checker, clause, earliest, (uint32_t)cells, levels, count);
    }
}

static bool is_next_whole(ac_checker *checker, ac_rational end, ac_rational next)
{
    ac_rational plus = ac_rational_add(checker->arena, end, AC_RATIONAL_ONE);
    return ac_rational_is_whole(end) && ac_rational_compare(plus, next) == 0;
}

static void check_neighbours(ac_checker *checker, const ac_clause *clause, size_t i)
{
    const ac_band_syntax *band = &clause->bands[i];
    const ac_band_syntax *next = &clause->bands[i + 1];
    if (ac_rational_compare(next->from, band->from) <= 0) {
        ac_fault(checker, AC_BANDS, next->span, "the bands must rise");
        return;
    }
    if (!band->until_said) {
        return;
    }
    int order = ac_rational_compare(next->from, band->until);
    if (order < 0) {
        ac_fault(checker, AC_BANDS, next->span, "this band overlaps the one before");
    } else if (order > 0 && !is_next_whole(checker, band->until, next->from)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_BANDS, next->span, "there is a gap between the band before and this one");
        fault->mend = AC_TEXT("begin where the band before ends, or one whole number after it");
    }
}

/* Each part at its own rate: what the bands before come to is added up once, here. */
static void
add_up_parts(ac_checker *checker, const ac_clause *clause, const ac_unit *rate, ac_band *bands)
{
    ac_rational before = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < clause->band_count; i++) {
        const ac_band_syntax *from = &clause->bands[i];
        if (from->until_said || from->line) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_BANDS, from->span,
                "where each part has its own rate, a band runs to the next at one rate");
            fault->mend = AC_TEXT("write only where it begins, and its rate");
        }
        if (from->percent && rate->count > 0) {
            ac_fault(
                checker, AC_UNIT, from->span, "a percentage, and the rate has a unit: %.*s",
                AC_TEXT_ARG(ac_unit_words(checker, &(ac_type){.unit = *rate})));
        }
        bands[i].part = true;
        bands[i].rate = from->value;
        bands[i].value = before;
        if (i + 1 < clause->band_count) {
            ac_rational run =
                ac_rational_subtract(checker->arena, clause->bands[i + 1].from, from->from);
            run = ac_rational_multiply(checker->arena, run, from->value);
            before = ac_rational_add(checker->arena, before, run);
        }
    }
}

uint32_t ac_check_bands(
    ac_checker *checker, const ac_clause *clause, uint32_t clause_index, const ac_type *of)
{
    ac_band *bands = AC_NEW_ARRAY(checker->arena, ac_band, clause->band_count);
    for (size_t i = 0; i < clause->band_count; i++) {
        const ac_band_syntax *from = &clause->bands[i];
        bool last = i + 1 == clause->band_count;
        if (!last) {
            check_neighbours(checker, clause, i);
        }
        if (from->until_said && ac_rational_compare(from->until, from->from) < 0) {
            ac_fault(checker, AC_BANDS, from->span, "this band ends before it begins");
        }
        if (from->line && !from->until_said) {
            ac_fault(
                checker, AC_BANDS, from->span,
                "a straight line needs both ends: from ... to ... : ... to ...");
        }
        ac_type type = {.percent = clause->type.unit.percent};
        if (ac_resolve_unit(checker, &clause->type.unit, &type.unit) && !clause->each_part) {
            check_percent(checker, &type, from->value, from->percent, from->span);
        }
        ac_band *band = &bands[i];
        *band = (ac_band){.from = from->from, .value = from->value, .until = from->until};
        band->open = !from->until_said && last;
        band->until_included = from->until_said;
        band->line = from->line;
        band->value_until = from->line ? from->value_until : from->value;
        if (!from->until_said && !last) {
            band->until = clause->bands[i + 1].from;
        }
        if (clause->straight_lines && !last && !from->line) {
            band->line = true;
            band->value_until = clause->bands[i + 1].value;
        }
        if (band->open) {
            band->until = band->from;
        }
    }
    ac_unit rate = {0};
    if (clause->each_part && ac_resolve_unit(checker, &clause->type.unit, &rate) &&
        ac_unit_multiply(&rate, &of->unit, -1, &rate)) {
        add_up_parts(checker, clause, &rate, bands);
    }
    AC_RESERVE(checker->arena, checker->bands, checker->band_count, checker->band_capacity);
    checker->bands[checker->band_count] = (ac_band_set){
        .clause = clause_index, .bands = bands, .count = (uint32_t)clause->band_count};
    return (uint32_t)checker->band_count++;
}

static void check_listed(ac_checker *checker, const ac_counted_level *counted, uint32_t level)
{
    const ac_level *found = &checker->levels[level];
    if (counted->file.text.size > 0 || counted->members.count == 0) {
        if (counted->members.count == 0 && counted->file.text.size == 0 &&
            found->kind == AC_LEVEL_FILE) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_GRAIN, counted->field.span, "nothing says which %.*s a code is",
                AC_TEXT_ARG(found->name));
            fault->mend = ac_diagnostic_text(
                checker->diagnostics, "add: from \"%.*s\"", AC_TEXT_ARG(found->file));
        }
        return;
    }
    for (size_t i = 0; i < counted->members.count; i++) {
        const ac_word *word = &counted->members.list[i];
        if (ac_resolve_member(checker, level, word->text) == AC_NONE) {
            ac_fault(
                checker, AC_NAME, word->span, "'%.*s' is not a member of %.*s",
                AC_TEXT_ARG(word->text), AC_TEXT_ARG(found->name));
        }
    }
}

static void check_followed(ac_checker *checker, const ac_counting *counting)
{
    const ac_followed *followed = counting->followed;
    if (followed == NULL) {
        return;
    }
    if (counting->period == AC_PERIOD_NONE) {
        ac_fault(
            checker, AC_GRAIN, followed->span,
            "what follows is told by a date, and the counting names none: say one, such as 'month "
            "by appointment-date'");
    }
    if (ac_text_equal(followed->source.text, counting->source.text)) {
        ac_fault(
            checker, AC_NAME, followed->source.span,
            "'%.*s' are the rows that count: leave '%.*s of' out where they follow each other",
            AC_TEXT_ARG(followed->source.text), AC_TEXT_ARG(followed->source.text));
    }
    if (followed->day.text.size > 0 && followed->source.text.size == 0) {
        ac_fault(
            checker, AC_NAME, followed->day.span,
            "rows of one layout are dated by one field, that of the period: name the layout of "
            "what follows, or leave 'dated by %.*s' out",
            AC_TEXT_ARG(followed->day.text));
    }
    if (followed->same.count > AC_FOLLOWED_FIELDS_MAX) {
        ac_fault(
            checker, AC_LIMIT, followed->span, "at most %u fields can be the same",
            AC_FOLLOWED_FIELDS_MAX);
    }
    for (size_t i = 0; i < followed->same.count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (ac_text_equal(followed->same.list[i].text, followed->same.list[j].text)) {
                ac_fault(
                    checker, AC_NAME, followed->same.list[i].span, "'%.*s' is said twice",
                    AC_TEXT_ARG(followed->same.list[i].text));
            }
        }
    }
}

void ac_check_input(ac_checker *checker, const ac_clause *clause, const ac_type *type)
{
    const ac_counting *counting = clause->input.counting;
    ac_period_kind named = clause->input.counted_after;
    if (named != AC_PERIOD_NONE && named != type->period) {
        ac_fault(
            checker, AC_GRAIN, clause->input.counted_span, "the input is by %s, not by %s",
            type->period == AC_PERIOD_NONE ? "no period" : ac_period_kind_name(type->period),
            ac_period_kind_name(named));
    }
    if (counting == NULL) {
        return;
    }
    ac_level_set said = 0;
    for (size_t i = 0; i < counting->level_count; i++) {
        const ac_counted_level *counted = &counting->levels[i];
        uint32_t level = ac_names_find(&checker->level_names, counted->level.text);
        if (level == AC_NAME_NONE) {
            ac_fault(
                checker, AC_NAME, counted->level.span, "'%.*s' is not a level or a period",
                AC_TEXT_ARG(counted->level.text));
            continue;
        }
        said |= 1u << level;
        check_listed(checker, counted, level);
    }
    check_followed(checker, counting);
    if (type->kind != AC_KIND_FLOW) {
        ac_fault(
            checker, AC_KIND, clause->type.span, "rows counted or summed over a period are a flow");
    }
    if (said != type->levels || counting->period != type->period) {
        ac_fault(
            checker, AC_GRAIN, clause->type.span,
            "the input is by %.*s%s%s, and the counting says %.*s%s%s",
            AC_TEXT_ARG(ac_level_words(checker, type->levels)), type->levels == 0 ? "" : ", ",
            ac_period_kind_name(type->period), AC_TEXT_ARG(ac_level_words(checker, said)),
            said == 0 ? "" : ", ", ac_period_kind_name(counting->period));
    }
}
