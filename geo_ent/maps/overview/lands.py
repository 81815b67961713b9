"""The lands of an atlas fitted into one picture: the metropole, and what is elsewhere in insets.

Each is drawn in its own legal projection: Lambert-93 is nonsense in La Réunion, and degrees would
make Brittany half as wide again as it is. What is small is enlarged: Paris and its neighbours have
an inset of their own where the map has them smaller than a fingertip.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.departements import departement_names
from geo_ent.maps.picture.picture_shapes import Box, borders, in_box
from geo_ent.territory.commune_pieces import dissolved
from geo_ent.territory.crs import by_metric_crs, metric_crs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy.typing as npt

    Geometries = npt.NDArray[np.object_]

WIDTH, HEIGHT = 800.0, 640.0
"""The picture's size, in its units: as wide and as high as a window leaves it beside a panel."""

PETITE_COURONNE = ("75", "92", "93", "94")
"""Drawn larger where the country is whole: three million people live in what a thumb hides."""

_LAMBERT_93 = 2154
_COLUMN = 116.0  # the insets on the left, one under the other, as wall maps have them
_GAP, _NAME = 10.0, 16.0  # between insets; the line that names one
_ZOOM = Box(664.0, _NAME + 2, 132.0, 92.0)
_ENLARGED = "Paris et petite couronne"
_MARGIN = 6.0
_BAND = 84.0  # under what fills the picture, for the legend; France leaves room there by itself
_WHOLE_METROPOLE = 90  # départements: with Corsica in the corner, the sea is where the legend goes
_DETAIL = 0.7  # units: a corner goes when its triangle is under the square of it
_COARSE_M = 150.0  # metres: faint lines round a land, made once for all the pages of an atlas
_AROUND = 120.0  # units on each side: a window may be wider than the picture
_LEAST_AREA = 150.0  # square units: a département smaller than this on the map is shown larger too


class Land(NamedTuple):
    """A part of the picture with a projection of its own.

    Attributes
    ----------
    name
        Written over an inset; "" for the land that the picture is about.
    box
        Where it is.
    codes
        Of the zones drawn there.
    shapes
        Of the same zones, in the picture's units.
    crs, bounds
        The projection that they were fitted from, and what of it the box shows (metres).
    """

    name: str
    box: Box
    codes: tuple[str, ...]
    shapes: "Geometries"
    crs: int = _LAMBERT_93
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

    def fitted(self, shapes: gpd.GeoSeries) -> "Geometries":
        """Put other shapes where they are on this land, in the picture's units."""
        plain = in_box(shapes.to_crs(self.crs).to_numpy(), self.bounds, self.box)
        return np.asarray(shapely.coverage_simplify(plain, tolerance=_DETAIL))


@cache
def departement_shapes() -> gpd.GeoSeries:
    """Give the outline of each département of France, on its code, in EPSG:4326."""
    communes = read_communes(tuple(departement_names()))
    return dissolved(communes.geometry, communes["departement_code"])


def lands_of(shapes: gpd.GeoSeries, departements: "pd.Series[str]") -> tuple[Land, ...]:
    """Fit zones into the picture: the metropole's in the middle, each other département's aside.

    Parameters
    ----------
    shapes
        The zones, on their code, a clean coverage in EPSG:4326.
    departements
        The département of each, on the same index.

    Returns
    -------
    tuple[Land, ...]
        The metropole first, if there is any of it; then the départements overseas by their code;
        then, where the map has them too small, Paris and those round it once more.

    Examples
    --------
    >>> square = gpd.GeoSeries([shapely.box(2, 46, 3, 47)], index=["36"], crs=4326)
    >>> [(land.name, land.codes) for land in lands_of(square, pd.Series({"36": "36"}))]
    [('', ('36',))]
    """
    home = departements.loc[shapes.index]
    projected = {crs: shapes.loc[codes].to_crs(crs) for crs, codes in by_metric_crs(home).items()}
    metropole = projected.pop(_LAMBERT_93, None)
    overseas = {
        code: zones[home.loc[zones.index] == code]
        for zones in projected.values()
        for code in sorted(set(home.loc[zones.index]))
    }
    whole = metropole is not None and home.loc[metropole.index].nunique() > _WHOLE_METROPOLE
    boxes = _boxes(len(overseas), alone=metropole is None, band=0.0 if whole else _BAND)
    lands = [] if metropole is None else [_land("", metropole, boxes[0])]
    names = departement_names()
    for (code, zones), box in zip(sorted(overseas.items()), boxes[-len(overseas) :], strict=False):
        lands.append(_land(names[code] if len(boxes) > 1 else "", zones, box))
    return (*lands, *_enlarged(lands, metropole, home))


def _boxes(overseas_n: int, *, alone: bool, band: float) -> "Sequence[Box]":
    """Share the picture out: the metropole's part first, then one a département overseas."""
    tall = HEIGHT - 2 * _MARGIN - band
    whole = Box(_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, tall)
    if not overseas_n or (alone and overseas_n == 1):
        return [whole]
    if alone:
        return _grid(overseas_n, tall)
    high = (HEIGHT - _MARGIN) / max(overseas_n, 5)
    insets = [
        Box(_MARGIN, _MARGIN + rank * high + _NAME, _COLUMN, high - _NAME - _GAP)
        for rank in range(overseas_n)
    ]
    left = _MARGIN + _COLUMN + 2 * _GAP
    return [Box(left, _MARGIN, WIDTH - _MARGIN - left, tall), *insets]


def _grid(count: int, tall: float) -> "Sequence[Box]":
    """Share the whole picture out among départements overseas, three a row."""
    columns = min(count, 3)
    wide, high = WIDTH / columns, tall / -(-count // columns)
    return [
        Box(
            rank % columns * wide + _GAP,
            rank // columns * high + _NAME,
            wide - 2 * _GAP,
            high - _NAME - _GAP,
        )
        for rank in range(count)
    ]


def _land(name: str, zones: gpd.GeoSeries, box: Box) -> Land:
    west, south, east, north = (float(value) for value in zones.total_bounds)
    bounds = (west, south, east, north)
    # In the picture's units, so that what goes is what isn't seen; together, so that neighbours
    # keep their common border.
    fitted = in_box(zones.to_numpy(), bounds, box)
    plain = np.asarray(shapely.coverage_simplify(fitted, tolerance=_DETAIL))
    crs = int(zones.crs.to_epsg())
    return Land(name, box, tuple(map(str, zones.index)), plain, crs, bounds)


def _enlarged(
    lands: "Sequence[Land]", metropole: "gpd.GeoSeries | None", home: "pd.Series[str]"
) -> "Sequence[Land]":
    """Draw Paris and those round it once more, where they are all there and too small to press."""
    if metropole is None or not set(PETITE_COURONNE) <= set(metropole.index):
        return []
    land = lands[0]
    paris = land.shapes[land.codes.index("75")]
    if shapely.area(paris) > _LEAST_AREA:
        return []
    zones = metropole[home.loc[metropole.index].isin(PETITE_COURONNE)]
    return [_land(_ENLARGED, zones, _ZOOM)]


@cache
def _metropole_shapes() -> gpd.GeoSeries:
    every = departement_shapes()
    shapes = every[[metric_crs([code]) == _LAMBERT_93 for code in every.index]].to_crs(_LAMBERT_93)
    coarse = shapely.coverage_simplify(shapes.to_numpy(), tolerance=_COARSE_M)
    return gpd.GeoSeries(coarse, index=shapes.index, crs=_LAMBERT_93)


def neighbours(land: Land) -> Any:  # noqa: ANN401 shapely publishes no types
    """Give the borders of the other départements round a land, as lines; None where none is near.

    Of the metropole's land only: the countries round Guyane aren't in the bundled file.
    """
    if land.name or land.crs != _LAMBERT_93:
        return None
    every = _metropole_shapes()
    view = shapely.box(-_AROUND, 0, WIDTH + _AROUND, HEIGHT)
    # Their rectangles first: few of a hundred outlines are to be fitted.
    corners = shapely.box(*every.bounds.to_numpy().T)
    reached = shapely.intersects(in_box(corners, land.bounds, land.box), view)
    others = every[reached & ~every.index.isin(land.codes)]
    return shapely.intersection(borders(land.fitted(others)), view) if len(others) else None


def merged(land: Land, groups: "Mapping[str, str]") -> Land:
    """Put a land's zones together by their group: its départements by académie, say.

    Examples
    --------
    >>> halves = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> both = merged(Land("", Box(0, 0, 2, 1), ("A", "B"), halves), {"A": "X", "B": "X"})
    >>> both.codes, both.shapes[0].area
    (('X',), 2.0)
    """
    shapes = gpd.GeoSeries(list(land.shapes), index=list(land.codes))
    whole = dissolved(shapes, pd.Series({code: groups[code] for code in land.codes}))
    return land._replace(codes=tuple(map(str, whole.index)), shapes=whole.to_numpy())


def known_shapes(codes: "Collection[str]") -> gpd.GeoSeries:
    """Give the outlines of some départements, sorted by code."""
    every = departement_shapes()
    shapes: gpd.GeoSeries = every.loc[sorted(set(codes) & set(every.index))]
    return shapes
