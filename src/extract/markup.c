/* SPDX-License-Identifier: MIT */
/* XML by expat; this file alone includes expat.h. */

#include "extract/markup.h"

#include "base/assert.h"
#include "base/limits.h"

#include <expat.h>
#include <string.h>

typedef struct reading {
    XML_Parser parser;
    const ac_markup *markup;
    const char *path;
    const char *part;
    accord_status status; /* the first that failed */
    accord_error *error;
    unsigned depth;
    uint64_t given_bytes; /* to the parser, so far */
} reading;

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

bool ac_markup_is(const char *name, const char *expected)
{
    return strcmp(name, expected) == 0;
}

const char *ac_markup_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(local(attributes[i]), name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

static void stop(reading *on, accord_status status)
{
    if (status.code != ACCORD_OK && on->status.code == ACCORD_OK) {
        on->status = status;
        (void)XML_StopParser(on->parser, XML_FALSE);
    }
}

static void XMLCALL opened(void *self, const XML_Char *name, const XML_Char **attributes)
{
    reading *on = self;
    if (on->status.code != ACCORD_OK) {
        return;
    }
    if (++on->depth > AC_WORKBOOK_NESTING_MAX) {
        stop(
            on, ac_fail(
                    on->error, ACCORD_ELIMIT, "%s: elements of %.100s nest deeper than %u",
                    on->path, on->part, AC_WORKBOOK_NESTING_MAX));
        return;
    }
    stop(
        on, on->markup->open(
                on->markup->self, local(name), (const char *const *)attributes, on->error));
}

static void XMLCALL closed(void *self, const XML_Char *name)
{
    reading *on = self;
    if (on->status.code == ACCORD_OK) {
        on->depth--;
        stop(on, on->markup->close(on->markup->self, local(name), on->error));
    }
}

static void XMLCALL said(void *self, const XML_Char *text, int size)
{
    reading *on = self;
    if (on->status.code == ACCORD_OK) {
        stop(on, on->markup->text(on->markup->self, (ac_text){text, (size_t)size}, on->error));
    }
}

static void XMLCALL
typed(void *self, const XML_Char *name, const XML_Char *system, const XML_Char *public, int inside)
{
    reading *on = self;
    (void)name;
    (void)system;
    (void)public;
    (void)inside;
    stop(
        on, ac_fail(
                on->error, ACCORD_EINPUT,
                "%s: %.100s has a document type, as no spreadsheet program writes it; open the "
                "workbook in Excel and save it anew",
                on->path, on->part));
}

static accord_status take(void *self, ac_text piece, bool last, accord_error *error)
{
    reading *on = self;
    enum XML_Status status = XML_Parse(on->parser, piece.at, (int)piece.size, last);
    if (on->status.code != ACCORD_OK) {
        return on->status;
    }
    if (status != XML_STATUS_OK) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is damaged: its part %.100s cannot be read (%s, line %lu); open it in Excel and "
            "save it anew",
            on->path, on->part, XML_ErrorString(XML_GetErrorCode(on->parser)),
            (unsigned long)XML_GetCurrentLineNumber(on->parser));
    }
    /* The parser searches a tag or a comment that is not at its end from its beginning each time,
     * so that a long one would take for ever. */
    on->given_bytes += piece.size;
    XML_Index at = XML_GetCurrentByteIndex(on->parser);
    if (at >= 0 && on->given_bytes - (uint64_t)at > AC_WORKBOOK_TAG_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s: part %.100s has a tag or a comment of more than %u MiB",
            on->path, on->part, AC_WORKBOOK_TAG_MAX >> 20);
    }
    return ac_ok();
}

accord_status
ac_markup_read(ac_parts *parts, const char *name, const ac_markup *markup, accord_error *error)
{
    reading on = {
        .parser = XML_ParserCreate(NULL),
        .markup = markup,
        .path = ac_parts_path(parts),
        .part = name,
        .error = error};
    if (on.parser == NULL) {
        ac_out_of_memory(0);
    }
    XML_SetUserData(on.parser, &on);
    XML_SetElementHandler(on.parser, opened, closed);
    XML_SetCharacterDataHandler(on.parser, said);
    XML_SetStartDoctypeDeclHandler(on.parser, typed);
    accord_status status = ac_parts_read(parts, name, take, &on, error);
    XML_ParserFree(on.parser);
    return status;
}
