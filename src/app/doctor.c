/* SPDX-License-Identifier: MIT */
/* The machine first, then the file of a store without opening it, then what the store says of
 * itself. */

#include "app/doctor.h"

#include "base/file.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 100, /* of an SQLite file: "Database File Format", section 1.3 */
    HEAD_WRITE_VERSION = 18,
    HEAD_APPLICATION = 68,
    WRITTEN_AHEAD = 2,
    HOUR = 3600,
    MEGABYTE = 1 << 20,
    ROOM_LEAST = 64, /* megabytes */
};

/* 2026-01-01, before which no accord was made. */
#define CLOCK_LEAST INT64_C(1767225600)

typedef struct looking {
    ac_arena *arena;
    ac_diagnosis *diagnosis;
    const char *where;
    const char *scratch;
    ac_seconds now;
} looking;

const char *ac_health_word(ac_health health)
{
    static const char *const words[] = {"well", "note", "wrong"};
    return words[health];
}

/* Adds a finding; `mend` may be "". */
AC_PRINTF(5, 6)
static void
find(looking *l, ac_health health, const char *what, const char *mend, const char *format, ...)
{
    char found[ACCORD_MESSAGE_BYTES];
    va_list more;
    va_start(more, format);
    (void)vsnprintf(found, sizeof found, format, more);
    va_end(more);
    ac_diagnosis *d = l->diagnosis;
    AC_RESERVE(l->arena, d->list, d->count, d->capacity);
    d->list[d->count++] = (ac_finding){
        health, what, ac_text_copy(l->arena, ac_text_of(found)),
        ac_text_copy(l->arena, ac_text_of(mend))};
    d->wrong = d->wrong || health == AC_HEALTH_WRONG;
}

/* ---- The machine ---- */

static void look_at_clock(looking *l)
{
    AC_SCOPED_BUFFER(when, 40);
    ac_seconds_add(&when, l->now);
    if (l->now < CLOCK_LEAST) {
        find(
            l, AC_HEALTH_WRONG, "clock",
            "set the clock: what is done is written down with its time",
            "it says %s, before accord was made", when.bytes);
        return;
    }
    find(l, AC_HEALTH_WELL, "clock", "", "it says %s", when.bytes);
}

/* Whether files can be made in a folder, and how much fits. */
static void look_at_folder(looking *l, const char *what, const char *folder, uint64_t wanted)
{
    struct statvfs about;
    if (access(folder, W_OK | X_OK) != 0) {
        find(
            l, AC_HEALTH_WRONG, what, "let who runs accord write there, or name another folder",
            "nothing can be written to %s", folder);
        return;
    }
    if (statvfs(folder, &about) != 0) {
        find(l, AC_HEALTH_NOTE, what, "", "the room on the disk of %s cannot be told", folder);
        return;
    }
    uint64_t room = (uint64_t)about.f_bavail * about.f_frsize / MEGABYTE;
    uint64_t least = wanted / MEGABYTE + ROOM_LEAST;
    find(
        l, room < least ? AC_HEALTH_WRONG : AC_HEALTH_WELL, what,
        room < least ? "make room on that disk" : "",
        "%s has room for %" PRIu64 " MB; %" PRIu64 " MB are wanted", folder, room, least);
}

/* Locks of files on disks of other machines may not hold, and two might write at once. */
static void look_at_disk(looking *l, const char *folder)
{
    static const struct {
        uint32_t magic;
        const char *name;
    } far[] = {
        {0x6969,     "NFS" },
        {0xff534d42, "CIFS"},
        {0xfe534d42, "SMB" },
        {0x01021997, "9P"  },
        {0x65735546, "FUSE"},
        {0x00c36400, "Ceph"},
    };
    struct statfs about;
    if (statfs(folder, &about) != 0) {
        return;
    }
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
        if ((uint32_t)about.f_type == far[i].magic) {
            find(
                l, AC_HEALTH_WRONG, "kind of disk",
                "keep the store on a disk of this machine, or in PostgreSQL",
                "the store lies on %s, where a lock may not keep a second writer out", far[i].name);
            return;
        }
    }
    find(l, AC_HEALTH_WELL, "kind of disk", "", "a disk of this machine");
}

/* ---- The file of a store ---- */

static void look_at_access(looking *l, const struct stat *about)
{
    if ((about->st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        find(
            l, AC_HEALTH_WRONG, "who may write", "run chmod go-w on it",
            "others than its owner may write to the file");
    } else if (access(l->where, R_OK | W_OK) != 0) {
        find(
            l, AC_HEALTH_NOTE, "who may write", "work as its owner to change anything",
            "it can be read by you and not be written");
    } else {
        find(l, AC_HEALTH_WELL, "who may write", "", "its owner alone");
    }
    if ((about->st_mode & S_IROTH) != 0) {
        find(
            l, AC_HEALTH_NOTE, "who may read", "run chmod o-r on it",
            "everybody on this machine may read the file");
    }
}

static void look_at_head(looking *l)
{
    unsigned char head[HEAD_BYTES] = {0};
    FILE *file = fopen(l->where, "rb");
    size_t size = file == NULL ? 0 : fread(head, 1, sizeof head, file);
    if (file != NULL) {
        (void)fclose(file);
    }
    if (size < sizeof head || memcmp(head, "SQLite format 3", 16) != 0) {
        return; /* opening says so */
    }
    if (memcmp(head + HEAD_APPLICATION, "ACCR", 4) != 0) {
        find(
            l, AC_HEALTH_NOTE, "mark", "",
            "the file does not bear the mark of accord: another program may have written it anew");
    }
    if (head[HEAD_WRITE_VERSION] == WRITTEN_AHEAD) {
        find(
            l, AC_HEALTH_WRONG, "journal",
            "run sqlite3 on it with PRAGMA journal_mode=DELETE, while nobody works with it",
            "another program has set it to write-ahead, in which the SQLite of Debian 12 may lose "
            "what was committed");
    }
}

static void look_at_file(looking *l)
{
    AC_SCOPED_BUFFER(beside, 4096);
    struct stat about;
    const char *folder = ac_file_folder(l->arena, l->where);
    if (stat(l->where, &about) != 0) {
        return; /* opening says so */
    }
    look_at_disk(l, folder);
    look_at_folder(l, "disk of the store", folder, (uint64_t)about.st_size);
    look_at_access(l, &about);
    look_at_head(l);
    ac_buffer_addf(&beside, "%s-journal", l->where);
    if (ac_file_exists(beside.bytes)) {
        find(
            l, AC_HEALTH_NOTE, "journal", "run any command that changes the store",
            "somebody is writing to it now, or a change was broken off; then it is undone when the "
            "store is next opened to be changed");
    }
}

/* ---- The store itself ---- */

static void look_at_last(looking *l, ac_db *db)
{
    AC_SCOPED_BUFFER(when, 40);
    accord_error error = {0};
    const ac_audit_entry *list = NULL;
    size_t count = 0;
    if (ac_audit_list(l->arena, db, &list, &count, &error).code != ACCORD_OK || count == 0) {
        return;
    }
    ac_seconds last = list[count - 1].at;
    ac_seconds_add(&when, last);
    if (l->now + HOUR <= last) {
        find(
            l, AC_HEALTH_WRONG, "last change", "set the clock of this machine",
            "it was made at %s, which this machine's clock has not reached", when.bytes);
        return;
    }
    find(l, AC_HEALTH_WELL, "last change", "", "at %s", when.bytes);
}

static void look_inside(looking *l, ac_db *db)
{
    accord_error error = {0};
    ac_anchor end;
    size_t documents = 0;
    if (ac_audit_check(db, NULL, 0, &end, &error).code != ACCORD_OK) {
        find(
            l, AC_HEALTH_WRONG, "chain", "restore a backup, and find out who changed it", "%s",
            error.message);
    } else {
        find(
            l, AC_HEALTH_WELL, "chain", "", "it holds; anchor %" PRId64 " %s", end.count, end.hash);
    }
    if (ac_document_check_all(db, &documents, &error).code != ACCORD_OK) {
        find(
            l, AC_HEALTH_WRONG, "documents", "restore a backup, and find out who changed it", "%s",
            error.message);
    } else {
        find(l, AC_HEALTH_WELL, "documents", "", "%zu, each by its hash", documents);
    }
    look_at_last(l, db);
}

static void look_at_store(looking *l)
{
    AC_SCOPED_DB(db);
    accord_error error = {0};
    const ac_db_options options = {.where = l->where, .read_only = true, .wait_seconds = 1};
    if (ac_db_open(&options, &db, &error).code != ACCORD_OK) {
        find(
            l, AC_HEALTH_WRONG, "store", "see the message; accord restore makes one from a backup",
            "%s", error.message);
        return;
    }
    ac_text version = ac_db_version(l->arena, db);
    find(l, AC_HEALTH_WELL, "store", "", "it opens, in %.*s", AC_TEXT_ARG(version));
    if (ac_db_check_whole(db, &error).code != ACCORD_OK) {
        find(l, AC_HEALTH_WRONG, "tables", "restore a backup", "%s", error.message);
    } else {
        find(l, AC_HEALTH_WELL, "tables", "", "whole");
    }
    if (ac_db_begin_read(db, &error).code != ACCORD_OK) {
        find(l, AC_HEALTH_WRONG, "reading", "", "%s", error.message);
        return;
    }
    look_inside(l, db);
    ac_db_undo(db);
}

void ac_doctor_look(
    ac_arena *arena,
    const char *where,
    ac_seconds now,
    const char *scratch,
    ac_diagnosis *diagnosis)
{
    *diagnosis = (ac_diagnosis){0};
    looking l = {arena, diagnosis, where, scratch, now};
    look_at_clock(&l);
    look_at_folder(&l, "files of a moment", scratch, 0);
    if (where != NULL) {
        look_at_file(&l);
        look_at_store(&l);
    }
}
