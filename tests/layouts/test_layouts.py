#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each layout that comes with accord reads a tiny made file, and a row of it comes out as a cell.

usage: test_layouts.py ACCORD SOURCE_ROOT

Prints TAP.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
LAYOUTS = pathlib.Path(sys.argv[2]) / "layouts"

CONTRACT = """accord 1
contract L "Layouts"
term 2014-04-01 to 2014-06-30, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice : C82001, C82002
1.4 unit attendance
2.1 input seen : {type} by practice, month
      {verb} rows of {layout}
      {where}practice by gp-practice
      month by {month}
      freeze 10 days after month
3.1 all : {type} by month = total seen over practice
"""

GP = "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)"
PROVIDER = "ORGANISATION IDENTIFIER (CODE OF PROVIDER)"
COMMISSIONER = "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)"
TFC = "ACTIVITY TREATMENT FUNCTION CODE"
HES = {"GPPRAC": "C82001", "TRETSPEF": "330", "PROCODE3": "RWE"}

# layout: the file, a good row, what changes in a row that is set aside or refused, where, month field
CASES = {
    "outpatients": ("outpatients-1.csv", {
        "AttendanceIdentifier": "A1", "OrganisationCodeCodeofProvider": "RWE",
        "PracticeCodeofRegisteredGP": "C82001", "TreatmentFunctionCode": "330",
        "SiteCodeofTreatment": "RWEAA", "AppointmentDate": "2014-04-03", "AttendedorDidNotAttend": "5",
        "FirstAttendance": "1", "PriorityType": "1", "OrganisationCodeCodeofCommissioner": "04V",
        "SourceofReferralForOutpatients": "03", "HRGCode": "WF01A"},
        {"PriorityType": "3", "AttendanceIdentifier": "A2"}, "attended is 5 or 6 and not urgent-cancer",
        "appointment-date"),
    "hes-outpatients": ("hes-outpatients-2014.csv", {
        **HES, "ATTENDKEY": "1", "APPTDATE": "2014-04-03", "ATTENDED": "5", "FIRSTATT": "1",
        "PRIORITY": "1", "REFSOURC": "03"},
        {"PRIORITY": "3", "ATTENDKEY": "2"}, "attended is 5 or 6 and not urgent-cancer", "appointment-date"),
    "cds-020": ("cds-020-april.csv", {
        "ATTENDANCE IDENTIFIER": "A1", "ORGANISATION CODE (CODE OF PROVIDER)": "RWE", GP: "C82001",
        TFC: "330", "SITE CODE (OF TREATMENT)": "RWEAA", "APPOINTMENT DATE": "2014-04-03",
        "ATTENDED OR DID NOT ATTEND CODE": "5", "FIRST ATTENDANCE CODE": "1", "PRIORITY TYPE CODE": "2",
        "SOURCE OF REFERRAL FOR OUT-PATIENTS": "03", "ORGANISATION CODE (CODE OF COMMISSIONER)": "04V"},
        {"ATTENDED OR DID NOT ATTEND CODE": "3", "ATTENDANCE IDENTIFIER": "A2"},
        "attended is 5 or 6 and not urgent-cancer", "appointment-date"),
    "plcm": ("plcm-m01.csv", {
        PROVIDER: "RWE", COMMISSIONER: "04V", GP: "C82001", TFC: "330",
        "ACTIVITY END DATE (CONTRACT MONITORING)": "2014-04-03",
        "CONTRACT MONITORING ACTUAL ACTIVITY": "1"}, {TFC: "130"}, "treatment-function is 330",
        "activity-date"),
    "acm": ("acm-m01.csv", {
        "Month": "2014-04", PROVIDER: "RWE", COMMISSIONER: "04V", GP: "C82001", TFC: "330",
        "CONTRACT MONITORING ACTUAL ACTIVITY": "1", "CONTRACT MONITORING ACTUAL PRICE": "96.00"},
        {TFC: "130"}, "treatment-function is 330", "month"),
    "admissions": ("admissions-2014.csv", {
        **HES, "EPIKEY": "1", "CLASSPAT": "2", "ADMIMETH": "11", "ADMIDATE": "2014-03-31",
        "EPIEND": "2014-04-01", "EPIORDER": "1"},
        {"ADMIMETH": "21", "EPIKEY": "2"}, "day-case and elective", "episode-end"),
    "diagnostics": ("diagnostic-tests.csv", {
        "RADIOLOGICAL ACCESSION NUMBER": "X1", PROVIDER: "RWE", GP: "C82001",
        "DIAGNOSTIC TEST DATE": "2014-04-30", "IMAGING CODE (NICIP)": "XCHES"},
        {"RADIOLOGICAL ACCESSION NUMBER": "X2", "IMAGING CODE (NICIP)": "MHEAD"}, "procedure is XCHES",
        "test-date"),
    "community-paediatrics": ("community-contacts-1.csv", {
        "CARE CONTACT IDENTIFIER": "K1", PROVIDER: "RT5", GP: "C82001",
        "SERVICE OR TEAM TYPE REFERRED TO (COMMUNITY CARE)": "13", "CARE CONTACT DATE": "2014-04-11",
        "ATTENDANCE STATUS": "5"},
        {"CARE CONTACT IDENTIFIER": "K2", "ATTENDANCE STATUS": "7"}, "attended is 5 or 6", "contact-date"),
    "monthly-counts": ("monthly-counts.csv", {
        "Practice": "C82001", "Specialty": "dermatology", "Setting": "hospital", "Month": "2014-04",
        "Count": "1"}, {"Setting": "community"}, "setting is hospital", "month"),
}


def check(layout, folder):
    """What is wrong with a layout, or nothing."""
    name, row, other, where, month = CASES[layout]
    sums = layout == "monthly-counts"
    (folder / "c.accord").write_text(CONTRACT.format(
        type="attendance flow", verb="sums count of" if sums else "counts", layout=layout,
        where=f"where {where}\n      ", month=month), encoding="utf-8")
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row, lineterminator="\r\n")
        writer.writeheader()
        writer.writerow(row)
        writer.writerow({**row, **other})
    done = subprocess.run([ACCORD, "cube", folder / "c.accord", "--data", folder, "-o", "-", "--quiet"],
                          capture_output=True, text=True, timeout=60, check=False)
    wanted = "input,practice,month,value,rows\nseen,C82001,2014-04,1,1\n"
    if done.returncode != 0 or done.stdout != wanted or "set aside: not what the clause counts" not in done.stderr:
        return f"exit {done.returncode}\n{done.stdout}{done.stderr}"
    text = (LAYOUTS / f"{layout}.layout").read_text(encoding="utf-8")
    if layout != "monthly-counts" and "http" not in text and "NHS Data Dictionary" not in text:
        return "no public source is named"
    return ""


def main():
    layouts = sorted(path.stem for path in LAYOUTS.glob("*.layout"))
    print(f"1..{len(layouts) + 1}")
    same = layouts == sorted(CASES)
    print(f"{'ok' if same else 'not ok'} 1 - every layout has a case")
    failed = not same
    for number, layout in enumerate(layouts, 2):
        with tempfile.TemporaryDirectory() as folder:
            wrong = check(layout, pathlib.Path(folder)) if layout in CASES else "no case"
        failed = failed or wrong != ""
        print(f"{'not ok' if wrong else 'ok'} {number} - {layout}")
        if wrong:
            print("# " + wrong.replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
