"""The documentation site, as far as it can be held without building it, which `make docs` does."""

import importlib.util
import json
import posixpath
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from docsite import pages as site
from docsite.links import broken
from docsite.notebooks import framed_maps
from docsite.theme import BUNDLE, SEARCH, WIDTHS, english_pages, finished
from scripts import ROOT

from geo_ent.indicators import catalogue
from geo_ent.tables.fields import table
from geo_ent.telling.indicator_words import indicator_title
from geo_ent.telling.language import language

CONFIG = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
LISTED = ("decisions/", f"{site.FILES}/")
"""Pages that others lead to, where the navigation has the list of them only."""


@pytest.fixture(scope="module")
def written():
    """Every page of the site, as Markdown, but for the reference, which is made."""
    return site.site_pages()


def test_the_navigation_has_every_page_once(written):
    """A page of docs/ that isn't in zensical.toml's `nav` is found by nobody: add it there."""
    named = list(site.in_nav(CONFIG["nav"]))
    pages = {page for page in written if not page.startswith(LISTED)}
    assert sorted(named) == sorted(pages | {"reference.md", "decisions/index.md"})


def test_every_link_of_a_page_leads_to_a_page_of_the_site(written):
    """Whatever folder a page comes from, its links are rewritten to where things are."""
    others = {site.place(path) for path in site.sources()}
    for page, text in written.items():
        for address in re.findall(r"\]\(([^)\s#:]+)(?:#[^)]*)?\)", re.sub(r"`[^`]*`", "", text)):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
            assert target in written.keys() | others, f"{page}: {address}"


def test_a_page_begins_with_its_reader(written):
    """How a page in French is made is no reader's matter: not in its first paragraph."""
    english = english_pages(CONFIG["nav"])
    for page in {*site.in_nav(CONFIG["nav"])} & written.keys() - english:
        first = written[page].split("\n\n")[1]
        assert not re.search(r"tools/|\ble site de la documentation", first), page


def test_a_live_map_is_of_a_case_that_there_is(written):
    """Each mark of a map stands over its picture, and names one of the demonstrations."""
    from geo_ent.project.bundled_demos import demo_names

    framed = [
        name for text in written.values() for name in re.findall(r'src="[./]*cartes/([\w-]+)', text)
    ]
    assert set(framed) == set(demo_names())
    left = [page for page, text in written.items() if "\n<!-- carte" in text]
    assert left == []


def test_the_method_tells_of_every_indicator():
    """Each has its title as a heading, the formula of its column's record, how to read it."""
    text = (ROOT / "docs" / "methode.md").read_text(encoding="utf-8")
    formulas = {name: column.formula for name, column in table("coverage").columns.items()}
    every = {*catalogue.MAPPED, catalogue.COVERAGE_MAX, catalogue.KNOWN, catalogue.URBAN}
    for indicator in every:
        heading = f"\n### {indicator_title(indicator, language('fr'))}\n"
        assert heading in text
        section = text.partition(heading)[2].partition("\n#")[0]
        (formula,) = re.findall(r"^    (.*)$", section, re.MULTILINE)
        told, _, computed = formula.partition(" = ")
        assert told == indicator.id
        assert computed == formulas.get(indicator.id, computed)
        assert "**Se lit**" in section
        assert "imites**" in section


def test_a_notebook_is_a_page(tmp_path):
    """Its text with links, its code, what it showed when it was run; pandas' styles stay out."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("[Le carnet](../notebooks/b.ipynb)")
    table = {"text/html": "<style>p {}</style>\n<table>\n\n<tr></tr></table>"}
    frame = {"text/html": '<iframe srcdoc="&lt;p&gt;"></iframe>', "text/plain": "La carte"}
    cells = [
        {"cell_type": "markdown", "id": "1", "source": "# B\n[A](../docs/a.md)"},
        {"cell_type": "code", "id": "2", "source": ["carte"], "outputs": []},
    ]
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "b.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    shown = {"2": [table, frame, {"text/plain": "1"}]}
    pages = site.site_pages(tmp_path, {"b.ipynb": SimpleNamespace(shown=shown)})
    assert pages["a.md"] == "[Le carnet](carnets/b.md)"
    told = pages["carnets/b.md"]
    assert told.startswith("# B\n[A](../a.md)\n\n```python\ncarte\n```\n\n<div")
    assert '<table class="donnees">\n<tr></tr></table>' in told
    assert "```text\n1\n```" in told
    assert 'src="../cartes/carnets/b-1.html"' in told
    assert framed_maps(path, shown) == {"b-1.html": "<p>"}


def test_what_is_replaced_in_the_theme_is_there():
    """A new version of Zensical that writes its search otherwise is seen here, not by readers."""
    scripts = Path(importlib.util.find_spec("zensical").origin).parent / "templates" / "assets"
    (bundle,) = (scripts / "javascripts").glob("bundle.*.js")
    (search,) = (scripts / "javascripts" / "workers").glob("search.*.js")
    (styles,) = (scripts / "stylesheets" / "modern").glob("main.*.css")
    assert [old for old in BUNDLE if old not in bundle.read_text(encoding="utf-8")] == []
    assert [old for old in SEARCH if old not in search.read_text(encoding="utf-8")] == []
    assert [old for old in WIDTHS if old not in styles.read_text(encoding="utf-8")] == []


def test_pages_in_english_are_those_of_their_section():
    """Their language is said to screen readers; the guide's stays that of the site."""
    english = english_pages(CONFIG["nav"])
    assert {"architecture.md", "changelog.md"} <= english
    assert not {"guide.md", "contribuer.md"} & english
    assert finished("<article a>", "architecture.html", english).startswith('<article lang="en"')
    assert finished("<article a>", "guide.html", english) == "<article a>"


def test_the_worker_is_the_site_s():
    """It stands beside the theme's script, where that is; the page of errors knows it too."""
    for there in ("../assets/javascripts/", "/geo-ent/assets/javascripts/"):
        page = (
            f'<script src="{there}bundle.1.min.js"></script>'
            '<script src="https://unpkg.com/iframe-worker/shim"></script>'
        )
        assert f'src="{there}iframe-worker.js"' in finished(page, "a.html", set())


def test_a_broken_link_is_named(tmp_path):
    """So are a heading that isn't there, and what would be asked of another host."""
    (tmp_path / "cartes").mkdir()
    (tmp_path / "cartes" / "index.html").write_text('<script src="https://b.fr/x.js"></script>')
    (tmp_path / "a.html").write_text(
        '<p id="ici"><a href="b.html#non"></a><a href="#ici"></a><a href="https://b.fr/"></a>'
        '<a href="cartes/"></a><a href="c.html"></a><img src="//b.fr/i.png">'
    )
    (tmp_path / "b.html").write_text('<a href="a.html#ici"></a>')
    (tmp_path / "a.css").write_text("@font-face { src: url(https://b.fr/f.woff2) }")
    assert broken(tmp_path, "cartes") == [
        "a.html: loads //b.fr/i.png",
        "a.html: b.html#non leads to no heading",
        "a.html: c.html leads to no file",
        "a.css: loads url(https://b.fr/f.woff2)",
    ]
