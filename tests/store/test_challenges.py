#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Challenges: what is disputed is held and the rest is paid; what is resolved is released or credited, once; and
whatever is raised and resolved in between, payments come to what the latest data give and suspense to what is
still open.
usage: test_challenges.py ACCORD SOURCE_ROOT [SEED]"""

import json
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

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres_server import programs, server, sql  # noqa: E402
from test_books import LISTS, PRACTICES, SEED, SOURCE, Books, Tap, due, posted, rows, visits  # noqa: E402

CASES = 5
LATER = "2099-12-31"


def quarter(books, number, count):
    """The visits of a quarter, `count` in its first month and one in each other."""
    for month in range(3 * number + 1, 3 * number + 4):
        days = count if month == 3 * number + 1 else 1
        books.month(f"m{month}.csv", visits(*(f"d{month}-{i},P2,2016-{month:02}-{i + 1:02}" for i in range(days))), month,
                    f"2016-{month + 1:02}-20", "flex")


def raised(books, value, who="ada", period="2016/17 Q1", payee="TRUST", payer="CCG", reason="duplicate", payment="4.1",
           owner="grace", more=("--due", LATER)):
    return books.run("challenge", "raise", "--period", period, "--payment", payment, "--payer", payer, "--payee", payee,
                     "--value", value, "--reason", reason, "--owner", owner, *more, who=who)


def reply(books, number, answer, who="grace", more=()):
    return books.run("challenge", "reply", number, "--answer", answer, "--evidence", "the clinic's list", *more, who=who)


def resolve(books, number, upheld, way=None, who="ada"):
    return books.run("challenge", "resolve", number, "--upheld", upheld, "--note", "agreed", *(("--by", way) if way else ()),
                     who=who)


def listed(books):
    return {int(one["number"]): one for one in json.loads(books.must("challenge", "list", "--format", "json"))}


def balances(books):
    sums = defaultdict(int)
    for (_, account), amount in posted(books).items():
        sums[account] += amount
    return {account: amount for account, amount in sums.items() if amount}


def paid(books, period, *net):
    sums = defaultdict(int)
    for line in rows(books.must("payments", "--period", period, *net)):
        sign = -1 if line["kind"] == "recovery" else 1
        pair = (line["payer"], line["payee"]) if sign > 0 else (line["payee"], line["payer"])
        sums[pair] += sign * int(Fraction(line["amount"]) * 100)
    return dict(sums)


def refused(tap, books):
    cases = [
        (dict(value="10.01"), 1, "10.01 cannot be challenged: what is due from CCG to TRUST by 4.1 2016/17 Q1, and not challenged yet, is 10.00"),
        (dict(value="0"), 1, "0 cannot be challenged"),
        (dict(value="-1"), 1, "--value is \"-1\""),
        (dict(value="1.005"), 1, "--value is \"1.005\""),
        (dict(value="1", reason="dislike"), 1, "\"dislike\" is no reason of a challenge"),
        (dict(value="1", payment="4.2"), 1, "4.2 is no payment of 2016/17 Q1; there are 4.1 2016/17 Q1"),
        (dict(value="1", payee="P2"), 1, "nothing is due from CCG to P2 by 4.1 2016/17 Q1: it is from CCG to GPCO"),
        (dict(value="1", owner="eve"), 1, "eve is nobody who may act here"),
        (dict(value="1", more=()), 1, "by when is a reply expected?"),
        (dict(value="1", more=("--due", "2020-01-01")), 1, "2020-01-01 has passed"),
        (dict(value="1", more=("--due", LATER, "--note", "943 476 5919 again")), 1, "NHS number"),
        (dict(value="1", period="2016/17 Q2"), 1, "no settlement of 2016/17 Q2"),
    ]
    for how, status, expected in cases:
        code, _, said = raised(books, **how)
        tap.point(code == status and expected in said, f"refused: {expected}", f"{code}: {said}")
    for words, expected in [(("raise", "--period", "2016/17 Q1"), "needs --owner"), (("sing",), "say what is to be done"),
                            (("reply", "--answer", "accept"), "need a NUMBER"), (("list", "3"), "take no number"),
                            (("raise", "--period", "2016/17 Q1", "--owner", "ada", "--value", "1"), "in their place --rules"),
                            (("deadline", "--period", "2016/17 Q1", "--reply-by", LATER), "in their place --calendar")]:
        code, _, said = books.run("challenge", *words)
        tap.point(code == 2 and expected in said, f"misused: {expected}", f"{code}: {said}")


def told(tap, books):
    """One challenge from its beginning to its end, and the next one's."""
    books.begin_contract()
    quarter(books, 1, 2)
    settle = ("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-31", "--as-due")
    books.must(*settle)
    books.must("approve", "--period", "2016/17 Q1", who="grace")
    refused(tap, books)
    deadline = ("challenge", "deadline", "--period", "2016/17 Q1", "--reply-by", LATER)
    books.must(*deadline, "--challenge-by", "2020-01-01")
    code, _, said = raised(books, "1")
    tap.point(code == 1 and "could be challenged until 2020-01-01" in said, "after the deadline it is refused", said)
    books.must(*deadline, "--challenge-by", LATER)
    code, _, said = raised(books, "3.00", more=("--note", "twice on one day"))
    tap.point(code == 0 and "settle 2016/17 Q1 anew" in said and listed(books)[1]["due"] == LATER,
              "a challenge is raised, due by the day of the period", said)
    code, _, said = raised(books, "3.00")
    tap.point(code == 1 and "challenge 1 is the same" in said, "once", said)
    code, _, said = raised(books, "7.01", more=("--reference", "another"))
    tap.point(code == 1 and "is 7.00" in said, "and all together for no more than is due", said)
    code, _, said = books.run("close", "--period", "2016/17 Q1")
    tap.point(code == 3 and "a challenge was raised since settlement 1" in said, "what was approved before is not closed", said)
    text = books.must(*settle)
    tap.point("1 challenge" in text and "suspense" in text, "the settlement says what is held", text)
    books.must("approve", "--period", "2016/17 Q1", who="grace")
    books.must("close", "--period", "2016/17 Q1")
    kept = balances(books)
    tap.point(kept["liabilities:CCG:due to TRUST"] == -700 and kept["liabilities:CCG:suspense TRUST"] == -300
              and kept["assets:TRUST:due from CCG"] == 700 and kept["assets:TRUST:suspense CCG"] == 300
              and kept["expenses:CCG:clause 4.1"] == 2000, "the disputed part is held, in the books of both", kept)
    for net in ((), ("--net",)):
        tap.point(paid(books, "2016/17 Q1", *net)["CCG", "TRUST"] == 700, f"and the rest is paid {' '.join(net)}")
    kinds = [line["kind"] for line in rows(books.must("payments", "--period", "2016/17 Q1"))]
    tap.point(kinds.count("held") == 1 and "reversal" not in kinds, "in the payment file it is held", kinds)
    code, _, said = raised(books, "1.00", reason="coding")
    tap.point(code == 1 and "is closed" in said, "what is closed is not challenged", said)
    code, _, said = books.run(*deadline, "--challenge-by", LATER)
    tap.point(code == 1 and "is closed" in said, "and has no deadline any more", said)

    # Replies and the resolution.
    for (call, words), status, expected in [
            ((reply, (9, "accept")), 1, "no challenge 9"), ((reply, (1, "accept", "ada")), 3, "another person has to reply"),
            ((reply, (1, "partly")), 1, "--accepted is \"\""), ((reply, (1, "partly", "grace", ("--accepted", "3.00"))), 1, "less than the challenge"),
            ((reply, (1, "reject", "grace", ("--accepted", "1"))), 1, "--accepted goes with"),
            ((resolve, (1, "1.00", "credit")), 1, "nobody has replied"), ((resolve, (1, "3.01", "credit")), 1, "more is upheld")]:
        code, _, said = call(books, *words)
        tap.point(code == status and expected in said, f"refused: {expected}", f"{code}: {said}")
    books.file("list.txt", "what the clinic keeps")
    code, _, said = reply(books, 1, "partly", more=("--accepted", "1.00", "--evidence-file", "list.txt"))
    tap.point(code == 0 and listed(books)[1]["state"] == "replied", "it is accepted in part", said)
    for (who, upheld, way), status, expected in [(("grace", "1.00", "credit"), 3, "another person has to resolve"),
                                                 (("ada", "1.00", None), 1, "say how"), (("ada", "0", "data"), 1, "nothing is upheld")]:
        code, _, said = resolve(books, 1, upheld, way, who)
        tap.point(code == status and expected in said, f"refused: {expected}", f"{code}: {said}")
    tap.point(resolve(books, 1, "1.00", "credit")[0] == 0, "and resolved")
    code, _, said = resolve(books, 1, "0")
    tap.point(code == 1 and "was resolved by ada already" in said, "once", said)
    tap.point(balances(books) == kept, "which posts nothing by itself")
    quarter(books, 2, 3)
    books.close("2016/17 Q2", "2016-11-30")
    now = balances(books)
    tap.point("liabilities:CCG:suspense TRUST" not in now and "assets:TRUST:suspense CCG" not in now,
              "the next closing empties the suspense", now)
    tap.point(now["expenses:CCG:challenges upheld"] == -100 and now["income:TRUST:challenges upheld"] == 100,
              "credits what is upheld", now)
    lines = rows(books.must("payments", "--period", "2016/17 Q2"))
    released = [line["amount"] for line in lines if line["kind"] == "released"]
    tap.point(released == ["2.00"], "and pays what is not", lines)
    readers = {"hledger": ["hledger", "-f", "kept.journal", "check", "--strict"],
               "ledger": ["ledger", "--args-only", "-f", "kept.journal", "--strict", "--pedantic", "balance"]}
    for reader, words in readers.items():
        books.file("kept.journal", books.must("ledger", "--store", books.where, "--format", reader))
        if shutil.which(reader):
            done = subprocess.run(words, cwd=books.folder, capture_output=True, text=True, timeout=60)
            tap.point(done.returncode == 0, f"{reader} adds it up again", done.stderr)
    agreement = books.must("ledger", "--store", books.where)
    tap.point("do not agree" not in agreement, "and both parties' books agree", agreement)
    shown = books.must("challenge", "list")
    tap.point("3.00, duplicate; upheld in part" in shown and "grace replied: partly, 1.00 accepted" in shown
              and "ada resolved it: 1.00 upheld, by credit" in shown, "all of it is shown", shown)
    code, _, said = books.run("verify")
    tap.point(code == 0, "the store verifies", said)


def ruled(tap, books):
    """Rules raise what a value of the contract says, once, and for no more than is due."""
    books.begin()
    books.file("lists.csv", LISTS)
    books.file("practices.csv", PRACTICES)
    books.file("twice.csv", "month,twice\n" + "".join(f"2016-{m:02},{v}\n" for m, v in ((4, "1.20"), (5, "0"), (6, "2.305"))))
    books.file("never.csv", "month,never\n" + "".join(f"2016-{m:02},0\n" for m in (4, 5, 6)))
    text = (SOURCE / "contract.accord").read_text().replace(
        "2.3 table", '2.8 input twice : GBP flow by month from "twice.csv"\n'
        '2.9 input never : GBP flow by month from "never.csv"\n2.3 table')
    books.must("import", "lists.csv", "practices.csv", "twice.csv", "never.csv", SOURCE / "visits.layout",
               books.file("contract.accord", text), "--known", "2016-04-01", "--quiet")
    quarter(books, 1, 2)
    books.must("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-31", "--as-due")
    rules = "rule,reason,value,payment,payer,payee\n{0},duplicate,{1},4.1,CCG,{2}\n"
    call = ("challenge", "raise", "--period", "2016/17 Q1", "--owner", "grace", "--due", LATER, "--rules")
    for text, expected in [(rules.format("R1", "seen", "TRUST"), "rules.csv:2:3: the contract has no flow of money seen"),
                           (rules.format("R1", "twice", "P1"), "nothing is due from CCG to P1"),
                           (rules.format("R1", "twice", "TRUST").replace("duplicate", "dull"), "rules.csv:2:2: \"dull\" is no reason"),
                           ("rule,reason\nR1,duplicate\n", "there is no column \"value\"")]:
        code, _, said = books.run(*call, books.file("rules.csv", text))
        tap.point(code == 1 and expected in said, f"refused: {expected}", f"{code}: {said}")
    books.file("rules.csv", rules.format("R1", "twice", "TRUST") + "R2,coding,never,4.1,CCG,TRUST\n")
    code, _, said = books.run(*call, "rules.csv")
    tap.point(code == 0 and "R1: raised, for 3.51" in said and "R2: nothing to challenge" in said, "a rule raises its value", said)
    code, _, said = books.run(*call, "rules.csv")
    tap.point(code == 0 and "R1: raised before, for 3.51" in said and "nothing was raised" in said, "once", said)
    raised(books, "6.00")
    books.file("rules.csv", rules.format("R3", "twice", "TRUST"))
    code, _, said = books.run(*call, "rules.csv")
    tap.point(code == 0 and "R3: raised, for all that is due, 0.49" in said, "and for no more than is due", said)
    values = {number: (one["value"], one["rule"]) for number, one in listed(books).items()}
    tap.point(values == {1: ("3.51", "R1"), 2: ("6.00", ""), 3: ("0.49", "R3")}, "as they are listed", values)
    books.must("settle", "--period", "2016/17 Q1", "--known-by", "2016-07-31", "--as-due")
    books.must("approve", "--period", "2016/17 Q1", who="grace")
    books.must("close", "--period", "2016/17 Q1")
    tap.point("liabilities:CCG:due to TRUST" not in balances(books) and paid(books, "2016/17 Q1", "--net").get(("CCG", "TRUST")) is None,
              "of which nothing is paid until it is resolved", balances(books))


def older(tap, folder):
    """A store from before there were challenges is read by nobody, and brought up by the first who acts."""
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    quarter(books, 1, 2)
    books.close("2016/17 Q1", "2016-07-31")
    db = sqlite3.connect(books.where, isolation_level=None)
    for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND "
                                 "tbl_name IN ('migration', 'reply', 'resolution', 'challenge', 'deadline')").fetchall():
        db.execute(f"DROP TRIGGER {trigger}")
    for table in ("reply", "resolution", "challenge", "deadline"):
        db.execute(f"DROP TABLE {table}")
    for column in ("challenges", "resolutions", "accrues", "keeps_due"):
        db.execute(f"ALTER TABLE settlement DROP COLUMN {column}")
    db.execute("DELETE FROM migration WHERE number >= 4")
    db.close()
    code, _, said = books.run("verify")
    tap.point(code == 1 and "those of an earlier accord (step 3 of " in said, "an older store is not read", said)
    books.must("person", "add", "eve", "--name", "Eve", "--new-key", "eve.key")
    code, _, said = books.run("verify")
    tap.point(code == 0, "and is brought up by who acts, as it was", said)


def law(tap, folder, seed):
    """Payments of random challenges, data and resolutions: by code they are the latest data; suspense is what is open
    and due; due is the rest."""
    draw = random.Random(seed)
    books = Books(folder, folder / "books.db")
    books.begin_contract()
    wrong, closed, challenges = [], [], {}
    sent = 0

    def check(known_by):
        sums = posted(books)
        by_data = due(books.export(), known_by, closed)
        payments = {key: amount for key, amount in sums.items() if not key[0].startswith("challenge ")}
        if payments != by_data:
            wrong.append(f"payments {payments} data {by_data}")
        lines = defaultdict(int)
        for (code, account), amount in by_data.items():
            lines[code, account] += amount
        expected, credits, left = defaultdict(int), 0, {}
        for number, (period, payee, value, end) in sorted(challenges.items()):
            if period not in closed:
                continue
            line = left.setdefault((period, payee), -lines[f"4.1 {period}", f"liabilities:CCG:due to {payee}"])
            held = max(0, min(value, line)) if end is None else 0
            credit = end[0] if end is not None and end[1] == "credit" else 0
            left[period, payee] = line - held - credit
            expected[payee] += held
            credits += credit
        now = balances(books)
        for payee in ("TRUST", "GPCO"):
            if -now.get(f"liabilities:CCG:suspense {payee}", 0) != expected[payee] or \
               now.get(f"assets:{payee}:suspense CCG", 0) != expected[payee]:
                wrong.append(f"suspense of {payee}: {now} expected {expected[payee]}")
        if -now.get("expenses:CCG:challenges upheld", 0) != credits:
            wrong.append(f"credits {now} expected {credits}")
        if sum(now.values()) != 0:
            wrong.append("the ledger does not add up to nought")

    for number, known_by in ((1, "2016-08-31"), (2, "2016-11-30")):
        months = range(3 * number + 1, 3 * number + 4)
        for month in months:
            sent += 1
            books.month(f"v{sent}.csv", visits(*(f"v{sent}-{i},P{draw.randint(1, 2)},2016-{month:02}-{draw.randint(1, 28):02}"
                                                 for i in range(draw.randint(1, 5)))), month, f"2016-{month + 1:02}-15", "flex")
        if number == 2:  # frozen otherwise than it was flexed
            for month in (4, 5, 6):
                sent += 1
                books.month(f"v{sent}.csv", visits(*(f"v{sent}-{i},P1,2016-{month:02}-{draw.randint(1, 28):02}"
                                                     for i in range(draw.randint(1, 3)))), month, "2016-11-20", "freeze")
        period = f"2016/17 Q{number}"
        books.must("settle", "--period", period, "--known-by", known_by, "--as-due")
        for _ in range(draw.randint(1, 4)):
            payee, value = draw.choice(("TRUST", "GPCO")), draw.randint(50, 900)
            code, _, said = raised(books, f"{value / 100:.2f}", period=period, payee=payee, reason=draw.choice(("coding", "price")),
                                   more=("--due", LATER, "--reference", f"r{draw.random()}"))
            if code == 0:
                challenges[len(challenges) + 1] = [period, payee, value, None]
            elif "cannot be challenged" not in said:
                wrong.append(said)
        for which in list(challenges):
            if challenges[which][3] is None and draw.random() < 0.4:
                way = draw.choice((None, "credit", "data"))
                upheld = draw.randint(1, challenges[which][2]) if way else 0
                reply(books, which, "accept" if way else "reject")
                code, _, said = resolve(books, which, f"{upheld / 100:.2f}", way)
                challenges[which][3] = (upheld, way)
                if code != 0:
                    wrong.append(said)
        books.close(period, known_by)
        closed.append(period)
        check(known_by)
    code, _, said = books.run("verify")
    tap.point(not wrong and code == 0 and challenges, f"held is what is open and due, seed {seed}", wrong or said)


def working(day, days, holidays):
    """The day so many working days after one."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in holidays
    return day


def counted(tap, books):
    """Deadlines in working days after the flex figures, by a calendar of the contract's own."""
    books.begin_contract()
    quarter(books, 1, 2)
    words = ("challenge", "deadline", "--period", "2016/17 Q1", "--calendar", "calendar.csv")

    def tried(*lines):
        books.file("calendar.csv", "what,value\n" + "".join(f"{line}\n" for line in lines))
        return books.run(*words)

    for challenge, answer, holidays in ((5, 15, ("2016-08-29", "2016-12-26")), (0, 0, ("2016-01-01",)),
                                        (5, 10, ("2016-07-25", "2016-07-30"))):
        code, _, said = tried(f"challenge,{challenge}", *(f"holiday,{day}" for day in holidays), f"reply,{answer}")
        off = {date.fromisoformat(day) for day in holidays}
        flex = date(2016, 7, 20)
        expected = (f"until {working(flex, challenge, off)}, and replies are expected by {working(flex, answer, off)}: "
                    "counted by calendar.csv from 2016-07-20")
        tap.point(code == 0 and expected in said, f"{challenge} and {answer} working days", said)
    for lines, expected in (
            (("challenge,5", "reply,15"), "has no holiday of 2016: bring it up to date"),
            (("challenge,5", "reply,200", "holiday,2016-12-26"), "has no holiday of 2017"),
            (("challenge,5", "holiday,2016-12-26"), "is to say after how many working days"),
            (("challenge,5", "reply,4", "holiday,2016-12-26"), "the second no sooner"),
            (("challenge,5", "challenge,6", "reply,9"), "calendar.csv:3:1: this was said before"),
            (("challenge,five", "reply,15"), 'calendar.csv:2:2: "five" is no number of working days'),
            (("challenge,-1", "reply,15"), 'calendar.csv:2:2: "-1"'), (("challenge,1.5", "reply,15"), 'calendar.csv:2:2: "1.5"'),
            (("challenge,5", "reply,15", "holiday,2016-02-30"), "calendar.csv:4:2: there is no such day"),
            (("challenge,5", "reply,15", "flexible,2016-02-03"), 'calendar.csv:4:1: "flexible" is nothing')):
        code, _, said = tried(*lines)
        tap.point(code == 1 and expected in said, f"refused: {expected}", f"{code}: {said}")
    for more, expected in ((("--challenge-by", LATER), "in their place --calendar"), (("--period", "2016/17 Q1"), "once")):
        code, _, said = books.run(*words, *more)
        tap.point(code == 2 and expected in said, f"misused: {expected}", said)
    code, _, said = books.run("challenge", "deadline", "--period", "2016/17 Q2", "--calendar", "calendar.csv")
    tap.point(code == 1, "a period without flex figures has nothing to count from", said)

    # Of figures that became known today, a challenge is due by the calendar without another word.
    today = date.fromisoformat(date.today().isoformat())
    books.month("late.csv", visits("n1,P2,2016-06-09"), 6, today, "flex")
    books.must("settle", "--period", "2016/17 Q1", "--known-by", today)
    off = {date(today.year + i, 12, 25) for i in range(2)}
    code, _, said = tried("challenge,5", "reply,15", *(f"holiday,{day}" for day in sorted(off)))
    raised_code, _, raised_said = raised(books, "1.00", more=())
    tap.point(code == raised_code == 0 and listed(books)[1]["due"] == str(working(today, 15, off)),
              "a challenge is due by the calendar", f"{said} {raised_said}")
    tap.point(books.run("verify")[0] == 0, "the store verifies")


def main():
    tap = Tap()
    draw = random.Random(SEED)
    print(f"# seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="accord-challenges-") as name:
        folder = Path(name)
        for part in (told, ruled, counted):
            part(tap, Books(folder / part.__name__, folder / part.__name__ / "books.db"))
        older(tap, folder / "older")
        for case in range(CASES):
            law(tap, folder / f"law-{case}", draw.randint(1, 10**6))
        if programs() is None:
            print("# PostgreSQL is not installed: tools/setup check")
            return tap.done()
        with server() as address:
            sql(address, "CREATE SCHEMA told")
            told(tap, Books(folder / "pg", f"{address}&options=-csearch_path%3Dtold"))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
