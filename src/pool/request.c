/* SPDX-License-Identifier: MIT */
#include "pool/request.h"

#include "pool/columns.h"
#include "value/date.h"

#include <inttypes.h>

enum { DATE_BYTES = 10 };

bool ac_pool_request_dated(ac_text request, ac_text *code, accord_date *date)
{
    if (request.size <= DATE_BYTES || request.at[request.size - DATE_BYTES - 1] != '/') {
        return false;
    }
    *code = ac_text_slice(request, 0, request.size - DATE_BYTES - 1);
    ac_text day = ac_text_slice(request, request.size - DATE_BYTES, request.size);
    return ac_date_parse(day, AC_DATE_ISO, date, NULL).code == ACCORD_OK;
}

const ac_pool_row *ac_pool_request_row(const ac_pool *pool, ac_text request)
{
    ac_text code = {0};
    accord_date date = {0};
    uint32_t row = ac_pool_find(pool, AC_POOL_REQUESTS, request);
    if (row == AC_POOL_NO_ROW && ac_pool_request_dated(request, &code, &date)) {
        row = ac_pool_find(pool, AC_POOL_REQUESTS, code);
    }
    return row == AC_POOL_NO_ROW ? NULL : ac_pool_row_of(pool, AC_POOL_REQUESTS, row);
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
    if (request == NULL) {
        return;
    }
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
    if (cells[AC_IN_REQUESTS_SUPERVISED].number == 1) {
        next(buffer, from);
        ac_buffer_add_z(buffer, "supervised");
    }
    if (cells[AC_IN_REQUESTS_PARKING].number != AC_POOL_ABSENT) {
        next(buffer, from);
        ac_buffer_addf(
            buffer, "%s parking", cells[AC_IN_REQUESTS_PARKING].number == 1 ? "with" : "without");
    }
}
