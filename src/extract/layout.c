/* SPDX-License-Identifier: MIT */
/* Reads layout text, a statement a line. Statements and types are tables; what follows each word
 * is a function of its own. */

#include "extract/layout.h"

#include "base/assert.h"
#include "base/limits.h"
#include "base/names.h"
#include "extract/personal.h"
#include "extract/words.h"

#include <string.h>

enum { PATTERN_BYTES_MAX = 256 };

/* A list that grows in the arena. */
typedef struct text_list {
    ac_text *at;
    size_t count;
    size_t capacity;
} text_list;

typedef struct layout_parser {
    ac_arena *arena;
    ac_words words;
    ac_layout layout;
    ac_names names; /* of the fields */
    text_list files;
    text_list missing;
    text_list identifier;
    ac_layout_field *fields;
    size_t field_capacity;
    uint32_t identifier_line;
    uint32_t deletion_line;
    bool begun;     /* `layout 1` was read */
    bool delimited; /* each may be said once */
    bool refuses;
    ac_layout_limit *limits;
    size_t limit_capacity;
} layout_parser;

static void add_text(layout_parser *parser, text_list *list, ac_text text)
{
    AC_RESERVE(parser->arena, list->at, list->count, list->capacity);
    list->at[list->count++] = text;
}

/* Fails at the word just taken. */
static accord_status fail_here(layout_parser *parser, const char *message, ac_text about)
{
    ac_words *words = &parser->words;
    about = ac_text_slice(about, 0, 60);
    words->at -= words->at > 0 ? 1 : 0;
    accord_status failed =
        ac_fail(words->error, ACCORD_EINPUT, "\"%.*s\" %s", AC_TEXT_ARG(about), message);
    return ac_words_place(words, failed);
}

/* Fields are hyphenated words, as contracts say them. */
static bool is_field_name(ac_text name)
{
    bool after_letter = false;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.at[i];
        bool letter = ac_is_letter(c);
        bool digit = ac_is_digit(c);
        if (!letter && (i == 0 || (!digit && (c != '-' || !after_letter)))) {
            return false;
        }
        after_letter = letter || digit;
    }
    return after_letter;
}

static accord_status need_name(layout_parser *parser, ac_text *name)
{
    const ac_word *next = ac_words_peek(&parser->words);
    if (next->kind != AC_WORD_PLAIN || !is_field_name(next->text)) {
        return ac_words_fail(
            &parser->words, "a name of letters, digits and hyphens, such as gp-practice");
    }
    *name = next->text;
    parser->words.at++;
    return ac_ok();
}

static accord_status read_name(layout_parser *parser)
{
    if (parser->layout.name.size > 0) {
        return fail_here(parser, "is said twice", AC_TEXT("name"));
    }
    AC_TRY(need_name(parser, &parser->layout.name));
    if (ac_words_peek(&parser->words)->kind == AC_WORD_QUOTED) {
        AC_TRY(ac_words_need_quoted(&parser->words, "a title", &parser->layout.title));
    }
    return ac_ok();
}

static accord_status read_files(layout_parser *parser)
{
    do {
        ac_text pattern = {0};
        AC_TRY(ac_words_need_quoted(
            &parser->words, "a file name or pattern in quotes, such as \"outpatients*.csv\"",
            &pattern));
        if (pattern.size == 0 || pattern.size > PATTERN_BYTES_MAX) {
            return fail_here(parser, "is not a file name or pattern", pattern);
        }
        add_text(parser, &parser->files, pattern);
        (void)ac_words_take_kind(&parser->words, AC_WORD_COMMA);
    } while (ac_words_peek(&parser->words)->kind != AC_WORD_END);
    return ac_ok();
}

static accord_status read_delimiter(layout_parser *parser)
{
    static const struct {
        const char *word;
        char delimiter;
    } delimiters[] = {
        {"comma",     ',' },
        {"semicolon", ';' },
        {"tab",       '\t'},
        {"pipe",      '|' }
    };
    if (parser->delimited) {
        return fail_here(parser, "is said twice", AC_TEXT("delimiter"));
    }
    parser->delimited = true;
    for (size_t i = 0; i < sizeof delimiters / sizeof delimiters[0]; i++) {
        if (ac_words_take(&parser->words, delimiters[i].word)) {
            parser->layout.delimiter = delimiters[i].delimiter;
            return ac_ok();
        }
    }
    return ac_words_fail(&parser->words, "comma, semicolon, tab or pipe");
}

static accord_status read_missing(layout_parser *parser)
{
    do {
        ac_text mark = {0};
        AC_TRY(ac_words_need_quoted(
            &parser->words, "a mark for \"no value\" in quotes, such as \"\" or \"*\"", &mark));
        add_text(parser, &parser->missing, ac_text_trim(mark));
        (void)ac_words_take_kind(&parser->words, AC_WORD_COMMA);
    } while (ac_words_peek(&parser->words)->kind != AC_WORD_END);
    return ac_ok();
}

/* ... for R-MEMBER */
static accord_status read_limit(layout_parser *parser, ac_rational share)
{
    ac_words *words = &parser->words;
    ac_text reason = ac_words_peek(words)->text;
    if (!ac_text_starts(reason, AC_TEXT("R-"))) {
        return ac_words_fail(words, "the code of a reason, such as R-MEMBER");
    }
    words->at++;
    for (size_t i = 0; i < parser->layout.limit_count; i++) {
        if (ac_text_equal(parser->limits[i].reason, reason)) {
            return fail_here(parser, "has a limit already", reason);
        }
    }
    AC_RESERVE(parser->arena, parser->limits, parser->layout.limit_count, parser->limit_capacity);
    parser->limits[parser->layout.limit_count++] =
        (ac_layout_limit){.reason = reason, .share = share, .line = words->line};
    return ac_ok();
}

static accord_status read_unended(layout_parser *parser)
{
    AC_TRY(ac_words_need(&parser->words, "last"));
    AC_TRY(ac_words_need(&parser->words, "line"));
    if (parser->layout.refuse_unended) {
        return fail_here(parser, "is said twice", AC_TEXT("refuse unended last line"));
    }
    parser->layout.refuse_unended = true;
    return ac_ok();
}

static accord_status read_refuse(layout_parser *parser)
{
    static const char expected[] = "a share such as 1% or 0.5%, from 0% to 100%";
    ac_words *words = &parser->words;
    if (ac_words_take(words, "unended")) {
        return read_unended(parser);
    }
    if (!ac_words_take(words, "at")) {
        return ac_words_fail(words, "at most 1%, at most 1% for R-MEMBER, or unended last line");
    }
    AC_TRY(ac_words_need(words, "most"));
    ac_text share = ac_words_peek(words)->text;
    ac_rational percent = AC_RATIONAL_ZERO;
    if (share.size < 2 || share.size > 20 || share.at[share.size - 1] != '%') {
        return ac_words_fail(words, expected);
    }
    share = ac_text_slice(share, 0, share.size - 1);
    if (ac_rational_parse(parser->arena, share, &percent, NULL).code != ACCORD_OK ||
        ac_rational_sign(percent) < 0 || ac_rational_compare(percent, ac_rational_of(100)) > 0) {
        return ac_words_fail(words, expected);
    }
    words->at++;
    ac_rational most = ac_rational_divide(parser->arena, percent, ac_rational_of(100));
    if (ac_words_take(words, "for")) {
        return read_limit(parser, most);
    }
    if (parser->refuses) {
        return fail_here(parser, "is said twice", AC_TEXT("refuse at most"));
    }
    parser->refuses = true;
    parser->layout.refuse_at_most = most;
    return ac_ok();
}

static accord_status read_identifier(layout_parser *parser)
{
    if (parser->identifier.count > 0) {
        return fail_here(parser, "is said twice", AC_TEXT("identifier"));
    }
    parser->identifier_line = parser->words.line;
    do {
        ac_text name = {0};
        AC_TRY(need_name(parser, &name));
        if (parser->identifier.count == AC_LAYOUT_IDENTIFIER_MAX) {
            return fail_here(parser, "is one field too many for an identifier", name);
        }
        add_text(parser, &parser->identifier, name);
        (void)ac_words_take_kind(&parser->words, AC_WORD_COMMA);
    } while (ac_words_peek(&parser->words)->kind != AC_WORD_END);
    return ac_ok();
}

static accord_status read_deletion(layout_parser *parser)
{
    if (parser->layout.deletion.size > 0) {
        return fail_here(parser, "is said twice", AC_TEXT("deletion"));
    }
    parser->deletion_line = parser->words.line;
    return need_name(parser, &parser->layout.deletion);
}

static accord_status read_legal(layout_parser *parser)
{
    ac_text *basis = &parser->layout.legal_basis;
    if (basis->size > 0) {
        return fail_here(parser, "is said twice", AC_TEXT("legal basis"));
    }
    AC_TRY(ac_words_need(&parser->words, "basis"));
    AC_TRY(ac_words_need_quoted(
        &parser->words, "the legal basis in quotes, such as \"section 251, reference 12/3456\"",
        basis));
    *basis = ac_text_trim(*basis);
    return basis->size > 0 ? ac_ok() : fail_here(parser, "is no legal basis", *basis);
}

static accord_status read_date_format(layout_parser *parser, ac_date_format *format)
{
    static const struct {
        const char *word;
        ac_date_format format;
    } formats[] = {
        {"yyyy-mm-dd", AC_DATE_ISO    },
        {"yyyymmdd",   AC_DATE_COMPACT},
        {"dd/mm/yyyy", AC_DATE_DMY    },
        {"mm/dd/yyyy", AC_DATE_MDY    }
    };
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (ac_words_take(&parser->words, formats[i].word)) {
            *format = formats[i].format;
            return ac_ok();
        }
    }
    if (ac_words_take(&parser->words, "d")) {
        AC_TRY(ac_words_need(&parser->words, "month"));
        *format = AC_DATE_WORDS;
        return ac_words_need(&parser->words, "yyyy");
    }
    return ac_words_fail(
        &parser->words, "yyyy-mm-dd, yyyymmdd, dd/mm/yyyy, mm/dd/yyyy or d month yyyy");
}

static accord_status read_column(layout_parser *parser, ac_layout_field *field)
{
    const char *expected = "the column's heading in quotes";
    AC_TRY(ac_words_need_quoted(&parser->words, expected, &field->column));
    field->column = ac_text_trim(field->column);
    if (field->column.size == 0) {
        return fail_here(parser, "is not a column's heading", field->column);
    }
    return ac_ok();
}

/* Takes what stands between two codes; a comma before "optional" is not that. */
static bool take_between_codes(ac_words *words)
{
    const ac_word *next = ac_words_peek(words);
    if (next->kind == AC_WORD_COMMA && next[1].kind == AC_WORD_PLAIN &&
        ac_text_is(next[1].text, "optional")) {
        return false;
    }
    return ac_words_take_kind(words, AC_WORD_COMMA) || ac_words_take(words, "or");
}

/* ... is 3, 4 or 5 */
static accord_status read_codes(layout_parser *parser, ac_layout_field *field)
{
    text_list codes = {0};
    do {
        ac_text code = {0};
        AC_TRY(ac_words_need_any(&parser->words, "a code", &code));
        add_text(parser, &codes, code);
    } while (take_between_codes(&parser->words));
    field->codes = codes.at;
    field->code_count = codes.count;
    return ac_ok();
}

static accord_status read_yes(layout_parser *parser, ac_layout_field *field)
{
    if (ac_words_take(&parser->words, "or")) {
        field->type = AC_FIELD_YES_NO;
        AC_TRY(ac_words_need(&parser->words, "no"));
        AC_TRY(ac_words_need(&parser->words, "from"));
        return read_column(parser, field);
    }
    if (!ac_words_take(&parser->words, "when")) {
        return ac_words_fail(&parser->words, "yes when \"COLUMN\" is CODE, or yes or no from");
    }
    field->type = AC_FIELD_YES_WHEN;
    AC_TRY(read_column(parser, field));
    AC_TRY(ac_words_need(&parser->words, "is"));
    return read_codes(parser, field);
}

static bool take_type(ac_words *words, ac_field_type *type)
{
    static const struct {
        const char *word;
        ac_field_type type;
    } types[] = {
        {"code",    AC_FIELD_CODE   },
        {"whole",   AC_FIELD_WHOLE  },
        {"number",  AC_FIELD_NUMBER },
        {"percent", AC_FIELD_PERCENT},
        {"date",    AC_FIELD_DATE   },
        {"period",  AC_FIELD_PERIOD }
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (ac_words_take(words, types[i].word)) {
            *type = types[i].type;
            return true;
        }
    }
    return false;
}

static accord_status read_type(layout_parser *parser, ac_layout_field *field)
{
    if (ac_words_take(&parser->words, "yes")) {
        return read_yes(parser, field);
    }
    if (!take_type(&parser->words, &field->type)) {
        return ac_words_fail(
            &parser->words, "code, whole, number, percent, yes or no, yes when, date or period");
    }
    if (field->type == AC_FIELD_DATE) {
        AC_TRY(read_date_format(parser, &field->date_format));
    }
    AC_TRY(ac_words_need(&parser->words, "from"));
    return read_column(parser, field);
}

static accord_status read_field(layout_parser *parser)
{
    ac_words *words = &parser->words;
    ac_layout_field field = {.line = words->line};
    AC_TRY(need_name(parser, &field.name));
    if (!ac_names_add(&parser->names, field.name, (uint32_t)parser->layout.field_count)) {
        return fail_here(parser, "is a field already", field.name);
    }
    if (ac_words_take_kind(words, AC_WORD_COLON)) {
        AC_TRY(read_type(parser, &field));
        if (ac_words_take_kind(words, AC_WORD_COMMA)) {
            AC_TRY(ac_words_need(words, "optional"));
            field.optional = true;
        }
    } else if (ac_words_take(words, "is")) {
        ac_text *constant = AC_NEW(parser->arena, ac_text);
        AC_TRY(ac_words_need_any(words, "the text that every row has", constant));
        field.type = AC_FIELD_CONSTANT;
        field.codes = constant;
        field.code_count = 1;
    } else {
        return ac_words_fail(words, "\":\" and a type, or \"is\" and a text");
    }
    AC_RESERVE(parser->arena, parser->fields, parser->layout.field_count, parser->field_capacity);
    parser->fields[parser->layout.field_count++] = field;
    return ac_ok();
}

static accord_status read_statement(layout_parser *parser)
{
    static const struct {
        const char *word;
        accord_status (*read)(layout_parser *parser);
    } statements[] = {
        {"name",       read_name      },
        {"files",      read_files     },
        {"delimiter",  read_delimiter },
        {"missing",    read_missing   },
        {"refuse",     read_refuse    },
        {"identifier", read_identifier},
        {"deletion",   read_deletion  },
        {"legal",      read_legal     },
        {"field",      read_field     }
    };
    ac_words *words = &parser->words;
    if (ac_words_peek(words)->kind == AC_WORD_END) {
        return ac_ok();
    }
    if (!parser->begun) {
        AC_TRY(ac_words_need(words, "layout"));
        AC_TRY(ac_words_need(words, "1"));
        parser->begun = true;
        return ac_words_need_end(words);
    }
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        if (ac_words_take(words, statements[i].word)) {
            AC_TRY(statements[i].read(parser));
            return ac_words_need_end(words);
        }
    }
    return ac_words_fail(
        words,
        "name, files, delimiter, missing, refuse, identifier, deletion, legal basis or field");
}

/* A column that says who a patient is, going by its heading, needs a legal basis. */
static accord_status check_personal(layout_parser *parser)
{
    ac_words *words = &parser->words;
    for (size_t i = 0; i < parser->layout.field_count; i++) {
        const ac_layout_field *field = &parser->fields[i];
        ac_personal what =
            field->type == AC_FIELD_CONSTANT ? AC_PERSONAL_NOT : ac_personal_heading(field->column);
        if (what == AC_PERSONAL_NOT || parser->layout.legal_basis.size > 0) {
            continue;
        }
        accord_status failed = ac_fail(
            words->error, ACCORD_EINPUT,
            "the column \"%.*s\" holds %s: leave the field out, or name the legal basis for it, "
            "like legal basis \"section 251, reference 12/3456\"",
            AC_TEXT_ARG(ac_text_slice(field->column, 0, 60)), ac_personal_words(what));
        ac_error_place(words->error, words->path, field->line, 1);
        return failed;
    }
    return ac_ok();
}

/* What takes a row back is said by a field, and finds the row by its identifier. */
static accord_status check_deletion(layout_parser *parser)
{
    ac_words *words = &parser->words;
    ac_text name = parser->layout.deletion;
    uint32_t found = ac_names_find(&parser->names, name);
    bool fits = found != AC_NAME_NONE && (parser->fields[found].type == AC_FIELD_YES_NO ||
                                          parser->fields[found].type == AC_FIELD_YES_WHEN);
    if (name.size == 0 || (fits && parser->identifier.count > 0)) {
        return ac_ok();
    }
    accord_status failed =
        fits
            ? ac_fail(
                  words->error, ACCORD_EINPUT,
                  "a deletion finds the row that it takes back by its identifier: name its fields, "
                  "such as identifier attendance-identifier, provider")
            : ac_fail(
                  words->error, ACCORD_EINPUT,
                  "\"%.*s\" is to be a field of type yes or no, or yes when, such as field %.*s : "
                  "yes when \"UpdateType\" is 1",
                  AC_TEXT_ARG(ac_text_slice(name, 0, 60)), AC_TEXT_ARG(ac_text_slice(name, 0, 60)));
    ac_error_place(words->error, words->path, parser->deletion_line, 1);
    return failed;
}

/* What can be judged only when all is read. */
static accord_status finish(layout_parser *parser)
{
    ac_layout *layout = &parser->layout;
    const char *lacking = !parser->begun           ? "\"layout 1\" as its first statement"
                          : layout->name.size == 0 ? "a name: name outpatients \"Outpatients\""
                          : layout->field_count == 0
                              ? "a field: field month : period from \"Month\""
                              : NULL;
    if (lacking != NULL) {
        return ac_words_fail(&parser->words, lacking);
    }
    for (size_t i = 0; i < parser->identifier.count; i++) {
        if (ac_names_find(&parser->names, parser->identifier.at[i]) == AC_NAME_NONE) {
            ac_text name = ac_text_slice(parser->identifier.at[i], 0, 60);
            accord_status failed = ac_fail(
                parser->words.error, ACCORD_EINPUT, "\"%.*s\" is in the identifier and is no field",
                AC_TEXT_ARG(name));
            ac_error_place(parser->words.error, parser->words.path, parser->identifier_line, 1);
            return failed;
        }
    }
    AC_TRY(check_personal(parser));
    AC_TRY(check_deletion(parser));
    if (parser->missing.count > 0) {
        layout->missing = parser->missing.at;
        layout->missing_count = parser->missing.count;
    }
    layout->limits = parser->limits;
    layout->files = parser->files.at;
    layout->file_count = parser->files.count;
    layout->identifier = parser->identifier.at;
    layout->identifier_count = parser->identifier.count;
    layout->fields = parser->fields;
    return ac_ok();
}

static accord_status read_lines(layout_parser *parser, ac_text text)
{
    size_t from = ac_text_starts(text, AC_TEXT("\xEF\xBB\xBF")) ? 3 : 0;
    static const ac_word end = {.kind = AC_WORD_END};
    parser->words.words = &end;
    while (from < text.size) {
        const char *line_end = memchr(text.at + from, '\n', text.size - from);
        size_t until = line_end == NULL ? text.size : (size_t)(line_end - text.at);
        parser->words.line++;
        AC_TRY(ac_words_split(parser->arena, ac_text_slice(text, from, until), &parser->words));
        AC_TRY(read_statement(parser));
        from = until + 1;
    }
    return finish(parser);
}

accord_status ac_layout_parse(
    ac_arena *arena, ac_text text, const char *path, ac_layout *layout, accord_error *error)
{
    if (text.size > AC_LAYOUT_BYTES_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the layout %s is larger than %u bytes", path,
            AC_LAYOUT_BYTES_MAX);
    }
    bool nul = text.size > 0 && memchr(text.at, '\0', text.size) != NULL;
    if (nul || ac_text_utf8_fault(text) < text.size) {
        return ac_fail(error, ACCORD_EINPUT, "the layout %s is not UTF-8 text", path);
    }
    layout_parser parser = {.arena = arena, .layout = ac_layout_plain()};
    parser.layout.path = ac_text_copy(arena, ac_text_of(path));
    parser.words.path = parser.layout.path.at;
    parser.words.error = error;
    ac_names_init(&parser.names, arena);
    AC_TRY(read_lines(&parser, ac_text_copy(arena, text)));
    *layout = parser.layout;
    return ac_ok();
}
