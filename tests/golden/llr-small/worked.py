#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Works contract.accord out by hand, clause after clause, as one would fill in a spreadsheet.

It knows nothing of the contract language: every formula below is one clause of contract.accord
typed in again from its words, in the order of the clauses. Numbers are exact fractions. It reads
data/ and writes worked.csv (every quantity) and payments.csv (every payment), beside this file.

    worked.py            writes both files
    worked.py --check    recomputes, compares with both files, exit 1 where they differ
"""
import calendar
import csv
import datetime
import io
import pathlib
import sys
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent

# Part 1: parties and levels, in the contract's order, and the periods of the term.
COMMISSIONERS = ["WL", "ELR"]
PAYEES = ["GPCO", "ACUTE", "COMM"]
SPECIALTIES = ["dermatology", "ophthalmology"]
SETTINGS = ["hospital", "community"]
MONTHS = [f"2014-{m:02d}" for m in range(4, 13)] + [f"2015-{m:02d}" for m in range(1, 10)]
QUARTERS = ["2014-04-01", "2014-07-01", "2014-10-01", "2015-01-01", "2015-04-01", "2015-07-01"]
YEARS = ["2014/15", "2015/16"]
MONTHS_OF_QUARTER = {q: MONTHS[3 * n:3 * n + 3] for n, q in enumerate(QUARTERS)}
QUARTER_OF = {m: q for q, months in MONTHS_OF_QUARTER.items() for m in months}
YEAR_OF = {q: YEARS[0] if q < "2015-04-01" else YEARS[1] for q in QUARTERS}
QUARTERS_OF_YEAR = {y: [q for q in QUARTERS if YEAR_OF[q] == y] for y in YEARS}
LABEL = {"2014-04-01": "2014/15 Q1", "2014-07-01": "2014/15 Q2", "2014-10-01": "2014/15 Q3",
         "2015-01-01": "2014/15 Q4", "2015-04-01": "2015/16 Q1", "2015-07-01": "2015/16 Q2"}


def read(name):
    with open(HERE / "data" / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def percent(text):
    """93.5% is 935/1000."""
    assert text.endswith("%"), text
    return Fraction(text[:-1]) / 100


def rounded(amount, places):
    """Halves away from zero, as the money line says."""
    scaled = abs(amount) * 10 ** places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(-whole if amount < 0 else whole, 10 ** places)


def toward_zero(amount, places):
    scaled = abs(amount) * 10 ** places
    whole = scaled.numerator // scaled.denominator
    return Fraction(-whole if amount < 0 else whole, 10 ** places)


def shown(value):
    """A decimal if it ends, else numerator/denominator."""
    if isinstance(value, str):
        return value
    value = Fraction(value)
    places, rest = 0, value.denominator
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest //= prime
            times += 1
        places = max(places, times)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10 ** places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (digits if places == 0 else digits[:-places] + "." + digits[-places:])


def pounds(amount):
    """Whole pence, with two decimals always."""
    pence = amount * 100
    assert pence.denominator == 1, amount
    size = abs(int(pence))
    return f"{'-' if pence < 0 else ''}{size // 100}.{size % 100:02d}"


def split(amount, weights):
    """Shares of an amount in pounds that is already whole pence.

    Each share is the floor of the absolute pence by weight; the pence left over go one each to the
    largest remainders, equal remainders by the party's code; the sign comes back at the end.
    """
    pence = amount * 100
    assert pence.denominator == 1, amount
    if sum(weights.values()) == 0:
        weights = {party: 1 for party in weights}
    exact = {p: abs(pence) * Fraction(w) / sum(weights.values()) for p, w in weights.items()}
    share = {p: x.numerator // x.denominator for p, x in exact.items()}
    left_over = int(abs(pence)) - sum(share.values())
    for party in sorted(weights, key=lambda p: (-(exact[p] - share[p]), p))[:left_over]:
        share[party] += 1
    sign = -1 if amount < 0 else 1
    return {p: sign * Fraction(share[p], 100) for p in weights}


class Sheet:
    """The filled-in sheet: each quantity is written once, under its clause, and then read."""

    def __init__(self):
        self.rows = []
        self.cell = {}

    def put(self, clause, name, members, period, value):
        key = (name, tuple(members), period)
        assert key not in self.cell, key
        self.cell[key] = value
        label = LABEL.get(period, period)
        self.rows.append([clause, name, "/".join(members), label, shown(value)])

    def get(self, name, *members_and_period):
        return self.cell[(name, members_and_period[:-1], members_and_period[-1])]


def fill_in():
    sheet = Sheet()
    put, get = sheet.put, sheet.get

    # Part 2: data and prices. An absent combination of a received month is 0.
    commissioner = {row["practice"]: row["commissioner"] for row in read("practices.csv")}
    practices = list(commissioner)
    seen = {}
    for row in read("activity.csv"):
        key = (row["practice"], row["specialty"], row["setting"], row["month"])
        assert key not in seen, key
        seen[key] = int(row["seen"])
    received = {key[3] for key in seen}
    assert all(m in received for m in MONTHS)
    size = {(r["practice"], r["quarter"]): int(r["list"]) for r in read("lists.csv")}
    weighted = {(r["practice"], r["quarter"]): int(r["weighted-list"]) for r in read("lists.csv")}
    waits = {(r["specialty"], r["quarter"]): percent(r["waits"]) for r in read("rtt.csv")}
    friends = {r["quarter"]: percent(r["friends"]) for r in read("fft.csv")}

    def seen_in(practice, specialty, setting, month):
        return seen.get((practice, specialty, setting, month), 0)

    def total_seen(specialty, setting, month):
        return sum(seen_in(p, specialty, setting, month) for p in practices)

    # 2.7 and 4.1: the two dated tables.
    old = {"dermatology": ("96.00", "61.00"), "ophthalmology": ("104.00", "68.50")}
    new = {"dermatology": ("98.50", "62.00"), "ophthalmology": ("107.00", "70.00")}
    for m in MONTHS:
        for s in SPECIALTIES:
            for n, setting in enumerate(SETTINGS):
                price = Fraction((old if m < "2015-01" else new)[s][n])
                put("2.7", "price", [s, setting], m, price)

    # 3.1 growth = list / list at 2014-04-01, or 1 where that cannot be divided, 6 places.
    for q in QUARTERS:
        for p in practices:
            start = size[p, "2014-04-01"]
            growth = Fraction(size[p, q], start) if start else Fraction(1)
            put("3.1", "growth", [p], q, rounded(growth, 6))

    # 3.2 to 3.4: the same month of 2013/14, as it was and grown.
    for m in MONTHS:
        year, number = m.split("-")
        same_month = f"{2013 if int(number) >= 4 else 2014}-{number}"
        assert same_month in received, same_month
        for p in practices:
            for s in SPECIALTIES:
                growth = get("growth", p, QUARTER_OF[m])
                hospital = seen_in(p, s, "hospital", same_month)
                community = seen_in(p, s, "community", same_month)
                put("3.2", "hospital-base", [p, s], m, hospital)
                put("3.3", "baseline", [p, s], m, hospital * growth)
                put("3.4", "community-base", [p, s], m, community * growth)

    shift = {("dermatology", "2014/15"): "20%", ("ophthalmology", "2014/15"): "15%",
             ("dermatology", "2015/16"): "40%", ("ophthalmology", "2015/16"): "30%"}
    for y in YEARS:
        for s in SPECIALTIES:
            put("4.1", "shift", [s], y, percent(shift[s, y]))

    # 4.2, 4.3, 6.1 to 6.4: the lines by specialty and month.
    for m in MONTHS:
        for s in SPECIALTIES:
            baseline = sum(get("baseline", p, s, m) for p in practices)
            community_base = sum(get("community-base", p, s, m) for p in practices)
            target = baseline * get("shift", s, YEAR_OF[QUARTER_OF[m]])
            put("4.2", "target", [s], m, target)

            fall = baseline - total_seen(s, "hospital", m)
            rise = total_seen(s, "community", m) - community_base
            moved = max(min(fall, rise), Fraction(0))
            put("4.3", "moved", [s], m, moved)

            margin = get("price", s, "hospital", m) - get("price", s, "community", m)
            put("6.1", "margin", [s], m, margin)
            put("6.2", "saving", [s], m, moved * margin)

            shortfall = max(target - moved, Fraction(0))
            put("6.3", "shortfall", [s], m, shortfall)

            # 6.4, as VARIATION 1 restates it for months from 2015-07 on.
            pain_rate = percent("25%") if m >= "2015-07" else percent("20%")
            put("6.4", "pain", [s], m, shortfall * margin * pain_rate)

    # 4.4 achieved: both cumulated over the quarters since the start of the term.
    for s in SPECIALTIES:
        moved_to_date = target_to_date = Fraction(0)
        for q in QUARTERS:
            moved_to_date += sum(get("moved", s, m) for m in MONTHS_OF_QUARTER[q])
            target_to_date += sum(get("target", s, m) for m in MONTHS_OF_QUARTER[q])
            achieved = moved_to_date / target_to_date if target_to_date else Fraction(0)
            put("4.4", "achieved", [s], q, achieved)

    # 5.1 and 5.2: the gates. Year-1 is undecided for quarters that end before 2015-03-31.
    for q in QUARTERS:
        waits_kept = all(waits[s, q] >= percent("92%") for s in SPECIALTIES)
        quality = waits_kept and friends[q] >= percent("90%")
        put("5.1", "quality", [], q, "met" if quality else "missed")
    evaluated = all(get("achieved", s, "2015-01-01") >= percent("75%") for s in SPECIALTIES)
    for q in QUARTERS:
        decided = q >= "2015-01-01"
        put("5.2", "year-1", [], q, ("met" if evaluated else "missed") if decided else "undecided")

    # 6.5 to 6.7: gain, pain and net of each quarter.
    for q in QUARTERS:
        rates = {"met": "55%", "missed": "40%", "undecided": "50%"}
        put("6.5", "gain-rate", [], q, percent(rates[get("year-1", q)]))
        cells = [(s, m) for s in SPECIALTIES for m in MONTHS_OF_QUARTER[q]]
        gain = sum(get("saving", s, m) for s, m in cells) * get("gain-rate", q)
        put("6.6", "gain", [], q, gain if get("quality", q) == "met" else Fraction(0))
        put("6.7", "net", [], q, get("gain", q) - sum(get("pain", s, m) for s, m in cells))

    # 6.8 plan-value: months of the term in that year; growth of the year's first quarter.
    for y in YEARS:
        first = QUARTERS_OF_YEAR[y][0]
        plan = Fraction(0)
        for m in [m for q in QUARTERS_OF_YEAR[y] for m in MONTHS_OF_QUARTER[q]]:
            for p in practices:
                for s in SPECIALTIES:
                    base = get("hospital-base", p, s, m)
                    plan += base * get("price", s, "hospital", m) * get("growth", p, first)
        put("6.8", "plan-value", [], y, plan)

    # 6.9 and 6.10: limited on the year to date, and the change that is due.
    for y in YEARS:
        plan = get("plan-value", y)
        to_date = before = Fraction(0)
        for q in QUARTERS_OF_YEAR[y]:
            to_date += get("net", q)
            limited = min(to_date, percent("3%") * plan)
            limited = max(limited, percent("-1%") * plan)
            limited = toward_zero(limited, 2)
            put("6.9", "limited", [], q, limited)
            put("6.10", "share-due", [], q, limited - before)
            before = limited

    # 7.2 on-account.
    for m in MONTHS:
        planned = sum(get("target", s, m) * get("margin", s, m) for s in SPECIALTIES)
        put("7.2", "on-account", [], m, rounded(percent("75%") * percent("50%") * planned, 2))

    return sheet, practices, commissioner, size, weighted


def payments(sheet, practices, commissioner, size, weighted):
    """Part 7: what falls due, and how it runs from payers to payees to practices."""
    rows = []
    received = {y: Fraction(0) for y in YEARS}

    def pay(clause, period, quarter, last_day, due, amount):
        shadow = last_day <= datetime.date(2014, 6, 30)
        by_commissioner = {c: sum(size[p, quarter] for p in practices if commissioner[p] == c)
                           for c in COMMISSIONERS}
        paid = split(amount, by_commissioner)
        got = split(amount, {"GPCO": 50, "ACUTE": 30, "COMM": 20})
        passed = split(got["GPCO"], {p: weighted[p, quarter] for p in practices})
        assert sum(paid.values()) == sum(got.values()) == amount       # 8.1
        assert sum(passed.values()) == got["GPCO"]                     # 8.2
        if not shadow:
            received[YEAR_OF[quarter]] += amount
        for role, parties in (("payer", paid), ("payee", got), ("practice", passed)):
            for party, part in parties.items():
                rows.append([clause, LABEL.get(period, period), due.isoformat(),
                             "yes" if shadow else "no", role, party, pounds(part),
                             "0.00" if shadow else pounds(part)])

    for q in QUARTERS:
        for m in MONTHS_OF_QUARTER[q]:
            last_day = end_of(m)
            due = last_day + datetime.timedelta(days=15)
            pay("7.3", m, q, last_day, due, sheet.get("on-account", m))
        last_day = end_of(MONTHS_OF_QUARTER[q][-1])
        due = last_day + datetime.timedelta(days=42 + 14)
        advanced = sum(sheet.get("on-account", m) for m in MONTHS_OF_QUARTER[q])
        pay("7.4", q, q, last_day, due, sheet.get("share-due", q) - advanced)

    for y in YEARS:                                                    # 8.3
        plan = sheet.get("plan-value", y)
        assert percent("-1%") * plan <= received[y] <= percent("3%") * plan
    return rows


def end_of(month):
    year, number = int(month[:4]), int(month[5:])
    return datetime.date(year, number, calendar.monthrange(year, number)[1])


def as_csv(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: worked.py [--check]")
    sheet, *facts = fill_in()
    # Clauses in their order, each as it was filled in: members in the contract's order, by period.
    rows = sorted(sheet.rows, key=lambda row: [int(part) for part in row[0].split(".")])
    files = {
        "worked.csv": as_csv(["clause", "name", "members", "period", "value"], rows),
        "payments.csv": as_csv(["clause", "period", "due", "shadow", "role", "party", "amount",
                                "paid"], payments(sheet, *facts)),
    }
    same = True
    for name, text in files.items():
        if sys.argv[1:] == ["--check"]:
            kept = (HERE / name).read_text(encoding="utf-8")
            verdict = "agrees" if kept == text else "DIFFERS"
            same = same and kept == text
            print(f"{name}: {verdict}, {len(text.splitlines()) - 1} rows recomputed")
        else:
            (HERE / name).write_text(text, encoding="utf-8")
            print(f"{name}: {len(text.splitlines()) - 1} rows written")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
