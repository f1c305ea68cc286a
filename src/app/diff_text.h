/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DIFF_TEXT_H
#define AC_APP_DIFF_TEXT_H
/* Two contract texts cut into the pieces that can change, and texts in between. */

#include "app/diff.h"

/* A head line, a clause, or the line of a variation. */
typedef struct ac_diff_piece {
    ac_text variation;          /* "" for the contract as signed */
    ac_text number;             /* "" for a variation's own line and for the head */
    const ac_clause *clause[2]; /* NULL where a side has none, or for the head and variations */
    ac_text text[2];            /* "" where a side does not have it */
    bool changed;               /* in meaning */
    bool reworded;              /* changed, and in its words, layout or remarks alone */
    bool taken;                 /* from the new text */
} ac_diff_piece;

typedef struct ac_diff_pieces {
    ac_diff_piece *list; /* [count], in the order of the text */
    size_t count;
} ac_diff_pieces;

ac_diff_pieces ac_diff_cut(ac_arena *arena, const ac_syntax *old, const ac_syntax *new_one);

/* The text with each piece from the side that `taken` says. */
ac_text ac_diff_hybrid(ac_arena *arena, const ac_diff_pieces *pieces);

/* "the head", "clause 6.5", "variation 1", "variation 1, clause 5.8". */
ac_text ac_diff_piece_label(ac_arena *arena, const ac_diff_piece *piece);

#endif
