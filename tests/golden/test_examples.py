#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every example contract is checked; those with data are run, their statements made, and their values
held to expected.csv, which worked.py beside it computed independently.
usage: test_examples.py ACCORD SOURCE_ROOT"""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from accord_run import Tap, number, rows, run


def same(left, right):
    if left is None or right is None or left == right:
        return left == right
    try:
        return number(left) == number(right)
    except ValueError:
        return False


def wrong_values(accord, folder):
    """Lines about every value that is not the expected one."""
    expected = defaultdict(dict)
    for row in rows((folder / "expected.csv").read_text()):
        value = "" if row["value"] == "not yet known" else row["value"]
        expected[row["name"]][(row["members"], row["period"])] = value
    for name, values in expected.items():
        out = rows(run(accord, "eval", folder / "contract.accord", "--data", folder / "data",
                       "--value", name, "--format", "csv", "--quiet"))
        levels = [c for c in out[0] if c not in ("period", "value", "status")]
        found = {(" ".join(r[c] for c in levels), r["period"]): r["value"] for r in out}
        for key in sorted(set(values) | {k for k, v in found.items() if v != ""}):
            if not same(found.get(key), values.get(key)):
                yield f"{name} {key}: expected {values.get(key)}, accord {found.get(key)}"


def wrong_parts(stated, kept):
    """Lines about parts of payments that are not those of parts.csv."""
    columns = ["clause", "period", "due", "role", "party", "counterparty"]
    found = {tuple(r[c] for c in columns): r["amount"] for r in stated}
    for row in rows(kept):
        key = tuple(row[c] for c in columns)
        if not same(found.get(key), row["amount"]):
            yield f"{key}: expected {row['amount']}, accord {found.get(key)}"
    asked = {(r["clause"], r["role"]) for r in rows(kept)}
    known = {tuple(r[c] for c in columns) for r in rows(kept)}
    for key in sorted(k for k in found if (k[0], k[3]) in asked and k not in known):
        yield f"{key}: accord {found[key]}, and nothing is expected"


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    tap = Tap()
    for contract in sorted((root / "examples").glob("**/*.accord")):
        name = contract.relative_to(root)
        checked = subprocess.run([accord, "check", contract], capture_output=True, text=True, timeout=60)
        tap.point(checked.returncode == 0, f"{name} has no fault", checked.stdout + checked.stderr)
    for worked in sorted((root / "examples").glob("**/worked.py")):
        folder = worked.parent
        own = subprocess.run([sys.executable, "-B", worked], capture_output=True, text=True, timeout=60, cwd=folder)
        kept = (folder / "expected.csv").read_text()
        tap.point(own.stdout == kept, f"{folder.name}: expected.csv is what worked.py computes", own.stderr)
        wrong = list(wrong_values(accord, folder))
        tap.point(not wrong, f"{folder.name}: every value is the expected one", "\n".join(wrong))
        stated = run(accord, "statement", folder / "contract.accord", "--data", folder / "data",
                     "--format", "csv", "--quiet")
        sums = defaultdict(lambda: defaultdict(int))
        for row in rows(stated):
            if row["amount"]:
                pence = round(number(row["amount"]) * 100)
                sums[(row["clause"], row["period"])][row["role"]] += pence
        if (folder / "parts.csv").exists():
            own = subprocess.run([sys.executable, "-B", worked, "parts"], capture_output=True, text=True,
                                 timeout=60, cwd=folder)
            tap.point(own.stdout == (folder / "parts.csv").read_text(),
                      f"{folder.name}: parts.csv is what worked.py computes", own.stderr)
            wrong = list(wrong_parts(rows(stated), own.stdout))
            tap.point(not wrong, f"{folder.name}: every part is the expected one", "\n".join(wrong))
        unequal = [f"{k}: {dict(v)}" for k, v in sums.items()
                   if not v["payment"] == v["payer"] == v["payee"] == v["leg"]]
        tap.point(not unequal, f"{folder.name}: parts of payments add up", "\n".join(unequal))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
