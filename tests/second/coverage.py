# SPDX-License-Identifier: MIT
"""Counts how often each form of the language occurs in the contracts that were drawn, and each operation of
src/lang/opcodes.def. A form that never occurs is one about which the second opinion says nothing."""

import re
from datetime import date
from collections import Counter
from pathlib import Path

from grains import Grains

OPCODES = {  # operation of accord: the form of this reader that it is
    "NUMBER": "number", "QUANTITY": "name", "GATE": "gate", "SELECT": "member", "AT_PERIOD": "at", "AT_START": "start",
    "SAME": "same", "PREVIOUS": "previous", "TOTAL": "total", "TOTAL_BY": "total by", "CUMULATIVE": "cumulative",
    "CHANGE": "change", "LESSER": "lesser", "GREATER": "greater", "NEGATE": "negative", "ADD": "+", "SUBTRACT": "-",
    "MULTIPLY": "*", "DIVIDE": "/", "AT_LEAST": "compare >=", "AT_MOST": "compare <=", "MORE": "compare >",
    "LESS": "compare <", "EQUAL": "compare =", "IS": "is", "FOR_EVERY": "for every", "FOR_ANY": "for any", "NOT": "not",
    "AND": "and", "OR": "or", "CASES": "cases", "NOT_BELOW": "not below", "NOT_ABOVE": "not above", "UNLESS": "unless",
    "OR_DIVIDED": "or divided", "OR_EARLIER": "or earlier", "ROUND": "rounded", "BANDS": "bands", "PAYMENT": "money"}

FORMS = """
average|between|within|gate met|gate missed|gate undecided|since term|since year|since quarter|previous month
previous quarter|previous year|start quarter|start year|same month|same quarter|total over a level
total over a period|total over both|member of a file|rounded as the money line says|rounded down|rounded up
rounded half even|rounded half away|rounded half down|rounded to a multiple|one case
rounded to 0 places|rounded to 6 places
input flow|input stock|input rate|input yes or no|input one of|input without a period|input taken at start
input freezes|input counts rows|input sums rows|where|where a field is given|followed by rows|followed by rows of another layout|codes from a file
codes of the text|others set aside
table always|table from a date|table without a period|table by month|table by quarter|table by year|table of amounts
bands in steps|bands with ends|bands along lines|bands each part at its own rate
bands with straight lines between|bands of a rate|bands of an amount
quantity flow|quantity stock|quantity rate|quantity yes or no|by month|by quarter|by year|by term
gate each|gate at a date|shadow|pay month|pay quarter|pay year|pay term|pay to each|pay after freeze
pay after its period|pay on a day|pay before its period|pay from a day|pay until a day
split payer by shares|split payer by weights|split payee by shares|split payee by weights|split passes on|split equally
split passes on to parties|split keeps a part|known by a day|variation signed later|gate open by the known day
file not known yet|file net|file bulk|file of stage flex|file of stage freeze|file of stage none|file covers days|file covers everything
payment final|payment provisional|members opened|members closed|members succeeded|a chain of successors
several succeeded by one|closed with nobody after it|split in three stages|received from two sides
check every payment|check every period|check of its own period|assume|money paid|money received|money passed
money received by a party
variation of a quantity|variation of a table|variation of bands|variation of a gate|variation of a pay
variation of a split|one commissioner|several commissioners|one provider|several providers|under another level
years from 1 April|years from 1 January|years inside a month|a year cut|whole units|halves to even|toward zero
value known|value not yet known|value at fault|payment known|payment not yet known|payment at fault|payment negative
payment in shadow|payment before a gate is decided
""".strip().replace("\n", "|").split("|")


def opcodes(root):
    text = Path(root, "src/lang/opcodes.def").read_text(encoding="utf-8")
    return re.findall(r"^AC_OPCODE\((\w+),", text, re.MULTILINE)


def not_yet():
    """Operations that accord has and the second opinion does not read yet, named in not_yet.txt."""
    path = Path(__file__).with_name("not_yet.txt")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


class Coverage(Counter):
    def add_contract(self, contract):
        for versions in contract.names.values():
            for at, clause in enumerate(versions):
                self[f"{clause.form}"] += 1
                getattr(self, f"add_{clause.form}")(clause, contract)
                if at:
                    what = clause.form if clause.form == "bands" else f"a {clause.form}"
                    self[f"variation of {what}"] += 1
        for word, all_versions in (("pay", contract.pays), ("split", contract.splits)):
            for versions in all_versions.values():
                for clause in versions:
                    getattr(self, f"add_{word}")(clause, contract)
                self[f"variation of a {word}"] += len(versions) - 1
        for check in contract.checks:
            self.walk(check.value, contract)
            when = {None: "of its own period", "payment": "every payment"}.get(check.every, "every period")
            self["assume" if check.word == "assume" else f"check {when}"] += 1
        self.add_head(contract)

    def add_known(self, second):
        """Data and variations as known by a day."""
        files, facts = second.facts.files, second.facts
        self["known by a day"] += facts.known_by is not None
        self["variation signed later"] += second.contract.left_out
        self["gate open by the known day"] += bool(second.meaning.open)
        for one in files.listed:
            self["file not known yet"] += one not in files.seen
            self[f"file {'net' if one.net else 'bulk'}"] += 1
            self[f"file of stage {one.stage or 'none'}"] += 1
            self["file covers days" if one.covers else "file covers everything"] += 1
        if files.has_manifest or facts.known_by:
            for paid in second.statement.payments:
                self[f"payment {'final' if paid.final else 'provisional'}"] += 1

    def add_head(self, contract):
        calendar = contract.calendar
        for kind in ("commissioner", "provider"):
            count = len(contract.levels[kind].members)
            self[f"one {kind}" if count == 1 else f"several {kind}s"] += 1
        self["years inside a month"] += calendar.year_day > 1
        self["years from 1 January"] += calendar.plain_years()
        self["years from 1 April"] += (calendar.year_day, calendar.year_month) == (1, 4)
        self["a year cut"] += any(len(calendar.months(year)) < 12 for year in calendar.all("year"))
        self["shadow"] += contract.shadow > calendar.first_day
        self["whole units"] += contract.decimals == 0
        self["halves to even"] += contract.halves == "even"
        self["toward zero"] += contract.halves == "zero"
        for level in contract.levels.values():
            lives = level.lives.values() if level.dated else ()
            after = [life.successor for life in lives if life.successor]
            self["members opened"] += any(life.opened > date.min for life in lives)
            self["members closed"] += any(life.closed < date.max for life in lives)
            self["members succeeded"] += bool(after)
            self["several succeeded by one"] += len(after) > len(set(after))
            self["a chain of successors"] += any(level.lives[one].successor for one in after)
            self["closed with nobody after it"] += any(life.closed < date.max and not life.successor for life in lives)
        self["under another level"] += any(level.under for level in contract.levels.values())

    def add_input(self, clause, contract):
        self[f"input {clause.kind}"] += 1
        self["input without a period"] += clause.period is None
        self["input taken at start"] += clause.taken == "start"
        self["input freezes"] += clause.freeze > 0
        if counted := clause.counted:
            self["input sums rows" if counted.sums else "input counts rows"] += 1
            self["where"] += counted.where is not None
            self["where a field is given"] += "given" in str(counted.where)
            self["followed by rows"] += counted.followed is not None
            self["followed by rows of another layout"] += bool(counted.followed and counted.followed.layout)
            for way in counted.by.values():
                self["codes from a file" if way.file else "codes of the text"] += 1
                self["others set aside"] += way.aside

    def add_table(self, clause, contract):
        self["table always" if len(clause.rows) == 1 else "table from a date"] += 1
        self[f"table by {clause.period}" if clause.period else "table without a period"] += 1
        self["table of amounts"] += clause.kind != "rate"

    def add_bands(self, clause, contract):
        lines = any(low != high for _, _, low, high in clause.rows)
        self["bands with straight lines between" if clause.lines else "bands along lines" if lines else
             "bands each part at its own rate" if clause.ladder else "bands in steps"] += 1
        self["bands with ends"] += any(end is not None for _, end, _, _ in clause.rows)
        of = contract.names[clause.of][0]
        self["bands of a rate" if of.kind == "rate" else "bands of an amount"] += 1

    def add_quantity(self, clause, contract):
        self[f"quantity {clause.kind}"] += 1
        self[f"by {clause.period}"] += 1
        self.walk(clause.value, contract)

    def add_gate(self, clause, contract):
        self["gate at a date" if clause.date else "gate each"] += 1
        self.walk(clause.value, contract)

    def add_pay(self, clause, contract):
        self[f"pay {clause.period}"] += 1
        self["pay to each"] += clause.each is not None
        self["pay on a day" if clause.when == "on" else "pay before its period" if clause.when == "before" else
             "pay after freeze" if clause.after_freeze else "pay after its period"] += 1
        self["pay from a day"] += clause.begins > date.min
        self["pay until a day"] += clause.ends < date.max
        self.walk(clause.value, contract)

    def add_split(self, clause, contract):
        if not clause.to and clause.who not in ("payer", "payee"):
            self["split passes on to parties"] += 1
            self["split keeps a part"] += clause.who in (clause.shares or ())
            return
        word = "split passes on" if clause.to else f"split {clause.who} by {'shares' if clause.shares else 'weights'}"
        self[word] += 1
        self["split equally"] += clause.equally
        if clause.by:
            self.walk(clause.by, contract)

    def walk(self, node, contract):
        """Every form that a formula is made of."""
        form = node[0]
        self[form] += 1
        if form == "compare":
            self[f"compare {node[1]}"] += 1
        elif form in ("gate", "previous", "start", "same"):
            self[f"{form} {node[2]}"] += 1
        elif form in ("cumulative", "change"):
            self[f"since {node[2]}"] += 1
        elif form == "total":
            period = any(dim in ("month", "quarter", "year", "term") for dim in node[2])
            self["total over both" if period and len(node[2]) > 1 else "total over a period" if period
                 else "total over a level"] += 1
        elif form == "member":
            self["member of a file"] += any(code in level.members for level in contract.levels.values() if level.file
                                            for code in node[2])
        elif form == "money":
            self["money received by a party" if node[2] else f"money {node[1]}"] += 1
        elif form == "rounded":
            self[f"rounded {node[3] or 'as the money line says'}"] += 1
            self[f"rounded to {node[2]} places"] += 1
            self["rounded to a multiple"] += node[4] > 1
        for part in Grains.formulas(node):
            self.walk(part, contract)

    def missing(self, root):
        """Forms and operations that do not occur, and operations that the second opinion does not know."""
        lacking = [form for form in FORMS if not self[form]]
        known = not_yet()
        for opcode in opcodes(root):
            if opcode not in OPCODES and opcode not in known:
                lacking.append(f"operation {opcode}: not in OPCODES, nor in not_yet.txt")
            elif opcode in OPCODES and not self[OPCODES[opcode]]:
                lacking.append(f"operation {opcode}")
        return lacking

    def table(self, root):
        """The counts, in columns."""
        names = [f"{opcode} ({OPCODES[opcode]})" for opcode in opcodes(root) if opcode in OPCODES]
        counts = [self[OPCODES[opcode]] for opcode in opcodes(root) if opcode in OPCODES]
        return [f"{count:7} {name}" for name, count in [*zip(names, counts), *((form, self[form]) for form in FORMS)]]
