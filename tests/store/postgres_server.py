# SPDX-License-Identifier: MIT
"""A PostgreSQL server of Debian's packages for one test: in a folder of its own, on a socket in that
folder and on no network, run as somebody who is not root (it refuses root), and stopped at the end."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


def programs():
    """The folder of the newest server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    return found[-1].parent if found else None


def as_other(words):
    """The words of a command, run by `postgres` (or nobody) where we are root."""
    if os.getuid() != 0:
        return words
    return ["setpriv", f"--reuid={other().pw_uid}", f"--regid={other().pw_gid}", "--clear-groups", *words]


def other():
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def run(words, **more):
    return subprocess.run(as_other([str(w) for w in words]), check=True, capture_output=True, text=True,
                          timeout=120, cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **more)


@contextlib.contextmanager
def server(settings=()):
    """The address of a running server, postgresql://?host=...; it has one database, `postgres`."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="accord-pg-", dir="/tmp"))
    try:
        if os.getuid() == 0:
            os.chown(folder, other().pw_uid, other().pw_gid)
        data = folder / "data"
        run([bin_folder / "initdb", "-D", data, "-U", "accord", "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale=C.UTF-8"])
        options = ["listen_addresses=''", f"unix_socket_directories='{folder}'", "fsync=off",
                   "max_connections=30", "shared_buffers=16MB", *settings]
        with open(data / "postgresql.auto.conf", "a", encoding="utf-8") as conf:
            conf.write("\n".join(options) + "\n")
        run([bin_folder / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "start"])
        try:
            yield f"postgresql://accord@/postgres?host={folder}"
        finally:
            run([bin_folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sql(address, text):
    """Runs SQL through psql; returns what it printed, unaligned."""
    return run([programs() / "psql", address, "-v", "ON_ERROR_STOP=1", "-qAt", "-c", text]).stdout
