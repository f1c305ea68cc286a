/* SPDX-License-Identifier: MIT */
/* Files packed with gzip and zstd: the rows of the file unpacked, the hash of the file as it
 * stands; what is cut off, corrupt or a bomb is refused and says where. */

#include "accord_test.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "extract/reader.h"
#include "extract/source.h"
#include "packers.h"

#include <stdlib.h>
#include <string.h>

enum { PACKED_MAX = 8 << 20 };

static void make_csv(ac_buffer *bytes, unsigned rows)
{
    ac_buffer_add_z(bytes, "a,b\n");
    for (unsigned i = 0; i < rows; i++) {
        ac_buffer_addf(bytes, "%u,%u\n", i, i * 7919 % 1000);
    }
}

/* Reads all rows of bytes and counts them. */
static accord_status read_all(ac_text bytes, uint64_t *rows, ac_hash *hash, accord_error *error)
{
    ac_reader *reader = NULL;
    AC_TRY(ac_reader_open_text(bytes, "t.csv.gz", ',', &reader, error));
    accord_status status = ac_ok();
    const ac_row *row = NULL;
    *rows = 0;
    do {
        status = ac_reader_next(reader, &row, error);
        *rows += status.code == ACCORD_OK && row != NULL && row->fault == NULL ? 1 : 0;
    } while (status.code == ACCORD_OK && row != NULL);
    if (status.code == ACCORD_OK) {
        *hash = ac_reader_hash(reader);
        assert_int_equal(ac_reader_done_bytes(reader), bytes.size);
    }
    ac_reader_close(reader);
    return status;
}

static bool unpacks_to(ac_text packed, ac_text bytes)
{
    static char into[PACKED_MAX];
    size_t got = 0;
    ac_source *source = NULL;
    accord_error error;
    assert_accord_ok(ac_source_open_text(packed, "t", &source, &error), error);
    assert_accord_ok(ac_source_read(source, into, sizeof into, &got, &error), error);
    ac_source_close(source);
    return ac_text_equal((ac_text){into, got}, bytes);
}

static void packed_files_are_read_and_hashed_as_they_stand(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(bytes, PACKED_MAX);
    make_csv(&bytes, 100000);
    static char packed[PACKED_MAX];
    for (size_t i = 0; i < ARRAY_COUNT(test_packers); i++) {
        uint64_t rows = 0;
        ac_hash found = {{0}};
        accord_error error;
        size_t size = test_packers[i].pack(packed, sizeof packed, ac_buffer_text(&bytes));
        assert_accord_ok(read_all((ac_text){packed, size}, &rows, &found, &error), error);
        assert_int_equal(rows, 100000);
        ac_hash hash = ac_hash_of((ac_text){packed, size});
        assert_memory_equal(hash.bytes, found.bytes, AC_HASH_BYTES);
        /* Two parts one after the other are one file. */
        size_t more =
            test_packers[i].pack(packed + size, sizeof packed - size, AC_TEXT("7,8\n9,9\n"));
        assert_accord_ok(read_all((ac_text){packed, size + more}, &rows, &found, &error), error);
        assert_int_equal(rows, 100002);
    }
}

static void packed_files_cut_off_or_changed_anywhere_are_refused(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(bytes, PACKED_MAX);
    make_csv(&bytes, 500);
    static char packed[PACKED_MAX];
    for (size_t i = 0; i < ARRAY_COUNT(test_packers); i++) {
        size_t size = test_packers[i].pack(packed, sizeof packed, ac_buffer_text(&bytes));
        uint64_t rows = 0;
        ac_hash hash;
        accord_error error;
        for (size_t cut = 5; cut < size; cut++) {
            accord_status status = read_all((ac_text){packed, cut}, &rows, &hash, &error);
            if (status.code != ACCORD_EINPUT || strstr(error.message, "is cut off") == NULL ||
                strstr(error.message, test_packers[i].name) == NULL) {
                fail_msg(
                    "%s cut at %zu: %d, %s", test_packers[i].name, cut, status.code, error.message);
            }
        }
        unsigned unseen = 0;
        for (size_t at = 30; at < size; at++) {
            /* A bit that says nothing (the rest of the last byte before a check sum) may change. */
            packed[at] = (char)(packed[at] ^ 0x10);
            bool taken = read_all((ac_text){packed, size}, &rows, &hash, &error).code == ACCORD_OK;
            unseen += taken && !unpacks_to((ac_text){packed, size}, ac_buffer_text(&bytes)) ? 1 : 0;
            packed[at] = (char)(packed[at] ^ 0x10);
        }
        assert_int_equal(unseen, 0);
        packed[size] = 'x'; /* something else behind it */
        accord_status status = read_all((ac_text){packed, size + 1}, &rows, &hash, &error);
        assert_int_equal(status.code, ACCORD_EINPUT);
    }
}

static void a_bomb_is_refused_before_it_goes_off(void **state)
{
    (void)state;
    enum { NOTHING = 64 << 20 };
    static char packed[PACKED_MAX];
    char *zeros = calloc(NOTHING, 1);
    assert_non_null(zeros);
    memcpy(zeros, "a,b\n", 4);
    size_t size = test_pack_zstd(packed, sizeof packed, (ac_text){zeros, NOTHING});
    free(zeros);
    ac_source *source = NULL;
    accord_error error;
    assert_accord_ok(
        ac_source_open_text((ac_text){packed, size}, "bomb.csv.zst", &source, &error), error);
    static char into[1 << 20];
    accord_status status = ac_ok();
    size_t total = 0;
    for (size_t got = 1; got > 0 && status.code == ACCORD_OK;) {
        got = 0;
        status = ac_source_read(source, into, sizeof into, &got, &error);
        total += got;
    }
    assert_int_equal(status.code, ACCORD_ELIMIT);
    assert_true(total < NOTHING / 2);
    assert_non_null(strstr(error.message, "bomb.csv.zst"));
    assert_non_null(strstr(error.message, "1000 times"));
    ac_source_close(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_files_are_read_and_hashed_as_they_stand),
        cmocka_unit_test(packed_files_cut_off_or_changed_anywhere_are_refused),
        cmocka_unit_test(a_bomb_is_refused_before_it_goes_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
