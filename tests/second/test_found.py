#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Faults that the second reading found in accord, each in the smallest contract that shows it, held to the second
reading and to the figures that the manual gives. usage: test_found.py ACCORD"""

import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))

from accord_run import Tap  # noqa: E402
from compare import Refused, accord_statement, accord_values, compare, run, their_payment  # noqa: E402
from contract import Contract  # noqa: E402

HEAD = """accord 1
contract FOUND "Found by the second reading"
term {term}
1.1 commissioner ICB "Integrated Care Board"
1.2 provider CLINIC "Clinic"
1.3 unit visit
"""
PRACTICES = "1.4 level practice from \"practices.csv\", opened, closed and succeeded by date\n"
YEAR = "2024-04-01 to 2025-03-31, years from 1 April"

# name: (term, clauses, files, known by, {what: what it must be}); a key of eval is (name, members, period), one of a
# statement (clause, period, word)
CASES = {
    "a condition in brackets is the same condition: a flag and its contrary leave no gap": (
        YEAR, """2.1 input ready : yes or no by month from "ready.csv"
3.1 fee : GBP flow by month = the one that applies
      (61.00 GBP) when ( ready )
      (55.00 GBP) when not ready
4.1 pay (fee, rounded to pence), monthly, 30 days after month
""", {"ready.csv": "month,ready\n2024-04,yes\n2024-05,no\n"}, None,
        {("4.1", "2024-04", "amount"): 6100, ("4.1", "2024-05", "amount"): 5500}),
    "a gate each month is never undecided: met and missed cover everything": (
        YEAR, """2.1 input seen : visit flow by month from "seen.csv"
3.1 gate busy each month : seen > 5 visit
3.2 fee : GBP flow by month = first that applies
      (2.00 GBP) when busy met
      (1.00 GBP) when busy missed
4.1 pay (fee, rounded to pence), monthly, 30 days after month
""", {"seen.csv": "month,seen\n2024-04,6\n2024-05,5\n"}, None,
        {("4.1", "2024-04", "amount"): 200, ("4.1", "2024-05", "amount"): 100}),
    "what is due in advance of a year that the term cuts goes by the first day of the term": (
        "2024-06-01 to 2025-12-31, years from 1 April",
        """4.1 pay 12.00 GBP, yearly, on day 1 of year, from 2024-06-01 until 2025-12-31
4.2 pay 3.00 GBP, quarterly, 10 days before quarter, until 2024-06-30
""", {}, None,
        {("4.1", "2024/25", "due"): "2024-06-01", ("4.1", "2025/26", "due"): "2025-04-01",
         ("4.2", "2024/25 Q1", "due"): "2024-05-22"}),
    "who closed before the term is not there in a year that the term cuts": (
        "2024-06-01 to 2025-05-31, years from 1 April", PRACTICES
        + """2.1 input seen : visit flow by practice, year from "seen.csv", taken at year start
3.1 all : visit flow by year = total seen over practice
4.1 pay 1.00 GBP, yearly, 30 days after year
""", {"practices.csv": "practice,opened,closed,successor\nA,,2024-05-13,B\nB,,,\n",
      "seen.csv": "practice,year,seen\nA,2024/25,4\nB,2024/25,3\n"}, None,
        {("seen", "B", "2024/25"): 7, ("all", "", "2024/25"): 7}),
    "a figure missing from one that closed and left nobody stays a fault in its running sum": (
        YEAR, PRACTICES
        + """2.1 input seen : visit flow by practice, month from "seen.csv"
3.1 so-far : visit stock by practice, month = cumulative seen since start
3.2 all : visit stock by month = total so-far over practice
4.1 pay 1.00 GBP, yearly, 30 days after year
""", {"practices.csv": "practice,opened,closed,successor\nA,,2024-04-30,\nB,,,\n",
      "seen.csv": "practice,month,seen\nA,2024-04,\nB,2024-04,1\nB,2024-05,1\n"}, None,
        {("all", "", "2024-04"): None, ("all", "", "2024-05"): None}),
    "for every setting passes over no setting of a practice that closes in the month": (
        YEAR, PRACTICES
        + """1.5 level setting : hospital, community
2.1 input seen : visit flow by practice, setting, month from "seen.csv"
2.2 bands share : % of seen
      from 0 : 50%
3.1 kept : visit flow by practice, month = total seen over setting, 0 unless share = 2 for every setting
4.1 pay 1.00 GBP, yearly, 30 days after year
""", {"practices.csv": "practice,opened,closed,successor\nA,,2024-04-20,\nB,,,\n",
      "seen.csv": "practice,setting,month,seen\nA,hospital,2024-04,9\nB,hospital,2024-04,8\n"}, None,
        {("kept", "A", "2024-04"): 0, ("kept", "B", "2024-04"): 0}),
    "a clause held by more levels than its formula keeps what one that closed and left nobody had": (
        YEAR, PRACTICES
        + """1.5 level setting : hospital, community
2.1 input fee : GBP/visit rate by practice, quarter from "fee.csv", taken at quarter start
3.1 first-fee : GBP/visit rate by practice, setting, quarter = fee at 2024-04-01
4.1 pay 1.00 GBP, yearly, 30 days after year
""", {"practices.csv": "practice,opened,closed,successor\nA,,2024-06-20,\nB,,,\n",
      "fee.csv": "practice,quarter,fee\nA,2024-04-01,9\nB,2024-04-01,8\n"}, None,
        {("first-fee", "A/hospital", "2024/25 Q2"): 9, ("first-fee", "B/community", "2024/25 Q2"): 8}),
    "a freeze file that names no days froze those before it became known, and no later ones": (
        YEAR, """2.1 input seen : visit flow by month from "seen.csv", freeze 40 days after month
3.1 due : GBP flow by month = seen * (1.00 GBP/visit)
4.1 pay (due, rounded to pence), monthly, 0 days after freeze
""", {"old.csv": "month,seen\n2024-04,6\n", "new.csv": "month,seen\n2024-05,7\n",
      "manifest.csv": "file,known,as,covers from,covers until,kind,stage\nold.csv,2024-05-01,seen.csv,,,,freeze\n"
                      "new.csv,2024-06-10,seen.csv,2024-05-01,2024-05-31,bulk,flex\n"}, date(2024, 6, 11),
        {("4.1", "2024-04", "standing"): "final", ("4.1", "2024-05", "standing"): "provisional"}),
    "a check of every payment sees a gate at a date as the payment's period does": (
        YEAR, """2.1 input seen : visit flow by month from "seen.csv"
3.1 gate busy at 2024-06-30 : seen > 5 visit
4.1 pay 12.00 GBP, monthly, 30 days after month, until 2024-07-31
4.2 pay 12.00 GBP, quarterly, 30 days after quarter, until 2024-06-30
5.1 check busy undecided every payment
""", {"seen.csv": "month,seen\n2024-06,6\n"}, None,
        {("5.1", "4.1 2024-05", "holds"): True, ("5.1", "4.1 2024-06", "holds"): False,
         ("5.1", "4.2 2024/25 Q1", "holds"): False}),
    "a gate at a date beside a figure of a longer period that is known from its start": (
        YEAR, """2.1 input seen : visit flow by month from "seen.csv"
2.2 input open : yes or no by quarter from "open.csv", taken at quarter start
3.1 gate busy at 2024-05-31 : seen > 5 visit
3.2 fee : GBP flow by month = (2.00 GBP), 0 unless busy met or open
4.1 pay (fee, rounded to pence), monthly, 30 days after month
""", {"seen.csv": "month,seen\n2024-05,6\n", "open.csv": "quarter,open\n2024-04-01,no\n"}, None,
        {("4.1", "2024-04", "amount"): 0, ("4.1", "2024-05", "amount"): 200}),
    "a file that covers what the term leaves of its first and last quarter speaks for both, rows or none": (
        "2024-05-01 to 2025-02-28, years from 1 April",
        """2.1 input counted : visit flow by quarter counts rows of visits
      quarter by on-day
3.1 due : GBP flow by quarter = counted * (1.00 GBP/visit)
4.1 pay 1.00 GBP, yearly, 30 days after year
""", {"visits.layout": "layout 1\nname visits \"Visits\"\nfiles \"visits*.csv\"\n"
                         "field on-day : date yyyy-mm-dd from \"Day\"\n",
      "sent.csv": "Day\n2024-08-01\n",
      "manifest.csv": "file,known,as,covers from,covers until,kind,stage\n"
                      "sent.csv,2025-03-03,visits.csv,2024-05-01,2025-02-28,bulk,\n"}, None,
        {("counted", "", "2024/25 Q1"): 0, ("counted", "", "2024/25 Q2"): 1, ("counted", "", "2024/25 Q4"): 0}),
    "a payment before a gate's date is final though the data of the gate are still to come": (
        "2024-04-01 to 2026-03-31, years from 1 April",
        """2.1 input plan : GBP flow by year from "plan.csv", taken at year start
2.2 input share : % rate by month from "share.csv", freeze 42 days after month
3.1 gate good at 2025-09-30 : share >= 90%
3.2 fee : GBP flow by year = first that applies
      plan when good met
      (plan / 2) otherwise
4.1 pay (fee, rounded to pence), yearly, 100 days after year
""", {"plan.csv": "year,plan\n2024/25,8\n2025/26,8\n", "share.csv": "month,share\n2024-04,95%\n",
      "manifest.csv": "file,known,as,covers from,covers until,kind,stage\nshare.csv,2024-05-20,,,,,\n"},
        date(2024, 10, 3),
        {("4.1", "2024/25", "standing"): "final", ("4.1", "2024/25", "amount"): 400,
         ("4.1", "2025/26", "standing"): "provisional"}),
    "a fault in what one passes on is told before what is not yet known in what another does": (
        "2024-04-01 to 2024-09-30, years from 1 April",
        """1.4 provider TRUST "Trust"
1.5 partner PANEL "Panel"
1.6 level practice from "practices.csv"
2.1 input seen : visit flow by practice, month from "seen.csv"
2.2 input list : patient stock by practice, month from "list.csv"
2.3 unit patient
4.1 pay 10.00 GBP, monthly, 30 days after month
4.2 split payee of 4.1 TRUST 50%, CLINIC 50%, pence by largest remainder, ties by code
4.3 split CLINIC of 4.1 PANEL 20%, TRUST 30%, CLINIC 50%, pence by largest remainder, ties by code
4.4 split TRUST of 4.1 to practice by seen, or equally when all are zero, pence by largest remainder, ties by code
4.5 split PANEL of 4.1 to practice by list, or equally when all are zero, pence by largest remainder, ties by code
""", {"practices.csv": "practice\nA\nB\n", "seen.csv": "practice,month,seen\nA,2024-04,2\n",
      "list.csv": "practice,month,list\nA,2024-04,3\nB,2024-04,1\nA,2024-05,3\nA,2024-06,3\nB,2024-06,3\n"}, None,
        {("4.1", "2024-04", "state"): "known", ("4.1", "2024-05", "state"): "at fault",
         ("4.1", "2024-06", "state"): "not yet known"}),
    "what is taken at the start of a quarter is frozen for all its months once the quarter has begun": (
        "2024-04-01 to 2024-09-30, years from 1 April",
        """1.4 level practice from "practices.csv"
1.5 unit patient
2.1 input list : patient stock by practice, quarter from "list.csv", taken at quarter start
3.1 everyone : patient stock by quarter = total list over practice
4.1 pay 10.00 GBP, monthly, 30 days after month
4.2 split payee of 4.1 by list, or equally when all are zero, pence by largest remainder, ties by code
""", {"practices.csv": "practice\nA\nB\n", "list.csv": "practice,quarter,list\nA,2024/25 Q1,3\nB,2024/25 Q1,1\n",
      "manifest.csv": "file,known,as,covers from,covers until,kind,stage\nlist.csv,2024-04-20,,,,,\n"},
        date(2024, 4, 26),
        {("4.1", "2024-06", "standing"): "final", ("4.1", "2024-07", "standing"): "provisional"}),
    # On 1 April both are open: 100 + 10 and 50 + 10. On 30 April A's are B's: 170, and the visits of both, 2 + 3. Added
    # over all practices the part is what it was on 1 April, 170.
    "a part that is known earlier is made for its own day, and seen from later as a whole": (
        "2024-04-01 to 2024-09-30, years from 1 April", PRACTICES
        + """2.1 input plan : GBP flow by practice, month from "plan.csv", taken at month start
2.2 input seen : visit flow by practice, month from "seen.csv"
3.1 due : GBP flow by practice, month = (plan + 10.00 GBP) + seen * (1.00 GBP/visit)
3.2 all : GBP flow by month = total due over practice
4.1 pay (all, rounded to pence), monthly, 30 days after month
""", {"practices.csv": "practice,opened,closed,successor\nA,,2024-04-15,B\nB,,,\n",
      "plan.csv": "practice,month,plan\nA,2024-04,100\nB,2024-04,50\n",
      "seen.csv": "practice,month,seen\nA,2024-04,2\nB,2024-04,3\n"}, None,
        {("due", "B", "2024-04"): 175, ("all", "", "2024-04"): 175, ("4.1", "2024-04", "amount"): 17500}),
    # The clause is of the last day of a month, as its first version is; from July its formula is known on the first,
    # when A is open: 100 + 10 there, and 50 + 10 at B, are B's on the 31st.
    "a variation's formula that is known earlier than its clause is made for its own day as a whole": (
        "2024-04-01 to 2024-09-30, years from 1 April", PRACTICES
        + """2.1 input plan : GBP flow by practice, month from "plan.csv", taken at month start
2.2 input seen : visit flow by practice, month from "seen.csv"
3.1 due : GBP flow by practice, month = seen * (1.00 GBP/visit)
3.2 all : GBP flow by month = total due over practice
4.1 pay (all, rounded to pence), monthly, 30 days after month
VARIATION 1 signed 2024-05-01 effective 2024-07-01
3.1 due : GBP flow by practice, month = plan + 10.00 GBP
""", {"practices.csv": "practice,opened,closed,successor\nA,,2024-07-15,B\nB,,,\n",
      "plan.csv": "practice,month,plan\nA,2024-07,100\nB,2024-07,50\n",
      "seen.csv": "practice,month,seen\nA,2024-06,2\nB,2024-06,3\n"}, None,
        {("due", "B", "2024-06"): 3, ("due", "B", "2024-07"): 170, ("4.1", "2024-07", "amount"): 17000}),
    "weights see a gate that is decided after the payment is due as undecided": (
        "2024-04-01 to 2025-03-31, years from 1 April",
        """1.4 provider TRUST "Trust"
2.1 input share : % rate by month from "share.csv", freeze 60 days after month
2.2 table part : GBP flow by provider, quarter always : CLINIC 2.00, TRUST 1.00
3.1 gate good at 2024-06-30 : share >= 90%
3.2 weight : GBP flow by provider, quarter = first that applies
      part when good met
      (1.00 GBP) otherwise
4.1 pay 12.00 GBP, quarterly, 10 days after quarter, until 2024-09-30
4.2 split payee of 4.1 by weight, or equally when all are zero, pence by largest remainder, ties by code
""", {"share.csv": "month,share\n2024-06,95%\n"}, None,
        {("4.1", "2024/25 Q1", "payees"): {"CLINIC": 600, "TRUST": 600},
         ("4.1", "2024/25 Q2", "payees"): {"CLINIC": 800, "TRUST": 400}}),
}


def figures(accord, path, folder, known_by):
    """All that accord says, by the keys of CASES."""
    names = list(Contract(path.read_text(encoding="utf-8")).names)
    found = {(name, "/".join(member for _, member in sorted(members)), period): value
             for (name, members, period), (value, _) in
             accord_values(accord, path, folder, names, (), known_by).items()}
    stated = accord_statement(accord, path, folder, (), known_by)
    for paid in stated["payments"]:
        for word, value in their_payment(paid).items():
            found[paid["clause"], paid["period"], word] = value
    for check in stated["checks"]:
        found[check["clause"], f"{check.get('payment', '')} {check['period']}", "holds"] = check["holds"]
    return found


def main():
    accord, tap = Path(sys.argv[1]).resolve(), Tap()
    for name, (term, clauses, files, known_by, wanted) in CASES.items():
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            path = folder / "contract.accord"
            path.write_text(HEAD.format(term=term) + clauses, encoding="utf-8")
            for file, text in files.items():
                (folder / file).write_text(text, encoding="utf-8")
            try:
                run(accord, "check", path)
                lines, _ = compare(accord, path, folder, (), known_by)
                found = figures(accord, path, folder, known_by)
                lines += [f"{key}: {found.get(key, 'not told')}, and {value} is wanted"
                          for key, value in wanted.items() if key not in found or found[key] != value]
            except Refused as refused:
                lines = [str(refused)]
        tap.point(not lines, name, "\n".join(lines))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
