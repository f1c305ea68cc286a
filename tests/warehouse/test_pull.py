#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pulls from real servers what accord counts from files of the same rows: the same cells, hash and
account. PostgreSQL spread over three servers, one of which is then stopped; SQLite; MariaDB.

usage: test_pull.py ACCORD

Prints TAP. Servers are of Debian's packages and are ended at the end.
"""

import csv
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import made
import servers

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
SEED = 20140401
DONE, FAILED, MISUSED, NO = 0, 1, 2, 3
IDENTIFIER = "identifier visit, provider"


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def accord(code, *arguments, environment=None):
    done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, text=True, timeout=120,
                          check=False, env=environment)
    need(done.returncode == code,
         f"accord {arguments[0]}: exit {done.returncode}, not {code}\n{done.stdout[-800:]}{done.stderr[-1500:]}")
    return done.stdout, done.stderr


def account(text):
    """What became of the rows, whoever counted them."""
    return [line for line in text.splitlines() if line.startswith("  ") and "from" not in line]


def folder_of(path, rows, identifier, contract=made.CONTRACT):
    """Two data folders, one with rows and one without, and what files give."""
    with_rows, without = path / "rows", path / "none"
    for folder in (with_rows, without):
        made.write_small(folder, identifier, contract)
    made.write_rows(with_rows, rows)
    cells = path / "cells.csv"
    said, _ = accord(DONE, "cube", with_rows / "w.accord", "--data", with_rows, "-o", cells, "--quiet")
    return with_rows, without, cells.read_text(), account(said)


def pull(folder, dialect, dsn, *more, code=DONE, table="visits", environment=None):
    return accord(code, "pull", folder / "w.accord", "--data", folder, "--table", f"visits={table}",
                  "--dialect", dialect, "--dsn", dsn, "--quiet", *more, environment=environment)


def pulled_cells(folder):
    """Both inputs' cells as `accord cube` writes them, one after the other."""
    return (folder / "seen.cells.csv").read_text() + (folder / "cost.cells.csv").read_text()


def same_as_files(path, rows, identifier, dialect, dsn, table="visits"):
    with_rows, without, cells, said = folder_of(path, rows, identifier)
    need(any("R-DUPLICATE" in line for line in said) == (identifier != ""), "rows share identifiers")
    out, _ = pull(without, dialect, dsn, table=table)
    need(account(out) == said, f"the account differs:\n{out}\nof files:\n" + "\n".join(said))
    need(pulled_cells(without) == cells, "the cells differ")
    for command in (("eval", "--format", "csv"), ("eval", "--value", "cost", "--format", "csv")):
        both = [accord(DONE, command[0], folder / "w.accord", "--data", folder, *command[1:], "--quiet")[0]
                for folder in (with_rows, without)]
        need(both[0] == both[1] and len(both[0]) > 100, f"{' '.join(command)} differs")
    items = dict(csv.reader(open(without / "seen.pulled.csv", encoding="utf-8")))
    need(int(items["rows"]) == len(rows), "every row is in the account")
    need(int(items["groups"]) < len(rows) / 2, f"{items['groups']} groups of {len(rows)} rows came back")
    return without, items


def same_followed(path, rows, dialect, dsn, table, *more, environment=None):
    """Rows that count where another follows them, with identifiers and without."""
    for name, identifier in (("plain", ""), ("identified", IDENTIFIER)):
        _, without, cells, said = folder_of(path / name, rows, identifier, made.FOLLOWED)
        repeated = ["one with its identifier"] if identifier and len(rows) > 10000 else []
        for words in ("not followed", "R-MISSING", "R-YES-NO", *repeated):
            need(any(words in line for line in said), f"{words} is not among what files give: {said}")
        out, _ = pull(without, dialect, dsn, *more, table=table, environment=environment)
        need(account(out) == said, f"{name}: the account differs:\n{out}\nof files:\n" + "\n".join(said))
        got = "".join((without / f"{one}.cells.csv").read_text() for one in ("onward", "onward-cost"))
        need(got == cells, f"{name}: the cells differ")
        accord(DONE, "eval", without / "w.accord", "--data", without, "--quiet")


def sqlite_file(path, rows):
    database = sqlite3.connect(path)
    columns = ", ".join(f'"{name}" {"INTEGER" if name == "Tariff" else "TEXT"}' for name in made.FIELDS)
    database.execute(f"CREATE TABLE visits ({columns})")
    database.executemany(f"INSERT INTO visits VALUES ({','.join('?' * len(made.FIELDS))})", rows)
    database.commit()
    database.close()
    return f"Driver=SQLite3;Database={path}"


def test_sqlite(world):
    rows = made.rows_of_text(SEED, 6000)
    dsn = sqlite_file(world / "a.db", rows)
    for name, identifier in (("plain", ""), ("identified", IDENTIFIER)):
        same_as_files(world / f"sqlite-{name}", rows, identifier, "sqlite", dsn)
    same_followed(world / "sqlite-followed", rows, "sqlite", dsn, "visits")


def test_days_of_text(world):
    """Whether a text is a day is told as in files, or it is said that nobody can tell."""
    for name, day, words in (("times", None, ""), ("zone", "2014-05-02T09:30:00+01:00", "pull from a view that gives the day alone"),
                             ("leap-second", "2014-05-02 23:59:60", "pull from a view"), ("form", "02/05/2014", "text of the form 2014-04-01")):
        days = [day] if day else [
            "2014-05-02T24:00", "2014-05-02 09:30", "2014-05-02 09:30:00.123456789", "2014-05-02x", "2014-05-2", "2014-02-29", "2016-02-29",
            "1799-12-31", "3000-01-01", "now", "2014-05-02", "2014-04-31", "12:00", "2456780.5", " 2014-05-03\t", "2014/05/02", "02014-05-02"]
        rows = [["P001", "130", site, one, "5", "no", 1, f"{site}{n}", "RWE"] for n, one in enumerate(days) for site in ("H1", "C1", "Z9")]
        dsn = sqlite_file(world / f"{name}.db", rows)
        _, without, cells, said = folder_of(world / f"days-{name}", [] if day else rows, IDENTIFIER, made.FOLLOWED)
        layout = without / "visits.layout"
        if name == "form":
            layout.write_text(layout.read_text().replace("yyyy-mm-dd", "dd/mm/yyyy"), encoding="utf-8")
        out, problem = pull(without, "sqlite", dsn, code=FAILED if day else DONE)
        need(words in problem, problem)
        if not day:
            need(account(out) == said, f"the account differs:\n{out}\nof files:\n" + "\n".join(said))
            need("".join((without / f"{one}.cells.csv").read_text() for one in ("onward", "onward-cost")) == cells, "the cells differ")


def test_refusals(world):
    rows = made.rows_of_text(SEED + 1, 1500)
    dsn = sqlite_file(world / "b.db", rows)
    _, without, _, _ = folder_of(world / "refusals", rows, IDENTIFIER)
    _, said = pull(without, "sqlite", dsn)
    for words in ("column Day", "R-DATE", "R-DUPLICATE", "R-MISSING", "R-MEMBER", "R-YES-NO", "R-PERIOD"):
        need(words in said, f"{words} is not in what is said:\n{said}")
    layout = without / "visits.layout"
    strict = layout.read_text().replace("100%", "1%")
    layout.write_text(strict, encoding="utf-8")
    for name in ("seen", "cost"):
        (without / f"{name}.cells.csv").unlink()
    _, said = pull(without, "sqlite", dsn, code=NO)
    need("at most 1% may be" in said, said)
    need(not (without / "seen.cells.csv").exists(), "nothing is written where too many are refused")


def test_bad_requests(world):
    rows = made.rows_of_text(SEED + 2, 50)
    dsn = sqlite_file(world / "c.db", rows)
    _, folder, _, _ = folder_of(world / "requests", rows, "")
    cases = [
        (MISUSED, "sqlite", dsn + ";PWD=hush", (), "--password-from"),
        (MISUSED, "oracle", dsn, (), "it writes postgresql, sqlserver"),
        (MISUSED, "sqlite", dsn, ("--password-from", "ACCORD_NO_SUCH"), "the environment has no"),
        (MISUSED, "sqlite", dsn, ("--timeout", "0"), "at least 1 second"),
        (MISUSED, "sqlite", dsn, ("--table", "x=a b"), "is no name of a table"),
        (FAILED, "sqlite", "Driver=No Such", (), "cannot connect"),
    ]
    for code, dialect, connection, more, words in cases:
        _, said = pull(folder, dialect, connection, *more, code=code)
        need(words in said and "hush" not in said, f"{words!r} is not in {said!r}")
    _, said = pull(folder, "sqlite", dsn, code=FAILED, table="nowhere")
    need("seen, from nowhere" in said and "no such table" in said, said)
    database = sqlite3.connect(world / "c.db")
    database.execute('ALTER TABLE visits RENAME COLUMN "Site" TO "Sites"')
    database.commit()
    _, said = pull(folder, "sqlite", dsn, code=FAILED)
    need('has no column "Site" (site); did you mean "Sites"?' in said, said)
    database.execute('ALTER TABLE visits RENAME COLUMN "Sites" TO "SITE"')
    database.execute('UPDATE visits SET "Tariff" = 1.5')
    database.commit()
    _, said = pull(folder, "sqlite", dsn, code=FAILED)
    need("keep whole pence" in said, said)


def test_stale(world):
    rows = made.rows_of_text(SEED + 3, 400)
    dsn = sqlite_file(world / "d.db", rows)
    _, folder, _, _ = folder_of(world / "stale", rows, "")
    pull(folder, "sqlite", dsn, "--time", "a day in May")
    need("time,a day in May\n" in (folder / "seen.pulled.csv").read_text(), "the time said")
    contract = folder / "w.accord"
    good = contract.read_text()
    contract.write_text(good.replace("attended is 5 or 6 and", "attended is 5 and"), encoding="utf-8")
    _, said = accord(FAILED, "eval", contract, "--data", folder, "--quiet")
    need("was pulled for another clause" in said, said)
    contract.write_text(good, encoding="utf-8")
    cells = folder / "seen.cells.csv"
    whole = cells.read_text()
    cells.write_text(whole.replace(",1,1\n", ",2,2\n", 1), encoding="utf-8")
    _, said = accord(FAILED, "eval", contract, "--data", folder, "--quiet")
    need("is not as it was sealed" in said, said)
    cells.write_text(whole, encoding="utf-8")
    made.write_rows(folder, rows)
    _, said = accord(FAILED, "eval", contract, "--data", folder, "--quiet")
    need("nothing is counted twice" in said, said)
    (folder / "visits.csv").unlink()
    (folder / "seen.pulled.csv").unlink()
    _, said = accord(FAILED, "eval", contract, "--data", folder, "--quiet")
    need("has no account beside it" in said, said)


def test_mariadb(world):
    server = servers.MariaDb("mariadb", world, servers.plain_user())
    world.servers.append(server)
    text = made.rows_of_text(SEED + 4, 3000)
    types = made.rows_of_types(SEED + 5, 3000)
    server.sql(
        "CREATE DATABASE nhs CHARACTER SET utf8mb4; CREATE USER reader IDENTIFIED BY 'say}it'; "
        "GRANT SELECT ON nhs.* TO reader; USE nhs;"
        "CREATE TABLE raw_visits (" +
        ", ".join(f"{name} {'INT' if name == 'Tariff' else 'VARCHAR(40)'}" for name in made.FIELDS) + ");"
        "CREATE TABLE visits (GP VARCHAR(10), Service INT, Site CHAR(4), Day DATE, Attended SMALLINT,"
        " Urgent VARCHAR(5), Tariff DECIMAL(12,2), Id VARCHAR(20), Provider VARCHAR(5));" +
        "".join(made.inserts("raw_visits", text)) + "".join(made.inserts("visits", types)))
    environment = {"PATH": "/usr/bin:/bin", "WAREHOUSE_PASSWORD": "say}it"}
    for name, rows, table in (("text", text, "nhs.raw_visits"), ("types", types, "visits")):
        with_rows, without, cells, said = folder_of(world / f"mariadb-{name}", rows, IDENTIFIER)
        out, _ = pull(without, "mariadb", server.dsn(), "--password-from", "WAREHOUSE_PASSWORD",
                      table=table, environment=environment)
        need(account(out) == said, f"{name}: the account differs:\n{out}\nof files:\n" + "\n".join(said))
        need(pulled_cells(without) == cells, f"{name}: the cells differ")
        need("say}it" not in (without / "seen.pulled.csv").read_text(), "the password is in a file")
    same_followed(world / "mariadb-followed", types, "mariadb", server.dsn(), "visits",
                  "--password-from", "WAREHOUSE_PASSWORD", environment=environment)
    environment["WAREHOUSE_PASSWORD"] = "wrong-word"
    _, said = pull(without, "mariadb", server.dsn(), "--password-from", "WAREHOUSE_PASSWORD",
                   code=FAILED, environment=environment)
    need("cannot connect" in said and "wrong-word" not in said, said)


TYPED = ("gp text NOT NULL, service int, site text, day date, attended smallint, urgent text,"
         " tariff numeric(12,2), id text, provider text")


def spread(world, rows):
    """One table over two servers, behind a third."""
    user = servers.plain_user()
    shards = [servers.Postgres(name, world, user) for name in ("shard_a", "shard_b")]
    front = servers.Postgres("front", world, user)
    world.servers += [*shards, front]
    front.sql(
        f"CREATE EXTENSION postgres_fdw; CREATE SCHEMA nhs;"
        f"CREATE TABLE nhs.visits ({TYPED}) PARTITION BY RANGE (gp);")
    bounds = ("MINVALUE", "'P020'", "MAXVALUE")
    for i, shard in enumerate(shards):
        shard.sql(f"CREATE TABLE visits ({TYPED}); CREATE INDEX ON visits (gp);" + "".join(made.inserts(
            "visits", [row for row in rows if (row[0] >= "P020") == (i == 1)])) + "ANALYZE visits;")
        front.sql(
            f"CREATE SERVER {shard.name} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1',"
            f" port '{shard.port}', dbname 'postgres',"
            " fdw_tuple_cost '1');"
            f"CREATE USER MAPPING FOR accord SERVER {shard.name} OPTIONS (user 'accord');"
            f"CREATE FOREIGN TABLE nhs.visits_{i} PARTITION OF nhs.visits FOR VALUES FROM ({bounds[i]})"
            f" TO ({bounds[i + 1]}) SERVER {shard.name} OPTIONS (schema_name 'public', table_name 'visits');"
            f"ANALYZE nhs.visits_{i};")
    return front, shards


def test_postgres(world):
    rows = made.rows_of_types(SEED + 6, 20000)
    front, shards = spread(world, rows)
    folder, items = same_as_files(
        world / "spread", rows, "", "postgresql", front.dsn(), table="nhs.visits")
    need(items["server"].startswith("PostgreSQL") and items["time"].startswith("20"), str(items))
    for name in ("seen", "cost"):
        statement = (folder / f"{name}.pulled.sql").read_text()
        plan = front.sql(f"SET enable_partitionwise_aggregate = on; EXPLAIN (VERBOSE, COSTS OFF) {statement};")
        remote = re.findall(r"Remote SQL: (.*)", plan)
        need(len(remote) == 2 and all("GROUP BY" in sql and "count(*)" in sql for sql in remote),
             f"{name}: the servers do not count for themselves:\n{plan}")
    same_as_files(world / "spread-id", rows, IDENTIFIER, "postgresql", front.dsn(), table="nhs.visits")
    same_followed(world / "followed", rows, "postgresql", front.dsn(), "nhs.visits")

    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    shards[1].stop()
    _, said = pull(folder, "postgresql", front.dsn(), code=FAILED, table="nhs.visits")
    need("seen, from nhs.visits" in said and "shard_b" in said, f"the server that is down is not named: {said}")
    need({path.name: path.read_bytes() for path in folder.iterdir()} == before, "something was written")
    shards[1].start()
    pull(folder, "postgresql", front.dsn(), table="nhs.visits")
    need(pulled_cells(folder).encode() == before["seen.cells.csv"] + before["cost.cells.csv"], "the retry")
    check_types(world, front, folder)


def check_types(world, front, folder):
    """Columns that cannot be summed exactly are not summed; a slow server is not waited for."""
    front.sql("CREATE VIEW nhs.floats AS SELECT gp, service, site, day, attended, urgent,"
              " tariff::float8 AS tariff, id, provider FROM nhs.visits;"
              "CREATE VIEW nhs.slow AS SELECT v.* FROM nhs.visits v, (SELECT pg_sleep(30)) AS s;")
    _, said = pull(folder, "postgresql", front.dsn(), code=FAILED, table="nhs.floats")
    need("whose sums are not exact" in said and "DECIMAL(12, 2)" in said, said)
    _, said = pull(folder, "postgresql", front.dsn(), "--timeout", "1", code=FAILED, table="nhs.slow")
    need("timeout" in said, said)
    rows = made.rows_of_text(SEED + 7, 3000)
    front.sql("CREATE TABLE raw_visits (" + ", ".join(
        f'"{name}" {"int" if name == "Tariff" else "text"}' for name in made.FIELDS) + ");" +
        "".join(made.inserts("raw_visits", rows)))
    same_as_files(world / "raw", rows, IDENTIFIER, "postgresql", front.dsn(), table="raw_visits")


class World(type(pathlib.Path())):
    """The folder of the run, and the servers in it."""

    servers = []


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    print(f"# seed {SEED}")
    folder = tempfile.mkdtemp(prefix="accord_pull_")
    pathlib.Path(folder).chmod(0o755)
    failed = 0
    try:
        for number, test in enumerate(tests, 1):
            try:
                test(World(folder))
                print(f"ok {number} - {test.__name__[5:]}", flush=True)
            except (Fault, RuntimeError, subprocess.TimeoutExpired, OSError) as fault:
                failed += 1
                print(f"not ok {number} - {test.__name__[5:]}")
                print("# " + str(fault).replace("\n", "\n# "), flush=True)
    finally:
        for server in World.servers:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
