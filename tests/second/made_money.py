# SPDX-License-Identifier: MIT
"""Draws payments, who pays and who is paid, what is passed on, and checks, for a contract that is being drawn."""

from made_words import ALWAYS, END, START, Drawn
from periods import RANK

EACH_WORD = {"month": "monthly", "quarter": "quarterly", "year": "yearly", "term": "once"}
CURRENCY = (("CUR",), ())


class Money:
    """The part of made_contract.Maker that draws money."""

    def draw_money(self):
        self.restating, self.paying = [], []
        if self.chance(45):
            day = self.calendar.last(self.pick(*self.calendar.all(self.pick("month", "quarter"))))
            self.clause(f"shadow until {day}")
        for _ in range(self.pick(1, 1, 2, 3)):
            self.draw_pay()
        if not self.paying:
            self.paying.append(self.plain_pay())
        for paid in self.paying:
            self.draw_splits(paid)
        if self.chance(20) and len(self.levels["commissioner"].members) > 1:
            self.clause("split payer " + self.shares(self.levels["commissioner"].members) + self.ending())
        if self.chance(20) and any(not paid["each"] for paid in self.paying):
            self.clause("split payee " + self.shares(self.levels["provider"].members) + self.ending())

    def draw_pay(self):
        period = self.pick("month", "quarter", "quarter", "year", "term")
        each = self.pick("practice", "provider", "setting") if self.chance(25) else None
        drawn = self.draw_amount(CURRENCY, "flow", [each] if each else [], period, 2)
        if drawn is None:
            return
        paid = {"period": period, "each": each, "within": self.draw_within(period), "early": None}
        if drawn.known <= START and self.chance(50):
            paid["early"] = ALWAYS if drawn.known == ALWAYS and self.chance(50) else START
        text, paid["days"] = self.pay_text(drawn, paid)
        number = paid["number"] = self.clause(text)
        self.paying.append(paid)

        def again():
            redrawn = self.draw_amount(CURRENCY, "flow", [each] if each else [], period, 1)
            return redrawn and redrawn.freeze <= drawn.freeze and redrawn.known <= drawn.known \
                and self.pay_text(redrawn, paid)[0]
        self.restating.append((number, again))

    def draw_within(self, period):
        """`from` and `until`, the bounds of periods."""
        periods = self.calendar.all(period)
        if len(periods) < 2 or self.chance(60):
            return ""
        first, last = sorted(self.random.sample(range(len(periods)), 2))
        begin, end = f"from {self.calendar.start(periods[first])}", f"until {self.calendar.last(periods[last])}"
        return ", " + self.pick(f"{begin} {end}", begin, end)

    def pay_text(self, drawn, paid):
        period, each = paid["period"], paid["each"]
        text = f"{drawn.text}, rounded to {self.money_words[0]}"
        if self.chance(25):
            text = f"({text})"
        to = f" to each {each}" if each else ""
        if paid["early"] is not None:
            when = f"on day {self.pick(1, 1, 15, 28)} of {period}" if paid["early"] == START else \
                f"{self.pick(0, 1, 3, 30)} days before {period}"
            return f"pay {text}{to}, {EACH_WORD[period]}, {when}{paid['within']}", 0
        days = self.pick(0, 14, 30, 100)
        when = f"{days} days after freeze"
        if self.chance(40):
            days += drawn.freeze
            when = f"{days} days after {period}"
        else:
            days += drawn.freeze
        return f"pay {text}{to}, {EACH_WORD[period]}, {when}{paid['within']}", days

    def plain_pay(self):
        amount = f"{self.scaled(self.pick(1000, 333, 7), CURRENCY)} {self.currency}"
        number = self.clause(f"pay {amount}, yearly, 30 days after year")
        return {"number": number, "period": "year", "each": None, "days": 30, "early": None}

    # Splits

    def ending(self, weights=False):
        zero = ", or equally when all are zero" if weights else ""
        ties = ", ties by code" if self.chance(60) else ""
        return f"{zero}, {self.money_words[0]} by largest remainder{ties}"

    def shares(self, codes):
        """Percentages of the text that sum to 100%."""
        codes = self.random.sample(codes, len(codes))[:3]
        if len(codes) == 1:
            return f"{codes[0]} 100%"
        if len(codes) == 2:
            left = self.pick("50", "33.3", "70", "0.5")
            return f"{codes[0]} {left}%, {codes[1]} {100 - float(left):g}%"
        return f"{codes[0]} 20%, {codes[1]} 30%, {codes[2]} 50%"

    def weights(self, level, paid):
        """An amount by one level, never negative, of the payment's period or a longer one, and known by then."""
        period, found = paid["period"], []
        for name in self.names:
            if not name.positive or not name.period or name.kind not in ("stock", "flow"):
                continue
            goes = [one for one in name.levels if one != level]
            near = RANK[name.period] >= RANK[period]
            known = name.known <= START or name.period == period and name.freeze <= paid["days"]
            if name.known == END and (name.period != period or paid["early"] is not None) \
                    or paid["early"] == ALWAYS and name.known > ALWAYS:
                known = False
            if level in name.levels and near and known:
                found.append(f"total {name.name} over {', '.join(goes)}" if goes else name.name)
            lower = next((one for one in name.levels if self.levels[one].under == level), None)
            if lower and len(name.levels) == 1 and near and known:
                found.append(f"total {name.name} by {level}")
            if name.levels == (level,) and name.kind == "stock" and not near and name.known <= START \
                    and paid["early"] != ALWAYS \
                    and period != "term":
                found.append(f"{name.name} at {period} start")
        return self.pick(*found) if found else None

    def share_out(self, codes, level, paid):
        weights = self.weights(level, paid) if level else None
        if weights and self.chance(60):
            return f"by {weights}{self.ending(True)}"
        return self.shares(codes) + self.ending()

    def draw_splits(self, paid):
        number, of = paid["number"], f" of {paid['number']}"
        payers = self.levels["commissioner"].members
        if len(payers) > 1 or self.chance(30):
            self.split(f"split payer{of} ", payers, "commissioner", paid)
        elif self.chance(20) and self.levels["partner"].members:
            self.split(f"split payer{of} ", payers + ["PANEL"], None, paid)
        payees = self.levels["provider"].members
        if paid["each"]:
            if paid["each"] == "provider":
                self.pass_on(payees, of, paid)
            return
        if self.levels["practice"].members and self.chance(25) and self.weights("practice", paid):
            self.clause(f"split payee{of} by {self.weights('practice', paid)}{self.ending(True)}")
            return
        if self.levels["partner"].members and len(payees) < 3 and self.chance(40):
            self.split(f"split payee{of} ", payees + self.levels["partner"].members, None, paid)
        elif len(payees) > 1 or self.chance(40):
            self.split(f"split payee{of} ", payees, "provider", paid)
        self.pass_on(payees, of, paid)
        assert number

    def split(self, head, codes, level, paid):
        number = self.clause(head + self.share_out(codes, level, paid))
        self.restating.append((number, lambda: head + self.shares(codes) + self.ending()))

    def paid_in(self, head, codes, payees):
        """Which of the parties a split that was drawn names; those under a level, by weights, are not parties."""
        text = next((text for _, text in reversed(self.clauses) if text.startswith(head)), None)
        if text is None:
            return payees
        return [code for code in codes if " by " not in text.split(", ")[0] and code in text.split()]

    def pass_on(self, payees, of, paid):
        """What a party receives goes on: to members of a level, or in stages to parties that come after it."""
        order = self.random.sample(payees, len(payees)) + self.levels["partner"].members
        if self.chance(30):
            self.random.shuffle(order)
        paid["passing"] = []
        able = payees + self.levels["partner"].members
        reached = set(payees if paid["each"] else self.paid_in(f"split payee{of} ", able, payees))
        for at, party in enumerate(order):
            if party not in reached or self.chance(40):
                continue
            later = order[at + 1:]
            if later and self.chance(50):
                codes = self.random.sample(later, self.random.randint(1, min(2, len(later))))
                reached |= set(codes)
                codes += [party] if self.chance(60) else []
                self.clause(f"split {party}{of} {self.shares(codes)}{self.ending()}")
            elif (weights := self.weights("practice", paid)) and self.levels["practice"].members:
                self.clause(f"split {party}{of} to practice by {weights}{self.ending(True)}")
                paid["passing"].append(party)

    # Checks

    def draw_checks(self):
        if self.chance(60):
            self.clause("check total paid = total received every payment")
        passing = sorted({party for paid in self.paying for party in paid.get("passing", ())})
        if passing and self.chance(80):
            self.clause(f"check total passed over practice = received by {self.pick(*passing)} every payment")
        if self.chance(40):
            low, high = (self.scaled(self.pick(*some), CURRENCY) for some in ((5, 100), (10, 5000)))
            self.clause(f"check total {self.pick('paid', 'received')} over year "
                        f"between -{low} {self.currency} and {high} {self.currency}")
        if self.chance(30):
            party = self.pick(*self.levels["provider"].members, *self.levels["partner"].members)
            every = self.pick("quarter", "year", "payment")
            self.clause(f"check received by {party} >= 0 {self.currency} every {every}")
        if self.chance(20):
            self.clause(f"check total passed <= {self.scaled(100, CURRENCY)} {self.currency} every year")
        gates = self.named(lambda name: name.kind == "gate" and name.period is None)
        if gates and self.chance(60):
            gate, state = self.pick(*gates).name, self.pick("met", "missed", "undecided")
            self.clause(f"check {self.pick('', 'not ')}{gate} {state}"
                        + self.pick("", f" or total paid >= 0 {self.currency}") + " every payment")
        if len(self.paying) == 1 and self.chance(30):
            drawn = self.draw_condition([], self.paying[0]["period"], 1)
            if drawn is not None:
                self.clause(f"check {drawn.text} every payment")
        for word in ("check", "assume"):
            if self.chance(60):
                self.draw_judged(word)

    def draw_judged(self, word):
        period = self.pick("month", "quarter", "year")
        level = self.pick([], [], ["practice"], ["setting"])
        drawn = self.draw_condition(level, period, 1)
        found = self.named(lambda name: name.unit == (("patient",), ()) and name.kind == "stock"
                           and name.period in ("month", "quarter"))
        if word == "assume" and found and self.chance(30):
            name = self.pick(*found)
            drawn = Drawn(f"{name.name} within 3% of {name.name} at previous {name.period}", known=END)
        if drawn is not None and drawn.known:
            self.clause(f"{word} {drawn.text}" + (f" every {period}" if word == "check" and "at prev" not in drawn.text
                                                  else ""))
