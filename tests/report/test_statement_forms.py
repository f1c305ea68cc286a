#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Statements in all their forms: the totals of every party and practice of the demonstration are the same to the penny
in CSV, JSON, XLSX, HTML and PDF; folders of them are whole or not there; shadow stands on every page, row and name; a
practice reads nothing of patients; hostile words stay words.
usage: test_statement_forms.py ACCORD SOURCE_ROOT"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, rows, run, tell  # noqa: E402
from statement_read import READERS, Page, text_of_pdf  # noqa: E402

ACCORD, ROOT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SMALL = ROOT / "tests/golden/llr-small"
DEMO = Path(tempfile.mkdtemp(prefix="accord-forms-"))


def over_demo(*words, status=0):
    return run(ACCORD, "statement", DEMO / "contract.accord", "--data", DEMO, *words, "--quiet", status=status)


def over_small(*words, status=0):
    return run(ACCORD, "statement", SMALL / "contract.accord", "--data", SMALL / "data", *words, "--quiet", status=status)


def ends(*words):
    """(status, what was said)"""
    done = subprocess.run([ACCORD, *map(str, words)], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr


def files_of(folder, ending):
    """Statements by the code in their names."""
    found = {}
    for path in folder.glob(f"*.{ending}"):
        if path.name != "index.html":
            found[re.match(r"statement-(?:SHADOW-)?([A-Z0-9]+)-20", path.name)[1]] = path
    return found


def every_party_and_practice_has_the_same_totals_in_every_form(folder):
    for period in ("2016/17 Q4", "2014/15 Q4"):
        made = {}
        for form, reader in READERS.items():
            place = folder / f"{form}-{period[:4]}"
            over_demo("--period", period, "--each", place, "--format", form)
            made[form] = {code: reader(path, code) for code, path in files_of(place, form).items()}
            need(len(made[form]) == 98, f"{form}: {len(made[form])} statements, of 5 parties and 93 practices")
        for form in READERS:
            wrong = [code for code in made["csv"] if made[form][code] != made["csv"][code]]
            need(not wrong, f"{period}: {form} and csv differ for {wrong[:5]}: {made[form][wrong[0]] if wrong else ''} "
                            f"{made['csv'][wrong[0]] if wrong else ''}")
        need(all(made["csv"][code] for code in made["csv"]), f"{period}: some have no totals")
        moved = sum(sum(map(sum, totals.values())) for totals in made["csv"].values())
        need((moved == 0) == (period == "2014/15 Q4"), f"{period} is of the shadow term alone where nothing is paid")


def the_whole_alliance_has_them_too(folder):
    made = {}
    for form, reader in READERS.items():
        over_demo("--format", form, "-o", folder / f"all.{form}")
        made[form] = reader(folder / f"all.{form}", None)
    need(len({code for code, _ in made["csv"]}) == 98, "everybody is in it")
    for form in READERS:
        need(made[form] == made["csv"], f"{form} and csv differ: {set(made[form].items()) ^ set(made['csv'].items())}")


def the_list_of_a_folder_names_each_file_and_adds_up(folder):
    over_demo("--period", "2016/17 Q4", "--each", folder / "out", "--format", "html")
    page = Page((folder / "out/index.html").read_text())
    (table,) = page.tables.values()
    beside = {link[2:] for link in page.links if link.startswith("./")}
    need(beside == {p.name for p in (folder / "out").iterdir()} - {"index.html"}, "each file, and no other, is linked")
    need(table[-1][0] == "All" and table[-1][5] == "£0.00", f"the net of all is nil: {table[-1]}")
    need(len(table) == 100, f"98 rows, a heading and a sum: {len(table)}")


def what_is_due_adds_up_to_the_first_words(_):
    for party, words in (("Z91003", "Z91003 is to receive £148.32"), ("WL", "WL is to pay £"),
                         ("GPCO", "GPCO receives as much as it pays and passes on")):
        text = over_demo("--period", "2016/17 Q4", "--party", party, "--format", "html")
        need(words in text, f"{party}: {words}")
    table = Page(over_demo("--period", "2016/17 Q4", "--party", "Z91003", "--format", "html")).tables[
        "What is due, to and from whom, and when; minus is what it pays"]
    need([r[5] for r in table[1:]] == ["£47.94", "£43.85", "£48.69", "£7.84", "£148.32"], table)
    need([r[2] for r in table[1:-1]] == ["15 February 2017", "15 March 2017", "15 April 2017", "26 May 2017"], table)


def what_changed_is_the_difference_of_two_periods(_):
    def net(period):
        sums = {}
        for r in rows(over_demo("--period", period, "--party", "Z91003", "--format", "csv")):
            if r["role"] == "practice":
                sums[r["clause"]] = sums.get(r["clause"], 0) + round(float(r["amount"]) * 100)
        return sums
    before, now = net("2016/17 Q3"), net("2016/17 Q4")
    table = Page(over_demo("--period", "2016/17 Q4", "--party", "Z91003", "--format", "html")).tables[
        "By payment, what is received less what is paid and passed on"]
    shown = {r[0]: [round(float(v.replace("£", "")) * 100) for v in r[2:5]] for r in table[1:]}
    need(shown == {c: [before[c], now[c], now[c] - before[c]] for c in now}, f"{shown} {before} {now}")


def what_is_not_known_says_why_and_what_is_provisional_until_when(folder):
    text = over_demo("--period", "2017/18 Q1", "--party", "Z91003", "--format", "html")
    need("4 payments are not yet known" in text, "how many")
    need("is not yet known: clause 2.3: list for 2017/18 Q1 has not been received" in text, "and why")
    shutil.copytree(SMALL, folder / "at")
    names = sorted(p.name for p in (folder / "at/data").iterdir())
    (folder / "at/data/manifest.csv").write_text("file,known\n" + "".join(f"{n},2015-01-20\n" for n in names))
    common = ("statement", folder / "at/contract.accord", "--data", folder / "at/data", "--known-by", "2015-01-25",
              "--period", "2014/15 Q3", "--quiet", "--format")
    text = run(ACCORD, *common, "html")
    need("is provisional: it rests on data that may still be corrected, until they freeze on 11 February 2015" in text,
         re.findall(r"[^>]*provisional[^<]*", text))
    need('"until": "2015-02-11"' in run(ACCORD, *common, "json"), "also for programs")


def shadow_is_on_every_page_row_and_name(folder):
    over_demo("--period", "2014/15 Q4", "--each", folder / "out", "--format", "pdf")
    need(all("SHADOW" in p.name for p in (folder / "out").glob("*.pdf")), "on every name")
    paper = next((folder / "out").glob("*GPCO*"))
    pages = text_of_pdf(paper).split("\f")[:-1]
    need(len(pages) > 5 and all("SHADOW: nothing is to be paid" in p for p in pages), f"on {len(pages)} pages")
    lines = [line for line in text_of_pdf(paper).splitlines()
             if re.match(r"7\.[34] +(2014/15 Q4|2015-\d\d) +\d{4}-\d\d-\d\d ", line)]
    need(len(lines) > 300 and all(line.rstrip().endswith("SHADOW") for line in lines), "on every row of paper")
    table = Page(over_demo("--period", "2014/15 Q4", "--party", "GPCO", "--format", "html")).tables[
        "Who pays whom; minus is what is repaid"]
    need(all(row[-1] == "SHADOW" for row in table[1:]), "on every row of a page")
    status, said = ends("statement", DEMO / "contract.accord", "--data", DEMO, "--period", "2014/15 Q4", "--format",
                        "html", "-o", folder / "q4.html")
    need(status == 0 and "its name does not say so" in said, f"a name without it is spoken of: {said}")
    over_demo("--period", "2016/17 Q4", "--each", folder / "live", "--format", "html")
    need(not [p for p in (folder / "live").iterdir() if "SHADOW" in p.read_text() + p.name], "and on none that is live")


def paper_is_tagged_numbered_whole_and_always_the_same(folder):
    made = []
    for zone, locale in (("UTC", "C"), ("Asia/Tokyo", "de_DE.UTF-8")):
        path = folder / f"{len(made)}.pdf"
        subprocess.run([ACCORD, "statement", DEMO / "contract.accord", "--data", DEMO, "--period", "2016/17 Q4", "--party",
                        "GPCO", "--format", "pdf", "-o", path, "--quiet"], check=True, timeout=60,
                       env={**os.environ, "TZ": zone, "LC_ALL": locale})
        made.append(path.read_bytes())
    need(made[0] == made[1], "the same bytes in two places")
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, timeout=60)
    need(done.returncode == 0, done.stdout + done.stderr)
    about = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True, timeout=60).stdout
    need("Tagged:          yes" in about and "(A4)" in about and "2000 UTC" in about, about)
    fonts = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True, timeout=60).stdout
    kinds = [line.split()[-5:-2] for line in fonts.splitlines()[2:]]
    need(kinds and all(kind == ["yes", "yes", "yes"] for kind in kinds), f"fonts are embedded in part: {fonts}")
    pages = text_of_pdf(path).split("\f")[:-1]
    need([f"page {i} of {len(pages)}" in p for i, p in enumerate(pages, 1)] == [True] * len(pages), "pages are numbered")
    need(all("statement for GPCO, 2016/17 Q4" in p for p in pages), "and say whose they are")
    listed = [p for p in pages if re.search(r"^7\.3 +2017-0\d +2017", p, re.M)]
    need(len(listed) > 3 and all(re.search(r"^Clause +Period +Due +What", p, re.M) for p in listed),
         "a table's heading is again on each page")
    contents = json.loads(subprocess.run(["qpdf", "--json=1", "--json-key=outlines", path], check=True, capture_output=True,
                                         text=True, timeout=60).stdout)["outlines"]
    need([c["title"] for c in contents][:4] == ["Statement for GPCO (LLR Provider Company Ltd), 2016/17 Q4", "Why",
                                                "What changed since the period before", "What may still change"], contents)
    need([c["destpageposfrom1"] for c in contents] == sorted(c["destpageposfrom1"] for c in contents) and
         contents[-1]["destpageposfrom1"] == len(pages), "and lead to their pages")
    tree = subprocess.run(["pdfinfo", "-struct", path], check=True, capture_output=True, text=True, timeout=60).stdout
    need(all(re.search(rf"^ *{name}\b", tree, re.M) for name in ("H1", "H2", "Table", "TR", "TH", "TD")), "elements")


def pages_and_paper_say_the_same_words(folder):
    """Every sentence and cell of the page is on paper, in its order."""
    for party in ("Z91003", "GPCO"):
        common = ("--period", "2016/17 Q4", "--party", party)
        over_demo(*common, "--format", "pdf", "-o", folder / "a.pdf")
        page = Page(re.sub(r"<head>.*</head>", "", over_demo(*common, "--format", "html"), flags=re.S))
        paper = subprocess.run(["pdftotext", "-raw", folder / "a.pdf", "-"], check=True, capture_output=True, text=True,
                               timeout=60).stdout
        paper = re.sub(r"\s+", "", paper)
        skipped = {"Skip to the answer", "Alliance contract for community-based elective care"}
        lost = [t for t in map(str.strip, page.text) if t and t not in skipped and len(t) < 60
                and re.sub(r"\s+", "", t) not in paper]
        need(not lost, f"{party}: not on paper: {lost[:5]}")


def a_practice_reads_nothing_of_patients(folder):
    weights = {r[k] for r in rows((DEMO / "lists.csv").read_text()) for k in ("list", "weighted-list") if len(r[k]) > 3}
    need(len(weights) > 90, "the lists are read")
    over_demo("--period", "2016/17 Q4", "--each", folder / "out", "--format", "html")
    for path in (folder / "out").glob("statement-Z*"):
        text = re.sub(r"\b[0-9a-f]{64}\b", "", " ".join(Page(path.read_text()).text))
        figures = set(re.findall(r"(?<![\d.,£-])\d{4,6}(?![\d/-])", text.replace(",", "")))
        need(not figures & weights, f"{path.name}: a list size: {figures & weights}")
        for word in ("Counted", "Refused", "patient", "attendance", "With the numbers", "Made of"):
            need(not re.search(rf"\b{word}\b", text), f"{path.name}: {word}")
    text = (SMALL / "contract.accord").read_text().replace(
        "7.4 pay share-due", "7.9 pay total seen over practice, specialty, setting, quarter * 0.50 GBP/attendance, "
        "rounded to pence, quarterly, 14 days after freeze\n7.4 pay share-due")
    rate = folder / "rate.accord"
    rate.write_text(text)
    status, said = ends("check", rate)
    if status == 0:
        common = ("statement", rate, "--data", SMALL / "data", "--quiet", "--format", "html", "--period", "2015/16 Q1",
                  "--party")
        need("0.50" not in ends_with(*common, "P00001") and "as clause 7.9 says" in ends_with(*common, "P00001"),
             "a rate of a clause is not told to a practice")
        need("0.50" in ends_with(*common, "GPCO"), "and to a party it is")
    else:
        raise AssertionError(f"the contract of this test has faults: {said}")


def ends_with(*words):
    return subprocess.run([ACCORD, *map(str, words)], capture_output=True, text=True, timeout=60).stdout


HOSTILE = ("<script>alert(1)</script>", "../../etc/passwd", "a\u202egpj.exe", 'x" onload="y', "=cmd|' /C'!A0", "AB", "ab",
           "CON", "index", "\u05d0\u05d1", "x" * 90)


def hostile_alliance(folder):
    """The small alliance with members of hostile codes and names."""
    shutil.copytree(SMALL, folder)
    data = folder / "data"
    text = (folder / "contract.accord").read_text()
    text = text.replace('"LLR Provider Company Ltd"', '"<b onclick=x>GP & Co</b>"').replace("2 members, ", "")
    (folder / "contract.accord").write_text(text)
    for name in ("practices.csv", "lists.csv", "activity.csv"):
        lines = (data / name).read_text().splitlines()
        made = [lines[0]]
        for code in HOSTILE:
            quoted = '"' + code.replace('"', '""') + '"'
            made += [line.replace("P00001", quoted) for line in lines[1:] if "P00001" in line]
        (data / name).write_text("\n".join(lines + made[1:]) + "\n")
    return folder


def hostile_codes_and_names_stay_words(folder):
    place = hostile_alliance(folder / "at")
    for form in ("html", "pdf", "csv"):
        out = folder / form
        done = subprocess.run([ACCORD, "statement", place / "contract.accord", "--data", place / "data", "--period",
                               "2015/16 Q1", "--each", out, "--format", form, "--quiet"], capture_output=True, text=True,
                              timeout=60)
        need(done.returncode in (0, 3), done.stderr)
        names = sorted(p.name for p in out.iterdir())
        need(len(names) == len(HOSTILE) + 5 + 2 + 1, f"one each, and the list: {names}")
        need(all(re.fullmatch(r"index\.html|statement-[A-Za-z0-9_-]{1,200}\.(html|pdf|csv)", n) for n in names), names)
        need(len({n.lower() for n in names}) == len(names), f"also where no case is told: {names}")
    for path in (folder / "html").iterdir():
        page = Page(path.read_text())
        need(not page.elements & {"script", "b", "img", "iframe", "link", "form"}, f"{path.name}: {page.elements}")
        need(all(link[0] == "#" or re.fullmatch(r"\./[A-Za-z0-9._-]+", link) for link in page.links), page.links)
        need("\u202e" not in path.read_text() and "<b onclick" not in path.read_text(), path.name)
    texts = [text_of_pdf(p) for p in (folder / "pdf").glob("*.pdf")]
    need(any("[U+202E]" in t for t in texts) and any("[U+05D0]" in t for t in texts), "paper shows them by number")


def a_folder_is_written_whole_or_not_at_all(folder):
    common = ("statement", SMALL / "contract.accord", "--data", SMALL / "data", "--quiet", "--format", "html", "--each")
    out = folder / "out"
    need(ends(*common, out)[0] == 0, "it is made")
    first = {p.name: p.read_bytes() for p in out.iterdir()}
    status, said = ends(*common, out)
    need(status == 1 and "nothing in it is written over" in said, said)
    (out / "statement-GPCO.html").write_text("old")
    need(ends(*common, out, "--replace")[0] == 0 and {p.name: p.read_bytes() for p in out.iterdir()} == first, "replaced")
    (out / "notes.txt").write_text("mine")
    status, said = ends(*common, out, "--replace")
    need(status == 1 and "notes.txt" in said and (out / "notes.txt").read_text() == "mine", said)
    (out / "notes.txt").unlink()
    for words, expected in ((("--each", SMALL / "data"), "not empty"), (("--each", SMALL / "contract.accord"), "is a file"),
                            (("--each", folder / "n", "-o", folder / "x"), "leave out"),
                            (("--each", folder / "n", "--party", "GPCO"), "leave out"), (("--replace",), "goes with")):
        status, said = ends(*common[:-1], *words)
        need(status in (1, 2) and expected in said, f"{words}: {said}")
    need(not (folder / "n").exists(), "and nothing is made")
    if shutil.which("strace") is None:
        print("# strace is not installed: a full disk is not tried")
        return
    before = sorted(p.name for p in folder.iterdir())
    for fresh, more in ((folder / "full", ()), (out, ("--replace",))):
        done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=rename:error=ENOSPC:when=4", ACCORD,
                               *map(str, common), fresh, *more], capture_output=True, text=True, timeout=120)
        need(done.returncode == 1 and "No space left" in done.stderr, done.stderr)
        need(sorted(p.name for p in folder.iterdir()) == before, "nothing is left of what was begun")
    need({p.name: p.read_bytes() for p in out.iterdir()} == first, "and what was there stays")


def main():
    if None in map(shutil.which, ("pdftotext", "qpdf")):
        print("1..0 # SKIP poppler-utils and qpdf are not installed: tools/setup check")
        return 0
    try:
        run(ACCORD, "demo", "--dir", DEMO, "--quiet")
        return tell([every_party_and_practice_has_the_same_totals_in_every_form, the_whole_alliance_has_them_too,
                     the_list_of_a_folder_names_each_file_and_adds_up, what_is_due_adds_up_to_the_first_words,
                     what_changed_is_the_difference_of_two_periods,
                     what_is_not_known_says_why_and_what_is_provisional_until_when,
                     shadow_is_on_every_page_row_and_name, paper_is_tagged_numbered_whole_and_always_the_same,
                     pages_and_paper_say_the_same_words, a_practice_reads_nothing_of_patients,
                     hostile_codes_and_names_stay_words, a_folder_is_written_whole_or_not_at_all])
    finally:
        shutil.rmtree(DEMO, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
