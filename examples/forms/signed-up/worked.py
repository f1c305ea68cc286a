"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Values, rounded, rows  # noqa: E402


def main():
    out = Values()
    signed = {r["practice"]: r["signed"].lower() in ("yes", "y", "1") for r in rows(HERE, "signed.csv")}
    for row in rows(HERE, "quarters.csv"):
        practice, quarter = row["practice"], row["quarter"]
        accredited = row["accredited"] == "yes"
        reviews = int(row["reviews"])
        part = signed[practice] and accredited
        price = F("31.15")
        if row["tier"] == "teaching" and accredited:
            price = F("38.75")
        elif row["tier"] == "full":
            price = F("36.50")
        for_reviews = rounded(reviews * price, 0, "even") if part else F(0)
        retainer = rounded(int(row["list"]) * F("0.11") / 10, 0, "up") * 10 if part else F(0)
        extra = F(250) if part and reviews >= 5 else F(0)
        out.put("takes-part", practice, quarter, "yes" if part else "no")
        out.put("price", practice, quarter, price)
        out.put("one", practice, quarter, F(1 if part else 0))
        out.put("for-reviews", practice, quarter, for_reviews)
        out.put("retainer", practice, quarter, retainer)
        out.put("worth-it", practice, quarter, "yes" if reviews >= 5 else "no")
        out.put("extra", practice, quarter, extra)
        out.put("due", practice, quarter, for_reviews + retainer + extra)


if __name__ == "__main__":
    main()
