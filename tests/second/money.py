# SPDX-License-Identifier: MIT
"""Payments, who pays whom, parts passed on, and checks (R13, R19, R28 to R32, R35), in the smallest unit paid."""

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

from periods import RANK
from states import Gone, gone


def shared(amount, weights):
    """R29: each part the absolute amount x its weight / their sum, cut; the pence left over one each to the
    largest cut-off fractions, equal ones by code; then the sign."""
    whole, sign = abs(amount), -1 if amount < 0 else 1
    total = sum(weights.values())
    exact = {code: whole * weight / Fraction(total) for code, weight in weights.items()}
    parts = {code: part.numerator // part.denominator for code, part in exact.items()}
    by_rest = sorted(exact, key=lambda code: (parts[code] - exact[code], code.encode()))
    for code in by_rest[:whole - sum(parts.values())]:
        parts[code] += 1
    return {code: sign * part for code, part in parts.items()}


class Freezing:
    """R12: how many days after its period's end a formula is frozen."""

    def __init__(self, meaning):
        self.meaning, self.contract, self.known = meaning, meaning.contract, {}

    def of(self, node):
        if node[0] == "name":
            return self.of_named(node[1])
        if node[0] == "gate":
            return 0 if self.contract.names[node[1]][0].date else self.of_named(node[1])
        if node[0] == "same" and self.before_term(node[2], node[3]):
            return 0
        return max((self.of(part) for part in self.meaning.grains.formulas(node)), default=0)

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

    def decided_on(self, clause):
        """The day on which a gate at a date is decided (R19)."""
        period = self.meaning.decided_in(clause)
        return self.contract.calendar.last(period) + timedelta(days=self.of(clause.value))


class Statement:
    def __init__(self, meaning):
        self.meaning, self.contract, self.calendar = meaning, meaning.contract, meaning.calendar
        self.freezing = Freezing(meaning)
        self.gates = {name: self.freezing.decided_on(versions[0])
                      for name, versions in self.contract.names.items()
                      if versions[0].form == "gate" and versions[0].date}
        self.payments = [self.payment(versions, period) for versions in self.contract.pays.values()
                         for period in self.calendar.all(versions[0].period)]

    def payment(self, versions, period):
        clause = self.meaning.version(versions, period)
        days = clause.days + (self.freezing.of(clause.value) if clause.after_freeze else 0)
        paid = SimpleNamespace(
            clause=clause.number, period=period, due=self.calendar.last(period) + timedelta(days=days),
            shadow=self.calendar.last(period) <= self.contract.shadow, lost=None, amount=None,
            payers={}, payees={}, legs={}, passed={}, passed_levels={})
        late = frozenset(name for name, day in self.gates.items() if paid.due < day)
        paid.early = any(self.contract.names[name][0].date <= self.calendar.last(period) for name in late)
        self.meaning.undecided = late
        paid.lost = self.worked_out(paid, clause)
        self.meaning.undecided = frozenset()
        return paid

    def minor(self, value):
        pence = value * 10**self.contract.decimals
        if pence.denominator != 1:
            raise ValueError(f"{value} is not in whole pence")
        return int(pence)

    def worked_out(self, paid, clause):
        """Fills in a payment; gives what keeps it from being known, if anything does."""
        amounts = {None: self.meaning.eval(clause.value, {}, paid.period)} if not clause.each else {
            member: self.meaning.eval(clause.value, {clause.each: member}, paid.period)
            for member in self.contract.levels[clause.each].members}
        if (lost := gone(*amounts.values())) is not None:
            return lost  # its parts are looked at once the amount is known
        payees = {} if clause.each else self.weights("payee", paid)
        payers = payees if isinstance(payees, Gone) else self.weights("payer", paid)
        if isinstance(payers, Gone):
            return payers
        amounts = {member: self.minor(value) for member, value in amounts.items()}
        paid.amount = sum(amounts.values())
        paid.payees = amounts if clause.each else shared(paid.amount, payees)
        self.pay(paid, payers)
        return self.pass_on(paid)

    def pay(self, paid, payers):
        """Who pays whom (R30): each payer in turn pays its part over what is still owed."""
        paid.payers = dict.fromkeys(payers, 0)
        for sign in (1, -1):  # what runs each way is shared out apart
            owed = {payee: abs(part) for payee, part in paid.payees.items() if part * sign > 0}
            parts = shared(sign * sum(owed.values()), payers)
            for payer in sorted(parts, key=str.encode):
                paid.payers[payer] += parts[payer]
                weights = owed if any(owed.values()) else dict.fromkeys(owed, 1)
                for payee, part in (shared(parts[payer], weights) if owed else {}).items():
                    paid.legs[payer, payee] = paid.legs.get((payer, payee), 0) + part
                    owed[payee] -= abs(part)

    def pass_on(self, paid):
        """R31: what a party receives, shared over members."""
        for party in sorted(paid.payees, key=str.encode):
            split = self.split(party, paid)
            if split is None:
                continue
            weights = self.weights_of(split, paid.period)
            if isinstance(weights, Gone):
                return weights
            paid.passed[party] = shared(paid.payees[party], weights)
            paid.passed_levels[party] = split.to
        return None

    # Splits

    def split(self, who, paid):
        """The split of a part: one `of` the payment's clause goes before one for all."""
        found = [self.meaning.version(versions, paid.period) for versions in self.contract.splits.values()
                 if versions[0].who == who]
        chosen = [one for one in found if paid.clause in one.of] or [one for one in found if not one.of]
        return chosen[0] if chosen else None

    def weights(self, who, paid):
        split = self.split(who, paid)
        if split is not None:
            return self.weights_of(split, paid.period)
        (only,) = self.contract.levels["commissioner" if who == "payer" else "provider"].members
        return {only: Fraction(1)}

    def weights_of(self, split, period):
        if split.shares is not None:
            return split.shares
        (level,) = self.meaning.grains.of(split.by)[0]
        weights = {member: self.meaning.eval(split.by, {level: member}, period)
                   for member in self.contract.levels[level].members}
        lost = gone(*weights.values())
        if lost is not None:
            return lost
        return weights if any(weights.values()) else dict.fromkeys(weights, Fraction(1))

    # Checks (R35)

    def checks(self):
        """(clause, payment's clause or "", period, yes, no or a Gone) of each check and assumption."""
        for check in self.contract.checks:
            levels, kind = self.meaning.grains.of(check.value)
            node = ("for every", check.value, tuple(sorted(levels))) if levels else check.value
            if check.every == "payment":
                for paid in (one for one in self.payments if one.lost is None):
                    self.meaning.money = self.money_of([paid], single=True)
                    yield check.number, paid.clause, paid.period, self.meaning.eval(node, {}, paid.period)
                continue
            for period in self.calendar.all(check.every or kind) if check.every or kind else [None]:
                self.meaning.money = self.money_of(self.payments)
                yield check.number, "", period, self.meaning.eval(node, {}, period)

    def money_of(self, payments, single=False):
        """How `paid`, `received` and `passed` are looked up among some payments."""
        def money(node, dims, period):
            longer = next((dim for dim in dims if dim in RANK), None)
            whole = self.meaning.held(longer, period) if longer and not single else period
            months = set(self.calendar.months(whole or self.calendar.all("term")[0]))
            kind = whole.kind if whole and not single else None
            levels = [dim for dim in dims if dim in self.contract.levels]
            inside = [paid for paid in payments if set(self.calendar.months(paid.period)) <= months
                      and (kind is None or RANK[paid.period.kind] <= RANK[kind])]
            lost = gone(*(paid.lost for paid in inside))
            if lost is not None:
                return lost
            total = sum(self.part(node, paid, levels) for paid in inside)
            return Fraction(total, 10**self.contract.decimals)
        return money

    @staticmethod
    def part(node, paid, levels):
        if node[1] == "paid":
            return sum(paid.payers.values())
        if node[1] == "received":
            return sum(paid.payees.values()) if node[2] is None else paid.payees.get(node[2], 0)
        return sum(sum(parts.values()) for party, parts in paid.passed.items()
                   if not levels or paid.passed_levels[party] in levels)
