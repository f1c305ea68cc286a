# SPDX-License-Identifier: MIT
"""The data folder of the bad inputs as it is when nothing is wrong, and what each input reads."""

CONTRACT = """accord 1
contract B "Bad inputs"
term 2014-04-01 to 2015-03-31, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice from "practices.csv"
1.4 level clinic from "clinics.csv", opened and closed by date
1.5 unit attendance, patient
2.1 input seen : attendance flow by practice, month
      counts rows of visits where attended is 5 or 6
      practice by gp-practice from "practices.csv"
      month by day
2.2 input spent : GBP flow by practice, month
      sums cost of rows of bills
      practice by gp-practice from "practices.csv"
      month by day
2.3 input hours : attendance flow by practice, month
      sums number of rows of sheets
      practice by gp-practice from "practices.csv"
      month by month-seen
2.4 input list : patient stock by practice, month from "lists.csv"
2.5 input waits : % rate by practice, month from "waits.csv"
2.6 input open : yes or no by practice, month from "open.csv"
2.7 input band : one of low, high by practice, month from "bands.csv"
2.8 input british : attendance flow by practice, month
      counts rows of british
      practice by gp-practice from "practices.csv"
      month by day
2.9 input compact : attendance flow by practice, month
      counts rows of compact
      practice by gp-practice from "practices.csv"
      month by day
2.10 input american : attendance flow by practice, month
      counts rows of american
      practice by gp-practice from "practices.csv"
      month by day
2.11 input wordy : attendance flow by practice, month
      counts rows of wordy
      practice by gp-practice from "practices.csv"
      month by day
2.12 input strict : attendance flow by practice, month
      counts rows of strict
      practice by gp-practice from "practices.csv"
      month by day
2.13 input semicolons : attendance flow by practice, month
      counts rows of semicolons
      practice by gp-practice from "practices.csv"
      month by day
2.14 input tabs : attendance flow by practice, month
      counts rows of tabs
      practice by gp-practice from "practices.csv"
      month by day
2.15 input held : attendance flow by clinic, month
      counts rows of clinics
      clinic by clinic from "clinics.csv"
      month by day
2.16 input noted : attendance flow by practice, month
      counts rows of notes where not urgent
      practice by gp-practice from "practices.csv"
      month by day
3.1 all : attendance flow by month = total seen over practice
"""


def layout(name, *lines):
    return "\n".join(("layout 1", f"name {name}", f'files "{name}*.csv"', *lines)) + "\n"


GP = 'field gp-practice : code from "GP"'
ISO = 'field day : date yyyy-mm-dd from "Day"'

FILES = {
    "practices.csv": "practice\nC83001\nC83002\n00123\nC83004\n",
    "clinics.csv": "clinic,opened,closed\nOLD,2010-04-01,2014-06-30\nNEW,2014-10-01,\n",
    "visits.layout": layout("visits", "identifier visit", 'field visit : code from "Id"', GP, ISO,
                            'field attended : code from "Att"'),
    "bills.layout": layout("bills", GP, ISO, 'field cost : number from "Cost"'),
    "sheets.layout": layout("sheets", GP, 'field month-seen : period from "Month"',
                            'field number : whole from "N"'),
    "british.layout": layout("british", GP, 'field day : date dd/mm/yyyy from "Day"'),
    "compact.layout": layout("compact", GP, 'field day : date yyyymmdd from "Day"'),
    "american.layout": layout("american", GP, 'field day : date mm/dd/yyyy from "Day"'),
    "wordy.layout": layout("wordy", GP, 'field day : date d month yyyy from "Day"'),
    "strict.layout": layout("strict", "refuse unended last line", GP, ISO),
    "semicolons.layout": layout("semicolons", "delimiter semicolon", GP, ISO),
    "tabs.layout": layout("tabs", "delimiter tab", GP, ISO),
    "clinics.layout": layout("clinics", 'field clinic : code from "Clinic"', ISO).replace(
        '"clinics*.csv"', '"sessions*.csv"'),
    "notes.layout": layout("notes", GP, ISO, 'field urgent : yes or no from "Urgent"',
                           'field note : code from "Note", optional'),
}

# input: (its file, the heading, a good row, the separator)
READS = {
    "seen": ("visits.csv", "Id,GP,Day,Att", "A1,C83001,2014-04-03,5"),
    "spent": ("bills.csv", "GP,Day,Cost", "C83001,2014-04-03,12.50"),
    "hours": ("sheets.csv", "GP,Month,N", "C83001,2014-04,3"),
    "list": ("lists.csv", "practice,month,list", "C83001,2014-04,7480"),
    "waits": ("waits.csv", "practice,month,waits", "C83001,2014-04,95%"),
    "open": ("open.csv", "practice,month,open", "C83001,2014-04,yes"),
    "band": ("bands.csv", "practice,month,band", "C83001,2014-04,low"),
    "british": ("british.csv", "GP,Day", "C83001,03/04/2014"),
    "compact": ("compact.csv", "GP,Day", "C83001,20140403"),
    "american": ("american.csv", "GP,Day", "C83001,04/03/2014"),
    "wordy": ("wordy.csv", "GP,Day", "C83001,3 April 2014"),
    "strict": ("strict.csv", "GP,Day", "C83001,2014-04-03"),
    "semicolons": ("semicolons.csv", "GP;Day", "C83001;2014-04-03"),
    "tabs": ("tabs.csv", "GP\tDay", "C83001\t2014-04-03"),
    "held": ("sessions.csv", "Clinic,Day", "OLD,2014-04-03"),
    "noted": ("notes.csv", "GP,Day,Urgent,Note", "C83001,2014-04-03,no,seen"),
}
