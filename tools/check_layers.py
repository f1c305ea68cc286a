#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks every #include "..." of src/ and include/ against src/LAYERS.

usage: check_layers.py [ROOT]

LAYERS has one line per folder, `folder : folders it may include`, each folder listed after those it
uses, so it cannot hold a cycle.  A public header accord/X.h belongs to the folder whose sources
define it: OWNER says which, and a public header may include no private one.  Prints one line,
file:line, per violation and exits 1 if there is any.
"""

import re
import sys
from pathlib import Path

OWNER = {"error.h": "base", "money.h": "value", "date.h": "value"}
FRONT = {"cli"}  # may include any public header, and no private one but those of its line
INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def read_layers(path: Path) -> dict[str, set[str]]:
    layers: dict[str, set[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, uses = line.partition(":")
        allowed = set(uses.split())
        for unknown in sorted(allowed - layers.keys()):
            sys.exit(f"src/LAYERS:{number}: {name.strip()} uses {unknown}, not listed above it")
        layers[name.strip()] = allowed
    return layers


def includes(root: Path, path: Path):
    """Yields "file:line", what is included."""
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match is not None:
            yield f"{path.relative_to(root)}:{number}", match[1]


def violations(root: Path, layers: dict[str, set[str]]):
    src = root / "src"
    for folder in sorted(p.name for p in src.iterdir() if p.is_dir()):
        if folder not in layers:
            yield f"src/LAYERS:1: it has no line for the folder src/{folder}"
    for source in sorted(p for p in src.rglob("*.*") if p.suffix in {".c", ".h", ".def"}):
        here = source.relative_to(src).parts[0]
        for place, included in includes(root, source):
            folder, _, name = included.partition("/")
            if not name:
                yield f"{place}: {included} must be named with its folder, {here}/{included}"
                continue
            if folder == "accord":
                if name not in OWNER:
                    yield f"{place}: {included} has no owner in tools/check_layers.py"
                if here in FRONT:
                    continue
                folder = OWNER.get(name, here)
            if folder != here and folder not in layers.get(here, set()):
                yield f"{place}: {here} may not include {included}"
    for header in sorted((root / "include").rglob("*.h")):
        for place, included in includes(root, header):
            if not included.startswith("accord/"):
                yield f"{place}: a public header may not include the private {included}"


def main() -> int:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    layers = read_layers(root / "src" / "LAYERS")
    found = list(violations(root, layers))
    print("\n".join(found) or f"{len(layers)} layers, every include allowed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
