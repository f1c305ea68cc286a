"""What the worked.py of these small examples share: rows of a file, rounding with its name, exact text."""
import csv
import os
import sys
from fractions import Fraction as F


def rows(folder, name):
    with open(os.path.join(folder, "data", name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rounded(value, places=2, way="away"):
    """To so many places; `way` is what becomes of what lies between."""
    scaled = abs(F(value)) * F(10) ** places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    up = {
        "away": rest >= F(1, 2),
        "even": rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1),
        "half down": rest > F(1, 2),
        "down": False,
        "up": rest > 0,
    }[way]
    return (F(whole + up) / F(10) ** places) * (1 if value >= 0 else -1)


def split(amount, weights):
    """Whole pence in proportion to weights {code: weight}, the odd ones by largest remainder, ties by code."""
    pence = abs(round(amount * 100))
    total = sum(weights.values())
    exact = {code: F(pence) * F(weight) / total for code, weight in weights.items()}
    parts = {code: int(value) for code, value in exact.items()}
    left = pence - sum(parts.values())
    for code in sorted(exact, key=lambda c: (parts[c] - exact[c], c))[:left]:
        parts[code] += 1
    sign = -1 if amount < 0 else 1
    return {code: F(sign * part, 100) for code, part in parts.items()}


def show(value):
    """A decimal where it ends, else a fraction in lowest terms."""
    value = F(value)
    below, twos, fives = value.denominator, 0, 0
    while below % 2 == 0:
        below //= 2
        twos += 1
    while below % 5 == 0:
        below //= 5
        fives += 1
    if below != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    text = digits[:-places] + "." + digits[-places:] if places else digits
    return ("-" if value < 0 else "") + text


class Values:
    """Lines of expected.csv."""

    def __init__(self):
        self.out = csv.writer(sys.stdout, lineterminator="\n")
        self.out.writerow(["name", "members", "period", "value"])

    def put(self, name, members, period, value):
        self.out.writerow([name, members, period, value if isinstance(value, str) else show(value)])


class Parts:
    """Lines of parts.csv: who has which part of a payment."""

    def __init__(self):
        self.out = csv.writer(sys.stdout, lineterminator="\n")
        self.out.writerow(["clause", "period", "due", "role", "party", "counterparty", "amount"])

    def put(self, clause, period, due, role, party, counterparty, amount):
        self.out.writerow([clause, period, due, role, party, counterparty, f"{round(amount * 100) / 100:.2f}"])
