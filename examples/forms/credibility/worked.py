"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Values, rounded, rows  # noqa: E402

K = 6000


def main():
    out = Values()
    admitted = {(r["practice"], r["year"]): F(r["admitted"]) for r in rows(HERE, "admitted.csv")}
    lists = {(r["practice"], r["year"]): F(r["list"]) for r in rows(HERE, "lists.csv")}
    practices = [r["practice"] for r in rows(HERE, "practices.csv")]
    pooled = sum(admitted[p, "2023/24"] for p in practices) / sum(lists[p, "2023/24"] for p in practices)
    year = "2024/25"
    out.put("pooled", "", year, pooled)
    for p in practices:
        patients = lists[p, "2023/24"]
        own = admitted[p, "2023/24"] / patients if patients else F(0)
        z = patients / (patients + K)
        rate = z * own + (1 - z) * pooled
        expected = rate * lists[p, year]
        avoided = max(expected - admitted[p, year], F(0))
        out.put("own", p, year, own)
        out.put("z", p, year, z)
        out.put("expected-rate", p, year, rate)
        out.put("expected", p, year, expected)
        out.put("avoided", p, year, avoided)
        out.put("due", p, year, rounded(avoided * 1850 * F(1, 2), 2, "even"))


if __name__ == "__main__":
    main()
