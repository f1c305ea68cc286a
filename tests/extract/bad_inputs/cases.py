# SPDX-License-Identifier: MIT
"""The bad inputs, one a name: the bytes of a file, and what accord is to say of them.

A case is refused by row (reason, line, column; column 0 is the row as a whole), refused as a file (a
message), or told (the figures stand, and a doubt is said). What people write and accord reads right is
listed too, as `right`, with how many rows count, so that a stricter reader does not lose it.
"""

import gzip
import os
import random
import zlib

from folder import FILES, READS

CASES = {}  # name: (input, {file: bytes or callable(path)}, kind, expected)


def add(name, entry):
    if name in CASES:
        raise ValueError(f"two cases are called {name}")
    CASES[name] = entry


def data(reads, *rows, end="\n"):
    """A file of its heading and these rows."""
    return ("\n".join((READS[reads][1], *rows)) + end).encode()


def refused(name, reads, content, *expected):
    """A file of which these rows are refused."""
    content = content if isinstance(content, bytes) else content.encode()
    add(name, (reads, {READS[reads][0]: content}, "refused", list(expected)))


def row(name, reads, bad, reason, column):
    """One bad row after a good one: it stands on line 3."""
    good = READS[reads][2]
    refused(name, reads, data(reads, good, bad), (reason, 3, column))


def whole(name, reads, content, message, file=None):
    """A file that is refused as a whole; `content` makes it, if it can be called."""
    content = content.encode() if isinstance(content, str) else content
    add(name, (reads, {file or READS[reads][0]: content}, "file", message))


def told(name, reads, content, message):
    add(name, (reads, {READS[reads][0]: content}, "told", message))


def right(name, reads, bad, counted=2):
    """What is no fault: the row counts."""
    content = bad if isinstance(bad, bytes) else data(reads, READS[reads][2], bad)
    add(name, (reads, {READS[reads][0]: content}, "right", counted))


# ---- Encodings and kinds of file ----

TEXT = data("seen", "A1,C83001,2014-04-03,5", "A2,C83002,2014-04-04,5").decode()
UTF16 = r"is UTF-16 text"
whole("UTF-16 little-endian with a mark", "seen", b"\xff\xfe" + TEXT.encode("utf-16-le"), UTF16)
whole("UTF-16 big-endian with a mark", "seen", b"\xfe\xff" + TEXT.encode("utf-16-be"), UTF16)
whole("UTF-16 little-endian without a mark", "seen", TEXT.encode("utf-16-le"), UTF16)
whole("UTF-16 big-endian without a mark", "seen", TEXT.encode("utf-16-be"), UTF16)
whole("UTF-32 with a mark", "seen", b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), UTF16)
whole("UTF-32 without a mark", "seen", TEXT.encode("utf-32-be"), "UTF-16 text or binary")
whole("CP1252 in the heading", "seen", TEXT.replace("Att", "Att\u00e9").encode("cp1252"), "not UTF-8")
whole("CP1252 in the heading behind a UTF-8 mark", "seen",
      b"\xef\xbb\xbf" + TEXT.replace("Att", "Att\u00e9").encode("cp1252"), "not UTF-8")
for what, letter in (("pound sign", "\u00a3"), ("dash", "\u2013"), ("curly quote", "\u2019"),
                     ("e acute", "\u00e9"), ("no-break space", "\u00a0")):
    refused(f"CP1252 {what} in a row", "seen",
            data("seen", "A1,C83001,2014-04-03,5") + f"A{letter},C83002,2014-04-03,5\n".encode("cp1252"),
            ("R-UTF8", 3, 1))
refused("CP1252 in a row behind a UTF-8 mark", "seen",
        b"\xef\xbb\xbf" + data("seen") + "A1,C83001\u00e9,2014-04-03,5\n".encode("cp1252"), ("R-UTF8", 2, 2))
for what, bad in (("overlong", b"\xc0\xaf"), ("cut inside a character", b"\xe2\x82"),
                  ("surrogate", b"\xed\xa0\x80"), ("beyond Unicode", b"\xf5\x80\x80\x80"),
                  ("lone continuation", b"\x80")):
    refused(f"UTF-8 {what}", "seen", data("seen", "A1,C83001,2014-04-03,5") + b"A2," + bad +
            b",2014-04-03,5\n", ("R-UTF8", 3, 2))
for where, column in (("Id", 1), ("GP", 2), ("Day", 3), ("Att", 4)):
    cells = ["A2", "C83002", "2014-04-03", "5"]
    cells[column - 1] += "\0"
    row(f"NUL byte in {where}", "seen", ",".join(cells), "R-NUL", column)
refused("NUL bytes all over a row", "seen", data("seen") + b"\0\0\0\0,\0,\0,\0\n", ("R-NUL", 2, 1))
whole("NUL byte in the heading", "seen", b"Id,G\0P,Day,Att\nA1,C83001,2014-04-03,5\n", "NUL bytes")
whole("a file of NUL bytes", "seen", bytes(5000), "NUL bytes")
whole("zstd in gzip", "seen", gzip.compress(b"\x28\xB5\x2F\xFD" + bytes(20)), "is packed twice", "visits.csv.gz")
whole("bzip2", "seen", b"BZh91AY&SY" + bytes(100), "packed with bzip2: unpack it")
whole("xz", "seen", b"\xFD7zXZ\x00" + bytes(100), "packed with xz: unpack it")
whole("Parquet named CSV", "seen", b"PAR1" + bytes(100), "or binary")
whole("a workbook named CSV", "seen", b"PK\x03\x04" + bytes(100), "spreadsheet or a zip file")
whole("an old workbook named CSV", "seen", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is a spreadsheet")
whole("a PDF named CSV", "seen", b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n", "is a PDF")
whole("a web page named CSV", "seen", b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "has no column")
whole("JSON named CSV", "seen", b'{"rows": []}\n', "stray quote")
whole("random bytes", "seen", random.Random(4).randbytes(4000), "NUL bytes|not UTF-8|stray quote|has no column")
whole("an empty file", "seen", b"", "is empty: not even a heading")
whole("a file of empty lines", "seen", b"\n\n\r\n\n", "is empty: not even a heading")
whole("a file of a byte order mark", "seen", b"\xef\xbb\xbf", "is empty: not even a heading")
whole("lines ended with CR alone", "seen", TEXT.replace("\n", "\r").encode(), "CR alone")

# ---- What stands where a file should ----

whole("a folder in the place of a file", "seen", os.mkdir, "folder")
whole("a pipe in the place of a file", "seen", os.mkfifo, "a pipe or a device")
whole("a device in the place of a file", "seen", lambda path: os.symlink("/dev/zero", path), "a device")
whole("a link to nothing", "seen", lambda path: os.symlink("nowhere.csv", path), "cannot (open|read)")
whole("a link to itself", "seen", lambda path: os.symlink("visits.csv", path), "cannot (open|read)")
if os.geteuid() != 0:
    def locked(path):
        os.close(os.open(path, os.O_CREAT, 0))
    whole("a file that may not be read", "seen", locked, "Permission denied")
add("no file that the layout reads", ("seen", {}, "file", "visits"))
add("no file for an input", ("list", {}, "file", r"lists\.csv"))
add("a file under another name", ("seen", {"visit.csv": TEXT.encode()}, "file", "visits"))
add("a file with another extension", ("seen", {"visits.txt": TEXT.encode()}, "file", "visits"))
add("the same file under two names, without an identifier",
    ("spent", {"bills-1.csv": data("spent", READS["spent"][2]), "bills-2.csv": data("spent", READS["spent"][2])},
     "file", "hold the same bytes"))
add("the same rows in two files, with an identifier",
    ("seen", {"visits-1.csv": TEXT.encode(), "visits-2.csv": TEXT.encode()}, "refused",
     [("R-DUPLICATE", 2, 1), ("R-DUPLICATE", 3, 1)]))
add("the same rows plain and packed",
    ("seen", {"visits-1.csv": TEXT.encode(), "visits-2.csv.gz": gzip.compress(TEXT.encode())}, "refused",
     [("R-DUPLICATE", 2, 1), ("R-DUPLICATE", 3, 1)]))
add("the same rows in another order",
    ("seen", {"visits-1.csv": TEXT.encode(), "visits-2.csv": data("seen", *TEXT.splitlines()[:0:-1])},
     "refused", [("R-DUPLICATE", 2, 1), ("R-DUPLICATE", 3, 1)]))

# ---- Packed files ----

BIG = data("seen", *(f"A{i},C83001,2014-04-03,5" for i in range(20000)))
PACKED = gzip.compress(BIG, mtime=0)
for share in (1, 25, 50, 75, 99):
    cut = PACKED[:max(len(PACKED) * share // 100, 30)]
    whole(f"gzip cut after {share}%", "seen", cut, "is cut off|is corrupt", "visits.csv.gz")
whole("gzip cut inside its checksum", "seen", PACKED[:-4], "is cut off", "visits.csv.gz")
whole("gzip cut inside its heading", "seen", PACKED[:5], "is cut off", "visits.csv.gz")
whole("gzip with another checksum", "seen", PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], "is corrupt", "visits.csv.gz")
whole("gzip with another size", "seen", PACKED[:-4] + b"\1\0\0\0", "is corrupt", "visits.csv.gz")
whole("gzip with a byte changed", "seen", PACKED[:400] + bytes([PACKED[400] ^ 255]) + PACKED[401:],
      "is corrupt", "visits.csv.gz")
whole("gzip with something behind it", "seen", PACKED + b"and more", "is corrupt|is cut off", "visits.csv.gz")
whole("gzip of nothing", "seen", gzip.compress(b""), "is empty", "visits.csv.gz")
whole("gzip of UTF-16", "seen", gzip.compress(b"\xff\xfe" + TEXT.encode("utf-16-le")), UTF16, "visits.csv.gz")
whole("gzip of gzip", "seen", gzip.compress(gzip.compress(BIG)), "is packed twice",
      "visits.csv.gz")
whole("gzip that unpacks to far too much", "seen",
      gzip.compress(b"Id,GP,Day,Att\n" + b"\n" * (64 << 20), 9), "times its size", "visits.csv.gz")
whole("zlib named gzip", "seen", zlib.compress(BIG), "not UTF-8|NUL bytes|stray quote|has no column", "visits.csv.gz")
ZSTD = bytes.fromhex("28b52ffd")
whole("zstd cut after its mark", "seen", ZSTD, "is cut off|is corrupt", "visits.csv.zst")
whole("zstd cut inside its heading", "seen", ZSTD + b"\x24", "is cut off|is corrupt", "visits.csv.zst")
whole("zstd that is none", "seen", ZSTD + b"not zstd at all, whatever it says" * 4, "is corrupt|window", "visits.csv.zst")
RAW_BLOCK = ZSTD + b"\x20" + bytes([len(TEXT)]) + (len(TEXT) << 3 | 1).to_bytes(3, "little") + TEXT.encode()
whole("zstd cut inside a block", "seen", RAW_BLOCK[:-9], "is cut off", "visits.csv.zst")
whole("zstd with something behind it", "seen", RAW_BLOCK + b"and more", "is corrupt", "visits.csv.zst")
add("zstd as it should be", ("seen", {"visits.csv.zst": RAW_BLOCK}, "right", 2))
add("gzip as it should be", ("seen", {"visits.csv.gz": gzip.compress(TEXT.encode())}, "right", 2))
add("gzip named plain", ("seen", {"visits.csv": gzip.compress(TEXT.encode())}, "right", 2))
add("plain named gzip", ("seen", {"visits.csv.gz": TEXT.encode()}, "right", 2))
refused("a bad row in packed rows", "seen",
        gzip.compress(data("seen", "A1,C83001,2014-04-03,5", "A2,C83001,2014-02-31,5")), ("R-DATE", 3, 3))

# ---- Delimiters and headings ----

whole("semicolons where commas are expected", "seen", TEXT.replace(",", ";").encode(), "separated by semicolons")
whole("tabs where commas are expected", "seen", TEXT.replace(",", "\t").encode(), "separated by tabs")
whole("pipes where commas are expected", "seen", TEXT.replace(",", "|").encode(), "separated by pipes")
whole("commas where semicolons are expected", "semicolons", b"GP,Day\nC83001,2014-04-03\n", "separated by commas")
whole("commas where tabs are expected", "tabs", b"GP,Day\nC83001,2014-04-03\n", "separated by commas")
whole("spaces where commas are expected", "seen", TEXT.replace(",", " ").encode(), "has no column")
row("a comma in a row of semicolons", "semicolons", "C83001,2014-04-03", "R-COLUMNS", 0)
row("a semicolon in a row of commas", "seen", "A2;C83001;2014-04-03;5", "R-COLUMNS", 0)
row("a row of tabs too many", "tabs", "C83001\t2014-04-03\t", "R-COLUMNS", 0)
whole("a line of a title above the heading", "seen", "Activity report\n" + TEXT, "has no column")
whole("no heading", "seen", "A1,C83001,2014-04-03,5\n", "has no column")
whole("a heading missing", "seen", TEXT.replace("Day", "Date"), 'has no column "Day"')
whole("a heading misspelt", "seen", TEXT.replace("Day", "Dya"), 'did you mean "Dya"')
whole("a heading twice", "seen", "Id,GP,Day,Att,Day\nA1,C83001,2014-04-03,5,2014-05-01\n", 'the column "Day" twice')
whole("a heading twice in other letters", "seen", "Id,GP,Day,Att,DAY\nA1,C83001,2014-04-03,5,x\n", "twice")
whole("a heading twice, alike in a plain file", "list", "practice,month,Month,list\nC83001,2014-04,2014-04,1\n", "twice")
whole("a heading that is never closed", "seen", 'Id,"GP,Day,Att\nA1,C83001,2014-04-03,5\n', "heading")
whole("a stray quote in the heading", "seen", 'Id,G"P,Day,Att\n', "stray quote")
whole("a heading of 5,000 columns", "seen", "Id,GP,Day,Att" + "".join(f",X{i}" for i in range(5000)) + "\n", "columns")
whole("a heading of 2 MiB", "seen", "Id,GP,Day,Att," + "x" * (2 << 20) + "\n", "heading that is too long")
whole("a heading with a hidden mark", "seen", TEXT.replace("Id,GP", "Id,\ufeffGP"), "has no column")
told("a heading and no rows", "seen", data("seen"), "has a heading and no rows")
told("a heading without its line end", "seen", data("seen", end=""), "has a heading and no rows")
told("a heading and empty lines", "seen", data("seen") + b"\n\r\n\n", "has a heading and no rows")
add("4,000 columns", ("seen", {"visits.csv": ("Id,GP,Day,Att" + "".join(f",X{i}" for i in range(4000)) +
                     "\nA1,C83001,2014-04-03,5" + "," * 4000 + "\n").encode()}, "right", 1))
refused("one column too few of 4,000", "seen", ("Id,GP,Day,Att" + "".join(f",X{i}" for i in range(4000)) +
        "\nA1,C83001,2014-04-03,5" + "," * 3999 + "\n"), ("R-COLUMNS", 2, 0))
right("a byte order mark and CRLF", "seen", b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
right("headings in capitals and among others", "seen",
      b"X, id ,GP,DAY,att,Y\n1,A1,C83001,2014-04-03,5,2\n", 1)

# ---- Rows that cannot be told apart ----

row("a column too many", "seen", "A2,C83001,2014-04-03,5,", "R-COLUMNS", 0)
row("a column too few", "seen", "A2,C83001,2014-04-03", "R-COLUMNS", 0)
row("one column", "seen", "Report run on 3 May 2014", "R-COLUMNS", 0)
row("5,000 columns in a row", "seen", "A2" + ",x" * 5000, "R-COLUMNS", 0)
row("a row of commas", "british", ",", "R-MISSING", 2)
right("a row of commas that the condition sets aside", "seen", ",,,", 1)
row("the heading again", "british", "GP,Day", "R-HEADING", 0)
row("the heading again, of a list", "list", "practice,month,list", "R-HEADING", 0)
row("a number with its thousands unquoted", "spent", "C83002,2014-04-03,1,234", "R-COLUMNS", 0)
row("a quote inside a field", "seen", 'A"2,C83001,2014-04-03,5', "R-QUOTE", 1)
row("a quote after a space", "seen", 'A2, "C83001",2014-04-03,5', "R-QUOTE", 2)
row("a letter behind a quoted field", "seen", 'A2,"C83001"x,2014-04-03,5', "R-QUOTE", 2)
row("a quote not doubled", "seen", 'A2,"C8"3001",2014-04-03,5', "R-QUOTE", 2)
row("a formula that keeps zeros", "seen", 'A2,="00123",2014-04-03,5', "R-QUOTE", 2)
row("a quote with a backslash", "seen", 'A2,"C8\\"3001",2014-04-03,5', "R-QUOTE", 2)
refused("a quote never closed hides no rows", "seen",
        data("seen", 'A1,"C83001,2014-04-03,5', "A2,C83001,2014-04-03,5"), ("R-TRUNCATED", 2, 0))
refused("a quote never closed on the last line", "seen",
        data("seen", "A1,C83001,2014-04-03,5", 'A2,"C83001,2014-04-03,5'), ("R-TRUNCATED", 3, 0))
refused("a quoted newline that is one column too many", "seen",
        data("seen", '"A\n1",C83001,2014-04-03,5,x', "A2,C83001,2014-04-03,5"), ("R-COLUMNS", 2, 0), ("R-QUOTE", 3, 1))
refused("a bad row after quoted newlines is on its line", "seen",
        data("seen", '"A\n1\n",C83001,2014-04-03,5', "A2,C83001,2014-02-30,5"), ("R-DATE", 5, 3))
refused("a quoted newline in a code", "seen", data("seen", 'A1,"C8\n3001",2014-04-03,5'), ("R-MEMBER", 2, 2))
refused("a quoted newline in a date", "seen", data("seen", 'A1,C83001,"2014-04\n-03",5'), ("R-DATE", 2, 3))
refused("CR alone between two rows", "seen",
        data("seen", "A1,C83001,2014-04-03,5\rA2,C83001,2014-04-03,5"), ("R-COLUMNS", 2, 0))
refused("CR alone at the end of some rows", "spent",
        data("spent", "C83001,2014-04-03,12.50\r\r"), ("R-NUMBER", 2, 3))
refused("a field of 1,000,000 characters", "seen",
        data("seen", "x" * 1000000 + ",C83001,2014-04-03,5", "A2,C83001,2014-04-03,5"), ("R-LONG", 2, 1))
refused("a code of 1,000,000 characters", "seen",
        data("seen", "A1," + "C" * 1000000 + ",2014-04-03,5", "A2,C83001,2014-04-03,5"), ("R-LONG", 2, 2))
refused("a quoted field of 1,000,000 characters", "seen",
        data("seen", '"' + "x" * 1000000 + '",C83001,2014-04-03,5', "A2,C83001,2014-04-03,5"), ("R-LONG", 2, 1))
refused("a number of 60,000 digits", "spent", data("spent", "C83001,2014-04-03," + "9" * 60000), ("R-NUMBER", 2, 3))
refused("a row of 3 MiB", "seen", data("seen", ("y" * 60000 + ",") * 50, "A2,C83001,2014-04-03,5"), ("R-LONG", 2, 18))
refused("a file of one line of 8 MiB", "seen", data("seen", "x" * (8 << 20), end=""), ("R-LONG", 2, 1))
right("mixed line ends", "seen", TEXT.replace("5\nA2", "5\r\nA2").encode())
right("empty lines between rows", "seen", TEXT.replace("\nA2", "\n\n\r\nA2").encode())
right("quoted fields", "seen", '"A ""2"", and\nmore","C83001","2014-04-03","5"')
right("spaces around fields", "seen", " A2 , C83001 ,\t2014-04-03, 5 ")

# ---- The end of a file ----

CUT = "has no line end after its last line"
told("cut inside the last number", "spent", data("spent", "C83001,2014-04-03,12.50", "C83002,2014-04-03,12", end=""), CUT)
told("cut before the last line end", "seen", TEXT[:-1].encode(), CUT)
told("cut between CR and LF", "seen", TEXT.replace("\n", "\r\n")[:-1].encode(), CUT)
add("cut inside the last number, packed", ("spent", {"bills.csv.gz": gzip.compress(data(
    "spent", "C83001,2014-04-03,12.50", "C83002,2014-04-03,12", end=""))}, "told", CUT))
refused("cut inside a row", "seen", TEXT[:-10].encode(), ("R-TRUNCATED", 3, 0))
refused("cut after the first field", "seen", data("seen", "A1,C83001,2014-04-03,5", "A2", end=""), ("R-TRUNCATED", 3, 0))
refused("cut inside the last date", "british", data("british", "C83001,03/04/2014", "C83001,03/04/20", end=""), ("R-DATE", 3, 2))
refused("cut inside quotes", "seen", data("seen", "A1,C83001,2014-04-03,5", 'A2,C83001,"2014-04-', end=""), ("R-TRUNCATED", 3, 0))
refused("cut inside a character", "seen", data("seen", "A1,C83001,2014-04-03,5") + b"A2,C83001,2014-04-03,5\xc2", ("R-UTF8", 3, 4))
refused("cut before the last line end, strict", "strict", data("strict", "C83001,2014-04-03", "C83002,2014-04-03", end=""), ("R-TRUNCATED", 3, 0))
refused("cut inside the last date, strict", "strict", data("strict", "C83001,2014-04-03", "C83002,2014-04-0", end=""), ("R-TRUNCATED", 3, 0))
refused("a mark of the end of a file", "seen", data("seen", "A1,C83001,2014-04-03,5") + b"\x1a", ("R-TRUNCATED", 3, 0))

# ---- Codes ----

for what, code in (
        ("in small letters", "c83001"), ("mixed letters", "C83oo1"), ("its leading zeros lost", "123"),
        ("a hidden mark before it", "\ufeffC83001"), ("a no-break space behind it", "C83001\u00a0"),
        ("a space without width in it", "C83\u200b001"), ("a letter of another alphabet", "\u0421" + "83001"),
        ("a full-width digit", "C8300\uff11"), ("a letter too few", "C8300"), ("a letter too many", "C830011"),
        ("a space within", "C83 001"), ("not listed", "Z99999"), ("a row of totals", "Total"),
        ("a row of grand totals", "Grand total"), ("a formula that runs a program", "=cmd|' /C calc'!A0"),
        ("a formula", "=B2"), ("a formula with an at sign", "@SUM(1+1)"), ("an error of a spreadsheet", "#N/A"),
        ("a lost reference of a spreadsheet", "#REF!"), ("a code turned into a number", "8.30E+04"),
        ("NULL", "NULL"), ("a placeholder", "?"), ("a name instead", "The Surgery"), ("the heading again", "GP"),
        ("an apostrophe before it", "'C83001"), ("two codes", "C83001/C83002"), ("HTML", "<b>C83001</b>"),
        ("an escape of a terminal", "\x1b[31mC83001"), ("an NHS number", "9434765919"), ("no letters", "----")):
    row(f"code: {what}", "seen", f"A2,{code},2014-04-03,5", "R-MEMBER", 2)
row("code: empty", "seen", "A2,,2014-04-03,5", "R-MISSING", 2)
row("code: spaces", "seen", "A2,   ,2014-04-03,5", "R-MISSING", 2)
row("identifier: empty", "seen", ",C83001,2014-04-03,5", "R-MISSING", 1)
row("identifier: twice", "seen", "A1,C83002,2014-04-04,5", "R-DUPLICATE", 1)
row("identifier: three spellings are not one", "seen", " A1,C83002,2014-04-04,5", "R-DUPLICATE", 1)
row("code: of a sum, not listed", "spent", "Total,2014-04-03,12.50", "R-MEMBER", 1)
row("code: of a list, not listed", "list", "Total,2014-04,14800", "R-MEMBER", 1)
row("code: of a list, empty", "list", ",2014-04,14800", "R-MISSING", 1)
row("member closed", "held", "OLD,2014-07-03", "R-CLOSED", 1)
row("member not yet opened", "held", "NEW,2014-09-30", "R-UNOPENED", 1)

# ---- Dates ----

BAD_DATES = {
    "31 February": "2014-02-31", "29 February of a common year": "2015-02-29", "31 April": "2014-04-31",
    "month 13": "2014-13-01", "month 0": "2014-00-10", "day 0": "2014-04-00", "day 32": "2014-05-32",
    "two digits of the year": "14-04-03", "an Excel serial": "41732", "an Excel serial with time": "41732.5",
    "the other way round": "03-04-2014", "British": "03/04/2014", "slashes": "2014/04/03", "points": "2014.04.03",
    "no leading zeros": "2014-4-3", "a month only": "2014-04", "a year only": "2014", "an error": "#N/A",
    "hashes of a narrow column": "########", "NULL": "NULL", "words": "3 April 2014", "a sign": "-2014-04-03",
    "five digits of the year": "02014-04-03", "letters": "2014-O4-03", "trailing letters": "2014-04-03x",
    "two dates": "2014-04-03 2014-04-04", "a week": "2014-W14-4", "dashes of typographers": "2014\u201304\u201303",
    "Arabic digits": "\u0662\u0660\u0661\u0664-04-03", "the heading again": "Day", "seconds since 1970": "1396483200",
    "compact": "20140403", "of 9999": "9999-12-31",
}
for what, date in BAD_DATES.items():
    row(f"date: {what}", "seen", f"A2,C83001,{date},5", "R-DATE", 3)
row("date: empty", "seen", "A2,C83001,,5", "R-MISSING", 3)
for what, date in (("before the term", "2014-03-31"), ("after the term", "2015-04-01"), ("of 1900", "1900-01-01"),
                   ("of the next century", "2114-04-03")):
    row(f"date: {what}", "seen", f"A2,C83001,{date},5", "R-PERIOD", 3)
for reads, dates in {
        "british": ("31/02/2014", "04/13/2014", "03/04/14", "00/04/2014", "2014-04-03", "41732", "03/04/2014 x"),
        "compact": ("20140231", "20141301", "140403", "2014-04-03", "41732", "201404031", "2014O403"),
        "american": ("13/04/2014", "02/31/2014", "04/03/14", "2014-04-03", "41732"),
        "wordy": ("31 February 2014", "3 Avril 2014", "3 April 14", "April 2014", "03/04/2014", "41732")}.items():
    for date in dates:
        row(f"date, {reads}: {date}", reads, f"C83001,{date}", "R-DATE", 2)
right("date, british: 3.4.2014", "british", "C83001,3.4.2014")
for what, period in (("month 13", "2014-13"), ("month 0", "2014-00"), ("two digits of the year", "04/14"),
                     ("an Excel date", "41730"), ("a month of Excel", "Apr-14"), ("a year", "2014/15"),
                     ("a quarter", "2014/15 Q1"), ("nonsense", "spring"), ("outside the term", "2013-04"),
                     ("31 February", "2014-02-31"), ("an error", "#VALUE!")):
    row(f"period: {what}", "hours", f"C83001,{period},3", "R-PERIOD", 2)
    row(f"period of a list: {what}", "list", f"C83002,{period},7350", "R-PERIOD", 2)
row("period: empty", "hours", "C83001,,3", "R-MISSING", 2)

# ---- Numbers ----

BAD_NUMBERS = {
    "an exponent": "12.5e3", "an exponent in capitals": "1E+06", "an error": "#N/A", "a division by nought": "#DIV/0!",
    "decimal comma": '"12,50"', "points for thousands": '"1.234,56"', "groups of two": '"1,23,456"',
    "a group of four": '"1,2345"', "a comma behind": '"1,234,"', "spaces for thousands": "1 234.50", "two points": "12.5.0",
    "two signs": "--5", "a sign behind": "12.50-", "CR behind": "12.50 CR", "a word": "twelve", "NaN": "NaN",
    "infinity": "inf", "hexadecimal": "0x1F", "the letter O": "1O", "a fraction": "1/2", "a vulgar fraction": "\u00bd",
    "Arabic digits": "\u0661\u0662", "a long minus": "\u221212", "a currency behind": "12.50 GBP", "pence": "1250p",
    "a unit": "12.50 pounds", "a formula": "=1+1", "a percentage of an amount": None, "a date": "2014-04-03",
    "a sign alone": "-", "a point alone": ".", "a pound alone": "\u00a3", "brackets of nothing": "()", "NULL": "NULL",
    "an apostrophe": "'12.50", "an underscore": "1_000", "a question mark": "?", "true": "TRUE",
}
for what, number in BAD_NUMBERS.items():
    if number is not None:
        row(f"number: {what}", "spent", f"C83002,2014-04-03,{number}", "R-NUMBER", 3)
row("number: empty in a sum", "spent", "C83002,2014-04-03,", "R-MISSING", 3)
for what, number in (("10^30", "1" + "0" * 30), ("10^15", "1000000000000000"), ("10^15 in groups", '"1,000,000,000,000,000"'),
                     ("two columns run together", "9434765919201404031250")):
    row(f"number: {what}", "spent", f"C83002,2014-04-03,{number}", "R-LARGE", 3)
    row(f"number of a list: {what}", "list", f"C83002,2014-04,{number}", "R-LARGE", 3)
row("number: -10^30", "spent", "C83002,2014-04-03,-1" + "0" * 30, "R-LARGE", 3)
for what, number in (("negative", "-3"), ("in brackets", "(3)"), ("pounds in brackets", "(\u00a33)")):
    row(f"count: {what}", "hours", f"C83001,2014-04,{number}", "R-NEGATIVE", 3)
    row(f"list: {what}", "list", f"C83002,2014-04,{number}", "R-NEGATIVE", 3)
for what, number in (("a half", "1.5"), ("a percentage", "3%"), ("12.50 in brackets", "(12.50)"), ("an exponent", "3e2"),
                     ("a word", "three"), ("an error", "#N/A"), ("a hundredth", "0.01")):
    row(f"count: {what}", "hours", f"C83001,2014-04,{number}", "R-NUMBER", 3)
for what, number in (("bare", "95"), ("bare and negative", "-95"), ("bare with places", "92.5")):
    row(f"percentage: {what}", "waits", f"C83002,2014-04,{number}", "R-PERCENT", 3)
for what, number in (("a word", "most"), ("an error", "#N/A"), ("two signs", "95%%"), ("pounds", "\u00a395%")):
    row(f"percentage: {what}", "waits", f"C83002,2014-04,{number}", "R-NUMBER", 3)
row("number of a list: a percentage", "list", "C83002,2014-04,95%", "R-NUMBER", 3)
for what, word in (("maybe", "maybe"), ("2", "2"), ("a tick", "\u2713"), ("x", "x"), ("yes and no", "yes/no"), ("an error", "#N/A")):
    row(f"yes or no: {what}", "open", f"C83002,2014-04,{word}", "R-YES-NO", 3)
    row(f"condition: {what}", "noted", f"C83002,2014-04-03,{word},seen", "R-YES-NO", 3)
for what, word in (("another", "medium"), ("capitals", "Low"), ("a number", "1"), ("two", "low high"), ("an error", "#N/A")):
    row(f"choice: {what}", "band", f"C83002,2014-04,{word}", "R-CHOICE", 3)
row("a second value for a cell", "list", "C83001,2014-04,7481", "R-REPEAT", 3)
row("a second value by another spelling of the month", "list", "C83001,April 2014,7480", "R-REPEAT", 3)
row("a second answer", "open", "C83001,2014-04,no", "R-REPEAT", 3)
row("a second choice", "band", "C83001,2014-04,high", "R-REPEAT", 3)
row("a second percentage", "waits", "C83001,2014-04,95%", "R-REPEAT", 3)
right("number: with its thousands", "spent", 'C83002,2014-04-03,"1,234"')
right("number: pounds", "spent", "C83002,2014-04-03,\u00a312.50")
right("number: in brackets where it may be negative", "spent", "C83002,2014-04-03,(12.50)")

# ---- Who a patient is ----

HELD = "holds NHS numbers|NHS number in it"
whole("NHS numbers as identifiers", "seen", data("seen", "9434765919,C83001,2014-04-03,5", "9434765870,C83001,2014-04-03,5"), HELD)
for what, text in (("with words", "rang 9434765919 today"), ("with spaces", "NHS no 943 476 5919 seen"),
                   ("with hyphens", "see 943-476-5919 again"), ("in brackets", "patient (9434765919) seen")):
    whole(f"an NHS number in free text, {what}", "noted",
          data("noted", READS["noted"][2], f"C83002,2014-04-03,no,{text}"), r"notes\.csv:3:4: .*NHS number in it")
right("a ten-digit number that is none in free text", "noted", "C83002,2014-04-03,no,order 9434765918 sent")
right("an NHS number where nothing is mapped", "british", b"GP,Day,Note\nC83001,03/04/2014,rang 9434765919\n", 1)
PERSONAL = FILES["notes.layout"].replace('"Note"', '"Patient surname"')
add("a layout that maps a name", ("noted", {"notes.csv": data("noted"), "notes.layout": PERSONAL.encode()}, "file", "legal basis"))

# ---- Several at once ----

refused("many faults are all told in one pass", "seen",
        data("seen", "A1,c83001,2014-04-03,5", "A2,C83001,2014-02-31,5", "A3,C83001", "A4,C83001,2014-04-03,5", "A4,C83002,2014-04-03,5",
             'A5,"C83001,2014-04-03,5', "A6,,2014-04-03,5"),
        ("R-MEMBER", 2, 2), ("R-DATE", 3, 3), ("R-COLUMNS", 4, 0), ("R-DUPLICATE", 6, 1), ("R-TRUNCATED", 7, 0), ("R-MISSING", 8, 2))
refused("two files joined, heading and mark in the middle", "seen",
        b"\xef\xbb\xbf" + TEXT.encode() + b"\xef\xbb\xbfId,GP,Day,Att\nA3,C83001,2014-04-03,5\n",
        ("R-HEADING", 4, 0))
refused("a bad code that the condition sets aside is no fault", "seen",
        data("seen", "A1,c83001,2014-04-03,3", "A2,C83001,2014-04-31,5"), ("R-DATE", 3, 3))
