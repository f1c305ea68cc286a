/* SPDX-License-Identifier: MIT */
/* A workbook as an outsider can send it: its parts, each after a line "== xl/worksheets/s1.xml", in
 * an archive made here, so that a change of theirs is not only a wrong checksum; or, where the
 * bytes begin as an archive does, the archive itself. It is read, its cells in order, or refused.
 */

#include "base/assert.h"
#include "base/buffer.h"
#include "extract/xlsx.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BYTES_MOST = 8 << 20, PARTS_MOST = 16, SHEETS_MOST = 4 };

static uint32_t checksum(ac_text text)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < text.size; i++) {
        crc ^= (unsigned char)text.at[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
        }
    }
    return ~crc;
}

static void add_little(ac_buffer *buffer, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        ac_buffer_add_char(buffer, (char)(value >> (8 * i) & 0xFF));
    }
}

typedef struct part {
    ac_text name;
    ac_text text;
    size_t at; /* in the archive */
} part;

/* What an archive says of a part, in both of its places. */
static void add_about(ac_buffer *zip, const part *one)
{
    add_little(zip, 20, 2);        /* the version that is needed */
    add_little(zip, 0, 2 + 2 + 2); /* no flags, stored, no time */
    add_little(zip, 0x21, 2);      /* 1 January 1980 */
    add_little(zip, checksum(one->text), 4);
    add_little(zip, one->text.size, 4);
    add_little(zip, one->text.size, 4);
    add_little(zip, one->name.size, 2);
    add_little(zip, 0, 2);
}

static void add_archive(ac_buffer *zip, part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parts[i].at = zip->size_bytes;
        add_little(zip, 0x04034B50, 4);
        add_about(zip, &parts[i]);
        ac_buffer_add(zip, parts[i].name);
        ac_buffer_add(zip, parts[i].text);
    }
    size_t directory = zip->size_bytes;
    for (size_t i = 0; i < count; i++) {
        add_little(zip, 0x02014B50, 4);
        add_little(zip, 20, 2);
        add_about(zip, &parts[i]);
        add_little(zip, 0, 2 + 2 + 2);
        add_little(zip, 0, 4);
        add_little(zip, parts[i].at, 4);
        ac_buffer_add(zip, parts[i].name);
    }
    size_t size = zip->size_bytes - directory;
    add_little(zip, 0x06054B50, 4);
    add_little(zip, 0, 4);
    add_little(zip, count, 2);
    add_little(zip, count, 2);
    add_little(zip, size, 4);
    add_little(zip, directory, 4);
    add_little(zip, 0, 2);
}

static size_t split(ac_text left, part *parts)
{
    size_t count = 0;
    while (left.size > 0) {
        const char *end = memchr(left.at, '\n', left.size);
        size_t size = end == NULL ? left.size : (size_t)(end - left.at);
        ac_text line = ac_text_slice(left, 0, size);
        left = ac_text_slice(left, end == NULL ? size : size + 1, left.size);
        if (ac_text_starts(line, AC_TEXT("== ")) && count < PARTS_MOST) {
            parts[count++] = (part){.name = ac_text_slice(line, 3, line.size), .text = left};
            parts[count - 1].text.size = 0;
        } else if (count > 0) {
            parts[count - 1].text.size = (size_t)(line.at + line.size - parts[count - 1].text.at);
        }
    }
    return count;
}

static void look(const char *path)
{
    AC_SCOPED_ARENA(arena);
    ac_xlsx *book = NULL;
    accord_error error = {0};
    accord_status status = ac_xlsx_open(&arena, path, &book, &error);
    ac_assert(status.code == ACCORD_OK || error.message[0] != '\0');
    size_t count = 0;
    const ac_xlsx_sheet *sheets = book == NULL ? NULL : ac_xlsx_sheets(book, &count);
    for (size_t i = 0; i < count && i < SHEETS_MOST; i++) {
        ac_xlsx_table table = {0};
        if (sheets[i].part == NULL) {
            continue;
        }
        status = ac_xlsx_read(book, &sheets[i], &table, &error);
        ac_assert(status.code == ACCORD_OK || error.message[0] != '\0');
        for (size_t c = 0; c < table.count; c++) {
            const ac_xlsx_cell *cell = &table.cells[c];
            const ac_xlsx_cell *before = c == 0 ? NULL : cell - 1;
            ac_assert(cell->row > 0);
            ac_assert(cell->column > 0);
            ac_assert(
                before == NULL || before->row < cell->row ||
                (before->row == cell->row && before->column < cell->column));
            ac_assert(cell->kind == AC_XLSX_UNCOMPUTED || cell->text.size > 0);
        }
    }
    ac_xlsx_close(book);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[] = "/tmp/accord-fuzz-XXXXXX";
    part parts[PARTS_MOST];
    ac_text given = {(const char *)bytes, size};
    AC_SCOPED_BUFFER(zip, BYTES_MOST);
    if (ac_text_starts(given, AC_TEXT("PK"))) {
        ac_buffer_add(&zip, given);
    } else {
        add_archive(&zip, parts, split(given, parts));
    }
    int file = mkstemp(path);
    ac_assert(file >= 0);
    bool written =
        zip.size_bytes == 0 || write(file, zip.bytes, zip.size_bytes) == (ssize_t)zip.size_bytes;
    ac_assert(written);
    (void)close(file);
    look(path);
    (void)unlink(path);
    return 0;
}
