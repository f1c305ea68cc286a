#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Laws that hold for every contract, whatever its figures are: each changes a drawn contract or its data in a way
that changes nothing, or only what it says, and asks accord again.
usage: test_second_laws.py ACCORD [--count N] [--seed S]"""

import argparse
import random
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))

from accord_run import Tap  # noqa: E402
from compare import Refused, accord_statement, accord_values, run, their_payment  # noqa: E402
from drawn import Drawn  # noqa: E402


def answers(accord, drawn, names=None, known_by=None):
    """All that accord says of a contract: values, payments and checks, whatever order they come in. Not whether a
    payment is final, which no law here keeps."""
    names = names or drawn.names()
    stated = accord_statement(accord, drawn.path, drawn.folder, (), known_by)
    payments = {(one["clause"], one["period"]): {**their_payment(one), "standing": ""} for one in stated["payments"]}
    checks = {(one["clause"], one.get("payment", ""), one["period"]): one["holds"]
              for one in stated["checks"] + stated["assumptions"]}
    return accord_values(accord, drawn.path, drawn.folder, names, (), known_by), payments, checks


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
    if drawn.data.sent:
        return  # its rows are cut into submissions already
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


def sent_again(drawn, chance):
    """Every file of figures sent twice: a bulk file identical to the one before takes its place."""
    files, delimiters = drawn.data.files, drawn.data.delimiters
    lines = files.setdefault("manifest.csv", [["file", "known", "as", "covers from", "covers until", "kind", "stage"]])
    listed = {line[0] for line in lines[1:]}
    for at, name in enumerate(sorted(set(files) - listed - {"manifest.csv"})):
        for times, day in ((1, "2001-01-01"), (2, "2001-01-02")):
            file = f"twice-{at}-{times}.txt"
            files[file] = files[name]
            lines.append([file, day, name, "", "", chance.choice(("", "bulk")), ""])
            if name in delimiters:
                delimiters[file] = delimiters[name]
        del files[name]
        (drawn.folder / name).unlink()


def known_later(accord, drawn, again, chance):
    """As known by a day after everything, a contract is what it is without a day."""
    return differing(answers(accord, drawn), answers(accord, drawn, None, date(2099, 12, 31)))


def merged(accord, drawn, again, chance):
    """Two practices merge: every total over practices of a flow, its running sum and what it was a period before
    are what they were without the merge (R46)."""
    maker, level = drawn.maker, drawn.maker.levels["practice"]
    flows = [name for name in maker.names if name.kind == "flow" and "practice" in name.levels
             and name.name in ("seen", "counted", "spent")]
    if level.dated or len(level.members) < 2 or not flows or level.under == "area" or drawn.data.sent:
        raise Refused("E- no practices to merge")
    probes = []
    for flow in flows:
        rest = [one for one in flow.levels if one != "practice"] + [flow.period]
        for word, kind, value in (
                ("now", "flow", f"total {flow.name} over practice"),
                ("sum", "stock", f"total (cumulative {flow.name} since start) over practice"),
                ("before", "flow", f"total ({flow.name} at previous {flow.period}) over practice, "
                                   f"or 0 where there is no earlier {flow.period}")):
            probes.append(f"{word}-{flow.name}")
            maker.clauses.append([f"98.{len(probes)}", f"{probes[-1]} : {maker.unit_text(flow.unit)} {kind} by "
                                                       f"{', '.join(rest)} = {value}"])
    drawn.path.write_text(maker.text(), encoding="utf-8")
    before = accord_values(accord, drawn.path, drawn.folder, probes)
    merges = chance.sample(level.members, chance.randint(2, min(len(level.members), 4)))
    day = drawn.data.calendar.last(chance.choice(drawn.data.calendar.all("month")))
    clause = next(one for one in maker.clauses if one[1].startswith("level practice "))
    clause[1] += ", closed and succeeded by date"
    for rows in (drawn.data.files[name] for name in list(drawn.data.files)):
        if rows[0][0] == "practice" and "name" in rows[0]:
            ends = {one: [day.isoformat(), merges[-1]] for one in merges[:-1]}
            rows[:] = [rows[0] + ["closed", "successor"]] + [row + ends.get(row[0], ["", ""]) for row in rows[1:]]
    for name in ("fee.csv", "ready.csv"):  # what is no amount is not passed on: it names only who is there
        if name in drawn.data.files:
            head, *rows = drawn.data.files[name]
            drawn.data.files[name] = [head] + [row for row in rows if row[head.index("practice")] not in merges[:-1]]
    drawn.path.write_text(maker.text(), encoding="utf-8")
    drawn.data.write(drawn.folder)
    return differing([before], [accord_values(accord, drawn.path, drawn.folder, probes)])


LAWS = (
    ("members, parties, rows and clauses in another order change nothing", rewritten(change_order), {}),
    ("rows cut into two files elsewhere change nothing", rewritten(cut_otherwise), {}),
    ("a quantity that nothing uses changes nothing", rewritten(add_unused), {}),
    ("money counted in hundredths scales amounts and prices, and nothing else", scaled, {"scaling": True}),
    ("the same contract twice gives the same bytes", twice, {}),
    ("what accord format writes computes the same", formatted, {}),
    ("a later bulk file identical to the earlier changes nothing", rewritten(sent_again), {}),
    ("as known by a day after everything is as known without a day", known_later, {}),
    ("a merge of practices leaves every total over practices as it was", merged, {}),
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
            tap.point(not wrong and held >= told.count // 8, f"{name} ({held} contracts)", "\n".join(wrong))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
