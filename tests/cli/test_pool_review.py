#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What became of the sessions of a pool, as users ask: a roster that is published, answered, cancelled in part and
worked; prices of locums; sessions looked back at; and what is missing or wrong.

usage: test_pool_review.py ACCORD SOURCE_ROOT

Prints TAP. Python's standard library only.
"""
import csv
import functools
import io
import json
import pathlib
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
PERIOD = ["--from", "2015-01-05", "--weeks", "4"]
BY = ["--by", "M. Lane", "--now"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3
SHEET = "timesheet,doctor,request,date,part,minutes,miles,confirmed by,confirmed on,reference\n"
LOCUMS = "date,site,pounds,basis,source\n"
LOOKBACK = "doctor,request,date,part,needed,appointments,filled,did not attend,contacts,source\n"


def run(*arguments):
    result = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def good(*arguments):
    code, out, err = run(*arguments)
    need(code == DONE, (arguments, code, out, err))
    return out


def review(pool, *arguments):
    return run("pool", "review", pool, *PERIOD, *arguments)


def as_json(pool, *arguments):
    code, out, err = review(pool, *arguments, "--format", "json")
    need(code == DONE and not err, (code, err))
    return json.loads(out, parse_constant=lambda word: need(False, word))


@functools.cache
def solved():
    return good("roster", "solve", POOL, *PERIOD, "--today", "2015-01-01", "--moves", "60000", "--format", "csv")


def lived_through(folder):
    """A pool of which all but two sessions were taken, two cancelled, one not worked, one not confirmed."""
    pool = folder / "pool"
    shutil.rmtree(pool, ignore_errors=True)
    shutil.copytree(POOL, pool, ignore=shutil.ignore_patterns("locums.csv", "lookback.csv", "events.csv"))
    roster = folder / "roster.csv"
    roster.write_text(solved())
    rows = list(csv.DictReader(io.StringIO(solved())))
    good("session", "publish", pool, roster, *PERIOD, *BY, "2015-01-01T09:00Z")
    keys = [("--doctor", r["doctor"], "--request", r["request"], "--date", r["date"], "--part", r["part"]) for r in rows]
    good("session", "decline", pool, *keys[0], *BY, "2015-01-01T10:00Z")
    good("session", "accept", pool, "--all", *BY, "2015-01-01T11:00Z")
    good("session", "cancel", pool, *keys[-1], *BY, "2015-01-02T09:00Z", "--cancelled-by", "practice", "--reason", "closed")
    good("session", "cancel", pool, *keys[-2], *BY, "2015-01-02T09:00Z", "--cancelled-by", "doctor", "--reason", "ill")
    worked = rows[1:-3]
    lines = [f"T{i},{r['doctor']},{r['request']},{r['date']},{r['part']},250,,{'' if i == 3 else 'P. Reed'},,\n"
             for i, r in enumerate(worked)]
    (pool / "timesheets.csv").write_text(SHEET + "".join(lines))
    return pool, rows, worked


def the_example_shows_it_all():
    code, out, err = review(POOL)
    need(code == DONE and not err, (code, err))
    for words in ("of 6 sessions it is quoted, of 4 sessions it is paid", "locums.csv:6: GBP 3,600.00 quoted lies far",
                  "looked back at 6 sessions: 4 needed, 1 partly, 1 not", "unmet need", "delivered, not needed"):
        need(words in out, words + "\n" + out)


def every_session_is_somewhere(folder):
    pool, rows, worked = lived_through(folder)
    answer = as_json(pool)
    need(answer["requested"] == 39 and answer["matched"] == len(rows) - 1, answer)
    need(answer["delivered"] == len(worked) and answer["cancelled"] == {"practice": 1, "doctor": 1, "trust": 0}, answer)
    need(answer["unmet"] == 39 - len(worked) - 1 and answer["covered_by_locums"] == 0, answer)
    need(answer["no_timesheet"] == 1 and answer["unconfirmed"] == 1 and answer["has_record"], answer)
    code, out, _ = review(pool, "--format", "csv")
    weeks = list(csv.DictReader(io.StringIO(out)))
    need(code == DONE and len(weeks) == 4 and weeks[0]["week"] == "2015-01-05", out)
    for name in ("requested", "matched", "delivered"):
        need(sum(int(w[name]) for w in weeks) == answer[name], (name, weeks))
    need(abs(sum(float(w["offered"]) for w in weeks) - answer["offered"]) < 0.3, weeks)
    for week in weeks:
        idle = max(0, float(week["offered"]) - int(week["delivered"]))
        need(abs(idle - float(week["idle"])) < 0.11, week)
    cost = answer["offered"] * 309.57 - answer["idle"] * 60
    need(abs(cost - answer["cost"]) < 40, (cost, answer["cost"]))
    need(abs(answer["cost"] / len(worked) - answer["pool_per_delivered"]["value"]) < 0.02, answer)
    need(answer["pool_per_delivered"]["low"] < answer["pool_per_delivered"]["value"] < answer["pool_per_delivered"]["high"],
         answer)


def without_quotes_it_is_a_model_and_says_so(folder):
    pool, _, worked = lived_through(folder)
    answer = as_json(pool)
    need(answer["locum_modelled_sessions"] == len(worked) and answer["locum"]["value"] == 376, answer)
    code, out, _ = review(pool)
    need(code == DONE and "compares\n  the pool with a model, not with a market" in out, out)
    need(f"of {len(worked)} sessions it is modelled" in out and "locum pence 37,600: assumption" in out, out)
    answer = as_json(pool, "--set", "locum pence=500000")
    need(answer["locum"]["value"] == 5000 and answer["difference"]["high"] < 0, answer)


def one_huge_quote_does_not_decide(folder):
    pool, _, worked = lived_through(folder)
    days = sorted({r["date"] for r in worked})
    prices = {day: 340 + 3 * i for i, day in enumerate(days)}
    lines = [f"{day},,{price},quoted,agency\n" for day, price in prices.items()]
    (pool / "locums.csv").write_text(LOCUMS + "".join(lines))
    before = as_json(pool)
    need(before["locum_quoted_sessions"] == len(worked) and not before["outliers"], before)
    need(abs(before["locum"]["value"] - statistics.median(prices[r["date"]] for r in worked)) < 0.01, before)
    (pool / "locums.csv").write_text(LOCUMS + "".join(lines) + f"{days[0]},,34000,quoted,slip of the pen\n")
    after = as_json(pool)
    need(after["outliers"] == [{"line": len(days) + 2, "pounds": 34000}], after["outliers"])
    need({**after, "outliers": []} == before, "it is left out")
    _, out, _ = review(pool)
    need(f"locums.csv:{len(days) + 2}: GBP 34,000.00 quoted lies far from the others" in out, out)


def paid_comes_before_quoted_and_covers_unmet_need(folder):
    pool, _, worked = lived_through(folder)
    first = worked[0]
    (pool / "locums.csv").write_text(LOCUMS + f"{first['date']},{first['site']},420,paid,invoice\n"
                                     f"{first['date']},{first['site']},380,quoted,agency\n")
    answer = as_json(pool)
    need(answer["locum_paid_sessions"] >= 1 and answer["covered_by_locums"] == 1, answer)
    need(answer["locum_paid_sessions"] + answer["locum_quoted_sessions"] + answer["locum_modelled_sessions"]
         == len(worked), answer)


def what_was_needed_is_a_posterior(folder):
    pool, rows, worked = lived_through(folder)
    words = ["yes"] * 6 + ["partly"] * 2 + ["no"] * 2
    lines = [f"{r['doctor']},{r['request']},{r['date']},{r['part']},{word},16,{16 if word != 'no' else 4},1,15,log\n"
             for r, word in zip(worked, words)]
    lost = rows[-3]
    lines.append(f"{lost['doctor']},{lost['request']},{lost['date']},{lost['part']},yes,,,,,\n")
    (pool / "lookback.csv").write_text(LOOKBACK + "".join(lines))
    answer = as_json(pool)
    back = answer["looked_back_at"]
    need((back["yes"], back["partly"], back["no"]) == (6, 2, 2) and answer["looked_back_without_timesheet"] == 1, answer)
    told = back["beta_a"] + back["beta_b"] - 1
    need(abs(back["beta_a"] - (0.5 + told * 0.7)) < 0.01 and 2 <= told <= 10, back)
    share = answer["share_needed"]
    need(share["low"] < share["value"] < share["high"] < 1, share)
    need(abs(answer["pool_per_needed"]["value"] - answer["pool_per_delivered"]["value"] / share["value"]) < 0.2, answer)
    need(answer["not_needed"]["high"] > answer["not_needed"]["value"] > 0, answer)
    _, out, _ = review(pool)
    for what in ("looked back at 10 sessions: 6 needed, 2 partly, 2 not", "appointments filled: 136 (85.0% of those offered)",
                 "did not attend: 10", "contacts: 15.0 a session", "rows of lookback.csv of sessions without a timesheet: 1"):
        need(what in out, what + "\n" + out)
    code, size, err = run("pool", "size", pool, *PERIOD, "--set", "handed back percent=100")
    need(code == DONE and "for a session needed a practice pays GBP" in size, (size, err))
    kept = json.loads(good("pool", "size", pool, *PERIOD, "--format", "json"))
    handed = json.loads(good("pool", "size", pool, *PERIOD, "--set", "handed back percent=100", "--format", "json"))
    need(handed["curve"][4]["idle_a_week"] > kept["curve"][4]["idle_a_week"] + 0.3, "what is handed back late is idle")
    need(handed["per_needed"]["pool_committed"] > handed["per_needed"]["pool_flexible"], handed["per_needed"])


def none_needed_is_told_in_words(folder):
    pool, _, worked = lived_through(folder)
    lines = [f"{r['doctor']},{r['request']},{r['date']},{r['part']},no,,,,,\n" for r in worked[:5]]
    (pool / "lookback.csv").write_text(LOOKBACK + "".join(lines))
    answer = as_json(pool)
    need(answer["pool_per_needed"] is None and answer["share_needed"]["value"] < 0.2, answer)
    _, out, _ = review(pool)
    need("none was needed: there is no cost of a session needed" in out and "nan" not in out, out)


def all_idle_is_told_in_words(folder):
    pool, _, _ = lived_through(folder)
    (pool / "timesheets.csv").write_text(SHEET)
    (pool / "events.csv").unlink()
    code, out, err = review(pool)
    need(code == DONE and not err, (code, err))
    for words in ("no session was delivered: all that was on offer was idle, and there is no cost of one",
                  "no session was looked back at", "cancelled: not known, since there is no events.csv",
                  "as delivered, since there is no events.csv"):
        need(words in out, words + "\n" + out)
    need("nan" not in out and "inf" not in out, out)
    answer = as_json(pool)
    need(answer["pool_per_delivered"] is None and answer["idle"] == answer["offered"] > 0, answer)


def one_week_has_no_interval(folder):
    pool, _, _ = lived_through(folder)
    code, out, _ = run("pool", "review", pool, "--from", "2015-01-05", "--weeks", "1")
    need(code == DONE and "one week says nothing of how much weeks differ: no interval" in out, out)
    need("(95%: " not in out.split("cost\n")[1].split("needed after")[0], out)


def the_same_seed_gives_the_same_bytes(folder):
    pool, _, _ = lived_through(folder)
    need(review(pool) == review(pool, "--seed", "1"), "seed 1 is the default")
    need(as_json(pool)["pool_per_delivered"] != as_json(pool, "--seed", "9")["pool_per_delivered"], "another seed")


def faults_are_told_with_their_place(folder):
    pool, _, worked = lived_through(folder)
    first = worked[0]
    key = f"{first['doctor']},{first['request']},{first['date']},{first['part']}"
    (pool / "locums.csv").write_text(LOCUMS + "2015-01-05,G9,376,quoted,\n2015-01-05,,free,quoted,\n2015-01-05,,376,heard,\n")
    (pool / "lookback.csv").write_text(LOOKBACK + f"{key},yes,10,12,,,\n{key},maybe,,,,,\n{key},yes,10,5,6,,\n")
    code, out, err = review(pool)
    need(code == NO and not out, (code, out))
    for words in ('locums.csv:2:2: site "G9" is not in sites.csv', 'locums.csv:3:3: pounds "free" must be a number',
                  'locums.csv:4:4: basis "heard" must be one of: quoted|paid|modelled',
                  "lookback.csv:2:7: 12 appointments were filled of 10", 'lookback.csv:3:5: needed "maybe" must be one of',
                  "lookback.csv:4:8: 6 did not attend of 5 filled"):
        need(words in err, words + "\n" + err)
    (pool / "locums.csv").unlink()
    (pool / "lookback.csv").write_text(LOOKBACK + f"{key},yes,,,,,\n{key},no,,,,,\n")
    sheets = (pool / "timesheets.csv").read_text()
    (pool / "timesheets.csv").write_text(sheets + f"X1,{key},250,,,,\nX2,AVERY,NONE/2015-01-06,2015-01-06,morning,250,,,,\n")
    code, _, err = review(pool)
    need(code == NO, code)
    for words in ("the session has two timesheets", 'request "NONE/2015-01-06" is not in requests.csv',
                  "the session was looked back at on line 2 already"):
        need(words in err, words + "\n" + err)
    lines = (pool / "events.csv").read_text().replace("M. Lane", "Nobody", 1)
    (pool / "events.csv").write_text(lines)
    (pool / "timesheets.csv").write_text(sheets)
    (pool / "lookback.csv").unlink()
    code, _, err = review(pool)
    need(code in (FAILED, NO) and "events.csv" in err, (code, err))


def learning_that_terms_ask_for_is_not_on_offer(folder):
    """60,000 minutes a year come to 18.41 sessions in four weeks, of which the contract has 4."""
    pool = folder / "pool"
    shutil.copytree(POOL, pool)
    before = as_json(pool)["offered"]
    lines = (pool / "contracts.csv").read_text().splitlines()
    (pool / "contracts.csv").write_text("\n".join(
        line + (",terms" if i == 0 else ",newly qualified" if line.startswith("AVERY,") else ",")
        for i, line in enumerate(lines)) + "\n")
    (pool / "terms.csv").write_text("terms,learning minutes a year\nnewly qualified,60000\n")
    after = as_json(pool)["offered"]
    need(abs(before - after - (60000 * 28 / 365 / 250 - 4)) < 0.06, (before, after))


def main():
    return tell([the_example_shows_it_all, every_session_is_somewhere, without_quotes_it_is_a_model_and_says_so, one_huge_quote_does_not_decide,
                 paid_comes_before_quoted_and_covers_unmet_need, what_was_needed_is_a_posterior, none_needed_is_told_in_words,
                 all_idle_is_told_in_words, one_week_has_no_interval, the_same_seed_gives_the_same_bytes,
                 faults_are_told_with_their_place, learning_that_terms_ask_for_is_not_on_offer])


if __name__ == "__main__":
    sys.exit(main())
