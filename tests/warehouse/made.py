# SPDX-License-Identifier: MIT
"""A contract, its layout and rows for it, good and bad, as files and as the statements of tables."""

import csv
import random

PRACTICES = [f"P{n:03d}" for n in range(40)]
FIELDS = ["GP", "Service", "Site", "Day", "Attended", "Urgent", "Tariff", "Id", "Provider"]

CONTRACT = """accord 1
contract W "Warehouse"
term 2014-04-01 to 2016-03-31, years from 1 April
money GBP in whole pence, halves away from zero
1.1 commissioner WL "West"
1.2 provider P "Provider"
1.3 level practice from "practices.csv"
1.4 level service : eyes, skin
1.5 level setting : hospital, community
1.6 unit attendance
2.1 input seen : attendance flow by practice, service, setting, month
      counts rows of visits
      where attended is 5 or 6 and not urgent
      practice by gp-practice from "practices.csv"
      service by service-code: eyes 130, skin 330
      setting by site from "sites.csv", other sites set aside
      month by day
      freeze 10 days after month
2.2 input cost : GBP flow by practice, month
      sums tariff of rows of visits
      where attended is 5 or 6 and provider is given and service-code is given or site is not given
      practice by gp-practice from "practices.csv"
      month by day
      freeze 10 days after month
3.1 all : attendance flow by month = total seen over practice, service, setting
3.2 paid-out : GBP flow by month = total cost over practice
"""

# Rows that count where another follows them: of conditions that overlap, and of others.
FOLLOWED = CONTRACT[:CONTRACT.index("2.1 input")] + """2.1 input onward : attendance flow by practice, month
      counts rows of visits
      where attended is 5 or 6 and not urgent
      followed within 3 days by rows of the same gp-practice and service-code where site is H1 or C1
      practice by gp-practice from "practices.csv"
      month by day
2.2 input onward-cost : GBP flow by practice, month
      sums tariff of rows of visits
      where site is C1
      followed within 40 days by rows of the same service-code, gp-practice and provider where site is H1 and urgent
      practice by gp-practice from "practices.csv"
      month by day
3.1 all : attendance flow by month = total onward over practice
3.2 paid-out : GBP flow by month = total onward-cost over practice
"""

LAYOUT = """layout 1
name visits "Visits"
files "visits*.csv"
missing "" "-"
refuse at most 100%
{identifier}
field gp-practice  : code from "GP"
field service-code : code from "Service"
field site         : code from "Site"
field day          : date yyyy-mm-dd from "Day"
field attended     : code from "Attended"
field urgent       : yes or no from "Urgent"
field tariff       : number from "Tariff"
field visit        : code from "Id"
field provider     : code from "Provider"
"""


def write_small(folder, identifier="", contract=CONTRACT):
    """The contract, its layout and the small files, without rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "w.accord").write_text(contract, encoding="utf-8")
    (folder / "visits.layout").write_text(LAYOUT.format(identifier=identifier), encoding="utf-8")
    (folder / "practices.csv").write_text("practice\n" + "\n".join(PRACTICES) + "\n", encoding="utf-8")
    (folder / "sites.csv").write_text(
        "site,setting\nH1,hospital\nH2,hospital\nC1,community\n", encoding="utf-8")


def write_rows(folder, rows):
    with open(folder / "visits.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def pick(generator, usual, odd, share):
    return generator.choice(odd) if generator.random() < share else generator.choice(usual)


def good_day(generator):
    return f"{generator.randint(2014, 2015)}-{generator.randint(1, 12):02d}-{generator.randint(1, 28):02d}"


def rows_of_text(seed, count):
    """Rows in which everything is text, with every fault that a row can have. Money is whole pence, as
    a database without decimals has to keep it."""
    generator = random.Random(seed)
    rows = []
    for number in range(count):
        day = good_day(generator)
        tariff = generator.randint(0, 30000)
        rows.append([
            pick(generator, PRACTICES, ["X99", "", None, "-", " P001", "P002 ", "p003", "\tP004\t"], 0.05),
            pick(generator, ["130", "330"], ["999", "", None, " 130"], 0.2),
            pick(generator, ["H1", "H2", "C1"], ["Z9", None, "h1", "C1 "], 0.1),
            pick(generator, [day], ["2015-02-31", "2016-02-29", "2015-01-31", "01/02/2015", "", None,
                                    "2012-01-01", "2014-13-01", "14-01-01", day + " 00:00:00",
                                    day + "T09:30:00", " " + day, "2015-04-30", "2015-04-31"], 0.1),
            pick(generator, ["5", "6", "7", "3"], [" 5", "05", "", None, "5\t"], 0.1),
            pick(generator, ["yes", "no", "N", "0", "TRUE"], ["maybe", "", None, " y "], 0.1),
            pick(generator, [tariff], [None, -5], 0.05),
            pick(generator, [f"A{number}"], [*[f"A{generator.randrange(count)}"] * 4, "", None,
                                             f" A{number // 2}\t", f"a{number}"], 0.3),
            pick(generator, ["RWE", "RT5"], ["", None], 0.02)])
    return rows


def rows_of_types(seed, count):
    """Rows as a warehouse holds them that has types: dates are dates and money is decimal."""
    generator = random.Random(seed)
    rows = []
    for number in range(count):
        rows.append([
            pick(generator, PRACTICES, ["X99", "", "-", "P002 "], 0.05),
            pick(generator, [130, 330], [999, None], 0.2),
            pick(generator, ["H1", "H2", "C1"], ["Z9", None], 0.1),
            pick(generator, [good_day(generator)], [None, "2012-01-01", "2016-03-31"], 0.05),
            pick(generator, [5, 6, 7, 3], [None], 0.05),
            pick(generator, ["yes", "no"], ["maybe", None], 0.05),
            pick(generator, [f"{generator.randint(0, 99999) / 100:.2f}"], [None, "-5.25"], 0.05),
            pick(generator, [f"A{number}"], [*[f"A{generator.randrange(count)}"] * 3, None], 0.2),
            pick(generator, ["RWE", "RT5"], [None], 0.02)])
    return rows


def literal(cell):
    if cell is None:
        return "NULL"
    return str(cell) if isinstance(cell, int) else "'" + cell.replace("'", "''") + "'"


def inserts(table, rows, group=500):
    """Statements that put rows into a table."""
    for start in range(0, len(rows), group):
        values = ",".join("(" + ",".join(map(literal, row)) + ")" for row in rows[start:start + group])
        yield f"INSERT INTO {table} VALUES {values};"
