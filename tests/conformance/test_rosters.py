#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Published shift-scheduling cases: their rosters score what was published, and accord finds as good.

    test_rosters.py ACCORD SOURCE_ROOT

Reads $ACCORD_CASES/rosters (Nottingham instances 1 to 3 with a solution each); skips without it.
1. The published rosters keep every rule and cost what their last lines say: 608, 845, 1005.
2. Instances 1 and 2 are solved and proven: 607 (by the referee) and 828 (by lines) (Curtois and Qu, 2014).
3. Instance 3 is within 1% of its optimum, 1001.
Python's standard library only. Prints TAP. Exit: 0 all agree, 1 something does not.
"""
import json
import os
import pathlib
import subprocess
import sys

PUBLISHED = {1: 608, 2: 845, 3: 1005}
OPTIMA = {1: 607, 2: 828, 3: 1001}
MOVES = {1: 300_000, 2: 4_000_000, 3: 4_000_000}
PROOF = {1: "referee (CBC)", 2: "lines"}


def main():
    accord = pathlib.Path(sys.argv[1]).resolve()
    cases = pathlib.Path(os.environ.get("ACCORD_CASES", "")) / "rosters"
    if "ACCORD_CASES" not in os.environ or not cases.is_dir():
        print("1..0 # SKIP ACCORD_CASES names no folder with rosters/instances and rosters/solutions")
        return 0
    failed = 0
    number = 0

    def point(good, name, detail=""):
        nonlocal failed, number
        number += 1
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("\n".join("# " + line for line in str(detail).splitlines()))

    def run(*arguments):
        done = subprocess.run([accord, "roster", *map(str, arguments), "--format", "json", "--quiet"],
                              capture_output=True, text=True, timeout=500, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr

    for case, cost in PUBLISHED.items():
        code, said, talk = run("check", cases / "instances" / f"Instance{case}.txt",
                               cases / "solutions" / f"Instance{case}.txt.out")
        point(code == 0 and said["cost"] == cost and not said["broken"],
              f"the published roster of instance {case} costs {cost}", f"{code} {said} {talk}")
    for case, cost in OPTIMA.items():
        referee = ["--referee", 240] if case == 1 else []
        code, said, talk = run("solve", cases / "instances" / f"Instance{case}.txt", "--moves",
                               MOVES[case], "--seed", 1, *referee)
        if case < 3:
            good = code == 0 and said["lawful"] and said["optimal"] and said["cost"] == cost and \
                said["bound_by"] == PROOF[case]
            point(good, f"instance {case} is solved and proven: {cost}", f"{code} {said.get('cost')} {talk}")
        else:
            good = code == 0 and said["lawful"] and cost <= said["cost"] <= cost * 1.01 and \
                said["bound"] <= cost
            point(good, f"instance {case} is within 1% of {cost}", f"{code} {said.get('cost')} {talk}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
