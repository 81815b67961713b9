"""The notebooks of the gallery, run as Jupyter runs them; a warning is an error."""

import json
import re

import pytest
from docsite.notebook_runs import run
from docsite.notebooks import notebook_page, notebooks, read_cells
from scripts import ROOT

NOTEBOOKS = notebooks(ROOT)


@pytest.fixture(scope="module")
def ran():
    """Run the six, which takes some ten seconds, a half of it for the libraries and Dask."""
    return {name[0]: out for name, out in run(NOTEBOOKS).items()}


def texts(out):
    """Give all that a notebook shows, as text."""
    return "\n".join(mime["text/plain"] for shown in out.shown.values() for mime in shown)


def test_a_map_in_ten_lines(ran):
    """Its sentence says that the schools are simulated; ten lines give it and the page."""
    carte = ran["1"].names["carte"]
    assert carte.headline == (
        "Données simulées. 19 écoles publiques sur 172 ont un ENT, soit 11,0\N{NO-BREAK SPACE}%."
    )
    first = next(cell for cell in read_cells(NOTEBOOKS[0]) if cell["cell_type"] == "code")
    assert len([line for line in first["source"].splitlines() if line]) <= 10
    assert "srcdoc" in ran["1"].shown[first["id"]][0]["text/html"]


def test_an_indicator_of_ones_own(ran):
    """Most schools of Mauriac's EPCI are equipped; the farthest five are on the map."""
    zones = ran["2"].names["zones"].set_index("zone_name")["km_median"]
    assert zones["CC du Pays de Mauriac"] == 0
    assert zones.idxmax() == "CC de la Châtaigneraie Cantalienne"
    assert round(zones.max(), 1) == 34.4
    page = ran["2"].names["page"].get_root().render()
    assert len(re.findall(r"var circle_marker_\w+ =", page)) == 5


def test_two_rentrees(ran):
    """The schools that gained an ENT are those that the figures of the two days tell of."""
    before, after = ran["3"].names["avant"], ran["3"].names["apres"]
    assert (before.totals["covered_n"], after.totals["covered_n"]) == (19, 26)
    assert len(ran["3"].names["gagnees"]) == ran["3"].names["zones"]["gagnees"].sum() == 7
    assert list(ran["3"].names["courbe"].round(1).tail(1)) == [17.7]


def test_tables_by_commune(ran):
    """The schools of the four sizes are all there; the code of a commune that is gone is named."""
    sizes = ran["4"].names["par_taille"]
    assert sizes[["size", "sum"]].to_numpy().tolist() == [[60, 8], [70, 4], [25, 7], [17, 0]]
    assert "Index(['15099']" in texts(ran["4"])
    assert "15142" in ran["4"].names["tableau"].index


def test_the_register_in_a_loop(ran):
    """Four rows are to be looked at, each with its advice; once they are mended, none."""
    assert len(ran["5"].names["a_voir"]) == 4
    assert ran["5"].names["a_voir"]["suggestion"].ne("").all()
    assert "« 09/10 »" in texts(ran["5"])
    assert len(ran["5"].names["registre"].doubts) == 0
    assert ran["5"].names["registre"]["uai"].nunique() == 8


def test_an_atlas_on_dask(ran):
    """Workers made both départements, with the published figures; nothing is redone."""
    assert ran["6"].names["fait"].built == ["55", "88"]
    figures = ran["6"].names["tableau"][["zone_code", "schools_n", "covered_n"]]
    assert figures.to_numpy().tolist() == [["55", 147, 104], ["88", 335, 86]]
    assert list(ran["6"].names["encore"].kept) == ["55", "88"]


def test_what_they_show_is_on_the_site(ran):
    """Each figure has its title for who can't see it; tables and maps are there, cells in order."""
    for path in NOTEBOOKS:
        page = notebook_page(path, ran[path.name[0]].shown)
        assert 'alt=""' not in page
        assert page.count("```python") == sum(
            cell["cell_type"] == "code" for cell in read_cells(path)
        )
        assert "srcdoc" not in page
    maps = [notebook_page(path, ran[path.name[0]].shown).count("<iframe") for path in NOTEBOOKS]
    assert maps == [1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    """It begins with what one gets, and says which data is made up."""
    text = path.read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    assert [
        cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")
    ] == []
    first = "".join(cells[0]["source"])
    assert re.match(r"# .+\n\n\*\*Ce que vous obtenez\*\* : ", first)
    assert "**simulées**" in first
