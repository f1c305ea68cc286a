/* SPDX-License-Identifier: MIT */
/* Rows of CSV, as the world writes it and as it breaks it. */

#include "accord_test.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "extract/reader.h"
#include "test_files.h"

#include <string.h>

#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* Shows all rows: "line field|field", or "line R-CODE@field <raw>". */
static void show_rows(ac_reader *reader, ac_buffer *shown)
{
    accord_error error;
    for (;;) {
        const ac_row *row = NULL;
        assert_accord_ok(ac_reader_next(reader, &row, &error), error);
        if (row == NULL) {
            return;
        }
        ac_buffer_addf(shown, "%llu ", (unsigned long long)row->line);
        if (row->fault != NULL) {
            ac_buffer_addf(
                shown, "%s@%zu <%.*s>", row->fault, row->fault_field, AC_TEXT_ARG(row->raw));
        }
        for (size_t i = 0; row->fault == NULL && i < row->field_count; i++) {
            ac_buffer_add_z(shown, i == 0 ? "" : "|");
            ac_buffer_add(shown, row->fields[i]);
        }
        ac_buffer_add_char(shown, '\n');
    }
}

typedef struct rows_case {
    const char *name;
    ac_text bytes;
    const char *rows;
} rows_case;

static const rows_case rows_cases[] = {
    {"plain rows",                                     BYTES("a,b\n1,2\n3,4\n"),                     "2 1|2\n3 3|4\n"                  },
    {"heading only",                                   BYTES("a,b\n"),                               ""                                },
    {"heading only, no line end",                      BYTES("a,b"),                                 ""                                },
    {"CRLF",                                           BYTES("a,b\r\n1,2\r\n3,4\r\n"),               "2 1|2\n3 3|4\n"                  },
    {"a byte order mark",
     BYTES("\xEF\xBB\xBF"
           "a,b\n1,2\n"),
     "2 1|2\n"                                                                                                                         },
    {"no last line end",                               BYTES("a,b\n1,2\n3,4"),                       "2 1|2\n3 3|4\n"                  },
    {"empty fields",                                   BYTES("a,b\n,\n"),                            "2 |\n"                           },
    {"empty lines are passed over",                    BYTES("\na,b\n\n1,2\r\n\r\n\n3,4\n\n"),       "4 1|2\n7 3|4\n"                  },
    {"quotes",                                         BYTES("a,b\n\"1\",\"2\"\n\"\",x\n"),          "2 1|2\n3 |x\n"                   },
    {"a quote within quotes",                          BYTES("a,b\n\"say \"\"yes\"\"\",\"\"\"\"\n"), "2 say \"yes\"|\"\n"              },
    {"delimiter within quotes",                        BYTES("a,b\n\"1,5\",2\n"),                    "2 1,5|2\n"                       },
    {"line ends within quotes",                        BYTES("a,b\n\"x\ny\r\nz\",2\n3,4\n"),         "2 x\ny\r\nz|2\n5 3|4\n"          },
    {"quotes at CRLF",                                 BYTES("a,b\r\n1,\"2\"\r\n3,\"4\""),           "2 1|2\n3 3|4\n"                  },
    {"spaces are kept",                                BYTES("a,b\n 1 ,\" 2 \"\n"),                  "2  1 | 2 \n"                     },
    {"one column",                                     BYTES("a\n1\n2\n"),                           "2 1\n3 2\n"                      },
    {"UTF-8",
     BYTES("a,b\n\xC2\xA3"
           "5,\xE2\x82\xAC"
           "6\n"),
     "2 \xC2\xA3"
     "5|\xE2\x82\xAC"
     "6\n"                                                                                                                             },
    {"not UTF-8",
     BYTES("a,b\n1,\xA3"
           "5\n3,4\n"),
     "2 R-UTF8@1 <1,\xA3"
     "5>\n3 3|4\n"                                                                                                                     },
    {"NUL",                                            BYTES("a,b\n1,x\n2,y\n"),                     "2 1|x\n3 2|y\n"                  },
    {"too few columns",                                BYTES("a,b\n1\n3,4\n"),                       "2 R-COLUMNS@1 <1>\n3 3|4\n"      },
    {"too many columns",                               BYTES("a,b\n1,2,3\r\n3,4\n"),                 "2 R-COLUMNS@3 <1,2,3>\n3 3|4\n"  },
    {"truncated: columns",                             BYTES("a,b\n1,2\n3"),                         "2 1|2\n3 R-TRUNCATED@1 <3>\n"    },
    {"truncated: quotes",                              BYTES("a,b\n1,2\n3,\"x"),                     "2 1|2\n3 R-TRUNCATED@1 <3,\"x>\n"},
    {"a stray quote",                                  BYTES("a,b\n1,x\"y\n3,4\n"),                  "2 R-QUOTE@1 <1,x\"y>\n3 3|4\n"   },
    {"text after quotes",                              BYTES("a,b\n\"1\"x,2\n3,4\n"),                "2 R-QUOTE@0 <\"1\"x,2>\n3 3|4\n" },
    {"a quote never closed costs its line only",       BYTES("a,b\n1,\"2\n3,4\n5,6\n"),
     "2 R-TRUNCATED@1 <1,\"2>\n3 3|4\n4 5|6\n"                                                                                         },
    {"a quote closed lines later costs its line only", BYTES("a,b\n1,\"2\n3,4\n5,\"6\"\n"),
     "2 R-QUOTE@1 <1,\"2>\n3 3|4\n4 5|6\n"                                                                                             },
    {"a lone CR is text",                              BYTES("a,b\n1\r2,3\n"),                       "2 1\r2|3\n"                      },
};

static void assert_rows(const rows_case *test, ac_reader *reader)
{
    AC_SCOPED_BUFFER(shown, 1 << 20);
    show_rows(reader, &shown);
    if (!ac_text_is(ac_buffer_text(&shown), test->rows)) {
        fail_msg("%s: got\n%s", test->name, shown.bytes);
    }
    ac_hash hash = ac_hash_of(test->bytes);
    ac_hash found = ac_reader_hash(reader);
    assert_memory_equal(hash.bytes, found.bytes, AC_HASH_BYTES);
    assert_int_equal(ac_reader_done_bytes(reader), test->bytes.size);
    assert_int_equal(ac_reader_total_bytes(reader), test->bytes.size);
}

static void reader_gives_rows_as_written(void **state)
{
    (void)state;
    accord_error error;
    test_folder folder;
    test_folder_make(&folder);
    for (size_t i = 0; i < ARRAY_COUNT(rows_cases); i++) {
        const rows_case *test = &rows_cases[i];
        ac_reader *reader = NULL;
        const char *path = test_write(&folder, "rows.csv", test->bytes);
        assert_accord_ok(ac_reader_open(path, ',', &reader, &error), error);
        assert_rows(test, reader);
        ac_reader_close(reader);
        assert_accord_ok(ac_reader_open_text(test->bytes, "t", ',', &reader, &error), error);
        assert_rows(test, reader);
        ac_reader_close(reader);
    }
    test_remove(&folder, "rows.csv");
    test_remove(&folder, NULL);
}

typedef struct broken_case {
    const char *name;
    ac_text bytes;
    const char *says;
} broken_case;

static const broken_case broken_cases[] = {
    {"empty",                        BYTES(""),                 "file.csv is empty"             },
    {"a byte order mark only",       BYTES("\xEF\xBB\xBF"),     "is empty"                      },
    {"line ends only",               BYTES("\n\r\n"),           "is empty"                      },
    {"UTF-16, little",
     BYTES("\xFF\xFE"
           "a\0,\0"),
     "file.csv is UTF-16 text: save as CSV UTF-8"                                               },
    {"UTF-16, big",                  BYTES("\xFE\xFF\0a\0,"),   "UTF-16 text: save as CSV UTF-8"},
    {"UTF-16, no mark",              BYTES("a\0,\0b\0\n\0"),    "save as CSV UTF-8"             },
    {"a spreadsheet",                BYTES("PK\x03\x04\x14\0"), "is a spreadsheet"              },
    {"gzip that ends too soon",      BYTES("\x1F\x8B\x08\0"),   "is cut off"                    },
    {"a heading that is not UTF-8",  BYTES("\xA3,b\n"),         "not UTF-8"                     },
    {"a heading in open quotes",     BYTES("a,\"b\n1,2\n"),     "inside quotes"                 },
    {"a heading with a stray quote", BYTES("a,b\"c\n1,2\n"),    "stray quote"                   },
    {"CR line ends",                 BYTES("a,b\r1,2\r"),       "CR alone"                      },
};

static void reader_refuses_what_is_not_csv_and_says_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(broken_cases); i++) {
        const broken_case *test = &broken_cases[i];
        ac_reader *reader = NULL;
        accord_error error;
        accord_status status = ac_reader_open_text(test->bytes, "file.csv", ',', &reader, &error);
        if (status.code != ACCORD_EINPUT || strstr(error.message, test->says) == NULL) {
            fail_msg("%s: status %d, %s", test->name, status.code, error.message);
        }
        assert_null(reader);
    }
}

static void reader_says_which_file_cannot_be_opened(void **state)
{
    (void)state;
    ac_reader *reader = NULL;
    accord_error error;
    assert_int_equal(ac_reader_open("/no/such/file.csv", ',', &reader, &error).code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "/no/such/file.csv"));
    assert_int_equal(ac_reader_open("/tmp", ',', &reader, &error).code, ACCORD_EIO);
    assert_non_null(strstr(error.message, "folder"));
}

static void reader_splits_at_any_delimiter(void **state)
{
    (void)state;
    static const char delimiters[] = {';', '\t', '|'};
    for (size_t i = 0; i < sizeof delimiters; i++) {
        char bytes[] = "a;b\n1,5;\"2;3\"\n";
        for (char *at = bytes; *at != '\0'; at++) {
            *at = *at == ';' ? delimiters[i] : *at;
        }
        ac_reader *reader = NULL;
        accord_error error;
        assert_accord_ok(
            ac_reader_open_text(ac_text_of(bytes), "t", delimiters[i], &reader, &error), error);
        const ac_row *row = NULL;
        assert_accord_ok(ac_reader_next(reader, &row, &error), error);
        assert_int_equal(row->field_count, 2);
        assert_true(ac_text_is(row->fields[0], "1,5"));
        assert_int_equal(row->fields[1].size, 3);
        ac_reader_close(reader);
    }
}

static void reader_names_the_field_with_a_nul_byte(void **state)
{
    (void)state;
    ac_reader *reader = NULL;
    accord_error error;
    ac_text bytes = BYTES("a,b,c\n1,2\0,3\n4,5,6\n");
    assert_accord_ok(ac_reader_open_text(bytes, "t", ',', &reader, &error), error);
    const ac_row *row = NULL;
    assert_accord_ok(ac_reader_next(reader, &row, &error), error);
    assert_string_equal(row->fault, "R-NUL");
    assert_int_equal(row->fault_field, 1);
    assert_accord_ok(ac_reader_next(reader, &row, &error), error);
    assert_null(row->fault);
    ac_reader_close(reader);
}

/* A field of `size` characters between two good rows. */
static void read_long_field(size_t size, bool quoted, const char *fault)
{
    AC_SCOPED_BUFFER(bytes, (size_t)4 << 20);
    ac_buffer_add_z(&bytes, quoted ? "a,b\n1,2\n3,\"" : "a,b\n1,2\n3,");
    ac_buffer_add_repeated(&bytes, 'x', size);
    ac_buffer_add_z(&bytes, quoted ? "\"\n5,6\n" : "\n5,6\n");
    ac_reader *reader = NULL;
    accord_error error;
    assert_accord_ok(ac_reader_open_text(ac_buffer_text(&bytes), "t", ',', &reader, &error), error);
    const ac_row *row = NULL;
    assert_accord_ok(ac_reader_next(reader, &row, &error), error);
    assert_accord_ok(ac_reader_next(reader, &row, &error), error);
    if (fault == NULL) {
        assert_null(row->fault);
        assert_int_equal(row->fields[1].size, size);
    } else {
        assert_string_equal(row->fault, fault);
        assert_int_equal(row->fault_field, 1);
    }
    assert_accord_ok(ac_reader_next(reader, &row, &error), error);
    assert_null(row->fault);
    assert_int_equal(row->line, 4);
    assert_true(ac_text_is(row->fields[0], "5"));
    assert_accord_ok(ac_reader_next(reader, &row, &error), error);
    assert_null(row);
    ac_reader_close(reader);
}

static void reader_refuses_a_field_that_is_too_long_and_reads_on(void **state)
{
    (void)state;
    for (int quoted = 0; quoted < 2; quoted++) {
        read_long_field(1000000, quoted == 1, "R-LONG");
        read_long_field(3000000, quoted == 1, "R-LONG");
        read_long_field(AC_FIELD_BYTES_MAX, quoted == 1, NULL);
        read_long_field((size_t)AC_FIELD_BYTES_MAX + 1, quoted == 1, "R-LONG");
    }
}

/* Rows longer than any block or buffer, told apart at each place of them. */
static void reader_gives_the_same_rows_wherever_its_buffer_ends(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(bytes, (size_t)4 << 20);
    AC_SCOPED_BUFFER(expected, (size_t)4 << 20);
    AC_SCOPED_BUFFER(shown, (size_t)4 << 20);
    ac_buffer_add_z(&bytes, "a,b,c\n");
    unsigned line = 2;
    for (unsigned i = 0; i < 20000; i++) {
        unsigned width = i * 7 % 97;
        ac_buffer_addf(&expected, "%u %u|", line, i);
        ac_buffer_add_repeated(&expected, 'y', width);
        ac_buffer_addf(&expected, "|\"%u\n\"\n", i);
        ac_buffer_addf(&bytes, "%u,", i);
        ac_buffer_add_repeated(&bytes, 'y', width);
        ac_buffer_addf(&bytes, ",\"\"\"%u\n\"\"\"%s", i, i % 3 == 0 ? "\r\n" : "\n");
        line += 2;
    }
    ac_reader *reader = NULL;
    accord_error error;
    assert_accord_ok(ac_reader_open_text(ac_buffer_text(&bytes), "t", ',', &reader, &error), error);
    show_rows(reader, &shown);
    assert_true(ac_text_equal(ac_buffer_text(&shown), ac_buffer_text(&expected)));
    ac_reader_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reader_gives_rows_as_written),
        cmocka_unit_test(reader_refuses_what_is_not_csv_and_says_what_it_is),
        cmocka_unit_test(reader_says_which_file_cannot_be_opened),
        cmocka_unit_test(reader_splits_at_any_delimiter),
        cmocka_unit_test(reader_names_the_field_with_a_nul_byte),
        cmocka_unit_test(reader_refuses_a_field_that_is_too_long_and_reads_on),
        cmocka_unit_test(reader_gives_the_same_rows_wherever_its_buffer_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
