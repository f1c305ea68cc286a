# SPDX-License-Identifier: MIT
"""The words of contract text: statements, and the tokens of each (manual, "Words, numbers, lines")."""

import re
from datetime import date
from fractions import Fraction

MONTHS = ("January February March April May June July August September October November "
          "December").split()

TOKEN = re.compile(r"""
    (?P<date>\d{4}-\d{2}-\d{2})
  | (?P<year>\d{4}/\d{2}(?!\d))
  | (?P<number>\d+(?:,\d{3}(?!\d))*(?:\.\d+)*[a-z]?(?![A-Za-z]))(?P<percent>%)?
  | (?P<string>"[^"]*")
  | (?P<name>[A-Za-z](?:[A-Za-z0-9_]|-(?=[A-Za-z0-9_]))*)
  | (?P<mark>>=|<=|[-+*/()<>=,:%])
  | (?P<space>\s+)
""", re.VERBOSE)


class Mistake(Exception):
    """Text that this reader does not understand: it says which, and at which word."""


class Token(tuple):
    """A kind (date, year, number, percent, string, name, mark, end) and the text."""

    kind = property(lambda self: self[0])
    text = property(lambda self: self[1])


def number_of(text):
    """The exact number that a word of the text is."""
    return Fraction(text.replace(",", ""))


def tokens(text):
    """The tokens of one statement."""
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Mistake(f"not a word: {text[at:at + 20]!r}")
        at = match.end()
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind == "percent":
            found.append(Token(("percent", match["number"])))
        elif kind == "string":
            found.append(Token(("string", match["string"][1:-1])))
        else:
            found.append(Token((kind, match[kind])))
    found.append(Token(("end", "")))
    return found


def without_comment(line):
    """A line up to its `#`, if that does not stand in quotation marks."""
    quoted = False
    for at, letter in enumerate(line):
        quoted ^= letter == '"'
        if letter == "#" and not quoted:
            return line[:at]
    return line


def statements(text):
    """Each statement as one line: its own, and the indented lines that continue it."""
    whole = []
    for line in text.splitlines():
        if line.startswith(">"):
            continue
        line = without_comment(line).rstrip()
        if not line.strip():
            continue
        if line[0] in " \t" and whole:
            whole[-1] += "\n" + line
        else:
            whole.append(line)
    return whole


class Reader:
    """Walks over the tokens of one statement."""

    def __init__(self, text):
        self.text = text
        self.all = tokens(text)
        self.at = 0

    def peek(self, ahead=0):
        return self.all[min(self.at + ahead, len(self.all) - 1)]

    def next(self):
        token = self.peek()
        self.at += 1
        return token

    def fail(self, wanted):
        raise Mistake(f"{wanted} wanted, {self.peek().text!r} found in: {self.text}")

    def is_word(self, *words, ahead=0):
        """Whether these words come next, without taking them."""
        return all(self.peek(ahead + at).text == word and self.peek(ahead + at).kind != "string"
                   for at, word in enumerate(words))

    def take(self, *words):
        """Takes these words if they come next."""
        if self.is_word(*words):
            self.at += len(words)
            return True
        return False

    def must(self, *words):
        if not self.take(*words):
            self.fail(" ".join(words))

    def one_of(self, *words):
        """Takes the one of these words that comes next; None where none does."""
        for word in words:
            if self.take(word):
                return word
        return None

    def name(self):
        if self.peek().kind != "name":
            self.fail("a name")
        return self.next().text

    def string(self):
        if self.peek().kind != "string":
            self.fail("a text in quotation marks")
        return self.next().text

    def code(self):
        if self.peek().kind not in ("name", "number", "string"):
            self.fail("a code")
        return self.next().text

    def count(self):
        if self.peek().kind != "number":
            self.fail("a number")
        return int(number_of(self.next().text))

    def number(self):
        """A number of a table or of bands: `-3`, `40%`."""
        sign = -1 if self.take("-") else 1
        token = self.next()
        if token.kind == "percent":
            return sign * number_of(token.text) / 100
        if token.kind != "number":
            self.at -= 1
            self.fail("a number")
        return sign * number_of(token.text)

    def date(self):
        """A day: `2014-04-01` or `1 April 2014`."""
        if self.peek().kind == "date":
            return date.fromisoformat(self.next().text)
        day = self.count()
        month = MONTHS.index(self.name()) + 1
        return date(self.count(), month, day)

    def names(self):
        found = [self.name()]
        while self.take(","):
            found.append(self.name())
        return found

    def done(self):
        return self.peek().kind == "end"
