/* SPDX-License-Identifier: MIT */
/* From an input clause to a plan for a cube: which file, through which layout, which column gives
 * which level, and which periods are asked for. */

#include "app/load_inside.h"
#include "app/pulled.h"
#include "app/table.h"
#include "base/assert.h"

/* ---- What is asked for ---- */

static void plan_periods(const ac_loading *loading, const ac_quantity *quantity, ac_cube_plan *plan)
{
    const ac_calendar *calendar = &loading->program->syntax->calendar;
    plan->calendar = calendar;
    plan->period_kind = quantity->period;
    plan->period_field = AC_TEXT("");
    if (quantity->period == AC_PERIOD_NONE) {
        return;
    }
    plan->period_field = ac_text_of(ac_period_kind_name(quantity->period));
    plan->spans[plan->span_count].first = ac_term_first(calendar, quantity->period);
    plan->spans[plan->span_count++].count = ac_term_count(calendar, quantity->period);
    for (uint32_t i = 0; i < quantity->earlier_count; i++) {
        ac_assert(plan->span_count < sizeof plan->spans / sizeof plan->spans[0]);
        plan->spans[plan->span_count].first = quantity->earlier[i].first;
        plan->spans[plan->span_count++].count = quantity->earlier[i].count;
    }
}

static void plan_value(
    const ac_loading *loading,
    const ac_quantity *quantity,
    const ac_clause *clause,
    ac_cube_plan *plan)
{
    const ac_type *type = &quantity->type;
    bool money = type->unit.count == 1 && type->unit.of[0].base == 0 && type->unit.of[0].power == 1;
    plan->input = quantity->name;
    plan->value_field = quantity->name;
    plan->percent = type->percent;
    plan->amount = type->unit.count > 0;
    plan->may_be_negative = money || clause->input.may_be_negative;
    plan->measure = AC_MEASURE_VALUE;
    if (type->kind == AC_KIND_YES_NO) {
        plan->measure = AC_MEASURE_YES_NO;
    } else if (type->kind == AC_KIND_ONE_OF) {
        ac_text *choices = AC_NEW_ARRAY(loading->arena, ac_text, type->choices.count);
        for (size_t i = 0; i < type->choices.count; i++) {
            choices[i] = type->choices.list[i].text;
        }
        plan->measure = AC_MEASURE_ONE_OF;
        plan->choices = choices;
        plan->choice_count = type->choices.count;
    }
}

static ac_cube_key key_of_level(const ac_loading *loading, uint32_t level)
{
    const ac_fact_level *members = &loading->levels[level];
    ac_text name = loading->program->levels[level].name;
    return (ac_cube_key){
        .level = name,
        .field = name,
        .members = &loading->member_names[level],
        .labels = members->codes,
        .member_count = members->count,
        .unlisted = AC_UNLISTED_REFUSE};
}

/* ---- Values from a file ---- */

static accord_status
plan_file(ac_loading *loading, const ac_quantity *quantity, ac_load_plan *plan, ac_cube_key *keys)
{
    const ac_clause *clause = ac_clause_at(loading->program, quantity->clause);
    ac_text file = clause->input.file.text;
    AC_TRY(ac_load_seen(loading, quantity->clause, file, NULL, plan));
    plan->layout = ac_layouts_of_file(&loading->layouts, file);
    for (uint32_t level = 0; level < loading->program->level_count; level++) {
        if ((quantity->type.levels & (1u << level)) != 0) {
            keys[plan->cube.key_count++] = key_of_level(loading, level);
        }
    }
    return ac_ok();
}

/* ---- Rows that are counted ---- */

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static const ac_where *plan_where(ac_arena *arena, const ac_row_condition *condition)
{
    if (condition == NULL) {
        return NULL;
    }
    static const ac_where_op ops[] = {
        [AC_ROW_IS] = AC_WHERE_IS,   [AC_ROW_YES] = AC_WHERE_YES, [AC_ROW_NOT] = AC_WHERE_NOT,
        [AC_ROW_AND] = AC_WHERE_AND, [AC_ROW_OR] = AC_WHERE_OR,   [AC_ROW_GIVEN] = AC_WHERE_GIVEN,
    };
    ac_text *codes = AC_NEW_ARRAY(arena, ac_text, condition->codes.count);
    for (size_t i = 0; i < condition->codes.count; i++) {
        codes[i] = condition->codes.list[i].text;
    }
    ac_where *made = AC_NEW(arena, ac_where);
    *made = (ac_where){
        .op = ops[condition->op],
        .field = condition->field.text,
        .codes = codes,
        .code_count = condition->codes.count,
        .left = plan_where(arena, condition->left),
        .right = plan_where(arena, condition->right)};
    return made;
}

/* What is to follow; `layout` is of the rows that do, NULL where they are those that count. */
static const ac_cube_followed *
plan_followed(ac_arena *arena, const ac_counting *counting, const ac_layout *layout)
{
    const ac_followed *followed = counting->followed;
    ac_text *same = AC_NEW_ARRAY(arena, ac_text, followed->same.count);
    for (size_t i = 0; i < followed->same.count; i++) {
        same[i] = followed->same.list[i].text;
    }
    ac_cube_followed *made = AC_NEW(arena, ac_cube_followed);
    *made = (ac_cube_followed){
        .days = followed->days,
        .same = same,
        .same_count = followed->same.count,
        .where = plan_where(arena, followed->where),
        .layout = layout,
        .day_field =
            followed->day.text.size > 0 ? followed->day.text : counting->period_field.text};
    return made;
}

static ac_text last_word(ac_text field)
{
    size_t from = field.size;
    while (from > 0 && field.at[from - 1] != '-') {
        from--;
    }
    return ac_text_slice(field, from, field.size);
}

/* Reads which code is which member: sites.csv has them in the columns site and setting. Where the
 * file has no column for the codes, the members are codes themselves. */
static accord_status names_from_file(
    ac_loading *loading,
    uint32_t clause,
    const ac_counted_level *counted,
    uint32_t level,
    ac_names *names)
{
    enum { CODE, MEMBER };
    const char *path = NULL;
    AC_TRY(ac_load_path(loading, clause, counted->file.text, &path));
    const ac_table_column columns[] = {
        [CODE] =
            {.names = {counted->field.text, last_word(counted->field.text), counted->level.text}},
        [MEMBER] = {.names = {counted->level.text}},
    };
    ac_table table = {0};
    const ac_table_wanted wanted = {
        path, ac_layouts_of_file(&loading->layouts, counted->file.text), columns, 2};
    AC_TRY(ac_load_table(loading, &wanted, &table));
    for (size_t i = 0; i < table.row_count; i++) {
        ac_text code = table.rows[i].cells[CODE];
        ac_text said = table.rows[i].cells[MEMBER];
        uint32_t member = ac_names_find(&loading->member_names[level], said);
        if (member == AC_NAME_NONE) {
            return ac_table_fail(
                &table, i, MEMBER, loading->error, "%.*s is no %.*s of the contract",
                AC_TEXT_ARG(said), AC_TEXT_ARG(counted->level.text));
        }
        if (!ac_names_add(names, code, member) && ac_names_find(names, code) != member) {
            return ac_table_fail(
                &table, i, CODE, loading->error,
                "%.*s was listed before with another %.*s: keep one row for each",
                AC_TEXT_ARG(code), AC_TEXT_ARG(counted->level.text));
        }
    }
    return ac_ok();
}

static accord_status plan_counted_level(
    ac_loading *loading,
    uint32_t clause,
    const ac_counted_level *counted,
    uint32_t level,
    ac_cube_key *key)
{
    *key = key_of_level(loading, level);
    key->field = counted->field.text;
    key->unlisted = counted->others_set_aside ? AC_UNLISTED_SET_ASIDE : AC_UNLISTED_REFUSE;
    if (counted->file.text.size == 0 && counted->members.count == 0) {
        return ac_ok();
    }
    ac_names *names = AC_NEW(loading->arena, ac_names);
    ac_names_init(names, loading->arena);
    key->members = names;
    if (counted->file.text.size > 0) {
        return names_from_file(loading, clause, counted, level, names);
    }
    for (size_t i = 0; i < counted->members.count; i++) {
        ac_text said = counted->members.list[i].text;
        uint32_t member = ac_names_find(&loading->member_names[level], said);
        if (member == AC_NAME_NONE) {
            return ac_load_fail(
                loading, clause, "gives a code for %.*s, which is no %.*s of the data",
                AC_TEXT_ARG(said), AC_TEXT_ARG(counted->level.text));
        }
        (void)ac_names_add(names, counted->codes.list[i].text, member);
    }
    return ac_ok();
}

static accord_status
find_layout(const ac_loading *loading, uint32_t clause, ac_text source, const ac_layout **layout)
{
    *layout = ac_layouts_named(&loading->layouts, source);
    if (*layout != NULL) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(known, 200);
    for (size_t i = 0; i < loading->layouts.count; i++) {
        ac_buffer_addf(
            &known, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(loading->layouts.list[i].name));
    }
    return ac_load_fail(
        loading, clause,
        "reads rows of %.*s, and no layout has that name (there are: %.*s): put one into the data "
        "folder, or name its folder with --layouts",
        AC_TEXT_ARG(source), AC_TEXT_ARG(ac_buffer_text(&known)));
}

static const ac_counted_level *find_counted(const ac_counting *counting, ac_text level)
{
    for (size_t i = 0; i < counting->level_count; i++) {
        if (ac_text_equal(counting->levels[i].level.text, level)) {
            return &counting->levels[i];
        }
    }
    return NULL;
}

/* Which field gives which level, in the program's order. */
static accord_status plan_counted_levels(
    ac_loading *loading, const ac_quantity *quantity, ac_cube_plan *plan, ac_cube_key *keys)
{
    const ac_program *program = loading->program;
    const ac_counting *counting = ac_clause_at(program, quantity->clause)->input.counting;
    for (uint32_t level = 0; level < program->level_count; level++) {
        if ((quantity->type.levels & (1u << level)) == 0) {
            continue;
        }
        ac_cube_key *key = &keys[plan->key_count++];
        const ac_counted_level *counted = find_counted(counting, program->levels[level].name);
        *key = key_of_level(loading, level);
        if (counted != NULL) {
            AC_TRY(plan_counted_level(loading, quantity->clause, counted, level, key));
        }
    }
    return ac_ok();
}

/* Rows of another layout that follow have files, and a plan, of their own. */
static accord_status plan_followers(
    ac_loading *loading, uint32_t clause, const ac_cube_plan *followed, ac_load_plan *followers)
{
    followers->layout = followed->followed->layout;
    followers->counts = true;
    followers->follows = true;
    ac_cube_plan_followers(followed, &followers->cube);
    AC_TRY(ac_load_seen(loading, clause, AC_TEXT(""), followers->layout, followers));
    return ac_load_check_covers(loading, followers);
}

static accord_status plan_what_follows(
    ac_loading *loading, uint32_t clause, const ac_counting *counting, ac_load_plan *plan)
{
    const ac_layout *layout = NULL;
    ac_text source = counting->followed->source.text;
    if (source.size > 0) {
        AC_TRY(find_layout(loading, clause, source, &layout));
    }
    plan->cube.followed = plan_followed(loading->arena, counting, layout);
    if (layout == NULL || loading->options->fill != NULL || plan->pulled) {
        return ac_ok();
    }
    ac_load_plan *followers = AC_NEW(loading->arena, ac_load_plan);
    plan->followers = followers;
    return plan_followers(loading, clause, &plan->cube, followers);
}

static accord_status plan_counting(
    ac_loading *loading, const ac_quantity *quantity, ac_load_plan *plan, ac_cube_key *keys)
{
    const ac_counting *counting = ac_clause_at(loading->program, quantity->clause)->input.counting;
    bool sums = counting->sum_field.text.size > 0;
    AC_TRY(find_layout(loading, quantity->clause, counting->source.text, &plan->layout));
    plan->counts = true;
    if (loading->options->fill == NULL) {
        AC_TRY(ac_load_seen(loading, quantity->clause, AC_TEXT(""), plan->layout, plan));
    }
    plan->cube.measure = sums ? AC_MEASURE_SUM : AC_MEASURE_COUNT;
    plan->cube.value_field = sums ? counting->sum_field.text : AC_TEXT("");
    plan->cube.where = plan_where(loading->arena, counting->where);
    if (quantity->period != AC_PERIOD_NONE && counting->period_field.text.size > 0) {
        plan->cube.period_field = counting->period_field.text;
    }
    if (counting->followed != NULL) {
        AC_TRY(plan_what_follows(loading, quantity->clause, counting, plan));
    }
    return plan_counted_levels(loading, quantity, &plan->cube, keys);
}

/* When members are open, as a cube is told it: a successor has the amounts, and no rate (R46). */
static const ac_cube_life *lives_of(ac_arena *arena, const ac_fact_level *members, bool amount)
{
    if (members->lives == NULL) {
        return NULL;
    }
    ac_cube_life *lives = AC_NEW_ARRAY(arena, ac_cube_life, members->count);
    for (uint32_t m = 0; m < members->count; m++) {
        const ac_fact_life *life = &members->lives[m];
        lives[m] = (ac_cube_life){life->opened, life->closed, amount && life->successor != AC_NONE};
    }
    return lives;
}

/* For the keys of a plan, which are the levels of a quantity in the program's order. */
static void plan_lives(ac_loading *loading, const ac_quantity *quantity, ac_cube_plan *plan)
{
    const ac_cube_life **lives = AC_NEW_ARRAY(loading->arena, const ac_cube_life *, AC_LEVELS_MAX);
    size_t key = 0;
    bool some = false;
    for (uint32_t level = 0; level < loading->program->level_count; level++) {
        if ((quantity->type.levels & (1u << level)) != 0) {
            lives[key] = lives_of(
                loading->arena, &loading->levels[level], ac_type_is_amount(&quantity->type));
            some = some || lives[key] != NULL;
            key++;
        }
    }
    plan->lives = some ? lives : NULL;
}

accord_status ac_load_plan_make(ac_loading *loading, uint32_t index, ac_load_plan *plan)
{
    const ac_quantity *quantity = &loading->program->quantities[index];
    const ac_clause *clause = ac_clause_at(loading->program, quantity->clause);
    ac_load_plan made = {0};
    ac_cube_key *keys = AC_NEW_ARRAY(loading->arena, ac_cube_key, AC_LEVELS_MAX);
    plan_periods(loading, quantity, &made.cube);
    plan_value(loading, quantity, clause, &made.cube);
    made.cube.keys = keys;
    plan_lives(loading, quantity, &made.cube);
    if (clause->input.counting != NULL) {
        AC_TRY(plan_counting(loading, quantity, &made, keys));
    } else {
        AC_TRY(plan_file(loading, quantity, &made, keys));
    }
    AC_TRY(ac_load_check_covers(loading, &made));
    *plan = made;
    return ac_ok();
}
