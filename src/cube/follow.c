/* SPDX-License-Identifier: MIT */
/* Two sortings. In the first, records of one person stand together, the last day first: whoever
 * comes from there has met all that may follow, of which the nearest two with different identifiers
 * are enough to know. In the second, followed rows with one identifier stand together. */

#include "cube/follow.h"

#include "base/assert.h"
#include "base/limits.h"
#include "base/sorter.h"

#include <stdlib.h>
#include <string.h>

#ifdef ACCORD_STRESS
enum { MEMORY_BYTES = 500 };
#else
enum { MEMORY_BYTES = 64 << 20 };
#endif

typedef struct record {
    ac_identity key;
    ac_identity identity; /* where rows have none: the row's own number */
    int64_t amount;
    int32_t day;
    uint32_t cell;   /* NO_CELL: it follows others */
    uint32_t file;   /* of the cube's */
    uint32_t listed; /* its number among rows that are to be listed, or NOT_LISTED */
} record;

#define NO_CELL    UINT32_MAX
#define NOT_LISTED UINT32_MAX

struct ac_following {
    ac_want *same[AC_FOLLOWED_FIELDS_MAX]; /* [same_count] */
    size_t same_count;
    const ac_test *where;   /* NULL: any row follows */
    bool apart;             /* rows of another layout follow, and none of these */
    ac_sorter *by_key;      /* of a cube whose rows only follow: that of the other cube */
    ac_sorter *by_identity; /* NULL: rows have no identifier */
    accord_status status;   /* of what went wrong first */
    accord_error error;
};

static int compare_identities(const ac_identity *left, const ac_identity *right)
{
    if (left->high != right->high) {
        return left->high < right->high ? -1 : 1;
    }
    return (left->low > right->low) - (left->low < right->low);
}

static bool same_identity(const ac_identity *left, const ac_identity *right)
{
    return left->high == right->high && left->low == right->low;
}

/* Of one day, those that follow go first, since they follow rows of the day. */
static int compare_by_key(const void *a, const void *b)
{
    const record *left = a;
    const record *right = b;
    int order = compare_identities(&left->key, &right->key);
    if (order != 0) {
        return order;
    }
    if (left->day != right->day) {
        return left->day > right->day ? -1 : 1;
    }
    return (left->cell != NO_CELL) - (right->cell != NO_CELL);
}

static int compare_by_identity(const void *a, const void *b)
{
    const record *left = a;
    const record *right = b;
    return compare_identities(&left->identity, &right->identity);
}

/* ---- The plan ---- */

void ac_cube_plan_followers(const ac_cube_plan *plan, ac_cube_plan *followers)
{
    ac_assert(plan->followed != NULL && plan->followed->layout != NULL);
    *followers = (ac_cube_plan){
        .input = plan->input,
        .calendar = plan->calendar,
        .period_kind = plan->period_kind,
        .period_field = plan->followed->day_field,
        .span_count = plan->span_count,
        .followed = plan->followed,
        .measure = AC_MEASURE_COUNT};
    memcpy(followers->spans, plan->spans, sizeof followers->spans);
}

/* What is the same in rows of two layouts is compared as text, of which only a code has one. */
static accord_status check_code(const ac_cube *cube, const ac_want *want, accord_error *error)
{
    if (want->type == AC_FIELD_CODE || want->type == AC_FIELD_CONSTANT) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s is to be the same in rows of two layouts, and is no code in %.*s: say \"%.*s : code "
        "from ...\" there",
        AC_TEXT_ARG(want->name), AC_TEXT_ARG(cube->layout->name), AC_TEXT_ARG(want->name));
}

static accord_status find_same(ac_cube *cube, struct ac_following *made, accord_error *error)
{
    const ac_cube_followed *followed = cube->plan->followed;
    ac_assert(followed->same_count <= AC_FOLLOWED_FIELDS_MAX);
    for (size_t i = 0; i < followed->same_count; i++) {
        AC_TRY(ac_cube_want_field(cube, followed->same[i], &made->same[i], error));
        if (followed->layout != NULL) {
            AC_TRY(check_code(cube, made->same[i], error));
        }
    }
    made->same_count = followed->same_count;
    return ac_ok();
}

static accord_status check_day(const ac_cube *cube, accord_error *error)
{
    if (cube->period_want != NULL && cube->period_want->type == AC_FIELD_DATE) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s counts rows that are followed within %u days, and %.*s is no date in the layout "
        "%.*s: name a field of type date",
        AC_TEXT_ARG(cube->plan->input), cube->plan->followed->days,
        AC_TEXT_ARG(cube->plan->period_field), AC_TEXT_ARG(cube->layout->name));
}

accord_status ac_following_new(
    ac_cube *cube, size_t memory_bytes, const char *temporary_folder, accord_error *error)
{
    const ac_cube_followed *followed = cube->plan->followed;
    if (followed == NULL) {
        return ac_ok();
    }
    struct ac_following *made = AC_NEW(&cube->arena, struct ac_following);
    ac_assert(cube->adds_up);
    made->apart = followed->layout != NULL && cube->follows == NULL;
    made->status = ac_ok();
    AC_TRY(find_same(cube, made, error));
    if (!made->apart) {
        AC_TRY(ac_cube_compile_where(cube, followed->where, &made->where, error));
    }
    AC_TRY(check_day(cube, error));
    if (cube->follows != NULL) {
        made->by_key = cube->follows->following->by_key;
        cube->following = made;
        return ac_ok();
    }
    memory_bytes = memory_bytes == 0 ? MEMORY_BYTES : memory_bytes;
    made->by_key = ac_sorter_new(sizeof(record), compare_by_key, memory_bytes, temporary_folder);
    if (cube->identity_count > 0) {
        made->by_identity =
            ac_sorter_new(sizeof(record), compare_by_identity, memory_bytes, temporary_folder);
    }
    cube->following = made;
    return ac_ok();
}

void ac_following_free(ac_cube *cube)
{
    if (cube->following != NULL && cube->follows == NULL) {
        ac_sorter_free(cube->following->by_key);
        ac_sorter_free(cube->following->by_identity);
    }
}

/* ---- Rows ---- */

ac_answer ac_link_follows(ac_cube *cube, const ac_row *row)
{
    const struct ac_following *following = cube->following;
    if (following == NULL || following->apart) {
        return AC_ANSWER_NO;
    }
    return following->where == NULL ? AC_ANSWER_YES
                                    : ac_cube_row_judge(cube, following->where, row);
}

void ac_link_read(ac_cube *cube, const ac_row *row, ac_identity identity, ac_link *link)
{
    const struct ac_following *following = cube->following;
    const ac_want *want = cube->period_want;
    ac_text parts[AC_FOLLOWED_FIELDS_MAX];
    ac_text text = {0};
    accord_error error;
    for (size_t i = 0; i < following->same_count; i++) {
        if (!ac_cube_row_text(cube, following->same[i], row, &parts[i])) {
            ac_cube_fault_missing(cube, following->same[i]);
            return;
        }
    }
    if (!ac_cube_row_text(cube, want, row, &text)) {
        ac_cube_fault_missing(cube, want);
        return;
    }
    if (ac_date_parse(text, want->date_format, &link->day, &error).code != ACCORD_OK) {
        ac_cube_fault(cube, AC_REFUSAL_DATE, want, "%s", error.message);
        return;
    }
    const ac_identity number = {.low = cube->counts.rows};
    link->key = ac_identity_of(parts, following->same_count);
    link->identity = cube->identity_count == 0 ? number : identity;
    link->read = true;
}

static void add(ac_cube *cube, const ac_link *link, uint32_t cell, int64_t amount)
{
    struct ac_following *following = cube->following;
    bool listed = cube->listing != NULL && cell == cube->listed_cell;
    const record made = {
        .key = link->key,
        .identity = link->identity,
        .amount = amount,
        .day = link->day.day,
        .cell = cell,
        .file = (uint32_t)(cube->file - cube->files),
        .listed = listed ? ac_listing_last(cube->listing) : NOT_LISTED};
    if (following->status.code == ACCORD_OK) {
        following->status = ac_sorter_add(following->by_key, &made, &following->error);
    }
}

void ac_following_let_follow(ac_cube *cube, const ac_link *link)
{
    if (link->follows == AC_ANSWER_YES && link->read) {
        add(cube, link, NO_CELL, 0);
    }
}

void ac_following_add(ac_cube *cube, const ac_link *link, uint32_t cell, int64_t amount)
{
    add(cube, link, cell, amount);
}

/* ---- The end ---- */

/* What may follow the rows that come next: the nearest, and the nearest of another identifier. */
typedef struct ahead {
    ac_identity key;
    struct {
        bool is;
        ac_identity identity;
        int32_t day;
    } next[2];
} ahead;

static void meet(ahead *met, const record *follower)
{
    bool again = met->next[0].is && same_identity(&met->next[0].identity, &follower->identity);
    if (!again) {
        met->next[1] = met->next[0];
    }
    met->next[0].is = true;
    met->next[0].identity = follower->identity;
    met->next[0].day = follower->day;
}

static bool is_followed(const ac_cube *cube, const ahead *met, const record *row)
{
    uint32_t days = cube->plan->followed->days;
    bool own = !cube->following->apart && met->next[0].is &&
               same_identity(&met->next[0].identity, &row->identity);
    size_t place = own ? 1 : 0;
    return met->next[place].is && (int64_t)met->next[place].day - row->day <= (int64_t)days;
}

static void count(ac_cube *cube, const record *row)
{
    ac_cube_put_in(cube, row->cell, row->amount);
    cube->counts.counted++;
    cube->files[row->file].counted++;
    if (row->listed != NOT_LISTED) {
        ac_listing_stay(cube->listing, row->listed);
    }
}

static accord_status take_followed(ac_cube *cube, accord_error *error)
{
    struct ac_following *following = cube->following;
    ahead met = {0};
    for (;;) {
        const void *next = NULL;
        AC_TRY(ac_sorter_next(following->by_key, &next, error));
        if (next == NULL) {
            return ac_ok();
        }
        const record *row = next;
        if (!same_identity(&met.key, &row->key)) {
            met = (ahead){.key = row->key};
        }
        if (row->cell == NO_CELL) {
            meet(&met, row);
        } else if (!is_followed(cube, &met, row)) {
            cube->counts.not_followed++;
            cube->files[row->file].set_aside++;
        } else if (following->by_identity == NULL) {
            count(cube, row);
        } else {
            AC_TRY(ac_sorter_add(following->by_identity, row, error));
        }
    }
}

static bool is_less(ac_cube *cube, const record *row, const record *than)
{
    if (row->cell != than->cell) {
        return row->cell < than->cell;
    }
    int order = ac_cube_amount_compare(cube, row->amount, than->amount);
    return order != 0 ? order < 0 : row->listed < than->listed;
}

static void repeat(ac_cube *cube, const record *row)
{
    cube->counts.repeated++;
    cube->files[row->file].set_aside++;
}

/* Of the rows with one identifier the least counts. */
static accord_status take_once(ac_cube *cube, accord_error *error)
{
    struct ac_following *following = cube->following;
    record least = {.cell = NO_CELL};
    for (;;) {
        const void *next = NULL;
        AC_TRY(ac_sorter_next(following->by_identity, &next, error));
        const record *row = next;
        bool again =
            row != NULL && least.cell != NO_CELL && same_identity(&row->identity, &least.identity);
        if (again && is_less(cube, row, &least)) {
            repeat(cube, &least);
            least = *row;
        } else if (again) {
            repeat(cube, row);
        } else {
            if (least.cell != NO_CELL) {
                count(cube, &least);
            }
            least = row == NULL ? least : *row;
        }
        if (row == NULL) {
            return ac_ok();
        }
    }
}

accord_status ac_following_end(ac_cube *cube, accord_error *error)
{
    struct ac_following *following = cube->following;
    if (following == NULL) {
        return ac_ok();
    }
    if (following->status.code != ACCORD_OK) {
        if (error != NULL) {
            *error = following->error;
        }
        return following->status;
    }
    if (cube->follows != NULL) {
        return ac_ok();
    }
    AC_TRY(take_followed(cube, error));
    return following->by_identity == NULL ? ac_ok() : take_once(cube, error);
}
