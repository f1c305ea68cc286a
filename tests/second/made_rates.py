# SPDX-License-Identifier: MIT
"""Draws rates that may be used at a grain (R5, R6, R9, R14)."""

from datetime import timedelta

from made_words import ALWAYS, NONE, START, Drawn, join
from periods import KINDS, RANK


class Rates:
    """A part of made_formulas.Formulas."""

    def draw_rate(self, unit, levels, period, depth):
        """A rate that may be used at a grain: of some of its levels, and its period or a longer one that is known."""
        forms = ["name"] * 5 + ["number"]
        if depth > 0:
            forms += ["sum", "times", "quotient", "quotient", "average", "average", "average", "cases",
                      "date", "start", "previous", "member",
                      "member", "limits", "two", "same"]
        for form in self.random.sample(forms, len(forms)):
            drawn = getattr(self, "rate_" + form)(unit, levels, period, depth - 1)
            if drawn is not None:
                return drawn
        return self.draw_number(unit)

    def rate_names(self, unit, levels, period):
        return self.named(lambda name: self.fits(name, unit, "rate") and set(name.levels) <= set(levels)
                          and self.usable(name, period))

    def rate_name(self, unit, levels, period, depth):
        found = self.rate_names(unit, levels, period)
        return self.of_name(self.pick(*found)) if found else None

    def rate_number(self, unit, levels, period, depth):
        return self.draw_number(unit)

    def rate_member(self, unit, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, "rate") and set(name.levels) - set(levels)
                           and self.usable(name, period)
                           and all(self.levels[level].members for level in name.levels))
        if not found:
            return None
        name = self.pick(*found)
        codes = ", ".join(self.quoted(level, self.pick(*self.levels[level].members))
                          for level in name.levels if level not in levels)
        return self.of_name(name)._replace(text=f"{name.name}({codes})")

    def rate_sum(self, unit, levels, period, depth):
        left = self.rate_name(unit, levels, period, depth)
        if left is None:
            return None
        return join("{0} %s {1}" % self.pick("+", "-"), left, self.sealed(self.draw_number(unit)))

    def rate_times(self, unit, levels, period, depth):
        left = self.rate_name(unit, levels, period, depth)
        right = self.draw_rate(NONE, levels, period, 0)
        return left and join("{0} %s {1}" % self.pick("*", "*", "/"), left, self.sealed(right))

    def rate_two(self, unit, levels, period, depth):
        left = self.rate_name(unit, levels, period, depth)
        return left and join("%s of {0} and {1}" % self.pick("lesser", "greater"), left,
                             self.sealed(self.draw_number(unit)))

    def rate_quotient(self, unit, levels, period, depth):
        """Amounts are divided like by like (R10), or a number with a unit by an amount (R4)."""
        kind = self.pick("flow", "stock")
        if unit != NONE:
            below = self.draw_amount((unit[1], ()), kind, levels, period, depth)
            above = self.sealed(self.draw_number((unit[0], ())))
            if above.text == "0":
                return None
        else:
            counted = ((self.pick("patient", "visit", "CUR"),), ())
            below = self.draw_amount(counted, kind, levels, period, depth)
            above = self.draw_amount(counted, kind, levels, period, depth)
        if below is None or above is None or below.number:
            return None
        if unit == NONE and self.chance(20):
            fixed = self.named(lambda name: self.fits(name, counted, kind) and set(name.levels) == set(levels)
                               and name.period and name.known <= START)
            if fixed:
                day = self.calendar.first_day.isoformat()
                below = Drawn(f"{self.pick(*fixed).name} at {day}", True, START)
        drawn = join("{0} / {1}", self.sealed(above), self.sealed(below))
        if self.chance(85):
            mend = self.draw_number(unit)
            drawn = drawn._replace(text=f"{drawn.text}, or {mend.text} where that cannot be divided")
        less = 2 if "CUR" in unit[0] and self.hundredths > 1 else 0
        places = f", rounded to {self.pick(2, 4, 6) - less} places" if self.chance(85) else ""
        return self.sealed(drawn._replace(text=drawn.text + places))

    def rate_average(self, unit, levels, period, depth):
        rates = self.named(lambda name: self.fits(name, unit, "rate") and set(name.levels) - set(levels)
                           and name.period in (None, period))
        if not rates:
            return None
        rate = self.pick(*rates)
        goes = [level for level in rate.levels if level not in levels]
        held = [level for level in levels if self.chance(50) or level in rate.levels] + goes
        weight = self.draw_amount(((self.pick("patient", "visit"),), ()), self.pick("flow", "stock"), held, period,
                                  min(depth, 1))
        if weight is None:
            return None
        text = f"average {rate.name} weighted by {weight.one()} over {', '.join(goes)}"
        mend = f", or {self.draw_number(unit).text} where that cannot be divided" if self.chance(60) else ""
        return Drawn(f"({text}{mend})", True, max(weight.known, rate.known), max(weight.freeze, rate.freeze))

    def rate_cases(self, unit, levels, period, depth):
        some = self.some(levels)
        return self.draw_cases(lambda: self.draw_rate(unit, some, period, 0), some, period, depth, unit == NONE)

    def rate_date(self, unit, levels, period, depth):
        found = [name for name in self.rate_names(unit, levels, period) if name.known <= START and name.period]
        if not found:
            return None
        name, day = self.pick(*found), self.calendar.first_day
        if name.known == ALWAYS and self.chance(60):
            day += timedelta(days=self.random.randrange((self.calendar.last_day - day).days))
        return Drawn(f"{name.name} at {day}", True, name.known)

    def rate_start(self, unit, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, "rate") and set(name.levels) <= set(levels)
                           and name.period and RANK[name.period] <= RANK[period] and period in KINDS[1:3])
        if not found:
            return None
        name = self.pick(*found)
        return self.of_name(name)._replace(text=f"{name.name} at {period} start")

    def rate_same(self, unit, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, "rate") and set(name.levels) <= set(levels)
                           and name.baseline and name.period == period and period in KINDS[:2])
        if not found:
            return None
        name = self.pick(*found)
        return Drawn(f"{name.name} in same {period} of {name.baseline}", True)

    def rate_previous(self, unit, levels, period, depth):
        found = [name for name in self.rate_names(unit, levels, period)
                 if name.period == period and period != "term"]
        return self.earlier(self.of_name(self.pick(*found)), period, self.draw_number(unit)) if found else None

    def rate_limits(self, unit, levels, period, depth):
        inner = self.draw_rate(unit, levels, period, depth)
        if inner.number:
            return None
        side = self.pick("below", "above")
        return self.sealed(join("{0}, not %s {1}, rounded to %s" % (side, self.rounding(unit)), inner,
                                self.draw_number(unit)))
