/* SPDX-License-Identifier: MIT */
/* A period is settled: every payment of it is worked out from what was known by a day, and what is
 * due is held against the ledger. A payment of a closed period that comes out otherwise now is
 * turned back and stated again, so that closed entries and adjustments together are always what the
 * latest data give. */

#include "app/books.h"
#include "app/challenges.h"
#include "app/place.h"
#include "base/limits.h"
#include "statement/shown.h"
#include "value/date.h"

#include <string.h>

typedef struct working {
    ac_arena *arena;
    const ac_books *books;
    const ac_books_period *asked;
    ac_books_folder folder;
    ac_books_settled *settled;
    const ac_settlement *settlements; /* [settlement_count] */
    size_t settlement_count;
    const ac_kept_entry *kept; /* [kept_count], the ledger so far */
    size_t kept_count;
    char head[AC_HASH_HEX_BYTES];
    ac_kept_entry *entries;
    size_t count;
    size_t capacity;
    ac_names adjusted; /* codes of payments */
    ac_names accrued;  /* of those that are provisional, where such are accrued */
    accord_error *error;
} working;

/* ---- What is there ---- */

static bool is_before(const working *w, int64_t closing)
{
    return closing > 0 && (w->asked->before == 0 || closing < w->asked->before);
}

static accord_status read_store(working *w)
{
    ac_db *db = w->books->db;
    AC_TRY(ac_settlement_list(w->arena, db, &w->settlements, &w->settlement_count, w->error));
    AC_TRY(ac_entry_list(w->arena, db, &w->kept, &w->kept_count, w->head, w->error));
    while (w->kept_count > 0 && !is_before(w, w->kept[w->kept_count - 1].closing)) {
        w->kept_count--;
        ac_text head = w->kept_count > 0 ? w->kept[w->kept_count - 1].hash : AC_TEXT("");
        memcpy(w->head, head.at, head.size);
        w->head[head.size] = '\0';
    }
    return ac_ok();
}

/* ---- The period ---- */

static accord_status find_period(working *w, ac_text text, ac_statement_filter *filter)
{
    *filter = (ac_statement_filter){.period_said = true, .party = AC_TEXT("")};
    AC_TRY(ac_run_find_period(&w->settled->run, text, &filter->kind, &filter->period, w->error));
    return ac_place_check_term(&w->settled->run, filter->kind, filter->period, w->error);
}

static ac_text period_text(const working *w, const ac_statement_filter *filter)
{
    AC_SCOPED_BUFFER(text, 100);
    const ac_calendar *calendar = &w->settled->run.contract.program->syntax->calendar;
    ac_period_add(&text, calendar, filter->kind, filter->period);
    return ac_text_copy(w->arena, ac_buffer_text(&text));
}

/* A period is closed once, and no closing looks from an earlier day than the one before. */
static accord_status check_closings(const working *w)
{
    for (size_t i = 0; i < w->settlement_count; i++) {
        const ac_settlement *of = &w->settlements[i];
        if (!is_before(w, of->closing)) {
            continue;
        }
        AC_SCOPED_BUFFER(day, 40);
        if (ac_text_equal(of->period, w->settled->period)) {
            ac_seconds_add(&day, of->closed_at);
            return ac_fail(
                w->error, ACCORD_EINPUT,
                "%.*s was closed by %.*s at %s, and closed means closed: what has changed since is "
                "adjusted when the next period is closed",
                AC_TEXT_ARG(of->period), AC_TEXT_ARG(of->closed_by), day.bytes);
        }
        if (of->known_by.day > w->settled->known_by.day) {
            ac_date_add_iso(&day, of->known_by);
            return ac_fail(
                w->error, ACCORD_EINPUT,
                "%.*s was closed with what was known by %s: a later closing cannot know less; name "
                "that day or a later one",
                AC_TEXT_ARG(of->period), day.bytes);
        }
    }
    return ac_ok();
}

/* ---- Payments ---- */

static accord_status fail_unknown(const working *w, const ac_payment *payment, ac_text period)
{
    AC_SCOPED_BUFFER(why, ACCORD_MESSAGE_BYTES);
    const ac_program *program = w->settled->run.contract.program;
    ac_buffer_addf(
        &why, "payment %.*s for ", AC_TEXT_ARG(ac_clause_at(program, payment->clause)->number));
    ac_payment_period_add(&why, program, payment);
    ac_buffer_addf(&why, " is %s: ", ac_payment_state_name(payment));
    ac_note_add(&why, payment->evaluation, payment->state);
    return ac_fail(
        w->error, ACCORD_ENO, "%.*s cannot be settled as known by that day: %s",
        AC_TEXT_ARG(period), why.bytes);
}

/* Every payment of a period has to be known. */
static accord_status
check_known(const working *w, const ac_statement_filter *filter, ac_text period, size_t *count)
{
    const ac_statement_set *set = w->settled->run.statement;
    *count = 0;
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (!ac_payment_is_shown(set, payment, filter)) {
            continue;
        }
        (*count)++;
        if (payment->state != AC_VALUE_KNOWN) {
            return fail_unknown(w, payment, period);
        }
        if (payment->standing != AC_STANDING_FINAL) {
            w->settled->provisional = true;
        }
    }
    return ac_ok();
}

/* ---- What is to be posted ---- */

static accord_status fail_sum(const working *w, ac_text code)
{
    return ac_fail(
        w->error, ACCORD_ERANGE, "the sums of payment %.*s do not fit", AC_TEXT_ARG(code));
}

#define ACCRUED "accrued "

/* What is accrued stands in an account that faces nobody, so that nothing of it is paid: "accrued
 * to TRUST" in place of "due to TRUST". */
static ac_kept_posting
posting_of(const working *w, const ac_ledger *ledger, const ac_posting *posting, bool accrue)
{
    const ac_account *account = &ledger->accounts[posting->account];
    ac_kept_posting made = {
        .class = ac_text_of(ac_account_class_word(account->class)),
        .owner = account->owner,
        .name = account->name,
        .counterparty = account->counterparty,
        .amount = posting->amount.minor};
    if (accrue && account->counterparty.size > 0) {
        AC_SCOPED_BUFFER(name, AC_FIELD_BYTES_MAX);
        ac_buffer_addf(
            &name, ACCRUED "%s %.*s", account->class == AC_ACCOUNT_ASSET ? "from" : "to",
            AC_TEXT_ARG(account->counterparty));
        made.name = ac_text_copy(w->arena, ac_buffer_text(&name));
        made.counterparty = AC_TEXT("");
    }
    return made;
}

static bool is_accrued(const ac_kept_posting *lines, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any = any ||
              (lines[i].counterparty.size == 0 && ac_text_starts(lines[i].name, AC_TEXT(ACCRUED)));
    }
    return any;
}

static bool is_due(const ac_kept_posting *lines, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        any = any || lines[i].counterparty.size > 0;
    }
    return any;
}

/* Takes the payments of a period that rest on data that are not frozen. */
static void take_provisional(working *w, const ac_statement_filter *filter)
{
    const ac_statement_set *set = w->settled->run.statement;
    for (size_t i = 0; w->asked->accrues && i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (payment->standing == AC_STANDING_PROVISIONAL &&
            ac_payment_is_shown(set, payment, filter)) {
            AC_SCOPED_BUFFER(code, AC_FIELD_BYTES_MAX);
            ac_payment_code_add(&code, set, payment);
            (void)ac_names_add(&w->accrued, ac_text_copy(w->arena, ac_buffer_text(&code)), 0);
        }
    }
}

static bool same_account(const ac_kept_posting *a, const ac_kept_posting *b)
{
    return ac_text_equal(a->class, b->class) && ac_text_equal(a->owner, b->owner) &&
           ac_text_equal(a->name, b->name);
}

/* Adds lines to the sums of accounts, in the order in which these first stand. */
static bool add_sums(
    ac_arena *arena,
    ac_kept_posting **sums,
    size_t *count,
    size_t *capacity,
    const ac_kept_posting *line)
{
    for (size_t i = 0; i < *count; i++) {
        if (same_account(&(*sums)[i], line)) {
            return !__builtin_add_overflow((*sums)[i].amount, line->amount, &(*sums)[i].amount);
        }
    }
    AC_RESERVE(arena, *sums, *count, *capacity);
    (*sums)[(*count)++] = *line;
    return true;
}

static ac_kept_entry *new_entry(working *w, bool shadow, const char *kind, const ac_entry *entry)
{
    AC_RESERVE(w->arena, w->entries, w->count, w->capacity);
    ac_kept_entry *made = &w->entries[w->count++];
    *made = (ac_kept_entry){
        .shadow = shadow,
        .kind = ac_text_of(kind),
        .date = entry->date,
        .code = entry->code,
        .title = entry->title};
    return made;
}

static void drop_nil(ac_kept_posting *lines, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (lines[i].amount != 0) {
            lines[kept++] = lines[i];
        }
    }
    *count = kept;
}

/* What the ledger holds of a payment, by account, without what is nil. */
static accord_status
sum_kept(working *w, bool shadow, ac_text code, ac_kept_posting **sums, size_t *count, bool *posted)
{
    size_t capacity = 0;
    bool fits = true;
    for (size_t i = 0; i < w->kept_count; i++) {
        const ac_kept_entry *of = &w->kept[i];
        if (of->shadow == shadow && ac_text_equal(of->code, code)) {
            *posted = true;
            for (size_t j = 0; j < of->count; j++) {
                fits = fits && add_sums(w->arena, sums, count, &capacity, &of->postings[j]);
            }
        }
    }
    drop_nil(*sums, count);
    return fits ? ac_ok() : fail_sum(w, code);
}

static bool
same_sums(const ac_kept_posting *a, size_t a_count, const ac_kept_posting *b, size_t b_count)
{
    size_t same = 0;
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            same += same_account(&a[i], &b[j]) && a[i].amount == b[j].amount ? 1 : 0;
        }
    }
    return a_count == b_count && same == a_count;
}

/* Turns back what the ledger holds of a payment. */
static accord_status
add_reversal(working *w, bool shadow, const ac_entry *of, ac_kept_posting *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (__builtin_sub_overflow((int64_t)0, sums[i].amount, &sums[i].amount)) {
            return fail_sum(w, of->code);
        }
    }
    AC_SCOPED_BUFFER(title, AC_ROW_BYTES_MAX);
    ac_buffer_addf(&title, "Turned back: %.*s", AC_TEXT_ARG(of->title));
    ac_kept_entry *made = new_entry(w, shadow, "reversal", of);
    made->title = ac_text_copy(w->arena, ac_buffer_text(&title));
    made->date = w->settled->known_by;
    made->postings = sums;
    made->count = count;
    return ac_ok();
}

static void
add_again(working *w, bool shadow, const ac_entry *of, const ac_kept_posting *sums, size_t count)
{
    AC_SCOPED_BUFFER(title, AC_ROW_BYTES_MAX);
    ac_buffer_addf(&title, "Stated again: %.*s", AC_TEXT_ARG(of->title));
    ac_kept_entry *made = new_entry(w, shadow, "again", of);
    made->title = ac_text_copy(w->arena, ac_buffer_text(&title));
    made->date = w->settled->known_by;
    made->postings = sums;
    made->count = count;
}

/* Posts a payment as it is now: for the first time, or as an adjustment where the ledger holds
 * something else. */
static accord_status
post_entry(working *w, bool shadow, const ac_ledger *ledger, const ac_entry *entry, bool of_closed)
{
    ac_kept_posting *now = NULL;
    size_t now_count = 0;
    size_t capacity = 0;
    ac_kept_posting *was = NULL;
    size_t was_count = 0;
    bool posted = false;
    bool fits = true;
    AC_TRY(sum_kept(w, shadow, entry->code, &was, &was_count, &posted));
    bool accrue = ac_names_find(&w->accrued, entry->code) != AC_NAME_NONE;
    if (is_due(was, was_count) && !w->asked->older) {
        accrue = false; /* what was due once may be paid: it stays due, at what it comes to now */
    }
    for (size_t i = 0; i < entry->count; i++) {
        const ac_kept_posting line = posting_of(w, ledger, &entry->postings[i], accrue);
        fits = fits && add_sums(w->arena, &now, &now_count, &capacity, &line);
    }
    drop_nil(now, &now_count);
    if (!fits) {
        return fail_sum(w, entry->code);
    }
    if (!posted && !of_closed && now_count > 0) {
        ac_kept_entry *made = new_entry(w, shadow, "due", entry);
        made->postings = now;
        made->count = now_count;
        w->settled->accrued += accrue ? 1 : 0;
    }
    if ((!posted && !of_closed) || same_sums(now, now_count, was, was_count)) {
        return ac_ok();
    }
    bool falls_due = is_accrued(was, was_count) && !accrue;
    (void)ac_names_add(&w->adjusted, entry->code, 0);
    if (was_count > 0) {
        AC_TRY(add_reversal(w, shadow, entry, was, was_count));
    }
    if (now_count > 0) {
        add_again(w, shadow, entry, now, now_count);
        ac_kept_entry *made = &w->entries[w->count - 1];
        if (falls_due && made->date.day < entry->date.day) {
            made->date = entry->date; /* it was accrued, and is due no earlier than it ever was */
        }
    }
    return ac_ok();
}

static accord_status
post_period(working *w, bool shadow, const ac_statement_filter *filter, bool closed, ac_names *done)
{
    ac_ledger ledger;
    take_provisional(w, filter);
    AC_TRY(ac_run_post(&w->settled->run, filter, shadow, &ledger, w->error));
    for (size_t i = 0; i < ledger.entry_count; i++) {
        if (ac_names_add(done, ledger.entries[i].code, 0)) {
            AC_TRY(post_entry(w, shadow, &ledger, &ledger.entries[i], closed));
        }
    }
    return ac_ok();
}

/* Payments that the ledger holds and that are nil, or gone, now. */
static accord_status post_gone(working *w, bool shadow, ac_names *done)
{
    for (size_t i = 0; i < w->kept_count; i++) {
        const ac_kept_entry *of = &w->kept[i];
        if (of->shadow == shadow && !ac_challenge_is_code(of->code) &&
            ac_names_add(done, of->code, 0)) {
            const ac_entry gone = {.date = of->date, .code = of->code, .title = of->title};
            AC_TRY(post_entry(w, shadow, NULL, &gone, true));
        }
    }
    return ac_ok();
}

/* Closed periods first: what is closed already is never due for the first time. */
static accord_status post_all(working *w, bool shadow)
{
    ac_names done;
    size_t payments = 0;
    ac_names_init(&done, w->arena);
    for (size_t i = 0; i < w->settlement_count; i++) {
        const ac_settlement *of = &w->settlements[i];
        ac_statement_filter filter;
        if (is_before(w, of->closing)) {
            AC_TRY(find_period(w, of->period, &filter));
            AC_TRY(check_known(w, &filter, of->period, &payments));
            AC_TRY(post_period(w, shadow, &filter, true, &done));
        }
    }
    AC_TRY(post_period(w, shadow, &w->settled->filter, false, &done));
    return post_gone(w, shadow, &done);
}

/* What is disputed is held in suspense, after all payments, whose sums it goes by. */
static accord_status post_challenges(working *w)
{
    const ac_kept_entry *entries = NULL;
    size_t count = 0;
    const ac_challenges_posting posting = {
        .arena = w->arena,
        .settlements = w->settlements,
        .settlement_count = w->settlement_count,
        .before = w->asked->before,
        .period = w->settled->period,
        .kept = w->kept,
        .kept_count = w->kept_count,
        .made = w->entries,
        .made_count = w->count,
        .known_by = w->settled->known_by};
    if (w->asked->pinned) {
        w->settled->disputes = w->asked->disputes;
    } else {
        AC_TRY(ac_challenges_last(w->books->db, &w->settled->disputes, w->error));
    }
    AC_TRY(ac_challenges_post(
        &posting, w->books->db, &w->settled->disputes, &entries, &count, w->error));
    for (size_t i = 0; i < count; i++) {
        AC_RESERVE(w->arena, w->entries, w->count, w->capacity);
        w->entries[w->count++] = entries[i];
    }
    w->settled->suspense = count;
    return ac_ok();
}

/* ---- The whole ---- */

static accord_status load(working *w)
{
    const ac_books_period *asked = w->asked;
    ac_run *run = &w->settled->run;
    const ac_load_options options = {
        .data_folder = w->folder.data,
        .known_by = &w->settled->known_by,
        .threads = asked->threads,
        .progress = asked->progress};
    if (w->folder.contract == NULL) {
        return ac_fail(
            w->error, ACCORD_EINPUT, "no contract was known by that day: bring one in first");
    }
    AC_TRY(ac_run_read_known(run, w->arena, w->folder.contract, &w->settled->known_by, w->error));
    AC_TRY(find_period(w, asked->period, &w->settled->filter));
    w->settled->period = period_text(w, &w->settled->filter);
    AC_TRY(check_closings(w));
    AC_TRY(ac_run_load(run, &options, w->error));
    return ac_run_state(run, w->error);
}

static accord_status settle(working *w)
{
    size_t payments = 0;
    AC_TRY(load(w));
    AC_TRY(check_known(w, &w->settled->filter, w->settled->period, &payments));
    bool provisional = w->settled->provisional;
    if (payments == 0) {
        return ac_fail(
            w->error, ACCORD_EINPUT,
            "the contract has no payment for %.*s or for a period within it",
            AC_TEXT_ARG(w->settled->period));
    }
    AC_TRY(post_all(w, false));
    AC_TRY(post_all(w, true));
    AC_TRY(post_challenges(w));
    w->settled->provisional = provisional; /* of this period, not of those closed before */
    w->settled->entries = w->entries;
    w->settled->count = w->count;
    w->settled->adjusted = w->adjusted.count;
    return ac_books_settled_write(w->arena, &w->folder, ac_text_of(w->head), w->settled, w->error);
}

accord_status ac_books_work_out(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_period *asked,
    ac_books_settled *settled,
    accord_error *error)
{
    accord_error unseen = {0};
    *settled = (ac_books_settled){.known_by = asked->known_by, .accrues = asked->accrues};
    working w = {
        .arena = arena,
        .books = books,
        .asked = asked,
        .settled = settled,
        .error = error == NULL ? &unseen : error};
    const ac_books_view view = {.upto = asked->upto, .known_by = &settled->known_by};
    ac_names_init(&w.adjusted, arena);
    ac_names_init(&w.accrued, arena);
    AC_TRY(read_store(&w));
    AC_TRY(ac_books_folder_scratch(arena, books->db, books->scratch, &view, &w.folder, w.error));
    settled->upto = w.folder.last;
    accord_status status = settle(&w);
    if (status.code != ACCORD_OK) {
        ac_books_folder_unname(&w.folder, w.error);
    }
    ac_books_folder_remove(&w.folder);
    return status;
}
