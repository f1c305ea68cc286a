# SPDX-License-Identifier: MIT
"""Reads formulas, conditions, cases and limits into tuples whose first part is the word of the form.

A new form is one branch in `primary`, `operand` or `limit` here, and one method in meaning.py and in grains.py."""

from words import Reader, number_of

KINDS = ("month", "quarter", "year", "term")
COMPARE = (">=", "<=", ">", "<", "=")
PAYMENT_WORDS = ("paid", "received", "passed")


class Formulas(Reader):
    """A reader of one statement that knows the contract's units and levels, which some words depend on."""

    def __init__(self, text, units, levels):
        super().__init__(text)
        self.units, self.levels = units, levels

    # Values

    def value(self):
        found = self.cases() if self.is_word("first", "that", "applies") \
            or self.is_word("the", "one", "that", "applies") else self.condition()
        return self.limits(found)

    def cases(self):
        form = "cases"
        if self.take("the", "one"):
            form = "one case"
        else:
            self.must("first")
        self.must("that", "applies")
        found = []
        while True:
            then = self.sum()
            if self.take("otherwise"):
                found.append((None, then))
            else:
                self.must("when")
                found.append((self.condition(), then))
            if self.done() or self.is_word(",") or self.is_word(")"):
                return (form, tuple(found))

    def limits(self, left):
        while self.is_word(","):
            limited = self.limit(left)
            if limited is None:
                break
            left = limited
        return left

    def limit(self, left):
        """One limit after a comma; None, with nothing taken, where something else follows."""
        kept = self.at
        self.must(",")
        if side := self.is_word("not", "below") and "below" or self.is_word("not", "above") and "above":
            self.at += 2
            return (f"not {side}", left, self.sum())
        if self.take("rounded", "to"):
            return self.rounded(left)
        if self.take("or"):
            other = self.sum()
            self.must("where")
            if self.take("that", "cannot", "be", "divided"):
                return ("or divided", left, other)
            self.must("there", "is", "no", "earlier")
            self.one_of(*KINDS)
            return ("or earlier", left, other)
        if self.peek().kind in ("number", "percent") or self.is_word("-"):
            other = self.sum()
            self.must("unless")
            return ("unless", left, other, self.condition())
        self.at = kept
        return None

    def rounded(self, left):
        """To so many places, or to multiples of a unit of money: ("rounded", left, places, way, multiple)."""
        count = self.count() if self.peek().kind == "number" else None
        if self.one_of("places", "place"):
            places, count = count, 1
        else:
            places = {"pence": 2, "cents": 2}.get(self.name(), 0)
        way = None
        if self.take("toward", "zero") or self.take("down"):
            way = "down"
        elif self.take("up"):
            way = "up"
        elif self.take("half"):
            side = self.one_of("even", "down", "up", "away")
            way = f"half {side}" if side in ("even", "down") else "half away"
        return ("rounded", left, places, way, count or 1)

    # Conditions

    def condition(self):
        left = self.both()
        while self.take("or"):
            left = ("or", left, self.both())
        return left

    def both(self):
        left = self.negation()
        while self.take("and"):
            left = ("and", left, self.negation())
        return left

    def negation(self):
        if self.is_word("not") and not self.is_word("not", "below") and not self.is_word("not", "above"):
            self.must("not")
            return ("not", self.negation())
        found = self.comparison()
        while self.is_word("for", "every") or self.is_word("for", "any"):
            self.must("for")
            found = (f"for {self.one_of('every', 'any')}", found, tuple(self.dims()))
        return found

    def comparison(self):
        left = self.sum()
        if sign := self.one_of(*COMPARE):
            return ("compare", sign, left, self.sum())
        if self.take("is"):
            wanted = not self.take("not")
            found = ("is", left, frozenset(self.choices()))
            return found if wanted else ("not", found)
        if self.take("between"):
            low = self.sum()
            self.must("and")
            return ("between", left, low, self.sum())
        if self.take("within"):
            share = self.sum()
            self.must("of")
            return ("within", left, share, self.sum())
        return left

    def choices(self):
        """Codes joined by commas or `or`."""
        found = [self.code()]
        while self.is_word(",") or self.is_word("or"):
            if self.peek(1).kind not in ("name", "number", "string") or self.is_word("is", ahead=2) \
                    or self.is_word("followed", "within", ahead=1):
                break
            self.next()
            found.append(self.code())
        return found

    def dims(self):
        """Levels and periods after `over` or `by`: a comma goes on only before another of them."""
        found = [self.name()]
        while self.is_word(",") and (self.peek(1).text in self.levels or self.peek(1).text in KINDS):
            self.next()
            found.append(self.name())
        return found

    # Arithmetic

    def sum(self):
        left = self.product()
        while sign := self.one_of("+", "-"):
            left = (sign, left, self.product())
        return left

    def product(self):
        left = self.operand()
        while sign := self.one_of("*", "/"):
            left = (sign, left, self.operand())
        return left

    def operand(self):
        left = self.primary()
        while True:
            if self.is_word("(") and self.is_member():
                self.next()
                codes = [self.code()]
                while self.take(","):
                    codes.append(self.code())
                self.must(")")
                left = ("member", left, tuple(codes))
            elif self.take("in", "same"):
                kind = self.one_of(*KINDS)
                self.must("of")
                left = ("same", left, kind, int(self.next().text[:4]))
            elif self.take("at"):
                left = self.at_period(left)
            else:
                return left

    def is_member(self):
        """Whether a bracket holds members of what stands before it, rather than the value of the next case."""
        return self.peek(1).kind in ("name", "number", "string") and self.peek(2).text in (",", ")") \
            and self.peek(2).kind == "mark" and self.all[self.at - 1].kind == "name"

    def at_period(self, left):
        if self.take("previous"):
            return ("previous", left, self.one_of(*KINDS))
        if kind := self.one_of(*KINDS):
            self.must("start")
            return ("start", left, kind)
        return ("at", left, self.date())

    def primary(self):
        if self.peek().kind == "percent":
            return ("number", number_of(self.next().text) / 100)
        if self.peek().kind == "number":
            number = number_of(self.next().text)
            self.unit_word()
            return ("number", number)
        if self.take("("):
            found = self.value()
            self.must(")")
            return found
        if self.take("-"):
            return ("negative", self.operand())
        for word in ("total", "average", "cumulative", "change", "lesser", "greater"):
            if self.take(word):
                return getattr(self, word)()
        name = self.name()
        if name == "received" and self.take("by"):
            return ("money", "received", self.name())
        if name in PAYMENT_WORDS:
            return ("money", name, None)
        if state := self.one_of("met", "missed", "undecided"):
            return ("gate", name, state)
        return ("name", name)

    def unit_word(self):
        """The unit after a number, if one stands there."""
        if self.peek().text not in self.units or self.peek().kind not in ("name", "mark"):
            return
        self.next()
        while self.is_word("/") and self.peek(1).text in self.units and self.peek(1).kind == "name":
            self.at += 2

    def total(self):
        left = self.operand()
        if self.take("over"):
            return ("total", left, tuple(self.dims()))
        if self.take("by"):
            return ("total by", left, self.name())
        return ("total", left, ())

    def average(self):
        left = self.operand()
        self.must("weighted", "by")
        weight = self.operand()
        self.must("over")
        return ("average", left, weight, tuple(self.dims()))

    def cumulative(self):
        return ("cumulative", self.operand(), self.since())

    def change(self):
        self.must("in")
        return ("change", self.operand(), self.since())

    def since(self):
        """From the start of which period sums run; the term where none is named."""
        self.must("since")
        if self.take("start"):
            return "term"
        kind = self.one_of(*KINDS)
        self.must("start")
        return kind

    def lesser(self):
        return self.one_of_two("lesser")

    def greater(self):
        return self.one_of_two("greater")

    def one_of_two(self, word):
        self.must("of")
        left = self.operand()
        self.must("and")
        return (word, left, self.operand())
