#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Statements and explanations of what a store settled: those of the same files in a folder, the same bytes
whatever comes in later, and in every form.
usage: test_stored.py ACCORD SOURCE_ROOT"""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server  # noqa: E402
from test_backup import filled  # noqa: E402
from test_books import Books, Tap, over, visits  # noqa: E402

ASKED = {
    "as text": ("statement", "--period", "2016/17 Q1"),
    "as CSV": ("statement", "--period", "2016/17 Q1", "--format", "csv"),
    "as JSON": ("statement", "--settlement", "1", "--format", "json"),
    "of one party": ("statement", "--period", "2016/17 Q1", "--party", "GPCO"),
    "explained": ("explain", "--settlement", "1", "--value", "4.1", "--at", "P1,2016/17 Q1"),
    "explained as JSON": ("explain", "--settlement", "1", "--value", "seen", "--at", "P2,2016-04", "--format", "json"),
}


def stated(books):
    return {name: books.must(*words, "--store", books.where, "--quiet") for name, words in ASKED.items()}


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-stored-") as name:
        books = filled(Path(name))
        first = stated(books)
        out = books.export()
        for name, text in (("as text", ()), ("as CSV", ("--format", "csv"))):
            same = over(out, "statement", "--known-by", "2016-08-31", "--period", "2016/17 Q1", *text)
            # An export holds the files that came later too, and the receipt names them.
            tap.point(first[name].split("Receipt")[0].split("file,")[0] == same.split("Receipt")[0].split("file,")[0],
                      f"what was settled is what a folder of its files gives, {name}", (first[name], same))
        tap.point(json.loads(first["as JSON"]) and json.loads(first["explained as JSON"]), "JSON is JSON")
        said = books.run("statement", "--store", books.where, "--period", "2016/17 Q1")[2]
        tap.point("settlement 1 of 2016/17 Q1, as known by 2016-08-31, closed by ada" in said, "it says which", said)
        books.month("more.csv", visits("z1,P1,2016-04-11", "z2,P1,2016-04-12", "z3,P2,2016-04-12"), 4, "2017-01-20", "")
        again = stated(books)
        tap.point(again == first, "later files change nothing of it", [n for n in ASKED if again[n] != first[n]])
        last = books.must("statement", "--store", books.where, "--quiet")
        tap.point("2016/17 Q2" in last and "2016/17 Q1," not in last, "without a word it is the last settlement", last)
        books.must("statement", "--store", books.where, "--format", "xlsx", "-o", "q2.xlsx", "--quiet")
        tap.point((books.folder / "q2.xlsx").read_bytes().startswith(b"PK"), "a workbook is written")
        for words, expected in (
                (("--settlement", "9"), "1 (2016/17 Q1), 2 (2016/17 Q2)"), (("--settlement", "x"), "whole number"),
                (("--period", "2016/17 Q4"), "no such settlement"), (("--known-by", "2016-01-01"), "leave out"),
                (("--data", "out"), "leave out"), (("contract.accord",), "leave out")):
            code, _, said = books.run("statement", "--store", books.where, *words)
            tap.point(code == 2 and expected in said, f"refused: {' '.join(words)}", said)
        for words in (("statement",), ("explain", "--value", "seen", "--at", "P1,2016-04")):
            code, _, said = books.run(*words)
            tap.point(code == 2 and "--store STORE" in said, f"{words[0]} of nothing is refused", said)
        tap.point(not list(books.folder.glob("accord-*")), "no folder of a moment is left")
        if programs() is None:
            print("# PostgreSQL is not installed: the other database is not tried")
            return tap.done()
        books.must("backup", "all.backup")
        with server() as address:
            books.must("restore", "all.backup", "--store", address)
            there = Books(books.folder, address)
            tap.point(stated(there) == first, "and from PostgreSQL the same")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
