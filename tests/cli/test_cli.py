#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the program as its users do: every command, what it prints, how it ends, and bad input.

usage: test_cli.py ACCORD SOURCE_ROOT

Prints TAP. Python's standard library only.
"""

import csv
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(sys.argv[2]).resolve()
SMALL = ROOT / "tests" / "golden" / "llr-small"
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3

COUNTING = """accord 1
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
      freeze 10 days after month
2.1 all : attendance flow by month = total seen over practice
"""
LAYOUT = """layout 1
name visits "Visits"
files "visits*.csv"
field gp-practice : code from "GP"
field day : date yyyy-mm-dd from "Day"
"""


class Fault(Exception):
    pass


def run(*arguments, environment=None, folder=None):
    result = subprocess.run(
        [ACCORD, *map(str, arguments)], capture_output=True, timeout=60, check=False, cwd=folder,
        env={**os.environ, **(environment or {})})
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def need(condition, what):
    if not condition:
        raise Fault(what)


def need_run(code, *arguments, out="", err="", folder=None):
    """Runs accord and holds it to its exit code and to words it must print."""
    ended, stdout, stderr = run(*arguments, folder=folder)
    shown = f"accord {' '.join(map(str, arguments))}: exit {ended}\n{stdout[-600:]}\n{stderr[-900:]}"
    need(ended == code, f"expected exit {code}; {shown}")
    need(out in stdout, f"expected {out!r} on stdout; {shown}")
    need(err in stderr, f"expected {err!r} on stderr; {shown}")
    return stdout, stderr


def small(command, *more):
    return [command, SMALL / "contract.accord", "--data", SMALL / "data", *more]


def copy_small(folder):
    """A copy of the small alliance that a test may spoil."""
    target = pathlib.Path(folder) / "small"
    shutil.copytree(SMALL, target)
    return target


def counting(folder):
    """A folder with a contract that counts rows."""
    path = pathlib.Path(folder)
    (path / "t.accord").write_text(COUNTING, encoding="utf-8")
    (path / "visits.layout").write_text(LAYOUT, encoding="utf-8")
    (path / "practices.csv").write_text("practice\nP1\nP2\n", encoding="utf-8")
    (path / "visits.csv").write_text(
        "GP,Day\nP1,2014-04-01\nP2,2014-04-02\nP1,2014-05-03\n", encoding="utf-8")
    return path


def test_usage(folder):
    _, stderr = need_run(MISUSED)
    need("usage: accord COMMAND" in stderr, "accord alone shows the help")
    need_run(DONE, "--help", out="usage: accord COMMAND")
    need_run(DONE, "help", out="usage: accord COMMAND")
    need_run(DONE, "version", out="accord ")
    need_run(DONE, "--version", out="contract language 1")
    need_run(MISUSED, "evil", err="did you mean eval?")
    need_run(MISUSED, "help", "evil", err="did you mean eval?")
    for command in ("bounds", "check", "cube", "demo", "eval", "explain", "help", "statement", "version"):
        page, _ = need_run(DONE, "help", command, out=f"usage: accord {command}")
        need_run(DONE, command, "--help", out=page)
    need_run(MISUSED, *small("eval", "--valeu", "net"), err="did you mean --value?")
    need_run(MISUSED, *small("eval", "--format", "xml"), err="table|csv|json")
    need_run(MISUSED, *small("eval", "--decimals", "x"), err="whole number from 0 to 18")
    need_run(MISUSED, *small("eval", "--refuse-at-most", "2"), err="a percentage such as 0.5%")
    need_run(MISUSED, "eval", SMALL / "contract.accord", err="needs --data DIR")
    need_run(MISUSED, "eval", "--data", folder, err="needs a file")
    need_run(MISUSED, "check", err="needs a file")


def test_check(folder):
    good = SMALL / "contract.accord"
    need_run(DONE, "check", good, out="W-CLIFF", err="good; 49 clauses")
    text = good.read_text(encoding="utf-8")
    bad = pathlib.Path(folder) / "bad.accord"
    need("GPCO 50%" in text, "the contract has its shares")
    bad.write_text(text.replace("GPCO 50%", "GPCO 49.99%"), encoding="utf-8")
    need_run(NO, "check", bad, out="99.99%", err="1 fault")
    stdout, _ = need_run(NO, "check", "--format=json", good, bad)
    told = json.loads(stdout)
    need({fault["file"] for fault in told} == {str(good), str(bad)}, "faults of both files")
    need(any(fault["severity"] == "error" and fault["line"] > 1 for fault in told), "an error")
    need_run(FAILED, "check", bad.with_name("none.accord"), err="none.accord")
    for name, content in (("empty", ""), ("nul", "\0\0"), ("latin", "accord 1\ncontract \xff")):
        bad.write_bytes(content.encode("latin-1"))
        need_run(NO, "check", bad, err="fault")
        need_run(NO, "eval", bad, "--data", folder, err="mend")
        print(f"# {name} is told")


def test_deep(folder):
    path = pathlib.Path(folder) / "deep.accord"
    for inner in ("(" * 10000 + "1" + ")" * 10000, "- " * 10000 + "1", "1" + " + 1" * 10000):
        path.write_text(COUNTING + f"2.2 deep : ratio = {inner}\n", encoding="utf-8")
        need_run(NO, "check", path, err="fault")


def test_eval(_folder):
    stdout, _ = need_run(
        DONE, *small("eval", "--value", "net", "--value", "quality", "--value", "growth",
                     "--format", "csv"))
    rows = list(csv.DictReader(io.StringIO(stdout)))
    need(list(rows[0]) == ["name", "practice", "period", "value", "status"], "the columns of several")
    worked = {}
    with open(SMALL / "worked.csv", newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            worked[row["name"], row["members"], row["period"]] = row["value"]
    for row in rows:
        key = row["name"], row["practice"], row["period"]
        need(row["value"] == worked[key], f"{key}: {row['value']}, worked {worked[key]}")
    stdout, _ = need_run(DONE, *small("eval", "--value", "net", "--format", "csv"))
    need(stdout.startswith("period,value,status\n"), "the columns of one")
    stdout, _ = need_run(
        DONE, *small("eval", "--value", "growth", "--format", "json", "--period", "2014/15 Q2",
                     "--decimals", "2", "--quiet"))
    told = json.loads(stdout)
    need([row["members"]["practice"] for row in told] == ["P00001", "P00002"], "members in JSON")
    need(all(row["period"] == "2014/15 Q2" and row["value"] == "1.00" for row in told), "rounded")
    stdout, _ = need_run(DONE, *small("eval"), out="share-due")
    need("name " in stdout.splitlines()[0], "a heading")
    need_run(MISUSED, *small("eval", "--value", "nett"), err="did you mean net?")
    need_run(MISUSED, *small("eval", "--period", "June"), err="write it as 2014-04")
    need_run(FAILED, "eval", SMALL / "contract.accord", "--data", SMALL / "none", err="no folder")


def test_eval_of_members_that_come_and_go(_folder):
    form = ROOT / "examples" / "forms" / "merging-practices"
    arguments = ["eval", form / "contract.accord", "--data", form / "data", "--value", "so-far",
                 "--period", "2024/25 Q2", "--quiet"]
    stdout, _ = need_run(DONE, *arguments, "--format", "csv")
    found = {r["practice"]: (r["value"], r["status"]) for r in csv.DictReader(io.StringIO(stdout))}
    need(found == {"P1": ("", "closed"), "P2": ("784", "known"), "P3": ("514.5", "known"),
                   "P4": ("98", "closed"), "P5": ("857.5", "known"), "P6": ("", "not open")}, found)
    stdout, _ = need_run(DONE, *arguments, "--format", "json")
    told = {r["members"]["practice"]: (r["value"], r["status"]) for r in json.loads(stdout)}
    need(told["P1"] == (None, "closed") and told["P6"] == (None, "not open"), told)
    need_run(DONE, "explain", form / "contract.accord", "--data", form / "data", "--value", "so-far",
             "--at", "P3,2024/25 Q2", "--quiet", out="what P1 and P3 had, held by P3 on 2024-09-30")


def test_missing(folder):
    copied = copy_small(folder)
    lists = copied / "data" / "lists.csv"
    text = lists.read_text(encoding="utf-8")
    contract = copied / "contract.accord"
    first = text.splitlines()[1]
    practice, quarter, _, weighted = first.split(",")
    lists.write_text(text.replace(first, f"{practice},{quarter},,{weighted}"), encoding="utf-8")
    stdout, _ = need_run(
        FAILED, "eval", contract, "--data", copied / "data", "--value", "growth", "--format", "csv",
        err=f"list of {practice}")
    rows = list(csv.DictReader(io.StringIO(stdout)))
    spoilt = [row for row in rows if row["practice"] == practice]
    need(all(row["value"] == "" and row["status"].startswith("fault") for row in spoilt),
         "a missing value is never nought")
    lists.write_text(text, encoding="utf-8")
    activity = copied / "data" / "activity.csv"
    lines = activity.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if ",2015-09," not in line]
    activity.write_text("\n".join(kept) + "\n", encoding="utf-8")
    stdout, _ = need_run(
        DONE, "eval", contract, "--data", copied / "data", "--value", "net", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(stdout)))
    need(rows[-1]["value"] == "" and "not yet known" in rows[-1]["status"], "not yet known")


def test_bad_data(folder):
    copied = copy_small(folder)
    contract, data = copied / "contract.accord", copied / "data"

    def spoil(name, old, new, code, words):
        path = data / name
        text = path.read_text(encoding="utf-8")
        need(old in text, f"{name} has {old}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        need_run(code, "eval", contract, "--data", data, err=words)
        path.write_text(text, encoding="utf-8")

    spoil("practices.csv", "P00002,ELR", "P00002,XX", FAILED, "practices.csv:3:2: XX is no")
    spoil("practices.csv", "P00002", "P00001", FAILED, "practices.csv:3:1: practice P00001 was")
    spoil("practices.csv", "P00002,ELR\n", "", FAILED, "has 2 members, and practices.csv lists 1")
    spoil("practices.csv", "practice,", "code,", FAILED, 'no column "practice"')
    spoil("lists.csv", "weighted-list", "size", FAILED, 'no column "weighted-list"')
    spoil("lists.csv", "P00001", "P77777", NO, "lists.csv:2:1: refused, R-MEMBER")
    spoil("rtt.csv", "94.2%", "94.2", NO, "R-PERCENT")
    (data / "fft.csv").unlink()
    need_run(FAILED, "eval", contract, "--data", data, err="reads fft.csv, which is not in")
    refused = pathlib.Path(folder) / "refused.csv"
    shutil.copy(SMALL / "data" / "fft.csv", data)
    text = (data / "lists.csv").read_text(encoding="utf-8")
    (data / "lists.csv").write_text(text + "P77777,2014-04-01,1,1\n", encoding="utf-8")
    need_run(DONE, "eval", contract, "--data", data, "--refuse-at-most", "50%", "--refused", refused,
             err="2 rows were refused, written to")
    with open(refused, newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    need([row["reason"] for row in rows] == ["R-MEMBER", "R-MEMBER"], "refused rows of both inputs")


def test_bounds(_folder):
    need_run(DONE, *small("bounds"), out="exact")
    stdout, _ = need_run(DONE, *small("bounds", "--format", "csv", "--quiet"))
    need("GPCO,is paid,2014/15,2207.68,2207.68,exact," in stdout, stdout)
    need("P00001" not in stdout, stdout)
    need_run(DONE, *small("bounds", "--each"), out="P00001")
    stdout, _ = need_run(DONE, *small("bounds", "--format", "json", "--quiet", "--party", "P00001"))
    lines = json.loads(stdout)["bounds"]
    need(len(lines) == 3 and all(line["state"] == "exact" for line in lines), stdout)
    need_run(DONE, *small("bounds", "--scales"), out="P-OVERFLOW  clause 6.9  limited: whole multiples of 1/100")
    need_run(MISUSED, *small("bounds", "--party", "NOBODY"), err="no party and no member")
    need_run(DONE, *small("bounds", "--known-by", "2014-03-31"), out="exact")
    need_run(MISUSED, *small("bounds", "--known-by", "soon"), err="a date such as 2016-05-20")
    lead = ROOT / "examples/forms/lead-provider"
    need_run(DONE, "bounds", lead / "contract.accord", "--data", lead / "data", "--format", "csv", "--quiet",
             out="LEAD,keeps,2024/25,41125.00,41125.00,exact,")


def test_proofs(_folder):
    need_run(DONE, "check", "--proofs", SMALL / "contract.accord",
             out="P-CONSERVE  clause 7.4  paid by each commissioner (7.5, weights) = received by GPCO")


PASSING = """accord 1
contract PASS "Passing on to a level of parties"
term 2024-04-01 to 2024-06-30, years from 1 April
1.1 commissioner ICB "Board"
1.2 provider LEAD "Lead"
1.3 partner A "A"
1.4 partner B "B"
1.5 partner C "C"
1.6 unit visit
2.1 input visits : visit flow by partner, quarter from "visits.csv", freeze 10 days after quarter
2.2 table price : GBP flow by quarter always : 100.01
3.1 pay price, rounded to pence, quarterly, 20 days after quarter
3.2 split LEAD C 100%, pence by largest remainder
3.3 split A B 100%, pence by largest remainder
3.4 split C to partner by visits, or equally when all are zero, pence by largest remainder
"""


def test_stages(folder):
    """A waits for what C passes on to every partner, though A is named before C."""
    folder = pathlib.Path(folder) / "stages"
    folder.mkdir()
    (folder / "contract.accord").write_text(PASSING)
    (folder / "visits.csv").write_text("partner,quarter,visits\nA,2024-04-01,4\nB,2024-04-01,5\nC,2024-04-01,1\n")
    need_run(DONE, "statement", folder / "contract.accord", "--data", folder, "--quiet",
             out="A passes on £40.00 to others (clause 3.3):\n       B  £40.00")
    stdout, _ = need_run(DONE, "bounds", folder / "contract.accord", "--data", folder, "--format", "csv", "--quiet")
    need("B,is paid,2024/25,90.01,90.01,exact," in stdout, stdout)
    need("C,keeps,2024/25,10.00,10.00,exact," in stdout, stdout)


def test_statement(_folder):
    need_run(DONE, *small("statement"), out="7.4")
    stdout, _ = need_run(DONE, *small("statement", "--format", "json", "--quiet"))
    json.loads(stdout)
    stdout, _ = need_run(DONE, *small("statement", "--format", "csv", "--period", "2014/15 Q4"))
    rows = list(csv.DictReader(io.StringIO(stdout)))
    need({row["period"] for row in rows} == {"2015-01", "2015-02", "2015-03", "2014/15 Q4"},
         "one quarter")
    need_run(DONE, *small("statement", "--party", "P00001"), out="P00001")
    need_run(MISUSED, *small("statement", "--party", "NOBODY"), err="no party and no member")


def test_explain(_folder):
    at = ("--at", "2014/15 Q4")
    need_run(DONE, *small("explain", "--value", "net", *at), out="6.7")
    need_run(DONE, *small("explain", "--value", "6.7", *at, "--depth", "1"), out="net")
    need_run(DONE, *small("explain", "--value", "7.4", *at), out="7.4")
    need_run(DONE, *small("explain", "--value", "quality", *at), out="met")
    need_run(DONE, *small("explain", "--value", "seen", "--at",
                          "P00001,dermatology,hospital,2014-04"), out="activity.csv")
    stdout, _ = need_run(DONE, *small("explain", "--value", "net", *at, "--format", "json"))
    json.loads(stdout)
    need_run(MISUSED, *small("explain", "--value", "nett", *at), err="did you mean net?")
    need_run(MISUSED, *small("explain", "--value", "net", "--at", "P1,2014-04"),
             err="--at is to be quarter")
    need_run(MISUSED, *small("explain", "--value", "net", "--at", "2024/25 Q4"), err="it runs from")
    need_run(MISUSED, *small("explain", "--value", "growth", "--at", "P9,2014/15 Q4"),
             err="P9 is no practice")
    need_run(MISUSED, *small("explain", "--value", "growth", "--at", "P00010,2014/15 Q4"),
             err="did you mean P00001?")


def test_explain_points_at_anything(_folder):
    def say(value, at, status=DONE, **expected):
        need_run(status, *small("explain", "--value", value, "--at", at), **expected)
    say("8.1", "7.4,2014/15 Q4", out="of the payment of clause 7.4, 'total paid = total received'")
    say("8.1", "2014/15 Q4", MISUSED,
        err="--at is to be clause of a payment,period for this value, such as \"7.3,2014-04\"")
    say("8.1", "6.6,2014/15 Q4", MISUSED, err="6.6 is no clause that pays")
    say("8.3", "2014/15", out="3% * plan-value' for 2014/15: yes")
    say("8.6", "P00001,2014/15 Q3", out="for 2014/15 Q3: yes")
    say("year-1", "2015-03-31", out="gate year-1: ")
    say("year-1", "2014/15 Q1", out="gate year-1: undecided")
    say("7.4", "2014/15 Q1", out="GPCO would be paid")
    say("7.4", "2014/15 Q4", out="Shared, due 26 May 2015")
    say("7.4", "GPCO,2015/16 Q2", out="GPCO repays")
    say("7.4", "P00010,2014/15 Q4", MISUSED, err="did you mean P00001?")
    say("7.7", "2014/15 Q4", MISUSED, err="clause 7.7 is a split: ask for the payment")
    say("7.1", "2014/15 Q4", MISUSED, err="clause 7.1 is the shadow")
    say("1.6", "2014/15 Q4", MISUSED, err="clause 1.6 is a level: it has no figure to explain")
    say("gian", "2014/15 Q4", MISUSED, err="did you mean gain?")


def test_explain_a_payment_to_each(_folder):
    points = ROOT / "examples" / "points"
    words = ("explain", points / "contract.accord", "--data", points / "data", "--value", "5.1")
    stdout, _ = need_run(DONE, *words, "--at", "N82001,2024/25", out="'due' of N82001 for 2024/25 = 12,578")
    need("All of them together, due 30 May 2025\n  ICB pays " in stdout, "the payment of all")
    need_run(DONE, *words, "--at", "ICB,N82001,2024/25", out="the amount of one, 'due' of N82001")
    need_run(DONE, *words, "--at", "N82001,2024/25", "--format", "html", out="All of them together")
    need_run(DONE, *words, "--at", "ICB,N82001,2024/25", "--format", "html", out="takes all of it")
    need_run(MISUSED, *words, "--at", "2024/25",
             err='--at is to be [party or member],practice,year for this value, such as "N82001,2024/25"')


def test_explain_what_is_not_known(folder):
    """A month that has not come, and a figure that is missing: the part is asked for all the same."""
    target = copy_small(folder)
    data = target / "data"
    lines = (data / "activity.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (data / "activity.csv").write_text(
        "".join(line for line in lines if "2015-09" not in line), encoding="utf-8")
    words = ("explain", target / "contract.accord", "--data", data, "--value", "7.4", "--at")
    need_run(DONE, *words, "P00001,2015/16 Q2", out="P00001 has a part of what is not known:")
    need_run(DONE, *words, "2015/16 Q2", "--format", "html", out="It is not yet known, because clause")
    need_run(DONE, *words, "2015/16 Q2", "--format", "json", out='"state":"not yet known"')
    need_run(MISUSED, *words, "NOBODY,2015/16 Q2", err="NOBODY is no party and no member")
    lines = (data / "lists.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (data / "lists.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    asked = ("explain", target / "contract.accord", "--data", data, "--value", "baseline", "--at",
             "P00002,dermatology,2015-08")
    need_run(DONE, *asked, out="at fault")
    need_run(DONE, *asked, "--format", "html", out="It is at fault, because clause")


def test_explain_page(folder):
    at = ("--value", "7.4", "--at", "P00002,2015/16 Q2")
    page = pathlib.Path(folder) / "why.html"
    need_run(DONE, *small("explain", *at, "--format", "html", "-o", page))
    stdout, _ = need_run(DONE, *small("explain", *at, "--format", "html"))
    need(page.read_text(encoding="utf-8") == stdout, "-o writes what would be on the screen")
    need(stdout.startswith("<!DOCTYPE html>") and "</html>" in stdout, "a page")
    need_run(MISUSED, *small("explain", *at, "-o", SMALL / "data" / "lists.csv"), err="reads")
    need_run(FAILED, *small("explain", *at, "-o", pathlib.Path(folder) / "none" / "why.html"), err="none/why.html")


def test_cube(folder):
    path = counting(folder)
    out = path / "cube.csv"
    arguments = ("cube", path / "t.accord", "--data", path, "-o")
    stdout, _ = need_run(DONE, *arguments, out, "--input", "seen")
    need(hashlib.sha256(out.read_bytes()).hexdigest() in stdout, "the hash is that of the file")
    text = out.read_text(encoding="utf-8")
    need(text == "input,practice,month,value,rows\nseen,P1,2014-04,1,1\nseen,P1,2014-05,1,1\n"
                 "seen,P2,2014-04,1,1\n", text)
    stdout, _ = need_run(DONE, *arguments, "-", err="3  counted")
    need(stdout == text, "cells on standard output")
    need_run(MISUSED, *arguments, out, "--input", "sen", err="did you mean seen?")
    need_run(FAILED, *arguments, path / "none" / "cube.csv", err="cube.csv")
    (path / "visits-2.csv").write_text("GP,Day\nP9,2014-04-01\n", encoding="utf-8")
    need_run(NO, *arguments, out, err="visits-2.csv:2:1: refused, R-MEMBER: unknown practice P9")
    (path / "visits-2.csv").write_text("Practice,Day\nP1,2014-04-01\n", encoding="utf-8")
    need_run(FAILED, *arguments, out, err='no column "GP"')
    (path / "visits-2.csv").unlink()
    (path / "visits.csv").unlink()
    need_run(FAILED, *arguments, out, err="no file named visits*.csv")
    (path / "visits.layout").unlink()
    need_run(FAILED, *arguments, out, err="no layout has that name")
    need_run(MISUSED, *small("cube", "-o", out), err="counts no rows")


def test_places(folder):
    """The same bytes under any locale and time zone."""
    known = None
    for locale in ("C", "C.UTF-8", "de_DE.UTF-8"):
        for zone in ("UTC", "Europe/London", "Asia/Tokyo"):
            environment = {"LC_ALL": locale, "LANG": locale, "TZ": zone}
            told = [run(*small(command, "--quiet", "--format", form), environment=environment)
                    for command in ("eval", "statement") for form in ("csv", "json")]
            known = known or told
            need(told == known, f"other bytes under {locale} and {zone}")
    need(all(code == DONE for code, _, _ in known), "all are done")


def test_pipes(_folder):
    with open("/dev/full", "wb") as full:
        ended = subprocess.run([ACCORD, "help"], stdout=full, stderr=subprocess.PIPE, check=False)
    need(ended.returncode == FAILED and b"cannot write" in ended.stderr, "a full disk is told")
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([ACCORD, "help"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    need(ended.returncode == FAILED, f"a closed pipe: {ended.returncode}")


def test_demo(folder):
    target = pathlib.Path(folder) / "alliance"
    stdout, stderr = need_run(DONE, "demo", "--dir", target, out="Payments for 2016/17 Q4")
    need("read outpatients-2016-17.csv" in stderr and "\r" not in stderr, "plain lines in a pipe")
    need("illustrative" in stdout, "prices are illustrative")
    need_run(DONE, "check", target / "contract.accord")
    quarter = ("--period", "2016/17 Q4", "--format", "csv", "--quiet")
    one, _ = need_run(DONE, "statement", target / "contract.accord", "--data", target, *quarter)
    two, _ = need_run(DONE, "statement", target / "contract-by-activity.accord", "--data",
                      target, *quarter)
    need(one == two, "rows counted and counts read give the same payments")
    need((target / "refused.csv").stat().st_mode & 0o077 == 0, "refused rows are the user's alone")
    need_run(MISUSED, "demo", "--seed", "x", err="--seed is a whole number")
    again, _ = need_run(DONE, "demo", "--dir", target, "--quiet")
    need(again == stdout, "a second time over the first")


def test_targets(folder):
    """No file that is read is ever written over."""
    path = counting(folder)
    (path / "own").mkdir()
    (path / "own" / "more.layout").write_text(LAYOUT.replace("visits", "more"), encoding="utf-8")
    (path / "sites.csv").write_text("site,setting\nH1,hospital\n", encoding="utf-8")
    (path / "lists.csv").write_text("month,size\n2014-04,1\n2014-05,1\n2014-06,1\n",
                                    encoding="utf-8")
    (path / "t.accord").write_text(
        COUNTING.replace(
            "2.1 all", '1.6 unit patient\n1.7 input size : patient stock by month from "lists.csv",\n'
            "      taken at month start\n2.1 all"), encoding="utf-8")
    (path / "linked.csv").hardlink_to(path / "visits.csv")
    (path / "pointing.csv").symlink_to(path / "lists.csv")
    base = (path / "t.accord", "--data", path, "--layouts", path / "own")
    need_run(DONE, "eval", *base)
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    for name, words in (("t.accord", "the contract"), ("practices.csv", "that clause 1.3 reads"),
                        ("visits.csv", "that clause 1.5 reads"), ("lists.csv", "clause 1.7 reads"),
                        ("linked.csv", "is visits.csv"), ("pointing.csv", "is lists.csv"),
                        ("own/../visits.csv", "clause 1.5"), ("visits.layout", "a layout"),
                        ("own/more.layout", "a layout")):
        for command in ("eval", "statement", "cube", "explain"):
            more = {"cube": ("-o", "-"), "explain": ("--value", "all", "--at", "2014-04")}
            need_run(MISUSED, command, *base, *more.get(command, ()), "--refused", path / name,
                     err=words)
        need_run(MISUSED, "cube", *base, "-o", path / name, err=words)
        after = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
        need(after == before, f"{name}: nothing is changed")
    need_run(MISUSED, "cube", *base, "-o", path / "new.csv", "--refused", path / "new.csv",
             err="cannot be the same file")
    for _ in range(2):
        need_run(DONE, "eval", *base, "--refused", path / "refused.csv")
        need_run(DONE, "cube", *base, "-o", path / "cube.csv")


def test_period_outside(_folder):
    for command in ("eval", "statement"):
        stdout, _ = need_run(MISUSED, *small(command, "--period", "2024/25 Q4"),
                             err="there is no 2024/25 Q4 of this contract: it runs from 2014/15 Q1")
        need(stdout == "", "nothing is shown")
        need_run(MISUSED, *small(command, "--period", "1999-04"), err="it runs from 2014-04 to")
        need_run(DONE, *small(command, "--period", "2014/15 Q4"))
    need_run(MISUSED, *small("eval", "--value", "net", "--period", "2024/25 Q4"),
             err="there is no 2024/25 Q4 of this value: it runs from")
    stdout, _ = need_run(DONE, *small("eval", "--value", "seen", "--period", "2013-04"))
    need("2013-04" in stdout, "a month of the baseline year")


def test_control_characters(folder):
    copied = copy_small(folder)
    contract, data = copied / "contract.accord", copied / "data"
    practices = data / "practices.csv"
    practices.write_bytes(practices.read_bytes().replace(b"P00002,ELR", b"P00002,\x1b[2JX\x7f", 1))
    _, stderr = need_run(FAILED, "eval", contract, "--data", data, err="?[2JX? is no")
    need("\x1b" not in stderr and "\x7f" not in stderr, "nothing that a terminal obeys")
    shutil.copy(SMALL / "data" / "practices.csv", practices)
    lists = data / "lists.csv"
    lists.write_bytes(lists.read_bytes().replace(b"P00001", b"P\x1b]0;x\x07", 1))
    _, stderr = need_run(NO, "eval", contract, "--data", data, err="R-MEMBER")
    need("\x1b" not in stderr and "\x07" not in stderr, "nothing that a terminal obeys")
    _, stderr = need_run(MISUSED, "\x1b[31mevil", err="?[31mevil")
    need("\x1b" not in stderr, "arguments neither")


def test_values_by_clause(_folder):
    at = ("--at", "2014/15 Q4")
    form = ("--format", "csv", "--quiet")
    by_name, _ = need_run(DONE, *small("eval", "--value", "net", "--value", "quality", *form))
    text = (SMALL / "contract.accord").read_text(encoding="utf-8")
    gate = next(line.split()[0] for line in text.splitlines() if " gate quality" in line)
    by_clause, _ = need_run(DONE, *small("eval", "--value", "6.7", "--value", gate, *form))
    need(by_name == by_clause, "a clause's number does for a name")
    split = next(line.split()[0] for line in text.splitlines() if " split " in f"{line} ")
    party = next(line.split()[0] for line in text.splitlines() if " commissioner " in line)
    for command, more, tail in (("eval", (), ", not a value"), ("explain", at, ": ")):
        need_run(MISUSED, *small(command, "--value", split, *more),
                 err=f"clause {split} is a split{tail}")
        need_run(MISUSED, *small(command, "--value", party, *more),
                 err=f"clause {party} is a party{tail}")
        need_run(MISUSED, *small(command, "--value", "99.9", *more),
                 err="no clause 99.9: they run from 1.1 to 8.6")
    need_run(MISUSED, *small("eval", "--value", "7.4"), err="clause 7.4 is a payment, not a value")
    need_run(MISUSED, *small("statement", "--party", ""), err="--party is the code of a party")


def test_demo_folder(folder):
    """A demonstration never replaces what somebody else wrote."""
    path = pathlib.Path(folder)
    for name, readme in (("contract.accord", None), ("practices.csv", "Our practices\n"),
                         ("outpatients-2014-15.csv", "The demonstration alliance of ours\n")):
        own = path / f"own-{name}"
        own.mkdir()
        (own / name).write_text("mine\n", encoding="utf-8")
        if readme is not None:
            (own / "README.txt").write_text(readme, encoding="utf-8")
        before = {file.name: file.read_bytes() for file in own.iterdir()}
        need_run(MISUSED, "demo", "--dir", own, err="choose another folder")
        need({file.name: file.read_bytes() for file in own.iterdir()} == before, "all is as it was")
    empty = path / "empty"
    empty.mkdir()
    need_run(MISUSED, "demo", "--dir", "", err='--dir is the name of a folder', folder=empty)
    need(not list(empty.iterdir()), "nothing is written")


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    failed = 0
    for number, test in enumerate(tests, 1):
        name = test.__name__[5:].replace("_", " ")
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
                print(f"ok {number} - {name}")
            except Fault as fault:
                failed += 1
                print(f"not ok {number} - {name}")
                print("\n".join(f"# {line}" for line in str(fault).splitlines()))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
