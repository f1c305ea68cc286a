#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs bench_national and its peers in turn over one extract and prints ratios from that one run.

usage: run.py BUILD PEERS EXTRACT LISTS [--rounds N] [--only NAME,...]

BUILD is the Meson folder, PEERS the folder where `npm install` was run beside a copy of
bench/peers (it needs the network once; no test does). ClickHouse is run where `npm install
--no-save chdb` (0.6 GB) was run there, too. Processor seconds are those of the child and
its children (getrusage), the least of the rounds; wall seconds likewise. Where the machine is
shared trust processor seconds, and the ratios of one run.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path


def run(words: list[str]) -> tuple[float, float, float, str]:
    """Runs a command; returns processor s, wall s, MB at most, and what it said."""
    began = time.monotonic()
    with subprocess.Popen(words, stdout=subprocess.PIPE) as child:
        said = child.stdout.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    if child.returncode != 0:
        sys.exit(f"run.py: {' '.join(words)} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1000, said.strip()


def commands(build: str, peers: str, extract: str, lists: str) -> dict[str, list[str]]:
    ours = [f"{build}/bench/bench_national", extract, lists]
    duck = ["node", f"{peers}/duckdb.mjs", extract, lists, "2"]
    parquet = str(Path(lists) / "extract.parquet")
    if not Path(parquet).exists():
        run(duck + [f"parquet-out={parquet}"])
    clickhouse = ["node", f"{peers}/clickhouse.mjs", extract, lists, "2"]
    others = {"clickhouse csv": clickhouse} if Path(f"{peers}/node_modules/chdb").exists() else {}
    return others | {
        "accord": ours,
        "accord, file not hashed": ours + ["--unhashed"],
        "accord, 1 thread": ours + ["--threads", "1"],
        "duckdb csv": duck,
        "duckdb parquet": ["node", f"{peers}/duckdb.mjs", parquet, lists, "2"],
        "accord once": ours + ["--once"],
        "accord once, file not hashed": ours + ["--once", "--unhashed"],
        "duckdb once": duck + ["once"],
        "accord practices": ours + ["--practices"],
        "accord practices, file not hashed": ours + ["--practices", "--unhashed"],
        "duckdb practices": duck + ["practices"],
        "cat": ["sh", "-c", f"cat '{extract}' > /dev/null"],
        "cat to a pipe": ["sh", "-c", f"cat '{extract}' | cat > /dev/null"],
        "wc -l": ["wc", "-l", extract],
        "sha256sum": ["sha256sum", extract],
    }


RATIOS = [  # what, of, which figure (0 processor, 1 wall), at least
    ("duckdb csv", "accord", 0, "8"),
    ("duckdb csv", "accord, file not hashed", 0, "8"),
    ("duckdb csv", "accord", 1, ""),
    ("clickhouse csv", "accord", 0, "5"),
    ("clickhouse csv", "accord, file not hashed", 0, "5"),
    ("duckdb once", "accord once", 0, "12"),
    ("duckdb once", "accord once, file not hashed", 0, "12"),
    ("duckdb practices", "accord practices", 0, "5"),
    ("duckdb practices", "accord practices, file not hashed", 0, "5"),
    ("duckdb parquet", "accord", 1, "2"),
    ("duckdb parquet", "accord, file not hashed", 1, "2"),
    ("duckdb parquet", "accord", 0, ""),
    ("accord", "cat", 1, "at most 3"),
    ("accord, file not hashed", "cat", 1, "at most 3"),
    ("accord", "sha256sum", 0, ""),
]


def main() -> int:
    reader = argparse.ArgumentParser()
    for name in ("build", "peers", "extract", "lists"):
        reader.add_argument(name)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--only", default="")
    said = reader.parse_args()
    wanted = {name.strip() for name in said.only.split(";") if name}
    best: dict[str, list[float]] = {}
    told: dict[str, str] = {}
    todo = commands(said.build, said.peers, said.extract, said.lists)
    todo = {name: words for name, words in todo.items() if not wanted or name in wanted}
    for _ in range(said.rounds):
        for name, words in todo.items():
            processor, wall, megabytes, told[name] = run(words)
            had = best.setdefault(name, [processor, wall, megabytes])
            had[0], had[1] = min(had[0], processor), min(had[1], wall)
            had[2] = max(had[2], megabytes)
    print("| | processor s | wall s | peak MB |\n|---|---|---|---|")
    for name, (processor, wall, megabytes) in best.items():
        print(f"| {name} | {processor:.2f} | {wall:.2f} | {megabytes:.0f} |")
    print("\n| ratio | | stated |\n|---|---|---|")
    for what, of, which, stated in RATIOS:
        if what in best and of in best:
            ratio = best[what][which] / best[of][which]
            print(f"| {what} / {of}, {('processor', 'wall')[which]} | {ratio:.2f} | {stated} |")
    print()
    for name, text in told.items():
        print(f"{name}: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
