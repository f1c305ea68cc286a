"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv
and the parts of payments: python3 worked.py parts > parts.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Parts, Values, rounded, rows, split  # noqa: E402

DUE = {"2024/25 Q1": "2024-07-30", "2024/25 Q2": "2024-10-30", "2024/25 Q3": "2025-01-30", "2024/25 Q4": "2025-04-30"}


def main():
    parts = Parts() if sys.argv[1:] == ["parts"] else None
    out = None if parts else Values()
    lists = {(r["network"], r["quarter"]): F(r["list"]) for r in rows(HERE, "lists.csv")}
    weights = {}
    for row in rows(HERE, "checks.csv"):
        network, quarter = row["network"], row["quarter"]
        to_do, done = F(row["due-checks"]), F(row["done-checks"])
        score = rounded(done / to_do, 4) if to_do else F(0)
        counts = min(max((score - F(6, 10)) / F(3, 10), F(0)), F(1))
        weights.setdefault(quarter, {})[network] = lists[network, quarter] * counts
        if out:
            out.put("score", network, quarter, score)
            out.put("counts", network, quarter, counts)
            out.put("weight", network, quarter, lists[network, quarter] * counts)
            keep = min(to_do * F("0.37"), F(100))
            out.put("keep-going", network, quarter, rounded(keep / 5, 0, "half down") * 5)
    for quarter, by in weights.items():
        pool = F(65000 if quarter >= "2024/25 Q3" else 50000)
        shares = split(pool, by if any(by.values()) else {n: 1 for n in by})
        for network, amount in shares.items():
            if parts:
                parts.put("4.1", quarter, DUE[quarter], "payee", network, "", amount)


if __name__ == "__main__":
    main()
