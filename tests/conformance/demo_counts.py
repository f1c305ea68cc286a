#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the demonstration's outpatient extract a second time, apart from accord.

Reads a folder written by the demonstration (practices.csv, sites.csv, outpatients-*.csv) with
Python's own csv module and counts it by clause 2.2 of examples/demo/contract.accord:

    attended is 5 or 6 and first-attendance is 1, 2, 3 or 4 and not urgent-cancer (priority 3)
    practice by PracticeCodeofRegisteredGP among practices.csv
    specialty by TreatmentFunctionCode: dermatology 330, ophthalmology 130
    setting by SiteCodeofTreatment from sites.csv, other sites set aside
    month by AppointmentDate

An attendance (provider and identifier) counts once. Rows that would count but have no readable
date within the baseline year and the term, or a practice that is no member, are refused.

Usage: demo_counts.py FOLDER [OUT]
OUT (FOLDER/activity.csv unless given) gets practice,specialty,setting,month,seen: every cell of
every month received, noughts too. The contract of examples/llr, which reads activity.csv, must come
to the same payments from it. What was refused and set aside is printed. Standard library only.
"""

import collections
import csv
import datetime
import glob
import os
import re
import sys

SPECIALTIES = {"330": "dermatology", "130": "ophthalmology"}
SETTINGS = ("hospital", "community")
FIRST_DAY = datetime.date(2013, 4, 1)
LAST_DAY = datetime.date(2021, 3, 31)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})([T ].*)?\Z", re.ASCII | re.DOTALL)


def read_column(path, column):
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return [row[column].strip() for row in csv.DictReader(stream)]


def date_of(text):
    """Returns the date, or the reason why there is none."""
    match = ISO.match(text)
    if match is None:
        return None, "date not yyyy-mm-dd"
    try:
        date = datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None, "no such day"
    if not FIRST_DAY <= date <= LAST_DAY:
        return None, "outside the years"
    return date, None


class Count:
    def __init__(self, folder):
        self.practices = set(read_column(os.path.join(folder, "practices.csv"), "practice"))
        sites = os.path.join(folder, "sites.csv")
        self.settings = dict(zip(read_column(sites, "site"), read_column(sites, "setting")))
        self.cells = collections.Counter()
        self.months = set()
        self.seen = set()
        self.refused = collections.Counter()
        self.aside = collections.Counter()

    def add_file(self, path):
        """Returns how many rows the file has."""
        rows = 0
        with open(path, newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream, strict=True)
            place = {name: at for at, name in enumerate(next(reader))}
            for row in reader:
                if len(row) != len(place):
                    raise SystemExit(f"{path}:{reader.line_num}: {len(row)} fields")
                rows += 1
                self.add_row(lambda column: row[place[column]].strip())
        return rows

    def add_row(self, field):
        if field("AttendedorDidNotAttend") not in ("5", "6"):
            self.aside["not attended"] += 1
            return
        if field("FirstAttendance") not in ("1", "2", "3", "4"):
            self.aside["not a first or follow-up attendance"] += 1
            return
        if field("PriorityType") == "3":
            self.aside["urgent suspected cancer"] += 1
            return
        specialty = SPECIALTIES.get(field("TreatmentFunctionCode"))
        if specialty is None:
            self.aside["another specialty"] += 1
            return
        setting = self.settings.get(field("SiteCodeofTreatment"))
        if setting is None:
            self.aside["another site"] += 1
            return
        date, reason = date_of(field("AppointmentDate"))
        practice = field("PracticeCodeofRegisteredGP")
        identity = (field("OrganisationCodeCodeofProvider"), field("AttendanceIdentifier"))
        if reason is None and practice == "":
            reason = "no practice"
        elif reason is None and practice not in self.practices:
            reason = "unknown practice"
        elif reason is None and identity in self.seen:
            reason = "sent twice"
        if reason is not None:
            self.refused[reason] += 1
            return
        self.seen.add(identity)
        month = date.strftime("%Y-%m")
        self.months.add(month)
        self.cells[practice, specialty, setting, month] += 1

    def write(self, path):
        with open(path, "w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("practice", "specialty", "setting", "month", "seen"))
            for practice in sorted(self.practices):
                for specialty in sorted(SPECIALTIES.values()):
                    for setting in SETTINGS:
                        for month in sorted(self.months):
                            cell = (practice, specialty, setting, month)
                            writer.writerow(cell + (self.cells[cell],))

    def report(self):
        years = collections.Counter()
        for (_, specialty, setting, month), seen in self.cells.items():
            year = int(month[:4]) - (int(month[5:]) < 4)
            years[year, specialty, setting] += seen
        for (year, specialty, setting), seen in sorted(years.items()):
            print(f"counted {year}/{(year + 1) % 100:02d} {specialty} {setting}: {seen}")
        print(f"counted in all: {sum(self.cells.values())}")
        for name, kinds in (("set aside", self.aside), ("refused", self.refused)):
            for reason, rows in sorted(kinds.items()):
                print(f"{name}, {reason}: {rows}")
            print(f"{name} in all: {sum(kinds.values())}")


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    folder = arguments[1]
    out = arguments[2] if len(arguments) == 3 else os.path.join(folder, "activity.csv")
    count = Count(folder)
    paths = sorted(glob.glob(os.path.join(glob.escape(folder), "outpatients*.csv")))
    if not paths:
        print(f"no outpatients*.csv in {folder}", file=sys.stderr)
        return 1
    for path in paths:
        print(f"rows of {os.path.basename(path)}: {count.add_file(path)}")
    count.report()
    count.write(out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
