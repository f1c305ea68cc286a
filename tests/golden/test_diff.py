#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The difference between two runs: a small case worked by hand, and for random pairs of runs the law that
the parts of every line add up to its change, which is that of the two statements.
usage: test_diff.py ACCORD SOURCE_ROOT [SEED]"""

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from accord_run import Tap, rows

ACCORD, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20160401
TIME, SMALL = ROOT / "tests/golden/time", ROOT / "tests/golden/llr-small"
PAIRS = 24

PRACTICES = "practice,commissioner\nP1,CCG\nP2,CCG\n"
LISTS = "practice,quarter,list\nP1,2016/17 Q1,300\nP2,2016/17 Q1,100\n"
VISITS = "Visit,GP,Day\n" + "".join(f"v{i},P{1 + i % 2},2016-0{4 + i % 3}-0{1 + i}\n" for i in range(3))


def write(folder, text=None, **files):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    shutil.copy(TIME / "visits.layout", folder / "data")
    for name, content in {"practices": PRACTICES, "lists": LISTS, "visits": VISITS, **files}.items():
        if content is not None:
            (folder / "data" / f"{name}.csv").write_text(content)
    (folder / "contract.accord").write_text(text or (TIME / "contract.accord").read_text())


def ask(folder, *words):
    done = subprocess.run([ACCORD, *words, "--quiet"], cwd=folder, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def diff(folder, *more):
    return ask(folder, "diff", "old/contract.accord", "new/contract.accord", "--data", "old/data", "--data-new",
               "new/data", *more)


def lines_of(text):
    """The CSV by line: (what, role, party, period, shadow) -> (was, {cause: part}, is)."""
    found = {}
    for row in rows(text):
        key = (row["what"], row["role"], row["party"], row["period"], row["shadow"])
        line = found.setdefault(key, [None, {}, None])
        amount = Fraction(row["amount"]) if row["amount"] else None
        if row["group"] in ("was", "is"):
            line[0 if row["group"] == "was" else 2] = amount
        else:
            line[1][f"{row['group']}: {row['cause']}"] = amount
    return found


def worked_by_hand(tap, folder):
    """Three visits at 10.00 and 40% (fewer than 4: missed) are 12.00. One row came late: 4 visits meet
    the gate, and 60% of 40.00 is 24.00: +12.00. At 11.00 they are 26.40: +2.40. At 65% they are
    28.60: +2.20. Then the list size of P2 goes from 100 to 300, which moves no money between parties."""
    text = (TIME / "contract.accord").read_text()
    new = text.replace("always : 10.00", "always : 11.00").replace("60% when", "65% when").replace(
        "A fee is paid for", "A fee shall be paid for")
    write(folder / "old")
    write(folder / "new", new, visits=VISITS + "v9,P2,2016-06-30\n", lists=LISTS.replace("Q1,100", "Q1,300"))
    code, out, said = diff(folder, "--format", "csv", "--value", "rate")
    got = lines_of(out)
    whole = got.get(("4.1", "payment", "", "2016/17 Q1", "no"))
    tap.point(code == 0 and whole == [12, {"data: visits.csv (seen)": 12, "prices: clause 2.3": Fraction("2.4"),
                                           "clauses: clause 3.2": Fraction("2.2")}, Fraction("28.6")],
              "late rows, a price and a clause: the parts are those worked by hand", (whole, said))
    # GPCO has 6.00, of which P1 4.50 and P2 1.50 by 300 and 100; by 300 and 300 each has 3.00.
    one = got.get(("4.1", "practice", "P2", "2016/17 Q1", "no"))
    tap.point(one == [Fraction("1.5"), {"lists: lists.csv (list)": Fraction("1.5"), "data: visits.csv (seen)": 3,
                                       "prices: clause 2.3": Fraction("0.6"),
                                       "clauses: clause 3.2": Fraction("0.55")}, Fraction("7.15")],
              "and so are the parts of a practice", one)
    rate = got.get(("rate", "value", "", "2016/17 Q1", "no"))
    tap.point(rate == [Fraction("0.4"), {"data: visits.csv (seen)": Fraction("0.2"),
                                        "clauses: clause 3.2": Fraction("0.05")}, Fraction("0.65")],
              "and of a value", rate)
    _, out, _ = diff(folder)
    order = [out.find(words) for words in ("  lists     lists.csv", "  data      visits.csv", "  prices    clause 2.3",
                                           "  clauses   clause 3.2", "  reworded  clause 3.3")]
    tap.point(-1 not in order[:4] and order[:4] == sorted(order[:4]), "causes stand in their order", out)
    tap.point("reworded  clause 3.1: means the same, the cause of nothing" in out,
              "a clause whose words alone changed is the cause of nothing, and said so", out)
    tap.point("in all: was £12.00, is £28.60: +£16.60" in out and "+£2.20  by clause 3.2" in out,
              "the text says it for people", out)
    _, out, _ = diff(folder, "--format", "json", "--party", "TRUST")
    line = json.loads(out)["lines"]
    tap.point(len(line) == 1 and (line[0]["was"], line[0]["is"], line[0]["change"]) == ("6.00", "14.30", "8.30"),
              "JSON of one party", out)


def special_cases(tap, folder):
    text = (TIME / "contract.accord").read_text()
    write(folder / "old")
    write(folder / "new")
    code, out, _ = diff(folder)
    tap.point(code == 0 and "No figure differs." in out and "Nothing changed" in out, "no difference ends with 0", out)
    write(folder / "new", practices=PRACTICES + "P3,CCG\n", lists=LISTS + "P3,2016/17 Q1,400\n")
    _, out, _ = diff(folder)
    tap.point("  lists     lists.csv (list), with practices.csv\n" in out and "Payments that differ" not in out,
              "a new practice and its list size come together", out)
    tap.point("passed to P3: was not there, is £3.00: +£3.00" in out, "a practice that was not there is told", out)
    write(folder / "new", re.sub(r"(?m)^3.2 rate.*\n(      .*\n)*", "3.2 share : % rate by quarter = 50%\n", text).replace(
        "over quarter * rate", "over quarter * share"))
    _, out, said = diff(folder)
    tap.point("clause 3.2, with clause 3.3" in out, "clauses that need each other are one cause", out + said)
    write(folder / "new", text.replace("2017-03-31", "2018-03-31"))
    code, _, said = diff(folder)
    tap.point(code == 1 and "cannot be compared: they have other terms (2016-04-01 to 2017-03-31" in said,
              "other terms cannot be compared", said)
    write(folder / "new", text.replace("GBP", "EUR").replace("pence", "cents"))
    code, _, said = diff(folder)
    tap.point(code == 1 and "they pay in other money (GBP in the old one, EUR in the new one)" in said,
              "nor other money", said)
    write(folder / "new", text.replace("1.5 unit", "1.6 level site : A, B\n1.5 unit"))
    code, _, said = diff(folder)
    tap.point(code == 1 and "they have other levels (none of that name in the old one, site in the new one)" in said,
              "nor other levels", said)
    code, _, said = ask(folder, "diff", "old/contract.accord", "--data", "old/data")
    tap.point(code == 2 and "there is one run, and nothing to compare it with" in said, "one run alone is a misuse", said)
    write(folder / "new")
    code, _, said = diff(folder, "--value", "nothing")
    tap.point(code == 1 and "old/contract.accord has no quantity nothing: --value names one" in said,
              "a value that is not there is told", said)


def known_by(tap, folder):
    """One contract, one folder, two dates: a late file, a variation, and a gate decided in between."""
    manifest = ("file,known,as,covers from,covers until\nvisits.csv,2016-07-20,,,\n"
                "late.csv,2016-08-01,visits.csv,2016-06-01,2016-06-30\n")
    late = "Visit,GP,Day\nl1,P1,2016-06-02\nl2,P2,2016-06-03\n"
    text = (TIME / "contract.accord").read_text() + (
        "\nVARIATION 1 signed 2016-08-05 effective 2016-04-01\n4.2 split payee GPCO 60%, TRUST 40%, "
        "pence by largest remainder, ties by code\n")
    write(folder, text, manifest=manifest, late=late)
    words = ("diff", "contract.accord", "--data", "data", "--format", "csv", "--known-by", "2016-07-31",
             "--known-by-new", "2016-08-31")
    _, out, said = ask(folder, *words)
    got = lines_of(out)
    # Three visits, undecided: 15.00. The late file has two for June in place of one: 20.00. Decided: 24.00.
    whole = got.get(("4.1", "payment", "", "2016/17 Q1", "no"))
    tap.point(whole == [15, {"data: visits.csv (seen)": 5, "known-by: known by 2016-08-31 in place of 2016-07-31": 4}, 24],
              "a late file and a gate decided are causes of their own", (whole, said))
    one = got.get(("4.1", "payee", "GPCO", "2016/17 Q1", "no"))
    tap.point(one is not None and one[1].get("clauses: variation 1, clause 4.2 (new)") == 2 and one[2] == Fraction("14.4"),
              "so is a variation signed in between", one)


# ---- Random pairs ----

EDITS = [  # (pattern, replacements) on the small alliance's text
    (r"dermatology hospital 96\.00", ["dermatology hospital 95.37", "dermatology hospital 101.00"]),
    (r"ophthalmology community 70\.00", ["ophthalmology community 66.66"]),
    (r"dermatology 20%", ["dermatology 17%", "dermatology 25%"]),
    (r"55% when year-1 met", ["58% when year-1 met"]),
    (r"50% otherwise", ["45.5% otherwise"]),
    (r"not above 3% \*", ["not above 2.5% *", "not above 9% *"]),
    (r"GPCO 50%, ACUTE 30%", ["GPCO 47.5%, ACUTE 32.5%"]),
    (r"margin \* 20%", ["margin * 22%"]),
    (r"rounded to 6 places", ["rounded to 3 places"]),
    (r"signed 2015-05-20 effective 2015-07-01", ["signed 2015-05-20 effective 2015-04-01"]),
    (r"shadow until 2014-06-30", ["shadow until 2014-09-30"]),
    (r"friends >= 90%", ["friends >= 91%"]),
    (r"> The baseline is", ["> The base line is"]),
]


def side(rng, folder):
    """A side of a random pair: some edits of the text, some rows changed, left out or doubled."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SMALL / "data", folder / "data")
    text = (SMALL / "contract.accord").read_text()
    for pattern, choices in EDITS:
        if rng.random() < 0.3:
            text = re.sub(pattern, rng.choice(choices), text)
    if rng.random() < 0.2:
        text = text.split("VARIATION")[0]
    (folder / "contract.accord").write_text(text)
    activity = (folder / "data/activity.csv").read_text().splitlines()
    for _ in range(rng.randrange(6)):
        at = rng.randrange(1, len(activity))
        stem, value = activity[at].rsplit(",", 1)
        activity[at] = f"{stem},{max(0, int(value) + rng.randrange(-15, 16))}"
    if rng.random() < 0.3:
        del activity[rng.randrange(1, len(activity))]
    (folder / "data/activity.csv").write_text("\n".join(activity) + "\n")
    lists = (folder / "data/lists.csv").read_text()
    if rng.random() < 0.5:
        lists = lists.replace("7491,7668", f"{7491 + rng.randrange(-90, 90)},{7668 + rng.randrange(-90, 90)}")
    (folder / "data/lists.csv").write_text(lists)


def statement(folder, of):
    code, out, said = ask(folder, "statement", f"{of}/contract.accord", "--data", f"{of}/data", "--format", "csv")
    if code not in (0, 3):
        raise SystemExit(said)
    sums = defaultdict(Fraction)
    for row in rows(out):
        if row["amount"] and row["role"] not in ("leg", "retro-payer", "retro-payee", "file"):
            sums[(row["clause"], row["role"], row["party"], row["period"], row["shadow"])] += Fraction(row["amount"])
    return sums


def values(folder, of, name):
    _, out, _ = ask(folder, "eval", f"{of}/contract.accord", "--data", f"{of}/data", "--value", name, "--format", "csv")
    return {("/".join(r[c] for c in r if c not in ("period", "value", "status")), r["period"]):
            Fraction(r["value"]) for r in rows(out) if r["value"]}


def law(tap, folder):
    rng = random.Random(SEED)
    print(f"# seed {SEED}, {PAIRS} pairs")
    changed = causes = 0
    for pair in range(PAIRS):
        for of in ("old", "new"):
            side(rng, folder / of)
        code, out, said = diff(folder, "--format", "csv", "--value", "achieved", "--value", "limited")
        got = lines_of(out) if code == 0 else {}
        wrong = [] if code == 0 else [said]
        for key, (was, parts, now) in got.items():
            changed += 1
            causes += len(parts)
            if (was or 0) + sum(parts.values()) != (now or 0):
                wrong.append(f"{key}: {was} + {parts} is not {now}")
            if key[1] != "value" and any((100 * part).denominator != 1 for part in parts.values()):
                wrong.append(f"{key}: parts are not whole pence: {parts}")
        old, new = statement(folder, "old"), statement(folder, "new")
        for key in set(old) | set(new):
            was, _, now = got.get(key, [old[key], {}, old[key]])
            if ((was or 0), (now or 0)) != (old[key], new[key]):
                wrong.append(f"{key}: {was} to {now}, and by the statements {old[key]} to {new[key]}")
        for name in ("achieved", "limited"):
            before, after = values(folder, "old", name), values(folder, "new", name)
            for members, period in set(before) | set(after):
                key = (name, "value", members, period, "no")
                was, is_ = before.get((members, period)), after.get((members, period))
                if was != is_ and (key not in got or [got[key][0], got[key][2]] != [was, is_]):
                    wrong.append(f"{key}: {was} to {is_} by eval")
        tap.point(not wrong, f"pair {pair}: parts add up to the change of the statements", "\n".join(wrong))
    tap.point(changed > 500 and causes > changed, f"{changed} lines with {causes} parts were held to the law")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        for test in (worked_by_hand, special_cases, known_by, law):
            (Path(name) / test.__name__).mkdir()
            test(tap, Path(name) / test.__name__)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
