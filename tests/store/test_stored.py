#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Statements and explanations of what a store settled: those of the same files in a folder, the same bytes
whatever comes in later, and in every form; and the payment files of what was closed.
usage: test_stored.py ACCORD SOURCE_ROOT"""

import json
import shutil
import sys
import tempfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server  # noqa: E402
from test_backup import filled  # noqa: E402
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "report"))
from statement_read import READERS, Page, pence  # noqa: E402
from test_books import LISTS, PRACTICES, SOURCE, Books, Tap, over, rows, visits  # noqa: E402

ASKED = {
    "as text": ("statement", "--period", "2016/17 Q1"),
    "as CSV": ("statement", "--period", "2016/17 Q1", "--format", "csv"),
    "as JSON": ("statement", "--settlement", "2", "--format", "json"),
    "as a page": ("statement", "--period", "2016/17 Q1", "--format", "html"),
    "of one party": ("statement", "--period", "2016/17 Q1", "--party", "GPCO"),
    "explained": ("explain", "--settlement", "2", "--value", "4.1", "--at", "P1,2016/17 Q1"),
    "explained as JSON": ("explain", "--settlement", "2", "--value", "seen", "--at", "P2,2016-04", "--format", "json"),
}


def stated(books):
    return {name: books.must(*words, "--store", books.where, "--quiet") for name, words in ASKED.items()}


def owed(books, closing):
    """What each party came to owe each other by a closing, from the store itself."""
    return {(payer, payee): -int(amount) for payer, payee, amount in books.query(
        "SELECT p.owner, p.counterparty, sum(p.amount) FROM posting p JOIN entry e ON e.number = p.entry "
        f"WHERE p.class = 'liabilities' AND p.counterparty <> '' AND e.closing = {closing} AND e.ledger = 'live' "
        "GROUP BY p.owner, p.counterparty")}


def in_every_form(tap, books, folder):
    """The totals of a settlement are the same in every form, and those of its files in a folder."""
    for period, known in (("2016/17 Q1", "2016-08-31"), ("2016/17 Q2", None)):
        made = {}
        for form, reader in READERS.items():
            if form == "pdf" and shutil.which("pdftotext") is None:
                print("# poppler-utils is not installed: PDF is not read")
                continue
            out = Path(f"{form}-{period[-2:]}")
            books.must("statement", "--store", books.where, "--period", period, "--each", out, "--format", form, "--quiet")
            made[form] = {code: reader(books.folder / out / f"statement-{code}-{period.replace('/', '-').replace(' ', '-')}.{form}",
                                       code) for code in ("CCG", "GPCO", "P1", "P2")}
        tap.point(all(made[form] == made["csv"] for form in made) and made["csv"]["P1"],
                  f"{period}: the same totals in every form", made)
        if known is not None:
            over(folder, "statement", "--known-by", known, "--period", period, "--format", "html", "-o", "of-folder.html")
            of_folder = READERS["html"](folder / "of-folder.html", None)
            tap.point({key: value for code in made["html"] for key, value in made["html"][code].items()} ==
                      {key: value for key, value in of_folder.items() if key[0] in made["html"]},
                      f"{period}: and in a folder of its files", of_folder)


def adjusted(tap, books):
    """What a page says of closed periods is what the ledger holds of them."""
    for party in ("GPCO", "P1", "CCG"):
        held = books.query(
            "SELECT e.code, e.kind, sum(p.amount) FROM posting p JOIN entry e ON e.number = p.entry WHERE e.closing = 2 AND "
            f"p.owner = '{party}' AND p.class IN ('assets', 'liabilities') AND e.kind <> 'due' AND e.ledger = 'live' "
            "GROUP BY e.code, e.kind ORDER BY 1, 2")
        expected = {}
        for code, kind, amount in held:
            expected.setdefault(code, [0, 0])[kind == "again"] = int(amount) * (1 if kind == "again" else -1)
        words = ("statement", "--store", books.where, "--period", "2016/17 Q2", "--party", party, "--quiet", "--format")
        told = {a["payment"]: [a["was"]["minor"], a["is"]["minor"]] for a in json.loads(books.must(*words, "json"))["adjustments"]}
        tap.point(told == expected and told, f"{party}: what is adjusted is what the ledger holds", (told, expected))
        causes = {a["payment"]: {c["cause"]: c["part"]["minor"] for c in a["causes"]}
                  for a in json.loads(books.must(*words, "json"))["adjustments"]}
        moved = {code: told[code][1] - told[code][0] for code in told}
        tap.point(all(bool(causes[code]) == (moved[code] != 0) and sum(causes[code].values()) == moved[code] for code in told
                      if not code.startswith("challenge "))  # whose title says why
                  and any(moved.values()) == (party != "GPCO"), f"{party}: causes come to the difference", (causes, moved))
        table = Page(books.must(*words, "html")).tables["Adjustments of periods that were closed before"]
        shown = {r[0]: [pence(r[2]), pence(r[3])] for r in table[1:]}
        because = {r[0]: r[5] for r in table[1:]}
        tap.point(shown == expected and all(cause in because[code] for code in causes for cause in causes[code]),
                  f"{party}: also on its page", table)
    first = books.must("statement", "--store", books.where, "--period", "2016/17 Q1", "--party", "P1", "--quiet", "--format", "html")
    tap.point("No payment of a period that was closed before is adjusted." in first and
              "2016/17 Q1 is closed, by ada: these figures stay." in first, "the first closing adjusts none, and is closed")


def payments(tap, books):
    for closing, period in ((1, "2016/17 Q1"), (2, "2016/17 Q2")):
        for net in ((), ("--net",)):
            lines = rows(books.must("payments", "--period", period, *net))
            paid = defaultdict(int)
            for line in lines:
                paid[line["payer"], line["payee"]] += int(Fraction(line["amount"]) * 100)
            tap.point(paid == owed(books, closing) and lines, f"{period} {' '.join(net)}: paid is what is owed", paid)
    lines = rows(books.must("payments", "--period", "2016/17 Q2"))
    tap.point({line["kind"] for line in lines} == {"due", "reversal", "again", "released"}, "with what is turned back", lines)
    code, _, said = books.run("payments", "--period", "2016/17 Q3")
    tap.point(code == 1 and "is not closed" in said, "nothing is paid of what is not closed", said)
    books.must("payments", "--period", "2016/17 Q1", "-o", "paid.csv")
    code, _, said = books.run("payments", "--period", "2016/17 Q2", "-o", "paid.csv")
    tap.point(code == 1 and "is there already" in said and "2016-08-21" in (books.folder / "paid.csv").read_text(),
              "a payment file is never written over", said)


def rehearsed(tap, books):
    """A period in shadow is closed, and can produce no payment file."""
    books.begin()
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    books.file("shadow.accord", (SOURCE / "contract.accord").read_text() + "9.1 shadow until 2016-06-30\n")
    books.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", "shadow.accord", "--known", "2016-04-01",
               "--quiet")
    for month in range(4, 10):
        books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, f"2016-{month + 1:02}-20", "flex")
    books.close("2016/17 Q1", "2016-08-31")
    for net in ((), ("--net",)):
        code, out, said = books.run("payments", "--period", "2016/17 Q1", *net, "-o", "never.csv")
        tap.point(code == 3 and "in shadow" in said and not out and not (books.folder / "never.csv").exists(),
                  f"no payment file of a period in shadow {' '.join(net)}", said)
    books.close("2016/17 Q2", "2016-12-31")
    tap.point(len(rows(books.must("payments", "--period", "2016/17 Q2"))) == 4, "and one of the period after it")


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
        tap.point("settlement 2 of 2016/17 Q1, as known by 2016-08-31, closed by ada" in said, "it says which", said)
        books.month("more.csv", visits("z1,P1,2016-04-11", "z2,P1,2016-04-12", "z3,P2,2016-04-12"), 4, "2017-01-20", "")
        again = stated(books)
        tap.point(again == first, "later files change nothing of it", [n for n in ASKED if again[n] != first[n]])
        last = books.must("statement", "--store", books.where, "--quiet")
        tap.point("2016/17 Q2" in last and "2016/17 Q1," not in last, "without a word it is the last settlement", last)
        books.must("statement", "--store", books.where, "--format", "xlsx", "-o", "q2.xlsx", "--quiet")
        tap.point((books.folder / "q2.xlsx").read_bytes().startswith(b"PK"), "a workbook is written")
        for words, expected in (
                (("--settlement", "9"), "2 (2016/17 Q1), 3 (2016/17 Q2)"), (("--settlement", "0"), "no such settlement"),
                (("--settlement", "x"), "whole number"),
                (("--period", "2016/17 Q4"), "no such settlement"), (("--known-by", "2016-01-01"), "leave out"),
                (("--data", "out"), "leave out"), (("contract.accord",), "leave out")):
            code, _, said = books.run("statement", "--store", books.where, *words)
            tap.point(code == 2 and expected in said, f"refused: {' '.join(words)}", said)
        for words in (("statement",), ("explain", "--value", "seen", "--at", "P1,2016-04")):
            code, _, said = books.run(*words)
            tap.point(code == 2 and "--store STORE" in said, f"{words[0]} of nothing is refused", said)
        in_every_form(tap, books, out)
        adjusted(tap, books)
        payments(tap, books)
        rehearsed(tap, Books(books.folder / "shadow", books.folder / "shadow/books.db"))
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
