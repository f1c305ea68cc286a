"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv

Fractions throughout, rounded only where the contract rounds.
"""
import csv
import os
import sys
from fractions import Fraction as F

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
INDICATORS = ["blood-pressure", "diabetes", "asthma", "smoking"]
TERMS = {
    "2024/25": {
        "lower": ["0.40", "0.35", "0.45", "0.50"],
        "upper": ["0.77", "0.75", "0.70", "0.90"],
        "available": [25, 17, 20, 12],
        "point": "213.43",
    },
    "2025/26": {
        "lower": ["0.45", "0.35", "0.475", "0.50"],
        "upper": ["0.80", "0.75", "0.70", "0.90"],
        "available": [25, 21, 20, 10],
        "point": "220.62",
    },
}


def rows(name):
    with open(os.path.join(DATA, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rounded(value, places):
    """To so many places, halves away from zero."""
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= F(1, 2):
        whole += 1
    return F(whole if value >= 0 else -whole, 10**places)


def show(value):
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
    practices = [row["practice"] for row in rows("practices.csv")]
    lists = {(row["practice"], row["year"]): F(row["list"].replace(",", "")) for row in rows("lists.csv")}
    registers = {
        (row["practice"], row["indicator"], row["year"]): (F(row["register"]), F(row["treated"]))
        for row in rows("registers.csv")
    }
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["name", "members", "period", "value"])

    for year, term in TERMS.items():

        def put(name, members, value):
            out.writerow([name, members, year, show(value)])

        opened = [p for p in practices if lists[p, year] > 0]
        average = sum(lists[p, year] for p in opened) / len(opened)
        put("average-heads", "", average)
        for practice in practices:
            all_points = open_points = earned_points = F(0)
            for n, indicator in enumerate(INDICATORS):
                members = f"{practice} {indicator}"
                register, treated = registers[practice, indicator, year]
                lower, upper, points = F(term["lower"][n]), F(term["upper"][n]), F(term["available"][n])
                achieved = rounded(treated / register, 6) if register else F(0)
                if achieved <= lower:
                    part = F(0)
                elif achieved >= upper:
                    part = F(1)
                else:
                    part = rounded((achieved - lower) / (upper - lower), 6)
                all_points += points
                open_points += points if register else 0
                earned_points += points * part
                put("achieved", members, achieved)
                put("part", members, part)
                put("on-offer", members, points)
                put("earned", members, points * part)
                put("open", members, points if register else F(0))
            lift = rounded(all_points / open_points, 6) if open_points else F(0)
            points = rounded(earned_points * lift, 3)
            size = rounded(lists[practice, year] / average, 6)
            put("raise", practice, lift)
            put("points", practice, points)
            put("one", practice, F(1 if lists[practice, year] else 0))
            put("heads", practice, lists[practice, year])
            put("size", practice, size)
            put("due", practice, rounded(points * F(term["point"]) * size, 2))


if __name__ == "__main__":
    main()
