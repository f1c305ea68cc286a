"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Values, rounded, rows  # noqa: E402

COUNTS_FOR = {"readmitted": F(1, 2), "at-home": F(3, 10), "satisfied": F(1, 5)}
TARGET = {
    "2024/25": {"readmitted": F(85, 100), "at-home": F(75, 100), "satisfied": F(90, 100)},
    "2025/26": {"readmitted": F(85, 100), "at-home": F(80, 100), "satisfied": F(90, 100)},
}
PRICE = {"2024/25": F("83333.33"), "2025/26": F("85000")}


def main():
    out = Values()
    data = {}
    for row in rows(HERE, "outcomes.csv"):
        data.setdefault(row["quarter"], {})[row["outcome"]] = (F(row["counted"]), F(row["reached"]))
    sums = {}
    released = {}
    for quarter in [f"{y} Q{n}" for y in PRICE for n in (1, 2, 3, 4)]:
        year, number = quarter[:7], int(quarter[-1])
        at_once = rounded(PRICE[year] * F(92, 100))
        fund = 3 * (PRICE[year] - at_once)
        for month in range(3 * number + 1, 3 * number + 4):
            begins = int(year[:4])
            name = f"{begins}-{month:02d}" if month <= 12 else f"{begins + 1}-{month - 12:02d}"
            out.put("at-once", "", name, at_once)
        out.put("fund", "", quarter, fund)
        out.put("pounds", "", quarter, fund)
        if quarter not in data:
            continue
        total = F(0)
        for outcome, (counted, reached) in data[quarter].items():
            achieved = reached / counted if counted else F(0)
            target = TARGET[year][outcome]
            part = COUNTS_FOR[outcome]
            part = part if achieved >= target else part / 2 if achieved >= target - F(5, 100) else F(0)
            out.put("achieved", outcome, quarter, achieved)
            out.put("released-part", outcome, quarter, part)
            out.put("released", outcome, quarter, fund * part)
            total += fund * part
            before = sums.setdefault(year, {}).get(outcome, (F(0), F(0)))
            sums[year][outcome] = (before[0] + counted, before[1] + reached)
        to_release = rounded(total, 2, "down")
        out.put("to-release", "", quarter, to_release)
        released.setdefault(year, []).append((fund, to_release))
    for year, outcomes in sums.items():
        if len(released[year]) < 4:
            continue
        met = True
        for outcome, (counted, reached) in outcomes.items():
            out.put("year-achieved", outcome, year, reached / counted)
            met = met and reached / counted >= TARGET[year][outcome]
        out.put("whole-year", "", year, "met" if met else "missed")
        out.put("second-chance", "", year, sum(f - r for f, r in released[year]) if met else F(0))


if __name__ == "__main__":
    main()
