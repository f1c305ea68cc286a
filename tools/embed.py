#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes files as a table in C, so that the program carries them (src/app/embedded.h).

usage: embed.py OUT ROOT FILE...

A file's name in the table is its path from ROOT. Each line of a file is a line of C.
"""

import sys
from pathlib import Path


def c_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
    lines = escaped.split("\n")
    whole = [f'     "{line}\\n"' for line in lines[:-1]]
    if lines[-1]:
        whole.append(f'     "{lines[-1]}"')
    return "\n".join(whole) or '     ""'


def main(arguments: list[str]) -> int:
    if len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    out, root, *files = arguments
    entries = []
    for name in files:
        path = Path(name).resolve()
        shown = path.relative_to(Path(root).resolve()).as_posix()
        text = path.read_text(encoding="utf-8")
        size = len(text.encode("utf-8"))
        entries.append(f'    {{"{shown}",\n     {size},\n{c_string(text)}}},')
    Path(out).write_text("\n".join([
        "/* SPDX-License-Identifier: MIT */",
        "/* Made by tools/embed.py when accord is built. */",
        "",
        '#include "app/embedded.h"',
        "",
        "/* A file may be longer than the 4095 bytes that every compiler must take. */",
        '#pragma GCC diagnostic ignored "-Woverlength-strings"',
        "",
        "const ac_embedded_file ac_embedded_files[] = {",
        *entries,
        "};",
        "",
        "const size_t ac_embedded_count = sizeof ac_embedded_files / sizeof ac_embedded_files[0];",
        "",
    ]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
