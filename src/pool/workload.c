/* SPDX-License-Identifier: MIT */
#include "pool/workload.h"

#include "pool/columns.h"
#include "value/date.h"

#include <inttypes.h>

enum { DATE_BYTES = 10 };

static bool is_of(ac_text request, ac_text code)
{
    return ac_text_equal(request, code) ||
           (request.size == code.size + 1 + DATE_BYTES && ac_text_starts(request, code) &&
            request.at[code.size] == '/');
}

const ac_pool_row *ac_pool_request_row(const ac_pool *pool, ac_text request)
{
    const ac_pool_rows *table = &pool->tables[AC_POOL_REQUESTS];
    for (uint32_t i = 0; i < table->count; i++) {
        if (is_of(request, table->rows[i].cells[AC_IN_REQUESTS_REQUEST].text)) {
            return &table->rows[i];
        }
    }
    return NULL;
}

/* Adds a comma before all but the first part. */
static void next(ac_buffer *buffer, size_t from)
{
    ac_buffer_add_z(buffer, buffer->size_bytes > from ? ", " : "");
}

static void
add_count(ac_buffer *buffer, size_t from, int64_t count, const char *one, const char *more)
{
    if (count > 0) {
        next(buffer, from);
        ac_buffer_addf(buffer, "%" PRId64 " %s", count, count == 1 ? one : more);
    }
}

void ac_pool_add_workload(ac_buffer *buffer, const ac_pool_row *request)
{
    size_t from = buffer->size_bytes;
    const ac_pool_cell *cells = request->cells;
    int64_t interval = cells[AC_IN_REQUESTS_INTERVAL].number;
    add_count(
        buffer, from, cells[AC_IN_REQUESTS_APPOINTMENTS].number, "appointment", "appointments");
    if (interval != AC_POOL_ABSENT && buffer->size_bytes > from) {
        ac_buffer_addf(buffer, " of %" PRId64 " minutes", interval);
    }
    add_count(buffer, from, cells[AC_IN_REQUESTS_VISITS].number, "home visit", "home visits");
    if (cells[AC_IN_REQUESTS_ON_CALL].number == 1) {
        next(buffer, from);
        ac_buffer_add_z(buffer, "on call");
    }
    add_count(
        buffer, from, cells[AC_IN_REQUESTS_ADMIN].number, "minute of admin", "minutes of admin");
    if (cells[AC_IN_REQUESTS_SYSTEM].text.size > 0) {
        next(buffer, from);
        ac_buffer_addf(buffer, "login to %.*s", AC_TEXT_ARG(cells[AC_IN_REQUESTS_SYSTEM].text));
    }
    if (cells[AC_IN_REQUESTS_PARKING].number != AC_POOL_ABSENT) {
        next(buffer, from);
        ac_buffer_addf(
            buffer, "%s parking", cells[AC_IN_REQUESTS_PARKING].number == 1 ? "with" : "without");
    }
}
