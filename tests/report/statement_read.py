# SPDX-License-Identifier: MIT
"""The totals of a statement, taken from each of its forms without accord: what every party and member pays,
receives and passes on by year, of what is to be paid, in whole pence. Also the text of a page and of paper."""

import json
import re
import subprocess
import zipfile
from collections import defaultdict
from fractions import Fraction
from html.parser import HTMLParser
from xml.etree import ElementTree

from accord_run import rows

XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
YEAR_FIRST_MONTH = 4
MONEY = r"(-?£[\d,]+\.\d\d)"


def pence(text):
    whole = Fraction(text.replace("£", "").replace(",", "")) * 100
    assert whole.denominator == 1, text
    return int(whole)


def year_of(period):
    """The year in which a period ends, as written: 2016/17."""
    if re.fullmatch(r"\d{4}-\d\d", period):
        year, month = map(int, period.split("-"))
        begins = year - (month < YEAR_FIRST_MONTH)
        return f"{begins}/{(begins + 1) % 100:02}"
    return period.split(" ")[0]


def no_sums():
    return defaultdict(lambda: [0, 0, 0])


def add(sums, role, party, counterparty, year, paid):
    """One part of a payment; what a party keeps of what it passes on it has received already."""
    if role == "payer":
        sums[party, year][0] += paid
    elif role == "payee":
        sums[party, year][1] += paid
    elif role != "leg" and party != counterparty:
        sums[party, year][1] += paid
        sums[counterparty, year][2] += paid


def only(sums, party):
    return {key: tuple(value) for key, value in sums.items() if party is None or key[0] == party}


def of_csv(path, party):
    sums = no_sums()
    for r in rows(path.read_text()):
        if r["amount"] and r["role"] not in ("payment", "file") and not r["role"].startswith("retro"):
            add(sums, r["role"], r["party"], r["counterparty"], year_of(r["period"]), pence(r["paid"]))
    return only(sums, party)


def of_json(path, party):
    """From the parts of payments; the totals that it states are held to them."""
    made = json.loads(path.read_text())
    sums = no_sums()
    for payment in made["payments"]:
        year = year_of(payment["period"])
        sign = 0 if payment["shadow"] else 1
        for role, key in (("payer", "payers"), ("payee", "payees")):
            for part in payment.get(key, []):
                add(sums, role, part["party"], "", year, sign * part["minor"])
        for passed in payment.get("passed", []):
            for part in passed["to"]:
                add(sums, "passed", part["party"], passed["from"], year, sign * part["minor"])
    stated = {(t["party"], t["year"]): tuple(t[k]["minor"] for k in ("pays", "receives", "passes-on"))
              for t in made["totals"]}
    assert stated == only(sums, party), (path, stated, only(sums, party))
    return stated


def cells_of(book, sheet, strings):
    """The rows of a sheet as lists of text, by column letter."""
    for row in ElementTree.fromstring(book.read(sheet)).iter(f"{XML}row"):
        found = {}
        for cell in row.iter(f"{XML}c"):
            value = cell.find(f"{XML}v")
            if value is not None:
                text = strings[int(value.text)] if cell.get("t") == "s" else value.text
                found[re.match(r"[A-Z]+", cell.get("r"))[0]] = text
        yield found


def of_xlsx(path, party):
    """From Lines; the values that stand beside the formulas of Totals are held to them (test_workbook has Gnumeric
    compute the formulas)."""
    with zipfile.ZipFile(path) as book:
        strings = ["".join(t.text or "" for t in item.iter(f"{XML}t"))
                   for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        lines = list(cells_of(book, "xl/worksheets/sheet2.xml", strings))[1:]
        totals = list(cells_of(book, "xl/worksheets/sheet3.xml", strings))[1:]
    sums = no_sums()
    for line in lines:
        paid = round(Fraction(line["J"]) * 100)
        add(sums, line["F"], line["G"], line.get("H", ""), line["C"], paid)
    stated = {(t["B"], t["C"]): tuple(round(Fraction(t[k]) * 100) for k in "DEF") for t in totals}
    assert stated == only(sums, party), (path, stated, only(sums, party))
    return stated


class Page(HTMLParser):
    """The tables of a page, by caption, as rows of text; and what might do more than be read."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.caption, self.row, self.cell, self.in_caption = {}, "", None, None, False
        self.elements, self.links, self.text = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag == "caption":
            self.caption, self.in_caption = "", True
        elif tag == "tr":
            self.row = []
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_data(self, data):
        self.text.append(data)
        if self.in_caption:
            self.caption += data
        elif self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag == "caption":
            self.in_caption = False
            self.tables[self.caption] = []
        elif tag in ("td", "th") and self.row is not None:
            self.row.append(self.cell)
            self.cell = None
        elif tag == "tr":
            self.tables[self.caption].append(self.row)


def of_html(path, party):
    """From its tables of totals."""
    sums = {}
    for caption, table in Page(path.read_text()).tables.items():
        if table[0][:2] == ["Party or member", "Year"]:
            for row in table[1:]:
                assert (row[0], row[1]) not in sums, (path, caption, row)
                sums[row[0], row[1]] = tuple(pence(text) for text in row[2:5])
                assert pence(row[5]) == sums[row[0], row[1]][1] - sum(sums[row[0], row[1]][::2]), (path, row)
    return sums


def text_of_pdf(path, *options):
    return subprocess.run(["pdftotext", "-layout", *options, str(path), "-"], check=True, capture_output=True, text=True,
                          timeout=60).stdout


def of_pdf(path, party):
    sums = {}
    for code, year, *money in re.findall(r"^(\S+) +(\d{4}/\d\d)" + f" +{MONEY}" * 5 + " *$", text_of_pdf(path), re.M):
        assert (code, year) not in sums, (path, code, year)
        sums[code, year] = tuple(pence(text) for text in money[:3])
    return sums


READERS = {"csv": of_csv, "json": of_json, "xlsx": of_xlsx, "html": of_html, "pdf": of_pdf}
