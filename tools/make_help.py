#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the help of accord from the pages of docs/manual/cli, each written once, in Markdown.

usage: make_help.py check PAGE...
       make_help.py c OUT PAGE...                    the pages as a table in C (src/cli/help.h)
       make_help.py man COMMAND VERSION OUT PAGE...  one manual page in roff; accord's own is `accord`
       make_help.py bash OUT PAGE...                 completion for bash

A page is front matter between two lines `---` (command, summary, usage, exit-N), paragraphs, then
`## Options` with a heading `### --name ARGUMENT` and a sentence for each option, then `## Examples`
of indented lines.  `code` is the only mark inside a paragraph.  Every run checks the pages first: the
options of the usage line and those of the headings are the same, in the same order.  A fault is
printed as file:line and exits 1.
"""

import re
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

WIDTH = 79
PROGRAM = "accord"
KEYS = ("command", "summary", "usage")
SECTIONS = ("Options", "Examples")
SUMMARY_MAX = 60


@dataclass
class Option:
    name: str
    argument: str
    line: int
    paragraphs: list[str] = field(default_factory=list)

    def heading(self) -> str:
        return f"{self.name} {self.argument}".strip()


@dataclass
class Page:
    path: Path
    command: str = ""
    summary: str = ""
    usage: str = ""
    exits: list[tuple[str, str]] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def title(self) -> str:
        return PROGRAM if self.command == PROGRAM else f"{PROGRAM} {self.command}"


class Fault(Exception):
    pass


def fault(page: Page, line: int, what: str) -> Fault:
    return Fault(f"{page.path}:{line}: {what}")


# Reading


def read_front(page: Page, lines: list[str]) -> int:
    """Reads the front matter; returns the index of the line after it."""
    if not lines or lines[0] != "---":
        raise fault(page, 1, "a page begins with a line ---")
    for at, line in enumerate(lines[1:], 1):
        if line == "---":
            for key in KEYS:
                if not getattr(page, key):
                    raise fault(page, at + 1, f"the front matter has no {key}")
            return at + 1
        key, colon, value = line.partition(": ")
        if key in KEYS and colon:
            setattr(page, key, value.strip())
            page.lines[key] = at + 1
        elif re.fullmatch(r"exit-\d", key) and colon:
            page.exits.append((key[-1], value.strip()))
        else:
            raise fault(page, at + 1, f"not known in front matter: {line}")
    raise fault(page, len(lines), "the front matter does not end")


def blocks(lines: list[str], start: int):
    """Yields line, text of every paragraph and heading; a paragraph is joined to one line."""
    paragraph: list[str] = []
    began = start
    for at, line in enumerate(lines[start:] + [""], start):
        if line.startswith(("#", "    ")) or not line.strip():
            if paragraph:
                yield began + 1, " ".join(paragraph)
                paragraph = []
            if line.strip():
                yield at + 1, line.rstrip()
        else:
            if not paragraph:
                began = at
            paragraph.append(line.strip())


def read_page(path: Path) -> Page:
    page = Page(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    start = read_front(page, lines)
    section = ""
    for number, text in blocks(lines, start):
        if text.startswith("## "):
            if text[3:] not in SECTIONS[SECTIONS.index(section) + 1 if section else 0:]:
                raise fault(page, number, f"sections are {', then '.join(SECTIONS)}: {text}")
            section = text[3:]
        elif text.startswith("### ") and section == "Options":
            name, _, argument = text[4:].partition(" ")
            page.options.append(Option(name, argument, number))
        elif text.startswith("    ") == (section == "Examples") and not text.startswith("#"):
            if section == "Options" and not page.options:
                raise fault(page, number, "an option's heading must come first")
            where = {"": page.description, "Examples": page.examples}.get(section)
            (page.options[-1].paragraphs if where is None else where).append(text.strip())
        else:
            raise fault(page, number, f"does not belong here: {text}")
    return page


# [--name ARGUMENT], or --name ARGUMENT where it must be given; brackets inside an argument only there.
USED = re.compile(r"\[(--?[a-z][^\[\]]*)\]|(?<= )(--?[a-z][a-z-]*(?: (?![-\[])\S+)?)(?= |$)")


def usage_options(usage: str) -> list[str]:
    """The options of a usage line, as headings name them: `--at MEMBER[,MEMBER...],PERIOD`."""
    return [match[1] or match[2] for match in USED.finditer(usage)]


def check_page(page: Page) -> None:
    usage_line = page.lines["usage"]
    if page.command != page.path.stem:
        raise fault(page, page.lines["command"], f"the page of {page.command} is named for it")
    if len(page.summary) > SUMMARY_MAX or page.summary.endswith("."):
        raise fault(page, page.lines["summary"],
                    f"a summary has at most {SUMMARY_MAX} characters and no full stop")
    if not page.usage.startswith(page.title()):
        raise fault(page, usage_line, f"the usage begins with {page.title()}")
    if [code for code, _ in page.exits][:1] != ["0"]:
        raise fault(page, 1, "exit-0 must be said, first")
    if not page.description:
        raise fault(page, 1, "no description")
    used = usage_options(page.usage)
    headings = [option.heading() for option in page.options]
    for option in page.options:
        if option.heading() not in used:
            raise fault(page, option.line, f"{option.heading()} is not in the usage line")
        if not option.paragraphs or not option.paragraphs[-1].endswith("."):
            raise fault(page, option.line, f"{option.name} needs a sentence")
    for name in used:
        if name not in headings:
            raise fault(page, usage_line, f"{name} has no heading under Options")
    if used != headings:
        raise fault(page, usage_line, "the options stand in another order under Options")
    for paragraph in page.description + [p for o in page.options for p in o.paragraphs]:
        if paragraph.count("`") % 2:
            raise fault(page, 1, f"an odd ` in: {paragraph[:60]}")


def read_pages(paths: list[str]) -> tuple[Page, list[Page]]:
    """Returns the page of accord itself, and those of the commands, sorted."""
    pages = [read_page(Path(path)) for path in paths]
    for page in pages:
        check_page(page)
    own = [page for page in pages if page.command == PROGRAM]
    if len(own) != 1:
        raise Fault(f"{paths[0] if paths else '.'}:1: there must be one page of {PROGRAM} itself")
    return own[0], sorted((p for p in pages if p is not own[0]), key=lambda page: page.command)


# Help text and C


def wrapped(text: str, indent: int = 0, first: str = "") -> str:
    lead = " " * indent
    return textwrap.fill(text, WIDTH, initial_indent=first or lead, subsequent_indent=lead,
                         break_long_words=False, break_on_hyphens=False)


def wrapped_usage(usage: str) -> str:
    """Never breaks inside an option: `[--format text|json]` stays together."""
    joined = re.sub(r"\[[^\]]*(?:\[[^\]]*\][^\]]*)*\]",
                    lambda match: match[0].replace(" ", "\0"), usage)
    joined = re.sub(r"(?<= )(--?[a-z][a-z-]*) (?=[A-Z])", "\\1\0", joined)
    program = len("usage: ") + len(PROGRAM) + 1
    return wrapped("usage: " + joined, program, "\1").replace("\1", "").replace("\0", " ")


def plain(text: str) -> str:
    return text.replace("`", "")


def help_text(page: Page, commands: list[Page]) -> str:
    parts = [f"{page.title()} - {page.summary}", wrapped_usage(page.usage)]
    parts += [wrapped(plain(paragraph)) for paragraph in page.description]
    if page.command == PROGRAM:
        width = max(len(command.command) for command in commands)
        parts.append("Commands\n" + "\n".join(
            f"  {command.command:{width}}  {command.summary}" for command in commands))
        parts.append(f"More of each: {PROGRAM} help COMMAND")
    if page.options:
        parts.append("Options\n" + "\n".join(
            f"  {option.heading()}\n" + "\n\n".join(
                wrapped(plain(paragraph), 6) for paragraph in option.paragraphs)
            for option in page.options))
    parts.append("Exit status\n" + "\n".join(
        wrapped(meaning, 5, f"  {code}  ") for code, meaning in page.exits))
    if page.examples:
        parts.append("Examples\n" + "\n".join(f"  {example}" for example in page.examples))
    return "\n\n".join(parts) + "\n"


def c_string(text: str) -> str:
    """A C literal, a line of text a line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
    return "\n".join(f'     "{line}\\n"' for line in escaped.split("\n")[:-1])


def c_page(page: Page, commands: list[Page]) -> str:
    short = [text.replace("\\", "\\\\").replace('"', '\\"')
             for text in (page.command, page.summary, page.usage)]
    quoted = ",\n     ".join(f'"{text}"' for text in short)
    return f"    {{{quoted},\n{c_string(help_text(page, commands))}}}"


def make_c(own: Page, commands: list[Page]) -> str:
    table = ",\n".join(c_page(page, commands) for page in commands)
    return "\n".join([
        "/* SPDX-License-Identifier: MIT */",
        "/* Made by tools/make_help.py from docs/manual/cli. */",
        "",
        '#include "cli/help.h"',
        "",
        "/* A page may be longer than the 4095 bytes that every compiler must take. */",
        '#pragma GCC diagnostic ignored "-Woverlength-strings"',
        "",
        "const ac_help_page ac_help_pages[] = {",
        table + ",",
        "};",
        "",
        "const size_t ac_help_page_count = sizeof ac_help_pages / sizeof ac_help_pages[0];",
        "",
        "const ac_help_page ac_help_overview =",
        c_page(own, commands) + ";",
        "",
    ])


# Manual pages


def roff(text: str) -> str:
    """Escapes a paragraph and sets `code` in bold."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    return re.sub(r"^([.'])", r"\\&\1", text)


def roff_usage(usage: str) -> str:
    text = re.sub(r"(?<![\w-])(--?[a-z][a-z-]*)", r"`\1`", usage)
    text = re.sub(r"^accord( [a-z]+)?", lambda match: f"`{match[0]}`", text)
    return re.sub(r"\b([A-Z]{2,}|N)\b", r"\\fI\1\\fR", roff(text))


def make_man(page: Page, own: Page, commands: list[Page], version: str) -> str:
    name = page.title().replace(" ", "-")
    lines = [
        '.\\" Made by tools/make_help.py from docs/manual/cli.',
        f'.TH {name.upper()} 1 "" "{PROGRAM} {version}" "{PROGRAM} manual"',
        ".nh",
        ".ad l",
        ".SH NAME", f"{name} \\- {roff(page.summary)}",
        ".SH SYNOPSIS", roff_usage(page.usage),
        ".SH DESCRIPTION",
    ]
    lines.append("\n.PP\n".join(roff(paragraph) for paragraph in page.description))
    if page is own:
        lines.append(".SH COMMANDS")
        for command in commands:
            lines += [".TP", f"\\fB{command.command}\\fR", roff(command.summary)]
    if page.options:
        lines.append(".SH OPTIONS")
        for option in page.options:
            lines += [".TP", roff(f"`{option.name}` {option.argument}".strip())]
            lines.append("\n.IP\n".join(roff(paragraph) for paragraph in option.paragraphs))
    lines.append(".SH EXIT STATUS")
    for code, meaning in page.exits:
        lines += [".TP", f"\\fB{code}\\fR", roff(meaning)]
    if page.examples:
        lines += [".SH EXAMPLES", ".nf"] + [roff(example) for example in page.examples] + [".fi"]
    others = commands if page is own else [own] + [c for c in commands if c is not page]
    lines.append(".SH SEE ALSO")
    lines.append(",\n".join(
        f"\\fB{roff(other.title().replace(' ', '-'))}\\fR(1)" for other in others))
    return "\n".join(lines) + "\n"


# Completion for bash


def make_bash(commands: list[Page]) -> str:
    names = " ".join(command.command for command in commands)
    cases, values = [], []
    for command in commands:
        options = " ".join([option.name for option in command.options] + ["--help"])
        cases.append(f"    {command.command}) words='{options}' ;;")
        for option in command.options:
            key = f"{command.command}:{option.name}"
            if re.fullmatch(r"[a-z]+(\|[a-z]+)+", option.argument):
                words = option.argument.replace("|", " ")
                values.append(f"    {key}) mapfile -t COMPREPLY < <(compgen -W '{words}' -- "
                              '"$word"); return ;;')
            elif option.argument == "DIR":
                values.append(f"    {key}) mapfile -t COMPREPLY < <(compgen -d -- "
                              '"$word"); return ;;')
            elif option.argument and option.argument not in ("FILE", "OUT"):
                values.append(f"    {key}) COMPREPLY=(); return ;;")
    return "\n".join([
        "# Completion of accord for bash; made by tools/make_help.py from docs/manual/cli.",
        "_accord() {",
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}",
        "    local command=${COMP_WORDS[1]} words=",
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then",
        f"        mapfile -t COMPREPLY < <(compgen -W '{names} --help --version' -- \"$word\")",
        "        return",
        "    fi",
        "    case $command:$before in",
        f"    help:*) mapfile -t COMPREPLY < <(compgen -W '{names}' -- \"$word\"); return ;;",
        *values,
        "    esac",
        "    case $command in",
        *cases,
        "    esac",
        "    case $word in",
        "    -*) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\") ;;",
        "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$word\") ;;",
        "    esac",
        "}",
        "complete -o filenames -F _accord accord",
        "",
    ])


def main(arguments: list[str]) -> int:
    takes = {"check": 0, "c": 1, "man": 3, "bash": 1}
    if not arguments or arguments[0] not in takes:
        print(__doc__, file=sys.stderr)
        return 2
    mode, taken = arguments[0], arguments[1:1 + takes[arguments[0]]]
    own, commands = read_pages(arguments[1 + takes[mode]:])
    if mode == "check":
        print(f"{len(commands) + 1} pages, every option said once and explained")
        return 0
    if mode == "c":
        text = make_c(own, commands)
    elif mode == "bash":
        text = make_bash(commands)
    else:
        page = next(page for page in [own] + commands if page.command == taken[0])
        text = make_man(page, own, commands, taken[1])
    Path(taken[-1]).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Fault as wrong:
        print(wrong)
        sys.exit(1)
