# SPDX-License-Identifier: MIT
"""Members that come and go (R45 to R49): who holds what on a day, and who is there."""

from datetime import date

AMOUNTS = ("flow", "stock")


class Life:
    """The days between which a member is open, both included, and who follows it."""

    def __init__(self, opened, closed, successor):
        self.opened = date.fromisoformat(opened) if opened else date.min
        self.closed = date.fromisoformat(closed) if closed else date.max
        self.successor = successor or None


class Lives:
    """Asks a contract, whose levels hold `lives` by member once their files are read."""

    def __init__(self, contract):
        self.contract, self.calendar = contract, contract.calendar

    def dated(self, levels):
        return [level for level in levels if self.contract.levels[level].dated]

    def holder(self, level, member, day):
        """Who holds on a day what a member had."""
        lives = self.contract.levels[level].lives
        while lives[member].closed < day and lives[member].successor:
            member = lives[member].successor
        return member

    def held_by(self, level, member, day):
        """All members whose holder on a day is this one."""
        return [one for one in self.contract.levels[level].members if self.holder(level, one, day) == member]

    def holders(self, clause, members, period):
        """Whom a row of an input is counted to: for an amount, the holders on the day of its period."""
        if clause.kind not in AMOUNTS or period is None:
            return members
        day = self.calendar.start(period) if clause.taken == "start" else self.calendar.last(period)
        return tuple(self.holder(level, member, day) if self.contract.levels[level].dated
                     and member in self.contract.levels[level].lives else member
                     for level, member in zip(clause.levels, members))

    def status(self, level, member, period, day, amount):
        """How a member stands to a figure of a period, whose day is one of its ends (R47, R48): open; there, but
        not open on the day; gone, with nobody after it; absent."""
        life = self.contract.levels[level].lives[member]
        first = self.calendar.start(period)
        if life.opened > self.calendar.last(period):
            return "absent"
        if life.successor:
            if life.closed < (day if amount else first):
                return "absent"
        elif life.closed < first:
            return "gone"
        return "open" if life.opened <= day <= life.closed else "there"
