#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Identifiers that memory does not hold: the demonstration's cells are the same bytes, its account and its
refused rows the same, whatever --memory says and however many threads read; nothing is left behind; and
a disk that is full is one sentence. usage: test_memory.py ACCORD"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden"))
from accord_run import need, rows, run, tell  # noqa: E402

ACCORD = Path(sys.argv[1]).resolve()
DEMO = tempfile.TemporaryDirectory()
FOLDER = Path(DEMO.name) / "demo"


def cube(folder, *words, environment=(), **more):
    """Runs accord cube on the demonstration, its temporary files in an own folder."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    command = [ACCORD, "cube", FOLDER / "contract.accord", "--data", FOLDER, "-o", folder / "cube.csv", "--quiet", *words]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120,
                          env=os.environ | {"TMPDIR": str(scratch)} | dict(environment), **more)
    need(not list(scratch.iterdir()), f"left behind: {list(scratch.iterdir())}")
    return done


def cells_and_account_are_the_same(folder):
    refused = folder / "refused.csv"
    whole = cube(folder, "--refused", refused)
    need(whole.returncode == 0, whole.stderr)
    cells = (folder / "cube.csv").read_bytes()
    rows_refused = sorted(map(str, rows(refused.read_text())))
    need(sum("R-DUPLICATE" in row for row in rows_refused) > 100, "the demonstration has no duplicates")
    for memory in ("1K", "64K", "5M", "1G"):
        for threads in ("1", "2", "7"):
            done = cube(folder, "--memory", memory, "--threads", threads, "--refused", refused)
            need(done.returncode == 0, done.stderr)
            need((folder / "cube.csv").read_bytes() == cells, f"other cells with {memory} and {threads} threads")
            need(done.stdout == whole.stdout, f"{memory}, {threads} threads:\n{done.stdout}\nnot\n{whole.stdout}")
            need(sorted(map(str, rows(refused.read_text()))) == rows_refused, f"other refused rows with {memory}")


def rows_behind_a_cell_are_the_same():
    words = ("rows", FOLDER / "contract.accord", "--data", FOLDER, "--value", "seen", "--at",
             "Z92040,ophthalmology,hospital,2013-10", "--fewest", "1", "--quiet", "--format", "json")
    need(run(ACCORD, *words, "--memory", "1K") == run(ACCORD, *words), "other rows")


def a_full_disk_is_one_sentence(folder):
    """A limit on the size of files stands for it: it comes at a write as a full disk does."""
    done = cube(folder, "--memory", "1K", restore_signals=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)))
    need(done.returncode == 1, f"{done.returncode} {done.stderr}")
    need("cannot write a temporary file in " in done.stderr and "TMPDIR" in done.stderr, done.stderr)
    need(done.stderr.count("\n") == 1, done.stderr)


def no_folder_for_it_is_one_sentence(folder):
    done = cube(folder, "--memory", "1K", environment={"TMPDIR": "/nowhere/at/all"}.items())
    need(done.returncode == 1 and "cannot make a temporary file in /nowhere/at/all" in done.stderr, done.stderr)
    done = cube(folder, environment={"TMPDIR": "/nowhere/at/all"}.items())
    need(done.returncode == 0, "a file was wanted where memory holds everything")


def sizes_have_a_unit(folder):
    for wrong in ("512", "0M", "-1G", "1.5G", "M", "", "2000000G", "1T", "1g"):
        done = cube(folder, "--memory", wrong)
        need(done.returncode == 2 and "--memory is a whole number and K, M or G" in done.stderr, f"{wrong}: {done.stderr}")


run(ACCORD, "demo", "--dir", FOLDER, "--quiet")
sys.exit(tell([
    cells_and_account_are_the_same, rows_behind_a_cell_are_the_same, a_full_disk_is_one_sentence,
    no_folder_for_it_is_one_sentence, sizes_have_a_unit]))
