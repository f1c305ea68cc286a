#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A store is changed behind accord's back, anywhere: a cell edited, a row deleted, put in or swapped with
another, the end of a table cut off, an old copy put back. `accord verify` with the anchors that were
kept elsewhere finds each.
usage: test_tampers.py ACCORD SOURCE_ROOT [--each N] [--seed N]"""

import argparse
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_backup import TABLES, filled  # noqa: E402
from test_books import Tap  # noqa: E402


def columns(db, table):
    """(name, type, whether it is of the key) of each column."""
    return [(row[1], row[2], row[5] > 0) for row in db.execute(f"PRAGMA table_info({table})")]


def other(draw, value):
    """A value of the same type that is another one."""
    if value is None:
        return 17000
    if isinstance(value, int):
        return value + draw.choice((-86400, -1, 1, 86400))
    if not value:
        return draw.choice(("x", "flex", "freeze")) if isinstance(value, str) else b"x"
    place = draw.randrange(len(value))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ 1 << draw.randrange(8)]) + value[place + 1:]
    letter = draw.choice([c for c in "0123456789abcdefxyz" if c != value[place]])
    return value[:place] + letter + value[place + 1:]


def pick(draw, db, tables=TABLES):
    """A table that has rows, and the rowid of one."""
    table = draw.choice([one for one in tables if db.execute(f"SELECT count(*) FROM {one}").fetchone()[0]])
    rows = [row[0] for row in db.execute(f"SELECT rowid FROM {table}")]
    return table, draw.choice(rows)


def edit(draw, db):
    table, row = pick(draw, db)
    name = draw.choice(columns(db, table))[0]
    value = db.execute(f"SELECT {name} FROM {table} WHERE rowid = ?", (row,)).fetchone()[0]
    db.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (other(draw, value), row))
    return f"{table}.{name} of row {row}, {str(value)[:40]}"


def delete(draw, db):
    table, row = pick(draw, db)
    db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
    return f"{table} row {row}"


def insert(draw, db):
    """A row much like another, with a key of its own."""
    table, row = pick(draw, db, [one for one in TABLES if one not in ("store", "document")])
    made = list(db.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row,)).fetchone())
    for place, (_, kind, is_key) in enumerate(columns(db, table)):
        if is_key or table in ("audit", "entry") and place == len(made) - 1:
            made[place] = made[place] + 1000 if kind == "INTEGER" else other(draw, made[place])
    db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(made))})", made)
    return f"{table} like row {row}"


def swap(draw, db):
    """Two rows change what they hold beside their keys."""
    table, first = pick(draw, db, [one for one in TABLES if one not in ("store", "migration")])
    held = [name for name, _, is_key in columns(db, table) if not is_key]
    rows = db.execute(f"SELECT rowid, {', '.join(held)} FROM {table}").fetchall()
    mine = next(row for row in rows if row[0] == first)
    different = [row for row in rows if row[1:] != mine[1:]]
    if not different:
        raise sqlite3.IntegrityError("nothing to swap with")
    theirs = draw.choice(different)
    sets = ", ".join(f"{name} = ?" for name in held)
    for (row, values) in ((first, theirs[1:]), (theirs[0], mine[1:])):
        db.execute(f"UPDATE {table} SET {sets} WHERE rowid = ?", (*values, row))
    return f"{table} rows {first} and {theirs[0]}"


def truncate(draw, db):
    """The last rows of a table, and for good measure of what came with them."""
    table, _ = pick(draw, db)
    rows = [row[0] for row in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
    count = draw.randint(1, min(4, len(rows)))
    db.execute(f"DELETE FROM {table} WHERE rowid >= ?", (rows[-count],))
    return f"the last {count} of {table}"


KINDS = {"edit": edit, "delete": delete, "insert": insert, "swap": swap, "truncate": truncate}


def tampered(draw, path, kind):
    """Applies a tamper; one that the tables' own rules refuse is drawn anew. What was done, in words."""
    while True:
        db = sqlite3.connect(path)
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        try:
            said = KINDS[kind](draw, db)
            db.commit()
            return said
        except sqlite3.IntegrityError:
            db.rollback()
        finally:
            db.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("accord")
    parser.add_argument("root")
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--seed", type=int, default=20160811)
    asked = parser.parse_args()
    tap, draw = Tap(), random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="accord-tampers-") as name:
        books = filled(Path(name))
        path = Path(books.where)
        whole = path.read_bytes()
        for kind in KINDS:
            missed = []
            for _ in range(asked.each):
                path.write_bytes(whole)
                done = tampered(draw, path, kind)
                code, _, said = books.run("verify", "--anchor", "anchors.txt")
                if code not in (1, 3) or "damaged" not in said and code == 1 and "store" not in said:
                    missed.append(f"{done}: {code} {said}")
            tap.point(not missed, f"{kind}: each of {asked.each} is found", "\n".join(missed))
        missed = []
        path.write_bytes(whole)
        copies = []
        for number in range(asked.each):  # an old copy after each of some changes
            copies.append(path.read_bytes())
            books.must("person", "add", f"p{number}", "--name", "Someone", "--new-key", f"p{number}.key")
        books.file("anchors.txt", "\n".join(books.anchors) + "\n")
        for number, copy in enumerate(copies):
            path.write_bytes(copy)
            code, _, said = books.run("verify", "--anchor", "anchors.txt")
            if code != 3 or "an old copy" not in said:
                missed.append(f"{number}: {code} {said}")
        tap.point(not missed, f"old copies: each of {asked.each} is found", "\n".join(missed))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
