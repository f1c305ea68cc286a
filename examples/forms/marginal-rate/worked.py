"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Values, rounded, rows  # noqa: E402


def main():
    out = Values()
    for row in rows(HERE, "activity.csv"):
        quarter = row["quarter"]
        admitted, contacts = F(row["admitted"]), int(row["contacts"])
        emergency = F(0)
        for pound, rate in ((min(admitted, F(2400000)), F(1)), (max(admitted - 2400000, F(0)), F(3, 10))):
            emergency += pound * rate
        # One contact after another, at the rate of its place in the queue.
        clinic = sum(F(31) if n < 4000 else F("24.50") if n < 6000 else F(12) for n in range(contacts))
        plan = F(2600000 if quarter >= "2024/25 Q3" else 2560000)
        earned = emergency + clinic
        out.put("emergency", "", quarter, emergency)
        out.put("by-arithmetic", "", quarter, emergency)
        out.put("above", "", quarter, max(admitted - 2400000, F(0)))
        out.put("clinic", "", quarter, clinic)
        out.put("earned", "", quarter, earned)
        out.put("due", "", quarter, rounded(min(max(earned, plan * F(95, 100)), plan * F(104, 100))))


if __name__ == "__main__":
    main()
