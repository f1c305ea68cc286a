/* SPDX-License-Identifier: MIT */
#include "app/statement_file.h"

#include "app/folder.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "report/statement_document.h"
#include "report/statement_sheets.h"

#include <string.h>

static const char *const names[AC_STATEMENT_FORMS] = {
    [AC_STATEMENT_TEXT] = "text", [AC_STATEMENT_CSV] = "csv",   [AC_STATEMENT_JSON] = "json",
    [AC_STATEMENT_HTML] = "html", [AC_STATEMENT_XLSX] = "xlsx", [AC_STATEMENT_PDF] = "pdf"};

const char *ac_statement_form_name(ac_statement_form form)
{
    return names[form];
}

ac_statement_form ac_statement_form_named(const char *name)
{
    ac_statement_form form = AC_STATEMENT_TEXT;
    while (name != NULL && form < AC_STATEMENT_FORMS && strcmp(names[form], name) != 0) {
        form++;
    }
    return form;
}

bool ac_statement_form_is_bytes(ac_statement_form form)
{
    return form == AC_STATEMENT_XLSX || form == AC_STATEMENT_PDF;
}

static void
add_html(ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    AC_SCOPED_ARENA(scratch);
    ac_document document;
    ac_statement_document(&scratch, set, filter, &document);
    ac_document_add_html(buffer, &document);
}

accord_status ac_statement_add(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_statement_filter *filter,
    ac_statement_form form,
    accord_error *error)
{
    ac_assert(!ac_statement_form_is_bytes(form));
    if (form == AC_STATEMENT_CSV) {
        ac_statement_add_csv(buffer, run->statement, filter);
    } else if (form == AC_STATEMENT_JSON) {
        ac_statement_add_json(buffer, run->statement, filter);
    } else if (form == AC_STATEMENT_HTML) {
        add_html(buffer, run->statement, filter);
    } else {
        ac_statement_add_text(buffer, run->statement, filter);
    }
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "that is more text than accord writes: name a period or a party");
    }
    return ac_ok();
}

static accord_status write_workbook(
    const ac_run *run, const ac_statement_filter *filter, const char *path, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    const ac_syntax *syntax = run->contract.program->syntax;
    ac_sheet sheets[AC_STATEMENT_SHEETS];
    ac_statement_sheets(&scratch, run->statement, filter, sheets);
    const ac_workbook workbook = {
        .sheets = sheets,
        .sheet_count = AC_STATEMENT_SHEETS,
        .title = syntax->title,
        .money_places = syntax->money_places,
        .mark = ac_statement_mark(run->statement, filter)};
    return ac_xlsx_write(path, &workbook, error);
}

static accord_status write_pdf(
    const ac_run *run, const ac_statement_filter *filter, const char *path, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_document document;
    ac_statement_document(&scratch, run->statement, filter, &document);
    return ac_document_write_pdf(path, &document, error);
}

accord_status ac_statement_write(
    const ac_run *run,
    const ac_statement_filter *filter,
    ac_statement_form form,
    const char *path,
    accord_error *error)
{
    if (form == AC_STATEMENT_XLSX) {
        return write_workbook(run, filter, path, error);
    }
    if (form == AC_STATEMENT_PDF) {
        return write_pdf(run, filter, path, error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    AC_TRY(ac_statement_add(&text, run, filter, form, error));
    return ac_file_write(path, ac_buffer_text(&text), error);
}

bool ac_statement_name_hides_shadow(
    const ac_run *run, const ac_statement_filter *filter, const char *path)
{
    static const char shadow[] = "shadow";
    enum { SIZE = sizeof shadow - 1 };
    ac_text name = ac_file_name_of(ac_text_of(path));
    for (size_t i = 0; i + SIZE <= name.size; i++) {
        ac_text part = ac_text_slice(name, i, i + SIZE);
        if (ac_text_equal_ignoring_case(part, ac_text_of(shadow))) {
            return false;
        }
    }
    return ac_statement_mark(run->statement, filter) != NULL;
}
