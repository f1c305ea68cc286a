#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the SQL of each dialect to its golden text in sql/NAME.sql.

usage: test_sql.py ACCORD [--write]      --write: writes what comes out, to be looked at

Prints TAP.
"""

import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "warehouse"))
import made  # noqa: E402

ACCORD = str(pathlib.Path(sys.argv[1]).resolve())
DIALECTS = ("databricks", "mariadb", "postgresql", "snowflake", "sqlite", "sqlserver")
ODD = {"practices.csv": "practice\nP001\nO'B\\1\n"}


def followed(folder, dialect):
    """Of rows that count where others follow."""
    done = subprocess.run(
        [ACCORD, "pull", folder / "w.accord", "--data", folder, "--table", "visits=nhs.visits", "--dialect", dialect,
         "--dry-run", "--quiet"], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def statement(folder, dialect):
    done = subprocess.run(
        [ACCORD, "pull", folder / "w.accord", "--data", folder, "--table", 'visits=nhs."SUS ""visits"',
         "--dialect", dialect, "--dry-run", "--quiet"],
        capture_output=True, timeout=60, check=False)
    # A name in double quotes cannot hold one.
    assert done.returncode == 2, done
    done = subprocess.run(
        [ACCORD, "pull", folder / "w.accord", "--data", folder, "--table", 'visits=nhs."SUS [`visits]"',
         "--dialect", dialect, "--dry-run", "--quiet"],
        capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def main():
    failed = 0
    print(f"1..{2 * len(DIALECTS)}")
    with tempfile.TemporaryDirectory() as folder:
        seen, later = pathlib.Path(folder) / "seen", pathlib.Path(folder) / "later"
        made.write_small(seen, "identifier visit, provider")
        made.write_small(later, "identifier visit, provider", made.FOLLOWED)
        for name, text in ODD.items():
            (seen / name).write_text(text, encoding="utf-8")
        cases = [(dialect, statement(seen, dialect)) for dialect in DIALECTS]
        cases += [(f"followed-{dialect}", followed(later, dialect)) for dialect in DIALECTS]
        for number, (name, text) in enumerate(cases, 1):
            golden = HERE / "sql" / f"{name}.sql"
            if "--write" in sys.argv:
                golden.write_text(text, encoding="utf-8")
            good = golden.exists() and golden.read_text(encoding="utf-8") == text
            failed += not good
            print(f"{'ok' if good else 'not ok'} {number} - {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
