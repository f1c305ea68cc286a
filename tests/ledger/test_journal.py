#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The journal that accord writes is added up again by hledger and by ledger, which know nothing of it:
every entry balances, every balance that is asserted holds, and what each account comes to is what the
statement says. A journal with one penny changed is refused by both.
usage: test_journal.py ACCORD SOURCE_ROOT"""

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, number, rows, run  # noqa: E402

PROGRAMS = {
    "hledger": lambda file: ["hledger", "-f", file, "check", "--strict"],
    "ledger": lambda file: ["ledger", "--args-only", "-f", file, "--strict", "--pedantic", "balance"],
}


def reads(program, text, folder):
    """Whether the program takes the journal; with its words if not."""
    file = folder / f"{program}.journal"
    file.write_text(text)
    done = subprocess.run(PROGRAMS[program](str(file)), capture_output=True, text=True, timeout=120)
    return done.returncode == 0, done.stderr[-2000:]


def hledger_balances(text, folder):
    """What hledger says each account comes to, by full name."""
    file = folder / "balances.journal"
    file.write_text(text)
    out = subprocess.run(["hledger", "-f", str(file), "balance", "--flat", "--no-elide", "-O", "csv", "--no-total"],
                         capture_output=True, text=True, timeout=120, check=True).stdout
    found = {}
    for row in csv.DictReader(io.StringIO(out)):
        amount = re.sub(r"[A-Z ,]", "", row["balance"])
        if Fraction(amount or 0) != 0:
            found[row["account"]] = Fraction(amount)
    return found


def later_clauses(contract):
    """By the number of a clause that is paid on account, that of the one which takes it into account."""
    said = re.sub(r"\n\s+", " ", Path(contract).read_text())
    return dict(re.findall(r"(?m)^([\d.]+[a-z]?) pay .* on account of ([\d.]+[a-z]?)", said))


def quarter_of(month):
    """2016/17 Q1 of 2016-05: the contracts here that pay on account by months have years from 1 April."""
    year, number_of_month = map(int, month.split("-"))
    since_april = (number_of_month - 4) % 12
    begun = year if number_of_month >= 4 else year - 1
    return f"{begun}/{(begun + 1) % 100:02} Q{since_april // 3 + 1}"


def stated_balances(statement, root, later):
    """What each account must come to, from the lines of the statement alone."""
    sums = defaultdict(Fraction)
    passed_by = {}
    stated = {(row["clause"], row["period"], row["shadow"]) for row in rows(statement)
              if row["role"] == "payment" and row["state"] == "known"}
    for row in rows(statement):
        shadow = row["shadow"] == "yes"
        if row["state"] != "known" or shadow != (root == "shadow:"):
            continue
        role, amount = row["role"], number(row["amount"])
        if role in ("payment", "payer", "payee"):
            continue
        if row["party"] == row["counterparty"]:
            continue  # what a party keeps is due from nobody
        leg = role == "leg"
        payer, payee = (row["party"], row["counterparty"]) if leg else (row["counterparty"], row["party"])
        sums[f"{root}liabilities:{payer}:due to {payee}"] -= amount
        sums[f"{root}assets:{payee}:due from {payer}"] += amount
        clause = later.get(row["clause"], row["clause"])
        if clause != row["clause"] and (clause, quarter_of(row["period"]), row["shadow"]) not in stated:
            sums[f"{root}assets:{payer}:on account to {payee}"] += amount
            sums[f"{root}liabilities:{payee}:on account from {payer}"] -= amount
            continue
        expense = f"clause {clause}" if leg else passed_by.get(payer, "passed on")
        sums[f"{root}expenses:{payer}:{expense}"] += amount
        sums[f"{root}income:{payee}:clause {clause}"] -= amount
    return {name: total for name, total in sums.items() if total != 0}


def passed_together(balances):
    """Accounts of what is passed on, under one name: the statement does not say by which clause."""
    sums = defaultdict(Fraction)
    for name, total in balances.items():
        sums[re.sub(r":passed on by .*", ":passed on", name)] += total
    return {name: total for name, total in sums.items() if total != 0}


def one_penny_more(text):
    """The journal with the first amount changed by a penny, which no longer balances."""
    return re.sub(r"(  [A-Z]{3} -?[\d.]*)(\d)( = )",
                  lambda m: m[1] + str((int(m[2]) + 1) % 10) + m[3], text, count=1)


WHOLE_YEN = """accord 1
contract YEN "A currency without decimals; and a title that no journal can hold"
term 2024-01-01 to 2024-03-31, years from 1 January
money JPY in whole yen
1.1 commissioner A-1 "Payer"
1.2 provider B-1 "Payee"
1.3 input pot : JPY flow by month from "pot.csv"
1.4 due : JPY flow by month = pot, rounded to 0 places
1.5 pay due, monthly, 0 days after month
"""


def whole_yen(folder):
    """A contract in yen, whose second month is repaid."""
    folder.mkdir()
    (folder / "contract.accord").write_text(WHOLE_YEN)
    (folder / "pot.csv").write_text("month,pot\n2024-01,1000.5\n2024-02,-300\n2024-03,0\n")
    return folder / "contract.accord", folder


def cases(accord, root, folder):
    """(name, contract, data) of everything that has both."""
    yield "whole yen", *whole_yen(folder / "yen")
    golden = root / "tests/golden/llr-small"
    yield "llr-small", golden / "contract.accord", golden / "data"
    for worked in sorted((root / "examples").glob("**/worked.py")):
        yield worked.parent.name, worked.parent / "contract.accord", worked.parent / "data"
    run(accord, "demo", "--dir", folder / "demo", "--quiet")
    yield "the demonstration", folder / "demo/contract.accord", folder / "demo"


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    missing = [p for p in PROGRAMS if shutil.which(p) is None]
    if missing:
        print(f"1..0 # SKIP {' and '.join(missing)} not installed: tools/setup check")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, contract, data in cases(accord, root, folder):
            common = [contract, "--data", data, "--quiet"]
            statement = run(accord, "statement", *common, "--format", "csv")
            for mode, mark in (("live", []), ("shadow", ["--shadow"])):
                journals = {p: run(accord, "ledger", *common, *mark, "--format", p) for p in PROGRAMS}
                for program, text in journals.items():
                    good, why = reads(program, text, folder)
                    tap.point(good, f"{name}, {mode}: {program} adds the journal up to the same", why)
                    spoilt = one_penny_more(text)
                    if spoilt != text:
                        tap.point(not reads(program, spoilt, folder)[0],
                                  f"{name}, {mode}: {program} refuses a penny too much")
                wanted = stated_balances(statement, "shadow:" if mark else "", later_clauses(contract))
                found = passed_together(hledger_balances(journals["hledger"], folder))
                tap.point(found == wanted, f"{name}, {mode}: every account is what the statement says",
                          f"{set(found.items()) ^ set(wanted.items())}")
                tap.point(sum(found.values()) == 0, f"{name}, {mode}: all accounts add to nothing")
                table = rows(run(accord, "ledger", *common, *mark, "--format", "csv"))
                sums = defaultdict(Fraction)
                for row in table:
                    account = f"{row['class']}:{row['owner']}:{row['account']}"
                    sums[account] += number(row["debit"] or "0") - number(row["credit"] or "0")
                    if sums[account] != number(row["balance"]):
                        tap.point(False, f"{name}: running balance of {account}", row)
                same = {("shadow:" if mark else "") + k: v for k, v in sums.items() if v != 0}
                tap.point(passed_together(same) == found, f"{name}, {mode}: the table has the same balances")
                tap.point({row["mode"] for row in table} <= {mode}, f"{name}: every row says {mode}")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
