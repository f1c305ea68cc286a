#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One look at one check of a doctor: what becomes of the rows of gates.csv, what is refused, and that it can be undone; and
the list of all checks.

usage: test_pool_gates.py ACCORD SOURCE_ROOT
"""
import csv
import fcntl
import io
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-02"]
LOOK = ["--source", "certificate of 2 January 2015", "--checked-by", "P. Reed", "--today", "2015-01-02"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3


def run(*arguments):
    done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Case:
    def __init__(self, folder):
        self.pool = folder / "pool"
        self.file = self.pool / "gates.csv"
        shutil.copytree(POOL, self.pool)

    def rows(self, doctor, gate):
        with self.file.open(newline="") as file:
            return [row for row in csv.DictReader(file) if row["doctor"] == doctor and row["gate"] == gate]

    def look(self, doctor, gate, *more, code=DONE):
        """Writes a look; a refused one leaves the file as it was."""
        before = self.file.read_bytes()
        got, out, err = run("pool", "gates", self.pool, "--doctor", doctor, "--gate", gate, *LOOK, *more)
        need(got == code, f"ended with {got}: {out}{err}")
        need((self.file.read_bytes() == before) == (code != DONE or "--dry-run" in more), "written where it should not be")
        return out + err


def a_check_that_holds_was_looked_at_again(folder):
    case = Case(folder)
    out = case.look("AVERY", "indemnity", "--until", "2015-12-31")
    need("AVERY, Dr Avery: indemnity held from 2014-01-01, looked at again; ends 2015-12-31, and not 2015-01-23" in out, out)
    rows = case.rows("AVERY", "indemnity")
    need(len(rows) == 1 and rows[0]["from"] == "2014-01-01" and rows[0]["until"] == "2015-12-31", rows)
    need([rows[0][c] for c in ("source", "checked by", "checked on")] ==
         ["certificate of 2 January 2015", "P. Reed", "2015-01-02"], rows)
    other = [line for line in case.file.read_text().splitlines() if not line.startswith("AVERY,indemnity")]
    need(other == [line for line in (POOL / "gates.csv").read_text().splitlines()
                   if not line.startswith("AVERY,indemnity")], "other rows changed")


def another_state_ends_the_old_one(folder):
    case = Case(folder)
    out = case.look("BLAKE", "performers list", "--state", "suspended", "--from", "2015-01-12")
    need("performers list suspended from 2015-01-12; was included from 2012-01-01" in out, out)
    was, now = case.rows("BLAKE", "performers list")
    need(was["state"] == "included" and was["until"] == "2015-01-11" and now["state"] == "suspended", (was, now))
    code, out, err = run("roster", "solve", case.pool, *PERIOD, "--moves", "2000", "--format", "csv")
    placed = [row for row in csv.DictReader(io.StringIO(out)) if row["doctor"] == "BLAKE" and row["date"] >= "2015-01-12"]
    need(code == DONE and not placed, (err, placed))


def a_lapsed_check_begins_anew(folder):
    case = Case(folder)
    out = case.look("AVERY", "indemnity", "--from", "2015-02-01", "--until", "2016-01-31")
    need("indemnity held from 2015-02-01 until 2016-01-31" in out, out)
    need([row["until"] for row in case.rows("AVERY", "indemnity")] == ["2015-01-23", "2016-01-31"], "the old one stays")


def a_login_is_of_one_system(folder):
    case = Case(folder)
    case.look("AVERY", "login", "--system", "SystmOne")
    need([row["system"] for row in case.rows("AVERY", "login")] == ["EMIS", "SystmOne"], case.rows("AVERY", "login"))


def a_condition_is_signed_or_of_a_site(folder):
    case = Case(folder)
    text = "no home visits alone"
    case.look("DEVON", "performers list", "--state", "included with conditions", "--condition", text, "--site", "G81001")
    need([row["site"] for row in case.rows("DEVON", "performers list")] == ["URGENT", "G81001"], "a row for each site")
    case.look("CASEY", "performers list", "--state", "included with conditions", "--condition", text)
    rows = case.rows("CASEY", "performers list")
    need(rows[-1]["checked by"] == "P. Reed" and rows[0]["until"] == "2015-01-01", rows)


def a_suspension_ends_only_where_it_is_meant(folder):
    case = Case(folder)
    on = ["--today", "2015-01-27"]
    words = "gates.csv:36:3: doctor CASEY is suspended here from 2015-01-26, which this look would end; where that is meant, " \
            "give --lift"
    look = ["pool", "gates", case.pool, "--doctor", "CASEY", "--gate", "performers list", *LOOK[:4], *on]
    for more in (["--state", "included"], ["--state", "suspended", "--until", "2015-01-27"]):
        before = case.file.read_bytes()
        code, _, err = run(*look, *more)
        need(code == NO and words in err and case.file.read_bytes() == before, (code, err))
    code, out, err = run(*look, "--state", "suspended", "--until", "2015-03-01")
    need(code == DONE and "ends 2015-03-01, and not 2015-02-08" in out, (code, out, err))
    code, out, err = run(*look, "--state", "included", "--lift")
    need(code == DONE and "was suspended from 2015-01-26" in out, (code, out, err))
    rows = case.rows("CASEY", "performers list")
    need([row["until"] for row in rows if row["state"] == "suspended"] == ["2015-01-26"], rows)


def a_dry_run_writes_nothing(folder):
    case = Case(folder)
    need("a dry run: nothing was written" in case.look("AVERY", "dbs", "--dry-run"), "not told")
    need(not (case.pool / "gates.lock").exists() and not (case.pool / "gates.undo").exists(), "files were left")


def what_was_written_is_undone(folder):
    case = Case(folder)
    was = case.file.read_bytes()
    case.look("AVERY", "dbs")
    code, out, err = run("pool", "gates", case.pool, "--undo", "--dry-run")
    need(code == DONE and case.file.read_bytes() != was, (out, err))
    code, out, err = run("pool", "gates", case.pool, "--undo")
    need(code == DONE and case.file.read_bytes() == was, (out, err))
    code, _, err = run("pool", "gates", case.pool, "--undo")
    need(code == FAILED and "has nothing to take back" in err, (code, err))
    case.look("AVERY", "dbs")
    with case.file.open("a") as file:
        file.write("AVERY,dbs,held,2016-01-01,,,,,,P. Reed,2015-01-02\n")
    now = case.file.read_bytes()
    code, _, err = run("pool", "gates", case.pool, "--undo")
    need(code == FAILED and "has changed since accord wrote it" in err and case.file.read_bytes() == now, (code, err))


def a_list_is_undone_too(folder):
    case = Case(folder)
    was = case.file.read_bytes()
    (case.pool.parent / "list.csv").write_text("GMC number,Surname,Status\n7000001,Avery,Suspended\n")
    code, out, err = run("pool", "performers", case.pool.parent / "list.csv", case.pool, *PERIOD, "--checked-by", "P. Reed",
                         "--missing", "keep")
    need(code == DONE and case.file.read_bytes() != was, (code, out, err))
    code, out, err = run("pool", "gates", case.pool, "--undo")
    need(code == DONE and case.file.read_bytes() == was, (code, err))


def two_who_write_at_once_wait(folder):
    case = Case(folder)
    with (case.pool / "gates.lock").open("w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        with subprocess.Popen([ACCORD, "pool", "gates", str(case.pool), "--doctor", "AVERY", "--gate", "dbs", *LOOK],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as other:
            try:
                other.wait(timeout=0.5)
                raise AssertionError("it did not wait")
            except subprocess.TimeoutExpired:
                pass
            fcntl.lockf(held, fcntl.LOCK_UN)
            need(other.wait(timeout=30) == DONE, "it did not go on")


def what_is_wrong_is_told_with_the_way_out(folder):
    case = Case(folder)
    for doctor, gate, more, code, words in (
            ("NOBODY", "gmc", [], FAILED, 'doctor "NOBODY" is not in doctors.csv; mend --doctor, or add a row there'),
            ("AVERY", "gcm", [], FAILED, '--gate "gcm" is none of performers list|gmc|'),
            ("AVERY", "gmc", ["--state", "there"], FAILED, '--state "there" is none of held|included|'),
            ("AVERY", "performers list", [], FAILED, 'the performers list is not "held"'),
            ("AVERY", "dbs", ["--state", "included"], FAILED, "inclusion is a state of the performers list alone"),
            ("AVERY", "login", [], FAILED, "a login needs --system"),
            ("AVERY", "gmc", ["--system", "EMIS"], FAILED, "--system goes with --gate login alone"),
            ("AVERY", "gmc", ["--site", "G81001"], FAILED, "--site goes with"),
            ("AVERY", "gmc", ["--condition", "none"], FAILED, "--condition goes with"),
            ("AVERY", "performers list", ["--state", "included with conditions"], FAILED, "needs their text: --condition"),
            ("AVERY", "performers list", ["--state", "included with conditions", "--condition", "a", "--site", "G99999"], FAILED,
             'site "G99999" is not in sites.csv'),
            ("AVERY", "gmc", ["--until", "2014-12-31"], FAILED, "lies before the day from which it is said to hold"),
            ("AVERY", "gmc", ["--checked-on", "2015-01-03"], FAILED, "--checked-on 2015-01-03 lies after today"),
            ("AVERY", "gmc", ["--until", "2015-02-29"], MISUSED, "--until is a date"),
            ("AVERY", "gmc", ["--undo"], MISUSED, "--undo takes no check"),
            ("AVERY", "gmc", ["--state", "suspended", "--from", "2014-01-01"], NO,
             "gates.csv:3:4: it says held from 2014-01-01, and this look says otherwise from 2014-01-01")):
        out = case.look(doctor, gate, *more, code=code)
        need(words in out, out)
    for lacking in ("--source", "--checked-by", "--doctor", "--gate"):
        words = ["--doctor", "AVERY", "--gate", "gmc", "--source", "a letter", "--checked-by", "P. Reed"]
        at = words.index(lacking)
        code, _, err = run("pool", "gates", case.pool, *words[:at], *words[at + 2:])
        need(code == MISUSED and f"accord pool gates needs {lacking}" in err, err)


def a_pool_with_faults_takes_no_check(folder):
    case = Case(folder)
    with (case.pool / "leave.csv").open("a") as file:
        file.write("NOBODY,2015-01-05,2015-01-06,annual\n")
    need("leave.csv:3:1: " in case.look("AVERY", "gmc", code=NO), "the fault is not told")


def checks_are_listed(folder):
    case = Case(folder)
    text = case.file.read_text().replace("AVERY,dbs,held,2014-01-01,,,,,,M. Lane,2014-12-02\n", "")
    case.file.write_text(text.replace("BLAKE,gmc,held,2014-01-01,", "BLAKE,gmc,held,2014-01-01,2014-12-31"))
    code, out, err = run("pool", "gates", case.pool, "--today", "2015-01-02", "--checks", "30")
    for words in ("AVERY, Dr Avery\n", "until 2015-01-23, ends in 21 days;", "  dbs               missing\n",
                  "until 2014-12-31, ended;", "suspended     from 2015-01-26 until 2015-02-08, to come; letter of 5 January 2015;"
                  " checked by M. Lane on 2015-01-05"):
        need(code == DONE and words in out, (words, out, err))
    code, out, err = run("pool", "gates", case.pool, "--today", "2015-01-02", "--doctor", "BLAKE", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    need(code == DONE and {row["doctor"] for row in rows} == {"BLAKE"}, (out, err))
    need([row["standing"] for row in rows if row["gate"] == "gmc"] == ["ended", "missing"], out)
    code, _, err = run("pool", "gates", case.pool, "--doctor", "NOBODY")
    need(code == FAILED and "is not in doctors.csv" in err, err)
    code, _, err = run("pool", "gates", case.pool, "--format", "xlsx")
    need(code == MISUSED and "writes a table or csv, not xlsx" in err, err)


if __name__ == "__main__":
    sys.exit(tell([
        a_check_that_holds_was_looked_at_again, another_state_ends_the_old_one, a_lapsed_check_begins_anew,
        a_login_is_of_one_system, a_condition_is_signed_or_of_a_site, a_suspension_ends_only_where_it_is_meant,
        a_dry_run_writes_nothing, what_was_written_is_undone, a_list_is_undone_too, two_who_write_at_once_wait,
        what_is_wrong_is_told_with_the_way_out, a_pool_with_faults_takes_no_check, checks_are_listed]))
