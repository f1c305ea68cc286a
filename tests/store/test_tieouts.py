#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tie-outs: what has to agree before a period is closed is added up as a second program adds it up, a penny
stops the closing, and two people may let exactly that penny pass.
usage: test_tieouts.py ACCORD SOURCE_ROOT"""

import csv
import io
import json
import sys
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server, sql  # noqa: E402
from test_books import LISTS, PRACTICES, SOURCE, Books, Tap, digest, visits  # noqa: E402

MONITORED = """2.4 input acm-price : GBP flow by month
      sums price of rows of acm
      month by month
2.5 input plcm-price : GBP flow by month
      sums price of rows of plcm
      month by activity-date
2.6 input drug-price : GBP flow by month
      sums price of rows of acm where point-of-delivery is DRUG
      month by month
2.7 input practice-price : GBP flow by practice, month
      sums price of rows of acm where not gp-practice is V81999
      practice by gp-practice from "practices.csv"
      month by month
2.8 input no-practice-price : GBP flow by month
      sums price of rows of acm where gp-practice is V81999
      month by month
2.3 table price"""
ORGANISATIONS = ("ORGANISATION IDENTIFIER (CODE OF PROVIDER)", "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)",
                 "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)", "ACTIVITY TREATMENT FUNCTION CODE",
                 "POINT OF DELIVERY CODE")
ACM = ("Month", *ORGANISATIONS, "CONTRACT MONITORING ACTUAL ACTIVITY", "CONTRACT MONITORING ACTUAL PRICE")
PLCM = (*ORGANISATIONS, "ACTIVITY END DATE (CONTRACT MONITORING)", "CONTRACT MONITORING ACTUAL ACTIVITY",
        "CONTRACT MONITORING ACTUAL PRICE")
ROWS = [("P1", "OPFA", "100.10"), ("P2", "OPFA", "50.05"), ("V81999", "OPFA", "9.85"), ("P1", "DRUG", "40.00")]
VALUES = ("part,party,value\naggregate,TRUST,acm-price\npatient-level,TRUST,plcm-price\ndrugs,TRUST,drug-price\n"
          "practices,TRUST,practice-price\nunattributed,TRUST,no-practice-price\nactivity,,seen\n")
TOTALS = ("part,party,period,amount,reference\ninvoice,TRUST,2016-04,200.00,INV-4\ninvoice,TRUST,2016-05,£200.00,INV-5\n"
          "invoice,TRUST,2016-06,200.00,INV-6\ncommissioner,TRUST,2016/17 Q1,600.00,\nmovement,,2016-04,1,\n")


def written(heading, lines):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heading, *lines])
    return out.getvalue()


def monitored(month, drugs=False, totals=False):
    """The aggregate and the patient level of a month, (name, text) each."""
    acm = [(f"2016-{month:02}", "TRUST", "CCG", gp, "330", pod, 1, price) for gp, pod, price in ROWS]
    plcm = [("TRUST", "CCG", gp, "330", pod, f"2016-{month:02}-11", 1, price) for gp, pod, price in ROWS
            if drugs or pod != "DRUG"]
    if totals:
        acm.append((f"2016-{month:02}", "TRUST", "CCG", "V81999", "330", "ALL", 4, str(sum(Decimal(p) for _, _, p in ROWS))))
    return ("acm", written(ACM, acm)), ("plcm", written(PLCM, plcm))


def bring_month(books, month, **how):
    first = date(2016, month, 1)
    last = date(2016, month + 1, 1) - timedelta(days=1)
    for name, text in monitored(month, **how):
        books.bring(f"{name}-{month}.csv", text, "--covers-from", first, "--covers-until", last,
                    "--known", f"2016-{month + 1:02}-20")


def prepared(books, **how):
    """The first quarter with its monitoring, of which April is frozen with one visit more."""
    books.begin()
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    text = (SOURCE / "contract.accord").read_text()
    books.file("contract.accord", text.replace("2.3 table price", MONITORED))
    books.must("import", "lists.csv", "practices.csv", SOURCE / "visits.layout", "contract.accord", "--known",
               "2016-04-01", "--quiet")
    books.month("v4-flex.csv", visits("a1,P1,2016-04-04", "a2,P2,2016-04-20"), 4, "2016-05-20", "flex")
    books.month("v4.csv", visits("a1,P1,2016-04-04", "a2,P2,2016-04-20", "a3,P2,2016-04-29"), 4, "2016-06-12", "freeze")
    for month in (5, 6):
        books.month(f"v{month}.csv", visits(f"b{month},P1,2016-0{month}-10"), month, f"2016-0{month + 1}-20", "flex")
    for month in (4, 5, 6):
        bring_month(books, month, **how)


def totals(books, name, text):
    return books.must("import", "--kind", "control-totals", books.file(name, text))


def judged(books, period="2016/17 Q1"):
    """{(tie-out, party): (state, difference)}, the exit and the whole."""
    code, out, said = books.run("tieout", "--period", period, "--format", "json")
    if not out:
        raise SystemExit(said)
    told = json.loads(out)
    return {(t["tieout"], t["party"]): (t["state"], t["difference"]) for t in told["tieouts"]}, code, told


def settled(books, period="2016/17 Q1", known_by="2016-07-31"):
    books.must("settle", "--period", period, "--known-by", known_by)
    books.must("approve", "--period", period, who="grace")


def waive(books, who, difference, tieout="invoice", party="TRUST", reason="rounding; a credit note follows"):
    return books.run("tieout", "--period", "2016/17 Q1", "--waive", tieout, *(("--party", party) if party else ()),
                     "--difference", difference, "--reason", reason, who=who)


def refused(tap, books):
    """Files that do not fit, each named by line and column; nothing of them is kept."""
    head = "part,party,period,amount,reference\n"
    of = "part,party,value\n"
    cases = [
        ("tie-outs", of + "invoice,TRUST,acm-price\n", "x.csv:2:1: \"invoice\" is no part that can be a value"),
        ("tie-outs", of + "aggregate,TRUST,acm-prise\n", "x.csv:2:3: the contract has no value acm-prise"),
        ("tie-outs", of + "aggregate,TRUST,seen\n", "x.csv:2:3: seen is not in GBP"),
        ("tie-outs", of + "practices,,list\n", "x.csv:2:3: list is no flow"),
        ("tie-outs", of + "aggregate,TRUST,acm-price\naggregate,TRUST,acm-price\n", "x.csv:3:3: line 2 says the same"),
        ("tie-outs", "part,party\naggregate,TRUST\n", "there is no column \"value\""),
        ("tie-outs", of, "no lines"),
        ("control-totals", head + "invoice,TRUST,2016-04,1.00,A\ninvoice,Total,2016-04,1.00,B\n", "x.csv:3:2: Total is no party"),
        ("control-totals", head + "invoice,TRUST,2016-04,1.005,A\n", "x.csv:2:4: 1.005 is no amount in whole pence"),
        ("control-totals", head + "invoice,TRUST,2016-04,one,A\n", "x.csv:2:4: \"one\" is no amount"),
        ("control-totals", head + "invoice,TRUST,2016-04,5%,A\n", "x.csv:2:4: \"5%\" is no amount"),
        ("control-totals", head + "invoice,TRUST,2016-13,1.00,A\n", "x.csv:2:3: \"2016-13\" is no period"),
        ("control-totals", head + "invoice,TRUST,2031-04,1.00,A\n", "x.csv:2:3: 2031-04 is outside the term"),
        ("control-totals", head + "activity,TRUST,2016-04,1.00,A\n", "x.csv:2:1: \"activity\" is no part that can be stated"),
        ("control-totals", head + "invoice,TRUST,2016-04,1.00,A\ninvoice,TRUST,Apr 2016,2.00,A\n", "x.csv:3:1: line 2 states"),
        ("control-totals", head + "invoice,TRUST,2016-04,,A\n", "amount has no value"),
        ("control-totals", head + "invoice,TRUST,2016-04,1.00,943 476 5919\n", "x.csv:2:5: a reference has"),
        ("control-totals", head + "invoice,TRUST,2016-04,200.00,INV-4\n", "stated before, under the same reference, in t.csv"),
        ("control-totals", TOTALS, "brought in before"),
    ]
    files = "SELECT count(*) FROM control_line"
    before = books.query(files)
    for kind, text, expected in cases:
        code, _, said = books.run("import", "--kind", kind, books.file("t.csv" if text == TOTALS else "x.csv", text))
        tap.point(code == 1 and expected in said, f"refused: {expected}", f"{code}: {said}")
    data = [("--known", "2016-05-20"), ("--refused", "refused.csv"), ("--stage", "flex"), ("--submission", "bulk"),
            ("--as-name", "y.csv"), ("--covers-from", "2016-04-01")]
    for kind in ("control-totals", "tie-outs", "contract"):
        for option in data[kind == "contract":]:
            code, _, said = books.run("import", "--kind", kind, books.file("x.csv", TOTALS), *option)
            tap.point(code == 2 and f"{option[0]} means nothing for" in said and kind in said and "leave it out" in said,
                      f"{option[0]} does not go with {kind}", f"{code}: {said}")
    code, _, said = books.run("import", books.file("x.accord", TOTALS), "--refused", "refused.csv")
    tap.point(code == 2 and "means nothing for a contract" in said, "nor with what goes by its name for a contract", said)
    tap.point(books.query(files) == before, "and of all these nothing was kept")


def adds_up(tap, told):
    """Each side is what Python's decimals make of its parts."""
    wrong = [t["tieout"] for t in told["tieouts"] if t["state"] != "not judged" and not all(
        sum((Decimal(p["amount"]) for p in t["parts"] if p["side"] == side), Decimal(0)) == Decimal(t[side])
        for side in ("left", "right"))]
    tap.point(not wrong and told["tieouts"], "both sides add up from their parts", wrong)


def tied(tap, books):
    prepared(books)
    settled(books)
    states, code, _ = judged(books)
    tap.point(code == 0 and len(states) == 4 and all(state[0] == "not judged" for state in states.values()),
              "without anything to hold against nothing is judged", states)
    _, out, _ = books.run("tieout", "--period", "2016/17 Q1")
    tap.point("not judged: no invoice was brought in" in out or "not judged: no aggregate was brought in" in out,
              "and it is said what lacks", out)
    books.must("import", "--kind", "tie-outs", books.file("v.csv", VALUES))
    _, out, _ = books.run("tieout", "--period", "2016/17 Q1")
    tap.point("invoice of TRUST: not judged: no invoice was brought in" in out, "such as an invoice", out)
    totals(books, "t.csv", TOTALS)
    states, code, told = judged(books)
    tap.point(code == 0 and set(states) == {("invoice", "TRUST"), ("patient-level", "TRUST"), ("practices", "TRUST"),
                                            ("movement", "")} and all(s == "holds" for s, _ in states.values()),
              "all four hold", states)
    adds_up(tap, told)
    sides = {t["tieout"]: (t["left"], t["right"]) for t in told["tieouts"]}
    tap.point(sides == {"invoice": ("600.00", "600.00"), "patient-level": ("480.00", "480.00"),
                        "practices": ("600.00", "600.00"), "movement": ("5", "5")}, "at what they are", sides)
    refused(tap, books)

    # A penny.
    totals(books, "penny.csv", "part,party,period,amount,reference\ninvoice,TRUST,2016-06,-0.01,CN-1\n")
    states, code, told = judged(books)
    tap.point(code == 3 and states["invoice", "TRUST"] == ("differs", "0.01"), "a penny differs", states)
    adds_up(tap, told)
    before = (books.query("SELECT count(*) FROM entry"), books.query("SELECT max(number) FROM audit"))
    code, _, said = books.run("close", "--period", "2016/17 Q1")
    tap.point(code == 3 and "does not tie out" in said and "differs by 0.01" in said and "600.00 on the left" in said
              and "accord tieout" in said, "and stops the closing, which says what to do", said)
    tap.point((books.query("SELECT count(*) FROM entry"), books.query("SELECT max(number) FROM audit")) == before,
              "of which nothing is kept")
    for words, status, expected in [
            (("ada", "0.02"), 1, "differs by 0.01, not by 0.02"),
            (("ada", "0.01", "practices"), 1, "does not differ"),
            (("ada", "0.01", "invoice", "GPCO"), 1, "is no tie-out of the period; what differs is invoice of TRUST"),
            (("ada", "0.01", "invoice", "TRUST", "  "), 1, "needs a reason"),
            (("ada", "0.01", "invoice", "TRUST", "x" * 1001), 1, "needs a reason"),
            (("ada", "0.01", "invoice", "TRUST", "for 943 476 5919"), 1, "NHS number"),
            (("ada", "0.01", "invoice", "TRUST", ""), 2, "needs --difference")]:
        code, _, said = waive(books, *words)
        tap.point(code == status and expected in said, f"a waiver: {expected}", f"{code}: {said}")
    code, _, said = books.run("tieout", "--period", "2016/17 Q1", "--reason", "because")
    tap.point(code == 2 and "with --waive only" in said, "reasons go with waivers", said)
    code, _, said = waive(books, "ada", "0.01")
    tap.point(code == 0 and "another person has to" in said, "one person waives", said)
    code, _, said = waive(books, "ada", "0.01")
    tap.point(code == 1 and "another person has to" in said, "and not twice", said)
    code, out, _ = books.run("tieout", "--period", "2016/17 Q1")
    tap.point(code == 3 and "waived by ada" in out and "another person has to waive it" in out, "which is shown", out)
    tap.point(books.run("close", "--period", "2016/17 Q1")[0] == 3, "and is not enough")

    # Another difference, and another settlement, need waivers of their own.
    code, _, said = waive(books, "grace", "0.01")
    tap.point(code == 0 and judged(books)[1] == 0, "two people are", said)
    totals(books, "penny2.csv", "part,party,period,amount,reference\ninvoice,TRUST,2016-06,-0.01,CN-2\n")
    states, code, _ = judged(books)
    tap.point(code == 3 and states["invoice", "TRUST"] == ("differs", "0.02"), "until the difference is another", states)
    totals(books, "penny3.csv", "part,party,period,amount,reference\ninvoice,TRUST,2016-06,0.01,DN-3\n")
    states, code, _ = judged(books)
    tap.point(code == 3 and states["invoice", "TRUST"] == ("differs", "0.01"),
              "or it is made up of something else", states)
    for who in ("ada", "grace"):
        waive(books, who, "0.01")
    tap.point(judged(books)[1] == 0, "which is waived anew")
    settled(books, known_by="2016-08-31")
    tap.point(judged(books)[1] == 3, "a waiver is of one settlement")
    for who in ("grace", "ada"):
        waive(books, who, "0.01")
    code, _, said = books.run("close", "--period", "2016/17 Q1")
    tap.point(code == 0 and "tie-outs: 3 hold, 1 was waived" in said, "and then the period closes", said)
    kept = books.must("tieout", "--period", "2016/17 Q1", "--format", "csv")
    tap.point("difference,,,0.01,waived,,grace,ada," in kept, "and tells who waived", kept)
    said = books.run("import", "--kind", "control-totals", books.file(
        "late.csv", "part,party,period,amount,reference\ninvoice,TRUST,2016-06,7.00,DN-9\n"))[2]
    tap.point("1 of them of periods that are closed" in said, "a total of a closed period is told to change nothing", said)
    tap.point(books.must("tieout", "--period", "2016/17 Q1", "--format", "csv") == kept, "and does not")
    code, _, said = waive(books, "ada", "0.01")
    tap.point(code == 1 and "is closed" in said, "what is closed is not waived", said)
    found = books.query("SELECT sha256 FROM tied WHERE closing = 1")[0][0]
    tap.point(found in "".join(row[0] for row in books.query("SELECT sha256 FROM document")), "what was found is kept")
    code, _, said = books.run("verify")
    tap.point(code == 0, "the store verifies", said)


def mistakes(tap, folder):
    """What a difference looks like is said."""
    cases = {
        "drugs": (dict(drugs=True), {}, "patient-level", "drugs and devices are in the patient-level figures"),
        "sign": ({}, {"200.00": "-200.00"}, "invoice", "one side has the other sign"),
        "row of totals": (dict(totals=True), {}, "invoice", "a row of totals among rows?"),
        "missing invoice": ({}, {"invoice,TRUST,2016-06,200.00,INV-6\n": ""}, "invoice", "a difference of 200.00"),
    }
    for name, (how, changes, tieout, expected) in cases.items():
        books = Books(folder / name.replace(" ", "-"), folder / name.replace(" ", "-") / "books.db")
        prepared(books, **how)
        text = TOTALS.replace("£", "")
        for was, now in changes.items():
            text = text.replace(was, now)
        books.must("import", "--kind", "tie-outs", books.file("v.csv", VALUES))
        totals(books, "t.csv", text)
        books.must("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-31")
        code, out, _ = books.run("tieout", "--period", "2016/17 Q1")
        line = next(line for line in out.splitlines() if line.startswith(tieout))
        tap.point(code == 3 and expected in line, f"{name}: {expected}", out)
    kept = digest(books)
    books.run("tieout", "--period", "2016/17 Q1")
    tap.point(digest(books) == kept, "looking changes nothing")
    code, _, said = books.run("tieout", "--period", "2016/17 Q2")
    tap.point(code == 1 and "accord settle" in said, "what is not settled has no tie-outs", said)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-tieouts-") as name:
        folder = Path(name)
        tied(tap, Books(folder / "tied", folder / "tied" / "books.db"))
        mistakes(tap, folder)
        left = [p.name for p in folder.glob("*/accord-*")]
        tap.point(not left, "no folder of a moment is left", left)
        if programs() is None:
            print("# PostgreSQL is not installed: tools/setup check")
            return tap.done()
        with server() as address:
            sql(address, "CREATE SCHEMA tied")
            tied(tap, Books(folder / "pg", f"{address}&options=-csearch_path%3Dtied"))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
