#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The clauses of docs/manual/counting.md, over random rows of the national layouts, count what a plain
reading of the codes counts.

usage: test_counting.py ACCORD SOURCE_ROOT

Prints TAP.
"""

import collections
import csv
import datetime
import io
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(sys.argv[2])
PAGE = ROOT / "docs" / "manual" / "counting.md"
SEED, ROWS = 20140401, 3000

HEAD = """accord 1
contract C "Counting"
term 2014-04-01 to 2014-06-30, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice from "practices.csv"
1.4 unit attendance
"""
FOOT = "3.1 all : attendance flow by month = total seen over practice\n"

# layout: (its file, the column of each field)
COLUMNS = {
    "outpatients": ("outpatients-1.csv", {
        "id": "AttendanceIdentifier", "provider": "OrganisationCodeCodeofProvider", "gp": "PracticeCodeofRegisteredGP",
        "tfc": "TreatmentFunctionCode", "site": "SiteCodeofTreatment", "day": "AppointmentDate",
        "attended": "AttendedorDidNotAttend", "first": "FirstAttendance", "priority": "PriorityType",
        "commissioner": "OrganisationCodeCodeofCommissioner", "source": "SourceofReferralForOutpatients", "hrg": "HRGCode"}),
    "hes-outpatients": ("hes-outpatients-2014.csv", {
        "id": "ATTENDKEY", "provider": "PROCODE3", "gp": "GPPRAC", "tfc": "TRETSPEF", "day": "APPTDATE", "attended": "ATTENDED",
        "first": "FIRSTATT", "priority": "PRIORITY", "source": "REFSOURC", "hrg": "SUSHRG"}),
    "cds-020": ("cds-020-april.csv", {
        "id": "ATTENDANCE IDENTIFIER", "provider": "ORGANISATION CODE (CODE OF PROVIDER)",
        "gp": "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)", "tfc": "ACTIVITY TREATMENT FUNCTION CODE",
        "site": "SITE CODE (OF TREATMENT)", "day": "APPOINTMENT DATE", "attended": "ATTENDED OR DID NOT ATTEND CODE",
        "first": "FIRST ATTENDANCE CODE", "priority": "PRIORITY TYPE CODE", "source": "SOURCE OF REFERRAL FOR OUT-PATIENTS",
        "commissioner": "ORGANISATION CODE (CODE OF COMMISSIONER)"}),
}
COMMUNITY = ("community-contacts-1.csv", {
    "id": "CARE CONTACT IDENTIFIER", "provider": "ORGANISATION IDENTIFIER (CODE OF PROVIDER)",
    "gp": "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)", "tfc": "SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE)",
    "day": "CARE CONTACT DATE", "attended": "ATTENDANCE STATUS", "person": "Pseudonym"})
CODES = {
    "gp": ["C82001", "C82002", "C82003"], "attended": ["5", "6", "7", "2", "3", "4", "0"], "first": ["1", "2", "3", "4", "5", ""],
    "priority": ["1", "2", "3", ""], "source": ["03", "3", "01", "92", ""],
    "hrg": ["WF01A", "WF01B", "WF01C", "WF01D", "WF02A", "WF02B", "WF02C", "WF02D", "UZ01Z", "JC42A", "BZ24G", "wf01a", ""],
    "tfc": ["330", "130"], "site": ["RWEAA"], "provider": ["RWE", "RT5"], "commissioner": ["04V"],
    "person": ["", *(f"N{number}" for number in range(1500))],
}


def is_seen(row):
    return row["attended"] in ("5", "6")


# input: what it counts, said without accord
COUNTED = {
    "seen": is_seen,
    "missed": lambda row: row["attended"] == "3",
    "first": lambda row: is_seen(row) and row["first"] in ("1", "3"),
    "follow-up": lambda row: is_seen(row) and row["first"] in ("2", "4"),
    "face-to-face": lambda row: is_seen(row) and row["first"] in ("1", "2"),
    "by-telephone": lambda row: is_seen(row) and row["first"] in ("3", "4"),
    "procedures": lambda row: is_seen(row) and row["hrg"] != "" and not re.fullmatch("WF0[12][A-D]|UZ01Z", row["hrg"]),
    "without-procedure": lambda row: is_seen(row) and bool(re.fullmatch("WF0[12][A-D]", row["hrg"])),
    "referred": lambda row: is_seen(row) and row["first"] in ("1", "3") and row["source"] == "03",
    "urgent": lambda row: is_seen(row) and row["priority"] == "2",
    "planned": lambda row: is_seen(row) and row["priority"] != "3",
    "ungrouped": lambda row: is_seen(row) and row["hrg"] == "",
}
OF_GROUPS = ("procedures", "without-procedure", "ungrouped")


def draw(chance):
    rows = []
    for number in range(ROWS):
        row = {field: chance.choice(codes) for field, codes in CODES.items()}
        row["id"] = str(number)
        row["day"] = f"2014-{chance.randint(4, 6):02}-{chance.randint(1, 30):02}"
        rows.append(row)
    return rows


def followed(rows, others, same):
    """The rows that one of the others follows within 90 days, the same in some fields."""
    days = collections.defaultdict(list)
    for row in others:
        days[tuple(row[field] for field in same)].append(datetime.date.fromisoformat(row["day"]))
    for row in rows:
        day = datetime.date.fromisoformat(row["day"])
        if any(0 <= (other - day).days <= 90 for other in days[tuple(row[field] for field in same)]):
            yield row


def onward(rows):
    """Community visits of a person whom a first attendance in hospital follows within 90 days."""
    return followed((row for row in rows if is_seen(row) and row["provider"] == "RT5" and row["person"]),
                    (row for row in rows if is_seen(row) and row["first"] in ("1", "3") and row["provider"] == "RWE"),
                    ("person", "tfc"))


def clauses(layout):
    """The clauses of the page, of another layout; without those of a field that it does not have."""
    text = "".join(re.findall(r"^```accord part\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M))
    parts = re.split(r"(?m)^(?=\d)", text)[1:]
    if "hrg" not in COLUMNS[layout][1]:
        parts = [part for part in parts if "hrg" not in part]
    return "".join(parts).replace("rows of outpatients", f"rows of {layout}")


def with_person(layout, path):
    """A copy of a layout that has the column of pseudonyms, too."""
    text = (ROOT / "layouts" / f"{layout}.layout").read_text("utf-8")
    path.write_text(text + 'field person : code from "Pseudonym"\n', "utf-8")


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.values())
        writer.writerows([row[field] for field in columns] for row in rows)


def check(layout, folder, rows, community):
    name, columns = COLUMNS[layout]
    columns = {**columns, "person": "Pseudonym"}
    text = clauses(layout)
    with_person(layout, folder / "copy.layout")
    (folder / "c.accord").write_text(HEAD + text + FOOT)
    (folder / "practices.csv").write_text("practice\n" + "\n".join(CODES["gp"]) + "\n")
    write(folder / name, columns, rows)
    with_person("community-paediatrics", folder / "community.layout")
    write(folder / COMMUNITY[0], COMMUNITY[1], community)
    done = subprocess.run([ACCORD, "cube", folder / "c.accord", "--data", folder, "-o", "-", "--quiet"],
                          capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        return done.stdout + done.stderr
    got = {(line["input"], line["practice"], line["month"]): int(line["rows"])
           for line in csv.DictReader(io.StringIO(done.stdout)) if line["rows"] not in ("rows", "0")}
    names = re.findall(r"input (\S+) :", text)
    if set(names) != {"onward", "onward-from-community"} | {name for name in COUNTED if "hrg" in columns or name not in OF_GROUPS}:
        return f"the page has other clauses than are counted here: {names}"
    wanted = collections.Counter(
        (name, row["gp"], row["day"][:7]) for name in names if name in COUNTED for row in rows if COUNTED[name](row))
    wanted.update(("onward", row["gp"], row["day"][:7]) for row in onward(rows))
    wanted.update(("onward-from-community", row["gp"], row["day"][:7]) for row in followed(
        (row for row in community if is_seen(row) and row["person"]),
        (row for row in rows if is_seen(row) and row["first"] in ("1", "3") and row["tfc"] == "330"), ("person",)))
    wrong = [key for key in wanted.keys() | got.keys() if got.get(key, 0) != wanted[key]]
    return "" if not wrong else f"{wrong[0]}: {got.get(wrong[0])}, not {wanted[wrong[0]]} (seed {SEED})"


def main():
    print(f"1..{len(COLUMNS)}")
    print(f"# seed {SEED}")
    rows, community = draw(random.Random(SEED)), draw(random.Random(SEED + 1))
    failed = False
    for number, layout in enumerate(COLUMNS, 1):
        with tempfile.TemporaryDirectory() as folder:
            wrong = check(layout, pathlib.Path(folder), rows, community)
        failed = failed or wrong != ""
        print(f"{'not ok' if wrong else 'ok'} {number} - {layout}")
        if wrong:
            print("# " + wrong.replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
