"""The gaps on the page: the schools to equip first, the white areas, the groups of schools without.

All three are of the page's date and of all its schools; the script shows them and computes nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo_ent.maps.geometry.topology import DETAIL
from geo_ent.maps.page.payload import school_indices
from geo_ent.text.numbers import half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

# Further down the list nobody reads them.
REASONS_TOLD = 100
"""Schools whose reasons are told in full: a text a school is most of what the layer weighs."""

# As `assets/gaps_shapes.js` has it. A pixel of a département's map is some 100 m.
RING_STEP = 1e-4
"""Degrees, about 10 m: what an area that isn't drawn by its communes is written in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """What the layer shows; each part may be missing.

    Attributes
    ----------
    ranks
        Indexed by `uai`, with `rank` (1 first), and `nearest_km` and `reasons` (in the page's
        language) where they are known: the table of `gaps()`, put in words (`with_reasons`).
    white_areas
        The table of `white_areas()`: `zone_name, communes_n, schools_n, unknown_n, pupils_n` and
        polygons in EPSG:4326.
    clusters
        The table of `clusters()`: `centre_uai, radius_km, schools_n, without_n, expected_n, p,
        deals_n`.
    notes
        What the schools and the areas leave out, a sentence each, in the page's language.
    chance
        The same of the groups, and what the search for them found.
    """

    ranks: "pd.DataFrame | None" = None
    white_areas: "gpd.GeoDataFrame | None" = None
    clusters: "pd.DataFrame | None" = None
    notes: tuple[str, ...] = ()
    chance: tuple[str, ...] = ()


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
        What `payload` was given: schools by `uai`, zones by level.

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
    # Indices in the payload and figures, no names and hardly a shape: the page has those already,
    # and tells each sentence from its figures in its own language.
    part = {
        "ranks": _ranks(gaps.ranks, uais),
        "areas": _areas(gaps.white_areas, zones.get("commune")),
        "clusters": _clusters(gaps.clusters, uais),
        "notes": list(gaps.notes),
        # apart: a reader meets the words of statistics last, if at all
        "chance": list(gaps.chance),
    }
    return {"gaps": part}


def _ranks(ranks: "pd.DataFrame | None", uais: "pd.Index[str]") -> dict[str, Any]:
    """Write the schools in the order of their ranks."""
    if ranks is None:
        return {"school": [], "km": [], "reasons": []}
    rows = ranks.sort_values("rank", kind="stable")
    km = rows["nearest_km"] if "nearest_km" in rows else [None] * len(rows)
    reasons = list(rows["reasons"].head(REASONS_TOLD)) if "reasons" in rows else []
    return {
        "school": school_indices(rows.index, uais, part="gaps"),
        "km": [_rounded(value, 1) for value in km],
        "reasons": [str(text) for text in reasons],
    }


def _rounded(value: Any, decimals: int) -> float | int | None:  # noqa: ANN401 a cell
    """Round a number, written as short as JSON can; None where there is none."""
    if value is None or value != value:  # noqa: PLR0124 NaN isn't itself
        return None
    rounded = half_up(float(value), decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def _areas(
    areas: "gpd.GeoDataFrame | None", communes: "gpd.GeoDataFrame | None"
) -> list[dict[str, Any]]:
    """Write the white areas, by their communes where the page draws these."""
    if areas is None or not len(areas):
        return []
    # An area's outline is made in the page from its communes' arcs: a few numbers, where rings
    # are hundreds, and it lies on the communes' borders at every scale.
    rows = zip(areas.to_dict("records"), _communes_in(areas, communes), _rings(areas), strict=True)
    return [
        {
            "name": str(row["zone_name"]),
            **{count: int(row[count]) for count in ("communes_n", "schools_n", "unknown_n")},
            # in a table made elsewhere, these may not be told
            "class_n": int(row.get("class_n", 0)),
            "others_n": int(row.get("others_covered_n", 0)),
            "pupils_n": _rounded(row["pupils_n"], 0),
            **({"communes": inside} if inside else {"rings": rings}),
        }
        for row, inside, rings in rows
    ]


def _communes_in(areas: "gpd.GeoDataFrame", communes: "gpd.GeoDataFrame | None") -> list[list[int]]:
    """List the communes that make each area, those without a school that link others too."""
    if communes is None:
        return [[] for _ in range(len(areas))]
    # By place: communes that only link others are in the area's shape, though not in its counts.
    middles = shapely.point_on_surface(np.asarray(communes.geometry.array))
    commune, area = areas.sindex.query(middles, predicate="within")
    return [sorted(commune[area == number].tolist()) for number in range(len(areas))]


def _rings(areas: "gpd.GeoDataFrame") -> list[list[list[list[list[int]]]]]:
    """Write each area's polygons as rings of steps on a grid, as the arcs of a TopoJSON are."""
    west, south, east, north = areas.total_bounds
    # One by one, not as a coverage: areas that share a border would be one area.
    tolerance = max(east - west, north - south) / DETAIL
    shapes = shapely.simplify(np.asarray(areas.geometry.array), tolerance=tolerance)
    return [
        [
            [_steps(ring) for ring in shapely.get_rings(polygon)]
            for polygon in shapely.get_parts(shape)
        ]
        for shape in shapes
    ]


def _steps(ring: Any) -> list[list[int]]:  # noqa: ANN401 shapely publishes no types
    points = np.rint(shapely.get_coordinates(ring) / RING_STEP).astype(int)
    steps: list[list[int]] = np.diff(points, axis=0, prepend=0).tolist()
    return steps


def _clusters(clusters: "pd.DataFrame | None", uais: "pd.Index[str]") -> list[dict[str, Any]]:
    """Write the groups; the page has the name and the place of the school in their middle."""
    if clusters is None or not len(clusters):
        return []
    centres = school_indices(pd.Index(clusters["centre_uai"]), uais, part="gaps")
    rows = clusters.to_dict("records")
    return [
        {
            "school": centre,
            # As the csv has it: rounded to less, the circle could visibly miss the farthest school,
            # and rounded again for a sentence it wouldn't be what `gaps` tells elsewhere.
            "km": _rounded(row["radius_km"], 6),
            "schools_n": int(row["schools_n"]),
            "without_n": int(row["without_n"]),
            "expected_n": _rounded(row["expected_n"], 1),
            "p": _rounded(row["p"], 6),
            "deals_n": int(row["deals_n"]),
        }
        for centre, row in zip(centres, rows, strict=True)
    ]
