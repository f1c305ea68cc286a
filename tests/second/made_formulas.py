# SPDX-License-Identifier: MIT
"""Draws formulas: each `draw_` method is given what the formula must be and draws one of the forms that can be that."""

from decimal import Decimal

from made_amounts import Amounts
from made_conditions import Conditions
from made_rates import Rates
from made_words import NONE, START, Drawn
from periods import RANK


class Formulas(Amounts, Rates, Conditions):
    """Needs from the class that holds it: random, names (declared so far), calendar, currency, years."""

    def pick(self, *options):
        return self.random.choice(options)

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def sealed(self, drawn):
        return drawn._replace(text=drawn.one(), tight=True)

    # Numbers

    def scaled(self, value, unit):
        """A number as it is written; in a contract whose money is in hundredths, so many times as large."""
        commas = self.chance(30)
        value = Decimal(str(value).replace(",", ""))
        if "CUR" in unit[0]:
            value *= self.hundredths
        text = f"{value:f}"
        return f"{value:,f}" if commas and "." not in text else text

    def unit_text(self, unit):
        above, below = unit
        return "/".join(self.currency if name == "CUR" else name for name in above + below)

    def draw_number(self, unit):
        """A number of the text in a unit; 0 fits any unit."""
        if unit == NONE:
            return Drawn(self.pick("0%", "40%", "92%", "12.5%", "100%", "3%", "1", "0.05", "2", "150%", "90%"),
                         True, number=True)
        if self.chance(10):
            return Drawn("0", True, number=True)
        value = self.pick(1, 3, 5, 10, 12, 50, 100, 2500, 12000, "0.5", "7.25", "10.125")
        return Drawn(f"{self.scaled(value, unit)} {self.unit_text(unit)}", False, number=True)

    # Names

    def fits(self, name, unit, kind):
        return name.unit == unit and name.kind == kind

    def named(self, test):
        return [name for name in self.names if test(name)]

    def of_name(self, name):
        return Drawn(name.name, True, name.known, name.freeze)

    def quoted(self, level, member):
        return f'"{member}"' if self.levels[level].file else member

    def usable(self, name, period):
        """Whether a rate may be used in a value of a period (R6, R14)."""
        if name.period is None or name.period == period:
            return True
        return RANK[period] < RANK[name.period] and name.known <= START

    def some(self, levels):
        """At most one of the levels: rates that meet are of nested levels (R6)."""
        return self.random.sample(list(levels), min(len(levels), self.pick(0, 1, 1)))
