#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pages in a browser: nothing wider than 320 pixels, all printed open and unclipped, nothing that axe
finds hard to use. Chromium and axe (tools/fetch_axe) may be absent, and the test then says what it
skipped. Nothing is fetched: pages are opened from a folder. usage: test_pages.py ACCORD SOURCE_ROOT"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "golden"))
from accord_run import Tap, run  # noqa: E402

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PAGES = {
    "a part": ("7.4", "P00002,2015/16 Q2", "4"),
    "a whole payment": ("7.4", "2014/15 Q4", "3"),
    "a gate, deep": ("year-1", "2015-03-31", "200"),
    "an input": ("seen", "P00001,dermatology,hospital,2014-04", "1"),
}
STATEMENTS = {
    "a statement of a practice": ("--party", "P00001", "--period", "2015/16 Q1"),
    "a statement in shadow": ("--party", "GPCO", "--period", "2014/15 Q1"),
    "a statement of all": ("--period", "2015/16 Q1"),
}
# What a script leaves in the page for this test to read.
FITS = """
const all = [...document.querySelectorAll('main *')];
const wide = all.filter(e => !e.closest('.wide') && e.getBoundingClientRect().right > innerWidth + 1);
const small = [...document.querySelectorAll('summary')].filter(
    e => e.checkVisibility() && e.getBoundingClientRect().height < 24);
answer({width: innerWidth, scrolls: document.documentElement.scrollWidth > innerWidth,
        wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 200)), small: small.length});
"""
PRINTED = """
const told = [...document.querySelectorAll('.numbers, .formula, .clause, .step')];
const closed = told.filter(e => !e.checkVisibility());
const clipped = told.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display
    !== 'inline');
answer({told: told.length, closed: closed.length, clipped: clipped.length});
"""
ROWS_PRINTED = """
const told = [...document.querySelectorAll('td, tbody th, li, dd')];
const closed = told.filter(e => !e.checkVisibility());
const clipped = [...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth + 1);
answer({told: told.length, closed: closed.length, clipped: clipped.length});
"""
AXE = "axe.run(document).then(found => answer({passes: found.passes.length, violations:" \
      " found.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200))])}));"


def chromium(words):
    """Runs the browser with a home of its own, so that it leaves nothing behind."""
    program = shutil.which("chromium")
    with tempfile.TemporaryDirectory(prefix="accord-browser-") as home:
        command = [program, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
                   "--disable-background-networking", "--disable-dev-shm-usage",
                   "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={home}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # which it cannot have as root
        done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "HOME": home})
    if done.returncode != 0:
        raise SystemExit(f"chromium ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def ask(folder, html, script, width, before=""):
    """What a script answers about a page that is so many pixels wide. The page stands in a frame, which
    may be narrower than a window can be. Its own policy runs no script, so it is left out."""
    text, count = POLICY.subn("", html)
    if count != 1:
        raise SystemExit("the page has no policy")
    (folder / "page.html").write_text(text.replace("</body>", f"""<script>{before}
const answer = what => parent.postMessage(JSON.stringify(what), '*');
addEventListener('load', () => {{ {script} }});</script></body>"""), encoding="utf-8")
    frame = folder / "frame.html"
    frame.write_text(f"""<!DOCTYPE html><body><script>addEventListener('message', told => {{
  const bytes = new TextEncoder().encode(told.data);
  document.body.setAttribute('data-answer', btoa(Array.from(bytes, b => String.fromCharCode(b)).join('')));
}});</script><iframe width="{width}" height="900" src="page.html"></iframe>""", encoding="utf-8")
    dom = chromium(["--window-size=1400,1000", "--virtual-time-budget=20000", "--dump-dom",
                    frame.as_uri()])
    found = re.search(r'data-answer="([^"]*)"', dom)
    if found is None:
        raise SystemExit(f"the page gave no answer:\n{dom[-500:]}")
    return json.loads(base64.b64decode(found[1]).decode())


def look(tap, folder, axe, name, html):
    """A page fits a narrow window, and axe finds nothing on it."""
    fits = ask(folder, html, FITS, 320)
    good = fits["width"] == 320 and not fits["scrolls"] and not fits["wide"] and not fits["small"]
    tap.point(good, f"{name} fits 320 pixels, and its lines can be pressed", json.dumps(fits))
    if axe.exists():
        found = ask(folder, html, AXE, 1000, axe.read_text(encoding="utf-8"))
        tap.point(found["passes"] > 10 and not found["violations"],
                  f"{name}: axe finds nothing ({found['passes']} rules)", json.dumps(found["violations"], indent=1))
    else:
        print("# axe is not there (tools/fetch_axe build-axe), and was not asked")


def check_paper(tap, folder, name, html):
    """A statement as the browser prints it: every page numbered, and stamped where it is in shadow; the lines begin on
    a page of their own, and a table's heading is again on each."""
    if shutil.which("pdftotext") is None:
        print("# poppler-utils is not installed: what is printed is not looked at")
        return
    page = folder / "paper.html"
    page.write_text(html, encoding="utf-8")
    chromium([f"--print-to-pdf={folder / 'paper.pdf'}", "--no-pdf-header-footer", page.as_uri()])
    text = subprocess.run(["pdftotext", "-layout", folder / "paper.pdf", "-"], check=True, capture_output=True,
                          text=True, timeout=60).stdout
    pages = text.split("\f")[:-1]
    wanted = [f"page {i} of {len(pages)}" for i in range(1, len(pages) + 1)]
    tap.point(len(pages) > 1 and all(w in p for w, p in zip(wanted, pages)), f"{name}: printed pages are numbered", text)
    heads = [p for p in pages if re.search(r"^ *Clause +Period +Due", p, re.M)]
    lines = [p for p in pages if re.search(r"^ *7\.\d +20\d\d\S* .*\d{4}-\d\d-\d\d", p, re.M)]
    tap.point(len(lines) > 0 and set(lines) <= set(heads), f"{name}: each page of lines has their heading", text)
    if 'class="stamp"' in html:
        tap.point("SHADOW: nothing is to be paid" in pages[0], f"{name}: it says so first", pages[0])
        stamps = [re.search(r"^ +SHADOW$", p, re.M) is not None for p in pages]
        tap.point(all(stamps), f"{name}: each printed page is stamped", text)
    else:
        tap.point("SHADOW" not in text, f"{name}: it is not of shadow", text)


def main():
    accord, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if shutil.which("chromium") is None:
        print("1..0 # SKIP there is no chromium: tools/setup browser installs it")
        return 0
    axe = root / "build-axe" / "axe.min.js"
    small = root / "tests/golden/llr-small"
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="accord-pages-") as temporary:
        folder = Path(temporary)
        pages = {name: ("explain", "--value", value, "--at", at, "--depth", depth)
                 for name, (value, at, depth) in PAGES.items()}
        pages |= {name: ("statement", *words) for name, words in STATEMENTS.items()}
        for name, (command, *words) in pages.items():
            html = run(accord, command, small / "contract.accord", "--data", small / "data", *words,
                       "--format", "html", "--quiet")
            look(tap, folder, axe, name, html)
            paper = html.replace("@media print{", "@media screen{")
            printed = ask(folder, paper, PRINTED if command == "explain" else ROWS_PRINTED, 700)
            good = printed["told"] > 1 and printed["closed"] == 0 and printed["clipped"] == 0
            tap.point(good, f"{name} is printed open and whole", json.dumps(printed))
        for name, words in STATEMENTS.items():
            check_paper(tap, folder, name, run(
                accord, "statement", small / "contract.accord", "--data", small / "data", *words, "--format", "html",
                "--quiet"))
        html = run(accord, "explain", small / "contract.accord", "--data", small / "data", "--value", "7.4", "--at",
                   "P00002,2015/16 Q2", "--format", "html", "--quiet")
        closed = ask(folder, html.replace(" open=\"\"", ""), PRINTED, 700)
        tap.point(closed["closed"] > 0, "what is closed on the screen is seen to be closed")
        page = folder / "paper.html"
        page.write_text(html, encoding="utf-8")
        chromium([f"--print-to-pdf={folder / 'paper.pdf'}", page.as_uri()])
        look(tap, folder, axe, "invoices", run(accord, "recharge", "check", root / "examples/pool", "--month", "2015-01",
                                               "--format", "html"))
        tap.point((folder / "paper.pdf").read_bytes()[:5] == b"%PDF-", "a page prints")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
