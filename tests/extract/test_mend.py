#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rows that were refused, mended in the file of refused rows and put back, give the cells that they
would have given had they been right from the start: for every kind of layout, quoted, packed, cut.

usage: test_mend.py ACCORD

Prints TAP.
"""

import csv
import gzip
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent / "bad_inputs"))
from folder import CONTRACT, FILES, READS  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
DONE, FAILED, NO = 0, 1, 3

# input: (rows as they should be, {place: that row as it came}); of one cell each in lists
ROWS = {
    "seen": (["A1,C83001,2014-04-03,5", 'A2,"C83002",2014-05-04,6', '"A ""3""\nand more",C83001,2014-04-05,5',
              "A4,00123,2014-04-30,5", "A5,C83004,2014-06-01,3", "A6,C83004,2014-06-02,5"],
             {1: 'A2,"C83002"x,2014-05-04,6', 2: '"A ""3""\nand more",C83001,2014-04-31,5', 3: "A4,123,2014-04-30,5",
              5: "A6,c83004,2014-06-02,5"}),
    "spent": (["C83001,2014-04-03,12.50", 'C83002,2014-04-03,"1,234.56"', "C83001,2014-04-03,0.01", "C83004,2014-05-03,7"],
              {1: "C83002,2014-04-03,1,234.56", 2: "C83001,2014-04-03,1e-2", 3: "C83004,2014-05-03,"}),
    "hours": (["C83001,2014-04,3", "C83002,May 2014,4", "C83001,2014-04,5"], {1: "C83002,2014-13,4", 2: "C83001,2014-04,-5"}),
    "list": (["C83001,2014-04,7480", "C83002,2014-04,7350", "C83001,2014-05,7481"],
             {0: "C83001,2014-04,7480 people", 2: "C83001,2014-15,7481"}),
    "waits": (["C83001,2014-04,95%", "C83002,2014-04,0.9", "C83004,2014-04,"], {1: "C83002,2014-04,90"}),
    "open": (["C83001,2014-04,yes", "C83002,2014-04,no"], {1: "C83002,2014-04,nope"}),
    "band": (["C83001,2014-04,low", "C83002,2014-04,high"], {0: "C83001,2014-04,LOW"}),
    "british": (["C83001,03/04/2014", "C83002,30/04/2014"], {1: "C83002,31/04/2014"}),
    "compact": (["C83001,20140403", "C83002,20140430"], {0: "C83001,140403"}),
    "american": (["C83001,04/03/2014", "C83002,04/30/2014"], {1: "C83002,30/04/2014"}),
    "wordy": (["C83001,3 April 2014", "C83002,30 April 2014"], {1: "C83002,31 April 2014"}),
    "strict": (["C83001,2014-04-03", "C83002,2014-04-30"], {0: "C83001"}),
    "semicolons": (['C83001;2014-04-03', '"C83002";2014-04-30', "C83001;2014-05-01"],
                   {1: '"C83002;2014-04-30', 2: "C83001;2014-05-01;"}),
    "tabs": (["C83001\t2014-04-03", "C83002\t2014-04-30"], {1: "C83002 2014-04-30"}),
    "held": (["OLD,2014-04-03", "NEW,2014-11-30"], {1: "NEW,2014-01-31"}),
    "noted": (['C83001,2014-04-03,no,"a, b"', "C83002,2014-04-30,no,"], {0: 'C83001,2014-04-03,may be,"a, b"'}),
}
WAYS = {
    "plain": lambda text: text.encode(),
    "CRLF and a mark": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "no line end at the end": lambda text: text[:-1].encode(),
    "gzip": lambda text: gzip.compress(text.encode(), mtime=0),
}
TWO = CONTRACT.replace("3.1 all", """2.17 input missed : attendance flow by practice, month
      counts rows of visits where not (attended is 5 or 6)
      practice by gp-practice from "practices.csv"
      month by day
3.1 all""")


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def run(*arguments):
    result = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=60, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode("utf-8", "replace")


def cube(folder, *more):
    return run("cube", folder / "contract.accord", "--data", folder / "data", "-o", "-", "--quiet", *more)


def fresh(folder, contract=CONTRACT):
    for name in ("data", "mended"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "data").mkdir()
    for name, text in FILES.items():
        (folder / "data" / name).write_text(text, "utf-8")
    (folder / "contract.accord").write_text(contract)


def rewrite(path, mended):
    """Mends the column `row` as a person would, in a program that reads CSV; returns how many rows."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            row["row"] = mended(row)
            writer.writerow(row)
    return len(rows)


def put_back(folder, listed):
    code, text, said = run("mend", listed, "-o", folder / "mended")
    need(code == DONE, said)
    for path in (folder / "mended").iterdir():
        (folder / "data" / (path.name + ".gz")).unlink(missing_ok=True)
        shutil.move(path, folder / "data" / path.name)
    return text


def round_trip(folder, reads, way):
    rows, broken = ROWS[reads]
    file, heading, _ = READS[reads]
    name = file + (".gz" if way == "gzip" else "")
    make = WAYS[way]
    fresh(folder)
    (folder / "data" / name).write_bytes(make("\n".join((heading, *rows)) + "\n"))
    strict = reads == "strict" and way == "no line end at the end"
    code, right, said = cube(folder, "--input", reads, *(("--refuse-at-most", "100%") if strict else ()))
    need(code == DONE, said)
    if strict:  # its last row is refused; what is right is the file with its end
        (folder / "data" / name).write_bytes(WAYS["plain"]("\n".join((heading, *rows)) + "\n"))
        _, right, _ = cube(folder, "--input", reads)
    came = [broken.get(place, row) for place, row in enumerate(rows)]
    (folder / "data" / name).write_bytes(make("\n".join((heading, *came)) + "\n"))
    listed = folder / "refused.csv"
    code, _, said = cube(folder, "--input", reads, "--refused", listed)
    need(code == NO, f"nothing is refused: {said}")
    lines, line = {}, 2
    for place, row in enumerate(came):
        lines[line] = rows[place]
        line += row.count("\n") + 1
    count = rewrite(listed, lambda row: lines[int(row["line"])])
    need(count == len(broken) + (1 if strict else 0), f"{count} rows are refused")
    text = put_back(folder, listed)
    need(f"{count} row" in text and "0 taken out" in text, text)
    code, again, said = cube(folder, "--input", reads)
    need(code == DONE and again == right, f"other cells: {said}\n{again}\n{right}")


def duplicates_are_taken_out(folder):
    fresh(folder)
    rows = [READS["seen"][1], *ROWS["seen"][0]]
    path = folder / "data" / "visits.csv"
    path.write_text("\n".join(rows) + "\n")
    _, right, _ = cube(folder, "--input", "seen")
    path.write_text("\n".join([*rows, rows[1], rows[0]]) + "\n")
    listed = folder / "refused.csv"
    code, _, said = cube(folder, "--input", "seen", "--refused", listed)
    need(code == NO and "R-DUPLICATE" in said and "R-HEADING" in said, said)
    rewrite(listed, lambda row: "")
    need("0 rows put back, 2 taken out" in put_back(folder, listed), "it does not say what it took out")
    need(path.read_text() == "\n".join(rows) + "\n", "the file is not what it was")
    need(cube(folder, "--input", "seen")[1] == right, "other cells")


def a_row_of_two_inputs_counts_once_in_each(folder):
    """Refused by both, it stands twice; one of the two lines is mended."""
    for both in (False, True):
        fresh(folder, TWO)
        rows = [READS["seen"][1], "A1,C83001,2014-04-03,5", "A2,C83001,2014-04-03,3", "A3,C83002,2014-04-04,5"]
        path = folder / "data" / "visits.csv"
        path.write_text("\n".join(rows) + "\n")
        for reads in ("spent", "hours", "british", "compact", "american", "wordy", "strict", "semicolons", "tabs", "held", "noted"):
            (folder / "data" / READS[reads][0]).write_text(f"{READS[reads][1]}\n{READS[reads][2]}\n")
        _, right, said = cube(folder)
        need(right.count("seen,") == 2 and right.count("missed,") == 1, said)
        path.write_text("\n".join(rows).replace("A3,C83002", "A3,C8\"3002") + "\n")
        listed = folder / "refused.csv"
        need(cube(folder, "--refused", listed)[0] == NO, "nothing is refused")
        first = []

        def mended(row):
            first.append(row)
            return rows[3] if both or len(first) == 1 else row["row"]
        need(rewrite(listed, mended) == 2, "it is not listed by both")
        need("1 row put back" in put_back(folder, listed), "it was put back twice")
        need(cube(folder)[1] == right, "other cells")
    (folder / "data" / "visits.csv").write_text("\n".join(rows).replace("A3,C83002", "A3,C8\"3002") + "\n")
    cube(folder, "--refused", listed)
    count = iter(("A3,C83002,2014-04-04,5", "A3,C83001,2014-04-04,5"))
    rewrite(listed, lambda row: next(count))
    code, _, said = run("mend", listed, "-o", folder / "mended")
    need(code == FAILED and "mended in two ways" in said and f"{listed}:3:1" in said, said)
    need(not list((folder / "mended").iterdir()), "half a file was left")


def what_cannot_be_put_back_is_told(folder):
    fresh(folder)
    listed, data = folder / "refused.csv", folder / "data" / "visits.csv"
    data.write_text("Id,GP,Day,Att\nA1,C83001,2014-04-03,5\n")
    head = "file,line,lines,row\n"
    for text, says in (
            ("file,line,row\n", 'no column "lines"'), (head + f"{data},0,1,x\n", "whole numbers from 1"),
            (head + f"{data},2,one,x\n", "whole numbers from 1"), (head + f"{data},9,1,x\n", "does not have this line"),
            (head + f'{data},2,1,A1,C83001\n', "cannot be read"), (head + f"{data}.no,2,1,x\n", "cannot open"),
            ("", "is empty")):
        listed.write_text(text)
        code, _, said = run("mend", listed, "-o", folder / "mended")
        need(code == FAILED and says in said, f"{text!r}: {said}")
    listed.write_text(head + f'{data},2,1,"A1,C83001,2014-04-04,5"\n')
    need(run("mend", listed, "-o", folder / "data")[0] == FAILED, "the file was written over")
    need(data.read_text().endswith("04-03,5\n"), "the file was changed")


def limits_by_reason(folder):
    """A limit of one reason stands beside that of all, and is judged before it."""
    good = [f"A{i},C83001,2014-04-03,5" for i in range(97)]
    bad = ["B1,C83001,2014-04-31,5", "B2,Z,2014-04-03,5", "B3,Z,2014-04-03,5"]
    for lines, code_wanted, says in (
            ("refuse at most 3%", DONE, ""), ("refuse at most 2.9%", NO, "3 of 100 rows were refused (3%)"),
            ("refuse at most 3%\nrefuse at most 1% for R-MEMBER", NO, "2 of 100 rows were refused for R-MEMBER (2%)"),
            ("refuse at most 3%\nrefuse at most 2% for R-MEMBER\nrefuse at most 1% for R-DATE", DONE, ""),
            ("refuse at most 3%\nrefuse at most 0% for R-DATE", NO, "visits.layout:10"),
            ("refuse at most 3%\nrefuse at most 0% for R-NONE", FAILED, "visits.layout:10")):
        fresh(folder)
        path = folder / "data" / "visits.layout"
        path.write_text(FILES["visits.layout"] + lines + "\n")
        (folder / "data" / "visits.csv").write_text("\n".join([READS["seen"][1], *good, *bad]) + "\n")
        code, _, said = cube(folder, "--input", "seen")
        need(code == code_wanted and says in said, f"{lines}: {code}, {said}")
    need(cube(folder, "--input", "seen", "--refuse-at-most", "3%")[0] == FAILED, "R-NONE passes")
    path.write_text(FILES["visits.layout"] + "refuse at most 0% for R-DATE\n")
    need(cube(folder, "--input", "seen", "--refuse-at-most", "3%")[0] == DONE, "the option does not lift it")


def main():
    # A file that a contract names by its own name is not packed.
    tests = {f"{reads}, {way}": (round_trip, reads, way) for reads in READS for way in WAYS
             if way != "gzip" or reads not in ("list", "waits", "open", "band")}
    for test in (duplicates_are_taken_out, a_row_of_two_inputs_counts_once_in_each, what_cannot_be_put_back_is_told, limits_by_reason):
        tests[test.__name__.replace("_", " ")] = (test,)
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, (test, *arguments)) in enumerate(tests.items(), 1):
            fault = None
            try:
                test(pathlib.Path(scratch), *arguments)
            except Fault as wrong:
                fault = wrong
            failed += fault is not None
            print(f"{'ok' if fault is None else 'not ok'} {number} - {name}", flush=True)
            if fault is not None:
                print("# " + str(fault).replace("\n", "\n# "), flush=True)
    return 1 if failed else 0


sys.exit(main())
