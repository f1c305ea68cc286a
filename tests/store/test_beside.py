#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program and a process that keeps the store open, both at work on one SQLite file: neither is refused,
nothing that either wrote is lost, and the store verifies.
usage: test_beside.py ACCORD SOURCE_ROOT BESIDE [TRANSACTIONS] [SEED]"""

import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_books import Books, Tap, visits  # noqa: E402

BESIDE = Path(sys.argv[3]).resolve()
TRANSACTIONS = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
SEED = int(sys.argv[5]) if len(sys.argv) > 5 else 20160811


def commands(books, number, draw):
    """What a person might do next: words, and how many entries of the chain each makes."""
    name = books.file(f"late-{number}.csv", visits(f"x{number},P{draw.randint(1, 2)},2016-04-09"))
    return draw.choice((
        ((("import", name, "--as-name", "visits.csv", "--covers-from", "2016-04-01", "--covers-until", "2016-04-30",
           "--known", "2016-09-01", "--submission", "net", "--quiet"), 1)),
        ((("settle", "--period", "2016/17 Q2", "--known-by", "2016-12-31"), 2)),
        ((("ledger", "--format", "csv", "--store", books.where), 0)),
        ((("verify",), 0)),
        ((("backup", f"backup-{number}.db"), 0)),
        ((("statement", "--settlement", "1", "--store", books.where), 0)),
    ))


def main():
    tap, draw = Tap(), random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="accord-beside-") as folder:
        books = Books(Path(folder) / "store", Path(folder) / "store/books.db")
        books.begin_contract()
        for month in range(4, 10):
            books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, f"2016-{month + 1:02}-20", "flex")
        books.close("2016/17 Q1", "2016-08-31")
        before = int(books.query("SELECT count(*) FROM audit")[0][0])
        server = subprocess.Popen([BESIDE, books.where, str(TRANSACTIONS), str(SEED)], cwd=books.folder,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ran, made, failed, slowest, number = {}, 0, [], (0.0, ""), 0
        try:
            while server.poll() is None and not failed:
                number += 1
                words, entries = commands(books, number, draw)
                begun = time.monotonic()
                code, _, said = books.run(*words)
                slowest = max(slowest, (time.monotonic() - begun, words[0]))
                if code != 0:
                    failed.append((words, code, said))
                ran[words[0]] = ran.get(words[0], 0) + 1
                made += entries
                (books.folder / f"backup-{number}.db").unlink(missing_ok=True)
            out, said = server.communicate(timeout=3600)
        finally:
            server.kill()
        tap.point(not failed, f"the program is never refused: {dict(sorted(ran.items()))}, "
                  f"the slowest, {slowest[1]}, in {slowest[0]:.1f} s", failed)
        tap.point(server.returncode == 0, f"nor the process beside it: {out.strip()}", said[-300:])
        notes, _, settled = map(int, re.findall(r"\d+", out) or (0, 0, 0))
        after = int(books.query("SELECT count(*) FROM audit")[0][0])
        tap.point(after == before + notes + 2 * settled + made, "every entry of both is in the chain",
                  f"{before} + {notes} + 2 x {settled} + {made}, found {after}")
        whole = books.query("PRAGMA integrity_check") + books.query("PRAGMA foreign_key_check")
        tap.point(whole == [("ok",)], "the file is whole", whole)
        code, _, said = books.run("verify")
        tap.point(code == 0, "and the store verifies", said)
    tap.done()


main()
