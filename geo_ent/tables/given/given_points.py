"""Where what a notebook hands over is: in degrees, longitude first, in France.

Distances are measured from points: of one that is elsewhere, or whose axes are swapped, they would
be figures all the same.
"""

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pandas as pd
import shapely

from geo_ent.errors import InputError
from geo_ent.text.numbers import number
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WIDTH = 40  # of what was found, in a sentence

# West, south, east, north of the metropole, the Antilles, Guyane, La Réunion and Mayotte, with a
# degree about them: a school may stand by a slip at sea.
_FRANCE = (
    *((-6.5, 40.0, 11.0, 52.5), (-63.0, 13.0, -59.5, 19.0), (-56.0, 1.0, -50.5, 7.0)),
    *((54.0, -22.5, 57.0, -19.5), (44.0, -14.0, 46.5, -11.5)),
)
_MOST = (180, 90)  # the largest longitude and latitude, in degrees
_POINT = 0  # as shapely counts kinds of shapes


def hold_degrees(frame: "pd.DataFrame | pd.Series[Any]", name: str, call: str) -> None:
    """Refuse a frame without geometry, or whose coordinates nobody knows, or that are metres.

    Parameters
    ----------
    frame
        Of schools, communes or zones.
    name
        What it is called in the call.
    call
        The piece, by its public name.

    Raises
    ------
    InputError
        With what to write instead.
    """
    if not hasattr(frame, "crs") or not hasattr(frame, "to_crs"):
        _refuse(
            call,
            f"{name} n’a pas de géométrie (un DataFrame seul) ; gardez le GeoDataFrame que "
            "donnent les pièces de geo_ent.",
        )
    crs: Any = frame.crs
    if crs is None:
        _refuse(
            call,
            f"{name} ne dit pas son système de coordonnées ; pour des longitudes et des latitudes, "
            f"faites {name}.set_crs(4326).",
        )
    if not crs.is_geographic:
        _refuse(
            call,
            f"{name} est en {one_line(crs.name, width=_WIDTH)}, on attend des longitudes et des "
            f"latitudes ; faites {name}.to_crs(4326).",
        )


def hold_places(schools: pd.DataFrame, call: str) -> None:
    """Refuse schools of which one isn't a point, or isn't in France.

    Raises
    ------
    InputError
        With the school, and what its coordinates look like.
    """
    shapes: Any = schools.geometry.to_numpy()
    xy = shapely.bounds(shapes)[:, :2]
    known = ~np.isnan(xy).any(axis=1)  # None, an empty point, one at NaN: no point
    other = known & (shapely.get_type_id(shapes) != _POINT)
    if other.any():
        _refuse(
            call,
            f"l’école {schools.index[other][0]} n’est pas un point ; prenez-en un : "
            "schools.set_geometry(schools.representative_point()).",
        )
    away = known & ~_in_france(xy)
    if not away.any():
        return
    uai, (x, y) = schools.index[away][0], xy[away][0]
    written = f"({number(x, decimals=1)} ; {number(y, decimals=1)})"
    if abs(x) > _MOST[0] or abs(y) > _MOST[1]:
        why = "ce ne sont pas des degrés ; pour du Lambert-93, faites schools.set_crs(2154, "
        why += "allow_override=True).to_crs(4326)"
    elif _in_france(xy[away][:1, ::-1]).all():
        why = "longitude et latitude y sont échangées"
    else:
        why = "ce n’est pas en France ; retirez son point (None), ou corrigez-le"
    _refuse(call, f"l’école {uai} est en {written} : {why}.")


def _in_france(xy: "NDArray[np.float64]") -> "NDArray[np.bool_]":
    """Tell which places are about France."""
    inside = [
        (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
        for west, south, east, north in _FRANCE
    ]
    within: NDArray[np.bool_] = np.any(inside, axis=0)
    return within


def _refuse(call: str, told: str) -> NoReturn:
    msg = f"{call} : {told}"
    raise InputError(msg)
