/* SPDX-License-Identifier: MIT */
/* Draws progress on standard error. The clock is looked at for this alone. */

#include "cli/progress.h"

#include "app/folder.h"
#include "cli/say.h"
#include "value/rational.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_CELLS = 24, REDRAW_MS = 100 };

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void add_grouped(ac_buffer *buffer, uint64_t number)
{
    ac_rational_add_decimal(buffer, ac_rational_of((int64_t)number), 0, true);
}

/* What is counted while files are read or written, and while statements are. */
static const char *const rows_word = "rows";
static const char *const files_word = "files";

/* How far work has gone. */
typedef struct far_gone {
    const char *what;
    uint64_t done;
    uint64_t total;
    uint64_t rows;
    const char *word;
} far_gone;

static void draw(ac_cli_progress *progress, const far_gone *at)
{
    const uint64_t done = at->done;
    const uint64_t total = at->total;
    const uint64_t rows = at->rows;
    int64_t now = now_ms();
    if (progress->drawn && now - progress->drawn_ms < REDRAW_MS && done < total) {
        return;
    }
    int64_t spent = now - progress->began_ms > 0 ? now - progress->began_ms : 1;
    uint64_t cells = total == 0 ? 0 : done * BAR_CELLS / total;
    AC_SCOPED_BUFFER(line, 400);
    ac_buffer_add_z(&line, "\r\033[K[");
    ac_buffer_add_repeated(&line, '#', (size_t)cells);
    ac_buffer_add_repeated(&line, '.', (size_t)(BAR_CELLS - cells));
    ac_buffer_addf(
        &line, "] %3u%% %s: ", (unsigned)(total == 0 ? 0 : done * 100 / total), at->what);
    add_grouped(&line, rows);
    ac_buffer_addf(&line, " %s, ", at->word);
    add_grouped(&line, rows * 1000 / (uint64_t)spent);
    ac_buffer_addf(&line, " %s/s", at->word);
    if (done > 0 && total > done) {
        uint64_t left_ms = (uint64_t)((double)(total - done) / (double)done * (double)spent);
        ac_buffer_addf(&line, ", %llu s left", (unsigned long long)((left_ms + 999) / 1000));
    }
    (void)fwrite(line.bytes, 1, line.size_bytes, stderr);
    (void)fflush(stderr);
    progress->drawn = true;
    progress->drawn_ms = now;
}

/* Says the plain line of a file or a piece of work that is done. */
static void say_done(const char *verb, const char *what, uint64_t rows, const char *word)
{
    AC_SCOPED_BUFFER(line, 400);
    ac_buffer_addf(&line, "%s %s: ", verb, what);
    add_grouped(&line, rows);
    ac_buffer_addf(&line, " %s\n", word);
    (void)fwrite(line.bytes, 1, line.size_bytes, stderr);
}

static void
report_reading(void *self, ac_text file, uint64_t done_bytes, uint64_t total_bytes, uint64_t rows)
{
    ac_cli_progress *progress = self;
    ac_text name = ac_text_slice(ac_file_name_of(file), 0, sizeof progress->file - 1);
    if (progress->quiet) {
        return;
    }
    bool same = ac_text_is(name, progress->file);
    if (!same || done_bytes < progress->said_bytes) {
        for (size_t i = 0; i < name.size; i++) {
            progress->file[i] = ac_shown_char(name.at[i]);
        }
        progress->file[name.size] = '\0';
        progress->began_ms = progress->ended_ms;
        progress->said_bytes = 0;
    }
    if (progress->terminal) {
        draw(progress, &(far_gone){progress->file, done_bytes, total_bytes, rows, rows_word});
    } else if (done_bytes >= total_bytes && done_bytes != progress->said_bytes) {
        say_done("read", progress->file, rows, rows_word);
    }
    if (done_bytes >= total_bytes) {
        progress->said_bytes = done_bytes;
        progress->ended_ms = now_ms();
    }
}

static void report_writing(void *self, uint64_t done_rows, uint64_t total_rows)
{
    ac_cli_progress *progress = self;
    if (progress->quiet) {
        return;
    }
    if (progress->terminal) {
        draw(
            progress,
            &(far_gone){"writing the extracts", done_rows, total_rows, done_rows, rows_word});
    } else if (done_rows == total_rows) {
        say_done("written", "the extracts", done_rows, rows_word);
    }
}

static void report_stating(void *self, uint64_t done, uint64_t total)
{
    ac_cli_progress *progress = self;
    if (progress->quiet) {
        return;
    }
    if (progress->terminal) {
        draw(progress, &(far_gone){"writing statements", done, total, done, files_word});
    } else if (done == total) {
        say_done("written", "the statements", done, files_word);
    }
}

void ac_cli_progress_init(ac_cli_progress *progress, bool quiet)
{
    *progress = (ac_cli_progress){.quiet = quiet};
    progress->terminal = isatty(STDERR_FILENO) == 1;
    progress->began_ms = now_ms();
    progress->ended_ms = progress->began_ms;
    progress->reading = (ac_progress){report_reading, progress};
    progress->writing = (ac_demo_progress){report_writing, progress};
    progress->stating = (ac_each_progress){report_stating, progress};
}

void ac_cli_progress_end(ac_cli_progress *progress)
{
    if (progress->drawn) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
        progress->drawn = false;
    }
}
