/* SPDX-License-Identifier: MIT */
/* Puts together what the files of a pool say of each session: asked for, booked, cancelled, worked,
 * looked back at; and what a locum cost that day. */

#include "app/pool_review.h"

#include "base/file.h"
#include "base/limits.h"
#include "booking/book.h"
#include "pool/build.h"
#include "recharge/recharge.h"

#include <inttypes.h>

typedef struct reviewing {
    ac_arena *arena;
    const ac_pool *pool;
    const ac_pool_period *period;
    ac_pool_faults *faults;
    ac_problem problem;
    ac_figures *figures; /* [week_count] */
    ac_review_week *weeks;
    uint32_t week_count;
    ac_names requests; /* codes, to their rows */
    ac_names matched;  /* keys of sessions */
    ac_names worked;   /* keys of timesheets, to their rows */
    ac_review_session *sessions;
    uint32_t session_count;
    ac_locums locums;
    ac_looked_back *looked_back;
    size_t looked_back_count;
    ac_evidence evidence;
    ac_review_told told;
} reviewing;

static int64_t number_of(const ac_pool_row *row, size_t column)
{
    return row->cells[column].number;
}

static bool is_within(const reviewing *r, int64_t day)
{
    return day >= r->period->from.day && day < r->period->until.day;
}

static uint32_t week_of(const reviewing *r, int64_t day)
{
    return (uint32_t)((day - r->period->from.day) / 7);
}

/* What tells one session of one doctor from all others, however its request is written. */
typedef struct session_key {
    ac_text doctor;
    ac_text request;
    accord_date on;
    int64_t part;
} session_key;

static session_key key_of(const ac_pool_row *row, const size_t columns[4])
{
    return (session_key){
        row->cells[columns[0]].text,
        row->cells[columns[1]].text,
        {(int32_t)number_of(row, columns[2])},
        number_of(row, columns[3])};
}

/* The request's row, or NULL. */
static const ac_pool_row *request_of(const reviewing *r, const session_key *key)
{
    return ac_recharge_request(r->pool, &r->requests, key->request, key->on);
}

static ac_text text_of(const reviewing *r, const session_key *key)
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    const ac_pool_row *request = request_of(r, key);
    ac_text code = request == NULL ? key->request : request->cells[AC_IN_REQUESTS_REQUEST].text;
    ac_buffer_addf(&text, "%" PRId32 "/%" PRId64 "/", key->on.day, key->part);
    ac_buffer_add(&text, key->doctor);
    ac_buffer_add_char(&text, '\n');
    ac_buffer_add(&text, code);
    return ac_text_copy(r->arena, ac_buffer_text(&text));
}

static void count_requested(reviewing *r)
{
    const ac_problem *p = &r->problem;
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_duty *duty = &p->duties[p->requests[i].duty_first];
        r->weeks[duty->day / 7].requested += p->requests[i].needed;
    }
}

/* What contracts leave for the pool in all, parted over the weeks as their limits are. */
static void count_offered(reviewing *r)
{
    const ac_problem *p = &r->problem;
    int64_t session = ac_pool_figure(r->pool, AC_SET_SESSION_MINUTES, r->period->from);
    int64_t minutes = 0;
    int64_t all = 0;
    int64_t *most = AC_NEW_ARRAY(r->arena, int64_t, r->week_count);
    for (uint32_t i = 0; i < p->counter_count; i++) {
        const ac_counter *counter = &p->counters[i];
        if (counter->rule == AC_RULE_CONTRACT_SHARE) {
            minutes += counter->most;
        } else if (counter->rule == AC_RULE_WEEK_MOST) {
            most[counter->day_from / 7] += counter->most;
            all += counter->most;
        }
    }
    for (uint32_t w = 0; w < r->week_count && all > 0; w++) {
        r->weeks[w].offered = ac_quotient(minutes * most[w], all * session);
    }
}

static bool was_taken(const ac_booking *booking)
{
    for (uint32_t i = 0; i < booking->step_count; i++) {
        ac_booking_state state = booking->steps[i].state;
        if (state == AC_BOOKING_ACCEPTED || state == AC_BOOKING_NOTIFIED) {
            return true;
        }
    }
    return false;
}

static void count_booking(reviewing *r, const ac_book *book, const ac_booking *booking)
{
    ac_booking_state state = ac_booking_state_of(booking);
    session_key key = {
        booking->key.doctor, booking->key.request, booking->key.on, booking->key.part};
    if (!is_within(r, key.on.day)) {
        return;
    }
    ac_review_week *week = &r->weeks[week_of(r, key.on.day)];
    ac_text text = text_of(r, &key);
    if (state == AC_BOOKING_CANCELLED) {
        ac_cancelled_by whom = ac_booking_event(book, booking)->cancelled_by;
        if (whom < AC_CANCELLED_BY_NOBODY) {
            week->cancelled[whom]++;
        }
    }
    if (was_taken(booking) && state != AC_BOOKING_GIVEN && ac_names_add(&r->matched, text, 0)) {
        week->matched++;
    }
    if ((state == AC_BOOKING_ACCEPTED || state == AC_BOOKING_NOTIFIED) &&
        ac_names_find(&r->worked, text) == AC_NAME_NONE) {
        r->told.no_timesheet++;
    }
}

static accord_status read_record(reviewing *r, const char *folder, accord_error *error)
{
    ac_text bytes = {0};
    ac_record record = {0};
    ac_book book = {0};
    char *path = ac_file_join(r->arena, folder, AC_RECORD_FILE);
    r->told.has_record = ac_file_exists(path);
    if (!r->told.has_record) {
        return ac_ok();
    }
    AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, r->arena, &bytes, error));
    AC_TRY(ac_record_read(r->arena, bytes, path, &record, error));
    AC_TRY(ac_book_read(r->arena, &record, &book, error));
    for (uint32_t i = 0; i < book.count; i++) {
        count_booking(r, &book, &book.bookings[i]);
    }
    return ac_ok();
}

static void read_timesheet(reviewing *r, const ac_pool_row *row)
{
    static const size_t columns[4] = {
        AC_IN_TIMESHEETS_DOCTOR, AC_IN_TIMESHEETS_REQUEST, AC_IN_TIMESHEETS_DATE,
        AC_IN_TIMESHEETS_PART};
    session_key key = key_of(row, columns);
    const ac_pool_row *request = request_of(r, &key);
    if (!is_within(r, key.on.day)) {
        return;
    }
    if (request == NULL) {
        ac_pool_row_fault_add(
            r->faults, r->pool, AC_POOL_TIMESHEETS, row, AC_IN_TIMESHEETS_REQUEST,
            "request \"%.*s\" is not in requests.csv; add it there, or mend the code",
            AC_TEXT_ARG(key.request));
        return;
    }
    uint32_t week = week_of(r, key.on.day);
    uint32_t index = (uint32_t)(row - r->pool->tables[AC_POOL_TIMESHEETS].rows);
    if (!ac_names_add(&r->worked, text_of(r, &key), index)) {
        ac_pool_row_fault_add(
            r->faults, r->pool, AC_POOL_TIMESHEETS, row, AC_POOL_COLUMNS_MOST,
            "the session has two timesheets; leave one out");
        return;
    }
    uint32_t site = (uint32_t)number_of(request, AC_IN_REQUESTS_SITE);
    r->weeks[week].delivered++;
    r->told.unconfirmed += row->cells[AC_IN_TIMESHEETS_CONFIRMED_BY].text.size == 0 ? 1 : 0;
    r->sessions[r->session_count++] = (ac_review_session){
        week,
        ac_locum_on(&r->locums, key.on, site, r->figures[week].list[AC_SIZE_LOCUM].value / 100)};
}

static void read_timesheets(reviewing *r)
{
    const ac_pool_rows *table = &r->pool->tables[AC_POOL_TIMESHEETS];
    r->sessions = AC_NEW_ARRAY(r->arena, ac_review_session, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        read_timesheet(r, &table->rows[i]);
    }
}

/* Sessions that were worked and stand in no event were matched by hand. */
static void match_worked(reviewing *r)
{
    static const size_t columns[4] = {
        AC_IN_TIMESHEETS_DOCTOR, AC_IN_TIMESHEETS_REQUEST, AC_IN_TIMESHEETS_DATE,
        AC_IN_TIMESHEETS_PART};
    const ac_pool_rows *table = &r->pool->tables[AC_POOL_TIMESHEETS];
    for (uint32_t i = 0; i < table->count; i++) {
        session_key key = key_of(&table->rows[i], columns);
        if (is_within(r, key.on.day) && ac_names_add(&r->matched, text_of(r, &key), 0)) {
            r->weeks[week_of(r, key.on.day)].matched++;
        }
    }
}

static void read_locums(reviewing *r)
{
    const ac_pool_rows *table = &r->pool->tables[AC_POOL_LOCUMS];
    r->locums.list = AC_NEW_ARRAY(r->arena, ac_locum_price, table->count);
    r->locums.count = table->count;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        int64_t site = number_of(row, AC_IN_LOCUMS_SITE);
        int64_t day = number_of(row, AC_IN_LOCUMS_DATE);
        ac_locum_basis basis = (ac_locum_basis)number_of(row, AC_IN_LOCUMS_BASIS);
        r->locums.list[i] = (ac_locum_price){
            .on = {(int32_t)day},
            .site = site == AC_POOL_ABSENT ? AC_LOCUM_NO_SITE : (uint32_t)site,
            .basis = basis,
            .pounds = ac_decimal(number_of(row, AC_IN_LOCUMS_POUNDS)),
            .line = row->line};
        if (basis == AC_LOCUM_PAID && is_within(r, day)) {
            r->weeks[week_of(r, day)].backfilled++;
        }
    }
    ac_locums_make(r->arena, &r->locums);
}

static void add_evidence(ac_evidence *to, const ac_pool_row *row)
{
    int64_t appointments = number_of(row, AC_IN_LOOKBACK_APPOINTMENTS);
    int64_t filled = number_of(row, AC_IN_LOOKBACK_FILLED);
    int64_t absent = number_of(row, AC_IN_LOOKBACK_ABSENT);
    int64_t contacts = number_of(row, AC_IN_LOOKBACK_CONTACTS);
    if (appointments != AC_POOL_ABSENT && filled != AC_POOL_ABSENT) {
        to->appointments += (uint32_t)appointments;
        to->filled += (uint32_t)filled;
        bool full = appointments > 0 && filled == appointments;
        to->full_not_needed +=
            full && number_of(row, AC_IN_LOOKBACK_NEEDED) == AC_NEEDED_NO ? 1 : 0;
    }
    if (filled != AC_POOL_ABSENT && absent != AC_POOL_ABSENT) {
        to->filled_of_attendance += (uint32_t)filled;
        to->not_attended += (uint32_t)absent;
    }
    if (contacts != AC_POOL_ABSENT) {
        to->contacts += (uint32_t)contacts;
        to->contact_sessions++;
    }
}

static void read_lookback(reviewing *r)
{
    static const size_t columns[4] = {
        AC_IN_LOOKBACK_DOCTOR, AC_IN_LOOKBACK_REQUEST, AC_IN_LOOKBACK_DATE, AC_IN_LOOKBACK_PART};
    const ac_pool_rows *table = &r->pool->tables[AC_POOL_LOOKBACK];
    ac_names seen;
    ac_names_init(&seen, r->arena);
    r->looked_back = AC_NEW_ARRAY(r->arena, ac_looked_back, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        session_key key = key_of(row, columns);
        const ac_pool_row *request = request_of(r, &key);
        ac_text text = text_of(r, &key);
        if (!is_within(r, key.on.day)) {
            continue;
        }
        if (!ac_names_add(&seen, text, i)) {
            ac_pool_row_fault_add(
                r->faults, r->pool, AC_POOL_LOOKBACK, row, AC_POOL_COLUMNS_MOST,
                "the session was looked back at on line %" PRIu64 " already; leave one out",
                table->rows[ac_names_find(&seen, text)].line);
        } else if (request == NULL || ac_names_find(&r->worked, text) == AC_NAME_NONE) {
            r->told.lost++;
        } else {
            r->looked_back[r->looked_back_count++] = (ac_looked_back){
                (uint32_t)number_of(request, AC_IN_REQUESTS_SITE),
                (ac_needed)number_of(row, AC_IN_LOOKBACK_NEEDED)};
            add_evidence(&r->evidence, row);
        }
    }
}

static accord_status
set_figures(reviewing *r, const ac_pool_review_options *options, accord_error *error)
{
    r->figures = AC_NEW_ARRAY(r->arena, ac_figures, r->week_count);
    for (uint32_t w = 0; w < r->week_count; w++) {
        accord_date from = {r->period->from.day + (int32_t)w * 7};
        ac_figures *figures = &r->figures[w];
        ac_figures_read(r->arena, r->pool, from, figures);
        for (size_t i = 0; i < options->setting_count; i++) {
            AC_TRY(ac_figures_set(r->arena, ac_text_of(options->settings[i]), figures, error));
        }
        r->weeks[w].from = from;
        r->weeks[w].cost = figures->list[AC_SIZE_COST].value / 100;
        r->weeks[w].idle_value = figures->list[AC_SIZE_IDLE_VALUE].value / 100;
    }
    return ac_ok();
}

static void index_requests(reviewing *r)
{
    const ac_pool_rows *table = &r->pool->tables[AC_POOL_REQUESTS];
    ac_names_init(&r->requests, r->arena);
    ac_names_init(&r->matched, r->arena);
    ac_names_init(&r->worked, r->arena);
    for (uint32_t i = 0; i < table->count; i++) {
        (void)ac_names_add(&r->requests, table->rows[i].cells[AC_IN_REQUESTS_REQUEST].text, i);
    }
}

/* NOLINTNEXTLINE(readability-function-size): as every command on a folder, with its options */
accord_status ac_pool_review(
    ac_arena *arena,
    const char *folder,
    const ac_pool_period *period,
    const ac_pool_review_options *options,
    ac_buffer *buffer,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool pool = {0};
    ac_need need;
    ac_review review;
    reviewing r = {
        .arena = arena,
        .pool = &pool,
        .period = period,
        .faults = faults,
        .week_count = (uint32_t)(period->until.day - period->from.day) / 7};
    AC_TRY(ac_pool_folder_read(arena, folder, period, &pool, faults, error));
    AC_TRY(ac_pool_build(arena, &pool, period, &r.problem, error));
    r.weeks = AC_NEW_ARRAY(arena, ac_review_week, r.week_count);
    index_requests(&r);
    AC_TRY(set_figures(&r, options, error));
    count_requested(&r);
    count_offered(&r);
    read_locums(&r);
    read_timesheets(&r);
    AC_TRY(read_record(&r, folder, error));
    match_worked(&r);
    read_lookback(&r);
    if (faults->found > 0) {
        return (accord_status){ACCORD_ENO};
    }
    ac_need_fit(arena, r.looked_back, r.looked_back_count, pool.tables[AC_POOL_SITES].count, &need);
    ac_reviewed reviewed = {
        .weeks = r.weeks,
        .week_count = r.week_count,
        .sessions = r.sessions,
        .session_count = r.session_count,
        .need = &need,
        .seed = options->seed,
        .draws = options->draws};
    ac_review_run(arena, &reviewed, &review);
    r.told.reviewed = &reviewed;
    r.told.review = &review;
    r.told.locums = &r.locums;
    r.told.evidence = &r.evidence;
    r.told.figures = &r.figures[0];
    ac_review_add(buffer, &r.told, options->format);
    return ac_ok();
}
