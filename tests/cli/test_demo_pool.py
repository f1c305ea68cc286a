#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The session pool of the demonstration: that it is whole, the same each time, and that nobody in it works who
may not.
usage: test_demo_pool.py ACCORD SOURCE_ROOT"""

import csv
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, rows  # noqa: E402

QUARTER = ["--from", "2016-01-04", "--weeks", "13", "--today", "2016-01-01"]
# Doctors of whom a date is known: the first or the last day on which each may be placed.
LAST = {"D08": ("2016-01-31", "suspended"), "D32": ("2016-02-14", "not insured"), "D41": ("2016-03-06", "contract ended")}
FIRST = {"D24": ("2016-01-25", "not listed yet"), "D42": ("2016-02-01", "not employed yet")}


def main():
    tap, accord = Tap(), str(Path(sys.argv[1]).resolve())

    def run(*words):
        done = subprocess.run([accord, *map(str, words)], capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    with tempfile.TemporaryDirectory(prefix="accord-demo-pool-") as name:
        folder = Path(name)
        for place in ("one", "two"):
            code, out, said = run("demo", "--dir", folder / place, "--quiet")
            tap.point(code == 0 and "roster solve" in out, f"the demonstration is written, {place}", said)
            on = [line for line in out.splitlines() if re.match(r"  accord (roster show|recharge|pool (review|size)) ", line)]
            tap.point(len(on) == 4, "and says how to go on with what was worked", out)
        pool, again = folder / "one/pool", folder / "two/pool"
        differ = [file.name for file in pool.iterdir() if file.read_bytes() != (again / file.name).read_bytes()]
        same = (folder / "one/roster.csv").read_bytes() == (folder / "two/roster.csv").read_bytes()
        tap.point(not differ and same, "with the same bytes", differ)
        code, out, said = run("pool", "check", pool, *QUARTER)
        tap.point(code == 0 and out.startswith("60 doctors, 93 sites, 91 days: "), "it has no faults", out + said)
        code, out, said = run("roster", "solve", pool, *QUARTER, "--moves", "20000", "--format", "csv")
        placed = rows(out)
        tap.point(code == 0 and len(placed) > 2500, f"{len(placed)} sessions are placed", said)
        days = {}
        for row in placed:
            days.setdefault(row["doctor"], []).append(row["date"])
        for doctor, (day, why) in LAST.items():
            tap.point(max(days[doctor]) <= day, f"{doctor} {why}", max(days[doctor]))
        for doctor, (day, why) in FIRST.items():
            tap.point(min(days[doctor]) >= day, f"{doctor} {why}", min(days[doctor]))
        sites = {row["site"] for row in placed if row["doctor"] == "D17"}
        tap.point(len(sites) == 1, "who is listed with a condition works at the one site", sites)
        tap.point(not [row for row in placed if row["date"] in ("2016-03-25", "2016-03-28")], "Easter is kept")
        evenings = [row for row in placed if row["part"] == "evening"]
        tap.point(evenings, "some evenings are met")
        (folder / "roster.csv").write_text(out, encoding="utf-8")
        code, out, said = run("roster", "check", pool, folder / "roster.csv", *QUARTER)
        tap.point(code == 0, "and the checker finds no broken rule", out + said)
        requests = list(csv.DictReader((pool / "requests.csv").open(encoding="utf-8")))
        tap.point({"weekly", "any"} == {row["pattern"] for row in requests} and any(row["skill"] for row in requests),
                  "requests are of several kinds")
        worked_by(tap, run, pool, folder / "one/roster.csv")
        walk(tap, accord, folder)
    return tap.done()


def worked_by(tap, run, pool, roster):
    """What was worked is what the roster says, less those who were ill; and it can be charged, reviewed and sized by."""
    key = ("doctor", "request", "date", "part")
    placed = {tuple(row[k] for k in key) for row in csv.DictReader(roster.open(encoding="utf-8"))}
    code, out, said = run("roster", "check", pool, roster, *QUARTER)
    tap.point(code == 0, "its roster is lawful", out + said)
    sheets = list(csv.DictReader((pool / "timesheets.csv").open(encoding="utf-8")))
    worked = {tuple(row[k] for k in key) for row in sheets}
    tap.point(worked < placed and 0.95 < len(worked) / len(placed) < 0.99, "most of it was worked, and nothing else")
    for month, open_ones in (("2016-01", False), ("2016-02", False), ("2016-03", True)):
        code, out, said = run("recharge", "check", pool, "--month", month, "--format", "json")
        made = json.loads(out or "{}")
        charged = len({one["site"] for one in made.get("documents", []) if one["kind"] == "invoice"})
        tap.point(code == 0 and charged > 90, f"{month} is charged to {charged} practices", said)
        tap.point(bool(made.get("not_charged")) == open_ones, f"{month}: what is not confirmed is told")
    code, out, said = run("pool", "review", pool, *QUARTER[:4], "--format", "json")
    tap.point(code == 0 and str(len(worked)) in out, "what was delivered is reviewed", said)
    code, out, said = run("pool", "review", pool, *QUARTER[:4])
    tap.point("lies far from the others and is left out" in out, "a slip among the locums' prices is found", out)
    code, out, said = run("pool", "size", pool, *QUARTER[:4], "--scenarios", "200")
    tap.point(code == 0 and "single needs: " in out and "vacancies: " in out, "it can be sized", out + said)


def walk(tap, accord, folder):
    """The commands of the manual over the demonstration, one after another."""
    page = (Path(sys.argv[2]) / "docs/manual/pool.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (accord (?:demo$|.*demo-alliance).*)$", page, re.M)
    tap.point(len(commands) > 10, f"the manual has {len(commands)} commands over the demonstration")
    for command in commands:
        words = [accord, *shlex.split(command)[1:]]
        words = ["1" if was == "--seconds" else word for was, word in zip([""] + words, words)]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120)
        tap.point(done.returncode == 0 and done.stdout, command, done.stderr)


if __name__ == "__main__":
    sys.exit(main())
