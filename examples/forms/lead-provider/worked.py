"""The figures of contract.accord worked out without accord: python3 worked.py > expected.csv
and the parts of payments: python3 worked.py parts > parts.csv"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from exact import F, Parts, Values, rows, split  # noqa: E402

DUE = {"2024/25 Q1": "2024-04-10", "2024/25 Q2": "2024-07-10", "2024/25 Q3": "2024-10-10", "2024/25 Q4": "2025-01-10"}


def main():
    if sys.argv[1:] != ["parts"]:
        out = Values()
        for row in rows(HERE, "lists.csv"):
            out.put("list", row["practice"], row["quarter"], F(row["list"]))
        return
    out = Parts()
    for quarter, due in DUE.items():
        price = F("409999.99" if quarter >= "2024/25 Q3" else "412500.05")
        lead = split(price, {"LEAD": F(25), "TRUST": F(600), "FED": F(375)})
        federation = split(lead["FED"], {"FED": 10, "LEISURE": 15, "OFFICE": 75})
        lists = {r["practice"]: F(r["list"]) for r in rows(HERE, "lists.csv") if r["quarter"] == quarter}
        practices = split(federation["OFFICE"], lists)
        assert sum(lead.values()) == price
        assert sum(federation.values()) == lead["FED"]
        assert sum(practices.values()) == federation["OFFICE"]
        out.put("3.1", quarter, due, "payee", "LEAD", "", price)
        for stage, source, role in ((lead, "LEAD", None), (federation, "FED", None), (practices, "OFFICE", "practice")):
            for party, amount in stage.items():
                said = role or ("partner" if party in ("LEISURE", "OFFICE") else "provider")
                out.put("3.1", quarter, due, said, party, source, amount)


if __name__ == "__main__":
    main()
