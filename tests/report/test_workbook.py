#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The workbook of a statement, opened by Gnumeric, which computes its formulas anew: it has the lines of
the CSV, its sums are what accord says, and a line changed by a penny makes it say that they do not agree.
usage: test_workbook.py ACCORD SOURCE_ROOT"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, rows, run  # noqa: E402

SHEETS = ("Payments", "Lines", "Totals", "Changes", "May change", "Checks", "Notes")


def recomputed(workbook, folder):
    """Every sheet as rows, its formulas computed by Gnumeric."""
    out = folder / "sheet.csv"
    # Gnumeric, unlike accord, writes numbers as the locale has them.
    subprocess.run(["ssconvert", "--recalc", "-S", str(workbook), str(out)], check=True, timeout=120,
                   capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return {name: rows((folder / f"sheet.csv.{i}").read_text()) for i, name in enumerate(SHEETS)}


def pence(text):
    """Gnumeric shows binary fractions to their last digit; amounts are whole pence."""
    return round(Fraction(text or "0") * 100)


def lines_of_csv(text):
    """The lines of the statement as CSV, without the payments themselves, which are no part."""
    roles = {"payer", "payee", "leg"}
    return sorted((r["clause"], r["period"], r["shadow"], r["role"] if r["role"] in roles else "passed on",
                   r["party"], r["counterparty"], pence(r["amount"]), pence(r["paid"]))
                  for r in rows(text) if r["role"] != "payment" and r["amount"])


def lines_of_sheet(lines):
    return sorted((r["Clause"], r["Period"], r["Shadow"], r["Role"], r["Party"], r["Counterparty"],
                   pence(r["Amount"]), pence(r["To be paid"])) for r in lines)


def totals_of(lines):
    """What each party pays, receives and passes on by year, added up here."""
    sums = defaultdict(lambda: [0, 0, 0])
    for r in lines:
        paid = pence(r["To be paid"])
        if r["Role"] == "payer":
            sums[(r["Party"], r["Year"])][0] += paid
        elif r["Party"] == r["Counterparty"]:
            continue  # what a party keeps it has received already
        elif r["Role"] in ("payee", "passed on"):
            sums[(r["Party"], r["Year"])][1] += paid
        if r["Role"] == "passed on":
            sums[(r["Counterparty"], r["Year"])][2] += paid
    return dict(sums)


def totals_of_sheet(totals):
    return {(r["Party or member"], r["Year"]): [pence(r[k]) for k in ("Pays", "Receives", "Passes on")]
            for r in totals}


def one_penny_more(workbook, target):
    """The workbook with a penny more in the amount of its first line."""
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet2.xml":
                text = data.decode()
                changed = re.sub(r'(<c r="I2"[^>]*><v>)([^<]*)(</v>)',
                                 lambda m: f"{m[1]}{float(m[2]) + 0.01:.2f}{m[3]}", text, count=1)
                assert changed != text
                data = changed.encode()
            new.writestr(item, data)


def check_contract(tap, accord, name, common, folder):
    book, again = folder / "a.xlsx", folder / "b.xlsx"
    run(accord, "statement", *common, "--format", "xlsx", "-o", book)
    run(accord, "statement", *common, "--format", "xlsx", "-o", again)
    tap.point(book.read_bytes() == again.read_bytes(), f"{name}: the same workbook twice")
    sheets = recomputed(book, folder)
    csv_text = run(accord, "statement", *common, "--format", "csv")
    tap.point(lines_of_sheet(sheets["Lines"]) == lines_of_csv(csv_text), f"{name}: Lines has the lines of the CSV")
    known = [r for r in sheets["Payments"] if r["State"] == "known"]
    tap.point(bool(known) and all(r["Agrees"] == "yes" for r in known), f"{name}: every payment's parts add up to it")
    payments = sorted((r["clause"], r["period"], pence(r["amount"])) for r in rows(csv_text)
                      if r["role"] == "payment" and r["amount"])
    tap.point(sorted((r["Clause"], r["Period"], pence(r["Amount"])) for r in known) == payments,
              f"{name}: Payments has the amounts of the CSV")
    unknown = [r for r in sheets["Payments"] if r["State"] != "known"]
    tap.point(all(r["What is not known yet"] for r in unknown), f"{name}: what is not known says why")
    tap.point(totals_of_sheet(sheets["Totals"]) == totals_of(sheets["Lines"]), f"{name}: totals by formula are the sums of lines")
    tap.point(any(r["What"] == "SHA-256 of its text" and len(r["Is"]) == 64 for r in sheets["Notes"]),
              f"{name}: the notes hold the contract's hash")
    spoilt = folder / "spoilt.xlsx"
    one_penny_more(book, spoilt)
    tap.point([r["Agrees"] for r in recomputed(spoilt, folder)["Payments"]].count("NO") == 1,
              f"{name}: a penny more in one line is told")


def check_party(tap, accord, common, folder):
    """One party's workbook: its lines and its totals, and nobody else's."""
    book = folder / "party.xlsx"
    run(accord, "statement", *common, "--party", "GPCO", "--format", "xlsx", "-o", book)
    sheets = recomputed(book, folder)
    tap.point({"GPCO"} == {r["Party or member"] for r in sheets["Totals"]}, "one party has its own totals alone")
    everybody = totals_of_sheet(recomputed(folder / "a.xlsx", folder)["Totals"])
    tap.point(all(everybody[k] == v for k, v in totals_of_sheet(sheets["Totals"]).items()),
              "one party's totals are those of the whole")


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if shutil.which("ssconvert") is None:
        print("1..0 # SKIP Gnumeric is not installed: tools/setup check")
        return 0
    tap = Tap()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for place in sorted((root / "examples").glob("**/worked.py")):
            common = [place.parent / "contract.accord", "--data", place.parent / "data", "--quiet"]
            check_contract(tap, accord, place.parent.name, common, folder)
        small = root / "tests/golden/llr-small"
        common = [small / "contract.accord", "--data", small / "data", "--quiet"]
        check_contract(tap, accord, "llr-small", common, folder)
        check_party(tap, accord, common, folder)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
