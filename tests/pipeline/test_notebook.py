"""The object of a notebook: what it tells is what a folder has, wherever it comes from."""

import datetime as dt
import inspect
import json
import re
import shutil
import typing
import warnings
from dataclasses import replace
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal, assert_series_equal
from scripts import ROOT
from shapely.geometry import Point

import geo_ent
from geo_ent.errors import InputError
from geo_ent.maps.page.coverage_page import MAP_ELEMENT
from geo_ent.pipeline.build import build as build_folder
from geo_ent.pipeline.notebook.typed_options import BuildOptions
from geo_ent.project.build_options import OPTIONS
from geo_ent.project.bundled_demos import demo_project
from geo_ent.sources.store.cache import Cache
from geo_ent.tables.findings import KINDS

TEXTS = ("headline", "title", "territory", "date", "sector", "simulated", "notes", "sentences",
         "levels", "columns", "questions")  # fmt: skip


def same(one, other, names):
    """Hold two objects to one another: sentences, figures, each table, each level's zones."""
    for name in TEXTS:
        assert getattr(one, name) == getattr(other, name), name
    assert_series_equal(one.totals, other.totals)
    assert_geodataframe_equal(one.schools, other.schools)
    for level in one.levels:
        assert_geodataframe_equal(one.zones(level), other.zones(level))
    for name in names:
        assert_frame_equal(one.table(name), other.table(name))
    assert_frame_equal(one.series, other.series)


@pytest.fixture(scope="module")
def cantal():
    """A demo in memory."""
    return geo_ent.demo("cantal")


@pytest.fixture(scope="module")
def folder(demo):
    """The folder of the same demo, as the command makes it."""
    return demo("cantal").page.parent


@pytest.fixture
def copied(folder, tmp_path):
    """A copy of that folder, to do as one likes with."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def told(folder, **changed):
    """Change what a folder's manifest says; what is changed to None isn't there."""
    path = folder / "manifest.json"
    facts = {**json.loads(path.read_text("utf-8")), **changed}
    path.write_text(json.dumps({k: v for k, v in facts.items() if v is not None}), "utf-8")
    return folder


def test_in_memory_or_opened_it_tells_the_same(cantal, folder):
    """Every sentence, figure, table and outline, but the page, which the one in memory hasn't."""
    tables = [path.stem for path in folder.glob("*.csv")]
    assert len(tables) > 12
    same(cantal, geo_ent.open(folder), tables)
    assert cantal.page is None
    assert geo_ent.open(folder / "index.html").page == folder / "index.html"


def test_frames_are_the_files(cantal, folder):
    """Codes, counts and shares of a level are what its CSV has, cell by cell, in its order."""
    file = pd.read_csv(
        folder / "coverage-epci.csv", dtype={"zone_code": str}, index_col="zone_code"
    )
    zones = cantal.zones("epci")
    assert [*zones.columns] == [*file.columns, "estimated", "geometry"]
    assert zones.index.name == "zone_code"
    figures = ["schools_n", "covered_n", "coverage_share", "interval_low", "shrunk_share"]
    assert_frame_equal(pd.DataFrame(zones[figures]), file[figures])
    assert zones["schools_n"].dtype == np.int64
    assert zones.crs.to_epsg() == cantal.schools.crs.to_epsg() == 4326


def test_saved_folder_is_the_command_s(folder, tmp_path):
    """What is computed in memory and saved has the bytes of what the command writes; so a copy."""
    asked = demo_project("cantal", tmp_path / "inputs", tmp_path / "made")
    made = build_folder(replace(asked, quick=True)).page.parent
    saved = geo_ent.demo("cantal", quick=True).save(tmp_path / "saved")
    assert saved == tmp_path / "saved" / "index.html"
    copy = geo_ent.open(folder).save(tmp_path / "copied").parent
    for left, right in ((saved.parent, made), (copy, folder)):
        assert {path.name for path in left.iterdir()} == {path.name for path in right.iterdir()}
        for path in left.iterdir():
            assert path.read_bytes() == (right / path.name).read_bytes(), path.name


def test_simulated_data_says_so_wherever_it_is_shown(cantal, folder):
    """In the line, in the sentence that is pasted, over the page; in memory and opened."""
    for made in (cantal, geo_ent.open(folder)):
        assert made.simulated.startswith("Les écoles, leurs noms")
        assert made.headline.startswith("Données simulées. ")
        assert "Données simulées. " in repr(made)
        assert "\n" not in repr(made)
        over, page = made._repr_html_().split("<iframe")
        assert "Données simulées. " in over
        assert "coles, leurs noms" in page


def test_zones_are_plotted_and_joined(cantal):
    """`.plot()` draws a share, and a point falls in the zone that its school is said to be in."""
    zones, schools = cantal.zones("commune"), cantal.schools
    assert zones.plot(column="coverage_share") is not None
    explored = cantal.zones("arrondissement").explore("coverage_share", tiles=None)
    assert "Saint-Flour" in explored.get_root().render()
    joined = gpd.sjoin(schools.drop(columns="note"), zones, predicate="within")
    assert (joined["zone_code"] == joined["commune_code"]).mean() > 0.9
    assert len(joined) > 150


def test_who_changes_a_frame_changes_no_other(cantal):
    """A frame is the reader's own."""
    cantal.schools["status"] = "school"
    cantal.zones("epci")["schools_n"] = 0
    assert (cantal.schools["status"] == "school").sum() == 19
    assert cantal.zones("epci")["schools_n"].sum() == 172


def test_map_is_the_page_and_takes_layers(cantal, folder):
    """Of a folder, the very page; a marker that is added is drawn beside what was there."""
    opened = geo_ent.open(folder).map()
    assert opened.html() == (folder / "index.html").read_text("utf-8")
    for made in (cantal.map(), opened):
        plain = made.html()
        folium.CircleMarker((45.03, 2.66), tooltip="Né à").add_to(made)
        page = made.html()
        assert plain.count(MAP_ELEMENT) == page.count("L.map(") == 1
        assert "L.circleMarker(" in page
        assert "Content-Security-Policy" in plain
        assert "Content-Security-Policy" not in page


def test_level_or_table_that_isnt_there_is_told(cantal, folder):
    """The nearest is named, and all that there are."""
    with pytest.raises(InputError, match=r"« circonscription ».*commune, .*epci, arr"):
        cantal.zones("circonscriptions")
    with pytest.raises(InputError, match=r"n’a pas ce niveau\. Elle a : commune"):
        cantal.zones(None)
    for made in (cantal, geo_ent.open(folder)):
        with pytest.raises(InputError, match=r"« gaps » \? Elle a : change, .*solutions"):
            made.table("gaps.csv")
        with pytest.raises(InputError, match=r"phase.* Elle a : change, .*solutions"):
            made.table("phase")


def test_what_is_no_folder_of_ours_is_told(tmp_path):
    """The file that was given is named, not the folder around it; what is no path is refused."""
    own = tmp_path / "a1.py"
    own.touch()
    with pytest.raises(InputError, match=r"a1\.py : ce fichier n’est pas"):
        geo_ent.open(own)
    with pytest.raises(InputError, match="le chemin d’un dossier"):
        geo_ent.open(None)


def test_what_fetch_lacks_is_told_in_keywords(tmp_path):
    """Without a network and a cache: no option of a terminal in the sentence."""
    with pytest.raises(geo_ent.SourceError, match=r"par schools=") as fault:
        geo_ent.fetch(["annuaire"], ["35"], offline=True, cache=Cache(tmp_path))
    assert "--" not in str(fault.value)


def test_a_frame_is_no_file(cantal):
    """A frame given to the one call: which functions take frames, without its cells."""
    with pytest.raises(TypeError, match=r"schools=un GeoDataFrame ; .*geo_ent\.locate") as fault:
        geo_ent.build(departement="15", schools=cantal.schools)
    assert len(str(fault.value)) < 200


def test_option_that_isnt_there_is_told():
    """The nearest is named, and all that there are; so is what a value must be."""
    with pytest.raises(TypeError, match=r"« departements » ; .*« departement » \?.*ca_bundle"):
        geo_ent.build(departements=["35"])
    for wrong in ({"departement": 35}, {"date": 2023}, {"quick": "oui"}, {"rentree": "2022"},
                  {"register": [1]}, {"title": None, "lang": 1}):  # fmt: skip
        with pytest.raises(TypeError, match=rf"{[*wrong][-1]}=.* ; on attend "):
            geo_ent.build(**wrong)
    with pytest.raises(InputError, match="date « hier »"):
        geo_ent.build(departement="35", date="hier")


def test_faults_name_options_as_a_call_has_them(tmp_path):
    """`register=`, not `--register`."""
    with pytest.raises(InputError, match=r"departement=, academie= ou region="):
        geo_ent.build(schools="annuaire.csv", register="registre.csv")
    with pytest.raises(InputError, match=r"\(register=\)"):
        geo_ent.build(departement="35", schools="annuaire.csv", out=tmp_path)


def test_options_are_the_command_s():
    """An editor completes what `geo-ent build` takes, but `out`, which the call itself has."""
    named = {option.parameter for option in OPTIONS.values()} - {"out"}
    assert typing.get_type_hints(BuildOptions).keys() == named
    shown = inspect.signature(geo_ent.build).parameters
    assert named < shown.keys()
    assert " at 0x" not in str(inspect.signature(geo_ent.build))
    assert {shown[name].kind for name in named} == {inspect.Parameter.KEYWORD_ONLY}


def test_options_come_from_keywords_a_file_or_a_project(cantal, tmp_path):
    """Each way the same figures; a folder is written where one is named, and only there."""
    asked = demo_project("cantal", tmp_path / "inputs", tmp_path / "made")
    asked = replace(asked, quick=True, simulation=None, goal=None, programme=None, title="")
    given = {"departement": ["15"], "schools": str(asked.schools), "register": [*asked.registers],
             "date": asked.date, "complete": True, "quick": True}  # fmt: skip
    file = tmp_path / "geo-ent.toml"
    file.write_text(
        'departements = ["15"]\nschools = "inputs/annuaire-simule.csv"\n'
        f'register = "{Path(asked.registers[0]).relative_to(tmp_path).as_posix()}"\n'
        f"date = {dt.date(2016, 9, 1)}\ncomplete = true\nquick = true\n",
        "utf-8",
    )
    by_keywords = geo_ent.build(**given)
    by_file = geo_ent.build(file, date=pd.Timestamp(asked.date), schools=asked.schools)
    assert not (tmp_path / "made").exists()
    by_project = geo_ent.build(asked)
    assert by_project.page == tmp_path / "made" / "index.html"
    assert by_project.page.exists()
    for made in (by_keywords, by_file, by_project):
        assert_series_equal(made.totals, cantal.totals[made.totals.index])
    with pytest.raises(TypeError, match="title"):
        geo_ent.build(asked, title="Autre")


def test_quick_folder_has_its_outlines_drawn_again(cantal, tmp_path):
    """Communes as they were; circonscriptions nearly, and it is said; no sector, no gaps."""
    opened = geo_ent.open(geo_ent.demo("cantal", quick=True).save(tmp_path / "quick"))
    for level in ("commune", "epci", "departement"):
        again, drawn = opened.zones(level), cantal.zones(level)
        alike = again.geometry.geom_equals(drawn.geometry)
        assert (alike | (again.geometry.isna() & drawn.geometry.isna())).all(), level
        assert_series_equal(again["covered_n"], drawn["covered_n"])
    with pytest.warns(UserWarning, match="redessinés"):
        again = opened.zones("circonscription")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # said once
        assert again.index.equals(opened.zones("circonscription").index)
    with pytest.raises(InputError, match="refaites-la entière"):
        opened.zones("secteur_college")
    with pytest.raises(InputError, match="gaps"):
        _ = opened.gaps
    assert opened.series.empty
    assert opened.map().html() == opened.page.read_text("utf-8")


@pytest.mark.filterwarnings("ignore:.*a changé depuis")
def test_folder_that_isnt_ours_is_told(copied, tmp_path):
    """None, a stranger's, an atlas, an older one, one whose page is older: each in its words."""
    with pytest.raises(InputError, match="pas de dossier"):
        geo_ent.open(tmp_path / "nowhere")
    with pytest.raises(InputError, match="pas un dossier fait par geo-ent"):
        geo_ent.open(tmp_path)
    (copied / "index.html").write_text("<p>ancienne</p>", "utf-8")
    with pytest.raises(InputError, match="plus ancienne"):
        geo_ent.open(copied).map()
    with pytest.raises(InputError, match="plus ancienne"):
        geo_ent.open(told(copied, headline=None))
    with pytest.raises(InputError, match=r"atlas.*departements/15"):
        geo_ent.open(told(copied, kind="atlas"))


def test_older_folder_without_what_came_later_still_opens(copied):
    """No name, no sources, no sentences, no history in a folder of before: empty, not a fault."""
    (copied / "history.csv").unlink()
    later = ("title", "territory", "sources", "told", "notes")
    opened = geo_ent.open(told(copied, **dict.fromkeys(later)))
    assert opened.territory == "Cantal"
    assert opened.sources.empty
    assert opened.notes == ()
    assert opened.sentences == (opened.headline,)
    assert opened.series.shape == (172, 0)
    assert opened.title == ""
    assert "<iframe" in opened._repr_html_()


@pytest.mark.filterwarnings("ignore:.*a changé depuis")
def test_missing_point_is_an_empty_one(copied):
    """A school without a place keeps its row, and joins no zone."""
    schools = pd.read_csv(copied / "schools.csv", dtype=str)
    schools.loc[0, ["latitude", "longitude"]] = ""
    schools.to_csv(copied / "schools.csv", index=False)
    points = geo_ent.open(copied).schools.geometry
    assert points.is_empty.tolist() == [True] + [False] * 171
    assert isinstance(points.iloc[0], Point)


def test_what_the_docs_show_runs(tmp_path, monkeypatch):
    """Each block of docs/api.md on the one call, one after another, on the files of a demo."""
    text = (ROOT / "docs" / "api.md").read_text("utf-8").split("\n## ")[1]
    files = geo_ent.demo_files("cantal")
    shutil.copy(files["schools"], tmp_path / "annuaire.csv")
    shutil.copy(files["register"], tmp_path / "registre.xlsx")  # known by what it holds
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].count("\n") <= 4
    names = {}
    for block in blocks:
        exec(block.replace('"35"', '"15"'), names)  # noqa: S102 our own
    assert names["par_epci"].sum() > 100
    assert (tmp_path / "carte-et-ecoles.html").stat().st_size > 300_000
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_what_a_build_gave_before_goes_on_and_warns(cantal, folder):
    """Its findings are counted as they were, its result is there; each says what to write now."""
    found = cantal.findings
    with pytest.warns(DeprecationWarning, match="value_counts"):
        counts = found.summary()
    in_all = found.value_counts("kind").to_dict()
    assert dict(counts) == {kind: in_all[kind] for kind in KINDS if kind in in_all}
    kind, number = counts[0]
    with pytest.warns(DeprecationWarning, match="sum"):
        assert found.count(kind) == number
    assert found.count()["kind"] == len(found)  # pandas' own
    with pytest.warns(DeprecationWarning, match="findings"):
        assert type(found.table()) is pd.DataFrame
    with pytest.warns(DeprecationWarning, match="zones"):
        assert set(cantal.result.coverage) == set(cantal.levels)
    with (
        pytest.warns(DeprecationWarning, match="zones"),
        pytest.raises(AttributeError, match="dossier"),
    ):
        _ = geo_ent.open(folder).result
