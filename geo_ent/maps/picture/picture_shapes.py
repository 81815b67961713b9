"""Zones as they are drawn in a picture: projected, fitted into a box, written as paths."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo_ent.territory.crs import metric_crs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy.typing as npt

    Geometries = npt.NDArray[np.object_]

DETAIL = 1.0
"""A corner goes when its triangle is under the square of this, in units."""

HATCH_STEP, DOT_STEP = 6.0, 7.0
_GAP = 1e-9  # instead of 0, which can't be divided by: a territory of one point
_STEPS = 10  # in a unit: a fifth of a pixel of the PNG, in as few figures as can be


class Box(NamedTuple):
    """A rectangle of the picture: `left, top` and its size; y goes down."""

    left: float
    top: float
    width: float
    height: float


def drawn(
    zones: "Mapping[str, gpd.GeoDataFrame]", level: str
) -> "tuple[Geometries, tuple[float, float, float, float]]":
    """Project a level's zones to the territory's metric system.

    Returns
    -------
    shapes, bounds
        In the order of the frame; None where a zone has no geometry. Bounds in metres; a square
        kilometre round nothing when no zone has a geometry.
    """
    frame = zones[level]
    there = ~(frame.geometry.isna() | frame.geometry.is_empty)
    shapes = np.full(len(frame), None, dtype=object)
    if not there.any():
        return shapes, (0.0, 0.0, 1000.0, 1000.0)
    shapes[there.to_numpy()] = np.asarray(frame.geometry[there].to_crs(_crs(zones, frame)))
    west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
    return shapes, (west, south, east, north)


def _crs(zones: "Mapping[str, gpd.GeoDataFrame]", frame: "gpd.GeoDataFrame") -> Any:  # noqa: ANN401 what to_crs takes
    """Choose the legal metric system of the départements; the UTM zone where none is named."""
    # Metres, not degrees: in degrees Brittany would be half as wide again as it is.
    codes = zones["departement"].index if "departement" in zones else ()
    return metric_crs(codes) if len(codes) else frame.estimate_utm_crs()


def outlines(
    zones: "Mapping[str, gpd.GeoDataFrame]",
    shapes: "Geometries",
    bounds: tuple[float, float, float, float],
    box: Box,
) -> "tuple[Geometries, Geometries]":
    """Fit zones, and the départements round them, into a box of the picture.

    Returns
    -------
    shapes, départements
        In the picture's units, corners that nobody would see left out.
    """
    fitted = _fitted(shapes, bounds, box)
    if "departement" not in zones:
        return fitted, np.array([], dtype=object)
    around, _ = drawn(zones, "departement")
    return fitted, _fitted(around, bounds, box)


def linked(
    links: "gpd.GeoDataFrame",
    zones: "Mapping[str, gpd.GeoDataFrame]",
    level: str,
    bounds: tuple[float, float, float, float],
    box: Box,
) -> "Geometries":
    """Fit lines into the box that the zones of a level are fitted into.

    Parameters
    ----------
    links
        Lines in EPSG:4326; what has no line is left out.
    bounds
        Those of the zones, as `drawn` gives them.

    Returns
    -------
    lines
        In the picture's units.
    """
    there = ~(links.geometry.isna() | links.geometry.is_empty)
    lines = np.asarray(links.geometry[there].to_crs(_crs(zones, zones[level])))
    return in_box(lines, bounds, box)


def _fitted(
    shapes: "Geometries", bounds: tuple[float, float, float, float], box: Box
) -> "Geometries":
    there = np.array([shape is not None for shape in shapes], dtype=bool)
    # In the picture's units, so that what goes is what isn't seen, however large the territory;
    # together, so that neighbours keep their common border.
    fitted = np.full(len(shapes), None, dtype=object)
    fitted[there] = shapely.coverage_simplify(in_box(shapes[there], bounds, box), tolerance=DETAIL)
    return fitted


def in_box(
    shapes: "Geometries", bounds: tuple[float, float, float, float], box: Box
) -> "Geometries":
    """Put shapes in metres where they are in a box of the picture."""
    west, south, east, north = bounds
    scale = min(box.width / max(east - west, _GAP), box.height / max(north - south, _GAP))
    left = box.left + (box.width - (east - west) * scale) / 2
    top = box.top + (box.height - (north - south) * scale) / 2
    moved: Geometries = shapely.transform(
        shapes,
        lambda points: np.column_stack(
            [(points[:, 0] - west) * scale + left, (north - points[:, 1]) * scale + top]
        ),
    )
    return moved


def path(shape: Any) -> str:  # noqa: ANN401 shapely publishes no types
    """Write a geometry as the `d` of a path: rings closed, lines open, steps of a tenth.

    Examples
    --------
    >>> from shapely import box
    >>> path(box(0, 0, 10, 5.5))
    'M10 0l0 5.5l-10 0l0 -5.5Z'
    """
    parts = shapely.get_parts(shape)
    if shapely.get_dimensions(shape) > 1:
        rings = shapely.get_rings(parts)
        # Without the last point, which is the first: Z goes back to it.
        return "".join(f"{_line(shapely.get_coordinates(ring)[:-1])}Z" for ring in rings)
    return "".join(_line(shapely.get_coordinates(part)) for part in parts)


def _line(points: "npt.NDArray[np.float64]") -> str:
    """Write a line as its beginning and its steps, on a grid of tenths."""
    # Points are rounded, not steps: a line comes back to where it began, and to its neighbours.
    grid = np.rint(points * _STEPS).astype(np.int64)
    steps = np.diff(grid, axis=0)
    pairs = steps[steps.any(axis=1)].tolist()
    begins = f"M{_tenths(int(grid[0, 0]))} {_tenths(int(grid[0, 1]))}"
    return begins + "".join(f"l{_tenths(x)} {_tenths(y)}" for x, y in pairs)


def _tenths(count: int) -> str:
    whole, rest = divmod(abs(count), _STEPS)
    sign = "-" if count < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def borders(shapes: "Geometries") -> Any:  # noqa: ANN401 shapely publishes no types
    """Give the zones' borders, each once however many zones share it."""
    there = [shape for shape in shapes if shape is not None]
    return shapely.line_merge(shapely.union_all(shapely.boundary(there)))


def hatch(shape: Any) -> str:  # noqa: ANN401 shapely publishes no types
    """Write slanted lines over a zone, as a path: a `<pattern>` is slow, and not drawn by all."""
    left, top, right, bottom = shapely.bounds(shape)
    first, last = np.ceil((left + top) / HATCH_STEP), (right + bottom) / HATCH_STEP
    sums = np.arange(first, last) * HATCH_STEP  # x + y: the lines go on from zone to zone
    ends = [[(total - bottom, bottom), (total - top, top)] for total in sums]
    return path(shapely.intersection(shapely.multilinestrings(ends), shape))


def dots(shape: Any) -> str:  # noqa: ANN401 shapely publishes no types
    """Write dots over a zone, as a path of lines without length (round caps make them dots)."""
    left, top, right, bottom = shapely.bounds(shape)
    # On one grid for the whole picture, every second place of it: dots go on from zone to zone.
    half = DOT_STEP / 2
    columns = np.arange(np.floor(left / half), right / half + 1)
    rows = np.arange(np.floor(top / half), bottom / half + 1)
    x, y = (axis.ravel() for axis in np.meshgrid(columns, rows))
    x, y = (axis[(x + y) % 2 == 0] * half for axis in (x, y))
    inside = shapely.contains_xy(shape, x, y)
    return "".join(f"M{right} {down}h0" for right, down in zip(x[inside], y[inside], strict=True))
