/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_DRIVER_H
#define AC_STORE_DRIVER_H
/* What a database driver gives to db.c. */

#include "store/db.h"

typedef struct ac_query_text {
    const char *name;
    size_t parameters;
    const char *sqlite;
    const char *postgres;
} ac_query_text;

/* A table as it is copied: its key comes first among the columns. */
typedef struct ac_copied_table {
    const char *name;
    ac_query from; /* takes the key after which to go on; gives some rows in the order of keys */
    ac_query to;   /* takes all columns */
    size_t columns;
    size_t keys;
    bool key_is_text[2];
} ac_copied_table;

typedef struct ac_migration {
    int number;
    const char *what;
    const char *hash; /* SHA-256 of the text as it was written */
    const char *sqlite;
    const char *postgres;
} ac_migration;

/* queries.c, made from sql/ */
extern const ac_query_text ac_query_texts[AC_QUERIES];
extern const ac_migration ac_migrations[];
extern const size_t ac_migration_count;
extern const ac_copied_table ac_copied_tables[]; /* what a row names stands in a table before it */
extern const size_t ac_copied_table_count;

typedef struct ac_driver {
    /* Opens; `self` is closed by `close`, also where opening failed half way. */
    accord_status (*open)(const ac_db_options *options, void **self, accord_error *error);
    void (*close)(void *self);
    /* Whether the database has the table of migrations. */
    accord_status (*has_tables)(void *self, bool *has, accord_error *error);
    /* Runs statements without parameters. */
    accord_status (*script)(void *self, const char *text, accord_error *error);
    accord_status (*begin)(void *self, bool write, accord_error *error);
    accord_status (*commit)(void *self, accord_error *error);
    void (*undo)(void *self);
    accord_status (*prepare)(void *self, ac_query query, accord_error *error);
    /* Runs one query, prepared when first used; rows in `arena`, which may be NULL if none is
     * expected. */
    accord_status (*select)(
        ac_arena *arena,
        void *self,
        ac_query query,
        const ac_db_value *values,
        ac_db_rows *rows,
        accord_error *error);
    accord_status (*check_whole)(void *self, accord_error *error);
    ac_text (*version)(ac_arena *arena, void *self);
    const char *(*migration_text)(const ac_migration *migration);
} ac_driver;

extern const ac_driver ac_driver_sqlite;
extern const ac_driver ac_driver_postgres;

#endif
