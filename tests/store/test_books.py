#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The books: a store is made, files are brought in, periods are settled, approved by one and closed by
another. What a store holds settles as its export and as a folder of the rows do; what is closed and
what is adjusted later are together what the latest data give; whatever is changed behind accord's
back is found.
usage: test_books.py ACCORD SOURCE_ROOT [SEED]"""

import csv
import hashlib
import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, rows  # noqa: E402
from postgres_server import programs, server, sql  # noqa: E402

ACCORD, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SEED = int(sys.argv[3]) if len(sys.argv) > 3 and sys.argv[3].isdigit() else 20160811
SOURCE = ROOT / "tests/golden/time"
CASES = 6

PRACTICES = "practice,commissioner\nP1,CCG\nP2,CCG\n"
LISTS = "practice,quarter,list\n" + "".join(
    f"{p},2016/17 Q{q},{size}\n" for q in (1, 2, 3, 4) for p, size in (("P1", 300), ("P2", 100)))
VARIATION = "\nVARIATION 1 signed 2016-09-20 effective 2016-04-01\n2.3 table price : GBP/attendance rate always : 12.00\n"


def visits(*lines):
    return "Visit,GP,Day\n" + "".join(f"{line}\n" for line in lines)


class Books:
    """A store and a folder to bring files in from."""

    def __init__(self, folder, where):
        self.folder, self.where = Path(folder), str(where)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.anchors = []

    def run(self, *words, who="ada"):
        env = {**os.environ, "ACCORD_STORE": self.where, "ACCORD_AS": who, "ACCORD_KEY": f"{who}.key",
               "TMPDIR": str(self.folder)}
        done = subprocess.run([ACCORD, *map(str, words)], cwd=self.folder, env=env, capture_output=True,
                              text=True, timeout=120)
        self.anchors += [line for line in done.stderr.splitlines() if "anchor " in line]
        return done.returncode, done.stdout, done.stderr

    def must(self, *words, who="ada"):
        code, out, said = self.run(*words, who=who)
        if code != 0:
            raise SystemExit(f"accord {words} ended with {code}:\n{said}")
        return out

    def begin(self):
        self.must("init", self.where, "--name", "Ada")
        self.must("person", "add", "grace", "--name", "Grace", "--new-key", "grace.key")

    def file(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def bring(self, name, text, *more):
        return self.must("import", self.file(name, text), "--quiet", *more)

    def begin_contract(self, known="2016-04-01"):
        self.begin()
        self.file("lists.csv", LISTS)
        self.file("practices.csv", PRACTICES)
        self.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", SOURCE / "contract.accord",
                  "--known", known, "--quiet")

    def month(self, name, text, month, known, stage, *more):
        first = date(2016, month, 1)
        last = date(2016, month + 1, 1) - timedelta(days=1)
        return self.bring(name, text, "--as-name", "visits.csv", "--covers-from", first, "--covers-until", last,
                          "--known", known, *(("--stage", stage) if stage else ()), *more)

    def close(self, period, known_by):
        self.must("settle", "--period", period, "--known-by", known_by, "--as-due")
        self.must("approve", "--period", period, who="grace")
        return self.must("close", "--period", period)

    def export(self, name="out"):
        shutil.rmtree(self.folder / name, ignore_errors=True)
        self.must("export", name)
        return self.folder / name

    def query(self, text):
        """Rows of the store itself, as tuples of text."""
        if self.where.startswith("postgresql:"):
            return [tuple(line.split("|")) for line in sql(self.where, text).splitlines()]
        with sqlite3.connect(self.where) as db:
            return [tuple(str(v) for v in row) for row in db.execute(text)]


def over(folder, command, *more):
    """A command over a contract and a data folder."""
    done = subprocess.run([ACCORD, command, "contract.accord", "--data", "data", "--quiet", *map(str, more)], cwd=folder,
                          capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return done.stdout


def digest(books):
    return hashlib.sha256(Path(books.where).read_bytes()).hexdigest()


def due(folder, day, periods):
    """What each account of each payment of some periods comes to, by the ledger without a store."""
    sums = defaultdict(int)
    for period in periods:
        for row in rows(over(folder, "ledger", "--format", "csv", "--known-by", day, "--period", period)):
            amount = Fraction(row["debit"] or 0) - Fraction(row["credit"] or 0)
            sums[(row["code"], f"{row['class']}:{row['owner']}:{row['account']}")] += int(amount * 100)
    return {k: v for k, v in sums.items() if v}


def posted(books):
    sums = defaultdict(int)
    for code, cls, owner, name, amount in books.query(
            "SELECT e.code, p.class, p.owner, p.name, p.amount FROM entry e JOIN posting p ON p.entry = e.number"):
        sums[(code, f"{cls}:{owner}:{name}")] += int(amount)
    return {k: v for k, v in sums.items() if v}


# ---- People ----

def people(tap, books):
    books.begin()
    mode = (books.folder / "ada.key").stat().st_mode & 0o777
    tap.point(mode == 0o600, "a key is made for its owner's eyes", oct(mode))
    code, _, said = books.run("init", books.where, "--name", "Eve", who="ada")
    tap.point(code == 1 and "there" in said, "a store is not made twice", said)
    listed = books.must("person", "list")
    tap.point(listed == "code,name,acts\nada,Ada,yes\ngrace,Grace,yes\n", "people are listed", listed)
    books.file("eve.key", "a secret of some length\n")
    os.chmod(books.folder / "eve.key", 0o600)
    code, _, said = books.run("person", "end", "grace", who="eve")
    tap.point(code == 3 and "may not act" in said, "who is nobody may not act", said)
    code, _, said = books.run("person", "end", "ada", "--key", "grace.key")
    tap.point(code == 3 and "may not act" in said, "nor who has another's key", said)
    os.chmod(books.folder / "grace.key", 0o644)
    code, _, said = books.run("person", "end", "ada", who="grace")
    tap.point(code == 2 and "others may read" in said, "a key that others may read is refused", said)
    os.chmod(books.folder / "grace.key", 0o600)
    code, _, said = books.run("person", "add", "ada", "--name", "Other", "--new-key", "other.key")
    tap.point(code == 1 and not (books.folder / "other.key").exists(), "a code is not given twice, and no key left", said)
    books.must("person", "end", "grace")
    code, _, said = books.run("person", "list", who="grace")
    tap.point(code == 0 and books.run("person", "end", "ada", who="grace")[0] == 3, "who has left acts no more", said)
    code, _, said = books.run("person", "end", "ada")
    tap.point(code == 1 and "last" in said, "the last person cannot be ended", said)
    code, _, said = books.run("person", "sing", "ada")
    tap.point(code == 2 and "person add" in said, "what cannot be done to a person is told", said)
    tap.point(books.run("verify")[0] == 0, "the store verifies", books.run("verify")[2])


# ---- Importing ----

def refusals(tap, books):
    books.begin()
    books.file("lists.csv", LISTS)
    code, _, said = books.run("import", "lists.csv")
    tap.point(code == 1 and "bring it in first" in said, "data without a contract are refused", said)
    faulty = (SOURCE / "contract.accord").read_text().replace("PRICES\n", "PRICES\n2.9 nonsense\n")
    code, _, said = books.run("import", books.file("faulty.accord", faulty))
    tap.point(code == 3 and "faulty.accord:" in said, "a contract with faults is refused, with its faults", said)
    books.file("practices.csv", PRACTICES)
    books.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", SOURCE / "contract.accord",
               "--known", "2016-04-01", "--quiet")
    files = "SELECT count(*) FROM submission"
    before = books.query(files)
    april = books.file("april.csv", visits("a1,P1,2016-04-04", "a2,P2,2016-04-20"))
    days = ("--covers-from", "2016-04-01", "--covers-until", "2016-04-30")
    named = ("--as-name", "visits.csv")
    bad = books.file("bad.csv", visits("a1,P1,2016-04-04", "a2,P2,31/02/2016", "a3,P2,2016-04-05"))
    may = books.file("may.csv", visits("a1,P1,2016-05-04"))
    books.file("visits-1.csv", visits("a1,P1,2016-04-04"))
    books.file("visits-2.csv", visits("a2,P1,2016-04-05"))
    cases = [
        (("import", "lists.csv"), 1, "brought in before"),
        (("import", april, "--as-name", "unheard.csv"), 1, "no clause of the contract reads"),
        (("import", april, *named, "--covers-from", "2016-04-01", "--covers-until", "2016-04-15"), 1, "2016-04-01 to 2016-04-30"),
        (("import", april, *named, "--covers-from", "2016-04-01"), 2, "neither"),
        (("import", april, *named, "--covers-from", "2016-05-01", "--covers-until", "2016-04-01"), 1, "before --covers-from"),
        (("import", april, *named, "--known", "2999-01-01"), 1, "has not come yet"),
        (("import", april, *named, "--known", "soon"), 2, "a date such as"),
        (("import", april, "--as-name", "../visits.csv", *days), 1, "will not do as the name"),
        (("import", "nowhere.csv", *named, *days), 1, "no such file"),
        (("import", bad, *named, *days, "--known", "2016-05-20"), 3, "bad.csv:3"),
        (("import", may, *named, *days, "--known", "2016-05-20"), 3, "dated outside"),
        (("import", SOURCE / "contract.accord", "--stage", "flex"), 2, "means nothing for a contract"),
        (("import", SOURCE / "contract.accord", "lists.csv", "--stage", "flex"), 1, "is a contract"),
        (("import", SOURCE / "visits.layout"), 1, "there is a layout"),
        (("import", "visits-1.csv", "visits-2.csv", "--known", "2016-05-20"), 1, "visits-2.csv stands for all days"),
    ]
    for words, status, expected in cases:
        code, _, said = books.run(*words)
        tap.point(code == status and expected in said, f"refused: {expected}", f"{code}: {said}")
    tap.point(books.query(files) == before, "and of all these nothing was kept", books.query(files))
    if not books.where.startswith("postgresql:"):
        kept = digest(books)
        books.must("import", april, *named, *days, "--known", "2016-05-20", "--dry-run")
        tap.point(digest(books) == kept, "a dry run of an import leaves the store's bytes")
    books.run("import", bad, *named, *days, "--known", "2016-05-20", "--refused", "refused.csv")
    told = (books.folder / "refused.csv").read_text()
    tap.point("R-DATE" in told and "31/02/2016" in told, "refused rows are written", told)
    books.must("import", april, *named, *days, "--known", "2016-05-20", "--stage", "freeze")
    code, _, said = books.run("import", april, *named, *days, "--known", "2016-06-20")
    tap.point(code == 1 and "brought in before" in said, "a file of rows is brought in once", said)
    again = books.file("again.csv", visits("a9,P1,2016-04-04"))
    code, _, said = books.run("import", again, *named, *days, "--known", "2016-06-20", "--stage", "flex")
    tap.point(code == 1 and "does not go with what is there" in said, "flex after freeze is refused", said)
    held = "".join("|".join(row) for row in books.query("SELECT name, kind, source, plan FROM submission"))
    whole = " ".join(open(f, encoding="utf-8", errors="replace").read() for f in [books.where] if os.path.exists(f))
    tap.point("a2,P2" not in whole and "seen.cells.csv" in held, "no row of a patient is in the store")
    practices = books.file("practices.csv", PRACTICES + "P3,CCG\n")
    books.must("import", practices, "--known", "2016-06-25", "--quiet")
    code, _, said = books.run("settle", "--period", "2016/17 Q1", "--known-by", "2016-06-30", "--dry-run")
    tap.point(code != 0 and "list of members" in said, "cells of another list of members are not used", said)
    _, _, said = books.run("import", april, *named, "--quiet")
    tap.point("counted again" in said, "and the file is counted again", said)
    manifest = (books.export() / "data/manifest.csv").read_text()
    tap.point(manifest.count("seen.cells.csv,2016-04-01,2016-04-30") == 1 and "2016-05-20" in manifest,
              "once, from the day that it had", manifest)
    tap.point(books.run("verify")[0] == 0, "the store verifies", books.run("verify")[2])


# ---- Settling and closing ----

def month_end(tap, books):
    books.begin_contract()
    books.month("a-flex.csv", visits("a1,P1,2016-04-04", "a2,P2,2016-04-20"), 4, "2016-05-20", "flex")
    books.month("b.csv", visits("b1,P1,2016-05-10"), 5, "2016-06-20", "flex")
    code, _, said = books.run("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-01")
    tap.point(code == 3 and "not yet known" in said, "a period whose data have not come is not settled", said)
    books.month("c.csv", visits("c1,P1,2016-06-10"), 6, "2016-07-20", "flex")
    for words, status, expected in [
            (("settle", "--period", "2016/17 Q9"), 1, "is no period"),
            (("settle", "--period", "2031/32 Q1"), 1, "it runs from"),
            (("settle", "--period", "2016-04"), 1, "no payment"),
            (("approve", "--period", "2016/17 Q1"), 1, "accord settle"),
            (("close", "--period", "2016/17 Q1"), 1, "accord settle")]:
        code, _, said = books.run(*words)
        tap.point(code == status and expected in said, f"{words[0]}: {expected}", f"{code}: {said}")
    asked = ("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-31", "--as-due")
    if not books.where.startswith("postgresql:"):
        kept = digest(books)
        dry = books.must(*asked, "--dry-run")
        tap.point(digest(books) == kept, "a dry run leaves the store's bytes")
    else:
        dry = books.must(*asked, "--dry-run")
    tap.point(books.must(*asked) == dry and "Provisional" in dry and "£20.00" in dry,
              "and says what the settlement says", dry)
    code, _, said = books.run("close", "--period", "2016/17 Q1")
    tap.point(code == 1 and "not approved" in said, "what is not approved is not closed", said)
    books.must("approve", "--period", "2016/17 Q1", who="grace")
    code, _, said = books.run("approve", "--period", "2016/17 Q1")
    tap.point(code == 1 and "approved by grace" in said, "it is approved once", said)
    code, _, said = books.run("close", "--period", "2016/17 Q1", who="grace")
    tap.point(code == 3 and "another person" in said, "who approved does not close", said)
    books.must("close", "--period", "2016/17 Q1")
    for words in (("close",), ("approve",), ("settle", "--known-by", "2016-08-31")):
        code, _, said = books.run(*words, "--period", "2016/17 Q1", who="grace")
        tap.point(code == 1 and "closed" in said, f"{words[0]}: closed is closed", said)
    first = due(books.export(), "2016-07-31", ["2016/17 Q1"])
    tap.point(posted(books) == first and first, "what was posted is what the ledger without a store has", posted(books))
    out = books.folder / "out"
    stated = over(out, "statement", "--known-by", "2016-07-31", "--period", "2016/17 Q1")
    tap.point(dry.startswith(stated) and stated, "the statement has the bytes of the export's", stated)

    # What comes later: the freeze of April with a row more, the second quarter, a variation.
    books.month("a.csv", visits("a1,P1,2016-04-04", "a2,P2,2016-04-20", "a3,P2,2016-04-29"), 4, "2016-08-05", "freeze")
    for month, known in ((7, "2016-08-20"), (8, "2016-09-20"), (9, "2016-10-20")):
        books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, known, "flex")
    varied = books.file("varied.accord", (SOURCE / "contract.accord").read_text() + VARIATION)
    books.must("import", varied, "--known", "2016-09-20")
    code, _, said = books.run("settle", "--period", "2016/17 Q2", "--known-by", "2016-07-01")
    tap.point(code == 1 and "cannot know less" in said, "a later closing does not look from an earlier day", said)
    text = books.must("settle", "--period", "2016/17 Q2", "--known-by", "2016-12-31", "--as-due")
    tap.point("turns back" in text and "seen.cells.csv" in text and "variation 1" in text.lower(),
              "what moved is said by its causes", text)
    books.must("approve", "--period", "2016/17 Q2", who="grace")
    books.must("close", "--period", "2016/17 Q2")
    both = due(books.export(), "2016-12-31", ["2016/17 Q1", "2016/17 Q2"])
    tap.point(posted(books) == both, "closed and adjusted are what the latest data give", (posted(books), both))
    kinds = [kind for (kind,) in books.query("SELECT kind FROM entry ORDER BY number")]
    tap.point(kinds == ["due", "reversal", "again", "due"], "by a reversal and an entry that states it again", kinds)
    sums = defaultdict(int)
    for row in rows(books.must("ledger", "--store", books.where, "--format", "csv")):
        amount = Fraction(row["debit"] or 0) - Fraction(row["credit"] or 0)
        sums[(row["code"], f"{row['class']}:{row['owner']}:{row['account']}")] += int(amount * 100)
    tap.point({k: v for k, v in sums.items() if v} == both, "the ledger of the store is written", sums)
    readers = {"hledger": ["hledger", "-f", "kept.journal", "check", "--strict"],
               "ledger": ["ledger", "--args-only", "-f", "kept.journal", "--strict", "--pedantic", "balance"]}
    for reader, words in readers.items():
        books.file("kept.journal", books.must("ledger", "--store", books.where, "--format", reader))
        if shutil.which(reader):
            done = subprocess.run(words, cwd=books.folder, capture_output=True, text=True, timeout=60)
            tap.point(done.returncode == 0, f"and {reader} adds it up again", done.stderr)
    code, _, said = books.run("ledger", "--store", books.where, "--party", "CCG")
    tap.point(code == 2 and "written whole" in said, "a part of it is refused", said)
    books.file("anchors.txt", "\n".join(books.anchors) + "\n")
    code, out, said = books.run("verify", "--anchor", "anchors.txt")
    tap.point(code == 0 and "2 closed periods settled anew" in out, "every closed period comes to the same again", said)
    try:
        books.query("UPDATE entry SET title = 'x'")
        refused = False
    except (sqlite3.DatabaseError, subprocess.CalledProcessError):
        refused = True
    tap.point(refused, "an entry cannot be changed")


def overtaken(tap, books):
    """What was approved is overtaken by a closing, and two close at once."""
    books.begin_contract()
    for month in range(4, 10):
        books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, f"2016-{month + 1:02}-20", "flex")
    for period in ("2016/17 Q1", "2016/17 Q2"):
        books.must("settle", "--period", period, "--known-by", "2016-12-31", "--as-due")
        books.must("approve", "--period", period, who="grace")
    env = {**os.environ, "ACCORD_STORE": books.where, "ACCORD_AS": "ada", "ACCORD_KEY": "ada.key", "TMPDIR": str(books.folder)}
    closers = [subprocess.Popen([ACCORD, "close", "--period", "2016/17 Q1"], cwd=books.folder, env=env,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [closer.communicate(timeout=60)[1] for closer in closers]
    codes = sorted(closer.returncode for closer in closers)
    tap.point(codes == [0, 1, 1] and sum("is closed: by ada" in text for text in said) == 2,
              "of three who close at once one does, and the others are told", said)
    code, _, text = books.run("close", "--period", "2016/17 Q2")
    tap.point(code == 3 and "not what grace approved" in text, "an approval from before another closing is not enough", text)
    tap.point(len(books.query("SELECT number FROM closing")) == 1, "and nothing of it was posted")
    books.close("2016/17 Q2", "2016-12-31")
    tap.point(books.run("verify")[0] == 0, "the store verifies", books.run("verify")[2])


def law(tap, folder, seed):
    """Closed and adjusted are what the latest data give, after each closing of random submissions; and
    the store's cells give what a folder of the rows gives."""
    draw = random.Random(seed)
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    plain = folder / "plain"
    (plain / "data").mkdir(parents=True)
    (plain / "data/practices.csv").write_text(PRACTICES)
    (plain / "data/lists.csv").write_text(LISTS)
    shutil.copy(SOURCE / "visits.layout", plain / "data")
    shutil.copy(SOURCE / "contract.accord", plain)
    manifest = ["file,known,as,covers from,covers until,stage\n", "lists.csv,2016-04-01,,,,\n", "practices.csv,2016-04-01,,,,\n"]
    wrong, closed, frozen, sent = [], [], set(), 0

    def send(month, known, stage, least=0):
        nonlocal sent
        sent += 1
        name = f"visits-{sent}.csv"
        text = visits(*(f"v{sent}-{i},P{draw.randint(1, 2)},2016-{month:02}-{draw.randint(1, 28):02}"
                        for i in range(draw.randint(least, 6))))
        last = date(2016, month + 1, 1) - timedelta(days=1)
        books.month(name, text, month, known, stage)
        (plain / "data" / name).write_text(text)
        manifest.append(f"{name},{known},visits.csv,2016-{month:02}-01,{last},{stage}\n")

    for quarter, months, known_by in ((1, (4, 5, 6), date(2016, 8, 31)), (2, (7, 8, 9), date(2016, 11, 30))):
        for month in months:
            send(month, date(2016, month + 1, 15), "flex")
        for month in range(4, months[-1] + 1):
            if draw.random() < 0.5:
                stage = "" if month in frozen else draw.choice(("", "freeze"))
                frozen |= {month} if stage else set()
                send(month, known_by - timedelta(days=draw.randint(1, 5)), stage, 1)
        closed.append(f"2016/17 Q{quarter}")
        books.close(closed[-1], known_by)
        (plain / "data/manifest.csv").write_text("".join(manifest))
        by_rows, by_cells = due(plain, known_by, closed), due(books.export(), known_by, closed)
        if posted(books) != by_cells or by_rows != by_cells:
            wrong.append(f"{closed}: posted {posted(books)} cells {by_cells} rows {by_rows}")
    code, _, said = books.run("verify")
    tap.point(not wrong and code == 0, f"closed and adjusted are the latest, seed {seed}", wrong or said)


# ---- Tampering ----

TAMPERS = {
    "a file's day is changed": "UPDATE submission SET known = known - 1 WHERE number = {any}",
    "a document is changed": "UPDATE document SET bytes = CAST('x' AS BLOB) WHERE sha256 = (SELECT sha256 FROM submission WHERE number = {any})",
    "a file is taken out": "DELETE FROM submission WHERE number = 7",
    "an amount is changed": "UPDATE posting SET amount = amount + 1 WHERE entry = {entry} AND line = 1",
    "two amounts are changed alike": "UPDATE posting SET amount = CASE line WHEN 1 THEN amount + 1 ELSE amount - 1 END WHERE entry = {entry} AND line < 3",
    "an entry's day is changed": "UPDATE entry SET date = date + 1 WHERE number = {entry}",
    "the last entry is taken out": "DELETE FROM posting WHERE entry = 4; DELETE FROM entry WHERE number = 4",
    "two lines are swapped": "UPDATE posting SET line = 900 WHERE entry = {entry} AND line = 1; UPDATE posting SET line = 1 WHERE entry = {entry} AND line = 2; UPDATE posting SET line = 2 WHERE line = 900",
    "an entry is put in": "INSERT INTO entry SELECT 5, closing, ledger, kind, date, code, title, replace(hash, 'a', 'b') FROM entry WHERE number = 4",
    "the chain is cut": "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)",
    "the chain has lost an entry": "DELETE FROM audit WHERE number = {any}",
    "who did it is changed": "UPDATE audit SET person = 'eve' WHERE number = {any}",
    "who closed is changed": "UPDATE closing SET person = 'grace' WHERE number = 1",
    "who approved is changed": "UPDATE approval SET person = 'ada' WHERE settlement = 1",
    "an approval is taken out": "DELETE FROM closing WHERE number = 2; DELETE FROM approval WHERE settlement = 2",
    "a person's name is changed": "UPDATE person SET name = 'Eve' WHERE code = 'ada'",
    "a person's secret is changed": "UPDATE person SET verifier = (SELECT verifier FROM person WHERE code = 'ada') WHERE code = 'grace'",
    "a person is put in": "INSERT INTO person SELECT 'eve', name, verifier, added_at, NULL FROM person WHERE code = 'ada'",
    "a settlement's day is changed": "UPDATE settlement SET known_by = known_by + 1 WHERE number = {entry} % 2 + 1",
}


def tampers(tap, folder, draw):
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    for month in range(4, 10):
        books.month(f"m{month}.csv", visits(f"d{month},P2,2016-0{month}-07"), month, f"2016-{month + 1:02}-20", "flex")
    books.close("2016/17 Q1", "2016-08-31")
    old = (folder / "books.db").read_bytes()
    books.month("late.csv", visits("x1,P1,2016-04-09", "x2,P1,2016-04-10"), 4, "2016-09-01", "freeze")
    books.close("2016/17 Q2", "2016-12-31")
    books.file("anchors.txt", "\n".join(books.anchors) + "\n")
    whole = (folder / "books.db").read_bytes()
    tap.point(books.run("verify", "--anchor", "anchors.txt")[0] == 0, "the store that is tampered with verified before")
    for name, text in TAMPERS.items():
        missed = []
        for _ in range(3):
            (folder / "books.db").write_bytes(whole)
            chosen = text.format(any=draw.randint(1, 8), entry=draw.randint(1, 4))
            db = sqlite3.connect(folder / "books.db", isolation_level=None)
            for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {trigger}")
            db.executescript(chosen)
            db.close()
            code, _, said = books.run("verify", "--anchor", "anchors.txt")
            if code != 3:
                missed.append(f"{chosen}: {code} {said}")
        tap.point(not missed, f"found: {name}", "\n".join(missed))
    (folder / "books.db").write_bytes(old)
    code, _, said = books.run("verify", "--anchor", "anchors.txt")
    tap.point(code == 3 and "cut short, or an old copy" in said, "found: an old copy put back", said)
    tap.point(books.run("verify")[0] == 0, "which without an anchor is whole in itself")
    (folder / "books.db").write_bytes(whole)
    books.file("none.txt", "nothing here\n")
    code, _, said = books.run("verify", "--anchor", "none.txt")
    tap.point(code == 1 and "has no anchor" in said, "a file without anchors is told", said)


def main():
    tap = Tap()
    draw = random.Random(SEED)
    print(f"# seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="accord-books-") as name:
        folder = Path(name)
        parts = (people, refusals, month_end, overtaken)
        for part in parts:
            part(tap, Books(folder / part.__name__, folder / part.__name__ / "books.db"))
        for case in range(CASES):
            law(tap, folder / f"law-{case}", draw.randint(1, 10**6))
        tampers(tap, folder / "tampers", draw)
        left = [p.name for p in folder.glob("*/accord-*")]
        tap.point(not left, "no folder of a moment is left", left)
        if programs() is None:
            print("# PostgreSQL is not installed: tools/setup check")
            return tap.done()
        with server() as address:
            for part in parts:
                sql(address, f"CREATE SCHEMA {part.__name__}")
                where = f"{address}&options=-csearch_path%3D{part.__name__}"
                part(tap, Books(folder / f"pg-{part.__name__}", where))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
