/* SPDX-License-Identifier: MIT */
/* A rota as a document, for paper. */

#include "report/document.h"
#include "report/rota.h"

#include <inttypes.h>

enum { WORDS_BYTES = 1 << 16 };

static const char *kept(const ac_rota *rota, const ac_buffer *words)
{
    return ac_text_terminated(rota->arena, ac_buffer_text(words));
}

static void set_words(ac_grid *grid, ac_grid_cell *cell, const ac_buffer *words)
{
    ac_grid_set(grid, cell, ac_buffer_text(words));
}

static void set_number(ac_grid *grid, ac_grid_cell *cell, uint32_t number)
{
    AC_SCOPED_BUFFER(words, 40);
    ac_buffer_addf(&words, "%" PRIu32, number);
    set_words(grid, cell, &words);
}

/* A column for who, and one for each day that is shown. */
static size_t week_columns(const ac_rota *rota, const ac_rota_week *week, ac_grid_column *columns)
{
    size_t count = 0;
    columns[count++] = (ac_grid_column){.heading = ac_text_terminated(rota->arena, rota->rows_are)};
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        const ac_rota_day *day = &week->days[d];
        AC_SCOPED_BUFFER(words, WORDS_BYTES);
        if (!day->shown) {
            continue;
        }
        ac_rota_add_day_heading(&words, day);
        columns[count++] = (ac_grid_column){.heading = kept(rota, &words)};
    }
    return count;
}

static void add_week_row(ac_grid *grid, const ac_rota_week *week, const ac_rota_row *row)
{
    ac_grid_cell *cells = ac_grid_row(grid);
    AC_SCOPED_BUFFER(name, WORDS_BYTES);
    ac_buffer_add(&name, row->name);
    if (row->notes.count > 0) {
        ac_buffer_add_z(&name, ": ");
        ac_rota_add_items(&name, &row->notes);
    }
    set_words(grid, &cells[0], &name);
    size_t at = 1;
    for (size_t d = 0; d < AC_ROTA_DAYS; d++) {
        if (week->days[d].shown) {
            AC_SCOPED_BUFFER(words, WORDS_BYTES);
            ac_rota_add_items(&words, &row->days[d]);
            set_words(grid, &cells[at++], &words);
        }
    }
}

static void add_week(ac_document *document, const ac_rota *rota, size_t at)
{
    const ac_rota_week *week = &rota->weeks[at];
    AC_SCOPED_BUFFER(name, 100);
    ac_buffer_add_z(&name, "Week of ");
    ac_rota_add_day(&name, week->days[0].date, true);
    if (at > 0) {
        ac_document_add(document, AC_BLOCK_NEW_PAGE, AC_TEXT(""));
    }
    ac_document_add(document, AC_BLOCK_SECTION, ac_buffer_text(&name));
    /* A grid borrows its columns. */
    ac_grid_column *columns = AC_NEW_ARRAY(rota->arena, ac_grid_column, AC_ROTA_DAYS + 1);
    size_t count = week_columns(rota, week, columns);
    ac_grid *grid = ac_document_grid(document, ac_buffer_text(&name), columns, count);
    for (size_t r = 0; r < week->row_count; r++) {
        add_week_row(grid, week, &week->rows[r]);
    }
}

static void add_unmet(ac_document *document, const ac_rota *rota)
{
    static const ac_grid_column columns[] = {
        {.heading = "Request",  .number = false},
        {.heading = "Site",     .number = false},
        {.heading = "When",     .number = false},
        {.heading = "Sessions", .number = true },
        {.heading = "Why",      .number = false}
    };
    ac_document_add(document, AC_BLOCK_SECTION, AC_TEXT("Not met"));
    ac_grid *grid = ac_document_grid(
        document, AC_TEXT("Sessions that nobody works, and what keeps the doctors from them"),
        columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < rota->unmet_count; i++) {
        const ac_rota_session *one = &rota->unmet[i];
        ac_grid_cell *cells = ac_grid_row(grid);
        AC_SCOPED_BUFFER(when, 200);
        ac_rota_add_when(&when, one);
        ac_grid_set(grid, &cells[0], one->request);
        ac_grid_set(grid, &cells[1], one->site_name.size > 0 ? one->site_name : one->site);
        set_words(grid, &cells[2], &when);
        set_number(grid, &cells[3], one->sessions);
        ac_grid_set(grid, &cells[4], one->why);
    }
}

static void add_checks(ac_document *document, const ac_rota *rota)
{
    static const ac_grid_column columns[] = {
        {.heading = "Doctor",            .number = false},
        {.heading = "Check",             .number = false},
        {.heading = "Last day",          .number = false},
        {.heading = "Sessions after it", .number = true }
    };
    AC_SCOPED_BUFFER(caption, 200);
    ac_buffer_add_z(&caption, "Checks that end by ");
    ac_rota_add_day(&caption, ac_rota_checks_until(rota), true);
    ac_document_add(document, AC_BLOCK_SECTION, AC_TEXT("Checks that end"));
    ac_grid *grid = ac_document_grid(
        document, ac_buffer_text(&caption), columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < rota->check_count; i++) {
        const ac_rota_check *one = &rota->checks[i];
        ac_grid_cell *cells = ac_grid_row(grid);
        AC_SCOPED_BUFFER(who, WORDS_BYTES);
        AC_SCOPED_BUFFER(ends, 100);
        ac_buffer_addf(
            &who, "%.*s%s%.*s", AC_TEXT_ARG(one->doctor_name), one->doctor_name.size > 0 ? " " : "",
            AC_TEXT_ARG(one->doctor));
        ac_rota_add_day(&ends, one->ends, true);
        set_words(grid, &cells[0], &who);
        ac_grid_set(grid, &cells[1], one->check);
        set_words(grid, &cells[2], &ends);
        set_number(grid, &cells[3], one->booked);
    }
}

accord_status ac_rota_write_pdf(const char *path, const ac_rota *rota, accord_error *error)
{
    AC_SCOPED_BUFFER(title, WORDS_BYTES);
    AC_SCOPED_BUFFER(count, 200);
    ac_rota_add_title(&title, rota);
    ac_rota_add_count(&count, rota);
    ac_document document = {
        .arena = rota->arena,
        .title = ac_text_copy(rota->arena, ac_buffer_text(&title)),
        .over = AC_TEXT("Session pool"),
        .under = rota->of};
    ac_document_add(&document, AC_BLOCK_SECTION, document.title);
    ac_document_add(&document, AC_BLOCK_BIG, ac_buffer_text(&count));
    for (size_t i = 0; i < rota->week_count; i++) {
        add_week(&document, rota, i);
    }
    if (rota->unmet_count > 0) {
        add_unmet(&document, rota);
    }
    if (rota->check_count > 0) {
        add_checks(&document, rota);
    }
    return ac_document_write_pdf(path, &document, error);
}
