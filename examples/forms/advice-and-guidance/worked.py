"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv
and the parts of payments: python3 worked.py parts > parts.csv"""
import calendar
import os
import sys
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Parts, Values, rows  # noqa: E402


def main():
    parts = Parts() if sys.argv[1:] == ["parts"] else None
    out = None if parts else Values()
    for row in rows(HERE, "requests.csv"):
        practice, month, due = row["practice"], row["month"], int(row["asked"]) * F(20)
        year, number = map(int, month.split("-"))
        last = date(year, number, calendar.monthrange(year, number)[1])
        if out:
            out.put("due", practice, month, due)
        elif "2025-04" <= month <= "2026-03":
            parts.put("4.1", month, (last + timedelta(days=25)).isoformat(), "payee", practice, "", due)
    for n in range(24 if parts else 0):
        first = date(2024 + (9 + n) // 12, (9 + n) % 12 + 1, 1)
        amount = F(1560 if n >= 12 else 1500)
        before = (first - timedelta(days=1)).isoformat()
        parts.put("4.2", first.strftime("%Y-%m"), before, "payee", "SERVICE", "", amount)


if __name__ == "__main__":
    main()
