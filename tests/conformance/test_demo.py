#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The demonstration alliance, three ways: accord over the extract; accord over the same counts as a
file, with the contract as given; and an independent computation of the contract's words over counts
that were made independently. All must state the same payments, to the penny.
usage: test_demo.py ACCORD SOURCE_ROOT"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, rows, run  # noqa: E402

KEY = ("clause", "period", "role", "party")


def parts(text):
    """Known parts of payments by key; legs are left out, since only accord states them."""
    kept = {}
    for row in rows(text):
        if row["role"] in ("payer", "payee", "practice") and row.get("amount", "") != "":
            kept[tuple(row[k] for k in KEY)] = (row["due"], row["shadow"], row["amount"], row["paid"])
    return kept


def differences(one, other, limit=20):
    lines = []
    for key in sorted(set(one) | set(other)):
        if one.get(key) != other.get(key):
            lines.append(f"{key}: {one.get(key)} and {other.get(key)}")
    return lines[:limit] + ([f"... {len(lines)} in all"] if len(lines) > limit else [])


def main():
    accord, root = sys.argv[1], Path(sys.argv[2])
    here = root / "tests/conformance"
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-demo-") as temporary:
        demo = Path(temporary) / "demo"
        run(accord, "demo", "--dir", demo)
        counted = run(accord, "statement", demo / "contract.accord", "--data", demo,
                      "--format", "csv", "--quiet")
        given = Path(temporary) / "given"
        given.mkdir()
        for name in ("practices.csv", "lists.csv", "rtt.csv", "fft.csv"):
            shutil.copy(demo / name, given)
        subprocess.run([sys.executable, here / "demo_counts.py", demo, given / "activity.csv"],
                       check=True, capture_output=True, timeout=120)
        as_file = run(accord, "statement", root / "examples/llr/contract.accord", "--data", given,
                      "--format", "csv", "--quiet")
        subprocess.run([sys.executable, here / "llr_oracle.py", given, "-o", given / "payments.csv"],
                       check=True, capture_output=True, timeout=300)
        oracle = (given / "payments.csv").read_text()
    from_rows, from_file, by_oracle = parts(counted), parts(as_file), parts(oracle)
    tap.point(len(from_rows) > 3000, f"{len(from_rows)} parts of payments are stated")
    wrong = differences(from_rows, from_file)
    tap.point(not wrong, "the contract as given, over the same counts as a file, states the same",
              "\n".join(wrong))
    wrong = differences(from_rows, by_oracle)
    tap.point(not wrong, f"{len(by_oracle)} parts are those of the independent computation",
              "\n".join(wrong))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
