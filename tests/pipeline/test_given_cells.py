"""The pieces hold the cells and the choices that they are given: no figure of a wrong one."""

from contextlib import suppress

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo_ent

DAY = "2017-01-16"
DRAWN = gpd.GeoDataFrame({"zone_name": ["Cantal"], "estimated": False}, index=["15"],
                         geometry=[shapely.box(2, 44.6, 3.4, 45.5)], crs=4326)  # fmt: skip
PIECES = {
    "coverage": lambda s, _: geo_ent.coverage(s, DRAWN, level="departement"),
    "gaps": lambda s, _: geo_ent.gaps(s),
    "equity": lambda s, _: geo_ent.equity(s),
    "white_areas": lambda s, communes: geo_ent.white_areas(communes, s),
    "map": lambda s, _: geo_ent.map(s, {"departement": DRAWN}),
}  # fmt: skip
UNSTATED = {
    "locate": geo_ent.locate,
    "zones": lambda s, communes: geo_ent.zones(communes, s),
}


@pytest.fixture(scope="module")
def cantal():
    """Cantal's communes, its schools with their status, its register."""
    files = geo_ent.demo_files("cantal")
    communes = geo_ent.read_communes(["15"])
    schools = geo_ent.locate(geo_ent.read_schools(files["schools"]), communes)
    register = geo_ent.read_register(files["register"], schools)
    return communes, geo_ent.status_at(register, schools, DAY), register


@pytest.mark.parametrize("piece", [*PIECES, *UNSTATED])
@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("rural", "oui", "True, False ou rien"),
        ("rural", 1.0, "astype"),
        ("priority", "rep", "vouliez-vous dire « REP »"),
        ("priority", float("nan"), "fillna"),
        ("nature", "École primaire", "maternelle ou elementaire ou primaire"),
        ("sector", None, "public ou prive"),
        ("sector", "Public", "vouliez-vous dire « public »"),
        ("pupils_n", -3.0, "0 ou plus"),
        ("pupils_n", float("inf"), "un nombre"),
        ("pupils_n", "12 élèves", "to_numeric"),
        ("density_class", 9.0, "7 ou moins"),
        ("commune_code", 15014, "dtype"),
        ("epci_code", 200066637, "dtype"),
        ("opened_on", "2020-09-01", "to_datetime"),
        ("opened_on", pd.Timestamp("2020-09-01", tz="Europe/Paris"), "fuseau"),
    ],
)
def test_a_cell_that_its_column_cannot_be_is_refused(cantal, piece, column, cell, told):
    """Each would be counted as nothing or as another thing: the column, the cell and the school."""
    communes, schools, _ = cantal
    cells = schools[column].astype(object)
    cells.iloc[3] = cell
    with pytest.raises(geo_ent.InputError, match=rf"^{piece} : {column} .*{told}") as caught:
        (PIECES | UNSTATED)[piece](schools.assign(**{column: cells}), communes)
    assert schools.index[3] in str(caught.value)


def test_what_the_pieces_give_is_what_they_take(cantal):
    """Schools of `open`'s and `build`'s object too, and columns of categories."""
    communes, schools, register = cantal
    assert len(geo_ent.gaps(schools)) == len(geo_ent.gaps(geo_ent.demo("cantal").schools))
    worded = schools.astype({"sector": "category", "status": "category", "nature": "category"})
    assert len(geo_ent.gaps(worded)) == len(geo_ent.gaps(schools))
    coded = schools.astype({"commune_code": "category", "departement_code": "category"})
    assert list(geo_ent.locate(coded, communes)["epci_code"]) == list(schools["epci_code"])
    assert geo_ent.status_at(register, schools, np.datetime64(DAY))["status"].equals(
        schools["status"]
    )


@pytest.mark.parametrize("piece", PIECES)
def test_schools_that_do_not_say_their_sector_are_not_called_public(cantal, piece):
    """Every sector would be counted, and told as « écoles publiques »."""
    communes, schools, _ = cantal
    with pytest.raises(geo_ent.InputError, match='sector="all"'):
        PIECES[piece](schools.drop(columns="sector"), communes)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("uai", "0150001a", "un code"),
        ("status", "oui", "school"),
        ("start", "2015-09-01", "to_datetime"),
        ("end", pd.Timestamp("2020-09-01", tz="UTC"), "fuseau"),
    ],
)
@pytest.mark.parametrize("piece", ["status_at", "series"])
def test_a_register_that_was_rewritten_wrongly_is_refused(cantal, piece, column, cell, told):
    """A UAI in small letters, a status in French, days as texts: every school was « unknown »."""
    _, schools, register = cantal
    rows = pd.DataFrame(register).reset_index(drop=True)
    cells = rows[column].astype(object)
    cells.iloc[0] = cell
    with pytest.raises(geo_ent.InputError, match=rf"^{piece} : {column} .*{told}"):
        getattr(geo_ent, piece)(rows.assign(**{column: cells}), schools)


@pytest.mark.parametrize("value", ["non", "False", 0, 1.0, np.array([True])])
def test_what_is_neither_true_nor_false_is_refused(cantal, value):
    """« non » was taken for True."""
    _, schools, register = cantal
    calls = (
        lambda: geo_ent.status_at(register, schools, DAY, complete=value),
        lambda: geo_ent.status_at(register, schools.index, DAY, complete=value),
        lambda: geo_ent.series(register, schools, complete=value),
        lambda: geo_ent.status_series(register, schools.index, [], complete=value),
        lambda: geo_ent.gaps(schools, rural_only=value),
        lambda: geo_ent.demo("cantal", quick=value),
    )
    for call in calls:
        with pytest.raises(geo_ent.InputError, match="on attend True ou False"):
            call()


@pytest.mark.parametrize("value", [2024, ["2024-01-01"], pd.NaT, np.datetime64("NaT")])
def test_what_is_no_day_is_refused(cantal, value):
    """A year, a list, no time at all: a sentence, where pandas' comparison failed."""
    _, schools, register = cantal
    calls = (
        lambda: geo_ent.status_at(register, schools, value),
        lambda: geo_ent.status_at(register, schools, DAY, as_of=value),
        lambda: geo_ent.series(register, schools, [value]),
        lambda: geo_ent.status_series(register, schools.index, [value]),
    )
    for call in calls:
        with pytest.raises(geo_ent.InputError, match="on attend une date"):
            call()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (lambda p: (p.y, p.x), "échangées"),
        (lambda _: (650_000.0, 6_400_000.0), "pas des degrés"),
        (lambda _: (0.0, 0.0), "pas en France"),
    ],
)
@pytest.mark.parametrize("piece", ["gaps", "white_areas", "map"])
def test_places_that_are_not_in_france_are_refused(cantal, piece, place, told):
    """Distances would be figures all the same: one school whose axes are swapped is named."""
    communes, schools, _ = cantal
    points = schools.geometry.to_numpy().copy()
    points[5] = gpd.points_from_xy(*zip(place(points[5]), strict=True))[0]
    with pytest.raises(geo_ent.InputError, match=told) as caught:
        PIECES[piece](schools.set_geometry(gpd.GeoSeries(points, schools.index, crs=4326)),
                      communes)  # fmt: skip
    assert schools.index[5] in str(caught.value)


def test_the_object_s_tables_are_what_the_pieces_take(cantal, recwarn):
    """Its schools (two without a point) and its series, where one school hadn't opened: no word."""
    communes, schools, register = cantal
    mine = geo_ent.demo("cantal").schools
    points = mine.geometry.to_numpy().copy()
    points[0], points[1] = shapely.Point(), shapely.Point(np.nan, np.nan)
    mine = mine.set_geometry(gpd.GeoSeries(points, mine.index, crs=4326))
    shapes = geo_ent.zones(communes, geo_ent.locate(mine, communes))
    assert len(geo_ent.gaps(mine)) == len(geo_ent.gaps(schools))
    series = geo_ent.series(register, schools)
    unopened = series.astype(object)
    unopened.iloc[0, :-1] = None
    page = geo_ent.map(schools, shapes, series=unopened.rename(columns=pd.Timestamp)).html()
    assert f'"{series.columns[0]}"' in page
    assert not [str(warning.message) for warning in recwarn]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("map(schools, {'epci': shapes['epci'].to_crs(2154)})", r"zones\['epci'\] est en RGF93"),
        ("map(schools, {'epci': shapes['epci']['zone_name']})", "pas de géométrie"),
        ("map(schools, {})", "tous les niveaux"),
        ("map(schools, shapes, levels='epci')", "une liste"),
        ("map(schools, shapes, levels=['communes'])", "vouliez-vous dire « commune »"),
        ("map(schools, shapes, series=schools)", "une colonne par date"),
        ("map(schools, shapes, series=series.iloc[:5])", "n’a pas l’école"),
        ("map(schools, shapes, series=series.replace('school', 'oui'))", "status « oui »"),
        ("map(schools, shapes, gaps=schools)", "geo_ent.gaps donne"),
        ("map(schools, shapes, white_areas=communes)", "geo_ent.white_areas donne"),
        ("map(schools, shapes, facts='Cantal')", "un PageFacts"),
        ("map(schools, shapes, coverage={'epci': communes})", "geo_ent.coverage donne"),
        ("map(schools, shapes, lang='de')", "fr, en"),
        ("gaps(schools, lang='de')", "fr, en"),
        ("zones_of(communes, schools, levels='epci')", "une liste"),
        ("zones_of(communes, schools, sectors=communes)", "place_colleges donne"),
        ("coverage(schools, twice, level='epci')", "y est deux fois"),
        ("locate(schools, elsewhere)", r"n’est dans ces communes \(48\)"),
        ("locate(schools.drop(columns='commune_code'), communes)", "« commune_code »"),
        ("white_areas(communes, schools, minimum='2')", "un nombre entier"),
        ("series(register, schools, '2015-09-01')", "une liste"),
    ],
)
def test_what_is_given_for_another_thing_is_told(cantal, call, told):
    """A blank map, an English sentence or a fault of pandas': each is a sentence of ours."""
    communes, schools, register = cantal
    shapes = geo_ent.zones(communes, schools)
    names = {"communes": communes, "schools": schools, "shapes": shapes, "register": register,
             "series": geo_ent.series(register, schools), "geo_ent": geo_ent,
             "twice": pd.concat([shapes["epci"], shapes["epci"].iloc[:1]]),
             "elsewhere": geo_ent.read_communes(["48"])}  # fmt: skip
    called = call.replace("zones_of(", "zones(")
    with pytest.raises(geo_ent.InputError, match=told):
        eval(f"geo_ent.{called}", names)  # noqa: S307 the tests' own calls


def test_a_part_of_a_departement_does_not_stand_for_it(cantal):
    """50 communes of 250: no zone called Cantal, nor Saint-Flour; an EPCI may go over the edge."""
    communes, schools, _ = cantal
    assert set(geo_ent.zones(communes.iloc[:50], schools)) == {"commune", "circonscription", "epci"}
    assert set(geo_ent.zones(communes, schools)) >= {"arrondissement", "departement"}


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("read_schools(schools)", "read_schools : path=un GeoDataFrame"),
        ("read_schools(None)", "le chemin d’un fichier"),
        ("read_schools(file, sector='privé')", "vouliez-vous dire « prive »"),
        ("read_register(schools, schools)", "read_register : path=un GeoDataFrame"),
        ("read_register([file, schools], schools)", "read_register : path=un GeoDataFrame"),
        ("read_pupils(schools)", "read_pupils : path"),
        ("read_pupils(file, rentree='2020')", "un nombre entier, comme 2022"),
        ("read_ips(file, rentree='2020')", "un nombre entier, comme 2022"),
        ("read_density(3)", "read_density : path=3"),
        ("read_frr(None)", "read_frr : path=None"),
        ("rurality(communes, density=communes.drop(columns='rural'))", "read_density donne"),
        ("rurality(communes, density=communes.assign(density_class=9.0))", "7 ou moins"),
        ("rurality(communes, density=communes.set_axis(range(len(communes))))", "en texte"),
        ("read_communes('15', frr=communes['frr'].replace('', 'ZRR'))", "on attend FRR socle"),
        ("read_communes('15', frr=communes)", "read_frr donne"),
        ("build(schools)", "prenez les pièces"),
        ("demo('cantal', lang='de')", "demo : lang='de'"),
        ("demo('cantal').save(None)", "le chemin d’un dossier"),
        ("fetch('annuaire', [35])", "un texte"),
        ("fetch('annuaire', 35)", "une liste"),
        ("fetch('annuaire', '35', offline='non')", "True ou False"),
        ("Project(departements=('35',), schools='a.csv', register=file, out=file)", "pathlib.Path"),
        ("Project(departements='35', schools=file, register=file, out=file)", "un tuple de textes"),
    ],
)
def test_an_argument_of_another_kind_is_told(cantal, call, told):
    """A frame for a path, a number for a code: what was given and what is expected."""
    communes, schools, _ = cantal
    names = {"communes": communes, "schools": schools, "geo_ent": geo_ent,
             "file": geo_ent.demo_files("cantal")["schools"]}  # fmt: skip
    with pytest.raises(geo_ent.InputError, match=told):
        eval(f"geo_ent.{call}", names)  # noqa: S307 the tests' own calls


@pytest.mark.parametrize("piece", [*PIECES, *UNSTATED])
def test_no_column_that_lacks_or_is_empty_is_a_traceback(cantal, piece):
    """A column dropped, or one cell of it missing: a result, or a sentence of ours."""
    communes, schools, _ = cantal
    call = (PIECES | UNSTATED)[piece]
    for column in ("name", "commune_code", "departement_code", "circonscription_code", "rpi_code",
                   "priority", "pupils_n"):  # fmt: skip
        for frame in (schools.drop(columns=column),
                      schools.assign(**{column: [None, *schools[column].iloc[1:]]})):  # fmt: skip
            with suppress(geo_ent.GeoEntError):
                call(frame, communes)
