# SPDX-License-Identifier: MIT
"""Reads the data folder of a contract: members of levels, inputs from files, counted rows (manual, "Inputs",
"Data files and layouts"), and says what an input is where data are missing (R20)."""

import csv
from datetime import date, datetime
from fnmatch import fnmatchcase
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from lives import Life, Lives
from manifest import Submissions
from states import Gone

YES, NO = ("yes", "true", "y", "1"), ("no", "false", "n", "0")
DATES = {"yyyy-mm-dd": "%Y-%m-%d", "yyyymmdd": "%Y%m%d", "dd/mm/yyyy": "%d/%m/%Y", "mm/dd/yyyy": "%m/%d/%Y",
         "d month yyyy": "%d %B %Y"}


def plain(name):
    """Columns are found in any case, `-`, `_` and space being alike."""
    return name.strip().lower().replace("_", "-").replace(" ", "-")


def figure(text):
    """A number as people write it: separators, a currency sign, brackets or a minus, a per cent sign."""
    text = text.strip().replace(",", "").replace("£", "").replace("$", "")
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        sign, text = -1, text[1:-1]
    if text.endswith("%"):
        return sign * Fraction(text[:-1].strip()) / 100
    return sign * Fraction(text)


def yes_or_no(text):
    word = text.strip().lower()
    if word not in YES + NO:
        raise ValueError(f"not yes or no: {text}")
    return word in YES


@lru_cache(maxsize=None)
def day_of(text, form):
    return datetime.strptime(text, form).date()


def rows_of(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=delimiter))
    head = [plain(name) for name in rows[0]]
    return head, [dict(zip(head, row)) for row in rows[1:] if any(cell.strip() for cell in row)]


class Layout:
    """A text file that says how other people's columns become fields."""

    def __init__(self, path):
        self.files, self.delimiter, self.missing, self.identifier = "", ",", {""}, []
        self.fields = {}
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            self.line(line.strip())

    def line(self, line):
        word, _, rest = line.partition(" ")
        if word == "name":
            self.name = rest.split()[0]
        elif word == "files":
            self.files = rest.strip().strip('"')
        elif word == "delimiter":
            self.delimiter = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}[rest.strip()]
        elif word == "missing":
            self.missing = {""} | {part.strip('"') for part in rest.split()}
        elif word == "identifier":
            self.identifier = [name.strip() for name in rest.split(",")]
        elif word == "field":
            self.field(rest)

    def field(self, rest):
        name, _, what = rest.partition(" ")
        what = what.strip()
        if what.startswith("is "):
            self.fields[name] = ("same", what[3:].strip().strip('"'), None)
            return
        kind, _, column = what.lstrip(": ").partition('"')
        column, _, after = column.partition('"')
        kind = kind.replace(" from", "").replace(" when", "").strip()
        if kind == "yes":
            codes = after.strip()[3:].replace(" or ", ",").split(",")
            self.fields[name] = ("yes when", column, {code.strip().strip('"') for code in codes})
        elif kind.startswith("date"):
            self.fields[name] = ("date", column, DATES[kind[5:].strip()])
        else:
            self.fields[name] = (kind, column, None)

    def read(self, path):
        """Each row that can be read as a dict of fields; None is no value. Others are refused."""
        _, rows = rows_of(path, self.delimiter)
        for row in rows:
            try:
                yield {name: self.cell(row, *how) for name, how in self.fields.items()}
            except ValueError:
                continue

    def cell(self, row, kind, column, more):
        if kind == "same":
            return column
        text = row.get(plain(column), "").strip()
        if kind == "yes when":
            return None if text in self.missing else text in more
        if text in self.missing:
            return None
        if kind == "date":
            return day_of(text[:10] if more == "%Y-%m-%d" else text, more)
        if kind == "percent":
            return figure(text) if text.endswith("%") else figure(text) / 100
        if kind in ("number", "whole"):
            return figure(text)
        return yes_or_no(text) if kind == "yes or no" else text


class Facts:
    def __init__(self, contract, folder, layout_folders=(), known_by=None):
        self.contract, self.folder = contract, Path(folder)
        self.files, self.known_by = Submissions(folder, known_by), known_by
        self.lives = Lives(contract)
        self.layouts = [Layout(path) for place in (*layout_folders, self.folder)
                        for path in sorted(Path(place).glob("*.layout"))]
        for level in contract.levels.values():
            level.above, level.lives = {}, {}
            if level.file:
                self.members(level)
        self.read = {}
        for versions in contract.names.values():
            if versions[0].form == "input":
                self.read[versions[0].name] = self.read_input(versions[0])

    def members(self, level):
        _, rows = self.rows(self.files.last(level.file), level.file)
        for row in rows:
            member = row[plain(level.name)].strip()
            level.members.append(member)
            if level.under:
                level.above[member] = row[plain(level.under)].strip()
            if level.dated:
                level.lives[member] = Life(*(row.get(word, "").strip() for word in ("opened", "closed", "successor")))

    def rows(self, path, name):
        """The rows of a plain file, or those of the layout that reads it."""
        layout = next((one for one in self.layouts if fnmatchcase(name, one.files)), None)
        return rows_of(path) if layout is None else (list(layout.fields), list(layout.read(path)))

    def input(self, clause, members, period):
        """R20: the figure, or what stands for it where it is missing."""
        values, received = self.read[clause.name]
        found = values.get((members, period))
        if found is not None:
            return found
        why = f"{clause.name} of {'/'.join(members)} for {self.contract.calendar.label(period)}"
        if (members, period) in values:
            return Gone(True, f"{why} has no value")
        if period in received:
            return Fraction(0) if clause.kind == "flow" else Gone(True, f"{why} is missing")
        later = period is None or clause.kind != "flow" and any(one.first > period.first for one in received)
        return Gone(later, f"{why} has not been received")

    def read_input(self, clause):
        """(members, period): value, with None for a missing mark; and the periods received."""
        return self.count(clause) if clause.counted else self.plain_input(clause)

    def plain_input(self, clause):
        values, received = {}, self.covered(clause, clause.file)
        for one in self.files.named(clause.file):
            head, rows = self.rows(one.path, clause.file)
            column = plain(clause.name) if plain(clause.name) in head else "value"
            for row in rows:
                members = tuple(row[plain(level)].strip() for level in clause.levels)
                period = day = None
                if clause.period:
                    period = self.contract.calendar.read(clause.period, row[clause.period])
                    day = self.contract.calendar.month_start(period.first)
                if self.files.stands(one, day):
                    received.add(period)
                    self.put(values, clause, members, period, self.cell(clause, row[column]))
        return values, received

    def covered(self, clause, pattern):
        """The periods that lie wholly within what a seen bulk file covers: received, with rows or without."""
        calendar, found = self.contract.calendar, set()
        for begin, end in self.files.spans(pattern) if clause.period else []:
            for month in range(calendar.month_of(begin), calendar.month_of(end) + 1):
                period = calendar.holding(clause.period, month)
                if begin <= calendar.start(period) and calendar.last(period) <= end:
                    found.add(period)
        return found

    def reach(self, clause):
        """R43: the last day to which the data of an input are frozen."""
        if not clause.counted:
            return self.files.reach([clause.file], clause.freeze)
        names = [clause.counted.layout]
        if clause.counted.followed and clause.counted.followed.layout:
            names.append(clause.counted.followed.layout)
        return self.files.reach([self.layout(name).files for name in names], clause.freeze)

    def layout(self, name):
        return next(one for one in self.layouts if one.name == name)

    def put(self, values, clause, members, period, value):
        """A row, counted to who holds what its member had (R45). One without a value makes the place a fault."""
        members = self.lives.holders(clause, members, period)
        if value is None or (members, period) not in values:
            values[members, period] = value
        elif values[members, period] is not None:
            values[members, period] += value

    @staticmethod
    def cell(clause, text):
        if not isinstance(text, str):
            return text
        if not text.strip():
            return None
        if clause.kind == "yes or no":
            return yes_or_no(text)
        return text.strip() if clause.kind == "one of" else figure(text)

    # Counted rows

    def count(self, clause):
        counted = clause.counted
        layout = self.layout(counted.layout)
        codes = {level: self.codes(level, way) for level, way in counted.by.items()}
        values, received, seen = {}, self.covered(clause, layout.files), set()
        rows = self.standing(layout, counted.period_field)
        if not counted.followed or not counted.followed.layout:
            followed = counted.followed and self.followed(counted, layout, rows, rows, counted.period_field)
        else:
            # A period is received once rows of both are: else nothing would seem to be followed.
            other, day = self.layout(counted.followed.layout), counted.followed.dated or counted.period_field
            later = self.standing(other, day)
            both = self.covered(clause, other.files) | {
                self.contract.calendar.holding(clause.period, self.contract.calendar.month_of(row[day]))
                for row in later if row[day] is not None}
            followed = self.followed(counted, layout, rows, later, day)
        for row in rows:
            self.count_row(clause, layout, codes, row, followed, values, received, seen)
        if counted.followed and counted.followed.layout:
            received &= both
            values = {place: value for place, value in values.items() if place[1] in both}
        return values, received

    def standing(self, layout, day):
        """The rows of a layout's files, but for those that a later file takes the place of."""
        return [row for one in self.files.named(layout.files) for row in layout.read(one.path)
                if not isinstance(row[day], date) or self.files.stands(one, row[day])]

    def followed(self, counted, layout, rows, others, other_day):
        """Which rows another one follows, by their places in memory: of the same fields, on the day or some days later,
        and not under the same identifier where both are of one layout."""
        said, day = counted.followed, counted.period_field
        whose = {}
        for other in others:
            if other[other_day] is not None and (said.where is None or self.holds(said.where, other)):
                whose.setdefault(tuple(other[name] for name in said.same), []).append(other)

        def follows(row, other):
            once = [tuple(one[name] for name in layout.identifier) for one in (row, other)] if not said.layout else None
            return (row is not other and 0 <= (other[other_day] - row[day]).days <= said.days
                    and not (once and layout.identifier and once[0] == once[1]))

        def is_followed(row):
            who = tuple(row[name] for name in said.same)
            return None not in who and row[day] is not None and any(follows(row, other) for other in whose.get(who, ()))

        return {id(row) for row in rows if is_followed(row)}

    def count_row(self, clause, layout, codes, row, followed, values, received, seen):
        counted = clause.counted
        day = row[counted.period_field]
        if day is None:
            return
        if not isinstance(day, date):
            period = self.contract.calendar.read(clause.period, day)
        else:
            period = self.contract.calendar.holding(clause.period, self.contract.calendar.month_of(day))
        received.add(period)
        if counted.where and not self.holds(counted.where, row) or counted.followed and id(row) not in followed:
            return
        members = tuple(codes[level].get(row[counted.by[level].field]) for level in clause.levels)
        if None in members:
            return
        once = tuple(row[name] for name in layout.identifier)
        if once and once in seen:
            return
        seen.add(once)
        self.put(values, clause, members, period, Fraction(row[counted.sums] if counted.sums else 1))

    def codes(self, level, way):
        """Code: member, from a file, from the clause, or the members' own names."""
        if way.codes:
            return way.codes
        if not way.file:
            return {member: member for member in self.contract.levels[level].members}
        head, rows = self.rows(self.files.last(way.file), way.file)
        column = next((name for name in (plain(way.field), plain(way.field).split("-")[-1]) if name in head),
                      plain(level))
        return {row[column].strip(): row[plain(level)].strip() for row in rows}

    def holds(self, node, row):
        if node[0] in ("and", "or"):
            left, right = self.holds(node[1], row), self.holds(node[2], row)
            return left and right if node[0] == "and" else left or right
        if node[0] == "not":
            return not self.holds(node[1], row)
        value = row[node[1]]
        if node[0] == "field":
            return value is True
        if node[0] == "given":
            return value is not None
        return (value in node[2]) == (node[0] == "is")
