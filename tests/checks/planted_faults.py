#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every checker of tools/ is seen to find a planted fault, and to find nothing where there is none.

usage: planted_faults.py TOOLS

Each case is a small tree made in a temporary folder.  The first tree is clean; each other one adds a
file and names the checker and the line that it must print.  Speaks TAP.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

SPDX = "/* SPDX-License-Identifier: MIT */\n"
CLEAN = {
    "src/LAYERS": "base  :\nvalue : base\ncli   : base value\n",
    "src/base/README.md": "# base\n",
    "src/value/README.md": "# value\n",
    "src/base/one.h": SPDX + "#ifndef AC_ONE\n#define AC_ONE\nint ac_one(void);\n#endif\n",
    "src/base/one.c": SPDX + '#include "base/one.h"\n\nint ac_one(void)\n{\n    return 1;\n}\n',
    "src/value/two.h": SPDX + '#include "accord/error.h"\n\n#include "base/one.h"\n',
    "include/accord/error.h": SPDX + "extern int accord_error;\n",
}
# name, checker, planted file, its text, the beginning of the line that must be printed
PAGE = """---
command: accord
summary: a page
usage: accord [--all] --at DAY
exit-0: done
---

A page.

## Options

### --all

Say all.

### --at DAY

Say the day.
"""
PLANTED = [
    ("an option that the usage does not say", "make_help.py", "accord.md",
     PAGE.replace("[--all] ", ""), "accord.md:12: --all is not in the usage line"),
    ("an option without a heading", "make_help.py", "accord.md",
     PAGE.replace("--all]", "--all] [--any N]"), "accord.md:4: --any N has no heading"),
    ("an option with another argument", "make_help.py", "accord.md",
     PAGE.replace("### --at DAY", "### --at DATE"), "accord.md:16: --at DATE is not in the usage"),
    ("an option without a sentence", "make_help.py", "accord.md",
     PAGE.replace("Say all.", ""), "accord.md:12: --all needs a sentence"),
    ("a folder includes one above it", "check_layers.py", "src/base/up.c",
     SPDX + '#include "value/two.h"\n', "src/base/up.c:2: base may not include value/two.h"),
    ("a private header leaks into a public one", "check_layers.py", "include/accord/money.h",
     SPDX + '#include "base/one.h"\n', "include/accord/money.h:2: a public header"),
    ("a folder is not in LAYERS", "check_layers.py", "src/lost/lost.c",
     SPDX, "src/LAYERS:1: it has no line for the folder src/lost"),
    ("a public header has no owner", "check_layers.py", "src/value/odd.c",
     SPDX + '#include "accord/odd.h"\n', "src/value/odd.c:2: accord/odd.h has no owner"),
    ("LAYERS is out of order", "check_layers.py", "src/LAYERS",
     "value : base\nbase :\n", "src/LAYERS:1: value uses base, not listed above it"),
    ("a banned function", "check_style.py", "src/value/a.c",
     SPDX + "int a = atoi(b);\n", "src/value/a.c:2: atoi is banned"),
    ("alloca", "check_style.py", "tests/a.c",
     SPDX + "void *a = alloca(3);\n", "tests/a.c:2: alloca is banned"),
    ("a clock in the engine", "check_style.py", "src/value/a.c",
     SPDX + "long a = time(NULL);\n", "src/value/a.c:2: time in src/value"),
    ("an amount that is a double", "check_style.py", "src/value/a.c",
     SPDX + "double a;\n", "src/value/a.c:2: double"),
    ("a tab", "check_style.py", "src/base/a.c",
     SPDX + "\tint a;\n", "src/base/a.c:2: a tab"),
    ("spaces at the end", "check_style.py", "docs/a.md",
     "# A \n", "docs/a.md:1: spaces at the end of the line"),
    ("a long line", "check_style.py", "src/base/a.c",
     SPDX + "/* " + "a" * 98 + " */\n", "src/base/a.c:2: 104 columns"),
    ("a long file", "check_style.py", "src/base/a.c",
     SPDX + "int a;\n" * 600, "src/base/a.c:601: 601 lines"),
    ("no licence", "check_style.py", "src/base/a.c",
     "int a;\n", "src/base/a.c:1: SPDX-License-Identifier"),
    ("a script without a licence", "check_style.py", "tools/a",
     "#!/bin/sh\ntrue\n", "tools/a:2: SPDX-License-Identifier"),
    ("something left to do", "check_style.py", "src/base/a.c",
     SPDX + "/* TO" + "DO: more */\n", "src/base/a.c:2: 'TO" + "DO' must not appear"),
    ("a long README", "check_style.py", "src/base/README.md",
     "a\n" * 26, "src/base/README.md:26: at most 25 lines"),
    ("no README", "check_style.py", "src/cli/a.c",
     SPDX, "src/cli/README.md:1: missing"),
    ("a banned function in a comment is none", "check_style.py", "src/base/a.c",
     SPDX + '/* atoi(b) */ const char *a = "atoi(b)";\n', ""),
    ("a header that needs another", "check_headers", "src/base/a.h",
     SPDX + "extern size_t ac_a;\n", "src/base/a.h:1: does not compile alone with gcc"),
    ("a public header that needs a private one", "check_headers", "include/accord/a.h",
     SPDX + '#include "base/one.h"\n', "include/accord/a.h:1: does not compile alone"),
    ("a file not formatted", "check_format", "src/base/a.c",
     SPDX + "int  a ;\n", "src/base/a.c:2:"),
    ("a read past the end", "check_cppcheck", "src/base/a.c",
     SPDX + "int ac_a(void);\nint ac_a(void)\n{\n    int a[2] = {0, 0};\n    return a[2];\n}\n",
     "src/base/a.c:6:"),
    ("a variable without a value", "check_tidy", "src/base/one.c",
     SPDX + '#include "base/one.h"\n\nint ac_one(void)\n{\n    int a;\n    a = 1;\n'
     "    return a;\n}\n", "src/base/one.c:6:"),
]
MESON = "project('p', 'c')\nstatic_library('one', 'src/base/one.c', " \
    "include_directories: include_directories('src'))\n"


def plant(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def check(tools: Path, checker: str, files: dict[str, str]) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        plant(root, files)
        for settings in (".clang-format", ".clang-tidy"):
            (root / settings).write_text((tools.parent / settings).read_text(encoding="utf-8"))
        arguments = []
        if checker == "make_help.py":
            plant(root, {"accord.md": PAGE} | files)
            arguments = ["check", "accord.md"]
        if checker == "check_cppcheck":
            arguments = ["work"]
        if checker == "check_tidy":
            plant(root, {"meson.build": MESON})
            subprocess.run(["meson", "setup", "work"], cwd=root, check=True, capture_output=True,
                           env={"PATH": "/usr/local/bin:/usr/bin:/bin", "CC": "clang"})
            arguments = ["work"]
        run = subprocess.run([tools / checker, *arguments], cwd=root, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return run.returncode, run.stdout.replace(folder + "/", "").replace("../", "").replace("work/", "")


def main() -> int:
    tools = Path(sys.argv[1]).resolve()
    checkers = sorted({checker for _, checker, *_ in PLANTED})
    cases = [(f"nothing wrong: {checker}", checker, CLEAN, "") for checker in checkers]
    cases += [(name, checker, CLEAN | {path: text}, line)
              for name, checker, path, text, line in PLANTED]
    print(f"1..{len(cases)}", flush=True)
    bad = 0
    for number, (name, checker, files, line) in enumerate(cases, 1):
        status, output = check(tools, checker, files)
        if line:
            good = status != 0 and any(shown.startswith(line) for shown in output.splitlines())
        else:
            good = status == 0
        print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
        if not good:
            bad += 1
            print(f"# status {status}, expected: {line or 'nothing'}")
            print("\n".join(f"# {shown}" for shown in output.splitlines()))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
