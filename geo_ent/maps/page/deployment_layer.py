"""The programme on the page: what is said of its deployment, and the networks of schools in place.

Both are of the page's date and of all its schools; the script shows them and computes nothing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo_ent.maps.page.payload import POSITION_STEPS, school_indices
from geo_ent.text.numbers import half_up

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Programme:
    """What the block shows; each part may be empty.

    Attributes
    ----------
    sentences
        What is said, in the page's language.
    networks
        The table of `school_networks()`: on `network`, `college_name, linked_to, covered_n,
        mean_km, uais`, and `latitude, longitude` of the middle of the links.
    """

    sentences: tuple[str, ...] = ()
    networks: "gpd.GeoDataFrame | None" = None


def deployment_part(programme: Programme | None, schools: "pd.DataFrame") -> dict[str, Any]:
    """Write the part of the payload that the block is made from.

    Parameters
    ----------
    programme
        None for a page without the block.
    schools
        Those drawn on the page, indexed by `uai`, as `payload` was given them.

    Returns
    -------
    dict
        One key, `deployment`, or none where there is nothing to show: the sentences, and for each
        network its name, its collège's ("" without one), the point that its links go to (latitude
        and longitude in hundred-thousandths of a degree) and whether it is the collège's, its
        schools' indices in the payload's order, how many have an ENT and the mean length of the
        links (km).

    Raises
    ------
    InputError
        When a school isn't among those of the page.

    Examples
    --------
    >>> deployment_part(Programme(), None), deployment_part(None, None)
    ({}, {})
    """
    if programme is None:
        return {}
    networks = _networks(programme.networks, schools)
    block = {"sentences": list(programme.sentences), "networks": networks}
    # No empty block: the key alone brings the part of the script that shows it into the page.
    return {"deployment": block} if any(block.values()) else {}


def _networks(table: "gpd.GeoDataFrame | None", schools: "pd.DataFrame") -> list[dict[str, Any]]:
    if table is None or not len(table):
        return []
    # The payload's schools are sorted by UAI: a place in one is a place in the other.
    uais = schools.index.sort_values()
    return [
        {
            "name": str(name),
            "college": str(row["college_name"]),
            "at_college": row["linked_to"] == "college",
            "place": _place(row["latitude"], row["longitude"]),
            "schools": school_indices(row["uais"].split(), uais, part="networks"),
            "covered_n": int(row["covered_n"]),
            # NaN isn't itself: no link, so no length. JSON has no NaN.
            "km": None if row["mean_km"] != row["mean_km"] else half_up(float(row["mean_km"]), 1),
        }
        for name, row in zip(table.index, table.to_dict("records"), strict=True)
    ]


def _place(latitude: float, longitude: float) -> list[int] | None:
    """Write a point; None where it isn't known."""
    if latitude != latitude:  # noqa: PLR0124 NaN isn't itself
        return None
    return [round(latitude * POSITION_STEPS), round(longitude * POSITION_STEPS)]
