#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Laws that hold for every contract, whatever its figures are: each changes a drawn contract or its data in a way
that changes nothing, or only what it says, and asks accord again.
usage: test_second_laws.py ACCORD [--count N] [--seed S]"""

import argparse
import random
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))

from accord_run import Tap  # noqa: E402
from compare import Refused, accord_statement, accord_values, run, their_payment  # noqa: E402
from drawn import Drawn  # noqa: E402


def answers(accord, drawn, names=None):
    """All that accord says of a contract: values, payments and checks, whatever order they come in."""
    names = names or drawn.names()
    stated = accord_statement(accord, drawn.path, drawn.folder)
    payments = {(one["clause"], one["period"]): their_payment(one) for one in stated["payments"]}
    checks = {(one["clause"], one.get("payment", ""), one["period"]): one["holds"]
              for one in stated["checks"] + stated["assumptions"]}
    return accord_values(accord, drawn.path, drawn.folder, names), payments, checks


def change_order(drawn, chance):
    """Members, parties and rows in another order, and the clauses too."""
    for name, rows in drawn.data.files.items():
        head, rest = rows[0], rows[1:]
        chance.shuffle(rest)
        drawn.data.files[name] = [head, *rest]
    clauses = drawn.maker.clauses
    levels = [clause for clause in clauses if clause[1].startswith("level ")]
    others = [clause for clause in clauses if not clause[1].startswith("level ")]
    chance.shuffle(others)
    for clause in levels:
        head, colon, members = clause[1].partition(" : ")
        if colon:
            members = members.split(", ")
            chance.shuffle(members)
            clause[1] = f"{head} : {', '.join(members)}"
    drawn.maker.clauses = levels + others


def cut_otherwise(drawn, chance):
    """The rows that are counted, cut into two files at another place."""
    head = drawn.data.files["visits-1.csv"][0]
    rows = drawn.data.files["visits-1.csv"][1:] + drawn.data.files["visits-2.csv"][1:]
    cut = chance.randint(0, len(rows))
    drawn.data.files["visits-1.csv"] = [head, *rows[:cut]]
    drawn.data.files["visits-2.csv"] = [head, *rows[cut:]]


def add_unused(drawn, chance):
    """A quantity that nothing uses, of one that is there."""
    rate = next((name for name in drawn.maker.names if name.kind == "rate" and name.period and not name.unit[0]), None)
    value = f"2 * {rate.name}" if rate else "40% + 3%"
    dims = f" by {', '.join([*rate.levels, rate.period])}" if rate else " by month"
    drawn.maker.clauses.append(["99.1", f"spare : ratio{dims} = {value}"])


def rewritten(change):
    """A law: after a change all answers are the same."""
    def law(accord, drawn, again, chance):
        names = drawn.names()
        before = answers(accord, drawn, names)
        change(drawn, chance)
        drawn.path.write_text(drawn.maker.text(), encoding="utf-8")
        drawn.data.write(drawn.folder)
        return differing(before, answers(accord, drawn, names))
    return law


def differing(before, after):
    return [f"{key}: {left.get(key)} before, {right.get(key)} after" for left, right in zip(before, after)
            for key in sorted(set(left) | set(right), key=repr) if left.get(key) != right.get(key)]


def formatted(accord, drawn, again, chance):
    before = answers(accord, drawn)
    drawn.path.write_text(run(accord, "format", drawn.path), encoding="utf-8")
    return differing(before, answers(accord, drawn))


def twice(accord, drawn, again, chance):
    asked = [word for name in drawn.names() for word in ("--value", name)]
    wrong = []
    for words in (["eval", "--format", "csv", *asked], ["statement", "--format", "json"], ["statement"]):
        one, two = (run(accord, words[0], drawn.path, "--data", drawn.folder, "--quiet", *words[1:], good=(0, 1, 3))
                    for _ in range(2))
        wrong += [f"{words[0]} wrote other bytes"] if one != two else []
    return wrong


def scaled(accord, drawn, again, chance):
    """The same contract with money counted in hundredths: amounts and prices are a hundred times as large."""
    before, after = answers(accord, drawn), answers(accord, again)
    money = {name.name for name in drawn.maker.names if "CUR" in name.unit[0]}
    times = {key: (value * 100 if key[0] in money and isinstance(value, Fraction) else value, state)
             for key, (value, state) in before[0].items()}
    return differing((times, *before[1:]), after)


LAWS = (
    ("members, parties, rows and clauses in another order change nothing", rewritten(change_order), {}),
    ("rows cut into two files elsewhere change nothing", rewritten(cut_otherwise), {}),
    ("a quantity that nothing uses changes nothing", rewritten(add_unused), {}),
    ("money counted in hundredths scales amounts and prices, and nothing else", scaled, {"scaling": True}),
    ("the same contract twice gives the same bytes", twice, {}),
    ("what accord format writes computes the same", formatted, {}),
)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("accord", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20150401)
    told = parser.parse_args()
    accord, tap = told.accord.resolve(), Tap()
    print(f"# seeds {told.seed} to {told.seed + told.count - 1}")
    with tempfile.TemporaryDirectory() as scratch:
        for name, law, how in LAWS:
            held, wrong = 0, []
            for seed in range(told.seed, told.seed + told.count):
                drawn = Drawn(seed, Path(scratch, "one"), **how)
                if law.__name__ == "law" and "files" in name and drawn.maker.layout is None:
                    continue
                again = Drawn(seed, Path(scratch, "two"), **how, hundredths=100) if how else None
                try:
                    lines = law(accord, drawn, again, random.Random(seed))
                except Refused as refused:
                    lines = [] if "E-" in str(refused) else [str(refused)[:500]]
                else:
                    held += 1
                wrong += [f"seed {seed}: {line}" for line in lines[:3]]
            tap.point(not wrong and held >= told.count // 3, f"{name} ({held} contracts)", "\n".join(wrong))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
