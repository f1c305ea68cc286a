#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An explanation as text, as JSON and as a page carries the same numbers, in the same order; the page is
sound, and stays so whatever names a contract and its files have. usage: test_explain_forms.py ACCORD
SOURCE_ROOT"""

import json
import sys
import tempfile
from pathlib import Path

import page
from accord_run import Tap, run

ASKED = [
    ("share-due", "2015/16 Q1", "4"), ("gain", "2014/15 Q4", "200"), ("year-1", "2015-03-31", "4"),
    ("seen", "P00001,dermatology,hospital,2014-04", "4"), ("price", "dermatology,hospital,2014-04", "4"),
    ("7.4", "2015/16 Q2", "2"), ("7.4", "P00002,2015/16 Q2", "2"), ("7.4", "GPCO,2014/15 Q1", "1"),
    ("8.3", "2014/15", "3"), ("8.1", "7.4,2014/15 Q4", "1"), ("achieved", "dermatology,2015/16 Q1", "3"),
]

# A title, a wording, a file and a code that would be more than text if they were not escaped.
LONG = "w" * 700
TITLE = f"</title><script>alert(1)</script> & 'so' <b>\u202egnp.exe\u202c {LONG}"
WORDING = "</blockquote><img src=x onerror=alert(1)> &amp; \u2066hidden\u2069"
FILE = "seen<script>'&.csv"
CODE = "<svg/onload=alert(1)>\u200f&lt;"
HOSTILE = f"""accord 1
contract T "{TITLE}"
term 2014-04-01 to 2014-06-30, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner C "Commissioner <i>"
1.2 provider P "Provider"
1.3 unit attendance
1.4 level clinic from "clinics.csv"
> {WORDING}
2.1 input seen : attendance flow by clinic, month from "{FILE}"
2.2 all : attendance flow by month = total seen over clinic # </code><script>
2.3 due : GBP flow by month = all * 1.005 GBP/attendance / 3, rounded to pence
3.1 pay due, monthly, 10 days after month
3.2 split P to clinic by seen, or equally when all are zero,
      pence by largest remainder, ties by code
"""


def words(accord, folder, value, at, depth, form):
    return run(accord, "explain", folder / "contract.accord", "--data", folder / "data", "--value", value,
               "--at", at, "--depth", depth, "--format", form, "--quiet")


def reasons(reason):
    yield reason
    for child in reason.get("children", ()):
        yield from reasons(child)


def figure(reason):
    return reason["value"] if reason["value"] is not None else reason["state"]


def is_amount(reason):
    """The rest of a sum of conditions has no figure that people are shown."""
    return reason["kind"] != "rest" or reason.get("exact") is not None or reason["state"] != "known"


def differences(made, text, root):
    """What of the JSON is not in the text, or not on the page, in the same order."""
    tree = [r for r in reasons(made["explanation"]) if is_amount(r)]
    heads = [line for line in text.split("\nReceipt\n")[0].split("\nShared, ")[0].splitlines()
             if line.lstrip().startswith("- ") or " for " in line or " of " in line or ": " in line]
    at = 0
    for reason in tree:
        ends = tuple(f"{sign}{figure(reason)}" for sign in (" = ", ": "))
        found = next((i for i in range(at, len(heads)) if any(e in heads[i] for e in ends)), None)
        if found is None:
            yield f"text: {reason.get('name', 'rest')} {figure(reason)}"
            return
        at = found + 1
    shown = [e.text() for e in root.all("ul", "tree")[0].all("span", "value")]
    if shown != [figure(reason) for reason in tree]:
        yield f"page: values {shown[:8]} ..., not {[figure(r) for r in tree][:8]} ..."
    for key, name, element in (("numbers", "numbers", "code"), ("formula", "formula", "code")):
        page_has = [e.text() for e in root.all(element, name)]
        json_has = [r[key] for r in tree if key in r and not r.get("see_above")]
        extra = [w for w in page_has if w not in json_has]
        if extra or (key == "numbers" and page_has != json_has):
            yield f"page: {key} {extra[:4]}"
    steps = [step for r in tree for step in r.get("steps", ()) if not r.get("see_above")]
    if [e.text() for e in root.all("li", "step")] != steps:
        yield "page: steps"
    if any(step not in text for step in steps):
        yield "text: steps"
    exact = [e.text() for e in root.all("span", "exact")]
    if any(e not in [r.get("exact") for r in tree] for e in exact):
        yield f"page: fractions {exact}"
    yield from receipt(made["receipt"], text, root)
    yield from shares(made.get("payment"), text, root)


def receipt(made, text, root):
    hashes = [made["sha256"]] + [file["sha256"] for file in made["files"]]
    if [e.text() for e in root.walk() if e.has("hash")] != hashes:
        yield "page: hashes"
    if any(f"sha-256 {one}" not in text for one in hashes):
        yield "text: hashes"
    counts = [[f"{file[key]:,}" for key in ("rows", "counted", "refused")] for file in made["files"]]
    rows = [[td.text() for td in tr.all("td", "number")] for tr in root.all("tbody")[0].all("tr")]
    if rows != counts:
        yield f"page: rows {rows}, not {counts}"
    said = [variation["words"] for variation in made["variations"]]
    if [e.text() for e in root.all("li", "variation")] != said or any(w not in text for w in said):
        yield "variations"
    if made["accord"] not in text or root.all("span", "program")[0].text() != f"accord {made['accord']}":
        yield "the program"


def shares(payment, text, root):
    shared = payment["shared"] if payment is not None else []
    if [e.text() for e in root.all("h3", "part")] != [part["words"] for part in shared]:
        yield "page: parts"
    numbers = [part["numbers"] for part in shared if "numbers" in part]
    if [e.text() for e in root.all("span", "numbers-of-part")] != numbers:
        yield "page: the numbers of parts"
    if any(part["words"] not in text for part in shared) or any(n not in text for n in numbers):
        yield "text: parts"


def test_same(tap, accord, folder):
    for value, at, depth in ASKED:
        made = json.loads(words(accord, folder, value, at, depth, "json"))
        text = words(accord, folder, value, at, depth, "text")
        html = words(accord, folder, value, at, depth, "html")
        try:
            wrong = list(differences(made, text, page.read(html)))
        except page.Fault as fault:
            wrong = [f"page: {fault}"]
        count = sum(1 for _ in reasons(made["explanation"]))
        tap.point(not wrong, f"{value} at {at}: {count} figures in three forms", "\n".join(wrong))


def shown(text):
    """Hidden marks are written out."""
    for mark in "\u202e\u202c\u2066\u2069\u200f":
        text = text.replace(mark, f"[U+{ord(mark):04X}]")
    return text


def test_hostile(tap, accord, folder):
    (folder / "data").mkdir()
    (folder / "contract.accord").write_text(HOSTILE, encoding="utf-8")
    (folder / "data" / "clinics.csv").write_text(f"clinic\n{CODE}\nB\n", encoding="utf-8")
    (folder / "data" / FILE).write_text(
        "clinic,month,seen\n" + "".join(f"{c},2014-{m:02},{m}\n" for c in (CODE, "B") for m in (4, 5, 6)),
        encoding="utf-8")
    for value, at in (("3.1", f"{CODE},2014-05"), ("all", "2014-04"), ("seen", f"{CODE},2014-06")):
        html = words(accord, folder, value, at, "9", "html")
        try:
            root = page.read(html)
            text = root.text()
            wrong = [what for what in (TITLE, WORDING, FILE, CODE) if shown(what) not in text]
            wrong += [f"{ord(mark):04X}" for mark in "\u202e\u2066\u200f\u0007" if mark in html]
            wrong += ["<script"] if "<script" in html else []
        except page.Fault as fault:
            wrong = [fault]
        tap.point(not wrong, f"{value}: hostile names are text, and all of it", "\n".join(map(str, wrong)))
    deep = words(accord, folder, "3.1", "2014-06", "200", "html")
    tap.point(page.read(deep).all("details"), "the tree opens")


def test_deep(tap, accord, folder):
    """A chain longer than browsers nest: the page says what it leaves out, and nests no deeper."""
    (folder / "data").mkdir()
    chain = "".join(f"3.{i} q{i} : ratio by month = q{i - 1} * 2\n" for i in range(1, 180))
    (folder / "contract.accord").write_text(f"""accord 1
contract T "Deep"
term 2014-04-01 to 2014-06-30, years from 1 April
1.1 commissioner C "Commissioner"
1.2 provider P "Provider"
2.1 input first : ratio by month from "first.csv"
3.0 q0 : ratio by month = first
{chain}""", encoding="utf-8")
    (folder / "data" / "first.csv").write_text("month,first\n2014-04,1\n", encoding="utf-8")
    root = page.read(words(accord, folder, "q179", "2014-04", "200", "html"))
    notes = [e.text() for e in root.all("p", "note")]
    made = json.loads(words(accord, folder, "q179", "2014-04", "200", "json"))
    tap.point(any("than a page can nest" in note for note in notes), "a page says that more lies deeper")
    tap.point(len(list(reasons(made["explanation"]))) == 181, "and the JSON has it all")


def test_reader(tap):
    good = ('<!DOCTYPE html>\n<html lang="en-GB"><head><title>t</title></head><body><main id="main">'
            '<h1>a</h1><p>b</p></main></body></html>\n')
    spoilt = {
        "a script": ("<p>b</p>", "<p>b</p><script>1</script>"), "an open element": ("</p>", ""),
        "a second h1": ("<p>b</p>", "<h1>b</h1>"), "a jump of headings": ("<p>b</p>", "<h3>b</h3>"),
        "a link out": ("<p>b</p>", '<a href="http://a">b</a>'), "a handler": ("<p>", '<p onclick="a">'),
        "no language": (' lang="en-GB"', ""),
    }
    page.read(good)
    for name, (before, after) in spoilt.items():
        try:
            page.read(good.replace(before, after))
            found = False
        except page.Fault:
            found = True
        tap.point(found, f"the reader of pages finds {name}")


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    tap = Tap()
    test_reader(tap)
    test_same(tap, accord, root / "tests/golden/llr-small")
    with tempfile.TemporaryDirectory(prefix="accord-page-") as folder:
        for name, test in (("hostile", test_hostile), ("deep", test_deep)):
            (Path(folder) / name).mkdir()
            test(tap, accord, Path(folder) / name)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
