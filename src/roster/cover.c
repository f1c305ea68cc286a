/* SPDX-License-Identifier: MIT */
/* Builds the network of a problem, and reads bounds, a start and the minimum cut off its flow.
 *
 * source -> doctor -> week -> day -> half-day -> session -> [room] -> request -> sink -> source.
 * Capacities: hard limits over the whole time and over whole weeks, sessions a day, one place at a
 * time, doctors a session, rooms. A unit into the sink saves what the session costs if unmet. */

#include "roster/cover.h"

#include "base/whole.h"
#include "roster/dual.h"

#define NONE UINT32_MAX

struct ac_covering {
    ac_arena *arena;
    const ac_problem *problem;
    ac_network network;
    uint32_t source;
    uint32_t sink;
    uint32_t *duty_nodes;
    uint32_t *room_nodes;
    uint32_t *request_nodes;
    uint32_t *slot_nodes; /* [slot], of the doctor at hand */
    uint32_t *met_arcs;   /* [request] */
    uint32_t *pair_arcs;  /* by doctor and duty, of lawful pairs only */
    uint32_t pair_count;
    size_t pair_capacity;
    ac_ceiling *ceilings; /* [doctor] */
    int64_t *costs;       /* [arc], on the whole but for those of pairs; scaled */
    ac_dual dual;
    int64_t given_back; /* on the limits of tolls, by the flow at hand; scaled */
    ac_flow *flow;
};

typedef ac_covering cover_work;

static uint32_t node(cover_work *w)
{
    return w->network.node_count++;
}

static uint32_t join(cover_work *w, uint32_t from, uint32_t to, int64_t most, int64_t cost)
{
    return ac_network_add(w->arena, &w->network, (ac_arc){from, to, most, cost, 0});
}

static void add_pair(cover_work *w, uint32_t duty)
{
    uint32_t slot = w->slot_nodes[ac_slot_of(w->problem, &w->problem->duties[duty])];
    uint32_t arc = join(w, slot, w->duty_nodes[duty], 1, 0);
    AC_RESERVE(w->arena, w->pair_arcs, w->pair_count, w->pair_capacity);
    w->pair_arcs[w->pair_count++] = arc;
}

static void join_doctor(cover_work *w, uint32_t doctor, uint32_t top)
{
    const ac_ceiling *ceiling = &w->ceilings[doctor];
    (void)join(w, w->source, top, ceiling->free, 0);
    if (ceiling->free < ceiling->term) {
        int64_t price = ceiling->price * AC_SHARE_SCALE;
        (void)join(w, w->source, top, ceiling->term - ceiling->free, price);
    }
}

/* The nodes of one doctor: only those of half-days in which there is a lawful session. */
static void add_doctor(cover_work *w, uint32_t doctor)
{
    const ac_problem *p = w->problem;
    uint32_t top = node(w);
    bool *used = AC_NEW_ARRAY(w->arena, bool, (size_t)p->day_count * p->part_count);
    for (uint32_t i = 0; i < p->duty_count; i++) {
        if (ac_refusal_of(p, doctor, i) == AC_RULE_NONE) {
            used[ac_slot_of(p, &p->duties[i])] = true;
        }
    }
    join_doctor(w, doctor, top);
    uint32_t week_node = NONE;
    for (uint32_t day = 0; day < p->day_count; day++) {
        uint32_t week = ac_week_of(p, day);
        if (day == 0 || week != ac_week_of(p, day - 1)) {
            week_node = node(w);
            (void)join(
                w, top, week_node, ac_least(w->ceilings[doctor].weeks[week], p->duty_count), 0);
        }
        uint32_t day_node = NONE;
        for (uint32_t part = 0; part < p->part_count; part++) {
            uint32_t slot = day * p->part_count + part;
            if (!used[slot]) {
                continue;
            }
            if (day_node == NONE) {
                day_node = node(w);
                (void)join(w, week_node, day_node, p->doctors[doctor].day_most, 0);
            }
            w->slot_nodes[slot] = node(w);
            (void)join(w, day_node, w->slot_nodes[slot], 1, 0);
        }
    }
    for (uint32_t i = 0; i < p->duty_count; i++) {
        if (ac_refusal_of(p, doctor, i) == AC_RULE_NONE) {
            add_pair(w, i);
        }
    }
}

/* A room serves fixed sessions through one node; a request with a choice of times passes it by. */
static void add_requests(cover_work *w)
{
    const ac_problem *p = w->problem;
    for (uint32_t i = 0; i < p->room_count; i++) {
        w->room_nodes[i] = node(w);
        (void)join(w, w->room_nodes[i], w->sink, p->rooms[i].most, 0);
    }
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *request = &p->requests[i];
        const ac_duty *only = &p->duties[request->duty_first];
        bool in_room = request->duty_count == 1 && only->room != AC_NO_ROOM;
        uint32_t to = in_room ? w->room_nodes[only->room] : w->sink;
        uint32_t from = node(w);
        w->request_nodes[i] = from;
        w->met_arcs[i] = join(w, from, to, request->needed, -request->under_cost * AC_SHARE_SCALE);
        if (request->over_allowed) {
            (void)join(w, from, to, p->doctor_count, request->over_cost * AC_SHARE_SCALE);
        }
        for (uint32_t j = 0; j < request->duty_count; j++) {
            const ac_duty *duty = &p->duties[request->duty_first + j];
            int64_t most = ac_least(duty->most, p->doctor_count);
            if (duty->room != AC_NO_ROOM) {
                most = ac_least(most, p->rooms[duty->room].most);
            }
            w->duty_nodes[request->duty_first + j] = node(w);
            (void)join(w, w->duty_nodes[request->duty_first + j], from, most, 0);
        }
    }
}

/* The short side of the minimum cut: what can still be reached backward from a request that is
 * short through arcs with room. The doctors there are all used up. */
static void find_cut(cover_work *w, ac_cover *cover)
{
    const ac_network *net = &w->network;
    uint8_t *seen = AC_NEW_ARRAY(w->arena, uint8_t, net->node_count);
    uint32_t *first = AC_NEW_ARRAY(w->arena, uint32_t, (size_t)net->node_count + 1);
    uint32_t *order = AC_NEW_ARRAY(w->arena, uint32_t, (size_t)net->arc_count * 2);
    uint32_t *queue = AC_NEW_ARRAY(w->arena, uint32_t, net->node_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < net->arc_count; i++) {
        first[net->arcs[i].to]++;
        first[net->arcs[i].from]++;
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= net->node_count; i++) {
        uint32_t here = i < net->node_count ? first[i] : 0;
        sum += here;
        first[i] = sum;
    }
    for (uint32_t i = 0; i < net->arc_count; i++) {
        order[--first[net->arcs[i].to]] = i;
        order[--first[net->arcs[i].from]] = i;
    }
    for (uint32_t i = 0; i < w->problem->request_count; i++) {
        if (cover->short_of[i] > 0) {
            seen[w->request_nodes[i]] = 1;
            queue[count++] = w->request_nodes[i];
        }
    }
    seen[w->source] = 1;
    seen[w->sink] = 1;
    for (uint32_t at = 0; at < count; at++) {
        for (uint32_t i = first[queue[at]]; i < first[queue[at] + 1]; i++) {
            const ac_arc *arc = &net->arcs[order[i]];
            bool back = arc->to == queue[at] && arc->flow < arc->most;
            bool forth = arc->from == queue[at] && arc->flow > 0;
            uint32_t next = back ? arc->from : arc->to;
            if ((back || forth) && seen[next] == 0) {
                seen[next] = 1;
                queue[count++] = next;
            }
        }
    }
    for (uint32_t i = 0; i < w->problem->duty_count; i++) {
        cover->cut[i] = seen[w->duty_nodes[i]];
    }
}

/* What is not met of each request and what is placed; its cost is said by whoever asked. */
static void read_flow(cover_work *w, ac_arena *arena, ac_cover *cover)
{
    const ac_problem *p = w->problem;
    cover->placed.placements = AC_NEW_ARRAY(arena, ac_placement, w->pair_count);
    cover->short_of = AC_NEW_ARRAY(arena, uint32_t, p->request_count);
    cover->cut = AC_NEW_ARRAY(arena, uint8_t, p->duty_count);
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *request = &p->requests[i];
        cover->short_of[i] = request->needed - (uint32_t)w->network.arcs[w->met_arcs[i]].flow;
        cover->unmet += cover->short_of[i];
    }
    uint32_t at = 0;
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        for (uint32_t i = 0; i < p->duty_count; i++) {
            if (ac_refusal_of(p, d, i) != AC_RULE_NONE) {
                continue;
            }
            if (w->network.arcs[w->pair_arcs[at]].flow > 0) {
                cover->placed.placements[cover->placed.count++] = (ac_placement){d, i};
            }
            at++;
        }
    }
}

/* Makes the network; costs of pairs are set later. */
static void build(cover_work *w)
{
    const ac_problem *p = w->problem;
    w->duty_nodes = AC_NEW_ARRAY(w->arena, uint32_t, p->duty_count);
    w->room_nodes = AC_NEW_ARRAY(w->arena, uint32_t, p->room_count);
    w->request_nodes = AC_NEW_ARRAY(w->arena, uint32_t, p->request_count);
    w->met_arcs = AC_NEW_ARRAY(w->arena, uint32_t, p->request_count);
    w->slot_nodes = AC_NEW_ARRAY(w->arena, uint32_t, (size_t)p->day_count * p->part_count);
    w->ceilings = ac_ceilings(w->arena, p);
    w->source = node(w);
    w->sink = node(w);
    w->network.sink = w->sink;
    (void)join(w, w->sink, w->source, INT64_MAX / 8, 0);
    add_requests(w);
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        add_doctor(w, d);
    }
}

static void set_costs(cover_work *w)
{
    uint32_t at = 0;
    w->given_back = ac_tolls_charge(&w->dual.tolls);
    for (uint32_t i = 0; i < w->network.arc_count; i++) {
        w->network.arcs[i].cost = w->costs[i];
    }
    for (size_t i = 0; i < (size_t)w->problem->doctor_count * w->problem->duty_count; i++) {
        if (w->problem->refusals[i] == AC_RULE_NONE) {
            w->network.arcs[w->pair_arcs[at]].cost =
                w->problem->pair_costs[i] * (int64_t)AC_SHARE_SCALE +
                ac_shares_cost(&w->dual.shares, at) + w->dual.tolls.of_pair[at];
            at++;
        }
    }
}

/* Which pairs the flow uses. */
static void read_flows(cover_work *w)
{
    for (uint32_t i = 0; i < w->pair_count; i++) {
        w->dual.flows[i] = w->network.arcs[w->pair_arcs[i]].flow > 0;
    }
}

/* What no roster can go below, from the scaled cost of a flow: rounded up, since costs are
 * whole. */
static int64_t bound_of(const cover_work *w)
{
    int64_t cost = ac_network_cost(&w->network) - w->given_back;
    for (uint32_t i = 0; i < w->problem->request_count; i++) {
        cost += w->problem->requests[i].under_cost * w->problem->requests[i].needed *
                (int64_t)AC_SHARE_SCALE;
    }
    int64_t whole = cost / AC_SHARE_SCALE + (cost % AC_SHARE_SCALE > 0 ? 1 : 0);
    return whole + w->problem->constant_cost;
}

ac_covering *ac_covering_new(ac_arena *arena, const ac_problem *problem)
{
    ac_covering *w = AC_NEW(arena, ac_covering);
    *w = (ac_covering){.arena = arena, .problem = problem};
    build(w);
    w->costs = AC_NEW_ARRAY(arena, int64_t, w->network.arc_count);
    for (uint32_t i = 0; i < w->network.arc_count; i++) {
        w->costs[i] = w->network.arcs[i].cost;
    }
    ac_dual_init(arena, problem, w->ceilings, &w->dual);
    set_costs(w);
    w->flow = ac_flow_new(arena, &w->network);
    return w;
}

void ac_covering_coverage(
    ac_arena *arena, ac_covering *covering, const ac_stop *stop, ac_cover *cover)
{
    ac_covering *w = covering;
    const ac_problem *p = w->problem;
    *cover = (ac_cover){0};
    for (uint32_t i = 0; i < w->network.arc_count; i++) {
        w->network.arcs[i].cost = 0;
    }
    for (uint32_t i = 0; i < p->request_count; i++) {
        w->network.arcs[w->met_arcs[i]].cost = -p->requests[i].under_cost;
    }
    cover->proven = ac_flow_solve(w->flow, &w->network, stop);
    read_flow(w, arena, cover);
    for (uint32_t i = 0; i < p->request_count; i++) {
        cover->cost += p->requests[i].under_cost * cover->short_of[i];
    }
    find_cut(w, cover);
}

/* The cheapest flow at the parts and tolls at hand, and what it uses. */
static void flow_once(cover_work *w, ac_arena *arena, const ac_stop *stop, ac_cover *cover)
{
    *cover = (ac_cover){0};
    set_costs(w);
    cover->proven = ac_flow_solve(w->flow, &w->network, stop);
    read_flow(w, arena, cover);
    read_flows(w);
    ac_shares_count(&w->dual.shares, w->dual.flows);
    ac_tolls_count(&w->dual.tolls, w->dual.flows);
}

void ac_covering_whole(ac_arena *arena, ac_covering *covering, const ac_stop *stop, ac_cover *cover)
{
    flow_once(covering, arena, stop, cover);
    cover->cost = cover->proven ? bound_of(covering) : INT64_MIN;
}

void ac_covering_settle(
    ac_arena *arena,
    ac_covering *covering,
    uint32_t round,
    int64_t toll,
    const ac_stop *stop,
    ac_cover *cover)
{
    ac_shares_settle(&covering->dual.shares, round);
    ac_tolls_raise(&covering->dual.tolls, toll);
    flow_once(covering, arena, stop, cover);
}

/* What the flow just solved would pay for a session of a request. */
static int64_t pay_of(const cover_work *w, uint32_t request)
{
    const ac_request *r = &w->problem->requests[request];
    int64_t price = ac_flow_price(w->flow, w->request_nodes[request]);
    for (uint32_t i = r->duty_first; i < r->duty_first + r->duty_count; i++) {
        price = ac_least(price, ac_flow_price(w->flow, w->duty_nodes[i]));
    }
    return price - ac_flow_price(w->flow, w->source);
}

/* Doctors alone, from the prices of the flow just solved. */
static void begin_alone(cover_work *w)
{
    AC_SCOPED_ARENA(scratch);
    int64_t *prices = AC_NEW_ARRAY(&scratch, int64_t, w->problem->request_count);
    for (uint32_t i = 0; i < w->problem->request_count; i++) {
        prices[i] = pay_of(w, i);
    }
    ac_dual_begin_alone(w->arena, &w->dual, prices);
}

int64_t
ac_covering_bound(ac_covering *covering, uint32_t rounds, int64_t target, const ac_stop *stop)
{
    cover_work *w = covering;
    ac_ascent *a = &w->dual.ascent;
    a->target = target;
    if (w->dual.alone != NULL) {
        ac_dual_rounds(&w->dual, rounds * AC_ROUNDS_A_FLOW, 0, stop);
        return a->best;
    }
    bool alone = rounds > AC_FLOWS_FIRST && ac_alone_fits(w->problem);
    uint32_t flows = alone ? AC_FLOWS_FIRST : rounds;
    ac_shares_step(&w->dual.shares, 0); /* no parts sum to more than their cost */
    for (uint32_t round = 0; round < flows && a->best < target; round++) {
        set_costs(w);
        if (ac_stop_asked(stop) || !ac_flow_solve(w->flow, &w->network, stop)) {
            return a->best;
        }
        int64_t bound = bound_of(w);
        read_flows(w);
        ac_dual_ascend(&w->dual, bound);
    }
    if (alone) {
        begin_alone(w);
        ac_dual_rounds(&w->dual, (rounds - flows) * AC_ROUNDS_A_FLOW, 0, stop);
    }
    return a->best;
}

const ac_dual *ac_covering_dual(const ac_covering *covering)
{
    return covering->dual.alone == NULL ? NULL : &covering->dual;
}

void ac_cover_solve(
    ac_arena *arena, const ac_problem *problem, const ac_stop *stop, ac_cover *cover)
{
    AC_SCOPED_ARENA(scratch);
    ac_covering_coverage(arena, ac_covering_new(&scratch, problem), stop, cover);
}
