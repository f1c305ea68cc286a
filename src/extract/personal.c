/* SPDX-License-Identifier: MIT */
/* Columns that say who a patient is, by heading and by content. */

#include "extract/personal.h"

#include "base/assert.h"
#include "extract/reader.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADING_MAX = 200,
    APART_MAX = 400,
    ROWS_LOOKED_AT = 200, /* at each place */
    PLACES = 8,           /* the first, and those within a file */
    PLACE_BYTES = 64 * 1024,
    NHS_DIGITS = 10,
    SHAPED_FEWEST = 5
};

const char *ac_personal_words(ac_personal what)
{
    static const char *const words[] = {
        [AC_PERSONAL_NOT] = "nothing personal",
        [AC_PERSONAL_NHS_NUMBER] = "NHS numbers",
        [AC_PERSONAL_NAME] = "names of patients",
        [AC_PERSONAL_ADDRESS] = "addresses",
        [AC_PERSONAL_POSTCODE] = "postcodes",
        [AC_PERSONAL_BIRTH_DATE] = "dates of birth",
        [AC_PERSONAL_LOCAL_IDENTIFIER] = "identifiers of patients",
    };
    return words[what];
}

/* Small letters and digits alone, so that NHS_Number, "NHS NUMBER" and NHSNumber are the same. */
static ac_text squeeze(ac_text heading, char *bytes)
{
    size_t size = 0;
    for (size_t i = 0; i < heading.size && size < HEADING_MAX; i++) {
        char c = heading.at[i];
        bool capital = c >= 'A' && c <= 'Z';
        if (capital || (c >= 'a' && c <= 'z') || ac_is_digit(c)) {
            bytes[size++] = (char)(capital ? c - 'A' + 'a' : c);
        }
    }
    return (ac_text){bytes, size};
}

/* Whether a word ends before this place: pat_dob, PatDOB and NHSNo are two words each. */
static bool is_word_start(ac_text heading, size_t at)
{
    char before = heading.at[at - 1];
    bool capital = heading.at[at] >= 'A' && heading.at[at] <= 'Z';
    bool small_before = ac_is_letter(before) && before >= 'a';
    bool small_after =
        at + 1 < heading.size && heading.at[at + 1] >= 'a' && heading.at[at + 1] <= 'z';
    return capital &&
           (small_before || ac_is_digit(before) || (ac_is_letter(before) && small_after));
}

/* Its words in small letters, a space before and after each. */
static ac_text apart(ac_text heading, char *bytes)
{
    size_t size = 0;
    bytes[size++] = ' ';
    for (size_t i = 0; i < heading.size && size + 3 < APART_MAX; i++) {
        char c = heading.at[i];
        bool in_word = ac_is_letter(c) || ac_is_digit(c);
        bool starts = in_word && i > 0 && is_word_start(heading, i);
        if ((starts || !in_word) && bytes[size - 1] != ' ') {
            bytes[size++] = ' ';
        }
        if (in_word) {
            bytes[size++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    bytes[size++] = ' ';
    return (ac_text){bytes, size};
}

static bool holds(ac_text text, const char *word)
{
    size_t size = strlen(word);
    for (size_t at = 0; at + size <= text.size; at++) {
        if (memcmp(text.at + at, word, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Codes about such a column, areas made from it, and the same of those who treat. */
static bool is_about(ac_text heading)
{
    static const char *const words[] = {"status",   "traced",       "indicator",    "format",
                                        "from",     "derived",      "withheld",     "provider",
                                        "practice", "practitioner", "organisation", "commissioner",
                                        "site",     "month",        "year",         "sector",
                                        "district", "area",         "type"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (holds(heading, words[i])) {
            return true;
        }
    }
    return false;
}

/* What a heading holds, spaces and signs left out. */
static const struct {
    const char *word;
    bool whole; /* the heading is this word, not only holds it */
    ac_personal what;
} marks[] = {
    {"nhsnumber",              false, AC_PERSONAL_NHS_NUMBER      },
    {"nhsno",                  true,  AC_PERSONAL_NHS_NUMBER      },
    {"nhsnum",                 true,  AC_PERSONAL_NHS_NUMBER      },
    {"newnhsno",               true,  AC_PERSONAL_NHS_NUMBER      },
    {"dateofbirth",            false, AC_PERSONAL_BIRTH_DATE      },
    {"birthdate",              false, AC_PERSONAL_BIRTH_DATE      },
    {"dob",                    true,  AC_PERSONAL_BIRTH_DATE      },
    {"patientdob",             true,  AC_PERSONAL_BIRTH_DATE      },
    {"postcode",               false, AC_PERSONAL_POSTCODE        },
    {"homeadd",                true,  AC_PERSONAL_POSTCODE        },
    {"address",                false, AC_PERSONAL_ADDRESS         },
    {"surname",                false, AC_PERSONAL_NAME            },
    {"forename",               false, AC_PERSONAL_NAME            },
    {"familyname",             false, AC_PERSONAL_NAME            },
    {"givenname",              false, AC_PERSONAL_NAME            },
    {"firstname",              false, AC_PERSONAL_NAME            },
    {"lastname",               false, AC_PERSONAL_NAME            },
    {"patientname",            false, AC_PERSONAL_NAME            },
    {"personname",             false, AC_PERSONAL_NAME            },
    {"personinitials",         false, AC_PERSONAL_NAME            },
    {"localpatientidentifier", false, AC_PERSONAL_LOCAL_IDENTIFIER},
    {"lopatid",                true,  AC_PERSONAL_LOCAL_IDENTIFIER},
    {"hospitalnumber",         false, AC_PERSONAL_LOCAL_IDENTIFIER},
    {"birthdt",                false, AC_PERSONAL_BIRTH_DATE      },
    {"middlename",             false, AC_PERSONAL_NAME            },
    {"maidenname",             false, AC_PERSONAL_NAME            },
    {"patientsname",           false, AC_PERSONAL_NAME            },
    {"nameofpatient",          false, AC_PERSONAL_NAME            },
    {"clientname",             false, AC_PERSONAL_NAME            },
};

/* Words that are too short to be looked for inside others. */
static const struct {
    const char *words;
    ac_personal what;
} short_words[] = {
    {" nhs no ",      AC_PERSONAL_NHS_NUMBER      },
    {" nhs num ",     AC_PERSONAL_NHS_NUMBER      },
    {" nhsno ",       AC_PERSONAL_NHS_NUMBER      },
    {" dob ",         AC_PERSONAL_BIRTH_DATE      },
    {" pt name ",     AC_PERSONAL_NAME            },
    {" pat name ",    AC_PERSONAL_NAME            },
    {" hosp no ",     AC_PERSONAL_LOCAL_IDENTIFIER},
    {" hospital no ", AC_PERSONAL_LOCAL_IDENTIFIER},
    {" casenote no ", AC_PERSONAL_LOCAL_IDENTIFIER},
    {" mrn ",         AC_PERSONAL_LOCAL_IDENTIFIER},
};

static ac_personal find_mark(ac_text squeezed)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        bool found =
            marks[i].whole ? ac_text_is(squeezed, marks[i].word) : holds(squeezed, marks[i].word);
        if (found) {
            return marks[i].what;
        }
    }
    return AC_PERSONAL_NOT;
}

static ac_personal find_words(ac_text parts)
{
    for (size_t i = 0; i < sizeof short_words / sizeof short_words[0]; i++) {
        if (holds(parts, short_words[i].words)) {
            return short_words[i].what;
        }
    }
    return AC_PERSONAL_NOT;
}

ac_personal ac_personal_heading(ac_text heading)
{
    char bytes[APART_MAX];
    ac_text squeezed = squeeze(heading, bytes);
    if (is_about(squeezed)) {
        return AC_PERSONAL_NOT;
    }
    ac_personal found = find_mark(squeezed);
    return found == AC_PERSONAL_NOT ? find_words(apart(heading, bytes)) : found;
}

/* Reads ten digits, with or without spaces or hyphens between 3, 3 and 4. */
static bool read_ten_digits(ac_text text, int *digits)
{
    size_t count = 0;
    text = ac_text_trim(text);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (ac_is_digit(c) && count < NHS_DIGITS) {
            digits[count++] = c - '0';
        } else if ((c != ' ' && c != '-') || (count != 3 && count != 6)) {
            return false;
        }
    }
    return count == NHS_DIGITS;
}

bool ac_personal_is_nhs_number(ac_text text)
{
    int digits[NHS_DIGITS];
    int sum = 0;
    if (!read_ten_digits(text, digits)) {
        return false;
    }
    for (int i = 0; i < NHS_DIGITS - 1; i++) {
        sum += digits[i] * (NHS_DIGITS - i);
    }
    int check = 11 - sum % 11;
    return check != 10 && check % 11 == digits[NHS_DIGITS - 1];
}

bool ac_personal_in_words(ac_text text)
{
    size_t words = 0;
    bool found = false;
    text = ac_text_trim(text);
    for (size_t i = 0; i < text.size; i++) {
        bool starts = i == 0 || (!ac_is_letter(text.at[i - 1]) && !ac_is_digit(text.at[i - 1]));
        words += starts && ac_is_letter(text.at[i]) ? 1 : 0;
        for (size_t size = NHS_DIGITS; starts && size <= NHS_DIGITS + 2; size++) {
            size_t until = i + size;
            bool ends = until == text.size || (until < text.size && !ac_is_letter(text.at[until]) &&
                                               !ac_is_digit(text.at[until]));
            found = found || (ends && ac_is_digit(text.at[i]) && ac_is_digit(text.at[until - 1]) &&
                              ac_personal_is_nhs_number(ac_text_slice(text, i, until)));
        }
    }
    return found && words > 0 && memchr(text.at, ' ', text.size) != NULL;
}

bool ac_personal_is_postcode(ac_text text)
{
    text = ac_text_trim(text);
    if (text.size < 5 || text.size > 8) {
        return false;
    }
    ac_text inward = ac_text_slice(text, text.size - 3, text.size);
    ac_text outward = ac_text_trim(ac_text_slice(text, 0, text.size - 3));
    if (!ac_is_digit(inward.at[0]) || !ac_is_letter(inward.at[1]) || !ac_is_letter(inward.at[2])) {
        return false;
    }
    size_t letters = outward.size > 1 && ac_is_letter(outward.at[1]) ? 2 : 1;
    size_t rest = outward.size - letters;
    return outward.size >= 2 && ac_is_letter(outward.at[0]) && rest >= 1 && rest <= 2 &&
           ac_is_digit(outward.at[letters]) &&
           (rest == 1 || ac_is_digit(outward.at[letters + 1]) ||
            ac_is_letter(outward.at[letters + 1]));
}

void ac_personal_add(ac_personal_count *count, ac_text value)
{
    int digits[NHS_DIGITS];
    value = ac_text_trim(value);
    if (value.size == 0) {
        return;
    }
    count->values++;
    count->ten_digits += read_ten_digits(value, digits) ? 1 : 0;
    count->nhs_numbers += ac_personal_is_nhs_number(value) ? 1 : 0;
    count->postcodes += ac_personal_is_postcode(value) ? 1 : 0;
}

ac_personal ac_personal_content(const ac_personal_count *count)
{
    if (count->values == 0) {
        return AC_PERSONAL_NOT;
    }
    uint64_t most = count->values * 9;
    bool among = count->ten_digits >= SHAPED_FEWEST && count->nhs_numbers * 2 >= count->ten_digits;
    return among || count->nhs_numbers * 10 >= most ? AC_PERSONAL_NHS_NUMBER
           : count->postcodes * 10 >= most          ? AC_PERSONAL_POSTCODE
                                                    : AC_PERSONAL_NOT;
}

/* ---- A file ---- */

typedef struct looked_at {
    const ac_layout_field *field;
    size_t column;
    ac_personal_count count;
} looked_at;

struct ac_personal_look {
    const char *path;
    const ac_layout *layout;
    ac_text heading;
    looked_at *list; /* [count], the columns that the layout maps */
    size_t count;
};

static void find_columns(ac_personal_look *look, const ac_row *heading)
{
    for (size_t i = 0; i < look->layout->field_count; i++) {
        const ac_layout_field *field = &look->layout->fields[i];
        for (size_t j = 0; j < heading->field_count; j++) {
            ac_text found = ac_text_trim(heading->fields[j]);
            if (field->type != AC_FIELD_CONSTANT &&
                ac_text_equal_ignoring_case(found, field->column)) {
                look->list[look->count++] = (looked_at){.field = field, .column = j};
                break;
            }
        }
    }
}

/* Whether nothing has to be looked for: the layout says why it may, or maps nothing. */
static bool may_hold(const ac_layout *layout)
{
    return layout->legal_basis.size > 0 || layout->field_count == 0;
}

ac_personal_look *ac_personal_look_new(
    ac_arena *arena, const char *path, const ac_layout *layout, const ac_row *heading)
{
    if (may_hold(layout)) {
        return NULL;
    }
    ac_personal_look *look = AC_NEW(arena, ac_personal_look);
    *look = (ac_personal_look){
        .path = path,
        .layout = layout,
        .heading = ac_text_copy(arena, heading->raw),
        .list = AC_NEW_ARRAY(arena, looked_at, layout->field_count)};
    find_columns(look, heading);
    return look;
}

/* A line of nought is one that nobody counted: of a row in the midst of a file. */
static accord_status
fail_words(const char *path, uint64_t line, const looked_at *at, accord_error *error)
{
    accord_status failed = ac_fail(
        error, ACCORD_EINPUT,
        "the column \"%.*s\" holds text with an NHS number in it, and the layout maps it as %.*s: "
        "take the field out of the layout, or have the numbers taken out of the text",
        AC_TEXT_ARG(at->field->column), AC_TEXT_ARG(at->field->name));
    ac_error_place(error, path, line, line == 0 ? 0 : at->column + 1);
    return failed;
}

/* How rows are looked at. */
typedef enum looking {
    LOOKING_ALL,    /* those of a whole file: what cannot be read is an error */
    LOOKING_HEAD,   /* those of a head, which may break off */
    LOOKING_WITHIN, /* those from somewhere in a file, which may break off */
} looking;

/* Looks at the first rows. */
static accord_status
look_at_rows(ac_personal_look *look, ac_reader *reader, looking how, accord_error *error)
{
    bool all = how == LOOKING_ALL;
    for (int rows = 0; rows < ROWS_LOOKED_AT; rows++) {
        const ac_row *row = NULL;
        accord_status status = ac_reader_next(reader, &row, all ? error : NULL);
        if (status.code != ACCORD_OK) {
            return all ? status : ac_ok();
        }
        if (row == NULL) {
            return ac_ok();
        }
        for (size_t i = 0; i < look->count && row->fault == NULL; i++) {
            looked_at *at = &look->list[i];
            ac_text value = row->fields[at->column];
            if (ac_personal_in_words(value)) {
                return fail_words(look->path, how == LOOKING_WITHIN ? 0 : row->line, at, error);
            }
            ac_personal_add(&at->count, value);
        }
    }
    return ac_ok();
}

/* Rows from a place in a file on, put under its heading: `bytes` begin anywhere, and have room for
 * the heading before them. */
static accord_status
look_from(ac_personal_look *look, char *bytes, size_t size, accord_error *error)
{
    char *line_end = memchr(bytes, '\n', size);
    if (line_end == NULL) {
        return ac_ok();
    }
    ac_text heading = look->heading;
    ac_text text = {line_end - heading.size, (size_t)(bytes + size - line_end) + heading.size};
    memcpy(line_end - heading.size, heading.at, heading.size);
    ac_reader *reader = NULL;
    accord_status opened =
        ac_reader_open_text(text, look->path, look->layout->delimiter, &reader, NULL);
    if (opened.code != ACCORD_OK) {
        return ac_ok();
    }
    accord_status status = look_at_rows(look, reader, LOOKING_WITHIN, error);
    ac_reader_close(reader);
    return status;
}

accord_status ac_personal_look_at(ac_personal_look *look, ac_text rows, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    size_t size = rows.size < PLACE_BYTES ? rows.size : PLACE_BYTES;
    char *room = ac_arena_alloc(&scratch, look->heading.size + 1 + size, 1);
    char *bytes = room + look->heading.size;
    bytes[0] = '\n';
    memcpy(bytes + 1, rows.at, size);
    return look_from(look, bytes, size + 1, error);
}

/* Whoever is first in a file need not be like the rest of it: a plain file of some size is looked
 * into at places within, too. Others are looked at as they are read. */
static accord_status look_within(ac_personal_look *look, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    int file = open(look->path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    accord_status status = ac_ok();
    bool large = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
                 about.st_size >= (off_t)PLACES * PLACE_BYTES;
    char *room = large ? ac_arena_alloc(&scratch, look->heading.size + PLACE_BYTES, 1) : NULL;
    char *bytes = large ? room + look->heading.size : NULL;
    for (int i = 1; large && i < PLACES && status.code == ACCORD_OK; i++) {
        ssize_t got = pread(file, bytes, PLACE_BYTES, about.st_size / PLACES * i);
        if (got > 0) {
            status = look_from(look, bytes, (size_t)got, error);
        }
    }
    if (file >= 0) {
        (void)close(file);
    }
    return status;
}

accord_status ac_personal_look_end(const ac_personal_look *look, accord_error *error)
{
    for (size_t i = 0; i < look->count; i++) {
        const looked_at *at = &look->list[i];
        if (ac_personal_content(&at->count) == AC_PERSONAL_NHS_NUMBER) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "the column \"%.*s\" of %s, which the layout %.*s maps as %.*s, holds NHS numbers: "
                "take the field out of the layout, or name the legal basis for it there, like "
                "legal basis \"section 251, reference 12/3456\"",
                AC_TEXT_ARG(at->field->column), look->path, AC_TEXT_ARG(look->layout->name),
                AC_TEXT_ARG(at->field->name));
        }
    }
    return ac_ok();
}

static accord_status check_rows(
    ac_reader *reader, const char *path, const ac_layout *layout, looking how, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_personal_look *look =
        ac_personal_look_new(&scratch, path, layout, ac_reader_heading(reader));
    ac_assert(look != NULL);
    AC_TRY(look_at_rows(look, reader, how, error));
    if (how == LOOKING_ALL && !ac_reader_is_packed(reader)) {
        AC_TRY(look_within(look, error));
    }
    return ac_personal_look_end(look, error);
}

accord_status ac_personal_check_file(const char *path, const ac_layout *layout, accord_error *error)
{
    if (may_hold(layout)) {
        return ac_ok();
    }
    ac_reader *reader = NULL;
    AC_TRY(ac_reader_open(path, layout->delimiter, &reader, error));
    accord_status status = check_rows(reader, path, layout, LOOKING_ALL, error);
    ac_reader_close(reader);
    return status;
}

accord_status
ac_personal_check_head(ac_text head, const char *name, const ac_layout *layout, accord_error *error)
{
    ac_reader *reader = NULL;
    if (may_hold(layout) ||
        ac_reader_open_text(head, name, layout->delimiter, &reader, NULL).code != ACCORD_OK) {
        return ac_ok();
    }
    accord_status status = check_rows(reader, name, layout, LOOKING_HEAD, error);
    ac_reader_close(reader);
    return status;
}
