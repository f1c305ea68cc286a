/* SPDX-License-Identifier: MIT */
/* Who carries the sessions that nobody had: the trust; the practices, pooled by a key; or a reserve
 * while it lasts, and then the trust. What they cost is rounded once, and shared by largest
 * remainder. */

#include "base/limits.h"
#include "recharge/idle.h"
#include "recharge/pricing.h"
#include "value/date.h"
#include "value/split.h"

#include <inttypes.h>
#include <stdlib.h>

enum { MILLION = 1000000, WORDS_BYTES = 1000, PENCE_IN_MILLIONTHS = 10000 };

typedef struct carrying {
    const ac_recharge *of;
    ac_charges *charges;
    int32_t month;
    const ac_pool_row *row;      /* of carrying.csv */
    const ac_pool_row *reserved; /* the row whose reserve is being used */
    accord_money left;           /* of that reserve */
    ac_buffer *words;            /* what was idle, and what it cost */
} carrying;

static accord_date last_day(int32_t month)
{
    return (accord_date){ac_month_first(month + 1).day - 1};
}

static ac_text month_words(const carrying *c)
{
    AC_SCOPED_BUFFER(words, 20);
    ac_month_add(&words, c->month);
    return ac_text_copy(c->of->arena, ac_buffer_text(&words));
}

static ac_text item_of(const carrying *c, ac_item_kind kind, ac_text of, ac_text whom)
{
    AC_SCOPED_BUFFER(item, AC_ROW_BYTES_MAX);
    ac_buffer_addf(
        &item, "%s %.*s%s%.*s", ac_item_word(kind), AC_TEXT_ARG(of), whom.size > 0 ? " " : "",
        AC_TEXT_ARG(whom));
    return ac_one_line(c->of->arena, ac_buffer_text(&item));
}

static void add(carrying *c, const ac_charge *charge)
{
    ac_charges *to = c->charges;
    AC_RESERVE(c->of->arena, to->list, to->count, to->capacity);
    to->list[to->count++] = *charge;
}

/* ---- the trust's own lines: no supply to anybody ---- */

static void note(carrying *c, ac_item_kind kind, ac_text of, accord_money net, ac_text what)
{
    const ac_pool_cell *cells = c->row->cells;
    AC_SCOPED_BUFFER(evidence, AC_ROW_BYTES_MAX);
    if (net.minor == 0) {
        return;
    }
    ac_buffer_addf(
        &evidence, "decided by %.*s on ", AC_TEXT_ARG(cells[AC_IN_CARRYING_DECIDED_BY].text));
    ac_date_add_iso(&evidence, (accord_date){(int32_t)cells[AC_IN_CARRYING_DECIDED_ON].number});
    accord_date from = {(int32_t)cells[AC_IN_CARRYING_FROM].number};
    ac_text issuer = c->of->pool->tables[AC_POOL_ISSUER].rows[0].cells[AC_IN_ISSUER_ISSUER].text;
    add(c, &(ac_charge){
               .item = item_of(c, kind, of, (ac_text){0}),
               .site = ac_one_line(c->of->arena, issuer),
               .month = c->month,
               .on = kind == AC_ITEM_SET_ASIDE ? from : last_day(c->month),
               .what = ac_one_line(c->of->arena, what),
               .net = net,
               .basis = AC_TEXT(AC_NO_SUPPLY),
               .evidence = ac_one_line(c->of->arena, ac_buffer_text(&evidence))});
}

/* What a reserve begins with is set aside once, with the first month that it may be used in. */
static void begin_reserve(carrying *c)
{
    const ac_pool_cell *cells = c->row->cells;
    AC_SCOPED_BUFFER(day, 20);
    if (c->reserved == c->row) {
        return;
    }
    c->reserved = c->row;
    c->left = ac_pence_of(
        c->of->arena,
        ac_rational_of_ratio(c->of->arena, cells[AC_IN_CARRYING_RESERVE].number, MILLION));
    ac_date_add_iso(&day, (accord_date){(int32_t)cells[AC_IN_CARRYING_FROM].number});
    note(
        c, AC_ITEM_SET_ASIDE, ac_buffer_text(&day), c->left,
        AC_TEXT("set aside for sessions that are not allocated"));
}

static void use_reserve(carrying *c, accord_money cost)
{
    begin_reserve(c);
    accord_money used = {cost.minor < c->left.minor ? cost.minor : c->left.minor};
    ac_text month = month_words(c);
    c->left.minor -= used.minor;
    AC_SCOPED_BUFFER(what, AC_ROW_BYTES_MAX);
    ac_buffer_addf(
        &what, "%.*s; taken from the reserve, which leaves ",
        AC_TEXT_ARG(ac_buffer_text(c->words)));
    ac_pounds_add(&what, c->left.minor * PENCE_IN_MILLIONTHS);
    note(c, AC_ITEM_RESERVE, month, used, ac_buffer_text(&what));
    ac_buffer_add_z(c->words, "; what the reserve does not hold falls to the trust");
    note(
        c, AC_ITEM_TRUST, month, (accord_money){cost.minor - used.minor}, ac_buffer_text(c->words));
}

/* ---- the practices ---- */

typedef struct sharer {
    ac_text code;
    uint32_t site; /* row */
    ac_rational weight;
} sharer;

static int compare_sharers(const void *left, const void *right)
{
    return ac_text_compare(((const sharer *)left)->code, ((const sharer *)right)->code);
}

/* Its basis is that of the month's last day, or of the last on which the site was open. */
static accord_date basis_day(const carrying *c, uint32_t site)
{
    const ac_pool_cell *cells = ac_pool_row_of(c->of->pool, AC_POOL_SITES, site)->cells;
    int64_t closes = cells[AC_IN_SITES_CLOSES].number;
    accord_date day = last_day(c->month);
    if (closes != AC_POOL_ABSENT && closes <= day.day) {
        day.day = (int32_t)closes - 1;
    }
    return day;
}

static void
charge_share(carrying *c, const sharer *one, ac_rational all, accord_money share, accord_money cost)
{
    const ac_pool_rows *table = &c->of->pool->tables[AC_POOL_CARRYING];
    ac_session what = {
        .path = table->path,
        .line = c->row->line,
        .site = one->site,
        .on = basis_day(c, one->site)};
    AC_SCOPED_BUFFER(words, AC_ROW_BYTES_MAX);
    if (share.minor == 0) {
        return;
    }
    ac_buffer_add(&words, ac_buffer_text(c->words));
    ac_buffer_add_z(&words, ", ");
    ac_pounds_add(&words, cost.minor * PENCE_IN_MILLIONTHS);
    ac_buffer_addf(
        &words, " in all; shared by %.*s: ", AC_TEXT_ARG(c->row->cells[AC_IN_CARRYING_KEY].text));
    ac_rational_add_exact(&words, one->weight);
    ac_buffer_add_z(&words, " of ");
    ac_rational_add_exact(&words, all);
    ac_charge charge = {
        .item = item_of(c, AC_ITEM_UNALLOCATED, month_words(c), one->code),
        .site = ac_one_line(c->of->arena, one->code),
        .month = c->month,
        .on = what.on,
        .what = ac_one_line(c->of->arena, ac_buffer_text(&words)),
        .net = share};
    if (ac_session_vat(c->of, &what, &charge)) {
        add(c, &charge);
    }
}

static void share_out(carrying *c, accord_money cost)
{
    ac_arena *arena = c->of->arena;
    const ac_pool_rows *sites = &c->of->pool->tables[AC_POOL_SITES];
    ac_carrying_key key = (ac_carrying_key)c->row->cells[AC_IN_CARRYING_KEY].number;
    ac_rational *weights = AC_NEW_ARRAY(arena, ac_rational, sites->count);
    accord_money *shares = AC_NEW_ARRAY(arena, accord_money, sites->count);
    sharer *list = AC_NEW_ARRAY(arena, sharer, sites->count);
    ac_rational all = AC_RATIONAL_ZERO;
    ac_key_weights(c->of, key, c->month, weights);
    for (uint32_t i = 0; i < sites->count; i++) {
        list[i] = (sharer){sites->rows[i].cells[0].text, i, weights[i]};
        all = ac_rational_add(arena, all, weights[i]);
    }
    if (sites->count > 1) {
        qsort(list, sites->count, sizeof *list, compare_sharers);
    }
    for (uint32_t i = 0; i < sites->count; i++) {
        weights[i] = list[i].weight;
    }
    if (ac_money_split(cost, weights, sites->count, shares, NULL).code != ACCORD_OK) {
        AC_RECHARGE_FAULT(
            c->of, AC_POOL_CARRYING, c->row, AC_IN_CARRYING_KEY,
            "no site shares what was not allocated in %.*s: %s", AC_TEXT_ARG(month_words(c)),
            key == AC_KEY_REQUESTED ? "requests.csv asks for no session in it"
                                    : "keys.csv has no row that holds in it");
        return;
    }
    for (uint32_t i = 0; i < sites->count; i++) {
        charge_share(c, &list[i], all, shares[i], cost);
    }
}

/* ---- a month ---- */

/* "2.8 of 20.8 sessions of the pool were not allocated, at 319.00 a session" */
static void add_words(const carrying *c, const ac_idle_sum *sum)
{
    ac_rational_add_exact(c->words, sum->idle);
    ac_buffer_add_z(c->words, " of ");
    ac_rational_add_exact(c->words, sum->available);
    ac_buffer_add_z(c->words, " sessions of the pool were not allocated, at ");
    ac_pounds_add(c->words, c->row->cells[AC_IN_CARRYING_COST].number);
    ac_buffer_add_z(c->words, " a session");
}

static void carry_month(carrying *c)
{
    ac_arena *arena = c->of->arena;
    const ac_pool_cell *cells = c->row->cells;
    ac_idle_sum sum = ac_idle_count(c->of, c->month, c->charges);
    ac_rational price = ac_rational_of_ratio(arena, cells[AC_IN_CARRYING_COST].number, MILLION);
    accord_money cost = ac_pence_of(arena, ac_rational_multiply(arena, sum.idle, price));
    ac_buffer_clear(c->words);
    add_words(c, &sum);
    switch ((ac_carrier)cells[AC_IN_CARRYING_BY].number) {
    case AC_CARRIER_TRUST:
        note(c, AC_ITEM_TRUST, month_words(c), cost, ac_buffer_text(c->words));
        return;
    case AC_CARRIER_POOLED:
        if (cost.minor > 0) {
            share_out(c, cost);
        }
        return;
    case AC_CARRIER_RESERVE:
        use_reserve(c, cost);
        return;
    }
}

/* What was idle before the first row is nobody's business here; after it, a gap is a fault. */
static bool is_before_all(const ac_recharge *of, int32_t month)
{
    const ac_pool_rows *rows = of->carrying.rows;
    bool before = true;
    for (uint32_t i = 0; i < rows->count; i++) {
        before = before && rows->rows[i].cells[AC_IN_CARRYING_FROM].number >
                               (int64_t)ac_month_first(month).day;
    }
    return before;
}

void ac_idle_carry(const ac_recharge *of, const int32_t *months, size_t count, ac_charges *charges)
{
    AC_SCOPED_BUFFER(words, WORDS_BYTES);
    carrying c = {.of = of, .words = &words, .charges = charges};
    for (size_t i = 0; i < count; i++) {
        c.month = months[i];
        if (is_before_all(of, c.month)) {
            continue;
        }
        c.row = ac_dated_find(&of->carrying, NULL, ac_month_first(c.month), NULL);
        if (c.row == NULL) {
            ac_pool_fault_add(
                of->faults, &(ac_pool_sheet){.path = of->carrying.rows->path}, 0, 0,
                "it does not say who carries the sessions that nobody had in %.*s; write the row "
                "that holds then",
                AC_TEXT_ARG(month_words(&c)));
            continue;
        }
        carry_month(&c);
    }
}
