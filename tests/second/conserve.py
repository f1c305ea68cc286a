#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Not a penny is made or lost: over contracts drawn by chance, every payment is what its payers pay, what its payees
receive, and what its legs say; and what a party passes on is no more than went through its hands, to the penny what its
parts sum to. Asks accord alone, and so goes through many more contracts than the second reading.
usage: conserve.py ACCORD [--count N] [--seed S]"""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))

from accord_run import Tap  # noqa: E402
from compare import Refused, accord_statement, their_payment  # noqa: E402
from drawn import Drawn  # noqa: E402


def broken(stated):
    """(lines about pence that are made or lost, parts that were added up)."""
    lines, parts = [], 0
    for paid in stated["payments"]:
        if paid["state"] != "known":
            continue
        name, one = f"{paid['clause']} {paid['period']}", their_payment(paid)
        for role in ("payers", "payees", "legs"):
            parts += len(one[role])
            if sum(one[role].values()) != one["amount"]:
                lines.append(f"{name}: {one['amount']}, but {role} {one[role]}")
        sent, come = defaultdict(int), defaultdict(int, one["payees"])
        for (giver, taker), amount in one["passed"].items():
            sent[giver] += amount
            come[taker] += amount if giver != taker else 0
        parts += len(one["passed"])
        for giver, amount in sent.items():
            if amount != come[giver]:
                lines.append(f"{name}: {giver} got {come[giver]} and passes on or keeps {amount}")
    return lines, parts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accord")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=30000000)
    asked = parser.parse_args()
    tap, refused, parts, wrong = Tap(), 0, 0, []
    with tempfile.TemporaryDirectory(prefix="accord-conserve-") as folder:
        for seed in range(asked.seed, asked.seed + asked.count):
            drawn = Drawn(seed, folder)
            try:
                lines, added = broken(accord_statement(asked.accord, drawn.path, drawn.folder, (), drawn.data.known_by))
                wrong += [f"seed {seed}: {line}" for line in lines]
                parts += added
            except Refused:
                refused += 1
            drawn.remove()
            if (seed - asked.seed + 1) % 1000 == 0:
                print(f"# {seed - asked.seed + 1} contracts, {parts} parts, {len(wrong)} wrong", file=sys.stderr, flush=True)
    tap.point(not wrong, f"{asked.count - refused} contracts of seeds from {asked.seed}: {parts} parts add up", wrong[:20])
    tap.point(refused * 10 < asked.count, f"{refused} are refused for their text or data")
    return tap.done()


sys.exit(main())
