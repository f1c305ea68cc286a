# SPDX-License-Identifier: MIT
"""Cuts the files of a drawn data folder into submissions that became known day by day: flex then freeze, corrected
bulk files, net files, files sent whole again; and draws the day that everything is asked as known by."""

from datetime import date, timedelta


class Sent:
    """Needs a Data; changes its files and gives it a manifest, and `known_by`."""

    def __init__(self, data):
        self.data, self.random, self.calendar = data, data.random, data.calendar
        self.pick, self.chance = data.pick, data.chance
        self.lines, self.days, self.count = [], {}, 0
        for made in data.maker.inputs:
            if self.chance(75):
                self.cut(made.file, self.plain_days(made))
        if data.maker.layout:
            for name in ("visits-1.csv", "visits-2.csv"):
                if self.chance(75):
                    self.cut(name, self.visit_days)
            if self.chance(50):
                self.again("codes.csv")
        if data.maker.others and data.maker.of_others.random() < 0.75:
            self.cut("hospital.csv", self.hospital_days)
        if self.chance(30):
            self.again("practices.csv")
        order = self.random.sample(self.lines, len(self.lines))
        data.files["manifest.csv"] = [["file", "known", "as", "covers from", "covers until", "kind", "stage"], *order]

    # Days

    def plain_days(self, made):
        """The day of a row of a plain file: the first of its period; None where it has none."""
        def days(head, rows):
            if made.period is None:
                return [None for _ in rows]
            at = head.index(made.period)
            return [self.calendar.month_start(self.calendar.read(made.period, row[at]).first) for row in rows]
        days.kind = made.period
        return days

    def visit_days(self, head, rows):
        at = head.index("Day")
        texts = [row[at].split("/") for row in rows]
        return [self.calendar.first_day.replace(year=int(year), month=int(month), day=int(day))
                for day, month, year in texts]

    @staticmethod
    def hospital_days(head, rows):
        return [date.fromisoformat(row[head.index("Seen")]) for row in rows]

    def known(self, name, after):
        """A day on which a file became known, that no other of its name did."""
        day = after + timedelta(days=self.pick(0, 3, 10, 20, 45))
        while day in self.days.setdefault(name, set()):
            day += timedelta(days=1)
        self.days[name].add(day)
        return day

    # Files

    def send(self, name, head, rows, known, covers=None, kind="", stage=""):
        self.count += 1
        file = f"sent-{self.count}.txt"
        self.data.files[file] = [head, *rows]
        if name in self.data.delimiters:
            self.data.delimiters[file] = self.data.delimiters[name]
        begin, end = (day.isoformat() for day in covers) if covers else ("", "")
        text = known.isoformat()
        if self.chance(20):
            text = f"{known.day} {known:%B} {known.year}"
        self.lines.append([file, text, name, begin, end, kind, stage])
        return known

    def again(self, name):
        """Sent whole, twice; the first is of old."""
        head, *rows = self.data.files.pop(name)
        old = self.calendar.first_day - timedelta(days=900)
        self.send(name, head, rows, self.known(name, old))
        known = self.known(name, self.calendar.start(self.pick(*self.calendar.all("month"))))
        self.send(name, head, self.random.sample(rows, len(rows)), known)

    def cut(self, name, days_of):
        head, *rows = self.data.files.pop(name)
        days = days_of(head, rows)
        dated = [day for day in days if day]
        kind = getattr(days_of, "kind", "month")
        edges = [self.calendar.month_start(one.first) for one in self.calendar.all(kind)] if kind else []
        first = edges[0] if edges and kind != "month" else self.calendar.first_day
        edges = edges[1:] if len(edges) > 1 else edges
        if not dated or not edges:
            self.send(name, head, self.worse(head, rows), self.known(name, first - timedelta(days=900)))
            self.send(name, head, rows, self.known(name, self.pick(first, self.calendar.last_day)))
            return
        bounds = sorted(self.random.sample(edges, min(len(edges), self.pick(1, 2, 3, 4))))
        base = [row for row, day in zip(rows, days) if day < bounds[0]]
        self.send(name, head, base, self.known(name, first - timedelta(days=self.pick(900, 900, 30))),
                  stage=self.pick("", "", "freeze"))
        ends = bounds[1:] + [max(max(dated), bounds[-1]) + timedelta(days=400)]
        ends[-1] = min([edge for edge in self.edges_after(kind) if edge > max(dated)] or [ends[-1]])
        for begin, end in zip(bounds, ends):
            inside = [row for row, day in zip(rows, days) if begin <= day < end]
            self.sends(name, head, inside, (begin, end - timedelta(days=1)))
        if self.chance(15):
            self.send(name, head, rows, self.known(name, max(self.days[name]) + timedelta(days=1)))

    def edges_after(self, kind):
        """The bounds of periods, some years on."""
        last = self.calendar.all(kind)[-1].first
        size = {"month": 1, "quarter": 3, "year": 12, "term": 12}[kind]
        return [self.calendar.month_start(last + size * at) for at in range(1, 8)]

    def sends(self, name, head, rows, covers):
        """What is sent about some days: maybe nothing, maybe first a flex version, maybe a correction or a net file."""
        if self.chance(8):
            return
        after = covers[1] if self.chance(70) else covers[0]
        if self.chance(60):
            after = self.send(name, head, self.worse(head, rows), self.known(name, after), covers, "bulk", "flex")
        cut = self.random.randint(0, len(rows)) if self.chance(30) else len(rows)
        frozen = self.chance(70)
        final = self.chance(70)
        after = self.send(name, head, rows[:cut] if final else self.worse(head, rows[:cut]),
                          self.known(name, after + timedelta(days=1)), covers, self.pick("bulk", ""),
                          "freeze" if frozen else "")
        if not final:
            after = self.send(name, head, rows[:cut], self.known(name, after), covers, "bulk")
        if cut < len(rows):
            self.send(name, head, rows[cut:], self.known(name, after), self.pick(covers, None), "net")

    def worse(self, head, rows):
        """An earlier version of rows: some are not there yet."""
        return [row for row in rows if not self.chance(20)]
