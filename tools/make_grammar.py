#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the grammar by which editors colour contract text (editors/accord.tmLanguage.json, TextMate).

usage: make_grammar.py write | check [ROOT]

The words are read from the parser itself: the table of clauses in src/lang/parse_clause.c, that of head
lines in src/lang/parse.c, and every word that the parsers ask for with ac_accept, ac_accept_two,
ac_expect or ac_sees.  `check` exits 1 if the file is not what the sources give.
"""

import json
import re
import sys
from pathlib import Path

GRAMMAR = Path("editors/accord.tmLanguage.json")
CLAUSES = re.compile(r'^ *\{"([a-z]+)", +AC_CLAUSE_', re.MULTILINE)
HEADS = re.compile(r'^ *\{"([A-Za-z]+)", +parse_[a-z_]+, +(?:true|false) *\}', re.MULTILINE)
ASKED = re.compile(r"\bac_(?:accept|accept_two|expect|sees)\(([^;{]*?)\)", re.DOTALL)
WORD = re.compile(r'"([a-z]+)"')
PERIODS = re.compile(r'"(month|quarter|year|term)"')


def words_of_parser(root: Path) -> tuple[list[str], list[str], list[str], list[str]]:
    """Clause words, head words, the other words, and periods; each sorted, the longest first."""
    lang = root / "src" / "lang"
    clauses = set(CLAUSES.findall((lang / "parse_clause.c").read_text(encoding="utf-8")))
    heads = set(HEADS.findall((lang / "parse.c").read_text(encoding="utf-8")))
    periods = set(PERIODS.findall((root / "src/value/period.c").read_text(encoding="utf-8")))
    others: set[str] = set()
    for path in sorted(lang.glob("parse*.c")):
        for asked in ASKED.findall(path.read_text(encoding="utf-8")):
            others.update(WORD.findall(asked))
    for name, found, least in (("clauses", clauses, 10), ("head lines", heads, 5),
                               ("words", others, 50), ("periods", periods, 4)):
        if len(found) < least:
            sys.exit(f"make_grammar.py: only {len(found)} {name} found: is the parser laid out anew?")

    def order(words: set[str]) -> list[str]:
        return sorted(words, key=lambda word: (-len(word), word))

    return order(clauses), order(heads), order(others - periods), order(periods)


def one_of(words: list[str]) -> str:
    """A name may hold hyphens, so a word ends only where no hyphen goes on with it."""
    return r"(?<![\w-])(?:" + "|".join(words) + r")(?![\w-])"


def grammar_of(root: Path) -> str:
    clauses, heads, others, periods = words_of_parser(root)
    number = r"^(\d+(?:\.\d+)*[A-Za-z]?)(?=\s|$)"
    patterns = [
        {"name": "string.unquoted.wording.accord", "match": r"^>.*$"},
        {"name": "comment.line.number-sign.accord", "match": r"#.*$"},
        {"name": "string.quoted.double.accord", "match": r'"[^"]*"'},
        {"name": "markup.heading.accord", "match": r"^PART\b.*$"},
        {"name": "keyword.control.head.accord", "match": "^(?:" + "|".join(heads) + r")(?![\w-])"},
        {"match": number + r"(?:\s+(" + "|".join(clauses) + r")(?=\s)(?!\s*:))?",
         "captures": {"1": {"name": "entity.name.section.accord"},
                      "2": {"name": "keyword.control.clause.accord"}}},
        {"name": "constant.numeric.date.accord", "match": r"\b\d{4}-\d{2}-\d{2}\b"},
        {"name": "constant.numeric.year.accord", "match": r"\b\d{4}/\d{2}\b"},
        {"name": "constant.numeric.accord", "match": r"(?<![\w-])\d+(?:,\d{3})*(?:\.\d+)?%?"},
        {"name": "storage.type.period.accord", "match": one_of(periods)},
        {"name": "keyword.other.accord", "match": one_of(others)},
        {"name": "variable.other.accord", "match": r"[A-Za-z](?:\w|-(?=\w))*"},
        {"name": "keyword.operator.accord", "match": r">=|<=|[-+*/=<>:%]"},
    ]
    grammar = {
        "name": "accord", "scopeName": "source.accord", "fileTypes": ["accord"],
        "patterns": patterns}
    return json.dumps(grammar, indent=2) + "\n"


def main() -> int:
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ("write", "check"):
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(sys.argv[2] if len(sys.argv) == 3 else ".")
    made = grammar_of(root)
    path = root / GRAMMAR
    if sys.argv[1] == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
        return 0
    if not path.exists() or path.read_text(encoding="utf-8") != made:
        print(f"{GRAMMAR}:1: not what the parser gives; run tools/make_grammar.py write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
