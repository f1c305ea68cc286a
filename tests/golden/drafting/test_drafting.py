#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Applies each drafting error of edits.txt to its contract and asks accord to find it.

usage: test_drafting.py ACCORD [CONTRACT]

An error is found when `accord check` tells its code at its clause. What else is told is a false complaint:
only what is told of the contract as signed, and codes that a drafting error may bring with it (BESIDE), are
taken without. CONTRACT stands in for the first contract. Prints TAP.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CONTRACT = "examples/llr/contract.accord"
BESIDE = {("W-PRECISION", None), ("W-UNUSED", None), ("E-CYCLE", None)}


def read_edits(path):
    """The edits of a file, each {contract, title, code, clauses, first, second}."""
    edits = []
    contract = CONTRACT
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "contract":
            contract = rest
        elif word == "error":
            edits.append(
                {"contract": contract, "title": rest, "also": [], "first": [], "second": []})
        elif word == "code":
            edits[-1]["code"] = rest
        elif word == "clause":
            edits[-1]["clauses"] = rest.split(" or ")
        elif word == "also":
            edits[-1]["also"].append(tuple(rest.split(" ", 1)))
        elif word in "-+" and rest.startswith("|") and rest.endswith("|") and len(rest) > 1:
            edits[-1]["first" if word == "-" else "second"].append(rest[1:-1])
        else:
            sys.exit(f"{path}:{number}: not a line of an edit: {line}")
    return edits


def check(accord, path):
    """What `accord check` tells of a file."""
    command = [accord, "check", "--format", "json", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if run.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}: exit {run.returncode}\n{run.stderr}")
    return json.loads(run.stdout)


def contract_text(path):
    """The text of a contract; of the guide, the contract that its parts make."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        return text
    return "".join(part.split("\n```", 1)[0] + "\n" for part in text.split("```accord part\n")[1:])


def check_text(accord, text, folder):
    path = pathlib.Path(folder) / "contract.accord"
    path.write_text(text, encoding="utf-8")
    return [(fault["code"], fault["clause"]) for fault in check(accord, path)]


def faults_of_edit(accord, text, edit, folder):
    first = "\n".join(edit["first"])
    if first not in text:
        return None
    return check_text(accord, text.replace(first, "\n".join(edit["second"]), 1), folder)


def is_beside(fault, signed):
    return fault in signed or fault in BESIDE or (fault[0], None) in BESIDE


def test_edit(number, accord, contract, edit, folder):
    """Prints the lines of one test; returns whether it passed."""
    text, signed = contract
    name = f"{edit['code']}: {edit['title']} ({edit['contract']})"
    found = faults_of_edit(accord, text, edit, folder)
    if found is None:
        print(f"not ok {number} - {name}\n# the contract does not hold the text to be replaced")
        return False
    wanted = {(edit["code"], clause) for clause in edit["clauses"]}
    expected = wanted | set(edit["also"])
    others = [fault for fault in found if fault not in expected and not is_beside(fault, signed)]
    good = any(fault in wanted for fault in found) and not others
    print(f"{'ok' if good else 'not ok'} {number} - {name}")
    if not any(fault in wanted for fault in found):
        print(f"# not told at clause {' or '.join(edit['clauses'])}; told: {found}")
    for code, clause in others:
        print(f"# false complaint: {code} at clause {clause}")
    return good


def main():
    accord = sys.argv[1]
    edits = read_edits(HERE / "edits.txt")
    contracts = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in dict.fromkeys(edit["contract"] for edit in edits):
            instead = len(sys.argv) > 2 and name == CONTRACT
            text = contract_text(pathlib.Path(sys.argv[2]) if instead else ROOT / name)
            contracts[name] = (text, check_text(accord, text, folder))
    print(f"1..{len(edits) + 1}")
    told = contracts[CONTRACT][1]
    # Its pain of 6.4 hangs on no quality gate: less seen in hospital is less repaid.
    clean = told == [("W-CLIFF", "6.6"), ("W-INCENTIVE", "7.4")]
    print(f"{'ok' if clean else 'not ok'} 1 - the contract as signed has its cliff and its incentive")
    if not clean:
        print(f"# told: {told}")
    with tempfile.TemporaryDirectory() as folder:
        results = [
            test_edit(number, accord, contracts[edit["contract"]], edit, folder)
            for number, edit in enumerate(edits, 2)
        ]
    return 0 if clean and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
