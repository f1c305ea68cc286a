#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A published performers list against the doctors of a pool: what it confirms, changes and ends in gates.csv, which booked
sessions that touches, and what is a fault. History is kept by dates, and no doctor who is missing stays included unsaid.

usage: test_performers.py ACCORD SOURCE_ROOT
"""
import csv
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-02"]
BY = ["--checked-by", "M. Lane"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3
# As gates.csv of the example has them; Casey is suspended there from the 26th.
GOOD = {"AVERY": ["7000001", "PL001", "Avery", "Beth", "Included", ""],
        "BLAKE": ["7000002", "PL002", "BLAKE", "", "Included", ""],
        "CASEY": ["7000003", "PL003", "Casey", "Jo", "Included", ""],
        "DEVON": ["7000004", "PL004", "Devon", "", "Included with conditions", "no home visits alone"],
        "ELLIS": ["7000005", "PL005", "Ellis", "", "Included", ""]}
HEADINGS = ["GMC Number", "Performers number", "Surname", "Forenames", "Status", "Conditions"]
DATED = [*HEADINGS, "Status from", "Status until"]


def row(doctor, status, since="", until="", conditions=""):
    """A row of a list with dates; without them, that row and two fields less."""
    return [*GOOD[doctor][:4], status, conditions, since, until]


def dated(**changed):
    return {**{d: [*r, "", ""] for d, r in GOOD.items()}, **changed}


def run(*arguments):
    done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Case:
    """A copy of the example, and a list."""

    def __init__(self, folder):
        self.pool = folder / "pool"
        self.list = folder / "list.csv"
        shutil.copytree(POOL, self.pool)

    def gates(self, doctor):
        with (self.pool / "gates.csv").open(newline="") as file:
            return [r for r in csv.DictReader(file) if r["doctor"] == doctor and r["gate"] == "performers list"]

    def write(self, headings=None, more=(), **changed):
        rows = {**GOOD, **changed}
        others = [["9999999", "PL999", "Stranger", "A", "Struck off by the sea", ""]]
        with self.list.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headings or HEADINGS)
            width = len(headings or HEADINGS)
            writer.writerows([(r + [""] * width)[:width] for r in [*rows.values(), *others] if r])
            writer.writerows(more)

    def look(self, *more, code=DONE, **changed):
        self.write(**changed)
        return self.again(*more, code=code)

    def again(self, *more, code=DONE):
        before = (self.pool / "gates.csv").read_bytes()
        got, out, err = run("pool", "performers", self.list, self.pool, *PERIOD, *BY, *more)
        need(got == code, f"ended with {got}: {out}{err}")
        if code != DONE or "--dry-run" in more:
            need((self.pool / "gates.csv").read_bytes() == before, "written all the same")
        return out + err


def states(rows):
    return [(r["state"], r["from"], r["until"]) for r in rows]


def what_the_list_confirms_was_looked_at_again(folder):
    case = Case(folder)
    before = case.gates("AVERY")
    said = case.look(ELLIS=None, CASEY=None, code=NO)
    need("CASEY stands here as included and is not on the list" in said, said)
    said = case.look("--missing", "keep", ELLIS=None, CASEY=None)
    after = case.gates("AVERY")
    need(states(before) == states(after) and after[0]["checked on"] == "2015-01-02", after)
    need(after[0]["source"].startswith("list.csv, SHA-256 ") and after[0]["checked by"] == "M. Lane", after)
    need("AVERY, Dr Avery: included, as before" in said, said)
    code, _, err = run("pool", "check", case.pool, *PERIOD)
    need(code == DONE, err)


def all_other_rows_and_columns_stay(folder):
    case = Case(folder)
    before = (case.pool / "gates.csv").read_text().splitlines()
    case.look("--missing", "keep", AVERY=row("AVERY", "suspended"))
    after = (case.pool / "gates.csv").read_text().splitlines()
    need(len(after) >= len(before) + 1, "a row is gone")
    need([l for l in before if "performers list" not in l] == [l for l in after if "performers list" not in l], "others")
    (case.pool / "gates.csv").write_text("note,state,gate,doctor,from\n" + "".join(
        f"n{i},included,performers list,{d},2010-01-01\n" for i, d in enumerate(GOOD)))
    case.look(AVERY=row("AVERY", "removed"), DEVON=row("DEVON", "included"))
    text = (case.pool / "gates.csv").read_text().splitlines()
    need(text[0].startswith("note,state,gate,doctor,from,until,") and text[1].startswith("n0,included,performers list,"
         "AVERY,2010-01-01,2015-01-01,") and text[-1].startswith(",removed,performers list,AVERY,2015-01-02,,"), text)


def a_suspension_ends_inclusion_and_tells_the_sessions(folder):
    case = Case(folder)
    code, roster, err = run("roster", "solve", case.pool, *PERIOD, "--moves", "60000", "--format", "csv")
    need(code == DONE, err)
    (folder / "roster.csv").write_text(roster)
    booked = [r for r in csv.DictReader(roster.splitlines()) if r["doctor"] == "AVERY"]
    said = case.look("--missing", "keep", "--roster", folder / "roster.csv",
                     AVERY=row("AVERY", "Suspended"))
    need("AVERY, Dr Avery: suspended from 2015-01-02; was included from 2012-01-01" in said, said)
    told = [line for line in said.splitlines() if line.startswith("booked: AVERY, ")]
    need(booked and len(told) == len(booked), (len(told), len(booked)))
    need("the doctor is suspended or removed from the performers list on that day" in told[0], told[0])
    need(f"{len(booked)} of 36 booked sessions cannot be worked any more" in said, said)
    need(states(case.gates("AVERY")) == [("included", "2012-01-01", "2015-01-01"), ("suspended", "2015-01-02", "")],
         case.gates("AVERY"))
    code, out, _ = run("roster", "check", case.pool, folder / "roster.csv", *PERIOD)
    need(code == NO and "suspended" in out, out)


def a_second_look_at_the_same_list_changes_nothing(folder):
    case = Case(folder)
    case.write(DATED, **dated(AVERY=row("AVERY", "Suspended", "2015-02-01", "28 February 2015"),
                              BLAKE=row("BLAKE", "Conditional", "01/12/2014", "", "no minor surgery")))
    said = case.again("--missing", "keep")
    need("AVERY, Dr Avery: suspended from 2015-02-01 until 2015-02-28" in said, said)
    need("BLAKE, Dr Blake: included with conditions from 2014-12-01 (no minor surgery): kept from every session" in said,
         said)
    need(states(case.gates("AVERY")) == [("included", "2012-01-01", "2015-01-31"),
                                         ("suspended", "2015-02-01", "2015-02-28")], case.gates("AVERY"))
    blake = case.gates("BLAKE")[-1]
    need(blake["condition"] == "no minor surgery" and blake["checked by"] == "", "a condition signed by an import")
    first = (case.pool / "gates.csv").read_text()
    said = case.again("--missing", "keep")
    need((case.pool / "gates.csv").read_text() == first, said)
    need("AVERY, Dr Avery: suspended, as before" in said, said)
    # Somebody signs; the next look keeps that.
    source = '"' + blake["source"] + '",'
    (case.pool / "gates.csv").write_text(first.replace("no minor surgery," + source, "no minor surgery," + source + "J. Ray"))
    need(case.gates("BLAKE")[-1]["checked by"] == "J. Ray", "signed")
    case.again("--missing", "keep", "--checked-on", "2015-01-09")
    need(case.gates("BLAKE")[-1]["checked by"] == "J. Ray" and case.gates("BLAKE")[-1]["checked on"] == "2015-01-09",
         case.gates("BLAKE"))


def another_last_day_or_condition_is_a_change(folder):
    case = Case(folder)
    case.write(DATED, **dated(BLAKE=row("BLAKE", "Suspended", "", "2015-01-20")))
    case.again("--missing", "keep")
    case.write(DATED, **dated(BLAKE=row("BLAKE", "Suspended", "", "2015-02-20")))
    said = case.again("--missing", "keep")
    need("BLAKE, Dr Blake: suspended until 2015-02-20" in said and case.gates("BLAKE")[-1]["until"] == "2015-02-20", said)
    for text, on in (("no surgery", "2015-01-02"), ("no surgery, no children", "2015-01-05")):
        case.write(DATED, **dated(DEVON=row("DEVON", "Conditional", conditions=text),
                                  BLAKE=row("BLAKE", "Suspended", "", "2015-02-20")))
        case.again("--missing", "keep", "--checked-on", on)
    need([(r["condition"], r["until"]) for r in case.gates("DEVON")] == [("no home visits alone", "2015-01-01"),
         ("no surgery", "2015-01-04"), ("no surgery, no children", "")], case.gates("DEVON"))


def a_doctor_who_is_missing_is_never_kept_unsaid(folder):
    case = Case(folder)
    said = case.look(ELLIS=None, code=NO)
    need("gates.csv:" in said and "doctor ELLIS stands here as included and is not on the list; ask the list, then give "
         "--missing end or --missing keep" in said, said)
    said = case.look("--missing", "keep", ELLIS=None)
    need("ELLIS, Dr Ellis: not on the list; kept as included from" in said and "1 not on the list" in said, said)
    since = case.gates("ELLIS")[0]["from"]
    said = case.look("--missing", "end", ELLIS=None)
    need(f"ELLIS, Dr Ellis: not on the list; was included from {since}" in said, said)
    need(states(case.gates("ELLIS")) == [("included", since, "2015-01-01")], case.gates("ELLIS"))
    said = case.look(ELLIS=None)
    need("ELLIS, Dr Ellis: not on the list; gates.csv does not say that it is included either" in said, said)


def a_suspension_is_never_lifted_by_a_list(folder):
    case = Case(folder)
    said = case.look("--checked-on", "2015-01-30", code=NO)
    need("doctor CASEY is suspended here, and included on the list (line 4), which may be out of date; ask it" in said,
         said)
    said = case.look("--checked-on", "2015-01-30", CASEY=row("CASEY", "Removed"))
    need(states(case.gates("CASEY")) == [("included", "2012-01-01", "2015-01-29"),
                                         ("suspended", "2015-01-26", "2015-01-29"), ("removed", "2015-01-30", "")], said)


def a_dry_run_writes_nothing(folder):
    said = Case(folder).look("--dry-run", "--missing", "keep", AVERY=["7000001", "", "Avery", "Beth", "removed", ""])
    need("AVERY, Dr Avery: removed from 2015-01-02" in said and "a dry run: nothing was written" in said, said)


def faults_of_the_list_are_told_with_their_place(folder):
    case = Case(folder)
    twice = GOOD["AVERY"]
    for words, more, changed in (
            ("list.csv:8:1: the number of doctor AVERY stands on line 2 already", [twice], {}),
            ('list.csv:2:5: the status "On leave" of doctor AVERY is not known; say what it means, such as --status '
             '"On leave=included"', [], {"AVERY": row("AVERY", "On leave")}),
            ('list.csv:2:3: the number is that of doctor AVERY, "Dr Avery" in doctors.csv, and the name here is "Beth '
             'Smith"', [], {"AVERY": ["7000001", "PL001", "Smith", "Beth", "Included"]}),
            ("list.csv:2:2: the performers number is PL002 here and PL001 in doctors.csv, of doctor AVERY", [],
             {"AVERY": ["7000001", "PL002", "Avery", "Beth", "Included"], "BLAKE": None}),
            ("list.csv:2:5: doctor AVERY is included with conditions, and the list does not say which", [],
             {"AVERY": row("AVERY", "Conditional")}),
            ("list.csv:8: the row cannot be read: it has not as many fields as the heading", [["7000001"]], {})):
        case.write(more=more, **changed)
        said = case.again("--missing", "keep", code=NO)
        need(words in said and "1 fault; nothing was imported" in said, words + "\n" + said)
    for words, dates in (('from "31/02/2015" is no day', ["31/02/2015", ""]), ("it ends before it begins", ["2015-01-05",
                         "2015-01-04"]), ("ended on 2014-12-31; ask what holds now", ["", "2014-12-31"]),
                         ("says included from 2012-01-01, and the list says otherwise from 2011-01-01", ["2011-01-01", ""])):
        case.write(DATED, **dated(AVERY=row("AVERY", "Suspended", *dates)))
        said = case.again("--missing", "keep", code=NO)
        need(words in said, words + "\n" + said)


def columns_and_statuses_may_have_other_words(folder):
    case = Case(folder)
    case.write(["Reg", "x", "Who", "y", "Standing", "Conditions"], AVERY=["7000001", "", "Avery, B", "", "fine = good"],
               BLAKE=["7000002", "", "Blake", "", "fine = good"])
    code, _, err = run("pool", "performers", case.list, case.pool, *PERIOD, *BY)
    need(code == FAILED and 'no column that is known for a GMC or performers number; name it, such as --column "gmc='
         in err, err)
    more = ["--column", "gmc=Reg", "--column", "status=standing", "--missing", "keep"]
    said = case.again(*more, "--status", "fine = good=included")
    need("the list has no column that is known for names" in said and "AVERY, Dr Avery: included, as before" in said, said)
    said = case.again(*more, "--column", "name=Who", "--status", "fine = good=withdrawn", "--dry-run")
    need("AVERY, Dr Avery: withdrawn from" in said and "no column" not in said, said)
    for words, bad in (('"gmc" is not FIELD=HEADING', ["--column", "gmc"]), ('no column "Nowhere"', ["--column",
                       "gmc=Nowhere"]), ('"a=held" is not WORD=STATE', ["--column", "gmc=Reg", "--status", "a=held"])):
        code, _, err = run("pool", "performers", case.list, case.pool, *PERIOD, *BY, *bad)
        need(code == FAILED and words in err, (words, err))
    code, _, err = run("pool", "performers", case.list, case.pool)
    need(code == MISUSED and "needs --checked-by" in err, err)


if __name__ == "__main__":
    sys.exit(tell([
        what_the_list_confirms_was_looked_at_again, all_other_rows_and_columns_stay,
        a_suspension_ends_inclusion_and_tells_the_sessions, a_second_look_at_the_same_list_changes_nothing,
        another_last_day_or_condition_is_a_change, a_doctor_who_is_missing_is_never_kept_unsaid,
        a_suspension_is_never_lifted_by_a_list, a_dry_run_writes_nothing, faults_of_the_list_are_told_with_their_place,
        columns_and_statuses_may_have_other_words]))
