"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv

Fractions throughout; the corridor is worked slice by slice of money, where the contract reads it from a line.
"""
import csv
import os
import sys
from fractions import Fraction as F

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MONTHS = [f"{2024 + (3 + i) // 12}-{(3 + i) % 12 + 1:02d}" for i in range(24)]
YEARS = {"2024/25": MONTHS[:12], "2025/26": MONTHS[12:]}
LATER = "not yet known"


def rows(name):
    with open(os.path.join(DATA, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def money(text):
    return F(text.replace(",", ""))


def price(age, month):
    if month < "2025-04":
        return F({"child": "21.35", "adult": "43.80", "older": "118.25"}[age])
    if age == "older" and month >= "2025-10":
        return F("123.15")
    return F({"child": "22.05", "adult": "44.90", "older": "121.70"}[age])


def nearest(value):
    """To pence, halves away from zero."""
    pence = abs(value) * 100
    whole = pence.numerator // pence.denominator
    if pence - whole >= F(1, 2):
        whole += 1
    return F(whole if value >= 0 else -whole, 100)


def cut(value):
    """To pence, toward zero."""
    pence = abs(value) * 100
    whole = pence.numerator // pence.denominator
    return F(whole if value >= 0 else -whole, 100)


def shared(size, budget):
    """What the provider has of a gain (or bears of a loss) of this size."""
    counted = min(size, budget / 10)
    second = max(F(0), min(counted, budget / 20) - budget / 50)
    third = max(F(0), counted - budget / 20)
    return second / 2 + third / 5


def show(value):
    if value is None:
        return LATER
    below = value.denominator
    twos = fives = 0
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


def main():
    registered = {}
    for row in rows("patients.csv"):
        registered.setdefault(row["month"], {})[row["age"]] = F(row["registered"])
    cost = {}
    for row in rows("cost.csv"):
        name, year = row["Month"].split()
        cost[f"{year}-{NAMES.index(name) + 1:02d}"] = money(row["Cost"])
    survey = {row["quarter"]: (F(row["answers"]), F(row["satisfied"])) for row in rows("survey.csv")}

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["name", "members", "period", "value"])

    def put(name, period, value):
        out.writerow([name, "", period, show(value)])

    capitation = {}
    for month in MONTHS:
        if month in registered:
            capitation[month] = nearest(sum(n * price(age, month) for age, n in registered[month].items()))
        put("capitation", month, capitation.get(month))

    for year, months in YEARS.items():
        quarters = [f"{year} Q{n}" for n in (1, 2, 3, 4)]

        for n, quarter in enumerate(quarters, 1):
            so_far = months[: 3 * n]
            lists, costs = all(m in capitation for m in so_far), all(m in cost for m in so_far)
            asked = all(q in survey for q in quarters[:n])
            budget = sum(capitation[m] for m in so_far) if lists else None
            spent = sum(cost[m] for m in so_far) if costs else None
            rate = (
                sum(survey[q][1] for q in quarters[:n]) / sum(survey[q][0] for q in quarters[:n]) if asked else None
            )
            above = below = gain = loss = position = None
            if lists and costs:
                above = min(max(budget - spent, F(0)), budget / 10)
                below = min(max(spent - budget, F(0)), budget / 10)
                gain, loss = shared(max(budget - spent, F(0)), budget), shared(max(spent - budget, F(0)), budget)
                if asked:
                    position = cut(gain * (1 if rate >= F(85, 100) else F(6, 10)) - loss)
            put("budget-so-far", quarter, budget)
            put("cost-so-far", quarter, spent)
            put("above", quarter, above)
            put("below", quarter, below)
            put("gain-so-far", quarter, gain)
            put("loss-so-far", quarter, loss)
            put("satisfied-so-far", quarter, rate)
            put("position", quarter, position)

        # The last quarter so far is the year: the same budget, cost and answers.
        variance = corridor = share = kept = gain = loss = settlement = None
        if budget is not None and spent is not None:
            variance = (budget - spent) / budget
            share = shared(abs(budget - spent), budget) * (1 if budget >= spent else -1)
            corridor = share / budget
            gain, loss = max(share, F(0)), min(share, F(0))
        if rate is not None:
            kept = F(1) if rate >= F(85, 100) else F(6, 10)
        if gain is not None and kept is not None:
            settlement = cut(gain * kept + loss)
        put("budget", year, budget)
        put("variance", year, variance)
        put("corridor", year, corridor)
        put("share", year, share)
        put("satisfaction", year, rate)
        put("kept", year, kept)
        put("gain", year, gain)
        put("loss", year, loss)
        put("settlement", year, settlement)


if __name__ == "__main__":
    main()
