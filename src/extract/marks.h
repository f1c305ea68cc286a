/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_MARKS_H
#define AC_EXTRACT_MARKS_H
/* Where the fields and rows of a piece of CSV end, found for the whole piece at once, 64 bytes at a
 * time. The same is found by every instruction set (marks_body.def is the one source of all three);
 * which of them this processor has is asked when the program runs.
 *
 * Only rows that stand on one line, with every quote where RFC 4180 has it, are found. At the first
 * that does not the search stops, and extract/row.h is asked about that row. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So many bytes past the end are loaded, and so many more entries of `ends` and `rows` written. */
enum { AC_MARKS_SLACK = 64 };

typedef enum ac_marks_path {
    AC_MARKS_BEST, /* the best that the processor has */
    AC_MARKS_PORTABLE,
    AC_MARKS_AVX2,
    AC_MARKS_AVX512
} ac_marks_path;

typedef struct ac_marks {
    uint32_t *ends; /* [end_count]: where a delimiter or line end stands that ends a field */
    uint32_t *rows; /* [row_count]: for each row, which of `ends` is its line end */
    uint64_t *rare; /* a bit for each 64 bytes with a byte beyond ASCII, or NUL, among them */
    size_t end_count;
    size_t row_count;
} ac_marks;

/* Adds what stands in [from, size) of `at`; a row begins at `from`. Marks after the last line end
 * are added too, for the caller to take back.
 *
 * in   at      AC_MARKS_SLACK bytes are readable past `size`
 *      marks   `ends` and `rows` have room for size - from + AC_MARKS_SLACK more, `rare` for
 *              size / 4096 + 2 words, zeroed before the first call
 * out  false: stopped at the first row that is not plain; all rows before it are in `rows`
 */
typedef bool
ac_marks_find(ac_marks *marks, const char *at, size_t from, size_t size, char delimiter);

/* NULL where this processor cannot. */
ac_marks_find *ac_marks_finder(ac_marks_path path);

/* The three; those of marks_avx2.c and marks_avx512.c are there on x86-64 only. */
ac_marks_find ac_marks_find_portable;
ac_marks_find ac_marks_find_avx2;
ac_marks_find ac_marks_find_avx512;

#endif
