#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The commands of docs/manual/books.md, run in their order as a reader would; a block ```text FILE is that file, and a command
ends with 0 unless `# ends with N` follows it.
usage: test_books_page.py ACCORD SOURCE_ROOT"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap  # noqa: E402


def main():
    tap, accord, root = Tap(), Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    page = (root / "docs/manual/books.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"^```console\n(.*?)^```$", page, flags=re.M | re.S)
             for line in block.splitlines()]
    files = re.findall(r"^```text (\S+)\n(.*?)^```$", page, flags=re.M | re.S)
    commands = re.findall(r"`accord ([a-z]+)", page)
    with tempfile.TemporaryDirectory(prefix="accord-page-") as folder:
        env = {key: value for key, value in os.environ.items() if not key.startswith("ACCORD_")}
        env["TMPDIR"] = folder
        for name, text in files:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        for line in lines:
            words = shlex.split(line, comments=True)
            ends = re.search(r"# ends with (\d)$", line)
            if words[0] == "export":
                env.update([words[1].split("=", 1)])
                continue
            done = subprocess.run([accord, *words[1:]], cwd=folder, env=env, capture_output=True, text=True, timeout=120)
            tap.point(words[0] == "accord" and done.returncode == (int(ends[1]) if ends else 0), line, done.stderr)
        helped = [word for word in commands if word != "help" and subprocess.run(
            [accord, "help", word], capture_output=True, timeout=30).returncode != 0]
        tap.point(lines and not helped, "every command that is named has a page", helped)
        tap.point((Path(folder) / "q4.xlsx").exists() and (Path(folder) / "again.store").exists(), "the files are there")
        kept = (Path(folder) / "alliance.store").stat().st_mode & 0o777
        tap.point(kept == 0o600, "a store is for its owner's eyes", oct(kept))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
