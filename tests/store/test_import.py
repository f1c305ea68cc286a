#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is brought in is kept for good, so a file that could not be read to settle is refused while its user
is there, by the name that they know; and the rows that are refused come back, whatever file they are of.
usage: test_import.py ACCORD SOURCE_ROOT"""

import csv
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server  # noqa: E402
from test_books import ACCORD, LISTS, PRACTICES, SOURCE, Books, Tap, visits  # noqa: E402

FILES = "SELECT count(*) FROM submission"
APRIL = ("--covers-from", "2016-04-01", "--covers-until", "2016-04-30")

# Name, bytes, exit status, what is said.
BAD = [
    ("lists.csv", b"", 1, "lists.csv is empty"),
    ("lists.csv", b"practice,quarter\nP1,2016/17 Q1\n", 1, 'lists.csv has no column "list"'),
    ("lists.csv", b"practice,list,quarter\nP1,2016/17 Q1,300\n", 3, "lists.csv:2:"),
    ("lists.csv", b"practice,quarter,list\nP1,2016/17 Q1,many\n", 3, "lists.csv:2:3: refused, R-NUMBER"),
    ("lists.csv", b"practice,quarter,list\nP1,2016-02-30,300\n", 3, "lists.csv:2:2: refused"),
    ("lists.csv", b"practice,quarter,list\nP1,2016/17 Q1,1\xff\n", 3, "R-UTF8"),
    ("lists.csv", b"practice,quarter,list\nP7,2016/17 Q1,300\n", 3, "unknown practice P7"),
    ("lists.csv", b"practice,quarter,list\nP1,2016/17 Q1,9999999999999999\n", 3, "R-LARGE"),
    ("lists.csv", b"practice,quarter,list\nP1,2016/17 Q1,3\nP1,2016/17 Q1,3\n", 3, "R-REPEAT"),
    ("lists.csv", "practice,quarter,list\nP1,2016/17 Q1,3\n".encode("utf-16"), 1, "UTF-16"),
    ("practices.csv", b"surgery,commissioner\nP1,CCG\n", 1, 'practices.csv:1:1: there is no column "practice"'),
    ("practices.csv", b"practice,commissioner\nP1,NOBODY\n", 1, "practices.csv:2:2: NOBODY"),
    ("practices.csv", b"practice,commissioner\nP1,CCG\nP1,CCG\n", 1, "practices.csv:3:1:"),
]


def small_files(tap, books):
    """Each is refused at once, nothing of it is kept, and the mended one is brought in on the same day."""
    books.begin_contract()
    before = books.query(FILES)
    for name, data, status, expected in BAD:
        folder = books.folder / "bad"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        code, _, said = books.run("import", f"bad/{name}", "--known", "2016-05-20")
        good = code == status and expected in said and "/accord-" not in said and "kept as" not in said
        tap.point(good and books.query(FILES) == before, f"{name} is refused: {expected}", f"{code}: {said}")
    for name in ("lists.csv", "practices.csv"):
        (books.folder / name).write_text({"lists.csv": LISTS, "practices.csv": PRACTICES}[name].replace("\n", "\r\n"))
        code, _, said = books.run("import", name, "--known", "2016-05-20")
        tap.point(code == 0 and "kept as" in said, f"{name} with ends of lines of Windows is no fault", said)
    code, _, said = books.run("import", books.file("practices.csv", PRACTICES + "P3,CCG\n"), *APRIL)
    tap.point(code == 1 and "a list is sent whole" in said, "a list of codes covers no days", said)
    code, _, said = books.run("import", books.file("lists.csv", LISTS.replace("2016/17 Q4,100", "2016/17 Q4,")), "--known", "2016-05-21")
    tap.point(code == 0, "a value that is not there yet is no fault", said)
    # What came with it does not matter, nor in which order.
    fresh = Books(books.folder / "fresh", books.folder / "fresh/books.db")
    fresh.begin()
    fresh.file("lists.csv", LISTS)
    code, _, said = fresh.run("import", "lists.csv", SOURCE / "contract.accord", SOURCE / "visits.layout")
    tap.point(code == 0, "lists may come before the practices", said)


def exported(tap, books):
    """The refused rows of all files of a command are written, and come back mended."""
    books.begin()
    contract = (SOURCE / "contract.accord").read_text()
    twice = contract.replace("2.2 input list", "2.4 input again : attendance flow by month\n      counts rows of visits\n"
                             "      month by day\n      flex 20 days after month, freeze 42 days after month\n2.2 input list")
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    books.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", books.file("two.accord", twice),
               "--known", "2016-04-01", "--quiet")
    books.file("visits-1.csv", visits("a1,P1,2016-04-04", "a2,P9,2016-04-05"))
    books.file("visits-2.csv", visits("b1,P1,2016-04-31"))
    books.file("lists.csv", LISTS.replace("300", "3OO", 1))
    code, _, said = books.run("import", "visits-1.csv", "visits-2.csv", "lists.csv", "--submission", "net",
                              "--known", "2016-05-20", "--refused", "refused.csv")
    told = {(Path(row["file"]).name, row["line"], row["reason"])
            for row in csv.DictReader((books.folder / "refused.csv").read_text().splitlines())}
    tap.point(code == 3 and told == {("lists.csv", "2", "R-NUMBER")}, "rows of a small file are written", f"{told} {said}")
    code, _, said = books.run("import", "visits-1.csv", "--submission", "net", "--known", "2016-05-20", "--refused", "one.csv")
    written = list(csv.DictReader((books.folder / "one.csv").read_text().splitlines()))
    tap.point(code == 3 and [row["reason"] for row in written] == ["R-MEMBER"],
              "what one of two inputs refused is not written over by the other", f"{written} {said}")
    mended = (books.folder / "refused.csv").read_text().replace("3OO", "300")
    books.file("refused.csv", mended)
    books.must("mend", "refused.csv", "-o", "mended")
    code, _, said = books.run("import", "mended/lists.csv", "--known", "2016-05-20")
    tap.point(code == 1 and "brought in before" in said, "mended, it is the file that was there", said)


def places(tap, books):
    """Where there is no store, it is said what there is, and what makes one."""
    books.folder.mkdir(exist_ok=True)
    for where, expected in (("none.db", "accord init makes a store"), ("no/such.db", "its folder is not there"),
                            (".", "it is a folder"), ("mysql://host/store", "a database named postgresql://...")):
        code, _, said = Books(books.folder, where).run("verify")
        tap.point(code == 1 and f"the store {where} cannot be opened" in said and expected in said, f"told of {where}", said)
        tap.point(not (books.folder / "none.db").exists(), "and nothing is made there")
    for where in ("no/such.db", ".", "mysql://host/store"):
        code, _, said = Books(books.folder, where).run("init", where, "--name", "Ada")
        tap.point(code == 1 and "cannot be opened" in said, f"nor is a store made in {where}", said)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="brought-in-") as name:
        folder = Path(name)
        for part in (small_files, exported, places):
            part(tap, Books(folder / part.__name__, folder / part.__name__ / "books.db"))
        left = [p.name for p in folder.glob("*/accord-*")]
        tap.point(not left, "no folder of a moment is left", left)
        if programs() is not None:
            with server() as address:
                small_files(tap, Books(folder / "postgres", address))
    return tap.done()


if __name__ == "__main__":
    assert ACCORD
    sys.exit(main())
