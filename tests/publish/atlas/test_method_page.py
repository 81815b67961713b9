"""The method of an atlas: its formulas are what is computed, its sentences those of the pages."""

import ast
import dataclasses
import html
import re

import pytest
from acceptance import plain
from accessibility import Axe

from geo_ent.indicators.classes import values
from geo_ent.publish.atlas.method_page import MethodFacts, downloads, write_method
from geo_ent.publish.atlas.national_tables import national_figures, write_national
from geo_ent.telling.atlas.method_words import TOLD, explained, file_words
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import language
from geo_ent.telling.page.page_facts import Source

SOURCE = Source("<b>Annuaire</b>", "Ministère", "Licence Ouverte 2.0", "", "javascript:alert(1)")
FACTS = MethodFacts(complete=True, rentree=2025, sources=(SOURCE,), simulated="Tout est simulé.")


def teller(code, parts):
    """Give what tells of the public schools of the land."""
    return language(code).about(Scope("public", tuple(part.code for part in parts), parts[0].date))


@pytest.fixture(scope="module")
def figures(parts, schools):
    """Count the whole land."""
    return national_figures(parts, schools, language("fr"))


@pytest.fixture(scope="module")
def page(figures, parts, schools, tmp_path_factory):
    """Write the method in French, and give its file."""
    folder = tmp_path_factory.mktemp("method")
    return folder / write_method(folder, figures, schools, FACTS, teller("fr", parts))


@pytest.mark.parametrize("indicator", TOLD, ids=lambda indicator: indicator.id)
def test_a_formula_is_what_is_computed(figures, indicator):
    """Written with the columns of the tables, worked out on them, it gives the indicator."""
    rows = figures.coverage["departement"].astype({"zone_name": str})
    formula = explained(indicator, language("fr")).formula
    worked = formula.replace("÷", "/").replace("×", "*").replace("−", "-")
    names = {node.id for node in ast.walk(ast.parse(worked)) if isinstance(node, ast.Name)}
    columns = {name: rows[name].astype(float) for name in names}
    told = eval(worked, {"__builtins__": {}}, columns)  # noqa: S307 our own formulas
    counted = values(rows, indicator)
    assert ((told - counted).abs().fillna(0) < 1e-9).all()
    assert (told.isna() == counted.isna()).all()


def test_it_says_what_the_pages_say(page):
    """The sector, what a school out of the register is, since when, the small numbers, sources."""
    text = page.read_text("ascii")
    said = plain(html.unescape(re.sub(r"<[^>]+>", " ", text)))
    for sentence in (
        "Seules les écoles publiques sont comptées.",
        "Une école qui n’est pas dans le registre n’a pas d’ENT.",
        "Une part sur moins de 5 écoles est fragile",
        "1er septembre 2021, en points",
        "Effectifs de la rentrée 2025",
        "Tout est simulé.",
        "Contours de circonscriptions estimés",
    ):
        assert plain(sentence) in said, sentence
    assert "<script" not in text
    assert "<b>Annuaire" not in text
    assert 'href="javascript' not in text


def test_without_dates_there_is_no_change(figures, parts, schools, tmp_path):
    """It says so, in the reader's language."""
    undated = dataclasses.replace(figures, compared_to=None)
    write_method(tmp_path, undated, schools, FACTS, teller("en", parts))
    text = (tmp_path / "methode.html").read_text("ascii")
    assert "no change" in text
    assert "Only public schools are counted." in text
    assert 'lang="en"' in text


def test_what_there_is_to_take_away(figures, page, schools):
    """Each file that is there, by what it is for, with its weight; nothing that isn't."""
    folder, tr = page.parent, language("fr")
    written = write_national(folder, figures, schools, tr)
    offered = downloads(folder, tr)
    assert {file.href for file in offered} == {*written, "methode.html"}
    assert all(file.words and file.weight.endswith("\u00a0ko") for file in offered)
    assert not file_words("parts", tr)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 320])
def test_it_reads_on_any_screen(page, tabs, width):
    """No fault by axe, nothing wider than the screen; its columns can be unfolded."""
    with tabs.lent(width=width) as tab:
        tab.goto(page.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert Axe().run(tab).response["violations"] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.locator("details code", has_text="coverage_share_max").is_visible()


def test_the_index_leads_to_each_file(atlas):
    """Tables, schools and the method, each with what it is for; the method credits the inputs."""
    index = html.unescape((atlas / "index.html").read_text("ascii"))
    offered = downloads(atlas, language("fr"))
    assert {"methode.html", "schools.parquet", "change.csv"} <= {file.href for file in offered}
    for file in offered:
        assert f'href="{file.href}"' in index
        assert file.words in index
    method = html.unescape((atlas / "methode.html").read_text("ascii"))
    assert "Registre des ENT (registre.csv)" in method
