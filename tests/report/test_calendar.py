#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A calendar that accord writes, read by another's reader (Debian's python3-icalendar).

usage: test_calendar.py TEST_CALENDAR   (the unit test, which prints a calendar when told to write)

Prints TAP; skipped where that reader is not installed.
"""
import datetime
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import module_of_debian  # noqa: E402

icalendar = module_of_debian("icalendar")
if icalendar is None:
    print("1..0 # SKIP python3-icalendar is not installed")
    sys.exit(0)

UTC = datetime.timezone.utc
# uid, when it begins and ends by UTC, sequence, status: both clock changes of 2015
WANTED = [
    ("a@pool", (2015, 3, 28, 23, 0), (2015, 3, 29, 3, 10), 0, "CONFIRMED"),
    ("b@pool", (2015, 3, 29, 7, 30), (2015, 3, 29, 11, 40), 1, "CONFIRMED"),
    ("c@pool", (2015, 10, 24, 22, 0), (2015, 10, 25, 2, 10), 2, "CONFIRMED"),
    ("d@pool", (2015, 10, 25, 8, 30), (2015, 10, 25, 12, 40), 3, "CANCELLED"),
]


def main():
    written = subprocess.run([sys.argv[1], "write"], capture_output=True, timeout=50, check=True).stdout
    calendar = icalendar.Calendar.from_ical(written)
    zone = calendar.walk("VTIMEZONE")[0].to_tz()  # the rules in the file, and not the machine's
    found = []
    for event in calendar.walk("VEVENT"):
        begin = event.decoded("DTSTART").replace(tzinfo=None)
        begin = zone.localize(begin).astimezone(UTC)
        end = begin + event.decoded("DURATION")
        found.append((str(event["UID"]), begin.timetuple()[:5], end.timetuple()[:5], event["SEQUENCE"],
                      str(event["STATUS"])))
    errors = [error for part in calendar.walk() for error in part.errors]
    summaries = {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}
    results = [("every moment, sequence and status is read as meant", found == WANTED, found),
               ("nothing is at fault for that reader", not errors, errors),
               ("texts come back whole", summaries == {"Pl\u00e4tze, a; " + "\u20ac" * 20 + "\nEND:VEVENT"},
                summaries)]
    for number, (name, good, seen) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print(f"# {seen}")
    print(f"1..{len(results)}")
    return 0 if all(good for _, good, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
