/* SPDX-License-Identifier: MIT */
/* Finds the rows behind a cell and judges what of them may be shown. */

#include "app/rows.h"

#include "base/assert.h"
#include "extract/personal.h"

/* Limits that one command can see: the cell's own, one for each level, all levels together, and the
 * cell's other periods. */
enum { LIMITS_MOST = AC_LEVELS_MAX + 3 };

static const ac_counting *counting_of(const ac_rows *rows)
{
    const ac_program *program = rows->run->contract.program;
    uint32_t clause = program->quantities[rows->place.index].clause;
    return ac_clause_at(program, clause)->input.counting;
}

static accord_status fail_value(const ac_run *run, ac_text value, accord_error *error)
{
    const ac_program *program = run->contract.program;
    AC_SCOPED_BUFFER(names, 400);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        const ac_quantity *of = &program->quantities[i];
        if (of->kind == AC_QUANTITY_INPUT &&
            ac_clause_at(program, of->clause)->input.counting != NULL) {
            ac_buffer_addf(
                &names, "%s%.*s", names.size_bytes == 0 ? "" : ", ", AC_TEXT_ARG(of->name));
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s is not counted from rows, so there are none to list; %s%s. accord explain shows what "
        "it is made of",
        AC_TEXT_ARG(value),
        names.size_bytes == 0 ? "the contract counts no rows at all" : "counted from rows are: ",
        names.size_bytes == 0 ? "" : names.bytes);
}

accord_status
ac_rows_find_value(const ac_run *run, ac_text value, ac_rows *rows, accord_error *error)
{
    const ac_program *program = run->contract.program;
    ac_value_place place;
    AC_TRY(ac_place_find_value(run, value, &place, error));
    bool input = place.kind == AC_PLACE_QUANTITY &&
                 program->quantities[place.index].kind == AC_QUANTITY_INPUT;
    rows->run = run;
    rows->place = place;
    if (!input || counting_of(rows) == NULL) {
        return fail_value(run, value, error);
    }
    return ac_ok();
}

/* ---- While the data are loaded ---- */

static void begin(void *self, uint32_t quantity, ac_cube *cube)
{
    ac_rows *rows = self;
    const ac_quantity *of = &rows->run->contract.program->quantities[quantity];
    uint32_t members[AC_LEVELS_MAX] = {0};
    size_t count = 0;
    ac_assert(quantity == rows->place.index);
    for (uint32_t i = 0; i < AC_LEVELS_MAX; i++) {
        if ((of->type.levels & (1u << i)) != 0) {
            members[count++] = rows->place.at.members[i];
        }
    }
    rows->read = true;
    rows->asked = ac_cube_list_cell(cube, members, rows->place.period);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static bool is_asked(const ac_row_condition *condition, ac_text field)
{
    return condition != NULL &&
           (ac_text_equal(condition->field.text, field) || is_asked(condition->left, field) ||
            is_asked(condition->right, field));
}

/* Whether the clause itself reads a field. */
static bool is_read(const ac_counting *counting, ac_text field)
{
    bool read = ac_text_equal(counting->period_field.text, field) ||
                ac_text_equal(counting->sum_field.text, field) || is_asked(counting->where, field);
    for (size_t i = 0; i < counting->level_count; i++) {
        read = read || ac_text_equal(counting->levels[i].field.text, field);
    }
    return read;
}

/* A field of the identifier is shown only where the clause reads it, as it may a provider. */
static void choose_fields(ac_rows *rows)
{
    const ac_listed *listed = &rows->listed;
    rows->shown = AC_NEW_ARRAY(rows->run->arena, bool, listed->field_count);
    for (size_t i = 0; i < listed->field_count; i++) {
        bool identifies = false;
        for (size_t j = 0; j < listed->identifier_count; j++) {
            identifies =
                identifies || ac_text_equal(listed->identifier_fields[j], listed->fields[i]->name);
        }
        rows->shown[i] = !identifies || is_read(counting_of(rows), listed->fields[i]->name);
        rows->identifiers_hidden += rows->shown[i] ? 0 : 1;
    }
}

static ac_text keep(const ac_rows *rows, ac_text text)
{
    return text.at == NULL ? text : ac_text_copy(rows->run->arena, text);
}

/* Keeps a value, but for one that looks as if it said who a patient is, whatever its column is
 * called. */
static ac_text keep_value(ac_rows *rows, ac_text value)
{
    if (value.at != NULL && (ac_personal_is_nhs_number(value) || ac_personal_in_words(value) ||
                             ac_personal_is_postcode(value))) {
        rows->values_hidden++;
        return AC_TEXT("withheld");
    }
    return keep(rows, value);
}

static void copy_rows(ac_rows *rows)
{
    ac_arena *arena = rows->run->arena;
    const ac_listed *listed = &rows->listed;
    ac_listed_row *copies = AC_NEW_ARRAY(arena, ac_listed_row, listed->row_count);
    for (size_t i = 0; i < listed->row_count; i++) {
        const ac_listed_row *row = &listed->rows[i];
        ac_text *values = AC_NEW_ARRAY(arena, ac_text, listed->field_count);
        ac_text *identifier = AC_NEW_ARRAY(arena, ac_text, listed->identifier_count);
        for (size_t f = 0; f < listed->field_count; f++) {
            values[f] = rows->shown[f] ? keep_value(rows, row->values[f]) : AC_TEXT("");
        }
        for (size_t f = 0; f < listed->identifier_count; f++) {
            identifier[f] = keep(rows, row->identifier[f]);
        }
        copies[i] = (ac_listed_row){keep(rows, row->file), row->line, values, identifier};
    }
    rows->listed.rows = copies;
}

/* The cube is let go after this; the layout is not. */
static void take(void *self, uint32_t quantity, const ac_cube *cube)
{
    ac_rows *rows = self;
    ac_listed *listed = &rows->listed;
    (void)quantity;
    if (!rows->asked) {
        return;
    }
    rows->listing = ac_cube_listed(cube, listed, &rows->error);
    if (rows->listing.code != ACCORD_OK) {
        return;
    }
    const ac_layout_field **fields =
        AC_NEW_ARRAY(rows->run->arena, const ac_layout_field *, listed->field_count);
    for (size_t i = 0; i < listed->field_count; i++) {
        fields[i] = listed->fields[i];
    }
    listed->fields = fields;
    choose_fields(rows);
    copy_rows(rows);
}

void ac_rows_watch(ac_rows *rows, bool *wanted, ac_load_options *options)
{
    wanted[rows->place.index] = true;
    options->inputs_wanted = wanted;
    options->begun = begin;
    options->begun_self = rows;
    options->sealed = take;
    options->sealed_self = rows;
}

/* ---- What may be shown ---- */

typedef struct limits {
    ac_arena *arena;
    uint64_t fewest;
    ac_text *list; /* [count] */
    size_t count;
} limits;

/* Withholds the rows where some have fewer rows between them than may be told, and not none. */
static void check(limits *all, uint64_t rows, ac_text who)
{
    if (rows == 0 || rows >= all->fewest) {
        return;
    }
    AC_SCOPED_BUFFER(words, 300);
    ac_assert(all->count < LIMITS_MOST);
    ac_buffer_addf(&words, "%.*s ", AC_TEXT_ARG(who));
    if (all->fewest == 2) {
        ac_buffer_add_z(&words, "1 row");
    } else {
        ac_buffer_addf(&words, "from 1 to %llu rows", (unsigned long long)all->fewest - 1);
    }
    all->list[all->count++] = ac_text_copy(all->arena, ac_buffer_text(&words));
}

/* The rows of a column of cells. */
typedef struct counts {
    const ac_program *program;
    const ac_facts *facts;
    const ac_fact_input *input;
    ac_level_set levels;
} counts;

static uint64_t rows_at(const counts *in, const ac_coordinates *at, int32_t period)
{
    uint64_t place = (uint64_t)(period - in->input->first) * in->input->members;
    return in->input->rows[place + ac_member_index(in->program, in->facts, in->levels, at)];
}

/* What a total less the cell would tell: of the other members of each level, of all other cells of
 * the period, of the cell's other periods. */
static void check_rest(limits *all, const counts *in, const ac_value_place *place, uint64_t own)
{
    size_t level_count = 0;
    for (uint32_t level = 0; level < in->program->level_count; level++) {
        if ((in->levels & (1u << level)) == 0) {
            continue;
        }
        AC_SCOPED_BUFFER(who, 200);
        ac_coordinates at = place->at;
        uint64_t sum = 0;
        for (uint32_t m = 0; m < in->facts->levels[level].count; m++) {
            at.members[level] = m;
            sum += rows_at(in, &at, place->period);
        }
        ac_buffer_addf(
            &who, "the cells that differ from it in %.*s alone have together",
            AC_TEXT_ARG(in->program->levels[level].name));
        check(all, sum - own, ac_buffer_text(&who));
        level_count++;
    }
    uint64_t sum = 0;
    for (uint32_t m = 0; m < in->input->members; m++) {
        sum +=
            in->input->rows[(uint64_t)(place->period - in->input->first) * in->input->members + m];
    }
    if (level_count > 1) {
        check(all, sum - own, AC_TEXT("all other cells of the same period have together"));
    }
    sum = 0;
    for (uint32_t p = 0; p < in->input->periods; p++) {
        sum += rows_at(in, &place->at, in->input->first + (int32_t)p);
    }
    check(all, sum - own, AC_TEXT("its other periods have together"));
}

accord_status ac_rows_judge(ac_rows *rows, accord_error *error)
{
    const ac_run *run = rows->run;
    const ac_quantity *of = &run->contract.program->quantities[rows->place.index];
    const counts in = {
        run->contract.program, run->load->facts, &run->load->facts->inputs[rows->place.index],
        of->type.levels};
    if (!rows->read) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%.*s was not counted from files of rows: its cells were pulled from a database, and "
            "the rows are there",
            AC_TEXT_ARG(of->name));
    }
    if (!rows->asked) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%.*s is counted for the term of the contract and the years it names, and this period "
            "is in neither",
            AC_TEXT_ARG(of->name));
    }
    if (rows->listing.code != ACCORD_OK) {
        *error = rows->error;
        return rows->listing;
    }
    uint64_t own = rows_at(&in, &rows->place.at, rows->place.period);
    ac_assert(own == rows->listed.row_count);
    limits all = {.arena = run->arena, .fewest = rows->options.fewest};
    all.list = AC_NEW_ARRAY(run->arena, ac_text, LIMITS_MOST);
    check(&all, own, AC_TEXT("it has"));
    if (own > 0) {
        check_rest(&all, &in, &rows->place, own);
    }
    rows->limits = all.list;
    rows->limit_count = all.count;
    return ac_ok();
}
