#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bounds as they were known, day by day: the small alliance with its data as they came, month by month.
From before it is signed, when nothing is known, to its end, when all is exact, each day's bounds lie
within those of the day before, and some are narrower.
usage: test_bounds_known.py ACCORD SOURCE_ROOT"""

import csv
import io
import sys
import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from accord_run import Tap, rows, run

ACCORD, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SOURCE = ROOT / "tests/golden/llr-small"
# Wide enough for every figure that came.
ASSUMED = """
PART 8 ASSUMPTIONS
8.91 assume seen between 0 and 90 attendance
8.92 assume list between 7,000 patient and 8,000 patient
8.93 assume weighted-list between 7,000 patient and 8,000 patient
8.94 assume waits between 0% and 100%
8.95 assume friends between 0% and 100%
"""
# The last month of 2013/14 comes twenty days after it.
BASELINE_KNOWN = date(2014, 4, 20)
# file: the column that dates its rows, months in its period, days after it (or its first day) that it is known
FILES = {
    "activity.csv": ("month", 1, 20),
    "lists.csv": ("quarter", 3, None),
    "rtt.csv": ("quarter", 3, 42),
    "fft.csv": ("quarter", 3, 42),
}


def month_after(day, months):
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def first_day(text):
    return date.fromisoformat(text if len(text) > 7 else text + "-01")


def write(folder):
    """The data cut into the files that came, with a manifest; returns the days on which some did."""
    data = folder / "data"
    data.mkdir()
    (data / "practices.csv").write_bytes((SOURCE / "data/practices.csv").read_bytes())
    lines = ["file,known,as,covers from,covers until,stage\n"]
    days = set()
    for name, (column, months, after) in FILES.items():
        text = (SOURCE / "data" / name).read_text()
        heading = text.splitlines()[0]
        cut = {}
        for row, line in zip(csv.DictReader(io.StringIO(text)), text.splitlines()[1:]):
            cut.setdefault(first_day(row[column]), []).append(line)
        for first, part in sorted(cut.items()):
            last = month_after(first, months) - timedelta(1)
            known = first if after is None else last + timedelta(after)
            known = max(known, date(2014, 3, 31))
            file = f"{name[:-4]}-{first}.csv"
            (data / file).write_text("\n".join([heading, *part]) + "\n")
            lines.append(f"{file},{known},{name},{first},{last},\n")
            days.add(known)
    (data / "manifest.csv").write_text("".join(lines))
    # As it was signed: a variation would move the bounds on the day on which it is.
    contract = (SOURCE / "contract.accord").read_text().split("\nVARIATION")[0] + ASSUMED
    (folder / "contract.accord").write_text(contract)
    return sorted(days)


def bounds(folder, day):
    """The bounds known by a day: {(party, role, year): (lowest, highest)}, None where there is no end."""
    out = run(ACCORD, "bounds", folder / "contract.accord", "--data", folder / "data", "--known-by", day,
              "--each", "--format", "csv", "--quiet")
    end = {True: lambda text: Fraction(text), False: lambda text: None}
    return {
        (r["party"], r["role"], r["year"]): tuple(end[bool(r[k])](r[k]) for k in ("lowest", "highest"))
        for r in rows(out)}


def is_within(inner, outer):
    low = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0])
    high = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return low and high


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        days = write(folder)
        before = bounds(folder, days[0] - timedelta(1))
        tap.point(len(before) > 20, "before anything is known, every party has its bounds", before)
        narrower = 0
        for day in days:
            now = bounds(folder, day)
            wider = {key: (now.get(key), held) for key, held in before.items()
                     if not is_within(now.get(key, (Fraction(0), Fraction(0))), held)}
            tap.point(not wider, f"what is known by {day} lies within what was known before", wider)
            narrower += now != before
            before = now
        tap.point(narrower > len(days) // 2, "most days narrow something", f"{narrower} of {len(days)}")
        exact = all(low == high and low is not None for low, high in before.values())
        tap.point(exact, "in the end all is exact", before)
        begun = bounds(folder, BASELINE_KNOWN)
        without = {key: held for key, held in begun.items() if None in held}
        tap.point(not without, "from the day on which the baseline is known every end is there", without)
        wide = [key for key, (low, high) in begun.items() if low != high]
        tap.point(len(wide) > 20, "and there is much to come", wide)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
