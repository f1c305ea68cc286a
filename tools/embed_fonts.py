#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes fonts as a table in C, so that the program carries them (src/report/fonts.h).

usage: embed_fonts.py OUT FONT...
"""

import sys
from pathlib import Path

LINE = 64  # bytes of a font on each line


def c_string(data: bytes) -> str:
    lines = (data[at:at + LINE] for at in range(0, len(data), LINE))
    return "\n".join('     "' + "".join(rf"\{byte:03o}" for byte in line) + '"' for line in lines)


def main(arguments: list[str]) -> int:
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    out, *fonts = arguments
    entries = []
    for name in fonts:
        data = Path(name).read_bytes()
        entries.append(f"    {{{c_string(data)},\n     {len(data)}}},")
    Path(out).write_text("\n".join([
        "/* SPDX-License-Identifier: MIT */",
        "/* Made by tools/embed_fonts.py when accord is built. */",
        "",
        '#include "report/fonts.h"',
        "",
        '#pragma GCC diagnostic ignored "-Woverlength-strings"',
        "",
        "const ac_embedded_font ac_embedded_fonts[] = {",
        *entries,
        "};",
        "",
    ]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
