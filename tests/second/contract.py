# SPDX-License-Identifier: MIT
"""Reads a contract's text into clauses. Each name has its versions: the clause, and those of variations (R33)."""

import re
from datetime import date
from types import SimpleNamespace as Clause

from formulas import KINDS, Formulas
from periods import Calendar
from words import MONTHS, Mistake, Reader, statements

NUMBERED = re.compile(r"(\d+(?:\.\d+)*[a-z]?)\s+(.*)", re.DOTALL)
PAY_EACH = {"monthly": "month", "quarterly": "quarter", "yearly": "year", "once": "term"}
PARTIES = ("commissioner", "provider", "partner")


class Contract:
    """Everything that the text says, before any data are read."""

    def __init__(self, text, known_by=None):
        """With a day, only what was signed by the end of it: other variations are as if not written."""
        self.known_by, self.left_out = known_by or date.max, False
        self.levels = {kind: Clause(name=kind, members=[], file=None, under=None, dated=False) for kind in PARTIES}
        self.units = {"%", "ratio", "GBP"}
        self.currency, self.decimals, self.halves = "GBP", 2, "away"
        self.code = ""
        self.names = {}  # quantities, inputs, tables, bands and gates: their versions, oldest first
        self.pays, self.splits, self.checks = {}, {}, []  # clause number: versions
        self.shadow = date.min
        self.effective = date.min
        self.numbers = {}  # clause number: what it declares, by which a variation finds it
        lines = statements(text)
        self.declare(lines)
        for line in lines:
            self.statement(line)
        for kind in PARTIES:
            self.levels[kind].members.sort()

    def declare(self, lines):
        """Units and levels are known before any formula is read, for some words depend on them."""
        for line in lines:
            match = NUMBERED.fullmatch(line)
            words = (match[2] if match else line).split()
            if words[0] == "money":
                self.units.add(words[1])
            elif match and words[0] == "unit":
                self.units.update(re.findall(r"[\w-]+", match[2])[1:])
            elif match and words[0] == "level":
                self.levels[words[1].rstrip(":")] = None

    def statement(self, line):
        match = NUMBERED.fullmatch(line)
        if not match:
            self.head(line)
            return
        if self.left_out:
            return
        number, text = match.groups()
        reader = Formulas(text, self.units, self.levels)
        word = reader.peek().text
        method = getattr(self, f"read_{word}", None)
        if word in PARTIES:
            reader.next()
            self.levels[word].members.append(reader.name())
            reader.string()
        elif method and not reader.is_word(":", ahead=1):
            reader.next()
            method(number, reader)
        else:
            self.read_quantity(number, reader)
        if not reader.done():
            reader.fail("the end of the clause")

    # The head

    def head(self, line):
        word = line.split()[0]
        reader = Reader(line) if word != "PART" else None
        if word == "contract":
            reader.next()
            self.code = reader.name()
        elif word == "term":
            self.term(reader)
        elif word == "money":
            self.money(reader)
        elif word == "VARIATION":
            reader.next()
            reader.count()
            reader.must("signed")
            self.left_out = reader.date() > self.known_by
            reader.must("effective")
            self.effective = reader.date()
        elif word not in ("accord", "PART"):
            raise Mistake(f"what is this line? {line}")

    def term(self, reader):
        reader.next()
        first = reader.date()
        reader.must("to")
        last, day, month = reader.date(), 1, 4
        if reader.take(",", "years", "from"):
            day, month = reader.count(), MONTHS.index(reader.name()) + 1
        self.calendar = Calendar(first, last, day, month)

    def money(self, reader):
        reader.next()
        self.currency = reader.name()
        self.units.add(self.currency)
        reader.must("in", "whole")
        self.decimals = 2 if reader.name() in ("pence", "cents") else 0
        if reader.take(",", "halves", "to", "even"):
            self.halves = "even"
        elif reader.take(",", "toward", "zero"):
            self.halves = "zero"

    # Declarations

    def add(self, number, name, clause):
        clause.name, clause.number, clause.effective = name, number, self.effective
        self.names.setdefault(name, []).append(clause)

    def read_unit(self, number, reader):
        reader.names()

    def read_level(self, number, reader):
        level = Clause(name=reader.name(), members=[], file=None, under=None, dated=False)
        if reader.take(":"):
            level.members = reader.names()
        else:
            reader.must("from")
            level.file = reader.string()
            while reader.take(","):
                if reader.take("each", "under", "one"):
                    level.under = reader.name()
                elif reader.peek().text in ("opened", "closed", "succeeded"):
                    level.dated = True
                    while reader.one_of("opened", "closed", "succeeded", ",", "and"):
                        pass
                    reader.must("by", "date")
                else:
                    reader.count()
                    reader.one_of("members", "member")
        self.levels[level.name] = level

    def type(self, reader):
        """Kind, levels (in the order of the text) and period of a type."""
        kind, choices = "rate", None
        if reader.take("yes", "or", "no"):
            kind = "yes or no"
        elif reader.take("one", "of"):
            kind, choices = "one of", reader.choices()
        else:
            if not reader.take("%"):
                reader.name()
                while reader.take("/"):
                    reader.name()
            kind = reader.one_of("flow", "stock", "rate") or "rate"
        dims = reader.dims() if reader.take("by") else []
        period = next((dim for dim in dims if dim in KINDS), None)
        return Clause(kind=kind, choices=choices, levels=[dim for dim in dims if dim not in KINDS],
                      period=period, plain=not dims)

    def read_quantity(self, number, reader):
        name = reader.name()
        reader.must(":")
        clause = self.type(reader)
        reader.must("=")
        clause.form, clause.value = "quantity", reader.value()
        self.add(number, name, clause)

    def read_gate(self, number, reader):
        name = reader.name()
        clause = Clause(form="gate", kind="yes or no", levels=[], period=None, date=None)
        if reader.take("each"):
            clause.period = reader.one_of(*KINDS)
        else:
            reader.must("at")
            clause.date = reader.date()
        reader.must(":")
        clause.value = reader.condition()
        self.add(number, name, clause)

    def read_table(self, number, reader):
        name = reader.name()
        reader.must(":")
        clause = self.type(reader)
        clause.form, clause.rows = "table", []
        while not reader.done():
            since = date.min
            if not reader.take("always"):
                reader.must("from")
                since = reader.date()
            reader.must(":")
            cells = [self.cell(reader)]
            while reader.take(","):
                cells.append(self.cell(reader))
            clause.rows.append((since, cells))
        self.add(number, name, clause)

    @staticmethod
    def cell(reader):
        codes = []
        while reader.peek().kind in ("name", "string"):
            codes.append(reader.code())
        return frozenset(codes), reader.number()

    def read_bands(self, number, reader):
        name = reader.name()
        reader.must(":")
        clause = self.type(reader)
        reader.must("of")
        clause.form, clause.of, clause.rows, clause.lines = "bands", reader.name(), [], False
        clause.ladder = False
        while not reader.done():
            reader.take(",")
            if reader.take("straight", "lines", "between"):
                clause.lines = True
                continue
            if reader.take("each", "part", "at", "its", "own", "rate"):
                clause.ladder = True
                continue
            reader.must("from")
            begin = reader.number()
            end = reader.number() if reader.take("to") else None
            reader.must(":")
            low = reader.number()
            clause.rows.append((begin, end, low, reader.number() if reader.take("to") else low))
        self.add(number, name, clause)

    def read_input(self, number, reader):
        name = reader.name()
        reader.must(":")
        clause = self.type(reader)
        clause.form, clause.freeze, clause.taken, clause.counted = "input", 0, None, None
        if reader.take("from"):
            clause.file = reader.string()
        else:
            clause.counted = self.counting(reader)
        reader.take(",")
        while not reader.done():
            if reader.take("may", "be", "negative"):
                pass
            elif reader.take("taken", "at"):
                reader.one_of(*KINDS)
                clause.taken = reader.one_of("start", "end")
            else:
                word = reader.one_of("flex", "freeze")
                days = reader.count()
                reader.one_of("days", "day")
                reader.must("after")
                reader.one_of(*KINDS)
                if word == "freeze":
                    clause.freeze = days
            reader.take(",")
        self.add(number, name, clause)

    def counting(self, reader):
        sums = None
        if reader.take("sums"):
            sums = reader.name()
            reader.must("of")
        else:
            reader.must("counts")
        reader.must("rows", "of")
        counted = Clause(sums=sums, layout=reader.name(), where=None, followed=None, by={}, period_field=None)
        if reader.take("where"):
            counted.where = self.row_or(reader)
        if reader.is_word(",", "followed", "within"):
            reader.next()
        if reader.take("followed", "within"):
            days = reader.count()
            reader.one_of("days", "day")
            reader.must("by", "rows", "of")
            other = None
            if not reader.is_word("the", "same"):
                other = reader.name()
                reader.must("of")
            reader.must("the", "same")
            same = [reader.name()]
            while reader.take(",") or reader.take("and"):
                same.append(reader.name())
            dated = None
            if reader.take("dated"):
                reader.must("by")
                dated = reader.name()
            counted.followed = Clause(days=days, layout=other, same=same, dated=dated, where=None)
            if reader.take("where"):
                counted.followed.where = self.row_or(reader)
        while reader.is_word("by", ahead=1):
            level = reader.name()
            reader.must("by")
            field = reader.name()
            if level in KINDS:
                counted.period_field = field
                continue
            way = Clause(field=field, file=None, codes=None, aside=False)
            if reader.take("from"):
                way.file = reader.string()
            elif reader.take(":"):
                way.codes = self.codes(reader)
            if reader.take(",", "other"):
                reader.name()
                reader.must("set", "aside")
                way.aside = True
            counted.by[level] = way
        return counted

    @staticmethod
    def codes(reader):
        """`dermatology 330, ophthalmology 130 or 131` as code: member."""
        found = {}
        while True:
            member = reader.name()
            found[reader.code()] = member
            while reader.take("or"):
                found[reader.code()] = member
            if not reader.is_word(",") or reader.is_word("other", ahead=1) or reader.peek(1).kind != "name" \
                    or reader.peek(2).text in ("days", "day") or reader.is_word("be", ahead=2) \
                    or reader.peek(1).text in ("flex", "freeze", "taken"):
                return found
            reader.next()

    def row_or(self, reader):
        left = self.row_and(reader)
        while reader.take("or"):
            left = ("or", left, self.row_and(reader))
        return left

    def row_and(self, reader):
        left = self.row(reader)
        while reader.take("and"):
            left = ("and", left, self.row(reader))
        return left

    def row(self, reader):
        if reader.take("not"):
            return ("not", self.row(reader))
        if reader.take("("):
            found = self.row_or(reader)
            reader.must(")")
            return found
        field = reader.name()
        if not reader.take("is"):
            return ("field", field)
        wanted = not reader.take("not")
        if reader.take("given"):
            return ("given", field) if wanted else ("not", ("given", field))
        found = ("is", field, frozenset(reader.choices()))
        return found if wanted else ("is not", *found[1:])

    # Money, checks

    def read_shadow(self, number, reader):
        reader.must("until")
        self.shadow = reader.date()

    def read_pay(self, number, reader):
        clause = Clause(number=number, effective=self.effective, value=reader.value(), each=None)
        if reader.take("to", "each"):
            clause.each = reader.name()
        reader.must(",")
        clause.period = PAY_EACH[reader.next().text]
        reader.must(",")
        clause.when = "after"
        if reader.take("on", "day"):
            clause.when, clause.days = "on", reader.count()
            reader.must("of")
        else:
            clause.days = reader.count()
            reader.one_of("days", "day")
            clause.when = reader.one_of("after", "before")
        clause.after_freeze = reader.next().text == "freeze"
        clause.begins, clause.ends = date.min, date.max
        if reader.take(",", "from"):
            clause.begins = reader.date()
            if reader.take("until"):
                clause.ends = reader.date()
        elif reader.take(",", "until"):
            clause.ends = reader.date()
        clause.account_of = reader.next().text if reader.take(",", "on", "account", "of") else None  # changes no amount
        self.pays.setdefault(number, []).append(clause)

    def read_split(self, number, reader):
        clause = Clause(number=number, effective=self.effective, who=reader.name(), of=[], to=None,
                        by=None, shares=None, equally=False)
        if reader.take("of"):
            clause.of.append(reader.next().text)
            while reader.take("and"):
                clause.of.append(reader.next().text)
        if reader.take("to"):
            clause.to = reader.name()
        if reader.take("by"):
            clause.by = reader.operand()
        else:
            clause.shares = {}
            while True:
                party = reader.name()
                clause.shares[party] = reader.number()
                if not reader.is_word(",") or reader.peek(2).kind != "percent":
                    break
                reader.next()
        while reader.take(","):
            if reader.take("or", "equally", "when", "all", "are", "zero"):
                clause.equally = True
            elif not reader.take("ties", "by", "code"):
                reader.name()
                reader.must("by", "largest", "remainder")
        self.splits.setdefault(number, []).append(clause)

    def read_check(self, number, reader):
        self.judged(number, reader, "check")

    def read_assume(self, number, reader):
        self.judged(number, reader, "assume")

    def judged(self, number, reader, word):
        clause = Clause(number=number, word=word, value=reader.condition(), every=None)
        if reader.take("every") or reader.take("over"):
            clause.every = reader.next().text
        self.checks.append(clause)
