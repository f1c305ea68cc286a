#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A roster as a rota in five forms that say the same: every session once, what is not met, checks that end and bank
holidays in words, and names that mean harm as text. openpyxl reads the workbook and pdftotext the PDF, where there are
any.

usage: test_rota.py ACCORD SOURCE_ROOT
"""
import csv
import html.parser
import io
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import module_of_debian, need, tell  # noqa: E402

openpyxl = module_of_debian("openpyxl")
ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-01"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3


def run(*arguments, code=DONE):
    done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    need(done.returncode == code, f"ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode() + (done.stderr.decode() if code != DONE else "")


def made(folder, pool=POOL):
    roster = folder / "roster.csv"
    roster.write_text(run("roster", "solve", pool, *PERIOD, "--moves", "60000", "--format", "csv"))
    return roster


def show(roster, *more, pool=POOL, period=PERIOD, code=DONE):
    return run("roster", "show", pool, roster, *period, *more, code=code)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class Page(html.parser.HTMLParser):
    """The tables of a page: caption, rows of cells, each the texts of its lines."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.elements, self.inside = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag == "table":
            self.tables.append({"caption": "", "rows": []})
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
        elif tag in ("th", "td"):
            self.tables[-1]["rows"][-1].append([])
            self.inside = "cell"
        elif tag == "caption":
            self.inside = "caption"

    def handle_endtag(self, tag):
        self.inside = None if tag in ("th", "td", "caption") else self.inside

    def handle_data(self, data):
        if self.inside == "cell":
            self.tables[-1]["rows"][-1][-1].append(data)
        elif self.inside == "caption":
            self.tables[-1]["caption"] += data


def every_session_stands_once_in_each_form(folder):
    roster = made(folder)
    booked = rows(roster.read_text())
    shown = rows(show(roster, "--format", "csv"))
    key = ("date", "part", "site", "request", "doctor", "minutes")
    need(sorted(tuple(r[k] for k in key) for r in shown if r["state"] == "met") ==
         sorted(tuple(r[k] for k in key) for r in booked), "other sessions")
    need(sum(int(r["sessions"]) for r in shown if r["state"] == "not met") == 3, "not met")
    page = Page(show(roster, "--format", "html"))
    weeks = [t for t in page.tables if "week of Monday" in t["caption"]]
    lines = [line for t in weeks for row in t["rows"][1:] for cell in row[1:] for line in cell]
    told = [line for line in lines if re.match(r"(Morning|Afternoon|Evening|Night) \d\d:\d\d: ", line)]
    need(len(told) == len(booked) and len(weeks) == 4, (len(told), len(booked), len(weeks)))
    first = next(r for r in booked if r["doctor"] == "AVERY")
    row = next(r for r in weeks[0]["rows"] if r[0][0] == "Dr Avery (AVERY)")
    day = weeks[0]["rows"][0].index(["Monday 5 January"])
    need(first["date"] == "2015-01-05" and "Morning 08:30: Harbour Surgery" in row[day], row)
    text = show(roster)
    need(len(re.findall(r"(?:Morning|Afternoon|Evening) \d\d:\d\d: ", text)) == len(booked), text)
    need("3 of 39 sessions are not met" in text, text[:200])


def what_is_marked_stands_in_words(folder):
    pool = folder / "pool"
    shutil.copytree(POOL, pool)
    with (pool / "bank-holidays.csv").open("a") as file:
        file.write("2015-01-07,Founders' <b>Day</b>\n")
    roster = made(folder, pool)
    for text in (show(roster, pool=pool), show(roster, "--format", "html", pool=pool)):
        plain = re.sub(r"<[^>]*>", " ", text)
        for words in ("bank holiday", "Founders", "Not met: 1 morning, Old Town Practice",
                      "Ends: indemnity, last day Friday 23 January 2015",
                      "Ended: indemnity, last day Friday 23 January 2015", "Suspended", "Leave: annual",
                      "Morning: own hospital session", "is suspended or removed from the performers list on that day"):
            need(words in plain, words + "\n" + plain[:3000])
        need("<b>Day" not in text or "<!DOCTYPE" not in text, "markup came through")


def checks_that_go_on_are_not_told_and_those_beyond_are_asked_for(folder):
    pool = folder / "pool"
    shutil.copytree(POOL, pool)
    roster = made(folder, pool)
    with (pool / "gates.csv").open("a") as file:
        file.write("AVERY,indemnity,held,2015-01-24,2015-03-31,,,,,,\n")
    need("indemnity" not in show(roster, pool=pool).split("Not met\n")[-1].split("Checks")[-1], "it goes on")
    text = show(roster, "--checks", "90", pool=pool)
    need("AVERY Dr Avery: indemnity, last day Tuesday 31 March 2015; sessions after it: 0" in text, text[-500:])


def a_week_a_doctor_and_a_site_are_shown_alone(folder):
    roster = made(folder)
    booked = rows(roster.read_text())
    week = ["--from", "2015-01-12", "--weeks", "1", "--today", "2015-02-20"]
    shown = rows(show(roster, "--format", "csv", period=week))
    need(len([r for r in shown if r["state"] == "met"]) ==
         len([r for r in booked if "2015-01-12" <= r["date"] < "2015-01-19"]) > 0, shown)
    shown = rows(show(roster, "--format", "csv", "--doctor", "CASEY"))
    need(len(shown) == len([r for r in booked if r["doctor"] == "CASEY"]) and
         {r["doctor"] for r in shown} == {"CASEY"}, shown)
    shown = rows(show(roster, "--format", "csv", "--site", "G81002"))
    need({r["site"] for r in shown} == {"G81002"} and [r for r in shown if r["state"] == "not met"], shown)
    text = show(roster, "--site", "G81002")
    need("Sessions of Old Town Practice (G81002), 5 January" in text and "08:30: Dr Casey" in text and
         "Not met: 1 morning" in text, text)


def names_that_mean_harm_are_text(folder):
    pool = folder / "pool"
    shutil.copytree(POOL, pool)
    harm = '<script>alert(1)</script>"\u202e=HYPERLINK(1)'
    quoted = '"' + harm.replace('"', '""') + '"'
    for name, old in (("doctors.csv", "Dr Avery"), ("sites.csv", "Harbour Surgery"), ("leave.csv", "annual")):
        path = pool / name
        path.write_text(path.read_text().replace(old, quoted))
    (pool / "bank-holidays.csv").write_text(f"date,name\n2015-01-07,{quoted}\n")
    roster = made(folder, pool)
    text = show(roster, "--format", "html", pool=pool)
    page = Page(text)
    need(not [t for t, _ in page.elements if t in ("script", "img", "iframe", "link", "form")], "an element came in")
    need("[U+202E]" in text and "\u202e" not in text and text.count("<script") == 0, "marks")
    need({a for _, found in page.elements for a in found} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "role", "aria-label", "tabindex",
        "scope", "aria-labelledby"}, "an attribute came in")
    names = {r["name"] for r in rows(show(roster, "--format", "csv", pool=pool))}
    need(harm in names and not [n for n in names if n.startswith("=")], names)


def a_page_stands_alone_and_its_tables_are_whole(folder):
    text = show(made(folder), "--format", "html")
    page = Page(text)
    policy = [a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    need(len(policy) == 1 and policy[0].startswith("default-src 'none'") and "A4 landscape" in text and
         "http:" not in text and
         "https:" not in text and "src=" not in text, "alone")
    ids = [a["id"] for _, a in page.elements if "id" in a]
    links = [a["href"][1:] for t, a in page.elements if t == "a"]
    need(len(ids) == len(set(ids)) and set(links) <= set(ids) and len(links) > 5, (ids, links))
    for table in page.tables:
        need(table["caption"] and len({len(row) for row in table["rows"]}) == 1, table["caption"])
    scopes = [a.get("scope") for t, a in page.elements if t == "th"]
    need(set(scopes) == {"row", "col"}, set(scopes))


def a_workbook_has_the_same_sessions(folder):
    roster = made(folder)
    show(roster, "--format", "xlsx", "-o", folder / "rota.xlsx")
    book = openpyxl.load_workbook(folder / "rota.xlsx")
    need(book.sheetnames == ["Weeks", "Sessions", "Not met", "Checks that end"], book.sheetnames)
    cells = [[c.value for c in row] for row in book["Sessions"].iter_rows(min_row=2)]
    shown = rows(show(roster, "--format", "csv"))
    need([(c[0].date().isoformat(), c[1], c[4], c[6], c[7]) for c in cells] ==
         [(r["date"], r["part"], r["site"], r["request"], r["doctor"]) for r in shown if r["state"] == "met"], cells[:3])
    need(sum(row[6].value for row in book["Not met"].iter_rows(min_row=2)) == 3, "not met")


def a_pdf_says_the_same(folder):
    roster = made(folder)
    for name in ("a", "b"):
        show(roster, "--format", "pdf", "-o", folder / f"{name}.pdf")
    need((folder / "a.pdf").read_bytes() == (folder / "b.pdf").read_bytes(), "other bytes")
    text = subprocess.run(["pdftotext", "-raw", folder / "a.pdf", "-"], check=True, capture_output=True, timeout=60)
    words = " ".join(text.stdout.decode().split())
    for wanted in ("Sessions of the pool, 5 January 2015 to 1 February 2015", "3 of 39 sessions are not met",
                   "Week of Monday 26 January 2015", "Nobody: Not met: 1 at any time",
                   "Checks that end by Sunday 1 February 2015"):
        need(wanted in words, wanted + "\n" + words)


def misuse_is_told(folder):
    roster = made(folder)
    for more, code, words in (
            (["--format", "pdf"], MISUSED, "--format pdf needs -o FILE"), (["--format", "json"], MISUSED, "has no json"),
            (["--doctor", "CASEY", "--site", "G81002"], MISUSED, "--doctor or --site, not both"),
            (["--doctor", "NOBODY"], FAILED, 'no doctor "NOBODY"'), (["--site", "X"], FAILED, 'no site "X"'),
            (["--checks", "soon"], MISUSED, "--checks"), (["-o", roster], MISUSED, "the roster that is to be read")):
        need(words in show(roster, *more, code=code), words)
    said = run("roster", "check", POOL, roster, *PERIOD, "--format", "html", code=MISUSED)
    need("accord roster check writes table, csv or json, not html" in said, said)
    need("needs a folder and a roster" in run("roster", "show", POOL, *PERIOD, code=MISUSED), "no roster")
    roster.write_text(roster.read_text().replace("AVERY", "ZED", 1))
    need('doctor "ZED" is not in the problem' in show(roster, code=FAILED), "another doctor")


if __name__ == "__main__":
    sys.exit(tell([
        every_session_stands_once_in_each_form, what_is_marked_stands_in_words,
        checks_that_go_on_are_not_told_and_those_beyond_are_asked_for, a_week_a_doctor_and_a_site_are_shown_alone,
        names_that_mean_harm_are_text, a_page_stands_alone_and_its_tables_are_whole,
        *([a_workbook_has_the_same_sessions] if openpyxl else []),
        *([a_pdf_says_the_same] if shutil.which("pdftotext") else []), misuse_is_told]))
