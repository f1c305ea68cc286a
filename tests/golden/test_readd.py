#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Explanations added and computed again by a reader that has only their JSON (readd.py): values of the
small alliance, the capitation, the points scheme and the demonstration, to their last rows; and the
reader is seen to find a wrong penny. usage: test_readd.py ACCORD SOURCE_ROOT"""

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from accord_run import Tap, rows, run
from readd import Reader

DEEP = "200"
# What is no quantity, and what has much below it: contract, --value, --at.
ASKED = [
    ("llr-small", "7.4", "2015/16 Q1"), ("llr-small", "7.4", "P00002,2015/16 Q2"),
    ("llr-small", "7.3", "2015-04"), ("demo", "7.4", "2019/20 Q4"),
    ("llr-small", "quality", "2014/15 Q4"), ("llr-small", "year-1", "2015-03-31"),
    ("llr-small", "8.1", "7.4,2015/16 Q2"), ("llr-small", "8.3", "2014/15"),
    ("llr-small", "8.6", "P00001,2015/16 Q2"), ("demo", "7.4", "Z91003,2016/17 Q4"),
    ("demo", "7.4", "2016/17 Q4"), ("demo", "year-3", "2017-03-31"),
    ("demo", "achieved", "dermatology,2016/17 Q4"), ("demo", "plan-value", "2016/17"),
    ("demo", "net", "2017/18 Q1"),
]


def explained(accord, contract, data, value, at):
    return json.loads(run(accord, "explain", contract, "--data", data, "--value", value, "--at", at,
                          "--depth", DEEP, "--format", "json", "--quiet"))


def spread(accord, contract, data):
    """Some values of every formula: their names and places, as --value and --at."""
    by_name = defaultdict(list)
    for row in rows(run(accord, "eval", contract, "--data", data, "--format", "csv", "--quiet")):
        by_name[row["name"]].append(row)
    for name, found in by_name.items():
        one = rows(run(accord, "eval", contract, "--data", data, "--value", name, "--format", "csv",
                       "--quiet"))
        levels = [column for column in one[0] if column not in ("period", "value", "status")]
        known = [row for row in one if row["value"] != ""] or one
        for i in sorted({0, len(known) // 2, len(known) - 1}):
            row = known[i]
            words = [row[level] for level in levels] + [row["period"]]
            yield name, ",".join(word for word in words if word)


def hold(tap, accord, name, contract, data, asked):
    reader = Reader()
    figures = 0
    for value, at in asked:
        made = explained(accord, contract, data, value, at)
        before = len(reader.wrong)
        reader.read(made["explanation"])
        if "payment" in made:
            reader.share(made["payment"])
        reader.wrong[before:] = [f"{value} at {at}: {what}" for what in reader.wrong[before:]]
        figures += 1
    done = ", ".join(f"{count} {what}" for what, count in reader.done.items())
    tap.point(not reader.wrong, f"{name}: {figures} figures agree exactly ({done})",
              "\n".join(map(str, reader.wrong)))
    tap.point(figures > 3 and reader.done["operations"] > 20, f"{name}: there is something to compute")


def is_found(change):
    """Whether the reader finds what a change spoils in an explanation."""
    made = {
        "kind": "formula", "name": "a", "members": {}, "period": None, "value": "3", "exact": "3",
        "computed": {"op": "total", "exact": "3", "name": "total b", "members": {}, "period": None},
        "children": [{
            "kind": "sum", "name": "total b", "members": {}, "period": None, "exact": "3",
            "children": [{"kind": "input", "name": "b", "members": {}, "period": "1", "exact": "1",
                          "children": []},
                         {"kind": "rest", "more": 2, "exact": "2"}]}]}
    change(made)
    reader = Reader()
    reader.read(made)
    return bool(reader.wrong)


def test_reader(tap):
    tap.point(not is_found(lambda made: None), "what agrees is not complained of")
    tap.point(is_found(lambda made: made.update(exact="3.01")), "a wrong result is found")
    tap.point(is_found(lambda made: made["children"][0]["children"][1].update(exact="2.01")),
              "a wrong part of a sum is found")
    tap.point(is_found(lambda made: made["children"][0].update(name="total c")),
              "a sum that does not stand under its formula is found")
    tap.point(is_found(lambda made: made["computed"].update(op="guess")),
              "an operation that is not known is found")


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    tap = Tap()
    test_reader(tap)
    with tempfile.TemporaryDirectory(prefix="accord-readd-") as temporary:
        demo = Path(temporary) / "demo"
        run(accord, "demo", "--dir", demo)
        places = {
            "llr-small": (root / "tests/golden/llr-small/contract.accord",
                          root / "tests/golden/llr-small/data"),
            "capitation": (root / "examples/capitation/contract.accord",
                           root / "examples/capitation/data"),
            "points": (root / "examples/points/contract.accord", root / "examples/points/data"),
            "demo": (demo / "contract.accord", demo),
        }
        for name, (contract, data) in places.items():
            asked = [(value, at) for of, value, at in ASKED if of == name]
            if name != "demo":
                asked += list(spread(accord, contract, data))
            hold(tap, accord, name, contract, data, asked)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
