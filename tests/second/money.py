# SPDX-License-Identifier: MIT
"""Payments, who pays whom, parts passed on, and checks (R13, R19, R28 to R32, R35), in the smallest unit paid."""

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

from contract import PARTIES
from knowledge import ALWAYS, END, START
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


class Statement:
    def __init__(self, meaning):
        self.meaning, self.contract, self.calendar = meaning, meaning.contract, meaning.calendar
        self.freezing = meaning.knowledge.freezes
        self.gates = {name: self.decided_on(versions[0])
                      for name, versions in self.contract.names.items()
                      if versions[0].form == "gate" and versions[0].date}
        self.waiting = self.still_open()
        known_by = meaning.facts.known_by
        self.meaning.open = self.meaning.undecided = self.waiting if known_by else frozenset()
        self.payments = [self.payment(versions, period) for versions in self.contract.pays.values()
                         for period in self.calendar.all(versions[0].period) if self.is_paid(versions, period)]

    def decided_on(self, clause):
        """The day on which a gate at a date is decided (R19)."""
        period = self.meaning.decided_in(clause)
        return self.contract.calendar.last(period) + timedelta(days=self.freezing.of(clause.value))

    def payment(self, versions, period):
        clause = self.meaning.version(versions, period)
        paid = SimpleNamespace(
            clause=clause.number, period=period, due=self.due(clause, period),
            shadow=self.calendar.last(period) <= self.contract.shadow, lost=None, amount=None,
            payers={}, payees={}, legs={}, passed={}, passed_levels={})
        late = frozenset(name for name, day in self.gates.items() if paid.due < day) | self.meaning.open
        paid.early = any(self.contract.names[name][0].date <= self.calendar.last(period) for name in late)
        self.meaning.undecided = late
        paid.lost = self.worked_out(paid, clause)
        self.meaning.undecided = self.meaning.open
        paid.final = self.is_final(paid, versions)
        return paid

    # Final and provisional (R43, R44)

    def inputs_of(self, node, last, found=None):
        """The inputs that a formula is made from, and the gates at dates that it asks: (name, the last day of the
        period that is asked, or of the one that a fixed date names)."""
        found = set() if found is None else found
        if node[0] == "at":
            kind = self.meaning.grains.of(node[1])[1] or "month"
            last = self.calendar.last(self.calendar.holding(kind, self.calendar.month_of(node[2])))
        if node[0] in ("name", "gate") and (node[1], last) not in found:
            found.add((node[1], last))
            clauses = self.contract.names[node[1]]
            for clause in clauses if node[0] == "name" or not clauses[0].date else []:
                if clause.form == "bands":
                    self.inputs_of(("name", clause.of), last, found)
                elif clause.form in ("quantity", "gate"):
                    self.inputs_of(clause.value, last, found)
        for part in self.meaning.grains.formulas(node):
            self.inputs_of(part, last, found)
        return found

    def still_open(self):
        """R43: the gates at dates that are not decided by the day that everything is known by."""
        day, found = self.meaning.facts.files.day, set()
        for name in sorted(self.gates, key=lambda name: (self.contract.names[name][0].date, self.gates[name])):
            clause = self.contract.names[name][0]
            last = self.calendar.last(self.meaning.decided_in(clause))
            files = clause.date <= day and all(
                self.frozen(*one) for version in self.contract.names[name]
                for one in self.inputs_of(version.value, last) if self.contract.names[one[0]][0].form == "input")
            waits = any(self.contract.names[other][0].date <= clause.date and self.gates[other] <= self.gates[name]
                        for other in found)
            if waits or not (day >= self.gates[name] or files):
                found.add(name)
        return frozenset(found)

    def frozen(self, name, last):
        clause = self.contract.names[name][0]
        if not clause.period:
            return True
        facts = self.meaning.facts
        if clause.taken == "start":
            held = self.calendar.holding(clause.period, self.calendar.month_of(last))
            return self.calendar.start(held) <= facts.files.day or last <= facts.reach(clause)
        return last <= facts.reach(clause)

    def is_final(self, paid, versions):
        """Whether all that a payment rests on is frozen, by days or by freeze files, and no gate that it asks
        is open which will be decided by the day it is due."""
        nodes = [one.value for one in versions]
        for split in self.splits_of(paid):
            nodes += [one.by for one in split if one.by]
        last = self.calendar.last(paid.period)
        asked = {name for node in nodes for name, _ in self.inputs_of(node, last)}
        late = {name for name, decided in self.gates.items() if paid.due < decided}
        paid.late = self.meaning.open | (late & asked)  # what a check of this payment sees as the payment does
        day, known = self.meaning.facts.files.day, self.meaning.knowledge
        if any(name in self.gates and (name in self.waiting and self.gates[name] <= paid.due) for name in asked):
            return False
        by_days = all(known.of(node) == ALWAYS or known.of(node) == START
                      and self.calendar.start(self.meaning.period_of(node, paid.period)) <= day
                      or known.of(node) == END and last + timedelta(days=self.freezing.of(node)) <= day
                      for node in nodes)
        inputs = [one for node in nodes for one in self.inputs_of(node, last)
                  if self.contract.names[one[0]][0].form == "input"]
        return by_days or bool(inputs) and all(self.frozen(*one) for one in inputs)

    def splits_of(self, paid):
        """All splits, in all their versions, that share out a payment."""
        for who in sorted({versions[0].who for versions in self.contract.splits.values()}):
            found = [versions for versions in self.contract.splits.values() if versions[0].who == who]
            yield from [one for one in found if paid.clause in one[0].of] or [one for one in found if not one[0].of]

    def due(self, clause, period):
        """R28: after the period, on a day of it, or before it."""
        if clause.when == "on":
            return self.calendar.start(period) + timedelta(days=clause.days - 1)
        if clause.when == "before":
            return self.calendar.start(period) - timedelta(days=clause.days)
        days = clause.days + (self.freezing.of(clause.value) if clause.after_freeze else 0)
        return self.calendar.last(period) + timedelta(days=days)

    def is_paid(self, versions, period):
        """Only periods that lie between `from` and `until` are paid."""
        clause = self.meaning.version(versions, period)
        return clause.begins <= self.calendar.start(period) and self.calendar.last(period) <= clause.ends

    def minor(self, value):
        pence = value * 10**self.contract.decimals
        if pence.denominator != 1:
            raise ValueError(f"{value} is not in whole pence")
        return int(pence)

    def worked_out(self, paid, clause):
        """Fills in a payment; gives what keeps it from being known, if anything does."""
        amounts = {None: self.meaning.alone(clause.value, {}, paid.period)} if not clause.each else {
            member: self.meaning.alone(clause.value, {clause.each: member}, paid.period)
            for member in self.contract.levels[clause.each].members}
        if (lost := gone(*amounts.values())) is not None:
            return lost  # its parts are looked at once the amount is known
        payees = {} if clause.each else self.weights("payee", clause, paid)
        payers = payees if isinstance(payees, Gone) else self.weights("payer", clause, paid)
        if isinstance(payers, Gone):
            return payers
        amounts = {member: self.minor(value) for member, value in amounts.items()}
        paid.amount = sum(amounts.values())
        paid.payees = amounts if clause.each else shared(paid.amount, payees)
        self.pay(paid, payers)
        return self.pass_on(clause, paid)

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

    def pass_on(self, clause, paid):
        """R31: what a party receives, from whichever side, shared out once over members or parties. `received`
        is what it is paid and what others pass on to it; a part named for itself it keeps."""
        parties = {code for kind in PARTIES for code in self.contract.levels[kind].members}
        splits = {party: split for party in sorted(parties) if (split := self.split(party, paid))}
        paid.received = dict(paid.payees)
        waiting = dict(splits)
        lost = []  # of all that is passed on: a fault is told before what is not yet known
        while waiting:
            party = next(one for one in waiting
                         if not any(other != one and one in (split.shares or ()) for other, split in waiting.items()))
            split = waiting.pop(party)
            if party not in paid.received:
                continue
            weights = self.weights_of(split, clause, paid.period)
            if isinstance(weights, Gone):
                lost.append(weights)
                continue
            parts = paid.passed[party] = shared(paid.received[party], weights)
            paid.passed_levels[party] = split.to
            if split.shares is not None:
                for code, part in parts.items():
                    if code != party:
                        paid.received[code] = paid.received.get(code, 0) + part
        return gone(*lost) if lost else None

    # Splits

    def split(self, who, paid):
        """The split of a part: one `of` the payment's clause goes before one for all."""
        found = [self.meaning.version(versions, paid.period) for versions in self.contract.splits.values()
                 if versions[0].who == who]
        chosen = [one for one in found if paid.clause in one.of] or [one for one in found if not one.of]
        return chosen[0] if chosen else None

    def weights(self, who, clause, paid):
        split = self.split(who, paid)
        if split is not None:
            return self.weights_of(split, clause, paid.period)
        (only,) = self.contract.levels["commissioner" if who == "payer" else "provider"].members
        return {only: Fraction(1)}

    def weights_of(self, split, clause, period):
        if split.shares is not None:
            return split.shares
        (level,) = self.meaning.grains.of(split.by)[0]
        day = self.meaning.day(self.meaning.knowledge.of(clause.value), period)
        weights = {member: self.meaning.weight(split.by, level, member, period, day)
                   for member in self.contract.levels[level].members}
        lost = gone(*weights.values())
        if lost is not None:
            return lost
        if any(weights.values()):
            return weights
        there = [member for member in weights if self.meaning.is_there(level, member, period, day)]
        return dict.fromkeys(there, Fraction(1))

    # Checks (R35)

    def checks(self):
        """(clause, payment's clause or "", period, yes, no or a Gone) of each check and assumption."""
        for check in self.contract.checks:
            levels, kind = self.meaning.grains.of(check.value)
            node = ("for every", check.value, tuple(sorted(levels))) if levels else check.value
            if check.every == "payment":
                for paid in (one for one in self.payments if one.lost is None):
                    self.meaning.money = self.money_of([paid], single=True)
                    self.meaning.undecided = paid.late  # as the payment sees them
                    yield check.number, paid.clause, paid.period, self.meaning.eval(node, {}, paid.period)
                self.meaning.undecided = self.meaning.open
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
            return sum(paid.payees.values()) if node[2] is None else paid.received.get(node[2], 0)
        return sum(part for party, parts in paid.passed.items() for code, part in parts.items()
                   if (code != party or paid.passed_levels[party])
                   and (not levels or paid.passed_levels[party] in levels))
