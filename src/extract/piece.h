/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_PIECE_H
#define AC_EXTRACT_PIECE_H
/* A file in pieces, so that several threads can look for the rows of it at once.
 *
 * Whether a line end ends a row depends on all quotes before it. So each piece is first searched as
 * if a row began at its start: pieces are cut at line ends, and it nearly always does. Then, in the
 * order of the file, each piece is told where the one before it ended (ac_piece_follow). Where the
 * guess was wrong the piece is searched again from the true start. The rows found are therefore
 * those that one reader finds who reads from the top. */

#include "extract/marks.h"
#include "extract/row.h"
#include "extract/source.h"

typedef struct ac_piece {
    char *own; /* its bytes; [own_capacity + AC_MARKS_SLACK], owned */
    size_t own_capacity;
    size_t own_size;
    bool last;           /* of the file */
    uint64_t done_bytes; /* of the file as it stands, read when this piece was */
    char *joined;  /* owned; NULL unless a row that began in the piece before goes on in this one */
    ac_text held;  /* what its rows stand in: all of `own`, or of `joined` */
    uint64_t line; /* of the file, where `held` begins; known after ac_piece_follow */
    size_t first;  /* where the first row begins */
    size_t until;  /* where what belongs to the next piece begins */
    uint64_t lines; /* in [0, until) */
    bool passing;   /* a line that was refused goes on in the next piece */
} ac_piece;

/* Where a row that the marks cannot judge stands among `rows` of the marks. */
#define AC_ROW_ODD UINT32_C(0x80000000)

/* What one thread searches with. */
typedef struct ac_searcher {
    ac_marks_find *find;
    char delimiter;
    ac_row_maker maker;
    ac_marks marks;    /* of the piece last searched; owned */
    size_t room_bytes; /* of a piece that `marks` has room for */
} ac_searcher;

/* What is handed from piece to piece, in the order of the file. */
typedef struct ac_chain {
    char *tail; /* [tail_size], owned: the start of a row that is not yet whole */
    size_t tail_size;
    bool passing;
    uint64_t line; /* where the next piece begins, or its tail */
} ac_chain;

void ac_piece_init(ac_piece *piece, size_t capacity);
void ac_piece_done(ac_piece *piece);

/* What was read and is in no piece yet: what follows the last line end of the piece before. */
typedef struct ac_left {
    char *bytes; /* [capacity], owned; what is left is [begin, end) */
    size_t begin;
    size_t end;
    size_t capacity;
} ac_left;

void ac_left_put(ac_left *left, ac_text bytes); /* behind what is there */
void ac_left_done(ac_left *left);

/* Fills a piece with what is left over, then with what is read, up to a line end; what follows that
 * is left over in turn. Fails as ac_source_read. */
accord_status ac_piece_fill(ac_piece *piece, ac_source *source, ac_left *left, accord_error *error);

/* in  arena  keeps the searcher's fields */
void ac_searcher_init(
    ac_searcher *searcher, ac_arena *arena, ac_marks_find *find, char delimiter, size_t columns);
void ac_searcher_done(ac_searcher *searcher);

/* Searches a piece from `piece->first` on. `rows` of the marks are then its rows; one with
 * AC_ROW_ODD has a single end, its last byte, and is to be made by ac_row_make. The first of `ends`
 * is that of what comes before the first row, so that each field begins behind an end. */
void ac_piece_search(ac_piece *piece, ac_searcher *searcher);

/* Takes over from the piece before, once that one has been searched from its true start; searches
 * again if this one was searched from another; and hands on to the next. */
void ac_piece_follow(ac_piece *piece, ac_chain *chain, ac_searcher *searcher);

void ac_chain_done(ac_chain *chain);

#endif
