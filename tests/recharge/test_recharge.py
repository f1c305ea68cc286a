#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""accord recharge over examples/pool, as its users run it: bad input is told with its place and a way out, a month is
invoiced once, and what was sent is never edited.

usage: test_recharge.py ACCORD SOURCE_ROOT

Prints TAP. Python's standard library only.
"""
import csv
import hashlib
import html.parser
import io
import json
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "golden"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import readd  # noqa: E402
from accord_run import need, tell  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
POOL = pathlib.Path(sys.argv[2]).resolve() / "examples" / "pool"
JANUARY = ["--month", "2015-01", "--date", "2015-02-05"]
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3
EVENTS = ("number,when,by,event,doctor,request,date,part,site,starts,minutes,until,to,of,cancelled by,notice hours,"
          "share percent,reason,previous\n")


def run(*arguments):
    result = subprocess.run([ACCORD, "recharge", *map(str, arguments)], capture_output=True, timeout=100, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def done(*arguments):
    code, out, err = run(*arguments)
    need(code == DONE, (code, out, err))
    return out


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def pool(folder, name="pool"):
    shutil.copytree(POOL, folder / name)
    return folder / name


def edit(file, old, new):
    text = file.read_text()
    need(old in text, f"{old} is not in {file.name}")
    file.write_text(text.replace(old, new, 1))


# (file, what is replaced, by what, what must be said of it)
FAULTS = [
    ("rates.csv", "2015-01-18", "2015-01-16", None),  # nothing was worked on the days between
    ("rates.csv", "2015-01-19,,session", "2015-01-20,,session",
     ["timesheets.csv:9:4: rates.csv has no weekday rate for site G81001 on 2015-01-19 (line 2 has ended before it)"]),
    ("rates.csv", "2015-01-18", "2015-01-21", ["rates.csv:3:4: from 2015-01-19 this row and line 2 both hold"]),
    ("rates.csv", "2014-09-01,2015-01-18", "2014-09-01,2014-08-18", ["rates.csv:2:5: it ends (2014-08-18) before it begins"]),
    ("rates.csv", "319.00", "319.0000001", ["rates.csv:2:7: pounds \"319.0000001\" must be a number", "6 decimals"]),
    ("rates.csv", "319.00", "£319", ["rates.csv:2:7: pounds \"£319\" must be a number from 0 to 100000"]),
    ("rates.csv", "319.00", "-1", ["rates.csv:2:7: pounds"]),
    ("rates.csv", "session,319.00", "day,319.00", ["rates.csv:2:6: unit \"day\" must be one of: session|hour"]),
    ("rates.csv", "session,325.00,78.00", "session,325.00,",
     ["timesheets.csv:9:6: it is 60 minutes over the session's 250, and rates.csv line 3 has no \"overrun pounds an hour\""]),
    ("rates.csv", "out of hours", "bank holiday", ["rates.csv:6:4: from 2014-09-01 this row and line 5 both hold"]),
    ("rates.csv", "dermatology", "dermatolgy", ["rates.csv:4:3: skill \"dermatolgy\" is not in skills.csv (did you mean dermatology?)"]),
    ("charges.csv", "travel pence a mile,,2014-09-01,", "travel pence a mile,,2014-09-01,2015-01-09",
     ["charges.csv has no travel for site G81003 on 2015-01-23 (line 5 has ended before it)", "for site URGENT on 2015-01-10"]),
    ("charges.csv", "on-costs percent,,2014-09-01,", "on-costs percent,,2014-09-01,2015-01-05",
     ["timesheets.csv:4:4: charges.csv has no on-costs for site G81002 on 2015-01-06"]),
    ("charges.csv", "on-costs percent", "oncosts", ["charges.csv:2:1: charge \"oncosts\" must be one of"]),
    ("vat.csv", "2015-01-14", "2015-01-06",
     ["timesheets.csv:5:4: vat.csv has no VAT basis for site G81002 on 2015-01-08 (line 2 has ended before it)",
      "timesheets.csv:8:4: vat.csv has no VAT basis for site G81003 on 2015-01-07"]),
    ("vat.csv", "2015-01-14", "2015-01-16", ["vat.csv:3:4: from 2015-01-15 this row and line 2 both hold"]),
    ("vat.csv", "rated,20", "rated,", ["vat.csv:3:2: what is standard rated needs its percent; accord knows no rate of its own"]),
    ("vat.csv", "exempt,,", "exempt,20,", ["vat.csv:2:2: what is exempt has no percent"]),
    ("vat.csv", "EX 2/2015,M. Lane", "EX 2/2015,", ["vat.csv:3:8: decided by is empty"]),
    ("issuer.csv", "GB 000 0000 00", "", ["vat.csv:3:1: VAT is charged, and the issuer has no VAT number (issuer.csv line 2)"]),
    ("issuer.csv", "ESX,", "URGENT,", ["sites.csv:5:1: URGENT sends the invoices (issuer.csv), and cannot be sent one"]),
    ("issuer.csv", "ESX,", "E:X,", ["issuer.csv:2:1: code \"E:X\" names an account of the ledger"]),
    ("issuer.csv", "ESX-,", "ES1,", ["issuer.csv:2:5: prefix \"ES1\" must be letters"]),
    ("timesheets.csv", "T002,BLAKE", "T001,BLAKE", ["timesheets.csv:3:1: timesheet \"T001\" stands on line 2 already"]),
    ("timesheets.csv", "T002,BLAKE", "T002,AVERY",
     ["timesheets.csv:3:2: doctor AVERY has timesheet T001 (line 2) for the same part of the same day"]),
    ("timesheets.csv", "HARBOUR-AM/2015-01-19,2015-01-19", "HARBOUR-AM,2015-01-20",
     ["timesheets.csv:9:4: 2015-01-20 is no weekday of request HARBOUR-AM"]),
    ("timesheets.csv", "HARBOUR-AM/2015-01-19", "HARBOR-AM", ["timesheets.csv:9:3: request \"HARBOR-AM\" is not in requests.csv (did you mean HARBOUR-AM?)"]),
    ("timesheets.csv", "DOWNLAND/2015-01-19", "DOWNLAND/2015-01-12", ["timesheets.csv:10:3: request \"DOWNLAND/2015-01-12\" is not in"]),
    ("timesheets.csv", "T003,CASEY,OLDTOWN-TUE/2015-01-06,2015-01-06,morning", "T003,CASEY,OLDTOWN-TUE,2015-01-06,afternoon",
     ["timesheets.csv:4:5: request OLDTOWN-TUE is for the morning, not the afternoon"]),
    ("timesheets.csv", "UTC-SAT,2015-01-10", "UTC-SAT,2015-01-17", ["timesheets.csv:7:4: request UTC-SAT (requests.csv line 8) asks for nothing on 2015-01-17"]),
    ("timesheets.csv", "T008,AVERY,HARBOUR-AM/2015-01-19,2015-01-19", "T008,CASEY,HARBOUR-AM/2015-01-05,2015-01-05",
     ["timesheets.csv:9:3: request HARBOUR-AM asks for 2 sessions a day, and this is number 3"]),
    ("timesheets.csv", "P. Reed,2015-01-05", "P. Reed,", ["timesheets.csv:2:9: a confirmed timesheet says who confirmed it and on which day"]),
    ("timesheets.csv", "P. Reed,2015-01-05", "P. Reed,2015-01-04", ["timesheets.csv:2:9: it was confirmed on 2015-01-04, before it was worked"]),
    ("timesheets.csv", "morning,250,,P. Reed", "morning,4h10,,P. Reed", ["timesheets.csv:2:6: minutes \"4h10\" must be a whole number from 1 to 1440"]),
    ("timesheets.csv", "270,8.4", "270,8 miles", ["timesheets.csv:3:7: miles \"8 miles\" must be a number"]),
    ("carrying.csv", "2015-02-01,2015-06-30", "2015-02-02,2015-06-30", ["carrying.csv:2:1: a month is carried in one way"]),
    ("carrying.csv", "2015-02-01,2015-06-30", "2015-02-01,2015-06-29", ["carrying.csv:2:1: a month is carried in one way"]),
    ("carrying.csv", "2015-06-30", "2015-07-31", ["carrying.csv:3:1: from 2015-07-01 this row and line 2 both hold"]),
    ("carrying.csv", "20000.00", "", ["carrying.csv:2:6: a reserve needs its pounds"]),
    ("carrying.csv", "list size", "", ["carrying.csv:3:4: what is pooled needs its key"]),
    ("carrying.csv", "reserve,", "trust,equal", ["carrying.csv:2:4: only what is pooled has a key", "carrying.csv:2:6: only a reserve"]),
    ("carrying.csv", "319.00,20000.00", ",20000.00", ["carrying.csv:2:5: cost pounds a session is empty"]),
    ("carrying.csv", "2015-02-01,2015-06-30,reserve", "2014-09-01,2014-12-31,reserve",
     ["carrying.csv: it does not say who carries the sessions that nobody had in 2015-01"]),
    ("keys.csv", "G81002,2014-04-01", "G81001,2014-05-01", ["keys.csv:3:2: from 2014-05-01 this row and line 2 both hold"]),
    ("keys.csv", "G81002", "G81009", ["keys.csv:3:1: site \"G81009\" is not in sites.csv"]),
    ("bank-holidays.csv", "2015-01-01", "2015-01-05", ["timesheets.csv:2:4: 2015-01-05 is a bank holiday, for which request HARBOUR-AM does not ask"]),
]


def every_bad_input_is_told_with_its_place_and_a_way_out(folder):
    for number, (name, old, new, said) in enumerate(FAULTS):
        at = pool(folder, str(number))
        edit(at / name, old, new)
        code, out, err = run("invoice", at, *JANUARY, "--record")
        if said is None:
            need(code == DONE, (name, old, err))
            continue
        need(code == NO and not out, (name, old, code, out, err))
        for words in said:
            need(words in err, f"{name} {old} -> {new}\n{words}\n{err}")
        need(not (at / "invoices.csv").exists(), "nothing is done")


def a_file_that_is_missing_is_told(folder):
    for name in ("timesheets.csv", "rates.csv", "vat.csv", "issuer.csv"):
        at = pool(folder, name)
        (at / name).unlink()
        code, _, err = run("check", at, "--month", "2015-01")
        need(code == NO and f"{name}: the folder has no such file; recharging needs it" in err, err)
    at = pool(folder, "charges")
    (at / "charges.csv").unlink()
    edit(at / "timesheets.csv", "8.4", "")
    code, _, err = run("check", at, "--month", "2015-01")
    need(code == NO and "charges.csv has no travel for site" in err and "on-costs" not in err, err)


def a_practice_that_closed_in_the_month_is_invoiced_up_to_then(folder):
    found = rows(done("check", POOL, "--month", "2015-01", "--format", "csv"))
    need([r["day"] for r in found if r["site"] == "G81003"] == ["2015-01-07", "2015-01-23"], "it closes on the 24th")
    at = pool(folder)
    edit(at / "requests.csv", "G81003,any,2015-01-05,2015-01-23", "G81003,any,2015-01-05,")
    edit(at / "sites.csv", "2015-01-24", "2015-01-23")
    code, out, err = run("invoice", at, *JANUARY, "--record")
    need(code == NO and not out and not (at / "invoices.csv").exists(), (code, out))
    need('timesheets.csv:10:4: site G81003 is not open on 2015-01-23 (opens "", closes "2015-01-23")' in err, err)


def a_month_is_worked_out_by_hand():
    found = rows(done("check", POOL, "--month", "2015-01", "--format", "csv"))
    by = {row["item"]: row for row in found}
    # 319 + 20/60 of 76.50; 14.3% on it; 5% on that; 8.4 miles at 45 pence: (344.50 x 1.143) x 1.05 + 3.78 = 417.231...
    need(by["timesheet T002"]["net"] == "417.23" and by["timesheet T002"]["vat"] == "0.00", by["timesheet T002"])
    # 325 + 60/60 of 78, x 1.143 x 1.05 = 483.6605: VAT from 15 January, a fifth of 483.66 = 96.732
    need((by["timesheet T008"]["net"], by["timesheet T008"]["vat"]) == ("483.66", "96.73"), by["timesheet T008"])
    need(by["timesheet T008"]["vat basis"] == "standard rated" and "EX 2/2015" in by["timesheet T008"]["evidence"], by)
    # The site's own administration: (319 x 1.143) x 1.035 + 11.5 x 0.45 = 382.553...
    need(by["timesheet T007"]["net"] == "382.55", by["timesheet T007"])
    need(by["timesheet T005"]["vat basis"] == "outside the scope", by["timesheet T005"])
    need("timesheet T010" not in by, "delivered, and not confirmed")
    code, out, err = run("check", POOL, "--month", "2015-01")
    need(code == DONE and "1 session is not charged" in err, err)
    need("not charged: timesheet T010 of G81002 on 2015-01-20: delivered, and not confirmed by the practice" in out, out)


def a_basis_that_changes_in_the_month_stands_apart_with_its_evidence():
    said = json.loads(done("check", POOL, "--month", "2015-01", "--format", "json"))
    harbour = said["documents"][0]
    need([(b["vat_basis"], b["net"], b["vat"]) for b in harbour["by_basis"]]
         == [("exempt", "800.08", "0.00"), ("standard rated", "483.66", "96.73")], harbour["by_basis"])
    need(all("M. Lane" in b["evidence"] for b in harbour["by_basis"]), harbour)
    need(harbour["total_pence"] == 80008 + 48366 + 9673, harbour)


def a_month_without_sessions_makes_nothing(folder):
    at = pool(folder)
    out = done("invoice", at, "--month", "2014-12", "--date", "2015-01-05", "--record", "--format", "csv")
    need(rows(out) == [] and not (at / "invoices.csv").exists(), out)
    (at / "timesheets.csv").write_text("timesheet,doctor,request,date,part,minutes\n")
    need(rows(done("invoice", at, *JANUARY, "--record", "--format", "csv")) == [], "no timesheet at all")


def a_month_is_invoiced_once(folder):
    at = pool(folder)
    code, out, _ = run("invoice", at, *JANUARY)
    need(code == DONE and not (at / "invoices.csv").exists(), "a dry run writes nothing")
    need(done("invoice", at, *JANUARY, "--record") == out, "and says what is done")
    once = (at / "invoices.csv").read_bytes()
    need(rows(done("invoice", at, *JANUARY, "--record", "--format", "csv")) == [], "running again")
    need((at / "invoices.csv").read_bytes() == once, "changes nothing")
    listed = rows(done("list", at, "--format", "csv"))
    need([r["number"] for r in listed] == ["ESX-000001"] * 3 + ["ESX-000002"] * 2 + ["ESX-000003"] * 2 + ["ESX-000004"] * 2, listed)
    need({r["due"] for r in listed} == {"2015-03-07"}, "30 days")


def what_changed_since_is_credited_and_charged_anew(folder):
    at = pool(folder)
    done("invoice", at, *JANUARY, "--record")
    before = (at / "invoices.csv").read_bytes()
    edit(at / "timesheets.csv", "T002,BLAKE,HARBOUR-AM/2015-01-05,2015-01-05,morning,270", "T002,BLAKE,HARBOUR-AM/2015-01-05,2015-01-05,morning,250")
    edit(at / "timesheets.csv", "T010,CASEY,OLDTOWN-TUE/2015-01-20,2015-01-20,morning,250,,,,", "T010,CASEY,OLDTOWN-TUE/2015-01-20,2015-01-20,morning,250,,S. Cole,2015-02-10,")
    edit(at / "timesheets.csv", "T006,DEVON,UTC-SAT,2015-01-10,morning,240,14,H. Grant,2015-01-12,\n", "")
    code, _, err = run("credit", at, "--month", "2015-01", "--date", "2015-02-04", "--record")
    need(code == FAILED and "the record has ESX-000004 of 2015-02-05" in err, err)
    added = rows(done("credit", at, "--month", "2015-01", "--date", "2015-02-20", "--record", "--format", "csv"))
    said = [(r["number"], r["kind"], r["corrects"], r["item"], r["net"], r["vat"]) for r in added]
    need(said == [
        ("ESX-000005", "credit note", "ESX-000001", "timesheet T002", "-417.23", "0.00"),
        ("ESX-000006", "credit note", "ESX-000004", "timesheet T006", "-478.68", "0.00"),
        ("ESX-000007", "supplementary invoice", "ESX-000001", "timesheet T002", "386.63", "0.00"),
        ("ESX-000008", "supplementary invoice", "ESX-000002", "timesheet T010", "390.05", "78.01")], said)
    after = (at / "invoices.csv").read_bytes()
    need(after.startswith(before), "what was sent stands")
    need(rows(done("credit", at, "--month", "2015-01", "--date", "2015-02-21", "--record", "--format", "csv")) == [], "again")
    need((at / "invoices.csv").read_bytes() == after, "nothing to do")
    # A correction of a correction names the document in which the line stands.
    edit(at / "timesheets.csv", "morning,250,8.4", "morning,255,8.4")
    added = rows(done("credit", at, "--month", "2015-01", "--date", "2015-02-22", "--format", "csv"))
    need([(r["kind"], r["corrects"], r["net"]) for r in added]
         == [("credit note", "ESX-000007", "-386.63"), ("supplementary invoice", "ESX-000001", "394.28")], added)


def corrections_come_with_the_next_month(folder):
    at = pool(folder)
    done("invoice", at, *JANUARY, "--record")
    edit(at / "requests.csv", "weekly,2015-01-05,2015-02-01,Tuesday,morning", "weekly,2015-01-05,,Tuesday,morning")
    (at / "carrying.csv").unlink()
    with open(at / "timesheets.csv", "a", encoding="utf-8") as file:
        file.write("T011,BLAKE,OLDTOWN-TUE/2015-02-03,2015-02-03,morning,250,,S. Cole,2015-02-04,\n")
    edit(at / "rates.csv", "325.00", "326.00")
    added = rows(done("invoice", at, "--month", "2015-02", "--date", "2015-03-04", "--format", "csv"))
    need([(r["kind"], r["month"], r["corrects"], r["item"]) for r in added] == [
        ("credit note", "2015-01", "ESX-000001", "timesheet T008"),
        ("credit note", "2015-01", "ESX-000003", "timesheet T009"),
        ("invoice", "2015-02", "", "timesheet T011"),
        ("supplementary invoice", "2015-01", "ESX-000001", "timesheet T008"),
        ("supplementary invoice", "2015-01", "ESX-000003", "timesheet T009")], added)


CARRYING = ("from,until,carried by,key,cost pounds a session,reserve pounds,decided by,decided on\n"
            "2015-01-01,,{},{},319,{},Board,2014-12-01\n")


def idle_pool(folder, name, *carried):
    """AVERY alone has a contract: 7 sessions a week for the pool on 21 weekdays of January (the 1st is a bank holiday), less
    4 Wednesdays at the hospital, is 25.4; T001 and T008 are worked, so 23.4 are idle and cost 7464.60."""
    at = pool(folder, name)
    (at / "carrying.csv").write_text(CARRYING.format(*carried))
    lines = (at / "contracts.csv").read_text().splitlines(keepends=True)
    (at / "contracts.csv").write_text("".join(lines[:2]))
    return at


def need_equal(found, wanted):
    need(found == wanted, found)


def carried(at):
    return [(r["item"], r["kind"], r["site"], r["net"], r["vat"])
            for r in rows(done("invoice", at, *JANUARY, "--record", "--format", "csv")) if r["item"][0] != "t" or r["item"][1] != "i"]


def the_trust_carries_what_nobody_had(folder):
    at = idle_pool(folder, "trust", "trust", "", "")
    said = json.loads(done("check", at, "--month", "2015-01", "--format", "json"))["doctors"]
    need(said[0] == {"month": "2015-01", "doctor": "AVERY", "sessions": "25.4", "used": "2", "not_allocated": "23.4"}, said)
    need(said[1]["sessions"] == "0" and said[1]["not_allocated"] == "0", "a doctor without a contract makes up for nobody")
    need("2015-01: 25.4 sessions of contracts, 23.4 not allocated" in done("check", at, "--month", "2015-01"), "in the table")
    need(carried(at) == [("trust 2015-01", "carrying note", "ESX", "7464.60", "0.00")], "carried by the trust")
    # A session that is delivered late is not idle any more: the note is taken back and written anew.
    edit(at / "timesheets.csv", "T010,CASEY,", "T010,AVERY,")
    added = rows(done("credit", at, "--month", "2015-01", "--date", "2015-02-20", "--record", "--format", "csv"))
    need([(r["kind"], r["item"], r["net"], r["corrects"]) for r in added] == [
        ("carrying note reversed", "trust 2015-01", "-7464.60", "ESX-000005"),
        ("carrying note", "trust 2015-01", "7145.60", "ESX-000005")], added)
    found = readd.balances(done("ledger", at, "--format", "hledger"), folder)
    need(found["expenses:ESX:unallocated sessions"] == 714560 and found["expenses:ESX:cost of sessions"] == -714560, found)
    page = Page(done("list", at, "--number", "ESX-000007", "--format", "html"))
    need(page.titles == ["Carrying note ESX-000007"] and any("7,145.60" in row for row in page.rows), page.rows)


def learning_that_terms_ask_for_is_not_idle(folder):
    """Of 36,500 minutes a year 3,100 fall to January: 12.4 sessions, of 29.6 of a contract without learning of its own. A
    contract's own session a week comes to 4.43 in January, and 9,125 minutes a year to 3.1: nothing beyond it. Of 60,000 it is
    20.384 sessions, rounded to hundredths."""
    for cpd, minutes, wanted in (("0", "36500", ("17.2", "15.2")), ("1", "9125", ("25.4", "23.4")),
                                 ("0", "60000", ("9.22", "7.22"))):
        at = idle_pool(folder, minutes, "trust", "", "")
        edit(at / "contracts.csv", "extra sessions a week\n", "extra sessions a week,terms\n")
        edit(at / "contracts.csv", "trust,8,1,1", f"trust,8,{cpd},1,newly qualified")
        (at / "terms.csv").write_text(f"terms,learning minutes a year\nNewly-qualified,{minutes}\n")
        said = json.loads(done("check", at, "--month", "2015-01", "--format", "json"))["doctors"][0]
        need((said["sessions"], said["not_allocated"]) == wanted, said)


def a_reserve_is_used_first_and_then_the_trust_carries(folder):
    at = idle_pool(folder, "reserve", "reserve", "", "5000")
    need_equal(carried(at), [("set-aside 2015-01-01", "carrying note", "ESX", "5000.00", "0.00"),
                             ("reserve 2015-01", "carrying note", "ESX", "5000.00", "0.00"),
                             ("trust 2015-01", "carrying note", "ESX", "2464.60", "0.00")])
    found = readd.balances(done("ledger", at, "--format", "hledger"), folder)
    need("liabilities:ESX:reserve for unallocated sessions" not in found, "the reserve is empty")
    need(found["expenses:ESX:set aside for unallocated sessions"] == 500000 and found["expenses:ESX:unallocated sessions"] == 246460, found)
    at = idle_pool(folder, "large", "reserve", "", "10000")
    carried(at)
    listed = rows(done("list", at, "--format", "csv"))
    need("taken from the reserve, which leaves 2535.40" in listed[-1]["what"], listed[-1])
    # February begins with what January left: AVERY's 7 a week on 20 weekdays less 4 Wednesdays, 24 x 319 = 7656.
    added = rows(done("invoice", at, "--month", "2015-02", "--date", "2015-03-04", "--format", "csv"))
    need([(r["item"], r["net"]) for r in added] == [("reserve 2015-02", "2535.40"), ("trust 2015-02", "5120.60")], added)


def practices_share_by_a_key_to_the_penny(folder):
    at = idle_pool(folder, "list", "pooled by key", "list size", "")
    (at / "keys.csv").write_text("site,from,until,list size\nG81001,2014-04-01,,3000\nG81003,2014-04-01,,1000\nG81002,2014-04-01,,2000\n")
    # By days open: 93,000, 62,000 and, closed from the 24th, 23,000 of 178,000. 3900.0438 + 2600.0292 + 964.5270: the two
    # pence left over go to the largest remainders.
    need_equal(carried(at), [("unallocated 2015-01 G81001", "invoice", "G81001", "3900.04", "780.01"),
                             ("unallocated 2015-01 G81002", "invoice", "G81002", "2600.03", "520.01"),
                             ("unallocated 2015-01 G81003", "invoice", "G81003", "964.53", "192.91")])
    listed = rows(done("list", at, "--site", "G81003", "--format", "csv"))
    need(listed[-1]["day"] == "2015-01-23" and "shared by list size: 23000 of 178000" in listed[-1]["what"], listed[-1])
    found = readd.balances(done("ledger", at, "--format", "hledger"), folder)
    need(found["income:ESX:unallocated sessions standard rated"] == -746460, found)
    at = idle_pool(folder, "asked", "pooled by key", "sessions requested", "")
    # HARBOUR-AM 4 Mondays of 2 and HARBOUR-ANY 4 weeks of 3; OLDTOWN 4 Tuesdays and 4 Thursdays; DOWNLAND 3 weeks of 2;
    # the centre 4 Tuesdays and a Saturday: 20, 8, 6 and 5 of 39.
    need_equal([(item, net) for item, _, _, net, _ in carried(at)], [
        ("unallocated 2015-01 G81001", "3828.00"), ("unallocated 2015-01 G81002", "1531.20"),
        ("unallocated 2015-01 G81003", "1148.40"), ("unallocated 2015-01 URGENT", "957.00")])
    for key, words in (("equal", "keys.csv has no row that holds in it"), ("list size", "keys.csv has no row that holds in it")):
        at = idle_pool(folder, key, "pooled by key", key, "")
        (at / "keys.csv").unlink()
        code, out, err = run("invoice", at, *JANUARY, "--record")
        need(code == NO and not out and f"no site shares what was not allocated in 2015-01: {words}" in err, err)
    at = idle_pool(folder, "nameless", "pooled by key", "list size", "")
    edit(at / "keys.csv", "8120", "")
    code, _, err = run("check", at, "--month", "2015-01")
    need(code == NO and "keys.csv:2:4: sites share by list size (carrying.csv), and this one has none" in err, err)


def event(number, kind, previous, *, doctor="BLAKE", request="OLDTOWN-TUE/2015-01-13", by="", share="", of=""):
    line = (f"{number},2015-01-0{number}T09:00:00Z,R. Ota,{kind},{doctor},{request},{request[-10:]},morning,G81002,08:30,250,,,"
            f"{of},{by},{20 if by else ''},{share},,{hashlib.sha256(previous.encode()).hexdigest()}\n")
    return line


def events(folder, *more):
    lines = [EVENTS]
    for number, (kind, other) in enumerate(more, 1):
        lines.append(event(number, kind, lines[-1], **other))
    (folder / "events.csv").write_text("".join(lines))


def a_session_cancelled_too_late_is_charged_by_its_share(folder):
    at = pool(folder)
    cancelled = ("cancelled", {"by": "practice", "share": 50})
    events(at, ("offered", {}), cancelled)
    found = [r for r in rows(done("check", at, "--month", "2015-01", "--format", "csv")) if r["item"] == "cancellation 2"]
    # Half of 319, with on-costs and administration: 159.50 x 1.143 x 1.05 = 191.423...
    need(len(found) == 1 and found[0]["net"] == "191.42" and found[0]["site"] == "G81002", found)
    need("cancelled by the practice at 20 hours' notice: weekday, a session at 319.00, of which 50%" in found[0]["what"], found)
    for more in ([("undone", {"of": 2})], [("offered", {})]):
        events(at, ("offered", {}), cancelled, *more)
        need("cancellation" not in done("check", at, "--month", "2015-01", "--format", "csv"), more)
    for by in ("doctor", "trust"):
        events(at, ("offered", {}), ("cancelled", {"by": by, "share": 100}))
        need("cancellation" not in done("check", at, "--month", "2015-01", "--format", "csv"), by)
    events(at, ("offered", {}), ("cancelled", {"by": "practice", "share": ""}))
    need("not charged: cancellation 2 of G81002 on 2015-01-13: cancelled by the practice when no ladder was in force"
         in done("check", at, "--month", "2015-01"), "no ladder")


def a_session_that_was_cancelled_was_not_worked(folder):
    at = pool(folder)
    events(at, ("offered", {"doctor": "CASEY", "request": "OLDTOWN-TUE/2015-01-06"}),
           ("cancelled", {"doctor": "CASEY", "request": "OLDTOWN-TUE/2015-01-06", "by": "practice", "share": 100}))
    code, _, err = run("check", at, "--month", "2015-01")
    need(code == NO and "timesheets.csv:4:1: the session was cancelled (events.csv line 3)" in err, err)


def a_record_changed_by_hand_is_not_used(folder):
    at = pool(folder)
    done("invoice", at, *JANUARY, "--record")
    record = at / "invoices.csv"
    text = record.read_text()
    lines = text.splitlines(keepends=True)
    for changed, said in (
            (text.replace("417.23", "417.24"), "invoices.csv:4: its last field is not the SHA-256 of the line above"),
            ("".join(lines[:2] + lines[3:]), "invoices.csv:3: its last field is not the SHA-256"),
            (text[:-1], "the line is not whole"),
            (text.replace("number,kind", "kind,number"), "invoices.csv:1: the heading is not that of a record of invoices")):
        record.write_text(changed)
        for verb in (["list", at], ["invoice", at, *JANUARY, "--record"]):
            code, out, err = run(*verb)
            need(code == NO and said in err and not out, (said, code, err))
        need(record.read_text() == changed, "and is left as it is")


def words_that_a_spreadsheet_would_run_are_kept_and_found_again(folder):
    at = pool(folder)
    for name in ("requests.csv", "timesheets.csv", "fixed.csv", "doctors.csv", "contracts.csv"):
        file = at / name
        file.write_text(file.read_text().replace("HARBOUR-AM", "=SUM(1)"))
    edit(at / "sites.csv", "Harbour Surgery", '"+Harbour, ""the"" surgery"')
    done("invoice", at, *JANUARY, "--record")
    need("'=SUM(1)" in (at / "invoices.csv").read_text(), "led by an apostrophe")
    need(rows(done("invoice", at, *JANUARY, "--record", "--format", "csv")) == [], "and known again")
    need(any(d["to"] == '+Harbour, "the" surgery' for d in json.loads(done("list", at, "--format", "json"))["documents"]), "name")


def the_ledger_is_added_up_again_by_others(folder):
    at = pool(folder)
    events(at, ("offered", {}), ("cancelled", {"by": "practice", "share": 50}))
    done("invoice", at, *JANUARY, "--record")
    edit(at / "timesheets.csv", "morning,310,", "morning,250,")
    done("credit", at, "--month", "2015-01", "--date", "2015-02-20", "--record")
    said = readd.stated(rows(done("list", at, "--format", "csv")))
    need(said["income:ESX:cancelled sessions exempt"] == -19142, said)
    found = readd.balances(done("ledger", at, "--format", "hledger"), folder)
    need(found == said, {k: (found.get(k), said.get(k)) for k in found | said if found.get(k) != said.get(k)})
    readd.check_ledger(done("ledger", at, "--format", "ledger"), folder)
    sums = {}
    for row in rows(done("ledger", at, "--format", "csv")):
        name = f"{row['class']}:{row['owner']}:{row['account']}"
        sums[name] = sums.get(name, 0) + readd.pence(row["debit"] or "0") - readd.pence(row["credit"] or "0")
    need({k: v for k, v in sums.items() if v} == said, sums)
    need("of 4 pairs, 4 agree" in done("ledger", at), "agreement of balances")


class Page(html.parser.HTMLParser):
    """The rows of its tables, its headings and its terms; whether every element is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.rows, self.words, self.titles = [], [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)
        if tag in ("tr", "td", "th", "h1", "h2", "dt", "dd"):
            self.words = ""
        if tag == "tr":
            self.rows.append([])

    def handle_data(self, data):
        self.words += data

    def handle_endtag(self, tag):
        need(self.open.pop() == tag, f"</{tag}>")
        if tag in ("td", "th"):
            self.rows[-1].append(self.words)
        if tag in ("h1", "h2"):
            self.titles.append(self.words)


def a_page_says_what_the_record_says(folder):
    at = pool(folder)
    edit(at / "sites.csv", "Harbour Surgery", "<b>Harbour</b> & sons")
    draft = Page(done("invoice", at, *JANUARY, "--format", "html"))
    need(draft.titles == [f"Invoice ESX-{i:06}" for i in range(1, 5)] and not draft.open, draft.titles)
    need("Draft: it is not in the record" in done("invoice", at, *JANUARY, "--format", "html"), "a draft says so")
    kept = done("invoice", at, *JANUARY, "--record", "--format", "html")
    need("Draft" not in kept and kept == done("list", at, "--format", "html"), "what was kept is what is listed")
    edit(at / "timesheets.csv", "morning,270,8.4", "morning,250,8.4")
    done("credit", at, "--month", "2015-01", "--date", "2015-02-20", "--record")
    need(done("list", at, "--number", "ESX-000001", "--format", "html", "-o", folder / "one.html") == "", "to a file")
    text = (folder / "one.html").read_text()
    page = Page(text)
    need(["5 January 2015, morning", "timesheet T002: doctor BLAKE, request HARBOUR-AM/2015-01-05; weekday, a session at 319.00; "
          "20 minutes over at 76.50 an hour; on-costs 14.3%; administration 5%; 8.4 miles at 45 pence", "417.23", "exempt", "0.00"]
         in page.rows, page.rows)
    need(["In all", "1,283.74", "96.73", "1,380.47", ""] in page.rows, page.rows)
    need("&lt;b&gt;Harbour&lt;/b&gt; &amp; sons" in text and "GBP 1,380.47" in text and "<script" not in text, text)
    lines = (at / "invoices.csv").read_bytes().splitlines(keepends=True)
    need(hashlib.sha256(lines[3]).hexdigest() in text, "the hash of its last line")
    credit = Page(done("list", at, "--number", "ESX-000005", "--format", "html"))
    need(credit.titles == ["Credit note ESX-000005"] and ["In all", "-417.23", "0.00", "-417.23", ""] in credit.rows, credit.rows)
    code, _, err = run("list", at, "--number", "ESX-000001", "--format", "html", "-o", folder / "one.html")
    need(code == FAILED and "is there already" in err, err)
    done("list", at, "--number", "ESX-000001", "--format", "pdf", "-o", folder / "one.pdf")
    if shutil.which("pdftotext"):
        paper = subprocess.run(["pdftotext", "-layout", folder / "one.pdf", "-"], capture_output=True, text=True, check=True).stdout
        need(all(w in paper for w in ("Invoice ESX-000001", "1,380.47", "417.23", "timesheet T002", "EX 2/2015")), paper)
    done("list", at, "--number", "ESX-000001", "--format", "pdf", "-o", folder / "two.pdf")
    need((folder / "one.pdf").read_bytes() == (folder / "two.pdf").read_bytes(), "the same bytes")
    code, _, err = run("list", at, "--format", "pdf")
    need(code == MISUSED and "--format pdf needs -o OUT" in err, err)
    code, _, err = run("list", at, "--number", "ESX-1")
    need(code == FAILED and "the record has no document ESX-1" in err, err)
    need({r["site"] for r in rows(done("list", at, "--site", "G81002", "--format", "csv"))} == {"G81002"}, "one site")
    need(rows(done("list", at, "--month", "2015-02", "--format", "csv")) == [], "another month")


def a_workbook_adds_up_what_the_record_says(folder):
    at = pool(folder)
    done("invoice", at, *JANUARY, "--record")
    edit(at / "timesheets.csv", "morning,270,8.4", "morning,250,8.4")
    done("credit", at, "--month", "2015-01", "--date", "2015-02-20", "--record")
    done("list", at, "--format", "xlsx", "-o", folder / "all.xlsx")
    with zipfile.ZipFile(folder / "all.xlsx") as book:
        first, second = (xml.etree.ElementTree.fromstring(book.read(f"xl/worksheets/sheet{i}.xml")) for i in (1, 2))
        strings = ["".join(s.itertext()) for s in xml.etree.ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]

    def table(sheet):
        ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        for row in sheet.iter(f"{ns}row"):
            yield {"".join(filter(str.isalpha, c.get("r"))): strings[int(c.find(f"{ns}v").text)] if c.get("t") == "s"
                   else (c.find(f"{ns}v").text, c.findtext(f"{ns}f")) for c in row if c.find(f"{ns}v") is not None}
    lines = list(table(second))[1:]
    documents = list(table(first))[1:]
    listed = rows(done("list", at, "--format", "csv"))
    need([(r["A"], r["B"], readd.pence(r["I"][0])) for r in lines]
         == [(r["number"], r["item"], readd.pence(r["net"])) for r in listed], lines)
    for row in documents:
        own = [r for r in listed if r["number"] == row["A"]]
        need(readd.pence(row["I"][0]) == sum(readd.pence(r["net"]) for r in own) and "SUMIF" in row["I"][1], row)
        need(readd.pence(row["K"][0]) == sum(readd.pence(r["net"]) + readd.pence(r["vat"]) for r in own), row)
    need(len(documents) == 6, len(documents))
    code, _, err = run("list", at, "--format", "xlsx")
    need(code == MISUSED and "--format xlsx needs -o OUT" in err, err)


def accord(*arguments):
    result = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, text=True, timeout=100, check=False)
    need(result.returncode == DONE, (arguments, result.stderr))
    return result.stdout


def bookings_become_timesheets_and_then_invoices(folder):
    """From a roster to invoices: published, accepted, one cancelled by its practice by the ladder, the rest worked."""
    at, period = pool(folder), ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-01"]
    roster = folder / "roster.csv"
    roster.write_text(accord("roster", "solve", at, *period, "--moves", "20000", "--format", "csv"))
    (at / "ladder.csv").write_text("from,cancelled by,notice days,notice hours,share percent\n2015-01-01,practice,,24,50\n"
                                   "2015-01-01,practice,,0,100\n")
    by = ["--by", "M. Lane", "--now", "2015-01-02T09:00Z"]
    accord("session", "publish", at, roster, "--from", "2015-01-05", "--weeks", "4", *by)
    accord("session", "accept", at, "--all", *by)
    booked = rows(roster.read_text())
    gone = next(r for r in booked if r["request"].startswith("OLDTOWN-TUE"))
    accord("session", "cancel", at, "--doctor", gone["doctor"], "--request", gone["request"], "--cancelled-by", "practice",
           "--reason", "no room", *by)
    (at / "timesheets.csv").write_text((at / "timesheets.csv").read_text().splitlines(keepends=True)[0])
    code, out, err = run("check", at, "--month", "2015-01")
    need(code == DONE and "35 booked sessions have no timesheet: accord recharge timesheets writes the rows" in err, err)
    need("no timesheet: doctor " in out and out.count("cancellation") == 0, out)
    said = json.loads(done("check", at, "--month", "2015-01", "--format", "json"))
    need(len(said["no_timesheet"]) == 35 and [len(d["lines"]) for d in said["documents"]] == [1], said)
    need(said["documents"][0]["lines"][0]["item"].startswith("cancellation ") and
         ", of which 50%" in said["documents"][0]["lines"][0]["what"], said)
    half = rows(done("timesheets", at, "--month", "2015-01", "--date", "2015-01-16"))
    need(half and max(r["date"] for r in half) <= "2015-01-16" and len(half) < 35, "up to a day")
    text = done("timesheets", at, "--month", "2015-01")
    (at / "timesheets.csv").write_text(text)
    need({(r["doctor"], r["request"], r["date"], r["part"]) for r in rows(text)}
         == {(r["doctor"], r["request"], r["date"], r["part"]) for r in booked} - {(gone["doctor"], gone["request"], gone["date"], gone["part"])}, text)
    need(rows(done("timesheets", at, "--month", "2015-01")) == [], "each once")
    code, _, err = run("check", at, "--month", "2015-01")
    need(code == DONE and "35 sessions are not charged" in err and "no timesheet" not in err, err)
    (at / "timesheets.csv").write_text("".join(
        line.replace(",,,,", f",,P. Reed,{line.split(',')[3]},") for line in text.splitlines(keepends=True)))
    found = rows(done("invoice", at, *JANUARY, "--record", "--format", "csv"))
    need(len(found) == 36 and {r["kind"] for r in found} == {"invoice"}, len(found))


def two_at_once_invoice_a_month_once(folder):
    at = pool(folder)
    words = [ACCORD, "recharge", "invoice", str(at), *JANUARY, "--record", "--format", "csv"]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)]
    wrote = []
    for process in running:
        out, err = process.communicate(timeout=60)
        need(process.returncode == DONE, err)
        wrote.append(len(rows(out.decode())))
    need(sorted(wrote) == [0] * 7 + [9], wrote)
    need(len(rows(done("list", at, "--format", "csv"))) == 9, "and the record is whole")


def misuse_is_told():
    for arguments, said in ((["send", POOL], "accord recharge can check, timesheets, invoice, credit"),
                            (["timesheets", POOL, "--month", "2015-01", "--format", "json"], "timesheets has no --format json"),
                            (["list", POOL, "--date", "2015-02-01"], "accord recharge list has no --date"),
                            (["check", POOL, "--month", "2015-01", "--record"], "accord recharge check has no --record"),
                            (["check", POOL, "--month", "2015-01", "--format", "hledger"], "has no --format hledger"),
                            (["ledger", POOL, "--format", "html"], "accord recharge ledger has no --format html"),
                            (["invoice", POOL], "say which month: --month 2016-01"),
                            (["invoice", POOL, "--month", "13/2015"], "13/2015"),
                            (["invoice", POOL, "--month", "2015-01", "--date", "31/02/2015"], "--date")):
        code, _, err = run(*arguments)
        need(code == MISUSED and said in err, (code, err))
    code, _, err = run("invoice", POOL, "--month", "2015-01", "--date", "2015-01-20")
    need(code == FAILED and "timesheet T009 is of 2015-01-23, after the day of the invoice" in err, err)


sys.exit(tell([
    every_bad_input_is_told_with_its_place_and_a_way_out,
    a_file_that_is_missing_is_told,
    a_practice_that_closed_in_the_month_is_invoiced_up_to_then,
    a_month_is_worked_out_by_hand,
    a_basis_that_changes_in_the_month_stands_apart_with_its_evidence,
    a_month_without_sessions_makes_nothing,
    a_month_is_invoiced_once,
    what_changed_since_is_credited_and_charged_anew,
    corrections_come_with_the_next_month,
    the_trust_carries_what_nobody_had,
    learning_that_terms_ask_for_is_not_idle,
    a_reserve_is_used_first_and_then_the_trust_carries,
    practices_share_by_a_key_to_the_penny,
    a_session_cancelled_too_late_is_charged_by_its_share,
    a_session_that_was_cancelled_was_not_worked,
    a_record_changed_by_hand_is_not_used,
    words_that_a_spreadsheet_would_run_are_kept_and_found_again,
    the_ledger_is_added_up_again_by_others,
    a_page_says_what_the_record_says,
    a_workbook_adds_up_what_the_record_says,
    bookings_become_timesheets_and_then_invoices,
    two_at_once_invoice_a_month_once,
    misuse_is_told,
]))
