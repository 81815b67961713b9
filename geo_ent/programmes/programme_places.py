"""Where programmes are: départements as a ground, territories made of them, and points.

A territory made of whole départements names them, so that every border is written once. One made
of communes (an EPCI, a list of communes) is drawn for itself. What is one commune, or a
circonscription of which only the département is known, is a point.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.communes.bundled import read_communes
from geo_ent.communes.codes_to_today import move_codes
from geo_ent.communes.departements import departement_names
from geo_ent.territory.commune_pieces import dissolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo_ent.programmes.programmes_model import Place

_OVERSEAS = "97"
_COMMUNE, _EPCI = 5, 9  # characters of a code
# A département's code only says where these are: it isn't coloured for one of them.
_LESS = frozenset({"circonscription", "secteur_college", "commune"})

_COARSE_DEGREES = 0.01  # degrees: a sign needn't be nearer to the middle
# Degrees: boxes under each other, one an overseas département, from the Bay of Biscay down, where
# nothing else is drawn and the map needn't be wider for them.
_INSET_LEFT, _INSET_TOP = -5.1, 45.6
_INSET_WIDTH, _INSET_HEIGHT, _INSET_STEP = 1.5, 0.72, 0.86


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place is.

    Attributes
    ----------
    departements
        Codes of those it is made of; none for a point or an area of communes.
    area
        The name of its own shape in `Land.areas`; "" for none.
    point
        Latitude and longitude of its sign; None for what has no place on the map.
    size
        Its extent in square degrees: what is smaller is drawn later.
    """

    departements: tuple[str, ...] = ()
    area: str = ""
    point: tuple[float, float] | None = None
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Land:
    """The ground (by département), areas that aren't made of départements, and spots by place.

    All in EPSG:4326, overseas départements moved next to the metropole (`overseas` lists them).
    """

    ground: "gpd.GeoDataFrame"
    areas: "Mapping[str, gpd.GeoDataFrame]"
    spots: "Sequence[Spot]"
    overseas: tuple[str, ...]


def land_of(places: "Sequence[Place]") -> Land:
    """Find where places are, in the bundled boundaries.

    Returns
    -------
    Land
        All départements of the metropole, those overseas that a place needs, and one spot a place.
    """
    whereabouts = [_whereabouts(place) for place in places]
    home = _communes()["departement_code"]
    named = {code for departements, _ in whereabouts for code in departements}
    named |= {str(home.get(commune, "")) for _, communes in whereabouts for commune in communes}
    # The metropole is whole, since people look for their own département on it; overseas is there
    # where something is to be shown of it.
    overseas = tuple(sorted(code for code in named if code.startswith(_OVERSEAS)))
    every = _departements()
    kept = every[[not code.startswith(_OVERSEAS) or code in overseas for code in every.index]]
    ground = gpd.GeoDataFrame(geometry=_brought(kept, kept.index, overseas), crs=4326)
    areas: dict[str, gpd.GeoDataFrame] = {}
    spots = [
        _whole(place, departements, ground) if departements else _part(communes, overseas, areas)
        for place, (departements, communes) in zip(places, whereabouts, strict=True)
    ]
    return Land(ground, areas, spots, overseas)


@cache
def _communes() -> "gpd.GeoDataFrame":
    return read_communes(tuple(departement_names()))


@cache
def _departements() -> "gpd.GeoSeries":
    communes = _communes()
    return dissolved(communes.geometry, communes["departement_code"])


def _whereabouts(place: "Place") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the départements of a place, or else its communes; neither where it isn't known."""
    table, codes = _communes(), set(place.codes)
    if not codes:
        return (), ()
    # By the place's own level first: 12 is the Aveyron of a département, Nancy-Metz of an académie.
    # Then as départements, which any larger territory may be told by. All codes or none: half a
    # territory would pass for the whole.
    for level in (place.level, "departement"):
        if level not in {"academie", "region", "departement"}:
            continue
        inside = table[table[f"{level}_code"].isin(codes)]
        if codes == set(inside[f"{level}_code"]):
            return tuple(sorted(set(inside["departement_code"]))), ()
    if all(len(code) == _EPCI for code in codes):
        return (), tuple(table.index[table["epci_code"].isin(codes)])
    return (), _today(code for code in place.codes if len(code) == _COMMUNE)


def _today(codes: "Iterable[str]") -> tuple[str, ...]:
    """Give the communes of today that codes of any vintage stand for."""
    # A figure of 2012 has the codes of its day, and Tourlaville is of Cherbourg-en-Cotentin now.
    written = pd.Series(list(codes), dtype=str)
    if written.empty:
        return ()
    moved = move_codes(written, names=False)["commune_code"]
    return tuple(code for code in dict.fromkeys(moved) if code in _communes().index)


def _whole(place: "Place", departements: tuple[str, ...], ground: "gpd.GeoDataFrame") -> Spot:
    """Give the spot of whole départements; what is less than one has only its sign there."""
    shape = shapely.coverage_union_all(ground.geometry[list(departements)].to_numpy())
    if place.level in _LESS:
        return Spot(point=_middle(shape))
    return Spot(departements, "", _middle(shape), round(float(shape.area), 4))


def _part(
    communes: tuple[str, ...], overseas: tuple[str, ...], areas: "dict[str, gpd.GeoDataFrame]"
) -> Spot:
    """Give the spot of some communes, and put their shape among `areas` when it isn't a point."""
    if not communes:
        return Spot()
    own = _communes().loc[list(communes)]
    shape = shapely.coverage_union_all(
        _brought(own.geometry, own["departement_code"], overseas).to_numpy()
    )
    if len(communes) == 1:
        return Spot(point=_middle(shape))
    name = f"area-{len(areas)}"  # no code: two places may have one code in common
    areas[name] = gpd.GeoDataFrame(geometry=[shape], index=[name], crs=4326)
    return Spot((), name, _middle(shape), round(float(shape.area), 4))


def _middle(shape: Any) -> tuple[float, float]:  # noqa: ANN401 shapely publishes no types
    """Give a shape's middle, or the point furthest from its borders: latitude, longitude."""
    # The middle is where people look for a sign; in a ring or a crescent it is in the neighbour.
    middle = shapely.centroid(shape)
    if shapely.contains_properly(shape, middle):
        return round(middle.y, 4), round(middle.x, 4)
    largest = max(shapely.get_parts(shape), key=shapely.area)
    # Each shape alone is simplified, which may make it cross itself: then as it is, and slower.
    coarse = shapely.simplify(largest, _COARSE_DEGREES)
    circle = shapely.maximum_inscribed_circle(coarse if coarse.is_valid else largest)
    longitude, latitude = shapely.get_coordinates(circle)[0].tolist()
    return round(latitude, 4), round(longitude, 4)


def _brought(
    shapes: "gpd.GeoSeries", departements: "Iterable[str]", overseas: tuple[str, ...]
) -> "gpd.GeoSeries":
    """Bring what is overseas next to the metropole, a box a département."""
    moved = [
        _fitted(shape, _departements()[code].bounds, overseas.index(code))
        if code in overseas
        else shape
        for shape, code in zip(shapes, departements, strict=True)
    ]
    return gpd.GeoSeries(moved, index=shapes.index, crs=shapes.crs)


def _fitted(shape: Any, bounds: tuple[float, ...], slot: int) -> Any:  # noqa: ANN401 shapely publishes no types
    """Move a shape of an overseas département into its box, its form as it is on the ground."""
    west, south, east, north = bounds
    middle = [(west + east) / 2, (south + north) / 2]
    true = np.cos(np.radians(middle[1]))  # a degree of longitude, in degrees of latitude
    left, top = _INSET_LEFT, _INSET_TOP - slot * _INSET_STEP
    # a Mercator map stretches both ways alike: what is square in the box is square on it
    squeezed = np.cos(np.radians(top))
    scale = min(_INSET_WIDTH * squeezed / ((east - west) * true), _INSET_HEIGHT / (north - south))
    inset = np.array([left + _INSET_WIDTH / 2, top - _INSET_HEIGHT / 2])
    factors = [scale * true / squeezed, scale]
    return shapely.transform(shape, lambda points: (points - middle) * factors + inset)
