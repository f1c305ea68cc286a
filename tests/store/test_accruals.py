#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Accruals: what rests on flex figures is accrued by its closing and paid by nobody; once its data are frozen the
accrual is turned back and what is due is posted, and all of it is what the latest data give.
usage: test_accruals.py ACCORD SOURCE_ROOT"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server, sql  # noqa: E402
from test_books import LISTS, PRACTICES, SOURCE, Books, Tap, due, posted, rows, visits  # noqa: E402
from test_challenges import balances, paid, quarter, raised  # noqa: E402


def close(books, period, known_by, *more):
    text = books.must("settle", "--period", period, "--known-by", known_by, *more)
    books.must("approve", "--period", period, who="grace")
    books.must("close", "--period", period)
    return text


def renamed(sums):
    """What is due, as it stands where it is accrued."""
    return {(code, account.replace(":due to ", ":accrued to ").replace(":due from ", ":accrued from ")): amount
            for (code, account), amount in sums.items()}


def accrued(tap, books):
    books.begin_contract()
    quarter(books, 1, 2)
    settle = ("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-31")
    plain, text = books.must(*settle, "--as-due", "--dry-run"), books.must(*settle, "--dry-run")
    tap.point("1 payment rests on data that are not frozen, and is accrued" in text and "accrued" not in plain,
              "what is to be accrued is said", text)
    books.must(*settle)
    code, _, said = raised(books, "3.00", more=("--due", "2099-12-31"))
    tap.point(code == 0, "what is to be accrued can be challenged", said)
    text = close(books, "2016/17 Q1", "2016-07-31")
    flex = due(books.export(), "2016-07-31", ["2016/17 Q1"])
    tap.point(posted(books) == renamed(flex) and flex, "flex is accrued, in the books of both", posted(books))
    tap.point(paid(books, "2016/17 Q1") == {}, "and nothing of it is paid", paid(books, "2016/17 Q1"))
    tap.point("suspense" not in "".join(balances(books)), "nor held, since nothing is due", balances(books))
    code, _, said = books.run("verify")
    tap.point(code == 0, "the store verifies", said)

    # The freeze of April with a visit more; the rest is frozen by its days.
    books.month("a.csv", visits("x0,P2,2016-04-01", "x1,P1,2016-04-04", "x2,P2,2016-04-20"), 4, "2016-08-05", "freeze")
    quarter(books, 2, 1)
    close(books, "2016/17 Q2", "2016-10-31")
    frozen = due(books.export(), "2016-10-31", ["2016/17 Q1"])
    later = renamed(due(books.export(), "2016-10-31", ["2016/17 Q2"]))
    payments = {key: amount for key, amount in posted(books).items() if key[0] != "challenge 1"}
    tap.point(payments == {**frozen, **later} and frozen != flex, "the freeze makes what is due, and the next flex is accrued",
              (payments, frozen, later))
    kinds = books.query("SELECT kind, code, date FROM entry WHERE closing = 2 ORDER BY number")
    tap.point([(kind, code) for kind, code, _ in kinds] == [
        ("reversal", "4.1 2016/17 Q1"), ("again", "4.1 2016/17 Q1"), ("due", "4.1 2016/17 Q2"), ("reversal", "challenge 1")],
        "the accrual is turned back, what is due is stated, and what is disputed of it is held", kinds)
    now = balances(books)
    share = -frozen["4.1 2016/17 Q1", "liabilities:CCG:due to TRUST"]
    tap.point(now["liabilities:CCG:suspense TRUST"] == -300 and paid(books, "2016/17 Q2")["CCG", "TRUST"] == share - 300,
              "the rest of it is paid", (now, paid(books, "2016/17 Q2")))
    code, _, said = books.run("verify")
    tap.point(code == 0, "the store verifies again", said)
    readers = {"hledger": ["hledger", "-f", "kept.journal", "check", "--strict"],
               "ledger": ["ledger", "--args-only", "-f", "kept.journal", "--strict", "--pedantic", "balance"]}
    for reader, words in readers.items():
        books.file("kept.journal", books.must("ledger", "--store", books.where, "--format", reader))
        if shutil.which(reader):
            done = subprocess.run(words, cwd=books.folder, capture_output=True, text=True, timeout=60)
            tap.point(done.returncode == 0, f"and {reader} adds it up again", done.stderr)
    tap.point("do not agree" not in books.must("ledger", "--store", books.where), "the books of both agree")


def early(tap, folder):
    """Frozen before the payment's own day, it is due on that day and not earlier."""
    books = Books(folder, folder / "books.db")
    books.begin()
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    text = (SOURCE / "contract.accord").read_text()
    text = text.replace("PART 4 PAYMENT", "3.4 visit-fee : GBP flow by month = total seen over practice * price * 10%,\n"
                        "      rounded to pence\n\nPART 4 PAYMENT\n4.4 pay visit-fee, monthly, 10 days after freeze")
    books.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", books.file("contract.accord", text),
               "--known", "2016-04-01", "--quiet")
    quarter(books, 1, 2)
    close(books, "2016/17 Q1", "2016-07-31")
    for month in (4, 5, 6):
        books.month(f"f{month}.csv", visits(f"f{month},P2,2016-0{month}-07"), month, "2016-08-02", "freeze")
    books.month("m7.csv", visits("d7,P2,2016-07-07"), 7, "2016-08-08", "flex")
    close(books, "2016-07", "2016-08-10")
    lines = rows(books.must("payments", "--period", "2016-07"))
    days = {line["code"]: line["due"] for line in lines if line["payee"] == "TRUST" and line["kind"] == "again"}
    tap.point(days["4.1 2016/17 Q1"] == "2016-08-21" and days["4.4 2016-06"] == "2016-08-21",
              "what was accrued is due no earlier than its own day", days)
    tap.point("4.4 2016-07" not in {line["code"] for line in lines} and books.run("verify")[0] == 0,
              "and what is not frozen is not due", lines)


def due_stays(tap, folder):
    """Flex that was posted as due is adjusted as due, though what comes after it is accrued."""
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    quarter(books, 1, 2)
    close(books, "2016/17 Q1", "2016-07-31", "--as-due")
    was = due(books.export(), "2016-07-31", ["2016/17 Q1"])
    tap.point(posted(books) == was and was, "where flex is paid it is due", posted(books))
    books.month("a.csv", visits("x0,P2,2016-04-01", "x1,P1,2016-04-04", "x2,P2,2016-04-20"), 4, "2016-08-01", "flex")
    quarter(books, 2, 1)
    text = close(books, "2016/17 Q2", "2016-10-31")
    folder = books.export()
    now = due(folder, "2016-10-31", ["2016/17 Q1"])
    tap.point("Of periods closed before, 1 payment" in text and now != was and posted(books) == {
        **now, **renamed(due(folder, "2016-10-31", ["2016/17 Q2"]))}, "and stays due, at what it comes to now", posted(books))
    code, _, said = books.run("verify")
    tap.point(code == 0, "and the store verifies", said)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-accruals-") as name:
        folder = Path(name)
        accrued(tap, Books(folder / "accrued", folder / "accrued" / "books.db"))
        early(tap, folder / "early")
        due_stays(tap, folder / "due")
        if programs() is None:
            print("# PostgreSQL is not installed: tools/setup check")
            return tap.done()
        with server() as address:
            sql(address, "CREATE SCHEMA accrued")
            accrued(tap, Books(folder / "pg", f"{address}&options=-csearch_path%3Daccrued"))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
