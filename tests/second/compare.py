# SPDX-License-Identifier: MIT
"""Runs accord on a contract and its data, and holds every value, payment, part and check to the second reading."""

import csv
import io
import itertools
import json
import subprocess
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from contract import Contract
from facts import Facts
from meaning import Meaning
from money import Statement
from states import Gone


AWAY = ("not open", "closed")  # how `accord eval` says that a member is not there (R47)


class Refused(Exception):
    """accord did not take the contract or its data; the text is what it said."""


def run(accord, *words, good=(0,)):
    done = subprocess.run([accord, *map(str, words)], capture_output=True, timeout=120)
    if done.returncode not in good:
        raise Refused(f"accord {words[0]} ended with {done.returncode}\n"
                      + (done.stderr + done.stdout).decode(errors="replace")[:3000])
    return done.stdout.decode()


def state_of(lost):
    return "known" if lost is None else "at fault" if lost.fault else "not yet known"


class Second:
    """The second reading of a contract and its data."""

    def __init__(self, path, folder, layouts=(), known_by=None):
        self.contract = Contract(Path(path).read_text(encoding="utf-8"), known_by)
        self.facts = Facts(self.contract, folder, layouts, known_by)
        self.meaning = Meaning(self.contract, self.facts)

    @cached_property
    def statement(self):
        """Payments; it says first which gates are open by the day that all is known by."""
        return Statement(self.meaning)

    def names(self):
        """What `accord eval` can show: everything that is by the term's periods."""
        return list(self.contract.names)

    def values(self):
        """(name, members in the order of their levels, period): value, of every name."""
        for name in self.names():
            levels, kind = self.meaning.kind_of(name)
            members = [self.contract.levels[level].members for level in levels]
            for chosen in itertools.product(*members):
                yield name, dict(zip(levels, chosen)), kind

    def period(self, name, label):
        """The period that accord writes beside a value of a name."""
        calendar = self.contract.calendar
        kind = self.meaning.kind_of(name)[1]
        if kind is None:  # a table without a period, or a gate at a date, follows periods of some kind
            kind = "quarter" if "Q" in label else "month" if "-" in label else "year"
        return calendar.all("term")[0] if label == "term" else calendar.read(kind, label) if label else None

    def away(self, name, where, period, word):
        """What a value is that accord does not show, for its member is not there: nought, if that is so."""
        status = self.meaning.status(where, period, self.meaning.knowledge.of_named(name),
                                     self.meaning.grains.is_amount(("name", name))) if period else "open"
        if status == "open":
            return None, word
        return shown(self.meaning.nought(("name", name)))

    def value(self, name, where, period):
        clause = self.contract.names[name][0]
        if clause.form == "gate" and clause.date:
            return self.meaning.state(name, period)
        if clause.form == "gate":
            return self.meaning.state(name, period)
        return self.meaning.named(name, where, period)


def shown(value):
    """A value as accord writes it: (text or Fraction, state)."""
    if isinstance(value, Gone):
        return None, "fault" if value.fault else "not yet known"
    if isinstance(value, bool):
        return "yes" if value else "no", "known"
    return value, "known"


def parsed(row):
    text, state = row["value"], row["status"].partition(":")[0]
    if state != "known" and not (state in AWAY and text):
        return None, state
    try:
        return Fraction(text), "known"
    except ValueError:
        return text, "known"


def asking(layouts, known_by):
    return [word for place in layouts for word in ("--layouts", place)] \
        + (["--known-by", known_by.isoformat()] if known_by else [])


def accord_values(accord, path, folder, names, layouts=(), known_by=None):
    """(name, members, period as written): (value, state), of these names in one run."""
    asked = [word for name in names for word in ("--value", name)]
    looked = asking(layouts, known_by)
    text = run(accord, "eval", path, "--data", folder, "--format", "csv", "--quiet", *asked, *looked,
               good=(0, 1))
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        members = frozenset((level, member) for level, member in row.items()
                            if level not in ("name", "period", "value", "status") and member)
        found[row["name"], members, row["period"]] = parsed(row)
    return found


def differing_values(second, found):
    """Lines about values that are not those of the second reading, and how many were held together."""
    lines, counted = [], 0
    calendar = second.statement.calendar
    for (name, members, label), theirs in found.items():
        period = second.period(name, label)
        own = shown(second.value(name, dict(members), period))
        counted += 1
        if theirs[1] in AWAY:
            theirs = second.away(name, dict(members), period, theirs[1])
        if own != theirs:
            lines.append(f"{name} {'/'.join(sorted(m for _, m in members))} {label}: accord {theirs}, second {own}")
    names = {name for name, _, _ in found}
    lines += [f"{name}: accord shows no value" for name in second.names() if name not in names]
    wanted = sum(len(calendar.all(kind)) if kind else 1 for _, _, kind in second.values())
    if not lines and counted < wanted:
        lines.append(f"accord shows {counted} values, {wanted} are there")
    return lines, counted


def accord_statement(accord, path, folder, layouts=(), known_by=None):
    looked = asking(layouts, known_by)
    text = run(accord, "statement", path, "--data", folder, "--format", "json", "--quiet", *looked, good=(0, 1, 3))
    if not text:
        run(accord, "statement", path, "--data", folder, "--quiet", *looked)  # says why there is none
    return json.loads(text)


def own_payment(paid):
    """A payment in the shape of accord's JSON."""
    known = paid.lost is None
    passed = {(party, code): part for party, parts in paid.passed.items() for code, part in parts.items()}
    return {"due": paid.due.isoformat(), "shadow": paid.shadow, "state": state_of(paid.lost),
            "amount": paid.amount if known else None, "payers": paid.payers if known else {},
            "payees": paid.payees if known else {}, "legs": paid.legs if known else {},
            "passed": passed if known else {}}


def their_payment(paid):
    known = paid["state"] == "known"
    parts = {role: {one["party"]: one["minor"] for one in paid.get(role, [])} for role in ("payers", "payees")}
    standing = {"standing": paid["standing"]} if "standing" in paid else {}
    return {**standing, "due": paid["due"], "shadow": paid["shadow"], "state": paid["state"],
            "amount": paid.get("minor") if known else None, **parts,
            "legs": {(leg["from"], leg["to"]): leg["minor"] for leg in paid.get("legs", [])},
            "passed": {(one["from"], to["party"]): to["minor"] for one in paid.get("passed", [])
                       for to in one["to"]}}


def differing_payments(second, stated):
    """Lines about payments, parts and checks that differ, and how many figures were held together."""
    own = second.statement
    calendar, lines, counted = second.contract.calendar, [], 0
    theirs = {(one["clause"], one["period"]): their_payment(one) for one in stated["payments"]}
    stands = {(one.clause, calendar.label(one.period)): one.final for one in own.payments}
    mine = {(one.clause, calendar.label(one.period)): own_payment(one) for one in own.payments}
    for key in sorted(set(mine) | set(theirs)):
        left, right = mine.get(key), theirs.get(key)
        if left is None or right is None:
            lines.append(f"payment {key}: accord {right}, second {left}")
            continue
        counted += 1 + sum(len(left[role]) for role in ("payers", "payees", "legs", "passed"))
        if "standing" in right:
            left["standing"] = "final" if stands[key] else "provisional"
        for word in left:
            if nonzero(left[word]) != nonzero(right[word]):
                lines.append(f"payment {key} {word}: accord {right[word]}, second {left[word]}")
    checked = {(one["clause"], one.get("payment", ""), one["period"]): one["holds"]
               for one in stated["checks"] + stated["assumptions"]}
    for number, payment, period, holds in own.checks():
        key = (number, payment, calendar.label(period))
        counted += 1
        theirs_hold = checked.pop(key, "not told")
        if theirs_hold != (None if isinstance(holds, Gone) else holds):
            lines.append(f"check {key}: accord {theirs_hold}, second {holds}")
    lines += [f"check {key}: accord {holds}, second does not have it" for key, holds in checked.items()]
    return lines, counted


def nonzero(parts):
    """Legs and parts of nothing may be left out."""
    return {key: part for key, part in parts.items() if part} if isinstance(parts, dict) else parts


def compare(accord, path, folder, layouts=(), known_by=None):
    """(lines about differences, figures held together) of a contract and its data."""
    second = Second(path, folder, layouts, known_by)
    found = accord_values(accord, path, folder, second.names(), layouts, known_by)
    lines, values = differing_values(second, found)
    more, parts = differing_payments(second, accord_statement(accord, path, folder, layouts, known_by))
    return lines + more, values + parts
