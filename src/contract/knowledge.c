/* SPDX-License-Identifier: MIT */
/* What is frozen by days is told by the types of formulas, as the checker worked them out (R12).
 * Files of stage freeze may come sooner: then payments and gates are followed down to the inputs
 * they rest on, and the least of what is frozen of these counts. That is enough, for a payment of a
 * period reads no input of a later day (R14). */

#include "contract/knowledge.h"

#include "base/limits.h"
#include "contract/reach.h"

/* Days beyond any that can be written. */
#define DAY_LAST (INT32_MAX / 2)

/* Up to which day values of a type are frozen by the end of a day. */
static accord_date type_frozen(const ac_program *program, const ac_type *type, accord_date by)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    if (type->known == AC_KNOWN_ALWAYS) {
        return (accord_date){DAY_LAST};
    }
    if (type->known == AC_KNOWN_START) {
        int32_t period = ac_period_of(calendar, type->known_from, by);
        return ac_period_until(calendar, type->known_from, period);
    }
    /* N days after the end of a period its data freeze: its last day + N is not after the day. */
    return (accord_date){by.day - (int32_t)type->freeze_days + 1};
}

static accord_date input_frozen(const ac_program *program, uint32_t index, accord_date by)
{
    const ac_quantity *quantity = &program->quantities[index];
    const accord_date always = {DAY_LAST};
    bool timeless = quantity->period == AC_PERIOD_NONE;
    return timeless ? always : type_frozen(program, &quantity->type, by);
}

/* The walk from a node to inputs. Definitions wait in a list, so that only one formula is walked by
 * recursion, bounded by AC_HEIGHT_MAX. */
typedef struct walk {
    const ac_program *program;
    accord_date by;
    accord_date frozen; /* by the types of the roots */
    bool *met;          /* [quantity_count + gate_count] */
    uint32_t *waiting;  /* [the same] */
    size_t count;
    bool gates_apart; /* gates at dates are only told, not followed through their conditions */
    uint64_t gates;   /* these */
} walk;

static void meet(walk *on, uint32_t definition)
{
    if (!on->met[definition]) {
        on->met[definition] = true;
        on->waiting[on->count++] = definition;
    }
}

static void meet_gate(walk *on, uint32_t gate)
{
    if (on->program->gates[gate].each || !on->gates_apart) {
        meet(on, on->program->quantity_count + gate);
    } else if (gate < 64) {
        on->gates |= UINT64_C(1) << gate;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void walk_node(walk *on, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return;
    }
    const ac_node *node = &on->program->nodes[id];
    if (node->op == AC_OP_QUANTITY) {
        meet(on, node->index);
    } else if (node->op == AC_OP_GATE) {
        meet_gate(on, node->index);
    }
    walk_node(on, node->left);
    walk_node(on, node->right);
    walk_node(on, node->third);
    for (uint32_t i = 0; i < node->argument_count * 2; i++) {
        walk_node(on, on->program->arguments[node->argument + i]);
    }
}

static void walk_versions(walk *on, const ac_version *versions, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++) {
        walk_node(on, versions[v].root);
    }
}

static void walk_waiting(walk *on)
{
    const ac_program *program = on->program;
    while (on->count > 0) {
        uint32_t definition = on->waiting[--on->count];
        if (definition >= program->quantity_count) {
            const ac_gate *gate = &program->gates[definition - program->quantity_count];
            walk_versions(on, gate->versions, gate->version_count);
        } else if (program->quantities[definition].kind == AC_QUANTITY_FORMULA) {
            const ac_quantity *quantity = &program->quantities[definition];
            walk_versions(on, quantity->versions, quantity->version_count);
        }
    }
}

static walk walk_new(ac_arena *arena, const ac_program *program)
{
    size_t count = (size_t)program->quantity_count + program->gate_count;
    return (walk){
        .program = program,
        .frozen = {DAY_LAST},
        .met = AC_NEW_ARRAY(arena, bool, count),
        .waiting = AC_NEW_ARRAY(arena, uint32_t, count)};
}

static void walk_root(walk *on, ac_node_id id)
{
    if (id != AC_NODE_NONE) {
        accord_date frozen = type_frozen(on->program, &on->program->nodes[id].type, on->by);
        on->frozen = frozen.day < on->frozen.day ? frozen : on->frozen;
        walk_node(on, id);
    }
}

/* Whether a split shares out a payment: it names it, or none. */
static bool is_split_of(const ac_split *split, uint32_t pay)
{
    bool of = split->of_count == 0;
    for (uint32_t k = 0; k < split->of_count; k++) {
        of = of || split->of[k] == pay;
    }
    return of;
}

static void walk_splits(walk *on, const ac_split *splits, uint32_t count, uint32_t pay)
{
    for (uint32_t i = 0; i < count; i++) {
        if (is_split_of(&splits[i], pay)) {
            walk_root(on, splits[i].weights);
        }
    }
}

/* The least of what is frozen of the inputs that were met. */
static accord_date least(const walk *on, const accord_date *inputs_frozen)
{
    accord_date frozen = {DAY_LAST};
    for (uint32_t i = 0; i < on->program->quantity_count; i++) {
        bool input = on->program->quantities[i].kind == AC_QUANTITY_INPUT;
        if (input && on->met[i] && inputs_frozen[i].day < frozen.day) {
            frozen = inputs_frozen[i];
        }
    }
    return frozen;
}

static bool meets_inputs(const walk *on)
{
    for (uint32_t i = 0; i < on->program->quantity_count; i++) {
        if (on->met[i] && on->program->quantities[i].kind == AC_QUANTITY_INPUT) {
            return true;
        }
    }
    return false;
}

/* ---- What is frozen ---- */

static accord_date gate_last_day(const ac_program *program, const ac_gate *gate, int32_t period)
{
    if (gate->period == AC_PERIOD_NONE) {
        return gate->date;
    }
    return ac_period_last(&program->syntax->calendar, gate->period, period);
}

/* A gate at a date is decided when its data freeze: by its days, or by files. */
static bool
is_decided(ac_arena *scratch, const ac_program *program, const ac_knowledge *made, uint32_t index)
{
    const ac_gate *gate = &program->gates[index];
    if (made->by.day >= gate->decided.day) {
        return true;
    }
    walk on = walk_new(scratch, program);
    walk_versions(&on, gate->versions, gate->version_count);
    walk_waiting(&on);
    return made->by.day >= gate->date.day &&
           gate_last_day(program, gate, gate->at).day < least(&on, made->inputs_frozen).day;
}

static void settle_gates(const ac_program *program, ac_knowledge *made)
{
    AC_SCOPED_ARENA(scratch);
    for (uint32_t g = 0; g < program->gate_count && g < 64; g++) {
        if (!program->gates[g].each && !is_decided(&scratch, program, made, g)) {
            made->gates_open |= UINT64_C(1) << g;
        }
    }
    /* Cases were checked on the word that a gate whose data freeze later is not decided while one
     * whose data freeze sooner is open; files that came early do not change that order. */
    for (uint32_t early = 0; early < program->gate_count && early < 64; early++) {
        for (uint32_t late = 0; late < program->gate_count && late < 64; late++) {
            const ac_gate *a = &program->gates[early];
            const ac_gate *b = &program->gates[late];
            bool open = (made->gates_open >> early & 1) != 0;
            if (open && !b->each && a->date.day <= b->date.day &&
                a->decided.day <= b->decided.day) {
                made->gates_open |= UINT64_C(1) << late;
            }
        }
    }
}

static accord_date
pay_frozen(const ac_program *program, const ac_knowledge *made, uint32_t index, uint64_t *gates)
{
    AC_SCOPED_ARENA(scratch);
    walk on = walk_new(&scratch, program);
    on.by = made->by;
    on.gates_apart = true; /* ac_knowledge_is_final asks whether they are decided */
    const ac_pay *pay = &program->pays[index];
    for (uint32_t v = 0; v < pay->version_count; v++) {
        walk_root(&on, pay->versions[v].amount);
    }
    walk_splits(&on, program->payer_splits, program->payer_split_count, index);
    walk_splits(&on, program->payee_splits, program->payee_split_count, index);
    walk_splits(&on, program->pass_splits, program->pass_split_count, index);
    walk_waiting(&on);
    *gates = on.gates;
    if (!meets_inputs(&on)) {
        return on.frozen; /* no files freeze it */
    }
    accord_date by_files = least(&on, made->inputs_frozen);
    return by_files.day > on.frozen.day ? by_files : on.frozen;
}

const ac_knowledge *ac_knowledge_make(
    ac_arena *arena,
    const ac_program *program,
    accord_date by,
    bool by_said,
    const ac_frozen_days *files,
    size_t file_count)
{
    ac_knowledge *made = AC_NEW(arena, ac_knowledge);
    accord_date *inputs = AC_NEW_ARRAY(arena, accord_date, program->quantity_count);
    accord_date *pays = AC_NEW_ARRAY(arena, accord_date, program->pay_count);
    uint64_t *gates = AC_NEW_ARRAY(arena, uint64_t, program->pay_count);
    *made = (ac_knowledge){.by_said = by_said, .by = by};
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (program->quantities[i].kind == AC_QUANTITY_INPUT) {
            inputs[i] = input_frozen(program, i, by);
        }
    }
    for (size_t f = 0; f < file_count; f++) {
        accord_date *frozen = &inputs[files[f].quantity];
        frozen->day = files[f].until.day > frozen->day ? files[f].until.day : frozen->day;
    }
    made->inputs_frozen = inputs;
    for (uint32_t p = 0; p < program->pay_count; p++) {
        pays[p] = pay_frozen(program, made, p, &gates[p]);
    }
    made->pays_frozen = pays;
    made->pays_gates = gates;
    settle_gates(program, made);
    made->gates_undecided = by_said ? made->gates_open : 0;
    return made;
}

bool ac_knowledge_is_final(
    const ac_program *program,
    const ac_knowledge *knowledge,
    uint32_t index,
    int32_t period,
    accord_date due)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_pay *pay = &program->pays[index];
    accord_date until = {ac_period_last(calendar, pay->period, period).day + 1};
    for (uint32_t g = 0; g < program->gate_count && g < 64; g++) {
        const ac_gate *gate = &program->gates[g];
        bool asked = (knowledge->pays_gates[index] >> g & 1) != 0 && until.day > gate->date.day;
        /* One that is decided after the payment is due stays undecided for it. */
        if (asked && (knowledge->gates_open >> g & 1) != 0 && gate->decided.day <= due.day) {
            return false;
        }
    }
    return until.day <= knowledge->pays_frozen[index].day;
}

/* When a root of a period that ends on a day is frozen by the days of its type. */
static accord_date
root_freezes(const ac_program *program, ac_node_id id, accord_date last, accord_date so_far)
{
    if (id == AC_NODE_NONE) {
        return so_far;
    }
    const ac_type *type = &program->nodes[id].type;
    const ac_calendar *calendar = &program->syntax->calendar;
    accord_date day = so_far;
    if (type->known == AC_KNOWN_START) {
        int32_t held = ac_period_of(calendar, type->known_from, last);
        day = ac_period_from(calendar, type->known_from, held);
    } else if (type->known != AC_KNOWN_ALWAYS) {
        day.day = last.day + (int32_t)type->freeze_days;
    }
    return day.day > so_far.day ? day : so_far;
}

accord_date ac_pay_freezes(const ac_program *program, uint32_t pay, int32_t period)
{
    const ac_pay *of_pay = &program->pays[pay];
    const ac_calendar *calendar = &program->syntax->calendar;
    const accord_date first = ac_period_first(calendar, of_pay->period, period);
    const accord_date last = ac_period_last(calendar, of_pay->period, period);
    const ac_pay_version *version = ac_pay_version_on(of_pay, first);
    accord_date day = first;
    if (version != NULL) {
        day = root_freezes(program, version->amount, last, day);
    }
    const struct {
        const ac_split *list;
        uint32_t count;
    } sides[] = {
        {program->payer_splits, program->payer_split_count},
        {program->payee_splits, program->payee_split_count},
        {program->pass_splits,  program->pass_split_count },
    };
    for (size_t s = 0; s < sizeof sides / sizeof sides[0]; s++) {
        for (uint32_t i = 0; i < sides[s].count; i++) {
            bool of = is_split_of(&sides[s].list[i], pay);
            day = of ? root_freezes(program, sides[s].list[i].weights, last, day) : day;
        }
    }
    return day;
}

accord_date
ac_gate_decided(const ac_program *program, uint32_t index, ac_period_kind kind, int32_t period)
{
    const ac_gate *gate = &program->gates[index];
    if (!gate->each) {
        return gate->decided;
    }
    const ac_calendar *calendar = &program->syntax->calendar;
    if (gate->type.known == AC_KNOWN_START) {
        int32_t held = ac_period_within(calendar, kind, period, gate->type.known_from);
        return ac_period_from(calendar, gate->type.known_from, held);
    }
    int32_t read = ac_read_period(calendar, kind, period, gate->period);
    accord_date last = gate_last_day(program, gate, read);
    bool always = gate->type.known == AC_KNOWN_ALWAYS;
    return (accord_date){last.day + (always ? 0 : (int32_t)gate->type.freeze_days)};
}
