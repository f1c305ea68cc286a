# SPDX-License-Identifier: MIT
"""Workbooks made byte by byte, for tests of what reads them: whatever a spreadsheet program, or somebody who means
harm, may put into one. The standard library only."""

import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Styles by their number: General, a built-in day, a day of one's own, five digits, text.
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\ mmm\\ yyyy"/>
<numFmt numFmtId="165" formatCode="00000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="49"/></cellXfs></styleSheet>"""
PLAIN, DAY, OWN_DAY, FIVE_DIGITS = 0, 1, 2, 3


def letters(column):
    return chr(ord("A") + column)


def cell(place, value):
    """A cell of a text, a number, (number, style) or XML of one's own, in which PLACE is its place."""
    if value is None or value == "":
        return ""
    if isinstance(value, tuple):
        return f'<c r="{place}" s="{value[1]}"><v>{value[0]}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value.startswith("<c"):
        return value.replace("PLACE", place)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_xml(rows, after="", hidden=()):
    """A sheet of rows of cells; `after` follows them."""
    lines = []
    for at, row in enumerate(rows, 1):
        cells = "".join(cell(f"{letters(c)}{at}", value) for c, value in enumerate(row))
        shown = ' hidden="1"' if at in hidden else ""
        lines.append(f'<row r="{at}"{shown}>{cells}</row>')
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def parts_of(sheets, states=(), from_1904=False, strings=None):
    """The parts of a workbook. `sheets` is name: rows, or the XML of a sheet."""
    listed, relations, parts = [], [], {}
    for at, (name, rows) in enumerate(sheets.items(), 1):
        state = f' state="{dict(states)[name]}"' if name in dict(states) else ""
        listed.append(f'<sheet name="{escape(name)}" sheetId="{at}"{state} r:id="r{at}"/>')
        relations.append(f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/s{at}.xml"/>')
        parts[f"xl/worksheets/s{at}.xml"] = rows if isinstance(rows, str) else sheet_xml(rows)
    relations.append(f'<Relationship Id="rS" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>')
    if strings is not None:
        relations.append(f'<Relationship Id="rT" Type="{OFFICE}/sharedStrings" Target="./sharedStrings.xml"/>')
        parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    since = '<workbookPr date1904="1"/>' if from_1904 else "<workbookPr/>"
    parts["_rels/.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
                            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    parts["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{since}'
                                f'<sheets>{"".join(listed)}</sheets></workbook>')
    parts["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}">{"".join(relations)}'
                                           "</Relationships>")
    parts["xl/styles.xml"] = STYLES
    return parts


def write(path, parts, mode="w"):
    with zipfile.ZipFile(path, mode, zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def workbook(path, sheets, **more):
    return write(path, parts_of(sheets, **more))
