#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Calendars of published sessions, read by libical: moments at both clock changes, sequences, escaped and folded text.

usage: test_feeds.py ACCORD SOURCE_ROOT [READ_CALENDAR]

Prints TAP; skipped where libical is not installed. Python's standard library only.
"""
import datetime
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
READER = sys.argv[3] if len(sys.argv) > 3 else None
DONE, FAILED, MISUSED = 0, 1, 2
NAME = 'Pl\u00e4tze, a; \\ "' + "\u20ac" * 40 + "\nEND:VEVENT"
NIGHTS = """MARCH,URGENT,fixed,2015-03-28,,Saturday,night,1,,,,,,
SPRING,G81001,fixed,2015-03-29,,Sunday,morning,1,,,,,,
OCTOBER,URGENT,fixed,2015-10-24,,Saturday,night,1,,,,,,
AUTUMN,G81001,fixed,2015-10-25,,Sunday,morning,1,,,,,,
SHORT,URGENT,fixed,2015-10-31,,Saturday,night,1,60,,,,,
"""
# request: doctor, day, part, when it begins and ends by UTC
MEANT = {
    "MARCH": ("BLAKE", "2015-03-28", "night", "2015-03-28 22:00", "2015-03-29 01:10"),
    "SPRING": ("AVERY", "2015-03-29", "morning", "2015-03-29 07:30", "2015-03-29 11:40"),
    "OCTOBER": ("BLAKE", "2015-10-24", "night", "2015-10-24 21:00", "2015-10-25 02:10"),
    "AUTUMN": ("AVERY", "2015-10-25", "morning", "2015-10-25 08:30", "2015-10-25 12:40"),
    "SHORT": ("BLAKE", "2015-10-31", "night", "2015-10-31 22:00", "2015-10-31 23:00"),
}


def run(*arguments):
    result = subprocess.run([ACCORD, "session", *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return result.returncode, result.stdout, result.stderr.decode()


def good(*arguments):
    code, out, err = run(*arguments)
    need(code == DONE, (arguments, code, err))
    return out


def order(word, pool, request, hour, *more):
    good(word, pool, "--request", request, "--by", "x", "--now", f"2015-02-01T{hour:02}:00Z", *more)


def published(folder):
    pool = folder / "pool"
    shutil.rmtree(pool, ignore_errors=True)
    shutil.copytree(POOL, pool)
    sites = (pool / "sites.csv").read_text()
    quoted = NAME.replace('"', '""')
    (pool / "sites.csv").write_text(sites.replace("Urgent treatment centre", f'"{quoted}"'))
    (pool / "gates.csv").write_text((pool / "gates.csv").read_text().replace("AVERY,indemnity,held,2014-01-01,2015-01-23", "AVERY,indemnity,held,2014-01-01,"))
    with (pool / "requests.csv").open("a") as requests:
        requests.write(NIGHTS)
    with (pool / "availability.csv").open("a") as available:
        available.write("BLAKE,Saturday,night\nAVERY,Sunday,morning\nAVERY,Sunday,afternoon\n")
    roster = folder / "roster.csv"
    roster.write_text("doctor,request,date,part\n" + "".join(
        f"{doctor},{request},{day},{part}\n" for request, (doctor, day, part, *_) in MEANT.items()))
    good("publish", pool, roster, "--from", "2015-03-23", "--weeks", "32", "--by", "x", "--now", "2015-02-01T09:00Z")
    return pool


def understood(path):
    """What libical makes of a file: {request: (uid, starts, ends, sequence, status, summary, place, stamp)}."""
    result = subprocess.run([READER, str(path)], capture_output=True, timeout=50, check=False)
    need(result.returncode == 0, f"libical finds a fault in {path}: {result.returncode}")
    found = {}
    for line in result.stdout.decode().splitlines():
        uid, starts, ends, sequence, status, summary, place, details, stamp = line.split("\t")
        request = details.split("\\n")[0].removeprefix("Request ")
        need(request not in found, f"{request} stands twice")
        found[request] = (uid, int(starts), int(ends), int(sequence), status, summary, place, stamp)
    return found


def calendar(pool, folder, *whose):
    path = folder / "one.ics"
    path.write_bytes(good("calendar", pool, *whose))
    return understood(path)


def at(utc):
    return int(datetime.datetime.fromisoformat(utc + "+00:00").timestamp())


def moments_are_right_at_both_clock_changes(folder):
    pool = published(folder)
    found = {**calendar(pool, folder, "--doctor", "AVERY"), **calendar(pool, folder, "--doctor", "BLAKE")}
    need(set(found) == set(MEANT), found)
    for request, (_, _, _, starts, ends) in MEANT.items():
        need(found[request][1:3] == (at(starts), at(ends)), (request, found[request], at(starts), at(ends)))


def a_name_is_stable_and_the_sequence_grows(folder):
    pool = published(folder)
    first = calendar(pool, folder, "--doctor", "BLAKE")
    need({event[3] for event in first.values()} == {0} and {event[4] for event in first.values()} == {"TENTATIVE"}, first)
    need(len({event[0] for event in first.values()}) == 3, "three names")
    last = 0
    for hour, (word, status, more) in enumerate((
            ("accept", "CONFIRMED", ()), ("notify", "CONFIRMED", ()),
            ("cancel", "CANCELLED", ("--cancelled-by", "trust", "--reason", "secret")),
            ("offer", "TENTATIVE", ("--doctor", "BLAKE")), ("undo", "CANCELLED", ()), ("offer", "TENTATIVE", ("--doctor", "BLAKE")),
            ("decline", "CANCELLED", ())), 10):
        order(word, pool, "MARCH", hour, *more)
        now = calendar(pool, folder, "--doctor", "BLAKE")
        need(now["MARCH"][0] == first["MARCH"][0] and now["MARCH"][3] > last, (word, now["MARCH"]))
        need(now["MARCH"][4] == status and now["MARCH"][7] == f"20150201T{hour:02}0000Z", (word, now["MARCH"]))
        need(now["OCTOBER"] == first["OCTOBER"], "another session changed")
        need("secret" not in (folder / "one.ics").read_text(), "a reason is nobody else's")
        last = now["MARCH"][3]
    order("undo", pool, "OCTOBER", 20)
    gone = calendar(pool, folder, "--doctor", "BLAKE")["OCTOBER"]
    need(gone[4] == "CANCELLED" and gone[3] == 1 and "withdrawn" in gone[5], gone)


def a_site_sees_the_same_sessions(folder):
    pool = published(folder)
    mine = {**calendar(pool, folder, "--doctor", "AVERY"), **calendar(pool, folder, "--doctor", "BLAKE")}
    theirs = {**calendar(pool, folder, "--site", "G81001"), **calendar(pool, folder, "--site", "URGENT")}
    need({k: v[:5] for k, v in mine.items()} == {k: v[:5] for k, v in theirs.items()}, (mine, theirs))
    need(theirs["MARCH"][5].startswith("Dr Blake\\, night"), theirs["MARCH"])
    need(calendar(pool, folder, "--site", "G81002") == {}, "a site without sessions has an empty calendar")


def texts_of_others_come_back_whole(folder):
    pool = published(folder)
    place = calendar(pool, folder, "--doctor", "BLAKE")["MARCH"][6]
    plain = place.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    need(plain == NAME + " (URGENT)", place)
    for line in (folder / "one.ics").read_bytes().split(b"\r\n"):
        need(len(line) <= 75, line)
        line.decode()  # no character is parted


def a_file_of_the_pool_is_never_written_over(folder):
    pool = published(folder)
    before = {path.name: path.read_bytes() for path in pool.iterdir()}
    os.link(pool / "doctors.csv", folder / "linked.ics")
    (folder / "soft.ics").symlink_to(pool / "gates.csv")
    for out in (pool / "events.csv", pool / "rules.csv", folder / "linked.ics", folder / "soft.ics"):
        code, _, err = run("calendar", pool, "--doctor", "AVERY", "-o", out)
        need(code == FAILED and "is a file of the pool" in err, (out, err))
    need({path.name: path.read_bytes() for path in pool.iterdir()} == before, "a file was changed")
    out = folder / "avery.ics"
    good("calendar", pool, "--doctor", "AVERY", "-o", out)
    need(set(understood(out)) == {"SPRING", "AUTUMN"}, "the file")


def all_at_once(folder):
    pool = published(folder)
    with (pool / "doctors.csv").open("a") as doctors:
        doctors.write("../A B,,Bexhill,,,no\n")
    for _ in range(2):  # a feed is made anew
        out = good("calendar", pool, "--each", folder / "feeds" / "now")
        need(b"10 calendars written" in out, out)
    names = {path.name for path in (folder / "feeds" / "now").iterdir()}
    need(names >= {"doctor-AVERY.ics", "site-URGENT.ics", "doctor-..%2FA%20B.ics"} and len(names) == 10, names)
    for path in (folder / "feeds" / "now").iterdir():
        understood(path)
    need(set(understood(folder / "feeds" / "now" / "doctor-BLAKE.ics")) == {"MARCH", "OCTOBER", "SHORT"}, "BLAKE")


def misuse_is_told(folder):
    pool = published(folder)
    for more in ([], ["--doctor", "AVERY", "--site", "G81001"], ["--each", folder / "x", "-o", folder / "y"]):
        code, _, err = run("calendar", pool, *more)
        need(code == MISUSED and "whose calendar?" in err, (code, err))
    code, _, err = run("calendar", pool, "--doctor", "NOBODY")
    need(code == FAILED and 'doctor "NOBODY" is not in doctors.csv' in err, err)


def main():
    if READER is None:
        print("1..0 # SKIP libical is not installed")
        return 0
    return tell([moments_are_right_at_both_clock_changes, a_name_is_stable_and_the_sequence_grows,
                 a_site_sees_the_same_sessions, texts_of_others_come_back_whole,
                 a_file_of_the_pool_is_never_written_over, all_at_once, misuse_is_told])


if __name__ == "__main__":
    sys.exit(main())
