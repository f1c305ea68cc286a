#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the store's SQL, written once in sql/, into tables in C for SQLite and PostgreSQL.

usage: make_sql.py header OUT ROOT        the queries by name (store/queries.h)
       make_sql.py source OUT ROOT        the text of queries and migrations (store/queries.c)

Migrations are sql/migrations/NNNN_what.sql, in the order of their numbers, which have no hole. Their
types are INTEGER (64 bits), TEXT and BLOB; a comment line `-- only added to: TABLE` becomes the
triggers that refuse changes. Of every table but `migration` come two queries by which a store is copied,
some rows at a time in the order of its key. Queries are sql/queries/*.sql: each follows a line `-- name: NAME`, ends
with a semicolon, and takes parameters `:name`, numbered in the order in which they first stand.
"""

import hashlib
import re
import sys
from pathlib import Path

SQLITE, POSTGRES = "sqlite", "postgres"


class Fault(Exception):
    pass


def migrations(root):
    """(number, what, text) of every migration."""
    found = []
    for place in sorted((root / "sql/migrations").glob("*.sql")):
        matched = re.fullmatch(r"(\d{4})_([a-z_]+)\.sql", place.name)
        if not matched or int(matched[1]) != len(found) + 1:
            raise Fault(f"{place}: expected {len(found) + 1:04}_what.sql")
        found.append((int(matched[1]), matched[2], place.read_text(encoding="utf-8")))
    return found


def refusals(store, table):
    """The triggers that keep a table from being changed."""
    if store == SQLITE:
        return "\n".join(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END;" for verb in ("UPDATE", "DELETE"))
    return (f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION only_added_to();\n"
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();")


POSTGRES_FIRST = """CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''% is only added to'', TG_TABLE_NAME; END';
"""


def migration_for(store, number, text):
    lines = []
    for line in text.splitlines():
        added = re.fullmatch(r"-- only added to: ([a-z_]+)", line)
        if added:
            lines.append(refusals(store, added[1]))
        elif not line.startswith("--"):
            lines.append(line)
    out = "\n".join(line for line in lines if line.strip()) + "\n"
    if store == SQLITE:
        return re.sub(r"^\);$", ") STRICT;", out, flags=re.M)
    out = re.sub(r"\bINTEGER\b", "BIGINT", out)
    out = re.sub(r"\bBLOB\b", "BYTEA", out)
    out = re.sub(r"\bTEXT\b", "TEXT COLLATE \"C\"", out)  # order by bytes, as SQLite does
    return (POSTGRES_FIRST if number == 1 else "") + out


def tables(root):
    """(name, keys, all columns with the keys first) of every table that is copied, in the order in which they
    were made, and {column: type} of each."""
    made = {}
    for _, _, text in migrations(root):
        for name, body in re.findall(r"^CREATE TABLE ([a-z_]+) \(\n(.*?)^\);$", text, flags=re.M | re.S):
            types = dict(re.findall(r"^    ([a-z_0-9]+) (INTEGER|TEXT|BLOB)\b", body, flags=re.M))
            keys = re.findall(r"^    ([a-z_0-9]+) [A-Z]+ PRIMARY KEY", body, flags=re.M)
            for among in re.findall(r"^    PRIMARY KEY \((.*)\)", body, flags=re.M):
                keys += among.split(", ")
            if not keys or len(keys) > 2 or any(types[key] == "BLOB" for key in keys):
                raise Fault(f"table {name}: a primary key of one or two columns, each INTEGER or TEXT, is expected")
            made[name] = (keys, keys + [column for column in types if column not in keys], types)
        for name, column, kind in re.findall(r"^ALTER TABLE ([a-z_]+) ADD COLUMN ([a-z_0-9]+) ([A-Z]+)", text,
                                             flags=re.M):
            made[name][1].append(column)
            made[name][2][column] = kind
    made.pop("migration")
    return made


COPY_ROWS = 64


def copying(root):
    """{name: (text, parameters)} of the queries that copy tables."""
    found = {}
    for table, (keys, columns, _) in tables(root).items():
        names, marks = ", ".join(columns), ", ".join(f":{column}" for column in columns)
        after = (f"{keys[0]} > :{keys[0]}" if len(keys) == 1
                 else f"({', '.join(keys)}) > ({', '.join(f':{key}' for key in keys)})")
        found[f"copy_from_{table}"] = (
            f"SELECT {names} FROM {table} WHERE {after} ORDER BY {', '.join(keys)} LIMIT {COPY_ROWS}", keys)
        found[f"copy_to_{table}"] = (f"INSERT INTO {table} ({names}) VALUES ({marks})", columns)
    return found


def queries(root):
    """(name, text with :names, parameters) of every query, by name."""
    found = copying(root)
    for place in sorted((root / "sql/queries").glob("*.sql")):
        parts = re.split(r"^-- name: (.*)$", place.read_text(encoding="utf-8"), flags=re.M)
        for name, text in zip(parts[1::2], parts[2::2]):
            body = " ".join(line for line in text.split("\n") if not line.startswith("--")).split()
            text = " ".join(body)
            if not re.fullmatch(r"[a-z][a-z_]*", name) or name in found:
                raise Fault(f"{place}: {name}: a name twice, or not in small letters")
            if not text.endswith(";") or text.count(";") != 1:
                raise Fault(f"{place}: {name}: one statement, ended by a semicolon, is expected")
            found[name] = (text[:-1], list(dict.fromkeys(re.findall(r":([a-z_0-9]+)", text))))
    return dict(sorted(found.items()))


def query_for(store, text, parameters):
    mark = "?" if store == SQLITE else "$"
    return re.sub(r":([a-z_0-9]+)", lambda m: f"{mark}{parameters.index(m[1]) + 1}", text)


def c_string(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
    return "\n".join(f'     "{line}\\n"' for line in escaped.rstrip("\n").split("\n"))


def header(root):
    names = "\n".join(f"    AC_QUERY_{name.upper()}, /* {', '.join(parameters) or 'nothing'} */"
                      for name, (_, parameters) in queries(root).items())
    return f"""/* SPDX-License-Identifier: MIT */
/* Made by tools/make_sql.py from sql/ when accord is built. */
#ifndef AC_STORE_QUERIES_H
#define AC_STORE_QUERIES_H

/* Every query of the store, with its parameters. */
typedef enum ac_query {{
{names}
    AC_QUERIES
}} ac_query;

#endif
"""


def source(root):
    rows = []
    for name, (text, parameters) in queries(root).items():
        rows.append(f'    {{"{name}", {len(parameters)},\n'
                    f'{c_string(query_for(SQLITE, text, parameters))},\n'
                    f'{c_string(query_for(POSTGRES, text, parameters))}}},')
    steps = []
    for number, what, text in migrations(root):
        digest = hashlib.sha256(text.encode()).hexdigest()
        steps.append(f'    {{{number}, "{what}", "{digest}",\n'
                     f'{c_string(migration_for(SQLITE, number, text))},\n'
                     f'{c_string(migration_for(POSTGRES, number, text))}}},')
    copied = []
    for table, (keys, columns, types) in tables(root).items():
        text = ", ".join("true" if types[key] == "TEXT" else "false" for key in keys)
        copied.append(f'    {{"{table}", AC_QUERY_COPY_FROM_{table.upper()}, AC_QUERY_COPY_TO_{table.upper()}, '
                      f'{len(columns)}, {len(keys)}, {{{text}}}}},')
    return "\n".join([
        "/* SPDX-License-Identifier: MIT */",
        "/* Made by tools/make_sql.py from sql/ when accord is built. */",
        '#include "store/driver.h"', "",
        "/* A statement may be longer than the 4095 bytes that every compiler must take. */",
        '#pragma GCC diagnostic ignored "-Woverlength-strings"', "",
        "const ac_query_text ac_query_texts[AC_QUERIES] = {", *rows, "};", "",
        "const ac_migration ac_migrations[] = {", *steps, "};", "",
        "const size_t ac_migration_count = sizeof ac_migrations / sizeof ac_migrations[0];", "",
        "const ac_copied_table ac_copied_tables[] = {", *copied, "};", "",
        "const size_t ac_copied_table_count = sizeof ac_copied_tables / sizeof ac_copied_tables[0];", ""])


def main(arguments):
    if len(arguments) != 3 or arguments[0] not in ("header", "source"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        text = (header if arguments[0] == "header" else source)(Path(arguments[2]))
    except Fault as fault:
        print(f"make_sql: {fault}", file=sys.stderr)
        return 1
    Path(arguments[1]).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
