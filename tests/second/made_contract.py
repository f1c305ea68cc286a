# SPDX-License-Identifier: MIT
"""Draws a whole contract from a seed: head, levels, inputs, tables, bands, quantities, gates, payments, splits,
checks and variations. Text only; made_data.py draws the files that it asks for."""

import random
from datetime import date, timedelta
from types import SimpleNamespace as Thing

from made_declared import CURRENCY, PATIENT, PRICE, VISIT, Declared
from made_formulas import Formulas
from made_money import Money
from made_words import ALWAYS, END, NONE
from periods import RANK, Calendar
from words import MONTHS

MONEY = (("GBP", "pence", ("pence", "pounds")), ("USD", "cents", ("cents", "dollars")), ("GBP", "pence", ("pence",)),
         ("EUR", "euros", ("euros",)), ("JPY", "yen", ("yen",)), ("EUR", "cents", ("cents", "euros")))


def wholly_bracketed(text):
    """Whether the bracket that a text begins with ends with it."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at + 1 == len(text)
    return False


class Maker(Declared, Money, Formulas):
    """One contract. `clauses` is a list of [number, text]; `varied` the same, after the variation's line."""

    def __init__(self, seed, scaling=False, hundredths=1):
        """With `scaling`, money is pounds in pence; with `hundredths` 100 the same in hundredths of a pound."""
        self.scaling, self.hundredths = scaling, hundredths
        self.random = random.Random(f"second opinion {seed}")
        self.of_rows = random.Random(f"who follows whom {seed}")  # apart, so that a seed draws what it drew before
        self.of_others = random.Random(f"rows of another layout {seed}")
        self.names, self.levels, self.clauses, self.varied = [], {}, [], []
        self.inputs, self.layout, self.others = [], None, None
        self.count, self.vain = 0, {}
        self.head()
        self.parties()
        self.draw_inputs()
        for draw in self.random.sample([self.draw_table] * 3 + [self.draw_bands] * 2, 5):
            draw()
        for _ in range(self.random.randint(4, 11)):
            self.pick(self.draw_quantity, self.draw_quantity, self.draw_quantity, self.draw_yes_or_no,
                      self.draw_gate, self.draw_bands)()
        self.draw_money()
        self.draw_checks()
        self.vary()

    # The head

    def head(self):
        day, month = self.pick((1, 4), (1, 4), (1, 1), (1, 7), (15, 10), (28, 2))
        year = self.pick(2015, 2019, 2023)
        begin = year * 12 + month - 1 + (self.pick(0, 0, 0, 2, 6) if self.chance(30) else 0)
        months = self.pick(6, 12, 12, 24, 24, 18, 36)
        first = date(begin // 12, begin % 12 + 1, day)
        end = begin + months
        last = date(end // 12, end % 12 + 1, day) - timedelta(days=1)
        self.calendar = Calendar(first, last, day, month)
        self.currency, word, self.money_words = self.pick(*MONEY)
        if self.scaling:
            self.currency, word = ("PNY", "units") if self.hundredths > 1 else ("GBP", "pence")
            self.money_words = (word,)
        halves = self.pick("halves away from zero", "halves to even", "toward zero", "halves away from zero")
        years = f", years from {day} {MONTHS[month - 1]}"
        if (day, month) == (1, 4) and self.chance(30):
            years = ""
        written = first.isoformat() if self.chance(70) else f"{first.day} {MONTHS[first.month - 1]} {first.year}"
        self.lines = ["accord 1", 'contract MADE-UP "Drawn by chance"', f"term {written} to {last}{years}"]
        if (self.currency, word, halves) != ("GBP", "pence", "halves away from zero") \
                or self.scaling or self.chance(60):
            self.lines.append(f"money {self.currency} in whole {word}" + (f", {halves}" if self.chance(80) else ""))

    def clause(self, text, varied=False):
        self.count += 1
        number = f"{1 + self.count // 10}.{self.count % 10 + 1}" + self.pick("", "", "", "a")
        self.clauses.append([number, text])
        return number

    def parties(self):
        for kind, codes in (("commissioner", ("WEST", "EAST", "NORTH")), ("provider", ("TRUST", "CLINIC", "GPCO"))):
            members = list(codes[:self.pick(1, 2, 2, 3)])
            self.levels[kind] = Thing(name=kind, members=members, file=None, under=None)
            for code in members:
                self.clause(f'{kind} {code} "{code.title()} of the county"')
        partners = self.pick([], ["PANEL"], ["PANEL"], ["PANEL", "OFFICE"], ["OFFICE", "PANEL", "UNION"])
        self.levels["partner"] = Thing(name="partner", members=partners, file=None, under=None)
        for code in partners:
            self.clause(f'partner {code} "Patients\' panel"')
        if self.chance(25):
            self.file_level("area", [f"A{n}" for n in range(self.pick(1, 2, 3))], "commissioner")
        members = [f"P{n:02}" for n in self.random.sample(range(40), self.random.randint(1, 9))]
        under = self.pick("commissioner", "commissioner", "area" if "area" in self.levels else None, None)
        self.file_level("practice", members, under)
        settings = self.pick(["hospital", "community"], ["hospital", "community", "home"])
        self.levels["setting"] = Thing(name="setting", members=settings, file=None, under=None)
        self.clause(f"level setting : {', '.join(settings)}")
        self.clause("unit patient, visit")

    def file_level(self, name, members, under):
        level = Thing(name=name, members=members, file=f"{name}s.csv", under=under)
        level.above = {member: self.pick(*self.levels[under].members) for member in members} if under else {}
        level.lives, level.dated = None, ""
        if self.chance(45):
            level.dated = self.pick(*["opened, closed and succeeded"] * 4, "closed and succeeded", "opened and closed",
                                    "closed", "opened", "succeeded, closed, opened")
            level.lives = self.draw_lives(members, level.dated)
        self.levels[name] = level
        count = f', {len(members)} member{"" if len(members) == 1 else "s"}' if self.chance(40) else ""
        self.clause(f'level {name} from "{level.file}"{count}' + (f", each under one {under}" if under else "")
                    + (f", {level.dated} by date" if level.dated else ""))

    def draw_lives(self, members, words):
        """member: [opened, closed, successor]: chains of successors, several to one, and some with nobody."""
        first, last = self.calendar.first_day - timedelta(days=500), self.calendar.last_day + timedelta(days=40)
        ends = [self.calendar.last(one) for one in self.calendar.all(self.pick("month", "quarter"))]

        def some_day():
            day = first + timedelta(days=self.random.randint(0, (last - first).days))
            return self.pick(day, *[self.pick(*ends)] * 2)
        stays = self.pick(*members)  # so that there is always someone to share among
        closed = {member: some_day() if member != stays and self.chance(45) and "closed" in words else None
                  for member in members}
        after = {}
        for member in (one for one in members if closed[one] and "succeeded" in words):
            able = [one for one in members if closed[one] is None or closed[one] > closed[member]]
            if able and self.chance(75):
                after[member] = self.pick(*able[:2]) if self.chance(60) else self.pick(*able)
        lives = {}
        for member in members:
            before = [closed[one] for one, other in after.items() if other == member]
            opened = None
            if "opened" in words and member != stays and self.chance(60 if before else 25):
                opened = min(before) + timedelta(days=1) if before else some_day()
                if closed[member] and opened > closed[member]:
                    opened = None
            lives[member] = [opened, closed[member], after.get(member)]
        return lives

    # Quantities and gates

    def grain(self):
        levels = [level for level in ("practice", "setting", "commissioner") if self.chance(30)]
        if "area" in self.levels and self.chance(20):
            levels = ["area"]
        return levels[:2], self.pick("month", "month", "quarter", "quarter", "quarter", "year", "year", "term")

    def draw_quantity(self):
        levels, period = self.grain()
        unit = self.pick(CURRENCY, CURRENCY, PATIENT, VISIT, NONE, NONE, PRICE)
        kind = "rate" if unit in (NONE, PRICE) else self.pick("flow", "flow", "stock")
        made = Thing(name=f"{self.pick('gain', 'growth', 'sum', 'part')}-{self.count}", unit=unit, kind=kind,
                     levels=tuple(levels), period=period)
        drawn = self.value(made)
        if drawn is None:
            return
        made = self.add(made.name, unit, kind, levels, period, drawn.known, drawn.freeze)
        made.draw = lambda: self.restated(made, self.value(made))
        made.number = self.clause(self.quantity_text(made, drawn))

    def value(self, made):
        if made.kind == "rate":
            drawn = self.draw_rate(made.unit, made.levels, made.period, 2)
            if drawn.number:
                return None
        else:
            drawn = self.draw_amount(made.unit, made.kind, made.levels, made.period, 3)
        if drawn is None:
            return None
        if self.chance(40) and drawn.text.startswith(("(first that", "(the one that")) and wholly_bracketed(drawn.text):
            drawn = drawn._replace(text=drawn.text[1:-1])
        if self.chance(55) and made.kind != "rate":
            drawn = self.limited(drawn, made.unit, made.kind, made.levels, made.period, 1)
        return drawn

    def quantity_text(self, made, drawn):
        return f"{made.name} : {self.declared(made.unit, made.kind, made.levels, made.period)}\n      = {drawn.text}"

    def restated(self, made, drawn):
        """The text of a varied clause: nothing that relies on it may come to know it later."""
        if drawn is None or drawn.known > made.known or drawn.freeze > made.freeze:
            return None
        return self.quantity_text(made, drawn)

    def draw_yes_or_no(self):
        levels, period = self.grain()
        drawn = self.draw_condition(levels[:1], period, 2)
        if drawn is None:
            return
        made = self.add(f"good-{self.count}", NONE, "yes", levels[:1], period, drawn.known, drawn.freeze)
        made.number = self.clause(self.quantity_text(made, drawn))

    def draw_gate(self):
        period = self.pick("month", "quarter", "quarter", "year")
        drawn = self.draw_condition([], period, 2)
        if drawn is None or drawn.known == ALWAYS:
            return
        name = f"gate-{self.count}"
        if self.chance(50):
            made = self.add(name, NONE, "gate", (), period, drawn.known, drawn.freeze)
            head = f"gate {name} each {period}"
        else:
            year = self.calendar.last(self.calendar.all("year")[0])
            ends = [day for one in self.calendar.all(period) if (day := self.calendar.last(one)) >= year]
            day = self.pick(*ends)
            later = day + timedelta(days=self.pick(0, 0, 3, 17))
            day = min(later, self.calendar.last_day)
            made = self.add(name, NONE, "gate", (), None, END, drawn.freeze)
            head = f"gate {name} at {day}"

        def again():
            redrawn = self.draw_condition([], period, 1)
            if redrawn is None or not 0 < redrawn.known <= made.known or redrawn.freeze > made.freeze:
                return None
            return f"{head} : {redrawn.text}"
        made.draw = again
        made.number = self.clause(f"{head} : {drawn.text}")

    # Variations

    def vary(self):
        """Restates some clauses from the first day of a later year."""
        years = self.calendar.all("year")[1:]
        if not years or self.chance(30):
            return
        day = self.calendar.start(self.pick(*years))
        able = [name for name in self.names if hasattr(name, "draw") and (name.period or hasattr(name, "clause"))
                and (name.period is None or RANK[name.period] < RANK["term"])]
        for made in self.random.sample(able, min(len(able), 2)):
            names, self.names = self.names, self.names[:made.before]
            text = made.draw()
            self.names = names
            if text:
                self.varied.append([made.number, text])
        for number, draw in self.random.sample(self.restating, min(len(self.restating), 2)):
            text = draw()
            if text and all(number != one for one, _ in self.varied):
                self.varied.append([number, text])
        signed = day - timedelta(days=self.pick(40, 40, 0, -50))
        self.variation = f"VARIATION 1 signed {signed} effective {day}"

    def text(self, clauses=None, varied=None):
        """The contract's text, of all clauses or of some."""
        clauses = self.clauses if clauses is None else clauses
        varied = self.varied if varied is None else varied
        lines = self.lines + [f"{number} {text}" for number, text in clauses]
        if varied:
            lines += [self.variation] + [f"{number} {text}" for number, text in varied]
        return "\n".join(lines) + "\n"
