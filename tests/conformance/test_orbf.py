#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Solves published results-based-financing equations with accord, against published values.

    test_orbf.py ACCORD SOURCE_ROOT

A problem is a set of named spreadsheet formulas (the syntax of Hesabu and Dentaku); its solution
gives the value of each name. Here each name that is a number becomes an input, read from a file,
and each other name a clause of a contract; names stay as they were published.

1. TABLE: formulas chosen from the published problems, with their published values.
2. WORKED: functions that no published problem uses, with the values that their definition gives.
3. What a contract cannot say is refused by name, and a wrong figure is told from a rounded one.
4. With ACCORD_CASES set: every value of the published files, unchanged, from $ACCORD_CASES/orbf.

A value must be exactly that of its formula in fractions. A published value is a double, reached by
operations on doubles, each of which is the exact result of its operands times 1 + d, where
|d| <= 2^-53 (no value here is near the ends of a double's range). The bound on how far it may lie
from the exact value follows from the formulas: each operation adds 2^-53 of its result's size to
what its operands' errors come to, and nothing where the operands are exact and the result is itself
a double. So what is made of whole numbers without a division that leaves a fraction agrees exactly.

Source of the formulas and values in TABLE: BLSQ/orbf-rules_engine, spec/fixtures/rules_engine and
spec/lib/orbf/rules_engine/builders/calculator_factory_spec.rb; MIT, Copyright (c) 2018 Bluesquare.
Python's standard library only. Exit: 0 all agree, 1 something does not.
"""
import json
import os
import re
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap  # noqa: E402
from orbf_formulas import Contract, Unsayable  # noqa: E402

PUBLISHED = {"sigl": 288, "quarterly": 41, "nigeria": 44}
UNIT = Fraction(1, 2 ** 53)  # half a unit in the last place of a double, relative

# Name, formula, published value as it is written there. Names are shortened, and those that only
# say another again are left out.
TABLE = (
    # nigeria: a state's payment, shared by the population of its facilities
    ("population_for_5", "32", "32"),
    ("population_for_1", "33", "33"),
    ("population_for_2", "80", "80"),
    ("payment_for_state_id", "32000", "32000"),
    ("ou_population_for_5", "MAX(population_for_5)", "32"),
    ("ou_population_for_1", "MAX(population_for_1)", "33"),
    ("ou_population_for_2", "MAX(population_for_2)", "80"),
    ("ou_weight_for_5", "SAFE_DIV(ou_population_for_5,state_population)", "0.2206896551724138"),
    ("ou_weight_for_1", "SAFE_DIV(ou_population_for_1,state_population)", "0.22758620689655173"),
    ("ou_weight_for_2", "SAFE_DIV(ou_population_for_2,state_population)", "0.5517241379310345"),
    ("ou_payment_for_5", "ou_weight_for_5 * SAFE_DIV(MAX(payment_for_state_id),2)",
     "3531.0344827586205"),
    ("ou_payment_for_1", "ou_weight_for_1 * SAFE_DIV(MAX(payment_for_state_id),2)",
     "3641.379310344828"),
    ("ou_payment_for_2", "ou_weight_for_2 * SAFE_DIV(MAX(payment_for_state_id),2)",
     "8827.58620689655"),
    ("state_population", "SUM(ou_population_for_5,ou_population_for_1,ou_population_for_2)", "145"),
    ("state_total_payment", "SUM(ou_payment_for_5,ou_payment_for_1,ou_payment_for_2)", "16000"),
    # quarterly: verified less declared, at a price; the quarter so far
    ("verified_201601", "18", "18"),
    ("verified_201602", "18", "18"),
    ("declared_201601", "1", "1"),
    ("declared_201602", "2", "2"),
    ("price_act1", "10", "10"),
    ("act2_verified_price", "0", "0"),
    ("act1_verified_price_201601", "(verified_201601 - declared_201601) * price_act1", "170"),
    ("act1_verified_price_201602", "(verified_201602 - declared_201602) * price_act1", "160"),
    ("total_201601", "SUM(act1_verified_price_201601, act2_verified_price)", "170"),
    ("total_201602", "SUM(act1_verified_price_201602, act2_verified_price)", "160"),
    ("monthly_201601", "total_201601 + total_201601", "340"),
    ("quarterly_201601", "SUM(0, total_201601)", "170"),
    ("quarterly_201602", "SUM(monthly_201601, total_201602)", "500"),
    # sigl: mean consumption of six months, months with data, balance by organisation
    ("consumed_201508", "8", "8"),
    ("consumed_201509", "9", "9"),
    ("consumed_201510", "10", "10"),
    ("consumed_201511", "11", "11"),
    ("consumed_201512", "12", "12"),
    ("consumed_201601", "0", "0"),
    ("is_null_201508", "0", "0"),
    ("is_null_201509", "0", "0"),
    ("is_null_201510", "0", "0"),
    ("is_null_201511", "0", "0"),
    ("is_null_201512", "0", "0"),
    ("is_null_201601", "1", "1"),
    ("last_6_months_consumption", "AVG(consumed_201508,consumed_201509,consumed_201510,"
     "consumed_201511,consumed_201512,consumed_201601)", "8.333333333333334"),
    ("months_with_data", "6 - SUM(is_null_201508,is_null_201509,is_null_201510,is_null_201511,"
     "is_null_201512,is_null_201601)", "5"),
    ("balance_for_1", "10", "10"),
    ("balance_for_2", "20", "20"),
    ("total_balance", "SUM(balance_for_1, balance_for_2)", "30"),
    ("balance_by_count", "SAFE_DIV(total_balance,2)", "15"),
    # the functions' own examples
    ("my_avg", "AVG(1,3,9)", "4.333333333333333"),
    ("score_9", "score_table(9,0,10,1,  10,90,2 , 3 )", "1"),
    ("score_10", "score_table(10,0,10,1,  10,90,2 , 3 )", "2"),
    ("score_89_9", "score_table(89.9,0,10,1,  10,90,2 , 3 )", "2"),
    ("score_99", "score_table(99,0,10,1,  10,90,2 , 3 )", "3"),
    ("my_arr", "access(3,6,9,1)", "6"),
    ("my_var", "abs(-1.5)", "1.5"),
)

# Name, formula, exact value. SAFE_DIV gives 0 for a divisor of 0; ROUND takes halves away from
# zero; a band of a score table holds its beginning and not its end, and a score in no band is left
# as it is where there is no last value.
WORKED = (
    ("a", "7", "7"),
    ("b", "-2.5", "-2.5"),
    ("zero", "0", "0"),
    ("price", "1234.5", "1234.5"),
    ("by_nothing", "SAFE_DIV(a, zero)", "0"),
    ("by_nothing_at_all", "SAFE_DIV(a - 7, b - b) + 1", "1"),
    ("inner", "SAFE_DIV(SAFE_DIV(a, 0) + 3, 2)", "1.5"),
    ("least", "MIN(a, b, zero)", "-2.5"),
    ("most", "Max(b, a, zero - 1)", "7"),
    ("sign", "-b * -(a - 3) - -1", "-9"),
    ("order", "a - 2 - 3 * 2 / 4 + 1", "4.5"),
    ("chosen", "IF(a > 5 AND b < 0, MAX(a, 1) * 2, -b)", "14"),
    ("other", "if(not (a >= 8) && zero != 0 || a = 8, 1, -b - a)", "-4.5"),
    ("nested", "1 + IF(a <= 6, 1, if(zero == 0, a, b)) * 2", "15"),
    ("half", "ROUND(b, 0)", "-3"),
    ("places", "round(price * a / 8, 2)", "1080.19"),
    ("below", "score_table(a * 2, 0, 7, 10, 7, 14, 20)", "14"),
    ("edge", "score_table(a, 0, 7, b, 7, 14, zero - 20, 3)", "-20"),
    ("picked", "ACCESS(a, a * b, zero, 1) / 5", "-3.5"),
)

REFUSED = ("randbetween(1, 4)", "SQRT(2)", "STDEVP(1, 2)", "ACCESS(1, 2, a)", "2 ^ 3", "SUM(1",
           "1 2")


# ------------------------------------------------------------ what may differ

class Bound:
    """An exact value, and how far from it the same operation on doubles may come."""

    def __init__(self, value, error=Fraction(0), rounds=True):
        self.value = value
        self.error = error
        if rounds and (error or Fraction(float(value)) != value):
            self.error += UNIT * (abs(value) + error)

    def surely(self, holds):
        """Which way a comparison with 0 goes, if doubles cannot take it the other way."""
        if self.error and abs(self.value) <= self.error:
            raise Unsayable("a comparison that hangs on the rounding of a double")
        return holds(self.value)


class Bounds:
    """Works the formulas of a problem out in fractions, with the bound of each."""

    COMPARE = {"<": lambda d: d < 0, "<=": lambda d: d <= 0, ">": lambda d: d > 0,
               ">=": lambda d: d >= 0, "=": lambda d: d == 0}

    def __init__(self, trees):
        self.trees = trees
        self.known = {}

    def of(self, name):
        if name not in self.known:
            self.known[name] = self.bound(self.trees[name])
        return self.known[name]

    def holds(self, tree):
        kind, *given = tree
        if kind == "not":
            return not self.holds(given[0])
        if kind in ("and", "or"):
            both = [self.holds(part) for part in given]
            return all(both) if kind == "and" else any(both)
        a, b = map(self.bound, given)
        return Bound(a.value - b.value, a.error + b.error, False).surely(self.COMPARE[kind])

    def bound(self, tree):
        kind, *given = tree
        if kind == "name":
            return self.of(given[0])
        if kind == "number":
            return Bound(given[0])
        if kind == "IF":
            return self.bound(given[1] if self.holds(given[0]) else given[2])
        a = self.bound(given[0])
        if kind == "minus":
            return Bound(-a.value, a.error, False)
        if kind == "ROUND":
            return self.rounded(a, int(given[1][1]) if len(given) == 2 else 0)
        b = self.bound(given[1])
        if kind in ("MAX", "MIN"):
            chosen = max if kind == "MAX" else min
            return Bound(chosen(a.value, b.value), max(a.error, b.error), False)
        if kind in ("+", "-"):
            return Bound(a.value + (b.value if kind == "+" else -b.value), a.error + b.error)
        if kind == "*":
            return Bound(a.value * b.value, abs(a.value) * b.error + abs(b.value) * a.error
                         + a.error * b.error)
        if kind == "SAFE_DIV" and b.surely(lambda value: value == 0):
            return Bound(Fraction(0))
        return Bound(a.value / b.value, (abs(a.value) * b.error + abs(b.value) * a.error)
                     / (abs(b.value) * (abs(b.value) - b.error)))

    @staticmethod
    def rounded(a, places):
        scaled = Bound(a.value * 10 ** places, a.error * 10 ** places)
        whole, rest = divmod(abs(scaled.value), 1)
        up = Bound(rest - Fraction(1, 2), scaled.error, False).surely(lambda over: over >= 0)
        return Bound(Fraction((whole + up) * (1 if a.value >= 0 else -1), 10 ** places))


def differences(accord, title, problem, solution):
    """What does not agree, a line each; and how many values were compared, exactly and in bound."""
    contract = Contract(title, problem)
    found = contract.solve(accord)
    bounds = Bounds(contract.trees)
    wrong, exactly, within = [], 0, 0
    if problem.keys() != solution.keys():
        wrong.append("the problem and its solution do not name the same")
    for name, published in solution.items():
        bound, value = bounds.of(name), found.get(name)
        off = value is None or abs(value - published)
        if value != bound.value or off > bound.error:
            wrong.append(f"{name}: accord {value}, exact {bound.value}, published "
                         f"{float(published)!r}, bound {float(bound.error):.3g}")
        elif off:
            within += 1
        else:
            exactly += 1
    return wrong, exactly, within


def published_number(text):
    """A whole number as it is; any other text stands for a double."""
    return Fraction(int(text)) if re.fullmatch(r"-?\d+", text) else Fraction(float(text))


def read_table(table, read):
    return ({name: formula for name, formula, _ in table},
            {name: read(text) for name, _, text in table})


# ---------------------------------------------------------------------- tests

def test_tables(tap, accord):
    for title, table, read in (("chosen formulas", TABLE, published_number),
                               ("worked formulas", WORKED, Fraction)):
        wrong, exactly, within = differences(accord, title, *read_table(table, read))
        tap.point(not wrong, f"{title}: {exactly} exactly, {within} within a double's rounding",
                  "\n".join(wrong))


def test_what_is_told(tap, accord):
    problem, solution = read_table(TABLE, published_number)
    for name in ("state_population", "ou_payment_for_2", "last_6_months_consumption"):
        right = solution[name]
        solution[name] = right * (1 + 16 * UNIT)  # some 16 times what one operation may be out by
        wrong, _, _ = differences(accord, "wrong", problem, solution)
        tap.point(len(wrong) == 1 and wrong[0].startswith(name), f"a wrong {name} is told", wrong)
        solution[name] = right
    for formula in REFUSED:
        try:
            Contract("refused", {"a": "1", "x": formula})
            tap.point(False, f"{formula} is refused")
        except Unsayable as why:
            tap.point(bool(str(why)), f"{formula} is refused")


def test_published(tap, accord):
    folder = os.environ.get("ACCORD_CASES")
    for case, count in PUBLISHED.items():
        paths = [Path(folder or ".") / "orbf" / f"{case}_{what}.json"
                 for what in ("problem", "solution")]
        if not folder or not all(path.is_file() for path in paths):
            tap.point(True, f"{case}, published # SKIP set ACCORD_CASES to a folder in which orbf/ "
                      f"holds {paths[0].name} and {paths[1].name}")
            continue
        problem = json.loads(paths[0].read_text(encoding="utf-8"))
        solution = json.loads(paths[1].read_text(encoding="utf-8"),
                              parse_int=published_number, parse_float=published_number)
        wrong, exactly, within = differences(accord, case, problem, solution)
        if exactly + within + len(wrong) != count:
            wrong.insert(0, f"{exactly + within} values agree, {count} are published")
        tap.point(not wrong, f"{case}, published: {exactly} exactly, {within} within a double's "
                  "rounding", "\n".join(wrong))


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: test_orbf.py ACCORD SOURCE_ROOT")
    tap = Tap()
    for test in (test_tables, test_what_is_told, test_published):
        test(tap, sys.argv[1])
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
