#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pools that come in workbooks, as people fill them in: what is in them comes in as it is shown, each fault is told by
sheet, row and column, nothing is half imported, and files that mean harm do none. openpyxl (Debian's python3-openpyxl)
reads and writes as another; without it those points are skipped.

usage: test_pool_import.py ACCORD SOURCE_ROOT
"""
import csv
import pathlib
import resource
import shutil
import subprocess
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import is_sanitized, module_of_debian, need, tell  # noqa: E402
import workbook_made as made  # noqa: E402

openpyxl = module_of_debian("openpyxl")
ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
TODAY = ["--today", "2015-01-01"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3
MEMORY_MOST = 1 << 30
BOUNDED = not is_sanitized(ACCORD)


def run(*arguments):
    result = subprocess.run(
        [ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_MOST, MEMORY_MOST))
        if BOUNDED else None)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def tables(folder):
    """The example's tables, as rows of cells: name, rows."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            found[path.stem] = [list(row) for row in csv.reader(file)]
    return found


def with_rows(**changed):
    """The example's tables, some of them others."""
    return {**tables(POOL), **{name.replace("_", "-"): rows for name, rows in changed.items()}}


def imported(folder, book, *more, code=DONE):
    """Imports into a folder that is not there yet; what it then holds, and all that was said."""
    into = folder / "into"
    got, out, err = run("pool", "import", book, into, *TODAY, *more)
    need(got == code, f"ended with {got}: {out}{err}")
    if code != DONE:
        need(not into.exists(), f"{code} and yet there is {into}")
    return (tables(into) if code == DONE else {}), out + err


def faults_of(folder, **changed):
    return imported(folder, made.workbook(folder / "book.xlsx", with_rows(**changed)), code=NO)[1]


# ---- As it is shown ----

def a_workbook_comes_in_as_the_files_that_it_was(folder):
    into, said = imported(folder, made.workbook(folder / "book.xlsx", tables(POOL)))
    need(into == tables(POOL), "another pool")
    need("requests.csv: 7 rows, new" in said, said)


def an_export_comes_back_byte_by_byte(folder):
    code, _, err = run("pool", "export", POOL, folder / "pool.xlsx")
    need(code == DONE, err)
    imported(folder, folder / "pool.xlsx")
    for path in POOL.glob("*.csv"):
        need(path.read_bytes() == (folder / "into" / path.name).read_bytes(), path.name)
    code, _, err = run("pool", "export", POOL, folder / "pool.xlsx")
    need(code == FAILED and "there already" in err, err)


def days_numbers_and_texts_come_in_as_they_are_shown(folder):
    rows = {
        "leave": [["doctor", "from", "until", "kind"],
                  ["AVERY", (42009, made.DAY), (42010.75, made.OWN_DAY), "annual\u00a0"],
                  [" BLAKE ", "05/01/2015", '<c r="PLACE" t="d"><v>2015-01-07T00:00:00</v></c>', 'a "b", c'],
                  ["CASEY", '<c r="PLACE" s="1"><f>A1+1</f><v>42009</v></c>', "2015-01-06", "=1+1"]],
        "doctors": [["doctor", "name", "home", "gmc number", "performers number", "opted out of 48 hours"],
                    ["AVERY", '<c r="PLACE" t="s"><v>1</v></c>', "Hastings", 7000001, (42, made.FIVE_DIGITS),
                     '<c r="PLACE" t="b"><v>1</v></c>'],
                    *[row[:5] for row in tables(POOL)["doctors"][2:]]],
        "contracts": [["doctor", "from", "basis", "sessions a week"],
                      ["AVERY", "2014-01-01", "trust", '<c r="PLACE"><f>3*3</f><v>8.9999999999999996</v></c>'],
                      ["BLAKE", "2014-01-01", "trust", '<c r="PLACE"><v>5E0</v></c>'],
                      ["CASEY", "2014-01-01", '<c r="PLACE" t="str"><f>B1</f><v>trust</v></c>', 4.0],
                      ["DEVON", "2014-01-01", "trust", 4], ["ELLIS", "2014-01-01", "trust", 4]],
    }
    strings = ["<si><t>no</t></si>", '<si><r><t xml:space="preserve">Dr </t></r><r><t>A\u00e9ry_x0041_</t></r>'
               "<rPh><t>sound</t></rPh></si>"]
    into, _ = imported(folder, made.workbook(folder / "b.xlsx", {**tables(POOL), **rows}, strings=strings))
    need(into["leave"] == [["doctor", "from", "until", "kind"], ["AVERY", "2015-01-05", "2015-01-06", "annual"],
                           ["BLAKE", "2015-01-05", "2015-01-07", 'a "b", c'],
                           ["CASEY", "2015-01-05", "2015-01-06", "'=1+1"]], into["leave"])
    need(into["doctors"][1] == ["AVERY", "Dr A\u00e9ryA", "Hastings", "7000001", "00042", "yes"], into["doctors"][1])
    need([row[3] for row in into["contracts"][1:4]] == ["9", "5", "4"], into["contracts"])


def both_ways_of_counting_days_are_known(folder):
    for from_1904, serial in ((False, 42009), (True, 42009 - 1462)):
        leave = [["doctor", "from", "until"], ["AVERY", (serial, made.DAY), (serial, made.OWN_DAY)]]
        book = made.workbook(folder / "book.xlsx", with_rows(leave=leave), from_1904=from_1904)
        into, _ = imported(folder, book)
        need(into["leave"][1] == ["AVERY", "2015-01-05", "2015-01-05"], into["leave"])
        shutil.rmtree(folder / "into")


def empty_rows_and_sheets_of_other_names_are_passed_over(folder):
    rows = tables(POOL)
    rows["leave"] = rows["leave"][:1] + [[], [" ", "\u00a0"]] + rows["leave"][1:] + [[""]] * 50
    rows["My sums"] = [["whatever", 1]]
    rows["spare"] = []
    into, said = imported(folder, made.workbook(folder / "book.xlsx", rows, states={"spare": "veryHidden"}))
    need(into["leave"] == tables(POOL)["leave"], into["leave"])
    need("My sums: no table of a pool; passed over" in said, said)


def hidden_rows_are_read_and_told(folder):
    rows = tables(POOL)
    rows["leave"] = made.sheet_xml(rows["leave"], hidden=(2,))
    into, said = imported(folder, made.workbook(folder / "book.xlsx", rows))
    need(len(into["leave"]) == 2 and "leave: 1 rows are hidden, by a filter perhaps; they are read too" in said, said)


# ---- Faults ----

def faults_are_told_by_sheet_row_and_column(folder):
    requests = tables(POOL)["requests"]
    extra = ["X1", "G81009", "fixed", (42009, made.DAY), "", "", "dusk", 1]
    said = faults_of(folder, requests=[*requests, [], extra])
    for words in ('requests!B10: site "G81009" is not in sites', 'requests!G10: part "dusk" must be one of: morning|',
                  "2 faults; nothing was imported"):
        need(words in said, words + "\n" + said)


def what_is_no_plain_cell_is_a_fault_with_the_mend(folder):
    cases = [
        ([["doctor", "from", "until"], ["AVERY", 42009, "2015-01-06"]], "leave!B2: from is a day, and the cell shows the"
         " number 42009; give the cell the format Date"),
        ([["doctor", "from", "until"], [(42009, made.DAY), "2015-01-05", "2015-01-06"]],
         "leave!A2: the cell is a day (2015-01-05): a spreadsheet makes one of a text such as MAR1. Give the column the"
         " format Text and type doctor again"),
        ([["doctor", "from", "until"], ["AVERY", (60, made.DAY), "2015-01-06"]],
         "leave!B2: the cell is to show a day, and its number 60 is none"),
        ([["doctor", "from", "until"], ["AVERY", (-3, made.DAY), "2015-01-06"]], "its number -3 is none"),
        ([["doctor", "from", "until"], ["AVERY", (2958466, made.DAY), "2015-01-06"]], "its number 2958466 is none"),
        ([["doctor", "from", "until"], ["AVERY", '<c r="PLACE" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "2015-01-06"]],
         "leave!B2: the cell holds the error #DIV/0!; mend its formula"),
        ([["doctor", "from", "until"], ["AVERY", '<c r="PLACE"><f>TODAY()</f><v></v></c>', "2015-01-06"]],
         "leave!B2: the cell has a formula that no program has computed; open the workbook in Excel, save it"),
        ([["doctor", "from", "until"], ["AVERY", "2015-01-05", "2015-01-06", "", "note"]],
         "leave!E2: the cell has a value, and its column no heading in row 1"),
        ([["doctor", "from", "until", "from"], ["AVERY", "2015-01-05", "2015-01-06"]],
         'leave!D1: there are two columns "from"; leave one out'),
        ([[], ["doctor", "from", "until"]], 'leave!1: there is no column "doctor"'),
        (made.sheet_xml([["doctor", "from", "until"], ["AVERY", "2015-01-05", "2015-01-06"]],
                        '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'),
         "leave!B2: the cells B2:C2 are merged; take the merge apart"),
    ]
    for rows, words in cases:
        said = faults_of(folder, leave=rows)
        need(words in said and "1 fault;" in said or words.startswith("leave!1") and words in said,
             words + "\n" + said)
    contracts = [row[:] for row in tables(POOL)["contracts"]]
    contracts[1][4] = (42009, made.DAY)
    need("contracts!E2: sessions a week is a number, and the cell shows a day" in faults_of(folder, contracts=contracts),
         "a number that became a day")


def sheets_that_are_hidden_misnamed_or_twice_are_faults(folder):
    book = made.workbook(folder / "book.xlsx", tables(POOL), states={"leave": "hidden"})
    need("leave: the sheet is hidden" in imported(folder, book, code=NO)[1], "hidden")
    need("request: the sheet is no table of a pool (did you mean requests?)" in faults_of(folder, request=[["a"]]),
         "misnamed")
    rows = {**tables(POOL), "doctor skills": [["doctor", "skill"], ["AVERY", "dermatology"]]}
    said = imported(folder, made.workbook(folder / "book.xlsx", rows), code=NO)[1]
    need("there is another sheet of that table" in said, said)


def nothing_is_written_over_unless_asked(folder):
    shutil.copytree(POOL, folder / "kept")
    leave = [["doctor", "from", "until"], ["AVERY", "2015-01-05", "2015-01-06"]]
    empty = [tables(POOL)["requests"][0]]
    book = made.workbook(folder / "book.xlsx", {"leave": leave, "requests": empty, "sites": tables(POOL)["sites"]})
    before = tables(folder / "kept")
    code, out, err = run("pool", "import", book, folder / "kept", *TODAY)
    need(code == FAILED and "leave.csv; nothing was written. Give --replace" in err, (code, out, err))
    code, out, err = run("pool", "import", book, folder / "kept", *TODAY, "--replace", "--dry-run")
    need(code == DONE and "leave.csv: 1 rows, would be replaced" in out and tables(folder / "kept") == before, out)
    code, out, err = run("pool", "import", book, folder / "kept", *TODAY, "--replace")
    need(code == DONE and "sites.csv: 4 rows, as it is already" in out and "requests" not in out, (out, err))
    need(tables(folder / "kept") == {**before, "leave": leave}, "another table changed")
    need(not list((folder / "kept").glob("*.new")), "left beside")


def a_table_alone_is_checked_with_those_of_the_folder(folder):
    shutil.copytree(POOL, folder / "kept")
    book = made.workbook(folder / "book.xlsx", {"leave": [["doctor", "from", "until"], ["ZED", "2015-01-05",
                                                                                       "2015-01-06"]]})
    code, _, err = run("pool", "import", book, folder / "kept", *TODAY, "--replace")
    need(code == NO and 'leave!A2: doctor "ZED" is not in doctors.csv' in err, err)
    need(tables(folder / "kept") == tables(POOL), "half imported")


def a_folder_is_imported_too(folder):
    shutil.copytree(POOL, folder / "other")
    (folder / "other" / "leave.csv").write_text("doctor,until,from,why\r\nAVERY,06/01/2015,5/1/2015, so \r\n")
    code, out, err = run("pool", "import", folder / "other", folder / "into", *TODAY)
    need(code == DONE, err)
    text = (folder / "into" / "leave.csv").read_text()
    need(text == "doctor,until,from,why\nAVERY,2015-01-06,2015-01-05,so\n", text)
    code, _, err = run("pool", "import", folder / "other" / "leave.csv", folder / "more", *TODAY)
    need(code == FAILED and "neither a folder of CSV files nor a workbook" in err, err)


# ---- Templates ----

def templates_are_never_written_over(folder):
    (folder / "leave.csv").write_text("mine")
    code, out, err = run("pool", "template", folder)
    need(code == DONE and "leave.csv: there already, left as it is" in out, (out, err))
    need((folder / "leave.csv").read_text() == "mine", "written over")
    need((folder / "requests.csv").read_text().startswith("request,site,pattern,from,until,weekday,part"), "headings")
    code, _, err = run("pool", "template", folder, "--format", "xlsx")
    need(code == DONE, err)
    code, _, err = run("pool", "template", folder, "--format", "xlsx")
    need(code == FAILED and "pool.xlsx" in err, err)


def a_template_filled_in_by_another_program_comes_in(folder):
    run("pool", "template", folder, "--format", "xlsx")
    book = openpyxl.load_workbook(folder / "pool.xlsx")
    lists = {check.sqref.ranges[0].coord.split(":")[0]: check for check in
             book["requests"].data_validations.dataValidation}
    need(lists["C2"].type == "list" and lists["C2"].formula1.startswith("lists!"), lists["C2"].formula1)
    need(lists["B2"].formula1 == "'sites'!$A$2:$A$5001" and lists["B2"].errorStyle == "warning", lists["B2"].formula1)
    need(lists["H2"].type == "whole" and lists["H2"].formula2 == "14" and lists["D2"].type == "date", lists["H2"])
    need(book["requests"]["D5"].number_format != "General" or book["requests"].column_dimensions["D"].number_format,
         "no format")
    column, first, last = lists["C2"].formula1.split("!")[1].replace("$", "").replace(":", "").partition("2")[0], 2, 4
    need([book["lists"][f"{column}{r}"].value for r in range(first, last + 1)] == ["fixed", "weekly", "any"], "words")
    rates = [c.value for c in book["rates"][1]]
    need(book["rates"].column_dimensions[chr(ord("A") + rates.index("pounds"))].number_format == "General", rates)
    notes = [[c.value for c in row] for row in book["notes"].iter_rows()]
    need(any(row[:4] == ["leave", "from", "yes", "a day"] for row in notes), notes[:9])
    for name, rows in tables(POOL).items():
        headings = [c.value for c in book[name][1]]
        for at, row in enumerate(rows[1:], 2):
            for heading, value in zip(rows[0], row):
                book[name].cell(at, headings.index(heading) + 1).value = typed(heading, value)
    book.save(folder / "filled.xlsx")
    into, _ = imported(folder, folder / "filled.xlsx")
    for name, rows in tables(POOL).items():
        need(as_dicts(into[name]) == as_dicts(rows), name)


def as_dicts(rows):
    return [{h: v for h, v in zip(rows[0], row) if v} for row in rows[1:]]


def typed(heading, value):
    """A value as somebody at a spreadsheet types it."""
    import datetime
    if heading in ("from", "until", "date", "checked on", "opens", "closes") and value[:2] == "20":
        return datetime.date.fromisoformat(value)
    return int(value) if value.isdigit() and not value.startswith("0") else value or None


def what_another_program_writes_comes_in(folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables(POOL).items():
        sheet = book.create_sheet(name)
        sheet.append(rows[0])
        for row in rows[1:]:
            sheet.append([typed(heading, value) for heading, value in zip(rows[0], row)])
    book.save(folder / "book.xlsx")
    into, _ = imported(folder, folder / "book.xlsx")
    need(into == tables(POOL), "another pool")


def the_pool_of_the_demonstration_goes_out_and_comes_back(folder):
    code, _, err = run("demo", "--dir", folder / "demo", "--quiet")
    need(code == DONE, err)
    pool, today = folder / "demo" / "pool", ["--today", "2016-01-01"]
    code, _, err = run("pool", "export", pool, folder / "pool.xlsx")
    need(code == DONE, err)
    if openpyxl:  # another program saves it anew
        openpyxl.load_workbook(folder / "pool.xlsx").save(folder / "pool.xlsx")
    code, out, err = run("pool", "import", folder / "pool.xlsx", folder / "into", *today)
    need(code == DONE, out + err)
    for path in pool.glob("*.csv"):
        need(path.read_bytes() == (folder / "into" / path.name).read_bytes(), path.name)


# ---- Files that are not what they say, or mean harm ----

def refused(folder, path, words):
    code, out, err = run("pool", "import", path, folder / "into", *TODAY)
    need(code == FAILED and words in err and not (folder / "into").exists(), f"{words}\n{code} {out}{err[:2000]}")


def files_that_are_no_workbook_are_told_what_they_are(folder):
    book = folder / "book.xlsx"
    book.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    refused(folder, book, "is an old Excel file (.xls) or has a password")
    book.write_text("doctor,name\n")
    refused(folder, book, "is no workbook: it is not the archive")
    book.write_bytes(b"")
    refused(folder, book, "is no workbook")
    made.write(book, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"})
    refused(folder, book, "is an OpenDocument spreadsheet; save it as Excel Workbook (.xlsx)")
    made.write(book, {"word/document.xml": "<a/>"})
    refused(folder, book, "is an archive, but no Excel workbook")
    parts = made.parts_of(tables(POOL))
    made.write(book, {**parts, "_rels/.rels": parts["_rels/.rels"].replace("workbook.xml", "workbook.bin")})
    refused(folder, book, "is a binary workbook (.xlsb)")
    made.workbook(book, {"Sheet1": [["a"]]})
    refused(folder, book, "has no sheet that is a table of a pool")
    refused(folder, folder / "none.xlsx", "No such file")


def damage_is_told_wherever_it_is(folder):
    whole = made.workbook(folder / "whole.xlsx", tables(POOL)).read_bytes()
    book = folder / "book.xlsx"
    told = set()
    for at in range(0, len(whole), len(whole) // 60):
        book.write_bytes(whole[:at])
        refused(folder, book, "is ")
        book.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:])
        code, out, err = run("pool", "import", book, folder / "into", *TODAY)
        told.add(code)
        need(code in (DONE, FAILED, NO), f"{code} at {at}: {err}")
        shutil.rmtree(folder / "into", ignore_errors=True)
    need(FAILED in told, told)
    parts = made.parts_of(tables(POOL))
    for name, text, words in (
            ("xl/worksheets/s3.xml", "<worksheet><sheetData>", "cannot be read (no element found, line 1)"),
            ("xl/worksheets/s3.xml", made.sheet_xml([["a"]]).replace('r="1"', 'r="0"'), "out of order"),
            ("xl/worksheets/s3.xml", made.sheet_xml([["a", "b"]]).replace('"B1"', '"A1"'), "out of order"),
            ("xl/worksheets/s3.xml", made.sheet_xml([["a", '<c r="PLACE" t="s"><v>4</v></c>']]), "names a text that"),
            ("xl/worksheets/s3.xml", made.sheet_xml([["a", '<c r="PLACE"><v>1..2</v></c>']]), "its number cannot be"),
            ("xl/worksheets/s3.xml", made.sheet_xml([["a", '<c r="ZZZZ9"><v>1</v></c>']]), "has no place"),
            ("xl/styles.xml", "<styles", "cannot be read"), ("xl/_rels/workbook.xml.rels", "", "cannot be read")):
        made.write(book, {**parts, name: text})
        refused(folder, book, words)
    del parts["xl/worksheets/s3.xml"]
    made.write(book, parts)
    refused(folder, book, "it has no part xl/worksheets/s3.xml")


def entities_are_refused_and_nothing_else_is_read(folder):
    (folder / "secret").write_text("AVERY")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    for kind in (f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{folder}/secret">]>', f'<!DOCTYPE a [<!ENTITY l0 "x">{laughs}]>',
                 f'<!DOCTYPE a SYSTEM "file://{folder}/secret">'):
        text = made.sheet_xml([["doctor", "from", "until"], ["&x;&l9;", "2015-01-05", "2015-01-06"]])
        text = text.replace("&amp;", "&").replace("<worksheet", kind + "<worksheet", 1)
        book = made.workbook(folder / "book.xlsx", with_rows(leave=text))
        refused(folder, book, "has a document type, as no spreadsheet program writes it")


def bombs_are_refused_in_little_memory(folder):
    book = folder / "book.xlsx"
    for end, filled, words in (("", b"<a> </a>" * 131072, "unpacks to more than 512 MiB"),
                               ("<!--", b" " * (1 << 20), "a tag or a comment of more than 1 MiB")):
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in made.parts_of({"leave": "x"}).items():
                if name != "xl/worksheets/s1.xml":
                    archive.writestr(name, text)
            with archive.open("xl/worksheets/s1.xml", "w") as part:
                part.write(made.sheet_xml([["doctor"]]).replace("</worksheet>", end).encode())
                for _ in range(600):
                    part.write(filled)
        need(book.stat().st_size < 4 << 20, "it is small")
        refused(folder, book, words)
    deep = made.sheet_xml([["doctor"]], "<a>" * 5000 + "</a>" * 5000)
    refused(folder, made.workbook(book, {"leave": deep}), "nest deeper than 100")
    long = made.sheet_xml([["doctor"], ["x" * 70000]])
    refused(folder, made.workbook(book, {"leave": long}), "its text is too long")
    wide = made.sheet_xml([["doctor"], ['<c r="XFE2"><v>1</v></c>']])
    refused(folder, made.workbook(book, {"leave": wide}), "has no place")


def two_parts_of_one_name_are_refused(folder):
    book = made.workbook(folder / "book.xlsx", tables(POOL))
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.write(book, {"xl/Worksheets/S3.xml": made.sheet_xml([["a"]])}, mode="a")
    refused(folder, book, "has two parts of one name")


if __name__ == "__main__":
    NEED_OPENPYXL = [a_template_filled_in_by_another_program_comes_in, what_another_program_writes_comes_in]
    if openpyxl is None:
        print("# python3-openpyxl is not installed: workbooks of another program were not read")
    sys.exit(tell([
        a_workbook_comes_in_as_the_files_that_it_was, an_export_comes_back_byte_by_byte,
        days_numbers_and_texts_come_in_as_they_are_shown, both_ways_of_counting_days_are_known,
        empty_rows_and_sheets_of_other_names_are_passed_over, hidden_rows_are_read_and_told,
        faults_are_told_by_sheet_row_and_column, what_is_no_plain_cell_is_a_fault_with_the_mend,
        sheets_that_are_hidden_misnamed_or_twice_are_faults, nothing_is_written_over_unless_asked,
        a_table_alone_is_checked_with_those_of_the_folder, a_folder_is_imported_too, templates_are_never_written_over,
        *(NEED_OPENPYXL if openpyxl else []), the_pool_of_the_demonstration_goes_out_and_comes_back,
        files_that_are_no_workbook_are_told_what_they_are, damage_is_told_wherever_it_is,
        entities_are_refused_and_nothing_else_is_read, bombs_are_refused_in_little_memory,
        two_parts_of_one_name_are_refused]))
