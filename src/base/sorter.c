/* SPDX-License-Identifier: MIT */
/* Runs stand one after another in one file, each read through a buffer of its own. The runs are a
 * heap by their next record. */

#include "base/sorter.h"

#include "base/assert.h"
#include "base/temporary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { RUN_BYTES_MIN = 16 * 1024, RECORDS_START = 256 };

typedef struct sorted_run {
    off_t at; /* of the file: what is not read yet begins here */
    off_t until;
    char *held;  /* [room], owned */
    size_t next; /* of the bytes held */
    size_t size;
} sorted_run;

struct ac_sorter {
    size_t record_bytes;
    int (*compare)(const void *left, const void *right);
    size_t most; /* records held */
    const char *folder;
    char *held; /* [capacity] records, owned */
    size_t count;
    size_t capacity;
    int file; /* -1: there was no need of one */
    off_t size_bytes;
    sorted_run *runs; /* [run_count], owned */
    size_t run_count;
    size_t run_capacity;
    size_t room;  /* bytes of one run's buffer */
    size_t *heap; /* [heap_count]: runs that have more, the least first; owned */
    size_t heap_count;
    bool reading;
    size_t given; /* where nothing was put into a file */
    bool taken;   /* the first run's next record was given, and is to be passed */
};

static void *allocate(size_t count, size_t size)
{
    size_t bytes = 0;
    void *made = __builtin_mul_overflow(count, size, &bytes) ? NULL : malloc(bytes + 1);
    if (made == NULL) {
        ac_out_of_memory(bytes);
    }
    return made;
}

ac_sorter *ac_sorter_new(
    size_t record_bytes,
    int (*compare)(const void *left, const void *right),
    size_t memory_bytes,
    const char *folder)
{
    ac_sorter *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    ac_assert(record_bytes > 0);
    made->record_bytes = record_bytes;
    made->compare = compare;
    made->most = memory_bytes / record_bytes < 2 ? 2 : memory_bytes / record_bytes;
    made->folder = folder == NULL ? "/tmp" : folder;
    made->file = -1;
    return made;
}

void ac_sorter_free(ac_sorter *sorter)
{
    if (sorter == NULL) {
        return;
    }
    if (sorter->file >= 0) {
        (void)close(sorter->file);
    }
    for (size_t i = 0; i < sorter->run_count; i++) {
        free(sorter->runs[i].held);
    }
    free(sorter->runs);
    free(sorter->heap);
    free(sorter->held);
    free(sorter);
}

static accord_status fail_errno(const ac_sorter *sorter, const char *what, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    int number = errno;
    return ac_fail(
        error, ACCORD_EIO, "cannot %s a temporary file in %s (TMPDIR names another folder): %s",
        what, sorter->folder, ac_errno_words(number, reason));
}

/* ---- Putting in ---- */

static void sort_held(ac_sorter *sorter)
{
    if (sorter->count > 1) {
        qsort(sorter->held, sorter->count, sorter->record_bytes, sorter->compare);
    }
}

/* Puts what is held into the file, as one more run. */
static accord_status spill(ac_sorter *sorter, accord_error *error)
{
    if (sorter->file < 0) {
        sorter->file = ac_temporary_open(sorter->folder);
    }
    if (sorter->file < 0) {
        return fail_errno(sorter, "make", error);
    }
    sort_held(sorter);
    size_t bytes = sorter->count * sorter->record_bytes;
    if (!ac_temporary_write(sorter->file, sorter->held, bytes, sorter->size_bytes)) {
        return fail_errno(sorter, "write", error);
    }
    if (sorter->run_count == sorter->run_capacity) {
        size_t larger = sorter->run_capacity == 0 ? 16 : 2 * sorter->run_capacity;
        sorted_run *runs = allocate(larger, sizeof *runs);
        if (sorter->run_count > 0) {
            memcpy(runs, sorter->runs, sorter->run_count * sizeof *runs);
        }
        free(sorter->runs);
        sorter->runs = runs;
        sorter->run_capacity = larger;
    }
    sorter->runs[sorter->run_count++] =
        (sorted_run){.at = sorter->size_bytes, .until = sorter->size_bytes + (off_t)bytes};
    sorter->size_bytes += (off_t)bytes;
    sorter->count = 0;
    return ac_ok();
}

static void make_room(ac_sorter *sorter)
{
    size_t larger = sorter->capacity == 0 ? RECORDS_START : 2 * sorter->capacity;
    larger = larger > sorter->most ? sorter->most : larger;
    char *held = allocate(larger, sorter->record_bytes);
    if (sorter->count > 0) {
        memcpy(held, sorter->held, sorter->count * sorter->record_bytes);
    }
    free(sorter->held);
    sorter->held = held;
    sorter->capacity = larger;
}

accord_status ac_sorter_add(ac_sorter *sorter, const void *record, accord_error *error)
{
    ac_assert(!sorter->reading);
    if (sorter->count == sorter->most) {
        AC_TRY(spill(sorter, error));
    }
    if (sorter->count == sorter->capacity) {
        make_room(sorter);
    }
    memcpy(sorter->held + sorter->count * sorter->record_bytes, record, sorter->record_bytes);
    sorter->count++;
    return ac_ok();
}

/* ---- Giving back ---- */

/* Has the next record of a run held, unless it is at its end. */
static accord_status fill_run(ac_sorter *sorter, sorted_run *run, accord_error *error)
{
    size_t left = (size_t)(run->until - run->at);
    size_t wanted = left < sorter->room ? left : sorter->room;
    run->next = 0;
    run->size = 0;
    if (!ac_temporary_read(sorter->file, run->held, wanted, run->at)) {
        return fail_errno(sorter, "read", error);
    }
    run->size = wanted;
    run->at += (off_t)wanted;
    return ac_ok();
}

static const char *next_of(const ac_sorter *sorter, size_t place)
{
    const sorted_run *run = &sorter->runs[sorter->heap[place]];
    return run->held + run->next;
}

/* Lets the run of a place sink to where it belongs. */
static void sink(ac_sorter *sorter, size_t place)
{
    for (;;) {
        size_t least = place;
        for (size_t child = 2 * place + 1; child <= 2 * place + 2; child++) {
            if (child < sorter->heap_count &&
                sorter->compare(next_of(sorter, child), next_of(sorter, least)) < 0) {
                least = child;
            }
        }
        if (least == place) {
            return;
        }
        size_t run = sorter->heap[place];
        sorter->heap[place] = sorter->heap[least];
        sorter->heap[least] = run;
        place = least;
    }
}

static accord_status begin_merge(ac_sorter *sorter, accord_error *error)
{
    if (sorter->count > 0) {
        AC_TRY(spill(sorter, error));
    }
    free(sorter->held);
    sorter->held = NULL;
    size_t share = sorter->most / sorter->run_count * sorter->record_bytes;
    size_t least = RUN_BYTES_MIN / sorter->record_bytes * sorter->record_bytes;
    least = least == 0 ? sorter->record_bytes : least;
    sorter->room = share < least ? least : share;
    sorter->heap = allocate(sorter->run_count, sizeof *sorter->heap);
    for (size_t i = 0; i < sorter->run_count; i++) {
        sorter->runs[i].held = allocate(sorter->room, 1);
        AC_TRY(fill_run(sorter, &sorter->runs[i], error));
        sorter->heap[sorter->heap_count++] = i;
    }
    for (size_t i = sorter->heap_count; i > 0; i--) {
        sink(sorter, i - 1);
    }
    return ac_ok();
}

/* Passes the record that was given last. */
static accord_status pass(ac_sorter *sorter, accord_error *error)
{
    sorted_run *run = &sorter->runs[sorter->heap[0]];
    run->next += sorter->record_bytes;
    if (run->next == run->size && run->at < run->until) {
        AC_TRY(fill_run(sorter, run, error));
    }
    if (run->next == run->size) {
        sorter->heap[0] = sorter->heap[--sorter->heap_count];
    }
    sink(sorter, 0);
    return ac_ok();
}

accord_status ac_sorter_next(ac_sorter *sorter, const void **record, accord_error *error)
{
    if (!sorter->reading) {
        sorter->reading = true;
        if (sorter->run_count == 0) {
            sort_held(sorter);
        } else {
            AC_TRY(begin_merge(sorter, error));
        }
    }
    *record = NULL;
    if (sorter->run_count == 0) {
        if (sorter->given < sorter->count) {
            *record = sorter->held + sorter->given++ * sorter->record_bytes;
        }
        return ac_ok();
    }
    if (sorter->taken && sorter->heap_count > 0) {
        AC_TRY(pass(sorter, error));
    }
    sorter->taken = sorter->heap_count > 0;
    *record = sorter->taken ? next_of(sorter, 0) : NULL;
    return ac_ok();
}
