"""The page's geometry: neighbours share their arcs, at all levels and once simplified."""

import gzip
import itertools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo_ent.maps.geometry import topology as module
from geo_ent.maps.geometry.topology import topology


def arcs_of(geometry):
    """List the arcs that a zone's rings use, whichever way they are run."""
    many = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = itertools.chain.from_iterable(many)
    return [arc if arc >= 0 else ~arc for ring in rings for arc in ring]


def level_arcs(topo, level):
    """List the arcs that a level's zones use, zone after zone."""
    return [arc for zone in topo["objects"][level]["geometries"] for arc in arcs_of(zone)]


def drawn(topo, level):
    """Rebuild a level's polygons from the arcs, as the page's script does."""
    scale, shift = topo["transform"]["scale"], topo["transform"]["translate"]
    lines = [np.cumsum(arc, axis=0) * scale + shift for arc in topo["arcs"]]

    def ring(numbers):
        parts = [lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in numbers]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def polygons(geometry):
        many = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        return [shapely.Polygon(ring(p[0]), [ring(hole) for hole in p[1:]]) for p in many]

    found = topo["objects"][level]["geometries"]
    return [shapely.union_all(polygons(geometry)) for geometry in found]


@pytest.fixture
def toy_zones(toy_communes):
    """Toyland's communes, and its columns as circonscriptions; 95005 is cut between two of them."""
    communes = toy_communes[["geometry"]]
    west, south, east, north = communes.geometry["95005"].bounds
    middle = shapely.box(west - 1, south - 1, (west + east) / 2, north + 1)
    cell = communes.geometry["95005"]
    left = [*communes.geometry[["95001", "95004", "95007"]], cell.intersection(middle)]
    right = [
        *communes.geometry[["95002", "95003", "95006", "95008", "95009"]],
        cell.difference(middle),
    ]
    circonscriptions = gpd.GeoDataFrame(
        geometry=[shapely.union_all(left), shapely.union_all(right)],
        index=pd.Index(["A", "B"], name="zone_code"),
        crs=4326,
    )
    return {"circonscription": circonscriptions, "commune": communes}


def test_neighbours_share_their_arcs(toy_zones):
    """An inner border is one arc that two communes name; an outer one is named once."""
    topo = topology(toy_zones)
    used = np.bincount(level_arcs(topo, "commune"))
    assert set(used[used > 0]) == {1, 2}
    # 12 inner edges of the 3 x 3 grid; those that the cut of 95005 ends on are in two arcs
    assert (used == 2).sum() == 14
    assert len(topo["arcs"]) == len({json.dumps(arc) for arc in topo["arcs"]})


def test_levels_share_their_arcs(toy_zones):
    """A circonscription is drawn with its communes' arcs, but for the cut inside 95005."""
    topo = topology(toy_zones)
    communes = set(level_arcs(topo, "commune"))
    west, east = (set(arcs_of(zone)) for zone in topo["objects"]["circonscription"]["geometries"])
    assert len((west | east) - communes) == 1
    assert (west | east) - communes <= west & east


def test_zones_come_back_in_order_and_whole(toy_zones):
    """Each zone has its code, and its polygon up to the grid that it's written on."""
    topo = topology(toy_zones)
    for level, frame in toy_zones.items():
        geometries = topo["objects"][level]["geometries"]
        assert [geometry["id"] for geometry in geometries] == list(frame.index)
        for found, wanted in zip(drawn(topo, level), frame.geometry, strict=True):
            assert found.symmetric_difference(wanted).area < wanted.area * 1e-3


def wiggly(communes, *, seed=7):
    """Roughen every border of toyland the same way on both sides."""
    fine = shapely.segmentize(communes.geometry.values, 0.0005)

    def moved(points):
        x, y = points.T
        return np.column_stack([x + 4e-4 * np.sin(y * 9e3 + seed), y + 4e-4 * np.sin(x * 7e3)])

    return communes.set_geometry(
        gpd.GeoSeries(shapely.transform(fine, moved), communes.index, 4326)
    )


def test_simplifying_opens_no_gap_and_no_overlap(toy_communes, monkeypatch):
    """With borders much simplified, communes still cover their territory exactly once."""
    rough = wiggly(toy_communes[["geometry"]])
    fine_n = sum(map(len, topology({"commune": rough})["arcs"]))
    monkeypatch.setattr(module, "DETAIL", 40)
    topo = topology({"commune": rough})
    assert sum(map(len, topo["arcs"])) < fine_n / 2
    polygons = np.array(drawn(topo, "commune"))
    whole = shapely.union_all(polygons)
    assert shapely.coverage_is_valid(polygons)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert shapely.area(polygons).sum() == pytest.approx(whole.area, rel=1e-9)


def test_a_zone_without_a_geometry_is_kept(toy_communes):
    """An empty or missing polygon gives a null geometry under its code; nothing else shifts."""
    communes = toy_communes[["geometry"]].copy()
    communes.loc["95002", "geometry"] = None
    communes.loc["95004", "geometry"] = shapely.Polygon()
    found = topology({"commune": communes})["objects"]["commune"]["geometries"]
    assert [zone["id"] for zone in found if zone["type"] is None] == ["95002", "95004"]
    assert found[2]["id"] == "95003"


def test_islands_and_enclaves(toy_communes):
    """A zone of two parts and a zone with a hole keep their parts and their hole."""
    cells = toy_communes.geometry
    ring = shapely.union_all(cells.drop("95005").values)
    far = shapely.affinity.translate(cells["95005"], 0.1, 0)
    frame = gpd.GeoDataFrame(
        geometry=[ring, shapely.MultiPolygon([cells["95005"], far])],
        index=["ring", "two"],
        crs=4326,
    )
    found = topology({"commune": frame})["objects"]["commune"]["geometries"]
    assert [zone["type"] for zone in found] == ["Polygon", "MultiPolygon"]
    assert len(found[0]["arcs"]) == 2
    assert len(found[1]["arcs"]) == 2


def test_a_real_departement_stays_light():
    """The bundled Ille-et-Vilaine (332 communes or so) is written in under 60 kB gzipped."""
    bundled = Path(__file__).resolve().parents[3] / "data" / "boundaries" / "communes.parquet"
    communes = gpd.read_parquet(bundled, filters=[("departement_code", "==", "35")])
    topo = topology({"commune": communes})
    assert all(zone["type"] for zone in topo["objects"]["commune"]["geometries"])
    assert len(gzip.compress(json.dumps(topo, separators=(",", ":")).encode())) < 60_000
