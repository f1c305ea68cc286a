#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows that count where another follows them, through the program: in one file and in many, in any order, by any number
of threads, replaced by later files, and where they cannot be counted.

usage: test_followed.py ACCORD

Prints TAP.
"""

import collections
import csv
import datetime
import gzip
import io
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
SEED, ROWS, FILES, DAYS = 20140401, 30000, 60, 45
DONE, FAILED, MISUSED = 0, 1, 2

CONTRACT = """accord 1
contract T "Test"
term 2014-04-01 to 2015-03-31, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice from "practices.csv"
1.4 unit attendance
1.5 input onward : attendance flow by practice, month
      counts rows of visits where site is C1 or C2
      followed within 45 days by rows of the same person and service where site is H1
      practice by gp-practice from "practices.csv"
      month by day
2.1 all : attendance flow by month = total onward over practice
"""
APART = CONTRACT.replace("rows of the same person and service where site is H1",
                         "rows of hospital of the same person and service dated by seen where site is H1")
LAYOUT = """layout 1
name visits "Visits"
files "visits*.csv"
identifier visit
field gp-practice : code from "GP"
field person : code from "Person"
field service : code from "Service"
field site : code from "Site"
field day : date yyyy-mm-dd from "Day"
field visit : code from "Id"
"""
HOSPITAL = """layout 1
name hospital "Hospital"
files "hospital*.csv"
delimiter semicolon
identifier number
field person : code from "Pseudonym"
field service : code from "Specialty"
field site : code from "Site"
field seen : date dd/mm/yyyy from "Seen"
field number : code from "No"
"""
HEADING = "GP,Person,Service,Site,Day,Id\n"


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def draw(chance):
    rows = []
    for number in range(ROWS):
        day = datetime.date(2014, 4, 1) + datetime.timedelta(days=chance.randrange(365))
        rows.append((f"P{chance.randrange(20)}", f"N{chance.randrange(2500)}", chance.choice(("330", "130")),
                     chance.choice(("C1", "C2", "H1", "X")), day.isoformat(), str(number)))
        if chance.random() < 0.02:
            rows.append(rows[-1])
    return rows


def followed(rows):
    """The rows that a plain reading counts, each once."""
    hospital = collections.defaultdict(list)
    once = {row[-1]: row for row in rows}.values()
    for _, person, service, site, day, _ in once:
        if site == "H1":
            hospital[person, service].append(datetime.date.fromisoformat(day))
    for row in once:
        _, person, service, site, day, _ = row
        gaps = [(later - datetime.date.fromisoformat(day)).days for later in hospital[person, service]]
        if site in ("C1", "C2") and any(0 <= gap <= DAYS for gap in gaps):
            yield row


def cells_of(rows):
    """How many these are, by practice and month."""
    return dict(collections.Counter((row[0], row[4][:7]) for row in followed(rows)))


class World:
    def __init__(self, folder, rows):
        self.folder, self.rows = pathlib.Path(folder), rows
        self.contract = self.folder / "c.accord"
        self.contract.write_text(CONTRACT)
        self.data = self.folder / "data"
        self.data.mkdir()
        (self.data / "practices.csv").write_text("practice\n" + "".join(f"P{i}\n" for i in range(20)))
        (self.data / "visits.layout").write_text(LAYOUT)

    def fill(self, parts):
        """A folder of files, every other one packed."""
        for old in self.data.glob("visits-*"):
            old.unlink()
        for number, part in enumerate(parts):
            text = HEADING + "".join(",".join(row) + "\n" for row in part)
            if number % 2:
                (self.data / f"visits-{number}.csv.gz").write_bytes(gzip.compress(text.encode(), 1))
            else:
                (self.data / f"visits-{number}.csv").write_text(text)

    def run(self, *arguments, environment=None, given=None):
        done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False, input=given,
                              env={**os.environ, **(environment or {})})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def cube(self, *more, code=DONE, environment=None):
        got, cells, said = self.run("cube", self.contract, "--data", self.data, "-o", "-", "--quiet", *more,
                                    environment=environment)
        need(got == code, f"exit {got}: {said[-700:]}")
        return cells, said


def read_cells(text):
    return {(row["practice"], row["month"]): int(row["rows"]) for row in csv.DictReader(io.StringIO(text)) if row["rows"] != "0"}


def any_order_files_and_threads_give_the_same(world):
    wanted = cells_of(world.rows)
    chance = random.Random(SEED)
    seen = set()
    by_person = sorted(world.rows, key=lambda row: (row[1], row[4]))
    for threads, rows in ((1, world.rows), (2, by_person), (7, chance.sample(world.rows, len(world.rows)))):
        for files in (1, FILES):
            world.fill([rows[at::files] for at in range(files)])
            cells, said = world.cube("--threads", threads)
            need(read_cells(cells) == wanted, f"{threads} threads, {files} files: other cells")
            need("set aside: not followed" in said and "set aside: one with its identifier counts" in said, said)
            seen.add(cells)
    need(len(seen) == 1, "other bytes")


class Apart:
    """A world whose hospital rows stand in files of another layout."""

    def __init__(self, world):
        self.world, self.data = world, world.data
        self.contract = world.folder / "apart.accord"
        self.contract.write_text(APART)

    def fill(self, community, hospital):
        self.world.fill(community)
        (self.data / "hospital.layout").write_text(HOSPITAL)
        for old in self.data.glob("hospital*.csv"):
            old.unlink()
        for number, part in enumerate(hospital):
            lines = [f"{row[5]};{'/'.join(reversed(row[4].split('-')))};{row[3]};{row[2]};{row[1]}" for row in part]
            (self.data / f"hospital-{number}.csv").write_text("\n".join(["No;Seen;Site;Specialty;Pseudonym", *lines, ""]))

    def run(self, command, *more, code=DONE, given=None):
        got, out, said = self.world.run(command, self.contract, "--data", self.data, "--quiet", *more, given=given)
        need(got == code, f"exit {got}, not {code}: {said[-700:]}")
        return out, said


def rows_of_another_layout_follow(world):
    """Community and hospital each in an extract of its own: the same cells as in one extract of both."""
    wanted = cells_of(world.rows)
    community, hospital = ([row for row in world.rows if (row[3] == "H1") == is_hospital] for is_hospital in (False, True))
    apart = Apart(world)
    seen = set()
    for threads, files in ((1, 1), (7, 9)):
        apart.fill([community[at::files] for at in range(files)], [hospital[at::files] for at in range(files)])
        cells, said = apart.run("cube", "-o", "-", "--threads", threads)
        need(read_cells(cells) == wanted, f"{threads} threads, {files} files: other cells")
        need(f"{len(hospital):,}  set aside: may follow what is counted" in said, said)
        need(f"{len(world.rows):,}  rows read" in said, said)
        seen.add(cells)
    need(len(seen) == 1, "other bytes")
    out, _ = apart.run("statement")
    need("hospital-8.csv" in out, "the statement does not name what it was made of")


def a_month_is_known_once_both_have_come(world):
    apart = Apart(world)
    apart.fill([[("P1", "N1", "330", "C1", "2014-05-01", "1"), ("P1", "N2", "330", "C1", "2014-06-20", "2")]],
               [[("", "N1", "330", "H1", "2014-05-20", "1")]])
    out, _ = apart.run("eval", "--value", "all", "--format", "csv")
    state = {row["period"]: (row["value"], row["status"]) for row in csv.DictReader(io.StringIO(out))}
    need(state["2014-05"][0] == "1", f"May: {state['2014-05']}")
    need(state["2014-06"][0] == "" and "not been received" in out, f"June is known without its hospital rows: {state['2014-06']}")
    apart.fill([[("P1", "N1", "330", "C1", "2014-05-01", "1")]], [])
    _, said = apart.run("eval", code=FAILED)
    need("reads rows of hospital" in said and "hospital*.csv" in said, said)


def each_layout_refuses_by_its_own_rows(world):
    apart = Apart(world)
    many = [("P1", f"N{at}", "330", "C1", "2014-05-01", str(at)) for at in range(500)]
    apart.fill([many], [[("", "N1", "330", "H1", "2014-05-20", "1"), ("", "", "330", "H1", "2014-05-20", "2")]])
    refused = world.folder / "refused.csv"
    _, said = apart.run("cube", "-o", "-", "--refused", refused, "--refuse-at-most", "10%", code=3)
    need("1 of 2 rows were refused" in said and "hospital-0.csv:3:5" in said, said)
    rows = list(csv.DictReader(refused.open()))
    need([(row["file"].split("/")[-1], row["line"], row["reason"]) for row in rows] == [("hospital-0.csv", "3", "R-MISSING")], rows)
    (apart.data / "visits-0.csv").write_text(HEADING + "P1,,330,C1,2014-05-01,1\nP1,N1,330,C1,2014-05-01,2\n")
    cells, _ = apart.run("cube", "-o", "-", "--refused", refused, "--refuse-at-most", "50%", "--rows", "hospital=-",
                         given=(apart.data / "hospital-0.csv").read_bytes())
    rows = list(csv.DictReader(refused.open()))
    need([(row["file"].split("/")[-1], row["line"]) for row in rows] == [("standard input", "3"), ("visits-0.csv", "2")], rows)
    need(read_cells(cells) == {("P1", "2014-05"): 1}, cells)


def faults_of_the_clause_are_told(world):
    apart = Apart(world)
    apart.fill([[("P1", "N1", "330", "C1", "2014-05-01", "1")]], [[("", "N1", "330", "H1", "2014-05-20", "1")]])
    for old, new, code, words in (
            ("rows of hospital of", "rows of visits of", 3, "leave 'visits of' out"),
            ("rows of hospital of", "rows of", 3, "name the layout of what follows"),
            ("rows of hospital of", "rows of hospitals of", FAILED, "no layout has that name"),
            (" dated by seen", "", FAILED, "has no field day"),
            ("dated by seen", "dated by site", FAILED, "site is no date in the layout hospital"),
            ("person and service dated", "person and seen dated", FAILED, "has no field seen")):
        apart.contract.write_text(APART.replace(old, new))
        _, said = apart.run("cube", "-o", "-", code=code)
        need(words in said, f"{new}: {said}")
    apart.contract.write_text(APART)
    _, said = apart.run("pull", "--table", "visits=v", "--dialect", "postgresql", "--dry-run", code=FAILED)
    need("one statement asks one table" in said and "UNION ALL" in said, said)
    cells, _ = apart.run("cube", "-o", "-", "--rows", f"hospital={apart.data}/hospital-0.csv")
    need(read_cells(cells) == {("P1", "2014-05"): 1}, cells)


def a_superseded_row_follows_nothing(world):
    world.fill([[("P1", "N1", "330", "C1", "2014-05-01", "1")], [("P1", "N1", "330", "H1", "2014-05-20", "2")]])
    need(read_cells(world.cube()[0]) == {("P1", "2014-05"): 1}, "it is followed")
    (world.data / "visits-3.csv").write_text(HEADING + "P1,N9,330,H1,2014-05-21,3\n")
    manifest = world.data / "manifest.csv"
    manifest.write_text(
        "file,known,as,covers from,covers until\nvisits-1.csv.gz,2014-06-01,visits-h.csv,2014-05-01,2014-05-31\n"
        "visits-3.csv,2014-07-01,visits-h.csv,2014-05-01,2014-05-31\n")
    need(read_cells(world.cube()[0]) == {}, "what was superseded follows")
    need(read_cells(world.cube("--known-by", "2014-06-15")[0]) == {("P1", "2014-05"): 1}, "it was not superseded then")
    manifest.unlink()


def what_lacks_a_person_is_refused_with_its_line(world):
    world.fill([[("P1", "", "330", "C1", "2014-05-01", "1"), ("P1", "", "330", "X", "2014-05-01", "2"),
                 ("P1", "N1", "330", "H1", "2014-05-32", "3"), ("P9Z", "N1", "330", "H1", "2016-05-01", "4")]])
    _, said = world.cube(code=3)
    need("visits-0.csv:2:2" in said and "person has no value" in said, said)
    need("visits-0.csv:4:5" in said and "R-DATE" in said, said)
    need("2 of 4 rows were refused" in said, said)


def a_temporary_folder_that_cannot_be_written_is_told(world):
    rows = [(f"P{number % 20}", f"N{number}", "330", "C1", "2014-05-01", str(number)) for number in range(1300000)]
    world.fill([rows])
    _, said = world.cube(code=FAILED, environment={"TMPDIR": str(world.folder / "nowhere")})
    need("temporary file" in said and "nowhere" in said, said)
    cells, _ = world.cube(environment={"TMPDIR": str(world.folder)})
    need(read_cells(cells) == {}, "nothing follows")
    need(not list(world.folder.glob("accord-*")), "a temporary file was left")


def list_of(world, contract, cell, *more):
    """The rows behind a cell, as person, service, site and day, with the file and line of each."""
    code, out, said = world.run("rows", contract, "--data", world.data, "--value", "onward", "--at", ",".join(cell),
                                "--fewest", "1", "--format", "csv", "--quiet", *more)
    need(code == DONE, f"{cell}: exit {code}: {said[-500:]}")
    rows = list(csv.DictReader(io.StringIO(out)))
    return ([(row["gp-practice"], row["person"], row["service"], row["site"], row["day"]) for row in rows],
            [(row["file"], int(row["line"])) for row in rows])


def the_rows_behind_a_cell_are_those_followed(world):
    """In one extract and in two, with rows that came again, by any number of threads; each stands where it is said to."""
    chance = random.Random(SEED + 5)
    wanted = collections.defaultdict(list)
    for row in followed(world.rows):
        wanted[row[0], row[4][:7]].append(row[:5])
    cells = chance.sample(sorted(wanted), 4)
    need(all(len(wanted[cell]) > 2 for cell in cells), "too few to tell")
    apart = Apart(world)
    for contract, threads in ((world.contract, 1), (world.contract, 7), (apart.contract, 2)):
        rows = chance.sample(world.rows, len(world.rows))
        if contract == world.contract:
            parts = [rows[at::3] for at in range(3)]
            world.fill(parts)
        else:
            parts = [[row for row in rows if row[3] != "H1"]]
            apart.fill(parts, [[row for row in rows if row[3] == "H1"]])
        for cell in cells:
            got, places = list_of(world, contract, cell, "--threads", threads)
            need(sorted(got) == sorted(wanted[cell]), f"{contract.name}, {threads} threads, {cell}: other rows")
            for row, (file, line) in zip(got, places):
                number = int(pathlib.Path(file).name.split(".")[0].removeprefix("visits-"))
                need(parts[number][line - 2][:5] == row, f"{file}:{line} is another row")


def of_rows_that_came_again_the_first_read_is_listed(world):
    """Both are followed; the one that is read second repeats the first."""
    world.fill([[("P1", "N1", "330", "C1", "2014-05-01", "1"), ("P1", "N1", "330", "C1", "2014-05-01", "1"),
                 ("P1", "N2", "330", "C1", "2014-05-01", "2"), ("P1", "N1", "330", "H1", "2014-05-02", "3")]])
    for threads in (1, 2):
        got, places = list_of(world, world.contract, ("P1", "2014-05"), "--threads", threads)
        need(got == [("P1", "N1", "330", "C1", "2014-05-01")] and places[0][1] == 2, f"{got} {places}")
        need(list_of(world, world.contract, ("P1", "2014-06"), "--threads", threads) == ([], []), "rows of an empty cell")


def a_store_says_why_not(world):
    world.fill([[("P1", "N1", "330", "C1", "2014-05-01", "1")]])
    store = world.folder / "alliance.db"
    key = world.folder / "ada.key"
    who = {"ACCORD_STORE": str(store), "ACCORD_AS": "ada", "ACCORD_KEY": str(key)}
    code, _, said = world.run("init", store, "--name", "Ada", environment=who)
    need(code == DONE, said)
    small = [world.contract, world.data / "visits.layout", world.data / "practices.csv"]
    code, _, said = world.run("import", *small, "--known", "2014-04-01", "--quiet", environment=who)
    need(code == DONE, said)
    code, _, said = world.run("import", world.data / "visits-0.csv", "--known", "2014-06-01", "--quiet", environment=who)
    need(code == FAILED and "counts rows that others follow" in said, f"{code} {said}")


TESTS = [
    any_order_files_and_threads_give_the_same, rows_of_another_layout_follow, a_month_is_known_once_both_have_come,
    each_layout_refuses_by_its_own_rows, faults_of_the_clause_are_told, a_superseded_row_follows_nothing,
    what_lacks_a_person_is_refused_with_its_line, a_temporary_folder_that_cannot_be_written_is_told,
    the_rows_behind_a_cell_are_those_followed, of_rows_that_came_again_the_first_read_is_listed, a_store_says_why_not,
]


def main():
    print(f"1..{len(TESTS)}")
    print(f"# seed {SEED}")
    failed = False
    rows = draw(random.Random(SEED))
    for number, test in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(World(folder, rows))
                print(f"ok {number} - {test.__name__}")
            except Fault as fault:
                failed = True
                print(f"not ok {number} - {test.__name__}")
                print("# " + str(fault).replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
