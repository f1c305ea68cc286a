# SPDX-License-Identifier: MIT
"""Turns named spreadsheet formulas, in the syntax of Hesabu and Dentaku, into a contract.

A name that is a number becomes an input, read from a file; each other name becomes a clause. Names
stay as they are, and a part that needs limits or cases of its own becomes a clause `part-N`. What
each function means is what BLSQ/go-hesabu, hesabu/registry.go, computes. A formula that a contract
cannot say (chance, roots, powers, the element at a computed place) is refused with its reason.
"""
import csv
import re
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import number, rows, run  # noqa: E402

HEAD = """accord 1
contract ORBF "Results-based financing, {}"
term 2016-01-01 to 2016-12-31, years from 1 January
money USD in whole cents, halves away from zero
"""


class Unsayable(Exception):
    """A formula that cannot be said in a contract, or that is none."""


TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[A-Za-z_]\w*"
                   r"|<=|>=|==|!=|<>|&&|\|\||[-+*/(),<>=])")
COMPARISONS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "=": "=", "==": "=", "!=": "not",
               "<>": "not"}
# What needs no brackets to the left and to the right of an operation.
BARE = {"+": ("+-*/", "*/"), "-": ("+-*/", "*/"), "*": ("*/", ""), "/": ("*/", "")}
ARGUMENTS = {"SUM": (1, 999), "AVG": (1, 999), "MAX": (1, 999), "MIN": (1, 999), "ABS": (1, 1),
             "SAFE_DIV": (2, 2), "IF": (3, 3), "ROUND": (1, 2), "SCORE_TABLE": (4, 999),
             "ACCESS": (2, 999)}


class Reader:
    """Reads a formula into tuples: ("number", n), ("name", n) or (operation, operand, ...)."""

    def __init__(self, text):
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if match is None:
                raise Unsayable(f"{text[at:]!r} in {text!r}")
            self.tokens.append(match[1])
            at = match.end()
        self.text = text
        self.tokens.append("")

    def take(self, *words):
        """Takes the next token if it is one of these (or their like in small letters)."""
        if self.tokens[0] and self.tokens[0].upper() in words:
            return self.tokens.pop(0)
        return None

    def need(self, word):
        if not self.take(word):
            raise Unsayable(f"{self.tokens[0]!r} where {word!r} is due in {self.text!r}")

    def whole(self):
        tree = self.either()
        if self.tokens != [""]:
            raise Unsayable(f"{self.tokens[0]!r} in {self.text!r}")
        return tree

    def chain(self, below, words):
        tree = below()
        while word := self.take(*words):
            tree = (words[word.upper()], tree, below())
        return tree

    def either(self):
        return self.chain(self.both, {"OR": "or", "||": "or"})

    def both(self):
        return self.chain(self.comparison, {"AND": "and", "&&": "and"})

    def comparison(self):
        if self.take("NOT"):
            return ("not", self.comparison())
        left = self.sum()
        sign = self.take(*COMPARISONS)
        if not sign:
            return left
        if COMPARISONS[sign] == "not":
            return ("not", ("=", left, self.sum()))
        return (COMPARISONS[sign], left, self.sum())

    def sum(self):
        return self.chain(self.product, {"+": "+", "-": "-"})

    def product(self):
        return self.chain(self.value, {"*": "*", "/": "/"})

    def value(self):
        if self.take("-"):
            return ("minus", self.value())
        if self.take("("):
            tree = self.either()
            self.need(")")
            return tree
        token = self.tokens.pop(0) if self.tokens[0] else ""
        if token[:1].isdigit():
            return ("number", Fraction(token))
        if not token or not (token[0].isalpha() or token[0] == "_"):
            raise Unsayable(f"{token!r} in {self.text!r}")
        if not self.take("("):
            return ("name", token)
        given = [self.either()]
        while self.take(","):
            given.append(self.either())
        self.need(")")
        return self.function(token.upper(), given)

    def function(self, name, given):
        """Functions that others express become those others; the rest are operations."""
        least, most = ARGUMENTS.get(name, (1, 0))
        if not least <= len(given) <= most:
            raise Unsayable(f"{name} of {len(given)} in {self.text!r}")
        if name in ("SUM", "AVG"):
            tree = given[0]
            for term in given[1:]:
                tree = ("+", tree, term)
            return tree if name == "SUM" else ("/", tree, ("number", Fraction(len(given))))
        if name in ("MAX", "MIN"):
            tree = given[0]
            for term in given[1:]:
                tree = (name, tree, term)
            return tree
        if name == "ABS":
            return ("MAX", given[0], ("minus", given[0]))
        if name == "SCORE_TABLE":
            score, bands = given[0], given[1:]
            tree = bands[-1] if len(bands) % 3 == 1 else score
            if len(bands) % 3 == 2:
                raise Unsayable(f"{name} of {len(given)} in {self.text!r}")
            for at in reversed(range(0, len(bands) - 2, 3)):
                inside = ("and", (">=", score, bands[at]), ("<", score, bands[at + 1]))
                tree = ("IF", inside, bands[at + 2], tree)
            return tree
        last = given[-1]
        if name == "ACCESS":
            if last[0] != "number" or last[1] >= len(given) - 1:
                raise Unsayable(f"{name} by {last[1]} in {self.text!r}")
            return given[int(last[1])]
        if name == "ROUND" and len(given) == 2 and (last[0] != "number" or last[1] > 18):
            raise Unsayable(f"{name} to {last[1]} in {self.text!r}")
        return (name, *given)


def decimal(value):
    """The decimal text of a number of a formula, which always ends."""
    places = 0
    while (value * 10 ** places).denominator != 1:
        places += 1
    digits = str(int(abs(value) * 10 ** places)).rjust(places + 1, "0")
    point = len(digits) - places
    return ("-" if value < 0 else "") + digits[:point] + ("." + digits[point:] if places else "")


class Contract:
    """A problem as the text of a contract and its file of inputs."""

    def __init__(self, title, problem):
        self.trees = {name: Reader(formula).whole() for name, formula in problem.items()}
        self.inputs = {}
        self.clauses = []
        self.parts = {}
        for name, tree in self.trees.items():
            sign, inner = (-1, tree[1]) if tree[0] == "minus" else (1, tree)
            if inner[0] == "number":
                self.inputs[name] = decimal(sign * inner[1])
            else:
                self.clauses.append(f"{name} : ratio = {self.text(tree)}")
        lines = [HEAD.format(title), "PART 1 INPUTS"]
        lines += [f'1.{at} input {name} : ratio from "inputs.csv", may be negative'
                  for at, name in enumerate(self.inputs, 1)]
        lines += ["", "PART 2 FORMULAS"]
        lines += [f"2.{at} {clause}" for at, clause in enumerate(self.clauses, 1)]
        self.contract = "\n".join(lines) + "\n"

    def term(self, tree):
        """A value that may stand in any place: a name, a number, or brackets."""
        text = self.text(tree)
        return text if re.fullmatch(r"[\w.-]+", text) and text[0] != "-" else f"({text})"

    def part(self, tree):
        """A value with a name of its own, so that limits round it mend nothing inside it."""
        text = self.text(tree)
        if tree[0] in ("name", "number"):
            return text
        if text not in self.parts:
            self.parts[text] = f"part-{len(self.parts) + 1}"
            self.clauses.append(f"{self.parts[text]} : ratio = {text}")
        return self.parts[text]

    def text(self, tree):
        kind, *given = tree
        if kind == "name":
            return given[0]
        if kind == "number":
            return decimal(given[0])
        if kind == "minus":
            return f"-{self.term(given[0])}"
        if kind in BARE:
            left, right = (self.text(part) if part[0] in bare else self.term(part)
                           for part, bare in zip(given, BARE[kind]))
            return f"{left} {kind} {right}"
        if kind in ("MAX", "MIN"):
            which = "greater" if kind == "MAX" else "lesser"
            return f"{which} of {self.term(given[0])} and {self.term(given[1])}"
        if kind == "SAFE_DIV":
            over, under = map(self.part, given)
            return f"{over} / {under}, or 0 where that cannot be divided"
        if kind == "ROUND":
            places = int(given[1][1]) if len(given) == 2 else 0
            return f"{self.part(given[0])}, rounded to {places} places half away"
        if kind == "IF":
            cases = "first that applies"
            while tree[0] == "IF":
                cases += f"\n      {self.part(tree[2])} when {self.condition(tree[1])}"
                tree = tree[3]
            return f"{cases}\n      {self.part(tree)} otherwise"
        raise Unsayable(f"{kind} where a number is due")

    def condition(self, tree):
        kind, *given = tree
        if kind == "not":
            return f"not ({self.condition(given[0])})"
        if kind in ("and", "or"):
            return f"({self.condition(given[0])}) {kind} ({self.condition(given[1])})"
        if kind in COMPARISONS:
            return f"{self.part(given[0])} {kind} {self.part(given[1])}"
        raise Unsayable(f"{kind} where a condition is due")

    def solve(self, accord):
        """The value of every name of the problem, as accord computes it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "contract.accord"
            path.write_text(self.contract, encoding="utf-8")
            with open(Path(folder) / "inputs.csv", "w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows((self.inputs.keys(), self.inputs.values()))
            asked = [word for name in self.trees for word in ("--value", name)]
            out = rows(run(accord, "eval", path, "--data", folder, *asked, "--format", "csv"))
        return {row["name"]: number(row["value"]) for row in out if row["status"] == "known"}
