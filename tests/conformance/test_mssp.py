#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Settles the Medicare Shared Savings contracts of examples/mssp; compares with what was published.

    test_mssp.py ACCORD SOURCE_ROOT

1. The organisation-years of mssp_table.csv, written as files in the columns of the published ones.
2. Worked cases: those of the methodology, and what no published organisation-year shows (a cap that
   binds, a missed quality standard, savings exactly at the threshold, the ends of the bands).
3. With ACCORD_CASES set: the published files themselves, unchanged, from $ACCORD_CASES/mssp.

Thresholds, gates and rates must agree exactly; thresholds once rounded to the two places that are
published, and also as fractions with a table typed in again here. A payment is within a dollar of
the published one after rounding, and before rounding within 1/2 + 1/2 x 98% x rate, because the
published saving is itself rounded to dollars; a loss likewise with its own rate, before relief.
Four losses are limited by revenue that is not published: there the rule must give more than that.
Python's standard library only. Exit: 0 all agree, 1 something does not.
"""
import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

FILE = "Performance_Year_Financial_and_Quality_Results_{}.csv"
TRACKS_2021 = ("Current_Track_1", "Current_Track_2", "Current_Track_3", "Current_Track_1_Plus",
               "Current_BASIC_A", "Current_BASIC_B", "Current_BASIC_C", "Current_BASIC_D",
               "Current_BASIC_E", "Current_ENHANCED")
# In the order of the published files; the answers are left out of what accord is given.
COLUMNS = {
    2021: ("ACO_ID", "ACO_Name", *TRACKS_2021, "N_AB", "MinSavPerc", "BnchmkMinExp", "DisAdj",
           "Met_QPS", "QualScore", "ABtotBnchmk"),
    2022: ("ACO_ID", "ACO_Name", "Current_Track", "N_AB", "MinSavPerc", "BnchmkMinExp", "DisAdj",
           "Met_QPS", "QualScore", "ABtotBnchmk"),
}
VALUES = ("two-sided", "savings-rate-threshold", "shares-savings", "sharing-rate", "cap", "earned",
          "shares-losses", "loss-rate", "loss-limit", "shared-loss", "disaster-relief", "payment")
ONE_SIDED = ("A", "B", "Current_BASIC_A", "Current_BASIC_B", "Current_Track_1")
REVENUE_LIMITED = {(2021, "A1515"), (2021, "A2820"), (2021, "A4627"), (2022, "A1070")}
PUBLISHED = {2021: 475, 2022: 482}
HALF = Fraction(1, 2)

# Methodology, section 4.2: first and last number of beneficiaries, per cent at each.
BANDS = ((1, 499, "12.2", "12.2"), (500, 999, "12.2", "8.7"), (1000, 2999, "8.7", "5.0"),
         (3000, 4999, "5.0", "3.9"), (5000, 5999, "3.9", "3.6"), (6000, 6999, "3.6", "3.4"),
         (7000, 7999, "3.4", "3.2"), (8000, 8999, "3.2", "3.1"), (9000, 9999, "3.1", "3.0"),
         (10000, 14999, "3.0", "2.7"), (15000, 19999, "2.7", "2.5"), (20000, 49999, "2.5", "2.2"),
         (50000, 59999, "2.2", "2.0"), (60000, 10 ** 9, "2.0", "2.0"))

# name, year, track, beneficiaries, elected, saving, benchmark, met, score, relief, what must come.
# SPEC: the figures of the methodology's own examples.
WORKED = (
    ("SPEC-1", 2022, "B", "5,333", "3.80%", "0", "100,000,000", 1, "80", "",
     {"savings-rate-threshold": "0.038", "shares-savings": "no"}),
    ("SPEC-2", 2022, "B", "5,333", "3.80%", "13,000,000", "100,000,000", 1, "80", "",
     {"earned": "5096000", "payment": "5096000"}),
    ("SPEC-3", 2022, "E", "9,000", "0.50%", "-20,000,000", "93,411,313", 1, "80", "-1",
     {"loss-limit": "3736452.52", "shared-loss": "3736452.52", "payment": "-3736452"}),
    ("SPEC-4", 2022, "EN", "9,000", "2.00%", "-2,600,000", "100,000,000", 1, "45.00%", "-2,000,000",
     {"loss-rate": "0.6625", "shared-loss": "1722500", "disaster-relief": "2000000",
      "payment": "0"}),
    ("CAP-A", 2022, "A", "60,000", "2.00%", "30,000,000", "100,000,001", 1, "80", "",
     {"cap": "10000000.1", "earned": "10000000.1", "payment": "10000000"}),
    ("CAP-EN", 2022, "EN", "60,000", "2.00%", "30,000,000", "100,000,005", 1, "80", "",
     {"cap": "20000001", "earned": "20000001"}),
    ("CAP-T1", 2021, "Current_Track_1", "60,000", "2.00%", "30,000,000", "100,000,000", 1, "80", "",
     {"sharing-rate": "0.5", "cap": "10000000", "earned": "10000000"}),
    ("CAP-T2", 2021, "Current_Track_2", "60,000", "2.00%", "30,000,000", "100,000,000", 1, "80", "",
     {"sharing-rate": "0.6", "cap": "15000000", "earned": "15000000"}),
    ("CAP-T3", 2021, "Current_Track_3", "60,000", "2.00%", "30,000,000", "100,000,000", 1, "80", "",
     {"sharing-rate": "0.75", "cap": "20000000", "earned": "20000000"}),
    ("CAP-1P", 2021, "Current_Track_1_Plus", "9,000", "2.00%", "30,000,000", "100,000,000", 1, "80",
     "", {"sharing-rate": "0.5", "cap": "10000000", "earned": "10000000"}),
    ("MISSED", 2022, "C", "9,000", "2.00%", "10,000,000", "100,000,000", 0, "80", "",
     {"shares-savings": "no", "sharing-rate": "0", "earned": "0", "payment": "0"}),
    ("AT", 2022, "EN", "9,000", "2.00%", "2,000,000", "100,000,000", 1, "80", "",
     {"shares-savings": "yes", "earned": "1470000"}),
    ("BELOW", 2022, "EN", "9,000", "2.00%", "1,999,999", "100,000,000", 1, "80", "",
     {"shares-savings": "no", "earned": "0"}),
    ("LOSS-AT", 2022, "D", "9,000", "2.00%", "-2,000,000", "100,000,000", 1, "80", "-100,001.5",
     {"shares-losses": "yes", "shared-loss": "600000", "payment": "-499999"}),
    ("LOSS-BELOW", 2022, "D", "9,000", "2.00%", "-1,999,999", "100,000,000", 1, "", "",
     {"shares-losses": "no", "shared-loss": "0", "payment": "0"}),
    ("MISSING", 2022, "A", "60,000", "-", "3,000,000", "100,000,000", 1, "*", "",
     {"savings-rate-threshold": "0.02", "loss-rate": "0", "payment": "1176000"}),
    ("NIL", 2022, "E", "9,000", "0.00%", "0", "100,000,000", 1, "80", "",
     {"shares-savings": "no", "shares-losses": "no", "payment": "0"}),
    ("ONE-SIDED", 2022, "A", "60,000", "2.00%", "-50,000,000", "100,000,000", 1, "80", "",
     {"shares-losses": "no", "payment": "0"}),
    ("C-LIMIT", 2022, "C", "9,000", "2.00%", "-30,000,000", "100,000,000", 1, "80", "0",
     {"loss-rate": "0.3", "loss-limit": "1000000", "shared-loss": "1000000"}),
    ("D-LIMIT", 2021, "Current_BASIC_D", "9,000", "2.00%", "-30,000,000", "100,000,000", 1, "80",
     "0", {"loss-rate": "0.3", "loss-limit": "2000000", "shared-loss": "2000000"}),
    ("SCORE-0", 2022, "EN", "9,000", "2.00%", "-30,000,000", "100,000,000", 1, "0", "0",
     {"loss-rate": "0.75", "loss-limit": "15000000", "shared-loss": "15000000"}),
    ("SCORE-100", 2022, "EN", "9,000", "2.00%", "-3,000,000", "100,000,000", 1, "100", "0",
     {"loss-rate": "0.4", "shared-loss": "1200000"}),
    ("T2-60", 2021, "Current_Track_2", "9,000", "2.00%", "-30,000,000", "100,000,000", 1, "50", "0",
     {"loss-rate": "0.6", "loss-limit": "10000000", "shared-loss": "10000000"}),
    ("T2-55", 2021, "Current_Track_2", "9,000", "2.00%", "-10,000,000", "100,000,000", 1, "75", "0",
     {"loss-rate": "0.55", "shared-loss": "5500000"}),
    ("T3-LIMIT", 2021, "Current_Track_3", "9,000", "2.00%", "-30,000,000", "100,000,000", 1, "0",
     "0", {"loss-rate": "0.75", "shared-loss": "15000000"}),
    ("1P-LIMIT", 2021, "Current_Track_1_Plus", "9,000", "2.00%", "-30,000,000", "100,000,000", 1,
     "80", "0", {"loss-rate": "0.3", "shared-loss": "4000000"}),
    ("UNDER", 2021, "Current_BASIC_E", "4,000", "0.50%", "0", "100,000,000", 1, "80", "",
     {"savings-rate-threshold": "8895/199900"}),
)


def read_number(text):
    text = text.strip().replace(",", "")
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def rounded(value, places=0):
    """Halves away from zero."""
    scale = 10 ** places
    whole = (abs(value) * scale + HALF).__floor__()
    return Fraction(whole if value >= 0 else -whole, scale)


def table_rate(beneficiaries):
    for first, last, at_first, at_last in BANDS:
        if first <= beneficiaries <= last:
            low, high = Fraction(at_first), Fraction(at_last)
            return (low + (high - low) * Fraction(beneficiaries - first, last - first)) / 100
    raise ValueError(beneficiaries)


def threshold(row):
    beneficiaries = int(read_number(row["N_AB"]))
    elected = read_number(row["MinSavPerc"])
    flat = elected in [Fraction(halves, 200) for halves in range(5)]
    if row["track"] not in ONE_SIDED and beneficiaries >= 5000 and flat:
        return elected
    return table_rate(beneficiaries)


def evaluate(accord, root, year, folder):
    """Returns {organisation: {name: value}}, yes and no as bool, all else as fractions."""
    command = [accord, "eval", str(root / "examples" / "mssp" / f"{year}.accord"),
               "--data", str(folder), "--format", "csv", "--quiet"]
    for name in VALUES:
        command += ["--value", name]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode != 0:
        print(f"Bail out! {' '.join(command)} ended with {run.returncode}")
        sys.exit(run.stderr.decode("utf-8", "replace"))
    found = {}
    for row in csv.DictReader(io.StringIO(run.stdout.decode("utf-8"))):
        text = row["value"]
        value = text == "yes" if text in ("yes", "no") else read_number(text) if text else None
        found.setdefault(row["aco"], {})[row["name"]] = value
    return found


def write_file(folder, year, rows):
    """Writes rows as the published file: its columns and order, a byte-order mark in 2021."""
    path = pathlib.Path(folder) / FILE.format(year)
    encoding = "utf-8-sig" if year == 2021 else "utf-8"
    with open(path, "w", newline="", encoding=encoding) as stream:
        out = csv.DictWriter(stream, COLUMNS[year], extrasaction="ignore")
        out.writeheader()
        for row in rows:
            tracks = {name: "1" if name == row["track"] else "0" for name in TRACKS_2021}
            out.writerow({**row, **tracks, "ACO_Name": f'"{row["ACO_ID"]}", Inc.',
                          "Current_Track": row["track"]})


class Checks:
    def __init__(self):
        self.faults = []
        self.counts = {}

    def hold(self, count, row, what, holds):
        good, all_of = self.counts.get(count, (0, 0))
        self.counts[count] = (good + bool(holds), all_of + 1)
        if not holds:
            self.faults.append(f"{row['year']} {row['ACO_ID']} {what}")

    def compare(self, row, found):
        """One published organisation-year."""
        saving = read_number(row["BnchmkMinExp"])
        loss = found["shares-losses"]
        rate = found["savings-rate-threshold"]
        self.hold("thresholds as published, two places", row, f"threshold {rate}",
                  rounded(rate, 4) == read_number(row["MinSavPerc"]))
        self.hold("thresholds, exact", row, f"threshold {rate}", rate == threshold(row))
        self.hold("one- or two-sided", row, f"two-sided {found['two-sided']}",
                  found["two-sided"] == (row["track"] not in ONE_SIDED))
        shared = saving if found["shares-savings"] or loss else 0
        self.hold("gates", row, f"gates {found['shares-savings']}, {loss}",
                  shared == read_number(row["GenSaveLoss"])
                  and not (found["shares-savings"] and loss))
        self.hold("sharing rates", row, f"sharing rate {found['sharing-rate']}",
                  found["sharing-rate"] == read_number(row["FinalShareRate"]))
        if loss:
            self.compare_loss(row, found)
        else:
            self.compare_earned(row, found, read_number(row["EarnSaveLoss"]))

    def compare_earned(self, row, found, published):
        earned = found["earned"]
        self.hold("payments within $1 once rounded", row, f"earned {earned}, not {published}",
                  abs(rounded(earned) - published) <= 1)
        bound = HALF + HALF * Fraction(98, 100) * found["sharing-rate"]
        self.hold("payments within their bound unrounded", row, f"earned {earned}",
                  abs(earned - published) <= bound)
        self.hold("what is paid", row, f"payment {found['payment']}",
                  found["payment"] == rounded(earned) and found["shared-loss"] == 0)

    def compare_loss(self, row, found):
        relief = -read_number(row["DisAdj"])
        loss = found["shared-loss"]
        if (row["year"], row["ACO_ID"]) in REVENUE_LIMITED:
            self.hold("losses above a limit by revenue", row, f"loss {loss}, not above {relief}",
                      loss > relief + 1)
        else:
            bound = HALF + HALF * found["loss-rate"]
            self.hold("losses before relief within $1", row, f"loss {loss}, not {relief}",
                      abs(rounded(loss) - relief) <= 1 and abs(loss - relief) <= bound)
        self.hold("what is repaid", row, f"payment {found['payment']}",
                  found["disaster-relief"] == relief
                  and found["payment"] == -rounded(max(loss - relief, Fraction(0))))

    def compare_all(self, rows, found):
        for row in rows:
            values = found.get(row["ACO_ID"], {})
            absent = [name for name in VALUES if values.get(name) is None]
            if absent:
                self.hold("values given", row, f"has no {', '.join(absent)}", False)
            else:
                self.compare(row, values)

    def report(self, tap, title):
        for fault in self.faults[:40]:
            print(f"# {fault}")
        for count, (good, all_of) in self.counts.items():
            tap.point(f"{title}: {count}, {good} of {all_of}", good == all_of)


class Tap:
    """The Test Anything Protocol, one point a kind of comparison."""

    def __init__(self):
        self.points = 0
        self.failed = 0

    def point(self, words, holds, skip=""):
        self.points += 1
        self.failed += not holds
        mark = f" # SKIP {skip}" if skip else ""
        print(f"{'ok' if holds else 'not ok'} {self.points} - {words}{mark}")


def read_table(path):
    with open(path, newline="", encoding="utf-8") as stream:
        return [{**row, "year": int(row["year"])} for row in csv.DictReader(stream)]


def read_published(path, year):
    with open(path, newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        tracks = [name for name in TRACKS_2021 if row.get(name) == "1"]
        row.update(year=year, track=tracks[0] if year == 2021 else row["Current_Track"])
    return rows


def test_table(tap, accord, root):
    checks = Checks()
    table = read_table(root / "tests" / "conformance" / "mssp_table.csv")
    for year in PUBLISHED:
        rows = [row for row in table if row["year"] == year]
        with tempfile.TemporaryDirectory() as folder:
            write_file(folder, year, rows)
            found = evaluate(accord, root, year, folder)
        checks.hold("files, no other organisation", {"year": year, "ACO_ID": "all"}, "members",
                    set(found) == {row["ACO_ID"] for row in rows})
        checks.compare_all(rows, found)
    checks.report(tap, f"{len(table)} chosen organisation-years")


def worked_row(case):
    keys = ("ACO_ID", "year", "track", "N_AB", "MinSavPerc", "BnchmkMinExp", "ABtotBnchmk",
            "Met_QPS", "QualScore", "DisAdj")
    return dict(zip(keys, case))


def band_ends(year, track):
    """A row at each end of each band; the benchmark is of no matter."""
    ends = sorted({n for first, last, _, _ in BANDS for n in (first, last) if n < 10 ** 6})
    return [worked_row((f"BAND-{n}", year, track, f"{n:,}", "2.00%", "0", "1,000,000", 1, "80", ""))
            for n in ends]


def test_worked(tap, accord, root):
    checks = Checks()
    for year, track in ((2021, "Current_Track_1"), (2022, "A")):
        cases = [case for case in WORKED if case[1] == year]
        ends = band_ends(year, track)
        with tempfile.TemporaryDirectory() as folder:
            write_file(folder, year, [worked_row(case) for case in cases] + ends)
            found = evaluate(accord, root, year, folder)
        for case in cases:
            for name, text in case[-1].items():
                value = found.get(case[0], {}).get(name)
                wanted = text == "yes" if text in ("yes", "no") else read_number(text)
                checks.hold("worked values", worked_row(case), f"{name} {value}, not {text}",
                            value is not None and value == wanted)
        for row in ends:
            value = found.get(row["ACO_ID"], {}).get("savings-rate-threshold")
            checks.hold("ends of bands", row, f"threshold {value}", value == threshold(row))
    checks.report(tap, "worked cases")


def test_published(tap, accord, root):
    folder = os.environ.get("ACCORD_CASES")
    if not folder:
        tap.point("published files", True, "set ACCORD_CASES to a folder in which mssp/ holds "
                  + " and ".join(FILE.format(year) for year in PUBLISHED))
        return
    checks = Checks()
    for year, count in PUBLISHED.items():
        folder_mssp = pathlib.Path(folder) / "mssp"
        rows = read_published(folder_mssp / FILE.format(year), year)
        found = evaluate(accord, root, year, folder_mssp)
        checks.hold("files, every organisation", {"year": year, "ACO_ID": "all"},
                    f"{len(found)} organisations, not {count}", len(found) == len(rows) == count)
        checks.compare_all(rows, found)
    checks.report(tap, "published files")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: test_mssp.py ACCORD SOURCE_ROOT")
    accord, root = sys.argv[1], pathlib.Path(sys.argv[2])
    tap = Tap()
    for test in (test_table, test_worked, test_published):
        test(tap, accord, root)
    print(f"1..{tap.points}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
