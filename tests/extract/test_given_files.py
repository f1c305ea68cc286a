#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows in one file, in thousands of files, packed or not, or sent through standard input: the same cells.

usage: test_given_files.py ACCORD

Prints TAP.
"""

import gzip
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
SEED, FILES, ROWS_EACH, DESCRIPTORS = 20140401, 3000, 20, 40
DONE, FAILED, MISUSED = 0, 1, 2

CONTRACT = """accord 1
contract T "Test"
term 2014-04-01 to 2014-06-30, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice from "practices.csv"
1.4 unit attendance
1.5 input seen : attendance flow by practice, month
      counts rows of visits
      practice by gp-practice from "practices.csv"
      month by day
2.1 all : attendance flow by month = total seen over practice
"""
SECOND = """1.6 input urgent : attendance flow by practice, month
      counts rows of visits where urgent is 1
      practice by gp-practice from "practices.csv"
      month by day
"""
PAID = """2.2 table price : GBP/attendance rate always : 10.00
2.3 pay all * price, rounded to pence, monthly, 15 days after month
2.4 split payer WL 100%, pence by largest remainder
2.5 split payee P 100%, pence by largest remainder
"""
LAYOUT = """layout 1
name visits "Visits"
files "visits*.csv"
field gp-practice : code from "GP"
field day : date yyyy-mm-dd from "Day"
field urgent : code from "Urgent"
"""
HEADING = "GP,Day,Urgent\n"


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def draw_rows(chance, count):
    return [f"P{chance.randrange(40)},2014-0{chance.randint(4, 6)}-{chance.randint(1, 30):02},{chance.randrange(2)}\n"
            for _ in range(count)]


def zstd_of(plain):
    """A frame of raw blocks (RFC 8878, 3.1.1), since Python has no zstd of its own."""
    blocks = [plain[at:at + (1 << 17)] for at in range(0, len(plain), 1 << 17)]
    return b"\x28\xB5\x2F\xFD\x00\x58" + b"".join(
        (len(block) << 3 | (number == len(blocks))).to_bytes(3, "little") + block for number, block in enumerate(blocks, 1))


class World:
    """A contract, and the same rows as one file and as thousands in folders of their own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.contract = self.folder / "c.accord"
        self.contract.write_text(CONTRACT)
        self.data = self.folder / "data"
        self.data.mkdir()
        (self.data / "practices.csv").write_text("practice\n" + "".join(f"P{i}\n" for i in range(40)))
        (self.data / "visits.layout").write_text(LAYOUT)
        chance = random.Random(SEED)
        parts = [draw_rows(chance, ROWS_EACH) for _ in range(FILES)]
        self.whole = HEADING + "".join(row for part in parts for row in part)
        self.one = self.folder / "one.csv"
        self.one.write_text(self.whole)
        for number, part in enumerate(parts):
            sent = self.folder / f"sent-{number % 7}"
            sent.mkdir(exist_ok=True)
            text = HEADING + "".join(part)
            if number % 3 == 0:
                (sent / f"v{number}.csv.gz").write_bytes(gzip.compress(text.encode(), 1))
            else:
                (sent / f"v{number}.csv").write_text(text)
        self.wanted = self.cube(f"visits={self.one}")

    def run(self, *rows, sent=None, more=(), contract=None, descriptors=None):
        """How it ended, the cells, and what was said."""
        command = [ACCORD, "cube", contract or self.contract, "--data", self.data, "-o", "-", "--quiet", *more]
        for row in rows:
            command += ["--rows", row]

        def limit():
            if descriptors is not None:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        done = subprocess.run(
            list(map(str, command)), input=sent or b"", capture_output=True, timeout=100, check=False, preexec_fn=limit)
        return done.returncode, done.stdout, done.stderr.decode()

    def cube(self, *rows, sent=None, more=(), descriptors=None):
        code, cells, said = self.run(*rows, sent=sent, more=more, descriptors=descriptors)
        need(code == DONE, f"exit {code}: {said[-600:]}")
        return cells

    def need_fault(self, code, words, *rows, sent=None, more=(), contract=None):
        got, _, said = self.run(*rows, sent=sent, more=more, contract=contract)
        need(got == code and words in said, f"expected exit {code} and {words!r}; exit {got}: {said[-600:]}")


def thousands_of_files_by_a_pattern_are_the_one_file(world):
    """With few descriptors, by any number of threads."""
    for threads in (1, 2, 7):
        cells = world.cube(f"visits={world.folder}/sent-?/v*", more=["--threads", threads], descriptors=DESCRIPTORS)
        need(cells == world.wanted, f"other cells with {threads} threads")


def thousands_of_files_in_the_data_folder_are_the_one_file(world):
    folder = world.folder / "folder"
    shutil.copytree(world.data, folder)
    for path in world.folder.glob("sent-?/v*"):
        shutil.copy(path, folder / f"visits-{path.name}")
    kept, world.data = world.data, folder
    try:
        need(world.cube(descriptors=DESCRIPTORS) == world.wanted, "other cells")
    finally:
        world.data = kept


def memory_does_not_grow_with_the_files(world):
    """Thousands of files take little more than the one file does."""
    def most_kib(pattern):
        command = ["/usr/bin/env", "python3", "-c", (
            "import resource, subprocess, sys\n"
            "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"),
            ACCORD, "cube", world.contract, "--data", world.data, "-o", "-", "--rows", f"visits={pattern}"]
        return int(subprocess.run(list(map(str, command)), capture_output=True, timeout=100, check=True).stdout)

    few, many = most_kib(f"{world.folder}/sent-1/v1*"), most_kib(f"{world.folder}/sent-?/v*")
    sanitized = b"__asan_init" in pathlib.Path(ACCORD).read_bytes()  # which holds back what is let go
    need(sanitized or many < few + 16 * 1024, f"{many} KiB for {FILES} files, {few} for fewer")


def patterns_add_up(world):
    rows = [f"visits={world.folder}/sent-{i}/*" for i in range(7)]
    need(world.cube(*reversed(rows)) == world.wanted, "other cells")


def standard_input_is_a_file(world):
    plain = world.whole.encode()
    for name, sent in (("plain", plain), ("gzip", gzip.compress(plain)), ("zstd", zstd_of(plain))):
        for threads in (1, 2, 7):
            need(world.cube("visits=-", sent=sent, more=["--threads", threads]) == world.wanted, f"{name}, {threads} threads")


def standard_input_goes_on_behind_its_first_bytes(world):
    """More than are looked at before it is read, in a pipe that gives them little by little."""
    large = world.folder / "large.csv"
    large.write_text(HEADING + "".join(draw_rows(random.Random(SEED + 1), 200000)))
    need(large.stat().st_size > 2 << 20, "too small")
    wanted = world.cube(f"visits={large}")
    command = f"cat '{large}' | '{ACCORD}' cube '{world.contract}' --data '{world.data}' -o - --quiet --rows visits=-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=100, check=True)
    need(done.stdout == wanted, "other cells")
    need(done.stderr.decode() == world.run(f"visits={large}")[2], "another account")
    large.unlink()


def nhs_numbers_are_found_behind_the_first_rows(world):
    """What is packed or sent cannot be looked into beforehand, and is looked at as it is read."""
    early = "".join(draw_rows(random.Random(SEED + 2), 60000))
    late = "".join(f"9434765919{row[row.index(','):]}" for row in draw_rows(random.Random(SEED + 3), 60000))
    whole = (HEADING + early + late).encode()
    need(len(whole) > 3 << 19, "too small")
    packed = world.folder / "late.csv.gz"
    packed.write_bytes(gzip.compress(whole, 1))
    for threads in ("1", "2", "7"):
        world.need_fault(FAILED, "holds NHS numbers", f"visits={packed}", more=["--threads", threads])
        for sent in (whole, zstd_of(whole)):
            world.need_fault(FAILED, "holds NHS numbers", "visits=-", sent=sent, more=["--threads", threads])
    packed.unlink()


def several_inputs_read_standard_input(world):
    """A pipe is kept in a temporary file, and a file that is sent is read where it was begun."""
    double = world.folder / "double.accord"
    double.write_text(CONTRACT.replace("2.1 all", SECOND + "2.1 all"))
    large = world.folder / "large.csv"
    large.write_text(HEADING + "".join(draw_rows(random.Random(SEED + 4), 200000)))
    code, wanted, account = world.run(f"visits={large}", contract=double)
    need(code == DONE and wanted.count(b"urgent") > 1, "the second input has no cells")
    command = [ACCORD, "cube", double, "--data", world.data, "-o", "-", "--quiet", "--rows", "visits=-"]
    command = list(map(str, command))
    for sent in (large.read_bytes(), zstd_of(large.read_bytes()), world.whole.encode()):
        whole = world.folder / "whole.csv"
        whole.write_bytes(sent)
        cells = world.run(f"visits={whole}", contract=double)[1]
        got = world.run("visits=-", sent=sent, contract=double)
        need(got[:2] == (DONE, cells), f"other cells from a pipe: {got[2]}")
        with whole.open("rb") as file:
            done = subprocess.run(command, stdin=file, capture_output=True, timeout=100, check=False)
        need(done.returncode == DONE and done.stdout == cells, f"other cells from a file: {done.stderr.decode()}")
    whole.write_bytes(b"what somebody has read\n" + large.read_bytes())
    with whole.open("rb", buffering=0) as file:
        file.seek(len("what somebody has read\n"))
        done = subprocess.run(command, stdin=file, capture_output=True, timeout=100, check=False)
    need(done.stdout == wanted and done.stderr.decode() == account, "other cells from within a file")
    nowhere = dict(os.environ, TMPDIR=str(world.folder / "nowhere"))
    with subprocess.Popen(["cat", large], stdout=subprocess.PIPE) as cat:
        done = subprocess.run(command, stdin=cat.stdout, capture_output=True, timeout=100, check=False, env=nowhere)
    need(done.returncode == FAILED and b"nowhere" in done.stderr and b"TMPDIR" in done.stderr, f"{done}")
    code, _, said = world.run("visits=-", sent=world.whole.encode(), more=["--input", "urgent"], contract=double)
    need(code == DONE, said)
    for path in (large, whole):
        path.unlink()


def standard_input_and_files_add_up(world):
    rest = [f"visits={world.folder}/sent-{i}/*" for i in range(1, 7)]
    first = b"".join(
        (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())[len(HEADING):]
        for path in sorted((world.folder / "sent-0").iterdir()))
    need(world.cube(*rest, "visits=-", sent=HEADING.encode() + first) == world.wanted, "other cells")


def a_name_that_is_there_is_no_pattern(world):
    odd = world.folder / "o[dd]*.csv"
    odd.write_text(world.whole)
    need(world.cube(f"visits={odd}") == world.wanted, "other cells")


def files_of_the_folder_give_way(world):
    other = world.data / "visits-other.csv"
    other.write_text(HEADING + "P1,2014-04-01,0\n")
    need(world.cube(f"visits={world.one}") == world.wanted, "the folder's file was read")
    other.unlink()


def errors_name_the_file(world):
    broken = world.folder / "broken"
    broken.mkdir()
    (broken / "a.csv").write_text(HEADING + "P1,2014-04-01,0\n")
    (broken / "b.csv").write_text("GP,Urgent\nP1,1\n")
    world.need_fault(FAILED, "b.csv", f"visits={broken}/*")
    (broken / "b.csv").write_bytes(gzip.compress(world.whole.encode())[:-100])
    world.need_fault(FAILED, "b.csv is cut off", f"visits={broken}/*")
    (broken / "b.csv").write_text(HEADING + "P1,2014-04-31,0\n")
    world.need_fault(3, "b.csv:2", f"visits={broken}/*")
    world.need_fault(3, "standard input:2", "visits=-", sent=HEADING.encode() + b"P1,2014-04-31,0\n")
    world.need_fault(FAILED, "standard input is empty", "visits=-")
    world.need_fault(FAILED, "standard input is cut off", "visits=-", sent=gzip.compress(world.whole.encode())[:-100])
    world.need_fault(FAILED, "standard input has no column", "visits=-", sent=b"GP,Urgent\nP1,1\n")


def nhs_numbers_on_standard_input_are_refused(world):
    sent = HEADING + "".join(f"943 476 5919,2014-04-{day:02},0\n" for day in range(1, 31))
    world.need_fault(FAILED, 'the column "GP" of standard input', "visits=-", sent=sent.encode())
    world.need_fault(FAILED, 'the column "GP" of standard input', "visits=-", sent=gzip.compress(sent.encode()))


def what_cannot_be_meant_is_refused(world):
    link = world.folder / "link.csv"
    link.symlink_to(world.one)
    world.need_fault(MISUSED, "standard input twice", "visits=-", "visits=-", sent=b"x")
    world.need_fault(MISUSED, "LAYOUT=FILE", str(world.one))
    world.need_fault(MISUSED, "no input that is asked for counts rows of visit", f"visit={world.one}")
    world.need_fault(MISUSED, "no such file", f"visits={world.folder}/nothing.csv")
    world.need_fault(MISUSED, "no file fits", f"visits={world.folder}/nothing*.csv")
    world.need_fault(MISUSED, "twice", f"visits={world.one}", f"visits={world.folder}/one*")
    world.need_fault(MISUSED, "also as", f"visits={world.one}", f"visits={link}")
    world.need_fault(MISUSED, "--refused would overwrite", f"visits={world.one}", more=["--refused", world.one])
    world.need_fault(FAILED, "hold the same bytes", f"visits={world.one}", "visits=-", sent=world.whole.encode())


def every_command_takes_them(world):
    """The same bytes as from a data folder that has the file, and from standard input the same figures."""
    paid = world.folder / "paid.accord"
    paid.write_text(CONTRACT + PAID)
    folder, empty = world.folder / "whole", world.data
    shutil.copytree(empty, folder)
    (folder / "visits.csv").write_text(world.whole)
    sent = world.folder / "sent-visits"
    sent.mkdir()
    (sent / "visits.csv").write_text(world.whole)

    def run(command, data, *more, stdin=None):
        words = [ACCORD, command[0], paid, "--data", data, "--quiet", *command[1:], *more]
        done = subprocess.run(list(map(str, words)), input=stdin or b"", capture_output=True, timeout=100, check=False)
        return done.returncode, done.stdout, done.stderr.decode()

    out = ("-o", sent / "visits.csv")
    for command in (["eval", "--value", "all"], ["explain", "--value", "all", "--at", "2014-04"], ["statement"],
                    ["ledger", "--format", "hledger"], ["bounds"],
                    ["rows", "--value", "seen", "--at", "P1,2014-04", "--format", "csv"]):
        wanted = run(command, folder)
        need(wanted[0] == DONE and wanted[1], f"{command}: {wanted[2]}")
        for rows in (sent / "visits.csv", sent / "v*.csv"):
            got = run(command, empty, "--rows", f"visits={rows}")
            need(got[:2] == wanted[:2], f"{command} {rows}: other bytes: {got[2]}")
        got = run(command, empty, "--rows", "visits=-", stdin=world.whole.encode())
        need(got[0] == DONE, f"{command}, standard input: {got[2]}")
        need(command[0] != "eval" or got[1] == wanted[1], "other figures from standard input")
        got = run(command, empty, "--rows", f"visits={sent}/nothing")
        need(got[0] == MISUSED and "no such file" in got[2], f"{command}: {got}")
        if command[0] in ("explain", "rows"):
            got = run(command, empty, "--rows", f"visits={sent}/v*", *out)
            need(got[0] == MISUSED and "-o would overwrite" in got[2], f"{command}: {got}")
    got = run(["statement"], empty, "--rows", f"visits={sent}/v*", *out)
    need(got[0] == MISUSED and "-o would overwrite" in got[2], f"{got}")
    need((sent / "visits.csv").read_text() == world.whole, "it was overwritten")
    for command in ("statement", "explain", "ledger"):
        more = ["--value", "all", "--at", "2014-04"] if command == "explain" else []
        words = [ACCORD, command, "--store", world.folder / "none.store", "--rows", "visits=-", *more]
        done = subprocess.run(list(map(str, words)), capture_output=True, timeout=100, check=False)
        need(done.returncode == MISUSED and b"leave out the contract" in done.stderr, f"{command}: {done.stderr}")


TESTS = [
    thousands_of_files_by_a_pattern_are_the_one_file, thousands_of_files_in_the_data_folder_are_the_one_file,
    memory_does_not_grow_with_the_files, patterns_add_up, standard_input_is_a_file,
    standard_input_goes_on_behind_its_first_bytes, several_inputs_read_standard_input, standard_input_and_files_add_up,
    nhs_numbers_are_found_behind_the_first_rows, a_name_that_is_there_is_no_pattern,
    files_of_the_folder_give_way, errors_name_the_file, nhs_numbers_on_standard_input_are_refused,
    what_cannot_be_meant_is_refused, every_command_takes_them,
]


def main():
    print(f"1..{len(TESTS)}")
    print(f"# seed {SEED}")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        for number, test in enumerate(TESTS, 1):
            try:
                test(world)
                print(f"ok {number} - {test.__name__}")
            except Fault as fault:
                failed = True
                print(f"not ok {number} - {test.__name__}\n# {fault}".replace("\n", "\n# ").replace("# # ", "# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
