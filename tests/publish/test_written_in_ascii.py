"""What a build writes reads the same whatever encoding a server says it is in."""

import re

import pytest
import sites
from acceptance import eventually
from commands import run_here

from geo_ent.maps.page.page_script import SCRIPTS, asset

PAGES = ("index.html", "embed.html", "equity.html", "register-report.html")

SEEN = """() => [
  document.title,
  document.documentElement.innerText,
  Array.from(document.querySelectorAll("textarea, input, option"), (field) => field.value),
  Array.from(document.querySelectorAll("[aria-label]"), (node) => node.ariaLabel),
  Array.from(document.querySelectorAll("path"), (path) => [
    path.getAttribute("d"), path.getAttribute("fill")]),
]"""
"""All that a reader is told and shown."""

WRITTEN = re.compile(r'"[^"\n]*"|`[^`]*`|//[^\n]*|/\*[\s\S]*?\*/|/[^/\n]+/[a-z]*')
"""Strings, comments and regular expressions, where a script may have any sign."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the demonstration, and the national page of programmes."""
    folder = tmp_path_factory.mktemp("built")
    assert run_here("demo", "--out", folder / "carte").returncode == 0
    assert run_here("programmes", "--map", folder / "programmes").returncode == 0
    return folder


def test_pages_and_pictures_are_in_ascii(built):
    """No byte of a page or an SVG is beyond 127, though their words are French."""
    written = [*built.rglob("*.html"), *built.rglob("*.svg")]
    assert {path.name for path in written} >= {*PAGES, "map.svg", "projects.svg"}
    for path in written:
        assert path.read_bytes().isascii(), path
        assert re.search(r"&#233;|\\u00e9", path.read_text("ascii")), path


def test_scripts_have_nothing_that_an_escape_would_change():
    r"""Beyond ASCII there are only whole characters of strings and comments, none after a `\`."""
    for name in SCRIPTS:
        source = asset(f"{name}.js")
        assert not re.search(r"\\[^\x00-\x7f]", source), name
        code = WRITTEN.sub("", source)
        assert code.isascii(), name
        assert "String.raw" not in source, name


@pytest.mark.browser
@pytest.mark.parametrize("page", [*(f"carte/{name}" for name in PAGES), "programmes/index.html"])
def test_any_charset_shows_the_same(built, tabs, page):
    """Served as UTF-8, Latin 1 and Windows 1252, the page has one text and one map."""
    with sites.sites() as serve, tabs.lent() as tab:
        complaints = []
        tab.on("console", lambda message: complaints.append(message.text))

        def seen(charset):
            tab.goto(f"{serve(built, charset=charset)}{page}")
            # both maps say when they are whole; the other pages are, once they are loaded
            if page.endswith("index.html"):
                assert eventually(tab, "document.documentElement.matches('.ready')")
            if page == "carte/index.html":  # the script's own table takes the written one's place
                assert eventually(tab, "document.querySelector('#geo-ent-figures .sort') !== null")
            return [tab.evaluate("document.characterSet"), *tab.evaluate(SEEN)]

        (names, *shown) = zip(*map(seen, ("utf-8", "iso-8859-1", "windows-1252")), strict=True)
        # Latin 1 is read as Windows 1252 by browsers, as their standard says.
        assert names == ("UTF-8", "windows-1252", "windows-1252")
        for kind in shown:
            assert kind[0] == kind[1] == kind[2]
        assert "é" in shown[1][0]
        assert complaints == []


@pytest.mark.browser
def test_any_charset_shows_the_same_picture(built, tabs):
    """The SVG too: its words are the same ones."""
    with sites.sites() as serve, tabs.lent() as tab:

        def words(charset):
            tab.goto(f"{serve(built, charset=charset)}carte/map.svg")
            return tab.evaluate("document.documentElement.textContent")

        told = [words(charset) for charset in ("utf-8", "iso-8859-1")]
        assert told[0] == told[1]
        assert "écoles" in told[0]
