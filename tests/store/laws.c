/* SPDX-License-Identifier: MIT */
/* The law of the books, over as many made stores as are asked for: what closed periods posted, with
 * what was adjusted since, is what the latest data give. What they give is worked out here, by a
 * few lines that share nothing with the engine. A pair is a closed period and later data for it.
 * usage: laws PAIRS [SEED], in a folder that can be written; prints one test point */

#include "app/tieouts.h"
#include "base/file.h"
#include "random.h"
#include "value/date.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PRACTICES = 2,
    MONTHS = 12,
    QUARTERS = 4,
    A_QUARTER = 3,
    VISITS_MOST = 6,
    LIST_MOST = 900,
    PRICE_PENCE = 333,
    BUSY_VISITS = 4,
    STORE_BYTES_MOST = 10000000,
    NAME_BYTES = 64,
    DAY_SECONDS = 86400,
    TEXT_BYTES = 4096
};

static const char contract_text[] =
    "accord 1\n"
    "contract LAW \"Closed and adjusted are the latest\"\n"
    "term 2016-04-01 to 2017-03-31, years from 1 April\n"
    "money GBP in whole pence, halves away from zero\n"
    "\n"
    "PART 1 PARTIES AND LEVELS\n"
    "1.1 commissioner CCG \"NHS Commissioner\"\n"
    "1.2 provider GPCO \"Provider Company Ltd\"\n"
    "1.3 provider TRUST \"Hospitals Trust\"\n"
    "1.4 level practice from \"practices.csv\", each under one commissioner\n"
    "1.5 unit attendance, patient\n"
    "\n"
    "PART 2 DATA AND PRICES\n"
    "2.1 input seen : attendance flow by practice, month\n"
    "      counts rows of visits\n"
    "      practice by gp-practice from \"practices.csv\"\n"
    "      month by day\n"
    "      flex 20 days after month, freeze 42 days after month\n"
    "2.2 input list : patient stock by practice, quarter from \"lists.csv\",\n"
    "      taken at quarter start\n"
    "2.3 table price : GBP/attendance rate always : 3.33\n"
    "\n"
    "PART 3 FEE\n"
    "3.1 gate busy at 2016-06-30 :\n"
    "      cumulative total seen over practice since start >= 4 attendance\n"
    "3.2 rate : % rate by quarter = first that applies\n"
    "      57% when busy met\n"
    "      41% when busy missed\n"
    "      50% otherwise\n"
    "3.3 fee : GBP flow by quarter =\n"
    "      total (total seen over practice * price) over quarter * rate, rounded to pence\n"
    "\n"
    "PART 4 PAYMENT\n"
    "4.1 pay fee, quarterly, 10 days after freeze\n"
    "4.2 split payee GPCO 50%, TRUST 50%, pence by largest remainder, ties by code\n"
    "4.3 split GPCO to practice by list, or equally when all are zero,\n"
    "      pence by largest remainder, ties by code\n";

static const char layout_text[] = "layout 1\n"
                                  "name visits \"Visits\"\n"
                                  "files \"visits*.csv\"\n"
                                  "identifier visit\n"
                                  "field visit : code from \"Visit\"\n"
                                  "field gp-practice : code from \"GP\"\n"
                                  "field day : date yyyy-mm-dd from \"Day\"\n";

static const ac_text secret = {"a secret of some length", 23};

/* A made store, and what was sent to it. */
typedef struct made_store {
    char folder[NAME_BYTES];
    char where[NAME_BYTES + 16];
    test_random random;
    ac_db *db;
    ac_seconds at; /* the last time of the clock; what is known when is another matter */
    int sent;
    int lists[PRACTICES][QUARTERS];
    int seen[PRACTICES][MONTHS]; /* by the latest data */
    bool frozen[MONTHS];
    bool touched[QUARTERS]; /* later data came since the last closing */
} made_store;

#define MUST(call)                                           \
    do {                                                     \
        accord_error must_error = {0};                       \
        if ((call).code != ACCORD_OK) {                      \
            printf("not ok 1 - the law holds\n");            \
            printf("# %s: %s\n", #call, must_error.message); \
            exit(1);                                         \
        }                                                    \
    } while (0)
#define ERROR (&must_error)

static void write_text(const char *path, ac_text text)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(text.at, 1, text.size, file) != text.size || fclose(file) != 0) {
        printf("not ok 1 - the law holds\n# cannot write %s\n", path);
        exit(1);
    }
}

static accord_date day_of(int year, int month, int day)
{
    accord_date date = {0};
    if (!ac_date_of(year, month, day, &date)) {
        exit(1);
    }
    return date;
}

/* The first day of month 0 to 12 of the year 2016/17. */
static accord_date month_begins(int month)
{
    int from_january = month + 3;
    return day_of(2016 + from_january / MONTHS, from_january % MONTHS + 1, 1);
}

static ac_books acting(made_store *store, const char *person)
{
    return (ac_books){
        .db = store->db,
        .person = ac_text_of(person),
        .secret = secret,
        .at = ++store->at,
        .scratch = store->folder};
}

/* Keeps people's secrets by the quickest hash that sodium takes: what they cost to guess is not
 * what is tested. */
static void hash_quickly(const char *where)
{
    char verifier[crypto_pwhash_STRBYTES];
    char update[TEXT_BYTES];
    sqlite3 *db = NULL;
    bool good = crypto_pwhash_str(
                    verifier, secret.at, secret.size, crypto_pwhash_OPSLIMIT_MIN,
                    crypto_pwhash_MEMLIMIT_MIN) == 0;
    (void)snprintf(update, sizeof update, "UPDATE person SET verifier = '%s'", verifier);
    good = good && sqlite3_open(where, &db) == SQLITE_OK &&
           sqlite3_exec(db, update, NULL, NULL, NULL) == SQLITE_OK;
    if (sqlite3_close(db) != SQLITE_OK || !good) {
        exit(1);
    }
}

/* ---- What is sent ---- */

static void import(made_store *store, const ac_import *import)
{
    AC_SCOPED_BUFFER(talk, TEXT_BYTES * 16);
    ac_anchor anchor;
    ac_books books = acting(store, "ada");
    MUST(ac_books_import(&books, import, &talk, &anchor, ERROR));
}

static void import_plain(made_store *store, const char *name, ac_text text)
{
    char path[NAME_BYTES * 2];
    (void)snprintf(path, sizeof path, "%s/%s", store->folder, name);
    write_text(path, text);
    const char *paths[] = {path};
    accord_date known = day_of(2016, 4, 1);
    ac_import plain = {
        .paths = paths, .path_count = 1, .known = known, .today = known, .stage = "", .threads = 1};
    import(store, &plain);
    (void)unlink(path);
}

static void send_lists(made_store *store)
{
    AC_SCOPED_BUFFER(text, TEXT_BYTES);
    ac_buffer_addf(&text, "practice,quarter,list\n");
    for (int p = 0; p < PRACTICES; p++) {
        for (int q = 0; q < QUARTERS; q++) {
            bool none = test_random_below(&store->random, 4) == 0;
            store->lists[p][q] = none ? 0 : (int)test_random_below(&store->random, LIST_MOST);
            ac_buffer_addf(&text, "P%d,2016/17 Q%d,%d\n", p + 1, q + 1, store->lists[p][q]);
        }
    }
    import_plain(store, "lists.csv", ac_buffer_text(&text));
}

/* A file of all visits of a month, in place of any before it. */
static void
send_month(made_store *store, int month, accord_date known, const char *stage, int least)
{
    AC_SCOPED_BUFFER(text, TEXT_BYTES);
    char path[NAME_BYTES * 2];
    (void)snprintf(path, sizeof path, "%s/visits-%d.csv", store->folder, ++store->sent);
    int count = least + (int)test_random_below(&store->random, (uint64_t)(VISITS_MOST - least));
    for (int p = 0; p < PRACTICES; p++) {
        store->seen[p][month] = 0;
    }
    ac_buffer_addf(&text, "Visit,GP,Day\n");
    for (int i = 0; i < count; i++) {
        int practice = (int)test_random_below(&store->random, PRACTICES);
        int from_january = month + 3;
        ac_buffer_addf(
            &text, "v%d-%d,P%d,%d-%02d-%02d\n", store->sent, i, practice + 1,
            2016 + from_january / MONTHS, from_january % MONTHS + 1,
            1 + (int)test_random_below(&store->random, 28));
        store->seen[practice][month]++;
    }
    write_text(path, ac_buffer_text(&text));
    const char *paths[] = {path};
    ac_import sent = {
        .paths = paths,
        .path_count = 1,
        .stands = "visits.csv",
        .known = known,
        .today = known,
        .covers_said = true,
        .covers_from = month_begins(month),
        .covers_until = {month_begins(month + 1).day - 1},
        .stage = stage,
        .threads = 1};
    import(store, &sent);
    (void)unlink(path);
}

static void close_quarter(made_store *store, int quarter, accord_date known_by)
{
    AC_SCOPED_ARENA(arena);
    char period[NAME_BYTES];
    ac_books_settled settled;
    ac_books_closed closed;
    ac_settlement approved;
    ac_anchor anchor;
    int64_t number = 0;
    (void)snprintf(period, sizeof period, "2016/17 Q%d", quarter + 1);
    ac_books ada = acting(store, "ada");
    ac_books grace = acting(store, "grace");
    ac_books_period asked = {
        .period = ac_text_of(period),
        .known_by = known_by,
        .accrues = test_random_below(&store->random, 2) == 1,
        .threads = 1};
    MUST(ac_books_begin(&ada, ERROR));
    MUST(ac_books_work_out(&arena, &ada, &asked, &settled, ERROR));
    MUST(ac_books_keep_settlement(&ada, &settled, &number, ERROR));
    MUST(ac_db_commit(store->db, ERROR));
    MUST(ac_books_approve(&arena, &grace, ac_text_of(period), &approved, &anchor, ERROR));
    MUST(ac_books_close(&arena, &ada, ac_text_of(period), &closed, ERROR));
}

/* ---- What is due ---- */

typedef struct due_money {
    int64_t company;
    int64_t trust;
    int64_t practice[PRACTICES];
} due_money;

/* The pence of a quarter by the latest data, straight from the words of the contract. */
static due_money due_by_hand(const made_store *store, int quarter)
{
    int64_t seen = 0;
    int64_t spring = 0;
    for (int p = 0; p < PRACTICES; p++) {
        for (int m = 0; m < A_QUARTER; m++) {
            seen += store->seen[p][quarter * A_QUARTER + m];
            spring += store->seen[p][m];
        }
    }
    int64_t fee = (seen * PRICE_PENCE * (spring >= BUSY_VISITS ? 57 : 41) + 50) / 100;
    due_money due = {.company = fee - fee / 2, .trust = fee / 2}; /* the odd penny by code */
    int64_t first = store->lists[0][quarter];
    int64_t both = first + store->lists[1][quarter];
    if (both == 0) {
        first = 1;
        both = 2;
    }
    int64_t share = due.company * first / both;
    int64_t rest = due.company * first % both;
    due.practice[0] = share + (rest * 2 >= both ? 1 : 0); /* equal remainders: P1 is before P2 */
    due.practice[1] = due.company - due.practice[0];
    return due;
}

/* What was posted as the income of someone for a quarter. */
static int64_t income_of(const ac_kept_entry *entries, size_t count, int quarter, const char *owner)
{
    char code[NAME_BYTES];
    int64_t sum = 0;
    (void)snprintf(code, sizeof code, "4.1 2016/17 Q%d", quarter + 1);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; ac_text_is(entries[i].code, code) && j < entries[i].count; j++) {
            const ac_kept_posting *posting = &entries[i].postings[j];
            bool here = ac_text_is(posting->class, "income") && ac_text_is(posting->owner, owner);
            sum -= here ? posting->amount : 0;
        }
    }
    return sum;
}

/* Holds all closed quarters to the latest data. */
static bool law_holds(made_store *store, int closed, char *what, size_t what_bytes)
{
    AC_SCOPED_ARENA(arena);
    const ac_kept_entry *entries = NULL;
    size_t count = 0;
    char head[AC_HASH_HEX_BYTES];
    bool holds = true;
    MUST(ac_db_begin_read(store->db, ERROR));
    MUST(ac_entry_list(&arena, store->db, &entries, &count, head, ERROR));
    ac_db_undo(store->db);
    for (int q = 0; q < closed; q++) {
        due_money due = due_by_hand(store, q);
        const struct {
            const char *owner;
            int64_t amount;
        } wanted[] = {
            {"GPCO",  due.company    },
            {"TRUST", due.trust      },
            {"P1",    due.practice[0]},
            {"P2",    due.practice[1]}
        };
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            int64_t got = income_of(entries, count, q, wanted[i].owner);
            if (got != wanted[i].amount) {
                (void)snprintf(
                    what, what_bytes, "Q%d of %d closed, %s: posted %lld, due %lld", q + 1, closed,
                    wanted[i].owner, (long long)got, (long long)wanted[i].amount);
                holds = false;
            }
        }
    }
    return holds;
}

/* A year of a store. Adds the pairs that it held to the law; false if one broke it. */
static bool
run_store(made_store *store, ac_text template, int *pairs, char *what, size_t what_bytes)
{
    MUST(ac_file_write(store->where, template, ERROR));
    ac_db_options options = {.where = store->where};
    MUST(ac_db_open(&options, &store->db, ERROR));
    send_lists(store);
    bool good = true;
    for (int q = 0; good && q < QUARTERS; q++) {
        int after = (q + 1) * A_QUARTER;
        accord_date known_by = {month_begins(after).day + 60};
        for (int m = q * A_QUARTER; m < after; m++) {
            send_month(store, m, (accord_date){month_begins(m + 1).day + 14}, "flex", 0);
        }
        memset(store->touched, 0, sizeof store->touched);
        for (int m = 0; m < after; m++) {
            if (test_random_below(&store->random, 2) == 0) {
                bool freeze = !store->frozen[m] && test_random_below(&store->random, 2) == 0;
                int32_t before = 1 + (int32_t)test_random_below(&store->random, 5);
                send_month(
                    store, m, (accord_date){known_by.day - before}, freeze ? "freeze" : "", 1);
                store->frozen[m] = store->frozen[m] || freeze;
                store->touched[m / A_QUARTER] = true;
            }
        }
        close_quarter(store, q, known_by);
        good = law_holds(store, q + 1, what, what_bytes);
        for (int earlier = 0; earlier < q; earlier++) {
            *pairs += store->touched[earlier] ? 1 : 0;
        }
    }
    ac_db_close(store->db);
    (void)unlink(store->where);
    return good;
}

static void make_template(made_store *store)
{
    ac_anchor anchor;
    ac_new_person ada = {ac_text_of("ada"), ac_text_of("Ada"), secret, true};
    ac_new_person grace = {ac_text_of("grace"), ac_text_of("Grace"), secret, true};
    MUST(ac_books_init(store->where, &ada, ++store->at, &anchor, ERROR));
    ac_db_options options = {.where = store->where};
    MUST(ac_db_open(&options, &store->db, ERROR));
    ac_books books = acting(store, "ada");
    MUST(ac_books_person_add(&books, &grace, &anchor, ERROR));
    ac_db_close(store->db);
    hash_quickly(store->where);
    MUST(ac_db_open(&options, &store->db, ERROR));
    import_plain(store, "contract.accord", ac_text_of(contract_text));
    import_plain(store, "visits.layout", ac_text_of(layout_text));
    import_plain(store, "practices.csv", ac_text_of("practice,commissioner\nP1,CCG\nP2,CCG\n"));
    ac_db_close(store->db);
}

int main(int count, char **words)
{
    int wanted = count > 1 ? (int)strtol(words[1], NULL, 10) : 200;
    uint64_t seed = count > 2 ? strtoull(words[2], NULL, 10) : 20140401u;
    const char *base = getenv("TMPDIR");
    made_store template = {.at = (ac_seconds)day_of(2017, 6, 1).day * DAY_SECONDS};
    char what[TEXT_BYTES] = "";
    int pairs = 0;
    int stores = 0;
    bool good = sodium_init() >= 0;
    (void)snprintf(
        template.folder, sizeof template.folder, "%s/accord_laws_XXXXXX",
        base == NULL || base[0] == '\0' ? "/tmp" : base);
    if (mkdtemp(template.folder) == NULL) {
        return 1;
    }
    (void)snprintf(template.where, sizeof template.where, "%s/template.db", template.folder);
    printf("1..1\n");
    make_template(&template);
    AC_SCOPED_ARENA(arena);
    ac_text whole;
    MUST(ac_file_read(template.where, STORE_BYTES_MOST, &arena, &whole, ERROR));
    (void)unlink(template.where);
    while (good && pairs < wanted) {
        made_store store = template;
        store.random = (test_random){seed + (uint64_t)stores++};
        (void)snprintf(store.where, sizeof store.where, "%s/books.db", template.folder);
        good = run_store(&store, whole, &pairs, what, sizeof what);
        if (stores % 1000 == 0) {
            fprintf(stderr, "# %d stores, %d pairs\n", stores, pairs);
        }
    }
    printf(
        "%sok 1 - closed and adjusted are the latest: %d pairs in %d stores, seeds from %llu\n",
        good ? "" : "not ", pairs, stores, (unsigned long long)seed);
    if (!good) {
        printf("# seed %llu: %s\n", (unsigned long long)(seed + (uint64_t)stores - 1), what);
    }
    (void)rmdir(template.folder);
    return good ? 0 : 1;
}
