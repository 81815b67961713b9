"""The geometry in few signs: what is read back is what was written."""

import gzip
import json

import geopandas as gpd
import numpy as np
import shapely
import unpacking as reading
from boundaries import FOLDER
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.maps.geometry.topology import topology
from geo_ent.maps.page.packing import as_signs, packed
from geo_ent.text.safe import as_json


def points_of(topo):
    """Give each arc's points on the grid."""
    return [np.cumsum(arc, axis=0).tolist() for arc in topo["arcs"]]


def rings_as_points(points, polygons):
    """Draw rings from their arcs."""

    def line(ring):
        parts = [points[arc] if arc >= 0 else points[~arc][::-1] for arc in ring]
        return parts[0] + [point for part in parts[1:] for point in part[1:]]

    return [[line(ring) for ring in rings] for rings in polygons]


def drawn(topo, level):
    """Draw a level's zones from a TopoJSON."""
    found = []
    for zone in topo["objects"][level]["geometries"]:
        many = zone.get("arcs", [])
        polygons = [many] if zone["type"] == "Polygon" else many
        found.append(rings_as_points(points_of(topo), polygons))
    return found


@given(st.lists(st.integers(0, 10**9)))
def test_numbers_come_back(numbers):
    """Any whole numbers are read back from their signs, in their order."""
    assert reading.numbers_of(as_signs(numbers)) == numbers


def test_signs_are_left_alone_by_json_and_html():
    """Whatever the numbers, JSON writes their signs as they are."""
    signs = as_signs(range(5000))
    assert json.dumps(signs) == as_json(signs) == f'"{signs}"'


@given(st.lists(st.integers(-1, 4), min_size=16, max_size=16))
def test_zones_are_those_of_the_topojson(owners):
    """However squares are shared out, each zone keeps its polygons, rings and points."""
    cells = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(4) for y in range(4)])
    zones = [shapely.union_all(cells[np.array(owners) == zone]) for zone in range(5)]
    frames = {
        "commune": gpd.GeoDataFrame(geometry=cells, index=[f"c{n}" for n in range(16)], crs=4326),
        "epci": gpd.GeoDataFrame(geometry=zones, index=list("abcde"), crs=4326),
    }
    topo = topology(frames)
    points, objects = reading.unpacked(packed(topo))
    assert len(points) == len(topo["arcs"])
    for level in frames:
        again = [rings_as_points(points, polygons) for polygons in objects[level]]
        assert again == drawn(topo, level)


def test_two_squares_are_written_as_the_page_reads_them():
    """The text that the script's own tests read back: shared arc, null shape, two levels."""
    arcs = [[[1, 0], [-1, 0], [0, 1], [1, 0]], [[1, 1], [0, -1]], [[1, 0], [1, 0], [0, 1], [-1, 0]]]
    communes = [{"type": "Polygon", "arcs": [[~0, ~1]]}, {"type": "Polygon", "arcs": [[1, 2]]}]
    objects = {
        "commune": {"geometries": [*communes, {"type": None}]},
        "departement": {"geometries": [{"type": "Polygon", "arcs": [[~0, 2]]}]},
    }
    written = packed({"transform": {}, "arcs": arcs, "objects": objects})
    assert written == {
        "transform": {},
        "points": "$!$",
        "arcs": "$$#!!#$!!!!$!#$!!$#!",
        "objects": {"commune": "#!#!!#!#$!!", "departement": "#!##,"},
    }


def test_the_finest_level_comes_first():
    """Levels are written from the finest on, whatever their order: arcs follow its zones."""
    cells = np.array([shapely.box(x, 0, x + 1, 1) for x in range(3)])
    fine = gpd.GeoDataFrame(geometry=cells, index=list("abc"), crs=4326)
    whole = gpd.GeoDataFrame(geometry=[shapely.union_all(cells)], index=["all"], crs=4326)
    topo = topology({"departement": whole, "commune": fine})
    assert list(packed(topo)["objects"]) == ["commune", "departement"]


def test_a_real_departement_is_a_third_lighter():
    """The bundled Ille-et-Vilaine, all its communes, is written in under 18 kB gzipped."""
    bundled = FOLDER / "communes.parquet"
    communes = gpd.read_parquet(bundled, filters=[("departement_code", "==", "35")])
    topo = topology({"commune": communes})
    weights = [len(gzip.compress(as_json(told).encode(), 9)) for told in (topo, packed(topo))]
    assert weights[1] < min(18_000, 0.65 * weights[0])
