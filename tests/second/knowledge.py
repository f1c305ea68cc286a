# SPDX-License-Identifier: MIT
"""When a formula is known (R11, R12): always, from the start of its period, or after its end, and how long after."""

from periods import KINDS, RANK

ALWAYS, START, END = range(3)


class Freezing:
    """R12: how many days after its period's end a formula is frozen."""

    def __init__(self, contract, grains):
        self.contract, self.grains, self.known = contract, grains, {}

    def of(self, node):
        if node[0] == "name":
            return self.of_named(node[1])
        if node[0] == "gate":
            return 0 if self.contract.names[node[1]][0].date else self.of_named(node[1])
        if node[0] == "same" and self.before_term(node[2], node[3]):
            return 0
        return max((self.of(part) for part in self.grains.formulas(node)), default=0)

    def before_term(self, kind, year):
        calendar = self.contract.calendar
        return year * 12 + calendar.year_month - 1 < calendar.year_first(calendar.begin)

    def of_named(self, name):
        if name not in self.known:
            self.known[name] = 0  # a ring through an earlier period adds nothing
            self.known[name] = max(self.of_clause(one) for one in self.contract.names[name])
        return self.known[name]

    def of_clause(self, clause):
        if clause.form == "input":
            return 0 if clause.taken == "start" or not clause.period else clause.freeze
        if clause.form == "bands":
            return self.of_named(clause.of)
        return self.of(clause.value) if clause.form in ("quantity", "gate") else 0


class Knowledge:
    def __init__(self, contract, grains):
        self.contract, self.grains, self.known = contract, grains, {}
        self.freezes = Freezing(contract, grains)

    def of(self, node):
        form = node[0]
        if form == "name":
            return self.of_named(node[1])
        if form == "gate":
            return END if self.contract.names[node[1]][0].date else self.of_named(node[1])
        if form == "same" and self.before_term(node[3]):
            return ALWAYS
        parts = [self.of(part) for part in self.grains.formulas(node)]
        known = max(parts, default=ALWAYS)
        if form in ("total", "average") and known == START:
            inner = self.grains.of(node[1])[1]
            longer = [dim for dim in node[-1] if dim in KINDS]
            if longer and inner and RANK[longer[0]] > RANK[inner]:
                return END
        if form == "at" and (known == START or self.date_before_term(node)):
            return ALWAYS  # R12; of what is not known always no later date is taken (R16)
        if form == "previous" and known == END and not self.freezes.of(node[1]):
            return START  # known when its own period has ended, which is when this one begins
        return END if form == "money" else known

    def before_term(self, year):
        calendar = self.contract.calendar
        return year * 12 + calendar.year_month - 1 < calendar.year_first(calendar.begin)

    def date_before_term(self, node):
        calendar, kind = self.contract.calendar, self.grains.of(node[1])[1] or "month"
        return calendar.holding(kind, calendar.month_of(node[2])) < calendar.holding(kind, calendar.begin)

    def of_named(self, name):
        if name not in self.known:
            self.known[name] = ALWAYS  # a ring through an earlier period adds nothing
            self.known[name] = max(self.of_clause(one) for one in self.contract.names[name])
        return self.known[name]

    def of_clause(self, clause):
        if clause.form == "input":
            return ALWAYS if not clause.period else START if clause.taken == "start" else END
        if clause.form == "bands":
            return self.of_named(clause.of)
        return self.of(clause.value) if clause.form in ("quantity", "gate") else ALWAYS
