#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""accord is ended, or its disk fills or fails, at points spread over the system calls of an import, a
settlement and a closing. After each the store opens and is whole, its ledger sums to nought, the period is
wholly open or wholly closed, and the same command again gives the same entries to the same hash.
usage: test_crashes.py ACCORD SOURCE_ROOT [--points N] [--writes N]
The first N of the writes, syncs and truncations are each made to fail, with a full disk and with a bad one."""

import argparse
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_books import ACCORD, Books, Tap, visits  # noqa: E402

SEED = 20160811
WRITING = ("write", "pwrite64", "fdatasync", "fsync", "ftruncate")
COMMANDS = {
    "import": ("import", "late.csv", "--as-name", "visits.csv", "--covers-from", "2016-04-01", "--covers-until",
               "2016-04-30", "--known", "2016-09-01", "--quiet"),
    "settle": ("settle", "--period", "2016/17 Q2", "--known-by", "2016-12-31"),
    "close": ("close", "--period", "2016/17 Q1"),
}


def prepared(folder):
    """A store in which all three commands can be run."""
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    for month in range(4, 10):
        books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, f"2016-{month + 1:02}-20", "flex")
    settle = ("settle", "--period", "2016/17 Q1", "--known-by", "2016-08-31")
    books.must(*settle)
    books.must("challenge", "raise", "--period", "2016/17 Q1", "--payment", "4.1", "--payer", "CCG", "--payee", "TRUST",
               "--value", "1.50", "--reason", "duplicate", "--owner", "ada", "--due", "2099-01-01")
    books.must("import", "--kind", "tie-outs", books.file("values.csv", "part,value\npractices,seen\n"))
    books.must("import", "--kind", "control-totals", books.file("totals.csv", "part,period,amount\ncommissioner,2016/17 Q1,3\n"))
    books.must(*settle)
    books.must("approve", "--period", "2016/17 Q1", who="grace")
    books.file("late.csv", visits("x1,P1,2016-04-09"))
    return (folder / "books.db").read_bytes()


class Place:
    """A folder of its own for one worker, with the store as it was before each command."""

    def __init__(self, source, folder, whole):
        shutil.copytree(source, folder)
        self.books = Books(folder, folder / "books.db")
        self.folder, self.whole = folder, whole
        self.env = {**os.environ, "ACCORD_STORE": self.books.where, "ACCORD_AS": "ada", "ACCORD_KEY": "ada.key",
                    "TMPDIR": str(folder)}

    def traced(self, words, how):
        for left in self.folder.glob("books.db*"):
            left.unlink()
        for left in self.folder.glob("accord-*"):
            shutil.rmtree(left, ignore_errors=True)
        (self.folder / "books.db").write_bytes(self.whole)
        return subprocess.run(["strace", "-f", "-qq", *how, ACCORD, *words], cwd=self.folder, env=self.env,
                              capture_output=True, text=True, timeout=60)

    def calls(self, words):
        """The system calls of a command that goes well, in order."""
        log = self.folder / "calls.log"
        done = self.traced(words, ["-o", str(log), "-e", "signal=none"])
        if done.returncode != 0:
            return None
        return [found[1] for line in log.read_text(errors="replace").splitlines()
                if (found := re.match(r"(?:\d+ +)?([a-z_0-9]+)\(", line))]

    def state(self):
        """What is posted, brought in, settled and closed, and what the ledger sums to: one state."""
        with sqlite3.connect(self.books.where) as db:
            whole = db.execute("PRAGMA integrity_check").fetchone()[0]
            counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                      for table in ("closing", "submission", "settlement", "entry", "tied", "audit")]
            total = db.execute("SELECT COALESCE(sum(amount), 0) FROM posting").fetchone()[0]
            hashes = [row[0] for row in db.execute("SELECT hash FROM entry ORDER BY number")]
        return whole, total, counts, hashes

    def tried(self, words, call, when, what, before, after):
        """What is wrong after a command was broken off at the `when`-th call of a kind; None if nothing."""
        done = self.traced(words, ["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}"])
        failed = what.startswith("error")
        now = self.state()
        if now not in (before, after):
            return f"{call} {when}: half done: {now}"
        if failed and done.returncode not in (0, 1):
            return f"{call} {when}: exit {done.returncode}: {done.stderr}"
        if failed and done.returncode == 1 and not done.stderr.strip():
            return f"{call} {when}: no message"
        told = "store" in done.stderr or "write the output" in done.stderr  # which is done, and cannot be shown
        if failed and done.returncode == 1 and now == after and not told and before != after:
            return f"{call} {when}: failed, yet done: {done.stderr}"
        if failed and done.returncode == 0 and now != after:
            return f"{call} {when}: said to be done, and is not"
        if now == before and before != after and self.books.run(*words)[0] != 0:
            return f"{call} {when}: cannot be run again: {self.books.run(*words)[2]}"
        if self.state() != after:
            return f"{call} {when}: run again it comes to another state"
        code, _, said = self.books.run("verify")
        return None if code == 0 else f"{call} {when}: {said}"


def spread(calls, points, draw):
    """(call, its number among those of its name) for points spread evenly over all calls but the first few."""
    seen, places = Counter(), []
    for call in calls:
        seen[call] += 1
        places.append((call, seen[call]))
    first = next(i for i, (call, _) in enumerate(places) if call in ("openat", "execve")) + 1
    width = (len(places) - first) / points
    return [places[min(len(places) - 1, first + int(width * (i + draw.random())))] for i in range(points)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("accord")
    parser.add_argument("root")
    parser.add_argument("--points", type=int, default=201)
    parser.add_argument("--writes", type=int, default=6)
    asked = parser.parse_args()
    tap, draw = Tap(), random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="accord-crashes-") as name:
        folder = Path(name)
        whole = prepared(folder / "source")
        workers = [Place(folder / "source", folder / f"worker-{i}", whole) for i in range(os.cpu_count() or 1)]
        if shutil.which("strace") is None or workers[0].calls(COMMANDS["close"]) is None:
            print("1..0 # SKIP strace is not installed, or may not trace")
            return 0
        for name, words in COMMANDS.items():
            place = workers[0]
            calls = place.calls(words)
            after = place.state()
            place.traced(("person", "list"), ["-o", "/dev/null"])
            before = place.state()
            tasks = [(call, when, "signal=KILL") for call, when in spread(calls, asked.points // len(COMMANDS), draw)]
            kinds = Counter(calls)
            writes = [(call, when) for call in WRITING for when in range(1, kinds[call] + 1)]
            writes = writes if len(writes) <= asked.writes else draw.sample(writes, asked.writes)
            tasks += [(call, when, what) for call, when in writes for what in ("error=ENOSPC", "error=EIO")]

            def work(number):
                mine = workers[number]
                return [wrong for i, (call, when, what) in enumerate(tasks) if i % len(workers) == number
                        if (wrong := mine.tried(words, call, when, what, before, after))]

            with ThreadPoolExecutor(len(workers)) as pool:
                wrong = [one for found in pool.map(work, range(len(workers))) for one in found]
            tap.point(not wrong and len(tasks) > 0,
                      f"{name}: {asked.points // len(COMMANDS)} ends and {len(writes)} writes that fail, of {len(calls)} calls",
                      "\n".join(wrong))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
