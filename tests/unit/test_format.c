/* SPDX-License-Identifier: MIT */
/* The canonical layout: what it does to small texts, and its laws over every contract of the source
 * and over texts made from them by wrapping and spacing them at random. */

#include "accord_test.h"
#include "base/file.h"
#include "base/limits.h"
#include "lang/format.h"
#include "lang/lex.h"
#include "lang/program.h"
#include "random.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                 \
    "accord 1\n"                             \
    "contract T \"Test\"\n"                  \
    "term 2014-04-01 to 2016-03-31\n"        \
    "money GBP in whole pence\n"             \
    "1.1 commissioner C  \"Commissioner\"\n" \
    "1.2 provider     PR \"Provider  of  care\"\n"
#define INPUTS                                                     \
    "1.3 unit attendance, patient\n"                               \
    "1.4 level site : north, south\n"                              \
    "1.5 input seen : attendance flow by site, month from \"s\"\n" \
    "1.6 gate good each month : total seen over site > 5\n"

typedef struct format_case {
    const char *name;
    const char *before; /* after HEAD */
    const char *after;
} format_case;

/* One line of the text a line here. */
/* clang-format off */
static const format_case cases[] = {
    {"spaces",
     "2.1 x:ratio by  month=( 1+2 )*seen ( north ) ,not below - 2 , 0 unless good met\n",
     "2.1 x : ratio by month = (1 + 2) * seen(north), not below -2, 0 unless good met\n"},
    {"a minus before a bracket, and between",
     "2.1 x : ratio = - ( 1 -2 ) - -3\n",
     "2.1 x : ratio = -(1 - 2) - -3\n"},
    {"strokes of units touch, divisions do not",
     "2.1 x : GBP / attendance = 5 GBP/attendance /3\n"
     "2.2 y : ratio = 5/x\n",
     "2.1 x : GBP/attendance = 5 GBP/attendance / 3\n"
     "2.2 y : ratio = 5 / x\n"},
    {"one more unit than divisions",
     "2.1 x : ratio = 5 GBP /2\n",
     "2.1 x : ratio = 5 GBP / 2\n"},
    {"numbers and names as they are",
     "2.1 x : ratio = 1,234.50  +  0.10\n"
     "2.2 gate year-1  at  1 April  2015 : x>=40%\n",
     "2.1 x : ratio = 1,234.50 + 0.10\n"
     "2.2 gate year-1 at 1 April 2015 : x >= 40%\n"},
    {"the first words stand beside the number",
     "2.1\n"
     "  x : ratio = 1\n",
     "2.1 x : ratio = 1\n"},
    {"but not past a comment",
     "2.1 # why\n"
     "\tx : ratio = 1\n",
     "2.1  # why\n"
     "      x : ratio = 1\n"},
    {"breaks of the author stay, indented",
     "2.1 x : ratio\n"
     " = 1\n"
     " + 2,\n"
     "  not below 0\n",
     "2.1 x : ratio\n"
     "      = 1\n"
     "        + 2,\n"
     "        not below 0\n"},
    {"blank lines, one at a time",
     "\n"
     "\n"
     " \n"
     "2.1 x : ratio = 1\n"
     "\n"
     "\n"
     "\n"
     "# end\n"
     "\n"
     "\n",
     "\n"
     "2.1 x : ratio = 1\n"
     "\n"
     "# end\n"},
    {"comments",
     "   # a \n"
     "#b\n"
     "2.1 x : ratio =   # \"c\n"
     "  1#d\n",
     "      # a\n"
     "#b\n"
     "2.1 x : ratio =  # \"c\n"
     "      1  #d\n"},
    {"wording",
     ">Agreed  words. \n"
     ">\n"
     "2.1 x : ratio = 1\n",
     "> Agreed  words.\n"
     ">\n"
     "2.1 x : ratio = 1\n"},
    {"the spaces of a part's title",
     "PART  2  PRICES,TARIFFS (AND  SO ON)\n",
     "PART 2 PRICES,TARIFFS (AND SO ON)\n"},
    {"cases, one a line",
     "2.1 x : ratio by month = first that applies 3 when good met 2 when good\n"
     "  missed\n"
     " -1 otherwise, not below 0\n",
     "2.1 x : ratio by month = first that applies\n"
     "      3 when good met\n"
     "      2 when good\n"
     "        missed\n"
     "      -1 otherwise, not below 0\n"},
    {"cases without order, one a line",
     "2.1 x : ratio by month = the one that applies 3 when good met 2 otherwise\n",
     "2.1 x : ratio by month = the one that applies\n"
     "      3 when good met\n"
     "      2 otherwise\n"},
    {"limits after the cases",
     "2.1 x : ratio\n"
     "   = first that applies\n"
     "   3 when good met\n"
     "   1 otherwise,\n"
     "   not below 0\n",
     "2.1 x : ratio\n"
     "      = first that applies\n"
     "        3 when good met\n"
     "        1 otherwise,\n"
     "        not below 0\n"},
    {"rows, one a line",
     "2.1 table p : GBP/attendance by site from 2014-04-01 : north 2.50,\n"
     " south -3 from 2015-04-01:north 2, south 3\n",
     "2.1 table p : GBP/attendance by site\n"
     "      from 2014-04-01 : north 2.50,\n"
     "                        south -3\n"
     "      from 2015-04-01 : north 2, south 3\n"},
    {"bands, one a line",
     "2.1 bands b : % of x from -5 to 99: -1%,from 100:2% straight lines between\n",
     "2.1 bands b : % of x\n"
     "      from -5 to 99 : -1%,\n"
     "      from 100 : 2%\n"
     "      straight lines between\n"},
    {"counted levels, one a line",
     "2.1 input n : patient flow by site, month counts rows of visits where (a is 5 or b) "
     "site by place\n"
     " : north 1 or 2,\n"
     " south 3 month by day, freeze 3 days after month, may be negative\n",
     "2.1 input n : patient flow by site, month counts rows of visits where (a is 5 or "
     "b)\n"
     "      site by place\n"
     "        : north 1 or 2,\n"
     "        south 3\n"
     "      month by day,\n"
     "      freeze 3 days after month, may be negative\n"},
    {"codes of the text before how fresh the figures are",
     "2.1 input n : patient flow by site, month counts rows of visits month by day\n"
     " site by place: north 1, south 3, may be negative, freeze 3 days after month\n",
     "2.1 input n : patient flow by site, month counts rows of visits\n"
     "      month by day\n"
     "      site by place: north 1, south 3,\n"
     "      may be negative, freeze 3 days after month\n"},
    {"a letter of a clause's number stays with it",
     "3.1 split payee of 7.3a and 7.4 PR  - 60% ,C 40%\n",
     "3.1 split payee of 7.3a and 7.4 PR -60%, C 40%\n"},
    {"a long quantity is broken at its equals sign",
     "2.1 a-name : attendance flow by month = total seen over site * 2 + total seen over "
     "site, not above 5 attendance\n",
     "2.1 a-name : attendance flow by month\n"
     "      = total seen over site * 2 + total seen over site, not above 5 attendance\n"},
    {"then before a limit, not inside brackets",
     "2.1 x : ratio by month\n"
     "      = (total seen over site, not above 5 attendance) * (total seen over site, not "
     "above 5 attendance), not below 0\n",
     "2.1 x : ratio by month\n"
     "      = (total seen over site, not above 5 attendance) * (total seen over site, not "
     "above 5 attendance),\n"
     "        not below 0\n"},
    {"a long condition is broken before a joint",
     "2.1 gate g each month : seen(north) >= 1000 attendance and seen(south) >= 1000 "
     "attendance or total seen over site >= 1 attendance\n",
     "2.1 gate g each month : seen(north) >= 1000 attendance and seen(south) >= 1000 "
     "attendance\n"
     "      or total seen over site >= 1 attendance\n"},
    {"a long list is broken after a comma",
     "2.1 level l : member-one, member-two, member-three, member-four, member-five, "
     "member-six, member-seventeen-of-many\n",
     "2.1 level l : member-one, member-two, member-three, member-four, member-five, "
     "member-six,\n"
     "      member-seventeen-of-many\n"},
    {"neighbouring levels",
     "2.1 level s : a, b\n"
     "2.2 level longer:c,d\n"
     "\n"
     "2.3 level t : e\n",
     "2.1 level s      : a, b\n"
     "2.2 level longer : c, d\n"
     "\n"
     "2.3 level t : e\n"},
    {"ends of lines",
     "2.1 x : ratio\r\n"
     "      = 1 # c\r\n",
     "2.1 x : ratio\n"
     "      = 1  # c\n"},
    {"no end of the last line",
     "2.1 x : ratio = 1",
     "2.1 x : ratio = 1\n"},
};
/* clang-format on */

static ac_text format_text(ac_arena *arena, ac_text source)
{
    AC_SCOPED_BUFFER(out, AC_CONTRACT_BYTES_MAX);
    AC_SCOPED_BUFFER(faults, AC_CONTRACT_BYTES_MAX);
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, arena);
    if (ac_format(source, &out, &diagnostics).code != ACCORD_OK) {
        ac_diagnostics_add_text(&faults, &diagnostics, source, "text");
        fail_msg("not formatted:\n%s\n%.*s", faults.bytes, AC_TEXT_ARG(source));
    }
    return ac_text_copy(arena, ac_buffer_text(&out));
}

static void assert_text_equal(ac_text actual, ac_text expected)
{
    if (!ac_text_equal(actual, expected)) {
        fail_msg("expected\n%.*s\nbut it is\n%.*s", AC_TEXT_ARG(expected), AC_TEXT_ARG(actual));
    }
}

static ac_statements lex(ac_arena *arena, ac_text source)
{
    ac_diagnostics silent;
    ac_diagnostics_init(&silent, arena);
    return ac_lex(arena, source, &silent);
}

static bool has_cases(const ac_statement *statement)
{
    for (size_t i = 0; i < statement->token_count; i++) {
        if (ac_text_is(statement->tokens[i].text, "applies")) {
            return true;
        }
    }
    return false;
}

static void assert_same_tokens(ac_arena *arena, ac_text before, ac_text after)
{
    ac_statements a = lex(arena, before);
    ac_statements b = lex(arena, after);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        const ac_statement *from = &a.list[i];
        const ac_statement *to = &b.list[i];
        assert_text_equal(to->number, from->number);
        assert_text_equal(to->wording, from->wording);
        assert_int_equal(to->token_count, from->token_count);
        for (size_t k = 0; k < from->token_count; k++) {
            assert_int_equal(to->tokens[k].kind, from->tokens[k].kind);
            assert_text_equal(to->tokens[k].text, from->tokens[k].text);
            if (has_cases(from) && k > 0 && from->tokens[k].starts_line) {
                assert_true(to->tokens[k].starts_line);
            }
        }
    }
}

/* Every comment of a text, one a line. */
static void add_comments(ac_buffer *buffer, ac_text source)
{
    bool quoted = false;
    bool comment = false;
    bool wording = false;
    for (size_t i = 0; i < source.size; i++) {
        char c = source.at[i];
        bool first = i == 0 || source.at[i - 1] == '\n';
        wording = wording || (first && c == '>');
        quoted = quoted != (c == '"' && !comment);
        comment = comment || (c == '#' && !quoted && !wording);
        if (comment && c != ' ' && c != '\r') {
            ac_buffer_add_char(buffer, c);
        }
        if (c == '\n') {
            comment = false;
            quoted = false;
            wording = false;
        }
    }
}

static void assert_same_comments(ac_text before, ac_text after)
{
    AC_SCOPED_BUFFER(a, AC_CONTRACT_BYTES_MAX);
    AC_SCOPED_BUFFER(b, AC_CONTRACT_BYTES_MAX);
    add_comments(&a, before);
    add_comments(&b, after);
    assert_text_equal(ac_buffer_text(&b), ac_buffer_text(&a));
}

static void assert_same_node(const ac_node *a, const ac_node *b)
{
    assert_int_equal(a->op, b->op);
    assert_int_equal(a->period, b->period);
    assert_int_equal(a->left, b->left);
    assert_int_equal(a->right, b->right);
    assert_int_equal(a->third, b->third);
    assert_int_equal(a->index, b->index);
    assert_int_equal(a->member, b->member);
    assert_int_equal(a->mask, b->mask);
    assert_int_equal(a->at, b->at);
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->argument_count, b->argument_count);
    if (a->op == AC_OP_NUMBER) {
        assert_int_equal(ac_rational_compare(a->number, b->number), 0);
    }
}

/* Two texts say the same: the same faults by clause and code, and the same program. */
static void assert_same_meaning(ac_arena *arena, ac_text before, ac_text after)
{
    ac_diagnostics a;
    ac_diagnostics b;
    ac_diagnostics_init(&a, arena);
    ac_diagnostics_init(&b, arena);
    const ac_program *from = ac_compile(arena, before, &a);
    const ac_program *to = ac_compile(arena, after, &b);
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_int_equal(a.list[i].code, b.list[i].code);
        assert_text_equal(b.list[i].clause, a.list[i].clause);
    }
    assert_int_equal(from == NULL, to == NULL);
    if (from == NULL || to == NULL) {
        return;
    }
    assert_int_equal(from->quantity_count, to->quantity_count);
    assert_int_equal(from->gate_count, to->gate_count);
    assert_int_equal(from->level_count, to->level_count);
    assert_int_equal(from->pay_count, to->pay_count);
    assert_int_equal(from->band_count, to->band_count);
    assert_int_equal(from->check_count, to->check_count);
    assert_int_equal(from->assumption_count, to->assumption_count);
    assert_int_equal(from->step_count, to->step_count);
    assert_int_equal(from->node_count, to->node_count);
    for (uint32_t i = 0; i < from->node_count; i++) {
        assert_same_node(&from->nodes[i], &to->nodes[i]);
    }
}

static void assert_laws(ac_text source)
{
    AC_SCOPED_ARENA(arena);
    ac_text once = format_text(&arena, source);
    assert_same_tokens(&arena, source, once);
    assert_same_comments(source, once);
    assert_same_meaning(&arena, source, once);
    assert_text_equal(format_text(&arena, once), once);
    assert_int_equal(once.at[once.size - 1], '\n');
    assert_true(once.size < 2 || once.at[once.size - 2] != '\n');
}

static void a_text_is_laid_out_so(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(before, 4000);
        AC_SCOPED_BUFFER(after, 4000);
        print_message("# %s\n", cases[i].name);
        ac_buffer_add_z(&before, HEAD);
        ac_buffer_add_z(&before, cases[i].before);
        ac_buffer_add_z(&after, HEAD);
        ac_buffer_add_z(&after, cases[i].after);
        assert_text_equal(format_text(&arena, ac_buffer_text(&before)), ac_buffer_text(&after));
        assert_laws(ac_buffer_text(&before));
        AC_SCOPED_BUFFER(sound, 4000);
        ac_buffer_add_z(&sound, HEAD INPUTS);
        ac_buffer_add_z(&sound, cases[i].before);
        assert_laws(ac_buffer_text(&sound));
    }
}

static void a_text_that_cannot_be_read_is_refused_with_its_faults(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *code;
    } texts[] = {
        {HEAD "2.1 x : ratio = 5 ; 3\n", "E-LEX"   },
        {HEAD "2.1 x : ratio = = 3\n",   "E-SYNTAX"},
        {HEAD "2.1 x : ratio = \"a\n",   "E-LEX"   },
        {"",                             "E-SYNTAX"},
        {"# only a comment\n",           "E-SYNTAX"},
        {"  x\n",                        "E-SYNTAX"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(out, 4000);
        ac_diagnostics diagnostics;
        ac_diagnostics_init(&diagnostics, &arena);
        accord_status status = ac_format(ac_text_of(texts[i].text), &out, &diagnostics);
        assert_int_equal(status.code, ACCORD_ENO);
        assert_int_equal(out.size_bytes, 0);
        assert_true(diagnostics.count > 0);
        assert_string_equal(ac_diagnostic_name(diagnostics.list[0].code), texts[i].code);
    }
}

typedef struct shuffle {
    test_random *random;
    uint64_t wrap; /* one in so many gaps becomes a line's end; 0: none */
    bool fixed;    /* lines stay: the statement has cases */
} shuffle;

/* Space that means the same as what stood between two tokens. */
static void add_gap(ac_buffer *out, const shuffle *how, const ac_statement *statement, size_t at)
{
    test_random *random = how->random;
    static const char *const spaces[] = {" ", " ", "  ", "\t", "     "};
    static const char *const lines[] = {"\n ", "\n\t", "  \n         ", " # why\n  ", "\n\n      "};
    const ac_token *token = &statement->tokens[at];
    const ac_token *before = &statement->tokens[at - 1];
    bool loose = token->span.from > before->span.until;
    bool opens = before->kind == AC_TOKEN_SIGN && ac_text_is(before->text, "(");
    bool closes = token->kind == AC_TOKEN_SIGN &&
                  (ac_text_is(token->text, ")") || ac_text_is(token->text, ",") ||
                   ac_text_is(token->text, "(") || ac_text_is(token->text, ":"));
    bool wraps = loose && how->wrap > 0 && test_random_below(random, how->wrap) == 0;
    if (how->fixed ? token->starts_line : wraps) {
        ac_buffer_add_z(out, lines[test_random_below(random, ARRAY_COUNT(lines))]);
    } else if (loose || ((opens || closes) && test_random_below(random, 2) == 0)) {
        ac_buffer_add_z(out, spaces[test_random_below(random, ARRAY_COUNT(spaces))]);
    }
}

/* The same statements, spaced and wrapped at random, with comments between them; without `wrap` the
 * lines are as long as they get. */
static void
add_shuffled(ac_buffer *out, test_random *random, uint64_t wrap, ac_arena *arena, ac_text source)
{
    ac_statements statements = lex(arena, source);
    for (size_t i = 0; i < statements.count; i++) {
        const ac_statement *statement = &statements.list[i];
        ac_buffer_add_repeated(out, '\n', test_random_below(random, 3));
        if (test_random_below(random, 5) == 0) {
            ac_buffer_addf(out, "%s# note %zu\n", i > 0 && i % 2 == 0 ? "   " : "", i);
        }
        if (statement->wording.size > 0) {
            ac_buffer_addf(out, ">  %.*s \n", AC_TEXT_ARG(statement->wording));
        }
        ac_buffer_add(out, statement->number);
        const shuffle how = {random, wrap, has_cases(statement)};
        bool part = ac_text_is(statement->tokens[0].text, "PART");
        for (size_t k = 0; k < statement->token_count; k++) {
            if (k == 0 && statement->number.size > 0) {
                ac_buffer_add_z(out, test_random_below(random, 5) == 0 ? "\n  " : " ");
            } else if (k > 0 && part) {
                ac_buffer_add_char(out, ' ');
            } else if (k > 0) {
                add_gap(out, &how, statement, k);
            }
            ac_buffer_add(out, ac_span_text(source, statement->tokens[k].span));
        }
        ac_buffer_add_z(out, test_random_below(random, 6) == 0 ? "   # end\r\n" : "\n");
    }
}

typedef struct found {
    size_t count;
    test_random random;
} found;

static void check_contract(const char *path, void *self)
{
    found *all = self;
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_text source = {0};
    assert_accord_ok(ac_file_read(path, AC_CONTRACT_BYTES_MAX, &arena, &source, &error), error);
    print_message("# %s\n", path);
    assert_laws(source);
    for (int i = 0; i < 20; i++) {
        AC_SCOPED_BUFFER(shuffled, AC_CONTRACT_BYTES_MAX);
        add_shuffled(&shuffled, &all->random, (uint64_t)i % 4 * 3, &arena, source);
        assert_same_meaning(&arena, source, ac_buffer_text(&shuffled));
        assert_laws(ac_buffer_text(&shuffled));
    }
    all->count++;
}

/* Calls for every contract below a folder.
 * NOLINTNEXTLINE(misc-no-recursion): as deep as folders are */
static void each_contract(const char *folder, void (*call)(const char *, void *), void *self)
{
    DIR *directory = opendir(folder);
    if (directory == NULL) {
        return; /* a file */
    }
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        AC_SCOPED_ARENA(arena);
        const char *path = ac_file_join(&arena, folder, entry->d_name);
        if (ac_text_ends(ac_text_of(path), AC_TEXT(".accord"))) {
            call(path, self);
        } else if (entry->d_name[0] != '.') {
            each_contract(path, call, self);
        }
    }
    assert_int_equal(closedir(directory), 0);
}

static void every_contract_keeps_its_meaning_and_a_second_time_changes_nothing(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    static const char *const folders[] = {"examples", "tests/golden", "fuzz/corpus/contract"};
    const char *root = getenv("ACCORD_SOURCE");
    found all = {.random = test_random_start("wrapping")};
    for (size_t i = 0; i < ARRAY_COUNT(folders); i++) {
        const char *folder = ac_file_join(&arena, root == NULL ? "." : root, folders[i]);
        each_contract(folder, check_contract, &all);
    }
    assert_true(all.count >= 5);
}

static void the_model_of_layout_stays_as_it_is(void **state)
{
    (void)state;
    static const char *const models[] = {
        "examples/llr/contract.accord", "examples/demo/contract.accord"};
    const char *root = getenv("ACCORD_SOURCE");
    for (size_t i = 0; i < ARRAY_COUNT(models); i++) {
        AC_SCOPED_ARENA(arena);
        accord_error error = {0};
        ac_text source = {0};
        const char *path = ac_file_join(&arena, root == NULL ? "." : root, models[i]);
        assert_accord_ok(ac_file_read(path, AC_CONTRACT_BYTES_MAX, &arena, &source, &error), error);
        assert_text_equal(format_text(&arena, source), source);
    }
}

static void what_does_not_fit_the_buffer_is_told(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(out, 40);
    ac_diagnostics diagnostics;
    ac_diagnostics_init(&diagnostics, &arena);
    assert_int_equal(ac_format(AC_TEXT(HEAD), &out, &diagnostics).code, ACCORD_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_laid_out_so),
        cmocka_unit_test(a_text_that_cannot_be_read_is_refused_with_its_faults),
        cmocka_unit_test(every_contract_keeps_its_meaning_and_a_second_time_changes_nothing),
        cmocka_unit_test(the_model_of_layout_stays_as_it_is),
        cmocka_unit_test(what_does_not_fit_the_buffer_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
