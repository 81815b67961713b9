"""The gaps on the page: the schools to equip first, the white areas, the groups of schools without.

All three are of the page's date and of all its schools; the script shows them and computes nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo_ent.maps.geometry.topology import DETAIL
from geo_ent.maps.page.payload import school_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy.typing as npt

__all__ = ["REASONS_TOLD", "Gaps", "gaps_part"]

REASONS_TOLD = 100
"""Schools whose reasons are told in full: a text a school is most of what the layer weighs."""

RING_STEP = 1e-4
"""Degrees, about 10 m: what an area that isn't drawn by its communes is written in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """What the layer shows; each part may be missing.

    Attributes
    ----------
    ranks
        Indexed by `uai`, with `rank` (1 first), and `nearest_km` and `reasons` (in the page's
        language) where they are known: the table of `gaps()`.
    white_areas
        The table of `white_areas()`: `zone_name, communes_n, schools_n, unknown_n, pupils_n` and
        polygons in EPSG:4326.
    clusters
        The table of `clusters()`: `centre_uai, radius_km, schools_n, without_n, expected_n, p`.
    notes
        What the three leave out, a sentence each, in the page's language.
    """

    ranks: "pd.DataFrame | None" = None
    white_areas: "gpd.GeoDataFrame | None" = None
    clusters: "pd.DataFrame | None" = None
    notes: tuple[str, ...] = ()


def gaps_part(
    gaps: Gaps | None,
    schools: "pd.DataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
) -> dict[str, Any]:
    """Write the part of the payload that the layer of gaps is drawn from.

    Parameters
    ----------
    gaps
        None for a page without the layer: the part is empty.
    schools, zones
        Those of the page.

    Returns
    -------
    dict
        One key, `gaps`: schools by their rank in the payload's order, areas by their communes'
        (or by rings of steps where the page has no communes), clusters by the school in their
        middle.

    Raises
    ------
    InputError
        When a school isn't among those of the page.
    """
    if gaps is None:
        return {}
    uais = schools.index.sort_values()
    told = {
        "ranks": _ranks(gaps.ranks, uais),
        "areas": _areas(gaps.white_areas, zones.get("commune")),
        "clusters": _clusters(gaps.clusters, uais),
        "notes": list(gaps.notes),
    }
    return {"gaps": told}


def _ranks(ranks: "pd.DataFrame | None", uais: "pd.Index[str]") -> dict[str, Any]:
    """Write the schools in the order of their ranks."""
    if ranks is None:
        return {"school": [], "km": [], "reasons": []}
    rows = ranks.sort_values("rank", kind="stable")
    km = rows["nearest_km"] if "nearest_km" in rows else [None] * len(rows)
    told = list(rows["reasons"].head(REASONS_TOLD)) if "reasons" in rows else []
    return {
        "school": school_places(rows.index, uais, part="gaps"),
        "km": [_rounded(value, 1) for value in km],
        "reasons": [str(text) for text in told],
    }


def _rounded(value: Any, decimals: int) -> float | int | None:  # noqa: ANN401 a cell
    """Round a number, written as short as JSON can; None where there is none."""
    if value is None or value != value:  # noqa: PLR0124 NaN isn't itself
        return None
    rounded = round(float(value), decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def _areas(
    areas: "gpd.GeoDataFrame | None", communes: "gpd.GeoDataFrame | None"
) -> list[dict[str, Any]]:
    """Write the white areas, by their communes where the page draws these."""
    if areas is None or not len(areas):
        return []
    inside = _communes_in(areas, communes)
    rings = _rings(areas)
    columns = ("zone_name", "communes_n", "schools_n", "unknown_n", "pupils_n")
    told = areas[[*columns]].itertuples(index=False)
    return [
        {
            "name": str(name),
            **dict(zip(("communes_n", "schools_n", "unknown_n"), map(int, counts), strict=True)),
            "pupils_n": _rounded(pupils, 0),
            **({"communes": inside[at]} if inside[at] else {"rings": rings[at]}),
        }
        for at, (name, *counts, pupils) in enumerate(told)
    ]


def _communes_in(areas: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame | None") -> list[list[int]]:
    """List the communes that make each area, those without a school that link others too."""
    if communes is None:
        return [[] for _ in range(len(areas))]
    middles = shapely.point_on_surface(np.asarray(communes.geometry.array))
    commune, area = areas.sindex.query(middles, predicate="within")
    return [sorted(commune[area == at].tolist()) for at in range(len(areas))]


def _rings(areas: "gpd.GeoDataFrame") -> list[list[list[list[list[int]]]]]:
    """Write each area's polygons as rings of steps on a grid, as the arcs of a TopoJSON are."""
    west, south, east, north = areas.total_bounds
    shapes = shapely.simplify(
        np.asarray(areas.geometry.array), tolerance=max(east - west, north - south) / DETAIL
    )
    return [[_steps_of(part) for part in shapely.get_parts(shape)] for shape in shapes]


def _steps_of(polygon: Any) -> list[list[list[int]]]:  # noqa: ANN401 shapely is untyped
    """Write a polygon's rings, the outer one first."""
    return [_steps(shapely.get_coordinates(ring)) for ring in shapely.get_rings(polygon)]


def _steps(points: "npt.NDArray[np.float64]") -> list[list[int]]:
    whole = np.rint(points / RING_STEP).astype(int)
    steps: list[list[int]] = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=int)).tolist()
    return steps


def _clusters(clusters: "pd.DataFrame | None", uais: "pd.Index[str]") -> list[dict[str, Any]]:
    """Write the groups; the page has the name and the place of the school in their middle."""
    if clusters is None or not len(clusters):
        return []
    centres = school_places(pd.Index(clusters["centre_uai"]), uais, part="gaps")
    rows = clusters.to_dict("records")
    return [
        {
            "school": centre,
            "km": _rounded(row["radius_km"], 4),
            "schools_n": int(row["schools_n"]),
            "without_n": int(row["without_n"]),
            "expected_n": _rounded(row["expected_n"], 1),
            "p": _rounded(row["p"], 3),
        }
        for centre, row in zip(centres, rows, strict=True)
    ]
