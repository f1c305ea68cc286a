#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds accord to the small alliance that was worked by hand: every line of worked.csv, every part of
every payment. usage: test_llr_small.py ACCORD SOURCE_ROOT"""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from accord_run import Tap, number, rows, run


def worked_values(folder):
    for row in rows((folder / "worked.csv").read_text()):
        yield row


def compare_values(tap, accord, folder):
    by_name = defaultdict(list)
    for row in worked_values(folder):
        by_name[row["name"]].append(row)
    for name, expected in by_name.items():
        out = rows(
            run(accord, "eval", folder / "contract.accord", "--data", folder / "data",
                "--value", name, "--format", "csv", "--quiet")
        )
        levels = [c for c in out[0] if c not in ("name", "period", "value", "status")]
        found = {("/".join(r[c] for c in levels if r[c]), r["period"]): r["value"] for r in out}
        wrong = []
        for row in expected:
            key = (row["members"], row["period"])
            got = found.get(key)
            if got is None and row["members"] == "":
                got = found.get(("", row["period"]))
            same = got == row["value"]
            if got not in (None, "") and not same:
                try:
                    same = number(got) == number(row["value"])
                except ValueError:
                    same = False
            if not same:
                wrong.append(f"{key}: worked by hand {row['value']}, accord {got}")
        tap.point(not wrong, f"{name}: {len(expected)} values are those worked by hand", "\n".join(wrong))


def compare_payments(tap, accord, folder):
    text = run(accord, "statement", folder / "contract.accord", "--data", folder / "data",
               "--format", "csv", "--quiet")
    found = {(r["clause"], r["period"], r["role"], r["party"]): r for r in rows(text)}
    wrong = []
    expected = rows((folder / "payments.csv").read_text())
    for row in expected:
        got = found.get((row["clause"], row["period"], row["role"], row["party"]))
        if got is None:
            wrong.append(f"no line for {row}")
            continue
        for column in ("due", "shadow", "amount", "paid"):
            if got[column] != row[column]:
                wrong.append(f"{row['clause']} {row['period']} {row['role']} {row['party']} {column}: "
                             f"worked by hand {row[column]}, accord {got[column]}")
    tap.point(not wrong, f"{len(expected)} parts of payments are those worked by hand", "\n".join(wrong))


def main():
    accord, root = sys.argv[1], Path(sys.argv[2])
    folder = root / "tests/golden/llr-small"
    tap = Tap()
    own = subprocess.run([sys.executable, folder / "worked.py", "--check"], capture_output=True, text=True)
    tap.point(own.returncode == 0, "the hand-worked figures are those of the independent computation",
              own.stdout + own.stderr)
    compare_values(tap, accord, folder)
    compare_payments(tap, accord, folder)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
