#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is made wrong with a store is said, with a mend; a store that is well is said to be, and none is
changed by being looked at.
usage: test_doctor.py ACCORD SOURCE_ROOT"""

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_books import Books, Tap  # noqa: E402


def findings(books, *words):
    """(exit, {(what, health): (found, mend)}) of the doctor."""
    code, out, said = books.run("doctor", "--format", "json", *words)
    told = json.loads(out)
    assert told["well"] == (code == 0), (code, out, said)
    return code, {(one["what"], one["health"]): (one["found"], one["mend"]) for one in told["findings"]}


def without_triggers(path, statement):
    db = sqlite3.connect(path, isolation_level=None)
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute(statement)
    db.close()


def written_ahead(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=WAL")
    db.close()


def damaged(path):
    """A page in the middle is overwritten."""
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 4096 // 2 * 4096
    whole[middle:middle + 4096] = b"\xa5" * 4096
    path.write_bytes(whole)


WRONGS = {
    "another may write to it": (lambda path: os.chmod(path, 0o666), ("who may write", "wrong"), "chmod"),
    "everybody may read it": (lambda path: os.chmod(path, 0o644), ("who may read", "note"), "chmod"),
    "it is written ahead": (written_ahead, ("journal", "wrong"), "journal_mode=DELETE"),
    "a change was broken off": (lambda path: Path(f"{path}-journal").write_bytes(b""), ("journal", "note"), "changes the store"),
    "it is no store": (lambda path: path.write_bytes(b"nothing"), ("store", "wrong"), "restore"),
    "it is not there": (lambda path: path.unlink(), ("store", "wrong"), "restore"),
    "a page is damaged": (damaged, None, "backup"),
    "the chain was changed": (lambda path: without_triggers(path, "UPDATE audit SET person = 'eve' WHERE number = 2"),
                              ("chain", "wrong"), "backup"),
    "a document was changed": (lambda path: without_triggers(
        path, "UPDATE document SET bytes = CAST('x' AS BLOB) WHERE sha256 = (SELECT min(sha256) FROM document)"),
        ("documents", "wrong"), "backup"),
}


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-doctor-") as name:
        folder = Path(name)
        books = Books(folder, folder / "books.db")
        books.begin_contract()
        path = folder / "books.db"
        os.chmod(path, 0o600)
        whole = path.read_bytes()
        digest = hashlib.sha256(whole).hexdigest()
        code, found = findings(books)
        tap.point(code == 0 and all(health != "wrong" for _, health in found), "a store that is well is said to be", found)
        tap.point({"clock", "chain", "documents", "tables", "last change", "kind of disk"} <= {what for what, _ in found},
                  "and everything was looked at", found)
        code, out, _ = books.run("doctor")
        tap.point(code == 0 and out.endswith("Nothing is wrong.\n"), "in words too", out)
        for name, (spoil, where, mend) in WRONGS.items():
            for left in folder.glob("books.db*"):
                left.unlink()
            path.write_bytes(whole)
            os.chmod(path, 0o600)
            spoil(path)
            before = path.read_bytes() if path.exists() else b""
            code, found = findings(books)
            told = [text for key, text in found.items() if key[1] != "well" and (where is None or key == where)]
            wrong = where is None or where[1] == "wrong"
            tap.point(code == (3 if wrong else 0) and any(mend in text[1] for text in told), f"told: {name}", (code, found))
            tap.point((path.read_bytes() if path.exists() else b"") == before, f"and nothing is changed: {name}")
        for left in folder.glob("books.db*"):
            left.unlink()
        path.write_bytes(whole)
        tap.point(hashlib.sha256(path.read_bytes()).hexdigest() == digest, "the store has its bytes")
        code, out, _ = books.run("doctor", "--store", "postgresql://nobody@/none?host=/nowhere")
        tap.point(code == 3 and "cannot be opened" in out, "a server that is not there is told", out)
        books.where = ""
        code, out, _ = books.run("doctor")
        tap.point(code == 0 and "clock" in out and "chain" not in out, "without a store the machine alone is looked at", out)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
