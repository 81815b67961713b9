"""Circonscriptions of the first degree: polygons drawn from communes and schools.

Nobody publishes their boundaries. A commune whose schools all belong to one goes to it whole; a
commune shared by several is split by the Voronoi cells of its schools; a commune without a
school joins a neighbour. The result is a partition of the communes.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.territory.commune_pieces import (
    Cells,
    cut_communes,
    dissolved,
    nearest_cells,
    zone_frame,
)
from geo_ent.territory.contiguity import absorb_strays, attach_free, borders, join_parts
from geo_ent.territory.crs import by_metric_crs
from geo_ent.territory.index_lookup import among
from geo_ent.territory.placed_schools import placed

if TYPE_CHECKING:
    from numpy.typing import NDArray


def circonscriptions(communes: gpd.GeoDataFrame, schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw the circonscriptions' estimated polygons.

    Parameters
    ----------
    communes
        Indexed by `commune_code`, a clean coverage (EPSG:4326), with `departement_code`.
    schools
        Indexed by `uai`, with `commune_code`, `circonscription_code`, `circonscription_name`,
        `rpi_code` and points (EPSG:4326). All sectors: a private school has a circonscription too,
        and the boundary must not move with the sector that is counted.

    Returns
    -------
    GeoDataFrame
        Indexed by `zone_code`: `zone_name`, `estimated` (True) and the polygons (EPSG:4326), a
        partition of the communes. Empty when no school has a circonscription. One whose every
        school stands at the very place of another's, or has no commune known, has no land: it is
        there, without a polygon.
    """
    pieces = circonscription_pieces(communes, schools)
    names = schools.groupby("circonscription_code")["circonscription_name"].first()
    shapes = dissolved(pieces.geometry, pieces["zone_code"])
    homes = schools["polygon_code" if "polygon_code" in schools else "commune_code"]
    # One without land keeps its row: its schools are counted, though nothing is drawn of it. So
    # does one of which no school has a commune: the directory names it all the same.
    of_here = among(homes, communes.index) | (homes == "")
    here = set(schools["circonscription_code"][of_here]) - {""}
    shapes = shapes.reindex(shapes.index.union(sorted(here)).rename("zone_code"))
    return zone_frame(shapes, names, estimated=True)


def circonscription_pieces(
    communes: gpd.GeoDataFrame, schools: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Cut the communes into pieces that each belong to one circonscription.

    Returns
    -------
    GeoDataFrame
        `commune_code`, `zone_code`, `cut` (whether several circonscriptions share the commune)
        and the polygons (EPSG:4326), a clean coverage. Empty when no school has a
        circonscription. Each territory is cut and measured in its own metric system.
    """
    if "polygon_code" in schools:  # a commune without a polygon of its own: the one that covers it
        schools = schools.assign(commune_code=schools["polygon_code"])
    named = schools["circonscription_code"] != ""
    here = schools[named & among(schools["commune_code"], communes.index)]
    if here.empty:  # else the communes, all of them free, would go to nobody
        return cut_communes(communes.geometry.iloc[:0], {}, {})
    parts = [
        _pieces_in(crs, communes.loc[rows], here, schools)
        for crs, rows in by_metric_crs(communes["departement_code"]).items()
    ]
    pieces: gpd.GeoDataFrame = pd.concat(parts, ignore_index=True)
    return pieces


def _pieces_in(
    crs: int, communes: gpd.GeoDataFrame, here: gpd.GeoDataFrame, schools: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Cut the communes of one metric system."""
    # The RPI is asked before the borders: a school of the same regroupement that names its
    # circonscription says more of a commune than the length of a border with its neighbours.
    here = here[among(here["commune_code"], communes.index)].to_crs(crs)
    pieces = _follow_rpi(_cut_shared(communes.geometry.to_crs(crs), here), schools)
    # No circonscription goes over a département's border: each is settled by itself.
    homes = pieces["commune_code"].map(communes["departement_code"])
    settled = [_settled(part, here) for _, part in pieces.groupby(homes)]
    return pieces.assign(zone_code=pd.concat(settled)).to_crs(4326)


def _cut_shared(communes: gpd.GeoSeries, schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give whole communes to their only circonscription; cut those that several share."""
    pairs = schools[["commune_code", "circonscription_code"]].drop_duplicates()
    several = pairs["commune_code"].duplicated(keep=False)
    single = pairs[~several].set_index("commune_code")["circonscription_code"]
    shared = schools[schools["commune_code"].isin(set(pairs["commune_code"][several]))]
    cells = {
        str(code): _cells(communes[code], group.sort_index())
        for code, group in shared.groupby("commune_code")
    }
    return cut_communes(communes, single.to_dict(), cells)


def _cells(commune: shapely.Geometry, schools: gpd.GeoDataFrame) -> Cells:
    """Split a commune into its circonscriptions' parts: what lies nearest to their schools."""
    there = schools[placed(schools)]
    zones = there["circonscription_code"].tolist()
    if len(set(zones)) < 2:  # noqa: PLR2004 nothing to split by
        return [(_most_frequent(schools["circonscription_code"]), commune)]
    return nearest_cells(commune, there.geometry.to_numpy(), zones)


def _most_frequent(codes: "pd.Series[str]") -> str:
    """Give the most frequent code, the smallest among equals."""
    return str(codes.mode().iloc[0])  # pandas sorts those that are as frequent


def _follow_rpi(pieces: gpd.GeoDataFrame, schools: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give a commune to its RPI's circonscription when its own schools name none."""
    rpi = schools[schools["rpi_code"] != ""]
    named = rpi[rpi["circonscription_code"] != ""]
    if named.empty:
        return pieces
    zone_of = named.groupby("rpi_code")["circonscription_code"].agg(_most_frequent).to_dict()
    rpi_of = rpi.groupby("commune_code")["rpi_code"].agg(_most_frequent).to_dict()
    wanted = pieces["commune_code"].map(lambda code: zone_of.get(rpi_of.get(code, ""), ""))
    return pieces.assign(zone_code=pieces["zone_code"].where(pieces["zone_code"] != "", wanted))


def _settled(pieces: gpd.GeoDataFrame, schools: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Give every piece of a département to a circonscription, in one piece where it can be."""
    polygons = pieces.geometry.to_numpy()
    near = borders(polygons)
    weights = _weights(pieces, schools)
    # Borders first and distance after: a commune across an estuary is near, and no neighbour.
    zones = attach_free(pieces["zone_code"].tolist(), near)
    zones = _reach_islands(zones, polygons)
    # Joined before strays are given away: at once, twelve of the 23 schools of Rennes Ouest would
    # lie in another's polygon; joined first, two schools of Rennes do.
    zones = join_parts(zones, near, costs=_costs(pieces, weights))
    cut = set(np.flatnonzero(pieces["cut"]).tolist())
    zones = absorb_strays(zones, near, cut=cut, weights=weights)
    return pd.Series(zones, index=pieces.index, dtype=str)


def _costs(pieces: gpd.GeoDataFrame, weights: list[float]) -> Callable[[str], Mapping[int, float]]:
    """Price the pieces that a circonscription may take to be in one piece.

    Communes without a school cost nothing; a cell of a commune that it shares costs its schools.
    """
    free = dict.fromkeys(np.flatnonzero(pieces["zone_code"] == "").tolist(), 0.0)

    def costs(zone: str) -> Mapping[int, float]:
        shared = pieces.loc[pieces["cut"] & (pieces["zone_code"] == zone), "commune_code"]
        cells = np.flatnonzero(pieces["cut"] & pieces["commune_code"].isin(set(shared)))
        return free | {cell: weights[cell] for cell in cells.tolist()}

    return costs


def _reach_islands(zones: list[str], polygons: "NDArray[np.object_]") -> list[str]:
    """Give the pieces that no border reaches to the nearest circonscription, if there is one."""
    codes = np.array(zones, dtype=object)
    lone, taken = np.flatnonzero(codes == ""), np.flatnonzero(codes != "")
    if not len(taken):
        return zones
    tree = shapely.STRtree(polygons[taken])
    reached, nearest = tree.query_nearest(polygons[lone], all_matches=False)
    codes[lone[reached]] = codes[taken[nearest]]
    return [str(code) for code in codes]


def _weights(pieces: gpd.GeoDataFrame, schools: gpd.GeoDataFrame) -> list[float]:
    """Count the schools in each piece; a little of its area tells apart those with none."""
    points = schools.geometry.dropna().to_numpy()
    polygons = pieces.geometry.to_numpy()
    _, holder = shapely.STRtree(polygons).query(points, predicate="intersects")
    counts = np.bincount(holder, minlength=len(polygons))
    area = shapely.area(polygons)
    # All areas together weigh half a school: no land, however large, outweighs one.
    return [float(weight) for weight in counts + 0.5 * area / area.sum()]
