#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times a month end of the demonstration alliance over a store, against its stated limits: settling a period from
the stored counts within 300 ms, explaining any line within 200 ms. Prints the median and the fastest of RUNS whole
processes, each with its ratio to the limit.
usage: bench/books.py [ACCORD]"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
PERIOD = "2016/17 Q4"
YEARS = ((2013, "14"), (2014, "15"), (2015, "16"), (2016, "17"))
TIMED = {
    "settle, dry run": (300, ("settle", "--period", PERIOD, "--known-by", "2017-06-30", "--dry-run")),
    "settle, kept": (300, ("settle", "--period", PERIOD, "--known-by", "2017-06-30")),
    "explain a part of a payment": (200, ("explain", "--store", "alliance.store", "--value", "7.4", "--at",
                                          "Z91003,2016/17 Q4", "--quiet")),
    "explain a count": (200, ("explain", "--store", "alliance.store", "--value", "seen", "--at",
                              "Z91003,dermatology,hospital,2016-04", "--quiet")),
    "statement": (300, ("statement", "--store", "alliance.store", "--quiet")),
}


def main():
    accord = str(Path(sys.argv[1] if len(sys.argv) > 1 else "build/src/accord").resolve())
    with tempfile.TemporaryDirectory(prefix="accord-bench-") as folder:
        env = {**os.environ, "ACCORD_STORE": "alliance.store", "ACCORD_AS": "ada", "ACCORD_KEY": "ada.key", "TMPDIR": folder}

        def run(*words):
            subprocess.run([accord, *words], cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)

        run("demo")
        run("init", "alliance.store", "--name", "Ada")
        run("import", *(f"demo-alliance/{name}" for name in ("contract.accord", "practices.csv", "sites.csv", "lists.csv",
                                                             "rtt.csv", "fft.csv")), "--known", "2014-04-01")
        for year, end in YEARS:
            run("import", f"demo-alliance/outpatients-{year}-{end}.csv", "--covers-from", f"{year}-04-01", "--covers-until",
                f"{year + 1}-03-31", "--known", f"{year + 1}-05-20")
        run(*TIMED["settle, kept"][1])
        for name, (limit, words) in TIMED.items():
            took = []
            for _ in range(RUNS):
                began = time.perf_counter()
                run(*words)
                took.append((time.perf_counter() - began) * 1000)
            middle = statistics.median(took)
            print(f"{name}: {middle:.0f} ms, fastest {min(took):.0f} ms, {middle / limit:.2f} of the limit of {limit} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
