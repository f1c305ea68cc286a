# SPDX-License-Identifier: MIT
"""The grain of a formula (R5, R6, R8): the levels that it differs by, and the finest period that it is held by."""

from fractions import Fraction

from periods import KINDS, finest

NAMES_LAST = ("member", "total", "average", "for every", "for any")  # members or levels end these forms


class Grains:
    """Asks a contract; one method for each form that does more than join its parts."""

    def __init__(self, contract):
        self.contract = contract
        self.known, self.amounts = {}, {}

    def of(self, node):
        """(levels, period or None) of a formula."""
        if node not in self.known:
            method = getattr(self, "of_" + node[0].replace(" ", "_"), self.joined)
            self.known[node] = method(node)
        return self.known[node]

    def is_amount(self, node):
        """Whether a formula is a flow or a stock (R3, R4): an amount is of one period exactly (R6)."""
        if node not in self.amounts:
            self.amounts[node] = self.asked_amount(node)
        return self.amounts[node]

    def asked_amount(self, node):
        form = node[0]
        if form == "name":
            return self.contract.names[node[1]][0].kind in ("flow", "stock")
        if form in ("total", "total by", "cumulative", "change"):
            return True
        if form == "/":
            return self.is_amount(node[1]) and not self.is_amount(node[2])
        if form in ("member", "at", "start", "same", "previous", "rounded", "negative"):
            return self.is_amount(node[1])
        if form in ("cases", "one case"):
            return any(self.is_amount(then) for _, then in node[1])
        if form in ("+", "-", "*", "lesser", "greater", "not below", "not above", "unless", "or divided", "or earlier"):
            return self.is_amount(node[1]) or self.is_amount(node[2])
        return False

    def of_name_text(self, name):
        clause = self.contract.names[name][0]
        if clause.form == "bands" and clause.plain:
            return self.of_name_text(clause.of)
        return frozenset(clause.levels), clause.period

    def kind(self, node):
        """flow, stock, or None for what is no amount (R3, R4, R17)."""
        if not self.is_amount(node):
            return None
        if node[0] in ("cumulative", "change"):
            return "stock" if node[0] == "cumulative" else "flow"
        if node[0] == "name":
            return self.contract.names[node[1]][0].kind
        return next(kind for part in self.formulas(node) if (kind := self.kind(part)))

    def stays(self, node):
        """R48: what one that closed and left nobody still has: stocks, and what words that look back read."""
        return self.kind(node) == "stock" or node[0] in ("same", "at", "previous", "start")

    def nought(self, node):
        """What a formula is at a member that is not there (R47): 0, no, or the first choice."""
        form = node[0]
        if form in ("compare", "is", "between", "within", "not", "and", "or", "gate", "for every", "for any"):
            return False
        if form == "name":
            clause = self.contract.names[node[1]][0]
            if clause.kind == "one of":
                return clause.choices[0]
            return False if clause.kind == "yes or no" else Fraction(0)
        return Fraction(0)

    @staticmethod
    def formulas(node):
        """The formulas that a form is made of."""
        if node[0] in ("cases", "one case"):
            return [part for case in node[1] for part in case if part]
        parts = node[1:-1] if node[0] in NAMES_LAST else node[1:]
        return [part for part in parts if isinstance(part, tuple)]

    def joined(self, node):
        parts = [self.of(part) for part in self.formulas(node)]
        return frozenset().union(*(levels for levels, _ in parts)), finest(*(period for _, period in parts))

    def of_number(self, node):
        return frozenset(), None

    of_money = of_number

    def of_name(self, node):
        return self.of_name_text(node[1])

    def of_gate(self, node):
        return self.of_name_text(node[1])

    def level_of(self, code, levels):
        """The level, of these, that has a member."""
        for level in sorted(levels):
            if code in self.contract.levels[level].members:
                return level
        raise KeyError(f"no level of {sorted(levels)} has the member {code}")

    def of_member(self, node):
        levels, period = self.of(node[1])
        return levels - {self.level_of(code, levels) for code in node[2]}, period

    def of_at(self, node):
        return self.of(node[1])[0], None

    def of_start(self, node):
        return self.of(node[1])[0], node[2]

    def of_previous(self, node):
        return self.of(node[1])[0], node[2]

    def of_same(self, node):
        return self.of(node[1])[0], node[2]

    def total_over(self, parts, dims):
        levels = frozenset().union(*(levels for levels, _ in parts)) - set(dims)
        longer = [dim for dim in dims if dim in KINDS]
        return levels, longer[0] if longer else finest(*(period for _, period in parts))

    def of_total(self, node):
        return self.total_over([self.of(node[1])], node[2])

    def of_average(self, node):
        return self.total_over([self.of(node[1]), self.of(node[2])], node[3])

    def lower(self, levels, upper):
        """The levels, of these, whose members lie under those of another."""
        return {level for level in levels if self.contract.levels[level].under == upper}

    def of_total_by(self, node):
        levels, period = self.of(node[1])
        return levels - self.lower(levels, node[2]) | {node[2]}, period

    def of_cumulative(self, node):
        return self.of(node[1])

    of_change = of_cumulative

    def of_for_every(self, node):
        levels, period = self.of(node[1])
        return levels - set(node[2]), period

    of_for_any = of_for_every
