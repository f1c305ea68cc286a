#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the tests of several runs of `meson test` and prints one line: `N passed, N failed`.

usage: count_tests.py BROKEN LOG...

BROKEN is the number of steps (configuring, building, running) that failed outside any test; each
counts as a failure.  LOG is a meson-logs/testlog.json: one JSON object a line, one a test.  A test
that speaks TAP (it prints its plan, `1..N`) counts as its subtests; if it failed in another way as
well (it crashed, or fewer subtests ran than were planned) that is one failure more.  Exits 1 if
anything failed, and also if nothing passed, since a run that tests nothing must not look good.
"""

import json
import re
import sys
from pathlib import Path

PLAN = re.compile(r"^1\.\.(\d+)", re.MULTILINE)
SUBTEST = re.compile(r"^(not )?ok\b[^#\n]*(#\s*(skip|todo))?", re.MULTILINE | re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL"}


def count_test(test: dict) -> tuple[int, int, int]:
    """Returns passed, failed, skipped of one line of the log."""
    result = test["result"]
    output = test.get("stdout") or ""
    plan = PLAN.search(output)
    if plan is None:
        if result == "SKIP":
            return 0, 0, 1
        return (1, 0, 0) if result in GOOD else (0, 1, 0)
    passed = failed = skipped = 0
    for subtest in SUBTEST.finditer(output):
        directive = (subtest[3] or "").lower()
        # cmocka 1.1.5 writes skip() as "not ok ... # SKIP", and Meson takes that for a failure.
        if directive == "todo" or (directive == "skip" and not subtest[1]):
            skipped += 1
        elif subtest[1]:
            failed += 1
        else:
            passed += 1
    plans = sum(int(count) for count in PLAN.findall(output))
    if plans == 0 and result == "SKIP":
        return 0, 0, 1
    short = passed + failed + skipped < plans
    if short or (result not in GOOD | {"SKIP"} and failed == 0):
        failed += 1
    return passed, failed, skipped


def main() -> int:
    passed, failed, skipped = 0, int(sys.argv[1]), 0
    for log in sys.argv[2:]:
        for line in Path(log).read_text(encoding="utf-8").splitlines():
            counts = count_test(json.loads(line))
            passed, failed, skipped = (
                passed + counts[0], failed + counts[1], skipped + counts[2])
    rest = f", {skipped} skipped" if skipped else ""
    print(f"{passed} passed, {failed} failed{rest}")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
