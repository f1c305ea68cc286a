# SPDX-License-Identifier: MIT
"""The ledger of a record, a second time: from the lines of its documents, and by hledger and ledger."""

import csv
import io
import re
import subprocess
from collections import defaultdict
from decimal import Decimal


def pence(text):
    return int(Decimal(text) * 100)


WHAT = {"timesheet": "sessions", "cancellation": "cancelled sessions", "unallocated": "unallocated sessions"}
OWN = {"trust": ("expenses:{}:unallocated sessions", "expenses:{}:cost of sessions"),
       "reserve": ("liabilities:{}:reserve for unallocated sessions", "expenses:{}:cost of sessions"),
       "set-aside": ("expenses:{}:set aside for unallocated sessions", "liabilities:{}:reserve for unallocated sessions")}


def stated(rows):
    """What each account comes to by the lines of documents alone, in pence."""
    sums = defaultdict(int)
    for row in rows:
        issuer, site, net, vat = row["issuer"], row["site"], pence(row["net"]), pence(row["vat"])
        word = row["item"].split()[0]
        if word in OWN:
            sums[OWN[word][0].format(issuer)] += net
            sums[OWN[word][1].format(issuer)] -= net
            continue
        what = WHAT[word]
        sums[f"assets:{issuer}:due from {site}"] += net + vat
        sums[f"liabilities:{site}:due to {issuer}"] -= net + vat
        sums[f"income:{issuer}:{what} {row['vat basis']}"] -= net
        sums[f"liabilities:{issuer}:output VAT"] -= vat
        sums[f"expenses:{site}:{what}"] += net
        sums[f"expenses:{site}:VAT on sessions"] += vat
    return {name: amount for name, amount in sums.items() if amount}


def balances(journal, folder):
    """What hledger says each account comes to, once it has checked every entry and every balance."""
    file = folder / "again.journal"
    file.write_text(journal)
    subprocess.run(["hledger", "-f", file, "check", "--strict"], check=True, timeout=60, capture_output=True)
    out = subprocess.run(["hledger", "-f", file, "balance", "--flat", "--no-elide", "-O", "csv", "--no-total"],
                         check=True, timeout=60, capture_output=True, text=True).stdout
    found = {r["account"]: pence(re.sub(r"[A-Z ,]", "", r["balance"]) or "0") for r in csv.DictReader(io.StringIO(out))}
    return {name: amount for name, amount in found.items() if amount}


def check_ledger(journal, folder):
    file = folder / "again.ledger"
    file.write_text(journal)
    subprocess.run(["ledger", "--args-only", "-f", file, "--strict", "--pedantic", "balance"], check=True, timeout=60,
                   capture_output=True)
