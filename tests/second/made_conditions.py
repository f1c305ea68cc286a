# SPDX-License-Identifier: MIT
"""Draws cases and conditions."""

import re

from made_words import NONE, Drawn, join


class Conditions:
    """A part of made_formulas.Formulas."""

    def draw_cases(self, draw, levels, period, depth, rates=False):
        """`first that applies`, or `the one that applies`, in brackets."""
        if self.chance(30) and (drawn := self.one_case(draw, levels, period, rates)):
            return drawn
        cases, used, numbers = [], set(), True
        for _ in range(self.pick(1, 1, 2, 3)):
            when, then = self.draw_condition(levels, period, min(depth, 1)), draw()
            if when is None or then is None or when.text in used:
                continue
            asked = [word for word in re.findall(r"[a-z][\w-]*", when.text)
                     if any(name.name == word and not name.levels for name in self.names)]
            if (len(asked) > len(set(asked)) or used & set(asked)) and not self.chance(4):
                continue  # it might be that nothing is left for this case
            used |= {when.text, *asked}
            numbers = numbers and then.number
            cases.append(join("{0} when ({1})", self.sealed(then), when))
        last = draw()
        if not cases or last is None or numbers and last.number and not rates:
            return None
        cases.append(join("{0} otherwise", self.sealed(last)))
        drawn = join("\n        ".join("{%d}" % at for at in range(len(cases))), *cases)
        return drawn._replace(text=f"(first that applies\n        {drawn.text})", tight=True)

    def apart(self, levels, period):
        """Conditions of which exactly one holds, as [Drawn]; None where nothing drawn so far can make them."""
        levels = self.some(levels)
        if self.chance(50):
            unit, kind = ((self.pick("CUR", "patient", "visit"),), ()), self.pick("flow", "stock")
            of = self.draw_amount(unit, kind, levels, period, 0)
            low, high = (f"{self.scaled(number, unit)} {self.unit_text(unit)}" for number in (10, 100))
        else:
            of, low, high = self.rate_name(NONE, levels, period, 0), "40%", "92%"
        if of is not None and self.chance(60):
            pattern = self.pick((f"{{0}} < {low}", f"{{0}} between {low} and {high}", f"{{0}} > {high}"),
                                (f"{{0}} <= {low}", f"{{0}} > {low}"), (f"not ({{0}} >= {high})", f"{{0}} >= {high}"),
                                (f"{{0}} = {low}", f"{{0}} < {low} or {{0}} > {low}"))
            return [join(one, self.sealed(of)) for one in pattern]
        gates = self.named(lambda name: name.kind == "gate" and name.period in (None, period))
        if gates and self.chance(50):
            gate = self.pick(*gates)
            states = ("met", "missed") if gate.period else ("met", "missed", "undecided")
            return [Drawn(f"{gate.name} {state}", False, gate.known, gate.freeze if gate.period else 0)
                    for state in states]
        found = self.named(lambda name: name.kind in ("one", "yes") and set(name.levels) <= set(levels)
                           and self.usable(name, period))
        if not found:
            return None
        name = self.pick(*found)
        if name.kind == "yes":
            return [self.of_name(name), self.of_name(name)._replace(text=f"not {name.name}", tight=False)]
        return [self.of_name(name)._replace(text=f"{name.name} is {choice}")
                for choice in self.pick(("low", "medium", "high"), ("low or high", "medium"), ("not high", "high"))]

    def one_case(self, draw, levels, period, rates):
        """`the one that applies`: conditions that exclude each other, in any order."""
        whens = self.apart(levels, period)
        if whens is None:
            return None
        if len(whens) > 2 and self.chance(30):
            whens = whens[1:]
            whens.append(None)
        drawn = [(when, draw()) for when in whens]
        if any(then is None for _, then in drawn) or not rates and all(then.number for _, then in drawn):
            return None
        cases = [join("{0} when ({1})", self.sealed(then), when) if when else join("{0} otherwise", self.sealed(then))
                 for when, then in drawn]
        last = cases[-1:] if whens[-1] is None else []
        first = cases[:len(cases) - len(last)]
        cases = self.random.sample(first, len(first)) + last
        drawn = join("\n        ".join("{%d}" % at for at in range(len(cases))), *cases)
        return drawn._replace(text=f"(the one that applies\n        {drawn.text})", tight=True)

    def draw_condition(self, levels, period, depth):
        """A yes or no by some of the levels, of the period or a longer one that is known."""
        forms = ["compare"] * 3 + ["flag", "gate", "gate", "choice", "between", "within", "amount"]
        if depth > 0:
            forms += ["not", "and", "or", "every", "every"]
        for form in self.random.sample(forms, len(forms)):
            drawn = getattr(self, "when_" + form)(levels, period, depth - 1)
            if drawn is not None:
                return drawn
        return None

    def when_compare(self, levels, period, depth):
        levels = self.some(levels)
        left = self.rate_name(NONE, levels, period, 0)
        if left is None:
            return None
        right = self.draw_number(NONE) if self.chance(70) else self.draw_rate(NONE, levels, period, 0)
        if right.text == left.text:
            return None
        return join("{0} %s {1}" % self.pick(">=", "<=", ">", "<", "="), left, right)

    def when_amount(self, levels, period, depth):
        unit, kind = ((self.pick("CUR", "patient", "visit"),), ()), self.pick("flow", "stock")
        left = self.draw_amount(unit, kind, levels, period, max(depth, 0))
        if left is None:
            return None
        right = self.draw_bound(unit, kind, levels, period, 0)
        if right is None or right.text == left.text:
            return None
        return join("{0} %s {1}" % self.pick(">=", "<=", ">", "<", "="), self.sealed(left), self.sealed(right))

    def when_between(self, levels, period, depth):
        left = self.rate_name(NONE, levels, period, 0)
        low, high = self.pick(("40%", "90%"), ("0%", "92%"), ("12.5%", "12.5%"))
        return left and join("{0} between %s and %s" % (low, high), left)

    def when_within(self, levels, period, depth):
        left, right = self.rate_name(NONE, levels, period, 0), self.draw_number(NONE)
        return left and join("{0} within %s of {1}" % self.pick("3%", "10%", "50%"), left, right)

    def when_flag(self, levels, period, depth):
        found = self.named(lambda name: name.kind == "yes" and set(name.levels) <= set(levels)
                           and self.usable(name, period))
        return self.of_name(self.pick(*found)) if found else None

    def when_choice(self, levels, period, depth):
        found = self.named(lambda name: name.kind == "one" and set(name.levels) <= set(levels)
                           and self.usable(name, period))
        if not found:
            return None
        name = self.pick(*found)
        words = self.pick("low", "not low", "medium or high", "low, high", "not medium or high")
        return join("{0}", self.of_name(name))._replace(text=f"({name.name} is {words})", tight=True)

    def when_gate(self, levels, period, depth):
        found = self.named(lambda name: name.kind == "gate" and (name.period is None or name.period == period))
        if not found or period is None:
            return None
        name = self.pick(*found)
        states = ("met", "missed") if name.period else ("met", "missed", "undecided")
        return Drawn(f"{name.name} {self.pick(*states)}", False, name.known, name.freeze if name.period else 0)

    def when_not(self, levels, period, depth):
        inner = self.draw_condition(levels, period, depth)
        return inner and join("not {0}", inner._replace(text=inner.one()))

    def when_and(self, levels, period, depth):
        return self.two_conditions("and", levels, period, depth)

    def when_or(self, levels, period, depth):
        return self.two_conditions("or", levels, period, depth)

    def two_conditions(self, word, levels, period, depth):
        left, right = (self.draw_condition(levels, period, depth) for _ in range(2))
        if left is None or right is None or left.text == right.text:
            return None
        if left.text.split()[0] == right.text.split()[0] and not self.chance(3):
            return None  # two bounds of one figure, which may leave nothing between them
        return join("{0} %s {1}" % word, left._replace(text=left.one()), right._replace(text=right.one()))

    def when_every(self, levels, period, depth):
        """One yes or no of many: the comparison differs by the level that goes."""
        others = [level for level in self.levels if level not in levels]
        rates = self.named(lambda name: self.fits(name, NONE, "rate") and self.usable(name, period)
                           and set(name.levels) - set(levels) and set(name.levels) - set(levels) <= set(others))
        if not rates:
            return None
        name = self.pick(*rates)
        dims = [level for level in name.levels if level not in levels]
        sign, number = self.pick(">=", "<", "="), self.draw_number(NONE).text
        word = self.pick("every", "any")
        return self.of_name(name)._replace(
            text=f"{name.name} {sign} {number} for {word} {', '.join(dims)}", tight=False)
