# SPDX-License-Identifier: MIT
"""What was known when (R40 to R43): the submissions that a folder's manifest lists, which of their rows stand as
known by a day, which periods they speak for, and how far data are frozen."""

import csv
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace

from words import MONTHS


def day_of(text):
    if "-" in text:
        return date.fromisoformat(text)
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


class Submissions:
    """The files of a folder, those that were known by the end of a day; of all days where none is given."""

    def __init__(self, folder, known_by=None):
        self.folder = Path(folder)
        listed = self.folder / "manifest.csv"
        self.has_manifest = listed.exists()
        rows = []
        if self.has_manifest:
            with open(listed, encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        self.listed = [self.line(row) for row in rows]
        names = {one.path.name for one in self.listed} | {"manifest.csv"}
        others = [SimpleNamespace(path=path, known=date.min, name=path.name, covers=None, net=False, stage="")
                  for path in sorted(self.folder.iterdir()) if path.is_file() and path.name not in names]
        self.day = known_by or max((one.known for one in self.listed), default=date.max)
        self.seen = sorted((one for one in others + self.listed if one.known <= self.day), key=lambda one: one.known)

    def line(self, row):
        covers = None
        if row.get("covers from"):
            covers = day_of(row["covers from"]), day_of(row["covers until"])
        return SimpleNamespace(path=self.folder / row["file"], known=day_of(row["known"]),
                               name=row.get("as") or row["file"], covers=covers, net=row.get("kind") == "net",
                               stage=row.get("stage") or "")

    def named(self, pattern):
        """The submissions, seen so far, of the names that a contract or a layout asks for."""
        return [one for one in self.seen if fnmatchcase(one.name, pattern)]

    def last(self, name):
        """Files of members and codes are sent whole: of those seen, the last counts."""
        return self.named(name)[-1].path

    def stands(self, one, day):
        """Whether a row of a day is not superseded by a bulk file of the same name that became known later (R41)."""
        return not any(other.name == one.name and other.known > one.known and not other.net
                       and (other.covers is None or day is not None and other.covers[0] <= day <= other.covers[1])
                       for other in self.seen)

    def spans(self, pattern):
        """The days that bulk files speak for, with rows or without."""
        return [one.covers for one in self.named(pattern) if one.covers and not one.net
                and not any(other.name == one.name and other.known > one.known and not other.net
                            and other.covers is None for other in self.seen)]

    def reach(self, patterns, freeze):
        """R43: the last day to which the data of an input are frozen."""
        by_days = self.day - timedelta(days=freeze) if self.day > date.min + timedelta(days=freeze) else date.min
        names = {one.name for one in self.listed if any(fnmatchcase(one.name, pattern) for pattern in patterns)}
        if not names:
            return by_days
        return min(self.carried_on(name, by_days) for name in names)

    def carried_on(self, name, reach):
        spans = [one.covers or (date.min, one.known - timedelta(days=1)) for one in self.seen
                 if one.name == name and one.stage == "freeze"]
        again = True
        while again:
            again = False
            for begin, end in spans:
                if begin <= reach + timedelta(days=1) and end > reach:
                    reach, again = end, True
        return reach
