# SPDX-License-Identifier: MIT
"""Draws the data files of a drawn contract: whole or with holes, near thresholds and halves, in every way to write."""

import csv
import itertools
from decimal import Decimal
from datetime import timedelta
from types import SimpleNamespace as Thing

from made_sent import Sent
from made_words import NONE
from periods import Period
from words import MONTHS


class Data:
    """Files as lists of rows: {name: [heading, row, ...]}; `write` puts them into a folder."""

    def __init__(self, maker):
        self.maker, self.random, self.calendar = maker, maker.random, maker.calendar
        self.pick, self.chance = maker.pick, maker.chance
        self.holes = self.chance(55)  # else every figure is there
        self.files, self.delimiters, self.texts = {}, {}, {}
        self.ends = self.random.randint(len(self.calendar.all("month")) // 2, len(self.calendar.all("month")) + 6)
        for level in maker.levels.values():
            if level.file:
                head = [level.name] + ([level.under] if level.under else []) + ["name"]
                dates = [at for at, word in enumerate(("opened", "closed", "succeeded")) if word in level.dated]
                head += [("opened", "closed", "successor")[at] for at in dates]
                self.files[level.file] = [head] + [
                    [member] + ([level.above[member]] if level.under else []) + ["Somewhere"]
                    + [str(level.lives[member][at] or "") for at in dates]
                    for member in self.random.sample(level.members, len(level.members))]
        for made in maker.inputs:
            self.files[made.file] = self.input_rows(made)
        if maker.layout:
            self.rows_of_visits()
        if maker.others:
            self.rows_of_hospital()
        self.known_by, self.sent = None, False
        if self.chance(30):
            self.sent = bool(Sent(self))
        if self.chance(60 if self.sent else 8):
            days = (self.calendar.last_day - self.calendar.first_day).days + 150
            self.known_by = self.calendar.first_day + timedelta(days=self.random.randint(-10, days))

    # Figures

    def scaled(self, text):
        """A figure of money, or so many times as large where money is in hundredths."""
        if self.maker.hundredths == 1:
            return text
        return f"{Decimal(text.replace(',', '')) * self.maker.hundredths:f}"

    def figure(self, made):
        if self.holes and self.chance(3):
            return ""
        if made.kind == "yes":
            return self.pick("yes", "no", "true", "FALSE", "Y", "n", "1", "0", "yes")
        if made.kind == "one":
            return self.pick("low", "medium", "high")
        if made.unit == NONE:
            return self.pick("92%", "0.92", "91.9%", "90%", "100%", "0%", "0.5", "80%", "40.00%", "0.125", "89.95%",
                             "3%")
        if made.kind == "rate":
            return self.scaled(self.pick("61.00", "0", "58.125", "7.5"))
        whole = self.pick(0, 0, 1, 2, 3, 5, 10, 12, 50, 99, 100, 400, 1234, 7480)
        if made.unit == (("CUR",), ()):
            text = self.scaled(f"{whole}.{self.pick('00', '5', '125', '005', '25', '99')}")
            if not made.positive and self.chance(25):
                text = self.pick(f"-{text}", f"({text})")
            return text
        if not made.positive and self.chance(15):
            return f"-{whole}"
        return f"{whole:,}" if self.chance(20) else f"{whole}"

    def period_text(self, period):
        calendar, first = self.calendar, period.first
        start = calendar.month_start(first)
        day = calendar.start(period) if self.inside(period) else start
        if self.chance(30) or period.kind == "term":
            return day.isoformat()
        if period.kind == "month":
            name = MONTHS[first % 12]
            return self.pick(f"{first // 12}-{first % 12 + 1:02}", f"{first % 12 + 1:02}/{first // 12}",
                             f"{name[:3]} {first // 12}", f"{name} {first // 12}")
        text = calendar.label(period)
        if not calendar.plain_years():
            year = text[:4]
            text = self.pick(text, text.replace("/", "-"), text if period.kind != "year"
                             else f"{year}/{int(year) + 1}")
        return text.replace(" Q", "Q") if self.chance(20) and not calendar.plain_years() else text

    def inside(self, period):
        return self.calendar.begin <= period.first < self.calendar.end

    def input_rows(self, made):
        column = self.pick(made.name, made.name.title(), "value")
        head = list(made.levels) + ([made.period] if made.period else []) + [column]
        rows = []
        members = [self.maker.levels[level].members for level in made.levels]
        for period in self.periods(made):
            if self.holes and self.chance(4) and period is not None:
                continue
            for chosen in itertools.product(*members):
                if self.holes and self.chance(4) or not self.may_name(made, chosen, period):
                    continue
                row = [*chosen] + ([self.period_text(period)] if period else []) + [self.figure(made)]
                rows.append(row)
        self.random.shuffle(rows)
        order = self.random.sample(range(len(head)), len(head))
        return [[head[at] for at in order]] + [[row[at] for at in order] for row in rows]

    def periods(self, made):
        """The periods of the term that have come, and those of an earlier year that a clause may ask for."""
        if made.period is None:
            return [None]
        found = self.calendar.all(made.period)
        if self.holes:
            found = [one for one in found if one.first < self.calendar.begin + self.ends]
        if made.baseline and f"{made.name} in same " in self.maker.text():
            first = made.baseline_year * 12 + self.calendar.year_month - 1
            whole = self.calendar.parts(made.period, Period("year", first))
            found = [one for one in whole if one.first + self.calendar.size(one) <= self.calendar.begin] + found
        return found

    def may_name(self, made, members, period):
        """Whether a row may name these members: not before one opens, nor after it closes, but that what an amount
        had passes on."""
        for level, member in zip(made.levels, members):
            if self.maker.levels[level].file is None or not self.maker.levels[level].dated or period is None:
                continue
            opened, closed, successor = self.maker.levels[level].lives[member]
            first, last = self.calendar.start(period), self.calendar.last(period)
            if opened and opened > last:
                return False
            if closed and closed < first and (not successor or made.kind not in ("flow", "stock")
                                              or self.chance(70)):
                return False
        return True

    # Rows of a layout

    def rows_of_visits(self):
        practices = self.maker.levels["practice"].members
        self.texts["visits.layout"] = self.maker.layout
        self.files["codes.csv"] = [["practice", "code"]] + [[member, f"G{member}"] for member in practices]
        self.files["places.csv"] = [["Place", "Setting"], ["H", "hospital"], ["HH", "hospital"], ["C", "community"]]
        days = (self.calendar.last_day - self.calendar.first_day).days
        head = ["ID", "GP", "Place", "What", "Day", "Cost", "Priority", "Agreed", "Whose", "More"]
        rows = []
        for at in range(self.random.randint(0, 120)):
            day = self.calendar.first_day + timedelta(days=self.random.randint(0, days))
            period = self.calendar.holding("quarter", self.calendar.month_of(day))
            month = self.calendar.holding("month", self.calendar.month_of(day))
            flow = Thing(levels=("practice",), kind="flow")
            able = [one for one in practices if self.may_name(flow, (one,), period)
                    and self.may_name(flow, (one,), month)]
            practice = self.pick(*able) if able else "X"
            rows.append([f"V{at}", self.pick(practice, f"G{practice}", "X99"), self.pick("H", "HH", "C", "Z", "C"),
                         self.pick("5", "6", "7", "9", "A 1", "05", "-"), day.strftime("%d/%m/%Y"),
                         self.scaled(self.pick("10", "0.125", "-3.5", "1,000.25", "7")), self.pick("1", "3", "4", ""),
                         self.pick("yes", "no", "1", "n", "-"), self.maker.of_rows.choice("ABCDEAB-"), "x"])
            if self.chance(4):
                rows.append(list(rows[-1]))
        cut = self.random.randint(0, len(rows))
        for name, part in (("visits-1.csv", rows[:cut]), ("visits-2.csv", rows[cut:])):
            self.files[name], self.delimiters[name] = [head] + part, ";"

    def rows_of_hospital(self):
        chance = self.maker.of_others
        self.texts["hospital.layout"] = self.maker.others
        days = (self.calendar.last_day - self.calendar.first_day).days
        last = days if chance.random() < 0.6 else chance.randint(0, days)  # else nothing came of the last months
        rows = [[f"H{at}", chance.choice("ABCDEAB?"), chance.choice(("5", "6", "7", "9", "")),
                 (self.calendar.first_day + timedelta(days=chance.randint(-20, last + 40))).isoformat(),
                 chance.choice(("U", "R", ""))] for at in range(chance.randint(1, 150))]
        self.files["hospital.csv"] = [["No", "Pseudonym", "Kind", "Seen", "Priority"], *rows]

    def write(self, folder):
        for name, rows in self.files.items():
            with open(folder / name, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=self.delimiters.get(name, ",")).writerows(rows)
        for name, text in self.texts.items():
            (folder / name).write_text(text, encoding="utf-8")
