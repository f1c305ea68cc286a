#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same bytes wherever accord runs: what it writes of the small alliance is what is kept in
tests/golden/llr-small/expected, in three locales, three time zones and by 1, 2 and 7 threads. Every build runs this, so gcc,
clang and the sanitizers' builds write the same. usage: test_same_bytes.py ACCORD SOURCE_ROOT [--update]"""

import os
import subprocess
import sys
from pathlib import Path

from accord_run import Tap

LOCALES = ("C", "C.UTF-8", "de_DE.UTF-8")
ZONES = ("UTC", "Europe/London", "Asia/Tokyo")
THREADS = ("1", "2", "7")
OUTPUTS = {
    "statement.csv": ("statement", "--format", "csv"),
    "statement.json": ("statement", "--format", "json"),
    "statement.txt": ("statement", "--format", "text", "--party", "P00001"),
    "statement-all.html": ("statement", "--format", "html", "--period", "2015/16 Q2"),
    "statement-GPCO.html": ("statement", "--format", "html", "--party", "GPCO"),
    "statement-P00001.html": ("statement", "--format", "html", "--party", "P00001", "--period", "2014/15 Q4"),
    "values.csv": ("eval", "--format", "csv"),
    "values.json": ("eval", "--format", "json", "--value", "limited"),
    "values.txt": ("eval", "--value", "achieved"),
    "explain.txt": ("explain", "--value", "share-due", "--at", "2015/16 Q1"),
    "explain-part.txt": ("explain", "--value", "7.4", "--at", "P00002,2015/16 Q2", "--depth", "1"),
    "explain-payment.txt": ("explain", "--value", "7.4", "--at", "2014/15 Q4", "--depth", "1"),
    "explain-part.html": ("explain", "--value", "7.4", "--at", "P00002,2015/16 Q2", "--depth", "2", "--format", "html"),
    "explain.json": ("explain", "--value", "gain", "--at", "2014/15 Q4", "--format", "json"),
}


def written(accord, folder, words, locale, zone):
    environment = {**os.environ, "LC_ALL": locale, "TZ": zone}
    command, *rest = words
    done = subprocess.run(
        [accord, command, "contract.accord", "--data", "data", *rest, "--quiet"],
        cwd=folder, env=environment, capture_output=True, timeout=120)
    return done.stdout if done.returncode == 0 else done.stderr


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    folder = root / "tests/golden/llr-small"
    expected = folder / "expected"
    if "--update" in sys.argv:
        expected.mkdir(exist_ok=True)
        for name, words in OUTPUTS.items():
            (expected / name).write_bytes(written(accord, folder, words, "C", "UTC"))
        return 0
    tap = Tap()
    for name, words in OUTPUTS.items():
        kept = (expected / name).read_bytes()
        wrong = []
        for at, locale in enumerate(LOCALES):
            for threads, zone in zip(THREADS, ZONES[at:] + ZONES[:at]):
                if written(accord, folder, (*words, "--threads", threads), locale, zone) != kept:
                    wrong.append(
                        f"{locale}, {zone}, {threads} threads: not the bytes of {expected / name}")
        tap.point(
            not wrong, f"{name} in three locales, time zones and numbers of threads",
            "\n".join(wrong))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
