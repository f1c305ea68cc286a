#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rows behind cells of the demonstration alliance: as many as the cell counts, each where it is said
to stand, none twice; withheld where they are few, in every form; and nothing of who a patient is.
usage: test_rows.py ACCORD"""

import csv
import json
import os
import random
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from accord_run import need, rows, run, tell

ACCORD = Path(sys.argv[1]).resolve()
SPECIALTIES = {"330": "dermatology", "130": "ophthalmology"}
SEED = int(os.environ.get("ACCORD_SEED", "20140401"))
CELLS = 24  # drawn, beside the largest, the smallest and the empty
DEMO = tempfile.TemporaryDirectory()
FOLDER = Path(DEMO.name) / "demo"
# Of one whole row of an extract, what says who the patient is.
PERSONAL = ("NHSNumber", "PatientName", "PersonFamilyName", "PersonGivenName", "Postcode", "PatientUsualAddress",
            "LocalPatientIdentifier", "DateofBirth")


def listed(at, *words, status=0, data=FOLDER):
    """What accord rows writes for a cell."""
    return run(ACCORD, "rows", FOLDER / "contract.accord", "--data", data, "--value", "seen", "--at", at, "--quiet",
               *words, status=status)


def cells():
    """Every cell of the cube: its place, and how many rows are behind it."""
    out = FOLDER / "cube.csv"
    run(ACCORD, "cube", FOLDER / "contract.accord", "--data", FOLDER, "-o", out, "--quiet")
    return {(c["practice"], c["specialty"], c["setting"], c["month"]): int(c["rows"])
            for c in rows(out.read_text())}


def extract(name, cache={}):
    """The rows of an extract by the line where each begins."""
    if name not in cache:
        cache[name] = {}
        with open(FOLDER / name, newline="", encoding="utf-8", errors="surrogateescape") as file:
            reader = csv.DictReader(file)
            line = reader.line_num + 1
            reader.fieldnames
            line = reader.line_num + 1
            for row in reader:
                cache[name][line] = row
                line = reader.line_num + 1
    return cache[name]


def apart(count, all_cells, place, fewest):
    """The limits that apply to a cell, counted from the cube alone."""
    def total(same):
        return sum(n for other, n in all_cells.items() if other != place and same(other))
    rests = [count] + [total(lambda other, i=i: all(other[j] == place[j] for j in range(4) if j != i)) for i in range(4)]
    rests.append(total(lambda other: other[3] == place[3]))
    return sum(0 < rest < fewest for rest in rests)


def as_many_rows_as_the_cell_counts():
    drawn = random.Random(SEED)
    all_cells = cells()
    chosen = drawn.sample(sorted(all_cells), CELLS)
    chosen += [max(all_cells, key=all_cells.get), min(all_cells, key=all_cells.get)]
    for place in chosen:
        found = rows(listed(",".join(place), "--fewest", "1", "--format", "csv", "--threads", drawn.choice((1, 2, 7))))
        need(len(found) == all_cells[place], f"{place}: {len(found)} rows, and the cell has {all_cells[place]}")
        need(len({(row["file"], row["line"]) for row in found}) == len(found), f"{place}: a row twice")
        identifiers = set()
        for row in found:
            source = extract(row["file"])[int(row["line"])]
            need(source["PracticeCodeofRegisteredGP"] == row["gp-practice"], f"{place}: {row}")
            need(SPECIALTIES[source["TreatmentFunctionCode"]] == place[1], f"{place}: {row}")
            need(source["AppointmentDate"][:7] == place[3] and row["appointment-date"] == source["AppointmentDate"],
                 f"{place}: {row}")
            need(source["AttendedorDidNotAttend"] in ("5", "6"), f"{place}: {row}")
            identifiers.add((source["AttendanceIdentifier"], source["OrganisationCodeCodeofProvider"]))
        need(len(identifiers) == len(found), f"{place}: an identifier twice")


def few_rows_are_withheld_in_every_form():
    all_cells = cells()
    ordered = sorted(all_cells)
    tried = {True: 0, False: 0}
    for place in random.Random(SEED + 1).sample(ordered, len(ordered)):
        limits = apart(all_cells[place], all_cells, place, 8)
        if tried[limits > 0] == 4:
            continue
        tried[limits > 0] += 1
        status = 3 if limits > 0 else 0
        told = json.loads(listed(",".join(place), "--format", "json", status=status))
        need(len(told["withheld"]) == limits, f"{place}: {told['withheld']}, and {limits} limits apply")
        need((told["rows"] is None) == (limits > 0), f"{place}: {told}")
        sheet = rows(listed(",".join(place), "--format", "csv", status=status))
        need([list(row) for row in sheet] == [["withheld"]] * limits if limits else len(sheet) == all_cells[place],
             f"{place}: {sheet[:3]}")
        table = listed(",".join(place), status=status)
        need(("rows are withheld: %d limit" % limits in table) == (limits > 0), table[:400])
        if tried == {True: 4, False: 4}:
            return
    raise AssertionError(f"too few cells of each kind: {tried}")


def no_row_is_told_as_none():
    told = json.loads(listed("Z91003,dermatology,hospital,2018-01", "--format", "json"))
    need(told["count"] == 0 and told["rows"] == [] and told["withheld"] == [], told)


def nothing_says_who_a_patient_is(folder):
    """A layout that maps such columns, as it may where it names its legal basis."""
    layout = (Path(__file__).resolve().parents[2] / "layouts/outpatients.layout").read_text()
    layout += 'legal basis "a test"\n' + "".join(
        f'field mapped-{i} : code from "{column}"\n' for i, column in enumerate(PERSONAL)
    ) + 'field clinic : code from "ClinicCode"\n'
    for file in FOLDER.iterdir():
        if file.suffix == ".csv" and not file.name.startswith("outpatients"):
            (folder / file.name).symlink_to(file)
    (folder / "outpatients.layout").write_text(layout)
    source = extract("outpatients-2014-15.csv")
    some = next(row for row in source.values() if row["AppointmentDate"][:7] == "2014-05"
                and row["TreatmentFunctionCode"] == "330" and row["AttendedorDidNotAttend"] == "5"
                and row["FirstAttendance"] in "1234" and row["PriorityType"] == "1"
                and row["SiteCodeofTreatment"] == "Z7A01")
    some = dict(some)
    planted = {column: f"PLANTED {i}" for i, column in enumerate(PERSONAL)} | {"NHSNumber": "943 476 5919"}
    with open(folder / "outpatients.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(some))
        writer.writeheader()
        for i, clinic in enumerate(("C1", "943 476 5919", "ask 9434765919", "LE1 5WW", "=1+1")):
            writer.writerow(some | planted | {"ClinicCode": clinic, "AttendanceIdentifier": f"SECRET{i}"})
    key = folder / "key"
    key.write_text("not told\n")
    key.chmod(0o600)
    at = f"{some['PracticeCodeofRegisteredGP']},dermatology,hospital,2014-05"
    for form in ("table", "csv", "json"):
        text = listed(at, "--fewest", "1", "--format", form, "--pseudonym-key", key, data=folder)
        for secret in ("PLANTED", "943 476 5919", "9434765919", "LE1 5WW", "SECRET", "not told"):
            need(secret not in text, f"{form} shows {secret}:\n{text}")
        need("C1" in text and text.count("withheld") >= 3, text)
    told = json.loads(listed(at, "--fewest", "1", "--format", "json", "--pseudonym-key", key, data=folder))
    need(told["personal-fields-left-out"] == len(PERSONAL), told)
    need(told["values-withheld"] == 3, told)
    need(len({row["pseudonym"] for row in told["rows"]}) == 5, told)
    again = json.loads(listed(at, "--fewest", "1", "--format", "json", "--pseudonym-key", key, data=folder))
    need(again == told, "the same key gives other pseudonyms")
    key.write_text("another")
    other = json.loads(listed(at, "--fewest", "1", "--format", "json", "--pseudonym-key", key, data=folder))
    need(not {r["pseudonym"] for r in other["rows"]} & {r["pseudonym"] for r in told["rows"]}, "the key matters not")
    need("'=1+1" in listed(at, "--fewest", "1", "--format", "csv", data=folder), "a formula is let through")


def a_file_of_rows_is_for_its_owner_alone(folder):
    out = folder / "rows.csv"
    out.write_text("what anybody could read")
    out.chmod(0o644)
    listed("Z92040,ophthalmology,hospital,2013-10", "--fewest", "1", "--format", "csv", "-o", out)
    need(stat.S_IMODE(out.stat().st_mode) == 0o600, oct(out.stat().st_mode))
    need(len(rows(out.read_text())) == cells()[("Z92040", "ophthalmology", "hospital", "2013-10")], "not all rows")


def misuse_is_told_with_the_way_out():
    for value, at, words in (
        ("gain", "2014/15 Q1", "gain is not counted from rows, so there are none to list; counted from rows are: seen"),
        ("list", "Z91003,2014/15 Q1", "list is not counted from rows"),
        ("seen", "Z91003,2014-04", "--at is to be practice,specialty,setting,month"),
        ("seen", "Z91003,dermatology,hospital,2012-04", "there is no 2012-04 of this value"),
        ("seen", "Z9100X,dermatology,hospital,2014-04", "Z9100X is no practice of the contract"),
    ):
        done = subprocess.run(
            [ACCORD, "rows", FOLDER / "contract.accord", "--data", FOLDER, "--value", value, "--at", at],
            capture_output=True, text=True, timeout=60)
        need(done.returncode == 2 and words in done.stderr, f"{value} {at}: {done.returncode} {done.stderr}")


run(ACCORD, "demo", "--dir", FOLDER, "--quiet")
sys.exit(tell([
    as_many_rows_as_the_cell_counts, few_rows_are_withheld_in_every_form, no_row_is_told_as_none,
    nothing_says_who_a_patient_is, a_file_of_rows_is_for_its_owner_alone, misuse_is_told_with_the_way_out]))
