/* SPDX-License-Identifier: MIT */
/* One file of blocks. Each part fills a block in memory; a full one goes to the end of the file,
 * and the part notes its number. What is left of a block stays in memory and is given last. */

#include "cube/spill.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/temporary.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct spill_part {
    char *block;      /* [block_bytes], being filled; NULL until the first record */
    size_t held;      /* records in it */
    uint32_t *places; /* [place_count], blocks of the file */
    size_t place_count;
    size_t place_capacity;
    size_t given; /* blocks that were read, and then the one in memory */
} spill_part;

struct ac_spill {
    int file;
    const char *folder;
    size_t record_bytes;
    size_t records; /* of a block */
    spill_part *parts;
    size_t part_count;
    uint32_t block_count; /* of the file */
    char *read;           /* a block that was read */
    ac_arena arena;
};

static accord_status fail_file(const ac_spill *spill, const char *what, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    int number = errno;
    return ac_fail(
        error, ACCORD_EIO,
        "cannot %s a temporary file in %s, where the identifiers of rows go that --memory does not "
        "hold: %s; name a folder with more room in TMPDIR, or give more memory",
        what, spill->folder, ac_errno_words(number, reason));
}

accord_status ac_spill_open(const ac_spill_options *options, ac_spill **spill, accord_error *error)
{
    ac_spill *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    ac_arena_init(&made->arena);
    made->folder = options->folder;
    made->record_bytes = options->record_bytes;
    made->records = options->block_bytes / options->record_bytes;
    made->records = made->records == 0 ? 1 : made->records;
    made->part_count = options->parts;
    made->parts = AC_NEW_ARRAY(&made->arena, spill_part, options->parts);
    made->read = AC_NEW_ARRAY(&made->arena, char, made->records * made->record_bytes);
    made->file = ac_temporary_open(options->folder);
    if (made->file < 0) {
        accord_status failed = fail_file(made, "make", error);
        ac_spill_close(made);
        return failed;
    }
    *spill = made;
    return ac_ok();
}

void ac_spill_close(ac_spill *spill)
{
    if (spill == NULL) {
        return;
    }
    if (spill->file >= 0) {
        (void)close(spill->file);
    }
    ac_arena_done(&spill->arena);
    free(spill);
}

static size_t block_bytes(const ac_spill *spill)
{
    return spill->records * spill->record_bytes;
}

static accord_status write_block(ac_spill *spill, const char *block, accord_error *error)
{
    off_t place = (off_t)spill->block_count * (off_t)block_bytes(spill);
    if (!ac_temporary_write(spill->file, block, block_bytes(spill), place)) {
        return fail_file(spill, "write", error);
    }
    ac_assert(spill->block_count < UINT32_MAX);
    spill->block_count++;
    return ac_ok();
}

accord_status ac_spill_add(ac_spill *spill, size_t part, const void *record, accord_error *error)
{
    spill_part *of = &spill->parts[part];
    ac_assert(part < spill->part_count);
    if (of->block == NULL) {
        of->block = AC_NEW_ARRAY(&spill->arena, char, block_bytes(spill));
    }
    if (of->held == spill->records) {
        AC_TRY(write_block(spill, of->block, error));
        AC_RESERVE(&spill->arena, of->places, of->place_count, of->place_capacity);
        of->places[of->place_count++] = spill->block_count - 1;
        of->held = 0;
    }
    memcpy(of->block + of->held * spill->record_bytes, record, spill->record_bytes);
    of->held++;
    return ac_ok();
}

static accord_status read_block(ac_spill *spill, uint32_t number, accord_error *error)
{
    off_t place = (off_t)number * (off_t)block_bytes(spill);
    if (!ac_temporary_read(spill->file, spill->read, block_bytes(spill), place)) {
        return fail_file(spill, "read", error);
    }
    return ac_ok();
}

accord_status ac_spill_read(
    ac_spill *spill, size_t part, const void **records, size_t *count, accord_error *error)
{
    spill_part *of = &spill->parts[part];
    *count = 0;
    if (of->given < of->place_count) {
        AC_TRY(read_block(spill, of->places[of->given], error));
        *records = spill->read;
        *count = spill->records;
    } else if (of->given == of->place_count) {
        *records = of->block;
        *count = of->held;
    }
    of->given++;
    return ac_ok();
}
