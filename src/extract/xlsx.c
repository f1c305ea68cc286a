/* SPDX-License-Identifier: MIT */
/* The workbook as a whole: which part is what (its relations), its sheets, how it counts days. */

#include "extract/xlsx.h"

#include "base/assert.h"
#include "base/limits.h"
#include "extract/markup.h"
#include "extract/xlsx_inside.h"

#include <stdlib.h>
#include <string.h>

typedef struct relation {
    ac_text id;
    ac_text type; /* the last word of its address: "worksheet" */
    ac_text target;
} relation;

typedef struct relations {
    ac_arena *arena;
    relation *list;
    size_t count;
    size_t capacity;
} relations;

static accord_status pass_text(void *self, ac_text text, accord_error *error)
{
    (void)self;
    (void)text;
    (void)error;
    return ac_ok();
}

static accord_status pass_close(void *self, const char *name, accord_error *error)
{
    (void)self;
    (void)name;
    (void)error;
    return ac_ok();
}

static ac_text last_word(const char *address)
{
    const char *slash = strrchr(address, '/');
    return ac_text_of(slash == NULL ? address : slash + 1);
}

static accord_status
open_relation(void *self, const char *name, const char *const *attributes, accord_error *error)
{
    relations *all = self;
    const char *id = ac_markup_attribute(attributes, "Id");
    const char *type = ac_markup_attribute(attributes, "Type");
    const char *target = ac_markup_attribute(attributes, "Target");
    (void)error;
    if (ac_markup_is(name, "Relationship") && id != NULL && type != NULL && target != NULL &&
        all->count < AC_WORKBOOK_PARTS_MAX) {
        AC_RESERVE(all->arena, all->list, all->count, all->capacity);
        all->list[all->count++] = (relation){
            ac_text_copy(all->arena, ac_text_of(id)), ac_text_copy(all->arena, last_word(type)),
            ac_text_copy(all->arena, ac_text_of(target))};
    }
    return ac_ok();
}

/* The name of a part that another, in `folder`, names: "worksheets/a.xml", "../a.xml", "/xl/a". */
static char *part_name(ac_arena *arena, ac_text folder, ac_text target)
{
    if (ac_text_starts(target, AC_TEXT("/"))) {
        return ac_text_terminated(arena, ac_text_slice(target, 1, target.size));
    }
    while (ac_text_starts(target, AC_TEXT("../")) || ac_text_starts(target, AC_TEXT("./"))) {
        bool up = target.at[1] == '.';
        target = ac_text_slice(target, up ? 3 : 2, target.size);
        size_t end = folder.size > 0 ? folder.size - 1 : 0;
        while (up && end > 0 && folder.at[end - 1] != '/') {
            end--;
        }
        folder = up ? ac_text_slice(folder, 0, end) : folder;
    }
    char *name = AC_NEW_ARRAY(arena, char, folder.size + target.size + 1);
    memcpy(name, folder.at, folder.size);
    memcpy(name + folder.size, target.at, target.size);
    return name;
}

static accord_status
read_relations(ac_xlsx *book, const char *part, relations *all, accord_error *error)
{
    ac_markup markup = {open_relation, pass_text, pass_close, all};
    *all = (relations){.arena = book->arena};
    return ac_markup_read(book->parts, part, &markup, error);
}

static const relation *relation_of_type(const relations *all, const char *type)
{
    for (size_t i = 0; i < all->count; i++) {
        if (ac_text_is(all->list[i].type, type)) {
            return &all->list[i];
        }
    }
    return NULL;
}

typedef struct book_reading {
    ac_xlsx *book;
    const relations *relations;
    ac_text folder; /* of the workbook's part, with its slash */
    size_t capacity;
} book_reading;

static accord_status
take_sheet(book_reading *on, const char *const *attributes, accord_error *error)
{
    ac_xlsx *book = on->book;
    const char *name = ac_markup_attribute(attributes, "name");
    const char *id = ac_markup_attribute(attributes, "id");
    const char *state = ac_markup_attribute(attributes, "state");
    ac_xlsx_sheet sheet = {.hidden = state != NULL && strcmp(state, "visible") != 0};
    if (book->sheet_count == AC_WORKBOOK_SHEETS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s has more than %u sheets", book->path, AC_WORKBOOK_SHEETS_MAX);
    }
    sheet.name = ac_text_copy(book->arena, ac_text_of(name));
    for (size_t i = 0; i < on->relations->count; i++) {
        const relation *one = &on->relations->list[i];
        if (id != NULL && ac_text_is(one->id, id) && ac_text_is(one->type, "worksheet")) {
            sheet.part = part_name(book->arena, on->folder, one->target);
        }
    }
    AC_RESERVE(book->arena, book->sheets, book->sheet_count, on->capacity);
    book->sheets[book->sheet_count++] = sheet;
    return ac_ok();
}

static accord_status
open_in_book(void *self, const char *name, const char *const *attributes, accord_error *error)
{
    book_reading *on = self;
    if (ac_markup_is(name, "workbookPr")) {
        const char *since = ac_markup_attribute(attributes, "date1904");
        on->book->from_1904 =
            since != NULL && (strcmp(since, "1") == 0 || strcmp(since, "true") == 0);
    }
    return ac_markup_is(name, "sheet") ? take_sheet(on, attributes, error) : ac_ok();
}

/* What an archive that is no workbook of this kind seems to be. */
static accord_status fail_other(const ac_xlsx *book, accord_error *error)
{
    bool open_document = ac_parts_has(book->parts, "content.xml");
    return ac_fail(
        error, ACCORD_EINPUT, "%s is %s; save it as Excel Workbook (.xlsx)", book->path,
        open_document ? "an OpenDocument spreadsheet" : "an archive, but no Excel workbook");
}

/* Finds the workbook's own part. */
static accord_status find_book(ac_xlsx *book, char **part, accord_error *error)
{
    relations all;
    if (!ac_parts_has(book->parts, "_rels/.rels")) {
        return fail_other(book, error);
    }
    AC_TRY(read_relations(book, "_rels/.rels", &all, error));
    const relation *of = relation_of_type(&all, "officeDocument");
    if (of == NULL) {
        return fail_other(book, error);
    }
    if (ac_text_ends(of->target, AC_TEXT(".bin"))) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is a binary workbook (.xlsb); save it as Excel Workbook (.xlsx)", book->path);
    }
    *part = part_name(book->arena, (ac_text){"", 0}, of->target);
    return ac_ok();
}

static accord_status read_book(ac_xlsx *book, accord_error *error)
{
    char *part = NULL;
    relations all;
    AC_TRY(find_book(book, &part, error));
    ac_assert(part != NULL); /* find_book gives one, or fails */
    const char *slash = strrchr(part, '/');
    ac_text folder = {part, slash == NULL ? 0 : (size_t)(slash - part) + 1};
    AC_SCOPED_BUFFER(beside, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(
        &beside, "%.*s_rels/%s.rels", AC_TEXT_ARG(folder), slash == NULL ? part : slash + 1);
    AC_TRY(read_relations(book, beside.bytes, &all, error));
    const relation *strings = relation_of_type(&all, "sharedStrings");
    const relation *styles = relation_of_type(&all, "styles");
    book->strings_part = strings == NULL ? NULL : part_name(book->arena, folder, strings->target);
    book->styles_part = styles == NULL ? NULL : part_name(book->arena, folder, styles->target);
    book_reading on = {.book = book, .relations = &all, .folder = folder};
    ac_markup markup = {open_in_book, pass_text, pass_close, &on};
    AC_TRY(ac_markup_read(book->parts, part, &markup, error));
    if (book->sheet_count == 0) {
        return fail_other(book, error);
    }
    AC_TRY(ac_xlsx_read_styles(book, error));
    return ac_xlsx_read_strings(book, error);
}

accord_status ac_xlsx_open(ac_arena *arena, const char *path, ac_xlsx **book, accord_error *error)
{
    ac_parts *parts = NULL;
    AC_TRY(ac_parts_open(path, &parts, error));
    ac_xlsx *made = AC_NEW(arena, ac_xlsx);
    *made = (ac_xlsx){.parts = parts, .arena = arena, .path = ac_parts_path(parts)};
    accord_status status = read_book(made, error);
    if (status.code != ACCORD_OK) {
        ac_xlsx_close(made);
        return status;
    }
    *book = made;
    return ac_ok();
}

void ac_xlsx_close(ac_xlsx *book)
{
    if (book != NULL) {
        ac_parts_close(book->parts);
        book->parts = NULL;
    }
}

const ac_xlsx_sheet *ac_xlsx_sheets(const ac_xlsx *book, size_t *count)
{
    *count = book->sheet_count;
    return book->sheets;
}
