#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The commands over a session pool, as its users run them: examples/pool, and bad input.

usage: test_pool.py ACCORD SOURCE_ROOT

Prints TAP. Python's standard library only.
"""
import csv
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-01"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3


def run(*arguments):
    result = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def solved(*more):
    code, out, err = run("roster", "solve", POOL, *PERIOD, "--moves", "60000", "--format", "csv", *more)
    need(code == DONE, err)
    return out


def rows_are_told_by_their_column():
    with tempfile.TemporaryDirectory() as folder:
        roster = pathlib.Path(folder) / "roster.csv"
        for row, expected in (("ZED,HARBOUR-AM/2015-01-05,2015-01-05,morning", ':2:1: doctor "ZED" is not'),
                              ("AVERY,NOWHERE,2015-01-05,morning", ':2:2: request "NOWHERE" is not'),
                              ("AVERY,HARBOUR-AM/2015-01-05,2015-01-06,morning", ":2:3: request "),
                              ("AVERY,HARBOUR-AM/2015-01-05,2015-01-05,dusk", ":2:3: request ")):
            roster.write_text(f"doctor,request,date,part\n{row}\n")
            code, out, err = run("roster", "check", POOL, roster, *PERIOD)
            need(code == FAILED and expected in err and not out, (row, code, err))
        pool = pathlib.Path(folder) / "pool"
        shutil.copytree(POOL, pool)
        (pool / "fixed.csv").write_text("doctor,request,date,part\nAVERY,HARBOUR-AM,2015-01-13,morning\n")
        code, out, err = run("roster", "solve", pool, *PERIOD, "--moves", "1000")
        need(code == NO and "fixed.csv:2:3: request HARBOUR-AM asks for no session on 2015-01-13 morning" in err, (code, err))


def what_a_session_holds_is_told():
    with tempfile.TemporaryDirectory() as folder:
        pool = pathlib.Path(folder) / "pool"
        shutil.copytree(POOL, pool)
        heading, *rows = (pool / "requests.csv").read_text().splitlines()
        more = {"HARBOUR-AM": ",2,yes,5,,no,yes", "UTC-SAT": ",,,,,yes,no"}
        (pool / "requests.csv").write_text("\n".join(
            [heading + ",home visits,on call,admin minutes,system,parking,supervised",
             *(row + more.get(row.split(",")[0], ",,,,,,") for row in rows)]) + "\n")
        says = "16 appointments of 15 minutes, 2 home visits, on call, 5 minutes of admin, supervised, without parking"
        code, out, err = run("roster", "solve", pool, *PERIOD, "--moves", "20000", "--format", "csv")
        need(code == DONE, err)
        roster = pathlib.Path(folder) / "roster.csv"
        roster.write_text(out)
        _, rota, _ = run("roster", "show", pool, roster, *PERIOD, "--format", "csv")
        told = {row["request"].split("/")[0]: row["workload"] for row in csv.DictReader(io.StringIO(rota))}
        need(told["HARBOUR-AM"] == says and told["UTC-SAT"] == "with parking" and told["DOWNLAND"] == "", told)
        code, _, err = run("session", "publish", pool, roster, "--from", "2015-01-05", "--weeks", "4", "--by", "M. Lane",
                           "--now", "2015-01-01T09:00Z")
        need(code == DONE, err)
        who = next(row["doctor"] for row in csv.DictReader(io.StringIO(rota)) if row["request"].startswith("HARBOUR-AM"))
        _, page, _ = run("roster", "show", pool, roster, *PERIOD, "--doctor", who)
        need(says in page, page)
        _, feed, _ = run("session", "calendar", pool, "--doctor", who, "--now", "2015-01-01T09:00Z")
        need(says.replace(",", "\\,") in feed.replace("\r\n ", ""), feed)
        _, listed, _ = run("session", "list", pool, "--format", "json", "--now", "2015-01-01T09:00Z")
        need(any(one["workload"] == says for one in json.loads(listed)["sessions"]), listed)
        (pool / "doctors.csv").write_text("\n".join(
            line + (",drives" if line.startswith("doctor,") else ",no") for line in (pool / "doctors.csv").read_text().splitlines()) + "\n")
        _, out, _ = run("roster", "who", pool, roster, *PERIOD, "--request", "HARBOUR-AM/2015-01-05")
        need("cannot go on home visits" in out, out)


def the_example_is_good():
    code, out, err = run("pool", "check", POOL, *PERIOD)
    need(code == DONE and "24 requests for 39 sessions" in out and not err, (code, out, err))


def a_roster_is_written_and_keeps_every_rule(folder):
    roster = folder / "roster.csv"
    roster.write_text(solved())
    rows = list(csv.DictReader(io.StringIO(roster.read_text())))
    need(len(rows) == 36, len(rows))
    need(not [r for r in rows if r["doctor"] == "CASEY" and r["date"] >= "2015-01-26"], "a suspended doctor")
    need(not [r for r in rows if r["doctor"] == "ELLIS" and r["site"] == "G81002"], "never at this site")
    need([r for r in rows if r["doctor"] == "AVERY" and r["date"] == "2015-01-12" and r["part"] == "morning"
          and r["request"] == "HARBOUR-AM/2015-01-12"], "fixed by hand")
    code, out, err = run("roster", "check", POOL, roster, *PERIOD)
    need(code == DONE and "39 sessions asked for, 3 not met" in out, (code, out, err))


def coverage_is_proven_and_what_is_not_met_has_reasons():
    code, out, err = run("roster", "solve", POOL, *PERIOD, "--moves", "60000")
    need(code == DONE, err)
    for words in ("as this one does: proven by flow", "not met: request OLDTOWN-SKIN/2015-01-29, 1 of 1",
                  "is suspended or removed from the performers list on that day (1)",
                  "shortage, Thursday morning: sessions asked for: 1;"):
        need(words in out, words + "\n" + out)


def the_same_seed_gives_the_same_bytes():
    need(solved() == solved("--seed", "1"), "seed 1 is the default")


def a_broken_roster_is_told(folder):
    lines = solved().splitlines()
    first = next(line for line in lines if line.startswith("BLAKE"))
    broken = folder / "broken.csv"
    broken.write_text("\n".join([*lines, first.replace("BLAKE", "CASEY", 1)]) + "\n")
    code, out, err = run("roster", "check", POOL, broken, *PERIOD, "--format", "json")
    need(code == NO, (code, err))
    said = json.loads(out)
    need(said["broken"], out)
    code, out, _ = run("roster", "check", POOL, broken, *PERIOD)
    need(code == NO and "broken: " in out, out)


def who_could_take_a_session(folder):
    roster = folder / "roster.csv"
    roster.write_text(solved())
    code, out, err = run("roster", "who", POOL, roster, *PERIOD, "--request", "OLDTOWN-SKIN/2015-01-08")
    need(code == DONE and "CASEY      has it" in out and "has not the skill" in out, (out, err))
    code, _, err = run("roster", "who", POOL, roster, *PERIOD, "--request", "NONE")
    need(code == FAILED and 'there is no request "NONE"' in err, err)
    code, _, err = run("roster", "who", POOL, roster, *PERIOD)
    need(code == MISUSED and "--request" in err, err)


def a_roster_is_kept_when_little_changes(folder):
    pool = folder / "changed"
    shutil.copytree(POOL, pool)
    roster = folder / "before.csv"
    roster.write_text(solved())
    with (pool / "leave.csv").open("a") as leave:
        leave.write("BLAKE,2015-01-13,2015-01-13,sick\n")
    code, out, err = run("roster", "solve", pool, *PERIOD, "--moves", "60000", "--keep", roster, "--format", "json")
    need(code == DONE, err)
    before = [r for r in csv.DictReader(io.StringIO(roster.read_text()))
              if r["doctor"] == "BLAKE" and r["date"] == "2015-01-13"]
    need(len(before) <= json.loads(out)["moved"] <= len(before) + 1, json.loads(out)["moved"])


def a_row_of_too_many_cells_is_a_fault(folder):
    pool = folder / "wide"
    shutil.copytree(POOL, pool)
    with (pool / "availability.csv").open("a") as available:
        available.write("ELLIS,Sunday,evening,2015-01-01\n")
    for words in (("pool", "check", pool), ("roster", "solve", pool)):
        code, out, err = run(*words, *PERIOD)
        need(code == NO and not out and "the row cannot be read: it has not as many fields as the heading" in err, err)


TERMS = """terms,from,until,sessions a week,sessions a week at most,extra sessions a week at most,years at most,learning minutes a year,evenings and nights,source
retention scheme,,,,4,0,5,,,"scheme guidance, version 6"
Retention-Scheme,,,4,,,,5750,,23 sessions of learning a year
near retirement,,2015-01-31,,8,,,,no,the trust's own
near retirement,2015-02-01,,,6,,,,no,the trust's own
"""


def with_terms(folder, name, *contracts):
    """The example with kinds of employment; `contracts` are rows of those of the fifth doctor, ELLIS."""
    pool = folder / name
    shutil.copytree(POOL, pool)
    (pool / "terms.csv").write_text(TERMS)
    kept = [line for line in (pool / "contracts.csv").read_text().splitlines() if not line.startswith("ELLIS")]
    kept = [kept[0] + ",terms", *(line + "," for line in kept[1:])]
    (pool / "contracts.csv").write_text("\n".join([*kept, *contracts]) + "\n")
    return pool


def terms_of_employment_are_held(folder):
    cases = {
        "five": (["ELLIS,2014-09-01,2019-08-31,trust,5,1,0,retention scheme"],
                 'contracts.csv:7:5: terms "retention scheme" allow 4 sessions a week at most, not 5'),
        "extra": (["ELLIS,2014-09-01,2019-08-31,trust,4,1,1,retention scheme"], "allow 0 extra sessions a week at most, not 1"),
        "open": (["ELLIS,2014-09-01,,trust,4,1,0,retention scheme"], "last 5 years at most, which end on 2019-08-31"),
        "joined": (["ELLIS,2012-01-01,2014-12-31,trust,4,1,0,retention scheme",
                    "ELLIS,2015-01-01,2017-01-01,trust,3,1,0,retention scheme"],
                   "contracts.csv:8:3: terms \"retention scheme\" last 5 years at most, which end on 2016-12-31"),
        "later": (["ELLIS,2014-09-01,,trust,7,1,0,near retirement"], "allow 6 sessions a week at most, not 7"),
        "none": (["ELLIS,2014-09-01,,trust,4,1,0,sabbatical"], 'terms "sabbatical" are not in terms.csv'),
    }
    for name, (contracts, words) in cases.items():
        code, out, err = run("pool", "check", with_terms(folder, name, *contracts), *PERIOD)
        need(code == NO and not out and words in err and "1 fault;" in err, (name, code, err))
    code, _, err = run("pool", "check", with_terms(
        folder, "good", "ELLIS,2014-09-01,2015-01-31,trust,8,1,0,near retirement",
        "ELLIS,2015-02-01,,trust,6,1,0,near retirement"), *PERIOD)
    need(code == DONE, err)


def terms_keep_evenings_free_and_learning_paid(folder):
    def placed(name, terms, learning="1", evenings=True):
        pool = with_terms(folder, name, f"ELLIS,2014-09-01,2019-08-31,trust,4,{learning},0,{terms}")
        with (pool / "requests.csv").open("a") as requests:
            for day in range(5, 30):
                part = "evening" if evenings and day % 2 else "morning"
                requests.write(f"MORE{day:02},URGENT,fixed,2015-01-{day:02},,,{part},5,,,,,,\n")
        with (pool / "availability.csv").open("a") as available:
            for weekday in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
                available.writelines(f"ELLIS,{weekday},{part}\n" for part in ("morning", "afternoon", "evening"))
        code, out, err = run("roster", "solve", pool, *PERIOD, "--moves", "60000", "--format", "csv")
        need(code == DONE, err)
        rows = [r for r in csv.DictReader(io.StringIO(out)) if r["doctor"] == "ELLIS"]
        broken = folder / f"{name}.csv"
        broken.write_text(out)
        need(run("roster", "check", pool, broken, *PERIOD)[0] == DONE, "the checker agrees")
        return rows, pool

    free, pool = placed("free", "")
    need([r for r in free if r["part"] == "evening"], "without terms there are evenings")
    held, pool = placed("held", "near retirement")
    need(held and not [r for r in held if r["part"] == "evening"], held)
    _, out, _ = run("roster", "who", pool, folder / "held.csv", *PERIOD, "--request", "MORE05")
    need("works under terms without evenings and nights" in out, out)
    # A week of four is leave. 28 of 365 days of 5,750 minutes are 442, and 3 x 4 x 250 less 442 are ten sessions.
    plain, learns = placed("plain", "", "0", False)[0], placed("learns", "retention scheme", "0", False)[0]
    need((len(plain), len(learns)) == (12, 10), (len(plain), len(learns)))


def what_is_fixed_by_hand_is_held_to_what_its_doctor_may_work(folder):
    sessions = "X1,G81002,weekly,2015-01-05,2015-02-01,Wednesday,morning,1,,,soon,,,\n"
    for name, row, words in (
            ("hospital", "AVERY,X1,2015-01-14,morning", "doctor AVERY has a hospital or clinic session then, and cannot keep"),
            ("check", "ELLIS,HARBOUR-AM,2015-01-19,morning", "doctor ELLIS lacks a check that is needed on that day, and"),
            ("suspended", "CASEY,HARBOUR-AM,2015-01-26,morning", "doctor CASEY is suspended or removed from the performers list")):
        pool = folder / name
        shutil.copytree(POOL, pool)
        with (pool / "requests.csv").open("a") as requests, (pool / "fixed.csv").open("a") as fixed:
            requests.write(sessions)
            fixed.write(f"{row}\n")
        code, out, err = run("pool", "check", pool, *PERIOD)
        need(code == NO and not out and f"fixed.csv:3:1: {words}" in err and "leave the row out" in err, (name, code, err))
    with (pool / "fixed.csv").open("a") as fixed:
        fixed.write("AVERY,HARBOUR-AM,2015-01-13,morning\n")
    code, _, err = run("pool", "check", pool, *PERIOD)
    need(code == NO and f"{pool}/fixed.csv:4:3: request HARBOUR-AM asks for no session on 2015-01-13 morning; mend the "
         "date or the part" in err, err)


def every_fault_is_told_and_nothing_imported(folder):
    pool = folder / "faulty"
    shutil.copytree(POOL, pool)
    with (pool / "requests.csv").open("a") as requests:
        requests.write("X1,G81009,fixed,2015-01-05,,,morning,1,,,,,,\n")
        requests.write("X2,G81001,fixed,2014-12-30,,,morning,1,,,,,,\n")
        requests.write("X3,G81001,fixed,2015-01-06,,,morning,1,720,,,,,\n")
    (pool / "sites.csv").write_text((pool / "sites.csv").read_text() + "G8\"1,x\n")
    code, out, err = run("pool", "check", pool, *PERIOD)
    need(code == NO and not out, (code, out))
    for words in ('requests.csv:9:2: site "G81009" is not in sites.csv', "requests.csv:10:4: the request is in the past",
                  'requests.csv:11:9: minutes "720" must be', "sites.csv:6: the row cannot be read",
                  "4 faults; nothing was imported"):
        need(words in err, words + "\n" + err)
    for word in ("check", "size", "review"):
        code, _, err = run("pool", word, folder / "nowhere")
        need(code == FAILED and "nowhere" in err and "sites.csv" not in err, err)
    (pool / "gates.csv").unlink()
    code, _, err = run("roster", "solve", pool, *PERIOD)
    need(code == NO and "gates.csv: the folder has no such file; it is needed" in err, err)


def misuse_is_told(folder):
    for arguments, words in (
            (["pool", "mend", POOL], 'can check, gates, size, review, template, import, export or performers, not "mend"'),
            (["roster", "draw", POOL], 'can solve, check, who or show, not "draw"'),
            (["roster", "solve", POOL, "--from", "5 January"], '"5 January" is no day'),
            (["roster", "solve", POOL, "--weeks", "0"], "--weeks 0 plans nothing"),
            (["roster", "check", POOL, *PERIOD], "needs a roster"),
            (["roster", "solve", POOL, *PERIOD, "--moves", "0", "--seconds", "0"], "both are 0")):
        code, _, err = run(*arguments)
        need(code == MISUSED and words in err, (code, err))
    other = folder / "other.txt"
    other.write_text("hello\n")
    code, _, err = run("roster", "solve", other)
    need(code == FAILED and "neither a folder of a pool nor a shift-scheduling case" in err, err)


CLASH = """SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=2,4320,1440,5,1,1,1
SECTION_COVER
0,D,1,100,1
"""


def rules_that_clash_are_named(folder):
    case = folder / "clash.txt"
    case.write_text(CLASH)
    code, out, err = run("roster", "solve", case, "--moves", "2000", "--referee", "20")
    need(code == NO and "no roster keeps every rule: proven" in out, (code, out, err))
    need("minutes-least" in err and "kind-most" in err and "run-most" not in err, err)


def main():
    return tell([rows_are_told_by_their_column, what_a_session_holds_is_told, the_example_is_good, a_row_of_too_many_cells_is_a_fault, a_roster_is_written_and_keeps_every_rule,
                 coverage_is_proven_and_what_is_not_met_has_reasons, the_same_seed_gives_the_same_bytes,
                 a_broken_roster_is_told, who_could_take_a_session, a_roster_is_kept_when_little_changes,
                 terms_of_employment_are_held, terms_keep_evenings_free_and_learning_paid,
                 what_is_fixed_by_hand_is_held_to_what_its_doctor_may_work,
                 every_fault_is_told_and_nothing_imported, misuse_is_told, rules_that_clash_are_named])


if __name__ == "__main__":
    sys.exit(main())
