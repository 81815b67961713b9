"""Builds on outlines of another make, given or fetched: the same figures, their own credit."""

import gzip
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from outlineland import bent, drawn
from portal import Portal, csv_bytes, write_catalogue
from portal_tables import annuaire
from typer.testing import CliRunner
from written_pages import page_text

from geo_ent.cli.command_line import app
from geo_ent.communes.bundled import read_communes
from geo_ent.errors import InputError, SourceError
from geo_ent.project.official_data import official_inputs

OVH = "https://contours-administratifs.s3.rbx.io.cloud.ovh.net/2026/geojson/"
LEVELS = ("commune", "epci", "arrondissement", "departement")
HEAVIER = 1.10  # what a page on outlines sixteen times as fine may weigh


def inputs(folder, code, schools_n=60):
    """Write a directory of real communes with made-up schools, and a register of every third."""
    table = annuaire(code, schools_n=schools_n)
    names = [each.name for each in table.fields]
    (folder / "annuaire.csv").write_bytes(csv_bytes(table, table.rows, names, {})[0])
    uais = [row["identifiant_de_l_etablissement"] for row in table.rows[::3]]
    text = "UAI,ENT\n" + "".join(f"{uai},oui\n" for uai in uais)
    (folder / "ent.csv").write_text(text, encoding="utf-8")
    return ["--departement", code, "--register", str(folder / "ent.csv"),
            "--schools", str(folder / "annuaire.csv")]  # fmt: skip


def build(out, *options):
    """Run the command as a person would; give what it printed."""
    done = CliRunner().invoke(app, ["build", *options, "--out", str(out)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def manifest(out):
    """Read what a build says it was made from."""
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))


def features(communes):
    """Give communes as the features of a file of Etalab."""
    frame = communes.reset_index()[["commune_code", "name", "geometry"]]
    return frame.rename(columns={"commune_code": "code", "name": "nom"})


@pytest.fixture
def belfort(tmp_path):
    """Inputs of the Territoire de Belfort, and its outlines four times as fine."""
    fine = features(bent(read_communes(["90"]), 2))
    fine = fine.set_geometry(shapely.make_valid(fine.geometry.to_numpy()), crs=4326)
    return [*inputs(tmp_path, "90"), "--boundaries", str(drawn(fine, tmp_path / "fins.geojson"))]


def test_an_older_file_gives_the_same_counts(shared_file, tmp_path):
    """Maine-et-Loire on its outlines of 2018: not a school more or less, in any zone."""
    options = inputs(tmp_path, "49", schools_n=200)
    older = shared_file("communes-49-cog2018.geojson")
    build(tmp_path / "bundled", *options, "--quick")
    told = build(tmp_path / "older", *options, "--quick", "--boundaries", str(older))
    assert "contours de communes-49-cog2018.geojson" in told
    for level in LEVELS:
        one, other = (pd.read_csv(tmp_path / name / f"coverage-{level}.csv", dtype=str)
                      for name in ("bundled", "older"))  # fmt: skip
        counts = ["zone_code", "zone_name", "schools_n", "covered_n", "none_n", "unknown_n"]
        pd.testing.assert_frame_equal(one[counts], other[counts])
    assert manifest(tmp_path / "older")["findings"]["outline-moved"] == 8


def test_a_given_file_is_credited(belfort, tmp_path):
    """Page and manifest name the file; the bundled one is left its names and populations."""
    build(tmp_path / "map", *belfort, "--quick")
    page = page_text(tmp_path / "map" / "index.html")
    assert "Contours\u00a0: fins.geojson" in page
    assert "Noms et populations des communes" in page
    assert "ADMIN EXPRESS" not in page
    told = manifest(tmp_path / "map")["inputs"]["boundaries"]
    assert (told["name"], told["vintage"]) == ("fins.geojson", "COG 2026")
    assert len(told["sha256"]) == 64


def test_bundled_outlines_that_stay_are_credited_too(tmp_path):
    """With a file that draws all but ten communes, the page has both."""
    part = drawn(features(read_communes(["90"]).iloc[10:]), tmp_path / "part.geojson")
    options = [*inputs(tmp_path, "90"), "--boundaries", str(part), "--quick"]
    build(tmp_path / "map", *options, "--lang", "en")
    page = page_text(tmp_path / "map" / "index.html")
    assert "Outlines: part.geojson" in page
    assert "ADMIN EXPRESS" in page
    assert manifest(tmp_path / "map")["findings"]["outline-kept"] == 10


@pytest.mark.usefixtures("belfort")
def test_a_project_file_names_outlines(tmp_path):
    """`boundaries` is a key of geo-ent.toml; its path is taken from the file's folder."""
    project = tmp_path / "geo-ent.toml"
    project.write_text(
        'departements = ["90"]\nschools = "annuaire.csv"\nregister = "ent.csv"\n'
        'boundaries = "fins.geojson"\nquick = true\n',
        encoding="utf-8",
    )
    build(tmp_path / "map", "--project", str(project))
    assert manifest(tmp_path / "map")["inputs"]["boundaries"]["name"] == "fins.geojson"


def test_a_page_stays_light_and_the_geopackage_whole(tmp_path):
    """On outlines with sixteen times the corners: the page within a tenth, the layer with all."""
    options = inputs(tmp_path, "90")
    bundled = read_communes(["90"])
    fine = features(bent(bundled, 4))
    fine = fine.set_geometry(shapely.make_valid(fine.geometry.to_numpy()), crs=4326)
    path = drawn(fine, tmp_path / "5m.geojson")
    build(tmp_path / "bundled", *options)
    build(tmp_path / "fine", *options, "--boundaries", str(path))
    before, after = (
        len(gzip.compress((tmp_path / name / "index.html").read_bytes(), 9, mtime=0))
        for name in ("bundled", "fine")
    )
    assert after < HEAVIER * before
    layer = gpd.read_file(tmp_path / "fine" / "coverage.gpkg", layer="commune")
    corners = shapely.get_num_coordinates(layer.geometry.to_numpy()).sum()
    assert corners >= shapely.get_num_coordinates(fine.geometry.to_numpy()).sum() * 0.98
    assert corners > 10 * shapely.get_num_coordinates(bundled.geometry.to_numpy()).sum()


@pytest.fixture
def portal(tmp_path, monkeypatch):
    """Open a portal with an annuaire of the Territoire de Belfort and its outlines."""
    path = drawn(features(read_communes(["90"])), tmp_path / "communes-100m.geojson")
    files = {"/communes-100m.geojson": path.read_bytes(), "/communes-5m.geojson": path.read_bytes()}
    with Portal({"fr-en-annuaire-education": annuaire("90", schools_n=60)}, files=files) as opened:
        changes = [(OVH, f"{opened.url}/"), ("rows_n = 35_014", "rows_n = 101")]
        catalogue = write_catalogue(tmp_path / "catalogue.toml", *changes, url=opened.url)
        monkeypatch.setenv("GEO_ENT_CATALOGUE", str(catalogue))
        monkeypatch.setenv("GEO_ENT_CACHE", str(tmp_path / "cache"))
        yield opened


def test_outlines_are_fetched_once_named(portal, tmp_path):
    """`--dataset annuaire,contours`: the map is drawn on them and carries their credit."""
    inputs(tmp_path, "90")
    options = ["--departement", "90", "--register", str(tmp_path / "ent.csv"), "--quick"]
    told = build(tmp_path / "map", *options, "--dataset", "annuaire,contours")
    assert "contours de" in told
    entry = manifest(tmp_path / "map")["inputs"]["boundaries"]
    assert entry["fetched"]["url"] == f"{portal.url}/communes-100m.geojson"
    assert entry["fetched"]["dataset"] == "contours"
    page = page_text(tmp_path / "map" / "index.html")
    assert "Contours administratifs des communes" in page
    assert "2026-100m, téléchargé le" in page


def test_a_precision_is_named_after_a_colon(portal, tmp_path):
    """`contours:2026-5m` is the file at 5 m, and the annuaire keeps its own day."""
    inputs(tmp_path, "90")
    options = ["--departement", "90", "--register", str(tmp_path / "ent.csv"), "--quick"]
    build(tmp_path / "map", *options, "--dataset", "annuaire,contours:2026-5m")
    entry = manifest(tmp_path / "map")["inputs"]["boundaries"]
    assert entry["fetched"]["url"] == f"{portal.url}/communes-5m.geojson"


def test_a_lock_keeps_the_precision(portal, tmp_path):
    """A project that names it is made twice: the second time from what its lock pins, unasked."""
    inputs(tmp_path, "90")
    project = tmp_path / "geo-ent.toml"
    project.write_text(
        'departements = ["90"]\nregister = "ent.csv"\nquick = true\n'
        'datasets = ["annuaire", "contours:2026-5m"]\n',
        encoding="utf-8",
    )
    build(tmp_path / "one", "--project", str(project))
    assert "communes-5m.geojson" in (tmp_path / "geo-ent.lock").read_text(encoding="utf-8")
    calls = len(portal.calls)
    build(tmp_path / "two", "--project", str(project))
    assert len(portal.calls) == calls
    pages = [(tmp_path / name / "index.html").read_bytes() for name in ("one", "two")]
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("portal")
def test_a_precision_that_isnt_published_is_refused():
    """The vintages that there are are listed, in one line."""
    told = {"departements": ("90",), "datasets": ("contours:2026-7m",)}
    with pytest.raises(InputError, match=r"2026-7m ; on connaît 2026-100m, 2026-1000m") as fault:
        official_inputs(told)
    assert "\n" not in str(fault.value)


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("contours:2027", "pas de millésime 2027 ; on connaît 2026-100m, 2026-1000m"),
        ("annuaire:2022", "annuaire:2022 : pas de millésime 2022 ; il n’y en a qu’un"),
        ("+education-prioritaire:2022", "pas de millésime 2022 ; il n’y en a qu’un, le dernier"),
        ("+mouvements", "mouvements : une carte ne s’en sert pas"),
    ],
)
def test_what_is_asked_for_and_cant_be_is_refused(asked, told):
    """A year that there isn't, a dataset that no map uses: nothing else is taken in its place."""
    with pytest.raises(InputError, match=told):
        official_inputs({"departements": ("90",), "datasets": (asked,)})


def test_a_lock_of_another_precision_is_refused(portal, tmp_path):
    """A project that changes 5 m for 100 m isn't drawn on the 5 m of its lock; a year alone is."""
    inputs(tmp_path, "90")
    portal.files["/communes-5m.geojson"] += b"\n"
    project = tmp_path / "geo-ent.toml"
    text = 'departements = ["90"]\nregister = "ent.csv"\ndatasets = ["annuaire", "contours"]\n'
    project.write_text(text.replace('"contours"', '"contours:2026-5m"'), encoding="utf-8")
    build(tmp_path / "map", "--project", str(project), "--quick")
    told = {"departements": ("90",), "datasets": ("annuaire", "contours:2026-100m")}
    with pytest.raises(SourceError, match="le fige pour 2026-5m, et l’on demande 2026-100m"):
        official_inputs(told, file=project)
    assert official_inputs({**told, "refresh": True}, file=project)["boundaries"].exists()
    for kept in ("contours", "contours:2026", "contours:2026-5m"):
        found = official_inputs({**told, "datasets": ("annuaire", kept)}, file=project)
        assert found["fetched"]["boundaries"].entry.vintage == "2026-5m"


def test_outlines_that_nobody_names_arent_fetched(portal):
    """The bundled ones are enough: not one call goes to the outlines."""
    found = official_inputs({"departements": ("90",), "offline": False, "datasets": ("annuaire",)})
    assert "boundaries" not in found
    assert not any("communes-100m" in str(call) for call in portal.calls)


def test_two_makes_of_outlines_at_once_are_refused(portal):
    """One line says which two, before anything is asked."""
    with pytest.raises(InputError, match="admin-express et contours servent à la même chose"):
        official_inputs({"departements": ("90",), "datasets": ("admin-express", "contours")})
    assert portal.calls == []


def test_a_given_file_goes_before_the_one_that_is_named(portal):
    """`--boundaries` wins over `--dataset contours`, as for any other input."""
    told = {"departements": ("90",), "datasets": ("contours",), "boundaries": "mine.geojson"}
    assert set(official_inputs(told)) == {"out", "schools", "fetched"}
    assert not any("communes-100m" in str(call) for call in portal.calls)
