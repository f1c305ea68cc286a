# SPDX-License-Identifier: MIT
"""Adds and computes an explanation again, from its JSON alone: every sum from what stands under it,
every formula from its operations and the exact fractions that they name. It knows arithmetic, and
nothing of the language."""

from fractions import Fraction

COMPARED = {
    ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    "<": lambda a, b: a < b, "=": lambda a, b: a == b,
}
JOINED = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: None if b == 0 else a / b, "lesser of": min, "greater of": max,
    "not below": max, "not above": min,
}


def said(thing):
    """What is written as the value: a fraction, True or False, a word, or None where not known."""
    if thing.get("exact") is not None:
        return Fraction(thing["exact"])
    word = thing.get("value")
    return {"yes": True, "no": False, "met": True}.get(word, word)


def rounded(number, places, way):
    scaled = number * 10**places
    whole, rest = divmod(abs(scaled), 1)
    up = {"toward zero": False, "away from zero": rest > 0,
          "halves away from zero": rest * 2 >= 1,
          "halves to the even neighbour": rest * 2 > 1 or (rest * 2 == 1 and whole % 2 == 1)}[way]
    whole += up
    return Fraction(-whole if scaled < 0 else whole, 10**places)


def place(thing):
    return thing["name"], tuple(sorted(thing["members"].items())), thing["period"]


class Reader:
    """Walks an explanation; `wrong` has what does not agree, `done` counts what was computed."""

    def __init__(self):
        self.wrong = []
        self.done = {"operations": 0, "sums": 0, "leaves": 0}

    def hold(self, good, what):
        if not good:
            self.wrong.append(what)

    def read(self, reason):
        if "computed" in reason:
            found = self.compute(reason["computed"], reason, True)
            value = said(reason)
            if reason["kind"] == "gate":
                value = {"met": True, "missed": False, True: True}.get(reason.get("value"), value)
            self.hold(found == value, f"{place(reason)}: computed {found}, said {value}")
        if reason["kind"] == "sum":
            self.add(reason)
        if reason["kind"] in ("input", "table"):
            self.done["leaves"] += 1
        for child in reason.get("children", ()):
            self.read(child)

    def add(self, reason):
        parts = [said(child) for child in reason["children"]]
        if said(reason) is None or reason.get("left_out"):
            return
        self.done["sums"] += 1
        if isinstance(said(reason), bool):
            every = " for every " in reason["name"]
            found = all(parts) if every else any(parts)
        else:
            found = sum(parts, Fraction(0))
        self.hold(found == said(reason), f"{place(reason)}: parts add to {found}, not {said(reason)}")

    def linked(self, op, reason, kinds):
        """The value of a name, as it stands under the reason."""
        under = [c for c in reason["children"] if c["kind"] in kinds and place(c) == place(op)]
        if not under:
            self.hold(reason.get("left_out") or not reason["children"],
                      f"{place(reason)}: {place(op)} does not stand under it")
        for child in under:
            self.hold(said(child) == said(op), f"{place(op)}: two values")
        return said(op)

    def compute(self, op, reason, follows):
        """Computes an operation from its operands. `follows`: what it names stands in the tree."""
        self.done["operations"] += 1
        found = self.result(op, reason, follows)
        self.hold(found == said(op), f"{place(reason)}: {op['op']} gives {found}, said {said(op)}")
        return found

    def result(self, op, reason, follows):
        name = op["op"]
        if name in ("number", "payment", "elsewhere"):
            return said(op)
        if name in ("total", "cumulative", "for every", "for any"):
            return self.linked(op, reason, ("sum",)) if follows else said(op)
        if name == "value":
            kinds = ("input", "table", "formula")
            return self.linked(op, reason, kinds) if follows else said(op)
        if name == "gate":
            return op["is"] == op["asked"] if "is" in op else None
        tried = [self.compute(one, reason, follows) for one in op.get("tried", ())]
        if name == "unless":
            if tried[0] is None:
                return None
            values = [self.compute(one, reason, follows and tried[0] == (i == 0))
                      for i, one in enumerate(op["of"])]
            return values[0 if tried[0] else 1]
        if "instead_of" in op:
            self.hold(self.compute(op["instead_of"][0], reason, follows) is None, "not instead")
        values = [self.compute(one, reason, follows) for one in op.get("of", ())]
        if name == "first that applies":
            return self.case(op, tried, values)
        if name == "and":
            return False if False in values else None if None in values else True
        if name == "or":
            return True if True in values else None if None in values else False
        return None if None in values else self.arithmetic(op, name, values)

    def case(self, op, tried, values):
        if None in tried or not values:
            return None
        self.hold(not any(tried[:op["case"] - 1]), "a case before the one that applies does")
        self.hold(all(tried[op["case"] - 1:]), "the case that applies does not")
        return values[0]

    def arithmetic(self, op, name, values):
        if name in COMPARED:
            return COMPARED[name](*values)
        if name in JOINED:
            return JOINED[name](*values)
        if name == "not":
            return not values[0]
        if name == "negative":
            return -values[0]
        if name == "change in":
            return values[0] - (values[1] if len(values) > 1 else 0)
        if name == "is":
            return values[0] in op["asked"]
        if name == "rounded to":
            return rounded(values[0], op["places"], op["way"])
        if name == "bands":
            return self.band(op, values[0])
        if name in ("where that cannot be divided", "where there is no earlier period"):
            return values[0]
        self.wrong.append(f"an operation that this reader does not know: {name}")
        return None

    def band(self, op, number):
        if "from" not in op:
            return None
        begin, gives = Fraction(op["from"]), Fraction(op["gives"])
        self.hold(begin <= number, "the number lies below its band")
        if "until" in op:
            self.hold(number <= Fraction(op["until"]), "the number lies above its band")
        if "gives_at_end" not in op:
            return gives
        slope = (Fraction(op["gives_at_end"]) - gives) / (Fraction(op["until"]) - begin)
        return gives + (number - begin) * slope

    def share(self, payment):
        """Every part is its weight's share, cut to whole pence, with at most one odd penny."""
        for part in payment["shared"]:
            amount, whole = Fraction(part["amount"]), Fraction(part["whole"])
            if "weight" not in part:
                continue
            exact = whole * Fraction(part["weight"]) / Fraction(part["weights"])
            self.hold(exact == Fraction(part["exact"]), f"{part['words']}: exactly {exact}")
            cut = rounded(exact, 2, "toward zero")
            self.hold(cut == Fraction(part["cut"]), f"{part['words']}: cut to {cut}")
            odd = abs(amount - cut) * 100
            self.hold(odd in (0, 1), f"{part['words']}: {odd} odd pence")
        if "who" not in payment:
            for way in ("pays", "paid"):
                parts = [p for p in payment["shared"] if p["way"] == way]
                total = sum((Fraction(p["amount"]) for p in parts), Fraction(0))
                self.hold(not parts or total == Fraction(parts[0]["whole"]), f"{way}: {total}")
