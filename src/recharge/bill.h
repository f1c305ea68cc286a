/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_BILL_H
#define AC_RECHARGE_BILL_H
/* Invoices, supplementary invoices and credit notes: made of what is charged and is not in the
 * record yet, and kept in a record that is only added to. */

#include "base/hash.h"
#include "recharge/recharge.h"

typedef enum ac_bill_kind {
    AC_BILL_INVOICE,    /* a month of a practice */
    AC_BILL_CREDIT,     /* takes lines of an earlier document back, as they stand there */
    AC_BILL_SUPPLEMENT, /* charges what the month's invoice should have had */
    AC_BILL_REVERSAL,   /* takes lines of a carrying note back */
    AC_BILL_CARRYING,   /* sent to nobody: what of the idle sessions the trust carries */
    AC_BILL_KINDS
} ac_bill_kind;

static inline bool ac_bill_takes_back(ac_bill_kind kind)
{
    return kind == AC_BILL_CREDIT || kind == AC_BILL_REVERSAL;
}

const char *ac_bill_word(ac_bill_kind kind); /* "credit note" */

typedef struct ac_bill {
    ac_text number; /* the issuer's prefix and six digits, one series without gaps */
    ac_bill_kind kind;
    accord_date date;
    accord_date due;
    int32_t month;
    ac_text corrects; /* the number of a document; "" for an invoice */
    ac_text issuer;   /* code */
    ac_text from;     /* name, address and VAT number of the issuer */
    ac_text site;
    ac_text to;       /* name and address */
    ac_charge *lines; /* amounts of a credit note are below nought */
    size_t count;
    size_t capacity;
    ac_text anchor; /* SHA-256 of its last line in the record; "" before it is there */
} ac_bill;

typedef struct ac_bills {
    ac_bill *list;
    size_t count;
    size_t capacity;
} ac_bills;

/* Which documents are wanted; what is not set leaves none out. */
typedef struct ac_bill_filter {
    ac_text number;
    ac_text site;
    bool has_month;
    int32_t month;
} ac_bill_filter;

/* The documents that a filter leaves, in the arena; their lines are borrowed. */
ac_bills ac_bills_chosen(ac_arena *arena, const ac_bills *documents, const ac_bill_filter *filter);

/* What lines come to. */
typedef struct ac_amounts {
    accord_money net;
    accord_money vat;
    accord_money total;
} ac_amounts;

ac_amounts ac_bill_amounts(const ac_bill *document);

/* The lines of one VAT basis together, in the order of their first lines. */
typedef struct ac_vat_sum {
    const ac_charge *first; /* whose basis, percent and evidence it is */
    ac_amounts amounts;
} ac_vat_sum;

size_t ac_bill_vat(ac_arena *arena, const ac_bill *document, const ac_vat_sum **sums);

/* ---- the record: sent.c ---- */

#define AC_SENT_FILE "invoices.csv"

typedef struct ac_sent {
    ac_bills documents;
    ac_text bytes;                /* of the file; empty where there is none */
    char head[AC_HASH_HEX_BYTES]; /* of its last line; "" where there is none */
} ac_sent;

/* Reads the record: its chain of hashes, its numbers, and that every credit takes back a line that
 * stands.
 *
 * in      sheet  of the bytes
 * out     record  filled only if all is good
 * errors  ACCORD_ENO  it was changed by hand: faults say where
 */
accord_status ac_sent_read(
    ac_arena *arena,
    ac_text bytes,
    const ac_pool_sheet *sheet,
    ac_sent *record,
    ac_pool_faults *faults);

/* Adds the whole record with documents after those that it has. */
void ac_sent_add(ac_buffer *buffer, const ac_sent *record, const ac_bills *documents);

/* ---- what is to be sent: issue.c ---- */

typedef struct ac_issue {
    int32_t month;
    accord_date date;
    bool corrections_only; /* of months that are in the record */
    accord_date today;     /* what was booked up to it should have a timesheet */
} ac_issue;

/* The months to be priced, ascending: those of the record up to the month, and itself. In the
 * arena. */
const int32_t *
ac_issue_months(ac_arena *arena, const ac_sent *record, const ac_issue *issue, size_t *count);

/* Makes documents of charges. The month's are invoiced; what differs from the record in months that
 * were invoiced before is taken back by credit notes and charged by supplementary invoices, all
 * dated `date`.
 *
 * errors  ACCORD_EINPUT  the date is before that of a document in the record, or of a session
 *         ACCORD_ERANGE  a sum does not fit
 */
accord_status ac_issue_make(
    const ac_recharge *recharge,
    const ac_charges *charges,
    const ac_sent *record,
    const ac_issue *issue,
    ac_bills *documents,
    accord_error *error);

/* ---- write.c ---- */

/* CSV, a row a line of a document: the columns of the record but the last, which is its chain. */
void ac_bills_add_csv(ac_buffer *buffer, const ac_bills *documents);

/* `recorded`: they stand in the record; else they would be added to it. */
void ac_bills_add_json(
    ac_buffer *buffer,
    const ac_bills *documents,
    const ac_charges *charges,
    bool recorded,
    ac_text head);

/* What was booked and has no timesheet, as rows of timesheets.csv that nobody has confirmed yet. */
void ac_unreported_add_csv(ac_buffer *buffer, const ac_charges *charges);

/* For people: a line for each document and the sums; then what is not charged, and why. */
void ac_bills_add_table(ac_buffer *buffer, const ac_bills *documents, const ac_charges *charges);

/* The heading, and one line, of the CSV; without the line end. */
void ac_bill_add_heading(ac_buffer *buffer);
void ac_bill_add_line(ac_buffer *buffer, const ac_bill *document, size_t i);

#endif
