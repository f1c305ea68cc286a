# SPDX-License-Identifier: MIT
"""Draws flows and stocks of exactly a grain, and limits."""

from made_words import ALWAYS, END, NONE, START, Drawn, join
from periods import KINDS, RANK


class Amounts:
    """A part of made_formulas.Formulas."""

    def draw_amount(self, unit, kind, levels, period, depth):
        """An amount of exactly a grain; None, which is remembered, where nothing drawn so far can make one."""
        vain = (unit, kind, frozenset(levels), period, len(self.names), self.names[-1].name)
        if self.vain.get(vain, -1) >= depth:
            return None
        forms = ["name"] * 4
        if depth > 0:
            forms += ["total", "total", "member", "sum", "sum", "times", "times", "divided", "two", "negative", "cases",
                      "running", "running", "previous", "same", "start", "limits", "by", "number times"]
        for form in self.random.sample(forms, len(forms)):
            drawn = getattr(self, "amount_" + form.replace(" ", "_"))(unit, kind, levels, period, depth - 1)
            if drawn is not None:
                return drawn
        self.vain[vain] = depth
        return None

    def amount_name(self, unit, kind, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, kind) and set(name.levels) == set(levels)
                           and name.period == period)
        return self.of_name(self.pick(*found)) if found else None

    def amount_member(self, unit, kind, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, kind) and name.period == period
                           and set(levels) < set(name.levels)
                           and all(self.levels[level].members for level in set(name.levels) - set(levels)))
        if not found:
            return None
        name = self.pick(*found)
        gone = [level for level in name.levels if level not in levels]
        codes = ", ".join(self.quoted(level, self.pick(*self.levels[level].members)) for level in gone)
        return self.of_name(name)._replace(text=f"{name.name}({codes})")

    def amount_total(self, unit, kind, levels, period, depth):
        def adds(name):
            shorter = kind == "flow" and name.period and RANK[name.period] < RANK[period]
            goes = set(name.levels) > set(levels)
            return self.fits(name, unit, kind) and (shorter and set(levels) <= set(name.levels)
                                                    or goes and name.period == period)
        found = self.named(adds)
        if not found:
            return None
        name = self.pick(*found)
        dims = [level for level in name.levels if level not in levels]
        inner = self.of_name(name)
        if depth > 0 and self.chance(40):
            inner = self.draw_amount(unit, kind, name.levels, name.period, depth - 1) or inner
        known = inner.known
        if name.period != period or self.chance(10) and kind == "flow":
            dims.insert(self.random.randrange(len(dims) + 1), period)
            known = END if known == START and name.period != period else known
        if not dims:
            return None
        return Drawn(f"total {inner.one()} over {', '.join(dims)}", False, known, inner.freeze)

    def amount_by(self, unit, kind, levels, period, depth):
        uppers = [level for level in levels
                  if any(one.under == level and one.name not in levels for one in self.levels.values())]
        if not uppers:
            return None
        upper = self.pick(*uppers)
        lower = self.pick(*[level for level, one in self.levels.items() if one.under == upper and level not in levels])
        inner = self.draw_amount(unit, kind, [lower if level == upper else level for level in levels], period,
                                 depth)
        return inner and Drawn(f"total {inner.one()} by {upper}", False, inner.known, inner.freeze)

    def amount_sum(self, unit, kind, levels, period, depth):
        left = self.draw_amount(unit, kind, levels, period, depth)
        right = self.draw_amount(unit, kind, levels, period, depth)
        if left is None or right is None:
            return None
        if self.chance(20):
            right = self.draw_number(unit)
        sign = self.pick("+", "-")
        return join("{0} %s {1}" % sign, left._replace(text=left.one()), right._replace(text=right.one()))

    def amount_times(self, unit, kind, levels, period, depth):
        """An amount times or divided by a rate, which is not finer than it (R4, R9)."""
        if unit == (("CUR",), ()) and self.chance(50):
            counted = self.pick("patient", "visit")
            left = self.draw_amount(((counted,), ()), kind, levels, period, depth)
            rate = self.draw_rate((("CUR",), (counted,)), levels, period, depth)
        else:
            left = self.draw_amount(unit, kind, levels, period, depth)
            rate = self.draw_rate(NONE, levels, period, depth)
        if left is None or rate is None or rate.text == "0":
            return None
        left, rate = left._replace(text=left.one()), rate._replace(text=rate.one())
        return join("{0} * {1}", left, rate) if self.chance(70) else join("{0} * {1}", rate, left)

    def amount_divided(self, unit, kind, levels, period, depth):
        left = self.draw_amount(unit, kind, levels, period, depth)
        rate = self.draw_rate(NONE, levels, period, depth)
        if left is None or rate is None:
            return None
        return join("{0} / {1}", left._replace(text=left.one()), rate._replace(text=rate.one()))

    def amount_number_times(self, unit, kind, levels, period, depth):
        """A number with a unit times a rate fits any kind and grain (R2): the rate is of exactly the grain here."""
        found = self.named(lambda name: self.fits(name, NONE, "rate") and set(name.levels) == set(levels)
                           and name.period == period)
        other = self.draw_amount(unit, kind, levels, period, 0)
        if not found or other is None:
            return None
        rate, number = self.of_name(self.pick(*found)), self.draw_number(unit)
        if number.text == "0":
            return None
        return join("{0} + {1} * {2}", other, number._replace(text=number.one()), rate)

    def amount_two(self, unit, kind, levels, period, depth):
        left = self.draw_amount(unit, kind, levels, period, depth)
        right = self.draw_amount(unit, kind, levels, period, depth)
        if left is None or right is None:
            return None
        word = self.pick("lesser", "greater")
        return join("%s of {0} and {1}" % word, left._replace(text=left.one()), right._replace(text=right.one()))

    def amount_negative(self, unit, kind, levels, period, depth):
        inner = self.draw_amount(unit, kind, levels, period, depth)
        return inner and inner._replace(text=f"-{inner.one()}", tight=False)

    def amount_cases(self, unit, kind, levels, period, depth):
        def draw():
            if self.chance(20):
                return self.draw_number(unit)
            return self.draw_amount(unit, kind, levels, period, depth)
        return self.draw_cases(draw, levels, period, depth)

    def amount_running(self, unit, kind, levels, period, depth):
        """A flow added up is a stock; what a stock has changed by is a flow (R17)."""
        inner = self.draw_amount(unit, "flow" if kind == "stock" else "stock", levels, period, depth)
        if inner is None:
            return None
        since = [kind for kind in KINDS[1:3] if RANK[kind] >= RANK[period]] + ["start"]
        word = self.pick(*since)
        word = word if word == "start" else f"{word} start"
        form = "cumulative {0} since %s" if kind == "stock" else "change in {0} since %s"
        return join(form % word, inner._replace(text=inner.one()))

    def earlier(self, inner, period, other):
        """A value one period earlier, mended in the first or not."""
        known = inner._replace(text=f"{inner.one()} at previous {period}", tight=False,
                               known=END if inner.known == END else inner.known)
        if self.chance(75):
            mend = f"{known.text}, or {other.text} where there is no earlier {period}"
            return self.sealed(known._replace(text=mend, known=max(known.known, other.known),
                                              freeze=max(known.freeze, other.freeze)))
        return known

    def amount_previous(self, unit, kind, levels, period, depth):
        inner = self.draw_amount(unit, kind, levels, period, min(depth, 1))
        if inner is None or period == "term":
            return None
        return self.earlier(inner, period, self.draw_number(unit))

    def amount_same(self, unit, kind, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, kind) and set(name.levels) == set(levels)
                           and name.period == period and name.baseline)
        if not found or period in ("term", "year"):
            return None
        name = self.pick(*found)
        return Drawn(f"{name.name} in same {period} of {name.baseline}", True, ALWAYS)

    def amount_start(self, unit, kind, levels, period, depth):
        found = self.named(lambda name: self.fits(name, unit, kind) and set(name.levels) == set(levels)
                           and name.period and RANK[name.period] < RANK[period])
        if not found or kind != "stock" or period == "term":
            return None
        name = self.pick(*found)
        return self.of_name(name)._replace(text=f"{name.name} at {period} start", tight=True)

    def amount_limits(self, unit, kind, levels, period, depth):
        inner = self.draw_amount(unit, kind, levels, period, depth)
        return inner and self.sealed(self.limited(inner, unit, kind, levels, period, depth))

    def limited(self, left, unit, kind, levels, period, depth):
        """One or two limits after a value; each acts on all before it (R25)."""
        for _ in range(self.pick(1, 1, 2)):
            form = self.pick("bound", "bound", "unless", "rounded", "divided")
            if form == "bound":
                right = self.draw_bound(unit, kind, levels, period, depth)
                if right is not None:
                    left = join("{0}, not %s {1}" % self.pick("below", "above"), left, right)
            elif form == "unless":
                when = self.draw_condition(levels, period, max(depth, 0))
                if when is not None:
                    left = join("{0}, {1} unless {2}", left, self.draw_number(unit), when)
            elif form == "rounded":
                left = left._replace(text=f"{left.text}, rounded to {self.rounding(unit)}")
            elif "/" in left.text:
                left = left._replace(text=f"{left.text}, or {self.draw_number(unit).text}"
                                          " where that cannot be divided")
        return left._replace(tight=False)

    def draw_bound(self, unit, kind, levels, period, depth):
        """What an amount is limited by: a number, an amount of its grain, or of a longer period for a stock (R7)."""
        if self.chance(40):
            return self.draw_number(unit)
        longer = self.named(lambda name: name.unit == unit and name.kind in ("flow", "stock")
                            and set(name.levels) == set(levels) and name.period
                            and RANK[name.period] > RANK[period] and name.known <= START)
        if kind == "stock" and longer and self.chance(60):
            name = self.of_name(self.pick(*longer))
            return self.pick(name, join("%s * {0}" % self.pick("8%", "-2%", "50%"), name))
        return self.draw_amount(unit, kind, levels, period, min(depth, 1))

    def rounding(self, unit):
        ways = ("", "", " toward zero", " down", " up", " half even", " half up", " half away", " half down")
        places = self.pick("2 places", "0 places", "1 place", "6 places", "3 places")
        if self.scaling and "CUR" in unit[0]:
            places = f"{self.pick(2, 4, 6) - (2 if self.hundredths > 1 else 0)} places"
        if unit == (("CUR",), ()) and (self.chance(60) or self.scaling):
            places = self.pick(*self.money_words)
            if not self.scaling and self.chance(25):
                places = f"{self.pick(5, 10, 3, 100)} {places}"
        return places + self.pick(*ways)
