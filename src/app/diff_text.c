/* SPDX-License-Identifier: MIT */
/* Pieces are matched by their numbers within the contract as signed, or within one variation. Two
 * pieces mean the same when they have the same tokens: agreed words (lines of '>'), remarks and
 * layout are not among these. */

#include "app/diff_text.h"

#include "base/assert.h"
#include "lang/lex.h"

typedef struct piece_list {
    ac_diff_piece *list;
    size_t count;
    size_t capacity;
} piece_list;

/* ---- One text ---- */

static ac_text variation_of(const ac_syntax *syntax, uint32_t index)
{
    return index == 0 ? AC_TEXT("") : syntax->variations[index - 1].number;
}

static ac_text text_of(const ac_syntax *syntax, ac_span span)
{
    return ac_text_trim(ac_span_text(syntax->source, span));
}

/* The lines before the first clause. */
static ac_text head_of(const ac_syntax *syntax)
{
    size_t end = syntax->source.size;
    for (size_t i = 0; i < syntax->clause_count; i++) {
        size_t from = syntax->clauses[i].span.from;
        end = from < end ? from : end;
    }
    for (size_t i = 0; i < syntax->variation_count; i++) {
        size_t from = syntax->variations[i].span.from;
        end = from < end ? from : end;
    }
    return ac_text_slice(syntax->source, 0, end);
}

/* The pieces of one side, those of the contract as signed first. */
static piece_list pieces_of(ac_arena *arena, const ac_syntax *syntax, int side)
{
    piece_list all = {0};
    AC_RESERVE(arena, all.list, all.count, all.capacity);
    ac_diff_piece head = {.variation = AC_TEXT(""), .number = AC_TEXT("")};
    head.text[side] = head_of(syntax);
    all.list[all.count++] = head;
    for (uint32_t v = 0; v <= syntax->variation_count; v++) {
        if (v > 0) {
            ac_diff_piece line = {.variation = variation_of(syntax, v), .number = AC_TEXT("")};
            line.text[side] = text_of(syntax, syntax->variations[v - 1].span);
            AC_RESERVE(arena, all.list, all.count, all.capacity);
            all.list[all.count++] = line;
        }
        for (size_t i = 0; i < syntax->clause_count; i++) {
            const ac_clause *clause = &syntax->clauses[i];
            if (clause->variation != v) {
                continue;
            }
            ac_diff_piece piece = {.variation = variation_of(syntax, v), .number = clause->number};
            piece.clause[side] = clause;
            piece.text[side] = text_of(syntax, clause->span);
            AC_RESERVE(arena, all.list, all.count, all.capacity);
            all.list[all.count++] = piece;
        }
    }
    return all;
}

/* ---- Two texts ---- */

static size_t find(const piece_list *in, const ac_diff_piece *piece)
{
    for (size_t i = 0; i < in->count; i++) {
        if (ac_text_equal(in->list[i].variation, piece->variation) &&
            ac_text_equal(in->list[i].number, piece->number)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void insert(ac_arena *arena, piece_list *into, size_t at, const ac_diff_piece *piece)
{
    AC_RESERVE(arena, into->list, into->count, into->capacity);
    for (size_t i = into->count; i > at; i--) {
        into->list[i] = into->list[i - 1];
    }
    into->list[at] = *piece;
    into->count++;
}

/* The end of the run of pieces of one variation that a place lies in. */
static size_t end_of_variation(const piece_list *in, size_t at)
{
    size_t end = at + 1;
    while (end < in->count && ac_text_equal(in->list[end].variation, in->list[at].variation)) {
        end++;
    }
    return end;
}

/* Pieces that the new text lacks go after the one they followed, and within their variation. */
static void merge_old(ac_arena *arena, piece_list *merged, const piece_list *old)
{
    for (size_t i = 0; i < old->count; i++) {
        const ac_diff_piece *piece = &old->list[i];
        size_t at = find(merged, piece);
        if (at != SIZE_MAX) {
            merged->list[at].text[0] = piece->text[0];
            merged->list[at].clause[0] = piece->clause[0];
            continue;
        }
        ac_assert(i > 0); /* both texts have a head */
        size_t before = find(merged, &old->list[i - 1]);
        ac_assert(before != SIZE_MAX);
        bool line = piece->number.size == 0;
        insert(arena, merged, line ? end_of_variation(merged, before) : before + 1, piece);
    }
}

/* ---- Meaning ---- */

static bool same_token(ac_arena *scratch, const ac_token *a, const ac_token *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    ac_rational left = AC_RATIONAL_ZERO;
    ac_rational right = AC_RATIONAL_ZERO;
    if (a->kind == AC_TOKEN_NUMBER &&
        ac_rational_parse(scratch, a->text, &left, NULL).code == ACCORD_OK &&
        ac_rational_parse(scratch, b->text, &right, NULL).code == ACCORD_OK) {
        return ac_rational_compare(left, right) == 0;
    }
    return ac_text_equal(a->text, b->text);
}

static bool same_statement(ac_arena *scratch, const ac_statement *a, const ac_statement *b)
{
    if (a->token_count != b->token_count) {
        return false;
    }
    for (size_t i = 0; i < a->token_count; i++) {
        if (!same_token(scratch, &a->tokens[i], &b->tokens[i])) {
            return false;
        }
    }
    return true;
}

/* PART lines name parts for the reader, and mean nothing. */
static bool means_something(const ac_statement *statement)
{
    return statement->token_count == 0 || !ac_text_is(statement->tokens[0].text, "PART");
}

static bool same_meaning(ac_text a, ac_text b)
{
    AC_SCOPED_ARENA(scratch);
    ac_diagnostics unseen;
    ac_diagnostics_init(&unseen, &scratch);
    ac_statements left = ac_lex(&scratch, a, &unseen);
    ac_statements right = ac_lex(&scratch, b, &unseen);
    size_t j = 0;
    for (size_t i = 0; i < left.count; i++) {
        if (!means_something(&left.list[i])) {
            continue;
        }
        while (j < right.count && !means_something(&right.list[j])) {
            j++;
        }
        if (j >= right.count || !same_statement(&scratch, &left.list[i], &right.list[j])) {
            return false;
        }
        j++;
    }
    while (j < right.count && !means_something(&right.list[j])) {
        j++;
    }
    return j == right.count;
}

static void compare(ac_diff_piece *piece)
{
    const ac_text *text = piece->text;
    bool same = ac_text_equal(text[0], text[1]);
    if (piece->clause[0] != NULL && piece->clause[1] != NULL) {
        same = same && ac_text_equal(piece->clause[0]->wording, piece->clause[1]->wording);
    }
    bool both = text[0].size > 0 && text[1].size > 0;
    piece->changed = !same && (!both || !same_meaning(text[0], text[1]));
    piece->reworded = !same && !piece->changed;
}

ac_diff_pieces ac_diff_cut(ac_arena *arena, const ac_syntax *old, const ac_syntax *new_one)
{
    piece_list merged = pieces_of(arena, new_one, 1);
    piece_list before = pieces_of(arena, old, 0);
    merge_old(arena, &merged, &before);
    for (size_t i = 0; i < merged.count; i++) {
        compare(&merged.list[i]);
        merged.list[i].taken = !merged.list[i].changed;
    }
    return (ac_diff_pieces){merged.list, merged.count};
}

ac_text ac_diff_hybrid(ac_arena *arena, const ac_diff_pieces *pieces)
{
    AC_SCOPED_BUFFER(text, SIZE_MAX / 4);
    for (size_t i = 0; i < pieces->count; i++) {
        const ac_diff_piece *piece = &pieces->list[i];
        ac_buffer_add(&text, piece->text[piece->taken ? 1 : 0]);
        ac_buffer_add_char(&text, '\n');
    }
    return ac_text_copy(arena, ac_buffer_text(&text));
}

ac_text ac_diff_piece_label(ac_arena *arena, const ac_diff_piece *piece)
{
    AC_SCOPED_BUFFER(label, 200);
    if (piece->variation.size > 0) {
        ac_buffer_addf(&label, "variation %.*s", AC_TEXT_ARG(piece->variation));
    } else if (piece->number.size == 0) {
        ac_buffer_add_z(&label, "the head");
    }
    if (piece->number.size > 0) {
        ac_buffer_addf(
            &label, "%sclause %.*s", label.size_bytes > 0 ? ", " : "", AC_TEXT_ARG(piece->number));
    }
    if (piece->text[0].size == 0) {
        ac_buffer_add_z(&label, " (new)");
    } else if (piece->text[1].size == 0) {
        ac_buffer_add_z(&label, " (gone)");
    }
    return ac_text_copy(arena, ac_buffer_text(&label));
}
