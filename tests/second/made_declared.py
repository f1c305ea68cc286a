# SPDX-License-Identifier: MIT
"""Draws what a contract declares: inputs, counted rows, tables, bands."""

from datetime import timedelta
from types import SimpleNamespace as Thing

from made_words import ALWAYS, END, NONE, START

CURRENCY, PATIENT, VISIT = (("CUR",), ()), (("patient",), ()), (("visit",), ())
PRICE, EACH = (("CUR",), ("visit",)), (("CUR",), ("patient",))
LAYOUT = """layout 1
name rows-of-visits "Visits, one row each"
files "visits*.csv"
delimiter semicolon
refuse at most 100%
missing "" "-"
{identifier}
field identifier : code from "ID"
field practice-code : code from "GP"
field place  : code from "Place"
field what   : code from "What"
field on-day : date dd/mm/yyyy from "Day"
field cost   : number from "Cost"
field whose  : code from "Whose"
field urgent : yes when "Priority" is 3 or 4
field agreed : yes or no from "Agreed"
"""


OTHERS = """layout 1
name rows-of-hospital "What is done in hospital"
files "hospital*.csv"
refuse at most 100%
missing "" "?"
{identifier}
field number : code from "No"
field whose  : code from "Pseudonym"
field what   : code from "Kind"
field {day} : date yyyy-mm-dd from "Seen"
field soon   : yes when "Priority" is U
"""


def period_free(made):
    """Whether a table follows the months, so that its first date may be any before the term."""
    return made.period is None


class Declared:
    """A part of made_contract.Maker."""

    def declared(self, unit, kind, levels, period, word=None):
        """A type, with the levels and the period in some order."""
        dims = list(levels) + ([period] if period else [])
        if self.chance(20):
            self.random.shuffle(dims)
        word = word or {"yes": "yes or no", "one": "one of low, medium, high"}.get(kind)
        if word is None:
            word = self.unit_text(unit) or self.pick("%", "ratio")
            word += f" {kind}" if kind != "rate" or self.chance(70) else ""
        return word + (f" by {', '.join(dims)}" if dims else "")

    def add(self, name, unit, kind, levels, period, known=ALWAYS, freeze=0, **more):
        made = Thing(name=name, unit=unit, kind=kind, levels=tuple(levels), period=period, known=known, freeze=freeze,
                     baseline=None, positive=False, **more)
        made.before = len(self.names)
        self.names.append(made)
        return made

    def draw_inputs(self):
        quarter, month = self.pick("quarter", "quarter", "month"), self.pick("month", "month", "quarter")
        some = [("seen", VISIT, "flow", ("practice", "setting"), "month"),
                ("list", PATIENT, "stock", ("practice",), quarter),
                ("heads", PATIENT, "stock", ("commissioner",), quarter), ("cost", CURRENCY, "flow", (), month),
                ("drugs", CURRENCY, "flow", ("setting",), self.pick("month", "quarter")),
                ("waits", NONE, "rate", ("setting",), quarter), ("friends", NONE, "rate", (), quarter),
                ("target", NONE, "rate", self.pick((), ("setting",)), None),
                ("ready", NONE, "yes", ("practice",), "year"),
                ("opened", NONE, "yes", (), quarter), ("tier", NONE, "one", (), quarter),
                ("plan", CURRENCY, "flow", (), "year"), ("fee", PRICE, "rate", ("practice",), "year"),
                ("held", CURRENCY, "stock", ("practice",), "month")]
        for one in self.random.sample(some, self.random.randint(7, 11)):
            self.draw_input(*one)
        if self.chance(60):
            self.draw_counted()

    def draw_input(self, name, unit, kind, levels, period):
        start = period and self.chance(45 if kind != "flow" else 10) or name in ("plan",)
        freeze = 0 if start or not period else self.pick(0, 14, 42, 42, 90)
        known = ALWAYS if not period else START if start else END
        made = self.add(name, unit, kind, levels, period, known, freeze)
        made.positive = kind in ("stock", "flow") and name not in ("cost", "drugs", "held")
        words = []
        if start:
            words.append(f"taken at {period} start")
        elif freeze:
            words.append(f"freeze {freeze} days after {period}")
            if self.chance(30):
                words.append(f"flex {min(freeze, 10)} days after {period}")
        elif period and self.chance(20):
            words.append(f"taken at {period} end")
        if not made.positive and unit != NONE and kind != "rate":
            words.append("may be negative")
        if period in ("month", "quarter") and kind in ("flow", "stock", "rate") and self.chance(65):
            year = (self.calendar.begin - self.calendar.year_month + 1) // 12 - self.pick(1, 1, 2, 0)
            if year == self.calendar.year_first(self.calendar.begin) // 12 and (
                    len(self.calendar.months(self.calendar.all("year")[0])) < 12 or made.known == END):
                year -= 1
            made.baseline_year = year
            made.baseline = str(year) if self.calendar.plain_years() else f"{year}/{(year + 1) % 100:02}"
        made.file = f"{name}.csv"
        self.inputs.append(made)
        self.clause(f'input {name} : {self.declared(unit, kind, levels, period)} from "{made.file}"'
                    + "".join(f", {word}" for word in self.random.sample(words, len(words))))

    def draw_counted(self):
        """Counted and summed rows of a layout."""
        self.layout = LAYOUT.format(identifier=self.pick("", "identifier identifier"))
        where = self.pick("", " where what is 5 or 6", " where urgent and not agreed", " where what is not 7",
                          ' where (what is 5, 6 or "A 1") and (agreed or urgent) or what is 9',
                          " where not (urgent and what is 6)", " where what is given and urgent is given or agreed",
                          " where agreed is not given or what is not given and not urgent")
        where += self.of_rows.choice((
            "", "", "", ", followed within 30 days by rows of the same whose",
            "\n      followed within 1 day by rows of the same whose and what where place is C or HH",
            "\n      followed within 200 days by rows of the same whose where urgent is given"))
        if "followed" not in where and self.of_others.random() < 0.25:
            where += self.draw_others()
        self.rows_inputs = []
        for name, unit, counts in (("counted", VISIT, "counts rows"), ("spent", CURRENCY, "sums cost of rows")):
            if self.chance(25):
                continue
            levels = [level for level in ("practice", "setting") if self.chance(60)]
            period, freeze = self.pick("month", "month", "quarter"), self.pick(0, 20, 42)
            ways = []
            for level in levels:
                if level == "practice":
                    ways.append(f'practice by practice-code from "{self.pick("practices.csv", "codes.csv")}"'
                                ", other practice-codes set aside")
                else:
                    ways.append(self.pick("setting by place : hospital H or HH, community C",
                                          'setting by place from "places.csv", other places set aside'))
            ways.append(f"{period} by on-day")
            extra = (["may be negative"] if counts != "counts rows" else []) + \
                ([f"freeze {freeze} days after {period}"] if freeze else [])
            made = self.add(name, unit, "flow", levels, period, END, freeze)
            made.positive = counts == "counts rows"
            what = self.declared(unit, "flow", levels, period)
            self.clause(f"input {name} : {what} {counts} of rows-of-visits{where}\n"
                        + "\n".join(f"      {way}" for way in self.random.sample(ways, len(ways)))
                        + "".join(f", {word}" for word in extra))

    def draw_others(self):
        """Rows of another layout that follow those that count."""
        choice = self.of_others.choice
        day = choice(("seen-on", "on-day"))
        self.others = OTHERS.format(day=day, identifier=choice(("", "identifier number")))
        return (f"\n      followed within {choice((0, 1, 20, 60, 365))} days by rows of rows-of-hospital of the same "
                + choice(("whose", "whose and what")) + (f" dated by {day}" if day != "on-day" else "")
                + choice(("", " where soon", " where whose is given and what is 5 or 6", " where not (what is 7)")))

    # Tables and bands

    def draw_table(self):
        unit = self.pick(NONE, NONE, PRICE, EACH, CURRENCY)
        levels = [level for level in ("setting", "commissioner") if self.chance(35)]
        period = self.pick(None, None, "month", "quarter", "year")
        kind = self.pick("flow", "stock") if unit == CURRENCY else "rate"
        if unit == CURRENCY:
            period = self.pick("month", "quarter", "year")
        name = f"{self.pick('table', 'price', 'share', 'weight')}-{self.count}"
        made = self.add(name, unit, kind, levels, period)
        made.clause, made.draw = None, lambda: self.table_text(made)
        made.word = self.pick("%", "ratio", "% rate", "ratio rate") if unit == NONE else None
        made.number = self.clause(self.table_text(made))
        made.positive = False

    def table_text(self, made):
        words = self.declared(made.unit, made.kind, made.levels, made.period, made.word)
        places = [()]
        for level in made.levels:
            places = [place + (member,) for place in places for member in self.levels[level].members]
        rows = [f"always : {', '.join(self.cell(made, place) for place in places)}"]
        if self.chance(65):
            day = self.calendar.first_day
            early = day - timedelta(days=self.pick(0, 0, 0, 1, 400))
            rows = [f"from {early if period_free(made) else day} : {', '.join(self.cell(made, place) for place in places)}"]
            later = [self.calendar.start(one) for one in self.calendar.all(made.period)[1:]] if made.period else \
                [day + timedelta(days=days) for days in (30, 61, 92, 365, 366)]
            for day in sorted(self.random.sample(later, min(len(later), self.pick(1, 1, 2)))):
                some = [place for place in places if self.chance(60)] or places
                rows.append(f"from {day} : {', '.join(self.cell(made, place) for place in some)}")
        return f"table {made.name} : {words}\n" + "\n".join(f"      {row}" for row in rows)

    def cell(self, made, place):
        if made.unit == NONE:
            value = self.pick("0%", "40%", "50%", "92%", "12.5%", "100%", "-5%", "300%")
            if made.word.startswith("ratio"):
                value = self.pick("0", "1", "0.5", "3", "-0.25", "0.125")
        else:
            value = self.scaled(self.pick("61.00", "0", "96.50", "1,234.5", "-3.25", "0.125", "12"), made.unit)
        return " ".join(self.random.sample(place, len(place)) + [value])

    def draw_bands(self):
        found = self.named(lambda name: name.kind in ("rate", "flow", "stock") and not getattr(name, "banded", False))
        if not found:
            return
        of = self.pick(*found)
        of.banded = True
        if of.kind != "rate" and of.period and self.chance(40):
            self.draw_ladder(of)
            return
        unit = self.pick(NONE, NONE, PRICE)
        made = self.add(f"bands-{self.count}", unit, "rate", of.levels, of.period, of.known, of.freeze)
        made.of = of
        made.plain = self.chance(70)
        made.draw = lambda: self.bands_text(made)
        made.number = self.clause(self.bands_text(made))

    def draw_ladder(self, of):
        """Bands of an amount, each part at its own rate: an amount of the same kind."""
        made = self.add(f"ladder-{self.count}", CURRENCY, of.kind, of.levels, of.period, of.known, of.freeze)
        made.of, made.plain = of, self.chance(40)
        made.draw = lambda: self.ladder_text(made)
        made.number = self.clause(self.ladder_text(made))

    def ladder_text(self, made):
        word = f"{self.currency} {made.kind}"
        dims = list(made.levels) + [made.period]
        if not made.plain:
            word += " by " + ", ".join(dims)
        edges = self.pick((0, 100, 250), (-1000, 0, 40), (0, 5), (-99999,), (0, 1, 2, 3))
        rate = (lambda: self.pick("40.00", "0", "-2.5", "0.125", "28", "12.5")) if made.of.unit == CURRENCY else \
            (lambda: self.scaled(self.pick("40.00", "0", "-2.5", "0.125", "28", "12.5"), CURRENCY))
        rows = [f"from {self.scaled(edge, made.of.unit)} : {rate()}" for edge in edges]
        return f"bands {made.name} : {word} of {made.of.name}\n      " + "\n      ".join(rows) \
            + "\n      each part at its own rate"

    def bands_text(self, made):
        word = self.unit_text(made.unit) or "%"
        dims = list(made.levels) + ([made.period] if made.period else [])
        if not made.plain and dims:
            word += " rate by " + ", ".join(dims)
        percent = made.of.unit == NONE
        edges = self.pick((-1000, 0, 50, 80, 92), (-1000, 0, 40, 90), (0, 90), (-99999, 10), (-1000, 0, 50, 100))
        edge = (lambda number: f"{number}%") if percent else (lambda number: self.scaled(number, made.of.unit))
        values = [self.scaled(self.pick("0", "0.5", "1", "1.25", "3"), made.unit) if made.unit != NONE else
                  self.pick("0%", "50%", "100%", "12.5%", "-10%") for _ in range(len(edges) + 1)]
        rows, lines = [], self.chance(30)
        for at, number in enumerate(edges):
            text = f"from {edge(number)}"
            last = at + 1 == len(edges)
            if not last and not lines and self.chance(50):
                end = edges[at + 1] - (1 if not percent and self.chance(50) and not self.scaling else 0)
                text += f" to {edge(end)} : {values[at]}"
                if self.chance(60):
                    text += f" to {values[at + 1]}"
            else:
                text += f" : {values[at]}"
            rows.append(text)
        joined = "\n      ".join(rows) if self.chance(60) else "\n      " + ", ".join(rows)
        return f"bands {made.name} : {word} of {made.of.name}\n      {joined.strip()}" \
            + ("\n      straight lines between" if lines else "")
