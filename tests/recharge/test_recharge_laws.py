#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random months of a pool: every line of every invoice is what the oracle says, to the penny; the record is only added
to, and after any change of the files what stands in it is what is owed.

usage: test_recharge_laws.py ACCORD [--count N] [--seed N]

Prints TAP. Python's standard library only.
"""
import argparse
import csv
import datetime
import hashlib
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from collections import defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import oracle  # noqa: E402
import readd  # noqa: E402
from accord_run import need, tell  # noqa: E402

MONTHS = ["2015-03", "2015-04", "2015-05"]
OPTIONS = None
COUNTED = defaultdict(int)


def run(*arguments):
    done = subprocess.run([OPTIONS.accord, "recharge", *map(str, arguments)], capture_output=True, text=True, timeout=60,
                          check=False)
    need(done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stderr}")
    return done.stdout


def lines(text):
    return list(csv.DictReader(io.StringIO(text)))


def as_charge(row, sign=1):
    return {"site": row["site"], "day": datetime.date.fromisoformat(row["day"]), "part": row["part"],
            "net": sign * readd.pence(row["net"]), "vat": sign * readd.pence(row["vat"]), "basis": row["vat basis"],
            "minutes": int(row["minutes"])}


def standing(rows):
    """What a record charges in the end, by item; every credit takes back a line as it stands."""
    found = {}
    for row in rows:
        if row["kind"] in ("credit note", "carrying note reversed"):
            need(found.get(row["item"], (None, None))[1] == as_charge(row, -1), f"takes back what does not stand: {row}")
            need(found[row["item"]][0] == row["corrects"], f"names another document: {row}")
            del found[row["item"]]
            COUNTED["credits"] += 1
        else:
            need(row["item"] not in found, f"charged twice: {row['item']}")
            found[row["item"]] = (row["number"], as_charge(row))
            COUNTED["supplements"] += row["kind"] == "supplementary invoice"
            COUNTED["invoices"] += row["kind"] == "invoice"
            COUNTED["carried"] += row["kind"] == "carrying note"
            COUNTED["pooled"] += row["item"].startswith("unallocated")
    return {item: charge for item, (_, charge) in found.items()}


def check_chain(folder):
    file = folder / "invoices.csv"
    if not file.exists():
        return []
    text = file.read_bytes().splitlines(keepends=True)
    for above, line in zip(text, text[1:]):
        need(line.rstrip(b"\n").endswith(b"," + hashlib.sha256(above).hexdigest().encode()), line)
    rows = lines(file.read_text())
    numbers = list(dict.fromkeys(row["number"] for row in rows))
    need(numbers == [f"T-{i + 1:06}" for i in range(len(numbers))], numbers)
    return rows


def check_json(folder, rows):
    """The documents as JSON add up to their lines, in all and by VAT basis."""
    said = json.loads(run("list", folder, "--format", "json"))
    for document in said["documents"]:
        own = [row for row in rows if row["number"] == document["number"]]
        for key in ("net", "vat"):
            need(document[f"{key}_pence"] == sum(readd.pence(row[key]) for row in own), document["number"])
            need(document[f"{key}_pence"] == sum(b[f"{key}_pence"] for b in document["by_basis"]), document["number"])
        need(document["total_pence"] == document["net_pence"] + document["vat_pence"], document["number"])


def check_books(folder):
    """hledger and ledger add the record up to what its lines say, and every pair agrees."""
    said = readd.stated(lines(run("list", folder, "--format", "csv")))
    need(readd.balances(run("ledger", folder, "--format", "hledger"), folder) == said, folder)
    readd.check_ledger(run("ledger", folder, "--format", "ledger"), folder)
    need("do not agree" not in run("ledger", folder), folder)


def one_life(seed, folder):
    """A pool over three months: each is invoiced, files change, corrections follow."""
    folder.mkdir()
    pool, rnd, date = oracle.draw(seed, MONTHS), random.Random(f"{seed} changes"), datetime.date(2015, 6, 1)
    pool.save(folder)
    before, done = b"", []
    for step, month in enumerate(MONTHS):
        asked = ["--month", month, "--date", date + step * oracle.DAY]
        dry = run("invoice", folder, *asked, "--format", "csv")
        known = check_chain(folder)
        run("invoice", folder, *asked, "--record")
        rows = check_chain(folder)
        file = folder / "invoices.csv"
        now = file.read_bytes() if file.exists() else b""
        need(now.startswith(before), "what was sent is edited")
        added = [{k: v for k, v in row.items() if k != "previous"} for row in rows[len(known):]]
        need(added == lines(dry), "a dry run says what is done")
        need({row["date"] for row in added} <= {str(date + step * oracle.DAY)}, "another date")
        if any(row["kind"] in ("invoice", "carrying note") and row["month"] == month for row in rows):
            done.append(month)
        want = pool.charges_of(done)
        have = standing(rows)
        need(have == want, f"seed {seed} {month}: {[(k, have.get(k), want.get(k)) for k in have | want if have.get(k) != want.get(k)]}")
        run("invoice", folder, *asked, "--record")
        need((file.read_bytes() if file.exists() else b"") == now, "running again changes nothing")
        check_json(folder, rows) if rows else None
        oracle.change(rnd, pool, MONTHS[:step + 1])
        pool.save(folder)
        before = now
        if done and rnd.random() < 0.5:
            run("credit", folder, *asked, "--record")
            rows = check_chain(folder)
            need(standing(rows) == pool.charges_of(done), f"seed {seed} {month}: credits alone")
            before = file.read_bytes()
            need(before.startswith(now), "what was sent is edited by a credit")
    if seed % 5 == 0:
        check_books(folder)


def random_months_are_what_the_oracle_says(folder):
    for i in range(OPTIONS.count):
        one_life(OPTIONS.seed + i, folder / str(i))
    print(f"# {OPTIONS.count} pools from seed {OPTIONS.seed}: {dict(COUNTED)} lines")
    need(min(COUNTED[k] for k in ("credits", "supplements", "invoices", "carried", "pooled")) > OPTIONS.count // 4, dict(COUNTED))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("accord", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    OPTIONS = parser.parse_args()
    OPTIONS.accord = str(OPTIONS.accord.resolve())
    sys.exit(tell([random_months_are_what_the_oracle_says]))
