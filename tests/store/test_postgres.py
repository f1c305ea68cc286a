#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests of the store again, over a PostgreSQL server of Debian's packages.
usage: test_postgres.py TEST_STORE"""

import os
import subprocess
import sys

from postgres_server import programs, server, sql

SCHEMAS = 60  # one for each store that the tests make, and some to spare


def main():
    if programs() is None:
        print("1..0 # SKIP PostgreSQL is not installed: tools/setup check")
        return 0
    with server() as address:
        sql(address, " ".join(f"CREATE SCHEMA s{i};" for i in range(SCHEMAS)))
        done = subprocess.run([sys.argv[1]], timeout=120,
                              env={**os.environ, "ACCORD_TEST_POSTGRES": address})
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
