/* SPDX-License-Identifier: MIT */
/* The record of published sessions as somebody can have edited it: as it stands, and with a chain
 * made anew over it (each line is ended with the hash of the line before), so that what stands
 * behind the chain is reached. What is read is what accord would write, and every state in it can
 * be. */

#include "base/assert.h"
#include "booking/swap.h"
#include "fuzz.h"

#include <string.h>

enum { BYTES_MOST = 1 << 20 };

/* The text with a chain: of each line but the first, the last field is put in. */
static void chain(ac_text text, ac_buffer *chained)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash last = {{0}};
    for (bool heading = true; text.size > 0; heading = false) {
        const char *end = memchr(text.at, '\n', text.size);
        size_t size = end == NULL ? text.size : (size_t)(end - text.at);
        AC_SCOPED_BUFFER(line, BYTES_MOST);
        ac_buffer_add(&line, ac_text_slice(text, 0, size));
        ac_hash_hex(&last, hex);
        ac_buffer_addf(&line, "%s\n", heading ? "" : hex);
        last = ac_hash_of(ac_buffer_text(&line));
        ac_buffer_add(chained, ac_buffer_text(&line));
        text = ac_text_slice(text, end == NULL ? size : size + 1, text.size);
    }
}

static void check_written(ac_arena *arena, const ac_record *record, ac_text bytes)
{
    AC_SCOPED_BUFFER(again, BYTES_MOST);
    ac_record written = {0};
    accord_error error = {0};
    accord_status status = ac_record_read(arena, (ac_text){"", 0}, "fuzz", &written, &error);
    ac_assert(status.code == ACCORD_OK);
    written.added = &again;
    for (uint32_t i = 0; i < record->count; i++) {
        ac_event event = record->events[i];
        if (ac_record_add(&written, &event, &error).code != ACCORD_OK) {
            return; /* it holds a control character, which nobody can order */
        }
    }
    ac_assert(record->count == 0 || ac_text_equal(ac_buffer_text(&again), bytes));
}

static void check_book(const ac_book *book)
{
    uint32_t events = 0;
    uint32_t changes = 0;
    for (uint32_t i = 0; i < book->record->count; i++) {
        events += ac_event_is_of_booking(book->record->events[i].kind) ? 1 : 0;
    }
    for (uint32_t i = 0; i < book->count; i++) {
        const ac_booking *booking = &book->bookings[i];
        changes += booking->changes;
        ac_assert(ac_book_find(book, &booking->key) == i);
        ac_assert(!ac_booking_is_locked(booking) || booking->step_count > 1);
    }
    ac_assert(events == changes);
    ac_assert(book->owed_moves == 0);
    for (uint32_t i = 0; i < book->swap_count; i++) {
        const ac_swap *swap = &book->swaps[i];
        bool both = swap->agreed[0] && swap->agreed[1];
        ac_assert(both == (swap->state == AC_SWAP_DONE || swap->state == AC_SWAP_UNDONE));
    }
}

static void read(ac_text bytes)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_record record = {0};
    ac_book book = {0};
    if (ac_record_read(&arena, bytes, "fuzz", &record, &error).code != ACCORD_OK) {
        ac_assert(error.message[0] != '\0');
        return;
    }
    check_written(&arena, &record, bytes);
    if (ac_book_read(&arena, &record, &book, &error).code == ACCORD_OK) {
        check_book(&book);
    } else {
        ac_assert(error.line > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AC_SCOPED_BUFFER(chained, BYTES_MOST);
    ac_text text = {(const char *)bytes, size};
    read(text);
    chain(text, &chained);
    read(ac_buffer_text(&chained));
    return 0;
}
