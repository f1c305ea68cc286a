#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Knowledge time without a store: what a manifest says was known when, what is frozen and decided by
then, and that a statement made again for a past day has the bytes that it had on that day.
usage: test_time.py ACCORD SOURCE_ROOT [SEED]"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from accord_run import Tap, rows, run

ACCORD, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SOURCE = ROOT / "tests/golden/time"
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20160520
CASES = 40

PRACTICES = "practice,commissioner\nP1,CCG\nP2,CCG\n"
LISTS = "practice,quarter,list\n" + "".join(
    f"{p},2016/17 Q{q},{size}\n" for q in (1, 2, 3, 4) for p, size in (("P1", 300), ("P2", 100)))
LISTS_LATER = LISTS.replace("P2,2016/17 Q1,100", "P2,2016/17 Q1,300")


def visits(*lines):
    return "Visit,GP,Day\n" + "".join(f"{line}\n" for line in lines)


APRIL_FLEX = visits("a1,P1,2016-04-04", "a2,P2,2016-04-20")
APRIL_FREEZE = visits("a1,P1,2016-04-04", "a2,P2,2016-04-20", "a3,P2,2016-04-29")
MAY = visits("b1,P1,2016-05-10")
JUNE = visits("c1,P1,2016-06-10")
JULY = visits("d1,P1,2016-07-10", "d2,P2,2016-07-11")

# What came when: name, the day it was known, what it stands for, what it covers, stage, bytes.
ARRIVALS = [
    ("lists-1.csv", "2016-04-01", "lists.csv", "", "", "", LISTS),
    ("visits-04-flex.csv", "2016-05-20", "visits.csv", "2016-04-01", "2016-04-30", "flex", APRIL_FLEX),
    ("visits-04.csv", "2016-06-10", "visits.csv", "2016-04-01", "2016-04-30", "freeze", APRIL_FREEZE),
    ("visits-05.csv", "2016-06-20", "visits.csv", "2016-05-01", "2016-05-31", "flex", MAY),
    ("visits-06.csv", "2016-07-20", "visits.csv", "2016-06-01", "2016-06-30", "flex", JUNE),
    ("visits-07.csv", "2016-08-20", "visits.csv", "2016-07-01", "2016-07-31", "flex", JULY),
    ("lists-2.csv", "2016-09-01", "lists.csv", "", "", "", LISTS_LATER),
]
HEADING = "file,known,as,covers from,covers until,stage\n"
VARIATION = "\nVARIATION 1 signed 2016-09-20 effective 2016-04-01\n2.3 table price : GBP/attendance rate always : 12.00\n"


def write(folder, arrivals, contract=None, manifest=None, heading=HEADING):
    """A folder as it was when these had arrived."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    (folder / "data/practices.csv").write_text(PRACTICES)
    shutil.copy(SOURCE / "visits.layout", folder / "data")
    for name, *_, text in arrivals:
        (folder / "data" / name).write_text(text)
    lines = [",".join(arrival[:-1]) + "\n" for arrival in arrivals]
    lines.insert(0, heading)
    (folder / "data/manifest.csv").write_text(manifest if manifest is not None else "".join(lines))
    text = (SOURCE / "contract.accord").read_text()
    (folder / "contract.accord").write_text(text + (contract or ""))


def ask(folder, command, *more, status=0):
    """Runs accord inside a folder; gives its exit, what it wrote and what it said."""
    done = subprocess.run([ACCORD, command, "contract.accord", "--data", "data", *more],
                          cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def payments(folder, *more):
    _, out, _ = ask(folder, "statement", "--format", "csv", "--quiet", *more)
    return {(r["clause"], r["period"]): r for r in rows(out) if r["role"] == "payment"}


def same_bytes(tap, folder):
    """Each statement made on a day, and made again for that day when all has come."""
    outputs = [("statement",), ("statement", "--format", "csv"), ("statement", "--format", "json"),
               ("explain", "--value", "4.1", "--at", "2016/17 Q1"),
               ("explain", "--value", "4.1", "--at", "2016/17 Q1", "--format", "json"),
               ("eval", "--format", "csv"), ("cube", "-o", "-")]
    for day in ("2016-05-31", "2016-06-15", "2016-07-31", "2016-08-11", "2016-08-31", "2016-09-30"):
        then = [a for a in ARRIVALS if a[1] <= day]
        write(folder / "then", then, VARIATION if day >= "2016-09-20" else None)
        write(folder / "now", ARRIVALS, VARIATION)
        wrong = []
        for command, *more in outputs:
            before = ask(folder / "then", command, "--quiet", "--known-by", day, *more)
            after = ask(folder / "now", command, "--quiet", "--known-by", day, *more)
            if before[0] not in (0, 1) or before[:2] != after[:2] or not before[1]:
                wrong.append(f"{command} {more}: {before} and now {after}")
        tap.point(not wrong, f"made again for {day}, every output has the bytes it had then", "\n".join(wrong))


def amounts(tap, folder):
    """Worked by hand. April: 2 rows at flex, 3 at freeze; May 1; June 1; July 2."""
    write(folder, ARRIVALS, VARIATION)
    expected = {  # day: (amount, state, standing) of the first quarter
        "2016-07-19": ("", "not yet known", "provisional"),      # June has not come
        "2016-07-31": ("25.00", "known", "provisional"),         # 5 x 10.00 x 50%: not decided
        "2016-08-11": ("30.00", "known", "final"),               # 5 x 10.00 x 60%: 30 June + 42 days
        "2016-09-30": ("36.00", "known", "final"),               # at 12.00, by the variation
    }
    for day, (amount, state, standing) in expected.items():
        got = payments(folder, "--known-by", day)[("4.1", "2016/17 Q1")]
        tap.point((got["amount"], got["state"], got["standing"], got["known-by"]) == (amount, state, standing, day),
                  f"the first quarter as known by {day} is {amount or state}, {standing}", got)
    got = payments(folder)[("4.1", "2016/17 Q1")]
    tap.point((got["amount"], got["standing"], got["known-by"]) == ("36.00", "final", ""),
              "without --known-by all is known, and the last file says what is final", got)
    _, out, _ = ask(folder, "statement", "--format", "csv", "--quiet", "--known-by", "2016-08-31")
    parts = {(r["role"], r["party"]): r["amount"] for r in rows(out) if r["period"] == "2016/17 Q1"}
    tap.point(parts[("practice", "P1")] == "11.25" and parts[("practice", "P2")] == "3.75",
              "an earlier list counts until the later one is known", parts)
    _, out, _ = ask(folder, "statement", "--format", "csv", "--quiet", "--known-by", "2016-09-30")
    parts = {(r["role"], r["party"]): r["amount"] for r in rows(out) if r["period"] == "2016/17 Q1"}
    tap.point(parts[("practice", "P1")] == "9.00" and parts[("practice", "P2")] == "9.00",
              "and then the later one does", parts)


def freeze_files(tap, folder):
    """Files of stage freeze freeze their days before the freeze days have passed."""
    frozen = [(*a[:5], "freeze", a[6]) if a[0].startswith("visits-0") and "flex" not in a[0] else a
              for a in ARRIVALS]
    write(folder, frozen)
    got = payments(folder, "--known-by", "2016-07-31")[("4.1", "2016/17 Q1")]
    tap.point((got["amount"], got["standing"]) == ("30.00", "final"),
              "with freeze files seen the quarter is final and its gate decided", got)
    got = payments(folder, "--known-by", "2016-07-19")[("4.1", "2016/17 Q1")]
    tap.point(got["standing"] == "provisional", "and not before the last of them", got)


def account(tap, folder):
    write(folder, ARRIVALS)
    code, _, said = ask(folder, "cube", "--quiet", "--known-by", "2016-06-15", "-o", "-")
    tap.point(code == 0 and "2  set aside: superseded by a later file" in said and "3  counted" in said,
              "superseded rows are in the account of rows", said)
    _, out, _ = ask(folder, "statement", "--quiet", "--known-by", "2016-06-15")
    tap.point("known by  2016-06-15" in out and "visits-04-flex.csv, as visits.csv, known 2016-05-20, flex: "
              "2 rows, 0 counted, 2 superseded, 0 refused" in out and "visits-05" not in out,
              "the receipt says when each file became known, and what of it is superseded", out)
    _, out, _ = ask(folder, "statement", "--quiet", "--known-by", "2016-06-15", "--format", "json")
    files = {f["name"]: f for f in json.loads(out)["files"]}
    tap.point(files["visits-04-flex.csv"]["superseded"] == 2 and files["visits-04.csv"]["stage"] == "freeze"
              and json.loads(out)["known-by"] == "2016-06-15", "so does the receipt in JSON", out)
    _, _, said = ask(folder, "statement")
    tap.point("does not list practices.csv: taken as known always" in said,
              "a file that the manifest does not list is known always, with a word", said)
    for name in ("manifest.csv", "visits-05.csv"):
        code, _, said = ask(folder, "cube", "--quiet", "-o", f"data/{name}")
        tap.point(code == 2 and f"-o would overwrite data/{name}" in said, f"{name} is never overwritten", said)
    (folder / "data/manifest.csv").unlink()
    code, _, said = ask(folder, "statement", "--quiet")
    tap.point(code == 1 and "reads lists.csv, which is not in data" in said,
              "without a manifest no file stands for another", said)


def bulk_spans(tap, folder):
    """A bulk file replaces exactly its days: as one file with the rows that stand, written by hand."""
    first = visits("a,P1,2016-04-01", "b,P1,2016-04-15", "c,P2,2016-04-16", "d,P2,2016-05-01")
    middle = visits("e,P2,2016-04-15", "f,P1,2016-04-20")
    arrivals = [("lists.csv", "2016-04-01", "", "", "", "", LISTS),
                ("visits-1.csv", "2016-06-01", "visits.csv", "", "", "", first),
                ("visits-2.csv", "2016-06-02", "visits.csv", "2016-04-15", "2016-04-30", "", middle)]
    write(folder, arrivals)
    _, out, _ = ask(folder, "eval", "--quiet", "--value", "seen", "--format", "csv", "--period", "2016/17 Q1")
    write(folder, [("lists.csv", "2016-04-01", "", "", "", "", LISTS),
                   ("visits.csv", "2016-06-02", "", "", "", "",
                    visits("a,P1,2016-04-01", "e,P2,2016-04-15", "f,P1,2016-04-20", "d,P2,2016-05-01"))])
    _, by_hand, _ = ask(folder, "eval", "--quiet", "--value", "seen", "--format", "csv", "--period", "2016/17 Q1")
    tap.point(out == by_hand and out, "a later bulk file replaces an earlier one over its days exactly", out)
    arrivals[2] = ("visits-2.csv", "2016-06-02", "visits.csv", "2016-05-01", "2016-05-31", "", visits())
    write(folder, arrivals)
    got = {(r["practice"], r["period"]): r for r in rows(ask(
        folder, "eval", "--quiet", "--value", "seen", "--format", "csv")[1])}
    tap.point(got[("P2", "2016-05")]["value"] == "0" and got[("P2", "2016-06")]["value"] == "",
              "a file without rows says that the months it covers have none; others have not come", got)
    net = [("lists.csv", "2016-04-01", "", "", "", "", "", LISTS),
           ("visits-1.csv", "2016-06-01", "visits.csv", "", "", "", "", first),
           ("visits-2.csv", "2016-06-02", "visits.csv", "2016-04-15", "2016-04-30", "", "net", middle)]
    write(folder, net, heading="file,known,as,covers from,covers until,stage,kind\n")
    got = {(r["practice"], r["period"]): r for r in rows(ask(
        folder, "eval", "--quiet", "--value", "seen", "--format", "csv")[1])}
    tap.point(got[("P1", "2016-04")]["value"] == "3" and got[("P2", "2016-04")]["value"] == "2",
              "a net file adds to what is there", got)
    arrivals[2] = ("visits-2.csv", "2016-06-02", "visits.csv", "2016-04-15", "2016-04-18", "", middle)
    write(folder, arrivals)
    code, _, said = ask(folder, "eval", "--quiet", "--value", "seen")
    tap.point(code == 3 and "data/visits-2.csv:3:3: refused, R-COVERS: the row is dated outside 2016-04-15 to "
              "2016-04-18" in said, "a row outside what its file covers is refused", said)


def month_of(day):
    return day.strftime("%Y-%m")


def expected_counts(submissions, known_by):
    """R40 to R42 by another way: rows one at a time, days one at a time."""
    seen = [s for s in submissions if s["known"] <= known_by]

    def later(one):
        return [s for s in seen if s["kind"] == "bulk" and s["known"] > one["known"]]

    counts, received = {}, set()
    for one in seen:
        for practice, day in one["rows"]:
            if not any(s["covers"] is None or s["covers"][0] <= day <= s["covers"][1] for s in later(one)):
                counts[(practice, month_of(day))] = counts.get((practice, month_of(day)), 0) + 1
                received.add(month_of(day))
        whole = any(s["covers"] is None for s in later(one))
        for month in range(4, 7) if one["kind"] == "bulk" and one["covers"] and not whole else ():
            first = date(2016, month, 1)
            last = date(2016, month + 1, 1) - timedelta(days=1)
            inside = one["covers"][0] <= first and last <= one["covers"][1]
            if inside:
                received.add(month_of(first))
    return {(p, m): str(counts.get((p, m), 0)) if m in received else ""
            for p in ("P1", "P2") for m in ("2016-04", "2016-05", "2016-06")}


def random_submissions(rng):
    first, length = date(2016, 4, 1), 91
    days = rng.sample(range(30), rng.randrange(1, 7))
    made = []
    for at, known in enumerate(sorted(days)):
        covers = None
        if rng.random() < 0.75:
            start = rng.choice((0, 30, 61, rng.randrange(length)))
            covers = (first + timedelta(days=start),
                      first + timedelta(days=min(length - 1, start + rng.choice((0, 10, 30, 45)))))
        low, high = covers or (first, first + timedelta(days=length - 1))
        lines = [(rng.choice(("P1", "P2")), low + timedelta(days=rng.randrange((high - low).days + 1)))
                 for _ in range(rng.randrange(12))]
        made.append({"file": f"visits-{at}.csv", "known": date(2016, 8, 1) + timedelta(days=known), "covers": covers,
                     "kind": rng.choice(("bulk", "bulk", "bulk", "net")), "rows": lines})
    rng.shuffle(made)
    return made


def random_manifests(tap, folder):
    rng = random.Random(SEED)
    print(f"# seed {SEED}")
    wrong, compared = [], 0
    for case in range(CASES):
        submissions = random_submissions(rng)
        arrivals = [("lists.csv", "2016-04-01", "", "", "", "", "", LISTS)]
        for s in submissions:
            covers = [d.isoformat() for d in s["covers"]] if s["covers"] else ["", ""]
            text = visits(*(f"{s['file']}{i},{p},{d.isoformat()}" for i, (p, d) in enumerate(s["rows"])))
            arrivals.append((s["file"], s["known"].isoformat(), "visits.csv", *covers, "", s["kind"], text))
        write(folder, arrivals, heading="file,known,as,covers from,covers until,stage,kind\n")
        for day in (date(2016, 8, 1), date(2016, 8, 1) + timedelta(days=rng.randrange(30)), date(2016, 9, 1)):
            code, out, said = ask(folder, "eval", "--quiet", "--value", "seen", "--format", "csv", "--period",
                                  "2016/17 Q1", "--known-by", day.isoformat())
            got = {(r["practice"], r["period"]): r["value"] for r in rows(out)} if code == 0 else said
            want = expected_counts(submissions, day)
            compared += 1
            if got != want:
                wrong.append(f"case {case} known by {day}: {got}, not {want}, of {submissions}")
    tap.point(not wrong, f"{compared} random folders are counted as row by row", "\n".join(wrong[:3]))


FAULTS = [  # what the manifest says, and the message
    ("visits-1.csv,2016-13-01,,,,", "data/manifest.csv:2:2: \"2016-13-01\" is no date: write it as 2016-05-20"),
    ("visits-9.csv,2016-05-20,,,,", "data/manifest.csv:2:1: there is no file visits-9.csv in the folder"),
    ("visits-1.csv,2016-05-20,,,,\nvisits-1.csv,2016-05-21,,,,",
     "data/manifest.csv:3:1: visits-1.csv is listed in line 2 already"),
    ("visits-1.csv,2016-05-20,,2016-04-30,2016-04-01,",
     "data/manifest.csv:2:5: 2016-04-01 ends before it begins, 2016-04-30"),
    ("visits-1.csv,2016-05-20,,2016-04-30,,", "data/manifest.csv:2:5: what visits-1.csv covers has only one of"),
    ("visits-1.csv,2016-05-20,v.csv,,,\nvisits-2.csv,2016-05-20,v.csv,2016-04-01,2016-04-30,",
     "data/manifest.csv:3:2: visits-2.csv and visits-1.csv (line 2) became known on one day"),
    ("visits-1.csv,2016-05-20,v.csv,,,freeze\nvisits-2.csv,2016-05-25,v.csv,2016-04-01,2016-04-30,flex",
     "data/manifest.csv:3:6: visits-2.csv became known as flex after the freeze of the same days"),
    ("visits-1.csv,2016-05-20,v.csv,,,freeze\nvisits-2.csv,2016-05-25,v.csv,2016-04-01,2016-04-30,freeze",
     "data/manifest.csv:3:6: visits-2.csv became known as a second freeze after"),
    ("visits-1.csv,2016-05-20,,,,frozen", "data/manifest.csv:2:6: \"frozen\" is no stage: write flex or freeze"),
    ("visits-1.csv,,,,,", "data/manifest.csv:2:2: known has no value"),
    ("lists.csv,2016-05-20,,2016-04-01,2016-05-15,",
     "data/manifest.csv:2:4: lists.csv covers a part of a quarter, and its figures (list) are by quarter"),
    ("practices.csv,2016-05-20,,2016-04-01,2016-05-15,",
     "data/manifest.csv:2:4: practices.csv stands for practices.csv, a list of codes without dates"),
]


def faults(tap, folder):
    for lines, message in FAULTS:
        write(folder, [("lists.csv", "", "", "", "", "", LISTS), ("visits-1.csv", "", "", "", "", "", visits()),
                       ("visits-2.csv", "", "", "", "", "", visits())], manifest=HEADING + lines + "\n")
        code, _, said = ask(folder, "statement", "--quiet")
        tap.point(code == 1 and message in said, f"refused: {message}", said)
    write(folder, ARRIVALS, manifest="file,date\nlists-1.csv,2016-04-01\n")
    code, _, said = ask(folder, "statement", "--quiet")
    tap.point(code == 1 and 'data/manifest.csv:1:1: there is no column "known"' in said,
              "a manifest without its columns is refused", said)
    write(folder, [("practices.csv", "2016-05-01", "", "", "", "", PRACTICES), *ARRIVALS])
    code, _, said = ask(folder, "statement", "--quiet", "--known-by", "2016-04-15")
    tap.point(code == 1 and "clause 1.4 reads practices.csv, and no version of it was known by then "
              "(practices.csv became known on 2016-05-01)" in said, "members that were not known are told", said)
    code, _, said = ask(folder, "statement", "--known-by", "lately")
    tap.point(code == 2 and '--known-by is a date such as 2016-05-20, not "lately"' in said,
              "a known-by that is no date is a misuse", said)


def gates(tap, folder):
    write(folder, ARRIVALS)
    for day, state, word in (("2016-07-31", "undecided", "to be decided"), ("2016-08-11", "met", "decided")):
        _, out, _ = ask(folder, "statement", "--quiet", "--known-by", day)
        tap.point(f"busy at 30 June 2016: {state}, {word} on 11 August 2016" in out,
                  f"the statement known by {day} says that the gate is {state}", out)
        _, out, _ = ask(folder, "statement", "--quiet", "--known-by", day, "--format", "json")
        got = json.loads(out)["gates"]
        tap.point(got == [{"gate": "busy", "clause": "3.1", "period": "", "state": state, "decided": "2016-08-11"}],
                  "so does its JSON", got)
        _, out, _ = ask(folder, "eval", "--quiet", "--known-by", day, "--value", "busy", "--format", "csv")
        got = {r["period"]: (r["value"], r["status"]) for r in rows(out)}
        _, table, _ = ask(folder, "eval", "--quiet", "--known-by", day, "--value", "busy")
        tap.point(got["2016-06"] == (state, "known") and f"known, {word} on 2016-08-11" in table, "and eval", got)
        _, out, _ = ask(folder, "explain", "--quiet", "--known-by", day, "--value", "4.1", "--at", "2016/17 Q1")
        words = "not decided by 2016-07-31: its data freeze on 2016-08-11" if state == "undecided" else \
            "decided at 2016-06-30 by data that freeze on 2016-08-11"
        tap.point(f"gate busy: {state}" in out and words in out, "and explain", out)


def retro(tap, folder):
    """The first quarter was due on 21 August 2016, and the variation signed on 20 September."""
    write(folder, ARRIVALS, VARIATION)
    code, out, _ = ask(folder, "statement", "--quiet")
    tap.point("W-RETRO variation 1 takes effect on 2016-04-01 and was signed on 2016-09-20: of 1 payment due by "
              "then it changes 1, by £6.00 in all" in out and "CCG would have paid £6.00 more" in out
              and "GPCO would have received £3.00 more" in out and "P2 would have received £1.50 more" in out,
              "a variation signed after it takes effect is priced, for each party", out)
    _, out, _ = ask(folder, "statement", "--quiet", "--format", "json")
    got = json.loads(out)["retro"][0]
    parts = {(p["role"], p["party"]): p["minor"] for p in got["parties"]}
    tap.point(got["minor"] == 600 and got["changed"] == 1 and parts[("payer", "CCG")] == 600
              and parts[("payee", "TRUST")] == 300, "so in JSON", got)
    _, out, _ = ask(folder, "statement", "--quiet", "--format", "csv")
    got = {(r["role"], r["party"]): r["amount"] for r in rows(out) if r["role"].startswith("retro")}
    tap.point(got[("retro-payer", "CCG")] == "6.00" and got[("retro-payee", "P1")] == "1.50", "and CSV", got)
    _, out, _ = ask(folder, "statement", "--quiet", "--party", "P1")
    tap.point("P1 would have received £1.50 more" in out and "P2 would" not in out,
              "a practice's statement tells its own part", out)
    code, _, said = ask(folder, "check")
    tap.point(code == 0 and "W-RETRO variation 1 takes effect" in said and "£6.00 in all" in said,
              "accord check --data prices it", said)
    _, out, _ = ask(folder, "statement", "--quiet", "--known-by", "2016-09-19")
    tap.point("W-RETRO" not in out and "£30.00" in out, "before it was signed it is not there", out)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for test in (same_bytes, amounts, freeze_files, account, bulk_spans, random_manifests, faults, gates, retro):
            test(tap, folder / test.__name__)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
