"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv
and the parts of payments: python3 worked.py parts > parts.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Parts, Values, rounded, rows  # noqa: E402

PRICE = {"younger": F("4.15"), "older": F("17.80")}
FROZEN = {"2024/25 Q1": "2024-07-30", "2024/25 Q2": "2024-10-30", "2024/25 Q3": "2025-01-30"}


def main():
    parts = Parts() if sys.argv[1:] == ["parts"] else None
    out = None if parts else Values()
    worth = {}
    for row in rows(HERE, "lists.csv"):
        worth[row["month"]] = worth.get(row["month"], F(0)) + int(row["registered"]) * PRICE[row["age"]]
    visits = {r["month"]: int(r["visits"]) for r in rows(HERE, "visits.csv")}
    quarters = {}
    for n, (month, value) in enumerate(worth.items()):
        block = F(121250 if month >= "2024-10" else 120000)
        quarters.setdefault(f"2024/25 Q{n // 3 + 1}", []).append((visits.get(month), block))
        if out:
            out.put("worth", "", month, rounded(value))
            out.put("by-head", "", month, rounded(value))
        else:
            parts.put("5.1", month, month + "-15", "payee", "NCC", "", block)
            parts.put("5.2", month, month + "-01", "payee", "NCC", "", rounded(value))
    for quarter, months in quarters.items():
        if any(count is None for count, _ in months):
            continue
        block = sum(b for _, b in months)
        settled = sum(F(c) for c, _ in months) * 42 - block
        settled = rounded(min(max(settled, -block / 20), block / 20))
        if out:
            out.put("settled", "", quarter, settled)
        else:
            parts.put("5.3", quarter, FROZEN[quarter], "payee", "NCC", "", settled)


if __name__ == "__main__":
    main()
