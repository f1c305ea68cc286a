# SPDX-License-Identifier: MIT
"""A value is known (a Fraction, a bool, a code), or it is a Gone: not yet known, or at fault (R20 to R22)."""

from fractions import Fraction


class Gone:
    """A value that is not there. `cause` says what may mend it in the clause that made it: a division by zero
    or a period before the term; once another clause has read it nothing does."""

    __slots__ = ("fault", "cause", "why", "missing")

    def __init__(self, fault, why, cause=None, missing=True):
        self.fault, self.why, self.cause = fault, why, cause
        self.missing = missing and not cause  # a figure, rather than what a formula cannot do

    def __repr__(self):
        return f"{'fault' if self.fault else 'not yet known'}: {self.why}"

    def carried(self):
        return Gone(self.fault, self.why, missing=self.missing) if self.cause else self


def gone(*values):
    """What stands for a value made of these: None where all are known. A fault is told before a figure that
    has yet to come, and a missing figure before one that the clause itself might mend."""
    found = [value for value in values if isinstance(value, Gone)]
    if not found:
        return None
    return min(found, key=lambda value: (not value.fault, bool(value.cause)))


def cut(value):
    """To the nearer to zero."""
    return value.numerator // value.denominator if value >= 0 else -(-value.numerator // value.denominator)


def rounded(value, places, way, multiple=1):
    """R26: `way` is down (toward zero), up (away from zero), half even, half away or half down."""
    scaled = Fraction(value) * 10**places / multiple
    whole, rest = cut(scaled), abs(scaled - cut(scaled))
    away = 1 if scaled >= 0 else -1
    if way == "up":
        whole += away * (rest > 0)
    elif way == "half away":
        whole += away * (rest >= Fraction(1, 2))
    elif way == "half down":
        whole += away * (rest > Fraction(1, 2))
    elif way == "half even":
        whole += away * (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1))
    return Fraction(whole * multiple, 10**places)


def every(values):
    """The `and` of all: a no decides, whatever the others are (R21)."""
    values = list(values)
    if any(value is False for value in values):
        return False
    return gone(*values) or True


def any_of(values):
    """The `or` of all: a yes decides."""
    values = list(values)
    if any(value is True for value in values):
        return True
    return gone(*values) or False
