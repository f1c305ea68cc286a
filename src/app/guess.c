/* SPDX-License-Identifier: MIT */
/* Reads a heading and some rows, and counts for each column how many of its values could be what. A
 * type is proposed where all values are of it; the most particular type goes first. */

#include "app/guess.h"

#include "app/embedded.h"
#include "app/folder.h"
#include "base/limits.h"
#include "base/names.h"
#include "extract/personal.h"
#include "extract/reader.h"
#include "extract/value.h"
#include "value/date.h"
#include "value/period.h"

#include <string.h>

enum { ROWS_READ = 2000, NAME_BYTES_MAX = 60, FORMATS = 5, DELIMITERS = 4 };

static const struct {
    ac_date_format format;
    const char *words;
} formats[FORMATS] = {
    {AC_DATE_ISO,     "yyyy-mm-dd"  },
    {AC_DATE_COMPACT, "yyyymmdd"    },
    {AC_DATE_DMY,     "dd/mm/yyyy"  },
    {AC_DATE_MDY,     "mm/dd/yyyy"  },
    {AC_DATE_WORDS,   "d month yyyy"}
};

static const struct {
    char delimiter;
    const char *word;
} delimiters[DELIMITERS] = {
    {',',  "comma"    },
    {';',  "semicolon"},
    {'\t', "tab"      },
    {'|',  "pipe"     }
};

/* Marks that people write where there is no value. */
static const char *const marks[] = {"-", "*", "NULL", "null", "N/A", "n/a", "#N/A", "NA", "."};
enum { MARKS = sizeof marks / sizeof marks[0] };

typedef struct column {
    ac_text heading;
    uint64_t values; /* neither empty nor a mark */
    uint64_t marked[MARKS];
    uint64_t dates[FORMATS];
    uint64_t periods;
    uint64_t whole;
    uint64_t numbers;
    uint64_t dressed; /* numbers with a point, a currency sign or the like */
    uint64_t percent;
    uint64_t comma;        /* numbers as they are written elsewhere: 1.250,75 */
    uint64_t words;        /* yes, no, true, false, y, n */
    uint64_t bits;         /* 0 and 1 */
    uint64_t leading_zero; /* 05: a code, whatever it looks like */
    bool same_length;
    size_t length;
    ac_personal_count personal;
} column;

typedef struct guess {
    ac_arena arena;
    column *columns;
    size_t count;
    uint64_t rows;
    uint64_t faults;
    uint64_t not_utf8; /* of them */
    char delimiter;
    ac_calendar calendar;
} guess;

/* ---- Looking ---- */

/* Digits and points, one comma, digits. */
static bool has_decimal_comma(ac_text text)
{
    size_t commas = 0;
    bool may = text.size > 0 && ac_is_digit(text.at[text.size - 1]);
    for (size_t i = 0; i < text.size && may; i++) {
        char c = text.at[i];
        commas += c == ',' ? 1 : 0;
        may = ac_is_digit(c) || c == ',' || (c == '.' && commas == 0) || (c == '-' && i == 0);
    }
    return may && commas == 1;
}

static void look_at_number(column *c, ac_text text)
{
    AC_SCOPED_ARENA(scratch);
    ac_number number = {.value = AC_RATIONAL_ZERO};
    if (!ac_number_read(&scratch, text, &number)) {
        c->comma += has_decimal_comma(text) ? 1 : 0;
        return;
    }
    bool digits = true;
    for (size_t i = 0; i < text.size; i++) {
        digits = digits && (ac_is_digit(text.at[i]) || (i == 0 && text.at[i] == '-'));
    }
    c->numbers++;
    c->percent += number.percent_sign ? 1 : 0;
    c->whole += digits ? 1 : 0;
    c->dressed += digits ? 0 : 1;
    c->leading_zero += digits && text.size > 1 && text.at[0] == '0' ? 1 : 0;
}

static void look_at(guess *g, column *c, ac_text text)
{
    text = ac_text_trim(text);
    if (text.size == 0) {
        return;
    }
    for (size_t i = 0; i < MARKS; i++) {
        if (ac_text_is(text, marks[i])) {
            c->marked[i]++;
            return;
        }
    }
    c->same_length = c->values == 0 || (c->same_length && c->length == text.size);
    c->length = text.size;
    c->values++;
    ac_personal_add(&c->personal, text);
    accord_date date = {0};
    for (size_t i = 0; i < FORMATS; i++) {
        bool is = ac_date_parse(text, formats[i].format, &date, NULL).code == ACCORD_OK;
        c->dates[i] += is ? 1 : 0;
    }
    int32_t period = 0;
    static const ac_period_kind kinds[] = {AC_PERIOD_MONTH, AC_PERIOD_QUARTER, AC_PERIOD_YEAR};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (ac_period_parse(&g->calendar, kinds[i], text, &period, NULL).code == ACCORD_OK) {
            c->periods++;
            break;
        }
    }
    bool yes = false;
    bool bit = ac_text_is(text, "0") || ac_text_is(text, "1");
    c->bits += bit ? 1 : 0;
    c->words += !bit && ac_yes_no_read(text, &yes) ? 1 : 0;
    look_at_number(c, text);
}

/* The delimiter by which the heading has the most columns; if none can be used, what is said is
 * what is said of commas. */
static accord_status find_delimiter(guess *g, const char *path, accord_error *error)
{
    accord_status status = ac_ok();
    size_t most = 0;
    for (size_t i = DELIMITERS; i > 0; i--) {
        ac_reader *reader = NULL;
        status = ac_reader_open(path, delimiters[i - 1].delimiter, &reader, error);
        size_t columns = status.code == ACCORD_OK ? ac_reader_heading(reader)->field_count : 0;
        ac_reader_close(reader);
        if (columns > 0 && columns >= most) {
            most = columns;
            g->delimiter = delimiters[i - 1].delimiter;
        }
    }
    return most > 0 ? ac_ok() : status;
}

static accord_status read_rows(guess *g, ac_reader *reader, accord_error *error)
{
    const ac_row *heading = ac_reader_heading(reader);
    g->count = heading->field_count;
    g->columns = AC_NEW_ARRAY(&g->arena, column, g->count);
    for (size_t i = 0; i < g->count; i++) {
        g->columns[i].heading = ac_text_copy(&g->arena, ac_text_trim(heading->fields[i]));
    }
    while (g->rows < ROWS_READ) {
        const ac_row *row = NULL;
        AC_TRY(ac_reader_next(reader, &row, error));
        if (row == NULL) {
            break;
        }
        g->rows++;
        g->faults += row->fault == NULL ? 0 : 1;
        g->not_utf8 += row->fault != NULL && strcmp(row->fault, "R-UTF8") == 0 ? 1 : 0;
        for (size_t i = 0; i < g->count && row->fault == NULL; i++) {
            look_at(g, &g->columns[i], row->fields[i]);
        }
    }
    return ac_ok();
}

static accord_status look(guess *g, const char *path, accord_error *error)
{
    ac_reader *reader = NULL;
    AC_TRY(find_delimiter(g, path, error));
    AC_TRY(ac_reader_open(path, g->delimiter, &reader, error));
    accord_status status = read_rows(g, reader, error);
    ac_reader_close(reader);
    return status;
}

/* ---- Names ---- */

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || ac_is_digit(c);
}

/* Makes hyphenated words of a heading: PracticeCode and PRACTICE_CODE become practice-code. */
static void add_name(ac_buffer *name, ac_text heading)
{
    bool hyphen = false;
    for (size_t i = 0; i < heading.size && name->size_bytes < NAME_BYTES_MAX; i++) {
        char c = heading.at[i];
        bool capital = is_capital(c);
        if (!capital && !is_plain(c)) {
            hyphen = name->size_bytes > 0;
            continue;
        }
        hyphen = hyphen || (capital && i > 0 && is_plain(heading.at[i - 1]));
        if (name->size_bytes == 0 && ac_is_digit(c)) {
            ac_buffer_add_z(name, "column-");
        }
        if (hyphen && name->size_bytes > 0) {
            ac_buffer_add_char(name, '-');
        }
        hyphen = false;
        ac_buffer_add_char(name, capital ? (char)(c - 'A' + 'a') : c);
    }
    if (name->size_bytes == 0) {
        ac_buffer_add_z(name, "column");
    }
}

/* As add_name, and unlike any before it. */
static ac_text unlike(guess *g, ac_names *names, ac_text heading)
{
    for (unsigned n = 1;; n++) {
        AC_SCOPED_BUFFER(name, (size_t)2 * NAME_BYTES_MAX);
        add_name(&name, heading);
        if (n > 1) {
            ac_buffer_addf(&name, "-%u", n);
        }
        ac_text made = ac_text_copy(&g->arena, ac_buffer_text(&name));
        if (ac_names_add(names, made, n)) {
            return made;
        }
    }
}

/* ---- Saying ---- */

static bool all(const column *c, uint64_t count)
{
    return c->values > 0 && count == c->values;
}

/* Adds the type of a column, and what is not sure about it. */
static void add_type(const column *c, ac_buffer *type, ac_buffer *unsure)
{
    for (size_t i = 0; i < FORMATS; i++) {
        if (all(c, c->dates[i])) {
            ac_buffer_addf(type, "date %s", formats[i].words);
            if (formats[i].format == AC_DATE_DMY && all(c, c->dates[i + 1])) {
                ac_buffer_add_z(
                    unsure, "every day and month fits both ways: is it dd/mm/yyyy or mm/dd/yyyy?");
            } else if (formats[i].format == AC_DATE_COMPACT) {
                ac_buffer_add_z(unsure, "eight digits that are all days: a date, or a code?");
            }
            return;
        }
    }
    bool code = c->leading_zero > 0;
    if (c->values == 0) {
        ac_buffer_add_z(type, "code");
        ac_buffer_add_z(unsure, "no row that was read has a value");
    } else if (all(c, c->periods) && !all(c, c->whole)) {
        ac_buffer_add_z(type, "period");
    } else if (all(c, c->words)) {
        ac_buffer_add_z(type, "yes or no");
    } else if (all(c, c->percent)) {
        ac_buffer_add_z(type, "percent");
    } else if (all(c, c->numbers) && c->dressed > 0 && !code) {
        ac_buffer_add_z(type, "number");
    } else if (
        all(c, c->whole) && !code && !(c->same_length && c->length > 1) && !all(c, c->bits)) {
        ac_buffer_add_z(type, "whole");
        ac_buffer_add_z(unsure, "whole numbers: to be added up, or codes? If codes, say code");
    } else {
        ac_buffer_add_z(type, "code");
        if (all(c, c->bits)) {
            ac_buffer_add_z(unsure, "0 and 1 alone: if they mean no and yes, say yes or no");
        } else if (code && all(c, c->whole)) {
            ac_buffer_add_z(unsure, "digits with a nought in front: taken for codes");
        } else if (c->comma > 0 && all(c, c->comma + c->numbers)) {
            ac_buffer_addf(
                unsure,
                "%llu of %llu values have a comma for a point, which is no number here: have the "
                "file made with points",
                (unsigned long long)c->comma, (unsigned long long)c->values);
        } else if (c->numbers * 10 >= c->values * 9) {
            ac_buffer_addf(
                unsure, "%llu of %llu values are numbers: if all should be, say number",
                (unsigned long long)c->numbers, (unsigned long long)c->values);
        }
    }
    for (size_t i = 0; i < FORMATS && unsure->size_bytes == 0; i++) {
        if (c->dates[i] * 10 >= c->values * 9 && c->values > 0) {
            ac_buffer_addf(
                unsure, "%llu of %llu values are dates: if all should be, say date %s",
                (unsigned long long)c->dates[i], (unsigned long long)c->values, formats[i].words);
        }
    }
}

static ac_personal personal(const column *c)
{
    ac_personal what = ac_personal_heading(c->heading);
    return what == AC_PERSONAL_NOT ? ac_personal_content(&c->personal) : what;
}

static void add_quoted(ac_buffer *out, ac_text text)
{
    ac_buffer_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        bool line = text.at[i] == '\n' || text.at[i] == '\r';
        ac_buffer_add_char(out, line ? ' ' : text.at[i]);
        if (text.at[i] == '"') {
            ac_buffer_add_char(out, '"');
        }
    }
    ac_buffer_add_char(out, '"');
}

static void add_marks(const guess *g, ac_buffer *out)
{
    ac_buffer_add_z(out, "missing \"\"");
    for (size_t m = 0; m < MARKS; m++) {
        uint64_t times = 0;
        for (size_t i = 0; i < g->count; i++) {
            times += g->columns[i].marked[m];
        }
        if (times > 0) {
            ac_buffer_addf(out, " \"%s\"", marks[m]);
        }
    }
    ac_buffer_add_char(out, '\n');
}

/* Says which layout of accord's own finds all that it needs in this heading. */
static void add_known(guess *g, ac_buffer *out)
{
    for (size_t i = 0; i < ac_embedded_count; i++) {
        const ac_embedded_file *file = &ac_embedded_files[i];
        ac_layout layout = {0};
        if (!ac_text_ends(ac_text_of(file->name), AC_TEXT(".layout")) ||
            ac_layout_parse(
                &g->arena, (ac_text){file->bytes, file->size_bytes}, file->name, &layout, NULL)
                    .code != ACCORD_OK) {
            continue;
        }
        bool fits = true;
        for (size_t f = 0; f < layout.field_count && fits; f++) {
            bool found = layout.fields[f].optional || layout.fields[f].type == AC_FIELD_CONSTANT;
            for (size_t c = 0; c < g->count && !found; c++) {
                found = ac_text_equal_ignoring_case(g->columns[c].heading, layout.fields[f].column);
            }
            fits = found;
        }
        if (fits) {
            ac_buffer_addf(
                out,
                "# The layout %.*s that comes with accord finds all its columns here: it may be "
                "all you need.\n",
                AC_TEXT_ARG(layout.name));
        }
    }
}

static void add_field(guess *g, ac_names *names, const column *c, ac_buffer *out)
{
    AC_SCOPED_BUFFER(type, 100);
    AC_SCOPED_BUFFER(unsure, 300);
    ac_personal what = personal(c);
    if (c->heading.size == 0) {
        ac_buffer_add_z(out, "# Not mapped: a column without a heading.\n");
        return;
    }
    for (const column *other = g->columns; other < g->columns + g->count; other++) {
        if (other != c && ac_text_equal_ignoring_case(other->heading, c->heading)) {
            ac_buffer_add_z(out, "# Not mapped: ");
            add_quoted(out, c->heading);
            ac_buffer_add_z(out, " is the heading of two columns; rename one in the file.\n");
            return;
        }
    }
    if (what != AC_PERSONAL_NOT) {
        ac_buffer_add_z(out, "# Not mapped: ");
        add_quoted(out, c->heading);
        ac_buffer_addf(
            out, " seems to hold %s; no contract needs them to count.\n", ac_personal_words(what));
        return;
    }
    add_type(c, &type, &unsure);
    ac_buffer_addf(
        out, "field %.*s : %s from ", AC_TEXT_ARG(unlike(g, names, c->heading)), type.bytes);
    add_quoted(out, c->heading);
    if (unsure.size_bytes > 0) {
        ac_buffer_addf(out, "  # unsure: %s", unsure.bytes);
    }
    ac_buffer_add_char(out, '\n');
}

static void add_layout(guess *g, const char *path, ac_text name, ac_buffer *out)
{
    ac_text file = ac_file_name_of(ac_text_of(path));
    ac_names names;
    ac_names_init(&names, &g->arena);
    ac_buffer_addf(
        out, "# Guessed from the heading and the first %llu rows of %.*s: look at every line.\n",
        (unsigned long long)g->rows, AC_TEXT_ARG(file));
    if (g->not_utf8 > 0) {
        ac_buffer_addf(
            out,
            "# %llu of these rows are not UTF-8 (Windows-1252, perhaps): save the file as CSV "
            "UTF-8.\n",
            (unsigned long long)g->not_utf8);
    }
    if (g->faults > g->not_utf8) {
        ac_buffer_addf(
            out, "# %llu of these rows cannot be read: is the delimiter right?\n",
            (unsigned long long)(g->faults - g->not_utf8));
    }
    add_known(g, out);
    ac_buffer_addf(out, "layout 1\nname %.*s\nfiles ", AC_TEXT_ARG(name));
    add_quoted(out, file);
    ac_buffer_add_char(out, '\n');
    for (size_t i = 1; i < DELIMITERS; i++) {
        if (delimiters[i].delimiter == g->delimiter) {
            ac_buffer_addf(out, "delimiter %s\n", delimiters[i].word);
        }
    }
    add_marks(g, out);
    ac_buffer_add_z(
        out, "# If a row has an identifier, name its fields here, so that none is counted twice:\n"
             "# identifier FIELD, FIELD\n");
    for (size_t i = 0; i < g->count; i++) {
        add_field(g, &names, &g->columns[i], out);
    }
}

/* Says why nothing came of it: of columns that are not mapped, why the first is not. */
static accord_status
fail(const guess *g, const char *path, ac_text name, ac_text made, accord_error *error)
{
    static const char unmapped[] = "\n# Not mapped: ";
    const char *fields = strstr(made.at, "\nfield ");
    const char *why = strstr(made.at, unmapped);
    if (fields != NULL || why == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "no layout can be made of %s: \"%.*s\" will not do as its name; say another with "
            "--name",
            path, AC_TEXT_ARG(name));
    }
    why += strlen(unmapped);
    return ac_fail(
        error, ACCORD_EINPUT,
        "no layout can be made of %s: none of its %zu column%s is mapped; %.*s", path, g->count,
        g->count == 1 ? "" : "s", (int)strcspn(why, ".\n"), why);
}

static accord_status
run(guess *g, const char *path, ac_text name, ac_buffer *out, accord_error *error)
{
    accord_date from = {0};
    accord_date last = {0};
    bool dates = ac_date_of(2014, 4, 1, &from) && ac_date_of(2015, 3, 31, &last);
    AC_TRY(ac_calendar_make(from, last, 4, 1, &g->calendar, error));
    AC_TRY(look(g, path, error));
    AC_SCOPED_BUFFER(made, (size_t)2 * NAME_BYTES_MAX);
    if (name.size == 0 && dates) {
        ac_text file = ac_file_name_of(ac_text_of(path));
        size_t end = 0;
        while (end < file.size && file.at[end] != '.') {
            end++;
        }
        add_name(&made, ac_text_slice(file, 0, end));
        name = ac_buffer_text(&made);
    }
    add_layout(g, path, name, out);
    ac_layout checked = {0};
    accord_status status =
        ac_layout_parse(&g->arena, ac_buffer_text(out), "the layout guessed", &checked, error);
    if (status.code == ACCORD_OK) {
        return status;
    }
    return fail(g, path, name, ac_buffer_text(out), error);
}

accord_status
ac_guess_layout(const char *path, ac_text name, ac_buffer *layout, accord_error *error)
{
    guess g = {.rows = 0};
    ac_arena_init(&g.arena);
    accord_status status = run(&g, path, name, layout, error);
    ac_arena_done(&g.arena);
    return status;
}
