"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv

Every attendance is followed to the practice that answers for it on a day; sums are made over those.
"""
import calendar
import csv
import os
import sys
from datetime import date
from fractions import Fraction as F

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
QUARTERS = {"2024/25 Q1": (4, 5, 6), "2024/25 Q2": (7, 8, 9), "2024/25 Q3": (10, 11, 12), "2024/25 Q4": (1, 2, 3)}
FOREVER = date(9999, 1, 1)


def rows(name):
    with open(os.path.join(DATA, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text, otherwise):
    return date.fromisoformat(text) if text else otherwise


PRACTICES = {
    r["practice"]: (day(r["opened"], date(1, 1, 1)), day(r["closed"], FOREVER), r["successor"])
    for r in rows("practices.csv")
}
SEEN = [(r["practice"], r["month"], F(r["seen"])) for r in rows("seen.csv")]
LIST = {(r["practice"], r["quarter"]): F(r["list"]) for r in rows("lists.csv")}


def first_and_last(month):
    year, number = map(int, month.split("-"))
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def answers_for(practice, on):
    """Who has, on a day, what a practice had."""
    _, closed, successor = PRACTICES[practice]
    return answers_for(successor, on) if successor and closed < on else practice


def is_there(practice, first, last, on):
    opened, closed, successor = PRACTICES[practice]
    return opened <= last and closed >= (on if successor else first)


def months_of(quarter):
    return [f"{2025 if m < 4 else 2024}-{m:02d}" for m in QUARTERS[quarter]]


def year_before(month):
    return f"{int(month[:4]) - 1}{month[4:]}"


def exact(value):
    """Terminating decimals only: nothing here is divided."""
    text = f"{value.numerator * 10**3 // value.denominator:d}"
    assert F(int(text), 1000) == value
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    text = text.zfill(4)
    return (sign + text[:-3] + "." + text[-3:]).rstrip("0").rstrip(".")


def main():
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["name", "members", "period", "value"])

    def put(name, practice, period, value):
        out.writerow([name, practice, period, exact(value)])

    so_far = []  # (practice, amount) of the quarter before
    running = {}
    for quarter in QUARTERS:
        first = first_and_last(months_of(quarter)[0])[0]
        last = first_and_last(months_of(quarter)[-1])[1]
        saved = {p: F(0) for p in PRACTICES}
        for month in months_of(quarter):
            begin, end = first_and_last(month)
            base = {p: F(0) for p in PRACTICES}
            seen = {p: F(0) for p in PRACTICES}
            moved = {p: F(0) for p in PRACTICES}
            for practice, when, count in SEEN:
                if when == year_before(month):
                    base[answers_for(practice, begin)] += count
                    moved[answers_for(practice, end)] += count
                if when == month:
                    seen[answers_for(practice, end)] += count
            for practice in PRACTICES:
                if is_there(practice, begin, end, begin) or base[practice]:
                    put("base", practice, month, base[practice])
                if is_there(practice, begin, end, end):
                    put("seen", practice, month, seen[practice])
                    avoided = moved[practice] - seen[practice]
                    put("avoided", practice, month, avoided)
                    saved[answers_for(practice, last)] += avoided * F("24.50")
        for month in months_of(quarter):
            for practice, when, count in SEEN:
                if when == year_before(month):
                    put("seen", practice, when, count)
        carried = {p: F(0) for p in PRACTICES}
        for practice, amount in running.items():
            carried[answers_for(practice, last)] += amount
        before = {p: F(0) for p in PRACTICES}
        for practice, amount in so_far:
            before[answers_for(practice, last)] += amount
        so_far, running = [], {}
        heads = 0
        for practice in PRACTICES:
            there = is_there(practice, first, last, last)
            running[practice] = carried[practice] + (saved[practice] if there else 0)
            value = max(running[practice], F(0))
            if there:
                put("saved", practice, quarter, saved[practice])
                put("due", practice, quarter, value - before[practice])
            if there or value:
                put("so-far", practice, quarter, value)
            so_far.append((practice, value))
            if is_there(practice, first, last, first):
                put("one", practice, quarter, F(1))
                put("list", practice, quarter, LIST.get((practice, quarter), F(0)))
                heads += 1
        put("practices", "", quarter, F(heads))


if __name__ == "__main__":
    main()
