"""The sentences of what a build writes: pages, pictures, tables, workbooks, a terminal's lines."""

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

INLINE = {
    "a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "samp", "small",
    "span", "strong", "sub", "sup", "time", "u", "tspan", "var",
}  # fmt: skip
UNSEEN = {"script", "style", "template", "code", "pre", "noscript", "textarea"}
_CODE = "X"  # stands for a piece of code in a sentence
SAID = ("title", "alt", "aria-label", "placeholder", "content", "aria-description")
LONGEST = 5000  # characters: beyond, it is packed data, not a text
_WORDS = re.compile(r"[^\W\d_]{2,}[\s,;:’'–-]+[^\W\d_]{2,}")


class _Blocks(HTMLParser):
    """The text of each block of a page, and of the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.scripts: list[str] = []
        self._parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block; keep what a screen reader says of it."""
        if tag not in INLINE:
            self._end()
        if tag in UNSEEN:
            self._parts.append(_CODE if tag == "code" else "")
            self._unseen.append(tag)
        policy = ("http-equiv", "Content-Security-Policy") in attrs
        self.said += [value for name, value in attrs if name in SAID and value and not policy]

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        if tag not in INLINE:
            self._end()

    def handle_data(self, data: str) -> None:
        """Keep a part of a block's text."""
        if not self._unseen:
            self._parts.append(data)
        elif self._unseen[-1] == "script":
            self.scripts.append(data)

    def _end(self) -> None:
        self.said.append("".join(self._parts))
        self._parts = []


def of_page(text: str) -> Iterator[str]:
    """Give the sentences of an HTML page or an SVG picture, its script's data included."""
    page = _Blocks()
    page.feed(text)
    page.close()
    page.handle_endtag("html")
    yield from page.said
    for script in page.scripts:
        yield from _quoted(script)


def _quoted(script: str) -> Iterator[str]:
    """Give the texts of a script, data or code, that have a word or two."""
    # Templates are taken with their quotes, which would else open and close texts that are none.
    for literal in re.findall(r'`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"', script):
        if literal.startswith("`") or "=>" in literal or "){" in literal:  # code between two texts
            continue
        if "\\" in literal or " " in literal or "\u00a0" in literal:
            try:
                yield str(json.loads(literal))
            except ValueError:
                continue


def of_table(path: Path) -> Iterator[str]:
    """Give the cells of a csv that are sentences rather than words or names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=","):
            yield from (cell for cell in row if re.search(r"[.;:,] |[.!?]$", cell))


def of_workbook(path: Path) -> Iterator[str]:
    """Give the texts of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (cell for cell in row if isinstance(cell, str) and " " in cell)


def of_manifest(path: Path) -> Iterator[str]:
    """Give every text of a JSON file."""
    held = [json.loads(path.read_text(encoding="utf-8"))]
    while held:
        value = held.pop()
        if isinstance(value, dict):
            held += value.values()
        elif isinstance(value, list):
            held += value
        elif isinstance(value, str):
            yield value


def of_folder(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the sentences of a folder that `build` wrote, each with the file that it stands in."""
    readers = {
        ".html": lambda path: of_page(path.read_text(encoding="utf-8")),
        ".svg": lambda path: of_page(path.read_text(encoding="utf-8")),
        ".csv": of_table,
        ".xlsx": of_workbook,
        ".json": of_manifest,
        ".txt": lambda path: path.read_text(encoding="utf-8").splitlines(),
        ".md": lambda path: path.read_text(encoding="utf-8").split("\n\n"),
    }
    for path in sorted(folder.iterdir()):
        if reader := readers.get(path.suffix):
            seen: set[str] = set()
            for text in reader(path):
                sentence = re.sub(r"[\n\t\r ]+", " ", text).strip(" ")
                if len(sentence) < LONGEST and _WORDS.search(sentence) and sentence not in seen:
                    seen.add(sentence)
                    yield path.name, sentence
