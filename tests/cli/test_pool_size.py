#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How many sessions to employ, as users ask: examples/pool, made requests, and bad input.

usage: test_pool_size.py ACCORD SOURCE_ROOT

Prints TAP. Python's standard library only.
"""
import csv
import datetime
import io
import json
import pathlib
import random
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4"]
GIVEN = ["--set", "demand sessions a week=50", "--set", "demand spread sessions=8"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3


def size(pool, *arguments):
    result = subprocess.run([ACCORD, "pool", "size", str(pool), *map(str, arguments)], capture_output=True,
                            timeout=100, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def as_json(pool, *arguments):
    code, out, err = size(pool, *arguments, "--format", "json")
    need(code == DONE and not err, (code, err))
    return json.loads(out, parse_constant=lambda word: need(False, word))


def figure_of(answer, name):
    return next(f for f in answer["figures"] if f["figure"] == name)


def every_figure_is_told_with_its_source():
    code, out, err = size(POOL, *PERIOD, "--set", "locum pence=40000")
    need(code == DONE and not err, (code, err))
    for words in ("sickness percent                    4  sizing.csv, line 4: invented for this example",
                  "price pence                    36,000  sizing.csv, line 2", "locum pence                    40,000  option",
                  "notice weeks                       13  assumption, three months' notice",
                  "placed at most percent          97.44  fitted", "fitted by moments to 4 weeks of 4 practices",
                  "a period of 13 weeks from 2 February 2015; 2000 scenarios, seed 1"):
        need(words in out, words + "\n" + out)
    need(out.count("assumption") > 10, out)


def a_figure_holds_from_its_day():
    later = as_json(POOL, "--from", "2015-01-05", "--weeks", "13")
    need(figure_of(later, "price pence")["value"] == 37000, "the period begins in April")


def three_forms_say_the_same():
    arguments = [*PERIOD, "--sessions", "5,8", "--idle", "0,3"]
    answer = as_json(POOL, *arguments)
    code, out, _ = size(POOL, *arguments, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    need(code == DONE and len(rows) == len(answer["curve"]), out)
    for row, size_of in zip(rows, answer["curve"]):
        for name in ("sessions_a_week", "used_a_week", "profit", "loss_percent", "worst", "break_even_price"):
            need(row[name] == "" and size_of[name] is None or float(row[name]) == size_of[name], (name, row, size_of))
        need(float(row["week_over_3_idle_percent"]) == size_of["idle"][1]["week_percent"], row)
    need([r["is_best"] for r in rows].count("yes") == 1 and [r["is_today"] for r in rows].count("yes") == 1, out)
    _, table, _ = size(POOL, *arguments)
    need(f"best: {answer['best']} sessions a week" in table, table)


def the_same_seed_gives_the_same_bytes():
    first = size(POOL, *PERIOD, "--scenarios", "500")
    need(first == size(POOL, *PERIOD, "--scenarios", "500", "--seed", "1"), "seed 1 is the default")
    need(first[1] != size(POOL, *PERIOD, "--scenarios", "500", "--seed", "2")[1], "another seed")
    early = size(POOL, *PERIOD, "--scenarios", "500", "--today", "2010-01-01")
    need(early == first, "the answer does not depend on the day of asking")


def one_more_is_the_difference_of_two_sizes():
    answer = as_json(POOL, *PERIOD, *GIVEN, "--sessions", "44,45,46")
    profits = {row["sessions_a_week"]: row["profit"] for row in answer["curve"]}
    best = answer["best"]
    shown = as_json(POOL, *PERIOD, *GIVEN, "--sessions", f"{best - 1},{best + 1}")
    profits.update({row["sessions_a_week"]: row["profit"] for row in shown["curve"]})
    need(abs(profits[best + 1] - profits[best] - answer["one_more"]["profit"]["value"]) <= 1.01, (profits, answer))
    need(abs(profits[best - 1] - profits[best] - answer["one_fewer"]["profit"]["value"]) <= 1.01, (profits, answer))
    need(all(p <= profits[best] for p in profits.values()), profits)


def prices_break_even_where_they_say():
    row = as_json(POOL, *PERIOD, *GIVEN, "--sessions", "50")["curve"][-1]
    pence = f"price pence={100 * row['break_even_price']:.4f}"
    even = next(r for r in as_json(POOL, *PERIOD, *GIVEN, "--set", pence, "--sessions", "50")["curve"]
                if r["sessions_a_week"] == 50)
    need(abs(even["profit"]) < 10, even)
    pence = f"price pence={100 * row['risk_price']:.4f}"
    safe = next(r for r in as_json(POOL, *PERIOD, *GIVEN, "--set", pence, "--sessions", "50")["curve"]
                if r["sessions_a_week"] == 50)
    need(abs(safe["worst"]) < 10 < safe["profit"], safe)
    need(abs(row["risk_premium"] - (row["risk_price"] - row["break_even_price"])) < 0.011, row)


def figures_move_the_answer_as_they_should():
    base = as_json(POOL, *PERIOD, *GIVEN)
    for words, larger in (("unmet value pence=15000", True), ("idle value pence=20000", True), ("cost pence=34000", False),
                          ("price pence=34000", False), ("period shock percent=0", None), ("sickness percent=10", None)):
        other = as_json(POOL, *PERIOD, *GIVEN, "--set", words)
        need(larger is None or (other["best"] > base["best"]) == larger, (words, base["best"], other["best"]))
    cancelled = as_json(POOL, *PERIOD, *GIVEN, "--set", "cancelled percent=20", "--set", "late percent=0")
    need(cancelled["best"] < base["best"], "what is cancelled in time is not asked for")
    late = as_json(POOL, *PERIOD, *GIVEN, "--set", "cancelled percent=20")
    need(late["curve"][3]["idle_a_week"] > base["curve"][3]["idle_a_week"] + 3, "late cancellations are idle")
    careful = as_json(POOL, *PERIOD, *GIVEN, "--set", "tail weight percent=100", "--set", "demand tie percent=60")
    bold = as_json(POOL, *PERIOD, *GIVEN, "--set", "demand tie percent=60")
    need(careful["best"] < bold["best"], "who fears the worst employs fewer")


def what_matters_most_comes_first():
    answer = as_json(POOL, *PERIOD, *GIVEN, "--scenarios", "500")
    changes = [abs(one["change"]) for one in answer["variation"]]
    need(changes == sorted(changes, reverse=True) and changes[0] > 0, answer["variation"])
    for one in answer["variation"][:4]:
        other = as_json(POOL, *PERIOD, *GIVEN, "--scenarios", "500", "--set", f"{one['figure']}={one['value']}")
        need(other["best"] == one["best"], (one, other["best"]))
        best = next(r for r in other["curve"] if r["sessions_a_week"] == other["best"])
        need(best["profit"] == one["profit"], (one, best))


def single_needs_are_fitted(folder):
    """A year of single requests of 20 practices, some of whose weeks are bad for all."""
    pool = folder / "year"
    shutil.copytree(POOL, pool)
    draw = random.Random(3)
    first = datetime.date(2013, 1, 7)
    sites = ["S%02d" % i for i in range(20)]
    (pool / "fixed.csv").unlink()
    with (pool / "sites.csv").open("a") as out:
        out.writelines(f"{s},Site {s},,,\n" for s in sites)
    with (pool / "travel.csv").open("a") as out:
        out.writelines(f"Hastings,{s},10\n" for s in sites)
    asked = 0
    heading = (pool / "requests.csv").read_text().splitlines()[0]
    lines = [heading + ",reason"]
    for week in range(104):
        day = first + datetime.timedelta(weeks=week, days=1)
        month = 1.5 if day.month in (12, 1, 2) else 1
        shared = draw.choice((0.6, 1.4))
        for site in sites:
            for n in range(sum(draw.random() < 0.25 * month * shared for _ in range(6))):
                lines.append(f"{site}-{week}-{n},{site},fixed,{day},,,morning,1,,,,,,,leave")
                asked += 1
    (pool / "requests.csv").write_text("\n".join(lines) + "\n")
    answer = as_json(pool, "--from", first, "--weeks", "104", "--scenarios", "500")
    demand = answer["demand"]
    need(abs(demand["asked_a_week"] - asked / 104) < 0.06, (demand, asked / 104))
    need(demand["vacancies"] == 0 and demand["common_correlation"] > 0.1, demand)
    need(abs(demand["common_variance"] - 0.16) < 0.05, demand)
    need(demand["overdispersion"] == 0, "counts of six chances vary less than Poisson")
    need(figure_of(answer, "january percent")["from"] == "fitted", answer["figures"])
    need(figure_of(answer, "january percent")["value"] > 115 > figure_of(answer, "july percent")["value"], answer["figures"])
    need(figure_of(answer, "period shock percent")["from"] == "fitted", "eight quarters were seen")
    need(answer["pooling"]["together_profit_a_week"] > answer["pooling"]["apart_profit_a_week"], answer["pooling"])


def what_cannot_be_is_told_in_words(folder):
    code, out, err = size(POOL, *PERIOD, "--set", "price pence=100")
    need(code == DONE and "no session pays for itself at this price: the best pool is none" in out, (code, out, err))
    need("nan" not in out.lower() and "inf" not in out.lower().replace("information", ""), out)
    code, out, err = size(POOL, *PERIOD, "--set", "demand sessions a week=0")
    need(code == DONE and "nan" not in out and "-0" not in out.replace("2015-0", ""), out)
    code, out, err = size(POOL, *PERIOD, "--set", "locum pence=20000")
    need(code == DONE and "a locum costs no more than a session of the pool" in out, out)
    bad = folder / "bad"
    shutil.copytree(POOL, bad)
    (bad / "sizing.csv").write_text("figure,from,value,source\nprice,,36000,\nsickness percent,,51,\ncost pence,,\"3,1\",\n"
                                    "cost pence,31/02/2015,3,\n")
    code, out, err = size(bad, *PERIOD)
    need(code == NO and not out, (code, out))
    for words in ('sizing.csv:2:1: figure "price" must be one of', "sizing.csv:3:3: sickness percent 51 must lie between 0 and 50",
                  'sizing.csv:4:3: value "3,1" must be a number', "sizing.csv:5:2: from"):
        need(words in err, words + "\n" + err)
    for arguments, code_expected, words in (
            (["--set", "price pence"], FAILED, "has no value"),
            (["--set", "prise pence=4"], FAILED, "did you mean price pence?"),
            (["--set", "sickness percent=60"], FAILED, "must be a number between 0 and 50"),
            (["--set", "idle value pence=40000"], FAILED, "so any number would pay"),
            (["--scenarios", "10"], MISUSED, "too few to tell of a tail"),
            (["--scenarios", "100000", "--set", "demand sessions a week=90000"], FAILED, "give fewer --scenarios"),
            (["--sessions", "10,x"], MISUSED, "--sessions"),
            (["--idle", ""], MISUSED, "--idle")):
        code, _, err = size(POOL, *PERIOD, *arguments)
        need(code == code_expected and words in err, (arguments, code, err))


def part_of(answer, of, name):
    return next(part for part in answer["parts"] if (part["of"], part["name"]) == (of, name))


def only(folder, name, keep):
    """The example with those rows of requests.csv alone, and nothing else that names a request."""
    pool = folder / name
    shutil.copytree(POOL, pool)
    with (POOL / "requests.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if keep(row)]
    with (pool / "requests.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    for file in ("fixed.csv", "timesheets.csv", "lookback.csv"):
        (pool / file).unlink()
    return pool


def a_part_is_sized_as_a_pool_of_its_own(folder):
    answer = as_json(POOL, *PERIOD, "--scenarios", "500")
    parts = {("skill", "dermatology"): lambda row: row["skill"] == "dermatology", ("skill", ""): lambda row: not row["skill"],
             ("base", "Eastbourne"): lambda row: row["site"] == "G81003",
             ("base", "Hastings"): lambda row: row["site"] != "G81003"}
    need({(part["of"], part["name"]) for part in answer["parts"]} == {*parts, ("base", "Bexhill")}, answer["parts"])
    idle = part_of(answer, "base", "Bexhill")
    need(idle["asked_a_week"] == 0 and idle["on_offer_today"] > 0 and idle["best"] == 0, "doctors whom no site is near")
    for at, ((of, name), keep) in enumerate(parts.items()):
        part = part_of(answer, of, name)
        alone = as_json(only(folder, str(at), keep), *PERIOD, "--scenarios", "500")
        best = next(row for row in alone["curve"] if row["sessions_a_week"] == alone["best"])
        need(part["best"] == alone["best"], (part, best))
        for mine, its in (("used_a_week", "used_a_week"), ("idle_a_week", "idle_a_week"), ("idle_worst", "idle_worst_a_week"),
                          ("met_percent", "met_percent"), ("profit", "profit"), ("loss_percent", "loss_percent"),
                          ("worst", "worst"), ("break_even_price", "break_even_price"), ("risk_price", "risk_price")):
            need(part[mine] == best[its], (of, name, mine, part, best))
    for of in ("skill", "base"):
        asked = sum(part["asked_a_week"] for part in answer["parts"] if part["of"] == of)
        need(abs(asked - answer["demand"]["asked_a_week"]) < 0.11, asked)
    offers = [part["on_offer_today"] for part in answer["parts"] if part["of"] == "base"]
    need(abs(sum(offers) - part_of(answer, "skill", "")["on_offer_today"]) < 0.11, "each doctor is of one base")


def what_nobody_may_work_is_short(folder):
    pool = folder / "pool"
    shutil.copytree(POOL, pool)
    with (pool / "skills.csv").open("a") as file:
        file.write("scans,Ultrasound\n")
    with (pool / "requests.csv").open("a") as file:
        file.write("SCANS,G81001,weekly,2015-01-05,2015-02-01,Tuesday,afternoon,1,,scans,urgent,,,\n")
    before, after = as_json(POOL, *PERIOD)["short"], as_json(pool, *PERIOD)["short"]
    need(after["asked"] == before["asked"] + 4 and after["missing"] == before["missing"] + 4, (before, after))
    need(after["kinds"][0] == {"when": "afternoon", "skill": "scans", "base": "Hastings", "asked": 4, "missing": 4, "doctors": 0},
         after)
    need(sum(kind["missing"] for kind in after["kinds"]) == after["missing"], after)
    code, out, _ = size(pool, *PERIOD)
    need(code == DONE and f"(by flow): {after['missing']} of {after['asked']} sessions\n  afternoon, scans, about Hastings: "
         "4 of 4 sessions; doctors who may work some of them: 0\n" in out, out)


def idle_sessions_of_bad_periods_are_told():
    answer = as_json(POOL, *PERIOD, "--sessions", "1,9,24")
    for row in answer["curve"]:
        need(row["idle_worst_a_week"] >= row["idle_a_week"], row)
        placed = row["used_a_week"] + row["cancelled_late_a_week"]
        need(abs(row["met_percent"] - 100 * placed / (placed + row["unmet_a_week"])) < 1, row)
    _, out, _ = size(POOL, *PERIOD)
    need(" a week are expected, GBP " in out and " in the worst 5% of periods, GBP " in out, out)


def parts_that_cannot_be_told_are_not(folder):
    need("parts" not in as_json(POOL, *PERIOD, *GIVEN), "demand that is given has no parts")
    pool = folder / "pool"
    shutil.copytree(POOL, pool)
    with (pool / "doctors.csv").open("a") as doctors, (pool / "travel.csv").open("a") as travel:
        for i in range(30):
            doctors.write(f"X{i},Dr X,Lane {i},,,no\n")
            travel.write(f"Lane {i},G81001,20\n")
    code, out, err = size(pool, *PERIOD)
    need(code == DONE and " doctors live in " in out and "too many to size one by one: give home towns" in out, out + err)
    need({part["of"] for part in as_json(pool, *PERIOD)["parts"]} == {"skill"}, "skills are told all the same")


def main():
    return tell([every_figure_is_told_with_its_source, a_figure_holds_from_its_day, three_forms_say_the_same,
          the_same_seed_gives_the_same_bytes, one_more_is_the_difference_of_two_sizes, prices_break_even_where_they_say,
          figures_move_the_answer_as_they_should, what_matters_most_comes_first, single_needs_are_fitted, what_cannot_be_is_told_in_words,
          a_part_is_sized_as_a_pool_of_its_own, what_nobody_may_work_is_short, idle_sessions_of_bad_periods_are_told,
          parts_that_cannot_be_told_are_not])


if __name__ == "__main__":
    sys.exit(main())
