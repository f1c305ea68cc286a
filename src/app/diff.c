/* SPDX-License-Identifier: MIT */
/* The steps from the old run to the new one. A step that cannot be computed, or that loses a figure
 * which both runs have, is taken together with the next: "practices.csv with lists.csv". The last
 * step gives the new run itself, so that the parts always add up to the change. */

#include "app/diff.h"

#include "app/diff_inside.h"
#include "value/date.h"

enum { OLD, NEW };

typedef struct making {
    ac_arena *arena;
    const ac_diff_options *options;
    ac_run runs[2];
    ac_diff_pieces pieces;
    ac_diff_streams streams;
    ac_submission *others; /* [other_count], of both folders */
    size_t other_count;
    int layouts_side;          /* whose folders the layouts are looked for in */
    const ac_program *program; /* of the last step that was loaded */
    const ac_load *load;       /* its data */
    bool keeps_data;           /* the step at hand leaves members and inputs as they are */
    ac_diff_lines lines;
    ac_diff_figures ends[2];
    ac_diff_figures *after; /* [cause_count], the figures after each cause */
    ac_diff_cause *causes;  /* [cause_count] */
    size_t cause_count;
    size_t cause_capacity;
    size_t after_capacity;
    ac_text pending; /* what was taken and could not be computed alone; "" for none */
    ac_diff_group pending_group;
    accord_error *error;
} making;

const char *ac_diff_group_name(ac_diff_group group)
{
    static const char *const names[] = {
        [AC_DIFF_LISTS] = "lists",   [AC_DIFF_DATA] = "data",       [AC_DIFF_LAYOUTS] = "layouts",
        [AC_DIFF_PRICES] = "prices", [AC_DIFF_CLAUSES] = "clauses", [AC_DIFF_KNOWN] = "known-by",
    };
    return names[group];
}

/* ---- Runs ---- */

static ac_load_options load_options(const making *work, int side)
{
    return (ac_load_options){
        .data_folder = work->options->sides[side].data_folder,
        .contract_path = work->options->sides[side].contract_path,
        .layout_folders = work->options->layout_folders,
        .layout_folder_count = work->options->layout_folder_count};
}

static accord_status run_end(making *work, int side)
{
    const ac_diff_side *of = &work->options->sides[side];
    ac_run *run = &work->runs[side];
    AC_TRY(ac_run_read_known(run, work->arena, of->contract_path, of->known_by, work->error));
    ac_load_options options = load_options(work, side);
    options.known_by = of->known_by;
    options.progress = work->options->progress;
    AC_TRY(ac_run_load(run, &options, work->error));
    return ac_statement_make(
        work->arena, run->contract.program, run->load->facts, &run->statement, work->error);
}

static void take_end(making *work, int side)
{
    work->ends[side] = ac_diff_take(
        &work->lines, work->runs[side].statement, work->options->values,
        work->options->value_count);
}

/* The files of both folders, so that one which is yet to come is told from one that is not there.
 */
static void list_others(making *work)
{
    size_t count = 0;
    for (int side = OLD; side <= NEW; side++) {
        count += work->runs[side].load->manifest->count;
    }
    work->others = AC_NEW_ARRAY(work->arena, ac_submission, count);
    for (int side = OLD; side <= NEW; side++) {
        const ac_manifest *manifest = work->runs[side].load->manifest;
        for (size_t i = 0; i < manifest->count; i++) {
            work->others[work->other_count++] = manifest->list[i];
        }
    }
}

/* Whether the data of one program are those of another, place for place. */
static bool same_shape(const ac_program *a, const ac_program *b)
{
    bool same = a->quantity_count == b->quantity_count && a->level_count == b->level_count;
    for (uint32_t i = 0; same && i < a->quantity_count; i++) {
        const ac_quantity *left = &a->quantities[i];
        const ac_quantity *right = &b->quantities[i];
        same = ac_text_equal(left->name, right->name) && left->kind == right->kind &&
               left->earlier_count == right->earlier_count;
        for (uint32_t e = 0; same && e < left->earlier_count; e++) {
            same = left->earlier[e].first == right->earlier[e].first &&
                   left->earlier[e].count == right->earlier[e].count;
        }
    }
    return same;
}

static accord_status load_step(making *work, const ac_program *program)
{
    const accord_date *known_by = work->options->sides[OLD].known_by;
    if (work->keeps_data && work->load != NULL && known_by == NULL &&
        same_shape(work->program, program)) {
        work->program = program;
        return ac_ok();
    }
    ac_load_options options = load_options(work, work->layouts_side);
    options.known_by = known_by;
    options.seen =
        ac_diff_streams_seen(work->arena, work->runs, &work->streams, &options.seen_count);
    options.others = work->others;
    options.other_count = work->other_count;
    accord_error unseen = {0};
    AC_TRY(ac_load_data(work->arena, program, &options, &work->load, &unseen));
    work->program = program;
    return ac_ok();
}

/* Whether the figures have all that both ends know. */
static bool has_all(const making *work, const ac_diff_figures *figures)
{
    for (size_t i = 0; i < work->ends[OLD].count && i < work->ends[NEW].count; i++) {
        bool both = work->ends[OLD].known[i] && work->ends[NEW].known[i];
        if (both && (i >= figures->count || !figures->known[i])) {
            return false;
        }
    }
    return true;
}

/* Computes the step as it stands; false if it cannot be had alone. */
static bool try_step(making *work, ac_diff_figures *figures)
{
    AC_SCOPED_ARENA(scratch);
    ac_diagnostics *diagnostics = AC_NEW(work->arena, ac_diagnostics);
    ac_diagnostics_init(diagnostics, work->arena);
    ac_text text = ac_diff_hybrid(work->arena, &work->pieces);
    const ac_program *program = ac_compile(work->arena, text, diagnostics);
    if (program == NULL || load_step(work, program).code != ACCORD_OK) {
        work->load = NULL;
        return false;
    }
    ac_statement_set *set = NULL;
    accord_error unseen = {0};
    if (ac_statement_make(&scratch, program, work->load->facts, &set, &unseen).code != ACCORD_OK) {
        return false;
    }
    *figures = ac_diff_take(&work->lines, set, work->options->values, work->options->value_count);
    return has_all(work, figures);
}

/* ---- Causes ---- */

static void add_cause(making *work, ac_diff_group group, ac_text label, ac_diff_figures figures)
{
    AC_RESERVE(work->arena, work->causes, work->cause_count, work->cause_capacity);
    AC_RESERVE(work->arena, work->after, work->cause_count, work->after_capacity);
    work->causes[work->cause_count] = (ac_diff_cause){.group = group, .label = label};
    work->after[work->cause_count++] = figures;
}

/* The label of a step, with what waited for it. */
static ac_text joined(making *work, ac_text label)
{
    if (work->pending.size == 0) {
        return label;
    }
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    ac_buffer_addf(&text, "%.*s, with %.*s", AC_TEXT_ARG(work->pending), AC_TEXT_ARG(label));
    return ac_text_copy(work->arena, ac_buffer_text(&text));
}

static void take_step(making *work, ac_diff_group group, ac_text label)
{
    ac_diff_figures figures = {0};
    ac_text whole = joined(work, label);
    ac_diff_group first = work->pending.size > 0 ? work->pending_group : group;
    if (try_step(work, &figures)) {
        add_cause(work, first, whole, figures);
        work->pending = AC_TEXT("");
    } else {
        work->pending = whole;
        work->pending_group = first;
    }
}

static void step_streams(making *work, ac_diff_group group)
{
    work->keeps_data = false;
    for (size_t i = 0; i < work->streams.count; i++) {
        ac_diff_stream *stream = &work->streams.list[i];
        if (stream->changed && stream->group == group) {
            stream->taken = true;
            take_step(work, group, stream->label);
        }
    }
}

static bool is_price(const ac_diff_piece *piece)
{
    const ac_clause *clause = piece->clause[NEW] != NULL ? piece->clause[NEW] : piece->clause[OLD];
    return clause != NULL && (clause->kind == AC_CLAUSE_TABLE || clause->kind == AC_CLAUSE_BANDS);
}

/* Whether a clause says nothing of members and of inputs. */
static bool is_of_formulas(const ac_diff_piece *piece)
{
    const ac_clause *clause = piece->clause[NEW] != NULL ? piece->clause[NEW] : piece->clause[OLD];
    return clause != NULL && clause->kind != AC_CLAUSE_PARTY && clause->kind != AC_CLAUSE_LEVEL &&
           clause->kind != AC_CLAUSE_UNIT && clause->kind != AC_CLAUSE_INPUT;
}

static void step_pieces(making *work, ac_diff_group group)
{
    for (size_t i = 0; i < work->pieces.count; i++) {
        ac_diff_piece *piece = &work->pieces.list[i];
        if (piece->changed && is_price(piece) == (group == AC_DIFF_PRICES)) {
            piece->taken = true;
            work->keeps_data = is_of_formulas(piece);
            take_step(work, group, ac_diff_piece_label(work->arena, piece));
        }
    }
}

static bool same_figures(const ac_diff_figures *a, const ac_diff_figures *b)
{
    size_t most = a->count > b->count ? a->count : b->count;
    for (size_t i = 0; i < most; i++) {
        ac_rational left = i < a->count ? a->numbers[i] : AC_RATIONAL_ZERO;
        ac_rational right = i < b->count ? b->numbers[i] : AC_RATIONAL_ZERO;
        if (ac_rational_compare(left, right) != 0) {
            return false;
        }
    }
    return true;
}

static void add_known_by(ac_buffer *label, const accord_date *known_by)
{
    if (known_by == NULL) {
        ac_buffer_add_z(label, "no date");
    } else {
        ac_date_add_iso(label, *known_by);
    }
}

/* What is left: the known-by date, and what waited in vain for a step that could be computed. */
static void step_last(making *work)
{
    const accord_date *old = work->options->sides[OLD].known_by;
    const accord_date *new_one = work->options->sides[NEW].known_by;
    const ac_diff_figures *last =
        work->cause_count > 0 ? &work->after[work->cause_count - 1] : &work->ends[OLD];
    bool moved = (old == NULL) != (new_one == NULL) ||
                 (old != NULL && new_one != NULL && old->day != new_one->day);
    if (moved) {
        AC_SCOPED_BUFFER(label, 100);
        ac_buffer_add_z(&label, "known by ");
        add_known_by(&label, new_one);
        ac_buffer_add_z(&label, " in place of ");
        add_known_by(&label, old);
        ac_text whole = joined(work, ac_text_copy(work->arena, ac_buffer_text(&label)));
        ac_diff_group group = work->pending.size > 0 ? work->pending_group : AC_DIFF_KNOWN;
        add_cause(work, group, whole, work->ends[NEW]);
    } else if (work->pending.size > 0) {
        add_cause(work, work->pending_group, work->pending, work->ends[NEW]);
    } else if (!same_figures(last, &work->ends[NEW])) {
        add_cause(
            work, AC_DIFF_CLAUSES, AC_TEXT("what no one clause or file says"), work->ends[NEW]);
    }
}

/* Layouts lie in other folders, and are most often the same: then they are no cause. */
static void step_layouts(making *work)
{
    size_t before = work->cause_count;
    bool waited = work->pending.size > 0;
    take_step(work, AC_DIFF_LAYOUTS, AC_TEXT("layouts"));
    bool alone = !waited && work->cause_count == before + 1;
    const ac_diff_figures *last = before > 0 ? &work->after[before - 1] : &work->ends[OLD];
    if (alone && same_figures(last, &work->after[before])) {
        work->cause_count = before;
    }
}

static void take_steps(making *work)
{
    const ac_diff_side *sides = work->options->sides;
    bool other_folders =
        !ac_text_is(ac_text_of(sides[OLD].data_folder), sides[NEW].data_folder) ||
        !ac_text_is(ac_text_of(sides[OLD].contract_path), sides[NEW].contract_path);
    step_streams(work, AC_DIFF_LISTS);
    step_streams(work, AC_DIFF_DATA);
    work->layouts_side = NEW;
    if (other_folders) {
        step_layouts(work);
    }
    step_pieces(work, AC_DIFF_PRICES);
    step_pieces(work, AC_DIFF_CLAUSES);
    step_last(work);
}

/* ---- The result ---- */

static ac_rational number_at(const ac_diff_figures *figures, size_t line)
{
    return line < figures->count ? figures->numbers[line] : AC_RATIONAL_ZERO;
}

static void finish_line(const making *work, size_t at)
{
    ac_diff_line *line = &work->lines.list[at];
    ac_rational *parts = AC_NEW_ARRAY(work->arena, ac_rational, work->cause_count);
    for (int side = OLD; side <= NEW; side++) {
        const ac_diff_figures *end = &work->ends[side];
        line->there[side] = at < end->count && end->there[at];
        line->known[side] = at < end->count && end->known[at];
    }
    line->was = number_at(&work->ends[OLD], at);
    line->is = number_at(&work->ends[NEW], at);
    ac_rational before = line->was;
    for (size_t c = 0; c < work->cause_count; c++) {
        ac_rational after = number_at(&work->after[c], at);
        parts[c] = ac_rational_subtract(work->arena, after, before);
        if (ac_rational_sign(parts[c]) != 0) {
            work->causes[c].has_effect = true;
        }
        before = after;
    }
    line->parts = parts;
}

static void list_reworded(const making *work, ac_diff *made)
{
    ac_text *list = AC_NEW_ARRAY(work->arena, ac_text, work->pieces.count);
    for (size_t i = 0; i < work->pieces.count; i++) {
        if (work->pieces.list[i].reworded) {
            list[made->reworded_count++] = ac_diff_piece_label(work->arena, &work->pieces.list[i]);
        }
    }
    made->reworded = list;
}

accord_status ac_diff_make(
    ac_arena *arena, const ac_diff_options *options, const ac_diff **diff, accord_error *error)
{
    accord_error unseen = {0};
    making work = {
        .arena = arena,
        .options = options,
        .pending = AC_TEXT(""),
        .error = error == NULL ? &unseen : error};
    AC_TRY(run_end(&work, OLD));
    AC_TRY(run_end(&work, NEW));
    AC_TRY(ac_diff_check_comparable(options, work.runs, work.error));
    ac_diff_lines_init(&work.lines, arena);
    take_end(&work, NEW); /* first, so that lines stand in the order of the new statement */
    take_end(&work, OLD);
    list_others(&work);
    work.pieces = ac_diff_cut(
        arena, work.runs[OLD].contract.program->syntax, work.runs[NEW].contract.program->syntax);
    work.streams = ac_diff_streams_find(arena, work.runs);
    take_steps(&work);
    for (size_t i = 0; i < work.lines.count; i++) {
        finish_line(&work, i);
    }
    ac_diff *made = AC_NEW(arena, ac_diff);
    *made = (ac_diff){
        .program = work.runs[NEW].contract.program,
        .causes = work.causes,
        .cause_count = work.cause_count,
        .lines = work.lines.list,
        .line_count = work.lines.count};
    list_reworded(&work, made);
    made->gates = ac_gate_changes(
        arena, work.runs[OLD].statement, work.runs[NEW].statement, &made->gate_count);
    *diff = made;
    return ac_ok();
}
