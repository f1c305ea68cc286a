#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the manual to the checker: every contract that a page shows is checked, and every diagnostic
has a page whose two examples behave as it says.

usage: test_manual.py ACCORD [--update]     --update writes the index of the diagnostics

Blocks fenced ```accord are whole contracts and must be free of errors. In docs/manual/diagnostics each
page CODE.md shows one ```accord faulty, which must give CODE at the clause of its front matter and no
other error, and one ```accord mended, which must give neither an error nor CODE. Blocks fenced
```accord part are pieces of a contract that test_guide.py puts together. The index of the diagnostics
is that of diagnostics.def, and links between pages lead somewhere. Prints TAP.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

# Told by another command than `accord check`, of a contract over data without rows: a line for each clause, which is a
# fault where it has these words.
TOLD_BY = {"P-OVERFLOW": (("bounds", "--scales"), "may overflow")}
ROOT = pathlib.Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
PAGES = MANUAL / "diagnostics"
INDEX = PAGES / "README.md"
CODES = ROOT / "src" / "lang" / "diagnostics.def"
FENCE = re.compile(r"^```([a-z ]*)$")


def blocks_of(path):
    """The fenced blocks of a page, each (first line, words after the fence, text)."""
    blocks = []
    inside = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if inside is not None and line == "```":
            blocks.append((inside[0], inside[1], "\n".join(inside[2]) + "\n"))
            inside = None
        elif inside is not None:
            inside[2].append(line)
        elif fence:
            inside = (number, fence.group(1), [])
    if inside is not None:
        sys.exit(f"{path}:{inside[0]}: a block without an end")
    return blocks


def front_matter(path):
    """What stands between the two lines of dashes, as a dictionary."""
    text = path.read_text(encoding="utf-8")
    head = text.split("---\n", 2)[1] if text.startswith("---\n") else ""
    pairs = (line.partition(":") for line in head.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


class Tap:
    """Counts tests and prints them as TAP."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def tell(self, good, name, reason=""):
        self.count += 1
        self.failed += 0 if good else 1
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        if not good and reason:
            print(f"# {reason}")


def check(accord, text):
    """The faults that `accord check` tells of a contract."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "contract.accord"
        path.write_text(text, encoding="utf-8")
        command = [accord, "check", "--format", "json", str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if run.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}: exit {run.returncode}\n{run.stderr}")
    return json.loads(run.stdout)


def told_by(accord, code, text):
    """What another command than `accord check` tells of a contract, as its faults are."""
    (command, option), words = TOLD_BY[code]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "contract.accord"
        path.write_text(text, encoding="utf-8")
        for name, levels in re.findall(r'input ([a-z-]+) : \S+ \S+ by (.*?) from', text):
            (pathlib.Path(folder) / f"{name}.csv").write_text(f"{levels.replace(', ', ',')},{name}\n", encoding="utf-8")
        run = subprocess.run([accord, command, str(path), "--data", folder, option, "--quiet"], capture_output=True,
                             text=True, check=False, timeout=60)
    if run.returncode != 0:
        sys.exit(f"accord {command} {option}: exit {run.returncode}\n{run.stderr}")
    return [{"code": code, "clause": clause, "severity": "note", "message": said}
            for clause, said in re.findall(rf"^{code}  clause (\S+)  (.*)$", run.stdout, re.M) if words in said]


def shown(faults):
    return "; ".join(f"{f['code']} at {f['clause']}: {f['message']}" for f in faults)


def errors_of(faults):
    return [fault for fault in faults if fault["severity"] == "error"]


def test_contracts(tap, accord):
    """Every block that is a whole contract is accepted."""
    for path in sorted(MANUAL.rglob("*.md")):
        for line, words, text in blocks_of(path):
            if words == "accord":
                errors = errors_of(check(accord, text))
                name = f"{path.relative_to(ROOT)}:{line} is accepted"
                tap.tell(not errors, name, shown(errors))
            elif words.startswith("accord") and words != "accord part" and path.parent != PAGES:
                tap.tell(False, f"{path.relative_to(ROOT)}:{line} is not a diagnostic's page")


def test_page(tap, accord, code):
    path = PAGES / f"{code}.md"
    head = front_matter(path)
    tap.tell(head.get("code") == code, f"{code}: the page names its code")
    faulty = [text for _, words, text in blocks_of(path) if words == "accord faulty"]
    mended = [text for _, words, text in blocks_of(path) if words == "accord mended"]
    both = len(faulty) == 1 and len(mended) == 1
    tap.tell(both, f"{code}: the page has one faulty and one mended example")
    if not both:
        return
    tell = check if code not in TOLD_BY else lambda accord, text: check(accord, text) + told_by(accord, code, text)
    told = tell(accord, faulty[0])
    here = [f for f in told if f["code"] == code and f["clause"] == head.get("clause")]
    others = [f for f in errors_of(told) if f["code"] != code]
    tap.tell(bool(here), f"{code}: told at clause {head.get('clause')}", shown(told) or "nothing told")
    tap.tell(not others, f"{code}: the faulty example has no other error", shown(others))
    left = tell(accord, mended[0])
    bad = [f for f in left if f["code"] == code or f["severity"] == "error"]
    tap.tell(not bad, f"{code}: the mended example is mended", shown(bad))


def test_codes(tap, accord):
    """Every code has a page, and every page a code."""
    listed = re.findall(r'^AC_DIAGNOSTIC\(\w+, "([^"]+)"', CODES.read_text(encoding="utf-8"), re.M)
    tap.tell(len(listed) > 0 and len(set(listed)) == len(listed), "the list of codes can be read")
    listed += sorted(TOLD_BY)
    pages = {path.stem for path in PAGES.glob("*.md")} - {INDEX.stem}
    for code in listed:
        tap.tell(code in pages, f"{code} has a page")
    unlisted = sorted(pages - set(listed))
    tap.tell(not unlisted, "every page is of a code", f"not codes: {', '.join(unlisted)}")
    for code in listed:
        if code in pages:
            test_page(tap, accord, code)


def index():
    """The page that lists every code, made of the list in the source."""
    row = r'^AC_DIAGNOSTIC\(\w+, "([^"]+)", (true|false), "([^"]+)"\)$'
    listed = re.findall(row, CODES.read_text(encoding="utf-8"), re.M)
    lines = ["# What accord tells of a contract's text", "",
             "`accord check` finds all of it in one pass, and names the clause, the words, the other clause involved",
             "and a way to mend it. Each page has a contract with the fault and the same one mended."]
    for error, title, about in (
            ("true", "Errors", "Nothing is computed from a contract that has one."),
            ("false", "Warnings", "The contract is sound; this is worth a look before it is signed.")):
        lines += ["", f"## {title}", "", about, "", "| code | catches |", "|---|---|"]
        lines += [f"| [{code}]({code}.md) | {what} |" for code, is_error, what in listed if is_error == error]
    lines += ["", "## Told by other commands", "", "| code | told by | of |", "|---|---|---|"]
    for code, ((command, option), words) in sorted(TOLD_BY.items()):
        lines.append(f"| [{code}]({code}.md) | `accord {command} {option}` | what {words} |")
    return "\n".join(lines) + "\n"


def test_index(tap):
    kept = INDEX.read_text(encoding="utf-8") if INDEX.exists() else ""
    tap.tell(kept == index(), "the index of diagnostics is that of diagnostics.def",
             "tests/docs/test_manual.py ACCORD --update writes it")


def anchors(path):
    """The places of a page that a link may name."""
    heads = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^a-z0-9 _-]", "", head.lower()).replace(" ", "-") for head in heads}


def test_links(tap):
    pages = [*MANUAL.rglob("*.md"), *(ROOT / "docs" / "adr").glob("*.md"), *ROOT.glob("*.md"),
             *(ROOT / "examples").rglob("*.md")]
    for page in sorted(pages):
        text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
        wrong = []
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            target, _, place = link.partition("#")
            if "://" in target:
                continue
            to = (page.parent / target).resolve() if target else page
            if not to.exists() or (place and place not in anchors(to)):
                wrong.append(link)
        if wrong or re.search(r"\]\(", text):
            tap.tell(not wrong, f"links of {page.relative_to(ROOT)}", ", ".join(wrong))


def main():
    if "--update" in sys.argv:
        INDEX.write_text(index(), encoding="utf-8")
        return 0
    tap = Tap()
    test_index(tap)
    test_links(tap)
    test_contracts(tap, sys.argv[1])
    test_codes(tap, sys.argv[1])
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
