/* SPDX-License-Identifier: MIT */
/* Reading and unpacking. Of a packed file the packed bytes are hashed as they pass. */

#include "extract/source.h"

#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef ACCORD_STRESS
enum { PACKED_BYTES = 23 };
#else
enum { PACKED_BYTES = 256 * 1024 };
#endif
enum { RATIO_FROM_BYTES = 16 << 20, MAGIC_BYTES = 4 };

typedef struct packing {
    ac_text magic;
    const char *name;
    ac_unpacker *(*make)(void);
    void (*end)(ac_unpacker *unpacker);
    ac_unpacked (*next)(
        ac_unpacker *unpacker,
        ac_text *packed,
        char *into,
        size_t most,
        size_t *got,
        bool *between);
} packing;

static const packing packings[] = {
    {{"\x1F\x8B", 2},         "gzip", ac_gzip_new, ac_gzip_free, ac_gzip_next},
    {{"\x28\xB5\x2F\xFD", 4}, "zstd", ac_zstd_new, ac_zstd_free, ac_zstd_next}
};

struct ac_source {
    char *path;     /* owned; for messages */
    ac_text memory; /* what is left of it; it is read before the file */
    int file;       /* -1: there is none */
    uint64_t done_bytes;
    uint64_t total_bytes;
    bool looked; /* at the first bytes */
    char first[MAGIC_BYTES];
    ac_text held;           /* read and not yet given: of `first`, or of `packed` */
    const packing *packing; /* NULL: plain */
    ac_unpacker *unpacker;
    char *packed; /* [PACKED_BYTES], owned; NULL where plain */
    bool packed_end;
    bool between;
    uint64_t unpacked_bytes;
    ac_hasher hasher; /* of the packed bytes */
    ac_buffer *kept;  /* borrowed; NULL: they are hashed here */
};

static ac_source *new_source(const char *path)
{
    size_t size = strlen(path) + 1;
    ac_source *made = calloc(1, sizeof *made);
    char *copy = malloc(size);
    if (made == NULL || copy == NULL) {
        ac_out_of_memory(sizeof *made + size);
    }
    memcpy(copy, path, size);
    made->path = copy;
    made->file = -1;
    made->between = true;
    return made;
}

static accord_status fail_errno(const ac_source *source, const char *what, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "cannot %s %s: %s", what, source->path, ac_errno_words(errno, reason));
}

static accord_status open_file(ac_source *source, accord_error *error)
{
    source->file = open(source->path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (source->file < 0 || fstat(source->file, &about) != 0) {
        return fail_errno(source, "open", error);
    }
    if (S_ISDIR(about.st_mode)) {
        return ac_fail(error, ACCORD_EIO, "cannot read %s: it is a folder", source->path);
    }
    if (S_ISCHR(about.st_mode)) {
        return ac_fail(
            error, ACCORD_EIO, "cannot read %s: it is a device and no file", source->path);
    }
    source->total_bytes = S_ISREG(about.st_mode) ? (uint64_t)about.st_size : 0;
    return ac_ok();
}

accord_status ac_source_open(const char *path, ac_source **source, accord_error *error)
{
    ac_source *made = new_source(path);
    accord_status status = open_file(made, error);
    if (status.code != ACCORD_OK) {
        ac_source_close(made);
        return status;
    }
    *source = made;
    return ac_ok();
}

accord_status
ac_source_open_text(ac_text bytes, const char *name, ac_source **source, accord_error *error)
{
    (void)error;
    ac_source *made = new_source(name);
    made->memory = bytes;
    made->total_bytes = bytes.size;
    *source = made;
    return ac_ok();
}

accord_status ac_source_open_standard(ac_text head, ac_source **source, accord_error *error)
{
    ac_source *made = new_source(AC_STANDARD_INPUT);
    made->memory = head;
    made->file = dup(STDIN_FILENO);
    if (made->file < 0) {
        accord_status status = fail_errno(made, "open", error);
        ac_source_close(made);
        return status;
    }
    *source = made;
    return ac_ok();
}

void ac_source_close(ac_source *source)
{
    if (source == NULL) {
        return;
    }
    if (source->file >= 0) {
        (void)close(source->file);
    }
    if (source->packing != NULL) {
        source->packing->end(source->unpacker);
    }
    free(source->packed);
    free(source->path);
    free(source);
}

/* Reads until `most` bytes are there or it ends. */
static accord_status
read_file(ac_source *source, char *into, size_t most, size_t *got, accord_error *error)
{
    size_t before = source->memory.size < most ? source->memory.size : most;
    if (before > 0) {
        memcpy(into, source->memory.at, before);
    }
    source->memory = ac_text_slice(source->memory, before, source->memory.size);
    size_t after = 0;
    if (source->file >= 0 && !ac_file_fill(source->file, into + before, most - before, &after)) {
        return fail_errno(source, "read", error);
    }
    *got = before + after;
    source->done_bytes += *got;
    return ac_ok();
}

/* Makes ready to unpack. The rest of the first bytes is read here, for where a header stands in two
 * pieces, zstd may take what begins the second for a frame of its own (an old format). */
static accord_status begin_packed(ac_source *source, size_t first, accord_error *error)
{
    size_t more = 0;
    source->unpacker = source->packing->make();
    source->packed = malloc(PACKED_BYTES);
    if (source->packed == NULL) {
        ac_out_of_memory(PACKED_BYTES);
    }
    memcpy(source->packed, source->first, first);
    AC_TRY(read_file(source, source->packed + first, PACKED_BYTES - first, &more, error));
    source->held = (ac_text){source->packed, first + more};
    ac_hasher_init(&source->hasher);
    ac_hasher_add(&source->hasher, source->held);
    return ac_ok();
}

/* Tells by the first bytes how the file is packed. */
static accord_status look(ac_source *source, accord_error *error)
{
    size_t got = 0;
    AC_TRY(read_file(source, source->first, MAGIC_BYTES, &got, error));
    source->held = (ac_text){source->first, got};
    source->looked = true;
    for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++) {
        if (ac_text_starts(source->held, packings[i].magic)) {
            source->packing = &packings[i];
            return begin_packed(source, got, error);
        }
    }
    return ac_ok();
}

static accord_status
read_plain(ac_source *source, char *into, size_t most, size_t *got, accord_error *error)
{
    size_t first = source->held.size < most ? source->held.size : most;
    memcpy(into, source->first + (source->held.at - source->first), first);
    source->held = ac_text_slice(source->held, first, source->held.size);
    AC_TRY(read_file(source, into + first, most - first, got, error));
    *got += first;
    return ac_ok();
}

static accord_status fill_packed(ac_source *source, accord_error *error)
{
    size_t got = 0;
    AC_TRY(read_file(source, source->packed, PACKED_BYTES, &got, error));
    source->held = (ac_text){source->packed, got};
    source->packed_end = got == 0;
    if (source->kept == NULL) {
        ac_hasher_add(&source->hasher, source->held);
    } else {
        ac_buffer_add(source->kept, source->held);
    }
    return ac_ok();
}

/* Refuses what unpacks to far more than any extract does. */
static accord_status check_growth(const ac_source *source, accord_error *error)
{
    uint64_t out = source->unpacked_bytes;
    uint64_t in = source->done_bytes - source->held.size;
    if (out > AC_UNPACKED_BYTES_MAX || (out > RATIO_FROM_BYTES && out / AC_UNPACK_RATIO_MAX > in)) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "%s (%s) unpacks to more than %u times its size: unpack it yourself if that is right",
            source->path, source->packing->name, AC_UNPACK_RATIO_MAX);
    }
    return ac_ok();
}

static accord_status fail_packed(const ac_source *source, ac_unpacked how, accord_error *error)
{
    unsigned long long near = source->done_bytes - source->held.size;
    if (how == AC_UNPACKED_WINDOW) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "%s was packed with a window of more than %u MiB: pack it without --long, or unpack it "
            "first",
            source->path, 1u << (AC_UNPACK_WINDOW_BITS_MAX - 20));
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s is corrupt: what follows byte %llu is not %s; copy or export the file again",
        source->path, near, source->packing->name);
}

static accord_status
read_packed(ac_source *source, char *into, size_t most, size_t *got, accord_error *error)
{
    *got = 0;
    while (*got < most) {
        if (source->held.size == 0 && !source->packed_end) {
            AC_TRY(fill_packed(source, error));
        }
        if (source->packed_end && source->between) {
            break;
        }
        size_t before = source->held.size;
        size_t made = 0;
        ac_unpacked how = source->packing->next(
            source->unpacker, &source->held, into + *got, most - *got, &made, &source->between);
        if (how != AC_UNPACKED_SOME) {
            return fail_packed(source, how, error);
        }
        *got += made;
        source->unpacked_bytes += made;
        AC_TRY(check_growth(source, error));
        if (source->packed_end && made == 0 && !source->between) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s is cut off: it ends after %llu bytes, in the middle of %s; copy or export it "
                "again, whole",
                source->path, (unsigned long long)source->done_bytes, source->packing->name);
        }
        if (made == 0 && before == source->held.size && before > 0) {
            return fail_packed(source, AC_UNPACKED_CORRUPT, error); /* it would go on for ever */
        }
    }
    return ac_ok();
}

accord_status
ac_source_read(ac_source *source, char *into, size_t most, size_t *got, accord_error *error)
{
    if (!source->looked) {
        AC_TRY(look(source, error));
    }
    return source->packing == NULL ? read_plain(source, into, most, got, error)
                                   : read_packed(source, into, most, got, error);
}

bool ac_source_is_packed(const ac_source *source)
{
    return source->packing != NULL;
}

uint64_t ac_source_done_bytes(const ac_source *source)
{
    return source->done_bytes - (source->packing == NULL ? source->held.size : 0);
}

uint64_t ac_source_total_bytes(const ac_source *source)
{
    return source->total_bytes;
}

ac_hasher ac_source_hasher(const ac_source *source)
{
    ac_assert(source->packing != NULL && source->kept == NULL);
    return source->hasher;
}

void ac_source_keep_packed(ac_source *source, ac_buffer *kept)
{
    ac_assert(source->packing != NULL);
    source->kept = kept;
}
