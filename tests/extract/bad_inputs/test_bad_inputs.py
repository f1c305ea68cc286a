#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bad inputs, each by its name: what is wrong is said by reason, file, line and column, and none passes
in silence. Each is read within 5 seconds and 256 MB.

usage: test_bad_inputs.py ACCORD [NAME]

Prints TAP.
"""

import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from cases import CASES
from folder import CONTRACT, FILES

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
SECONDS_MAX, BYTES_MAX, CASES_LEAST = 5, 256 << 20, 300
worst = {"seconds": 0.0, "bytes": 0}


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def cube(folder, reads, *more):
    """Counts one input; returns how it ended, what it printed and said, and the refused rows."""
    out, said, listed = folder / "out.txt", folder / "said.txt", folder / "refused.csv"
    listed.unlink(missing_ok=True)
    begun = time.monotonic()
    with open(out, "wb") as out_file, open(said, "wb") as said_file:
        process = subprocess.Popen(
            [ACCORD, "cube", str(folder / "contract.accord"), "--data", str(folder / "data"), "-o", "-",
             "--input", reads, "--refused", str(listed), *more], stdout=out_file, stderr=said_file,
            stdin=subprocess.DEVNULL)
        try:
            while True:
                done, status, usage = os.wait4(process.pid, os.WNOHANG)
                if done != 0:
                    break
                need(time.monotonic() - begun < SECONDS_MAX, f"it takes more than {SECONDS_MAX} seconds")
                time.sleep(0.001)
        except Fault:
            process.kill()
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    size = usage.ru_maxrss * 1024
    worst["seconds"] = max(worst["seconds"], time.monotonic() - begun)
    worst["bytes"] = max(worst["bytes"], size)
    need(size <= BYTES_MAX or "ACCORD_SANITIZED" in os.environ, f"it takes {size >> 20} MiB")
    rows = []
    if listed.exists():
        with open(listed, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    return process.returncode, out.read_text("utf-8"), said.read_text("utf-8", "replace"), rows


def counted(text):
    return sum(int(line["rows"]) for line in csv.DictReader(text.splitlines()))


def check_rows(folder, reads, expected):
    """By default nothing is computed; where refusals are allowed, the others count and no more."""
    code, text, said, rows = cube(folder, reads)
    got = sorted((row["reason"], int(row["line"]), int(row["column"])) for row in rows)
    need(code == 3, f"it ended with {code}, not 3: {said}")
    need(rows, "no row is refused")
    need(got == sorted(expected), f"refused {got}, not {sorted(expected)}")
    need(text == "", "cells were written all the same")
    for row in rows:
        need(row["mend"] and row["message"], f"no mend: {row}")
        place = f"{row['file']}:{row['line']}:{max(int(row['column']), 1)}: refused, {row['reason']}"
        need(place in said, f"the screen lacks {place}: {said}")
    code, text, said, again = cube(folder, reads, "--refuse-at-most", "100%", "--threads", "3")
    need(code == 0 and again == rows, f"other rows are refused where they may be: {said}")
    whole = re.search(r"([\d,]+)  rows read", said)
    need(counted(text) <= int(whole[1].replace(",", "")) - len(rows), "a refused row counts")


def check(folder, reads, kind, expected):
    if kind == "refused":
        check_rows(folder, reads, expected)
        return
    code, text, said, rows = cube(folder, reads)
    if kind == "file":
        need(code in (1, 2, 3), f"it ended with {code}: {said}")
        need(re.search(expected, said), f"it does not say {expected!r}: {said}")
        need("nternal" not in said and text == "", said)
    elif kind == "told":
        need(code == 0 and not rows, f"it ended with {code}: {said}")
        need(re.search(expected, said), f"it does not say {expected!r}: {said}")
    else:
        need(code == 0 and not rows, f"it ended with {code}: {said}")
        need(counted(text) == expected, f"{counted(text)} rows count, not {expected}")


def run(name, folder):
    reads, files, kind, expected = CASES[name]
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    for file, text in FILES.items():
        (data / file).write_text(text, "utf-8")
    for file, content in files.items():
        if callable(content):
            content(data / file)
        else:
            (data / file).write_bytes(content)
    check(folder, reads, kind, expected)


def main():
    names = [name for name in CASES if len(sys.argv) < 3 or sys.argv[2] in name]
    print(f"1..{len(names) + 2}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "contract.accord").write_text(CONTRACT)
        for number, name in enumerate(names, 1):
            fault = None
            try:
                run(name, folder)
            except Fault as wrong:
                fault = wrong
            failed += fault is not None
            print(f"{'ok' if fault is None else 'not ok'} {number} - {name}", flush=True)
            if fault is not None:
                print("# " + str(fault)[:1500].replace("\n", "\n# "), flush=True)
    enough = len(CASES) >= CASES_LEAST or len(sys.argv) > 2
    print(f"{'ok' if enough else 'not ok'} {len(names) + 1} - {len(CASES)} cases, at least {CASES_LEAST}")
    print(f"ok {len(names) + 2} - at worst {worst['seconds']:.2f} seconds and {worst['bytes'] >> 20} MiB")
    return 1 if failed or not enough else 0


sys.exit(main())
