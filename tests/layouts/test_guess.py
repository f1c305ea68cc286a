#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `accord layout guess` proposes, what it leaves out, and that what it proposes reads the file.

usage: test_guess.py ACCORD

Prints TAP.
"""

import codecs
import pathlib
import subprocess
import sys
import tempfile

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())

CONTRACT = """accord 1
contract G "Guess"
term 2014-04-01 to 2014-06-30, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice : C82001, C82002
1.4 unit attendance
2.1 input seen : attendance flow by practice, month
      counts rows of visits
      practice by practice-code
      month by {month}
      freeze 10 days after month
3.1 all : attendance flow by month = total seen over practice
"""


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def accord(code, *arguments):
    done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=60, check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    need(done.returncode == code, f"exit {done.returncode}, not {code}\n{out}{err}")
    return out, err


def guess(folder, content, *more, code=0, name="visits.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return accord(code, "layout", "guess", path, *more)


def column(values, heading="X"):
    return f"Practice Code,{heading}\n" + "".join(f'C82001,"{value}"\n' for value in values)


def test_types(folder):
    cases = [
        (["2014-04-01", "2014-05-13 10:00"], "date yyyy-mm-dd", ""),
        (["20140401", "20140513"], "date yyyymmdd", "a date, or a code?"),
        (["01/04/2014", "13/05/2014"], "date dd/mm/yyyy", ""),
        (["04/01/2014", "05/13/2014"], "date mm/dd/yyyy", ""),
        (["01/04/2014", "02/05/2014"], "date dd/mm/yyyy", "is it dd/mm/yyyy or mm/dd/yyyy?"),
        (["1 April 2014", "13 May 2014"], "date d month yyyy", ""),
        (["Apr 2014", "2014-05"], "period", ""),
        (["2014/15 Q1"], "period", ""),
        (["yes", "No", "TRUE"], "yes or no", ""),
        (["0", "1"], "code", "if they mean no and yes"),
        (["12.50", "£1,234.00", "(3.10)"], "number", ""),
        (["12,50", "1.250,75", "-7"], "code", "2 of 3 values have a comma for a point"),
        (["12,50", "Smith, J"], "code", ""),
        (["95%", "92.5%"], "percent", ""),
        (["3", "12", "120"], "whole", "to be added up, or codes?"),
        (["330", "130"], "code", "2 of 2 values are numbers"),
        (["05", "06"], "code", "nought in front"),
        (["RWEAA", "H1"], "code", ""),
        ([""], "code", "no row that was read has a value"),
        (["2014-04-01"] * 12 + ["31/02"], "code", "12 of 13 values are dates"),
        (["12.5"] * 12 + ["many"], "code", "12 of 13 values are numbers"),
        (["12.5", "-", "N/A"], "number", ""),
    ]
    for values, kind, unsure in cases:
        out, _ = guess(folder, column(values))
        lines = [line for line in out.splitlines() if line.startswith("field x :")]
        need(len(lines) == 1 and lines[0].startswith(f'field x : {kind} from "X"'),
             f"{values}: not {kind}:\n{out}")
        need(unsure in lines[0] and (unsure != "" or "unsure" not in lines[0]), f"{values}: {lines[0]}")
    need('missing "" "-" "N/A"\n' in out, out)


def test_personal(folder):
    people = [("NHSNumber", ["x"], "NHS numbers"), ("Date of Birth", ["1960-01-01"], "dates of birth"),
              ("Surname", ["Smith"], "names of patients"), ("Home Address", ["1 High St"], "addresses"),
              ("Ref", ["943 476 5919", "9434765919"], "NHS numbers"), ("pat_dob", ["01/02/1960"], "dates of birth"),
              ("Who", ["H123"] * 50 + ["943 476 5919"] * 5, "NHS numbers"), ("Where", ["LE1 5WW"], "postcodes")]
    for heading, values, words in people:
        out, _ = guess(folder, column(values, heading))
        need(f'# Not mapped: "{heading}" seems to hold {words}' in out, out)
        need(f'from "{heading}"' not in out, out)
    _, err = guess(folder, "NHS Number\n9434765919\n", code=1)
    need('none of its 1 column is mapped; "NHS Number" seems to hold NHS numbers' in err, err)
    _, err = guess(folder, "Practice,practice\na,b\n", code=1)
    need('none of its 2 columns is mapped; "Practice" is the heading of two columns; rename one' in err, err)


def test_forms(folder):
    for delimiter, word in ((";", "semicolon"), ("\t", "tab"), ("|", "pipe")):
        out, _ = guess(folder, f'"Practice{delimiter}Code"{delimiter}Day, Month\nC1{delimiter}2014-04-01\n')
        need(f"delimiter {word}\n" in out and 'date yyyy-mm-dd from "Day, Month"' in out, out)
    out, _ = guess(folder, codecs.BOM_UTF8 + b"Practice Code,Day\r\nC1,2014-04-01\r\n")
    need('field practice-code : code from "Practice Code"' in out, out)
    out, _ = guess(folder, "Practice,Name\nC1,Caf\xe9\nC2,x\n".encode("latin-1"))
    need("1 of these rows are not UTF-8" in out, out)
    out, _ = guess(folder, "A,B\n1,2,3\nx,y\n")
    need("1 of these rows cannot be read: is the delimiter right?" in out, out)
    _, err = guess(folder, "Practice,Day\n".encode("utf-16"), code=1)
    need("save as CSV UTF-8" in err, err)
    _, err = guess(folder, "", code=1)
    need("is empty" in err, err)
    out, _ = guess(folder, "A,a,,B\n1,2,3,4\n")
    need('"a" is the heading of two columns' in out and "a column without a heading" in out, out)
    out, _ = guess(folder, "Practice,Specialty,Setting,Month,Count\nC1,x,h,2014-04,3\n")
    need("The layout monthly-counts that comes with accord finds all its columns" in out, out)


def test_use(folder):
    """The layout that is guessed reads the file it was guessed from."""
    content = "Practice Code;Seen On\nC82001;03/04/2014\nC82002;30/06/2014\n"
    layout = folder / "visits.layout"
    guess(folder, content, "-o", layout, "--name", "visits")
    _, err = guess(folder, content, "-o", layout, code=1)
    need("is there already" in err, err)
    (folder / "c.accord").write_text(CONTRACT.format(month="seen-on"), encoding="utf-8")
    out, _ = accord(0, "cube", folder / "c.accord", "--data", folder, "-o", "-", "--quiet")
    need(out == "input,practice,month,value,rows\nseen,C82001,2014-04,1,1\nseen,C82002,2014-06,1,1\n", out)
    _, err = guess(folder, content, "--name", "no name", code=1)
    need('"no name" will not do as its name; say another with --name' in err, err)
    _, err = accord(2, "layout", "gess", folder / "visits.csv")
    need("a layout can be guessed" in err, err)
    layout.unlink()


def test_legal_basis(folder):
    """A file whose mapped column holds NHS numbers is not read without a legal basis."""
    (folder / "c.accord").write_text(CONTRACT.format(month="day"), encoding="utf-8")
    (folder / "visits.csv").write_text("GP,Day,Ref\nC82001,2014-04-01,9434765919\n", encoding="utf-8")
    text = ('layout 1\nname visits\nfiles "visits*.csv"\n{}field practice-code : code from "GP"\n'
            'field day : date yyyy-mm-dd from "Day"\nfield who : code from "{}"\n')
    cases = [("", "Ref", 1, "holds NHS numbers"), ("", "NHSNumber", 1, "visits.layout:6:1"),
             ('legal basis "section 251"\n', "Ref", 0, "")]
    for basis, heading, code, words in cases:
        (folder / "visits.layout").write_text(text.format(basis, heading), encoding="utf-8")
        _, err = accord(code, "cube", folder / "c.accord", "--data", folder, "-o", "-", "--quiet")
        need(words in err and "9434765919" not in err, err)


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    failed = 0
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(pathlib.Path(folder))
                print(f"ok {number} - {test.__name__[5:]}")
            except Fault as fault:
                failed += 1
                print(f"not ok {number} - {test.__name__[5:]}\n# " + str(fault).replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
