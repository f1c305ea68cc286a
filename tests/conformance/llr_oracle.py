#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Settles the seven-year LLR example contract a second time, without accord.

Every formula below is one clause of examples/llr.accord typed in again from its words, in exact
integers and fractions; it is no evaluator of the language and shares no code with accord. Over the
same data folder its payments must equal accord's to the penny.

    llr_oracle.py DATA [-o payments.csv] [--values values.csv] [--received-only]

DATA holds practices.csv, activity.csv, lists.csv, rtt.csv and fft.csv. A month is received if
activity.csv has any row of it; a combination without a row is then 0. What needs a month, a
quarter of lists or a quarter of gate figures that has not come at all is not yet known and is
left out; a quarter that came with a member missing is a fault, and so are lists that have not come
for a quarter whose activity has. A payment on account needs lists
and 2013/14 only, so it is known before its month's activity is; --received-only leaves such out.
"""
import argparse
import calendar
import csv
import datetime
import pathlib
import sys
from fractions import Fraction

# Part 1 and the term: parties and levels in the contract's order.
COMMISSIONERS = ("WL", "ELR")
PAYEE_PERCENT = {"GPCO": 50, "ACUTE": 30, "COMM": 20}
PRACTICES_COUNT = 93
SPECIALTIES = ("dermatology", "ophthalmology")
SETTINGS = ("hospital", "community")
YEARS = tuple(range(2014, 2021))          # a contract year by the year its 1 April is in
MILLION = 10 ** 6                         # growth is kept in millionths: it has 6 places

# 2.7 and 4.1, from the day that begins the line, in pence and per cent.
PRICE = (("2017-04", {"dermatology": {"hospital": 9850, "community": 6200},
                      "ophthalmology": {"hospital": 10700, "community": 7000}}),
         ("2014-04", {"dermatology": {"hospital": 9600, "community": 6100},
                      "ophthalmology": {"hospital": 10400, "community": 6850}}))
SHIFT = ((2016, {"dermatology": 40, "ophthalmology": 30}),
         (2015, {"dermatology": 25, "ophthalmology": 15}),
         (2014, {"dermatology": 10, "ophthalmology": 5}))


class Fault(Exception):
    """Something the contract needs is wrong or missing in the data."""


def months_of(year):
    return [f"{year}-{m:02d}" for m in range(4, 13)] + [f"{year + 1}-{m:02d}" for m in (1, 2, 3)]


def quarters_of(year):
    return [f"{year}-04-01", f"{year}-07-01", f"{year}-10-01", f"{year + 1}-01-01"]


def year_of(period):
    """The contract year of a month (2014-04) or of a quarter (2014-04-01)."""
    return int(period[:4]) - (int(period[5:7]) < 4)


def months_in(quarter):
    first = int(quarter[5:7])
    return [f"{quarter[:4]}-{m:02d}" for m in range(first, first + 3)]


def last_day(month):
    year, number = int(month[:4]), int(month[5:])
    return datetime.date(year, number, calendar.monthrange(year, number)[1])


def label(period):
    if isinstance(period, int):
        return f"{period}/{(period + 1) % 100:02d}"
    if len(period) == 7:
        return period
    year = year_of(period)
    return f"{label(year)} Q{quarters_of(year).index(period) + 1}"


def price(specialty, setting, month):
    return next(p for start, p in PRICE if month >= start)[specialty][setting]


def shift(specialty, year):
    return next(s for start, s in SHIFT if year >= start)[specialty]


def half_away(value):
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -size if value < 0 else size


def toward_zero(value):
    size = abs(value.numerator) // value.denominator
    return -size if value < 0 else size


def split(pence, weights):
    """Largest remainder on the absolute amount, ties by code; equally when all are zero."""
    total = sum(weights.values())
    if total == 0:
        weights, total = dict.fromkeys(weights, 1), len(weights)
    size = abs(pence)
    share = {party: size * weight // total for party, weight in weights.items()}
    order = sorted(weights, key=lambda party: (-(size * weights[party] % total), party))
    for party in order[:size - sum(share.values())]:
        share[party] += 1
    if pence < 0:
        share = {party: -part for party, part in share.items()}
    if sum(share.values()) != pence:
        raise AssertionError(f"split of {pence} lost pence")
    return share


def pounds(pence):
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def exact(value):
    """A decimal if it ends, else numerator/denominator."""
    if isinstance(value, str):
        return value
    value = Fraction(value)
    places, rest = 0, value.denominator
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        places = max(places, times)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10 ** places // value.denominator).rjust(places + 1, "0")
    whole, decimals = digits[:len(digits) - places], digits[len(digits) - places:]
    return ("-" if value < 0 else "") + whole + ("." + decimals if decimals else "")


class Facts:
    """The data folder, checked."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.commissioner = {}
        for row in self.rows("practices.csv"):
            if row["practice"] in self.commissioner:
                raise Fault(f"practices.csv: {row['practice']} twice")
            if row["commissioner"] not in COMMISSIONERS:
                raise Fault(f"practices.csv: {row['practice']} is under no known commissioner")
            self.commissioner[row["practice"]] = row["commissioner"]
        self.practices = list(self.commissioner)
        if len(self.practices) != PRACTICES_COUNT:
            raise Fault(f"practices.csv: {len(self.practices)} practices, not {PRACTICES_COUNT}")
        self.read_activity()
        self.read_lists()
        self.waits = {}
        for row in self.rows("rtt.csv"):
            self.once(self.waits, row["quarter"], row["specialty"], percent(row["waits"]))
        for quarter, waits in self.waits.items():
            for specialty in SPECIALTIES:
                if specialty not in waits:
                    raise Fault(f"rtt.csv: no waits of {specialty} in {quarter}")
        self.friends = {}
        for row in self.rows("fft.csv"):
            self.once(self.friends, row["quarter"], "friends", percent(row["friends"]))

    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8-sig") as file:
            yield from csv.DictReader(file)

    @staticmethod
    def once(table, outer, inner, value):
        if inner in table.setdefault(outer, {}):
            raise Fault(f"{outer} {inner} is given twice")
        table[outer][inner] = value

    def read_activity(self):
        """Keeps 2013/14 by practice, later months as totals: no clause asks for more."""
        allowed = {m for year in (2013,) + YEARS for m in months_of(year)}
        self.base, self.total, self.received = {}, {}, set()
        done = set()
        for row in self.rows("activity.csv"):
            practice, month = row["practice"], row["month"]
            specialty, setting, count = row["specialty"], row["setting"], int(row["seen"])
            key = (practice, specialty, setting, month)
            known = practice in self.commissioner and month in allowed
            if not known or specialty not in SPECIALTIES or setting not in SETTINGS:
                raise Fault(f"activity.csv: {key} is outside the contract")
            if count < 0 or key in done:
                raise Fault(f"activity.csv: {key} is negative or given twice")
            done.add(key)
            self.received.add(month)
            if month < "2014-04":
                self.base.setdefault((specialty, setting, month[5:]), {})[practice] = count
            else:
                cell = (specialty, setting, month)
                self.total[cell] = self.total.get(cell, 0) + count
        for month in months_of(2013):
            if month not in self.received:
                raise Fault(f"activity.csv: the baseline month {month} is missing")

    def read_lists(self):
        self.size, self.weighted = {}, {}
        for row in self.rows("lists.csv"):
            self.once(self.size, row["quarter"], row["practice"], int(row["list"]))
            self.once(self.weighted, row["quarter"], row["practice"], int(row["weighted-list"]))
        if quarters_of(2014)[0] not in self.size:
            raise Fault("lists.csv: no lists at 2014-04-01")
        for quarter, sizes in self.size.items():
            if set(sizes) != set(self.practices):
                odd = sorted(set(sizes) ^ set(self.practices))
                raise Fault(f"lists.csv: {quarter} lacks, or should not have, {', '.join(odd)}")
        for quarter in (q for year in YEARS for q in quarters_of(year)):
            if quarter not in self.size and self.received.intersection(months_in(quarter)):
                raise Fault(f"lists.csv: activity of {quarter} was received, its lists were not")


def percent(text):
    if not text.strip().endswith("%"):
        raise Fault(f"{text!r} is not a percentage")
    return Fraction(text.strip()[:-1]) / 100


class Oracle:
    """One settlement. Quantities that are not yet known are absent from the dictionaries."""

    def __init__(self, facts):
        self.facts = facts
        self.growth, self.on_account, self.share_due, self.plan = {}, {}, {}, {}
        self.lines = {}                   # by specialty and month: target, margin, moved, ...
        self.values = []
        quarters = [q for year in YEARS for q in quarters_of(year)]
        for quarter in quarters:
            if quarter in facts.size:
                self.work_growth(quarter)
                for month in months_in(quarter):
                    self.work_month(quarter, month)
        self.work_achieved(quarters)
        for year in YEARS:
            self.work_year(year)

    def put(self, clause, name, members, period, value):
        self.values.append([clause, name, members, label(period), exact(value)])

    def work_growth(self, quarter):
        """3.1: list / list at 2014-04-01, or 1 where that cannot be divided, 6 places."""
        self.growth[quarter] = {}
        for practice in self.facts.practices:
            now = self.facts.size[quarter][practice]
            start = self.facts.size["2014-04-01"][practice]
            growth = half_away(Fraction(now * MILLION, start)) if start else MILLION
            self.growth[quarter][practice] = growth
            self.put("3.1", "growth", practice, quarter, Fraction(growth, MILLION))

    def grown(self, specialty, setting, month, growth):
        """The total over practices of a 2013/14 month, grown: 3.2 to 3.4."""
        base = self.facts.base.get((specialty, setting, month[5:]), {})
        return Fraction(sum(count * growth[p] for p, count in base.items()), MILLION)

    def work_month(self, quarter, month):
        """4.2, 4.3, 6.1 to 6.4 and 7.2, money in pence."""
        facts, growth, planned = self.facts, self.growth[quarter], Fraction(0)
        for s in SPECIALTIES:
            baseline = self.grown(s, "hospital", month, growth)
            target = baseline * shift(s, year_of(month)) / 100
            margin = price(s, "hospital", month) - price(s, "community", month)
            planned += target * margin
            self.put("4.2", "target", s, month, target)
            if month not in facts.received:
                continue
            fall = baseline - facts.total.get((s, "hospital", month), 0)
            rise = (facts.total.get((s, "community", month), 0)
                    - self.grown(s, "community", month, growth))
            moved = max(min(fall, rise), Fraction(0))
            shortfall = max(target - moved, Fraction(0))
            pain_rate = 25 if month >= "2018-04" else 20               # VARIATION 1
            pain = shortfall * margin * pain_rate / 100
            self.lines[s, month] = (target, moved, moved * margin, pain)
            self.put("4.3", "moved", s, month, moved)
            self.put("6.2", "saving", s, month, moved * margin / 100)
            self.put("6.3", "shortfall", s, month, shortfall)
            self.put("6.4", "pain", s, month, pain / 100)
        self.on_account[month] = half_away(planned * 75 * 50 / 10000)
        self.put("7.2", "on-account", "", month, Fraction(self.on_account[month], 100))

    def line(self, quarter, specialty, column):
        """One column of the lines added over a quarter, or None if a month is not known."""
        cells = [self.lines.get((specialty, month)) for month in months_in(quarter)]
        return None if None in cells else sum(cell[column] for cell in cells)

    def work_achieved(self, quarters):
        """4.4, and the gates 5.2 and 5.3 that look at it."""
        self.achieved = {}
        for s in SPECIALTIES:
            target = moved = Fraction(0)
            for quarter in quarters:
                if self.line(quarter, s, 0) is None:
                    break
                target += self.line(quarter, s, 0)
                moved += self.line(quarter, s, 1)
                self.achieved[s, quarter] = moved / target if target else Fraction(0)
                self.put("4.4", "achieved", s, quarter, self.achieved[s, quarter])

    def gate(self, decided_in, floor, quarter):
        """'at' a quarter's last day: undecided in earlier quarters, None if not yet known."""
        if quarter < decided_in:
            return "undecided"
        if any((s, decided_in) not in self.achieved for s in SPECIALTIES):
            return None
        met = all(self.achieved[s, decided_in] >= Fraction(floor, 100) for s in SPECIALTIES)
        return "met" if met else "missed"

    def work_year(self, year):
        """5.1 and 6.5 to 6.10, money in pence, until something is not yet known."""
        facts, first = self.facts, quarters_of(year)[0]
        if first not in self.growth:
            return
        plan = sum(self.grown(s, "hospital", m, self.growth[first]) * price(s, "hospital", m)
                   for s in SPECIALTIES for m in months_of(year))
        self.plan[year] = plan
        self.put("6.8", "plan-value", "", year, plan / 100)
        to_date, before = Fraction(0), 0
        for q in quarters_of(year):
            year_3 = self.gate("2017-01-01", 75, q)
            year_5 = self.gate("2019-01-01", 90, q)
            saving = [self.line(q, s, 2) for s in SPECIALTIES]
            pain = [self.line(q, s, 3) for s in SPECIALTIES]
            come = q in facts.waits and q in facts.friends
            if not come or None in saving or year_3 is None or year_5 is None:
                return
            quality = (all(facts.waits[q][s] >= Fraction(92, 100) for s in SPECIALTIES)
                       and facts.friends[q]["friends"] >= Fraction(90, 100))
            if year_5 == "met":
                gain_rate = Fraction(60, 100)
            elif year_3 == "met":
                gain_rate = Fraction(55, 100)
            elif year_3 == "missed":
                gain_rate = Fraction(40, 100)
            else:
                gain_rate = Fraction(50, 100)
            gain = sum(saving) * gain_rate if quality else Fraction(0)
            net = gain - sum(pain)
            to_date += net
            limited = toward_zero(max(min(to_date, plan * 8 / 100), -plan * 2 / 100))
            self.share_due[q] = limited - before
            self.put("5.1", "quality", "", q, "met" if quality else "missed")
            self.put("5.2", "year-3", "", q, year_3)
            self.put("5.3", "year-5", "", q, year_5)
            self.put("6.5", "gain-rate", "", q, gain_rate)
            self.put("6.6", "gain", "", q, gain / 100)
            self.put("6.7", "net", "", q, net / 100)
            self.put("6.9", "limited", "", q, Fraction(limited, 100))
            self.put("6.10", "share-due", "", q, Fraction(limited - before, 100))
            before = limited

    def payments(self, received_only):
        """Part 7, in the order of the periods; the quarter's payment after its three months."""
        rows = []
        for quarter in (q for year in YEARS for q in quarters_of(year)):
            months = months_in(quarter)
            for month in months:
                if received_only and month not in self.facts.received:
                    continue
                if month in self.on_account:
                    due = last_day(month) + datetime.timedelta(days=15)
                    rows += self.pay("7.3", month, quarter, due, self.on_account[month])
            if quarter in self.share_due:
                due = last_day(months[-1]) + datetime.timedelta(days=42 + 14)
                amount = self.share_due[quarter] - sum(self.on_account[m] for m in months)
                rows += self.pay("7.4", quarter, quarter, due, amount)
        return rows

    def pay(self, clause, period, quarter, due, pence):
        """7.1 and 7.5 to 7.7: lists are those of the quarter that holds the period."""
        facts = self.facts
        end = last_day(months_in(quarter)[-1] if period == quarter else period)
        shadow = end <= datetime.date(2015, 3, 31)
        weights = dict.fromkeys(COMMISSIONERS, 0)
        for practice, commissioner in facts.commissioner.items():
            weights[commissioner] += facts.size[quarter][practice]
        received = split(pence, PAYEE_PERCENT)
        weighted = {p: facts.weighted[quarter][p] for p in facts.practices}
        shares = (("payer", split(pence, weights)), ("payee", received),
                  ("practice", split(received["GPCO"], weighted)))
        return [[clause, label(period), due.isoformat(), "yes" if shadow else "no", role, party,
                 pounds(part), pounds(0 if shadow else part)]
                for role, parties in shares for party, part in parties.items()]


def write(out, header, rows):
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", metavar="DATA", help="the data folder")
    parser.add_argument("-o", metavar="FILE", help="write the payments here, not to the output")
    parser.add_argument("--values", metavar="FILE", help="write the quantities here too")
    parser.add_argument("--received-only", action="store_true",
                        help="leave out payments on account of months without activity")
    options = parser.parse_args()
    try:
        oracle = Oracle(Facts(options.data))
    except (Fault, KeyError, ValueError, OSError) as fault:
        print(f"llr_oracle.py: {fault}", file=sys.stderr)
        return 1
    header = ["clause", "period", "due", "shadow", "role", "party", "amount", "paid"]
    rows = oracle.payments(options.received_only)
    if options.o:
        with open(options.o, "w", encoding="utf-8", newline="") as file:
            write(file, header, rows)
    else:
        write(sys.stdout, header, rows)
    if options.values:
        with open(options.values, "w", encoding="utf-8", newline="") as file:
            write(file, ["clause", "name", "members", "period", "value"], oracle.values)
    return 0


if __name__ == "__main__":
    sys.exit(main())
