/* SPDX-License-Identifier: MIT */
/* Writes the tokens of a statement: the spaces between them, the indents, and where a line that
 * would be too long is broken. A break is chosen from the line alone, never from what was written
 * before, so that a text laid out once stays as it is. */

#include "lang/formatter.h"

#include <limits.h>

enum { COLUMNS_MAX = 104, INDENT = 6, DEEPER = 2 };

uint32_t ac_format_columns(ac_text text)
{
    uint32_t columns = 0;
    for (size_t i = 0; i < text.size; i++) {
        columns += ((unsigned char)text.at[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return columns;
}

static const ac_token *token_at(const ac_format_writer *writer, size_t at)
{
    return &writer->statement->tokens[at];
}

static bool is_sign(const ac_token *token, const char *sign)
{
    return token->kind == AC_TOKEN_SIGN && ac_text_is(token->text, sign);
}

static bool has_first(const ac_format_writer *writer, size_t at, int flags)
{
    return (writer->marks[token_at(writer, at)->span.from] & flags) != 0;
}

static bool has_last(const ac_format_writer *writer, size_t at, int flags)
{
    return (writer->marks[token_at(writer, at)->span.until - 1] & flags) != 0;
}

/* A minus that belongs to what follows: the tree says so, or no value stands before it. */
static bool is_negative(const ac_format_writer *writer, size_t at)
{
    if (!is_sign(token_at(writer, at), "-")) {
        return false;
    }
    if (at == 0 || has_first(writer, at, AC_MARK_NEGATIVE)) {
        return true;
    }
    const ac_token *before = token_at(writer, at - 1);
    return before->kind == AC_TOKEN_SIGN && !is_sign(before, ")") && !is_sign(before, "%");
}

static bool is_defining(const ac_format_writer *writer, size_t at)
{
    return at > 0 && is_sign(token_at(writer, at), "=") &&
           has_last(writer, at - 1, AC_MARK_DEFINES);
}

/* Spaces before a token that does not begin its line. */
static uint32_t gap_before(const ac_format_writer *writer, size_t at)
{
    if (at == 0) {
        return writer->statement->number.size > 0 ? 1 : 0;
    }
    const ac_token *token = token_at(writer, at);
    const ac_token *before = token_at(writer, at - 1);
    if (writer->verbatim) {
        return token->span.from > before->span.until ? 1 : 0;
    }
    bool touches = is_sign(token, ",") || is_sign(token, ")") || is_sign(before, "(") ||
                   has_first(writer, at, AC_MARK_TIGHT) || is_negative(writer, at - 1) ||
                   (is_sign(token, "(") && has_last(writer, at - 1, AC_MARK_SELECT));
    if (touches) {
        return 0;
    }
    return 1 + (at < 3 ? writer->pad.before[at] : 0);
}

static uint32_t token_columns(const ac_format_writer *writer, size_t at)
{
    return ac_format_columns(ac_span_text(writer->source, token_at(writer, at)->span));
}

static uint32_t indent_of(const ac_format_writer *writer, size_t at)
{
    if (has_first(writer, at, AC_MARK_ITEM | AC_MARK_ROW)) {
        return writer->body;
    }
    if (writer->hang > 0) {
        return writer->hang;
    }
    return writer->body + (writer->in_item ? DEEPER : 0);
}

static bool is_one_of(const ac_token *token, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (token->kind == AC_TOKEN_WORD && ac_text_is(token->text, words[i])) {
            return true;
        }
    }
    return false;
}

/* How good it is to break before a token, 0 the best; -1: it must not be. Where a clause has cases,
 * only before words that no value goes on with, for there the beginning of a line has a meaning. */
static int break_rank(const ac_format_writer *writer, size_t at)
{
    static const char *const limits[] = {"not",       "or",      "rounded", "each",  "years",
                                         "once",      "flex",    "freeze",  "taken", "pence",
                                         "quarterly", "monthly", "ties",    "may",   "yearly"};
    static const char *const joints[] = {"and", "or", "from"};
    static const char *const others[] = {"where", "over", "unless", "between", "within"};
    static const char *const signs[] = {"+", "-", "*", "/"};
    const ac_token *token = token_at(writer, at);
    if (is_defining(writer, at)) {
        return 0;
    }
    if (writer->has_cases && is_one_of(token, (const char *const[]){"when"}, 1)) {
        return 1;
    }
    if (is_sign(token_at(writer, at - 1), ",")) {
        bool limit = token->kind == AC_TOKEN_NUMBER || token->kind == AC_TOKEN_PERCENT ||
                     ac_money_word_places(token->text) >= 0 ||
                     is_one_of(token, limits, sizeof limits / sizeof limits[0]);
        return limit ? 2 : 7;
    }
    if (is_one_of(token, joints, sizeof joints / sizeof joints[0])) {
        return 3;
    }
    if (is_sign(token, "=")) {
        return 4;
    }
    if (writer->has_cases || gap_before(writer, at) == 0 || is_negative(writer, at)) {
        return -1;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (is_sign(token, signs[i])) {
            return 5;
        }
    }
    return is_one_of(token, others, sizeof others / sizeof others[0]) ? 6 : -1;
}

/* Where the line that begins with token `from`, at a column, is broken: `until` if it fits. The
 * fewest brackets first, then the rank, then the last that fits; if none fits, the first there is.
 */
static size_t
choose_break(const ac_format_writer *writer, size_t from, size_t until, uint32_t column)
{
    size_t best = until;
    int best_rank = INT_MAX;
    int depth = 0;
    column += token_columns(writer, from);
    for (size_t at = from + 1; at < until; at++) {
        if (column > COLUMNS_MAX && best < until) {
            return best;
        }
        depth += is_sign(token_at(writer, at - 1), "(") ? 1 : 0;
        depth -= is_sign(token_at(writer, at), ")") ? 1 : 0;
        int rank = writer->verbatim ? -1 : break_rank(writer, at);
        if (rank >= 0 && depth * 8 + rank <= best_rank) {
            best = at;
            best_rank = depth * 8 + rank;
        }
        column += gap_before(writer, at) + token_columns(writer, at);
    }
    return column > COLUMNS_MAX ? best : until;
}

static void put_spaces(ac_format_writer *writer, uint32_t count)
{
    ac_buffer_add_repeated(writer->out, ' ', count);
    writer->column += count;
}

static void put_token(ac_format_writer *writer, size_t at)
{
    const ac_token *token = token_at(writer, at);
    ac_buffer_add(writer->out, ac_span_text(writer->source, token->span));
    writer->column += token_columns(writer, at);
    if (has_first(writer, at, AC_MARK_ITEM)) {
        writer->in_item = true;
    }
    if (has_first(writer, at, AC_MARK_ROW)) {
        writer->in_row = true;
        writer->hang = 0;
    }
    if (writer->in_row && writer->hang == 0 && is_sign(token, ":")) {
        writer->hang = writer->column + 1;
    }
    if (has_last(writer, at, AC_MARK_ITEM_END)) {
        writer->in_item = false;
    }
}

static void put_run(ac_format_writer *writer, size_t from, size_t until)
{
    bool defines = is_defining(writer, from);
    if (writer->begun) {
        put_spaces(writer, indent_of(writer, from));
    } else {
        ac_buffer_add(writer->out, writer->statement->number);
        writer->column = ac_format_columns(writer->statement->number);
    }
    for (size_t at = from; at < until; at++) {
        put_spaces(writer, at > from || !writer->begun ? gap_before(writer, at) : 0);
        put_token(writer, at);
    }
    if (defines) {
        writer->body = INDENT + DEEPER; /* what follows stands under the formula */
    }
    writer->begun = true;
}

static void put_broken(ac_format_writer *writer, size_t from, size_t until)
{
    for (;;) {
        uint32_t number = ac_format_columns(writer->statement->number);
        uint32_t column = writer->begun ? indent_of(writer, from) : number + (number > 0 ? 1 : 0);
        size_t next = choose_break(writer, from, until, column);
        put_run(writer, from, next);
        if (next == until) {
            return;
        }
        ac_buffer_add_char(writer->out, '\n');
        writer->column = 0;
        from = next;
    }
}

void ac_format_begin(ac_format_writer *writer, const ac_statement *statement, ac_format_pad pad)
{
    writer->statement = statement;
    writer->pad = pad;
    writer->verbatim = statement->number.size == 0 && ac_text_is(statement->tokens[0].text, "PART");
    writer->has_cases = false;
    for (size_t i = 0; i + 2 < statement->token_count; i++) {
        const ac_token *tokens = &statement->tokens[i];
        bool begins = ac_text_is(tokens[0].text, "first") || ac_text_is(tokens[0].text, "one");
        writer->has_cases = writer->has_cases || (begins && ac_text_is(tokens[1].text, "that") &&
                                                  ac_text_is(tokens[2].text, "applies"));
    }
    writer->begun = false;
    writer->in_item = false;
    writer->in_row = false;
    writer->body = INDENT;
    writer->hang = 0;
    writer->column = 0;
}

void ac_format_put(ac_format_writer *writer, size_t from, size_t until)
{
    writer->column = 0;
    if (from == until) {
        ac_buffer_add(writer->out, writer->statement->number);
        writer->begun = true;
        return;
    }
    for (size_t at = from + 1; at < until; at++) {
        if (has_first(writer, at, AC_MARK_BREAK)) {
            put_broken(writer, from, at);
            ac_buffer_add_char(writer->out, '\n');
            writer->column = 0;
            from = at;
        }
    }
    put_broken(writer, from, until);
}
