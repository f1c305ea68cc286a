# SPDX-License-Identifier: MIT
"""The contract's calendar (R38): months, quarters, years and the term, and how data write them.

A month is a whole number (12 x year + month - 1); it begins on the day on which the contract's years begin.
A period is a pair (kind, its first month); a year or quarter that the term cuts keeps the first month that it
would have whole, and `months` gives only those that lie in the term."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from words import MONTHS

RANK = {"month": 0, "quarter": 1, "year": 2, "term": 3, None: 4}
KINDS = ("month", "quarter", "year", "term")


class Period(NamedTuple):
    kind: str
    first: int


def finest(*kinds):
    """Of different periods the result has the finer (R6)."""
    return min(kinds, key=RANK.__getitem__) if kinds else None


class Calendar:
    def __init__(self, first_day, last_day, year_day=1, year_month=4):
        self.first_day, self.last_day = first_day, last_day
        self.year_day, self.year_month = year_day, year_month
        self.begin = self.month_of(first_day)
        self.end = self.month_of(last_day) + 1

    def month_of(self, day):
        """The month that holds a day."""
        return day.year * 12 + day.month - 1 - (day.day < self.year_day)

    def month_start(self, month):
        return date(month // 12, month % 12 + 1, self.year_day)

    def year_first(self, month):
        """The first month of the contract's year that holds a month."""
        return month - (month - (self.year_month - 1)) % 12

    def holding(self, kind, month):
        """The period of a kind that holds a month."""
        if kind == "month":
            return Period(kind, month)
        if kind == "term":
            return Period(kind, self.begin)
        year = self.year_first(month)
        return Period(kind, year + (month - year) // 3 * 3 if kind == "quarter" else year)

    def within(self, kind, period):
        """The period of a kind that holds the beginning of a period: what lies in the term, if it is cut."""
        return self.holding(kind, self.months(period)[0])

    def size(self, period):
        return {"month": 1, "quarter": 3, "year": 12, "term": self.end - self.begin}[period.kind]

    def months(self, period):
        """The months of a period: those in the term, or all of them for one that lies before it."""
        whole = range(period.first, period.first + self.size(period))
        inside = [month for month in whole if self.begin <= month < self.end]
        return inside or list(whole)

    def parts(self, kind, period):
        """The periods of a kind that make up a longer one, in order."""
        return list(dict.fromkeys(self.holding(kind, month) for month in self.months(period)))

    def all(self, kind):
        """The periods of a kind in the term."""
        return self.parts(kind, Period("term", self.begin))

    def before(self, period):
        """The period before; None where that lies before the term (R15)."""
        earlier = self.months(period)[0] - 1
        return self.holding(period.kind, earlier) if earlier >= self.begin else None

    def start(self, period):
        return self.month_start(self.months(period)[0])

    def last(self, period):
        return self.month_start(self.months(period)[-1] + 1) - timedelta(days=1)

    def same(self, period, year):
        """The period that lies as far from the start of another year (R16)."""
        first = year * 12 + self.year_month - 1
        return Period(period.kind, period.first - self.year_first(period.first) + first)

    def plain_years(self):
        return (self.year_day, self.year_month) == (1, 1)

    def label(self, period):
        """How accord writes a period."""
        if period is None:
            return ""
        if period.kind == "term":
            return "term"
        if period.kind == "month" and self.year_day > 1:
            return self.month_start(period.first).isoformat()
        if period.kind == "month":
            return f"{period.first // 12}-{period.first % 12 + 1:02}"
        year = self.year_first(period.first) // 12
        text = str(year) if self.plain_years() else f"{year}/{(year + 1) % 100:02}"
        if period.kind == "quarter":
            text += f" Q{(period.first - self.year_first(period.first)) // 3 + 1}"
        return text

    def read(self, kind, text):
        """The period that a data file means."""
        text = text.strip()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return self.holding(kind, self.month_of(date.fromisoformat(text)))
        if kind == "month":
            return Period(kind, self.read_month(text))
        match = re.fullmatch(r"(\d{4})(?:[/-](\d{2}|\d{4}))?(?: ?Q([1-4]))?", text)
        if not match or bool(match[3]) != (kind == "quarter"):
            raise ValueError(f"not a {kind}: {text}")
        first = int(match[1]) * 12 + self.year_month - 1
        return Period(kind, first + (int(match[3]) - 1) * 3 if match[3] else first)

    @staticmethod
    def read_month(text):
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return int(match[1]) * 12 + int(match[2]) - 1
        if match := re.fullmatch(r"(\d{2})/(\d{4})", text):
            return int(match[2]) * 12 + int(match[1]) - 1
        word, year = text.split()
        for at, name in enumerate(MONTHS):
            if word in (name, name[:3]):
                return int(year) * 12 + at
        raise ValueError(f"not a month: {text}")
