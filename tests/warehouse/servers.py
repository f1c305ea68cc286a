# SPDX-License-Identifier: MIT
"""Database servers of Debian's packages for one test: on 127.0.0.1 or a socket, in a folder of their
own, as a user without rights, ended by their process number."""

import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import time

POSTGRES = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
POSTGRES_BIN = POSTGRES[-1] if POSTGRES else pathlib.Path("/nowhere")
WAIT_SECONDS = 60


def plain_user():
    """Whom servers run as: root may not be, and anybody else is good enough."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def as_user(user):
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make_folder(path, user):
    path.mkdir(parents=True)
    if user is not None:
        os.chown(path, user.pw_uid, user.pw_gid)
    return path


def run(command, user=None, text=None):
    done = subprocess.run(
        list(map(str, command)), input=text, capture_output=True, text=True, timeout=120, check=False,
        cwd="/", **as_user(user))
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr[-2000:]}{done.stdout[-500:]}")
    return done.stdout


class Server:
    """A server in the foreground, as a child of ours."""

    def __init__(self, name, folder, user):
        self.name = name
        self.user = user
        self.folder = make_folder(folder / name, user)
        self.log = folder / f"{name}.log"
        self.process = None

    def begin(self, command):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                list(map(str, command)), stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
                **as_user(self.user))

    def wait_until(self, ready):
        end = time.monotonic() + WAIT_SECONDS
        while not ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.name} does not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self, how=signal.SIGINT):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None


class Postgres(Server):
    def __init__(self, name, folder, user):
        super().__init__(name, folder, user)
        self.port = free_port()
        run([POSTGRES_BIN / "initdb", "-D", self.folder / "data", "-U", "accord", "-A", "trust",
             "-E", "UTF8", "--locale=C", "--no-sync"], user)
        self.start()

    def start(self):
        self.begin([POSTGRES_BIN / "postgres", "-D", self.folder / "data", "-h", "127.0.0.1",
                    "-p", self.port, "-k", self.folder, "-c", "fsync=off", "-c", "shared_buffers=16MB",
                    "-c", "max_connections=20"])
        self.wait_until(lambda: subprocess.run(
            [POSTGRES_BIN / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
            check=False).returncode == 0)

    def sql(self, text):
        return run([POSTGRES_BIN / "psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
                    "-p", self.port, "-U", "accord", "postgres"], text=text)

    def dsn(self):
        return (f"Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port={self.port};Database=postgres;"
                "UID=accord")


class MariaDb(Server):
    def __init__(self, name, folder, user):
        super().__init__(name, folder, user)
        self.socket = self.folder / "s"
        run([shutil.which("mariadb-install-db"), "--no-defaults", f"--datadir={self.folder / 'data'}",
             "--auth-root-authentication-method=normal", "--skip-test-db"], user)
        self.begin([shutil.which("mariadbd") or "/usr/sbin/mariadbd", "--no-defaults",
                    f"--datadir={self.folder / 'data'}", f"--socket={self.socket}", "--skip-networking",
                    "--innodb-buffer-pool-size=32M", f"--pid-file={self.folder / 'pid'}"])
        self.wait_until(self.socket.exists)

    def sql(self, text):
        return run(["mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot", "--batch",
                    "--default-character-set=utf8mb4"], text=text)

    def dsn(self):
        return f"Driver=MariaDB Unicode;Socket={self.socket};Database=nhs;UID=reader"

    def stop(self, how=signal.SIGTERM):
        super().stop(how)
