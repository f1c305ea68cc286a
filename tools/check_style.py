#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the conventions of CONTRIBUTING.md that can be seen in the text of a file.

usage: check_style.py [ROOT]

Prints one line, file:line, per finding and exits 1 if there is any.  In C the functions are looked
for outside comments and strings; the rest is looked for in whole lines.
"""

import re
import sys
from pathlib import Path

LINE_MAX = 100
FILE_MAX = 600
README_MAX = 25
C_FOLDERS = ("src", "include", "tests", "fuzz", "bench")
C_KINDS = {".c", ".h", ".def"}
TEXT_KINDS = C_KINDS | {".py", ".sh", ".md", ".build", ".accord", ".css", ".js", ".html"}
# Made by a build, a run or a tool; and the machine's own start of the checks.
NOT_OURS = re.compile(r"^(\.git|\.ci|build.*|demo-alliance.*|node_modules|__pycache__)$")

# Function: what to use instead.
BANNED = {
    "sprintf": "ac_buffer_addf or snprintf",
    "vsprintf": "ac_buffer_addf or vsnprintf",
    "strcpy strncpy stpcpy strcat strncat": "ac_buffer_add",
    "strtok strtok_r strsep": "a walk over an ac_text",
    "atoi atol atoll": "a parser that is checked (value/rational.h)",
    "atof strtod strtof strtold": "exact rationals (value/rational.h)",
    "scanf fscanf sscanf vscanf vfscanf vsscanf": "a parser over an ac_text",
    "gets": "extract/reader.h or base/file.h",
    "setlocale localeconv newlocale uselocale nl_langinfo strcoll strxfrm strfmon":
        "nothing: no answer depends on a locale",
    "isalpha isalnum isdigit isspace isupper islower ispunct isprint toupper tolower":
        "a comparison of bytes: these depend on the locale",
    "alloca": "the arena",
    "setjmp longjmp sigsetjmp siglongjmp": "accord_status",
    "rand srand random srandom drand48": "a seeded generator that is passed down",
    "system popen": "nothing: accord starts no shell",
    "tmpnam tempnam mktemp": "a file beside its place, then rename",
}
# What only the folders named may call, of those in src: the rest are values in, values out.
ONLY_IN = {
    "strtol strtoll strtoul strtoull strtoimax strtoumax":
        (set(), "use a parser that is checked (value/rational.h)"),
    "time clock clock_gettime gettimeofday localtime localtime_r gmtime gmtime_r mktime":
        ({"cli"}, "the clock is a parameter"),
    "getenv secure_getenv": ({"cli"}, "the environment is read by cli"),
    "printf vprintf puts putchar perror": ({"cli"}, "only cli prints"),
}
# An amount is never one of these; cli may draw a progress bar with them, a workbook has no other
# numbers, on paper they say where something stands, and sizing
# forecasts what nobody owes.
INEXACT = re.compile(r"\b(double|float)\b")
INEXACT_IN = {"cli", "sizing"}
INEXACT_FILES = {"src/report/xlsx.c", "src/report/paper.c", "src/report/paper.h", "src/report/pdf_inside.h",
                 "src/report/document_pdf.c", "src/report/document_pdf_grid.c", "src/roster/referee_cbc.c",
                 "src/roster/referee_model.c", "src/roster/referee_model.h"}

# Written in halves, so that this file does not find itself.
WORDS = ["TO" + "DO", "FIX" + "ME", "XX" + "X", ".." + "/shared"]

# A row of a table, in C or in a .def, may be longer: clang-format sets its columns under each other.
ROW = re.compile(r"\s*(\{.*|.*\}[,;]?|[A-Z_]+\(.*)(/\*.*\*/)?$")

CALL = re.compile(r"\b([a-z_][a-z0-9_]*)\s*\(")
HIDDEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def per_name(table: dict) -> dict:
    return {name: value for names, value in table.items() for name in names.split()}


BANNED_CALLS = per_name(BANNED)
LIMITED_CALLS = per_name(ONLY_IN)


def code_alone(text: str) -> str:
    """Blanks comments and strings, keeping every line where it is."""
    return HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def in_c(path: Path, relative: Path, text: str):
    """Yields line, finding for a C file."""
    top = relative.parts[0]
    layer = relative.parts[1] if top == "src" else ""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LINE_MAX and not ROW.match(line):
            yield number, f"{len(line)} columns; at most {LINE_MAX}"
    for number, line in enumerate(code_alone(text).splitlines(), 1):
        for match in CALL.finditer(line):
            name = match[1]
            if name in BANNED_CALLS:
                yield number, f"{name} is banned; use {BANNED_CALLS[name]}"
            if top == "src" and name in LIMITED_CALLS and layer not in LIMITED_CALLS[name][0]:
                yield number, f"{name} in src/{layer}: {LIMITED_CALLS[name][1]}"
        match = INEXACT.search(line)
        allowed = layer in INEXACT_IN or relative.as_posix() in INEXACT_FILES
        if match and top == "src" and not allowed:
            yield number, f"{match[1]}: amounts are exact (value/rational.h)"
    count = text.count("\n")
    if top == "src" and count > FILE_MAX:
        yield FILE_MAX + 1, f"{count} lines; at most {FILE_MAX} in src"


def in_text(path: Path, text: str):
    """Yields line, finding for any file that people write."""
    lines = text.splitlines()
    script = bool(lines) and lines[0].startswith("#!")
    if script or path.suffix in C_KINDS:
        at = 1 if script else 0
        if len(lines) <= at or "SPDX-License-Identifier: MIT" not in lines[at]:
            yield at + 1, "SPDX-License-Identifier: MIT must stand here"
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            yield number, "a tab"
        if line != line.rstrip():
            yield number, "spaces at the end of the line"
        for word in WORDS:
            if re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])", line):
                yield number, f"'{word}' must not appear"
    if text and not text.endswith("\n"):
        yield len(lines), "no line end at the end of the file"


def ours(root: Path):
    """Yields every file that people write, as a path under root."""
    for path in sorted(root.iterdir()):
        if NOT_OURS.match(path.name):
            continue
        if path.is_dir():
            yield from ours(path)
        elif path.suffix in TEXT_KINDS:
            yield path
        elif path.suffix == "" and path.read_bytes()[:2] == b"#!":
            yield path


def findings(root: Path):
    for path in ours(root):
        relative = path.relative_to(root)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            yield f"{relative}:1: not UTF-8"
            continue
        found = list(in_text(path, text))
        if path.suffix in C_KINDS and relative.parts[0] in C_FOLDERS:
            found += in_c(path, relative, text)
        for number, finding in sorted(found):
            yield f"{relative}:{number}: {finding}"
    for folder in sorted(path for path in (root / "src").iterdir() if path.is_dir()):
        readme = folder / "README.md"
        relative = readme.relative_to(root)
        if not any(path.suffix in C_KINDS for path in folder.iterdir()):
            continue  # its first code has not come yet
        if not readme.exists():
            yield f"{relative}:1: missing: what comes in, what goes out, the one invariant"
        elif len(readme.read_text(encoding="utf-8").splitlines()) > README_MAX:
            yield f"{relative}:{README_MAX + 1}: at most {README_MAX} lines"


def main() -> int:
    found = list(findings(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    print("\n".join(found) or "every file keeps the conventions")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
