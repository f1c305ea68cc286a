#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds docs/manual/guide.md to the contract that it builds and to the demonstration: its pieces of
text are examples/llr/contract.accord, line by line; every figure of its tables is what accord computes,
and what stands beside it comes to it. usage: test_guide.py ACCORD SOURCE_ROOT"""

import ast
import re
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, number, rows, run  # noqa: E402
from readd import rounded  # noqa: E402

ROUNDINGS = {
    ", cut to pence": (2, "toward zero"),
    ", rounded to pence": (2, "halves away from zero"),
    ", rounded to 6 places": (6, "halves away from zero"),
}


def parts(text):
    return re.findall(r"^```accord part\n(.*?)^```$", text, re.S | re.M)


def tables(text):
    """The rows of the tables of figures."""
    head = "| quantity | for | comes to | worked out |\n|---|---|---|---|\n"
    for table in text.split(head)[1:]:
        for line in table.split("\n\n")[0].splitlines():
            yield [cell.strip() for cell in line.strip().strip("|").split("|")]


def arithmetic(node):
    """A sum of the table, exactly; no other Python than arithmetic and comparison is understood."""
    if isinstance(node, ast.Expression):
        return arithmetic(node.body)
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -arithmetic(node.operand)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.GtE):
        return arithmetic(node.left) >= arithmetic(node.comparators[0])
    if isinstance(node, ast.BinOp):
        left, right = arithmetic(node.left), arithmetic(node.right)
        kind = type(node.op)
        return {ast.Add: lambda: left + right, ast.Sub: lambda: left - right,
                ast.Mult: lambda: left * right, ast.Div: lambda: left / right}[kind]()
    raise ValueError(ast.dump(node))


def plain(words):
    words = re.sub(r"(?<=\d),(?=\d{3})", "", words)
    return re.sub(r"([\d.]+)%", r"(\1/100)", words)


def worked(words):
    """What stands in the last column: sums, `lesser of A and B`, and roundings."""
    inner = re.match(r"^\((.*)\) \+ ([\d.]+)$", words)
    if inner:
        return worked(inner[1]) + Fraction(inner[2])
    for ending, (places, way) in ROUNDINGS.items():
        if words.endswith(ending):
            return rounded(worked(words[:-len(ending)]), places, way)
    lesser = re.match(r"^lesser of (.*) and (.*)$", words)
    if lesser:
        return min(worked(lesser[1]), worked(lesser[2]))
    return arithmetic(ast.parse(plain(words), mode="eval"))


class Figures:
    """What accord computes of the demonstration: values by name and place, and parts of payments."""

    def __init__(self, accord, folder, names):
        where = (folder / "contract.accord", "--data", folder, "--format", "csv", "--quiet")
        self.known = {}
        for row in rows(run(accord, "statement", *where)):
            if row["role"] != "leg":
                self.keep(row["clause"], [row["party"], row["period"]], row["amount"])
        asked = [word for name in names for word in ("--value", name)]
        for row in rows(run(accord, "eval", *where, *asked)):
            place = [v for k, v in row.items() if k not in ("name", "value", "status")]
            self.keep(row["name"], place, row["value"])

    def keep(self, name, place, value):
        self.known[name, ",".join(word for word in place if word)] = value

    def find(self, name, at):
        return self.known.get((name, at))


def agrees(said, found):
    """A figure of the table and what accord says: words alike, or the same number, which `about`
    rounds to the decimals shown."""
    if found is None:
        return False
    if not re.match(r"^(about )?[-\d]", said):
        return said == found
    digits = said.removeprefix("about ")
    value = arithmetic(ast.parse(plain(digits), mode="eval"))
    if said == digits:
        return value == number(found)
    places = len(digits.rstrip("%").partition(".")[2]) + (2 if digits.endswith("%") else 0)
    return value == rounded(number(found), places, "halves away from zero")


def comes_to(said, words):
    result = worked(words)
    if isinstance(result, bool):
        return said == ("met" if result else "missed")
    value = f"{said.removeprefix('about ')}"
    return agrees(said, str(result)) or arithmetic(ast.parse(plain(value), mode="eval")) == result


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    guide = (root / "docs/manual/guide.md").read_text(encoding="utf-8")
    contract = (root / "examples/llr/contract.accord").read_text(encoding="utf-8")
    tap = Tap()
    told = [line for part in parts(guide) for line in part.splitlines() if line]
    kept = [line for line in contract.splitlines() if line]
    wrong = [f"{a!r}, not {b!r}" for a, b in zip(told, kept) if a != b]
    tap.point(told == kept, "the guide builds the Leicestershire contract, line by line",
              "\n".join(wrong[:3]) or f"{len(told)} lines, not {len(kept)}")
    figures = list(tables(guide))
    tap.point(len(figures) > 40, f"{len(figures)} figures stand in tables")
    with tempfile.TemporaryDirectory(prefix="accord-guide-") as folder:
        demo = Path(folder) / "demo"
        run(accord, "demo", "--dir", demo)
        names = sorted({name for name, *_ in figures if not name[0].isdigit()})
        known = Figures(accord, demo, names)
        for name, at, said, words in figures:
            found = known.find(name, at)
            tap.point(agrees(said, found), f"{name} at {at} is {said}", f"accord: {found}")
            if words:
                tap.point(comes_to(said, words), f"{name} at {at}: {words}", f"it is {worked(words)}")
    tap.point(not agrees("7.85", "7.84") and not comes_to("36", "96 - 61"), "a wrong figure is found")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
