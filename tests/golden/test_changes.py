#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that change what was sent before, row by row: over made submissions, known on any days and named in
any order, the cells as known on each day are those of a plain walk over the rows, and each row is in the
account once. usage: test_changes.py ACCORD"""

import csv
import io
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from accord_run import need, run, tell

ACCORD = Path(sys.argv[1]).resolve()
SEED = int(os.environ.get("ACCORD_SEED", "20140401"))
PRACTICES = ("C83001", "C83002", "C83003")
MONTHS = tuple(date(2014, month, 1) for month in (4, 5, 6))
CONTRACT = """accord 1
contract T "Changes"
term 2014-04-01 to 2014-06-30, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner C "Commissioner"
1.2 provider P "Provider"
1.3 unit attendance
1.4 level practice from "practices.csv"
2.1 input seen : attendance flow by practice, month
      counts rows of changing
      where attended is 5
      practice by gp-practice from "practices.csv"
      month by day
      freeze 60 days after month
2.2 due : GBP flow by month = total seen over practice * 10 GBP/attendance, rounded to pence
3.1 pay due, monthly, 10 days after freeze
3.2 split P to practice by seen, or equally when all are zero,
      pence by largest remainder, ties by code
"""
LAYOUT = """layout 1
name changing
files "changing*.csv"
identifier id, provider
deletion taken-back
field id : code from "Id"
field provider : code from "Provider"
field gp-practice : code from "Practice"
field attended : code from "Attended"
field day : date yyyy-mm-dd from "Day"
field taken-back : yes when "UpdateType" is 1
"""
HEADING = ("Id", "Provider", "Practice", "Attended", "Day", "UpdateType")


def write(folder, name, lines):
    with open(folder / name, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(lines)


def lay_out(folder, contract=CONTRACT, layout=LAYOUT):
    (folder / "contract.accord").write_text(contract)
    (folder / "changing.layout").write_text(layout)
    (folder / "practices.csv").write_text("gp-practice,practice\n" + "\n".join(f"{p},{p}" for p in PRACTICES) + "\n")


def manifest(folder, lines):
    (folder / "manifest.csv").write_text(
        "file,known,as,covers from,covers until,kind,stage\n" + "".join(",".join(map(str, line)) + "\n" for line in lines))


def cube(folder, known_by=None, status=0, more=()):
    """The counts by practice and month, and what was said of the rows; of a failure, what was said."""
    command = [ACCORD, "cube", folder / "contract.accord", "--data", folder, "-o", "-", "--quiet", "--refuse-at-most", "100%"]
    done = subprocess.run([str(w) for w in (*command, *(["--known-by", known_by] if known_by else []), *more)],
                          capture_output=True, text=True, timeout=60)
    need(done.returncode == status, f"{done.returncode}: {done.stderr}")
    if status:
        return done.stderr
    cells = csv.DictReader(io.StringIO(done.stdout))
    return {(c["practice"], c["month"]): int(c["value"]) for c in cells}, done.stderr


def stands_alone(folder, standing):
    """The counts of the rows that stand, which were written as one file, in a folder of their own."""
    alone = folder / f"alone-{standing.name}"
    alone.mkdir()
    lay_out(alone)
    standing.rename(alone / "changing-all.csv")
    return cube(alone)[0]


# ---- Made submissions ----

def made_row(drawn):
    day = drawn.choice(MONTHS) + timedelta(days=drawn.randrange(28))
    return (f"A{drawn.randrange(40)}", drawn.choice(("RWE", "RWF")), drawn.choice(PRACTICES), drawn.choice("5557"),
            day.isoformat(), drawn.choice("9991"))


def month_end(month):
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def made_submissions(drawn):
    """Files with the day each became known, its kind and what it covers; no two of one day."""
    days = drawn.sample(range(200), 6)
    files = []
    for i, day in enumerate(days):
        kind = drawn.choice(("bulk", "net", "change", "change"))
        month = drawn.choice(MONTHS)
        lines = [made_row(drawn) for _ in range(drawn.randrange(1, 25))]
        covers = None
        if kind == "bulk" and drawn.random() < 0.8:
            covers = (month, month_end(month))
            lines = [(*line[:4], (month + timedelta(days=drawn.randrange(28))).isoformat(), line[5]) for line in lines]
        files.append({"name": f"changing-{drawn.randrange(10**6)}-{i}.csv", "known": date(2014, 7, 1) + timedelta(days=day),
                      "kind": kind, "covers": covers, "lines": lines})
    drawn.shuffle(files)
    return files


def walk(files, by):
    """The cells as known by a day, and how many rows each file has that stand no more, or take others back."""
    seen = [f for f in files if f["known"] <= by]
    kept = {}
    superseded = deletions = 0
    for file in seen:
        later = [f for f in seen if f["known"] > file["known"]]
        for line in file["lines"]:
            day = date.fromisoformat(line[4])
            bulk = any(f["kind"] == "bulk" and (f["covers"] is None or f["covers"][0] <= day <= f["covers"][1])
                       for f in later)
            changed = any(f["kind"] == "change" and any(other[:2] == line[:2] for other in f["lines"]) for f in later)
            if bulk or changed:
                superseded += 1
            elif line[5] == "1":
                deletions += file["kind"] == "change"
            elif line[3] == "5":
                cell = (line[2], line[4][:7])
                kept[line[:2]] = min(kept.get(line[:2], cell), cell)
    cells = {}
    for cell in kept.values():
        cells[cell] = cells.get(cell, 0) + 1
    return cells, superseded, deletions


def cells_are_those_of_a_plain_walk_on_every_day(folder):
    drawn = random.Random(SEED)
    some = 0
    for round_ in range(25):
        here = folder / str(round_)
        here.mkdir()
        lay_out(here)
        files = made_submissions(drawn)
        for file in files:
            write(here, file["name"], file["lines"])
        manifest(here, [(f["name"], f["known"], "changing.csv", *(f["covers"] or ("", "")), f["kind"], "") for f in files])
        for by in sorted(drawn.sample([f["known"] for f in files], 3)) + [None]:
            expected, superseded, deletions = walk(files, by or date.max)
            cells, said = cube(here, by, more=("--standing", here / f"stands-{by}"))
            need(cells == expected, f"seed {SEED}, round {round_}, known by {by}:\n{cells}\nnot\n{expected}\n{said}")
            for count, words in ((superseded, "superseded by a later file"), (deletions, "takes back a row")):
                lines = [line for line in said.splitlines() if words in line]
                told = int(lines[0].split()[0].replace(",", "")) if lines else 0
                need(told == count, f"round {round_}, known by {by}: {told} {words}, not {count}\n{said}")
            need(stands_alone(here, here / f"stands-{by}") == expected, f"round {round_}, known by {by}: other cells of what stands")
            some += superseded > 0 and deletions > 0
    need(some > 20, "too few rows were changed for a test")


# ---- Cases ----

def a_change_that_no_longer_counts_takes_the_row_away(folder):
    """To another code, another practice, another month; and a deletion. The month stays received."""
    lay_out(folder)
    write(folder, "changing-1.csv", [(f"A{i}", "RWE", "C83001", "5", "2014-04-02", "9") for i in range(5)])
    write(folder, "changing-2.csv", [("A0", "RWE", "C83001", "7", "2014-04-02", "9"), ("A1", "RWE", "C83002", "5", "2014-04-02", "9"),
                                     ("A2", "RWE", "C83001", "5", "2014-05-02", "9"), ("A3", "RWE", "", "", "", "1"),
                                     ("A4", "RWF", "C83001", "5", "2014-04-02", "9")])
    manifest(folder, [("changing-1.csv", "2014-05-20", "changing.csv", "", "", "bulk", ""),
                      ("changing-2.csv", "2014-06-01", "changing.csv", "", "", "change", "")])
    need(cube(folder, "2014-05-31")[0] == {("C83001", "2014-04"): 5}, "before")
    # A4 of another provider is another row.
    need(cube(folder)[0] == {("C83001", "2014-04"): 2, ("C83002", "2014-04"): 1, ("C83001", "2014-05"): 1}, cube(folder))
    write(folder, "changing-2.csv", [(f"A{i}", "RWE", "", "", "", "1") for i in range(5)])
    need(cube(folder)[0] == {}, "all are taken back")
    value = run(ACCORD, "eval", folder / "contract.accord", "--data", folder, "--value", "due", "--period", "2014-04",
                "--format", "csv", "--quiet")
    need(value.splitlines()[1].split(",")[1:] == ["0", "known"], f"a month of which all was taken back: {value}")


def flex_and_freeze_take_changes_between_them(folder):
    lay_out(folder)
    write(folder, "changing-flex.csv", [(f"A{i}", "RWE", "C83001", "5", "2014-04-02", "9") for i in range(3)])
    write(folder, "changing-mid.csv", [("A0", "RWE", "", "", "", "1"), ("A9", "RWE", "C83002", "5", "2014-04-09", "9")])
    write(folder, "changing-freeze.csv", [(f"A{i}", "RWE", "C83001", "5", "2014-04-02", "9") for i in range(2)])
    write(folder, "changing-after.csv", [("A1", "RWE", "", "", "", "1")])
    april = ("2014-04-01", "2014-04-30")
    manifest(folder, [("changing-after.csv", "2014-08-01", "changing.csv", "", "", "change", ""),
                      ("changing-freeze.csv", "2014-06-11", "changing.csv", *april, "bulk", "freeze"),
                      ("changing-mid.csv", "2014-05-25", "changing.csv", "", "", "Change", ""),
                      ("changing-flex.csv", "2014-05-20", "changing.csv", *april, "bulk", "flex")])
    for by, first, second in (("2014-05-20", 3, 0), ("2014-05-25", 2, 1), ("2014-06-11", 2, 0), ("2014-08-01", 1, 0)):
        expected = {k: v for k, v in {("C83001", "2014-04"): first, ("C83002", "2014-04"): second}.items() if v}
        need(cube(folder, by)[0] == expected, f"{by}: {cube(folder, by)}")
    for by, word in (("2014-05-25", "provisional"), ("2014-06-11", "final"), ("2014-08-01", "final")):
        text = run(ACCORD, "statement", folder / "contract.accord", "--data", folder, "--known-by", by, "--period", "2014-04",
                   "--quiet")
        need(word in text, f"{by} is to be {word}:\n{text}")


def what_a_change_cannot_do_is_refused_with_the_way_out(folder):
    lay_out(folder)
    row = ("A1", "RWE", "C83001", "5", "2014-04-02", "9")
    write(folder, "changing-1.csv", [row])
    write(folder, "changing-2.csv", [row])
    lines = lambda *kinds, day="2014-05-20": [(f"changing-{i + 1}.csv", day if i == 0 else "2014-05-20", "changing.csv", "", "", kind, "")
                                              for i, kind in enumerate(kinds)]
    for kinds in (("bulk", "change"), ("change", "net"), ("change", "change")):
        manifest(folder, lines(*kinds))
        said = cube(folder, status=1)
        need("became known on one day, and one of them changes rows of changing.csv" in said and "manifest.csv:3:" in said, said)
    manifest(folder, lines("changes", "net"))
    need('"changes" is no kind' in cube(folder, status=1), "another word")
    manifest(folder, lines("bulk", "change", day="2014-05-01"))
    (folder / "changing.layout").write_text(LAYOUT.replace("identifier id, provider\ndeletion taken-back\n", ""))
    said = cube(folder, status=1)
    need("manifest.csv:3:6" in said and "the layout changing names no identifier" in said, said)
    (folder / "changing.layout").write_text(LAYOUT)
    write(folder, "changing-1.csv", [row, ("A2", "RWE", "C83001", "5", "2014-04-02", "1")])
    cells, said = cube(folder)
    need(cells == {("C83001", "2014-04"): 1} and "1  refused, R-DELETION" in said, said)


def a_database_is_not_asked_for_rows_that_take_others_back(folder):
    lay_out(folder)
    done = subprocess.run([str(w) for w in (ACCORD, "pull", folder / "contract.accord", "--data", folder, "--table",
                                            "changing=rows", "--dialect", "postgresql", "--dry-run", "--quiet")],
                          capture_output=True, text=True, timeout=60)
    need(done.returncode in (1, 2) and "(deletion taken-back)" in done.stderr, f"{done.returncode} {done.stderr}")


def what_is_changed_or_taken_back_follows_nothing(folder):
    """A visit counts where an attendance of its person follows it: not one that a change moved to another
    person or took back; and one that a change moved here."""
    lay_out(folder, CONTRACT.replace("where attended is 5\n", "where attended is 5\n      followed within 30 days by rows of the same "
                                     "person where attended is 7\n"),
            LAYOUT + 'field person : code from "Person"\n')

    def put(name, lines):
        with open(folder / name, "w", newline="") as file:
            csv.writer(file).writerows([(*HEADING, "Person"), *lines])

    first = [(f"V{i}", "RWE", "C83001", "5", "2014-04-02", "9", f"P{i}") for i in range(4)]
    first += [(f"F{i}", "RWE", "C83001", "7", "2014-04-20", "9", f"P{i}") for i in range(3)]
    put("changing-1.csv", first)
    put("changing-2.csv", [("F0", "RWE", "C83001", "7", "2014-04-20", "9", "P3"), ("F1", "RWE", "C83001", "7", "2014-04-20", "1", "P1")])
    manifest(folder, [("changing-2.csv", "2014-06-01", "changing.csv", "", "", "change", ""),
                      ("changing-1.csv", "2014-05-20", "changing.csv", "", "", "bulk", "")])
    need(cube(folder, "2014-05-31")[0] == {("C83001", "2014-04"): 3}, f"before: {cube(folder, '2014-05-31')}")
    # P2 as before, P3 anew; P0 and P1 no more.
    need(cube(folder)[0] == {("C83001", "2014-04"): 2}, f"after: {cube(folder)}")


def rows_that_stand_are_written_as_they_were_or_not_at_all(folder):
    """Byte for byte, in whatever dress; with a heading alone where none stands; and for their owner alone."""
    lay_out(folder)
    heading = ",".join(HEADING)
    quoted = '"A1", RWE ,C83001,"5",2014-04-02,"say ""9""\nor 1"'
    (folder / "changing-1.csv").write_bytes(("\ufeff" + heading + "\r\n" + quoted + "\r\nA2,RWE,C83001,5,2014-04-02,9\r\n"
                                             "A3,RWE,C83001,5,2014-04-31,9").encode())
    write(folder, "changing-2.csv", [("A2", "RWE", "", "", "", "1")])
    lines = [("changing-1.csv", "2014-05-20", "changing.csv", "", "", "bulk", ""),
             ("changing-2.csv", "2014-06-01", "changing.csv", "", "", "change", "")]
    manifest(folder, lines)
    standing = folder / "standing"
    cells, said = cube(folder, more=("--standing", standing))
    need(standing.read_bytes().decode() == heading + "\n" + quoted + "\nA3,RWE,C83001,5,2014-04-31,9\n", standing.read_bytes())
    need(standing.stat().st_mode & 0o777 == 0o600, "others may read it")
    need("File exists" in cube(folder, status=1, more=("--standing", standing)), "it was written over")
    need(stands_alone(folder, standing) == cells == {("C83001", "2014-04"): 1}, f"{cells} {said}")
    write(folder, "changing-2.csv", [(f"A{i}", "RWE", "", "", "", "1") for i in range(4)])
    cube(folder, more=("--standing", standing))
    need(standing.read_text() == heading + "\n", standing.read_text())
    standing.unlink()
    for text, words in ((",".join(reversed(HEADING)) + "\n9,2014-04-02,5,C83001,RWE,A9\n", "has other columns than"),
                        (heading + '\n"A9,RWE,C83001,5,2014-04-02,9\n', "changing-2.csv:2:1: this row cannot be read as a whole (R-TRUNCATED)"),
                        (heading + "\nA9,RWE,C83001\n", "(R-COLUMNS)")):
        (folder / "changing-2.csv").write_text(text)
        said = cube(folder, status=1, more=("--standing", standing))
        need(words in said and not standing.exists(), said)
    said = cube(folder, status=2, more=("--standing", "-"))
    need("cannot be the same file" in said, said)


def a_store_takes_what_changes_come_to(folder):
    """It keeps no rows, so a change is refused with the way out, which gives the figures that the folder has."""
    sent, store = folder / "sent", folder / "alliance.store"
    sent.mkdir()
    lay_out(sent)
    write(sent, "changing-1.csv", [(f"A{i}", "RWE", "C83001", "5", "2014-04-02", "9") for i in range(5)])
    write(sent, "changing-2.csv", [("A0", "RWE", "C83001", "7", "2014-04-02", "9"), ("A1", "RWE", "C83002", "5", "2014-05-02", "9"),
                                   ("A2", "RWE", "", "", "", "1")])
    april, all_days = ("2014-04-01", "2014-04-30"), ("2014-04-01", "2014-06-30")
    manifest(sent, [("changing-1.csv", "2014-05-20", "changing.csv", *april, "bulk", ""),
                    ("changing-2.csv", "2014-06-01", "changing.csv", "", "", "change", "")])
    acting = ("--store", store, "--as", "ada", "--key", folder / "ada.key")

    def bring(name, known, covers, *more, status=0):
        words = ["import", sent / name, "--as-name", "changing.csv", "--known", known, "--covers-from", covers[0],
                 "--covers-until", covers[1], *acting, "--quiet", *more]
        done = subprocess.run([str(w) for w in (ACCORD, *words)], capture_output=True, text=True, timeout=60)
        need(done.returncode == status, f"{done.returncode}: {done.stderr}")
        return done.stderr

    run(ACCORD, "init", store, "--name", "Ada", "--as", "ada", "--key", folder / "ada.key")
    run(ACCORD, "import", *(sent / name for name in ("practices.csv", "changing.layout", "contract.accord")), "--known", "2014-04-01",
        *acting, "--quiet")
    bring("changing-1.csv", "2014-05-20", april)
    said = bring("changing-2.csv", "2014-06-01", all_days, "--submission", "change", status=2)
    need("a store keeps counts and no rows" in said and "--standing FILE" in said, said)
    cube(sent, more=("--standing", folder / "standing.csv"))
    bring(folder / "standing.csv", "2014-06-01", all_days)
    for by, april_due, may_due in (("2014-05-31", 50, None), ("2014-06-02", 20, 10)):
        out = folder / f"out-{by}"
        run(ACCORD, "export", out, "--store", store)
        for period, due in (("2014-04", april_due), ("2014-05", may_due)):
            got = [run(ACCORD, "eval", at / "contract.accord", "--data", data, "--value", "due", "--period", period, "--known-by", by,
                       "--format", "csv", "--quiet").splitlines()[1].split(",")[1:]
                   for at, data in ((sent, sent), (out, out / "data"))]
            need(due is None or got[0] == got[1] == [str(due), "known"], f"known by {by}, {period}: {got}, not {due}")


sys.exit(tell([
    rows_that_stand_are_written_as_they_were_or_not_at_all, a_store_takes_what_changes_come_to,
    cells_are_those_of_a_plain_walk_on_every_day, a_change_that_no_longer_counts_takes_the_row_away,
    flex_and_freeze_take_changes_between_them, what_a_change_cannot_do_is_refused_with_the_way_out,
    what_is_changed_or_taken_back_follows_nothing,
    a_database_is_not_asked_for_rows_that_take_others_back]))
