/* SPDX-License-Identifier: MIT */
/* Where figures come from: the rows and files behind an input, and the dated row of a table. */

#include "contract/explain_tree.h"
#include "value/date.h"

enum { WORDS_MAX = 4 << 10 };

/* Rows that name members whose figures stand here by now are counted, and named. */
static bool
explain_successor(ac_explainer *x, ac_reason *reason, const ac_fact_input *input, uint64_t row)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    ac_spot *held = ac_explain_rows_of(x, &scratch, reason, &count);
    size_t named = 0;
    uint64_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t place = row * input->members +
                         ac_member_index(x->program, x->facts, reason->levels, &held[i].at);
        if (input->states[place] != AC_FACT_ABSENT) {
            held[named++] = held[i];
            rows += input->rows == NULL ? 0 : input->rows[place];
        }
    }
    if (count <= 1 || named == 0) {
        return false;
    }
    reason->rows = rows;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    ac_buffer_addf(&words, "from %llu row%s of ", (unsigned long long)rows, rows == 1 ? "" : "s");
    ac_explain_codes_add(&words, x, held, named, reason->levels);
    ac_explain_step(x, reason, &words);
    return true;
}

void ac_explain_input(ac_explainer *x, ac_reason *reason, uint32_t index)
{
    const ac_fact_input *input = &x->facts->inputs[index];
    int32_t row = reason->period_kind == AC_PERIOD_NONE ? 0 : reason->period - input->first;
    reason->source = input;
    reason->complete = true;
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    bool covered = input->given && row >= 0 && (uint32_t)row < input->periods;
    if (!covered || !input->received[row]) {
        ac_buffer_add_z(&words, "not received");
        ac_explain_step(x, reason, &words);
        return;
    }
    uint64_t place = (uint64_t)row * input->members +
                     ac_member_index(x->program, x->facts, reason->levels, &reason->at);
    reason->rows = input->rows == NULL ? 0 : input->rows[place];
    if (ac_explain_away(x, reason) || explain_successor(x, reason, input, (uint64_t)row)) {
        return;
    }
    if (input->states[place] == AC_FACT_ABSENT) {
        ac_buffer_add_z(&words, "received, no rows");
    } else if (input->states[place] == AC_FACT_MISSING) {
        ac_buffer_add_z(&words, "received; its row gives no value");
    } else if (reason->rows == 1) {
        ac_buffer_add_z(&words, "from 1 row");
    } else {
        ac_buffer_addf(&words, "from %llu rows", (unsigned long long)reason->rows);
    }
    ac_explain_step(x, reason, &words);
}

static bool cell_is_for(const ac_explainer *x, const ac_reason *reason, const ac_table_cell *cell)
{
    size_t found = 0;
    for (size_t w = 0; w < cell->members.count; w++) {
        for (uint32_t level = 0; level < x->program->level_count; level++) {
            bool held = (reason->levels & (1u << level)) != 0;
            if (held && ac_text_equal(
                            x->facts->levels[level].codes[reason->at.members[level]],
                            cell->members.list[w].text)) {
                found++;
                break;
            }
        }
    }
    return found == cell->members.count;
}

/* The last row that speaks of the members and whose date is not after the period's first day. */
static const ac_table_row *
row_in_force(const ac_explainer *x, const ac_reason *reason, const ac_clause *clause)
{
    accord_date from = x->calendar->term_from;
    if (reason->period_kind != AC_PERIOD_NONE) {
        accord_date first = ac_period_from(x->calendar, reason->period_kind, reason->period);
        from = first.day > from.day ? first : from;
    }
    const ac_table_row *force = NULL;
    for (size_t r = 0; r < clause->row_count; r++) {
        const ac_table_row *row = &clause->rows[r];
        if (!row->always && row->from.day > from.day) {
            break;
        }
        for (size_t c = 0; c < row->cell_count; c++) {
            force = cell_is_for(x, reason, &row->cells[c]) ? row : force;
        }
    }
    return force;
}

void ac_explain_table(ac_explainer *x, ac_reason *reason, uint32_t index)
{
    const ac_quantity *quantity = &x->program->quantities[index];
    const ac_version *version = ac_version_at(
        x->program, quantity->versions, quantity->version_count, reason->period_kind,
        reason->period);
    reason->clause = version->clause;
    reason->complete = true;
    const ac_table_row *row = row_in_force(x, reason, ac_clause_at(x->program, version->clause));
    if (row == NULL) {
        return;
    }
    AC_SCOPED_BUFFER(words, WORDS_MAX);
    if (row->always) {
        ac_buffer_add_z(&words, "the table's value for the whole term");
    } else {
        ac_buffer_add_z(&words, "the table's row from ");
        ac_date_add_iso(&words, row->from);
    }
    ac_explain_step(x, reason, &words);
}
