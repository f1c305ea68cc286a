/* SPDX-License-Identifier: MIT */
/* Prices lie between what one person too few costs and what one too many costs; within these, as
 * many as are needed is the cheapest cover. Where minutes, weekends or numbers of kinds would make
 * the state of a line too large, they are left to a price of that person too: the bound stays one.
 *
 * Steps follow Camerini, Fratta and Maffioli (1975): the direction keeps a part of the last one,
 * and is as long as the distance to the target asks for, times a share that falls while nothing is
 * won. */

#include "roster/days_bound.h"

#include "roster/days_path.h"

#include <string.h>

__extension__ typedef __int128 wide;

enum {
    BITS_MOST = 16, /* of a unit of cost, in prices */
    SUM_BITS = 60,  /* of all costs together, in units of prices */
    ROOM = 1 << 20,
    KEPT_PERCENT = 70, /* of the last direction */
    PATIENCE = 10, /* steps without gain before the share falls; more each time it begins again */
    PATIENCE_MOST = 1000,
    SHARE_WHOLE = 65536,
    SHARE_FIRST = 4 * SHARE_WHOLE, /* far from the target long steps win more */
    SHARE_AGAIN = SHARE_WHOLE,
    SHARE_LEAST = 256,
};

/* What is left to prices of a person. */
typedef enum level { KEEP_ALL, LEAVE_KINDS, LEAVE_WEEKENDS, LEAVE_MINUTES } level;

typedef struct pricing {
    level left;
    int64_t weekend; /* for each, at least 0 */
    int64_t minute;  /* above 0: against too many; below 0: against too few */
    int64_t weekend_best;
    int64_t minute_best;
    int64_t weekends_over; /* of the line last found */
    int64_t minutes_over;
    int64_t weekend_way; /* directions */
    int64_t minute_way;
} pricing;

struct ac_days_bound {
    const ac_days *days;
    ac_path_room room;
    int64_t *prices;      /* [day x kind] */
    int64_t *best_prices; /* [day x kind] */
    int64_t *way;         /* [day x kind], the direction */
    int64_t *worked;      /* [day x kind], persons in their cheapest lines */
    pricing *persons;
    int64_t *costs;
    uint8_t *picked;
    uint8_t *types;
    uint8_t *line;  /* [day], empty */
    uint32_t *most; /* [type] */
    uint32_t *no_most;
    int64_t best;         /* scaled */
    uint32_t bits;        /* of a unit of cost */
    int64_t weekend_most; /* prices of a person are not higher */
    int64_t minute_most;
    int64_t shift_minutes; /* what a minute's price is measured by */
    bool known;
    bool impossible;
    bool huge;       /* costs are too large for a bound */
    int64_t share;   /* of the way to the target, of SHARE_WHOLE */
    uint32_t waited; /* steps without gain */
    uint32_t patience;
};

static int64_t highest_price(const ac_days_bound *b, const ac_days_cover *cover)
{
    return cover->under_cost << b->bits;
}

static int64_t lowest_price(const ac_days_bound *b, const ac_days_cover *cover)
{
    return -(cover->over_cost << b->bits);
}

static int64_t between(int64_t low, int64_t value, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* How fine prices can be, so that no sum of them is too large to be held. */
static bool set_bits(ac_days_bound *b)
{
    const ac_days *days = b->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    int64_t price = 1;
    int64_t wish = 0;
    wide sum = days->constant_cost < 0 ? -days->constant_cost : days->constant_cost;
    for (size_t cell = 0; cell < cells; cell++) {
        const ac_days_cover *cover = &days->cover[cell];
        int64_t most = cover->under_cost > cover->over_cost ? cover->under_cost : cover->over_cost;
        price = most > price ? most : price;
        sum += (wide)most * cover->needed;
    }
    for (size_t i = 0; i < cells * days->person_count; i++) {
        int64_t cost = days->wishes[i] == AC_DAYS_REFUSED ? 0 : days->wishes[i];
        wish = cost > wish ? cost : -cost > wish ? -cost : wish;
    }
    sum += (wide)(price + wish) * days->person_count * days->day_count * 16;
    b->bits = BITS_MOST;
    while (b->bits > 0 && sum << b->bits >> SUM_BITS != 0) {
        b->bits--;
    }
    b->shift_minutes = 1;
    for (uint32_t kind = 0; kind < days->kind_count; kind++) {
        int64_t minutes = days->problem->kinds[kind].minutes;
        b->shift_minutes = minutes > b->shift_minutes ? minutes : b->shift_minutes;
    }
    b->weekend_most = (price + wish) * 14 << b->bits;
    b->minute_most = ((price + wish) * 2 << b->bits) / b->shift_minutes;
    return sum >> SUM_BITS == 0;
}

ac_days_bound *ac_days_bound_new(ac_arena *arena, const ac_days *days)
{
    size_t cells = (size_t)days->day_count * days->kind_count;
    ac_days_bound *b = AC_NEW(arena, ac_days_bound);
    *b = (ac_days_bound){
        .days = days,
        .room = {AC_NEW_ARRAY(arena, int64_t, ROOM), ROOM},
        .prices = AC_NEW_ARRAY(arena, int64_t, cells),
        .best_prices = AC_NEW_ARRAY(arena, int64_t, cells),
        .way = AC_NEW_ARRAY(arena, int64_t, cells),
        .worked = AC_NEW_ARRAY(arena, int64_t, cells),
        .persons = AC_NEW_ARRAY(arena, pricing, days->person_count),
        .costs = AC_NEW_ARRAY(arena, int64_t, cells),
        .picked = AC_NEW_ARRAY(arena, uint8_t, cells),
        .types = AC_NEW_ARRAY(arena, uint8_t, days->day_count),
        .line = AC_NEW_ARRAY(arena, uint8_t, days->day_count),
        .most = AC_NEW_ARRAY(arena, uint32_t, days->kind_count),
        .no_most = AC_NEW_ARRAY(arena, uint32_t, days->kind_count),
    };
    b->huge = !set_bits(b);
    memset(b->no_most, 0xff, days->kind_count * sizeof *b->no_most);
    return b;
}

static void cost_line(ac_days_bound *b, uint32_t person)
{
    const ac_days *days = b->days;
    const ac_days_person *who = &days->persons[person];
    for (uint32_t i = 0; i < days->day_count * who->type_count; i++) {
        b->costs[i] = AC_PATH_NEVER;
    }
    for (uint32_t day = 0; day < days->day_count; day++) {
        int64_t *costs = b->costs + (size_t)day * who->type_count;
        uint8_t *picked = b->picked + (size_t)day * who->type_count;
        for (uint32_t kind = 0; kind < days->kind_count; kind++) {
            int32_t wish = ac_days_wish(days, person, day, kind);
            uint8_t type = who->type_of[kind];
            if (wish == AC_DAYS_REFUSED || type == AC_DAYS_OFF) {
                continue;
            }
            int64_t cost = (int64_t)wish * (INT64_C(1) << b->bits) -
                           b->prices[ac_days_cell(days, day, kind)] +
                           b->persons[person].minute * who->types[type].minutes;
            if (cost < costs[type]) {
                costs[type] = cost;
                picked[type] = (uint8_t)kind;
            }
        }
    }
}

/* The cheapest line of a person, with as little left to prices as the room allows. */
static ac_path_answer find_line(ac_days_bound *b, uint32_t person, int64_t *cost)
{
    const ac_days *days = b->days;
    const ac_days_person *who = &days->persons[person];
    pricing *priced = &b->persons[person];
    for (uint32_t type = 0; type < who->type_count; type++) {
        b->most[type] = who->types[type].most;
    }
    while (true) {
        bool weekends = priced->left < LEAVE_WEEKENDS;
        bool minutes = priced->left < LEAVE_MINUTES;
        ac_path_ask ask = {
            .days = days,
            .person = person,
            .line = b->line,
            .until = days->day_count,
            .costs = b->costs,
            .minutes_least = minutes ? who->minutes_least : 0,
            .minutes_most = minutes ? who->minutes_most : AC_NO_LIMIT,
            .weekends_most = weekends ? who->weekends_most : AC_DAYS_NO_LIMIT,
            .most = priced->left < LEAVE_KINDS ? b->most : b->no_most,
            .lack_cost = AC_PATH_NEVER,
            .weekend_cost = priced->weekend};
        ac_path_answer answer = ac_path_find(&b->room, &ask, b->types, cost);
        if (answer != AC_PATH_LARGE || priced->left == LEAVE_MINUTES) {
            return answer;
        }
        priced->left++;
    }
}

/* Which way a person's own prices should go, by the line that was found. */
static void note_line(ac_days_bound *b, uint32_t person)
{
    const ac_days *days = b->days;
    const ac_days_person *who = &days->persons[person];
    pricing *priced = &b->persons[person];
    int64_t minutes = 0;
    for (uint32_t day = 0; day < days->day_count; day++) {
        uint8_t type = b->types[day];
        if (type != AC_DAYS_OFF) {
            uint8_t kind = b->picked[(size_t)day * who->type_count + type];
            b->worked[ac_days_cell(days, day, kind)]++;
            minutes += who->types[type].minutes;
        }
    }
    if (priced->left >= LEAVE_WEEKENDS && who->weekends_most != AC_DAYS_NO_LIMIT) {
        priced->weekends_over =
            (int64_t)ac_days_weekends(days, b->types, 0, days->day_count) - who->weekends_most;
    }
    if (priced->left >= LEAVE_MINUTES) {
        int64_t over = minutes - who->minutes_most;
        int64_t under = minutes - who->minutes_least;
        priced->minutes_over = over > 0 || (priced->minute > 0 && over < 0)     ? over
                               : under < 0 || (priced->minute < 0 && under > 0) ? under
                                                                                : 0;
    }
}

/* What a person's own prices pay back. */
static int64_t paid_back(const ac_days_bound *b, uint32_t person)
{
    const ac_days_person *who = &b->days->persons[person];
    const pricing *priced = &b->persons[person];
    int64_t sum = priced->weekend == 0 ? 0 : priced->weekend * who->weekends_most;
    sum += priced->minute > 0   ? priced->minute * who->minutes_most
           : priced->minute < 0 ? priced->minute * who->minutes_least
                                : 0;
    return sum;
}

/* The bound of the prices at hand, scaled. False if the time is up, or somebody has no line. */
static bool evaluate(ac_days_bound *b, const ac_stop *stop, int64_t *found)
{
    const ac_days *days = b->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    int64_t sum = days->constant_cost * (INT64_C(1) << b->bits);
    for (size_t cell = 0; cell < cells; cell++) {
        sum += b->prices[cell] * days->cover[cell].needed;
        b->worked[cell] = 0;
    }
    for (uint32_t person = 0; person < days->person_count; person++) {
        int64_t cost = 0;
        if (ac_stop_asked(stop)) {
            return false;
        }
        cost_line(b, person);
        ac_path_answer answer = find_line(b, person, &cost);
        if (answer != AC_PATH_FOUND) {
            b->impossible = answer == AC_PATH_NONE;
            return false;
        }
        sum += cost - paid_back(b, person);
        note_line(b, person);
    }
    *found = sum;
    return true;
}

static void keep_best(ac_days_bound *b, int64_t found)
{
    const ac_days *days = b->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    b->best = found;
    b->known = true;
    memcpy(b->best_prices, b->prices, cells * sizeof *b->prices);
    for (uint32_t i = 0; i < days->person_count; i++) {
        b->persons[i].weekend_best = b->persons[i].weekend;
        b->persons[i].minute_best = b->persons[i].minute;
    }
}

static void return_to_best(ac_days_bound *b)
{
    const ac_days *days = b->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    memcpy(b->prices, b->best_prices, cells * sizeof *b->prices);
    memset(b->way, 0, cells * sizeof *b->way);
    for (uint32_t i = 0; i < days->person_count; i++) {
        b->persons[i].weekend = b->persons[i].weekend_best;
        b->persons[i].minute = b->persons[i].minute_best;
        b->persons[i].weekend_way = 0;
        b->persons[i].minute_way = 0;
    }
}

/* What the last lines lack or have too much, and a part of the direction before. */
static int64_t turn(int64_t *way, int64_t towards)
{
    *way = towards * SHARE_WHOLE + *way * KEPT_PERCENT / 100;
    return *way;
}

/* The direction: too few at a price makes it rise. Returns the square of its length, without what
 * goes beyond the least and the highest prices. */
static wide set_way(ac_days_bound *b)
{
    const ac_days *days = b->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    wide square = 0;
    for (size_t cell = 0; cell < cells; cell++) {
        const ac_days_cover *cover = &days->cover[cell];
        int64_t way = turn(&b->way[cell], (int64_t)cover->needed - b->worked[cell]);
        int64_t end = way > 0 ? highest_price(b, cover) : lowest_price(b, cover);
        square += b->prices[cell] == end ? 0 : (wide)way * way;
    }
    for (uint32_t i = 0; i < days->person_count; i++) {
        pricing *priced = &b->persons[i];
        int64_t weekend = turn(&priced->weekend_way, priced->weekends_over);
        int64_t minute = turn(&priced->minute_way, priced->minutes_over) / b->shift_minutes;
        square += weekend < 0 && priced->weekend == 0 ? 0 : (wide)weekend * weekend;
        square += (wide)minute * minute;
    }
    return square;
}

/* New prices lie in that direction from the best ones. */
static void step(ac_days_bound *b, int64_t distance)
{
    const ac_days *days = b->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    wide square = set_way(b);
    if (square == 0 || distance <= 0) {
        return;
    }
    wide factor = (wide)distance * b->share;
    for (size_t cell = 0; cell < cells; cell++) {
        const ac_days_cover *cover = &days->cover[cell];
        int64_t price = b->prices[cell] + (int64_t)(factor * b->way[cell] / square);
        b->prices[cell] = between(lowest_price(b, cover), price, highest_price(b, cover));
    }
    wide minutes_square = square * b->shift_minutes * b->shift_minutes;
    for (uint32_t i = 0; i < days->person_count; i++) {
        pricing *priced = &b->persons[i];
        int64_t most = days->persons[i].minutes_most == AC_NO_LIMIT ? 0 : b->minute_most;
        int64_t weekend = priced->weekend + (int64_t)(factor * priced->weekend_way / square);
        int64_t minute = priced->minute + (int64_t)(factor * priced->minute_way / minutes_square);
        priced->weekend = between(0, weekend, b->weekend_most);
        priced->minute = between(-b->minute_most, minute, most);
    }
}

/* Shorter steps; once they are very short, longer ones again from the best prices, with more
 * patience. */
static void give_up(ac_days_bound *b)
{
    b->waited = 0;
    b->share = b->share * 4 / 5;
    if (b->share < SHARE_LEAST) {
        b->share = SHARE_AGAIN;
        b->patience = b->patience * 3 / 2;
        b->patience = b->patience > PATIENCE_MOST ? PATIENCE_MOST : b->patience;
        return_to_best(b);
    }
}

uint32_t
ac_days_bound_better(ac_days_bound *bound, uint32_t rounds, int64_t target, const ac_stop *stop)
{
    bound->share = SHARE_FIRST;
    bound->patience = PATIENCE;
    bound->waited = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        int64_t found = 0;
        int64_t known = 0;
        if (bound->huge || bound->impossible ||
            (ac_days_bound_known(bound, &known) && known >= target) ||
            !evaluate(bound, stop, &found)) {
            return round;
        }
        if (!bound->known || found > bound->best) {
            keep_best(bound, found);
            bound->waited = 0;
        } else if (++bound->waited >= bound->patience) {
            give_up(bound);
        }
        step(bound, target * (INT64_C(1) << bound->bits) - found);
    }
    return rounds;
}

bool ac_days_bound_known(const ac_days_bound *bound, int64_t *cost)
{
    int64_t unit = INT64_C(1) << bound->bits;
    *cost = bound->best / unit + (bound->best % unit > 0 ? 1 : 0);
    return bound->known;
}

bool ac_days_bound_impossible(const ac_days_bound *bound)
{
    return bound->impossible;
}
