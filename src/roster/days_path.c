/* SPDX-License-Identifier: MIT */
/* Forward over the days, then back along the values. A node is how a day ends: off for 1 to `offs`
 * days (that many or more are one), or at work for 1 to `runs` days with a type last. Before day 0
 * everybody has been off for long enough, and a run that began then may be as short as it likes: it
 * may have gone on before. Each node has a row of minutes for each number of weekends and of
 * limited types so far. */

#include "roster/days_path.h"

#include "base/assert.h"
#include "base/whole.h"

#include <string.h>

enum { COUNTED_MOST = 4 };

#define FAR (AC_PATH_NEVER / 2) /* what is dearer never was reached: costs may be negative */

typedef struct shape {
    uint32_t types;
    uint32_t offs;
    uint32_t runs;
    uint32_t nodes;
    bool endless; /* a run of `runs` days or more goes on */
    uint32_t counted[COUNTED_MOST];
    uint32_t counted_most[COUNTED_MOST];
    uint32_t counted_stride[COUNTED_MOST];
    uint32_t counted_count;
    size_t counts;   /* combinations of numbers of counted types */
    size_t weekends; /* 1 where they cannot reach their limit */
    size_t minutes;  /* steps in a row; 1 where they cannot reach a limit */
    int64_t step;    /* minutes; 0 where they are not counted */
    size_t layer;    /* values of a day */
} shape;

typedef struct finding {
    const ac_path_ask *ask;
    const ac_days_person *person;
    shape s;
    int64_t *layers; /* [day of the window + 1][node][counts][weekends][minutes] */
    int64_t *rows;   /* [counts][weekends][minutes], the best of some nodes */
} finding;

static size_t row_of(const shape *s, uint32_t node, size_t count, size_t weekends)
{
    return ((node * s->counts + count) * s->weekends + weekends) * s->minutes;
}

static uint32_t work_node(const shape *s, uint32_t run, uint32_t type)
{
    return s->offs + (run - 1) * s->types + type;
}

static int64_t *layer_of(const finding *f, uint32_t day)
{
    return f->layers + (day - f->ask->from) * f->s.layer;
}

static uint32_t weekends_within(const ac_path_ask *ask)
{
    uint32_t count = 0;
    for (uint32_t day = ask->from; day < ask->until; day++) {
        count += ac_days_is_sunday(ask->days, day) ||
                         (ac_days_is_saturday(ask->days, day) && day + 1 == ask->until)
                     ? 1
                     : 0;
    }
    return count;
}

static void shape_minutes(const finding *f, shape *s)
{
    const ac_path_ask *ask = f->ask;
    int64_t reach = f->person->minutes_longest * (ask->until - ask->from);
    s->step = f->person->minutes_step;
    s->minutes = 1;
    if (ask->minutes_least <= 0 && ask->minutes_most >= reach) {
        s->step = 0;
        return;
    }
    s->step = s->step == 0 ? 1 : s->step; /* there is nothing to work */
    /* Above the least, and where the most is out of reach, more minutes are as good. */
    int64_t most = ask->minutes_most < reach ? ask->minutes_most : reach;
    s->minutes = most < 0 ? 1 : (size_t)(most / s->step + 1);
}

static bool count_types(shape *s, const ac_path_ask *ask, uint64_t counted)
{
    s->counts = 1;
    for (; counted != 0; counted &= counted - 1) {
        uint32_t type = (uint32_t)__builtin_ctzll(counted);
        if (s->counted_count == COUNTED_MOST) {
            return false;
        }
        s->counted[s->counted_count] = type;
        s->counted_most[s->counted_count] = ask->most[type];
        s->counted_stride[s->counted_count++] = (uint32_t)s->counts;
        s->counts *= (size_t)ask->most[type] + 1;
        if (s->counts > UINT16_MAX) {
            return false;
        }
    }
    return true;
}

static bool set_shape(finding *f, uint64_t counted, size_t room)
{
    const ac_days_person *who = f->person;
    shape *s = &f->s;
    *s = (shape){.types = who->type_count, .offs = who->off_least};
    s->endless = who->run_most == AC_DAYS_NO_LIMIT;
    s->runs = s->endless ? who->run_least : who->run_most;
    uint32_t longest = f->ask->days->day_count;
    if (s->runs > longest) { /* longer ones do not fit */
        s->runs = longest;
        s->endless = false;
    }
    s->offs = s->offs > longest ? longest : s->offs;
    s->nodes = s->offs + s->runs * s->types;
    uint32_t weekends = weekends_within(f->ask);
    s->weekends = f->ask->weekends_most >= weekends ? 1 : (size_t)f->ask->weekends_most + 1;
    shape_minutes(f, s);
    if (!count_types(s, f->ask, counted)) {
        return false;
    }
    size_t rows = s->counts * s->weekends * s->minutes;
    s->layer = rows * s->nodes;
    return s->layer * (f->ask->until - f->ask->from + 1) + rows <= room;
}

/* The node in which the day before the window ends. */
static uint32_t first_node(const finding *f)
{
    const ac_path_ask *ask = f->ask;
    const uint8_t *line = ask->line;
    uint32_t day = ask->from;
    if (day == 0) {
        return f->s.offs - 1;
    }
    bool off = line[day - 1] == AC_DAYS_OFF;
    uint32_t length = 0;
    while (day > 0 && (line[day - 1] == AC_DAYS_OFF) == off) {
        length++;
        day--;
    }
    if (off) {
        return day == 0 || length > f->s.offs ? f->s.offs - 1 : length - 1;
    }
    length = length > f->s.runs ? f->s.runs : length;
    return work_node(&f->s, length, f->person->type_of[line[ask->from - 1]]);
}

/* Which nodes may be followed by a day off, or by a first day of work. */
static bool run_may_end(const finding *f, uint32_t run, uint32_t days_before)
{
    return run >= f->person->run_least || run == days_before;
}

/* The row of `to` takes what is cheaper by way of `from`, so many minutes later. */
static void relax(const finding *f, int64_t *to, const int64_t *from, int64_t minutes, int64_t cost)
{
    size_t shift = f->s.step == 0 ? 0 : (size_t)(minutes / f->s.step);
    for (size_t m = 0; m + shift < f->s.minutes; m++) {
        int64_t value = from[m] + cost;
        to[m + shift] = value < to[m + shift] ? value : to[m + shift];
    }
}

static void relax_all(const finding *f, int64_t *to, const int64_t *from)
{
    size_t rows = f->s.counts * f->s.weekends * f->s.minutes;
    for (size_t i = 0; i < rows; i++) {
        to[i] = from[i] < to[i] ? from[i] : to[i];
    }
}

static void clear(int64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = AC_PATH_NEVER;
    }
}

/* By how many a day of work adds to the weekends: a Sunday after a Saturday that was worked does
 * not, nor a Saturday before the window's end whose Sunday is worked. */
static uint32_t adds_weekend(const finding *f, uint32_t day, bool was_off)
{
    const ac_path_ask *ask = f->ask;
    if (ac_days_is_sunday(ask->days, day)) {
        return was_off ? 1 : 0;
    }
    bool counted = day + 1 == ask->until && ask->until < ask->days->day_count &&
                   ask->line[ask->until] != AC_DAYS_OFF;
    return ac_days_is_saturday(ask->days, day) && !counted ? 1 : 0;
}

/* What a day of work costs as a weekend, where weekends are not counted; AC_PATH_NEVER where there
 * may be none. */
static int64_t weekend_costs(const finding *f, uint32_t day, bool was_off)
{
    if (adds_weekend(f, day, was_off) == 0) {
        return 0;
    }
    return f->ask->weekends_most == 0 ? AC_PATH_NEVER : f->ask->weekend_cost;
}

static uint32_t stride_of(const shape *s, uint32_t type, uint32_t *most, uint32_t *stride)
{
    for (uint32_t i = 0; i < s->counted_count; i++) {
        if (s->counted[i] == type) {
            *most = s->counted_most[i];
            *stride = s->counted_stride[i];
            return 1;
        }
    }
    return 0;
}

/* Whether one more of a counted type may come to a combination of numbers. */
static bool may_count(const shape *s, uint32_t type, size_t count, uint32_t *stride)
{
    uint32_t most = 0;
    *stride = 0;
    return stride_of(s, type, &most, stride) == 0 || count / *stride % ((size_t)most + 1) < most;
}

/* From the rows of days before to a day of work that ends in a node. */
static void work(const finding *f, uint32_t day, uint32_t run, uint32_t type, bool was_off)
{
    const shape *s = &f->s;
    int64_t cost = f->ask->costs[(size_t)(day - f->ask->from) * s->types + type];
    uint32_t adds = adds_weekend(f, day, was_off);
    if (cost >= FAR) {
        return;
    }
    cost += adds == 0 ? 0 : f->ask->weekend_cost;
    adds = s->weekends == 1 && f->ask->weekends_most > 0 ? 0 : adds;
    for (size_t count = 0; count < s->counts; count++) {
        uint32_t stride = 0;
        if (!may_count(s, type, count, &stride)) {
            continue;
        }
        for (size_t weekends = 0; weekends + adds < s->weekends; weekends++) {
            relax(
                f,
                layer_of(f, day + 1) +
                    row_of(s, work_node(s, run, type), count + stride, weekends + adds),
                f->rows + row_of(s, 0, count, weekends), f->person->types[type].minutes, cost);
        }
    }
}

/* Days of work that go on a run. Types are gone through by what they may follow, the least first:
 * what the next may follow besides has only to be added to the best rows so far. */
static void go_on(const finding *f, uint32_t day, uint32_t from_run, uint32_t to_run)
{
    const shape *s = &f->s;
    const int64_t *layer = layer_of(f, day);
    uint64_t joined = 0;
    clear(f->rows, s->counts * s->weekends * s->minutes);
    for (uint32_t i = 0; i < s->types; i++) {
        uint32_t type = f->person->order[i];
        uint64_t after = f->person->types[type].after;
        if ((joined & ~after) != 0) {
            clear(f->rows, s->counts * s->weekends * s->minutes);
            joined = 0;
        }
        for (uint64_t left = after & ~joined; left != 0; left &= left - 1) {
            uint32_t before = (uint32_t)__builtin_ctzll(left);
            relax_all(f, f->rows, layer + row_of(s, work_node(s, from_run, before), 0, 0));
        }
        joined = after;
        work(f, day, to_run, type, false);
    }
}

static void step_day(const finding *f, uint32_t day)
{
    const shape *s = &f->s;
    const int64_t *layer = layer_of(f, day);
    int64_t *next = layer_of(f, day + 1);
    size_t rows = s->counts * s->weekends * s->minutes;
    int64_t off = f->ask->off_costs == NULL ? 0 : f->ask->off_costs[day - f->ask->from];
    clear(next, s->layer);
    /* A day off. */
    for (uint32_t run = 1; run <= s->runs; run++) {
        for (uint32_t type = 0; type < s->types && run_may_end(f, run, day); type++) {
            relax_all(f, next, layer + row_of(s, work_node(s, run, type), 0, 0));
        }
    }
    for (uint32_t length = 1; length <= s->offs; length++) {
        uint32_t to = length < s->offs ? length : length - 1;
        relax_all(f, next + row_of(s, to, 0, 0), layer + row_of(s, length - 1, 0, 0));
    }
    for (size_t i = 0; off != 0 && i < rows * s->offs; i++) {
        next[i] += off;
    }
    /* A day of work: the first, or one more. */
    memcpy(f->rows, layer + row_of(s, s->offs - 1, 0, 0), rows * sizeof *layer);
    for (uint32_t type = 0; type < s->types && s->runs > 0; type++) {
        work(f, day, 1, type, true);
    }
    for (uint32_t run = 1; run < s->runs; run++) {
        go_on(f, day, run, run + 1);
    }
    if (s->endless) {
        go_on(f, day, s->runs, s->runs);
    }
}

/* The same where a row is one value: weekends, minutes and numbers of types are not counted. */
static void step_day_narrow(const finding *f, uint32_t day)
{
    const shape *s = &f->s;
    const int64_t *layer = layer_of(f, day);
    const int64_t *costs = f->ask->costs + (size_t)(day - f->ask->from) * s->types;
    int64_t *next = layer_of(f, day + 1);
    int64_t off = f->ask->off_costs == NULL ? 0 : f->ask->off_costs[day - f->ask->from];
    clear(next, s->layer);
    for (uint32_t run = 1; run <= s->runs; run++) {
        for (uint32_t type = 0; type < s->types && run_may_end(f, run, day); type++) {
            next[0] = ac_least(next[0], layer[work_node(s, run, type)]);
        }
    }
    for (uint32_t length = 1; length <= s->offs; length++) {
        uint32_t to = length < s->offs ? length : length - 1;
        next[to] = ac_least(next[to], layer[length - 1]);
    }
    for (uint32_t i = 0; i < s->offs; i++) {
        next[i] += off;
    }
    int64_t more = weekend_costs(f, day, true);
    for (uint32_t type = 0; type < s->types && s->runs > 0 && more < FAR; type++) {
        int64_t *value = &next[work_node(s, 1, type)];
        *value = ac_least(*value, layer[s->offs - 1] + more + costs[type]);
    }
    more = weekend_costs(f, day, false);
    for (uint32_t run = 1; run < s->runs + (s->endless ? 1 : 0) && more < FAR; run++) {
        uint32_t to = run < s->runs ? run + 1 : run;
        uint64_t joined = 0;
        int64_t best = AC_PATH_NEVER;
        for (uint32_t i = 0; i < s->types; i++) {
            uint32_t type = f->person->order[i];
            uint64_t after = f->person->types[type].after;
            best = (joined & ~after) != 0 ? AC_PATH_NEVER : best;
            joined = (joined & ~after) != 0 ? 0 : joined;
            for (uint64_t left = after & ~joined; left != 0; left &= left - 1) {
                uint32_t before = (uint32_t)__builtin_ctzll(left);
                best = ac_least(best, layer[work_node(s, run, before)]);
            }
            joined = after;
            int64_t *value = &next[work_node(s, to, type)];
            *value = ac_least(*value, best + more + costs[type]);
        }
    }
}

/* Whether the window may end in a node, with the days that come after it. */
static bool may_end(const finding *f, uint32_t node)
{
    const ac_path_ask *ask = f->ask;
    const shape *s = &f->s;
    uint32_t days = ask->days->day_count;
    if (ask->until == days) {
        return true;
    }
    const uint8_t *tail = ask->line + ask->until;
    bool tail_off = tail[0] == AC_DAYS_OFF;
    uint32_t length = 0;
    while (ask->until + length < days && (tail[length] == AC_DAYS_OFF) == tail_off) {
        length++;
    }
    bool last = ask->until + length == days;
    if (node < s->offs) {
        bool lasts = node + 1 == s->offs;
        return tail_off ? lasts || last || node + 1 + length >= s->offs
                        : lasts && (last || length >= f->person->run_least);
    }
    uint32_t run = (node - s->offs) / s->types + 1;
    uint32_t type = (node - s->offs) % s->types;
    if (tail_off) {
        return run_may_end(f, run, ask->until) && (last || length >= f->person->off_least);
    }
    uint64_t after = f->person->types[f->person->type_of[tail[0]]].after;
    return (after >> type & 1u) != 0 && (s->endless || run + length <= f->person->run_most) &&
           (last || run + length >= f->person->run_least || run == ask->until);
}

typedef struct place { /* of a value in a layer */
    uint32_t node;
    size_t count;
    size_t weekends;
    size_t minutes;
    int64_t value;
} place;

static int64_t value_at(const finding *f, uint32_t day, const place *at)
{
    return layer_of(f, day)[row_of(&f->s, at->node, at->count, at->weekends) + at->minutes];
}

/* What the minutes of an end cost besides, where they are too few. */
static int64_t lack_costs(const finding *f, size_t minutes)
{
    int64_t lack = f->ask->minutes_least - (int64_t)minutes * f->s.step;
    if (f->s.step == 0 || lack <= 0) {
        return 0;
    }
    return f->ask->lack_cost == AC_PATH_NEVER ? AC_PATH_NEVER : lack * f->ask->lack_cost;
}

/* The cheapest end; false if there is none. */
static bool find_end(const finding *f, place *best, int64_t *cost)
{
    const shape *s = &f->s;
    const int64_t *layer = layer_of(f, f->ask->until);
    size_t rows = s->counts * s->weekends;
    *cost = FAR;
    for (uint32_t node = 0; node < s->nodes; node++) {
        size_t ends = may_end(f, node) ? rows * s->minutes : 0;
        for (size_t i = 0; i < ends; i++) {
            int64_t value = layer[row_of(s, node, 0, 0) + i];
            int64_t whole = value >= FAR ? FAR : value + lack_costs(f, i % s->minutes);
            if (whole < *cost) {
                size_t row = i / s->minutes;
                *cost = whole;
                *best = (place){node, row / s->weekends, row % s->weekends, i % s->minutes, value};
            }
        }
    }
    return *cost < FAR;
}

/* Steps back to a node of the day before if its value is where that of `at` came from. */
static bool came_from(const finding *f, uint32_t day, place *at, place before)
{
    if (value_at(f, day, &before) != before.value || before.value >= FAR) {
        return false;
    }
    *at = before;
    return true;
}

static bool back_from_off(const finding *f, uint32_t day, place *at)
{
    const shape *s = &f->s;
    place before = *at;
    before.value -= f->ask->off_costs == NULL ? 0 : f->ask->off_costs[day - f->ask->from];
    uint32_t node = at->node;
    for (uint32_t run = 1; node == 0 && run <= s->runs; run++) {
        for (uint32_t type = 0; type < s->types && run_may_end(f, run, day); type++) {
            before.node = work_node(s, run, type);
            if (came_from(f, day, at, before)) {
                return true;
            }
        }
    }
    before.node = node - 1;
    if (node > 0 && came_from(f, day, at, before)) {
        return true;
    }
    before.node = node;
    return node + 1 == s->offs && came_from(f, day, at, before);
}

static bool back_from_work(const finding *f, uint32_t day, place *at)
{
    const shape *s = &f->s;
    uint32_t run = (at->node - s->offs) / s->types + 1;
    uint32_t type = (at->node - s->offs) % s->types;
    size_t minutes = s->step == 0 ? 0 : (size_t)(f->person->types[type].minutes / s->step);
    uint32_t most = 0;
    uint32_t stride = 0;
    (void)stride_of(s, type, &most, &stride);
    for (uint32_t was_off = 0; was_off < 2; was_off++) {
        uint32_t adds = adds_weekend(f, day, was_off != 0);
        place before = *at;
        before.value -= f->ask->costs[(size_t)(day - f->ask->from) * s->types + type] +
                        (adds == 0 ? 0 : f->ask->weekend_cost);
        adds = s->weekends == 1 && f->ask->weekends_most > 0 ? 0 : adds;
        if (at->weekends < adds || at->minutes < minutes) {
            continue;
        }
        before.weekends -= adds;
        before.minutes -= minutes;
        before.count -= stride;
        if (stride > 0 && at->count / stride % ((size_t)most + 1) == 0) {
            return false;
        }
        before.node = s->offs - 1;
        if (was_off != 0 && run == 1 && came_from(f, day, at, before)) {
            return true;
        }
        for (uint32_t same = 0; was_off == 0 && same < 2; same++) {
            uint32_t from = same == 0 ? run - 1 : run;
            if (from == 0 || (same == 1 && (!s->endless || run < s->runs))) {
                continue;
            }
            for (uint64_t left = f->person->types[type].after; left != 0; left &= left - 1) {
                before.node = work_node(s, from, (uint32_t)__builtin_ctzll(left));
                if (came_from(f, day, at, before)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static void go_back(const finding *f, place at, uint8_t *types)
{
    for (uint32_t day = f->ask->until; day > f->ask->from; day--) {
        bool off = at.node < f->s.offs;
        types[day - 1 - f->ask->from] =
            off ? AC_DAYS_OFF : (uint8_t)((at.node - f->s.offs) % f->s.types);
        bool found = off ? back_from_off(f, day - 1, &at) : back_from_work(f, day - 1, &at);
        ac_assert(found);
    }
}

/* Types of which the days have more than may be. */
static uint64_t too_many(const finding *f, const uint8_t *types)
{
    uint64_t found = 0;
    uint32_t counts[AC_DAYS_TYPES_MOST] = {0};
    for (uint32_t i = 0; i < f->ask->until - f->ask->from; i++) {
        if (types[i] != AC_DAYS_OFF && ++counts[types[i]] > f->ask->most[types[i]]) {
            found |= UINT64_C(1) << types[i];
        }
    }
    return found;
}

ac_path_answer
ac_path_find(const ac_path_room *room, const ac_path_ask *ask, uint8_t *types, int64_t *cost)
{
    finding f = {.ask = ask, .person = &ask->days->persons[ask->person], .layers = room->values};
    if (ask->minutes_most < 0) {
        return AC_PATH_NONE;
    }
    /* Numbers of types are counted only once the cheapest days have too many. */
    for (uint64_t counted = 0, over = 0;; counted |= over) {
        place end = {0};
        if (!set_shape(&f, counted, room->size)) {
            return AC_PATH_LARGE;
        }
        f.rows = f.layers + f.s.layer * (ask->until - ask->from + 1);
        clear(f.layers, f.s.layer);
        f.layers[row_of(&f.s, first_node(&f), 0, 0)] = 0;
        bool narrow = f.s.layer == f.s.nodes && f.s.step == 0 && f.s.counted_count == 0;
        for (uint32_t day = ask->from; day < ask->until; day++) {
            if (narrow) {
                step_day_narrow(&f, day);
            } else {
                step_day(&f, day);
            }
        }
        if (!find_end(&f, &end, cost)) {
            return AC_PATH_NONE;
        }
        go_back(&f, end, types);
        over = too_many(&f, types);
        if (over == 0) {
            return AC_PATH_FOUND;
        }
    }
}
