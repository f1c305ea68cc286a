#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds accord to a second reading of the contract language: the example contracts value by value, then contracts
drawn by chance from the whole grammar, with their data.
usage: test_second_opinion.py ACCORD SOURCE_ROOT [--count N] [--seed S] [--keep FOLDER] [--table]
An odd one can be looked at by itself: --seed S --count 1 --keep FOLDER leaves its files in FOLDER/S."""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
sys.setrecursionlimit(20000)

from accord_run import Tap  # noqa: E402
from compare import Refused, compare, run  # noqa: E402
from coverage import Coverage  # noqa: E402
from drawn import Drawn, refusal  # noqa: E402

REFUSED_AT_MOST = 0.02  # of the contracts drawn
LONG = 2000  # contracts: from here on the demonstration is looked at too


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("accord", type=Path)
    parser.add_argument("root", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20140401)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--table", action="store_true", help="print how often each form occurs")
    return parser.parse_args()


def examples(tap, accord, root):
    """The contracts of the examples and of the golden tests, on data in the tree."""
    forms = sorted(f"examples/forms/{path.parent.name}" for path in (root / "examples/forms").glob("*/contract.accord"))
    for folder in ("tests/golden/llr-small", "examples/points", "examples/capitation", *forms):
        lines, figures = compare(accord, root / folder / "contract.accord", root / folder / "data")
        tap.point(not lines and figures, f"{folder}: {figures} figures are those of the second reading",
                  "\n".join(lines))
    cases = os.environ.get("ACCORD_CASES")
    for year in ("2021", "2022"):
        data = Path(cases, "mssp") if cases else None
        name = f"mssp {year}"
        if data is None or not data.is_dir():
            tap.point(True, f"{name} # SKIP ACCORD_CASES does not name a folder with mssp")
            continue
        lines, figures = compare(accord, root / f"examples/mssp/{year}.accord", data, [root / "examples/mssp/layouts"])
        tap.point(not lines and figures, f"{name}: {figures} figures are those of the second reading",
                  "\n".join(lines))


def demonstration(tap, accord, root, scratch):
    """The demonstration alliance: half a million rows counted; for the long run."""
    run(accord, "demo", "--dir", scratch / "demo", "--quiet")
    lines, figures = compare(accord, scratch / "demo/contract.accord", scratch / "demo", [root / "layouts"])
    tap.point(not lines and figures, f"demonstration: {figures} figures are those of the second reading",
              "\n".join(lines))


def main():
    told = arguments()
    accord, root = told.accord.resolve(), told.root.resolve()
    tap, coverage, refused, begun = Tap(), Coverage(), Counter(), time.monotonic()
    examples(tap, accord, root)
    figures, odd = 0, []
    print(f"# seeds {told.seed} to {told.seed + told.count - 1}")
    with tempfile.TemporaryDirectory() as scratch:
        if told.count >= LONG:
            demonstration(tap, accord, root, Path(scratch))
        for seed in range(told.seed, told.seed + told.count):
            drawn = Drawn(seed, told.keep or scratch)
            try:
                lines, held = drawn.differences(accord, coverage)
            except Refused:
                refused[f"seed {seed}: {refusal(accord, drawn)}"] += 1
                lines, held = [], 0
            except (LookupError, TypeError, ValueError) as mistake:  # the others are looked at all the same
                lines, held = [f"the second reading ends with {mistake!r}"], 0
            figures += held
            if lines:
                odd.append(seed)
            if lines and len(odd) <= 3:
                text, less = (None, lines) if told.keep else drawn.shrink(accord)
                tap.point(False, f"seed {seed}: accord and the second reading agree",
                          "\n".join((less or lines)[:8]) + f"\n{text or drawn.path}")
            if not told.keep:
                drawn.remove()
    agree = told.count - len(odd) - len(refused)
    tap.point(not odd, f"{agree} contracts drawn by chance, {figures} figures: all agree", f"seeds that differ: {odd}")
    share = len(refused) / told.count
    tap.point(share <= REFUSED_AT_MOST, f"accord refuses {len(refused)} of the {told.count} drawn",
              "\n".join(refused))
    for line in refused:
        print(f"# refused: {line}")
    if told.count >= 300:
        lacking = coverage.missing(root)
        tap.point(not lacking, "every form of the grammar and every operation occurs", "\n".join(lacking))
    if told.table:
        print("\n".join(f"# {line}" for line in coverage.table(root)))
    print(f"# {time.monotonic() - begun:.0f} s")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
