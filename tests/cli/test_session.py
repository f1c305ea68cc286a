#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What becomes of published sessions, as its users do it: orders, their record, bad input, two at once, kill -9.

usage: test_session.py ACCORD SOURCE_ROOT

Prints TAP. Python's standard library only.
"""
import csv
import functools
import hashlib
import io
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4"]
NOW = ["--by", "M. Lane", "--now", "2015-01-01T09:00Z"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3
AVERY = ["--doctor", "AVERY", "--request", "HARBOUR-AM/2015-01-12"]
CANCEL = ["--cancelled-by", "practice", "--reason", "closed"]
LADDER = """from,cancelled by,notice days,notice hours,share percent
2014-01-01,practice,,0,10
2015-01-01,practice,14,,0
2015-01-01,practice,,24,50
2015-01-01,practice,,0,100
2015-01-01,doctor,,0,0
"""


def run(*arguments):
    result = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def session(word, *arguments):
    return run("session", word, *arguments)


def good(word, *arguments):
    code, out, err = session(word, *arguments)
    need(code == DONE, (word, arguments, code, out, err))
    return out


@functools.cache
def solved():
    code, out, err = run("roster", "solve", POOL, *PERIOD, "--today", "2015-01-01", "--moves", "60000", "--format", "csv")
    need(code == DONE, err)
    return out


def roster(folder):
    path = folder / "roster.csv"
    path.write_text(solved())
    return path


def published(folder):
    pool = folder / "pool"
    shutil.rmtree(pool, ignore_errors=True)
    shutil.copytree(POOL, pool)
    (pool / "ladder.csv").write_text(LADDER)
    good("publish", pool, roster(folder), *PERIOD, *NOW)
    return pool


def events(pool):
    return list(csv.DictReader(io.StringIO((pool / "events.csv").read_text())))


def listed(pool, *more):
    return list(csv.DictReader(io.StringIO(good("list", pool, "--format", "csv", "--now", "2015-01-01T09:00Z", *more))))


def state(pool, doctor="AVERY", request="HARBOUR-AM/2015-01-12"):
    found = [row["state"] for row in listed(pool) if row["doctor"] == doctor and row["request"] == request]
    return found[0] if found else None


def a_roster_is_published_and_listed(folder):
    pool = published(folder)
    wanted = {(r["doctor"], r["request"], r["date"], r["part"])
              for r in csv.DictReader(io.StringIO(roster(folder).read_text()))}
    rows = listed(pool)
    need({(r["doctor"], r["request"], r["date"], r["part"]) for r in rows} == wanted, rows)
    need({r["state"] for r in rows} == {"offered"} and len(rows) == 36, rows)
    need({r["by"] for r in events(pool)} == {"M. Lane"} and events(pool)[0]["event"] == "published", events(pool)[0])
    need(events(pool)[0]["reason"] == hashlib.sha256(roster(folder).read_bytes()).hexdigest(), "the roster's hash")
    mine = [r for r in rows if r["doctor"] == "AVERY"][0]
    need((mine["starts"], mine["minutes"], mine["notice hours"]) == ("08:30", "250", "95"), mine)
    need((mine["expires"], mine["last day"], mine["stands"]) == ("indemnity", "2015-01-23", ""), mine)
    lines = good("list", pool, "--now", "2015-01-01T09:00Z").splitlines()
    for row in rows:
        said = next(x for x in lines if all(row[k] in x for k in ("doctor", "request", "date", "part")))
        need(said.endswith(f"; {row['workload']}") if row["workload"] else "; 1" not in said, said)
    told = json.loads(good("list", pool, "--format", "json", "--now", "2015-01-01T09:00Z", "--doctor", "AVERY"))
    need(told["sessions"] and not told["broken"] and told["sessions"][0]["expires"]["check"] == "indemnity", told)
    before = (pool / "events.csv").read_bytes()
    out = good("publish", pool, roster(folder), *PERIOD, *NOW)
    need("0 sessions offered" in out and "36 were booked already" in out, out)
    need((pool / "events.csv").read_bytes() == before, "nothing new was recorded")


def a_list_is_a_roster(folder):
    pool = published(folder)
    held = folder / "held.csv"
    held.write_text(good("list", pool, "--state", "booked", "--format", "csv", "--now", "2015-01-01T09:00Z"))
    code, out, err = run("roster", "check", pool, held, *PERIOD, "--today", "2015-01-01")
    need(code == DONE and "3 not met" in out, (code, out, err))


def a_session_goes_its_way(folder):
    pool = published(folder)
    for word, more, after in (("accept", [], "accepted"), ("undo", [], "offered"), ("accept", [], "accepted"),
                              ("notify", [], "notified"), ("cancel", CANCEL, "cancelled"), ("offer", [], "offered"),
                              ("undo", [], "cancelled"), ("offer", [], "offered"), ("decline", [], "declined"),
                              ("undo", [], "offered"), ("undo", [], "cancelled")):
        good(word, pool, *AVERY, *more, *NOW)
        need(state(pool) == after, (word, after, state(pool)))
    code, _, err = session("undo", pool, *AVERY, *NOW)
    need(code == FAILED and "what was notified is not undone" in err, err)
    good("undo", pool, "--doctor", "CASEY", "--request", "HARBOUR-AM/2015-01-12", *NOW)
    need(state(pool, "CASEY") is None, "an offer that was undone is as if it had not been")
    out = good("publish", pool, roster(folder), *PERIOD, *NOW)
    need("1 sessions offered" in out and "AVERY, request HARBOUR-AM/2015-01-12" in out and "was cancelled" in out, out)


def all_of_a_doctor_at_once(folder):
    pool = published(folder)
    count = len(listed(pool, "--doctor", "AVERY"))
    code, _, err = session("accept", pool, "--doctor", "AVERY", *NOW)
    need(code == FAILED and f"{count} sessions are meant" in err and "--all" in err, err)
    good("accept", pool, *AVERY, *NOW)
    out = good("accept", pool, "--doctor", "AVERY", "--all", *NOW)
    need(len(out.splitlines()) == count - 1, out)
    code, _, err = session("accept", pool, "--doctor", "AVERY", "--all", *NOW)
    need(code == FAILED and "already accepted" in err, err)
    one = ["--doctor", "AVERY", "--date", "2015-01-06", "--part", "afternoon"]
    good("notify", pool, *one, *NOW)
    need([r["part"] for r in listed(pool, "--state", "notified")] == ["afternoon"], "by date and part")


def shares_go_by_the_ladder_of_the_day(folder):
    other = ["--doctor", "CASEY", "--request", "HARBOUR-AM/2015-01-12"]
    # days by London's calendar, hours by a stopwatch, the latest ladder on the session's day
    for whom, when, share, hours in (
            ("practice", "2014-12-29T23:30Z", "0", "321"), ("practice", "2014-12-30T00:30Z", "50", "320"),
            ("practice", "2015-01-11T08:30Z", "50", "24"), ("practice", "2015-01-11T08:31Z", "100", "23"),
            ("doctor", "2015-01-12T08:29Z", "0", "0"), ("trust", "2015-01-11T08:30Z", "", "24")):
        pool = published(folder)
        (pool / "events.csv").unlink()
        good("publish", pool, roster(folder), *PERIOD, "--by", "x", "--now", "2014-12-20T09:00Z")
        out = good("cancel", pool, *other, "--cancelled-by", whom, "--reason", "r", "--by", "x", "--now", when)
        last = events(pool)[-1]
        need((last["cancelled by"], last["share percent"], last["notice hours"]) == (whom, share, hours), (when, last))
        need(f"{share}% of the session" in out if share else "no share is stated" in out, out)


def a_ladder_is_checked(folder):
    pool = published(folder)
    for rows, words in (("2015-01-01,practice,1,24,50\n", "in days or in hours"),
                        ("2015-01-01,practice,,24,50\n", "does not say what is charged without notice"),
                        ("2015-01-01,practice,,0,50\n2015-01-01,practice,,24,60\n", "less is charged than for"),
                        ("2015-01-01,practice,,24,50\n2015-01-01,practice,1,,60\n", "the same notice"),
                        ("2015-01-01,nobody,,0,50\n", "must be one of: practice|doctor|trust"),
                        ("2015-01-01,practice,,0,101\n", "from 0 to 100")):
        (pool / "ladder.csv").write_text(LADDER.splitlines()[0] + "\n" + rows)
        code, _, err = session("list", pool)
        need(code == NO and "ladder.csv:" in err and words in err, (rows, err))


def a_rehearsal_writes_nothing(folder):
    pool = published(folder)
    (pool / "events.lock").unlink()
    before = {path.name: path.read_bytes() for path in pool.iterdir()}
    for word, more in (("accept", AVERY), ("cancel", [*AVERY, *CANCEL]), ("undo", AVERY),
                       ("publish", [roster(folder), *PERIOD])):
        code, out, err = session(word, pool, *more, *NOW, "--dry-run")
        need(code == DONE and out and "nothing was written" in err, (word, code, out, err))
    need({path.name: path.read_bytes() for path in pool.iterdir()} == before, "a file was changed")
    (pool / "events.csv").unlink()
    good("publish", pool, roster(folder), *PERIOD, *NOW, "--dry-run")
    need(not (pool / "events.csv").exists(), "a record was begun")


def bad_orders_are_told(folder):
    pool = published(folder)
    good("accept", pool, *AVERY, *NOW)
    bad = (
        ("accept", ["--doctor", "AVRY"], 'doctor "AVRY" is not in doctors.csv'),
        ("accept", ["--request", "HARBOR"], 'request "HARBOR" is not in requests.csv'),
        ("accept", ["--site", "G8"], 'site "G8" is not in sites.csv'),
        ("accept", ["--doctor", "ELLIS", "--date", "2015-01-12"], "no session of doctor ELLIS on 2015-01-12 was offered"),
        ("accept", AVERY, "is already accepted"),
        ("notify", ["--doctor", "CASEY", "--request", "HARBOUR-AM/2015-01-12"], "the doctor accepts it first"),
        ("offer", AVERY, "the doctor has it already"),
        ("offer", ["--doctor", "AVERY"], "names a --doctor and a --request"),
        ("offer", ["--doctor", "AVERY", "--request", "HARBOUR-ANY/2015-01-05"], "may be meant"),
        ("offer", ["--doctor", "AVERY", "--request", "HARBOUR-AM", "--date", "2015-01-13"], "there is no session"),
        ("offer", ["--doctor", "AVERY", "--request", "HARBOUR-AM", "--date", "2015-02-02"], "publish a roster of its days"),
    )
    before = (pool / "events.csv").read_bytes()
    for word, more, words in bad:
        code, _, err = session(word, pool, *more, *NOW)
        need(code == FAILED and words in err, (word, more, code, err))
    code, _, err = session("cancel", pool, *AVERY, *CANCEL, "--by", "x", "--now", "2015-01-12T08:30Z")
    need(code == FAILED and "is in the past: it began at 2015-01-12T08:30:00Z" in err, err)
    code, _, err = session("accept", pool, "--doctor", "CASEY", "--all", "--by", "x", "--now", "2014-12-31T08:30Z")
    need(code == FAILED and "2015-01-01T09:00:00Z, which is after now" in err, err)
    code, _, err = session("accept", pool, "--doctor", "CASEY", "--all", "--by", "a\nb", *NOW[2:])
    need(code == FAILED and "control character" in err, err)
    need((pool / "events.csv").read_bytes() == before, "nothing was written")
    good("cancel", pool, *AVERY, *CANCEL, *NOW)
    code, _, err = session("cancel", pool, *AVERY, *CANCEL, *NOW)
    need(code == FAILED and "already cancelled by the practice" in err and "accord session offer" in err, err)
    for arguments, words in ((["mend", pool], "not \"mend\""), (["accept", pool], "--by"),
                             (["cancel", pool, *NOW], "--cancelled-by"), (["publish", pool, *NOW], "and a roster"),
                             (["accept", pool, "--format", "csv", *NOW], "takes no --format"),
                             (["list", pool, "--now", "Monday"], "is no moment")):
        code, _, err = run("session", *arguments)
        need(code == MISUSED and words in err, (arguments, code, err))
    code, _, err = session("list", POOL)
    need(code == FAILED and "nothing was published yet" in err, err)
    code, _, err = session("list", folder / "nowhere")
    need(code == FAILED and "is no folder" in err, err)


def rules_hold_over_the_whole_book(folder):
    pool = published(folder)
    # CASEY has HARBOUR-ANY on Monday 5 January afternoon: not a second place at that time
    code, _, err = session("offer", pool, "--doctor", "CASEY", "--request", "DOWNLAND/2015-01-05",
                           "--date", "2015-01-05", "--part", "morning", *NOW)
    need(code == NO and "is in another place at that time" in err and "nothing was written" in err, err)
    need("has all the sessions it asked for" in err, err)
    # one who declined makes room for another
    good("decline", pool, *AVERY, *NOW)
    good("offer", pool, "--doctor", "BLAKE", "--request", "HARBOUR-AM", "--date", "2015-01-12", *NOW)
    code, _, err = session("undo", pool, *AVERY, *NOW)
    need(code == NO and "has its session filled already" in err, err)


def another_unlawful_session_stops_no_order(folder):
    pool = published(folder)
    with (pool / "leave.csv").open("a") as leave:
        leave.write("AVERY,2015-01-19,2015-01-20,sick\n")
    good("accept", pool, *AVERY, *NOW)
    code, _, err = session("accept", pool, "--doctor", "AVERY", "--request", "HARBOUR-AM/2015-01-19", *NOW)
    need(code == NO and "doctor AVERY is on leave" in err, err)
    code, out, err = session("verify", pool, "--now", "2015-01-01T09:00Z")
    need(code == NO and "whole" in out and "HARBOUR-AM/2015-01-19" in err and "is on leave; cancel it" in err, (code, err))
    need({r["stands"] for r in listed(pool, "--doctor", "AVERY", "--date", "2015-01-19")} == {"leave"}, "the list says so")
    need(session("verify", pool, "--now", "2015-01-21T09:00Z")[0] == DONE, "what is past is let be")
    good("cancel", pool, "--doctor", "AVERY", "--date", "2015-01-19", "--all", "--cancelled-by", "doctor",
         "--reason", "sick", *NOW)
    good("decline", pool, "--doctor", "AVERY", "--date", "2015-01-20", "--all", *NOW)
    need(session("verify", pool, "--now", "2015-01-01T09:00Z")[0] == DONE, "mended")


def a_request_that_is_gone_is_told(folder):
    pool = published(folder)
    requests = (pool / "requests.csv").read_text()
    (pool / "requests.csv").write_text("".join(line for line in requests.splitlines(True) if "UTC-SAT" not in line))
    code, _, err = session("accept", pool, "--request", "UTC-SAT", *NOW)
    need(code == NO and "requests.csv asks for no such session any more" in err, err)
    need([r["stands"] for r in listed(pool, "--doctor", "DEVON", "--date", "2015-01-10")] == ["gone"], "listed")
    good("cancel", pool, "--doctor", "DEVON", "--date", "2015-01-10", *CANCEL, *NOW)


def what_its_practice_cancelled_is_offered_to_nobody_else(folder):
    pool = published(folder)
    good("cancel", pool, *AVERY, *CANCEL, *NOW)
    other = folder / "other.csv"
    other.write_text("doctor,request,date,part\nBLAKE,HARBOUR-AM/2015-01-12,2015-01-12,morning\n")
    out = good("publish", pool, other, *PERIOD, *NOW)
    need("0 sessions offered" in out and "its practice cancelled one" in out, out)
    good("offer", pool, "--doctor", "BLAKE", "--request", "HARBOUR-AM/2015-01-12", *NOW)
    need(state(pool, "BLAKE") == "offered", "by name")


def rest_is_kept_over_the_end_of_a_period(folder):
    pool = published(folder)
    (pool / "events.csv").unlink()
    with (pool / "requests.csv").open("a") as requests:
        requests.write("LATE,URGENT,fixed,2015-01-11,,Sunday,night,1,,,,,,\nEARLY,G81001,fixed,2015-01-12,,Monday,morning,1,,,,,,\n")
    with (pool / "availability.csv").open("a") as available:
        for weekday, part in (("Sunday", "night"), ("Monday", "morning")):
            available.write(f"BLAKE,{weekday},{part}\n")
    two = {}
    for name, day, part in (("LATE", "2015-01-11", "night"), ("EARLY", "2015-01-12", "morning")):
        two[name] = folder / f"{name}.csv"
        two[name].write_text(f"doctor,request,date,part\nBLAKE,{name},{day},{part}\n")
    good("publish", pool, two["LATE"], "--from", "2015-01-05", "--weeks", "1", *NOW)
    code, _, err = session("publish", pool, two["EARLY"], "--from", "2015-01-12", "--weeks", "1", *NOW)
    need(code == NO and "less rest between two days" in err, (code, err))
    good("decline", pool, "--doctor", "BLAKE", "--request", "LATE", *NOW)
    good("publish", pool, two["EARLY"], "--from", "2015-01-12", "--weeks", "1", *NOW)


def around(pool, today="2015-01-01", *more):
    code, out, err = run("roster", "solve", pool, *PERIOD, "--today", today, "--moves", "20000", "--booked",
                         "--format", "csv", *more)
    need(code == DONE, (code, err))
    return list(csv.DictReader(io.StringIO(out)))


def has(rows, doctor, request):
    return [row for row in rows if row["doctor"] == doctor and row["request"] == request]


def the_next_roster_is_solved_around_what_is_booked(folder):
    pool = published(folder)
    casey = ["--doctor", "CASEY", "--request", "HARBOUR-AM/2015-01-12"]
    good("accept", pool, *AVERY, *NOW)
    good("decline", pool, *casey, *NOW)
    good("cancel", pool, "--doctor", "CASEY", "--request", "OLDTOWN-SKIN/2015-01-15", *CANCEL, *NOW)
    good("cancel", pool, "--doctor", "DEVON", "--request", "UTC-SAT", "--cancelled-by", "trust", "--reason", "r", *NOW)
    before = {(r["doctor"], r["request"], r["date"], r["part"]) for r in listed(pool, "--state", "booked")}
    need(len(before) == 33, len(before))
    rows = around(pool)
    need(before <= {(r["doctor"], r["request"], r["date"], r["part"]) for r in rows}, "what is booked stays")
    need(not has(rows, "CASEY", "HARBOUR-AM/2015-01-12"), "asked again for what was declined")
    need(not has(rows, "DEVON", "UTC-SAT"), "asked again for what was cancelled")
    need(not [r for r in rows if r["request"] == "OLDTOWN-SKIN/2015-01-15"], "what its practice cancelled")
    code, out, err = run("roster", "solve", pool, *PERIOD, "--today", "2015-01-01", "--moves", "20000", "--booked")
    need("38 sessions asked for" in out, out)
    new = folder / "new.csv"
    new.write_text("doctor,request,date,part\n" + "".join(",".join((r["doctor"], r["request"], r["date"], r["part"])) + "\n"
                                                          for r in rows))
    out = good("publish", pool, new, *PERIOD, *NOW)
    need(f"{len(rows) - 33} sessions offered" in out and "33 were booked already, 0 are not" in out, out)
    code, out, err = run("roster", "check", pool, new, *PERIOD, "--today", "2015-01-01", "--booked")
    need(code == DONE, (code, out, err))
    other = folder / "other.csv"
    other.write_text("".join(line for line in new.read_text().splitlines(True) if "AVERY,HARBOUR-AM/2015-01-12" not in line))
    code, out, _ = run("roster", "check", pool, other, *PERIOD, "--today", "2015-01-01", "--booked")
    need(code == NO and "fixed by hand and is not kept" in out, out)


def what_is_past_counts_and_is_asked_of_nobody(folder):
    pool = published(folder)
    good("decline", pool, "--doctor", "BLAKE", "--date", "2015-01-05", "--all", *NOW)
    past = {(r["doctor"], r["date"], r["part"]) for r in listed(pool, "--state", "booked") if r["date"] < "2015-01-14"}
    rows = around(pool, "2015-01-14")
    need({(r["doctor"], r["date"], r["part"]) for r in rows if r["date"] < "2015-01-14"} == past, "the past was changed")
    need([r for r in rows if r["date"] >= "2015-01-14"], "nothing to come")


GIFT = ["--doctor", "AVERY", "--request", "HARBOUR-AM/2015-01-12", "--to", "BLAKE"]


def all_accepted(folder):
    pool = published(folder)
    good("accept", pool, "--all", *NOW)
    return pool


def holders(pool, request, date, part):
    return sorted((r["doctor"], r["state"]) for r in listed(pool)
                  if (r["request"], r["date"], r["part"]) == (request, date, part))


def number_of(out):
    return out.split("swap ")[1].split()[0]


def a_session_is_given_when_both_agree(folder):
    pool = all_accepted(folder)
    good("notify", pool, *AVERY, *NOW)
    record = (pool / "events.csv").read_bytes()
    out = good("swap", pool, *GIFT, *NOW)
    number = number_of(out)
    need("gives request HARBOUR-AM/2015-01-12" in out and f"accept --swap {number}" in out, out)
    need(state(pool) == "notified" and state(pool, "BLAKE") is None, "a proposal moves nothing")
    need(f"swap {number}: doctor AVERY gives" in good("list", pool, "--now", "2015-01-01T09:00Z"), "listed")
    good("accept", pool, "--swap", number, "--doctor", "BLAKE", *NOW)
    need(state(pool) == "notified", "one agreement moves nothing")
    told = json.loads(good("list", pool, "--format", "json", "--now", "2015-01-01T09:00Z"))
    need(told["swaps"][0]["agreed"] == ["BLAKE"], told["swaps"])
    for doctor, words in (("BLAKE", "has already agreed"), ("CASEY", "has no part in swap")):
        code, _, err = session("accept", pool, "--swap", number, "--doctor", doctor, *NOW)
        need(code == FAILED and words in err, err)
    good("accept", pool, "--swap", number, "--doctor", "AVERY", *NOW)
    need((state(pool), state(pool, "BLAKE")) == ("given", "accepted"), "given and taken")
    need([e["event"] for e in events(pool)[-4:]] == ["agreed", "agreed", "given", "taken"], events(pool)[-4:])
    need((pool / "events.csv").read_bytes().startswith(record) and
         session("verify", pool, "--now", "2015-01-01T09:00Z")[0] == DONE, "whole")
    code, _, err = session("undo", pool, "--doctor", "BLAKE", "--request", "HARBOUR-AM/2015-01-12", *NOW)
    need(code == FAILED and "what was notified is not undone" in err, err)
    code, _, err = session("accept", pool, "--swap", number, "--doctor", "AVERY", *NOW)
    need(code == FAILED and "is already done" in err, err)
    rows = around(pool)
    need(has(rows, "BLAKE", "HARBOUR-AM/2015-01-12") and not has(rows, "AVERY", "HARBOUR-AM/2015-01-12"), "the next roster")


def two_sessions_are_exchanged_and_put_back(folder):
    pool = all_accepted(folder)
    other = [r for r in listed(pool, "--doctor", "BLAKE") if r["request"].startswith("DOWNLAND") and r["date"] == "2015-01-13"][0]
    theirs = ["--for-request", "DOWNLAND", "--for-date", other["date"], "--for-part", other["part"]]
    mine = ("HARBOUR-AM/2015-01-12", "2015-01-12", "morning")
    yours = (other["request"], other["date"], other["part"])
    before = {(r["doctor"], r["request"], r["date"], r["part"]) for r in listed(pool, "--state", "booked")}

    def exchange(*more):
        number = number_of(good("swap", pool, *GIFT, *more, *NOW))
        for doctor in ("AVERY", "BLAKE"):
            good("accept", pool, "--swap", number, "--doctor", doctor, *NOW)

    number = number_of(good("swap", pool, *GIFT, *theirs, *NOW))
    good("accept", pool, "--swap", number, "--doctor", "AVERY", *NOW)
    good("decline", pool, "--swap", number, "--doctor", "BLAKE", *NOW)
    code, _, err = session("accept", pool, "--swap", number, "--doctor", "BLAKE", *NOW)
    need(code == FAILED and "is already refused" in err, err)
    exchange(*theirs)
    need(("BLAKE", "accepted") in holders(pool, *mine) and ("AVERY", "given") in holders(pool, *mine), holders(pool, *mine))
    need(holders(pool, *yours) == [("AVERY", "accepted"), ("BLAKE", "given")], holders(pool, *yours))
    need(len(listed(pool, "--state", "booked")) == len(before), "as many as before")
    out = good("undo", pool, "--doctor", "AVERY", "--date", yours[1], "--part", yours[2], *NOW)
    need("undone: swap" in out and len(out.splitlines()) == 1, out)
    need({(r["doctor"], r["request"], r["date"], r["part"]) for r in listed(pool, "--state", "booked")} == before, "put back")
    need(session("verify", pool, "--now", "2015-01-01T09:00Z")[0] == DONE, "whole")
    # what would put AVERY in two places is refused when it is proposed, however it stands with the first half
    code, _, err = session("swap", pool, *GIFT, "--for-request", "DOWNLAND", "--for-date", "2015-01-06", *NOW)
    need(code == NO and "doctor AVERY is in another place at that time" in err, err)
    # undone with --all, it is undone once, and nothing of the sessions before it
    exchange(*theirs)
    good("undo", pool, "--request", "DOWNLAND", "--date", yours[1], "--all", *NOW)
    need({(r["doctor"], r["request"], r["date"], r["part"]) for r in listed(pool, "--state", "accepted")} == before, "once")
    exchange()
    good("cancel", pool, "--doctor", "BLAKE", "--request", mine[0], *CANCEL, *NOW)
    code, _, err = session("undo", pool, *AVERY, *NOW)
    need(code == FAILED and "cannot be undone" in err and "has changed since" in err, err)


def bad_swaps_are_told(folder):
    pool = published(folder)
    code, _, err = session("swap", pool, *GIFT, *NOW)
    need(code == FAILED and "the doctor accepts it first" in err, err)
    good("accept", pool, "--all", *NOW)
    for more, words in ((["--to", "NOBODY"], 'doctor "NOBODY" is not in doctors.csv'),
                        (["--to", "AVERY"], "same doctor"),
                        (["--to", "BLAKE", "--for-request", "UTC-SAT"], "no session of doctor BLAKE of request UTC-SAT"),
                        (["--to", "BLAKE", "--for-request", "DOWNLAND"], "sessions are meant")):
        code, _, err = session("swap", pool, *AVERY, *more, *NOW)
        need(code == FAILED and words in err, (more, err))
    code, _, err = session("swap", pool, *AVERY, "--to", "CASEY", *NOW)
    need(code == FAILED and "the doctor has it already" in err, err)
    code, _, err = session("swap", pool, *AVERY, "--to", "ELLIS", *NOW)
    need(code == NO and "doctor ELLIS lacks a check" in err, err)
    code, _, err = session("accept", pool, "--swap", "7", "--doctor", "AVERY", *NOW)
    need(code == FAILED and "there is no swap 7" in err, err)
    for more, words in ((["--to", "BLAKE"], "names a --request"), ([*AVERY], "a doctor --to"),
                        ([*AVERY, "--to", "BLAKE", "--for-date", "2015-01-05"], "are of a --for-request")):
        code, _, err = session("swap", pool, *more, *NOW)
        need(code == MISUSED and words in err, (more, err))
    code, _, err = session("accept", pool, "--swap", "7", *NOW)
    need(code == MISUSED and "which doctor answers which swap" in err, err)
    number = number_of(good("swap", pool, *GIFT, *NOW))
    good("cancel", pool, *AVERY, *CANCEL, *NOW)
    good("accept", pool, "--swap", number, "--doctor", "AVERY", *NOW)
    code, _, err = session("accept", pool, "--swap", number, "--doctor", "BLAKE", *NOW)
    need(code == FAILED and "is already cancelled by the practice" in err, err)
    need(state(pool, "BLAKE") is None, "nothing moved")


def half_a_swap_is_found(folder):
    pool = all_accepted(folder)
    number = number_of(good("swap", pool, *GIFT, *NOW))
    for doctor in ("AVERY", "BLAKE"):
        good("accept", pool, "--swap", number, "--doctor", doctor, *NOW)
    lines = (pool / "events.csv").read_bytes().splitlines(True)
    (pool / "events.csv").write_bytes(b"".join(lines[:-1]))
    code, _, err = session("verify", pool)
    need(code == NO and "ends within a swap" in err, err)
    fields = lines[5].rstrip(b"\n").split(b",")
    fields[0], fields[3], fields[-1] = lines[-1].split(b",")[0], b"declined", hashlib.sha256(lines[-2]).hexdigest().encode()
    (pool / "events.csv").write_bytes(b"".join(lines[:-1]) + b",".join(fields) + b"\n")
    code, _, err = session("verify", pool)
    need(code == NO and "move all at once" in err, err)


def the_chain_is_checked_by_sha256sum_too(folder):
    pool = published(folder)
    lines = (pool / "events.csv").read_bytes().splitlines(True)
    for before, line in zip(lines, lines[1:]):
        need(line.rstrip(b"\n").split(b",")[-1].decode() == hashlib.sha256(before).hexdigest(), line)
    out = good("verify", pool, "--now", "2015-01-01T09:00Z")
    anchor = hashlib.sha256(lines[-1]).hexdigest()
    need(anchor in out and "37 events" in out, out)
    good("accept", pool, *AVERY, *NOW)
    good("verify", pool, "--anchor", anchor, "--now", "2015-01-01T09:00Z")
    (pool / "events.csv").write_bytes(b"".join(lines[:-1]))
    code, _, err = session("verify", pool, "--anchor", anchor)
    need(code == NO and "cut short" in err, err)


def every_change_of_the_record_is_found(folder):
    pool = published(folder)
    good("cancel", pool, *AVERY, "--cancelled-by", "trust", "--reason", '=1+1, "so", \u00e9', "--by", "O'Neil, M.", *NOW[2:])
    record = (pool / "events.csv").read_bytes()
    lines = record.splitlines(True)
    chance = random.Random(7)
    changed = [b"".join(lines[:-1]) + lines[-1][:-1], b"".join(lines[:5] + lines[6:]), b"".join(lines[1:]),
               b"".join(lines[:5] + [lines[6], lines[5]] + lines[7:]), record + b"\n", record.replace(b"\n", b"\r\n"),
               record + lines[-1], b"x" + record]
    for _ in range(60):
        at = chance.randrange(len(record) - len(lines[-1]))
        changed.append(record[:at] + bytes([record[at] ^ chance.choice((1, 2, 4, 32))]) + record[at + 1:])
    for bad in changed:
        (pool / "events.csv").write_bytes(bad)
        code, _, err = session("verify", pool)
        need(code == NO and "events.csv:" in err and "Put the record back" in err, (code, err, bad[-300:]))
        code, _, err = session("accept", pool, "--doctor", "CASEY", "--all", *NOW)
        need(code == FAILED and (pool / "events.csv").read_bytes() == bad, err)
    (pool / "events.csv").write_bytes(record)
    good("accept", pool, "--doctor", "CASEY", "--all", *NOW)
    need((pool / "events.csv").read_bytes().startswith(record), "only added to")


def events_that_cannot_be_are_found(folder):
    """A chain that someone made anew over an event that its booking does not allow."""
    pool = published(folder)
    lines = (pool / "events.csv").read_bytes().splitlines(True)
    fields = lines[2].rstrip(b"\n").split(b",")
    fields[0], fields[3], fields[-1] = b"38", b"notified", hashlib.sha256(lines[-1]).hexdigest().encode()
    (pool / "events.csv").write_bytes(b"".join(lines) + b",".join(fields) + b"\n")
    code, _, err = session("verify", pool)
    need(code == NO and "events.csv:39" in err and "accepts it first" in err, err)


def two_at_once_both_get_in(folder):
    pool = published(folder)
    rows = listed(pool)[:12]
    running = [subprocess.Popen([ACCORD, "session", "accept", str(pool), "--doctor", r["doctor"], "--request",
                                 r["request"], "--date", r["date"], "--part", r["part"], *NOW],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE) for r in rows]
    for process in running:
        _, err = process.communicate(timeout=60)
        need(process.returncode == DONE, err)
    need(len([r for r in listed(pool) if r["state"] == "accepted"]) == len(rows), "an order was lost")
    need(len(events(pool)) == 37 + len(rows) and session("verify", pool, "--now", "2015-01-01T09:00Z")[0] == DONE, "whole")


def one_that_waits_too_long_is_told(folder):
    pool = published(folder)
    holder = subprocess.Popen([sys.executable, "-c", "import fcntl, sys, time\nf = open(sys.argv[1], 'a')\n"
                               "fcntl.lockf(f, fcntl.LOCK_EX)\nprint('held', flush=True)\ntime.sleep(60)",
                               str(pool / "events.lock")], stdout=subprocess.PIPE)
    holder.stdout.readline()
    try:
        began = time.monotonic()
        code, _, err = session("accept", pool, *AVERY, *NOW)
        need(code == FAILED and "another has been writing" in err and "nothing was changed" in err, err)
        need(8 < time.monotonic() - began < 30, "it waits about ten seconds")
        need(session("list", pool, "--now", "2015-01-01T09:00Z")[0] == DONE, "a reader does not wait")
    finally:
        holder.kill()
        holder.wait()
    good("accept", pool, *AVERY, *NOW)


def a_kill_leaves_the_old_record_or_the_new(folder):
    pool = published(folder)
    old = (pool / "events.csv").read_bytes()
    good("accept", pool, "--all", *NOW)
    new = (pool / "events.csv").read_bytes()
    chance = random.Random(11)
    seen = {"old": 0, "new": 0}
    began = time.monotonic()
    (pool / "events.csv").write_bytes(old)
    good("accept", pool, "--all", *NOW)
    takes = time.monotonic() - began
    for _ in range(60):
        (pool / "events.csv").write_bytes(old)
        process = subprocess.Popen([ACCORD, "session", "accept", str(pool), "--all", *NOW],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * takes * 1.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = (pool / "events.csv").read_bytes()
        need(now in (old, new), "neither the old record nor the new")
        seen["old" if now == old else "new"] += 1
    need(seen["old"] and seen["new"], f"the kills were all early or all late: {seen}")
    (pool / "events.csv").write_bytes(old)
    good("accept", pool, "--all", *NOW)  # no lock and no half-written file is in the way
    need((pool / "events.csv").read_bytes() == new, "the same order gives the same bytes")


def a_full_disk_leaves_the_old_record(folder):
    pool = published(folder)
    old = (pool / "events.csv").read_bytes()
    os.mkdir(pool / "events.csv.part")  # what is written beside cannot be
    code, _, err = session("accept", pool, *AVERY, *NOW)
    need(code == FAILED and "cannot write" in err, err)
    need((pool / "events.csv").read_bytes() == old, "the old record stands")
    os.rmdir(pool / "events.csv.part")
    (pool / "events.csv").chmod(0o640)
    good("accept", pool, *AVERY, *NOW)
    need((pool / "events.csv").stat().st_mode & 0o777 == 0o640, "permissions are kept")


def main():
    return tell([a_roster_is_published_and_listed, a_list_is_a_roster, a_session_goes_its_way, all_of_a_doctor_at_once,
                 shares_go_by_the_ladder_of_the_day, a_ladder_is_checked, a_rehearsal_writes_nothing, bad_orders_are_told,
                 rules_hold_over_the_whole_book, another_unlawful_session_stops_no_order,
                 a_request_that_is_gone_is_told, what_its_practice_cancelled_is_offered_to_nobody_else,
                 rest_is_kept_over_the_end_of_a_period, the_next_roster_is_solved_around_what_is_booked,
                 what_is_past_counts_and_is_asked_of_nobody, a_session_is_given_when_both_agree,
                 two_sessions_are_exchanged_and_put_back, bad_swaps_are_told, half_a_swap_is_found, the_chain_is_checked_by_sha256sum_too,
                 every_change_of_the_record_is_found, events_that_cannot_be_are_found, two_at_once_both_get_in,
                 one_that_waits_too_long_is_told, a_kill_leaves_the_old_record_or_the_new,
                 a_full_disk_leaves_the_old_record])


if __name__ == "__main__":
    sys.exit(main())
