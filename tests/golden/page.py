# SPDX-License-Identifier: MIT
"""Reads a page of accord strictly: every element known, every one closed where it is due, every
attribute quoted, every anchor there. What does not hold raises Fault."""

from html.parser import HTMLParser

KNOWN = set(
    "html head meta title style body header main section div p span bdi strong code blockquote a h1 h2 "
    "h3 ul ol li dl dt dd details summary table caption thead tbody tr th td".split())
VOID = {"meta"}
PARENTS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "tr": {"thead", "tbody"},
           "th": {"tr"}, "td": {"tr"}, "summary": {"details"}, "caption": {"table"}}
DEPTH_MOST = 512  # browsers nest no deeper


class Fault(Exception):
    pass


class Element:
    def __init__(self, name, attributes):
        self.name = name
        self.attributes = attributes
        self.children = []

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self):
        return "".join(c.text() if isinstance(c, Element) else c for c in self.children)

    def has(self, *classes):
        return set(classes) <= set(self.attributes.get("class", "").split())

    def all(self, name=None, *classes):
        return [e for e in self.walk() if name in (None, e.name) and e.has(*classes)]


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, name, attributes):
        if name not in KNOWN:
            raise Fault(f"an element <{name}>")
        parent = self.open[-1].name
        if name in PARENTS and parent not in PARENTS[name]:
            raise Fault(f"<{name}> in <{parent}>")
        if parent in ("p", "h1", "h2", "h3", "code") and name not in ("span", "bdi", "code", "a"):
            raise Fault(f"<{name}> in <{parent}>")
        made = Element(name, {})
        for key, value in attributes:
            if key in made.attributes or value is None:
                raise Fault(f"attribute {key} of <{name}>")
            if key.startswith("on") or key in ("style", "src"):
                raise Fault(f"attribute {key} of <{name}>")
            made.attributes[key] = value
        self.open[-1].children.append(made)
        if name not in VOID:
            self.open.append(made)
        if len(self.open) > DEPTH_MOST:
            raise Fault("more elements in one another than a browser nests")

    def handle_endtag(self, name):
        if self.open[-1].name != name:
            raise Fault(f"</{name}> closes <{self.open[-1].name}>")
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        raise Fault(f"a comment: {data}")

    def unknown_decl(self, data):
        raise Fault(f"a declaration: {data}")


def headings(root):
    last = 0
    for element in root.walk():
        if element.name in ("h1", "h2", "h3"):
            level = int(element.name[1])
            if level > last + 1:
                raise Fault(f"{element.name} after h{last}")
            last = level


def read(text):
    """The root of a page."""
    if not text.startswith("<!DOCTYPE html>\n"):
        raise Fault("no doctype")
    reader = Reader()
    reader.feed(text)
    reader.close()
    if len(reader.open) != 1:
        raise Fault(f"<{reader.open[-1].name}> is not closed")
    root = reader.root
    ids = [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
    if len(ids) != len(set(ids)):
        raise Fault("one id twice")
    for element in root.walk():
        link = element.attributes.get("href")
        if link is not None and (link[:1] != "#" or link[1:] not in ids):
            raise Fault(f"a link to {link}")
        label = element.attributes.get("aria-labelledby")
        if label is not None and label not in ids:
            raise Fault(f"a label {label}")
    if len(root.all("main")) != 1 or len(root.all("h1")) != 1 or len(root.all("title")) != 1:
        raise Fault("one main, one h1 and one title")
    if root.all("html")[0].attributes.get("lang") != "en-GB":
        raise Fault("no language")
    for table in root.all("table"):
        if not table.all("caption") or any("scope" not in th.attributes for th in table.all("th")):
            raise Fault("a table without caption or scopes")
    headings(root)
    return root
