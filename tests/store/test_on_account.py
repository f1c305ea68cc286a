#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Payments on account in the books: what is paid ahead stands in accounts of its own until the payment that takes
it off is closed, late data move both, and what is left on account of closed quarters is nothing.
usage: test_on_account.py ACCORD SOURCE_ROOT"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server, sql  # noqa: E402
from test_books import LISTS, PRACTICES, SOURCE, Books, Tap, due, posted, visits  # noqa: E402
from test_challenges import balances, paid, quarter  # noqa: E402

LATER = ["2016/17 Q1"]


def contract():
    text = (SOURCE / "contract.accord").read_text()
    return text.replace(
        "PART 4 PAYMENT\n4.1 pay fee,",
        "3.4 advance : GBP flow by month = total seen over practice * price * 30%, rounded to pence\n"
        "3.5 rest : GBP flow by quarter = fee - total advance over quarter\n\n"
        "PART 4 PAYMENT\n4.4 pay advance, monthly, 10 days after freeze, on account of 4.1\n4.1 pay rest,")


def on_account(books):
    return {account: amount for account, amount in balances(books).items() if ":on account " in account}


def close(books, period, known_by, *more):
    books.must("settle", "--period", period, "--known-by", known_by, *more)
    books.must("approve", "--period", period, who="grace")
    books.must("close", "--period", period)


def verified(tap, books, when):
    code, _, said = books.run("verify")
    tap.point(code == 0, f"{when}: the store verifies", said)
    readers = {"hledger": ["hledger", "-f", "kept.journal", "check", "--strict"],
               "ledger": ["ledger", "--args-only", "-f", "kept.journal", "--strict", "--pedantic", "balance"]}
    for reader, words in readers.items():
        books.file("kept.journal", books.must("ledger", "--store", books.where, "--format", reader))
        if shutil.which(reader):
            done = subprocess.run(words, cwd=books.folder, capture_output=True, text=True, timeout=60)
            tap.point(done.returncode == 0, f"{when}: {reader} adds the journal up", done.stderr)
    tap.point("do not agree" not in books.must("ledger", "--store", books.where), f"{when}: the books of both agree")


def begin(books):
    books.begin()
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    books.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", books.file("contract.accord", contract()),
               "--known", "2016-04-01", "--quiet")


def months(tap, books):
    begin(books)
    quarter(books, 1, 2)
    close(books, "2016-04", "2016-06-15", "--as-due")
    stands = on_account(books)
    tap.point(stands["assets:CCG:on account to TRUST"] == 300 == -stands["liabilities:TRUST:on account from CCG"],
              "what is paid on account stands in the books of both", stands)
    tap.point(paid(books, "2016-04")["CCG", "TRUST"] == 300, "and is paid", paid(books, "2016-04"))
    tap.point(not any(account.startswith(("expenses", "income")) for account in balances(books)),
              "but is no cost and no income yet", balances(books))
    verified(tap, books, "a month")

    close(books, "2016/17 Q1", "2016-08-31", "--as-due")
    tap.point(on_account(books) == {}, "the quarter takes all of it into account", on_account(books))
    alone = due(books.export(), "2016-08-31", LATER)
    tap.point({k: v for k, v in posted(books).items() if k[0] == "4.1 2016/17 Q1"} == {
        k: v for k, v in alone.items() if k[0] == "4.1 2016/17 Q1"}, "as the ledger without a store has it", posted(books))
    tap.point(balances(books)["expenses:CCG:clause 4.1"] == 2400 and "expenses:CCG:clause 4.4" not in balances(books),
              "all that the quarter comes to is a cost of its own clause", balances(books))
    verified(tap, books, "a quarter")

    books.month("late.csv", visits("d5-0,P2,2016-05-01", "d5-1,P2,2016-05-02", "d5-2,P1,2016-05-03"), 5, "2016-09-10", "freeze")
    books.month("m7.csv", visits("d7,P2,2016-07-07"), 7, "2016-08-20", "freeze")
    close(books, "2016-07", "2016-09-20")
    stands = on_account(books)
    tap.point(stands["assets:CCG:on account to TRUST"] == 150, "late data leave nothing of it on account, but the next month's",
              stands)
    sums = {account: amount for account, amount in balances(books).items() if account.startswith(("expenses", "income"))}
    folder, latest = books.export(), {}
    for (_, account), amount in due(folder, "2016-09-20", LATER).items():
        latest[account] = latest.get(account, 0) + amount
    latest = {account: amount for account, amount in latest.items() if account.startswith(("expenses", "income"))}
    tap.point(sums == latest and sums, "closed and adjusted are the latest data", (sums, latest))
    verified(tap, books, "late data")


def accrued(tap, books):
    """June is flex: its month and the quarter are accrued, and what is accrued leaves nothing on account either."""
    begin(books)
    quarter(books, 1, 2)
    close(books, "2016/17 Q1", "2016-07-31")
    stands = balances(books)
    tap.point(on_account(books) == {} and stands["liabilities:CCG:accrued to TRUST"] == -(1000 - 450),
              "June and the rest of the quarter are accrued, April and May are due", stands)
    tap.point(stands["liabilities:CCG:due to TRUST"] == -450 and stands["expenses:CCG:clause 4.1"] == 2000,
              "and the quarter is a cost as a whole, its gate undecided", stands)
    verified(tap, books, "flex")
    quarter(books, 2, 1)
    close(books, "2016-07", "2016-09-20")
    stands = balances(books)
    tap.point(stands["assets:CCG:on account to TRUST"] == 150 and "accrued" not in "".join(stands),
              "the freeze makes it due, and only July stands on account", stands)
    verified(tap, books, "freeze")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-on-account-") as name:
        folder = Path(name)
        months(tap, Books(folder / "lite", folder / "lite" / "books.db"))
        accrued(tap, Books(folder / "flex", folder / "flex" / "books.db"))
        if programs() is None:
            print("# PostgreSQL is not installed: tools/setup check")
            return tap.done()
        with server() as address:
            sql(address, "CREATE SCHEMA ahead")
            months(tap, Books(folder / "pg", f"{address}&options=-csearch_path%3Dahead"))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
