#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A rota in a browser: it fits 320 pixels, axe finds nothing on it, and each week is printed whole on A4 across, its
heading again on each page. usage: test_rota_page.py ACCORD SOURCE_ROOT"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, run  # noqa: E402
from test_pages import chromium, look  # noqa: E402

PERIOD = ["--from", "2015-01-05", "--weeks", "4", "--today", "2015-01-01"]


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if shutil.which("chromium") is None:
        print("1..0 # SKIP there is no chromium: tools/setup browser installs it")
        return 0
    axe, pool = root / "build-axe" / "axe.min.js", root / "examples" / "pool"
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-rota-") as temporary:
        folder = Path(temporary)
        roster = folder / "roster.csv"
        roster.write_text(run(accord, "roster", "solve", pool, *PERIOD, "--moves", "60000", "--format", "csv"))
        for name, more in (("a rota of the pool", []), ("a rota of a site", ["--site", "G81002"])):
            html = run(accord, "roster", "show", pool, roster, *PERIOD, *more, "--format", "html")
            look(tap, folder, axe, name, html)
        page = folder / "page.html"
        page.write_text(run(accord, "roster", "show", pool, roster, *PERIOD, "--format", "html"), encoding="utf-8")
        chromium([f"--print-to-pdf={folder / 'rota.pdf'}", "--no-pdf-header-footer", page.as_uri()])
        if shutil.which("pdftotext") is None:
            print("# poppler-utils is not installed: what is printed is not looked at")
            return tap.done()
        about = subprocess.run(["pdfinfo", folder / "rota.pdf"], check=True, capture_output=True, text=True).stdout
        size = next(line for line in about.splitlines() if line.startswith("Page size"))
        wide, high = (float(size.split()[i]) for i in (2, 4))
        tap.point(abs(wide - 841.9) < 2 and abs(high - 595.3) < 2, "it is printed on A4 across", size)
        text = subprocess.run(["pdftotext", "-layout", folder / "rota.pdf", "-"], check=True, capture_output=True,
                              text=True).stdout
        pages = text.split("\f")[:-1]
        weeks = [sum("Week of Monday" in line for line in p.splitlines()
                     if line.lstrip().startswith("Week of Monday")) for p in pages]
        tap.point(weeks == [1, 1, 1, 1] or weeks == [1, 1, 1, 1, 0], "each week has a page of its own", text)
        tap.point(all("Ellis" in p for p in pages[:4]), "each week is whole", text)
        tap.point("Friday 30 January" in pages[3] and "Not met: 1 morning" in " ".join(text.split()), "to its last day",
                  pages[3])
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
