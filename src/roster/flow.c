/* SPDX-License-Identifier: MIT */
/* The primal network simplex. A spanning tree hangs from a root; at first every node hangs on
 * its cheapest way to the sink, so that prices are right but for the arcs that close a cycle
 * there, and a node without such a way hangs from the root by an arc too dear to be used. Arcs
 * outside the tree carry nothing or all they can. An arc that would lower the cost enters the
 * tree; flow goes round the cycle that it closes until an arc is empty or full, and that one
 * leaves. The leaving arc is the last such on the cycle, seen from its top: the tree then stays
 * "strongly feasible" (Cunningham, 1976), and no sequence of pivots without gain can come back
 * to where it began. */

#include "roster/flow.h"

#include "base/assert.h"

#define NONE UINT32_MAX

typedef enum place { AT_NOTHING = 1, IN_TREE = 0, AT_MOST = -1 } place;

enum { STOP_EVERY = 1024, BLOCK_LEAST = 64 };

typedef struct tree_node {
    uint32_t parent;
    uint32_t above; /* the arc to the parent */
    uint32_t child; /* the first; the others follow by `next` */
    uint32_t next;
    uint32_t last; /* the sibling before */
    uint32_t size; /* of nodes in the tree below, with itself */
} tree_node;

/* What is looked at of an arc in search of one that enters. */
typedef struct priced_arc {
    uint32_t from;
    uint32_t to;
    int64_t cost;
} priced_arc;

typedef struct simplex {
    ac_arc *arcs; /* [arc_count + node_count]; the last ones go to the root */
    priced_arc *priced;
    uint32_t arc_count;
    uint32_t all_count;
    uint32_t node_count; /* with the root, which is the last */
    int8_t *places;      /* [all_count] */
    tree_node *nodes;
    int64_t *price; /* of a unit at the node: cost of the way from the root, with sign */
    uint32_t *walk; /* room for a walk over a subtree */
    uint32_t scan;  /* where the search for an entering arc goes on */
    uint32_t block;
} simplex;

uint32_t ac_network_add(ac_arena *arena, ac_network *network, ac_arc arc)
{
    AC_RESERVE(arena, network->arcs, network->arc_count, network->arc_capacity);
    network->arcs[network->arc_count] = arc;
    return network->arc_count++;
}

int64_t ac_network_cost(const ac_network *network)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < network->arc_count; i++) {
        sum += network->arcs[i].flow * network->arcs[i].cost;
    }
    return sum;
}

static void hang(simplex *s, uint32_t node, uint32_t parent)
{
    tree_node *here = &s->nodes[node];
    here->parent = parent;
    here->last = NONE;
    here->next = s->nodes[parent].child;
    if (here->next != NONE) {
        s->nodes[here->next].last = node;
    }
    s->nodes[parent].child = node;
}

static void unhang(simplex *s, uint32_t node)
{
    const tree_node *here = &s->nodes[node];
    if (here->last == NONE) {
        s->nodes[here->parent].child = here->next;
    } else {
        s->nodes[here->last].next = here->next;
    }
    if (here->next != NONE) {
        s->nodes[here->next].last = here->last;
    }
}

/* What the price of a node must be, by its parent's. */
static int64_t price_of(const simplex *s, uint32_t node)
{
    const ac_arc *arc = &s->arcs[s->nodes[node].above];
    int64_t parent = s->price[s->nodes[node].parent];
    return arc->from == node ? parent - arc->cost : parent + arc->cost;
}

/* Prices of the whole tree, and how many nodes hang below each. */
static void refresh(simplex *s)
{
    uint32_t root = s->node_count - 1;
    uint32_t count = 1;
    s->walk[0] = root;
    for (uint32_t at = 0; at < count; at++) {
        tree_node *node = &s->nodes[s->walk[at]];
        node->size = 1;
        for (uint32_t c = node->child; c != NONE; c = s->nodes[c].next) {
            s->price[c] = price_of(s, c);
            s->walk[count++] = c;
        }
    }
    while (count-- > 1) {
        const tree_node *node = &s->nodes[s->walk[count]];
        s->nodes[node->parent].size += node->size;
    }
}

/* A subtree that hangs anew: its prices all change by as much. */
static void shift_prices(simplex *s, uint32_t top)
{
    int64_t change = price_of(s, top) - s->price[top];
    uint32_t count = 0;
    s->walk[count++] = top;
    while (count > 0) {
        uint32_t node = s->walk[--count];
        s->price[node] += change;
        for (uint32_t c = s->nodes[node].child; c != NONE; c = s->nodes[c].next) {
            s->walk[count++] = c;
        }
    }
}

/* Arcs by the node that they go to: those of node n are order[first[n]] up to first[n + 1]. */
static uint32_t *arcs_into(ac_arena *arena, const ac_network *network, uint32_t **order)
{
    uint32_t *first = AC_NEW_ARRAY(arena, uint32_t, (size_t)network->node_count + 2);
    *order = AC_NEW_ARRAY(arena, uint32_t, network->arc_count);
    for (uint32_t i = 0; i < network->arc_count; i++) {
        first[network->arcs[i].to + 2]++;
    }
    for (uint32_t i = 2; i < network->node_count + 2; i++) {
        first[i] += first[i - 1];
    }
    for (uint32_t i = 0; i < network->arc_count; i++) {
        (*order)[first[network->arcs[i].to + 1]++] = i;
    }
    return first;
}

/* The cheapest way to the sink from every node that has one, as `above`; NONE for the others. Nodes
 * are looked at again while their way gets cheaper, which ends since there is no cycle. */
static void find_ways(ac_arena *arena, const ac_network *network, simplex *s)
{
    if (network->node_count == 0) {
        return;
    }
    uint32_t *order = NULL;
    uint32_t *first = arcs_into(arena, network, &order);
    bool *waits = AC_NEW_ARRAY(arena, bool, network->node_count);
    uint32_t *queue = AC_NEW_ARRAY(arena, uint32_t, network->node_count);
    uint32_t from = 0;
    uint32_t count = 1;
    for (uint32_t i = 0; i < network->node_count; i++) {
        s->nodes[i].above = NONE;
    }
    queue[0] = network->sink;
    while (count > 0) {
        uint32_t node = queue[from];
        from = from + 1 == network->node_count ? 0 : from + 1;
        count--;
        waits[node] = false;
        for (uint32_t i = first[node]; i < first[node + 1]; i++) {
            const ac_arc *arc = &network->arcs[order[i]];
            int64_t price = s->price[node] - arc->cost;
            if (arc->most == 0 || arc->from == network->sink ||
                (s->nodes[arc->from].above != NONE && s->price[arc->from] >= price)) {
                continue;
            }
            s->nodes[arc->from].above = order[i];
            s->price[arc->from] = price;
            if (!waits[arc->from]) {
                waits[arc->from] = true;
                queue[(from + count++) % network->node_count] = arc->from;
            }
        }
    }
}

static void begin(ac_arena *arena, const ac_network *network, simplex *s)
{
    uint32_t nodes = network->node_count + 1;
    int64_t dear = 1;
    *s = (simplex){
        .arc_count = network->arc_count,
        .all_count = network->arc_count + network->node_count,
        .node_count = nodes};
    s->arcs = AC_NEW_ARRAY(arena, ac_arc, s->all_count);
    s->places = AC_NEW_ARRAY(arena, int8_t, s->all_count);
    s->priced = AC_NEW_ARRAY(arena, priced_arc, network->arc_count);
    s->nodes = AC_NEW_ARRAY(arena, tree_node, nodes);
    s->walk = AC_NEW_ARRAY(arena, uint32_t, nodes);
    s->price = AC_NEW_ARRAY(arena, int64_t, nodes);
    for (uint32_t i = 0; i < network->arc_count; i++) {
        s->arcs[i] = network->arcs[i];
        s->arcs[i].flow = 0;
        s->priced[i] = (priced_arc){s->arcs[i].from, s->arcs[i].to, s->arcs[i].cost};
        s->places[i] = AT_NOTHING;
        int64_t cost = s->arcs[i].cost;
        dear = dear > (cost < 0 ? -cost : cost) ? dear : (cost < 0 ? -cost : cost);
    }
    dear = 4 * dear * (int64_t)nodes; /* costs may grow when it is solved again */
    for (uint32_t i = 0; i < nodes; i++) {
        s->nodes[i].child = NONE;
    }
    s->nodes[nodes - 1].parent = NONE;
    find_ways(arena, network, s);
    for (uint32_t i = 0; i < network->node_count; i++) {
        uint32_t arc = network->arc_count + i;
        s->arcs[arc] = (ac_arc){i, nodes - 1, INT64_MAX / 4, dear, 0};
        s->nodes[i].above = s->nodes[i].above == NONE ? arc : s->nodes[i].above;
        s->places[arc] = AT_NOTHING;
        s->places[s->nodes[i].above] = IN_TREE;
        hang(s, i, s->arcs[s->nodes[i].above].to);
    }
    refresh(s);
    s->block = BLOCK_LEAST;
    while ((uint64_t)s->block * s->block < s->arc_count) {
        s->block++;
    }
}

/* How much an arc would save a unit if it entered; 0 or less if nothing. */
static int64_t saving(const simplex *s, uint32_t arc)
{
    const priced_arc *a = &s->priced[arc];
    return -(int64_t)s->places[arc] * (a->cost + s->price[a->from] - s->price[a->to]);
}

/* The best arc of a block of arcs, going on to the next blocks while there is none. */
static uint32_t entering(simplex *s)
{
    uint32_t best = NONE;
    int64_t most = 0;
    uint32_t left = s->block;
    for (uint32_t seen = 0; seen < s->arc_count; seen++) {
        uint32_t arc = s->scan;
        s->scan = s->scan + 1 == s->arc_count ? 0 : s->scan + 1;
        int64_t saved = saving(s, arc);
        if (saved > most) {
            most = saved;
            best = arc;
        }
        if (--left == 0) {
            if (best != NONE) {
                return best;
            }
            left = s->block;
        }
    }
    return best;
}

/* Where the ways of two nodes to the root meet: what is above a node has more below it. */
static uint32_t join_of(const simplex *s, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (s->nodes[a].size < s->nodes[b].size) {
            a = s->nodes[a].parent;
        } else {
            b = s->nodes[b].parent;
        }
    }
    return a;
}

/* What can still go over a node's arc to its parent, upward or downward. */
static int64_t room_up(const simplex *s, uint32_t node, bool upward)
{
    const ac_arc *arc = &s->arcs[s->nodes[node].above];
    return (arc->from == node) == upward ? arc->most - arc->flow : arc->flow;
}

static void push_up(simplex *s, uint32_t node, bool upward, int64_t amount)
{
    ac_arc *arc = &s->arcs[s->nodes[node].above];
    arc->flow += (arc->from == node) == upward ? amount : -amount;
}

/* Hangs the part below `cut` from `to` by `arc`, turned so that `inner` is its top. Both hang below
 * `join`, and so they do after. */
static void
rehang(simplex *s, uint32_t cut, uint32_t inner, uint32_t to, uint32_t arc, uint32_t join)
{
    uint32_t moved = s->nodes[cut].size;
    for (uint32_t node = s->nodes[cut].parent; node != join; node = s->nodes[node].parent) {
        s->nodes[node].size -= moved;
    }
    for (uint32_t node = to; node != join; node = s->nodes[node].parent) {
        s->nodes[node].size += moved;
    }
    uint32_t node = inner;
    uint32_t parent = to;
    uint32_t taken = 0; /* nodes that hang below this one no more */
    while (true) {
        uint32_t old_parent = s->nodes[node].parent;
        uint32_t old_arc = s->nodes[node].above;
        uint32_t old_size = s->nodes[node].size;
        unhang(s, node);
        hang(s, node, parent);
        s->nodes[node].above = arc;
        s->nodes[node].size = moved - taken;
        if (node == cut) {
            break;
        }
        taken = old_size;
        parent = node;
        arc = old_arc;
        node = old_parent;
    }
    shift_prices(s, inner);
}

static void pivot(simplex *s, uint32_t arc)
{
    bool forward = s->places[arc] == AT_NOTHING;
    uint32_t tail = forward ? s->arcs[arc].from : s->arcs[arc].to;
    uint32_t head = forward ? s->arcs[arc].to : s->arcs[arc].from;
    uint32_t join = join_of(s, tail, head);
    int64_t amount = s->arcs[arc].most;
    uint32_t cut = NONE; /* the node whose arc to its parent leaves; NONE: the arc itself */
    bool on_tail = false;
    /* Flow comes down from the join to the tail, over the arc, and up from the head. */
    for (uint32_t node = tail; node != join; node = s->nodes[node].parent) {
        int64_t room = room_up(s, node, false);
        if (room < amount) {
            amount = room;
            cut = node;
            on_tail = true;
        }
    }
    for (uint32_t node = head; node != join; node = s->nodes[node].parent) {
        int64_t room = room_up(s, node, true);
        if (room <= amount) {
            amount = room;
            cut = node;
            on_tail = false;
        }
    }
    if (amount > 0) {
        s->arcs[arc].flow += forward ? amount : -amount;
        for (uint32_t node = tail; node != join; node = s->nodes[node].parent) {
            push_up(s, node, false, amount);
        }
        for (uint32_t node = head; node != join; node = s->nodes[node].parent) {
            push_up(s, node, true, amount);
        }
    }
    if (cut == NONE) {
        s->places[arc] = forward ? AT_MOST : AT_NOTHING;
        return;
    }
    uint32_t leaving = s->nodes[cut].above;
    s->places[leaving] = s->arcs[leaving].flow == 0 ? AT_NOTHING : AT_MOST;
    s->places[arc] = IN_TREE;
    rehang(s, cut, on_tail ? tail : head, on_tail ? head : tail, arc, join);
}

struct ac_flow {
    simplex s;
};

ac_flow *ac_flow_new(ac_arena *arena, const ac_network *network)
{
    ac_flow *flow = AC_NEW(arena, ac_flow);
    begin(arena, network, &flow->s);
    return flow;
}

bool ac_flow_solve(ac_flow *flow, ac_network *network, const ac_stop *stop)
{
    simplex *s = &flow->s;
    bool proven = true;
    ac_assert(s->arc_count == network->arc_count);
    for (uint32_t i = 0; i < network->arc_count; i++) {
        s->arcs[i].cost = network->arcs[i].cost;
        s->priced[i].cost = network->arcs[i].cost;
    }
    refresh(s);
    for (uint64_t step = 1; network->arc_count > 0; step++) {
        uint32_t arc = entering(s);
        if (arc == NONE) {
            break;
        }
        if (step % STOP_EVERY == 0 && ac_stop_asked(stop)) {
            proven = false;
            break;
        }
        pivot(s, arc);
    }
    for (uint32_t i = 0; i < network->arc_count; i++) {
        network->arcs[i].flow = s->arcs[i].flow;
    }
    for (uint32_t i = network->arc_count; i < s->all_count; i++) {
        ac_assert(s->arcs[i].flow == 0);
    }
    return proven;
}

int64_t ac_flow_price(const ac_flow *flow, uint32_t node)
{
    return flow->s.price[node];
}

bool ac_network_solve(ac_network *network, const ac_stop *stop)
{
    AC_SCOPED_ARENA(scratch);
    return ac_flow_solve(ac_flow_new(&scratch, network), network, stop);
}
