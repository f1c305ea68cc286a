#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A megabyte that is no contract, or thousands of clauses that are one: accord check ends with what it found,
within a second of the processor and 100 MB.
usage: test_hostile_text.py ACCORD SOURCE_ROOT"""

import os
import random
import re
import sys
import tempfile
from pathlib import Path

from accord_run import Tap

SIZE = 1_000_000
SECONDS = 1.0
MEGABYTES = 100
HEAD = """accord 1
contract LARGE "Thousands of clauses"
term 2024-04-01 to 2026-03-31, years from 1 April
1.1 commissioner A "Payer"
1.2 provider B "Payee"
1.3 input pot : GBP flow by month from "pot.csv"
"""


def tokens_of(root):
    return re.findall(r"\S+|\n", (root / "examples/llr/contract.accord").read_text())


def shuffled(rng, tokens):
    """Valid tokens in no order, whole contracts of them one after another."""
    parts, size = [], 0
    while size < SIZE:
        once = tokens[:]
        rng.shuffle(once)
        parts.append(" ".join(once))
        size += len(parts[-1]) + 1
    return "\n".join(parts)[:SIZE].encode()


def large(clauses):
    """A sound contract of so many clauses, each resting on the one before."""
    lines = [f"2.{i} q-{i} : GBP flow by month = q-{i - 1} * 2, not above 9 GBP" if i else
             "2.0 q-0 : GBP flow by month = pot" for i in range(clauses)]
    last = f"3.1 due : GBP flow by month = q-{clauses - 1}, rounded to pence\n3.2 pay due, monthly, 0 days after month\n"
    return (HEAD + "\n".join(lines) + "\n" + last).encode()


def texts(rng, root):
    """(name, bytes, how accord must end)"""
    tokens = tokens_of(root)
    words = [t for t in tokens if t != "\n"]
    yield "random bytes", rng.randbytes(SIZE), 3
    yield "random bytes after a good head", HEAD.encode() + rng.randbytes(SIZE), 3
    yield "random letters", bytes(rng.choices(b"abcdefghij 0123456789,.:()<>=\n", k=SIZE)), 3
    for i in range(3):
        yield f"valid tokens shuffled, {i}", shuffled(rng, tokens), 3
    yield "one line of valid tokens", " ".join(rng.choices(words, k=SIZE // 6)).encode()[:SIZE], 3
    yield "brackets", HEAD.encode() + b"2.1 x : GBP flow by month = " + b"(" * SIZE, 3
    yield "minus signs", HEAD.encode() + b"2.1 x : GBP flow by month = " + b"- " * (SIZE // 2), 3
    yield "a sum of many terms", HEAD.encode() + b"2.1 x : GBP flow by month = pot" + b" + pot" * (SIZE // 6), 3
    yield "one name of a megabyte", HEAD.encode() + b"2.1 " + b"x" * SIZE + b" : GBP flow by month = pot\n", 3
    yield "quotation marks", b'"' * SIZE, 3
    yield "empty lines", b"\n" * SIZE, 3
    yield "5,000 clauses", large(5000), 0


def check(accord, path):
    """(how it ended, seconds of the processor, megabytes, what it wrote)"""
    with tempfile.TemporaryFile() as out:
        pid = os.fork()
        if pid == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
            os.execv(accord, [accord, "check", path])
        _, status, used = os.wait4(pid, 0)
        out.seek(0)
        return (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
                out.read().decode("utf-8", "replace"))


def main():
    accord, root = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    seed = int(os.environ.get("ACCORD_SEED", "20261126"))
    print(f"# seed {seed}")
    tap = Tap()
    with tempfile.TemporaryDirectory() as made:
        path = f"{made}/contract.accord"
        for name, text, wanted in texts(random.Random(seed), root):
            Path(path).write_bytes(text)
            ended, seconds, megabytes, said = check(accord, path)
            good = ended == wanted and seconds < SECONDS and megabytes < MEGABYTES
            good = good and (wanted == 0 or re.search(r"^E-[A-Z]+ ", said, re.M) is not None)
            tap.point(good, f"{name}: {len(text)} bytes",
                      f"ended with {ended} (not {wanted}) after {seconds:.2f} s and {megabytes:.0f} MB\n{said[:400]}")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
