#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Backups: a store comes back from one as it was, from either database into either; whatever is done
to the file is found before anything is made; and one is made while others write.
usage: test_backup.py ACCORD SOURCE_ROOT [SEED]"""

import random
import sqlite3
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server, sql  # noqa: E402
from test_books import SEED, Books, Tap, visits  # noqa: E402

TABLES = ["migration", "store", "person", "document", "submission", "audit", "settlement", "approval", "closing",
          "entry", "posting", "control", "control_line", "waiver", "tied",
          "deadline", "challenge", "reply", "resolution"]
DAMAGES = 100


def filled(folder):
    """A store with closed and adjusted periods, a tie-out that was waived, and a challenge that was upheld."""
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    for month in range(4, 10):
        books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, f"2016-{month + 1:02}-20", "flex")
    books.must("import", "--kind", "tie-outs", books.file("values.csv", "part,value\npractices,seen\n"))
    books.must("import", "--kind", "control-totals",
               books.file("totals.csv", "part,period,amount,reference\ncommissioner,2016/17 Q1,5,C-1\n"))
    books.must("settle", "--period", "2016/17 Q1", "--known-by", "2016-08-31")
    books.must("challenge", "deadline", "--period", "2016/17 Q1", "--challenge-by", "2099-01-01", "--reply-by", "2099-02-01")
    books.must("challenge", "raise", "--period", "2016/17 Q1", "--payment", "4.1", "--payer", "CCG", "--payee", "TRUST",
               "--value", "1.50", "--reason", "duplicate", "--owner", "ada", "--note", "seen twice")
    books.must("settle", "--period", "2016/17 Q1", "--known-by", "2016-08-31")
    for who in ("ada", "grace"):
        books.must("tieout", "--period", "2016/17 Q1", "--waive", "practices", "--difference", "-2", "--reason",
                   "two of another alliance", who=who)
    books.must("approve", "--period", "2016/17 Q1", who="grace")
    books.must("close", "--period", "2016/17 Q1")
    books.must("challenge", "reply", "1", "--answer", "partly", "--accepted", "0.50", "--evidence", "the list", who="grace")
    books.must("challenge", "resolve", "1", "--upheld", "0.50", "--by", "credit", "--note", "agreed")
    books.month("late.csv", visits("x1,P1,2016-04-09", "x2,P1,2016-04-10"), 4, "2016-09-01", "freeze")
    books.close("2016/17 Q2", "2016-12-31")
    books.file("anchors.txt", "\n".join(books.anchors) + "\n")
    return books


def held(books):
    """Every row of every table, bytes as hexadecimal digits."""
    out = {}
    for table in TABLES:
        columns = {"document": "sha256, size, hex(bytes)"}.get(table, "*")
        if books.where.startswith("postgresql:"):
            columns = columns.replace("hex(bytes)", "upper(encode(bytes, 'hex'))")
            lines = sql(books.where, f"SELECT {columns} FROM {table}").splitlines()
            out[table] = sorted(lines)
        else:
            out[table] = sorted("|".join("" if cell == "None" else cell for cell in row)
                                for row in books.query(f"SELECT {columns} FROM {table}"))
    return out


def at(books, where):
    """The same folder and people over another store."""
    other = Books(books.folder, where)
    return other


def round_trips(tap, books):
    before = held(books)
    code, _, said = books.run("backup", "one.backup")
    tap.point(code == 0 and "anchor" in said, "a backup is made, and the anchor said", said)
    tap.point((books.folder / "one.backup").read_bytes().startswith(b"accord backup 1\nstore "), "it says what it is")
    tap.point(not list(books.folder.glob("one.backup.*")), "and nothing is left beside it")
    code, _, said = books.run("backup", "one.backup")
    tap.point(code == 1 and "is there already" in said, "a file that is there is left as it is", said)
    code, _, said = books.run("restore", "one.backup")
    tap.point(code == 1 and "there is a store already" in said and held(books) == before,
              "a store that is there is left as it is", said)
    code, _, said = books.run("restore", "one.backup", "--store", "again.db")
    again = at(books, books.folder / "again.db")
    tap.point(code == 0 and held(again) == before, "the store comes back, row by row", said)
    code, _, said = again.run("verify", "--anchor", "anchors.txt")
    tap.point(code == 0, "and verifies, every closed period settled anew", said)
    again.month("m10.csv", visits("z1,P1,2016-10-09"), 10, "2016-11-20", "flex")
    tap.point(again.run("verify")[0] == 0, "people go on working with it")
    code, out, said = books.run("restore", "--check", "one.backup")
    tap.point(code == 0 and "is whole" in said, "a backup can be looked at alone", said)
    for words, expected in ((("restore", "none.backup", "--store", "x.db"), "none.backup"),
                            (("restore", "anchors.txt", "--store", "x.db"), "is no backup"),
                            (("backup", "nowhere/one.backup"), "nowhere")):
        code, _, said = books.run(*words)
        tap.point(code == 1 and expected in said and not (books.folder / "x.db").exists(), f"refused: {words[1]}", said)


def damages(tap, books, draw):
    """Bytes changed, taken out, put in, swapped, cut off or added, anywhere."""
    whole = (books.folder / "one.backup").read_bytes()
    missed = []
    for number in range(DAMAGES):
        bad = bytearray(whole)
        place = draw.randrange(len(bad)) if number % 5 else draw.randrange(300)  # often in the first lines
        kind = ("flip", "cut", "lose", "gain", "swap", "zero")[number % 6]
        if kind == "flip":
            bad[place] ^= 1 << draw.randrange(8)
        elif kind == "cut":
            del bad[place:]
        elif kind == "lose":
            del bad[place:place + draw.randint(1, 4096)]
        elif kind == "gain":
            place = draw.choice((place, len(bad)))
            bad[place:place] = bytes(draw.randrange(256) for _ in range(draw.randint(1, 20)))
        elif kind == "swap":
            other = draw.randrange(len(bad) - 64)
            bad[place:place + 64], bad[other:other + 64] = bad[other:other + 64], bad[place:place + 64]
        else:
            bad[place:place + 4096] = bytes(min(4096, len(bad) - place))
        if bytes(bad) == whole:
            continue
        (books.folder / "bad.backup").write_bytes(bad)
        words = ("restore", "bad.backup", "--store", "bad.db") if number % 4 == 0 else ("restore", "--check", "bad.backup")
        code, _, said = books.run(*words)
        if code not in (1, 3) or not ("is damaged" in said or "is no backup" in said) or (books.folder / "bad.db").exists():
            missed.append(f"{kind} at {place}: {code} {said}")
    tap.point(not missed, f"of {DAMAGES} damaged backups none is taken", "\n".join(missed))
    tap.point(not list(books.folder.glob("accord-restore-*")), "and no file of a moment is left")
    lost = (books.folder / "books.db").read_bytes()

    db = sqlite3.connect(books.folder / "books.db", isolation_level=None)
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("UPDATE audit SET person = 'eve' WHERE number = 3")
    db.close()
    code, _, said = books.run("backup", "two.backup")
    tap.point(code == 3 and not list(books.folder.glob("two.backup*")), "of a store that was changed no backup is made", said)
    (books.folder / "books.db").write_bytes(lost)


def under_load(tap, books):
    """Backups while people come in: each is whole, and holds a state that there was."""
    wrong, stop = [], threading.Event()

    def write():
        for number in range(12):
            code, _, said = books.run("person", "add", f"p{number}", "--name", "Someone", "--new-key", f"p{number}.key")
            if code != 0:
                wrong.append(said)
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    made = 0
    while not stop.is_set() or made == 0:
        code, _, said = books.run("backup", f"load-{made}.backup")
        checked = books.run("restore", "--check", f"load-{made}.backup")
        if code != 0 or checked[0] != 0:
            wrong.append(f"{code} {said} {checked}")
        made += 1
    writer.join()
    tap.point(not wrong, f"{made} backups beside a writer, each whole", "\n".join(wrong))
    (books.folder / "later.txt").write_text("\n".join(books.anchors[-1:]) + "\n")


def databases(tap, books):
    """From SQLite to PostgreSQL and back."""
    if programs() is None:
        print("# PostgreSQL is not installed: the other database is not tried")
        return
    before = held(books)
    books.run("backup", "here.backup")
    with server() as address:
        there = at(books, address)
        code, _, said = books.run("restore", "here.backup", "--store", address)
        tap.point(code == 0, "a backup of SQLite becomes a store in PostgreSQL", said)
        same = held(there)
        tap.point(same == before, "which holds the same rows", [t for t in TABLES if same[t] != before[t]])
        code, _, said = there.run("verify", "--anchor", "anchors.txt")
        tap.point(code == 0, "and verifies", said)
        code, _, said = there.run("restore", "here.backup")
        tap.point(code == 1 and "already" in said, "a store in PostgreSQL is left as it is", said)
        code, _, said = there.run("backup", "there.backup")
        tap.point(code == 0, "a backup is made of it", said)
    back = at(books, books.folder / "back.db")
    code, _, said = books.run("restore", "there.backup", "--store", back.where)
    tap.point(code == 0 and held(back) == before and back.run("verify", "--anchor", "anchors.txt")[0] == 0,
              "and back in SQLite it is as it was", said)


def main():
    tap = Tap()
    draw = random.Random(SEED)
    print(f"# seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="accord-backup-") as name:
        books = filled(Path(name))
        round_trips(tap, books)
        damages(tap, books, draw)
        under_load(tap, books)
        databases(tap, books)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
