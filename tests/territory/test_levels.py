import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from partition_checks import areas_km2, assert_partition
from properties import examples
from toyland import make_communes, make_schools

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import (
    academie_departements,
    departement_names,
    find_academie,
    find_departement,
    find_region,
    region_departements,
)
from geo_ent.errors import InputError
from geo_ent.indicators.coverage import coverage
from geo_ent.tables.contract import LEVELS
from geo_ent.telling.page.page_words import LEVEL_WORDS
from geo_ent.territory.circonscriptions import circonscriptions
from geo_ent.territory.commune_pieces import cut_communes, dissolved, nearest_cells
from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.locate import locate
from geo_ent.territory.zones import whole_levels, zones

MIXED = ("35", "2A", "971", "972", "973", "974", "976")


@pytest.mark.parametrize(
    ("asked", "code"),
    [("35", "35"), ("035", "35"), ("1", "01"), ("2a", "2A"), ("02B", "2B"), ("974", "974"),
     ("ILLE ET VILAINE", "35"), ("Cotes d'armor", "22"), ("réunion", "974"), ("97", None)],
)  # fmt: skip
def test_departement_by_code_or_name(asked, code):
    """Any dress of a code or a name is understood; an unknown one is refused."""
    if code:
        assert find_departement(asked) == code
    else:
        with pytest.raises(InputError, match="inconnu"):
            find_departement(asked)


def test_misspelt_departement_gets_a_suggestion():
    """« Mozelle » is not a département; Moselle is near."""
    with pytest.raises(InputError, match=r"Moselle \(57\)"):
        find_departement("Mozelle")


@pytest.mark.parametrize(
    ("asked", "code"),
    [("14", "14"), ("2", "02"), ("Rennes", "14"), ("RENNES", "14"), ("Académie de Rennes", "14"),
     ("académie d’Orléans-Tours", "18"), ("orleans tours", "18"), ("Académie de La Réunion", "28"),
     ("reunion", "28"), ("rectorat de Nancy Metz", "12"), ("Normandie", "70"), ("corse", "27"),
     ("Académie de la Guadeloupe", "32"), ("mayotte", "43")],
)  # fmt: skip
def test_academie_by_code_or_name(asked, code):
    """Any accent, case, article or "académie de"."""
    assert find_academie(asked) == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [("53", "53"), ("4", "04"), ("Bretagne", "53"), ("Région Bretagne", "53"),
     ("région des Pays de la Loire", "52"), ("ILE DE FRANCE", "11"), ("Île-de-France", "11"),
     ("PACA", "93"), ("provence alpes cote d'azur", "93"), ("Centre", "24"), ("La Réunion", "04"),
     ("région académique Grand Est", "44")],
)  # fmt: skip
def test_region_by_code_or_name(asked, code):
    """Any accent, case, article or "région"; the names in use for the same territory."""
    assert find_region(asked) == code


@pytest.mark.parametrize(
    ("find", "asked", "told"),
    [
        (find_academie, "Caen", r"Normandie \(70\).*14, 50, 61"),
        (find_academie, "académie de Rouen", r"2020.*Normandie \(70\).*27, 76"),
        (find_academie, "21", "Rouen"),
        (find_region, "Languedoc-Roussillon", r"2016.*Occitanie \(76\).*11, 30, 34, 48, 66"),
        (find_region, "82", r"Rhône-Alpes.*Auvergne-Rhône-Alpes \(84\)"),
        (find_academie, "Occitanie", r"une région.*Montpellier \(11\), Toulouse \(16\)"),
        (find_academie, "Moselle", r"un département.*Nancy-Metz \(12\)"),
        (find_region, "Rennes", r"une académie.*Bretagne \(53\)"),
        (find_departement, "Bretagne", r"une région.*Ille-et-Vilaine \(35\)"),
        (find_academie, "Renes", r"Vouliez-vous dire Rennes \(14\)"),
        (find_region, "Bretange", r"Vouliez-vous dire Bretagne \(53\)"),
        (find_region, "xyz", "inconnue parmi les 18 régions. Donnez"),
        (find_academie, "", "inconnue parmi les 30 académies. Donnez"),
    ],
)
def test_who_asks_for_another_is_told(find, asked, told):
    """An old name, another level's, a misspelt one: what to ask for is said, nothing is guessed."""
    with pytest.raises(InputError, match=told):
        find(asked)


def test_thirty_academies_share_the_departements():
    """30 académies and 18 régions, each of whole départements, every one once; an académie is in
    one région: where a région académique has several, they are kept apart.
    """
    departements = sorted(departement_names())
    academies = {code: academie_departements(code) for code in _codes("academie")}
    regions = {code: region_departements(code) for code in _codes("region")}
    assert (len(academies), len(regions), len(departements)) == (30, 18, 101)
    for parts in (academies, regions):
        assert sorted(code for part in parts.values() for code in part) == departements
    homes = {code: region for region, part in regions.items() for code in part}
    assert all(len({homes[code] for code in part}) == 1 for part in academies.values())
    grand_est = {code for code, part in academies.items() if homes[part[0]] == "44"}
    assert grand_est == {"12", "15", "19"}
    assert (
        academie_departements("70") == region_departements("28") == ("14", "27", "50", "61", "76")
    )


def _codes(level):
    from geo_ent.communes.bundled import commune_zones

    return sorted(set(commune_zones(level).values()))


def test_every_level_has_its_words():
    """Eight levels, each with its French names."""
    assert len(LEVELS) == 8
    assert set(LEVEL_WORDS) == set(LEVELS)


def test_rows_go_to_their_metric_system():
    """Seven départements, five systems; nothing is lost."""
    communes = read_communes(MIXED)
    parts = by_metric_crs(communes["departement_code"])
    assert list(parts) == [2154, 2972, 2975, 4471, 5490]
    assert sorted(code for part in parts.values() for code in part) == list(communes.index)
    assert set(communes.loc[parts[5490], "departement_code"]) == {"971", "972"}


def made_up_schools(communes, *, step=4):
    """Make a school in every `step`-th commune, two in each tenth; three circonscriptions each."""
    chosen = communes.iloc[::step]
    twice = pd.concat([chosen, chosen.iloc[::3]])
    corners = shapely.point_on_surface(twice.geometry.to_numpy())
    shifted = shapely.transform(corners[len(chosen) :], lambda xy: xy + 1e-4)
    points = [*corners[: len(chosen)], *shifted]
    zones_of = [f"{code}-{at % 3}" for at, code in enumerate(twice["departement_code"])]
    return gpd.GeoDataFrame(
        {
            "commune_code": twice.index,
            "departement_code": twice["departement_code"].to_numpy(),
            "circonscription_code": zones_of,
            "circonscription_name": zones_of,
            "rpi_code": "",
        },
        geometry=points,
        crs=4326,
        index=pd.Index([f"{at:07d}A" for at in range(len(twice))], name="uai"),
    )


def test_territories_of_several_systems_at_once():
    """The metropole and the five DROM in one call give what each gives alone: the same distances,
    the same zones, and no length is ever taken in degrees (that would warn, and fail).
    """
    communes = read_communes(MIXED)
    schools = made_up_schools(communes)
    together = locate(schools, communes)
    drawn = zones(communes, together, levels=LEVELS)  # parts of académies too
    for code in MIXED:
        own = read_communes([code])
        located = locate(schools[schools["departement_code"] == code], own)
        distances = together.loc[located.index, "distance_km"]
        assert distances.tolist() == pytest.approx(located["distance_km"].tolist(), abs=1e-9)
        alone = circonscriptions(own, located)
        same = drawn["circonscription"].loc[alone.index]
        crs = 2154 if code in {"35", "2A"} else None
        crs = crs or {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}[code]
        areas = [frame.geometry.to_crs(crs).area.tolist() for frame in (same, alone)]
        assert areas[0] == pytest.approx(areas[1], rel=1e-9)
    assert set(drawn["academie"].index) == {"14", "27", "28", "31", "32", "33", "43"}


def test_the_whole_country_is_covered_at_each_level():
    """Every commune of France is in one zone of each level (four are in no EPCI): as many zones
    as there are codes, areas that add up, no overlap.
    """
    communes = read_communes(sorted(departement_names()))
    levels = ("epci", "arrondissement", "departement", "academie", "region")
    drawn = zones(communes, communes, levels=levels)  # no school is needed for these
    assert [len(drawn[level]) for level in ("departement", "academie", "region")] == [101, 30, 18]
    whole = shapely.area(communes.geometry.to_numpy()).sum()
    for level, frame in drawn.items():
        shapes = frame.geometry.to_numpy()
        members = communes[f"{level}_code"] != ""
        assert set(frame.index) == set(communes[f"{level}_code"]) - {""}, level
        covered = shapely.area(communes.geometry[members].to_numpy()).sum()
        assert shapely.area(shapes).sum() == pytest.approx(covered, rel=1e-9), level
        assert shapely.coverage_is_valid(shapes), level
    assert shapely.area(drawn["region"].geometry.to_numpy()).sum() == pytest.approx(whole)


def test_partial_academies_and_regions_are_left_out():
    """Ille-et-Vilaine alone speaks for no académie; the four Breton départements do."""
    alone = whole_levels(read_communes(["35"]))
    assert {"academie", "region"}.isdisjoint(alone)
    bretagne = whole_levels(read_communes(region_departements(find_region("Bretagne"))))
    assert {"academie", "region"} <= set(bretagne)


@examples(12)
@given(st.lists(st.tuples(st.floats(0.01, 2.99), st.floats(0.01, 2.99), st.sampled_from("AB ")),
                min_size=1, max_size=12), st.randoms())  # fmt: skip
def test_every_school_is_counted_once_a_level(places, random):
    """Whatever the schools: at each level the zones' counts and those out of it add up to all,
    and the order of the rows changes nothing.
    """
    communes = make_communes()
    rows = [
        (f"95{at:05d}A", x, y, f"95{3 * int(y) + int(x) + 1:03d}", zone.strip())
        for at, (x, y, zone) in enumerate(places)
    ]
    told = []
    for _ in range(2):
        schools = locate(make_schools(rows), communes).assign(status="school")
        counts = {}
        for level, shape in zones(communes, schools).items():
            out = int((schools[f"{level}_code"] == "").sum())
            table = coverage(schools, shape["zone_name"], level=level)
            assert table["schools_n"].sum() + out == len(rows), level
            counts[level] = table["schools_n"].sort_index().to_dict()
        told.append(counts)
        random.shuffle(rows)
    assert told[0] == told[1]


def test_nearest_cells_by_hand():
    """A square between two points is halved; two at one place: the first has it; a far point has
    no cell.
    """
    square = shapely.box(0, 0, 2, 2)
    ends = shapely.points([(0, 1), (2, 1), (0, 1), (100, 1)])
    cells = nearest_cells(square, ends, ["A", "B", "C", "D"])
    assert {owner: cell.area for owner, cell in cells} == pytest.approx({"A": 2.0, "B": 2.0})


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(-1, 5), st.floats(-1, 5)), min_size=2, max_size=8))
def test_nearest_cells_are_a_partition(places):
    """Wherever the points are, even a hair apart: the cells cover the commune and no more."""
    square = shapely.box(0, 0, 4, 4)
    points = shapely.points(places)
    cells = nearest_cells(square, points, [str(at) for at in range(len(places))])
    shapes = [cell for _, cell in cells]
    assert sum(cell.area for cell in shapes) == pytest.approx(16, rel=1e-6)
    assert shapely.union_all(shapes).area == pytest.approx(16, rel=1e-6)


def test_cut_communes_share_their_vertices(toy_communes):
    """95005 cut across: its neighbours get the vertices where the cut meets them."""
    shapes = toy_communes.geometry.to_crs(2154)
    west, south, east, north = shapes["95005"].bounds
    halves = [
        ("A", shapely.box(west, south, west + 300, north).intersection(shapes["95005"])),
        ("B", shapely.box(west + 300, south, east, north).intersection(shapes["95005"])),
    ]
    pieces = cut_communes(shapes, {"95001": "A"}, {"95005": halves})
    assert shapely.coverage_is_valid(pieces.geometry.to_numpy())
    assert pieces["cut"].sum() == 2
    assert pieces.set_index("commune_code")["zone_code"]["95001"] == "A"
    assert_partition(pieces.to_crs(4326), toy_communes)


def test_dissolved_leaves_out_what_has_no_zone(toy_communes):
    """Three communes of A in a row, one of B, the rest of none."""
    codes = pd.Series(["A"] * 3 + ["B"] + [""] * 5, index=toy_communes.index)
    shapes = dissolved(toy_communes.geometry, codes)
    assert areas_km2(shapes.to_frame("geometry")).to_dict() == pytest.approx(
        {"A": 3.0, "B": 1.0}, rel=1e-3
    )
    assert shapes.index.name == "zone_code"
