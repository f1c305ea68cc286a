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
            "AND (p.counterparty <> '' OR e.code NOT LIKE 'challenge %') "
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
        table = Page(books.must(*words, "html")).tables["Adjustments of periods that were closed before, and challenges"]
        shown = {r[0]: [pence(r[2]), pence(r[3])] for r in table[1:]}
        because = {r[0]: r[5] for r in table[1:]}
        tap.point(all((": duplicate, " in because[code]) == code.startswith("challenge ") for code in because),
                  f"{party}: and what became of a challenge", because)
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
        for party in ("CCG", "GPCO", "TRUST", "P1", "P2"):
            comes = sum(amount * ((payee == party) - (payer == party)) for (payer, payee), amount in paid.items())
            words = ("statement", "--period", period, "--party", party, "--quiet", "--format")
            told = json.loads(books.must(*words, "json"))["due-by-closing"]
            tap.point([one["due"]["minor"] for one in told] in ([comes], [] if comes == 0 else None),
                      f"{period}: {party} is told what is paid", (told, comes))
            page = books.must(*words, "html")
            stands = Page(page).tables[next(c for c in Page(page).tables if c.startswith("What is due"))][-1][5]
            verb = "pay" if comes < 0 else "receive"
            said = f"By closing {period}, {party} is to {verb} £{abs(comes) / 100:,.2f} in all"
            tap.point((said in page) == (pence(stands) != comes), f"{period}: and on its page, where it is not its sum {party}",
                      (stands, said))
    lines = rows(books.must("payments", "--period", "2016/17 Q2"))
    tap.point({line["kind"] for line in lines} == {"due", "reversal", "again", "released"}, "with what is turned back", lines)
    code, _, said = books.run("payments", "--period", "2016/17 Q3")
    tap.point(code == 1 and "is not closed" in said, "nothing is paid of what is not closed", said)
    books.must("payments", "--period", "2016/17 Q1", "-o", "paid.csv")
    code, _, said = books.run("payments", "--period", "2016/17 Q2", "-o", "paid.csv")
    tap.point(code == 1 and "is there already" in said and "2016-08-21" in (books.folder / "paid.csv").read_text(),
              "a payment file is never written over", said)


def moved(tap, books):
    """What moved between two settlements, and since: their own figures, by the files that came in between."""
    def asked(*words):
        return json.loads(books.must("diff", "--store", books.where, "--format", "json", "--quiet", *words))

    def practices(diff):
        return {(line["what"], line["party"]): tuple(Fraction(amount) for amount in (
                    line["was"], line["is"], sum(Fraction(part["amount"]) for part in line["parts"])))
                for line in diff["lines"] if line["role"] == "practice" and line["period"] == "2016/17 Q1"}

    between = practices(asked("--settlement", "2", "--settlement-new", "3"))
    told = json.loads(books.must("statement", "--period", "2016/17 Q2", "--party", "P1", "--quiet", "--format", "json"))
    adjusts = {a["payment"]: (a["was"]["minor"], a["is"]["minor"]) for a in told["adjustments"]
               if not a["payment"].startswith("challenge ")}
    tap.point({f"{what} 2016/17 Q1": (was * 100, now * 100) for (what, who), (was, now, _) in between.items() if who == "P1"} == adjusts
              and adjusts, "what moved between two settlements is what the later one adjusts", (between, adjusts))
    since = practices(asked("--settlement", "3"))
    tap.point({key: value[0] for key, value in since.items()} == {key: value[1] for key, value in between.items()},
              "what came since goes on from there", since)
    tap.point(all(now - was == parts != 0 for both in (between, since) for was, now, parts in both.values()),
              "and parts come to each change", (between, since))
    tap.point(asked() == asked("--settlement", "3"), "without a word the last settlement is held against what is there")
    tap.point(not practices(asked("--settlement", "3", "--known-by-new", "2016-12-31")), "nothing had come by then")
    for words, expected in ((("--settlement", "9"), "2 (2016/17 Q1), 3 (2016/17 Q2)"), (("--settlement-new", "9"), "no such settlement"),
                            (("--data", "out"), "leave out"), (("contract.accord",), "leave out"),
                            (("--known-by", "2016-01-01"), "leave out"),
                            (("--settlement-new", "3", "--known-by-new", "2016-12-31"), "a settlement has its day")):
        code, _, said = books.run("diff", "--store", books.where, *words)
        tap.point(code == 2 and expected in said, f"diff refuses {' '.join(words)}", said)
    code, _, said = books.run("diff", "contract.accord", "--data", "data", "--settlement", "2")
    tap.point(code == 2 and "with --store only" in said, "a settlement is of a store", said)


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


def unsaid(tap, books):
    """Where neither a store nor a contract is named, it is the store that the environment names."""
    where = books.where
    for words in (("statement", "--quiet"), ("explain", "--value", "seen", "--at", "P1,2016-04", "--quiet"), ("ledger",)):
        tap.point(books.must(*words) == books.must(*words, "--store", where), f"{words[0]} is of ACCORD_STORE")
        code, _, said = books.run(*words, "contract.accord")
        tap.point(code == 2 and "--data DIR" in said, f"{words[0]} of a contract is of no store", said)
        nowhere = Books(books.folder, "")
        code, _, said = nowhere.run(*words)
        tap.point(code == 2 and "--store STORE" in said, f"{words[0]} of nothing is refused", said)


def ahead(tap, books):
    """A day to come cannot be settled by: what is closed by it would keep every other period open until then."""
    words = ("settle", "--period", "2016/17 Q2", "--known-by", "2999-01-01")
    books.must(*words, "--dry-run")
    before = books.query("SELECT count(*) FROM settlement")
    code, _, said = books.run(*words)
    tap.point(code == 1 and "2999-01-01 has not come yet" in said and books.query("SELECT count(*) FROM settlement") == before,
              "and keep nothing of it", said)


def redecided(tap, books):
    """Late data that decide a gate otherwise are told so, and only what is adjusted is told as moved."""
    books.begin()
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    contract = (SOURCE / "contract.accord").read_text()
    at = contract.index("3.1 gate")
    gate = "3.1 gate busy each quarter : total (total seen over practice) over quarter >= 4 attendance\n"
    books.file("gated.accord", contract[:at] + gate + contract[contract.index("3.2 rate"):])
    books.file("visits.layout", (SOURCE / "visits.layout").read_text() + "refuse at most 60%\n")
    books.must("import", "lists.csv", "practices.csv", "visits.layout", "gated.accord", "--known", "2016-04-01", "--quiet")
    bad = "x9,P9,2016-07-03"
    for month in range(4, 10):
        days = [f"d{month}-{i},P2,2016-0{month}-0{i + 1}" for i in range(2 if month < 7 else 1)] + [bad] * (month == 7)
        books.month(f"m{month}.csv", visits(*days), month, f"2016-{month + 1:02}-20", "flex")
    books.close("2016/17 Q1", "2016-08-05")
    for month in range(4, 7):
        books.month(f"f{month}.csv", visits(f"d{month}-0,P2,2016-0{month}-01"), month, "2016-08-20", "freeze")
    said = books.must("settle", "--period", "2016/17 Q2", "--known-by", "2016-12-31")
    moved = said[said.index("What moved"):]
    tap.point("gate busy for 2016/17 Q1 (clause 3.1) was met, and is missed" in moved, "settling says which gate", moved)
    tap.point("1 payment comes out" in said and "4.1  2016/17 Q2" not in moved and "was £36.00, is £12.00: -£24.00" in moved and
              moved.count("-£24.00") >= 2, "and what moved is what is adjusted", moved)
    words = ("statement", "--period", "2016/17 Q2", "--quiet", "--format")
    told = json.loads(books.must(*words, "json"))["gates-decided-otherwise"]
    tap.point(told == [{"gate": "busy", "clause": "3.1", "period": "2016/17 Q1", "was": "met", "is": "missed"}], "JSON says it", told)
    for more in ((), ("--refused", "refused.csv")):
        said = books.run("statement", "--period", "2016/17 Q2", *more)[2]
        tap.point("1 row was refused when their files were counted" in said and "mend" not in said, f"rows that were let go are not written {more}", said)
    page = books.must(*words, "html", "--party", "P1")
    tap.point("Decided otherwise by what came to be known: gate busy for 2016/17 Q1" in page, "and a practice's page", page)
    _, _, said = books.run("import", books.file("bad.csv", visits(*[f"g{i},P1,2016-10-01" for i in range(200)], bad)),
                              "--as-name", "visits.csv", "--covers-from", "2016-10-01", "--covers-until", "2016-10-31",
                              "--known", "2016-11-20")
    tap.point("the days that its file covers" in said and "manifest" not in said, "no manifest is spoken of", said)


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
        unsaid(tap, books)
        moved(tap, books)
        in_every_form(tap, books, out)
        adjusted(tap, books)
        payments(tap, books)
        gated = Books(books.folder / "redecided", books.folder / "redecided/books.db")
        redecided(tap, gated)
        ahead(tap, gated)
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
