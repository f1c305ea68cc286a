#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every route by which a doctor could come to a session, tried with doctors who may not work it.

usage: test_routes.py ACCORD SOURCE_ROOT

Of each command that can name a doctor for a session (ROUTES, held to what the program says it can
do) it asks that one who is suspended, removed or without a check is not placed; and of the sources,
that nothing makes a pair lawful, or makes a placement, but the places listed here. Prints TAP.
Python's standard library only.
"""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(sys.argv[2]).resolve()
POOL = ROOT / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-01"]
MOVES = ["--moves", "20000"]
DONE, NO = 0, 3
SUSPENSION = "CASEY,performers list,suspended,2015-01-26,2015-02-08,,,,letter of 5 January 2015,M. Lane,2015-01-05\n"
REMOVAL = SUSPENSION.replace("suspended,2015-01-26,2015-02-08", "removed,2015-01-26,")
# Signed, and so good anywhere but where what it forbids is asked for: a column more.
CONDITION = "CASEY,performers list,included with conditions,2015-01-26,,,,no skin work,letter,M. Lane,2015-01-05,dermatology\n"
OFF_LIST = "is suspended or removed from the performers list on that day"
# what stands, doctor, request, day, part of the day, first day without leave to work, last, code, sentence
BARRED = (
    (SUSPENSION, "CASEY", "OLDTOWN-SKIN", "2015-01-29", "morning", "2015-01-26", "2015-02-08", "suspended", OFF_LIST),
    (REMOVAL, "CASEY", "OLDTOWN-SKIN", "2015-01-29", "morning", "2015-01-26", "9999-12-31", "suspended", OFF_LIST),
    (SUSPENSION, "AVERY", "HARBOUR-AM", "2015-01-26", "morning", "2015-01-24", "9999-12-31", "gate",
     "lacks a check that is needed on that day"),
    (CONDITION, "CASEY", "OLDTOWN-SKIN", "2015-01-29", "morning", "2015-01-26", "9999-12-31", "condition",
     "works under a condition that keeps the doctor from this session"),
)
# Where the sources may write what makes a pair lawful or not, and where a list of placements is made.
REFUSALS = re.compile(r"\brefusals\[[^=;]*\]\s*=[^=]")
REFUSALS_IN = {"booking/plan.c": 1, "pool/build.c": 1, "pool/problem.c": 2, "pool/instance.c": 1, "pool/instance_rows.c": 1}
PLACEMENTS = re.compile(r"AC_NEW_ARRAY\([^;]*?\bac_placement\b|AC_RESERVE\([^;]*?\bplacements\b|\(ac_placement\)\s*\{")
PLACEMENTS_IN = {"app/roster_run.c", "app/sessions_list.c", "booking/judge.c", "booking/plan.c", "pool/build.c",
                 "pool/instance_roster.c", "roster/cover.c", "roster/days_solve.c",
                 "roster/referee_cbc.c", "roster/state.c"}


def run(*arguments):
    result = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def gates_with(gates, standing):
    """The rows with one more, which may have a column of its own."""
    if standing.count(",") > gates.splitlines()[0].count(","):
        heading, *rows = gates.splitlines()
        gates = "\n".join([heading + ",not skill", *(row + "," for row in rows)]) + "\n"
    return gates + standing


def pool_with(folder, standing, pin=None):
    pool = folder / "pool"
    shutil.rmtree(pool, ignore_errors=True)
    shutil.copytree(POOL, pool)
    gates = (pool / "gates.csv").read_text()
    need(gates.count(SUSPENSION) == 1, "the example's suspension is gone")
    (pool / "gates.csv").write_text(gates_with(gates.replace(SUSPENSION, ""), standing))
    if pin:
        with (pool / "fixed.csv").open("a") as fixed:
            fixed.write(",".join(pin) + "\n")
    return pool


def roster_of(folder, case):
    _, doctor, request, day, part = case[:5]
    roster = folder / "wanted.csv"
    roster.write_text(f"doctor,request,date,part\n{doctor},{week_of(request, day)},{day},{part}\n")
    return roster


def week_of(request, day):
    return f"{request}/{day}"


def barred_sessions(out, case):
    return [row for row in csv.DictReader(io.StringIO(out))
            if row["doctor"] == case[1] and case[5] <= row["date"] <= case[6]
            and (case[7] != "condition" or row["request"].startswith(case[2]))]


def solve(pool, case, *more):
    code, out, err = run("roster", "solve", pool, *PERIOD, *MOVES, "--format", "csv", *more)
    need(code in (DONE, NO) and out.startswith("doctor,"), (code, err))
    need(not barred_sessions(out, case), out)
    return code, err


def by_solving(folder, case):
    code, err = solve(pool_with(folder, case[0]), case)
    need(code == DONE, err)


def by_keeping_a_roster(folder, case):
    pool = pool_with(folder, case[0])
    code, err = solve(pool, case, "--keep", roster_of(folder, case))
    need(code == DONE, err)


def by_fixing_by_hand(folder, case):
    pool = pool_with(folder, case[0], case[1:5])
    code, err = solve(pool, case)
    need(code == NO and "no roster found keeps every rule" in err, (code, err))


def by_the_referee(folder, case):
    pool = pool_with(folder, case[0], case[1:5])
    code, err = solve(pool, case, "--referee", "10")
    need(code == NO and f"fixed by hand: doctor {case[1]}" in err and case[8] in err, (code, err))


def by_a_roster_from_elsewhere(folder, case):
    pool = pool_with(folder, case[0])
    code, out, err = run("roster", "check", pool, roster_of(folder, case), *PERIOD, "--format", "json")
    need(code == NO, (code, err))
    told = [broken["words"] for broken in json.loads(out)["broken"] if broken["rule"] == case[7]]
    need(len(told) == 1 and told[0].startswith(f"doctor {case[1]} {case[8]}"), out)


def by_asking_who(folder, case):
    pool = pool_with(folder, case[0])
    code, out, err = run("roster", "who", pool, roster_of(folder, case), *PERIOD,
                         "--request", week_of(case[2], case[3]))
    need(code == DONE, (code, err))
    lines = [line.split(None, 1)[1] for line in out.splitlines() if line.split()[:1] == [case[1]]]
    need(lines == [case[8]], out)


# ---- Published sessions: barred before an order, or between two ----

ORDERED = ["--by", "M. Lane", "--now", "2015-01-01T09:00Z"]
DAYS = ["--from", "2015-01-05", "--weeks", "4"]
INDEMNITY = "AVERY,indemnity,held,2014-01-01,2015-01-23"


def bar(pool, case):
    """Puts what stands against the doctor into a pool that had nothing."""
    gates = (pool / "gates.csv").read_text()
    (pool / "gates.csv").write_text(gates_with(gates.replace(INDEMNITY[:-10] + ",", INDEMNITY + ",", 1), case[0]))


def free_pool(folder, pin=None):
    """A pool in which every doctor of BARRED may come."""
    pool = pool_with(folder, "", pin)
    gates = (pool / "gates.csv").read_text()
    need(INDEMNITY in gates, "the example's indemnity is gone")
    (pool / "gates.csv").write_text(gates.replace(INDEMNITY, INDEMNITY[:-10], 1))
    return pool


def order(word, pool, case, *more):
    return run("session", word, pool, "--doctor", case[1], "--request", week_of(case[2], case[3]), *more, *ORDERED)


def published(folder, case, *words):
    """A free pool in which the session was offered, and then what `words` order."""
    pool = free_pool(folder)
    code, _, err = run("session", "publish", pool, roster_of(folder, case), *DAYS, *ORDERED)
    need(code == DONE, err)
    for word in words:
        more = ["--cancelled-by", "trust", "--reason", "r"] if word == "cancel" else []
        code, _, err = order(word, pool, case, *more)
        need(code == DONE, (word, err))
    return pool


def is_refused(pool, case, answer):
    code, out, err = answer
    before = sorted(path.name for path in pool.iterdir())
    need(code == NO and not out and f"doctor {case[1]} {case[8]}" in err and "nothing was written" in err, (code, out, err))
    need("events.csv.part" not in before, before)


def by_publishing(folder, case):
    pool = free_pool(folder)
    bar(pool, case)
    is_refused(pool, case, run("session", "publish", pool, roster_of(folder, case), *DAYS, *ORDERED))
    need(not (pool / "events.csv").exists(), "a record was begun")


def by_offering(folder, case):
    pool = free_pool(folder)
    nobody = folder / "nobody.csv"
    nobody.write_text("doctor,request,date,part\n")
    code, _, err = run("session", "publish", pool, nobody, *DAYS, *ORDERED)
    need(code == DONE, err)
    bar(pool, case)
    is_refused(pool, case, order("offer", pool, case))


def by_an_order(word, *before):
    def route(folder, case):
        pool = published(folder, case, *before)
        record = (pool / "events.csv").read_bytes()
        bar(pool, case)
        is_refused(pool, case, order(word, pool, case))
        need((pool / "events.csv").read_bytes() == record, "the record was changed")
    route.__name__ = f"by_{word}_after_{'_'.join(before) or 'publish'}"
    return route


def by_taking_away(word):
    """What takes a doctor from a session is not refused because the doctor may not come."""
    def route(folder, case):
        pool = published(folder, case)
        bar(pool, case)
        more = ["--cancelled-by", "trust", "--reason", "r"] if word == "cancel" else []
        code, _, err = order(word, pool, case, *more)
        need(code == DONE, err)
        is_refused(pool, case, order("undo", pool, case))
        is_refused(pool, case, order("offer", pool, case))
    route.__name__ = f"by_{word}"
    return route


def hand_over(word, folder, case):
    """OTHER gives the session of the case to its doctor, or has it back: barred before it is `propose`d, `agree`d to or
    `undo`ne. Whoever takes a session is judged, whichever of the two answers last."""
    pool = free_pool(folder)
    other = "ELLIS" if case[1] == "CASEY" else "BLAKE"
    giver, taker = (case[1], other) if word == "undo" else (other, case[1])
    gates = (pool / "gates.csv").read_text()
    (pool / "gates.csv").write_text(gates + "ELLIS,login,held,2014-01-01,,,EMIS,,,M. Lane,2014-12-02\n")
    skills = (pool / "doctor-skills.csv").read_text()
    (pool / "doctor-skills.csv").write_text(skills.replace("ELLIS,dermatology,2014-01-01,2015-01-16", "ELLIS,dermatology,2014-01-01,"))
    preferences = (pool / "preferences.csv").read_text()
    (pool / "preferences.csv").write_text("".join(row for row in preferences.splitlines(True) if "never" not in row))
    named = ["--request", week_of(case[2], case[3]), *ORDERED]
    first = (case[0], giver, *case[2:])

    def go(*words):
        return run("session", words[0], pool, *words[1:], *ORDERED)

    def must(*words):
        code, out, err = go(*words)
        need(code == DONE, (words, err))
        return out

    code, _, err = run("session", "publish", pool, roster_of(folder, first), *DAYS, *ORDERED)
    need(code == DONE, err)
    must("accept", "--all")
    swap = ("swap", "--doctor", giver, "--request", week_of(case[2], case[3]), "--to", taker)
    if word == "propose":
        bar(pool, case)
        return is_refused(pool, case, go(*swap))
    number = must(*swap).split("swap ")[1].split()[0]
    must("accept", "--swap", number, "--doctor", taker)
    if word == "agree":
        bar(pool, case)
        return is_refused(pool, case, go("accept", "--swap", number, "--doctor", giver))
    must("accept", "--swap", number, "--doctor", giver)
    bar(pool, case)
    return is_refused(pool, case, run("session", "undo", pool, "--doctor", taker, *named))


def by_a_swap(word):
    def route(folder, case):
        hand_over(word, folder, case)
    route.__name__ = f"by_a_swap_{word}"
    return route


def by_verifying(folder, case):
    pool = published(folder, case)
    bar(pool, case)
    code, _, err = run("session", "verify", pool, "--now", "2015-01-01T09:00Z")
    need(code == NO and f"doctor {case[1]}," in err and case[8] in err, (code, err))


def by_listing(folder, case):
    pool = published(folder, case)
    bar(pool, case)
    code, out, err = run("session", "list", pool, "--format", "csv", "--now", "2015-01-01T09:00Z")
    need(code == DONE, err)
    need([row["stands"] for row in csv.DictReader(io.StringIO(out))] == [case[7]], out)


def by_solving_around_it(folder, case):
    pool = published(folder, case, "accept")
    bar(pool, case)
    code, out, err = run("roster", "solve", pool, *PERIOD, *MOVES, "--booked", "--format", "csv")
    need(code == NO and not out and f"doctor {case[1]} {case[8]}" in err and "what is booked breaks" in err, (code, out, err))


def by_solving_around_it_once_cancelled(folder, case):
    pool = published(folder, case, "cancel")
    bar(pool, case)
    code, err = solve(pool, case, "--booked")
    need(code == DONE, err)


# Each word of `accord roster`, `accord pool` and `accord session`, with the routes it opens.
ROUTES = {
    ("roster", "solve"): (by_solving, by_keeping_a_roster, by_fixing_by_hand, by_the_referee,
                          by_solving_around_it, by_solving_around_it_once_cancelled),
    ("roster", "check"): (by_a_roster_from_elsewhere,),
    ("roster", "who"): (by_asking_who,),
    # These place nobody: a workbook or a folder is taken in as it is, and judged when it is used.
    ("roster", "show"): (), ("pool", "check"): (), ("pool", "template"): (), ("pool", "import"): (),
    ("pool", "export"): (), ("pool", "gates"): (), ("pool", "performers"): (), ("pool", "review"): (), ("pool", "size"): (),
    ("session", "publish"): (by_publishing,),
    ("session", "offer"): (by_offering, by_an_order("offer", "decline"), by_an_order("offer", "cancel")),
    ("session", "accept"): (by_an_order("accept"), by_an_order("accept", "accept", "undo")),
    ("session", "decline"): (by_taking_away("decline"),),
    ("session", "undo"): (by_an_order("undo", "decline"), by_an_order("undo", "cancel"), by_an_order("undo", "accept"),
                          by_an_order("undo", "accept", "cancel")),
    ("session", "notify"): (by_an_order("notify", "accept"),),
    ("session", "cancel"): (by_taking_away("cancel"),),
    ("session", "swap"): (by_a_swap("propose"), by_a_swap("agree"), by_a_swap("undo")),
    ("session", "list"): (by_listing,),
    ("session", "calendar"): (),  # places nobody
    ("session", "verify"): (by_verifying,),
}


def every_route_is_listed():
    for command in ("roster", "pool", "session"):
        _, _, err = run(command, "nothing-of-this-name", POOL)
        said = re.search(rf"accord {command} can ([a-z, ]+), not ", err)
        need(said, err)
        words = set(re.split(r", | or ", said[1]))
        listed = {word for of, word in ROUTES if of == command}
        need(words == listed, f"accord {command} can {words}, and the routes of {listed} are tried")


def no_route_places_one_who_may_not_work(folder):
    for case in BARRED:
        for routes in ROUTES.values():
            for route in routes:
                try:
                    route(folder, case)
                except AssertionError as fault:
                    raise AssertionError(f"{route.__name__}, {case[1]} {case[7]}: {fault}") from fault


def who_may_work_is_placed_by_the_same_route(folder):
    case = BARRED[0]
    code, out, err = run("roster", "solve", pool_with(folder, "", case[1:5]), *PERIOD, *MOVES, "--format", "csv")
    need(code == DONE and [r for r in barred_sessions(out, case) if r["date"] == case[3]], (code, out, err))


def the_last_day_of_a_check_still_counts(folder):
    """Indemnity that ends on the day of the session still covers it; a day earlier it does not."""
    pool = pool_with(folder, SUSPENSION)
    gates = (pool / "gates.csv").read_text()
    until = "AVERY,indemnity,held,2014-01-01,2015-01-23"
    need(until in gates, "the example's indemnity is gone")
    for last, rule_told in (("2015-01-25", True), ("2015-01-26", False)):
        (pool / "gates.csv").write_text(gates.replace(until, until[:-10] + last))
        _, out, _ = run("roster", "check", pool, roster_of(folder, BARRED[2]), *PERIOD, "--format", "json")
        told = [broken for broken in json.loads(out)["broken"] if broken["rule"] == "gate"]
        need(bool(told) == rule_told, (last, out))


def counted(pattern):
    found = {}
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        count = len(pattern.findall(path.read_text()))
        if count and path.parent.name in ("pool", "roster", "booking", "app", "cli", "report"):
            found[path.relative_to(ROOT / "src").as_posix()] = count
    return found


def nothing_else_in_the_sources_makes_a_pair_lawful():
    found = counted(REFUSALS)
    need(found == REFUSALS_IN, f"refusals are written in {found}, known are {REFUSALS_IN}")
    build = (ROOT / "src/pool/build.c").read_text()
    written = re.search(r"\brefusals\[pair\] = \(uint8_t\)(\w+)\(", build)
    need(written and written[1] == "ac_pool_judge", "a pool's pairs are judged by another than ac_pool_judge")
    copies = (ROOT / "src/pool/problem.c").read_text()
    written = re.findall(r"\brefusals\[[^=;]*\]\s*= ([^;]*);", copies)
    need(written == ["(uint8_t)what->why", "AC_RULE_UNAVAILABLE"], f"a copy of a problem does more than take away: {written}")


def planning_around_the_book_only_takes_away():
    """The line of booking/plan.c that writes a refusal stands where the pair was lawful, and never writes that it is."""
    plan = (ROOT / "src/booking/plan.c").read_text()
    need(re.search(r"ac_assert\(why != AC_RULE_NONE\);\s+if \(problem->refusals\[pair\] == AC_RULE_NONE\) \{\s+"
                   r"problem->refusals\[pair\] = \(uint8_t\)why;", plan), plan)


def nothing_else_in_the_sources_makes_a_placement():
    found = set(counted(PLACEMENTS))
    need(found == PLACEMENTS_IN, f"placements are made in {sorted(found)}, known are {sorted(PLACEMENTS_IN)}")


def a_record_is_written_where_it_is_judged_alone():
    """One function adds to the record, and one writes it, which judges first."""
    calls = {}
    for path in sorted((ROOT / "src").rglob("*.c")):
        for name in re.findall(r"\b(ac_record_add|ac_file_write_synced)\(", path.read_text()):
            calls.setdefault(name, []).append(path.name)
    need(calls["ac_record_add"] == ["sessions.c", "record.c"], calls)
    # The first: checks, and what they were before; then invoices.
    need(calls["ac_file_write_synced"] == ["pool_gates.c"] * 3 + ["recharge_run.c", "sessions.c", "file.c"], calls)
    text = (ROOT / "src/app/sessions.c").read_text()
    save = text[text.index("accord_status ac_sessions_save("):]
    need(0 < save.index("AC_TRY(judge(") < save.index("ac_file_write_synced("), "written before it is judged")


def main():
    return tell([every_route_is_listed, no_route_places_one_who_may_not_work, who_may_work_is_placed_by_the_same_route,
                 the_last_day_of_a_check_still_counts, nothing_else_in_the_sources_makes_a_pair_lawful,
                 planning_around_the_book_only_takes_away, nothing_else_in_the_sources_makes_a_placement, a_record_is_written_where_it_is_judged_alone])


if __name__ == "__main__":
    sys.exit(main())
