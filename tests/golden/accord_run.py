# SPDX-License-Identifier: MIT
"""What the tests that run accord share: running it, reading its CSV, and telling what came of it (TAP)."""

import csv
import importlib
import io
import os
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path


def run(accord, *words, status=0):
    """Runs accord; returns what it wrote to stdout. Fails unless it ends with `status`."""
    done = subprocess.run([accord, *map(str, words)], capture_output=True, text=True, timeout=300)
    if done.returncode != status:
        raise SystemExit(
            f"accord {' '.join(map(str, words))}\nended with {done.returncode}, not {status}:\n"
            f"{done.stderr[-4000:]}"
        )
    return done.stdout


def module_of_debian(name):
    """A module that Debian has a package of: where another Python runs the test, Debian's runs it anew. None where it
    is not installed."""
    system = Path("/usr/bin/python3")
    try:
        return importlib.import_module(name)
    except ImportError:
        if system.exists() and Path(sys.executable).resolve() != system.resolve():
            os.execv(system, [system, *sys.argv])
        return None


def is_sanitized(accord):
    """Whether a sanitizer is in the program, which reserves and holds back memory of its own."""
    return b"__asan_init" in Path(accord).read_bytes()


def rows(text):
    """The rows of a CSV text, as dicts."""
    return list(csv.DictReader(io.StringIO(text)))


def number(text):
    """An exact value: a decimal or a fraction n/d."""
    return Fraction(text)


class Tap:
    """Counts and prints test points for Meson (TAP)."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def point(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        if not good and why:
            print("\n".join(f"# {line}" for line in str(why).splitlines()[:40]))

    def done(self):
        print(f"1..{self.count}")
        return 1 if self.failed else 0


def need(condition, what):
    if not condition:
        raise AssertionError(what)


def tell(tests):
    """Runs functions as test points, each named as it reads; one that takes an argument gets a folder of its own. What
    it raises is why it failed. The exit status of all."""
    tap = Tap()
    for test in tests:
        why = ""
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(*([Path(folder)] if test.__code__.co_argcount else []))
        except (AssertionError, subprocess.TimeoutExpired, OSError, ValueError, KeyError) as fault:
            why = str(fault) or type(fault).__name__
        tap.point(not why, test.__name__.replace("_", " "), why)
    return tap.done()
