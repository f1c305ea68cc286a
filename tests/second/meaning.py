# SPDX-License-Identifier: MIT
"""What each formula comes to, for each member and period, by recursion with memory (R1 to R27).

`where` is a dict of level: member; `period` the period asked for, or None. Each form that asks for a period
of its own (a name held by quarters, a total over a year) turns the period asked for into the one of its kind
that holds it."""

import itertools
from fractions import Fraction

from grains import Grains
from knowledge import END, Knowledge
from lives import AMOUNTS
from periods import KINDS, finest
from states import Gone, any_of, every, gone, rounded

COMPARE = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
           "<": lambda a, b: a < b, "=": lambda a, b: a == b}
ARITHMETIC = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
              "lesser": min, "greater": max}


class Meaning:
    def __init__(self, contract, facts):
        self.contract, self.facts, self.calendar = contract, facts, contract.calendar
        self.grains = Grains(contract)
        self.knowledge, self.lives = Knowledge(contract, self.grains), facts.lives
        self.comings = any(level.dated for level in contract.levels.values())
        self.view = None  # the day, and the levels, that a value is made for (R46)
        self.memory = {}
        self.open = frozenset()  # gates that are not decided by the day that everything is known by (R43)
        self.undecided = frozenset()  # and those that a payment sees before they are decided (R19)
        self.money = None  # what payments come to, where a check asks

    # Names

    def kind_of(self, name):
        """How a clause is held: its levels in the order of the text, and its period."""
        clause = self.contract.names[name][0]
        if clause.form == "bands" and clause.plain:
            return self.kind_of(clause.of)
        return clause.levels, clause.period

    def version(self, versions, period):
        """R33: the latest effective date that is not after the period's first day."""
        if period is None:
            return versions[0]
        day = self.calendar.start(period)
        return [one for one in versions if one.effective <= day][-1]

    def held(self, kind, period):
        """The period of a kind that holds a period."""
        if kind is None or period is None or period.kind == kind:
            return period
        if KINDS.index(kind) < KINDS.index(period.kind):
            raise ValueError(f"a value held by {kind} is asked for a whole {period.kind}")
        return self.calendar.within(kind, period)

    def named(self, name, where, period):
        """The value of a name, once for each of its places."""
        levels, kind = self.kind_of(name)
        period = self.held(kind, period)
        key = (name, tuple(where[level] for level in levels), period, self.undecided)
        if key not in self.memory:
            clause = self.version(self.contract.names[name], period)
            place = {level: where[level] for level in levels}
            view = period and (self.day(self.knowledge.of_named(name), period), frozenset(levels))
            found = self.viewed(view, lambda: getattr(self, clause.form)(clause, place, period))
            if self.comings:
                found = self.of_those_there(clause, place, period, found)
            self.memory[key] = found.carried() if isinstance(found, Gone) else found
        return self.memory[key]

    def quantity(self, clause, where, period):
        """R46: a variation's formula may be known earlier than its clause, and is then an amount of another day."""
        return self.made(("name", clause.name), clause.value, where, period)

    def input(self, clause, where, period):
        members = tuple(where[level] for level in clause.levels)
        return self.facts.input(clause, members, period if clause.period else None)

    def table(self, clause, where, period):
        """R34: the last row that names the members and whose date is not after the period's first day."""
        codes, found = set(where.values()), None
        day = self.calendar.start(period) if period else self.calendar.first_day
        for since, cells in clause.rows:
            if since <= day:
                found = next((number for names, number in cells if names == codes), found)
        return found

    def bands(self, clause, where, period):
        """R23: the band that begins at or below the number, the last of these."""
        number = self.named(clause.of, where, period)
        if isinstance(number, Gone):
            return number
        if clause.ladder:
            return self.each_part(clause, number)
        below = [at for at, row in enumerate(clause.rows) if row[0] <= number]
        if not below:
            return Gone(True, f"{number} lies in no band of {clause.name}", missing=False)
        begin, end, low, high = clause.rows[below[-1]]
        if end is not None and number > end:
            return Gone(True, f"{number} lies in no band of {clause.name}", missing=False)
        if clause.lines and below[-1] + 1 < len(clause.rows):
            end, _, high, _ = clause.rows[below[-1] + 1]
        if end is None or low == high:
            return low
        return low + (high - low) * (number - begin) / (end - begin)

    @staticmethod
    def each_part(clause, number):
        """R23: each part of the number times the rate of the band that the part lies in."""
        if number < clause.rows[0][0]:
            return Gone(True, f"{number} lies in no band of {clause.name}", missing=False)
        ends = [row[0] for row in clause.rows[1:]] + [number]
        return sum((max(min(end, number) - row[0], 0) * row[2] for row, end in zip(clause.rows, ends)), Fraction(0))

    def gate(self, clause, where, period):
        """Whether a gate's condition holds, in its period (R18) or in the last that ends by its date (R19)."""
        if clause.date is None:
            return self.eval(clause.value, {}, period)
        decided = self.decided_in(clause)
        clause = self.version(self.contract.names[clause.name], decided)
        return self.eval(clause.value, {}, decided)

    def decided_in(self, clause):
        kind = self.grains.of(clause.value)[1]
        if kind is None:
            kind = "month"
        return [one for one in self.calendar.all(kind) if self.calendar.last(one) <= clause.date][-1]

    def state(self, name, period):
        """A gate as `met`, `missed` or `undecided`, or a Gone."""
        clause = self.contract.names[name][0]
        early = period is not None and clause.date and self.calendar.last(period) < clause.date
        if clause.date and (early or name in self.undecided):
            return "undecided"
        holds = self.named(name, {}, None if clause.date else period)
        return holds if isinstance(holds, Gone) else "met" if holds else "missed"

    # Formulas

    def eval(self, node, where, period):
        """What a formula comes to. An amount has the period that it is held by; a rate, a yes or no and a choice
        are asked in the period of what they stand in, for a table or a gate may change within their own."""
        if period is not None and self.grains.is_amount(node):
            period = self.held(self.grains.of(node)[1], period)
        status = self.standing(node, where, period)
        if status == "absent" or status == "gone" and not self.grains.stays(node):
            return self.nought(node)  # whatever it says: of cases none need apply, for its conditions are all *no*
        found = getattr(self, "on_" + node[0].replace(" ", "_"), self.arithmetic)(node, where, period)
        return self.nought(node) if self.excused(status, found) else found

    def standing(self, node, where, period):
        """Whether the members are there that a part of a formula is of (R47)."""
        if not self.comings or period is None or node[0] in ("name", "number"):
            return "open"
        place = {level: where[level] for level in self.grains.of(node)[0]}
        return self.status(place, self.period_of(node, period), self.knowledge.of(node), self.grains.is_amount(node))

    @staticmethod
    def excused(status, found):
        """Whether a fault is nought: any where a member is there but not open on the day (R47), and what noughts
        of others led to where it is gone, but not a figure that was missing while it was there (R48)."""
        return isinstance(found, Gone) and found.fault and (
            status == "there" or status == "gone" and not found.missing)

    # Members that come and go (R45 to R48)

    def day(self, known, period):
        """The day whose members a figure of a period is of."""
        return self.calendar.last(period) if known == END else self.calendar.start(period)

    def viewed(self, view, what):
        """What something comes to as made for a day."""
        kept, self.view = self.view, view
        try:
            return what()
        finally:
            self.view = kept

    def carried(self, node, where, day, of):
        """R46: an amount of an earlier day at all members whose holder this one is on the day of what it makes."""
        if not self.comings or self.view is None or not self.grains.is_amount(node):
            return of(where)
        later, levels = self.view
        levels = self.lives.dated(sorted(levels & self.grains.of(node)[0]))
        if not levels or day is not None and day >= later:
            return of(where)
        held = [self.lives.held_by(level, where[level], later) for level in levels]
        return self.added(of({**where, **dict(zip(levels, chosen))}) for chosen in itertools.product(*held))

    def seen(self, node, where, period):
        """A formula of another period, or of more members: made for its own day, then seen from the day of what
        it makes."""
        if not self.comings:
            return self.eval(node, where, period)
        held = self.period_of(node, period)
        day = held and self.day(self.knowledge.of(node), held)
        return self.carried(node, where, day, lambda place: self.alone(node, place, period))

    def made(self, node, part, where, period):
        """A part of a formula. One that is known earlier than what it is part of is an amount of another day: it
        is made for that day, and seen from the later one as a whole (R46)."""
        if self.comings and self.grains.is_amount(part) and self.knowledge.of(part) < self.knowledge.of(node):
            return self.seen(part, where, period)
        return self.eval(part, where, period)

    def period_of(self, node, period):
        kind = self.grains.of(node)[1]
        return self.held(kind, period) if kind and period else period

    def alone(self, node, where, period):
        """A formula as a value of its own: for its own day, and of those there."""
        held, levels = self.period_of(node, period), self.grains.of(node)[0]
        view = held and (self.day(self.knowledge.of(node), held), levels)
        return self.viewed(view, lambda: self.eval(node, where, period))

    def status(self, place, period, known, amount):
        """The worst standing of the members of a place."""
        day = self.day(known, period)
        found = {self.lives.status(level, place[level], period, day, amount) for level in self.lives.dated(place)}
        return next((word for word in ("absent", "gone", "there") if word in found), "open")

    def weight(self, node, level, member, period, day):
        """What weighs a member in a split: as seen from the day of what is paid."""
        if not self.is_there(level, member, period, day):
            return Fraction(0)
        return self.viewed((day, frozenset([level])), lambda: self.seen(node, {level: member}, period))

    def is_there(self, level, member, period, day):
        """Whether a member is there to be given a part of a payment (R47)."""
        return not self.contract.levels[level].dated \
            or self.lives.status(level, member, period, day, True) in ("open", "there")

    def nought(self, node):
        return self.grains.nought(node)

    def of_those_there(self, clause, place, period, found):
        """R47: a member that is not there has no figure, and no fault; R48: but for what one without a successor
        leaves behind."""
        if period is None or clause.form == "table":
            return found
        amount = clause.kind in AMOUNTS
        status = self.status(place, period, self.knowledge.of_named(clause.name), amount)
        if status == "gone" and clause.form == "bands" and clause.kind == "stock":
            return Fraction(0) if self.excused(status, found) else found
        if status == "gone" and clause.form == "quantity" and self.grains.stays(clause.value):
            same = not set(self.lives.dated(place)) <= self.grains.of(clause.value)[0]
            return Fraction(0) if same or self.excused(status, found) else found
        if status in ("absent", "gone") or self.excused(status, found):
            return Fraction(0) if amount or clause.kind == "rate" else \
                clause.choices[0] if clause.kind == "one of" else False
        return found

    def arithmetic(self, node, where, period):
        left, right = (self.made(node, part, where, period) for part in node[1:])
        lost = gone(left, right)
        return lost if lost is not None else ARITHMETIC[node[0]](left, right)

    def on_number(self, node, where, period):
        return node[1]

    def on_name(self, node, where, period):
        if not self.comings or not self.grains.is_amount(node):
            return self.named(node[1], where, period)
        held = self.held(self.kind_of(node[1])[1], period)
        day = held and self.day(self.knowledge.of_named(node[1]), held)
        return self.carried(node, where, day, lambda place: self.named(node[1], place, period))

    def on_gate(self, node, where, period):
        state = self.state(node[1], period)
        return state if isinstance(state, Gone) else state == node[2]

    def on_negative(self, node, where, period):
        value = self.made(node, node[1], where, period)
        return value if isinstance(value, Gone) else -value

    def on_member(self, node, where, period):
        levels = self.grains.of(node[1])[0]
        chosen = {self.grains.level_of(code, levels): code for code in node[2]}
        return self.seen(node[1], {**where, **chosen}, period)

    # Division: `/` in the grammar is spelled as it stands in the node, so its method is found by name.

    def divide(self, left, right):
        lost = gone(left, right)
        if lost is not None:
            return lost
        return left / right if right else Gone(True, "a division by zero", "division")

    def on_average(self, node, where, period):
        weighed = list(self.places(node[1:3], node[3], where, period))
        weights = [self.seen(node[2], place, part) for place, part in weighed]
        rates = [self.alone(node[1], place, part) for place, part in weighed]
        products = [self.product(node, *of) for of in zip(weighed, rates, weights)]
        lost = gone(*products, *weights)
        if lost is not None:
            return lost
        return self.divide(sum(products), sum(weights))

    def product(self, node, place, rate, weight):
        """A value times its weight, which is a value within the formula (R47)."""
        lost = gone(rate, weight)
        if lost is None:
            return rate * weight
        return Fraction(0) if self.excused(self.standing(("*", node[1], node[2]), *place), lost) else lost

    # Other periods (R15 to R17)

    def on_at(self, node, where, period):
        kind = self.grains.of(node[1])[1] or "month"
        return self.seen(node[1], where, self.calendar.holding(kind, self.calendar.month_of(node[2])))

    def on_start(self, node, where, period):
        kind = self.grains.of(node[1])[1] or "month"
        longer = self.held(node[2], period)
        return self.seen(node[1], where, self.calendar.parts(kind, longer)[0])

    def on_previous(self, node, where, period):
        before = self.calendar.before(self.held(node[2], period))
        if before is None:
            return Gone(True, "a period before the term", "earlier")
        return self.seen(node[1], where, before)

    def on_same(self, node, where, period):
        return self.seen(node[1], where, self.calendar.same(self.held(node[2], period), node[3]))

    def on_cumulative(self, node, where, period):
        kind = self.grains.of(node[1])[1]
        period = self.held(kind, period)
        whole = self.calendar.parts(kind, self.held(node[2], period))
        return self.added(self.seen(node[1], where, part) for part in whole if part.first <= period.first)

    def on_change(self, node, where, period):
        period = self.held(self.grains.of(node[1])[1], period)
        first = self.calendar.parts(period.kind, self.held(node[2], period))[0]
        now = self.seen(node[1], where, period)
        if period == first:
            return now
        before = self.seen(node[1], where, self.calendar.before(period))
        lost = gone(now, before)
        return lost if lost is not None else now - before

    # Totals (R8)

    def added(self, values):
        values = list(values)
        lost = gone(*values)
        return lost if lost is not None else sum(values)

    def places(self, nodes, dims, where, period):
        """Each member of the levels that go, in each of the parts of the period that they become."""
        kind = finest(*(self.grains.of(node)[1] for node in nodes))
        longer = next((dim for dim in dims if dim in KINDS), None)
        if longer:
            parts = self.calendar.parts(kind or longer, self.held(longer, period))
        else:
            parts = [self.held(kind, period)]
        levels = [dim for dim in dims if dim not in KINDS]
        members = [self.contract.levels[level].members for level in levels]
        for part in parts:
            for chosen in itertools.product(*members):
                yield {**where, **dict(zip(levels, chosen))}, part

    def on_total(self, node, where, period):
        if node[1][0] == "money":
            return self.money(node[1], node[2], period)
        return self.added(self.summed(node[1], node[2], *place)
                          for place in self.places(node[1:2], node[2], where, period))

    def summed(self, node, dims, where, period):
        """A part of a total: seen from the day of the total, but for the levels that it adds over."""
        view = self.view and (self.view[0], self.view[1] - set(dims))
        return self.viewed(view, lambda: self.seen(node, where, period))

    def on_money(self, node, where, period):
        return self.money(node, (), period)

    def on_total_by(self, node, where, period):
        upper, found = node[2], []
        levels = sorted(self.grains.lower(self.grains.of(node[1])[0], upper))
        day = self.day(self.knowledge.of(node), self.period_of(node, period)) \
            if self.contract.levels[upper].dated and period else None
        unders = [[member for member, above in self.contract.levels[level].above.items()
                   if (self.lives.holder(upper, above, day) if day else above) == where[upper]] for level in levels]
        for chosen in itertools.product(*unders):
            found.append(self.summed(node[1], levels, {**where, **dict(zip(levels, chosen))}, period))
        return self.added(found)

    # Conditions

    def compared(self, sign, left, right):
        lost = gone(left, right)
        return lost if lost is not None else COMPARE[sign](left, right)

    def on_compare(self, node, where, period):
        left, right = (self.eval(part, where, period) for part in node[2:])
        return self.compared(node[1], left, right)

    def on_between(self, node, where, period):
        value, low, high = (self.eval(part, where, period) for part in node[1:])
        return every([self.compared(">=", value, low), self.compared("<=", value, high)])

    def on_within(self, node, where, period):
        value, share, middle = (self.eval(part, where, period) for part in node[1:])
        lost = gone(value, share, middle)
        return lost if lost is not None else middle - share * middle <= value <= middle + share * middle

    def on_is(self, node, where, period):
        value = self.eval(node[1], where, period)
        return value if isinstance(value, Gone) else value in node[2]

    def on_not(self, node, where, period):
        value = self.eval(node[1], where, period)
        return value if isinstance(value, Gone) else not value

    def on_and(self, node, where, period):
        return every(self.eval(part, where, period) for part in node[1:])

    def on_or(self, node, where, period):
        return any_of(self.eval(part, where, period) for part in node[1:])

    def of_members(self, node, where, period):
        """A condition for each member of its levels, in the period that it is asked for."""
        members = [self.contract.levels[level].members for level in node[2]]
        known, held = self.knowledge.of(node[1]), self.period_of(node[1], period)
        for chosen in itertools.product(*members):
            place = dict(zip(node[2], chosen))
            if not held or self.status(place, held, known, False) == "open":
                yield self.alone(node[1], {**where, **place}, period)

    def on_for_every(self, node, where, period):
        return every(self.of_members(node, where, period))

    def on_for_any(self, node, where, period):
        return any_of(self.of_members(node, where, period))

    # Choices and limits (R24, R25)

    def on_cases(self, node, where, period):
        for when, then in node[1]:
            holds = True if when is None else self.eval(when, where, period)
            if isinstance(holds, Gone):
                return holds
            if holds:
                return self.made(node, then, where, period)
        raise ValueError("no case applies")

    def on_one_case(self, node, where, period):
        """R24, without order: a case that holds is taken, whatever is not known of the others."""
        held = [(self.eval(when, where, period), then) for when, then in node[1] if when]
        chosen = [then for holds, then in held if holds is True]
        if len(chosen) > 1:
            raise ValueError("two cases apply")
        if not chosen and (lost := gone(*(holds for holds, _ in held))) is not None:
            return lost
        chosen += [then for when, then in node[1] if when is None]
        return self.made(node, chosen[0], where, period)

    def on_unless(self, node, where, period):
        holds = self.eval(node[3], where, period)
        if isinstance(holds, Gone):
            return holds
        return self.made(node, node[1] if holds else node[2], where, period)

    def on_not_below(self, node, where, period):
        left, right = (self.made(node, part, where, period) for part in node[1:])
        lost = gone(left, right)
        return lost if lost is not None else max(left, right)

    def on_not_above(self, node, where, period):
        left, right = (self.made(node, part, where, period) for part in node[1:])
        lost = gone(left, right)
        return lost if lost is not None else min(left, right)

    def mended(self, node, where, period, cause):
        left = self.made(node, node[1], where, period)
        if isinstance(left, Gone) and left.cause == cause:
            return self.made(node, node[2], where, period)
        return left

    def on_or_divided(self, node, where, period):
        return self.mended(node, where, period, "division")

    def on_or_earlier(self, node, where, period):
        return self.mended(node, where, period, "earlier")

    def on_rounded(self, node, where, period):
        value = self.made(node, node[1], where, period)
        if isinstance(value, Gone):
            return value
        plain = {"away": "half away", "even": "half even", "zero": "down"}[self.contract.halves]
        return rounded(value, node[2], node[3] or plain, node[4])


def on_divide(self, node, where, period):
    return self.divide(*(self.eval(part, where, period) for part in node[1:]))


setattr(Meaning, "on_/", on_divide)
