"""The programmes as a folder, as a picture and as lines."""

import hashlib
import json
import re
from xml.etree import ElementTree as ET

import pandas as pd
import projects
import pytest
from written_pages import page_text

from geo_ent.errors import OutputError
from geo_ent.programmes.programmes_folder import programme_lines, write_projects
from geo_ent.programmes.programmes_picture import projects_svg
from geo_ent.programmes.published_figures import read_programmes
from geo_ent.telling.language import language

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of the table that comes with the package."""
    folder = tmp_path_factory.mktemp("out") / "programmes"
    assert write_projects(folder, read_programmes(), language("fr")) == folder / "index.html"
    return folder


def texts(svg):
    """Give what is written in a picture."""
    return [node.text for node in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 ours


def test_the_folder_is_whole_and_its_manifest_true(written):
    """Page, table, picture twice; the manifest has every file's sum and how many programmes."""
    manifest = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["outputs"]) == {
        "index.html", "projects.csv", "projects.svg", "projects.png",
    }  # fmt: skip
    for name, told in manifest["outputs"].items():
        assert hashlib.sha256((written / name).read_bytes()).hexdigest() == told
    assert manifest["figures"]["programmes_n"] == 8
    assert manifest["figures"]["first_year"] == 2003
    assert (written / "projects.png").read_bytes().startswith(b"\x89PNG")


def test_the_table_can_be_read_again(written):
    """The CSV beside the page says the same as the one it was made from."""
    again = read_programmes(written / "projects.csv")
    pd.testing.assert_frame_equal(again, read_programmes())


def test_a_folder_of_someone_else_s_is_not_replaced(tmp_path):
    """Files without our manifest stay; an older folder of ours is replaced, with what was added."""
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "lettre.txt").write_text("à garder")
    with pytest.raises(OutputError):
        write_projects(strange, projects.frame(), language("fr"))
    assert [path.name for path in strange.iterdir()] == ["lettre.txt"]
    own = tmp_path / "own"
    write_projects(own, projects.frame(), language("fr"))
    (own / "note.txt").write_text("à moi")
    write_projects(own, projects.frame(), language("fr"))
    assert (own / "note.txt").read_text() == "à moi"


def test_no_text_of_the_table_becomes_a_formula(tmp_path):
    """What a spreadsheet would compute is marked as text."""
    row = projects.figure(projects.NORD, "2016", "=1+1", "+ de 20")
    write_projects(tmp_path / "out", projects.frame(row), language("fr"))
    told = pd.read_csv(tmp_path / "out" / "projects.csv", keep_default_na=False)
    assert told["subject"].iloc[-1] == "'=1+1"
    assert told["printed"].iloc[-1] == "'+ de 20"


def test_the_same_rows_make_the_same_folder(tmp_path):
    """A second run writes the same bytes, picture and manifest too."""
    for name in ("one", "two"):
        write_projects(tmp_path / name, projects.frame(), language("fr"))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_picture_shows_the_last_year():
    """Names and rates of the places, the legend of solutions, the sources, and a description."""
    svg = projects_svg(projects.frame(), language("fr"))
    said = texts(svg)
    for words in ("Nord", "63 % des classes", "Rennes", "Toutatice", "ONE"):
        assert words in said
    assert "Ce que l’on savait en 2016" in said
    assert any(line.startswith("Sources") for line in said)
    described = ET.fromstring(svg).find(f"{SVG}desc").text  # noqa: S314 ours
    assert "Nord (ONE, 63\u00a0% des classes)" in described
    assert "Académie de Rennes (Toutatice + ONE)" in described


def test_the_picture_has_two_solutions_in_two_colours():
    """Stripes of the second over the first: one shape more than with one solution."""
    rows = projects.frame()
    one = rows.assign(solution=rows["solution"].str.removesuffix(" + ONE"))
    count = [len(re.findall("<path", projects_svg(each, language("fr")))) for each in (rows, one)]
    assert count[0] == count[1] + 3  # the stripes, and a sign's edge and fill


def test_the_picture_keeps_a_city_of_another_programme():
    """A sign goes where another of its own programme is; one of another programme stays."""
    other = projects.NORD | {"programme": "lille", "level": "departement", "place": "Autre Nord"}
    count = [
        len(re.findall('fill-rule="evenodd"', projects_svg(projects.frame(row), language("fr"))))
        for row in (
            projects.figure(projects.NORD | {"level": "circonscription"}, "2016", "x", "1"),
            projects.figure(other, "2016", "x", "1"),
        )
    ]
    assert count[1] == count[0] + 1


def test_the_picture_says_what_it_moved():
    """A département overseas is next to France, and the foot says so."""
    row = projects.figure(projects.NORD | {"programme": "x", "codes": "974"}, "2016", "x", "1")
    assert any(
        "outre-mer" in line for line in texts(projects_svg(projects.frame(row), language("fr")))
    )
    assert not any(
        "outre-mer" in line for line in texts(projects_svg(projects.frame(), language("fr")))
    )


def test_hostile_text_stays_text_in_the_picture():
    """The picture parses, and says what was written."""
    row = projects.figure(projects.NORD | {"codes": "33", "programme": "x"}, "2016", "", "")
    row |= {"place": "<b>&\x00</b>", "solution": "<script>"}
    said = texts(projects_svg(projects.frame(row), language("fr")))
    assert "<b>&\ufffd</b>" in said
    assert "<script>" in said


def test_an_empty_table_has_a_picture():
    """The ground alone, which says that there is nothing."""
    empty = projects.frame().iloc[:0]
    assert "Aucun programme dans ce fichier." in texts(projects_svg(empty, language("fr")))


def test_lines_tell_a_block_a_programme():
    """Name, places, years, solutions, carriers, units, then figures by date with their remarks."""
    lines = programme_lines(projects.frame(), language("fr"))
    assert lines[:13] == [
        "nord – ENT du Nord",
        "  Territoire : Nord (département)",
        "  Années : 2013–2015",
        "  Solution : ONE",
        "  Porteur : Département du Nord",
        "  Unité : classe",
        "  2013",
        "    Lancement : 2013",
        "  juin 2015",
        "    Part des classes : 63 %",
        "      (Publiques seulement.)",
        "    Élèves : 20 700",
        "",
    ]
    assert lines[13] == "rennes – Toutatice à l'école"
    assert "  1er septembre 2016, Académie de Rennes" in lines
    assert lines[lines.index("") + 1] == lines[13]
    last = lines[len(lines) - lines[::-1].index("") :]
    assert last == [
        "france – Le premier degré en France",
        "  Territoire : France",
        "  Années : 2012",
        "  2012",
        "    Écoles de France : 53 000",
    ]


def test_lines_hold_no_escape_code():
    """A terminal is never told anything by the table."""
    row = projects.figure(projects.NORD, "2019", "a\x1b[31m", "b\u202e\nc", remark="d\r\x07")
    lines = programme_lines(projects.frame(row), language("fr"))
    assert not [line for line in lines if re.search("[\x00-\x1f\x7f-\x9f\u202e]", line)]


def test_every_figure_of_the_file_is_in_the_lines():
    """As printed, and each remark; a terminal's apostrophe stands for the book's."""
    rows = read_programmes()
    said = " ".join(" ".join(programme_lines(rows, language("fr"))).split())
    for words in [*rows["printed"], *rows["remark"], *rows["name"]]:
        assert " ".join(words.replace("’", "'").split()) in said


def test_the_programmes_are_told_in_english(tmp_path):
    """Page, picture and lines: nothing of ours is French, what is quoted stays as printed."""
    tr = language("en")
    page = page_text(write_projects(tmp_path / "out", projects.frame(), tr))
    assert '<html lang="en">' in page
    svg = page_text(tmp_path / "out" / "projects.svg")
    lines = " ".join(programme_lines(projects.frame(), tr))
    bare = re.sub(r"<script>.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    for text in (bare, svg, lines):
        for french in ("Solution non", "Territoire", "Porteur", "Chiffre", "savait", "% des"):
            assert french not in text
    assert all("63\u00a0%" in text or "63 %" in text for text in (bare, svg, lines))
    for english in ("Published figure", "of classes", "How to read this map", "September 2016"):
        assert english in page
    assert "What was known in 2016" in svg
    assert "Territory: Nord (département)" in lines
